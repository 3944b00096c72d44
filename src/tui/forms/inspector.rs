//! An inspector of the group.

use crate::model::ids::InspectorId;
use crate::model::record::Op;
use crate::model::round::{Inspector, Part};
use crate::tui::effect::Put;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::screen::form::{FormScreen, Spec};
use crate::tui::screen::{Cx, Reply};

/// Adds or changes an inspector.
#[derive(Debug)]
pub struct Keep {
    old: Option<Inspector>,
}

/// The form for a new inspector.
pub fn add() -> FormScreen<Keep> {
    form(None)
}

/// The form; `old`: the one to change.
pub fn form(old: Option<&Inspector>) -> FormScreen<Keep> {
    let parts = Part::ALL.iter().map(|p| p.chinese().to_owned()).collect();
    let at = Part::ALL.iter().position(|p| old.is_some_and(|o| o.part == *p)).unwrap_or(3);
    let mut fields = vec![
        Field::text("姓名", old.map_or("", |o| &o.name), "巡察组成员的姓名。"),
        Field::choice("职务", parts, at, "在组里的职务。左右键换选项。"),
    ];
    if let Some(old) = old {
        fields.push(Field::yes_no("已离组", old.left, "离组后不再出现在选人的列表里；谈话记录里的名字保留。"));
    }
    FormScreen::new(Keep { old: old.cloned() }, Form::new("", fields).submit_word("保存"))
}

impl Spec for Keep {
    fn title(&self) -> String {
        if self.old.is_some() { "修改巡察组成员" } else { "新增巡察组成员" }.to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let name = form.text(0);
        if name.is_empty() {
            return refuse(0, "请填写姓名。");
        }
        let part = Part::ALL.get(form.chosen(1)).copied().unwrap_or_default();
        let mut inspector = self.old.clone().unwrap_or_else(|| Inspector::new(InspectorId::new(), "", part));
        name.clone_into(&mut inspector.name);
        inspector.part = part;
        inspector.left = form.is_yes(2);
        let id = inspector.id;
        if let Some(book) = &mut cx.shell.book {
            if book.inspectors.iter().any(|i| i.name == name && i.id != id) {
                return refuse(0, "组里已有同名的成员，请加一个字区分，如“刘芳（财政）”。");
            }
            match book.inspectors.iter_mut().find(|i| i.id == id) {
                Some(old) => *old = inspector.clone(),
                None => book.inspectors.push(inspector.clone()),
            }
        }
        cx.write(Op::EditInspector, vec![Put::of(inspector)]);
        cx.done("已保存巡察组成员");
        cx.reply(Reply::Changed);
        Ok(())
    }
}
