//! One deed: what it changed, old beside new, and setting one place back.

use super::lay::{Line, all_lines, laid};
use super::undo::OpenWays;
use super::who_and_when;
use crate::acts::restore::SetBack;
use crate::analysis::history::{Change, Deed, History, How, LineKind, Mark, Revised, Span};
use crate::error::Result;
use crate::model::answer::{Answer, Statement};
use crate::model::closed::{ELSEWHERE, shut};
use crate::model::record::{Changes, Kind};
use crate::store::Fate;
use crate::text::grams::too_short;
use crate::text::width;
use crate::tui::action::Action;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::keys::Context;
use crate::tui::pager::Pager;
use crate::tui::painter::Painter;
use crate::tui::screen::withhold;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

/// The tag of the question whether what was added is taken away.
const TAKE_AWAY: &str = "take-away";

/// Records shown of one deed; an import has hundreds.
const MOST: usize = 60;

/// What one deed changed.
#[derive(Debug)]
pub struct Detail {
    deed: Deed,
    /// Of which records.
    records: Vec<Uuid>,
    heading: String,
    revised: Vec<Revised>,
    lines: Vec<Line>,
    /// The change under the cursor.
    at: usize,
    /// How far it is scrolled.
    pager: Pager,
    /// Records that are not shown.
    left_out: usize,
    /// What waits until the user has seen what it withholds.
    asked: Option<SetBack>,
    open_ways: OpenWays,
}

impl Detail {
    /// What `deed` did to these records.
    pub(super) fn open(deed: &Deed, records: Vec<Uuid>, cx: &Cx<'_>) -> Result<Self> {
        let shown: Vec<Uuid> = records.iter().take(MOST).copied().collect();
        let revised = cx.reader()?.snapshot(|reader| History::new(reader).in_deed(deed, &shown))?;
        let heading = format!("{}（{}）", deed.words, who_and_when(deed));
        let mut lines = all_lines(&revised);
        let beside = deed.elsewhere.lines().into_iter().map(|text| {
            let spans = vec![Span::same(format!("别处{text}"))];
            Line { kind: LineKind::Field, spans, change: None }
        });
        lines.extend(beside);
        let left_out = records.len().saturating_sub(MOST);
        let (deed, at, pager, asked, open_ways) = (deed.clone(), 0, Pager::default(), None, OpenWays::read(cx)?);
        Ok(Self { deed, records, heading, revised, lines, at, pager, left_out, asked, open_ways })
    }

    /// Reads it again: what may be told of it may be less than it was. The place stays.
    fn again(&mut self, cx: &mut Cx<'_>) {
        let read = cx.reader().and_then(|reader| {
            let deed = self.deed.txn.map(|txn| History::new(reader).deed(txn)).transpose()?.flatten();
            Self::open(deed.as_ref().unwrap_or(&self.deed), self.records.clone(), cx)
        });
        match read {
            Ok(new) => {
                let (at, pager, asked) = (self.at, self.pager, self.asked.take());
                *self = Self { at, pager, asked, ..new };
                self.at = self.at.min(self.count().saturating_sub(1));
                self.scroll(0, cx);
            }
            Err(e) => cx.fail(&e),
        }
    }

    /// How many changes there are.
    fn count(&self) -> usize {
        self.revised.iter().map(|r| r.changes.len()).sum()
    }

    /// The change under the cursor, with its revision.
    fn current(&self) -> Option<(&Revised, usize)> {
        let mut left = self.at;
        for revised in &self.revised {
            if left < revised.changes.len() {
                return Some((revised, left));
            }
            left -= revised.changes.len();
        }
        None
    }

    fn go(&mut self, by: isize, cx: &Cx<'_>) {
        let last = self.count().saturating_sub(1);
        let old = self.at;
        self.at = self.at.saturating_add_signed(by).min(last);
        let laid = laid(&self.lines, body(cx.area).width, cx.shell.ambiguous);
        let height = Pager::room(laid.len(), body(cx.area).height).max(1);
        let of = |change: usize| {
            let own = laid.iter().enumerate().filter(|(_, r)| r.change == Some(change)).map(|(n, _)| n);
            own.fold(None, |all: Option<(usize, usize)>, n| Some(all.map_or((n, n), |(first, _)| (first, n))))
        };
        if let Some((first, last)) = of(self.at) {
            // The head of a record is shown with its first change.
            let first = if self.at == 0 { 0 } else { first };
            let top = self.pager.top;
            let below = last >= top + height;
            if top > first || below {
                self.pager.top = if below { (last + 1).saturating_sub(height).min(first) } else { first };
            }
        }
        if self.at == old {
            self.scroll(by, cx);
        }
    }

