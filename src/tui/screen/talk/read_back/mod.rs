//! 读回: the record as it will be printed for the person, who reads along, and what the person says to it: confirmed,
//! corrected, added to, not confirmed.
//!
//! It shows what the print for the person holds and nothing else: 记录人注, what is told nowhere, judgements, claims and
//! marks have no place in a [`TalkRecord`]. It says 已读回 when that is in the file, and not before.

mod ask;
mod cursor;
mod lay;

use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::close::ReadBack;
use crate::acts::talk::confirm::NotConfirmed;
use crate::analysis::on_record::TalkDeed;
use crate::error::Result;
use crate::export::assemble::talk_record;
use crate::export::talk_record::TalkRecord;
use crate::method::types::Method;
use crate::model::answer::Answer;
use crate::model::ids::StatementId;
use crate::model::interview::Interview;
use crate::model::record::{Changes, Kind};
use crate::tui::action::Action;
use crate::tui::cut::Cut;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::keys::Context;
use crate::tui::painter::Painter;
use crate::tui::shell::Shell;
use crate::tui::terminal::MouseKind;
use crate::tui::theme;
use crate::tui::update::{Cx, Mouse, Reply, Screen, missing};
use lay::{Line, Row};
use ratatui::layout::{Position, Rect};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The tag of the question whether the record is confirmed as a whole.
const WHOLE: &str = "read-back-whole";

/// Statements that the person has confirmed one by one, with the words that were.
pub(super) type Ticked = BTreeMap<StatementId, String>;

/// The record of a talk, being read back.
#[derive(Debug)]
pub(super) struct ReadBackPage {
    interview: Interview,
    method: Arc<Method>,
    record: TalkRecord,
    lines: Vec<Line>,
    /// What was handed in before the page came up: confirming rests on it.
    answers: Vec<SealAnswer>,
    ticked: Ticked,
    /// The statement under the cursor; the one after the last is the end.
    at: usize,
    /// The user moved the cursor since the page came up; until then it stands at the beginning, whatever arrives.
    moved: bool,
    /// The first row shown.
    top: usize,
}

impl ReadBackPage {
    /// The page of a talk as it stands in the file.
    pub(super) fn open(
        interview: &Interview,
        method: &Arc<Method>,
        answers: Vec<SealAnswer>,
        ticked: Ticked,
        cx: &Cx<'_>,
    ) -> Result<Self> {
        let record = talk_record(cx.reader()?, interview.id, method)?.ok_or_else(|| missing("这次谈话"))?;
        let (lines, method) = (lay::lines(&record), Arc::clone(method));
        let (interview, at, moved, top) = (interview.clone(), 0, false, 0);
        let mut page = Self { interview, method, record, lines, answers, ticked, at, moved, top };
        page.keep_ticks();
        Ok(page)
    }

    /// Reads the record again; the cursor stays on its statement, and what was confirmed in other words is not any more.
    fn read(&mut self, cx: &Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        // One that went to the bin stays on the screen until it is left.
        let Some(interview) = reader.get::<Interview>(self.interview.id.0)? else { return Ok(()) };
        let Some(record) = talk_record(reader, interview.id, &self.method)? else { return Ok(()) };
        let here = self.here().map(|l| l.said.statement);
        (self.interview, self.lines, self.record) = (interview, lay::lines(&record), record);
        self.keep_ticks();
        self.at = match here.filter(|_| self.moved) {
            Some(id) => lay::place(&self.lines, id).unwrap_or(self.at).min(self.lines.len()),
            None if self.moved => self.lines.len(),
            None => 0,
        };
        Ok(())
    }

    fn keep_ticks(&mut self) {
        let stands = |id: &StatementId, words: &String| {
            self.lines.iter().any(|l| l.said.statement == *id && l.said.words == *words && l.unconfirmed.is_none())
        };
        self.ticked.retain(|id, words| stands(id, words));
    }

    fn here(&self) -> Option<&Line> {
        self.lines.get(self.at)
    }

    const fn is_read_back(&self) -> bool {
        self.interview.read_back.is_some()
    }

    fn is_ticked(&self, line: &Line) -> bool {
        self.ticked.contains_key(&line.said.statement)
    }

    /// What the last row says: how much there is to confirm, or when it was confirmed.
    fn end(&self) -> String {
        let n = self.lines.len();
        match self.interview.read_back {
            Some(at) => format!("以上 {n} 段已读给本人听，{} {}经本人确认。", at.date().chinese(), at.hour_minute()),
            None if n == 0 => "还没有记下本人说的话。".to_owned(),
            None => format!("以上 {n} 段已读给本人听"),
        }
    }

    /// The rows of the page in that area.
    fn rows(&self, area: Rect, shell: &Shell) -> Vec<Row> {
        lay::rows(&self.record, &self.lines, &self.end(), lay::inner(area).width, shell.ambiguous)
    }

