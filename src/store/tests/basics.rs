//! The ordinary way: write, read, draft, seal, search, history.

use super::gate::Pass;
use super::*;
use crate::model::observation::{Observation, Origin};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

/// Long enough for any machine; never waited out when things go well.
const PATIENCE: Duration = Duration::from_secs(20);

fn saved(notices: &Receiver<StoreNotice>) -> Result<Vec<StoreNotice>, RecvTimeoutError> {
    let mut seen = Vec::new();
    loop {
        match notices.recv_timeout(PATIENCE)? {
            StoreNotice::Saved => return Ok(seen),
            other => seen.push(other),
        }
    }
}

#[test]
fn what_was_put_is_read_back_after_reopening() {
    let (bench, store) = Bench::new();
    let unit = unit("水利局党组");
    let changes = put(&store, &unit);
    assert_eq!(changes.records.len(), 1);
    store.close().unwrap();
    let store = bench.open();
    assert!(!store.unclean() && store.opened_copy().is_none() && store.clock_warning().is_none());
    let reader = store.reader().unwrap();
    assert_eq!(reader.get::<Unit>(unit.id.0).unwrap(), Some(unit.clone()));
    assert_eq!(reader.head(unit.id.0).unwrap(), Some(changes.records[0].rev));
    assert_eq!(reader.briefs(Kind::Unit).unwrap(), [(unit.id.0, None, "SLJ".to_owned())]);
    assert_eq!(reader.stats().unwrap().of(Kind::Unit), 1);
    drop(reader);
    store.close().unwrap();
    let left: Vec<_> = std::fs::read_dir(bench.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["十轮.wenkan"], "one round is one file");
}

#[test]
fn an_unchanged_body_makes_no_revision() {
    let (_bench, store) = Bench::new();
    let unit = unit("水利局党组");
    put(&store, &unit);
    assert!(put(&store, &unit).records.is_empty());
    assert_eq!(store.reader().unwrap().stats().unwrap().revisions, 1);
}

#[test]
fn a_failed_action_leaves_nothing() {
    let (_bench, store) = Bench::new();
    let unit = unit("水利局党组");
    let id = unit.id.0;
    let outcome = store.transact(Op::EditUnit, None, move |tx| {
        tx.put(&unit)?;
        Err::<(), _>(Error::input("不行"))
    });
    assert_eq!(outcome.unwrap_err().what, "不行");
    let reader = store.reader().unwrap();
    assert_eq!(reader.get::<Unit>(id).unwrap(), None);
    assert_eq!(reader.stats().unwrap().revisions, 0);
}

#[test]
fn a_panic_in_one_action_does_not_end_the_saving() {
    let (_bench, store) = Bench::new();
    let half = unit("半份");
    let id = half.id.0;
    let outcome = store.transact(Op::EditUnit, None, move |tx| -> Result<()> {
        tx.put(&half)?;
        panic!("a fault of the caller")
    });
    assert_eq!(outcome.unwrap_err().kind, crate::error::Kind::Internal);
    put(&store, &unit("水利局党组"));
    assert_eq!(store.reader().unwrap().get::<Unit>(id).unwrap(), None);
}

#[test]
fn deleting_is_a_revision_and_can_be_taken_back() {
    let (_bench, store) = Bench::new();
    let unit = unit("水利局党组");
    put(&store, &unit);
    let id = unit.id.0;
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Unit, id)).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(reader.get::<Unit>(id).unwrap(), None);
    put(&store, &unit);
    assert_eq!(reader.get::<Unit>(id).unwrap(), Some(unit));
    let history = reader.history(id).unwrap();
    assert_eq!(history.iter().map(|r| r.deleted).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(history[2].parents, [history[1].rev]);
    assert_eq!(history[1].parents, [history[0].rev]);
    assert_eq!(history[1].op, "delete");
}

#[test]
fn the_log_cannot_be_rewritten() {
    let (_bench, store) = Bench::new();
    put(&store, &unit("水利局党组"));
    for sql in ["UPDATE revision SET body = ''", "DELETE FROM revision"] {
        let outcome = store.ask(move |w, _| w.raw("改日志", move |c| c.execute(sql, [])));
        assert!(outcome.is_err(), "{sql}");
    }
    assert!(verify(&store.reader().unwrap(), &|_| true).unwrap().ok());
}

