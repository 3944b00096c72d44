//! The coverage half of `wenkan check`: open questions person by person, kinds of record year by year.

use crate::analysis::coverage::{Briefs, Coverage, Mark, Row, Standing, coverage};
use crate::analysis::reading::{self, KindRow};
use crate::cli::explain;
use crate::error::Result;
use crate::method::types::Method;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::Person;
use crate::model::round::{Round, Unit};
use crate::store::Reader;
use crate::text::width;
use serde::Serialize;
use std::collections::HashMap;

/// The coverage of a round, as `--json` prints it.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    units: Vec<OfUnit>,
    /// Required questions that are open, over all units.
    pub(super) left: usize,
    /// Kinds of record that are not read through, over all units.
    pub(super) reading_left: usize,
}

#[derive(Debug, Serialize)]
struct OfUnit {
    id: UnitId,
    code: String,
    name: String,
    questions: Vec<OfQuestion>,
    people: Vec<OfPerson>,
    left: usize,
    reading: Vec<OfKind>,
    reading_left: usize,
}

/// One kind of record.
#[derive(Debug, Serialize)]
struct OfKind {
    kind: String,
    #[serde(skip)]
    numeral: String,
    short: String,
    progress: &'static str,
    #[serde(skip)]
    glyph: &'static str,
    documents: usize,
    read: usize,
    open_items: usize,
    problems: usize,
    years: Vec<OfYear>,
}

#[derive(Debug, Serialize)]
struct OfYear {
    year: i16,
    progress: &'static str,
    #[serde(skip)]
    glyph: &'static str,
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
    pub(super) fn read(reader: &Reader, round: &Round, method: &Method) -> Result<Self> {
        let mut units = Vec::new();
        for unit in reader.all::<Unit>()? {
            let covered = coverage(method, &Briefs::read(reader, Some(unit.id))?);
            let reading = reading::read(reader, &unit, round, method)?;
            let people: Vec<Person> = reader.children(unit.id.0)?;
            units.push(OfUnit::new(unit, method, covered, &reading, people));
        }
        let left = units.iter().map(|u| u.left).sum();
        let reading_left = units.iter().map(|u| u.reading_left).sum();
        Ok(Self { units, left, reading_left })
    }

    pub(super) fn text(&self) -> String {
        let units: String = self.units.iter().map(OfUnit::text).collect();
        let none = if self.units.is_empty() { "\n还没有被巡察单位。\n" } else { "" };
        format!("{units}{none}\n{}\n", explain::MARKS)
    }
}

impl OfUnit {
    fn new(unit: Unit, method: &Method, covered: Coverage, read: &reading::Coverage, people: Vec<Person>) -> Self {
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
        let reading = method.records.iter().zip(&read.kinds);
        let reading = reading.map(|(kind, row)| OfKind::new(&kind.numeral, &kind.short, row)).collect();
        let reading_left = read.left();
        Self { id: unit.id, code: unit.code, name: unit.name, questions, people, left, reading, reading_left }
    }

    fn text(&self) -> String {
        let Self { name, code, people, left, .. } = self;
        let not_yet = people.iter().filter(|p| p.standing == Standing::NotYet.name()).count();
        let heads: Vec<&str> = self.questions.iter().map(|q| q.numeral.as_str()).collect();
        let title = format!("\n{name}（{code}）　{} 人，未谈 {not_yet} 人，必问问题未完 {left} 个\n", people.len());
        let head = format!("  {} 未完 代号  进度    姓名\n", heads.join(" "));
        let people: String = people.iter().map(OfPerson::text).collect();
        let questions: String = self.questions.iter().map(OfQuestion::text).collect();
        let reading: String = self.reading.iter().map(OfKind::text).collect();
        title + &head + &people + &questions + &reading
    }
}

impl OfKind {
    fn new(numeral: &str, short: &str, row: &KindRow) -> Self {
        let year =
            |y: &reading::YearRow| OfYear { year: y.year, progress: y.progress.name(), glyph: y.progress.mark() };
        Self {
            kind: row.kind.clone(),
            numeral: numeral.to_owned(),
            short: short.to_owned(),
            progress: row.progress.name(),
            glyph: row.progress.mark(),
            documents: row.documents,
            read: row.read,
            open_items: row.open_items,
            problems: row.problems,
            years: row.years.iter().map(year).collect(),
        }
    }

    fn text(&self) -> String {
        let Self { numeral, glyph, documents, read, open_items, problems, .. } = self;
        let short = width::fit(&self.short, 12);
        let years: Vec<String> = self.years.iter().map(|y| format!("{}{}", y.year, y.glyph)).collect();
        let years = if years.is_empty() { String::new() } else { format!("，{}", years.join(" ")) };
        format!(
            "  看{numeral} {short} {glyph} 资料 {documents}，看完 {read}，未看要点 {open_items}，有问题 {problems}{years}\n"
        )
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
