//! Corrections of a record that was read back: which paragraphs, of which day, by whom. All of it is taken from what is
//! recorded: the day from the statement, the person from the action that brought it into the file.

use crate::error::Result;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::{InspectorId, StatementId};
use crate::model::interview::Interview;
use crate::model::record::Op;
use crate::model::value::PartialDate;
use crate::store::{Reader, RevisionInfo};

/// A paragraph that corrects another one and was begun after the record was read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The paragraph.
    pub statement: StatementId,
    /// The day on which it was begun.
    pub on: PartialDate,
    /// Who wrote it. `None`: it came with a bundle, which does not say.
    pub by: Option<InspectorId>,
}

/// The corrections among `answers` since that talk was read back, in their order.
///
/// # Errors
/// Those of reading.
pub fn since_read_back(reader: &Reader, talk: &Interview, answers: &[Answer]) -> Result<Vec<Correction>> {
    let Some(read_back) = talk.read_back else { return Ok(Vec::new()) };
    let corrects = |s: &&Statement| s.lane != Lane::Remark && s.corrects_since(read_back);
    let mut found = Vec::new();
    for answer in answers.iter().filter(|a| a.statements.iter().any(|s| corrects(&s))) {
        let mut log = reader.history(answer.id.0)?;
        log.sort_by_key(|revision| revision.seq);
        for statement in answer.statements.iter().filter(corrects) {
            let first = log.iter().find(|revision| holds(reader, revision, statement.id));
            let by = first.filter(|r| r.op != Op::ImportBundle.name()).and_then(|r| r.author);
            found.push(Correction { statement: statement.id, on: statement.at.date(), by });
        }
    }
    Ok(found)
}

/// Whether the answer held that correction in this revision.
fn holds(reader: &Reader, revision: &RevisionInfo, correction: StatementId) -> bool {
    let is_it = |s: &Statement| s.id == correction && s.supersedes.is_some();
    !revision.deleted && reader.as_of::<Answer>(revision).is_ok_and(|a| a.statements.iter().any(is_it))
}
