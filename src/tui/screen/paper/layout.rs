//! The picture of a paper: the form row by row, codes at the right edge, lights and what was found below.

use super::rows::{Row, Target};
use super::values::{note, value};
use super::{Finding, Paper};
use crate::analysis::paper::field::Spot;
use crate::text::{Measure, width};
use crate::tui::cut::Cut;
use crate::tui::keys::Context;
use crate::tui::painter::{Painter, height, rows as wrapped};
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::Mouse;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Column of the values, from the left edge of the form.
const VALUES: u16 = 10;
/// Cells at the right edge for the codes.
const CODES: u16 = 6;
/// Cells of a row of text at the most.
const WIDEST: u16 = 108;
/// From this width on what was found stands in its own column.
const WITH_SIDE: u16 = 160;
/// Rows below the form: a rule, the lights, and two for what was found.
const FOOT: u16 = 4;

/// One row of the form as it is laid out.
#[derive(Debug)]
pub(super) struct Placed {
    /// The row.
    pub row: Row,
    /// First row of cells, counted from the start of the form.
    pub top: usize,
    /// Rows of cells.
    pub height: usize,
    /// Column of its value.
    x: u16,
    /// Cells of its value.
    width: u16,
    /// What stands there, for a row that is no text.
    value: String,
}

/// The form as it is laid out.
#[derive(Debug)]
pub(super) struct PaperPlan {
    /// The rows of the form.
    pub form: Rect,
    /// Lights and what was found.
    foot: Rect,
    /// All that was found, where there is room.
    side: Option<Rect>,
    /// Its rows.
    pub rows: Vec<Placed>,
    /// Rows of cells of the whole form.
    pub total: usize,
}

impl PaperPlan {
    /// The measure of the text of a row; `None` for a row that is no text.
    pub(super) fn measure_of(&self, target: &Target, shell: &Shell) -> Option<Measure> {
        let Target::Text(_) = target else { return None };
        self.rows.iter().find(|p| p.row.target == *target).map(|p| measure(p.width, shell))
    }

    /// The first and last row of cells that have to be in sight.
    pub(super) fn focused(&self, paper: &Paper, shell: &Shell) -> (usize, usize) {
        let Some(placed) = self.rows.iter().find(|p| p.row.target == *paper.focus.target()) else { return (0, 0) };
        match paper.text_here() {
            Some(text) => {
                let at = placed.top + text.typing.buffer.caret_cell(measure(placed.width, shell)).row;
                (at, at)
            }
            None => (placed.top, placed.top + placed.height.saturating_sub(1)),
        }
    }

    /// What is at the mouse: the row, and the cell within its value.
    pub(super) fn hit(&self, mouse: Mouse, scroll: usize) -> Option<(Target, usize, usize)> {
        if !mouse.inside(self.form) {
            return None;
        }
        let at = scroll + usize::from(mouse.row - self.form.y);
        let placed = self.rows.iter().find(|p| (p.top..p.top + p.height).contains(&at))?;
        Some((placed.row.target.clone(), at - placed.top, usize::from(mouse.col.saturating_sub(placed.x))))
    }
}

/// One cell is kept for the caret behind a full row.
const fn measure(width: u16, shell: &Shell) -> Measure {
    Measure::new(width.saturating_sub(1) as usize, shell.ambiguous)
}

/// Lays the form out.
pub(super) fn plan(paper: &Paper, area: Rect, shell: &Shell) -> PaperPlan {
    let side = (area.width >= WITH_SIDE).then_some(());
    let inner = area.width.min(VALUES + WIDEST + CODES + 1);
    let form = Rect { width: inner, height: area.height.saturating_sub(FOOT), ..area };
    let foot = Rect { y: form.bottom(), height: area.height - form.height, ..area };
    let side =
        side.map(|()| Rect { x: form.right() + 2, width: area.right().saturating_sub(form.right() + 3), ..form });
    let (mut rows, mut total) = (Vec::new(), 0);
    for row in paper.sheet.rows() {
        let lead = if row.lead.is_empty() { 0 } else { u16::try_from(width::cells(&row.lead)).unwrap_or(0) + 1 };
        let x = form.x + VALUES + lead;
        let mut width = form.right().saturating_sub(x + CODES).max(8);
        let (height, value) = match &row.target {
            Target::Text(spot) => {
                let note = note(paper, *spot, shell);
                if !note.is_empty() {
                    width = width.saturating_sub(u16::try_from(width::cells(&note)).unwrap_or(0)).max(8);
                }
                let count = paper.sheet.text(*spot).map_or(1, |t| t.typing.buffer.row_count(measure(width, shell)));
                (count.max(1), note)
            }
            target => {
                let value = value(paper, target, shell);
                (usize::from(height(&value, width, shell.ambiguous)).max(1), value)
            }
        };
        rows.push(Placed { row, top: total, height, x, width, value });
        total += height;
    }
    PaperPlan { form, foot, side, rows, total }
}

