//! The problems of a unit: candidates that the roll-up offers, and the problems that are written.
//!
//! The roll-up and the check of all papers are done between keys: the lists of the file are there at once, candidates
//! and counts follow.

mod candidates;
mod layout;
mod load;

use crate::acts::paper::begin::BeginPaper;
use crate::acts::paper::withdraw::WithdrawPaper;
use crate::analysis::diagnose::Count;
use crate::analysis::rollup::{Candidate, CandidateStanding};
use crate::analysis::tally::Tally;
use crate::error::Result;
use crate::method::records::Weight;
use crate::model::ids::{Hash, ProblemId};
use crate::model::problem::ProblemBrief;
use crate::model::record::Changes;
use crate::model::round::Unit;
use crate::tui::action::Action;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::doing::Doing;
use crate::tui::keys::Context;
use crate::tui::list::{Click, ListState};
use crate::tui::painter::Painter;
use crate::tui::screen::paper::Paper;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use ratatui::layout::{Position, Rect};

/// Which part has the focus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Zone {
    /// Candidates.
    #[default]
    Candidates,
    /// Problems.
    Problems,
}

/// One candidate as listed.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The candidate.
    pub candidate: Candidate,
    /// Where it comes from, in a few words.
    pub rule: String,
}

impl Listed {
    /// Something has come since it was decided.
    pub const fn has_news(&self) -> bool {
        matches!(self.candidate.standing, CandidateStanding::Reopened | CandidateStanding::NewMaterial(_))
    }

    /// Of little weight, not lifted by others, and nobody has decided.
    fn is_light(&self) -> bool {
        self.candidate.folded() && self.candidate.standing == CandidateStanding::Open
    }

    /// Adopted, and there is new material for its problem.
    const fn awaits_taking_in(&self) -> bool {
        matches!(self.candidate.standing, CandidateStanding::NewMaterial(_))
    }

    /// Put aside, and nothing new since.
    fn is_aside(&self) -> bool {
        self.candidate.standing == CandidateStanding::Dismissed
    }
}

/// One problem as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The problem.
    pub id: ProblemId,
    /// Number, title and state.
    pub brief: ProblemBrief,
    /// Errors and warnings; `None` until it has been checked.
    pub counts: Option<Count>,
    /// 立行立改: asked for, and done.
    pub fix: Option<bool>,
    /// Something is typed in it that is in no record.
    pub unsealed: bool,
}

/// The tag of a paper that has been begun.
const BEGUN: &str = "paper-begun";
/// The tag of the question whether a paper is withdrawn.
const WITHDRAW: &str = "paper-withdraw";

/// The problems of a unit.
#[derive(Debug)]
pub struct Problems {
    /// The unit.
    pub unit: Unit,
    /// Which part has the focus.
    pub zone: Zone,
    /// All candidates; those put aside and those of little weight too.
    candidates: Vec<Listed>,
    /// Indices of the candidates that are listed.
    pub listed: Vec<usize>,
    /// Cursor of the candidates.
    pub candidate_at: ListState,
    /// The problems, by number.
    pub problems: Vec<Line>,
    /// Cursor of the problems.
    pub problem_at: ListState,
    /// Candidates of little weight are shown.
    pub light: bool,
    /// Candidates put aside are shown.
    pub dismissed: bool,
    /// The candidates have been gathered once.
    gathered: bool,
    /// The candidate of which a place is to be opened.
    asked: Option<Hash>,
    /// The paper that is being begun, or of which it is asked whether it is withdrawn.
    paper: Option<ProblemId>,
}

impl Problems {
    /// The problems of a unit, to be read when the screen comes up.
    pub fn new(unit: Unit) -> Self {
        Self {
            unit,
            zone: Zone::default(),
            candidates: Vec::new(),
            listed: Vec::new(),
            candidate_at: ListState::default(),
            problems: Vec::new(),
            problem_at: ListState::default(),
            light: false,
            dismissed: false,
            gathered: false,
            asked: None,
            paper: None,
        }
    }

    /// The candidate in that row of the list.
    pub fn candidate(&self, row: usize) -> Option<&Listed> {
        self.listed.get(row).and_then(|n| self.candidates.get(*n))
    }

    /// Candidates that are folded: of little weight, put aside.
    pub fn folded(&self) -> (usize, usize) {
        let light = self.candidates.iter().filter(|c| c.is_light()).count();
        let aside = self.candidates.iter().filter(|c| c.is_aside()).count();
        (light, aside)
    }

    /// The candidates have been gathered.
    pub const fn gathered(&self) -> bool {
        self.gathered
    }

