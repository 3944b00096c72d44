//! The data of the sample holds together ([`structure`]) and what is said in it agrees ([`content`]), and in the words
//! of the built-in method ([`method`]); what documents show ([`books`]) and papers claim ([`papers`]) agrees with that.

mod books;
mod content;
mod method;
mod papers;
mod structure;
mod whole;

use super::input::RoundFile;
use super::{ROUND, Sample, build, records};
use crate::method::types::Method;
use crate::model::answer::{Answer, Statement};
use crate::model::ids::{InterviewId, StatementId, UnitId};
use crate::model::interview::Interview;
use crate::model::people::Person;

fn sample() -> Sample {
    records(&Method::builtin().unwrap()).unwrap()
}

fn round_file() -> RoundFile {
    build::read("round.toml", ROUND).unwrap()
}

impl Sample {
    fn interview(&self, id: InterviewId) -> &Interview {
        self.interviews.iter().find(|i| i.id == id).unwrap()
    }

    /// The person whom an answer is from.
    fn speaker(&self, answer: &Answer) -> &Person {
        let person = self.interview(answer.interview).person;
        self.people.iter().find(|p| p.id == person).unwrap()
    }

    fn unit_code(&self, id: UnitId) -> &str {
        &self.units.iter().find(|u| u.id == id).unwrap().code
    }

    fn statements(&self) -> impl Iterator<Item = (&Answer, &Statement)> {
        self.answers.iter().flat_map(|a| a.statements.iter().map(move |s| (a, s)))
    }
}

fn statement(answer: &Answer, id: StatementId) -> &Statement {
    answer.statements.iter().find(|s| s.id == id).unwrap()
}
