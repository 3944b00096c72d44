//! Every action is taken back and done again, alone and in any sequence.

use super::doing::{ALL, Doing, LISTED, PEOPLE};
use super::*;
use crate::acts::method::UpdateMethod;
use crate::analysis::undo::UndoOutcome;
use crate::method::MethodFiles;
use crate::model::interview::TalkState;
use crate::model::observation::{Observation, Origin};
use crate::model::reading::{CheckResult, Document, Verdict};
use std::fmt::Write as _;

/// All that is taken back, in an order in which each finds what it is done to.
fn all() -> impl Iterator<Item = (&'static str, Doing)> {
    ALL.into_iter().chain(PEOPLE)
}

/// A round with a paper without a flaw.
fn with_paper() -> Desk {
    let d = Desk::new();
    d.put_as(None, Op::Sample, vec![d.world.sound.clone().into()]);
    d
}

#[test]
fn every_action_is_taken_back_and_done_again() {
    let d = with_paper();
    let (start, sound) = (d.bodies(), d.problems());
    let mut count = 0;
    for (name, doing) in all() {
        // A document has to be there before it is deleted, and nothing may hang on a person who is.
        let before = d.bodies();
        let tried = (0..12).find(|n| matches!(doing(&d, *n), Some(Ok(()))) && d.bodies() != before);
        assert!(tried.is_some(), "{name} finds nothing to do");
        let after = d.bodies();
        count += 1;
        let bad = |e: Error| panic!("{name}: {e}");
        d.turn_with(Way::Undo, true).unwrap_or_else(bad);
        assert_eq!(d.bodies(), before, "{name} taken back");
        d.turn_with(Way::Redo, true).unwrap_or_else(bad);
        assert_eq!(d.bodies(), after, "{name} done again");
        assert_eq!(d.problems(), sound, "{name}: links and search are those of the records");
    }
    let end = d.bodies();
    for _ in 0..count {
        d.turn_with(Way::Undo, true).unwrap();
    }
    assert_eq!((d.next(Way::Undo), d.bodies() == start), (None, true));
    for _ in 0..count {
        d.turn_with(Way::Redo, true).unwrap();
    }
    assert_eq!((d.next(Way::Redo), d.bodies() == end), (None, true));
    let reader = d.store().reader().unwrap();
    let mut done: Vec<String> = reader.acts(None, 10_000).unwrap().into_iter().map(|a| a.op).collect();
    done.retain(|op| Op::parse(op).is_some());
    let never = Op::ALL.into_iter().filter(|op| done.iter().all(|d| d != op.name()));
    let never: Vec<Op> = never.collect();
    let others = [Op::CreateRound, Op::ImportBundle, Op::Redact, Op::EditLead, Op::Unite, Op::Export, Op::Undo];
    assert_eq!(never, others, "every verb that is taken back is among these actions");
}

#[test]
fn every_undo_and_redo_says_what_will_be() {
    let d = with_paper();
    let mut said = String::new();
    for (name, doing) in all() {
        let before = d.bodies();
        let tried = (0..12).find(|n| matches!(doing(&d, *n), Some(Ok(()))) && d.bodies() != before);
        assert!(tried.is_some(), "{name} finds nothing to do");
        writeln!(said, "{name}\n  {}", d.newest()).unwrap();
        for way in [Way::Undo, Way::Redo] {
            let outcomes = d.outcomes(way);
            assert!(!outcomes.is_empty(), "{name}");
            for UndoOutcome { head, lines } in outcomes {
                writeln!(said, "    {}：{head}", way.chinese()).unwrap();
                for line in &lines {
                    writeln!(said, "        {line}").unwrap();
                }
                assert!(!lines.is_empty(), "{name}: {head} says nothing of what will be");
                for line in lines {
                    // Of a decision that took in nothing new only the moment is another one.
                    let is_moment = name == "take in" && line.contains("记下的人和时间");
                    assert!(line.contains('「') || is_moment, "{name}: {head}: {line}");
                }
            }
            d.turn_with(way, true).unwrap();
        }
    }
    println!("{said}");
    // A few as they are read.
    for sentence in [
        "职务：将由「出纳兼」改回「出纳」",
        "计划谈话日期：将由「2026年3月12日」改回空白",
        "谈话 第1次·地点：将由「会议室东」改回「会议室」",
    ] {
        assert!(said.contains(sentence), "{sentence} is not in\n{said}");
    }
}

#[test]
fn what_is_only_listed_is_stepped_over_and_ends_no_redo() {
    let d = Desk::new();
    d.put(Op::EditPerson, vec![renamed(&d.world.head, "副局长").into()]);
    d.undo();
    for (name, doing) in LISTED {
        doing(&d, 1).unwrap().unwrap();
        let listed = d.newest();
        assert!(["导出：底稿", "登记线索：线-001"].contains(&listed.as_str()), "{name}: {listed}");
    }
    let mut files = MethodFiles::builtin().files;
    files[0].1.push('\n');
    let method = MethodFiles::kept(files);
    d.act(UpdateMethod { method, replaces_unreadable: false }).unwrap();
    assert!(d.newest().starts_with("更新工作法："), "{}", d.newest());
    d.redo();
    assert_eq!(d.get::<Person>(d.world.head.id.0).unwrap().post, "副局长");
    d.undo();
    assert_eq!(d.next(Way::Undo), None);
}

