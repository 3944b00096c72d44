//! The fixtures of `tests/fixtures/rosters` from the file to the plan, and what must hold for any roster.

mod planning;
mod reading;

use super::*;
use crate::import::table;
use crate::model::ids::UnitId;
use crate::model::people::{Code, Person};
use crate::model::value::PartialDate;
use std::path::Path;

/// The longest of a few words, as the method guesses.
fn guess(text: &str) -> Option<String> {
    let words = [
        ("退休", "retired"),
        ("副局长", "member"),
        ("班子成员", "member"),
        ("党组成员", "member"),
        ("局长", "head"),
        ("党组书记", "head"),
        ("办公室", "office"),
        ("财务股", "finance"),
        ("会计", "finance"),
        ("出纳", "finance"),
        ("股长", "middle"),
        ("科员", "staff"),
        ("普通党员", "staff"),
        ("工作人员", "staff"),
    ];
    let found = words.iter().filter(|(w, _)| text.contains(w)).max_by_key(|(w, _)| w.chars().count());
    found.map(|(_, id)| (*id).to_owned())
}

fn roster(file: &str) -> Result<Roster> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rosters").join(file);
    read_roster(&table::read(&path)?, &Mapping::default(), &guess)
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

fn plan(unit: UnitId, on_file: &[Person], roster: &Roster, decisions: &Decisions) -> RosterPlan {
    RosterPlan::make(unit, on_file, roster, decisions, &guess)
}

fn names<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<&'a str> {
    entries.into_iter().map(|e| e.name.as_str()).collect()
}
