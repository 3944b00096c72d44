//! A method and its faults as plain text, for `method show` and `method check`.

mod dues;
mod problems;
mod records;

pub use dues::dues_on;

use super::fault::Fault;
use super::records::AskedField;
use super::types::{Approach, Condition, Fact, Method, Question, Regulation, Source, Verified};
use crate::model::value::{Money, PartialDate};
use std::fmt::{self, Write};

/// All faults, each with its place, the line, a mark under the column, and what to do; then the count.
///
/// ```text
/// questions/q1.toml:3:8 引号没有成对
///   │ name = "甲
///   │        ^
///   怎么改：……
/// ```
pub fn faults_report(faults: &[Fault]) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_faults(&mut out, faults);
    out
}

fn write_faults(out: &mut String, faults: &[Fault]) -> fmt::Result {
    for fault in faults {
        let Fault { file, line, column, message, fix, .. } = fault;
        writeln!(out, "{file}:{line}:{column} {message}")?;
        if !fault.excerpt.trim().is_empty() {
            let shown: String = fault.excerpt.chars().map(visible).collect();
            writeln!(out, "  │ {}\n  │ {}^", shown.trim_end(), under(&fault.excerpt, *column))?;
        }
        writeln!(out, "  怎么改：{fix}\n")?;
    }
    let mut files: Vec<&str> = faults.iter().map(|f| f.file.as_str()).collect();
    files.dedup();
    match faults.len() {
        0 => writeln!(out, "没有发现错误。"),
        n => writeln!(out, "共 {n} 处错误，涉及 {} 个文件。改好以前不会使用这套工作法。", files.len()),
    }
}

/// What a method without faults holds, in one line; what it does not have is not counted.
pub fn counts(method: &Method) -> String {
    let items: usize = method.records.iter().map(|r| r.items.len()).sum();
    let counts = [
        (method.questions.len(), "个问题"),
        (method.approaches.len(), "类人员"),
        (method.regulations.len(), "部法规"),
        (method.records.len(), "种记录"),
        (items, "条检查要点"),
        (method.entries.len(), "种条目"),
        (method.profile.len(), "个概况栏目"),
        (method.trees.len(), "棵分类树"),
        (method.sources.len(), "种问题来源"),
        (method.patterns.len(), "条归集规则"),
    ];
    let counted = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    let counted: Vec<String> = counted.collect();
    format!("没有发现错误：{} {}，{}。\n", method.name, method.version, counted.join("，"))
}

/// Control characters of a file must not reach the terminal.
fn visible(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// Blanks as wide as the characters before `column`: an ideographic space under each wide one.
fn under(line: &str, column: usize) -> String {
    let blank = |c: char| if u32::from(c) < 0x1100 { ' ' } else { '\u{3000}' };
    line.chars().take(column.saturating_sub(1)).map(blank).collect()
}

/// The whole method as text: 题目, 问法, 追问 … Entries that are not verified carry 〔待核〕.
pub fn show(method: &Method) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_method(&mut out, method);
    out
}

fn write_method(out: &mut String, method: &Method) -> fmt::Result {
    writeln!(out, "{}　版本 {}　标识 {} {}\n", method.name, method.version, method.id, method.hash.short())?;
    list(out, "开场说明", &method.opening)?;
    writeln!(out, "  宣读确认：{}\n", method.read_back_line)?;
    for question in &method.questions {
        write_question(out, question, method)?;
    }
    records::write(out, method)?;
    problems::write(out, method)?;
    method.dues.iter().try_for_each(|d| dues::write(out, d))?;
    heading(out, "谈话对象类型")?;
    for approach in &method.approaches {
        write_approach(out, approach, method)?;
    }
    heading(out, "法规")?;
    for regulation in &method.regulations {
        write_regulation(out, regulation)?;
    }
    heading(out, "周期要求")?;
    for duty in &method.frequencies {
        writeln!(out, "  {}：{}{}", duty.duty, duty.how_often, mark(&duty.source))?;
    }
    Ok(())
}

fn heading(out: &mut String, title: &str) -> fmt::Result {
    writeln!(out, "── {title} ──\n")
}

/// A titled list, one member per line; nothing when it is empty.
fn list(out: &mut String, title: &str, members: &[String]) -> fmt::Result {
    if members.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {title}")?;
    members.iter().try_for_each(|m| writeln!(out, "    · {m}"))
}

/// 〔待核〕 behind what must be verified before it is printed on a form.
const fn mark(source: &Source) -> &'static str {
    match source.verified {
        Verified::General => "〔待核〕",
        Verified::Article | Verified::Sourced => "",
    }
}

