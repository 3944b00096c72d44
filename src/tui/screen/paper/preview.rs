//! The paper as it will be printed, as a page to read.

use super::Paper;
use crate::analysis::paper::Paper as Assembled;
use crate::model::problem::Problem;
use crate::tui::screen::page::{Block, Page};

/// The time of the fact in words.
fn time(p: &Problem) -> String {
    match (p.from, p.to) {
        (Some(from), Some(to)) if from != to => format!("{}至{}", from.chinese(), to.chinese()),
        (Some(one), _) | (None, Some(one)) => one.chinese(),
        (None, None) => String::new(),
    }
}

/// One part of the form; an empty one is a dash, as on paper.
fn item(out: &mut Vec<Block>, label: &str, text: &str) {
    let text = if text.trim().is_empty() { "-" } else { text };
    for (n, line) in text.split('\n').enumerate() {
        let label = if n == 0 { label } else { "" };
        out.push(Block::Item(label.to_owned(), line.to_owned()));
    }
}

/// The page.
pub(super) fn page(paper: &Assembled, screen: &Paper) -> Page {
    let p = &paper.problem;
    let mut out = Vec::new();
    item(&mut out, "底稿名称", &p.title);
    item(&mut out, "编号", &p.number);
    item(&mut out, "被巡察单位", &paper.unit.name);
    item(&mut out, "问题来源", &paper.sources.join("、"));
    item(&mut out, "问题层级", p.level.map_or("", crate::model::problem::Level::chinese));
    for place in &paper.categories {
        item(&mut out, &place.name, &place.path.join(" / "));
    }
    out.push(Block::Gap);
    let mut facts: Vec<_> = p.facts.iter().collect();
    facts.sort_by(|a, b| a.order.cmp(&b.order));
    item(&mut out, "查证事实", &facts.iter().map(|f| f.text.as_str()).collect::<Vec<_>>().join("\n"));
    item(&mut out, "时间", &time(p));
    item(&mut out, "地点", &p.place);
    item(&mut out, "发现过程", &p.discovery);
    out.push(Block::Gap);
    let bases = paper.footings.iter().map(|f| f.printed.clone());
    let quoted = p.basis.iter().map(|b| b.quote.trim()).filter(|q| !q.is_empty()).map(str::to_owned);
    item(&mut out, "定性依据", &bases.chain(quoted).collect::<Vec<_>>().join("\n"));
    let proofs = paper.proofs.iter().map(|e| format!("证{} {}", e.number, e.citation));
    item(&mut out, "支撑材料", &proofs.collect::<Vec<_>>().join("\n"));
    let people = p.responsible.iter().map(|r| format!("{}{}  {}", r.post, r.name, r.kind.chinese()));
    item(&mut out, "责任人", &people.collect::<Vec<_>>().join("\n"));
    out.push(Block::Gap);
    item(&mut out, "查实程度", p.certainty.map_or("", crate::model::problem::Certainty::chinese));
    item(&mut out, "单位说明", &p.explanation);
    item(&mut out, "相反情况", &p.against);
    let suggestions = screen
        .records
        .suggestions
        .iter()
        .map(|s| if s.addressee.is_empty() { s.text.clone() } else { format!("{}：{}", s.addressee, s.text) });
    item(&mut out, "建议", &suggestions.collect::<Vec<_>>().join("\n"));
    if let Some(fix) = &screen.records.fix {
        let due = fix.due.map(|d| format!("（{}以前）", d.chinese())).unwrap_or_default();
        item(&mut out, "立行立改", &format!("{}{due}", fix.demand));
    }
    item(&mut out, "承办人", &paper.handlers.iter().map(|h| h.name.as_str()).collect::<Vec<_>>().join("、"));
    item(&mut out, "备注", &p.note);
    Page::new(format!("底稿预览  {}", p.number), out)
}
