//! A round that lies where nothing can be written, on the screen.

use super::driver::Driver;
use crate::model::answer::Answer;
use crate::tui::keys::Context;
use crate::tui::typing::{DRAFT_AFTER_MS, SEAL_AFTER_MS};

/// Everything there is of answers and drafts.
fn kept(d: &Driver) -> (Vec<Answer>, usize) {
    (d.reader().all().unwrap(), d.reader().drafts().unwrap().len())
}

#[test]
fn the_screen_says_so_and_why_and_what_is_typed_is_refused_in_words() {
    let mut d = Driver::read_only();
    assert!(d.notice().contains("只读") && d.notice().contains("文件夹不能写入"), "{}", d.notice());
    d.be("刘芳");
    assert!(d.shows("只读") && !d.shows("已存"), "{}", d.text());
    let before = kept(&d);
    d.find("李秀英");
    d.keys("Enter");
    let talk = d.text();
    for keys in ["字", "文字文字", "Backspace", "Del", "Ctrl-V"] {
        match keys {
            "字" | "文字文字" => d.type_text(keys),
            _ => d.keys(keys),
        }
        assert_eq!(d.app.context(), Context::Answer, "{talk}");
        assert!(d.notice().contains("没有写进去") && !d.shows("文字文字"), "{keys}: {}", d.text());
    }
    d.wait(DRAFT_AFTER_MS.max(SEAL_AFTER_MS) + 1);
    assert_eq!(kept(&d), before, "{talk}");
}

#[test]
fn a_form_is_refused_with_the_reason_and_the_program_can_be_left() {
    let mut d = Driver::read_only();
    d.be("刘芳");
    d.keys("m n");
    d.type_text("陆平");
    d.wait(DRAFT_AFTER_MS + 1);
    assert!(d.notice().contains("没有写进去"), "{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.text().contains("没有写进去") && d.shows("陆平"), "{}", d.text());
    d.keys("Esc 2 Esc q 1");
    assert!(d.left, "{}", d.text());
}

#[test]
fn it_is_exported_elsewhere_and_that_this_is_noted_nowhere_is_said() {
    use crate::export::parts::{Choice, Part};
    let mut d = Driver::read_only();
    d.be("刘芳");
    let out = tempfile::tempdir().unwrap();
    let before = d.reader().export_log().unwrap().len();
    let store = std::sync::Arc::clone(d.desk.store().unwrap());
    let job = crate::tui::effect::Job::Export {
        out: out.path().to_owned(),
        by: d.app.shell.me,
        choice: Choice { parts: Part::ALL.to_vec(), format: None },
    };
    d.desk.workers.start(store, job).unwrap();
    d.until(|news| matches!(news, crate::tui::news::News::Done(_)));
    assert!(d.notice().contains("已导出") && d.notice().contains("没有登记"), "{}", d.notice());
    assert_eq!(d.reader().export_log().unwrap().len(), before);
    assert!(std::fs::read_dir(out.path()).unwrap().count() > 0);
}
