//! Home: one unit's people with the talk half of their coverage, its kinds of record with the reading half, all units,
//! and what is left.

mod behind;
mod beyond;
mod layout;
mod look;
mod problems;
#[cfg(test)]
mod tests;
mod tools;

use crate::analysis::coverage::{Coverage, Row, Standing, Sum};
use crate::analysis::reading;
use crate::analysis::tally::Tally;
use crate::error::Error;
use crate::model::ids::{InterviewId, PersonId};
use crate::model::people::Person;
use crate::model::record::{Changes, Kind};
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::PartialDate;
use crate::store::Ticket;
use crate::text::Line;
use crate::tui::action::Action;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::effect::LeftNews;
use crate::tui::forms::fields::is_found;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::keeping;
use crate::tui::screen::talk::{Talk, begin};
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Reply, Screen, Seen};
use crate::tui::{editing, forms};
pub use behind::LeftCount;
pub use beyond::Beyond;
pub use problems::ProblemsLeft;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Which people are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Show {
    /// All of the unit.
    #[default]
    All,
    /// With a talk planned for today that has not begun.
    Planned,
    /// With open required questions.
    Open,
    /// With a talk that was broken off.
    Broken,
}

/// One person as listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The person.
    pub person: Person,
    /// Their coverage.
    pub row: Row,
    /// Initials of the name's pinyin, lower case.
    pub initials: String,
}

/// One unit in the list of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLine {
    /// The unit.
    pub unit: Unit,
    /// Its required questions, of all people; `None` until they are counted.
    pub sum: Option<Sum>,
}

/// Home.
#[derive(Debug, Default)]
pub struct Home {
    /// All units with their sums.
    pub units: Vec<UnitLine>,
    /// The unit shown.
    pub unit_at: usize,
    /// Its people.
    pub people: Vec<Listed>,
    /// Its sums.
    pub coverage: Coverage,
    /// Its observations that nobody has followed up.
    pub open_observations: Vec<Uuid>,
    /// Its reading half; without kinds when the method has none.
    pub reading: reading::Coverage,
    /// Observations marked in documents, kind by kind.
    pub marked: Vec<usize>,
    /// Lines of the loan register that are overdue.
    pub late: usize,
    /// Lines of the loan register that are here and to be returned.
    pub here: usize,
    /// Indices into `people` that are listed.
    pub listed: Vec<usize>,
    /// The people of the other units, once something is looked for.
    beyond: Option<Vec<Beyond>>,
    /// Indices into `beyond` that are listed, under `listed`.
    listed_beyond: Vec<usize>,
    /// The cursor.
    pub list: ListState,
    /// What is typed into the filter.
    pub filter: Line,
    /// The filter has the focus.
    pub filtering: bool,
    /// Which people are listed.
    pub show: Show,
    /// The closed talk of the person with whom a further one was asked for.
    second_talk: Option<InterviewId>,
    today: Option<PartialDate>,
    problems: Option<ProblemsLeft>,
    /// Plans for today on their way into the file.
    planning: Vec<(Ticket, PersonId)>,
    /// For which day a talk was planned before it was planned for today.
    former: BTreeMap<PersonId, PartialDate>,
    /// A unit that was just added, to be shown.
    added: Option<Uuid>,
    /// The sums of units before this one are up to date.
    counted: usize,
    /// What the file was when it was last read, and on which day.
    seen: Option<Seen>,
    /// Files of earlier exports that hold what is told no more.
    left_behind: LeftCount,
}

fn open_talk(talk: InterviewId, cx: &mut Cx<'_>) {
    match Talk::open(talk, cx) {
        Ok(talk) => cx.push(talk),
        Err(e) => cx.fail(&e),
    }
}

impl Home {
    fn is_person(&self, index: usize, id: PersonId) -> bool {
        self.people.get(index).is_some_and(|l| l.person.id == id)
    }

