//! The verbs that change the text: type, erase, break and join paragraphs, paste, undo.
//!
//! Each asks the locks first and changes all or nothing. Times are milliseconds of any steady clock of the caller's;
//! only their differences count.

use crate::text::buffer::{Buffer, Meta, Outcome, Paragraph, Position, Spot};
use crate::text::change::Change;
use crate::text::grapheme;
use crate::text::history::{Group, Kind};
use crate::text::word;

/// What [`Buffer::erase`] takes away when nothing is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Erase {
    /// The grapheme before the caret; at the start of a paragraph the break before it.
    Back,
    /// The grapheme after the caret; at the end of a paragraph the break after it.
    Forward,
    /// From the start of the word to the caret.
    WordBack,
    /// From the caret to the start of the next word.
    WordForward,
}

impl<M: Meta> Buffer<M> {
    /// Types `text` over the selection. Several lines at once (an input method, a burst of keys) make paragraphs as
    /// [`paste`](Self::paste) does. `fresh` gives the meta of each new paragraph from that of the one at the caret.
    pub fn insert(&mut self, text: &str, now_ms: u64, fresh: impl FnMut(&M) -> M) -> Outcome {
        let kind = if lines(text).nth(1).is_some() { Kind::Whole } else { Kind::Typing };
        self.edit(kind, now_ms, grapheme::count(text), |b| b.put(text, fresh))
    }

    /// Puts `text` over the selection as one edit and one undo. Its lines become paragraphs, whatever their line ends
    /// (LF, CRLF, CR, and the soft breaks of word processors).
    pub fn paste(&mut self, text: &str, now_ms: u64, fresh: impl FnMut(&M) -> M) -> Outcome {
        self.edit(Kind::Whole, now_ms, 0, |b| b.put(text, fresh))
    }

    /// Splits the paragraph at the caret. The first part keeps its meta, also when it is empty; the rest gets the
    /// fresh one. At the end of a locked paragraph this begins a new one after it.
    pub fn newline(&mut self, now_ms: u64, fresh: impl FnMut(&M) -> M) -> Outcome {
        self.edit(Kind::Whole, now_ms, 0, |b| b.put("\n", fresh))
    }

    /// Erases the selection, or without one what `what` says.
    pub fn erase(&mut self, what: Erase, now_ms: u64) -> Outcome {
        if let Some((from, to)) = self.selection() {
            return self.edit(Kind::Whole, now_ms, 0, |b| b.remove(from, to));
        }
        let at = self.caret.at;
        let (from, to) = match what {
            Erase::Back => (self.before(at), at),
            Erase::Forward => (at, self.after(at)),
            Erase::WordBack => (self.word_before(at), at),
            Erase::WordForward => (at, self.word_after(at)),
        };
        self.edit(Kind::Erasing, now_ms, 1, |b| b.remove(from, to))
    }

    /// Moves the selected text to the program's own clipboard.
    pub fn cut(&mut self, clipboard: &mut String, now_ms: u64) -> Outcome {
        let Some((from, to)) = self.selection() else { return Outcome::Nothing };
        let text = self.text_between(from, to);
        let outcome = self.edit(Kind::Whole, now_ms, 0, |b| b.remove(from, to));
        if outcome == Outcome::Done {
            *clipboard = text;
        }
        outcome
    }

    /// Changes what a paragraph stands for (lane, marks), as an edit that can be undone. Locked paragraphs included:
    /// the lock is on the text, and this is how the caller sets and lifts it.
    pub fn set_meta(&mut self, paragraph: usize, meta: M, now_ms: u64) -> Outcome {
        match self.document.meta(paragraph) {
            Some(before) if *before != meta => {
                let before = before.clone();
                self.whole(now_ms, |b| b.perform(Change::Meta { paragraph, before, after: meta }))
            }
            _ => Outcome::Nothing,
        }
    }

