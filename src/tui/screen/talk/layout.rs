//! The picture of a talk.

use super::Talk;
use super::panel::{self, Row};
use super::slot::Slot;
use crate::model::answer::{Lane, Progress, Qualifier};
use crate::text::{Measure, width};
use crate::tui::cut::Cut;
use crate::tui::keys::Context;
use crate::tui::list::ListState;
use crate::tui::painter::{Painter, height};
use crate::tui::shell::Shell;
use crate::tui::theme;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Where the zones are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    /// The list of questions.
    pub questions: Rect,
    /// The wording.
    pub wording: Rect,
    /// The margin with the marks of the statements.
    pub margin: Rect,
    /// The answer's text.
    pub text: Rect,
    /// The folded line, or the rows of the opened panel.
    pub panel: Rect,
}

/// Cells of a row of text at the most.
const WIDEST: u16 = 108;

/// Cells of the question list: with short names where there is room.
const fn list_width(area: Rect) -> u16 {
    if area.width >= 120 { 20 } else { 7 }
}

/// Lays the zones out.
pub(super) fn places(talk: &Talk, area: Rect, shell: &Shell) -> Places {
    let list = list_width(area);
    let x = area.x + list + 2;
    // Longer rows are hard to read: a large window shows more, not wider.
    let inner = area.width.saturating_sub(list + 3).min(WIDEST);
    let wording_rows = talk.question().map_or(1, |q| {
        let at = usize::from(talk.slot().map_or(0, |s| s.answer.wording));
        let wording = q.wordings.get(at).map_or("", String::as_str);
        1 + height(wording, inner, shell.ambiguous)
    });
    let wording_rows = wording_rows.min(area.height / 3).max(1);
    let panel_rows = if talk.panel.is_some() {
        // The answer keeps at least four rows.
        let rows = u16::try_from(talk.panel_rows().len()).unwrap_or(u16::MAX);
        rows.min(area.height.saturating_sub(wording_rows + 2 + 4)).min(area.height / 2 + 2)
    } else {
        1
    };
    let text_rows = area.height.saturating_sub(wording_rows + 2 + panel_rows).max(1);
    let text_y = area.y + wording_rows + 1;
    Places {
        questions: Rect { width: list, ..area },
        wording: Rect { x, width: inner, height: wording_rows, ..area },
        margin: Rect { x, y: text_y, width: 4, height: text_rows },
        text: Rect { x: x + 4, y: text_y, width: inner.saturating_sub(4).max(4), height: text_rows },
        panel: Rect { x, y: text_y + text_rows + 1, width: inner, height: panel_rows },
    }
}

/// The measure of the answer's rows: one cell is kept for the caret behind a full row.
pub(super) fn measure(text: Rect, shell: &Shell) -> Measure {
    Measure::new(usize::from(text.width.saturating_sub(1)), shell.ambiguous)
}

/// What the top line says: code and who sits there, never the name of the person opposite.
pub(super) fn title(talk: &Talk, shell: &Shell) -> String {
    let name = |id| shell.book.as_ref().map_or("", |b| b.inspector_name(id));
    let mut out = vec![format!("谈话  {}", talk.person.code)];
    out.push(talk.interview.state.chinese().to_owned());
    // What was typed after the read-back takes it away when it is sealed; it must not be shown until then either.
    let on_record = talk.interview.on_record().is_some();
    if on_record || (talk.interview.read_back.is_some() && !talk.slots.iter().any(Slot::has_new_words)) {
        out.push(match talk.corrections.iter().max_by_key(|c| c.on) {
            Some(last) => {
                let by = last.by.map(name).unwrap_or_default();
                format!("读回后有更正 {} {by}", last.on).trim_end().to_owned()
            }
            None => "已读回".to_owned(),
        });
    }
    if on_record {
        out.push("只读".to_owned());
    }
    if let Some(sitting) = talk.interview.last_sitting() {
        out.push(format!("谈话人 {}", name(sitting.asker)));
        out.extend(sitting.recorder.map(|r| format!("记录人 {}", name(r))));
    }
    out.join("  ")
}

