//! The history of a record as lines, for a screen or the command line to draw. Knows no widget and no colour.

use super::Revised;
use super::change::{Change, How};
use super::show::moment;
use super::words::{Mark, Span};
use crate::store::Fate;
use crate::text::grapheme::{self, graphemes};

/// Graphemes of unchanged text kept on either side of a difference.
const AROUND: usize = 16;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// When, who, what: one revision begins.
    Deed,
    /// The name of a field or element, and what happened to it.
    Field,
    /// The old reading.
    Old,
    /// The new reading.
    New,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// What it is.
    pub kind: LineKind,
    /// Its text in parts. An old line holds no part marked new, a new line none marked old.
    pub spans: Vec<Span>,
}

impl HistoryLine {
    fn plain(kind: LineKind, text: String) -> Self {
        Self { kind, spans: vec![Span::same(text)] }
    }

    /// The text without marks.
    pub fn text(&self) -> String {
        self.spans.iter().map(|s| s.text.as_str()).collect()
    }
}

/// The lines of one revision. Long stretches that did not change are cut to what stands beside a difference.
pub fn lines(revised: &Revised) -> Vec<HistoryLine> {
    let mut lines = vec![HistoryLine::plain(LineKind::Deed, head(revised))];
    if revised.changes.is_empty() && revised.fate != Fate::Deleted {
        lines.push(HistoryLine::plain(LineKind::Field, "没有可以显示的改动".to_owned()));
    }
    lines.extend(revised.changes.iter().flat_map(of_change));
    lines
}

/// `2026年3月12日 09:42　刘芳　修改人员：陈涛`; of an action on several records, what it did to this one as well.
fn head(revised: &Revised) -> String {
    let deed = &revised.deed;
    let mut parts = vec![moment(deed.at)];
    parts.extend([&deed.by, &deed.words].into_iter().filter(|p| !p.is_empty()).cloned());
    if let (2.., Some(kind)) = (deed.touched.len(), revised.kind) {
        parts.push(format!("（{}{}：{}）", revised.fate.chinese(), kind.noun(), revised.name));
    }
    parts.join("　")
}

fn of_change(change: &Change) -> Vec<HistoryLine> {
    let label = match change.how {
        How::Changed => change.label.clone(),
        how => format!("{}（{}）", change.label, how.chinese()),
    };
    let side = |kind, without| {
        let spans: Vec<Span> = change.spans.iter().filter(|s| s.mark != without).cloned().collect();
        HistoryLine { kind, spans: shortened(&spans) }
    };
    if let Some((was, is)) = mark(change) {
        return vec![
            HistoryLine::plain(LineKind::Field, change.label.clone()),
            HistoryLine { kind: LineKind::Old, spans: vec![Span::old(was)] },
            HistoryLine { kind: LineKind::New, spans: vec![Span::new(is)] },
        ];
    }
    let field = HistoryLine::plain(LineKind::Field, label);
    match change.how {
        How::Added => vec![field, HistoryLine { kind: LineKind::New, spans: change.spans.clone() }],
        How::Deleted => vec![field, HistoryLine { kind: LineKind::Old, spans: change.spans.clone() }],
        How::Changed => vec![field, side(LineKind::Old, Mark::New), side(LineKind::New, Mark::Old)],
        How::Moved => vec![HistoryLine {
            kind: LineKind::Field,
            spans: [field.spans, vec![Span::same("："), excerpt(&change.spans)]].concat(),
        }],
    }
}

/// A mark that was set or taken away: neither came nor went, but was 否 and is 是.
fn mark(change: &Change) -> Option<(&'static str, &'static str)> {
    let is_field = change.place.element.is_none() || !change.place.within.is_empty();
    match (change.how, change.spans.as_slice()) {
        (How::Added, [one]) if is_field && one.text == "是" => Some(("否", "是")),
        (How::Deleted, [one]) if is_field && one.text == "是" => Some(("是", "否")),
        _ => None,
    }
}

fn excerpt(spans: &[Span]) -> Span {
    let text: String = spans.iter().map(|s| s.text.as_str()).collect();
    Span::same(cut(&text, AROUND, 0))
}

/// Cuts unchanged stretches to their ends; the first keeps its end only, the last its beginning.
fn shortened(spans: &[Span]) -> Vec<Span> {
    let last = spans.len().saturating_sub(1);
    let one = |(at, span): (usize, &Span)| match span.mark {
        Mark::Same => {
            let head = if at == 0 { 0 } else { AROUND };
            let tail = if at == last { 0 } else { AROUND };
            // A text without any difference on this side keeps its beginning.
            let head = if at == 0 && at == last { AROUND } else { head };
            Span { text: cut(&span.text, head, tail), ..span.clone() }
        }
        Mark::Old | Mark::New => span.clone(),
    };
    spans.iter().enumerate().map(one).collect()
}

/// The first `head` and the last `tail` graphemes; the whole text when little more than that.
fn cut(text: &str, head: usize, tail: usize) -> String {
    let count = grapheme::count(text);
    if count <= head + tail + AROUND / 2 {
        return text.to_owned();
    }
    let parts = |skip: usize, take: usize| graphemes(text).map(|(_, g)| g).skip(skip).take(take).collect::<String>();
    format!("{}…{}", parts(0, head), parts(count.saturating_sub(tail), tail))
}

#[cfg(test)]
mod tests {
    use super::super::words::diff;
    use super::*;
    use crate::analysis::history::ChangePlace;

    fn change(old: &str, new: &str) -> Change {
        Change { place: ChangePlace::default(), label: "职务".to_owned(), how: How::Changed, spans: diff(old, new) }
    }

    #[test]
    fn a_change_is_an_old_line_above_a_new_one() {
        let lines = of_change(&change("办公室副主任", "办公室主任"));
        let kinds: Vec<LineKind> = lines.iter().map(|l| l.kind).collect();
        assert_eq!(kinds, [LineKind::Field, LineKind::Old, LineKind::New]);
        assert_eq!(lines[1].spans, [Span::same("办公室"), Span::old("副"), Span::same("主任")]);
        assert_eq!(lines[2].text(), "办公室主任");
    }

    #[test]
    fn a_mark_was_set_or_was_not() {
        for (how, span, want) in
            [(How::Added, Span::new("是"), ["重点", "否", "是"]), (How::Deleted, Span::old("是"), ["重点", "是", "否"])]
        {
            let marked = Change { place: ChangePlace::default(), label: "重点".into(), how, spans: vec![span] };
            let told: Vec<String> = of_change(&marked).iter().map(HistoryLine::text).collect();
            assert_eq!(told, want);
        }
    }

    #[test]
    fn what_did_not_change_is_cut_to_what_stands_beside_the_difference() {
        let long = "一二三四五六七八九十".repeat(10);
        let lines = of_change(&change(&format!("{long}，旧，{long}"), &format!("{long}，新，{long}")));
        assert_eq!(lines[1].text(), "…六七八九十一二三四五六七八九十，旧，一二三四五六七八九十一二三四五…");
        let short = of_change(&change("甲乙丙丁，旧", "甲乙丙丁，新"));
        assert_eq!(short[1].text(), "甲乙丙丁，旧");
    }
}