    /// Adds a paragraph of `text`, which is one line, after `paragraph`, or at the end. Caret and selection stay at
    /// their text.
    pub fn insert_paragraph_after(&mut self, paragraph: usize, meta: M, text: &str, now_ms: u64) -> Outcome {
        let at = paragraph.saturating_add(1).min(self.document.count());
        let text = text.to_owned();
        self.whole(now_ms, |b| {
            b.perform(Change::Insert { at, paragraphs: vec![Paragraph { text, meta }] });
            for place in std::iter::once(&mut b.caret.at).chain(&mut b.anchor) {
                place.paragraph += usize::from(place.paragraph >= at);
            }
        })
    }

    /// Changes what a paragraph stands for and begins an empty one after it, at which the caret is put: one edit, one
    /// undo. For a correction, which locks what it corrects.
    pub fn set_meta_and_follow(&mut self, paragraph: usize, meta: M, next: M, now_ms: u64) -> Outcome {
        let Some(before) = self.document.meta(paragraph).cloned() else { return Outcome::Nothing };
        let after = paragraph + 1;
        self.whole(now_ms, |b| {
            b.perform(Change::Meta { paragraph, before, after: meta });
            let begun = Paragraph { text: String::new(), meta: next };
            b.perform(Change::Insert { at: after, paragraphs: vec![begun] });
            b.stand_at(Position { paragraph: after, offset: 0 }, None);
        })
    }

    /// Takes back the last group of edits: text, metas, caret and selection.
    pub fn undo(&mut self) -> Outcome {
        let Some(group) = self.history.pop_done() else { return Outcome::Nothing };
        let (group, outcome) = self.replay(group);
        match outcome {
            Outcome::Done => {
                self.stand_at(group.before.caret, group.before.anchor);
                self.history.push_undone(group);
            }
            _ => self.history.push_done(group),
        }
        outcome
    }

    /// Makes the last group again that was taken back.
    pub fn redo(&mut self) -> Outcome {
        let Some(group) = self.history.pop_undone() else { return Outcome::Nothing };
        let (group, outcome) = self.replay(group);
        match outcome {
            Outcome::Done => {
                self.stand_at(group.after.caret, group.after.anchor);
                self.history.push_done(group);
            }
            _ => self.history.push_undone(group),
        }
        outcome
    }

    /// Whether there is something to undo.
    pub const fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    /// Whether there is something to redo.
    pub const fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    /// Forgets what could be undone and redone.
    pub fn forget_history(&mut self) {
        self.history.clear();
    }

    /// One edit in the history: `act` makes the changes and says whether it did.
    fn edit(&mut self, kind: Kind, now_ms: u64, graphemes: usize, act: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        let before = self.stand();
        self.history.begin(kind, now_ms, before);
        let outcome = act(self);
        if outcome == Outcome::Done {
            self.revision += 1;
            self.goal = None;
        }
        self.history.finish(now_ms, self.stand(), graphemes);
        outcome
    }

    /// [`edit`](Self::edit) for changes that cannot be refused.
    fn whole(&mut self, now_ms: u64, act: impl FnOnce(&mut Self)) -> Outcome {
        self.edit(Kind::Whole, now_ms, 0, |b| {
            act(b);
            Outcome::Done
        })
    }

    fn perform(&mut self, change: Change<M>) {
        self.document.apply(&change);
        self.history.record(change);
    }

    fn perform_text(&mut self, at: Position, removed: &str, inserted: &str) {
        if !removed.is_empty() || !inserted.is_empty() {
            self.perform(Change::Text {
                paragraph: at.paragraph,
                at: at.offset,
                removed: removed.to_owned(),
                inserted: inserted.to_owned(),
            });
        }
    }

