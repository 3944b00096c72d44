//! The picture of home.

use super::{Home, Listed, Show};
use crate::analysis::coverage::Standing;
use crate::model::people::Person;
use crate::text::width;
use crate::tui::list::ListState;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::theme;
use ratatui::layout::{Position, Rect};

/// Where the zones are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// Head of the people list.
    pub head: Rect,
    /// Rows of people.
    pub people: Rect,
    /// Column of the line between the zones.
    pub line: u16,
    /// Rows of the kinds of record; the row above holds their head.
    pub kinds: Rect,
    /// Rows of units.
    pub units: Rect,
    /// What is left.
    pub left: Rect,
}

/// Lays the zones out: people, units, what is left (two rows with their rule).
pub(super) fn places(home: &Home, area: Rect) -> Places {
    let kinds = u16::try_from(home.reading.kinds.len()).unwrap_or(u16::MAX);
    let right = if area.width >= 150 {
        44
    } else if area.width >= 120 {
        36
    } else if area.width >= 72 {
        if kinds > 0 { 29 } else { 26 }
    } else {
        0
    };
    // A rule, what is left of the talks, what is left of the reading, files left behind.
    let bottom = if kinds > 0 { 3 } else { 2 } + u16::from(home.left_behind.files() > 0);
    let body = area.height.saturating_sub(bottom);
    // Where it is too narrow for both, the people have it all; the top line names the unit.
    let people = if right == 0 { area.width } else { area.width.saturating_sub(right + 1) };
    let column = Rect { x: area.x + people + 1, width: right, ..area };
    // Head and rows of the kinds, an empty row, the head of the units.
    let above = if kinds > 0 { kinds + 3 } else { 1 };
    let filter = u16::from(home.filtering || !home.filter.text().is_empty());
    Places {
        head: Rect { width: people, height: 1, ..area },
        people: Rect { y: area.y + 1, width: people, height: body.saturating_sub(1 + filter), ..area },
        line: area.x + people,
        kinds: Rect { y: area.y + 1, height: kinds.min(body.saturating_sub(1)), ..column },
        units: Rect { y: area.y + above, height: body.saturating_sub(above), ..column },
        left: Rect { y: area.y + body, height: bottom, ..area },
    }
}

/// Cells of the columns before and after the five marks.
struct Columns {
    name: usize,
    post: usize,
    code: usize,
    wide: bool,
    /// Type, Party status and field in charge are shown too.
    more: bool,
}

fn columns(width: u16) -> Columns {
    // Marker 2, name, post, code 5, five marks of 3, standing 8.
    let wide = width >= 76;
    let fixed = 2 + 9 + 5 + 15 + 7 + if wide { 12 } else { 0 };
    let more = width >= 130;
    Columns { more, name: 9, post: usize::from(width).saturating_sub(fixed).clamp(6, 28), code: 5, wide }
}

/// Draws home; the caret is in the filter while it has the focus.
pub(super) fn draw(home: &Home, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
    let places = places(home, area);
    draw_head(home, paint, places.head, shell);
    let columns = columns(places.people.width);
    if home.listed.is_empty() && home.found_beyond().next().is_none() {
        draw_empty(home, paint, places.people);
    }
    let lines: Vec<(usize, Rect)> = home.list.lines(paint, home.rows(), places.people).collect();
    for &(n, Rect { y, .. }) in &lines {
        if let Some(listed) = home.listed.get(n).and_then(|index| home.people.get(*index)) {
            let x = draw_person(listed, n == home.list.at, paint, places.people, y, &columns);
            if columns.more {
                draw_more(
                    listed,
                    paint,
                    Rect { x, width: places.people.right().saturating_sub(x), ..places.people },
                    y,
                    shell,
                );
            }
        }
    }
    draw_beyond(home, paint, &lines, &columns);
    if places.units.width > 0 {
        paint.column(places.line, Rect { y: area.y, height: area.height - places.left.height, ..area });
        draw_kinds(home, paint, places.kinds, shell);
        if places.units.height > 0 {
            draw_units(home, paint, places.units);
        }
    }
    draw_left(home, paint, places.left);
    (home.filtering || !home.filter.text().is_empty()).then(|| draw_filter(home, paint, &places)).flatten()
}

fn draw_head(home: &Home, paint: &mut Painter<'_>, area: Rect, shell: &Shell) {
    let columns = columns(area.width);
    let head = format!(
        "  {}{}{}",
        width::fit("姓名", columns.name),
        width::fit("职务", columns.post),
        width::fit("代号", columns.code)
    );
    let mut x = paint.text(area.x, area.y, &head, theme::dim(), area.width);
    let questions = shell.book.as_ref().map(|b| b.method.questions.iter());
    for q in questions.into_iter().flatten() {
        paint.text(x, area.y, &q.numeral, theme::dim(), 2);
        x += 3;
    }
    let total = home.people.len();
    let shown =
        if home.listed.len() == total { format!("{total} 人") } else { format!("{}/{total} 人", home.listed.len()) };
    paint.text(x, area.y, &shown, theme::dim(), area.right().saturating_sub(x));
    if columns.wide {
        paint.text(x + 8, area.y, "计划", theme::dim(), 4);
    }
    if columns.more {
        let head = format!("{}{}分管工作", width::fit("类型", 14), width::fit("政治面貌", 14));
        paint.text(x + 20, area.y, &head, theme::dim(), area.right().saturating_sub(x + 20));
    }
}

