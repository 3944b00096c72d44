//! 五看: documents with their check results and entries, and the loans.

use super::build::{find_inspector, find_person, find_unit};
use super::id::{damaged, id, instant, later};
use super::input_books::{CheckIn, DocumentIn, EntryIn, LoanIn};
use super::values::values;
use crate::error::Result;
use crate::method::records::{EntryKind, RecordKind};
use crate::method::types::Method;
use crate::model::ids::{CheckResultId, DocumentId, EntryId, InspectorId};
use crate::model::loan::Loan;
use crate::model::people::Person;
use crate::model::reading::{CheckResult, Document, Entry, ReadClean, Verdict};
use crate::model::round::{Inspector, Unit};
use crate::model::value::Instant;
use std::collections::BTreeMap;

/// Seconds that an item takes, besides one per character of its note.
const ITEM: usize = 70;
/// Seconds that an entry takes, besides one per character of its note.
const ENTRY: usize = 80;

/// What everything in the sample is built with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) method: &'a Method,
    pub(super) units: &'a [Unit],
    pub(super) people: &'a [Person],
    pub(super) inspectors: &'a [Inspector],
}

/// Documents with the names that their data gave them.
#[derive(Debug, Default)]
pub(super) struct Books {
    pub(super) documents: Vec<Document>,
    pub(super) checks: Vec<CheckResult>,
    pub(super) entries: Vec<Entry>,
    by_tag: BTreeMap<(String, String), DocumentId>,
    entry_by_tag: BTreeMap<(DocumentId, String), EntryId>,
}

impl Books {
    /// Adds one document with all that was found in it.
    pub(super) fn add(&mut self, data: DocumentIn, frame: Frame<'_>) -> Result<()> {
        let registered = instant(&data.registered)?;
        let key = format!("document/{}/{}", data.unit, data.tag);
        let document_id: DocumentId = id(registered, &key);
        let kind = frame.method.records.iter().find(|k| k.id == data.kind);
        let kind = kind.ok_or_else(|| damaged(format!("{key} 的种类 {} 不在工作法里", data.kind)))?;
        if self.by_tag.insert((data.unit.clone(), data.tag.clone()), document_id).is_some() {
            return Err(damaged(format!("{key} 的记号重复")));
        }
        let clean = data.clean.map(|c| {
            let (by, at) = (find_inspector(frame.inspectors, &c.by)?, instant(&c.at)?);
            Ok(ReadClean { volumes: c.volumes, months: c.months, pages: c.pages, by, at })
        });
        self.documents.push(Document {
            id: document_id,
            unit: find_unit(frame.units, &data.unit)?.id,
            kind: data.kind,
            method: frame.method.hash,
            title: data.title,
            volume: data.volume,
            from: Some(data.from),
            to: data.to,
            form: data.form,
            provider: data.provider,
            received: Some(data.received),
            due_back: data.due_back,
            returned: data.returned,
            person: data.person.map(|p| find_person(frame.people, &p).map(|p| p.id)).transpose()?,
            clean: clean.transpose()?,
            note: data.note,
        });
        let Some(reading) = data.reading else {
            let found = !data.checks.is_empty() || data.rest.is_some() || !data.entries.is_empty();
            return if found { Err(damaged(format!("{key} 没有写谁看的"))) } else { Ok(()) };
        };
        let mut reader = Reading {
            frame,
            document: document_id,
            key,
            by: find_inspector(frame.inspectors, &reading.by)?,
            clock: instant(&reading.at)?,
        };
        self.checks.extend(reader.checks(kind, data.checks, data.rest)?);
        let entry_kind = frame.method.entries.iter().find(|e| e.id == kind.entry);
        let entry_kind = entry_kind.ok_or_else(|| damaged(format!("工作法里没有条目 {}", kind.entry)))?;
        for (number, data) in data.entries.into_iter().enumerate() {
            let tag = data.tag.clone();
            let entry = reader.entry(entry_kind, data, number)?;
            if let Some(tag) = tag {
                self.entry_by_tag.insert((document_id, tag), entry.id);
            }
            self.entries.push(entry);
        }
        Ok(())
    }

