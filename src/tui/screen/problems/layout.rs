//! The picture of a unit's candidates and problems.

use super::{Line, Listed, Problems, Zone, weight_word};
use crate::analysis::diagnose::Count;
use crate::analysis::rollup::{CandidateStanding, FoundPlace};
use crate::model::problem::ProblemState;
use crate::text::width;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::screen::paper::UNSEALED;
use crate::tui::theme;
use ratatui::layout::{Position, Rect};

/// Where the parts are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    head: Rect,
    /// Rows of candidates.
    pub candidates: Rect,
    /// The foot of the candidates: reason or origin of the one under the cursor, and what is folded.
    foot: Rect,
    problem_head: Rect,
    /// Rows of problems.
    pub problems: Rect,
}

/// From this width on the parts stand side by side.
const BESIDE: u16 = 160;

/// Lays the parts out.
pub(super) fn places(problems: &Problems, area: Rect) -> Places {
    if area.width >= BESIDE {
        let left = area.width / 2;
        let one = Rect { width: left, ..area };
        let two = Rect { x: area.x + left + 1, width: area.width - left - 1, ..area };
        let rows = area.height.saturating_sub(3);
        return Places {
            head: Rect { height: 1, ..one },
            candidates: Rect { y: one.y + 1, height: rows, ..one },
            foot: Rect { y: one.y + 1 + rows, height: 2, ..one },
            problem_head: Rect { height: 1, ..two },
            problems: Rect { y: two.y + 1, height: area.height.saturating_sub(1), ..two },
        };
    }
    // Two heads and a foot of two rows; the rest is shared by need.
    let rest = area.height.saturating_sub(4);
    let want = |n: usize| u16::try_from(n.max(1)).unwrap_or(u16::MAX);
    let (a, b) = (want(problems.listed.len()), want(problems.problems.len()));
    let half = rest / 2;
    let candidates = if a <= half { a } else { a.min(rest.saturating_sub(b.min(rest - half))) }.min(rest);
    let y = area.y + 1;
    Places {
        head: Rect { height: 1, ..area },
        candidates: Rect { y, height: candidates, ..area },
        foot: Rect { y: y + candidates, height: 2, ..area },
        problem_head: Rect { y: y + candidates + 2, height: 1, ..area },
        problems: Rect { y: y + candidates + 3, height: rest - candidates, ..area },
    }
}

/// Draws both parts.
pub(super) fn draw(problems: &Problems, paint: &mut Painter<'_>, area: Rect) -> Option<Position> {
    let places = places(problems, area);
    let beside = area.width >= BESIDE;
    draw_candidates(problems, paint, &places);
    if beside {
        paint.column(places.problem_head.x - 1, area);
    }
    draw_problems(problems, paint, &places);
    None
}

/// A head of a part: its name and count, then a rule.
fn head(paint: &mut Painter<'_>, area: Rect, text: &str, focused: bool) {
    paint.rule(area, area.y);
    let style = if focused { theme::accent() } else { theme::plain() };
    paint.text(area.x + 2, area.y, &format!(" {text} "), style, area.width.saturating_sub(3));
}

fn draw_candidates(problems: &Problems, paint: &mut Painter<'_>, places: &Places) {
    let focused = problems.zone == Zone::Candidates;
    head(paint, places.head, &format!("候选 {}", problems.listed.len()), focused);
    let area = places.candidates;
    if problems.listed.is_empty() {
        let text = if problems.gathered() {
            "没有要决定的候选。谈话作了判断、要点判了“有问题”、标了疑点，就会归集到这里。"
        } else {
            "正在归集…"
        };
        let place = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        paint.wrapped(place, text, theme::dim(), 0);
    }
    let list = problems.candidate_at;
    for (n, _, line) in list.shown(paint, &problems.listed, area) {
        if let Some(one) = problems.candidate(n) {
            draw_candidate(one, focused && n == list.at, paint, line);
        }
    }
    let foot = Rect { x: places.foot.x + 2, width: places.foot.width.saturating_sub(3), ..places.foot };
    let here = problems.candidate(list.at).filter(|_| focused);
    let text = here.map(under).unwrap_or_default();
    let room = usize::from(foot.width);
    paint.text(foot.x, foot.y, &width::shorten_as(&text, room, paint.ambiguous()), theme::dim(), foot.width);
    paint.text(foot.x, foot.y + 1, &folded(problems), theme::dim(), foot.width);
}

