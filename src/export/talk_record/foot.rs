//! Head and foot of the pages.
//!
//! Page numbers stand on the outer side: odd right, even left, one character in. The variant for signature has
//! the read-back line and the lines for signatures on *every* page, and says how many pages there are, so that
//! no page can be left out or slipped in. A talk that is not finished is not signed: the head of every page says so,
//! and there are no lines to sign on.

use super::{TalkRecord, UNFINISHED, Variant};
use crate::export::wml::Margins;
use crate::export::wml::body::{Align, Leader, Paragraph, Run, Style, TabStop, WordField};
use crate::export::wml::page::{Page, TYPE_WIDTH};

/// Lines of a page for signature: what rule, read-back line, two lines to sign on (9 mm each) and number leave.
const SIGNATURE_LINES: i32 = 20;

/// The page of that variant.
pub(super) const fn page(record: &TalkRecord, variant: Variant) -> Page {
    match variant {
        Variant::Signature if record.closed => Page::of_lines(SIGNATURE_LINES),
        Variant::Signature | Variant::Internal => Page::STANDARD,
    }
}

/// Head and foot of that variant.
pub(super) fn margins(record: &TalkRecord, variant: Variant) -> Margins {
    let foot = |align| {
        let mut lines = match variant {
            Variant::Signature if record.closed => confirmation(record),
            Variant::Signature | Variant::Internal => Vec::new(),
        };
        lines.push(page_number(variant, align));
        lines
    };
    Margins { header: vec![header(record)], footer_odd: foot(Align::RightInset), footer_even: foot(Align::LeftInset) }
}

/// Marking left, citation right: a page that lies alone still says whose it is and how it is to be kept.
fn header(record: &TalkRecord) -> Paragraph {
    let state = if record.closed { String::new() } else { format!("（{UNFINISHED}）") };
    Paragraph::of(Style::Header, &record.marking)
        .tab_stop(TabStop { at: TYPE_WIDTH, right: true, leader: Leader::None })
        .run(Run::Tab)
        .label(record.citation() + &state)
}

fn page_number(variant: Variant, align: Align) -> Paragraph {
    let line = Paragraph::new(Style::PageNumber).align(align);
    match variant {
        Variant::Internal => line.text("— ").run(Run::Field(WordField::Page)).text(" —"),
        Variant::Signature => line
            .text("第 ")
            .run(Run::Field(WordField::Page))
            .text(" 页　共 ")
            .run(Run::Field(WordField::Pages))
            .text(" 页"),
    }
}

/// The read-back line, the person's signature and date, the inspectors' signatures.
fn confirmation(record: &TalkRecord) -> Vec<Paragraph> {
    vec![
        Paragraph::of(Style::Footer, &record.read_back_line).rule_above(),
        sign_and_date("谈话对象（签名）："),
        sign_twice(Style::Footer),
    ]
}

/// A line to sign on and a date to fill in.
pub(super) fn sign_and_date(name: &str) -> Paragraph {
    Paragraph::of(Style::Footer, name)
        .tab_stop(TabStop { at: 5387, right: false, leader: Leader::Line })
        .tab_stop(TabStop { at: TYPE_WIDTH, right: true, leader: Leader::None })
        .run(Run::Tab)
        .run(Run::Tab)
        .text("　　　　年　　月　　日")
}

/// Lines for 谈话人 and 记录人 beside each other.
pub(super) fn sign_twice(style: Style) -> Paragraph {
    const HALF: i32 = TYPE_WIDTH / 2;
    Paragraph::of(style, "谈话人（签名）：")
        .tab_stop(TabStop { at: HALF - 200, right: false, leader: Leader::Line })
        .tab_stop(TabStop { at: HALF, right: false, leader: Leader::None })
        .tab_stop(TabStop { at: TYPE_WIDTH, right: false, leader: Leader::Line })
        .run(Run::Tab)
        .run(Run::Tab)
        .text("记录人（签名）：")
        .run(Run::Tab)
}
