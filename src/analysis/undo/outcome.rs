//! What taking back, or doing again, will make of each record: in sentences, before it is done.

use super::list::Way;
use super::plan::{Step, UndoPlan};
use super::refs::json;
use crate::analysis::history::{Change, Deed, History, How, Mark, Span, value_at};
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::closed::ELSEWHERE;
use crate::model::ids::StatementId;
use crate::model::observation::Origin;
use crate::model::record::Kind;
use crate::text::grapheme::{self, graphemes};
use serde_json::Value;
use uuid::Uuid;

/// Graphemes of a value that are told whole; a longer text is told by what differs in it.
const WHOLE: usize = 24;
/// Graphemes of a text that comes or goes as a whole.
const LONG: usize = 48;
/// Graphemes before a difference, by which it is found in its text.
const BESIDE: usize = 10;
/// Differences of one text that are told; more are counted.
const DIFFERENCES: usize = 4;
/// Fields told of a record that comes or goes as a whole; its page has all of them.
const FIELDS: usize = 6;

/// Of a paper that was 待送审, in [`UndoPlan::kept`].
const STAYS_DRAFT: &str = "仍是草稿：内容或依据后来改过，请看过再标为待送审";

/// What is said for words that are told nowhere.
const CLOSED: &str = "已转线索的内容";

/// What will become of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoOutcome {
    /// 人员 陈涛：放进回收站; of one that stays, its kind and name.
    pub head: String,
    /// What of it will be otherwise, one sentence each.
    pub lines: Vec<String>,
}

/// What a plan will do to each record that it changes, as it may be told. Records in which words were struck because of
/// something withheld are counted and not named: whom they are about is not told beside it.
///
/// # Errors
/// Those of reading the file.
pub fn outcomes(plan: &UndoPlan, deed: Option<&Deed>, way: Way, history: &History<'_>) -> Result<Vec<UndoOutcome>> {
    let struck = deed.filter(|deed| deed.elsewhere.records > 0);
    let is_told = |step: &&Step| struck.is_none_or(|deed| deed.touched.iter().any(|t| t.record == step.record));
    let told: Vec<&Step> = plan.steps.iter().filter(is_told).collect();
    let mut all: Vec<UndoOutcome> = told.iter().map(|step| outcome(step, way, history)).collect::<Result<_>>()?;
    let mut drafts = 0;
    for paper in plan.kept.iter().map(|id| id.0) {
        match told.iter().position(|s| s.record == paper).and_then(|at| all.get_mut(at)) {
            Some(outcome) => outcome.lines.push(STAYS_DRAFT.to_owned()),
            None if struck.is_none_or(|deed| deed.touched.iter().any(|t| t.record == paper)) => all.push(UndoOutcome {
                head: format!("{} {}", Kind::Problem.chinese(), history.name(paper)?),
                lines: vec![STAYS_DRAFT.to_owned()],
            }),
            None => drafts += 1,
        }
    }
    if let Some(deed) = struck {
        let left_out = plan.steps.len() - told.len();
        all.push(UndoOutcome { head: elsewhere(deed.elsewhere.records, left_out, drafts), lines: Vec::new() });
    }
    Ok(all)
}

/// What becomes of the records that the withholding changed: the withheld words themselves never come back, a sentence
/// that was closed because it rests on them does.
fn elsewhere(records: usize, steps: usize, drafts: usize) -> String {
    let mut said = Vec::new();
    if steps > 0 {
        said.push(if steps == records { "一并改回".to_owned() } else { format!("{steps} 条一并改回") });
    }
    said.push("已转线索的原话不恢复".to_owned());
    if drafts > 0 {
        said.push(format!("{drafts} 份底稿仍是草稿，请看过再标为待送审"));
    }
    format!("别处 {records} 条记录：{}", said.join("；"))
}

fn outcome(step: &Step, way: Way, history: &History<'_>) -> Result<UndoOutcome> {
    let name = history.name(step.record)?;
    let what = if name.is_empty() { step.kind.chinese().to_owned() } else { format!("{} {name}", step.kind.chinese()) };
    let (head, lines) = match (&step.now, &step.then) {
        (None, None) => (what, Vec::new()),
        (Some(now), None) => (format!("{what}：放进回收站"), content(&history.between(None, now)?)),
        (None, Some(then)) => (format!("{what}：从回收站恢复"), content(&history.between(None, then)?)),
        (Some(now), Some(then)) => {
            let said = |c: &Change| of_closed(c, now, then, way).unwrap_or_else(|| sentence(c, way));
            let (was, will) = (json(now), json(then));
            // Words that are the same and told otherwise, because of a mark beside them, do not change.
            let changes = history.between(Some(now), then)?;
            let real = changes.iter().filter(|c| c.how != How::Changed || differs(step.kind, c, &was, &will));
            let mut lines: Vec<String> = real.map(said).collect();
            if is_recalled(now, then) {
                lines.retain(|line| !line.starts_with("疑点："));
                lines.push("疑点：将照谈话里的原话写回".to_owned());
            }
            let lines = match lines.as_slice() {
                [] if history.reads_alike(now, then)? => {
                    vec![format!("改动的内容已转线索，不显示，将{}原来的", way.verb())]
                }
                [] => vec![format!("看得见的内容不变，只将记下的人和时间{}原先的", way.verb())],
                _ => lines,
            };
            (what, lines)
        }
    };
    Ok(UndoOutcome { head, lines })
}

