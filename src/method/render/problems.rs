//! What problems are made with, as text: trees, sources, rules of the roll-up, and what a finding rests on.

use super::{describe, heading, mark};
use crate::method::problems::{Pattern, Tree};
use crate::method::records::{BasisRef, Category, Tie};
use crate::method::types::Method;
use crate::model::value::PartialDate;
use std::fmt::{self, Write};

/// All of it; nothing of a method that has none.
pub(super) fn write(out: &mut String, method: &Method) -> fmt::Result {
    for tree in &method.trees {
        write_tree(out, tree)?;
    }
    if !method.sources.is_empty() {
        heading(out, "问题来源")?;
        method.sources.iter().try_for_each(|s| writeln!(out, "  {}（{}）{}", s.name, s.id, mark(&s.source)))?;
        writeln!(out)?;
    }
    if !method.patterns.is_empty() {
        heading(out, "归集规则")?;
        method.patterns.iter().try_for_each(|p| write_pattern(out, p, method))?;
    }
    Ok(())
}

pub(super) fn ties(ties: &[Tie]) -> String {
    let word = |tie: &Tie| match tie {
        Tie::Money => "涉及资金",
        Tie::Personnel => "涉及人事",
    };
    ties.iter().flat_map(|t| ["，", word(t)]).collect()
}

/// What a finding rests on and where it belongs.
pub(super) fn write_rests(out: &mut String, basis: &[BasisRef], places: &[Category], method: &Method) -> fmt::Result {
    for one in basis {
        let regulation = method.regulation(&one.regulation).map(|r| r.name.as_str());
        let name = regulation.unwrap_or(if one.name.is_empty() { &one.regulation } else { &one.name });
        writeln!(out, "    依据：《{name}》{}{}", one.clause, mark(&one.source))?;
    }
    for place in places {
        let tree = method.tree(&place.tree);
        let name = tree.map_or(place.tree.as_str(), |t| t.name.as_str());
        let path = tree.map(|t| t.path(&place.node)).unwrap_or_default();
        writeln!(out, "    归类：{name}　{}", path.join(" › "))?;
    }
    Ok(())
}

fn write_tree(out: &mut String, tree: &Tree) -> fmt::Result {
    heading(out, &format!("分类　{}（{}）", tree.name, tree.id))?;
    let until = tree.to.map_or_else(|| "今".to_owned(), PartialDate::chinese);
    writeln!(out, "  {} 至 {until}{}", tree.from.chinese(), mark(&tree.source))?;
    for node in &tree.nodes {
        let depth = tree.path(&node.id).len();
        writeln!(out, "  {}· {}（{}）", "  ".repeat(depth), node.name, node.id)?;
    }
    writeln!(out)
}

fn write_pattern(out: &mut String, pattern: &Pattern, method: &Method) -> fmt::Result {
    let Pattern { title, id, weight, .. } = pattern;
    writeln!(out, "  {title}（{id}）　{}{}{}", weight.chinese(), ties(&pattern.ties), mark(&pattern.source))?;
    let question = method.question(&pattern.question);
    let name = question.map_or(pattern.question.as_str(), |q| q.short.as_str());
    let label = |l| question.and_then(|q| q.judgement_label(l)).unwrap_or_default();
    let levels: Vec<&str> = pattern.level.iter().map(|l| label(*l)).collect();
    let share =
        if pattern.share > 0 { format!("，且占判断过的 {}% 以上", pattern.share) } else { String::new() };
    let of = describe(&pattern.of, None, &[], method);
    writeln!(out, "    {of}里至少 {} 人“{name}”判断为{}{share}", pattern.at_least, levels.join("或"))?;
    writeln!(out, "    事实：{}", pattern.fact)?;
    write_rests(out, &pattern.basis, &pattern.categories, method)?;
    writeln!(out)
}
