//! Taking back and doing again, on a real store.

use super::*;
use crate::acts::door;
use crate::acts::restore::{Restore, SetBack};
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::observation::MarkObservation;
use crate::acts::talk::withhold::Withhold;
use crate::analysis::fixture::{World, answer, facts, inspector, person, said, talk};
use crate::analysis::history::History;
use crate::analysis::undo::{Next, next};
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::any::{AnyRecord, ForKind};
use crate::model::decision::{Decided, Decision};
use crate::model::ids::{DecisionId, Hash, InspectorId, ProblemId};
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::order::OrderKey;
use crate::model::people::Person;
use crate::model::problem::Problem;
use crate::model::record::{Kind, Record};
use crate::model::round::Inspector;
use crate::store::{Options, Over, Secret, Store, Trail};
use std::collections::BTreeMap;
use uuid::Uuid;

mod doing;
mod every;
mod rules;

/// A round with somebody at the keyboard.
struct Desk {
    world: World,
    me: Option<InspectorId>,
}

impl Desk {
    fn new() -> Self {
        let world = World::new();
        let me = Some(world.inspectors[0].id);
        Self { world, me }
    }

    fn store(&self) -> &Store {
        &self.world.store
    }

    fn put(&self, op: Op, records: Vec<AnyRecord>) {
        self.put_as(self.me, op, records);
    }

    fn put_as(&self, who: Option<InspectorId>, op: Op, records: Vec<AnyRecord>) {
        self.store().transact(op, who, move |tx| records.iter().try_for_each(|r| tx.put_any(r))).unwrap();
    }

    fn delete(&self, kind: Kind, id: Uuid) {
        self.store().transact(Op::Delete, self.me, move |tx| tx.delete(kind, id)).unwrap();
    }

    fn next(&self, way: Way) -> Option<Next> {
        let own = Own { who: self.me, device: self.store().device() };
        next(&self.store().reader().unwrap().trail(), own, way).unwrap()
    }

    /// What taking back or doing again says that it will do.
    fn outcomes(&self, way: Way) -> Vec<undo::UndoOutcome> {
        let next = self.next(way).expect("something to turn");
        let reader = self.store().reader().unwrap();
        let plan = undo::plan(&reader.trail(), &next, self.me).unwrap();
        let history = History::new(&reader);
        let deed = history.deed(next.target).unwrap();
        undo::outcomes(&plan, deed.as_ref(), way, &history).unwrap()
    }

    fn turn(&self, way: Way) -> Result<()> {
        self.turn_with(way, false)
    }

    fn turn_with(&self, way: Way, release: bool) -> Result<()> {
        let target = self.next(way).expect("something to turn").target;
        match way {
            Way::Undo => door::perform(self.store(), self.me, Undo { target, release }),
            Way::Redo => door::perform(self.store(), self.me, Redo { target, release }),
        }
        .map(drop)
    }

    fn act(&self, act: impl Act) -> Result<()> {
        door::perform(self.store(), self.me, act).map(drop)
    }

    /// The other member, at the same laptop.
    fn other(&self, act: impl Act) {
        door::perform(self.store(), Some(self.world.inspectors[1].id), act).unwrap();
    }

    fn over(&self, id: Uuid) -> Over {
        Over { base: self.store().reader().unwrap().head(id).unwrap(), settle: None }
    }

    fn own<R: Record>(&self) -> Vec<R> {
        self.store().reader().unwrap().trail().all().unwrap()
    }

    fn undo(&self) {
        self.turn(Way::Undo).unwrap();
    }

    fn redo(&self) {
        self.turn(Way::Redo).unwrap();
    }

    fn get<R: Record>(&self, id: Uuid) -> Option<R> {
        self.store().reader().unwrap().get(id).unwrap()
    }

    /// The words of the newest action of the log.
    fn newest(&self) -> String {
        let reader = self.store().reader().unwrap();
        History::new(&reader).log(None, 1, &crate::analysis::history::Wanted::default()).unwrap().deeds[0].words.clone()
    }

