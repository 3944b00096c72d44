//! Windows of every size, and back.

use super::driver::Driver;
use super::screens;
use crate::tui::terminal::{Ambiguous, Event};

#[test]
fn too_small_a_window_says_so_and_growing_back_shows_the_same() {
    for way in screens::all() {
        let mut d = (way.go)();
        let before = d.text_anywhere();
        for (cols, rows) in [(20, 5), (59, 24), (80, 15), (1, 1), (0, 0)] {
            d.resize(cols, rows);
            let frame = d.frame();
            frame.assert_whole(way.name);
            assert_eq!(frame.caret, None, "{}", way.name);
            if cols >= 20 {
                let text: String = frame.rows().concat();
                assert!(text.contains("窗口太小") && text.contains("不会丢"), "{}: {text}", way.name);
                assert!(!text.contains("水利局") && !text.contains("李秀英"), "{}: {text}", way.name);
            }
        }
        d.resize(80, 24);
        assert_eq!(d.text_anywhere(), before, "{}", way.name);
    }
}

#[test]
fn what_is_typed_while_the_window_is_too_small_is_there_afterwards() {
    let mut d = Driver::fresh_talk();
    d.type_text("大窗口里写的，");
    d.resize(20, 5);
    for _ in 0..12 {
        d.type_text("小窗口里写的一句长一点的话。");
    }
    d.keys("Enter");
    d.type_text("又一段");
    d.wait(500);
    assert!(d.drafts()[0].text.ends_with("\n又一段"), "and the draft is on the disk");
    d.resize(80, 24);
    assert!(d.shows("大窗口里写的，小窗口里写的一句长一点的话。") && d.shows("又一段"), "{}", d.text());
    d.keys("Esc");
    let said = d.said("黄玉梅", "q5");
    assert_eq!(said.len(), 2);
    assert_eq!(said[0].1.matches("小窗口").count(), 12);
}

#[test]
fn nothing_is_cut_in_half_at_any_width() {
    for way in screens::all() {
        let mut d = (way.go)();
        for cols in 60..=130 {
            d.resize(cols, 16 + cols % 9);
            d.frame().assert_whole(&format!("{} at {cols}", way.name));
        }
    }
}

#[test]
fn where_ambiguous_glyphs_are_wide_no_line_is_drawn_with_them() {
    for way in screens::all() {
        let mut d = (way.go)();
        d.handle(Event::Ambiguous(Ambiguous::Wide));
        let frame = d.frame();
        frame.assert_whole(way.name);
        let text = frame.rows().concat();
        assert!(!text.contains(['─', '│']), "{}\n{}", way.name, d.text());
    }
}
