//! What a screen is, and what an update of it may use.
//!
//! A screen never touches the disk: it reads through [`Cx::read`] and asks for everything else with effects.

use crate::acts::foreseen::Foreseen;
use crate::analysis::methods;
use crate::analysis::paper::Everybody;
use crate::analysis::tally::Tally;
use crate::error::{Error, Result};
use crate::import::table::Workbook;
use crate::method::types::Method;
use crate::model::evidence::Evidence;
use crate::model::ids::{Hash, InspectorId, InterviewId, StatementId, UnitId};
use crate::model::overruled::Overruled;
use crate::model::record::Changes;
use crate::model::value::{Instant, PartialDate};
use crate::store::{Act, Draft, Reader, Ticket};
use crate::tui::action::Action;
use crate::tui::effect::{
    CopiesNews, CopiesWork, Effect, HandedIn, LeadText, LeadWork, LeftNews, LeftWork, ScreenId, TallyOrder,
};
use crate::tui::keys::{self, Binding, Context};
use crate::tui::painter::Painter;
use crate::tui::shell::{Book, Shell};
use crate::tui::terminal::MouseKind;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// A mouse event, at a cell of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What it did.
    pub kind: MouseKind,
    /// Column.
    pub col: u16,
    /// Row.
    pub row: u16,
}

impl Mouse {
    /// Whether it is inside `area`.
    pub fn inside(self, area: Rect) -> bool {
        area.contains(Position::new(self.col, self.row))
    }
}

