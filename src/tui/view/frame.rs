//! What is around every screen: top line (where am I, who am I, is it safe), notice, key bar, menu.

use crate::text::width;
use crate::tui::app::{App, Cover};
use crate::tui::keys::{Binding, Context, label};
use crate::tui::painter::{self, Painter};
use crate::tui::screen::Screen;
use crate::tui::shell::{Saved, Shell, Tone};
use crate::tui::theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Below this a plain notice is shown instead of the screen.
pub const LEAST: (u16, u16) = (60, 16);

/// Whether a window of that size holds no screen.
pub const fn is_too_small((cols, rows): (u16, u16)) -> bool {
    cols < LEAST.0 || rows < LEAST.1
}

/// Whether a screen whose middle is `area` is too small to be shown.
pub const fn shows_nothing(area: Rect) -> bool {
    area.width < LEAST.0 || area.height + 4 < LEAST.1
}

/// The middle of a screen of that area.
pub fn middle(area: Rect) -> Rect {
    Rect { y: area.y + 2, height: area.height.saturating_sub(4), ..area }
}

/// Draws the app; returns where the caret is.
pub fn draw(app: &App, buf: &mut Buffer) -> Option<Position> {
    let area = buf.area;
    let mut paint = Painter::new(buf, app.shell.ambiguous);
    if is_too_small((area.width, area.height)) {
        return too_small(&mut paint, area);
    }
    let screen = app.top()?;
    match app.cover() {
        Cover::Hidden => {
            let keys: Vec<String> = Context::Hidden.bindings().into_iter().map(|b| label(b.key)).collect();
            paint.text(area.x + 1, area.bottom().saturating_sub(1), &keys.join("  "), theme::dim(), area.width);
            None
        }
        Cover::Locked => {
            let caret = screen.draw(&mut paint, middle(area), &app.shell);
            bottom(&mut paint, area, &app.shell, screen.context(), caret);
            caret
        }
        Cover::None => {
            top(&mut paint, area, &app.shell, screen);
            let caret = screen.draw(&mut paint, middle(area), &app.shell);
            bottom(&mut paint, area, &app.shell, screen.context(), caret);
            caret
        }
        Cover::Menu => {
            if !app.is_locked() {
                top(&mut paint, area, &app.shell, screen);
            }
            screen.draw(&mut paint, middle(area), &app.shell);
            bottom(&mut paint, area, &app.shell, Context::Menu, None);
            menu(&mut paint, area, screen.context());
            None
        }
    }
}

fn too_small(paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let text = "窗口太小，请拉大到 60×16 以上。内容都在，不会丢。";
    paint.wrapped(area, text, theme::plain(), 0);
    None
}

fn top(paint: &mut Painter<'_>, area: Rect, shell: &Shell, screen: &dyn Screen) {
    let mut right = area.right().saturating_sub(1);
    if let Some(book) = &shell.book {
        let (text, style) = match shell.saved {
            Saved::Yes => ("已存", theme::plain()),
            Saved::Writing => ("存盘中", theme::warning()),
            Saved::Refused => ("没有办成", theme::error()),
            Saved::Failed => ("未存！", theme::error()),
        };
        right = paint.right(right, area.y, text, style).saturating_sub(2);
        let (text, style) = if book.encrypted { ("加密", theme::plain()) } else { ("未加密", theme::warning()) };
        right = paint.right(right, area.y, text, style).saturating_sub(2);
        let me = shell.my_name();
        if !me.is_empty() {
            right = paint.right(right, area.y, me, theme::bold()).saturating_sub(2);
        }
    }
    let room = right.saturating_sub(area.x + 1);
    paint.text(area.x + 1, area.y, &screen.title(shell), theme::bold(), room);
    paint.rule(area, area.y + 1);
}

fn bottom(paint: &mut Painter<'_>, area: Rect, shell: &Shell, context: Context, caret: Option<Position>) {
    let rule = area.bottom().saturating_sub(2);
    if let Some((what, percent)) = &shell.progress {
        let text = format!("{what} {percent}%　{}", context.fill("{key:Back} 取消"));
        paint.text(area.x + 1, rule, &text, theme::warning(), area.width.saturating_sub(2));
    } else if let Some(notice) = &shell.notice {
        let style = match notice.tone {
            Tone::Done => theme::accent(),
            Tone::Warning => theme::warning(),
            Tone::Error => theme::error(),
        };
        note(paint, area, &notice.text, style, caret);
    } else {
        paint.rule(area, rule);
    }
    bar(paint, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, context);
}

