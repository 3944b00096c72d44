//! What taking an action back does to each record, and what is against it.

use super::list::Next;
use super::refs::{json, owned, record, references};
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::ids::{InspectorId, ProblemId, TxnId};
use crate::model::interview::Interview;
use crate::model::merge::merge_values;
use crate::model::record::{Kind, Op};
use crate::store::{Touched, Trail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What becomes of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its kind.
    pub kind: Kind,
    /// The record.
    pub record: Uuid,
    /// As it is; `None` in the bin.
    pub now: Option<AnyRecord>,
    /// As it will be; `None`: it goes to the bin.
    pub then: Option<AnyRecord>,
    /// Nothing has changed it since: it is what it was.
    pub is_plain: bool,
}

/// Why an action cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The record was changed since, and both cannot be kept.
    Later {
        /// Its kind.
        kind: Kind,
        /// The record.
        record: Uuid,
        /// What changed it, oldest first.
        acts: Vec<TxnId>,
    },
    /// A newer record rests on what would go.
    HangsOn {
        /// The kind of the newer record.
        kind: Kind,
        /// The newer record.
        record: Uuid,
    },
    /// What would come back rests on a record in the bin.
    Gone {
        /// The kind of the record in the bin.
        kind: Kind,
        /// The record in the bin.
        record: Uuid,
    },
    /// Another record has meanwhile taken the place of what would come back.
    Taken {
        /// The kind of the other record.
        kind: Kind,
        /// The other record.
        record: Uuid,
    },
    /// A rule would not hold any more.
    Rule {
        /// In words, without a full stop.
        why: &'static str,
        /// The kind of what it is about.
        kind: Kind,
        /// What it is about.
        record: Uuid,
    },
    /// It would take away who is at the keyboard.
    Oneself(Uuid),
    /// It wrote a record that this version does not know.
    Unknown,
}

/// What taking an action back does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoPlan {
    /// What changes, in the order of the action.
    pub steps: Vec<Step>,
    /// What is against it; then nothing is done.
    pub against: Vec<Against>,
    /// Papers that would be 待送审 again but print otherwise than they did then, so that they are drafts.
    pub kept: Vec<ProblemId>,
    /// Something withheld would be told again.
    pub releases: bool,
    /// Of a union taken back: talks held since then, which stay with the survivor.
    pub staying: usize,
}

/// What taking `next` back, or doing it again, does.
///
/// # Errors
/// Those of reading the file.
pub fn plan(trail: &Trail<'_>, next: &Next, who: Option<InspectorId>) -> Result<UndoPlan> {
    let mut plan = UndoPlan::default();
    for touched in once(&next.applied.touched) {
        plan.touch(trail, &touched)?;
    }
    plan.check(trail, next.applied.seq)?;
    plan.hold(trail, next.applied.seq, Some(trail.before(next.applied.txn)?))?;
    plan.steps.retain(|s| s.now != s.then);
    let gone = |step: &&Step| step.then.is_none() && who.is_some_and(|who| who.0 == step.record);
    if let Some(me) = plan.steps.iter().find(gone).map(|s| s.record) {
        plan.against.push(Against::Oneself(me));
    }
    if Op::parse(&next.applied.op) == Some(Op::MergePeople) {
        plan.staying = plan.count_staying(trail, next.applied.seq)?;
    }
    Ok(plan)
}

/// Each record once: what it was before the action, and what it was after it.
fn once(all: &[Touched]) -> Vec<Touched> {
    let (mut out, mut places): (Vec<Touched>, BTreeMap<Uuid, usize>) = (Vec::new(), BTreeMap::new());
    for touched in all {
        if let Some(first) = places.get(&touched.record).and_then(|at| out.get_mut(*at)) {
            first.after = touched.after;
        } else {
            places.insert(touched.record, out.len());
            out.push(touched.clone());
        }
    }
    out
}

