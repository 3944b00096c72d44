//! 说明理由后放行: why an error of a paper is left standing.

use crate::acts::paper::edit::EditPaper;
use crate::analysis::paper::field::PaperRecords;
use crate::model::ids::element;
use crate::model::overruled::Overruled;
use crate::model::record::Kind;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};

/// Leaves an error of a paper standing.
pub struct Overrule {
    records: PaperRecords,
    one: Overruled,
}

/// The form; `one` lacks its reason, `error` is the error in words.
pub fn form(records: PaperRecords, one: Overruled, error: &str) -> FormScreen<Overrule> {
    let intro = format!("放行：{error} 这几句话一改，放行就失效。");
    let help = "为什么这样写没有错，如：合计含上年尾款；名字是地名。审核时看得到。";
    let fields = vec![Field::text("理由", "", help)];
    FormScreen::new(Overrule { records, one }, Form::new(intro, fields).submit_word("放行"))
}

impl Spec for Overrule {
    fn place(&self) -> Option<FormPlace> {
        // One place a paper: the words that the error is about may be edited while the reason is typed elsewhere.
        let paper = self.records.problem.id.0;
        let record = element(paper, "overruled", "form");
        Some(FormPlace { record, kind: Kind::Problem, parent: Some(paper), form: FormName::Overrule })
    }

    fn title(&self) -> String {
        "说明理由后放行".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let reason = form.text(0);
        if reason.is_empty() {
            return refuse(0, "请写明理由：审核时要看。");
        }
        let one = Overruled { reason: reason.to_owned(), at: cx.now, ..self.one.clone() };
        let mut after = self.records.clone();
        after.problem.overrule(one.clone());
        let said = Context::PaperText.fill("已放行，理由已记下。再按 {key:ConfirmBasis} 取消。");
        cx.act_and_leave(EditPaper::new(self.records.clone(), after), said, Reply::Overruled(Box::new(one)));
        Ok(())
    }
}
