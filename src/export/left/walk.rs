//! The files below the folder of the round and below the folders into which outputs were written. Links are not followed,
//! and neither the files of the round itself nor what stands for no file are opened.

use super::GoOn;
use super::judge::is_beside_bundle;
use crate::export::out::Shelf;
use crate::model::ids::Hash;
use crate::model::left::Left;
use crate::regular;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How much is looked at, at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) folders: usize,
    pub(super) files: usize,
    /// Bytes read of files that may be an output.
    pub(super) bytes: u64,
}

impl Limits {
    /// More than a round and its exports come to; on a slow disk a few minutes.
    pub(super) const USUAL: Self = Self { folders: 50_000, files: 300_000, bytes: 4 << 30 };
}

/// Why a search ends before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    /// The user called it off.
    CalledOff,
    /// There is more than is looked at.
    Spent,
}

/// What has been looked at so far, and whether it goes on.
pub(super) struct Pace<'a> {
    going: GoOn<'a>,
    limits: Limits,
    folders: usize,
    files: usize,
    bytes: u64,
}

impl<'a> Pace<'a> {
    pub(super) const fn new(going: GoOn<'a>, limits: Limits) -> Self {
        Self { going, limits, folders: 0, files: 0, bytes: 0 }
    }

    /// Another folder is looked into.
    fn folder(&mut self) -> ControlFlow<Halt> {
        self.folders += 1;
        self.goes_on()
    }

    /// Another file is looked at.
    pub(super) fn file(&mut self) -> ControlFlow<Halt> {
        self.files += 1;
        self.goes_on()
    }

    fn goes_on(&self) -> ControlFlow<Halt> {
        let Limits { folders, files, bytes } = self.limits;
        if self.folders > folders || self.files > files || self.bytes > bytes {
            return ControlFlow::Break(Halt::Spent);
        }
        if (self.going)(self.files) { ControlFlow::Continue(()) } else { ControlFlow::Break(Halt::CalledOff) }
    }

    /// The hash of a file; `None`: it cannot be read.
    pub(super) fn hash(&mut self, path: &Path) -> ControlFlow<Halt, Option<Hash>> {
        let Ok(file) = regular::open(path) else { return ControlFlow::Continue(None) };
        self.read(file, &mut |_| {})
    }

    /// Reads to the end and hashes; each piece is handed over. `None`: it cannot be read.
    pub(super) fn read(&mut self, mut from: impl Read, each: &mut dyn FnMut(&[u8])) -> ControlFlow<Halt, Option<Hash>> {
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            self.goes_on()?;
            let read = match from.read(&mut buffer) {
                Ok(0) => return ControlFlow::Continue(Some(Hash(hasher.finalize().into()))),
                Ok(read) => read,
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return ControlFlow::Continue(None),
            };
            let piece = buffer.get(..read).unwrap_or_default();
            self.bytes += piece.len() as u64;
            hasher.update(piece);
            each(piece);
        }
    }
}

/// The hash of a file; `None`: it cannot be read, or is larger than what is looked for.
pub(in crate::export) fn hash(path: &Path) -> Option<Hash> {
    Pace::new(&|_| true, Limits::USUAL).hash(path).continue_value().flatten()
}

/// A file on the disk.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    pub(super) size: u64,
    pub(super) modified: Option<SystemTime>,
    /// It lies in a shelf or in a folder in one.
    pub(super) in_shelf: bool,
    /// It lies where outputs are written: in a shelf, or in a folder into which one was written.
    pub(super) where_written: bool,
    /// Only copies of the round are looked for here.
    pub(super) only_rounds: bool,
}

impl Place {
    /// Whether it lies as the content of that attachment was put out: under the name and in the folder that the log has; of
    /// a bundle in a folder for attachments, under its hash.
    pub(super) fn is_as_written(&self, one: &Left) -> bool {
        let folder = self.path.parent();
        let is_called = |name: &str| self.path.file_name() == Some(OsStr::new(name));
        if is_beside_bundle(one) {
            let is_beside = folder.and_then(Path::file_name) == Some(OsStr::new("attachments"));
            return is_beside && is_called(&one.sha256.to_string());
        }
        let is_there = match &one.folder {
            Some(noted) => {
                let [noted, here] = [Some(Path::new(noted)), folder].map(|f| f.and_then(|f| regular::real(f).ok()));
                noted.is_some() && noted == here
            }
            None => self.in_shelf,
        };
        is_there && is_called(&one.path_name)
    }
}

/// How a walk ended.
pub(super) struct Walked {
    /// Folders that cannot be read.
    pub(super) unread: Vec<PathBuf>,
    /// Why it ended before its end.
    pub(super) halt: Option<Halt>,
}

/// A search of the disk.
pub(super) trait Visitor<'a> {
    /// What it has looked at so far.
    fn pace(&mut self) -> &mut Pace<'a>;

    /// Looks at a file.
    fn look(&mut self, place: &Place) -> ControlFlow<Halt>;
}

