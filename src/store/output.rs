//! The log of outputs: what left the round, when, and what was in it.
//!
//! Of every output it is kept of which revisions it was made (`sources`), so that it is known what it says whatever has
//! become of the records since; what was withheld then (`told`), so that it is known what it was not told; and, as
//! hashes, what it says that stands in no record (`said`). Outputs of versions before this have none of it.

use super::error::{Sql, damaged};
use super::reader::{ExportInfo, Reader};
use super::sql::{SqlHash, SqlId};
use super::tx::Tx;
use super::withheld::{self, Then};
use super::{migrate, read};
use crate::error::{Error, Result};
use crate::model::ids::{Hash, InspectorId};
use crate::model::value::Instant;
use crate::text::grams::Gram;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// What the log calls a copy of the whole file.
pub const BACKUP: &str = "备份";
/// What it calls the content of an attachment.
pub const FILE: &str = "附件";

/// What the log calls each output, as it stands in files: outputs of earlier versions are judged by these words, so that
/// none of them may change. Whoever makes an output takes its name from here.
pub mod called {
    /// The round as plain data.
    pub const BUNDLE: &str = "资料包";
    /// The record of a talk, for the group.
    pub const TALK_RECORD: &str = "谈话记录";
    /// The record of a talk, for signature.
    pub const TALK_SIGNED: &str = "谈话笔录";
    /// A talk as text to paste.
    pub const TALK_TEXT: &str = "谈话";
    /// A paper in full.
    pub const PAPER: &str = "问题底稿";
    /// A paper in its short form.
    pub const PAPER_SHORT: &str = "问题底稿（简式）";
    /// A paper as text to paste.
    pub const PAPER_TEXT: &str = "问题";
    /// The notice of what is to be mended at once.
    pub const NOTICE: &str = "立行立改通知书";
    /// Suggestions.
    pub const SUGGESTIONS: &str = "意见建议";
    /// The list of what was asked for.
    pub const LOANS: &str = "调阅清单";
    /// Who stands behind which code.
    pub const CODES: &str = "代号对照表";
    /// The list of problems.
    pub const PROBLEMS: &str = "问题清单";
    /// Counts.
    pub const STATS: &str = "统计";
}

/// What an output was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Places in the log (`revision.seq`) of the revisions of which anything may stand in it.
    revisions: BTreeSet<i64>,
    /// What was withheld when they were read.
    then: Then,
    /// What it says that stands in no record.
    said: Vec<String>,
}

impl Sources {
    /// With all that another output was made of.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.revisions.extend(&other.revisions);
        self.then = self.then.and(&other.then);
        self.said.extend(other.said.iter().cloned());
        self
    }

    /// With a text that stands in no record.
    #[must_use]
    pub fn and_said(mut self, text: &str) -> Self {
        self.said.push(text.to_owned());
        self
    }
}

/// One line of the log, with what was in the output.
pub(super) struct Line {
    pub(super) seq: i64,
    pub(super) at: Instant,
    pub(super) what: String,
    pub(super) path_name: String,
    pub(super) sha256: Hash,
    /// `None`: written by a version that did not note it.
    pub(super) revisions: Option<BTreeSet<i64>>,
    pub(super) said: Vec<Gram>,
    /// The stamp of what was withheld when it was made; `None`: nothing.
    pub(super) told: Option<String>,
    /// Where it was written, when that was noted.
    pub(super) folder: Option<String>,
}

/// All lines but those of backups, which are the round itself; oldest first.
pub(super) fn lines(conn: &Connection, path: &Path) -> Result<Vec<Line>> {
    type Text = Option<String>;
    type Row = (i64, String, String, String, SqlHash, Text, Option<Vec<u8>>, (Text, Text));
    let rows: Vec<Row> = conn
        .prepare_cached(
            "SELECT at, what, path_name, sha256, sources, said, told, folder, seq FROM export_log WHERE what <> ?1 ORDER BY seq",
        )
        .and_then(|mut s| {
            let row = |r: &rusqlite::Row<'_>| {
                let places = (r.get(6)?, r.get(7)?);
                Ok((r.get(8)?, r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?, places))
            };
            s.query_map([BACKUP], row)?.collect()
        })
        .during(DOING, path)?;
    let last: i64 = conn
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM revision")
        .and_then(|mut s| s.query_row([], |r| r.get(0)))
        .during(DOING, path)?;
    let unreadable = |what: &str| damaged(path, &format!("导出登记的{what}读不出来"));
    rows.into_iter()
        .map(|(seq, at, what, path_name, sha256, sources, said, (told, folder))| {
            let at = Instant::parse(&at).ok_or_else(|| unreadable("时间"))?;
            let revisions = sources.map(|text| places(&text, last).ok_or_else(|| unreadable("来源"))).transpose()?;
            let grams = said.unwrap_or_default();
            let said = grams.chunks(8).filter_map(|b| b.try_into().ok().map(Gram::from_le_bytes)).collect();
            Ok(Line { seq, at, what, path_name, sha256: sha256.0, revisions, said, told, folder })
        })
        .collect()
}

