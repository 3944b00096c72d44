//! The picture of a document being read.

use super::{Part, Reading, Row};
use crate::method::records::{AskedField, BasisRef};
use crate::method::types::{FieldType, Verified};
use crate::model::reading::Verdict;
use crate::text::width;
use crate::tui::keys::Context;
use crate::tui::painter::{Painter, height};
use crate::tui::shell::Shell;
use crate::tui::theme;
use ratatui::layout::{Position, Rect};

/// Where the zones are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// Rows of check items.
    pub items: Rect,
    /// Column of the verdicts.
    pub verdict: u16,
    /// Column of the pages.
    pub pages: u16,
    /// Column of the notes.
    pub note: u16,
    /// Rows of entries; the row above holds their heads.
    pub entries: Rect,
    /// The folded line, or the rows of the hint.
    pub hint: Rect,
}

/// Cells of the label column in the hint.
const LABEL: u16 = 6;

/// Lays the zones out: check items with their head, a rule, entries with their head, a rule, the hint.
pub(super) fn places(reading: &Reading, area: Rect, shell: &Shell) -> Places {
    let hint = hint_rows(reading, area, shell);
    // Two rules, two heads.
    let room = area.height.saturating_sub(hint + 4);
    let items = u16::try_from(reading.checked.len()).unwrap_or(u16::MAX).max(1);
    let rows = u16::try_from(reading.entries.len()).unwrap_or(u16::MAX).max(1);
    // Where both do not fit, the zone with the focus gets two thirds.
    let (items, rows) = if items.saturating_add(rows) <= room {
        (items, room - items)
    } else if reading.cursor.is_in_entries() {
        let rows = rows.min(room - room / 3);
        (room - rows, rows)
    } else {
        let rows = rows.min((room / 3).max(room.saturating_sub(items)));
        (room - rows, rows)
    };
    let titles = if area.width >= 76 { 28 } else { 20 };
    let verdict = area.x + 2 + titles;
    let pages = verdict + 8 + 3;
    let note = pages
        + if area.width >= 110 {
            20
        } else if area.width >= 76 {
            12
        } else {
            8
        };
    let head = area.y + 1 + items + 1;
    Places {
        items: Rect { y: area.y + 1, height: items, ..area },
        verdict,
        pages,
        note,
        entries: Rect { y: head + 1, height: rows, ..area },
        hint: Rect { y: area.bottom().saturating_sub(hint), height: hint, ..area },
    }
}

fn hint_rows(reading: &Reading, area: Rect, shell: &Shell) -> u16 {
    if !reading.hint {
        return 1;
    }
    let width = area.width.saturating_sub(LABEL + 2);
    let rows: u16 = hint(reading).iter().map(|(_, text)| height(text, width, shell.ambiguous)).sum();
    rows.clamp(1, (area.height / 3).max(1))
}

/// What the hint says of the row under the cursor.
fn hint(reading: &Reading) -> Vec<(String, String)> {
    match reading.row() {
        Some(Row::Item(at)) => {
            let Some(item) = reading.item(at) else { return Vec::new() };
            let basis: Vec<String> = item.basis.iter().map(|b| basis(reading, b)).collect();
            let lines = [("看", item.look_for.clone()), ("警惕", item.red_flag.clone()), ("依据", basis.join("；"))];
            lines.into_iter().filter(|(_, t)| !t.is_empty()).map(|(l, t)| (l.to_owned(), t)).collect()
        }
        Some(Row::Entry(at)) => {
            let values = reading.entries.get(at).map(|e| reading.entry_values(e)).unwrap_or_default();
            let line = |(label, text): (String, String)| format!("{label}：{text}");
            let text = values.into_iter().map(line).collect::<Vec<_>>().join("；");
            vec![("条目".to_owned(), text)]
        }
        None => Vec::new(),
    }
}

fn basis(reading: &Reading, basis: &BasisRef) -> String {
    let regulation = reading.method.regulations.iter().find(|r| r.id == basis.regulation);
    let name = regulation.map_or_else(|| basis.name.clone(), |r| format!("《{}》", r.name));
    let unsure = if basis.source.verified == Verified::General { "（待核）" } else { "" };
    format!("{name}{}{unsure}", basis.clause)
}

