//! Syntax errors: one report for each mistake, in Chinese, and the rest of the file still readable.
//!
//! The TOML parser recovers, but one forgotten bracket makes it take everything that follows for part of the list
//! and report each line of it; a line without `=` makes it give up. So a file that does not parse is cut into
//! statements (by the look of their first line), each is parsed alone, and those that fail are blanked out in place.
//! What remains is parsed as a whole: places stay true, and one mistake is reported once.

use super::fault::{Faults, Source};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, Error};

/// How many lines that look like statements one value written over several lines may hold.
const LONGEST_VALUE: usize = 40;

/// What is left of a text with syntax errors.
#[derive(Debug)]
pub(super) struct Healed {
    /// The text, with unreadable statements replaced by blanks of the same length.
    pub(super) text: String,
    /// Whether whole tables were left out, because their head could not be read.
    pub(super) partial: bool,
}

/// Parses a file; reports its syntax errors and returns what can be read of it.
pub(super) fn heal<'a>(source: &Source<'a>, faults: &Faults) -> Result<Spanned<DeTable<'a>>, Healed> {
    let (root, errors) = DeTable::parse_recoverable(source.text);
    if errors.is_empty() {
        return Ok(root);
    }
    let mut text = source.text.as_bytes().to_vec();
    let mut reported = Vec::new();
    let mut partial = false;
    // Name of the table whose head could not be read: what follows would fall into the table before.
    let mut left_out: Option<&str> = None;
    for statement in statements(source) {
        let Some(alone) = source.text.get(statement.clone()) else { continue };
        let mistakes = mistakes_of(alone);
        if let Some(name) = head_name(alone) {
            let within = left_out.is_some_and(|out| name.strip_prefix(out).is_some_and(|rest| rest.starts_with('.')));
            if !within {
                left_out = (!mistakes.is_empty()).then_some(name);
            }
        }
        if !mistakes.is_empty() || left_out.is_some() {
            blank(&mut text, statement.clone());
        }
        partial |= left_out.is_some();
        for (offset, message) in mistakes {
            report(source, faults, statement.start + offset, &message, &mut reported);
        }
    }
    let text = String::from_utf8(text).unwrap_or_default();
    let (_, rest) = DeTable::parse_recoverable(&text);
    for error in rest {
        report(source, faults, error.span().map_or(0, |s| s.start), error.message(), &mut reported);
    }
    Err(Healed { text, partial })
}

/// Records one syntax error, at most one per line.
fn report(source: &Source<'_>, faults: &Faults, offset: usize, english: &str, reported: &mut Vec<usize>) {
    let line = source.line(offset);
    if !reported.contains(&line) {
        reported.push(line);
        let (message, fix) = explain(english);
        faults.push(source.fault(offset, format!("写法有误：{message}"), fix.to_owned()));
    }
}

/// Replaces everything but line breaks by blanks.
fn blank(text: &mut [u8], range: Range<usize>) {
    if let Some(bytes) = text.get_mut(range) {
        bytes.iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
    }
}

/// The statements of a file: byte ranges from one first line to the next.
fn statements(source: &Source<'_>) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        if begins_statement(line) && offset > 0 {
            starts.push(offset);
        }
        offset += line.len();
    }
    starts.push(offset);
    let cuts: Vec<Range<usize>> =
        starts.iter().zip(starts.iter().skip(1)).filter(|(a, b)| a < b).map(|(a, b)| *a..*b).collect();
    join_values(source.text, &cuts)
}

/// Joins cuts that are one value written over several lines, known by the fact that together they parse.
fn join_values(text: &str, cuts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined = Vec::new();
    let mut rest = cuts;
    while let Some((first, later)) = rest.split_first() {
        let open = text.get(first.clone()).is_some_and(|t| mistakes_of(t).iter().any(|(_, m)| is_open(m)));
        let more = later.iter().take(LONGEST_VALUE).position(|cut| {
            let whole = text.get(first.start..cut.end).unwrap_or_default();
            open && whole.trim_end().ends_with(['}', ']', '"', '\'']) && parses(whole)
        });
        let end = more.and_then(|n| later.get(n)).map_or(first.end, |cut| cut.end);
        joined.push(first.start..end);
        rest = more.and_then(|n| later.get(n + 1..)).unwrap_or(later);
    }
    joined
}

/// Whether the message says that a bracket or quote was never closed.
fn is_open(message: &str) -> bool {
    message.starts_with("unclosed") || message.starts_with("invalid multi-line") || message.starts_with("missing comma")
}

