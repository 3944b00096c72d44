//! What is still here before leaving the site, on a page to read.

use crate::Result;
use crate::model::loan::{Loan, Standing};
use crate::model::reading::Document;
use crate::model::round::Unit;
use crate::model::value::PartialDate;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// Documents that are to be returned, have not been, and stand in no line of the register.
pub fn unlisted<'a>(documents: &'a [Document], loans: &[Loan]) -> Vec<&'a Document> {
    let listed = |d: &Document| loans.iter().any(|l| l.document == Some(d.id));
    documents.iter().filter(|d| d.due_back.is_some() && d.returned.is_none() && !listed(d)).collect()
}

/// The page of `unit`.
///
/// # Errors
/// When the round cannot be read.
pub fn page(unit: &Unit, cx: &Cx<'_>) -> Result<Page> {
    let (reader, today) = (cx.reader()?, cx.now.date());
    let loans: Vec<Loan> = reader.children(unit.id.0)?;
    let documents: Vec<Document> = reader.children(unit.id.0)?;
    let of = |standing| loans.iter().filter(move |l| l.standing(today) == standing);
    let mut blocks = vec![Block::Head(format!("{}　还在手里的", unit.name))];
    let here: Vec<Block> = of(Standing::Here).map(line).collect();
    let more: Vec<Block> = unlisted(&documents, &loans).into_iter().map(|d| document(d, today)).collect();
    let count = here.len() + more.len();
    if count == 0 {
        blocks.push(Block::Text("没有。单位的资料都还清了。".to_owned()));
    } else {
        blocks.push(Block::Text(format!(
            "{count} 样。{}",
            Context::Loans.fill("离场前逐样归还，请单位的人签收；还一样，在调阅清单里按 {key:Returned} 记一样。")
        )));
        blocks.push(Block::Gap);
    }
    blocks.extend(here);
    blocks.extend(more);
    let late: Vec<Block> = of(Standing::Overdue).map(line).collect();
    if !late.is_empty() {
        blocks.extend([Block::Gap, Block::Head("要了还没有交的".to_owned())]);
        blocks.extend(late);
    }
    Ok(Page::new("离场前核对", blocks))
}

fn line(loan: &Loan) -> Block {
    let when = match (loan.handed, loan.due) {
        (Some(at), _) => format!("{} {} 提供", at.date(), at.hour_minute()),
        (None, Some(due)) => format!("应于 {due} 提供"),
        (None, None) => String::new(),
    };
    let parts = [loan.copies.as_str(), loan.form.chinese(), &loan.provider, &when];
    Block::Item(loan.title.clone(), parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("　"))
}

fn document(document: &Document, today: PartialDate) -> Block {
    let due = document.due_back.map(|due| {
        let late = if due.before(today) { "，已过期" } else { "" };
        format!("应于 {due} 前归还{late}")
    });
    let due = due.unwrap_or_default();
    let parts = [document.form.chinese(), &document.provider, &due, "（不在清单上）"];
    Block::Item(document.cited(), parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("　"))
}
