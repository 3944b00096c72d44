//! 资料: registration of a document, and 读过，未发现问题.

use super::document_of;
use crate::acts::complete;
use crate::acts::foreseen::Foreseen;
use crate::error::{Error, Result};
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{DocumentId, LoanId};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::reading::{CheckResult, Document, Entry, ReadClean, Verdict};
use crate::model::record::{Kind, Op};
use crate::store::{Act, Over, Trail, Tx};

/// Registers or changes a document; made from a line of the loan register, the line knows it from then on.
#[derive(Debug, Clone)]
pub struct KeepDocument {
    /// Over which state it was changed.
    pub over: Over,
    /// As it is from now on.
    pub document: Document,
    /// The line that it is made from.
    pub loan: Option<LoanId>,
}

impl Act for KeepDocument {
    fn op(&self) -> Op {
        Op::EditDocument
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let id = self.document.id;
        let before: Option<Document> = tx.get(id.0)?;
        let kept = tx.merge(self.over, self.document.clone())?;
        complete::check(before.as_ref(), &kept)?;
        if before.is_some_and(|b| b.kind != kept.kind) && is_begun(tx, id)? {
            return Err(
                Error::input("这份资料已经查阅过，不能换类别：要点和条目都跟着类别").hint("登记错了，请另登记一份。")
            );
        }
        let Some(loan) = self.loan else { return Ok(()) };
        tx.edit(loan.0, |loan: &mut Loan| {
            if loan.document.is_some_and(|d| d != id) {
                return Err(Error::input("调阅清单的这一行已经登记为另一份资料").hint("请返回清单核对。"));
            }
            loan.document = Some(id);
            Ok(())
        })
    }
}

/// Whether results or entries hang on the document.
fn is_begun(tx: &Tx<'_>, id: DocumentId) -> Result<bool> {
    Ok(!tx.children::<CheckResult>(id.0)?.is_empty() || !tx.children::<Entry>(id.0)?.is_empty())
}

/// Whether anything hangs on the document, of its own or of its unit: it has been read, then, and stays.
fn is_read(trail: &Trail<'_>, document: &Document) -> Result<bool> {
    let (id, unit) = (document.id, document.unit.0);
    let noted = |o: &Observation| matches!(&o.origin, Origin::Document { document, .. } if *document == id);
    let taken = |e: &Evidence| matches!(&e.source, EvidenceSource::Document { document, .. } if *document == id);
    Ok(document.clean.is_some()
        || !trail.children::<CheckResult>(id.0)?.is_empty()
        || !trail.children::<Entry>(id.0)?.is_empty()
        || !trail.children::<Attachment>(id.0)?.is_empty()
        || trail.children::<Observation>(unit)?.iter().any(noted)
        || trail.children::<Evidence>(unit)?.iter().any(taken))
}

/// Puts a registration made by mistake into the bin; the line of the loan register that it was made from stands open
/// again.
#[derive(Debug, Clone)]
pub struct DeleteDocument {
    /// The document.
    pub document: DocumentId,
}

impl Act for DeleteDocument {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let id = self.document;
        let Some(document) = tx.get::<Document>(id.0)? else { return Ok(()) };
        self.may(&tx.trail())?;
        tx.delete(Kind::Document, id.0)?;
        let loans: Vec<Loan> = tx.children(document.unit.0)?;
        for loan in loans.into_iter().filter(|l| l.document == Some(id)) {
            tx.put(&Loan { document: None, ..loan })?;
        }
        Ok(())
    }
}

impl Foreseen for DeleteDocument {
    fn may(&self, trail: &Trail<'_>) -> Result<()> {
        let Some(document) = trail.get::<Document>(self.document.0)? else { return Ok(()) };
        if is_read(trail, &document)? {
            return Err(Error::input("这份资料已经查阅过（有结论、条目、疑点、支撑材料或附件），不能删除")
                .hint("登记写错了，请修改登记。"));
        }
        Ok(())
    }
}

/// 读过，未发现问题, with what exactly was read; `None` takes it back. Verdicts are left as they are.
#[derive(Debug, Clone)]
pub struct NoteClean {
    /// The document.
    pub document: DocumentId,
    /// What was read.
    pub clean: Option<ReadClean>,
}

impl Act for NoteClean {
    fn op(&self) -> Op {
        Op::EditDocument
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let document = document_of(tx, self.document)?;
        let results: Vec<CheckResult> = tx.children(self.document.0)?;
        if self.clean.is_some() && results.iter().any(|r| r.verdict == Verdict::Problem) {
            return Err(Error::input("有要点已定为“有问题”，不能记“读过，未发现问题”").hint("请先核对那一条的结论。"));
        }
        if let (Some(_), Some(there)) = (&self.clean, &document.clean) {
            return Err(Error::input(format!("这份资料 {} 已记为“读过，未发现问题”，没有再记一次", there.at.date()))
                .hint("要改，请先取消那一次的记录。"));
        }
        tx.put(&Document { clean: self.clean.clone(), ..document })
    }
}
