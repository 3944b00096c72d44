//! What a user calls what was done to a record.

use super::body::Body;
use super::change::{Change, How};
use super::fields;
use super::show::word;
use crate::model::reading::Verdict;
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
        Op::EditAnswer | Op::Withhold | Op::LetIn | Op::Redact => Some(Kind::Answer),
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

/// What was done to the record that an action is named after.
pub(super) struct Done<'d> {
    /// The verb of the log, where this version knows it.
    pub(super) op: Option<Op>,
    /// The kind of the record.
    pub(super) kind: Kind,
    /// What became of it.
    pub(super) fate: Fate,
    /// Its state before.
    pub(super) old: Option<&'d Body>,
    /// Its state after.
    pub(super) new: Option<&'d Body>,
    /// What leads from the one to the other.
    pub(super) changes: &'d [Change],
    /// The kinds of all records that the action touched.
    pub(super) parts: &'d [Kind],
}

/// The verb, in words that tell the action from the others on the same record.
pub(super) fn verb(done: &Done<'_>) -> String {
    match (done.op, done.kind, done.fate) {
        (Some(Op::Withhold), ..) => "转线索".to_owned(),
        (Some(Op::LetIn), ..) => "取消转线索".to_owned(),
        (Some(Op::Redact), ..) => "隐去原话".to_owned(),
        (Some(Op::Restore), kind, Fate::Changed) => of_fields("恢复", kind, &labels(done)),
        (_, Kind::Decision, fate) => decision(fate, done.new).to_owned(),
        (_, Kind::Problem, Fate::Deleted) => "撤回底稿".to_owned(),
        (_, Kind::Observation, Fate::Deleted) => "取消疑点".to_owned(),
        (_, Kind::Evidence, Fate::Deleted) => "去掉支撑材料".to_owned(),
        (_, kind @ (Kind::Answer | Kind::CheckResult), Fate::Created | Fate::Changed) => {
            joined(kind, &steps(done)).unwrap_or_else(|| general(done))
        }
        (_, kind, Fate::Created) => kind.created().to_owned(),
        (_, kind, Fate::Changed) => joined(kind, &steps(done)).unwrap_or_else(|| general(done)),
        (_, kind, fate @ (Fate::Deleted | Fate::Restored)) => format!("{}{}", fate.chinese(), kind.noun()),
    }
}

/// 修改人员的职务; without a field that is told, 修改人员.
fn general(done: &Done<'_>) -> String {
    match (done.kind, done.fate) {
        (Kind::Answer, _) => "记录回答".to_owned(),
        (Kind::CheckResult, _) => "记录检查结果".to_owned(),
        (kind, _) => of_fields("修改", kind, &labels(done)),
    }
}

/// 人员的备注; of a label that begins with the kind, the label.
pub(super) fn field_of(kind: Kind, label: &str) -> String {
    let noun = kind.noun();
    if label.starts_with(noun) { label.to_owned() } else { format!("{noun}的{label}") }
}

/// Fields named in one verb; more are counted.
const NAMED: usize = 3;

fn of_fields(verb: &str, kind: Kind, labels: &[String]) -> String {
    let noun = kind.noun();
    let bare = |label: &String| label.strip_prefix(noun).unwrap_or(label).to_owned();
    let named: Vec<String> = labels.iter().take(NAMED).map(bare).collect();
    match labels.len() {
        0 => format!("{verb}{noun}"),
        n if n > NAMED => format!("{verb}{noun}的{}等 {n} 项", named.join("、")),
        _ => format!("{verb}{noun}的{}", named.join("、")),
    }
}

/// What the changed fields are called, each once; what was changed of a paper beside the paper itself counts as fields.
fn labels(done: &Done<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for change in done.changes {
        let label = match fields::label(done.kind, change.place.field.first().map_or("", String::as_str)) {
            "" => change.label.clone(),
            label => label.to_owned(),
        };
        // Of a list of which one place is told, the place: 地点 of a sitting.
        let label = change
            .label
            .rsplit_once('·')
            .filter(|_| done.kind == Kind::Interview)
            .map_or(label, |(_, own)| own.to_owned());
        if !all.contains(&label) {
            all.push(label);
        }
    }
    if done.kind == Kind::Problem {
        for (kind, label) in [(Kind::Suggestion, "建议"), (Kind::QuickFix, "立行立改")] {
            if done.parts.contains(&kind) {
                all.push(label.to_owned());
            }
        }
    }
    all
}

fn joined(kind: Kind, steps: &[String]) -> Option<String> {
    let more = if steps.len() > NAMED { "等" } else { "" };
    let named: Vec<&str> = steps.iter().take(NAMED).map(String::as_str).collect();
    // What is done to a talk or a paper at once has one name: closing a talk also ends its sitting.
    let named = if matches!(kind, Kind::Answer | Kind::CheckResult) { named.as_slice() } else { named.get(..1)? };
    Some(format!("{}{more}", named.join("、"))).filter(|words| !words.is_empty())
}

