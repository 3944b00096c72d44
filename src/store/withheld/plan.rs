//! What withholding would do, before it is done: for the page that asks, and for the action that does it.

use super::super::derived::Derived;
use super::super::error::Sql;
use super::super::log;
use super::super::reader::Reader;
use super::super::sql::SqlId;
use super::super::tx::Tx;
use super::fields::{self, StruckFields};
use super::incoming::spelling;
use super::methods::{self, MethodStrike};
use super::rows::{self, State};
use super::settle::{Outcome, Texts, Work, stored};
use super::{DOING, Memory, left};
use crate::error::Result;
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::closed::{ELSEWHERE, Link, Why};
use crate::model::ids::{AnswerId, ProblemId};
use crate::model::interview::Interview;
use crate::model::left::Left;
use crate::model::observation::Origin;
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::{APART, Kind, Op};
use crate::model::told::{Place, Text, texts};
use crate::text::grams::{Salt, Words};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// One text that is told otherwise than before, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strike {
    /// Kind of the record in which it stands.
    pub kind: Kind,
    /// The record.
    pub record: Uuid,
    /// What people call the record: number, title, name or its first words.
    pub name: String,
    /// What people call the field.
    pub field: &'static str,
    /// The text as it is told now.
    pub before: String,
    /// The text as it is told afterwards; `None`: not at all.
    pub after: Option<String>,
    /// Of a text that is told not at all: it does not come back when the statement is let in.
    pub is_lost: bool,
}

impl Strike {
    /// Whether the record keeps its text and only tells it otherwise: what a person said stays in the person's own talk.
    pub fn is_kept(&self) -> bool {
        self.kind == Kind::Answer
    }
}

/// Words in what cannot be struck: in an id, a name of the method, a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Kind of the record in which it stands.
    pub kind: Kind,
    /// What people call the record.
    pub name: String,
    /// What spells the words, as it stands there.
    pub text: String,
    /// It is a number; otherwise an id or a name of the method.
    pub is_number: bool,
}

/// A paper that is not as it was: it cites what is withheld, or words were struck in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperBack {
    /// The paper.
    pub id: ProblemId,
    /// Number and title, as they may be told.
    pub name: String,
    /// It is past the draft now, and goes back to it.
    pub goes_back: bool,
    /// It cites what is withheld: it does not leave the round before that is taken out.
    pub cites: bool,
}

/// What an answer with withheld statements does to the rest of the round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The texts of other records, by kind and record; those of the answer itself are not listed.
    pub strikes: Vec<Strike>,
    /// Records of the round as they are to be written: with the words struck. Closed records are not in it, they are told
    /// nowhere; nor are answers, which keep what was said.
    pub records: Vec<AnyRecord>,
    /// The papers that are concerned.
    pub papers: Vec<PaperBack>,
    /// What is struck in the texts of the round's methods.
    pub methods: Vec<MethodStrike>,
    /// What stays as it is, because it is no text: the user is to change it by hand.
    pub stays: Vec<Stay>,
}

impl Plan {
    /// Whether words are struck elsewhere, methods included, evidence goes or a paper is concerned: the user is to see it first.
    /// Observations on the statements go with them and come back in their words.
    pub fn changes_others(&self) -> bool {
        let grave = |s: &Strike| s.after.is_some() || s.is_lost || s.kind != Kind::Observation;
        self.strikes.iter().any(grave) || !(self.papers.is_empty() && self.methods.is_empty() && self.stays.is_empty())
    }

    /// Whether it does nothing to texts and papers that is not in `shown`.
    pub fn is_within(&self, shown: &Self) -> bool {
        let comes_back = |s: &Strike| s.after.is_none() && !s.is_lost && s.kind == Kind::Observation;
        let struck = |s: &Strike| shown.strikes.contains(s) || comes_back(s);
        self.strikes.iter().all(struck)
            && self.papers.iter().all(|p| shown.papers.contains(p))
            && self.methods.iter().all(|m| shown.methods.contains(m))
            && self.stays.iter().all(|s| shown.stays.contains(s))
    }
}

