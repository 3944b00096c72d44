//! A file that stands where an output goes is replaced only when it is an earlier output, as it was written.
//!
//! People correct exported papers in Word. What they wrote is in no round: such a file is renamed and reported. So is one
//! that the same round exported on another laptop, of which this file knows nothing.

use super::out::held_open;
use super::{Exported, left};
use crate::clock;
use crate::error::Result;
use crate::model::ids::Hash;
use crate::model::value::Instant;
use crate::regular;
use crate::store::Store;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Puts the file at `path` aside when this program has not written it as it is now; returns its new name. `new`: what is
/// about to be written there; `own`: the hashes of all outputs, once they were read.
///
/// # Errors
/// It cannot be renamed: another program may have it open.
pub(super) fn put_aside(
    path: &Path,
    new: Hash,
    store: &Store,
    own: &mut Option<BTreeSet<Hash>>,
) -> Result<Option<PathBuf>> {
    let Ok(meta) = std::fs::symlink_metadata(path) else { return Ok(None) };
    // One that cannot be read is nobody's output.
    let hash = left::hash(path);
    if hash == Some(new) {
        return Ok(None);
    }
    if own.is_none() {
        *own = Some(store.reader()?.output_hashes()?);
    }
    if hash.is_some_and(|hash| own.as_ref().is_some_and(|own| own.contains(&hash))) {
        return Ok(None);
    }
    let to = free_name(path, meta.modified().ok());
    regular::rename(path, &to).map_err(|e| held_open("改名", path, e))?;
    Ok(Some(to))
}

/// `NAME（原有20260312-094200）.docx`, with the time of the last change; numbered when that is taken.
fn free_name(path: &Path, changed: Option<SystemTime>) -> PathBuf {
    let now = clock::now();
    let since = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    let ms = since.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or(now.ms);
    let stamp = Instant { ms, ..now }.stamp();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|e| format!(".{}", e.to_string_lossy())).unwrap_or_default();
    let named = |nth: usize| {
        let nth = if nth == 0 { String::new() } else { format!("-{}", nth + 1) };
        path.with_file_name(format!("{stem}（原有{stamp}{nth}）{end}"))
    };
    // Ten thousand of one second are never taken.
    (0..10_000).map(named).find(|to| std::fs::symlink_metadata(to).is_err()).unwrap_or_else(|| named(0))
}

/// Said when files were put aside.
pub fn said(files: &[Exported]) -> Option<String> {
    const NAMED: usize = 5;
    let kept: Vec<&Path> = files.iter().filter_map(|e| e.kept.as_deref()).collect();
    if kept.is_empty() {
        return None;
    }
    let name = |path: &&Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let names: Vec<String> = kept.iter().take(NAMED).map(name).collect();
    let more = if kept.len() > NAMED { "等" } else { "" };
    Some(format!(
        "有 {} 个文件和本轮次登记的导出不一样（导出以后改过，或是用别的电脑、用恢复以前的轮次导出的），\
         没有覆盖，已改名留在旁边：{}{more}。里面和轮次不同的地方不会自动进轮次，请对照着改",
        kept.len(),
        names.join("、")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Secret;
    use sha2::{Digest, Sha256};
    use std::fs;

    fn hash(bytes: &str) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    #[test]
    fn a_file_is_replaced_only_when_it_is_an_output_as_it_was_written() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let line = crate::acts::output::OutputLine {
            what: crate::store::called::PAPER,
            name: "底稿.docx".to_owned(),
            folder: None,
            sha256: hash("旧"),
            from: None,
        };
        crate::acts::output::log(&store, None, vec![line]).unwrap();
        let path = dir.path().join("底稿.docx");
        let aside = || put_aside(&path, hash("新"), &store, &mut None).unwrap();
        assert_eq!(aside(), None, "nothing is there");
        for ours in ["新", "旧"] {
            fs::write(&path, ours).unwrap();
            assert_eq!(aside(), None, "{ours}");
            assert_eq!(fs::read_to_string(&path).unwrap(), ours);
        }
        let mut names = BTreeSet::new();
        for text in ["改一遍", "改两遍", "改三遍"] {
            fs::write(&path, text).unwrap();
            let kept = aside().unwrap();
            assert!(!path.exists());
            assert_eq!(fs::read_to_string(&kept).unwrap(), text);
            let name = kept.file_name().unwrap().to_string_lossy().into_owned();
            assert!(name.starts_with("底稿（原有20") && name.ends_with("）.docx"), "{name}");
            names.insert(name);
        }
        assert_eq!(names.len(), 3);
        // A folder in its place is put aside as well.
        fs::create_dir(&path).unwrap();
        assert!(aside().unwrap().is_dir());
    }

    #[test]
    fn what_was_put_aside_is_said_and_nothing_else() {
        let file = |kept: Option<&str>| Exported {
            what: "底稿",
            path: PathBuf::from("报送/底稿.docx"),
            sha256: hash("新"),
            kept: kept.map(PathBuf::from),
        };
        assert_eq!(said(&[file(None)]), None);
        let text = said(&[file(None), file(Some("报送/底稿（原有）.docx"))]).unwrap();
        assert!(text.contains("1 个") && text.contains("：底稿（原有）.docx。"), "{text}");
    }
}
