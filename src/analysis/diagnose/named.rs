//! Who can be told from a sentence: tables of sentences (tests/fixtures/names), each with its verdict, once as the
//! diagnostics say it (E301) and once as it is printed for 报送/.

use super::*;
use crate::analysis::fixture::{self, World, person};
use crate::analysis::paper::field::PaperField;
use crate::analysis::paper::{Covering, Holdings, Roster};
use crate::model::people::Person;
use std::sync::Arc;

const TABLES: [(&str, &str); 6] = [
    ("second", include_str!("../../../tests/fixtures/names/second.tsv")),
    ("blind", include_str!("../../../tests/fixtures/names/blind.tsv")),
    ("grammar", include_str!("../../../tests/fixtures/names/grammar.tsv")),
    ("near", include_str!("../../../tests/fixtures/names/near.tsv")),
    ("posts", include_str!("../../../tests/fixtures/names/posts.tsv")),
    ("third", include_str!("../../../tests/fixtures/names/third.tsv")),
];

/// What stands behind the code of one who is responsible.
const RESPONSIBLE: &str = "责任";

struct Line {
    leak: bool,
    people: Vec<Listed>,
    sentence: String,
    /// What is printed, where the table has it.
    printed: Option<String>,
}

struct Listed {
    name: String,
    post: String,
    code: String,
    /// 责任, or what they are in charge of.
    more: String,
}

fn lines(table: &str) -> Vec<Line> {
    let escaped = |text: &str| {
        [("\\u200B", "\u{200B}"), ("\\u2060", "\u{2060}"), ("\\uFEFF", "\u{FEFF}"), ("\\n", "\n")]
            .iter()
            .fold(text.to_owned(), |text, (escape, c)| text.replace(escape, c))
    };
    let one = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [verdict, people, sentence, more @ ..] = &cells[..] else { panic!("{line}") };
        let leak = match *verdict {
            "leak" => true,
            "innocent" => false,
            _ => panic!("{line}"),
        };
        let of = |p: &str| {
            let mut parts = p.split('|').map(str::to_owned);
            let mut next = || parts.next().unwrap_or_default();
            Listed { name: next(), post: next(), code: next(), more: next() }
        };
        let printed = more.get(1).map(|p| (*p).to_owned());
        Line { leak, people: people.split(';').map(of).collect(), sentence: escaped(sentence), printed }
    };
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(one).collect()
}

/// The sentence as the only fact of a paper of a unit with this roster: what E301 says, and what is printed.
fn judged(world: &World, holdings: &mut Holdings, line: &Line) -> (Vec<String>, String) {
    let of = |listed: &Listed| {
        let duties = if listed.more == RESPONSIBLE { "" } else { &listed.more };
        Person { in_charge: duties.to_owned(), ..person(world.unit.id, &listed.code, &listed.name, &listed.post) }
    };
    let people: Vec<Person> = line.people.iter().map(of).collect();
    let responsible = line.people.iter().zip(&people).filter(|(listed, _)| listed.more == RESPONSIBLE);
    holdings.cover(&Arc::new(Covering::new(Arc::new(Roster::new(&people).of_units([&world.unit])), [])));
    let mut problem = world.sound.clone();
    problem.facts = fixture::facts(&[&line.sentence]);
    problem.responsible =
        responsible.map(|(listed, p)| fixture::responsible(Some(p.id), &listed.name, &listed.post)).collect();
    let paper = holdings.paper(&problem);
    let told = diagnose(&paper).into_iter();
    let told = told.filter(|d| d.code == Code::InformantNamed && d.spot.field == PaperField::Facts);
    (told.map(|d| d.message).collect(), paper.printed(None).text(PaperField::Facts))
}

#[test]
fn whoever_can_be_told_from_a_sentence_is_reported_and_covered_and_nobody_else() {
    let world = World::new();
    let mut holdings = Holdings::read(&world.store.reader().unwrap(), None).unwrap();
    let (mut all, mut right) = (Vec::new(), true);
    for (name, table) in TABLES {
        let lines = lines(table);
        let leaks = lines.iter().filter(|l| l.leak).count();
        let (mut rates, mut wrong) = ([[0; 2]; 2], Vec::new());
        for line in &lines {
            let (told, printed) = judged(&world, &mut holdings, line);
            let verdicts = [!told.is_empty(), printed != line.sentence];
            for (rate, said) in rates.iter_mut().zip(verdicts) {
                rate[usize::from(said)] += usize::from(said != line.leak);
            }
            let otherwise = line.printed.as_ref().is_some_and(|want| *want != printed);
            if verdicts != [line.leak; 2] || otherwise {
                let sort = if line.leak { "missed" } else { "false" };
                wrong.push(format!("  {sort} {verdicts:?} {}\n    {told:?} {printed}", line.sentence));
            }
        }
        let [check, print] = rates.map(|[missed, false_ones]| format!("{missed} missed, {false_ones} false"));
        let innocent = lines.len() - leaks;
        all.push(format!("{name}: {leaks} leaks, {innocent} innocent; check: {check}; printed: {print}"));
        right &= wrong.is_empty();
        all.extend(wrong);
    }
    assert!(right, "{}", all.join("\n"));
}