/// What putting `body` as an answer would do to the rest, without the outputs that it names; with the state before it,
/// and what it comes to.
fn plan(conn: &Connection, path: &Path, memory: &Memory, body: &Answer) -> Result<(Plan, Arc<State>, Outcome)> {
    let base = match memory.state(conn, path)? {
        Some(state) => state,
        None => Arc::new(State::first(rows::salt(conn).during(DOING, path)?)),
    };
    let mut work = Work::new(conn, path, memory, &base);
    work.put(body.id.0, body.clone().into())?;
    let outcome = work.settle()?;
    let before = super::Told::of(Arc::clone(&base));
    let after = super::Told::of(Arc::new(outcome.state.clone()));
    let mut plan = Plan {
        methods: methods::would_strike(conn, path, &before, &after)?,
        stays: stays((conn, path), (&base, &outcome.state), &outcome.added)?,
        ..Plan::default()
    };
    let mut shown: Vec<_> = outcome.shown.iter().collect();
    shown.sort_by_key(|s| (s.record.kind(), s.id));
    for shown in shown {
        let was = before.present(&shown.record);
        if let AnyRecord::Problem(problem) = &shown.record {
            let cites = |links: BTreeSet<Link>| links.iter().any(|l| l.why == Why::Cites);
            let now = cites(outcome.state.links_of(shown.id));
            let newly = now && !cites(base.links_of(shown.id));
            if newly || (shown.told.is_some() && shown.told != was) {
                let goes_back = problem.state != ProblemState::Draft;
                let name = was.as_ref().map(name_of).unwrap_or_default();
                plan.papers.push(PaperBack { id: problem.id, name, goes_back, cites: now });
            }
        }
        let Some(was) = was else { continue };
        if shown.id == body.id.0 || shown.told.as_ref() == Some(&was) {
            continue;
        }
        let name = match &was {
            AnyRecord::Answer(answer) => answer_name(conn, path, answer)?,
            was => name_of(was),
        };
        let (old, new) = (texts(&was), shown.told.as_ref().map(texts));
        let struck = after.written(&shown.record).map(|struck| texts(&struck.record)).unwrap_or_default();
        let mut seen: BTreeMap<Place, usize> = BTreeMap::new();
        for text in old {
            // A field may hold several texts; those that are told stay in their order.
            let nth = seen.entry(text.place).and_modify(|n| *n += 1).or_default();
            let there =
                |new: &Vec<Text>| new.iter().filter(|n| n.place == text.place).nth(*nth).map(|n| n.text.clone());
            let after = new.as_ref().and_then(there);
            if text.text.trim().is_empty() {
                continue;
            }
            if after.as_ref() != Some(&text.text) {
                let (kind, record, field) = (shown.record.kind(), shown.id, text.place.label);
                let goes = || struck.iter().any(|s| s.place == text.place && s.text != text.text);
                let is_lost = after.is_none() && goes() && !is_recalled(&shown.record, text.place);
                plan.strikes.push(Strike {
                    kind,
                    record,
                    name: name.clone(),
                    field,
                    before: text.text,
                    after,
                    is_lost,
                });
            }
        }
        match (&shown.record, &shown.told) {
            (AnyRecord::Answer(_), _) | (_, None) => {}
            (_, Some(told)) => plan.records.push(kept(told.clone(), &shown.record, &after)),
        }
    }
    Ok((plan, base, outcome))
}

/// What of the records spells words that count only afterwards and is no text. Ids are of Latin letters and digits: texts
/// without a run of those are not looked for.
fn stays(
    (conn, path): (&Connection, &Path),
    (before, after): (&Arc<State>, &State),
    added: &Texts,
) -> Result<Vec<Stay>> {
    if !added.have_ascii_run() {
        return Ok(Vec::new());
    }
    let told = super::Told::of(Arc::new(after.clone()));
    let new = after.words.beyond(&before.words);
    let mut select =
        conn.prepare_cached("SELECT kind, schema, body FROM record ORDER BY kind, id").during(DOING, path)?;
    let mut rows = select.query([]).during(DOING, path)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().during(DOING, path)? {
        let row: (String, u32, String) =
            row.get(0).and_then(|kind| Ok((kind, row.get(1)?, row.get(2)?))).during(DOING, path)?;
        let (kind, schema, body) = row;
        let Some(kind) = Kind::parse(&kind) else { continue };
        let Some(record) = super::decode(path, kind, schema, &body).ok().and_then(|record| told.present(&record))
        else {
            continue;
        };
        for spelt in spelling(&record, &new)? {
            found.push(Stay { kind, name: name_of(&record), text: spelt.text, is_number: spelt.is_number });
        }
    }
    Ok(found)
}