/// What bringing records back from the bin does. What one rests on in the bin comes with it, and so does what hangs on it
/// and went to the bin in the same action: the answers of a talk, the suggestions of a paper.
///
/// # Errors
/// Those of reading the file.
pub fn put_back(trail: &Trail<'_>, records: &[Uuid]) -> Result<UndoPlan> {
    let mut plan = UndoPlan::default();
    let mut left: Vec<Uuid> = Vec::new();
    for record in records {
        plan.bring(trail, *record)?;
        let act = trail.binned_by(*record)?.map(|txn| trail.act(txn)).transpose()?.flatten();
        left.extend(act.iter().flat_map(|act| &act.touched).map(|t| t.record));
    }
    loop {
        let back: BTreeSet<Uuid> = plan.steps.iter().map(|s| s.record).collect();
        left.retain(|id| !back.contains(id));
        let mut hanging = None;
        for id in &left {
            let last = trail.last(*id)?.filter(|last| !references(&json(last)).is_disjoint(&back));
            if last.is_some() && !trail.lives(*id)? {
                hanging = Some(*id);
                break;
            }
        }
        let Some(id) = hanging else { break };
        plan.bring(trail, id)?;
    }
    plan.taken(trail)?;
    plan.hold(trail, i64::MAX, None)?;
    Ok(plan)
}

/// What writing one record otherwise does, and what is against it by the rules.
///
/// # Errors
/// Those of reading the file.
pub fn rewrite(trail: &Trail<'_>, step: Step) -> Result<UndoPlan> {
    let mut plan = UndoPlan { steps: vec![step], ..UndoPlan::default() };
    // Whatever hangs on it came after what it was.
    plan.check(trail, 0)?;
    plan.hold(trail, 0, Some(0))?;
    Ok(plan)
}

/// Whether something that is withheld in `now` would not be in `then`.
pub fn releases(now: &Value, then: &Value) -> bool {
    let then = withheld(then);
    withheld(now).iter().any(|(id, is)| *is && then.get(id) == Some(&false))
}

/// Whether something would be withheld in `then` that is not in `now`.
pub fn withholds(now: &Value, then: &Value) -> bool {
    let now = withheld(now);
    withheld(then).iter().any(|(id, is)| *is && now.get(id) != Some(&true))
}

/// Whether each element is withheld.
fn withheld(body: &Value) -> BTreeMap<String, bool> {
    let mut found = BTreeMap::new();
    let statements = body.get("statements").and_then(Value::as_array);
    for element in statements.into_iter().flatten().chain([body]) {
        // A mark that is not set is not written.
        let is = element.get("withheld").and_then(Value::as_bool).unwrap_or_default();
        if let Some(id) = element.get("id").and_then(Value::as_str) {
            found.insert(id.to_owned(), is);
        }
    }
    found
}

impl UndoPlan {
    /// Brings a record back, with what it rests on in the bin.
    fn bring(&mut self, trail: &Trail<'_>, first: Uuid) -> Result<()> {
        let mut left = vec![first];
        while let Some(id) = left.pop() {
            if self.steps.iter().any(|s| s.record == id) || trail.lives(id)? {
                continue;
            }
            let Some(then) = trail.last(id)? else { continue };
            left.extend(references(&json(&then)));
            self.steps.push(Step { kind: then.kind(), record: id, now: None, then: Some(then), is_plain: true });
        }
        Ok(())
    }

    /// What has a state to go to.
    fn touch(&mut self, trail: &Trail<'_>, touched: &Touched) -> Result<()> {
        let Some(kind) = touched.kind else {
            self.against.push(Against::Unknown);
            return Ok(());
        };
        let before = touched.before.map(|rev| trail.state(rev)).transpose()?.flatten();
        let (after, now) = (trail.state(touched.after)?, trail.now(touched.record)?);
        if now == before {
            return Ok(());
        }
        let then = if now == after {
            Some(before)
        } else {
            match (&before, &after, &now) {
                (Some(before), Some(after), Some(now)) => merged(kind, after, now, before).map(Some),
                _ => None,
            }
        };
        let Some(then) = then else {
            let acts = trail.since(touched.record, touched.after)?;
            self.against.push(Against::Later { kind, record: touched.record, acts });
            return Ok(());
        };
        if let (Some(now), Some(then)) = (&now, &then) {
            self.releases |= releases(&json(now), &json(then));
        }
        self.steps.push(Step { kind, record: touched.record, is_plain: now == after, now, then });
        Ok(())
    }

