//! Every bound key of every screen: it works, and the screen says that it is there.

use super::driver::Driver;
use super::screens::{self, BEFORE, COVERS, HOME, PAPERS, READING, TALK, Way};
use crate::tui::action::Action;
use crate::tui::frame::{self, Cover};
use crate::tui::keys::moved::{self, MOVED};
use crate::tui::keys::{Binding, Context, label};
use crate::tui::terminal::{Event, Key, KeyCode};

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
pub(super) fn state(d: &mut Driver) -> (Cover, Context, String, String, bool) {
    // Drawn first: what the key began has come to its end then.
    let text = d.text_anywhere();
    (d.app.cover(), d.app.context(), d.title(), text, d.left)
}

/// Needs the clipboard of a desktop.
pub(super) fn leaves_the_program(b: &Binding) -> bool {
    b.action == Action::CopyOut
}

/// Whether a key does the same on a page that has nothing of its own: it is pressed once in every context, not on
/// every screen.
fn is_everywhere(b: &Binding) -> bool {
    Context::Page.bindings().any(|page| page.key == b.key && page.action == b.action)
}

fn press_every_key(ways: &[Way]) {
    let mut pressed: Vec<Context> = Vec::new();
    for way in ways {
        let explained = explained(way);
        let again = pressed.contains(&way.context);
        pressed.push(way.context);
        let (before, caret) = {
            let mut d = (way.go)();
            (state(&mut d), d.frame().caret)
        };
        let mut through_menu = false;
        for b in way.context.bindings() {
            let key = b.key;
            let name = format!("{}: {} ({})", way.name, label(key), b.help);
            assert!(names(&explained, key), "{name} is told nowhere:\n{explained}");
            if again && is_everywhere(b) {
                continue;
            }
            let mut by_key = (way.go)();
            by_key.key(key);
            assert!(by_key.app.top().is_some(), "{name}: no screen left");
            by_key.frame().assert_whole(&name);
            assert!(!by_key.notice().contains("内部错误"), "{name}: {}", by_key.notice());
            let moved = by_key.frame().caret != caret;
            // A locked screen hides everything already.
            let rests = b.action.may_rest() || (by_key.app.is_locked() && b.action == Action::Hide);
            let seen = moved || state(&mut by_key) != before || !by_key.notice().is_empty();
            assert!(seen || rests || leaves_the_program(b), "{name}: nothing happens\n{}", by_key.text());
            let Some(letter) = b.letter.filter(|_| !leaves_the_program(b)) else { continue };
            assert_eq!(way.context.letter(letter), Some(b.action), "{name}");
            // One letter of each context goes through the menu as it is on the screen.
            if again || std::mem::replace(&mut through_menu, true) {
                continue;
            }
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
            let shown = [b.name(), b.word()].iter().any(|word| text.contains(&format!("{letter} {word}")));
            assert!(shown, "{}: {letter} {}\n{text}", way.name, b.name());
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
            let word = |b: &Binding| {
                let own = d.app.top().and_then(|s| frame::called_on(s, b.action, d.app.fitted(), &d.app.shell));
                own.unwrap_or(b.bar)
            };
            let known = |part: &str| {
                let part = part.trim();
                part.is_empty() || way.context.bindings().any(|b| part == format!("{} {}", label(b.key), word(b)))
            };
            assert!(bar.split("  ").all(known), "{} at {cols}: {bar}", way.name);
        }
    }
}

#[test]
fn a_moved_key_says_where_its_command_went_and_does_nothing_else() {
    for way in screens::all() {
        for moved in MOVED.iter().filter(|m| m.contexts.contains(&way.context)) {
            let mut d = (way.go)();
            d.keys("Ctrl-G Esc");
            let before = (d.title(), d.app.context());
            d.key(moved.key);
            let name = format!("{}: {}", way.name, label(moved.key));
            assert!(d.notice().contains("现在是 "), "{name}: {}", d.notice());
            assert_eq!((d.title(), d.app.context()), before, "{name}");
        }
    }
}

