//! Two persons of a roster who are one: what moves to the one who is kept, and who may be taken off the roster.

use super::difference::{Difference, differences};
use crate::error::Result;
use crate::model::answer::{Answer, Value};
use crate::model::any::AnyRecord;
use crate::model::attachment::Attachment;
use crate::model::ids::{PersonId, UnitId};
use crate::model::interview::Interview;
use crate::model::people::{Party, Person};
use crate::model::problem::Problem;
use crate::model::reading::{Document, Entry};
use crate::model::round::Unit;
use crate::store::Records;
use crate::text::blank::squeezed;

/// Everything of one unit that may name a person.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// The unit with its profile.
    pub unit: Option<Unit>,
    /// Talks.
    pub interviews: Vec<Interview>,
    /// Answers, whose claims may name a person.
    pub answers: Vec<Answer>,
    /// Documents, of which some kinds belong to a person.
    pub documents: Vec<Document>,
    /// Entries, whose values may name a person.
    pub entries: Vec<Entry>,
    /// Problems, which name who is responsible.
    pub problems: Vec<Problem>,
    /// Files that hang on a person.
    pub attachments: Vec<Attachment>,
}

/// How often a person is named in what a unit holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Talks with the person.
    pub talks: usize,
    /// Claims of anybody that name the person.
    pub claims: usize,
    /// Documents that belong to the person.
    pub documents: usize,
    /// Entries and fields of the unit's profile that name the person.
    pub entries: usize,
    /// Problems for which the person is responsible.
    pub problems: usize,
    /// Files that hang on the person.
    pub files: usize,
}

impl Mentions {
    /// Whether nothing names the person.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// In words: `谈话 2 次、责任人 1 处`.
    pub fn chinese(&self) -> String {
        let all = [
            (self.talks, "谈话", "次"),
            (self.claims, "谈话要素", "处"),
            (self.documents, "本人的资料", "份"),
            (self.entries, "条目", "处"),
            (self.problems, "责任人", "处"),
            (self.files, "附件", "个"),
        ];
        let there = all.iter().filter(|(n, _, _)| *n > 0);
        there.map(|(n, what, unit)| format!("{what} {n} {unit}")).collect::<Vec<_>>().join("、")
    }
}

/// Two persons made one: shown before anything is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The one who is kept, with the facts that were empty filled in. The code stays.
    pub kept: Person,
    /// The one who goes to the bin.
    pub gone: Person,
    /// What changes on the kept person.
    pub changes: Vec<Difference>,
    /// What names the one who goes and is made to name the one who is kept.
    pub moves: Mentions,
    /// The records as they are from then on, the kept person first.
    pub records: Vec<AnyRecord>,
}

/// Whether a value names the person.
fn names(value: &Value, person: PersonId) -> bool {
    *value == Value::Person(person)
}

impl Held {
    /// Reads what a unit holds.
    ///
    /// # Errors
    /// Those of reading.
    pub fn read(reader: &impl Records, unit: UnitId) -> Result<Self> {
        let mut held = Self { unit: reader.get(unit.0)?, problems: reader.children(unit.0)?, ..Self::default() };
        held.documents = reader.children(unit.0)?;
        for d in &held.documents {
            held.entries.extend(reader.children::<Entry>(d.id.0)?);
        }
        for person in reader.children::<Person>(unit.0)? {
            held.interviews.extend(reader.children::<Interview>(person.id.0)?);
            held.attachments.extend(reader.children::<Attachment>(person.id.0)?);
        }
        for talk in &held.interviews {
            held.answers.extend(reader.own_talk(talk.id)?);
        }
        Ok(held)
    }

