//! Every action that a screen can hand in: held back, it is neither there nor claimed; refused, it is said and not there;
//! lost with the program, it is not there and nothing else is harmed.
//!
//! The last test holds the table to be whole: it reads which actions there are.

use super::candidates::{MARKED, mark_again};
use super::driver::Driver;
use crate::model::answer::Answer;
use crate::model::record::Op;
use crate::store::{Pass, Tx};
use crate::tui::keys::Context;
use crate::tui::typing::DRAFT_AFTER_MS;
use std::collections::BTreeSet;
use std::path::Path;

/// The way to where it is done, and the keys that do it.
struct Case {
    name: &'static str,
    begin: fn() -> Driver,
    keys: &'static str,
}

const fn case(name: &'static str, begin: fn() -> Driver, keys: &'static str) -> Case {
    Case { name, begin, keys }
}

/// After these keys and this text.
fn typed(mut d: Driver, keys: &str, text: &str) -> Driver {
    d.keys(keys);
    d.type_text(text);
    d
}

fn after(mut d: Driver, keys: &str) -> Driver {
    d.keys(keys);
    d
}

fn on(name: &str) -> Driver {
    let mut d = Driver::home();
    d.find(name);
    d
}

const HOME: [Case; 22] = [
    case("列入今天", || on("黄玉梅"), "空格"),
    case("新增人员", || typed(Driver::home(), "n", "新人甲"), "Ctrl-S"),
    case("修改人员", || typed(on("黄玉梅"), "e End", "甲"), "Ctrl-S"),
    case(
        "删除人员",
        || {
            let mut d = after(typed(Driver::home(), "n", "误录人"), "Ctrl-S");
            d.find("误录人");
            d
        },
        "Del 1",
    ),
    case("合并人员", || after(typed(on("陈涛"), "h", "lxy"), "Enter"), "Enter"),
    case("新增单位", || typed(typed(Driver::home(), "Ctrl-U", "DW"), "Tab", "又一个单位"), "Ctrl-S"),
    case("修改单位", || typed(Driver::home(), "Alt-U End", "X"), "Ctrl-S"),
    case("单位概况", || typed(Driver::home(), "k Ctrl-A", "77700"), "Ctrl-S"),
    case("轮次设置", || typed(Driver::home(), "z End", "甲"), "Ctrl-S"),
    case("新增成员", || typed(Driver::home(), "m n", "陆平"), "Ctrl-S"),
    case("修改成员", || typed(Driver::home(), "m Enter End", "甲"), "Ctrl-S"),
    case(
        "导入名册",
        || {
            let mut d = Driver::home();
            let roster = d.beside_round("名册.csv");
            std::fs::write(&roster, "姓名,职务\n马会来,工程股股长\n").unwrap();
            d.keys("i");
            d.type_text(&roster.display().to_string());
            after(d, "Ctrl-S")
        },
        "Enter",
    ),
    case("登记线索", || typed(Driver::home(), "Alt-X n", "县纪委监委"), "Ctrl-S"),
    case("移交线索", || after(typed(Driver::home(), "Alt-X n", "县纪委监委"), "Ctrl-S r"), "Ctrl-S"),
    case("改移交给谁", || typed(after(Driver::home(), "Alt-X n Ctrl-S"), "e Tab", "县纪委监委"), "Ctrl-S"),
    case(
        "线索回执",
        || typed(after(typed(Driver::home(), "Alt-X n", "县纪委监委"), "Ctrl-S r Ctrl-S"), "c", "收字12号"),
        "Ctrl-S",
    ),
    case("隐去原话", || typed(Driver::home(), "b Down Down Down Down Enter Enter Down Down", "隐去"), "Ctrl-S"),
    case("撤销", || after(enrolled(), "Ctrl-Z"), "1"),
    case("重做", || after(enrolled(), "Ctrl-Z 1 Alt-Y"), "1"),
    case("从回收站恢复", || after(enrolled(), "Del 1 Ctrl-T"), "Ctrl-K"),
    case("恢复这一处", || after(typed(enrolled(), "e Down Ctrl-A", "出纳员"), "Ctrl-S Ctrl-L Enter"), "Ctrl-K"),
    case("处理疑点", || after(Driver::minutes(), "Up F2 Esc Esc Esc o"), "空格"),
];

/// Home, with somebody who has just been added under the cursor.
fn enrolled() -> Driver {
    let mut d = after(typed(Driver::home(), "n", "傅桂兰"), "Ctrl-S");
    d.find("傅桂兰");
    d
}

