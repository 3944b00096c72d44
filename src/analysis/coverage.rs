//! Coverage (DESIGN.md §4): which required questions have been put to whom, and what is left.
//!
//! Works on briefs only, so that a round of thousands of talks is counted without parsing a body.
//!
//! | mark | meaning |
//! | --- | --- |
//! | `☑` | done: put, with a statement and a judgement, or declined, or judged not applicable |
//! | `~` | part: either a statement or a judgement |
//! | `/` | excused: not put, with a reason |
//! | `☐` | required and open |
//! | `-` | not required of this person |

use crate::Result;
use crate::method::apply::Situation;
use crate::method::types::Method;
use crate::model::answer::Progress;
use crate::model::brief::{AnswerBrief, InterviewBrief};
use crate::model::ids::{InterviewId, PersonId, UnitId};
use crate::model::interview::TalkState;
use crate::model::people::PersonBrief;
use crate::model::record::Kind;
use crate::model::value::PartialDate;
use crate::store::{Brief, Reader};
use std::collections::HashMap;

/// Where one person stands on one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The method asks it of this person.
    pub required: bool,
    /// The best that any of the person's talks reached.
    pub progress: Progress,
}

impl Mark {
    /// The mark on screen and in the output.
    pub const fn glyph(self) -> &'static str {
        match (self.required, self.progress) {
            (false, Progress::Open | Progress::Excused) => "-",
            (_, progress) => progress.mark(),
        }
    }

    /// Required and neither done nor excused.
    pub fn is_left(self) -> bool {
        self.required && matches!(self.progress, Progress::Open | Progress::Part)
    }
}

/// Where the talks with one person stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// 未谈
    #[default]
    NotYet,
    /// 谈话中
    Open,
    /// 已中断
    BrokenOff,
    /// 已结束
    Closed,
    /// 已读回
    ReadBack,
}

impl Standing {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NotYet => "未谈",
            Self::Open => "谈话中",
            Self::BrokenOff => "已中断",
            Self::Closed => "已结束",
            Self::ReadBack => "已读回",
        }
    }

    /// The name in `--json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Open => "open",
            Self::BrokenOff => "broken_off",
            Self::Closed => "closed",
            Self::ReadBack => "read_back",
        }
    }

    /// From an interview's brief.
    pub fn parse(brief: &str) -> Self {
        let Some(InterviewBrief { state, read_back }) = InterviewBrief::parse(brief) else { return Self::NotYet };
        match state {
            TalkState::Open => Self::Open,
            TalkState::BrokenOff => Self::BrokenOff,
            TalkState::Closed if read_back => Self::ReadBack,
            TalkState::Closed => Self::Closed,
        }
    }

    /// A talk is under way: it counts before what was closed earlier.
    const fn urgency(self) -> u8 {
        match self {
            Self::NotYet => 0,
            Self::Closed => 1,
            Self::ReadBack => 2,
            Self::BrokenOff => 3,
            Self::Open => 4,
        }
    }
}

/// One person's line.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Who.
    pub person: PersonId,
    /// What the brief says.
    pub brief: PersonBrief,
    /// One mark per question, in the order of the method.
    pub marks: Vec<Mark>,
    /// The talk that counts: the one under way, else the last.
    pub standing: Standing,
    /// That talk.
    pub talk: Option<InterviewId>,
    /// How many talks.
    pub talks: usize,
}

impl Row {
    /// Required questions that are neither done nor excused.
    pub fn left(&self) -> usize {
        self.marks.iter().filter(|m| m.is_left()).count()
    }
}

/// Sums of one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum {
    /// People of whom it is required.
    pub required: usize,
    /// Of these, done.
    pub done: usize,
    /// Of these, part.
    pub part: usize,
    /// Of these, excused.
    pub excused: usize,
}

impl Sum {
    /// Required and neither done nor excused.
    pub const fn left(self) -> usize {
        self.required - self.done - self.excused
    }
}

/// The talk half of one unit's coverage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// A line a person, in the order given.
    pub rows: Vec<Row>,
    /// Sums per question, in the order of the method.
    pub sums: Vec<Sum>,
}

impl Coverage {
    /// The sums of all questions together.
    pub fn total(&self) -> Sum {
        self.sums.iter().fold(Sum::default(), |all, s| Sum {
            required: all.required + s.required,
            done: all.done + s.done,
            part: all.part + s.part,
            excused: all.excused + s.excused,
        })
    }

