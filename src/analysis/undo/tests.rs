//! Which action is next.

use super::list::{Found, Walk};
use super::*;
use crate::analysis::fixture::World;
use crate::model::ids::{DeviceId, InspectorId, TxnId};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::store::{LoggedHead, Script, Tx};
use uuid::Uuid;

fn id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

/// `name:op@who/device`; the op may be `undo:name` or `redo:name`.
fn logged(text: &str, seq: i64) -> LoggedHead {
    let (name, rest) = text.split_once(' ').unwrap();
    let (op, rest) = rest.split_once('@').unwrap();
    let (who, device) = rest.split_once('/').unwrap();
    let op = match op.split_once(':') {
        Some((way, target)) => format!("{way}:{}", id(target)),
        None => op.to_owned(),
    };
    LoggedHead {
        seq,
        txn: TxnId(id(name)),
        op,
        author: (who != "-").then(|| InspectorId(id(who))),
        device: DeviceId(id(device)),
    }
}

/// An action by name, and the one by whose revisions it is turned.
type Turned = Option<(String, String)>;

/// What is next of 甲 on 一, as target and the action that is turned back.
fn of(log: &str, way: Way) -> Turned {
    let acts: Vec<LoggedHead> =
        log.lines().map(str::trim).enumerate().map(|(n, l)| logged(l, i64::try_from(n).unwrap())).collect();
    let names: Vec<&str> = log.lines().map(|l| l.trim().split(' ').next().unwrap()).collect();
    let name = |txn: TxnId| (*names.iter().find(|n| id(n) == txn.0).unwrap()).to_owned();
    let own = Own { who: Some(InspectorId(id("甲"))), device: DeviceId(id("一")) };
    let mut walk = Walk::new(own, way);
    for act in acts.into_iter().rev() {
        match walk.take(&act) {
            Found::Nothing => {}
            Found::End => return None,
            Found::Next(target, applied) => return Some((name(target), name(applied))),
        }
    }
    None
}

fn both(log: &str) -> (Turned, Turned) {
    (of(log, Way::Undo), of(log, Way::Redo))
}

#[test]
fn the_newest_not_taken_back_is_next() {
    for (log, undo, redo) in [
        ("a edit-person@甲/一", Some(("a", "a")), None),
        ("a edit-person@甲/一\nb delete@甲/一", Some(("b", "b")), None),
        ("a edit-person@甲/一\nb delete@甲/一\nu undo:b@甲/一", Some(("a", "a")), Some(("b", "u"))),
        ("a edit-person@甲/一\nu undo:a@甲/一", None, Some(("a", "u"))),
        // Undo of undo of undo: back, forth, back.
        ("a edit-person@甲/一\nu undo:a@甲/一\nr redo:a@甲/一", Some(("a", "r")), None),
        ("a edit-person@甲/一\nu undo:a@甲/一\nr redo:a@甲/一\nv undo:a@甲/一", None, Some(("a", "v"))),
        // Two back, one forth.
        (
            "a delete@甲/一\nb delete@甲/一\nu undo:b@甲/一\nv undo:a@甲/一\nr redo:a@甲/一",
            Some(("a", "r")),
            Some(("b", "u")),
        ),
        // A new action ends what could be done again.
        ("a delete@甲/一\nu undo:a@甲/一\nb delete@甲/一", Some(("b", "b")), None),
        (
            "a delete@甲/一\nb delete@甲/一\nu undo:b@甲/一\nc delete@甲/一\nv undo:c@甲/一",
            Some(("a", "a")),
            Some(("c", "v")),
        ),
        ("a delete@甲/一\nu undo:a@甲/一\nc delete@甲/一\nv undo:c@甲/一\nr redo:c@甲/一", Some(("c", "r")), None),
        // What others do, here or elsewhere, is not touched and ends nothing.
        ("a delete@甲/一\nb delete@乙/一", Some(("a", "a")), None),
        ("a delete@甲/一\nb delete@甲/二", Some(("a", "a")), None),
        ("a delete@甲/一\nu undo:a@甲/一\nb delete@乙/一\nc delete@甲/二", None, Some(("a", "u"))),
        // Listed, stepped over.
        ("a delete@甲/一\nb export@甲/一", Some(("a", "a")), None),
        // The end of the list.
        ("a delete@甲/一\nb import-bundle@甲/一", None, None),
        ("a delete@甲/一\nb unite@-/一\nc delete@甲/一\nu undo:c@甲/一", None, Some(("c", "u"))),
        ("a sample@-/一", None, None),
        ("a delete@甲/一\nb later-verb@甲/一", None, None),
    ] {
        let own = |pair: Option<(&str, &str)>| pair.map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(both(log), (own(undo), own(redo)), "{log}");
    }
}

