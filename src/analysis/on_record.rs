//! What may be done to a talk, by where it stands: the one list. Actions hold to it, taking back holds to it, and screens
//! ask it before anything is typed in vain.
//!
//! A closed talk whose record was read back is on record. What was read to the person, what it asserts and who sat there
//! stays as it was confirmed: from then on it is corrected (更正), never changed. What the group itself thinks of it and
//! does with it stays free: the judgement, which is on no page that the person sees, 重点, 疑点, 转线索.

use crate::error::{Error, Result};
use crate::model::answer::{Answer, Claim, Statement};
use crate::model::ids::{ClaimId, StatementId};
use crate::model::interview::{Interview, TalkState};
use crate::model::value::Instant;
use std::collections::BTreeSet;

/// What can be done to a talk, to its answers and to what is marked in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TalkDeed {
    /// Sitting down again.
    SitDown,
    /// 中断
    BreakOff,
    /// 结束谈话
    Close,
    /// The opening was read out.
    Opening,
    /// Place, people or time of a sitting.
    Sitting,
    /// The words of a statement, whose they are, in which order; a new statement; one that goes.
    Words,
    /// 更正, and what it asserts.
    Correction,
    /// 问法
    Wording,
    /// Why a question was not put.
    NotPut,
    /// 不愿确认, noted or taken back.
    NotConfirmed,
    /// 陈述要素
    Claims,
    /// 追问 that were put.
    Probes,
    /// 判断
    Judgement,
    /// 重点
    Key,
    /// 转线索, or let in again.
    Withheld,
    /// 疑点
    Observation,
    /// The read-back is noted.
    ReadBack,
    /// The read-back is taken away.
    Unread,
    /// The talk goes to another person.
    Give,
    /// The talk goes to the bin.
    Remove,
}

/// Where a talk stands, as far as it decides what may be done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TalkStanding {
    /// Under way or broken off.
    Open,
    /// Under way, and what has been noted so far was read back.
    ReadBack,
    /// Closed without a confirmation.
    Closed,
    /// Closed, read back and confirmed.
    OnRecord,
}

impl TalkStanding {
    /// Where that talk stands.
    pub fn of(talk: &Interview) -> Self {
        match (talk.state, talk.read_back) {
            (TalkState::Open | TalkState::BrokenOff, None) => Self::Open,
            (TalkState::Open | TalkState::BrokenOff, Some(_)) => Self::ReadBack,
            (TalkState::Closed, None) => Self::Closed,
            (TalkState::Closed, Some(_)) => Self::OnRecord,
        }
    }
}

const CORRECT: &str = "要改，请用更正：原话保留，另写一段更正后的话。";
const UNREAD: &str = "确实记错了，请先取消读回确认，改好以后再读回。";

impl TalkDeed {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::SitDown,
        Self::BreakOff,
        Self::Close,
        Self::Opening,
        Self::Sitting,
        Self::Words,
        Self::Correction,
        Self::Wording,
        Self::NotPut,
        Self::NotConfirmed,
        Self::Claims,
        Self::Probes,
        Self::Judgement,
        Self::Key,
        Self::Withheld,
        Self::Observation,
        Self::ReadBack,
        Self::Unread,
        Self::Give,
        Self::Remove,
    ];

    /// Why it is not done to a talk that stands there, and what to do instead; `None`: it may be done.
    pub const fn why_not(self, at: TalkStanding) -> Option<(&'static str, &'static str)> {
        use TalkStanding as S;
        match (self, at) {
            (Self::SitDown | Self::Close, S::Closed | S::OnRecord) => {
                Some(("谈话已经结束", "要再谈，请另开一次谈话。"))
            }
            (Self::BreakOff, S::Closed | S::OnRecord) => Some(("谈话已经结束，不用中断", "")),
            (Self::Opening | Self::Sitting, S::OnRecord) => {
                Some(("谈话已结束并由本人读回确认，这次谈话的登记不能改动", UNREAD))
            }
            (Self::Words | Self::NotPut, S::OnRecord) => Some(("谈话已结束并读回，原来的记录不能改动", CORRECT)),
            (Self::NotConfirmed, S::OnRecord) => Some(("谈话已结束并由本人读回确认，哪一段不愿确认不能再改", UNREAD)),
            (Self::Claims, S::OnRecord) => Some((
                "谈话已结束并读回，陈述要素不能改动",
                "要改，请先用更正：另写一段更正后的话，要素随更正后的那一段改。",
            )),
            (Self::Probes, S::OnRecord) => Some(("谈话已结束并读回，追问不能改动", "还要追问，请另开一次谈话。")),
            (Self::Wording, S::ReadBack | S::OnRecord) => {
                Some(("记录已读回，问法不再改动", "要换问法，请先取消读回确认，再问、再读回。"))
            }
            (Self::Give, S::OnRecord) => Some(("谈话已结束并由本人读回确认，不能改给别人", UNREAD)),
            (Self::Remove, S::OnRecord) => {
                Some(("谈话已结束并由本人读回确认，不能删除", "确实谈错了人，请先取消读回确认，再删除。"))
            }
            (Self::SitDown | Self::Close | Self::BreakOff, S::Open | S::ReadBack)
            | (
                Self::Opening
                | Self::Sitting
                | Self::Words
                | Self::NotPut
                | Self::NotConfirmed
                | Self::Claims
                | Self::Probes
                | Self::Give
                | Self::Remove,
                S::Open | S::ReadBack | S::Closed,
            )
            | (Self::Wording, S::Open | S::Closed)
            | (
                Self::Correction
                | Self::Judgement
                | Self::Key
                | Self::Withheld
                | Self::Observation
                | Self::ReadBack
                | Self::Unread,
                _,
            ) => None,
        }
    }

    /// Refuses what may not be done to that talk as it stands.
    ///
    /// # Errors
    /// [`Kind::Input`](crate::error::Kind::Input) with the reason, and what to do instead.
    pub fn may(self, talk: &Interview) -> Result<()> {
        match self.why_not(TalkStanding::of(talk)) {
            Some((what, "")) => Err(Error::input(what)),
            Some((what, hint)) => Err(Error::input(what).hint(hint)),
            None => Ok(()),
        }
    }
}

