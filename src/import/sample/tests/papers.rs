//! What papers claim: every figure stands in the books or was said, every mark and sentence is in its place, nobody is
//! named who is not responsible.

use super::content::figures;
use super::{round_file, sample};
use crate::import::sample::Sample;
use crate::method::types::Method;
use crate::model::answer::Value;
use crate::model::evidence::EvidenceSource;
use crate::model::problem::{Problem, ProblemState, pins};
use crate::model::value::Money;
use crate::text::amount;
use std::collections::{BTreeMap, BTreeSet};

impl Sample {
    fn paper(&self, number: &str) -> &Problem {
        self.problems.iter().find(|p| p.number == number).unwrap()
    }
}

/// All that is written in a paper and goes out with it.
fn printed(p: &Problem) -> Vec<String> {
    let mut all = vec![p.title.clone(), p.discovery.clone(), p.explanation.clone(), p.against.clone()];
    all.extend(p.facts.iter().map(|f| f.text.clone()));
    all
}

/// Sums that stand before 元, like `186000.00元`.
fn sums(text: &str) -> BTreeSet<Money> {
    let before = text.split('元').collect::<Vec<_>>();
    let digits = |t: &&str| t.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next().and_then(amount::read);
    before.iter().take(before.len() - 1).filter_map(digits).collect()
}

/// Everything in which a figure may stand: entries, notes of checks, statements, the profile.
fn known_sums(sample: &Sample) -> BTreeSet<Money> {
    let of = |v: &Value| match v {
        Value::Money(money) => Some(*money),
        _ => None,
    };
    let profile = sample.units.iter().flat_map(|u| &u.profile);
    let mut known: BTreeSet<Money> =
        sample.entries.iter().flat_map(|e| &e.values).chain(profile).filter_map(|v| of(&v.value)).collect();
    known.extend(sample.statements().flat_map(|(_, s)| figures(&s.text)));
    known.extend(sample.checks.iter().flat_map(|c| sums(&c.note)));
    // 78.24 due less 37.50 paid.
    known.insert(Money(7824 - 3750));
    known
}

#[test]
fn every_sum_in_a_paper_stands_in_the_books_or_was_said() {
    let sample = sample();
    let known = known_sums(&sample);
    let mut checked = 0;
    for p in &sample.problems {
        for sum in printed(p).iter().flat_map(|t| sums(t)) {
            assert!(known.contains(&sum), "{} {sum}", p.number);
            checked += 1;
        }
    }
    assert!(checked >= 8, "{checked}");
    // The notes of the checks add up what the entries show.
    for (parts, total) in [(vec![4_800_000, 4_650_000, 4_900_000], 14_350_000), (vec![124_000, 122_000], 246_000)] {
        let entries: BTreeSet<Money> = sample
            .entries
            .iter()
            .flat_map(|e| &e.values)
            .filter_map(|v| if let Value::Money(m) = v.value { Some(m) } else { None })
            .collect();
        assert!(parts.iter().all(|p| entries.contains(&Money(*p))) && parts.iter().sum::<i64>() == total);
        assert!(sample.checks.iter().any(|c| sums(&c.note).contains(&Money(total))), "{total}");
    }
}

#[test]
fn papers_stand_in_every_way() {
    let sample = sample();
    let states: BTreeMap<&str, ProblemState> = sample.problems.iter().map(|p| (p.number.as_str(), p.state)).collect();
    let draft = ["预-GZY-01", "预-LF-02", "预-ZN-01"].map(|n| (n, ProblemState::Draft));
    assert_eq!(states, draft.into_iter().chain([("预-LF-01", ProblemState::Ready)]).collect());
    for p in &sample.problems {
        let code = p.number.split('-').nth(1).unwrap();
        let by = sample.inspectors.iter().find(|i| i.code == code).unwrap();
        assert!(p.handlers.contains(&by.id), "{}", p.number);
    }
    assert!(sample.fixes.iter().any(|f| f.done.is_none() && f.issued.is_some()));
    assert!(sample.suggestions.iter().any(|s| s.addressee.is_empty()));
    assert!(sample.suggestions.iter().any(|s| !s.addressee.is_empty()));
}

#[test]
fn marks_and_sentences_of_the_finished_papers_are_whole() {
    let sample = sample();
    for number in ["预-LF-01", "预-ZN-01"] {
        let p = sample.paper(number);
        let cited: BTreeSet<u16> = p.evidence.iter().map(|c| c.number).collect();
        let named: BTreeSet<u16> = p.facts.iter().flat_map(|f| pins(&f.text)).map(|(_, n)| n).collect();
        assert_eq!(cited, named, "{number}");
        for sentence in p.facts.iter().flat_map(|f| f.text.split('。')).filter(|s| !s.is_empty()) {
            assert!(pins(sentence).next().is_some(), "{sentence}");
        }
    }
    let gaps = sample.paper("预-LF-02");
    let cited: BTreeSet<u16> = gaps.evidence.iter().map(|c| c.number).collect();
    assert!(gaps.facts.iter().flat_map(|f| pins(&f.text)).any(|(_, n)| !cited.contains(&n)));
}

