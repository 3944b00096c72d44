//! A withheld sentence planted in every text field of every record, in every way in which it may be written, is in no
//! byte of what goes out: outputs, search, views, check, drafts, masked history. The fields come out of the walk that
//! names them all ([`each_text`]), so a new one is planted too.

use super::Report;
use crate::export::Target;
use crate::export::parts::{Choice, Part, export};
use crate::export::sample::{self, papers};
use crate::method::types::Method;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::any::AnyRecord;
use crate::model::ids::StatementId;
use crate::model::order::OrderKey;
use crate::model::record::{Kind, Op};
use crate::model::told::{Place, each_text};
use crate::store::{Store, Tx};
use std::io::{Cursor, Read};
use std::path::Path;

const SAID: &str = "标记词甲乙丙丁，分管的那位副职收了三万块钱回扣；老板姓钱名大发。";
/// Parts of it that stand in no other text of the sample.
const NEEDLES: [&str; 6] = ["词甲乙丙丁", "位副职收", "收了三万块", "块钱回扣", "老板姓钱", "姓钱名大发"];

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
fn han(text: &str) -> String {
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
fn words(bytes: &[u8]) -> Vec<String> {
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

fn nothing_in(text: &str, place: &str) {
    let plain = han(text);
    for needle in NEEDLES {
        assert!(!plain.contains(needle), "{needle} in {place}");
    }
}

fn mark(store: &Store, ids: &sample::Ids) {
    let (answer, text) = (ids.answer, SAID.to_owned());
    let add = move |tx: &mut Tx<'_>| {
        let mut answer = tx.get::<Answer>(answer.0)?.unwrap();
        answer.statements.push(Statement {
            id: StatementId::new(),
            order: OrderKey("zz".into()),
            lane: Lane::Verbatim,
            at: sample::at("2026-03-08T10:40"),
            text,
            key: false,
            withheld: true,
            supersedes: None,
        });
        tx.put(&answer)
    };
    store.transact(Op::EditAnswer, None, add).unwrap();
}

/// Plants the sentence in every text of every record but those of answers, and in those of other answers.
fn plant(store: &Store, ids: &sample::Ids) -> usize {
    let reader = store.reader().unwrap();
    let (ways, mut planted) = (ways(), 0);
    let mut records: Vec<AnyRecord> = Vec::new();
    for kind in Kind::ALL {
        for mut record in reader.all_of(kind).unwrap() {
            // The answer in which it is withheld is the talk's own record; what is told of it was read above.
            if record.id() == ids.answer.0 || kind == Kind::Answer && has_placeholder(&record) {
                continue;
            }
            each_text(&mut record, &mut |place: Place, text| {
                // Codes and numbers name files; a sentence in them is struck like any other, and they are short.
                text.push_str(&ways[planted % ways.len()]);
                planted += 1;
                assert!(!place.field.is_empty());
            });
            records.push(record);
        }
    }
    let put = move |tx: &mut Tx<'_>| records.iter().try_for_each(|r| tx.put_any(r));
    store.transact(Op::ImportBundle, None, put).unwrap();
    planted
}

fn has_placeholder(record: &AnyRecord) -> bool {
    matches!(record, AnyRecord::Answer(a) if a.statements.iter().any(|s| !s.is_told()))
}

fn nothing_goes_out(store: &Store, out: &Path) {
    let all = Choice { parts: Part::ALL.to_vec(), format: None };
    let report = export(store, &all, &Target { out, by: None, progress: &|_| true }).unwrap();
    assert_eq!(report.parts, Part::ALL);
    for shelf in ["报送", "内部"] {
        for entry in std::fs::read_dir(out.join(shelf)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            nothing_in(&name, "the name of a file");
            if path.is_file() {
                for text in words(&std::fs::read(&path).unwrap()) {
                    nothing_in(&text, &name);
                }
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
    let check = Report::read(&reader, Method::builtin().unwrap(), &|_| true).unwrap();
    nothing_in(&check.text(), "check");
    nothing_in(&serde_json::to_string(&check).unwrap(), "check --json");
    for kind in Kind::ALL {
        for (id, _, _) in reader.briefs(kind).unwrap() {
            for revision in reader.history(id).unwrap() {
                nothing_in(&revision.body, "history");
            }
        }
    }
    assert!(crate::store::verify(&reader, &|_| true).unwrap().ok());
}

#[test]
fn a_withheld_sentence_is_in_no_byte_of_what_goes_out() {
    for planted_first in [true, false] {
        let dir = tempfile::tempdir().unwrap();
        let store = sample::create(&dir.path().join("a.wenkan"));
        let ids = sample::fill(&store);
        papers::add(&store, &ids);
        let planted = if planted_first {
            let planted = plant(&store, &ids);
            mark(&store, &ids);
            planted
        } else {
            mark(&store, &ids);
            plant(&store, &ids)
        };
        assert!(planted > 100, "{planted}");
        nothing_goes_out(&store, &dir.path().join("out"));
    }
}

#[test]
fn the_search_for_the_sentence_knows_it() {
    for way in ways() {
        let plain = han(&way);
        assert!(NEEDLES.iter().any(|n| plain.contains(n)), "{way}");
    }
}
