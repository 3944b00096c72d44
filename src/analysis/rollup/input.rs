//! What the roll-up of one unit is made from: briefs, and the bodies of what may become a place.

use crate::Result;
use crate::analysis::methods;
use crate::method::records::{CheckItem, Weight};
use crate::method::types::Method;
use crate::model::answer::{Answer, Judgement, Progress};
use crate::model::brief::{AnswerBrief, CheckResultBrief};
use crate::model::decision::{Decided, Decision};
use crate::model::ids::{AnswerId, CheckResultId, DocumentId, EntryId, InterviewId, PersonId, ProblemId, UnitId};
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::people::PersonBrief;
use crate::model::reading::{CheckResult, Document, Entry, Verdict};
use crate::model::record::{Kind, Record};
use crate::store::Reader;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use uuid::Uuid;

/// An answer, as its brief tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerLine {
    /// The answer.
    pub id: AnswerId,
    /// The talk.
    pub talk: InterviewId,
    /// The question.
    pub question: String,
    /// How far it has come.
    pub progress: Progress,
    /// 判断
    pub judgement: Option<Judgement>,
}

impl AnswerLine {
    fn parse(id: AnswerId, talk: InterviewId, brief: &str) -> Option<Self> {
        let AnswerBrief { question, progress, judgement } = AnswerBrief::parse(brief)?;
        Some(Self { id, talk, question, progress, judgement })
    }
}

/// One unit, as the roll-up needs it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The unit.
    pub unit: UnitId,
    /// The method that counts now.
    pub method: Arc<Method>,
    /// Methods of the round before it, newest first: for check items that the present one no longer has.
    pub older: Vec<Arc<Method>>,
    /// The roster.
    pub people: BTreeMap<PersonId, PersonBrief>,
    /// With whom each talk was.
    pub talks: BTreeMap<InterviewId, PersonId>,
    /// All answers.
    pub answers: Vec<AnswerLine>,
    /// Answers that a pattern may count or in which something was marked.
    pub bodies: BTreeMap<AnswerId, Answer>,
    /// The talks of these.
    pub sittings: BTreeMap<InterviewId, Interview>,
    /// 有问题 verdicts, those beside which something was marked, and those on which an adopted candidate rested.
    pub checks: BTreeMap<CheckResultId, CheckResult>,
    /// Documents of these and of observations.
    pub documents: BTreeMap<DocumentId, Document>,
    /// Entries of documents in which a low finding was made, and those at which something was marked.
    pub entries: BTreeMap<EntryId, Entry>,
    /// 疑点
    pub observations: Vec<Observation>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// The problems that there are.
    pub problems: BTreeSet<ProblemId>,
}

impl Input {
    /// A unit of which nothing is known.
    pub fn empty(unit: UnitId, method: Arc<Method>) -> Self {
        Self {
            unit,
            method,
            older: Vec::new(),
            people: BTreeMap::new(),
            talks: BTreeMap::new(),
            answers: Vec::new(),
            bodies: BTreeMap::new(),
            sittings: BTreeMap::new(),
            checks: BTreeMap::new(),
            documents: BTreeMap::new(),
            entries: BTreeMap::new(),
            observations: Vec::new(),
            decisions: Vec::new(),
            problems: BTreeSet::new(),
        }
    }

    /// Reads one unit with the round's present method.
    pub fn read(reader: &Reader, unit: UnitId) -> Result<Self> {
        Self::read_with(reader, unit, &methods::current(reader)?)
    }

    /// Reads one unit; `method` is the round's present one. For several units after each other.
    pub fn read_with(reader: &Reader, unit: UnitId, method: &Arc<Method>) -> Result<Self> {
        let mut input = Self::empty(unit, Arc::clone(method));
        input.observations = reader.children(unit.0)?;
        input.decisions = reader.children(unit.0)?;
        input.problems = reader.briefs_below(unit.0, &[Kind::Problem])?.into_iter().map(|b| b.0.into()).collect();
        input.read_talks(reader)?;
        input.read_documents(reader)?;
        let unknown =
            input.checks.values().any(|c| method.records.iter().all(|k| k.items.iter().all(|i| i.id != c.item)));
        if unknown {
            let hashes = reader.methods()?.into_iter().map(|m| m.hash).filter(|h| *h != method.hash);
            // A method that this version cannot read names nothing; its items keep their ids as titles.
            input.older = hashes.filter_map(|h| methods::exact(reader, h).ok()).collect();
        }
        Ok(input)
    }

