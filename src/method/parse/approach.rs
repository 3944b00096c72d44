//! `types.toml`: interviewee types, how to approach them and in which order to ask.

use super::{Known, distinct, origin};
use crate::method::node::Table;
use crate::method::types::Approach;

/// Reads `types.toml`.
pub(in crate::method) fn approaches(mut file: Table<'_>, known: &Known) -> Vec<Approach> {
    let tables = file.tables("type");
    if tables.is_empty() {
        file.place.absent(&file.span, "没有一个谈话对象类型", "至少写一个 [[type]]。");
    }
    let approaches = tables.into_iter().map(|t| approach(t, known)).collect();
    file.finish();
    approaches
}

fn approach(mut table: Table<'_>, known: &Known) -> Approach {
    let approach = Approach {
        id: known.id(&mut table, "类型"),
        name: table.text("name"),
        open_with: table.texts("open_with"),
        ask_for: table.texts("ask_for"),
        avoid: table.texts("avoid"),
        check_against: table.texts("check_against"),
        order: order(&mut table, known),
        post_words: post_words(&mut table),
        source: origin(&mut table),
    };
    table.finish();
    approach
}

/// The order of the questions: each once, none unknown.
fn order(table: &mut Table<'_>, known: &Known) -> Vec<String> {
    let Some(item) = table.need("order") else { return Vec::new() };
    let members = distinct(&item);
    let mut dangling = false;
    for (member, id) in &members {
        if known.questions.lacks(id) {
            dangling = true;
            member.fault(
                format!("没有问题“{id}”"),
                format!("改成 questions 文件夹里有的 id：{}。", known.questions.listed()),
            );
        }
    }
    let order: Vec<String> = members.into_iter().map(|(_, id)| id.to_owned()).collect();
    let missing: Vec<&str> = known.questions.all.iter().filter(|q| !order.contains(q)).map(String::as_str).collect();
    // A misspelt id explains the gap; one report is enough.
    if !missing.is_empty() && !dangling && item.list().is_some() {
        let missing = missing.join("、");
        item.fault(format!("order 里缺少问题 {missing}"), format!("补上 {missing}，每个问题一次。"));
    }
    order
}

/// May be empty: a type need not be guessed from a post.
fn post_words(table: &mut Table<'_>) -> Vec<String> {
    let item = table.need("post_words");
    item.map(|i| distinct(&i).into_iter().map(|(_, w)| w.to_owned()).collect()).unwrap_or_default()
}
