//! The merge of one object: every field by its rule.

use crate::model::merge::list::set;
use crate::model::merge::rule::{FieldRule, Rule};
use crate::model::merge::show::{self, Show};
use crate::model::merge::{ClashAt, Side};
use crate::model::value::Instant;
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// The two versions and what they began with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Three<B, S = B> {
    /// What both began with; `None` as well where a member is not there.
    pub base: B,
    /// Our version.
    pub ours: S,
    /// Theirs.
    pub theirs: S,
}

/// A JSON object: a body, or one element of it.
pub(super) type Body = Map<String, Value>;

/// A member of the three bodies; absent counts as null.
pub(super) type Member<'a> = Three<Option<&'a Value>>;

impl<'a> Member<'a> {
    /// The member `name` of the three objects.
    pub(super) fn get(&self, name: &str) -> Self {
        let of = |v: Option<&'a Value>| v.and_then(|v| v.get(name)).filter(|v| !v.is_null());
        Three { base: of(self.base), ours: of(self.ours), theirs: of(self.theirs) }
    }

    /// The version of a side.
    pub(super) const fn side(&self, side: Side) -> Option<&'a Value> {
        match side {
            Side::Ours => self.ours,
            Side::Theirs => self.theirs,
        }
    }

    /// Whether a side changed it. Without a base, filling it in is the change.
    fn changed(&self, side: Side, unset: &str) -> bool {
        match self.base {
            None => !is_blank(self.side(side), unset),
            base => self.side(side) != base,
        }
    }
}

/// Which version of a field stands.
enum Pick {
    One(Side),
    Clash,
}

/// Goes through the bodies and notes the clashes.
pub(super) struct Walk {
    prefer: Option<Side>,
    clashes: Vec<ClashAt>,
}

impl Walk {
    pub(super) const fn new(prefer: Option<Side>) -> Self {
        Self { prefer, clashes: Vec::new() }
    }

    /// The side for which clashes are settled.
    pub(super) const fn prefer(&self) -> Option<Side> {
        self.prefer
    }

    /// The merged body, or every clash by path.
    pub(super) fn finish(mut self, merged: Body) -> Result<Value, Vec<ClashAt>> {
        if self.clashes.is_empty() {
            return Ok(Value::Object(merged));
        }
        self.clashes.sort_by(|a, b| a.path.cmp(&b.path));
        self.clashes.dedup_by(|a, b| a.path == b.path);
        Err(self.clashes)
    }

    /// Notes a clash, unless it is settled beforehand; gives the side that stands.
    pub(super) fn clash(&mut self, path: &str, label: &'static str, texts: impl FnOnce() -> (String, String)) -> Side {
        self.prefer.unwrap_or_else(|| {
            self.note(path, label, texts());
            Side::Ours
        })
    }

    fn note(&mut self, path: &str, label: &'static str, (ours, theirs): (String, String)) {
        self.clashes.push(ClashAt { path: path.to_owned(), label, ours, theirs });
    }

    /// Merges an object by its table. A member that no table names is merged like a scalar, so that nothing is dropped.
    pub(super) fn object(&mut self, fields: &'static [FieldRule], path: &str, three: Member<'_>) -> Body {
        let mut merged = Map::new();
        let after = |f: &&FieldRule| matches!(f.rule, Rule::Seal { .. } | Rule::Latest { .. });
        // What is stamped or confirmed comes before its stamp.
        for field in fields.iter().filter(|f| !after(f)).chain(fields.iter().filter(after)) {
            self.field(field, &below(path, field.name()), three, &mut merged);
        }
        let sides = [three.ours, three.theirs].into_iter().flatten().filter_map(Value::as_object);
        let mut unknown: Vec<&String> =
            sides.flat_map(Map::keys).filter(|k| !fields.iter().any(|f| f.names.contains(&k.as_str()))).collect();
        unknown.sort_unstable();
        unknown.dedup();
        for name in unknown {
            let member = three.get(name);
            let side = self.scalar(&below(path, name), "其他内容", member, show::plain, "");
            put(&mut merged, three.side(side), name);
        }
        merged
    }

