//! A candidate is put aside, with the reason.

use crate::acts::paper::decide;
use crate::analysis::rollup::Candidate;
use crate::model::ids::DecisionId;
use crate::model::record::Kind;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

/// Puts a candidate aside.
pub struct Dismiss {
    candidate: Candidate,
}

/// The form.
pub fn form(candidate: Candidate) -> FormScreen<Dismiss> {
    let intro = format!("不采纳：{}。以后有新材料时会再提出来。", candidate.title);
    let help = "为什么不作为问题，如：单位已说明，会议记录另有一本；情况轻微，已当面指出。";
    let fields = vec![Field::text("理由", candidate.reason(), help)];
    FormScreen::new(Dismiss { candidate }, Form::new(intro, fields).submit_word("不采纳"))
}

impl Spec for Dismiss {
    fn place(&self) -> Option<FormPlace> {
        let Candidate { unit, key, .. } = self.candidate;
        let record = DecisionId::of(unit, key).0;
        Some(FormPlace { record, kind: Kind::Decision, parent: Some(unit.0), form: FormName::Dismiss })
    }

    fn title(&self) -> String {
        "不采纳候选".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let reason = form.text(0);
        if reason.is_empty() {
            return refuse(0, "请写明理由：审核和再归集时都要看。");
        }
        let Some(by) = cx.me() else {
            return refuse(0, Context::Problems.fill("还没有选定谁在操作。先返回，按 {key:WhoAmI} 选定。"));
        };
        let act = decide::Dismiss { candidate: self.candidate.clone(), reason: reason.to_owned(), by };
        let said = Context::Problems.fill("已收起这条候选，理由已记下。按 {key:ToggleDismissed} 可以再看。");
        cx.act_and_leave(act, said, Reply::Changed);
        Ok(())
    }
}
