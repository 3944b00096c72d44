//! Everything that can be exported, from a round file to the bytes inside the files: what lies where, and who is named.

use super::Target;
use super::bundle::collect;
use super::out::Shelf;
use super::parts::{Choice, Format, Part, Report, export};
use super::sample::{self, INTERNAL, WITHHELD, papers};
use crate::analysis::methods;
use crate::method::MethodFiles;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::any::AnyRecord;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{Hash, QuickFixId, ResponsibleId, SuggestionId};
use crate::model::people::Person;
use crate::model::problem::{Problem, ResponsibilityKind, Responsible};
use crate::model::record::Op;
use crate::model::value::PartialDate;
use crate::store::{Script, Store, Tx};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use tempfile::TempDir;

fn all() -> Choice {
    Choice { parts: Part::ALL.to_vec(), format: None }
}

fn write(store: &Store, out: &Path, choice: &Choice) -> Report {
    export(store, choice, &Target { out, by: None, progress: &|_| true }).unwrap()
}

/// Every file under the folder: path from there, and bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(here).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Everything that a file says, zips unpacked: the bytes, and the text without tags so that no tag parts a name.
fn words(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return text };
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        text.push_str(&member.name().unwrap());
        let mut xml = String::new();
        member.read_to_string(&mut xml).unwrap();
        let mut within = false;
        text.extend(xml.chars().filter(|c| {
            within = *c == '<' || within && *c != '>';
            !within && *c != '>'
        }));
        text.push('\n');
        text.push_str(&xml);
    }
    text
}

fn full() -> (TempDir, Store, papers::PaperIds) {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let ids = papers::add(&store, &sample::fill(&store));
    (dir, store, ids)
}

#[test]
fn everything_lies_on_its_shelf_under_kind_and_number() {
    let (dir, store, _) = full();
    let report = write(&store, &dir.path().join("out"), &all());
    let found = files(&dir.path().join("out"));
    let names: Vec<&str> = found.keys().map(String::as_str).filter(|n| !n.contains("attachments")).collect();
    assert_eq!(
        names,
        [
            "内部/bundle.json",
            "内部/代号对照表.xlsx",
            "内部/调阅清单-SLJ.docx",
            "内部/谈话-A37-2.md",
            "内部/谈话-A37.md",
            "内部/谈话-B12.md",
            "内部/谈话笔录-A37-2.docx",
            "内部/谈话笔录-A37.docx",
            "内部/谈话笔录-B12.docx",
            "内部/谈话记录-A37-2.docx",
            "内部/谈话记录-A37.docx",
            "内部/谈话记录-B12.docx",
            "报送/意见建议-SLJ.docx",
            "报送/立行立改通知书-预-ZN-01.docx",
            "报送/统计.docx",
            "报送/统计.json",
            "报送/统计.md",
            "报送/问题-预-LF-01.md",
            "报送/问题-预-ZN-01.md",
            "报送/问题底稿-预-LF-01.docx",
            "报送/问题底稿-预-ZN-01.docx",
            "报送/问题底稿（简式）-预-LF-01.docx",
            "报送/问题底稿（简式）-预-ZN-01.docx",
            "报送/问题清单.docx",
            "报送/问题清单.xlsx",
        ]
    );
    assert_eq!(report.parts, Part::ALL);
    let log = store.reader().unwrap().export_log().unwrap();
    assert_eq!(log.len(), report.files.len());
    for (line, file) in log.iter().zip(&report.files) {
        assert_eq!((line.what.as_str(), line.sha256), (file.what, file.sha256));
    }
}

#[test]
fn what_may_not_be_said_is_in_no_byte() {
    let (dir, store, _) = full();
    write(&store, dir.path(), &all());
    for (name, bytes) in files(dir.path()) {
        if name.starts_with("a.wenkan") {
            continue;
        }
        let text = words(&bytes);
        for secret in WITHHELD.into_iter().chain(papers::WITHHELD) {
            assert!(!text.contains(secret), "{secret} in {name}");
        }
        if name.starts_with("报送/") {
            for inner in INTERNAL.into_iter().chain(["证据附记", "资料备注", "要点附记", "条目附记", "付款早于研究"])
            {
                assert!(!text.contains(inner), "{inner} in {name}");
            }
            for word in papers::INFORMANT {
                assert!(!text.contains(word), "{word} in {name}");
            }
        }
    }
    let paper = words(&files(dir.path())["报送/问题底稿-预-LF-01.docx"]);
    assert!(paper.contains("〔访谈B12〕") && paper.contains("王建国"), "codes and the responsible are there");
}

