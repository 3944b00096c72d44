//! Evidence, papers, suggestions and notices.

use super::books::{Books, Frame};
use super::build::{find_inspector, find_person, find_unit};
use super::id::{damaged, id, instant};
use super::input_books::{
    BasisIn, DecisionIn, EvidenceIn, FixIn, PaperFile, ProblemIn, ResponsibleIn, SourceIn, SuggestionIn,
};
use super::talk::Talk;
use crate::analysis::rollup::{Input, Rule, candidates};
use crate::error::Result;
use crate::model::decision::{Decided, Decision, Seen};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{DecisionId, EvidenceId, ProblemId, UnitId};
use crate::model::observation::{Observation, Origin};
use crate::model::order::{self, OrderKey};
use crate::model::problem::{Basis, BasisWords, Cited, Confirmed, Fact, Placed, Problem, Responsible};
use crate::model::value::Instant;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All of `papers.toml`.
#[derive(Debug, Default)]
pub(super) struct Papers {
    pub(super) evidence: Vec<Evidence>,
    pub(super) problems: Vec<Problem>,
    pub(super) fixes: Vec<QuickFix>,
    pub(super) suggestions: Vec<Suggestion>,
    problem_decisions: Vec<DecisionIn>,
    evidence_by_tag: BTreeMap<String, EvidenceId>,
    problem_by_tag: BTreeMap<String, ProblemId>,
}

/// What the candidate of that rule rests on, and what it says.
fn seen(rule: &Rule, input: &Input) -> Vec<Seen> {
    let candidate = candidates(input).into_iter().find(|c| c.rule == *rule);
    let places = candidate.map(|c| c.places).unwrap_or_default();
    places.into_iter().map(|place| Seen { id: place.id, content: Some(place.content()) }).collect()
}

impl Papers {
    /// Builds them from the data.
    pub(super) fn build(data: PaperFile, books: &Books, talks: &[Talk], frame: Frame<'_>) -> Result<Self> {
        let mut papers = Self::default();
        for e in data.evidence {
            papers.evidence(e, books, talks, frame)?;
        }
        for p in data.problems {
            papers.problem(p, frame)?;
        }
        for f in data.fixes {
            papers.fix(f, frame)?;
        }
        for s in data.suggestions {
            papers.suggestion(s, frame)?;
        }
        papers.problem_decisions = data.decisions;
        Ok(papers)
    }

    /// What was decided on candidates, made last: a decision remembers what had been found by then.
    pub(super) fn decisions(
        &mut self,
        books: &Books,
        observations: &[Observation],
        frame: Frame<'_>,
    ) -> Result<Vec<Decision>> {
        let decisions = std::mem::take(&mut self.problem_decisions);
        decisions.into_iter().map(|d| self.decision(d, books, observations, frame)).collect()
    }

    fn decision(
        &self,
        data: DecisionIn,
        books: &Books,
        observations: &[Observation],
        frame: Frame<'_>,
    ) -> Result<Decision> {
        let at = instant(&data.at)?;
        let unit = find_unit(frame.units, &data.unit)?.id;
        let item = frame.method.records.iter().flat_map(|k| &k.items).find(|i| i.id == data.item);
        let item = item.ok_or_else(|| damaged(format!("没有检查要点 {}", data.item)))?;
        let outcome = match (&data.adopted, data.dismissed) {
            (Some(tag), None) => Decided::Adopted { problem: self.tagged(tag)?.id },
            (None, Some(reason)) => Decided::Dismissed { reason },
            _ => return Err(damaged(format!("{} 的决定应只有 adopted、dismissed 之一", data.item))),
        };
        let rule = Rule::Item(item.id.clone());
        let seen = seen(&rule, &Self::found_by(at, unit, books, observations, frame));
        let key = rule.key(unit);
        Ok(Decision {
            id: DecisionId::of(unit, key),
            unit,
            key,
            title: item.problem.clone(),
            outcome,
            seen,
            by: find_inspector(frame.inspectors, &data.by)?,
            at,
        })
    }

