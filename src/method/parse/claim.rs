//! 陈述要素: typed fields with their limits.

use super::{Known, Scope};
use crate::method::node::{Item, Table};
use crate::method::records::Field;
use crate::method::types::{Condition, FieldType};
use crate::model::value::Money;

/// Longest text that a claim may hold, in characters; longer matters belong in a statement.
const TEXT_MAX: i64 = 2_000;
/// The types, for messages.
const TYPES: &str = "text、integer、money、date、month、choice、choices、yes_no、person";

/// A claim that was read but for its condition.
#[derive(Debug)]
pub(super) struct Pending<'d> {
    field: Field,
    when: Option<Item<'d>>,
}

/// Reads one `[[claim]]`; its condition waits until all claims of the question are known. `None` when its id or type
/// cannot be read, which is reported here.
pub(super) fn claim<'d>(mut table: Table<'d>, known: &Known) -> Option<Pending<'d>> {
    let id = known.id(&mut table, "陈述要素");
    let label = table.text("label");
    let ty = field_type(&mut table);
    let help = table.optional_text("help");
    let when = table.get("when");
    let required = table.get("required").and_then(|i| i.flag()).unwrap_or_default();
    let message = table.optional_text("message");
    table.finish();
    let ty = ty.filter(|_| !id.is_empty())?;
    let when_later = Condition::default();
    let field = Field { id, label, ty, help, when: when_later, required, message, exclusive: Vec::new(), column: 0 };
    Some(Pending { field, when })
}

/// Reads the conditions of the claims, now that all are known.
pub(super) fn conditions(pending: Vec<Pending<'_>>, scope: Scope<'_>) -> Vec<Field> {
    let (mut fields, whens): (Vec<Field>, Vec<_>) = pending.into_iter().map(|p| (p.field, p.when)).unzip();
    let all = fields.clone();
    let places: Vec<Option<Item<'_>>> = whens.clone();
    for (field, when) in fields.iter_mut().zip(whens) {
        field.when = super::condition(when, Scope { claims: Some(&all), own: Some(&field.id), ..scope });
    }
    for (field, place) in fields.iter().zip(places) {
        if let Some(item) = place.filter(|_| waits_for_itself(field, &fields)) {
            item.fault(
                format!("条件永远不会成立：“{}”与别的陈述要素互相等待", field.id),
                "去掉其中一个陈述要素的 when。",
            );
        }
    }
    fields
}

/// Whether following the conditions from `field` through other claims leads back to it.
fn waits_for_itself(field: &Field, fields: &[Field]) -> bool {
    let mut at = field;
    for _ in fields {
        let next = at.when.claim.as_ref().and_then(|c| fields.iter().find(|f| f.id == c.id));
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
                all.push(((*id).to_owned(), (*label).to_owned()));
            }
            _ if pair.len() == 2 => {}
            _ => row.fault("选项应当是一对：id 和名称", "写成：[\"a\", \"甲\"]。"),
        }
    }
    all
}