/// Name, post and code; returns the column after them.
fn draw_who(p: &Person, here: bool, paint: &mut Painter<'_>, area: Rect, y: u16, columns: &Columns) -> u16 {
    let style = if here { theme::bold() } else { theme::plain() };
    if here {
        paint.text(area.x, y, ">", theme::accent(), 1);
    }
    let text =
        format!("{}{}{}", fit(&p.name, columns.name), fit(&p.post, columns.post), width::fit(&p.code.0, columns.code));
    paint.text(area.x + 2, y, &text, style, area.width.saturating_sub(2))
}

fn draw_person(listed: &Listed, here: bool, paint: &mut Painter<'_>, area: Rect, y: u16, columns: &Columns) -> u16 {
    let mut x = draw_who(&listed.person, here, paint, area, y, columns);
    for mark in &listed.row.marks {
        let left = if mark.is_left() { theme::warning() } else { theme::plain() };
        paint.text(x, y, mark.glyph(), if here { left.patch(theme::bold()) } else { left }, 1);
        x += 3;
    }
    let standing = listed.row.standing;
    let word = match standing {
        Standing::NotYet | Standing::Closed | Standing::ReadBack => theme::dim(),
        Standing::Open | Standing::BrokenOff => theme::accent(),
    };
    paint.text(x, y, standing.chinese(), word, area.right().saturating_sub(x));
    if columns.wide
        && let Some(day) = listed.person.planned
    {
        paint.text(x + 8, y, &day.to_string(), theme::dim(), area.right().saturating_sub(x + 8));
    }
    x + 20
}

/// Who was found in the other units, under those of the unit shown.
fn draw_beyond(home: &Home, paint: &mut Painter<'_>, lines: &[(usize, Rect)], columns: &Columns) {
    let found: Vec<_> = home.found_beyond().collect();
    for &(n, area) in lines {
        let Some(found) = n.checked_sub(home.listed.len()).and_then(|n| found.get(n)) else { continue };
        let y = area.y;
        let x = draw_who(&found.person, n == home.list.at, paint, area, y, columns);
        let room = area.right().saturating_sub(x);
        let unit = width::shorten(&found.unit, usize::from(room.saturating_sub(1)));
        paint.text(x, y, &unit, theme::accent(), room);
    }
}

/// What a large window shows besides.
fn draw_more(listed: &Listed, paint: &mut Painter<'_>, area: Rect, y: u16, shell: &Shell) {
    let p = &listed.person;
    let kind = shell.book.as_ref().and_then(|b| b.method.approach(&p.approach)).map_or("", |a| a.name.as_str());
    let text = format!("{}{}{}", fit(kind, 14), fit(p.facts.party.chinese(), 14), p.in_charge);
    paint.text(area.x, y, &width::shorten(&text, usize::from(area.width)), theme::dim(), area.width);
}

/// `text` in a column, shortened so that a blank stays before the next.
fn fit(text: &str, cells: usize) -> String {
    width::fit(&width::shorten(text, cells.saturating_sub(1)), cells)
}

fn draw_empty(home: &Home, paint: &mut Painter<'_>, area: Rect) {
    let place = Rect { x: area.x + 2, y: area.y + 1, width: area.width.saturating_sub(4), height: area.height / 2 };
    paint.wrapped(place, &home.empty_word(), theme::dim(), 0);
}

/// The units as a list in `area`: as far down as it takes to show the one that is open.
pub(super) fn units(home: &Home, area: Rect) -> ListState {
    let mut list = ListState::default();
    list.put(home.unit_at, home.units.len(), usize::from(area.height));
    list
}

fn draw_units(home: &Home, paint: &mut Painter<'_>, area: Rect) {
    paint.text(area.x + 1, area.y.saturating_sub(1), "单位", theme::dim(), area.width);
    paint.right(area.right().saturating_sub(1), area.y.saturating_sub(1), "五必问", theme::dim());
    for (at, line, Rect { y, .. }) in units(home, area).shown(paint, &home.units, area) {
        let here = at == home.unit_at;
        let style = if here { theme::bold() } else { theme::plain() };
        paint.text(area.x, y, if here { ">" } else { " " }, theme::accent(), 1);
        let count = line.sum.map_or_else(String::new, |s| format!("{}/{}", s.required - s.left(), s.required));
        let x = paint.right(area.right().saturating_sub(1), y, &count, style);
        let room = usize::from(x.saturating_sub(area.x + 2));
        paint.text(area.x + 1, y, &width::shorten(&line.unit.name, room), style, area.width);
    }
}

