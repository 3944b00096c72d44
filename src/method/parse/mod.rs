//! From parsed TOML to the typed method, with every fault noted on the way.
//!
//! A quick look ahead collects the ids that files declare ([`Known`]); so each reference is checked where it stands,
//! with its own line and column. Where a file could not be read, references into it are given the benefit of the
//! doubt: a wrong quote in `q3.toml` must not turn into nine reports about q3 in `types.toml`.

mod approach;
mod basis;
mod condition;
mod dues;
mod entry;
mod field;
mod pattern;
mod question;
mod record;
mod regulation;
#[cfg(test)]
mod tests;
mod tree;

use super::fault::{FaultPlace, Faults, Source};
use super::node::{Item, Table};
use super::types::{Method, Source as Origin, Verified};
use crate::model::ids::Hash;
use crate::model::value::PartialDate;
use crate::text::day;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

pub(super) use approach::approaches;
pub(super) use dues::dues;
pub(super) use entry::{entries, profile};
pub(super) use pattern::problems;
pub(super) use question::question;
pub(super) use record::record;
pub(super) use regulation::regulations;
pub(super) use tree::trees;

/// Greatest length of an id.
const ID_MAX: usize = 40;
/// Longest short name, in characters: it heads a narrow column.
const SHORT_MAX: usize = 6;

/// A file, parsed as far as possible.
#[derive(Debug)]
pub(super) struct Doc<'d> {
    /// Its name and lines.
    pub(super) source: &'d Source<'d>,
    /// What could be read.
    pub(super) root: Spanned<DeTable<'d>>,
    /// It has syntax errors.
    pub(super) broken: bool,
    /// Whole tables of it could not be read.
    pub(super) partial: bool,
}

impl<'d> Doc<'d> {
    /// A cursor over the whole file.
    pub(super) fn table(&'d self, faults: &'d Faults) -> Table<'d> {
        let place = FaultPlace { source: self.source, faults, broken: self.broken, partial: self.partial };
        // What the file lacks is reported at its first entry, not at a remark above it.
        let first = self.root.get_ref().keys().map(Spanned::span).min_by_key(|span| span.start);
        Table::new(place, self.root.get_ref(), first.unwrap_or(0..0))
    }
}

/// The ids of one kind that the files declare.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// The ids.
    pub(super) all: BTreeSet<String>,
    /// An id could not be read, so there may be more.
    pub(super) partial: bool,
}

impl Ids {
    /// Takes note of the id of one table; `None`: it could not be read.
    pub(super) fn note(&mut self, id: Option<&str>) {
        match id {
            // With an id used twice, one that was meant is not there.
            Some(id) => self.partial |= !self.all.insert(id.to_owned()),
            None => self.partial = true,
        }
    }

    /// Certainly nowhere declared.
    pub(super) fn lacks(&self, id: &str) -> bool {
        !self.partial && !self.all.contains(id)
    }

    /// The ids for a message.
    pub(super) fn listed(&self) -> String {
        self.all.iter().map(String::as_str).collect::<Vec<_>>().join("、")
    }
}

/// What may be referred to, and which ids have been used already.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Interviewee types.
    pub(super) types: Ids,
    /// Questions.
    pub(super) questions: Ids,
    /// Regulations.
    pub(super) regulations: Ids,
    /// Kinds of entry.
    pub(super) entries: Ids,
    /// Places in the category trees, `TREE.NODE`.
    pub(super) nodes: Ids,
    used: RefCell<BTreeMap<(&'static str, String), String>>,
}

impl Known {
    /// Reads the id of a table of `kind` and reports it when it is malformed or used twice.
    fn id(&self, table: &mut Table<'_>, kind: &'static str) -> String {
        self.id_within(table, kind, "")
    }

    /// The same for ids that need to differ only within `scope`.
    fn id_within(&self, table: &mut Table<'_>, kind: &'static str, scope: &str) -> String {
        let Some(item) = table.need("id") else { return String::new() };
        let Some(id) = item.text() else { return String::new() };
        if !well_formed(id) {
            item.fault(
                format!("id “{id}”含有不能用的字符或太长"),
                format!("只用小写英文字母、数字和 _ - .，最长 {ID_MAX} 个。"),
            );
        }
        let here = format!("{} 第 {} 行", item.place.source.name, item.place.source.line(item.span.start));
        if let Some(first) = self.used.borrow_mut().insert((kind, format!("{scope}/{id}")), here) {
            item.fault(format!("{kind}的 id “{id}”重复，{first}已经用过"), "换一个没有用过的 id。");
        }
        id.to_owned()
    }
}

