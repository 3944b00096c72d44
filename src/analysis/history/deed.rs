//! One user action in words.

use super::body::Body;
use super::change::outline;
use super::names::Names;
use super::verbs::{self, Done};
use crate::error::Result;
use crate::model::ids::{DeviceId, InspectorId, TxnId};
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::{Kind, Op};
use crate::model::value::{Instant, PartialDate};
use crate::store::{Fate, Logged, Touched};
use uuid::Uuid;

/// Undoing an undo of an undo …: so far the words follow.
const CHAIN: u8 = 8;

/// The verb of an action, read from the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verb {
    /// One of this version.
    Done(Op),
    /// 撤销 of that action: `undo:UUID` in the log.
    Undone(TxnId),
    /// 重做 of that action: `redo:UUID` in the log.
    Redone(TxnId),
    /// One of a later version.
    Other(String),
}

impl Verb {
    /// Reads what stands in the log.
    pub fn parse(op: &str) -> Self {
        let target = |prefix| op.strip_prefix(prefix).and_then(|id| Uuid::parse_str(id).ok()).map(TxnId);
        if let Some(txn) = target("undo:") {
            return Self::Undone(txn);
        }
        if let Some(txn) = target("redo:") {
            return Self::Redone(txn);
        }
        Op::parse(op).map_or_else(|| Self::Other(op.to_owned()), Self::Done)
    }
}

/// One user action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Its place in the log; for what is not in the log the last there can be.
    pub seq: i64,
    /// Its id; `None` for what is not in the log: an output, a new method, a lead.
    pub txn: Option<TxnId>,
    /// Its verb.
    pub verb: Verb,
    /// Who acted; `None` in a round without inspectors.
    pub author: Option<InspectorId>,
    /// Name of who acted; empty when nobody is known.
    pub by: String,
    /// On which laptop, where that is known.
    pub device: Option<DeviceId>,
    /// When, by the clock of that laptop.
    pub at: Instant,
    /// The records that it touched; none of what is not in the log. Of an action in a talk where something is withheld
    /// only those of the talk: whose record said the same words elsewhere is not to be told.
    pub touched: Vec<Touched>,
    /// What it did outside its talk, where withheld words were struck.
    pub elsewhere: Elsewhere,
    /// What it did, for a person: 删除人员：傅桂兰.
    pub words: String,
}

/// What an action of withholding did to records that are not of its talk. They are counted and not named, but for the
/// papers that it put back to draft: whom the withheld words are about is not told beside the talk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// How many.
    pub records: usize,
    /// The numbers of the papers that went back to draft.
    pub papers: Vec<String>,
    /// The fields in which words were struck, each once, after their kind of record: 人员的备注.
    pub fields: Vec<String>,
}

impl Elsewhere {
    /// What it did, one sentence each without a full stop; nothing of the words.
    pub fn lines(&self) -> Vec<String> {
        let told = [("退回草稿的底稿", &self.papers), ("有关文字改为〔已另行处理〕的栏目", &self.fields)];
        let told = told.into_iter().filter(|(_, all)| !all.is_empty());
        told.map(|(what, all)| format!("{what}：{}", all.join("、"))).collect()
    }

    /// `（别处 3 条记录随转线索处理；退回草稿的底稿：B-03）`; empty when it did nothing.
    fn words(&self) -> String {
        if self.records == 0 {
            return String::new();
        }
        let all = [vec![format!("别处 {} 条记录随转线索处理", self.records)], self.lines()].concat();
        format!("（{}）", all.join("；"))
    }
}

/// Actions of the log, and where the next ones begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Newest first.
    pub deeds: Vec<Deed>,
    /// What to ask for next; `None`: there are no more.
    pub next: Option<Older>,
}

/// Where the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Older {
    /// Before this place of the log.
    pub(super) seq: i64,
    /// Of what is not in the log, this many of the oldest.
    pub(super) noted: usize,
}

/// Which actions are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only those of this inspector.
    pub by: Option<InspectorId>,
    /// Only those of this day and later, by the clocks of the laptops.
    pub since: Option<PartialDate>,
}

impl Wanted {
    pub(super) fn holds(&self, author: Option<InspectorId>, at: Instant) -> bool {
        let by = self.by.is_none_or(|by| author == Some(by));
        by && self.since.is_none_or(|since| !at.date().before(since))
    }
}

/// The last four digits of a laptop's id, enough to tell the laptops of a group apart.
pub fn short_device(device: DeviceId) -> String {
    let all = device.to_string();
    all.chars().skip(all.chars().count().saturating_sub(4)).collect()
}

