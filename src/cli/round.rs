//! Opening a round for a command, to read it or to write to it.

use super::args::Globals;
use super::check::exports;
use super::{output, secret};
use crate::analysis::{methods, number};
use crate::error::{Error, Result};
use crate::export::left::Behind;
use crate::method::types::Method;
use crate::model::ids::InspectorId;
use crate::model::left::Left;
use crate::model::record::Changes;
use crate::model::round::{Inspector, Round};
use crate::store::{Reader, Store, StoreNotice};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;

/// Opens for reading, also while the screen has the file open; says how many drafts are left out.
pub(super) fn read(path: &Path, globals: &Globals) -> Result<Reader> {
    let reader = secret::with_secret(path, globals, |secret| Reader::open(path, secret))?;
    reader.note().into_iter().for_each(output::say);
    say_drafts(&reader)?;
    Ok(reader)
}

/// As [`read`], and says when the round's method cannot be read.
pub(super) fn read_with_method(path: &Path, globals: &Globals) -> Result<(Reader, Arc<Method>)> {
    let reader = read(path, globals)?;
    let used = methods::in_use(&reader)?;
    used.warning.iter().for_each(|warning| output::say(warning));
    Ok((reader, Arc::clone(&used.method)))
}

/// A round opened for writing.
#[derive(Debug)]
pub(super) struct Writing {
    pub(super) store: Store,
    pub(super) reader: Reader,
    /// Who acts; `None` in a round without inspectors.
    pub(super) author: Option<InspectorId>,
    /// What the store told of what was done.
    told: Receiver<StoreNotice>,
}

/// Opens for writing; refused while another program has the file open.
///
/// # Errors
/// Those of [`Store::open`]; [`Kind::Usage`](crate::error::Kind::Usage) when `--as` names nobody of the group.
pub(super) fn write(path: &Path, globals: &Globals) -> Result<Writing> {
    ready(secret::with_secret(path, globals, |secret| Store::open(path, secret))?, globals)
}

/// Opens for writing what was read a moment ago, only to note something in it: nobody is asked for anything.
///
/// # Errors
/// Another program has it open, or it takes a passphrase that is in no file.
pub(super) fn write_quietly(path: &Path, globals: &Globals) -> Result<Store> {
    if crate::store::is_encrypted(path)? && !secret::is_known(globals) {
        return Err(Error::usage("没有口令"));
    }
    secret::with_secret(path, globals, |secret| Store::open(path, secret))
}

/// As [`write()`], for what is written elsewhere and only noted in the round: a round that can only be read does as well.
///
/// # Errors
/// As [`write()`].
pub(super) fn write_or_read(path: &Path, globals: &Globals) -> Result<Writing> {
    ready(secret::with_secret(path, globals, |secret| Store::open_or_read(path, secret))?, globals)
}

fn ready(store: Store, globals: &Globals) -> Result<Writing> {
    let united = store.united().map(str::to_owned);
    let reader = store.reader()?;
    let unreadable = crate::acts::method::prepare(&store, &reader)?.and_then(|used| used.warning);
    let notes = [store.opened_copy(), united, store.clock_warning(), unreadable].into_iter().flatten();
    for note in store.crash_notes().into_iter().chain(notes) {
        output::say(&note);
    }
    let author = acting(&reader, globals.acting.as_deref())?;
    let told = store.notices();
    Ok(Writing { store, reader, author, told })
}

impl Writing {
    /// Says that an output is noted nowhere, when it is so.
    pub(super) fn say_unlogged(&self) {
        self.store.read_only().into_iter().for_each(|why| output::say(why.unlogged()));
    }

    /// Closes the file once everything is on the disk; says what the user did not ask for and came of it: withheld words
    /// that were struck, papers that are drafts again, and which earlier exports hold what was withheld anew.
    pub(super) fn close(self) -> Result<()> {
        let round = self.store.path().to_owned();
        let behind = self.put_away()?;
        behind.map_or(Ok(()), |behind| exports::say(&behind, &round))
    }

    /// The first half of [`close`](Self::close): everything is written and the file closed. Returns what is to be looked for
    /// on the disk, which takes its time.
    fn put_away(self) -> Result<Option<Behind>> {
        let done = |notice| match notice {
            StoreNotice::Done(_, changes) => Some(changes),
            _ => None,
        };
        let done: Vec<Changes> = self.told.try_iter().filter_map(done).collect();
        for line in unasked(&self.reader, &done)? {
            output::say(&line);
        }
        let copied = done.iter().any(|changes| changes.copied);
        let named: Vec<Left> = done.into_iter().flat_map(|changes| changes.left).collect();
        let withheld = copied || !named.is_empty();
        let behind = withheld.then(|| Behind::of(&self.reader, named)).transpose()?;
        // The command may have brought in a method.
        if self.store.read_only().is_none() {
            methods::refresh_views(&self.store, &self.reader)?;
        }
        drop(self.reader);
        self.store.close()?;
        Ok(behind)
    }
}

