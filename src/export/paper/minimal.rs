//! The four blocks of domain.md §1.2: one page while the text is short.

use super::signatures::signature_table;
use super::{BLANK, WorkingPaper, lines};
use crate::analysis::paper::field::{PaperField, PaperOutput};
use crate::export::wml::Block;
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::TYPE_WIDTH;
use crate::export::wml::table::{Cell, Row, Table};

/// Columns of the head: label, value, label, value.
const COLUMNS: [i32; 4] = [1587, 3402, 1361, TYPE_WIDTH - 1587 - 3402 - 1361];

/// The first three blocks and what stands in them; the fourth is for the signatures. A block is called as its fields are.
const BLOCKS: [&[PaperField]; 3] =
    [&[PaperField::Title, PaperField::Facts, PaperField::Basis], &[PaperField::Discovery], &[PaperField::Evidence]];
/// Numerals of the headings.
const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];

pub(super) fn body(paper: &WorkingPaper) -> Vec<Block> {
    let mut body: Vec<Block> = vec![Paragraph::of(Style::Title, "问题底稿").into(), head(paper).into()];
    let named = BLOCKS.iter().filter_map(|fields| Some((fields.first()?.label(PaperOutput::Minimal), *fields)));
    let blocks = named.chain([("责任签名", [].as_slice())]);
    for (numeral, (name, fields)) in NUMERALS.into_iter().zip(blocks) {
        body.push(Paragraph::of(Style::Heading, format!("{numeral}、{name}")).into());
        let texts: Vec<String> = fields.iter().map(|field| text(paper, *field)).collect();
        let shown = lines(texts.iter().map(String::as_str)).map(|line| Paragraph::of(Style::Body, line));
        let before = body.len();
        body.extend(shown.map(Block::from));
        if fields.is_empty() {
            body.push(signature_table().into());
        } else if body.len() == before {
            body.push(Paragraph::of(Style::Body, BLANK).into());
        }
    }
    body
}

fn head(paper: &WorkingPaper) -> Table {
    let name = |field: PaperField| Cell::of(Paragraph::of(Style::TableLabel, field.label(PaperOutput::Minimal)));
    let value = |field| Cell::of(Paragraph::of(Style::TableText, paper.text(field)));
    let pair = |a, b| Row::of(vec![name(a), value(a), name(b), value(b)]);
    let mut table = Table::new(COLUMNS.to_vec());
    table.push(pair(PaperField::Unit, PaperField::Number));
    table.push(pair(PaperField::Group, PaperField::Compiled));
    table
}

/// A field as this form has it: the title is a sentence, and of a basis only its name and clause are told.
fn text(paper: &WorkingPaper, field: PaperField) -> String {
    match field {
        PaperField::Title => sentence(&paper.text(field)),
        PaperField::Basis => basis(paper),
        _ => paper.text(field),
    }
}

/// The title as a sentence of its own.
fn sentence(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() || title.ends_with(['。', '！', '？']) { title.to_owned() } else { format!("{title}。") }
}

/// 定性依据：《…》第…条；《…》…; the wording of the clauses is on the full form.
fn basis(paper: &WorkingPaper) -> String {
    let items = paper.printed.items(PaperField::Basis);
    let named: Vec<&str> = items.iter().filter_map(|b| b.text.lines().next()).collect();
    if named.is_empty() { String::new() } else { format!("定性依据：{}。", named.join("；")) }
}
