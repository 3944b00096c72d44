//! What problems are made with, compared: trees, sources, rules of the roll-up.

use super::{each, text, texts};
use crate::method::problems::{Node, Pattern, Tree};
use crate::method::types::Method;

/// Adds the differences.
pub(super) fn compare(old: &Method, new: &Method, lines: &mut Vec<String>) {
    each("分类树", &old.trees, &new.trees, |t| (&t.id, &t.name), tree, lines);
    each("问题来源", &old.sources, &new.sources, |s| (&s.id, &s.name), |_, _, _, _| {}, lines);
    each("归集规则", &old.patterns, &new.patterns, |p| (&p.id, &p.title), pattern, lines);
}

fn tree(prefix: &str, old: &Tree, new: &Tree, lines: &mut Vec<String>) {
    text(&format!("{prefix} 名称"), &old.name, &new.name, lines);
    if (old.from, old.to) != (new.from, new.to) {
        lines.push(format!("{prefix} 使用时间有改动"));
    }
    let detail = |prefix: &str, a: &Node, b: &Node, lines: &mut Vec<String>| text(prefix, &a.name, &b.name, lines);
    each(&format!("{prefix} 分类"), &old.nodes, &new.nodes, |n| (&n.id, &n.name), detail, lines);
}

fn pattern(prefix: &str, old: &Pattern, new: &Pattern, lines: &mut Vec<String>) {
    let limits = |p: &Pattern| format!("至少 {} 人，占 {}%", p.at_least, p.share);
    let levels = |p: &Pattern| p.level.iter().map(|l| l.name().to_owned()).collect::<Vec<_>>();
    text(&format!("{prefix} 名称"), &old.title, &new.title, lines);
    text(&format!("{prefix} 问题"), &old.question, &new.question, lines);
    text(&format!("{prefix} 界限"), &limits(old), &limits(new), lines);
    text(&format!("{prefix} 事实"), &old.fact, &new.fact, lines);
    text(&format!("{prefix} 轻重"), old.weight.chinese(), new.weight.chinese(), lines);
    texts(&format!("{prefix} 判断等级"), &levels(old), &levels(new), lines);
}
