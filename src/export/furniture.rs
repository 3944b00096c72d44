//! What all forms share: marking and number above, page number and content hash below, lines to sign on.

use super::wml::Margins;
use super::wml::body::{Leader, Paragraph, Run, Style, TabStop, WordField};

/// One character of 14 pt: how far page numbers stand in from the outer edge.
const INSET: i32 = 280;

/// Head and foot of every page: marking left and number right above; page number outside and, when there is one, the
/// beginning of the content hash inside below. `width`: of the type area.
pub(super) fn margins(marking: &str, number: &str, hash: Option<&str>, width: i32) -> Margins {
    let header = Paragraph::of(Style::Header, marking)
        .tab_stop(TabStop { at: width, right: true, leader: Leader::None })
        .run(Run::Tab)
        .label(number);
    Margins { header: vec![header], footer_odd: vec![odd(hash, width)], footer_even: vec![even(hash, width)] }
}

fn odd(hash: Option<&str>, width: i32) -> Paragraph {
    let line = inner(Paragraph::new(Style::PageNumber), hash);
    page(line.tab_stop(TabStop { at: width - INSET, right: true, leader: Leader::None }).run(Run::Tab))
}

fn even(hash: Option<&str>, width: i32) -> Paragraph {
    let line = Paragraph::new(Style::PageNumber)
        .tab_stop(TabStop { at: INSET, right: false, leader: Leader::None })
        .tab_stop(TabStop { at: width, right: true, leader: Leader::None });
    inner(page(line.run(Run::Tab)).run(Run::Tab), hash)
}

/// Between dashes, as the standard wants it.
fn page(line: Paragraph) -> Paragraph {
    line.text("— ").run(Run::Field(WordField::Page)).text(" —")
}

/// How many sheets belong together, and which content they show: a sheet that lies alone says so.
fn inner(line: Paragraph, hash: Option<&str>) -> Paragraph {
    let line = line.label("共 ").run(Run::Field(WordField::Pages)).label(" 页");
    match hash {
        Some(hash) => line.label(format!("　内容校验 {hash}")),
        None => line,
    }
}

/// What a date of nine characters of 16 pt to be written in takes, and a little.
const DATE: i32 = 3120;

/// A line to sign on and a date to write in, over `width` twips.
pub(super) fn sign(style: Style, who: &str, width: i32) -> Paragraph {
    Paragraph::of(style, who)
        .tab_stop(TabStop { at: width - DATE, right: false, leader: Leader::Line })
        .tab_stop(TabStop { at: width, right: true, leader: Leader::None })
        .run(Run::Tab)
        .run(Run::Tab)
        .text("　　年　　月　　日")
}
