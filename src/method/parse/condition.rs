//! Conditions: read, and refused when nobody can ever meet them.

use super::field::Form;
use super::{Known, distinct};
use crate::method::node::{Item, Table};
use crate::method::records::AskedField;
use crate::method::types::{Condition, Fact, FieldCondition, FieldType};
use crate::model::answer::Judgement;

/// What a condition may refer to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'k> {
    /// Types and questions.
    pub(super) known: &'k Known,
    /// What the fields belong to.
    pub(super) form: Form,
    /// Fields that may be named; `None`: the condition is about a person only (`required_of`).
    pub(super) fields: Option<&'k [AskedField]>,
    /// Some fields could not be read.
    pub(super) partial: bool,
    /// Judgement levels that the question uses.
    pub(super) levels: &'k [Judgement],
    /// The field whose condition it is.
    pub(super) own: Option<&'k str>,
}

impl<'k> Scope<'k> {
    /// Of a person, before a question with these levels is put.
    pub(super) const fn of_person(known: &'k Known, levels: &'k [Judgement]) -> Self {
        Self { known, form: Form::Question, fields: None, partial: false, levels, own: None }
    }

    /// Of the fields of a form without a question: nothing is known of a person there.
    pub(super) const fn of_form(known: &'k Known, form: Form) -> Self {
        Self { known, form, fields: None, partial: false, levels: &[], own: None }
    }
}

/// Reads a condition; no item: it always holds.
pub(super) fn condition(item: Option<Item<'_>>, scope: Scope<'_>) -> Condition {
    let Some(mut table) = item.and_then(|i| i.table()) else { return Condition::default() };
    let mut condition = Condition::default();
    if scope.form == Form::Question {
        condition.types = types(&mut table, scope);
        (condition.facts, condition.not_facts) = facts(&mut table);
    }
    if scope.fields.is_some() {
        if scope.form == Form::Question {
            condition.judgement = judgement(&mut table, scope);
        }
        condition.field = table.get(scope.form.key()).and_then(|i| field(&i, scope));
    }
    table.finish();
    condition
}

/// The members of a list within a condition, which must not be empty.
fn members<'d>(table: &mut Table<'d>, key: &'static str) -> Vec<(Item<'d>, &'d str)> {
    let Some(item) = table.get(key) else { return Vec::new() };
    if item.list().is_some_and(|l| l.is_empty()) {
        item.fault(format!("条件里的 {key} 是空的，永远不会成立"), format!("写上内容，或删去 {key}。"));
    }
    distinct(&item)
}

fn types(table: &mut Table<'_>, scope: Scope<'_>) -> Vec<String> {
    let mut types = Vec::new();
    for (item, id) in members(table, "types") {
        if scope.known.types.lacks(id) {
            item.fault(
                format!("没有谈话对象类型“{id}”"),
                format!("改成 types.toml 里有的类型：{}。", scope.known.types.listed()),
            );
        }
        types.push(id.to_owned());
    }
    types
}

fn facts(table: &mut Table<'_>) -> (Vec<Fact>, Vec<Fact>) {
    let read = |members: Vec<(Item<'_>, &str)>| -> Vec<Fact> {
        members.into_iter().filter_map(|(item, name)| fact(&item, name)).collect()
    };
    let wanted = read(members(table, "facts"));
    let mut unwanted = Vec::new();
    for (item, name) in members(table, "not_facts") {
        let Some(fact) = fact(&item, name) else { continue };
        if let Some(clash) = wanted.iter().find(|w| **w == fact || w.implies() == Some(fact)) {
            item.fault(
                format!("条件永远不会成立：facts 要求 {}，not_facts 又排除 {name}", clash.name()),
                "两处只留一处。",
            );
        }
        unwanted.push(fact);
    }
    (wanted, unwanted)
}

fn fact(item: &Item<'_>, name: &str) -> Option<Fact> {
    let fact = Fact::ALL.into_iter().find(|f| f.name() == name);
    if fact.is_none() {
        let all = Fact::ALL.map(Fact::name).join("、");
        item.fault(format!("没有人员情况“{name}”"), format!("只能写：{all}。"));
    }
    fact
}

fn judgement(table: &mut Table<'_>, scope: Scope<'_>) -> Vec<Judgement> {
    let mut levels = Vec::new();
    for (item, name) in members(table, "judgement") {
        let used = scope.levels.iter().map(|l| l.name()).collect::<Vec<_>>().join("、");
        match Judgement::parse(name) {
            // No level could be read: the fault is there, not here.
            Some(level) if scope.levels.contains(&level) || scope.levels.is_empty() => levels.push(level),
            Some(_) => {
                item.fault(format!("条件永远不会成立：本题的判断没有“{name}”一级"), format!("本题只用：{used}。"));
            }
            None => item.fault(format!("没有判断等级“{name}”"), format!("本题只用：{used}。")),
        }
    }
    levels
}

