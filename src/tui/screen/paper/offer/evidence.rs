//! The evidence that the round holds for a paper: what it cites, what was taken, documents with their results and
//! entries, statements, files.

use super::Offer;
use crate::analysis::number::initials;
use crate::analysis::paper::pages;
use crate::analysis::said;
use crate::error::Result;
use crate::model::answer::{Answer, Lane};
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{EvidenceId, InspectorId};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::reading::{CheckResult, Document, Entry, Form, Verdict};
use crate::model::record::{Kind, Record as _};
use crate::model::value::Instant;
use crate::store::Reader;
use crate::tui::dialog::choose::Item;
use crate::tui::screen::paper::lookup::Lookup;
use crate::tui::screen::paper::sheet::Sheet;
use crate::tui::update::Cx;
use std::collections::HashSet;
use uuid::Uuid;

/// The rows of the list; what is taken with one is taken by `by`.
pub(super) fn rows(sheet: &Sheet, lookup: &Lookup, by: InspectorId, cx: &Cx<'_>) -> Result<Vec<(Item, Offer)>> {
    let reader = cx.reader()?;
    let unit = sheet.unit().0;
    let mut answers: Vec<(Answer, Person)> = Vec::new();
    for person in reader.children::<Person>(unit)? {
        for talk in reader.children::<Interview>(person.id.0)? {
            let of_talk = said::in_method_order(reader.children(talk.id.0)?, sheet.method());
            answers.extend(of_talk.into_iter().map(|a| (a, person.clone())));
        }
    }
    let mut held = OnOffer { sheet, lookup, by, now: cx.now, rows: Vec::new(), taken: HashSet::new() };
    held.cited();
    held.taken_before(reader.children(unit)?, &answers);
    for d in reader.children::<Document>(unit)? {
        let (checks, entries) = (reader.children(d.id.0)?, reader.children(d.id.0)?);
        held.document(&d, checks, entries);
    }
    for (answer, person) in &answers {
        held.statements(answer, person);
    }
    for a in attachments(reader, unit)? {
        held.attachment(&a);
    }
    Ok(held.rows)
}

/// Collects the evidence that the round holds for a unit.
struct OnOffer<'a> {
    sheet: &'a Sheet,
    lookup: &'a Lookup,
    by: InspectorId,
    now: Instant,
    rows: Vec<(Item, Offer)>,
    /// What has been taken already is not offered twice.
    taken: HashSet<String>,
}

/// A source as a key.
fn key(source: &EvidenceSource) -> String {
    format!("{source:?}")
}

/// The pages as the paper cites them, set off from what stands before them.
fn behind(noted: &str) -> String {
    let cited = pages(noted);
    if cited.is_empty() { cited } else { format!(" {cited}") }
}

