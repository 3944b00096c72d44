//! Withholding what notes hang on that do not come back: the page before it, while the write is late, refused or lost;
//! and what is said of backups and of a search for exports.

use super::driver::{Driver, named};
use crate::analysis::fixture::evidence;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::record::Op;
use crate::store::{Pass, Reader};
use crate::tui::effect::{Effect, LeftNews};
use crate::tui::keys::Context;
use crate::tui::terminal::Event;

const WHO: &str = "黄玉梅";
const FIRST: &str = "q5";
const NOTE: &str = "收条压在财务室抽屉里";

/// A fresh talk with a statement, on which evidence rests of which something is noted.
pub(super) fn noted() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("票据不齐，另外收了三万。");
    d.keys("F8 F7");
    let talk = d.interview(WHO);
    let unit = d.on_file(WHO).unwrap().unit;
    let answer = d.answer(WHO, FIRST).unwrap();
    let source =
        EvidenceSource::Statement { interview: talk.id, answer: answer.id, statement: answer.statements[0].id };
    let taken = Evidence { note: NOTE.to_owned(), ..evidence(unit, source) };
    d.elsewhere(Op::EditEvidence, move |tx| tx.put(&taken));
    d
}

fn note_in(reader: &Reader) -> bool {
    reader.all::<Evidence>().unwrap().iter().any(|e| e.note == NOTE)
}

/// Neither the statement is marked nor the note gone, or both.
fn is_withheld(d: &Driver) -> bool {
    let marked = d.answer(WHO, FIRST).unwrap().statements[0].withheld;
    assert_eq!(marked, !note_in(d.reader()), "half of it");
    marked
}

/// On the page that asks.
fn asked() -> Driver {
    let mut d = noted();
    d.keys("Alt-X");
    assert_eq!(d.app.context(), Context::ConfirmPage, "{}", d.text());
    assert!(d.shows("不恢复的") && d.shows(NOTE), "{}", d.text());
    d
}

#[test]
fn a_late_withholding_takes_the_note_when_it_is_in_the_file_and_not_before() {
    let mut d = asked();
    d.turn(Pass::Held);
    d.keys("1");
    assert!(!is_withheld(&d) && d.shows("存盘中") && !d.notice().contains("已标"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(is_withheld(&d) && d.shows("已存"), "{}", d.text());
    if d.app.context() == Context::Answer {
        d.keys("Ctrl-S");
    }
    assert!(d.shows("不恢复的") && d.shows(NOTE), "told once more what went\n{}", d.text());
}

#[test]
fn a_refused_withholding_leaves_the_note_and_names_it_again() {
    let mut d = asked();
    d.turn(Pass::Refused);
    d.keys("1");
    assert!(!is_withheld(&d) && d.notice().contains("试验：规则不允许"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(!is_withheld(&d), "a refusal is final");
    d.keys("Alt-X");
    assert!(d.shows("不恢复的") && d.shows(NOTE), "{}", d.text());
    d.keys("1");
    assert!(is_withheld(&d), "{}", d.text());
}

#[test]
fn a_withholding_lost_with_the_program_leaves_the_note_and_the_mark_out() {
    let mut d = asked();
    d.turn(Pass::Full);
    d.keys("1");
    d.stalled();
    assert!(d.shows("未存！") && !d.notice().contains("已标"), "{}", d.text());
    let mut killed = d.killed();
    killed.be("刘芳");
    assert!(!is_withheld(&killed), "{}", killed.text());
    killed.find(WHO);
    killed.keys("Enter Alt-X");
    assert!(killed.shows("不恢复的") && killed.shows(NOTE), "asked as before\n{}", killed.text());
    d.turn(Pass::Open);
    assert!(is_withheld(&d), "it waited for the disk\n{}", d.text());
}

#[test]
fn backups_from_before_are_named_after_a_withholding() {
    let mut d = Driver::fresh_talk();
    let copy = d.beside_round("早.wenkan");
    d.desk.store().unwrap().backup(None, &copy, &|_| true).unwrap();
    d.type_text("这一句只对你说过的话。");
    d.keys("F8 F7 Alt-X");
    assert!(d.notice().contains("以前的备份里还有"), "{}\n{}", d.notice(), d.text());
    d.keys("Esc");
    assert!(d.app.context() == Context::Page && d.shows("早.wenkan"), "{}", d.text());
    assert!(d.shows("没有口令，谁都能打开"), "{}", d.text());
    d.keys("Esc");
    assert!(d.app.context() == Context::Home && copy.exists(), "{}", d.text());
}

#[test]
fn a_search_says_how_far_it_is_and_is_called_off() {
    let mut d = Driver::home();
    let now = d.now();
    let press = |d: &mut Driver, key: &str| {
        d.app.drawn();
        d.app.handle(Event::Key(named(key)), d.desk.reader(), now)
    };
    // What is asked of the outside stays undone, so that the search goes on for as long as the test likes.
    let asked = press(&mut d, "4");
    let screen = asked.iter().find_map(|e| if let Effect::Left(screen, _) = e { Some(*screen) } else { None }).unwrap();
    assert!(d.shows("已看 0 个"), "{}", d.text());
    d.app.left(screen, &LeftNews::Seen(1500), d.desk.reader(), now);
    assert!(d.shows("已看 1500 个"), "{}", d.text());
    let effects = press(&mut d, "Esc");
    assert!(effects.iter().any(|e| matches!(e, Effect::CallOffLeft(id) if *id == screen)), "called off");
    assert!(d.app.context() == Context::Home && d.notice().contains("没有查完"), "{}\n{}", d.notice(), d.text());
    d.app.left(screen, &LeftNews::CalledOff, d.desk.reader(), now);
    assert_eq!(d.app.context(), Context::Home, "nobody is told\n{}", d.text());
}
