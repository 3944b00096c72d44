//! What a withheld statement said before it was split off, joined to or worded otherwise, and whose names count.

use super::super::withheld::differs;
use super::withheld::{answer, evidence, id, problem, said};
use super::*;
use crate::error::Error;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::merge::{Clash, ClashAt};
use crate::model::problem::Problem;
use crate::model::record::Record;
use rusqlite::Connection;

pub(super) const SAID: &str = "标记词甲乙丙，分管的那位收了三万块钱回扣";

/// What is told of all revisions of a record.
fn history(store: &Store, record: Uuid) -> Vec<String> {
    let reader = store.reader().unwrap();
    assert_eq!(differs(&reader.conn, &reader.path).unwrap(), Vec::<String>::new());
    reader.history(record).unwrap().into_iter().map(|r| r.body).collect()
}

pub(super) fn put<R: Record>(store: &Store, record: &R) {
    let record = record.clone();
    store.transact(Op::EditAnswer, None, move |tx| tx.put(&record)).unwrap();
}

pub(super) fn fact(store: &Store, n: u8) -> String {
    store.reader().unwrap().get::<Problem>(id(n)).unwrap().unwrap().facts[0].text.clone()
}

pub(super) fn from(statement: Statement, words_of: &[u8]) -> Statement {
    Statement { words_of: words_of.iter().map(|n| id(*n)).collect(), ..statement }
}

#[test]
fn what_a_paragraph_said_before_a_withheld_half_was_split_off_is_told_nowhere() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "账在柜里。他拿三万。", false)]));
    put(&store, &answer(10, vec![said(11, "账在柜里。", false), from(said(12, "他拿三万。", false), &[11])]));
    put(&store, &answer(10, vec![said(11, "账在柜里。", false), from(said(12, "他拿三万。", true), &[11])]));
    let told = history(&store, id(10));
    assert!(told.iter().all(|body| !body.contains("三万")), "{told:?}");
    assert!(!told[0].contains("柜里") && told[1].contains("柜里") && told[2].contains("柜里"), "{told:?}");
    let now: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
    assert_eq!(now.statements[0].text, "账在柜里。");
}

#[test]
fn it_stays_so_when_the_half_is_split_again_or_taken_out() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "账在柜里。他拿三万。", false)]));
    let halves = |last: Vec<Statement>| {
        let mut all = vec![said(11, "账在柜里。", false), from(said(12, "他", false), &[11])];
        all.extend(last);
        answer(10, all)
    };
    put(&store, &halves(vec![from(said(13, "拿三万。", true), &[12, 11])]));
    assert!(history(&store, id(10)).iter().all(|body| !body.contains("三万")));
    put(&store, &halves(Vec::new()));
    let told = history(&store, id(10));
    assert!(told.iter().all(|body| !body.contains("三万")), "{told:?}");
}

#[test]
fn what_was_joined_to_a_withheld_paragraph_is_told_nowhere() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "他拿", false), said(12, "三万。", false)]));
    put(&store, &answer(10, vec![from(said(11, "他拿三万。", false), &[12])]));
    put(&store, &answer(10, vec![from(said(11, "他拿了三万。", true), &[12])]));
    let told = history(&store, id(10));
    assert!(told.iter().all(|body| !body.contains("三万")), "{told:?}");
    put(&store, &answer(10, vec![from(said(11, "他拿了三万。", false), &[12])]));
    assert!(history(&store, id(10))[0].contains("三万"), "it is let in again");
}

#[test]
fn an_earlier_wording_counts_in_other_records() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "那位收了三万块钱回扣", false), said(12, "别的都好", false)]));
    put(&store, &answer(10, vec![said(11, "记不清了", true), said(12, "别的都好", false)]));
    put(&store, &problem(40, "有人反映那位收了三万块钱回扣。别的都好。", &[]));
    assert_eq!(fact(&store, 40), "有人反映〔已另行处理〕。别的都好。");
    assert!(history(&store, id(40)).iter().all(|body| !body.contains("三万")));
}

