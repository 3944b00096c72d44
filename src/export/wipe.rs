//! Clearing a round out: the file, its copies, and the outputs that its log knows, by their hashes; and the record of it
//! (清理记录), which holds no content: no name of a file, of a unit or of a person but of who cleared.
//!
//! What is removed is what was shown: a file that was changed, replaced or opened since stays.
//!
//! Files are written over before they are removed. That reaches what the system lets a program reach: a stick or a solid
//! state disk may keep blocks that no program sees.

mod record;
mod remove;
mod seen;
#[cfg(test)]
mod tests;

pub use record::Record;
pub use remove::{Gone, Wiped, wipe};
pub use seen::Seen;

use crate::error::{Error, Result};
use crate::export::left::hash;
use crate::export::out::Shelf;
use crate::model::ids::Hash;
use crate::model::round::Round;
use crate::regular;
use crate::store::{Held, Inside, Keyring, Noted, Reader, copies, side_files};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The round itself.
    Round,
    /// What the program keeps beside it.
    Beside,
    /// A copy of it.
    Copy,
    /// An output.
    Output,
}

impl Sort {
    /// What the record calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Round => "轮次文件",
            Self::Beside => "轮次文件旁的附属文件",
            Self::Copy => "备份",
            Self::Output => "导出的文件",
        }
    }
}

/// A file that is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What it is.
    pub sort: Sort,
    /// Where it lies; no link.
    pub path: PathBuf,
    /// As it was when it was planned; `None`: it could not be read.
    pub seen: Option<Seen>,
}

/// What is to be removed, and what is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files; the round itself last.
    pub files: Vec<Planned>,
    /// Copies that may be of this round but cannot be opened; they are named and stay.
    pub unsure: Vec<PathBuf>,
    /// How many outputs were noted of which no file was found: changed since, moved or handed on.
    pub not_found: usize,
}

impl Plan {
    fn add(&mut self, sort: Sort, path: PathBuf) {
        let seen = Seen::at(&path).ok();
        self.files.push(Planned { sort, path, seen });
    }

    /// Keeps other programs from opening what is to be removed, for as long as the lock of the round is held.
    ///
    /// # Errors
    /// Another program has a copy open; it is named, and nothing is to be removed then.
    pub fn hold(&self, held: &mut Held) -> Result<()> {
        let Some(round) = self.files.iter().find(|file| file.sort == Sort::Round) else { return Ok(()) };
        let may_be_open = |file: &&Planned| match file.sort {
            Sort::Copy => true,
            // A copy of which the log knows, under a name that rounds do not have.
            Sort::Output => file.seen.as_ref().is_some_and(Seen::may_be_round),
            Sort::Round | Sort::Beside => false,
        };
        let files: Vec<&Path> = self.files.iter().filter(may_be_open).map(|file| file.path.as_path()).collect();
        held.hold_more(&round.path, &files)
            .map_err(|e| Error::new(e.kind, e.what).hint("没有清除任何文件。请先在打开它的程序里退出，再运行一次。"))
    }
}

/// How many folders deep the shelves may lie.
const DEEP: usize = 5;
/// So many folders of a level are looked into at most, and so many files of one folder.
const FOLDERS: usize = 4_000;
const FILES: usize = 20_000;

/// Looks for what belongs to a round.
///
/// # Errors
/// The round cannot be read.
pub fn plan(reader: Reader, keys: &Keyring) -> Result<Plan> {
    let path = reader.path().to_owned();
    let noted = reader.noted_outputs()?;
    let round: Option<Round> = reader.round_id()?.map(|id| reader.get(id.0)).transpose()?.flatten();
    // The file is hashed with all others below, and closing it would end the locks of whoever has it open.
    drop(reader);
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let mut folders: BTreeSet<PathBuf> = noted.iter().filter_map(|n| n.folder.as_ref()).map(PathBuf::from).collect();
    folders.extend(shelves(&folder));
    folders.insert(folder);
    let own = round.as_ref().and_then(|r| r.backup_dir.as_ref()).map(PathBuf::from);
    folders.extend(own);
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    let mut plan = Plan::default();
    let mut seen = BTreeSet::from([path.clone()]);
    let id = round.map(|r| r.id);
    for copy in copies(&path, id, &folders, keys) {
        let real = regular::real(&copy.path).unwrap_or_else(|_| copy.path.clone());
        if !seen.insert(real.clone()) {
            continue;
        }
        match copy.inside {
            // Of a link the file to which it leads.
            Inside::Read { .. } => plan.add(Sort::Copy, real),
            _ => plan.unsure.push(copy.path),
        }
    }
    let (outputs, not_found) = outputs(&noted, &folders, &mut seen);
    for file in outputs {
        plan.add(Sort::Output, file);
    }
    plan.not_found = not_found;
    let beside = side_files(&path, id, keys)?;
    for file in beside.own {
        plan.add(Sort::Beside, file);
    }
    plan.unsure.extend(beside.unsure);
    plan.add(Sort::Round, path);
    Ok(plan)
}

/// The shelves of outputs in this folder and in those in it, five levels down; links are not followed.
fn shelves(beside: &Path) -> Vec<PathBuf> {
    let names = [Shelf::Report, Shelf::Internal].map(Shelf::folder);
    let is_shelf = |path: &Path| path.file_name().and_then(|n| n.to_str()).is_some_and(|n| names.contains(&n));
    let (mut level, mut shelves) = (vec![beside.to_owned()], Vec::new());
    for _ in 0..=DEEP {
        let (found, next) = level.iter().take(FOLDERS).flat_map(|folder| folders_of(folder)).partition(|p| is_shelf(p));
        shelves.extend::<Vec<PathBuf>>(found);
        level = next;
    }
    shelves
}

fn folders_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|e| e.file_type().is_ok_and(|t| t.is_dir())).map(|e| e.path()).collect()
}

/// The files in a folder, not those in folders in it.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|e| e.file_type().is_ok_and(|t| t.is_file())).map(|e| e.path()).take(FILES).collect()
}

/// Files that are as they were noted, whatever they are called now.
fn outputs(noted: &[Noted], folders: &[PathBuf], seen: &mut BTreeSet<PathBuf>) -> (Vec<PathBuf>, usize) {
    let mut wanted: BTreeMap<Hash, bool> = noted.iter().map(|n| (n.sha256, false)).collect();
    let mut found = Vec::new();
    for folder in folders {
        for path in files_of(folder) {
            let Some(there) = hash(&path).and_then(|is| wanted.get_mut(&is)) else { continue };
            *there = true;
            if seen.insert(regular::real(&path).unwrap_or_else(|_| path.clone())) {
                found.push(path);
            }
        }
    }
    (found, wanted.values().filter(|there| !**there).count())
}
