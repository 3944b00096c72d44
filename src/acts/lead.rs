//! 线索登记: the register of leads. Its lines are no records: nothing of them is in the log, and an action here changes no
//! record ([`Changes`](crate::model::record::Changes) are empty).

use crate::error::{Error, Result};
use crate::model::record::Op;
use crate::model::round::Inspector;
use crate::model::value::Instant;
use crate::store::{Act, Lead, Sealed, Tx};

/// The counter of the register.
const SCOPE: &str = "lead";

/// Registers a lead under the next number.
#[derive(Debug, Clone)]
pub struct RegisterLead {
    /// To whom it is to go; may be open still.
    pub to_whom: String,
    /// What it says, sealed.
    pub sealed: Option<Sealed>,
}

/// Notes to whom a lead is to go that has not been handed over.
#[derive(Debug, Clone)]
pub struct DirectLead {
    /// Number of the lead.
    pub number: String,
    /// To whom; may be open still.
    pub to_whom: String,
}

/// Notes that a lead was handed over.
#[derive(Debug, Clone)]
pub struct HandOverLead {
    /// Number of the lead.
    pub number: String,
    /// On which day; of the time of day nothing is known.
    pub at: Instant,
    /// To whom.
    pub to_whom: String,
    /// Why a lead that was handed over is noted otherwise; empty for one that was not.
    pub why: String,
}

/// Notes the receipt of a lead.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Number of the lead.
    pub number: String,
    /// Number or text of the receipt.
    pub receipt: String,
    /// Why a receipt that was noted is noted otherwise; empty for the first.
    pub why: String,
}

/// The number of a lead: 线-001.
fn number(count: u64) -> String {
    format!("线-{count:03}")
}

fn acting(tx: &Tx<'_>) -> Result<String> {
    let inspector = tx.author().map(|id| tx.get::<Inspector>(id.0)).transpose()?.flatten();
    inspector.map(|i| i.name).ok_or_else(|| Error::input("请先选定谁在操作"))
}

fn find(tx: &Tx<'_>, number: &str) -> Result<Lead> {
    tx.lead(number)?.ok_or_else(|| Error::input(format!("没有这条线索：{number}")))
}

/// What stands in a line now, without the notes of what stood there before.
pub fn present(text: &str) -> &str {
    let noted =
        text.find(CORRECTED).and_then(|at| text.get(..at)).and_then(|before| Some((before, before.rfind('（')?)));
    noted.and_then(|(before, at)| before.get(..at)).unwrap_or(text)
}

/// What a note of a correction says before the earlier words.
const CORRECTED: &str = "更正：原为“";

/// `new` with what stood there before, as a register on paper keeps it.
fn corrected(new: &str, old: &str, why: &str, tx: &Tx<'_>) -> Result<String> {
    Ok(format!("{new}（{}{}{CORRECTED}{old}”，{why}）", tx.now().date().chinese(), acting(tx)?))
}

impl Act for RegisterLead {
    fn op(&self) -> Op {
        Op::EditLead
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let by_whom = acting(tx)?;
        let mut number = number(tx.draw(SCOPE)?);
        // A register of an older version may hold numbers that were not drawn.
        while tx.lead(&number)?.is_some() {
            number = self::number(tx.draw(SCOPE)?);
        }
        tx.put_lead(&Lead {
            number,
            registered_at: tx.now(),
            handed_at: None,
            to_whom: self.to_whom.trim().to_owned(),
            by_whom,
            receipt: String::new(),
            sealed: self.sealed.as_ref().map(|s| s.as_str().to_owned()).unwrap_or_default(),
        })
    }
}

impl Act for DirectLead {
    fn op(&self) -> Op {
        Op::EditLead
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut lead = find(tx, &self.number)?;
        if lead.handed_at.is_some() {
            return Err(Error::input(format!("{}已经移交，没有改动", lead.number)).hint("移交错了，请写明理由更正。"));
        }
        self.to_whom.trim().clone_into(&mut lead.to_whom);
        tx.put_lead(&lead)
    }
}

impl Act for HandOverLead {
    fn op(&self) -> Op {
        Op::EditLead
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut lead = find(tx, &self.number)?;
        let (to_whom, why) = (self.to_whom.trim(), self.why.trim());
        if to_whom.is_empty() {
            return Err(Error::input("没有写移交给谁").hint("请写接收的单位或部门。"));
        }
        if tx.now().date_beside(self.at).before(self.at.date()) {
            return Err(Error::input("移交日期在今天以后").hint("移交以后再登记。"));
        }
        lead.to_whom = match lead.handed_at {
            Some(_) if why.is_empty() => {
                return Err(Error::input(format!("{}已经移交，不能改", lead.number))
                    .hint("确实记错了，写明更正的理由再改；原来的记载会保留。"));
            }
            Some(at) => corrected(to_whom, &format!("{} {}", at.date().chinese(), lead.to_whom), why, tx)?,
            None => to_whom.to_owned(),
        };
        lead.handed_at = Some(self.at);
        tx.put_lead(&lead)
    }
}

impl Act for Receipt {
    fn op(&self) -> Op {
        Op::EditLead
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut lead = find(tx, &self.number)?;
        let (receipt, why) = (self.receipt.trim(), self.why.trim());
        if receipt.is_empty() {
            return Err(Error::input("没有写回执").hint("请写回执的编号或内容。"));
        }
        if lead.handed_at.is_none() {
            return Err(Error::input(format!("{}还没有移交，不会有回执", lead.number)).hint("请先登记移交。"));
        }
        lead.receipt = if lead.receipt.is_empty() {
            receipt.to_owned()
        } else if why.is_empty() {
            return Err(Error::input(format!("{}已有回执，不能改", lead.number))
                .hint("确实记错了，写明更正的理由再改；原来的记载会保留。"));
        } else {
            corrected(receipt, &lead.receipt, why, tx)?
        };
        tx.put_lead(&lead)
    }
}

#[cfg(test)]
mod tests;
