//! The picture of a unit's documents.

use super::{Documents, Listed};
use crate::text::width;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::theme;
use crate::tui::update::Mouse;
use ratatui::layout::{Position, Rect};

/// Where the zones are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// The kinds with their counts.
    pub kinds: Rect,
    /// The head of the list.
    pub head: Rect,
    /// The documents.
    pub rows: Rect,
}

/// Lays the zones out.
pub(super) fn places(area: Rect) -> Places {
    let kinds = if area.width >= 110 { 1 } else { 2 };
    Places {
        kinds: Rect { height: kinds, ..area },
        head: Rect { y: area.y + kinds + 1, height: 1, ..area },
        rows: Rect { y: area.y + kinds + 2, height: area.height.saturating_sub(kinds + 2), ..area },
    }
}

/// The words of the kinds, each with its place: 0 is all, then kind by kind.
fn kinds(documents: &Documents, area: Rect) -> Vec<(u16, u16, String)> {
    let all = documents.all.len();
    let read = documents.all.iter().filter(|l| l.is_read()).count();
    let mut words = vec![format!("0 全部 {read}/{all}")];
    for (at, kind) in documents.method.records.iter().enumerate() {
        let (all, read) = documents.count(at);
        words.push(format!("{} {} {read}/{all}", at + 1, kind.short));
    }
    let (mut x, mut y) = (area.x + 1, area.y);
    let mut out = Vec::new();
    for word in words {
        let cells = u16::try_from(width::cells(&word)).unwrap_or(u16::MAX);
        if x + cells > area.right() && x > area.x + 1 {
            (x, y) = (area.x + 1, y + 1);
        }
        if y < area.bottom() {
            out.push((x, y, word));
        }
        x += cells + 3;
    }
    out
}

/// The number at the mouse: 0 is all, then the kinds in their order.
pub(super) fn number_at(documents: &Documents, area: Rect, mouse: Mouse) -> Option<usize> {
    let hit = |(x, y, word): &(u16, u16, String)| {
        let end = x + u16::try_from(width::cells(word)).unwrap_or(u16::MAX);
        mouse.row == *y && (*x..end).contains(&mouse.col)
    };
    kinds(documents, area).iter().position(hit)
}

struct Columns {
    kind: usize,
    title: usize,
    period: usize,
    volume: usize,
    form: usize,
    seen: usize,
    problems: usize,
}

fn columns(width: u16) -> Columns {
    let wide = width >= 110;
    let (kind, period, volume, form, seen, problems) = if wide { (14, 22, 12, 8, 8, 8) } else { (0, 14, 7, 7, 6, 7) };
    // Marker 2, due back 12.
    let fixed = 2 + 12 + kind + period + volume + form + seen + problems;
    Columns {
        kind,
        title: usize::from(width).saturating_sub(fixed).clamp(10, 40),
        period,
        volume,
        form,
        seen,
        problems,
    }
}

/// Draws the list.
pub(super) fn draw(documents: &Documents, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let places = places(area);
    for (n, (x, y, word)) in kinds(documents, places.kinds).into_iter().enumerate() {
        let here = n.checked_sub(1) == documents.only;
        let (key, rest) = word.split_at_checked(1).unwrap_or(("", &word));
        let style = if here { theme::cursor() } else { theme::plain() };
        let next = paint.text(x, y, key, theme::key(), 1);
        paint.text(next, y, rest, style, area.right().saturating_sub(next));
    }
    paint.rule(area, places.head.y - 1);
    let columns = columns(area.width);
    let head = format!(
        "  {}{}{}{}{}{}{}应还",
        width::fit("类别", columns.kind),
        width::fit("材料名称", columns.title),
        width::fit("期间", columns.period),
        width::fit("卷", columns.volume),
        width::fit("件", columns.form),
        width::fit("已看", columns.seen),
        width::fit("有问题", columns.problems),
    );
    paint.text(area.x, places.head.y, &head, theme::dim(), area.width);
    if documents.shown.is_empty() {
        let text = if documents.method.records.is_empty() {
            "这一轮的工作法没有五必看。请用 wenkan method update 装入新版工作法。"
        } else if documents.only.is_some() {
            "这一类还没有资料。按 {key:Add} 登记；没有、不查阅的，按 {key:Excuse} 写明原因。"
        } else {
            "还没有登记资料。按 {key:Add} 登记一份；向单位要资料，先按 {key:Loans} 列调阅清单。"
        };
        let place = Rect { x: area.x + 2, y: places.rows.y + 1, width: area.width.saturating_sub(4), height: 3 };
        paint.wrapped(place.intersection(area), &Context::Documents.fill(text), theme::dim(), 0);
    }
    for (n, index, Rect { y, .. }) in documents.list.shown(paint, &documents.shown, places.rows) {
        if let Some(listed) = documents.all.get(*index) {
            draw_row(documents, listed, n == documents.list.at, paint, Rect { y, height: 1, ..area }, &columns);
        }
    }
    None
}

