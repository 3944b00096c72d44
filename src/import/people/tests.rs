//! The fixtures of `tests/fixtures/rosters` from the file to the plan, and what must hold for any roster.

mod cases;
mod fuzz;
mod planning;
mod reading;

use super::*;
use crate::import::table;
use crate::method::types::Method;
use crate::model::ids::UnitId;
use crate::model::people::{Code, Person};
use crate::model::round::Unit;
use crate::model::value::PartialDate;
use std::path::Path;
use std::sync::LazyLock;

fn method() -> &'static Method {
    static METHOD: LazyLock<Method> = LazyLock::new(|| Method::builtin().unwrap());
    &METHOD
}

fn book(file: &str) -> Result<Workbook> {
    table::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters").join(file))
}

fn roster(file: &str) -> Result<Roster> {
    read_roster(&book(file)?, &Reading::default())
}

/// A unit of that name that nobody is on file of.
fn unit(name: &str) -> Unit {
    Unit::new(UnitId::new(), "DW1", name)
}

/// Everybody of a roster, with what they are taken for in a unit of that name.
fn people(name: &str, roster: &Roster) -> Vec<NewPerson> {
    let all = roster.entries.iter();
    let guesser = Guesser::new(method(), &unit(name));
    let standing = |e: &Entry| Standing::of(e, &guesser, standing::Chosen::default());
    all.map(|e| NewPerson { entry: e.clone(), standing: standing(e) }).collect()
}

/// Name, post, type id.
fn told(name: &str, roster: &Roster) -> Vec<String> {
    let line = |n: &NewPerson| format!("{} {} {}", n.entry.name, n.entry.post, n.standing.class.id());
    people(name, roster).iter().map(line).collect()
}

fn date(d: Option<PartialDate>) -> String {
    d.map_or_else(|| "-".to_owned(), |d| d.to_string())
}

fn rows_of(sheet: &Sheet, kind: &RowKind) -> Vec<usize> {
    sheet.lines.iter().filter(|l| l.kind == *kind).map(|l| l.row).collect()
}

/// The people of the unit once the plan is written. Codes are drawn by the action, which has its own tests: here they
/// are counted up.
fn apply(plan: &RosterPlan, on_file: &[Person]) -> Vec<Person> {
    let mut people = on_file.to_vec();
    let act = plan.act(None);
    let coded = |(n, p): (usize, Person)| Person { code: Code(format!("T{:02}", on_file.len() + n)), ..p };
    for person in act.added.into_iter().enumerate().map(coded).chain(act.changed) {
        match people.iter_mut().find(|p| p.id == person.id) {
            Some(own) => *own = person,
            None => people.push(person),
        }
    }
    people
}

fn plan(unit: &Unit, on_file: &[Person], roster: &Roster, decisions: &Decisions) -> RosterPlan {
    RosterPlan::make(unit, on_file, roster, decisions, method())
}

fn new_names(plan: &RosterPlan) -> Vec<&str> {
    names(plan.new.iter().map(|n| &n.entry))
}

fn names<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a str> {
    entries.into_iter().map(|e| e.name.as_str()).collect()
}
