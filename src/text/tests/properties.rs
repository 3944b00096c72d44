//! Properties that hold for any text and any sequence of edits (anchors of the design, §3.1).

use super::keys::Typist;
use super::{Tag, buffer, ids, measure};
use crate::text::grapheme::graphemes;
use crate::text::layout::{Layout, wrap};
use crate::text::linebreak::{forbidden_first, forbidden_last};
use crate::text::width::{cells, glyph};
use crate::text::{Affinity, Ambiguous, Erase, Measure, Motion, Outcome, Paragraph, Position, Spot};
use proptest::prelude::*;

/// Pieces that have something to get wrong.
const PIECES: &[&str] = &[
    "检",
    "查",
    "发现问题",
    "。",
    "，",
    "；",
    "！",
    "？",
    "）",
    "（",
    "《",
    "》",
    "“",
    "”",
    "‘",
    "’",
    "……",
    "——",
    "·",
    "、",
    "a",
    "b ",
    "word",
    "1,234.56",
    "http://a.b/c?d=e",
    " ",
    "  ",
    "\u{3000}",
    "\t",
    "\u{7}",
    "\u{200B}",
    "\u{200D}",
    "\u{301}",
    "\u{E0100}",
    "葛\u{E0100}",
    "e\u{301}",
    "👨\u{200D}👩\u{200D}👧",
    "🇨🇳",
    "🇨",
    "❤\u{FE0F}",
    "①",
    "\u{202E}",
    "क्षि",
    "\u{1100}",
    "각",
    "א\u{200D}ל",
    "\u{A0}",
    "-",
    "%",
    "￥",
    "\u{2060}",
    "𠮷",
];

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(PIECES)
}

fn paragraph() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(paragraph(), 1..5).prop_map(|paragraphs| paragraphs.join("\n"))
}

fn any_measure() -> impl Strategy<Value = Measure> {
    (0..30_usize, prop::bool::ANY)
        .prop_map(|(width, wide)| Measure::new(width, if wide { Ambiguous::Wide } else { Ambiguous::Narrow }))
}

