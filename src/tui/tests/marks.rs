//! Marks on statements: observations, what is withheld, corrections.

use super::driver::Driver;
use crate::model::answer::{Answer, Lane};
use crate::model::ids::UnitId;
use crate::model::observation::{Observation, Origin};
use crate::model::round::Unit;

/// Words that occur nowhere in the sample.
const MARKER: &str = "翡翠鲸鱼";

const WHO: &str = "黄玉梅";
const FIRST: &str = "q5";

fn unit(d: &Driver) -> UnitId {
    let units: Vec<Unit> = d.reader().all().unwrap();
    units.into_iter().find(|u| u.code == "SLJ").unwrap().id
}

fn observations(d: &Driver) -> Vec<Observation> {
    let all: Vec<Observation> = d.reader().own_observations(unit(d)).unwrap();
    all.into_iter().filter(|o| o.text.contains(MARKER)).collect()
}

fn hits(d: &Driver) -> usize {
    d.reader().search(MARKER, 10).unwrap().len()
}

fn answer(d: &Driver) -> Answer {
    d.answer(WHO, FIRST).unwrap()
}

/// A fresh talk with one statement about the marker.
fn said() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text(&format!("票据里夹着{MARKER}的单子。"));
    d
}

#[test]
fn one_key_marks_an_observation_and_takes_it_back() {
    let mut d = said();
    d.keys("F2");
    let marked = observations(&d);
    assert_eq!(marked.len(), 1);
    let statement = answer(&d).statements[0].id;
    assert!(matches!(marked[0].origin, Origin::Statement { statement: s, .. } if s == statement), "sealed with it");
    assert_eq!(Some(marked[0].by), d.app.shell.me);
    assert!(d.shows("原! 票据里") && d.shows("疑点 1"), "{}", d.text());
    d.keys("F2");
    assert_eq!(observations(&d), []);
    assert!(d.shows("原  票据里") && d.shows("疑点 0"), "{}", d.text());
}

#[test]
fn an_observation_needs_words() {
    let mut d = Driver::fresh_talk();
    d.keys("F2");
    assert!(d.notice().contains("还是空的"), "{}", d.notice());
    assert_eq!(d.answer(WHO, FIRST), None);
}

#[test]
fn what_is_withheld_is_found_by_no_search_from_that_key_on() {
    let mut d = said();
    d.keys("F2");
    assert_eq!(hits(&d), 2, "the statement and its observation");
    d.keys("Alt-X");
    assert_eq!(hits(&d), 0, "at once, not only when the question is left");
    assert!(observations(&d).iter().all(|o| o.withheld));
    assert!(d.shows("原x 票据里"), "it stays on the talk's own screen\n{}", d.text());
    d.keys("Esc o");
    assert!(!d.shows(MARKER), "{}", d.text());
    d.keys("Esc Enter Alt-X");
    assert_eq!(hits(&d), 2, "taken back");
}

#[test]
fn undo_and_redo_take_the_observation_along() {
    let mut d = said();
    d.keys("F2 Alt-X Ctrl-Z Esc");
    assert_eq!((hits(&d), observations(&d)[0].withheld), (2, false), "undone");
    d.keys("Enter Alt-X Alt-X");
    assert_eq!(hits(&d), 2);
    d.keys("Ctrl-Z Esc");
    assert_eq!(hits(&d), 0, "undoing the taking back withholds again");
    assert!(observations(&d)[0].withheld);
}

#[test]
fn what_follows_withheld_words_is_withheld() {
    let mut d = said();
    d.keys("Alt-X Enter");
    d.type_text(&format!("{MARKER}还有第二张。"));
    d.keys("F2 Esc");
    assert_eq!(hits(&d), 0);
    assert!(answer(&d).statements.iter().all(|s| s.withheld));
    assert!(observations(&d)[0].withheld);
}

#[test]
fn withheld_words_stay_withheld_when_paragraphs_are_joined() {
    for keys in ["Home Backspace Esc", "Up End Del Esc", "Home Shift-Left Backspace Esc"] {
        let mut d = Driver::fresh_talk();
        d.type_text("每月按时交。");
        d.keys("Enter");
        d.type_text(&format!("{MARKER}的事另说。"));
        d.keys("Alt-X");
        d.keys(keys);
        assert_eq!(answer(&d).statements.len(), 1, "{keys}");
        assert_eq!(hits(&d), 0, "{keys}");
    }
}

#[test]
fn a_draft_keeps_what_is_withheld() {
    let mut d = said();
    d.keys("F9 F9 Alt-X");
    d.type_text("又说");
    d.wait(500);
    let mut d = d.reopened();
    d.be("刘芳");
    d.find(WHO);
    d.keys("Enter Esc");
    assert_eq!(hits(&d), 0);
    assert!(answer(&d).statements[0].withheld);
}

#[test]
fn a_correction_keeps_the_earlier_words_and_locks_them() {
    let mut d = Driver::fresh_talk();
    d.type_text("5月上的会。");
    d.keys("Alt-C");
    d.type_text("8月上的会。");
    assert!(d.shows("原~ 5月上的会。") && d.shows("原= 8月上的会。"), "{}", d.text());
    d.keys("Up End");
    d.type_text("错");
    assert!(d.notice().contains("原话不再改动"), "{}", d.notice());
    d.keys("Backspace");
    assert!(d.notice().contains("原话不再改动"), "{}", d.notice());
    d.keys("Esc");
    let answer = answer(&d);
    let mut said = answer.statements.clone();
    said.sort_by(|a, b| a.order.cmp(&b.order));
    assert_eq!(said.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), ["5月上的会。", "8月上的会。"]);
    assert_eq!(said[1].supersedes, Some(said[0].id));
    d.keys("Enter Up End Backspace");
    assert!(d.notice().contains("原话不再改动"), "locked when one comes back: {}", d.notice());
}

#[test]
fn a_correction_is_undone_in_one_step() {
    let mut d = Driver::fresh_talk();
    d.type_text("5月上的会。");
    d.keys("Alt-C Ctrl-Z");
    d.type_text("都在");
    d.keys("Esc");
    assert_eq!(d.said(WHO, FIRST), [(Lane::Verbatim, "5月上的会。都在".to_owned())], "{}", d.notice());
}

#[test]
fn a_correction_left_empty_leaves_the_words_free() {
    let mut d = Driver::fresh_talk();
    d.type_text("5月上的会。");
    d.keys("Alt-C Esc Enter End");
    d.type_text("又");
    d.keys("Esc");
    assert_eq!(d.said(WHO, FIRST), [(Lane::Verbatim, "5月上的会。又".to_owned())], "{}", d.notice());
}

#[test]
fn a_statement_is_marked_as_key_and_read_back_is_recorded() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.keys("F6");
    assert!(d.shows("原* 每月三十。"), "{}", d.text());
    d.keys("Alt-R");
    assert_eq!(d.interview(WHO).read_back, Some(d.now()));
    assert!(answer(&d).statements[0].key);
    d.keys("Alt-R");
    assert_eq!(d.interview(WHO).read_back, None);
}
