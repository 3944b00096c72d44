//! `wenkan history`: how a record came to be what it is, old beside new. Withheld text is in no line.

use super::args::{Globals, History as Args};
use super::{log, output, record, round};
use crate::analysis::history::{Change, History, HistoryLine, LineKind, Mark, Revised, Span, lines};
use crate::error::Result;
use crate::model::record::Kind;
use serde_json::{Value, json};

/// Shows the revisions, newest first; of a talk those of its answers too, of a document those of what was read in it.
pub(super) fn run(args: &Args, globals: &Globals) -> Result<()> {
    let reader = round::read(&args.file, globals)?;
    let (found, revised) = reader.snapshot(|r| {
        let history = History::new(r);
        let found = record::find_ever(r, &history, &args.record)?;
        let revised = history.of(&history.with_parts(found.id, Some(found.kind))?)?;
        Ok((found, revised))
    })?;
    if args.json {
        return output::json(&revised.iter().map(of_revised).collect::<Vec<_>>());
    }
    output::say(&format!("{}：{} 次改动，最近的在前。－ 原来，＋ 改后。", found.label, revised.len()));
    let blocks: Vec<String> = revised.iter().map(|r| lines(r).iter().map(line).collect()).collect();
    output::data(&blocks.join("\n"))
}

/// One line. What differs is marked with signs, which a pipe and a printer keep, and not with colours.
fn line(line: &HistoryLine) -> String {
    let differs = line.spans.iter().any(|s| s.mark == Mark::Same);
    let text: String = line.spans.iter().map(|s| span(s, differs)).collect();
    match line.kind {
        LineKind::Deed => format!("{text}\n"),
        LineKind::Field => format!("  {text}\n"),
        LineKind::Old => format!("    － {text}\n"),
        LineKind::New => format!("    ＋ {text}\n"),
    }
}

/// `[-旧-]`, `{+新+}` within a text; a text that differs as a whole needs no signs beside those of its line.
fn span(span: &Span, differs: bool) -> String {
    let text = output::one_line(&span.text);
    match span.mark {
        Mark::Old if differs => format!("[-{text}-]"),
        Mark::New if differs => format!("{{+{text}+}}"),
        Mark::Same | Mark::Old | Mark::New => text,
    }
}

/// The revision as `--json` prints it.
fn of_revised(revised: &Revised) -> Value {
    let changes: &[Change] = &revised.changes;
    json!({
        "rev": revised.rev,
        "before": revised.before,
        "kind": revised.kind.map(Kind::name),
        "record": revised.record,
        "name": revised.name,
        "what": revised.fate.name(),
        "action": log::of_deed(&revised.deed),
        "changes": changes,
    })
}