#[test]
fn an_unknown_key_gets_an_answer_and_does_nothing() {
    for way in screens::all().filter(|w| !matches!(w.context, Context::Hidden | Context::Menu)) {
        let mut d = (way.go)();
        let before = (d.title(), d.app.context());
        for unknown in ["Alt-9", "Shift-F1"] {
            d.keys(unknown);
            assert!(
                d.notice().contains(&format!("{unknown}这里用不上；按 F1 看说明")),
                "{} {unknown}: {}",
                way.name,
                d.notice()
            );
        }
        assert_eq!((d.title(), d.app.context()), before, "{}", way.name);
    }
    let mut d = Driver::home();
    d.keys("F2");
    assert_eq!(d.notice(), "F2（标为疑点）这里用不上；按 F1 看说明。");
    d.keys("Ctrl-G ;");
    assert_eq!((d.notice().as_str(), d.app.context()), ("菜单里没有这个字母。", Context::Home));
    d.keys("Ctrl-G");
    assert!(d.shows("Ctrl-Z 撤销") && d.shows("Ctrl-T 回收站") && d.shows("Ctrl-L 修改记录"), "{}", d.text());
    d.keys("Ctrl-T");
    assert_eq!(d.app.context(), Context::Bin, "what the menu shows under its own key works there");
}

#[test]
fn what_an_input_method_commits_is_no_command() {
    for way in screens::all().filter(|w| !w.context.types() && !matches!(w.context, Context::Hidden | Context::Menu)) {
        for typed in ["谈", "谈话x", "，q"] {
            let mut d = (way.go)();
            let before = (d.title(), d.app.context());
            d.type_text(typed);
            assert!(d.notice().contains("请切到英文输入"), "{} {typed}: {}", way.name, d.notice());
            assert_eq!((d.title(), d.app.context()), before, "{} {typed}", way.name);
        }
    }
    let mut d = Driver::home();
    d.keys("Ctrl-G");
    d.type_text("谈");
    assert!(d.notice().contains("请切到英文输入"), "{}", d.notice());
    d.handle(Event::Paste("马会来".to_owned()));
    assert!(d.notice().contains("没有粘贴"), "{}", d.notice());
}

#[test]
fn a_paste_keeps_its_lines_and_says_what_it_left_out() {
    let mut d = Driver::fresh_talk();
    d.handle(Event::Paste("金额123万元\u{b}已付，\u{1b}[31m超标准\u{1b}[0m\u{202e}接待".to_owned()));
    assert!(d.shows("金额123万元") && d.shows("已付，超标准接待") && !d.shows("31m"), "{}", d.text());
    let told = d.notice();
    assert!(told.contains("2 处终端控制序列、1 个改变文字方向的符号"), "{told}");
}

#[test]
fn saving_by_key_hands_over_what_was_typed() {
    let mut d = Driver::talk("李秀英");
    d.type_text("又说");
    assert!(d.app.dirty());
    d.keys("Ctrl-S");
    assert!(!d.app.dirty() && d.notice().contains("自动存好"), "{}", d.notice());
    assert_eq!(d.app.context(), Context::Answer);
}

#[test]
fn caps_lock_turns_no_letter_into_another_command() {
    let mut pressed: Vec<Context> = Vec::new();
    for way in screens::all() {
        for b in way.context.bindings() {
            let KeyCode::Char(letter @ 'a'..='z') = b.key.code else { continue };
            let capital = Key { code: KeyCode::Char(letter.to_ascii_uppercase()), ..b.key };
            let same = way.context.resolve(capital) == Some(b.action);
            assert!(same || moved::word(capital, way.context).is_some(), "{}: {}", way.name, label(capital));
            // One letter of each context is pressed.
            if pressed.contains(&way.context) {
                continue;
            }
            pressed.push(way.context);
            let mut small = (way.go)();
            small.key(b.key);
            let mut large = (way.go)();
            large.key(capital);
            let told = large.notice().contains("现在是 ");
            assert!(told || state(&mut small) == state(&mut large), "{}: {}", way.name, label(capital));
        }
    }
}
