//! A talk: the five questions, the answer being typed, and what folds away beside it.
//!
//! Nothing is saved by hand: keys edit memory, a draft follows within a fraction of a second, and leaving a question
//! or the screen seals it as one revision. What is handed in is an act ([`crate::acts::talk`]); typing goes on while it
//! is on its way (`writes`), and what is in the file is read again after every commit, with what is typed on top.

pub mod begin;
pub mod claims;
pub mod close;
mod facts;
mod filing;
mod layout;
mod load;
mod marks;
pub mod panel;
mod panel_keys;
pub mod paragraph;
mod pointer;
mod read_back;
mod record;
pub mod slot;
mod withhold;
mod writes;

use crate::acts::talk::sitting::{BreakOff, ReadOpening};
use crate::analysis::corrected::Correction;
use crate::analysis::on_record::TalkDeed;
use crate::error::{Error, Result};
use crate::method::types::{FieldType, Method, Question};
use crate::model::answer::{Answer, Progress};
use crate::model::ids::{AnswerId, InterviewId, PersonId, StatementId};
use crate::model::interview::Interview;
use crate::model::merge::Side;
use crate::model::observation::Observation;
use crate::model::people::Person;
use crate::model::record::Changes;
use crate::model::round::Unit;
use crate::store::Ticket;
use crate::text::{Outcome, Position};
use crate::tui::action::{Action, Edit};
use crate::tui::dialog::clash;
use crate::tui::editing::{self, At};
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::screen::withhold as ask;
use crate::tui::shell::Shell;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use panel::Panel;
use ratatui::layout::{Position as Cell, Rect};
use slot::Slot;
use std::sync::Arc;
use withhold::Withholding;
use writes::OnTheWay;

/// A key was pressed behind which a digit comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// That of a judgement.
    Judgement,
    /// That of a probe.
    Probe,
}

/// A talk on the screen.
#[derive(Debug)]
pub struct Talk {
    /// The talk.
    pub interview: Interview,
    /// With whom.
    pub person: Person,
    /// Of which unit.
    pub unit: Unit,
    /// The method that it was started with.
    pub method: Arc<Method>,
    /// The roster of the unit when a claim of the method names a person; else empty.
    pub roster: Vec<Person>,
    /// Questions (places in the method) in the order that the person's type suggests.
    pub order: Vec<usize>,
    /// The question shown, as a place in the method.
    pub at: usize,
    /// One answer a question, in the order of the method.
    pub slots: Vec<Slot>,
    /// Observations marked in this talk, as they are in the file.
    observations: Vec<Observation>,
    /// The panel, when it is opened.
    pub panel: Option<Panel>,
    /// The panel as it was folded with a claim that is not right yet.
    unfinished: Option<Panel>,
    /// The panel has the focus.
    pub in_panel: bool,
    /// The user put the caret where it is, since the answer came up.
    pointed: bool,
    /// The digit that comes next.
    awaited: Option<Awaited>,
    /// It was said that what is typed ends the read-back.
    unread_said: bool,
    /// What was corrected since the record was read back, as it is in the file.
    corrections: Vec<Correction>,
    /// What was handed in and not answered.
    on_the_way: OnTheWay,
    /// What is being withheld, asked about or on its way.
    withholding: Withholding,
    /// The people of the list from which the right one is chosen.
    candidates: Vec<PersonId>,
    /// The one of them that was chosen, with the name.
    to: Option<(PersonId, String)>,
    /// The talk of that person that is not finished.
    other: Option<InterviewId>,
    /// The statements that the person confirmed one by one when the record was read back.
    read_out: read_back::Ticked,
    /// How many paragraphs the question whether the talk is removed said that it has.
    told_to_go: usize,
}

impl Talk {
    /// Opens a talk as it stands in the file, with the drafts of its answers put back.
    pub fn open(id: InterviewId, cx: &Cx<'_>) -> Result<Self> {
        load::open(id, cx)
    }

    /// Opens a talk at an answer, and at one of its statements.
    pub fn open_at(id: InterviewId, answer: AnswerId, statement: Option<StatementId>, cx: &Cx<'_>) -> Result<Self> {
        let mut talk = load::open(id, cx)?;
        if let Some(at) = talk.slots.iter().position(|s| s.answer.id == answer) {
            talk.at = at;
        }
        if let Some(slot) = talk.slot_mut() {
            let said = slot.text.buffer.paragraphs().iter().position(|p| Some(p.meta.id) == statement);
            if let Some(paragraph) = said {
                slot.text.buffer.place(Position { paragraph, offset: 0 }.into(), false);
            }
            talk.pointed = said.is_some();
        }
        Ok(talk)
    }

