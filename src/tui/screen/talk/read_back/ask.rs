//! What is typed on the page: a correction, an addition, why something is not confirmed, and where the print goes.

use super::ReadBackPage;
use super::lay::Line;
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::confirm::NotConfirmed;
use crate::analysis::on_record::TalkDeed;
use crate::export::out::Shelf;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::{InterviewId, StatementId};
use crate::model::interview::TalkState;
use crate::model::order::{self, OrderKey};
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::called;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, Job};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::path_of;
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply, missing};
use std::path::PathBuf;

impl ReadBackPage {
    /// Writes what the person says instead of the statement under the cursor.
    pub(super) fn correct(&self, cx: &mut Cx<'_>) {
        let Some(line) = self.here().cloned() else {
            cx.not_here("把光标移到要更正的那一段上。");
            return;
        };
        if line.corrected {
            cx.not_here("这一段已有更正，原话不再改动。要改，请更正后面的那一段。");
        } else if !self.refuses(TalkDeed::Correction, cx) {
            let intro =
                format!("更正第{}段。原来的话保留，更正的话在它后面另起一段：\n{}", line.said.number, line.said.words);
            self.say(&line, true, intro, cx);
        }
    }

    /// Writes what the person adds to the question of the statement under the cursor, or to the last one.
    pub(super) fn add(&self, cx: &mut Cx<'_>) {
        let Some(line) = self.here().or_else(|| self.lines.last()).cloned() else {
            cx.not_here("还没有记下本人说的话。请返回谈话里记。");
            return;
        };
        if !self.refuses(TalkDeed::Words, cx) {
            let wording = self.record.questions.get(line.question).map_or("", |q| q.wording.as_str());
            self.say(&line, false, format!("补充一段，排在这一问的最后：\n{wording}"), cx);
        }
    }

    fn say(&self, line: &Line, corrects: bool, intro: String, cx: &mut Cx<'_>) {
        let known = match self.answer_of(line.said.statement, cx) {
            Ok(Some(known)) => known,
            Ok(None) => {
                cx.fail(&missing("这一段"));
                return;
            }
            Err(e) => {
                cx.fail(&e);
                return;
            }
        };
        let (of, number) = (line.said.statement, line.said.number);
        let (label, shown, help) = if corrects {
            ("更正后的话", line.said.words.as_str(), "写本人现在说的。只改几个字，先按一下左右键，原话就留着改。")
        } else {
            ("补充的话", "", "写本人补充的原话。")
        };
        let corrects = corrects.then(|| line.said.words.clone());
        let spec = Say {
            id: StatementId::new(),
            known,
            of,
            lane: if corrects.is_some() { line.said.lane } else { Lane::Verbatim },
            corrects,
            number,
        };
        cx.push(FormScreen::new(spec, Form::new(intro, vec![Field::text(label, shown, help)]).submit_word("记下")));
    }

    /// Writes why the person does not confirm the statement under the cursor.
    pub(super) fn not_confirmed(&self, cx: &mut Cx<'_>) {
        let Some(line) = self.here().cloned() else {
            cx.not_here("把光标移到本人不愿确认的那一段上。");
            return;
        };
        if self.refuses(TalkDeed::NotConfirmed, cx) {
            return;
        }
        let intro = format!("本人不愿确认第{}段：\n{}", line.said.number, line.said.words);
        let help = "写本人说的理由，如：记不清是哪一年，要回去查。打印时写明；没有说的，写：未说明理由。";
        let fields = vec![Field::text("理由", line.unconfirmed.as_deref().unwrap_or(""), help)];
        let spec = Refusal {
            answers: self.answers.clone(),
            talk: self.interview.id,
            statement: line.said.statement,
            number: line.said.number,
        };
        cx.push(FormScreen::new(spec, Form::new(intro, fields).submit_word("记下")));
    }

    /// Asks where the record is to be written to: where the last one was, else beside the round.
    pub(super) fn print(&self, cx: &mut Cx<'_>) {
        match folder(cx) {
            Ok(folder) => {
                let mut intro =
                    "把这一次谈话的谈话笔录写成 Word 文件，印出来给本人核对、签字。里面有姓名，只在组内使用。"
                        .to_owned();
                if self.interview.state != TalkState::Closed {
                    intro.push_str("\n谈话还没有结束：印出来写明谈话尚未结束，没有签名的地方。要签字，先");
                    intro.push_str(&Context::Answer.fill("返回谈话按 {key:CloseTalk} 结束，再打印。"));
                }
                let help = "没有的文件夹会建立；文件放在里面的“内部”文件夹。";
                let fields = vec![Field::text("放到文件夹", &folder.display().to_string(), help)];
                let spec = Print { talk: self.interview.id };
                cx.push(FormScreen::new(spec, Form::new(intro, fields).submit_word("打印")));
            }
            Err(e) => cx.fail(&e),
        }
    }
}