/// Tells an action.
pub(super) fn tell(names: &Names<'_>, act: &Logged) -> Result<Deed> {
    let by = match act.author {
        Some(by) => names.of(by.0)?,
        // The sample was written by nobody.
        None if matches!(Verb::parse(&act.op), Verb::Done(Op::Sample)) => "示例".to_owned(),
        None => String::new(),
    };
    let (act, elsewhere) = of_talk(names, act)?;
    let mut words = words(names, &act, CHAIN)?;
    if Op::parse(&act.op) == Some(Op::Redact) {
        words.push_str(&names.order_of(act.txn)?);
    }
    Ok(Deed {
        seq: act.seq,
        txn: Some(act.txn),
        verb: Verb::parse(&act.op),
        author: act.author,
        by,
        device: Some(act.device),
        at: act.at,
        words: format!("{words}{}", elsewhere.words()),
        touched: act.touched,
        elsewhere,
    })
}

/// The action without the records outside its talk in which withheld words were struck, and how many those are. They
/// are named nowhere beside the talk: that would tell whom the withheld words are about. What an action that withholds
/// nothing did to others, as to the papers that cite a corrected statement, is told.
fn of_talk(names: &Names<'_>, act: &Logged) -> Result<(Logged, Elsewhere)> {
    let whole = || Ok((act.clone(), Elsewhere::default()));
    let op = base_of(names, act, CHAIN)?;
    if act.touched.len() < 2 || !names.bodies().is_masked()? {
        return whole();
    }
    let Some((Kind::Answer | Kind::Interview | Kind::Observation, first)) = lead(act, op) else { return whole() };
    let talk = |touched: &Touched| -> Result<Option<Uuid>> {
        let body = match state(names, touched, true)? {
            Some(after) => Some(after),
            None => state(names, touched, false)?,
        };
        Ok(body.and_then(|body| match body.kind() {
            Kind::Interview => Some(touched.record),
            Kind::Answer => body.id("interview"),
            Kind::Observation => body.json().get("origin").and_then(|o| o.get("interview")?.as_str()?.parse().ok()),
            _ => None,
        }))
    };
    let Some(own) = talk(first)? else { return whole() };
    let withholds = matches!(op, Some(Op::Withhold | Op::LetIn));
    let struck = names.struck_by(act.txn)?;
    let is_struck = |touched: &Touched| withholds || touched.before.is_some_and(|before| struck.contains(&before));
    let (mut kept, mut others) = (Vec::new(), Vec::new());
    for touched in &act.touched {
        if touched.record == first.record || !is_struck(touched) || talk(touched)? == Some(own) {
            kept.push(touched.clone());
        } else {
            others.push(touched);
        }
    }
    let elsewhere = beside(names, act, &others)?;
    Ok((Logged { touched: kept, ..act.clone() }, elsewhere))
}

/// What an action of withholding did to these records.
fn beside(names: &Names<'_>, act: &Logged, others: &[&Touched]) -> Result<Elsewhere> {
    let struck = names.struck_fields(act.txn)?;
    let mut found = Elsewhere { records: others.len(), ..Elsewhere::default() };
    for touched in others {
        found.papers.extend(back_to_draft(names, touched)?);
        let Some(kind) = touched.kind else { continue };
        for label in struck.get(&touched.record).into_iter().flatten() {
            let label = verbs::field_of(kind, label);
            if !found.fields.contains(&label) {
                found.fields.push(label);
            }
        }
    }
    Ok(found)
}

/// The number of a paper that an action put back to draft.
pub(super) fn back_to_draft(names: &Names<'_>, touched: &Touched) -> Result<Option<String>> {
    if touched.kind != Some(Kind::Problem) {
        return Ok(None);
    }
    let (Some(was), Some(is)) = (state(names, touched, false)?, state(names, touched, true)?) else { return Ok(None) };
    let of = |body: &Body| body.read::<Problem>().map(|p| p.state);
    let is_back = of(&was).is_some_and(|was| was != ProblemState::Draft) && of(&is) == Some(ProblemState::Draft);
    Ok(is_back.then(|| is.text("number").to_owned()))
}

/// The verb of what was done first, through 撤销 and 重做.
fn base_of(names: &Names<'_>, act: &Logged, chain: u8) -> Result<Option<Op>> {
    match Verb::parse(&act.op) {
        Verb::Done(op) => Ok(Some(op)),
        Verb::Other(_) => Ok(None),
        Verb::Undone(target) | Verb::Redone(target) => match chain.checked_sub(1).zip(names.act(target)?) {
            Some((left, target)) => base_of(names, &target, left),
            None => Ok(None),
        },
    }
}

fn words(names: &Names<'_>, act: &Logged, chain: u8) -> Result<String> {
    match Verb::parse(&act.op) {
        Verb::Undone(target) => Ok(format!("撤销：{}", target_words(names, act, target, chain)?)),
        Verb::Redone(target) => Ok(format!("重做：{}", target_words(names, act, target, chain)?)),
        Verb::Done(op) => done(names, act, Some(op)),
        Verb::Other(_) => done(names, act, None),
    }
}

/// The words of the action that `act` took back or did again. A redo may name the action or its undo: both read alike.
fn target_words(names: &Names<'_>, act: &Logged, target: TxnId, chain: u8) -> Result<String> {
    let Some(found) = chain.checked_sub(1).zip(names.act(target)?) else { return done(names, act, None) };
    let (left, target) = found;
    let (target, _) = of_talk(names, &target)?;
    match (Verb::parse(&act.op), Verb::parse(&target.op)) {
        (Verb::Redone(_), Verb::Undone(first)) => target_words(names, &target, first, left),
        _ => words(names, &target, left),
    }
}