/// Whether a text that is struck as a whole is found again in the talk once its statement is let in: that of an observation
/// on a statement, and what a paper notes to be verified because of it.
fn is_recalled(record: &AnyRecord, place: Place) -> bool {
    match record {
        AnyRecord::Observation(o) => matches!(o.origin, Origin::Statement { .. }),
        AnyRecord::Problem(_) => place.field == "to_verify.text",
        _ => false,
    }
}

/// `told` with what the record itself keeps although it is not told: what is to be verified of something withheld keeps
/// its place, without its words.
fn kept(told: AnyRecord, record: &AnyRecord, state: &super::Told) -> AnyRecord {
    let written = state.written(record);
    match (told, written.as_ref().map_or(record, |written| &written.record)) {
        (AnyRecord::Problem(told), AnyRecord::Problem(own)) => {
            Problem { to_verify: own.to_verify.clone(), ..told }.into()
        }
        (told, _) => told,
    }
}

/// Whose talk an answer is of.
fn answer_name(conn: &Connection, path: &Path, answer: &Answer) -> Result<String> {
    use super::super::read::{Door, get};
    let talk: Option<Interview> = get(conn, path, Door::Own, answer.interview.0)?;
    let person: Option<Person> = talk.map(|t| get(conn, path, Door::Own, t.person.0)).transpose()?.flatten();
    let code = person.map(|p| p.code.0).filter(|code| !code.is_empty());
    Ok(code.map_or_else(|| "谈话".to_owned(), |code| format!("访谈{code}")))
}

/// What people call a record.
fn name_of(record: &AnyRecord) -> String {
    match record {
        AnyRecord::Problem(p) => format!("{} {}", p.number, p.title),
        AnyRecord::Person(p) => format!("{} {}", p.code, p.name),
        AnyRecord::Unit(u) => u.name.clone(),
        AnyRecord::Document(d) => d.cited(),
        AnyRecord::Loan(l) => l.title.clone(),
        AnyRecord::Attachment(a) => a.name.clone(),
        AnyRecord::Decision(d) => d.title.clone(),
        other => {
            let text = Derived::of_any(other).search;
            let line = text.split([APART, '\n']).map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            let first: String = line.chars().take(20).collect();
            match first.as_str() {
                "" => other.kind().chinese().to_owned(),
                _ if first.len() < line.len() => format!("{first}…"),
                _ => first,
            }
        }
    }
}

impl Reader {
    /// What putting this answer, with what is to be withheld marked in it, would do to the rest: for the page that asks.
    /// Costs by the records of the round, not by what was exported of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn withholding(&self, answer: &Answer) -> Result<Plan> {
        plan(&self.conn, &self.path, &self.told, answer).map(|(plan, ..)| plan)
    }

    /// The outputs that would hold what is told no more once this answer is put, oldest first. Costs by all that was put
    /// out, and may replay the log: not between two keys.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn left_by(&self, answer: &Answer) -> Result<Vec<Left>> {
        let (_, before, outcome) = plan(&self.conn, &self.path, &self.told, answer)?;
        let Outcome { state, added, .. } = outcome;
        left::of(&self.conn, &self.path, &before, &Arc::new(state), Some(&added))
    }

    /// The words that count only when this answer is put, as hashes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn words_by(&self, answer: &Answer) -> Result<Words> {
        let (_, before, outcome) = plan(&self.conn, &self.path, &self.told, answer)?;
        Ok(outcome.state.words.beyond(&before.words))
    }

    /// The words that are withheld, as hashes.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn withheld_words(&self) -> Result<Words> {
        let none = || Words::new(Salt(0), HashSet::new());
        Ok(self.state()?.map_or_else(none, |state| (*state.words).clone()))
    }

    /// The outputs that hold what is told no more, oldest first; they may lie on the disk or elsewhere.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn left_behind(&self) -> Result<Vec<Left>> {
        let Some(state) = self.state()? else { return Ok(Vec::new()) };
        let open = Arc::new(State::first(Some(state.salt)));
        left::of(&self.conn, &self.path, &open, &state, None)
    }

    /// Whether words were struck for good by any action on this answer: they do not come back when a statement of it is
    /// let in again. Costs by what those actions touched beside it. What came in whole was struck where it came from.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn has_struck(&self, answer: AnswerId) -> Result<bool> {
        // By whole bodies: of what lies in the log as a range, the word may be cut by what it shares with the one before.
        const TOUCHED: &str =
            "WHERE seq IN (SELECT o.seq FROM revision a JOIN revision o ON o.txn = a.txn AND o.record <> a.record
                           WHERE a.record = ?1 AND a.op NOT IN (?2, ?3, ?4))";
        let [bundle, sample, unite] = [Op::ImportBundle, Op::Sample, Op::Unite].map(Op::name);
        // An observation on a statement gets its words again from the talk.
        let recalled = [r#""from":"statement""#.to_owned(), format!(r#""text":"{ELSEWHERE}""#)];
        let mut struck = false;
        log::each_readable(&self.conn, TOUCHED, (SqlId(answer.0), bundle, sample, unite), |_, _, revision| {
            let is_recalled =
                revision.kind == Kind::Observation.name() && recalled.iter().all(|part| revision.body.contains(part));
            struck |= !is_recalled && revision.body.contains(ELSEWHERE);
            Ok(())
        })
        .during(DOING, &self.path)?;
        Ok(struck)
    }
}

