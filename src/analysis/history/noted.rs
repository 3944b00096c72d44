//! What was done and changed no record, so that the log does not have it: outputs, backups, a new method, a lead
//! registered.
//! It is listed with the actions and never taken back.

use super::deed::{Deed, Elsewhere, Verb};
use super::names::Names;
use crate::error::Result;
use crate::model::ids::InspectorId;
use crate::model::record::Op;
use crate::model::round::Inspector;
use crate::model::value::Instant;
use crate::store::{BACKUP, Reader};

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
        let words = match counted(files.iter().map(|f| f.what.as_str())).as_slice() {
            [(BACKUP, 1)] => BACKUP.to_owned(),
            [(BACKUP, n)] => format!("{BACKUP} {n} 个文件"),
            [(what, 1)] => format!("{}：{what}", Op::Export.chinese()),
            all => {
                let each: Vec<String> = all.iter().map(|(what, n)| format!("{what} {n} 份")).collect();
                format!("{}：{}", Op::Export.chinese(), each.join("、"))
            }
        };
        Ok(noted(Op::Export, first.by, name(names, first.by)?, first.at, words))
    })
    .collect()
}

/// Each kind once, in the order in which it came first, with how many there are of it.
fn counted<'a>(all: impl Iterator<Item = &'a str>) -> Vec<(&'a str, usize)> {
    let mut counted: Vec<(&str, usize)> = Vec::new();
    for what in all {
        match counted.iter_mut().find(|(known, _)| *known == what) {
            Some((_, n)) => *n += 1,
            None => counted.push((what, 1)),
        }
    }
    counted
}

fn name(names: &Names<'_>, by: Option<InspectorId>) -> Result<String> {
    Ok(by.map(|by| names.of(by.0)).transpose()?.unwrap_or_default())
}

fn noted(op: Op, author: Option<InspectorId>, by: String, at: Instant, words: String) -> Deed {
    let (seq, verb) = (i64::MAX, Verb::Done(op));
    Deed {
        seq,
        txn: None,
        verb,
        author,
        by,
        device: None,
        at,
        touched: Vec::new(),
        elsewhere: Elsewhere::default(),
        words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_output_is_counted_once() {
        let all = ["谈话记录", "谈话笔录", "谈话记录", "谈话笔录", "底稿"];
        assert_eq!(counted(all.into_iter()), [("谈话记录", 2), ("谈话笔录", 2), ("底稿", 1)]);
    }
}