    /// All records as they are, what is withheld included.
    fn bodies(&self) -> BTreeMap<Uuid, AnyRecord> {
        struct All<'t>(Trail<'t>);
        impl ForKind for All<'_> {
            type Out = Vec<AnyRecord>;
            fn run<R: Record + Into<AnyRecord>>(self) -> Self::Out {
                self.0.all::<R>().unwrap().into_iter().map(Into::into).collect()
            }
        }
        let reader = self.store().reader().unwrap();
        Kind::ALL.into_iter().flat_map(|kind| kind.run(All(reader.trail()))).map(|r| (r.id(), r)).collect()
    }

    /// What is wrong with the file: its links, its search and its cached tables are compared with its records.
    fn problems(&self) -> Vec<String> {
        let mut found = crate::store::verify(&self.store().reader().unwrap(), &|_| true).unwrap().problems;
        // The records of these tests stand without the files that they tell of.
        found.retain(|p| !p.ends_with("的内容不在文件里"));
        found
    }
}

fn renamed(person: &Person, post: &str) -> Person {
    Person { post: post.into(), ..person.clone() }
}

#[test]
fn a_deletion_is_taken_back_and_done_again() {
    let d = Desk::new();
    let one = person(d.world.unit.id, "D01", "傅桂兰", "出纳");
    d.put(Op::EditPerson, vec![one.clone().into()]);
    d.delete(Kind::Person, one.id.0);
    assert_eq!(d.newest(), "删除人员：傅桂兰");
    d.undo();
    assert_eq!(d.newest(), "撤销：删除人员：傅桂兰");
    assert_eq!(d.get::<Person>(one.id.0), Some(one.clone()));
    d.redo();
    assert_eq!(d.newest(), "重做：删除人员：傅桂兰");
    assert_eq!(d.get::<Person>(one.id.0), None);
    // Undo of undo of undo.
    for _ in 0..3 {
        d.undo();
        assert!(d.get::<Person>(one.id.0).is_some());
        d.redo();
        assert!(d.get::<Person>(one.id.0).is_none());
    }
    d.undo();
    d.undo();
    assert_eq!(d.get::<Person>(one.id.0), None, "the addition is taken back too");
    assert_eq!(d.next(Way::Undo), None, "the sample ends the list");
}

#[test]
fn an_adopted_paper_goes_to_the_bin_and_comes_back_with_its_number() {
    let d = Desk::new();
    let decision = |outcome| Decision {
        id: DecisionId(Uuid::new_v5(&Uuid::NAMESPACE_OID, b"decision")),
        unit: d.world.unit.id,
        key: Hash([7; 32]),
        title: "三人说不清次数".into(),
        outcome,
        seen: Vec::new(),
        by: d.world.inspectors[0].id,
        at: crate::analysis::fixture::at("2026-03-12T09:42"),
    };
    let draw = |d: &Desk| {
        let ((), _) = d.store().transact(Op::Decide, d.me, |tx| tx.draw("paper").map(drop)).unwrap();
    };
    draw(&d);
    let paper = Problem {
        unit: d.world.unit.id,
        ..Problem::new(ProblemId::new(), d.world.unit.id, Hash([0; 32]), "预-LF-07".into())
    };
    let adopted = decision(Decided::Adopted { problem: paper.id });
    d.put(Op::Decide, vec![paper.clone().into(), adopted.clone().into()]);
    d.undo();
    assert_eq!((d.get::<Problem>(paper.id.0), d.get::<Decision>(adopted.id.0)), (None, None));
    let given = d.store().reader().unwrap().given(Kind::Problem).unwrap();
    assert!(given.contains(&"预-LF-07".to_owned()), "the number stays used");
    d.redo();
    assert_eq!(d.get::<Problem>(paper.id.0), Some(paper.clone()));
    assert_eq!(d.get::<Decision>(adopted.id.0), Some(adopted));
    // A sentence written since would be lost.
    d.put_as(
        Some(d.world.inspectors[1].id),
        Op::EditProblem,
        vec![Problem { facts: facts(&["会议未开。"]), ..paper.clone() }.into()],
    );
    let e = d.turn(Way::Undo).unwrap_err();
    assert!(e.what.contains("之后又改过：修改底稿（周宁"), "{e}");
    assert!(d.get::<Problem>(paper.id.0).is_some());
}

