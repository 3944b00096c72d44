//! Sentences of Chinese papers: where they end, which evidence they are pinned to, which dates and subjects they name.
//!
//! A sentence ends after 。！？；…… outside of quotes and brackets, or after a quote that ends with one of these. Marks
//! 〔证1〕 behind the stop belong to the sentence before them, like those before the stop.

use super::subject::{self, Subject};
use crate::model::problem::{Problem, pins};
use crate::model::round::Unit;
use crate::text::day::{self, Year};
use std::ops::Range;

/// One sentence of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, stop and marks included, surrounding blanks not.
    pub at: Range<usize>,
    /// The numbers of the evidence that it is pinned to.
    pub pins: Vec<u16>,
}

const ENDS: &str = "。！？；!?;…";
const OPENS: &str = "“‘「『（(《〈【〔[";
const CLOSES: &str = "”’」』）)》〉】〕]";
/// What may follow a closing quote without beginning a sentence.
const GOES_ON: &str = "，、：的地得等之为是这那，。；！？";

/// The sentences of one paragraph or of several.
pub fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut from = 0;
    for line in text.split('\n') {
        found
            .extend(of_line(line).into_iter().filter_map(|range| sentence(text, from + range.start..from + range.end)));
        from += line.len() + 1;
    }
    found
}

fn sentence(text: &str, range: Range<usize>) -> Option<Sentence> {
    let whole = text.get(range.clone())?;
    let start = range.start + (whole.len() - whole.trim_start().len());
    let end = range.end - (whole.len() - whole.trim_end().len());
    let said = text.get(start..end)?;
    let says = said.chars().any(char::is_alphanumeric);
    says.then(|| Sentence { at: start..end, pins: pins(said).map(|(_, n)| n).collect() })
}

/// Cuts a line; where quotes or brackets do not match, as if there were none.
fn of_line(line: &str) -> Vec<Range<usize>> {
    cut(line, true).unwrap_or_else(|| cut(line, false).unwrap_or_default())
}

/// `None` when brackets are heeded and do not match.
fn cut(line: &str, heed: bool) -> Option<Vec<Range<usize>>> {
    let mut cuts = Vec::new();
    let (mut from, mut depth, mut before) = (0, 0_usize, None);
    let mut skip = 0;
    for (at, c) in line.char_indices() {
        if at < skip {
            continue;
        }
        let after = at + c.len_utf8();
        let rest = line.get(after..).unwrap_or_default();
        let mut stop = false;
        if heed && OPENS.contains(c) {
            depth += 1;
        } else if heed && CLOSES.contains(c) {
            depth = depth.checked_sub(1)?;
            let next = rest.get(marks(rest)..).and_then(|r| r.trim_start().chars().next());
            stop = depth == 0 && before.is_some_and(|b| ENDS.contains(b)) && next.is_none_or(|n| !GOES_ON.contains(n));
        } else if ENDS.contains(c) {
            stop = depth == 0 && !rest.chars().next().is_some_and(|n| ENDS.contains(n));
        }
        before = Some(c);
        if stop {
            // Without heeding brackets the stop may stand within quotes: what closes them goes with it.
            let closing =
                if heed { 0 } else { rest.chars().take_while(|c| CLOSES.contains(*c)).map(char::len_utf8).sum() };
            let end = after + closing + rest.get(closing..).map_or(0, marks);
            cuts.push(from..end);
            (from, skip) = (end, end);
        }
    }
    if depth > 0 {
        return None;
    }
    cuts.push(from..line.len());
    Some(cuts)
}

/// Length of the marks 〔证N〕 that a text begins with.
fn marks(text: &str) -> usize {
    // Looking for marks further on would make long paragraphs without any quadratic.
    if !text.trim_start().starts_with('〔') {
        return 0;
    }
    let mut end = 0;
    for (range, _) in pins(text) {
        let gap = text.get(end..range.start).unwrap_or("x");
        if !gap.trim().is_empty() {
            break;
        }
        end = range.end;
    }
    end
}

/// Whether a text names a date: a year at least, in digits or characters (2022年, 二〇二二年), or 2022-03-08, 2022.3.8.
pub fn has_date(text: &str) -> bool {
    day::dates(text).iter().any(|d| matches!(d.year, Year::Given(_)))
}

/// Whether a text says who: the unit, a body of it, or a responsible person ([`subject`]).
pub fn names_subject(text: &str, problem: &Problem, unit: &Unit) -> bool {
    subject::of(text, problem, unit) == Subject::Named
}

