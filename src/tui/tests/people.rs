//! Two persons who are one, and one who goes.

use super::driver::Driver;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::store::Pass;
use crate::tui::keys::Context;
use std::collections::HashSet;

impl Driver {
    pub(super) fn on_file(&self, name: &str) -> Option<Person> {
        self.reader().all::<Person>().unwrap().into_iter().find(|p| p.name == name)
    }
}

#[test]
fn who_has_talks_is_not_deleted_and_the_refusal_says_why() {
    let mut d = Driver::home();
    d.find("李秀英");
    d.keys("Del");
    assert_eq!(d.app.context(), Context::Home);
    assert!(d.notice().contains("李秀英不能删除：有谈话 1 次"), "{}", d.notice());
    assert!(d.on_file("李秀英").is_some());
}

#[test]
fn whom_nothing_names_goes_after_a_question() {
    let mut d = Driver::home();
    d.keys("n");
    d.type_text("误录人");
    d.keys("Ctrl-S");
    d.find("误录人");
    d.keys("Del 2");
    assert!(d.on_file("误录人").is_some(), "{}", d.text());
    d.keys("Del 1");
    assert_eq!(d.app.context(), Context::Home);
    assert!(d.on_file("误录人").is_none(), "{}", d.text());
    assert!(!d.rows().iter().any(|r| r.starts_with("> 误录人")), "{}", d.text());
}

#[test]
fn two_are_made_one_and_the_talks_move() {
    let mut d = Driver::home();
    let (kept, gone) = (d.on_file("陈涛").unwrap(), d.on_file("李秀英").unwrap());
    let talk = d.interview("李秀英");
    d.find("陈涛");
    d.keys("h");
    d.type_text("lxy");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Page, "{}", d.text());
    assert!(d.shows("谈话 1 次") && d.shows("不再使用"), "{}", d.text());
    d.keys("Esc");
    assert!(d.on_file("李秀英").is_some(), "nothing without Enter");
    d.keys("h");
    d.type_text("lxy");
    d.keys("Enter Enter");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(d.on_file("李秀英").is_none());
    let moved: Interview = d.reader().get(talk.id.0).unwrap().unwrap();
    assert_eq!(Interview { person: kept.id, ..talk }, moved);
    assert_eq!(d.on_file("陈涛").unwrap().code, kept.code);
    assert!(d.notice().contains(&gone.code.0), "{}", d.notice());
}

#[test]
fn enter_deletes_nobody_and_a_letter_is_answered_with_the_digit() {
    let mut d = Driver::home();
    d.keys("n");
    d.type_text("误录人");
    d.keys("Ctrl-S");
    d.find("误录人");
    d.keys("Del");
    assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
    for key in ["Enter", "y"] {
        d.keys(key);
        assert!(d.on_file("误录人").is_some() && d.app.context() == Context::Grave, "{key}: {}", d.text());
        assert!(d.notice().contains('1'), "{key}: {}", d.notice());
    }
    d.keys("Enter 2 Enter");
    assert!(d.on_file("误录人").is_some(), "{}", d.text());
}

#[test]
fn a_deletion_is_said_when_it_is_in_the_file() {
    let mut d = Driver::home();
    d.keys("n");
    d.type_text("误录人");
    d.keys("Ctrl-S");
    d.find("误录人");
    d.turn(Pass::Held);
    d.keys("Del 1 1");
    assert!(d.on_file("误录人").is_some() && d.shows("正在删除") && !d.shows("已删除"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(d.on_file("误录人").is_none(), "{}", d.text());
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
}

#[test]
fn who_was_talked_to_meanwhile_is_not_deleted_and_home_comes_back() {
    let mut d = Driver::home();
    d.keys("n");
    d.type_text("误录人");
    d.keys("Ctrl-S");
    d.find("误录人");
    d.keys("Del");
    let (person, talk) = (d.on_file("误录人").unwrap(), d.interview("李秀英"));
    let talk = Interview { id: crate::model::ids::InterviewId::new(), person: person.id, ..talk };
    d.elsewhere(crate::model::record::Op::EditInterview, move |tx| tx.put(&talk));
    d.keys("1");
    assert!(d.notice().contains("不能删除：有谈话 1 次"), "{}", d.notice());
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(d.on_file("误录人").is_some());
}

#[test]
fn a_union_waits_for_a_full_disk_and_is_left_behind_with_esc() {
    let mut d = Driver::home();
    d.find("陈涛");
    d.keys("h");
    d.type_text("lxy");
    d.keys("Enter");
    d.turn(Pass::Full);
    d.keys("Enter");
    d.stalled();
    assert!(d.shows("正在合并") && d.shows("未存！") && !d.shows("已合并"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(d.on_file("李秀英").is_some() && d.notice().contains("还没有存上"), "{}", d.notice());
    d.turn(Pass::Open);
    assert!(d.on_file("李秀英").is_none() && d.shows("已存"), "{}", d.text());
}

#[test]
fn a_post_saved_and_a_talk_planned_at_full_speed_are_both_kept() {
    let mut d = Driver::home();
    d.find("黄玉梅");
    d.keys("e Tab Ctrl-A");
    d.type_text("水政监察大队副大队长");
    d.turn(Pass::Held);
    d.keys("Ctrl-S 空格");
    assert!(d.title().starts_with("修改人员"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(d.notice().contains("1 个字 没有算"), "{}", d.notice());
    d.keys("空格");
    let kept = d.on_file("黄玉梅").unwrap();
    assert_eq!((kept.post.as_str(), kept.planned), ("水政监察大队副大队长", Some(d.now().date())));
    assert!(d.notice().contains("黄玉梅：已列入今天"), "{}", d.notice());
}

#[test]
fn a_plan_pressed_twice_is_taken_back_and_said_only_after_the_commit() {
    let mut d = Driver::home();
    d.find("黄玉梅");
    let before = d.on_file("黄玉梅").unwrap();
    d.turn(Pass::Held);
    d.keys("空格 空格");
    assert_eq!(d.notice(), "", "nothing is claimed yet");
    assert!(d.shows("存盘中"), "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(d.on_file("黄玉梅").unwrap(), before);
    assert!(d.notice().contains("改回原定的2026年3月13日"), "{}", d.notice());
}

#[test]
fn two_people_added_at_full_speed_get_two_codes() {
    let mut d = Driver::home();
    for name in ["新人甲", "新人乙"] {
        d.turn(Pass::Held);
        d.keys("n");
        d.type_text(name);
        d.keys("Ctrl-S Ctrl-S");
        d.turn(Pass::Open);
    }
    let codes: HashSet<_> = ["新人甲", "新人乙"].map(|name| d.on_file(name).unwrap().code).into();
    assert_eq!(codes.len(), 2);
    let all: Vec<Person> = d.reader().all().unwrap();
    assert_eq!(all.iter().filter(|p| p.name.starts_with("新人")).count(), 2, "nobody twice");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
}

#[test]
fn who_was_just_added_is_under_the_cursor() {
    for before in ["", "2", "End"] {
        let mut d = Driver::home();
        d.keys(before);
        d.keys("n");
        d.type_text("新来人");
        d.keys("Ctrl-S");
        assert!(d.rows().iter().any(|r| r.starts_with("> 新来人")), "{before}: {}", d.text());
        d.keys("e");
        assert!(d.shows("新来人"), "{before}: {}", d.text());
    }
}

#[test]
fn who_joins_the_group_is_under_the_cursor() {
    let mut d = Driver::home();
    d.keys("w n");
    d.type_text("陆平");
    d.keys("Ctrl-S");
    assert!(d.shows("> 陆平"), "{}", d.text());
}
