//! What is struck for good: wherever the words came to stand, and nowhere in talks.

use super::withheld::{answer, evidence, from_statement, id, observation, problem, said};
use super::withheld_before::{SAID, fact, from, put, stored, withhold};
use super::*;
use crate::model::any::AnyRecord;
use crate::model::evidence::Evidence;
use crate::model::problem::{Problem, ProblemState, ToVerify};
use crate::model::record::Record;

/// Writes an answer as undo and redo do, and records that come in.
fn turn(store: &Store, of: Answer) {
    let act = move |tx: &mut Tx<'_>| {
        tx.put(&of)?;
        tx.strike_all()
    };
    store.transact(Op::EditAnswer, None, act).unwrap();
}

/// An answer of another talk.
fn elsewhere(n: u8, text: &str, withheld: bool) -> Answer {
    Answer { interview: id(7), ..answer(n, vec![said(n + 1, text, withheld)]) }
}

/// A record as the file holds it.
fn kept<R: Record>(store: &Store, record: u8) -> R {
    let reader = store.reader().unwrap();
    read::get(&reader.conn, &reader.path, read::Door::Own, id(record)).unwrap().unwrap()
}

fn texts(answer: &Answer) -> Vec<&str> {
    answer.statements.iter().map(|s| s.text.as_str()).collect()
}

#[test]
fn what_was_written_while_the_words_were_let_in_is_struck_when_they_are_withheld_again() {
    let marked = |on| answer(10, vec![said(11, SAID, on), said(12, "别的都好", false)]);
    for (out, again) in
        [(withhold as fn(&Store, Answer), withhold as fn(&Store, Answer)), (turn, turn), (turn, withhold)]
    {
        for other in [false, true] {
            let (_bench, store) = Bench::new();
            if other {
                withhold(&store, elsewhere(20, "另有一件事情不能在这里说", true));
            }
            withhold(&store, marked(true));
            out(&store, marked(false));
            put(&store, &problem(40, &format!("据说{SAID}。"), &[]));
            put(&store, &problem(40, "没有这回事。", &[]));
            assert!(stored(&store).iter().any(|body| body.contains("三万")));
            again(&store, marked(true));
            assert!(stored(&store).iter().all(|body| !body.contains("三万")), "{:?}", stored(&store));
            assert!(verify(&store.reader().unwrap(), &|_| true).unwrap().ok());
        }
    }
}

#[test]
fn that_all_words_were_looked_for_stays_known_until_words_come_or_go() {
    let (_bench, store) = Bench::new();
    let looked = || {
        let reader = store.reader().unwrap();
        let meta = |key: &str| read::meta(&reader.conn, key).unwrap();
        meta("withheld:looked").is_some_and(|looked| Some(looked) == meta("withheld:stamp"))
    };
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    assert!(looked());
    put(&store, &problem(40, "有人反映。", &[]));
    put(&store, &elsewhere(20, "那位收了三万块钱回扣", false));
    assert!(looked(), "the state changed, but no word came");
    put(&store, &answer(10, vec![said(11, SAID, true), said(12, "还有一件事情也不能说", true)]));
    assert!(!looked(), "words came with an action that strikes nothing");
    withhold(&store, answer(10, vec![said(11, SAID, true), said(12, "还有一件事情也不能说啊", true)]));
    assert!(looked());
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    assert!(!looked());
}

#[test]
fn talks_keep_what_was_said_in_them_whoever_strikes() {
    let own = || answer(10, vec![said(11, SAID, true), said(12, "分管的那位收了三万块钱，再说一遍", false)]);
    let same = || answer(20, vec![said(21, "那位收了三万块钱回扣", false)]);
    let hit = || elsewhere(30, "那位收了三万块钱回扣", false);
    let (_bench, store) = Bench::new();
    put(&store, &same());
    put(&store, &hit());
    withhold(&store, own());
    turn(&store, elsewhere(50, "与此无关", false));
    let check = |store: &Store| {
        assert_eq!(texts(&kept(store, 10)), texts(&own()));
        assert_eq!(texts(&kept(store, 20)), texts(&same()));
        assert_eq!(texts(&kept(store, 30)), texts(&hit()), "what another person said is that person's own record");
        for record in [20, 30] {
            let told: Answer = store.reader().unwrap().get(id(record)).unwrap().unwrap();
            assert_eq!(texts(&told), ["〔已另行处理〕"]);
        }
    };
    check(&store);

    let (_bench, store) = Bench::new();
    let records: Vec<AnyRecord> = vec![same().into(), own().into(), hit().into()];
    let come_in = move |tx: &mut Tx<'_>| {
        tx.incoming(&records)?.iter().try_for_each(|record| tx.put_any(record))?;
        tx.strike_all()
    };
    store.transact(Op::ImportBundle, None, come_in).unwrap();
    check(&store);
}

