//! `wenkan search`: where words occur. Withheld text is not in the index.

use super::args::{Globals, Search};
use super::{output, round};
use crate::error::Result;
use crate::model::brief::AnswerBrief;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::problem::ProblemBrief;
use crate::model::reading::Document;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::{Reader, SearchHit};
use uuid::Uuid;

/// Hits shown of each kind.
const LIMIT: usize = 100;

/// Shows the hits, grouped by kind, newest first.
pub(super) fn run(args: &Search, globals: &Globals) -> Result<()> {
    let reader = round::read(&args.file, globals)?;
    let hits = reader.search(&args.words.join(" "), LIMIT)?;
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let of_kind: Vec<&SearchHit> = hits.iter().filter(|h| h.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let more = if of_kind.len() == LIMIT { format!("，只列最近 {LIMIT} 处") } else { String::new() };
        lines.push(format!("{}（{} 处{more}）\n", kind.chinese(), of_kind.len()));
        for hit in of_kind {
            lines.push(format!("  {}　{}\n", label(&reader, hit)?, hit.excerpt));
        }
    }
    if lines.is_empty() {
        output::say("没有找到。");
    }
    output::data(&lines.concat())
}

/// What the hit belongs to, in a few words.
fn label(reader: &Reader, hit: &SearchHit) -> Result<String> {
    Ok(match hit.kind {
        Kind::Person => person(reader, Some(hit.record))?,
        Kind::Interview => person(reader, hit.parent)?,
        Kind::Answer => {
            let talk = hit.parent.map(|id| reader.get::<Interview>(id)).transpose()?.flatten();
            let question = AnswerBrief::parse(&hit.brief).map(|b| b.question).unwrap_or_default();
            format!("{} {question}", person(reader, talk.map(|t| t.person.0))?)
        }
        Kind::Observation
        | Kind::Document
        | Kind::Evidence
        | Kind::Decision
        | Kind::Suggestion
        | Kind::QuickFix
        | Kind::Loan => unit(reader, hit.parent)?,
        Kind::CheckResult | Kind::Entry => {
            let document = hit.parent.map(|id| reader.get::<Document>(id)).transpose()?.flatten();
            let unit = unit(reader, document.as_ref().map(|d| d.unit.0))?;
            format!("{unit} {}", document.map(|d| d.cited()).unwrap_or_default())
        }
        Kind::Problem => ProblemBrief::parse(&hit.brief).number,
        Kind::Attachment => hit.record.to_string(),
        Kind::Round | Kind::Unit | Kind::Inspector => hit.brief.clone(),
    })
}

/// The code of a unit.
fn unit(reader: &Reader, id: Option<Uuid>) -> Result<String> {
    let unit = id.map(|id| reader.get::<Unit>(id)).transpose()?.flatten();
    Ok(unit.map(|u| u.code).unwrap_or_default())
}

/// `A37 王建国`
fn person(reader: &Reader, id: Option<Uuid>) -> Result<String> {
    let person = id.map(|id| reader.get::<Person>(id)).transpose()?.flatten();
    Ok(person.map(|p| format!("{} {}", p.code, p.name)).unwrap_or_default())
}