    fn scroll(&mut self, by: isize, cx: &Cx<'_>) {
        let all = laid(&self.lines, body(cx.area).width, cx.shell.ambiguous).len();
        self.pager.scroll(by, all, body(cx.area).height);
    }

    /// Sets the place under the cursor back. What that takes away is asked about first.
    fn set_back(&mut self, sure: bool, cx: &mut Cx<'_>) {
        let (revised, change, kind) = match self.settable() {
            Ok(found) => found,
            Err(why) => {
                cx.not_here(Context::Answer.fill(why));
                return;
            }
        };
        let act = SetBack {
            kind,
            record: revised.record,
            rev: revised.rev,
            before: revised.before,
            place: change.place.clone(),
            shown: None,
        };
        // Words of a talk may be all that there is of what was said.
        if change.how == How::Added && kind == Kind::Answer && !sure {
            let text = format!("恢复这一处，就是从谈话记录里去掉后来加上的：{}。要去掉吗？", change.label);
            cx.ask_before(&act, Confirm::new(TAKE_AWAY, text).words("去掉", "保留").grave());
            return;
        }
        let seen = cx.reader().and_then(|reader| {
            reader.snapshot(|reader| {
                let Some(after) = act.withheld_again(&reader.trail())? else { return Ok(None) };
                let plan = reader.withholding(&after)?;
                let before = reader.own_talk(after.interview)?.into_iter().find(|a| a.id == after.id);
                Ok(Some((plan, before, after)))
            })
        });
        match seen {
            Ok(Some((plan, before, after))) => {
                let WithheldWords { what, along, short } = WithheldWords::of(&revised.name, before.as_ref(), &after);
                self.asked = Some(SetBack { shown: Some(plan.clone()), ..act });
                cx.push(withhold::Ask::new(plan, along, what, short, after));
            }
            // It goes back to what was before: what was added is taken away by that.
            Ok(None) => {
                let done = if change.how == How::Added { "已去掉" } else { "已恢复" };
                cx.act_saying(act, format!("{done}：{}。", change.label));
            }
            Err(e) => cx.fail(&e),
        }
    }

    /// The place under the cursor, when it can be set back by itself.
    ///
    /// # Errors
    /// Why it cannot, in words to be shown.
    fn settable(&self) -> Result<(&Revised, &Change, Kind), &'static str> {
        let found = self.current().and_then(|(r, at)| Some((r, r.changes.get(at)?, r.kind?)));
        let (revised, change, kind) = found.ok_or("这里没有可以恢复的一处。")?;
        if revised.fate != Fate::Changed {
            return Err("这一步是新增或恢复整条记录，不能只恢复一处。");
        }
        if change.how == How::Moved {
            return Err("这一处只是换了位置，不能单独恢复。");
        }
        // What is masked was struck for good; the mark is taken away where the words stand.
        let struck = |span: &Span| span.mark != Mark::Same && span.text.contains(ELSEWHERE);
        if change.spans.iter().any(struck) {
            return Err("这一处是已转线索的话，原来的文字不再保留，不能恢复。");
        }
        if change.place.within == ["withheld"] && change.spans.iter().any(|s| s.mark != Mark::Old && s.text == "是") {
            return Err("这一段已转线索，不能从修改记录里放回来。要放回，在谈话里按 {key:MarkWithheld}。");
        }
        Ok((revised, change, kind))
    }
}

/// What would be withheld again, in words of the page that asks.
struct WithheldWords {
    /// What is withheld itself.
    what: String,
    /// What is withheld along with it.
    along: Vec<String>,
    /// The sentences of both that are too short to be looked for elsewhere.
    short: Vec<String>,
}

impl WithheldWords {
    /// Of the answer called `name`, as it is and as it would be.
    fn of(name: &str, before: Option<&Answer>, after: &Answer) -> Self {
        let known = before.map(shut).unwrap_or_default();
        let said = |s: &Statement| format!("「{}」", width::shorten(&s.text, 60));
        let new = after.statements.iter().filter(|s| !known.contains_key(&s.id));
        let (own, along): (Vec<_>, Vec<_>) =
            new.filter(|s| s.withheld || shut(after).contains_key(&s.id)).partition(|s| s.withheld);
        let short = own.iter().chain(&along).flat_map(|s| too_short(&s.text)).map(str::to_owned).collect();
        let own = own.into_iter().map(said).collect::<Vec<_>>().join("、");
        Self { what: format!("要转线索的：{name} {own}"), along: along.into_iter().map(said).collect(), short }
    }
}

