//! Who can be told from a sentence: two tables of sentences (tests/fixtures/names), each with its verdict, once as the
//! diagnostics say it (E301) and once as it is printed for 报送/.

use super::*;
use crate::analysis::fixture::{self, World, person};
use crate::analysis::paper::field::PaperField;
use crate::analysis::paper::{Covering, Holdings, Roster};
use crate::model::people::Person;
use std::sync::Arc;

const TABLES: [(&str, &str); 2] = [
    ("blind", include_str!("../../../tests/fixtures/names/blind.tsv")),
    ("near", include_str!("../../../tests/fixtures/names/near.tsv")),
];

struct Line {
    leak: bool,
    people: Vec<[String; 3]>,
    sentence: String,
}

fn lines(table: &str) -> Vec<Line> {
    let escaped = |text: &str| {
        [("\\u200B", "\u{200B}"), ("\\u2060", "\u{2060}"), ("\\uFEFF", "\u{FEFF}"), ("\\n", "\n")]
            .iter()
            .fold(text.to_owned(), |text, (escape, c)| text.replace(escape, c))
    };
    let one = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [verdict, people, sentence, ..] = cells[..] else { panic!("{line}") };
        let leak = match verdict {
            "leak" => true,
            "innocent" => false,
            _ => panic!("{line}"),
        };
        let of = |p: &str| p.split('|').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
        Line { leak, people: people.split(';').map(of).collect(), sentence: escaped(sentence) }
    };
    table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(one).collect()
}

/// The sentence as the only fact of a paper of a unit with this roster: what E301 says, and what is printed.
fn judged(world: &World, holdings: &mut Holdings, line: &Line) -> (Vec<String>, String) {
    let of = |[name, post, code]: &[String; 3]| person(world.unit.id, code, name, post);
    let people: Vec<Person> = line.people.iter().map(of).collect();
    holdings.cover(&Arc::new(Covering::new(Arc::new(Roster::new(&people).of_units([&world.unit])), [])));
    let mut problem = world.sound.clone();
    problem.facts = fixture::facts(&[&line.sentence]);
    problem.responsible.clear();
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
            if verdicts != [line.leak; 2] {
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
