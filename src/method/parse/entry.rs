//! `entries.toml`: the kinds of entry with their fields, and `profile.toml`: the fields of a unit's profile.

use super::Known;
use super::condition::Scope;
use super::field::{Form, fields};
use crate::method::node::Table;
use crate::method::records::{AskedField, EntryKind};

/// Reads `entries.toml`.
pub(in crate::method) fn entries(mut file: Table<'_>, known: &Known) -> Vec<EntryKind> {
    let tables = file.tables("entry");
    if tables.is_empty() {
        file.place.absent(&file.span, "没有一种条目", "至少写一个 [[entry]]；不用条目就删去这个文件。");
    }
    let entries = tables.into_iter().map(|t| entry(t, known)).collect();
    file.finish();
    entries
}

fn entry(mut table: Table<'_>, known: &Known) -> EntryKind {
    let id = known.id(&mut table, "条目");
    let (id_item, name) = (table.get("id"), table.text("name"));
    // The id becomes the name of a table that people query.
    if let Some(item) = id_item.filter(|_| !id.is_empty() && !is_name(&id)) {
        item.fault(
            format!("条目的 id “{id}”不能做表名"),
            "以小写英文字母开头，只用小写英文字母、数字和 _，例如 meeting。",
        );
    }
    let tables = table.tables("field");
    if tables.is_empty() {
        table.place.absent(&table.span, "条目没有一个栏目", "至少写一个 [[entry.field]]。");
    }
    let fields = fields(tables, table.place.partial, Scope::of_form(known, Form::Entry)).fields;
    table.finish();
    EntryKind { id, name, fields }
}

/// Whether an id may be part of a name in SQL as it is.
fn is_name(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// Reads `profile.toml`.
pub(in crate::method) fn profile(mut file: Table<'_>, known: &Known) -> Vec<AskedField> {
    let tables = file.tables("field");
    if tables.is_empty() {
        file.place.absent(&file.span, "单位概况没有一个栏目", "至少写一个 [[field]]；不用概况就删去这个文件。");
    }
    let fields = fields(tables, file.place.partial, Scope::of_form(known, Form::Profile)).fields;
    file.finish();
    fields
}