/// Draws the talk; the caret is in the answer or in the claim being typed.
pub(super) fn draw(talk: &Talk, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
    let places = places(talk, area, shell);
    draw_questions(talk, paint, places.questions);
    paint.column(places.questions.right(), area);
    draw_wording(talk, paint, places.wording);
    let rules = Rect { x: places.wording.x, width: places.wording.width, ..area };
    paint.rule(rules, places.wording.bottom());
    let caret = draw_answer(talk, paint, &places, shell);
    paint.rule(rules, places.text.bottom());
    if let Some(slot) = talk.slot() {
        let rows = slot.text.buffer.row_count(measure(places.text, shell));
        // The number of the paragraph has its place at the end.
        let room = Rect { width: rules.width.saturating_sub(10), ..rules };
        Cut::of(slot.text.scroll, rows, usize::from(places.text.height)).on_rule(paint, room, places.text.bottom());
    }
    if let Some(number) = talk.number_here() {
        paint.right(rules.right().saturating_sub(2), places.text.bottom(), &format!(" 第{number}段 "), theme::dim());
    }
    if talk.panel.is_some() {
        let claim = draw_panel(talk, paint, places.panel);
        let caret = caret.filter(|_| talk.awaited.is_none());
        return if talk.in_panel { claim.filter(|_| talk.awaited.is_none()) } else { caret };
    }
    draw_folded(talk, paint, places.panel);
    caret.filter(|_| talk.awaited.is_none())
}

fn draw_questions(talk: &Talk, paint: &mut Painter<'_>, area: Rect) {
    let mut list = ListState::default();
    let here = talk.order.iter().position(|at| *at == talk.at).unwrap_or_default();
    list.put(here, talk.order.len(), usize::from(area.height));
    for (_, at, Rect { y, .. }) in list.shown(paint, &talk.order, area) {
        let Some(q) = talk.method.questions.get(*at) else { continue };
        let here = *at == talk.at;
        if here {
            paint.text(area.x, y, ">", theme::accent(), 1);
        }
        let progress = talk.progress(*at);
        let required = talk.is_required(*at);
        let mark = match progress {
            Progress::Open | Progress::Excused if !required => "-",
            other => other.mark(),
        };
        let style = if here { theme::bold() } else { theme::plain() };
        let x = paint.text(area.x + 1, y, &q.numeral, style, 2);
        paint.text(x + 1, y, mark, style, 1);
        paint.text(x + 3, y, &q.short, style, area.right().saturating_sub(x + 3));
    }
}

fn draw_wording(talk: &Talk, paint: &mut Painter<'_>, area: Rect) {
    let Some(q) = talk.question() else { return };
    let head = format!("{}  {}", q.numeral, q.title);
    let count = q.wordings.len();
    let at = usize::from(talk.slot().map_or(0, |s| s.answer.wording));
    let which = format!("问法 {}/{count}", at + 1);
    let right = paint.right(area.right(), area.y, &which, theme::dim());
    let room = right.saturating_sub(area.x + 1);
    let head = width::shorten_as(&head, usize::from(room), paint.ambiguous());
    paint.text(area.x, area.y, &head, theme::accent(), room);
    let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    paint.wrapped(rest, q.wordings.get(at).map_or("", String::as_str), theme::bold(), 0);
}

