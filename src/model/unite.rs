//! Two records of one natural key made one: what the older one says stays, what only the other says is added.
//!
//! Texts are never lost: where both have one and they differ, both stand, one after the other. Of two values that
//! exclude each other (two judgements, two verdicts, two outcomes) the older stays, and the other is told in words.

use crate::model::answer::{Answer, Judgement, Statement};
use crate::model::any::{AnyRecord, Visit};
use crate::model::decision::{Decided, Decision, Seen};
use crate::model::ids::StatementId;
use crate::model::natural::Natural;
use crate::model::order::OrderKey;
use crate::model::reading::{CheckResult, Verdict};
use crate::model::record::{Kind, Record};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// A kind of which an older version could write two records of one natural key.
pub trait Unite: Natural {
    /// What it is about, for a message that is kept in the file; never words that somebody typed.
    fn called(&self) -> &str;

    /// Takes in what only `other`, the younger one, says. Returns what found no place, one line each, without words
    /// that somebody typed.
    fn unite(&mut self, other: Self) -> Vec<String>;
}

impl Unite for Answer {
    fn called(&self) -> &str {
        &self.question
    }

    fn unite(&mut self, other: Self) -> Vec<String> {
        let mut lost = Vec::new();
        for statement in other.statements {
            self.take(statement, other.id.0);
        }
        for claim in other.claims {
            if self.claims.iter().all(|c| c.id != claim.id) {
                self.claims.push(claim);
            }
        }
        for probe in other.probes {
            match self.probes.iter_mut().find(|p| p.probe == probe.probe) {
                Some(mine) => mine.at = mine.at.min(probe.at),
                None => self.probes.push(probe),
            }
        }
        match (self.judgement, other.judgement) {
            (Some(mine), Some(theirs)) if mine != theirs => {
                lost.push(format!("判断保留{}，另一份是{}", level(mine), level(theirs)));
            }
            (None, theirs) => self.judgement = theirs,
            _ => {}
        }
        add_text(&mut self.not_put, &other.not_put);
        lost
    }
}

impl Answer {
    /// Adds a statement of another answer at the end. One that is here too is the same paragraph: when its words differ
    /// it is kept a second time, under an id that follows from both. What either answer withholds of it stays withheld,
    /// and what it corrects and came from is still known.
    fn take(&mut self, mut statement: Statement, from: Uuid) {
        let corrects = statement.supersedes.filter(|earlier| !self.leads_to(*earlier, statement.id));
        if let Some(mine) = self.statements.iter_mut().find(|s| s.id == statement.id) {
            mine.withheld |= statement.withheld;
            mine.key |= statement.key;
            mine.supersedes = mine.supersedes.or(corrects);
            let more: Vec<StatementId> =
                statement.words_of.iter().copied().filter(|id| !mine.words_of.contains(id)).collect();
            mine.words_of.extend(more);
            if mine.text == statement.text {
                return;
            }
            statement.withheld = mine.withheld;
            statement.id = StatementId(Uuid::new_v5(&from, statement.id.0.as_bytes()));
        }
        let last = self.statements.iter().map(|s| &s.order).max();
        statement.order = OrderKey::between(last, None);
        self.statements.push(statement);
    }

    /// Whether the chain of corrections back from `first` comes to that statement.
    fn leads_to(&self, first: StatementId, to: StatementId) -> bool {
        let corrected = |id: &StatementId| self.statements.iter().find(|s| s.id == *id)?.supersedes;
        std::iter::successors(Some(first), corrected).take(self.statements.len() + 1).any(|id| id == to)
    }
}

impl Unite for CheckResult {
    fn called(&self) -> &str {
        &self.item
    }

    fn unite(&mut self, other: Self) -> Vec<String> {
        let mut lost = Vec::new();
        if self.verdict == Verdict::Unread {
            self.verdict = other.verdict;
            (self.by, self.at) = (other.by.or(self.by), other.at.or(self.at));
        } else if other.verdict != Verdict::Unread && other.verdict != self.verdict {
            let (mine, theirs) = (self.verdict.chinese(), other.verdict.chinese());
            lost.push(format!("结论保留“{mine}”，另一份是“{theirs}”"));
        }
        add_text(&mut self.pages, &other.pages);
        add_text(&mut self.note, &other.note);
        lost
    }
}

