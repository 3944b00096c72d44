//! What a paper may cite, looked up in the file, and what it calls it.

use crate::analysis::paper::field::PaperRecords;
use crate::analysis::paper::{Holdings, Proof, ProofState, pages};
use crate::error::Result;
use crate::model::evidence::Evidence;
use crate::model::ids::{EvidenceId, UnitId};
use crate::model::problem::Problem;
use crate::model::record::Changes;
use crate::tui::update::Cx;
use std::collections::HashMap;

/// What the paper may cite, looked up in the file.
#[derive(Debug)]
pub(super) struct Lookup {
    holdings: Holdings,
    /// What each piece of evidence is called in this paper.
    called: HashMap<EvidenceId, String>,
    /// Evidence that was handed to the store, which has not told it back yet.
    on_its_way: Vec<Evidence>,
}

impl Lookup {
    /// Reads it.
    pub(super) fn read(unit: UnitId, cx: &Cx<'_>) -> Result<Self> {
        let holdings = Holdings::read_beside(cx.reader()?, Some(unit), cx.everybody()?)?;
        Ok(Self { holdings, called: HashMap::new(), on_its_way: Vec::new() })
    }

    /// Reads it again, with what is on its way.
    pub(super) fn reread(&mut self, unit: UnitId, cx: &Cx<'_>) -> Result<()> {
        let reader = cx.reader()?;
        let mut holdings = Holdings::read_beside(reader, Some(unit), cx.everybody()?)?;
        for evidence in &self.on_its_way {
            holdings.add(evidence, reader)?;
        }
        self.holdings = holdings;
        Ok(())
    }

    /// Evidence was handed in.
    pub(super) fn expect(&mut self, evidence: Evidence) {
        self.on_its_way.push(evidence);
    }

    /// The file has told back what it holds; whether what is looked up is out of date by that.
    pub(super) fn changed(&mut self, changes: &Changes) -> bool {
        self.on_its_way.retain(|e| changes.records.iter().all(|c| c.record != e.id.0));
        changes.records.iter().any(|c| Holdings::depend_on(c.kind))
    }

    /// What the paper calls a piece of evidence.
    pub(super) fn called(&self, evidence: EvidenceId) -> Option<&str> {
        self.called.get(&evidence).map(String::as_str)
    }

    /// Remembers what one is called until the paper is checked again.
    pub(super) fn call(&mut self, evidence: EvidenceId, name: String) {
        self.called.insert(evidence, name);
    }

    /// What a piece of evidence is called when the paper may not cite it yet.
    pub(super) fn name_of(&self, e: &Evidence, problem: &Problem) -> String {
        let known = self.called(e.id).map(str::to_owned);
        let citation = || self.holdings.citation(e.id, problem).map(|proof| cited(&proof));
        if let Some(text) = known.or_else(citation) {
            return text;
        }
        let parts = [e.title.as_str(), &e.volume, &pages(&e.pages), e.form.chinese(), &e.extent].map(str::to_owned);
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The paper of these records, put together.
    pub(super) fn paper(&self, records: &PaperRecords) -> crate::analysis::paper::Paper {
        let mut paper = self.holdings.paper(&records.problem);
        paper.suggestions.clone_from(&records.suggestions);
        paper.quick_fixes.clone_from(&records.fixes);
        paper
    }

    /// The same; what it calls its evidence is remembered.
    pub(super) fn name_all(&mut self, records: &PaperRecords) -> crate::analysis::paper::Paper {
        let paper = self.paper(records);
        self.called = paper.proofs.iter().map(|p| (p.evidence, cited(p))).collect();
        paper
    }
}

/// How a piece of evidence is named in the list, with what has to be known of it.
fn cited(proof: &Proof) -> String {
    match proof.state {
        ProofState::Found | ProofState::Elsewhere | ProofState::Gone | ProofState::NotOnRecord => {
            proof.citation.clone()
        }
        ProofState::Superseded { .. } => format!("{}（已更正）", proof.citation),
    }
}