    /// The question shown.
    pub fn question(&self) -> Option<&Question> {
        self.method.questions.get(self.at)
    }

    /// The answer shown.
    pub fn slot(&self) -> Option<&Slot> {
        self.slots.get(self.at)
    }

    fn slot_mut(&mut self) -> Option<&mut Slot> {
        self.slots.get_mut(self.at)
    }

    /// Progress of a question, with what is typed now counted in.
    pub fn progress(&self, at: usize) -> Progress {
        let Some(slot) = self.slots.get(at) else { return Progress::Open };
        let said = !slot.text.buffer.is_empty();
        let mut shadow =
            Answer { statements: Vec::new(), claims: Vec::new(), probes: Vec::new(), ..slot.answer.clone() };
        if said {
            shadow.statements = slot.answer.statements.first().cloned().into_iter().collect();
        }
        match shadow.progress() {
            // Text that is not sealed yet counts like a statement.
            Progress::Open | Progress::Excused if said => Progress::Part,
            Progress::Part if said && shadow.judgement.is_some() => Progress::Done,
            other => other,
        }
    }

    /// Questions of whom the person is asked by duty.
    pub fn is_required(&self, at: usize) -> bool {
        self.method.questions.get(at).is_some_and(|q| q.is_required_of(&self.person))
    }

    fn follow_caret(&mut self, cx: &Cx<'_>) {
        let text = layout::places(self, cx.area, cx.shell).text;
        let measure = layout::measure(text, cx.shell);
        if let Some(slot) = self.slot_mut() {
            slot.text.scroll = slot.text.buffer.scroll_to_caret(measure, usize::from(text.height), slot.text.scroll);
        }
    }

    fn turn_to(&mut self, at: usize, cx: &mut Cx<'_>) {
        if at >= self.slots.len() || !self.may_leave(cx) {
            return;
        }
        let from = self.at;
        self.seal_slot(from, cx);
        if let Some(slot) = self.slots.get_mut(from) {
            slot.text.buffer.blur();
        }
        self.at = at;
        self.pointed = false;
        if self.panel.is_some() {
            self.panel = Some(Panel::default());
            self.enter_row();
        }
        self.tell_masked(cx);
        self.follow_caret(cx);
    }

    /// The next or previous question in the suggested order.
    fn step_question(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let place = self.order.iter().position(|q| *q == self.at).unwrap_or(0);
        let next = if forward { place.checked_add(1) } else { place.checked_sub(1) };
        match next.and_then(|n| self.order.get(n)).copied() {
            Some(at) => self.turn_to(at, cx),
            None if forward => cx.not_here(
                Context::Answer.fill("这是最后一问。谈完了按 {key:CloseTalk} 结束谈话；今天到此按 {key:BreakOff}。"),
            ),
            None => cx.not_here("这是第一问。"),
        }
    }

    fn edit(&mut self, edit: Edit, cx: &mut Cx<'_>) {
        let text = layout::places(self, cx.area, cx.shell).text;
        let measure = layout::measure(text, cx.shell);
        let now = cx.now;
        if self.refuses(edit, cx) {
            return;
        }
        self.pointed = true;
        let splits = self.splits();
        let open = self.open_statements();
        let at = At { measure, page: usize::from(text.height).max(1), here: Context::Answer };
        let Some(slot) = self.slot_mut() else { return };
        let outcome = editing::buffer(&mut slot.text.buffer, edit, at, cx, |m| m.following(splits, now));
        let back = match edit {
            Edit::Undo => Some(Edit::Redo),
            Edit::Redo => Some(Edit::Undo),
            _ => None,
        };
        if let Some(back) = back.filter(|_| outcome == Outcome::Done && slot.lets_in()) {
            // To tell again what is withheld is asked for in words, by the undo of actions.
            let undone = editing::buffer(&mut slot.text.buffer, back, at, cx, |m| m.following(splits, now));
            let word = "这一步是转线索，文字的撤销到此为止。要取消转线索，把光标放在那一段上按 {key:MarkWithheld}。";
            cx.warn(Context::Answer.fill(word));
            self.after_edit(undone, cx);
            return;
        }
        if back.is_none() {
            slot.free_uncorrected(u64::try_from(now.ms).unwrap_or_default());
        }
        self.after_edit(outcome, cx);
        self.withheld_by_editing(&open, edit == Edit::Undo, cx);
    }

