//! Copies of the round (备份) that say what was withheld since: those that the log knows of, and daily copies that lie in
//! their folder. They are named and never removed: a copy is what a group falls back on.

use super::rounds::Lying;
use super::walk::Own;
use crate::model::left::CopyMade;
use crate::store::{SameRound, is_daily, is_encrypted};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A copy that was made before something was withheld.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftCopy {
    /// Where it lies; `None`: it was not found where it was written.
    pub path: Option<PathBuf>,
    /// Its file name.
    pub name: String,
    /// The day on which it was made, as the log has it.
    pub made: Option<String>,
    /// It is under a passphrase; of one that was not found or cannot be read it is not known.
    pub encrypted: Option<bool>,
    /// It is known to be of this round and to have been made before.
    pub certain: bool,
}

/// What is said of copies under a passphrase.
pub const SEALED: &str = "下列备份在转线索以前做的，里面还是原话。备份和轮次文件一样有口令，程序照原样留着，不改也不删：\
                          不再需要的请自己删除；用它恢复的，要重新转线索";
/// What is said of copies without a passphrase.
pub const OPEN: &str = "下列备份在转线索以前做的，里面还是原话，没有口令，谁都能打开：请自己删除，再做一份备份";
/// What is said of copies that cannot be read.
pub const UNREADABLE: &str = "下列备份在转线索以前做的，里面可能还是原话；现在读不出来，有没有口令也不知道：\
                              请自己核对，不再需要的请自己删除";
/// What is said of files of which it is not known.
pub const UNSURE: &str = "下列轮次文件没有打开看（有口令，或不完整），程序不知道是不是这一轮次在\
                          转线索以前的备份：请自己核对，不再需要的请自己删除";
/// What is said of copies that were not found.
pub const GONE: &str = "另有下列转线索以前的备份没有找到，在别处的也要这样处理";

impl LeftCopy {
    /// Where it lies and when it was made.
    pub fn line(&self) -> String {
        let place = self.path.as_ref().map_or_else(|| self.name.clone(), |path| path.display().to_string());
        self.made.as_ref().map_or_else(|| place.clone(), |made| format!("{place}（{made} 备份）"))
    }

    /// Copies by what is said of them, each with the title over it; nothing where there are none.
    pub fn by_title(all: &[Self]) -> Vec<(&'static str, Vec<String>)> {
        let title = |copy: &Self| match (&copy.path, copy.encrypted) {
            (None, _) => GONE,
            (Some(_), _) if !copy.certain => UNSURE,
            (Some(_), Some(false)) => OPEN,
            (Some(_), Some(true)) => SEALED,
            (Some(_), None) => UNREADABLE,
        };
        let of = |of: &'static str| {
            let lines: Vec<String> = all.iter().filter(|c| title(c) == of).map(Self::line).collect();
            (!lines.is_empty()).then_some((of, lines))
        };
        [OPEN, SEALED, UNREADABLE, UNSURE, GONE].into_iter().filter_map(of).collect()
    }
}

