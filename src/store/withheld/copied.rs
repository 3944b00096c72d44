//! Copies of the whole round (备份) that were made before something was withheld: they say it like everything else.

use super::DOING;
use super::rows::State;
use super::{Memory, then};
use crate::error::Result;
use crate::model::left::CopyMade;
use crate::store::error::Sql;
use crate::store::output::BACKUP;
use crate::store::reader::Reader;
use crate::store::same_round::RoundMarks;
use crate::store::sql::SqlHash;
use rusqlite::Connection;
use std::sync::Arc;

/// Whether anything is withheld in the state `after` that was told in the state `before`. What was only typed on into
/// something that was withheld already stands in no copy.
pub(super) fn tells_less(after: &State, before: &State) -> bool {
    after.closed_since(before).next().is_some()
}

/// Whether any copy of the round was ever made.
fn was_copied(conn: &Connection) -> rusqlite::Result<bool> {
    conn.prepare_cached("SELECT EXISTS(SELECT 1 FROM export_log WHERE what = ?1)")?.query_row([BACKUP], |r| r.get(0))
}

impl Memory {
    /// Whether this transaction withholds anything anew of a round of which there are copies: of which the log knows, or
    /// which lie beside the round.
    pub(in crate::store) fn copied(&self, conn: &Connection, path: &std::path::Path) -> Result<bool> {
        let changed = self.changed.borrow();
        match (changed.as_ref(), self.kept.borrow().as_ref()) {
            (Some(changed), Some(after)) if tells_less(after, &changed.before) => {
                let is_noted = was_copied(conn).during(DOING, path)?;
                Ok(is_noted || RoundMarks::of(conn, path, Some(Arc::clone(after)))?.are_beside(path))
            }
            _ => Ok(false),
        }
    }
}

impl Reader {
    /// Whether anything is withheld in this round.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn withholds(&self) -> Result<bool> {
        Ok(self.state()?.is_some_and(|state| tells_less(&state, &State::first(Some(state.salt)))))
    }

    /// The copies of the round that the log has, oldest first; none while nothing is withheld. One of which it is not
    /// known what was withheld when it was made counts as older.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn copies_made(&self) -> Result<Vec<CopyMade>> {
        type Row = (String, String, Option<String>, SqlHash, bool, Option<String>);
        let Some(state) = self.state()?.filter(|s| tells_less(s, &State::first(Some(s.salt)))) else {
            return Ok(Vec::new());
        };
        let rows: Vec<Row> = self
            .conn
            .prepare_cached(
                "SELECT at, path_name, folder, sha256, sources IS NOT NULL, told FROM export_log WHERE what = ?1 ORDER BY seq",
            )
            .and_then(|mut s| {
                s.query_map([BACKUP], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))?
                    .collect()
            })
            .during(DOING, &self.path)?;
        let is_older = |is_known: bool, told: Option<String>| -> Result<bool> {
            let Some(stamp) = told.filter(|_| is_known) else { return Ok(true) };
            if stamp == state.stamp {
                return Ok(false);
            }
            let then = then::read(&self.conn, &self.path, &stamp)?;
            Ok(then.is_none_or(|then| tells_less(&state, &then)))
        };
        rows.into_iter()
            .map(|(at, path_name, folder, sha256, is_known, told)| {
                let is_older = is_older(is_known, told)?;
                Ok(CopyMade { at: self.instant(&at)?, path_name, folder, sha256: sha256.0, is_older })
            })
            .collect()
    }
}