/// Draws the paper; returns the caret.
pub(super) fn draw(paper: &Paper, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
    let plan = plan(paper, area, shell);
    let shown = paper.focus.top()..paper.focus.top() + usize::from(plan.form.height);
    let mut caret = None;
    for placed in plan.rows.iter().filter(|p| p.top < shown.end && p.top + p.height > shown.start) {
        let here = draw_row(paper, placed, &plan, paint, shell);
        caret = caret.or(here);
    }
    draw_foot(paper, &plan, paint);
    let height = usize::from(plan.form.height);
    Cut::of(paper.focus.top(), plan.total, height).on_rule(paint, plan.form, plan.foot.y);
    if let Some(side) = plan.side {
        draw_side(paper, side, paint);
    }
    caret
}

/// The screen row of a row of cells of the form, when it is shown.
fn screen_row(paper: &Paper, plan: &PaperPlan, at: usize) -> Option<u16> {
    let below = u16::try_from(at.checked_sub(paper.focus.top())?).ok()?;
    (below < plan.form.height).then(|| plan.form.y + below)
}

fn draw_row(
    paper: &Paper,
    placed: &Placed,
    plan: &PaperPlan,
    paint: &mut Painter<'_>,
    shell: &Shell,
) -> Option<Position> {
    let focused = placed.row.target == *paper.focus.target();
    let left = plan.form.x;
    if let Some(y) = screen_row(paper, plan, placed.top) {
        if focused {
            paint.text(left, y, ">", theme::accent(), 1);
        }
        if placed.row.first {
            let style = if focused { theme::accent() } else { theme::plain() };
            paint.text(left + 1, y, placed.row.label, style, VALUES - 2);
        }
        paint.text(left + VALUES, y, &placed.row.lead, theme::dim(), placed.x - left - VALUES);
    }
    let caret = if let Target::Text(spot) = placed.row.target {
        draw_text(paper, spot, placed, plan, paint, shell)
    } else {
        draw_value(paper, placed, plan, paint, focused);
        None
    };
    draw_codes(paper, placed, plan, paint, shell);
    caret
}

fn draw_value(paper: &Paper, placed: &Placed, plan: &PaperPlan, paint: &mut Painter<'_>, focused: bool) {
    let style = match placed.row.target {
        _ if focused => theme::bold(),
        Target::Add(_) => theme::dim(),
        _ => theme::plain(),
    };
    for (n, row) in wrapped(&placed.value, placed.width, paint.ambiguous()).into_iter().enumerate() {
        if let Some(y) = screen_row(paper, plan, placed.top + n) {
            paint.text(placed.x, y, row, style, placed.width);
        }
    }
}

fn draw_text(
    paper: &Paper,
    spot: Spot,
    placed: &Placed,
    plan: &PaperPlan,
    paint: &mut Painter<'_>,
    shell: &Shell,
) -> Option<Position> {
    let text = paper.sheet.text(spot)?;
    let buffer = &text.typing.buffer;
    let measure = measure(placed.width, shell);
    let focused = placed.row.target == *paper.focus.target();
    let skip = paper.focus.top().saturating_sub(placed.top);
    let style = if text.refused.is_some() { theme::error() } else { theme::plain() };
    let mut caret = None;
    let cell = buffer.caret_cell(measure);
    for row in buffer.visible(measure, usize::from(plan.form.height), skip) {
        let Some(y) = screen_row(paper, plan, placed.top + row.index) else { continue };
        paint.text(placed.x, y, row.text, style, placed.width);
        if focused && let Some(cells) = buffer.selected_cells(&row) {
            let x = placed.x + u16::try_from(cells.start).unwrap_or_default();
            let width = u16::try_from(cells.len().max(1)).unwrap_or_default();
            paint.style_row(Rect { x, width, ..plan.form }, y, theme::selection());
        }
        if focused && row.index == cell.row {
            caret = Some(Position::new(placed.x + u16::try_from(cell.col).unwrap_or_default(), y));
        }
    }
    if let Some(y) = screen_row(paper, plan, placed.top) {
        let room = plan.form.right().saturating_sub(placed.x + placed.width);
        paint.text(placed.x + placed.width, y, &placed.value, theme::dim(), room);
    }
    if buffer.is_empty()
        && !focused
        && let Some(y) = screen_row(paper, plan, placed.top)
    {
        paint.text(placed.x, y, "-", theme::dim(), 1);
    }
    caret
}

