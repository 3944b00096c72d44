//! A unit's profile: the fields that the method asks of a unit, such as its own limit for large sums.

use crate::acts::unit::KeepUnit;
use crate::method::types::Method;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::At;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Form, Refused};
use crate::tui::forms::fields::{Engine, Roster};
use crate::tui::update::{Cx, Reply};

/// Changes the profile.
pub struct ProfileForm {
    unit: Unit,
    engine: Engine,
}

/// The form; `None`: the method asks nothing of a unit.
pub fn form(unit: &At<Unit>, method: &Method, roster: Roster) -> Option<FormScreen<ProfileForm>> {
    if method.profile.is_empty() {
        return None;
    }
    let engine = Engine::new(method.profile.clone(), roster, 0);
    let intro = "单位自己的情况：查阅和比对时用，如“大额”是多少、依据哪份文件。";
    let mut form = Form::new(intro, engine.fields(&unit.record.profile)).submit_word("保存").over(Some(unit.head));
    engine.refresh(&mut form);
    Some(FormScreen::new(ProfileForm { unit: unit.record.clone(), engine }, form))
}

impl Spec for ProfileForm {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.unit.id.0, kind: Kind::Unit, parent: None, form: FormName::Profile })
    }

    fn title(&self) -> String {
        format!("单位概况  {}", self.unit.name)
    }

    fn left(&mut self, form: &mut Form, field: usize, cx: &Cx<'_>) {
        self.engine = self.engine.clone().on(cx.now.date());
        self.engine.left(form, field);
    }

    fn edited(&mut self, form: &mut Form) {
        self.engine.refresh(form);
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let profile = self.engine.values(form, &self.unit.profile)?;
        let unit = Unit { profile, ..self.unit.clone() };
        cx.act_and_leave(KeepUnit { over: form.over, unit }, "已保存单位概况。", Reply::Changed);
        Ok(())
    }
}