fn write_question(out: &mut String, question: &Question, method: &Method) -> fmt::Result {
    heading(out, &format!("问{}　{}（{}）", question.numeral, question.title, question.id))?;
    writeln!(out, "  必问对象：{}", describe(&question.required_of, None, &[], method))?;
    list(out, "问法", &question.wordings)?;
    list(out, "听什么", &question.listen)?;
    list(out, "危险信号", &question.red_flags)?;
    list(out, "到哪里核对", &question.checked_in)?;
    let levels: Vec<&str> = question.judgement.iter().map(|(_, label)| label.as_str()).collect();
    writeln!(out, "  判断：{}", levels.join(" / "))?;
    let claims: Vec<String> = question
        .claims
        .iter()
        .map(|c| format!("{}：{}{}", c.label, c.ty.describe(), only_when(&c.when, question, method)))
        .collect();
    list(out, "陈述要素", &claims)?;
    let probes: Vec<String> =
        question.probes.iter().map(|p| format!("{}{}", p.text, only_when(&p.when, question, method))).collect();
    list(out, "追问", &probes)?;
    writeln!(out, "  出处：{}{}\n", question.source.source, mark(&question.source))
}

fn only_when(condition: &Condition, question: &Question, method: &Method) -> String {
    if condition.is_empty() {
        String::new()
    } else {
        format!("（{}时）", describe(condition, Some(question), &question.claims, method))
    }
}

/// A condition in words; `fields` are those that it may name.
fn describe(condition: &Condition, question: Option<&Question>, fields: &[AskedField], method: &Method) -> String {
    let fact = |f: &Fact| match f {
        Fact::Head => "主要负责人",
        Fact::LeadingBody => "班子成员",
        Fact::Party => "党员",
        Fact::Probationary => "预备党员",
    };
    let mut parts: Vec<String> = condition.facts.iter().map(|f| fact(f).to_owned()).collect();
    parts.extend(condition.not_facts.iter().map(|f| format!("非{}", fact(f))));
    if !condition.types.is_empty() {
        let name = |id: &String| method.approach(id).map_or_else(|| id.clone(), |a| a.name.clone());
        parts.push(condition.types.iter().map(name).collect::<Vec<_>>().join("或"));
    }
    if !condition.judgement.is_empty() {
        let label = |l| question.and_then(|q| q.judgement_label(l)).unwrap_or_default();
        let labels: Vec<&str> = condition.judgement.iter().map(|l| label(*l)).collect();
        parts.push(format!("判断为{}", labels.join("或")));
    }
    if let Some(wanted) = &condition.field {
        let field = fields.iter().find(|f| f.id == wanted.id);
        let name = field.map_or(wanted.id.as_str(), |f| f.label.as_str());
        let money = field.is_some_and(|f| f.ty.name() == "money");
        let amount = |n: i64| if money { Money(n).to_string() } else { n.to_string() };
        let is: Vec<&str> = wanted.is.iter().map(|id| field.map_or(id.as_str(), |f| f.ty.label(id))).collect();
        let tests = [
            wanted.at_least.map(|n| format!("至少 {}", amount(n))),
            wanted.below.map(|n| format!("少于 {}", amount(n))),
            (!is.is_empty()).then(|| format!("为{}", is.join("或"))),
            wanted.unknown.then(|| "说不清楚或拒答".to_owned()),
        ];
        parts.push(format!("“{name}”{}", tests.into_iter().flatten().collect::<Vec<_>>().join("且")));
    }
    if parts.is_empty() { "所有人".to_owned() } else { parts.join("，") }
}

fn write_approach(out: &mut String, approach: &Approach, method: &Method) -> fmt::Result {
    writeln!(out, "  {}（{}）{}", approach.name, approach.id, mark(&approach.source))?;
    let order: Vec<&str> =
        approach.order.iter().filter_map(|id| method.question(id)).map(|q| q.short.as_str()).collect();
    writeln!(out, "    顺序：{}", order.join(" → "))?;
    for (what, members) in [
        ("谈起", &approach.open_with),
        ("要问", &approach.ask_for),
        ("避免", &approach.avoid),
        ("核对", &approach.check_against),
        ("职务", &approach.post_words),
    ] {
        if !members.is_empty() {
            writeln!(out, "    {what}：{}", members.join("；"))?;
        }
    }
    writeln!(out)
}

fn write_regulation(out: &mut String, regulation: &Regulation) -> fmt::Result {
    writeln!(out, "  [{}]《{}》", regulation.group, regulation.name)?;
    for version in &regulation.versions {
        let until = version.to.map_or_else(|| "今".to_owned(), PartialDate::chinese);
        let note = if version.note.is_empty() { String::new() } else { format!("　{}", version.note) };
        let span = format!("{} 至 {until}", version.from.chinese());
        writeln!(out, "    {}：{span}{note}{}", version.label, mark(&version.source))?;
    }
    writeln!(out)
}
