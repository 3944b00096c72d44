//! The observations (疑点) of a unit: where each was marked, and whether it has been followed up.

use crate::acts::observation::HandleObservation;
use crate::analysis::tally::{Tally, unhandled};
use crate::error::Result;
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::reading::{CheckResult, Document};
use crate::model::record::{Changes, Kind};
use crate::model::round::Unit;
use crate::text::width::{fit_as, shorten_as};
use crate::tui::action::Action;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::problems::Problems;
use crate::tui::screen::reading::Reading;
use crate::tui::screen::talk::Talk;
use crate::tui::shell::Shell;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// Rows below the list, in which the observation under the cursor is shown whole.
const WHOLE: u16 = 6;

/// One observation as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    observation: Observation,
    /// Who marked it.
    by: String,
    /// Where, in brackets: whose talk, by code, or which document.
    origin: String,
}

/// The observations of one unit.
#[derive(Debug)]
pub struct Observations {
    unit: Unit,
    /// Those not followed up first, then by time.
    all: Vec<Listed>,
    /// Those that were adopted or dismissed with their candidates; `None`: not counted yet.
    decided: Option<Arc<HashSet<Uuid>>>,
    list: ListState,
}

/// Where an observation was marked, in brackets: whose talk, by code, or which document.
fn origin(observation: &Observation, cx: &Cx<'_>) -> Result<String> {
    let reader = cx.reader()?;
    let from = match &observation.origin {
        Origin::Statement { interview, .. } => {
            let person = reader.get::<Interview>(interview.0)?.map(|talk| reader.get::<Person>(talk.person.0));
            person.transpose()?.flatten().map(|p| format!("访谈{}", p.code))
        }
        Origin::Document { document, .. } => reader.get::<Document>(document.0)?.map(|d| d.cited()),
        Origin::Free => None,
    };
    Ok(from.map(|from| format!("〔{from}〕")).unwrap_or_default())
}

impl Observations {
    /// The observations of `unit`; `decided`: those of which home knows that they are.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn open(unit: &Unit, decided: Option<Arc<HashSet<Uuid>>>, cx: &Cx<'_>) -> Result<Self> {
        let mut observations = Self { unit: unit.clone(), all: Vec::new(), decided, list: ListState::default() };
        observations.look(cx)?;
        Ok(observations)
    }

    fn look(&mut self, cx: &Cx<'_>) -> Result<()> {
        let kept = self.current().map(|l| l.observation.id);
        let all: Vec<Observation> = cx.reader()?.children(self.unit.id.0)?;
        let mut listed = Vec::new();
        for observation in all.into_iter().filter(|o| !o.withheld) {
            let by = cx.book()?.inspector_name(observation.by).to_owned();
            listed.push(Listed { by, origin: origin(&observation, cx)?, observation });
        }
        listed.sort_by_key(|l| !self.state(&l.observation).is_empty());
        self.all = listed;
        let height = usize::from(rows(cx.area).height);
        match kept.and_then(|id| self.all.iter().position(|l| l.observation.id == id)) {
            Some(at) => self.list.put(at, self.all.len(), height),
            None => self.list.show(self.all.len(), height),
        }
        Ok(())
    }

    /// What was done about one: followed up, or decided with its candidate; empty: it waits.
    fn state(&self, observation: &Observation) -> &'static str {
        let is_decided = self.decided.as_ref().is_some_and(|d| d.contains(&observation.id.0));
        match (observation.handled.is_some(), is_decided) {
            (true, _) => "已处理",
            (false, true) => "已定",
            (false, false) => "",
        }
    }

    fn look_again(&mut self, cx: &mut Cx<'_>) {
        let unit = self.unit.id;
        if let Err(e) = self.look(cx).and_then(|()| cx.tally(unit)) {
            cx.fail(&e);
        }
    }

    fn current(&self) -> Option<&Listed> {
        self.all.get(self.list.at)
    }

    /// Opens what it was marked in; noted without a source, it waits among the candidates of its unit.
    fn open_origin(&self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(listed) = self.current() else {
            cx.nothing(Action::Open);
            return Ok(());
        };
        match &listed.observation.origin {
            Origin::Statement { interview, answer, statement } => {
                let talk = Talk::open_at(*interview, *answer, Some(*statement), cx)?;
                cx.push(talk);
            }
            Origin::Document { document, item, check, entry } => {
                let mut reading = Reading::open(*document, cx)?;
                let result = check.map(|id| cx.reader()?.get::<CheckResult>(id.0)).transpose()?.flatten();
                if let Some(item) = item.clone().or_else(|| result.map(|r| r.item)) {
                    reading.put_on_item(&item);
                }
                if let Some(entry) = entry {
                    reading.put_on_entry(*entry);
                }
                cx.push(reading);
            }
            Origin::Free => {
                cx.done("这条疑点不是从谈话或资料里标出的，列在问题的候选里。");
                cx.push(Problems::new(self.unit.clone()));
            }
        }
        Ok(())
    }

    fn handle(&self, cx: &mut Cx<'_>) {
        let Some(observation) = self.current().map(|l| &l.observation) else {
            cx.nothing(Action::Handled);
            return;
        };
        let at = if observation.handled.is_some() { None } else { Some(cx.now) };
        let told = if at.is_some() {
            "已标为处理过，再按 {key:Handled} 取消。"
        } else {
            "已改回没有处理。"
        };
        let act = HandleObservation { observation: observation.id, at };
        cx.act_saying(act, Context::Observations.fill(told));
    }
}