#[test]
fn an_import_goes_as_a_whole_or_not_at_all() {
    let d = Desk::new();
    let people: Vec<Person> =
        (0..60).map(|n| person(d.world.unit.id, &format!("Z{n:02}"), &format!("甲{n}"), "科员")).collect();
    d.put(Op::ImportPeople, people.iter().cloned().map(AnyRecord::from).collect());
    let there = |d: &Desk| people.iter().filter(|p| d.get::<Person>(p.id.0).is_some()).count();
    let held = talk(&people[17], Hash([0; 32]), "2026-03-10T09:00");
    d.put_as(Some(d.world.inspectors[1].id), Op::EditInterview, vec![held.clone().into()]);
    let e = d.turn(Way::Undo).unwrap_err();
    assert!(e.what.contains("还要用到：个别谈话"), "{e}");
    assert_eq!(there(&d), 60, "all or nothing");
    // The other one deletes the talk again: then the import can go.
    let id = held.id.0;
    d.store().transact(Op::Delete, Some(d.world.inspectors[1].id), move |tx| tx.delete(Kind::Interview, id)).unwrap();
    d.undo();
    assert_eq!(there(&d), 0);
    d.redo();
    assert_eq!(there(&d), 60);
}

#[test]
fn a_union_is_taken_apart_and_later_talks_stay_with_the_survivor() {
    let d = Desk::new();
    let [kept, gone] = ["甲", "乙"].map(|name| person(d.world.unit.id, name, name, "科员"));
    let before = talk(&gone, Hash([0; 32]), "2026-03-09T09:00");
    d.put(Op::EditPerson, vec![kept.clone().into(), gone.clone().into(), before.clone().into()]);
    let moved = Interview { person: kept.id, ..before.clone() };
    let both = Person { note: "兼任出纳".into(), ..kept.clone() };
    let (a, b, id) = (AnyRecord::from(both), AnyRecord::from(moved), gone.id.0);
    d.store()
        .transact(Op::MergePeople, d.me, move |tx| {
            tx.put_any(&a)?;
            tx.put_any(&b)?;
            tx.delete(Kind::Person, id)
        })
        .unwrap();
    let later = talk(&kept, Hash([0; 32]), "2026-03-11T09:00");
    d.put_as(Some(d.world.inspectors[1].id), Op::EditInterview, vec![later.clone().into()]);
    let next = d.next(Way::Undo).unwrap();
    let plan = undo::plan(&d.store().reader().unwrap().trail(), &next, d.me).unwrap();
    assert_eq!((plan.staying, plan.against.len()), (1, 0), "said first");
    d.undo();
    assert_eq!(d.get::<Person>(kept.id.0), Some(kept.clone()));
    assert_eq!(d.get::<Person>(gone.id.0), Some(gone));
    assert_eq!(d.get::<Interview>(before.id.0), Some(before));
    assert_eq!(d.get::<Interview>(later.id.0).unwrap().person, kept.id);
}

fn texts(answer: &Answer) -> Vec<&str> {
    answer.statements.iter().map(|s| s.text.as_str()).collect()
}

#[test]
fn an_edit_in_the_middle_goes_back_and_what_came_later_stays() {
    let d = Desk::new();
    let held = talk(&d.world.head, Hash([0; 32]), "2026-03-10T09:00");
    let said: Vec<Statement> = ["一。", "二。", "三。"]
        .iter()
        .enumerate()
        .map(|(n, t)| Statement { order: crate::analysis::fixture::order(n), ..said(Lane::Verbatim, t) })
        .collect();
    let first = answer(&held, "q2", said);
    let edit = |of: &Answer, at: usize, text: &str| {
        let mut new = of.clone();
        new.statements[at].text = text.into();
        new
    };
    d.put(Op::EditInterview, vec![held.into(), first.clone().into()]);
    let second = edit(&first, 1, "二，改。");
    d.put(Op::EditAnswer, vec![second.clone().into()]);
    let third = edit(&second, 2, "三，后来改的。");
    d.put_as(Some(d.world.inspectors[1].id), Op::EditAnswer, vec![third.into()]);
    d.undo();
    assert_eq!(texts(&d.get::<Answer>(first.id.0).unwrap()), ["一。", "二。", "三，后来改的。"]);
    d.redo();
    assert_eq!(texts(&d.get::<Answer>(first.id.0).unwrap()), ["一。", "二，改。", "三，后来改的。"]);
    let again = edit(&d.get::<Answer>(first.id.0).unwrap(), 1, "二，又改。");
    d.put_as(Some(d.world.inspectors[1].id), Op::EditAnswer, vec![again.clone().into()]);
    let e = d.turn(Way::Undo).unwrap_err();
    assert!(e.what.contains("之后又改过：记录回答（周宁"), "{e}");
    assert_eq!(d.get::<Answer>(first.id.0), Some(again));
}