/// Whether a place is another in two bodies, however it is told.
fn differs(kind: Kind, change: &Change, now: &Value, then: &Value) -> bool {
    let [now, then] = [now, then].map(|body| value_at(kind, &change.place, body));
    now.is_none() || now != then
}

/// Whether an observation is let in again with its statement: its text was struck, and is taken from the talk.
fn is_recalled(now: &AnyRecord, then: &AnyRecord) -> bool {
    let (AnyRecord::Observation(now), AnyRecord::Observation(then)) = (now, then) else { return false };
    matches!(then.origin, Origin::Statement { .. }) && now.withheld && !then.withheld && then.text == ELSEWHERE
}

/// What becomes of a statement that is told nowhere and comes or goes: the sign that stands for it is no words of
/// anybody, and what was split off another statement goes back to that one. `None`: it is told as any other change.
fn of_closed(change: &Change, now: &AnyRecord, then: &AnyRecord, way: Way) -> Option<String> {
    let (AnyRecord::Answer(now), AnyRecord::Answer(then)) = (now, then) else { return None };
    let id: StatementId = Uuid::parse_str(change.place.element.as_deref()?).ok()?.into();
    let of = |answer: &'_ Answer| answer.statements.iter().find(|s| s.id == id).cloned();
    let (own, there) = match change.how {
        How::Deleted => (of(now)?, then),
        How::Added => (of(then)?, now),
        How::Changed | How::Moved => return None,
    };
    let is_closed = change.place.within.is_empty() && !own.text.contains(ELSEWHERE);
    if !is_closed || !change.spans.iter().any(|span| span.text.contains(ELSEWHERE)) {
        return None;
    }
    let is_split = there.statements.iter().any(|s| own.words_of.contains(&s.id));
    let is_joined = there.statements.iter().any(|s| s.words_of.contains(&id));
    let will = match (change.how, is_split, is_joined) {
        (How::Deleted, true, _) => "并回原来的一段",
        (How::Deleted, false, true) => "并入另一段",
        (How::Deleted, false, false) => "去掉这一段",
        (_, true, _) => "从原来的一段里再分出来",
        (_, false, true) => "从合并的一段里分回来",
        (_, false, false) if way == Way::Undo => "放回这一段",
        (_, false, false) => "再加上这一段",
    };
    Some(format!("{}：将{will}（{CLOSED}，不显示）", change.label))
}

/// What a record says, that comes or goes as a whole.
fn content(changes: &[Change]) -> Vec<String> {
    let told = changes.iter().map(|c| format!("{}{}", c.label, quoted(&side(&c.spans, Mark::Old), WHOLE)));
    let mut told: Vec<String> = told.take(FIELDS).collect();
    if changes.len() > FIELDS {
        told.push(format!("等 {} 项", changes.len()));
    }
    if told.is_empty() { Vec::new() } else { vec![format!("内容：{}", told.join("，"))] }
}

impl Way {
    /// How a value becomes what it was, or what it had been made.
    const fn verb(self) -> &'static str {
        match self {
            Self::Undo => "改回",
            Self::Redo => "再改成",
        }
    }

    const fn adds(self) -> &'static str {
        match self {
            Self::Undo => "放回",
            Self::Redo => "再加上",
        }
    }
}

/// What will be, of one place: 职务：将由「科长」改回「副科长」.
fn sentence(change: &Change, way: Way) -> String {
    let label = &change.label;
    let (old, new) = (side(&change.spans, Mark::New), side(&change.spans, Mark::Old));
    let is_element = change.place.element.is_some() && change.place.within.is_empty();
    let will = match (change.how, is_element) {
        (How::Moved, _) => {
            format!("将移{}的位置（{}）", if way == Way::Undo { "回原来" } else { "到后来" }, cut(&new, WHOLE))
        }
        (How::Added, true) => format!("将{}{}", way.adds(), quoted(&new, LONG)),
        (How::Deleted, true) => format!("将去掉{}", quoted(&old, LONG)),
        // A mark that is set or not.
        (How::Added, false) if new == "是" => format!("将由「否」{}「是」", way.verb()),
        (How::Deleted, false) if old == "是" => format!("将由「是」{}「否」", way.verb()),
        (How::Added, false) => format!("将由空白{}{}", way.verb(), quoted(&new, LONG)),
        (How::Deleted, false) => format!("将由{}{}空白", quoted(&old, LONG), way.verb()),
        (How::Changed, _) if grapheme::count(&old).max(grapheme::count(&new)) <= WHOLE => {
            format!("将由{}{}{}", quoted(&old, WHOLE), way.verb(), quoted(&new, WHOLE))
        }
        (How::Changed, _) => format!("将{}", differences(&change.spans, way)),
    };
    format!("{label}：{will}")
}

