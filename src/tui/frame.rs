//! What is around every screen: top line (where am I, who am I, is it safe), notice, key bar, menu.

use crate::store::Foreign;
use crate::text::{Ambiguous, width};
use crate::tui::action::Action;
use crate::tui::keys::{Binding, Context, label};
use crate::tui::painter::{self, Painter};
use crate::tui::shell::{Saved, Shell, Tone};
use crate::tui::theme;
use crate::tui::update::Screen;
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

/// The middle of a screen of that area: what the top line, the key bar and a long notice leave.
pub fn middle(area: Rect, shell: &Shell) -> Rect {
    let height = area.height.saturating_sub(4);
    Rect { y: area.y + 2, height: height - own_rows(area, shell).min(height), ..area }
}

/// Rows that a notice of more than one row has for itself, with the rule above it, so that it covers nothing. A small
/// window has none to give: the notice lies over the screen there.
fn own_rows(area: Rect, shell: &Shell) -> u16 {
    let Some((text, _)) = above_the_bar(shell) else { return 0 };
    match note_rows(area, &text, shell.ambiguous) {
        0 | 1 => 0,
        rows if area.height >= LEAST.1 + rows => rows,
        _ => 0,
    }
}

/// What stands above the key bar: what was said, and under it how far work in the background has come. Neither hides the
/// other: a key that is refused meanwhile is told so.
fn above_the_bar(shell: &Shell) -> Option<(String, Style)> {
    let progress = shell.progress.as_ref();
    let progress =
        progress.map(|(what, percent)| format!("{what} {percent}%　{}", Context::Page.fill("{key:Back} 取消")));
    let said = shell.notice.as_ref().map(|notice| {
        let style = match notice.tone {
            Tone::Done => theme::accent(),
            Tone::Warning | Tone::NotHere => theme::warning(),
            Tone::Error => theme::error(),
        };
        (notice.text.clone(), style)
    });
    match (said, progress) {
        (Some((text, style)), Some(progress)) => Some((format!("{text}\n{progress}"), style)),
        (None, Some(progress)) => Some((progress, theme::warning())),
        (said, None) => said,
    }
}

fn note_rows(area: Rect, text: &str, ambiguous: Ambiguous) -> u16 {
    const MOST: u16 = 6;
    painter::height(text, area.width.saturating_sub(2), ambiguous).clamp(1, MOST)
}

/// What lies over the screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Cover {
    /// Nothing.
    #[default]
    None,
    /// The menu of letters.
    Menu,
    /// Blank; any of its keys brings the screen back.
    Hidden,
    /// Blank until the passphrase is given.
    Locked,
}