    /// Whether this one is listed: of the kind shown, and found by the filter.
    fn matches(&self, listed: &Listed) -> bool {
        let shown = match self.show {
            Show::All => true,
            Show::Planned => {
                let due = |day: PartialDate| listed.row.brief.planned.is_some_and(|p| !day.before(p));
                listed.row.standing == Standing::NotYet && self.today.is_some_and(due)
            }
            Show::Open => listed.row.left() > 0,
            Show::Broken => listed.row.standing == Standing::BrokenOff,
        };
        shown && is_found(&self.filter.text().to_lowercase(), &listed.person, &listed.initials)
    }

    fn relist(&mut self, cx: &Cx<'_>) {
        self.listed = (0..self.people.len()).filter(|i| self.people.get(*i).is_some_and(|l| self.matches(l))).collect();
        self.listed_beyond = self.find_beyond();
        self.list.show(self.rows(), self.height(cx));
    }

    /// How many rows are listed.
    fn rows(&self) -> usize {
        self.listed.len() + self.listed_beyond.len()
    }

    fn height(&self, cx: &Cx<'_>) -> usize {
        usize::from(layout::places(self, cx.area).people.height)
    }

    /// What to do when nobody is listed: the same words wherever it is asked.
    pub fn empty_word(&self) -> String {
        let word = if self.units.is_empty() {
            "还没有被巡察单位。按 {key:Import} 导入单位报来的名册，单位一并建立；没有名册，按 {key:AddUnit} 新增单位。"
        } else if self.people.is_empty() && self.filter.text().is_empty() {
            "这个单位还没有人员。按 {key:Import} 导入单位报来的名册；没有名册，按 {key:AddPerson} 一个一个添加。"
        } else if self.show == Show::All {
            "没有找到。改一改查找的字，或按 {key:Back} 清除。"
        } else {
            "这一类现在没有人。按 {key:ShowAll} 显示全部。"
        };
        Context::Home.fill(word)
    }

    /// The person under the cursor, when it is one of the unit shown.
    pub fn current(&self) -> Option<&Listed> {
        self.listed.get(self.list.at).and_then(|i| self.people.get(*i))
    }

    /// The unit shown.
    pub fn unit(&self) -> Option<&Unit> {
        self.units.get(self.unit_at).map(|u| &u.unit)
    }

    /// People with a talk planned for today that has not begun, and those whose day has passed.
    pub fn planned(&self) -> (usize, usize) {
        self.today.map_or((0, 0), |d| self.coverage.planned_until(d))
    }

    /// Reads again what is shown; the sums of the other units follow one by one.
    fn look(&mut self, cx: &mut Cx<'_>) {
        self.counted = 0;
        self.look_at_unit(cx);
        let added = self.added.take().and_then(|id| self.units.iter().position(|u| u.unit.id.0 == id));
        if let Some(at) = added.filter(|at| *at != self.unit_at) {
            self.unit_at = at;
            self.list = ListState::default();
            self.look_at_unit(cx);
        }
    }

    fn look_at_unit(&mut self, cx: &mut Cx<'_>) {
        // What could not be read is read again when one comes back.
        self.seen = None;
        let seen = Seen::now(cx);
        let read = cx.reader().and_then(|reader| reader.snapshot(|_| self.reload(cx)));
        let ordered = read.and_then(|()| self.unit().map_or(Ok(()), |unit| cx.tally(unit.id)));
        match ordered {
            Ok(()) => self.seen = seen,
            Err(e) => cx.fail(&e),
        }
    }

    /// Gives the filter the focus.
    fn look_for(&mut self, cx: &mut Cx<'_>) {
        self.filtering = true;
        if self.beyond.is_none()
            && let Err(e) = self.read_beyond(cx)
        {
            cx.fail(&e);
        }
        self.relist(cx);
    }

    fn turn_unit(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let len = self.units.len();
        if len > 1 {
            self.unit_at = if forward { (self.unit_at + 1) % len } else { (self.unit_at + len - 1) % len };
            self.list = ListState::default();
            self.look_at_unit(cx);
        }
    }

    fn show(&mut self, show: Show, cx: &mut Cx<'_>) {
        self.show = show;
        self.list = ListState::default();
        self.relist(cx);
        if self.listed.is_empty() && show != Show::All {
            cx.done(self.empty_word());
        }
    }