    fn after_edit(&mut self, outcome: Outcome, cx: &mut Cx<'_>) {
        let now = cx.now;
        if outcome == Outcome::Locked {
            cx.warn("这一段已有更正，原话不再改动。要改，请改更正的那一段。");
        }
        if let Some(slot) = self.slot_mut() {
            slot.text.edited(now);
        }
        self.say_unread(cx);
        self.follow_caret(cx);
    }

    /// Says at the first word that is changed that the read-back is over; the head does not show it from then on.
    fn say_unread(&mut self, cx: &mut Cx<'_>) {
        let is_open = self.interview.read_back.is_some() && self.interview.on_record().is_none();
        let is_over = is_open && self.slots.iter().any(Slot::has_new_words);
        if is_over && !self.unread_said {
            cx.warn(Context::Answer.fill("读回确认已取消；改完请再读回一次，按 {key:ReadBack} 记下。"));
        }
        self.unread_said = is_over;
    }

    fn next_wording(&mut self, cx: &mut Cx<'_>) {
        if self.interview.read_back.is_some() {
            cx.not_here(
                Context::Answer
                    .fill("记录已读回，问法不再改动。要换问法，先按 {key:ReadBack} 取消读回，再问、再读回。"),
            );
            return;
        }
        let count = self.question().map_or(1, |q| q.wordings.len().max(1));
        self.seal_shown(cx);
        if let Some(slot) = self.slot_mut() {
            slot.answer.wording = u8::try_from((usize::from(slot.answer.wording) + 1) % count).unwrap_or(0);
            self.write_answer(cx);
        }
    }

    fn break_off(&mut self, cx: &mut Cx<'_>) {
        if self.refuses_deed(TalkDeed::BreakOff, cx) {
            return;
        }
        let answers = self.sealed_before(cx);
        let act = BreakOff { answers, talk: self.interview.id, at: cx.now };
        let said = format!("{}：谈话中断，改日从这里继续。", self.person.name);
        let ticket = cx.act_and_leave(act, said, Reply::Changed);
        self.sent(ticket, Vec::new());
    }

    /// Registers a lead for a withheld paragraph; the talk comes back whatever becomes of the form.
    fn register_lead(&self, cx: &mut Cx<'_>) {
        let shut = self.slot().and_then(|s| s.shut().get(&s.current()?.meta.id).copied());
        if shut.is_none() {
            let word = "这一段没有转线索。先按 {key:MarkWithheld} 转线索，再按 {key:Add} 登记。";
            cx.not_here(Context::Answer.fill(word));
            return;
        }
        cx.push(forms::lead::register());
    }

    fn copy_out(&self, cx: &mut Cx<'_>) {
        match self.slot().and_then(|s| s.text.buffer.selected_text()) {
            Some(text) => cx.effects.push(Effect::CopyOut(text)),
            None => cx.warn("先用 Shift 和方向键选中文字，再复制到系统剪贴板。"),
        }
    }

    fn talk_action(&mut self, action: Action, cx: &mut Cx<'_>) {
        // A claim that is not right yet is not left behind.
        let leaves =
            matches!(action, Action::BreakOff | Action::CloseTalk) || (action == Action::Back && self.panel.is_none());
        if leaves && !self.may_leave(cx) {
            return;
        }
        match action {
            Action::NextQuestion => self.step_question(true, cx),
            Action::PrevQuestion => self.step_question(false, cx),
            Action::Question(at) => self.turn_to(usize::from(at), cx),
            Action::NextWording => self.next_wording(cx),
            Action::TogglePanel => self.toggle_panel(cx),
            Action::SwitchFocus => self.switch_focus(cx),
            Action::MarkObservation => self.mark_observation(cx),
            Action::NextLane => self.next_lane(cx),
            Action::ToLane(lane) => self.put_in_lane(lane, cx),
            Action::AwaitJudgement => self.awaited = Some(Awaited::Judgement),
            Action::AwaitProbe => self.awaited = Some(Awaited::Probe),
            Action::MarkKey => self.mark_key(cx),
            Action::MarkWithheld => self.mark_withheld(cx),
            Action::Correct => self.correct(cx),
            Action::ReadBack => self.read_back(cx),
            Action::Dues => self.dues(cx),
            Action::TalkFacts => self.facts(cx),
            Action::Approach => cx.push(begin::approach_page(&self.method, &self.person, None)),
            Action::BreakOff => self.break_off(cx),
            Action::Add => self.register_lead(cx),
            Action::CloseTalk => {
                self.seal(cx);
                close::ask(self, cx);
            }
            Action::CopyOut => self.copy_out(cx),
            Action::Back if self.panel.is_some() => self.fold(cx),
            Action::Back => self.leave(cx),
            other => cx.nothing(other),
        }
    }
}