    /// Whether a deed is refused to this talk as it stands; says why.
    fn refuses(&self, deed: TalkDeed, cx: &mut Cx<'_>) -> bool {
        let refused = deed.may(&self.interview);
        if let Err(e) = &refused {
            cx.not_here(e.to_string().replace('\n', "。"));
        }
        refused.is_err()
    }

    /// The person confirms the statement under the cursor, or at the end the whole.
    fn confirm(&mut self, cx: &mut Cx<'_>) {
        let Some(line) = self.here().cloned() else {
            self.confirm_whole(cx);
            return;
        };
        if self.interview.on_record().is_none() {
            if line.unconfirmed.is_some() {
                self.take_refusal_back(&line, cx);
            }
            self.ticked.insert(line.said.statement, line.said.words);
        }
        self.go(self.at + 1, cx);
    }

    fn toggle(&mut self, cx: &mut Cx<'_>) {
        let Some(line) = self.here() else {
            cx.not_here(Context::ReadBack.fill("这里是末行：全部读完、本人确认，按 {key:Open}。"));
            return;
        };
        if self.interview.on_record().is_some() {
            cx.not_here(Context::ReadBack.fill("记录已由本人读回确认，不用再逐段标记；要更正按 {key:Correct}。"));
        } else if self.is_ticked(line) {
            let id = line.said.statement;
            self.ticked.remove(&id);
        } else {
            self.confirm(cx);
        }
    }

    /// The person confirms after all what was noted as not confirmed.
    fn take_refusal_back(&self, line: &Line, cx: &mut Cx<'_>) {
        let act = NotConfirmed {
            answers: self.answers.clone(),
            talk: self.interview.id,
            statement: line.said.statement,
            reason: None,
            at: cx.now,
        };
        cx.act_saying(act, format!("本人确认第{}段，不愿确认的记载已取消。", line.said.number));
    }

    /// Confirms the whole. What was not confirmed one by one is named first.
    fn confirm_whole(&self, cx: &mut Cx<'_>) {
        if self.is_read_back() {
            cx.not_here(Context::ReadBack.fill("已经读回并经本人确认。要取消，按 {key:ReadBack}。"));
            return;
        }
        if self.lines.is_empty() {
            cx.not_here("还没有记下本人说的话，没有可以读回的。");
            return;
        }
        let refused: Vec<&Line> = self.lines.iter().filter(|l| l.unconfirmed.is_some()).collect();
        let open: Vec<&Line> = self.lines.iter().filter(|l| l.unconfirmed.is_none() && !self.is_ticked(l)).collect();
        if refused.is_empty() && open.is_empty() {
            self.note(cx);
            return;
        }
        let mut text = Vec::new();
        if open.len() == self.lines.len() {
            text.push("没有逐段确认，一段也没有标。".to_owned());
        } else if !open.is_empty() {
            text.push(format!("没有逐段确认的：{}。", lay::numbered(&open)));
        }
        if !refused.is_empty() {
            text.push(format!("本人不愿确认的：{}，打印时写明。", lay::numbered(&refused)));
        }
        text.push(format!("\n以上 {} 段已读给本人听，本人确认？", self.lines.len()));
        cx.push(Confirm::new(WHOLE, text.join("\n")).words("本人确认", "再看看"));
    }

    fn note(&self, cx: &mut Cx<'_>) {
        let act = ReadBack { answers: self.answers.clone(), talk: self.interview.id, at: Some(cx.now) };
        cx.act_saying(act, "已记下：记录读回本人，本人确认。");
    }

    /// Asks whether the confirmation is taken away; the talk below does it.
    fn ask_unread(&self, cx: &mut Cx<'_>) {
        let text = if self.interview.on_record().is_some() {
            "谈话已结束，记录已读回并经本人确认。取消读回确认以后，原来的记录又可以改动，打印时写明未读回。\n\n\
             只是要更正一段，不用取消。"
        } else {
            "记录已读回并经本人确认。取消读回确认？"
        };
        cx.push(Confirm::new(super::record::UNREAD, text).words("取消读回", "保留").grave());
    }

    /// What is read again may be in the way of what is asked.
    fn again(&mut self, cx: &mut Cx<'_>) {
        if let Err(e) = self.read(cx) {
            cx.fail(&e);
        }
        self.show(cx.area, cx.shell);
    }

    /// The answer in the file that holds a statement.
    fn answer_of(&self, statement: StatementId, cx: &Cx<'_>) -> Result<Option<Answer>> {
        let all = cx.reader()?.own_talk(self.interview.id)?;
        Ok(all.into_iter().find(|a| a.statements.iter().any(|s| s.id == statement)))
    }
}

impl Screen for ReadBackPage {
    fn context(&self) -> Context {
        Context::ReadBack
    }

    fn title(&self, _shell: &Shell) -> String {
        let mut out = vec![format!("读回  {}", self.record.citation())];
        if self.is_read_back() {
            out.push("已读回".to_owned());
        }
        if self.interview.on_record().is_some() {
            out.push("只读".to_owned());
        }
        out.join("  ")
    }

