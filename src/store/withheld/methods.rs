//! Withheld words in the texts of the methods of a round: struck there too, so that they stand in talks alone. The method
//! that comes with the program says nothing that anybody said.
//!
//! A method goes by the hash of the files as they came in, because talks, documents and papers name it by that. Where
//! words were struck, a key of `meta` holds the hash of what is kept instead, `struck-method:` and the hash of the method.

use super::{DOING, Told};
use crate::error::{Error, Result};
use crate::method::MethodFiles;
use crate::model::ids::Hash;
use crate::store::error::Sql;
use crate::store::sql::SqlHash;
use crate::store::{migrate, read};
use rusqlite::Connection;
use std::cell::RefCell;
use std::path::Path;

/// Words in the texts of a method that are told otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodStrike {
    /// The method.
    pub method: Hash,
    /// The words, in the order of its files; none when they stand in comments alone.
    pub words: Vec<String>,
    /// What cannot be struck and spells the words: names of files and ids, as they are shown.
    pub stays: Vec<String>,
}

fn key(method: Hash) -> String {
    format!("struck-method:{method}")
}

/// Whether these are the files of a method in which words were struck.
pub(in crate::store) fn is_struck_form(conn: &Connection, method: Hash, files: &MethodFiles) -> rusqlite::Result<bool> {
    Ok(read::meta(conn, &key(method))?.is_some_and(|hash| hash == files.hash().to_string()))
}

/// Whether words were struck in a method.
pub(in crate::store) fn is_struck(conn: &Connection, method: Hash) -> rusqlite::Result<bool> {
    Ok(read::meta(conn, &key(method))?.is_some())
}

/// The files of a method that comes in, as JSON, as they are to be kept.
pub(in crate::store) fn written(
    (conn, path): (&Connection, &Path),
    told: &Told,
    method: Hash,
    files: &[(String, String)],
) -> Result<String> {
    let files = MethodFiles::kept(files.to_vec());
    if let Some(spelt) = spelling(told, method, &files).first() {
        let what = spelt.split_once(' ').map_or("编号", |(what, _)| what);
        return Err(Error::input(format!("工作法的一个{what}里有已转线索的话"))
            .hint("没有写入任何内容。请把它改成别的名字再换上。"));
    }
    let struck = struck(told, method, &files).map(|(struck, _)| struck);
    note(conn, method, struck.as_ref()).during(DOING, path)?;
    json(&struck.unwrap_or(files))
}

/// Strikes withheld words in all methods.
pub(super) fn strike_all(conn: &Connection, path: &Path, told: &Told) -> Result<()> {
    for (method, files) in all(conn, path)? {
        if let Some((struck, _)) = struck(told, method, &files) {
            note(conn, method, Some(&struck)).during(DOING, path)?;
            let files = json(&struck)?;
            conn.prepare_cached("UPDATE method SET files = ?2 WHERE hash = ?1")
                .and_then(|mut s| s.execute((SqlHash(method), files)))
                .during(DOING, path)?;
        }
    }
    Ok(())
}

/// What would be struck that is told now.
pub(super) fn would_strike(conn: &Connection, path: &Path, before: &Told, after: &Told) -> Result<Vec<MethodStrike>> {
    let mut found = Vec::new();
    for (method, files) in all(conn, path)? {
        let now = struck(before, method, &files).map_or(files, |(struck, _)| struck);
        let stays = spelling(after, method, &now);
        let stays: Vec<String> = if before.is_open() {
            stays
        } else {
            let known = spelling(before, method, &now);
            stays.into_iter().filter(|one| !known.contains(one)).collect()
        };
        match struck(after, method, &now) {
            Some((_, words)) => found.push(MethodStrike { method, words, stays }),
            None if !stays.is_empty() => found.push(MethodStrike { method, words: Vec::new(), stays }),
            None => {}
        }
    }
    Ok(found)
}

/// The methods that can be read, oldest first.
fn all(conn: &Connection, path: &Path) -> Result<Vec<(Hash, MethodFiles)>> {
    let methods: Vec<SqlHash> = conn
        .prepare_cached("SELECT hash FROM method ORDER BY rowid")
        .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
        .during(DOING, path)?;
    let files = |method: Hash| Some((method, MethodFiles::kept(read::method_files(conn, path, method).ok()??)));
    Ok(methods.into_iter().filter_map(|method| files(method.0)).collect())
}

/// What of a method cannot be struck and spells withheld words.
fn spelling(told: &Told, method: Hash, files: &MethodFiles) -> Vec<String> {
    if told.is_open() || method == MethodFiles::builtin().hash() {
        return Vec::new();
    }
    files.spelling(&|text| told.stand_in(text))
}

/// A method with what is withheld struck, and the words; `None`: there is nothing to strike.
fn struck(told: &Told, method: Hash, files: &MethodFiles) -> Option<(MethodFiles, Vec<String>)> {
    if told.is_open() || method == MethodFiles::builtin_hash() {
        return None;
    }
    let words = RefCell::new(Vec::new());
    let strike = |texts: &mut [String]| {
        let struck = told.strike_words(texts);
        let any = !struck.is_empty();
        words.borrow_mut().extend(struck);
        any
    };
    let struck = files.struck(&strike, &|text| told.stand_in(text));
    struck.map(|struck| (struck, words.into_inner()))
}

fn note(conn: &Connection, method: Hash, struck: Option<&MethodFiles>) -> rusqlite::Result<()> {
    match struck {
        Some(struck) => migrate::set_meta(conn, &key(method), &struck.hash().to_string()),
        None => conn.prepare_cached("DELETE FROM meta WHERE key = ?1")?.execute([key(method)]).map(drop),
    }
}

fn json(files: &MethodFiles) -> Result<String> {
    serde_json::to_string(&files.files).map_err(|e| Error::internal("工作法写不成 JSON").because(e))
}
