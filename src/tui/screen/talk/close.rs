//! Closing a talk: what is still open is shown, and each required question that was not put asks for its reason.

use super::Talk;
use crate::acts::talk::close::{CloseTalk, NotPut};
use crate::model::answer::{Answer, Progress};
use crate::model::interview::{Interview, TalkState};
use crate::model::record::Kind;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

/// Closes the talk.
pub struct Close {
    interview: Interview,
    /// The required questions that were not put, in the order of the fields.
    open: Vec<Answer>,
}

/// Shows what is open and asks for the reasons.
pub fn ask(talk: &Talk, cx: &mut Cx<'_>) {
    if talk.interview.state == TalkState::Closed {
        cx.warn(Context::Home.fill("谈话已经结束。要再谈，请回到首页按 {key:Talk}。"));
        return;
    }
    let mut open = Vec::new();
    let mut fields = Vec::new();
    let mut part = Vec::new();
    for (at, q) in talk.method.questions.iter().enumerate().filter(|(at, _)| talk.is_required(*at)) {
        let Some(slot) = talk.slots.get(at) else { continue };
        match talk.progress(at) {
            Progress::Open | Progress::Excused => {
                let help = format!("第{}问没有问：{}。请写明为什么没有问。", q.numeral, q.title);
                fields.push(Field::text(format!("{} {}", q.numeral, q.short), &slot.answer.not_put, help));
                open.push(slot.answer.clone());
            }
            Progress::Part => part.push(format!("{} {}", q.numeral, q.short)),
            Progress::Done => {}
        }
    }
    fields.push(Field::yes_no(
        "已读回确认",
        talk.interview.read_back.is_some(),
        "记录已念给本人听或给本人看，本人确认与所说相符。",
    ));
    let mut intro = if open.is_empty() {
        "必问的都问到了。".to_owned()
    } else {
        format!(
            "还有 {} 个必问没有问，请在下面写明理由；{}",
            open.len(),
            Context::FormText.fill("或按 {key:Back} 回去接着问。")
        )
    };
    if !part.is_empty() {
        let how = Context::Answer.fill("要补判断，先返回谈话，在谈话里按 {key:TogglePanel}。");
        intro = format!("{intro}\n只问了一部分（缺记录或缺判断）：{}。{how}", part.join("、"));
    }
    let spec = Close { interview: talk.interview.clone(), open };
    cx.push(FormScreen::new(spec, Form::new(intro, fields).submit_word("结束谈话")));
}

impl Spec for Close {
    fn place(&self) -> Option<FormPlace> {
        let parent = Some(self.interview.person.0);
        Some(FormPlace { record: self.interview.id.0, kind: Kind::Interview, parent, form: FormName::Close })
    }

    fn title(&self) -> String {
        "结束谈话".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let mut not_put = Vec::new();
        for (field, answer) in self.open.iter().enumerate() {
            let reason = form.text(field);
            if reason.is_empty() {
                return refuse(field, "没有问的必问要写明理由，如：本人身体不适，改日再问。");
            }
            let Answer { id, question, wording, not_put: known, .. } = answer;
            let (question, known, reason) = (question.clone(), known.clone(), reason.to_owned());
            not_put.push(NotPut { question, answer: *id, wording: *wording, known, reason });
        }
        let read_back = form.is_yes(self.open.len());
        let act = CloseTalk { talk: self.interview.id, not_put, read_back, settle: form.over.settle, at: cx.now };
        cx.act_and_leave(act, Context::Home.fill("谈话已结束。按 {key:Export} 可以导出谈话记录。"), Reply::Changed);
        Ok(())
    }
}