#[test]
fn what_was_withheld_counts_whatever_is_written_over_it() {
    let (_bench, store) = Bench::new();
    let again = || said(12, "我再说一遍，那位收了三万块钱回扣，没有别人知道。", false);
    put(&store, &answer(10, vec![said(11, "那位收了三万块钱回扣。", true), again()]));
    let second = || -> String {
        let told: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
        told.statements[1].text.clone()
    };
    assert_eq!(second(), "我再说一遍，〔已另行处理〕，没有别人知道。");
    for over in ["那位收了五万块钱回扣。", "记不清了。"] {
        put(&store, &answer(10, vec![said(11, over, true), again()]));
        assert_eq!(second(), "我再说一遍，〔已另行处理〕，没有别人知道。", "{over}");
    }
    put(&store, &problem(40, "那位收了三万块钱回扣。", &[]));
    assert!(!fact(&store, 40).contains("三万"));
    put(&store, &answer(10, vec![said(11, "记不清了。", false), again()]));
    assert_eq!(second(), again().text, "it is let in again");
    history(&store, id(10));
}

#[test]
fn what_stands_in_a_comment_of_a_method_is_no_text_of_it() {
    let texts = |toml: &str| {
        let mut all = Vec::new();
        let table: toml::Table = toml.parse().unwrap();
        table.values().for_each(|value| super::super::withheld::texts_in(value, &mut all));
        all.len()
    };
    assert_eq!(
        texts("# 那位收了三万块钱回扣\nname = \"问法\" # 同上\n[[question]]\ntexts = [\"甲\", \"乙\"]\nn = 3"),
        3
    );
}

#[test]
fn an_earlier_wording_that_is_still_told_or_was_half_typed_does_not_count() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, "我们单位每年", false)]));
    put(&store, &answer(10, vec![said(11, "我们单位每年都开会研究，他拿了三万块钱回扣", false)]));
    let halves = |on| vec![said(11, "他拿了三万块钱回扣", on), from(said(12, "我们单位每年都开会研究", false), &[11])];
    put(&store, &answer(10, halves(false)));
    put(&store, &answer(10, halves(true)));
    put(&store, &problem(40, "我们单位每年都开会研究。我们单位每年。他拿了三万块钱回扣。", &[]));
    assert_eq!(fact(&store, 40), "我们单位每年都开会研究。我们单位每年。〔已另行处理〕。");
    let now: Answer = store.reader().unwrap().get(id(10)).unwrap().unwrap();
    assert_eq!(now.statements[1].text, "我们单位每年都开会研究");
    history(&store, id(10));
}

#[test]
fn a_name_that_came_with_the_words_or_later_is_no_common_word() {
    for part in [SAID.replace('，', ""), "分管的那位收了三万块钱回扣".to_owned(), "那位收了三万块钱".to_owned()]
    {
        let (_bench, store) = Bench::new();
        let (name, said_it) = (part.clone(), answer(10, vec![said(11, SAID, false)]));
        let both = move |tx: &mut Tx<'_>| {
            tx.put(&Unit::new(id(2), "SLJ", &name))?;
            tx.put(&said_it)
        };
        store.transact(Op::ImportBundle, None, both).unwrap();
        put(&store, &answer(10, vec![said(11, SAID, true)]));
        put(&store, &Unit::new(id(3), "LHZ", &part));
        put(&store, &problem(40, &format!("据说{part}。"), &[]));
        let reader = store.reader().unwrap();
        for unit in [2u8, 3] {
            let name = reader.get::<Unit>(id(unit)).unwrap().unwrap().name;
            assert!(!name.contains("三万"), "{name}");
        }
        assert_eq!(fact(&store, 40), "据说〔已另行处理〕。");
        history(&store, id(40));
    }
}

const TITLE: &str = "水利局党组三重一大事项决策办法";
const OF_TITLE: &str = "水利局党组三重一大事项决策办法是他叫人改的，他收了三万块钱回扣";

fn titled(title: &str) -> Evidence {
    Evidence {
        title: title.into(),
        ..evidence(50, EvidenceSource::Document { document: id(60), check: None, entry: None })
    }
}

fn title(store: &Store) -> String {
    store.reader().unwrap().get::<Evidence>(id(50)).unwrap().unwrap().title
}

#[test]
fn a_title_that_stood_there_before_the_words_stays_and_goes_only_beside_the_rest() {
    let (_bench, store) = Bench::new();
    put(&store, &titled(TITLE));
    put(&store, &problem(40, &format!("查《{TITLE}》，未见修订。据说{OF_TITLE}。"), &[]));
    put(&store, &answer(10, vec![said(11, OF_TITLE, false)]));
    withhold(&store, answer(10, vec![said(11, OF_TITLE, true)]));
    assert_eq!(title(&store), TITLE);
    assert_eq!(fact(&store, 40), format!("查《{TITLE}》，未见修订。据说〔已另行处理〕。"));
    history(&store, id(40));
    store.rebuild().unwrap();
    assert_eq!(title(&store), TITLE);
}

