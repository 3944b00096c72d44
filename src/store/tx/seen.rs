//! What an action sees of the round: records as they are, also withheld ones, and the round as it was before.

use super::{Tx, WRITING};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::ids::{Hash, InterviewId};
use crate::model::natural::Natural;
use crate::model::record::{Kind, Record};
use crate::store::error::Sql;
use crate::store::lead::{self, Lead};
use crate::store::read::{Brief, Door};
use crate::store::reader::Reader;
use crate::store::sql::{SqlHash, SqlId};
use crate::store::{given, log, read};
use uuid::Uuid;

impl Tx<'_> {
    /// The record of that id; `None` when there is none or it is in the bin.
    pub fn get<R: Record>(&self, id: Uuid) -> Result<Option<R>> {
        read::get(self.conn, self.path, Door::Own, id)
    }

    /// The record of a natural key: the one answer to a question in a talk, the one result of an item in a document, the
    /// one decision on a candidate. `None` when there is none or it is in the bin.
    pub fn find<R: Natural>(&self, key: R::Key<'_>) -> Result<Option<R>> {
        read::find(self.conn, self.path, Door::Own, key)
    }

    /// The records of that kind under `parent`, oldest first.
    pub fn children<R: Record>(&self, parent: Uuid) -> Result<Vec<R>> {
        read::children(self.conn, self.path, Door::Own, parent)
    }

    /// The answers of a talk.
    pub(in crate::store) fn children_of_talk(&self, talk: InterviewId) -> Result<Vec<Answer>> {
        self.children(talk.0)
    }

    /// All records of that kind, oldest first.
    pub fn all<R: Record>(&self) -> Result<Vec<R>> {
        read::all(self.conn, self.path, Door::Own)
    }

    /// Id, parent and brief of all records of a kind, as they are now.
    ///
    /// # Errors
    /// Those of reading.
    pub fn briefs(&self, kind: Kind) -> Result<Vec<Brief>> {
        read::briefs(self.conn, kind).during("读取记录", self.path)
    }

    /// The head revision of a record that is not in the bin.
    pub fn head(&self, id: Uuid) -> Result<Option<Hash>> {
        read::head(self.conn, id).during(WRITING, self.path)
    }

    /// The record as a revision had it; `None` for one that deletes, or that is not in this file.
    pub(super) fn revision<R: Record>(&self, rev: Hash) -> Result<Option<R>> {
        let body = log::body_of(self.conn, rev).during(WRITING, self.path)?;
        let whole = body.filter(|(.., body)| !body.is_empty());
        whole.map(|(_, schema, body)| read::decode(self.path, schema, &body)).transpose()
    }

    /// Every version of a record that the log holds, oldest first; those that cannot be read are passed over. Costs by
    /// what was ever written of it.
    ///
    /// # Errors
    /// Those of reading.
    pub fn each_version<R: Record>(&self, id: Uuid, mut each: impl FnMut(R)) -> Result<()> {
        log::each_readable(self.conn, "WHERE record = ?1 AND deleted = 0", [SqlId(id)], |_, _, revision| {
            if revision.kind == R::KIND.name()
                && let Ok(record) = read::decode(self.path, revision.schema, &revision.body)
            {
                each(record);
            }
            Ok(())
        })
        .during("读取记录", self.path)
    }

    /// The methods that the round has used, newest first.
    pub fn methods(&self) -> Result<Vec<Hash>> {
        let hashes: Vec<SqlHash> = self
            .conn
            .prepare_cached("SELECT hash FROM method ORDER BY rowid DESC")
            .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
            .during("读取工作法", self.path)?;
        Ok(hashes.into_iter().map(|h| h.0).collect())
    }

    /// The files (name, text) of a method; `None` when the round never used it.
    ///
    /// # Errors
    /// Those of reading, and when they are not what their hash says.
    pub fn method_files(&self, hash: Hash) -> Result<Option<Vec<(String, String)>>> {
        read::method_files(self.conn, self.path, hash)
    }

    /// The round as it is before this action, for a rule that rests on much of it. Nothing of this action is seen, so it
    /// is asked before anything is written; no one else writes meanwhile.
    ///
    /// # Errors
    /// When something has been written, which is a fault of the program; when the file cannot be read.
    pub fn before(&self) -> Result<Reader> {
        if !self.changes.is_empty() {
            return Err(Error::internal("写入以后才核对规则，这一步没有保存"));
        }
        self.as_it_was()
    }

    /// The round as it was before this action, also after something has been written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn as_it_was(&self) -> Result<Reader> {
        Reader::with_key(self.path.into(), self.key, "密钥")
    }

    /// What records of that kind were ever given ([`Record::given`]), deleted ones included.
    pub fn given(&self, kind: Kind) -> Result<Vec<String>> {
        given::all(self.conn, kind).during("读取用过的编号", self.path)
    }

    /// The line of the register of leads of that number.
    pub fn lead(&self, number: &str) -> Result<Option<Lead>> {
        lead::of(self.conn, number).during("登记线索", self.path)
    }
}
