//! What stands in the rows of a paper that are no texts, and in its top line, in words.

use super::Paper;
use super::rows::Target;
use super::sheet::Sheet;
use crate::analysis::paper::field::{PaperField, PaperOutput, Spot};
use crate::model::problem::{Basis, Certainty, Level};
use crate::tui::shell::Shell;

/// Names of the handlers.
fn handlers(sheet: &Sheet, shell: &Shell) -> String {
    let name = |id| shell.book.as_ref().map_or("", |b| b.inspector_name(id)).to_owned();
    sheet.problem().handlers.iter().map(|h| name(*h)).collect::<Vec<_>>().join(" ")
}

/// What the top line says.
pub(super) fn title(sheet: &Sheet, shell: &Shell) -> String {
    let p = &sheet.problem();
    let mut out = vec![format!("底稿  {}", p.number), sheet.state()];
    let handlers = handlers(sheet, shell);
    if !handlers.is_empty() {
        out.push(format!("承办 {handlers}"));
    }
    if !sheet.records().fixes.is_empty() {
        out.push("立行立改".to_owned());
    }
    out.push(p.title.clone());
    out.join("  ")
}

fn basis(paper: &Paper, b: &Basis, shell: &Shell) -> String {
    let version = if b.version.is_empty() { String::new() } else { format!(" {}", b.version) };
    format!("《{}》{version}{}", b.name, confirmed(paper, b, shell))
}

/// What stands behind a text that one types: of the name of a basis, who confirmed it.
pub(super) fn note(paper: &Paper, spot: Spot, shell: &Shell) -> String {
    if spot.field != PaperField::BasisName {
        return String::new();
    }
    let basis = paper.sheet.problem().basis.iter().find(|b| Some(b.id.0) == spot.part);
    basis.map(|b| confirmed(paper, b, shell)).unwrap_or_default()
}

/// Who confirmed a basis, or that somebody has to.
fn confirmed(paper: &Paper, b: &Basis, shell: &Shell) -> String {
    match b.confirmed() {
        Some(c) => {
            let name = shell.book.as_ref().map_or("", |book| book.inspector_name(c.by));
            format!("  {name} {} 核实", c.at.date())
        }
        None if paper.checks.unverified.contains(&b.id) => "  〔待核〕".to_owned(),
        None => String::new(),
    }
}

/// What stands in a row that is no text.
pub(super) fn value(paper: &Paper, target: &Target, shell: &Shell) -> String {
    match target {
        Target::Text(_) => String::new(),
        Target::Pick(spot) => picked(paper, *spot, shell),
        Target::Tree(tree) => {
            let tree = paper.sheet.method().trees.iter().find(|t| t.id == *tree);
            let node = tree.and_then(|t| paper.sheet.problem().placed(&t.id).map(|n| t.path(n).join(" / ")));
            let name = tree.map_or("", |t| t.name.as_str());
            format!("{name}：{}", node.unwrap_or_else(|| "-".to_owned()))
        }
        Target::Add(PaperField::QuickFix) => "+ 要求立行立改".to_owned(),
        Target::Add(list) => format!("+ 加{}", list.label(PaperOutput::Screen)),
    }
}

/// What was picked or turned in a row.
fn picked(paper: &Paper, spot: Spot, shell: &Shell) -> String {
    let p = &paper.sheet.problem();
    let turn = |word: &str| {
        if *paper.focus.target() == Target::Pick(spot) { format!("< {word} >") } else { word.to_owned() }
    };
    let responsible = || p.responsible.iter().find(|r| Some(r.id.0) == spot.part);
    match spot.field {
        PaperField::Sources => {
            let names = p.sources.iter().map(|id| {
                let source = paper.sheet.method().sources.iter().find(|s| s.id == *id);
                source.map_or(id.as_str(), |s| s.name.as_str())
            });
            or_dash(names.collect::<Vec<_>>().join("、"))
        }
        PaperField::Basis => {
            let found = p.basis.iter().find(|b| Some(b.id.0) == spot.part);
            found.map_or_else(String::new, |b| basis(paper, b, shell))
        }
        PaperField::Evidence => {
            let cited = p.evidence.iter().find(|c| Some(c.id.0) == spot.part);
            cited.and_then(|c| paper.lookup.called(c.evidence)).unwrap_or("-").to_owned()
        }
        PaperField::Responsible => responsible().map_or_else(String::new, |r| r.name.clone()),
        PaperField::ResponsibleKind => turn(responsible().map_or("", |r| r.kind.chinese())),
        PaperField::Level => turn(p.level.map_or("-", Level::chinese)),
        PaperField::Certainty => turn(p.certainty.map_or("-", Certainty::chinese)),
        PaperField::Handlers => or_dash(handlers(&paper.sheet, shell).replace(' ', "、")),
        _ => String::new(),
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}
