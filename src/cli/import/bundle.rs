//! `wenkan import FILE bundle`: a bundle fills an empty round.

use crate::analysis::{methods, number};
use crate::cli::args::{Globals, ImportBundle};
use crate::cli::output::{self, Progress};
use crate::cli::round;
use crate::error::Result;
use crate::export::bundle::{AnyRecord, Bundle};
use crate::import::bundle;
use crate::model::record::Kind;
use crate::text::grams;
use std::path::Path;

/// Said of withheld sentences that are too short to be looked for in other records: how many, and not what they say.
fn too_short(bundle: &Bundle) -> Option<String> {
    let answers =
        bundle.records.iter().filter_map(|r| if let AnyRecord::Answer(answer) = r { Some(answer) } else { None });
    let withheld = answers.flat_map(|a| &a.statements).filter(|s| s.withheld);
    let count: usize = withheld.map(|s| grams::too_short(&s.text).len()).sum();
    (count > 0).then(|| format!("已转线索的话里有 {count} 句太短或只有日期，别处有没有同样的话没有查，请自己看一看。"))
}

/// Checks all of the bundle, then writes it as one action.
pub(super) fn run(file: &Path, args: &ImportBundle, globals: &Globals) -> Result<()> {
    let checked = bundle::read(&args.input)?;
    let mut notes = checked.notes().to_vec();
    notes.extend(too_short(checked.bundle()));
    let writing = round::write(file, globals)?;
    let progress = Progress::new("导入");
    let changes = checked.write(&writing.store, writing.author, &|percent| progress.at(percent))?;
    drop(progress);
    notes.extend(methods::says_withheld(&writing.store.reader()?)?);
    let drafts = number::of_redrafted(&writing.store.reader()?, &changes.redrafted)?;
    if !drafts.is_empty() {
        let list = drafts.join("、");
        notes.push(format!("有 {} 份底稿标着待送审，还有必须改的，按草稿导入：{list}。", drafts.len()));
    }
    writing.close()?;
    for note in &notes {
        output::say(note);
    }
    let count = |kind| changes.records.iter().filter(|c| c.kind == kind && !c.deleted).count();
    output::say(&format!(
        "已导入：单位 {} 个，人员 {} 人，谈话 {} 次，疑点 {} 条，附件 {} 个。",
        count(Kind::Unit),
        count(Kind::Person),
        count(Kind::Interview),
        count(Kind::Observation),
        count(Kind::Attachment)
    ));
    Ok(())
}