#[test]
fn what_others_do_is_not_touched_and_the_list_outlives_the_program() {
    let d = Desk::new();
    let other = Some(d.world.inspectors[1].id);
    let head = &d.world.head;
    d.put(Op::EditPerson, vec![renamed(head, "副局长").into()]);
    let contact = Person { contact: "8-1234".into(), ..renamed(head, "副局长") };
    d.put_as(other, Op::EditPerson, vec![contact.into()]);
    let path = d.store().path().to_owned();
    let Desk { world, me } = d;
    let copy = path.with_file_name("乙.wenkan");
    world.store.flush().unwrap();
    std::fs::copy(&path, &copy).unwrap();
    // Another laptop: nothing of it is mine there.
    let elsewhere = Options { device: Some(crate::model::ids::DeviceId::new()), ..Options::default() };
    let there = Store::open_with(&copy, &Secret::None, &elsewhere).unwrap();
    let own = Own { who: me, device: there.device() };
    assert_eq!(next(&there.reader().unwrap().trail(), own, Way::Undo).unwrap(), None);
    // The same laptop, after a restart.
    let here = world.store.device();
    let here_again = Options { device: Some(here), ..Options::default() };
    there.close().unwrap();
    let again = Store::open_with(&copy, &Secret::None, &here_again).unwrap();
    let own = Own { who: me, device: here };
    let target = next(&again.reader().unwrap().trail(), own, Way::Undo).unwrap().unwrap().target;
    again.perform(me, Undo { target, release: false }).unwrap();
    let now: Person = again.reader().unwrap().get(world.head.id.0).unwrap().unwrap();
    assert_eq!((now.post.as_str(), now.contact.as_str()), ("局长", "8-1234"), "the other's field is kept");
}

#[test]
fn an_action_that_was_not_shown_is_not_taken_back() {
    let d = Desk::new();
    let head = &d.world.head;
    d.put(Op::EditPerson, vec![renamed(head, "副局长").into()]);
    let shown = d.next(Way::Undo).unwrap().target;
    d.put(Op::EditPerson, vec![renamed(head, "书记").into()]);
    let e = d.store().perform(d.me, Undo { target: shown, release: false }).unwrap_err();
    assert!(e.what.contains("已不是这一步"), "{e}");
    assert_eq!(d.get::<Person>(head.id.0).unwrap().post, "书记");
}

#[test]
fn who_is_at_the_keyboard_does_not_vanish() {
    let d = Desk::new();
    let new = inspector("高志远");
    d.store()
        .transact(Op::EditInspector, Some(new.id), {
            let new = new.clone();
            move |tx| tx.put(&new)
        })
        .unwrap();
    let d = Desk { me: Some(new.id), ..d };
    let e = d.turn(Way::Undo).unwrap_err();
    assert!(e.what.contains("不能删除自己"), "{e}");
}

#[test]
fn what_is_withheld_is_told_again_only_by_a_word() {
    let d = Desk::new();
    let held = talk(&d.world.head, Hash([0; 32]), "2026-03-10T09:00");
    let open = answer(&held, "q2", vec![said(Lane::Verbatim, "这句话只对你说。")]);
    let mut withheld = open.clone();
    withheld.statements[0].withheld = true;
    d.put(Op::EditInterview, vec![held.into(), open.clone().into()]);
    d.put(Op::EditAnswer, vec![withheld.clone().into()]);
    let now = |d: &Desk| d.own::<Answer>().into_iter().find(|a| a.id == open.id);
    let e = d.turn(Way::Undo).unwrap_err();
    assert!(e.what.contains("已转线索") && now(&d) == Some(withheld), "{e}");
    let target = d.next(Way::Undo).unwrap().target;
    d.store().perform(d.me, Undo { target, release: true }).unwrap();
    assert_eq!(now(&d), Some(open.clone()));
}

