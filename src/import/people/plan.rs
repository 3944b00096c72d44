//! What an import would do: pure, shown before anything is written, made anew after each decision.
//!
//! Rows and people on file are matched by name and post. Where only the name agrees, the same phone or the same date
//! of joining the Party settles it; else the plan asks. People on file that the roster does not name are listed as
//! missing and left alone: rosters leave people out, and what they said stays.

use super::decide::{Answer, Decisions};
use super::merge::merged;
use super::row::{Entry, Refused, RosterPlace};
use super::standing::Standing;
use super::{Guesser, Roster};
use crate::acts::people::ImportRoster;
use crate::analysis::people::{Difference, differences};
use crate::method::types::Method;
use crate::model::ids::{PersonId, UnitId};
use crate::model::people::{Code, Person};
use crate::model::round::Unit;
use crate::text::blank::squeezed;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Somebody who would be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// As the roster gives them.
    pub entry: Entry,
    /// What they are taken for.
    pub standing: Standing,
}

/// A person on file who would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The row.
    pub place: RosterPlace,
    /// As on file.
    pub before: Person,
    /// As it would be.
    pub after: Person,
    /// Field by field.
    pub differences: Vec<Difference>,
    /// Why the row was taken for this person, when the post does not say so.
    pub why: &'static str,
}

/// A row that agrees with a person on file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// The row.
    pub place: RosterPlace,
    /// The person.
    pub id: PersonId,
}

/// A person on file who may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Their id.
    pub id: PersonId,
    /// Their code.
    pub code: String,
    /// Their post on file.
    pub post: String,
}

/// A row of which the name alone does not tell who is meant. Nothing is written for it until it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The row.
    pub place: RosterPlace,
    /// The name.
    pub name: String,
    /// The post in the roster.
    pub post: String,
    /// People of that name on file to whom no other row belongs.
    pub candidates: Vec<Candidate>,
    /// Other rows of that name in the roster.
    pub others: Vec<RosterPlace>,
}

/// What an import would do to one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPlan {
    /// The unit.
    pub unit: UnitId,
    /// People to be added.
    pub new: Vec<NewPerson>,
    /// People to be changed.
    pub changed: Vec<Changed>,
    /// People who stay as they are.
    pub same: Vec<Matched>,
    /// On file and not in the roster; left alone.
    pub missing: Vec<Person>,
    /// To be answered first.
    pub questions: Vec<Question>,
    /// Rows left out on the user's word.
    pub skipped: Vec<RosterPlace>,
    /// Rows that cannot be taken in, with reasons.
    pub refused: Vec<Refused>,
    /// What is doubtful about rows that are taken in.
    pub warnings: Vec<(RosterPlace, String, String)>,
    /// The people on file that it was made from, by id.
    basis: Vec<Person>,
}

impl RosterPlan {
    /// Compares the roster with the people on file of the unit `of`, and guesses from the posts what each is in it.
    pub fn make(of: &Unit, on_file: &[Person], roster: &Roster, decisions: &Decisions, method: &Method) -> Self {
        let guesser = Guesser::new(method, of);
        let unit = of.id;
        let mut plan = Self {
            unit,
            new: Vec::new(),
            changed: Vec::new(),
            same: Vec::new(),
            missing: Vec::new(),
            questions: Vec::new(),
            skipped: Vec::new(),
            refused: roster.refused.clone(),
            warnings: Vec::new(),
            basis: basis(unit, on_file),
        };
        let mut people: HashMap<String, Vec<&Person>> = HashMap::new();
        for person in on_file.iter().filter(|p| p.unit == unit) {
            people.entry(squeezed(&person.name)).or_default().push(person);
        }
        let mut names: BTreeMap<RosterPlace, Vec<&Entry>> = BTreeMap::new();
        let mut first: HashMap<String, RosterPlace> = HashMap::new();
        for entry in &roster.entries {
            let at = *first.entry(squeezed(&entry.name)).or_insert(entry.place);
            names.entry(at).or_default().push(entry);
        }
        let mut accounted: HashSet<PersonId> = HashSet::new();
        for entries in names.into_values() {
            let known = entries.first().and_then(|e| people.get(&squeezed(&e.name))).cloned().unwrap_or_default();
            let mut one = OneName {
                plan: &mut plan,
                guesser: &guesser,
                decisions,
                accounted: &mut accounted,
                entries: &entries,
                known,
            };
            one.settle();
        }
        plan.missing = on_file.iter().filter(|p| p.unit == unit && !accounted.contains(&p.id)).cloned().collect();
        plan.sort();
        plan
    }

