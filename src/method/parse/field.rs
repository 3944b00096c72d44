//! Typed fields with their limits: 陈述要素 of a question, 栏目 of an entry or of a unit's profile.

use super::condition::{Scope, condition};
use super::distinct;
use crate::method::node::{Item, Table};
use crate::method::records::AskedField;
use crate::method::types::{Condition, FieldType};
use crate::model::value::Money;

/// Longest text that a field may hold, in characters; longer matters belong in a statement.
const TEXT_MAX: i64 = 2_000;
/// Widest column in the list of entries, in cells: half of the narrowest screen.
const COLUMN_MAX: i64 = 40;
/// The types, for messages.
const TYPES: &str = "text、integer、money、date、month、choice、choices、yes_no、person";

/// What the fields belong to: how conditions name another field, and what messages call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The claims of a question, `[[claim]]`.
    Question,
    /// The fields of a kind of entry, `[[entry.field]]`.
    Entry,
    /// The fields of a unit's profile, `[[field]]`.
    Profile,
}

impl Form {
    /// What one field is called.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Question => "陈述要素",
            Self::Entry | Self::Profile => "栏目",
        }
    }

    /// The place where its fields are.
    pub(super) const fn here(self) -> &'static str {
        match self {
            Self::Question => "本题",
            Self::Entry => "这种条目",
            Self::Profile => "单位概况",
        }
    }

    /// The tables that declare its fields.
    pub(super) const fn tables(self) -> &'static str {
        match self {
            Self::Question => "[[claim]]",
            Self::Entry => "[[entry.field]]",
            Self::Profile => "[[field]]",
        }
    }

    /// The key under which a condition names another field.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Question => "claim",
            Self::Entry | Self::Profile => "field",
        }
    }
}

/// A field that was read but for its condition.
#[derive(Debug)]
struct Pending<'d> {
    field: AskedField,
    when: Option<Item<'d>>,
}

/// Fields as far as they could be read.
#[derive(Debug)]
pub(super) struct Read {
    /// The fields.
    pub(super) fields: Vec<AskedField>,
    /// Some could not be read: what refers to a field that is not here may be right.
    pub(super) partial: bool,
}

/// Reads the fields of one form. Conditions are read when all fields are known, so that they may look ahead.
pub(super) fn fields(tables: Vec<Table<'_>>, partial: bool, scope: Scope<'_>) -> Read {
    let declared = tables.len();
    let pending: Vec<Pending<'_>> = tables.into_iter().filter_map(|t| field(t, scope)).collect();
    let partial = partial || pending.len() < declared;
    Read { fields: conditions(pending, Scope { partial, ..scope }), partial }
}

/// Reads one field; `None` when its id or type cannot be read, which is reported here.
fn field<'d>(mut table: Table<'d>, scope: Scope<'_>) -> Option<Pending<'d>> {
    let id = scope.known.id(&mut table, scope.form.noun());
    let label = table.text("label");
    let ty = field_type(&mut table);
    let help = table.optional_text("help");
    let when = table.get("when");
    let message = table.optional_text("message");
    let exclusive = exclusive(&mut table, ty.as_ref());
    // A claim may always be left open, and none has a column of its own.
    let (required, column) = if scope.form == Form::Question {
        (false, 0)
    } else {
        (table.get("required").and_then(|i| i.flag()).unwrap_or_default(), column(&mut table, scope.form))
    };
    table.finish();
    let ty = ty.filter(|_| !id.is_empty())?;
    let when_later = Condition::default();
    Some(Pending {
        field: AskedField { id, label, ty, help, when: when_later, required, message, exclusive, column },
        when,
    })
}

/// Reads the choices that stand alone and refuses what is no choice.
fn exclusive(table: &mut Table<'_>, ty: Option<&FieldType>) -> Vec<String> {
    let Some(item) = table.get("exclusive") else { return Vec::new() };
    let members = distinct(&item);
    match ty {
        Some(FieldType::Choices(all)) => {
            let offered: Vec<&str> = all.iter().map(|(id, _)| id.as_str()).collect();
            for (member, id) in members.iter().filter(|(_, id)| !offered.is_empty() && !offered.contains(id)) {
                member.fault(format!("exclusive 里的“{id}”不是选项"), format!("只能写：{}。", offered.join("、")));
            }
        }
        // The type has its own report.
        None => {}
        Some(_) => item.fault("exclusive 只用于 choices：别的类型本来就只有一个值", "删去 exclusive。"),
    }
    members.into_iter().map(|(_, id)| id.to_owned()).collect()
}

/// Reads the width of the field's column in the list of entries; a profile has no list.
fn column(table: &mut Table<'_>, form: Form) -> u8 {
    if form != Form::Entry {
        return 0;
    }
    let Some(item) = table.get("column") else { return 0 };
    let cells = item.integer();
    if cells.is_some_and(|c| !(2..=COLUMN_MAX).contains(&c)) {
        item.fault("column 不在可用范围内", format!("写 2 到 {COLUMN_MAX} 之间的列宽（半角字符数），或删去这一项。"));
    }
    cells.and_then(|c| u8::try_from(c).ok()).unwrap_or_default()
}

