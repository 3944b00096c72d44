//! Whether a file is an output that holds what is told no more.

use super::archive::Looks;
use super::{LeftArchive, LeftFile};
use crate::model::ids::Hash;
use crate::model::left::{CopyMade, Left, Proof, Sought};
use crate::store::FILE;
use crate::text::grams::{Salt, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Under this name lie the attachments of a bundle, each under its hash.
const BESIDE: &str = "attachments/";
/// No output that the program makes comes near it (bytes).
pub(super) const LARGEST: u64 = 1 << 30;
/// So much may the clock of a disk be off, or the zone in which it writes times.
const CLOCK_OFF: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// Shorter names than this say nothing of what a longer one is (characters).
const STEM: usize = 4;

/// A name without what stands after its last dot.
fn stem_of(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether Word, WPS or the system put it there for themselves.
fn is_litter(name: &str) -> bool {
    ["~$", ".~"].iter().any(|with| name.starts_with(with)) || ["Thumbs.db", ".DS_Store"].contains(&name)
}

/// What is looked for.
pub(super) struct Wanted<'a> {
    by_hash: BTreeMap<Hash, Vec<&'a Left>>,
    names: BTreeSet<&'a str>,
    /// Their names without what stands after the last dot.
    stems: BTreeSet<&'a str>,
    sought: Vec<(Words, &'a BTreeSet<Hash>)>,
    /// Sizes of attachments.
    sizes: BTreeSet<u64>,
    /// There are attachments of which no size is known.
    any_size: bool,
    /// There are outputs that the program made: texts and Office files.
    any_made: bool,
    /// When the first of them was written.
    first: Option<SystemTime>,
}

/// What was found so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) files: Vec<LeftFile>,
    pub(super) archives: Vec<LeftArchive>,
    /// How many files there are of each hash.
    counts: BTreeMap<Hash, usize>,
    /// Outputs whose text says nothing of it.
    innocent: BTreeSet<Hash>,
}

/// A file on the disk or in an archive, as it is judged.
pub(super) struct Seen<'a> {
    pub(super) is: Hash,
    /// Its name, without folder.
    pub(super) name: &'a str,
    /// It lies in a shelf or in a folder in one.
    pub(super) in_shelf: bool,
    /// It lies where outputs are written, and not since before the first of them.
    pub(super) where_written: bool,
    /// What it looks like.
    pub(super) looks: Looks,
    /// Whether it lies as that attachment was taken out: under the name and in the folder that the log has, or beside a
    /// bundle under its hash.
    pub(super) lies_as: &'a dyn Fn(&Left) -> bool,
    /// What it says; `None`: it has no text.
    pub(super) text: &'a dyn Fn() -> Option<String>,
}

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// It is as it was exported, and holds it.
    Holds,
    /// It may hold it: the user is to look.
    Unsure,
    /// It is an output that holds nothing of it, or may be handed on.
    Clean,
    /// It is none of the outputs, as far as is known.
    Unknown,
}

fn is_attachment(one: &Left) -> bool {
    one.what == FILE || is_beside_bundle(one)
}

/// Whether it is the content of an attachment beside a bundle, which has the hash for a name.
pub(super) fn is_beside_bundle(one: &Left) -> bool {
    one.path_name.starts_with(BESIDE)
}

