//! The screen of a form. What a form is for is its [`Spec`].
//!
//! What is typed is in the file as a draft within a fraction of a second, like any text; the form leaves when what it
//! handed in is in the file.

mod drafts;
mod layout;
mod place;

use crate::acts::drafts::AsTyped;
use crate::error::Error;
use crate::import::table::Workbook;
use crate::model::ids::Hash;
use crate::model::merge::Side;
use crate::model::value::Instant;
use crate::store::Ticket;
use crate::text::Outcome;
use crate::tui::action::Action;
use crate::tui::dialog::clash;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::page::{Block, Sheet};
use crate::tui::dialog::strikes;
use crate::tui::editing;
use crate::tui::effect::{Effect, HandedIn, LeadText};
use crate::tui::form::{Form, Refused, Value};
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse, Reply, Screen};
use drafts::FormDrafts;
pub use place::{FormName, FormPlace};
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

/// What a form is for.
pub trait Spec: Send {
    /// What the top line says.
    fn title(&self) -> String;

    /// Does it; the form stays open with the reason when it refuses. It leaves the screen itself.
    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused>;

    /// Which form of which record this is, under which what is typed is kept; `None` where nothing may be kept
    /// (passphrases) or there is nothing to keep it with.
    fn place(&self) -> Option<FormPlace>;

    /// The form of a new record takes up one that was begun and never saved: it becomes the record of that id.
    fn take_up(&mut self, _record: Uuid) {}

    /// What was typed before and never saved has been put back into the form.
    fn restored(&mut self, _form: &Form) {}

