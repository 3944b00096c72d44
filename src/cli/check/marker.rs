//! A withheld sentence planted in every text field of every record, in every way in which it may be written, is in no
//! byte of what goes out: outputs, search, views, check, drafts, masked history. The fields come out of the walk that
//! names them all ([`each_text`]), so a new one is planted too.

use super::Report;
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::withhold::Withhold;
use crate::analysis::history::{History, Wanted};
use crate::export::Target;
use crate::export::bundle::{self, Bundle};

use crate::export::parts::{Choice, Part, export};
use crate::export::sample::{self, papers};
use crate::import;
use crate::method::types::Method;
use crate::model::answer::{Answer, Claim, Lane, Qualifier, Statement, Value};
use crate::model::any::AnyRecord;
use crate::model::decision::{Decided, Decision};
use crate::model::fields::FieldValue;
use crate::model::ids::{
    ClaimId, DecisionId, ExcuseId, FieldValueId, Hash, LoanId, PostHeldId, StatementId, ToVerifyId,
};
use crate::model::interview::{Interview, Unconfirmed};
use crate::model::loan::Loan;
use crate::model::order::OrderKey;
use crate::model::overruled::Overruled;
use crate::model::people::{Person, PostHeld};
use crate::model::problem::{Problem, ToVerify};
use crate::model::reading::{Document, Entry, Form, ReadClean};
use crate::model::record::{Changes, Kind, Op};
use crate::model::round::{Marking, ReadingExcuse, Round, Unit};
use crate::model::told::{Place, each_text, resting_kinds, rests, texts};
use crate::store::{Draft, Script, Store, Tx, bytes_without};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;

pub(super) const SAID: &str = "标记词甲乙丙丁，分管的那位副职收了三万块钱回扣；老板姓钱名大发。";
/// Parts of it that stand in no other text of the sample.
pub(super) const NEEDLES: [&str; 6] = ["词甲乙丙丁", "位副职收", "收了三万块", "块钱回扣", "老板姓钱", "姓钱名大发"];

/// The ways in which it is planted: whole, its halves, with marks inside, in other punctuation and width.
fn ways() -> Vec<String> {
    let chars: Vec<char> = SAID.chars().collect();
    let (first, second) = chars.split_at(chars.len() / 2);
    let spaced = |between: &str| chars.iter().map(char::to_string).collect::<Vec<_>>().join(between);
    vec![
        SAID.to_owned(),
        first.iter().collect(),
        format!("据说{}就这样", second.iter().collect::<String>()),
        chars.chunks(5).map(|c| c.iter().collect::<String>()).collect::<Vec<_>>().join("〔证1〕"),
        SAID.replace('，', ", ").replace('；', ";").replace('。', "."),
        spaced("\u{200B}"),
        spaced(" "),
        format!("“{}”", SAID.replace('钱', "钱\u{3000}")),
    ]
}

/// Han characters alone: no tag, blank, sign or mark keeps words apart.
pub(super) fn han(text: &str) -> String {
    let mut within = false;
    let plain = text.replace("〔证1〕", "");
    plain
        .chars()
        .filter(|c| {
            within = *c == '<' || within && *c != '>';
            !within && ('\u{4E00}'..='\u{9FFF}').contains(c)
        })
        .collect()
}

/// Everything that a file says, zips unpacked.
pub(super) fn words(bytes: &[u8]) -> Vec<String> {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return vec![String::from_utf8_lossy(bytes).into_owned()];
    };
    let count = zip.len();
    let member = |at| {
        let (mut xml, mut member) = (String::new(), zip.by_index(at).unwrap());
        member.read_to_string(&mut xml).map(|_| xml).unwrap()
    };
    (0..count).map(member).collect()
}

fn none_in(needles: &[&str], text: &str, place: &str) {
    let plain = han(text);
    for needle in needles {
        assert!(!plain.contains(needle), "{needle} in {place}");
    }
}