impl Screen for Talk {
    fn context(&self) -> Context {
        match self.awaited {
            Some(Awaited::Judgement) => return Context::Judging,
            Some(Awaited::Probe) => return Context::Probing,
            None => {}
        }
        match (self.in_panel, self.panel_row()) {
            (false, _) => Context::Answer,
            (true, Some(panel::Row::Claim(_))) => Context::Claim,
            (true, _) => Context::Panel,
        }
    }

    fn on(&self) -> Option<uuid::Uuid> {
        Some(self.interview.id.0)
    }

    fn title(&self, shell: &Shell) -> String {
        layout::title(self, shell)
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let place = self.order.iter().position(|q| *q == self.at).unwrap_or(0);
        let refuses = |deed: TalkDeed| deed.may(&self.interview).is_err();
        let idle = match action {
            Action::NextQuestion => place + 1 >= self.order.len(),
            Action::PrevQuestion => place == 0,
            Action::NextLane => self.changes_record(Edit::NewLine),
            Action::BreakOff => refuses(TalkDeed::BreakOff),
            Action::CloseTalk => refuses(TalkDeed::Close),
            Action::NextWording => self.interview.read_back.is_some(),
            Action::MarkObservation => self.is_blank_here(),
            Action::TogglePanel if self.panel.is_some() => return Some("收起"),
            Action::NextQualifier => self.is_claim_closed(),
            Action::TogglePut => match self.panel_row() {
                Some(panel::Row::Probe(_)) => refuses(TalkDeed::Probes),
                _ => return Some("下一行"),
            },
            _ => false,
        };
        idle.then_some("")
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "每一段是一条陈述。段前的字：原 本人原话，要 要点，注 记录人注（不印给本人看）。",
            "段前的标记：* 重点　! 疑点　x 已转线索，只留在本页　= 更正上文　~ 已被更正",
            "左边的记号：☑ 已问　~ 问了一部分　☐ 还没问　/ 没有问，写明了原因　- 不是必问",
            "{key:TogglePanel} 展开后，上下键走到要素、判断、追问；再按 {key:TogglePanel} 收起，对面看不到。",
            "不用存盘：停一下就自动存好，右上角是“已存”。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        match (self.awaited.take(), action) {
            (Some(Awaited::Judgement), Action::Judge(n)) => self.judge_unseen(usize::from(n), cx),
            (Some(Awaited::Probe), Action::PutProbe(n)) => self.put_unseen(usize::from(n), cx),
            (Some(_), Action::Back) => {}
            (_, Action::Edit(edit)) if self.in_panel => self.edit_claim(edit, cx),
            (_, Action::Edit(edit)) => self.edit(edit, cx),
            _ if self.in_panel && self.panel_action(action, cx) => {}
            (_, other) => self.talk_action(other, cx),
        }
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.in_panel {
            self.type_claim(text, cx);
            return;
        }
        if self.refuses(Edit::Paste, cx) {
            return;
        }
        self.pointed = true;
        let now = cx.now;
        let ms = u64::try_from(now.ms).unwrap_or_default();
        let splits = self.splits();
        let open = self.open_statements();
        let Some(slot) = self.slot_mut() else { return };
        // One call is one key, one burst of an input method, or one paste; only a longer text is its own undo step.
        let outcome = if text.chars().nth(20).is_some() {
            slot.text.buffer.paste(text, ms, |m| m.following(splits, now))
        } else {
            slot.text.buffer.insert(text, ms, |m| m.following(splits, now))
        };
        self.after_edit(outcome, cx);
        self.withheld_by_editing(&open, false, cx);
    }

    fn joins(&self) -> Option<&'static str> {
        let Some(panel::Row::Claim(at)) = self.panel_row().filter(|_| self.in_panel) else { return None };
        let field = self.question().and_then(|q| q.claims.get(at));
        // As several words are typed.
        let several = field.is_some_and(|field| matches!(field.ty, FieldType::Choices(_)));
        Some(if several { "；" } else { " " })
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        self.awaited = None;
        self.point(mouse, cx);
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes("opening")) => {
                let ticket = cx.act(ReadOpening { talk: self.interview.id, at: cx.now });
                self.sent(ticket, Vec::new());
            }
            Some(Reply::Yes(clash::TAG)) => self.settle(Side::Ours, cx),
            Some(Reply::No(clash::TAG)) => self.settle(Side::Theirs, cx),
            Some(Reply::Yes(record::UNREAD)) => self.take_read_back_away(cx),
            Some(Reply::ReadOut(ticked)) => {
                self.read_out.clone_from(ticked);
                self.came_up(cx);
            }
            Some(Reply::Yes(tag @ (ask::ASK | withhold::LET_IN))) => {
                self.withhold_answered(tag, true, cx);
            }
            Some(Reply::No(tag @ ask::ASK)) => {
                self.withhold_answered(tag, false, cx);
            }
            Some(Reply::Chosen(marks::CORRECT, row)) => self.correct_chosen(*row, cx),
            // The talk has been closed: home comes back.
            Some(Reply::Changed) => cx.reply(Reply::Changed),
            None => self.came_up(cx),
            Some(other) => self.facts_returned(other, cx),
        }
        self.follow_caret(cx);
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        self.take_in(changes, cx);
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.read_again(cx);
    }

    fn ask_held(&mut self, cx: &mut Cx<'_>) -> bool {
        self.ask_clash(cx) || self.tell_held(cx)
    }

    fn done(&mut self, ticket: Ticket, cx: &mut Cx<'_>) {
        self.arrived(ticket);
        self.withheld(ticket, cx);
    }

    fn refused(&mut self, ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        self.bounced(ticket, error, cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.follow_caret(cx);
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        for slot in self.slots.iter_mut().filter(|s| s.text.is_dirty()) {
            match slot.draft(cx.now) {
                Ok(draft) => cx.draft(draft),
                Err(e) => cx.fail(&e),
            }
        }
        for slot in &mut self.slots {
            slot.claim_drafts(cx.now).into_iter().for_each(|draft| cx.draft(draft));
        }
    }

    fn seal(&mut self, cx: &mut Cx<'_>) {
        self.leave_row(cx);
        for at in 0..self.slots.len() {
            self.seal_slot(at, cx);
        }
        // What is not right yet is in no answer: it is to be found again as it was typed.
        for slot in &mut self.slots {
            slot.claim_drafts(cx.now).into_iter().for_each(|draft| cx.draft(draft));
        }
    }

    fn stay(&mut self) -> bool {
        self.stay_after_all()
    }

    fn holds_refused(&self) -> bool {
        self.slots.iter().any(|s| s.text.is_refused())
    }

    fn dirty(&self) -> bool {
        self.slots.iter().any(|s| s.text.is_dirty() || s.claims.is_dirty())
    }

    /// It does not say which: somebody sits opposite.
    fn unkept(&self) -> Option<String> {
        self.slots.iter().any(|s| s.claims.any_refused()).then(|| "未存：一项要素".to_owned())
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        let now = cx.now;
        for at in 0..self.slots.len() {
            if self.slots.get(at).and_then(|s| s.text.seal_due(now)) == Some(0) {
                self.seal_slot(at, cx);
            }
        }
        let mut drafted = false;
        for slot in self.slots.iter_mut().filter(|s| s.text.draft_due(now) == Some(0)) {
            drafted = true;
            match slot.draft(now) {
                Ok(draft) => cx.draft(draft),
                Err(e) => cx.fail(&e),
            }
        }
        if drafted {
            self.tell_masked(cx);
        }
        for slot in self.slots.iter_mut().filter(|s| s.claims.draft_due(now) == Some(0)) {
            slot.claim_drafts(now).into_iter().for_each(|draft| cx.draft(draft));
        }
        let due = |s: &Slot| [s.text.draft_due(now), s.text.seal_due(now), s.claims.draft_due(now)];
        let next = self.slots.iter().flat_map(due).flatten().min()?;
        u64::try_from(next).ok()
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Cell> {
        layout::draw(self, paint, area, shell)
    }
}
