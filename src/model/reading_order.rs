//! In which orders the strings of a record are read one after the other: by whoever prints its lists, joins them for the
//! search, or writes it out. Words that are cut over two of them stand together there.

use super::answer::Answer;
use super::any::AnyRecord;
use super::order::{OrderKey, assign};
use super::told::Text;
use std::collections::HashMap;
use uuid::Uuid;

/// The orders in which these texts of a record ([`texts`](super::told::texts)) are read, each as their positions: as they
/// are written; with the elements of lists where their order keys put them; the statements of an answer as they are
/// printed. Each text is in the first.
pub fn orders(record: &AnyRecord, texts: &[Text]) -> Vec<Vec<usize>> {
    let written: Vec<usize> = (0..texts.len()).collect();
    let keys = keys(record);
    let mut lists: HashMap<&str, usize> = HashMap::new();
    let mut placed: Vec<(usize, Option<&OrderKey>, usize)> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let list = match (text.place.element, text.place.field.split_once('.')) {
            (Some(_), Some((list, _))) => *lists.entry(list).or_insert(at),
            _ => at,
        };
        placed.push((list, text.place.element.and_then(|id| keys.get(&id).copied()), at));
    }
    placed.sort();
    let sorted: Vec<usize> = placed.into_iter().map(|(.., at)| at).collect();
    let printed = if let AnyRecord::Answer(answer) = record { printed(answer, texts) } else { Vec::new() };
    let more = [sorted, printed].into_iter().filter(|order| !order.is_empty() && *order != written);
    let more: Vec<Vec<usize>> = more.collect();
    std::iter::once(written).chain(more).collect()
}

/// The statements in the order of print, without remarks, which are not printed; none when they are written so.
fn printed(answer: &Answer, texts: &[Text]) -> Vec<usize> {
    let said = texts.iter().enumerate().filter(|(_, text)| text.place.field == "statements.text");
    let at: HashMap<Uuid, usize> = said.filter_map(|(at, text)| Some((text.place.element?, at))).collect();
    let order: Vec<usize> = answer.in_print_order().into_iter().filter_map(|s| at.get(&s.id.0).copied()).collect();
    if order.len() == at.len() && order.is_sorted() { Vec::new() } else { order }
}

/// The order keys of the elements of a record.
fn keys(record: &AnyRecord) -> HashMap<Uuid, &OrderKey> {
    match record {
        AnyRecord::Answer(answer) => answer.statements.iter().map(|s| (s.id.0, &s.order)).collect(),
        AnyRecord::Problem(p) => {
            let facts = p.facts.iter().map(|f| (f.id.0, &f.order));
            let basis = p.basis.iter().map(|b| (b.id.0, &b.order));
            let responsible = p.responsible.iter().map(|r| (r.id.0, &r.order));
            let to_verify = p.to_verify.iter().map(|v| (v.id.0, &v.order));
            facts.chain(basis).chain(responsible).chain(to_verify).collect()
        }
        AnyRecord::Round(_)
        | AnyRecord::Unit(_)
        | AnyRecord::Inspector(_)
        | AnyRecord::Person(_)
        | AnyRecord::Interview(_)
        | AnyRecord::Observation(_)
        | AnyRecord::Attachment(_)
        | AnyRecord::Document(_)
        | AnyRecord::CheckResult(_)
        | AnyRecord::Entry(_)
        | AnyRecord::Evidence(_)
        | AnyRecord::Decision(_)
        | AnyRecord::Suggestion(_)
        | AnyRecord::QuickFix(_)
        | AnyRecord::Loan(_) => HashMap::new(),
    }
}

/// Longest order key that is taken as it comes from outside; of a longer one nobody knows that the program made it.
const LONGEST: usize = 5;

/// Gives new keys to the elements of a list of a record from outside in which any key is longer than those that the
/// program begins with, in the order that the old ones say.
pub fn place_anew(record: &mut AnyRecord) {
    match record {
        AnyRecord::Answer(answer) => list(&mut answer.statements, |s| &mut s.order),
        AnyRecord::Problem(p) => {
            list(&mut p.facts, |f| &mut f.order);
            list(&mut p.basis, |b| &mut b.order);
            list(&mut p.evidence, |c| &mut c.order);
            list(&mut p.responsible, |r| &mut r.order);
            list(&mut p.to_verify, |v| &mut v.order);
        }
        _ => {}
    }
}