/// Draws `screen` with what is around and over it; returns where the caret is. `fitted`: the middle that the screen
/// has laid itself out for; `locked`: nothing of the round is shown.
pub fn draw(
    shell: &Shell,
    screen: Option<&dyn Screen>,
    fitted: Rect,
    cover: Cover,
    locked: bool,
    buf: &mut Buffer,
) -> Option<Position> {
    let area = buf.area;
    let mut paint = Painter::new(buf, shell.ambiguous);
    if is_too_small((area.width, area.height)) {
        return too_small(&mut paint, area);
    }
    let screen = screen?;
    match cover {
        Cover::Hidden => {
            let keys: Vec<String> = Context::Hidden.bindings().map(|b| label(b.key)).collect();
            paint.text(area.x + 1, area.bottom().saturating_sub(1), &keys.join("  "), theme::dim(), area.width);
            None
        }
        Cover::Locked => {
            let caret = screen.draw(&mut paint, fitted, shell);
            bottom(
                &mut paint,
                area,
                shell,
                &|action| called_on(screen, action, fitted, shell),
                screen.context(),
                caret,
            );
            caret
        }
        Cover::None => {
            top(&mut paint, area, shell, screen);
            let caret = screen.draw(&mut paint, fitted, shell);
            bottom(
                &mut paint,
                area,
                shell,
                &|action| called_on(screen, action, fitted, shell),
                screen.context(),
                caret,
            );
            caret
        }
        Cover::Menu => {
            if !locked {
                top(&mut paint, area, shell, screen);
            }
            screen.draw(&mut paint, fitted, shell);
            bottom(&mut paint, area, shell, &|_| None, Context::Menu, None);
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
        let (text, style) = match (shell.saved, &shell.unkept) {
            _ if shell.foreign.is_some() => (shell.foreign.map_or("", Foreign::short), theme::error()),
            (Saved::Refused, _) => ("没有办成", theme::error()),
            (Saved::Failed, _) => ("未存！", theme::error()),
            (_, Some(what)) => (what.as_str(), theme::warning()),
            _ if book.read_only.is_some() => ("只读", theme::warning()),
            (Saved::Yes, None) => ("已存", theme::plain()),
            (Saved::Writing, None) => ("存盘中", theme::warning()),
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
    let title = width::shorten_as(&screen.title(shell), usize::from(room), paint.ambiguous());
    paint.text(area.x + 1, area.y, &title, theme::bold(), room);
    paint.rule(area, area.y + 1);
}

fn bottom(
    paint: &mut Painter<'_>,
    area: Rect,
    shell: &Shell,
    called: Called<'_>,
    context: Context,
    caret: Option<Position>,
) {
    let rule = area.bottom().saturating_sub(2);
    if let Some((text, style)) = above_the_bar(shell) {
        note(paint, area, &text, style, caret);
    } else {
        paint.rule(area, rule);
    }
    bar(paint, Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }, called, context);
}

/// A notice stands in the place of the rule; a longer one takes rows above it, so that nothing of it is cut off. The
/// screen has moved out of its way; where it could not, the notice does not lie over the caret: it stands at the top.
fn note(paint: &mut Painter<'_>, area: Rect, text: &str, style: Style, caret: Option<Position>) {
    let rule = area.bottom().saturating_sub(2);
    let width = area.width.saturating_sub(2);
    let rows = note_rows(area, text, paint.ambiguous());
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
fn bar(paint: &mut Painter<'_>, area: Rect, called: Called<'_>, context: Context) {
    let words: Vec<(String, &str)> = words(context, called, usize::from(area.width.saturating_sub(2)));
    let mut x = area.x + 1;
    for (key, word) in words {
        x = paint.text(x, area.y, &key, theme::key(), area.right().saturating_sub(x)) + 1;
        x = paint.text(x, area.y, word, theme::plain(), area.right().saturating_sub(x)) + 2;
    }
}

/// What the screen calls an action now, as [`Screen::called_now`].
type Called<'a> = &'a dyn Fn(Action) -> Option<&'static str>;

/// What the bar calls an action on a screen now; empty: it has nothing to do there.
pub fn called_on(screen: &dyn Screen, action: Action, area: Rect, shell: &Shell) -> Option<&'static str> {
    match action {
        Action::History if screen.on().is_none() => Some(""),
        Action::UndoAct | Action::RedoAct if screen.not_undone().is_some() => Some(""),
        _ => screen.called_now(action, area, shell),
    }
}

/// The words of the key bar that fit into `room` cells, by their rank; what is everywhere comes last and always fits.
fn words(context: Context, called: Called<'_>, room: usize) -> Vec<(String, &'static str)> {
    let (always, mut all): (Vec<_>, Vec<_>) = context
        .bindings()
        .filter(|b| !b.bar.is_empty())
        .map(|b| (b.rank, label(b.key), called(b.action).unwrap_or(b.bar)))
        .filter(|(.., word)| !word.is_empty())
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

/// The key by which the menu lists a command.
fn menu_key(binding: &Binding) -> String {
    binding.letter.map_or_else(|| label(binding.key), String::from)
}

/// In how many columns so many commands stand.
fn menu_columns(lines: usize, area: Rect) -> usize {
    let most = usize::from(area.height.saturating_sub(5)).max(1);
    lines.div_ceil(most).max(if area.width >= 120 { 3 } else { 2 })
}

/// The menu over the lower part of the screen: commands by their letters, then those that have none by their own keys.
fn menu(paint: &mut Painter<'_>, area: Rect, context: Context) {
    let own = |b: &&Binding| b.letter.is_some();
    let (letters, others): (Vec<&Binding>, Vec<&Binding>) = context.menu().into_iter().partition(own);
    let lines: Vec<(String, &Binding)> = letters.into_iter().chain(others).map(|b| (menu_key(b), b)).collect();
    let columns = menu_columns(lines.len(), area);
    let rows = lines.len().div_ceil(columns).max(1);
    let height = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(area.height.saturating_sub(3));
    let place = Rect { y: area.bottom().saturating_sub(1 + height), height, ..area };
    paint.clear(place);
    paint.rule(place, place.y);
    paint.text(place.x + 2, place.y, " 菜单：按字母，或直接按键 ", theme::accent(), 26);
    let each = place.width.saturating_sub(2) / u16::try_from(columns).unwrap_or(1);
    for (column, lines) in lines.chunks(rows).enumerate() {
        let x = place.x + 2 + u16::try_from(column).unwrap_or_default() * each;
        for ((key, binding), y) in lines.iter().zip(place.y + 1..place.bottom()) {
            let indent = u16::try_from(width::cells(key) + 1).unwrap_or(each);
            paint.text(x, y, key, theme::key(), each);
            let room = each.saturating_sub(indent + 1);
            let fits = width::cells(binding.name()) <= usize::from(room);
            let word = if fits { binding.name() } else { binding.word() };
            let word = width::shorten_as(word, usize::from(room), paint.ambiguous());
            paint.text(x + indent, y, &word, theme::plain(), room);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_the_bar_or_in_the_menu_with_its_whole_word() {
        let area = Rect::new(0, 0, 80, 24);
        for context in Context::ALL {
            let menu = context.menu();
            let bar = words(context, &|_| None, usize::from(area.width - 2));
            for b in context.bindings().filter(|b| !b.action.goes()) {
                let in_bar = bar.iter().any(|(key, _)| *key == label(b.key));
                let in_menu = menu.iter().any(|m| m.action == b.action);
                assert!(in_bar || in_menu || b.action.may_rest(), "{context:?}: {}", b.help);
            }
            let columns = menu_columns(menu.len(), area);
            let each = (usize::from(area.width) - 2) / columns;
            for b in menu {
                let cells = width::cells(&menu_key(b)) + 1 + width::cells(b.word()) + 1;
                assert!(cells <= each, "{context:?}: “{}” is cut in a menu of {columns} columns", b.word());
            }
        }
    }
}