/// Whether a text is TOML.
fn parses(text: &str) -> bool {
    DeTable::parse_recoverable(text).1.is_empty()
}

/// The name in a table head; `None` when the statement is not one.
fn head_name(statement: &str) -> Option<&str> {
    let head = statement.trim_start().strip_prefix('[')?.trim_start_matches(['[', ' ']);
    let end = head.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).unwrap_or(head.len());
    head.get(..end)
}

/// Whether a line looks like the first of a statement: a head, or a key with `=`; rows of a list do not.
fn begins_statement(line: &str) -> bool {
    let line = line.trim();
    if let Some(head) = line.strip_prefix('[') {
        let name = head.strip_prefix('[').unwrap_or(head).trim_start();
        return name.starts_with(|c: char| c.is_alphabetic());
    }
    let quoted = line.strip_prefix('"').and_then(|quoted| quoted.split_once('"'));
    let (key, rest) = quoted.map_or_else(
        || {
            let end = line.find(|c: char| !(c.is_alphanumeric() || "_-.".contains(c))).unwrap_or(line.len());
            line.split_at_checked(end).unwrap_or((line, ""))
        },
        |(_, rest)| ("", rest),
    );
    let rest = rest.trim_start();
    if rest.starts_with(['=', '＝']) {
        return true;
    }
    let bare = key.starts_with(|c: char| c.is_ascii_alphabetic());
    bare && !line.ends_with([',', '，', ']', '}', '"', '”'])
}

/// The mistakes of one statement as (offset, the parser's message): those that are not consequences of another.
fn mistakes_of(text: &str) -> Vec<(usize, String)> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let mut found: Vec<(usize, String)> =
        errors.iter().map(|e| (e.span().map_or(0, |s| s.start), Error::message(e).to_owned())).collect();
    found.sort();
    let unclosed = |m: &str| m.starts_with("unclosed array,") || m.starts_with("unclosed inline table");
    if let Some((_, message)) = found.iter().find(|(_, m)| unclosed(m)) {
        let bracket = if message.starts_with("unclosed array") { '[' } else { '{' };
        let inside = found.iter().find(|(_, m)| m.starts_with("invalid basic string"));
        let at = text.find(bracket).unwrap_or_default();
        return vec![inside.cloned().unwrap_or_else(|| (at, message.clone()))];
    }
    let other = found.iter().any(|(_, m)| !m.starts_with("missing comma"));
    if other {
        found.retain(|(_, m)| !m.starts_with("missing comma"));
    }
    found
}

