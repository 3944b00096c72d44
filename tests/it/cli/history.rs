//! `log` and `history`: what was done, and how a record came to be what it is.

use crate::support::TestEnvironment;
use serde_json::Value;
use wenkan::model::answer::Answer;
use wenkan::model::people::Person;
use wenkan::model::problem::Problem;
use wenkan::model::record::{Kind, Op, Record};
use wenkan::model::round::Inspector;
use wenkan::store::{Secret, Store, Tx};

/// What one action does.
type Change = Box<dyn FnOnce(&mut Tx<'_>) -> wenkan::Result<()> + Send>;

/// Does one thing after the other in the sample round, each as the inspector of that name.
fn act(env: &TestEnvironment, what: Vec<(&str, Op, Change)>) {
    let store = Store::open(&env.path("样.wenkan"), &Secret::None).unwrap();
    for (by, op, change) in what {
        let all: Vec<Inspector> = store.reader().unwrap().all().unwrap();
        let by = all.iter().find(|i| i.name == by).map(|i| i.id);
        store.transact(op, by, change).unwrap();
    }
    store.close().unwrap();
}

fn person(tx: &Tx<'_>, name: &str) -> Person {
    tx.all::<Person>().unwrap().into_iter().find(|p| p.name == name).unwrap()
}

/// A post is changed, a paper is written on, a person is deleted.
fn busy() -> TestEnvironment {
    let env = TestEnvironment::with_sample();
    act(
        &env,
        vec![
            (
                "刘芳",
                Op::EditPerson,
                Box::new(|tx| {
                    let mut chen = person(tx, "陈涛");
                    chen.post.push_str("（主持工作）");
                    tx.put(&chen)
                }),
            ),
            (
                "高志远",
                Op::EditProblem,
                Box::new(|tx| {
                    let mut paper = tx.all::<Problem>()?.into_iter().find(|p| p.number == "预-LF-01").unwrap();
                    paper.facts[0].text = paper.facts[0].text.replace("当天支付", "次日支付");
                    paper.place = "县水利局机关\u{1b}[2J二楼".to_owned();
                    tx.put(&paper)
                }),
            ),
            (
                "刘芳",
                Op::Delete,
                Box::new(|tx| {
                    let gone = person(tx, "陈涛").uuid();
                    tx.delete(Kind::Person, gone)
                }),
            ),
        ],
    );
    env
}

#[test]
fn the_log_tells_who_did_what_newest_first() {
    let env = busy();
    let log = env.run(&["log", "样.wenkan"]).success().tells("").stdout;
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "{log}");
    for (line, parts) in lines.iter().zip([
        ["刘芳  ", "  删除人员：陈涛（1 条记录）"],
        ["高志远  ", "  修改底稿的查证事实、地点：预-LF-01 购置防汛指挥车先付款后补会（1 条记录）"],
        ["刘芳  ", "  修改人员的职务：陈涛（1 条记录）"],
        ["示例  ", "  写入示例：十七届县委第十轮巡察（384 条记录）"],
    ]) {
        assert!(parts.iter().all(|p| line.contains(p)), "{line}");
    }
    let of = |args: &[&str]| env.run(&[&["log", "样.wenkan"], args].concat()).success();
    assert_eq!(of(&["--by", "高志远"]).stdout.lines().collect::<Vec<_>>(), [lines[1]]);
    let cut = of(&["--limit", "1"]).tells("只列最近 1 件；用 --limit N 可多列。\n");
    assert_eq!(cut.stdout.lines().collect::<Vec<_>>(), [lines[0]]);
    env.run(&["log", "样.wenkan", "--by", "张三"]).exits(2).mentions("没有叫“张三”的巡察干部");
    env.run(&["log", "样.wenkan", "--since", "昨天"]).exits(2).mentions("“昨天”不是日期");
    env.run(&["log", "样.wenkan", "--limit", "0"]).exits(2);
}

#[test]
fn the_log_begins_on_a_day() {
    let mut env = TestEnvironment::with_sample();
    env.set("WENKAN_NOW", "2026-03-14T15:30:00+08:00");
    env.write("单.pdf", "%PDF");
    env.run(&["attach", "样.wenkan", "预-LF-01", "单.pdf"]).success();
    let since = |day: &str| env.run(&["log", "样.wenkan", "--since", day]).success();
    let late = since("2026-03-13").tells("").stdout;
    assert!(late.starts_with("2026-03-14 15:30  ") && late.ends_with("添加附件：单.pdf（1 条记录）\n"), "{late}");
    assert_eq!(since("2026年3月").stdout.lines().count(), 2);
    since("2026-03-15").prints("").tells("没有这样的记录。\n");
}

