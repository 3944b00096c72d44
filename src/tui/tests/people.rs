//! Two persons who are one, and one who goes.

use super::driver::Driver;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::tui::keys::Context;

impl Driver {
    fn on_file(&self, name: &str) -> Option<Person> {
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
