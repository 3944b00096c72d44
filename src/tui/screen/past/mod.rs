//! What was done: taking it back, the history of a record and of the round, the bin.
//!
//! All of it is read through the mask of [`history`](crate::analysis::history): withheld words are on none of these
//! screens.

pub mod bin;
pub mod deeds;
pub mod detail;
mod lay;
pub mod undo;
mod word;

use crate::analysis::history::{Deed, History};
use crate::analysis::undo::Say;
use crate::model::ids::TxnId;
use uuid::Uuid;

/// Names for a person, through the mask of the history. What cannot be read has no name.
struct HistoryWords<'h, 'r>(&'h History<'r>);

impl Say for HistoryWords<'_, '_> {
    fn act(&self, txn: TxnId) -> String {
        let deed = self.0.deed(txn).ok().flatten();
        deed.map_or_else(|| "改动".to_owned(), |d| format!("{}（{}）", d.words, who_and_when(&d)))
    }

    fn record(&self, record: Uuid) -> String {
        self.0.name(record).unwrap_or_default()
    }
}

/// `刘芳 3月12日 09:42`
fn who_and_when(deed: &Deed) -> String {
    let when = when(deed);
    if deed.by.is_empty() { when } else { format!("{} {when}", deed.by) }
}

/// `03-12 09:42`: a round does not last a year.
fn when(deed: &Deed) -> String {
    let day = deed.at.date().to_string();
    let day = day.split_once('-').map_or(day.as_str(), |(_, d)| d).to_owned();
    format!("{day} {}", deed.at.hour_minute())
}
