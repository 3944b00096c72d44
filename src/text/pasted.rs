//! What may come into a text field with a paste.
//!
//! A line break or a sum that goes missing changes a fact, so what stands for a line break becomes one. An escape sequence
//! hidden in copied text would reach a field and, through it, a terminal; a direction control shows a number or a name in
//! another order than it is stored in; a code point that is no character could only keep words from being found again.

use super::normal::is_none;

/// Most lines that are taken at once: each becomes a paragraph of its own, with its place in the record.
const MOST_LINES: usize = 5_000;
/// Most characters that are taken at once.
const MOST_CHARS: usize = 300_000;

/// A paste as it may be typed, and what was left out of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Lines end in `\n`; tabs are kept.
    pub text: String,
    /// Escape sequences of terminals.
    pub sequences: usize,
    /// Controls of the direction of writing.
    pub directions: usize,
    /// Other control characters, and what is no character at all.
    pub controls: usize,
}

impl Pasted {
    /// Reads what a terminal has given.
    pub fn read(raw: &str) -> Self {
        let mut out = Self::default();
        let mut rest = raw;
        while let Some(c) = rest.chars().next() {
            let length = sequence(rest);
            let after = rest.get(length.max(c.len_utf8())..).unwrap_or_default();
            match c {
                _ if length > 0 => out.sequences += 1,
                '\r' if after.starts_with('\n') => {}
                _ if ends_line(c) => out.text.push('\n'),
                '\t' => out.text.push(c),
                _ if turns(c) => out.directions += 1,
                _ if c.is_control() || is_none(c) => out.controls += 1,
                _ => out.text.push(c),
            }
            rest = after;
        }
        out
    }

    /// Takes out of a text what a paste may not bring in, where there is any; whether there was. Line breaks stay as they
    /// are then.
    pub fn clean(text: &mut String) -> bool {
        let foreign =
            text.chars().any(|c| turns(c) || is_none(c) || c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
        let read = if foreign { Self::read(text) } else { return false };
        let changed = read.sequences + read.directions + read.controls > 0;
        *text = read.text;
        changed
    }

    /// Why it is not taken, when it is more than anybody reads through in a text field; nothing of it is typed then.
    pub fn too_much(&self) -> Option<String> {
        let (lines, chars) = (self.text.matches('\n').count() + 1, self.text.chars().count());
        let what = match (lines > MOST_LINES, chars > MOST_CHARS) {
            (true, _) => format!("{lines} 行，一次最多 {MOST_LINES} 行"),
            (false, true) => format!("{chars} 字，一次最多 {MOST_CHARS} 字"),
            (false, false) => return None,
        };
        Some(format!("粘贴的内容有 {what}，没有粘贴。请分几次粘贴；表格和名册请从文件导入。"))
    }

    /// What was left out, in words; `None`: nothing.
    pub fn left_out(&self) -> Option<String> {
        let of = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
        let parts = [
            of(self.sequences, "处终端控制序列"),
            of(self.directions, "个改变文字方向的符号"),
            of(self.controls, "个控制字符"),
        ];
        let all = parts.into_iter().flatten().collect::<Vec<_>>().join("、");
        (!all.is_empty()).then(|| format!("粘贴的内容里有{all}，没有粘贴进来，请核对。"))
    }
}

/// Several lines as they go into a field that takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneLine {
    /// The lines, joined.
    pub text: String,
    /// How many they were.
    pub lines: usize,
    /// What stands between them now.
    by: &'static str,
}

impl OneLine {
    /// Joins the lines of `text` by `by`, without blanks around them; blank ones are left out. `None`: there is only one.
    pub fn of(text: &str, by: &'static str) -> Option<Self> {
        let lines: Vec<&str> = text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect();
        (lines.len() > 1).then(|| Self { text: lines.join(by), lines: lines.len(), by })
    }

    /// What was done, in words.
    pub fn told(&self) -> String {
        let by = if self.by.trim().is_empty() { "空格" } else { self.by };
        format!("粘贴的 {} 行已合成一行，中间是“{by}”，请核对。", self.lines)
    }
}