    /// The name of somebody on file.
    pub(super) fn name_of(&self, id: PersonId) -> Option<&str> {
        self.basis.iter().find(|p| p.id == id).map(|p| p.name.as_str())
    }

    /// Whether applying it would write anything.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty()
    }

    /// The action that writes what this plan shows; `new_unit`: the unit, when the round does not have it yet. Rows with
    /// an open question, missing people and people who stay the same are not in it.
    pub fn act(&self, new_unit: Option<Unit>) -> ImportRoster {
        ImportRoster {
            unit: self.unit,
            new_unit,
            basis: self.basis.clone(),
            added: self.new.iter().map(|new| person(self.unit, new)).collect(),
            changed: self.changed.iter().map(|c| c.after.clone()).collect(),
            seed: rand::random(),
        }
    }

    /// One line of counts.
    pub fn summary(&self) -> String {
        let mut line =
            format!("新增 {} 人，变动 {} 人，不变 {} 人", self.new.len(), self.changed.len(), self.same.len());
        for (count, text) in [
            (self.missing.len(), "人在库而不在名册"),
            (self.questions.len(), "处同名待答"),
            (self.skipped.len(), "行按要求跳过"),
            (self.refused.len(), "行未导入"),
        ] {
            if count > 0 {
                line.extend(["，", &count.to_string(), " ", text]);
            }
        }
        line
    }

    /// In the order of the roster.
    fn sort(&mut self) {
        self.new.sort_by_key(|n| n.entry.place);
        self.changed.sort_by_key(|c| c.place);
        self.same.sort_by_key(|m| m.place);
        self.questions.sort_by_key(|q| q.place);
        self.refused.sort_by_key(|r| r.place);
        self.warnings.sort_by_key(|w| w.0);
    }
}

fn basis(unit: UnitId, on_file: &[Person]) -> Vec<Person> {
    let mut people: Vec<Person> = on_file.iter().filter(|p| p.unit == unit).cloned().collect();
    people.sort_by_key(|p| p.id);
    people
}

/// A new person as the roster gives them; the code is drawn when they are written.
fn person(unit: UnitId, new: &NewPerson) -> Person {
    let NewPerson { entry, standing } = new;
    let mut person = Person {
        id: PersonId::new(),
        unit,
        name: entry.name.clone(),
        name_as_written: entry.name_as_written.clone(),
        post: entry.post.clone(),
        posts: Vec::new(),
        in_charge: entry.in_charge.clone(),
        approach: standing.approach.clone(),
        facts: standing.facts(entry),
        code: Code(String::new()),
        planned: None,
        contact: entry.contact.clone(),
        note: entry.note.clone(),
    };
    if !entry.post.is_empty() {
        person.hold(entry.post.clone(), entry.post_since);
    }
    person
}

/// All rows and all people of one name.
struct OneName<'p, 'a> {
    plan: &'p mut RosterPlan,
    guesser: &'p Guesser<'p>,
    decisions: &'p Decisions,
    accounted: &'p mut HashSet<PersonId>,
    entries: &'p [&'a Entry],
    known: Vec<&'a Person>,
}

impl OneName<'_, '_> {
    fn settle(&mut self) {
        let mut open: Vec<&Entry> = Vec::new();
        let mut free = self.known.clone();
        let mut settled: Vec<&Entry> = Vec::new();
        for (at, entry) in self.entries.iter().copied().enumerate() {
            match self.decisions.get(entry.place) {
                // A name that nobody on file has is a new person; each further row of it needs a word.
                None if at == 0 && self.known.is_empty() => self.add(entry),
                Some(Answer::New) => self.add(entry),
                Some(Answer::Skip) => self.plan.skipped.push(entry.place),
                Some(Answer::Same(id)) if free.iter().any(|p| p.id == id) => {
                    self.take(entry, &mut free, id, "由人指明");
                }
                _ => {
                    open.push(entry);
                    continue;
                }
            }
            settled.push(entry);
        }
        self.pair(&mut open, &mut free, &mut settled, "", |e, p| squeezed(&e.post) == squeezed(&p.post));
        // Copies of a row that is settled: the table was pasted together from two.
        open.retain(|e| !self.is_copy(e, &settled));
        self.pair(&mut open, &mut free, &mut settled, "电话相同", |e, p| same_text(&e.contact, &p.contact));
        self.pair(
            &mut open,
            &mut free,
            &mut settled,
            "入党时间相同",
            |e, p| matches!((e.party_since, p.facts.party_since), (Some(a), Some(b)) if a == b && a.month().is_some()),
        );
        for entry in open {
            self.ask(entry, &free);
        }
    }