    /// Required questions left, over all people.
    pub fn left(&self) -> usize {
        self.sums.iter().map(|s| s.left()).sum()
    }

    /// People of a standing.
    pub fn count(&self, standing: Standing) -> usize {
        self.rows.iter().filter(|r| r.standing == standing).count()
    }

    /// People with a talk planned for `day` that has not begun, and those for whom it was planned earlier.
    pub fn planned_until(&self, day: PartialDate) -> (usize, usize) {
        let waits = self.rows.iter().filter(|r| r.standing == Standing::NotYet);
        let planned = waits.filter_map(|r| r.brief.planned).filter(|p| !day.before(*p));
        let (late, due): (Vec<_>, Vec<_>) = planned.partition(|p| p.before(day));
        (due.len(), late.len())
    }
}

/// What coverage is computed from: briefs of people, of their talks, of the answers.
#[derive(Debug, Clone, Default)]
pub struct Briefs {
    /// (person, brief)
    pub people: Vec<(PersonId, String)>,
    /// (talk, person, brief), oldest first.
    pub talks: Vec<(InterviewId, PersonId, String)>,
    /// (talk, brief)
    pub answers: Vec<(InterviewId, String)>,
}

impl Briefs {
    /// Reads the briefs of the people, talks and answers of `unit`; of all units when `None`.
    pub fn read(reader: &Reader, unit: Option<UnitId>) -> Result<Self> {
        let briefs = |way: &[Kind]| match (unit, way.last()) {
            (Some(unit), _) => reader.briefs_below(unit.0, way),
            (None, Some(kind)) => reader.briefs(*kind),
            (None, None) => Ok(Vec::new()),
        };
        let person = |(id, _, brief): Brief| (id.into(), brief);
        let people = briefs(&[Kind::Person])?.into_iter().map(person).collect();
        let talk = |(id, parent, brief): Brief| parent.map(|p| (id.into(), p.into(), brief));
        let mut talks: Vec<(InterviewId, PersonId, String)> =
            briefs(&[Kind::Person, Kind::Interview])?.into_iter().filter_map(talk).collect();
        // Ids are ordered by time.
        talks.sort_unstable();
        let answer = |(_, parent, brief): Brief| parent.map(|p| (p.into(), brief));
        let answers = briefs(&[Kind::Person, Kind::Interview, Kind::Answer])?.into_iter().filter_map(answer).collect();
        Ok(Self { people, talks, answers })
    }
}

impl Briefs {
    /// The same with what is typed and in drafts only: after a crash it counts as it does in its talk.
    ///
    /// # Errors
    /// Those of reading.
    pub fn read_as_typed(reader: &Reader, unit: Option<UnitId>) -> Result<Self> {
        let mut read = Self::read(reader, unit)?;
        let talks: HashMap<InterviewId, PersonId> =
            read.talks.iter().map(|(talk, person, _)| (*talk, *person)).collect();
        for draft in reader.drafts()? {
            let talk = draft.parent.map(InterviewId::from).filter(|talk| talks.contains_key(talk));
            // Drafts of claims are named otherwise than a question; they say nothing that was said.
            let is_said = draft.kind == Kind::Answer && !draft.field.contains('/') && !draft.text.trim().is_empty();
            if let Some(talk) = talk.filter(|_| is_said) {
                let brief = AnswerBrief { question: draft.field, progress: Progress::Part, judgement: None };
                read.answers.push((talk, brief.to_string()));
            }
        }
        Ok(read)
    }
}

/// Computes the coverage of the people given.
pub fn coverage(method: &Method, briefs: &Briefs) -> Coverage {
    let at: HashMap<&str, usize> = method.questions.iter().enumerate().map(|(i, q)| (q.id.as_str(), i)).collect();
    let mut rows: Vec<Row> = briefs.people.iter().map(|(person, brief)| row(method, *person, brief)).collect();
    let row_of: HashMap<PersonId, usize> = rows.iter().enumerate().map(|(i, r)| (r.person, i)).collect();
    let mut talk_row: HashMap<InterviewId, usize> = HashMap::new();
    for (talk, person, brief) in &briefs.talks {
        let Some(row) = row_of.get(person).and_then(|i| rows.get_mut(*i)) else { continue };
        talk_row.insert(*talk, row_of.get(person).copied().unwrap_or_default());
        row.talks += 1;
        let standing = Standing::parse(brief);
        if standing.urgency() >= row.standing.urgency() || row.standing.urgency() < 3 {
            row.standing = standing;
            row.talk = Some(*talk);
        }
    }
    for (talk, brief) in &briefs.answers {
        let Some(AnswerBrief { question, progress, .. }) = AnswerBrief::parse(brief) else { continue };
        let Some(row) = talk_row.get(talk).and_then(|i| rows.get_mut(*i)) else { continue };
        if let Some(mark) = at.get(question.as_str()).and_then(|i| row.marks.get_mut(*i)) {
            mark.progress = better(mark.progress, progress);
        }
    }
    let mut sums = vec![Sum::default(); method.questions.len()];
    for row in &rows {
        for (sum, mark) in sums.iter_mut().zip(&row.marks).filter(|(_, m)| m.required) {
            sum.required += 1;
            match mark.progress {
                Progress::Done => sum.done += 1,
                Progress::Part => sum.part += 1,
                Progress::Excused => sum.excused += 1,
                Progress::Open => {}
            }
        }
    }
    Coverage { rows, sums }
}

