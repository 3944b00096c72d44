//! The talk record: what was asked and said, on paper.
//!
//! Two variants of domain.md §2.3. The *internal* 谈话记录 is signed by the inspectors and shows whose words each
//! paragraph holds; the 谈话笔录 *for signature* carries the read-back line and lines for signatures on every
//! page and nothing that the interviewee need not see. Either can be printed before the talk is over; then it says so
//! and has no lines to sign on.
//!
//! [`TalkRecord`] is plain data, and by its shape it cannot hold what DESIGN.md forbids on it: 记录人注,
//! judgements, claims, how the person answered, red flags, probes, observations and notes have no field here,
//! and no text comes to it but what may be told.
//!
//! [`said`](crate::analysis::said) gives the paragraphs their numbers 段1, 段2 …; papers cite by them.
//! [`print`](TalkRecord::print) makes the document.

mod foot;
mod head;
mod print;

use crate::error::Result;
use crate::model::answer::Lane;
use crate::model::value::{Instant, PartialDate};
use crate::store::called;

pub use crate::analysis::said::Said;

/// What a record of a talk that is still under way or broken off says of itself.
const UNFINISHED: &str = "谈话尚未结束";

/// For whom a record is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variant {
    /// 谈话记录: kept by the group, signed by 谈话人 and 记录人.
    Internal,
    /// 谈话笔录: read back to and signed by the person.
    Signature,
}

impl Variant {
    /// Both, in the order in which they are written.
    pub const ALL: [Self; 2] = [Self::Internal, Self::Signature];

    /// Its title and the beginning of its file name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Internal => called::TALK_RECORD,
            Self::Signature => called::TALK_SIGNED,
        }
    }
}

/// One sitting as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SittingLine {
    /// 谈话人
    pub asker: String,
    /// 记录人; `None`: the asker recorded too.
    pub recorder: Option<String>,
    /// Why one was alone; internal only.
    pub alone_reason: String,
    /// 地点
    pub place: String,
    /// Sat down.
    pub from: Instant,
    /// Broke off or closed; `None`: still under way.
    pub to: Option<Instant>,
}

/// A correction made after the record was read back, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionLine {
    /// 段N
    pub number: usize,
    /// On which day.
    pub on: PartialDate,
    /// Who wrote it; empty: not recorded.
    pub by: String,
}

/// A statement that the person would not confirm, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnconfirmedLine {
    /// 段N
    pub number: usize,
    /// Why.
    pub reason: String,
}

/// A question with what was said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// 一, 二 …
    pub numeral: String,
    /// The question as the method states it.
    pub title: String,
    /// The parallel wording that was put.
    pub wording: String,
    /// The paragraphs of the answer.
    pub said: Vec<Said>,
    /// It was put to the person.
    pub put: bool,
    /// Why it was not put.
    pub not_put: String,
}

/// All that a talk record prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRecord {
    /// Code of the person, with `-2` for a second talk: A37, A37-2.
    pub number: String,
    /// The round, e.g. 十七届县委第十轮巡察.
    pub round: String,
    /// The group, e.g. 第一组; the document's creator.
    pub group: String,
    /// Marking at the head of each page; empty for none.
    pub marking: String,
    /// 被巡察单位
    pub unit: String,
    /// 谈话对象
    pub person: String,
    /// Their post on the day of the talk.
    pub post: String,
    /// Sittings of this talk in time order.
    pub sittings: Vec<SittingLine>,
    /// Sittings of earlier talks with the same person: decides 首次 or 再次.
    pub earlier_sittings: usize,
    /// The talk is over.
    pub closed: bool,
    /// The opening statement (purpose, discipline, confidentiality) was read out.
    pub opening_read: Option<Instant>,
    /// The record was read back and confirmed.
    pub read_back: Option<Instant>,
    /// What was corrected after that.
    pub corrections: Vec<CorrectionLine>,
    /// What the person would not confirm.
    pub unconfirmed: Vec<UnconfirmedLine>,
    /// The read-back line of the method.
    pub read_back_line: String,
    /// Questions in the order of the method.
    pub questions: Vec<Asked>,
    /// Last revision of any record that went into it.
    pub revised: Instant,
}

impl TalkRecord {
    /// How it is cited: 访谈A37.
    pub fn citation(&self) -> String {
        format!("访谈{}", self.number)
    }

    /// The rows of the record's head as they are printed for the person, each label with its value.
    pub fn head(&self) -> Vec<(String, String)> {
        head::rows(self)
    }

    /// The docx of that variant.
    ///
    /// # Errors
    /// See [`Document::to_bytes`](super::wml::Document::to_bytes).
    pub fn print(&self, variant: Variant) -> Result<Vec<u8>> {
        print::document(self, variant).to_bytes()
    }
}

/// 〔原话〕 or 〔要点〕, as the internal variant marks a paragraph.
fn lane_mark(lane: Lane) -> String {
    format!("〔{}〕", lane.chinese())
}

#[cfg(test)]
mod tests;
