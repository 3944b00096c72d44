//! A document: its registration. A new one keeps the method of now; one made from a line of the loan register is
//! written together with it.

use crate::acts::complete::{Complete as _, LackAt};
use crate::acts::reading::document::KeepDocument;
use crate::method::form::People as _;
use crate::method::types::Method;
use crate::model::ids::{DocumentId, LoanId};
use crate::model::loan::Loan;
use crate::model::reading::{Document, Form as Kept};
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::model::value::{Instant, PartialDate};
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::fields::Roster;
use crate::tui::forms::{date, date_past};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};
use std::sync::Arc;
use uuid::Uuid;

const KIND: usize = 0;
const TITLE: usize = 1;
const WHOSE: usize = 2;
const FROM: usize = 3;
const TO: usize = 4;
const VOLUME: usize = 5;
const FORM: usize = 6;
const PROVIDER: usize = 7;
const RECEIVED: usize = 8;
const DUE: usize = 9;
const RETURNED: usize = 10;
const NOTE: usize = 11;

/// Registers or changes a document.
pub struct DocumentForm {
    id: DocumentId,
    unit: Unit,
    old: Option<Document>,
    /// The line of the loan register that it is made from.
    loan: Option<LoanId>,
    method: Arc<Method>,
    roster: Roster,
}

