//! Actions whose refusal by a rule is known before anything is asked.

use crate::error::Result;
use crate::store::{Act, Trail};

/// An action that says beforehand whether the rules allow it: a question that can only end in a refusal is not asked.
///
/// It is the same rule that [`Act::run`] holds in the transaction, by records as they are: one that is told nowhere stands
/// against an action no less.
pub trait Foreseen: Act {
    /// Whether the rules allow it by what the file holds.
    ///
    /// # Errors
    /// The refusal, in the words of the action; those of reading the file.
    fn may(&self, trail: &Trail<'_>) -> Result<()>;
}