/// Says the sentence in the talk; nothing is withheld yet.
pub(super) fn say(store: &Store, ids: &sample::Ids) -> StatementId {
    let (answer, said) = (ids.answer, Statement { order: OrderKey("zz".into()), ..sample::said(Lane::Verbatim, SAID) });
    let id = said.id;
    let add = move |tx: &mut Tx<'_>| {
        tx.edit::<Answer>(answer.0, |answer| {
            answer.statements.push(said.clone());
            Ok(())
        })
    };
    store.perform(None, Script(Op::EditAnswer, add)).unwrap();
    id
}

/// Withholds it, as the key of the talk does.
pub(super) fn withhold(store: &Store, ids: &sample::Ids, said: StatementId) -> Changes {
    let reader = store.reader().unwrap();
    let known = reader.own_talk(ids.talk).unwrap().into_iter().find(|a| a.id == ids.answer).unwrap();
    let mut answer = known.clone();
    answer.statements.iter_mut().filter(|s| s.id == said).for_each(|s| s.withheld = true);
    let shown = reader.withholding(&answer).unwrap();
    let answer = SealAnswer { known: Some(Box::new(known)), answer, settle: None, drafts: Vec::new() };
    store.perform(None, Withhold { answer, shown }).unwrap()
}

/// The names of all fields that may carry words, as the walk over them names them.
fn fields() -> BTreeSet<&'static str> {
    let walk = include_str!("../../model/told.rs");
    let (_, walk) = walk.split_once("impl Walk<'_>").unwrap();
    let (walk, _) = walk.split_once("/// What a record, or one element of it, rests on").unwrap();
    let name = |text: &&str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b"._".contains(&b));
    walk.split('"').skip(1).step_by(2).filter(name).collect()
}

/// What the sample leaves empty: a record of every kind, an element of every list.
fn fill_in(store: &Store, ids: &sample::Ids) {
    let by = ids.asker;
    let at = sample::at("2026-03-10T09:00");
    let day = papers::day("2026-03-10").unwrap();
    let (unit, word) = (ids.unit, || Value::Text("条目".into()));
    let loan = Loan {
        id: LoanId::new(),
        unit,
        title: "会议记录".into(),
        kind: String::new(),
        copies: "1册".into(),
        form: Form::Original,
        asked: day,
        asked_by: by,
        due: None,
        provider: "办公室".into(),
        handed: None,
        document: None,
        copied: String::new(),
        returned: None,
        returned_to: String::new(),
        note: String::new(),
    };
    let decision = Decision {
        id: DecisionId::new(),
        unit,
        key: Hash([9; 32]),
        title: "候选".into(),
        outcome: Decided::Dismissed { reason: "不属实".into() },
        seen: Vec::new(),
        by,
        at,
    };
    let own = OrderKey("m".into());
    let to_verify = ToVerify { id: ToVerifyId::new(), order: own, text: "待查".into(), origin: None, done: false };
    let value = move |field: &str| FieldValue { id: FieldValueId::new(), field: field.into(), value: word() };
    let change = move |tx: &mut Tx<'_>| {
        tx.put(&loan)?;
        tx.put(&decision)?;
        for mut round in tx.all::<Round>()? {
            round.marking = Marking::Other("内部".into());
            tx.put(&round)?;
        }
        for mut unit in tx.all::<Unit>()? {
            unit.profile.push(value("history"));
            let excuse = ReadingExcuse { id: ExcuseId::new(), kind: "k4".into(), year: None, reason: "没有".into() };
            unit.excuses.push(excuse);
            tx.put(&unit)?;
        }
        for mut person in tx.all::<Person>()? {
            person.name_as_written = Some(person.name.clone());
            person.posts.push(PostHeld { id: PostHeldId::new(), post: "股长".into(), from: None, to: None });
            tx.put(&person)?;
        }
        for mut document in tx.all::<Document>()? {
            let none = String::new;
            document.clean = Some(ReadClean { volumes: none(), months: none(), pages: none(), by, at });
            tx.put(&document)?;
        }
        for mut entry in tx.all::<Entry>()? {
            entry.values.push(value("meeting.topic"));
            tx.put(&entry)?;
        }
        for mut problem in tx.all::<Problem>()? {
            problem.to_verify.push(ToVerify { id: ToVerifyId::new(), ..to_verify.clone() });
            problem.overrule(Overruled::new(problem.id, 117, "共计", "含尾款".into(), by, at));
            tx.put(&problem)?;
        }
        for mut answer in tx.all::<Answer>()?.into_iter().filter(|a| a.statements.iter().all(|s| !s.withheld)) {
            let statement = answer.statements.first().map(|s| s.id);
            answer.claims.push(Claim {
                id: ClaimId::new(),
                field: "q1.limit_document".into(),
                qualifier: Qualifier::Exact,
                value: Some(word()),
                high: Some(word()),
                statement,
            });
            tx.put(&answer)?;
            let unconfirmed = statement.map(|statement| Unconfirmed { statement, reason: "记不清".into(), at });
            tx.edit::<Interview>(answer.interview.0, |talk| {
                talk.unconfirmed.extend(unconfirmed.clone());
                Ok(())
            })?;
        }
        Ok(())
    };
    store.perform(None, Script(Op::Sample, change)).unwrap();
}

