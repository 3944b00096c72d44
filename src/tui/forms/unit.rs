//! A unit: its code and name.

use crate::model::ids::UnitId;
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::store::Reader;
use crate::tui::effect::Put;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::screen::form::{FormPlace, FormScreen, Spec};
use crate::tui::screen::{Cx, Reply};

/// Adds or changes a unit.
#[derive(Debug)]
pub struct Keep {
    old: Option<Unit>,
}

/// The form; `unit`: the one to change.
pub fn form(unit: Option<&Unit>) -> FormScreen<Keep> {
    let fields = vec![
        Field::text("代码", unit.map_or("", |u| &u.code), "简短的代码，如 SLJ，本轮里不能重复，用在编号和命令里。"),
        Field::text("名称", unit.map_or("", |u| &u.name), "被巡察单位的全称，如：水利局党组。"),
    ];
    FormScreen::new(Keep { old: unit.cloned() }, Form::new("", fields).submit_word("保存"))
}

impl Spec for Keep {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        if self.old.is_some() { "修改被巡察单位" } else { "新增被巡察单位" }.to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let (code, name) = (form.text(0), form.text(1));
        let id = self.old.as_ref().map(|u| u.id);
        if code.is_empty() || code.contains(char::is_whitespace) {
            return refuse(0, "请填写代码，中间不要有空格。");
        }
        if name.is_empty() {
            return refuse(1, "请填写名称。");
        }
        let units: Vec<Unit> = cx.reader().and_then(Reader::all).or_else(|e| refuse(0, e.to_string()))?;
        if units.iter().any(|u| u.code == code && Some(u.id) != id) {
            return refuse(0, "这个代码已有单位在用，请换一个。");
        }
        let mut unit = self.old.clone().unwrap_or_else(|| Unit::new(UnitId::new(), "", ""));
        code.clone_into(&mut unit.code);
        name.clone_into(&mut unit.name);
        cx.write(Op::EditUnit, vec![Put::of(unit)]);
        cx.done("已保存被巡察单位");
        cx.reply(Reply::Changed);
        Ok(())
    }
}
