//! The first version of 内容校验, kept so that what was printed with it can still be compared.
//!
//! It is SHA-256 over the JSON of the problem as it was written then, its evidence and its basis. The types below are
//! frozen: they name the fields of then in the order of then, whatever the model becomes.

use super::{Footing, Paper, Proof};
use crate::model::evidence::Evidence;
use crate::model::ids::{
    BasisId, CitedId, EvidenceId, FactId, Hash, InspectorId, PersonId, ProblemId, ResponsibleId, UnitId,
};
use crate::model::order::OrderKey;
use crate::model::problem::{Certainty, Level, Problem, ProblemState, ResponsibilityKind};
use crate::model::reading::Form;
use crate::model::value::{Instant, PartialDate};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What is hashed. The order of the fields is part of it, here and below.
#[derive(Serialize)]
struct Content<'a> {
    problem: ProblemThen<'a>,
    unit: &'a str,
    proofs: Vec<(u16, &'a str, Option<EvidenceThen<'a>>)>,
    basis: Vec<&'a str>,
}

#[derive(Serialize)]
struct ProblemThen<'a> {
    id: ProblemId,
    unit: UnitId,
    method: Hash,
    number: &'a str,
    state: ProblemState,
    title: &'a str,
    facts: Vec<FactThen<'a>>,
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    place: &'a str,
    sources: &'a [String],
    source_other: &'a str,
    discovery: &'a str,
    basis: Vec<BasisThen<'a>>,
    evidence: Vec<CitedThen<'a>>,
    responsible: Vec<ResponsibleThen<'a>>,
    categories: Vec<PlacedThen<'a>>,
    level: Option<Level>,
    certainty: Option<Certainty>,
    explanation: &'a str,
    against: &'a str,
    handlers: &'a [InspectorId],
    note: &'a str,
}

#[derive(Serialize)]
struct FactThen<'a> {
    id: FactId,
    order: &'a OrderKey,
    text: &'a str,
}

#[derive(Serialize)]
struct BasisThen<'a> {
    id: BasisId,
    order: &'a OrderKey,
    regulation: &'a str,
    name: &'a str,
    version: &'a str,
    clause: &'a str,
    quote: &'a str,
    confirmed: Option<ConfirmedThen>,
}

#[derive(Serialize)]
struct ConfirmedThen {
    by: InspectorId,
    at: Instant,
}

#[derive(Serialize)]
struct CitedThen<'a> {
    id: CitedId,
    order: &'a OrderKey,
    number: u16,
    evidence: EvidenceId,
}

#[derive(Serialize)]
struct ResponsibleThen<'a> {
    id: ResponsibleId,
    order: &'a OrderKey,
    person: Option<PersonId>,
    name: &'a str,
    post: &'a str,
    kind: ResponsibilityKind,
}

#[derive(Serialize)]
struct PlacedThen<'a> {
    tree: &'a str,
    node: &'a str,
}

/// What was printed of evidence. Who took it when, and what they thought of it, was printed nowhere.
#[derive(Serialize)]
struct EvidenceThen<'a> {
    id: EvidenceId,
    title: &'a str,
    volume: &'a str,
    pages: &'a str,
    form: Form,
    extent: &'a str,
    provider: &'a str,
    obtained: Option<PartialDate>,
}

impl<'a> From<&'a Evidence> for EvidenceThen<'a> {
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

impl<'a> From<&'a Problem> for ProblemThen<'a> {
    fn from(p: &'a Problem) -> Self {
        let basis = p.basis.iter().map(|b| BasisThen {
            id: b.id,
            order: &b.order,
            regulation: &b.regulation,
            name: &b.name,
            version: &b.version,
            clause: &b.clause,
            quote: &b.quote,
            confirmed: b.confirmed().map(|c| ConfirmedThen { by: c.by, at: c.at }),
        });
        let cited = |c: &'a crate::model::problem::Cited| CitedThen {
            id: c.id,
            order: &c.order,
            number: c.number,
            evidence: c.evidence,
        };
        let responsible = p.responsible.iter().map(|r| ResponsibleThen {
            id: r.id,
            order: &r.order,
            person: r.person,
            name: &r.name,
            post: &r.post,
            kind: r.kind,
        });
        Self {
            id: p.id,
            unit: p.unit,
            method: p.method,
            number: &p.number,
            // Moving the paper on changed nothing.
            state: ProblemState::Draft,
            title: &p.title,
            facts: p.facts.iter().map(|f| FactThen { id: f.id, order: &f.order, text: &f.text }).collect(),
            from: p.from,
            to: p.to,
            place: &p.place,
            sources: &p.sources,
            source_other: &p.source_other,
            discovery: &p.discovery,
            basis: basis.collect(),
            evidence: p.evidence.iter().map(cited).collect(),
            responsible: responsible.collect(),
            categories: p.categories.iter().map(|c| PlacedThen { tree: &c.tree, node: &c.node }).collect(),
            level: p.level,
            certainty: p.certainty,
            explanation: &p.explanation,
            against: &p.against,
            handlers: &p.handlers,
            note: &p.note,
        }
    }
}

