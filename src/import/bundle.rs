//! A bundle into a new round file.
//!
//! It fills a file that has no records of its own and adopts the identity of its round. What `new` sets up (the round
//! itself and the names of the group) gives way to the bundle's; anything beyond that is work, and a file with work in
//! it is refused: joining two rounds is another command.
//!
//! Everything is checked before anything is written, and all records are written in one action.

mod clean;

use crate::acts::bundle::{AdoptBundle, without_work};
use crate::acts::door;
use crate::acts::paper::ready::{PutBack, wrongly_ready};
use crate::analysis::methods;
use crate::error::{self, Error, Result};
use crate::export::bundle::{ATTACHMENTS, AnyRecord, Bundle, BundledFile, BundledMethod, FILE};
use crate::method::MethodFiles;
use crate::method::types::Method;
use crate::model::ids::{Hash, InspectorId};
use crate::model::record::{Changes, Kind};
use crate::model::unite::unite_all;
use crate::regular;
use crate::store::{MAX_BLOB, Progress, Store};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What was read and found whole.
#[derive(Debug)]
pub struct Checked {
    bundle: Bundle,
    folder: PathBuf,
    /// What the person should know; nothing of it stands in the way.
    notes: Vec<String>,
}

/// Reads a bundle (its folder, or `bundle.json` itself) and checks it: format, order and singleness of ids, one round,
/// hashes of methods, that this program can read the method in use, size and hash of each attachment. Writes nothing.
///
/// # Errors
/// The first thing that is not as it should be, with what to do. An older method that cannot be read is none: the round
/// works without it, and [`Checked::notes`] names it.
pub fn read(input: &Path) -> Result<Checked> {
    let path = if input.is_dir() { input.join(FILE) } else { input.to_owned() };
    let json = read_json(&path)?;
    let mut bundle = Bundle::from_json(&json)?;
    drop(json);
    let folder = path.parent().unwrap_or_else(|| Path::new("")).join(ATTACHMENTS);
    check_texts(&bundle)?;
    check_records(&bundle)?;
    let mut notes = check_methods(&bundle)?;
    check_list(&bundle)?;
    for file in &bundle.attachments {
        check_content(file, &folder)?;
    }
    notes.extend(unite(&mut bundle)?);
    let clean::Cleaned { cleaned, joined } = clean::clean(&mut bundle)?;
    if cleaned > 0 {
        let what = "控制字符、终端控制序列或改变文字方向的符号";
        notes.push(format!("资料包里有 {cleaned} 条记录含{what}，已去掉，请核对。"));
    }
    if joined > 0 {
        notes.push(format!("资料包里有 {joined} 条记录在只有一行的栏目里换了行，已改成空格，请核对。"));
    }
    notes.extend(forget_folder(&mut bundle));
    Ok(Checked { bundle, folder, notes })
}

/// Greatest `bundle.json` (bytes): what it takes in memory is many times as much. A round of three thousand talks stays
/// far below it.
const MAX_JSON: u64 = 256 << 20;
/// Longest text in it (bytes), as long as a file of a method may be.
const MAX_TEXT: usize = 4 << 20;

fn read_json(path: &Path) -> Result<Vec<u8>> {
    let cannot = |e| error::io("读取资料包", path, e);
    let file = regular::open(path).map_err(cannot)?;
    let size = file.metadata().map_err(cannot)?.len();
    let mut json = Vec::new();
    if size <= MAX_JSON {
        file.take(MAX_JSON + 1).read_to_end(&mut json).map_err(cannot)?;
    }
    if size > MAX_JSON || json.len() as u64 > MAX_JSON {
        return Err(Error::input(format!("资料包的 {FILE} 超过 {} MB，没有读：{}", MAX_JSON >> 20, path.display()))
            .hint("没有写入任何内容。资料包不会有这么大，请核对是否选错了文件，或在原来的电脑上重新导出。"));
    }
    Ok(json)
}

