//! Who can be told from a text: the one search behind E301 and behind what is covered in 报送/.
//!
//! Texts are compared in their normal form ([`Normal`]), so that blanks, what shows nothing, widths and all sorts of dots
//! make no difference. Found are names ([`name`]), what people are called by a part of their name ([`called`]), names in
//! pinyin ([`spelt`]), bare codes ([`code`]), what stands beside a code ([`beside`]), posts that one person holds, where
//! their holder is said to speak ([`post`], [`telling`]) or the sentence rests on their talk ([`talk`]), and whoever speaks
//! and is told by what they do ([`described`]).
//!
//! Names are searched of the whole round. All the rest is of the unit that the text is about: every unit has its 李局长.

mod beside;
mod called;
mod code;
mod described;
mod index;
mod name;
mod narrow;
mod office;
mod post;
mod spelt;
mod subject;
mod talk;
mod telling;
mod text;
mod titled;
mod words;

use super::roster::{Listed, Roster};
use crate::model::ids::{PersonId, UnitId};
use crate::text::normal::Normal;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use index::Index;
use talk::Talks;
use text::Read;

/// How a text tells who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// The name.
    Name,
    /// A part of the name, mostly with an office: 李局, 老李, 李某, 秀英同志.
    Called,
    /// The name in pinyin.
    Spelt,
    /// A code outside of its mark 〔访谈A37〕.
    Code,
    /// The code of one who is responsible: beside the name it tells who spoke wherever the code stands.
    Own,
    /// A post of one person, who is said to speak.
    Post,
    /// What somebody does who speaks: 管钱的那位.
    Described,
    /// Something beside a code that tells who that is: post, sex, day, place, kin.
    Beside,
}

impl How {
    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Called => "称呼",
            Self::Spelt => "姓名拼音",
            Self::Code => "代号",
            Self::Own => "责任人的代号",
            Self::Post => "职务",
            Self::Described | Self::Beside => "身份",
        }
    }
}

/// A place where a text tells who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identified<'a> {
    /// The people that it may be; never none.
    pub people: Vec<&'a Listed>,
    /// Where, in bytes.
    pub at: Range<usize>,
    /// How.
    pub how: How,
}

/// Who may be named in an output.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed<'a, 'c> {
    /// Everybody on a roster of the round.
    pub(super) roster: &'a Roster,
    /// The unit that the output is about: codes are drawn per unit.
    pub(super) unit: UnitId,
    /// Those who are responsible.
    pub(super) people: &'c BTreeSet<PersonId>,
    /// Their names and those of the inspectors: a namesake of one who may be named may be anybody.
    pub(super) names: &'c BTreeSet<String>,
    /// Names and posts of the responsible, on a roster or not.
    pub(super) responsible: &'c [(String, String)],
}

impl<'a> Allowed<'a, '_> {
    /// Where `text` tells who somebody is who may not be named, in order; none lies within or across another.
    pub(super) fn identified(&self, text: &str) -> Vec<Identified<'a>> {
        if self.roster.is_empty() {
            return Vec::new();
        }
        let normal = Normal::of(text);
        let read = Read::new(text, &normal);
        let coded = self.coded(text);
        let talks = Talks::of(text, &coded);
        let mut found = self.called(&read, &talks);
        found.extend(self.titled(&read, &talks));
        found.extend(self.names(&read));
        found.extend(self.talked_with(&read, &coded));
        found.extend(self.spelt(&read));
        found.extend(self.initials(text));
        found.extend(self.codes(&read));
        found.extend(self.posts(&read, &talks));
        found.extend(self.descriptions(&read, &talks));
        found.extend(self.remarks(text, &talks, &coded));
        found.extend(Self::beside(text, &coded));
        found.extend(Self::subjects(text, &coded));
        found.extend(self.own_codes(text, coded));
        found
            .iter_mut()
            .filter(|f| !matches!(f.how, How::Beside | How::Own | How::Described))
            .for_each(|f| Self::with_description(text, f));
        found.retain(|f| !f.people.is_empty() && !f.at.is_empty());
        // A longer one beats those inside it and those that it crosses.
        found.sort_by_key(|f| (std::cmp::Reverse(f.at.len()), f.at.start, f.how != How::Beside, f.how));
        let mut kept: Vec<Identified<'a>> = Vec::new();
        for one in found {
            if kept.iter().all(|k| one.at.end <= k.at.start || k.at.end <= one.at.start) {
                kept.push(one);
            }
        }
        kept.sort_by_key(|f| f.at.start);
        // 会计赵敏: a post and the name of its holder are one.
        kept.dedup_by(|next, last| {
            let one = last.how == How::Post && last.at.end == next.at.start && next.people == last.people;
            if one {
                last.at.end = next.at.end;
            }
            one
        });
        kept
    }

    /// Takes in what stands before somebody who speaks and tells who that is, even when the name is covered: their post,
    /// with what goes before it (据退休的财务股会计赵某反映), or a description that ends in 的.
    fn with_description(text: &str, one: &mut Identified<'_>) {
        let after = text.get(one.at.end..).unwrap_or_default();
        let spoke = |after: &str| words::speaks(after.trim_start_matches([' ', '“']));
        // 赵敏（财务股）反映
        let remark = text::aside(after)
            .filter(|(inside, length)| text::tells_of_person(inside) && after.get(*length..).is_some_and(spoke));
        if let Some((_, length)) = remark {
            one.at.end += length;
        } else if !spoke(after) {
            return;
        }
        let before = text.get(..one.at.start).unwrap_or_default();
        let direct = before.trim_end_matches(' ');
        if let Some(range) = beside::described(direct, &one.people).or_else(|| beside::modified(direct)) {
            one.at.start = range.start;
        }
    }

    /// Whether this person of the roster may be named.
    fn may(&self, person: &Listed) -> bool {
        self.people.contains(&person.id) || self.names.contains(&person.name)
    }

    /// Whether this person of the roster is responsible.
    fn is_responsible(&self, person: &Listed) -> bool {
        let same = |(name, _): &(String, String)| *name == person.name;
        self.people.contains(&person.id) || person.unit == self.unit && self.responsible.iter().any(same)
    }

    /// Those of the unit among these.
    fn of_unit(&self, people: &[usize]) -> Vec<&'a Listed> {
        let all = people.iter().filter_map(|at| self.roster.at(*at));
        all.filter(|p| p.unit == self.unit).collect()
    }
}
