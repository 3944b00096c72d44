//! 隐去原话: the words of a withheld statement leave the talk's own record too, on order of the leader.

use crate::error::{Error, Result};
use crate::model::ids::{AnswerId, StatementId};
use crate::model::record::Op;
use crate::store::{Act, Order, Tx};

/// Takes the words of a withheld statement out of the file, for good. Who ordered it stands in the file.
#[derive(Debug, Clone)]
pub struct Redact {
    /// The answer.
    pub answer: AnswerId,
    /// The statement that carries the mark.
    pub statement: StatementId,
    /// On whose order.
    pub order: Order,
}

impl Act for Redact {
    fn op(&self) -> Op {
        Op::Redact
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let order = Order { by: self.order.by.trim().to_owned(), basis: self.order.basis.trim().to_owned() };
        if order.by.is_empty() {
            return Err(Error::input("没有写是谁决定的").hint("隐去原话不能恢复，要有组长的决定，请写组长的姓名。"));
        }
        tx.take_out(self.answer, self.statement, &order)
    }
}
