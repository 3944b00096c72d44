//! Two wordings of one text, word by word.
//!
//! Latin words and numbers are compared whole, Han by the character: without a dictionary there are no Chinese words. So
//! that the result reads well, one or two characters that happen to be the same between two differences are taken into
//! them: 副局长 beside 主任 is one change, not three.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Above this many pieces texts are compared sentence by sentence: word by word would take seconds.
const MANY: usize = 6_000;
/// So many characters in common between two differences are by chance.
const CHANCE: usize = 2;

/// What a part of a text is in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// In both wordings.
    Same,
    /// In the old wording only.
    Old,
    /// In the new wording only.
    New,
}

/// A part of a text with its mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// What it is.
    pub mark: Mark,
    /// The text; never empty.
    pub text: String,
}

impl Span {
    /// A part that is in both wordings.
    pub fn same(text: impl Into<String>) -> Self {
        Self { mark: Mark::Same, text: text.into() }
    }

    /// A part of the old wording.
    pub fn old(text: impl Into<String>) -> Self {
        Self { mark: Mark::Old, text: text.into() }
    }

    /// A part of the new wording.
    pub fn new(text: impl Into<String>) -> Self {
        Self { mark: Mark::New, text: text.into() }
    }
}

/// Compares two wordings. The spans that are not [`Mark::New`] make up `old`, those that are not [`Mark::Old`] `new`;
/// of a difference the old part comes first.
pub fn diff(old: &str, new: &str) -> Vec<Span> {
    let (was, is): (Vec<&str>, Vec<&str>) = (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let few = was.len() + is.len() <= MANY;
    let (was, is) = if few { (was, is) } else { (sentences(old), sentences(new)) };
    let mut out = Spans::default();
    for op in capture_diff_slices(Algorithm::Myers, &was, &is) {
        let (_, gone, come) = op.as_tag_tuple();
        let (gone, come) = (was.get(gone).unwrap_or_default(), is.get(come).unwrap_or_default());
        match op {
            DiffOp::Equal { .. } => out.same(&gone.concat()),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                out.changed(&gone.concat(), &come.concat());
            }
        }
    }
    out.finish()
}

fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['。', '！', '？', '；', '\n']).collect()
}

/// Spans under construction: a difference stays open until enough in common follows it.
#[derive(Debug, Default)]
struct Spans {
    done: Vec<Span>,
    old: String,
    new: String,
}

impl Spans {
    fn changed(&mut self, old: &str, new: &str) {
        // Something in common that is there by chance lies between this difference and the one before.
        let begins = self.old.is_empty() && self.new.is_empty() && self.done.len() > 1;
        if begins && let Some(chance) = self.done.pop_if(|last| last.mark == Mark::Same && is_chance(&last.text)) {
            let was = self.done.pop_if(|last| last.mark == Mark::New).map(|s| s.text).unwrap_or_default();
            let before = self.done.pop_if(|last| last.mark == Mark::Old).map(|s| s.text).unwrap_or_default();
            self.old = before + &chance.text;
            self.new = was + &chance.text;
        }
        self.old.push_str(old);
        self.new.push_str(new);
    }

    fn same(&mut self, text: &str) {
        self.close();
        self.done.push(Span::same(text));
    }

    fn close(&mut self) {
        for span in [Span::old(std::mem::take(&mut self.old)), Span::new(std::mem::take(&mut self.new))] {
            if !span.text.is_empty() {
                self.done.push(span);
            }
        }
    }

    fn finish(mut self) -> Vec<Span> {
        self.close();
        self.done
    }
}

/// Few characters, and no mark that parts clauses.
fn is_chance(text: &str) -> bool {
    text.chars().count() <= CHANCE && text.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `[-旧-]{+新+}`
    fn marked(spans: &[Span]) -> String {
        let one = |s: &Span| match s.mark {
            Mark::Same => s.text.clone(),
            Mark::Old => format!("[-{}-]", s.text),
            Mark::New => format!("{{+{}+}}", s.text),
        };
        spans.iter().map(one).collect()
    }

    fn side(spans: &[Span], without: Mark) -> String {
        spans.iter().filter(|s| s.mark != without).map(|s| s.text.as_str()).collect()
    }

    #[test]
    fn differences_read_as_a_person_would_mark_them() {
        for (old, new, want) in [
            ("", "", ""),
            ("", "新", "{+新+}"),
            ("旧", "", "[-旧-]"),
            ("同样的话。", "同样的话。", "同样的话。"),
            ("车款是先付的。", "车款是先付的，纪要后补。", "车款是先付的{+，纪要后补+}。"),
            ("一共开了三次会。", "一共开了四次会。", "一共开了[-三-]{+四+}次会。"),
            ("支付186000元", "支付168000元", "支付[-186000-]{+168000+}元"),
            ("副局长", "主任", "[-副局长-]{+主任+}"),
            ("他说不知道此事", "他讲不清楚此事", "他[-说不知道-]{+讲不清楚+}此事"),
            ("甲。乙。丙。", "甲。丙。", "甲。[-乙。-]丙。"),
        ] {
            assert_eq!(marked(&diff(old, new)), want, "{old} | {new}");
        }
    }

    #[test]
    fn long_texts_are_compared_by_the_sentence() {
        let old = "会议研究了购车事项。".repeat(2_000);
        let new = format!("{old}后来又改了主意。");
        let spans = diff(&old, &new);
        assert_eq!(spans.len(), 2);
        assert_eq!(spans[1], Span::new("后来又改了主意。"));
    }

    proptest! {
        #[test]
        fn a_difference_gives_both_wordings_back(old in "[会议三四次，。 a-c1-3\n🀄é]{0,40}", new in "[会议三四次，。 a-c1-3\n🀄é]{0,40}") {
            let spans = diff(&old, &new);
            prop_assert_eq!(side(&spans, Mark::New), old.clone());
            prop_assert_eq!(side(&spans, Mark::Old), new.clone());
            prop_assert!(spans.iter().all(|s| !s.text.is_empty()));
            prop_assert!(spans.windows(2).all(|w| w[0].mark != w[1].mark), "{:?}", spans);
            prop_assert_eq!(old == new, spans.iter().all(|s| s.mark == Mark::Same));
        }
    }
}
