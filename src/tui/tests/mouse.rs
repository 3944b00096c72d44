//! The mouse: click, drag, wheel, double click.

use super::driver::Driver;
use super::screens;
use crate::tui::keys::Context;
use crate::tui::terminal::MouseKind::{DoubleClick, Drag, Press, Wheel};
use ratatui::layout::Position;
use ratatui::style::Modifier;

fn place(d: &mut Driver, text: &str) -> Position {
    d.frame().place(text).unwrap_or_else(|| panic!("no {text}\n{}", d.text()))
}

fn click(d: &mut Driver, text: &str) {
    let at = place(d, text);
    d.mouse(Press, at.x, at.y);
}

fn reversed(d: &mut Driver) -> String {
    let frame = d.frame();
    let cells = frame.buf.content.iter().filter(|c| c.modifier.contains(Modifier::REVERSED));
    cells.map(ratatui::buffer::Cell::symbol).filter(|s| *s != " ").collect()
}

#[test]
fn a_click_sets_the_caret_and_dragging_selects() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月交三十元。");
    let at = place(&mut d, "三十");
    d.mouse(Press, at.x, at.y);
    assert_eq!(d.frame().caret, Some(at));
    d.mouse(Drag, at.x + 4, at.y);
    assert_eq!(reversed(&mut d), "三十");
    d.type_text("四十五");
    assert!(d.shows("每月交四十五元。"), "{}", d.text());
    let at = place(&mut d, "月交四十五");
    d.mouse(DoubleClick, at.x, at.y);
    assert!(!reversed(&mut d).is_empty(), "a double click selects a word\n{}", d.text());
}

#[test]
fn a_click_on_the_second_half_of_a_glyph_is_on_that_glyph() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月交三十元。");
    let at = place(&mut d, "三十");
    d.mouse(Press, at.x + 1, at.y);
    let caret = d.frame().caret.unwrap();
    assert!(caret == at || caret == Position::new(at.x + 2, at.y), "{caret}: never inside a glyph");
}

#[test]
fn the_wheel_scrolls_a_long_answer_and_stops_at_its_ends() {
    let mut d = Driver::fresh_talk();
    for n in 0..40 {
        d.type_text(&format!("第{n}段"));
        d.keys("Enter");
    }
    let at = place(&mut d, "第39段");
    for _ in 0..100 {
        d.mouse(Wheel(-1), at.x, at.y);
    }
    assert!(d.shows("第0段"), "{}", d.text());
    for _ in 0..100 {
        d.mouse(Wheel(1), at.x, at.y);
    }
    assert!(d.shows("第39段"), "{}", d.text());
    assert!(!d.shows("第0段"), "{}", d.text());
}

#[test]
fn on_home_a_click_chooses_and_a_double_click_opens() {
    let mut d = Driver::home();
    d.wait(0);
    click(&mut d, "水利局党组");
    assert!(d.shows("李秀英"), "{}", d.text());
    let at = place(&mut d, "李秀英");
    d.mouse(Press, at.x, at.y);
    assert!(d.rows().iter().any(|r| r.starts_with("> 李秀英")), "{}", d.text());
    assert_eq!(d.app.context(), Context::Home);
    d.mouse(Wheel(1), at.x, at.y);
    assert!(d.rows().iter().any(|r| r.starts_with("> ") && !r.starts_with("> 李秀英")), "{}", d.text());
    d.mouse(DoubleClick, at.x, at.y);
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
}

#[test]
fn a_double_click_beside_the_rows_opens_nothing() {
    let mut d = Driver::home();
    let last = d.app.middle().bottom() - 4;
    d.mouse(DoubleClick, 3, last);
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    let mut d = Driver::who();
    let last = d.app.middle().bottom() - 1;
    d.mouse(DoubleClick, 3, last);
    assert_eq!(d.app.context(), Context::List, "{}", d.text());
    let mut d = Driver::home();
    d.keys("s");
    d.type_text("门面房");
    let last = d.app.middle().bottom() - 1;
    d.mouse(DoubleClick, 3, last);
    assert_eq!(d.app.context(), Context::Search, "{}", d.text());
}

#[test]
fn a_double_click_opens_a_hit() {
    let mut d = Driver::home();
    d.keys("s");
    d.type_text("门面房");
    let row = d.app.middle().y + 2;
    d.mouse(DoubleClick, 20, row);
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
}

#[test]
fn in_a_talk_a_click_turns_the_question_and_opens_the_panel() {
    let mut d = Driver::talk("李秀英");
    click(&mut d, "五 ☐");
    assert!(d.shows(">五"), "{}", d.text());
    click(&mut d, "判断 -");
    assert!(matches!(d.app.context(), Context::Claim | Context::Panel), "{}", d.text());
    click(&mut d, "判断 ");
    assert_eq!(d.app.context(), Context::Panel, "{}", d.text());
}

#[test]
fn in_a_form_a_click_sets_focus_turns_choices_and_presses_buttons() {
    let mut d = Driver::home();
    d.keys("n");
    let name = place(&mut d, "姓名");
    let value = d.frame().caret.unwrap();
    assert_eq!(value.y, name.y);
    d.mouse(Press, value.x, value.y + 2);
    assert_eq!(d.app.context(), Context::FormChoice, "{}", d.text());
    d.mouse(Press, value.x, value.y + 1);
    assert_eq!((d.app.context(), d.frame().caret), (Context::FormText, Some(Position::new(value.x, value.y + 1))));
    click(&mut d, "[ 保存 ]");
    assert!(d.shows("请填写姓名"), "{}", d.text());
    click(&mut d, "[ 返回 ]");
    assert!(!d.title().contains("新增人员"), "{}", d.text());
}

#[test]
fn the_mouse_does_nothing_wrong_anywhere_at_any_size() {
    for way in screens::all() {
        for (cols, rows) in [(80, 24), (60, 16), (20, 5), (1, 1)] {
            let mut d = (way.go)();
            d.resize(cols, rows);
            for kind in [Wheel(1), Wheel(-1), Press, Drag] {
                for row in 0..rows {
                    d.mouse(kind, cols / 2, row);
                    d.mouse(kind, 0, row);
                }
            }
            assert!(d.app.top().is_some());
            d.frame().assert_whole(way.name);
        }
    }
}
