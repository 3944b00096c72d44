//! `wenkan attach`: files kept with a talk, a person or a unit.

use super::args::{Attach, Globals};
use super::output::{self, Progress};
use super::round::{self, Writing};
use crate::error::{Error, Result, io};
use crate::export::out;
use crate::import::attach;
use crate::model::attachment::Attachment;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::reading::Document;
use crate::model::record::{Kind, Op, Record};
use crate::model::round::Unit;
use crate::store::Reader;
use crate::text::width;
use std::path::Path;
use uuid::Uuid;

/// Adds, lists or takes out.
pub(super) fn run(args: &Attach, globals: &Globals) -> Result<()> {
    if args.list {
        return list(&round::read(&args.file, globals)?);
    }
    if let Some([id, to]) = args.out.as_deref() {
        return take_out(&round::read(&args.file, globals)?, id, Path::new(to));
    }
    match (&args.target, &args.path) {
        (Some(target), Some(path)) => {
            let writing = round::write(&args.file, globals)?;
            add(&writing, target, path, args.caption.as_deref().unwrap_or_default())?;
            writing.close()
        }
        // clap asks for both unless one of the other two is there.
        _ => Err(Error::usage("要写明附在哪里、附哪个文件")),
    }
}

fn add(writing: &Writing, target: &str, path: &Path, caption: &str) -> Result<()> {
    let owner = Owner::find(&writing.reader, target)?;
    let progress = Progress::new("保存附件");
    let by = writing.author;
    let stored = attach::store_file(&writing.store, path, owner.id, caption, by, &|percent| progress.at(percent))?;
    drop(progress);
    let Some(attachment) = stored else {
        output::say(&format!("{}已有内容相同的附件，没有再加。", owner.label));
        return Ok(());
    };
    let id = attachment.id;
    writing.store.transact(Op::Attach, writing.author, move |tx| tx.put(&attachment))?;
    output::say(&format!("已附到{}：{}", owner.label, path.display()));
    output::data(&format!("{id}\n"))
}

/// What a file is attached to.
struct Owner {
    id: Uuid,
    label: String,
}

impl Owner {
    /// The record that `target` names: a unit by its code, the last talk with a person by the person's code (the person
    /// while there is no talk), any of these by its id. `UNIT/CODE` tells apart equal codes of two units.
    fn find(reader: &Reader, target: &str) -> Result<Self> {
        let target = target.trim();
        if let Ok(id) = Uuid::parse_str(target) {
            let known = [
                Kind::Interview,
                Kind::Person,
                Kind::Unit,
                Kind::Answer,
                Kind::Observation,
                Kind::Document,
                Kind::Entry,
                Kind::Problem,
            ];
            for kind in known {
                if reader.briefs(kind)?.iter().any(|(record, ..)| *record == id) {
                    return Ok(Self { id, label: kind.chinese().to_owned() });
                }
            }
            return Err(Error::input(format!("没有编号为 {target} 的记录")));
        }
        let units: Vec<Unit> = reader.all()?;
        if let Some(unit) = units.iter().find(|u| u.code.eq_ignore_ascii_case(target)) {
            return Ok(Self { id: unit.uuid(), label: format!("单位 {}", unit.name) });
        }
        let (of_unit, code) = target.split_once('/').map_or((None, target), |(u, c)| (Some(u), c));
        let mut named: Vec<(&Unit, Person)> = Vec::new();
        for unit in units.iter().filter(|u| of_unit.is_none_or(|c| u.code.eq_ignore_ascii_case(c))) {
            let people: Vec<Person> = reader.children(unit.uuid())?;
            named.extend(people.into_iter().filter(|p| p.code.0.eq_ignore_ascii_case(code)).map(|p| (unit, p)));
        }
        match named.as_slice() {
            [] => Err(Error::input(format!("没有代号或单位代码“{target}”"))
                .hint("代号见 wenkan check，单位代码也在那里。没有附加任何文件。")),
            [(_, person)] => Self::of_person(reader, person),
            several => {
                let ways: Vec<String> = several.iter().map(|(u, p)| format!("{}/{}", u.code, p.code)).collect();
                Err(Error::input(format!("“{target}”在几个单位都有")).hint(format!("请写明：{}。", ways.join("、"))))
            }
        }
    }

    fn of_person(reader: &Reader, person: &Person) -> Result<Self> {
        let talks: Vec<Interview> = reader.children(person.uuid())?;
        Ok(match talks.last() {
            Some(talk) => Self { id: talk.uuid(), label: format!("与 {} {} 的谈话", person.code, person.name) },
            None => Self {
                id: person.uuid(), label: format!("人员 {} {}（还没有谈话）", person.code, person.name)
            },
        })
    }

    /// How a list names the owner of an attachment.
    fn label(reader: &Reader, id: Uuid) -> Result<String> {
        if let Some(talk) = reader.get::<Interview>(id)? {
            return Self::label(reader, talk.person.0);
        }
        if let Some(person) = reader.get::<Person>(id)? {
            return Ok(person.code.0);
        }
        if let Some(document) = reader.get::<Document>(id)? {
            return Ok(document.cited());
        }
        Ok(reader.get::<Unit>(id)?.map_or_else(|| id.to_string(), |u| u.code))
    }
}

/// One line each: id, size, owner, name, caption.
fn list(reader: &Reader) -> Result<()> {
    let all: Vec<Attachment> = reader.all()?;
    if all.is_empty() {
        output::say("没有附件。");
    }
    let line = |a: &Attachment| {
        let owner = width::fit(&Owner::label(reader, a.owner)?, 8);
        let caption = if a.caption.is_empty() { String::new() } else { format!("　{}", a.caption) };
        Ok(format!("{}  {:>9} KiB  {owner}  {}{caption}\n", a.id, a.size.div_ceil(1024), a.name))
    };
    output::data(&all.iter().map(line).collect::<Result<String>>()?)
}

/// Writes the content to `to`, whole or not at all; refuses an existing file.
fn take_out(reader: &Reader, id: &str, to: &Path) -> Result<()> {
    let all: Vec<Attachment> = reader.all()?;
    let found = all.iter().find(|a| a.id.to_string().eq_ignore_ascii_case(id.trim()));
    let attachment = found
        .ok_or_else(|| Error::input(format!("没有编号为 {id} 的附件")).hint("编号见 wenkan attach FILE --list。"))?;
    if to.exists() {
        return Err(Error::input(format!("已有同名文件，未作改动：{}", to.display())).hint("请换一个名称。"));
    }
    let mut file = out::beside(to)?;
    let progress = Progress::new("取出附件");
    reader.copy_blob(attachment.sha256, &mut file, &|percent| progress.at(percent))?;
    drop(progress);
    file.as_file().sync_all().map_err(|e| io("写入", to, e))?;
    file.persist_noclobber(to).map_err(|e| io("写入", to, e.error))?;
    output::say(&format!("已取出 {}：{}", attachment.name, to.display()));
    Ok(())
}