    fn called_now(&self, action: Action, _area: Rect, _shell: &Shell) -> Option<&'static str> {
        let (is_end, on_record) = (self.here().is_none(), self.interview.on_record().is_some());
        match action {
            Action::Open if is_end && (self.is_read_back() || self.lines.is_empty()) => Some(""),
            Action::Open if is_end => Some("本人确认"),
            Action::Open if on_record => Some("下一段"),
            Action::Correct if is_end => Some(""),
            Action::Toggle | Action::NotConfirmed if is_end || on_record => Some(""),
            Action::Add if on_record || self.lines.is_empty() => Some(""),
            Action::ReadBack if self.is_read_back() => Some("撤销读回"),
            Action::ReadBack if self.lines.is_empty() => Some(""),
            _ => None,
        }
    }

    fn help(&self) -> &'static [&'static str] {
        &[
            "把记录读给本人听，也可以请本人看着屏幕：这里只有印给本人的谈话笔录上的话，段号和印出来的一样。",
            "一段一段读，本人认可按 {key:Open}，段前打 ✓，到下一段；不逐段标也可以，读完一起确认。",
            "说得不对的按 {key:Correct} 更正：原来的话保留，更正的话另起一段。漏了的按 {key:Add} 补充。",
            "本人不愿确认的按 {key:NotConfirmed}，写明理由；打印时写明，不影响确认其他各段。",
            "读到末行按 {key:Open}：记下已读回、本人确认。按 {key:PrintRecord} 把这一份写成 Word 文件，去打印、签字。",
        ]
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.step(action, cx) {
            return;
        }
        match action {
            Action::Open => self.confirm(cx),
            Action::Toggle => self.toggle(cx),
            Action::Correct => self.correct(cx),
            Action::Add => self.add(cx),
            Action::NotConfirmed => self.not_confirmed(cx),
            Action::PrintRecord => self.print(cx),
            Action::ReadBack if self.is_read_back() => self.ask_unread(cx),
            Action::ReadBack => self.confirm_whole(cx),
            Action::Back => cx.reply(Reply::ReadOut(std::mem::take(&mut self.ticked))),
            other => cx.nothing(other),
        }
    }

    fn mouse(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        match mouse.kind {
            MouseKind::Wheel(n) => {
                let action = if n < 0 { Action::Up } else { Action::Down };
                for _ in 0..n.unsigned_abs() {
                    self.step(action, cx);
                }
            }
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(cx.area) => {
                let row = self.top + usize::from(mouse.row - cx.area.y);
                if let Some(item) = self.rows(cx.area, cx.shell).get(row).and_then(|row| row.item) {
                    self.go(item, cx);
                }
            }
            _ => {}
        }
    }

    fn returned(&mut self, reply: Option<&Reply>, cx: &mut Cx<'_>) {
        match reply {
            Some(Reply::Yes(WHOLE)) => self.note(cx),
            Some(Reply::Yes(super::record::UNREAD)) => cx.reply(Reply::Yes(super::record::UNREAD)),
            Some(Reply::Kept(statement)) => {
                self.again(cx);
                self.go(lay::place(&self.lines, (*statement).into()).unwrap_or(self.at), cx);
            }
            _ => self.again(cx),
        }
    }

    fn changed(&mut self, changes: &Changes, cx: &mut Cx<'_>) {
        let kinds = [Kind::Interview, Kind::Answer, Kind::Person, Kind::Unit, Kind::Inspector, Kind::Round];
        if kinds.iter().any(|kind| changes.touches(*kind)) {
            self.again(cx);
        }
    }

    fn refresh(&mut self, cx: &mut Cx<'_>) {
        self.again(cx);
    }

    fn resized(&mut self, cx: &mut Cx<'_>) {
        self.show(cx.area, cx.shell);
    }

    fn draw(&self, paint: &mut Painter<'_>, area: Rect, shell: &Shell) -> Option<Position> {
        let rows = self.rows(area, shell);
        let inner = lay::inner(area);
        let room = Cut::room(rows.len(), usize::from(area.height));
        Cut::of(self.top, rows.len(), room).in_last_row(paint, area);
        for (y, row) in (area.y..).zip(rows.iter().skip(self.top).take(room)) {
            let here = row.item == Some(self.at);
            if here && row.first {
                paint.text(inner.x.saturating_sub(4), y, ">", theme::accent(), 1);
            }
            let line = row.item.filter(|_| row.first).and_then(|at| self.lines.get(at));
            if line.is_some_and(|l| self.is_ticked(l)) {
                paint.text(inner.x.saturating_sub(2), y, "✓", theme::accent(), 1);
            }
            let label = if here { theme::accent() } else { theme::dim() };
            paint.text(inner.x, y, &row.label, label, row.indent);
            paint.text(inner.x + row.indent, y, &row.text, row.style, inner.width.saturating_sub(row.indent));
        }
        None
    }
}