/// What stands below the list for the candidate under the cursor.
fn under(one: &Listed) -> String {
    let c = &one.candidate;
    match c.standing {
        CandidateStanding::Dismissed | CandidateStanding::Reopened => {
            format!("{}：{}", c.standing.chinese(), c.reason())
        }
        CandidateStanding::Adopted(_) | CandidateStanding::NewMaterial(_) => {
            let key = Context::Problems.fill("{key:TakeIn} 收入");
            format!("{} {} 处，{key}", c.standing.chinese(), c.fresh().count())
        }
        CandidateStanding::Open => {
            // What was found in a document says where itself.
            let says_where = |p: &&FoundPlace| p.told().starts_with(&p.place);
            let whole = |p: &FoundPlace| match Some(p).filter(says_where) {
                Some(p) => p.told().to_owned(),
                None => format!("{}　{}", p.place, p.told()),
            };
            if c.fact.is_empty() { c.places.first().map(whole).unwrap_or_default() } else { c.fact.clone() }
        }
    }
}

fn folded(problems: &Problems) -> String {
    let (light, aside) = problems.folded();
    let word = |on: bool| if on { "收起" } else { "看" };
    let key = |place: &'static str| Context::Problems.fill(place);
    let mut out = Vec::new();
    if light > 0 {
        out.push(format!("分量轻 {light} 条，{} {}", key("{key:ToggleLight}"), word(problems.light)));
    }
    if aside > 0 {
        out.push(format!("不采纳 {aside} 条，{} {}", key("{key:ToggleDismissed}"), word(problems.dismissed)));
    }
    out.join("　")
}

fn draw_candidate(one: &Listed, here: bool, paint: &mut Painter<'_>, area: Rect) {
    let style = if here { theme::bold() } else { theme::plain() };
    if here {
        paint.text(area.x, area.y, ">", theme::accent(), 1);
    }
    let (mark, tone) = match one.candidate.standing {
        _ if one.has_news() => ("新", theme::warning()),
        CandidateStanding::Dismissed => ("否", theme::dim()),
        _ => (weight_word(one.candidate.weight), theme::accent()),
    };
    paint.text(area.x + 2, area.y, mark, tone, 2);
    let places = format!("{} 处", one.candidate.places.len());
    let right = paint.right(area.right().saturating_sub(1), area.y, &places, theme::dim());
    let rule = width::shorten_as(&one.rule, 22, paint.ambiguous());
    let x = right.saturating_sub(24);
    paint.text(x, area.y, &rule, theme::dim(), 22);
    let room = x.saturating_sub(area.x + 6);
    let title = width::shorten_as(&one.candidate.title, usize::from(room), paint.ambiguous());
    paint.text(area.x + 5, area.y, &title, style, room);
}

fn draw_problems(problems: &Problems, paint: &mut Painter<'_>, places: &Places) {
    let focused = problems.zone == Zone::Problems;
    head(paint, places.problem_head, &format!("问题 {}", problems.problems.len()), focused);
    let area = places.problems;
    if problems.problems.is_empty() {
        let place = Rect { x: area.x + 2, width: area.width.saturating_sub(3), ..area };
        let text = Context::Problems.fill("还没有问题。{key:Adopt} 采纳一条候选，或按 {key:NewProblem} 自己起草。");
        paint.wrapped(place, &text, theme::dim(), 0);
    }
    let list = problems.problem_at;
    for (n, line, Rect { y, .. }) in list.shown(paint, &problems.problems, area) {
        draw_problem(line, focused && n == list.at, paint, Rect { y, height: 1, ..area });
    }
}

fn draw_problem(line: &Line, here: bool, paint: &mut Painter<'_>, area: Rect) {
    let style = if here { theme::bold() } else { theme::plain() };
    if here {
        paint.text(area.x, area.y, ">", theme::accent(), 1);
    }
    let x = paint.text(area.x + 2, area.y, &width::fit(&line.brief.number, 12), theme::dim(), 12);
    let tone = if line.brief.state == ProblemState::Ready { theme::accent() } else { theme::dim() };
    let x = paint.text(x, area.y, &width::fit(line.brief.state.chinese(), 8), tone, 8);
    let right = area.right().saturating_sub(1);
    let fix = match line.fix {
        None => "",
        Some(false) => "立",
        Some(true) => "立☑",
    };
    paint.text(right.saturating_sub(3), area.y, fix, theme::accent(), 3);
    let counts = right.saturating_sub(12);
    if let Some(Count { errors, warnings, overruled }) = line.counts {
        if errors > 0 {
            paint.text(counts, area.y, &format!("E{errors}"), theme::error(), 4);
        } else if overruled > 0 {
            // What is still to be mended comes first; then reviewers see that something was left standing.
            paint.text(counts, area.y, &format!("放{overruled}"), theme::dim(), 4);
        }
        if warnings > 0 {
            paint.text(counts + 4, area.y, &format!("W{warnings}"), theme::warning(), 4);
        }
    }
    let mut end = counts;
    if line.unsealed {
        end = paint.right(end.saturating_sub(1), area.y, UNSEALED, theme::warning());
    }
    let room = end.saturating_sub(x + 1);
    let title = if line.brief.title.is_empty() { "（没有名称）" } else { &line.brief.title };
    paint.text(x, area.y, &width::shorten_as(title, usize::from(room), paint.ambiguous()), style, room);
}
