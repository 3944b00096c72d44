//! The picture of a form: labels in one column, one row a field, buttons below, help of the focused field.

use crate::text::width;
use crate::tui::cut::Cut;
use crate::tui::form::{Field, Form, Item, Value, left_open};
use crate::tui::painter::{Painter, height};
use crate::tui::theme;
use crate::tui::update::Mouse;
use ratatui::layout::{Position, Rect};

/// Where the parts of a form are.
struct Places {
    intro: Rect,
    /// First shown field.
    top: usize,
    /// Rows for fields and buttons.
    rows: Rect,
    /// Column of the values.
    values: u16,
    help: Rect,
}

/// Cells of a label at the most.
const LABEL: usize = 24;

fn places(form: &Form, area: Rect) -> Places {
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let intro_rows = if form.intro.is_empty() {
        0
    } else {
        height(&form.intro, inner.width, crate::text::Ambiguous::Narrow).min(area.height / 3) + 1
    };
    let help_rows = 3.min(area.height / 4);
    let rows = Rect { y: area.y + intro_rows, height: area.height.saturating_sub(intro_rows + help_rows), ..inner };
    let shown = usize::from(rows.height.saturating_sub(2)).max(1);
    let asked = form.asked();
    let focus = asked.iter().position(|at| *at == form.at).unwrap_or_else(|| asked.len().saturating_sub(1));
    let top = (focus + 1).saturating_sub(shown);
    let label = u16::try_from(form.label_cells().min(LABEL)).unwrap_or(16);
    Places {
        intro: Rect { height: intro_rows, ..inner },
        top,
        rows,
        values: inner.x + label + 2,
        help: Rect { y: rows.bottom(), height: help_rows, ..inner },
    }
}

/// Rows that the whole form takes, at most those there are.
pub(super) fn rows(form: &Form, area: Rect) -> u16 {
    let fields = u16::try_from(form.fields.len()).unwrap_or(u16::MAX);
    let intro = places(form, area).intro.height;
    // An empty row and the buttons; then a blank row and two of help.
    intro.saturating_add(fields).saturating_add(5).min(area.height)
}

/// The row of the buttons: one empty row below the last shown field.
fn button_row(form: &Form, places: &Places) -> u16 {
    let shown = form.asked().len().saturating_sub(places.top).min(usize::from(places.rows.height.saturating_sub(2)));
    places.rows.y + u16::try_from(shown).unwrap_or_default() + 1
}

/// What is at the mouse: field or button, and the column within the value.
pub(super) fn hit(form: &Form, area: Rect, mouse: Mouse) -> Option<(usize, u16)> {
    let places = places(form, area);
    if mouse.row == button_row(form, &places) {
        let submit = u16::try_from(width::cells(form.submit)).unwrap_or(4) + 4;
        let x = mouse.col.checked_sub(places.values)?;
        return Some((form.fields.len() + usize::from(x >= submit + 2), 0));
    }
    let row = mouse.row.checked_sub(places.rows.y)?;
    let at = form.asked().get(places.top + usize::from(row)).copied()?;
    (mouse.row + 1 < button_row(form, &places)).then(|| (at, mouse.col.saturating_sub(places.values)))
}

/// The word of several that is drawn at column `col` of a value.
pub(super) fn item_at(of: &[Item], at: usize, area: Rect, form: &Form, col: u16) -> Option<usize> {
    let places = places(form, area);
    let room = usize::from(places.rows.right().saturating_sub(places.values));
    items(of, at, room).into_iter().find(|(_, cells)| cells.contains(&usize::from(col))).map(|(i, _)| i)
}

/// Cells of the mark of words that are not in sight, with a blank before those that are.
const MARK: usize = width::CUT_MARK.len() + 1;