#[test]
fn drafts_survive_and_the_newest_text_of_a_field_wins() {
    let (bench, store) = Bench::new();
    let record = Uuid::now_v7();
    for text in ["每", "每月", "每月三十七元"] {
        store.post_draft(draft(record, text));
    }
    store.flush().unwrap();
    store.close().unwrap();
    let store = bench.open();
    let drafts = store.reader().unwrap().drafts().unwrap();
    assert_eq!(drafts, [draft(record, "每月三十七元")]);
}

#[test]
fn sealing_drops_the_draft_but_never_a_newer_one() {
    let (bench, store) = Bench::new();
    let notices = store.notices();
    let sealed = answer("每月三十七元五角");
    let record = sealed.id.0;
    store.post_draft(draft(record, "每月三十七元五角"));
    // Holds the thread until the newer draft is posted, so that the draft is written before the seal runs.
    bench.gate.turn(Pass::Held);
    let seal = sealed.clone();
    submit(&store, 1, move |tx| {
        tx.put(&seal)?;
        tx.drop_draft(record, "text")
    });
    store.post_draft(draft(record, "每月三十七元五角，按季交"));
    bench.gate.turn(Pass::Open);
    saved(&notices).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(reader.drafts().unwrap().len(), 1, "typed after the seal was handed in");
    let (seal, _) = store.transact(Op::EditAnswer, None, move |tx| tx.drop_draft(record, "text")).unwrap();
    assert_eq!(seal, ());
    assert_eq!(reader.drafts().unwrap(), []);
    assert_eq!(reader.get::<Answer>(record).unwrap(), Some(sealed));
}

#[test]
fn submitted_changes_are_told_with_their_ticket() {
    let (_bench, store) = Bench::new();
    let notices = store.notices();
    let unit = unit("水利局党组");
    submit(&store, 7, move |tx| tx.put(&unit));
    submit(&store, 8, |_| Err(Error::input("不行")));
    store.flush().unwrap();
    let mut told = Vec::new();
    while told.len() < 2 {
        match notices.recv_timeout(PATIENCE).unwrap() {
            StoreNotice::Done(ticket, changes) => told.push((ticket.unwrap(), changes.touches(Kind::Unit))),
            StoreNotice::Refused(ticket, e) => told.push((ticket, e.what == "不行")),
            StoreNotice::Saved => {}
            StoreNotice::Foreign(f) => panic!("{f:?}"),
            StoreNotice::ClockBehind(said) => panic!("{said}"),
            StoreNotice::Stalled(e) => panic!("{e}"),
        }
    }
    assert_eq!(told, [(Ticket(7), true), (Ticket(8), true)]);
    assert!(!store.pending() || saved(&notices).is_ok());
}

#[test]
fn the_search_finds_phrases_newest_first_and_nothing_withheld() {
    let (_bench, store) = Bench::new();
    let first = answer("党费每月三十七元，交到水利局机关党委");
    let mut second = answer("水利局的党费按季收");
    second.statements.push(statement("暗号甲乙丙", true));
    put(&store, &first);
    put(&store, &second);
    put(&store, &unit("水利局党组"));
    let reader = store.reader().unwrap();
    let found = |words: &str| reader.search(words, 10).unwrap().into_iter().map(|h| h.record).collect::<Vec<_>>();
    assert_eq!(found("党费"), [second.id.0, first.id.0]);
    assert_eq!(found("水利局 党费"), [second.id.0, first.id.0]);
    assert_eq!(found("局水利"), [] as [Uuid; 0]);
    assert_eq!(found("slj").len(), 1, "Latin letters in either case");
    assert_eq!(found("暗号"), [] as [Uuid; 0]);
    assert_eq!(reader.search("水利局", 10).unwrap()[0].kind, Kind::Unit, "grouped by kind");
    let long = reader.search(&"水".repeat(201), 10).unwrap_err().to_string();
    assert!(long.contains("201 字") && long.contains("200 字"), "{long}");
    let mut changed = first.clone();
    changed.statements[0].text = "没有交过".into();
    put(&store, &changed);
    assert_eq!(found("三十七元"), [] as [Uuid; 0], "the index follows the record");
    assert_eq!(found("\"没有交过\" ("), [first.id.0], "whatever is typed is no syntax error");
}