const fn body(area: Rect) -> Rect {
    Rect { x: area.x + 2, y: area.y + 2, width: area.width.saturating_sub(3), height: area.height.saturating_sub(2) }
}

impl Screen for Detail {
    fn context(&self) -> Context {
        Context::Detail
    }

    fn title(&self, _shell: &Shell) -> String {
        "改了什么".to_owned()
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "－ 原来的　＋ 改后的。不同的字反白；长的内容只显示不同处的前后。",
            "上下键一处一处走；按 {key:SetBack} 把 > 所在的一处改回原来的，别处后来的改动都保留。转线索的内容不显示。",
        ]
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let idle = match action {
            Action::SetBack => self.settable().is_err(),
            Action::Down => self.count() < 2,
            Action::UndoAct => !self.open_ways.undo,
            Action::RedoAct => !self.open_ways.redo,
            _ => false,
        };
        idle.then_some("")
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Up => self.go(-1, cx),
            Action::Down => self.go(1, cx),
            Action::PageUp | Action::PageDown => {
                let all = laid(&self.lines, body(cx.area).width, cx.shell.ambiguous).len();
                self.pager.step(action, all, body(cx.area).height);
            }
            Action::First => {
                self.at = 0;
                self.pager = Pager::default();
            }
            Action::Last => self.go(isize::MAX, cx),
            Action::SetBack => self.set_back(false, cx),
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes(TAKE_AWAY)) => self.set_back(true, cx),
            Some(Reply::Yes(withhold::ASK)) => {
                if let Some(act) = self.asked.take() {
                    cx.act_saying(act, "已转线索：这一段只留在谈话里。");
                }
            }
            Some(Reply::No(withhold::ASK)) => {
                self.asked = None;
                cx.done("没有转线索，什么也没有改。");
            }
            _ => {}
        }
    }

    fn changed(&mut self, _changes: &Changes, cx: &mut Cx<'_>) {
        self.again(cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.again(cx);
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        match mouse.kind {
            MouseKind::Wheel(n) => self.scroll(isize::from(n) * 3, cx),
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(body(cx.area)) => {
                let at = self.pager.top + usize::from(mouse.row - body(cx.area).y);
                let laid = laid(&self.lines, body(cx.area).width, cx.shell.ambiguous);
                if let Some(change) = laid.get(at).and_then(|r| r.change) {
                    self.at = change;
                }
            }
            _ => {}
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.scroll(0, cx);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        let more = if self.left_out > 0 {
            format!("　另有 {} 条记录没有列出", self.left_out)
        } else {
            String::new()
        };
        let heading = format!("{}{more}", self.heading);
        let room = area.width.saturating_sub(2);
        let heading = width::shorten_as(&heading, usize::from(room), paint.ambiguous());
        paint.text(area.x + 1, area.y, &heading, theme::bold(), room);
        let place = body(area);
        if self.lines.is_empty() {
            let text = "没有可以显示的改动。";
            paint.text(place.x, place.y, text, theme::dim(), place.width);
        }
        let laid = laid(&self.lines, place.width, shell.ambiguous);
        self.pager.mark(paint, place, laid.len());
        let room = Pager::room(laid.len(), place.height);
        for (n, row) in laid.iter().skip(self.pager.top).take(room).enumerate() {
            let y = place.y + u16::try_from(n).unwrap_or_default();
            let here = row.change.is_some() && row.change == Some(self.at);
            if here && row.first && row.kind == LineKind::Field {
                paint.text(area.x, y, ">", theme::accent(), 1);
            }
            let base = |kind: LineKind| match kind {
                LineKind::Deed => theme::accent(),
                LineKind::Field if here => theme::bold(),
                LineKind::Field | LineKind::New => theme::plain(),
                LineKind::Old => theme::dim(),
            };
            if let Some(part) = &row.left {
                part.draw(paint, (place.x, y), place.right(), base(part.kind));
            }
            if let Some((x, part)) = &row.right {
                part.draw(paint, (place.x + x, y), place.right(), base(part.kind));
            }
        }
        None
    }
}
