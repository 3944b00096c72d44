//! A small language for editing tests: texts with `|` for the caret and `^` for the other end of the selection, and
//! keys as people would write them down.

use super::{Tag, buffer, measure};
use crate::text::{Buffer, Erase, Measure, Motion, Outcome, Position};

/// A buffer at the keyboard, with clock, clipboard and the last outcome.
pub(super) struct Typist {
    pub buffer: Buffer<Tag>,
    pub clipboard: String,
    pub now_ms: u64,
    pub next_id: u32,
    pub outcome: Outcome,
    measure: Measure,
}

impl Typist {
    /// A desk with `marked` on it, in rows of `width` cells. Without a `|` the caret is at the start.
    pub(super) fn new(marked: &str, width: usize) -> Self {
        let (text, caret, anchor) = unmark(marked);
        let mut buffer = buffer(&text);
        match anchor {
            Some(anchor) => buffer.select(anchor, caret),
            None => buffer.place(caret.into(), false),
        }
        // The layout exists from the start, so that every edit has to keep it up.
        buffer.row_count(measure(width));
        let next_id = 100;
        Self {
            buffer,
            clipboard: String::new(),
            now_ms: 0,
            next_id,
            outcome: Outcome::Nothing,
            measure: measure(width),
        }
    }

    /// Presses the keys: `<name>` or single characters, 10 ms each.
    pub(super) fn press(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            self.now_ms += 10;
            if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                self.named(name);
                rest = after;
            } else {
                let (typed, after) = rest.split_at(c.len_utf8());
                self.typed(typed);
                rest = after;
            }
        }
    }

    pub(super) fn typed(&mut self, text: &str) {
        let next_id = &mut self.next_id;
        self.outcome = self.buffer.insert(text, self.now_ms, |_| fresh(next_id));
    }

    pub(super) fn pasted(&mut self, text: &str) {
        let next_id = &mut self.next_id;
        self.outcome = self.buffer.paste(text, self.now_ms, |_| fresh(next_id));
    }

    fn named(&mut self, name: &str) {
        if let Some((motion, select)) = motion(name) {
            self.buffer.go(motion, select, self.measure);
            return;
        }
        let now = self.now_ms;
        let next_id = &mut self.next_id;
        let buffer = &mut self.buffer;
        self.outcome = match name {
            "cr" => buffer.newline(now, |_| fresh(next_id)),
            "bs" => buffer.erase(Erase::Back, now),
            "del" => buffer.erase(Erase::Forward, now),
            "C-bs" => buffer.erase(Erase::WordBack, now),
            "C-del" => buffer.erase(Erase::WordForward, now),
            "undo" => buffer.undo(),
            "redo" => buffer.redo(),
            "copy" => buffer.copy(&mut self.clipboard),
            "cut" => buffer.cut(&mut self.clipboard, now),
            "paste" => return self.pasted(&self.clipboard.clone()),
            "all" => return buffer.select_all(),
            "word" => return buffer.select_word(buffer.caret()),
            "para" => return buffer.select_paragraph(buffer.caret()),
            "blur" => return buffer.blur(),
            "wait" => return self.now_ms += 1_500,
            _ => panic!("no such key: <{name}>"),
        };
    }

    /// The text with its marks.
    pub(super) fn marked(&self) -> String {
        let mut marks = vec![(self.buffer.caret(), '|')];
        marks.extend(self.buffer.anchor().map(|anchor| (anchor, '^')));
        let mut lines: Vec<String> = self.buffer.paragraphs().iter().map(|p| p.text.clone()).collect();
        marks.sort_unstable();
        for (place, mark) in marks.into_iter().rev() {
            lines[place.paragraph].insert(place.offset, mark);
        }
        lines.join("\n")
    }
}

fn fresh(next_id: &mut u32) -> Tag {
    *next_id += 1;
    Tag::new(*next_id)
}

fn motion(name: &str) -> Option<(Motion, bool)> {
    let (name, select) = name.strip_prefix("S-").map_or((name, false), |rest| (rest, true));
    let motion = match name {
        "left" => Motion::Left,
        "right" => Motion::Right,
        "up" => Motion::Up,
        "down" => Motion::Down,
        "home" => Motion::RowStart,
        "end" => Motion::RowEnd,
        "pgup" => Motion::PageUp(3),
        "pgdn" => Motion::PageDown(3),
        "C-left" => Motion::WordLeft,
        "C-right" => Motion::WordRight,
        "C-up" => Motion::ParagraphUp,
        "C-down" => Motion::ParagraphDown,
        "C-home" => Motion::Start,
        "C-end" => Motion::End,
        _ => return None,
    };
    Some((motion, select))
}

/// The text without its marks, and where they stood.
fn unmark(marked: &str) -> (String, Position, Option<Position>) {
    let (mut text, mut caret, mut anchor) = (String::new(), Position::default(), None);
    let mut here = Position::default();
    for c in marked.chars() {
        match c {
            '|' => caret = here,
            '^' => anchor = Some(here),
            '\n' => here = Position { paragraph: here.paragraph + 1, offset: 0 },
            _ => here.offset += c.len_utf8(),
        }
        if !matches!(c, '|' | '^') {
            text.push(c);
        }
    }
    (text, caret, anchor)
}
