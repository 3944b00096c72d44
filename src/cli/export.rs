//! `wenkan export`: what leaves the round, into a folder. Every file is logged in the round.

use super::args::{Export, Globals};
use super::output::{self, Progress};
use super::{record, round};
use crate::error::{Error, Result};
use crate::export::assemble::{Which, export_interviews};
use crate::export::out::Shelf;
use crate::export::parts::{self, Choice, Part, Report};
use crate::export::talk_record::Variant;
use crate::export::{Exported, Target};
use crate::model::record::Kind;
use crate::store::{Reader, Store};

/// Writes what is asked for; prints the paths.
pub(super) fn run(args: &Export, globals: &Globals) -> Result<()> {
    let choice = choice(args)?;
    let writing = round::write_or_read(&args.file, globals)?;
    round::say_drafts(&writing.reader)?;
    let progress = Progress::new("导出");
    let tell = |percent| progress.at(percent);
    let target = Target { out: &args.out, by: writing.author, progress: &tell };
    let report = match &args.person {
        Some(person) => of_person(&writing.store, &writing.reader, person, &choice, &target)?,
        None => parts::export(&writing.store, &choice, &target)?,
    };
    drop(progress);
    writing.say_unlogged();
    writing.close()?;
    let lines: Vec<String> = report.files.iter().map(|e| format!("{}\n", e.path.display())).collect();
    output::data(&lines.concat())?;
    say(&report, &choice);
    Ok(())
}

/// The talk records of one person, or of one talk.
fn of_person(store: &Store, reader: &Reader, person: &str, choice: &Choice, target: &Target<'_>) -> Result<Report> {
    if choice.parts != [Part::Interviews] {
        return Err(Error::usage("--person 只用来导出谈话记录").hint("请同时写 --only interviews。"));
    }
    let found = record::find(reader, person)?;
    let which = match found.kind {
        Kind::Person => Which::Person(found.id.into()),
        Kind::Interview => Which::One(found.id.into()),
        _ => return Err(Error::input(format!("不是人员，也不是谈话：{person}")).hint("请写人员代号，如 A37。")),
    };
    let files = export_interviews(store, which, &Variant::ALL, target)?;
    let parts = if files.is_empty() { Vec::new() } else { choice.parts.clone() };
    Ok(Report { files, parts, ..Report::default() })
}

/// How much was written, what is in it, and what to mend.
fn say(report: &Report, choice: &Choice) {
    let inside = |file: &&Exported| file.path.parent().is_some_and(|p| p.ends_with(Shelf::Internal.folder()));
    let internal = report.files.iter().filter(inside).count();
    let named = if internal > 0 {
        format!("，其中“内部”里的 {internal} 个含有姓名，只在组内使用")
    } else {
        String::new()
    };
    output::say(&format!("已导出 {} 个文件{named}。", report.files.len()));
    for part in choice.written().into_iter().filter(|p| !report.parts.contains(p)) {
        output::say(&format!("没有可以导出的{}。", part.chinese()));
    }
    if let Some(warning) = report.warning() {
        output::say(&format!("{warning}。"));
    }
    if choice.written().contains(&Part::Bundle) {
        output::say("资料包没有加密：谁拿到都能看到内容。");
    }
}

/// What is to be written: `--only`, narrowed by `--format` and `--no-names`.
fn choice(args: &Export) -> Result<Choice> {
    let asked = |part: &Part| args.only.is_empty() || args.only.contains(part);
    let named = |part: &Part| part.shelf() == Shelf::Internal;
    let parts: Vec<Part> = Part::ALL.into_iter().filter(|p| asked(p) && !(args.no_names && named(p))).collect();
    if parts.is_empty() {
        return Err(Error::usage("不带姓名就没有可以导出的").hint(
            "谈话记录、调阅清单、代号对照表和资料包都含有姓名。没有写出任何文件；请去掉 --no-names，或改选别的材料。",
        ));
    }
    let choice = Choice { parts, format: args.format };
    if choice.written().is_empty() {
        let formats = |part: &Part| {
            let all: Vec<&str> = part.formats().iter().map(|f| f.name()).collect();
            format!("{}（{}）：{}", part.chinese(), part.name(), all.join("、"))
        };
        let hint: Vec<String> = choice.parts.iter().map(formats).collect();
        return Err(Error::usage("没有这种格式的材料").hint(format!("{}。", hint.join("；"))));
    }
    Ok(choice)
}
