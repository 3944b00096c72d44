//! The register of leads: numbers, sealed texts, hand-over, receipt, and nothing plain anywhere.

use super::driver::{Driver, PASSPHRASE};
use crate::store::{Lead, Pass};
use crate::tui::frame::Cover;
use crate::tui::keys::Context;
use std::path::Path;

/// Words that stand nowhere else.
const WORDS: &str = "榫卯线索收受礼金";
const SECRET: &str = "竹篾线索口令甲乙";

fn leads(d: &mut Driver) -> Vec<Lead> {
    d.text();
    d.reader().leads().unwrap()
}

/// Fills in and confirms the form of a new lead with a text.
fn register(d: &mut Driver) {
    d.keys("Alt-X n");
    d.type_text("县纪委监委");
    d.keys("Tab");
    d.type_text(WORDS);
    for _ in 0..2 {
        d.keys("Tab");
        d.type_text(SECRET);
    }
    d.keys("Ctrl-S");
}

fn unsealed() -> Driver {
    let mut d = Driver::home();
    register(&mut d);
    d.text();
    d.keys("Enter");
    d.type_text(SECRET);
    d.keys("Enter");
    d
}

#[test]
fn a_lead_goes_from_registration_to_its_receipt() {
    let mut d = Driver::home();
    d.keys("Alt-X n");
    d.keys("Ctrl-S");
    assert!(d.app.context() == Context::Leads && d.shows("线-001") && d.notice() == "已登记：线-001。", "{}", d.text());
    d.keys("c");
    assert!(d.notice().contains("还没有移交"), "{}", d.notice());
    d.keys("e Down");
    d.type_text("县纪委监委");
    d.keys("Ctrl-S");
    let lead = leads(&mut d).remove(0);
    assert!(
        lead.to_whom == "县纪委监委" && lead.handed_at.is_none() && d.notice().contains("还没有移交"),
        "{}",
        d.text()
    );
    d.keys("r Down End");
    d.type_text("信访室");
    d.keys("Ctrl-S c");
    d.type_text("收字12号");
    d.keys("Ctrl-S");
    assert!(d.shows("2026-03-12") && d.shows("收字12号"), "{}", d.text());
    d.keys("r");
    assert!(d.shows("县纪委监委信访室") && d.shows("更正理由"), "what is corrected stands in its field\n{}", d.text());
    d.keys("Esc c Ctrl-A");
    d.type_text("收字21号");
    d.keys("Ctrl-S");
    assert!(d.shows("请写明更正的理由"), "{}", d.text());
    d.type_text("抄错了");
    d.keys("Ctrl-S");
    let lead = leads(&mut d).remove(0);
    assert_eq!((lead.by_whom.as_str(), lead.to_whom.as_str(), lead.sealed.as_str()), ("刘芳", "县纪委监委信访室", ""));
    assert!(lead.receipt.starts_with("收字21号（") && lead.receipt.contains("收字12号"), "{}", lead.receipt);
    d.keys("x Ctrl-S");
    assert!(d.notice().contains("线索移交登记表"), "{}", d.notice());
    assert!(d.beside_round("导出/内部/线索移交登记表-线-001.docx").exists());
}

