//! Keeping informants unnamed in what goes to 报送/.
//!
//! A paper names those who are responsible and nobody else of a roster. Citations keep to that by themselves; this is
//! for what people typed. The diagnostics say so while one types (E301); what is still there when it is printed is
//! covered with 某某, and whoever exports is told where. A post that stands directly beside somebody's code is covered
//! too: a code with a post is a name.

use super::Roster;
use crate::model::ids::{PersonId, UnitId};
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands where a name or a post was.
pub(super) const SOMEBODY: &str = "某某";

/// Who may be named in an output, and what is struck from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Allowed<'a> {
    /// Everybody on a roster of the round.
    pub(super) roster: &'a Roster,
    /// The unit that the output is about: codes are drawn per unit.
    pub(super) unit: UnitId,
    /// Those who are responsible.
    pub(super) people: &'a BTreeSet<PersonId>,
    /// Their names and those of the inspectors: a namesake of one who may be named may be anybody.
    pub(super) names: &'a BTreeSet<String>,
}

impl Allowed<'_> {
    /// `text` without names and posts that may not be there; whether any was covered.
    pub(super) fn cover(&self, text: &mut String) -> bool {
        let mut places: Vec<Range<usize>> = self.named(text);
        places.extend(self.posts_beside_codes(text));
        places.sort_by_key(|r| (r.start, r.end));
        places.dedup();
        let covered = !places.is_empty();
        let mut end = usize::MAX;
        for place in places.into_iter().rev().filter(|p| !p.is_empty()) {
            // One inside or across another: the later one is covered already.
            if place.end <= end {
                end = place.start;
                text.replace_range(place, SOMEBODY);
            }
        }
        covered
    }

    fn named(&self, text: &str) -> Vec<Range<usize>> {
        let may =
            |name: &str, ids: &[PersonId]| self.names.contains(name) || ids.iter().any(|id| self.people.contains(id));
        let found = self.roster.named(text).into_iter().filter(|n| {
            let ids: Vec<PersonId> = n.people.iter().map(|p| p.id).collect();
            !may(text.get(n.at.clone()).unwrap_or_default(), &ids)
        });
        found.map(|n| n.at).collect()
    }

    /// Posts, or the last words of one, that touch somebody's code: 财务股会计A37, 〔访谈A37〕（会计）.
    fn posts_beside_codes(&self, text: &str) -> Vec<Range<usize>> {
        const OPENINGS: [char; 6] = ['〔', '（', '(', '“', ' ', '、'];
        const CLOSINGS: [char; 6] = ['〕', '）', '(', '（', ' ', '、'];
        let mut found = Vec::new();
        for (at, code) in codes(text) {
            for person in self.roster.of_code(self.unit, code) {
                if let Some(before) = text.get(..at.start) {
                    let before = before.trim_end_matches("访谈").trim_end_matches(OPENINGS);
                    if let Some(length) = overlap(&person.post, |part| before.ends_with(part)) {
                        found.push(before.len() - length..before.len());
                    }
                }
                if let Some(after) = text.get(at.end..) {
                    let rest = after.trim_start_matches(CLOSINGS);
                    if let Some(length) = overlap(&person.post, |part| rest.starts_with(part)) {
                        let from = text.len() - rest.len();
                        found.push(from..from + length);
                    }
                }
            }
        }
        found
    }
}

/// The longest piece of at least two characters of a post that stands there, in bytes.
fn overlap(post: &str, stands: impl Fn(&str) -> bool) -> Option<usize> {
    let starts: Vec<usize> = post.char_indices().map(|(at, _)| at).chain([post.len()]).collect();
    let pieces = starts
        .iter()
        .enumerate()
        .flat_map(|(nth, from)| starts.iter().skip(nth + 2).filter_map(|to| post.get(*from..*to)));
    pieces.filter(|piece| stands(piece)).map(str::len).max()
}

/// Words of Latin letters and digits, as codes are.
fn codes(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let ends = text.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric()).map(|(at, c)| (at, at + c.len_utf8()));
    let mut start = 0;
    ends.chain([(text.len(), text.len())]).filter_map(move |(end, next)| {
        let range = std::mem::replace(&mut start, next)..end;
        text.get(range.clone()).filter(|word| !word.is_empty()).map(|word| (range, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::person;

    fn covered(text: &str) -> String {
        let unit = UnitId::new();
        let of = |code: &str, name: &str, post: &str| person(unit, code, name, post);
        let people =
            [of("A37", "王建国", "党组书记、局长"), of("B12", "赵敏捷", "财务股会计"), of("C03", "王建国强", "科员")];
        let roster = Roster::new(&people);
        let allowed =
            Allowed { roster: &roster, unit, people: &[people[0].id].into(), names: &["刘芳".to_owned()].into() };
        let mut text = text.to_owned();
        allowed.cover(&mut text);
        text
    }

    #[test]
    fn informants_are_covered_and_the_responsible_are_named() {
        assert_eq!(covered("局长王建国签批，会计赵敏捷经手。"), "局长王建国签批，会计某某经手。");
        assert_eq!(covered("王建国强称未见过。"), "某某称未见过。", "a longer name is another person");
        assert_eq!(covered("没有名字的一句话。"), "没有名字的一句话。");
    }

    #[test]
    fn a_post_beside_a_code_is_covered_and_elsewhere_it_stays() {
        assert_eq!(covered("财务股会计〔访谈B12〕反映"), "某某〔访谈B12〕反映");
        assert_eq!(covered("会计B12反映"), "某某B12反映");
        assert_eq!(covered("B12（财务股会计）反映"), "B12（某某）反映");
        assert_eq!(covered("财务股会计岗位设置，见〔访谈B12〕"), "财务股会计岗位设置，见〔访谈B12〕");
        assert_eq!(covered("第2022年12月"), "第2022年12月");
    }

    #[test]
    fn names_and_posts_in_one_text_are_each_covered_once() {
        assert_eq!(covered("财务股会计赵敏捷（B12）与赵敏捷"), "财务股会计某某（B12）与某某");
    }
}
