//! 查阅资料: documents, the results of their check items, entries, what is marked and taken there.

pub mod check;
pub mod document;
pub mod entry;
pub mod evidence;
pub mod excuse;
pub mod mark;
#[cfg(test)]
mod tests;

use crate::error::{Error, Result};
use crate::model::ids::{DocumentId, InspectorId, element};
use crate::model::reading::{CheckResult, Document, Verdict};
use crate::store::{Trail, Tx};

/// A check item that nobody has looked at, under the id that follows from document and item.
pub fn unread(document: DocumentId, item: &str) -> CheckResult {
    CheckResult {
        id: element(document.0, "check_result", item).into(),
        document,
        item: item.to_owned(),
        verdict: Verdict::Unread,
        pages: String::new(),
        note: String::new(),
        by: None,
        at: None,
    }
}

/// The one result of a check item in a document, as it stands now or as it begins.
fn result_of(tx: &Tx<'_>, document: DocumentId, item: &str) -> Result<CheckResult> {
    let all: Vec<CheckResult> = tx.children(document.0)?;
    Ok(all.into_iter().find(|r| r.item == item).unwrap_or_else(|| unread(document, item)))
}

/// The document, unless it is in the bin.
fn document_of(tx: &Tx<'_>, id: DocumentId) -> Result<Document> {
    document_in(&tx.trail(), id)
}

fn document_in(trail: &Trail<'_>, id: DocumentId) -> Result<Document> {
    trail.get(id.0)?.ok_or_else(|| Error::input("这份资料已被删除，没有保存").hint("可以从回收站恢复后再做。"))
}

/// Who acts, where that must be known.
fn author(tx: &Tx<'_>) -> Result<InspectorId> {
    tx.author().ok_or_else(|| Error::input("不知道是谁在操作，没有保存").hint("请先选定谁在操作。"))
}
