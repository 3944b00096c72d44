//! What changed between two states of a record, field by field, element by element.

use super::body::Body;
use super::fields::{self, Called, FieldOf, Holds, ListOf};
use super::names::{Names, excerpt};
use super::show::{Shape, show};
use super::words::{self, Span};
use crate::error::Result;
use serde::Serialize;
use serde_json::Value;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;

/// What happened to a field or an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was empty, or not there.
    Added,
    /// It reads otherwise.
    Changed,
    /// It is empty, or not there any more.
    Deleted,
    /// It stands elsewhere among its like.
    Moved,
}

impl How {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Added => "新增",
            Self::Changed => "修改",
            Self::Deleted => "删除",
            Self::Moved => "移动",
        }
    }
}

/// Where in a body a change is, so that one place can be set back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ChangePlace {
    /// Keys from the top of the JSON down to the field or list.
    pub field: Vec<String>,
    /// The element of a list: the values by which it is known again, its id as a rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// Keys within the element; empty: the whole element.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<String>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where.
    pub place: ChangePlace,
    /// What a user calls the place: 职务, 陈述 本问第3段.
    pub label: String,
    /// What happened.
    pub how: How,
    /// The old and the new reading: those not marked new are the old one, those not marked old the new one.
    pub spans: Vec<Span>,
}

/// What leads from `old` (`None`: nothing) to `new`.
pub(super) fn changes(names: &Names<'_>, old: Option<&Body>, new: &Body) -> Result<Vec<Change>> {
    walked(Walk { names, by_word: true, found: Vec::new() }, old, new)
}

/// The same without comparing texts word by word: enough to say what sort of change it was, for a page of the log.
pub(super) fn outline(names: &Names<'_>, old: Option<&Body>, new: &Body) -> Result<Vec<Change>> {
    walked(Walk { names, by_word: false, found: Vec::new() }, old, new)
}

fn walked(mut walk: Walk<'_, '_>, old: Option<&Body>, new: &Body) -> Result<Vec<Change>> {
    let table = fields::of(new.kind());
    let old = old.map_or(&Value::Null, Body::json);
    walk.object(table, old, new.json(), &ChangePlace::default(), "")?;
    walk.unknown(table, old, new.json())?;
    Ok(walk.found)
}

struct Walk<'n, 'r> {
    names: &'n Names<'r>,
    /// Texts are compared word by word.
    by_word: bool,
    found: Vec<Change>,
}

/// One side of a list.
struct Side<'v> {
    ids: Vec<String>,
    elements: &'v [Value],
}

impl<'v> Side<'v> {
    fn of(list: ListOf, value: &'v Value) -> Self {
        let elements = value.as_array().map(Vec::as_slice).unwrap_or_default();
        Self { ids: elements.iter().map(|e| id_of(list, e)).collect(), elements }
    }

    /// The elements with their ids and places.
    fn all(&self) -> impl Iterator<Item = (usize, &String, &'v Value)> {
        self.ids.iter().zip(self.elements).enumerate().map(|(at, (id, element))| (at, id, element))
    }

    fn find(&self, id: &str) -> Option<&'v Value> {
        self.all().find(|(_, of, _)| *of == id).map(|(_, _, element)| element)
    }
}

impl Walk<'_, '_> {
    /// Compares the fields of two objects; `Value::Null` stands for one that is not there.
    fn object(&mut self, table: &[FieldOf], old: &Value, new: &Value, at: &ChangePlace, label: &str) -> Result<()> {
        for field in table {
            let (was, is) = (inside(old, field.key), inside(new, field.key));
            let (place, called) = (below(at, field.key), join(label, field.label));
            match field.holds {
                Holds::Own => {}
                Holds::One(shape) => self.one(shape, (was, old), (is, new), place, called)?,
                Holds::Parts(parts) => self.object(parts, was, is, &place, &called)?,
                Holds::List(list) => self.list(list, was, is, &place, field.label)?,
            }
        }
        Ok(())
    }

    /// Compares one value; each side comes with the object that it stands in.
    fn one(
        &mut self,
        shape: Shape,
        (was, old): (&Value, &Value),
        (is, new): (&Value, &Value),
        place: ChangePlace,
        label: String,
    ) -> Result<()> {
        let (was, is) = (show(self.names, shape, was, old)?, show(self.names, shape, is, new)?);
        let (how, spans) = match (was.is_empty(), is.is_empty()) {
            _ if was == is => return Ok(()),
            (true, _) => (How::Added, vec![Span::new(is)]),
            (_, true) => (How::Deleted, vec![Span::old(was)]),
            _ if self.by_word && matches!(shape, Shape::Text) => (How::Changed, words::diff(&was, &is)),
            _ => (How::Changed, vec![Span::old(was), Span::new(is)]),
        };
        self.found.push(Change { place, label, how, spans });
        Ok(())
    }

    fn list(&mut self, list: ListOf, old: &Value, new: &Value, at: &ChangePlace, label: &str) -> Result<()> {
        let (was, is) = (Side::of(list, old), Side::of(list, new));
        let moved = moved(&was.ids, &is.ids);
        for (nth, id, element) in is.all() {
            let place = ChangePlace { element: Some(id.clone()), ..at.clone() };
            let called = self.called(list, label, nth, element);
            let Some(before) = was.find(id) else {
                self.whole(list, element, How::Added, place, called)?;
                continue;
            };
            if moved.contains(id.as_str()) {
                self.whole(list, element, How::Moved, place.clone(), called.clone())?;
            }
            self.object(list.of, before, element, &place, &called)?;
        }
        for (nth, id, element) in was.all().filter(|(_, id, _)| is.find(id).is_none()) {
            let place = ChangePlace { element: Some(id.clone()), ..at.clone() };
            let called = self.called(list, label, nth, element);
            self.whole(list, element, How::Deleted, place, called)?;
        }
        Ok(())
    }