    fn field(&mut self, field: &'static FieldRule, path: &str, three: Member<'_>, merged: &mut Body) {
        let side = match &field.rule {
            Rule::List(list) => {
                let value = self.list(list, field.label, path, three.get(field.name()));
                return keep(merged, three, field.name(), value);
            }
            Rule::Set => return keep(merged, three, field.name(), set(three.get(field.name()))),
            Rule::Part(of) => {
                let value = self.part(of, field.label, path, three.get(field.name()));
                return keep(merged, three, field.name(), value);
            }
            Rule::Seal { of } => {
                let value = seal(of, three, three.get(field.name()), merged);
                return keep(merged, three, field.name(), value);
            }
            Rule::Fixed => self.fixed(field, path, three),
            Rule::Scalar(show) => self.members(field, path, three, *show, ""),
            Rule::Choice(show, unset) => self.members(field, path, three, *show, unset),
            Rule::Text => self.members(field, path, three, show::plain, ""),
            Rule::Latest { of } => latest(field, of, three, merged),
            Rule::Id | Rule::Order => {
                let member = three.get(field.name());
                match pick(member, "") {
                    Pick::One(side) => side,
                    Pick::Clash => smaller(member),
                }
            }
        };
        for name in field.names {
            put(merged, three.side(side), name);
        }
    }

    fn fixed(&mut self, field: &FieldRule, path: &str, three: Member<'_>) -> Side {
        let member = three.get(field.name());
        if member.ours != member.theirs {
            self.note(path, field.label, texts(member, show::plain));
        }
        Side::Ours
    }

    /// One or several members taken together.
    fn members(&mut self, field: &FieldRule, path: &str, three: Member<'_>, show: Show, unset: &str) -> Side {
        if let [name] = field.names {
            return self.scalar(path, field.label, three.get(name), show, unset);
        }
        let [base, ours, theirs] = [three.base, three.ours, three.theirs].map(|v| together(v, field.names));
        let member = Three { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() };
        self.scalar(path, field.label, member, show, unset)
    }

    fn scalar(&mut self, path: &str, label: &'static str, member: Member<'_>, show: Show, unset: &str) -> Side {
        match pick(member, unset) {
            Pick::One(side) => side,
            Pick::Clash => self.clash(path, label, || texts(member, show)),
        }
    }

    /// A nested object that may be absent.
    fn part(&mut self, of: &'static [FieldRule], label: &'static str, path: &str, member: Member<'_>) -> Option<Value> {
        match pick(member, "") {
            Pick::One(side) => member.side(side).cloned(),
            Pick::Clash => {
                let (kept, side) = match (member.ours, member.theirs) {
                    (Some(_), None) => (member.ours, Side::Ours),
                    (None, Some(_)) => (member.theirs, Side::Theirs),
                    _ => return Some(Value::Object(self.object(of, path, member))),
                };
                if !edited(of, Three { base: member.base, ours: kept, theirs: kept }) {
                    return None;
                }
                let face = |v: Option<&Value>| v.map_or_else(|| show::DELETED.to_owned(), |v| faces(of, v));
                self.clash(path, label, || (face(member.ours), face(member.theirs)));
                if self.prefer == Some(side.other()) { None } else { kept.cloned() }
            }
        }
    }
}

/// Whether the merged members `of` are those of a side.
fn stands(side: Side, of: &[&str], three: Member<'_>, merged: &Body) -> bool {
    of.iter().all(|name| three.get(name).side(side) == merged.get(*name).filter(|value| !value.is_null()))
}

/// A stamp: that of the side whose words came out.
fn latest(field: &FieldRule, of: &[&str], three: Member<'_>, merged: &Body) -> Side {
    match (stands(Side::Ours, of, three, merged), stands(Side::Theirs, of, three, merged)) {
        (true, false) => return Side::Ours,
        (false, true) => return Side::Theirs,
        _ => {}
    }
    let [base, ours, theirs] = [three.base, three.ours, three.theirs].map(|v| together(v, field.names));
    let member = Three { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() };
    match pick(member, "") {
        Pick::One(side) => side,
        Pick::Clash => later(member),
    }
}

/// A confirmation: only that of a side which saw the words that came out.
fn seal(of: &[&str], three: Member<'_>, member: Member<'_>, merged: &Body) -> Option<Value> {
    let given = |side: Side| member.side(side).filter(|_| stands(side, of, three, merged));
    match pick(member, "") {
        Pick::One(_) if member.ours == member.theirs => given(Side::Ours).or_else(|| given(Side::Theirs)),
        Pick::One(side) => given(side),
        // Withdrawn on one side and given again on the other: it is asked for again.
        Pick::Clash if member.ours.is_none() || member.theirs.is_none() => None,
        Pick::Clash => match (given(Side::Ours), given(Side::Theirs)) {
            (Some(_), Some(_)) => given(later(member)),
            (one, other) => one.or(other),
        },
    }
    .cloned()
}

/// The path of a member or element.
pub(super) fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

