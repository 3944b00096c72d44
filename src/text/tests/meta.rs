//! What paragraphs stand for, through splits, joins, pastes and undo.

use super::keys::Typist;
use super::{Tag, at, buffer, ids};
use crate::text::{Buffer, Erase, Meta, Outcome, Paragraph};

fn pressed(before: &str, keys: &str) -> Vec<u32> {
    let mut desk = Typist::new(before, 10);
    desk.press(keys);
    ids(&desk.buffer)
}

#[test]
fn splitting_keeps_the_id_on_the_first_part_and_joining_the_firsts() {
    for (before, keys, expected) in [
        ("一|二", "<cr>", &[0, 101][..]),
        ("|一二", "<cr>", &[0, 101]),
        ("一二|\n三", "<cr>", &[0, 101, 1]),
        ("一\n|二", "<bs>", &[0]),
        ("\n|二", "<bs>", &[0]),
        ("一|\n二\n三", "<del>", &[0, 2]),
        ("一^\n二\n三\n|四", "<del>", &[0]),
        ("一\n|二", "<bs><undo>", &[0, 1]),
        ("一\n|二", "<bs><undo><redo><undo>", &[0, 1]),
        ("一|二", "<cr><undo><redo>", &[0, 101]),
        ("一^\n二\n三\n|四", "<del><undo>", &[0, 1, 2, 3]),
    ] {
        assert_eq!(pressed(before, keys), expected, "{before:?} {keys:?}");
    }
}

#[test]
fn pasted_lines_get_fresh_ids_in_order() {
    let mut desk = Typist::new("一|二\n三", 10);
    desk.pasted("a\nb\nc");
    assert_eq!(ids(&desk.buffer), [0, 101, 102, 1]);
    desk.press("<undo>");
    assert_eq!(ids(&desk.buffer), [0, 1]);
    desk.press("<redo>");
    assert_eq!(ids(&desk.buffer), [0, 101, 102, 1], "redo brings back the same ids");
}

#[test]
fn the_fresh_meta_is_made_from_the_paragraph_at_the_caret() {
    let mut text: Buffer<Tag> = buffer("一\n二");
    assert_eq!(text.set_meta(1, Tag { lane: 2, ..Tag::new(1) }, 0), Outcome::Done);
    text.place(at(1, 3).into(), false);
    assert_eq!(text.newline(0, |from| Tag { id: 9, ..from.clone() }), Outcome::Done);
    assert_eq!(text.paragraphs()[2].meta, Tag { lane: 2, ..Tag::new(9) });
}

#[test]
fn a_changed_meta_is_an_edit_of_its_own() {
    let mut desk = Typist::new("|一", 10);
    desk.press("二");
    let lane = Tag { lane: 1, ..Tag::new(0) };
    assert_eq!(desk.buffer.set_meta(0, lane.clone(), 20), Outcome::Done);
    assert_eq!(desk.buffer.set_meta(0, lane.clone(), 20), Outcome::Nothing, "no change, no edit");
    assert_eq!(desk.buffer.set_meta(7, lane, 20), Outcome::Nothing);
    desk.press("<undo>");
    assert_eq!((desk.buffer.paragraphs()[0].meta.lane, desk.marked().as_str()), (0, "二|一"));
    desk.press("<redo>");
    assert_eq!(desk.buffer.paragraphs()[0].meta.lane, 1);
    desk.press("<undo><undo>");
    assert_eq!(desk.marked(), "|一");
}

#[test]
fn a_paragraph_put_in_leaves_caret_and_selection_at_their_text() {
    let mut desk = Typist::new("一\n^二|", 10);
    assert_eq!(desk.buffer.insert_paragraph_after(0, Tag::new(7), "更正", 0), Outcome::Done);
    assert_eq!(desk.marked(), "一\n更正\n^二|");
    assert_eq!(ids(&desk.buffer), [0, 7, 1]);
    desk.press("<undo>");
    assert_eq!(desk.marked(), "一\n^二|");
    assert_eq!(desk.buffer.insert_paragraph_after(9, Tag::new(8), "末", 0), Outcome::Done);
    assert_eq!(desk.marked(), "一\n^二|\n末");
}

#[test]
fn undo_does_not_reach_into_a_locked_paragraph() {
    let mut desk = Typist::new("|一", 10);
    desk.press("二<cr>三");
    let locked = Tag { locked: true, ..Tag::new(0) };
    assert_eq!(desk.buffer.set_meta(0, locked, 40), Outcome::Done);
    // Undoing the lock itself is allowed, and then the rest is.
    assert_eq!([desk.buffer.undo(), desk.buffer.undo(), desk.buffer.undo()], [Outcome::Done; 3]);
    assert_eq!(desk.marked(), "二|一");
}

#[test]
fn a_refused_undo_leaves_everything_in_place() {
    // The meta given on splitting is locked: what would undo the split alters that paragraph.
    let mut text = buffer("一二");
    text.place(at(0, 3).into(), false);
    assert_eq!(text.insert("x", 0, Tag::clone), Outcome::Done);
    let lock = |_: &Tag| Tag { locked: true, ..Tag::new(5) };
    assert_eq!(text.newline(0, lock), Outcome::Done);
    let before = text.paragraphs().to_vec();
    assert_eq!(text.undo(), Outcome::Locked);
    assert_eq!(text.paragraphs(), before);
    assert!(text.can_undo());
}

#[test]
fn a_text_without_paragraphs_has_one() {
    let text = Buffer::new(Vec::new(), || Tag::new(3));
    assert_eq!((text.text().as_str(), ids(&text), text.is_empty()), ("", vec![3], true));
}

/// Words that are kept back; joined to others they take those along.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept(bool);

impl Meta for Kept {
    fn joined(&self, tail: &Self) -> Option<Self> {
        tail.0.then_some(Self(true))
    }
}

#[test]
fn a_join_may_change_what_the_first_stands_for_and_undo_takes_it_back() {
    let kept = |text: &Buffer<Kept>| text.paragraphs().iter().map(|p| p.meta.0).collect::<Vec<_>>();
    for (tail, after) in [("二", vec![true]), ("", vec![false])] {
        let paragraph = |text: &str, kept| Paragraph { text: text.to_owned(), meta: Kept(kept) };
        let mut text = Buffer::new(vec![paragraph("一", false), paragraph(tail, true)], || Kept(false));
        text.place(at(1, 0).into(), false);
        assert_eq!(text.erase(Erase::Back, 0), Outcome::Done);
        assert_eq!(kept(&text), after, "{tail:?}");
        assert_eq!(text.undo(), Outcome::Done);
        assert_eq!(kept(&text), [false, true], "{tail:?}");
        assert_eq!(text.redo(), Outcome::Done);
        assert_eq!(kept(&text), after, "{tail:?}");
    }
}

#[test]
fn a_correction_begins_and_is_undone_as_one_edit() {
    let mut text: Buffer<Tag> = buffer("一\n二");
    let marked = Tag { lane: 1, ..Tag::new(0) };
    assert_eq!(text.set_meta_and_follow(0, marked.clone(), Tag::new(7), 0), Outcome::Done);
    assert_eq!((ids(&text), text.caret()), (vec![0, 7, 1], at(1, 0)));
    assert_eq!(text.paragraphs()[0].meta, marked);
    assert_eq!(text.undo(), Outcome::Done);
    assert_eq!((ids(&text), text.caret(), &text.paragraphs()[0].meta), (vec![0, 1], at(0, 0), &Tag::new(0)));
    assert_eq!(text.set_meta_and_follow(9, Tag::new(0), Tag::new(8), 0), Outcome::Nothing);
}
