//! Titles and places of documents, loans and evidence, and the names of regulations that papers rest on: like names, they
//! stand in many records, and a paper does not lose them because a withheld sentence mentions one that was there before.

use super::history::Since;
use crate::model::any::AnyRecord;
use crate::text::grams::{Gram, RUN, SENTENCE, Salt};
use crate::text::normal::Normal;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Longest title (characters that are compared); what is longer says more than a title.
const LONGEST: usize = 60;
/// So many characters of a sentence at least are in no title; otherwise it is looked for as it is.
const MATTER: usize = 4;
/// How titles and the numbers of volumes end.
const ENDS: &str = "录证账帐册表单卷本书函件稿法则定要报知案料据根议章例令图片约划同票度见复批档签号页志簿年月";

/// Runs of titles, each with when it first came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Titles {
    runs: HashMap<Vec<char>, Since>,
}

/// The titles in a record.
pub(super) fn of(record: &AnyRecord) -> Vec<String> {
    let placed = |title: &str, volume: &str| {
        let each = [title.to_owned(), volume.to_owned()];
        // They are printed one after the other.
        let both = if each.iter().all(|part| is_title(part)) { Some(each.concat()) } else { None };
        each.into_iter().chain(both).collect()
    };
    let all: Vec<String> = match record {
        AnyRecord::Document(document) => placed(&document.title, &document.volume),
        AnyRecord::Evidence(evidence) => placed(&evidence.title, &evidence.volume),
        AnyRecord::Loan(loan) => vec![loan.title.clone()],
        AnyRecord::Problem(problem) => problem.basis.iter().map(|basis| basis.name.clone()).collect(),
        _ => Vec::new(),
    };
    all.into_iter().filter(|title| is_title(title)).collect()
}

/// The bases in the body of a paper, as they stand there.
pub(super) fn basis_in(body: &str) -> Option<&str> {
    let (_, rest) = body.split_once("\"basis\":[")?;
    rest.split_once("],\"evidence\":").map(|(basis, _)| basis)
}

/// Whether it reads as a title: nothing ends in it, and it ends as titles do, but for what stands in brackets.
fn is_title(text: &str) -> bool {
    let is_bracketed = text.ends_with(['）', ')', '〕']);
    let bare = if is_bracketed { text.split(['（', '(', '〔']).next().unwrap_or_default() } else { text };
    let bare = bare.trim_end_matches(['》', '”', '’', '"', '」', '』', '〉']);
    let ends = bare.chars().next_back().is_some_and(|c| ENDS.contains(c)) || bare.ends_with("笔记");
    ends && !text.contains(['。', '；', '！', '？', '，', ';', '!', '?', '\n'])
}

impl Titles {
    /// Adds a title that came then.
    pub(super) fn add(&mut self, title: &str, since: Since) {
        let title = Normal::of(title);
        if title.chars().len() <= LONGEST {
            for run in title.chars().windows(SENTENCE) {
                self.runs.entry(run.to_vec()).or_insert(since);
            }
        }
    }

    /// The hashes of a withheld text ([`Salt::grams`]) that say nothing but a part of titles that `counts`.
    pub(super) fn bare(&self, salt: Salt, text: &Normal, counts: &dyn Fn(Since) -> bool) -> HashSet<Gram> {
        let chars = text.chars();
        let mut is_title = vec![false; chars.len()];
        for (at, run) in chars.windows(SENTENCE).enumerate() {
            if self.runs.get(run).is_some_and(|since| counts(*since)) {
                is_title.iter_mut().skip(at).take(SENTENCE).for_each(|is| *is = true);
            }
        }
        for sentence in text.sentences() {
            let matter = is_title.get(sentence.clone()).unwrap_or_default().iter().filter(|is| !**is).count();
            if matter < MATTER {
                is_title.iter_mut().skip(sentence.start).take(sentence.len()).for_each(|is| *is = false);
            }
        }
        let is_within = |at: Range<usize>| is_title.get(at).is_some_and(|run| run.iter().all(|is| *is));
        let (mut within, mut beyond) = (HashSet::new(), HashSet::new());
        for (at, gram) in salt.runs(chars, RUN) {
            if is_within(at..at + RUN) {
                within.insert(gram)
            } else {
                beyond.insert(gram)
            };
        }
        within.retain(|gram| !beyond.contains(gram));
        within
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: Salt = Salt(7);

    fn bare(titles: &[&str], said: &str) -> usize {
        let mut all = Titles::default();
        titles.iter().filter(|title| is_title(title)).for_each(|title| all.add(title, Since::NOW));
        all.bare(SALT, &Normal::of(said), &|_| true).len()
    }

    #[test]
    fn what_a_sentence_takes_from_titles_says_nothing_by_itself_and_the_rest_does() {
        let titles = ["党组会议记录第1卷", "水利局党组“三重一大”事项决策办法（水党发〔2021〕7号）", "2022年6月第41号"];
        for (said, want) in [
            ("党组会议记录第1卷是他让我补的", 2),
            ("水利局党组“三重一大”事项决策办法也是他叫人改的", 8),
            ("党组会议记录第1卷", 0),
            ("他收了老板三万块钱回扣", 0),
            ("党组会议记录是他让我补的", 0),
        ] {
            assert_eq!(bare(&titles, said), want, "{said}");
        }
        assert_eq!(
            bare(&["他收了老板三万块钱的台账，藏着的记录", "他收了老板三万块钱回扣"], "他收了老板三万块钱回扣"),
            0
        );
    }

    #[test]
    fn bases_are_found_in_a_body_as_papers_are_written() {
        assert_eq!(basis_in(r#"{"basis":[{"name":"甲"}],"evidence":[]}"#), Some(r#"{"name":"甲"}"#));
        assert_eq!(basis_in(r#"{"evidence":[]}"#), None);
    }

    #[test]
    fn titles_end_as_titles_do() {
        for (text, want) in [
            ("党组会议记录（2021年至2025年）", true),
            ("学习笔记", true),
            ("《关于新形势下党内政治生活的若干准则》", true),
            ("水管站临街门面房租赁合同、租金收据", true),
            ("第27、31号", true),
            ("水党发〔2021〕7号", true),
            ("分管的那位收了老板三万块钱回扣", false),
            ("他收了钱，藏着的记录", false),
            ("", false),
        ] {
            assert_eq!(is_title(text), want, "{text}");
        }
    }
}