    /// What names a person.
    pub fn mentions(&self, id: PersonId) -> Mentions {
        let claims = self.answers.iter().flat_map(|a| &a.claims);
        let claims = claims.filter(|c| [&c.value, &c.high].into_iter().flatten().any(|v| names(v, id))).count();
        let values = self.entries.iter().flat_map(|e| &e.values);
        let profile = self.unit.iter().flat_map(|u| &u.profile);
        Mentions {
            talks: self.interviews.iter().filter(|i| i.person == id).count(),
            claims,
            documents: self.documents.iter().filter(|d| d.person == Some(id)).count(),
            entries: values.chain(profile).filter(|v| names(&v.value, id)).count(),
            problems: self.problems.iter().filter(|p| p.responsible.iter().any(|r| r.person == Some(id))).count(),
            files: self.attachments.iter().filter(|a| a.owner == id.0).count(),
        }
    }

    /// Plans to make `gone` one with `kept`. Statements, judgements and evidence stay as they are: only whose they are
    /// changes.
    pub fn unite(&self, kept: &Person, gone: &Person) -> Union {
        let filled = filled(kept, gone);
        let turn = Turn { from: gone.id, to: kept.id };
        let mut records: Vec<AnyRecord> = vec![filled.clone().into()];
        for talk in self.interviews.iter().filter(|i| i.person == gone.id) {
            records.push(Interview { person: kept.id, ..talk.clone() }.into());
        }
        records.extend(self.answers.iter().filter_map(|a| turn.answer(a)).map(AnyRecord::from));
        for d in self.documents.iter().filter(|d| d.person == Some(gone.id)) {
            records.push(Document { person: Some(kept.id), ..d.clone() }.into());
        }
        records.extend(self.entries.iter().filter_map(|e| turn.entry(e)).map(AnyRecord::from));
        records.extend(self.unit.iter().filter_map(|u| turn.unit(u)).map(AnyRecord::from));
        records.extend(self.problems.iter().filter_map(|p| turn.problem(p)).map(AnyRecord::from));
        for a in self.attachments.iter().filter(|a| a.owner == gone.id.0) {
            records.push(Attachment { owner: kept.id.0, ..a.clone() }.into());
        }
        Union {
            changes: differences(kept, &filled),
            moves: self.mentions(gone.id),
            kept: filled,
            gone: gone.clone(),
            records,
        }
    }
}

/// One person in the place of another.
struct Turn {
    from: PersonId,
    to: PersonId,
}

impl Turn {
    /// Turns a value that names the one; whether it did.
    fn value(&self, value: &mut Value) -> bool {
        let hit = names(value, self.from);
        if hit {
            *value = Value::Person(self.to);
        }
        hit
    }

    fn answer(&self, answer: &Answer) -> Option<Answer> {
        let mut new = answer.clone();
        let values = new.claims.iter_mut().flat_map(|c| c.value.iter_mut().chain(c.high.iter_mut()));
        let changed = values.filter_map(|v| self.value(v).then_some(())).count();
        (changed > 0).then_some(new)
    }

    fn entry(&self, entry: &Entry) -> Option<Entry> {
        let mut new = entry.clone();
        let changed = new.values.iter_mut().filter_map(|v| self.value(&mut v.value).then_some(())).count();
        (changed > 0).then_some(new)
    }

    fn unit(&self, unit: &Unit) -> Option<Unit> {
        let mut new = unit.clone();
        let changed = new.profile.iter_mut().filter_map(|v| self.value(&mut v.value).then_some(())).count();
        (changed > 0).then_some(new)
    }

    /// Somebody who is named twice now is named once, where they stood first.
    fn problem(&self, problem: &Problem) -> Option<Problem> {
        if !problem.responsible.iter().any(|r| r.person == Some(self.from)) {
            return None;
        }
        let mut new = problem.clone();
        let twice = new.responsible.iter().any(|r| r.person == Some(self.to));
        if twice {
            new.responsible.retain(|r| r.person != Some(self.from));
        }
        for r in new.responsible.iter_mut().filter(|r| r.person == Some(self.from)) {
            r.person = Some(self.to);
        }
        Some(new)
    }
}

