//! What a user calls what was done to a record.

use super::body::Body;
use crate::model::record::{Kind, Op};
use crate::store::Fate;

/// The kind of record that actions of this verb are about; `None` when the verb does not tell.
pub(super) const fn about(op: Op) -> Option<Kind> {
    match op {
        Op::CreateRound | Op::EditRound | Op::ImportBundle | Op::Sample => Some(Kind::Round),
        Op::EditUnit => Some(Kind::Unit),
        Op::EditInspector => Some(Kind::Inspector),
        Op::EditPerson | Op::ImportPeople | Op::MergePeople => Some(Kind::Person),
        Op::EditInterview => Some(Kind::Interview),
        Op::EditAnswer | Op::Withhold | Op::LetIn => Some(Kind::Answer),
        Op::EditObservation => Some(Kind::Observation),
        Op::Attach => Some(Kind::Attachment),
        Op::EditDocument => Some(Kind::Document),
        Op::EditCheck => Some(Kind::CheckResult),
        Op::EditEntry => Some(Kind::Entry),
        Op::EditEvidence => Some(Kind::Evidence),
        Op::EditLoan => Some(Kind::Loan),
        Op::Decide => Some(Kind::Decision),
        Op::EditProblem => Some(Kind::Problem),
        Op::EditLead | Op::Export | Op::Delete | Op::Restore | Op::Undo | Op::Unite => None,
    }
}

/// The verb for what became of a record of that kind; `old` and `new` are its state before and after.
pub(super) fn verb(kind: Kind, fate: Fate, old: Option<&Body>, new: Option<&Body>) -> String {
    let set = match (kind, fate) {
        (Kind::Interview, Fate::Changed) => talk(old, new),
        (Kind::Decision, _) => Some(decision(fate, new)),
        (_, Fate::Created) => Some(kind.created()),
        (Kind::Answer, Fate::Changed) => Some("记录回答"),
        (Kind::CheckResult, Fate::Changed) => Some("记录检查结果"),
        (_, Fate::Changed | Fate::Deleted | Fate::Restored) => None,
    };
    set.map_or_else(|| format!("{}{}", fate.chinese(), kind.noun()), str::to_owned)
}

/// A talk goes on, is broken off, closed, read back.
fn talk(old: Option<&Body>, new: Option<&Body>) -> Option<&'static str> {
    let (old, new) = (old?, new?);
    let read = |body: &Body| !body.text("read_back").is_empty();
    match (old.text("state"), new.text("state")) {
        _ if !read(old) && read(new) => Some("读回谈话记录"),
        (a, b) if a == b => None,
        (_, "closed") => Some("结束谈话"),
        (_, "broken_off") => Some("中断谈话"),
        (_, "open") => Some("继续谈话"),
        _ => None,
    }
}

fn decision(fate: Fate, new: Option<&Body>) -> &'static str {
    match (fate, new.map(|b| b.text("outcome"))) {
        (Fate::Deleted, _) => "撤回对候选的处理",
        (Fate::Changed, Some("adopted")) => "采纳新增材料",
        (_, Some("adopted")) => "采纳候选",
        (_, Some("dismissed")) => "不采纳候选",
        _ => "处理候选",
    }
}
