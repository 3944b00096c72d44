//! On whose talk a sentence rests: the codes in it.

use super::beside::Coded;
use crate::model::ids::PersonId;
use std::collections::BTreeSet;
use std::ops::Range;

/// The sentences of a text that rest on the talk of one person.
#[derive(Debug, Default)]
pub(super) struct Talks {
    /// Where each lies, in bytes, in order, and whose talk it is.
    sentences: Vec<(Range<usize>, PersonId)>,
}

impl Talks {
    /// Of a text with these codes in it.
    pub(super) fn of(text: &str, coded: &[Coded<'_, '_>]) -> Self {
        let mut sentences: Vec<(Range<usize>, BTreeSet<PersonId>)> = Vec::new();
        let mut from = 0;
        let mut rest = coded.iter().peekable();
        for piece in text.split_inclusive(['。', '！', '？', '\n']) {
            let at = from..from + piece.len();
            from = at.end;
            let mut people = BTreeSet::new();
            while let Some(code) = rest.next_if(|c| c.at.start < at.end) {
                people.extend(code.people.iter().map(|p| p.id));
            }
            // A mark behind the stop is the last sentence's.
            let marks_only =
                piece.trim().starts_with('〔') && piece.trim_end_matches(['。', '\n', ' ']).ends_with('〕');
            match sentences.last_mut().filter(|_| marks_only && !piece.contains('，')) {
                Some((last, said)) => {
                    last.end = at.end;
                    said.extend(people);
                }
                None => sentences.push((at, people)),
            }
        }
        let one = |(at, people): (Range<usize>, BTreeSet<PersonId>)| {
            let only = people.first().copied().filter(|_| people.len() == 1)?;
            Some((at, only))
        };
        Self { sentences: sentences.into_iter().filter_map(one).collect() }
    }

    /// Whose talk the sentence at that byte rests on.
    pub(super) fn at(&self, byte: usize) -> Option<PersonId> {
        let nth = self.sentences.partition_point(|(at, _)| at.end <= byte);
        self.sentences.get(nth).filter(|(at, _)| at.contains(&byte)).map(|(_, person)| *person)
    }

    /// The sentences that rest on one talk, in bytes, and whose it is.
    pub(super) fn all(&self) -> &[(Range<usize>, PersonId)] {
        &self.sentences
    }
}
