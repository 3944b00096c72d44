//! Clearing a round out: the file, its copies, and the outputs that its log knows, by their hashes; and the record of it
//! (清理记录), which holds no content: no name of a file, of a unit or of a person but of who cleared.
//!
//! Files are written over before they are removed. That reaches what the system lets a program reach: a stick or a solid
//! state disk may keep blocks that no program sees.

use crate::error::{self, Result};
use crate::export::left::hash;
use crate::export::out::Shelf;
use crate::model::ids::Hash;
use crate::model::round::Round;
use crate::model::value::Instant;
use crate::regular;
use crate::store::{Inside, Keyring, Noted, Reader, copies, fingerprint, side_files};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write;
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

/// What is to be removed, and what is not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files, each with what it is; the round itself last.
    pub files: Vec<(Sort, PathBuf)>,
    /// Copies that may be of this round but cannot be opened; they are named and stay.
    pub unsure: Vec<PathBuf>,
    /// How many outputs were noted of which no file was found: changed since, moved or handed on.
    pub not_found: usize,
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
        if !seen.insert(real) {
            continue;
        }
        match copy.inside {
            Inside::Read { .. } => plan.files.push((Sort::Copy, copy.path)),
            _ => plan.unsure.push(copy.path),
        }
    }
    let (outputs, not_found) = outputs(&noted, &folders, &mut seen);
    plan.files.extend(outputs);
    plan.not_found = not_found;
    let beside = side_files(&path, id, keys)?;
    plan.files.extend(beside.own.into_iter().map(|file| (Sort::Beside, file)));
    plan.unsure.extend(beside.unsure);
    plan.files.push((Sort::Round, path));
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
fn outputs(noted: &[Noted], folders: &[PathBuf], seen: &mut BTreeSet<PathBuf>) -> (Vec<(Sort, PathBuf)>, usize) {
    let mut wanted: BTreeMap<Hash, bool> = noted.iter().map(|n| (n.sha256, false)).collect();
    let mut found = Vec::new();
    for folder in folders {
        for path in files_of(folder) {
            let Some(there) = hash(&path).and_then(|is| wanted.get_mut(&is)) else { continue };
            *there = true;
            if seen.insert(regular::real(&path).unwrap_or_else(|_| path.clone())) {
                found.push((Sort::Output, path));
            }
        }
    }
    (found, wanted.values().filter(|there| !**there).count())
}

/// A file that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// What it was.
    pub sort: Sort,
    /// SHA-256 of what was in it.
    pub sha256: Hash,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Wiped {
    /// Removed.
    pub gone: Vec<Gone>,
    /// Refused by the disk: where, and why.
    pub left: Vec<(PathBuf, String)>,
}

/// Removes the files of a plan. What the disk refuses is said, and the rest goes on; the round itself stays when anything
/// else could not be removed, because it alone knows of it.
pub fn wipe(plan: &Plan) -> Wiped {
    let mut wiped = Wiped::default();
    for (sort, path) in &plan.files {
        if *sort == Sort::Round && !wiped.left.is_empty() {
            wiped.left.push((path.clone(), "还有别的文件没有清理掉，轮次文件先留着".to_owned()));
            break;
        }
        match remove(path) {
            Ok((sha256, bytes)) => wiped.gone.push(Gone { sort: *sort, sha256, bytes }),
            Err(_) if !path.exists() => {}
            Err(e) => wiped.left.push((path.clone(), e.what)),
        }
    }
    wiped
}

fn remove(path: &Path) -> Result<(Hash, u64)> {
    let known = fingerprint(path)?;
    let over = || {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let zeros = vec![0; 1 << 16];
        let mut left = known.1;
        while left > 0 {
            let n = usize::try_from(left).unwrap_or(usize::MAX).min(zeros.len());
            file.write_all(zeros.get(..n).unwrap_or_default())?;
            left -= n as u64;
        }
        file.sync_all()
    };
    // A file that cannot be written over is still removed.
    over().ok();
    regular::remove(path).map_err(|e| error::io("清理", path, e))?;
    Ok(known)
}

/// The text of the record: when, who, what with its SHA-256.
pub fn record(wiped: &Wiped, who: &str, at: Instant) -> String {
    let mut text = format!(
        "清理记录\n\n时间：{} {}\n清理人：{who}\n程序：问看 {}\n\n",
        at.date().chinese(),
        at.hour_minute(),
        env!("CARGO_PKG_VERSION")
    );
    // Writing to a string cannot fail.
    for (n, Gone { sort, sha256, bytes }) in wiped.gone.iter().enumerate() {
        writeln!(text, "{}. {}　{bytes} 字节　SHA-256 {sha256}", n + 1, sort.chinese()).ok();
    }
    if wiped.gone.is_empty() {
        text.push_str("没有清理任何文件。\n");
    }
    if !wiped.left.is_empty() {
        writeln!(text, "\n没有清理掉的文件 {} 个。", wiped.left.len()).ok();
    }
    text.push_str("\n本记录不含轮次内容、文件名称和单位、人员姓名。\n");
    text
}