    /// What had been found in the books of the unit by then.
    fn found_by(at: Instant, unit: UnitId, books: &Books, observations: &[Observation], frame: Frame<'_>) -> Input {
        let mut input = Input::empty(unit, Arc::new(frame.method.clone()));
        let documents = books.documents.iter().filter(|d| d.unit == unit);
        input.documents = documents.map(|d| (d.id, d.clone())).collect();
        let checks = books.checks.iter().filter(|c| input.documents.contains_key(&c.document));
        input.checks = checks.filter(|c| c.at.is_some_and(|t| t <= at)).map(|c| (c.id, c.clone())).collect();
        let entries = books.entries.iter().filter(|e| input.documents.contains_key(&e.document));
        input.entries = entries.map(|e| (e.id, e.clone())).collect();
        let marked = observations.iter().filter(|o| o.unit == unit && o.at <= at);
        input.observations = marked.filter(|o| matches!(o.origin, Origin::Document { .. })).cloned().collect();
        input
    }

    fn evidence(&mut self, data: EvidenceIn, books: &Books, talks: &[Talk], frame: Frame<'_>) -> Result<()> {
        let at = instant(&data.at)?;
        let (source, sort) = source(&data, books, talks, frame)?;
        let evidence = Evidence {
            id: id(at, &format!("evidence/{}", data.tag)),
            unit: find_unit(frame.units, &data.unit)?.id,
            source,
            sort,
            title: data.title,
            volume: data.volume,
            pages: data.pages,
            form: data.form,
            extent: data.extent,
            provider: data.provider,
            obtained: data.obtained,
            note: data.note,
            by: find_inspector(frame.inspectors, &data.by)?,
            at,
        };
        self.evidence_by_tag.insert(data.tag, evidence.id);
        self.evidence.push(evidence);
        Ok(())
    }

    fn problem(&mut self, data: ProblemIn, frame: Frame<'_>) -> Result<()> {
        let at = instant(&data.at)?;
        let key = format!("problem/{}", data.tag);
        let problem: ProblemId = id(at, &key);
        let problem = Problem {
            state: data.state,
            title: data.title,
            facts: facts(data.facts, at, &key),
            from: Some(data.from),
            to: data.to,
            place: data.place,
            sources: data.sources,
            discovery: data.discovery,
            basis: bases(data.basis, at, &key, frame)?,
            evidence: self.cited(data.cites, at, &key)?,
            responsible: responsible(data.responsible, at, &key, frame)?,
            categories: data.categories.iter().map(|c| placed(problem, c)).collect::<Result<_>>()?,
            level: data.level,
            certainty: data.certainty,
            explanation: data.explanation,
            against: data.against,
            handlers: data.handlers.iter().map(|h| find_inspector(frame.inspectors, h)).collect::<Result<_>>()?,
            note: data.note,
            ..Problem::new(id(at, &key), find_unit(frame.units, &data.unit)?.id, frame.method.hash, data.number)
        };
        self.problem_by_tag.insert(data.tag, problem.id);
        self.problems.push(problem);
        Ok(())
    }

    fn cited(&self, tags: Vec<String>, at: Instant, key: &str) -> Result<Vec<Cited>> {
        let one = |(number, tag): (u16, String)| {
            let evidence = self.evidence_by_tag.get(&tag).copied();
            let evidence = evidence.ok_or_else(|| damaged(format!("{key} 没有支撑材料“{tag}”")))?;
            Ok(Cited { id: id(at, &format!("{key}/cited/{tag}")), order: OrderKey::default(), number, evidence })
        };
        let mut cited = (1..).zip(tags).map(one).collect::<Result<Vec<_>>>()?;
        order::assign(&mut cited, |c: &mut Cited| -> &mut OrderKey { &mut c.order });
        Ok(cited)
    }

    fn tagged(&self, tag: &str) -> Result<&Problem> {
        let found = self.problem_by_tag.get(tag).and_then(|id| self.problems.iter().find(|p| p.id == *id));
        found.ok_or_else(|| damaged(format!("没有问题“{tag}”")))
    }

    fn fix(&mut self, data: FixIn, frame: Frame<'_>) -> Result<()> {
        let (at, problem) = (instant(&data.at)?, self.tagged(&data.problem)?);
        self.fixes.push(QuickFix {
            id: id(at, &format!("fix/{}", data.problem)),
            unit: problem.unit,
            problem: problem.id,
            demand: data.demand,
            issued: Some(data.issued),
            due: Some(data.due),
            result: String::new(),
            done: None,
            by: find_inspector(frame.inspectors, &data.by)?,
            at,
        });
        Ok(())
    }