/// Refuses what no text of a round comes near.
fn check_texts(bundle: &Bundle) -> Result<()> {
    for record in &bundle.records {
        if let Some(text) = crate::model::told::texts(record).iter().find(|text| text.text.len() > MAX_TEXT) {
            let (kind, field) = (record.kind().chinese(), text.place.label);
            return Err(refused(&format!("{kind} {} 的“{field}”超过 {} MB", record.id(), MAX_TEXT >> 20)));
        }
    }
    Ok(())
}

impl Checked {
    /// What it holds.
    pub const fn bundle(&self) -> &Bundle {
        &self.bundle
    }

    /// What the person should know, one line each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Writes it into a round without work. Papers that are 待送审 in it and have errors become drafts: they are
    /// [`Changes::redrafted`].
    ///
    /// # Errors
    /// The round has records of its own; the disk refuses; cancelled. No record is written then.
    pub fn write(self, store: &Store, by: Option<InspectorId>, progress: Progress<'_>) -> Result<Changes> {
        // Looked at before attachments are copied; the action looks again.
        without_work(&store.reader()?)?;
        let files = self.bundle.attachments.len().max(1);
        for (at, file) in self.bundle.attachments.iter().enumerate() {
            let path = self.folder.join(file.sha256.to_string());
            let told = |p: u8| progress(u8::try_from((at * 100 + usize::from(p)) / files).unwrap_or(100));
            let (hash, _) = store.store_blob(&path, &told)?;
            if hash != file.sha256 {
                return Err(damaged(&path));
            }
        }
        let Bundle { methods: used, records, .. } = self.bundle;
        let files = |m: BundledMethod| MethodFiles::new(m.files.into_iter().map(|f| (f.name, f.text)));
        let adopt = AdoptBundle { methods: used.into_iter().map(files).collect(), records };
        let mut changes = door::perform(store, by, adopt)?;
        methods::refresh_views(store, &store.reader()?)?;
        // What is ready here has no open error, whatever another program left so.
        let papers = wrongly_ready(&store.reader()?)?;
        if !papers.is_empty() {
            changes.redrafted.extend(door::perform(store, by, PutBack { papers })?.redrafted);
        }
        Ok(changes)
    }
}

/// One round, which is the one named; every id once, among the records and among the elements of each.
fn check_records(bundle: &Bundle) -> Result<()> {
    let mut seen = BTreeSet::new();
    if let Some(twice) = bundle.records.iter().find(|r| !seen.insert(r.id())) {
        return Err(refused(&format!("{}的编号 {} 出现了两次", twice.kind().chinese(), twice.id())));
    }
    for record in &bundle.records {
        let fault = |e| Error::internal("资料包里的记录写不成 JSON").because(e);
        let value = serde_json::to_value(record).map_err(fault)?;
        if !are_once(&value, &mut BTreeSet::new()) {
            return Err(refused(&format!("{} {} 里有两处用了同一个编号", record.kind().chinese(), record.id())));
        }
    }
    let rounds: Vec<_> = bundle.records.iter().filter(|r| r.kind() == Kind::Round).map(AnyRecord::id).collect();
    if rounds == [bundle.round.0] { Ok(()) } else { Err(refused("轮次缺失，或不止一个")) }
}