/// The talk with 李秀英, with a reason for each question that was not put.
fn excused() -> Driver {
    let mut d = Driver::talk("李秀英");
    for question in ["q2", "q5"] {
        let talk = d.interview("李秀英").id;
        d.elsewhere(Op::EditAnswer, move |tx: &mut Tx<'_>| {
            let all: Vec<Answer> = tx.children(talk.0)?;
            let answer = all.into_iter().find(|a| a.question == question);
            let answer = answer.unwrap_or_else(|| Answer::new(talk, question));
            tx.put(&Answer { not_put: "身体不适".to_owned(), ..answer })
        });
    }
    d
}

const TALK: [Case; 21] = [
    case("开始谈话", || after(on("黄玉梅"), "t"), "Ctrl-S"),
    case("念过开场", || after(on("黄玉梅"), "t Ctrl-S"), "Enter"),
    case("继续谈话", || after(Driver::talk("李秀英"), "F12 t"), "Ctrl-S"),
    case("记一段", || typed(Driver::fresh_talk(), "Home", "每月三十。"), "F8"),
    case("离开谈话", || typed(Driver::fresh_talk(), "Home", "每月三十。"), "Esc"),
    case("标疑点", || typed(Driver::fresh_talk(), "Home", "票据不齐。"), "F2"),
    case("取消疑点", || after(typed(Driver::fresh_talk(), "Home", "票据不齐。"), "F2"), "F2"),
    case("转线索", || after(typed(Driver::fresh_talk(), "Home", "票据不齐。"), "F8 F7"), "Alt-X"),
    case("转线索，记下的材料备注不恢复", || after(super::withheld_writes::noted(), "Alt-X"), "1"),
    case("取消转线索", || typed(typed(Driver::fresh_talk(), "Home", "票据不齐。"), "Alt-X Alt-X", "放回"), "Enter"),
    case("已读回", || after(Driver::talk("李秀英"), "Alt-R End Enter"), "1"),
    case("取消读回", || after(Driver::talk("李秀英"), "Alt-R End Enter 1 Alt-R"), "1"),
    case("读回时更正", || typed(Driver::talk("李秀英"), "Alt-R Alt-C", "更正的话。"), "Enter"),
    case("读回时补充", || typed(Driver::talk("李秀英"), "Alt-R Ctrl-N", "补充的话。"), "Enter"),
    case("不愿确认", || typed(Driver::talk("李秀英"), "Alt-R c", "记不清了"), "Enter"),
    case("又愿意确认", || after(typed(Driver::talk("李秀英"), "Alt-R c", "记不清了"), "Enter"), "Enter"),
    case("今天到此", || Driver::talk("李秀英"), "F12"),
    case("结束谈话", || after(excused(), "Alt-R End Enter 1 Esc Alt-E"), "Ctrl-S"),
    case("更正场次", || typed(Driver::talk("李秀英"), "Alt-I Enter Tab Tab End", "东头"), "Ctrl-S"),
    case("换谈话对象", || after(Driver::talk("李秀英"), "Alt-I End Up Enter Enter"), "1"),
    case("删除谈话", || after(Driver::talk("李秀英"), "Alt-I End Enter"), "1"),
];

const READING: [Case; 21] = [
    case("结论", Driver::minutes, "1"),
    case("有问题", Driver::minutes, "2"),
    case("备注", || typed(Driver::minutes(), "c", "局长先说"), "Esc"),
    case("页码", || typed(Driver::minutes(), "g", "88"), "Enter"),
    case("标疑点", Driver::minutes, "F2"),
    case("取消疑点", || after(Driver::minutes(), "F2"), "F2"),
    case("取材料", Driver::minutes, "F5"),
    case("取消取材料", || after(Driver::minutes(), "F5 F5"), "1"),
    case("加条目", || typed(Driver::minutes(), "Ctrl-N", "2022-04-12"), "Ctrl-S"),
    case("删除条目", || after(Driver::minutes(), "Tab"), "Del 1"),
    case("读过", || typed(Driver::minutes(), "Up 1 r Tab Tab", "1-60"), "Ctrl-S"),
    case("取消读过", || after(Driver::books(), "d 1 Enter r"), "1"),
    case("登记资料", || typed(typed(Driver::books(), "d n Down Ctrl-A", "会议纪要"), "Down", "2022"), "Ctrl-S"),
    case("修改资料", || typed(Driver::books(), "d 4 e Down End", "甲"), "Ctrl-S"),
    case("删除资料", || after(Driver::books(), "d 3"), "Del 1"),
    case("不查阅的说明", || typed(Driver::books(), "d c Down Down", "撤并前由原单位保管"), "Ctrl-S"),
    case("列入调阅", || typed(Driver::books(), "y n", "公务接待台账"), "Ctrl-S"),
    case("已提供", || after(Driver::books(), "y 2"), "空格"),
    case("归还", || after(Driver::books(), "y 3 r"), "Ctrl-S"),
    case("取消归还", || after(Driver::books(), "y 4 r"), "1"),
    case("删除调阅", || after(Driver::books(), "y 2"), "Del 1"),
];