fn well_formed(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c);
    id.len() <= ID_MAX && id.chars().all(plain)
}

/// Reads `method.toml`: everything but questions, types and regulations.
pub(super) fn head(mut table: Table<'_>) -> Method {
    let id = table.need("id").and_then(|i| {
        let id = i.text()?;
        if !well_formed(id) {
            i.fault(format!("id “{id}”含有不能用的字符或太长"), "只用小写英文字母、数字和 _ - .。");
        }
        Some(id.to_owned())
    });
    let method = Method {
        hash: Hash([0; 32]),
        id: id.unwrap_or_default(),
        name: table.text("name"),
        version: table.text("version"),
        opening: table.texts("opening"),
        read_back_line: table.text("read_back_line"),
        questions: Vec::new(),
        approaches: Vec::new(),
        regulations: Vec::new(),
        frequencies: Vec::new(),
        records: Vec::new(),
        entries: Vec::new(),
        profile: Vec::new(),
        trees: Vec::new(),
        sources: Vec::new(),
        patterns: Vec::new(),
        dues: None,
    };
    table.finish();
    method
}

/// Reads where an entry comes from: `source` and `verified` beside the other keys, or both within `source = {…}`.
fn origin(table: &mut Table<'_>) -> Origin {
    match table.get("source") {
        Some(item) if !item.is_text() => {
            let Some(mut inner) = item.table() else { return general(String::new()) };
            let origin = Origin { source: inner.text("source"), verified: verified(&mut inner) };
            inner.finish();
            origin
        }
        _ => Origin { source: table.text("source"), verified: verified(table) },
    }
}

const fn general(source: String) -> Origin {
    Origin { source, verified: Verified::General }
}

fn verified(table: &mut Table<'_>) -> Verified {
    let Some(item) = table.need("verified") else { return Verified::General };
    match item.text() {
        Some("A") => Verified::Article,
        Some("S") => Verified::Sourced,
        Some("G") | None => Verified::General,
        Some(other) => {
            item.fault(
                format!("verified 不能是“{other}”"),
                "写 A（出自介绍文章）、S（已查到公开出处）或 G（一般知识，待核）。",
            );
            Verified::General
        }
    }
}

/// Required text of at most `max` characters, because it is drawn in so narrow a place.
fn capped(table: &mut Table<'_>, key: &'static str, max: usize) -> String {
    let Some(item) = table.need(key) else { return String::new() };
    let text = item.text().unwrap_or_default();
    if text.chars().count() > max {
        item.fault(format!("{key} 超过 {max} 个字"), format!("缩短到 {max} 个字以内，它用在窄栏里。"));
    }
    text.to_owned()
}

/// One of a few names. `None`, reported here, when it is another.
fn named<T: Copy>(item: &Item<'_>, what: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
    let text = item.text()?;
    let found = all.iter().copied().find(|t| name(*t) == text);
    if found.is_none() {
        let names = all.iter().map(|t| name(*t)).collect::<Vec<_>>().join("、");
        item.fault(format!("没有{what}“{text}”"), format!("只能写：{names}。"));
    }
    found
}

/// Reads `from`, required, with its place, and `to`, which may be left out and must not come before.
fn period(table: &mut Table<'_>) -> (Option<(PartialDate, Range<usize>)>, Option<PartialDate>) {
    let from = table.need("from").and_then(|i| date(&i, "from").map(|d| (d, i.span)));
    let to = table.get("to").and_then(|i| date(&i, "to").map(|d| (d, i.span)));
    if let (Some((from, _)), Some((to, span))) = (&from, &to)
        && to.before(*from)
    {
        table.place.fault(span, "to 早于 from", "to 是仍然有效的最后一天、一月或一年，不能早于 from。");
    }
    (from, to.map(|(to, _)| to))
}

/// A date or a part of one.
fn date(item: &Item<'_>, key: &str) -> Option<PartialDate> {
    let text = item.text()?;
    let date = day::read(text);
    if date.is_none() {
        item.fault(format!("{key} 的日期“{text}”不对"), "写成 \"2017\"、\"2017-10\" 或 \"2017-10-24\"。");
    }
    date
}

/// A list whose members must differ; a repeated member is reported where it is repeated.
fn distinct<'d>(item: &Item<'d>) -> Vec<(Item<'d>, &'d str)> {
    let mut kept: Vec<(Item<'d>, &'d str)> = Vec::new();
    for (member, text) in item.texts() {
        if kept.iter().any(|(_, earlier)| *earlier == text) {
            member.fault(format!("“{text}”重复"), "删去重复的一项。");
        } else {
            kept.push((member, text));
        }
    }
    kept
}
