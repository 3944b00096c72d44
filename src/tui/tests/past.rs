//! Taking back, the history, the bin.

use super::driver::Driver;
use crate::model::people::Person;
use crate::store::Pass;
use crate::tui::keys::Context;

impl Driver {
    fn rostered(&self, name: &str) -> Option<Person> {
        self.reader().all::<Person>().unwrap().into_iter().find(|p| p.name == name)
    }

    /// Adds somebody at the keyboard.
    fn enrol(&mut self, name: &str) {
        self.keys("n");
        self.type_text(name);
        self.keys("Ctrl-S");
        self.find(name);
    }
}

#[test]
fn a_deletion_says_what_it_takes_back_and_enter_is_never_yes() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    d.keys("Del");
    assert_eq!(d.app.context(), Context::Grave);
    d.keys("Enter");
    assert!(d.rostered("傅桂兰").is_some() && d.app.context() == Context::Grave, "{}", d.text());
    d.keys("1");
    assert!(d.rostered("傅桂兰").is_none());
    d.keys("Ctrl-Z");
    assert!(d.shows("撤销：删除人员：傅桂兰（刘芳") && d.shows("人员 傅桂兰：从回收站恢复"), "{}", d.text());
    d.keys("Enter");
    assert!(d.rostered("傅桂兰").is_none(), "{}", d.text());
    d.keys("1");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(d.rostered("傅桂兰").is_some() && d.notice().contains("已撤销"), "{}", d.text());
    assert!(d.rows().iter().any(|r| r.contains("傅桂兰")), "home shows who is back\n{}", d.text());
    d.keys("Alt-Y");
    assert!(d.shows("重做：删除人员：傅桂兰"), "{}", d.text());
    d.keys("1");
    assert!(d.rostered("傅桂兰").is_none() && d.notice().contains("已重做"), "{}", d.text());
}

#[test]
fn after_a_restart_the_list_is_the_same_and_for_another_inspector_another() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    let mut d = d.reopened();
    d.be("周宁");
    d.keys("Ctrl-Z");
    assert!(d.notice().contains("没有可以撤销的操作"), "{}", d.text());
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("Ctrl-Z 1");
    assert!(d.rostered("傅桂兰").is_none(), "{}", d.text());
}

#[test]
fn what_came_later_is_named_and_nothing_is_taken_back() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    let id = d.rostered("傅桂兰").unwrap().id.0;
    let other = d.app.shell.book.as_ref().unwrap().inspectors.iter().find(|i| i.name == "周宁").unwrap().id;
    let me = d.app.shell.me.replace(other);
    d.elsewhere(crate::model::record::Op::EditPerson, move |tx| {
        tx.edit::<Person>(id, |p| {
            p.post = "出纳".into();
            Ok(())
        })
    });
    d.app.shell.me = me;
    d.keys("Ctrl-Z");
    assert!(d.shows("现在不能撤销") && d.shows("之后又改过：修改人员：傅桂兰（周宁"), "{}", d.text());
    d.keys("1");
    assert!(d.rostered("傅桂兰").is_some() && d.notice().contains("现在不能撤销"), "{}", d.text());
}

#[test]
fn while_the_disk_refuses_nothing_is_claimed_and_then_it_is_done_once() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    d.keys("Ctrl-Z");
    d.turn(Pass::Full);
    d.keys("1 1");
    d.stalled();
    assert!(d.rostered("傅桂兰").is_some() && !d.notice().contains("已撤销"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(d.rostered("傅桂兰").is_none(), "{}", d.text());
    assert_eq!(d.app.context(), Context::Home);
}

#[test]
fn in_a_talk_the_newest_typing_is_taken_back_by_alt() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("新说的一句。");
    d.keys("Alt-Z");
    assert!(d.shows("撤销：") && d.shows("李秀英"), "{}", d.text());
    d.keys("1");
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert!(!d.shows("新说的一句。"), "{}", d.text());
}

#[test]
fn what_was_deleted_is_shown_and_comes_back() {
    let mut d = Driver::home();
    d.keys("Ctrl-T");
    assert!(d.shows("回收站是空的"), "{}", d.text());
    d.keys("Esc");
    d.enrol("傅桂兰");
    d.keys("Del 1 Ctrl-T");
    assert!(d.shows("人员") && d.shows("傅桂兰") && d.shows("刘芳"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("姓名") && d.shows("傅桂兰"), "{}", d.text());
    d.keys("Esc Ctrl-K");
    assert!(d.rostered("傅桂兰").is_some() && d.notice().contains("已恢复人员 傅桂兰"), "{}", d.text());
    assert!(d.shows("回收站是空的"), "{}", d.text());
}

#[test]
fn one_place_is_set_back_from_the_history() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    d.keys("e Down");
    let old = d.rostered("傅桂兰").unwrap();
    d.keys("Ctrl-A");
    d.type_text("出纳员");
    d.keys("Ctrl-S");
    d.find("傅桂兰");
    assert_ne!(d.rostered("傅桂兰").unwrap(), old, "{}", d.text());
    d.keys("Ctrl-L");
    assert!(d.shows("修改人员：傅桂兰") && d.shows("新增人员：傅桂兰"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("＋ 出纳员"), "{}", d.text());
    d.keys("Ctrl-K");
    assert_eq!(d.rostered("傅桂兰").unwrap().post, old.post, "{}", d.text());
    assert!(d.notice().contains("已恢复"), "{}", d.text());
    d.keys("Esc");
    assert!(d.rows().iter().filter(|r| r.contains("修改人员")).count() == 2, "the list has it\n{}", d.text());
}

#[test]
fn the_history_of_the_round_tells_no_withheld_word() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说");
    d.keys("Alt-X Ctrl-S Esc");
    for way in ["Alt-M", "Alt-M Enter", "Ctrl-Z"] {
        d.keys(way);
        assert!(!d.shows("这一句只对你说"), "{way}\n{}", d.text());
        while d.app.context() != Context::Home {
            d.keys("Esc");
        }
    }
}