    /// Nothing newer may be left hanging, and nothing may come back to what is not there.
    fn check(&mut self, trail: &Trail<'_>, seq: i64) -> Result<()> {
        let mut lost: BTreeSet<Uuid> = BTreeSet::new();
        let mut back: BTreeSet<Uuid> = self.steps.iter().filter(|s| s.then.is_some()).map(|s| s.record).collect();
        let mut asked: Vec<(Kind, Uuid, BTreeSet<Uuid>)> = Vec::new();
        for step in &self.steps {
            let [now, then] = [&step.now, &step.then].map(|r| r.as_ref().map(json).unwrap_or_default());
            let (was, will) = (owned(&now), owned(&then));
            lost.extend(was.difference(&will));
            back.extend(will);
            let refers = references(&then);
            for id in refers.difference(&references(&now)).filter(|id| !back.contains(id)) {
                if let Some(kind) = trail.kind_ever(*id)?
                    && !trail.lives(*id)?
                {
                    self.against.push(Against::Gone { kind, record: *id });
                }
            }
            asked.push((step.kind, step.record, refers));
        }
        lost.retain(|id| !back.contains(id));
        if !lost.is_empty() {
            let own: BTreeSet<Uuid> = self.steps.iter().map(|s| s.record).collect();
            for (kind, record, body) in trail.newer(seq)? {
                if !own.contains(&record) {
                    let body: Value = serde_json::from_str(&body).unwrap_or_default();
                    asked.push((kind, record, references(&body)));
                }
            }
            for (kind, record, refers) in asked {
                if !refers.is_disjoint(&lost) {
                    self.against.push(Against::HangsOn { kind, record });
                }
            }
        }
        self.taken(trail)
    }

    /// What comes back from the bin must find its place free.
    fn taken(&mut self, trail: &Trail<'_>) -> Result<()> {
        let gone: BTreeSet<Uuid> = self.steps.iter().filter(|s| s.then.is_none()).map(|s| s.record).collect();
        for step in self.steps.iter().filter(|s| s.now.is_none()) {
            let Some(then) = &step.then else { continue };
            let holder = trail.holder(then)?;
            if let Some(record) = holder.filter(|id| *id != step.record && !gone.contains(id)) {
                self.against.push(Against::Taken { kind: step.kind, record });
            }
        }
        Ok(())
    }

    /// Talks of who was kept that were begun after the union.
    fn count_staying(&self, trail: &Trail<'_>, seq: i64) -> Result<usize> {
        let talk = |step: &Step| match &step.now {
            Some(AnyRecord::Interview(talk)) => Some(talk.person.0),
            Some(AnyRecord::Person(person)) => Some(person.id.0),
            _ => None,
        };
        let kept: BTreeSet<Uuid> = self.steps.iter().filter_map(talk).collect();
        let mut staying = 0;
        for (kind, record, body) in trail.newer(seq)? {
            if kind == Kind::Interview && trail.is_newer(record, seq)? {
                let talk = serde_json::from_str::<Interview>(&body).ok();
                staying += usize::from(talk.is_some_and(|talk| kept.contains(&talk.person.0)));
            }
        }
        Ok(staying)
    }
}

/// The present state without what the action did to it; `None` when both cannot be kept.
fn merged(kind: Kind, after: &AnyRecord, now: &AnyRecord, before: &AnyRecord) -> Option<AnyRecord> {
    let merged = merge_values(kind, Some(&json(after)), &json(now), &json(before), None).ok()?;
    record(kind, &merged)
}
