//! Reading a talk from the file, with the drafts that a crash or a switch-off left behind.

use super::Talk;
use super::claims::TypedClaim;
use super::slot::Slot;
use super::writes::{OnTheWay, answers, slot_of};
use crate::analysis::corrected::{Correction, since_read_back};
use crate::error::Result;
use crate::method::types::{FieldType, Method};
use crate::model::answer::{Answer, Progress};
use crate::model::ids::InterviewId;
use crate::model::interview::Interview;
use crate::model::merge::Clash;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::round::Unit;
use crate::store::{At, Draft, Reader};
use crate::tui::update::{Cx, missing};

/// Opens a talk.
pub(super) fn open(id: InterviewId, cx: &Cx<'_>) -> Result<Talk> {
    let reader = cx.reader()?;
    let interview: Interview = reader.get(id.0)?.ok_or_else(|| missing("这次谈话"))?;
    let person: Person = reader.get(interview.person.0)?.ok_or_else(|| missing("谈话对象"))?;
    let unit: Unit = reader.get(person.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    let method = cx.method(interview.method)?;
    let mut slots = Vec::new();
    for (q, there) in method.questions.iter().zip(answers(&method, &interview, reader)?) {
        let wording = usize::from(interview.variant) % q.wordings.len().max(1);
        let empty = || Slot::empty(id, &q.id, u8::try_from(wording).unwrap_or(0), cx.now);
        slots.push(slot_of(there, empty, cx));
    }
    let order = order_of(&method, &person);
    let mut clashes = Vec::new();
    for draft in reader.own_drafts(id)? {
        clashes.extend(put_back(&draft, &method, &mut slots, reader, cx)?);
    }
    let roster = roster_of(&method, &unit, reader)?;
    let observations = observations_of(&interview, &unit, reader)?;
    let at = where_to_go_on(&order, &slots, &person, &method);
    let mut talk = Talk {
        interview,
        person,
        unit,
        method,
        roster,
        order,
        at,
        slots,
        observations,
        corrections: Vec::new(),
        panel: None,
        unfinished: None,
        in_panel: false,
        pointed: false,
        awaited: None,
        unread_said: false,
        on_the_way: OnTheWay::default(),
        withholding: super::withhold::Withholding::default(),
        candidates: Vec::new(),
        read_out: super::read_back::Ticked::new(),
        told_to_go: 0,
        to: None,
        other: None,
    };
    talk.found(clashes);
    talk.corrections = corrections_of(&talk.interview, reader)?;
    Ok(talk)
}

/// The order of the questions that the person's type suggests.
fn order_of(method: &Method, person: &Person) -> Vec<usize> {
    let place = |q: &&crate::method::types::Question| method.questions.iter().position(|x| x.id == q.id);
    method.order_for(person).iter().filter_map(place).collect()
}

fn roster_of(method: &Method, unit: &Unit, reader: &Reader) -> Result<Vec<Person>> {
    let names_people = method.questions.iter().flat_map(|q| &q.claims).any(|c| c.ty == FieldType::Person);
    if names_people { reader.children(unit.id.0) } else { Ok(Vec::new()) }
}

/// The talk is with another person than it was.
pub(super) fn change_person(talk: &mut Talk, reader: &Reader) -> Result<()> {
    let person: Person = reader.get(talk.interview.person.0)?.ok_or_else(|| missing("谈话对象"))?;
    let unit: Unit = reader.get(person.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    talk.order = order_of(&talk.method, &person);
    talk.roster = roster_of(&talk.method, &unit, reader)?;
    (talk.person, talk.unit) = (person, unit);
    Ok(())
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

/// Puts a draft back into its field, over what it was typed over, and takes in what the file holds meanwhile. Both
/// changed one paragraph: the clash is asked about.
fn put_back(draft: &Draft, method: &Method, slots: &mut [Slot], reader: &Reader, cx: &Cx<'_>) -> Result<Option<Clash>> {
    if let Some(claim) = TypedClaim::of_draft(draft) {
        let at = method.questions.iter().position(|q| q.claims.iter().any(|c| c.id == claim.field));
        if let Some(slot) = at.and_then(|at| slots.get_mut(at)) {
            slot.take_up(draft.record);
            slot.claims.put_back(claim);
        }
        return Ok(None);
    }
    let at = method.questions.iter().position(|q| q.id == draft.field);
    let Some(slot) = at.and_then(|at| slots.get_mut(at)) else { return Ok(None) };
    if slot.base == draft.base {
        slot.take_up(draft.record);
        slot.restore(draft, cx.now);
        return Ok(None);
    }
    let over: Option<Answer> = draft.base.map(|rev| reader.own_answer(draft.record, rev)).transpose()?.flatten();
    let own = reader.own_talk(slot.answer.interview)?.into_iter().find(|a| a.id == slot.answer.id);
    let head = reader.head(slot.answer.id.0)?;
    let there: Option<At<Answer>> = own.zip(head).map(|(record, head)| At { record, head });
    let mut typed = match over {
        Some(answer) => Slot::new(answer, draft.base, cx.now),
        None => Slot::empty(slot.answer.interview, &slot.answer.question, slot.answer.wording, cx.now),
    };
    typed.take_up(draft.record);
    typed.restore(draft, cx.now);
    typed.claims.take_over(&mut slot.claims);
    let clash = typed.reread(there, cx.now).err();
    *slot = typed;
    Ok(clash)
}

/// What was corrected since the talk was read back.
pub(super) fn corrections_of(interview: &Interview, reader: &Reader) -> Result<Vec<Correction>> {
    since_read_back(reader, interview, &reader.own_talk(interview.id)?)
}

/// The observations marked in this talk.
pub(super) fn observations_of(interview: &Interview, unit: &Unit, reader: &Reader) -> Result<Vec<Observation>> {
    let all: Vec<Observation> = reader.own_observations(unit.id)?;
    let here = |o: &Observation| matches!(&o.origin, Origin::Statement { interview: i, .. } if *i == interview.id);
    Ok(all.into_iter().filter(here).collect())
}