/// A notice stands in the place of the rule; a longer one takes rows above it, so that nothing of it is cut off. It
/// never lies over the caret: then it stands at the top.
fn note(paint: &mut Painter<'_>, area: Rect, text: &str, style: Style, caret: Option<Position>) {
    const MOST: u16 = 6;
    let rule = area.bottom().saturating_sub(2);
    let width = area.width.saturating_sub(2);
    let rows = painter::height(text, width, paint.ambiguous()).clamp(1, MOST);
    let mut place = Rect { x: area.x, y: (rule + 1).saturating_sub(rows), width: area.width, height: rows };
    if rows > 1 {
        let mut edge = place.y.saturating_sub(1);
        if caret.is_some_and(|caret| caret.y >= edge) {
            place.y = area.y + 2;
            edge = place.bottom();
            paint.rule(area, rule);
        }
        paint.clear(place);
        paint.rule(area, edge);
    }
    paint.wrapped(Rect { x: area.x + 1, width, ..place }, text, style, 0);
}

/// The keys that work now, most useful first; what is everywhere (遮屏, 菜单, 帮助) keeps its place.
fn bar(paint: &mut Painter<'_>, area: Rect, context: Context) {
    let words: Vec<(String, &str)> = bar_words(context, usize::from(area.width.saturating_sub(2)));
    let mut x = area.x + 1;
    for (key, word) in words {
        x = paint.text(x, area.y, &key, theme::key(), area.right().saturating_sub(x)) + 1;
        x = paint.text(x, area.y, word, theme::plain(), area.right().saturating_sub(x)) + 2;
    }
}

/// The words of the key bar that fit into `room` cells, by their rank; what is everywhere comes last and always fits.
pub fn bar_words(context: Context, room: usize) -> Vec<(String, &'static str)> {
    let (always, mut all): (Vec<_>, Vec<_>) = context
        .bindings()
        .into_iter()
        .filter(|b| !b.bar.is_empty())
        .map(|b| (b.rank, label(b.key), b.bar))
        .partition(|(rank, ..)| *rank == Binding::ALWAYS);
    all.sort_by_key(|(rank, ..)| *rank);
    let cells = |key: &str, word: &str| width::cells(key) + 1 + width::cells(word) + 2;
    let mut left = room.saturating_sub(always.iter().map(|(_, key, word)| cells(key, word)).sum());
    all.retain(|(_, key, word)| {
        let fits = cells(key, word) <= left;
        left -= if fits { cells(key, word) } else { 0 };
        fits
    });
    all.into_iter().chain(always).map(|(_, key, word)| (key, word)).collect()
}

/// The menu of letters, over the lower part of the screen.
fn menu(paint: &mut Painter<'_>, area: Rect, context: Context) {
    let lines: Vec<(char, &str)> =
        context.bindings().into_iter().filter_map(|b| b.letter.map(|l| (l, b.name()))).collect();
    let columns: usize = if area.width >= 120 { 3 } else { 2 };
    let rows = lines.len().div_ceil(columns);
    let height = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
    let place = Rect { y: area.bottom().saturating_sub(1 + height), height, ..area };
    paint.clear(place);
    paint.rule(place, place.y);
    paint.text(place.x + 2, place.y, " 菜单：按字母 ", theme::accent(), 20);
    let each = place.width.saturating_sub(2) / u16::try_from(columns).unwrap_or(1);
    for (at, (letter, word)) in lines.iter().enumerate() {
        let (column, row) = (at / rows, at % rows);
        let x = place.x + 2 + u16::try_from(column).unwrap_or_default() * each;
        let y = place.y + 1 + u16::try_from(row).unwrap_or_default();
        if y >= place.bottom() {
            continue;
        }
        paint.text(x, y, &letter.to_string(), theme::key(), 1);
        paint.text(x + 2, y, word, theme::plain(), each.saturating_sub(3));
    }
}
