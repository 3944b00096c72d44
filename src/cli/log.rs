//! `wenkan log`: what was done in the round, newest first. Withheld text is in no line.

use super::args::{Globals, Log};
use super::{output, round};
use crate::analysis::history::{Deed, History, Page, Wanted, short_device};
use crate::error::{Error, Result};
use crate::model::ids::InspectorId;
use crate::model::round::Inspector;
use crate::model::value::PartialDate;
use crate::store::Reader;
use crate::text::day;
use serde_json::{Value, json};

/// Lists the actions.
pub(super) fn run(args: &Log, globals: &Globals) -> Result<()> {
    let reader = round::read(&args.file, globals)?;
    let by = args.by.as_deref().map(|name| inspector(&reader, name)).transpose()?;
    let since = args.since.as_deref().map(day).transpose()?;
    let page = reader.snapshot(|r| {
        let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
        History::new(r).log(None, limit, &Wanted { by, since })
    })?;
    if args.json {
        return output::json(&page.deeds.iter().map(of_deed).collect::<Vec<_>>());
    }
    if page.deeds.is_empty() {
        output::say("没有这样的记录。");
    }
    output::data(&text(&page))?;
    if page.next.is_some() {
        output::say(&format!("只列最近 {} 件；用 --limit N 可多列。", page.deeds.len()));
    }
    Ok(())
}

/// One line each: when, who, on which laptop, what, how many records.
fn text(page: &Page) -> String {
    let line = |deed: &Deed| {
        let day = deed.at.date();
        let by = if deed.by.is_empty() { "-" } else { &deed.by };
        let device = deed.device.map_or_else(|| "-".to_owned(), short_device);
        let words = output::one_line(&deed.words);
        let count = match deed.touched.len() {
            0 => String::new(),
            count => format!("（{count} 条记录）"),
        };
        format!("{day} {}  {by}  {device}  {words}{count}\n", deed.at.hour_minute())
    };
    page.deeds.iter().map(line).collect()
}

/// The action as `--json` prints it.
pub(super) fn of_deed(deed: &Deed) -> Value {
    let touched = |t: &crate::store::Touched| {
        json!({
            "kind": t.kind.map(crate::model::record::Kind::name),
            "record": t.record,
            "what": t.fate.name(),
            "before": t.before,
            "after": t.after,
        })
    };
    json!({
        "txn": deed.txn,
        "at": deed.at,
        "author": deed.author,
        "by": deed.by,
        "device": deed.device,
        "words": deed.words,
        "elsewhere": {
            "records": deed.elsewhere.records,
            "papers": deed.elsewhere.papers,
            "fields": deed.elsewhere.fields,
        },
        "records": deed.touched.iter().map(touched).collect::<Vec<_>>(),
    })
}

fn inspector(reader: &Reader, name: &str) -> Result<InspectorId> {
    let all: Vec<Inspector> = reader.all()?;
    all.iter().find(|i| i.name == name.trim()).map(|i| i.id).ok_or_else(|| round::no_inspector(&all, name))
}

fn day(text: &str) -> Result<PartialDate> {
    day::read(text).ok_or_else(|| Error::usage(format!("“{text}”不是日期")).hint("写成 2026-03-09 或 2026年3月9日。"))
}
