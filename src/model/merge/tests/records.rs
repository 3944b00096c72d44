//! Papers, people, documents and the other kinds.

use super::example::{document, interview, person, problem};
use super::*;
use crate::error::{Error, Kind as ErrorKind};
use crate::model::decision::{Decided, Decision};
use crate::model::ids::Hash;
use crate::model::interview::{Sitting, TalkState};
use crate::model::people::{Facts, Person, PostHeld};
use crate::model::problem::{Cited, Confirmed, Fact, Placed, Problem};
use crate::model::reading::{CheckResult, Document, ReadClean, Verdict};
use crate::model::value::PartialDate;

fn cite(problem: &Problem, n: u128, number: u16, evidence: u128) -> Problem {
    let mut problem = problem.clone();
    problem.evidence.push(Cited { id: id(n), order: OrderKey("3".into()), number, evidence: id(evidence) });
    problem
}

fn fact(problem: &Problem, n: u128, text: &str) -> Problem {
    let mut problem = problem.clone();
    problem.facts.push(Fact { id: id(n), order: OrderKey("3".into()), text: text.into() });
    problem
}

fn facts(problem: &Problem) -> Vec<&str> {
    problem.facts.iter().map(|f| f.text.as_str()).collect()
}

fn numbers(problem: &Problem) -> Vec<u16> {
    problem.evidence.iter().map(|c| c.number).collect()
}

#[test]
fn a_number_drawn_twice_is_given_anew_with_its_marks() {
    let base = problem();
    let x = fact(&cite(&base, 61, 3, 71), 81, "付款见〔证3〕，另见〔证1〕。");
    let y = fact(&cite(&base, 60, 3, 70), 80, "合同见〔证3〕。");
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(numbers(&merged), [1, 2, 3, 4]);
    assert_eq!((merged.evidence[2].id, merged.evidence[3].id), (id(60), id(61)));
    assert_eq!(facts(&merged)[2..], ["合同见〔证3〕。", "付款见〔证4〕，另见〔证1〕。"]);
    assert_eq!(merge(Some(&base), &x, &x, None).unwrap(), x);
    assert_eq!(merge(Some(&base), &x, &base, None).unwrap(), x);
}

#[test]
fn one_piece_cited_on_both_sides_is_cited_once() {
    let base = problem();
    let x = fact(&cite(&base, 61, 3, 70), 81, "付款见〔证3〕。");
    let y = fact(&cite(&cite(&base, 62, 3, 71), 60, 4, 70), 80, "见〔证3〕〔证4〕。");
    let merged = both(Some(&base), &x, &y).unwrap();
    let cited: Vec<_> = merged.evidence.iter().map(|c| (c.id, c.number, c.evidence)).collect();
    assert_eq!(cited[2..], [(id(62), 3, id(71)), (id(60), 4, id(70))]);
    assert_eq!(facts(&merged)[2..], ["见〔证3〕〔证4〕。", "付款见〔证4〕。"]);
}

#[test]
fn evidence_that_a_fact_came_to_rest_on_is_not_deleted() {
    let base = problem();
    let pinned = fact(&base, 80, "合同见〔证2〕。");
    let mut cut = base.clone();
    cut.evidence.remove(1);
    cut.facts.remove(1);
    let clash = both(Some(&base), &pinned, &cut).unwrap_err();
    assert_eq!(said(&clash), [(format!("evidence/{}", Uuid::from_u128(32)).as_str(), "证2", "（已删除）")]);
    assert_eq!(numbers(&merge(Some(&base), &pinned, &cut, Some(Side::Ours)).unwrap()), [1, 2]);
    let settled = merge(Some(&base), &pinned, &cut, Some(Side::Theirs)).unwrap();
    assert_eq!((numbers(&settled), facts(&settled)[1]), (vec![1], "合同见〔证2〕。"));

    // Its deletion with the mark left open was seen: another edit does not bring it back.
    let mut open = base.clone();
    open.evidence.remove(1);
    let elsewhere = Problem { place: "大坝".into(), ..base.clone() };
    assert_eq!(numbers(&both(Some(&base), &open, &elsewhere).unwrap()), [1]);
}