/// Said before, said after, being typed: it stands in that person's own record and in nothing else of the file.
#[test]
fn what_another_person_said_too_is_in_that_talk_alone_and_told_by_no_door() {
    let typed = |record: u8, kind, text: &str| Draft {
        kind,
        parent: Some(id(7)),
        field: "q".into(),
        ..draft(id(record), text)
    };
    let (bench, store) = Bench::new();
    put(&store, &elsewhere(20, "我也听说那位收了三万块钱回扣。", false));
    put(&store, &problem(40, "那位收了三万块钱回扣。", &[]));
    store.post_draft(typed(50, Kind::Person, "那位收了三万块钱回扣"));
    store.flush().unwrap();
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    put(&store, &elsewhere(30, "那位收了三万块钱回扣，我亲眼看见", false));
    put(&store, &elsewhere(30, "那位收了三万块钱回扣，我亲眼看见了", false));
    store.post_draft(typed(30, Kind::Answer, "那位收了三万块钱回扣，我亲眼看见了。"));
    store.post_draft(typed(51, Kind::Document, "那位收了三万块钱回扣"));
    store.flush().unwrap();
    turn(&store, elsewhere(60, "与此无关", false));
    assert_eq!(texts(&kept(&store, 20)), ["我也听说那位收了三万块钱回扣。"]);
    assert_eq!(texts(&kept(&store, 30)), ["那位收了三万块钱回扣，我亲眼看见了"]);
    let reader = store.reader().unwrap();
    assert_eq!(reader.own_drafts(id(7)).unwrap().len(), 1);
    assert!(reader.drafts().unwrap().iter().all(|d| !d.text.contains("三万")));
    assert!(reader.search("三万", 9).unwrap().is_empty() && reader.search("回扣", 9).unwrap().is_empty());
    for record in [20, 30] {
        assert!(reader.history(id(record)).unwrap().iter().all(|r| !r.body.contains("三万")));
    }
    let told = reader.told().unwrap();
    assert!(told.stand_in("那位，收了三万块钱〔证2〕回扣") && !told.stand_in("我亲眼看见了"));
    drop(reader);
    store.transact(Op::EditAnswer, None, |tx| tx.drop_draft(id(30), "q")).unwrap();
    store.close().unwrap();
    let bytes = bytes_without(&bench.path, &[id(10), id(20), id(30)]);
    for words in ["三万", "回扣"].map(str::as_bytes) {
        assert!(!bytes.windows(words.len()).any(|w| w == words), "somewhere else in the file");
    }
}

/// What was read of the log is what the log holds, also when an action was rolled back in between.
#[test]
fn words_that_are_typed_on_count_as_if_all_were_read_anew() {
    let (_bench, store) = Bench::new();
    let text = "那位收了三万块钱回扣，账在柜里，钥匙在老钱手上。";
    let typed = |n: usize| answer(10, vec![said(11, &text.chars().take(n).collect::<String>(), true)]);
    let whole = || {
        let reader = store.reader().unwrap();
        assert_eq!(super::super::withheld::differs(&reader.conn, &reader.path).unwrap(), Vec::<String>::new());
    };
    for n in 4..24 {
        withhold(&store, typed(n));
        if n % 5 == 0 {
            let fails = |tx: &mut Tx<'_>| -> Result<()> {
                tx.put(&answer(10, vec![said(11, "这一句没有存上的话不算", true)]))?;
                Err(Error::input("不"))
            };
            assert!(store.transact(Op::EditAnswer, None, fails).is_err());
            whole();
        }
    }
    withhold(
        &store,
        answer(10, vec![said(11, "账在柜里", false), from(said(12, "那位收了三万块钱回扣", true), &[11])]),
    );
    whole();
    withhold(&store, typed(12));
    whole();
}

