//! The table, walked: what it says is what is read, written, hashed and searched.

use super::*;
use crate::analysis::diagnose::{Code, diagnose};
use crate::analysis::fixture::{self, World};
use crate::analysis::paper::{Holdings, Paper, SameAs};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{QuickFixId, SuggestionId, ToVerifyId};
use crate::model::problem::{BasisWords, Problem, Responsible, ToVerify};
use PaperField as F;
use std::collections::BTreeMap;

/// Records in which every list has an element.
pub(crate) fn records(world: &World) -> PaperRecords {
    let problem = Problem {
        to_verify: vec![ToVerify {
            id: ToVerifyId::new(),
            order: fixture::order(0),
            text: "核对凭证".into(),
            origin: None,
            done: false,
        }],
        ..world.sound.clone()
    };
    let suggestion = Suggestion {
        id: SuggestionId::new(),
        unit: problem.unit,
        problems: vec![problem.id],
        addressee: String::new(),
        text: "完善制度。".into(),
    };
    let fix = QuickFix {
        id: QuickFixId::new(),
        unit: problem.unit,
        problem: problem.id,
        demand: "补齐签名".into(),
        issued: None,
        due: None,
        result: String::new(),
        done: None,
        by: world.inspectors[0].id,
        at: fixture::at("2026-03-18T09:00"),
    };
    PaperRecords { problem, suggestions: vec![suggestion], fixes: vec![fix] }
}

/// A text for a field that stands nowhere else, as it is put in. `None`: it is no field of these records, or it is put in
/// with more than a text (a list that has parts of its own, a confirmation).
pub(crate) fn marker(field: F) -> Option<String> {
    let nth = F::ALL.iter().position(|f| *f == field).unwrap();
    let id = || Uuid::from_u128(0xabc0_0000 + nth as u128).to_string();
    match field {
        F::Compiled
        | F::UnitClass
        | F::Round
        | F::Group
        | F::Period
        | F::Basis
        | F::BasisConfirmed
        | F::Responsible
        | F::Suggestion
        | F::QuickFix
        | F::ToVerify => None,
        F::Level => Some("部门问题".into()),
        F::Certainty => Some("仅反映".into()),
        F::State => Some("待送审".into()),
        F::ResponsibleKind => Some("直接责任".into()),
        F::VerifyDone => Some("已核实".into()),
        // A name of the method has no words in it.
        F::BasisRegulation => Some(format!("mark{nth}")),
        F::Categories => Some("three_focus_2023.f3".into()),
        F::Evidence => Some(format!("7 {}", id())),
        F::Unit | F::Id | F::Handlers | F::ResponsiblePerson | F::VerifyOrigin => Some(id()),
        F::Method => Some("ab".repeat(32)),
        F::From | F::To | F::FixIssued | F::FixDue | F::FixDone => Some(format!("2031-{:02}-11", nth % 12 + 1)),
        _ => Some(format!("记号{nth}号")),
    }
}

#[test]
fn the_table_is_whole() {
    let mut ids: BTreeMap<&str, F> = BTreeMap::new();
    for (nth, field) in F::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, nth, "ALL is in the order of the enum and leaves nothing out");
        let spec = field.spec();
        assert_eq!(ids.insert(spec.id, field), None, "{} twice", spec.id);
        assert!(!spec.id.is_empty() && !spec.name.is_empty());
        assert_eq!(spec.block.block(), spec.block, "{field:?}: a block is its own");
        assert!(spec.on.iter().all(|o| spec.block.is_on(*o) || !is_paper(*o) || own_column(field)), "{field:?}");
        assert!(spec.called.iter().all(|(o, _)| spec.on.contains(o) || field.block() == field), "{field:?}");
        assert!(!spec.names || field.is_printed(), "{field:?}: what is not printed names nobody");
    }
}

/// Whether a part goes to an output by way of its block.
const fn is_paper(output: PaperOutput) -> bool {
    !matches!(output, PaperOutput::Screen)
}

