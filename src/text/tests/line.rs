//! Fields of one line.

use crate::text::{Ambiguous, Erase, Line, Motion, Outcome};

const NARROW: Ambiguous = Ambiguous::Narrow;

#[test]
fn the_window_shows_the_caret_and_whole_glyphs() {
    let mut line = Line::new("一二三四五六");
    let view = line.view(7, NARROW);
    assert_eq!((view.shown.as_str(), view.cells, view.caret), ("四五六", 6, 6));
    assert_eq!((view.more_left, view.more_right), (true, false));
    for _ in 0..3 {
        line.go(Motion::Left, false);
    }
    let view = line.view(7, NARROW);
    assert_eq!((view.shown.as_str(), view.caret), ("四五六", 0), "the window stays while the caret is in it");
    line.go(Motion::Left, false);
    let view = line.view(7, NARROW);
    assert_eq!((view.shown.as_str(), view.caret), ("三四五", 0));
    assert!(view.more_left && view.more_right);
    line.go(Motion::RowEnd, false);
    assert_eq!(line.view(40, NARROW).shown, "一二三四五六", "no room is left empty");
}

#[test]
fn every_caret_and_width_has_its_cell() {
    for text in ["", "a", "一a二b三", "葛\u{E0100}城\t“好”👨\u{200D}👩\u{200D}👧abc"] {
        for width in 0..20 {
            let mut line = Line::new(text);
            line.go(Motion::Start, false);
            loop {
                for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                    let view = line.view(width, ambiguous);
                    assert!(view.caret < width.max(4), "{text:?} {width}");
                    assert!(view.caret <= view.cells && view.cells <= width.max(4));
                }
                if !line.go(Motion::Right, false) {
                    break;
                }
            }
        }
    }
}

#[test]
fn editing_one_line() {
    let mut line = Line::default();
    assert_eq!(line.insert("水利局", 0), Outcome::Done);
    assert_eq!(line.paste("党组\r\n一处\n", 0), Outcome::Done);
    assert_eq!(line.text(), "水利局党组 一处");
    assert_eq!(line.undo(), Outcome::Done);
    assert_eq!(line.text(), "水利局");
    assert_eq!(line.redo(), Outcome::Done);
    assert_eq!(line.erase(Erase::WordBack, 5_000), Outcome::Done);
    assert_eq!(line.text(), "水利局党组 ");
    let mut clipboard = String::new();
    line.select_all();
    assert_eq!(line.cut(&mut clipboard, 0), Outcome::Done);
    assert_eq!((line.text(), clipboard.as_str()), ("", "水利局党组 "));
    line.set("新");
    assert_eq!((line.text(), line.caret()), ("新", 3));
    assert_eq!(line.undo(), Outcome::Nothing);
    assert!(!line.go(Motion::Down, false));
    assert!(line.go(Motion::RowStart, false));
}

#[test]
fn clicks_go_by_what_is_shown() {
    let mut line = Line::new("一二三四五六");
    line.view(7, NARROW);
    line.click(2, false, NARROW);
    assert_eq!(line.caret(), 12);
    line.click(99, true, NARROW);
    assert_eq!(line.caret(), 18);
    assert_eq!(line.view(7, NARROW).selected, Some(2..6));
    line.blur();
    assert_eq!(line.view(7, NARROW).selected, None);
}

#[test]
fn a_secret_is_masked_and_goes_nowhere() {
    let mut line = Line::secret();
    assert_eq!(line.insert("口令ab", 0), Outcome::Done);
    let view = line.view(10, NARROW);
    assert_eq!((view.shown.as_str(), view.cells, view.caret), ("****", 4, 4));
    let mut clipboard = String::new();
    line.select_all();
    assert_eq!(line.copy(&mut clipboard), Outcome::Nothing);
    assert_eq!(line.cut(&mut clipboard, 0), Outcome::Nothing);
    assert_eq!(line.undo(), Outcome::Nothing);
    assert_eq!(clipboard, "");
    line.reveal(true);
    assert_eq!(line.view(10, NARROW).shown, "口令ab");
    line.reveal(false);
    assert_eq!(line.view(10, NARROW).shown, "****");
}
