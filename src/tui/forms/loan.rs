//! A line of the loan register: what is asked for, by whom and when, which pages were copied, who took it back.

use crate::acts::complete::{Complete as _, LackAt};
use crate::acts::loan::{GiveBack, KeepLoan};
use crate::error::{Error, Result};
use crate::method::types::Method;
use crate::model::ids::{InspectorId, LoanId};
use crate::model::loan::Loan;
use crate::model::reading::Form as Kept;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::At;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::{date, date_past};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};
use std::sync::Arc;
use uuid::Uuid;

const TITLE: usize = 0;
const KIND: usize = 1;
const COPIES: usize = 2;
const FORM: usize = 3;
const ASKED_BY: usize = 4;
const ASKED: usize = 5;
const DUE: usize = 6;
const PROVIDER: usize = 7;
const RETURNED_TO: usize = 8;
const NOTE: usize = 9;

/// Adds or changes a line.
pub struct LoanForm {
    id: LoanId,
    unit: Unit,
    old: Option<Loan>,
    method: Arc<Method>,
    /// Who may have asked, as listed.
    inspectors: Vec<InspectorId>,
}

/// The line as it stands in the file.
fn at(id: LoanId, cx: &Cx<'_>) -> Result<At<Loan>> {
    let gone = || Error::input("这一行已被删除").hint("可以从回收站恢复后再做。");
    cx.reader()?.at(id.0)?.ok_or_else(gone)
}

/// The form; `old`: the line to change.
///
/// # Errors
/// When there is no such line any more, or the round cannot be read.
pub fn form(unit: &Unit, old: Option<LoanId>, method: &Arc<Method>, cx: &Cx<'_>) -> Result<FormScreen<LoanForm>> {
    let at = old.map(|id| at(id, cx)).transpose()?;
    let (head, old) = (at.as_ref().map(|at| at.head), at.as_ref().map(|at| &at.record));
    let text = |f: fn(&Loan) -> &str| old.map(f).unwrap_or_default();
    let kinds = std::iter::once("其他".to_owned()).chain(method.records.iter().map(|k| k.title.clone())).collect();
    let kind = old.and_then(|l| method.records.iter().position(|k| k.id == l.kind)).map_or(0, |at| at + 1);
    let kept = old.map(|l| l.form).unwrap_or_default();
    let due = old.and_then(|l| l.due).map(|d| d.to_string()).unwrap_or_default();
    let asked = old.map_or_else(|| cx.now.date(), |l| l.asked);
    let asked_by = old.map(|l| l.asked_by).or_else(|| cx.me());
    let group = cx.book()?.inspectors.iter().filter(|i| !i.left || Some(i.id) == asked_by);
    let (inspectors, names): (Vec<InspectorId>, Vec<String>) = group.map(|i| (i.id, i.name.clone())).unzip();
    let by = inspectors.iter().position(|i| Some(*i) == asked_by).unwrap_or(0);
    let mut fields = vec![
        Field::text("材料名称", text(|l| &l.title), "要什么，如：党组会议记录 2021年至2025年。"),
        Field::choice("类别", kinds, kind, "五必看的哪一类；都不是，选“其他”。"),
        Field::text("份数", text(|l| &l.copies), "几册、几本、几份，如：3册。"),
        Field::choice(
            "原件或复印件",
            Kept::ALL.iter().map(|f| f.chinese().to_owned()).collect(),
            Kept::ALL.iter().position(|f| *f == kept).unwrap_or(0),
            "要原件、复印件还是电子件。",
        ),
        Field::choice("调阅人", names, by, "谁向单位要的。"),
        Field::text("调阅日期", &asked.to_string(), "哪天向单位要的，如 2026-03-02。"),
        Field::text("提供时限", &due, "哪天以前要提供，如 2026-03-04；过了就是逾期。"),
        Field::text("提供人", text(|l| &l.provider), "单位里谁提供。"),
        Field::text("归还给", text(|l| &l.returned_to), "还的时候单位里谁收下的。"),
        Field::text("备注", text(|l| &l.note), "给组里看的备注。"),
    ];
    if let Some(field) = fields.get_mut(RETURNED_TO) {
        field.hidden = old.is_none_or(|l| l.returned.is_none());
    }
    let id = old.map_or_else(LoanId::new, |l| l.id);
    let keep = LoanForm { id, unit: unit.clone(), old: old.cloned(), method: Arc::clone(method), inspectors };
    Ok(FormScreen::new(keep, Form::new("", fields).submit_word("保存").over(head)))
}