    /// Puts text over the selection.
    fn put(&mut self, text: &str, fresh: impl FnMut(&M) -> M) -> Outcome {
        if text.is_empty() {
            return Outcome::Nothing;
        }
        let selected = self.selection();
        let at = selected.map_or(self.caret.at, |(from, _)| from);
        if self.document.locked(at.paragraph) {
            let begins_new = text == "\n" && selected.is_none() && at.offset == self.document.text(at.paragraph).len();
            return if begins_new { self.put_after_locked(at, fresh) } else { Outcome::Locked };
        }
        if let Some((from, to)) = selected
            && self.remove(from, to) == Outcome::Locked
        {
            return Outcome::Locked;
        }
        let at = self.caret.at;
        self.put_lines(at, text, fresh);
        Outcome::Done
    }

    fn put_after_locked(&mut self, at: Position, mut fresh: impl FnMut(&M) -> M) -> Outcome {
        let Some(meta) = self.document.meta(at.paragraph).map(&mut fresh) else { return Outcome::Nothing };
        let after = at.paragraph + 1;
        self.perform(Change::Insert { at: after, paragraphs: vec![Paragraph { text: String::new(), meta }] });
        self.stand_at(Position { paragraph: after, offset: 0 }, None);
        Outcome::Done
    }

    /// Inserts lines at a place that is not locked. The first goes on the paragraph there, the last before what followed
    /// the caret, those between become paragraphs of their own.
    fn put_lines(&mut self, at: Position, text: &str, mut fresh: impl FnMut(&M) -> M) {
        let mut lines = lines(text);
        let head = lines.next().unwrap_or_default();
        let mut rest: Vec<Paragraph<M>> = match self.document.meta(at.paragraph) {
            Some(from) => lines.map(|line| Paragraph { text: line.to_owned(), meta: fresh(from) }).collect(),
            None => Vec::new(),
        };
        let end = match rest.pop() {
            None => {
                self.perform_text(at, "", head);
                Position { offset: at.offset + head.len(), ..at }
            }
            Some(last) => {
                self.perform(Change::Split { paragraph: at.paragraph, at: at.offset, tail: last.meta });
                self.perform_text(at, "", head);
                let next = Position { paragraph: at.paragraph + 1, offset: 0 };
                self.perform_text(next, "", &last.text);
                let end = Position { paragraph: next.paragraph + rest.len(), offset: last.text.len() };
                if !rest.is_empty() {
                    self.perform(Change::Insert { at: next.paragraph, paragraphs: rest });
                }
                end
            }
        };
        self.stand_at(end, None);
    }

    /// Removes what lies between two positions, joining the paragraphs at its ends.
    fn remove(&mut self, from: Position, to: Position) -> Outcome {
        if from >= to {
            return Outcome::Nothing;
        }
        let leaves_locked = to == Position { paragraph: from.paragraph + 1, offset: 0 }
            && from.offset == self.document.text(from.paragraph).len()
            && self.document.text(to.paragraph).is_empty()
            && !self.document.locked(to.paragraph);
        if leaves_locked {
            // An empty paragraph goes whole, so that it may go from behind a locked one too.
            self.remove_whole(to.paragraph, to.paragraph + 1);
        } else if (from.paragraph..=to.paragraph).any(|i| self.document.locked(i)) {
            return Outcome::Locked;
        } else if from.paragraph == to.paragraph {
            self.remove_text(from, to.offset);
        } else {
            self.remove_across(from, to);
        }
        self.stand_at(from, None);
        Outcome::Done
    }

    fn remove_across(&mut self, from: Position, to: Position) {
        let second = from.paragraph + 1;
        self.remove_text(from, self.document.text(from.paragraph).len());
        self.remove_whole(second, to.paragraph);
        self.remove_text(Position { paragraph: second, offset: 0 }, to.offset);
        let (head, tail) = (self.document.meta(from.paragraph).cloned(), self.document.meta(second).cloned());
        let (Some(head), Some(tail)) = (head, tail) else { return };
        let joined = if self.document.text(second).is_empty() { None } else { head.joined(&tail) };
        self.perform(Change::Join { paragraph: from.paragraph, at: from.offset, tail });
        if let Some(after) = joined.filter(|after| *after != head) {
            self.perform(Change::Meta { paragraph: from.paragraph, before: head, after });
        }
    }

