//! Values of a body as people read them.

use super::names::Names;
use crate::error::Result;
use crate::model::answer::{Claim, Judgement, Qualifier, Value as Typed};
use crate::model::fields::FieldValue;
use crate::model::value::{Instant, PartialDate};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

/// How a value is shown. What is not there is the empty text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A text in which a change is marked word by word.
    Text,
    /// A short text or a number.
    Plain,
    /// 是 when true or when something is named, nothing otherwise: a mark that is set or not.
    Mark,
    /// A civil date.
    Date,
    /// A moment.
    Moment,
    /// A parallel wording, counted from 0 in the file.
    Wording,
    /// One of the words of an enum.
    Word(fn(&str) -> Option<&'static str>),
    /// A record, by its name.
    Record,
    /// A judgement, in the words of the question that stands beside it.
    Judgement,
    /// A check item, a probe or another thing of the method, by its label.
    Method(Term),
    /// A marking of outputs.
    Marking,
    /// A value of a typed field: the element holds `field` and `value`.
    Field,
    /// 陈述要素: the element holds field, qualifier, value and high.
    Claim,
}

/// What an id of the method stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Term {
    Approach,
    Probe,
    RecordKind,
    CheckItem,
    Source,
    /// The element holds `tree` and `node`.
    Category,
}

/// `value` as it is shown; `beside` is the object that it stands in.
pub(super) fn show(names: &Names<'_>, shape: Shape, value: &Value, beside: &Value) -> Result<String> {
    let text = value.as_str().unwrap_or_default();
    Ok(match shape {
        Shape::Text | Shape::Plain => plain(value),
        Shape::Mark => if value.as_bool() == Some(true) || !text.is_empty() { "是" } else { "" }.to_owned(),
        Shape::Date => PartialDate::parse(text).map_or_else(|| text.to_owned(), PartialDate::chinese),
        Shape::Moment => Instant::parse(text).map_or_else(|| text.to_owned(), moment),
        Shape::Wording => value.as_u64().map(|n| format!("第{}种", n + 1)).unwrap_or_default(),
        Shape::Word(word) => word(text).unwrap_or(text).to_owned(),
        Shape::Record => record(names, text)?,
        Shape::Judgement => judgement(names, text, beside),
        Shape::Method(term) => of_method(names, term, text, beside),
        Shape::Marking => marking(value),
        Shape::Field => match FieldValue::deserialize(beside) {
            Ok(field) => typed(names, &field.field, &field.value)?,
            Err(_) => plain(value),
        },
        Shape::Claim => match Claim::deserialize(beside) {
            Ok(c) => claim(names, &c)?,
            Err(_) => plain(value),
        },
    })
}

/// A word of an enum as its type says it.
pub(super) fn word<T: DeserializeOwned>(text: &str, chinese: fn(T) -> &'static str) -> Option<&'static str> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text)).ok().map(chinese)
}

/// `2026年3月12日 09:42`
pub(super) fn moment(at: Instant) -> String {
    format!("{} {}", at.date().chinese(), at.hour_minute())
}

/// A value of the file that has no shape of its own.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join("、"),
        Value::Object(fields) => fields.values().map(plain).collect::<Vec<_>>().join(" "),
    }
}

/// A record that the log does not have is shown by its id.
fn record(names: &Names<'_>, id: &str) -> Result<String> {
    let Ok(uuid) = Uuid::parse_str(id) else { return Ok(id.to_owned()) };
    let name = names.of(uuid)?;
    Ok(if name.is_empty() { id.to_owned() } else { name })
}

fn judgement(names: &Names<'_>, level: &str, answer: &Value) -> String {
    let question = answer.get("question").and_then(Value::as_str).unwrap_or_default();
    let label = || {
        let (level, question) = (Judgement::parse(level)?, names.question_of(question)?);
        question.judgement.iter().find(|(of, _)| *of == level).map(|(_, label)| label.clone())
    };
    label().unwrap_or_else(|| level.to_owned())
}

fn marking(value: &Value) -> String {
    use crate::model::round::Marking;
    Marking::deserialize(value).map_or_else(|_| plain(value), |m| m.text().to_owned())
}

fn of_method(names: &Names<'_>, term: Term, id: &str, beside: &Value) -> String {
    let Some(method) = names.method() else { return id.to_owned() };
    let known = match term {
        Term::Approach => method.approaches.iter().find(|a| a.id == id).map(|a| a.name.clone()),
        Term::Probe => method.questions.iter().flat_map(|q| &q.probes).find(|p| p.id == id).map(|p| p.text.clone()),
        Term::RecordKind => method.records.iter().find(|k| k.id == id).map(|k| k.short.clone()),
        Term::CheckItem => Some(names.item(id)),
        Term::Source => method.sources.iter().find(|s| s.id == id).map(|s| s.name.clone()),
        Term::Category => {
            let part = |key: &str| beside.get(key).and_then(Value::as_str).unwrap_or_default();
            let tree = method.trees.iter().find(|t| t.id == part("tree"));
            let node = tree.and_then(|t| t.node(part("node"))).map(|n| n.name.clone());
            node.or_else(|| Some(part("node").to_owned()))
        }
    };
    known.unwrap_or_else(|| id.to_owned())
}

/// A value of a typed field, with its unit.
fn typed(names: &Names<'_>, field: &str, value: &Typed) -> Result<String> {
    Ok(match (value, names.field(field)) {
        (Typed::Person(person), _) => record(names, &person.to_string())?,
        (Typed::Money(money), _) => format!("{money} 元"),
        (value, Some(field)) => field.ty.format_value(value),
        (Typed::Text(text) | Typed::Choice(text), None) => text.clone(),
        (Typed::Integer(n), None) => n.to_string(),
        (Typed::Date(date), None) => date.chinese(),
        (Typed::Choices(ids), None) => ids.join("；"),
        (Typed::YesNo(yes), None) => if *yes { "是" } else { "否" }.to_owned(),
    })
}

/// 约 37.50 元, 2 次之间 4 次 …
fn claim(names: &Names<'_>, claim: &Claim) -> Result<String> {
    let show = |value: &Option<Typed>| value.as_ref().map(|v| typed(names, &claim.field, v)).transpose();
    let value = show(&claim.value)?.unwrap_or_default();
    Ok(match (claim.qualifier, show(&claim.high)?) {
        (Qualifier::Exact, _) => value,
        (Qualifier::Range, Some(high)) => format!("{value} 至 {high}"),
        (qualifier, _) => format!("{} {value}", qualifier.chinese()).trim_end().to_owned(),
    })
}
