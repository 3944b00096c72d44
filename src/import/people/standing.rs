//! What a person of the roster is taken for: told from the post, or as somebody said in the preview.

use super::post::{self, Guesser, PostClass};
use super::row::Entry;
use crate::model::people::{Facts, Party};

/// Type and facts of one person, before they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Type, head and leading body.
    pub class: PostClass,
    /// The method's type of that class.
    pub approach: String,
    /// Party status: that of the roster's column, else what the post proves.
    pub party: Party,
    /// The Party status was read out of the post.
    pub party_by_post: bool,
    /// Somebody chose the class in the preview.
    pub by_hand: bool,
    /// Why it should be looked at, in Chinese.
    pub unsure: Option<&'static str>,
    /// Acts as head without the title.
    pub acting: bool,
}

/// What somebody chose for one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) class: Option<PostClass>,
    pub(super) party: Option<Party>,
}

impl Standing {
    /// What the row's post tells, or what was chosen instead.
    pub(super) fn of(entry: &Entry, guesser: &Guesser<'_>, chosen: Chosen) -> Self {
        let told = guesser.guess_within(&entry.post, &entry.group);
        let by_post = told.party.unwrap_or_default();
        let party = chosen.party.unwrap_or(if entry.party == Party::Unknown { by_post } else { entry.party });
        let class = chosen.class.unwrap_or(told.class);
        Self {
            class,
            approach: guesser.approach(class, &entry.post, party),
            party,
            party_by_post: chosen.party.is_none() && entry.party == Party::Unknown && party != Party::Unknown,
            by_hand: chosen.class.is_some(),
            unsure: told.unsure.filter(|_| chosen.class.is_none()),
            acting: told.acting && chosen.class.is_none(),
        }
    }

    /// The facts as they are written.
    pub(super) const fn facts(&self, entry: &Entry) -> Facts {
        Facts {
            head: self.class.head(),
            leading_body: self.class.leading_body(),
            party: self.party,
            party_since: entry.party_since,
        }
    }

    /// What is to be looked at, in Chinese.
    pub(super) fn doubts(&self, entry: &Entry, guesser: &Guesser<'_>) -> Vec<String> {
        let mut all = Vec::new();
        if self.class != PostClass::Retired && post::says_gone(&entry.note) {
            let note: String = entry.note.chars().take(20).collect();
            all.push(format!("备注写着“{note}”，却记为{}，请核对", self.class.chinese()));
        }
        if self.class != PostClass::Retired && post::has_end(&entry.post) {
            all.push("职务后写有起止时间，可能已不任此职，请核对".to_owned());
        }
        if self.acting {
            all.push("按“主持工作”记为主要负责人，请核对".to_owned());
        }
        all.extend(self.unsure.filter(|_| !self.acting).map(|why| format!("类别拿不准：{why}")));
        let by_post = guesser.guess(&entry.post).party;
        if entry.party == Party::No && by_post.is_some_and(Party::is_party) {
            all.push("职务只能由中共党员担任，政治面貌却不是中共党员，请核对".to_owned());
        }
        if entry.party == Party::Member && by_post == Some(Party::No) {
            all.push("职务里写的不是中共党员，政治面貌却是中共党员，请核对".to_owned());
        }
        all
    }
}
