//! What papers are put together from, read in one pass, and the putting together.

use super::cite::UNKNOWN;
use super::resolve::{Resolver, Source, SourceTold, Statement};
use super::{Covering, Handler, InTree, Paper, Proof, ProofState, Roster, Voice, accuracy, basis, cite};
use crate::Result;
use crate::analysis::methods::KnownMethods;
use crate::clock;
use crate::method::types::Method;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{CitedId, EvidenceId, Hash, InspectorId, InterviewId, PersonId, ProblemId, UnitId};
use crate::model::interview::Interview;
use crate::model::order::OrderKey;
use crate::model::people::Person;
use crate::model::problem::{Cited, Problem};
use crate::model::record::{Kind, Record};
use crate::model::round::{Inspector, Round, Unit};
use crate::model::value::PartialDate;
use crate::store::{Reader, Told, ToldRecords};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A piece of evidence and what it points to.
#[derive(Debug)]
struct Held {
    evidence: Evidence,
    source: Source,
}

/// Everything that the papers of a unit, or of the round, may cite.
#[derive(Debug)]
pub struct Holdings {
    units: BTreeMap<UnitId, Unit>,
    inspectors: BTreeMap<InspectorId, String>,
    methods: KnownMethods,
    people: Arc<HashMap<PersonId, Person>>,
    round: Option<Arc<Round>>,
    covering: Arc<Covering>,
    evidence: HashMap<EvidenceId, Held>,
    suggestions: HashMap<ProblemId, Vec<Suggestion>>,
    quick_fixes: HashMap<ProblemId, Vec<QuickFix>>,
    told: Told,
    today: PartialDate,
}

fn of_unit<R: Record>(reader: &Reader, unit: Option<UnitId>) -> Result<Vec<R>> {
    match unit {
        Some(unit) => reader.children(unit.0),
        None => reader.all(),
    }
}

fn inspectors(records: &impl ToldRecords) -> Result<BTreeMap<InspectorId, String>> {
    Ok(records.told_all::<Inspector>()?.into_iter().map(|i| (i.id, i.name)).collect())
}

/// Everybody on a roster of the round, in the form that papers need: read once for as many papers as are opened, until
/// somebody on it changes.
#[derive(Debug, Clone)]
pub struct Everybody {
    people: Arc<HashMap<PersonId, Person>>,
    covering: Arc<Covering>,
}

impl Everybody {
    /// Reads them.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn read(reader: &Reader) -> Result<Self> {
        let people: HashMap<PersonId, Person> = reader.all::<Person>()?.into_iter().map(|p| (p.id, p)).collect();
        let units: Vec<Unit> = reader.all()?;
        let roster = Arc::new(Roster::new(people.values()).of_units(&units));
        let covering = Covering::new(roster, inspectors(reader)?.into_values());
        Ok(Self { people: Arc::new(people), covering: Arc::new(covering) })
    }

    /// Whether a change of a record of this kind may make them out of date: what is withheld in a talk is told of nobody.
    pub const fn depend_on(kind: Kind) -> bool {
        Holdings::depend_on(kind) && !matches!(kind, Kind::Evidence | Kind::Document)
    }
}

/// The records that a paper of these holdings cites and shows.
struct Cites {
    evidence: Vec<Evidence>,
    suggestions: Vec<Suggestion>,
    fixes: Vec<QuickFix>,
}

impl Holdings {
    /// Reads what the papers of `unit` may cite; of all units when `None`. The rosters are those of the whole round:
    /// no informant of any unit may be named.
    pub fn read(reader: &Reader, unit: Option<UnitId>) -> Result<Self> {
        Self::read_beside(reader, unit, &Everybody::read(reader)?)
    }

