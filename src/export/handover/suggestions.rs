//! 意见建议: by addressee, because they are counted and handed over so (domain.md §5.3).

use super::properties;
use crate::error::Result;
use crate::export::furniture;
use crate::export::head::Head;
use crate::export::wml::body::{Align, Paragraph, Style};
use crate::export::wml::page::{Page, TYPE_WIDTH};
use crate::export::wml::{Block, Document};
use crate::model::value::Instant;
use std::sync::Arc;

/// One suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What is suggested.
    pub text: String,
    /// Numbers of the problems that it answers.
    pub problems: Vec<String>,
}

/// Those to one addressee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// To whom.
    pub name: String,
    /// What.
    pub items: Vec<Item>,
}

/// The suggestions that follow from the inspection of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestions {
    /// The round.
    pub head: Arc<Head>,
    /// 被巡察单位
    pub unit: String,
    /// The unit first, then others.
    pub addressees: Vec<Addressee>,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

impl Suggestions {
    /// The docx.
    ///
    /// # Errors
    /// See [`Document::to_bytes`].
    pub fn print(&self) -> Result<Vec<u8>> {
        let mut body: Vec<Block> = vec![
            Paragraph::of(Style::Title, "意见建议").into(),
            Paragraph::of(Style::Centred, format!("（对{}的{}）", self.unit, self.head.round)).into(),
        ];
        for (nth, addressee) in (1..).zip(&self.addressees) {
            let count = addressee.items.len();
            let heading = format!("{}、对{}的建议（{count}条）", numeral(nth), addressee.name);
            body.push(Paragraph::of(Style::Heading, heading).into());
            for (nth, item) in (1..).zip(&addressee.items) {
                body.extend(lines(nth, item).into_iter().map(Block::from));
            }
        }
        body.push(Paragraph::of(Style::Body, self.basis()).into());
        body.push(Paragraph::of(Style::Signature, &self.head.group).align(Align::Right).keep_next().into());
        let day = self.revised.date().chinese();
        body.push(Paragraph::of(Style::Signature, day).align(Align::Right).into());
        Document {
            properties: properties(&self.head, format!("意见建议 {}", self.unit), self.revised),
            page: Page::STANDARD,
            margins: furniture::margins(&self.head.marking, "意见建议", None, TYPE_WIDTH),
            body,
        }
        .to_bytes()
    }

    /// How many are counted, and as of when.
    fn basis(&self) -> String {
        let all: usize = self.addressees.iter().map(|a| a.items.len()).sum();
        let each = self.addressees.iter().map(|a| format!("{}{}条", a.name, a.items.len()));
        format!(
            "以上建议共{all}条（单位为“条”，按受文单位分别计数）：{}。截止{}。",
            each.collect::<Vec<_>>().join("，"),
            self.revised.date().chinese()
        )
    }
}

/// The paragraphs of one suggestion: number before the first, problems after the last.
fn lines(nth: usize, item: &Item) -> Vec<Paragraph> {
    let mut lines: Vec<Paragraph> = Vec::new();
    for line in item.text.lines().filter(|l| !l.trim().is_empty()) {
        let number = if lines.is_empty() { format!("{nth}. ") } else { String::new() };
        lines.push(Paragraph::of(Style::Body, format!("{number}{line}")));
    }
    if lines.is_empty() {
        lines.push(Paragraph::of(Style::Body, format!("{nth}. （未填）")));
    }
    if !item.problems.is_empty()
        && let Some(last) = lines.pop()
    {
        lines.push(last.label(format!("（对应问题：{}）", item.problems.join("、"))));
    }
    lines
}

/// 一, 二 … 十, 十一 … 九十九; beyond, digits.
pub(super) fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match (n / 10, n % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) if tens < 10 => format!("{}十{}", digit(tens), digit(ones)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_those_of_headings() {
        let all = [1, 9, 10, 11, 20, 99, 100].map(numeral);
        assert_eq!(all, ["一", "九", "十", "十一", "二十", "九十九", "100"]);
    }

    #[test]
    fn an_item_keeps_its_paragraphs_and_names_its_problems_once() {
        let item = Item { text: "第一段。\n\n第二段。".into(), problems: vec!["预-LF-01".into()] };
        let want = [
            Paragraph::of(Style::Body, "3. 第一段。"),
            Paragraph::of(Style::Body, "第二段。").label("（对应问题：预-LF-01）"),
        ];
        assert_eq!(lines(3, &item), want);
        let alone = Item { problems: vec![], ..item };
        assert_eq!(lines(3, &alone)[1], Paragraph::of(Style::Body, "第二段。"), "nothing is lost without problems");
    }
}