    /// The focus left field `field`: other fields may follow from it.
    fn left(&mut self, _form: &mut Form, _field: usize, _cx: &Cx<'_>) {}

    /// Something was typed or chosen: fields may come and go with it.
    fn edited(&mut self, _form: &mut Form) {}

    /// A screen that this form opened went with a reply.
    fn returned(&mut self, _form: &Form, _reply: &Reply, _cx: &mut Cx<'_>) {}

    /// The table that this form asked for has been read.
    fn arrived(&mut self, _form: &mut Form, _book: &Workbook, _cx: &mut Cx<'_>) -> Result<(), Refused> {
        Ok(())
    }

    /// The text of a lead that this form asked for has been sealed or opened.
    fn lead_text(&mut self, _form: &Form, _text: LeadText, _cx: &mut Cx<'_>) {}

    /// What was handed in is in the file; the form leaves.
    fn done(&mut self, _cx: &mut Cx<'_>) {}

    /// Leaving with Esc asks first when something was typed.
    fn asks(&self) -> bool {
        true
    }

    /// What is asked then, and the words for yes, which confirms the form, and for no, which throws away what is typed.
    fn leaving(&self) -> [&'static str; 3] {
        ["已填的内容还没有保存。保存吗？", "保存", "不保存，放弃改动"]
    }

    /// What follows from what has been typed so far, shown below the form.
    fn below(&self, _form: &Form) -> Vec<Block> {
        Vec::new()
    }

    /// Esc does not leave: the screen is locked.
    fn stays(&self) -> bool {
        false
    }
}

/// What was handed in since `from` is refused when withheld words would be struck out of it: the user is asked first.
fn as_typed(from: usize, effects: &mut Vec<Effect>) {
    let handed = effects.split_off(from.min(effects.len()));
    effects.extend(handed.into_iter().map(|effect| match effect {
        Effect::Act(handed) => {
            let HandedIn { act, .. } = *handed;
            Effect::Act(Box::new(HandedIn { act: Box::new(AsTyped { act }), ..*handed }))
        }
        other => other,
    }));
}

/// Takes back the only action handed in since `from`; whether it was the only thing asked for.
fn unsays(from: usize, effects: &mut Vec<Effect>) -> bool {
    let only = matches!(effects.get(from..), Some([Effect::Act(handed)]) if handed.leaves.is_some());
    if only {
        effects.truncate(from);
    }
    only
}

/// A form on the screen.
#[expect(clippy::struct_excessive_bools, reason = "each may be so whatever the others are")]
pub struct FormScreen<S> {
    spec: S,
    form: Form,
    revealed: bool,
    /// What follows from what is typed, below the form.
    below: Sheet,
    drafts: FormDrafts,
    /// Theirs, while a clash is asked about.
    clash: Option<Hash>,
    /// The user said that withheld words are to be struck out of what is handed in next.
    strikes: bool,
    /// What is typed was handed in and refused, and has not been changed since.
    is_refused: bool,
    /// It has been shown: what stands in it was typed now, and is not put back again.
    is_shown: bool,
    /// The question whether it is saved lies over it.
    is_asked: bool,
}

impl<S: Spec> FormScreen<S> {
    /// Shows `form` for `spec`.
    pub fn new(spec: S, form: Form) -> Self {
        let below = Sheet::new(spec.below(&form));
        let drafts = FormDrafts::new(&form);
        let (clash, strikes, is_refused, is_shown, is_asked) = (None, false, false, false, false);
        Self { spec, form, revealed: false, below, drafts, clash, strikes, is_refused, is_shown, is_asked }
    }

    /// Begins in that field.
    #[must_use]
    pub fn at(mut self, field: usize) -> Self {
        self.form.focus(field);
        self
    }

    /// The part of the screen that the form takes; the rest shows what follows from it.
    fn area(&self, area: Rect) -> Rect {
        if self.below.is_empty() { area } else { Rect { height: layout::rows(&self.form, area), ..area } }
    }

    /// Where what follows from the form is shown.
    fn rest(&self, area: Rect) -> Rect {
        let top = self.area(area);
        let height = area.bottom().saturating_sub(top.bottom());
        Rect { x: area.x + 1, y: top.bottom(), width: area.width.saturating_sub(2), height }
    }

    fn go(&mut self, at: usize, cx: &Cx<'_>) {
        let before = self.form.at;
        self.form.focus(at);
        self.spec.left(&mut self.form, before, cx);
    }

    fn turn(&mut self, forward: bool, now: Instant) {
        self.form.turn(forward);
        self.edited(now);
    }

    fn edited(&mut self, now: Instant) {
        self.is_refused = false;
        self.form.accept();
        self.spec.edited(&mut self.form);
        self.drafts.edited(&self.form, now);
    }

    /// Puts back what was typed here and not saved, when the form is shown first.
    fn put_back(&mut self, cx: &mut Cx<'_>) {
        let (Some(place), Some(read)) = (self.spec.place(), cx.read) else { return };
        match drafts::put_back(&mut self.form, place, read) {
            Ok(Some(record)) => {
                self.spec.take_up(record);
                self.spec.restored(&self.form);
                self.spec.edited(&mut self.form);
                self.drafts = FormDrafts::new(&self.form);
                cx.warn("上次填了还没有保存的内容已放回，请核对后保存。");
            }
            Ok(None) => {}
            Err(e) => cx.fail(&e),
        }
    }

    fn submit(&mut self, cx: &mut Cx<'_>) {
        let at = self.form.at;
        self.spec.left(&mut self.form, at, cx);
        let from = cx.effects.len();
        let strikes = std::mem::take(&mut self.strikes);
        match self.spec.submit(&self.form, cx) {
            Ok(()) => {
                self.is_refused = false;
                self.form.accept();
                if self.changes_nothing() && unsays(from, cx.effects) {
                    self.end_drafts(cx);
                    cx.done("没有改动。");
                    cx.pop();
                    return;
                }
                if !strikes {
                    as_typed(from, cx.effects);
                }
                if let Some(place) = self.spec.place() {
                    self.drafts.seal(&self.form, place, from, cx.effects);
                }
            }
            Err(refused) => self.form.refuse(refused),
        }
    }

    /// The form of what is in the file already, and it stands there as it does in the file.
    fn changes_nothing(&self) -> bool {
        self.form.over.base.is_some() && self.form.over.settle.is_none() && !self.form.is_changed()
    }

    /// What was typed and changed back has left drafts.
    fn end_drafts(&mut self, cx: &mut Cx<'_>) {
        if let Some(place) = self.spec.place().filter(|_| self.drafts.were_posted()) {
            self.drafts.discard(&self.form, place, cx);
        }
    }

    /// Hands in again what clashed, for one side.
    fn settle(&mut self, side: Side, cx: &mut Cx<'_>) {
        if let Some(head) = self.clash.take() {
            self.form.over.settle = Some((head, side));
            self.submit(cx);
        }
    }

    fn back(&mut self, cx: &mut Cx<'_>) {
        if self.spec.stays() {
            cx.warn("屏幕已经锁定，请先解锁。");
            return;
        }
        if self.spec.asks() && self.form.is_changed() {
            let [text, yes, no] = self.spec.leaving();
            cx.push(Confirm::new("keep-form", text).words(yes, no));
            self.is_asked = true;
        } else {
            cx.pop();
        }
    }
}

impl<S: Spec> Screen for FormScreen<S> {
    fn context(&self) -> Context {
        if self.form.in_text() {
            Context::FormText
        } else if self.form.in_choices() {
            Context::FormChoices
        } else {
            Context::FormChoice
        }
    }

    fn title(&self, _shell: &Shell) -> String {
        self.spec.title()
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "一栏一栏往下填，填过的会留草稿；按 {key:Submit} 保存，不必走到按钮。",
            "选项：{key:NextChoice} 换下一个，或者输入词里的字、拼音首字母、序号；几个字母可以一个一个慢慢输入。",
            "可以选几个的：{key:NextChoice} 走到下一个，{key:Toggle} 选上，再按取消。",
            "粘贴几行的，合成一行。",
        ]
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let fields = self.form.fields.len();
        match action {
            Action::Open if self.form.at > fields => Some("返回"),
            Action::Open if fields == 1 || self.form.at == fields => Some(self.form.submit),
            // The same as Enter.
            Action::Submit if fields == 1 || self.form.at == fields => Some(""),
            Action::Submit => Some(self.form.submit),
            Action::NextChoice if !self.form.can_turn() => Some(""),
            Action::Back if self.spec.stays() => Some(""),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        let fields = self.form.fields.len();
        match action {
            Action::PrevZone => self.go(self.form.next(false), cx),
            Action::Open if self.form.at == fields => self.submit(cx),
            Action::Open if self.form.at > fields => self.back(cx),
            // With one field there is nothing to go on to.
            Action::Open if fields == 1 => self.submit(cx),
            Action::NextZone | Action::Open => self.go(self.form.next(true), cx),
            Action::Submit => self.submit(cx),
            Action::NextChoice => self.turn(true, cx.now),
            Action::PrevChoice => self.turn(false, cx.now),
            Action::Toggle => {
                self.form.toggle();
                self.edited(cx.now);
            }
            Action::Reveal if self.form.has_secret() => {
                self.revealed = !self.revealed;
                self.form.reveal(self.revealed);
                cx.done(if self.revealed { "口令显示出来了。" } else { "口令已遮住。" });
            }
            Action::Back => self.back(cx),
            Action::PageUp | Action::PageDown if !self.below.is_empty() => {
                let rest = self.rest(cx.area);
                self.below.step(action, rest, cx.shell.ambiguous);
            }
            Action::Edit(edit) => {
                let here = self.context();
                if let Some(line) = self.form.line()
                    && editing::line(line, edit, here, cx) == Outcome::Done
                {
                    self.edited(cx.now);
                }
            }
            other => cx.nothing(other),
        }
        self.below.refill(self.spec.below(&self.form));
    }

    fn text(&mut self, text: &str, cx: &mut Cx<'_>) {
        let now = u64::try_from(cx.now.ms).unwrap_or_default();
        if let Some(line) = self.form.line() {
            if line.insert(text, now) == Outcome::Done {
                self.edited(cx.now);
            }
        } else if self.form.choose_by(text, cx.now.ms) {
            self.edited(cx.now);
        } else {
            let here = self.context();
            cx.warn(match self.form.offered() {
                0 => here.fill("这里是按钮，{key:Open} 按下。"),
                n => format!(
                    "没有这样的选项：可以输入词里的字、拼音首字母或 1 到 {n}，{}",
                    here.fill("也可以按 {key:NextChoice} 换。")
                ),
            });
        }
        self.below.refill(self.spec.below(&self.form));
    }

    fn joins(&self) -> Option<&'static str> {
        Some(self.form.fields.get(self.form.at).map_or(" ", |f| f.joined_by))
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        if let MouseKind::Wheel(n) = mouse.kind
            && !self.below.is_empty()
        {
            let rest = self.rest(cx.area);
            self.below.scroll(isize::from(n) * 3, rest, cx.shell.ambiguous);
        }
        if !matches!(mouse.kind, MouseKind::Press | MouseKind::DoubleClick) {
            return;
        }
        let Some((at, col)) = layout::hit(&self.form, self.area(cx.area), mouse) else { return };
        let fields = self.form.fields.len();
        self.go(at, cx);
        if at == fields {
            self.submit(cx);
        } else if at > fields {
            self.back(cx);
        } else if let Some(line) = self.form.line() {
            line.click(usize::from(col), false, cx.shell.ambiguous);
        } else if let Some(Value::Choices { of, at: item }) = self.form.fields.get(at).map(|f| &f.value) {
            if let Some(hit) = layout::item_at(of, *item, cx.area, &self.form, col) {
                self.form.put_on(hit);
                self.form.toggle();
                self.edited(cx.now);
            }
        } else {
            self.turn(true, cx.now);
        }
        self.below.refill(self.spec.below(&self.form));
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        self.is_asked = false;
        match reply {
            Some(Reply::Yes("keep-form")) => self.submit(cx),
            Some(Reply::No("keep-form")) => {
                if let Some(place) = self.spec.place() {
                    self.drafts.discard(&self.form, place, cx);
                }
                cx.pop();
            }
            Some(Reply::Yes(strikes::TAG)) => {
                self.strikes = true;
                self.submit(cx);
            }
            Some(Reply::No(strikes::TAG)) => cx.warn(strikes::REWRITE),
            Some(Reply::Yes(clash::TAG)) => self.settle(Side::Ours, cx),
            Some(Reply::No(clash::TAG)) => self.settle(Side::Theirs, cx),
            Some(reply) => self.spec.returned(&self.form, reply, cx),
            None if !self.is_shown => self.put_back(cx),
            None => {}
        }
        self.is_shown = true;
    }

    fn done(&mut self, _ticket: Ticket, cx: &mut Cx<'_>) {
        self.spec.done(cx);
    }

    fn refused(&mut self, _ticket: Ticket, error: &Error, cx: &mut Cx<'_>) {
        self.is_refused = true;
        self.drafts.refused(&self.form, cx.now);
        if let Some(found) = error.as_clash() {
            self.clash = found.head;
            cx.push(clash::question(found));
        } else if !error.struck().is_empty() {
            cx.push(strikes::question(error));
        } else {
            self.form.refuse(Refused { field: self.form.at, why: error.to_string() });
        }
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        if let Some(place) = self.spec.place().filter(|_| self.drafts.is_dirty(&self.form)) {
            self.drafts.post(&self.form, place, cx);
        }
    }

    fn holds_refused(&self) -> bool {
        self.is_refused
    }

    fn dirty(&self) -> bool {
        self.spec.place().is_some() && self.drafts.is_dirty(&self.form)
    }

    fn unkept(&self) -> Option<String> {
        // The question says that it is not saved.
        if self.is_asked && self.form.is_changed() {
            return Some("未存：填的内容".to_owned());
        }
        self.spec.place()?;
        if let Some(field) = self.form.unkept() {
            return Some(format!("未存：{}不留草稿", field.label));
        }
        // What stands there is in its draft, and not where it belongs.
        let refused = self.form.refused.as_ref().filter(|_| self.form.is_changed())?;
        let label = self.form.fields.get(refused.field).map_or("", |f| f.label.trim_end_matches(" *"));
        Some(format!("未存：{label}"))
    }

    fn tick(&mut self, cx: &mut Cx<'_>) -> Option<u64> {
        let place = self.spec.place()?;
        if self.drafts.due(&self.form, cx.now) == Some(0) {
            self.drafts.post(&self.form, place, cx);
        }
        self.drafts.due(&self.form, cx.now).and_then(|ms| u64::try_from(ms).ok())
    }

    fn lead_text(&mut self, text: LeadText, cx: &mut Cx<'_>) {
        let from = cx.effects.len();
        self.spec.lead_text(&self.form, text, cx);
        if let Some(place) = self.spec.place() {
            self.drafts.seal(&self.form, place, from, cx.effects);
        }
    }

    fn arrived(&mut self, book: &Workbook, cx: &mut Cx<'_>) {
        if let Err(refused) = self.spec.arrived(&mut self.form, book, cx) {
            self.form.refuse(refused);
        }
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, _shell: &Shell) -> Option<Position> {
        let top = self.area(area);
        if !self.below.is_empty() {
            self.below.draw(paint, self.rest(area));
        }
        layout::draw(&self.form, paint, top)
    }
}
