//! 备份到…

use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, Job};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::{lacks_folder, path_of};
use crate::tui::update::Cx;

/// Makes a copy.
#[derive(Debug)]
pub struct Backup;

/// The form; `out`: the file offered.
pub fn form(out: &str) -> FormScreen<Backup> {
    let field = Field::text("备份到", out, "备份文件的路径。口令与现在相同；备份好后会打开核对一遍。");
    FormScreen::new(Backup, Form::new("把整个轮次备份成一个文件。", vec![field]).submit_word("备份"))
}

impl Spec for Backup {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "备份到…".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写备份到哪里。");
        }
        let mut path = path_of(form.text(0));
        if path.extension().is_none() {
            path.set_extension("wenkan");
        }
        if let Some(why) = lacks_folder(&path) {
            return refuse(0, why);
        }
        if path.exists() {
            return refuse(0, format!("已有同名文件：{}。请换一个名称。", path.display()));
        }
        cx.effects.push(Effect::Start(Job::Backup { out: path, by: cx.me() }));
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}
