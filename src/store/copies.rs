//! Copies of a round: which there are, what is in them, and writing one beside the present file.
//!
//! A copy is only read. It is never written over the present file: what is wanted from it is a file of its own.

use super::backup;
use super::blob;
use super::bounds::Bounds;
use super::error::Sql;
use super::key::{Key, Secret};
use super::output::Sources;
use super::reader::Reader;
use super::untouched::{self, Medium};
use super::{Progress, Store, lock, open, read, sweep};
use crate::clock;
use crate::error::{Error, Kind, Result, io};
use crate::model::ids::{Hash, RoundId};
use crate::model::record::Kind as RecordKind;
use crate::model::round::Round;
use crate::model::value::Instant;
use crate::regular;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

const DOING: &str = "查找备份";

/// A file that is, or may be, a copy of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was made, as its name or else its folder says: `2026-03-09 18:05`.
    pub made: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// What is in it.
    pub inside: Inside,
}

/// What is in a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inside {
    /// It can be read.
    Read {
        /// Name of the round.
        name: String,
        /// Its id.
        round: RoundId,
        /// People on the list.
        people: u64,
        /// Talks.
        talks: u64,
        /// When it was last written to; `None`: never.
        last: Option<Instant>,
    },
    /// Another passphrase opens it, or it is damaged.
    Locked,
    /// It cannot be read, and why.
    Unreadable(String),
}

impl Copy {
    /// One line: when, how many people and talks.
    pub fn chinese(&self) -> String {
        let inside = match &self.inside {
            Inside::Read { name, people, talks, last, .. } => {
                let last = last.map_or_else(String::new, |at| format!("，最后写于 {} {}", at.date(), at.hour_minute()));
                format!("{name}：人员 {people} 名，谈话 {talks} 次{last}")
            }
            Inside::Locked => "口令与现在的不同，或者文件有损坏".to_owned(),
            Inside::Unreadable(why) => why.clone(),
        };
        format!("{}　{inside}", self.made)
    }
}

/// Opens files by one secret; a key is derived once per salt, which copies of one file share.
#[derive(Debug)]
pub struct Keyring {
    secret: Secret,
    known: Mutex<BTreeMap<[u8; 16], Key>>,
    /// That of the round itself, when it is known.
    salt: Option<[u8; 16]>,
}

impl Keyring {
    /// Opens by `secret`.
    pub const fn new(secret: Secret) -> Self {
        Self { secret, known: Mutex::new(BTreeMap::new()), salt: None }
    }

    /// As [`new`](Self::new) for the copies of this round, which is not open in this process.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn of_round(secret: Secret, round: &Path) -> Result<Self> {
        let salt = match open::header(round)? {
            open::Header::Encrypted(salt) => Some(salt),
            open::Header::Plain => None,
        };
        Ok(Self { salt, ..Self::new(secret) })
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<[u8; 16], Key>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn key(&self, path: &Path) -> Result<Option<Key>> {
        let open::Header::Encrypted(salt) = open::header(path)? else { return Ok(None) };
        if let Some(key) = self.known().get(&salt) {
            return Ok(Some(key.clone()));
        }
        let key = Key::derive(&self.secret, salt);
        self.known().extend(key.clone().map(|key| (salt, key)));
        key.map(Some).ok_or_else(|| Error::new(Kind::Open, format!("这个文件需要口令：{}", path.display())))
    }

    /// A file that was asked for.
    fn open(&self, path: &Path) -> Result<(Reader, Option<Key>)> {
        self.open_within(Bounds::Own, path)
    }

    /// A file that merely lies there.
    fn look_into(&self, path: &Path) -> Result<Reader> {
        self.open_within(Bounds::other(), path).map(|(reader, _)| reader)
    }

    fn open_within(&self, bounds: Bounds, path: &Path) -> Result<(Reader, Option<Key>)> {
        let path = open::found(path)?;
        let key = self.key(&path)?;
        let by = (key.as_ref(), self.secret.chinese());
        let reader = untouched::reader_within(bounds, path.clone().into(), by, Medium::of(&path))?;
        Ok((reader, key))
    }
}

