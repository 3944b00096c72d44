//! A unit's profile: the fields that the method asks of a unit, such as its own limit for large sums.

use crate::method::types::Method;
use crate::model::record::Op;
use crate::model::round::Unit;
use crate::tui::effect::Put;
use crate::tui::form::{Form, Refused};
use crate::tui::forms::fields::{Engine, Roster};
use crate::tui::screen::form::{FormPlace, FormScreen, Spec};
use crate::tui::screen::{Cx, Reply};

/// Changes the profile.
pub struct Keep {
    unit: Unit,
    engine: Engine,
}

/// The form; `None`: the method asks nothing of a unit.
pub fn form(unit: &Unit, method: &Method, roster: Roster) -> Option<FormScreen<Keep>> {
    if method.profile.is_empty() {
        return None;
    }
    let engine = Engine::new(method.profile.clone(), roster, 0);
    let intro = "单位自己的情况：查阅和比对时用，如“大额”是多少、依据哪份文件。";
    let mut form = Form::new(intro, engine.fields(&unit.profile)).submit_word("保存");
    engine.refresh(&mut form);
    Some(FormScreen::new(Keep { unit: unit.clone(), engine }, form))
}

impl Spec for Keep {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        format!("单位概况  {}", self.unit.name)
    }

    fn left(&mut self, form: &mut Form, field: usize, _cx: &Cx<'_>) {
        self.engine.left(form, field);
    }

    fn edited(&mut self, form: &mut Form) {
        self.engine.refresh(form);
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let profile = self.engine.values(form, &self.unit.profile)?;
        cx.write(Op::EditUnit, vec![Put::of(Unit { profile, ..self.unit.clone() })]);
        cx.done("已保存单位概况。");
        cx.reply(Reply::Changed);
        Ok(())
    }
}
