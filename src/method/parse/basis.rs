//! What a finding rests on, how much it weighs and where it belongs: the same for check items and patterns.

use super::{Known, distinct, named, origin};
use crate::method::node::{Item, Table};
use crate::method::records::{BasisRef, Category, Tie, Weight};

/// Reads the tables `[[….basis]]`, any number.
pub(super) fn basis(table: &mut Table<'_>, known: &Known) -> Vec<BasisRef> {
    table.tables("basis").into_iter().map(|t| one(t, known)).collect()
}

fn one(mut table: Table<'_>, known: &Known) -> BasisRef {
    let (regulation, name) = (table.get("regulation"), table.get("name"));
    match (&regulation, &name) {
        (None, None) => table.place.absent(
            &table.span,
            "依据没有说是哪个文件",
            "写 regulation = \"…\"（regulations.toml 里的 id），或 name = \"…\"（名称，不带书名号）。",
        ),
        (Some(_), Some(name)) => name.fault("依据写了两个文件", "regulation 和 name 只留一个。"),
        _ => {}
    }
    let regulation = regulation.as_ref().and_then(Item::text).map(|id| {
        if known.regulations.lacks(id)
            && let Some(item) = &regulation
        {
            item.fault(format!("没有法规“{id}”"), "改成 regulations.toml 里有的 id；那里没有的文件写 name = \"…\"。");
        }
        id.to_owned()
    });
    let basis = BasisRef {
        regulation: regulation.unwrap_or_default(),
        name: name.and_then(|i| i.text()).unwrap_or_default().to_owned(),
        clause: table.optional_text("clause"),
        source: origin(&mut table),
    };
    table.finish();
    basis
}

/// Reads `categories = ["TREE.NODE", …]`.
pub(super) fn categories(table: &mut Table<'_>, known: &Known) -> Vec<Category> {
    let Some(item) = table.get("categories") else { return Vec::new() };
    let mut categories = Vec::new();
    for (member, text) in distinct(&item) {
        let Some((tree, node)) = text.split_once('.') else {
            member.fault(format!("“{text}”不是分类"), "写成：分类树的 id、一个点、分类的 id，例如 \"four_focus.f1\"。");
            continue;
        };
        if known.nodes.lacks(text) {
            member.fault(format!("没有分类“{text}”"), "改成 trees.toml 里有的：分类树的 id、一个点、分类的 id。");
        }
        categories.push(Category { tree: tree.to_owned(), node: node.to_owned() });
    }
    categories
}

/// Reads `weight`.
pub(super) fn weight(table: &mut Table<'_>) -> Weight {
    let item = table.need("weight");
    item.and_then(|i| named(&i, "轻重", &Weight::ALL, Weight::name)).unwrap_or_default()
}

/// Reads `ties`.
pub(super) fn ties(table: &mut Table<'_>) -> Vec<Tie> {
    let Some(item) = table.get("ties") else { return Vec::new() };
    let members = distinct(&item);
    members.iter().filter_map(|(member, _)| named(member, "关联", &Tie::ALL, Tie::name)).collect()
}