/// What a screen on top hands to the one below when it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Yes to the question of that tag.
    Yes(&'static str),
    /// No to the question of that tag.
    No(&'static str),
    /// The row chosen in the list of that tag.
    Chosen(&'static str, usize),
    /// The rows ticked in the list of that tag.
    Ticked(&'static str, Vec<usize>),
    /// This evidence was registered.
    Registered(Box<Evidence>),
    /// This error of the paper below was left standing.
    Overruled(Box<Overruled>),
    /// This talk was sat down to, the first time or again.
    SatDown {
        /// The talk.
        talk: InterviewId,
        /// The opening statement is to be read out.
        opening: bool,
    },
    /// A sitting of the talk below was put right.
    SittingCorrected,
    /// The record of the talk below was looked at to be read back: the statements that the person confirmed one by one,
    /// with their words.
    ReadOut(BTreeMap<StatementId, String>),
    /// Something was saved; look again.
    Changed,
    /// A lead was registered.
    LeadRegistered,
    /// The files of earlier exports were named, and perhaps removed.
    LeftNamed,
    /// This record was saved by its form; a list shows it and puts the cursor on it.
    Kept(Uuid),
}

/// What the file was, and which day: a screen that has read it then need not read it again as long as both are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    written: i64,
    day: PartialDate,
}

impl Seen {
    /// Now; `None` when the file cannot be asked.
    pub fn now(cx: &Cx<'_>) -> Option<Self> {
        let written = cx.read?.written().ok()?;
        Some(Self { written, day: cx.now.date() })
    }
}

/// What an update may use.
pub struct Cx<'a> {
    /// State shared by all screens.
    pub shell: &'a mut Shell,
    /// The round, for reading; none before one is open.
    pub read: Option<&'a Reader>,
    /// What the update asks for.
    pub effects: &'a mut Vec<Effect>,
    /// Now.
    pub now: Instant,
    /// The area of the screen's middle.
    pub area: Rect,
    /// The screen is the one in front; one that is not may leave work until it comes back.
    pub front: bool,
    /// The screen's name.
    pub screen: ScreenId,
}

impl Cx<'_> {
    /// Puts a screen on top.
    pub fn push(&mut self, screen: impl Screen + 'static) {
        self.effects.push(Effect::Push(Box::new(screen)));
    }

    /// Leaves this screen.
    pub fn pop(&mut self) {
        self.effects.push(Effect::Pop(None));
    }

    /// Leaves this screen with a reply.
    pub fn reply(&mut self, reply: Reply) {
        self.effects.push(Effect::Pop(Some(reply)));
    }

    /// Says that something was done.
    pub fn done(&mut self, text: impl Into<String>) {
        self.shell.done(text);
    }

    /// Says something to know.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.shell.warn(text);
    }

    /// Says that an action has nothing to do here. Moves and edits say nothing: they may stand at an end.
    pub fn nothing(&mut self, action: Action) {
        if action.may_rest() {
            return;
        }
        if action == Action::Open {
            self.not_here("这里没有一行可以选。");
            return;
        }
        let name = keys::row_of(action, Context::Page).map_or("这个键", Binding::name);
        self.not_here(format!("{name}这里用不上；{}", Context::Page.fill("按 {key:Help} 看说明。")));
    }

    /// Says why a key has nothing to do here, and what to do instead. The key bar does not show such a key: see
    /// [`Screen::called_now`].
    pub fn not_here(&mut self, text: impl Into<String>) {
        self.shell.not_here(text);
    }

    /// Says what failed and what to do.
    pub fn fail(&mut self, error: &Error) {
        self.shell.refuse(&error.to_string());
    }

    /// Hands in a user action. Its outcome comes to this screen: [`Screen::done`] or [`Screen::refused`].
    pub fn act(&mut self, act: impl Act) -> Ticket {
        self.hand_in(Box::new(act), None, None)
    }

    /// Hands in a user action and says `said` once it is in the file.
    pub fn act_saying(&mut self, act: impl Act, said: impl Into<String>) -> Ticket {
        self.hand_in(Box::new(act), Some(said.into()), None)
    }

    /// Hands in a user action; once it is in the file, this screen leaves with `reply` and `said` is said. Refused, the
    /// screen stays.
    pub fn act_and_leave(&mut self, act: impl Act, said: impl Into<String>, reply: Reply) -> Ticket {
        self.hand_in(Box::new(act), Some(said.into()), Some(reply))
    }

    /// Hands in a user action; once it is in the file, this screen leaves with `reply`, and nothing is said.
    pub fn act_then_leave(&mut self, act: impl Act, reply: Reply) -> Ticket {
        self.hand_in(Box::new(act), None, Some(reply))
    }

    fn hand_in(&mut self, act: Box<dyn Act>, said: Option<String>, leaves: Option<Reply>) -> Ticket {
        let (ticket, author, screen) = (self.shell.ticket(), self.shell.me, self.screen);
        self.effects.push(Effect::Act(Box::new(HandedIn { ticket, screen, author, act, said, leaves })));
        ticket
    }

    /// Puts a question before an action; what a rule refuses is refused now, and nothing is asked. Says whether it asks.
    pub fn ask_before(&mut self, act: &impl Foreseen, question: impl Screen + 'static) -> bool {
        match self.reader().and_then(|reader| reader.snapshot(|reader| act.may(&reader.trail()))) {
            Ok(()) => {
                self.push(question);
                true
            }
            Err(e) => {
                self.fail(&e);
                false
            }
        }
    }

    /// Posts a draft.
    pub fn draft(&mut self, draft: Draft) {
        self.effects.push(Effect::Draft(Box::new(draft)));
    }

    /// Seals or opens the text of a lead; what comes of it comes to [`Screen::lead_text`].
    pub fn lead(&mut self, work: LeadWork) {
        self.effects.push(Effect::Lead(self.screen, Box::new(work)));
    }

    /// Has the problems of a unit counted beside the loop; what comes of it comes to [`Screen::tallied`].
    pub fn tally(&mut self, unit: UnitId) -> Result<()> {
        let order = TallyOrder { screen: self.screen, unit, method: Arc::clone(&self.book()?.method) };
        self.effects.push(Effect::Tally(order));
        Ok(())
    }

    /// Finds or removes files of earlier exports; what comes of it comes to [`Screen::left`].
    pub fn files_left(&mut self, work: LeftWork) {
        self.effects.push(Effect::Left(self.screen, work));
    }

    /// Lists or writes copies of a round; what comes of it comes to [`Screen::copies`].
    pub fn copies(&mut self, work: CopiesWork) {
        self.effects.push(Effect::Copies(self.screen, Box::new(work)));
    }

    /// Calls off this screen's search for files of earlier exports.
    pub fn call_off_left(&mut self) {
        self.effects.push(Effect::CallOffLeft(self.screen));
    }

    /// Everybody on a roster of the round, for papers; read when the first paper asks.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn everybody(&self) -> Result<&Everybody> {
        let known = &self.book()?.everybody;
        if let Some(everybody) = known.get() {
            return Ok(everybody);
        }
        let read = Everybody::read(self.reader()?)?;
        Ok(known.get_or_init(|| read))
    }

    /// The open round.
    pub fn book(&self) -> Result<&Book> {
        self.shell.book.as_ref().ok_or_else(|| Error::internal("没有打开的轮次"))
    }

    /// The reader of the open round.
    pub fn reader(&self) -> Result<&Reader> {
        self.read.ok_or_else(|| Error::internal("没有打开的轮次"))
    }

    /// The method of that hash: the one with which a talk or a document was begun.
    ///
    /// # Errors
    /// When no method of the round can be read.
    pub fn method(&self, hash: Hash) -> Result<Arc<Method>> {
        let current = &self.book()?.method;
        if current.hash == hash {
            return Ok(Arc::clone(current));
        }
        methods::method_of(self.reader()?, hash)
    }

    /// Who is at the keyboard.
    pub fn me(&self) -> Option<InspectorId> {
        self.shell.me
    }
}

/// What a screen is to show is not in the round, though something there points to it.
pub fn missing(what: &str) -> Error {
    Error::internal(format!("找不到{what}")).hint("文件没有改动。请退出后运行 wenkan verify 检查轮次文件。")
}

