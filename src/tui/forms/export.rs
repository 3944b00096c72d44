//! Export: what and where to.

use crate::tui::effect::{Effect, Job};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::path_of;
use crate::tui::screen::Cx;
use crate::tui::screen::form::{FormScreen, Spec};

/// Exports.
#[derive(Debug)]
pub struct Export;

/// The form; `out`: the folder offered.
pub fn form(out: &str) -> FormScreen<Export> {
    let fields = vec![
        Field::text("放到文件夹", out, "没有的文件夹会建立；文件放在里面的“内部”文件夹。"),
        Field::yes_no("谈话记录", true, "每次谈话两种：谈话记录（内部）和谈话笔录（供本人核对签字），Word 文档。"),
        Field::yes_no("资料包", false, "整个轮次的数据，可导入到空的轮次文件。是明文，请按保密要求存放。"),
    ];
    let intro = "谈话记录里有姓名，放在“内部”文件夹。记录人注、判断、疑点不会印出。每次导出都会记在轮次里。";
    FormScreen::new(Export, Form::new(intro, fields).submit_word("导出"))
}

impl Spec for Export {
    fn title(&self) -> String {
        "导出".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写放到哪个文件夹。");
        }
        let (interviews, bundle) = (form.is_yes(1), form.is_yes(2));
        if !interviews && !bundle {
            return refuse(1, "请至少选一样。");
        }
        let by = cx.me();
        cx.effects.push(Effect::Start(Job::Export { out: path_of(form.text(0)), by, interviews, bundle }));
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}