/// Its words were struck, and stand in the talk.
#[test]
fn an_observation_comes_back_with_its_statement_in_the_words_of_the_talk() {
    let d = Desk::new();
    let held = talk(&d.world.head, Hash([0; 32]), "2026-03-10T09:00");
    let open = answer(&held, "q2", vec![said(Lane::Verbatim, "这句话只对你说过一遍。")]);
    let (statement, by, at) = (open.statements[0].id, d.me.unwrap(), open.statements[0].at);
    let sealed = |known: &Answer, answer: &Answer| SealAnswer {
        known: Some(Box::new(known.clone())),
        answer: answer.clone(),
        settle: None,
        drafts: Vec::new(),
    };
    d.put(Op::EditInterview, vec![held.into(), open.clone().into()]);
    d.act(MarkObservation { answer: sealed(&open, &open), statement, by, at }).unwrap();
    let observed = |d: &Desk| {
        let on = |o: &Observation| matches!(o.origin, Origin::Statement { statement: s, .. } if s == statement);
        d.own::<Observation>().into_iter().find(on).unwrap()
    };
    let before = observed(&d);
    let mut withheld = open.clone();
    withheld.statements[0].withheld = true;
    let shown = d.store().reader().unwrap().withholding(&withheld).unwrap();
    d.act(Withhold { answer: sealed(&open, &withheld), shown }).unwrap();
    let struck = Observation { text: "〔已另行处理〕".into(), withheld: true, ..before.clone() };
    assert_eq!(observed(&d), struck);
    let lines: Vec<String> = d.outcomes(Way::Undo).into_iter().flat_map(|o| o.lines).collect();
    assert!(lines.contains(&"疑点：将照谈话里的原话写回".to_owned()), "{lines:?}");
    d.turn_with(Way::Undo, true).unwrap();
    assert_eq!(observed(&d), before);
    d.redo();
    assert_eq!(observed(&d), struck);
    assert_eq!(d.problems(), Vec::<String>::new());
}

/// The words of a withheld statement go back to the one that they were split off; what stands for them is not quoted as
/// if somebody had written it.
#[test]
fn a_withheld_statement_that_was_split_goes_back_to_the_one_it_was() {
    let d = Desk::new();
    let held = talk(&d.world.head, Hash([0; 32]), "2026-03-10T09:00");
    let whole =
        Statement { withheld: true, ..said(Lane::Verbatim, "这句话只对你说。后一句也只对你说。") };
    let open = answer(&held, "q2", vec![whole.clone()]);
    let first = Statement { text: "这句话只对你说。".into(), ..whole.clone() };
    let second = said(Lane::Verbatim, "后一句也只对你说。");
    let second = Statement { withheld: true, words_of: vec![whole.id], order: OrderKey("z".into()), ..second };
    let mut split = open.clone();
    split.statements = vec![first, second];
    d.put(Op::EditInterview, vec![held.into(), open.into()]);
    d.put(Op::EditAnswer, vec![split.into()]);
    let lines = |way| d.outcomes(way).into_iter().flat_map(|o| o.lines).collect::<Vec<_>>();
    assert_eq!(lines(Way::Undo), ["陈述 本问第2段：将并回原来的一段（已转线索的内容，不显示）"]);
    d.undo();
    assert_eq!(lines(Way::Redo), ["陈述 本问第2段：将从原来的一段里再分出来（已转线索的内容，不显示）"]);
}

#[test]
fn where_nothing_is_left_to_change_the_list_goes_on() {
    let d = Desk::new();
    let before = d.problems();
    let head = d.world.head.clone();
    d.put(Op::EditPerson, vec![renamed(&head, "副局长").into()]);
    d.put_as(Some(d.world.inspectors[1].id), Op::EditPerson, vec![head.clone().into()]);
    d.undo();
    assert_eq!(d.get::<Person>(head.id.0), Some(head));
    assert_eq!(d.next(Way::Undo), None);
    d.redo();
    d.undo();
    assert_eq!(d.problems(), before, "the log is as whole as before");
}

#[test]
fn a_record_comes_back_from_the_bin_with_what_it_rests_on() {
    let d = Desk::new();
    let one = person(d.world.unit.id, "D01", "傅桂兰", "出纳");
    let held = talk(&one, Hash([0; 32]), "2026-03-10T09:00");
    d.put(Op::EditInterview, vec![one.clone().into(), held.clone().into()]);
    let (person, talk) = (one.id.0, held.id.0);
    d.store()
        .transact(Op::Delete, d.me, move |tx| {
            tx.delete(Kind::Interview, talk)?;
            tx.delete(Kind::Person, person)
        })
        .unwrap();
    let bin: Vec<Uuid> = d.store().reader().unwrap().bin().unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(bin, [person, talk], "newest first");
    d.store().perform(d.me, Restore::of(talk)).unwrap();
    assert_eq!((d.get::<Interview>(talk), d.get::<Person>(person)), (Some(held), Some(one)));
    assert!(d.newest().starts_with("恢复"), "{}", d.newest());
    assert!(d.store().reader().unwrap().bin().unwrap().is_empty());
    let e = d.store().perform(d.me, Restore::of(talk)).unwrap_err();
    assert!(e.what.contains("不在回收站"), "{e}");
    d.undo();
    assert_eq!(d.get::<Interview>(talk), None, "bringing back is an action like any other");
}