/// What was done, in the words of the keys that do it; empty when no field of it has a word of its own.
fn steps(done: &Done<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut say = |word: String| {
        if !word.is_empty() && !all.contains(&word) {
            all.push(word);
        }
    };
    if done.kind == Kind::Interview
        && let Some(word) = talk(done)
    {
        say(word.to_owned());
    }
    let word = |change: &Change| match done.kind {
        Kind::Answer => answer(change).to_owned(),
        Kind::CheckResult => check(change, done.new),
        Kind::Person if field(change) == "planned" => {
            by(change, ["列入谈话计划", "改计划谈话日期", "移出谈话计划"]).to_owned()
        }
        Kind::Observation if field(change) == "handled" => {
            by(change, ["疑点标为已处理", "改疑点的处理时间", "疑点改回未处理"]).to_owned()
        }
        Kind::Document if field(change) == "returned" => {
            by(change, ["资料记为已归还", "改资料的归还日期", "资料改回未归还"]).to_owned()
        }
        Kind::Document if field(change) == "clean" => {
            by(change, ["资料记为读过未发现问题", "改“读过未发现问题”的记载", "取消“读过未发现问题”"]).to_owned()
        }
        Kind::Loan if field(change) == "handed" => {
            by(change, ["调阅资料记为已提供", "改调阅资料的提供时间", "调阅资料改回未提供"]).to_owned()
        }
        Kind::Loan if field(change) == "returned" => {
            by(change, ["调阅资料记为已归还", "改调阅资料的归还时间", "调阅资料改回未归还"]).to_owned()
        }
        Kind::Problem if field(change) == "state" => if done.new.is_some_and(|b| b.text("state") == "ready") {
            "底稿标为待送审"
        } else {
            "底稿退回草稿"
        }
        .to_owned(),
        Kind::Unit if field(change) == "excuses" => {
            by(change, ["写明不看的理由", "改不看的理由", "去掉不看的理由"]).to_owned()
        }
        Kind::Unit if field(change) == "profile" => "修改单位概况".to_owned(),
        Kind::Inspector if field(change) == "left" => by(change, ["记为已离组", "", "改回未离组"]).to_owned(),
        _ => String::new(),
    };
    // One general field besides makes it a change of fields, which names them all.
    let words: Vec<String> = done.changes.iter().map(word).collect();
    let is_whole =
        matches!(done.kind, Kind::Answer | Kind::CheckResult | Kind::Interview | Kind::Document | Kind::Loan);
    if is_whole || words.iter().all(|w| !w.is_empty()) {
        words.into_iter().for_each(say);
    }
    all
}

fn field(change: &Change) -> &str {
    change.place.field.first().map_or("", String::as_str)
}

/// The word for a field that came, changed or went.
fn by<'w>(change: &Change, [came, changed, went]: [&'w str; 3]) -> &'w str {
    match change.how {
        How::Added => came,
        How::Changed | How::Moved => changed,
        How::Deleted => went,
    }
}

/// What was done in an answer.
fn answer(change: &Change) -> &'static str {
    let within = change.place.within.first().map_or("", String::as_str);
    match (field(change), within) {
        ("statements", "") => match change.how {
            How::Added => "记录回答",
            How::Deleted => "删去一段回答",
            How::Changed | How::Moved => "调换段落次序",
        },
        ("statements", "text") => "改写回答",
        ("statements", "lane") => "改段落的记法",
        ("statements", "key") => by(change, ["标为重点", "标为重点", "取消重点"]),
        ("statements", "withheld") => by(change, ["转线索", "转线索", "取消转线索"]),
        ("statements", _) => "更正一段回答",
        ("judgement", _) => by(change, ["作出判断", "改判断", "取消判断"]),
        ("claims", "") => by(change, ["记下要素", "改要素", "去掉要素"]),
        ("claims", _) => "改要素",
        ("probes", _) => by(change, ["标记已追问", "标记已追问", "取消已追问"]),
        ("not_put", _) => by(change, ["写明未问的理由", "改未问的理由", "去掉未问的理由"]),
        // A new answer begins with one of the wordings.
        ("wording", _) if !matches!(change.how, How::Added) => "换问法",
        _ => "",
    }
}

/// What was noted of an item.
fn check(change: &Change, new: Option<&Body>) -> String {
    match field(change) {
        "verdict" => {
            let verdict = new.map_or("", |b| b.text("verdict"));
            // A note on a point without a verdict begins its record: no verdict was given.
            if change.how == How::Added && verdict == "unread" {
                return String::new();
            }
            format!("记结论“{}”", word(verdict, Verdict::chinese).unwrap_or(verdict))
        }
        "pages" => "记页码".to_owned(),
        "note" => "记备注".to_owned(),
        _ => String::new(),
    }
}

/// A talk goes on, is broken off, closed, read back, given another wording.
fn talk(done: &Done<'_>) -> Option<&'static str> {
    let (old, new) = (done.old?, done.new?);
    let read = |body: &Body| !body.text("read_back").is_empty();
    let changed = |key: &str| done.changes.iter().find(|c| field(c) == key);
    if let Some(change) = changed("unconfirmed").filter(|_| old.text("state") == new.text("state")) {
        return Some(match (change.place.within.is_empty(), change.how) {
            (true, How::Added) => "记下本人不愿确认的一段",
            (true, How::Deleted) => "取消本人不愿确认",
            _ => "改本人不愿确认的理由",
        });
    }
    match (old.text("state"), new.text("state")) {
        (a, b) if a != b && b == "closed" => return Some("结束谈话"),
        _ if !read(old) && read(new) => return Some("读回谈话记录"),
        (a, b) if a != b && b == "broken_off" => return Some("中断谈话"),
        (a, b) if a != b && b == "open" => return Some("继续谈话"),
        _ => {}
    }
    if read(old) && !read(new) {
        return Some("取消读回确认");
    }
    if changed("opening_read").is_some_and(|c| c.how == How::Added) {
        return Some("宣读开场说明");
    }
    if changed("variant").is_some() {
        return Some("换问法");
    }
    let came = |c: &Change| field(c) == "sittings" && c.place.within.is_empty() && c.how == How::Added;
    done.changes.iter().any(came).then_some("继续谈话")
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
