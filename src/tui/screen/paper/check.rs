//! What is wrong with the paper, beside the row and the sentence that it is about; kept up to date while one types.

use super::rows::{Row, Target, row_of};
use super::sheet::Sheet;
use super::texts::Text;
use crate::analysis::diagnose::{Count, Diagnostic, count, diagnose};
use crate::analysis::paper::BasisStanding;
use crate::analysis::paper::field::{PaperField, Spot};
use crate::model::ids::BasisId;
use crate::model::overruled::Overruled;
use crate::text::Position;
use crate::tui::typing::position;
use std::ops::Range;

/// One thing that was found, at a row of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// Its code, `E108` or `W104`.
    pub(super) code: String,
    /// It keeps the paper from being ready.
    pub(super) error: bool,
    /// The diagnostic itself.
    pub(super) diagnostic: Diagnostic,
    /// The row.
    pub(super) row: Target,
    /// The place in the row's text.
    pub(super) at: Option<Position>,
    /// What is wrong.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

impl Finding {
    /// Why it is left standing.
    pub(super) const fn overruled(&self) -> Option<&Overruled> {
        self.diagnostic.overruled.as_ref()
    }

    /// The line at the bottom.
    pub(super) fn line(&self) -> String {
        match &self.diagnostic.overruled {
            Some(left) => format!("{} 已放行　{}　理由：{}", self.code, self.message, left.reason),
            None => format!("{} {}　{}", self.code, self.message, self.help),
        }
    }

    /// The row and the place that a diagnostic is about.
    fn of(d: Diagnostic, rows: &[Row], sheet: &Sheet) -> Self {
        let row = row_of(rows, d.spot);
        let text = match row {
            Target::Text(spot) => sheet.text(spot),
            _ => None,
        };
        let at = text.zip(d.range.as_ref()).map(|(text, range)| match d.spot {
            Spot { field: PaperField::Facts, part: Some(id) } => {
                let paragraph = text.typing.buffer.paragraphs().iter().position(|p| p.meta.id.0 == id);
                Position { paragraph: paragraph.unwrap_or_default(), offset: range.start }
            }
            _ => position(&text.typing.buffer.text(), range.start),
        });
        let (code, error, message, help) = (d.label(), d.is_open_error(), d.message.clone(), d.help.clone());
        Self { code, error, row, at, message, help, diagnostic: d }
    }
}

