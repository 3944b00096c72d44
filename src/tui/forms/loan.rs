//! A line of the loan register: what is asked for, which pages were copied, who took it back.

use crate::method::types::Method;
use crate::model::ids::LoanId;
use crate::model::loan::Loan;
use crate::model::reading::{Document, Form as Kept};
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::tui::effect::Put;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::date;
use crate::tui::keys::Context;
use crate::tui::screen::confirm::Confirm;
use crate::tui::screen::form::{FormPlace, FormScreen, Spec};
use crate::tui::screen::{Cx, Reply};
use std::sync::Arc;

const TITLE: usize = 0;
const KIND: usize = 1;
const COPIES: usize = 2;
const FORM: usize = 3;
const DUE: usize = 4;
const PROVIDER: usize = 5;
const NOTE: usize = 6;

/// Adds or changes a line.
pub struct Keep {
    unit: Unit,
    old: Option<Loan>,
    method: Arc<Method>,
}

/// The form; `old`: the line to change.
pub fn form(unit: &Unit, old: Option<&Loan>, method: &Arc<Method>) -> FormScreen<Keep> {
    let text = |f: fn(&Loan) -> &str| old.map(f).unwrap_or_default();
    let kinds = std::iter::once("其他".to_owned()).chain(method.records.iter().map(|k| k.title.clone())).collect();
    let kind = old.and_then(|l| method.records.iter().position(|k| k.id == l.kind)).map_or(0, |at| at + 1);
    let kept = old.map(|l| l.form).unwrap_or_default();
    let due = old.and_then(|l| l.due).map(|d| d.to_string()).unwrap_or_default();
    let fields = vec![
        Field::text("材料名称", text(|l| &l.title), "要什么，如：党组会议记录 2021年至2025年。"),
        Field::choice("类别", kinds, kind, "五必看的哪一类；都不是，选“其他”。左右键换选项。"),
        Field::text("份数", text(|l| &l.copies), "几册、几本、几份，如：3册。"),
        Field::choice(
            "原件或复印件",
            Kept::ALL.iter().map(|f| f.chinese().to_owned()).collect(),
            Kept::ALL.iter().position(|f| *f == kept).unwrap_or(0),
            "要原件、复印件还是电子件。",
        ),
        Field::text("提供时限", &due, "哪天以前要提供，如 2026-03-04；过了就是逾期。"),
        Field::text("提供人", text(|l| &l.provider), "单位里谁提供。"),
        Field::text("备注", text(|l| &l.note), "给组里看的备注。"),
    ];
    let keep = Keep { unit: unit.clone(), old: old.cloned(), method: Arc::clone(method) };
    FormScreen::new(keep, Form::new("", fields).submit_word("保存"))
}

impl Spec for Keep {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        format!("{}调阅清单  {}", if self.old.is_some() { "修改" } else { "列入" }, self.unit.name)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(TITLE).is_empty() {
            return refuse(TITLE, "请填写材料名称。");
        }
        let Some(me) = cx.me() else { return refuse(TITLE, "请先选定谁在操作。") };
        let kind = form.chosen(KIND).checked_sub(1).and_then(|at| self.method.records.get(at));
        let old = self.old.as_ref();
        let loan = Loan {
            id: old.map_or_else(LoanId::new, |l| l.id),
            unit: self.unit.id,
            title: form.text(TITLE).to_owned(),
            kind: kind.map(|k| k.id.clone()).unwrap_or_default(),
            copies: form.text(COPIES).to_owned(),
            form: Kept::ALL.get(form.chosen(FORM)).copied().unwrap_or_default(),
            asked: old.map_or_else(|| cx.now.date(), |l| l.asked),
            asked_by: old.map_or(me, |l| l.asked_by),
            due: date(form, DUE)?,
            provider: form.text(PROVIDER).to_owned(),
            handed: old.and_then(|l| l.handed),
            document: old.and_then(|l| l.document),
            copied: old.map(|l| l.copied.clone()).unwrap_or_default(),
            returned: old.and_then(|l| l.returned),
            returned_to: old.map(|l| l.returned_to.clone()).unwrap_or_default(),
            note: form.text(NOTE).to_owned(),
        };
        cx.write(Op::EditLoan, vec![Put::of(loan)]);
        cx.done("已列入调阅清单。");
        cx.reply(Reply::Changed);
        Ok(())
    }
}

/// Notes which pages were copied.
pub struct Copied {
    loan: Loan,
}

/// The form of the pages copied.
pub fn copied(loan: &Loan) -> FormScreen<Copied> {
    let field = Field::text("复印页码", &loan.copied, "复印了哪几页，如 12, 31-33。没有复印就空着。");
    let form = Form::new(loan.title.clone(), vec![field]).submit_word("记下");
    FormScreen::new(Copied { loan: loan.clone() }, form)
}

impl Spec for Copied {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "复印页码".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let loan = Loan { copied: form.text(0).to_owned(), ..self.loan.clone() };
        cx.write(Op::EditLoan, vec![Put::of(loan)]);
        cx.done("已记下复印页码。");
        cx.reply(Reply::Changed);
        Ok(())
    }
}

/// Notes who took it back.
pub struct GiveBack {
    loan: Loan,
}

/// Asks who takes it back; returned already: asks whether that is to be taken back. The tag of that is `not-returned`.
pub fn returned(loan: &Loan, cx: &mut Cx<'_>) {
    if loan.handed.is_none() {
        cx.warn(Context::Loans.fill("单位还没有提供，不用归还。提供了先按 {key:HandedOver} 记下时间。"));
    } else if let Some(at) = loan.returned {
        let text = format!("{} {} 已归还给{}。记错了，要取消吗？", at.date(), at.hour_minute(), loan.returned_to);
        cx.push(Confirm::new("not-returned", text).words("取消归还", "保留"));
    } else {
        let field = Field::text("归还给", &loan.provider, "单位里谁收下的。归还时间是现在。");
        let form = Form::new(loan.title.clone(), vec![field]).submit_word("记下");
        cx.push(FormScreen::new(GiveBack { loan: loan.clone() }, form));
    }
}

/// Takes a return back.
pub fn not_returned(loan: &Loan, cx: &mut Cx<'_>) {
    let loan = Loan { returned: None, returned_to: String::new(), ..loan.clone() };
    let document = document_of(&loan, cx).map(|d| Put::of(Document { returned: None, ..d }));
    let puts = std::iter::once(Put::of(loan)).chain(document).collect();
    cx.write(Op::EditLoan, puts);
    cx.done("已取消归还。");
}

/// The document under which a line is read goes with it.
fn document_of(loan: &Loan, cx: &Cx<'_>) -> Option<Document> {
    cx.read?.get(loan.document?.0).ok().flatten()
}

impl Spec for GiveBack {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "归还".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请写明单位里谁收下的。");
        }
        let loan = Loan { returned: Some(cx.now), returned_to: form.text(0).to_owned(), ..self.loan.clone() };
        let today = cx.now.date();
        let document = document_of(&loan, cx).map(|d| Put::of(Document { returned: Some(today), ..d }));
        let puts = std::iter::once(Put::of(loan)).chain(document).collect();
        cx.write(Op::EditLoan, puts);
        cx.done("已记下归还。");
        cx.reply(Reply::Changed);
        Ok(())
    }
}
