//! `wenkan check`: which required questions are open, per unit, person by person.

use super::args::{Check, Globals};
use super::{explain, output, round};
use crate::analysis::coverage::{Briefs, Coverage, Mark, Row, Standing, coverage};
use crate::analysis::methods;
use crate::error::{Error, Kind, Result};
use crate::method::types::Method;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::round::Unit;
use crate::store::Reader;
use crate::text::width;
use serde::Serialize;
use std::collections::HashMap;

/// Shows the coverage.
///
/// # Errors
/// [`Kind::Findings`] when a required question is open, after everything was shown.
pub(super) fn run(args: &Check, globals: &Globals) -> Result<()> {
    let reader = round::read(&args.file, globals)?;
    let report = reader.snapshot(Report::read)?;
    if args.json {
        output::json(&report)?;
    } else {
        output::data(&report.text())?;
    }
    match report.left {
        0 => Ok(()),
        n => Err(Error::new(Kind::Findings, format!("还有 {n} 个必问问题没有问完。"))),
    }
}

/// The coverage of a round, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Report {
    round: String,
    method: MethodName,
    units: Vec<OfUnit>,
    /// Required questions that are open, over all units.
    left: usize,
}

#[derive(Debug, Serialize)]
struct MethodName {
    id: String,
    version: String,
    hash: String,
    #[serde(skip)]
    name: String,
}

#[derive(Debug, Serialize)]
struct OfUnit {
    id: UnitId,
    code: String,
    name: String,
    questions: Vec<OfQuestion>,
    people: Vec<OfPerson>,
    left: usize,
}

#[derive(Debug, Serialize)]
struct OfQuestion {
    id: String,
    #[serde(skip)]
    numeral: String,
    short: String,
    required: usize,
    done: usize,
    part: usize,
    excused: usize,
    left: usize,
}

#[derive(Debug, Serialize)]
struct OfPerson {
    id: PersonId,
    code: String,
    name: String,
    post: String,
    standing: &'static str,
    #[serde(skip)]
    standing_shown: &'static str,
    talks: usize,
    marks: Vec<OfMark>,
    left: usize,
}

#[derive(Debug, Serialize)]
struct OfMark {
    question: String,
    required: bool,
    progress: &'static str,
    #[serde(skip)]
    glyph: &'static str,
}

impl Report {
    fn read(reader: &Reader) -> Result<Self> {
        let round = round::head(reader)?;
        let method = methods::current(reader)?;
        let mut units = Vec::new();
        for unit in reader.all::<Unit>()? {
            let covered = coverage(&method, &Briefs::read(reader, Some(unit.id))?);
            let people: Vec<Person> = reader.children(unit.id.0)?;
            units.push(OfUnit::new(unit, &method, covered, people));
        }
        let left = units.iter().map(|u| u.left).sum();
        let hash = method.hash.to_string();
        let method = MethodName { id: method.id, version: method.version, hash, name: method.name };
        Ok(Self { round: round.name, method, units, left })
    }

    fn text(&self) -> String {
        let head = format!("{}　{} {}\n", self.round, self.method.name, self.method.version);
        let units: String = self.units.iter().map(OfUnit::text).collect();
        let none = if self.units.is_empty() { "\n还没有被巡察单位。\n" } else { "" };
        format!("{head}{units}{none}\n{}\n", explain::MARKS)
    }
}

impl OfUnit {
    fn new(unit: Unit, method: &Method, covered: Coverage, people: Vec<Person>) -> Self {
        let left = covered.left();
        let questions = method.questions.iter().zip(&covered.sums).map(|(q, sum)| OfQuestion {
            id: q.id.clone(),
            numeral: q.numeral.clone(),
            short: q.short.clone(),
            required: sum.required,
            done: sum.done,
            part: sum.part,
            excused: sum.excused,
            left: sum.left(),
        });
        let questions = questions.collect();
        let mut rows: HashMap<PersonId, Row> = covered.rows.into_iter().map(|r| (r.person, r)).collect();
        // The leading body first, then in the order of the roster; codes are drawn at random and order nothing.
        let mut people = people;
        people.sort_by_key(|p| (!p.facts.head, !p.facts.leading_body));
        let people = people.into_iter().filter_map(|p| rows.remove(&p.id).map(|row| of_person(p, &row, method)));
        let people = people.collect();
        Self { id: unit.id, code: unit.code, name: unit.name, questions, people, left }
    }

    fn text(&self) -> String {
        let Self { name, code, people, left, .. } = self;
        let not_yet = people.iter().filter(|p| p.standing == Standing::NotYet.name()).count();
        let heads: Vec<&str> = self.questions.iter().map(|q| q.numeral.as_str()).collect();
        let title = format!("\n{name}（{code}）　{} 人，未谈 {not_yet} 人，必问问题未完 {left} 个\n", people.len());
        let head = format!("  {} 未完 代号  进度    姓名\n", heads.join(" "));
        let people: String = people.iter().map(OfPerson::text).collect();
        let questions: String = self.questions.iter().map(OfQuestion::text).collect();
        title + &head + &people + &questions
    }
}

impl OfPerson {
    fn text(&self) -> String {
        let marks: Vec<String> = self.marks.iter().map(|m| width::fit(m.glyph, 2)).collect();
        let left = if self.left == 0 { String::new() } else { self.left.to_string() };
        format!(
            "  {} {} {} {} {} {}\n",
            marks.join(" "),
            width::fit(&left, 4),
            width::fit(&self.code, 5),
            width::fit(self.standing_shown, 7),
            width::fit(&self.name, 8),
            self.post
        )
    }
}

impl OfQuestion {
    fn text(&self) -> String {
        let Self { numeral, required, done, part, excused, left, .. } = self;
        let short = width::fit(&self.short, 12);
        format!(
            "  问{numeral} {short} 应问 {required}，问完 {done}，问了一部分 {part}，有理由未问 {excused}，未完 {left}\n"
        )
    }
}

fn of_person(person: Person, row: &Row, method: &Method) -> OfPerson {
    let mark = |(question, mark): (&String, &Mark)| OfMark {
        question: question.clone(),
        required: mark.required,
        progress: mark.progress.name(),
        glyph: mark.glyph(),
    };
    let ids: Vec<String> = method.questions.iter().map(|q| q.id.clone()).collect();
    OfPerson {
        id: person.id,
        code: person.code.0,
        name: person.name,
        post: person.post,
        standing: row.standing.name(),
        standing_shown: row.standing.chinese(),
        talks: row.talks,
        marks: ids.iter().zip(&row.marks).map(mark).collect(),
        left: row.left(),
    }
}
