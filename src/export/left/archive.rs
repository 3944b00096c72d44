//! Archives: what a file looks like, and what lies in a zip. Others are told from the rest by how they begin or by their
//! names, and not looked into.

use super::judge::{Found, Judged, LARGEST, Seen, Wanted};
use super::rounds::Rounds;
use super::text;
use super::walk::{Halt, Pace, Place};
use crate::store::SameRound;
use encoding_rs::GB18030;
use std::io::{self, Cursor, Read};
use std::ops::ControlFlow;
use std::path::Path;
use zip::ZipArchive;

/// So many entries are looked at.
const ENTRIES: usize = 50_000;

/// What a file begins like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// A zip, or an Office file, which is one.
    Zip,
    /// Another archive.
    Archive,
    /// Text in UTF-8.
    Text,
    /// Anything else.
    Other,
}

impl Looks {
    /// Whether it is neither an archive nor an Office file.
    pub(super) const fn is_no_archive(self) -> bool {
        matches!(self, Self::Text | Self::Other)
    }
}

/// What lies in a zip.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// Nothing of it.
    Nothing,
    /// These hold it or are to be looked at.
    Holds(Vec<String>),
    /// It cannot be looked at as a whole, and nothing was found in the rest.
    Unknown,
}

/// How archives begin, but for zip.
const BEGIN: [&[u8]; 8] = [
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"\x1f\x9d",
];
/// How they are called, also in parts.
const CALLED: [&str; 15] =
    ["zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "tbz", "xz", "txz", "zst", "z", "cab", "001", "z01"];
/// Where a tar says that it is one.
const TAR: usize = 257;

/// How much of a file tells what it looks like, bytes.
const HEAD: u64 = 512;

/// The first bytes of a file.
pub(super) fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    crate::regular::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// What a file looks like that begins so.
pub(super) fn looks_of(head: &[u8], path: &Path) -> Looks {
    let begins = |with: &[u8]| head.starts_with(with);
    let is_called = |name: &&str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(name));
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        Looks::Zip
    } else if BEGIN.iter().any(|with| begins(with))
        || head.get(TAR..).is_some_and(|rest| rest.starts_with(b"ustar"))
        || CALLED.iter().any(is_called)
    {
        Looks::Archive
    } else {
        // The last character may be cut.
        let is_text = std::str::from_utf8(head).map_or_else(|e| e.error_len().is_none(), |_| true);
        if is_text && !head.contains(&0) { Looks::Text } else { Looks::Other }
    }
}

/// Looks at what lies in a zip.
pub(super) fn zip(
    archive: &Place,
    (wanted, rounds): (&Wanted<'_>, &Rounds<'_>),
    found: &mut Found,
    pace: &mut Pace<'_>,
) -> ControlFlow<Halt, Inside> {
    let opened = crate::regular::open(&archive.path).ok().filter(|_| archive.size <= LARGEST);
    let Some(mut zip) = opened.and_then(|file| ZipArchive::new(file).ok()) else {
        return ControlFlow::Continue(Inside::Unknown);
    };
    // Anybody can give an archive what a document has: it is looked into all the same.
    let is_document = text::is_document(&zip);
    let (mut entries, mut is_whole, mut left) = (Vec::new(), zip.len() <= ENTRIES, LARGEST);
    for at in 0..zip.len().min(ENTRIES) {
        let Ok(entry) = zip.by_index(at) else {
            is_whole = false;
            continue;
        };
        if entry.is_dir() {
            continue;
        }
        let name = name_of(entry.name_raw());
        let (mut bytes, mut read) = (Vec::new(), 0_u64);
        let hash = pace.read(entry.take(left), &mut |piece| {
            read += piece.len() as u64;
            if read <= text::LARGEST {
                bytes.extend_from_slice(piece);
            }
        })?;
        left = left.saturating_sub(read);
        let Some(is) = hash.filter(|_| left > 0) else {
            is_whole = false;
            continue;
        };
        let path = Path::new(&name);
        let file_name = path.file_name().unwrap_or_default().to_string_lossy();
        let text = || if read <= text::LARGEST { text::of_bytes(path, &bytes) } else { None };
        let in_shelf = archive.in_shelf || path.iter().any(super::walk::is_shelf);
        let where_written = archive.where_written && !is_document && !wanted.is_too_old(archive.modified);
        match rounds.in_archive(path, is, &bytes) {
            Some(SameRound::TellsMore | SameRound::Sealed) => {
                entries.push(name);
                continue;
            }
            Some(SameRound::Unknown) => {
                is_whole = false;
                continue;
            }
            None => {}
        }
        let looks = looks_of(bytes.get(..512).unwrap_or(&bytes), path);
        let seen = Seen { is, name: &file_name, in_shelf, where_written, looks, lies_as: &|_| true, text: &text };
        match wanted.judge(&seen, found) {
            Judged::Holds | Judged::Unsure => entries.push(name),
            Judged::Clean => {}
            Judged::Unknown => is_whole &= !is_archive(&bytes, path),
        }
    }
    ControlFlow::Continue(match (entries.is_empty(), is_whole) {
        (false, _) => Inside::Holds(entries),
        (true, true) => Inside::Nothing,
        (true, false) => Inside::Unknown,
    })
}

/// Whether an entry is an archive itself; what is in it is not looked at.
fn is_archive(bytes: &[u8], path: &Path) -> bool {
    match looks_of(bytes.get(..512).unwrap_or(bytes), path) {
        Looks::Zip => !ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| text::is_document(&zip)),
        Looks::Archive => true,
        Looks::Text | Looks::Other => false,
    }
}

/// The name of an entry as it is shown: UTF-8, or what Chinese Windows writes.
fn name_of(raw: &[u8]) -> String {
    let name = std::str::from_utf8(raw).map_or_else(|_| GB18030.decode(raw).0.into_owned(), str::to_owned);
    name.replace('\\', "/").chars().map(|c| if c.is_control() { '�' } else { c }).collect()
}