/// Plants the sentence in every text of every record but those of the answer in which it is said, and in what is typed.
pub(super) fn plant(store: &Store, ids: &sample::Ids) {
    let (ways, mut planted) = (ways(), 0);
    // Codes and numbers name files; a sentence in them is struck like any other, and they are short.
    plant_as(store, ids, |text| {
        text.push_str(&ways[planted % ways.len()]);
        planted += 1;
    });
}

/// Plants it cut over the end of every text and the beginning of the next one: in no text of its own is there enough of it.
fn plant_cut(store: &Store, ids: &sample::Ids) {
    plant_as(store, ids, |text| *text = format!("{TAIL}{text}{HEAD}"));
}

/// The two parts of the sentence that are cut apart.
const HEAD: &str = "那位副职收了三";
const TAIL: &str = "万块钱回扣";
/// What stands there only where the parts stand together; each part alone is too short to be looked for.
const OVER_THE_CUT: [&str; 2] = ["了三万块", "收了三万"];

fn plant_as(store: &Store, ids: &sample::Ids, mut add: impl FnMut(&mut String)) {
    let reader = store.reader().unwrap();
    let (ways, mut planted) = (ways(), 0);
    let mut records: Vec<AnyRecord> = Vec::new();
    let (mut kinds, mut names) = (BTreeSet::new(), BTreeSet::new());
    for kind in Kind::ALL {
        for mut record in reader.all_of(kind).unwrap() {
            // The answer in which it is withheld is the talk's own record; what is told of it was read above.
            if record.id() == ids.answer.0 || kind == Kind::Answer && has_placeholder(&record) {
                continue;
            }
            each_text(&mut record, &mut |place: Place, text| {
                add(text);
                kinds.insert(kind);
                names.insert(place.field);
            });
            records.push(record);
        }
    }
    assert_eq!(kinds, Kind::ALL.into_iter().collect(), "every kind");
    assert_eq!(fields().difference(&names).collect::<Vec<_>>(), Vec::<&&str>::new(), "every field");
    for (record, kind) in records.iter().map(|r| (r.id(), r.kind())).filter(|(_, kind)| *kind != Kind::Answer) {
        let (text, at) = (ways[planted % ways.len()].clone(), sample::at("2026-03-12T09:00"));
        planted += 1;
        let (state, field) = (String::new(), "note".to_owned());
        store.post_draft(Draft { record, kind, parent: None, field, text, state, caret: 0, base: None, at });
    }
    store.flush().unwrap();
    let put = move |tx: &mut Tx<'_>| records.iter().try_for_each(|r| tx.put_any(r));
    store.perform(None, Script(Op::ImportBundle, put)).unwrap();
}

