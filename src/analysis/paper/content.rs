//! The content hash of a paper: what a review binds itself to, and a print carries the first eight digits of.

use super::Paper;
use crate::model::evidence::Evidence;
use crate::model::ids::{EvidenceId, Hash};
use crate::model::problem::{Problem, ProblemState};
use crate::model::reading::Form;
use crate::model::value::PartialDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What is hashed. The order of the fields is part of it.
#[derive(Serialize)]
struct Content<'a> {
    problem: &'a Problem,
    unit: &'a str,
    proofs: Vec<(u16, &'a str, Option<Printed<'a>>)>,
    basis: Vec<&'a str>,
}

/// What is printed of evidence. Who took it when, and what they thought of it, is printed nowhere.
#[derive(Serialize)]
struct Printed<'a> {
    id: EvidenceId,
    title: &'a str,
    volume: &'a str,
    pages: &'a str,
    form: Form,
    extent: &'a str,
    provider: &'a str,
    obtained: Option<PartialDate>,
}

impl<'a> From<&'a Evidence> for Printed<'a> {
    fn from(e: &'a Evidence) -> Self {
        Self {
            id: e.id,
            title: &e.title,
            volume: &e.volume,
            pages: &e.pages,
            form: e.form,
            extent: &e.extent,
            provider: &e.provider,
            obtained: e.obtained,
        }
    }
}

impl Paper {
    /// SHA-256 of what the paper says: the problem, its evidence with citations, its basis as printed. The same on every
    /// laptop; a change of anything that is printed of them changes it, moving the paper on (草稿, 待送审) does not.
    pub fn content_hash(&self) -> Hash {
        let content = Content {
            problem: &Problem { state: ProblemState::default(), ..self.problem.clone() },
            unit: &self.unit.name,
            proofs: self
                .proofs
                .iter()
                .map(|p| (p.number, p.citation.as_str(), p.record.as_ref().map(Printed::from)))
                .collect(),
            basis: self.footings.iter().map(|f| f.printed.as_str()).collect(),
        };
        let mut digest = Sha256::new();
        // Plain data without maps: writing it cannot fail.
        if let Ok(json) = serde_json::to_vec(&content) {
            digest.update(json);
        }
        Hash(digest.finalize().into())
    }
}