impl Unite for Decision {
    fn called(&self) -> &'static str {
        "候选"
    }

    /// An adoption outweighs a dismissal: its problem is there.
    fn unite(&mut self, other: Self) -> Vec<String> {
        let seen: BTreeSet<Seen> = self.seen.iter().chain(&other.seen).copied().collect();
        self.seen = seen.into_iter().collect();
        match (&mut self.outcome, other.outcome) {
            (Decided::Dismissed { reason }, Decided::Dismissed { reason: theirs }) => {
                add_text(reason, &theirs);
                Vec::new()
            }
            (Decided::Adopted { problem }, Decided::Adopted { problem: theirs }) if *problem == theirs => Vec::new(),
            (Decided::Adopted { .. }, Decided::Adopted { .. }) => {
                vec!["两次采纳，各有一份底稿，请留下一份".to_owned()]
            }
            (Decided::Adopted { .. }, Decided::Dismissed { .. }) => vec![REASON.to_owned()],
            (mine @ Decided::Dismissed { .. }, theirs) => {
                (*mine, self.by, self.at) = (theirs, other.by, other.at);
                vec![REASON.to_owned()]
            }
        }
    }
}

const REASON: &str = "保留采纳，另一份是不采纳，理由在它的记录里";

/// A judgement in words that fit every question.
const fn level(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "第 1 档",
        Judgement::Partly => "第 2 档",
        Judgement::Unmet => "第 3 档",
        Judgement::Declined => "拒答",
        Judgement::NotApplicable => "不适用",
    }
}

/// Puts the new ids in place of the old wherever they stand as a value; in a list of ids each stands once. Returns
/// whether anything changed.
pub fn redirect(json: &mut Value, moved: &BTreeMap<String, Uuid>) -> bool {
    match json {
        Value::String(text) => match moved.get(text.as_str()) {
            Some(new) => {
                *text = new.to_string();
                true
            }
            None => false,
        },
        Value::Array(items) => {
            let changed = redirect_in(items.iter_mut(), moved);
            if changed && items.iter().all(Value::is_string) {
                let mut seen = Vec::new();
                items.retain(|item| {
                    let new = !seen.contains(item);
                    seen.push(item.clone());
                    new
                });
            }
            changed
        }
        Value::Object(fields) => redirect_in(fields.values_mut(), moved),
        _ => false,
    }
}

fn redirect_in<'a>(items: impl Iterator<Item = &'a mut Value>, moved: &BTreeMap<String, Uuid>) -> bool {
    let mut changed = false;
    for item in items {
        changed |= redirect(item, moved);
    }
    changed
}

/// Makes one of all records of a list that have one natural key: the one with the smallest id, which is the oldest, stays.
/// Returns how many went, and what found no place, one line each.
///
/// # Errors
/// Never for records that were read from JSON; serde's signature asks for it.
pub fn unite_all(records: &mut Vec<AnyRecord>) -> serde_json::Result<(usize, Vec<String>)> {
    let mut kept: Vec<AnyRecord> = Vec::with_capacity(records.len());
    let mut place: HashMap<(Kind, String), usize> = HashMap::new();
    let mut moved: BTreeMap<String, Uuid> = BTreeMap::new();
    let mut lost = Vec::new();
    let mut sorted = std::mem::take(records);
    sorted.sort_by_key(AnyRecord::id);
    for record in sorted {
        let key = record.visit(KeyOf).map(|key| (record.kind(), key));
        let at = key.as_ref().and_then(|key| place.get(key)).and_then(|at| kept.get_mut(*at));
        if let Some(survivor) = at {
            moved.insert(record.id().to_string(), survivor.id());
            let of = record.kind().chinese();
            lost.extend(survivor.take_in(record).into_iter().map(|lost| format!("{of} {lost}")));
        } else {
            place.extend(key.map(|key| (key, kept.len())));
            kept.push(record);
        }
    }
    for record in kept.iter_mut().filter(|_| !moved.is_empty()) {
        let mut json = serde_json::to_value(&*record)?;
        if redirect(&mut json, &moved) {
            *record = serde_json::from_value(json)?;
        }
    }
    *records = kept;
    Ok((moved.len(), lost))
}

struct KeyOf;

impl Visit for KeyOf {
    type Out = Option<String>;
    fn visit<R: Record>(self, record: &R) -> Self::Out {
        record.natural()
    }
}

impl AnyRecord {
    /// Takes in another record of the same kind and natural key.
    fn take_in(&mut self, other: Self) -> Vec<String> {
        fn told<R: Unite>(mine: &mut R, theirs: R) -> Vec<String> {
            let called = mine.called().to_owned();
            mine.unite(theirs).into_iter().map(|lost| format!("{called}：{lost}")).collect()
        }
        match (self, other) {
            (Self::Answer(mine), Self::Answer(theirs)) => told(mine, theirs),
            (Self::CheckResult(mine), Self::CheckResult(theirs)) => told(mine, theirs),
            (Self::Decision(mine), Self::Decision(theirs)) => told(mine, theirs),
            // No other kind has a natural key.
            _ => Vec::new(),
        }
    }
}