fn draw_answer(talk: &Talk, paint: &mut Painter<'_>, places: &Places, shell: &Shell) -> Option<Position> {
    let slot = talk.slot()?;
    let measure = measure(places.text, shell);
    let caret = slot.text.buffer.caret_cell(measure);
    let shut = slot.shut();
    let mut place = None;
    for row in slot.text.buffer.visible(measure, usize::from(places.text.height), slot.text.scroll) {
        let y = places.text.y + u16::try_from(row.index - slot.text.scroll).unwrap_or_default();
        let meta = slot.text.buffer.paragraphs().get(row.paragraph).map(|p| &p.meta);
        let style = match meta {
            Some(m) if m.superseded => theme::dim(),
            _ => theme::plain(),
        };
        // What the person does not get to see is told from the rest in every row and across the whole of it.
        let is_aside = meta.is_some_and(|m| m.lane == Lane::Remark || shut.contains_key(&m.id));
        if (row.first || is_aside)
            && let Some(meta) = meta
        {
            let focus = row.paragraph == slot.text.buffer.caret().paragraph && !talk.in_panel;
            let lane = if focus { theme::accent() } else { theme::dim() };
            paint.text(places.margin.x, y, meta.lane.mark(), lane, 2);
            let flag = if shut.contains_key(&meta.id) { "x" } else { flag(talk, meta) };
            paint.text(places.margin.x + 2, y, flag, theme::warning(), 1);
        }
        paint.text(places.text.x, y, row.text, style, places.text.width);
        if is_aside {
            let width = places.text.right().saturating_sub(places.margin.x);
            paint.style_row(Rect { width, ..places.margin }, y, theme::aside());
        }
        if let Some(cells) = slot.text.buffer.selected_cells(&row) {
            let x = places.text.x + u16::try_from(cells.start).unwrap_or_default();
            let width = u16::try_from(cells.len().max(1)).unwrap_or_default();
            paint.style_row(Rect { x, width, ..places.text }, y, theme::selection());
        }
        if row.index == caret.row {
            place = Some(Position::new(places.text.x + u16::try_from(caret.col).unwrap_or_default(), y));
        }
    }
    if slot.text.buffer.is_empty() && slot.answer.not_put.is_empty() {
        let hint = Context::Answer.fill(if talk.interview.on_record().is_some() {
            "没有记录。谈话已结束并读回，记录不再改动。"
        } else {
            "在这里记录回答。回车另起一段；{key:NextLane} 换原话、要点、记录人注。"
        });
        paint.text(places.text.x + 2, places.text.y, &hint, theme::dim(), places.text.width.saturating_sub(2));
    } else if slot.text.buffer.is_empty() {
        let reason = format!("没有问：{}", slot.answer.not_put);
        paint.text(places.text.x + 2, places.text.y, &reason, theme::dim(), places.text.width.saturating_sub(2));
    }
    place
}

/// The mark after the lane: one sign, the weightiest.
fn flag(talk: &Talk, mark: &super::paragraph::Mark) -> &'static str {
    if mark.withheld {
        "x"
    } else if mark.superseded {
        "~"
    } else if mark.supersedes.is_some() {
        "="
    } else if talk.is_observed(mark.id) {
        "!"
    } else if mark.key {
        "*"
    } else {
        ""
    }
}

/// The folded line: counts only, nothing that would embarrass if glimpsed.
fn draw_folded(talk: &Talk, paint: &mut Painter<'_>, area: Rect) {
    let (Some(q), Some(slot)) = (talk.question(), talk.slot()) else { return };
    let counts = panel::counts(q, &talk.person, &slot.answer);
    let judged = slot.answer.judgement.and_then(|j| q.judgement.iter().position(|(level, _)| *level == j));
    let judged = judged.map_or_else(|| "-".to_owned(), |n| (n + 1).to_string());
    let here = talk.observed_count();
    let text = format!(
        "判断 {judged}   要素 {}/{}   追问 {}/{}   疑点 {here}",
        counts.claims.0, counts.claims.1, counts.probes.0, counts.probes.1
    );
    paint.text(area.x, area.y, &text, theme::plain(), area.width);
    paint.right(area.right(), area.y, &Context::Answer.fill("{key:TogglePanel} 展开"), theme::dim());
}

/// The column of the labels.
const LABEL: u16 = 5;

