//! Every bound key of every screen: it works, and the screen says that it is there.

use super::driver::Driver;
use super::screens::{BEFORE, COVERS, HOME, PAPERS, READING, TALK, Way};
use crate::tui::action::Action;
use crate::tui::app::Cover;
use crate::tui::keys::{Binding, Context, label};
use crate::tui::terminal::Key;

/// What the bar shows and what the help of the screen lists.
fn explained(way: &Way) -> String {
    let mut d = (way.go)();
    let mut out = d.rows().pop().unwrap_or_default();
    d.keys("F1");
    d.resize(200, 120);
    out.push('\n');
    out.push_str(&d.text());
    out
}

/// Whether one word of `text` is the label of the key.
fn names(text: &str, key: Key) -> bool {
    let label = label(key);
    text.split_whitespace().any(|word| word == label)
}

/// All that can be told of the app from outside.
fn state(d: &mut Driver) -> (Cover, Context, String, String, bool) {
    (d.app.cover(), d.app.context(), d.title(), d.text_anywhere(), d.left)
}

/// Needs the clipboard of a desktop.
fn leaves_the_program(b: &Binding) -> bool {
    b.action == Action::CopyOut
}

fn press_every_key(ways: &[Way]) {
    for way in ways {
        let explained = explained(way);
        for b in way.context.bindings() {
            let key = b.key;
            let name = format!("{}: {} ({})", way.name, label(key), b.help);
            assert!(names(&explained, key), "{name} is told nowhere:\n{explained}");
            let mut by_key = (way.go)();
            by_key.key(key);
            assert!(by_key.app.top().is_some(), "{name}: no screen left");
            by_key.frame().assert_whole(&name);
            assert!(!by_key.notice().contains("内部"), "{name}: {}", by_key.notice());
            let Some(letter) = b.letter.filter(|_| !leaves_the_program(b)) else { continue };
            let mut by_letter = (way.go)();
            by_letter.keys("Ctrl-G");
            assert_eq!(by_letter.app.context(), Context::Menu, "{name}");
            assert!(by_letter.rows().iter().any(|r| r.contains(&format!("{letter} "))), "{name}: {letter} not shown");
            by_letter.key(Key::char(letter));
            let (by_key, by_letter) = (state(&mut by_key), state(&mut by_letter));
            assert!(by_key == by_letter, "{name}: menu {letter}\n{}\n{}", by_key.3, by_letter.3);
        }
    }
}

#[test]
fn before_a_round_is_open() {
    press_every_key(BEFORE);
}

#[test]
fn on_home_and_its_forms() {
    press_every_key(HOME);
}

#[test]
fn in_a_talk() {
    press_every_key(TALK);
}

#[test]
fn at_the_books() {
    press_every_key(READING);
}

#[test]
fn in_problems_and_papers() {
    press_every_key(PAPERS);
}

#[test]
fn under_a_cover() {
    press_every_key(COVERS);
}

#[test]
fn the_menu_shows_every_letter_of_its_screen() {
    for way in BEFORE.iter().chain(HOME).chain(TALK).chain(READING).chain(PAPERS) {
        let mut d = (way.go)();
        d.keys("Ctrl-G");
        let text = d.text();
        for b in way.context.bindings() {
            let Some(letter) = b.letter else { continue };
            let word = b.name();
            assert!(text.contains(&format!("{letter} {word}")), "{}: {letter} {word}\n{text}", way.name);
        }
    }
}

#[test]
fn the_bar_shows_whole_words_and_always_the_way_out() {
    for way in BEFORE.iter().chain(HOME).chain(TALK).chain(READING).chain(PAPERS) {
        let mut d = (way.go)();
        for (cols, rows) in [(60, 16), (80, 24), (120, 36), (200, 50)] {
            d.resize(cols, rows);
            let bar = d.rows().pop().unwrap_or_default();
            for word in ["F9 遮屏", "Ctrl-G 菜单", "F1 帮助"] {
                assert!(bar.contains(word), "{} at {cols}: {bar}", way.name);
            }
            let known = |part: &str| {
                let part = part.trim();
                part.is_empty() || way.context.bindings().iter().any(|b| part == format!("{} {}", label(b.key), b.bar))
            };
            assert!(bar.split("  ").all(known), "{} at {cols}: {bar}", way.name);
        }
    }
}