#[test]
fn the_same_round_gives_the_same_bytes_and_another_folder_changes_nothing() {
    let (dir, store, _) = full();
    write(&store, &dir.path().join("one"), &all());
    write(&store, &dir.path().join("two/deeper"), &all());
    let (mut one, mut two) = (files(&dir.path().join("one")), files(&dir.path().join("two/deeper")));
    // Writing out is logged, but no record changes.
    assert_eq!(one.remove("报送/统计.docx"), two.remove("报送/统计.docx"));
    assert!(one == two, "{:?}", one.keys().filter(|k| one.get(*k) != two.get(*k)).collect::<Vec<_>>());
}

#[test]
fn a_paper_that_cites_what_is_dealt_with_elsewhere_does_not_leave() {
    let (dir, store, ids) = full();
    let cite = move |tx: &mut Tx<'_>| {
        let mut full = tx.get::<Problem>(ids.full.0)?.unwrap();
        let lost = papers::cited(&[ids.hidden]).remove(0);
        full.evidence.push(crate::model::problem::Cited { number: 9, ..lost });
        full.facts[0].text = "查到了别的。另据反映有此一事〔证9〕〔证1〕。".into();
        tx.put(&full)
    };
    store.transact(Op::EditProblem, None, cite).unwrap();
    let report = write(&store, &dir.path().join("o"), &all());
    assert_eq!(report.held_back, ["预-LF-01"]);
    assert!(report.warning().unwrap().contains("预-LF-01"));
    let found = files(&dir.path().join("o"));
    assert!(found.keys().all(|n| !n.contains("LF-01")), "{:?}", found.keys());
    assert!(!words(&found["报送/问题清单.xlsx"]).contains("购置公务车辆未经党组集体研究"));
    let bundle = words(&found["内部/bundle.json"]);
    assert!(bundle.contains("查到了别的。〔已另行处理〕〔证1〕。"), "without the mark and the line that it names");
    assert!(!bundle.contains(&ids.hidden.to_string()));
}

#[test]
fn a_choice_writes_what_it_says_and_no_more() {
    let (dir, store, _) = full();
    let choice = Choice { parts: vec![Part::Codes, Part::List, Part::Loans], format: Some(Format::Xlsx) };
    assert_eq!(choice.written(), [Part::List, Part::Codes]);
    let report = write(&store, &dir.path().join("x"), &choice);
    assert_eq!(report.parts, [Part::List, Part::Codes]);
    let found: Vec<String> = files(&dir.path().join("x")).into_keys().collect();
    assert_eq!(found, ["内部/代号对照表.xlsx", "报送/问题清单.xlsx"]);
}

#[test]
fn an_empty_round_gives_lists_of_nothing_and_no_empty_folders() {
    let dir = tempfile::tempdir().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    store.transact(Op::CreateRound, None, |tx| tx.put(&sample::round())).unwrap();
    let report = write(&store, &dir.path().join("o"), &Choice { parts: Part::ALL[..8].to_vec(), format: None });
    assert_eq!(report.parts, [Part::List, Part::Stats]);
    assert!(!dir.path().join("o").join(Shelf::Internal.folder()).exists());
}

#[test]
fn two_papers_of_one_number_give_two_files_each() {
    let (dir, store, ids) = full();
    let twin = move |tx: &mut Tx<'_>| {
        let short = tx.get::<Problem>(ids.short.0)?.unwrap();
        tx.put(&Problem { number: "预-LF-01".into(), ..short })
    };
    store.transact(Op::EditProblem, None, twin).unwrap();
    write(&store, &dir.path().join("o"), &Choice { parts: vec![Part::Papers], format: Some(Format::Md) });
    let found: Vec<String> = files(&dir.path().join("o")).into_keys().collect();
    assert_eq!(found, ["报送/问题-SLJ-预-LF-01-2.md", "报送/问题-SLJ-预-LF-01.md"]);
}

#[test]
fn cancelling_keeps_what_was_written_and_logged_and_nothing_half() {
    let (dir, store, _) = full();
    let out = dir.path().join("o");
    let stop = Target { out: &out, by: None, progress: &|p| p < 3 };
    let e = export(&store, &all(), &stop).unwrap_err();
    assert_eq!(e.kind, crate::error::Kind::Cancelled);
    let found = files(&out);
    assert!(!found.is_empty() && found.keys().all(|n| n.starts_with("报送/问题")), "{:?}", found.keys());
    assert_eq!(found.len(), store.reader().unwrap().export_log().unwrap().len());
}