fn draw_panel(talk: &Talk, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let (q, slot, panel) = (talk.question()?, talk.slot()?, talk.panel.as_ref()?);
    let rows = talk.panel_rows();
    let mut caret = None;
    let mut before: Option<&'static str> = None;
    let room = Cut::room(rows.len(), usize::from(area.height));
    Cut::of(panel.top, rows.len(), room).in_last_row(paint, area);
    for (n, row) in rows.iter().enumerate().skip(panel.top).take(room) {
        let y = area.y + u16::try_from(n - panel.top).unwrap_or_default();
        let here = n == panel.at && talk.in_panel;
        let label = label(row);
        if before != Some(label) {
            paint.text(area.x, y, label, theme::dim(), LABEL);
            before = Some(label);
        }
        if here {
            paint.text(area.x + LABEL - 1, y, ">", theme::accent(), 1);
        }
        let x = area.x + LABEL;
        let room = area.width.saturating_sub(LABEL);
        let style = if here { theme::bold() } else { theme::plain() };
        match row {
            Row::Claim(at) => {
                let place = draw_claim(talk, *at, here, paint, Rect { x, y, width: room, height: 1 });
                caret = caret.or(place);
            }
            Row::Judgement => {
                draw_judgement(q, slot.answer.judgement, paint, Rect { x, y, width: room, height: 1 });
            }
            Row::Probe(at) => draw_probe(q, *at, &slot.answer, paint, Rect { x, y, width: room, height: 1 }, style),
            Row::Listen(at) => {
                paint.text(x, y, q.listen.get(*at).map_or("", String::as_str), style, room);
            }
            Row::Flag(at) => {
                paint.text(x, y, q.red_flags.get(*at).map_or("", String::as_str), style, room);
            }
        }
    }
    caret
}

const fn label(row: &Row) -> &'static str {
    match row {
        Row::Claim(_) => "要素",
        Row::Judgement => "判断",
        Row::Probe(_) => "追问",
        Row::Listen(_) => "听",
        Row::Flag(_) => "警惕",
    }
}

fn draw_claim(talk: &Talk, at: usize, here: bool, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let field = talk.question()?.claims.get(at)?;
    let slot = talk.slot()?;
    let claim = slot.answer.claims.iter().find(|c| c.field == field.id);
    let style = if here { theme::bold() } else { theme::plain() };
    let cells = usize::from(area.width / 2).min(30);
    let label = width::fit(&width::shorten(&field.label, cells.saturating_sub(1)), cells);
    let x = paint.text(area.x, area.y, &label, style, area.width);
    let panel = talk.panel.as_ref()?;
    let qualifier = if here { Some(panel.qualifier) } else { claim.map(|c| c.qualifier) };
    let word = qualifier.map_or_else(String::new, |q| format!("[{}]", q.chinese()));
    let x = paint.text(x, area.y, &width::fit(&word, 9), theme::dim(), 9);
    let room = area.right().saturating_sub(x);
    if here {
        let view = panel.line.view(usize::from(room.saturating_sub(1)), paint.ambiguous());
        paint.text(x, area.y, &view.shown, theme::bold(), room);
        if view.shown.is_empty() && qualifier.is_none_or(Qualifier::has_value) {
            let hint = if field.help.is_empty() { field.ty.describe() } else { field.help.clone() };
            let hint = width::shorten(&hint, usize::from(room.saturating_sub(2)));
            paint.text(x + 2, area.y, &hint, theme::dim(), room.saturating_sub(2));
        }
        return Some(Position::new(x + u16::try_from(view.caret).unwrap_or_default(), area.y));
    }
    let text = claim.map_or_else(|| "-".to_owned(), |c| panel::claim_text(field, c, &talk.roster));
    paint.text(x, area.y, &text, style, room);
    None
}

fn draw_judgement(
    q: &crate::method::types::Question,
    judgement: Option<crate::model::answer::Judgement>,
    paint: &mut Painter<'_>,
    area: Rect,
) {
    let mut x = area.x;
    for (n, word, on) in panel::judgement_words(q, judgement) {
        x = paint.text(x, area.y, &n.to_string(), theme::key(), 2) + 1;
        let style = if on { theme::cursor() } else { theme::plain() };
        x = paint.text(x, area.y, &word, style, area.right().saturating_sub(x)) + 2;
    }
}

fn draw_probe(
    q: &crate::method::types::Question,
    at: usize,
    answer: &crate::model::answer::Answer,
    paint: &mut Painter<'_>,
    area: Rect,
    style: Style,
) {
    let Some(probe) = q.probes.get(at) else { return };
    let put = panel::is_put(answer, &probe.id);
    let (word, word_style) = if put { ("已问", theme::accent()) } else { ("未问", theme::dim()) };
    let right = paint.right(area.right(), area.y, word, word_style);
    let room = right.saturating_sub(area.x + 1);
    let text = format!("{} {}", if put { "☑" } else { "☐" }, probe.text);
    paint.text(area.x, area.y, &width::shorten(&text, usize::from(room)), style, room);
}