#[test]
fn the_log_as_json_names_records_and_revisions() {
    let env = busy();
    let run = env.run(&["log", "样.wenkan", "--limit", "2", "--json"]).success();
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    let (deleted, edited) = (&value[0], &value[1]);
    assert_eq!((&deleted["by"], &deleted["words"]), (&"刘芳".into(), &"删除人员：陈涛".into()));
    assert_eq!(deleted["records"][0]["what"], "deleted");
    assert_eq!((&edited["records"][0]["kind"], &edited["records"][0]["what"]), (&"problem".into(), &"changed".into()));
    let id = edited["records"][0]["record"].as_str().unwrap();
    let run = env.run(&["history", "样.wenkan", id, "--json"]).success();
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&value[0]["rev"], &value[0]["before"]), (&edited["records"][0]["after"], &value[1]["rev"]));
    assert_eq!(value[0]["action"]["words"], edited["words"]);
    let change = &value[0]["changes"][0];
    assert_eq!((&change["label"], &change["how"]), (&"查证事实 第1段".into(), &"changed".into()));
    assert_eq!(change["place"]["field"][0], "facts");
}

#[test]
fn a_paper_is_shown_old_beside_new() {
    let env = busy();
    let run = env.run(&["history", "样.wenkan", "预-lf-01"]).success().mentions("底稿 预-lf-01：2 次改动");
    let newest = run.stdout.split("\n\n").next().unwrap();
    for line in [
        "  查证事实 第1段",
        "    － …以汛期急用为由签批付款，县水利局[-当天-]支付防汛指挥车购车款186000…",
        "    ＋ …以汛期急用为由签批付款，县水利局{+次日+}支付防汛指挥车购车款186000…",
        "  地点",
    ] {
        assert!(newest.lines().any(|l| l == line), "no {line} in {newest}");
    }
    assert!(
        newest
            .lines()
            .next()
            .unwrap()
            .ends_with("　高志远　修改底稿的查证事实、地点：预-LF-01 购置防汛指挥车先付款后补会"),
        "{newest}"
    );
    assert!(!run.stdout.contains('\u{1b}') && newest.contains("░[2J二楼"), "{newest}");
}

#[test]
fn records_are_found_by_what_people_call_them() {
    let env = busy();
    env.run(&["history", "样.wenkan", "SLJ"]).success().mentions("单位 水利局党组：1 次改动");
    env.run(&["history", "样.wenkan", "B08"]).success().mentions("人员 B08 王建国：1 次改动");
    let talk = env.run(&["history", "样.wenkan", "访谈A37"]).success().mentions("与 A37 李秀英 的谈话：");
    assert!(talk.stdout.contains("（新增回答：李秀英 第三问）\n"), "a talk with its answers: {talk}");
    env.run(&["history", "样.wenkan", "SLJ/〔访谈A37〕"]).success().prints(&talk.stdout);
    env.run(&["history", "样.wenkan", "访谈A37-2"]).exits(3).prints("").mentions("没有谈话“访谈A37-2”");
    env.run(&["history", "样.wenkan", "Z99"]).exits(3).prints("").mentions("没有代号、底稿编号或单位代码“Z99”");
    env.run(&["history", "样.wenkan", "00000000-0000-0000-0000-000000000000"]).exits(3).mentions("没有编号为");
    env.write("单.pdf", "%PDF");
    env.run(&["attach", "样.wenkan", "预-LF-01", "单.pdf"]).success().mentions("已附到底稿 预-LF-01");
}

#[test]
fn a_deleted_person_is_still_found() {
    let env = busy();
    let run = env.run(&["history", "样.wenkan", "d27"]).success().mentions("人员（已删除）：3 次改动");
    let heads: Vec<&str> = run.stdout.lines().filter(|l| l.starts_with("2026年")).collect();
    assert!(
        heads[0].ends_with("　刘芳　删除人员：陈涛") && heads[1].ends_with("　刘芳　修改人员的职务：陈涛"),
        "{run}"
    );
    assert!(run.stdout.contains("  职务\n    － 办公室主任\n    ＋ 办公室主任{+（主持工作）+}\n"), "{run}");
    env.run(&["attach", "样.wenkan", "D27", "样.wenkan"]).exits(3);
}

#[test]
fn withheld_text_is_in_neither() {
    let env = TestEnvironment::with_sample();
    let id = {
        let store = Store::open(&env.path("样.wenkan"), &Secret::None).unwrap();
        let answer: Answer = store.reader().unwrap().all::<Answer>().unwrap().into_iter().next().unwrap();
        store.close().unwrap();
        answer.id
    };
    let edit = move |change: fn(&mut Answer)| -> Change {
        Box::new(move |tx| {
            let mut answer: Answer = tx.get(id.0)?.unwrap();
            change(&mut answer);
            tx.put(&answer)
        })
    };
    act(
        &env,
        vec![
            ("刘芳", Op::EditAnswer, edit(|a| a.statements[0].text = "暗语在前，后来才转出去".into())),
            ("刘芳", Op::EditAnswer, edit(|a| a.statements[0].withheld = true)),
            ("刘芳", Op::EditAnswer, edit(|a| a.statements[0].text = "又改了别的暗语词句".into())),
        ],
    );
    for json in [&[][..], &["--json"]] {
        let history = env.run(&[&["history", "样.wenkan", &id.to_string()], json].concat()).success();
        let log = env.run(&[&["log", "样.wenkan"], json].concat()).success();
        assert!(!history.stdout.contains("暗语") && !log.stdout.contains("暗语"), "{history}{log}");
        assert!(history.stdout.contains("〔已另行处理〕") && history.stdout.contains("转线索"), "{history}");
    }
}