/// What came of these actions beside what they were for.
fn unasked(reader: &Reader, done: &[Changes]) -> Result<Vec<String>> {
    let mut said = Vec::new();
    if done.iter().any(|changes| changes.struck) {
        said.push("写入的内容里有已转线索的话，存为〔已另行处理〕。".to_owned());
    }
    let papers = number::of_redrafted(reader, done.iter().flat_map(|changes| &changes.redrafted))?;
    if !papers.is_empty() {
        let list = papers.join("、");
        said.push(format!("有 {} 份待送审的底稿印出来会不一样，已退回草稿，请看过再送审：{list}。", papers.len()));
    }
    Ok(said)
}

/// The round of a file.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) for a file that holds none yet.
pub(super) fn head(reader: &Reader) -> Result<Round> {
    let round = reader.round_id()?.map(|id| reader.get::<Round>(id.0)).transpose()?.flatten();
    round.ok_or_else(|| {
        Error::input(format!("文件里还没有轮次：{}", reader.path().display()))
            .hint("可用 wenkan import … bundle 填入。")
    })
}

/// Says how many unsealed drafts a reading command leaves out.
pub(super) fn say_drafts(reader: &Reader) -> Result<()> {
    let count = reader.drafts()?.len();
    if count > 0 {
        output::say(&format!("有 {count} 处正在输入、尚未封存的内容没有计入。"));
    }
    Ok(())
}

fn acting(reader: &Reader, name: Option<&str>) -> Result<Option<InspectorId>> {
    let all: Vec<Inspector> = reader.all()?;
    let Some(name) = name else { return Ok(all.iter().find(|i| !i.left).map(|i| i.id)) };
    all.iter().find(|i| i.name == name.trim()).map(|i| Some(i.id)).ok_or_else(|| no_inspector(&all, name))
}

/// Nobody of the group is called `name`.
pub(super) fn no_inspector(all: &[Inspector], name: &str) -> Error {
    let names: Vec<&str> = all.iter().map(|i| i.name.as_str()).collect();
    Error::usage(format!("这个轮次没有叫“{name}”的巡察干部")).hint(format!("名单上有：{}。", names.join("、")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::door;
    use crate::acts::people::KeepPerson;
    use crate::analysis::fixture::{World, person};
    use crate::model::problem::{Problem, ProblemState};
    use crate::model::record::Op;
    use crate::store::{Over, Script, Secret, Tx};
    use std::sync::mpsc::channel;

    #[test]
    fn the_round_is_closed_before_the_disk_is_searched() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.wenkan");
        let (store, _) = Store::create(&path, &Secret::None).unwrap();
        let (sender, told) = channel();
        sender.send(StoreNotice::Done(None, Changes { copied: true, ..Changes::default() })).unwrap();
        let writing = Writing { reader: store.reader().unwrap(), store, author: None, told };
        assert!(writing.put_away().unwrap().is_some(), "there is something to look for");
        // Whoever waits for the round need not wait for the search.
        Store::open(&path, &Secret::None).unwrap().close().unwrap();
    }

    #[test]
    fn what_nobody_asked_for_is_said_by_name() {
        let w = World::new();
        let paper = Problem { state: ProblemState::Ready, ..w.sound.clone() };
        w.store.perform(None, Script(Op::Sample, move |tx: &mut Tx<'_>| tx.put(&paper))).unwrap();
        let mut named = person(w.unit.id, "", "购车款", "司机");
        named.code.0.clear();
        let done = door::perform(&w.store, None, KeepPerson { over: Over::default(), person: named, seed: 3 }).unwrap();
        let struck = Changes { struck: true, ..Changes::default() };
        let said = unasked(&w.store.reader().unwrap(), &[done, struck]).unwrap();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said.iter().any(|s| s.contains("〔已另行处理〕")), "{said:?}");
        assert!(said.iter().any(|s| s.contains("1 份") && s.contains(&w.sound.number)), "{said:?}");
        assert!(unasked(&w.store.reader().unwrap(), &[Changes::default()]).unwrap().is_empty());
    }
}
