//! A refusal in words.

use crate::analysis::history::Verb;
use crate::analysis::undo::{Say, UndoPlan, words};
use crate::error::Error;
use crate::model::ids::TxnId;
use crate::model::round::Inspector;
use crate::store::Trail;
use uuid::Uuid;

/// Names an action by verb, who and when, and a record by its kind alone: words of a record may be withheld, and an
/// error is no place to mask them. The screen tells more, through its mask.
struct Plain<'t>(Trail<'t>);

impl Say for Plain<'_> {
    fn act(&self, txn: TxnId) -> String {
        let Ok(Some(act)) = self.0.act(txn) else { return "改动".to_owned() };
        let verb = match Verb::parse(&act.op) {
            Verb::Done(op) => op.chinese(),
            Verb::Undone(_) => "撤销",
            Verb::Redone(_) => "重做",
            Verb::Other(_) => "改动",
        };
        let by = act.author.and_then(|by| self.0.get::<Inspector>(by.0).ok().flatten());
        let by = by.map(|i| i.name).unwrap_or_default();
        format!("{verb}（{by}{} {}）", act.at.date().chinese(), act.at.hour_minute())
    }

    fn record(&self, record: Uuid) -> String {
        // Names of the group are never withheld.
        self.0.get::<Inspector>(record).ok().flatten().map(|i| i.name).unwrap_or_default()
    }
}

/// `what` is refused, for what is against the plan.
pub(in crate::acts) fn refuse(trail: Trail<'_>, plan: &UndoPlan, what: &str) -> Error {
    let why = words(plan, &Plain(trail));
    Error::input(format!("{what}：{}", why.join(""))).hint("没有作任何改动。")
}