/// What an answer that becomes another does to its talk. `None` stands for no answer.
pub fn deeds(talk: &Interview, before: Option<&Answer>, after: Option<&Answer>) -> BTreeSet<TalkDeed> {
    let none = Answer::new(talk.id, "");
    let (old, new) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let corrections: BTreeSet<StatementId> = [old, new]
        .into_iter()
        .flat_map(|a| &a.statements)
        .filter(|s| talk.read_back.is_some_and(|at| s.corrects_since(at)))
        .map(|s| s.id)
        .collect();
    let mut found = BTreeSet::new();
    words(old, new, &corrections, &mut found);
    if before.is_some() && after.is_some() && old.wording != new.wording {
        found.insert(TalkDeed::Wording);
    }
    if old.not_put != new.not_put {
        found.insert(TalkDeed::NotPut);
    }
    if old.judgement != new.judgement {
        found.insert(TalkDeed::Judgement);
    }
    let hangs_on_correction = |c: Option<&Claim>| c.and_then(|c| c.statement).is_some_and(|s| corrections.contains(&s));
    let ids: BTreeSet<ClaimId> = [old, new].into_iter().flat_map(|a| &a.claims).map(|c| c.id).collect();
    for id in ids {
        let of = |a: &'_ Answer| a.claims.iter().find(|c| c.id == id).cloned();
        let (old, new) = (of(old), of(new));
        if old != new {
            // Replaced by what a correction asserts; or gone, having been asserted by one.
            let corrects = hangs_on_correction(new.as_ref().or(old.as_ref()));
            found.insert(if corrects { TalkDeed::Correction } else { TalkDeed::Claims });
        }
    }
    if old.probes != new.probes {
        found.insert(TalkDeed::Probes);
    }
    found
}

/// What becomes of the statements.
fn words(old: &Answer, new: &Answer, corrections: &BTreeSet<StatementId>, found: &mut BTreeSet<TalkDeed>) {
    let by_id = |a: &'_ Answer, id: StatementId| a.statements.iter().find(|s| s.id == id).cloned();
    let changed = |id: StatementId| if corrections.contains(&id) { TalkDeed::Correction } else { TalkDeed::Words };
    let said = |s: &Statement| (s.text.clone(), s.lane, s.supersedes, s.at, s.words_of.clone());
    let ids: BTreeSet<StatementId> = [old, new].into_iter().flat_map(|a| &a.statements).map(|s| s.id).collect();
    for id in ids {
        let (was, is) = (by_id(old, id), by_id(new, id));
        if was.as_ref().map(said) != is.as_ref().map(said) {
            found.insert(changed(id));
        }
        let (was, is) = (was.as_ref(), is.as_ref());
        if was.is_some_and(|s| s.key) != is.is_some_and(|s| s.key) {
            found.insert(TalkDeed::Key);
        }
        if was.is_some_and(|s| s.withheld) != is.is_some_and(|s| s.withheld) {
            found.insert(TalkDeed::Withheld);
        }
    }
    let order = |a: &Answer, other: &Answer| {
        let mut all: Vec<&Statement> = a.statements.iter().filter(|s| !corrections.contains(&s.id)).collect();
        all.retain(|s| other.statements.iter().any(|o| o.id == s.id));
        all.sort_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id)));
        all.into_iter().map(|s| s.id).collect::<Vec<_>>()
    };
    if order(old, new) != order(new, old) {
        found.insert(TalkDeed::Words);
    }
}

