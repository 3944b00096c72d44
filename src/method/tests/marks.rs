//! What the method says of records and problems is marked as domain.md marks it: nothing that is general knowledge there is entered as
//! sourced, and what is sourced names the source that domain.md names.

use crate::method::records::{CheckItem, RecordKind};
use crate::method::types::{Method, Source, Verified};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of domain.md's tables and what their short marks stand for.
const ROWS: &str = include_str!("domain_marks.txt");
/// Han characters that a basis and a row must share for the row to name that basis.
const NAMED: usize = 4;

/// One mark `[S …]`, `[G]`, `[A]` of a row.
#[derive(Debug)]
struct Mark {
    /// Characters of the row before its end.
    end: usize,
    verified: Verified,
    /// Of a sourced one.
    urls: Vec<&'static str>,
}

/// One row: its text and marks.
#[derive(Debug)]
struct Row {
    text: Vec<char>,
    marks: Vec<Mark>,
}

impl Row {
    /// The mark of the item: sourced or from the article if anything in the row is.
    fn verified(&self) -> Verified {
        let has = |v: Verified| self.marks.iter().any(|m| m.verified == v);
        [Verified::Article, Verified::Sourced].into_iter().find(|v| has(*v)).unwrap_or(Verified::General)
    }

    fn urls(&self) -> BTreeSet<&str> {
        self.marks.iter().flat_map(|m| m.urls.iter().copied()).collect()
    }

    /// The mark that stands with or next behind the name of a basis, when the row names it.
    fn mark_of(&self, name: &str) -> Option<&Mark> {
        let name: Vec<char> = name.chars().collect();
        let common = |at: usize, from: usize| {
            let pairs = self.text.iter().skip(at).zip(name.iter().skip(from));
            pairs.take_while(|(a, b)| a == b && **a >= '\u{4e00}').count()
        };
        let lengths = (0..self.text.len()).flat_map(|at| (0..name.len()).map(move |from| (at, from)));
        let (at, length) = lengths.map(|(at, from)| (at, common(at, from))).max_by_key(|(_, n)| *n)?;
        self.marks.iter().find(|m| m.end > at).filter(|_| length >= NAMED)
    }
}

/// The sources by short name, and the rows by label.
fn domain() -> (BTreeMap<&'static str, Vec<&'static str>>, BTreeMap<&'static str, Row>) {
    let lines = ROWS.lines().filter(|l| !l.starts_with('#'));
    let (rows, names): (Vec<&str>, Vec<&str>) = lines.partition(|l| l.starts_with('|'));
    let names = names.into_iter().map(|l| l.split_once(" = ").unwrap());
    let names: BTreeMap<&str, Vec<&str>> = names.map(|(n, urls)| (n, urls.split(' ').collect())).collect();
    let row = |line: &'static str| {
        let label = line.trim_start_matches("| ").split(' ').next().unwrap();
        (label, Row { text: line.chars().collect(), marks: marks(line, label, &names) })
    };
    let rows = rows.into_iter().map(row).collect();
    (names, rows)
}

fn marks(line: &'static str, label: &str, names: &BTreeMap<&str, Vec<&'static str>>) -> Vec<Mark> {
    let mut all = Vec::new();
    for (at, _) in line.match_indices('[') {
        let (before, behind) = line.split_at(at);
        let inner = behind.trim_start_matches('[').split(']').next().unwrap();
        let end = before.chars().count() + inner.chars().count() + 2;
        let sourced = inner.starts_with('S') && !inner.contains("G+");
        let verified = match inner {
            "A" => Verified::Article,
            _ if sourced => Verified::Sourced,
            _ => Verified::General,
        };
        let parts = inner.split(';').filter(|_| sourced);
        let urls: Vec<&str> = parts.flat_map(|part| addresses(part, label, names)).collect();
        assert!(!sourced || !urls.is_empty(), "{label}: [{inner}] stands for no source");
        all.push(Mark { end, verified, urls });
    }
    all
}

/// The addresses that a part of a mark gives or stands for.
fn addresses(part: &'static str, label: &str, names: &BTreeMap<&str, Vec<&'static str>>) -> Vec<&'static str> {
    if let Some(at) = part.find("http") {
        return vec![part.split_at(at).1.split([' ', ',']).next().unwrap()];
    }
    let name = if part.trim() == "S" { Some(label) } else { names.keys().copied().find(|n| part.contains(n)) };
    name.and_then(|n| names.get(n)).cloned().unwrap_or_default()
}