/// One step of a script of edits.
#[derive(Debug, Clone)]
enum Step {
    Type(&'static str),
    Key(&'static str),
    Paste(String),
    Place(usize, usize),
    Lane(usize, u8),
    Add(usize, &'static str),
}

fn step() -> impl Strategy<Value = Step> {
    const KEYS: &[&str] = &[
        "<bs>",
        "<del>",
        "<C-bs>",
        "<C-del>",
        "<cr>",
        "<left>",
        "<S-left>",
        "<S-right>",
        "<S-down>",
        "<S-C-up>",
        "<up>",
        "<down>",
        "<end>",
        "<home>",
        "<cut>",
        "<paste>",
        "<undo>",
        "<redo>",
        "<wait>",
        "<word>",
    ];
    prop_oneof![
        6 => piece().prop_map(Step::Type),
        6 => prop::sample::select(KEYS).prop_map(Step::Key),
        1 => text().prop_map(Step::Paste),
        3 => (0..6_usize, 0..60_usize).prop_map(|(p, at)| Step::Place(p, at)),
        1 => (0..4_usize, 0..3_u8).prop_map(|(p, lane)| Step::Lane(p, lane)),
        1 => (0..4_usize, piece()).prop_map(|(p, text)| Step::Add(p, text)),
    ]
}

fn run(desk: &mut Typist, step: &Step) {
    desk.now_ms += 100;
    let outcome = match step {
        Step::Type(text) => return desk.typed(text),
        Step::Key(key) => return desk.press(key),
        Step::Paste(text) => return desk.pasted(text),
        Step::Place(paragraph, offset) => {
            let place = Position { paragraph: *paragraph, offset: *offset };
            return desk.buffer.place(place.into(), false);
        }
        Step::Lane(p, lane) => match desk.buffer.paragraphs().get(*p).map(|p| p.meta.clone()) {
            Some(meta) => desk.buffer.set_meta(*p, Tag { lane: *lane, ..meta }, desk.now_ms),
            None => Outcome::Nothing,
        },
        Step::Add(p, text) => {
            desk.next_id += 1;
            desk.buffer.insert_paragraph_after(*p, Tag::new(desk.next_id), text, desk.now_ms)
        }
    };
    desk.outcome = outcome;
}

/// Every place where a caret can stand.
fn places(paragraphs: &[Paragraph<Tag>]) -> Vec<Position> {
    let offsets = |text: &str| graphemes(text).map(|(at, _)| at).chain([text.len()]).collect::<Vec<_>>();
    (0..)
        .zip(paragraphs)
        .flat_map(|(paragraph, p)| offsets(&p.text).into_iter().map(move |offset| Position { paragraph, offset }))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn rows_hold_every_grapheme_once_and_are_never_too_wide(text in paragraph(), m in any_measure()) {
        let rows = wrap(&text, m);
        prop_assert_eq!(rows.concat(), text.as_str());
        let split: Vec<&str> = rows.iter().flat_map(|row| graphemes(row).map(|(_, g)| g)).collect();
        let whole: Vec<&str> = graphemes(&text).map(|(_, g)| g).collect();
        prop_assert_eq!(split, whole, "rows are cut between graphemes");
        let width = |text: &str| graphemes(text).map(|(_, g)| glyph(g, m.ambiguous()).cells).sum::<usize>();
        prop_assert!(rows.iter().all(|row| width(row) <= m.width()));
        prop_assert_eq!(rows.iter().map(|row| width(row)).sum::<usize>(), width(&text));
        prop_assert!(rows.len() == 1 || rows.iter().all(|row| !row.is_empty()));
    }

    #[test]
    fn no_row_offends_kinsoku_unless_forced(text in paragraph(), m in any_measure()) {
        let rows = wrap(&text, m);
        for pair in rows.windows(2) {
            let inside: Vec<&str> = graphemes(pair[0]).map(|(_, g)| g).collect();
            let next = graphemes(pair[1]).next().map_or("", |(_, g)| g);
            let offends = |before: &str, after: &str| forbidden_last(before) || forbidden_first(after);
            let last = inside.last().copied().unwrap_or_default();
            let forced = inside.windows(2).all(|pair| offends(pair[0], pair[1]));
            prop_assert!(!offends(last, next) || forced, "{:?} | {:?}", pair[0], pair[1]);
        }
    }

    #[test]
    fn every_place_has_its_cell_and_a_click_there_finds_it(text in text(), m in any_measure()) {
        let buffer = buffer(&text);
        let count = buffer.row_count(m);
        let rows = buffer.visible(m, count + 1, 0);
        prop_assert_eq!(rows.len(), count);
        for place in places(buffer.paragraphs()) {
            for affinity in [Affinity::Downstream, Affinity::Upstream] {
                let cell = buffer.cell_of(Spot { at: place, affinity }, m);
                let row = &rows[cell.row];
                prop_assert_eq!(row.index, cell.row);
                prop_assert!(cell.col <= row.cells && row.cells <= m.width());
                prop_assert_eq!(buffer.hit(cell.row, cell.col, m).at, place);
            }
        }
    }

    #[test]
    fn right_then_left_is_identity(text in text(), m in any_measure()) {
        let mut buffer = buffer(&text);
        for place in places(buffer.paragraphs()) {
            buffer.place(place.into(), false);
            if buffer.go(Motion::Right, false, m) {
                prop_assert!(buffer.caret() > place);
                prop_assert!(buffer.go(Motion::Left, false, m));
            }
            prop_assert_eq!(buffer.caret(), place);
        }
    }

    #[test]
    fn the_layout_after_edits_is_that_of_the_text(
        text in text(), width in 0..24_usize, steps in prop::collection::vec(step(), 1..30)
    ) {
        let mut desk = Typist::new("", width);
        desk.pasted(&text);
        let m = measure(width);
        for step in &steps {
            run(&mut desk, step);
            let fresh = Layout::of(desk.buffer.paragraphs(), m);
            let kept = desk.buffer.document.with_layout(m, |layout| layout.settled(desk.buffer.paragraphs()));
            prop_assert_eq!(kept, fresh, "after {:?}", step);
            let places = places(desk.buffer.paragraphs());
            prop_assert!(places.binary_search(&desk.buffer.caret()).is_ok(), "the caret is between graphemes");
        }
    }

    #[test]
    fn undo_restores_text_and_metas_and_redo_makes_them_again(
        text in text(), steps in prop::collection::vec(step(), 1..30)
    ) {
        let mut desk = Typist::new(&text.replace(['|', '^'], ""), 12);
        let mut stages = vec![desk.buffer.paragraphs().to_vec()];
        for step in steps.iter().filter(|step| !matches!(step, Step::Key("<undo>" | "<redo>"))) {
            run(&mut desk, step);
        }
        stages.push(desk.buffer.paragraphs().to_vec());
        while desk.buffer.can_undo() {
            prop_assert_eq!(desk.buffer.undo(), Outcome::Done);
        }
        prop_assert_eq!(desk.buffer.paragraphs(), &stages[0]);
        while desk.buffer.can_redo() {
            prop_assert_eq!(desk.buffer.redo(), Outcome::Done);
        }
        prop_assert_eq!(desk.buffer.paragraphs(), &stages[1]);
    }

    #[test]
    fn ids_after_a_split_and_a_join(text in text(), pick in any::<prop::sample::Index>()) {
        let mut desk = Typist::new(&text, 12);
        let before = ids(&desk.buffer);
        let places = places(desk.buffer.paragraphs());
        let place = places[pick.index(places.len())];
        desk.buffer.place(place.into(), false);
        desk.press("<cr>");
        let mut split = before.clone();
        split.insert(place.paragraph + 1, desk.next_id);
        prop_assert_eq!(ids(&desk.buffer), split.clone());
        desk.press("<bs>");
        prop_assert_eq!(ids(&desk.buffer), before.clone());
        prop_assert_eq!(desk.buffer.text(), text);
        desk.press("<undo>");
        prop_assert_eq!(ids(&desk.buffer), split);
        desk.press("<undo>");
        prop_assert_eq!(ids(&desk.buffer), before);
    }

    #[test]
    fn cut_texts_fit(text in paragraph(), width in 0..30_usize) {
        use crate::text::width::{fit, shorten};
        prop_assert_eq!(cells(&fit(&text, width)), width);
        prop_assert!(cells(&shorten(&text, width)) <= width);
    }
}

proptest! {
    // Long texts, so fewer of them.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn rows_behind_a_gap_are_laid_out_when_asked_for(
        unit in paragraph(), edits in prop::collection::vec((any::<prop::sample::Index>(), piece(), 0..6_usize), 1..12)
    ) {
        // Long enough at four cells that edits run out of their budget of rows.
        let mut buffer = buffer(&format!("{0}\n{0}", (unit + "检查，请说").repeat(30)));
        let m = measure(4);
        for (pick, text, what) in edits {
            let places = places(buffer.paragraphs());
            buffer.place(places[pick.index(places.len())].into(), false);
            let _ = match what {
                0 => buffer.newline(0, Clone::clone),
                1 => buffer.erase(Erase::Back, 0),
                2 => buffer.undo(),
                _ => buffer.insert(text, 0, Clone::clone),
            };
            let fresh = buffer.clone();
            fresh.document.with_layout(measure(5), |_| ());
            if what % 2 == 0 {
                prop_assert_eq!(buffer.caret_cell(m), fresh.caret_cell(m));
                let scroll = buffer.scroll_to_caret(m, 10, 0);
                prop_assert_eq!(buffer.visible(m, 10, scroll), fresh.visible(m, 10, scroll));
            }
        }
        let count = buffer.text().len();
        let kept = buffer.visible(m, count, 0);
        let fresh = Layout::of(buffer.paragraphs(), m);
        prop_assert_eq!(kept.len(), fresh.total());
        prop_assert_eq!(buffer.document.with_layout(m, |layout| layout.clone()), fresh);
    }
}
