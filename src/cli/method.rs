//! `wenkan method`: check a folder, show a method, update a round.

use super::args::{Globals, MethodWhat};
use super::{output, round};
use crate::acts::door;
use crate::acts::method::UpdateMethod;
use crate::analysis::methods;
use crate::error::{Error, Kind, Result};
use crate::method::diff::diff;
use crate::method::render;
use crate::method::types::Method;
use crate::method::{Fault, MethodFiles};
use crate::model::closed::ELSEWHERE;
use std::path::Path;

/// Does one of the three.
pub(super) fn run(what: &MethodWhat, globals: &Globals) -> Result<()> {
    match what {
        MethodWhat::Check { dir } => check(dir),
        MethodWhat::Show { dir } => {
            let (_, method) = load(dir.as_deref(), Kind::Input)?;
            output::data(&render::show(&method))
        }
        MethodWhat::Update { file, dir } => update(file, dir.as_deref(), globals),
    }
}

/// The checked method of a folder, or the built-in one.
///
/// # Errors
/// What is wrong with it, as `kind`; all faults have been shown then.
pub(super) fn load(dir: Option<&Path>, kind: Kind) -> Result<(MethodFiles, Method)> {
    let files = dir.map_or_else(|| Ok(MethodFiles::builtin()), MethodFiles::read_dir)?;
    match Method::load(&files) {
        Ok(method) => Ok((files, method)),
        Err(faults) => Err(refused(&faults, dir, kind)),
    }
}

fn refused(faults: &[Fault], dir: Option<&Path>, kind: Kind) -> Error {
    output::say(&render::faults_report(faults));
    match dir {
        Some(dir) => Error::new(kind, format!("工作法有 {} 处错误：{}", faults.len(), dir.display())),
        None => Error::internal("内置的工作法有错误"),
    }
}

/// The faults are what the command is asked for: they are data.
fn check(dir: &Path) -> Result<()> {
    let files = MethodFiles::read_dir(dir)?;
    match Method::load(&files) {
        Ok(method) => output::data(&render::counts(&method)),
        Err(faults) => {
            output::data(&render::faults_report(&faults))?;
            Err(Error::new(Kind::Findings, format!("工作法有 {} 处错误：{}", faults.len(), dir.display())))
        }
    }
}

fn update(file: &Path, dir: Option<&Path>, globals: &Globals) -> Result<()> {
    let (files, _) = load(dir, Kind::Input)?;
    let writing = round::write(file, globals)?;
    let (new, is_struck) = methods::coming_in(&writing.reader, &files)?;
    let used = writing.reader.methods()?;
    // One in which words were struck may be brought in again once they are let in.
    if used.first().is_some_and(|m| m.hash == new.hash) && !writing.reader.is_method_struck(new.hash)? {
        output::say("轮次用的已是这一版工作法，没有改动。");
        return writing.close();
    }
    // One that was used before may replace one that cannot be read.
    let broken = used.first().is_some_and(|m| methods::exact(&writing.reader, m.hash).is_err());
    if !broken && used.iter().any(|m| m.hash == new.hash) {
        return Err(Error::input(format!("轮次以前用过这一版工作法（{}），后来已更新", new.hash.short()))
            .hint("没有改动。要退回旧版，请把 method.toml 里的 version 改一个名称，再更新一次。"));
    }
    if !used.is_empty() {
        let present = methods::current(&writing.reader)?;
        let lines = diff(&present, &new);
        let same = "内容相同，只有注释或排版不同。".to_owned();
        output::data(&(if lines.is_empty() { same } else { lines.join("\n") } + "\n"))?;
    }
    if is_struck {
        output::say(&format!("工作法里有已转线索的话，存进轮次时改为{ELSEWHERE}。请改写工作法，再更新一次。"));
    }
    let Method { name, version, .. } = new;
    door::perform(&writing.store, writing.author, UpdateMethod { method: files, replaces_unreadable: broken })?;
    writing.close()?;
    output::say(&format!("以后的谈话用 {name} {version}；已开始的谈话仍用原来的。"));
    Ok(())
}