#[test]
fn the_mark_of_a_session_is_written_though_nothing_else_is() {
    let (_bench, store) = Bench::new();
    let reader = store.reader().unwrap();
    while store.pending() {
        std::thread::yield_now();
    }
    assert!(read::meta(&reader.conn, "open_by").unwrap().is_some());
    store.close().unwrap();
    assert_eq!(read::meta(&reader.conn, "open_by").unwrap(), None);
}

#[test]
fn a_search_that_goes_on_page_by_page_finds_what_one_in_one_go_does() {
    let (_bench, store) = Bench::new();
    for n in 0..7 {
        put(&store, &answer(&format!("党费第{n}次")));
    }
    for n in 0..3 {
        put(&store, &unit(&format!("党费第{n}局")));
    }
    let reader = store.reader().unwrap();
    for (words, limit, is_cut) in
        [("党费", 20, false), ("党费", 7, false), ("党费", 6, true), ("党费", 2, true), ("税", 5, false)]
    {
        let whole = reader.search(words, limit).unwrap();
        for most in 1..12 {
            let (mut place, mut pages) = (SearchPlace::default(), Vec::new());
            while !place.is_done {
                let page = reader.search_on(words, limit, &mut place, most).unwrap();
                assert!(page.len() == most || place.is_done, "{most} of {limit}");
                pages.extend(page);
            }
            assert_eq!((&pages, place.is_cut), (&whole, is_cut), "{words}: {most} of {limit}");
        }
    }
}

#[test]
fn the_views_leave_out_what_is_withheld() {
    let (_bench, store) = Bench::new();
    let mut answer = answer("公开的话");
    answer.statements.push(statement("暗号甲乙丙", true));
    let hidden = answer.statements[1].id;
    let observation = |withheld, origin| Observation {
        id: crate::model::ids::ObservationId::new(),
        unit: UnitId::new(),
        origin,
        text: if withheld { "暗号甲乙丙".into() } else { "疑点".into() },
        by: InspectorId::new(),
        at: Instant { ms: 0, offset: 0 },
        withheld,
        handled: None,
    };
    put(&store, &answer);
    put(&store, &observation(true, Origin::Free));
    put(&store, &observation(false, Origin::Free));
    let from = Origin::Statement { interview: answer.interview, answer: answer.id, statement: hidden };
    put(&store, &observation(false, from));
    let reader = store.reader().unwrap();
    let mut rows = 0;
    for view in
        ["unit", "inspector", "person", "interview", "answer", "statement", "claim", "observation", "attachment"]
    {
        let mut select = reader.conn.prepare(&format!("SELECT * FROM {view}")).unwrap();
        let columns = select.column_count();
        let mut found = select.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            rows += 1;
            for c in 0..columns {
                assert!(!format!("{:?}", row.get_ref(c).unwrap()).contains("暗号"), "{view}");
                let text: String = row.get_ref(c).unwrap().as_str().unwrap_or_default().to_owned();
                assert!(!text.contains("暗号"), "{view}");
            }
        }
    }
    assert_eq!(rows, 3, "one answer, one statement, one observation");
    let progress: String = reader.conn.query_row("SELECT progress FROM answer", [], |r| r.get(0)).unwrap();
    assert_eq!(progress, "part");
}

#[test]
fn a_round_in_the_bin_gives_its_place_to_the_next() {
    use crate::model::ids::RoundId;
    use crate::model::round::{Marking, Round};
    let round = |name: &str| Round {
        id: RoundId::new(),
        name: name.into(),
        term: String::new(),
        number: String::new(),
        group: String::new(),
        from: None,
        to: None,
        marking: Marking::None,
        backup_dir: None,
        lock_minutes: None,
    };
    let (_bench, store) = Bench::new();
    let (first, second) = (round("甲"), round("乙"));
    put(&store, &first);
    put(&store, &second);
    assert_eq!(store.reader().unwrap().round_id().unwrap(), Some(first.id), "the first one stays");
    let gone = first.id.0;
    store.transact(Op::EditRound, None, move |tx| tx.delete(Kind::Round, gone)).unwrap();
    put(&store, &Round { name: "乙二".into(), ..second.clone() });
    assert_eq!(store.reader().unwrap().round_id().unwrap(), Some(second.id));
}

