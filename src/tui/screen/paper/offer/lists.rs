//! The rows of the lists over a paper: bases, the roster, nodes, sources, handlers, rows of the paper.

use super::Offer;
use crate::analysis::number::initials;
use crate::analysis::paper::field::{PaperField, Spot};
use crate::method::problems::{Node, ProblemSource, Tree};
use crate::method::types::{Method, Regulation};
use crate::model::people::Person;
use crate::model::problem::{Certainty, Level, ResponsibilityKind};
use crate::model::round::Inspector;
use crate::model::value::PartialDate;
use crate::text::width::fit;
use crate::tui::dialog::choose::Item;
use crate::tui::screen::paper::check::Checks;
use crate::tui::screen::paper::rows::Row;

/// Regulations, and the bases that the method ties to its check items and patterns, for a fact of that date.
pub(super) fn bases(method: &Method, date: Option<PartialDate>) -> Vec<(Item, Offer)> {
    let mut rows: Vec<(Item, Offer)> = Vec::new();
    let items = method.records.iter().flat_map(|k| &k.items).flat_map(|i| &i.basis);
    for b in items.chain(method.patterns.iter().flat_map(|p| &p.basis)) {
        let regulation = method.regulations.iter().find(|r| r.id == b.regulation);
        let name = regulation.map_or(b.name.as_str(), |r| r.name.as_str());
        let version = regulation.map(|r| version_at(r, date)).unwrap_or_default();
        let item = Item::new("常用", format!("《{name}》{} {version}", b.clause)).found_by(&initials(name));
        let offer =
            Offer::Basis { regulation: b.regulation.clone(), name: name.to_owned(), version, clause: b.clause.clone() };
        if rows.iter().all(|(_, o)| *o != offer) {
            rows.push((item, offer));
        }
    }
    for r in &method.regulations {
        for v in r.versions.iter().rev() {
            let now = date.is_some_and(|d| v.may_hold(d));
            let mark = if now { "  当时有效" } else { "" };
            let text = format!("《{}》{}{mark}", r.name, v.label);
            let offer = Offer::Basis {
                regulation: r.id.clone(),
                name: r.name.clone(),
                version: v.label.clone(),
                clause: String::new(),
            };
            rows.push((Item::new(r.group.clone(), text).found_by(&initials(&r.name)), offer));
        }
    }
    rows
}

/// The version of a regulation for a fact of that date; without a date the newest.
fn version_at(regulation: &Regulation, date: Option<PartialDate>) -> String {
    let version = date.and_then(|d| regulation.in_force(d)).or_else(|| regulation.versions.last());
    version.map(|v| v.label.clone()).unwrap_or_default()
}

/// The roster.
pub(super) fn people(roster: &[Person]) -> Vec<(Item, Offer)> {
    let row = |p: &Person| {
        let item = Item::new("", format!("{}  {}", p.name, p.post)).found_by(&initials(&p.name));
        (item, Offer::Person(p.id))
    };
    roster.iter().map(row).collect()
}

/// The nodes of a tree.
pub(super) fn nodes(tree: &Tree) -> Vec<(Item, Offer)> {
    let leads_on = |id: &str| tree.nodes.iter().any(|n| n.under == id);
    let row = |n: &Node| {
        let depth = tree.path(&n.id).len().saturating_sub(1);
        let mark = if leads_on(&n.id) { "+ " } else { "" };
        let text = format!("{}{mark}{}", "  ".repeat(depth), n.name);
        (Item::new("", text).found_by(&initials(&n.name)), Offer::Node(tree.id.clone(), n.id.clone()))
    };
    tree.nodes.iter().map(row).collect()
}

/// 问题来源
pub(super) fn sources(method: &Method) -> Vec<(Item, Offer)> {
    let row =
        |s: &ProblemSource| (Item::new("", s.name.clone()).found_by(&initials(&s.name)), Offer::Source(s.id.clone()));
    method.sources.iter().map(row).collect()
}

/// 承办人
pub(super) fn handlers(inspectors: &[&Inspector]) -> Vec<(Item, Offer)> {
    let row = |i: &&Inspector| {
        let text = format!("{}  {}", i.name, i.part.chinese());
        (Item::new("", text).found_by(&initials(&i.name)), Offer::Handler(i.id))
    };
    inspectors.iter().map(row).collect()
}

/// The words of a choice.
pub(super) fn words(spot: Spot) -> Vec<(Item, Offer)> {
    let all: Vec<&str> = match spot.field {
        PaperField::Level => Level::ALL.map(Level::chinese).to_vec(),
        PaperField::Certainty => Certainty::ALL.map(Certainty::chinese).to_vec(),
        PaperField::ResponsibleKind => ResponsibilityKind::ALL.map(ResponsibilityKind::chinese).to_vec(),
        _ => Vec::new(),
    };
    let row = |(n, word): (usize, &str)| (Item::new("", word).found_by(&initials(word)), Offer::Word(spot, n));
    all.into_iter().enumerate().map(row).collect()
}

/// The parts of the paper, each with the codes of what was found in it; and which of them holds the row `here`.
pub(super) fn parts(rows: &[Row], checks: &Checks, here: usize) -> (Vec<(Item, Offer)>, usize) {
    let first: Vec<_> = rows.iter().enumerate().filter(|(_, r)| r.first).collect();
    let at = first.iter().rposition(|(n, _)| *n <= here).unwrap_or(0);
    let of = |r: &Row| {
        let wrong = checks.findings.iter().filter(|f| rows.iter().any(|x| x.target == f.row && x.label == r.label));
        let codes = wrong.map(|f| f.code.clone()).collect::<Vec<_>>().join(" ");
        let item = Item::new("", format!("{}  {codes}", fit(r.label, 10))).found_by(&initials(r.label));
        (item, Offer::Row(r.target.clone()))
    };
    (first.into_iter().map(|(_, r)| of(r)).collect(), at)
}