#[test]
fn what_one_did_is_found_however_much_others_did_since() {
    let w = World::new();
    let rename = |post: &str| {
        let head = Person { post: post.into(), ..w.head.clone() };
        Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&head))
    };
    let [mine, other] = [0, 1].map(|n| Some(w.inspectors[n].id));
    let done = w.store.perform(mine, rename("书记")).unwrap();
    let many = Script(Op::EditPerson, {
        let head = w.head.clone();
        move |tx: &mut Tx<'_>| {
            (0..10_100).try_for_each(|n| tx.put(&Person { post: format!("书记{n}"), ..head.clone() }))
        }
    });
    w.store.perform(other, many).unwrap();
    let read = w.store.reader().unwrap();
    let found = |who| next(&read.trail(), Own { who, device: w.store.device() }, Way::Undo).unwrap();
    assert_eq!(found(mine).map(|next| (Some(next.target), next.applied.touched.len())), Some((done.txn, 1)));
    assert_eq!(found(other).map(|next| next.applied.touched.len()), Some(10_100));
}

#[test]
fn what_nobody_in_person_did_ends_the_list_of_everybody() {
    let w = World::new();
    let rename = |op, post: &str| {
        let head = Person { post: post.into(), ..w.head.clone() };
        Script(op, move |tx: &mut Tx<'_>| tx.put(&head))
    };
    let mine = Some(w.inspectors[0].id);
    let found = || {
        let own = Own { who: mine, device: w.store.device() };
        next(&w.store.reader().unwrap().trail(), own, Way::Undo).unwrap().map(|next| next.target)
    };
    let done = w.store.perform(mine, rename(Op::EditPerson, "书记")).unwrap();
    assert_eq!(found(), done.txn);
    w.store.perform(None, rename(Op::EditPerson, "局长")).unwrap();
    assert_eq!(found(), done.txn, "an edit by nobody ends nothing");
    w.store.perform(None, rename(Op::Unite, "书记")).unwrap();
    assert_eq!(found(), None);
    let done = w.store.perform(mine, rename(Op::EditPerson, "局长")).unwrap();
    assert_eq!(found(), done.txn);
}

#[test]
fn what_a_record_owns_and_what_it_refers_to() {
    let (a, b, c) = (id("a"), id("b"), id("c"));
    let body = serde_json::json!({ "id": a, "of": b, "parts": [{ "id": c, "of": a, "after": c }], "text": b.simple().to_string() });
    assert_eq!(owned(&body), [a, c].into());
    assert_eq!(references(&body), [b].into());
}

#[test]
fn a_release_is_seen_by_element() {
    let body = |first: bool, second: bool| {
        serde_json::json!({ "id": id("r"), "statements": [
            { "id": id("s"), "withheld": first }, { "id": id("t"), "withheld": second }] })
    };
    assert!(releases(&body(true, false), &body(false, false)));
    assert!(!releases(&body(true, true), &body(true, true)));
    assert!(!releases(&body(false, false), &body(true, false)));
    let gone = serde_json::json!({ "id": id("r"), "statements": [] });
    assert!(!releases(&body(true, false), &gone), "what goes is not told");
}