#[test]
fn the_time_of_the_last_revision_is_known() {
    let (_bench, store) = Bench::new();
    let unit = unit("水利局");
    let at = put(&store, &unit).at;
    let reader = store.reader().unwrap();
    assert_eq!(reader.revised(unit.id.0).unwrap(), at);
    assert_eq!(reader.revised(UnitId::new().0).unwrap(), None);
}

#[test]
fn handing_in_never_waits_for_a_slow_disk() {
    let (bench, store) = Bench::new();
    store.close().unwrap();
    let slow = Options { write_delay: Duration::from_millis(300), ..Options::default() };
    let store = Store::open_with(&bench.path, &Secret::None, &slow).unwrap();
    let notices = store.notices();
    let record = Uuid::now_v7();
    let begun = std::time::Instant::now();
    for n in 0..1000 {
        store.post_draft(draft(record, &format!("每月{n}")));
    }
    submit(&store, 1, |tx| tx.put(&unit("水利局党组")));
    assert!(begun.elapsed() < Duration::from_millis(300), "less than one write");
    assert!(store.pending());
    saved(&notices).unwrap();
    let reader = store.reader().unwrap();
    assert_eq!(reader.drafts().unwrap()[0].text, "每月999");
    assert_eq!(reader.stats().unwrap().of(Kind::Unit), 1);
}

#[test]
fn a_clock_behind_the_last_revision_is_said() {
    let (bench, store) = Bench::new();
    let unit = unit("水利局党组");
    put(&store, &unit);
    let ahead = log::Revision {
        record: unit.id.0,
        kind: "unit".into(),
        schema: 1,
        parents: Vec::new(),
        txn: crate::model::ids::TxnId::new(),
        op: "edit-unit".into(),
        author: None,
        device: store.device(),
        at: "2999-01-01T08:00:00.000+08:00".into(),
        deleted: false,
        body: String::new(),
    };
    store.ask(move |w, _| w.raw("试", move |c| ahead.append(c))).unwrap();
    store.close().unwrap();
    let store = bench.open();
    assert!(store.clock_warning().is_some_and(|note| note.contains("2999年1月1日")));
}

#[test]
fn the_list_of_a_kind_is_read_from_the_index_alone() {
    let (_bench, store) = Bench::new();
    let reader = store.reader().unwrap();
    let plan: String = reader
        .conn
        .query_row(
            "EXPLAIN QUERY PLAN SELECT id, parent, brief FROM record WHERE kind = 'unit' ORDER BY parent, brief, id",
            [],
            |r| r.get(3),
        )
        .unwrap();
    assert!(plan.contains("COVERING INDEX record_list"), "{plan}");
}

#[test]
fn what_is_taken_back_next_is_asked_of_indexes() {
    let (_bench, store) = Bench::new();
    let reader = store.reader().unwrap();
    for (sql, index) in [(logged::HEADS, "revision_own"), (logged::BY_NOBODY, "revision_nobody")] {
        let mut select = reader.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let (mut rows, mut plan) = (select.raw_query(), String::new());
        while let Some(row) = rows.next().unwrap() {
            plan += &row.get::<_, String>(3).unwrap();
        }
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "{plan}");
    }
}

#[test]
fn leads_are_registered_apart_from_all_records() {
    let (_bench, store) = Bench::new();
    let at = Instant { ms: 1_772_932_500_000, offset: 480 };
    let mut lead = Lead {
        number: "线索-1".into(),
        registered_at: at,
        handed_at: None,
        to_whom: "县纪委监委".into(),
        by_whom: "组长".into(),
        receipt: String::new(),
        sealed: String::new(),
    };
    for handed_at in [None, Some(at)] {
        lead.handed_at = handed_at;
        let line = lead.clone();
        let changes = store.transact(Op::EditRound, None, move |tx| tx.put_lead(&line)).unwrap().1;
        assert!(changes.records.is_empty());
    }
    let reader = store.reader().unwrap();
    assert_eq!(reader.leads().unwrap(), [lead]);
    assert_eq!(reader.stats().unwrap().revisions, 0);
    assert_eq!(reader.search("纪委", 5).unwrap(), []);
}

#[test]
#[cfg(unix)]
fn a_round_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let (bench, store) = Bench::new();
    put(&store, &unit("水利局"));
    let folder = bench.path.parent().unwrap();
    let side = [".wenkan", "-wal", "-shm"];
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        // The lock holds a process number and a host name, and a second program has to read it.
        if side.iter().any(|end| name.ends_with(end)) {
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{name}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}