#[test]
fn one_revision_that_cannot_be_read_keeps_no_other_from_being_struck() {
    let (bench, store) = Bench::new();
    let long = "经查阅会议记录，未见研究该事项的内容。".repeat(40);
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    for n in 0..8 {
        put(&store, &problem(40, &format!("{long}分管的那位收了三万块钱回扣，第{n}次。"), &[]));
    }
    store.close().unwrap();
    let conn = rusqlite::Connection::open(&bench.path).unwrap();
    let guard: String =
        conn.query_row("SELECT sql FROM sqlite_master WHERE name = 'revision_no_update'", [], |r| r.get(0)).unwrap();
    let nth = "(SELECT seq FROM revision WHERE kind = 'problem' ORDER BY seq LIMIT 1 OFFSET 6)";
    let broken = format!("UPDATE revision SET cut_at = 99999 WHERE base IS NOT NULL AND seq = {nth}");
    conn.execute_batch(&format!("DROP TRIGGER revision_no_update; {broken}; {guard}")).unwrap();
    conn.close().unwrap();
    let store = bench.open();
    put(&store, &problem(40, &format!("{long}没有这回事。"), &[]));
    assert_eq!(stored(&store).len(), 7, "two of nine are broken: that one, and the one against it");
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    let bodies = stored(&store);
    assert!(bodies.len() == 7 && bodies.iter().all(|body| !body.contains("三万")), "{bodies:?}");
}

#[test]
fn an_output_made_before_a_short_withheld_half_was_split_off_is_named() {
    let (_bench, store) = Bench::new();
    let export = |name: &'static str, n: u8, record: u8| {
        let sources = store.reader().unwrap().sources([id(record)]).unwrap();
        let act = move |tx: &mut Tx<'_>| tx.log_export("谈话记录", name, Hash([n; 32]), Some(&sources));
        store.transact(Op::Export, None, act).unwrap();
    };
    let halves = |on| answer(10, vec![said(11, "账在柜里。", false), from(said(12, "他拿三万。", on), &[11])]);
    put(&store, &answer(10, vec![said(11, "账在柜里。他拿三万。", false)]));
    put(&store, &answer(20, vec![said(21, "账在柜里。", false)]));
    export("before.docx", 1, 10);
    export("other.docx", 2, 20);
    put(&store, &halves(false));
    let names = |left: Vec<crate::model::left::Left>| left.into_iter().map(|l| l.path_name).collect::<Vec<_>>();
    assert_eq!(names(store.reader().unwrap().left_by(&halves(true)).unwrap()), ["before.docx"]);
    withhold(&store, halves(true));
    export("after.docx", 3, 10);
    assert_eq!(names(store.reader().unwrap().left_behind().unwrap()), ["before.docx"]);
    // What is left of the paragraph is told when the withheld half is in the answer no more.
    put(&store, &answer(10, vec![said(11, "账在柜里。", false)]));
    assert_eq!(texts(&store.reader().unwrap().get(id(10)).unwrap().unwrap()), ["账在柜里。"]);
}

#[test]
fn names_and_folders_of_later_outputs_say_no_withheld_words() {
    let (bench, store) = Bench::new();
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    let (name, folder) = (format!("{SAID}.docx"), bench.path.with_file_name(SAID));
    let act = move |tx: &mut Tx<'_>| {
        let plain = folder.with_file_name("报送");
        tx.log_export_into(Some(&folder), "问题底稿", &name, Hash([1; 32]), None)?;
        tx.log_export_into(Some(&plain), "问题底稿", "底稿.docx", Hash([2; 32]), None)
    };
    store.transact(Op::Export, None, act).unwrap();
    let reader = store.reader().unwrap();
    let names: Vec<String> = reader.export_log().unwrap().into_iter().map(|line| line.path_name).collect();
    assert!(names[0].contains("〔已另行处理〕") && !names[0].contains("三万"), "{names:?}");
    assert_eq!(names[1], "底稿.docx");
    let folders = "SELECT group_concat(coalesce(folder, '-'), '|') FROM export_log";
    let folders: String = reader.conn.query_row(folders, [], |r| r.get(0)).unwrap();
    assert!(folders.starts_with("-|") && folders.ends_with("报送"), "{folders}");
}