/// The parser's message in an inspector's words, and what to do.
fn explain(english: &str) -> (&'static str, &'static str) {
    const TABLE: &[(&str, &str, &str)] = &[
        ("invalid basic string", "引号没有成对", "在这段文字末尾补上英文引号 \"；文字里本身有英文双引号时改用“ ”。"),
        ("invalid multi-line", "三个引号没有成对", "在这段文字末尾补上三个英文引号 \"\"\"。"),
        ("invalid literal string", "引号没有成对", "在这段文字末尾补上英文单引号 '。"),
        ("unclosed array table", "表头的方括号没有合上", "表头写成 [[名称]]，方括号要成对。"),
        ("unclosed array", "方括号没有合上", "在这一列末尾补上 ]。"),
        ("unclosed table", "表头的方括号没有合上", "表头写成 [名称]，方括号要成对。"),
        ("unclosed inline table", "花括号没有合上", "在末尾补上 }。"),
        ("missing comma between array", "两项之间缺少逗号", "在前一项后面补上英文逗号 ,。"),
        ("missing comma", "两项之间缺少逗号", "在前一项后面补上英文逗号 ,。"),
        ("extra comma", "多了一个逗号", "删去多出的逗号。"),
        ("key with no value", "有名称而没有“=”和内容", "写成：名称 = \"内容\"；等号要用英文的 =。"),
        ("missing value", "“=”后面没有内容", "在等号后面写上内容；文字要加英文引号。"),
        (
            "string values must be quoted",
            "文字没有加英文引号，或“=”后面没有内容",
            "文字两端加英文引号 \"，不能用“ ”代替。",
        ),
        ("duplicate key", "同一个名称写了两次", "只留一处，另一处删去或改名。"),
        ("missing assignment", "缺少等号", "写成：名称 = \"内容\"。"),
        ("extra `=`", "多了一个等号", "删去多出的等号。"),
        ("extra assignment", "多了一个等号", "删去多出的等号。"),
        ("invalid unquoted key", "名称里有不能用的字符", "名称只用小写英文字母、数字和下划线。"),
        ("missing escaped value", "反斜杠 \\ 的用法不对", "要写反斜杠本身时写两个：\\\\。"),
        ("unexpected leading zero", "数字不能以 0 开头", "去掉开头的 0；日期要加英文引号。"),
        ("invalid date", "没有这样的日期", "日期加英文引号，写成 \"2017-10\" 或 \"2017-10-24\"。"),
        ("invalid boolean", "内容写得不对", "文字两端加英文引号 \"；是否写 true 或 false。"),
        ("carriage return", "换行符不完整", "用记事本等编辑器重新保存一次。"),
        ("cannot recurse", "括号套得太深", "减少嵌套的括号。"),
        ("recursion limit", "括号套得太深", "减少嵌套的括号。"),
        ("unexpected content", "这里有多余的内容", "删去多余的内容；说明文字前面加 #。"),
        ("unexpected key or value", "这里有多余的内容", "每行只写一项；说明文字前面加 #。"),
    ];
    let hit = TABLE.iter().find(|(start, _, _)| english.starts_with(start));
    hit.map_or(("程序读不懂这里", "对照其他行的写法改正；文字加英文引号，说明文字前面加 #。"), |(_, m, f)| (m, f))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (line, column) of each syntax error.
    fn places(text: &str) -> Vec<(usize, usize)> {
        let faults = Faults::default();
        heal(&Source::new("f.toml", text), &faults).ok();
        faults.into_sorted().iter().map(|f| (f.line, f.column)).collect()
    }

    #[test]
    fn each_mistake_is_reported_once() {
        let cases: &[(&str, &[(usize, usize)])] = &[
            ("a = 1\nb = [\n \"x\",\n]\n", &[]),
            ("a = \"x\nb = 1\nc = [1,\n", &[(1, 7), (3, 5)]),
            ("a = [\"x\", \"y\"\nb = \"c\"\nc = \"d\"\n[[t]]\nx = 1\n", &[(1, 5)]),
            ("a x\nb = yes\nc = 1\n", &[(1, 3), (2, 5)]),
            ("[[p]\nid = \"a\"\n[[p]]\nid = \"b\"\n", &[(1, 5)]),
            ("a = 1\nb = 2\na = 3\n", &[(3, 1)]),
            ("w = [\n \"中文\",\n \"b\n \"c\",\n]\nd = 1\n", &[(3, 4)]),
            ("w = [\n \"b\n \"c\",\n \"d\n]\nd = 1\n", &[(2, 4), (4, 4)]),
            ("a = {\n x = 1,\n y = 2,\n}\nb = “x”\n", &[(5, 5)]),
            ("a = \"\"\"\nx = 1\n[y]\n\"\"\"\nb = 1 1\n", &[(5, 5)]),
            ("a = [\n\"x\",\n[[c]]\nid = \"c1\"\n[[c]]\nid = \"c2\"\n", &[(1, 5)]),
            ("w = { a = 1, b = 2\nc = 1\n", &[(1, 5)]),
            ("id = “q1”\nb = ‘x’\nx ＝ 1\n[j\nmet=\"a\"\n", &[(1, 6), (2, 5), (3, 3), (4, 3)]),
        ];
        for (text, want) in cases {
            assert_eq!(&places(text), want, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_one_report() {
        for (start, deep) in [("", "["), ("a = ", "["), ("a = ", "{b=")] {
            let text = format!("{start}{}", deep.repeat(20_000));
            let places = places(&text);
            assert!(places.len() == 1 && places.iter().all(|(line, _)| *line == 1), "{start}{deep} {}", places.len());
        }
    }

    #[test]
    fn what_is_not_broken_stays_readable() {
        let faults = Faults::default();
        let source = Source::new("f.toml", "a = [\"x\"\nb = \"中\"\n[[t]\nid = 1\n[[t.u]]\nid = 2\n[[t]]\nid = 3\n");
        let healed = heal(&source, &faults).unwrap_err();
        let (table, _) = DeTable::parse_recoverable(&healed.text);
        assert!(healed.partial);
        assert_eq!(table.get_ref().get("b").and_then(|v| v.get_ref().as_str()), Some("中"));
        assert_eq!(table.get_ref().get("t").and_then(|v| v.get_ref().as_array()).map(|a| a.len()), Some(1));
    }
}
