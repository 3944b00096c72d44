//! What the editing keys do, for the one-line fields and for the answer alike.

use crate::text::{Buffer, Erase, Line, Measure, Meta, Motion, Outcome};
use crate::tui::action::Edit;

/// A motion of the caret and whether the selection is extended; `None` for what changes the text.
fn motion(edit: Edit, page: usize) -> Option<(Motion, bool)> {
    Some(match edit {
        Edit::Left(s) => (Motion::Left, s),
        Edit::Right(s) => (Motion::Right, s),
        Edit::Up(s) => (Motion::Up, s),
        Edit::Down(s) => (Motion::Down, s),
        Edit::WordLeft(s) => (Motion::WordLeft, s),
        Edit::WordRight(s) => (Motion::WordRight, s),
        Edit::ParagraphUp(s) => (Motion::ParagraphUp, s),
        Edit::ParagraphDown(s) => (Motion::ParagraphDown, s),
        Edit::RowStart(s) => (Motion::RowStart, s),
        Edit::RowEnd(s) => (Motion::RowEnd, s),
        Edit::TextStart(s) => (Motion::Start, s),
        Edit::TextEnd(s) => (Motion::End, s),
        Edit::PageUp(s) => (Motion::PageUp(page), s),
        Edit::PageDown(s) => (Motion::PageDown(page), s),
        _ => return None,
    })
}

const fn erased(edit: Edit) -> Option<Erase> {
    match edit {
        Edit::Backspace => Some(Erase::Back),
        Edit::Delete => Some(Erase::Forward),
        Edit::DeleteWord => Some(Erase::WordBack),
        _ => None,
    }
}

/// Carries out `edit` on a one-line field.
pub fn line(line: &mut Line, edit: Edit, clipboard: &mut String, now_ms: u64) -> Outcome {
    if let Some((motion, select)) = motion(edit, 1) {
        line.go(motion, select);
        return Outcome::Nothing;
    }
    if let Some(what) = erased(edit) {
        return line.erase(what, now_ms);
    }
    match edit {
        Edit::Undo => line.undo(),
        Edit::Redo => line.redo(),
        Edit::Copy => line.copy(clipboard),
        Edit::Cut => line.cut(clipboard, now_ms),
        Edit::Paste => line.paste(clipboard, now_ms),
        Edit::SelectAll => {
            line.select_all();
            Outcome::Nothing
        }
        _ => Outcome::Nothing,
    }
}

/// Where and when an edit of the answer happens.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// The measure of the rows on screen.
    pub measure: Measure,
    /// Rows of a page.
    pub page: usize,
    /// Milliseconds of the clock.
    pub now_ms: u64,
}

/// Carries out `edit` on the answer; `fresh` gives the meta of a new paragraph.
pub fn buffer<M: Meta>(
    buffer: &mut Buffer<M>,
    edit: Edit,
    at: At,
    clipboard: &mut String,
    fresh: impl FnMut(&M) -> M,
) -> Outcome {
    if let Some((motion, select)) = motion(edit, at.page) {
        buffer.go(motion, select, at.measure);
        return Outcome::Nothing;
    }
    if let Some(what) = erased(edit) {
        return buffer.erase(what, at.now_ms);
    }
    match edit {
        Edit::NewLine => buffer.newline(at.now_ms, fresh),
        Edit::Undo => buffer.undo(),
        Edit::Redo => buffer.redo(),
        Edit::Copy => buffer.copy(clipboard),
        Edit::Cut => buffer.cut(clipboard, at.now_ms),
        Edit::Paste => buffer.paste(clipboard, at.now_ms, fresh),
        Edit::SelectAll => {
            buffer.select_all();
            Outcome::Nothing
        }
        _ => Outcome::Nothing,
    }
}