/// The rows of the list; a head above, the whole text below.
fn rows(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height.saturating_sub(WHOLE + 2).max(1), ..area }
}

impl Screen for Observations {
    fn context(&self) -> Context {
        Context::Observations
    }

    fn title(&self, _shell: &Shell) -> String {
        format!("疑点  {}", self.unit.name)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        (matches!(action, Action::Open | Action::Handled) && self.all.is_empty()).then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "谈话和查阅中标出的疑点，没有处理的在前面，按时间排列；下面是光标所在那一条的全文和出处。",
            "按 {key:Open} 到标出它的那一段谈话、那一条要点或条目。查过了、不用再追的，按 {key:Handled} 标为已处理，首页不再算它；再按取消。",
            "要写成问题的，在问题（首页 {key:Problems}）里采纳候选；候选采纳了或定为不采纳的，这里写着“已定”，首页也不再算它。",
        ]
    }

    fn on(&self) -> Option<Uuid> {
        self.current().map(|l| l.observation.id.0)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.list.step(action, self.all.len(), rows(cx.area)) {
            return;
        }
        match action {
            Action::Open => {
                if let Err(e) = self.open_origin(cx) {
                    cx.fail(&e);
                }
            }
            Action::Handled => self.handle(cx),
            Action::Back => cx.reply(Reply::Changed),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if self.list.mouse(mouse, self.all.len(), rows(cx.area)) == Click::Opened
            && let Err(e) = self.open_origin(cx)
        {
            cx.fail(&e);
        }
    }

    fn returned(&mut self, _reply: Option<&Reply>, cx: &mut Cx<'_>) {
        self.look_again(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let shown = [Kind::Observation, Kind::Document, Kind::Person];
        if cx.front && shown.into_iter().any(|kind| changes.touches(kind)) {
            self.look_again(cx);
        }
    }

    fn tallied(&mut self, tally: Tally, cx: &mut Cx<'_>) {
        self.decided = Some(Arc::new(tally.decided));
        if let Err(e) = self.look(cx) {
            cx.fail(&e);
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.look_again(cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.list.show(self.all.len(), usize::from(rows(cx.area).height));
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let open = self.all.iter().filter(|l| l.observation.handled.is_none()).map(|l| &l.observation.id.0);
        let open = unhandled(open, self.decided.as_deref());
        let head = format!("没有处理的 {open}　共 {}", self.all.len());
        paint.text(area.x + 2, area.y, &head, theme::dim(), area.width.saturating_sub(3));
        let place = rows(area);
        if self.all.is_empty() {
            let empty = Context::Page.fill(
                "还没有疑点。谈话时把光标放在要追查的那一段，查阅时放在要点或条目上，按 {key:MarkObservation} 标出。",
            );
            let room = Rect { x: place.x + 2, width: place.width.saturating_sub(4), ..place };
            paint.wrapped(room, &empty, theme::dim(), 0);
            return None;
        }
        for (n, listed, Rect { y, .. }) in self.list.shown(paint, &self.all, place) {
            let here = n == self.list.at;
            if here {
                paint.text(place.x, y, ">", theme::accent(), 1);
            }
            let o = &listed.observation;
            let state = self.state(o);
            let cut = |text: &str, cells: usize| {
                fit_as(&shorten_as(text, cells - 1, paint.ambiguous()), cells, paint.ambiguous())
            };
            let (by, told, origin) = (cut(&listed.by, 8), cut(state, 7), cut(&listed.origin, 15));
            let room = place.width.saturating_sub(3);
            let row = format!("{} {by}{told}{origin}{}", o.at.date(), o.text);
            let row = shorten_as(&row, usize::from(room), paint.ambiguous());
            let style = match (here, !state.is_empty()) {
                (true, _) => theme::bold(),
                (false, true) => theme::dim(),
                (false, false) => theme::plain(),
            };
            paint.text(place.x + 2, y, &row, style, room);
        }
        if let Some(listed) = self.current() {
            paint.rule(area, place.bottom());
            let top = place.bottom() + 1;
            let whole = Rect {
                x: area.x + 2,
                y: top,
                width: area.width.saturating_sub(4),
                height: area.bottom().saturating_sub(top),
            };
            let text = format!("{}{}", listed.observation.text, listed.origin);
            paint.wrapped(whole, &text, theme::plain(), 0);
        }
        None
    }
}
