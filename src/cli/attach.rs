//! `wenkan attach`: files kept with a talk, a person or a unit.

use super::args::{Attach, Globals};
use super::output::{self, Progress};
use super::record::{self, Found};
use super::round::{self, Writing};
use crate::acts::door;
use crate::acts::output::{OutputLine, log};
use crate::error::{Error, Result, io};
use crate::export::out;
use crate::import::attach;
use crate::model::attachment::Attachment;
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::reading::Document;
use crate::model::record::{Kind, Record};
use crate::model::round::Unit;
use crate::regular::{self, Existing};
use crate::store::{FILE, Reader};
use crate::text::width;
use std::path::Path;
use uuid::Uuid;

/// Adds, lists or takes out.
pub(super) fn run(args: &Attach, globals: &Globals) -> Result<()> {
    if args.list {
        return list(&round::read(&args.file, globals)?);
    }
    if let Some([id, to]) = args.out.as_deref() {
        let writing = round::write_or_read(&args.file, globals)?;
        take_out(&writing, id, Path::new(to))?;
        return writing.close();
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
    door::perform(&writing.store, writing.author, crate::acts::attach::Attach { attachment })?;
    output::say(&format!("已附到{}：{}", owner.label, path.display()));
    output::data(&format!("{id}\n"))
}

/// Kinds of record that a file is kept with.
const OWNERS: [Kind; 8] = [
    Kind::Interview,
    Kind::Person,
    Kind::Unit,
    Kind::Answer,
    Kind::Observation,
    Kind::Document,
    Kind::Entry,
    Kind::Problem,
];

/// What a file is attached to.
struct Owner {
    id: Uuid,
    label: String,
}

impl Owner {
    /// The record that `target` names. With a person who has been talked to it is the last talk.
    fn find(reader: &Reader, target: &str) -> Result<Self> {
        let Found { kind, id, label } = record::find(reader, target)?;
        if !OWNERS.contains(&kind) {
            return Err(Error::input(format!("{label}不能带附件")).hint("没有附加任何文件。"));
        }
        let Some(person) = reader.get::<Person>(id)?.filter(|_| kind == Kind::Person) else {
            return Ok(Self { id, label });
        };
        let talks: Vec<Interview> = reader.children(id)?;
        Ok(match talks.last() {
            Some(talk) => Self { id: talk.uuid(), label: format!("与 {} {} 的谈话", person.code, person.name) },
            None => Self { id, label: format!("人员 {} {}（还没有谈话）", person.code, person.name) },
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
        let owner = width::fit(&output::one_line(&Owner::label(reader, a.owner)?), 8);
        let (name, caption) = (output::one_line(&a.name), output::one_line(&a.caption));
        let caption = if caption.is_empty() { caption } else { format!("　{caption}") };
        Ok(format!("{}  {:>9} KiB  {owner}  {name}{caption}\n", a.id, a.size.div_ceil(1024)))
    };
    output::data(&all.iter().map(line).collect::<Result<String>>()?)
}

/// Writes the content to `to`, whole or not at all, and its line in the log of outputs; refuses an existing file.
fn take_out(writing: &Writing, id: &str, to: &Path) -> Result<()> {
    let reader = &writing.reader;
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
    out::check(&file, to, attachment.sha256)?;
    let line = OutputLine {
        what: FILE,
        name: to.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        folder: std::path::absolute(to).ok().and_then(|to| to.parent().map(Path::to_owned)),
        sha256: attachment.sha256,
        from: Some(reader.sources([attachment.id.0])?),
    };
    log(&writing.store, writing.author, vec![line])?;
    regular::place(file.into_temp_path(), to, Existing::Refuse).map_err(|e| io("写入", to, e))?;
    output::say(&format!("已取出 {}：{}", attachment.name, to.display()));
    writing.say_unlogged();
    Ok(())
}