fn has_placeholder(record: &AnyRecord) -> bool {
    matches!(record, AnyRecord::Answer(a) if a.statements.iter().any(|s| !s.is_told()))
}

fn nothing_goes_out(store: &Store, out: &Path) {
    let nothing_in = |text: &str, place: &str| none_in(&NEEDLES, text, place);
    let all = Choice { parts: Part::ALL.to_vec(), format: None };
    let report = export(store, &all, &Target { out, by: None, progress: &|_| true }).unwrap();
    assert_eq!(report.parts, Part::ALL);
    for shelf in ["报送", "内部"] {
        for entry in std::fs::read_dir(out.join(shelf)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            nothing_in(&name, "the name of a file");
            if path.is_file() {
                let texts = words(&std::fs::read(&path).unwrap());
                for text in &texts {
                    nothing_in(text, &name);
                }
                let is_paper = path.file_name().unwrap().to_string_lossy().starts_with("问题");
                assert!(!is_paper || texts.iter().any(|t| t.contains("〔已另行处理〕")), "{name}");
            }
        }
    }
    let reader = store.reader().unwrap();
    for word in NEEDLES.into_iter().chain(["已另行处理", "预"]) {
        for hit in reader.search(word, 100).unwrap() {
            assert!(!NEEDLES.contains(&word), "{word} found in a {}", hit.kind);
            nothing_in(&hit.excerpt, "an excerpt");
            nothing_in(&hit.brief, "a brief");
        }
    }
    for kind in Kind::ALL {
        for (_, _, brief) in reader.briefs(kind).unwrap() {
            nothing_in(&brief, "a brief");
        }
    }
    for row in reader.rows_of_views().unwrap() {
        nothing_in(&row, "a view");
    }
    let check = Report::read(&reader, &Method::builtin().unwrap(), &|_| true, &mut |_| false).unwrap();
    nothing_in(&check.text(), "check");
    nothing_in(&serde_json::to_string(&check).unwrap(), "check --json");
    let history = History::new(&reader);
    for kind in Kind::ALL {
        for (id, _, _) in reader.briefs(kind).unwrap() {
            for revision in reader.history(id).unwrap() {
                nothing_in(&revision.body, "history");
            }
            nothing_in(&format!("{:?}", history.of(&[id]).unwrap()), "history of a record");
        }
    }
    nothing_in(&format!("{:?}", history.log(None, usize::MAX, &Wanted::default()).unwrap()), "log");
    for draft in reader.drafts().unwrap() {
        nothing_in(&draft.text, "what is being typed");
    }
    assert!(crate::store::verify(&reader, &|_| true).unwrap().ok());
}

/// A round in which everything may be planted.
pub(super) fn filled(path: &Path) -> (Store, sample::Ids) {
    let store = sample::create(path);
    let ids = sample::fill(&store);
    papers::add(&store, &ids);
    fill_in(&store, &ids);
    (store, ids)
}

/// The bytes of the closed file hold the sentence in what was said in talks alone, earlier revisions of the rest included.
fn nothing_lies_about(store: Store) {
    let path = store.path().to_owned();
    let own: Vec<_> = store.reader().unwrap().briefs(Kind::Answer).unwrap().iter().map(|(id, ..)| *id).collect();
    store.close().unwrap();
    none_in(&NEEDLES, &String::from_utf8_lossy(&bytes_without(&path, &own)), "the bytes of the file");
}

#[test]
fn a_withheld_sentence_is_in_no_byte_of_what_goes_out() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = filled(&dir.path().join("a.wenkan"));
    let said = say(&store, &ids);
    plant(&store, &ids);
    withhold(&store, &ids, said);
    nothing_goes_out(&store, &dir.path().join("out"));
    nothing_lies_about(store);
}