/// What word processors, pages and old systems end a line or a page with.
const fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Marks, embeddings, overrides and isolates of the bidirectional algorithm (UAX #9).
pub const fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// How many bytes of `text` are an escape sequence at its beginning (ECMA-48); 0 where none is whole. Of one that does not
/// end, only its control character is no text.
fn sequence(text: &str) -> usize {
    let mut chars = text.char_indices();
    let introduced = match chars.next() {
        Some((_, '\u{1b}')) => chars.next().map(|(_, c)| c),
        Some((_, c @ '\u{80}'..='\u{9f}')) => char::from_u32(u32::from(c) - 0x40),
        _ => None,
    };
    let end = match introduced {
        Some('[') => parameters(&mut chars),
        Some(']' | 'P' | 'X' | '^' | '_') => string(&mut chars),
        // An intermediate: the final follows. Those without any, as to reset, are one character.
        Some(' '..='/') if text.starts_with('\u{1b}') => parameters(&mut chars),
        Some('0'..='~') if text.starts_with('\u{1b}') => chars.next().map_or(text.len(), |(at, _)| at).into(),
        _ => None,
    };
    end.unwrap_or(0)
}

/// To the end of the parameters, intermediates and the final character.
fn parameters(chars: &mut std::str::CharIndices<'_>) -> Option<usize> {
    chars.find(|(_, c)| !matches!(c, ' '..='?')).and_then(|(at, c)| matches!(c, '@'..='~').then_some(at + 1))
}

/// To the end of a control string: BEL, or ST in either form. A line break is none of it.
fn string(chars: &mut std::str::CharIndices<'_>) -> Option<usize> {
    while let Some((at, c)) = chars.next() {
        match c {
            '\u{7}' => return Some(at + 1),
            '\u{9c}' => return Some(at + c.len_utf8()),
            '\u{1b}' => return chars.next().and_then(|(at, c)| (c == '\\').then_some(at + 1)),
            _ if ends_line(c) => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(raw: &str) -> String {
        Pasted::read(raw).text
    }

    #[test]
    fn what_ends_a_line_or_a_page_is_a_line_break() {
        assert_eq!(
            text("一\r\n二\r三\u{b}四\u{c}五\u{85}六\u{2028}七\u{2029}八\t九"),
            "一\n二\n三\n四\n五\n六\n七\n八\t九"
        );
        assert_eq!(text("金额123万元\u{b}已付\u{c}第5页"), "金额123万元\n已付\n第5页");
        assert_eq!(Pasted::read("一\r\n\u{b}二").left_out(), None);
    }

    #[test]
    fn a_stored_text_is_cleaned_once() {
        for (raw, clean, changed) in [
            ("李\u{1b}[31m强\u{202e}", "李强", true),
            ("一\r\n二\t三", "一\r\n二\t三", false),
            ("第1页\u{c}第2页", "第1页\n第2页", false),
            ("响\u{7}铃", "响铃", true),
            ("张\u{FFFF}三\u{FDD0}李\u{1FFFE}四", "张三李四", true),
        ] {
            let mut text = raw.to_owned();
            assert_eq!((Pasted::clean(&mut text), text.as_str()), (changed, clean), "{raw:?}");
            assert!(!Pasted::clean(&mut text), "{raw:?}");
        }
    }

    #[test]
    fn escape_sequences_go_whole() {
        for (raw, clean) in [
            ("标准复制：\u{1b}[31m超标准\u{1b}[0m接待3次", "标准复制：超标准接待3次"),
            ("\u{1b}[38;5;196m甲\u{1b}[K", "甲"),
            ("甲\u{1b}]0;标题\u{7}乙", "甲乙"),
            ("甲\u{1b}]52;c;5Lq6\u{1b}\\乙", "甲乙"),
            ("甲\u{1b}P1$r0m\u{1b}\\乙", "甲乙"),
            ("甲\u{1b}(B乙\u{1b}c丙\u{1b}7丁", "甲乙丙丁"),
            ("甲\u{9b}31m乙\u{9d}0;标题\u{9c}丙", "甲乙丙"),
        ] {
            let pasted = Pasted::read(raw);
            assert_eq!(pasted.text, clean, "{raw:?}");
            assert!(pasted.sequences > 0 && pasted.controls == 0, "{pasted:?}");
        }
    }

    #[test]
    fn of_what_is_no_whole_sequence_the_words_stay() {
        for (raw, clean) in [
            ("甲\u{1b}", "甲"),
            ("\u{1b}[123万元", "[123万元"),
            ("\u{1b}]0;共计12万元\n乙", "]0;共计12万元\n乙"),
            ("甲\u{1b}乙", "甲乙"),
            ("甲\u{9b}", "甲"),
        ] {
            let pasted = Pasted::read(raw);
            assert_eq!((pasted.text.as_str(), pasted.sequences, pasted.controls), (clean, 0, 1), "{raw:?}");
        }
    }

    #[test]
    fn what_was_left_out_is_said() {
        let said = |raw| Pasted::read(raw).left_out().unwrap();
        assert_eq!(said("\u{202e}000,12\u{202c}元"), "粘贴的内容里有2 个改变文字方向的符号，没有粘贴进来，请核对。");
        assert_eq!(
            said("\u{1b}[1m甲\u{1b}[0m\u{7}\u{200f}"),
            "粘贴的内容里有2 处终端控制序列、1 个改变文字方向的符号、1 个控制字符，没有粘贴进来，请核对。"
        );
    }

    const BEGINS_STRING: &str = "\u{1b}]";

    proptest! {
        #[test]
        fn no_control_is_left_and_no_other_character_is_lost(
            raw in "[\u{1b}\\[\\]0-9;m甲乙\r\n\u{b}\u{9b}\u{7}\u{202e}\u{FFFF}\\\\]{0,40}",
        ) {
            let once = Pasted::read(&raw);
            let stays = |c: char| c == '\n' || !(c.is_control() || turns(c) || is_none(c));
            prop_assert!(once.text.chars().all(stays), "{:?}", once);
            prop_assert_eq!(&Pasted::read(&once.text).text, &once.text);
            let own = |text: &str| text.chars().filter(|c| matches!(c, '甲' | '乙')).count();
            // A control string may hold words.
            prop_assert!(own(&once.text) == own(&raw) || raw.contains(BEGINS_STRING));
        }
    }

    #[test]
    fn more_than_anybody_reads_through_is_not_taken() {
        let said = |raw: &str| Pasted::read(raw).too_much();
        assert_eq!(said(&"一行\n".repeat(4_999)), None);
        assert_eq!(said(&"字".repeat(300_000)), None);
        assert!(said(&"\n".repeat(1_000_000)).is_some_and(|s| s.contains("1000001 行") && s.contains("5000 行")));
        assert!(said(&"字".repeat(300_001)).is_some_and(|s| s.contains("300001 字")));
    }
}