/// Reads `claim = { id = …, … }` of a question, `field = { id = …, … }` of any other form.
fn field(item: &Item<'_>, scope: Scope<'_>) -> Option<FieldCondition> {
    let (noun, here) = (scope.form.noun(), scope.form.here());
    let mut table = item.table()?;
    let id = table.need("id").and_then(|i| i.text().map(|t| (i, t)));
    let Some((id_item, id)) = id else {
        for key in ["at_least", "below", "is", "unknown"] {
            table.get(key);
        }
        table.finish();
        return None;
    };
    // What is compared with a field that waits for itself does not matter any more.
    let others = scope.fields.filter(|_| scope.own != Some(id));
    let field = others.and_then(|c| c.iter().find(|f| f.id == id));
    if scope.own == Some(id) {
        id_item.fault(format!("条件永远不会成立：“{id}”要等它自己有了值才出现"), format!("换成{here}的另一个{noun}。"));
    } else if field.is_none() && !scope.partial {
        let all = scope.fields.unwrap_or_default().iter().map(|f| f.id.as_str()).collect::<Vec<_>>().join("、");
        let tables = scope.form.tables();
        id_item.fault(format!("{here}没有{noun}“{id}”"), format!("改成{here} {tables} 里有的 id：{all}。"));
    }
    let (at_least, below) = limits(&mut table, field, noun);
    let is = choices(&mut table, field, noun);
    let unknown = unknown(&mut table, scope.form, at_least.or(below).is_some() || !is.is_empty());
    if !unknown && ["at_least", "below", "is"].into_iter().all(|key| table.get(key).is_none()) {
        let or = if scope.form == Form::Question { "，或 unknown = true" } else { "" };
        item.fault("条件没有说要比什么", format!("写 at_least、below、is 之一{or}。"));
    }
    table.finish();
    Some(FieldCondition { id: id.to_owned(), at_least, below, is, unknown })
}

/// Reads `unknown`, which only claims have: of what somebody says one may not know the value, in a book it is there or
/// not. It goes with no comparison.
fn unknown(table: &mut Table<'_>, form: Form, compares: bool) -> bool {
    if form != Form::Question {
        return false;
    }
    let Some(item) = table.get("unknown") else { return false };
    let unknown = item.flag().unwrap_or_default();
    if unknown && compares {
        item.fault("条件永远不会成立：不清楚时没有值可比", "unknown 不能与 at_least、below、is 同用；分成两条追问。");
    }
    unknown
}

/// Reads `at_least` and `below` in the unit of the field and refuses what no value can meet.
fn limits(table: &mut Table<'_>, field: Option<&AskedField>, noun: &str) -> (Option<i64>, Option<i64>) {
    let (low, high) = (table.get("at_least"), table.get("below"));
    let bounds = match field.map(|f| &f.ty) {
        Some(FieldType::Integer { min, max, .. }) => Some((*min, *max)),
        Some(FieldType::Money { min, max }) => Some((min.0, max.0)),
        None => None,
        Some(_) => {
            for item in low.iter().chain(&high) {
                item.fault(
                    format!("条件永远不会成立：这个{noun}不是数量，也不是金额"),
                    "at_least、below 只用于 integer 和 money。",
                );
            }
            return (None, None);
        }
    };
    let money = matches!(field.map(|f| &f.ty), Some(FieldType::Money { .. }));
    let number = |i: &Item<'_>| if money { i.yuan().map(|m| m.0) } else { i.integer() };
    let at_least = low.as_ref().and_then(number);
    let below = high.as_ref().and_then(number);
    if let (Some(low_item), Some(a), Some(b)) = (&low, at_least, below)
        && a >= b
    {
        low_item.fault("条件永远不会成立：at_least 不小于 below", "让 at_least 小于 below。");
    } else if let Some((min, max)) = bounds {
        let fix = format!("改到{noun}的 min 与 max 之间。");
        if let Some(item) = low.filter(|_| at_least.is_some_and(|a| a > max)) {
            item.fault(format!("条件永远不会成立：at_least 超出{noun}的上限"), fix.as_str());
        }
        if let Some(item) = high.filter(|_| below.is_some_and(|b| b <= min)) {
            item.fault(format!("条件永远不会成立：below 不大于{noun}的下限"), fix);
        }
    }
    (at_least, below)
}

/// Reads `is` and refuses choices that the field does not offer. Yes-or-no fields offer `yes` and `no`.
fn choices(table: &mut Table<'_>, field: Option<&AskedField>, noun: &str) -> Vec<String> {
    let members = members(table, "is");
    let offered: Vec<&str> = match field.map(|f| &f.ty) {
        Some(FieldType::Choice(all) | FieldType::Choices(all)) => all.iter().map(|(id, _)| id.as_str()).collect(),
        Some(FieldType::YesNo) => vec!["yes", "no"],
        None => Vec::new(),
        Some(_) => {
            if let Some((item, _)) = members.first() {
                item.fault(format!("条件永远不会成立：这个{noun}没有选项"), "is 只用于 choice、choices 和 yes_no。");
            }
            return Vec::new();
        }
    };
    for (item, id) in members.iter().filter(|(_, id)| !offered.is_empty() && !offered.contains(id)) {
        item.fault(format!("条件永远不会成立：没有选项“{id}”"), format!("只能写：{}。", offered.join("、")));
    }
    members.into_iter().map(|(_, id)| id.to_owned()).collect()
}
