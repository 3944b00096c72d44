//! Answers to the questions of a plan: who is meant where names agree and posts do not.

use super::plan::{Question, RosterPlan};
use super::post::PostClass;
use super::row::RosterPlace;
use super::standing::Chosen;
use crate::error::{Error, Result};
use crate::model::ids::PersonId;
use crate::model::people::Party;
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

/// Answers by row, and types and Party status that were chosen instead of the guess.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions {
    answers: BTreeMap<RosterPlace, Answer>,
    chosen: BTreeMap<RosterPlace, Chosen>,
}

impl Decisions {
    /// Answers one row.
    pub fn set(&mut self, place: RosterPlace, answer: Answer) {
        self.answers.insert(place, answer);
    }

    /// Takes an answer back.
    pub fn clear(&mut self, place: RosterPlace) {
        self.answers.remove(&place);
    }

    /// The answer for a row.
    pub fn get(&self, place: RosterPlace) -> Option<Answer> {
        self.answers.get(&place).copied()
    }

    /// What was chosen for a row.
    pub(super) fn chosen(&self, place: RosterPlace) -> Chosen {
        self.chosen.get(&place).copied().unwrap_or_default()
    }

    /// Takes a row for this class, whatever its post tells.
    pub fn choose(&mut self, place: RosterPlace, class: PostClass) {
        self.chosen.entry(place).or_default().class = Some(class);
    }

    /// Records this Party status, whatever roster and post say.
    pub fn choose_party(&mut self, place: RosterPlace, party: Party) {
        self.chosen.entry(place).or_default().party = Some(party);
    }

    /// Whether anything was chosen for a row.
    pub fn is_chosen(&self, place: RosterPlace) -> bool {
        self.chosen.contains_key(&place)
    }

    /// Goes back to what the post tells.
    pub fn unchoose(&mut self, place: RosterPlace) {
        self.chosen.remove(&place);
    }

    /// Reads `--type` options: `王强=班子成员`, `李敏=中共党员`, with `王强@12=…` for the row when several people have the name.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) when nobody of that name would be added or changed, or the word is none
    /// of the types.
    pub fn take_types<S: AsRef<str>>(&mut self, options: &[S], plan: &RosterPlan) -> Result<()> {
        for text in options.iter().map(AsRef::as_ref) {
            let bad = |why: &str| Error::usage(format!("--type {text}：{why}")).hint(types_usage());
            let (who, what) = text.split_once(['=', '＝']).ok_or_else(|| bad("缺少等号"))?;
            let (name, row) = name_and_row(who).ok_or_else(|| bad("@ 后面应是行号"))?;
            let new = plan.new.iter().map(|n| (n.entry.place, n.entry.name.as_str()));
            let changed = plan.changed.iter().map(|c| (c.place, c.before.name.as_str()));
            let same = plan.same.iter().filter_map(|m| Some((m.place, plan.name_of(m.id)?)));
            let places: Vec<RosterPlace> = new
                .chain(changed)
                .chain(same)
                .filter(|(place, n)| *n == name && row.is_none_or(|r| place.row == r))
                .map(|(place, _)| place)
                .collect();
            let [place] = places.as_slice() else {
                return Err(bad(if places.is_empty() {
                    "名册里没有这个姓名（或这一行）"
                } else {
                    "名册里有几行同名，请写成 姓名@行号=类别"
                }));
            };
            let what = what.trim();
            let class = PostClass::OFFERED.into_iter().find(|c| c.chinese() == what || c.id() == what);
            let party = Party::ALL.into_iter().find(|p| p.chinese() == what);
            match (class, party) {
                (Some(class), _) => self.choose(*place, class),
                (None, Some(party)) => self.choose_party(*place, party),
                (None, None) => return Err(bad(&format!("没有“{what}”这个类别"))),
            }
        }
        Ok(())
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
            let (name, row) = name_and_row(who).ok_or_else(|| bad("@ 后面应是行号"))?;
            let asked = |q: &&Question| q.name == name && row.is_none_or(|r| q.place.row == r);
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
        if self.answers.values().any(|a| *a == Answer::Same(candidate.id)) {
            return Err("这个代号已经给了另一行");
        }
        self.set(question.place, Answer::Same(candidate.id));
        Ok(())
    }
}

/// `王强@12` as the name and the row; `None` when what follows the mark is no number.
fn name_and_row(who: &str) -> Option<(&str, Option<usize>)> {
    match who.split_once(['@', '＠']) {
        Some((name, row)) => Some((name.trim(), Some(row.trim().parse().ok()?))),
        None => Some((who.trim(), None)),
    }
}

fn types_usage() -> String {
    let types: Vec<&str> = PostClass::OFFERED.into_iter().map(PostClass::chinese).collect();
    let parties: Vec<&str> = Party::ALL.into_iter().map(Party::chinese).collect();
    format!(
        "写法：--type 王强=班子成员；同名不止一行时写 王强@12=…，12 是行号。类别有：{}；政治面貌有：{}。",
        types.join("、"),
        parties.join("、")
    )
}

const USAGE: &str = "写法：--same 王强=A37（就是库里代号 A37 的人）、--same 王强=new（另一个同名的人）、--same 王强=skip（这一行不导入）；同名不止一行时写 王强@12=…，12 是行号。";
