//! The roster of a unit.

use super::{empty, put, tried};
use crate::acts::people::{DeletePerson, ImportRoster, KeepPerson, PlanToday, UnitePeople};
use crate::analysis::fixture::{self, World, day};
use crate::error::Kind as Failure;
use crate::model::answer::{Answer, Claim, Qualifier, Value};
use crate::model::attachment::Attachment;
use crate::model::ids::{AttachmentId, ClaimId, PersonId, UnitId};
use crate::model::interview::Interview;
use crate::model::people::{Code, Person};
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Over, Secret, Store};
use std::collections::HashSet;
use tempfile::TempDir;

fn unit() -> (TempDir, Store, UnitId) {
    let (dir, store) = empty();
    let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
    let id = unit.id;
    put(&store, [unit.into()]);
    (dir, store, id)
}

/// Somebody new, as a form or a roster gives them.
fn new(unit: UnitId, name: &str) -> Person {
    fixture::person(unit, "", name, "科员")
}

fn keep(person: &Person, seed: u64) -> KeepPerson {
    KeepPerson { over: Over::default(), person: person.clone(), seed }
}

fn people(store: &Store, unit: UnitId) -> Vec<Person> {
    store.reader().unwrap().children(unit.0).unwrap()
}

fn one(store: &Store, id: PersonId) -> Option<Person> {
    store.reader().unwrap().get(id.0).unwrap()
}

fn base(store: &Store, id: PersonId) -> Over {
    Over { base: store.reader().unwrap().head(id.0).unwrap(), settle: None }
}

#[test]
fn two_quick_adds_never_share_a_code() {
    let (_dir, store, unit) = unit();
    // Both forms were opened before either person was saved, and by bad luck draw the same number.
    let (first, second) = (new(unit, "王强"), new(unit, "李敏"));
    store.perform(None, keep(&first, 7)).unwrap();
    store.perform(None, keep(&second, 7)).unwrap();
    let codes: HashSet<Code> = people(&store, unit).into_iter().map(|p| p.code).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
}

#[test]
fn the_code_of_somebody_deleted_is_not_given_again() {
    let (_dir, store, unit) = unit();
    let first = new(unit, "王强");
    store.perform(None, keep(&first, 7)).unwrap();
    let retired = one(&store, first.id).unwrap().code;
    store.perform(None, DeletePerson { person: first.id }).unwrap();
    let second = new(unit, "李敏");
    store.perform(None, keep(&second, 7)).unwrap();
    assert_ne!(one(&store, second.id).unwrap().code, retired);
}

#[test]
fn an_addition_that_is_done_again_gives_the_same_person() {
    let (_dir, store, unit) = unit();
    let person = new(unit, "王强");
    let id = person.id;
    let first = tried(&store, keep(&person, 7), move |tx| tx.get::<Person>(id.0).unwrap().unwrap());
    assert_eq!(one(&store, id), None, "the disk refused");
    store.perform(None, keep(&person, 7)).unwrap();
    assert_eq!(one(&store, id).unwrap(), first);
    store.perform(None, keep(&person, 8)).unwrap();
    assert_eq!(people(&store, unit), [first], "handed in twice: nobody doubled, the code stays");
}

#[test]
fn a_form_over_an_older_state_keeps_what_was_planned_meanwhile() {
    let (_dir, store, unit) = unit();
    let person = new(unit, "王强");
    store.perform(None, keep(&person, 7)).unwrap();
    let shown = one(&store, person.id).unwrap();
    let over = base(&store, person.id);
    let today = day("2026-03-12").unwrap();
    store.perform(None, PlanToday { person: person.id, today, former: None }).unwrap();
    let posted = Person { post: "副局长".into(), ..shown.clone() };
    store.perform(None, KeepPerson { over, person: posted, seed: 1 }).unwrap();
    let kept = one(&store, person.id).unwrap();
    assert_eq!((kept.post.as_str(), kept.planned, &kept.code), ("副局长", Some(today), &shown.code));
    let clash = Person { post: "调研员".into(), ..shown };
    let e = store.perform(None, KeepPerson { over, person: clash, seed: 1 }).unwrap_err();
    assert_eq!(e.kind, Failure::Clash, "two posts for one");
    assert_eq!(one(&store, person.id).unwrap().post, "副局长");
}

