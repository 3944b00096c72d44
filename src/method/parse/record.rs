//! 五必看: one file per kind of record.

use super::basis::{basis, categories, ties, weight};
use super::{Known, SHORT_MAX, capped, origin};
use crate::method::node::Table;
use crate::method::records::{CheckItem, RecordKind};

/// Fewest check items.
const ITEMS_MIN: usize = 10;
/// Longest title of a check item, in characters: it is one row of the list on the narrowest screen.
const TITLE_MAX: usize = 12;

/// Reads one kind of record.
pub(in crate::method) fn record(mut table: Table<'_>, known: &Known) -> RecordKind {
    let kind = RecordKind {
        id: known.id(&mut table, "记录种类"),
        numeral: table.text("numeral"),
        short: capped(&mut table, "short", SHORT_MAX),
        title: table.text("title"),
        of_person: table.get("of_person").and_then(|i| i.flag()).unwrap_or_default(),
        items: items(&mut table, known),
        entry: entry(&mut table, known),
        source: origin(&mut table),
    };
    table.finish();
    kind
}

/// The kind of entry that is noted from it.
fn entry(table: &mut Table<'_>, known: &Known) -> String {
    let Some(item) = table.need("entry") else { return String::new() };
    let Some(id) = item.text() else { return String::new() };
    if known.entries.lacks(id) {
        item.fault(format!("没有条目“{id}”"), format!("改成 entries.toml 里有的 id：{}。", known.entries.listed()));
    }
    id.to_owned()
}

fn items(table: &mut Table<'_>, known: &Known) -> Vec<CheckItem> {
    let tables = table.tables("item");
    if tables.len() < ITEMS_MIN {
        let span = tables.last().map_or_else(|| table.span.clone(), |t| t.span.clone());
        table.place.absent(
            &span,
            format!("只有 {} 条检查要点", tables.len()),
            format!("至少写 {ITEMS_MIN} 条 [[item]]。"),
        );
    }
    let mut labels: Vec<String> = Vec::new();
    tables.into_iter().map(|t| item(t, known, &mut labels)).collect()
}

fn item(mut table: Table<'_>, known: &Known, labels: &mut Vec<String>) -> CheckItem {
    let id = known.id(&mut table, "检查要点");
    let label = table.text("label");
    if labels.contains(&label)
        && let Some(item) = table.get("label")
    {
        item.fault(format!("编号“{label}”重复"), "换一个本种记录里没有用过的编号。");
    }
    if !label.is_empty() {
        labels.push(label.clone());
    }
    let item = CheckItem {
        id,
        label,
        title: capped(&mut table, "title", TITLE_MAX),
        look_for: table.text("look_for"),
        red_flag: table.text("red_flag"),
        basis: basis(&mut table, known),
        weight: weight(&mut table),
        ties: ties(&mut table),
        problem: table.text("problem"),
        categories: categories(&mut table, known),
        source: origin(&mut table),
    };
    table.finish();
    item
}