/// The paper of the sample that is ready.
fn ready() -> Driver {
    let mut d = on("李秀英");
    d.open_problem("购置防汛指挥车");
    d
}

fn evidence_form() -> Driver {
    let mut d = Driver::paper();
    d.part("支撑材料");
    typed(d, "n Ctrl-N", "某某审计报告")
}

fn adopted_and_marked_again() -> Driver {
    let mut d = Driver::candidates();
    d.on(MARKED);
    d.keys("a Esc");
    mark_again(&mut d, "核对学习记录");
    d.on(MARKED);
    d
}

/// The cursor on the paper of a candidate.
fn adopted() -> Driver {
    let mut d = Driver::candidates();
    d.keys("a Esc");
    let number = d.problem().number;
    d.keys("Tab End");
    for _ in 0..12 {
        if d.rows().iter().any(|r| r.starts_with('>') && r.contains(&number)) {
            break;
        }
        d.keys("Up");
    }
    d
}

const PAPER: [Case; 10] = [
    case("新增问题", || after(on("李秀英"), "p"), "n"),
    case("采纳", Driver::candidates, "a"),
    case("不采纳", || typed(Driver::candidates(), "Home Del", "单位已说明"), "Ctrl-S"),
    case("收入", adopted_and_marked_again, "h"),
    case("撤回", adopted, "Del 1"),
    case("一栏", || typed(Driver::paper(), "Home", "购车"), "Tab"),
    case("离开底稿", || typed(Driver::paper(), "Home", "购车"), "Esc"),
    case("退回草稿", ready, "Alt-T"),
    case("送审", || after(ready(), "Alt-T"), "Alt-T"),
    case("登记材料", evidence_form, "Ctrl-S"),
];

fn all() -> impl Iterator<Item = &'static Case> {
    static CASES: [&[Case]; 4] = [&HOME, &TALK, &READING, &PAPER];
    CASES.iter().flat_map(|cases| cases.iter())
}

/// What is in the file: how much was ever written of records, and the register of leads.
fn written(d: &Driver) -> (u64, String) {
    let read = d.desk.store().unwrap().reader().unwrap();
    (read.stats().unwrap().revisions, format!("{:?}", read.leads().unwrap()))
}

fn top(d: &mut Driver) -> String {
    d.rows().swap_remove(0)
}

fn held_back(cases: &[Case]) {
    for Case { name, begin, keys } in cases {
        let mut d = begin();
        let (before, said) = (written(&d), d.notice());
        d.turn(Pass::Held);
        d.keys(keys);
        assert_eq!(written(&d), before, "{name}");
        assert!(top(&mut d).ends_with("存盘中"), "{name}: {}", d.text());
        // The words that stand on a print are no claim.
        let notice = d.notice().replace("〔已另行处理〕", "");
        assert!(notice == said || !notice.contains("已"), "{name}: claimed before the commit: {notice}");
        d.turn(Pass::Open);
        assert_ne!(written(&d), before, "{name}: not there\n{}", d.text());
        assert!(top(&mut d).ends_with("已存"), "{name}: {}", d.text());
    }
}

