//! What an action must leave true, asked of the state that taking back would leave: the same rules that the actions
//! themselves hold to.

use super::plan::{Against, Step, UndoPlan};
use crate::analysis::on_record::{TalkDeed, TalkStanding, deeds};
use crate::analysis::paper::{Reach, Written, is_printed};
use crate::error::Result;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::any::AnyRecord;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{AnswerId, InterviewId, ProblemId, StatementId};
use crate::model::interview::{Interview, TalkState};
use crate::model::observation::Origin;
use crate::model::problem::{Problem, ProblemState};
use crate::model::reading::{CheckResult, Document, Entry, Verdict};
use crate::model::record::{Kind, Record};
use crate::model::round::{Inspector, Unit};
use crate::store::Trail;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A kind that a rule is about.
trait Ruled: Record + Sized {
    fn of(record: &AnyRecord) -> Option<&Self>;
}

macro_rules! ruled {
    ($($kind:ident),*) => {$(
        impl Ruled for $kind {
            fn of(record: &AnyRecord) -> Option<&Self> {
                if let AnyRecord::$kind(record) = record { Some(record) } else { None }
            }
        }
    )*};
}

ruled!(Inspector, Unit, Interview, Answer, Document, CheckResult, Entry, Evidence, Problem);

/// A step of one kind: as it is, and as it will be.
fn both<R: Ruled>(step: &Step) -> (Option<&R>, Option<&R>) {
    (step.now.as_ref().and_then(R::of), step.then.as_ref().and_then(R::of))
}

impl UndoPlan {
    /// The records of a kind as they will be.
    fn all<R: Ruled>(&self, trail: &Trail<'_>) -> Result<Vec<R>> {
        let mut all: Vec<R> = trail.all()?;
        all.retain(|r| self.steps.iter().all(|s| s.record != r.uuid()));
        all.extend(self.steps.iter().filter_map(|s| s.then.as_ref().and_then(R::of)).cloned());
        Ok(all)
    }

    /// One record as it will be.
    fn one<R: Ruled>(&self, trail: &Trail<'_>, id: Uuid) -> Result<Option<R>> {
        if let Some(step) = self.steps.iter().find(|s| s.record == id) {
            return Ok(step.then.as_ref().and_then(R::of).cloned());
        }
        Ok(trail.now(id)?.as_ref().and_then(R::of).cloned())
    }

    fn refuse(&mut self, why: &'static str, kind: Kind, record: Uuid) {
        self.against.push(Against::Rule { why, kind, record });
    }

    /// Asks all rules. `seq`: the place of the action whose revisions are turned back. `before`: where it began; `None`:
    /// each record comes back over the action that put it into the bin.
    pub(super) fn hold(&mut self, trail: &Trail<'_>, seq: i64, before: Option<i64>) -> Result<()> {
        for step in self.steps.clone() {
            match step.kind {
                Kind::Inspector => self.inspector(trail, &step)?,
                Kind::Unit => self.unit(trail, &step)?,
                Kind::Interview => self.interview(trail, &step, seq)?,
                Kind::Answer => self.answer(trail, &step)?,
                Kind::Document => self.document(trail, &step)?,
                Kind::CheckResult => self.check_result(trail, &step)?,
                Kind::Loan => self.loan(&step),
                Kind::Observation | Kind::Evidence => self.statement_is_there(trail, &step)?,
                Kind::Round
                | Kind::Person
                | Kind::Attachment
                | Kind::Entry
                | Kind::Decision
                | Kind::Problem
                | Kind::Suggestion
                | Kind::QuickFix => {}
            }
        }
        self.keep_drafts(trail, before)?;
        self.papers(trail)
    }

    /// Two members never have one name.
    fn inspector(&mut self, trail: &Trail<'_>, step: &Step) -> Result<()> {
        let (now, Some(then)) = both::<Inspector>(step) else { return Ok(()) };
        if now.is_some_and(|now| now.name == then.name) {
            return Ok(());
        }
        let other = self.all::<Inspector>(trail)?.into_iter().find(|i| i.name == then.name && i.id != then.id);
        self.against.extend(other.map(|i| Against::Taken { kind: Kind::Inspector, record: i.id.0 }));
        Ok(())
    }

