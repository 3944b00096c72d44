//! Whatever is typed, pasted, clicked and pulled, on every screen: nothing breaks, every frame is whole, and so is the file.

use super::screens;
use crate::fuzzing::each_seed;
use crate::store::verify;
use crate::tui::terminal::{Event, Key, KeyCode, MouseKind};
use proptest::prelude::RngExt as _;
use proptest::test_runner::TestRng;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

const CODES: [KeyCode; 17] = [
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Insert,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Down,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::F(4),
];
const CHARS: &str = "abcdefghijklmnopqrstuvwxyz0123456789 /?-.,，。：3月20日万元刘芳段会议记录";
const PASTES: [&str; 8] = [
    "2022年3月\n购车，18.6万元",
    "一\u{b}二\u{c}三\r\n四\r五",
    "\u{1b}[2J\u{1b}]52;c;Zm9v\u{7}金额",
    "\u{202e}元001",
    "\t\t\t",
    "👨\u{200d}👩\u{200d}👧é́́́葛\u{e0100}",
    "0312 3.5w ＂，",
    "",
];

fn event(rng: &mut TestRng, size: &mut (u16, u16)) -> Event {
    let chars: Vec<char> = CHARS.chars().collect();
    let char = chars[rng.random_range(0..chars.len())];
    let code = if rng.random() { KeyCode::Char(char) } else { CODES[rng.random_range(0..CODES.len())] };
    match rng.random_range(0..20) {
        0..=8 => Event::Key(Key::plain(code)),
        9 | 10 => Event::Key(Key::ctrl(char)),
        11 | 12 => Event::Key(Key::alt(char)),
        13 => Event::Key(Key::plain(KeyCode::F(rng.random_range(1..=12)))),
        14 | 15 => Event::Text((0..rng.random_range(1..6)).map(|_| chars[rng.random_range(0..chars.len())]).collect()),
        16 => Event::Paste(PASTES[rng.random_range(0..PASTES.len())].to_owned()),
        17 => {
            *size = [(80, 24), (120, 36), (200, 50), (40, 12), (20, 5), (81, 25)][rng.random_range(0..6)];
            Event::Resize(size.0, size.1)
        }
        _ => {
            let kind = match rng.random_range(0..4) {
                0 => MouseKind::Drag,
                1 => MouseKind::Release,
                2 => MouseKind::Wheel(rng.random_range(-3..=3)),
                _ => MouseKind::Press,
            };
            Event::Mouse { kind, col: rng.random_range(0..size.0 + 2), row: rng.random_range(0..size.1 + 2) }
        }
    }
}

/// What stood in the folder in which the tests run. A path that was typed without a folder makes files there, which go
/// with this.
struct Before(BTreeSet<OsString>);

impl Before {
    fn here() -> BTreeSet<OsString> {
        std::fs::read_dir(".").unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }
}

impl Drop for Before {
    fn drop(&mut self) {
        for made in Self::here().difference(&self.0) {
            let path = Path::new(made);
            let gone = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            // One that went by itself is gone as well.
            gone.ok();
        }
    }
}

#[test]
fn whatever_is_typed_on_any_screen_the_frames_and_the_file_are_whole() {
    let _before = Before(Before::here());
    // An encrypted round derives its key at each attempt, which takes longer than all the rest.
    let ways: Vec<_> = screens::all().filter(|w| w.name != "passphrase").collect();
    each_seed("keys", &[], 25, |rng| {
        let way = ways[rng.random_range(0..ways.len())];
        let mut d = (way.go)();
        let mut size = (80, 24);
        let mut typed = Vec::new();
        for _ in 0..rng.random_range(10..60) {
            let event = event(rng, &mut size);
            typed.push(event.clone());
            match event {
                Event::Resize(cols, rows) => d.resize(cols, rows),
                event if rng.random_range(0..4) == 0 => d.blindly(event),
                event => d.handle(event),
            }
            if rng.random_range(0..12) == 0 {
                d.wait(rng.random_range(1..4_000));
            }
            if d.left {
                return;
            }
            d.frame().assert_whole(&format!("{}: {typed:?}", way.name));
        }
        d.wait(5_000);
        if let Some(reader) = d.opened_reader() {
            let report = verify(reader, &|_| true).unwrap();
            assert!(report.ok(), "{}: {typed:?}: {report:?}", way.name);
        }
    });
}
