//! The caret of the terminal: an input method opens its window where it stands.

use super::driver::Driver;
use super::screens;
use crate::tui::keys::Context;
use ratatui::layout::Position;

#[test]
fn where_a_text_has_the_focus_there_is_a_caret_and_nowhere_else() {
    for way in screens::all() {
        let mut d = (way.go)();
        for (cols, rows) in [(60, 16), (80, 24), (120, 36), (200, 50)] {
            d.resize(cols, rows);
            let name = format!("{} at {cols}×{rows}", way.name);
            let frame = d.frame();
            frame.assert_whole(&name);
            let caret = frame.caret;
            // A choice shows its caret too, where its word begins.
            if !matches!(way.context, Context::FormChoice | Context::FormChoices) {
                assert_eq!(caret.is_some(), way.context.types(), "{name}\n{}", d.text());
            }
            if let Some(caret) = caret {
                assert!(d.app.middle().contains(caret), "{name}: {caret}");
            }
        }
    }
}

/// Types character by character; the caret stands right behind each.
fn follows(mut d: Driver, text: &str) {
    let begin = d.frame().caret.unwrap();
    let mut cells = 0;
    for c in text.chars() {
        d.type_text(&c.to_string());
        cells += if c.is_ascii() { 1 } else { 2 };
        let frame = d.frame();
        assert_eq!(frame.caret, Some(Position::new(begin.x + cells, begin.y)), "after {c}\n{}", d.text());
        assert_eq!(frame.buf[(begin.x + cells - if c.is_ascii() { 1 } else { 2 }, begin.y)].symbol(), c.to_string());
    }
    d.keys("Left Left");
    assert_eq!(d.frame().caret, Some(Position::new(begin.x + cells - 4, begin.y)));
    d.keys("Home");
    assert_eq!(d.frame().caret, Some(begin));
}

#[test]
fn it_stands_behind_what_was_typed() {
    let text = "每月a交3十元";
    follows(Driver::fresh_talk(), text);
    let from_home = |keys: &str| {
        let mut d = Driver::home();
        d.keys(keys);
        d
    };
    follows(from_home("/"), text);
    follows(from_home("s"), text);
    follows(from_home("n"), text);
    let mut claim = Driver::fresh_talk();
    claim.keys("F4");
    follows(claim, text);
}

#[test]
fn it_follows_through_wrapping_and_scrolling() {
    let mut d = Driver::fresh_talk();
    for n in 0..60 {
        d.type_text("他说这件事要从头讲起，先是报销，再是车。");
        let frame = d.frame();
        let caret = frame.caret.unwrap_or_else(|| panic!("no caret after {n}\n{}", frame.rows().join("\n")));
        assert_eq!(
            frame.buf[(caret.x.saturating_sub(2), caret.y)].symbol(),
            "。",
            "after {n}\n{}",
            frame.rows().join("\n")
        );
        if n % 7 == 0 {
            d.keys("Enter");
            d.type_text("又");
            d.keys("Backspace");
        }
        if n % 7 == 0 {
            d.type_text("。");
        }
    }
    for keys in ["PgUp", "PgUp", "Up", "Ctrl-Home", "PgDn", "Ctrl-End", "Ctrl-Up", "Home", "End", "F4 Tab", "F4"] {
        d.keys(keys);
        let frame = d.frame();
        frame.assert_whole(keys);
        assert!(frame.caret.is_some_and(|c| d.app.middle().contains(c)), "{keys}\n{}", d.text());
    }
}

#[test]
fn it_stays_in_sight_when_the_window_changes() {
    let mut d = Driver::fresh_talk();
    for _ in 0..25 {
        d.type_text("他说这件事要从头讲起，先是报销，再是车，再是出差的补助。");
        d.keys("Enter");
    }
    d.type_text("最后");
    for (cols, rows) in [(60, 16), (200, 50), (80, 24), (60, 16), (120, 20), (20, 5), (61, 17), (80, 24)] {
        d.resize(cols, rows);
        if cols < 60 {
            continue;
        }
        let frame = d.frame();
        let caret = frame.caret.unwrap_or_else(|| panic!("no caret at {cols}×{rows}\n{}", frame.rows().join("\n")));
        assert_eq!(frame.buf[(caret.x - 2, caret.y)].symbol(), "后", "{cols}×{rows}\n{}", frame.rows().join("\n"));
    }
}

#[test]
fn a_form_longer_than_the_screen_shows_the_focused_field() {
    let mut d = Driver::start();
    d.resize(60, 16);
    d.keys("Down Enter");
    for _ in 0..30 {
        let text = d.text();
        assert!(text.lines().any(|r| r.trim_start().starts_with('>')) || text.contains("[ 建立 ]"), "{text}");
        d.frame().assert_whole("new round");
        d.keys("Tab");
    }
}
