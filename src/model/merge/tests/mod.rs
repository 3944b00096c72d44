//! What a merge gives, by rule, by kind and for any two versions.

mod example;
mod lists;
mod property;
mod records;
mod table;

use super::*;
use crate::model::answer::{Answer, Statement};
use crate::model::ids::{InterviewId, StatementId};
use crate::model::order::{self, OrderKey};
use crate::model::value::Instant;

/// What a clash says: path, ours, theirs.
fn said(clash: &Clash) -> Vec<(&str, &str, &str)> {
    clash.at.iter().map(|a| (a.path.as_str(), a.ours.as_str(), a.theirs.as_str())).collect()
}

/// A moment of a day in March.
fn at(day: u8) -> Instant {
    Instant::parse(&format!("2026-03-{day:02}T09:00:00.000+08:00")).unwrap()
}

/// The id number `n`, the same in every test.
fn id<I: From<Uuid>>(n: u128) -> I {
    I::from(Uuid::from_u128(n))
}

fn statement(n: u128, text: &str) -> Statement {
    Statement {
        id: id(n),
        order: OrderKey::default(),
        lane: crate::model::answer::Lane::Gist,
        at: at(1),
        text: text.to_owned(),
        key: false,
        withheld: false,
        supersedes: None,
        words_of: Vec::new(),
    }
}

/// An answer of these paragraphs, with their places.
fn answer(statements: impl IntoIterator<Item = Statement>) -> Answer {
    let mut answer = Answer { id: id(1), ..Answer::new(id::<InterviewId>(2), "q3") };
    answer.statements = statements.into_iter().collect();
    order::assign(&mut answer.statements, |s| &mut s.order);
    answer
}

/// The same answer after `change`, its places put right as a screen does.
fn after(answer: &Answer, change: impl FnOnce(&mut Vec<Statement>)) -> Answer {
    let mut answer = answer.clone();
    change(&mut answer.statements);
    order::assign(&mut answer.statements, |s| &mut s.order);
    answer
}

fn texts(answer: &Answer) -> Vec<&str> {
    answer.statements.iter().map(|s| s.text.as_str()).collect()
}

/// Merges both ways and holds that it makes no difference.
fn both<R: Record + PartialEq + fmt::Debug>(base: Option<&R>, x: &R, y: &R) -> Result<R, Clash> {
    let (one, other) = (merge(base, x, y, None), merge(base, y, x, None));
    match (&one, &other) {
        (Ok(one), Ok(other)) => assert_eq!(one, other),
        (Err(one), Err(other)) => {
            let swapped: Vec<_> = said(other).into_iter().map(|(path, ours, theirs)| (path, theirs, ours)).collect();
            assert_eq!(said(one), swapped);
        }
        _ => panic!("{one:?} but {other:?}"),
    }
    one
}

const NONE: Option<StatementId> = None;
