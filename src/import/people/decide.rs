//! Answers to the questions of a plan: who is meant where names agree and posts do not.

use super::plan::{Question, RosterPlan};
use super::row::RosterPlace;
use crate::error::{Error, Result};
use crate::model::ids::PersonId;
use std::collections::BTreeMap;

/// The answer for one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is this person on file, whose post changed.
    Same(PersonId),
    /// It is another person of the same name.
    New,
    /// Leave the row out, e.g. a second post of someone already listed.
    Skip,
}

/// Answers by row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions(BTreeMap<RosterPlace, Answer>);

impl Decisions {
    /// Answers one row.
    pub fn set(&mut self, place: RosterPlace, answer: Answer) {
        self.0.insert(place, answer);
    }

    /// Takes an answer back.
    pub fn clear(&mut self, place: RosterPlace) {
        self.0.remove(&place);
    }

    /// The answer for a row.
    pub fn get(&self, place: RosterPlace) -> Option<Answer> {
        self.0.get(&place).copied()
    }

    /// Reads `--same` options against the open questions of `plan`: `王强=A37`, `王强=new` (or 新), `王强=skip` (or
    /// 跳过), with `王强@12=…` for the row when the name is asked about more than once.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) when an answer fits no question or more than one.
    pub fn parse<S: AsRef<str>>(answers: &[S], plan: &RosterPlan) -> Result<Self> {
        let mut out = Self::default();
        for text in answers.iter().map(AsRef::as_ref) {
            let bad = |why: &str| Error::usage(format!("--same {text}：{why}")).hint(USAGE);
            let (who, what) = text.split_once(['=', '＝']).ok_or_else(|| bad("缺少等号"))?;
            let (name, row) = match who.split_once(['@', '＠']) {
                Some((name, row)) => {
                    (name, Some(row.trim().parse::<usize>().map_err(|e| bad("@ 后面应是行号").because(e))?))
                }
                None => (who, None),
            };
            let asked = |q: &&Question| q.name == name.trim() && row.is_none_or(|r| q.place.row == r);
            let questions: Vec<&Question> = plan.questions.iter().filter(asked).collect();
            if questions.is_empty() {
                return Err(bad("这个姓名（或这一行）没有待答的同名问题"));
            }
            out.answer(&questions, what.trim()).map_err(bad)?;
        }
        Ok(out)
    }

    fn answer(&mut self, questions: &[&Question], what: &str) -> Result<(), &'static str> {
        let everywhere = match what {
            "新" | "新增" => Some(Answer::New),
            "跳过" => Some(Answer::Skip),
            w if w.eq_ignore_ascii_case("new") => Some(Answer::New),
            w if w.eq_ignore_ascii_case("skip") => Some(Answer::Skip),
            _ => None,
        };
        if let Some(answer) = everywhere {
            for question in questions {
                self.set(question.place, answer);
            }
            return Ok(());
        }
        let [question] = questions else { return Err("名册中有几行同名，请写成 姓名@行号=代号") };
        let candidate = question.candidates.iter().find(|c| c.code.eq_ignore_ascii_case(what));
        let candidate = candidate.ok_or("库里没有这个代号的同名人员，或已与名册另一行对应")?;
        if self.0.values().any(|a| *a == Answer::Same(candidate.id)) {
            return Err("这个代号已经给了另一行");
        }
        self.set(question.place, Answer::Same(candidate.id));
        Ok(())
    }
}

const USAGE: &str = "写法：--same 王强=A37（就是库里代号 A37 的人）、--same 王强=new（另一个同名的人）、--same 王强=skip（这一行不导入）；同名不止一行时写 王强@12=…，12 是行号。";
