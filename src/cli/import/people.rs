//! `wenkan import FILE people`: a roster is shown as it is understood, then written.

use super::{sections, unit};
use crate::acts::door;
use crate::analysis::methods;
use crate::cli::args::{Globals, ImportPeople};
use crate::cli::{output, round};
use crate::error::{Error, Kind, Result};
use crate::import::people::{
    Decisions, Mapping, Reading, RosterPlan, SheetChoice, describe, describe_roster, read_roster, strike, unit_named,
};
use crate::import::table;
use crate::method::types::Method;
use crate::model::people::Person;
use crate::model::record::Kind as Records;
use crate::model::round::Unit;
use crate::store::Reader;
use std::path::Path;

/// Shows what the roster holds and what would change; writes it unless `--dry-run`.
///
/// # Errors
/// [`Kind::Findings`] when rows are left out because it is open who is meant; the rest is written.
pub(super) fn run(file: &Path, args: &ImportPeople, globals: &Globals) -> Result<()> {
    if args.dry_run {
        let reader = round::read(file, globals)?;
        let (plan, _) = prepare(&reader, args)?;
        output::say("这是预演，没有写入。");
        return open_questions(&plan);
    }
    let writing = round::write(file, globals)?;
    let (plan, new_unit) = prepare(&writing.reader, args)?;
    let asked = open_questions(&plan);
    let kind_only = new_unit.as_ref().is_some_and(|u| u.kind.is_some());
    if plan.is_empty() && !kind_only {
        output::say("没有要写入的。");
    } else {
        let changes = door::perform(&writing.store, writing.author, plan.act(new_unit))?;
        let people = changes.records.iter().filter(|c| c.kind == Records::Person).count();
        output::say(&format!("已写入 {people} 人。"));
    }
    writing.close()?;
    asked
}

/// Reads the roster, makes the plan and shows both; also the unit, when it is new or its kind changes.
fn prepare(reader: &Reader, args: &ImportPeople) -> Result<(RosterPlan, Option<Unit>)> {
    let method = methods::current(reader)?;
    let mut book = table::read(&args.input)?;
    strike(&mut book, &reader.told()?);
    let mut roster = read_roster(&book, &reading(args)?)?;
    let named = unit_named(&roster, &book.name);
    let (unit, is_new) = unit::find(reader, args.unit.as_deref(), named.as_deref(), &mut roster.notes)?;
    let (unit, is_changed) = unit::with_kind(unit, args.unit_kind.as_deref(), &mut roster.notes)?;
    let on_file: Vec<Person> = reader.children(unit.id.0)?;
    let make = |decisions: &Decisions| RosterPlan::make(&unit, &on_file, &roster, decisions, &method);
    let open = make(&Decisions::default());
    let mut decisions = if args.same.is_empty() { Decisions::default() } else { Decisions::parse(&args.same, &open)? };
    decisions.take_types(&args.types, &make(&decisions))?;
    let plan = make(&decisions);
    let mut shown = describe_roster(&roster);
    shown.extend(describe(&plan, &|id| type_name(&method, id)));
    output::data(&sections::text(&shown))?;
    Ok((plan, (is_new || is_changed).then_some(unit)))
}

/// What the options say of how the file is to be read.
fn reading(args: &ImportPeople) -> Result<Reading> {
    let all = |s: &String| matches!(s.trim(), "全部" | "all");
    let sheets = match args.sheet.as_slice() {
        [] => SheetChoice::Most,
        named if named.iter().any(all) => SheetChoice::All,
        named => SheetChoice::Named(named.to_vec()),
    };
    if args.head_row == Some(0) {
        return Err(Error::usage("--head-row 0：行号从 1 开始"));
    }
    let today = Some(crate::clock::now().date());
    Ok(Reading { map: Mapping::parse(&args.map)?, sheets, hidden: args.hidden, head_row: args.head_row, today })
}

fn type_name(method: &Method, id: &str) -> String {
    method.approach(id).map_or_else(|| id.to_owned(), |a| a.name.clone())
}

fn open_questions(plan: &RosterPlan) -> Result<()> {
    match plan.questions.len() {
        0 => Ok(()),
        n => Err(Error::new(Kind::Findings, format!("有 {n} 行没有导入：说不准是不是库里同名的人。")).hint(
            "请再运行一次，用 --same 写明，如 --same 王强=A37（就是代号 A37 的人）、--same 王强=new（另一个人）、--same 王强=skip（不导入）。",
        )),
    }
}
