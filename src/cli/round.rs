//! Opening a round for a command, to read it or to write to it.

use super::args::Globals;
use super::check::exports;
use super::{output, secret};
use crate::analysis::methods;
use crate::error::{Error, Result};
use crate::export::left;
use crate::method::types::Method;
use crate::model::ids::InspectorId;
use crate::model::left::Left;
use crate::model::round::{Inspector, Round};
use crate::store::{Reader, Store, StoreNotice};
use std::path::Path;
use std::sync::mpsc::Receiver;

/// Opens for reading, also while the screen has the file open; says how many drafts are left out.
pub(super) fn read(path: &Path, globals: &Globals) -> Result<Reader> {
    let reader = secret::with_secret(path, globals, |secret| Reader::open(path, secret))?;
    say_drafts(&reader)?;
    Ok(reader)
}

/// As [`read`], and says when the round's method cannot be read.
pub(super) fn read_with_method(path: &Path, globals: &Globals) -> Result<(Reader, Method)> {
    let reader = read(path, globals)?;
    let used = methods::in_use(&reader)?;
    used.warning.iter().for_each(|warning| output::say(warning));
    Ok((reader, used.method))
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
    let store = secret::with_secret(path, globals, |secret| Store::open(path, secret))?;
    let united = store.united().map(str::to_owned);
    let unreadable = crate::acts::method::prepare(&store)?;
    for note in [store.opened_copy(), united, store.clock_warning(), unreadable].into_iter().flatten() {
        output::say(&note);
    }
    let reader = store.reader()?;
    let author = acting(&reader, globals.acting.as_deref())?;
    let told = store.notices();
    Ok(Writing { store, reader, author, told })
}

impl Writing {
    /// Closes the file once everything is on the disk; says which earlier exports hold what was withheld anew.
    pub(super) fn close(self) -> Result<()> {
        drop(self.reader);
        let done = |notice| match notice {
            StoreNotice::Done(_, changes) => Some(changes.left),
            _ => None,
        };
        let named: Vec<Left> = self.told.try_iter().filter_map(done).flatten().collect();
        exports::say(&left::find(self.store.path(), &named));
        // The command may have brought in a method.
        methods::refresh_views(&self.store)?;
        self.store.close()
    }
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