#[test]
fn planning_touches_the_day_only_and_a_second_time_takes_it_back() {
    let (_dir, store, unit) = unit();
    let person = new(unit, "王强");
    store.perform(None, keep(&person, 7)).unwrap();
    let before = one(&store, person.id).unwrap();
    let plan = PlanToday { person: person.id, today: day("2026-03-12").unwrap(), former: None };
    store.perform(None, plan).unwrap();
    assert_eq!(one(&store, person.id).unwrap(), Person { planned: day("2026-03-12"), ..before.clone() });
    store.perform(None, plan).unwrap();
    assert_eq!(one(&store, person.id).unwrap(), before);
    let former = day("2026-03-20");
    store.perform(None, plan).unwrap();
    store.perform(None, PlanToday { former, ..plan }).unwrap();
    assert_eq!(one(&store, person.id).unwrap().planned, former, "the day before is not lost");
    let nobody = PlanToday { person: PersonId::new(), ..plan };
    assert_eq!(store.perform(None, nobody).unwrap_err().kind, Failure::Input);
}

#[test]
fn a_head_is_a_member_of_the_leading_body_also_when_two_changed_one_half_each() {
    let (_dir, store, unit) = unit();
    let mut person = new(unit, "王强");
    person.facts.head = true;
    store.perform(None, keep(&person, 7)).unwrap();
    let (shown, over) = (one(&store, person.id).unwrap(), base(&store, person.id));
    assert!(shown.facts.leading_body);
    let (mut deputy, mut outside) = (shown.clone(), shown);
    deputy.facts.head = false;
    store.perform(None, KeepPerson { over, person: deputy, seed: 1 }).unwrap();
    outside.facts.head = false;
    outside.facts.leading_body = false;
    let e = store.perform(None, KeepPerson { over, person: outside, seed: 1 }).unwrap_err();
    assert_eq!(e.kind, Failure::Clash);
    assert!(one(&store, person.id).unwrap().facts.leading_body);
}

#[test]
fn nobody_is_added_to_a_unit_that_is_gone() {
    let (_dir, store, _) = unit();
    let e = store.perform(None, keep(&new(UnitId::new(), "王强"), 7)).unwrap_err();
    assert!(e.what.contains("单位已被删除"), "{e}");
}

#[test]
fn who_is_named_is_not_deleted() {
    let world = World::new();
    let e = world.store.perform(None, DeletePerson { person: world.head.id }).unwrap_err();
    assert!(e.what.contains("不能删除：有谈话 1 次"), "{e}");
    assert!(one(&world.store, world.head.id).is_some());
    let namesake = people(&world.store, world.unit.id).into_iter().find(|p| p.name == "李明").unwrap();
    world.store.perform(None, DeletePerson { person: namesake.id }).unwrap();
    assert_eq!(one(&world.store, namesake.id), None);
    let e = world.store.perform(None, DeletePerson { person: namesake.id }).unwrap_err();
    assert!(e.what.contains("已从名册上删除"), "a second Del: {e}");
}

#[test]
fn a_claim_that_came_meanwhile_keeps_its_person() {
    let world = World::new();
    let namesake = people(&world.store, world.unit.id).into_iter().find(|p| p.name == "李明").unwrap();
    let talk: Interview = world.store.reader().unwrap().children(world.head.id.0).unwrap().remove(0);
    let claim = Claim {
        id: ClaimId::new(),
        field: "q2.who".into(),
        qualifier: Qualifier::Exact,
        value: Some(Value::Person(namesake.id)),
        high: None,
        statement: None,
    };
    put(&world.store, [Answer { claims: vec![claim], ..Answer::new(talk.id, "q2") }.into()]);
    let e = world.store.perform(None, DeletePerson { person: namesake.id }).unwrap_err();
    assert!(e.what.contains("谈话要素 1 处"), "{e}");
}