    /// Two units never have one code.
    fn unit(&mut self, trail: &Trail<'_>, step: &Step) -> Result<()> {
        let (now, Some(then)) = both::<Unit>(step) else { return Ok(()) };
        if now.is_some_and(|now| now.code == then.code) {
            return Ok(());
        }
        let same = |u: &Unit| u.code.eq_ignore_ascii_case(&then.code) && u.id != then.id;
        let other = self.all::<Unit>(trail)?.into_iter().find(same);
        self.against.extend(other.map(|u| Against::Taken { kind: Kind::Unit, record: u.id.0 }));
        Ok(())
    }

    /// A person has one unfinished talk at the most, and a record whose words have changed since is not read back.
    fn interview(&mut self, trail: &Trail<'_>, step: &Step, seq: i64) -> Result<()> {
        let (now, Some(then)) = both::<Interview>(step) else { return Ok(()) };
        let is_open = |t: &Interview| t.state != TalkState::Closed;
        // A union may bring two together, and nobody is asked to finish one first.
        let is_union = self.steps.iter().any(|s| s.kind == Kind::Person);
        let was = now.is_some_and(|now| is_open(now) && (now.person == then.person || is_union));
        if is_open(then) && !was {
            let same = |t: &Interview| t.person == then.person && t.id != then.id && is_open(t);
            if let Some(other) = self.all::<Interview>(trail)?.into_iter().find(same) {
                self.refuse("这个人另有一次谈话还没有结束", Kind::Interview, other.id.0);
            }
        }
        let facts = |t: &Interview| (t.post.clone(), t.sittings.clone(), t.opening_read);
        if let Some(now) = now.filter(|now| now.on_record().is_some() && now.on_record() == then.on_record())
            && (facts(now) != facts(then) || (now.person != then.person && !is_union))
        {
            self.refuse("记录后来已由本人读回确认，不能改动", Kind::Interview, then.id.0);
        } else if let Some(now) = now.filter(|now| now.read_back.is_some() && now.read_back == then.read_back)
            && now.unconfirmed != then.unconfirmed
        {
            self.refuse("记录后来已由本人读回确认，不愿确认的不能改动", Kind::Interview, then.id.0);
        }
        let is_set = then.read_back.is_some() && now.is_none_or(|now| now.read_back != then.read_back);
        if is_set && self.is_reworded(trail, then.id, seq)? {
            let read_again = Interview { read_back: None, ..then.clone() };
            if let Some(step) = self.steps.iter_mut().find(|s| s.record == then.id.0) {
                step.then = Some(read_again.into());
            }
        }
        Ok(())
    }