fn items(method: &Method) -> impl Iterator<Item = (&RecordKind, &CheckItem)> {
    method.records.iter().flat_map(|k| k.items.iter().map(move |i| (k, i)))
}

#[test]
fn items_are_those_of_the_domain() {
    let method = Method::builtin().unwrap();
    let (_, rows) = domain();
    let labels: BTreeSet<&str> = items(&method).map(|(_, i)| i.label.as_str()).collect();
    assert_eq!(labels, rows.keys().copied().collect());
    let counts: Vec<_> = method.records.iter().map(|k| (k.id.as_str(), k.items.len())).collect();
    assert_eq!(counts, [("k1", 14), ("k2", 12), ("k3", 15), ("k4", 15), ("k5", 17)]);
    assert!(method.records.iter().all(|k| k.source.verified == Verified::Article));
    for (kind, item) in items(&method) {
        assert_eq!(item.id, format!("{}.{}", kind.id, item.label.to_lowercase()));
    }
}

#[test]
fn no_item_is_better_sourced_than_its_row() {
    let method = Method::builtin().unwrap();
    let (_, rows) = domain();
    for (_, item) in items(&method) {
        let row = &rows[item.label.as_str()];
        assert_eq!(item.source.verified, row.verified(), "{}", item.label);
        if item.source.verified == Verified::Sourced {
            assert!(row.urls().contains(item.source.source.as_str()), "{}: {}", item.label, item.source.source);
        }
    }
}

#[test]
fn no_basis_is_better_sourced_than_its_row() {
    let method = Method::builtin().unwrap();
    let (_, rows) = domain();
    let regulation = |id: &str| method.regulations.iter().find(|r| r.id == id).map(|r| r.name.as_str());
    let mut sourced = 0;
    for (_, item) in items(&method) {
        let row = &rows[item.label.as_str()];
        for basis in &item.basis {
            let name = regulation(&basis.regulation).unwrap_or(&basis.name);
            if basis.source.verified != Verified::Sourced {
                assert_eq!(basis.source.verified, Verified::General, "{} {name}", item.label);
                continue;
            }
            sourced += 1;
            assert!(row.urls().contains(basis.source.source.as_str()), "{} {name}", item.label);
            let mark = row.mark_of(name).map(|m| m.verified);
            assert_ne!(mark, Some(Verified::General), "{} {name}", item.label);
        }
    }
    assert!(sourced > 20, "{sourced}");
}

/// The way of finding the mark of a basis is itself right: it would refuse what it is there to refuse.
#[test]
fn the_mark_behind_a_name_is_found() {
    let (_, rows) = domain();
    let mark = |label: &str, name: &str| rows[label].mark_of(name).map(|m| m.verified);
    assert_eq!(mark("V4", "党政机关国内公务接待管理规定"), Some(Verified::General));
    assert_eq!(mark("V4", "党政机关厉行节约反对浪费条例"), Some(Verified::Sourced));
    assert_eq!(mark("V7", "中华人民共和国政府采购法实施条例"), Some(Verified::General));
    assert_eq!(mark("M1", "中国共产党地方委员会工作条例"), Some(Verified::Sourced));
    assert_eq!(mark("M1", "行政事业单位内部控制规范（试行）"), None);
}

/// domain.md §5.1, §1.3 and §4.5: which trees, sources of a problem and bases of patterns are sourced.
#[test]
fn trees_sources_and_patterns_are_marked() {
    let method = Method::builtin().unwrap();
    let of = |s: &Source| s.verified.letter();
    let trees: Vec<_> = method.trees.iter().map(|t| (t.id.as_str(), of(&t.source))).collect();
    let want = [
        ("three_problems", "A"),
        ("six_one", "G"),
        ("three_focus_2019", "S"),
        ("three_focus_2023", "S"),
        ("four_focus", "S"),
    ];
    assert_eq!(trees, want);
    let sources = method.sources.iter().filter(|s| s.source.verified != Verified::General);
    let sources: Vec<_> = sources.map(|s| (s.id.as_str(), of(&s.source))).collect();
    assert_eq!(sources, [("talk", "A"), ("documents", "S"), ("transfer", "S")]);
    assert!(method.patterns.iter().all(|p| p.source.verified == Verified::General));
    let bases = method.patterns.iter().flat_map(|p| &p.basis).filter(|b| b.source.verified == Verified::Sourced);
    let regulations: BTreeSet<&str> = bases.map(|b| b.regulation.as_str()).collect();
    assert_eq!(regulations, ["dues_2017", "dues_rules", "responsibility"].into());
}
