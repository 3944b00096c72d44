//! 线索移交登记表: the page on which a lead is handed over and signed for on both sides. Nothing of what it says.
//!
//! 待核: groups have pages of their own for this; the rows here are what the register holds.

use super::properties;
use crate::error::{Error, Result};
use crate::export::deliver::{Exported, Output, Target};
use crate::export::furniture::{self, sign};
use crate::export::head::Head;
use crate::export::out::{self, Shelf};
use crate::export::wml::body::{Paragraph, Style};
use crate::export::wml::page::{Page, TYPE_WIDTH};
use crate::export::wml::table::{CELL_MARGIN, Cell, Row, Table};
use crate::export::wml::{Block, Document};
use crate::model::round::Round;
use crate::model::value::Instant;
use crate::store::{Lead, Store};

/// What it is called, on the page, in the file name and in the export log.
const TITLE: &str = "线索移交登记表";
/// A day to be written in by hand.
const BLANK_DAY: &str = "　　　年　　月　　日";
/// Twips of the column of labels.
const LABELS: i32 = 2268;

/// Writes the page of one lead into 内部/.
///
/// # Errors
/// There is no such lead; the disk refuses.
pub fn export(store: &Store, number: &str, target: &Target<'_>) -> Result<Exported> {
    let reader = store.reader()?;
    let (head, lead, from) = reader.snapshot(|r| {
        let round: Option<Round> = r.all::<Round>()?.into_iter().next();
        let head = round.as_ref().map(Head::from).unwrap_or_default();
        let lead = r.lead(number)?.ok_or_else(|| Error::input(format!("没有这条线索：{number}")))?;
        // A lead is no record: the log of outputs keeps by its words what the page says of it.
        let from = r.sources(round.map(|r| r.id.0))?;
        let from =
            [&lead.to_whom, &lead.receipt, &lead.by_whom].into_iter().fold(from, |from, text| from.and_said(text));
        Ok((head, lead, from))
    })?;
    let bytes = print(&head, &lead)?;
    let path = Shelf::Internal.open(target.out)?.join(format!("{TITLE}-{}.docx", out::name_part(number)));
    target.deliver(store, &Output { what: TITLE, path: &path, bytes: &bytes, from })
}

/// The docx. What is sealed of the lead is not even counted on it.
///
/// # Errors
/// See [`Document::to_bytes`].
fn print(head: &Head, lead: &Lead) -> Result<Vec<u8>> {
    let citation = format!("{TITLE} {}", lead.number);
    Document {
        properties: properties(head, citation.clone(), lead.handed_at.unwrap_or(lead.registered_at)),
        page: Page::STANDARD,
        margins: furniture::margins(&head.marking, &citation, None, TYPE_WIDTH),
        body: body(head, lead),
    }
    .to_bytes()
}

fn body(head: &Head, lead: &Lead) -> Vec<Block> {
    let day = |at: Instant| at.date().chinese();
    let width = TYPE_WIDTH + 2 * CELL_MARGIN;
    let mut table = Table::new(vec![LABELS, width - LABELS]);
    let mut row = |label: &str, value: &str| {
        let label = Cell::of(Paragraph::of(Style::TableLabel, label));
        table.push(Row::of(vec![label, Cell::of(Paragraph::of(Style::TableText, value))]));
    };
    row("线索编号", &lead.number);
    row("巡察轮次", &head.round);
    row("移交单位", &head.group);
    row("登记人", &lead.by_whom);
    row("登记日期", &day(lead.registered_at));
    row("接收单位", &lead.to_whom);
    row("移交日期", lead.handed_at.map(day).as_deref().unwrap_or(BLANK_DAY));
    row("回执", &lead.receipt);
    let mut signed = Table::new(vec![width]);
    for who in ["移交人（签名）：", "接收人（签名）："] {
        signed.push(Row::of(vec![Cell::of(sign(Style::FormLine, who, TYPE_WIDTH))]));
    }
    vec![
        Paragraph::of(Style::Title, TITLE).into(),
        table.into(),
        Paragraph::of(Style::TableText, "本表不载线索内容。").into(),
        signed.into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lead() -> Lead {
        let at = Instant::parse("2026-03-12T09:42:00+08:00").unwrap();
        Lead {
            number: "线-007".to_owned(),
            registered_at: at,
            handed_at: None,
            to_whom: "县纪委监委".to_owned(),
            by_whom: "刘芳".to_owned(),
            receipt: String::new(),
            sealed: "sealed words".to_owned(),
        }
    }

    fn texts(lead: &Lead) -> String {
        let head = Head {
            round: "十七届县委第十轮巡察".to_owned(), group: "第一巡察组".to_owned(), ..Head::default()
        };
        // Blanks of full width are written out as codes.
        format!("{:?}", body(&head, lead)).replace(r"\u{3000}", "　")
    }

    #[test]
    fn the_page_holds_the_line_and_nothing_that_is_sealed() {
        let open = texts(&lead());
        for word in ["线-007", "县纪委监委", "刘芳", "2026年3月12日", "移交人（签名）", "接收人（签名）", BLANK_DAY]
        {
            assert!(open.contains(word), "{word}: {open}");
        }
        assert!(!open.contains("sealed"), "{open}");
        let handed =
            Lead { handed_at: Instant::parse("2026-03-15T00:00:00+08:00"), receipt: "收12".to_owned(), ..lead() };
        let handed = texts(&handed);
        assert!(handed.contains("2026年3月15日") && handed.contains("收12") && !handed.contains(BLANK_DAY), "{handed}");
    }
}