#[test]
fn long_rare_and_unbroken_text_is_written_whole() {
    let (dir, store, ids) = full();
    let long = format!("{}😀👨‍👩‍👧𠮷\u{31350}\u{2EBF0}葛\u{E0100}{}", "长".repeat(10_000), "x".repeat(3_000));
    let text = long.clone();
    let edit = move |tx: &mut Tx<'_>| {
        let mut full = tx.get::<Problem>(ids.full.0)?.unwrap();
        full.facts[0].text.clone_from(&text);
        for field in [&mut full.title, &mut full.discovery, &mut full.explanation, &mut full.against, &mut full.note] {
            field.clone_from(&text);
        }
        tx.put(&full)
    };
    store.transact(Op::EditProblem, None, edit).unwrap();
    let choice = Choice { parts: vec![Part::Papers, Part::List], format: None };
    write(&store, &dir.path().join("o"), &choice);
    for (name, bytes) in files(&dir.path().join("o")) {
        if name.contains("LF-01") || name.contains("清单") {
            assert!(words(&bytes).contains(&long), "{name}");
        }
    }
}

#[test]
fn whoever_exports_is_told_place_by_place_what_is_covered() {
    let (dir, store, ids) = full();
    let edit = move |tx: &mut Tx<'_>| {
        let mut full = tx.get::<Problem>(ids.full.0)?.unwrap();
        full.facts[0].text = "据赵 敏反映，没有开会〔证1〕。".into();
        full.note = "赵会计说不知道。".into();
        tx.put(&QuickFix {
            id: QuickFixId::new(),
            unit: full.unit,
            problem: full.id,
            demand: "请赵敏补齐清单。".into(),
            issued: PartialDate::parse("2026-03"),
            due: None,
            result: String::new(),
            done: None,
            by: full.handlers[0],
            at: sample::at("2026-03-18T09:00"),
        })?;
        tx.put(&full)
    };
    store.transact(Op::EditProblem, None, edit).unwrap();
    let parts = vec![Part::Papers, Part::Notices];
    let report = write(&store, &dir.path().join("o"), &Choice { parts, format: None });
    let said = report.warning().unwrap();
    for want in [
        "问题底稿 预-LF-01 查证事实：姓名“赵 敏”",
        "问题底稿 预-LF-01 备注：称呼“赵会计”",
        "立行立改通知书 预-LF-01 立行立改：姓名“赵敏”",
    ] {
        assert!(said.contains(want), "{want} in {said}");
    }
    for (name, bytes) in files(&dir.path().join("o")) {
        assert!(!words(&bytes).contains("赵 敏") && !words(&bytes).contains("赵敏"), "{name}");
    }
}

/// A place in a paper where somebody may have typed a name.
const PLACES: usize = 12;

fn type_into(problem: &mut Problem, evidence: &mut Evidence, place: usize, text: &str) {
    let field = match place {
        0 => &mut problem.title,
        1 => &mut problem.facts[0].text,
        2 => &mut problem.discovery,
        3 => &mut problem.explanation,
        4 => &mut problem.against,
        5 => &mut problem.note,
        6 => &mut problem.place,
        7 => &mut problem.source_other,
        8 => return problem.basis[0].edited(|basis| basis.name.push_str(text)),
        9 => return problem.basis[0].edited(|basis| basis.quote.push_str(text)),
        10 => &mut evidence.provider,
        _ => &mut evidence.title,
    };
    field.push_str(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Any names at any places of a paper, of its list, suggestions and notices: only the responsible are named.
    #[test]
    fn nobody_on_a_roster_is_named_in_what_is_handed_on(
        people in prop::collection::vec("[赵钱孙李周吴郑王冯陈][一-龥]{2}", 2..6),
        typed in prop::collection::vec((0..PLACES, any::<prop::sample::Index>(), "[，。在由的及一-龥]{0,3}", any::<bool>()), 1..10),
        blamed in any::<prop::sample::Index>(),
    ) {
        let (dir, store, ids) = full();
        let unit = store.reader().unwrap().get::<Problem>(ids.full.0).unwrap().unwrap().unit;
        let roster: Vec<Person> = people
            .iter()
            .enumerate()
            .map(|(at, name)| Person { name: name.clone(), post: format!("{name}科科员"), ..sample::person(unit, &format!("C{at:02}")) })
            .collect();
        let responsible = blamed.get(&roster).clone();
        let (listed, one) = (roster.clone(), responsible.clone());
        let edit = move |tx: &mut Tx<'_>| {
            let mut full = tx.get::<Problem>(ids.full.0)?.unwrap();
            let mut evidence = tx.get::<Evidence>(full.evidence[4].evidence.0)?.unwrap();
            assert_eq!(evidence.source, EvidenceSource::Outside);
            full.responsible = vec![Responsible {
                id: ResponsibleId::new(),
                order: papers::order(0),
                person: Some(one.id),
                name: one.name.clone(),
                post: "局长".into(),
                kind: ResponsibilityKind::Direct,
            }];
            for (place, who, around, beside_code) in typed {
                let somebody = who.get(&listed);
                let text = if beside_code {
                    format!("{around}{}〔访谈{}〕", somebody.post, somebody.code)
                } else {
                    format!("{around}{}{around}", somebody.name)
                };
                type_into(&mut full, &mut evidence, place, &text);
            }
            let text = full.facts[0].text.clone();
            tx.put(&Suggestion { id: SuggestionId::new(), unit, problems: vec![full.id], addressee: String::new(), text: text.clone() })?;
            tx.put(&QuickFix {
                id: QuickFixId::new(), unit, problem: full.id, demand: text, issued: PartialDate::parse("2026-03"),
                due: None, result: String::new(), done: None, by: full.handlers[0], at: sample::at("2026-03-18T09:00"),
            })?;
            listed.iter().try_for_each(|p| tx.put(p))?;
            tx.put(&evidence)?;
            tx.put(&full)
        };
        store.transact(Op::EditProblem, None, edit).unwrap();
        let parts = Part::ALL.into_iter().filter(|p| p.shelf() == Shelf::Report).collect();
        write(&store, &dir.path().join("o"), &Choice { parts, format: None });
        for (file, bytes) in files(&dir.path().join("o")) {
            let text = words(&bytes);
            for person in &roster {
                if person.name != responsible.name {
                    prop_assert!(!text.contains(&person.name), "{} in {file}", person.name);
                }
                let code = format!("〔访谈{}〕", person.code);
                for (at, _) in text.match_indices(&code) {
                    prop_assert!(!text.split_at(at).0.ends_with("科员"), "a post beside {code} in {file}");
                }
            }
        }
    }
}

