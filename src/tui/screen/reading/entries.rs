//! Entries: the list below the check items, its form, the bin.

use super::{Reading, Row};
use crate::acts::reading::check::Part;
use crate::acts::reading::entry::DeleteEntry;
use crate::method::records::AskedField;
use crate::model::answer::Value;
use crate::model::fields::value_of;
use crate::model::reading::Entry;
use crate::tui::dialog::confirm::Confirm;
use crate::tui::forms;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

impl Reading {
    /// The fields that have a column in the list of entries.
    pub fn columns(&self) -> impl Iterator<Item = &AskedField> {
        self.entry_kind.iter().flat_map(|kind| &kind.fields).filter(|f| f.column > 0)
    }

    /// A value of an entry in a column of so many cells: a date without its year where that is too long.
    pub fn column_text(&self, entry: &Entry, field: &AskedField, cells: usize) -> String {
        match value_of(&entry.values, &field.id) {
            Some(Value::Date(date)) => {
                let iso = date.to_string();
                match iso.split_once('-') {
                    Some((_, rest)) if cells < iso.len() => rest.to_owned(),
                    _ => iso,
                }
            }
            Some(value) => self.engine.text(field, value),
            None => String::new(),
        }
    }

    /// An entry in one line: what its columns say.
    pub fn entry_line(&self, entry: &Entry) -> String {
        let values = self.columns().map(|f| self.column_text(entry, f, usize::MAX));
        values.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// All that is filled in of an entry, label by label.
    pub fn entry_values(&self, entry: &Entry) -> Vec<(String, String)> {
        let fields = self.entry_kind.iter().flat_map(|kind| &kind.fields);
        let filled = fields.filter_map(|f| {
            let value = value_of(&entry.values, &f.id)?;
            Some((f.label.clone(), self.engine.text(f, value)))
        });
        let more = [("页", &entry.pages), ("备注", &entry.note)];
        let more = more.into_iter().filter(|(_, t)| !t.is_empty()).map(|(l, t)| (l.to_owned(), t.clone()));
        filled.chain(more).collect()
    }

    pub(super) fn add_entry(&mut self, cx: &mut Cx<'_>) {
        let Some(kind) = &self.entry_kind else {
            cx.not_here("工作法没有给这一类资料定条目。");
            return;
        };
        cx.push(forms::entry::form(&self.document, kind, &self.engine, None, None));
    }

    /// Opens the form of an entry, at `part` of it.
    pub(super) fn edit_entry(&self, at: usize, part: Option<Part>, cx: &mut Cx<'_>) {
        if let (Some(kind), Some(entry)) = (&self.entry_kind, self.entries.get(at)) {
            match cx.reader().and_then(|r| r.at::<Entry>(entry.id.0)) {
                Ok(Some(entry)) => {
                    cx.push(forms::entry::form(&self.document, kind, &self.engine, Some(&entry), part));
                }
                Ok(None) => cx.warn("这个条目已被删除。"),
                Err(e) => cx.fail(&e),
            }
        }
    }

    pub(super) fn ask_delete(&mut self, cx: &mut Cx<'_>) {
        let Some(Row::Entry(at)) = self.row() else {
            cx.not_here(Context::Reading.fill("把光标放在要删除的条目上，再按 {key:Delete}。要点不能删。"));
            return;
        };
        let Some(entry) = self.entries.get(at) else { return };
        let text = format!("删除这个条目吗？\n\n{}", self.entry_line(entry));
        if cx.ask_before(&DeleteEntry { entry: entry.id }, Confirm::deletion("entry", text)) {
            self.going = Some(entry.id);
        }
    }

    pub(super) fn delete_entry(&mut self, cx: &mut Cx<'_>) {
        let Some(id) = self.going.take() else { return };
        cx.act_saying(DeleteEntry { entry: id }, "已删除条目。");
    }
}
