//! What is read and asked for, compared: record kinds with their check items, kinds of entry, the columns of a unit.

use super::{each, field, text};
use crate::method::records::{CheckItem, EntryKind, RecordKind};
use crate::method::types::Method;

/// Adds the differences.
pub(super) fn compare(old: &Method, new: &Method, lines: &mut Vec<String>) {
    each("记录种类", &old.records, &new.records, |r| (&r.id, &r.title), record, lines);
    each("条目", &old.entries, &new.entries, |e| (&e.id, &e.name), entry, lines);
    each("单位概况栏目", &old.profile, &new.profile, |f| (&f.id, &f.label), field, lines);
}

fn record(prefix: &str, old: &RecordKind, new: &RecordKind, lines: &mut Vec<String>) {
    for (what, a, b) in
        [("名称", &old.title, &new.title), ("简称", &old.short, &new.short), ("摘记的条目", &old.entry, &new.entry)]
    {
        text(&format!("{prefix} {what}"), a, b, lines);
    }
    each(&format!("{prefix} 检查要点"), &old.items, &new.items, |i| (&i.id, &i.title), item, lines);
}

fn item(prefix: &str, old: &CheckItem, new: &CheckItem, lines: &mut Vec<String>) {
    for (what, a, b) in [
        ("编号", old.label.as_str(), new.label.as_str()),
        ("名称", &old.title, &new.title),
        ("看什么", &old.look_for, &new.look_for),
        ("危险信号", &old.red_flag, &new.red_flag),
        ("提示问题", &old.problem, &new.problem),
        ("轻重", old.weight.chinese(), new.weight.chinese()),
    ] {
        text(&format!("{prefix} {what}"), a, b, lines);
    }
    for (what, changed) in [("依据", old.basis != new.basis), ("归类", old.categories != new.categories)] {
        if changed {
            lines.push(format!("{prefix} {what}有改动"));
        }
    }
}

fn entry(prefix: &str, old: &EntryKind, new: &EntryKind, lines: &mut Vec<String>) {
    text(&format!("{prefix} 名称"), &old.name, &new.name, lines);
    each(&format!("{prefix} 栏目"), &old.fields, &new.fields, |f| (&f.id, &f.label), field, lines);
}
