//! 读过，未发现问题: what exactly was read.

use crate::acts::reading::document::NoteClean;
use crate::model::reading::{Document, ReadClean};
use crate::model::record::Kind;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};

const VOLUMES: usize = 0;
const MONTHS: usize = 1;
const PAGES: usize = 2;

/// Notes that a document was read and nothing found.
#[derive(Debug)]
pub struct Clean {
    document: Document,
}

/// The form for `document`.
pub fn form(document: &Document) -> FormScreen<Clean> {
    let volume = if document.volume.is_empty() { "全部" } else { &document.volume };
    let fields = vec![
        Field::text("卷", volume, "读了哪几卷、哪几册。"),
        Field::text("月份", &document.period(), "读了哪几个月，如 2022年1月至2022年12月。"),
        Field::text("页", "", "读了哪几页，如 1-88；没有页码的写“全部”。"),
    ];
    let intro = format!("{}\n整份读过，没有发现问题。写明读了什么，这本身是一个结论。", document.cited());
    FormScreen::new(Clean { document: document.clone() }, Form::new(intro, fields).submit_word("保存"))
}

impl Spec for Clean {
    fn place(&self) -> Option<FormPlace> {
        let (record, parent) = (self.document.id.0, Some(self.document.unit.0));
        Some(FormPlace { record, kind: Kind::Document, parent, form: FormName::Clean })
    }

    fn title(&self) -> String {
        "读过，未发现问题".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        for (field, what) in [(VOLUMES, "哪几卷"), (MONTHS, "哪几个月"), (PAGES, "哪几页")] {
            if form.text(field).is_empty() {
                return refuse(field, format!("请写明读了{what}。"));
            }
        }
        let Some(by) = cx.me() else { return refuse(VOLUMES, "请先选定谁在操作。") };
        let clean = ReadClean {
            volumes: form.text(VOLUMES).to_owned(),
            months: form.text(MONTHS).to_owned(),
            pages: form.text(PAGES).to_owned(),
            by,
            at: cx.now,
        };
        let act = NoteClean { document: self.document.id, clean: Some(clean) };
        cx.act_and_leave(act, "已记下：读过，未发现问题。", Reply::Changed);
        Ok(())
    }
}
