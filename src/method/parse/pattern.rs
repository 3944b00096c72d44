//! `problems.toml`: sources of a problem, and the patterns of the roll-up, refused when they can never hit.

use super::basis::{basis, categories, ties, weight};
use super::condition::{Scope, condition};
use super::{Known, distinct, origin};
use crate::method::node::{Item, Table};
use crate::method::problems::{Pattern, ProblemSource};
use crate::method::types::Question;
use crate::model::answer::Judgement;

/// What a sentence of facts may hold in braces.
const PLACES: [&str; 2] = ["asked", "count"];

/// Reads `problems.toml`.
pub(in crate::method) fn problems(
    mut file: Table<'_>,
    known: &Known,
    questions: &[Question],
) -> (Vec<ProblemSource>, Vec<Pattern>) {
    let (sources, patterns) = (file.tables("source"), file.tables("pattern"));
    if sources.is_empty() && patterns.is_empty() {
        file.place.absent(
            &file.span,
            "没有问题来源，也没有归集规则",
            "写上 [[source]] 或 [[pattern]]；都不用就删去这个文件。",
        );
    }
    let sources = sources.into_iter().map(|t| source(t, known)).collect();
    let patterns = patterns.into_iter().map(|t| pattern(t, known, questions)).collect();
    file.finish();
    (sources, patterns)
}

fn source(mut table: Table<'_>, known: &Known) -> ProblemSource {
    let source =
        ProblemSource {
            id: known.id(&mut table, "问题来源"), name: table.text("name"), source: origin(&mut table)
        };
    table.finish();
    source
}

fn pattern(mut table: Table<'_>, known: &Known, questions: &[Question]) -> Pattern {
    let id = known.id(&mut table, "归集规则");
    let question = question(&mut table, known);
    let levels = questions.iter().find(|q| q.id == question).map(|q| q.judgement.as_slice());
    let pattern = Pattern {
        id,
        title: table.text("title"),
        of: condition(table.get("of"), Scope::of_person(known, &[])),
        level: level(&mut table, &question, levels),
        at_least: at_least(&mut table),
        share: share(&mut table),
        fact: fact(&mut table),
        weight: weight(&mut table),
        ties: ties(&mut table),
        basis: basis(&mut table, known),
        categories: categories(&mut table, known),
        source: origin(&mut table),
        question,
    };
    table.finish();
    pattern
}

fn question(table: &mut Table<'_>, known: &Known) -> String {
    let Some(item) = table.need("question") else { return String::new() };
    let Some(id) = item.text() else { return String::new() };
    if known.questions.lacks(id) {
        item.fault(
            format!("没有问题“{id}”"),
            format!("改成 questions 文件夹里有的 id：{}。", known.questions.listed()),
        );
    }
    id.to_owned()
}

/// The judgements that count; those that the question does not use are refused.
fn level(table: &mut Table<'_>, question: &str, used: Option<&[(Judgement, String)]>) -> Vec<Judgement> {
    let Some(item) = table.need("level") else { return Vec::new() };
    if item.list().is_some_and(|l| l.is_empty()) {
        item.fault("规则永远不会触发：level 是空的", "写上要数的判断等级，例如 [\"partly\", \"unmet\"]。");
    }
    // Levels of a question that could not be read are taken on trust; its file has the report.
    let used = used.filter(|u| !u.is_empty());
    let listed = used.unwrap_or_default().iter().map(|(l, _)| l.name()).collect::<Vec<_>>().join("、");
    let mut levels = Vec::new();
    for (member, name) in distinct(&item) {
        match (Judgement::parse(name), used) {
            (None, None) => member.fault(
                format!("没有判断等级“{name}”"),
                format!("只能写：{}。", Judgement::ALL.map(Judgement::name).join("、")),
            ),
            (None, Some(_)) => {
                member.fault(format!("没有判断等级“{name}”"), format!("问题 {question} 只用：{listed}。"));
            }
            (Some(level), Some(used)) if used.iter().all(|(l, _)| *l != level) => member.fault(
                format!("规则永远不会触发：问题 {question} 的判断没有“{name}”一级"),
                format!("问题 {question} 只用：{listed}。"),
            ),
            (Some(level), _) => levels.push(level),
        }
    }
    levels
}

fn at_least(table: &mut Table<'_>) -> u32 {
    let Some(item) = table.need("at_least") else { return 0 };
    let Some(number) = item.integer() else { return 0 };
    match u32::try_from(number) {
        Ok(n) if n > 0 => n,
        _ => {
            item.fault("at_least 至少是 1：没有人符合时也会触发，规则就没有意义", "写上至少几个人。");
            0
        }
    }
}

fn share(table: &mut Table<'_>) -> u8 {
    let Some(item) = table.get("share") else { return 0 };
    match item.integer().map(u8::try_from) {
        Some(Ok(share @ 0..=100)) => share,
        Some(_) => {
            item.fault("规则永远不会触发：share 不在 0 到 100 之间", "share 是百分比，写 0 到 100 之间的整数。");
            0
        }
        None => 0,
    }
}

/// The sentence of the facts; what stands in braces must be known, or it would be printed as it is.
fn fact(table: &mut Table<'_>) -> String {
    let Some(item) = table.need("fact") else { return String::new() };
    let Some(text) = item.text() else { return String::new() };
    for place in text.split('{').skip(1) {
        match place.split_once('}') {
            Some((name, _)) if PLACES.contains(&name) => {}
            Some((name, _)) => unknown_place(&item, &format!("fact 里的 {{{name}}} 不认识")),
            None => unknown_place(&item, "fact 里的 { 没有配对"),
        }
    }
    text.to_owned()
}

fn unknown_place(item: &Item<'_>, message: &str) {
    item.fault(message, "只能写 {asked}（判断过几人）和 {count}（其中符合的几人）。");
}