/// One screen.
pub trait Screen: Send {
    /// Where the focus is.
    fn context(&self) -> Context;

    /// What the top line says it is.
    fn title(&self, shell: &Shell) -> String;

    /// What the key bar calls an action now, where that is not the word of its row; empty: it has nothing to do.
    fn called_now(&self, _action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        None
    }

    /// The lines of help beside the keys; what the marks mean.
    fn help(&self) -> &'static [&'static str] {
        &[]
    }

    /// Carries out an action.
    fn act(&mut self, action: Action, cx: &mut Cx<'_>);

    /// The record that one is on, whose history can be shown.
    fn on(&self) -> Option<Uuid> {
        None
    }

    /// Why what is done here is not taken back, where that is so: it is in the record of no action that can be undone.
    fn not_undone(&self) -> Option<&'static str> {
        None
    }

    /// Shows or asks what has waited because something was being typed here; whether there was anything.
    fn ask_held(&mut self, _cx: &mut Cx<'_>) -> bool {
        false
    }

    /// Takes typed or pasted text. One call is one edit.
    fn text(&mut self, _text: &str, _cx: &mut Cx<'_>) {}

    /// What comes between lines that are pasted where the focus is, a text of one line; `None`: it keeps its lines.
    fn joins(&self) -> Option<&'static str> {
        (self.context() != Context::Answer).then_some(" ")
    }

    /// Takes a mouse event.
    fn mouse(&mut self, _mouse: Mouse, _cx: &mut Cx<'_>) {}

    /// This screen has come up over others, or in place of one. Who reads all that is shown while it is made has nothing
    /// to do; the others read it now.
    fn first_shown(&mut self, cx: &mut Cx<'_>) {
        self.returned(None, cx);
    }

    /// A screen above went with this reply, or this screen is the first.
    fn returned(&mut self, _reply: Option<&Reply>, _cx: &mut Cx<'_>) {}

    /// Records changed: what is shown of them is read again, and what is typed and not saved lies on top.
    fn changed(&mut self, _changes: &Changes, _cx: &mut Cx<'_>) {}

    /// An action that this screen handed in is in the file; [`changed`](Self::changed) follows.
    fn done(&mut self, _ticket: Ticket, _cx: &mut Cx<'_>) {}

    /// An action was refused: what is shown of the file is read again.
    fn refresh(&mut self, _cx: &mut Cx<'_>) {}

    /// An action that this screen handed in was refused by a rule, which has been said; nothing of it is written.
    fn refused(&mut self, _ticket: Ticket, _error: &Error, _cx: &mut Cx<'_>) {}

    /// The table that this screen asked for has been read.
    fn arrived(&mut self, _book: &Workbook, _cx: &mut Cx<'_>) {}

    /// The text of a lead that this screen asked for has been sealed or opened.
    fn lead_text(&mut self, _text: LeadText, _cx: &mut Cx<'_>) {}

    /// What this screen wanted counted has been.
    fn tallied(&mut self, _tally: Tally, _cx: &mut Cx<'_>) {}

    /// Files of earlier exports that this screen asked for were found or removed.
    fn left(&mut self, _left: &LeftNews, _cx: &mut Cx<'_>) {}

    /// Copies of a round that this screen asked for were found, or one was written.
    fn copies(&mut self, _news: &CopiesNews, _cx: &mut Cx<'_>) {}

    /// The area, or the width of glyphs, is another one: what has the focus stays in sight.
    fn resized(&mut self, _cx: &mut Cx<'_>) {}

    /// Posts a draft of whatever is typed and in none, due or not: it is sealed next, and sealing may be refused or cut off.
    fn keep(&mut self, _cx: &mut Cx<'_>) {}

    /// Seals what has been typed: the screen is left, hidden, locked or the program goes.
    fn seal(&mut self, _cx: &mut Cx<'_>) {}

    /// The screen waits for the disk before it goes, and the user goes on typing here: it stays. `false` where that cannot
    /// be: what was handed in ends what is shown.
    fn stay(&mut self) -> bool {
        false
    }

    /// What was typed here and refused stands there as it was: it has not been changed, handed in again or taken back.
    fn holds_refused(&self) -> bool {
        false
    }

    /// Something typed has not been handed to the store yet.
    fn dirty(&self) -> bool {
        false
    }

    /// What is typed here and kept nowhere until it is confirmed, or was tried and cannot be taken as it stands, in the words
    /// of the top line: it is not 已存.
    fn unkept(&self) -> Option<String> {
        None
    }

    /// Time has passed: posts drafts that are due. Returns when it wants to be called again (ms from now).
    fn tick(&mut self, _cx: &mut Cx<'_>) -> Option<u64> {
        None
    }

    /// Draws the middle and says where the caret is.
    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position>;
}
