//! An inspector of the group.

use crate::acts::complete::Complete as _;
use crate::acts::inspector::KeepInspector;
use crate::model::ids::InspectorId;
use crate::model::record::Kind;
use crate::model::round::{Inspector, Part};
use crate::store::At;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};

/// Adds or changes an inspector.
#[derive(Debug)]
pub struct InspectorForm {
    inspector: Inspector,
    is_new: bool,
}

/// The form for a new inspector.
pub fn add() -> FormScreen<InspectorForm> {
    form(None)
}

/// The form; `old`: the one to change.
pub fn form(old: Option<&At<Inspector>>) -> FormScreen<InspectorForm> {
    let inspector = old.map_or_else(|| Inspector::new(InspectorId::new(), "", Part::default()), |o| o.record.clone());
    let parts = Part::ALL.iter().map(|p| p.chinese().to_owned()).collect();
    let at = Part::ALL.iter().position(|p| inspector.part == *p).filter(|_| old.is_some()).unwrap_or(3);
    let mut fields = vec![
        Field::text("姓名", &inspector.name, "巡察组成员的姓名。"),
        Field::choice("职务", parts, at, "在组里的职务。"),
    ];
    if old.is_some() {
        fields.push(Field::yes_no("已离组", inspector.left, "离组后不再出现在选人的列表里；谈话记录里的名字保留。"));
    }
    let form = Form::new("", fields).submit_word("保存").over(old.map(|o| o.head));
    FormScreen::new(InspectorForm { inspector, is_new: old.is_none() }, form)
}

impl Spec for InspectorForm {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.inspector.id.0, kind: Kind::Inspector, parent: None, form: FormName::Inspector })
    }

    fn take_up(&mut self, record: uuid::Uuid) {
        self.inspector.id = record.into();
    }

    fn title(&self) -> String {
        if self.is_new { "新增巡察组成员" } else { "修改巡察组成员" }.to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let name = form.text(0);
        let part = Part::ALL.get(form.chosen(1)).copied().unwrap_or_default();
        let inspector = Inspector { name: name.to_owned(), part, left: form.is_yes(2), ..self.inspector.clone() };
        if let Some(lack) = inspector.lack() {
            return refuse(0, lack.why);
        }
        let kept = Reply::Kept(inspector.id.0);
        cx.act_and_leave(KeepInspector { over: form.over, inspector }, "已保存巡察组成员", kept);
        Ok(())
    }
}