/// The words of several that are shown, each with its cells; the one at `at` always is. Where not all fit, the mark has
/// room before the first and behind the last.
fn items(of: &[Item], at: usize, room: usize) -> Vec<(usize, std::ops::Range<usize>)> {
    // Mark and blank before the word, two blanks behind.
    let cells = |item: &Item| width::cells(&item.word) + 4;
    // The last word needs no blanks and no mark behind it.
    let needs =
        |i: usize, end: usize| if i + 1 == of.len() { end.saturating_sub(2) } else { end + width::CUT_MARK.len() };
    let start = |first: usize| if first > 0 { MARK } else { 0 };
    let mut first = 0;
    while first < at && needs(at, start(first) + of.iter().take(at + 1).skip(first).map(cells).sum::<usize>()) > room {
        first += 1;
    }
    let mut x = start(first);
    let mut out = Vec::new();
    for (i, item) in of.iter().enumerate().skip(first) {
        let end = x + cells(item);
        let all_fit = end + of.iter().skip(i + 1).map(cells).sum::<usize>() <= room + 2;
        if i > at && !all_fit && needs(i, end) > room {
            break;
        }
        out.push((i, x..end));
        x = end;
    }
    out
}

/// How one chooses, said under every choice.
const fn how(value: &Value) -> &'static str {
    match value {
        Value::Choice { .. } => "左右键换；也可以输入词里的字、拼音首字母或序号。",
        Value::Choices { .. } => "左右键走，空格选；输入词里的字、拼音首字母或序号，也走到那一个。",
        Value::Text(_) | Value::Secret(_) => "",
    }
}

/// Draws the form; returns the caret.
pub(super) fn draw(form: &Form, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let places = places(form, area);
    paint.wrapped(places.intro, &form.intro, theme::plain(), 0);
    let buttons = button_row(form, &places);
    let mut caret = None;
    for (row, at) in form.asked().into_iter().skip(places.top).enumerate() {
        let Some(field) = form.fields.get(at) else { continue };
        let y = places.rows.y + u16::try_from(row).unwrap_or_default();
        if y + 1 >= buttons {
            break;
        }
        let here = draw_field(field, at == form.at, paint, &places, y);
        caret = caret.or(here);
    }
    // The row over the buttons is empty where all fields are in sight.
    let cut = Cut::of(places.top, form.asked().len(), usize::from((buttons - places.rows.y).saturating_sub(1)));
    if cut.words().is_some() {
        paint.rule(places.rows, buttons - 1);
        cut.on_rule(paint, places.rows, buttons - 1);
    }
    draw_buttons(form, paint, places.values, buttons);
    if let Some(refused) = &form.refused {
        paint.wrapped(places.help, &refused.why, theme::error(), 0);
    } else if let Some(field) = form.fields.get(form.at) {
        let help = match how(&field.value) {
            "" => field.help.to_string(),
            how => format!("{}{how}", field.help),
        };
        paint.wrapped(places.help, &help, theme::dim(), 0);
    }
    caret
}

