//! What is said of single sentences: three tables of sentences (tests/fixtures/sentences), each with its verdict.
//!
//! - `cases.tsv`: sentences that inspectors found judged wrongly, and what is right of them.
//! - `blind.tsv`: written by somebody who had not seen the program.
//! - `near.tsv`: written beside the rules, most of them near misses.
//!
//! A sentence becomes a paper like this: it is the only fact of a paper that lacks nothing else. 起止时间 is left empty,
//! since no line gives it. Each mark 〔证N〕 leads to written evidence, or, where the line gives the words that were
//! recorded, to a statement of these words, noted as 原话. The inspection period is 2021-01 to 2026-02, the day 2026-03-13.
//! Counted are the diagnostics that point to the facts: what the rest of the paper lacks is no matter of the sentence.
//!
//! A fault is missed when none of the codes of its kind is raised. Every code raised on a sound sentence is a false
//! complaint, and so is one of another kind on a faulty one. Kinds joined by + are all to be found; one with ? may be
//! raised or not.

use super::*;
use crate::analysis::fixture::{self, World};
use crate::analysis::paper::field::PaperField;
use crate::analysis::paper::{Holdings, Paper, Proof, ProofState, Voice, Words};
use crate::model::answer::Lane;
use crate::model::evidence::EvidenceSort;
use crate::model::problem::pins;
use std::collections::BTreeSet;
use std::sync::Arc;

const TABLES: [(&str, &str); 3] = [
    ("cases", include_str!("../../../tests/fixtures/sentences/cases.tsv")),
    ("blind", include_str!("../../../tests/fixtures/sentences/blind.tsv")),
    ("near", include_str!("../../../tests/fixtures/sentences/near.tsv")),
];

/// The numbers that complain of a kind.
const KINDS: [(&str, &[u16]); 18] = [
    ("no-subject", &[101]),
    ("no-time", &[102]),
    ("no-what", &[111]),
    ("no-amount-where-needed", &[103, 112]),
    ("unpinned", &[106]),
    ("impossible-date", &[113]),
    ("period-reversed", &[114]),
    ("period-ahead", &[115]),
    ("date-outside", &[116]),
    ("sum-mismatch", &[117]),
    ("share-mismatch", &[117]),
    ("count-mismatch", &[117]),
    ("capitals-mismatch", &[118]),
    ("verdict-word", &[119]),
    ("vague", &[120]),
    ("not-verbatim", &[205]),
    ("id-number", &[302]),
    ("phone-number", &[303]),
];

struct Line<'a> {
    fault: bool,
    kinds: Vec<&'a str>,
    sentence: &'a str,
    words: &'a str,
}

fn lines(table: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [verdict, kinds, sentence, words, ..] = cells[..] else { panic!("{line}") };
        let fault = match verdict {
            "fault" => true,
            "sound" => false,
            _ => panic!("{line}"),
        };
        found.push(Line { fault, kinds: kinds.split('+').collect(), sentence, words });
    }
    found
}

fn numbers(kind: &str) -> &'static [u16] {
    KINDS.iter().find(|(k, _)| *k == kind).unwrap_or_else(|| panic!("{kind}")).1
}

fn paper(world: &World, holdings: &Holdings, line: &Line<'_>) -> Paper {
    let mut problem = world.sound.clone();
    problem.facts = fixture::facts(&[line.sentence]);
    (problem.from, problem.to) = (None, None);
    let mut paper = holdings.paper(&problem);
    let written = paper.proofs[0].clone();
    let said = |number| Proof {
        number,
        state: ProofState::Found,
        sort: Some(EvidenceSort::Talk),
        voice: Voice::Material,
        words: Some(Words {
            number: 1,
            lane: Lane::Verbatim,
            text: line.words.to_owned(),
            read_back: true,
            corrects: false,
        }),
        ..written.clone()
    };
    let proof = |number| if line.words.is_empty() { Proof { number, ..written.clone() } } else { said(number) };
    paper.proofs = pins(line.sentence).map(|(_, number)| proof(number)).collect();
    paper.today = crate::model::value::PartialDate::parse("2026-03-13").unwrap();
    paper.round = Some(Arc::new(fixture::round("2021-01", "2026-02")));
    paper
}

/// What is wrong with the verdicts on one table, and how many are: false complaints, missed faults.
fn judge(table: &str, world: &World, holdings: &Holdings) -> (Vec<String>, usize, usize) {
    let (mut wrong, mut false_ones, mut missed) = (Vec::new(), 0, 0);
    for line in lines(table) {
        let found = diagnose(&paper(world, holdings, &line));
        let said: Vec<&Diagnostic> = found.iter().filter(|d| d.spot.field == PaperField::Facts).collect();
        let raised: BTreeSet<u16> = said.iter().map(|d| d.code.number()).collect();
        let (may, must): (Vec<&str>, Vec<&str>) = line.kinds.iter().partition(|k| k.ends_with('?'));
        let must = if line.fault { must } else { Vec::new() };
        let mut right: BTreeSet<u16> = must.iter().flat_map(|k| numbers(k)).copied().collect();
        right.extend(may.iter().flat_map(|k| numbers(k.trim_end_matches('?'))));
        let lacks: Vec<&&str> = must.iter().filter(|k| !numbers(k).iter().any(|n| raised.contains(n))).collect();
        let more: Vec<String> = said
            .iter()
            .filter(|d| !right.contains(&d.code.number()))
            .map(|d| format!("{} {}", d.label(), d.message))
            .collect();
        missed += usize::from(!lacks.is_empty());
        false_ones += usize::from(!more.is_empty());
        if !lacks.is_empty() || !more.is_empty() {
            wrong.push(format!("{}\n    missed {lacks:?}, false {more:?}", line.sentence));
        }
    }
    (wrong, false_ones, missed)
}

#[test]
fn sentences_are_judged_as_an_experienced_inspector_judges_them() {
    let world = World::new();
    let holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    let mut all = Vec::new();
    let mut right = true;
    for (name, table) in TABLES {
        let total = lines(table).len();
        let (wrong, false_ones, missed) = judge(table, &world, &holdings);
        let faults = lines(table).iter().filter(|l| l.fault).count();
        all.push(format!(
            "{name}: {total} sentences, {false_ones} false complaints, {missed} of {faults} faults missed"
        ));
        right &= wrong.is_empty();
        all.extend(wrong);
    }
    assert!(right, "{}", all.join("\n"));
}