fn list<T>(all: &mut Vec<T>, key: impl Fn(&mut T) -> &mut OrderKey) {
    if all.iter_mut().all(|one| key(one).0.len() <= LONGEST) {
        return;
    }
    let mut keyed: Vec<(OrderKey, T)> = all.drain(..).map(|mut one| (std::mem::take(key(&mut one)), one)).collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    all.extend(keyed.into_iter().map(|(_, one)| one));
    assign(all, key);
}

/// Whether the texts of this body may be read in another order than they are written in it; asked before it is read.
pub fn may_differ(body: &str) -> bool {
    let keys = body.split("\"order\":\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default());
    body.contains("\"supersedes\":\"") || body.contains("\"lane\":\"remark\"") || !keys.is_sorted()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::{Lane, Statement};
    use crate::model::ids::{FactId, Hash, InterviewId, ProblemId, StatementId, UnitId};
    use crate::model::problem::{Fact, Problem};
    use crate::model::told::texts;
    use crate::model::value::Instant;

    fn statement(text: &str) -> Statement {
        Statement {
            id: StatementId::new(),
            order: OrderKey::default(),
            lane: Lane::Verbatim,
            at: Instant { ms: 0, offset: 480 },
            text: text.into(),
            key: false,
            withheld: false,
            supersedes: None,
            words_of: Vec::new(),
        }
    }

    fn read(record: &AnyRecord) -> Vec<String> {
        let texts = texts(record);
        let read = |order: Vec<usize>| order.iter().map(|at| texts[*at].text.as_str()).collect();
        orders(record, &texts).into_iter().map(read).collect()
    }

    fn differs(record: &Answer) -> bool {
        may_differ(&serde_json::to_string(record).unwrap())
    }

    #[test]
    fn statements_are_read_as_they_are_written_and_as_they_are_printed() {
        let mut answer = Answer::new(InterviewId::new(), "q1");
        answer.statements = vec![statement("甲"), statement("乙")];
        assert_eq!((read(&answer.clone().into()), differs(&answer)), (vec!["甲乙".to_owned()], false));
        let remark = Statement { lane: Lane::Remark, ..statement("注") };
        answer.statements.insert(1, remark);
        assert_eq!((read(&answer.clone().into()), differs(&answer)), (vec!["甲注乙".into(), "甲乙".into()], true));
        let fix = Statement { supersedes: Some(answer.statements[0].id), ..statement("丙") };
        answer.statements[1] = fix;
        assert_eq!((read(&answer.clone().into()), differs(&answer)), (vec!["甲丙乙".to_owned()], true));
        answer.statements.swap(1, 2);
        assert_eq!(read(&answer.into()), ["甲乙丙", "甲丙乙"]);
    }

    #[test]
    fn elements_are_read_where_their_keys_put_them() {
        let mut paper = Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "号".into());
        let fact =
            |order: &str, text: &str| Fact { id: FactId::new(), order: OrderKey(order.into()), text: text.into() };
        paper.facts = vec![fact("m", "甲"), fact("c", "乙"), fact("z", "丙")];
        paper.note = "尾".into();
        assert!(may_differ(&serde_json::to_string(&paper).unwrap()));
        assert_eq!(read(&paper.clone().into()), ["号甲乙丙尾", "号乙甲丙尾"]);
        let mut record: AnyRecord = paper.clone().into();
        place_anew(&mut record);
        assert_eq!(record, paper.clone().into(), "short keys stay");
        paper.facts[2].order = OrderKey("z12401199001011234".into());
        let mut record: AnyRecord = paper.clone().into();
        place_anew(&mut record);
        let AnyRecord::Problem(placed) = &record else { panic!("{record:?}") };
        let keys: Vec<&str> = placed.facts.iter().map(|f| f.order.0.as_str()).collect();
        assert!(keys.is_sorted() && keys.iter().all(|k| (1..=LONGEST).contains(&k.len())), "{keys:?}");
        assert_eq!(read(&record), ["号乙甲丙尾"]);
        paper.facts.swap(0, 1);
        assert!(!may_differ(&serde_json::to_string(&paper).unwrap()));
        assert_eq!(read(&paper.into()), ["号乙甲丙尾"]);
    }
}