#[test]
fn papers_name_only_those_who_are_responsible() {
    let sample = sample();
    let everybody: Vec<String> = sample.people.iter().map(|p| p.name.clone()).chain(round_file().outside).collect();
    let posts: Vec<&str> = sample.people.iter().map(|p| p.post.as_str()).collect();
    for p in &sample.problems {
        for r in &p.responsible {
            let person = sample.people.iter().find(|x| Some(x.id) == r.person).unwrap();
            assert_eq!(r.name, person.name);
            // As printed with the unit before it: 水利局 + 党组书记、局长, or the part of the post that matters.
            let post = r.post.trim_start_matches("水利局");
            assert!(posts.iter().any(|all| all.contains(post)) && person.post.contains(post), "{}", r.post);
        }
        let named = |text: &str| -> Vec<String> {
            let others = everybody.iter().filter(|n| p.responsible.iter().all(|r| r.name != **n));
            others.filter(|n| text.contains(n.as_str())).cloned().collect()
        };
        for text in printed(p) {
            assert_eq!(named(&text), Vec::<String>::new(), "{text}");
        }
        for s in sample.suggestions.iter().filter(|s| s.problems.contains(&p.id)) {
            assert_eq!(named(&s.text), Vec::<String>::new());
        }
    }
    for e in &sample.evidence {
        assert!(everybody.iter().all(|n| e.provider != *n), "{}", e.provider);
    }
}

#[test]
fn evidence_lies_where_it_says() {
    let sample = sample();
    for e in &sample.evidence {
        match &e.source {
            EvidenceSource::Document { document, check, entry } => {
                let document = sample.documents.iter().find(|d| d.id == *document).unwrap();
                assert_eq!(document.unit, e.unit);
                assert!(sample.checks.iter().any(|c| Some(c.id) == *check && c.document == document.id));
                let entry = entry.map(|id| sample.entries.iter().find(|x| x.id == id).unwrap());
                assert!(entry.is_none_or(|x| x.document == document.id && x.at.ms < e.at.ms), "{}", e.title);
                assert!(e.obtained.is_some_and(|day| document.received.unwrap() <= day && day <= e.at.date()));
                assert!(!e.title.is_empty() && !e.pages.is_empty() && !e.provider.is_empty());
            }
            EvidenceSource::Statement { interview, answer, statement } => {
                let answer = sample.answers.iter().find(|a| a.id == *answer).unwrap();
                let said = super::statement(answer, *statement);
                assert_eq!((answer.interview, e.title.as_str()), (*interview, ""));
                assert!(!said.withheld && !answer.superseded(said.id) && said.at.ms < e.at.ms, "{}", said.text);
            }
            EvidenceSource::Outside => assert!(!e.title.is_empty() && e.obtained.is_some()),
            EvidenceSource::Attachment { .. } => panic!("the sample has no files"),
        }
        assert!(e.at.ms < sample.now.ms);
        let cited = sample.problems.iter().flat_map(|p| &p.evidence).any(|c| c.evidence == e.id);
        assert!(cited || e.title == "镇党委会议记录", "{} is cited nowhere", e.title);
    }
}

#[test]
fn papers_are_in_the_words_of_the_method() {
    let sample = sample();
    let method = Method::builtin().unwrap();
    for p in &sample.problems {
        for placed in &p.categories {
            let tree = method.trees.iter().find(|t| t.id == placed.tree).unwrap();
            assert!(tree.node(&placed.node).is_some() && tree.in_use(sample.now.date()), "{placed:?}");
        }
        for source in &p.sources {
            assert!(method.sources.iter().any(|s| s.id == *source), "{source}");
        }
        for b in p.basis.iter().filter(|b| !b.regulation.is_empty()) {
            let regulation = method.regulations.iter().find(|r| r.id == b.regulation).unwrap();
            let version = regulation.in_force(p.from.unwrap()).unwrap();
            assert_eq!((&version.label, &regulation.name), (&b.version, &b.name));
        }
    }
    for u in &sample.units {
        for excuse in &u.excuses {
            assert!(method.records.iter().any(|k| k.id == excuse.kind));
        }
    }
}

/// No sentence of twelve characters or more stands in two places.
#[test]
fn nothing_is_written_twice() {
    let sample = sample();
    let mut texts: Vec<(String, String)> = Vec::new();
    for p in &sample.problems {
        texts.extend(printed(p).into_iter().chain([p.note.clone()]).map(|t| (p.number.clone(), t)));
    }
    texts.extend(sample.suggestions.iter().map(|s| ("suggestion".to_owned(), s.text.clone())));
    texts.extend(sample.fixes.iter().map(|f| ("fix".to_owned(), f.demand.clone())));
    texts.extend(sample.observations.iter().map(|o| ("observation".to_owned(), o.text.clone())));
    texts.extend(sample.checks.iter().map(|c| (c.item.clone(), c.note.clone())));
    texts.extend(sample.entries.iter().map(|e| (e.kind.clone(), e.note.clone())));
    texts.extend(sample.loans.iter().map(|l| ("loan".to_owned(), l.note.clone())));
    texts.extend(sample.evidence.iter().map(|e| ("evidence".to_owned(), e.note.clone())));
    texts.extend(sample.documents.iter().map(|d| (d.title.clone(), d.note.clone())));
    texts.extend(sample.statements().map(|(_, s)| ("talk".to_owned(), s.text.clone())));
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (place, text) in texts {
        let bare =
            text.split('〔').map(|part| part.split_once('〕').map_or(part, |(_, rest)| rest)).collect::<String>();
        for sentence in bare.split(['。', '！', '？', '；']).filter(|s| s.chars().count() >= 12) {
            let other = seen.insert(sentence.to_owned(), place.clone());
            assert_eq!(other, None, "{place}: {sentence}");
        }
    }
    assert!(seen.len() > 180, "{}", seen.len());
}
