//! 五必问: one question file.

use super::claim::{claim, conditions};
use super::{Known, Pending, Scope, condition, origin};
use crate::method::node::Table;
use crate::method::types::{Probe, Question};
use crate::model::answer::Judgement;

/// Longest short name, in characters: it heads a narrow column.
const SHORT_MAX: usize = 6;
/// Fewest parallel wordings.
const WORDINGS_MIN: usize = 3;
/// Fewest probes.
const PROBES_MIN: usize = 6;

/// Reads one question.
pub(in crate::method) fn question(mut table: Table<'_>, known: &Known) -> Question {
    let id = known.id(&mut table, "问题");
    let levels = judgement(&mut table);
    let used: Vec<Judgement> = levels.iter().map(|(level, _)| *level).collect();
    let person = Scope { known, claims: None, partial: false, levels: &used, own: None };
    let required_of = condition(table.need("required_of"), person);
    let claims = table.tables("claim");
    let declared = claims.len();
    let pending: Vec<Pending<'_>> = claims.into_iter().filter_map(|c| claim(c, known)).collect();
    let scope = Scope { partial: table.place.partial || pending.len() < declared, ..person };
    let claims = conditions(pending, scope);
    let wordings = wordings(&mut table);
    let probes = probes(&mut table, wordings.as_ref(), Scope { claims: Some(&claims), ..scope });
    let question = Question {
        id,
        numeral: table.text("numeral"),
        short: short(&mut table),
        title: table.text("title"),
        required_of,
        wordings: wordings.unwrap_or_default(),
        listen: table.texts("listen"),
        red_flags: table.texts("red_flags"),
        checked_in: table.texts("checked_in"),
        judgement: levels,
        claims,
        probes,
        source: origin(&mut table),
    };
    table.finish();
    question
}

fn short(table: &mut Table<'_>) -> String {
    let Some(item) = table.need("short") else { return String::new() };
    let short = item.text().unwrap_or_default();
    if short.chars().count() > SHORT_MAX {
        item.fault(format!("short 超过 {SHORT_MAX} 个字"), format!("缩短到 {SHORT_MAX} 个字以内，它用在窄栏里。"));
    }
    short.to_owned()
}

/// The wordings; `None` when the question is empty or they could not be read, which is reported here.
fn wordings(table: &mut Table<'_>) -> Option<Vec<String>> {
    let item = table.need("wordings")?;
    let members = item.list()?;
    if members.is_empty() {
        item.fault("问题是空的：没有一种问法", format!("写上至少 {WORDINGS_MIN} 种问法；不用这个问题就删去这个文件。"));
        return None;
    }
    if members.len() < WORDINGS_MIN {
        item.fault(
            format!("只有 {} 种问法", members.len()),
            format!("至少写 {WORDINGS_MIN} 种意思相同的问法，防止对象互相通气后照背。"),
        );
    }
    Some(super::distinct(&item).into_iter().map(|(_, t)| t.to_owned()).collect())
}

/// The labels of the levels in use; 拒答 and 不适用 always are.
fn judgement(table: &mut Table<'_>) -> Vec<(Judgement, String)> {
    let Some(mut inner) = table.need("judgement").and_then(|i| i.table()) else { return Vec::new() };
    let mut levels = Vec::new();
    for level in Judgement::ALL {
        let always = matches!(level, Judgement::Declined | Judgement::NotApplicable);
        let item = if always { inner.need(level.name()) } else { inner.get(level.name()) };
        if let Some(label) = item.and_then(|i| i.text()) {
            levels.push((level, label.to_owned()));
        }
    }
    if !levels.iter().any(|(l, _)| matches!(l, Judgement::Met | Judgement::Partly | Judgement::Unmet)) {
        inner.place.absent(
            &inner.span,
            "判断没有 met、partly、unmet 中的任何一级",
            "至少写一级，例如 met = \"清楚\"。",
        );
    }
    inner.finish();
    levels
}

fn probes(table: &mut Table<'_>, wordings: Option<&Vec<String>>, scope: Scope<'_>) -> Vec<Probe> {
    let tables = table.tables("probe");
    // An empty question has its report; that it has no probes either goes without saying.
    if tables.len() < PROBES_MIN && wordings.is_some() {
        let span = tables.last().map_or_else(|| table.span.clone(), |t| t.span.clone());
        table.place.absent(
            &span,
            format!("只有 {} 条追问", tables.len()),
            format!("至少写 {PROBES_MIN} 条 [[probe]]。"),
        );
    }
    tables.into_iter().map(|t| probe(t, scope)).collect()
}

fn probe(mut table: Table<'_>, scope: Scope<'_>) -> Probe {
    let probe = Probe {
        id: scope.known.id(&mut table, "追问"),
        text: table.text("text"),
        when: condition(table.get("when"), scope),
        source: origin(&mut table),
    };
    table.finish();
    probe
}
