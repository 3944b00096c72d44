//! Whose roster it is: as `--unit` says, else as the roster's title does, else the only unit of the round.

use crate::error::{Error, Result};
use crate::model::ids::UnitId;
use crate::model::round::Unit;
use crate::model::unit_kind::UnitKind;
use crate::store::Reader;

/// The unit, and whether it is new. `named`: what the roster's title says; what is doubtful goes into `notes`.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) when it is open which unit is meant, or a code does not fit.
pub(super) fn find(
    reader: &Reader,
    given: Option<&str>,
    named: Option<&str>,
    notes: &mut Vec<String>,
) -> Result<(Unit, bool)> {
    let units: Vec<Unit> = reader.all()?;
    let Some(given) = given else { return by_title(&units, named, notes) };
    let (unit, is_new) = by_option(&units, given)?;
    if let Some(named) = named
        && !unit.is_named(named)
    {
        notes.push(format!("名册标题写的是“{named}”，导入到的是“{}”，请核对", unit.name));
    }
    Ok((unit, is_new))
}

fn by_title(units: &[Unit], named: Option<&str>, notes: &mut Vec<String>) -> Result<(Unit, bool)> {
    let mut meant = units.iter().filter(|u| named.is_some_and(|n| u.is_named(n)));
    match (meant.next(), meant.next(), named, units) {
        (Some(unit), None, Some(named), _) => {
            notes.push(format!("按名册标题“{named}”导入到 {}（{}）", unit.name, unit.code));
            Ok((unit.clone(), false))
        }
        (None, _, None, [only]) => Ok((only.clone(), false)),
        (None, _, Some(named), _) => {
            Err(Error::usage(format!("要用 --unit 写明是哪个单位的花名册：标题写的是“{named}”，轮次里没有这个单位"))
                .hint(format!("新单位写成 --unit {named}（代码由程序编）或 --unit 代码={named}；{}", known(units))))
        }
        _ => Err(Error::usage("要用 --unit 写明是哪个单位的花名册").hint(known(units))),
    }
}

fn by_option(units: &[Unit], given: &str) -> Result<(Unit, bool)> {
    let (code, name) = given.split_once(['=', '＝']).map_or((given, None), |(c, n)| (c, Some(n.trim())));
    let code = code.trim();
    if let Some(unit) = units.iter().find(|u| u.code.eq_ignore_ascii_case(code)) {
        return match name {
            Some(name) if name != unit.name => Err(Error::usage(format!("代码 {code} 已是另一个单位：{}", unit.name))
                .hint("请换一个代码；就是这个单位的，只写 --unit 代码。")),
            _ => Ok((unit.clone(), false)),
        };
    }
    // A name alone: one of the round, or a new unit whose code the program draws up.
    let alone = if name.is_none() || code.is_empty() { Some(name.unwrap_or(code)) } else { None };
    if let Some(name) = alone {
        let mut meant = units.iter().filter(|u| u.is_named(name));
        if let (Some(unit), None) = (meant.next(), meant.next()) {
            return Ok((unit.clone(), false));
        }
        if UnitKind::of_name(name).is_some() {
            return Ok((Unit::new(UnitId::new(), Unit::free_code(units), name), true));
        }
        return Err(Error::usage(format!("轮次里没有代码或名称为“{name}”的单位")).hint(known(units)));
    }
    let short = |c: &str| !c.is_empty() && c.chars().count() <= 12 && c.chars().all(char::is_alphanumeric);
    match name.filter(|n| !n.is_empty()) {
        Some(name) if short(code) => Ok((Unit::new(UnitId::new(), code, name), true)),
        _ => Err(Error::usage(format!("单位代码“{code}”不合适")).hint("代码用字母或数字，最多 12 个，如 SLJ。")),
    }
}

fn known(units: &[Unit]) -> String {
    let list: Vec<String> = units.iter().map(|u| format!("{}（{}）", u.code, u.name)).collect();
    let list = if list.is_empty() { "还没有单位".to_owned() } else { format!("已有：{}", list.join("、")) };
    format!("{list}。新单位写成 --unit 代码=名称。")
}

/// The unit with the kind that `--unit-kind` says, and whether that changes it. How the kind is known is noted.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for an unknown kind.
pub(super) fn with_kind(unit: Unit, given: Option<&str>, notes: &mut Vec<String>) -> Result<(Unit, bool)> {
    let all = || UnitKind::ALL.map(UnitKind::chinese).join("、");
    let Some(given) = given else {
        notes.push(match (unit.kind, unit.known_kind()) {
            (Some(kind), _) => format!("单位性质：{}", kind.chinese()),
            (None, Some(kind)) => format!("单位性质：{}（按名称判断，不对的用 --unit-kind 指明）", kind.chinese()),
            (None, None) => format!("单位性质从名称看不出，职务按“局”判断；不对的用 --unit-kind 指明：{}", all()),
        });
        return Ok((unit, false));
    };
    let kind = UnitKind::parse(given).ok_or_else(|| {
        Error::usage(format!("--unit-kind {given}：没有这种单位性质")).hint(format!("可以写：{}。", all()))
    })?;
    notes.push(format!("单位性质：{}", kind.chinese()));
    let is_changed = unit.kind != Some(kind) && unit.known_kind() != Some(kind);
    Ok((if is_changed { Unit { kind: Some(kind), ..unit } } else { unit }, is_changed))
}