/// Half of a withheld paragraph is split off and let in: it is told again, what stays withheld is not.
#[test]
fn a_half_that_was_split_off_and_let_in_is_told() {
    const SECRET: &str = "分管的那位收了三万块钱回扣，";
    const PLAIN: &str = "那几年的账都在财务股柜子里。";
    let (_bench, store) = Bench::new();
    let halves = |on| answer(10, vec![said(11, SECRET, true), from(said(12, PLAIN, on), &[11])]);
    let told = || texts(&store.reader().unwrap().get::<Answer>(id(10)).unwrap().unwrap())[1].to_owned();
    withhold(&store, answer(10, vec![said(11, &format!("{SECRET}{PLAIN}"), true)]));
    put(&store, &halves(true));
    assert_eq!(told(), "〔已另行处理〕");
    put(&store, &halves(false));
    assert_eq!(told(), PLAIN, "whoever let it in saw it");
    put(&store, &problem(40, &format!("{PLAIN}{SECRET}"), &[]));
    let paper: Problem = kept(&store, 40);
    assert_eq!(paper.facts[0].text, format!("{PLAIN}〔已另行处理〕，"));
    // What is typed over it later was not seen when it was let in.
    put(&store, &answer(10, vec![said(11, "没有。", true), from(said(12, SECRET, false), &[11])]));
    assert!(!told().contains("三万"), "{}", told());
    put(&store, &halves(false));
    put(&store, &halves(true));
    assert_eq!(told(), "〔已另行处理〕");
    assert!(verify(&store.reader().unwrap(), &|_| true).unwrap().ok());
}

/// Whoever splits a paragraph that another has marked meanwhile lets nothing in by it.
#[test]
fn a_half_that_never_carried_the_mark_itself_is_not_told() {
    let (_bench, store) = Bench::new();
    let (secret, rest) = ("分管的那位收了三万块钱回扣，", "那几年的账都在财务股柜子里。");
    withhold(&store, answer(10, vec![said(11, &format!("{secret}{rest}"), true)]));
    put(&store, &answer(10, vec![said(11, secret, true), from(said(12, rest, false), &[11])]));
    let told: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
    assert!(!told.statements[1].text.contains("财务股"), "{}", told.statements[1].text);
}

#[test]
fn what_was_struck_is_found_where_the_word_lies_in_the_log_in_two_pieces() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    put(&store, &evidence(30, from_statement(10, 11)));
    let long = "经查阅会议记录，未见研究该事项的内容。".repeat(40);
    let paper = problem(40, &format!("{long}〔已阅〕有人反映〔证1〕。"), &[30]);
    put(&store, &Problem { state: ProblemState::Draft, ..paper });
    assert!(!store.reader().unwrap().has_struck(id(10)).unwrap());
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    assert!(stored(&store).iter().any(|body| body.contains("〔已另行处理〕")));
    let reader = store.reader().unwrap();
    let whole = "SELECT count(*) FROM revision WHERE instr(body, '〔已另行处理〕')";
    assert_eq!(reader.conn.query_row(whole, [], |r| r.get::<_, i64>(0)).unwrap(), 0, "the case is what it says");
    assert!(reader.has_struck(id(10)).unwrap());
}

#[test]
fn the_register_of_leads_says_no_withheld_words() {
    let (_bench, store) = Bench::new();
    let line = |to_whom: &str, by_whom: &str| Lead {
        number: "线-001".into(),
        registered_at: Instant { ms: 0, offset: 480 },
        handed_at: None,
        to_whom: to_whom.into(),
        by_whom: by_whom.into(),
        receipt: "那位收了三万块钱回扣".into(),
        sealed: String::new(),
    };
    let early = line("县纪委监委（那位收了三万块钱回扣）", "刘芳");
    store.transact(Op::EditLead, None, move |tx| tx.put_lead(&early)).unwrap();
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    let lead = store.reader().unwrap().leads().unwrap().remove(0);
    assert_eq!([lead.to_whom.as_str(), &lead.receipt], ["县纪委监委（〔已另行处理〕）", "〔已另行处理〕"]);
    let clean = Lead { receipt: String::new(), ..line("县纪委监委", "刘芳") };
    let with = "那位收了三万块钱回扣".to_owned();
    for bad in [
        Lead { number: with.clone(), ..clean.clone() },
        Lead { to_whom: with.clone(), ..clean.clone() },
        Lead { by_whom: with.clone(), ..clean.clone() },
        Lead { receipt: with.clone(), ..clean.clone() },
    ] {
        assert!(store.transact(Op::EditLead, None, move |tx| tx.put_lead(&bad)).is_err());
    }
    store.transact(Op::EditLead, None, move |tx| tx.put_lead(&clean)).unwrap();
}

