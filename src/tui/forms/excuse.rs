//! Why a kind of record is not read.

use crate::acts::reading::excuse::KeepExcuses;
use crate::method::types::Method;
use crate::model::ids::ExcuseId;
use crate::model::record::Kind;
use crate::model::round::{ReadingExcuse, Unit};
use crate::store::At;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};
use std::sync::Arc;
use uuid::Uuid;

const KIND: usize = 0;
const YEAR: usize = 1;
const REASON: usize = 2;

/// Adds, changes or takes back a reason.
pub struct ExcuseForm {
    id: ExcuseId,
    unit: Unit,
    old: Option<ReadingExcuse>,
    method: Arc<Method>,
}

/// The form; `old`: the reason to change.
pub fn form(unit: &At<Unit>, old: Option<&ReadingExcuse>, method: &Arc<Method>) -> FormScreen<ExcuseForm> {
    let kinds = method.records.iter().map(|k| k.title.clone()).collect();
    let at = old.and_then(|o| method.records.iter().position(|k| k.id == o.kind)).unwrap_or(0);
    let year = old.and_then(|o| o.year).map(|y| y.to_string()).unwrap_or_default();
    let fields = vec![
        Field::choice("类别", kinds, at, "哪一类不查阅。"),
        Field::text("年份", &year, "哪一年，如 2022；整个巡察期间都不查，就空着。"),
        Field::text(
            "原因",
            old.map_or("", |o| &o.reason),
            "为什么，如：2022年单位合并，记录由原单位保管。清空就是取消。",
        ),
    ];
    let id = old.map_or_else(ExcuseId::new, |o| o.id);
    let keep = ExcuseForm { id, unit: unit.record.clone(), old: old.cloned(), method: Arc::clone(method) };
    FormScreen::new(keep, Form::new("", fields).submit_word("保存").over(Some(unit.head)))
}

impl Spec for ExcuseForm {
    fn place(&self) -> Option<FormPlace> {
        // A reason is no record of its own: the form of each is told apart by what it is listed under.
        let (parent, form) =
            if self.old.is_some() { (self.id.0, FormName::ExcuseEdit) } else { (self.unit.id.0, FormName::Excuse) };
        Some(FormPlace { record: self.id.0, kind: Kind::Unit, parent: Some(parent), form })
    }

    fn take_up(&mut self, record: Uuid) {
        self.id = record.into();
    }

    fn title(&self) -> String {
        format!("不查阅的说明  {}", self.unit.name)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let Some(kind) = self.method.records.get(form.chosen(KIND)) else {
            return refuse(KIND, "工作法里没有五必看的类别。");
        };
        let year = match form.text(YEAR).trim_end_matches('年') {
            "" => None,
            text => match text.parse::<i16>().ok().filter(|y| (1900..=2200).contains(y)) {
                Some(year) => Some(year),
                None => return refuse(YEAR, "年份写成四位数，如 2022。"),
            },
        };
        let reason = form.text(REASON);
        if reason.is_empty() && self.old.is_none() {
            return refuse(REASON, "请写明原因。");
        }
        let id = self.id;
        let mut unit = self.unit.clone();
        let new = ReadingExcuse { id, kind: kind.id.clone(), year, reason: reason.to_owned() };
        match unit.excuses.iter_mut().find(|e| e.id == id) {
            Some(old) => *old = new,
            None => unit.excuses.push(new),
        }
        unit.excuses.retain(|e| !e.reason.is_empty());
        let told = if reason.is_empty() { "已取消说明。" } else { "已记下为什么不查阅。" };
        cx.act_and_leave(KeepExcuses { over: form.over, unit }, told, Reply::Changed);
        Ok(())
    }
}