    /// Pairs rows and people for whom `agree` holds, those that agree in most other fields first.
    fn pair<'e>(
        &mut self,
        open: &mut Vec<&'e Entry>,
        free: &mut Vec<&Person>,
        settled: &mut Vec<&'e Entry>,
        why: &'static str,
        agree: impl Fn(&Entry, &Person) -> bool,
    ) {
        let mut pairs: Vec<(usize, RosterPlace, PersonId)> = Vec::new();
        for e in open.iter() {
            pairs.extend(free.iter().filter(|p| agree(e, p)).map(|p| (likeness(e, p), e.place, p.id)));
        }
        pairs.sort_by_key(|(like, place, _)| (std::cmp::Reverse(*like), *place));
        for (_, place, id) in pairs {
            let Some(at) = open.iter().position(|e| e.place == place) else { continue };
            if free.iter().any(|p| p.id == id) {
                let entry = open.remove(at);
                self.take(entry, free, id, why);
                settled.push(entry);
            }
        }
    }

    /// The row is this person.
    fn take(&mut self, entry: &Entry, free: &mut Vec<&Person>, id: PersonId, why: &'static str) {
        let Some(at) = free.iter().position(|p| p.id == id) else { return };
        let person = free.remove(at);
        self.accounted.insert(id);
        let standing = self.standing(entry);
        let (after, doubt) = merged(person, entry, &standing, self.guesser);
        self.plan.warnings.extend(doubt.map(|why| (entry.place, entry.name.clone(), why)));
        let differences = differences(person, &after);
        if differences.is_empty() {
            self.plan.same.push(Matched { place: entry.place, id });
        } else {
            self.plan.changed.push(Changed { place: entry.place, before: person.clone(), after, differences, why });
        }
    }

    fn add(&mut self, entry: &Entry) {
        let standing = self.standing(entry);
        for why in standing.doubts(entry, self.guesser) {
            self.plan.warnings.push((entry.place, entry.name.clone(), why));
        }
        self.plan.new.push(NewPerson { entry: entry.clone(), standing });
    }

    /// What the row is taken for; what is doubtful about the row itself is said with it.
    fn standing(&mut self, entry: &Entry) -> Standing {
        let warning = |w: &String| (entry.place, entry.name.clone(), w.clone());
        self.plan.warnings.extend(entry.warnings.iter().map(warning));
        Standing::of(entry, self.guesser, self.decisions.chosen(entry.place))
    }

    fn ask(&mut self, entry: &Entry, free: &[&Person]) {
        let candidate = |p: &&Person| Candidate { id: p.id, code: p.code.0.clone(), post: p.post.clone() };
        // Who may be meant is not missing.
        self.accounted.extend(free.iter().map(|p| p.id));
        self.plan.questions.push(Question {
            place: entry.place,
            name: entry.name.clone(),
            post: entry.post.clone(),
            candidates: free.iter().map(candidate).collect(),
            others: self.entries.iter().map(|e| e.place).filter(|p| *p != entry.place).collect(),
        });
    }

    /// Refuses a row that says nothing but what a settled row says.
    fn is_copy(&mut self, entry: &Entry, settled: &[&Entry]) -> bool {
        let Some(first) = settled.iter().find(|s| same_content(s, entry)) else { return false };
        let reason = format!("与第 {} 行完全相同", first.place.row);
        self.plan.refused.push(Refused { place: entry.place, text: entry.name.clone(), reason });
        true
    }
}

fn same_text(a: &str, b: &str) -> bool {
    !a.is_empty() && a == b
}

fn same_content(a: &Entry, b: &Entry) -> bool {
    let key =
        |e: &Entry| (e.post.clone(), e.post_since, e.in_charge.clone(), e.contact.clone(), e.party, e.party_since);
    key(a) == key(b)
}

/// In how many fields a row and a person agree, for telling apart people of one name and post.
fn likeness(e: &Entry, p: &Person) -> usize {
    [
        same_text(&e.contact, &p.contact),
        e.party_since.is_some() && e.party_since == p.facts.party_since,
        same_text(&e.in_charge, &p.in_charge),
        same_text(&e.note, &p.note),
        e.party == p.facts.party,
    ]
    .iter()
    .filter(|same| **same)
    .count()
}