    fn suggestion(&mut self, data: SuggestionIn, frame: Frame<'_>) -> Result<()> {
        let problems = data.problems.iter().map(|tag| self.tagged(tag).map(|p| p.id)).collect::<Result<_>>()?;
        self.suggestions.push(Suggestion {
            id: id(instant(&data.at)?, &format!("suggestion/{}", data.tag)),
            unit: find_unit(frame.units, &data.unit)?.id,
            problems,
            addressee: data.addressee,
            text: data.text,
        });
        Ok(())
    }
}

fn source(
    data: &EvidenceIn,
    books: &Books,
    talks: &[Talk],
    frame: Frame<'_>,
) -> Result<(EvidenceSource, EvidenceSort)> {
    Ok(match &data.source {
        SourceIn::Outside(_) => (EvidenceSource::Outside, EvidenceSort::Written),
        SourceIn::Document { document, check, entry } => {
            let document = books.document(&data.unit, document)?;
            let check = check.as_ref().map(|c| books.check(document, c)).transpose()?;
            let entry = entry.as_ref().map(|e| books.entry(document, e)).transpose()?;
            (EvidenceSource::Document { document: document.id, check, entry }, EvidenceSort::Written)
        }
        SourceIn::Statement { talk, statement } => {
            let (interview, answer, statement) = super::build::find_statement(talks, frame.people, talk, statement)?;
            (EvidenceSource::Statement { interview, answer, statement }, EvidenceSort::Talk)
        }
    })
}

fn facts(texts: Vec<String>, at: Instant, key: &str) -> Vec<Fact> {
    let fact =
        |(n, text): (usize, String)| Fact { id: id(at, &format!("{key}/fact/{n}")), order: OrderKey::default(), text };
    let mut facts: Vec<Fact> = texts.into_iter().enumerate().map(fact).collect();
    order::assign(&mut facts, |f: &mut Fact| -> &mut OrderKey { &mut f.order });
    facts
}

fn bases(data: Vec<BasisIn>, at: Instant, key: &str, frame: Frame<'_>) -> Result<Vec<Basis>> {
    let one = |(n, b): (usize, BasisIn)| {
        let regulation = frame.method.regulations.iter().find(|r| r.id == b.regulation);
        let name = match regulation {
            Some(regulation) if regulation.versions.iter().any(|v| v.label == b.version) => regulation.name.clone(),
            None if b.regulation.is_empty() => b.name,
            _ => return Err(damaged(format!("{key} 的依据 {} {} 不在工作法里", b.regulation, b.version))),
        };
        let confirmed =
            b.confirmed.map(|c| Ok(Confirmed { by: find_inspector(frame.inspectors, &c.by)?, at: instant(&c.at)? }));
        let words = BasisWords { regulation: b.regulation, name, version: b.version, clause: b.clause, quote: b.quote };
        let basis = Basis::new(id(at, &format!("{key}/basis/{n}")), OrderKey::default(), words);
        Ok(basis.with_confirmation(confirmed.transpose()?))
    };
    let mut bases = data.into_iter().enumerate().map(one).collect::<Result<Vec<_>>>()?;
    order::assign(&mut bases, |b: &mut Basis| -> &mut OrderKey { &mut b.order });
    Ok(bases)
}

fn responsible(data: Vec<ResponsibleIn>, at: Instant, key: &str, frame: Frame<'_>) -> Result<Vec<Responsible>> {
    let one = |r: ResponsibleIn| {
        let person = find_person(frame.people, &r.person)?;
        Ok(Responsible {
            id: id(at, &format!("{key}/responsible/{}", r.person)),
            order: OrderKey::default(),
            person: Some(person.id),
            name: r.person,
            post: r.post,
            kind: r.kind,
        })
    };
    let mut all = data.into_iter().map(one).collect::<Result<Vec<_>>>()?;
    order::assign(&mut all, |r: &mut Responsible| -> &mut OrderKey { &mut r.order });
    Ok(all)
}

fn placed(problem: ProblemId, category: &str) -> Result<Placed> {
    let parts = category.split_once('.').ok_or_else(|| damaged(format!("分类“{category}”")))?;
    Ok(Placed::new(problem, parts.0, parts.1))
}