    /// Shows the talk of the row, or begins one; `anew`: also when the last one is closed.
    fn talk(&mut self, anew: bool, cx: &mut Cx<'_>) {
        let Some(listed) = self.current() else {
            cx.not_here(self.empty_word());
            return;
        };
        match (listed.row.talk, listed.row.standing) {
            (Some(talk), Standing::Closed | Standing::ReadBack) if anew => {
                let text = format!("{}的谈话已经结束。再谈一次吗？", listed.person.name);
                self.second_talk = Some(talk);
                cx.push(Confirm::new("again", text).words("再谈一次", "看上次的谈话"));
            }
            (Some(talk), Standing::Closed | Standing::ReadBack) => open_talk(talk, cx),
            (Some(talk), Standing::Open) => begin::go_on(&listed.person, talk, cx),
            (talk, _) => begin::start(&listed.person, talk, cx),
        }
    }

    fn step(&mut self, action: Action, cx: &Cx<'_>) -> bool {
        let (len, area) = (self.rows(), layout::places(self, cx.area).people);
        self.list.step(action, len, area)
    }
}

impl Screen for Home {
    fn context(&self) -> Context {
        if self.filtering { Context::Filter } else { Context::Home }
    }

    fn on(&self) -> Option<Uuid> {
        self.current().map(|l| l.person.id.0)
    }