/// Draws it; the caret is in the cell being typed.
pub(super) fn draw(reading: &Reading, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
    let places = places(reading, area, shell);
    draw_head(reading, paint, &places, area);
    let mut caret = None;
    paint.rule(area, places.items.bottom());
    for (at, Rect { y, .. }) in reading.cursor.items().lines(paint, reading.checked.len(), places.items) {
        caret = draw_item(reading, at, y, paint, &places, area).or(caret);
    }
    paint.rule(area, places.hint.y.saturating_sub(1));
    draw_entries(reading, paint, &places);
    draw_hint(reading, paint, places.hint);
    caret
}

fn draw_head(reading: &Reading, paint: &mut Painter<'_>, places: &Places, area: Rect) {
    let y = area.y;
    for (x, word) in [(area.x + 2, "要点"), (places.verdict, "结论"), (places.pages, "页"), (places.note, "备注")]
    {
        paint.text(x, y, word, theme::dim(), area.right().saturating_sub(x));
    }
    let mut count = format!("{}/{} 已看", reading.seen(), reading.checked.len());
    if reading.document.clean.is_some() {
        count = format!("读过，未发现问题  {count}");
    }
    paint.right(area.right().saturating_sub(1), y, &count, theme::plain());
}

fn draw_item(
    reading: &Reading,
    at: usize,
    y: u16,
    paint: &mut Painter<'_>,
    places: &Places,
    area: Rect,
) -> Option<Position> {
    let (item, checked) = (reading.item(at)?, reading.checked.get(at)?);
    let here = reading.cursor.is_on(Row::Item(at));
    let style = if here { theme::bold() } else { theme::plain() };
    if here {
        paint.text(area.x, y, ">", theme::accent(), 1);
    }
    let room = usize::from(places.verdict.saturating_sub(area.x + 3));
    let title = width::shorten(&format!("{} {}", width::fit(&item.label, 3), item.title), room);
    paint.text(area.x + 2, y, &title, style, places.verdict.saturating_sub(area.x + 2));
    let verdict = checked.result.verdict;
    let tone = match verdict {
        Verdict::Unread | Verdict::NotApplicable => theme::dim(),
        Verdict::Clean => theme::plain(),
        Verdict::Problem => theme::warning(),
    };
    let tone = if here { tone.patch(theme::bold()) } else { tone };
    paint.text(places.verdict, y, verdict.chinese(), tone, 8);
    paint.text(places.pages - 3, y, mark(reading, Row::Item(at)), theme::accent(), 1);
    let cell = |part| reading.cell.as_ref().filter(|c| c.at == at && c.part == part);
    let mut caret = None;
    for (part, x, end) in [(Part::Pages, places.pages, places.note), (Part::Note, places.note, area.right())] {
        // A blank stays between the columns, and one for the caret behind a full cell.
        let room = end.saturating_sub(x + 1);
        if let Some(cell) = cell(part) {
            let view = cell.line.view(usize::from(room.saturating_sub(1)), paint.ambiguous());
            paint.style_row(Rect { x, width: room, ..area }, y, theme::dim());
            paint.text(x, y, &view.shown, theme::bold(), room);
            if let Some(cells) = view.selected {
                let x = x + u16::try_from(cells.start).unwrap_or_default();
                let width = u16::try_from(cells.len()).unwrap_or_default();
                paint.style_row(Rect { x, width, ..area }, y, theme::selection());
            }
            caret = Some(Position::new(x + u16::try_from(view.caret).unwrap_or_default(), y));
            // What does not fit goes on at either end; the blanks before and behind the cell are free.
            for (more, x) in [(view.more_left, x.saturating_sub(1)), (view.more_right, x + room)] {
                paint.text(x, y, if more { "…" } else { "" }, theme::accent(), 1);
            }
        } else {
            let text = part.of(&checked.result);
            let text = width::shorten_as(text, usize::from(room), paint.ambiguous());
            paint.text(x, y, &text, style, room);
        }
    }
    caret
}

/// The mark before a row: observed, taken as evidence, both.
fn mark(reading: &Reading, row: Row) -> &'static str {
    match (reading.is_observed(row), reading.taken(row).is_some()) {
        (true, true) => "*",
        (true, false) => "!",
        (false, true) => "+",
        (false, false) => "",
    }
}

