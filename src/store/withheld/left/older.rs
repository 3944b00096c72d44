//! Outputs of which is not noted what they were made of: judged by what they are, and by the numbers and codes in their
//! names. Every revision of every record counts, those in the bin too, and every number that a paper and every code that
//! a talk ever had.

use super::Judge;
use crate::error::Result;
use crate::model::any::AnyRecord;
use crate::model::closed::ELSEWHERE;
use crate::model::evidence::EvidenceSource;
use crate::model::ids::Hash;
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::error::{Sql, damaged};
use crate::store::log::Revision;
use crate::store::output::{Line, called};
use crate::store::withheld::{DOING, decode, history};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What may be in outputs of which nothing else is known.
pub(super) struct Older {
    kinds: BTreeSet<Kind>,
    /// Numbers of papers.
    numbers: BTreeSet<String>,
    /// Codes of the people whose talks are concerned.
    codes: BTreeSet<String>,
    /// When the first of the records came about; what was written before holds none of them.
    began: Option<Instant>,
    /// Contents of files that are told no more.
    pub(super) files: BTreeSet<Hash>,
}

impl Older {
    /// Whether that output may hold any of it.
    pub(super) fn is_in(&self, line: &Line) -> bool {
        let has = |kind: Kind| self.kinds.contains(&kind);
        let name = &line.path_name;
        // Of a name from which words were struck is not known whose it is.
        let struck = name.contains(ELSEWHERE);
        // These are named in outputs of all kinds.
        let anywhere = [Kind::Round, Kind::Unit, Kind::Inspector, Kind::Person].into_iter().any(has);
        let of_paper = || struck || self.numbers.iter().any(|n| name.contains(n.as_str()));
        let of_talk = || struck || parts_of(name).any(|part| self.codes.contains(part));
        self.began.is_some_and(|began| line.at.ms >= began.ms)
            && match line.what.as_str() {
                _ if anywhere => true,
                called::BUNDLE => true,
                called::TALK_RECORD | called::TALK_SIGNED | called::TALK_TEXT => of_talk(),
                called::PAPER | called::PAPER_SHORT | called::PAPER_TEXT | called::NOTICE => of_paper(),
                called::SUGGESTIONS => has(Kind::Suggestion) || has(Kind::Problem),
                called::LOANS => has(Kind::Loan),
                // It prints what its papers cite, too.
                called::PROBLEMS => {
                    !self.numbers.is_empty() || [Kind::Problem, Kind::Suggestion, Kind::QuickFix].into_iter().any(has)
                }
                _ => false,
            }
    }
}

/// What stands between the dashes of a file name, without its ending.
fn parts_of(name: &str) -> impl Iterator<Item = &str> {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).split('-')
}

/// What hangs on what, over all revisions.
#[derive(Default)]
struct Ever {
    /// Papers, with their numbers and the evidence that they cite.
    papers: BTreeMap<Uuid, (BTreeSet<String>, BTreeSet<Uuid>)>,
    /// The document, entry or file that a piece of evidence rests on.
    sources: BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// The papers of a suggestion or notice.
    handed: BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// The people of a talk.
    people: BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// The codes of a person.
    codes: BTreeMap<Uuid, BTreeSet<String>>,
    /// The talk of an answer.
    talks: BTreeMap<Uuid, Uuid>,
}

impl Ever {
    fn take(&mut self, record: &AnyRecord) {
        match record {
            AnyRecord::Problem(p) => {
                let (numbers, evidence) = self.papers.entry(p.id.0).or_default();
                numbers.extend(Some(p.number.clone()).filter(|n| !n.is_empty()));
                evidence.extend(p.evidence.iter().map(|c| c.evidence.0));
            }
            AnyRecord::Evidence(e) => {
                let sources = self.sources.entry(e.id.0).or_default();
                match &e.source {
                    EvidenceSource::Document { document, entry, .. } => {
                        sources.extend(Some(document.0).into_iter().chain(entry.map(|e| e.0)));
                    }
                    EvidenceSource::Attachment { attachment } => {
                        sources.insert(attachment.0);
                    }
                    EvidenceSource::Statement { .. } | EvidenceSource::Outside => {}
                }
            }
            AnyRecord::QuickFix(f) => {
                self.handed.entry(f.id.0).or_default().insert(f.problem.0);
            }
            AnyRecord::Suggestion(s) => self.handed.entry(s.id.0).or_default().extend(s.problems.iter().map(|p| p.0)),
            AnyRecord::Interview(t) => {
                self.people.entry(t.id.0).or_default().insert(t.person.0);
            }
            AnyRecord::Person(p) => {
                self.codes.entry(p.id.0).or_default().extend(Some(p.code.0.clone()).filter(|c| !c.is_empty()));
            }
            AnyRecord::Answer(a) => {
                self.talks.insert(a.id.0, a.interview.0);
            }
            _ => {}
        }
    }