fn folder(cx: &Cx<'_>) -> crate::Result<PathBuf> {
    let last = cx.reader()?.last_folder_of(called::TALK_SIGNED)?;
    let last = last.filter(|l| l.ends_with(Shelf::Internal.folder())).and_then(|l| Some(l.parent()?.to_owned()));
    let beside = || Ok(cx.book()?.path.parent().map(std::path::Path::to_path_buf).unwrap_or_default().join("导出"));
    last.filter(|l| l.is_dir()).map_or_else(beside, Ok)
}

/// A correction or an addition.
struct Say {
    id: StatementId,
    /// The answer over which it is typed.
    known: Answer,
    /// The statement that it corrects, or with which it answers the same question.
    of: StatementId,
    /// The words that it corrects.
    corrects: Option<String>,
    lane: Lane,
    number: usize,
}

impl Say {
    fn statement(&self, text: &str, at: Instant) -> Statement {
        Statement {
            id: self.id,
            order: OrderKey::default(),
            lane: self.lane,
            at,
            text: text.to_owned(),
            key: false,
            withheld: false,
            supersedes: self.corrects.is_some().then_some(self.of),
            words_of: Vec::new(),
        }
    }

    /// The answer with what was typed: after what it corrects, or at the end.
    fn answer(&self, text: &str, at: Instant) -> Answer {
        let mut answer = self.known.clone();
        answer.statements.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        let corrected = answer.statements.iter().position(|s| s.id == self.of).filter(|_| self.corrects.is_some());
        let place = corrected.map_or(answer.statements.len(), |at| at + 1);
        answer.statements.insert(place, self.statement(text, at));
        order::assign(&mut answer.statements, |s| &mut s.order);
        answer
    }
}

impl Spec for Say {
    fn place(&self) -> Option<FormPlace> {
        // Each statement has a form of its own, and so has each answer.
        let (record, form) = match self.corrects {
            Some(_) => (self.of.0, FormName::Correction),
            None => (self.known.id.0, FormName::Addition),
        };
        Some(FormPlace { record, kind: Kind::Interview, parent: Some(record), form })
    }

    fn title(&self) -> String {
        if self.corrects.is_some() { format!("更正第{}段", self.number) } else { "补充".to_owned() }
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let text = form.text(0);
        if text.is_empty() {
            return refuse(0, Context::FormText.fill("请写本人说的话；不写了按 {key:Back}。"));
        }
        if self.corrects.as_deref() == Some(text) {
            return refuse(0, Context::FormText.fill("和原来的话一样。写更正后的话；不更正了按 {key:Back}。"));
        }
        let act = SealAnswer {
            known: Some(Box::new(self.known.clone())),
            answer: self.answer(text, cx.now),
            settle: form.over.settle,
            drafts: Vec::new(),
        };
        let said = if self.corrects.is_some() {
            format!("已更正第{}段，原来的话保留。", self.number)
        } else {
            "已补充一段。".to_owned()
        };
        cx.act_and_leave(act, said, Reply::Kept(self.id.0));
        Ok(())
    }
}

/// Why the person does not confirm a statement.
struct Refusal {
    answers: Vec<SealAnswer>,
    talk: InterviewId,
    statement: StatementId,
    number: usize,
}

impl Spec for Refusal {
    fn place(&self) -> Option<FormPlace> {
        let (record, parent) = (self.statement.0, Some(self.statement.0));
        Some(FormPlace { record, kind: Kind::Interview, parent, form: FormName::NotConfirmed })
    }

    fn title(&self) -> String {
        format!("不愿确认第{}段", self.number)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let reason = form.text(0).to_owned();
        if reason.is_empty() {
            return refuse(0, "请写明本人为什么不愿确认；没有说的，写：未说明理由。");
        }
        let (talk, statement) = (self.talk, self.statement);
        let act = NotConfirmed { answers: self.answers.clone(), talk, statement, reason: Some(reason), at: cx.now };
        cx.act_and_leave(act, format!("已记下：本人不愿确认第{}段，打印时写明。", self.number), Reply::Changed);
        Ok(())
    }
}

/// Where the record is written to.
struct Print {
    talk: InterviewId,
}

impl Spec for Print {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "打印这一份".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写放到哪个文件夹。");
        }
        let by = cx.me();
        cx.effects.push(Effect::Start(Job::TalkRecord { out: path_of(form.text(0)), by, talk: self.talk }));
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}