/// An output as it was noted, for whoever looks for its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// The folder it was written into, when that was noted.
    pub folder: Option<String>,
}

const DOING: &str = "读取导出登记";

/// Places as they are written: `3,7-9`.
fn written(places: &BTreeSet<i64>) -> String {
    let mut text = String::new();
    let mut all = places.iter().copied().peekable();
    while let Some(first) = all.next() {
        let mut last = first;
        while let Some(next) = all.next_if_eq(&(last + 1)) {
            last = next;
        }
        let comma = if text.is_empty() { "" } else { "," };
        // Writing to a string cannot fail.
        if first == last {
            write!(text, "{comma}{first}").ok();
        } else {
            write!(text, "{comma}{first}-{last}").ok();
        }
    }
    text
}

/// Reads them; `None` when they are none, or beyond the `last` place of the log.
fn places(text: &str, last: i64) -> Option<BTreeSet<i64>> {
    let place = |text: &str| text.parse::<i64>().ok().filter(|at| (0..=last).contains(at));
    let mut all = BTreeSet::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        all.extend(place(from)?..=place(to)?);
    }
    Some(all)
}

impl Reader {
    /// What an output was made of that says something of these records as they are; one that is not there says nothing.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn sources(&self, records: impl IntoIterator<Item = Uuid>) -> Result<Sources> {
        let mut revisions = BTreeSet::new();
        let mut select = self.conn.prepare_cached("SELECT seq FROM record WHERE id = ?1").during(DOING, &self.path)?;
        for id in records {
            let place = select.query_row([SqlId(id)], |r| r.get::<_, i64>(0)).optional();
            revisions.extend(place.during(DOING, &self.path)?);
        }
        Ok(Sources { revisions, then: Then::of(self.state()?), said: Vec::new() })
    }

    /// All outputs, copies of the round included.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn noted_outputs(&self) -> Result<Vec<Noted>> {
        self.conn
            .prepare_cached("SELECT sha256, folder FROM export_log ORDER BY seq")
            .and_then(|mut s| {
                s.query_map([], |r| Ok(Noted { sha256: r.get::<_, SqlHash>(0)?.0, folder: r.get(1)? }))?.collect()
            })
            .during(DOING, &self.path)
    }

    /// The folders that outputs were written into.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn export_folders(&self) -> Result<Vec<PathBuf>> {
        let folders: rusqlite::Result<Vec<String>> = self
            .conn
            .prepare_cached("SELECT DISTINCT folder FROM export_log WHERE folder IS NOT NULL")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect());
        Ok(folders.during(DOING, &self.path)?.into_iter().map(PathBuf::from).collect())
    }

    /// The folder that the last output of that kind was written into, when that was noted.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn last_folder_of(&self, what: &str) -> Result<Option<PathBuf>> {
        let folder: Option<String> = self
            .conn
            .prepare_cached(
                "SELECT folder FROM export_log WHERE what = ?1 AND folder IS NOT NULL ORDER BY seq DESC LIMIT 1",
            )
            .and_then(|mut s| s.query_row([what], |r| r.get(0)).optional())
            .during(DOING, &self.path)?;
        Ok(folder.map(PathBuf::from))
    }

    /// The hashes of all that was written.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn output_hashes(&self) -> Result<BTreeSet<Hash>> {
        self.conn
            .prepare_cached("SELECT DISTINCT sha256 FROM export_log")
            .and_then(|mut s| s.query_map([], |r| r.get::<_, SqlHash>(0))?.map(|h| h.map(|h| h.0)).collect())
            .during(DOING, &self.path)
    }

    /// What left the round, oldest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn export_log(&self) -> Result<Vec<ExportInfo>> {
        type Row = (String, Option<SqlId>, String, String, SqlHash);
        let rows: Vec<Row> = self
            .conn
            .prepare_cached("SELECT at, by, what, path_name, sha256 FROM export_log ORDER BY seq")
            .and_then(|mut s| {
                s.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?.collect()
            })
            .during(DOING, &self.path)?;
        rows.into_iter()
            .map(|(at, by, what, path_name, sha256)| {
                let by = by.map(|b| InspectorId(b.0));
                Ok(ExportInfo { at: self.instant(&at)?, by, what, path_name, sha256: sha256.0 })
            })
            .collect()
    }
}