#[test]
fn a_sentence_cut_over_neighbouring_texts_goes_out_no_more_than_a_whole_one() {
    assert!(SAID.contains(&format!("{HEAD}{TAIL}")));
    for is_first in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let (store, ids) = filled(&dir.path().join("a.wenkan"));
        let said = say(&store, &ids);
        if is_first {
            plant_cut(&store, &ids);
        }
        withhold(&store, &ids, said);
        if !is_first {
            plant_cut(&store, &ids);
        }
        let reader = store.reader().unwrap();
        for kind in Kind::ALL {
            for record in reader.all_of(kind).unwrap() {
                let read: String = texts(&record).into_iter().map(|text| text.text).collect();
                none_in(&OVER_THE_CUT, &read, kind.name());
            }
        }
        for words in OVER_THE_CUT {
            assert!(reader.search(words, 100).unwrap().is_empty(), "{words}");
        }
        assert!(crate::store::verify(&reader, &|_| true).unwrap().ok());
    }
}

#[test]
fn it_is_as_withheld_when_it_was_split_and_reworded_before() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = filled(&dir.path().join("a.wenkan"));
    let said = say(&store, &ids);
    let half =
        Statement {
            order: OrderKey("zzz".into()), words_of: vec![said], ..sample::said(Lane::Verbatim, "也记不清。")
        };
    let (answer, other) = (ids.answer, half.id);
    let change = move |tx: &mut Tx<'_>| {
        tx.edit::<Answer>(answer.0, |answer| {
            answer.statements.iter_mut().filter(|s| s.id == said).for_each(|s| s.text = "记不清了。".into());
            answer.statements.push(half.clone());
            Ok(())
        })
    };
    store.perform(None, Script(Op::EditAnswer, change)).unwrap();
    plant(&store, &ids);
    withhold(&store, &ids, said);
    withhold(&store, &ids, other);
    nothing_goes_out(&store, &dir.path().join("out"));
    nothing_lies_about(store);
}

/// What may rest on something is said by kind, for the scan, and by field.
#[test]
fn the_kinds_that_rest_on_others_are_those_whose_records_do() {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = filled(&dir.path().join("a.wenkan"));
    let reader = store.reader().unwrap();
    let resting = |kind: &Kind| reader.all_of(*kind).unwrap().iter().any(|r| !rests(r).is_empty());
    let found: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Answer).filter(resting).collect();
    assert_eq!(found, resting_kinds().collect::<Vec<_>>());
}

#[test]
fn what_is_planted_after_it_was_withheld_goes_out_no_more_than_before() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = filled(&dir.path().join("a.wenkan"));
    let said = say(&store, &ids);
    withhold(&store, &ids, said);
    plant(&store, &ids);
    nothing_goes_out(&store, &dir.path().join("out"));
}

#[test]
fn what_a_bundle_brings_goes_out_no_more_than_what_is_typed() {
    let dir = tempfile::tempdir().unwrap();
    let (store, ids) = filled(&dir.path().join("a.wenkan"));
    let said = say(&store, &ids);
    plant(&store, &ids);
    let target = Target { out: dir.path(), by: None, progress: &|_| true };
    let path = bundle::export_bundle(&store, &target).unwrap().remove(0).path;
    let mut brought = Bundle::from_json(&std::fs::read(&path).unwrap()).unwrap();
    for record in &mut brought.records {
        if let AnyRecord::Answer(answer) = record {
            answer.statements.iter_mut().filter(|s| s.id == said).for_each(|s| s.withheld = true);
        }
    }
    std::fs::write(&path, brought.to_json().unwrap()).unwrap();
    let other = sample::create(&dir.path().join("b.wenkan"));
    import::bundle::read(&path).unwrap().write(&other, None, &|_| true).unwrap();
    assert!(!other.reader().unwrap().told().unwrap().is_open());
    nothing_goes_out(&other, &dir.path().join("out"));
    nothing_lies_about(other);
}

#[test]
fn the_search_for_the_sentence_knows_it() {
    for way in ways() {
        let plain = han(&way);
        assert!(NEEDLES.iter().any(|n| plain.contains(n)), "{way}");
    }
}
