//! All there is about one document, on a page to read.

use crate::Result;
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::reading::Document;
use crate::model::value::PartialDate;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// The page of `document`.
///
/// # Errors
/// When the round cannot be read.
pub fn page(document: &Document, cx: &Cx<'_>) -> Result<Page> {
    let mut blocks = vec![Block::Head(document.cited())];
    blocks.extend(registration(document, cx)?);
    let reader = cx.reader()?;
    let book = cx.book()?;
    let here = |o: &Observation| matches!(&o.origin, Origin::Document { document: d, .. } if *d == document.id);
    let observations: Vec<Observation> = reader.children(document.unit.0)?;
    let lines = observations.iter().filter(|o| here(o));
    let lines = lines.map(|o| Block::Item(format!("{} {}", o.at.date(), book.inspector_name(o.by)), o.text.clone()));
    section(
        "疑点",
        &Context::Reading.fill("还没有。查阅时在要点或条目上按 {key:MarkObservation} 标出。"),
        lines.collect(),
        &mut blocks,
    );
    let evidence: Vec<Evidence> = reader.children(document.unit.0)?;
    let lines = evidence
        .iter()
        .filter(|e| matches!(&e.source, EvidenceSource::Document { document: d, .. } if *d == document.id))
        .map(|e| {
            let pages = if e.pages.is_empty() { "还没有页码".to_owned() } else { format!("页 {}", e.pages) };
            let parts = [e.title.as_str(), &e.volume, &pages, e.form.chinese(), &e.extent];
            let text = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ");
            Block::Item(format!("{} {}", e.at.date(), book.inspector_name(e.by)), text)
        });
    section(
        "支撑材料",
        &Context::Reading.fill("还没有。查阅时在要点或条目上按 {key:TakeEvidence} 取。"),
        lines.collect(),
        &mut blocks,
    );
    let attachments: Vec<Attachment> = reader.children(document.id.0)?;
    let lines = attachments.iter().map(|a| {
        let size = format!("{} KiB", a.size.div_ceil(1024));
        let caption = if a.caption.is_empty() { String::new() } else { format!("　{}", a.caption) };
        Block::Item(a.at.date().to_string(), format!("{}　{size}{caption}", a.name))
    });
    section(
        "附件",
        &Context::Reading.fill("还没有。查阅时按 {key:Attach} 附上照片、扫描件。取出用命令 wenkan attach。"),
        lines.collect(),
        &mut blocks,
    );
    Ok(Page::new("资料情况", blocks))
}

fn registration(document: &Document, cx: &Cx<'_>) -> Result<Vec<Block>> {
    let reader = cx.reader()?;
    let day = |d: Option<PartialDate>| d.map(PartialDate::chinese).unwrap_or_default();
    let whose = document.person.map(|id| reader.get::<Person>(id.0)).transpose()?.flatten();
    let loans: Vec<Loan> = reader.children(document.unit.0)?;
    let loan = loans.iter().find(|l| l.document == Some(document.id));
    let clean = document.clean.as_ref().map(|c| {
        let by = cx.book().map(|b| b.inspector_name(c.by).to_owned()).unwrap_or_default();
        format!("卷：{}　月份：{}　页：{}　{by} {}", c.volumes, c.months, c.pages, c.at.date())
    });
    let lines = [
        ("谁的", whose.map(|p| p.name).unwrap_or_default()),
        ("件", document.form.chinese().to_owned()),
        ("提供人", document.provider.clone()),
        ("提供日期", day(document.received)),
        ("应归还", day(document.due_back)),
        ("已归还", day(document.returned)),
        ("复印页码", loan.map(|l| l.copied.clone()).unwrap_or_default()),
        ("读过，未发现问题", clean.unwrap_or_default()),
        ("备注", document.note.clone()),
    ];
    let filled = lines.into_iter().filter(|(_, text)| !text.is_empty());
    Ok(filled.map(|(label, text)| Block::Item(label.to_owned(), text)).collect())
}

fn section(head: &str, empty: &str, lines: Vec<Block>, blocks: &mut Vec<Block>) {
    blocks.extend([Block::Gap, Block::Head(format!("{head}  {}", lines.len()))]);
    if lines.is_empty() {
        blocks.push(Block::Text(empty.to_owned()));
    }
    blocks.extend(lines);
}
