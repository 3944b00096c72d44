//! Reading the list of documents from the file; results are counted by their briefs.

use super::Listed;
use crate::Result;
use crate::method::form::People as _;
use crate::method::types::Method;
use crate::model::brief::CheckResultBrief;
use crate::model::reading::{Document, Verdict};
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::Reader;
use crate::tui::forms::fields::Roster;
use crate::tui::update::Cx;
use std::collections::HashMap;
use uuid::Uuid;

/// The documents of the unit with how far each is read, in the order of kinds, then of periods and volumes.
pub(super) fn listed(reader: &Reader, unit: &Unit, method: &Method, cx: &Cx<'_>) -> Result<Vec<Listed>> {
    let documents: Vec<Document> = reader.children(unit.id.0)?;
    let mut verdicts: HashMap<Uuid, Vec<(String, Verdict)>> = HashMap::new();
    for (_, document, brief) in reader.briefs_below(unit.id.0, &[Kind::Document, Kind::CheckResult])? {
        if let (Some(document), Some(CheckResultBrief { item, verdict })) = (document, CheckResultBrief::parse(&brief))
        {
            verdicts.entry(document).or_default().push((item, verdict));
        }
    }
    let roster = Roster::read(reader, unit.id)?;
    let mut out = Vec::new();
    for document in documents {
        // What was asked of it is what the method asked when it was begun.
        let items = if document.method == method.hash {
            items_of(method, &document.kind)
        } else {
            cx.method(document.method).map(|m| items_of(&m, &document.kind)).unwrap_or_default()
        };
        let given = verdicts.get(&document.id.0).map(Vec::as_slice).unwrap_or_default();
        let given: Vec<Verdict> = given.iter().filter(|(item, _)| items.contains(item)).map(|(_, v)| *v).collect();
        let seen = given.iter().filter(|v| **v != Verdict::Unread).count();
        out.push(Listed {
            whose: document.person.map(|id| roster.shown(id)).unwrap_or_default(),
            kind: method.records.iter().position(|k| k.id == document.kind),
            seen: (seen, items.len()),
            problems: given.iter().filter(|v| **v == Verdict::Problem).count(),
            document,
        });
    }
    out.sort_by(|a, b| key(a).cmp(&key(b)));
    Ok(out)
}

type Key<'a> = (usize, &'a str, Option<crate::model::value::PartialDate>, &'a str, Uuid);

fn key(listed: &Listed) -> Key<'_> {
    let d = &listed.document;
    (listed.kind.unwrap_or(usize::MAX), &listed.whose, d.from, &d.volume, d.id.0)
}

fn items_of(method: &Method, kind: &str) -> Vec<String> {
    let kind = method.records.iter().find(|k| k.id == kind);
    kind.map(|k| k.items.iter().map(|i| i.id.clone()).collect()).unwrap_or_default()
}