/// The text of one side: without the parts of that mark.
fn side(spans: &[Span], without: Mark) -> String {
    spans.iter().filter(|s| s.mark != without).map(|s| s.text.as_str()).collect()
}

/// The differences of a long text: 把「…一共开了」后的「三」改回「四」.
fn differences(spans: &[Span], way: Way) -> String {
    let mut told: Vec<String> = Vec::new();
    let mut before = "";
    let mut rest = spans.iter().peekable();
    while let Some(span) = rest.next() {
        let (gone, come) = match span.mark {
            Mark::Same => {
                before = &span.text;
                continue;
            }
            Mark::Old => {
                let come = rest.next_if(|next| next.mark == Mark::New);
                (span.text.as_str(), come.map_or("", |s| s.text.as_str()))
            }
            Mark::New => ("", span.text.as_str()),
        };
        let place = if before.is_empty() { "开头".to_owned() } else { format!("「{}」后", tail(before)) };
        let is_empty = (gone.is_empty(), come.is_empty());
        let (gone, come) = (quoted(gone, LONG), quoted(come, LONG));
        told.push(match is_empty {
            (true, _) => format!("在{place}{}{come}", way.adds()),
            (_, true) => format!("把{place}的{gone}去掉"),
            _ => format!("把{place}的{gone}{}{come}", way.verb()),
        });
    }
    let more = if told.len() > DIFFERENCES { format!("，等 {} 处", told.len()) } else { String::new() };
    told.truncate(DIFFERENCES);
    format!("{}{more}", told.join("；"))
}

/// The beginning of a text in quotation marks. The sign that stands for withheld words is nobody's words, and is said in
/// words where nothing else is there.
fn quoted(text: &str, most: usize) -> String {
    if text.trim() == ELSEWHERE { CLOSED.to_owned() } else { format!("「{}」", cut(text, most)) }
}

/// The beginning of a text.
fn cut(text: &str, most: usize) -> String {
    let text = text.replace('\n', " ");
    if grapheme::count(&text) <= most {
        return text;
    }
    let start: String = graphemes(&text).map(|(_, g)| g).take(most).collect();
    format!("{start}…")
}

/// The end of a text.
fn tail(text: &str) -> String {
    let text = text.replace('\n', " ");
    let count = grapheme::count(&text);
    if count <= BESIDE {
        return text;
    }
    let end: String = graphemes(&text).map(|(_, g)| g).skip(count - BESIDE).collect();
    format!("…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::history::{ChangePlace, diff};

    fn change(how: How, label: &str, spans: Vec<Span>) -> Change {
        Change { place: ChangePlace::default(), label: label.into(), how, spans }
    }

    fn element(how: How, label: &str, spans: Vec<Span>) -> Change {
        Change {
            place: ChangePlace { element: Some("x".into()), ..ChangePlace::default() },
            ..change(how, label, spans)
        }
    }

    #[test]
    fn a_sentence_says_what_will_be() {
        let talk = "车款是六月先付的，纪要是八月补的，当时没有开会，后来一共开了三次会，都没有记录。";
        let long = talk.replace("三次", "四次").replace("当时", "");
        for (change, undo, redo) in [
            (
                change(How::Changed, "职务", diff("科长", "副科长")),
                "职务：将由「科长」改回「副科长」",
                "职务：将由「科长」再改成「副科长」",
            ),
            (
                change(How::Added, "地点", vec![Span::new("会议室")]),
                "地点：将由空白改回「会议室」",
                "地点：将由空白再改成「会议室」",
            ),
            (
                change(How::Deleted, "重点", vec![Span::old("是")]),
                "重点：将由「是」改回「否」",
                "重点：将由「是」再改成「否」",
            ),
            (
                element(How::Added, "陈述 第2段", vec![Span::new("没有开会。")]),
                "陈述 第2段：将放回「没有开会。」",
                "陈述 第2段：将再加上「没有开会。」",
            ),
            (
                element(How::Deleted, "承办人", vec![Span::old("周宁")]),
                "承办人：将去掉「周宁」",
                "承办人：将去掉「周宁」",
            ),
            (
                change(How::Changed, "备注", diff("〔已另行处理〕", "没有开会。")),
                "备注：将由已转线索的内容改回「没有开会。」",
                "备注：将由已转线索的内容再改成「没有开会。」",
            ),
            (
                change(How::Changed, "内容", diff(talk, &long)),
                "内容：将把「…的，纪要是八月补的，」后的「当时」去掉；把「…有开会，后来一共开了」后的「三」改回「四」",
                "内容：将把「…的，纪要是八月补的，」后的「当时」去掉；把「…有开会，后来一共开了」后的「三」再改成「四」",
            ),
        ] {
            assert_eq!(sentence(&change, Way::Undo), undo);
            assert_eq!(sentence(&change, Way::Redo), redo);
        }
    }
}