fn row(method: &Method, person: PersonId, brief: &str) -> Row {
    let brief = PersonBrief::parse(brief);
    let situation = Situation { approach: &brief.approach, facts: &brief.facts, judgement: None, claims: &[] };
    let marks = method
        .questions
        .iter()
        .map(|q| Mark { required: q.required_of.holds(&situation), progress: Progress::Open })
        .collect();
    Row { person, brief, marks, standing: Standing::NotYet, talk: None, talks: 0 }
}

/// Over several talks the best counts; part weighs more than an excuse, because something was said.
fn better(a: Progress, b: Progress) -> Progress {
    const fn weight(p: Progress) -> u8 {
        match p {
            Progress::Open => 0,
            Progress::Excused => 1,
            Progress::Part => 2,
            Progress::Done => 3,
        }
    }
    if weight(b) > weight(a) { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method() -> Method {
        Method::builtin().expect("the built-in method is sound")
    }

    fn one(brief: &str, talks: &[&str], answers: &[(usize, &str)]) -> Coverage {
        let person = PersonId::new();
        let ids: Vec<InterviewId> = talks.iter().map(|_| InterviewId::new()).collect();
        coverage(
            &method(),
            &Briefs {
                people: vec![(person, brief.to_owned())],
                talks: ids.iter().zip(talks).map(|(i, b)| (*i, person, (*b).to_owned())).collect(),
                answers: answers.iter().map(|(t, b)| (ids[*t], (*b).to_owned())).collect(),
            },
        )
    }

    fn glyphs(c: &Coverage) -> String {
        c.rows[0].marks.iter().map(|m| m.glyph()).collect()
    }

    #[test]
    fn facts_decide_what_is_required() {
        assert_eq!(glyphs(&one("A37 head hlm -", &[], &[])), "☐☐☐☐☐");
        assert_eq!(glyphs(&one("A37 party_member m -", &[], &[])), "----☐");
        assert_eq!(glyphs(&one("A37 public n -", &[], &[])), "-----");
    }

    #[test]
    fn the_best_of_several_talks_counts() {
        let c = one(
            "A37 head hlm -",
            &["closed", "broken_off"],
            &[(0, "q1 part -"), (1, "q1 done met"), (0, "q2 excused -"), (1, "q3 part -"), (0, "q5 done declined")],
        );
        assert_eq!(glyphs(&c), "☑/~☐☑");
        assert_eq!(c.rows[0].standing, Standing::BrokenOff, "what is under way counts before what is closed");
        assert_eq!(c.left(), 2);
        assert_eq!(c.sums[0], Sum { required: 1, done: 1, part: 0, excused: 0 });
    }

    #[test]
    fn an_answer_that_was_not_required_still_shows() {
        assert_eq!(glyphs(&one("A37 finance m -", &["open"], &[(0, "q1 done met")])), "☑---☐");
    }

    #[test]
    fn planned_counts_up_to_the_day_and_only_before_the_talk() {
        let day = PartialDate::parse("2026-03-12").unwrap();
        assert_eq!(one("A37 head hlm 2026-03-12", &[], &[]).planned_until(day), (1, 0));
        assert_eq!(one("A37 head hlm 2026-03-11", &[], &[]).planned_until(day), (0, 1));
        assert_eq!(one("A37 head hlm 2026-03-13", &[], &[]).planned_until(day), (0, 0));
        assert_eq!(one("A37 head hlm 2026-03-12", &["open"], &[]).planned_until(day), (0, 0));
    }
}
