//! 五必问: one question file.

use super::condition::{Scope, condition};
use super::field::{Read, fields};
use super::{Known, SHORT_MAX, capped, origin};
use crate::method::node::Table;
use crate::method::types::{Probe, Question};
use crate::model::answer::Judgement;

/// Fewest parallel wordings.
const WORDINGS_MIN: usize = 3;
/// Fewest probes.
const PROBES_MIN: usize = 6;

/// Reads one question.
pub(in crate::method) fn question(mut table: Table<'_>, known: &Known) -> Question {
    let id = known.id(&mut table, "问题");
    let levels = judgement(&mut table);
    let used: Vec<Judgement> = levels.iter().map(|(level, _)| *level).collect();
    let person = Scope::of_person(known, &used);
    let required_of = condition(table.need("required_of"), person);
    let Read { fields: claims, partial } = fields(table.tables("claim"), table.place.partial, person);
    let wordings = wordings(&mut table);
    let probes = probes(&mut table, wordings.as_ref(), Scope { fields: Some(&claims), partial, ..person });
    let question = Question {
        id,
        numeral: table.text("numeral"),
        short: capped(&mut table, "short", SHORT_MAX),
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
        // Where a label is missing that has its report; what counts the level elsewhere is right all the same.
        if let Some(label) = item.and_then(|i| i.text()).or_else(|| always.then_some("")) {
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