/// Key of meta: how many files of each hash the program itself removed (JSON).
const REMOVED: &str = "outputs:removed";

fn removed(conn: &Connection, path: &Path) -> Result<BTreeMap<Hash, usize>> {
    let text = read::meta(conn, REMOVED).during(DOING, path)?;
    let counts: Option<BTreeMap<Hash, usize>> = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(counts.unwrap_or_default())
}

impl Reader {
    /// Of how many files of each output the program itself noted that it removes them.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn removed_outputs(&self) -> Result<BTreeMap<Hash, usize>> {
        removed(&self.conn, &self.path)
    }
}

impl Tx<'_> {
    /// Notes that files of these hashes are removed by the program itself, each as often as there are files of it.
    pub fn log_removed(&mut self, hashes: &[Hash]) -> Result<()> {
        if hashes.is_empty() {
            return Ok(());
        }
        let mut counts = removed(self.conn, self.path)?;
        for hash in hashes {
            *counts.entry(*hash).or_default() += 1;
        }
        let text = serde_json::to_string(&counts).map_err(|e| Error::internal("导出登记写不成 JSON").because(e))?;
        migrate::set_meta(self.conn, REMOVED, &text).during("登记导出", self.path)
    }

    /// Notes an output: what it is, its file name, the SHA-256 of its bytes, what it was made of. `None`: of nothing that
    /// the program knows of, so that it is judged by its kind and name.
    pub fn log_export(&mut self, what: &str, path_name: &str, sha256: Hash, from: Option<&Sources>) -> Result<()> {
        self.log_export_into(None, what, path_name, sha256, from)
    }

    /// As [`log_export`](Self::log_export), with the folder that it is written into, when that is known. Withheld words
    /// are struck from the name; a folder that says them is not noted.
    pub fn log_export_into(
        &mut self,
        folder: Option<&Path>,
        what: &str,
        path_name: &str,
        sha256: Hash,
        from: Option<&Sources>,
    ) -> Result<()> {
        const DOING: &str = "登记导出";
        let said = match from.filter(|from| !from.said.is_empty()) {
            Some(from) => {
                let grams = withheld::runs(self.conn, &from.said).during(DOING, self.path)?;
                Some(grams.into_iter().flat_map(Gram::to_le_bytes).collect::<Vec<u8>>())
            }
            None => None,
        };
        let sources = from.map(|from| written(&from.revisions));
        let told = from.map(|from| from.then.keep(self.conn).during(DOING, self.path)).transpose()?.flatten();
        let folder = folder.map(|folder| folder.to_string_lossy().into_owned());
        let (name, folder) = match self.withheld.state(self.conn, self.path)? {
            Some(state) => withheld::as_noted(&state, path_name, folder),
            None => (path_name.to_owned(), folder),
        };
        let (at, by) = (self.at.to_string(), self.author.map(|a| SqlId(a.0)));
        self.conn
            .prepare_cached(
                "INSERT INTO export_log(at, by, what, path_name, sha256, sources, said, told, folder)
                 VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )
            .and_then(|mut s| s.execute((at, by, what, name, SqlHash(sha256), sources, said, told, folder)))
            .during(DOING, self.path)
            .map(drop)
    }
}

#[cfg(test)]
impl super::Store {
    /// Leaves of all outputs what earlier versions noted of them.
    pub(crate) fn forget_sources(&self) -> Result<()> {
        self.ask(|worker, _| {
            worker.raw(DOING, |conn| {
                conn.execute("UPDATE export_log SET sources = NULL, said = NULL, told = NULL, folder = NULL", [])
                    .map(drop)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_are_read_as_they_were_written(all in proptest::collection::btree_set(0..60_i64, 0..40)) {
            prop_assert_eq!(places(&written(&all), 60), Some(all));
        }
    }

    #[test]
    fn places_in_a_row_are_one_range() {
        assert_eq!(written(&BTreeSet::from([3, 7, 8, 9, 11])), "3,7-9,11");
        assert_eq!(places("3,x", 11), None);
        assert_eq!(places("3,7-11", 11).map(|all| all.len()), Some(6));
        for beyond in ["3,7-9999999999999", "12", "0-9223372036854775807", "-5-3"] {
            assert_eq!(places(beyond, 11), None, "{beyond}");
        }
    }
}
