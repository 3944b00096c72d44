//! Attachments in which withheld words stand: they are kept as they came in, and go out with a bundle.

use super::text;
use crate::error::Result;
use crate::model::attachment::Attachment;
use crate::store::Reader;
use crate::text::grams::Words;
use std::io::{self, Write};
use std::path::Path;

/// What is said of them.
pub const ATTACHED: &str = "附件的内容里有这些话。附件照原样留着，程序不改，资料包里也会带着：交出资料包以前请打开看，\
                            不该交的从资料包的 attachments 文件夹里拿出来，取出过的也请收回";

/// Content that is read only as far as it may have a text: what begins as neither text nor Office file is called off.
#[derive(Default)]
struct Content {
    bytes: Vec<u8>,
    /// It has no text.
    is_mute: bool,
}

impl Write for Content {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.bytes.is_empty() && !text::may_have_one(piece) {
            self.is_mute = true;
            return Err(io::Error::other("no text"));
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The names of those in whose text these words stand, of all that may be told; of others only what lies beside the
/// statement is known. One that is damaged has no text to be read.
///
/// # Errors
/// The list cannot be read.
pub fn saying(reader: &Reader, words: &Words) -> Result<Vec<String>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<Attachment> = reader.all()?;
    let says = |attachment: &Attachment| {
        let mut content = Content::default();
        let read = reader.copy_blob(attachment.sha256, &mut content, &|_| true);
        if read.is_err() || content.is_mute {
            return false;
        }
        text::of_bytes(Path::new(&attachment.name), &content.bytes).is_some_and(|text| words.stand_in(&text))
    };
    let found = all.iter().filter(|a| a.size <= text::LARGEST && says(a));
    let caption =
        |a: &Attachment| if a.caption.trim().is_empty() { String::new() } else { format!("（{}）", a.caption) };
    let mut lines: Vec<String> = found.map(|a| format!("{}{}", a.name, caption(a))).collect();
    lines.sort();
    lines.dedup();
    Ok(lines)
}
