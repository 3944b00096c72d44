//! What a bundle leaves out of the records: everything that is withheld (转线索) and what hangs on it.
//!
//! A withheld statement goes with the claims that it asserts and the observations drawn from it: a figure or a
//! sentence taken from it would tell what was said. A correction of a withheld statement stays, without the pointer.

use super::AnyRecord;
use crate::model::answer::{Answer, Statement};
use crate::model::ids::StatementId;
use crate::model::observation::Origin;
use std::collections::BTreeSet;
use uuid::Uuid;

/// `records` without what is withheld and without folders of this computer.
pub fn without_withheld(records: Vec<AnyRecord>) -> Vec<AnyRecord> {
    let hidden: BTreeSet<StatementId> = records
        .iter()
        .filter_map(|r| if let AnyRecord::Answer(a) = r { Some(a) } else { None })
        .flat_map(|a| a.statements.iter().filter(|s| s.withheld).map(|s| s.id))
        .collect();
    let gone: BTreeSet<Uuid> = records.iter().filter(|r| is_withheld(r, &hidden)).map(AnyRecord::id).collect();
    let kept = records.into_iter().filter(|record| match record {
        // An attachment goes with what it belongs to.
        AnyRecord::Attachment(a) => !gone.contains(&a.owner),
        other => !gone.contains(&other.id()),
    });
    kept.map(|record| clean(record, &hidden)).collect()
}

fn is_withheld(record: &AnyRecord, hidden: &BTreeSet<StatementId>) -> bool {
    let AnyRecord::Observation(o) = record else { return false };
    o.withheld || matches!(o.origin, Origin::Statement { statement, .. } if hidden.contains(&statement))
}

fn clean(record: AnyRecord, hidden: &BTreeSet<StatementId>) -> AnyRecord {
    match record {
        AnyRecord::Answer(answer) => AnyRecord::Answer(clean_answer(answer, hidden)),
        AnyRecord::Round(mut round) => {
            round.backup_dir = None;
            AnyRecord::Round(round)
        }
        other => other,
    }
}

fn clean_answer(mut answer: Answer, hidden: &BTreeSet<StatementId>) -> Answer {
    let is_hidden = |id: Option<StatementId>| id.is_some_and(|id| hidden.contains(&id));
    answer.statements.retain(|s: &Statement| !s.withheld);
    answer.claims.retain(|c| !is_hidden(c.statement));
    for statement in &mut answer.statements {
        if is_hidden(statement.supersedes) {
            statement.supersedes = None;
        }
    }
    answer
}