#[test]
fn a_method_that_says_withheld_words_is_named_and_told_without_them() {
    const SAID: &str = "分管的那位收了三万块钱回扣";
    let dir = TempDir::new().unwrap();
    let store = sample::create(&dir.path().join("a.wenkan"));
    let (answer, said) =
        (sample::fill(&store).answer, Statement { withheld: true, ..sample::said(Lane::Verbatim, SAID) });
    let say = move |tx: &mut Tx<'_>| {
        tx.edit::<Answer>(answer.0, |answer| {
            answer.statements.push(said.clone());
            Ok(())
        })
    };
    store.perform(None, Script(Op::EditAnswer, say)).unwrap();
    let choice = Choice { parts: vec![Part::Stats], format: Some(Format::Md) };
    let put = |from: &str, to: &str| {
        let files = MethodFiles::builtin().files.into_iter().map(|(name, text)| (name, text.replacen(from, to, 1)));
        let files = MethodFiles::new(files);
        let hash = files.hash();
        let change = move |tx: &mut Tx<'_>| tx.put_method_last(hash, &files.files);
        store.perform(None, Script(Op::ImportBundle, change)).unwrap();
        write(&store, dir.path(), &choice).warning().unwrap_or_default()
    };
    assert_eq!(put("id = \"q1\"", &format!("# {SAID}\nid = \"q1\"")), "");
    let said = put("您个人每月应交多少党费", &format!("有人反映{SAID}"));
    assert!(said.contains("questions/q5.toml") && !said.contains(SAID), "{said}");
    // One door for whoever reads a method of the round, and the bundle, comments included.
    let reader = store.reader().unwrap();
    for hash in reader.methods().unwrap().into_iter().map(|m| m.hash) {
        let method = methods::exact(&reader, hash).unwrap();
        assert_eq!(method.hash, hash);
        assert!(!format!("{method:?}").contains("三万块钱"));
    }
    let asked = format!("{:?}", methods::current(&reader).unwrap());
    assert!(asked.contains("有人反映〔已另行处理〕"), "the rest of the text is told");
    let mut bundle = collect(&reader).unwrap();
    let hashes: BTreeSet<Hash> = bundle.methods.iter().map(|m| m.hash).collect();
    for method in &bundle.methods {
        let files = MethodFiles::kept(method.files.iter().map(|f| (f.name.clone(), f.text.clone())).collect());
        assert_eq!(files.hash(), method.hash);
    }
    let of = |record: &AnyRecord| match record {
        AnyRecord::Interview(talk) => Some(talk.method),
        AnyRecord::Document(document) => Some(document.method),
        AnyRecord::Problem(problem) => Some(problem.method),
        _ => None,
    };
    assert!(bundle.records.iter().filter_map(of).all(|hash| hashes.contains(&hash)));
    bundle.records.clear();
    assert!(!String::from_utf8(bundle.to_json().unwrap()).unwrap().contains("三万块钱"));
}