/// What an action did, told by the records that it touched.
fn done(names: &Names<'_>, act: &Logged, op: Option<Op>) -> Result<String> {
    let op_words = op.map_or("改动", Op::chinese);
    let Some((kind, lead)) = lead(act, op) else { return Ok(op_words.to_owned()) };
    match op {
        Some(Op::ImportPeople) => return roster(names, act),
        Some(Op::ImportBundle) => return Ok(format!("{op_words}：{} 条记录", act.touched.len())),
        Some(Op::MergePeople) => return merged(names, act),
        _ => {}
    }
    let old = state(names, lead, false)?;
    let new = state(names, lead, true)?;
    let name = new.as_ref().or(old.as_ref()).map(|body| names.name_of(body)).transpose()?.unwrap_or_default();
    if let (Kind::Interview, Some(op), Some(old), Some(new)) = (kind, op, &old, &new)
        && let Some(words) = given(names, op, old, new)?
    {
        return Ok(words);
    }
    let changes = match (lead.fate, &new) {
        (Fate::Changed | Fate::Created, Some(new)) => outline(names, old.as_ref(), new)?,
        _ => Vec::new(),
    };
    let parts: Vec<Kind> = act.touched.iter().filter_map(|t| t.kind).collect();
    let verb = match op {
        Some(Op::Sample) => op_words.to_owned(),
        _ => verbs::verb(&Done {
            op,
            kind,
            fate: lead.fate,
            old: old.as_ref(),
            new: new.as_ref(),
            changes: &changes,
            parts: &parts,
        }),
    };
    let alike = count(act, |t| t.kind == Some(kind) && t.fate == lead.fate);
    let more = if alike > 1 { format!("等 {alike} {}", kind.measure()) } else { String::new() };
    Ok(if name.is_empty() && more.is_empty() { verb } else { format!("{verb}：{name}{more}") })
}

/// A talk that is now another person's: 谈话对象由赵敏改为陈涛.
fn given(names: &Names<'_>, op: Op, old: &Body, new: &Body) -> Result<Option<String>> {
    let (Some(was), Some(is)) = (old.id("person"), new.id("person")) else { return Ok(None) };
    if was == is || op != Op::EditInterview {
        return Ok(None);
    }
    Ok(Some(format!("改谈话对象：由{}改为{}", names.of(was)?, names.of(is)?)))
}

/// A roster: of which unit, how many came and how many were changed.
fn roster(names: &Names<'_>, act: &Logged) -> Result<String> {
    let people = |fate: Fate| count(act, |t| t.kind == Some(Kind::Person) && t.fate == fate);
    let first = act.touched.iter().find(|t| t.kind == Some(Kind::Person));
    let body = first.map(|t| state(names, t, true)).transpose()?.flatten();
    let unit = body.and_then(|b| b.id("unit")).map(|unit| names.of(unit)).transpose()?.unwrap_or_default();
    let counts = [(Fate::Created, "新增"), (Fate::Changed, "修改"), (Fate::Restored, "恢复")];
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(fate, word)| (people(fate), word))
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{word} {n} 人"))
        .collect();
    let counts = counts.join("、");
    Ok(match unit.as_str() {
        "" => format!("{}：{counts}", Op::ImportPeople.chinese()),
        unit => format!("{}：{unit}，{counts}", Op::ImportPeople.chinese()),
    })
}

/// The record that an action is named after.
fn lead(act: &Logged, op: Option<Op>) -> Option<(Kind, &Touched)> {
    let known = act.touched.iter().filter_map(|t| t.kind.map(|kind| (kind, t)));
    let about = op.and_then(verbs::about);
    known.min_by_key(|(kind, _)| (about != Some(*kind), kind.rank()))
}

fn merged(names: &Names<'_>, act: &Logged) -> Result<String> {
    let person =
        |gone: bool| act.touched.iter().find(|t| t.kind == Some(Kind::Person) && (t.fate == Fate::Deleted) == gone);
    let name = |touched: Option<&Touched>| touched.map_or_else(|| Ok(String::new()), |t| names.of(t.record));
    let (gone, kept) = (name(person(true))?, name(person(false))?);
    Ok(match (gone.is_empty(), kept.is_empty()) {
        (false, false) => format!("合并人员：{gone}并入{kept}"),
        _ => format!("合并人员：{gone}{kept}"),
    })
}

/// The state of a touched record after the action, or before it.
fn state(names: &Names<'_>, touched: &Touched, after: bool) -> Result<Option<Body>> {
    let rev = if after { Some(touched.after) } else { touched.before };
    rev.map(|rev| names.bodies().at(rev)).transpose().map(Option::flatten)
}

fn count(act: &Logged, which: impl Fn(&Touched) -> bool) -> usize {
    act.touched.iter().filter(|t| which(t)).count()
}
