//! Other files of an open round on the disk, whatever they are called: by the id of the round; under a passphrase, by the
//! salt that copies of one file share. They are only read.

use super::bounds::Bounds;
use super::error::Sql;
use super::key::Secret;
use super::open::PLAIN;
use super::reader::Reader;
use super::untouched::{self, Medium};
use super::withheld::{self, Then};
use super::{backup, lock, read};
use crate::error::Result;
use crate::model::ids::RoundId;
use rusqlite::{Connection, OptionalExtension};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// What tells the files of a round from the rest of the disk, and those in which more is told from it.
#[derive(Debug, Clone)]
pub struct RoundMarks {
    id: Option<RoundId>,
    salt: Option<[u8; 16]>,
    now: Then,
}

/// What a file is to a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameRound {
    /// Of this round, and something is told in it that is withheld now.
    TellsMore,
    /// Of this round, under its passphrase; what is told in it is not known.
    Sealed,
    /// Called as rounds are, and of which one is not known: damaged, or under another passphrase.
    Unknown,
}

/// How the names of rounds end.
const CALLED: &str = "wenkan";
/// Size of the pages of an encrypted file, bytes.
const PAGE: u64 = 4096;

impl RoundMarks {
    /// Those of the round behind a connection, of which so much is withheld.
    pub(super) fn of(conn: &Connection, path: &Path, now: Option<Arc<withheld::State>>) -> Result<Self> {
        let id = read::meta(conn, "round").during(withheld::DOING, path)?;
        let id = id.and_then(|id| Uuid::parse_str(&id).ok()).map(RoundId);
        let salt: Option<String> =
            conn.query_row("PRAGMA cipher_salt", [], |r| r.get(0)).optional().during(withheld::DOING, path)?;
        let salt = salt.and_then(|salt| data_encoding::HEXLOWER_PERMISSIVE.decode(salt.as_bytes()).ok());
        let salt = salt.and_then(|salt| <[u8; 16]>::try_from(salt).ok());
        Ok(Self { id, salt, now: Then::of(now) })
    }

    /// Whether a file called as rounds are lies beside the round that is, or may be, a copy of it in which more is told.
    pub(super) fn are_beside(&self, round: &Path) -> bool {
        let entries = std::fs::read_dir(backup::folder_of(round)).into_iter().flatten().flatten();
        let may_be = |path: PathBuf| {
            // Closing the open file under another name would end its locks.
            if !is_called(&path) || lock::is_one_file(&path, round) || path.file_name() == round.file_name() {
                return false;
            }
            let mut head = [0; 16];
            let size = std::fs::metadata(&path).map_or(0, |m| m.len());
            let is_read = crate::regular::open(&path).and_then(|mut file| file.read_exact(&mut head)).is_ok();
            is_read && matches!(self.look(&path, &head, size), Some(SameRound::TellsMore | SameRound::Sealed))
        };
        entries.map(|entry| entry.path()).any(may_be)
    }

    /// What the file is to the round, which has to be another one than the open file itself; `None`: nothing, or it tells no
    /// more than the round does. `head`: its first bytes, at least 16.
    pub fn look(&self, path: &Path, head: &[u8], size: u64) -> Option<SameRound> {
        if head.starts_with(PLAIN) {
            return self.plain(path);
        }
        if self.has_salt(head) {
            return Some(SameRound::Sealed);
        }
        (is_called(path) && size.is_multiple_of(PAGE) && size > 0).then_some(SameRound::Unknown)
    }

    /// Whether a file that begins so is a copy of the encrypted round.
    pub fn has_salt(&self, head: &[u8]) -> bool {
        self.salt.is_some_and(|salt| head.starts_with(&salt))
    }

    /// Whether it is a round without a passphrase that has the id of this one.
    pub fn is_in(&self, bytes: &[u8]) -> bool {
        let id = self.id.map(|id| id.0.to_string());
        bytes.starts_with(PLAIN) && id.is_some_and(|id| bytes.windows(id.len()).any(|part| part == id.as_bytes()))
    }

    fn plain(&self, path: &Path) -> Option<SameRound> {
        let told =
            untouched::reader_within(Bounds::other(), path.into(), (None, Secret::None.chinese()), Medium::Sealed)
                .and_then(|reader| Ok((reader.round_id()?, reader.state()?)));
        match told {
            Ok((id, _)) if id != self.id => None,
            Ok((_, then)) => self.now.tells_less_than(&Then::of(then)).then_some(SameRound::TellsMore),
            Err(_) => is_called(path).then_some(SameRound::Unknown),
        }
    }
}

/// Whether it is called as rounds are.
pub fn is_called(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case(CALLED))
}

impl Reader {
    /// What tells the other files of this round; `None` while nothing is withheld in it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn round_marks(&self) -> Result<Option<RoundMarks>> {
        if !self.withholds()? {
            return Ok(None);
        }
        // Of a file of an older version the file itself, not what was made of it in memory.
        let conn = self.original.as_ref().unwrap_or(&self.conn);
        Ok(Some(RoundMarks::of(conn, self.path(), self.state()?)?))
    }
}
