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
/// printed; name and post of a person as tables have them. Each text is in the first.
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
    let printed = match record {
        AnyRecord::Answer(answer) => printed(answer, texts),
        AnyRecord::Person(_) => in_tables(texts),
        _ => Vec::new(),
    };
    let more = [sorted, printed].into_iter().filter(|order| !order.is_empty() && *order != written);
    let more: Vec<Vec<usize>> = more.collect();
    std::iter::once(written).chain(more).collect()
}

/// The statements in the order of print, without remarks, which are not printed; none when they are written so.
fn printed(answer: &Answer, texts: &[Text]) -> Vec<usize> {
    // One text of each statement, in their order.
    let said = texts.iter().enumerate().filter(|(_, text)| text.place.field == "statements.text");
    let at: Vec<usize> = said.map(|(at, _)| at).collect();
    let order: Vec<usize> = answer.print_order().into_iter().filter_map(|nth| at.get(nth).copied()).collect();
    if order.len() == at.len() && order.is_sorted() { Vec::new() } else { order }
}

/// Name and post of a person as tables have them: side by side, without the way in which a roster wrote the name.
fn in_tables(texts: &[Text]) -> Vec<usize> {
    let at = |field: &str| texts.iter().position(|text| text.place.field == field);
    let printed: Vec<usize> = ["name", "post"].into_iter().filter_map(at).collect();
    if at("name_as_written").is_some() { printed } else { Vec::new() }
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

/// Gives new keys to the elements of the lists of a record from outside whose keys, one after the other, say what `spells`
/// finds; in the order that the old ones say. All other keys stay: by them two laptops agree where an element stands.
pub fn place_anew(record: &mut AnyRecord, spells: &dyn Fn(&[&str]) -> bool) {
    match record {
        AnyRecord::Answer(answer) => list(&mut answer.statements, |s| &mut s.order, spells),
        AnyRecord::Problem(p) => {
            list(&mut p.facts, |f| &mut f.order, spells);
            list(&mut p.basis, |b| &mut b.order, spells);
            list(&mut p.evidence, |c| &mut c.order, spells);
            list(&mut p.responsible, |r| &mut r.order, spells);
            list(&mut p.to_verify, |v| &mut v.order, spells);
        }
        _ => {}
    }
}

fn list<T>(all: &mut Vec<T>, key: impl Fn(&mut T) -> &mut OrderKey, spells: &dyn Fn(&[&str]) -> bool) {
    let written: Vec<OrderKey> = all.iter_mut().map(|one| key(one).clone()).collect();
    let mut placed = written.clone();
    placed.sort();
    let says = |keys: &[OrderKey]| spells(&keys.iter().map(|k| k.0.as_str()).collect::<Vec<_>>());
    if !says(&written) && !says(&placed) {
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
    body.contains("\"supersedes\":\"")
        || body.contains("\"name_as_written\":\"")
        || body.contains("\"lane\":\"remark\"")
        || !keys.is_sorted()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::{Lane, Statement};
    use crate::model::ids::{FactId, Hash, InterviewId, PersonId, ProblemId, StatementId, UnitId};
    use crate::model::people::{Code, Facts, Person};
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

    #[test]
    fn name_and_post_stand_side_by_side_in_tables() {
        let mut person = Person {
            id: PersonId::new(),
            unit: UnitId::new(),
            name: "红木茶台".into(),
            name_as_written: None,
            post: "藏在后院仓库".into(),
            posts: Vec::new(),
            in_charge: String::new(),
            approach: String::new(),
            facts: Facts::default(),
            code: Code("A37".into()),
            planned: None,
            contact: String::new(),
            note: String::new(),
        };
        let bare = AnyRecord::from(person.clone());
        assert_eq!(orders(&bare, &texts(&bare)).len(), 1);
        person.name_as_written = Some("红 木".into());
        let body = serde_json::to_string(&person).unwrap();
        assert!(may_differ(&body) && read(&person.into()).iter().any(|text| text == "红木茶台藏在后院仓库"));
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
    fn statements_of_one_id_are_read_and_printed_once_each() {
        let mut answer = Answer::new(InterviewId::new(), "q1");
        let one = statement("甲");
        let fix = Statement { supersedes: Some(one.id), ..statement("乙") };
        let twin = Statement { id: one.id, supersedes: Some(fix.id), ..statement("丙") };
        let own = statement("丁");
        let ring = Statement { supersedes: Some(own.id), ..own };
        answer.statements = vec![one, fix, twin, ring];
        let printed: String = answer.in_print_order().into_iter().map(|s| s.text.as_str()).collect();
        assert_eq!(printed, "甲乙丙丁");
        answer.statements.swap(0, 2);
        assert_eq!(answer.in_print_order().len(), 4);
        let texts = texts(&answer.clone().into());
        for order in orders(&answer.into(), &texts) {
            let mut apart = order.clone();
            apart.sort_unstable();
            apart.dedup();
            assert_eq!(apart.len(), order.len(), "{order:?}");
        }
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
        let spells = |keys: &[&str]| keys.concat().contains("12401199");
        let anew = |keys: [&str; 3]| {
            let mut paper = paper.clone();
            paper.facts.iter_mut().zip(keys).for_each(|(f, key)| f.order.0 = key.to_owned());
            let mut record: AnyRecord = paper.clone().into();
            place_anew(&mut record, &spells);
            (AnyRecord::from(paper), record)
        };
        // Keys that came of inserting at one place again and again.
        for keys in [["m", "c", "z"], ["m", "0000000000i", "zzzzzzzz9"]] {
            let (before, after) = anew(keys);
            assert_eq!(after, before, "keys that say nothing stay");
        }
        // In one, over two as they are written, over two as they sort.
        for keys in [["m", "c", "z12401199001011234"], ["12", "401199", "9"], ["401199x", "12", "9"]] {
            let (_, record) = anew(keys);
            let AnyRecord::Problem(placed) = &record else { panic!("{record:?}") };
            let now: Vec<&str> = placed.facts.iter().map(|f| f.order.0.as_str()).collect();
            assert!(now.is_sorted() && now.iter().all(|key| key.len() == 1), "{keys:?}: {now:?}");
        }
        let (_, record) = anew(["m", "c", "z12401199001011234"]);
        assert_eq!(read(&record), ["号乙甲丙尾"]);
        paper.facts.swap(0, 1);
        assert!(!may_differ(&serde_json::to_string(&paper).unwrap()));
        assert_eq!(read(&paper.into()), ["号乙甲丙尾"]);
    }
}