/// Whole, in half, in other words: what is drawn from a withheld statement, noted on it, to be verified because of it.
#[test]
fn what_is_closed_keeps_no_text_in_the_file_and_its_words_count_as_before() {
    const HALF: &str = "那位收了三万块钱";
    const DRAWN: &str = "线人讲副职私下拿过好处费";
    const NOTED: &str = "与账册核对时发现茶楼付款单";
    let (bench, store) = Bench::new();
    let marked = |on| answer(10, vec![said(11, SAID, on), said(12, "别的都好", false)]);
    put(&store, &marked(false));
    for (n, text) in [(20, SAID), (21, HALF), (22, DRAWN), (23, "有人在渡口看见他们碰头")] {
        put(&store, &observation(n, 10, 11, text));
    }
    store.transact(Op::Delete, None, |tx| tx.delete(Kind::Observation, id(23))).unwrap();
    for (n, note) in [(30, SAID), (31, HALF), (32, NOTED)] {
        put(&store, &Evidence { note: note.into(), ..evidence(n, from_statement(10, 11)) });
    }
    let matter =
        ToVerify { id: id(90), order: OrderKey::default(), text: DRAWN.into(), origin: Some(id(22)), done: false };
    put(&store, &Problem { to_verify: vec![matter], ..problem(40, "没有一事。", &[]) });
    put(&store, &elsewhere(50, &format!("听说{DRAWN}。"), false));

    withhold(&store, marked(true));
    let whole = |store: &Store| {
        let reader = store.reader().unwrap();
        assert_eq!(verify(&reader, &|_| true).unwrap().problems, Vec::<String>::new());
        let told: Answer = reader.get(id(50)).unwrap().unwrap();
        assert_eq!(texts(&told), ["听说〔已另行处理〕。"], "a paraphrase is told no more than before");
    };
    whole(&store);
    store.rebuild().unwrap();
    whole(&store);
    put(&store, &problem(41, &format!("据说{NOTED}。"), &[]));
    assert_eq!(fact(&store, 41), "据说〔已另行处理〕。");
    assert_eq!(kept::<Problem>(&store, 40).to_verify[0].text, "〔已另行处理〕");
    // What is put on it afterwards counts, and is not kept either.
    put(&store, &Evidence { note: "老钱的司机也知道这件事情".into(), ..evidence(33, from_statement(10, 11)) });
    put(&store, &problem(43, "老钱的司机也知道这件事情。", &[]));
    assert_eq!(fact(&store, 43), "〔已另行处理〕。");
    whole(&store);

    turn(&store, marked(false));
    let told: Answer = store.reader().unwrap().get(id(50)).unwrap().unwrap();
    assert_eq!(texts(&told), [format!("听说{DRAWN}。")]);
    put(&store, &problem(42, &format!("{DRAWN}。"), &[]));
    assert_eq!(fact(&store, 42), format!("{DRAWN}。"));
    withhold(&store, marked(true));
    assert_eq!(fact(&store, 42), "〔已另行处理〕。", "also what only hashes say");
    whole(&store);
    for word in ["三万", "好处费", "茶楼", "渡口", "司机"] {
        assert!(stored(&store).iter().all(|body| !body.contains(word)), "{word}");
    }
    store.close().unwrap();
    let bytes = bytes_without(&bench.path, &[id(10), id(50)]);
    for words in ["三万", "回扣", "线人", "好处费", "茶楼", "核对时发现", "渡口", "司机"].map(str::as_bytes)
    {
        assert!(!bytes.windows(words.len()).any(|w| w == words), "{}", String::from_utf8_lossy(words));
    }
    for beside in ["-wal", "-journal"] {
        let mut path = bench.path.clone().into_os_string();
        path.push(beside);
        assert!(std::fs::metadata(path).map_or(true, |m| m.len() == 0), "nothing lies beside a closed file");
    }
}

/// Who brings a note on what is withheld here brings no words into the file, and they count.
#[test]
fn a_note_that_comes_in_on_what_is_withheld_is_struck_and_counts() {
    const NOTED: &str = "与账册核对时发现茶楼付款单";
    let (_bench, store) = Bench::new();
    let records: Vec<AnyRecord> = vec![
        Evidence { note: NOTED.into(), ..evidence(30, from_statement(10, 11)) }.into(),
        answer(10, vec![said(11, SAID, true)]).into(),
    ];
    let come_in = move |tx: &mut Tx<'_>| {
        tx.incoming(&records)?.iter().try_for_each(|record| tx.put_any(record))?;
        tx.strike_all()
    };
    store.transact(Op::ImportBundle, None, come_in).unwrap();
    assert!(stored(&store).iter().all(|body| !body.contains("茶楼")), "{:?}", stored(&store));
    put(&store, &problem(40, &format!("{NOTED}。"), &[]));
    assert_eq!(fact(&store, 40), "〔已另行处理〕。");
    assert_eq!(verify(&store.reader().unwrap(), &|_| true).unwrap().problems, Vec::<String>::new());
}