#[test]
fn a_confirmation_stands_only_for_the_words_that_were_confirmed() {
    let seal = |day| Some(Confirmed { by: id(21), at: at(day) });
    let with = |clause: &str, confirmed| {
        let mut problem = problem();
        problem.basis[0].edited(|words| words.clause = clause.into());
        problem.basis[0].confirm(confirmed);
        problem
    };
    let open = with("第十二条", None);
    let cases = [
        (&open, with("第十二条", seal(2)), Problem { note: "改".into(), ..open.clone() }, seal(2)),
        // Confirmed while the clause was changed.
        (&open, with("第十二条", seal(2)), with("第十三条", None), None),
        (&open, with("第十三条", seal(2)), Problem { note: "改".into(), ..open.clone() }, seal(2)),
        // Twice: the later one.
        (&open, with("第十二条", seal(2)), with("第十二条", seal(3)), seal(3)),
        (&with("第十二条", seal(2)), with("第十二条", None), with("第十二条", seal(3)), None),
    ];
    for (at, (base, x, y, right)) in cases.into_iter().enumerate() {
        let merged = both(Some(base), &x, &y).unwrap();
        assert_eq!(merged.basis[0].confirmed(), right.as_ref(), "case {at}");
    }
    // Two confirmations, one of them of changed words.
    let merged = both(Some(&open), &with("第十三条", seal(2)), &with("第十二条", seal(3))).unwrap();
    assert_eq!((merged.basis[0].clause.as_str(), merged.basis[0].confirmed()), ("第十三条", seal(2).as_ref()));
}

#[test]
fn sets_are_united_and_what_was_taken_out_stays_out() {
    let base = problem();
    let x = Problem { handlers: vec![id(50), id(51), id(52)], sources: vec!["talk".into()], ..base.clone() };
    let y = Problem {
        handlers: vec![id(51)],
        sources: vec!["talk".into(), "documents".into(), "letter".into()],
        ..base.clone()
    };
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(merged.handlers, [id(51), id(52)]);
    assert_eq!(merged.sources, ["talk", "letter"]);
    // Put in another order on one side.
    let turned = Problem { handlers: vec![id(51), id(50)], ..base.clone() };
    assert_eq!(both(Some(&base), &turned, &x).unwrap().handlers, [id(51), id(52), id(50)]);
}

#[test]
fn a_problem_has_one_place_in_a_tree() {
    let with = |node: &str| {
        let mut problem = problem();
        problem.categories.push(Placed::new(problem.id, "t2", node));
        problem
    };
    assert_eq!(both(Some(&problem()), &with("a"), &with("a")).unwrap().categories.len(), 2);
    let clash = both(Some(&problem()), &with("a"), &with("b")).unwrap_err();
    assert_eq!(said(&clash), [("categories/t2/node", "a", "b")]);
}

#[test]
fn people_keep_what_both_sides_learned() {
    let base = person();
    let mut x = base.clone();
    x.facts = Facts { head: false, ..x.facts };
    x.posts[1].to = PartialDate::parse("2026-02");
    let mut y = base.clone();
    y.facts.party_since = PartialDate::parse("1999");
    y.posts.insert(0, PostHeld { id: id(73), post: "科员".into(), from: None, to: None });
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!((merged.facts.head, merged.facts.party_since), (false, y.facts.party_since));
    let posts: Vec<_> = merged.posts.iter().map(|p| (p.post.as_str(), p.to)).collect();
    assert_eq!(posts, [("科员", None), ("副局长", base.posts[0].to), ("局长", x.posts[1].to)]);
    // Head on one side and out of the leading body on the other is no person.
    let member = Person { facts: Facts { head: false, ..base.facts.clone() }, ..base.clone() };
    let head = base.clone();
    let out = Person { facts: Facts { head: false, leading_body: false, ..base.facts.clone() }, ..base.clone() };
    let clash = both(Some(&member), &head, &out).unwrap_err();
    assert_eq!(said(&clash), [("facts/head", "主要负责人", "不是班子成员")]);
}

#[test]
fn reading_clean_is_noted_once_and_clashes_when_it_differs() {
    let read = |pages: &str, day| Document {
        clean: Some(ReadClean { pages: pages.into(), at: at(day), ..document().clean.unwrap() }),
        ..document()
    };
    let open = Document { clean: None, ..document() };
    assert_eq!(both(Some(&open), &read("1-88", 3), &read("1-88", 4)).unwrap(), read("1-88", 4));
    let clash = both(Some(&open), &read("1-40", 3), &read("1-88", 4)).unwrap_err();
    assert_eq!(said(&clash), [("clean/pages", "1-40", "1-88")]);
    let clash = both(Some(&read("1-88", 3)), &open, &read("1-40", 4)).unwrap_err();
    assert_eq!(said(&clash), [("clean", "（已删除）", "第2卷；1-12月；1-40")]);
    // Only its stamp is newer: taking it back is no clash.
    assert_eq!(both(Some(&read("1-88", 3)), &open, &read("1-88", 4)).unwrap(), open);
    assert_eq!(merge(Some(&read("1-88", 3)), &open, &read("1-40", 4), Some(Side::Ours)).unwrap(), open);
}

