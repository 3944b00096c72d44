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

/// Which record an action is named after when its verb does not tell: what others hang on comes first.
pub(super) const fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Round => 0,
        Kind::Unit => 1,
        Kind::Inspector => 2,
        Kind::Person => 3,
        Kind::Interview => 4,
        Kind::Problem => 5,
        Kind::Decision => 6,
        Kind::Document => 7,
        Kind::Loan => 8,
        Kind::Answer => 9,
        Kind::Observation => 10,
        Kind::Evidence => 11,
        Kind::CheckResult => 12,
        Kind::Entry => 13,
        Kind::Suggestion => 14,
        Kind::QuickFix => 15,
        Kind::Attachment => 16,
    }
}

/// The verb for what became of a record of that kind; `old` and `new` are its state before and after.
pub(super) fn verb(kind: Kind, fate: Fate, old: Option<&Body>, new: Option<&Body>) -> String {
    let set = match (kind, fate) {
        (Kind::Interview, Fate::Changed) => talk(old, new),
        (Kind::Decision, _) => Some(decision(fate, new)),
        (_, Fate::Created) => Some(created(kind)),
        (Kind::Answer, Fate::Changed) => Some("记录回答"),
        (Kind::CheckResult, Fate::Changed) => Some("记录检查结果"),
        (_, Fate::Changed | Fate::Deleted | Fate::Restored) => None,
    };
    set.map_or_else(|| format!("{}{}", fate.chinese(), noun(kind)), str::to_owned)
}

/// What a user calls a record of that kind where it is acted upon.
pub(super) const fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Round => "轮次设置",
        Kind::Unit => "单位",
        Kind::Interview => "谈话",
        Kind::Document => "资料",
        Kind::Problem => "底稿",
        Kind::Loan => "调阅清单",
        Kind::Inspector
        | Kind::Person
        | Kind::Answer
        | Kind::Observation
        | Kind::Attachment
        | Kind::CheckResult
        | Kind::Entry
        | Kind::Evidence
        | Kind::Decision
        | Kind::Suggestion
        | Kind::QuickFix => kind.chinese(),
    }
}

const fn created(kind: Kind) -> &'static str {
    match kind {
        Kind::Round => "新建轮次",
        Kind::Unit => "新增单位",
        Kind::Inspector => "新增巡察干部",
        Kind::Person => "新增人员",
        Kind::Interview => "开始谈话",
        Kind::Answer => "记录回答",
        Kind::Observation => "登记疑点",
        Kind::Attachment => "添加附件",
        Kind::Document => "登记资料",
        Kind::CheckResult => "记录检查结果",
        Kind::Entry => "登记条目",
        Kind::Evidence => "登记支撑材料",
        Kind::Decision => "处理候选",
        Kind::Problem => "起草底稿",
        Kind::Suggestion => "提出建议",
        Kind::QuickFix => "提出立行立改",
        Kind::Loan => "登记调阅清单",
    }
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
