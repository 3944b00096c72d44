//! Bringing back: a record from the bin, one place of a record from its history.

use super::foreseen::Foreseen;
use super::undo::{refuse_restoring, write};
use crate::analysis::history::{ChangePlace, set_place, value_at};
use crate::analysis::undo::{Step, UndoPlan, put_back, releases, rewrite, withholds};
use crate::error::{Error, Result};
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::closed::ELSEWHERE;
use crate::model::ids::Hash;
use crate::model::merge::{Clash, merge_values};
use crate::model::record::{Kind, Op};
use crate::store::{Act, Plan, Trail, Tx};
use serde_json::{Value, json};
use uuid::Uuid;

/// Brings back from the bin what one deletion put there, and with it what that rests on and is in the bin too.
#[derive(Debug, Clone)]
pub struct Restore {
    /// The records; those that came back meanwhile stay as they are.
    pub records: Vec<Uuid>,
}

impl Restore {
    /// Brings back one record, with what went to the bin with it and hangs on it.
    pub fn of(record: Uuid) -> Self {
        Self { records: vec![record] }
    }
}

impl Act for Restore {
    fn op(&self) -> Op {
        Op::Restore
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let plan = put_back(&tx.trail(), &self.records)?;
        if !plan.steps.iter().any(|s| self.records.contains(&s.record)) {
            return Err(Error::input("这一条不在回收站里，没有改动").hint("可能已经恢复了。"));
        }
        if !plan.against.is_empty() {
            return Err(refuse_restoring(tx.trail(), &plan, "不能恢复"));
        }
        write(tx, &plan)
    }
}

/// Sets one place of a record back to what stood there before a revision. What was changed elsewhere since stays.
#[derive(Debug, Clone)]
pub struct SetBack {
    /// The kind of the record.
    pub kind: Kind,
    /// The record.
    pub record: Uuid,
    /// The revision that changed the place.
    pub rev: Hash,
    /// The state before it; `None`: there was none.
    pub before: Option<Hash>,
    /// The place.
    pub place: ChangePlace,
    /// What the user saw that it would do to the rest of the round; `None`: nobody was shown anything. Where a statement
    /// is withheld again by it, what would do more than was shown is refused.
    pub shown: Option<Plan>,
}

impl SetBack {
    /// What it writes; refused where the rules are against it.
    fn plan(&self, trail: &Trail<'_>) -> Result<UndoPlan> {
        let body = |record: Option<AnyRecord>| record.map(|r| body(&r)).transpose();
        let before = body(self.before.map(|rev| trail.state(rev)).transpose()?.flatten())?.unwrap_or_default();
        let Some(after) = body(trail.state(self.rev)?)? else {
            return Err(Error::input("这一处改动是删除，请从回收站恢复"));
        };
        let present = trail.now(self.record)?;
        let Some(now) = body(present.clone())? else {
            return Err(Error::input(format!("这条{}已被删除，没有改动", self.kind.chinese()))
                .hint("请先从回收站恢复，再恢复这一处。"));
        };
        let mut then = after.clone();
        set_place(self.kind, &self.place, &before, &mut then);
        let merged = merge_values(self.kind, Some(&after), &now, &then, None)
            .map_err(|at| Error::clash(Clash { kind: self.kind, record: self.record, head: None, at }))
            .map_err(|e| Error::input("这一处后来又改过，没有恢复").hint("请从较近的改动恢复。").because(e))?;
        if releases(&now, &merged) {
            return Err(Error::input("这一段已转线索，不能从修改记录里放回来"));
        }
        let record: AnyRecord = serde_json::from_value(json!({ "kind": self.kind.name(), "body": merged }))
            .map_err(|e| Error::input("单独恢复这一处，记录就不完整了，没有改动").because(e))?;
        if present.as_ref() == Some(&record) {
            let struck = [&before, &after].into_iter().any(|body| is_struck(self.kind, &self.place, body));
            let struck = struck || is_of_withheld(&self.place, &now);
            return Err(if struck {
                Error::input("这一处是已转线索的话，原来的文字不再保留，不能恢复")
            } else {
                Error::input("这一处现在就是这样，没有改动")
            });
        }
        let (kind, id) = (self.kind, self.record);
        let plan = rewrite(trail, Step { kind, record: id, now: present, then: Some(record), is_plain: false })?;
        if !plan.against.is_empty() {
            return Err(refuse_restoring(*trail, &plan, "不能恢复这一处"));
        }
        Ok(plan)
    }

    /// The answer as it will be, where a statement of it is withheld again by this: what that does to the rest of the
    /// round is shown before.
    ///
    /// # Errors
    /// The refusal, in the words of the action; those of reading the file.
    pub fn withheld_again(&self, trail: &Trail<'_>) -> Result<Option<Answer>> {
        withheld_again(&self.plan(trail)?)
    }
}

/// The answer of a plan in which a statement is withheld that was not.
fn withheld_again(plan: &UndoPlan) -> Result<Option<Answer>> {
    for step in &plan.steps {
        if let (Some(now), Some(then @ AnyRecord::Answer(answer))) = (&step.now, &step.then)
            && withholds(&body(now)?, &body(then)?)
        {
            return Ok(Some(answer.clone()));
        }
    }
    Ok(None)
}

/// Whether withheld words were struck out of what stands at a place.
fn is_struck(kind: Kind, place: &ChangePlace, body: &Value) -> bool {
    value_at(kind, place, body).is_some_and(|value| value.to_string().contains(ELSEWHERE))
}

/// Whether a place is in a statement that is withheld, and is not that mark.
fn is_of_withheld(place: &ChangePlace, now: &Value) -> bool {
    let own = |s: &&Value| s.get("id").and_then(Value::as_str) == place.element.as_deref();
    let statement = now.get("statements").and_then(Value::as_array).and_then(|all| all.iter().find(own));
    let is_withheld = statement.and_then(|s| s.get("withheld")).and_then(Value::as_bool) == Some(true);
    is_withheld && place.within != ["withheld"]
}

impl Act for SetBack {
    fn op(&self) -> Op {
        Op::Restore
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let plan = self.plan(&tx.trail())?;
        if let Some(answer) = withheld_again(&plan)? {
            let does = tx.withholding(&answer)?;
            if !self.shown.as_ref().is_some_and(|shown| does.is_within(shown)) {
                return Err(Error::input("这一处恢复后是转线索，别处要改的还没有看过，没有改动")
                    .hint("请再按一次，看过要改动的地方再确认。"));
            }
        }
        write(tx, &plan)
    }
}

impl Foreseen for SetBack {
    fn may(&self, trail: &Trail<'_>) -> Result<()> {
        self.plan(trail).map(drop)
    }
}

fn body(record: &AnyRecord) -> Result<Value> {
    let mut all = serde_json::to_value(record).map_err(|e| Error::internal("记录写不成 JSON").because(e))?;
    Ok(all.get_mut("body").map(Value::take).unwrap_or_default())
}