fn draw_row(
    documents: &Documents,
    listed: &Listed,
    here: bool,
    paint: &mut Painter<'_>,
    area: Rect,
    columns: &Columns,
) {
    let (d, y) = (&listed.document, area.y);
    let style = if here { theme::bold() } else { theme::plain() };
    if here {
        paint.text(area.x, y, ">", theme::accent(), 1);
    }
    let kind = listed.kind.and_then(|at| documents.method.records.get(at));
    let kind = kind.map_or(d.kind.as_str(), |k| k.short.as_str());
    let title = if listed.whose.is_empty() { d.title.clone() } else { format!("{} {}", listed.whose, d.title) };
    let text = format!(
        "{}{}{}{}{}",
        fit(kind, columns.kind),
        fit(&title, columns.title),
        fit(&short_period(listed, columns.period), columns.period),
        fit(&d.volume, columns.volume),
        fit(d.form.chinese(), columns.form),
    );
    let mut x = paint.text(area.x + 2, y, &text, style, area.width.saturating_sub(2));
    let (seen, tone) = match (&d.clean, listed.is_read()) {
        (Some(_), _) => ("读过".to_owned(), theme::dim()),
        (None, true) => (format!("{}/{}", listed.seen.0, listed.seen.1), theme::dim()),
        (None, false) => (format!("{}/{}", listed.seen.0, listed.seen.1), theme::warning()),
    };
    let bolder = |style: ratatui::style::Style| if here { style.patch(theme::bold()) } else { style };
    paint.text(x, y, &seen, bolder(tone), area.right().saturating_sub(x));
    x += u16::try_from(columns.seen).unwrap_or_default();
    if listed.problems > 0 {
        paint.text(x, y, &listed.problems.to_string(), bolder(theme::accent()), area.right().saturating_sub(x));
    }
    x += u16::try_from(columns.problems).unwrap_or_default();
    let (due, tone) = match (d.due_back, d.returned) {
        (_, Some(_)) => ("已归还".to_owned(), theme::dim()),
        (Some(due), None) if due.before(documents.today) => (format!("{due}!"), theme::warning()),
        (Some(due), None) => (due.to_string(), theme::plain()),
        (None, None) => (String::new(), theme::plain()),
    };
    paint.text(x, y, &due, bolder(tone), area.right().saturating_sub(x));
}

/// The period in a narrow column: 2022年, 2022-01至2022-06.
fn short_period(listed: &Listed, cells: usize) -> String {
    let d = &listed.document;
    let whole = d.period();
    match (d.from, d.to) {
        (Some(from), Some(to)) if from != to && width::cells(&whole) >= cells => {
            let to = to.to_string();
            let same = format!("{:04}-", from.year());
            format!("{from}至{}", to.strip_prefix(&same).unwrap_or(&to))
        }
        _ => whole,
    }
}

/// `text` in a column, shortened so that a blank stays before the next; nothing in a column of no cells.
fn fit(text: &str, cells: usize) -> String {
    if cells == 0 { String::new() } else { width::fit(&width::shorten(text, cells - 1), cells) }
}
