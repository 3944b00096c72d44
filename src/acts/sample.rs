//! The sample round.

use super::round::must_be_empty;
use crate::error::Result;
use crate::method::MethodFiles;
use crate::model::any::AnyRecord;
use crate::model::record::Op;
use crate::store::{Act, Tx};

/// Fills an empty file with the sample round.
#[derive(Debug, Clone)]
pub struct WriteSample {
    /// The method that its talks use.
    pub method: MethodFiles,
    /// All its records, parents before children.
    pub records: Vec<AnyRecord>,
}

impl Act for WriteSample {
    fn op(&self) -> Op {
        Op::Sample
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_be_empty(tx)?;
        tx.put_method(self.method.hash(), &self.method.files)?;
        self.records.iter().try_for_each(|record| tx.put_any(record))
    }
}
