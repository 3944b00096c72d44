//! Looking up what evidence points to, each record once.

use super::ProofState;
use crate::Result;
use crate::analysis::said::{self, Said};
use crate::method::types::Method;
use crate::model::answer::{Answer, Statement as Noted};
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{AnswerId, Hash, InterviewId, PersonId, StatementId};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::reading::Document;
use crate::store::ToldRecords;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// What a piece of evidence points to.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) state: ProofState,
    pub(super) told: SourceTold,
}

/// What is known of it.
#[derive(Debug, Clone)]
pub(super) enum SourceTold {
    /// A document.
    Document(Arc<Document>),
    /// A statement, with its 段, words and talk.
    Statement(Box<Statement>),
    /// A file, by its caption or name.
    File(String),
    /// Only what was typed.
    Outside,
    /// Nothing may be told.
    Nothing,
}

/// A statement that may be cited.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    pub(super) person: PersonId,
    /// Which of the person's talks, from 0.
    pub(super) nth: usize,
    /// A37, A37-2.
    pub(super) talk: String,
    pub(super) words: super::Words,
}

const GONE: Source = Source { state: ProofState::Gone, told: SourceTold::Nothing };

/// One talk, looked up: who, which of their talks, the numbered paragraphs.
struct Talk {
    interview: Interview,
    nth: usize,
    answers: HashMap<AnswerId, (Answer, Vec<Said>)>,
}

/// Reads each record that is pointed to once.
pub(super) struct Resolver<'a, R> {
    records: &'a R,
    people: &'a HashMap<PersonId, Person>,
    method: &'a mut dyn FnMut(Hash) -> Result<Arc<Method>>,
    documents: HashMap<Uuid, Option<Arc<Document>>>,
    /// Talks of a person, in talk order.
    of_person: HashMap<PersonId, Vec<InterviewId>>,
    talks: HashMap<InterviewId, Option<Talk>>,
}

impl<'a, R: ToldRecords> Resolver<'a, R> {
    pub(super) fn new(
        records: &'a R,
        people: &'a HashMap<PersonId, Person>,
        method: &'a mut dyn FnMut(Hash) -> Result<Arc<Method>>,
    ) -> Self {
        let (documents, of_person, talks) = Default::default();
        Self { records, people, method, documents, of_person, talks }
    }

    pub(super) fn source(&mut self, evidence: &Evidence) -> Result<Source> {
        match &evidence.source {
            EvidenceSource::Document { document, .. } => {
                let found = self.document(document.0)?;
                Ok(found.map_or(GONE, |d| Source { state: ProofState::Found, told: SourceTold::Document(d) }))
            }
            EvidenceSource::Statement { interview, answer, statement } => {
                self.statement(*interview, *answer, *statement)
            }
            EvidenceSource::Attachment { attachment } => self.file(attachment.0),
            EvidenceSource::Outside => Ok(Source { state: ProofState::Found, told: SourceTold::Outside }),
        }
    }

    fn document(&mut self, id: Uuid) -> Result<Option<Arc<Document>>> {
        if let Some(found) = self.documents.get(&id) {
            return Ok(found.clone());
        }
        let found = self.records.told_record::<Document>(id)?.map(Arc::new);
        self.documents.insert(id, found.clone());
        Ok(found)
    }

    fn file(&mut self, id: Uuid) -> Result<Source> {
        let Some(file) = self.records.told_record::<Attachment>(id)? else { return Ok(GONE) };
        let name = if file.caption.trim().is_empty() { file.name } else { file.caption };
        Ok(Source { state: ProofState::Found, told: SourceTold::File(name) })
    }

    fn statement(&mut self, interview: InterviewId, answer: AnswerId, statement: StatementId) -> Result<Source> {
        let people = self.people;
        let Some(talk) = self.talk(interview)? else { return Ok(GONE) };
        let Some((body, said)) = talk.answers.get(&answer) else { return Ok(GONE) };
        let Some(noted) = body.statements.iter().find(|s| s.id == statement) else { return Ok(GONE) };
        let Some(person) = people.get(&talk.interview.person) else { return Ok(GONE) };
        let Some(on_record) = said.iter().find(|s| s.statement == statement) else {
            return Ok(Source { state: ProofState::NotOnRecord, told: SourceTold::Nothing });
        };
        let since = |s: &Noted| talk.interview.read_back.is_some_and(|at| s.corrects_since(at));
        let correction = body.statements.iter().find(|s| s.supersedes == Some(statement));
        let state = correction.map_or(ProofState::Found, |by| ProofState::Superseded {
            by: said.iter().find(|s| s.statement == by.id).map(|s| s.number),
            since: since(by),
        });
        let told = Statement {
            person: person.id,
            nth: talk.nth,
            talk: super::cite::talk(&person.code, talk.nth),
            words: super::Words {
                number: on_record.number,
                lane: noted.lane,
                text: noted.text.clone(),
                read_back: talk.interview.read_back.is_some() && !since(noted),
                corrects: since(noted),
            },
        };
        Ok(Source { state, told: SourceTold::Statement(Box::new(told)) })
    }

    fn talk(&mut self, id: InterviewId) -> Result<Option<&Talk>> {
        if !self.talks.contains_key(&id) {
            let talk = self.read_talk(id)?;
            self.talks.insert(id, talk);
        }
        Ok(self.talks.get(&id).and_then(Option::as_ref))
    }

    fn read_talk(&mut self, id: InterviewId) -> Result<Option<Talk>> {
        let Some(interview) = self.records.told_record::<Interview>(id.0)? else { return Ok(None) };
        let method = (self.method)(interview.method)?;
        let answers = said::in_method_order(self.records.told_children::<Answer>(id.0)?, &method);
        let numbered = said::number(&answers.iter().collect::<Vec<_>>());
        let answers = answers.into_iter().zip(numbered).map(|(a, said)| (a.id, (a, said))).collect();
        let nth = self.talks_of(interview.person)?.iter().position(|t| *t == id).unwrap_or(0);
        Ok(Some(Talk { interview, nth, answers }))
    }

    fn talks_of(&mut self, person: PersonId) -> Result<&[InterviewId]> {
        if !self.of_person.contains_key(&person) {
            let mut talks = self.records.told_children::<Interview>(person.0)?;
            said::in_talk_order(&mut talks);
            self.of_person.insert(person, talks.into_iter().map(|t| t.id).collect());
        }
        Ok(self.of_person.get(&person).map_or(&[], Vec::as_slice))
    }
}
