//! The paper as it will be printed, as a page to read: the blocks of the full form, names covered, withheld words struck,
//! and the 内容校验 that will stand at the foot.

use crate::analysis::paper::field::PaperOutput;
use crate::analysis::paper::{BLANK, Paper, PrintedBlock};
use crate::error::Result;
use crate::model::value::PartialDate;
use crate::store::Reader;
use crate::tui::dialog::page::{Block, Page};

/// 编制日期: the day of the last revision of the problem and of what it cites; `None` while the file has neither.
pub(super) fn compiled(reader: &Reader, paper: &Paper) -> Result<Option<PartialDate>> {
    let ids = [paper.problem.id.0].into_iter().chain(paper.proofs.iter().map(|p| p.evidence.0));
    let days = ids.map(|id| reader.revised(id)).collect::<Result<Vec<_>>>()?;
    Ok(days.into_iter().flatten().max().map(crate::model::value::Instant::date))
}

/// The page.
pub(super) fn page(paper: &Paper, compiled: PartialDate) -> Page {
    let printed = paper.printed(Some(compiled));
    let mut out = Vec::new();
    let shown = |b: &&PrintedBlock| {
        b.field.is_on(PaperOutput::Full) && !(b.field.is_left_out_when_empty() && b.items.is_empty())
    };
    for block in printed.blocks().iter().filter(shown) {
        item(&mut out, block.field.label(PaperOutput::Full), &block.text());
    }
    out.push(Block::Gap);
    item(&mut out, "内容校验", &printed.content_hash().short());
    if !printed.covered.is_empty() {
        let note = "底稿写了非责任人的姓名或职务，打印时以“某某”代替，请改。";
        out.push(Block::Text(note.to_owned()));
    }
    Page::new(format!("底稿预览  {}", paper.problem.number), out)
}

/// One part of the form, paragraph by paragraph.
fn item(out: &mut Vec<Block>, label: &str, text: &str) {
    let text = if text.trim().is_empty() { BLANK } else { text };
    for (n, line) in text.lines().enumerate() {
        let label = if n == 0 { label } else { "" };
        out.push(Block::Item(label.to_owned(), line.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::{self, World};
    use crate::analysis::paper::Holdings;

    #[test]
    fn the_page_has_what_the_full_form_prints_covered_and_with_its_hash() {
        let world = World::new();
        let mut problem = world.sound.clone();
        problem.note = "赵敏提供了台账。".into();
        let paper = Holdings::read(&world.store.reader().unwrap(), None).unwrap().paper(&problem);
        let day = fixture::day("2026-03-16").unwrap();
        let shown = format!("{:?}", page(&paper, day));
        let printed = paper.printed(Some(day));
        for block in printed.blocks().iter().filter(|b| b.field.is_on(PaperOutput::Full)) {
            if block.items.is_empty() && block.field.is_left_out_when_empty() {
                assert!(!shown.contains(block.field.label(PaperOutput::Full)), "{:?}", block.field);
                continue;
            }
            assert!(shown.contains(block.field.label(PaperOutput::Full)), "{:?}", block.field);
            for line in block.text().lines().map(|l| format!("{l:?}")) {
                assert!(shown.contains(&line), "{line}");
            }
        }
        assert!(!shown.contains("赵敏") && shown.contains("某某提供了台账"), "{shown}");
        assert!(shown.contains(&paper.content_hash().short()) && shown.contains("请改"), "{shown}");
    }
}