/// Whether a claim may be set: `corrects_since` tells whether the statement that asserts it is a correction begun after
/// the read-back.
///
/// # Errors
/// As [`TalkDeed::may`].
pub fn may_claim(talk: &Interview, corrects_since: impl Fn(Instant) -> bool) -> Result<()> {
    match talk.on_record() {
        Some(read_back) if corrects_since(read_back) => Ok(()),
        _ => TalkDeed::Claims.may(talk),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::{at, said};
    use crate::model::answer::{Judgement, Lane, ProbePut, Qualifier};
    use crate::model::ids::{AnswerId, Hash, InterviewId, PersonId};
    use crate::model::order;

    fn talk(state: TalkState, read_back: Option<&str>) -> Interview {
        Interview {
            id: InterviewId::new(),
            person: PersonId::new(),
            method: Hash([7; 32]),
            state,
            post: String::new(),
            sittings: Vec::new(),
            opening_read: None,
            variant: 0,
            read_back: read_back.map(at),
            unconfirmed: Vec::new(),
            note: String::new(),
        }
    }

    #[test]
    fn what_may_be_done_to_a_talk_is_written_down() {
        use TalkDeed as D;
        let table: [(TalkState, Option<&str>, &[TalkDeed]); 5] = [
            (TalkState::Open, None, &[]),
            (TalkState::BrokenOff, None, &[]),
            (TalkState::Open, Some("2026-03-08T10:00"), &[D::Wording]),
            (TalkState::Closed, None, &[D::SitDown, D::BreakOff, D::Close]),
            (
                TalkState::Closed,
                Some("2026-03-08T10:00"),
                &[
                    D::SitDown,
                    D::BreakOff,
                    D::Close,
                    D::Opening,
                    D::Sitting,
                    D::Words,
                    D::Wording,
                    D::NotPut,
                    D::NotConfirmed,
                    D::Claims,
                    D::Probes,
                    D::Give,
                    D::Remove,
                ],
            ),
        ];
        for (state, read_back, refused) in table {
            let talk = talk(state, read_back);
            let found: Vec<TalkDeed> = D::ALL.into_iter().filter(|d| d.may(&talk).is_err()).collect();
            assert_eq!(found, refused, "{state:?} {read_back:?}");
        }
    }

    /// A change of an answer, and what it does.
    type Row<'a> = (&'a dyn Fn(&mut Answer), &'a [TalkDeed]);

    #[test]
    fn every_part_of_an_answer_is_some_deed() {
        use TalkDeed as D;
        let talk = talk(TalkState::Closed, Some("2026-03-08T10:00"));
        let mut base = Answer {
            statements: vec![said(Lane::Verbatim, "开了四次会。"), said(Lane::Verbatim, "题目忘了。")],
            ..Answer::new(talk.id, "q1")
        };
        order::assign(&mut base.statements, |s| &mut s.order);
        let claim = |statement| Claim {
            id: ClaimId::new(),
            field: "q1.times".into(),
            qualifier: Qualifier::DoesNotKnow,
            value: None,
            high: None,
            statement,
        };
        let correction = Statement {
            supersedes: Some(base.statements[0].id),
            at: at("2026-03-10T09:00"),
            ..said(Lane::Verbatim, "三次。")
        };
        let early = Statement { at: at("2026-03-08T09:30"), ..correction.clone() };
        let table: [Row<'_>; 16] = [
            (&|_| {}, &[]),
            (&|a| a.statements[0].text.push('了'), &[D::Words]),
            (&|a| a.statements[0].lane = Lane::Gist, &[D::Words]),
            (&|a| a.statements[0].at = at("2026-03-11T09:00"), &[D::Words]),
            (&|a| a.statements[1].words_of = vec![a.statements[0].id], &[D::Words]),
            (&|a| drop(a.statements.pop()), &[D::Words]),
            (
                &|a| {
                    a.statements.reverse();
                    a.statements.iter_mut().for_each(|s| s.order = order::OrderKey::default());
                    order::assign(&mut a.statements, |s| &mut s.order);
                },
                &[D::Words],
            ),
            (&|a| a.statements.push(said(Lane::Remark, "翻本子")), &[D::Words]),
            (&|a| a.statements.push(early.clone()), &[D::Words]),
            (
                &|a| {
                    a.statements.push(correction.clone());
                    a.claims.push(claim(Some(correction.id)));
                },
                &[D::Correction],
            ),
            (&|a| a.claims.push(claim(Some(a.statements[0].id))), &[D::Claims]),
            (&|a| (a.statements[0].key, a.statements[1].withheld) = (true, true), &[D::Key, D::Withheld]),
            (&|a| a.wording = 1, &[D::Wording]),
            (&|a| a.not_put = "身体不适".into(), &[D::NotPut]),
            (&|a| a.judgement = Some(Judgement::Met), &[D::Judgement]),
            (&|a| a.probes.push(ProbePut::new(a.id, "q1.p1".into(), at("2026-03-08T09:00"))), &[D::Probes]),
        ];
        for (row, (change, wanted)) in table.into_iter().enumerate() {
            let mut after = base.clone();
            change(&mut after);
            let found: Vec<TalkDeed> = deeds(&talk, Some(&base), Some(&after)).into_iter().collect();
            assert_eq!(found, wanted, "row {row}");
            let back: Vec<TalkDeed> = deeds(&talk, Some(&after), Some(&base)).into_iter().collect();
            assert_eq!(back, wanted, "row {row}, taken back");
        }
        // The literal names every field: a new one is told here, or does not compile.
        let Answer {
            id: AnswerId(_),
            interview: _,
            question: _,
            wording: _,
            statements: _,
            judgement: _,
            claims: _,
            probes: _,
            not_put: _,
        } = base;
    }
}