fn draw_entries(reading: &Reading, paint: &mut Painter<'_>, places: &Places) {
    let area = places.entries;
    let head = area.y.saturating_sub(1);
    let Some(kind) = &reading.entry_kind else {
        paint.text(area.x + 2, head, "这一类资料没有条目。", theme::dim(), area.width.saturating_sub(2));
        return;
    };
    if reading.entries.is_empty() {
        let text = format!("条目（{}）还没有。{}", kind.name, Context::Reading.fill("按 {key:Add} 加一个。"));
        paint.text(area.x + 2, head, &text, theme::dim(), area.width.saturating_sub(2));
        return;
    }
    // Mark before, columns of the method, pages and note where there is room.
    let fields: Vec<_> = reading.columns().collect();
    let more = more_cells(&fields, area.width);
    let mut spans = Vec::new();
    let mut x = area.x + 4;
    for field in &fields {
        let cells = u16::from(field.column) + more.filter(|(id, _)| *id == field.id).map_or(0, |(_, cells)| cells);
        let end = (x + cells).min(area.right());
        if end > x + 1 {
            spans.push((x, end));
        }
        x = x.saturating_add(cells + 1);
    }
    for ((x, end), field) in spans.iter().zip(&fields) {
        let label = width::shorten(&field.label, usize::from(end - x));
        paint.text(*x, head, &label, theme::dim(), end - x);
    }
    let pages = (area.right() > x + 8).then_some(x);
    let note = (area.right() > x + 24).then_some(x + 12);
    for (x, word) in [(pages, "页"), (note, "备注")] {
        if let Some(x) = x {
            paint.text(x, head, word, theme::dim(), 4);
        }
    }
    let count = format!("{} 条", reading.entries.len());
    if pages.is_some_and(|x| x + 14 < area.right()) {
        paint.right(area.right().saturating_sub(1), head, &count, theme::dim());
    }
    for (at, entry, Rect { y, .. }) in reading.cursor.entries().shown(paint, &reading.entries, area) {
        let here = reading.cursor.is_on(Row::Entry(at));
        let style = if here { theme::bold() } else { theme::plain() };
        if here {
            paint.text(area.x, y, ">", theme::accent(), 1);
        }
        paint.text(area.x + 2, y, mark(reading, Row::Entry(at)), theme::accent(), 1);
        for ((x, end), field) in spans.iter().zip(&fields) {
            let room = usize::from(end - x);
            let text = width::shorten_as(&reading.column_text(entry, field, room), room, paint.ambiguous());
            paint.text(*x, y, &text, style, end - x);
        }
        for (x, text, end) in
            [(pages, &entry.pages, note.unwrap_or_else(|| area.right())), (note, &entry.note, area.right())]
        {
            if let Some(x) = x {
                let room = end.saturating_sub(x + 1);
                let text = width::shorten_as(text, usize::from(room), paint.ambiguous());
                paint.text(x, y, &text, style, room);
            }
        }
    }
}

/// The column of text that gets the room that is left beside pages and note, and how much of it.
fn more_cells<'f>(fields: &[&'f AskedField], width: u16) -> Option<(&'f str, u16)> {
    const PAGES_AND_NOTE: u16 = 34;
    const MOST: u16 = 40;
    let used: u16 = fields.iter().map(|f| u16::from(f.column) + 1).sum();
    let left = width.saturating_sub(used + 4 + PAGES_AND_NOTE).min(MOST);
    let widest = fields.iter().filter(|f| matches!(f.ty, FieldType::Text { .. })).max_by_key(|f| f.column)?;
    (left > 0).then_some((widest.id.as_str(), left))
}

fn draw_hint(reading: &Reading, paint: &mut Painter<'_>, area: Rect) {
    if !reading.hint {
        let counts = [
            ("疑点", reading.observations.len()),
            ("支撑材料", reading.evidence.len()),
            ("附件", reading.attached),
            ("条目", reading.entries.len()),
        ];
        let text = counts.map(|(word, n)| format!("{word} {n}")).join("   ");
        paint.text(area.x + 1, area.y, &text, theme::plain(), area.width.saturating_sub(1));
        paint.right(
            area.right().saturating_sub(1),
            area.y,
            &Context::Reading.fill("{key:TogglePanel} 提示"),
            theme::dim(),
        );
        return;
    }
    let mut y = area.y;
    for (label, text) in hint(reading) {
        if y >= area.bottom() {
            break;
        }
        paint.text(area.x + 1, y, &label, theme::key(), LABEL - 1);
        let rest =
            Rect { x: area.x + LABEL, y, width: area.width.saturating_sub(LABEL + 2), height: area.bottom() - y };
        y += paint.wrapped(rest, &text, theme::plain(), 0);
    }
}