/// The row of cells of a text at which a finding stands.
fn row_of(paper: &Paper, finding: &Finding, placed: &Placed, shell: &Shell) -> usize {
    let text = match placed.row.target {
        Target::Text(spot) => paper.sheet.text(spot),
        _ => None,
    };
    match (text, finding.at) {
        (Some(text), Some(at)) => placed.top + text.typing.buffer.cell_of(at.into(), measure(placed.width, shell)).row,
        _ => placed.top,
    }
}

fn draw_codes(paper: &Paper, placed: &Placed, plan: &PaperPlan, paint: &mut Painter<'_>, shell: &Shell) {
    let mut taken: Vec<usize> = Vec::new();
    // Errors come first in the list: where two stand in one row, the graver is shown.
    for finding in paper.checks.findings.iter().filter(|f| f.row == placed.row.target) {
        let at = row_of(paper, finding, placed, shell);
        if taken.contains(&at) {
            continue;
        }
        taken.push(at);
        if let Some(y) = screen_row(paper, plan, at) {
            paint.right(plan.form.right(), y, &finding.code, tone(finding));
        }
    }
}

const fn tone(finding: &Finding) -> Style {
    match (finding.error, finding.overruled().is_some()) {
        (true, _) => theme::error(),
        (_, true) => theme::dim(),
        _ => theme::warning(),
    }
}

fn draw_foot(paper: &Paper, plan: &PaperPlan, paint: &mut Painter<'_>) {
    let area = plan.foot;
    paint.rule(area, area.y);
    let y = area.y + 1;
    let mut x = paint.text(area.x + 1, y, "四准", theme::dim(), 4) + 2;
    for (name, on) in paper.checks.lights {
        x = paint.text(x, y, name, theme::plain(), 10) + 1;
        let (mark, style) = if on { ("☑", theme::accent()) } else { ("☐", theme::warning()) };
        x = paint.text(x, y, mark, style, 1) + 2;
    }
    let counts = paper.checks.count.chinese();
    // What is typed there and cannot be taken is in nothing that was checked.
    let unsaved = paper.sheet.untaken().map(|label| format!("{label}未存"));
    let counts = match (unsaved, counts.is_empty()) {
        (Some(unsaved), true) => unsaved,
        (Some(unsaved), false) => format!("{unsaved}　{counts}"),
        (None, true) => "没有问题".to_owned(),
        (None, false) => counts,
    };
    let end = paint.right(area.right().saturating_sub(1), y, &counts, theme::dim());
    // Where there is no room for the whole, the first word says it; the finding says the rest.
    let single = paper.checks.single.as_str();
    let word = single.split('：').next().unwrap_or_default();
    let fits = |text: &&str| x + u16::try_from(width::cells(text)).unwrap_or(u16::MAX) < end;
    if let Some(said) = [single, word].into_iter().find(fits) {
        paint.text(x, y, said, theme::warning(), end - x);
    }
    let rest = Rect {
        x: area.x + 1,
        y: y + 1,
        width: area.width.saturating_sub(2),
        height: area.bottom().saturating_sub(y + 1),
    };
    let refused = paper.text_here().and_then(|t| t.refused);
    if let Some(why) = refused {
        paint.wrapped(rest, why, theme::error(), 0);
    } else if let Some(finding) = paper.finding_here() {
        paint.wrapped(rest, &finding.line(), tone(finding), 0);
    } else if let Some(placed) = plan.rows.iter().find(|p| p.row.target == *paper.focus.target()) {
        let here = if matches!(placed.row.target, Target::Text(_)) { Context::PaperText } else { Context::PaperRow };
        paint.wrapped(rest, &here.fill(placed.row.help), theme::dim(), 0);
    }
}

fn draw_side(paper: &Paper, area: Rect, paint: &mut Painter<'_>) {
    paint.column(area.x - 1, area);
    let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(1), ..area };
    let head = if paper.checks.findings.is_empty() { "没有查出问题" } else { "查出的问题" };
    paint.text(inner.x, inner.y, head, theme::accent(), inner.width);
    let mut y = inner.y + 1;
    let here = paper.finding_here();
    for finding in &paper.checks.findings {
        if y >= inner.bottom() {
            break;
        }
        if here.is_some_and(|h| std::ptr::eq(h, finding)) {
            paint.text(inner.x, y, ">", theme::accent(), 1);
        }
        paint.text(inner.x + 1, y, &finding.code, tone(finding), 5);
        let place = Rect { x: inner.x + 6, y, width: inner.width.saturating_sub(6), height: inner.bottom() - y };
        let words = match finding.overruled() {
            Some(left) => format!("已放行　{}　理由：{}", finding.message, left.reason),
            None => finding.message.clone(),
        };
        y += paint.wrapped(place, &words, theme::plain(), 0).max(1);
    }
}
