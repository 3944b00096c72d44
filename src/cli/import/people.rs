//! `wenkan import FILE people`: a roster is shown as it is understood, then written.

use super::sections;
use crate::acts::door;
use crate::analysis::methods;
use crate::cli::args::{Globals, ImportPeople};
use crate::cli::{output, round};
use crate::error::{Error, Kind, Result};
use crate::import::people::{Decisions, Mapping, RosterPlan, describe, describe_roster, read_roster, strike};
use crate::import::table;
use crate::method::types::Method;
use crate::model::ids::UnitId;
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
    if plan.is_empty() {
        output::say("没有要写入的。");
    } else {
        let changes = door::perform(&writing.store, writing.author, plan.act(new_unit))?;
        let people = changes.records.iter().filter(|c| c.kind == Records::Person).count();
        output::say(&format!("已写入 {people} 人。"));
    }
    writing.close()?;
    asked
}

/// Reads the roster, makes the plan and shows both; also the unit, when it is new.
fn prepare(reader: &Reader, args: &ImportPeople) -> Result<(RosterPlan, Option<Unit>)> {
    let (unit, new_unit) = unit(reader, args.unit.as_deref())?;
    let method = methods::current(reader)?;
    let guess = |post: &str| method.guess_approach(post).map(|a| a.id.clone());
    let mut book = table::read(&args.input)?;
    strike(&mut book, &reader.told()?);
    let roster = read_roster(&book, &Mapping::parse(&args.map)?, &guess)?;
    let on_file: Vec<Person> = reader.children(unit.0)?;
    let open = RosterPlan::make(unit, &on_file, &roster, &Decisions::default(), &guess);
    let plan = if args.same.is_empty() {
        open
    } else {
        RosterPlan::make(unit, &on_file, &roster, &Decisions::parse(&args.same, &open)?, &guess)
    };
    let mut shown = describe_roster(&roster);
    shown.extend(describe(&plan, &|id| type_name(&method, id)));
    output::data(&sections::text(&shown))?;
    Ok((plan, new_unit))
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

/// The unit that `--unit` names, made when it gives a name for a code that the round does not have; without it, the
/// only unit of the round.
fn unit(reader: &Reader, given: Option<&str>) -> Result<(UnitId, Option<Unit>)> {
    let units: Vec<Unit> = reader.all()?;
    let known = || {
        let list: Vec<String> = units.iter().map(|u| format!("{}（{}）", u.code, u.name)).collect();
        let list =
            if list.is_empty() { "还没有单位".to_owned() } else { format!("已有：{}", list.join("、")) };
        format!("{list}。新单位写成 --unit 代码=名称。")
    };
    let Some(given) = given else {
        return match units.as_slice() {
            [only] => Ok((only.id, None)),
            _ => Err(Error::usage("要用 --unit 写明是哪个单位的花名册").hint(known())),
        };
    };
    let (code, name) = given.split_once(['=', '＝']).map_or((given, None), |(c, n)| (c, Some(n.trim())));
    let code = code.trim();
    if let Some(unit) = units.iter().find(|u| u.code.eq_ignore_ascii_case(code)) {
        return match name {
            Some(name) if name != unit.name => Err(Error::usage(format!("代码 {code} 已是另一个单位：{}", unit.name))
                .hint("请换一个代码；就是这个单位的，只写 --unit 代码。")),
            _ => Ok((unit.id, None)),
        };
    }
    let short = |c: &str| !c.is_empty() && c.chars().count() <= 12 && c.chars().all(char::is_alphanumeric);
    match name.filter(|n| !n.is_empty()) {
        Some(name) if short(code) => {
            let unit = Unit::new(UnitId::new(), code, name);
            Ok((unit.id, Some(unit)))
        }
        Some(_) => Err(Error::usage(format!("单位代码“{code}”不合适")).hint("代码用字母或数字，最多 12 个，如 SLJ。")),
        None => Err(Error::usage(format!("轮次里没有代码为“{code}”的单位")).hint(known())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::import::table::{Cell, CellKind, Table, Workbook};
    use crate::model::answer::{Answer, Lane, Statement};
    use crate::model::closed::ELSEWHERE;
    use crate::model::record::Op;
    use crate::store::{Script, Store, Tx};

    const SAID: &str = "分管的那位副职收了三万块钱回扣";

    fn book() -> Workbook {
        let row = |cells: [&str; 4]| cells.map(|text| Cell::new(text, CellKind::Text)).to_vec();
        let rows = vec![
            row(["姓名", "职务", "分管工作", "备注"]),
            row(["张三丰", "股长", SAID, SAID]),
            row([SAID, "科员", "", ""]),
        ];
        Workbook { tables: vec![Table { sheet: SAID.into(), rows }], ..Workbook::default() }
    }

    /// The plan for the roster, and what the screen would show of it.
    fn plan(store: &Store, unit: UnitId) -> (RosterPlan, String) {
        let reader = store.reader().unwrap();
        let mut book = book();
        strike(&mut book, &reader.told().unwrap());
        let roster = read_roster(&book, &Mapping::default(), &|_| None).unwrap();
        let on_file: Vec<Person> = reader.children(unit.0).unwrap();
        let plan = RosterPlan::make(unit, &on_file, &roster, &Decisions::default(), &|_| None);
        let mut shown = describe_roster(&roster);
        shown.extend(describe(&plan, &str::to_owned));
        (plan, sections::text(&shown))
    }

    #[test]
    fn a_roster_with_withheld_words_shows_none_and_brings_nothing_new_the_second_time() {
        let dir = tempfile::tempdir().unwrap();
        let store = sample::create(&dir.path().join("a.wenkan"));
        let ids = sample::fill(&store);
        let (answer, statement) = (ids.answer, Statement { withheld: true, ..sample::said(Lane::Verbatim, SAID) });
        let say = move |tx: &mut Tx<'_>| {
            tx.edit::<Answer>(answer.0, |answer| {
                answer.statements.push(statement.clone());
                Ok(())
            })
        };
        store.perform(None, Script(Op::EditAnswer, say)).unwrap();
        let (first, shown) = plan(&store, ids.unit);
        assert!(!shown.contains("三万") && shown.contains(ELSEWHERE) && shown.contains("有 3 格"), "{shown}");
        store.perform(None, first.act(None)).unwrap();
        let (again, shown) = plan(&store, ids.unit);
        assert!(again.is_empty(), "{shown}");
        assert!(!shown.contains("三万"), "{shown}");
    }
}