#[test]
fn a_page_of_the_list_goes_on_where_the_one_before_it_ended() {
    let d = Desk::new();
    for n in 0..3 {
        d.put(Op::EditPerson, vec![renamed(&d.world.head, &format!("职{n}")).into()]);
        for (_, doing) in LISTED {
            doing(&d, n).unwrap().unwrap();
        }
    }
    let reader = d.store().reader().unwrap();
    let history = History::new(&reader);
    let wanted = crate::analysis::history::Wanted::default();
    let whole: Vec<String> = history.log(None, 100, &wanted).unwrap().deeds.into_iter().map(|d| d.words).collect();
    assert_eq!(whole.len(), 10, "{whole:?}");
    for limit in 1..4 {
        let (mut from, mut paged) = (None, Vec::new());
        loop {
            let page = history.log(from, limit, &wanted).unwrap();
            assert!(page.deeds.len() <= limit);
            paged.extend(page.deeds.into_iter().map(|d| d.words));
            from = page.next;
            if from.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole, "{limit} at a time");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 4, ..Default::default() })]

    /// Any sequence of actions, taken back in full, leaves the bodies and links that there were; done again, those that
    /// there are. In between some are taken back and done again, which ends nothing.
    #[test]
    fn all_taken_back_is_as_before_and_all_done_again_as_after(
        steps in proptest::collection::vec((0..64_usize, 0..12_usize), 8..32),
    ) {
        let d = with_paper();
        let (before, sound) = (d.bodies(), d.problems());
        let every: Vec<(&str, Doing)> = all().chain(LISTED).collect();
        for (at, n) in steps {
            match every.get(at) {
                Some((_, doing)) => {
                    // A rule may refuse it; then it has done nothing.
                    let _ = doing(&d, n);
                }
                None if d.next(Way::Undo).is_some() => {
                    d.turn_with(Way::Undo, true).unwrap();
                    if n.is_multiple_of(2) {
                        d.turn_with(Way::Redo, true).unwrap();
                    }
                }
                None => {}
            }
        }
        while d.next(Way::Redo).is_some() {
            d.turn_with(Way::Redo, true).unwrap();
        }
        let after = d.bodies();
        let mut count = 0;
        while d.next(Way::Undo).is_some() {
            d.turn_with(Way::Undo, true).unwrap();
            count += 1;
        }
        proptest::prop_assert_eq!(&d.bodies(), &before);
        proptest::prop_assert_eq!(d.problems(), sound.clone());
        for _ in 0..count {
            d.turn_with(Way::Redo, true).unwrap();
        }
        proptest::prop_assert_eq!(&d.bodies(), &after);
        proptest::prop_assert_eq!(d.problems(), sound);
        proptest::prop_assert_eq!(d.next(Way::Redo), None);
    }

    /// Whatever another did in between: taking back is refused and changes nothing, or nothing is left hanging and the
    /// rules hold.
    #[test]
    fn beside_another_nothing_is_left_hanging(
        steps in proptest::collection::vec((0..2_usize, 0..110_usize, 0..12_usize), 10..40),
    ) {
        let mut d = with_paper();
        let sound = d.problems();
        let every: Vec<(&str, Doing)> = all().chain(LISTED).collect();
        for (who, at, n) in steps {
            d.me = Some(d.world.inspectors[who].id);
            if let Some((_, doing)) = every.get(at) {
                let _ = doing(&d, n);
                continue;
            }
            let way = if n.is_multiple_of(3) { Way::Redo } else { Way::Undo };
            if d.next(way).is_none() {
                continue;
            }
            let (before, hung) = (d.bodies(), broken(&d));
            match d.turn_with(way, true) {
                Ok(()) => {
                    let new: Vec<String> = broken(&d).into_iter().filter(|b| !hung.contains(b)).collect();
                    proptest::prop_assert!(new.is_empty(), "{way:?}: {new:?}");
                }
                Err(e) => {
                    proptest::prop_assert!(e.kind == crate::error::Kind::Input, "{e}");
                    proptest::prop_assert!(d.bodies() == before, "{e}");
                }
            }
        }
        proptest::prop_assert_eq!(d.problems(), sound);
    }
}

/// References to what is in the bin, and rules that do not hold.
fn broken(d: &Desk) -> Vec<String> {
    let bodies = d.bodies();
    let reader = d.store().reader().unwrap();
    let mut found = Vec::new();
    for (id, record) in &bodies {
        let body = serde_json::to_value(record).unwrap()["body"].take();
        for to in undo::references(&body).into_iter().filter(|to| !bodies.contains_key(to)) {
            if let Some(kind) = reader.kind_ever(to).unwrap() {
                found.push(format!("{} {id} names {} {to} in the bin", record.kind(), kind));
            }
        }
    }
    let (talks, documents) = (d.own::<Interview>(), d.own::<Document>());
    let open = |p: &Person| talks.iter().filter(|t| t.person == p.id && t.state != TalkState::Closed).count();
    found.extend(d.own::<Person>().iter().filter(|p| open(p) > 1).map(|p| format!("{} has two open talks", p.id)));
    let bad = |r: &CheckResult| {
        r.verdict == Verdict::Problem && documents.iter().any(|d| d.id == r.document && d.clean.is_some())
    };
    found.extend(d.own::<CheckResult>().iter().filter(|r| bad(r)).map(|r| format!("{} in a clean document", r.id)));
    for observation in d.own::<Observation>() {
        if let Origin::Statement { answer, statement, .. } = observation.origin {
            let answers = d.own::<Answer>();
            let there =
                answers.iter().filter(|a| a.id == answer).flat_map(|a| &a.statements).any(|s| s.id == statement);
            found.extend((!there).then(|| format!("{} on no paragraph", observation.id)));
        }
    }
    found
}