/// The kept person, with what the other knows more. Nothing that is filled in is changed.
fn filled(kept: &Person, gone: &Person) -> Person {
    let mut p = kept.clone();
    for (own, other) in [
        (&mut p.post, &gone.post),
        (&mut p.in_charge, &gone.in_charge),
        (&mut p.approach, &gone.approach),
        (&mut p.contact, &gone.contact),
    ] {
        if own.is_empty() {
            own.clone_from(other);
        }
    }
    if !gone.note.is_empty() && !p.note.contains(&gone.note) {
        p.note = if p.note.is_empty() { gone.note.clone() } else { format!("{}；{}", p.note, gone.note) };
    }
    p.name_as_written = p.name_as_written.or_else(|| gone.name_as_written.clone());
    p.planned = p.planned.or(gone.planned);
    p.facts.head |= gone.facts.head;
    p.facts.leading_body |= gone.facts.leading_body;
    if p.facts.party == Party::Unknown {
        p.facts.party = gone.facts.party;
    }
    p.facts.party_since = p.facts.party_since.or(gone.facts.party_since);
    for held in &gone.posts {
        if !p.posts.iter().any(|own| squeezed(&own.post) == squeezed(&held.post)) {
            p.posts.push(held.clone());
        }
    }
    p
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::answer::{Claim, Qualifier};
    use crate::model::fields::FieldValue;
    use crate::model::ids::{
        ClaimId, DocumentId, EntryId, FieldValueId, Hash, InterviewId, PostHeldId, ProblemId, ResponsibleId,
    };
    use crate::model::interview::TalkState;
    use crate::model::order::OrderKey;
    use crate::model::people::{Code, Facts, PostHeld};
    use crate::model::problem::{ResponsibilityKind, Responsible};
    use crate::model::reading::Form;
    use crate::model::value::{Instant, PartialDate};

    fn person(name: &str, code: &str) -> Person {
        Person {
            id: PersonId::new(),
            unit: UnitId::new(),
            name: name.into(),
            name_as_written: None,
            post: String::new(),
            posts: Vec::new(),
            in_charge: String::new(),
            approach: "party_member".into(),
            facts: Facts::default(),
            code: Code(code.into()),
            planned: None,
            contact: String::new(),
            note: String::new(),
        }
    }

    fn talk(person: PersonId) -> Interview {
        Interview {
            id: InterviewId::new(),
            person,
            method: Hash([0; 32]),
            state: TalkState::Closed,
            post: String::new(),
            sittings: Vec::new(),
            opening_read: None,
            variant: 0,
            read_back: None,
            unconfirmed: Vec::new(),
            note: String::new(),
        }
    }

    fn answer(interview: InterviewId, names: PersonId) -> Answer {
        let claim = Claim {
            id: ClaimId::new(),
            field: "q2.who".into(),
            qualifier: Qualifier::Exact,
            value: Some(Value::Person(names)),
            high: None,
            statement: None,
        };
        Answer { claims: vec![claim], ..Answer::new(interview, "q2") }
    }

    fn document(person: Option<PersonId>) -> Document {
        Document {
            id: DocumentId::new(),
            unit: UnitId::new(),
            kind: "k2".into(),
            method: Hash([0; 32]),
            title: "学习笔记".into(),
            volume: String::new(),
            from: None,
            to: None,
            form: Form::Original,
            provider: String::new(),
            received: None,
            due_back: None,
            returned: None,
            person,
            clean: None,
            note: String::new(),
        }
    }

    fn entry(document: DocumentId, names: PersonId) -> Entry {
        let value = FieldValue { id: FieldValueId::new(), field: "meeting.chair".into(), value: Value::Person(names) };
        Entry {
            id: EntryId::new(),
            document,
            kind: "meeting".into(),
            values: vec![value],
            pages: String::new(),
            note: String::new(),
            by: None,
            at: Instant { ms: 0, offset: 480 },
        }
    }

    fn problem(responsible: &[PersonId]) -> Problem {
        let one = |id: &PersonId| Responsible {
            id: ResponsibleId::new(),
            order: OrderKey::default(),
            person: Some(*id),
            name: "赵敏".into(),
            post: "会计".into(),
            kind: ResponsibilityKind::Direct,
        };
        Problem {
            responsible: responsible.iter().map(one).collect(),
            ..Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), "预-LF-01".into())
        }
    }

    #[test]
    fn everything_that_names_the_other_names_the_kept_one_and_nothing_else_is_written() {
        let (kept, gone, third) = (person("赵敏", "B63"), person("赵 敏", "C11"), person("王建国", "B08"));
        let (mine, theirs) = (talk(kept.id), talk(gone.id));
        let (d, other) = (document(Some(gone.id)), document(Some(third.id)));
        let held = Held {
            unit: Some(Unit::new(UnitId::new(), "SLJ", "水利局党组")),
            answers: vec![answer(mine.id, gone.id), answer(theirs.id, third.id)],
            interviews: vec![mine, theirs.clone()],
            entries: vec![entry(d.id, gone.id), entry(d.id, third.id)],
            documents: vec![d.clone(), other],
            problems: vec![problem(&[gone.id]), problem(&[third.id])],
            attachments: Vec::new(),
        };
        let union = held.unite(&kept, &gone);
        assert_eq!(union.kept.code, kept.code);
        assert_eq!(union.moves, Mentions { talks: 1, claims: 1, documents: 1, entries: 1, problems: 1, files: 0 });
        assert_eq!(union.moves.chinese(), "谈话 1 次、谈话要素 1 处、本人的资料 1 份、条目 1 处、责任人 1 处");
        let text = serde_json::to_string(&union.records).unwrap();
        assert!(!text.contains(&gone.id.to_string()), "{text}");
        assert_eq!(union.records.len(), 6, "the kept one and one of each: {text}");
        assert!(text.contains(&theirs.id.to_string()) && !text.contains(&third.id.to_string()));
    }

    #[test]
    fn who_is_named_twice_is_named_once() {
        let (kept, gone) = (person("赵敏", "B63"), person("赵敏", "C11"));
        let held = Held { problems: vec![problem(&[gone.id, kept.id])], ..Held::default() };
        let union = held.unite(&kept, &gone);
        let Some(AnyRecord::Problem(p)) = union.records.last() else { panic!("a problem") };
        assert_eq!(p.responsible.iter().map(|r| r.person).collect::<Vec<_>>(), [Some(kept.id)]);
    }

    #[test]
    fn empty_facts_are_filled_and_others_stay() {
        let mut kept = Person { post: "会计".into(), ..person("赵敏", "B63") };
        kept.facts.party = Party::No;
        let mut gone = Person {
            post: "出纳".into(),
            contact: "8123".into(),
            note: "借调".into(),
            posts: vec![PostHeld {
                id: PostHeldId::new(),
                post: "出纳".into(),
                from: PartialDate::parse("2019"),
                to: None,
            }],
            ..person("赵敏", "C11")
        };
        gone.facts =
            Facts { leading_body: true, party: Party::Member, party_since: PartialDate::parse("2001"), head: false };
        let union = Held::default().unite(&kept, &gone);
        let p = &union.kept;
        assert_eq!((p.post.as_str(), p.contact.as_str(), p.note.as_str()), ("会计", "8123", "借调"));
        assert_eq!((p.facts.party, p.facts.leading_body, p.posts.len()), (Party::No, true, 1));
        let fields: Vec<_> = union.changes.iter().map(|c| c.field).collect();
        assert_eq!(fields, ["入党时间", "联系电话", "班子成员", "备注"]);
        assert_eq!(union.records.len(), 1);
    }

    #[test]
    fn a_person_whom_nothing_names_may_go() {
        let (a, b) = (person("赵敏", "B63"), person("陈涛", "D27"));
        let held = Held { interviews: vec![talk(a.id)], ..Held::default() };
        assert!(!held.mentions(a.id).is_none() && held.mentions(b.id).is_none());
    }
}