/// Hands over every file, those near the top first. Of the folders `of_copies` what lies in them, not below.
pub(super) fn each<'a>(round: &Path, left: &[Left], of_copies: &[PathBuf], search: &mut impl Visitor<'a>) -> Walked {
    let own = Own::of(round);
    let written: BTreeSet<PathBuf> =
        left.iter().filter_map(|l| regular::real(Path::new(l.folder.as_ref()?)).ok()).collect();
    let mut walked = Walked { unread: Vec::new(), halt: None };
    let roots = roots(&own, left);
    let shallow = shallow(&roots, of_copies).into_iter().map(|folder| (folder, false, true));
    let mut queue: VecDeque<(PathBuf, bool, bool)> =
        roots.into_iter().map(|(folder, in_shelf)| (folder, in_shelf, false)).chain(shallow).collect();
    while let Some((folder, in_shelf, only_rounds)) = queue.pop_front() {
        if let ControlFlow::Break(halt) = search.pace().folder() {
            walked.halt = Some(halt);
            return walked;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(e) => {
                if e.kind() != ErrorKind::NotFound {
                    walked.unread.push(folder);
                }
                continue;
            }
        };
        let where_written = in_shelf || regular::real(&folder).is_ok_and(|whole| written.contains(&whole));
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            if kind.is_dir() {
                if !only_rounds {
                    queue.push_back((path, in_shelf || is_shelf(&entry.file_name()), false));
                }
                continue;
            }
            let Some(metadata) = entry.metadata().ok().filter(|m| m.is_file() && !own.is(&folder, &path, m)) else {
                continue;
            };
            let modified = metadata.modified().ok();
            let place = Place { path, size: metadata.len(), modified, in_shelf, where_written, only_rounds };
            if let ControlFlow::Break(halt) = search.look(&place) {
                walked.halt = Some(halt);
                return walked;
            }
        }
    }
    walked
}

/// Those of the folders that lie in no root, each once.
fn shallow(roots: &[(PathBuf, bool)], folders: &[PathBuf]) -> Vec<PathBuf> {
    let deep: Vec<PathBuf> = roots.iter().filter_map(|(root, _)| regular::real(root).ok()).collect();
    let whole: BTreeSet<PathBuf> = folders.iter().filter_map(|folder| regular::real(folder).ok()).collect();
    whole.into_iter().filter(|folder| !deep.iter().any(|root| folder.starts_with(root))).collect()
}

/// The folders to begin with, each with whether it is in a shelf; none of them lies in another one.
fn roots(own: &Own, left: &[Left]) -> Vec<(PathBuf, bool)> {
    let folders: BTreeSet<&str> = left.iter().filter_map(|l| l.folder.as_deref()).collect();
    let noted = folders.into_iter().map(|f| (PathBuf::from(f), PathBuf::from(f).iter().any(is_shelf)));
    let mut roots: Vec<(PathBuf, PathBuf, bool)> = Vec::new();
    for (folder, in_shelf) in std::iter::once((own.folder.clone(), false)).chain(noted) {
        // One that is not there any more has nothing below it.
        let Ok(whole) = regular::real(&folder) else { continue };
        if roots.iter().any(|(_, other, _)| whole.starts_with(other)) {
            continue;
        }
        roots.retain(|(_, other, _)| !other.starts_with(&whole));
        roots.push((folder, whole, in_shelf));
    }
    roots.into_iter().map(|(folder, _, in_shelf)| (folder, in_shelf)).collect()
}

pub(super) fn is_shelf(name: &OsStr) -> bool {
    [Shelf::Report, Shelf::Internal].map(Shelf::folder).iter().any(|shelf| name == *shelf)
}

/// What the names of the files of a round add to its own.
const SIDES: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// The files of the round, which the program has open. On Unix, whoever closes such a file a second time gives back the
/// locks that SQLite holds on it, so that they are not opened, under whatever name.
pub(super) struct Own {
    folder: PathBuf,
    whole_folder: Option<PathBuf>,
    name: OsString,
    #[cfg(unix)]
    inodes: BTreeSet<(u64, u64)>,
}

impl Own {
    pub(super) fn of(round: &Path) -> Self {
        let folder = round.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new(".")).to_owned();
        let name = round.file_name().unwrap_or_default().to_owned();
        #[cfg(unix)]
        let inodes = SIDES
            .iter()
            .filter_map(|end| {
                let mut name = name.clone();
                name.push(end);
                Some(inode(&fs::metadata(folder.join(name)).ok()?))
            })
            .collect();
        let whole_folder = regular::real(&folder).ok();
        Self {
            folder,
            whole_folder,
            name,
            #[cfg(unix)]
            inodes,
        }
    }

    /// Whether the round itself lies at that path, under whatever name. A copy beside it may be called as it likes.
    pub(super) fn lies_at(&self, path: &Path) -> bool {
        #[cfg(unix)]
        if fs::metadata(path).is_ok_and(|metadata| self.inodes.contains(&inode(&metadata))) {
            return true;
        }
        let whole = self.whole_folder.as_ref().map(|folder| folder.join(&self.name));
        whole.is_some() && regular::real(path).ok() == whole
    }

    fn is(&self, folder: &Path, path: &Path, metadata: &Metadata) -> bool {
        #[cfg(unix)]
        if self.inodes.contains(&inode(metadata)) {
            return true;
        }
        #[cfg(not(unix))]
        let _ = metadata;
        let name = path.file_name().unwrap_or_default();
        let stem = Path::new(&self.name).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let is_own = SIDES.iter().any(|end| {
            let mut own = self.name.clone();
            own.push(end);
            own == name
        });
        // What somebody put beside it under a longer name is a copy.
        (is_own
            || name == OsStr::new(&format!(".{stem}.lock"))
            || name == OsStr::new(&format!(".{}.lock", self.name.to_string_lossy())))
            && regular::real(folder).ok() == self.whole_folder
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}
