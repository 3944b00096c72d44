//! `check`, `stats`, `search`, `verify`, `explain`, `method`, `doctor`.

use crate::support::TestEnvironment;
use std::fs;
use std::path::Path;
use wenkan::method::MethodFiles;

/// The built-in method as a folder 法, edited.
pub(super) fn folder(env: &TestEnvironment, edit: impl Fn(&str) -> String) {
    for (name, text) in MethodFiles::builtin().files {
        env.write(&format!("法/{name}"), edit(&text));
    }
}

#[test]
fn check_shows_each_person_and_fails_while_questions_are_open() {
    let env = TestEnvironment::with_sample();
    let check = env.run(&["check", "样.wenkan"]).exits(1).mentions("还有 17 个必问问题没有问完");
    let unit = check.stdout.split("\n\n").find(|p| p.contains("水利局党组")).unwrap();
    for line in [
        "水利局党组（SLJ）　8 人，未谈 2 人，必问问题未完 6 个",
        "  一 二 三 四 五 未完 代号  进度    姓名",
        "  ☑  ☑  ☑  ☑  ☑       B08   已读回  王建国   党组书记、局长",
        "  ☑  ☐  ~  ☑  ☐  3    A37   谈话中  李秀英   党组成员、副局长",
        "  -  -  -  -  ☐  1    D27   未谈    陈涛     办公室主任",
        "  问三 研究部署     应问 3，问完 2，问了一部分 1，有理由未问 0，未完 1",
    ] {
        assert!(unit.lines().any(|l| l == line), "no {line} in {check}");
    }
    assert!(unit.lines().any(|l| l.starts_with("  看四 ") && l.contains("未看要点 ")), "{check}");
    let covered = env.run(&["check", "样.wenkan", "--only", "coverage"]).exits(1).stdout;
    assert!(check.stdout.starts_with(&covered) && check.stdout.len() > covered.len(), "{check}");
    for mark in ["☐ 必问而未问　- 不要求问\n", "每个要点都有结论，或注明“读过，未发现问题”\n"]
    {
        assert!(covered.contains(mark), "{check}");
    }
}

#[test]
fn check_says_of_an_old_print_whether_the_paper_has_changed() {
    let env = TestEnvironment::with_sample();
    let says = |number: &str, digits: &str| env.run(&["check", "样.wenkan", "--print", number, digits]);
    let now = says("预-LF-01", "00000000").exits(1).stdout;
    assert!(now.contains("已改") && !now.contains("相同"), "{now}");
    let digits = now.trim_end().rsplit(' ').next().unwrap();
    let same = says("预-LF-01", digits).success().stdout;
    assert!(same.contains("相同") && same.contains("SLJ") && !same.contains("旧版"), "{same}");
    // The digits that the first version printed on this paper of the sample.
    let older = says("预-LF-01", "a9cd7c17").success().stdout;
    assert!(older.contains("相同（旧版校验"), "{older}");
    let run = env.run(&["check", "样.wenkan", "--print", "预-LF-01", digits, "--json"]).success();
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&value[0]["same"], &value[0]["version"]), (&serde_json::json!(true), &serde_json::json!(2)));
    says("预-XX-99", digits).exits(2).mentions("没有编号为 预-XX-99 的底稿");
    says("预-LF-01", "1234").exits(2).mentions("不是内容校验");
}

