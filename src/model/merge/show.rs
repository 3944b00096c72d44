//! Values as a person reads them, for the two sides of a clash.
//!
//! An id is shown as it stands: names are not known here, and the screen that asks puts them in.

use crate::model::answer::{Judgement, Lane, Qualifier, Value as Said};
use crate::model::evidence::EvidenceSort;
use crate::model::interview::TalkState;
use crate::model::people::Party;
use crate::model::problem::{Certainty, Level, ProblemState, ResponsibilityKind};
use crate::model::reading::{Form, Verdict};
use crate::model::round::{Marking, Part};
use crate::model::unit_kind::UnitKind;
use crate::model::value::{Instant, PartialDate};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Writes one value for a person.
pub(super) type Show = fn(&Value) -> String;

/// What stands for no value.
pub(super) const EMPTY: &str = "（空）";
/// What stands for an element that a side deleted.
pub(super) const DELETED: &str = "（已删除）";

/// Text and numbers as they are; the parts of several members in a row.
pub(super) fn plain(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join("、"),
        Value::Object(all) => all.values().filter(|v| !v.is_null()).map(plain).collect::<Vec<_>>().join(" "),
    };
    if text.trim().is_empty() { EMPTY.to_owned() } else { text }
}

/// Reads the value as its type and lets that say it; what is not of the type is shown plainly.
fn typed<T: DeserializeOwned>(value: &Value, say: impl FnOnce(T) -> String) -> String {
    T::deserialize(value).map_or_else(|_| plain(value), say)
}

/// A date: 2022年3月.
pub(super) fn date(value: &Value) -> String {
    typed(value, PartialDate::chinese)
}

/// A moment: 2026年3月8日 09:15.
pub(super) fn moment(value: &Value) -> String {
    typed(value, |at: Instant| format!("{} {}", at.date().chinese(), at.hour_minute()))
}

/// A period of two dates, of which one may be missing.
pub(super) fn period(value: &Value) -> String {
    let end = |name| value.get(name).filter(|v| !v.is_null()).map(date);
    match (end("from"), end("to")) {
        (Some(from), Some(to)) => format!("{from}至{to}"),
        (Some(one), None) => one,
        (None, Some(to)) => format!("至{to}"),
        (None, None) => EMPTY.to_owned(),
    }
}

pub(super) fn marking(value: &Value) -> String {
    typed(value, |m: Marking| if m == Marking::None { "无".to_owned() } else { m.text().to_owned() })
}

/// What kind of body a unit is.
pub(super) fn unit_kind(value: &Value) -> String {
    typed(value, |kind: UnitKind| kind.chinese().to_owned())
}

pub(super) fn part(value: &Value) -> String {
    typed(value, |p: Part| p.chinese().to_owned())
}

pub(super) fn party(value: &Value) -> String {
    typed(value, |p: Party| p.chinese().to_owned())
}

/// Head of the unit, member of its leading body, or neither.
pub(super) fn standing(value: &Value) -> String {
    let is = |name| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    match (is("head"), is("leading_body")) {
        (true, _) => "主要负责人",
        (false, true) => "班子成员",
        (false, false) => "不是班子成员",
    }
    .to_owned()
}

pub(super) fn talk_state(value: &Value) -> String {
    typed(value, |s: TalkState| s.chinese().to_owned())
}

pub(super) fn lane(value: &Value) -> String {
    typed(value, |l: Lane| l.chinese().to_owned())
}

/// The level; each question words the first three itself, so that they are named by their keys here.
pub(super) fn judgement(value: &Value) -> String {
    typed(value, |j: Judgement| {
        match j {
            Judgement::Met => "第1级",
            Judgement::Partly => "第2级",
            Judgement::Unmet => "第3级",
            Judgement::Declined => "拒答",
            Judgement::NotApplicable => "不适用",
        }
        .to_owned()
    })
}

/// A filled-in value.
pub(super) fn said(value: &Value) -> String {
    typed(value, |v: Said| match v {
        Said::Text(text) | Said::Choice(text) => plain(&Value::String(text)),
        Said::Integer(number) => number.to_string(),
        Said::Money(money) => format!("{money}元"),
        Said::Date(date) => date.chinese(),
        Said::Choices(all) => plain(&Value::String(all.join("、"))),
        Said::YesNo(yes) => if yes { "是" } else { "否" }.to_owned(),
        Said::Person(person) => person.to_string(),
    })
}

/// A claim: 约 5, 之间 3 5, 不清楚.
pub(super) fn claim(value: &Value) -> String {
    let qualifier = value.get("qualifier").map(|q| typed(q, |q: Qualifier| q.chinese().to_owned()));
    let values = ["value", "high"].into_iter().filter_map(|name| value.get(name)).filter(|v| !v.is_null()).map(said);
    qualifier.into_iter().chain(values).collect::<Vec<_>>().join(" ")
}

pub(super) fn form(value: &Value) -> String {
    typed(value, |f: Form| f.chinese().to_owned())
}

pub(super) fn verdict(value: &Value) -> String {
    typed(value, |v: Verdict| v.chinese().to_owned())
}

pub(super) fn evidence_sort(value: &Value) -> String {
    typed(value, |s: EvidenceSort| s.chinese().to_owned())
}

/// 采纳, or 不采纳 with its reason.
pub(super) fn outcome(value: &Value) -> String {
    match (value.get("outcome").and_then(Value::as_str), value.get("reason")) {
        (Some("adopted"), _) => "采纳".to_owned(),
        (Some("dismissed"), Some(reason)) => format!("不采纳：{}", plain(reason)),
        _ => plain(value),
    }
}

pub(super) fn problem_state(value: &Value) -> String {
    typed(value, |s: ProblemState| s.chinese().to_owned())
}

/// Name and version of a regulation.
pub(super) fn basis(value: &Value) -> String {
    let part = |name| value.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    match (part("name"), part("version")) {
        (Some(name), Some(version)) => format!("《{name}》{version}"),
        (Some(name), None) => format!("《{name}》"),
        (None, _) => EMPTY.to_owned(),
    }
}

/// 证3
pub(super) fn cited(value: &Value) -> String {
    format!("证{}", plain(value))
}

pub(super) fn level(value: &Value) -> String {
    typed(value, |l: Level| l.chinese().to_owned())
}

pub(super) fn certainty(value: &Value) -> String {
    typed(value, |c: Certainty| c.chinese().to_owned())
}

pub(super) fn responsibility(value: &Value) -> String {
    typed(value, |k: ResponsibilityKind| k.chinese().to_owned())
}

/// Where something comes from: the sort of its source.
pub(super) fn source(value: &Value) -> String {
    match value.get("from").and_then(Value::as_str) {
        Some("document") => "调阅资料".to_owned(),
        Some("statement") => "谈话".to_owned(),
        Some("attachment") => "附件".to_owned(),
        Some("outside") => "轮次以外".to_owned(),
        Some("free") => "未注明来源".to_owned(),
        _ => plain(value),
    }
}

/// Name and size of a file's content: the first digits of its hash.
pub(super) fn content(value: &Value) -> String {
    let hash: String = value.get("sha256").and_then(Value::as_str).unwrap_or_default().chars().take(8).collect();
    let size = value.get("size").map(plain).unwrap_or_default();
    format!("{size}字节 {hash}")
}

/// The first digits of a hash.
pub(super) fn hash(value: &Value) -> String {
    value.as_str().map_or_else(|| plain(value), |text| text.chars().take(8).collect())
}
