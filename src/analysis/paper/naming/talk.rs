//! On whose talk a sentence rests: the codes in it.

use super::beside::Coded;
use crate::model::ids::PersonId;
use std::collections::BTreeSet;
use std::ops::Range;

/// The sentences of a text that cite talks.
#[derive(Debug, Default)]
pub(super) struct Talks {
    /// In order.
    sentences: Vec<Sentence>,
}

/// A sentence with marks of talks.
#[derive(Debug)]
struct Sentence {
    /// In bytes.
    at: Range<usize>,
    /// Whose talks are cited.
    people: BTreeSet<PersonId>,
    /// Whose mark stands last in it.
    last: Option<PersonId>,
}

impl Talks {
    /// Of a text with these codes in it.
    pub(super) fn of(text: &str, coded: &[Coded<'_, '_>]) -> Self {
        let mut sentences: Vec<Sentence> = Vec::new();
        let mut from = 0;
        let mut rest = coded.iter().peekable();
        for piece in text.split_inclusive(['。', '！', '？', '\n']) {
            let at = from..from + piece.len();
            from = at.end;
            let (mut people, mut last) = (BTreeSet::new(), None);
            while let Some(code) = rest.next_if(|c| c.at.start < at.end) {
                people.extend(code.people.iter().map(|p| p.id));
                last = Some(code);
            }
            let closing = |code: &&Coded<'_, '_>| {
                !code.before.ends_with('、') && text.get(code.at.end..at.end).is_some_and(closes)
            };
            let last = last.filter(closing).and_then(|code| code.people.first()).map(|p| p.id);
            // A mark behind the stop is the last sentence's.
            let marks_only =
                piece.trim().starts_with('〔') && piece.trim_end_matches(['。', '\n', ' ']).ends_with('〕');
            match sentences.last_mut().filter(|_| marks_only && !piece.contains('，')) {
                Some(sentence) => {
                    sentence.at.end = at.end;
                    sentence.people.extend(people);
                    sentence.last = last.or(sentence.last);
                }
                None => sentences.push(Sentence { at, people, last }),
            }
        }
        sentences.retain(|s| !s.people.is_empty());
        Self { sentences }
    }

    fn sentence(&self, byte: usize) -> Option<&Sentence> {
        let nth = self.sentences.partition_point(|s| s.at.end <= byte);
        self.sentences.get(nth).filter(|s| s.at.contains(&byte))
    }

    /// On whose talk alone the sentence at that byte rests.
    pub(super) fn at(&self, byte: usize) -> Option<PersonId> {
        let people = &self.sentence(byte)?.people;
        people.first().copied().filter(|_| people.len() == 1)
    }

    /// The same, or whose mark closes it.
    pub(super) fn closing(&self, byte: usize) -> Option<PersonId> {
        self.at(byte).or_else(|| self.sentence(byte)?.last)
    }

    /// Whether the sentence at that byte cites a talk of that person.
    pub(super) fn cites(&self, byte: usize, person: PersonId) -> bool {
        self.sentence(byte).is_some_and(|s| s.people.contains(&person))
    }

    /// The sentences, in bytes, each with every person whose talk it cites.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Range<usize>, &PersonId)> {
        self.sentences.iter().flat_map(|s| s.people.iter().map(move |p| (&s.at, p)))
    }
}

/// Whether nothing follows a code to the end of its sentence but marks.
fn closes(mut after: &str) -> bool {
    if let Some((inside, rest)) = after.split_once('〕')
        && inside.trim().is_empty()
    {
        after = rest;
    }
    while let Some((_, rest)) = after.trim_start().strip_prefix('〔').and_then(|t| t.split_once('〕')) {
        after = rest;
    }
    after.trim_matches(['。', '！', '？', '\n', ' ', '”']).is_empty()
}