    /// Whether the words of a talk will be others than they would be had nothing come after the action.
    fn is_reworded(&self, trail: &Trail<'_>, talk: InterviewId, seq: i64) -> Result<bool> {
        let of_talk = |answer: &Answer| answer.interview == talk;
        for answer in self.all::<Answer>(trail)?.into_iter().filter(of_talk) {
            let id = answer.id.0;
            let known = match self.steps.iter().find(|s| s.record == id) {
                Some(step) if step.is_plain => continue,
                _ => trail.at(id, seq)?,
            };
            let known = known.as_ref().and_then(Answer::of);
            if answer.spoken() != known.map(Answer::spoken).unwrap_or_default() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What was read back keeps its words; corrections of it come and go.
    fn answer(&mut self, trail: &Trail<'_>, step: &Step) -> Result<()> {
        let (now, then) = both::<Answer>(step);
        let Some(talk) = now.or(then).map(|a| a.interview) else { return Ok(()) };
        if self.steps.iter().any(|s| s.record == talk.0) {
            return Ok(());
        }
        let Some(talk) = trail.now(talk.0)?.as_ref().and_then(Interview::of).cloned() else { return Ok(()) };
        let found = deeds(&talk, now, then);
        let is_refused = match TalkStanding::of(&talk) {
            TalkStanding::OnRecord => found.iter().any(|deed| deed.may(&talk).is_err()),
            // Typed, it would take the confirmation away; taken back, it would do so unseen.
            TalkStanding::ReadBack => {
                let counts =
                    |s: &Statement| s.lane != Lane::Remark && talk.read_back.is_some_and(|at| !s.corrects_since(at));
                found.contains(&TalkDeed::Wording) || paragraphs(now, counts) != paragraphs(then, counts)
            }
            TalkStanding::Open | TalkStanding::Closed => false,
        };
        if is_refused {
            self.refuse("记录后来已由本人读回确认，不能改动", Kind::Interview, talk.id.0);
        }
        Ok(())
    }

    /// 读过，未发现问题 is not noted beside a problem, and what has been read keeps its kind.
    fn document(&mut self, trail: &Trail<'_>, step: &Step) -> Result<()> {
        let (now, Some(then)) = both::<Document>(step) else { return Ok(()) };
        self.is_clean(trail, then)?;
        if now.is_some_and(|now| now.kind != then.kind) {
            let has_results = self.all::<CheckResult>(trail)?.iter().any(|r| r.document == then.id);
            if has_results || self.all::<Entry>(trail)?.iter().any(|e| e.document == then.id) {
                self.refuse("后来已经查阅过，不能换类别", Kind::Document, then.id.0);
            }
        }
        Ok(())
    }

    fn is_clean(&mut self, trail: &Trail<'_>, document: &Document) -> Result<()> {
        let bad = |r: &CheckResult| r.document == document.id && r.verdict == Verdict::Problem;
        if document.clean.is_some() && self.all::<CheckResult>(trail)?.iter().any(bad) {
            self.refuse("“读过，未发现问题”和“有问题”的结论不能并存", Kind::Document, document.id.0);
        }
        Ok(())
    }

    fn check_result(&mut self, trail: &Trail<'_>, step: &Step) -> Result<()> {
        let (_, Some(then)) = both::<CheckResult>(step) else { return Ok(()) };
        // A document among the steps asks for itself.
        if then.verdict != Verdict::Problem || self.steps.iter().any(|s| s.record == then.document.0) {
            return Ok(());
        }
        let document = self.one::<Document>(trail, then.document.0)?;
        document.map_or(Ok(()), |document| self.is_clean(trail, &document))
    }

    /// What went back was there.
    fn loan(&mut self, step: &Step) {
        if let Some(AnyRecord::Loan(loan)) = &step.then
            && loan.handed.is_none()
            && loan.returned.is_some()
        {
            self.refuse("这一行后来已经归还", Kind::Loan, loan.id.0);
        }
    }

    /// What comes back to a paragraph finds it.
    fn statement_is_there(&mut self, trail: &Trail<'_>, step: &Step) -> Result<()> {
        if step.now.is_some() {
            return Ok(());
        }
        let place: Option<(AnswerId, StatementId)> = match &step.then {
            Some(AnyRecord::Observation(o)) => match o.origin {
                Origin::Statement { answer, statement, .. } => Some((answer, statement)),
                _ => None,
            },
            Some(AnyRecord::Evidence(e)) => match e.source {
                EvidenceSource::Statement { answer, statement, .. } => Some((answer, statement)),
                _ => None,
            },
            _ => None,
        };
        let Some((answer, statement)) = place else { return Ok(()) };
        // An answer in the bin is told as such.
        let answer = self.one::<Answer>(trail, answer.0)?;
        if answer.is_some_and(|a| a.statements.iter().all(|s| s.id != statement)) {
            self.refuse("所依据的那一段话后来删掉了", step.kind, step.record);
        }
        Ok(())
    }

    /// A paper does not become 待送审 unseen: one that may print otherwise than it did when it was is a draft.
    fn keep_drafts(&mut self, trail: &Trail<'_>, before: Option<i64>) -> Result<()> {
        for step in self.steps.clone() {
            let (now, Some(then)) = both::<Problem>(&step) else { continue };
            let is_ready = |p: &Problem| p.state == ProblemState::Ready;
            if !is_ready(then) || now.is_some_and(is_ready) {
                continue;
            }
            let before = match before {
                Some(before) => before,
                None => trail.binned_by(step.record)?.map_or(Ok(i64::MAX), |txn| trail.before(txn))?,
            };
            if !self.prints_otherwise(trail, then, before)? {
                continue;
            }
            self.kept.push(then.id);
            let draft = AnyRecord::from(Problem { state: ProblemState::Draft, ..then.clone() });
            if let Some(step) = self.steps.iter_mut().find(|s| s.record == step.record) {
                step.then = Some(draft);
            }
        }
        // Then nothing is left of the action.
        if let Some(paper) = self.kept.first().copied()
            && self.steps.iter().all(|s| s.now == s.then)
        {
            self.refuse("这份底稿的内容后来又改过，请看过再标为待送审", Kind::Problem, paper.0);
        }
        Ok(())
    }

    /// Whether anything that a paper prints may be otherwise than at the place `before` of the log, or is not known any
    /// more as it was then: words that were withheld since were struck out of it.
    fn prints_otherwise(&self, trail: &Trail<'_>, paper: &Problem, before: i64) -> Result<bool> {
        let mut written: BTreeSet<Written> = trail.written_since(before)?.into_iter().collect();
        written.extend(self.steps.iter().map(|s| (s.kind, s.record)));
        let both = |id: Uuid| Ok([trail.at(id, before)?, self.will_be(trail, id)?]);
        let (mut changed, mut struck): (Vec<Written>, Vec<Written>) = Default::default();
        for (kind, id) in written.into_iter().filter(|(kind, _)| is_printed(*kind)) {
            let [was, will] = both(id)?;
            if was != will {
                changed.push((kind, id));
            }
            if trail.is_struck(id, before)? {
                struck.push((kind, id));
            }
        }
        if struck.iter().any(|(kind, _)| matches!(kind, Kind::Inspector | Kind::Person)) {
            return Ok(true);
        }
        changed.extend(struck);
        let mut reach = Reach::of(trail, &changed, both)?;
        let coming = self.steps.iter().filter(|s| s.now.is_none()).filter_map(|s| s.then.as_ref());
        for evidence in coming.filter_map(Evidence::of) {
            reach.extend_by(evidence);
        }
        Ok(reach.touches(paper))
    }

    /// Any record as it will be.
    fn will_be(&self, trail: &Trail<'_>, id: Uuid) -> Result<Option<AnyRecord>> {
        match self.steps.iter().find(|s| s.record == id) {
            Some(step) => Ok(step.then.clone()),
            None => trail.now(id),
        }
    }

    /// A paper that will say something else is a draft again, whoever did it.
    fn papers(&mut self, trail: &Trail<'_>) -> Result<()> {
        let mut touched: BTreeSet<ProblemId> = BTreeSet::new();
        for step in self.steps.iter().filter(|s| s.now != s.then) {
            for part in [&step.now, &step.then].into_iter().flatten() {
                match part {
                    AnyRecord::Suggestion(s) => touched.extend(s.problems.iter().copied()),
                    AnyRecord::QuickFix(f) => {
                        touched.insert(f.problem);
                    }
                    _ => {}
                }
            }
            let (now, Some(then)) = both::<Problem>(step) else { continue };
            if now.is_some_and(|now| now.state == ProblemState::Ready) && !step.is_plain {
                touched.insert(then.id);
            }
        }
        for id in touched {
            let at = self.steps.iter().position(|s| s.record == id.0);
            // One that goes back as a whole is what it was.
            if at.and_then(|at| self.steps.get(at)).is_some_and(|s| s.is_plain) {
                continue;
            }
            let Some(paper) = self.one::<Problem>(trail, id.0)?.filter(|p| p.state == ProblemState::Ready) else {
                continue;
            };
            let now = Some(AnyRecord::from(paper.clone()));
            let then = Some(AnyRecord::from(Problem { state: ProblemState::Draft, ..paper }));
            match at.and_then(|at| self.steps.get_mut(at)) {
                Some(step) => step.then = then,
                None => self.steps.push(Step { kind: Kind::Problem, record: id.0, now, then, is_plain: false }),
            }
        }
        Ok(())
    }
}

/// The paragraphs that count, in their order.
fn paragraphs(answer: Option<&Answer>, counts: impl Fn(&Statement) -> bool) -> Vec<(StatementId, Lane, &str)> {
    let mut statements: Vec<&Statement> = answer.iter().flat_map(|a| &a.statements).filter(|s| counts(s)).collect();
    statements.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
    statements.into_iter().map(|s| (s.id, s.lane, s.text.as_str())).collect()
}