#[test]
fn a_title_that_came_later_is_struck_and_one_in_a_bundle_only_when_the_words_were_marked_in_it() {
    for (marked, kept) in [(false, true), (true, false)] {
        let (_bench, store) = Bench::new();
        let said_it = answer(10, vec![said(11, OF_TITLE, marked)]);
        let both = move |tx: &mut Tx<'_>| {
            tx.put(&titled(TITLE))?;
            tx.put(&said_it)
        };
        store.transact(Op::ImportBundle, None, both).unwrap();
        withhold(&store, answer(10, vec![said(11, OF_TITLE, true)]));
        assert_eq!(title(&store) == TITLE, kept, "{marked}: {}", title(&store));
        history(&store, id(50));
    }
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, OF_TITLE, true)]));
    put(&store, &titled(TITLE));
    assert!(title(&store).contains("已另行处理"), "{}", title(&store));
}

#[test]
fn an_early_name_does_not_count_in_what_is_said_later() {
    let (_bench, store) = Bench::new();
    put(&store, &Unit::new(id(2), "SLJ", "青禾县水利局机关党组"));
    put(&store, &answer(10, vec![said(11, "青禾县水利局机关党组收了三万块钱回扣", true)]));
    put(&store, &problem(40, "青禾县水利局机关党组没有研究。", &[]));
    assert_eq!(fact(&store, 40), "青禾县水利局机关党组没有研究。");
}

/// Withholds what an answer says or lets it in, as the action of the talk does.
pub(super) fn withhold(store: &Store, of: Answer) {
    let act = move |tx: &mut Tx<'_>| {
        let plan = tx.withholding(&of)?;
        tx.put(&of)?;
        tx.strike(&plan)
    };
    store.transact(Op::Withhold, None, act).unwrap();
}

pub(super) fn stored(store: &Store) -> Vec<String> {
    let reader = store.reader().unwrap();
    let mut all = Vec::new();
    log::each_readable(&reader.conn, "WHERE kind <> 'answer'", [], |_, _, revision| {
        all.push(revision.body);
        Ok(())
    })
    .unwrap();
    all
}

#[test]
fn what_other_records_said_before_is_struck_in_the_file_and_the_log_is_whole() {
    let (bench, store) = Bench::new();
    let long = "经查阅会议记录，未见研究该事项的内容。".repeat(40);
    put(&store, &answer(10, vec![said(11, SAID, false)]));
    for n in 0..40 {
        put(&store, &problem(40, &format!("{long}分管的那位收了三万块钱回扣，第{n}次。"), &[]));
    }
    put(&store, &problem(40, &format!("{long}没有这回事。"), &[]));
    put(&store, &problem(41, "分管的那位收了三万块钱回扣。", &[]));
    store.transact(Op::Delete, None, |tx| tx.delete(Kind::Problem, id(41))).unwrap();
    assert!(stored(&store).iter().any(|body| body.contains("三万")));
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    let bodies = stored(&store);
    assert!(bodies.iter().all(|body| !body.contains("三万")));
    assert!(bodies.iter().any(|body| body.contains("第39次")) && bodies.iter().any(|body| body.contains("没有这回事")));
    let reader = store.reader().unwrap();
    assert_eq!(verify(&reader, &|_| true).unwrap().problems, Vec::<String>::new());
    let size = |reader: &Reader| -> i64 {
        reader.conn.query_row("SELECT sum(length(body)) FROM revision", [], |r| r.get(0)).unwrap()
    };
    assert!(size(&reader) < 30_000, "ranges stay ranges: {}", size(&reader));
    drop(reader);
    let path = bench.path.clone();
    store.close().unwrap();
    for change in [
        "UPDATE revision SET body = replace(body, '经查阅', '经翻阅') WHERE rev IN (SELECT rev FROM redaction) AND base IS NULL",
        "UPDATE redaction SET txn = randomblob(16)",
        "UPDATE redaction SET txn = (SELECT txn FROM revision WHERE kind = 'problem' ORDER BY seq LIMIT 1)",
        "DELETE FROM redaction",
        "INSERT INTO redaction VALUES(randomblob(32), randomblob(16), randomblob(32))",
    ] {
        let other = bench.dir.path().join("other.wenkan");
        std::fs::copy(&path, &other).unwrap();
        let conn = Connection::open(&other).unwrap();
        let guard: String = conn
            .query_row("SELECT sql FROM sqlite_master WHERE name = 'revision_no_update'", [], |r| r.get(0))
            .unwrap();
        conn.execute_batch(&format!("DROP TRIGGER revision_no_update; {change}; {guard}")).unwrap();
        conn.close().unwrap();
        let other = Store::open(&other, &Secret::None).unwrap();
        assert!(!verify(&other.reader().unwrap(), &|_| true).unwrap().ok(), "{change}");
    }
}

