//! Paragraphs of an answer: edits, splits, corrections, moves, deletions.

use super::*;
use crate::model::answer::{Claim, Judgement, ProbePut, Qualifier, Value as Said};

fn three() -> Answer {
    answer([statement(10, "开了三次会"), statement(11, "都有记录"), statement(12, "没有表决")])
}

/// A statement `n` that corrects `of`.
fn correction(n: u128, of: u128, text: &str) -> Statement {
    Statement { supersedes: Some(id(of)), ..statement(n, text) }
}

fn path(n: u128, member: &str) -> String {
    format!("statements/{}{member}", Uuid::from_u128(n))
}

#[test]
fn edits_of_different_paragraphs_are_both_kept() {
    let base = three();
    let x = after(&base, |s| s[0].text = "开了四次会".into());
    let y = after(&base, |s| {
        s[2].text = "有表决".into();
        s[0].key = true;
    });
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(texts(&merged), ["开了四次会", "都有记录", "有表决"]);
    assert!(merged.statements[0].key);
}

#[test]
fn two_edits_of_one_paragraph_clash_and_show_both_texts() {
    let base = three();
    let x = after(&base, |s| s[0].text = "开了四次会".into());
    let y = after(&base, |s| s[0].text = "开了五次会".into());
    let clash = both(Some(&base), &x, &y).unwrap_err();
    assert_eq!(said(&clash), [(path(10, "/text").as_str(), "开了四次会", "开了五次会")]);
    assert_eq!((clash.kind, clash.record, clash.labels()), (Kind::Answer, base.uuid(), vec!["陈述"]));
    assert_eq!(merge(Some(&base), &x, &y, Some(Side::Ours)).unwrap(), x);
    assert_eq!(merge(Some(&base), &x, &y, Some(Side::Theirs)).unwrap(), y);
    // The same edit twice is one edit.
    assert_eq!(both(Some(&base), &x, &x).unwrap(), x);
}

#[test]
fn a_split_against_an_edit_clashes_on_the_paragraph_and_keeps_the_tail() {
    let base = answer([statement(10, "开了三次会，都有记录")]);
    let split = after(&base, |s| {
        s[0].text = "开了三次会，".into();
        s.push(statement(20, "都有记录"));
    });
    let edit = after(&base, |s| s[0].text = "开了三次会，都没有记录".into());
    let clash = both(Some(&base), &split, &edit).unwrap_err();
    assert_eq!(said(&clash), [(path(10, "/text").as_str(), "开了三次会，", "开了三次会，都没有记录")]);
    let settled = merge(Some(&base), &split, &edit, Some(Side::Theirs)).unwrap();
    assert_eq!(texts(&settled), ["开了三次会，都没有记录", "都有记录"]);
}

#[test]
fn a_split_against_what_does_not_touch_the_paragraph_is_merged() {
    let base = three();
    let split = after(&base, |s| {
        s[0].text = "开了".into();
        s.insert(1, statement(20, "三次会"));
    });
    let y = after(&base, |s| s[2].text = "有表决".into());
    assert_eq!(texts(&both(Some(&base), &split, &y).unwrap()), ["开了", "三次会", "都有记录", "有表决"]);
}

#[test]
fn what_one_side_deleted_is_gone_unless_the_other_edited_it() {
    let base = three();
    let deleted = after(&base, |s| drop(s.remove(1)));
    let elsewhere = after(&base, |s| s[0].text = "开了四次会".into());
    assert_eq!(texts(&both(Some(&base), &deleted, &elsewhere).unwrap()), ["开了四次会", "没有表决"]);
    assert_eq!(both(Some(&base), &deleted, &deleted).unwrap(), deleted);

    let edited = after(&base, |s| s[1].text = "都没有记录".into());
    let clash = both(Some(&base), &deleted, &edited).unwrap_err();
    assert_eq!(said(&clash), [(path(11, "").as_str(), "（已删除）", "都没有记录")]);
    assert_eq!(merge(Some(&base), &deleted, &edited, Some(Side::Theirs)).unwrap(), edited);
    assert_eq!(merge(Some(&base), &deleted, &edited, Some(Side::Ours)).unwrap(), deleted);
}

#[test]
fn what_was_only_moved_may_be_deleted() {
    let base = three();
    let moved = after(&base, |s| s.swap(0, 2));
    let deleted = after(&base, |s| drop(s.remove(2)));
    assert_eq!(texts(&both(Some(&base), &moved, &deleted).unwrap()), ["都有记录", "开了三次会"]);
}