    /// Lists what is not folded; the cursor stays on its candidate.
    fn relist(&mut self, cx: &Cx<'_>) {
        let kept = self.candidate(self.candidate_at.at).map(|c| c.candidate.key);
        self.relist_on(kept, cx);
    }

    /// Lists what is not folded; the cursor goes to the candidate `kept`, if it is still listed.
    fn relist_on(&mut self, kept: Option<Hash>, cx: &Cx<'_>) {
        // An adopted one is listed only while there is new material for it.
        let adopted = |c: &Listed| matches!(c.candidate.standing, CandidateStanding::Adopted(_));
        let shown = |c: &Listed| (self.light || !c.is_light()) && (self.dismissed || !c.is_aside()) && !adopted(c);
        self.listed = self.candidates.iter().enumerate().filter(|(_, c)| shown(c)).map(|(n, _)| n).collect();
        let at = self.listed.iter().position(|n| self.candidates.get(*n).map(|c| c.candidate.key) == kept);
        if self.listed.is_empty() && self.gathered() {
            self.zone = Zone::Problems;
        }
        self.candidate_at.at = at.unwrap_or(self.candidate_at.at);
        self.settle_lists(cx);
    }

    fn settle_lists(&mut self, cx: &Cx<'_>) {
        let places = layout::places(self, cx.area);
        self.candidate_at.show(self.listed.len(), usize::from(places.candidates.height));
        self.problem_at.show(self.problems.len(), usize::from(places.problems.height));
    }

    fn go(&mut self, action: Action, cx: &Cx<'_>) -> bool {
        let places = layout::places(self, cx.area);
        let (list, len, area) = match self.zone {
            Zone::Candidates => (&mut self.candidate_at, self.listed.len(), places.candidates),
            Zone::Problems => (&mut self.problem_at, self.problems.len(), places.problems),
        };
        list.step(action, len, area)
    }

    fn switch(&mut self) {
        self.zone = match self.zone {
            Zone::Candidates => Zone::Problems,
            Zone::Problems => Zone::Candidates,
        };
    }

    fn open(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        match self.zone {
            Zone::Candidates => self.open_source(cx),
            Zone::Problems => {
                if let Some(line) = self.problems.get(self.problem_at.at) {
                    return open_paper(line.id, cx);
                }
                cx.not_here(Context::Problems.fill("还没有问题。采纳一条候选，或按 {key:NewProblem} 自己起草。"));
                Ok(())
            }
        }
    }

    /// A problem by hand: its number, its handlers, and nothing else.
    fn draft(&mut self, cx: &mut Cx<'_>) -> Result<()> {
        let Some(me) = cx.me() else {
            cx.warn(Context::Problems.fill("先按 {key:WhoAmI} 选定谁在操作。"));
            return Ok(());
        };
        let id = ProblemId::new();
        self.paper = Some(id);
        let act = BeginPaper { id, unit: self.unit.id, method: cx.book()?.method.hash, by: me };
        cx.push(Doing::new(BEGUN, "起草底稿", act));
        Ok(())
    }

    /// Asks whether the paper under the cursor is withdrawn.
    fn ask_withdraw(&mut self, cx: &mut Cx<'_>) {
        let Some(line) = self.problems.get(self.problem_at.at) else {
            cx.not_here("这里没有可以撤回的底稿。");
            return;
        };
        let title = if line.brief.title.is_empty() { "（没有名称）" } else { &line.brief.title };
        let text = format!(
            "撤回底稿 {} {title}？\n\n底稿和它的建议、立行立改放进回收站，编号不再使用；采纳来的候选回到待定，取过的支撑材料留着。",
            line.brief.number
        );
        self.paper = Some(line.id);
        cx.push(Confirm::deletion(WITHDRAW, text).words("撤回", "不撤回"));
    }

    fn withdraw(&mut self, cx: &mut Cx<'_>) {
        let Some(problem) = self.paper.take() else { return };
        let number = self.problems.iter().find(|l| l.id == problem).map_or("", |l| l.brief.number.as_str());
        let said = format!("已撤回 {number}，放进回收站；采纳来的候选回到待定。");
        cx.act_saying(WithdrawPaper { problem }, said);
    }

