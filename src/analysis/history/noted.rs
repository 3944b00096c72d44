//! What was done and changed no record, so that the log does not have it: outputs, a new method, a lead registered.
//! It is listed with the actions and never taken back.

use super::deed::{Deed, Verb};
use super::names::Names;
use crate::error::Result;
use crate::model::ids::InspectorId;
use crate::model::record::Op;
use crate::model::round::Inspector;
use crate::model::value::Instant;
use crate::store::Reader;

/// All of it, newest first. Of an output only what it is, of a lead only its number: file names and words may be
/// withheld.
pub(super) fn all(reader: &Reader, names: &Names<'_>) -> Result<Vec<Deed>> {
    let mut all = outputs(reader, names)?;
    for method in reader.methods_alone()? {
        let words = format!("更新工作法：{}", method.hash.short());
        all.push(noted(Op::EditRound, method.by, name(names, method.by)?, method.at, words));
    }
    let group: Vec<Inspector> = reader.all()?;
    for lead in reader.leads()? {
        let by = group.iter().find(|i| i.name == lead.by_whom).map(|i| i.id);
        let words = format!("{}：{}", Op::EditLead.chinese(), lead.number);
        all.push(noted(Op::EditLead, by, lead.by_whom, lead.registered_at, words));
    }
    all.sort_by_key(|deed| std::cmp::Reverse(deed.at.ms));
    Ok(all)
}

/// The files of one action make one line.
fn outputs(reader: &Reader, names: &Names<'_>) -> Result<Vec<Deed>> {
    let rows = reader.export_log()?;
    let of_one = rows.chunk_by(|a, b| (a.at, a.by) == (b.at, b.by));
    let each = of_one.filter_map(|files| files.first().map(|first| (first, files)));
    each.map(|(first, files)| {
        let mut what: Vec<&str> = files.iter().map(|f| f.what.as_str()).collect();
        what.dedup();
        let more = if files.len() > 1 { format!(" {} 个文件", files.len()) } else { String::new() };
        let words = format!("{}：{}{more}", Op::Export.chinese(), what.join("、"));
        Ok(noted(Op::Export, first.by, name(names, first.by)?, first.at, words))
    })
    .collect()
}

fn name(names: &Names<'_>, by: Option<InspectorId>) -> Result<String> {
    Ok(by.map(|by| names.of(by.0)).transpose()?.unwrap_or_default())
}

const fn noted(op: Op, author: Option<InspectorId>, by: String, at: Instant, words: String) -> Deed {
    let (seq, verb) = (i64::MAX, Verb::Done(op));
    Deed { seq, txn: None, verb, author, by, device: None, at, touched: Vec::new(), elsewhere: 0, words }
}
