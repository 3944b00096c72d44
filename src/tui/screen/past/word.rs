//! The word that is typed before something withheld is told again.

use super::undo::hand_in;
use crate::analysis::undo::Way;
use crate::model::ids::TxnId;
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::Cx;

/// What is typed.
const WORD: &str = "放回";

/// Asks for the word.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithheldWord {
    pub(super) way: Way,
    pub(super) target: TxnId,
}

/// The form that asks for it.
pub(super) fn ask_word(spec: WithheldWord) -> FormScreen<WithheldWord> {
    let help = "转线索的内容撤销以后会重新出现在谈话、检索和底稿里。确定要放回，请输入这两个字。";
    let form = Form::new("", vec![Field::text("输入：放回", "", help)]).submit_word(spec.way.chinese());
    FormScreen::new(spec, form)
}

impl Spec for WithheldWord {
    fn title(&self) -> String {
        format!("{}转线索", self.way.chinese())
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).trim() != WORD {
            return refuse(0, "请输入“放回”两个字；不要放回，就返回。");
        }
        hand_in(self.way, self.target, true, cx);
        Ok(())
    }

    /// Nothing that is typed here is worth keeping.
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn asks(&self) -> bool {
        false
    }
}
