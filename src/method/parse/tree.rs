//! `trees.toml`: category trees, each with its dates.

use super::{Known, origin, period};
use crate::method::node::Table;
use crate::method::problems::{Node, Tree};

/// Reads `trees.toml`.
pub(in crate::method) fn trees(mut file: Table<'_>, known: &Known) -> Vec<Tree> {
    let tables = file.tables("tree");
    if tables.is_empty() {
        file.place.absent(&file.span, "没有一棵分类树", "至少写一个 [[tree]]；不用分类就删去这个文件。");
    }
    let trees = tables.into_iter().filter_map(|t| tree(t, known)).collect();
    file.finish();
    trees
}

/// Reads one tree; `None` when its `from` cannot be read, which is reported here.
fn tree(mut table: Table<'_>, known: &Known) -> Option<Tree> {
    let id = known.id(&mut table, "分类树");
    if let Some(item) = table.get("id").filter(|_| id.contains('.')) {
        item.fault(format!("分类树的 id “{id}”含有点"), "去掉点：点用来隔开分类树和分类。");
    }
    let name = table.text("name");
    let (from, to) = period(&mut table);
    let nodes = nodes(&mut table, known, &id);
    let source = origin(&mut table);
    table.finish();
    from.map(|(from, _)| Tree { id, name, from, to, nodes, source })
}

fn nodes(table: &mut Table<'_>, known: &Known, tree: &str) -> Vec<Node> {
    let declared = table.peek_ids("node");
    let tables = table.tables("node");
    if tables.is_empty() {
        table.place.absent(&table.span, "分类树没有一个分类", "至少写一个 [[tree.node]]。");
    }
    let mut nodes: Vec<Node> = Vec::new();
    for mut table in tables {
        let id = known.id_within(&mut table, "分类", tree);
        let name = table.text("name");
        let under = under(&mut table, &id, &nodes, &declared);
        table.finish();
        nodes.push(Node { id, name, under });
    }
    nodes
}

/// The node above, which stands before; so no ring can be written.
fn under(table: &mut Table<'_>, own: &str, before: &[Node], declared: &[Option<&str>]) -> String {
    let Some(item) = table.get("under") else { return String::new() };
    let Some(id) = item.text() else { return String::new() };
    let partial = table.place.partial || declared.contains(&None);
    // With an id used twice, the one before may be meant; that it is used twice has its own report.
    if id == own && before.iter().all(|n| n.id != own) {
        item.fault(format!("分类“{own}”的上级是它自己"), "改成另一个分类的 id；最上一级删去 under。");
    } else if id != own && before.iter().all(|n| n.id != id) {
        if declared.contains(&Some(id)) {
            item.fault(
                format!("上级“{id}”写在“{own}”后面，或者两者互为上级"),
                "先写上级，再写下级；最上一级没有 under。",
            );
        } else if !partial {
            item.fault(format!("这棵分类树没有分类“{id}”"), "改成写在前面的分类的 id；最上一级删去 under。");
        }
    }
    id.to_owned()
}
