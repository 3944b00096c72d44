//! What is read and asked for, as text: 五必看 with their check items, kinds of entry, the columns of a unit.

use super::problems::{ties, write_rests};
use super::{describe, heading, list, mark};
use crate::method::records::{AskedField, CheckItem, RecordKind};
use crate::method::types::Method;
use std::fmt::{self, Write};

/// All of it; nothing of a method that has no records.
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

/// One line a field: label, what may be filled in, and when.
fn fields(fields: &[AskedField], method: &Method) -> Vec<String> {
    let line = |field: &AskedField| {
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
