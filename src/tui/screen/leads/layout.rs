//! The pictures of the register of leads and of one lead.

use super::Leads;
use super::opened::OpenedLead;
use crate::model::value::Instant;
use crate::store::Lead;
use crate::text::{Ambiguous, width};
use crate::tui::keys::Context;
use crate::tui::pager::Pager;
use crate::tui::painter::{Painter, height, rows};
use crate::tui::theme;
use ratatui::layout::{Position, Rect};

/// Where the zones are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// The head of the list.
    pub head: Rect,
    /// The lines.
    pub rows: Rect,
}

/// Lays the zones out.
pub(super) fn places(area: Rect) -> Places {
    Places {
        head: Rect { height: 1.min(area.height), ..area },
        rows: Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area },
    }
}

/// Cells of the columns of fixed width.
const NUMBER: usize = 9;
const DAY: usize = 12;
const BY: usize = 10;
const SEALED: usize = 6;

/// Cells of 移交给 and 回执, which share what is left.
fn shared(width: u16) -> (usize, usize) {
    let rest = usize::from(width).saturating_sub(2 + NUMBER + 2 * DAY + BY + SEALED).max(16);
    let to_whom = rest / 2;
    (to_whom, rest - to_whom)
}

/// Draws the register.
pub(super) fn draw(leads: &Leads, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let places = places(area);
    let (to_whom, receipt) = shared(area.width);
    let head = format!(
        "  {}{}{}{}{}{}{}",
        width::fit("编号", NUMBER),
        width::fit("登记日期", DAY),
        width::fit("登记人", BY),
        width::fit("密封", SEALED),
        width::fit("移交日期", DAY),
        width::fit("移交给", to_whom),
        width::fit("回执", receipt),
    );
    paint.text(area.x, places.head.y, &head, theme::dim(), area.width);
    if leads.all.is_empty() {
        let place = Rect { x: area.x + 2, y: places.rows.y + 1, width: area.width.saturating_sub(4), height: 2 };
        let text = Context::Leads.fill("还没有登记线索。按 {key:Add} 登记一条：编号自动给，内容可以不写。");
        paint.wrapped(place.intersection(area), &text, theme::dim(), 0);
    }
    for (n, lead, Rect { y, .. }) in leads.list.shown(paint, &leads.all, places.rows) {
        let here = n == leads.list.at;
        if here {
            paint.text(area.x, y, ">", theme::accent(), 1);
        }
        let style = if here { theme::bold() } else { theme::plain() };
        let text = format!(
            "{}{}{}{}{}{}{}",
            fit(&lead.number, NUMBER),
            fit(&day(Some(lead.registered_at)), DAY),
            fit(&lead.by_whom, BY),
            fit(if lead.sealed.is_empty() { "" } else { "有" }, SEALED),
            fit(&day(lead.handed_at), DAY),
            fit(&lead.to_whom, to_whom),
            fit(&lead.receipt, receipt),
        );
        paint.text(area.x + 2, y, &text, style, area.width.saturating_sub(2));
    }
    None
}

fn day(at: Option<Instant>) -> String {
    at.map(|at| at.date().to_string()).unwrap_or_default()
}

fn fit(text: &str, cells: usize) -> String {
    width::fit(&width::shorten(text, cells - 1), cells)
}

/// Cells of the labels of one lead.
const LABELS: u16 = 10;

/// The line of the register, a label and a value each.
fn items(lead: &Lead) -> [(&'static str, String); 7] {
    let none = |text: &str| if text.is_empty() { "还没有".to_owned() } else { text.to_owned() };
    [
        ("编号", lead.number.clone()),
        ("登记日期", day(Some(lead.registered_at))),
        ("登记人", lead.by_whom.clone()),
        ("移交日期", none(&day(lead.handed_at))),
        ("移交给", none(&lead.to_whom)),
        ("回执", none(&lead.receipt)),
        ("内容", content(lead).to_owned()),
    ]
}

const fn content(lead: &Lead) -> &'static str {
    if lead.sealed.is_empty() { "没有写" } else { "" }
}

/// What stands below the line.
fn words(opened: &OpenedLead) -> &str {
    match &opened.text {
        Some(text) => text.as_str(),
        None if opened.lead.sealed.is_empty() => "",
        None => "已收起。要再看，返回后重新输入线索口令。",
    }
}

/// How many rows one lead takes.
pub(super) fn rows_of(opened: &OpenedLead, width: u16, ambiguous: Ambiguous) -> usize {
    let inner = width.saturating_sub(2);
    let of = |(_, text): &(&str, String)| usize::from(height(text, inner.saturating_sub(LABELS), ambiguous).max(1));
    items(&opened.lead).iter().map(of).sum::<usize>() + rows(words(opened), inner, ambiguous).len()
}

/// Draws one lead.
pub(super) fn draw_one(opened: &OpenedLead, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let ambiguous = paint.ambiguous();
    let all = rows_of(opened, area.width, ambiguous);
    let bottom = area.y + u16::try_from(Pager::room(all, area.height)).unwrap_or(area.height);
    opened.pager.mark(paint, inner, all);
    let mut skip = opened.pager.top;
    let mut y = area.y;
    let items = items(&opened.lead);
    let values = items.iter().map(|(label, value)| (*label, value.as_str(), LABELS));
    for (label, text, indent) in values.chain([("", words(opened), 0)]) {
        let lines = rows(text, inner.width.saturating_sub(indent), ambiguous);
        let lines = if lines.is_empty() { vec![""] } else { lines };
        for (n, line) in lines.into_iter().enumerate() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            if y >= bottom {
                return None;
            }
            if n == 0 {
                paint.text(inner.x, y, label, theme::key(), indent);
            }
            paint.text(inner.x + indent, y, line, theme::plain(), inner.width.saturating_sub(indent));
            y += 1;
        }
    }
    None
}
