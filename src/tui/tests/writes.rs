//! What screens claim while writes are held back, refused or lost.

use super::driver::Driver;
use crate::error::Error;
use crate::model::answer::Answer;
use crate::model::record::Op;
use crate::model::round::Inspector;
use crate::store::{Pass, Reader, Secret, Store};
use crate::tui::effect::Effect;
use crate::tui::keys::Context;
use crate::tui::typing::{DRAFT_AFTER_MS, SEAL_AFTER_MS};
use std::path::PathBuf;

fn members(read: &Reader) -> Vec<String> {
    read.all::<Inspector>().unwrap().into_iter().map(|i| i.name).collect()
}

/// The form of a new member of the group, a name typed.
fn member_form() -> Driver {
    let mut d = Driver::home();
    d.keys("m n");
    assert_eq!(d.app.context(), Context::FormText, "{}", d.text());
    d.type_text("陆平");
    d
}

#[test]
fn a_form_leaves_on_the_commit_and_a_command_typed_meanwhile_is_not_carried_out() {
    let mut d = member_form();
    let before = d.title();
    d.turn(Pass::Held);
    d.keys("Ctrl-S");
    assert_eq!(d.title(), before, "not in the file yet: the form stays");
    assert!(d.shows("存盘中") && d.notice().contains("正在等存盘") && !d.shows("已保存"), "{}", d.text());
    for (key, named) in [("Esc", "Esc"), ("x", "1 个字"), ("Enter", "Enter")] {
        d.keys(key);
        assert!(d.notice().contains(&format!("刚才的 {named} 没有算")), "{}", d.notice());
    }
    d.type_text("口令口令");
    assert!(d.notice().contains("4 个字") && !d.shows("口令口令"), "{}", d.notice());
    assert!(!members(d.reader()).contains(&"陆平".to_owned()));
    d.turn(Pass::Open);
    assert!(members(d.reader()).contains(&"陆平".to_owned()));
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(d.notice().contains("Esc、1 个字、Enter 等 4 次输入没有算"), "{}", d.notice());
    assert!(d.shows("已存"), "{}", d.text());
}

/// A passphrase typed ahead, a key a character, for the form that asks for it.
#[test]
fn characters_typed_while_a_screen_waits_are_shown_nowhere() {
    const PASSPHRASE: [&str; 5] = ["柳", "K", "7", "q", "#"];
    let mut d = member_form();
    d.turn(Pass::Held);
    d.keys("Ctrl-S F8");
    for typed in PASSPHRASE {
        d.keys(typed);
        assert!(d.notice().contains("刚才的 1 个字 没有算") && !d.notice().contains(typed), "{}", d.notice());
    }
    d.turn(Pass::Open);
    assert!(d.notice().contains("F8、5 个字 没有算"), "{}", d.notice());
}

#[test]
fn what_is_typed_for_the_text_that_comes_next_is_taken_up_to_the_first_command() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    d.keys("F8 F7 Alt-Z");
    assert!(d.title().starts_with("撤销"), "{}", d.text());
    d.turn(Pass::Held);
    d.keys("1");
    d.type_text("乙");
    assert!(d.notice().contains("收到 1 个字。"), "{}", d.notice());
    d.keys("F8");
    d.type_text("丙丁");
    assert!(d.notice().contains("2 个字 没有算"), "after a command nobody knows what it was for: {}", d.notice());
    d.turn(Pass::Open);
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert!(d.shows("原  乙") && !d.shows("丙丁"), "{}", d.text());
    assert!(d.notice().contains("F8、2 个字 没有算"), "{}", d.notice());
}

#[test]
fn quitting_says_that_it_waits_and_is_called_off() {
    let mut d = member_form();
    d.turn(Pass::Held);
    d.wait(300);
    d.keys("Esc 2 Esc q 1");
    assert!(!d.left && d.notice().contains("完了以后退出"), "{}", d.notice());
    let context = d.app.context();
    d.keys("n");
    assert!(d.notice().contains("刚才的 1 个字 没有算") && d.app.context() == context, "{}", d.text());
    d.keys("Esc");
    assert!(d.notice().contains("没有离开") && d.app.context() == context, "{}", d.text());
    d.turn(Pass::Open);
    assert!(!d.left, "{}", d.text());
    d.turn(Pass::Held);
    d.keys("q 1");
    d.turn(Pass::Open);
    assert!(d.left);
}