impl Tx<'_> {
    /// What putting this answer would do to the rest, but for the outputs that hold it, which are told once it is done
    /// ([`Changes::left`](crate::model::record::Changes::left)); asked before it is put.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn withholding(&self, answer: &Answer) -> Result<Plan> {
        plan(self.conn, self.path, &self.withheld, answer).map(|(plan, ..)| plan)
    }

    /// Writes what a plan says: words are struck out of the other records for good, and the papers concerned go back to
    /// draft.
    pub fn strike(&mut self, plan: &Plan) -> Result<()> {
        for record in &plan.records {
            match record {
                AnyRecord::Problem(paper) => self.put(&Problem { state: ProblemState::Draft, ..paper.clone() })?,
                other => self.put_any(other)?,
            }
        }
        for paper in &plan.papers {
            if let Some(mut problem) = self.get::<Problem>(paper.id.0)?.filter(|p| p.state != ProblemState::Draft) {
                problem.state = ProblemState::Draft;
                self.put(&problem)?;
            }
        }
        self.strike_closed()?;
        let mut fields = StruckFields::new();
        for strike in plan.strikes.iter().filter(|s| (s.after.is_some() || s.is_lost) && !s.is_kept()) {
            fields.entry(strike.record).or_default().insert(strike.field.to_owned());
        }
        self.redacts = true;
        fields::note(self.conn, self.path, self.txn, fields)
    }

    /// Strikes withheld words wherever they stand but in answers, after records came in from elsewhere; papers concerned
    /// go back to draft.
    pub fn strike_all(&mut self) -> Result<()> {
        self.redacts = true;
        let Some(state) = self.withheld.state(self.conn, self.path)? else { return Ok(()) };
        let told = super::Told::of(Arc::clone(&state));
        let mut fields = StruckFields::new();
        for (id, row) in rows::told(self.conn).during(DOING, self.path)? {
            let Some(record) = stored(self.conn, self.path, id)?.filter(|_| row.is_some()) else { continue };
            let struck = match &record {
                AnyRecord::Answer(_) => None,
                record => told.present(record).map(|now| kept(now, record, &told)).filter(|now| now != record),
            };
            if let Some(struck) = &struck {
                let (was, is) = (texts(&record), texts(struck));
                let changed =
                    was.iter().zip(&is).filter(|(was, is)| was != is).map(|(was, _)| was.place.label.to_owned());
                fields.entry(id).or_default().extend(changed);
            }
            match struck {
                Some(AnyRecord::Problem(paper)) => self.put(&Problem { state: ProblemState::Draft, ..paper })?,
                Some(other) => self.put_any(&other)?,
                None => {}
            }
        }
        self.strike_closed()?;
        for id in state.links.iter().filter(|(_, links)| links.iter().any(|l| l.why == Why::Cites)).map(|(id, _)| *id) {
            if let Some(paper) = self.get::<Problem>(id)?.filter(|p| p.state != ProblemState::Draft) {
                self.put(&Problem { state: ProblemState::Draft, ..paper })?;
            }
        }
        fields::note(self.conn, self.path, self.txn, fields)
    }

    /// Strikes what is told nowhere: its text as a whole.
    fn strike_closed(&mut self) -> Result<()> {
        let Some(state) = self.withheld.state(self.conn, self.path)? else { return Ok(()) };
        let told = super::Told::of(Arc::clone(&state));
        for id in state.closed_records() {
            // They are struck as they are put.
            if let Some(record) = stored(self.conn, self.path, id)?.filter(|record| told.written(record).is_some()) {
                self.put_any(&record)?;
            }
        }
        Ok(())
    }
}
