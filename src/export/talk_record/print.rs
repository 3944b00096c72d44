//! The document of a talk record.

use super::foot::{margins, page, sign_twice};
use super::head;
use super::{Asked, Said, TalkRecord, UNFINISHED, Variant, lane_mark};
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::{Block, Document, Properties};

/// The whole document.
pub(super) fn document(record: &TalkRecord, variant: Variant) -> Document {
    let mut body = vec![
        Paragraph::of(Style::Title, variant.title()).into(),
        head::table(record, variant).into(),
        Paragraph::new(Style::Body).into(),
    ];
    for asked in &record.questions {
        body.extend(question(asked, variant).into_iter().map(Block::from));
    }
    body.extend(closing(record, variant).into_iter().map(Block::from));
    Document {
        properties: Properties {
            title: format!("{} {}", variant.title(), record.citation()),
            creator: record.group.clone(),
            at: record.revised,
        },
        page: page(record, variant),
        margins: margins(record, variant),
        body,
    }
}

/// The lines of one question; none when there is nothing to print.
fn question(asked: &Asked, variant: Variant) -> Vec<Paragraph> {
    let internal = variant == Variant::Internal;
    let mut lines = Vec::new();
    if asked.said.is_empty() && !(internal && (asked.put || !asked.not_put.trim().is_empty())) {
        return lines;
    }
    if internal {
        lines.push(Paragraph::of(Style::Heading, format!("{}、{}", asked.numeral, asked.title)));
    }
    if asked.said.is_empty() && !asked.put {
        lines.push(Paragraph::of(Style::Body, format!("未问：{}", asked.not_put.trim())));
        return lines;
    }
    let question = Paragraph::of(Style::Question, format!("问：{}", asked.wording));
    // On pages that are signed no blank may be left at the foot, so there a question may part from its answer.
    lines.push(if internal { question.keep_next() } else { question });
    if asked.said.is_empty() {
        lines.push(Paragraph::of(Style::Body, "答：").label("（未记录陈述）"));
    }
    lines.extend(asked.said.iter().enumerate().map(|(at, said)| paragraph(said, at == 0, internal)));
    lines
}

/// One statement: 答 before the first, number, lane (internal), correction, words.
fn paragraph(said: &Said, first: bool, internal: bool) -> Paragraph {
    let mut line = Paragraph::new(Style::Body);
    if first {
        line = line.text("答：");
    }
    line = line.label(format!("段{}　", said.number));
    if let Some(of) = said.corrects {
        let of = of.map(|n| format!("第{n}段")).unwrap_or_default();
        line = line.label(format!("（更正{of}）"));
    }
    if internal && said.is_told() { line.label(lane_mark(said.lane)).text(&said.words) } else { line.text(&said.words) }
}

/// 以下空白, and for the group's own record the inspectors' signatures.
///
/// The variant for signature has its signatures at the foot of every page. A talk that is not finished ends without
/// either: more may be said.
fn closing(record: &TalkRecord, variant: Variant) -> Vec<Paragraph> {
    if !record.closed {
        return vec![Paragraph::of(Style::Centred, format!("（{UNFINISHED}，以上是已记录的部分）"))];
    }
    match variant {
        Variant::Signature => vec![Paragraph::of(Style::Centred, "（以下空白）")],
        Variant::Internal => vec![
            Paragraph::of(Style::Centred, "（以下空白）").keep_next(),
            Paragraph::new(Style::Signature).keep_next(),
            sign_twice(Style::Signature).keep_next(),
            Paragraph::new(Style::Signature).keep_next(),
            Paragraph::of(Style::Signature, "　　　　　　　　　　　　　　　　　　　年　　月　　日"),
        ],
    }
}
