//! What happens to a talk when the system, the window or a visitor interrupts it.

use super::desk::{Desk, IN_TALK, Kept, PASSPHRASE, is_saved, quit, rows, settle};
use super::kill::SIGNALS;
use crate::pty::{Life, Pty, assert_given_back};

const SAID: &str = "上会前没有征求意见，材料是当场发的。";

/// A talk with something typed that is on the screen and perhaps not on the disk yet.
fn typing(desk: &Desk) -> Pty {
    let mut pty = desk.open();
    pty.wait_for(IN_TALK).keys("<a-1>").keys(SAID).wait_for(SAID);
    pty
}

#[test]
fn a_signal_to_end_seals_what_was_typed_and_gives_the_terminal_back() {
    for (signal, code) in SIGNALS {
        let desk = Desk::plain();
        let mut pty = typing(&desk);
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), Life::Exited(code), "{signal}");
        assert_given_back(&pty);
        let kept = desk.kept();
        assert_eq!(kept.sealed("q1"), SAID, "{signal}");
        assert!(kept.drafts.is_empty(), "{signal}: a draft was left beside its sealed text");
    }
}

#[test]
fn what_a_full_disk_does_not_take_goes_into_a_copy_elsewhere_when_the_program_is_ended() {
    const PAGE: u64 = 4096;
    if !cfg!(debug_assertions) {
        // Only a debug build of the program takes a disk for full.
        return;
    }
    for (signal, code) in SIGNALS {
        let desk = Desk::plain();
        let pages = std::fs::metadata(&desk.file).unwrap().len() / PAGE + 2;
        let mut pty = desk.open_with(&[("WENKAN_TEST_MAX_PAGES", &pages.to_string())]);
        let said = SAID.repeat(300);
        pty.wait_for(IN_TALK).keys("<a-1>").send(format!("\x1b[200~{said}\x1b[201~").as_bytes());
        pty.wait_for("未存！");
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), Life::Exited(code), "{signal}\n{}", pty.screen_text());
        let at_home = std::fs::read_dir(desk.env.home()).unwrap().map(|e| e.unwrap().path());
        let copies: Vec<_> = at_home.filter(|p| p.to_string_lossy().contains("另存")).collect();
        let [copy] = copies.as_slice() else { panic!("{signal}: {copies:?}\n{}", pty.screen_text()) };
        assert_eq!(Kept::of(copy, None, desk.talk).text("q1"), said, "{signal}");
        desk.env.run(&["verify", copy.to_str().unwrap()]).success();
    }
}

#[test]
fn a_terminal_that_goes_away_costs_no_word() {
    let desk = Desk::plain();
    let mut pty = typing(&desk);
    pty.hang_up();
    pty.wait_life(Life::Exited(129));
    // Hanging up takes one more key.
    assert_eq!(desk.kept().sealed("q1"), format!("{SAID}x"));
}

#[test]
fn a_window_made_tiny_and_large_again_shows_the_talk_as_before() {
    let desk = Desk::plain();
    let mut pty = typing(&desk);
    pty.wait_until("saved", is_saved);
    let (before, caret) = (pty.screen_text(), pty.cursor());
    pty.keys("<size:20x5><wait:窗口太小>");
    assert!(!pty.screen_text().contains("上会前"));
    // Keys still count while nothing is to be seen.
    pty.keys("嗯。");
    pty.keys("<size:200x40>").wait_for(&format!("{SAID}嗯。")).keys("<bs><bs>");
    pty.wait_until("the same screen", |s| rows(s).join("\n") == before);
    assert_eq!(pty.cursor(), caret);
    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q1"), SAID);
}

#[test]
fn f9_hides_every_word_and_brings_all_back() {
    let desk = Desk::plain();
    let mut pty = typing(&desk);
    pty.wait_until("saved", is_saved);
    let (before, caret) = (pty.screen_text(), pty.cursor());
    pty.keys("<f9>").wait_until("nothing but the key", |s| rows(s).concat().trim() == "F9  Esc");
    assert_eq!(pty.cursor(), None);
    // What is typed at the blank screen goes nowhere.
    pty.keys("看不见<f9>").wait_until("the same screen", |s| rows(s).join("\n") == before);
    assert_eq!(pty.cursor(), caret);
    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q1"), SAID);
}

#[test]
fn a_lock_asks_for_the_passphrase_and_who_is_there() {
    let desk = Desk::encrypted();
    let mut pty = typing(&desk);
    pty.keys("<a-l>").wait_for("已锁定");
    let locked = pty.screen_text();
    for word in ["上会前", "A37", "王建国", "水利局", "刘芳"] {
        assert!(!locked.contains(word), "{word} is on the locked screen:\n{locked}");
    }
    pty.keys("这不是真的口令吧<enter>").wait_for("口令不对");
    // Keys that leave or hide other screens do not get past it.
    let shown = pty.raw_output().chars().count();
    pty.keys("<esc><f9><f9><c-a>").keys(PASSPHRASE).keys("<enter>").wait_for("谁在操作");
    let since: String = pty.raw_output().chars().skip(shown).collect();
    assert!(!since.contains("上会前"), "the talk was shown before the passphrase was given");
    pty.keys("<down><enter>");
    settle(&mut pty, SAID);
    let top = rows_of(&pty).remove(0);
    assert!(top.contains("谈话人 刘芳") && top.contains(" 周宁  加密"), "{top}");
    pty.keys("后来补发了。").wait_for(&format!("{SAID}后来补发了。"));
    quit(&mut pty);
    assert_eq!(desk.kept().sealed("q1"), format!("{SAID}后来补发了。"));
}

fn rows_of(pty: &Pty) -> Vec<String> {
    pty.screen_text().lines().map(str::to_owned).collect()
}