    fn remove_text(&mut self, from: Position, to: usize) {
        let removed = self.document.text(from.paragraph).get(from.offset..to).unwrap_or_default().to_owned();
        self.perform_text(from, &removed, "");
    }

    fn remove_whole(&mut self, from: usize, to: usize) {
        let paragraphs = self.document.paragraphs().get(from..to).unwrap_or_default().to_vec();
        if !paragraphs.is_empty() {
            self.perform(Change::Remove { at: from, paragraphs });
        }
    }

    /// Applies the inverses of a group's changes, last first. On a lock everything is put back. The group returned
    /// holds what is to be inverted next time.
    fn replay(&mut self, group: Group<M>) -> (Group<M>, Outcome) {
        let Group { mut changes, before, after } = group;
        let mut inverses = Vec::with_capacity(changes.len());
        while let Some(change) = changes.pop() {
            let inverse = change.invert();
            if self.document.refuses(&inverse) {
                changes.push(inverse.invert());
                while let Some(made) = inverses.pop().map(Change::invert) {
                    self.document.apply(&made);
                    changes.push(made);
                }
                return (Group { changes, before, after }, Outcome::Locked);
            }
            self.document.apply(&inverse);
            inverses.push(inverse);
        }
        self.revision += 1;
        (Group { changes: inverses, before, after }, Outcome::Done)
    }

    /// Caret and selection after an edit; text around them may have grown together with them.
    fn stand_at(&mut self, caret: Position, anchor: Option<Position>) {
        self.caret = Spot::from(self.document.clamp(caret));
        self.anchor = anchor.map(|at| self.document.clamp(at));
        self.goal = None;
    }

    /// The position one grapheme before `at`; the same at the start of the text.
    pub(crate) fn before(&self, at: Position) -> Position {
        self.step_back(at, grapheme::previous)
    }

    /// The position one grapheme after `at`; the same at the end of the text.
    pub(crate) fn after(&self, at: Position) -> Position {
        self.step_on(at, grapheme::next)
    }

    /// The start of the word at or before `at`.
    pub(crate) fn word_before(&self, at: Position) -> Position {
        self.step_back(at, word::left)
    }

    /// The start of the next word, or the end of the paragraph.
    pub(crate) fn word_after(&self, at: Position) -> Position {
        self.step_on(at, word::right)
    }

    fn step_back(&self, at: Position, step: impl Fn(&str, usize) -> usize) -> Position {
        match (at.offset, at.paragraph.checked_sub(1)) {
            (0, None) => at,
            (0, Some(paragraph)) => Position { paragraph, offset: self.document.text(paragraph).len() },
            (offset, _) => {
                let text = self.document.text(at.paragraph);
                Position { offset: grapheme::floor(text, step(text, offset)), ..at }
            }
        }
    }

    fn step_on(&self, at: Position, step: impl Fn(&str, usize) -> usize) -> Position {
        let text = self.document.text(at.paragraph);
        if at.offset < text.len() {
            Position { offset: grapheme::ceil(text, step(text, at.offset)), ..at }
        } else if at.paragraph + 1 < self.document.count() {
            Position { paragraph: at.paragraph + 1, offset: 0 }
        } else {
            at
        }
    }
}

/// The lines of `text`, by any line end that Unicode knows; at least one.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let ends = |c| matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let Some((line, end)) = text.find(ends).and_then(|at| text.split_at_checked(at)) else {
            rest = None;
            return Some(text);
        };
        rest = end.strip_prefix("\r\n").or_else(|| end.strip_prefix(ends));
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_is_one() {
        let all = |text| lines(text).collect::<Vec<_>>();
        assert_eq!(all(""), [""]);
        assert_eq!(all("a"), ["a"]);
        assert_eq!(all("a\n"), ["a", ""]);
        assert_eq!(all("a\r\nb\rc\n\nd\u{B}e\u{2028}f"), ["a", "b", "c", "", "d", "e", "f"]);
    }
}
