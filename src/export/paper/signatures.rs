//! 责任签名: two 承办人, then 副组长, then 组长; signed and dated by hand in that order.

use crate::export::furniture::sign;
use crate::export::wml::body::{Align, Paragraph, Style};
use crate::export::wml::page::TYPE_WIDTH;
use crate::export::wml::table::{Cell, Row, Table};

/// Where signatures go, in the order in which they are given (domain.md §8.4).
const LINES: [&str; 4] = ["承办人（签名）：", "承办人（签名）：", "副组长（签名）：", "组　长（签名）："];

/// The lines to sign on; they stay together with each other and with what stands before them.
pub(super) fn signatures(style: Style, width: i32) -> Vec<Paragraph> {
    let last = LINES.len() - 1;
    let line = |(at, who): (usize, &&str)| {
        let line = sign(style, who, width);
        if at < last { line.keep_next() } else { line }
    };
    LINES.iter().enumerate().map(line).collect()
}

/// The same as a small table of two by two: half the height, for a form that is to fit one page.
pub(super) fn signature_table() -> Table {
    const HALF: i32 = TYPE_WIDTH / 2;
    let cell = |who: &str, last: bool| {
        let kept = |p: Paragraph| if last { p } else { p.keep_next() };
        let date = Paragraph::of(Style::TableText, "　　　　年　　月　　日").align(Align::Right);
        Cell::of(kept(Paragraph::of(Style::TableText, who))).and(kept(date))
    };
    let mut table = Table::new(vec![HALF, TYPE_WIDTH - HALF]);
    // No page break between those who handle it and those who review it.
    let pairs = LINES.chunks(2);
    let rows = pairs.len();
    for (at, pair) in pairs.enumerate() {
        table.push(Row::of(pair.iter().map(|who| cell(who, at + 1 == rows)).collect()));
    }
    table
}
