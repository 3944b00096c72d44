//! Reading a talk from the file, with the drafts that a crash or a switch-off left behind.

use super::Talk;
use super::slot::Slot;
use crate::analysis::methods;
use crate::error::{Error, Result};
use crate::method::types::{FieldType, Method};
use crate::model::answer::{Answer, Progress};
use crate::model::ids::InterviewId;
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Draft, Reader};
use crate::tui::screen::Cx;
use crate::tui::typing::Conflict;
use std::sync::Arc;

fn missing(what: &str) -> Error {
    Error::internal(format!("找不到{what}")).hint("文件没有改动。请退出后运行 wenkan verify 检查轮次文件。")
}

/// The method that a talk was started with.
fn method_of(interview: &Interview, reader: &Reader, cx: &Cx<'_>) -> Result<Arc<Method>> {
    let current = &cx.book()?.method;
    if current.hash == interview.method {
        return Ok(Arc::clone(current));
    }
    methods::method_of(reader, interview.method).map(Arc::new)
}

/// Opens a talk.
pub(super) fn open(id: InterviewId, cx: &Cx<'_>) -> Result<Talk> {
    let reader = cx.reader()?;
    let interview: Interview = reader.get(id.0)?.ok_or_else(|| missing("这次谈话"))?;
    let person: Person = reader.get(interview.person.0)?.ok_or_else(|| missing("谈话对象"))?;
    let unit: Unit = reader.get(person.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    let method = method_of(&interview, reader, cx)?;
    let mut answers: Vec<Answer> = reader.own_talk(id)?;
    let mut slots = Vec::new();
    for q in &method.questions {
        let found = answers.iter().position(|a| a.question == q.id).map(|at| answers.swap_remove(at));
        slots.push(if let Some(answer) = found {
            let head = reader.head(answer.id.0)?;
            Slot::new(answer, head, cx.now)
        } else {
            let wording = usize::from(interview.variant) % q.wordings.len().max(1);
            Slot::empty(id, &q.id, u8::try_from(wording).unwrap_or(0), cx.now)
        });
    }
    let place = |q: &&crate::method::types::Question| method.questions.iter().position(|x| x.id == q.id);
    let order: Vec<usize> = method.order_for(&person).iter().filter_map(place).collect();
    let mut conflicts = Vec::new();
    for draft in reader.drafts()?.into_iter().filter(|d| d.kind == Kind::Answer && d.parent == Some(id.0)) {
        put_back(draft, &method, &mut slots, &mut conflicts, cx);
    }
    let names_people = method.questions.iter().flat_map(|q| &q.claims).any(|c| c.ty == FieldType::Person);
    let roster = if names_people { reader.children(unit.id.0)? } else { Vec::new() };
    let observations = observations_of(&interview, &unit, reader)?;
    let at = where_to_go_on(&order, &slots, &person, &method);
    Ok(Talk {
        interview,
        person,
        unit,
        method,
        roster,
        order,
        at,
        slots,
        observations,
        panel: None,
        unfinished: None,
        in_panel: false,
        conflicts,
    })
}

/// One comes back to what was being typed, else to the first required question that is not finished, else to the first.
fn where_to_go_on(order: &[usize], slots: &[Slot], person: &Person, method: &Method) -> usize {
    let required = |at: usize| method.questions.get(at).is_some_and(|q| q.is_required_of(person));
    let find = |want: &dyn Fn(usize, &Slot) -> bool| {
        order.iter().copied().find(|at| slots.get(*at).is_some_and(|slot| want(*at, slot)))
    };
    find(&|_, slot| slot.text.is_unsealed())
        .or_else(|| find(&|_, slot| slot.answer.progress() == Progress::Part))
        .or_else(|| find(&|at, slot| required(at) && slot.answer.progress() == Progress::Open))
        .or_else(|| order.first().copied())
        .unwrap_or(0)
}

fn put_back(draft: Draft, method: &Method, slots: &mut [Slot], conflicts: &mut Vec<Conflict<usize>>, cx: &Cx<'_>) {
    let Some(at) = method.questions.iter().position(|q| q.id == draft.field) else { return };
    let Some(slot) = slots.get_mut(at) else { return };
    if slot.base == draft.base {
        if slot.base.is_none() {
            slot.answer.id = draft.record.into();
        }
        slot.restore(&draft, cx.now);
    } else if slot.text.buffer.text() != draft.text {
        conflicts.push(Conflict { at, saved: slot.text.buffer.text(), draft });
    }
}

/// The observations marked in this talk.
pub(super) fn observations_of(interview: &Interview, unit: &Unit, reader: &Reader) -> Result<Vec<Observation>> {
    let all: Vec<Observation> = reader.own_observations(unit.id)?;
    let here = |o: &Observation| matches!(&o.origin, Origin::Statement { interview: i, .. } if *i == interview.id);
    Ok(all.into_iter().filter(here).collect())
}