#[test]
fn moves_of_one_side_are_taken_and_equal_places_go_by_id() {
    let base = three();
    let moved = after(&base, |s| s.rotate_left(1));
    let edited = after(&base, |s| s[0].text = "开了四次会".into());
    assert_eq!(texts(&both(Some(&base), &moved, &edited).unwrap()), ["都有记录", "没有表决", "开了四次会"]);

    let x = after(&base, |s| s.insert(1, statement(31, "后来的")));
    let y = after(&base, |s| s.insert(1, statement(30, "先来的")));
    assert_eq!(x.statements[1].order, y.statements[1].order);
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(texts(&merged), ["开了三次会", "先来的", "后来的", "都有记录", "没有表决"]);
}

#[test]
fn moved_on_both_sides_it_stands_at_the_smaller_key() {
    let base = three();
    let (mut x, mut y) = (base.clone(), base.clone());
    x.statements[0].order = OrderKey("9".into());
    y.statements[0].order = OrderKey("25".into());
    x.statements.rotate_left(1);
    y.statements.swap(0, 1);
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(texts(&merged), ["都有记录", "开了三次会", "没有表决"]);
    assert_eq!(merged.statements[1].order, OrderKey("25".into()));
}

#[test]
fn a_list_without_places_keeps_the_order_in_which_it_is_read() {
    let mut base = three();
    for s in &mut base.statements {
        s.order = OrderKey::default();
    }
    base.statements.rotate_left(1);
    let (mut x, mut y) = (base.clone(), base.clone());
    x.statements.insert(1, statement(5, "插入"));
    y.statements[2].text = "开了四次会".into();
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(texts(&merged), ["都有记录", "插入", "没有表决", "开了四次会"]);
    assert!(merged.statements.windows(2).all(|w| w[0].order < w[1].order));
}

#[test]
fn two_corrections_of_one_statement_are_both_kept() {
    let base = three();
    let x = after(&base, |s| s.push(correction(21, 10, "开了四次会")));
    let y = after(&base, |s| s.push(correction(20, 10, "开了五次会")));
    let merged = both(Some(&base), &x, &y).unwrap();
    assert_eq!(texts(&merged), ["开了三次会", "都有记录", "没有表决", "开了五次会", "开了四次会"]);
    assert!(merged.statements[3..].iter().all(|s| s.supersedes == Some(id(10))));
}

#[test]
fn a_correction_of_what_the_other_side_deleted_keeps_the_original() {
    let base = three();
    let corrected = after(&base, |s| s.push(correction(20, 10, "开了四次会")));
    let deleted = after(&base, |s| drop(s.remove(0)));
    let clash = both(Some(&base), &corrected, &deleted).unwrap_err();
    assert_eq!(said(&clash), [(path(10, "").as_str(), "开了三次会", "（已删除）")]);
    assert_eq!(merge(Some(&base), &corrected, &deleted, Some(Side::Ours)).unwrap(), corrected);
    let settled = merge(Some(&base), &corrected, &deleted, Some(Side::Theirs)).unwrap();
    assert_eq!(texts(&settled), ["都有记录", "没有表决", "开了四次会"]);
    assert_eq!(settled.statements[2].supersedes, NONE);
}

#[test]
fn a_chain_of_corrections_stays_whole() {
    let base = after(&three(), |s| s.push(correction(20, 10, "开了四次会")));
    // One corrects the correction; the other deletes it and what it corrected.
    let longer = after(&base, |s| s.push(correction(30, 20, "开了五次会")));
    let cut = after(&base, |s| s.retain(|s| s.id != id(10) && s.id != id(20)));
    let clash = both(Some(&base), &longer, &cut).unwrap_err();
    assert_eq!(
        said(&clash),
        [(path(10, "").as_str(), "开了三次会", "（已删除）"), (path(20, "").as_str(), "开了四次会", "（已删除）")]
    );
    assert_eq!(merge(Some(&base), &longer, &cut, Some(Side::Ours)).unwrap(), longer);
    let settled = merge(Some(&base), &longer, &cut, Some(Side::Theirs)).unwrap();
    assert_eq!(settled.statements.iter().map(|s| s.supersedes).collect::<Vec<_>>(), [NONE, NONE, NONE]);

    // Only the middle is deleted: what corrects it comes to correct what it corrected.
    let middle = after(&base, |s| s.retain(|s| s.id != id(20)));
    let settled = merge(Some(&base), &longer, &middle, Some(Side::Theirs)).unwrap();
    assert_eq!(settled.statements.last().unwrap().supersedes, Some(id(10)));
}

