//! Reading a document from the file, with the draft that a crash or a switch-off left behind.

use super::cell::of_field;
use super::pending::Pending;
use super::{Cell, Checked, Cursor, Reading, Row};
use crate::error::{Error, Result};
use crate::method::records::{EntryKind, RecordKind};
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::DocumentId;
use crate::model::observation::{Observation, Origin};
use crate::model::reading::{CheckResult, Document, Entry, Verdict};
use crate::model::record::{Changes, Kind};
use crate::model::round::Unit;
use crate::store::{Draft, Reader};
use crate::tui::dialog::clash::Conflict;
use crate::tui::forms::fields::{Engine, Roster};
use crate::tui::keys::Context;
use crate::tui::update::{Cx, missing};

/// Rows of the middle from which on there is room for the hint beside items and entries.
const ROOM_FOR_HINT: u16 = 28;

/// Opens a document.
pub(super) fn open(id: DocumentId, cx: &Cx<'_>) -> Result<Reading> {
    let reader = cx.reader()?;
    let document: Document = reader.get(id.0)?.ok_or_else(|| missing("这份资料"))?;
    let unit: Unit = reader.get(document.unit.0)?.ok_or_else(|| missing("被巡察单位"))?;
    let method = cx.method(document.method)?;
    let kind = method.records.iter().find(|k| k.id == document.kind).cloned().ok_or_else(|| {
        Error::input(format!("工作法里没有“{}”这一类资料", document.kind)).hint(
            Context::Documents
                .fill("按 {key:EditRow} 改一下它的类别；或用 wenkan method update 装入有这一类的工作法。"),
        )
    })?;
    let entry_kind = method.entries.iter().find(|e| e.id == kind.entry).cloned();
    let engine = engine(reader, &unit, entry_kind.as_ref())?;
    let checked = checked(reader, id, &kind)?;
    let (observations, evidence) = marks(reader, unit.id.0, id)?;
    let first_open = checked.iter().position(|c| c.result.verdict == Verdict::Unread).unwrap_or(0);
    let mut reading = Reading {
        entries: reader.children(id.0)?,
        observations,
        evidence,
        attached: attached(reader, id)?,
        document,
        unit,
        method,
        kind,
        entry_kind,
        engine,
        checked,
        cursor: Cursor::on_item(first_open),
        cell: None,
        hint: cx.area.height >= ROOM_FOR_HINT,
        pending: Pending::default(),
        conflict: None,
        clash: None,
        struck: None,
        refused: Vec::new(),
        old_drafts: Vec::new(),
        going: None,
        going_evidence: None,
    };
    for draft in reader.drafts()?.into_iter().filter(|d| d.kind == Kind::CheckResult && d.parent == Some(id.0)) {
        put_back(draft, &mut reading, cx);
    }
    Ok(reading)
}

/// What entries are shown and typed with, by the people of the unit as they are now.
pub(super) fn engine(reader: &Reader, unit: &Unit, kind: Option<&EntryKind>) -> Result<Engine> {
    let asked = kind.map(|e| e.fields.clone()).unwrap_or_default();
    Ok(Engine::new(asked, Roster::read(reader, unit.id)?, 0))
}

/// One result a check item, as they stand in the file.
fn checked(reader: &Reader, document: DocumentId, kind: &RecordKind) -> Result<Vec<Checked>> {
    let mut results: Vec<CheckResult> = reader.children(document.0)?;
    let mut checked = Vec::new();
    for item in &kind.items {
        let found = results.iter().position(|r| r.item == item.id).map(|at| results.swap_remove(at));
        let base = found.as_ref().map(|r| reader.head(r.id.0)).transpose()?.flatten();
        checked.push(Checked { result: found.unwrap_or_else(|| CheckResult::new(document, &item.id)), base });
    }
    Ok(checked)
}

/// Reads the results again; what is on its way to the file and what is typed lie on top.
pub(super) fn results(reading: &mut Reading, cx: &Cx<'_>) -> Result<()> {
    reading.checked = checked(cx.reader()?, reading.document.id, &reading.kind)?;
    reading.lay();
    Ok(())
}

/// Reads all of it again.
pub(super) fn again(reading: &mut Reading, cx: &Cx<'_>) -> Result<()> {
    let (reader, id) = (cx.reader()?, reading.document.id);
    if let Some(document) = reader.get(id.0)? {
        reading.document = document;
    }
    reading.entries = reader.children(id.0)?;
    (reading.observations, reading.evidence) = marks(reader, reading.unit.id.0, id)?;
    reading.attached = attached(reader, id)?;
    results(reading, cx)
}