fn refused(cases: &[Case]) {
    for Case { name, begin, keys } in cases {
        let mut d = begin();
        let before = written(&d);
        d.turn(Pass::Refused);
        d.keys(keys);
        assert_eq!(written(&d), before, "{name}");
        // What is typed and was not taken is in a draft.
        d.wait(DRAFT_AFTER_MS);
        assert!(top(&mut d).ends_with("没有办成"), "{name}: {}", d.text());
        assert!(d.shows("试验：规则不允许"), "{name}: not said why\n{}", d.text());
        d.turn(Pass::Open);
        assert_eq!(written(&d), before, "{name}: a refusal is final");
        // Nothing is stuck: one comes home.
        d.keys("Down");
        for _ in 0..6 {
            if d.app.context() == Context::Home {
                break;
            }
            d.keys("Esc");
            if matches!(d.app.context(), Context::Confirm | Context::Grave) {
                d.keys("2");
            }
        }
        assert_eq!(d.app.context(), Context::Home, "{name}: {}", d.text());
        assert!(top(&mut d).ends_with("已存"), "{name}: {}", d.text());
    }
}

fn lost(cases: &[Case]) {
    for Case { name, begin, keys } in cases {
        let mut d = begin();
        let before = written(&d);
        d.turn(Pass::Full);
        d.keys(keys);
        d.stalled();
        assert!(top(&mut d).ends_with("未存！"), "{name}: {}", d.text());
        assert!(!d.notice().starts_with('已'), "{name}: {}", d.text());
        let mut killed = d.killed();
        d.turn(Pass::Open);
        assert_eq!(written(&killed), before, "{name}");
        killed.be("刘芳");
        assert!(top(&mut killed).ends_with("已存"), "{name}: {}", killed.text());
    }
}

#[test]
fn home_claims_nothing_before_the_commit() {
    held_back(&HOME);
}

#[test]
fn a_talk_claims_nothing_before_the_commit() {
    held_back(&TALK);
}

#[test]
fn reading_claims_nothing_before_the_commit() {
    held_back(&READING);
}

#[test]
fn papers_claim_nothing_before_the_commit() {
    held_back(&PAPER);
}

#[test]
fn what_is_refused_at_home_is_said_and_not_there() {
    refused(&HOME);
}

#[test]
fn what_is_refused_in_a_talk_is_said_and_not_there() {
    refused(&TALK);
}

#[test]
fn what_is_refused_in_reading_is_said_and_not_there() {
    refused(&READING);
}

#[test]
fn what_is_refused_on_a_paper_is_said_and_not_there() {
    refused(&PAPER);
}

#[test]
fn what_is_lost_at_home_leaves_the_file_as_it_was() {
    lost(&HOME);
}

#[test]
fn what_is_lost_in_a_talk_leaves_the_file_as_it_was() {
    lost(&TALK);
}

#[test]
fn what_is_lost_in_reading_leaves_the_file_as_it_was() {
    lost(&READING);
}

#[test]
fn what_is_lost_on_a_paper_leaves_the_file_as_it_was() {
    lost(&PAPER);
}

/// Actions that no screen hands in by itself: they wrap another, belong to a worker of the screen or to the command line,
/// or (throwing a draft away) write no record.
const NOT_HERE: [&str; 12] = [
    "AsTyped",
    "Sealing",
    "Settled",
    "Attach",
    "LogOutputs",
    "CreateRound",
    "UpdateMethod",
    "TakeUpBuiltin",
    "AdoptBundle",
    "PutBack",
    "WriteSample",
    "Discard",
];

/// The actions of `acts`, by name; no two have one name.
fn acts(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(acts(&path));
        } else {
            let text = std::fs::read_to_string(&path).unwrap();
            let names = text.lines().filter_map(|l| l.strip_prefix("impl Act for ")?.strip_suffix(" {"));
            found.extend(names.map(str::to_owned));
        }
    }
    found
}

#[test]
fn the_table_holds_every_action() {
    let mut handed: BTreeSet<String> = BTreeSet::new();
    for Case { begin, keys, .. } in all() {
        let d = after(begin(), keys);
        for one in d.app.handed_in() {
            // What an action is wrapped in goes first.
            let one = one.strip_prefix("Sealing { act: ").unwrap_or(one);
            let one = one.strip_prefix("AsTyped { act: ").unwrap_or(one);
            let name = one.split(|c: char| !c.is_alphanumeric() && c != '_').find(|w| !w.is_empty());
            handed.extend(name.map(str::to_owned));
        }
    }
    let mut there = acts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/acts"));
    assert!(there.len() > 40, "{there:?}");
    there.retain(|name| !NOT_HERE.contains(&name.as_str()));
    for (at, name) in there.iter().enumerate() {
        assert!(!there.iter().take(at).any(|n| n == name), "two actions have the name {name}");
        assert!(handed.contains(name), "{name} is not in the table; handed in: {handed:?}");
    }
}