#[test]
fn corrections_never_go_round_in_a_ring() {
    let base = three();
    let x = after(&base, |s| s[0].supersedes = Some(id(11)));
    let y = after(&base, |s| s[1].supersedes = Some(id(10)));
    let clash = both(Some(&base), &x, &y).unwrap_err();
    assert_eq!(clash.labels(), ["更正关系"]);
    assert_eq!(merge(Some(&base), &x, &y, Some(Side::Ours)).unwrap(), x);
    assert_eq!(merge(Some(&base), &x, &y, Some(Side::Theirs)).unwrap(), y);
}

fn claim(n: u128, value: i64, statement: Option<u128>) -> Claim {
    Claim {
        id: id(n),
        field: "q3.times".into(),
        qualifier: Qualifier::Exact,
        value: Some(Said::Integer(value)),
        high: None,
        statement: statement.map(id),
    }
}

#[test]
fn a_claim_is_known_by_its_field_and_taken_as_a_whole() {
    let base = three();
    let with = |claim: Claim| Answer { claims: vec![claim], ..base.clone() };
    // Both filled it in: one claim, with the smaller id.
    let merged = both(Some(&base), &with(claim(41, 3, None)), &with(claim(40, 3, Some(10)))).unwrap();
    assert_eq!(merged.claims, [claim(40, 3, Some(10))]);
    let clash = both(Some(&base), &with(claim(41, 3, None)), &with(claim(40, 4, None))).unwrap_err();
    assert_eq!(said(&clash), [("claims/q3.times/qualifier", "确切 3", "确切 4")]);
    // 不清楚 on one side, another value on the other: not "不清楚 4".
    let there = with(claim(40, 3, None));
    let unknown = with(Claim { qualifier: Qualifier::DoesNotKnow, value: None, ..claim(40, 3, None) });
    let clash = both(Some(&there), &unknown, &with(claim(40, 4, None))).unwrap_err();
    assert_eq!(said(&clash), [("claims/q3.times/qualifier", "不清楚", "确切 4")]);
}

#[test]
fn a_claim_on_what_the_other_side_deleted_keeps_the_statement() {
    let base = three();
    let claimed = Answer { claims: vec![claim(40, 3, Some(10))], ..base.clone() };
    let deleted = after(&base, |s| drop(s.remove(0)));
    assert_eq!(both(Some(&base), &claimed, &deleted).unwrap_err().at[0].path, path(10, ""));
    let settled = merge(Some(&base), &claimed, &deleted, Some(Side::Theirs)).unwrap();
    assert_eq!((settled.statements.len(), settled.claims[0].statement), (2, NONE));
}

#[test]
fn probes_are_known_by_what_was_asked_and_stay_behind_their_predecessor() {
    let probe = |name: &str, day| ProbePut::new(three().id, name.into(), at(day));
    let with = |probes: &[ProbePut]| Answer { probes: probes.to_vec(), ..three() };
    let base = with(&[probe("p1", 1), probe("p2", 1)]);
    let x = with(&[probe("p1", 1), probe("p9", 2), probe("p8", 2), probe("p2", 1)]);
    let y = with(&[probe("p1", 1), probe("p2", 1), probe("p3", 2)]);
    let names = |a: &Answer| a.probes.iter().map(|p| p.probe.clone()).collect::<Vec<_>>();
    assert_eq!(names(&both(Some(&base), &x, &y).unwrap()), ["p1", "p9", "p8", "p2", "p3"]);
    let gone = with(&[probe("p2", 1)]);
    assert_eq!(names(&both(Some(&base), &x, &gone).unwrap()), ["p9", "p8", "p2"]);
    // The same probe on both sides: once, with the later moment.
    let merged = both(Some(&base), &y, &with(&[probe("p1", 1), probe("p2", 1), probe("p3", 3)])).unwrap();
    assert_eq!(merged.probes.last(), Some(&probe("p3", 3)));
}

#[test]
fn answers_made_apart_are_united() {
    let x = Answer { judgement: Some(Judgement::Met), ..answer([statement(10, "开了三次会")]) };
    let y = Answer { wording: 1, ..answer([statement(20, "都有记录")]) };
    let merged = both(None, &x, &y).unwrap();
    assert_eq!(texts(&merged), ["开了三次会", "都有记录"]);
    assert_eq!((merged.judgement, merged.wording), (Some(Judgement::Met), 1));
    let other = Answer { judgement: Some(Judgement::Unmet), ..y };
    assert_eq!(said(&both(None, &x, &other).unwrap_err()), [("judgement", "第1级", "第3级")]);
}

#[test]
fn elements_of_one_id_are_not_lost() {
    let mut base = three();
    base.statements.push(base.statements[0].clone());
    let x = after(&base, |s| s[1].text = "都没有记录".into());
    let y = after(&base, |s| s[3].text = "又说一遍".into());
    assert_eq!(both(Some(&base), &x, &y).unwrap().statements.len(), 4);
}