    /// An element that came, went or moved, as one text.
    fn whole(&mut self, list: ListOf, element: &Value, how: How, place: ChangePlace, label: String) -> Result<()> {
        let mut parts = Vec::new();
        self.texts(list.of, element, &mut parts)?;
        let text = parts.join("　");
        if text.is_empty() {
            return Ok(());
        }
        let span = match how {
            How::Added => Span::new(text),
            How::Deleted => Span::old(text),
            How::Changed | How::Moved => Span::same(text),
        };
        self.found.push(Change { place, label, how, spans: vec![span] });
        Ok(())
    }

    /// The values of an element, each after its label.
    fn texts(&self, table: &[FieldOf], element: &Value, out: &mut Vec<String>) -> Result<()> {
        for field in table {
            let value = inside(element, field.key);
            match field.holds {
                Holds::Own | Holds::List(_) => {}
                Holds::Parts(parts) => self.texts(parts, value, out)?,
                Holds::One(shape) => {
                    let text = show(self.names, shape, value, element)?;
                    let first = out.is_empty() || field.label.is_empty();
                    match text.as_str() {
                        "" => {}
                        text if first => out.push(text.to_owned()),
                        text => out.push(format!("{}：{text}", field.label)),
                    }
                }
            }
        }
        Ok(())
    }

    /// What an element is called; `nth` counts from 0.
    fn called(&self, list: ListOf, label: &str, nth: usize, element: &Value) -> String {
        let key = |key: &str| inside(element, key).as_str().unwrap_or_default();
        let own = match list.called {
            Called::List => String::new(),
            Called::OfQuestion => format!("本问第{}段", nth + 1),
            Called::Nth(unit) => format!("第{}{unit}", nth + 1),
            Called::Field => {
                self.names.field(key("field")).map_or_else(|| key("field").to_owned(), |f| f.label.clone())
            }
            Called::Number => format!("证{}", inside(element, "number")),
            Called::Key(name) => excerpt(key(name)),
        };
        [label, &own].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Fields that no table names, which a later version wrote: shown as they are, never left out.
    fn unknown(&mut self, table: &[FieldOf], old: &Value, new: &Value) -> Result<()> {
        let keys = |v: &Value| v.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
        let all: BTreeSet<String> = keys(old).into_iter().chain(keys(new)).collect();
        for key in all.into_iter().filter(|key| table.iter().all(|f| f.key != key)) {
            let (was, is) = (inside(old, &key), inside(new, &key));
            let place = below(&ChangePlace::default(), &key);
            self.one(Shape::Plain, (was, old), (is, new), place, key)?;
        }
        Ok(())
    }
}

/// The value of a key; the value itself for the empty key.
fn inside<'v>(of: &'v Value, key: &str) -> &'v Value {
    if key.is_empty() { of } else { of.get(key).unwrap_or(&Value::Null) }
}

fn below(at: &ChangePlace, key: &str) -> ChangePlace {
    let mut place = at.clone();
    let keys = if place.element.is_some() { &mut place.within } else { &mut place.field };
    if !key.is_empty() {
        keys.push(key.to_owned());
    }
    place
}

/// `陈述 本问第3段·重点`
fn join(above: &str, own: &str) -> String {
    match (above.is_empty(), own.is_empty()) {
        (false, false) => format!("{above}·{own}"),
        _ => format!("{above}{own}"),
    }
}

pub(super) fn id_of(list: ListOf, element: &Value) -> String {
    let part = |key: &&str| match inside(element, key) {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if list.by.is_empty() {
        return element.as_str().map_or_else(|| element.to_string(), str::to_owned);
    }
    list.by.iter().map(part).collect::<Vec<_>>().join(" ")
}

/// The ids that stand elsewhere among those that both sides have.
fn moved<'i>(old: &'i [String], new: &'i [String]) -> BTreeSet<&'i str> {
    let common = |of: &'i [String], other: &[String]| -> Vec<&'i str> {
        let other: BTreeSet<&str> = other.iter().map(String::as_str).collect();
        of.iter().map(String::as_str).filter(|id| other.contains(id)).collect()
    };
    let (was, is) = (common(old, new), common(new, old));
    let mut moved = BTreeSet::new();
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        if !matches!(op, DiffOp::Equal { .. }) {
            moved.extend(is.get(op.new_range()).unwrap_or_default());
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_left_its_place_has_moved() {
        for (old, new, want) in
            [("abcd", "abcd", ""), ("abcd", "bcda", "a"), ("abcd", "axbd", ""), ("abcd", "acbd", "b"), ("ab", "", "")]
        {
            let ids = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
            let (old_ids, new_ids) = (ids(old), ids(new));
            let found: String = moved(&old_ids, &new_ids).into_iter().collect();
            let either = found == want || (want == "b" && found == "c");
            assert!(either, "{old} {new}: {found}");
        }
    }
}
