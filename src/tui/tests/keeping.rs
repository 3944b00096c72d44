//! 备份和文件: what is seldom done to the file of the round.

use super::driver::{Driver, PASSPHRASE};
use crate::store::{Passphrase, Reader, Secret, verify};
use crate::tui::keys::Context;

const NEW: &str = "换过的口令二零二七";

fn secret(text: &str) -> Secret {
    Secret::Passphrase(Passphrase::new(text).unwrap())
}

/// Home of the encrypted sample.
fn encrypted() -> Driver {
    let mut d = Driver::encrypted();
    d.type_text(PASSPHRASE);
    d.keys("Enter");
    d.be("刘芳");
    d
}

/// The passphrase form, filled in.
fn asked(d: &mut Driver, old: Option<&str>, new: [&str; 2]) {
    d.keys("b Down Down Down Enter");
    for text in old.into_iter().chain(new) {
        d.type_text(text);
        d.keys("Down");
    }
    d.keys("Ctrl-S");
}

#[test]
fn one_list_leads_to_all_of_it() {
    let mut d = Driver::home();
    d.keys("b");
    for row in ["备份…", "从备份恢复…", "校验", "设口令…", "隐去原话…", "修复…", "清理…"]
    {
        assert!(d.shows(row), "{row}\n{}", d.text());
    }
    // From a page one comes back to the list.
    d.keys("End Enter");
    assert!(d.title() == "清理", "{}", d.text());
    d.keys("Esc");
    assert!(d.title() == "备份和文件" && d.shows("设口令…"), "{}", d.text());
    d.keys("Home");
    d.keys("Down Down Enter");
    assert!(d.notice().contains("文件完好"), "{}", d.notice());
    assert_eq!(d.app.context(), Context::Home);
}

#[test]
fn a_worker_changes_the_passphrase_and_the_code_is_shown_and_typed_back() {
    for old in [Some(PASSPHRASE), None] {
        let mut d = if old.is_some() { encrypted() } else { Driver::home() };
        let people = d.reader().stats().unwrap();
        asked(&mut d, old, [NEW, NEW]);
        assert_eq!(d.title(), "恢复码", "{}", d.text());
        d.keys("Enter");
        assert_eq!(d.title(), "核对恢复码");
        d.type_text("AAAAA");
        d.keys("Ctrl-S");
        assert_eq!(d.title(), "恢复码", "a wrong group shows it again\n{}", d.text());
        d.keys("Enter Esc");
        assert!(d.app.context() == Context::Home && d.shows("刘芳  加密  已存"), "{}", d.text());
        // One goes on working in it, as the same person.
        d.keys("n");
        d.type_text("新人甲");
        d.keys("Ctrl-S");
        assert!(d.shows("新人甲"), "{}", d.text());
        d.desk.flush();
        let reader = Reader::open(&d.path, &secret(NEW)).unwrap();
        assert_ne!(reader.stats().unwrap(), people);
        assert_eq!(verify(&reader, &|_| true).unwrap().problems, Vec::<String>::new());
        if let Some(old) = old {
            assert!(Reader::open(&d.path, &secret(old)).is_err());
        }
    }
}

#[test]
fn a_wrong_passphrase_changes_nothing_and_the_round_is_open_again() {
    let mut d = encrypted();
    asked(&mut d, Some("不是这个口令啊"), [NEW, NEW]);
    assert!(d.title() == "换口令" && d.text().contains("现在的口令不对"), "{}", d.text());
    d.keys("Esc");
    assert!(d.app.context() == Context::Home && d.shows("刘芳  加密  已存"), "{}", d.text());
    d.desk.flush();
    assert!(Reader::open(&d.path, &secret(PASSPHRASE)).is_ok());
    asked(&mut d, Some(PASSPHRASE), [NEW, "两遍不一样的口令"]);
    assert!(d.shows("两遍口令不一样"), "{}", d.text());
}

#[test]
fn what_is_withheld_is_listed_without_a_word_of_it_and_taken_out_after_the_word() {
    const SAID: &str = "牵扯到具体的人";
    let mut d = Driver::home();
    d.keys("b Down Down Down Down Enter");
    assert!(d.title() == "隐去原话" && !d.text().contains(SAID), "{}", d.text());
    assert!(d.shows("段") && d.shows("字，"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("不能恢复"), "{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.shows("请输入“隐去”两个字"), "{}", d.text());
    d.type_text("隐去");
    d.keys("Ctrl-S");
    assert!(d.title() == "隐去原话" && d.shows("已隐去"), "{}", d.text());
    d.keys("Enter");
    assert_eq!(d.title(), "隐去原话", "it is done once");
    let report = verify(d.reader(), &|_| true).unwrap();
    assert_eq!((report.ordered, report.problems), (1, Vec::new()));
    d.desk.flush();
    let bytes = std::fs::read(&d.path).unwrap();
    assert!(!bytes.windows(SAID.len()).any(|w| w == SAID.as_bytes()));
    // It is no step that could be taken back.
    d.keys("Esc Esc");
    d.keys("Ctrl-Z");
    assert!(d.notice().contains("没有可以撤销的"), "{}", d.notice());
}

#[test]
fn a_copy_is_written_beside_and_opened() {
    let mut d = Driver::home();
    d.keys("b Enter Ctrl-S");
    assert!(d.notice().contains("已备份并核对"), "{}", d.notice());
    d.keys("b Down Enter");
    assert!(d.title() == "从备份恢复" && d.shows("人员 14 名"), "{}", d.text());
    d.keys("Enter");
    assert_eq!(d.title(), "谁在操作", "{}", d.text());
    let now = d.desk.store().unwrap().path().to_owned();
    assert!(now.file_name().unwrap().to_string_lossy().contains("-恢复-"), "{now:?}");
    assert!(d.path.exists());
}
