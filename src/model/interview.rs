//! A talk with one person, over one or more sittings.

use crate::model::brief::InterviewBrief;
use crate::model::ids::{Hash, InspectorId, InterviewId, PersonId, SittingId, StatementId};
use crate::model::record::{Kind, Record};
use crate::model::value::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a talk stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TalkState {
    /// 谈话中
    #[default]
    Open,
    /// 中断: broken off, to be resumed.
    BrokenOff,
    /// 已结束
    Closed,
}

impl TalkState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::BrokenOff, Self::Closed];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Open => "谈话中",
            Self::BrokenOff => "已中断",
            Self::Closed => "已结束",
        }
    }

    /// The name in briefs and views.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::BrokenOff => "broken_off",
            Self::Closed => "closed",
        }
    }
}

/// One sitting: who was there, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sitting {
    /// Its id.
    pub id: SittingId,
    /// 谈话人
    pub asker: InspectorId,
    /// 记录人; `None` when one inspector was alone.
    pub recorder: Option<InspectorId>,
    /// Why one was alone (domain.md §2.1: fewer than two needs a reason).
    pub alone_reason: String,
    /// 地点
    pub place: String,
    /// Sat down.
    pub from: Instant,
    /// Broke off or closed.
    pub to: Option<Instant>,
}

impl Sitting {
    /// Ends it, unless it has ended. A clock that was set back meanwhile does not end it before it began.
    pub fn end(&mut self, at: Instant) {
        let at = self.moment(at);
        self.to.get_or_insert(at);
    }

    fn moment(&self, at: Instant) -> Instant {
        if at.ms < self.from.ms { self.from } else { at }
    }
}

/// 不愿确认: when the record was read back, the person would not confirm this statement. There is one for a statement at
/// the most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Unconfirmed {
    /// The statement.
    pub statement: StatementId,
    /// Why, as the person said.
    pub reason: String,
    /// When it was noted.
    pub at: Instant,
}

/// 个别谈话 (head; the answers are records of their own).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Interview {
    /// Its id.
    pub id: InterviewId,
    /// With whom.
    pub person: PersonId,
    /// The method it was started with and is shown with.
    pub method: Hash,
    /// Where it stands.
    pub state: TalkState,
    /// Post of the person on the day of the talk, as the record prints it.
    pub post: String,
    /// Sittings in time order; the last one may be open.
    pub sittings: Vec<Sitting>,
    /// The opening statement was read out.
    pub opening_read: Option<Instant>,
    /// Which of the parallel wordings is used first (0-based), so that neighbours hear different ones.
    pub variant: u8,
    /// The record was read back to the person and confirmed.
    pub read_back: Option<Instant>,
    /// What of it the person would not confirm; the record says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unconfirmed: Vec<Unconfirmed>,
    /// Remark of the group on the talk as a whole; in no output that the person sees.
    pub note: String,
}

impl Interview {
    /// The sitting that is under way or was the last.
    pub fn last_sitting(&self) -> Option<&Sitting> {
        self.sittings.last()
    }

    /// What is noted for a moment of the talk: one before the last sitting began, by a clock that was set back meanwhile,
    /// counts as its beginning.
    pub fn moment(&self, at: Instant) -> Instant {
        self.sittings.last().map_or(at, |sitting| sitting.moment(at))
    }

    /// When the record was read back, once the talk is closed: from then on it is corrected, never changed.
    pub fn on_record(&self) -> Option<Instant> {
        self.read_back.filter(|_| self.state == TalkState::Closed)
    }
}

impl Record for Interview {
    const KIND: Kind = Kind::Interview;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.person.0)
    }
    /// See [`InterviewBrief`].
    fn brief(&self) -> String {
        InterviewBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        self.note.clone()
    }
}
