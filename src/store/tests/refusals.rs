//! What a rule refuses is final; what the disk refuses waits in its order and is done again from the start.

use super::gate::Pass;
use super::*;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(20);

/// What is told next, `Saved` passed over.
fn next(notices: &Receiver<StoreNotice>) -> StoreNotice {
    loop {
        match notices.recv_timeout(PATIENCE).unwrap() {
            StoreNotice::Saved => {}
            other => return other,
        }
    }
}

fn names(store: &Store) -> Vec<String> {
    store.reader().unwrap().all::<Unit>().unwrap().into_iter().map(|u| u.name).collect()
}

#[test]
fn what_the_disk_refuses_stops_the_queue_and_runs_again_from_the_start() {
    for pass in [Pass::Full, Pass::Locked] {
        let (bench, store) = Bench::new();
        let notices = store.notices();
        let id = put(&store, &unit("甲")).records[0].record;
        bench.gate.turn(pass);
        let runs = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&runs);
        submit(&store, 1, move |tx| {
            count.fetch_add(1, Ordering::Relaxed);
            let mut unit: Unit = tx.get(id)?.unwrap();
            unit.name.push('乙');
            tx.put(&unit)
        });
        submit(&store, 2, move |tx| {
            let mut unit: Unit = tx.get(id)?.unwrap();
            unit.name.push('丙');
            tx.put(&unit)
        });
        let StoreNotice::Stalled(e) = next(&notices) else { panic!("told as stalled") };
        assert!(e.kind.passes() && store.pending(), "{e}");
        assert_eq!(store.flush().unwrap_err().kind, e.kind, "flushing does not wait for a disk that refuses");
        assert!(store.failing().is_some());
        assert_eq!(names(&store), ["甲"]);
        bench.gate.turn(Pass::Open);
        assert!(matches!(next(&notices), StoreNotice::Done(Some(Ticket(1)), _)));
        assert!(matches!(next(&notices), StoreNotice::Done(Some(Ticket(2)), _)));
        store.flush().unwrap();
        assert!(store.failing().is_none());
        assert_eq!(names(&store), ["甲乙丙"], "in their order, each over what the one before left");
        assert!(runs.load(Ordering::Relaxed) >= 2, "run again from the start");
    }
}

#[test]
fn what_is_done_first_does_not_clear_what_is_in_the_way() {
    let (bench, store) = Bench::new();
    store.flush().unwrap();
    let notices = store.notices();
    bench.gate.turn(Pass::Full);
    submit(&store, 1, |tx| tx.put(&unit("甲")));
    assert!(matches!(next(&notices), StoreNotice::Stalled(_)));
    assert!(store.rescue(&bench.path).is_err(), "a file of that name is there");
    // The next try fails as the one before, which has been told.
    assert!(store.flush().is_err() && store.failing().is_some());
    bench.gate.turn(Pass::Open);
    assert!(matches!(next(&notices), StoreNotice::Done(Some(Ticket(1)), _)), "and is not told a second time");
    store.close().unwrap();
}

#[test]
fn drafts_are_tried_while_an_action_waits_and_a_sealed_draft_does_not_come_back() {
    let (bench, store) = Bench::new();
    let notices = store.notices();
    let sealed = answer("每月三十七元五角");
    let record = sealed.id.0;
    bench.gate.turn(Pass::Full);
    store.post_draft(draft(record, "每月三十七"));
    assert!(matches!(next(&notices), StoreNotice::Stalled(_)));
    let seal = sealed.clone();
    submit(&store, 1, move |tx| {
        tx.put(&seal)?;
        tx.drop_draft(record, "text")
    });
    store.post_draft(draft(Uuid::now_v7(), "别处正在写的"));
    bench.gate.turn(Pass::Open);
    assert!(matches!(next(&notices), StoreNotice::Done(Some(Ticket(1)), _)));
    store.flush().unwrap();
    let left: Vec<String> = store.reader().unwrap().drafts().unwrap().into_iter().map(|d| d.text).collect();
    assert_eq!(left, ["别处正在写的"]);
}

#[test]
fn a_rule_refuses_once_and_the_queue_goes_on() {
    let (_bench, store) = Bench::new();
    let notices = store.notices();
    submit(&store, 1, |tx| {
        tx.put(&unit("甲"))?;
        Err(Error::input("这个代号已有人用"))
    });
    submit(&store, 2, |tx| tx.put(&unit("乙")));
    let StoreNotice::Refused(Ticket(1), e) = next(&notices) else { panic!("told as refused") };
    assert_eq!(e.what, "这个代号已有人用");
    assert!(matches!(next(&notices), StoreNotice::Done(Some(Ticket(2)), _)));
    store.flush().unwrap();
    assert_eq!(names(&store), ["乙"], "nothing of what was refused is written");
}

#[test]
fn a_fault_inside_an_action_is_told_as_refused() {
    let (_bench, store) = Bench::new();
    let notices = store.notices();
    submit(&store, 1, |_| panic!("fault"));
    assert!(matches!(next(&notices), StoreNotice::Refused(Ticket(1), e) if e.kind == crate::error::Kind::Internal));
}

#[test]
fn closing_over_a_full_disk_ends_and_says_what_failed() {
    let (bench, store) = Bench::new();
    bench.gate.turn(Pass::Full);
    submit(&store, 1, |tx| tx.put(&unit("甲")));
    let e = store.close().unwrap_err();
    assert_eq!(e.kind, crate::error::Kind::Storage);
    let store = bench.open();
    assert_eq!(names(&store), [""; 0]);
}