    fn title(&self, shell: &Shell) -> String {
        let named = |round: &Round| round.clone().named();
        let round = shell.book.as_ref().map(|b| named(&b.round));
        let round = round.map(|r| format!("{}{} {}", r.term, r.number, r.group));
        let unit = self.unit().map(|u| format!(" / {}", u.name)).unwrap_or_default();
        format!("问看  {}{unit}", round.unwrap_or_default())
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let idle = match action {
            Action::Open | Action::Talk | Action::PlanToday | Action::EditPerson => self.rows() == 0,
            Action::NextUnit => self.units.len() < 2,
            Action::AddPerson
            | Action::Documents
            | Action::Problems
            | Action::Loans
            | Action::Observations
            | Action::Profile => self.units.is_empty(),
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "左边是这个单位的人员和五必问走到哪里；右边是五必看的各类资料和各单位；最下面是还剩什么，前面是按哪个键看。",
            "☑ 已问：有记录、有判断，或本人拒答、不适用　~ 问了一部分：只有记录或只有判断",
            "☐ 必问，还没有问　/ 没有问，写明了原因　- 对这个人不是必问",
            "谁必问哪一问，由班子成员、党员等情况决定：一、二、三、四问问班子成员，五问问党员。",
            "五必看：份 登记了几份，已看 看完了几份，疑点 从中标出几条。",
            "☑ 巡察期间每年都有看完的，或写明了原因　~ 看了一部分　☐ 还没有　/ 没有资料，每年都写明了原因",
            "各单位按代码排列；后面的数字：必问已问完的 / 应问的。",
            "以前导出的文件里有已转线索的话的，也列在最下面；按 {key:LeftBehind} 逐个列出，可以删除。",
            "按 {key:Filter} 查找时，别的单位的人也列出来，后面写着单位；按 {key:Open} 到那个单位。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.step(action, cx) {
            return;
        }
        match action {
            Action::Filter => self.look_for(cx),
            Action::Submit => {
                self.filtering = false;
                self.go_beyond(cx);
            }
            // What is done to a person is done in their unit; opening first shows where that is.
            Action::Open if self.go_beyond(cx) => {}
            Action::Talk | Action::EditPerson | Action::PlanToday if self.go_beyond(cx) => self.act(action, cx),
            Action::Back if self.filtering || !self.filter.text().is_empty() || self.show != Show::All => {
                self.filtering = false;
                self.filter.set("");
                self.beyond = None;
                self.show(Show::All, cx);
            }
            Action::Edit(edit) if self.filtering => {
                let outcome = editing::line(&mut self.filter, edit, Context::Filter, cx);
                if outcome == crate::text::Outcome::Done {
                    self.relist(cx);
                }
            }
            Action::Open => self.talk(false, cx),
            Action::Talk => self.talk(true, cx),
            Action::NextUnit => self.turn_unit(true, cx),
            Action::PrevUnit => self.turn_unit(false, cx),
            Action::ShowAll => self.show(Show::All, cx),
            Action::ShowPlanned => self.show(Show::Planned, cx),
            Action::ShowOpen => self.show(Show::Open, cx),
            Action::ShowBroken => self.show(Show::Broken, cx),
            other => {
                if let Err(e) = self.tool(other, cx) {
                    cx.fail(&e);
                }
            }
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if self.filter.insert(text, now) == crate::text::Outcome::Done {
            self.list = ListState::default();
            self.relist(cx);
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let places = layout::places(self, cx.area);
        let len = self.rows();
        if self.list.mouse(mouse, len, places.people) == Click::Opened {
            self.act(Action::Open, cx);
        }
        match mouse.kind {
            MouseKind::Press if mouse.inside(places.kinds) => {
                self.open_documents(Some(usize::from(mouse.row - places.kinds.y)), cx);
            }
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(places.units) => {
                let list = layout::units(self, places.units);
                if let Some(at) = list.row_at(mouse, self.units.len(), places.units) {
                    self.unit_at = at;
                    self.look_at_unit(cx);
                }
            }
            _ => {}
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        if let Some(Reply::Chosen("member", at)) = reply {
            let chosen = cx.shell.book.as_ref().and_then(|b| b.inspectors.get(*at)).map(|i| i.id);
            let old = chosen.and_then(|id| cx.read.map(|read| read.at::<Inspector>(id.0))).transpose();
            match old {
                Ok(old) => cx.push(forms::inspector::form(old.flatten().as_ref())),
                Err(e) => cx.fail(&e),
            }
        }
        if let Some(Reply::Chosen(keeping::TAG, at)) = reply
            && let Err(e) = keeping::chosen(*at, cx)
        {
            cx.fail(&e);
        }
        if reply == Some(&Reply::LeftNamed) {
            self.left_behind.may_differ();
        }
        if let Some(Reply::SatDown { talk, opening }) = reply {
            begin::arrive(*talk, *opening, cx);
        }
        match (reply, self.second_talk.take()) {
            (Some(Reply::Yes("again")), _) => {
                if let Some(person) = self.current().map(|l| l.person.clone()) {
                    begin::start(&person, None, cx);
                }
            }
            (Some(Reply::No("again")), Some(talk)) => open_talk(talk, cx),
            _ => {}
        }
        // Whoever only looked at something comes back at once.
        if self.seen.is_none() || self.seen != Seen::now(cx) {
            self.look(cx);
        } else {
            self.relist(cx);
        }
        self.left_behind.look(cx);
        if let Some(Reply::Kept(id)) = reply {
            self.put_on_kept(*id, cx);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.relist(cx);
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        if !cx.front || self.counted >= self.units.len() {
            return None;
        }
        if let Err(e) = self.count_next(cx) {
            cx.fail(&e);
        }
        Some(0)
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        // A unit that has just been added or changed is shown.
        let mut added = changes.records.iter().filter(|c| c.kind == Kind::Unit && !c.deleted).map(|c| c.record);
        self.added = added.next_back().or(self.added);
        // Who comes back looks; in front, the page that names them comes up over home and looks after.
        if !changes.left.is_empty() {
            self.left_behind.may_differ();
        }
        // Whoever comes back to home looks anyway; until then each answer sealed in a talk would cost a look.
        if cx.front {
            self.look(cx);
        }
    }

    fn tallied(&mut self, tally: Tally, _cx: &mut Cx<'_>) {
        self.take_over(&tally);
    }

    fn left(&mut self, left: &LeftNews, cx: &mut Cx<'_>) {
        self.left_behind.take(left, cx);
        self.relist(cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if cx.front {
            self.look(cx);
        }
    }

    fn done(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        if let Err(e) = self.say_planned(ticket, cx) {
            cx.fail(&e);
        }
    }

    fn refused(&mut self, ticket: Ticket, _error: &Error, _cx: &mut Cx<'_>) {
        self.planning.retain(|(own, _)| *own != ticket);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area, shell)
    }
}
