//! `import FILE people` and `import FILE bundle`.

use crate::support::TestEnvironment;

const ROSTER: &str = "水利局干部花名册\n姓 名,职务,政治面貌,入党时间\n王  强,局长,中共党员,1998.07\n李敏,财务股会计,群众,\n\
                      赵建国,副局长,中共党员,2003年6月\n制表人：张三,,,\n";

fn round() -> TestEnvironment {
    let env = TestEnvironment::new();
    env.run(&["new", "a.wenkan", "--no-passphrase", "--as", "刘芳"]).success();
    env.write("花名册.csv", ROSTER);
    env
}

#[test]
fn a_roster_is_shown_then_written_and_never_doubled() {
    let env = round();
    let unit = ["--unit", "SLJ=水利局党组"];
    let import = ["import", "a.wenkan", "people", "花名册.csv", unit[0], unit[1]];
    let dry = env.run(&[&import[..], &["--dry-run"]].concat()).success();
    assert!(dry.stdout.contains("新增 3 人") && dry.stdout.contains("王强（原写“王  强”）"), "{dry}");
    assert!(dry.stdout.contains("制表人"), "{dry}");
    env.run(&["stats", "a.wenkan"]).success().mentions("被巡察单位　0 个");
    let real = env.run(&import).success().tells("已写入 3 人。\n");
    assert_eq!(real.stdout, dry.stdout, "what is shown before is what is written");
    env.run(&import).success().mentions("不变 3 人").tells("没有要写入的。\n");
    env.run(&["import", "a.wenkan", "people", "花名册.csv"]).success().mentions("不变 3 人");
    let check = env.run(&["check", "a.wenkan"]).exits(1);
    let head = check.stdout.lines().find(|l| l.contains("王强")).unwrap();
    assert!(head.starts_with("  ☐  ☐  ☐  ☐  ☐  5"), "{check}");
}

#[test]
fn it_asks_who_is_meant_among_namesakes() {
    let env = round();
    let import = ["import", "a.wenkan", "people", "花名册.csv", "--unit", "SLJ=水利局党组"];
    env.run(&import).success();
    env.write("花名册.csv", "姓名,职务\n王强,驾驶员\n孙丽,科员\n");
    env.run(&import).exits(1).mentions("已写入 1 人。").mentions("有 1 行没有导入").mentions("--same");
    env.run(&[&import[..], &["--same", "王强=new"]].concat()).success().mentions("已写入 1 人。");
    env.run(&["stats", "a.wenkan"]).success().mentions("人员　　　　5 人");
    env.run(&[&import[..], &["--same", "李四=new"]].concat()).exits(2).mentions("没有待答的同名问题");
}

#[test]
fn what_a_terminal_would_obey_comes_in_by_no_door_and_leaves_by_none() {
    let env = round();
    let obeyed = |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t') || c == '\u{202e}');
    env.write("花.csv", "姓名,职务\n李\u{1b}[31m强,科\u{202e}员\n王\u{7}敏,会计\u{1b}]52;c;Zm9v\u{7}\n");
    let unit = ["--unit", "SLJ=水利局党组"];
    let run = env.run(&[&["import", "a.wenkan", "people", "花.csv"], &unit[..]].concat()).success().mentions("4 格含");
    assert!(!obeyed(&run.stdout) && !obeyed(&run.stderr), "{run}");
    env.run(&["search", "a.wenkan", "李强"]).success().mentions("李强");
    env.write("空.pdf", "");
    env.run(&["attach", "a.wenkan", "SLJ", "空.pdf"]).exits(3).mentions("0 字节");
}

#[test]
fn the_unit_is_named_or_the_only_one() {
    let env = round();
    let people = ["import", "a.wenkan", "people", "花名册.csv"];
    env.run(&people).exits(2).mentions("要用 --unit 写明").mentions("还没有单位");
    env.run(&[&people[..], &["--unit", "SLJ"]].concat()).exits(2).mentions("没有代码或名称为“SLJ”的单位");
    env.run(&[&people[..], &["--unit", "水 利=水利局"]].concat()).exits(2).mentions("不合适");
    env.run(&[&people[..], &["--unit", "SLJ=水利局党组"]].concat()).success();
    env.run(&[&people[..], &["--unit", "slj=别的单位"]].concat()).exits(2).mentions("已是另一个单位：水利局党组");
}