/// What a new document begins with.
#[derive(Debug, Clone, Copy)]
pub enum Begin<'a> {
    /// Nothing but its kind, by id.
    Kind(&'a str),
    /// A line of the loan register.
    Loan(&'a Loan),
}

/// The form; `old`: the document to change, `begin`: what a new one begins with.
///
/// # Errors
/// When the method of `old` cannot be read.
pub fn form(
    unit: &Unit,
    old: Option<&Document>,
    begin: Option<Begin<'_>>,
    cx: &Cx<'_>,
) -> crate::Result<FormScreen<DocumentForm>> {
    let at = old.map(|old| cx.reader()?.at::<Document>(old.id.0)).transpose()?.flatten();
    let head = at.as_ref().map(|at| at.head);
    let old = at.as_ref().map(|at| &at.record);
    let method = match old {
        Some(old) => cx.method(old.method)?,
        None => Arc::clone(&cx.book()?.method),
    };
    let roster = Roster::read(cx.reader()?, unit.id)?;
    let loan = match begin {
        Some(Begin::Loan(loan)) => Some(loan),
        _ => None,
    };
    let kind = match (old, begin) {
        (Some(old), _) => old.kind.as_str(),
        (None, Some(Begin::Kind(kind))) => kind,
        (None, Some(Begin::Loan(loan))) => &loan.kind,
        (None, None) => "",
    };
    let at = method.records.iter().position(|k| k.id == kind).unwrap_or(0);
    let title = old.map(|d| d.title.as_str()).or_else(|| loan.map(|l| l.title.as_str()));
    let title = title.or_else(|| method.records.get(at).map(|k| k.title.as_str())).unwrap_or_default();
    let shown = |d: Option<PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let text = |f: fn(&Document) -> &str| old.map(f).unwrap_or_default();
    let whose = old.and_then(|d| d.person).map(|id| roster.shown(id)).unwrap_or_default();
    let form_at = old.map(|d| d.form).or_else(|| loan.map(|l| l.form)).unwrap_or_default();
    let provider = old.map(|d| d.provider.as_str()).or_else(|| loan.map(|l| l.provider.as_str())).unwrap_or_default();
    let received = old.map_or_else(|| loan.and_then(|l| l.handed).map(Instant::date), |d| d.received);
    let received = if old.is_none() && loan.is_none() { Some(cx.now.date()) } else { received };
    let fields = vec![
        Field::choice("类别", method.records.iter().map(|k| k.title.clone()).collect(), at, "五必看的哪一类。"),
        Field::text("材料名称", title, "封面上的名称，如：党组会议记录。"),
        Field::text("谁的", &whose, "谁的笔记本：写姓名、拼音首字母或代号。"),
        Field::text("期间从", &shown(old.and_then(|d| d.from)), "从哪年、哪月或哪天起，如 2022、2022年1月。"),
        Field::text("期间到", &shown(old.and_then(|d| d.to)), "到哪年、哪月或哪天止；同上就空着。"),
        Field::text("卷", text(|d| &d.volume), "第几卷、第几册，如：第2卷。只有一卷就空着。"),
        Field::choice(
            "原件或复印件",
            Kept::ALL.iter().map(|f| f.chinese().to_owned()).collect(),
            Kept::ALL.iter().position(|f| *f == form_at).unwrap_or(0),
            "看的是原件、复印件还是电子件。",
        ),
        Field::text("提供人", provider, "谁提供的。"),
        Field::text("提供日期", &shown(received), "哪天拿到的，如 2026-03-02。"),
        Field::text("应归还", &shown(old.and_then(|d| d.due_back)), "哪天以前要还；不用还就空着。"),
        Field::text("已归还", &shown(old.and_then(|d| d.returned)), "哪天还的；还在手里就空着。"),
        Field::text("备注", text(|d| &d.note), "给组里看的备注。"),
    ];
    let mut form = Form::new("", fields).submit_word("保存").over(head);
    let id = old.map_or_else(DocumentId::new, |d| d.id);
    let keep = DocumentForm { id, unit: unit.clone(), old: old.cloned(), loan: loan.map(|l| l.id), method, roster };
    keep.hide(&mut form);
    Ok(FormScreen::new(keep, form))
}

impl DocumentForm {
    fn of_person(&self, form: &Form) -> bool {
        self.method.records.get(form.chosen(KIND)).is_some_and(|k| k.of_person)
    }

    fn hide(&self, form: &mut Form) {
        let hidden = !self.of_person(form);
        if let Some(field) = form.fields.get_mut(WHOSE) {
            field.hidden = hidden;
        }
    }
}

/// Whether results or entries hang on the document.
fn is_read(document: &Document, cx: &Cx<'_>) -> bool {
    let Some(reader) = cx.read else { return false };
    let none = |kind| reader.briefs_below(document.id.0, &[kind]).is_ok_and(|found| found.is_empty());
    !(none(Kind::CheckResult) && none(Kind::Entry))
}

impl Spec for DocumentForm {
    fn place(&self) -> Option<FormPlace> {
        let (record, kind) = (self.id.0, Kind::Document);
        Some(match self.loan {
            Some(loan) => FormPlace { record, kind, parent: Some(loan.0), form: FormName::DocumentOfLoan },
            None => FormPlace { record, kind, parent: Some(self.unit.id.0), form: FormName::Document },
        })
    }

    fn take_up(&mut self, record: Uuid) {
        self.id = record.into();
    }

    fn title(&self) -> String {
        format!("{}资料  {}", if self.old.is_some() { "修改" } else { "登记" }, self.unit.name)
    }

    fn left(&mut self, form: &mut Form, field: usize, _cx: &Cx<'_>) {
        if field == WHOSE
            && !form.text(WHOSE).is_empty()
            && let Ok(id) = self.roster.find(form.text(WHOSE))
        {
            form.set_text(WHOSE, &self.roster.shown(id));
        }
    }

    fn edited(&mut self, form: &mut Form) {
        self.hide(form);
        // A title that nobody worded follows the kind.
        let title = form.text(TITLE).to_owned();
        if form.at == KIND
            && (title.is_empty() || self.method.records.iter().any(|k| k.title == title))
            && let Some(kind) = self.method.records.get(form.chosen(KIND))
        {
            form.set_text(TITLE, &kind.title);
        }
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let Some(kind) = self.method.records.get(form.chosen(KIND)) else {
            return refuse(KIND, "工作法里没有五必看的类别。请用 wenkan method update 装入新版工作法。");
        };
        if self.old.as_ref().is_some_and(|old| old.kind != kind.id && is_read(old, cx)) {
            return refuse(KIND, "这份资料已经查阅过，不能换类别：要点和条目都跟着类别。登记错了，请另登记一份。");
        }
        let person = match form.text(WHOSE) {
            _ if !kind.of_person => None,
            "" => return refuse(WHOSE, "这一类每人一本，请写明是谁的。"),
            name => Some(self.roster.find(name).or_else(|why| refuse(WHOSE, why))?),
        };
        let (from, to) = (date(form, FROM)?, date(form, TO)?);
        let old = self.old.as_ref();
        let document = Document {
            id: self.id,
            unit: self.unit.id,
            kind: kind.id.clone(),
            method: self.method.hash,
            title: form.text(TITLE).to_owned(),
            volume: form.text(VOLUME).to_owned(),
            from,
            to,
            form: Kept::ALL.get(form.chosen(FORM)).copied().unwrap_or_default(),
            provider: form.text(PROVIDER).to_owned(),
            received: date_past(form, RECEIVED, cx.now.date())?,
            due_back: date(form, DUE)?,
            returned: date_past(form, RETURNED, cx.now.date())?,
            person,
            clean: old.and_then(|d| d.clean.clone()),
            note: form.text(NOTE).to_owned(),
        };
        if let Some(lack) = document.lack() {
            let field = match lack.at {
                LackAt::From => FROM,
                LackAt::To => TO,
                _ => TITLE,
            };
            return refuse(field, lack.why);
        }
        let told = match (old, self.loan) {
            (Some(_), _) => "已保存资料登记。".to_owned(),
            (None, Some(_)) => Context::Loans.fill("已登记为资料。按 {key:Register} 打开查阅。"),
            (None, None) => Context::Documents.fill("已保存资料登记。按 {key:Open} 打开查阅。"),
        };
        let kept = Reply::Kept(document.id.0);
        cx.act_and_leave(KeepDocument { over: form.over, document, loan: self.loan }, told, kept);
        Ok(())
    }
}