/// The text with what stands in 《》 and 〔〕 blanked, byte for byte: titles and marks are no words of the sentence.
pub fn masked(text: &str) -> String {
    let mut until: Option<char> = None;
    let blank = |c: char| match c.len_utf8() {
        1 => ' ',
        2 => '\u{A0}',
        3 => '\u{3000}',
        _ => '\u{1F000}',
    };
    let closed = |from: usize, close: char| text.get(from..).is_some_and(|rest| rest.contains(close));
    let one = |(at, c): (usize, char)| {
        if let Some(close) = until {
            until = until.filter(|_| c != close);
            return blank(c);
        }
        let opened = [('《', '》'), ('〔', '〕')].into_iter().find(|(open, close)| *open == c && closed(at, *close));
        until = opened.map(|(_, close)| close);
        if until.is_some() { blank(c) } else { c }
    };
    text.char_indices().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<&str> {
        sentences(text).into_iter().filter_map(|s| text.get(s.at)).collect()
    }

    #[test]
    fn sentences_end_at_their_stops_and_marks_go_with_them() {
        assert_eq!(
            cut_up("付款〔证1〕。开会。〔证2〕〔证3〕后补；没有议题！"),
            ["付款〔证1〕。", "开会。〔证2〕〔证3〕", "后补；", "没有议题！"]
        );
        assert_eq!(cut_up("没有句号"), ["没有句号"]);
        assert_eq!(cut_up("第一段。\n　第二段。 "), ["第一段。", "第二段。"]);
        assert_eq!(cut_up("怎么回事？！不清楚……好。"), ["怎么回事？！", "不清楚……", "好。"]);
        assert_eq!(cut_up("。；"), Vec::<&str>::new());
        assert_eq!(cut_up("金额186000.00元。"), ["金额186000.00元。"]);
    }

    #[test]
    fn stops_in_quotes_and_brackets_end_nothing_but_a_quote_that_ends_the_sentence() {
        assert_eq!(
            cut_up("他称“上党组会。五万元以上。”〔证4〕另有一次。"),
            ["他称“上党组会。五万元以上。”〔证4〕", "另有一次。"]
        );
        assert_eq!(cut_up("“先付款；后补会。”的做法不对。"), ["“先付款；后补会。”的做法不对。"]);
        assert_eq!(cut_up("付款（见附件；共2页）〔证1〕。"), ["付款（见附件；共2页）〔证1〕。"]);
        assert_eq!(cut_up("他说“上会。没有纪要。"), ["他说“上会。", "没有纪要。"]);
        assert_eq!(cut_up("他说：“上会！”没有纪要。"), ["他说：“上会！”", "没有纪要。"]);
    }

    #[test]
    fn pins_are_told_per_sentence() {
        let found = sentences("甲〔证1〕，乙〔证12〕。丙。〔证3〕丁。");
        assert_eq!(found.iter().map(|s| s.pins.as_slice()).collect::<Vec<_>>(), [&[1, 12][..], &[3], &[]]);
    }

    #[test]
    fn dates_are_told_from_amounts() {
        for text in ["2022年6月", "二〇二二年", "二O二二年", "２０２２年６月", "2022-06-14", "2022.6.14", "在2022年"]
        {
            assert!(has_date(text), "{text}");
        }
        for text in ["6月14日", "12022.5", "2000.00", "186000.00元", "三年", "1234-5"] {
            assert!(!has_date(text), "{text}");
        }
    }

    #[test]
    fn masking_keeps_every_byte_in_its_place() {
        for text in ["按《条例》第3条〔证1〕办", "《没有关上", "〔a〕《é》"] {
            assert_eq!(masked(text).len(), text.len(), "{text}");
        }
        assert_eq!(masked("按《条例》第3条〔证1〕办").replace(['\u{3000}', ' '], ""), "按第3条办");
        assert_eq!(masked("《没有关上"), "《没有关上");
    }

    proptest::proptest! {
        #[test]
        fn every_telling_character_is_in_exactly_one_sentence(text in "[甲乙。；！“”（）〔证1〕\n a0…]{0,60}") {
            let tells = |part: Option<&str>| part.is_some_and(|p| p.chars().any(char::is_alphanumeric));
            let found = sentences(&text);
            let mut from = 0;
            for s in &found {
                proptest::prop_assert!(s.at.start >= from && s.at.end <= text.len());
                proptest::prop_assert!(!tells(text.get(from..s.at.start)), "{text:?}");
                from = s.at.end;
            }
            proptest::prop_assert!(!tells(text.get(from..)), "{text:?}");
        }
    }
}