impl<'a> Wanted<'a> {
    pub(super) fn of(left: &'a [Left], copies: &[CopyMade]) -> Self {
        let mut sought: Vec<&Arc<Sought>> = Vec::new();
        for one in left {
            if !sought.iter().any(|s| Arc::ptr_eq(s, &one.sought)) {
                sought.push(&one.sought);
            }
        }
        let words = |sought: &Sought| Words::new(Salt(sought.salt), sought.words.clone());
        let sought = sought.into_iter().map(|sought| (words(sought), &sought.clean)).collect();
        let mut by_hash: BTreeMap<Hash, Vec<&Left>> = BTreeMap::new();
        for one in left {
            by_hash.entry(one.sha256).or_default().push(one);
        }
        let names: BTreeSet<&str> =
            left.iter().map(|one| one.path_name.as_str()).filter(|name| !name.starts_with(BESIDE)).collect();
        let stems = names.iter().map(|name| stem_of(name)).filter(|stem| stem.chars().count() >= STEM).collect();
        let attachments = || left.iter().filter(|one| is_attachment(one));
        let at = left.iter().map(|one| one.at).chain(copies.iter().map(|copy| copy.at));
        let first = at.filter_map(|at| u64::try_from(at.ms).ok()).min();
        Self {
            by_hash,
            names,
            stems,
            sought,
            sizes: attachments().filter_map(|one| one.size).collect(),
            any_size: attachments().any(|one| one.size.is_none()),
            any_made: left.iter().any(|one| !is_attachment(one)),
            first: first.map(|ms| SystemTime::UNIX_EPOCH + Duration::from_millis(ms)),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_hash.is_empty()
    }

    /// Whether an output is called that; or begins or ends so, whatever stands after the last dot: a copy that was edited or
    /// saved as another kind of file.
    pub(super) fn names(&self, name: &str) -> bool {
        let stem = stem_of(name);
        let is_like = || {
            let cut = stem.char_indices().map(|(at, _)| at).chain([stem.len()]);
            cut.filter_map(|at| stem.split_at_checked(at))
                .any(|(before, after)| self.stems.contains(before) || self.stems.contains(after))
        };
        self.names.contains(name) || is_like()
    }

    /// Whether a file of that size and look may be one of the outputs, so that its hash is worth knowing.
    pub(super) fn may_be(&self, size: u64, looks: Looks) -> bool {
        self.any_size
            || self.sizes.contains(&size)
            || (self.any_made && size <= LARGEST && matches!(looks, Looks::Zip | Looks::Text))
    }

    /// Whether a file that was written last at that time was there before anything was put out.
    pub(super) fn is_too_old(&self, modified: Option<SystemTime>) -> bool {
        let Some(first) = self.first else { return true };
        first.checked_sub(CLOCK_OFF).zip(modified).is_some_and(|(first, modified)| modified < first)
    }

    fn says(&self, text: &str) -> bool {
        self.sought.iter().any(|(words, _)| words.stand_in(text))
    }

    pub(super) fn judge(&self, seen: &Seen<'_>, found: &mut Found) -> Judged {
        let Some(outputs) = self.by_hash.get(&seen.is) else { return self.judge_other(seen) };
        *found.counts.entry(seen.is).or_default() += 1;
        let proof = outputs.iter().map(|one| one.proof).max().unwrap_or(Proof::Words);
        let holds = proof == Proof::Whole || (seen.text)().is_none_or(|text| self.says(&text));
        // What was attached lies as it was brought in wherever the group keeps it, also where something was written once;
        // that is theirs to remove.
        let is_output = outputs.iter().any(|one| !is_attachment(one) || (seen.lies_as)(one));
        match (holds, proof) {
            (true, _) if is_output => Judged::Holds,
            (true, _) | (false, Proof::Perhaps) => Judged::Unsure,
            (false, Proof::Words | Proof::Whole) => {
                found.innocent.insert(seen.is);
                Judged::Clean
            }
        }
    }

    /// Of what is not known by its hash: it was written over by hand, or made of an output.
    fn judge_other(&self, seen: &Seen<'_>) -> Judged {
        if self.sought.iter().all(|(_, clean)| clean.contains(&seen.is)) {
            return Judged::Clean;
        }
        let is_named = self.names(seen.name);
        if !(seen.in_shelf || seen.where_written || is_named) {
            return Judged::Unknown;
        }
        match (seen.text)() {
            Some(text) if (seen.in_shelf || is_named) && self.says(&text) => Judged::Unsure,
            // Archives are named as such.
            None if is_named || (seen.where_written && seen.looks.is_no_archive() && !is_litter(seen.name)) => {
                Judged::Unsure
            }
            Some(_) | None => Judged::Unknown,
        }
    }

    /// Whether another output lies where it was written: it was written over.
    fn is_replaced(&self, one: &Left) -> bool {
        let Some(folder) = &one.folder else { return false };
        let Some(is) = super::hash(&Path::new(folder).join(&one.path_name)) else { return false };
        let is_clean = || self.sought.iter().any(|(_, clean)| clean.contains(&is));
        is != one.sha256 && (self.by_hash.contains_key(&is) || is_clean())
    }

    /// The outputs of which no file was found, by name: how many, and when they were written.
    /// Left out are those that the program itself removed, and those in whose place a newer output lies.
    pub(super) fn gone(&self, found: &Found, removed: &BTreeMap<Hash, usize>) -> Vec<String> {
        let mut gone: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (is, outputs) in self.by_hash.iter().filter(|(is, _)| !found.innocent.contains(is)) {
            // Written twice into one folder it is one file.
            let mut places: BTreeMap<(&str, &str), &Left> = BTreeMap::new();
            for one in outputs.iter().filter(|one| !one.path_name.starts_with(BESIDE)) {
                places.insert((one.folder.as_deref().unwrap_or_default(), &one.path_name), one);
            }
            let [here, removed] = [&found.counts, removed].map(|of| of.get(is).copied().unwrap_or(0));
            for one in places.into_values().filter(|one| !self.is_replaced(one)).skip(here.saturating_add(removed)) {
                gone.entry(&one.path_name).or_default().push(one.at.date().to_string());
            }
        }
        let line = |(name, mut dates): (&str, Vec<String>)| {
            let count = dates.len();
            dates.sort();
            dates.dedup();
            format!("{name}　{count} 份（{} 导出）", dates.join("、"))
        };
        gone.into_iter().map(line).collect()
    }
}