    /// As [`read`](Self::read), where everybody has been read before.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn read_beside(reader: &Reader, unit: Option<UnitId>, everybody: &Everybody) -> Result<Self> {
        let cites = Cites {
            evidence: of_unit(reader, unit)?,
            suggestions: of_unit(reader, unit)?,
            fixes: of_unit(reader, unit)?,
        };
        let mut known = KnownMethods::default();
        let mut holdings = Self::gather(reader, cites, everybody.clone(), |hash| known.read(reader, hash))?;
        // Papers of a method that this version cannot read are shown without its words, not refused.
        for hash in reader.methods()?.into_iter().map(|m| m.hash) {
            known.read(reader, hash).ok();
        }
        holdings.methods = known;
        Ok(holdings)
    }

    /// Reads what these papers cite, and no more, from records that an action may be changing just now; methods, which
    /// no action changes, come from `reader` and are kept in `known`. Of the rosters only who is cited is read, so no
    /// name is covered in these papers until [`cover`](Self::cover) has said which.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn of_papers(
        records: &impl ToldRecords,
        reader: &Reader,
        papers: &[Problem],
        known: &mut KnownMethods,
    ) -> Result<Self> {
        let mut cites = Cites { evidence: Vec::new(), suggestions: Vec::new(), fixes: Vec::new() };
        let mut seen: BTreeSet<EvidenceId> = BTreeSet::new();
        for cited in papers.iter().flat_map(|p| &p.evidence).filter(|c| seen.insert(c.evidence)) {
            cites.evidence.extend(records.told_record::<Evidence>(cited.evidence.0)?);
        }
        let units: BTreeSet<UnitId> = papers.iter().map(|p| p.unit).collect();
        for unit in units {
            cites.suggestions.extend(records.told_children::<Suggestion>(unit.0)?);
            cites.fixes.extend(records.told_children::<QuickFix>(unit.0)?);
        }
        let mut people: HashMap<PersonId, Person> = HashMap::new();
        let mut talks: BTreeSet<InterviewId> = BTreeSet::new();
        for evidence in &cites.evidence {
            if let EvidenceSource::Statement { interview, .. } = evidence.source
                && talks.insert(interview)
                && let Some(talk) = records.told_record::<Interview>(interview.0)?
            {
                people.extend(records.told_record::<Person>(talk.person.0)?.map(|p| (p.id, p)));
            }
        }
        let everybody = Everybody { people: Arc::new(people), covering: Arc::default() };
        let mut holdings = Self::gather(records, cites, everybody, |hash| known.read(reader, hash))?;
        for paper in papers {
            known.read(reader, paper.method).ok();
        }
        holdings.methods.clone_from(known);
        Ok(holdings)
    }

    /// From now on these names are covered in its papers.
    pub fn cover(&mut self, covering: &Arc<Covering>) {
        self.covering = Arc::clone(covering);
    }

    fn gather(
        records: &impl ToldRecords,
        cites: Cites,
        Everybody { people, covering }: Everybody,
        mut method: impl FnMut(Hash) -> Result<Arc<Method>>,
    ) -> Result<Self> {
        let mut resolver = Resolver::new(records, &people, &mut method);
        let mut evidence = HashMap::new();
        for one in cites.evidence {
            let source = resolver.source(&one)?;
            evidence.insert(one.id, Held { evidence: one, source });
        }
        drop(resolver);
        let (mut suggestions, mut quick_fixes): (HashMap<_, Vec<Suggestion>>, HashMap<_, Vec<QuickFix>>) =
            Default::default();
        for suggestion in cites.suggestions {
            for problem in &suggestion.problems {
                suggestions.entry(*problem).or_default().push(suggestion.clone());
            }
        }
        for fix in cites.fixes {
            quick_fixes.entry(fix.problem).or_default().push(fix);
        }
        Ok(Self {
            units: records.told_all::<Unit>()?.into_iter().map(|u| (u.id, u)).collect(),
            covering,
            round: records.told_all::<Round>()?.into_iter().next().map(Arc::new),
            inspectors: inspectors(records)?,
            methods: KnownMethods::default(),
            people,
            evidence,
            suggestions,
            quick_fixes,
            told: records.door()?,
            today: clock::now().date(),
        })
    }

    /// Adds evidence that is on its way into the file; what it points to is there. Evidence that is held stays as it is.
    ///
    /// # Errors
    /// When the round cannot be read.
    pub fn add(&mut self, evidence: &Evidence, reader: &Reader) -> Result<()> {
        if self.evidence.contains_key(&evidence.id) {
            return Ok(());
        }
        let methods = &mut self.methods;
        let mut method = |hash: Hash| methods.read(reader, hash);
        let source = Resolver::new(reader, &self.people, &mut method).source(evidence)?;
        self.evidence.insert(evidence.id, Held { evidence: evidence.clone(), source });
        Ok(())
    }

    /// Whether a change of a record of this kind makes these out of date.
    pub const fn depend_on(kind: Kind) -> bool {
        !matches!(kind, Kind::Problem | Kind::Decision | Kind::Loan | Kind::Entry | Kind::CheckResult)
    }

    /// The method of that hash, when the round has it and this version reads it.
    pub fn method(&self, hash: Hash) -> Option<&Arc<Method>> {
        self.methods.get(hash)
    }

    /// A problem as a paper: pure and quick, also while it is being typed.
    pub fn paper(&self, problem: &Problem) -> Paper {
        let mut listed: Vec<&Cited> = problem.evidence.iter().collect();
        listed.sort_by(|a, b| (&a.order, a.number).cmp(&(&b.order, b.number)));
        let proofs: Vec<Proof> = listed.into_iter().map(|c| self.proof(c, problem)).collect();
        let unit = self.units.get(&problem.unit).cloned();
        let unit = unit.unwrap_or_else(|| Unit::new(problem.unit, "", UNKNOWN));
        let method = self.method(problem.method).map(Arc::as_ref);
        let name_of = |id| self.inspector(id);
        let mut bases: Vec<_> = problem.basis.iter().collect();
        bases.sort_by(|a, b| a.order.cmp(&b.order));
        let footings: Vec<_> = bases.into_iter().map(|b| basis::footing(b, problem, method, &name_of)).collect();
        let of = |id: InspectorId| Handler { id, name: self.inspector(id) };
        Paper {
            today: self.today,
            lights: accuracy::lights(problem, &unit, &proofs, &footings),
            single: single(&proofs),
            proofs,
            footings,
            handlers: problem.handlers.iter().copied().map(of).collect(),
            overruled_by: problem.overruled.iter().map(|o| of(o.by)).collect(),
            sources: sources(problem, method),
            categories: categories(problem, method),
            suggestions: self.suggestions.get(&problem.id).cloned().unwrap_or_default(),
            quick_fixes: self.quick_fixes.get(&problem.id).cloned().unwrap_or_default(),
            unit,
            problem: problem.clone(),
            round: self.round.clone(),
            covering: Arc::clone(&self.covering),
        }
    }

    /// How a piece of evidence would be cited in a paper, e.g. for the list from which it is picked; `None` when it is
    /// not held.
    pub fn citation(&self, evidence: EvidenceId, problem: &Problem) -> Option<Proof> {
        self.evidence.contains_key(&evidence).then(|| {
            let cited = Cited { id: CitedId::default(), order: OrderKey::default(), number: 0, evidence };
            self.proof(&cited, problem)
        })
    }

    fn inspector(&self, id: InspectorId) -> String {
        self.inspectors.get(&id).cloned().unwrap_or_else(|| UNKNOWN.to_owned())
    }

    fn proof(&self, cited: &Cited, problem: &Problem) -> Proof {
        let blank = Proof {
            cited: cited.id,
            number: cited.number,
            evidence: cited.evidence,
            state: ProofState::Gone,
            sort: None,
            citation: cite::GONE.to_owned(),
            voice: Voice::Material,
            words: None,
            record: None,
        };
        let Some(held) = self.evidence.get(&cited.evidence) else {
            let (state, citation) = (ProofState::Elsewhere, cite::ELSEWHERE.to_owned());
            return if self.told.closes(cited.evidence.0) { Proof { state, citation, ..blank } } else { blank };
        };
        let sort = Some(held.evidence.sort);
        let state = held.source.state;
        let shown =
            |citation: String| Proof { state, sort, citation, record: Some(held.evidence.clone()), ..blank.clone() };
        match &held.source.told {
            SourceTold::Nothing => {
                let word = match state {
                    ProofState::Elsewhere => cite::ELSEWHERE,
                    ProofState::NotOnRecord => cite::NOT_ON_RECORD,
                    _ => cite::GONE,
                };
                Proof { state, sort, citation: word.to_owned(), ..blank }
            }
            SourceTold::Document(document) => shown(cite::material(&held.evidence, Some(document))),
            SourceTold::File(name) if held.evidence.title.trim().is_empty() => {
                let named = Evidence { title: name.clone(), ..held.evidence.clone() };
                shown(cite::material(&named, None))
            }
            SourceTold::File(_) | SourceTold::Outside => shown(cite::material(&held.evidence, None)),
            SourceTold::Statement(statement) => {
                let (citation, voice) = self.citation_of(statement, problem);
                Proof { voice, words: Some(statement.words.clone()), ..shown(citation) }
            }
        }
    }

    /// 本人谈话 when the speaker is named responsible in this very paper; else by code.
    fn citation_of(&self, statement: &Statement, problem: &Problem) -> (String, Voice) {
        let Statement { person, nth, talk, words } = statement;
        match problem.responsible.iter().find(|r| r.person == Some(*person)) {
            Some(r) => {
                let name = if r.name.trim().is_empty() { self.name_of(*person) } else { r.name.trim() };
                (cite::own(r.post.trim(), name, *nth, words.number, words.read_back), Voice::Own(*person))
            }
            None => (
                cite::informant(talk, words.number, words.read_back),
                Voice::Informant { talk: talk.clone(), person: *person },
            ),
        }
    }

    fn name_of(&self, person: PersonId) -> &str {
        self.people.get(&person).map_or(UNKNOWN, |p| p.name.as_str())
    }
}

/// The one sort of all evidence that is there; `None` when there are several, or none at all.
fn single(proofs: &[Proof]) -> Option<EvidenceSort> {
    let mut sorts = proofs.iter().filter(|p| !p.state.dangles()).filter_map(|p| p.sort);
    let first = sorts.next()?;
    sorts.all(|s| s == first).then_some(first)
}

fn sources(problem: &Problem, method: Option<&Method>) -> Vec<String> {
    let word = |id: &String| {
        let known = method.and_then(|m| m.sources.iter().find(|s| s.id == *id));
        known.map_or_else(|| id.clone(), |s| s.name.clone())
    };
    let other = Some(problem.source_other.trim().to_owned()).filter(|o| !o.is_empty());
    problem.sources.iter().map(word).chain(other).collect()
}

fn categories(problem: &Problem, method: Option<&Method>) -> Vec<InTree> {
    let place = |placed: &crate::model::problem::Placed| {
        let tree = method?.trees.iter().find(|t| t.id == placed.tree)?;
        let path = tree.path(&placed.node).into_iter().map(str::to_owned).collect();
        Some(InTree { tree: tree.id.clone(), name: tree.name.clone(), path })
    };
    problem.categories.iter().filter_map(place).collect()
}
