//! `wenkan check`: what is left to ask and to read, per unit, what the papers lack, and which earlier exports hold what is
//! told no more.

mod coverage;
pub(super) mod exports;
#[cfg(test)]
mod left;
#[cfg(test)]
mod marker;
mod papers;
mod print;

use super::args::{Check, CheckPart, Globals};
use super::{output, round};
use crate::acts::output::log_removed;
use crate::error::{Error, Kind, Result};
use crate::export::left::{self as exported, LeftFile};
use crate::method::types::Method;
use crate::store::Reader;
use serde::Serialize;

/// Shows what is left, what the papers lack and which earlier exports hold what is told no more.
///
/// # Errors
/// [`Kind::Findings`] when a required question is open, a kind of record is not read, a paper has an error or an
/// earlier export lies about with what is told no more, or when a paper has changed since it was printed, after everything was shown.
pub(super) fn run(args: &Check, globals: &Globals) -> Result<()> {
    if let Some(print) = &args.print {
        return print::compare(&round::read(&args.file, globals)?, print, args.json);
    }
    let wants = |part: CheckPart| args.only.is_empty() || args.only.contains(&part);
    let report = if args.remove_exports && wants(CheckPart::Exports) {
        remove(args, globals, &wants)?
    } else {
        let (reader, method) = round::read_with_method(&args.file, globals)?;
        reader.snapshot(|r| Report::read(r, &method, &wants, &mut |_| false))?
    };
    if args.json {
        output::json(&report)?;
    } else {
        output::data(&report.text())?;
    }
    let findings = report.findings();
    if findings.is_empty() { Ok(()) } else { Err(Error::new(Kind::Findings, findings)) }
}

/// Removes what is as it was exported, and notes that in the round where it can be written: nobody looks for it any more.
fn remove(args: &Check, globals: &Globals, wants: &dyn Fn(CheckPart) -> bool) -> Result<Report> {
    let (reader, method) = round::read_with_method(&args.file, globals)?;
    let mut removed = Vec::new();
    let report = reader.snapshot(|r| {
        Report::read(r, &method, wants, &mut |files| {
            removed = exported::removable(files);
            true
        })
    })?;
    drop(reader);
    if !removed.is_empty() {
        // Another program may have it open; unnoted they are only named as not found later on.
        if let Ok(store) = round::write_quietly(&args.file, globals) {
            log_removed(&store, None, removed).ok();
            store.close().ok();
        }
    }
    Ok(report)
}

/// All that was asked for, as `--json` prints it.
#[derive(Debug, Serialize)]
struct Report {
    round: String,
    method: MethodName,
    #[serde(flatten)]
    coverage: Option<coverage::Report>,
    papers: Option<papers::Report>,
    exports: Option<exports::Report>,
}

#[derive(Debug, Serialize)]
struct MethodName {
    id: String,
    version: String,
    hash: String,
    #[serde(skip)]
    name: String,
}

impl Report {
    fn read(
        reader: &Reader,
        method: &Method,
        wants: &dyn Fn(CheckPart) -> bool,
        removes: &mut dyn FnMut(&[LeftFile]) -> bool,
    ) -> Result<Self> {
        let round = round::head(reader)?;
        let coverage = wants(CheckPart::Coverage).then(|| coverage::Report::read(reader, &round, method));
        let papers = wants(CheckPart::Papers).then(|| papers::Report::read(reader));
        let exports = wants(CheckPart::Exports).then(|| exports::Report::read(reader, removes)).transpose()?;
        let Method { id, version, name, hash, .. } = method;
        let method =
            MethodName { id: id.clone(), version: version.clone(), hash: hash.to_string(), name: name.clone() };
        Ok(Self { round: round.name, method, coverage: coverage.transpose()?, papers: papers.transpose()?, exports })
    }

    fn text(&self) -> String {
        let head = format!("{}　{} {}\n", self.round, self.method.name, self.method.version);
        let coverage = self.coverage.as_ref().map(coverage::Report::text).unwrap_or_default();
        let papers = self.papers.as_ref().map(papers::Report::text).unwrap_or_default();
        let exports = self.exports.as_ref().map(exports::Report::text).unwrap_or_default();
        head + &coverage + &papers + &exports
    }

    /// What makes the exit code 1, in one line; empty: nothing.
    fn findings(&self) -> String {
        let coverage = self.coverage.as_ref();
        let counts = [
            (coverage.map_or(0, |c| c.left), "个必问问题没有问完"),
            (coverage.map_or(0, |c| c.reading_left), "类资料没有看完"),
            (self.papers.as_ref().map_or(0, |p| p.errors), "处底稿错误要改"),
            (self.exports.as_ref().map_or(0, |e| e.files.len()), "个以前导出的文件里有已转线索的话"),
            (
                self.exports.as_ref().map_or(0, exports::Report::unsure),
                "个以前导出的文件或压缩包要核对有没有已转线索的话",
            ),
        ];
        let left = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
        let left: Vec<String> = left.collect();
        if left.is_empty() { String::new() } else { format!("还有 {}。", left.join("，")) }
    }
}