    /// Numbers of the papers among these records, or to which they belong or belonged.
    fn numbers(&self, ids: &BTreeSet<Uuid>) -> BTreeSet<String> {
        let handed: BTreeSet<Uuid> = ids.iter().filter_map(|id| self.handed.get(id)).flatten().copied().collect();
        let concerned = |(id, (_, evidence)): &(&Uuid, &(BTreeSet<String>, BTreeSet<Uuid>))| {
            let cites = |e: &Uuid| ids.contains(e) || self.sources.get(e).is_some_and(|s| !s.is_disjoint(ids));
            ids.contains(*id) || handed.contains(*id) || evidence.iter().any(cites)
        };
        self.papers.iter().filter(concerned).flat_map(|(_, (numbers, _))| numbers.iter().cloned()).collect()
    }

    /// Codes of the people among these records, or whose talks they belong or belonged to.
    fn codes(&self, ids: &BTreeSet<Uuid>) -> BTreeSet<String> {
        let talks = ids.iter().map(|id| self.talks.get(id).unwrap_or(id));
        let people: BTreeSet<Uuid> = talks.filter_map(|talk| self.people.get(talk)).flatten().copied().collect();
        people.iter().chain(ids).filter_map(|id| self.codes.get(id)).flatten().cloned().collect()
    }
}

/// Goes through the whole log.
pub(super) fn read(conn: &Connection, judge: &Judge<'_>) -> Result<Older> {
    let mut older = Older {
        kinds: BTreeSet::new(),
        numbers: BTreeSet::new(),
        codes: BTreeSet::new(),
        began: None,
        files: BTreeSet::new(),
    };
    let (mut ids, mut first, mut ever) = (BTreeSet::new(), BTreeMap::new(), Ever::default());
    let struck: BTreeSet<Uuid> = judge.struck.values().copied().collect();
    let each = |r: &Revision| {
        first.entry(r.record).or_insert_with(|| r.at.clone());
        let said =
            || decode(judge.path, Kind::parse(&r.kind)?, r.schema, &r.body).ok().filter(|_| struck.contains(&r.record));
        let record = match judge.says(&r.kind, r.schema, &r.body).or_else(said) {
            Some(record) => {
                ids.insert(r.record);
                older.kinds.insert(record.kind());
                older.files.extend(judge.file(&record));
                Some(record)
            }
            None => hangs(&r.kind).and_then(|kind| decode(judge.path, kind, r.schema, &r.body).ok()),
        };
        if let Some(record) = &record {
            ever.take(record);
        }
    };
    history::each(conn, each).during(DOING, judge.path)?;
    older.numbers = ever.numbers(&ids);
    older.codes = ever.codes(&ids);
    for at in ids.iter().filter_map(|id| first.get(id)) {
        let unreadable = || damaged(judge.path, &format!("时间“{at}”读不出来"));
        let at = Instant::parse(at).ok_or_else(unreadable)?;
        older.began = Some(older.began.filter(|first| first.ms <= at.ms).unwrap_or(at));
    }
    Ok(older)
}

/// The kinds that tie others together: they are looked at whatever they say.
fn hangs(kind: &str) -> Option<Kind> {
    Kind::parse(kind).filter(|kind| {
        matches!(
            kind,
            Kind::Problem | Kind::Evidence | Kind::QuickFix | Kind::Suggestion | Kind::Interview | Kind::Person
        )
    })
}
