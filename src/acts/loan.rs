//! 调阅清单: lines of the loan register. The document under which a line is read goes with it.

use super::complete;
use crate::error::{Error, Result};
use crate::model::ids::LoanId;
use crate::model::loan::Loan;
use crate::model::reading::Document;
use crate::model::record::{Kind, Op};
use crate::model::value::Instant;
use crate::store::{Act, Over, Tx};

/// Changes the document under which a line is read, if there is one.
fn with_document(tx: &mut Tx<'_>, loan: &Loan, change: impl FnOnce(&mut Document)) -> Result<()> {
    let document = loan.document.map(|id| tx.get::<Document>(id.0)).transpose()?.flatten();
    let Some(mut document) = document else { return Ok(()) };
    change(&mut document);
    tx.put(&document)
}

/// Adds or changes a line, who asked and who took it back included. A document whose provider nobody worded otherwise
/// gets the corrected one.
#[derive(Debug, Clone)]
pub struct KeepLoan {
    /// Over which state it was changed.
    pub over: Over,
    /// As it is from now on.
    pub loan: Loan,
}

impl Act for KeepLoan {
    fn op(&self) -> Op {
        Op::EditLoan
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before: Option<Loan> = tx.get(self.loan.id.0)?;
        let kept = tx.merge(self.over, self.loan.clone())?;
        complete::check(before.as_ref(), &kept)?;
        let Some(before) = before.filter(|b| b.provider != kept.provider) else { return Ok(()) };
        with_document(tx, &kept, |document| {
            if document.provider == before.provider {
                document.provider.clone_from(&kept.provider);
            }
        })
    }
}

/// The unit handed it over, or that is taken back with `None`. The time that was noted first stays.
#[derive(Debug, Clone)]
pub struct HandOverLoan {
    /// The line.
    pub loan: LoanId,
    /// When.
    pub at: Option<Instant>,
}

impl Act for HandOverLoan {
    fn op(&self) -> Op {
        Op::EditLoan
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut after = None;
        tx.edit(self.loan.0, |loan: &mut Loan| {
            if loan.returned.is_some() {
                return Err(Error::input("这一行已经归还，没有改提供时间").hint("归还记错了，请先取消归还。"));
            }
            loan.handed = self.at.map(|at| loan.handed.unwrap_or(at));
            after = Some(loan.clone());
            Ok(())
        })?;
        let Some((loan, at)) = after.and_then(|l| l.handed.map(|at| (l, at))) else { return Ok(()) };
        with_document(tx, &loan, |document| document.received = Some(at.date()))
    }
}

/// It went back to the unit.
#[derive(Debug, Clone)]
pub struct GiveBack {
    /// The line.
    pub loan: LoanId,
    /// Who of the unit took it.
    pub to: String,
    /// When.
    pub at: Instant,
}

impl Act for GiveBack {
    fn op(&self) -> Op {
        Op::EditLoan
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut after = None;
        tx.edit(self.loan.0, |loan: &mut Loan| {
            if loan.handed.is_none() {
                return Err(Error::input("单位还没有提供，不用归还").hint("提供了先记下时间。"));
            }
            if loan.returned.is_some() {
                return Err(Error::input(format!("这一行已经归还给{}", loan.returned_to))
                    .hint("谁收的写错了，打开这一行修改。"));
            }
            let before = loan.clone();
            (loan.returned, loan.returned_to) = (Some(self.at), self.to.clone());
            complete::check(Some(&before), &*loan)?;
            after = Some(loan.clone());
            Ok(())
        })?;
        after.map_or(Ok(()), |loan| with_document(tx, &loan, |d| d.returned = Some(self.at.date())))
    }
}

/// It did not go back after all.
#[derive(Debug, Clone)]
pub struct NotGivenBack {
    /// The line.
    pub loan: LoanId,
}

impl Act for NotGivenBack {
    fn op(&self) -> Op {
        Op::EditLoan
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut after = None;
        tx.edit(self.loan.0, |loan: &mut Loan| {
            (loan.returned, loan.returned_to) = (None, String::new());
            after = Some(loan.clone());
            Ok(())
        })?;
        after.map_or(Ok(()), |loan| with_document(tx, &loan, |d| d.returned = None))
    }
}

/// Puts a line into the bin that nothing was handed over for: a register shows what came and what went back.
#[derive(Debug, Clone)]
pub struct DeleteLoan {
    /// The line.
    pub loan: LoanId,
}

impl Act for DeleteLoan {
    fn op(&self) -> Op {
        Op::Delete
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        if tx.get::<Loan>(self.loan.0)?.is_some_and(|l| l.handed.is_some()) {
            return Err(Error::input("单位已经提供过，这一行没有删除：清单上要有交有还").hint("写错了，请修改这一行。"));
        }
        tx.delete(Kind::Loan, self.loan.0)
    }
}