/// Takes over what changed in the file.
pub(super) fn changes(reading: &mut Reading, changes: &Changes, cx: &Cx<'_>) -> Result<()> {
    let reader = cx.reader()?;
    for change in &changes.records {
        let id = change.record;
        match change.kind {
            Kind::Document if id == reading.document.id.0 => {
                if let Some(document) = reader.get(id)? {
                    reading.document = document;
                }
            }
            Kind::Unit if id == reading.unit.id.0 => {
                if let Some(unit) = reader.get(id)? {
                    reading.unit = unit;
                }
            }
            Kind::Entry => {
                let new = reader.get::<Entry>(id)?.filter(|e| e.document == reading.document.id);
                replace(&mut reading.entries, |e| e.id.0 == id, new);
            }
            Kind::Observation => {
                let new = reader.get::<Observation>(id)?.filter(|o| is_from(o, reading.document.id));
                replace(&mut reading.observations, |o| o.id.0 == id, new);
            }
            Kind::Evidence => {
                let new = reader.get::<Evidence>(id)?.filter(|e| shows(e, reading.document.id));
                replace(&mut reading.evidence, |e| e.id.0 == id, new);
            }
            _ => {}
        }
    }
    if changes.touches(Kind::Attachment) {
        reading.attached = attached(reader, reading.document.id)?;
    }
    if changes.touches(Kind::Person) {
        reading.engine = engine(reader, &reading.unit, reading.entry_kind.as_ref())?;
    }
    if changes.touches(Kind::CheckResult) {
        results(reading, cx)?;
    }
    Ok(())
}

/// Puts `new` in the place of the one that `is_it`, at the end when there is none; `None` takes it out.
fn replace<T>(list: &mut Vec<T>, is_it: impl Fn(&T) -> bool, new: Option<T>) {
    let at = list.iter().position(is_it);
    match (at, new) {
        (Some(at), Some(new)) => {
            if let Some(old) = list.get_mut(at) {
                *old = new;
            }
        }
        (None, Some(new)) => list.push(new),
        (Some(at), None) => {
            list.remove(at);
        }
        (None, None) => {}
    }
}

/// Observations marked in a document, and evidence taken from it.
fn marks(reader: &Reader, unit: uuid::Uuid, id: DocumentId) -> Result<(Vec<Observation>, Vec<Evidence>)> {
    let observations: Vec<Observation> = reader.children(unit)?;
    let evidence: Vec<Evidence> = reader.children(unit)?;
    let observations = observations.into_iter().filter(|o| is_from(o, id)).collect();
    Ok((observations, evidence.into_iter().filter(|e| shows(e, id)).collect()))
}

/// Puts a draft back into its cell. One cell is typed at a time, so there is one draft; the last typed at counts.
fn put_back(draft: Draft, reading: &mut Reading, cx: &Cx<'_>) {
    let Some((part, item)) = of_field(&draft.field) else { return };
    let Some(at) = reading.kind.items.iter().position(|i| i.id == item) else { return };
    let Some(checked) = reading.checked.get(at) else { return };
    let saved = part.of(&checked.result).to_owned();
    if draft.record != checked.result.id.0 {
        reading.old_drafts.push((draft.record, draft.field.clone()));
    }
    // The draft keeps the text over which it was typed: the rest of the record may have changed since.
    if checked.base == draft.base || saved == draft.state {
        reading.cell = Some(Cell::restored(at, part, &saved, &draft, cx.now));
        reading.cursor.put_on(Row::Item(at));
    } else if saved != draft.text {
        reading.conflict = Some(Conflict { at: (at, part), saved, draft });
    }
}

/// Whether the observation was marked in that document.
pub(super) fn is_from(observation: &Observation, document: DocumentId) -> bool {
    matches!(&observation.origin, Origin::Document { document: d, .. } if *d == document)
}

/// Whether the evidence lies in that document.
pub(super) fn shows(evidence: &Evidence, document: DocumentId) -> bool {
    matches!(&evidence.source, EvidenceSource::Document { document: d, .. } if *d == document)
}

/// How many files are attached to it.
pub(super) fn attached(reader: &Reader, document: DocumentId) -> Result<usize> {
    Ok(reader.children::<Attachment>(document.0)?.len())
}