/// What was found in a paper, and its lights.
#[derive(Debug, Clone, Default)]
pub(super) struct Checks {
    /// In the order of the paper; errors before warnings at the same place.
    pub(super) findings: Vec<Finding>,
    /// How many of each sort.
    pub(super) count: Count,
    /// The four accuracies.
    pub(super) lights: [(&'static str, bool); 4],
    /// 孤证 in words; empty: the evidence is of more than one sort.
    pub(super) single: String,
    /// Bases that nobody has confirmed yet and somebody has to.
    pub(super) unverified: Vec<BasisId>,
    /// The finding that was stepped to last, by its place in `findings`, and where the caret was put for it.
    stepped: Option<(usize, Option<Position>)>,
}

impl Checks {
    /// How many keep the paper from being ready.
    pub(super) fn errors(&self) -> usize {
        self.findings.iter().filter(|f| f.error).count()
    }

    /// The gravest of all that keeps the paper from being ready, which comes first.
    pub(super) fn first_error(&self) -> Option<&Finding> {
        self.findings.iter().find(|f| f.error)
    }

    /// The finding of a row, with its text where it is one: in a text the gravest in the sentence of the caret, else
    /// the nearest in its paragraph, else the first of the row.
    pub(super) fn at(&self, target: &Target, text: Option<&Text>) -> Option<&Finding> {
        let of_row = || self.findings.iter().filter(|f| f.row == *target);
        let caret = text.map(|text| text.typing.buffer.caret());
        if let Some(stepped) = self.stepped_at(target, caret).and_then(|n| self.findings.get(n)) {
            return Some(stepped);
        }
        let in_text = text.and_then(|text| {
            let caret = text.typing.buffer.caret();
            let words = text.typing.buffer.paragraphs().get(caret.paragraph).map_or("", |p| &p.text);
            let sentence = sentence_at(words, caret.offset);
            of_row()
                .filter_map(|f| f.at.filter(|at| at.paragraph == caret.paragraph).map(|at| (at.offset, f)))
                .min_by_key(|(at, f)| {
                    let elsewhere = !sentence.contains(at);
                    (elsewhere, !elsewhere && !f.error, at.abs_diff(caret.offset), !f.error)
                })
                .map(|(_, f)| f)
        });
        in_text.or_else(|| of_row().next())
    }

    /// Steps to the next finding after `here` in the order of the paper, each once; round and round. `here`: the row,
    /// and where in its text.
    pub(super) fn step(&mut self, here: (&Target, Option<Position>), rows: &[Row]) -> Option<&Finding> {
        let row = |target: &Target| rows.iter().position(|r| r.target == *target).unwrap_or(0);
        let place = |f: &Finding| (row(&f.row), f.at);
        let mut all: Vec<(usize, &Finding)> = self.findings.iter().enumerate().collect();
        all.sort_by_key(|(_, f)| place(f));
        let after =
            self.stepped_at(here.0, here.1).and_then(|n| all.iter().position(|(own, _)| *own == n)).map(|at| at + 1);
        let next = match after {
            Some(at) => all.get(at),
            None => all.iter().find(|(_, f)| place(f) > (row(here.0), here.1)),
        };
        let next = next.or_else(|| all.first()).map(|(n, _)| *n);
        self.stepped = next.map(|n| (n, None));
        next.and_then(|n| self.findings.get(n))
    }

    /// The caret was put there for the finding that was stepped to.
    pub(super) const fn put_at(&mut self, caret: Option<Position>) {
        if let Some((_, at)) = &mut self.stepped {
            *at = caret;
        }
    }

    /// The finding that was stepped to, as long as one stays where that led.
    fn stepped_at(&self, target: &Target, caret: Option<Position>) -> Option<usize> {
        let (n, at) = self.stepped?;
        (at == caret && self.findings.get(n).is_some_and(|f| f.row == *target)).then_some(n)
    }

    /// Of a paper as it stands on the screen.
    pub(super) fn of(paper: &crate::analysis::paper::Paper, sheet: &Sheet) -> Self {
        let rows = sheet.rows();
        let mut lights = [("", false); 4];
        for (own, light) in lights.iter_mut().zip(&paper.lights) {
            *own = (light.what.chinese(), light.is_lit());
        }
        let to_confirm = paper.footings.iter().filter(|f| f.standing == BasisStanding::ToConfirm);
        let found = diagnose(paper);
        Self {
            count: count(&found),
            findings: found.into_iter().map(|d| Finding::of(d, &rows, sheet)).collect(),
            lights,
            single: paper.single.map(|s| format!("孤证：只有{}", s.chinese())).unwrap_or_default(),
            unverified: to_confirm.map(|f| f.id).collect(),
            stepped: None,
        }
    }
}

/// The sentence of `text` in which the offset `caret` lies, as bytes; at the end of the text the last.
fn sentence_at(text: &str, caret: usize) -> Range<usize> {
    let mut start = 0;
    for sentence in text.split_inclusive(['。', '！', '？', '；']) {
        let end = start + sentence.len();
        if caret < end {
            return start..end;
        }
        if end == text.len() {
            return start..end + 1;
        }
        start = end;
    }
    start..text.len() + 1
}

#[cfg(test)]
mod tests {
    use super::sentence_at;

    #[test]
    fn the_sentence_of_the_caret_ends_with_its_stop_and_the_last_holds_the_end_of_the_text() {
        let text = "支付购车款。没有议题；未上会";
        let second = "支付购车款。".len();
        let third = second + "没有议题；".len();
        assert_eq!(sentence_at(text, 0), 0..second);
        assert_eq!(sentence_at(text, second), second..third);
        assert!(sentence_at(text, text.len()).contains(&text.len()));
        assert_eq!(sentence_at(text, text.len()).start, third);
        assert_eq!(sentence_at("支付。", "支付。".len()).start, 0);
    }
}