/// 起 and 止 have columns of their own in the list.
const fn own_column(field: F) -> bool {
    matches!(field, F::From | F::To)
}

#[test]
fn every_field_of_the_records_is_in_the_table_exactly_once() {
    let world = World::new();
    let PaperRecords { problem, suggestions, fixes } = records(&world);
    // No `..` below: a field that comes to a record has to be told of here, and so in the table.
    let Problem {
        id: _,
        unit: _,
        method: _,
        number: _,
        state: _,
        title: _,
        facts: _,
        from: _,
        to: _,
        place: _,
        sources: _,
        source_other: _,
        discovery: _,
        basis,
        evidence: _,
        responsible,
        categories: _,
        level: _,
        certainty: _,
        explanation: _,
        against: _,
        handlers: _,
        note: _,
        to_verify,
        // Shown beside the diagnostics; no field of the form.
        overruled: _,
    } = problem;
    let mut stored = vec![
        F::Id,
        F::Unit,
        F::Method,
        F::Number,
        F::State,
        F::Title,
        F::Facts,
        F::From,
        F::To,
        F::Place,
        F::Sources,
        F::SourceOther,
        F::Discovery,
        F::Evidence,
        F::Categories,
        F::Level,
        F::Certainty,
        F::Explanation,
        F::Against,
        F::Handlers,
        F::Note,
    ];
    let BasisWords { regulation: _, name: _, version: _, clause: _, quote: _ } = &*basis[0];
    stored.extend([
        F::BasisRegulation,
        F::BasisName,
        F::BasisVersion,
        F::BasisClause,
        F::BasisQuote,
        F::BasisConfirmed,
    ]);
    let Responsible { id: _, order: _, person: _, name: _, post: _, kind: _ } = &responsible[0];
    stored.extend([F::ResponsiblePerson, F::ResponsibleName, F::ResponsiblePost, F::ResponsibleKind]);
    let ToVerify { id: _, order: _, text: _, origin: _, done: _ } = &to_verify[0];
    stored.extend([F::VerifyText, F::VerifyOrigin, F::VerifyDone]);
    // Which problems a suggestion answers, who asked for a 立行立改 and when, are no fields of this paper.
    let Suggestion { id: _, unit: _, problems: _, addressee: _, text: _ } = &suggestions[0];
    stored.extend([F::SuggestionTo, F::SuggestionText]);
    let QuickFix { id: _, unit: _, problem: _, demand: _, issued: _, due: _, result: _, done: _, by: _, at: _ } =
        &fixes[0];
    stored.extend([F::FixDemand, F::FixIssued, F::FixDue, F::FixResult, F::FixDone]);
    let lists = [F::Basis, F::Responsible, F::ToVerify, F::Suggestion, F::QuickFix];
    let derived = [F::Compiled, F::UnitClass, F::Round, F::Group, F::Period];
    let mut all: Vec<F> = stored.into_iter().chain(lists).chain(derived).collect();
    all.sort_unstable();
    assert_eq!(all, F::ALL);
}

#[test]
fn what_is_put_into_a_field_is_found_there_and_nowhere_else() {
    let world = World::new();
    for field in F::ALL {
        let Some(text) = marker(field) else { continue };
        let mut changed = records(&world);
        let before = changed.clone();
        let spot = before.view().spots(field)[0];
        let spot = if matches!(field, F::Evidence | F::Facts) { Spot::of(field) } else { spot };
        changed.set(spot, &text).unwrap_or_else(|why| panic!("{field:?}: {why}"));
        assert_eq!(changed.text(spot), text, "{field:?}");
        for other in F::ALL.into_iter().filter(|o| *o != field) {
            // The confirmation of a basis falls with its words; that is its own test.
            let falls = other == F::BasisConfirmed && field.block() == F::Basis;
            for (a, b) in before.view().spots(other).into_iter().zip(changed.view().spots(other)) {
                assert!(falls || before.text(a) == changed.text(b), "{field:?} changed {other:?}");
            }
        }
        if spot.part.is_some() {
            assert!(changed.set(Spot::at(field, Uuid::nil()), &text).is_err(), "{field:?}: its element is gone");
        }
    }
}