    fn own_action(&mut self, action: Action, cx: &mut Cx<'_>) -> Result<()> {
        match action {
            Action::NextZone | Action::PrevZone => self.switch(),
            Action::Open => self.open(cx)?,
            Action::NewProblem => self.draft(cx)?,
            Action::Adopt => self.adopt(cx)?,
            Action::Dismiss if self.zone == Zone::Problems => self.ask_withdraw(cx),
            Action::Dismiss => self.dismiss(cx),
            Action::TakeIn => self.take_in(cx)?,
            Action::ToggleLight => {
                self.light = !self.light;
                self.relist(cx);
                cx.done(if self.light { "已展开分量轻的候选。" } else { "已收起分量轻的候选。" });
            }
            Action::ToggleDismissed => {
                self.dismissed = !self.dismissed;
                self.relist(cx);
                cx.done(if self.dismissed {
                    "已列出不采纳的候选。"
                } else {
                    "已收起不采纳的候选。"
                });
            }
            Action::Back => cx.pop(),
            other => cx.nothing(other),
        }
        Ok(())
    }
}

fn open_paper(id: ProblemId, cx: &mut Cx<'_>) -> Result<()> {
    let paper = Paper::open(id, cx)?;
    cx.push(paper);
    Ok(())
}

/// The word of a weight in the list.
pub const fn weight_word(weight: Weight) -> &'static str {
    match weight {
        Weight::Low => "轻",
        Weight::Normal => "",
        Weight::High => "重",
    }
}

impl Screen for Problems {
    fn context(&self) -> Context {
        Context::Problems
    }

    fn on(&self) -> Option<uuid::Uuid> {
        let line = self.problems.get(self.problem_at.at)?;
        (self.zone == Zone::Problems).then_some(line.id.0)
    }

    fn title(&self, _shell: &Shell) -> String {
        format!("问题  {}", self.unit.name)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let here = self.candidate(self.candidate_at.at).filter(|_| self.zone == Zone::Candidates);
        let adopted = here.is_some_and(|one| {
            matches!(one.candidate.standing, CandidateStanding::Adopted(_) | CandidateStanding::NewMaterial(_))
        });
        let paper = self.zone == Zone::Problems && self.problem_at.at < self.problems.len();
        match action {
            Action::NextZone if self.listed.is_empty() && self.problems.is_empty() => Some(""),
            Action::Open if here.is_none() && !paper => Some(""),
            Action::Dismiss if paper => Some("撤回"),
            Action::Adopt | Action::Dismiss if here.is_none() || adopted => Some(""),
            Action::Dismiss => Some("不采纳"),
            Action::TakeIn if !here.is_some_and(Listed::awaits_taking_in) => Some(""),
            _ => None,
        }
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "上面是候选：从谈话判断、查阅要点和疑点归集出来的，由你决定采纳还是不采纳。下面是已经起草的问题。",
            "重 分量重　轻 分量轻：满三条同类，或者涉及资金、人事，才展开；按 {key:ToggleLight} 看全部。",
            "新：决定以后又有了新材料。已采纳的按 {key:TakeIn} 收入那个问题，不采纳的可以再决定一次。",
            "E 必须改的，W 提醒；立 要求立行立改，立☑ 已改好。再归集一次，不会多出重复的。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.go(action, cx) {
            return;
        }
        if let Err(e) = self.own_action(action, cx) {
            cx.fail(&e);
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let places = layout::places(self, cx.area);
        let zones = [(Zone::Candidates, places.candidates), (Zone::Problems, places.problems)];
        let Some((zone, area)) = zones.into_iter().find(|(_, area)| mouse.inside(*area)) else { return };
        let (list, len) = match zone {
            Zone::Candidates => (&mut self.candidate_at, self.listed.len()),
            Zone::Problems => (&mut self.problem_at, self.problems.len()),
        };
        let click = list.mouse(mouse, len, area);
        if click != Click::Nothing {
            self.zone = zone;
        }
        if click == Click::Opened
            && let Err(e) = self.open(cx)
        {
            cx.fail(&e);
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        let done = match reply {
            Some(Reply::Chosen("candidate-place", at)) => self.open_place(*at, cx),
            Some(Reply::Yes(BEGUN)) => self.paper.take().map_or(Ok(()), |id| {
                cx.push(Paper::open_new(id, cx)?);
                Ok(())
            }),
            Some(Reply::Yes(WITHDRAW)) => {
                self.withdraw(cx);
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(e) = done.and_then(|()| self.look(cx)) {
            cx.fail(&e);
        }
    }

    fn changed(&mut self, _changes: &Changes, cx: &mut Cx<'_>) {
        // Whoever comes back here looks anyway.
        if cx.front
            && let Err(e) = self.look(cx)
        {
            cx.fail(&e);
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = self.look(cx) {
            cx.fail(&e);
        }
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.settle_lists(cx);
    }

    fn tallied(&mut self, tally: Tally, cx: &mut Cx<'_>) {
        if let Err(e) = self.take_over(tally, cx) {
            cx.fail(&e);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        layout::draw(self, paint, area)
    }
}
