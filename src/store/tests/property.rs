//! Whatever is done in whatever order: the log rebuilds every record byte for byte, and drafts are what was typed.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Step {
    Put(usize, String),
    Delete(usize),
    Draft(usize, String),
    Seal(usize),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0..4_usize;
    let text = "[三十七元 a\"\\\\\n😀]{0,12}";
    prop_oneof![
        4 => (which.clone(), text).prop_map(|(n, t)| Step::Put(n, t)),
        1 => which.clone().prop_map(Step::Delete),
        3 => (which.clone(), text).prop_map(|(n, t)| Step::Draft(n, t)),
        2 => which.prop_map(Step::Seal),
        1 => Just(Step::Reopen),
    ]
}

/// What should be there.
#[derive(Default)]
struct Expected {
    records: BTreeMap<Uuid, Answer>,
    drafts: BTreeMap<Uuid, String>,
}

fn check(store: &Store, expected: &Expected) -> Result<(), TestCaseError> {
    let reader = store.reader().unwrap();
    let report = verify(&reader, &|_| true).unwrap();
    prop_assert!(report.ok(), "{:?}", report.problems);
    let heads = log::replay(&reader.conn, |_, _, _, _| {}).unwrap();
    for (id, heads) in &heads {
        prop_assert_eq!(heads.len(), 1);
        let body = reader.history(*id).unwrap().into_iter().find(|r| r.rev == heads[0].rev).unwrap().body;
        let wanted = expected.records.get(id).map(|a| serde_json::to_string(a).unwrap()).unwrap_or_default();
        prop_assert_eq!(body, wanted);
    }
    let live: Vec<Answer> = reader.all().unwrap();
    prop_assert_eq!(live, expected.records.values().cloned().collect::<Vec<_>>());
    let drafts: BTreeMap<Uuid, String> = reader.drafts().unwrap().into_iter().map(|d| (d.record, d.text)).collect();
    prop_assert_eq!(&drafts, &expected.drafts);
    Ok(())
}

proptest! {
    // Every write waits for the disk, so few cases, each with many steps.
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_sequence_leaves_a_log_that_rebuilds_every_record(steps in proptest::collection::vec(step(), 1..30)) {
        let (bench, mut store) = Bench::new();
        let slots: Vec<Answer> = (0..4).map(|_| answer("")).collect();
        let mut expected = Expected::default();
        for step in steps {
            match step {
                Step::Put(n, text) => {
                    let mut answer = slots[n].clone();
                    answer.statements[0].text = text;
                    put(&store, &answer);
                    expected.records.insert(answer.id.0, answer);
                }
                Step::Delete(n) => {
                    let id = slots[n].id.0;
                    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Answer, id)).unwrap();
                    expected.records.remove(&id);
                }
                Step::Draft(n, text) => {
                    store.post_draft(draft(slots[n].id.0, &text));
                    expected.drafts.insert(slots[n].id.0, text);
                }
                Step::Seal(n) => {
                    let id = slots[n].id.0;
                    let mut answer = slots[n].clone();
                    answer.statements[0].text = expected.drafts.remove(&id).unwrap_or_default();
                    expected.records.insert(id, answer.clone());
                    store.transact(Op::EditAnswer, None, move |tx| {
                        tx.put(&answer)?;
                        tx.drop_draft(id, "text")
                    }).unwrap();
                }
                Step::Reopen => {
                    store.close().unwrap();
                    store = bench.open();
                }
            }
        }
        store.flush().unwrap();
        check(&store, &expected)?;
    }
}
