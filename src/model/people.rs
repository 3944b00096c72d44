//! People on the roster of an inspected unit.

use crate::model::ids::{PersonId, PostHeldId, UnitId, element};
use crate::model::record::{Kind, Record, apart};
use crate::model::value::PartialDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// 代号: what an informant is called outside the group, e.g. A37. Drawn at random per unit, never reused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Code(pub String);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Party status (政治面貌, as far as the method needs it).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Not on the roster: to be asked.
    #[default]
    Unknown,
    /// 中共党员
    Member,
    /// 中共预备党员
    Probationary,
    /// 群众, 民主党派, 无党派
    No,
}

impl Party {
    /// All values.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Member, Self::Probationary, Self::No];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Unknown => "未知",
            Self::Member => "中共党员",
            Self::Probationary => "中共预备党员",
            Self::No => "非中共党员",
        }
    }

    /// Pays dues: members and probationary members do.
    pub const fn is_party(self) -> bool {
        matches!(self, Self::Member | Self::Probationary)
    }
}

/// A post held for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PostHeld {
    /// Its id.
    pub id: PostHeldId,
    /// The post as the roster names it.
    pub post: String,
    /// Since when.
    pub from: Option<PartialDate>,
    /// Until when; `None`: still.
    pub to: Option<PartialDate>,
}

/// Parts the ids of posts from those of other elements of a person.
pub(super) const POST: &str = "post";

/// What decides which questions a person is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// Head of the unit (主要负责人).
    pub head: bool,
    /// Member of the leading body (班子成员); the head is one too.
    pub leading_body: bool,
    /// Party status.
    pub party: Party,
    /// In the Party since.
    pub party_since: Option<PartialDate>,
}

/// 人员 / 谈话对象
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// The unit on whose roster they are.
    pub unit: UnitId,
    /// Name without padding blanks.
    pub name: String,
    /// The name as the roster wrote it, when that differs (王　强).
    pub name_as_written: Option<String>,
    /// Present post.
    pub post: String,
    /// Posts with their dates, when known; the present one included.
    pub posts: Vec<PostHeld>,
    /// 分管工作: field in charge.
    pub in_charge: String,
    /// Approach type: an id of the method's interviewee types, e.g. `head`.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub approach: String,
    /// Facts that decide the questions.
    pub facts: Facts,
    /// 代号
    pub code: Code,
    /// The day for which a talk is planned.
    pub planned: Option<PartialDate>,
    /// Phone or office, when given.
    pub contact: String,
    /// A note for the group.
    pub note: String,
}

impl Person {
    /// Adds a post held since `from`, as far as that is known; it is held still. Its id follows from post and beginning.
    pub fn hold(&mut self, post: String, from: Option<PartialDate>) {
        let key = format!("{post} {}", from.map_or_else(|| "-".to_owned(), |d| d.to_string()));
        let ids =
            (1..).map(|n: usize| element(self.id.0, POST, &if n == 1 { key.clone() } else { format!("{key} {n}") }));
        // The same post may have been held before.
        if let Some(id) = ids.map(PostHeldId).find(|id| self.posts.iter().all(|p| p.id != *id)) {
            self.posts.push(PostHeld { id, post, from, to: None });
        }
    }
}

impl Record for Person {
    const KIND: Kind = Kind::Person;
    const SCHEMA: u32 = 2;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// 代号
    fn given(&self) -> Option<&str> {
        Some(&self.code.0)
    }
    /// `code approach flags planned`, see [`PersonBrief`]; names stay in the body.
    fn brief(&self) -> String {
        PersonBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.name.as_str(), &self.post, &self.in_charge, &self.code.0, &self.note])
    }
}

/// What coverage needs of a person, read from the brief without parsing the body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonBrief {
    /// 代号
    pub code: String,
    /// Approach type.
    pub approach: String,
    /// Facts; `party_since` is not in the brief.
    pub facts: Facts,
    /// The day for which a talk is planned.
    pub planned: Option<PartialDate>,
}

impl fmt::Display for PersonBrief {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = &self.facts;
        let flags: String = [
            (facts.head, 'h'),
            (facts.leading_body, 'l'),
            (facts.party == Party::Member, 'm'),
            (facts.party == Party::Probationary, 'p'),
            (facts.party == Party::No, 'n'),
        ]
        .iter()
        .filter_map(|(on, c)| on.then_some(*c))
        .collect();
        let or_dash = |s: &str| if s.is_empty() { "-".to_owned() } else { s.to_owned() };
        let planned = self.planned.map_or_else(|| "-".to_owned(), |d| d.to_string());
        write!(f, "{} {} {} {planned}", or_dash(&self.code), or_dash(&self.approach), or_dash(&flags))
    }
}

impl PersonBrief {
    /// That of a person.
    pub fn of(person: &Person) -> Self {
        let facts = Facts { party_since: None, ..person.facts.clone() };
        Self { code: person.code.0.clone(), approach: person.approach.clone(), facts, planned: person.planned }
    }

    /// Reads what `Display` wrote; unknown parts are empty.
    pub fn parse(brief: &str) -> Self {
        let mut words = brief.split(' ').map(|p| if p == "-" { "" } else { p });
        let mut next = || words.next().unwrap_or_default();
        let (code, approach, flags, planned) = (next(), next(), next(), next());
        let party = match flags.chars().last() {
            Some('m') => Party::Member,
            Some('p') => Party::Probationary,
            Some('n') => Party::No,
            _ => Party::Unknown,
        };
        Self {
            code: code.to_owned(),
            approach: approach.to_owned(),
            facts: Facts { head: flags.contains('h'), leading_body: flags.contains('l'), party, party_since: None },
            planned: PartialDate::parse(planned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brief_says_what_coverage_needs() {
        let mut person = Person {
            id: PersonId::new(),
            unit: UnitId::new(),
            name: "王建国".into(),
            name_as_written: None,
            post: "局长".into(),
            posts: Vec::new(),
            in_charge: String::new(),
            approach: "head".into(),
            facts: Facts { head: true, leading_body: true, party: Party::Probationary, party_since: None },
            code: Code("A37".into()),
            planned: PartialDate::parse("2026-03-12"),
            contact: String::new(),
            note: String::new(),
        };
        let brief = PersonBrief::parse(&person.brief());
        assert_eq!((brief.code.as_str(), brief.approach.as_str()), ("A37", "head"));
        assert_eq!((&brief.facts, brief.planned), (&person.facts, person.planned));
        person.facts = Facts::default();
        person.planned = None;
        let brief = PersonBrief::parse(&person.brief());
        assert_eq!((&brief.facts, brief.planned), (&person.facts, None));
        assert!(!person.brief().contains("王"), "names stay in the body");
    }
}