    fn read_talks(&mut self, reader: &Reader) -> Result<()> {
        let below = |way: &[Kind]| reader.briefs_below(self.unit.0, way);
        self.people =
            below(&[Kind::Person])?.into_iter().map(|(id, _, b)| (id.into(), PersonBrief::parse(&b))).collect();
        self.talks = below(&[Kind::Person, Kind::Interview])?
            .into_iter()
            .filter_map(|(id, parent, _)| Some((id.into(), parent?.into())))
            .collect();
        self.answers = below(&[Kind::Person, Kind::Interview, Kind::Answer])?
            .into_iter()
            .filter_map(|(id, parent, brief)| AnswerLine::parse(id.into(), parent?.into(), &brief))
            .collect();
        let patterns = &self.method.patterns;
        let may_count = |a: &&AnswerLine| {
            patterns.iter().any(|p| p.question == a.question && a.judgement.is_some_and(|j| p.level.contains(&j)))
        };
        let mut wanted: BTreeSet<Uuid> = self.answers.iter().filter(may_count).map(|a| a.id.0).collect();
        wanted.extend(self.observations.iter().filter_map(|o| match o.origin {
            Origin::Statement { answer, .. } => Some(answer.0),
            _ => None,
        }));
        self.bodies = get_all::<Answer>(reader, wanted)?.into_iter().map(|a| (a.id, a)).collect();
        let talks = self.bodies.values().map(|a| a.interview.0).collect();
        self.sittings = get_all::<Interview>(reader, talks)?.into_iter().map(|t| (t.id, t)).collect();
        Ok(())
    }

    fn read_documents(&mut self, reader: &Reader) -> Result<()> {
        let problem = |brief: &str| CheckResultBrief::parse(brief).is_some_and(|b| b.verdict == Verdict::Problem);
        let mut checks: BTreeSet<Uuid> = reader
            .briefs_below(self.unit.0, &[Kind::Document, Kind::CheckResult])?
            .into_iter()
            .filter(|(_, _, brief)| problem(brief))
            .map(|(id, _, _)| id)
            .collect();
        let (mut documents, mut entries) = (BTreeSet::new(), BTreeSet::new());
        for observation in &self.observations {
            if let Origin::Document { document, check, entry, .. } = &observation.origin {
                documents.insert(document.0);
                checks.extend(check.map(|c| c.0));
                entries.extend(entry.map(|e| e.0));
            }
        }
        // What an adopted candidate rested on may have been given another verdict since.
        let adopted = self.decisions.iter().filter(|d| matches!(d.outcome, Decided::Adopted { .. }));
        checks.extend(adopted.flat_map(|d| d.seen.iter().map(|s| s.id)));
        let checks = get_all::<CheckResult>(reader, checks)?;
        documents.extend(checks.iter().map(|c| c.document.0));
        self.documents = get_all::<Document>(reader, documents)?.into_iter().map(|d| (d.id, d)).collect();
        self.entries = get_all::<Entry>(reader, entries)?.into_iter().map(|e| (e.id, e)).collect();
        let low: BTreeSet<DocumentId> = checks
            .iter()
            .filter(|c| self.item(&c.item).is_some_and(|i| i.weight == Weight::Low && i.ties.is_empty()))
            .map(|c| c.document)
            .collect();
        for document in low {
            self.entries.extend(reader.children::<Entry>(document.0)?.into_iter().map(|e| (e.id, e)));
        }
        self.checks = checks.into_iter().map(|c| (c.id, c)).collect();
        Ok(())
    }

    /// A check item of the present method, or of an older one.
    pub(super) fn item(&self, id: &str) -> Option<&CheckItem> {
        let methods = std::iter::once(&self.method).chain(&self.older);
        methods.flat_map(|m| &m.records).flat_map(|k| &k.items).find(|i| i.id == id)
    }
}

/// The records of these ids that there are.
fn get_all<R: Record>(reader: &Reader, ids: BTreeSet<Uuid>) -> Result<Vec<R>> {
    ids.into_iter().filter_map(|id| reader.get::<R>(id).transpose()).collect()
}