/// Sealed as an action of withholding would have done: what a live record says is not struck in the log.
#[test]
fn what_a_live_record_says_cannot_be_passed_off_as_struck() {
    let (bench, store) = Bench::new();
    put(&store, &problem(40, "那位收了三万块钱回扣。", &[]));
    withhold(&store, answer(10, vec![said(11, SAID, true)]));
    let path = bench.path.clone();
    store.close().unwrap();
    let conn = Connection::open(&path).unwrap();
    let guard: String =
        conn.query_row("SELECT sql FROM sqlite_master WHERE name = 'revision_no_update'", [], |r| r.get(0)).unwrap();
    let mut all = Vec::new();
    log::each(&conn, "WHERE kind = 'problem'", [], |_, rev, revision| {
        all.push((rev, revision));
        Ok(())
    })
    .unwrap();
    let (rev, mut head) = all.pop().unwrap();
    let txn: Vec<u8> = conn.query_row("SELECT txn FROM redaction", [], |r| r.get(0)).unwrap();
    let txn = crate::model::ids::TxnId(Uuid::from_slice(&txn).unwrap());
    head.body = head.body.replace("\"state\":\"draft\"", "\"state\":\"ready\"");
    conn.execute_batch("DROP TRIGGER revision_no_update").unwrap();
    head.restore(&conn, rev).unwrap();
    conn.execute_batch(&guard).unwrap();
    conn.execute("UPDATE record SET body = ?1 WHERE kind = 'problem'", [&head.body]).unwrap();
    let row = (rev.0.as_slice(), txn.0.as_bytes().as_slice(), head.seal(rev, txn).0.to_vec());
    conn.execute("INSERT INTO redaction VALUES(?1, ?2, ?3)", row).unwrap();
    conn.close().unwrap();
    let other = Store::open(&path, &Secret::None).unwrap();
    let found = verify(&other.reader().unwrap(), &|_| true).unwrap().problems;
    assert!(found.iter().any(|problem| problem.contains("先后不符")), "{found:?}");
}

#[test]
fn words_that_are_typed_into_what_is_withheld_are_struck_from_earlier_revisions_too() {
    let (_bench, store) = Bench::new();
    withhold(&store, answer(10, vec![said(11, "另有一事", true)]));
    put(&store, &problem(40, "老板姓钱名大发，开茶楼。", &[]));
    put(&store, &problem(40, "没有这回事。", &[]));
    withhold(&store, answer(10, vec![said(11, "另有一事，老板姓钱名大发，开茶楼", true)]));
    assert!(stored(&store).iter().all(|body| !body.contains("大发")), "{:?}", stored(&store));
    assert!(verify(&store.reader().unwrap(), &|_| true).unwrap().ok());
}

#[test]
fn a_clash_tells_no_withheld_words_whoever_shows_it() {
    let (_bench, store) = Bench::new();
    put(&store, &answer(10, vec![said(11, SAID, true)]));
    let clash = |kind: Kind| {
        let (path, text) = ("note".to_owned(), format!("据说{SAID}。"));
        let at = vec![ClashAt { path, label: "备注", ours: text.clone(), theirs: text }];
        let refused = store.transact(Op::EditPerson, None, move |_| -> Result<()> {
            Err(Error::clash(Clash { kind, record: id(40), head: None, at }))
        });
        refused.unwrap_err().as_clash().unwrap().at[0].clone()
    };
    let shown = clash(Kind::Person);
    assert_eq!([shown.ours.as_str(), shown.theirs.as_str()], ["据说〔已另行处理〕。"; 2]);
    assert!(clash(Kind::Answer).ours.contains(SAID), "the talk's own screen shows what was typed there");
}