#[test]
fn check_lists_what_the_papers_lack_and_fails_on_errors_only() {
    let env = TestEnvironment::with_sample();
    let run = env.run(&["check", "样.wenkan", "--only", "papers", "--json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(value.get("units").is_none(), "only what was asked for");
    let papers = value["papers"]["list"].as_array().unwrap();
    let found: Vec<&serde_json::Value> = papers.iter().flat_map(|p| p["diagnostics"].as_array().unwrap()).collect();
    let errors = found.iter().filter(|d| d["severity"] == "error").count();
    assert_eq!(value["papers"]["errors"], errors);
    let run = env.run(&["check", "样.wenkan", "--only", "papers"]).exits(i32::from(errors > 0));
    for paper in papers {
        assert!(run.stdout.contains(paper["number"].as_str().unwrap()), "{run}");
    }
    for one in found {
        let code = one["code"].as_str().unwrap();
        assert!(run.stdout.contains(&format!("\n  {code} ")), "{run}");
        assert!(run.stdout.contains(one["help"].as_str().unwrap()), "{run}");
        env.run(&["explain", code]).success();
    }
}

#[test]
fn check_json_says_the_same() {
    let env = TestEnvironment::with_sample();
    let run = env.run(&["check", "样.wenkan", "--json"]).exits(1);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(value["left"], 17);
    let slj = value["units"].as_array().unwrap().iter().find(|u| u["code"] == "SLJ").unwrap();
    let li = slj["people"].as_array().unwrap().iter().find(|p| p["code"] == "A37").unwrap();
    assert_eq!((&li["standing"], &li["left"]), (&"open".into(), &3.into()));
    let marks: Vec<&str> = li["marks"].as_array().unwrap().iter().map(|m| m["progress"].as_str().unwrap()).collect();
    assert_eq!(marks, ["done", "open", "part", "done", "open"]);
}

#[test]
fn stats_count_everything() {
    let env = TestEnvironment::with_sample();
    let stats = env.run(&["stats", "样.wenkan"]).success().tells("");
    assert!(
        stats.stdout.starts_with(
            "十七届县委第十轮巡察\n\
         被巡察单位　2 个\n\
         巡察干部　　4 人\n\
         人员　　　　14 人（未谈 6，谈话中 1，已中断 1，已结束 2，已读回 4）\n\
         个别谈话　　8 次\n\
         必问问题　　应问 37，问完 19，有理由未问 1，未完 17\n\
         疑点　　　　17 条\n\
         附件　　　　0 个，0 KiB\n\
         线索登记　　登记 0 条，已移交 0 条，有回执 0 条\n\
         改动记录　　384 条，未封存的草稿 0 处，导出文件 0 个\n\n"
        ),
        "{stats}"
    );
    assert!(stats.stdout.contains("各数截止2026年") && stats.stdout.contains("\n全轮次\n"), "{stats}");
    let json = env.run(&["stats", "样.wenkan", "--json"]).success();
    let value: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&value["records"]["person"], &value["people"]["read_back"]), (&14.into(), &4.into()));
    let figures = value["figures"][0]["counters"].as_array().unwrap();
    for (name, unit) in
        [("问题", "个"), ("立行立改", "件"), ("意见建议", "条"), ("个别谈话", "人次"), ("谈话对象", "人")]
    {
        let figure = figures.iter().find(|f| f["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(figure["unit"], unit);
        assert!(!figure["inside"].as_str().unwrap().is_empty(), "{name} does not say what is inside");
    }
    assert_eq!(figures.iter().find(|f| f["name"] == "问题").unwrap()["count"], value["records"]["problem"]);
    assert!(!figures.iter().any(|f| f["name"].as_str().unwrap().contains("线索")), "leads are no figure of the round");
}

#[test]
fn search_groups_hits_and_says_when_there_are_none() {
    let env = TestEnvironment::with_sample();
    let found = env.run(&["search", "样.wenkan", "党费"]).success();
    assert!(found.stdout.contains("\n  A45 田有福 q5　"), "{found}");
    assert!(found.stdout.starts_with("人员（2 处）\n"), "{found}");
    env.run(&["search", "样.wenkan", "绝无此词"]).success().prints("").tells("没有找到。\n");
}

#[test]
fn verify_finds_flipped_bytes() {
    let env = TestEnvironment::with_sample();
    let whole = env.run(&["verify", "样.wenkan"]).success();
    let said: Vec<&str> = whole.stdout.lines().collect();
    let [counted, compared, sound] = said.as_slice() else { panic!("{whole}") };
    assert_eq!(*counted, "改动记录 384 条，记录 384 条，附件内容 0 份，逐一核对。");
    assert!(compared.starts_with("核对了：文件的每一页；") && compared.contains("日志 384"), "{whole}");
    assert_eq!(*sound, "文件完好。这只说明文件没有损坏，不能证明内容是谁写的。");
    let json = env.run(&["verify", "样.wenkan", "--json"]).success();
    assert!(serde_json::from_str::<serde_json::Value>(&json.stdout).unwrap()["ok"] == true);
    let mut bytes = fs::read(env.path("样.wenkan")).unwrap();
    let word = "水利局".as_bytes();
    let places: Vec<usize> = (0..bytes.len() - word.len()).filter(|at| bytes[*at..].starts_with(word)).collect();
    for at in places {
        bytes[at..at + word.len()].copy_from_slice("水务局".as_bytes());
    }
    env.write("坏.wenkan", &bytes);
    env.run(&["verify", "坏.wenkan"]).exits(1).mentions("发现 ").mentions("程序没有改动这个文件");
    assert_eq!(fs::read(env.path("坏.wenkan")).unwrap(), bytes);
}

#[test]
fn explain_knows_the_marks_and_lists_what_it_knows() {
    let env = TestEnvironment::new();
    env.run(&["explain", "~"]).success().prints(
        "~ 问了一部分\n\n只记了陈述还没有判断，或只有判断没有陈述。\n\n怎么办：打开这次谈话，补记陈述，或在展开的栏里作出判断。\n",
    );
    env.run(&["explain", "COVERAGE"]).success().mentions("必问问题的覆盖情况");
    let explained = env.run(&["explain", "E104"]).success().stdout;
    assert!(explained.starts_with("E104、W104 没有书面材料\n\n"), "{explained}");
    for part in ["为什么：", "怎么办：", "有问题的写法：", "没有问题的写法："] {
        assert!(explained.contains(part), "{explained}");
    }
    assert_eq!(env.run(&["explain", "w104"]).success().stdout, explained);
    assert!(env.run(&["explain", "w106"]).success().stdout.starts_with("W106 "));
    env.run(&["explain", "E999"]).exits(2).prints("").mentions("没有“E999”这个代码").mentions("coverage");
}

#[test]
fn method_check_prints_all_faults() {
    let env = TestEnvironment::new();
    let seven = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/method-seven-faults");
    let run = env.run(&["method", "check", seven.to_str().unwrap()]).exits(1);
    assert!(run.stdout.ends_with("共 7 处错误，涉及 3 个文件。改好以前不会使用这套工作法。\n"), "{run}");
    assert_eq!(run.stdout.matches("怎么改：").count(), 7, "{run}");
    env.run(&["method", "show", seven.to_str().unwrap()]).exits(3).prints("");
    folder(&env, str::to_owned);
    env.run(&["method", "check", "法"]).success().mentions("没有发现错误：五问五看工作法");
    let builtin = env.run(&["method", "show"]).success().stdout;
    assert_eq!(env.run(&["method", "show", "法"]).success().stdout, builtin);
    assert_eq!(builtin.matches("必问对象：").count(), 5);
}

#[test]
fn method_update_shows_the_differences_and_serves_new_talks() {
    let env = TestEnvironment::with_sample();
    env.run(&["method", "update", "样.wenkan"]).success().prints("").tells("轮次用的已是这一版工作法，没有改动。\n");
    folder(&env, |text| text.replace("五问五看工作法", "五问五看工作法（试行）"));
    let run = env.run(&["method", "update", "样.wenkan", "法", "--as", "高志远"]).success();
    assert!(run.stdout.contains("名称：五问五看工作法 → 五问五看工作法（试行）\n"), "{run}");
    assert!(run.stderr.contains("已开始的谈话仍用原来的"), "{run}");
    env.run(&["check", "样.wenkan"]).exits(1).mentions("五问五看工作法（试行）");
    env.run(&["method", "update", "样.wenkan"]).exits(3).mentions("以前用过这一版工作法");
    env.run(&["export", "样.wenkan", "--out", "o"]).success();
    env.run(&["verify", "样.wenkan"]).success();
}

#[test]
fn doctor_names_versions_and_places() {
    let mut env = TestEnvironment::new();
    let run = env.run(&["doctor"]).success().tells("");
    for part in ["SQLCipher 4.", "LANG=zh_CN.UTF-8", "2026-03-12 09:42", "出错时不留内存转储", "输入或输出不是终端"]
    {
        assert!(run.stdout.contains(part), "no {part} in {run}");
    }
    env.set("LC_ALL", "C");
    env.run(&["doctor"]).success().mentions("LC_ALL=C 不是 UTF-8");
}
