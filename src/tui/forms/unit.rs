//! A unit: its code and name.

use crate::acts::unit::KeepUnit;
use crate::model::ids::UnitId;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::model::unit_kind::UnitKind;
use crate::store::At;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};
use uuid::Uuid;

/// Adds or changes a unit.
#[derive(Debug)]
pub struct UnitForm {
    unit: Unit,
    is_new: bool,
}

/// The form; `unit`: the one to change.
pub fn form(old: Option<&At<Unit>>) -> FormScreen<UnitForm> {
    let unit = old.map_or_else(|| Unit::new(UnitId::new(), "", ""), |at| at.record.clone());
    let fields = vec![
        Field::text("代码", &unit.code, "简短的代码，如 SLJ，本轮里不能重复，用在编号和命令里。"),
        Field::text("名称", &unit.name, "被巡察单位的全称，如：水利局党组。"),
        kind_field(unit.kind),
    ];
    let form = Form::new("", fields).submit_word("保存").over(old.map(|at| at.head));
    FormScreen::new(UnitForm { unit, is_new: old.is_none() }, form)
}

const KIND: usize = 2;

/// The field for the kind of a unit: as its name tells, or one of the kinds.
pub fn kind_field(kind: Option<UnitKind>) -> Field {
    let kinds = std::iter::once("按名称判断").chain(UnitKind::ALL.map(UnitKind::chinese));
    let at = kind.and_then(|k| UnitKind::ALL.iter().position(|o| *o == k)).map_or(0, |at| at + 1);
    let help = "同一个职务在不同单位意思不同（主任、所长、院长），导入名册时按它判断人员类别。";
    Field::choice("单位性质", kinds.map(str::to_owned).collect(), at, help)
}

/// The kind that the field says; `None`: as the name tells.
pub fn kind_of(form: &Form, field: usize) -> Option<UnitKind> {
    form.chosen(field).checked_sub(1).and_then(|at| UnitKind::ALL.get(at)).copied()
}

impl Spec for UnitForm {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.unit.id.0, kind: Kind::Unit, parent: None, form: FormName::Unit })
    }

    fn take_up(&mut self, record: Uuid) {
        self.unit.id = record.into();
    }

    fn title(&self) -> String {
        if self.is_new { "新增被巡察单位" } else { "修改被巡察单位" }.to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let (code, name) = (form.text(0), form.text(1));
        if code.is_empty() || code.contains(char::is_whitespace) {
            return refuse(0, "请填写代码，中间不要有空格。");
        }
        if name.is_empty() {
            return refuse(1, "请填写名称。");
        }
        let kind = kind_of(form, KIND);
        let unit = Unit { code: code.to_owned(), name: name.to_owned(), kind, ..self.unit.clone() };
        cx.act_and_leave(KeepUnit { over: form.over, unit }, "已保存被巡察单位", Reply::Changed);
        Ok(())
    }
}