impl Paper {
    /// The first version of 内容校验.
    pub(super) fn content_v1(&self) -> Hash {
        hash(&self.problem, &self.unit.name, &self.proofs, &self.footings)
    }
}

fn hash(problem: &Problem, unit: &str, proofs: &[Proof], footings: &[Footing]) -> Hash {
    let content = Content {
        problem: ProblemThen::from(problem),
        unit,
        proofs: proofs
            .iter()
            .map(|p| (p.number, p.citation.as_str(), p.record.as_ref().map(EvidenceThen::from)))
            .collect(),
        basis: footings.iter().map(|f| f.printed.as_str()).collect(),
    };
    let mut digest = Sha256::new();
    // Plain data without maps: writing it cannot fail.
    if let Ok(json) = serde_json::to_vec(&content) {
        digest.update(json);
    }
    Hash(digest.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture;
    use crate::analysis::paper::{BasisStanding, InForce, ProofState, Voice};
    use crate::model::evidence::EvidenceSource;
    use crate::model::upcast;
    use uuid::Uuid;

    /// A problem as the first version wrote it.
    const PROBLEM: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","unit":"00000000-0000-0000-0000-000000000002","method":"0909090909090909090909090909090909090909090909090909090909090909","number":"预-LF-01","state":"ready","title":"购置公务车辆未经集体研究","facts":[{"id":"00000000-0000-0000-0000-000000000003","order":"1","text":"2022年6月14日，水利局支付购车款〔证1〕。"}],"from":"2022-06-14","to":null,"place":"水利局","sources":["documents"],"source_other":"","discovery":"查阅","basis":[{"id":"00000000-0000-0000-0000-000000000004","order":"1","regulation":"party_group","name":"中国共产党党组工作条例","version":"2019年4月修订","clause":"第二十三条","quote":"","confirmed":{"by":"00000000-0000-0000-0000-000000000005","at":"2026-03-16T09:00:00.000+08:00"}}],"evidence":[{"id":"00000000-0000-0000-0000-000000000006","order":"1","number":1,"evidence":"00000000-0000-0000-0000-000000000007"}],"responsible":[{"id":"00000000-0000-0000-0000-000000000008","order":"1","person":"00000000-0000-0000-0000-000000000009","name":"王建国","post":"局长","kind":"main_leader"}],"categories":[{"tree":"four_focus","node":"f3"}],"level":"leading_body","certainty":"proved","explanation":"单位说明","against":"","handlers":["00000000-0000-0000-0000-000000000005"],"note":"备注"}"#;

    #[test]
    fn an_old_print_has_the_digits_that_it_had() {
        let problem: Problem = upcast::read(1, PROBLEM).unwrap();
        let evidence = Evidence {
            id: EvidenceId(Uuid::from_u128(7)),
            title: "记账凭证".into(),
            pages: "41".into(),
            form: Form::Copy,
            extent: "2页".into(),
            provider: "陈涛".into(),
            obtained: fixture::day("2026-03-09"),
            ..fixture::evidence(problem.unit, EvidenceSource::Outside)
        };
        let found = Proof {
            cited: problem.evidence[0].id,
            number: 1,
            evidence: evidence.id,
            state: ProofState::Found,
            sort: None,
            citation: "记账凭证 第41页 复印件".into(),
            voice: Voice::Material,
            words: None,
            record: Some(evidence),
        };
        let gone = Proof {
            number: 2,
            state: ProofState::Gone,
            citation: "〔已不存在〕".into(),
            record: None,
            ..found.clone()
        };
        let footing = Footing {
            id: problem.basis[0].id,
            printed: "《中国共产党党组工作条例》（2019年4月修订）第二十三条".into(),
            standing: BasisStanding::Verified,
            in_force: InForce::Yes,
            fitting: None,
        };
        let digits = hash(&problem, "青禾县水利局党组", &[found, gone], &[footing]);
        assert_eq!(digits.to_string(), "0c2d05d97c426c6d5dfc1ed29e7e05e3a437dacf2a5478221d4d10aa85fcd781");
    }
}
