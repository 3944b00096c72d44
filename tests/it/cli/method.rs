//! A changed folder of checklists: it works with no change of the program, and what was asked before stays as asked.

use super::report::folder;
use crate::support::TestEnvironment;
use wenkan::analysis::methods::{current, method_of};
use wenkan::method::types::{FieldType, Method};
use wenkan::model::interview::Interview;
use wenkan::model::value::Money;
use wenkan::store::{Reader, Secret};

const WEATHER: &str = "[[entry.field]]\nid = \"meeting.weather\"\nlabel = \"天气\"\ntype = \"choice\"\n\
    choices = [[\"fine\", \"晴\"], [\"rain\", \"雨\"]]\n\n";
const ITEM: &str = "[[item]]\nid = \"k4.x1\"\nlabel = \"X1\"\ntitle = \"会场布置\"\nlook_for = \"看会场。\"\n\
    red_flag = \"没有会场。\"\nweight = \"low\"\nproblem = \"会场不合规\"\nsource = \"本组\"\nverified = \"G\"\n\n";

/// Each file with its change: a field added, a limit lowered, a probe removed, a check item added.
fn changed(text: &str) -> String {
    let before = |text: &str, mark: &str, new: &str| {
        assert_eq!(text.matches(mark).count(), 1, "{mark}");
        text.replace(mark, &format!("{new}{mark}"))
    };
    let (field, item) = ("[[entry.field]]\nid = \"meeting.kind\"", "[[item]]\nid = \"k4.p2\"");
    let (monthly, probe) = ("id = \"q5.monthly\"", "[[probe]]\nid = \"q1.p2\"");
    if text.contains(field) {
        before(text, field, WEATHER)
    } else if text.contains(item) {
        before(text, item, ITEM)
    } else if let Some((head, tail)) = text.split_once(monthly) {
        format!("{head}{monthly}{}", tail.replacen("max = 100000\n", "max = 50000\n", 1))
    } else if let Some((head, tail)) = text.split_once(probe) {
        let (_, rest) = tail.split_once("[[probe]]").unwrap();
        format!("{head}[[probe]]{rest}")
    } else {
        text.to_owned()
    }
}

fn monthly(method: &Method) -> &FieldType {
    &method.question("q5").unwrap().claim("q5.monthly").unwrap().ty
}

#[test]
fn a_changed_folder_needs_no_new_program() {
    let env = TestEnvironment::with_sample();
    folder(&env, changed);
    let shown = env.run(&["method", "show", "法"]).success();
    assert!(shown.stdout.contains("天气：选一项：晴 / 雨") && shown.stdout.contains("X1 会场布置（k4.x1）"), "{shown}");
    env.run(&["method", "check", "法"]).success().mentions(" 种记录，").mentions(" 种条目，");
    let run = env.run(&["method", "update", "样.wenkan", "法", "--as", "高志远"]).success();
    for line in [
        "新增条目 meeting 栏目 meeting.weather：天气",
        "问题 q5 陈述要素 q5.monthly 填写范围：0.00 到 100000.00 元 → 0.00 到 50000.00 元",
        "删去问题 q1 追问 q1.p2：最近一次大额支出，最早是怎么提出来的？",
        "新增记录种类 k4 检查要点 k4.x1：会场布置",
    ] {
        assert!(run.stdout.lines().any(|l| l == line), "no {line} in {run}");
    }
    let reader = Reader::open(&env.path("样.wenkan"), &Secret::None).unwrap();
    let new = current(&reader).unwrap();
    assert!(new.entry("meeting").unwrap().field("meeting.weather").is_some() && new.item("k4.x1").is_some());
    assert_eq!(*monthly(&new), FieldType::Money { min: Money(0), max: Money(5_000_000) });
    assert!(new.question("q1").unwrap().probe("q1.p2").is_none());
    // Talks keep the method that they were started with, and it is still there in full.
    let talks: Vec<Interview> = reader.all().unwrap();
    assert!(!talks.is_empty() && talks.iter().all(|t| t.method != new.hash));
    let old = method_of(&reader, talks[0].method).unwrap();
    assert_eq!(*monthly(&old), FieldType::Money { min: Money(0), max: Money(10_000_000) });
    assert!(old.question("q1").unwrap().probe("q1.p2").is_some());
    assert!(old.entry("meeting").unwrap().field("meeting.weather").is_none() && old.item("k4.x1").is_none());
    // The views of the entries follow, for whoever only reads.
    assert!(reader.has_entry_views(&format!("{} {}", new.hash, old.hash)).unwrap());
}