/// The copies in these folders, newest first. `round`: the present file, which is not opened, and its id when that is
/// known: then only copies of that round are named, and of those that cannot be opened the ones that bear its mark or
/// name.
pub fn copies(round: &Path, id: Option<RoundId>, folders: &[PathBuf], keys: &Keyring) -> Vec<Copy> {
    let mut found: BTreeMap<PathBuf, Copy> = BTreeMap::new();
    for folder in folders {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for path in entries.map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "wenkan")) {
            let real = regular::real(&path).unwrap_or_else(|_| path.clone());
            let present = regular::real(round).is_ok_and(|round| round == real);
            // Another name of the present file is not opened either: closing it would end its locks.
            if present || lock::is_one_file(&real, round) || found.contains_key(&real) {
                continue;
            }
            if let Some(copy) = look(&path, round, id, keys) {
                found.insert(real, copy);
            }
        }
    }
    let mut copies: Vec<Copy> = found.into_values().collect();
    copies.sort_by(|a, b| (&b.made, &b.path).cmp(&(&a.made, &a.path)));
    copies
}

fn look(path: &Path, round: &Path, id: Option<RoundId>, keys: &Keyring) -> Option<Copy> {
    let meta = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let inside = match keys.look_into(path).and_then(|reader| inside(&reader)) {
        Ok(Inside::Read { round, .. }) if id.is_some_and(|id| id != round) => return None,
        Ok(inside) => inside,
        // Of what cannot be opened only the name tells.
        Err(_) if !may_be_of(&name, round, id) => return None,
        // What has no passphrase is not opened by another one.
        Err(e) if e.kind == Kind::Open && !matches!(open::header(path), Ok(open::Header::Plain)) => Inside::Locked,
        Err(e) => Inside::Unreadable(format!("读不出来：{}", e.what)),
    };
    let written = || {
        let ms = meta.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis();
        let at = Instant { ms: i64::try_from(ms).ok()?, offset: clock::now().offset };
        Some(format!("{} {}", at.date(), at.hour_minute()))
    };
    let made = backup::split_stamp(&name).and_then(|(_, stamp)| spoken(stamp)).or_else(written).unwrap_or_default();
    Some(Copy { path: path.to_owned(), made, bytes: meta.len(), inside })
}

fn may_be_of(name: &str, round: &Path, id: Option<RoundId>) -> bool {
    name.starts_with(&backup::stem(round)) || id.is_some_and(|id| backup::bears(name, id))
}

/// `20260309-180509` as `2026-03-09 18:05`.
fn spoken(stamp: &str) -> Option<String> {
    let part = |from: usize, to: usize| stamp.get(from..to);
    Some(format!("{}-{}-{} {}:{}", part(0, 4)?, part(4, 6)?, part(6, 8)?, part(9, 11)?, part(11, 13)?))
}

fn inside(reader: &Reader) -> Result<Inside> {
    let stats = reader.stats()?;
    let id = reader.round_id()?.ok_or_else(|| Error::input("文件里没有轮次"))?;
    let name = reader.get::<Round>(id.0)?.map(|round| round.name).unwrap_or_default();
    let last = read::last_written(&reader.conn).during(DOING, reader.path())?.and_then(|at| Instant::parse(&at));
    let (people, talks) = (stats.of(RecordKind::Person), stats.of(RecordKind::Interview));
    Ok(Inside::Read { name, round: id, people, talks, last })
}

/// A name beside `round` for what is written of `copy`, which no file has yet: `NAME-恢复-YYYYMMDD-HHMMSS.wenkan`, with
/// the moment of the copy when its name tells it.
pub fn beside(round: &Path, copy: &Path, now: Instant) -> PathBuf {
    let name = copy.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stamp = backup::split_stamp(&name).map_or_else(|| backup::stamp(now), |(_, stamp)| stamp.to_owned());
    let named = |more: &str| round.with_file_name(format!("{}-恢复-{stamp}{more}.wenkan", backup::stem(round)));
    let first = named("");
    if !first.exists() {
        return first;
    }
    (2..1000).map(|n| named(&format!("-{n}"))).find(|path| !path.exists()).unwrap_or(first)
}