impl OnOffer<'_> {
    fn evidence(&self, source: EvidenceSource, sort: EvidenceSort) -> Evidence {
        Evidence {
            id: EvidenceId::new(),
            unit: self.sheet.unit(),
            source,
            sort,
            title: String::new(),
            volume: String::new(),
            pages: String::new(),
            form: Form::Original,
            extent: String::new(),
            provider: String::new(),
            obtained: None,
            note: String::new(),
            by: self.by,
            at: self.now,
        }
    }

    fn offer(&mut self, item: Item, evidence: Evidence) {
        if !self.taken.contains(&key(&evidence.source)) {
            self.rows.push((item, Offer::Evidence(Box::new(evidence), true)));
        }
    }

    fn cited(&mut self) {
        for c in &self.sheet.problem().evidence {
            let text = self.lookup.called(c.evidence).unwrap_or_default();
            self.rows.push((Item::new(format!("证{}", c.number), text), Offer::Cited(c.id)));
        }
    }

    /// Evidence that was taken before.
    fn taken_before(&mut self, all: Vec<Evidence>, answers: &[(Answer, Person)]) {
        let cited: Vec<EvidenceId> = self.sheet.problem().evidence.iter().map(|c| c.evidence).collect();
        for e in all {
            self.taken.insert(key(&e.source));
            let open = match &e.source {
                EvidenceSource::Statement { statement, .. } => {
                    let mut said = answers.iter().flat_map(|(a, _)| &a.statements);
                    said.any(|s| s.id == *statement && s.is_told())
                }
                _ => true,
            };
            if open && !cited.contains(&e.id) {
                let text = self.lookup.name_of(&e, self.sheet.problem());
                let item = Item::new("已取", text).found_by(&e.note);
                self.rows.push((item, Offer::Evidence(Box::new(e), false)));
            }
        }
    }

    fn document(&mut self, d: &Document, mut checks: Vec<CheckResult>, entries: Vec<Entry>) {
        let items = self.sheet.method().records.iter().flat_map(|k| &k.items);
        checks.sort_by_cached_key(|c| items.clone().position(|i| i.id == c.item));
        let of = |this: &Self, check, entry, pages: &str| {
            let source = EvidenceSource::Document { document: d.id, check, entry };
            let title: Vec<String> = [d.title.clone(), d.period()].into_iter().filter(|t| !t.is_empty()).collect();
            Evidence {
                title: title.join(" "),
                volume: d.volume.clone(),
                pages: pages.to_owned(),
                form: d.form,
                provider: d.provider.clone(),
                obtained: d.received,
                ..this.evidence(source, EvidenceSort::Written)
            }
        };
        let name = d.cited();
        let whole = of(self, None, None, "");
        self.offer(Item::new("资料", format!("{name} {}", d.form.chinese())), whole);
        for c in checks.into_iter().filter(|c| c.verdict == Verdict::Problem || !c.pages.is_empty()) {
            let items = self.sheet.method().records.iter().flat_map(|k| &k.items);
            let title = items.into_iter().find(|i| i.id == c.item).map_or("", |i| i.title.as_str());
            let text = format!("{name}{} {title} {} {}", behind(&c.pages), c.verdict.chinese(), c.note);
            let evidence = of(self, Some(c.id), None, &c.pages);
            self.offer(Item::new("要点", text.trim()), evidence);
        }
        for e in entries {
            let text = format!("{name}{} {}", behind(&e.pages), e.search_text());
            let evidence = of(self, None, Some(e.id), &e.pages);
            self.offer(Item::new("条目", text.trim()), evidence);
        }
    }

    /// Statements that may be cited: by code, never by name; no remark, nothing that was corrected or may not be told.
    fn statements(&mut self, answer: &Answer, person: &Person) {
        let short = self.sheet.method().questions.iter().find(|q| q.id == answer.question).map_or("", |q| &q.short);
        let open =
            |s: &&crate::model::answer::Statement| s.is_told() && s.lane != Lane::Remark && !answer.superseded(s.id);
        for s in answer.statements.iter().filter(open) {
            let source = EvidenceSource::Statement { interview: answer.interview, answer: answer.id, statement: s.id };
            let evidence = self.evidence(source, EvidenceSort::Talk);
            let words = format!("{} {}", person.name, initials(&person.name));
            let item = Item::new("谈话", format!("〔访谈{}〕{short} {}", person.code, s.text));
            self.offer(item.found_by(&words), evidence);
        }
    }

    fn attachment(&mut self, a: &Attachment) {
        let source = EvidenceSource::Attachment { attachment: a.id };
        let title = if a.caption.is_empty() { a.name.clone() } else { a.caption.clone() };
        let evidence =
            Evidence { title: title.clone(), form: Form::Electronic, ..self.evidence(source, EvidenceSort::Other) };
        self.offer(Item::new("附件", format!("{title} {}", a.name)), evidence);
    }
}

/// The attachments that hang on something of a unit.
fn attachments(reader: &Reader, unit: Uuid) -> Result<Vec<Attachment>> {
    use Kind::{Attachment as A, Document, Evidence, Interview, Observation, Person};
    let mut found = Vec::new();
    for path in [&[A][..], &[Document, A], &[Person, A], &[Person, Interview, A], &[Observation, A], &[Evidence, A]] {
        for (id, _, _) in reader.briefs_below(unit, path)? {
            found.extend(reader.get::<Attachment>(id)?);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::behind;

    #[test]
    fn pages_are_offered_as_the_paper_cites_them() {
        for (noted, want) in [("", ""), (" ", ""), ("12, 31", " 第12、31页"), ("第3页", " 第3页"), ("2张", " 2张")]
        {
            assert_eq!(behind(noted), want);
        }
    }
}
