//! What the editing keys do, for the one-line fields and for the answer alike.

use crate::text::{Buffer, Erase, Line, Measure, Meta, Motion, Outcome};
use crate::tui::action::{Action, Edit};
use crate::tui::keys::Context;
use crate::tui::update::Cx;

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

/// Carries out `edit` on a one-line field, which has the focus in `here`.
pub fn line(line: &mut Line, edit: Edit, here: Context, cx: &mut Cx<'_>) -> Outcome {
    let now = u64::try_from(cx.now.ms).unwrap_or_default();
    let outcome = edit_line(line, edit, &mut cx.shell.clipboard, now);
    tell(edit, outcome, here, cx);
    outcome
}

fn edit_line(line: &mut Line, edit: Edit, clipboard: &mut String, now_ms: u64) -> Outcome {
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

/// Says that there is nothing of the text to take back or to do again, and how an action is: silence leaves one guessing.
fn tell(edit: Edit, outcome: Outcome, here: Context, cx: &mut Cx<'_>) {
    let (done, acts, how) = match (edit, outcome) {
        (Edit::Undo, Outcome::Nothing) => ("撤销", Action::UndoAct, "；操作用 {key:UndoAct} 撤销"),
        (Edit::Redo, Outcome::Nothing) => ("重做", Action::RedoAct, "；操作用 {key:RedoAct} 重做"),
        _ => return,
    };
    let how = if here.bindings().any(|b| b.action == acts) { here.fill(how) } else { String::new() };
    cx.warn(format!("没有可{done}的文字{how}。"));
}

/// Where and when an edit of the answer happens.
#[derive(Debug, Clone, Copy)]
pub struct At {
    /// The measure of the rows on screen.
    pub measure: Measure,
    /// Rows of a page.
    pub page: usize,
    /// Where the focus is.
    pub here: Context,
}

/// Carries out `edit` on the answer; `fresh` gives the meta of a new paragraph.
pub fn buffer<M: Meta>(
    buffer: &mut Buffer<M>,
    edit: Edit,
    at: At,
    cx: &mut Cx<'_>,
    fresh: impl FnMut(&M) -> M,
) -> Outcome {
    let now = u64::try_from(cx.now.ms).unwrap_or_default();
    let outcome = edit_buffer(buffer, edit, at, (&mut cx.shell.clipboard, now), fresh);
    tell(edit, outcome, at.here, cx);
    outcome
}

fn edit_buffer<M: Meta>(
    buffer: &mut Buffer<M>,
    edit: Edit,
    at: At,
    (clipboard, now_ms): (&mut String, u64),
    fresh: impl FnMut(&M) -> M,
) -> Outcome {
    if let Some((motion, select)) = motion(edit, at.page) {
        buffer.go(motion, select, at.measure);
        return Outcome::Nothing;
    }
    if let Some(what) = erased(edit) {
        return buffer.erase(what, now_ms);
    }
    match edit {
        Edit::NewLine => buffer.newline(now_ms, fresh),
        Edit::Undo => buffer.undo(),
        Edit::Redo => buffer.redo(),
        Edit::Copy => buffer.copy(clipboard),
        Edit::Cut => buffer.cut(clipboard, now_ms),
        Edit::Paste => buffer.paste(clipboard, now_ms, fresh),
        Edit::SelectAll => {
            buffer.select_all();
            Outcome::Nothing
        }
        _ => Outcome::Nothing,
    }
}