/// Whether the elements of all lists in a value have ids of their own.
fn are_once<'v>(value: &'v Value, seen: &mut BTreeSet<&'v str>) -> bool {
    match value {
        Value::Array(items) => items.iter().all(|item| {
            item.get("id").and_then(Value::as_str).is_none_or(|id| seen.insert(id)) && are_once(item, seen)
        }),
        Value::Object(fields) => fields.values().all(|field| are_once(field, seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// Returns the older methods that cannot be read, one line each.
fn check_methods(bundle: &Bundle) -> Result<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut notes = Vec::new();
    for (at, method) in bundle.methods.iter().enumerate() {
        let files = MethodFiles::new(method.files.iter().map(|f| (f.name.clone(), f.text.clone())));
        if files.hash() != method.hash || !seen.insert(method.hash) {
            return Err(refused(&format!("工作法 {} 的内容与校验值不符", method.hash.short())));
        }
        if let Err(faults) = Method::load(&files) {
            let what = format!("工作法 {} 读不出来（{}）", method.hash.short(), methods::first_place(&faults));
            if at + 1 == bundle.methods.len() {
                return Err(Error::input(format!("资料包现用的{what}")).hint(
                    "当前轮次未作改动。请在原来的电脑上用 wenkan method update 换上一版读得出的，再重新导出资料包。",
                ));
            }
            notes.push(format!("资料包里以前的{what}；用它的谈话和资料按读得出的一版显示。"));
        }
    }
    for record in &bundle.records {
        if let Some(hash) = method_of(record).filter(|h| !seen.contains(h)) {
            return Err(refused(&format!("{}所用的工作法 {} 不在其中", record.kind().chinese(), hash.short())));
        }
    }
    Ok(notes)
}

/// A bundle of an older version may hold two records of one natural key, which no round may.
fn unite(bundle: &mut Bundle) -> Result<Option<String>> {
    let (went, lost) =
        unite_all(&mut bundle.records).map_err(|e| Error::internal("资料包里的记录没有合并").because(e))?;
    bundle.sort();
    Ok((went > 0).then(|| {
        let differ = if lost.is_empty() {
            "没有内容不一致的地方".to_owned()
        } else {
            format!("不一致的地方保留先写的一份，请核对：{}", lost.join("；"))
        };
        format!("资料包里有 {went} 条重复的记录，已并入先写的那一条；{differ}。")
    }))
}

/// Where a round is copied to is for the person at this laptop to say, not for a bundle.
fn forget_folder(bundle: &mut Bundle) -> Option<String> {
    let rounds = bundle.records.iter_mut().filter_map(|r| if let AnyRecord::Round(r) = r { Some(r) } else { None });
    let named = rounds.filter_map(|round| round.backup_dir.take()).count();
    (named > 0).then(|| "资料包里的备份文件夹没有带过来，请在本机另设。".to_owned())
}

/// The method that a record was begun with and is shown with.
const fn method_of(record: &AnyRecord) -> Option<Hash> {
    match record {
        AnyRecord::Interview(talk) => Some(talk.method),
        AnyRecord::Document(document) => Some(document.method),
        AnyRecord::Problem(problem) => Some(problem.method),
        _ => None,
    }
}

/// The list names exactly the contents that the records name.
fn check_list(bundle: &Bundle) -> Result<()> {
    let named: BTreeSet<(Hash, u64)> = bundle
        .records
        .iter()
        .filter_map(|r| if let AnyRecord::Attachment(a) = r { Some((a.sha256, a.size)) } else { None })
        .collect();
    let listed: BTreeSet<(Hash, u64)> = bundle.attachments.iter().map(|f| (f.sha256, f.size)).collect();
    if named == listed { Ok(()) } else { Err(refused("附件清单与记录不符")) }
}

fn check_content(file: &BundledFile, folder: &Path) -> Result<()> {
    let path = folder.join(file.sha256.to_string());
    let size = fs::metadata(&path).map_err(|e| error::io("读取附件", &path, e))?.len();
    if size != file.size || size > MAX_BLOB {
        return Err(damaged(&path));
    }
    let mut content = regular::open(&path).map_err(|e| error::io("读取附件", &path, e))?;
    let mut sha = HashWriter(Sha256::new());
    std::io::copy(&mut content, &mut sha).map_err(|e| error::io("读取附件", &path, e))?;
    if Hash(sha.0.finalize().into()) == file.sha256 { Ok(()) } else { Err(damaged(&path)) }
}

/// Hashes what is written to it.
struct HashWriter(Sha256);

impl std::io::Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn refused(what: &str) -> Error {
    Error::input(format!("资料包前后不一致：{what}")).hint("当前轮次未作改动。请在原来的电脑上重新导出资料包。")
}

fn damaged(path: &Path) -> Error {
    Error::input(format!("附件与清单不符，可能没有复制完整：{}", path.display()))
        .hint("当前轮次未作改动。请重新复制整个资料包文件夹。")
}

#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod tests;