#[test]
fn what_a_lead_says_opens_by_its_passphrase_only_and_is_gone_when_the_screen_is_covered() {
    let mut d = Driver::home();
    register(&mut d);
    assert!(d.app.context() == Context::Leads && !d.shows(WORDS), "{}", d.text());
    d.keys("Enter");
    d.type_text("竹篾错口令");
    d.keys("Enter");
    assert!(d.shows("线索口令不对") && !d.shows(WORDS), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text(SECRET);
    d.keys("Enter");
    assert!(d.shows(WORDS) && d.shows("线-001"), "{}", d.text());
    d.keys("F9");
    assert_eq!(d.app.cover(), Cover::Hidden);
    d.keys("F9");
    assert!(!d.shows(WORDS) && d.shows("已收起"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Leads);
}

#[test]
fn locking_and_time_wipe_what_is_open() {
    let mut d = unsealed();
    assert!(d.shows(WORDS), "{}", d.text());
    d.wait(11 * 60 * 1000);
    assert_eq!(d.app.cover(), Cover::Locked);
    d.keys("Enter Enter");
    assert!(!d.shows(WORDS) && d.shows("已收起"), "{}", d.text());
}

#[test]
fn a_text_needs_its_passphrase_twice_and_a_passphrase_its_text() {
    for (text, typed, again, word) in
        [(WORDS, "短", "短", "至少要"), (WORDS, SECRET, "竹篾错口令九十", "不一样"), ("", SECRET, SECRET, "不用设口令")]
    {
        let mut d = Driver::home();
        d.keys("Alt-X n Tab");
        d.type_text(text);
        d.keys("Tab");
        d.type_text(typed);
        d.keys("Tab");
        d.type_text(again);
        d.keys("Ctrl-S");
        assert!(d.shows(word), "{}", d.text());
        assert_eq!(leads(&mut d), []);
    }
}

fn bytes_hold(folder: &Path, words: &str) -> Vec<String> {
    let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(bytes_hold(&path, words));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        if [words.as_bytes(), &little].into_iter().any(|w| bytes.windows(w.len()).any(|b| b == w)) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
fn what_a_lead_says_is_in_no_byte_of_the_folder_while_it_is_typed_and_after() {
    for encrypted in [false, true] {
        let mut d = if encrypted { Driver::encrypted() } else { Driver::who() };
        if encrypted {
            d.type_text(PASSPHRASE);
            d.keys("Enter");
        }
        d.be("刘芳");
        d.keys("Alt-X n Tab");
        d.type_text(WORDS);
        d.wait(1000);
        assert_eq!(d.reader().drafts().unwrap(), [], "typed, not saved");
        assert_eq!(bytes_hold(d.folder.path(), WORDS), Vec::<String>::new());
        d.keys("Esc 2 Esc");
        let before = d.reader().stats().unwrap().revisions;
        register(&mut d);
        assert_eq!(leads(&mut d).len(), 1);
        assert_eq!(d.reader().stats().unwrap().revisions, before, "a lead is in no log");
        assert_eq!(d.reader().search("礼金", 9).unwrap().len(), 0);
        d.keys("Enter");
        d.type_text(SECRET);
        d.keys("Enter");
        assert!(d.shows(WORDS), "{}", d.text());
        assert_eq!(bytes_hold(d.folder.path(), WORDS), Vec::<String>::new());
        assert_eq!(bytes_hold(d.folder.path(), SECRET), Vec::<String>::new());
    }
}

#[test]
fn double_keys_while_writes_are_held_register_one_lead() {
    let mut d = Driver::home();
    d.keys("Alt-X n");
    d.type_text("县纪委监委");
    d.turn(Pass::Held);
    d.keys("Ctrl-S Ctrl-S Ctrl-S");
    assert!(!d.shows("已登记") && !d.shows("线-001"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(d.shows("线-001"), "{}", d.text());
    assert_eq!(leads(&mut d).len(), 1);
    d.turn(Pass::Held);
    d.keys("r Ctrl-S Ctrl-S");
    d.turn(Pass::Open);
    assert!(leads(&mut d)[0].to_whom == "县纪委监委" && d.shows("2026-03-12"), "{}", d.text());
}

#[test]
fn a_lead_that_waits_for_the_disk_is_registered_once_when_there_is_space() {
    let mut d = Driver::home();
    d.keys("Alt-X n");
    d.type_text("县纪委监委");
    d.turn(Pass::Full);
    d.keys("Ctrl-S");
    d.stalled();
    assert!(d.shows("未存！") && !d.shows("已登记"), "{}", d.text());
    d.keys("Esc");
    assert!(d.app.context() == Context::Leads && !d.shows("线-001"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(d.shows("线-001"), "the list hears of it\n{}", d.text());
    let numbers: Vec<String> = leads(&mut d).into_iter().map(|l| l.number).collect();
    assert_eq!(numbers, ["线-001"], "tried several times, drawn once");
}

#[test]
fn a_lead_that_is_lost_with_the_program_is_not_there() {
    let mut d = Driver::home();
    d.keys("Alt-X n");
    d.turn(Pass::Full);
    d.keys("Ctrl-S");
    d.stalled();
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("Alt-X");
    assert!(d.shows("还没有登记线索") && leads(&mut d).is_empty(), "{}", d.text());
}

#[test]
fn what_is_typed_of_a_line_is_back_after_a_crash_and_its_text_is_not() {
    let mut d = Driver::home();
    d.keys("Alt-X n");
    d.type_text("县纪委监委");
    d.keys("Tab");
    d.type_text(WORDS);
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("Alt-X n");
    assert!(d.shows("县纪委监委") && !d.shows(WORDS) && d.notice().contains("已放回"), "{}", d.text());
    d.keys("Tab");
    d.type_text(WORDS);
    for _ in 0..2 {
        d.keys("Tab");
        d.type_text(SECRET);
    }
    d.keys("Ctrl-S");
    assert_eq!(leads(&mut d).len(), 1);
    d.keys("r Down End");
    d.type_text("信访室");
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    assert_eq!(d.drafts().len(), 1, "the line is registered, its form is done with: {:?}", d.drafts());
    d.keys("Alt-X r");
    assert!(d.shows("县纪委监委信访室"), "{}", d.text());
    d.keys("Ctrl-S c");
    d.type_text("收字12号");
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("Alt-X c");
    assert!(d.shows("收字12号"), "{}", d.text());
    d.keys("Ctrl-S");
    assert_eq!((leads(&mut d)[0].receipt.as_str(), d.drafts()), ("收字12号", vec![]));
}

#[test]
fn the_head_says_that_what_a_lead_says_is_not_saved_and_leaving_asks() {
    let mut d = Driver::home();
    d.keys("Alt-X n");
    d.type_text("县纪委监委");
    d.wait(1000);
    assert!(d.rows()[0].ends_with("已存"), "{}", d.text());
    d.keys("Tab");
    d.type_text(WORDS);
    d.wait(1000);
    assert!(d.rows()[0].ends_with("未存：线索内容不留草稿"), "{}", d.text());
    d.keys("Esc");
    assert!(d.shows("还没有保存"), "{}", d.text());
    d.keys("Esc");
    assert!(d.shows(WORDS) && !d.notice().contains("上次填了"), "nobody has left\n{}", d.text());
    d.keys("Ctrl-A Del");
    assert!(d.rows()[0].ends_with("已存"), "{}", d.text());
}

#[test]
fn a_lead_is_not_taken_back_and_nothing_else_is_in_its_place() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    d.keys("Esc Alt-X");
    assert_eq!(d.app.context(), Context::Leads, "{}", d.text());
    let handed_in = d.app.handed_in().len();
    for key in ["Alt-Z", "Alt-Y"] {
        d.keys(key);
        assert!(d.notice().contains("线索登记不能撤销"), "{key}: {}", d.notice());
        assert_eq!((d.app.context(), d.app.handed_in().len()), (Context::Leads, handed_in), "{key}");
    }
}

#[test]
fn who_registers_from_a_talk_is_back_in_the_talk_after_it() {
    for keys in ["Esc", "Ctrl-S"] {
        let mut d = Driver::talk("李秀英");
        d.keys("Ctrl-End");
        d.type_text("\n这一句只对你说过的话");
        d.keys("Ctrl-S Alt-X Ctrl-S Ctrl-N");
        assert_eq!(d.title(), "登记线索", "{}\n{}", d.notice(), d.text());
        d.keys(keys);
        assert_eq!(d.app.context(), Context::Answer, "{keys}: {}\n{}", d.notice(), d.text());
    }
}
