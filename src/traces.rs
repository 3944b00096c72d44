//! The few traces outside the round file: the last five paths that were opened, and the id of this laptop.
//!
//! They lie where each platform keeps the state of programs ([`folder`]), hold no unit, name or text beyond the path
//! itself, and are a convenience: whatever goes wrong with them is not worth a message. `--no-traces` keeps none.
//!
//! The id is random and says nothing about the laptop. It tells laptops apart whose host names are the same.

use crate::model::ids::DeviceId;
use crate::regular::{self, Existing};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How many paths are kept.
const KEEP: usize = 5;
const FILE: &str = "recent.json";
const DEVICE: &str = "device.json";

static DISABLED: AtomicBool = AtomicBool::new(false);

#[derive(Debug, Default, Serialize, Deserialize)]
struct Recent {
    /// Newest first.
    paths: Vec<PathBuf>,
}

/// The laptop, and the name that it had when the id was made.
#[derive(Debug, Serialize, Deserialize)]
struct Device {
    id: DeviceId,
    host: String,
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
        let round = regular::real(round).unwrap_or_else(|_| round.to_owned());
        if paths.first() == Some(&round) {
            return;
        }
        paths.retain(|p| *p != round);
        paths.insert(0, round);
        paths.truncate(KEEP);
        write(&folder, paths).ok();
    }
}

/// Forgets a round that was cleared out.
pub fn forget(round: &Path) {
    if let Some(folder) = enabled_folder() {
        forget_in(&folder, round);
    }
}

fn forget_in(folder: &Path, round: &Path) {
    let mut paths = read(folder);
    let before = paths.len();
    paths.retain(|p| p != round);
    if paths.len() < before {
        write(folder, paths).ok();
    }
}

/// This laptop's id, made on first use; `None` without traces, or where they cannot be kept.
///
/// `host` is the name of the laptop now: a disk that was copied onto another laptop, which then got a name of its own,
/// is another laptop.
pub fn device(host: &str) -> Option<DeviceId> {
    enabled_folder().and_then(|folder| device_in(&folder, host))
}

fn device_in(folder: &Path, host: &str) -> Option<DeviceId> {
    let path = folder.join(DEVICE);
    let noted = || serde_json::from_str::<Device>(&fs::read_to_string(&path).ok()?).ok().filter(|d| d.host == host);
    if let Some(known) = noted() {
        return Some(known.id);
    }
    let new = Device { id: DeviceId::new(), host: host.to_owned() };
    // One of another host or a damaged one goes; when two programs start at once, one of them wins, and both read it.
    if path.exists() {
        fs::remove_file(&path).ok()?;
    }
    put(folder, DEVICE, &serde_json::to_string(&new).ok()?, false).ok();
    noted().map(|d| d.id)
}

/// Unit tests leave nothing in the home of whoever runs them.
fn enabled_folder() -> Option<PathBuf> {
    if cfg!(test) || DISABLED.load(Ordering::Relaxed) { None } else { folder() }
}

fn read(folder: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
    serde_json::from_str::<Recent>(&text).unwrap_or_default().paths
}

fn write(folder: &Path, paths: Vec<PathBuf>) -> std::io::Result<()> {
    put(folder, FILE, &serde_json::to_string(&Recent { paths })?, true)
}

/// Writes a file whole, readable by its owner only (as temporary files are made); `over` one that is there, or not.
fn put(folder: &Path, name: &str, text: &str, over: bool) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    let path = folder.join(name);
    regular::place(file.into_temp_path(), &path, if over { Existing::Replace } else { Existing::Refuse })
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

    #[test]
    fn a_round_that_was_cleared_out_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let paths = ["/a/十轮.wenkan", "/a/九轮.wenkan"].map(PathBuf::from);
        write(dir.path(), paths.to_vec()).unwrap();
        forget_in(dir.path(), &paths[0]);
        assert_eq!(read(dir.path()), [paths[1].clone()]);
    }

    #[test]
    fn a_laptop_keeps_its_id_and_another_one_gets_another() {
        let dir = tempfile::tempdir().unwrap();
        let id = device_in(dir.path(), "巡察一").unwrap();
        assert_eq!(device_in(dir.path(), "巡察一"), Some(id));
        let renamed = device_in(dir.path(), "巡察二").unwrap();
        assert_ne!(renamed, id);
        fs::write(dir.path().join(DEVICE), "{\"id\": 3").unwrap();
        let mended = device_in(dir.path(), "巡察二").unwrap();
        assert_ne!(mended, renamed);
        assert_eq!(device_in(dir.path(), "巡察二"), Some(mended));
        let file = dir.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(device_in(&file, "巡察一"), None, "no folder, no id");
    }
}
