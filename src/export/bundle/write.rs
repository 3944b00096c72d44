//! The bundle out of the store.

use super::{ATTACHMENTS, AnyRecord, Bundle, BundledFile, BundledMethod, FILE, FORMAT, MethodFile};
use crate::analysis::methods;
use crate::error::{self, Error, Kind as Failure, Result};
use crate::export::assemble::no_round;
use crate::export::deliver::{Exported, Output, Target};
use crate::export::out::{self, Shelf};
use crate::method::MethodFiles;
use crate::model::closed::leaving;
use crate::model::ids::Hash;
use crate::model::record::Kind;
use crate::model::round::Round;
use crate::store::{Reader, Store, called};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Writes `内部/bundle.json` and `内部/attachments/` and logs the first, which lists the hashes of the second.
///
/// The attachments come first: a bundle.json is never there without what it lists. Those of an earlier one that it does
/// not list go at the end.
///
/// # Errors
/// No round yet, the disk refuses, an attachment is missing from the file, cancelled.
pub fn export_bundle(store: &Store, target: &Target<'_>) -> Result<Vec<Exported>> {
    let folder = Shelf::Internal.open(target.out)?;
    let reader = store.reader()?;
    let (bundle, from) = reader.snapshot(|reader| {
        let bundle = collect(reader)?;
        let from = reader.sources(bundle.records.iter().map(AnyRecord::id))?;
        write_contents(reader, &bundle.attachments, &folder.join(ATTACHMENTS), target)?;
        Ok((bundle, from))
    })?;
    let (path, bytes) = (folder.join(FILE), bundle.to_json()?);
    let written = target.deliver(store, &Output { what: called::BUNDLE, path: &path, bytes: &bytes, from })?;
    remove_unlisted(&bundle.attachments, &folder.join(ATTACHMENTS))?;
    target.tell(1, 1)?;
    Ok(vec![written])
}

/// The round as plain data: what may be told of it, without pointers to the rest and without folders of this computer.
///
/// # Errors
/// No round yet, or the file cannot be read.
pub fn collect(reader: &Reader) -> Result<Bundle> {
    let round = reader.round_id()?.ok_or_else(no_round)?;
    let told = reader.told()?;
    let leaves = |record: AnyRecord| match leaving(record, &|id| told.closes(id)) {
        AnyRecord::Round(round) => AnyRecord::Round(Round { backup_dir: None, ..round }),
        other => other,
    };
    let (methods, renamed) = methods(reader)?;
    let records: Vec<AnyRecord> =
        all_records(reader)?.into_iter().map(leaves).map(|r| with_method(r, &renamed)).collect();
    let attachments = records.iter().filter_map(|r| match r {
        AnyRecord::Attachment(a) => Some(BundledFile { sha256: a.sha256, size: a.size }),
        _ => None,
    });
    let attachments = attachments.collect();
    let mut bundle = Bundle { format: FORMAT, round, methods, records, attachments };
    bundle.sort();
    Ok(bundle)
}

fn all_records(reader: &Reader) -> Result<Vec<AnyRecord>> {
    let mut records = Vec::new();
    for kind in Kind::ALL {
        records.extend(reader.all_of(kind)?);
    }
    Ok(records)
}

/// The methods as they may be told, and the new hash of each in which something was struck.
fn methods(reader: &Reader) -> Result<(Vec<BundledMethod>, BTreeMap<Hash, Hash>)> {
    let (mut all, mut renamed): (Vec<BundledMethod>, BTreeMap<Hash, Hash>) = Default::default();
    for kept in reader.methods()?.into_iter().rev().map(|m| m.hash) {
        let files = MethodFiles::kept(methods::told_files(reader, kept)?.unwrap_or_default());
        let hash = files.hash();
        if hash != kept {
            renamed.insert(kept, hash);
        }
        let files = files.files.into_iter().map(|(name, text)| MethodFile { name, text }).collect();
        // Two that differed by struck words alone are one.
        all.retain(|method| method.hash != hash);
        all.push(BundledMethod { hash, files });
    }
    Ok((all, renamed))
}

/// A record under the hash that its method has in the bundle.
fn with_method(mut record: AnyRecord, renamed: &BTreeMap<Hash, Hash>) -> AnyRecord {
    let method = match &mut record {
        AnyRecord::Interview(talk) => Some(&mut talk.method),
        AnyRecord::Document(document) => Some(&mut document.method),
        AnyRecord::Problem(problem) => Some(&mut problem.method),
        _ => None,
    };
    if let Some(method) = method
        && let Some(hash) = renamed.get(method)
    {
        *method = *hash;
    }
    record
}

fn write_contents(reader: &Reader, files: &[BundledFile], folder: &Path, target: &Target<'_>) -> Result<()> {
    if !files.is_empty() {
        fs::create_dir_all(folder).map_err(|e| error::io("新建文件夹", folder, e))?;
    }
    for (at, file) in files.iter().enumerate() {
        target.tell(at, files.len() + 1)?;
        let path = folder.join(file.sha256.to_string());
        if !reader.has_blob(file.sha256)? {
            return Err(Error::new(Failure::Storage, format!("附件内容不在文件里：{}", file.sha256.short()))
                .hint("其余内容不受影响。请用 wenkan verify 检查文件，重新添加这个附件，或从备份恢复。"));
        }
        let mut part = out::beside(&path)?;
        reader.copy_blob(file.sha256, part.as_file_mut(), &|_| (target.progress)(percent(at, files.len())))?;
        out::finish(part, &path, file.sha256)?;
    }
    Ok(())
}

/// Removes the attachments of an earlier export that this one does not list: they were taken away or dealt with elsewhere.
fn remove_unlisted(files: &[BundledFile], folder: &Path) -> Result<()> {
    let listed: BTreeSet<String> = files.iter().map(|f| f.sha256.to_string()).collect();
    let is_hash = |name: &str| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_hash(&name) && !listed.contains(&name) && entry.file_type().is_ok_and(|t| t.is_file()) {
            let path = entry.path();
            crate::regular::remove(&path).map_err(|e| error::io("删除", &path, e))?;
        }
    }
    Ok(())
}

/// Percent done before the file at `at` of `of`.
fn percent(at: usize, of: usize) -> u8 {
    u8::try_from(at * 100 / of.max(1)).unwrap_or(100)
}