#[test]
fn types_are_corrected_and_the_kind_of_the_unit_said() {
    let env = round();
    env.write("中心.csv", "姓名,职务\n陶一,主任\n姜二,综合科科长\n");
    let import = ["import", "a.wenkan", "people", "中心.csv", "--unit", "青禾县融媒体中心"];
    let dry = |more: &[&str]| env.run(&[&import[..], &["--dry-run"], more].concat());
    let guessed = dry(&[]).success();
    assert!(guessed.stdout.contains("单位性质：事业单位（按名称判断"), "{guessed}");
    assert!(guessed.stdout.lines().any(|l| l.contains("陶一") && l.contains("一把手")), "{guessed}");
    dry(&["--unit-kind", "学校"]).success().mentions("单位性质：学校");
    let typed = dry(&["--type", "姜二=班子成员", "--type", "姜二=中共党员"]).success();
    assert!(
        typed.stdout.lines().any(|l| l.contains("姜二") && l.contains("班子成员") && l.contains("中共党员")),
        "{typed}"
    );
    dry(&["--type", "姜二=什么"]).exits(2).mentions("没有“什么”这个类别");
    dry(&["--unit-kind", "什么"]).exits(2).mentions("没有这种单位性质");
    dry(&["--sheet", "没有"]).exits(2).mentions("没有这张工作表");
    env.run(&import).success().mentions("已写入 2 人。");
    env.run(&["stats", "a.wenkan"]).success().mentions("被巡察单位　1 个");
}

#[test]
fn refused_rosters_leave_the_round_as_it_was() {
    let env = round();
    env.write("bad.csv", "甲,乙\n丙,丁\n");
    env.write("word.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]);
    for name in ["bad.csv", "word.xls", "没有.csv"] {
        env.run(&["import", "a.wenkan", "people", name, "--unit", "SLJ=水利局党组"]).exits(3);
    }
    let map = ["--map", "A=姓名", "--map", "B=职务"];
    env.run(&["import", "a.wenkan", "people", "bad.csv", "--unit", "X=甲单位", map[0], map[1], "--map", "B=什么"])
        .exits(2)
        .mentions("没有“什么”这个字段");
    env.run(&["stats", "a.wenkan"]).success().mentions("被巡察单位　0 个");
    env.run(&["import", "a.wenkan", "people", "bad.csv", "--unit", "X=甲单位", map[0], map[1], map[2], map[3]])
        .success()
        .mentions("已写入 2 人。");
}

#[test]
fn a_bundle_fills_an_empty_round_and_comes_out_the_same() {
    let env = TestEnvironment::with_sample();
    env.write("收据.jpg", "not really a picture");
    env.run(&["attach", "样.wenkan", "A45", "收据.jpg", "--caption", "党费收据"]).success();
    env.run(&["export", "样.wenkan", "--out", "one", "--only", "bundle"]).success();
    env.run(&["new", "新.wenkan", "--no-passphrase", "--as", "临时"]).success();
    env.run(&["import", "新.wenkan", "bundle", "one/内部"])
        .success()
        .tells("已导入：单位 2 个，人员 14 人，谈话 8 次，疑点 17 条，附件 1 个。\n");
    env.run(&["export", "新.wenkan", "--out", "two", "--only", "bundle"]).success();
    assert!(env.files("one").len() == 2 && env.files("one") == env.files("two"));
    env.run(&["import", "新.wenkan", "bundle", "one/内部/bundle.json"]).exits(3).mentions("不能导入资料包");
    env.write("bundle.json", "{}");
    env.run(&["import", "新.wenkan", "bundle", "bundle.json"]).exits(3);
}