    /// The document that the unit's data calls `tag`.
    pub(super) fn document(&self, unit: &str, tag: &str) -> Result<&Document> {
        let found = self.by_tag.get(&(unit.to_owned(), tag.to_owned()));
        let document = found.and_then(|id| self.documents.iter().find(|d| d.id == *id));
        document.ok_or_else(|| damaged(format!("{unit} 没有调阅资料“{tag}”")))
    }

    /// The result of an item, `p3`, in a document.
    pub(super) fn check(&self, document: &Document, item: &str) -> Result<CheckResultId> {
        let item = format!("{}.{item}", document.kind);
        let found = self.checks.iter().find(|c| c.document == document.id && c.item == item).map(|c| c.id);
        found.ok_or_else(|| damaged(format!("{}没有 {item} 的结论", document.cited())))
    }

    /// The entry that a document's data calls `tag`.
    pub(super) fn entry(&self, document: &Document, tag: &str) -> Result<EntryId> {
        let found = self.entry_by_tag.get(&(document.id, tag.to_owned())).copied();
        found.ok_or_else(|| damaged(format!("{}没有条目“{tag}”", document.cited())))
    }

    /// One line of the 调阅清单.
    pub(super) fn loan(&self, data: LoanIn, frame: Frame<'_>) -> Result<Loan> {
        let asked = instant(&format!("{}T17:00", data.asked))?;
        let document = data.document.map(|tag| self.document(&data.unit, &tag).map(|d| d.id)).transpose()?;
        let moment = |t: Option<String>| t.map(|t| instant(&t)).transpose();
        Ok(Loan {
            id: id(asked, &format!("loan/{}/{}", data.unit, data.tag)),
            unit: find_unit(frame.units, &data.unit)?.id,
            title: data.title,
            kind: data.kind,
            copies: data.copies,
            form: data.form,
            asked: data.asked,
            asked_by: find_inspector(frame.inspectors, &data.asked_by)?,
            due: data.due,
            provider: data.provider,
            handed: moment(data.handed)?,
            document,
            copied: data.copied,
            returned: moment(data.returned)?,
            returned_to: data.returned_to,
            note: data.note,
        })
    }
}

/// One inspector going through one document.
struct Reading<'a> {
    frame: Frame<'a>,
    document: DocumentId,
    key: String,
    by: InspectorId,
    clock: Instant,
}

impl Reading<'_> {
    fn checks(
        &mut self,
        kind: &RecordKind,
        mut named: Vec<CheckIn>,
        rest: Option<Verdict>,
    ) -> Result<Vec<CheckResult>> {
        let mut found = Vec::new();
        for item in &kind.items {
            let own = item.id.rsplit('.').next().unwrap_or_default();
            let at = named.iter().position(|c| c.item == own);
            let check = match (at.map(|at| named.remove(at)), rest) {
                (Some(check), _) => check,
                (None, Some(is)) => CheckIn { item: own.to_owned(), is, pages: String::new(), note: String::new() },
                (None, None) => continue,
            };
            self.clock = later(self.clock, ITEM + check.note.chars().count());
            found.push(CheckResult {
                verdict: check.is,
                pages: check.pages,
                note: check.note,
                by: Some(self.by),
                at: Some(self.clock),
                ..CheckResult::new(self.document, &item.id)
            });
        }
        match named.first() {
            None => Ok(found),
            Some(check) => Err(damaged(format!("{} 没有检查要点 {}", self.key, check.item))),
        }
    }

    fn entry(&mut self, kind: &EntryKind, data: EntryIn, number: usize) -> Result<Entry> {
        self.clock = later(self.clock, ENTRY + data.note.chars().count());
        let key = format!("{}/entry/{number}", self.key);
        Ok(Entry {
            id: id(self.clock, &key),
            document: self.document,
            kind: kind.id.clone(),
            values: values(&kind.fields, &data.values, self.frame.people, self.clock, &key)?,
            pages: data.pages,
            note: data.note,
            by: Some(self.by),
            at: self.clock,
        })
    }
}
