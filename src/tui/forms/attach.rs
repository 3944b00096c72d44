//! Attaching a file: a photo of a page, a scan, a table.

use crate::error::io;
use crate::model::record::Kind;
use crate::regular;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, Job};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::path_of;
use crate::tui::update::Cx;
use std::io::ErrorKind;
use uuid::Uuid;

/// Attaches a file to a record.
#[derive(Debug)]
pub struct Attach {
    owner: Uuid,
}

/// The form; `owner`: the record that the file belongs to, `caption`: what it is, as offered.
pub fn form(owner: Uuid, caption: &str) -> FormScreen<Attach> {
    let fields = vec![
        Field::text("文件", "", "文件的位置；可以把文件拖进窗口。内容存进轮次文件，原来的文件不动。"),
        Field::text("说明", caption, "是什么，几个字。"),
    ];
    let form = Form::new("附上照片、扫描件或表格，每个最大 200 MiB。", fields).submit_word("附上");
    FormScreen::new(Attach { owner }, form)
}

impl Spec for Attach {
    fn place(&self) -> Option<FormPlace> {
        let (record, kind) = (self.owner, Kind::Attachment);
        Some(FormPlace { record, kind, parent: Some(self.owner), form: FormName::Attach })
    }

    fn title(&self) -> String {
        "附上文件".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写文件的位置。");
        }
        let path = path_of(form.text(0));
        if let Err(e) = regular::open(&path) {
            return match e.kind() {
                ErrorKind::NotFound => refuse(0, "没有这个文件。请核对位置，或把文件拖进窗口。"),
                _ => refuse(0, io("打开", &path, e).to_string().replace('\n', "　")),
            };
        }
        let (owner, caption, by) = (self.owner, form.text(1).to_owned(), cx.me());
        cx.effects.push(Effect::Start(Job::Attach { path, owner, caption, by, drafts: Vec::new() }));
        cx.pop();
        Ok(())
    }
}
