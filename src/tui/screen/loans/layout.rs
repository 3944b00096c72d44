//! The picture of a unit's loan register.

use super::Loans;
use crate::model::loan::{Loan, LoanStanding};
use crate::text::width;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::Mouse;
use ratatui::layout::{Position, Rect};

/// Where the zones are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// The standings with their counts.
    pub filter: Rect,
    /// The head of the list.
    pub head: Rect,
    /// The lines.
    pub rows: Rect,
}

/// Lays the zones out.
pub(super) fn places(area: Rect) -> Places {
    Places {
        filter: Rect { height: 1, ..area },
        head: Rect { y: area.y + 2, height: 1, ..area },
        rows: Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area },
    }
}

/// The words of the standings, each with its column: all, then one by one.
fn standings(loans: &Loans, area: Rect) -> Vec<(u16, String)> {
    let mut words = vec![format!("0 全部 {}", loans.all.len())];
    for (at, standing) in LoanStanding::ALL.iter().enumerate() {
        words.push(format!("{} {} {}", at + 1, standing.chinese(), loans.count(*standing)));
    }
    let mut x = area.x + 1;
    let mut out = Vec::new();
    for word in words {
        let cells = u16::try_from(width::cells(&word)).unwrap_or(u16::MAX);
        out.push((x, word));
        x = x.saturating_add(cells + 3);
    }
    out
}

/// The number at the mouse: 0 is all, then the standings in their order.
pub(super) fn number_at(loans: &Loans, area: Rect, mouse: Mouse) -> Option<usize> {
    let hit = |(x, word): &(u16, String)| {
        let end = x + u16::try_from(width::cells(word)).unwrap_or(u16::MAX);
        (*x..end).contains(&mouse.col)
    };
    standings(loans, area).iter().position(hit)
}

struct Columns {
    title: usize,
    copies: usize,
    form: usize,
    due: usize,
    provider: usize,
    handed: usize,
    pages: usize,
    more: bool,
}

fn columns(width: u16) -> Columns {
    let wide = width >= 110;
    let (copies, form, due, provider, handed, pages) = if wide { (8, 8, 12, 10, 19, 14) } else { (5, 0, 11, 8, 13, 0) };
    let more = width >= 150;
    // Marker 2, standing 10, document 3, who asked and remark 30.
    let fixed = 2 + 10 + 3 + copies + form + due + provider + handed + pages + if more { 40 } else { 0 };
    let title = usize::from(width).saturating_sub(fixed).clamp(10, 44);
    Columns { title, copies, form, due, provider, handed, pages, more }
}

/// Draws the register.
pub(super) fn draw(loans: &Loans, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
    let places = places(area);
    for (n, (x, word)) in standings(loans, places.filter).into_iter().enumerate() {
        let standing = n.checked_sub(1).and_then(|at| LoanStanding::ALL.get(at)).copied();
        let (key, rest) = word.split_at_checked(1).unwrap_or(("", &word));
        let next = paint.text(x, places.filter.y, key, theme::key(), 1);
        let style = if standing == loans.only { theme::cursor() } else { theme::plain() };
        paint.text(next, places.filter.y, rest, style, area.right().saturating_sub(next));
    }
    paint.rule(area, places.head.y - 1);
    let c = columns(area.width);
    let more = if c.more { format!("{}备注", width::fit("调阅人", 10)) } else { String::new() };
    let head = format!(
        "  {}{}{}{}{}{}{}{}   {more}",
        width::fit("", 10),
        width::fit("材料名称", c.title),
        width::fit("份数", c.copies),
        width::fit("件", c.form),
        width::fit("提供时限", c.due),
        width::fit("提供人", c.provider),
        width::fit("提供时间", c.handed),
        width::fit("复印页码", c.pages),
    );
    paint.text(area.x, places.head.y, &head, theme::dim(), area.width);
    if loans.shown.is_empty() {
        let text = if loans.all.is_empty() {
            "清单还是空的。按 {key:Add} 列入一样要向单位要的材料。"
        } else {
            "这一类现在没有。按 {key:ShowOnly(0)} 显示全部。"
        };
        let place = Rect { x: area.x + 2, y: places.rows.y + 1, width: area.width.saturating_sub(4), height: 2 };
        paint.wrapped(place.intersection(area), &Context::Loans.fill(text), theme::dim(), 0);
    }
    for (n, index, Rect { y, .. }) in loans.list.shown(paint, &loans.shown, places.rows) {
        if let Some(loan) = loans.all.get(*index) {
            let row = Row { loan, here: n == loans.list.at, standing: loan.standing(loans.today) };
            draw_row(&row, paint, Rect { y, height: 1, ..area }, &c, shell);
        }
    }
    None
}

struct Row<'a> {
    loan: &'a Loan,
    here: bool,
    standing: LoanStanding,
}

fn draw_row(row: &Row<'_>, paint: &mut Painter<'_>, area: Rect, c: &Columns, shell: &Shell) {
    let (l, y) = (row.loan, area.y);
    let style = if row.here { theme::bold() } else { theme::plain() };
    if row.here {
        paint.text(area.x, y, ">", theme::accent(), 1);
    }
    let tone = match row.standing {
        LoanStanding::Overdue => theme::warning(),
        LoanStanding::Asked => theme::plain(),
        LoanStanding::Here => theme::accent(),
        LoanStanding::Returned => theme::dim(),
    };
    let tone = if row.here { tone.patch(theme::bold()) } else { tone };
    let x = paint.text(area.x + 2, y, &width::fit(row.standing.chinese(), 10), tone, 10);
    let handed = l.handed.map(|at| {
        let late = if l.was_late() { "!" } else { "" };
        let day = at.date().to_string();
        // In a narrow column the year is left out: a round does not last one.
        let day =
            if c.handed < 19 { day.split_once('-').map_or_else(|| day.clone(), |(_, d)| d.to_owned()) } else { day };
        format!("{day} {}{late}", at.hour_minute())
    });
    let text = format!(
        "{}{}{}{}{}{}{}",
        fit(&l.title, c.title),
        fit(&l.copies, c.copies),
        fit(l.form.chinese(), c.form),
        fit(&l.due.map(|d| d.to_string()).unwrap_or_default(), c.due),
        fit(&l.provider, c.provider),
        fit(&handed.unwrap_or_default(), c.handed),
        fit(&l.copied, c.pages),
    );
    let x = paint.text(x, y, &text, style, area.right().saturating_sub(x));
    if l.document.is_some() {
        paint.text(x, y, "读", theme::accent(), 2);
    }
    if c.more {
        let by = shell.book.as_ref().map_or("", |b| b.inspector_name(l.asked_by));
        let back = l.returned.map(|at| format!("{} 还给{} ", at.date(), l.returned_to)).unwrap_or_default();
        let text = format!("{}{back}{}", fit(by, 10), l.note);
        let room = area.right().saturating_sub(x + 3);
        paint.text(x + 3, y, &width::shorten(&text, usize::from(room)), style, room);
    }
}

fn fit(text: &str, cells: usize) -> String {
    if cells == 0 { String::new() } else { width::fit(&width::shorten(text, cells - 1), cells) }
}