/// Whether a side, both sides of `three` being the same, changed more than place and stamps against the base.
pub(super) fn edited(fields: &[FieldRule], three: Member<'_>) -> bool {
    let counts = |f: &&FieldRule| !matches!(f.rule, Rule::Order | Rule::Id | Rule::Latest { .. });
    fields.iter().filter(counts).flat_map(|f| f.names).any(|name| {
        let member = three.get(name);
        member.ours != member.base
    })
}

/// An element or nested object in a few words: what of it is filled in.
pub(super) fn faces(of: &[FieldRule], value: &Value) -> String {
    let shown = of.iter().filter_map(|f| match f.rule {
        Rule::Text => value.get(f.name()).map(show::plain),
        Rule::Fixed if f.name() != "id" => value.get(f.name()).map(show::plain),
        Rule::Scalar(show) | Rule::Choice(show, _) => together(Some(value), f.names).as_ref().map(show),
        _ => None,
    });
    shown.filter(|text| text != show::EMPTY).collect::<Vec<_>>().join("；")
}

/// Both values for a person.
pub(super) fn texts(member: Member<'_>, show: Show) -> (String, String) {
    let text = |v: Option<&Value>| v.map_or_else(|| show::EMPTY.to_owned(), show);
    (text(member.ours), text(member.theirs))
}

/// Several members of an object as one value; `None` when none is there. A single one stays itself.
pub(super) fn together(object: Option<&Value>, names: &[&str]) -> Option<Value> {
    let get = |name: &&str| object.and_then(|o| o.get(*name)).filter(|v| !v.is_null());
    if let [name] = names {
        return get(name).cloned();
    }
    let all: Body = names.iter().filter_map(|name| Some(((*name).to_owned(), get(name)?.clone()))).collect();
    (!all.is_empty()).then_some(Value::Object(all))
}

/// Whether nobody has filled it in: absent, empty, zero, no, or the value at which a choice stands by itself.
fn is_blank(value: Option<&Value>, unset: &str) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::String(text)) => text.is_empty() || text == unset,
        Some(Value::Number(number)) => number.as_i64() == Some(0),
        Some(Value::Array(all)) => all.is_empty(),
        Some(Value::Object(all)) => all.values().all(|v| is_blank(Some(v), "")),
        Some(Value::Bool(true)) => false,
    }
}

/// The three-way rule of a single value.
fn pick(member: Member<'_>, unset: &str) -> Pick {
    if member.ours == member.theirs {
        return Pick::One(Side::Ours);
    }
    match (member.changed(Side::Ours, unset), member.changed(Side::Theirs, unset)) {
        (true, false) => Pick::One(Side::Ours),
        (false, true) => Pick::One(Side::Theirs),
        // Two sorts of nothing, such as null and empty.
        (false, false) => Pick::One(smaller(member)),
        (true, true) => Pick::Clash,
    }
}

/// The side with the smaller value: a choice that does not depend on which side is which.
fn smaller(member: Member<'_>) -> Side {
    let text = |v: Option<&Value>| v.map(ToString::to_string);
    if text(member.ours) <= text(member.theirs) { Side::Ours } else { Side::Theirs }
}

/// The side with the later `at`, or with the later instant itself.
fn later(member: Member<'_>) -> Side {
    let ms = |v: Option<&Value>| {
        let at = v.map(|v| v.get("at").unwrap_or(v));
        at.and_then(Value::as_str).and_then(Instant::parse).map(|at| at.ms)
    };
    match ms(member.ours).cmp(&ms(member.theirs)) {
        Ordering::Greater => Side::Ours,
        Ordering::Less => Side::Theirs,
        Ordering::Equal => smaller(member),
    }
}

/// Copies a member as it stands there, null included.
fn put(merged: &mut Body, from: Option<&Value>, name: &str) {
    if let Some(value) = from.and_then(|f| f.get(name)) {
        merged.insert(name.to_owned(), value.clone());
    }
}

/// Keeps a merged value; nothing is written as the sides write it: left out, null or an empty list.
fn keep(merged: &mut Body, three: Member<'_>, name: &str, value: Option<Value>) {
    match value {
        Some(Value::Array(all)) if all.is_empty() => {
            let written = |v: Option<&Value>| v.is_some_and(|v| v.get(name).is_some());
            if written(three.ours) && written(three.theirs) {
                merged.insert(name.to_owned(), Value::Array(all));
            }
        }
        Some(value) => {
            merged.insert(name.to_owned(), value);
        }
        None => {
            let null = |v: Option<&Value>| v.and_then(|v| v.get(name)).is_some_and(Value::is_null);
            if null(three.base) || null(three.ours) || null(three.theirs) {
                merged.insert(name.to_owned(), Value::Null);
            }
        }
    }
}
