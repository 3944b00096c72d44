//! The few traces outside the round file: the last five paths that were opened.
//!
//! They lie where each platform keeps the state of programs ([`folder`]), hold no unit, name or text beyond the path
//! itself, and are a convenience: whatever goes wrong with them is not worth a message. `--no-traces` keeps none.

use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How many paths are kept.
const KEEP: usize = 5;
const FILE: &str = "recent.json";

static DISABLED: AtomicBool = AtomicBool::new(false);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Recent {
    /// Newest first.
    paths: Vec<PathBuf>,
}

/// From now on neither reads nor writes traces.
pub fn disable() {
    DISABLED.store(true, Ordering::Relaxed);
}

/// Where the traces lie; `None` when there is no home folder.
pub fn folder() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "wenkan")?;
    Some(dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// The rounds that were opened last, newest first; they may be gone by now.
pub fn recent() -> Vec<PathBuf> {
    enabled_folder().map(|folder| read(&folder)).unwrap_or_default()
}

/// Notes that a round was opened.
pub fn note_opened(round: &Path) {
    if let Some(folder) = enabled_folder() {
        let mut paths = read(&folder);
        // A path relative to a folder of today means nothing tomorrow.
        let round = fs::canonicalize(round).unwrap_or_else(|_| round.to_owned());
        paths.retain(|p| *p != round);
        paths.insert(0, round);
        paths.truncate(KEEP);
        write(&folder, paths).ok();
    }
}

fn enabled_folder() -> Option<PathBuf> {
    if DISABLED.load(Ordering::Relaxed) { None } else { folder() }
}

fn read(folder: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    serde_json::from_str::<Recent>(&text).unwrap_or_default().paths
}

/// Replaces the file whole, readable by its owner only (as temporary files are made).
fn write(folder: &Path, paths: Vec<PathBuf>) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(serde_json::to_string(&Recent { paths })?.as_bytes())?;
    file.persist(folder.join(FILE)).map(drop).map_err(|e| e.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_counts_as_empty_and_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        assert!(read(dir.path()).is_empty());
        fs::write(dir.path().join(FILE), "{\"paths\": 3").unwrap();
        assert!(read(dir.path()).is_empty());
        write(dir.path(), vec![PathBuf::from("/a/十轮.wenkan")]).unwrap();
        assert_eq!(read(dir.path()), [PathBuf::from("/a/十轮.wenkan")]);
    }
}