fn draw_field(field: &Field, focused: bool, paint: &mut Painter<'_>, places: &Places, y: u16) -> Option<Position> {
    let label = if focused { theme::accent() } else { theme::plain() };
    paint.right(places.values - 2, y, &width::shorten(&field.label, LABEL), label);
    if focused {
        paint.text(places.rows.x.saturating_sub(1), y, ">", theme::accent(), 1);
    }
    let room = places.rows.right().saturating_sub(places.values);
    match &field.value {
        Value::Text(line) | Value::Secret(line) => {
            let view = line.view(usize::from(room.saturating_sub(2)), paint.ambiguous());
            let end = paint.text(places.values, y, &view.shown, theme::plain(), room);
            if focused && let Some(cells) = view.selected {
                let x = places.values + u16::try_from(cells.start).unwrap_or_default();
                let width = u16::try_from(cells.len()).unwrap_or_default();
                paint.style_row(Rect { x, width, ..places.rows }, y, theme::selection());
            }
            if !field.doubt.is_empty() {
                let x = end + 3;
                paint.text(x, y, field.doubt, theme::warning(), places.rows.right().saturating_sub(x));
            }
            if view.shown.is_empty() && !focused {
                paint.text(end, y, "-", theme::dim(), 1);
            }
            focused.then(|| Position::new(places.values + u16::try_from(view.caret).unwrap_or_default(), y))
        }
        Value::Choice { of, at } => {
            let word = of.get(*at).map_or("", String::as_str);
            let shown = if focused { format!("< {word} >") } else { word.to_owned() };
            let style = if focused { theme::bold() } else { theme::plain() };
            let end = paint.text(places.values, y, &shown, style, room);
            let open = left_open(of.first().map(String::as_str));
            let all = of.len() - open;
            let counts = match (at + 1).checked_sub(open).filter(|n| *n > 0) {
                Some(n) => [format!("第 {n} 个，共 {all} 个"), format!("{n}/{all}")],
                None => [format!("还没有选，共 {all} 个"), format!("共 {all} 个")],
            };
            let room = places.rows.right().saturating_sub(end + 2);
            let count = counts.iter().find(|count| width::cells(count) <= usize::from(room));
            if let Some(count) = count.filter(|_| focused && of.len() > 1) {
                paint.text(end + 2, y, count, theme::dim(), room);
            }
            focused.then(|| Position::new(places.values, y))
        }
        Value::Choices { of, at } => {
            let shown = items(of, if focused { *at } else { 0 }, usize::from(room));
            let mut caret = None;
            let mark = |paint: &mut Painter<'_>, at: usize| {
                let x = places.values + u16::try_from(at).unwrap_or_default();
                paint.text(x, y, width::CUT_MARK, theme::accent(), places.rows.right().saturating_sub(x));
            };
            if shown.first().is_some_and(|(i, _)| *i > 0) {
                mark(paint, 0);
            }
            if let Some((_, cells)) = shown.last().filter(|(i, _)| i + 1 < of.len()) {
                mark(paint, cells.end);
            }
            for (i, cells) in shown {
                let Some(item) = of.get(i) else { continue };
                let x = places.values + u16::try_from(cells.start).unwrap_or_default();
                let here = focused && i == *at;
                let text = format!("{} {}", if item.on { "☑" } else { "☐" }, item.word);
                let style = match (here, item.on) {
                    (true, _) => theme::cursor(),
                    (false, true) => theme::bold(),
                    (false, false) => theme::plain(),
                };
                paint.text(x, y, &text, style, places.rows.right().saturating_sub(x));
                if here {
                    caret = Some(Position::new(x, y));
                }
            }
            caret
        }
    }
}

fn draw_buttons(form: &Form, paint: &mut Painter<'_>, x: u16, y: u16) {
    let style = |focused| if focused { theme::cursor() } else { theme::plain() };
    let fields = form.fields.len();
    let x = paint.text(x, y, &format!("[ {} ]", form.submit), style(form.at == fields), 24);
    if !form.back {
        return;
    }
    paint.text(x + 2, y, "[ 返回 ]", style(form.at > fields), 12);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_fit_leave_room_for_the_mark() {
        let of: Vec<Item> =
            ["甲", "乙", "丙", "丁"].map(|word| Item { word: word.to_owned(), on: false, alone: false }).into();
        let shown = |at, room| items(&of, at, room);
        assert_eq!(shown(0, 22), [(0, 0..6), (1, 6..12), (2, 12..18), (3, 18..24)]);
        assert_eq!(shown(0, 21), [(0, 0..6), (1, 6..12), (2, 12..18)]);
        assert_eq!(shown(0, 14), [(0, 0..6), (1, 6..12)]);
        assert_eq!(shown(2, 18), [(1, 3..9), (2, 9..15)]);
        assert_eq!(shown(3, 14), [(2, 3..9), (3, 9..15)]);
        assert_eq!(shown(1, 3), [(1, 3..9)]);
    }
}