/// Those of `made` that are older, and the daily copies in `daily` of which nothing is known; newest first. Then what else
/// lies on the disk: of a copy that was renamed the log knows the hash.
pub(super) fn find(round: &Path, made: &[CopyMade], daily: Option<&Path>, lying: &[Lying]) -> Vec<LeftCopy> {
    let beside = round.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // A name that was free again was given to another copy.
    let mut last: BTreeMap<(Option<&str>, &str), &CopyMade> = BTreeMap::new();
    for copy in made {
        last.insert((copy.folder.as_deref(), &copy.path_name), copy);
    }
    let own = Own::of(round);
    // Also under another name of the same file, which is not to be opened.
    let is_round = |path: &Path| own.lies_at(path);
    let lies = |path: &PathBuf| fs::symlink_metadata(path).is_ok_and(|m| m.is_file());
    let named = |path: PathBuf, name: &str, made: Option<String>| LeftCopy {
        encrypted: is_encrypted(&path).ok(),
        path: Some(path),
        name: name.to_owned(),
        made,
        certain: true,
    };
    let mut found = Vec::new();
    let mut older: Vec<&CopyMade> = last.into_values().filter(|copy| copy.is_older).collect();
    older.sort_by_key(|copy| std::cmp::Reverse(copy.at.ms));
    for copy in older {
        let (name, day) = (copy.path_name.as_str(), Some(copy.at.date().to_string()));
        let folders: Vec<&Path> = match &copy.folder {
            Some(folder) => vec![Path::new(folder)],
            None => [Some(beside), daily].into_iter().flatten().collect(),
        };
        match folders.iter().map(|folder| folder.join(name)).find(lies) {
            // The copy was opened and is the round now.
            Some(path) if is_round(&path) => {}
            Some(path) => found.push(named(path, name, day)),
            // The program itself removes daily copies, all but the newest.
            None if is_daily(round, name) => {}
            None => {
                found.push(LeftCopy { path: None, name: name.to_owned(), made: day, encrypted: None, certain: true });
            }
        }
    }
    let entries = daily.into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut unknown: Vec<(String, PathBuf)> = entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, path)| {
            is_daily(round, name) && lies(path) && !is_round(path) && !made.iter().any(|m| m.path_name == *name)
        })
        .collect();
    unknown.sort_by(|a, b| b.cmp(a));
    found.extend(unknown.into_iter().map(|(name, path)| named(path, &name, None)));
    let whole = |path: &Path| crate::regular::real(path).unwrap_or_else(|_| path.to_owned());
    let mut known: BTreeSet<PathBuf> = found.iter().filter_map(|copy| copy.path.as_deref().map(whole)).collect();
    for one in lying.iter().filter(|one| !is_round(&one.path)) {
        if !known.insert(whole(&one.path)) {
            continue;
        }
        let logged = made.iter().rev().find(|copy| copy.is_older && Some(copy.sha256) == one.sha256);
        if let Some(logged) = logged {
            found.retain(|copy| copy.path.is_some() || copy.name != logged.path_name);
        }
        let name = one.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let day = logged.map(|copy| copy.at.date().to_string());
        let certain = one.is == SameRound::TellsMore;
        found.push(LeftCopy { certain, ..named(one.path.clone(), &name, day) });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::Hash;
    use crate::model::value::Instant;

    fn made(name: &str, folder: Option<&Path>, ms: i64, is_older: bool) -> CopyMade {
        let at = Instant { ms, offset: 480 };
        let folder = folder.map(|f| f.display().to_string());
        CopyMade { at, path_name: name.into(), folder, sha256: Hash([0; 32]), is_older }
    }

    /// What a file without a passphrase begins with.
    fn plain() -> Vec<u8> {
        [b"SQLite format 3\0".as_slice(), &[0; 4096]].concat()
    }

    #[test]
    fn copies_that_are_older_are_named_where_they_lie() {
        let dir = tempfile::tempdir().unwrap();
        let (here, daily) = (dir.path(), dir.path().join("备份"));
        fs::create_dir(&daily).unwrap();
        let round = here.join("a.wenkan");
        let put = |path: PathBuf, bytes: &[u8]| fs::write(path, bytes).unwrap();
        let plain = &plain();
        put(round.clone(), plain);
        put(here.join("早.wenkan"), plain);
        put(here.join("晚.wenkan"), plain);
        put(here.join("旧版.wenkan"), &[9; 8192]);
        put(daily.join("a-20260310-180000.wenkan"), plain);
        put(daily.join("a-20260311-180000.wenkan"), plain);
        put(daily.join("a-20260312-180000.wenkan"), plain);
        put(daily.join("别的.wenkan"), plain);
        let all = [
            made("早.wenkan", Some(here), 1, true),
            made("早.wenkan", Some(here), 2, true),
            made("晚.wenkan", Some(here), 3, false),
            made("旧版.wenkan", None, 4, true),
            made("a-20260311-180000.wenkan", Some(&daily), 5, true),
            made("a-20260312-180000.wenkan", Some(&daily), 6, false),
            made("a-20260101-180000.wenkan", Some(&daily), 7, true),
            made("拷走.wenkan", Some(here), 8, true),
            made("a.wenkan", Some(here), 9, true),
        ];
        let found = find(&round, &all, Some(&daily), &[]);
        let names: Vec<(&str, bool)> = found.iter().map(|c| (c.name.as_str(), c.path.is_some())).collect();
        assert_eq!(
            names,
            [
                ("拷走.wenkan", false),
                ("a-20260311-180000.wenkan", true),
                ("旧版.wenkan", true),
                ("早.wenkan", true),
                ("a-20260310-180000.wenkan", true),
            ]
        );
        assert_eq!(LeftCopy::by_title(&found).iter().map(|(_, l)| l.len()).collect::<Vec<_>>(), [3, 1, 1]);
        assert_eq!(find(&round, &[], None, &[]), []);
    }

    #[test]
    fn a_copy_that_cannot_be_read_is_not_said_to_have_a_passphrase() {
        let dir = tempfile::tempdir().unwrap();
        let here = dir.path();
        let round = here.join("a.wenkan");
        fs::write(&round, plain()).unwrap();
        // Cut short: whether there was a passphrase is not to be seen.
        fs::write(here.join("断了.wenkan"), b"SQL").unwrap();
        fs::write(here.join("早.wenkan"), [9; 8192]).unwrap();
        let all = [made("断了.wenkan", Some(here), 1, true), made("早.wenkan", Some(here), 2, true)];
        let found = find(&round, &all, None, &[]);
        let titled: Vec<(&str, usize)> =
            LeftCopy::by_title(&found).iter().map(|(t, lines)| (*t, lines.len())).collect();
        assert_eq!(titled, [(SEALED, 1), (UNREADABLE, 1)]);
    }

    #[cfg(unix)]
    #[test]
    fn another_name_of_the_open_round_is_no_copy() {
        let dir = tempfile::tempdir().unwrap();
        let (here, daily) = (dir.path(), dir.path().join("备份"));
        fs::create_dir(&daily).unwrap();
        let round = here.join("a.wenkan");
        fs::write(&round, plain()).unwrap();
        for link in [here.join("早.wenkan"), daily.join("a-20260310-180000.wenkan")] {
            fs::hard_link(&round, link).unwrap();
        }
        assert_eq!(find(&round, &[made("早.wenkan", Some(here), 1, true)], Some(&daily), &[]), []);
    }
}
