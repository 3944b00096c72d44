//! The text layer as its users see it: editing tables, properties, and bounds on the work per key.

mod keys;
mod large;
mod line;
mod meta;
mod properties;
mod table;
mod view;

use crate::text::{Ambiguous, Buffer, Measure, Meta, Paragraph, Position};

/// A meta to test with: an id, and a mark that can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub id: u32,
    pub lane: u8,
    pub locked: bool,
}

impl Tag {
    pub(super) const fn new(id: u32) -> Self {
        Self { id, lane: 0, locked: false }
    }
}

impl Meta for Tag {
    fn locked(&self) -> bool {
        self.locked
    }
}

pub(super) fn measure(width: usize) -> Measure {
    Measure::new(width, Ambiguous::Narrow)
}

/// A buffer of the lines of `text`, with ids from 0 on; a paragraph that begins with `#` is locked.
pub(super) fn buffer(text: &str) -> Buffer<Tag> {
    let paragraph = |(id, line): (u32, &str)| Paragraph {
        text: line.to_owned(),
        meta: Tag { locked: line.starts_with('#'), ..Tag::new(id) },
    };
    Buffer::new((0..).zip(text.split('\n')).map(paragraph).collect(), || Tag::new(0))
}

pub(super) fn at(paragraph: usize, offset: usize) -> Position {
    Position { paragraph, offset }
}

pub(super) fn ids(buffer: &Buffer<Tag>) -> Vec<u32> {
    buffer.paragraphs().iter().map(|p| p.meta.id).collect()
}