#[test]
fn an_edit_of_a_basis_by_the_table_takes_its_confirmation() {
    let world = World::new();
    for field in [F::BasisRegulation, F::BasisName, F::BasisVersion, F::BasisClause, F::BasisQuote] {
        let mut records = records(&world);
        let spot = records.view().spots(field)[0];
        let same = records.text(spot);
        records.set(spot, &same).unwrap();
        assert!(records.problem.basis[0].confirmed().is_some(), "{field:?}: nothing was changed");
        records.set(spot, "另一个").unwrap();
        assert!(records.problem.basis[0].confirmed().is_none(), "{field:?}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_changes_nothing() {
    let world = World::new();
    let before = records(&world);
    for field in [F::From, F::To, F::FixDue, F::Level, F::State, F::ResponsibleKind, F::Handlers, F::Unit, F::Evidence]
    {
        let mut records = before.clone();
        let spot = records.view().spots(field)[0];
        assert!(records.set(spot, "六月某日").is_err(), "{field:?}");
        assert_eq!(records, before, "{field:?}");
    }
    for field in [F::Compiled, F::Round, F::Period, F::Basis] {
        assert!(before.clone().set(Spot::of(field), "x").is_err(), "{field:?}");
    }
}

fn paper(holdings: &Holdings, records: &PaperRecords) -> Paper {
    let mut paper = holdings.paper(&records.problem);
    paper.suggestions.clone_from(&records.suggestions);
    paper.quick_fixes.clone_from(&records.fixes);
    paper
}

fn holdings(world: &World) -> Holdings {
    Holdings::read(&world.store.reader().unwrap(), None).unwrap()
}

#[test]
fn every_printed_field_changes_the_hash_and_no_other_does() {
    let world = World::new();
    let holdings = holdings(&world);
    let base = records(&world);
    let hash = |records: &PaperRecords| paper(&holdings, records).content_hash();
    for field in F::ALL {
        let Some(mut text) = marker(field) else { continue };
        let mut changed = base.clone();
        let spot = match field {
            F::Evidence | F::Facts => Spot::of(field),
            _ => base.view().spots(field)[0],
        };
        match field {
            // Of the unit the name is printed, which is another unit's then.
            F::Evidence => text = format!("1 {}", world.of("photo")),
            F::Handlers => text = world.inspectors[1].id.to_string(),
            // The key and the person behind a name are not printed; that the words are confirmed is.
            F::BasisRegulation => changed.problem.basis[0].confirm(None),
            F::Method => continue,
            _ => {}
        }
        let before = if field == F::BasisRegulation { hash(&changed) } else { hash(&base) };
        changed.set(spot, &text).unwrap();
        let same = hash(&changed) == before;
        assert_eq!(same, !field.is_content(), "{field:?}");
    }
    let mut unconfirmed = base.clone();
    unconfirmed.problem.basis[0].confirm(None);
    assert_ne!(hash(&unconfirmed), hash(&base), "〔待核〕 is printed");
}

struct Ids {
    unit: Uuid,
    inspector: Uuid,
    evidence: Uuid,
}
fn with<R: crate::model::record::Record>(
    tx: &mut crate::store::Tx<'_>,
    id: Uuid,
    how: impl FnOnce(&mut R),
) -> crate::Result<()> {
    let mut record: R = tx.get(id)?.unwrap();
    how(&mut record);
    tx.put(&record)
}

/// What is printed of other records: names of handlers, the unit, the round, the evidence.
#[test]
fn what_is_printed_of_other_records_changes_the_hash_and_what_is_not_does_not() {
    use crate::model::evidence::Evidence;
    use crate::model::record::Op;
    use crate::model::round::{Inspector, Round, Unit};
    let world = World::new();
    let base = records(&world);
    let hash = || paper(&holdings(&world), &base).content_hash();
    let edit = |change: fn(&mut crate::store::Tx<'_>, &Ids) -> crate::Result<()>| {
        let ids = Ids { unit: world.unit.id.0, inspector: world.inspectors[0].id.0, evidence: world.of("minutes").0 };
        let before = hash();
        world.store.transact(Op::EditRound, None, move |tx| change(tx, &ids)).unwrap();
        before != hash()
    };
    assert!(edit(|tx, ids| with(tx, ids.inspector, |i: &mut Inspector| i.name = "刘芳芳".into())), "a handler renamed");
    assert!(edit(|tx, ids| with(tx, ids.unit, |u: &mut Unit| u.name = "青禾县水务局党组".into())));
    assert!(edit(|tx, ids| with(tx, ids.evidence, |e: &mut Evidence| e.pages = "13".into())));
    assert!(edit(|tx, ids| with(tx, ids.evidence, |e: &mut Evidence| e.extent = "2页".into())));
    assert!(edit(|tx, ids| with(tx, ids.evidence, |e: &mut Evidence| e.provider = "陈涛".into())));
    assert!(!edit(|tx, ids| with(tx, ids.evidence, |e: &mut Evidence| e.note = "附记".into())), "printed nowhere");
    assert!(!edit(|tx, ids| with(tx, ids.unit, |u: &mut Unit| u.code = "SWJ".into())), "printed nowhere");
    let round: Uuid = world.store.reader().unwrap().all::<Round>().unwrap()[0].id.0;
    let before = hash();
    world
        .store
        .transact(Op::EditRound, None, move |tx| with(tx, round, |r: &mut Round| r.group = "第二组".into()))
        .unwrap();
    assert_ne!(before, hash());
}

#[test]
fn suggestions_and_quick_fixes_are_part_of_what_is_printed() {
    let world = World::new();
    let holdings = holdings(&world);
    let base = records(&world);
    let hash = |records: &PaperRecords| paper(&holdings, records).content_hash();
    let (mut more, mut fewer) = (base.clone(), base.clone());
    more.suggestions.push(Suggestion {
        id: SuggestionId::new(),
        text: "再加一条。".into(),
        ..base.suggestions[0].clone()
    });
    fewer.fixes.clear();
    assert!(hash(&more) != hash(&base) && hash(&fewer) != hash(&base));
}

#[test]
fn old_digits_say_same_or_changed() {
    let world = World::new();
    let holdings = holdings(&world);
    let base = records(&world);
    let now = paper(&holdings, &base);
    let says = |digits: &str| now.hash_says(digits);
    assert_eq!(says(&now.content_hash().short()), Some(SameAs::V2));
    assert_eq!(says(&now.content_hash().short().to_uppercase()), Some(SameAs::V2));
    assert_eq!(says(&now.content_v1().short()), Some(SameAs::V1));
    assert_eq!(says("00000000"), Some(SameAs::Changed));
    assert_eq!((says("1234"), says("内容校验"), says("")), (None, None, None));
    let mut verified = base.clone();
    verified.problem.to_verify.clear();
    let later = paper(&holdings, &verified);
    assert_eq!(later.hash_says(&now.content_v1().short()), Some(SameAs::V1));
}

#[test]
fn a_name_is_found_in_every_field_in_which_names_are_searched() {
    let world = World::new();
    let holdings = holdings(&world);
    let base = records(&world);
    for field in F::ALL.into_iter().filter(|f| matches!(f.spec().kind, FieldKind::Line | FieldKind::Text)) {
        let mut changed = base.clone();
        let spot = changed.view().spots(field)[0];
        changed.set(spot, "经赵敏同意").unwrap();
        let found = diagnose(&paper(&holdings, &changed));
        let named = found.iter().any(|d| d.code == Code::InformantNamed && d.spot == spot);
        assert_eq!(named, field.spec().names, "{field:?}");
        let printed = paper(&holdings, &changed).printed(None);
        assert!(!printed.blocks().iter().any(|b| b.text().contains("赵敏")), "{field:?}");
        assert_eq!(!printed.covered.is_empty(), field.spec().names, "{field:?}");
    }
}