/// Reads the conditions of the fields, now that all are known.
fn conditions(pending: Vec<Pending<'_>>, scope: Scope<'_>) -> Vec<AskedField> {
    let (mut fields, whens): (Vec<AskedField>, Vec<_>) = pending.into_iter().map(|p| (p.field, p.when)).unzip();
    let all = fields.clone();
    let places: Vec<Option<Item<'_>>> = whens.clone();
    for (field, when) in fields.iter_mut().zip(whens) {
        field.when = condition(when, Scope { fields: Some(&all), own: Some(&field.id), ..scope });
    }
    let noun = scope.form.noun();
    for (field, place) in fields.iter().zip(places) {
        if let Some(item) = place.filter(|_| waits_for_itself(field, &fields)) {
            item.fault(
                format!("条件永远不会成立：“{}”与别的{noun}互相等待", field.id),
                format!("去掉其中一个{noun}的 when。"),
            );
        }
    }
    fields
}

/// Whether following the conditions from `field` through other fields leads back to it.
fn waits_for_itself(field: &AskedField, fields: &[AskedField]) -> bool {
    let mut at = field;
    for _ in fields {
        let next = at.when.field.as_ref().and_then(|c| fields.iter().find(|f| f.id == c.id));
        match next {
            // A field that names itself has its own report.
            Some(next) if next.id == field.id => return at.id != field.id,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

/// Reads the type with its limits; `None` when there is no such type.
fn field_type(table: &mut Table<'_>) -> Option<FieldType> {
    let item = table.need("type");
    let ty = match item.as_ref().and_then(Item::text) {
        Some("text") => text(table),
        Some("integer") => integer(table),
        Some("money") => money(table),
        Some("date") => FieldType::Date,
        Some("month") => FieldType::Month,
        Some("choice") => FieldType::Choice(choices(table)),
        Some("choices") => FieldType::Choices(choices(table)),
        Some("yes_no") => FieldType::YesNo,
        Some("person") => FieldType::Person,
        other => {
            if let (Some(item), Some(other)) = (&item, other) {
                item.fault(format!("没有类型“{other}”"), format!("只能写：{TYPES}。"));
            }
            // Which limits belong here is not known, so none is called unknown.
            for key in ["min", "max", "unit", "choices"] {
                table.get(key);
            }
            return None;
        }
    };
    Some(ty)
}

fn text(table: &mut Table<'_>) -> FieldType {
    let item = table.need("max");
    let max = item.as_ref().and_then(Item::integer).unwrap_or(TEXT_MAX);
    if let Some(item) = item.filter(|_| !(1..=TEXT_MAX).contains(&max)) {
        item.fault("max 不在可用范围内", format!("写 1 到 {TEXT_MAX} 之间的字数。"));
    }
    FieldType::Text { max: usize::try_from(max).unwrap_or_default() }
}

fn integer(table: &mut Table<'_>) -> FieldType {
    let (low, high) = (table.need("min"), table.need("max"));
    let min = low.as_ref().and_then(Item::integer);
    let max = high.as_ref().and_then(Item::integer);
    check_order(high.as_ref(), min, max);
    FieldType::Integer { min: min.unwrap_or(i64::MIN), max: max.unwrap_or(i64::MAX), unit: table.optional_text("unit") }
}

fn money(table: &mut Table<'_>) -> FieldType {
    let (low, high) = (table.need("min"), table.need("max"));
    let min = low.as_ref().and_then(Item::yuan);
    let max = high.as_ref().and_then(Item::yuan);
    check_order(high.as_ref(), min.map(|m| m.0), max.map(|m| m.0));
    FieldType::Money { min: min.unwrap_or(Money(i64::MIN)), max: max.unwrap_or(Money(i64::MAX)) }
}

fn check_order(high: Option<&Item<'_>>, min: Option<i64>, max: Option<i64>) {
    if let (Some(item), Some(min), Some(max)) = (high, min, max)
        && min > max
    {
        item.fault("max 小于 min，没有值可填", "让 min 不大于 max。");
    }
}

/// Reads `choices = [["id", "label"], …]`.
fn choices(table: &mut Table<'_>) -> Vec<(String, String)> {
    let Some(item) = table.need("choices") else { return Vec::new() };
    let rows = item.list().unwrap_or_default();
    if rows.len() < 2 {
        item.fault("选项不足两个", "写成：choices = [[\"a\", \"甲\"], [\"b\", \"乙\"]]。");
    }
    let mut all: Vec<(String, String)> = Vec::new();
    for row in &rows {
        let Some(pair) = row.list() else { continue };
        let texts: Vec<&str> = pair.iter().filter_map(Item::text).collect();
        match texts.as_slice() {
            [id, label] if pair.len() == 2 => {
                if all.iter().any(|(i, l)| i == id || l == label) {
                    row.fault(format!("选项“{id}”重复"), "换一个 id 和名称。");
                }
                if label.trim() != *label || label.contains(['；', ';']) {
                    row.fault(
                        format!("选项名称“{label}”前后有空格或含有分号"),
                        "去掉空格；分号用来隔开几个选项，换成顿号。",
                    );
                }
                all.push(((*id).to_owned(), (*label).to_owned()));
            }
            _ if pair.len() == 2 => {}
            _ => row.fault("选项应当是一对：id 和名称", "写成：[\"a\", \"甲\"]。"),
        }
    }
    all
}
