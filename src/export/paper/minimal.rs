//! The four blocks of domain.md §1.2: one page while the text is short.

use super::signatures::signature_table;
use super::{BLANK, WorkingPaper, lines};
use crate::export::wml::Block;
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::TYPE_WIDTH;
use crate::export::wml::table::{Cell, Row, Table};

/// Columns of the head: label, value, label, value.
const COLUMNS: [i32; 4] = [1587, 3402, 1361, TYPE_WIDTH - 1587 - 3402 - 1361];

pub(super) fn body(paper: &WorkingPaper) -> Vec<Block> {
    let mut body: Vec<Block> = vec![Paragraph::of(Style::Title, "问题底稿").into(), head(paper).into()];
    let mut block = |heading: &str, texts: Vec<&str>| {
        body.push(Paragraph::of(Style::Heading, heading).into());
        let mut any = false;
        for line in lines(texts) {
            body.push(Paragraph::of(Style::Body, line).into());
            any = true;
        }
        if !any {
            body.push(Paragraph::of(Style::Body, BLANK).into());
        }
    };
    let title = sentence(&paper.title);
    let basis = basis(paper);
    let mut overview: Vec<&str> = vec![&title];
    overview.extend(paper.facts.iter().map(String::as_str));
    overview.extend(basis.as_deref());
    block("一、问题概述", overview);
    block("二、发现过程", vec![&paper.discovery]);
    let evidence: Vec<String> = paper.evidence_lines().collect();
    block("三、支撑材料", evidence.iter().map(String::as_str).collect());
    body.push(Paragraph::of(Style::Heading, "四、责任签名").into());
    body.push(signature_table().into());
    body
}

fn head(paper: &WorkingPaper) -> Table {
    let label = |text: &str| Cell::of(Paragraph::of(Style::TableLabel, text));
    let value = |text: &str| Cell::of(Paragraph::of(Style::TableText, text));
    let pair = |a: &str, x: &str, b: &str, y: &str| Row::of(vec![label(a), value(x), label(b), value(y)]);
    let mut table = Table::new(COLUMNS.to_vec());
    table.push(pair("被巡察单位", &paper.unit, "编号", &paper.number));
    table.push(pair("巡察组", &paper.head.group, "编制日期", &paper.compiled.chinese()));
    table
}

/// The title as a sentence of its own.
fn sentence(title: &str) -> String {
    let title = title.trim();
    if title.is_empty() || title.ends_with(['。', '！', '？']) { title.to_owned() } else { format!("{title}。") }
}

/// 不符合《…》第…条、《…》…; the wording of the clauses is on the full form.
fn basis(paper: &WorkingPaper) -> Option<String> {
    let named: Vec<&str> = paper.basis.iter().filter_map(|b| b.lines().next()).collect();
    (!named.is_empty()).then(|| format!("定性依据：{}。", named.join("；")))
}