/// 五必看: documents, read, observations, kind by kind.
fn draw_kinds(home: &Home, paint: &mut Painter<'_>, area: Rect, shell: &Shell) {
    if area.height == 0 {
        return;
    }
    let head = area.y.saturating_sub(1);
    let right = area.right().saturating_sub(1);
    let columns = [right.saturating_sub(10), right.saturating_sub(5), right];
    paint.text(area.x + 1, head, "五必看", theme::dim(), area.width);
    for (x, word) in columns.iter().zip(["份", "已看", "疑点"]) {
        paint.right(*x, head, word, theme::dim());
    }
    let kinds = shell.book.as_ref().map(|b| b.method.records.as_slice()).unwrap_or_default();
    for (n, row) in home.reading.kinds.iter().enumerate().take(usize::from(area.height)) {
        let y = area.y + u16::try_from(n).unwrap_or_default();
        let name = kinds.get(n).map_or(row.kind.as_str(), |k| k.short.as_str());
        paint.text(area.x + 1, y, &fit(name, 13), theme::plain(), 12);
        let left = if row.is_left() { theme::warning() } else { theme::plain() };
        paint.text(area.x + 14, y, row.progress.mark(), left, 1);
        let marked = home.marked.get(n).copied().unwrap_or_default();
        for (x, count) in columns.iter().zip([row.documents, row.read, marked]) {
            let (text, style) =
                if count == 0 { ("-".to_owned(), theme::dim()) } else { (count.to_string(), theme::plain()) };
            paint.right(*x, y, &text, style);
        }
    }
}

/// How many talks wait for today, and how many whose day has passed; the row has no more room at 80 columns.
fn planned((due, late): (usize, usize)) -> String {
    if late == 0 { format!("今天要谈 {due} 人") } else { format!("要谈 {due} 过期 {late} 人") }
}

/// What is left: of the talks, and below of the reading; each count behind the key that shows it.
fn draw_left(home: &Home, paint: &mut Painter<'_>, area: Rect) {
    paint.rule(area, area.y);
    let files = home.left_behind.files();
    if files > 0 {
        let row = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        draw_counts("", &[("4", format!("以前导出的文件里有已转线索的话 {files} 个"), true)], paint, row);
    }
    let unhandled = home.unhandled();
    let observations = ("o", format!("疑点未处理 {unhandled} 条"), unhandled > 0);
    let mut talks = vec![
        ("1", planned(home.planned()), home.planned() != (0, 0)),
        ("2", format!("必问未完 {} 题", home.coverage.left()), home.coverage.left() > 0),
        (
            "3",
            format!("已中断 {} 人", home.coverage.count(Standing::BrokenOff)),
            home.coverage.count(Standing::BrokenOff) > 0,
        ),
    ];
    let all = ("0", "全部".to_owned(), false);
    if home.reading.kinds.is_empty() {
        talks.push(observations);
        draw_counts("还剩", &talks, paint, Rect { y: area.y + 1, ..area });
        return;
    }
    // The key of everybody is wanted only while some are left out.
    if home.show != Show::All {
        talks.push(all);
    } else if let Some(left) = home.problems_left() {
        talks.push(("p", format!("候选 {}", left.undecided), left.undecided > 0));
        talks.push(("", format!("底稿有缺 {}", left.faulty), left.faulty > 0));
    }
    draw_counts("还剩", &talks, paint, Rect { y: area.y + 1, ..area });
    let kinds = home.reading.left();
    let unread = home.reading.documents.iter().filter(|d| !d.is_read()).count();
    let mut reading = vec![
        ("d", format!("必看未完 {kinds} 类"), kinds > 0),
        ("", format!("未看完 {unread} 份"), unread > 0),
        ("y", format!("逾期未交 {}", home.late), home.late > 0),
        ("", format!("在手 {}", home.here), home.here > 0),
    ];
    reading.push(observations);
    draw_counts("", &reading, paint, Rect { y: area.y + 2, ..area });
}

/// Counts in one row; one without a key belongs to the key before.
fn draw_counts(label: &str, counts: &[(&str, String, bool)], paint: &mut Painter<'_>, area: Rect) {
    let y = area.y;
    paint.text(area.x + 1, y, label, theme::dim(), 6);
    let mut x = area.x + 7;
    for (key, text, some) in counts {
        if !key.is_empty() {
            x = paint.text(x, y, key, theme::key(), 2) + 1;
        }
        let style = if *some { theme::bold() } else { theme::dim() };
        x = paint.text(x, y, text, style, area.right().saturating_sub(x)) + 2;
    }
}

fn draw_filter(home: &Home, paint: &mut Painter<'_>, places: &Places) -> Option<Position> {
    let y = places.people.bottom();
    let x = paint.text(places.people.x + 1, y, "查找", theme::accent(), 6) + 1;
    let room = places.people.right().saturating_sub(x + 1);
    let view = home.filter.view(usize::from(room), paint.ambiguous());
    paint.text(x, y, &view.shown, theme::plain(), room);
    home.filtering.then(|| Position::new(x + u16::try_from(view.caret).unwrap_or_default(), y))
}
