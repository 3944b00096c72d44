//! 立行立改通知书: one notice, issued by the leader and signed for by the unit (domain.md §5.3).

use super::properties;
use crate::error::Result;
use crate::export::furniture::{self, sign};
use crate::export::head::Head;
use crate::export::wml::body::{Align, Paragraph, Style};
use crate::export::wml::page::{Page, TYPE_WIDTH};
use crate::export::wml::table::{CELL_MARGIN, Cell, Row, Table};
use crate::export::wml::{Block, Document};
use crate::model::value::{Instant, PartialDate};
use std::sync::Arc;

/// All that a notice prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixNotice {
    /// The round.
    pub head: Arc<Head>,
    /// The problem's number; with `-2` for a second notice.
    pub number: String,
    /// Number of the problem.
    pub problem: String,
    /// Its title.
    pub title: String,
    /// To whom.
    pub unit: String,
    /// What has to be put right.
    pub demand: String,
    /// Day of the notice; `None`: written in by hand.
    pub issued: Option<PartialDate>,
    /// To be done by.
    pub due: Option<PartialDate>,
    /// What the unit reported; empty: nothing yet.
    pub result: String,
    /// Day on which it was done.
    pub done: Option<PartialDate>,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

/// A day to be written in by hand.
const BLANK_DAY: &str = "　　　年　　月　　日";

impl FixNotice {
    /// The docx.
    ///
    /// # Errors
    /// See [`Document::to_bytes`].
    pub fn print(&self) -> Result<Vec<u8>> {
        let citation = format!("立行立改通知书 {}", self.number);
        Document {
            properties: properties(&self.head, citation.clone(), self.revised),
            page: Page::STANDARD,
            margins: furniture::margins(&self.head.marking, &citation, None, TYPE_WIDTH),
            body: self.body(),
        }
        .to_bytes()
    }

    fn body(&self) -> Vec<Block> {
        let text = |text: String| Block::from(Paragraph::of(Style::Body, text));
        let mut body: Vec<Block> = vec![
            Paragraph::of(Style::Title, "立行立改通知书").into(),
            Paragraph::of(Style::Signature, format!("{}：", self.unit)).into(),
            text(format!(
                "{}发现，你单位存在“{}”的问题（底稿编号{}）。现要求立行立改：",
                self.found_in(),
                self.title,
                self.problem
            )),
        ];
        body.extend(self.demand.lines().filter(|l| !l.trim().is_empty()).map(|l| text(l.to_owned())));
        let due = self.due.map_or_else(|| BLANK_DAY.to_owned(), PartialDate::chinese);
        body.push(text(format!("请于{due}前完成，并将整改情况书面报{}。", self.head.group)));
        let right = |text: String| Paragraph::of(Style::Signature, text).align(Align::Right).keep_next();
        body.push(right(self.head.group.clone()).into());
        body.push(right(self.issued.map_or_else(|| BLANK_DAY.to_owned(), PartialDate::chinese)).into());
        body.push(self.receipt().into());
        body
    }

    /// 十七届县委第十轮巡察: the name of the round, which need not end so.
    fn found_in(&self) -> String {
        let round = self.head.round.trim();
        if round.ends_with("巡察") { round.to_owned() } else { format!("{round}巡察") }
    }

    /// Issued, received, done: each signed and dated by hand.
    fn receipt(&self) -> Table {
        let line = |who: &str| sign(Style::FormLine, who, TYPE_WIDTH);
        let row = |lines: Vec<Paragraph>| {
            let mut lines = lines.into_iter();
            let first = Cell::of(lines.next().unwrap_or_else(|| Paragraph::new(Style::FormLine)));
            Row::of(vec![lines.fold(first, Cell::and).top()])
        };
        let mut result = vec![
            Paragraph::new(Style::FormText).strong("整改结果：").text(self.result.lines().next().unwrap_or_default()),
        ];
        result.extend(self.result.lines().skip(1).map(|l| Paragraph::of(Style::FormText, l)));
        if self.result.trim().is_empty() {
            // Room to write the result in by hand.
            result.extend([Paragraph::new(Style::FormText), Paragraph::new(Style::FormText)]);
        }
        let done = self.done.map_or_else(|| BLANK_DAY.to_owned(), PartialDate::chinese);
        result.push(Paragraph::new(Style::FormText).strong("完成日期：").text(done));
        result.push(line("主要负责人（签名）："));
        let mut table = Table::new(vec![TYPE_WIDTH + 2 * CELL_MARGIN]);
        table.push(row(vec![line("签发　组长（签名）：")]));
        table.push(row(vec![line("签收人（签名）：")]));
        table.push(row(result).breaks());
        table
    }
}
