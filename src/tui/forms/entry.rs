//! An entry of a document: the form is made from the fields of the method.

use crate::acts::reading::check::Part;
use crate::acts::reading::entry::KeepEntry;
use crate::method::records::EntryKind;
use crate::model::ids::{DocumentId, EntryId};
use crate::model::reading::{Document, Entry};
use crate::model::record::Kind;
use crate::store::At;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::fields::Engine;
use crate::tui::keys::Context;
use crate::tui::update::{Cx, Reply};
use uuid::Uuid;

/// Adds or changes an entry.
pub struct EntryForm {
    id: EntryId,
    document: DocumentId,
    kind: String,
    name: String,
    engine: Engine,
    old: Option<Entry>,
}

/// The form; `old`: the entry to change; `part`: the field that it begins in, where that is not the first.
pub fn form(
    document: &Document,
    kind: &EntryKind,
    engine: &Engine,
    old: Option<&At<Entry>>,
    part: Option<Part>,
) -> FormScreen<EntryForm> {
    let (head, old) = (old.map(|o| o.head), old.map(|o| &o.record));
    let values = old.map(|e| e.values.as_slice()).unwrap_or_default();
    let mut fields = engine.fields(values);
    fields.push(Field::text("页", old.map_or("", |e| &e.pages), "在第几页，如 12, 31。"));
    fields.push(Field::text("备注", old.map_or("", |e| &e.note), "要记的别的事。"));
    let intro = format!("{}　{}。* 的要填。", document.cited(), kind.name);
    let mut form = Form::new(intro, fields).submit_word("保存").over(head);
    engine.refresh(&mut form);
    doubt(engine, &mut form);
    let keep = EntryForm {
        id: old.map_or_else(EntryId::new, |e| e.id),
        document: document.id,
        kind: kind.id.clone(),
        name: kind.name.clone(),
        engine: engine.clone(),
        old: old.cloned(),
    };
    // Pages and note stand behind the fields of the method.
    let first = match part {
        None => 0,
        Some(Part::Pages) => engine.len(),
        Some(Part::Note) => engine.len() + 1,
    };
    FormScreen::new(keep, form).at(first)
}

/// A meeting cannot have more members present than there are: a slip of the pen here or in the minutes.
fn doubt(engine: &Engine, form: &mut Form) {
    engine.doubt_more(form, "meeting.present", "meeting.expected", "比应到的多，已照写，请核对");
}

impl Spec for EntryForm {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.id.0, kind: Kind::Entry, parent: Some(self.document.0), form: FormName::Entry })
    }

    fn take_up(&mut self, record: Uuid) {
        self.id = record.into();
    }

    fn title(&self) -> String {
        format!("{}条目  {}", if self.old.is_some() { "修改" } else { "加" }, self.name)
    }

    fn left(&mut self, form: &mut Form, field: usize, cx: &Cx<'_>) {
        self.engine = self.engine.clone().on(cx.now.date());
        self.engine.left(form, field);
    }

    fn edited(&mut self, form: &mut Form) {
        self.engine.refresh(form);
        doubt(&self.engine, form);
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let old = self.old.as_ref();
        let values = self.engine.values(form, old.map(|e| e.values.as_slice()).unwrap_or_default())?;
        let (pages, note) = (form.text(self.engine.len()), form.text(self.engine.len() + 1));
        if values.is_empty() && pages.is_empty() && note.is_empty() {
            return refuse(0, Context::FormText.fill("还没有填。至少填一项，或按 {key:Back} 返回。"));
        }
        let entry = Entry {
            id: self.id,
            document: self.document,
            kind: self.kind.clone(),
            values,
            pages: pages.to_owned(),
            note: note.to_owned(),
            by: old.and_then(|e| e.by).or_else(|| cx.me()),
            at: old.map_or(cx.now, |e| e.at),
        };
        let told = if old.is_some() { "已保存条目。" } else { "已保存条目，按 {key:Add} 再加一个。" };
        let kept = Reply::Kept(entry.id.0);
        cx.act_and_leave(KeepEntry { over: form.over, entry }, Context::Reading.fill(told), kept);
        Ok(())
    }
}