/// Puts a text behind another one, unless it says nothing more.
fn add_text(mine: &mut String, theirs: &str) {
    let theirs = theirs.trim();
    if theirs.is_empty() || mine.contains(theirs) {
        return;
    }
    if !mine.trim().is_empty() {
        mine.push('；');
    }
    mine.push_str(theirs);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::{Claim, Lane, ProbePut, Qualifier};
    use crate::model::ids::{ClaimId, DocumentId, Hash, InspectorId, InterviewId, ProblemId, UnitId};
    use crate::model::value::Instant;

    const fn at(ms: i64) -> Instant {
        Instant { ms, offset: 480 }
    }

    fn said(id: StatementId, text: &str) -> Statement {
        Statement {
            id,
            order: OrderKey::between(None, None),
            lane: Lane::Verbatim,
            at: at(1),
            text: text.into(),
            key: false,
            withheld: false,
            supersedes: None,
            words_of: Vec::new(),
        }
    }

    fn claim(field: &str) -> Claim {
        let (id, field) = (ClaimId::new(), field.to_owned());
        Claim { id, field, qualifier: Qualifier::DoesNotKnow, value: None, high: None, statement: None }
    }

    fn texts(answer: &Answer) -> Vec<&str> {
        let mut sorted: Vec<&Statement> = answer.statements.iter().collect();
        sorted.sort_by(|a, b| a.order.cmp(&b.order));
        sorted.into_iter().map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn the_paragraphs_of_the_younger_answer_follow_in_their_order_and_none_is_lost() {
        let mut old = Answer::new(InterviewId::new(), "q3");
        let mut young = Answer { id: Uuid::from_u128(9).into(), ..old.clone() };
        let (same, changed) = (StatementId::new(), StatementId::new());
        old.statements = vec![said(same, "同一段"), said(changed, "改前")];
        young.statements = vec![said(same, "同一段"), said(changed, "改后"), said(StatementId::new(), "新的一段")];
        old.claims = vec![claim("q3.times")];
        young.claims = [old.claims.clone(), vec![claim("q3.who")]].concat();
        let old_id = old.id;
        let put = |probe: &str, ms| ProbePut::new(old_id, probe.into(), at(ms));
        (old.probes, young.probes) = (vec![put("q3.p1", 5)], vec![put("q3.p1", 3), put("q3.p2", 4)]);
        (old.not_put, young.not_put) = ("另行安排".into(), "本人出差".into());
        young.judgement = Some(Judgement::Partly);
        assert_eq!(old.unite(young.clone()), [] as [String; 0]);
        assert_eq!(texts(&old), ["同一段", "改前", "改后", "新的一段"]);
        let ids: BTreeSet<StatementId> = old.statements.iter().map(|s| s.id).collect();
        assert_eq!(ids.len(), 4, "every paragraph has an id of its own");
        assert_eq!(old.claims.len(), 2);
        assert_eq!(old.probes, [put("q3.p1", 3), put("q3.p2", 4)]);
        assert_eq!((old.judgement, old.not_put.as_str()), (Some(Judgement::Partly), "另行安排；本人出差"));
        let once = old.clone();
        old.unite(young);
        assert_eq!(old.claims, once.claims);
    }

    #[test]
    fn what_either_answer_withholds_of_a_paragraph_stays_withheld() {
        let (same, changed, corrected) = (StatementId::new(), StatementId::new(), StatementId::new());
        let open = Answer {
            statements: vec![said(same, "同一段"), said(changed, "改前"), said(corrected, "更正后")],
            ..Answer::new(InterviewId::new(), "q3")
        };
        let mut marked = Answer { id: Uuid::from_u128(9).into(), ..open.clone() };
        for statement in &mut marked.statements[..2] {
            statement.withheld = true;
        }
        marked.statements[1].text = "改后".into();
        marked.statements[2].supersedes = Some(same);
        marked.statements[2].words_of = vec![changed];
        for (mut old, young) in [(open.clone(), marked.clone()), (marked, open)] {
            old.unite(young);
            assert_eq!(
                texts(&old),
                ["同一段", old.statements[1].text.as_str(), "更正后", old.statements[3].text.as_str()]
            );
            assert_eq!(old.statements.iter().map(|s| s.withheld).collect::<Vec<_>>(), [true, true, false, true]);
            let last = &old.statements[2];
            assert_eq!((last.supersedes, last.words_of.as_slice()), (Some(same), [changed].as_slice()));
        }
    }

    #[test]
    fn corrections_that_are_said_both_ways_make_no_circle() {
        let (one, other) = (StatementId::new(), StatementId::new());
        let corrects = |id, earlier| Statement { supersedes: Some(earlier), ..said(id, "一段") };
        let mut old = Answer::new(InterviewId::new(), "q3");
        let young = Answer { statements: vec![corrects(one, other), said(other, "一段")], ..old.clone() };
        old.statements = vec![said(one, "一段"), corrects(other, one)];
        old.unite(young);
        assert_eq!(old.statements.iter().map(|s| s.supersedes).collect::<Vec<_>>(), [None, Some(one)]);
    }

    #[test]
    fn of_two_judgements_the_older_stays_and_the_other_is_told() {
        let mut old = Answer { judgement: Some(Judgement::Met), ..Answer::new(InterviewId::new(), "q3") };
        let young = Answer { judgement: Some(Judgement::Unmet), ..old.clone() };
        let told = old.unite(young);
        assert_eq!(old.judgement, Some(Judgement::Met));
        assert_eq!(told, ["判断保留第 1 档，另一份是第 3 档"]);
    }

    #[test]
    fn a_verdict_fills_what_was_unread_and_notes_stand_one_after_the_other() {
        let mut old = CheckResult::new(DocumentId::new(), "k4.p3");
        old.note = "缺签名".into();
        let by = InspectorId::new();
        let young = CheckResult {
            verdict: Verdict::Problem,
            pages: "12".into(),
            note: "缺日期".into(),
            by: Some(by),
            at: Some(at(7)),
            ..old.clone()
        };
        assert!(old.unite(young.clone()).is_empty());
        assert_eq!((old.verdict, old.by, old.at), (Verdict::Problem, Some(by), Some(at(7))));
        assert_eq!((old.pages.as_str(), old.note.as_str()), ("12", "缺签名；缺日期"));
        let told = old.unite(CheckResult { verdict: Verdict::Clean, ..young });
        assert_eq!((old.verdict, told.len()), (Verdict::Problem, 1));
    }

    #[test]
    fn an_adoption_outweighs_a_dismissal_whose_reason_is_told() {
        let (unit, problem) = (UnitId::new(), ProblemId::new());
        let decision = |outcome, seen: u128| Decision {
            id: Uuid::from_u128(seen).into(),
            unit,
            key: Hash([1; 32]),
            title: "甲".into(),
            outcome,
            seen: vec![Uuid::from_u128(seen).into()],
            by: InspectorId::new(),
            at: at(1),
        };
        let dismissed = |reason: &str| Decided::Dismissed { reason: reason.into() };
        let adopted = Decided::Adopted { problem };
        let cases = [
            (dismissed("已整改"), adopted.clone(), adopted.clone(), 1),
            (adopted.clone(), dismissed("已整改"), adopted.clone(), 1),
            (adopted.clone(), adopted.clone(), adopted.clone(), 0),
            (adopted.clone(), Decided::Adopted { problem: ProblemId::new() }, adopted, 1),
            (dismissed("已整改"), dismissed("金额小"), dismissed("已整改；金额小"), 0),
        ];
        for (mine, theirs, expected, told) in cases {
            let mut old = decision(mine, 1);
            assert_eq!(old.unite(decision(theirs, 2)).len(), told);
            assert_eq!((old.outcome, old.seen.len()), (expected, 2));
        }
    }

    #[test]
    fn a_list_is_left_with_one_record_of_each_key_and_references_follow() {
        let talk = InterviewId::new();
        let ids = [1, 2, 3].map(Uuid::from_u128);
        let answer = |n: usize| Answer {
            id: ids[n].into(),
            judgement: [Some(Judgement::Met), Some(Judgement::Unmet), None][n],
            ..Answer::new(talk, "q3")
        };
        let decision = Decision {
            id: Uuid::from_u128(9).into(),
            unit: UnitId::new(),
            key: Hash([1; 32]),
            title: "甲".into(),
            outcome: Decided::Dismissed { reason: "已整改".into() },
            seen: ids.map(Into::into).to_vec(),
            by: InspectorId::new(),
            at: at(1),
        };
        let other = Answer::new(talk, "q4");
        let mut records: Vec<AnyRecord> = vec![answer(2).into(), decision.clone().into(), answer(1).into()];
        records.extend([AnyRecord::from(answer(0)), other.clone().into()]);
        let (went, lost) = unite_all(&mut records).unwrap();
        assert_eq!((went, lost.len()), (2, 1));
        assert!(lost[0].contains("q3：判断保留第 1 档"), "{lost:?}");
        let decision = Decision { seen: vec![ids[0].into()], ..decision };
        let mut expected: Vec<AnyRecord> = vec![answer(0).into(), decision.into(), other.into()];
        expected.sort_by_key(AnyRecord::id);
        assert_eq!(records, expected);
        let before = records.clone();
        assert_eq!(unite_all(&mut records).unwrap().0, 0);
        assert_eq!(records, before);
    }
}