#[test]
fn a_period_is_one_value() {
    let with = |from, to| Document { from: PartialDate::parse(from), to: PartialDate::parse(to), ..document() };
    let clash = both(Some(&with("2022", "2025")), &with("2024", "2025"), &with("2022", "2023")).unwrap_err();
    assert_eq!(said(&clash), [("from", "2024年至2025年", "2022年至2023年")]);
}

#[test]
fn a_stamp_follows_what_it_stamps() {
    let result = |verdict, note: &str, by: u128, day| CheckResult {
        id: id(1),
        document: id(2),
        item: "k4.p3".into(),
        verdict,
        pages: String::new(),
        note: note.into(),
        by: (by > 0).then(|| id(by)),
        at: (by > 0).then(|| at(day)),
    };
    let base = result(Verdict::Unread, "", 0, 0);
    let x = result(Verdict::Clean, "", 5, 1);
    // A later note is no later verdict.
    let y = result(Verdict::Unread, "看过", 6, 2);
    assert_eq!(both(Some(&base), &x, &y).unwrap(), result(Verdict::Clean, "看过", 5, 1));
    // Made apart: 未看 is no verdict that clashes.
    assert_eq!(both(None, &x, &y).unwrap(), result(Verdict::Clean, "看过", 5, 1));
    let other = result(Verdict::Problem, "", 6, 2);
    assert_eq!(said(&both(Some(&base), &x, &other).unwrap_err()), [("verdict", "无问题", "有问题")]);
    assert_eq!(merge(Some(&base), &x, &other, Some(Side::Ours)).unwrap(), x);
    assert_eq!(both(Some(&base), &x, &result(Verdict::Clean, "", 6, 2)).unwrap(), result(Verdict::Clean, "", 6, 2));
}

#[test]
fn a_decision_is_taken_as_a_whole() {
    let decision = |outcome, seen: &[u128], day| Decision {
        id: id(1),
        unit: id(2),
        key: Hash([1; 32]),
        title: "未经集体研究".into(),
        outcome,
        seen: seen.iter().map(|n| Uuid::from_u128(*n).into()).collect(),
        by: id(6),
        at: at(day),
    };
    let adopted = || Decided::Adopted { problem: id(3) };
    let dismissed = || Decided::Dismissed { reason: "已整改".into() };
    let clash = both(None, &decision(adopted(), &[4], 1), &decision(dismissed(), &[5], 2)).unwrap_err();
    assert_eq!(said(&clash), [("outcome", "采纳", "不采纳：已整改")]);
    let merged = both(None, &decision(adopted(), &[4], 1), &decision(adopted(), &[5], 2)).unwrap();
    assert_eq!(merged, decision(adopted(), &[4, 5], 2));
    let (x, y) = (decision(adopted(), &[4], 1), decision(dismissed(), &[5], 2));
    assert_eq!(merge(None, &x, &y, Some(Side::Ours)).unwrap(), decision(adopted(), &[4, 5], 1));
}

#[test]
fn sittings_lie_in_the_order_of_time() {
    let base = interview();
    let with = |n, day| {
        let mut talk = base.clone();
        talk.state = TalkState::Open;
        talk.sittings.push(Sitting { id: id(n), from: at(day), to: None, ..talk.sittings[0].clone() });
        talk
    };
    let merged = both(Some(&base), &with(7, 9), &with(8, 5)).unwrap();
    assert_eq!(merged.sittings.iter().map(|s| s.id).collect::<Vec<_>>(), [id(4), id(8), id(7)]);
}

#[test]
fn two_records_are_never_made_one() {
    let base = person();
    let x = Person { id: id(77), ..base.clone() };
    let y = Person { note: "改".into(), ..base.clone() };
    for prefer in [None, Some(Side::Ours), Some(Side::Theirs)] {
        let clash = merge(Some(&base), &x, &y, prefer).unwrap_err();
        assert!(clash.is_fault());
        assert_eq!(Error::clash(clash).kind, ErrorKind::Internal);
    }
}

#[test]
fn a_refusal_names_the_fields_and_carries_the_words_apart() {
    let base = person();
    let x = Person { note: "私下说的".into(), post: "书记".into(), ..base.clone() };
    let y = Person { note: "另一句".into(), post: "主任".into(), ..base.clone() };
    let clash = both(Some(&base), &x, &y).unwrap_err();
    let error = Error::clash(clash.clone());
    assert_eq!((error.kind, error.kind.exit_code(), error.as_clash()), (ErrorKind::Clash, 3, Some(&clash)));
    assert_eq!(error.what, "人员有两处改动互相冲突：备注、职务");
    // Words that may be withheld stand in no message and in no log.
    for shown in [error.to_string(), format!("{error:?}"), format!("{clash:?}")] {
        assert!(!shown.contains("私下") && !shown.contains("另一句"), "{shown}");
    }
    assert!(Error::input("x").as_clash().is_none());
}