impl Spec for LoanForm {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.id.0, kind: Kind::Loan, parent: Some(self.unit.id.0), form: FormName::Loan })
    }

    fn take_up(&mut self, record: Uuid) {
        self.id = record.into();
    }

    fn title(&self) -> String {
        format!("{}调阅清单  {}", if self.old.is_some() { "修改" } else { "列入" }, self.unit.name)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let by = self.inspectors.get(form.chosen(ASKED_BY)).copied().or_else(|| cx.me());
        let Some(asked_by) = by else { return refuse(TITLE, "请先选定谁在操作。") };
        let Some(asked) = date_past(form, ASKED, cx.now.date())? else {
            return refuse(ASKED, "请写明哪天向单位要的。");
        };
        let kind = form.chosen(KIND).checked_sub(1).and_then(|at| self.method.records.get(at));
        let old = self.old.as_ref();
        let is_back = old.is_some_and(|l| l.returned.is_some());
        let loan = Loan {
            id: self.id,
            unit: self.unit.id,
            title: form.text(TITLE).to_owned(),
            kind: kind.map(|k| k.id.clone()).unwrap_or_default(),
            copies: form.text(COPIES).to_owned(),
            form: Kept::ALL.get(form.chosen(FORM)).copied().unwrap_or_default(),
            asked,
            asked_by,
            due: date(form, DUE)?,
            provider: form.text(PROVIDER).to_owned(),
            handed: old.and_then(|l| l.handed),
            document: old.and_then(|l| l.document),
            copied: old.map(|l| l.copied.clone()).unwrap_or_default(),
            returned: old.and_then(|l| l.returned),
            returned_to: if is_back { form.text(RETURNED_TO).to_owned() } else { String::new() },
            note: form.text(NOTE).to_owned(),
        };
        if let Some(lack) = loan.lack() {
            return refuse(if lack.at == LackAt::ReturnedTo { RETURNED_TO } else { TITLE }, lack.why);
        }
        let told = if old.is_some() { "已改好这一行。" } else { "已列入调阅清单。" };
        let kept = Reply::Kept(loan.id.0);
        cx.act_and_leave(KeepLoan { over: form.over, loan }, told, kept);
        Ok(())
    }
}

/// Notes which pages were copied.
pub struct Copied {
    loan: Loan,
}

/// The form of the pages copied.
///
/// # Errors
/// When there is no such line any more, or the round cannot be read.
pub fn copied(id: LoanId, cx: &Cx<'_>) -> Result<FormScreen<Copied>> {
    let At { record: loan, head } = at(id, cx)?;
    let field = Field::text("复印页码", &loan.copied, "复印了哪几页，如 12, 31-33。没有复印就空着。");
    let form = Form::new(loan.title.clone(), vec![field]).submit_word("保存").over(Some(head));
    Ok(FormScreen::new(Copied { loan }, form))
}

fn place(loan: &Loan, form: FormName) -> FormPlace {
    FormPlace { record: loan.id.0, kind: Kind::Loan, parent: Some(loan.unit.0), form }
}

impl Spec for Copied {
    fn place(&self) -> Option<FormPlace> {
        Some(place(&self.loan, FormName::Copied))
    }

    fn title(&self) -> String {
        "复印页码".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let loan = Loan { copied: form.text(0).to_owned(), ..self.loan.clone() };
        cx.act_and_leave(KeepLoan { over: form.over, loan }, "已记下复印页码。", Reply::Changed);
        Ok(())
    }
}

/// Notes who took it back.
pub struct Returning {
    loan: Loan,
}

/// Asks who takes it back; returned already: asks whether that is to be taken back. The tag of that is `not-returned`.
pub fn returned(loan: &Loan, cx: &mut Cx<'_>) {
    if loan.handed.is_none() {
        cx.not_here(Context::Loans.fill("单位还没有提供，不用归还。提供了先按 {key:HandedOver} 记下时间。"));
    } else if let Some(at) = loan.returned {
        let text = format!(
            "{} {} 已归还给{}。记错了，要取消吗？谁收的写错了，请选“保留”，打开这一行修改。",
            at.date(),
            at.hour_minute(),
            loan.returned_to
        );
        cx.push(Confirm::new("not-returned", text).words("取消归还", "保留").grave());
    } else {
        let field = Field::text("归还给", &loan.provider, "单位里谁收下的。归还时间是现在。");
        let form = Form::new(loan.title.clone(), vec![field]).submit_word("保存");
        cx.push(FormScreen::new(Returning { loan: loan.clone() }, form));
    }
}

impl Spec for Returning {
    fn place(&self) -> Option<FormPlace> {
        Some(place(&self.loan, FormName::Returned))
    }

    fn title(&self) -> String {
        "归还".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请写明单位里谁收下的。");
        }
        let act = GiveBack { loan: self.loan.id, to: form.text(0).to_owned(), at: cx.now };
        cx.act_and_leave(act, "已记下归还。", Reply::Changed);
        Ok(())
    }
}
