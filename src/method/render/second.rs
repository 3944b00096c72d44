//! The second half as text: 五必看 with their check items, entries, profile, trees, sources, patterns.

use super::{describe, heading, list, mark};
use crate::method::problems::{Pattern, Tree};
use crate::method::records::{BasisRef, Category, CheckItem, Field, RecordKind, Tie};
use crate::method::types::Method;
use crate::model::value::PartialDate;
use std::fmt::{self, Write};

/// All of it; nothing of a method that has no second half.
pub(super) fn write(out: &mut String, method: &Method) -> fmt::Result {
    for record in &method.records {
        write_record(out, record, method)?;
    }
    for entry in &method.entries {
        heading(out, &format!("条目　{}（{}）", entry.name, entry.id))?;
        list(out, "栏目", &fields(&entry.fields, method))?;
        writeln!(out)?;
    }
    if !method.profile.is_empty() {
        heading(out, "单位概况")?;
        list(out, "栏目", &fields(&method.profile, method))?;
        writeln!(out)?;
    }
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

fn write_record(out: &mut String, record: &RecordKind, method: &Method) -> fmt::Result {
    heading(out, &format!("看{}　{}（{}）", record.numeral, record.title, record.id))?;
    if record.of_person {
        writeln!(out, "  每人一本")?;
    }
    let entry = method.entry(&record.entry).map_or(record.entry.as_str(), |e| e.name.as_str());
    writeln!(out, "  摘记：{entry}\n")?;
    record.items.iter().try_for_each(|item| write_item(out, item, method))?;
    writeln!(out, "  出处：{}{}\n", record.source.source, mark(&record.source))
}

fn write_item(out: &mut String, item: &CheckItem, method: &Method) -> fmt::Result {
    let ties = ties(&item.ties);
    writeln!(
        out,
        "  {} {}（{}）　{}{ties}{}",
        item.label,
        item.title,
        item.id,
        item.weight.chinese(),
        mark(&item.source)
    )?;
    writeln!(out, "    看什么：{}", item.look_for)?;
    writeln!(out, "    危险信号：{}", item.red_flag)?;
    writeln!(out, "    提示问题：{}", item.problem)?;
    write_rests(out, &item.basis, &item.categories, method)?;
    writeln!(out)
}

fn ties(ties: &[Tie]) -> String {
    let word = |tie: &Tie| match tie {
        Tie::Money => "涉及资金",
        Tie::Personnel => "涉及人事",
    };
    ties.iter().flat_map(|t| ["，", word(t)]).collect()
}

/// What a finding rests on and where it belongs.
fn write_rests(out: &mut String, basis: &[BasisRef], places: &[Category], method: &Method) -> fmt::Result {
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

/// One line a field: label, what may be filled in, and when.
fn fields(fields: &[Field], method: &Method) -> Vec<String> {
    let line = |field: &Field| {
        let mut notes = Vec::new();
        if field.required {
            notes.push("必填".to_owned());
        }
        if !field.exclusive.is_empty() {
            let alone: Vec<&str> = field.exclusive.iter().map(|id| field.ty.label(id)).collect();
            notes.push(format!("{}只能单独选", alone.join("、")));
        }
        if !field.when.is_empty() {
            notes.push(format!("{}时", describe(&field.when, None, fields, method)));
        }
        let notes = if notes.is_empty() { String::new() } else { format!("（{}）", notes.join("，")) };
        format!("{}：{}{notes}", field.label, field.ty.describe())
    };
    fields.iter().map(line).collect()
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