#[test]
fn uniting_moves_what_names_the_other_and_leaves_nothing_behind() {
    let world = World::new();
    let (store, unit) = (&world.store, world.unit.id);
    let kept = people(store, unit).into_iter().find(|p| p.name == "赵敏").unwrap();
    let gone = &world.head;
    let photo = Attachment { owner: gone.id.0, ..store.reader().unwrap().all::<Attachment>().unwrap().remove(0) };
    put(store, [Attachment { id: AttachmentId::new(), ..photo }.into()]);
    let act = UnitePeople { kept: kept.id, gone: gone.id };
    let texts = |talk: &Interview| store.reader().unwrap().children::<Answer>(talk.id.0).unwrap();
    let theirs: Interview = store.reader().unwrap().children(gone.id.0).unwrap().remove(0);
    let before = texts(&theirs);
    let changes = store.perform(None, act).unwrap();
    assert_eq!(changes.records.iter().filter(|c| c.deleted).map(|c| c.record).collect::<Vec<_>>(), [gone.id.0]);
    let read = store.reader().unwrap();
    assert_eq!(read.children::<Interview>(kept.id.0).unwrap().len(), 2);
    assert_eq!(read.children::<Attachment>(kept.id.0).unwrap().len(), 1);
    assert_eq!(texts(&theirs), before, "what was said is not touched");
    assert_eq!(read.get::<Person>(kept.id.0).unwrap().unwrap().code, kept.code);
    for kind in [Kind::Interview, Kind::Attachment] {
        assert!(read.briefs(kind).unwrap().iter().all(|(_, parent, _)| *parent != Some(gone.id.0)), "{kind}");
    }
    let e = store.perform(None, act).unwrap_err();
    assert!(e.what.contains("已从名册上删除"), "a second Enter: {e}");
}

#[test]
fn only_two_of_one_unit_are_one() {
    let (_dir, store, unit) = unit();
    let (here, elsewhere) = (new(unit, "王强"), new(UnitId::new(), "王强"));
    put(&store, [here.clone().into(), elsewhere.clone().into()]);
    for gone in [here.id, elsewhere.id] {
        let e = store.perform(None, UnitePeople { kept: here.id, gone }).unwrap_err();
        assert!(e.what.contains("同一个单位"), "{e}");
    }
}

/// What is written of a roster over the people on file now.
fn roster(store: &Store, unit: UnitId, names: &[&str]) -> ImportRoster {
    let added = names.iter().map(|name| new(unit, name)).collect();
    ImportRoster { unit, new_unit: None, basis: people(store, unit), added, changed: Vec::new(), seed: 3 }
}

#[test]
fn a_roster_is_written_once_and_refused_when_people_changed_since() {
    let (_dir, store, unit) = unit();
    let first = roster(&store, unit, &["王强", "李敏"]);
    let stale = ImportRoster { added: vec![new(unit, "赵磊")], ..first.clone() };
    assert_eq!(store.perform(None, first.clone()).unwrap().records.len(), 2);
    for again in [first, stale] {
        let e = store.perform(None, again).unwrap_err();
        assert!(e.what.contains("变动"), "{e}");
    }
    assert_eq!(people(&store, unit).len(), 2, "nothing was written");
    let mut third = roster(&store, unit, &["赵磊"]);
    third.changed = vec![Person { post: "局长".into(), ..people(&store, unit).remove(0) }];
    store.perform(None, third).unwrap();
    let all = people(&store, unit);
    let codes: HashSet<&Code> = all.iter().map(|p| &p.code).collect();
    assert_eq!((all.len(), codes.len()), (3, 3), "the same seed, and no code twice");
    assert!(all.iter().any(|p| p.post == "局长"));
}

#[test]
fn a_new_unit_and_its_people_are_one_action_or_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
    let taken = Unit::new(UnitId::new(), "slj", "水利局");
    put(&store, [taken.clone().into()]);
    let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
    let act = ImportRoster { new_unit: Some(unit.clone()), ..roster(&store, unit.id, &["王强", "李敏"]) };
    let e = store.perform(None, act.clone()).unwrap_err();
    assert!(e.what.contains("已是另一个单位"), "{e}");
    assert_eq!(store.reader().unwrap().all::<Person>().unwrap(), [], "no people without their unit");
    put(&store, [Unit { code: "SW".into(), ..taken }.into()]);
    let changes = store.perform(None, act).unwrap();
    let kinds: Vec<Kind> = changes.records.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [Kind::Unit, Kind::Person, Kind::Person]);
}

#[test]
fn codes_run_out_with_a_word_and_nothing_is_written() {
    let (_dir, store, unit) = unit();
    let all = ('A'..='Z').flat_map(|c| (1..=999).map(move |n| format!("{c}{n:02}")));
    put(&store, all.map(|code| fixture::person(UnitId::new(), &code, "某", "某").into()));
    let e = store.perform(None, roster(&store, unit, &["王强"])).unwrap_err();
    assert!(e.what.contains("代号已经用完"), "{e}");
    assert_eq!(people(&store, unit), []);
}
