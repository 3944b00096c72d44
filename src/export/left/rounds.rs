//! Files of the round itself among those that are looked at: copies under any name, those of a file manager included.

use super::walk::{Halt, Pace, Place};
use crate::model::ids::Hash;
use crate::model::left::CopyMade;
use crate::store::{RoundMarks, SameRound, is_called_round};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A file that is, or may be, a copy of the round.
#[derive(Debug)]
pub(super) struct Lying {
    pub(super) path: PathBuf,
    pub(super) is: SameRound,
    /// Its hash, when the log knows of any copy.
    pub(super) sha256: Option<Hash>,
}

/// What is known of the round, and which of its files were found.
pub(super) struct Rounds<'a> {
    marks: Option<&'a RoundMarks>,
    /// Of the copies that the log has, by hash: whether they tell more.
    made: BTreeMap<Hash, bool>,
    found: Vec<Lying>,
}

/// Size of the pages of a round, bytes.
const PAGE: u64 = 4096;

impl<'a> Rounds<'a> {
    pub(super) fn new(marks: Option<&'a RoundMarks>, made: &[CopyMade]) -> Self {
        let made = made.iter().map(|copy| (copy.sha256, copy.is_older)).collect();
        Self { marks, made, found: Vec::new() }
    }

    pub(super) fn into_found(self) -> Vec<Lying> {
        self.found
    }

    /// Looks whether the file is one of a round, and keeps it when it may tell what is withheld. `true`: it is one, and no
    /// output.
    pub(super) fn look(&mut self, place: &Place, head: &[u8], reading: &mut Pace<'_>) -> ControlFlow<Halt, bool> {
        let Some(marks) = self.marks else { return ControlFlow::Continue(false) };
        let path = &place.path;
        let looks = marks.look(path, head, place.size);
        // One that was put under another passphrase since, or renamed, is known by its hash alone.
        let may_be_logged = !self.made.is_empty()
            && (looks.is_some() || (place.size.is_multiple_of(PAGE) && std::str::from_utf8(head).is_err()));
        let sha256 = if may_be_logged { reading.hash(path)? } else { None };
        let logged = sha256.and_then(|sha256| self.made.get(&sha256).copied());
        let is = match (looks, logged) {
            (Some(SameRound::Sealed | SameRound::Unknown), Some(false)) => None,
            (Some(SameRound::Sealed | SameRound::Unknown) | None, Some(true)) => Some(SameRound::TellsMore),
            (looks, _) => looks,
        };
        if let Some(is) = is {
            self.found.push(Lying { path: path.clone(), is, sha256 });
        }
        ControlFlow::Continue(looks.is_some() || logged.is_some() || is_called_round(path))
    }

    /// What an entry of an archive is, of which these are the bytes, or as many as are held.
    pub(super) fn in_archive(&self, path: &Path, is: Hash, bytes: &[u8]) -> Option<SameRound> {
        let marks = self.marks?;
        match self.made.get(&is) {
            Some(true) => return Some(SameRound::TellsMore),
            Some(false) => return None,
            None => {}
        }
        if marks.has_salt(bytes) || marks.is_in(bytes) {
            return Some(SameRound::Sealed);
        }
        is_called_round(path).then_some(SameRound::Unknown)
    }
}