#[test]
fn a_full_disk_is_told_and_never_counted_as_saved() {
    let mut d = member_form();
    d.turn(Pass::Full);
    d.keys("Ctrl-S");
    d.stalled();
    assert!(d.shows("未存！") && d.notice().contains("磁盘已满"), "{}", d.text());
    d.keys("Esc");
    assert!(d.notice().contains("已排队"), "the form is left, its action waits: {}", d.notice());
    d.keys("Esc q");
    assert!(d.shows("还有内容没有存上") && !d.shows("都已存好"), "{}", d.text());
    d.keys("1");
    d.listen();
    assert!(!d.left && d.notice().contains("没有离开"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(members(d.reader()).contains(&"陆平".to_owned()), "space again: it is in the file");
    assert!(d.shows("已存"), "{}", d.text());
}

#[test]
fn what_is_said_of_a_full_disk_goes_when_there_is_space_again() {
    let mut d = member_form();
    d.turn(Pass::Full);
    d.keys("Ctrl-S");
    d.stalled();
    assert!(d.shows("未存！") && d.notice().contains("磁盘已满"), "{}", d.text());
    d.turn(Pass::Open);
    d.listen();
    assert!(d.shows("已存") && !d.shows("磁盘已满"), "{}", d.text());
    assert!(members(d.reader()).contains(&"陆平".to_owned()));
}

#[test]
fn a_refusal_by_a_rule_keeps_the_form_with_its_reason() {
    let mut d = Driver::home();
    d.keys("m n");
    d.type_text("刘芳");
    d.keys("Ctrl-S");
    assert!(d.shows("同名") && d.app.context() == Context::FormText, "{}", d.text());
    d.wait(300);
    assert!(
        d.shows("没有办成") && !d.shows("未存"),
        "nothing is lost, and what was asked for was refused\n{}",
        d.text()
    );
    d.keys("Left Right F1 Esc");
    assert!(d.shows("没有办成"), "a key that changes nothing leaves it refused\n{}", d.text());
    d.type_text("（财政");
    d.wait(300);
    assert!(d.shows("已存") && !d.shows("没有办成"), "what is typed now was not refused\n{}", d.text());
    d.keys("Backspace Backspace Backspace Ctrl-S");
    d.wait(300);
    assert!(d.shows("没有办成"), "{}", d.text());
    d.keys("Esc 2");
    assert!(d.shows("已存") && !d.shows("没有办成"), "it is given up\n{}", d.text());
    d.keys("m n");
    d.type_text("刘芳");
    d.keys("Ctrl-S");
    d.wait(300);
    assert!(d.shows("没有办成"), "{}", d.text());
    d.type_text("（财政）");
    d.keys("Ctrl-S");
    assert!(d.shows("已存"), "{}", d.text());
    assert!(members(d.reader()).contains(&"刘芳（财政）".to_owned()));
}

#[test]
fn what_was_typed_into_a_form_is_back_after_a_crash() {
    let mut d = member_form();
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("m n");
    assert!(d.shows("陆平") && d.notice().contains("已放回"), "{}", d.text());
    d.keys("Ctrl-S");
    assert!(members(d.reader()).contains(&"陆平".to_owned()));
    assert_eq!(d.reader().drafts().unwrap(), [], "saved: no draft is left");
}

#[test]
fn a_form_that_is_thrown_away_leaves_no_draft() {
    let mut d = member_form();
    d.wait(300);
    assert_eq!(d.reader().drafts().unwrap().len(), 1);
    d.keys("Esc 2");
    assert_eq!(d.reader().drafts().unwrap(), []);
}

#[test]
fn only_a_clash_asks_and_both_texts_are_shown() {
    for (key, name) in [("1", "刘芳芳"), ("2", "刘芳丽")] {
        let mut d = Driver::home();
        d.keys("m Enter End");
        d.type_text("芳");
        d.elsewhere(Op::EditInspector, |tx| {
            let all: Vec<Inspector> = tx.all()?;
            let mut me = all.into_iter().find(|i| i.name == "刘芳").ok_or_else(|| Error::internal("无"))?;
            me.name = "刘芳丽".to_owned();
            tx.put(&me)
        });
        d.keys("Ctrl-S");
        assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
        assert!(d.shows("刘芳芳") && d.shows("刘芳丽"), "{}", d.text());
        d.keys(key);
        assert!(members(d.reader()).contains(&name.to_owned()), "{key}: {:?}", members(d.reader()));
    }
}

#[test]
fn what_was_typed_last_is_in_a_draft_when_the_program_is_ended_and_its_sealing_is_refused() {
    let paper = || {
        let mut d = Driver::paper();
        d.keys("Home");
        d
    };
    let note = || {
        let mut d = Driver::minutes();
        d.keys("c");
        d
    };
    for (name, mut d) in [("talk", Driver::fresh_talk()), ("paper", paper()), ("note", note()), ("form", member_form())]
    {
        d.type_text("末了几个字");
        d.turn(Pass::Refused);
        // As on a signal: nothing is waited for but the disk.
        let effects = d.app.seal_all(d.desk.reader(), d.now());
        d.desk.run(effects, &mut d.app);
        d.desk.close(false, &mut d.app).unwrap();
        let d = d.reopened();
        assert!(d.drafts().iter().any(|draft| draft.text.contains("末了几个字")), "{name}: {:?}", d.drafts());
    }
}

#[test]
fn a_signal_while_a_copy_is_made_leaves_what_was_typed_in_the_copy() {
    let mut d = Driver::fresh_talk();
    d.type_text("末了几个字");
    d.desk.run(vec![Effect::Rescue], &mut d.app);
    // The loop hears nothing of the copy any more.
    let effects = d.app.seal_all(d.desk.reader(), d.now());
    d.desk.run(effects, &mut d.app);
    d.desk.close(false, &mut d.app).unwrap();
    let files = std::fs::read_dir(d.folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let copies: Vec<PathBuf> =
        files.filter(|path| path.to_string_lossy().ends_with(".wenkan") && *path != d.path).collect();
    let [copy] = copies.as_slice() else { panic!("one copy: {copies:?}") };
    let store = Store::open(copy, &Secret::None).unwrap();
    let answers: Vec<Answer> = store.reader().unwrap().all().unwrap();
    assert!(answers.iter().flat_map(|a| &a.statements).any(|s| s.text.contains("末了几个字")));
    assert!(!store.unclean(), "it was closed");
}

#[test]
fn a_refused_text_of_any_screen_stays_refused_until_it_is_changed() {
    let paper = || {
        let mut d = Driver::paper();
        d.keys("Home");
        d
    };
    let note = || {
        let mut d = Driver::minutes();
        d.keys("c");
        d
    };
    for (name, mut d) in [("talk", Driver::fresh_talk()), ("paper", paper()), ("note", note())] {
        d.type_text("末了几个字");
        d.turn(Pass::Refused);
        d.wait(SEAL_AFTER_MS);
        d.wait(DRAFT_AFTER_MS);
        assert!(d.shows("没有办成") && d.shows("末了几个字"), "{name}: {}", d.text());
        d.keys("Left");
        assert!(d.shows("没有办成") && d.shows("末了几个字"), "{name}: a key that changes nothing\n{}", d.text());
        d.turn(Pass::Open);
        d.type_text("又");
        assert!(!d.shows("没有办成"), "{name}: {}", d.text());
        d.wait(SEAL_AFTER_MS);
        assert!(d.shows("已存") && d.shows("末了几个又字"), "{name}: {}", d.text());
    }
}

#[test]
fn a_refused_cell_that_was_left_keeps_its_text_and_the_word() {
    let mut d = Driver::minutes();
    d.keys("c");
    d.type_text("末了几个字");
    d.turn(Pass::Refused);
    d.keys("Esc");
    d.turn(Pass::Open);
    assert!(d.shows("没有办成"), "{}", d.text());
    d.keys("Down Up");
    assert!(d.shows("没有办成"), "{}", d.text());
    d.keys("c");
    assert!(d.shows("末了几个字") && d.shows("没有办成"), "{}", d.text());
    d.keys("Esc");
    assert!(d.shows("末了几个字") && d.shows("已存"), "handed in again: {}", d.text());
    assert_eq!(d.drafts(), []);
}

#[test]
fn after_a_fault_with_nothing_waiting_the_question_says_that_the_rest_is_stored() {
    let mut d = Driver::home();
    let fault = Err(Error::internal("试验"));
    let effects = d.app.outcome(None, &fault, d.desk.reader(), d.now());
    d.carry_out(effects);
    assert!(d.shows("未存！"), "{}", d.text());
    d.keys("q");
    assert!(d.shows("其他内容都已存好") && !d.shows("存上以前不会退出"), "{}", d.text());
}

#[test]
fn a_copy_under_way_is_not_left_alone_when_one_quits() {
    let mut d = Driver::home();
    let out = d.beside_round("拷贝.wenkan");
    // The copy is made, and its line in the history waits for the disk.
    d.turn(Pass::Held);
    let store = std::sync::Arc::clone(d.desk.store().unwrap());
    let by = d.app.shell.me;
    d.desk.workers.start(store, crate::tui::effect::Job::Backup { out: out.clone(), by }).unwrap();
    d.keys("q 1");
    assert!(!d.left && d.notice().contains("没做完的"), "{}", d.text());
    d.app.shell.progress = Some(("正在备份".to_owned(), 40));
    assert!(d.shows("正在备份 40%") && d.shows("没做完的"), "{}", d.text());
    d.turn(Pass::Open);
    d.until(|news| matches!(news, crate::tui::news::News::Done(_)));
    // The loop goes round once more.
    d.frame();
    assert!(out.exists() && d.left, "{}", d.text());
}