#[test]
fn a_name_that_was_taken_meanwhile_keeps_its_record_in_the_bin() {
    let d = Desk::new();
    let [old, new] = ["高志远", "高志远"].map(inspector);
    d.put(Op::EditInspector, vec![old.clone().into()]);
    d.delete(Kind::Inspector, old.id.0);
    d.put(Op::EditInspector, vec![new.into()]);
    let e = d.store().perform(d.me, Restore::of(old.id.0)).unwrap_err();
    assert!(e.what.contains("已另有一条：巡察干部 高志远"), "{e}");
}

#[test]
fn one_place_is_set_back_and_the_others_stay() {
    let d = Desk::new();
    let head = d.world.head.clone();
    d.put(Op::EditPerson, vec![Person { contact: "8-1".into(), ..renamed(&head, "副局长") }.into()]);
    let reader = d.store().reader().unwrap();
    let revised = History::new(&reader).of(&[head.id.0]).unwrap().remove(0);
    let set_back = |label: &str| {
        let place = revised.changes.iter().find(|c| c.label == label).unwrap().place.clone();
        SetBack { kind: Kind::Person, record: head.id.0, rev: revised.rev, before: revised.before, place, shown: None }
    };
    let labels: Vec<&str> = revised.changes.iter().map(|c| c.label.as_str()).collect();
    assert_eq!(labels.len(), 2, "{labels:?}");
    let act = set_back("职务");
    d.put(
        Op::EditPerson,
        vec![Person { note: "后来记的".into(), contact: "8-1".into(), ..renamed(&head, "副局长") }.into()],
    );
    d.store().perform(d.me, act.clone()).unwrap();
    let now = d.get::<Person>(head.id.0).unwrap();
    assert_eq!((now.post.as_str(), now.contact.as_str(), now.note.as_str()), ("局长", "8-1", "后来记的"));
    let e = d.store().perform(d.me, act).unwrap_err();
    assert!(e.what.contains("现在就是这样"), "{e}");
    d.put(Op::EditPerson, vec![renamed(&head, "书记").into()]);
    let act = set_back("职务");
    let e = d.store().perform(d.me, act).unwrap_err();
    assert!(e.what.contains("后来又改过"), "{e}");
}

#[test]
fn a_paragraph_is_set_back_within_its_list() {
    let d = Desk::new();
    let held = talk(&d.world.head, Hash([0; 32]), "2026-03-10T09:00");
    let (a, b) = (
        said(Lane::Verbatim, "先付款。"),
        Statement { order: crate::analysis::fixture::order(1), ..said(Lane::Verbatim, "后开会。") },
    );
    let old = answer(&held, "q2", vec![a.clone(), b.clone()]);
    let new = Answer { statements: vec![a], ..old.clone() };
    d.put(Op::EditInterview, vec![held.into(), old.clone().into()]);
    d.put(Op::EditAnswer, vec![new.into()]);
    let reader = d.store().reader().unwrap();
    let revised = History::new(&reader).of(&[old.id.0]).unwrap().remove(0);
    let place = revised.changes[0].place.clone();
    d.store()
        .perform(
            d.me,
            SetBack {
                kind: Kind::Answer,
                record: old.id.0,
                rev: revised.rev,
                before: revised.before,
                place,
                shown: None,
            },
        )
        .unwrap();
    assert_eq!(d.get::<Answer>(old.id.0), Some(old));
}

#[test]
fn one_place_is_set_back_only_as_the_rules_allow() {
    let d = Desk::new();
    let old = inspector("高志远");
    d.put(Op::EditInspector, vec![old.clone().into()]);
    d.put(Op::EditInspector, vec![Inspector { name: "高远".into(), ..old.clone() }.into()]);
    let revised = History::new(&d.store().reader().unwrap()).of(&[old.id.0]).unwrap().remove(0);
    let place = revised.changes.iter().find(|c| c.label == "姓名").unwrap().place.clone();
    d.put(Op::EditInspector, vec![inspector("高志远").into()]);
    let act = SetBack {
        kind: Kind::Inspector,
        record: old.id.0,
        rev: revised.rev,
        before: revised.before,
        place,
        shown: None,
    };
    let e = d.store().perform(d.me, act).unwrap_err();
    assert!(e.what.contains("不能恢复这一处"), "{e}");
    assert_eq!(d.get::<Inspector>(old.id.0).unwrap().name, "高远");
}
