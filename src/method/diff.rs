//! Two methods compared, for `method update`: what new talks will find changed, in Chinese lines.

mod dues;
mod problems;
mod records;

use super::records::AskedField;
use super::types::{Approach, Frequency, Method, Probe, Question, Regulation};
use crate::model::value::PartialDate;

/// The differences, one per line; none when the methods are the same but for comments and spacing.
pub fn diff(old: &Method, new: &Method) -> Vec<String> {
    let mut lines = Vec::new();
    for (what, a, b) in [("名称", &old.name, &new.name), ("版本", &old.version, &new.version)] {
        if a != b {
            lines.push(format!("{what}：{a} → {b}"));
        }
    }
    texts("开场说明", &old.opening, &new.opening, &mut lines);
    if old.read_back_line != new.read_back_line {
        lines.push(format!("宣读确认语改为：{}", new.read_back_line));
    }
    each("问题", &old.questions, &new.questions, question_name, question, &mut lines);
    each("类型", &old.approaches, &new.approaches, |a| (&a.id, &a.name), approach, &mut lines);
    each("法规", &old.regulations, &new.regulations, |r| (&r.id, &r.name), regulation, &mut lines);
    each("周期要求", &old.frequencies, &new.frequencies, frequency_name, |_, _, _, _| {}, &mut lines);
    records::compare(old, new, &mut lines);
    problems::compare(old, new, &mut lines);
    dues::compare(old, new, &mut lines);
    lines
}

fn question_name(q: &Question) -> (&str, &str) {
    (&q.id, &q.title)
}

fn frequency_name(f: &Frequency) -> (&str, &str) {
    (&f.id, &f.duty)
}

/// Entries added, removed and changed, by id. `detail` adds lines on what changed within one.
fn each<'m, T: PartialEq>(
    what: &str,
    old: &'m [T],
    new: &'m [T],
    name: impl Fn(&'m T) -> (&'m str, &'m str),
    detail: impl Fn(&str, &'m T, &'m T, &mut Vec<String>),
    lines: &mut Vec<String>,
) {
    for entry in new {
        let (id, label) = name(entry);
        match old.iter().find(|o| name(o).0 == id) {
            None => lines.push(format!("新增{what} {id}：{label}")),
            Some(before) if before != entry => {
                let prefix = format!("{what} {id}");
                let count = lines.len();
                detail(&prefix, before, entry, lines);
                if lines.len() == count {
                    lines.push(format!("{prefix}有改动：{label}"));
                }
            }
            Some(_) => {}
        }
    }
    for gone in old.iter().map(&name).filter(|(id, _)| !new.iter().any(|n| name(n).0 == *id)) {
        lines.push(format!("删去{what} {}：{}", gone.0, gone.1));
    }
}

/// Texts added and removed.
fn texts(what: &str, old: &[String], new: &[String], lines: &mut Vec<String>) {
    lines.extend(new.iter().filter(|t| !old.contains(t)).map(|t| format!("{what} 新增：{t}")));
    lines.extend(old.iter().filter(|t| !new.contains(t)).map(|t| format!("{what} 删去：{t}")));
    let same_set = old.iter().all(|t| new.contains(t)) && new.iter().all(|t| old.contains(t));
    if same_set && old != new {
        lines.push(format!("{what} 顺序有改动"));
    }
}

fn question(prefix: &str, old: &Question, new: &Question, lines: &mut Vec<String>) {
    if old.title != new.title {
        lines.push(format!("{prefix} 题目：{} → {}", old.title, new.title));
    }
    if old.required_of != new.required_of {
        lines.push(format!("{prefix} 必问对象有改动"));
    }
    texts(&format!("{prefix} 问法"), &old.wordings, &new.wordings, lines);
    texts(&format!("{prefix} 听什么"), &old.listen, &new.listen, lines);
    texts(&format!("{prefix} 危险信号"), &old.red_flags, &new.red_flags, lines);
    texts(&format!("{prefix} 核对处"), &old.checked_in, &new.checked_in, lines);
    if old.judgement != new.judgement {
        lines.push(format!("{prefix} 判断等级有改动"));
    }
    let what = format!("{prefix} 追问");
    each(&what, &old.probes, &new.probes, |p: &Probe| (&p.id, &p.text), probe, lines);
    let what = format!("{prefix} 陈述要素");
    each(&what, &old.claims, &new.claims, |c: &AskedField| (&c.id, &c.label), field, lines);
}

fn probe(prefix: &str, old: &Probe, new: &Probe, lines: &mut Vec<String>) {
    if old.text != new.text {
        lines.push(format!("{prefix}：{} → {}", old.text, new.text));
    }
    if old.when != new.when {
        lines.push(format!("{prefix} 条件有改动"));
    }
}

/// A field: of a question, an entry or a profile.
fn field(prefix: &str, old: &AskedField, new: &AskedField, lines: &mut Vec<String>) {
    text(prefix, &old.label, &new.label, lines);
    text(&format!("{prefix} 填写范围"), &old.ty.describe(), &new.ty.describe(), lines);
    if old.when != new.when {
        lines.push(format!("{prefix} 条件有改动"));
    }
    match (old.required, new.required) {
        (false, true) => lines.push(format!("{prefix} 改为必填")),
        (true, false) => lines.push(format!("{prefix} 不再必填")),
        _ => {}
    }
    if old.exclusive != new.exclusive {
        lines.push(format!("{prefix} 只能单独选的选项有改动"));
    }
    text(&format!("{prefix} 提示"), &old.message, &new.message, lines);
}

/// One text that became another.
fn text(what: &str, old: &str, new: &str, lines: &mut Vec<String>) {
    if old != new {
        let shown = |t: &str| if t.is_empty() { "（空）".to_owned() } else { t.to_owned() };
        lines.push(format!("{what}：{} → {}", shown(old), shown(new)));
    }
}

fn approach(prefix: &str, old: &Approach, new: &Approach, lines: &mut Vec<String>) {
    if old.name != new.name {
        lines.push(format!("{prefix} 名称：{} → {}", old.name, new.name));
    }
    if old.order != new.order {
        lines.push(format!("{prefix} 提问顺序：{} → {}", old.order.join(" "), new.order.join(" ")));
    }
    for (what, a, b) in [
        ("从哪里谈起", &old.open_with, &new.open_with),
        ("要什么", &old.ask_for, &new.ask_for),
        ("避免", &old.avoid, &new.avoid),
        ("核对处", &old.check_against, &new.check_against),
        ("职务用词", &old.post_words, &new.post_words),
    ] {
        texts(&format!("{prefix} {what}"), a, b, lines);
    }
}

fn regulation(prefix: &str, old: &Regulation, new: &Regulation, lines: &mut Vec<String>) {
    if old.name != new.name {
        lines.push(format!("{prefix} 名称：{} → {}", old.name, new.name));
    }
    for version in new.versions.iter().filter(|v| !old.versions.contains(v)) {
        let how = if old.version(&version.label).is_some() { "改动" } else { "新增" };
        let until = version.to.map_or_else(|| "今".to_owned(), PartialDate::chinese);
        let span = format!("{} 至 {until}", version.from.chinese());
        lines.push(format!("{prefix} 版本{how}：{}（{span}，{}）", version.label, version.source.verified.letter()));
    }
    for version in old.versions.iter().filter(|v| new.version(&v.label).is_none()) {
        lines.push(format!("{prefix} 版本删去：{}", version.label));
    }
}