/// Writes what is in a copy to `to`, under the same key, and checks it. The copy is not changed, and no file is written
/// over. Returns what was withheld in it, for [`Store::note_copy`].
///
/// # Errors
/// The copy cannot be opened or is damaged; there is a file of that name; the disk.
pub fn restore(copy: &Path, keys: &Keyring, to: &Path, progress: Progress<'_>) -> Result<Sources> {
    let (reader, key) = keys.open(copy)?;
    reader.backup(key.as_ref(), to, progress)
}

/// Notes in the round a copy that was written by [`restore`] into another folder, where nobody would find it; what lies
/// beside the round is found there. A round that is damaged, of an older version or was left by a crash is what one
/// restores: it is let alone.
///
/// # Errors
/// It is let alone, or another program has it open; nothing is noted then.
pub fn note_restored(round: &Path, keys: &Keyring, to: &Path, from: Sources) -> Result<()> {
    let refused = || Error::new(Kind::Open, format!("没有登记在轮次文件里：{}", round.display()));
    let [beside, there] = [round, to].map(|file| regular::real(backup::folder_of(file)).ok());
    if beside == there || open::left_over(round) || Reader::open(round, &keys.secret)?.original.is_some() {
        return Err(refused());
    }
    let store = Store::open(round, &keys.secret)?;
    store.note_copy(None, to, Some(from))?;
    store.close()
}

impl Store {
    /// Opens copies by the key of this round, as far as they have it.
    pub fn keyring(&self) -> Keyring {
        let mut keys = Keyring::new(Secret::None);
        if let Some(key) = &self.key {
            keys.known().insert(key.salt(), key.clone());
            keys.salt = Some(key.salt());
        }
        keys
    }
}

/// SHA-256 and size in bytes of a file, for whoever says what was removed.
///
/// # Errors
/// It cannot be read.
pub fn fingerprint(file: &Path) -> Result<(Hash, u64)> {
    blob::hash_of(file, HASHING)
}

/// As [`fingerprint`], of a file that is open.
///
/// # Errors
/// It cannot be read.
pub fn fingerprint_of(open: impl Read, file: &Path) -> Result<(Hash, u64)> {
    blob::hash_of_open(open, file, HASHING)
}

const HASHING: &str = "计算校验值";

/// Files of the program itself that lie beside a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SideFiles {
    /// Its journal and lock, and copies of it that were never finished.
    pub own: Vec<PathBuf>,
    /// Files in the making of which nobody can say whether they are of this round.
    pub unsure: Vec<PathBuf>,
}

/// The files of the program itself beside a round of that id. Files in the making that belong to another round are in
/// neither list.
///
/// # Errors
/// The folder cannot be read.
pub fn side_files(round: &Path, id: Option<RoundId>, keys: &Keyring) -> Result<SideFiles> {
    let journals = ["-wal", "-shm", "-journal"].iter().map(|end| {
        let mut name = round.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    let mut found = SideFiles::default();
    // Not the lock: who wipes holds it, and it goes with its holder.
    found.own.extend(journals.filter(|path| path.exists()));
    let folder = backup::folder_of(round);
    for entry in std::fs::read_dir(folder).map_err(|e| io("读取文件夹", folder, e))?.flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if !sweep::is_in_the_making(&name) || !entry.file_type().is_ok_and(|t| t.is_file()) {
            continue;
        }
        match whose(&path, id, keys) {
            Whose::Own => found.own.push(path),
            Whose::Unknown => found.unsure.push(path),
            Whose::Other => {}
        }
    }
    Ok(found)
}

enum Whose {
    Own,
    Other,
    Unknown,
}

/// Of which round a file in the making is: a copy has the salt of what it is a copy of, or opens and says it.
fn whose(path: &Path, id: Option<RoundId>, keys: &Keyring) -> Whose {
    match open::header(path) {
        // It holds nothing yet.
        Err(_) => return Whose::Other,
        Ok(open::Header::Encrypted(salt)) if keys.salt == Some(salt) => return Whose::Own,
        Ok(_) => {}
    }
    match keys.look_into(path).and_then(|reader| reader.round_id()) {
        Ok(Some(of)) if Some(of) == id => Whose::Own,
        Ok(Some(_)) => Whose::Other,
        Ok(None) | Err(_) => Whose::Unknown,
    }
}
