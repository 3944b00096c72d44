//! What earlier exports and backups left on the disk that holds what is told no more. Everything below the folder of the
//! round and below the folders into which outputs were written is looked at (`walk`): an output is known again by its
//! hash, whatever it is called now, and judged by its text (`judge`); archives are looked into or named
//! (`archive`); copies of the round are named ([`copies`]), those under other names too (`rounds`), and so are attachments
//! that say it (`attached`). Files are removed when the user says so; of attachments only what was put out.

mod archive;
mod attached;
pub mod copies;
mod judge;
mod rounds;
#[cfg(test)]
mod tests;
mod text;
mod walk;

pub use attached::{ATTACHED, saying as attachments_saying};
pub use copies::LeftCopy;
pub(super) use walk::hash;

use crate::error::{self, Error, Kind, Result};
use crate::model::ids::Hash;
use crate::model::left::{CopyMade, Left};
use crate::model::round::Round;
use crate::regular;
use crate::store::{Reader, RoundMarks};
use archive::Looks;
use judge::{Found, Judged, Seen, Wanted};
use rounds::Rounds;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use walk::{Halt, Limits, Pace, Place};

/// Asked while files are looked for: is given how many were looked at; `false` calls the search off.
pub type GoOn<'a> = &'a dyn Fn(usize) -> bool;

/// An exported file that lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftFile {
    /// Where.
    pub path: PathBuf,
    /// Its hash, when it is as it was exported and holds it; `None`: somebody changed it, or it is not certain that it holds
    /// it, or it may be what was brought in as an attachment, and it is only named.
    pub sha256: Option<Hash>,
}

/// An archive that holds such a file or may hold one. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftArchive {
    /// Where.
    pub path: PathBuf,
    /// The files in it that hold it; none: it could not be looked into, or not wholly.
    pub entries: Vec<String>,
}

/// How far was looked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Reach {
    /// There was nothing to look for.
    #[default]
    Nothing,
    /// Everything below the folders was looked at.
    Whole,
    /// There was too much.
    Cut,
}

/// What of earlier exports was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftFiles {
    /// The files, by path.
    pub files: Vec<LeftFile>,
    /// The archives, by path.
    pub archives: Vec<LeftArchive>,
    /// Exports of which no file was found: name, how many, when they were written.
    pub gone: Vec<String>,
    /// Copies of the round made before something was withheld; newest first.
    pub copies: Vec<LeftCopy>,
    /// Attachments of the round with such words in them.
    pub attachments: Vec<String>,
    /// Folders that cannot be read.
    pub unread: Vec<PathBuf>,
    /// How far was looked.
    pub reach: Reach,
}

impl LeftFiles {
    /// How many files and archives are known to hold it or are to be looked at; archives of which nobody knows what is in
    /// them do not count.
    pub fn count(&self) -> usize {
        self.files.len() + self.archives.iter().filter(|a| !a.entries.is_empty()).count()
    }

    /// Whether any export is named, found or not; copies of the round are none.
    pub fn names_exports(&self) -> bool {
        !(self.files.is_empty() && self.archives.is_empty() && self.gone.is_empty())
    }

    /// What was looked at and what was not, in one sentence; empty when nothing was looked for.
    pub fn reach_said(&self) -> String {
        let whole = match self.reach {
            Reach::Nothing if self.copies.is_empty() => return String::new(),
            Reach::Nothing => return format!("备份只看了登记过的和备份文件夹里的；{NOT_SOUGHT}"),
            Reach::Whole => "查了",
            Reach::Cut => "文件太多，没有查完；查的是",
        };
        let unread = match self.unread.len() {
            0 => String::new(),
            n => {
                let first = self.unread.first().map(|p| p.display().to_string()).unwrap_or_default();
                format!("；其中 {n} 个文件夹打不开，没有查（{first}）")
            }
        };
        format!("{whole}轮次文件所在的文件夹和导出过的文件夹，连同里面各层{unread}；{NOT_SOUGHT}")
    }
}

/// What is never looked at.
const NOT_SOUGHT: &str = "别的文件夹、U 盘、邮箱和已经发出去的没有查，请自己收回。";

/// What is said of files that are only named.
pub const UNSURE: &str = "导出以后改过的、凭据已另行处理的、附件的原件，或程序读不出文字的文件（如由导出文件转成的 PDF）：\
                          请打开看，有已转线索的话就自己删除";
/// What is said of archives.
pub const ARCHIVES: &str = "要核对的压缩包（程序不改也不删压缩包）：写着“里面有”的请解开删除，其余请自己解开看";
/// What is said of exports of which no file was found.
pub const GONE: &str = "另有下列没有找到：可能已经删除，也可能改过、在压缩包里或在没有查的地方，\
                        请自己找出来删除；拷贝出去过的请收回";

impl LeftArchive {
    /// Where it lies and what in it holds it.
    pub fn line(&self) -> String {
        let path = self.path.display();
        if self.entries.is_empty() {
            return format!("{path}　没有打开看");
        }
        format!("{path}　里面有 {}", self.entries.join("、"))
    }
}

/// What may lie on the disk, as the round knows it.
#[derive(Debug, Clone, Default)]
pub struct Behind {
    outputs: Vec<Left>,
    copies: Vec<CopyMade>,
    /// Where daily copies go.
    daily: Option<PathBuf>,
    /// What tells other files of the round; `None` while nothing is withheld.
    marks: Option<RoundMarks>,
    /// Attachments of the round with such words in them.
    attachments: Vec<String>,
    /// How many files of each hash the program itself removed.
    removed: BTreeMap<Hash, usize>,
}

impl Behind {
    /// Of these outputs, and all copies of the round.
    ///
    /// # Errors
    /// The round cannot be read.
    pub fn of(reader: &Reader, outputs: Vec<Left>) -> Result<Self> {
        let (copies, marks) = (reader.copies_made()?, reader.round_marks()?);
        let round: Option<Round> = reader.all()?.into_iter().next();
        let daily = round.and_then(|r| r.backup_dir).map(PathBuf::from).filter(|_| marks.is_some());
        let attachments = attachments_saying(reader, &reader.withheld_words()?)?;
        Ok(Self { outputs, copies, daily, marks, attachments, removed: reader.removed_outputs()? })
    }

    /// Of all outputs and copies, whenever something was withheld.
    ///
    /// # Errors
    /// The round cannot be read.
    pub fn all(reader: &Reader) -> Result<Self> {
        Self::of(reader, reader.left_behind()?)
    }

    /// Looks for them. Costs by what lies on the disk: not between two keys.
    ///
    /// # Errors
    /// [`Kind::Cancelled`] when `going` calls it off.
    pub fn find(&self, round: &Path, going: GoOn<'_>) -> Result<LeftFiles> {
        self.find_within(round, Pace::new(going, Limits::USUAL))
    }

    /// Looks for the files of these outputs, by their hashes, in the folder of the round and in those into which outputs were
    /// written, whatever lies below them included, whatever they are called now. What an output holds is told by its own
    /// text where it has one. Files in the shelves 报送 and 内部 that are none of the outputs as they were written are named
    /// too when they say it, and so are those of their names elsewhere.
    /// Other files of the round are looked for on the same way.
    ///
    /// # Errors
    /// [`Kind::Cancelled`] when it is called off.
    fn find_within(&self, round: &Path, pace: Pace<'_>) -> Result<LeftFiles> {
        let wanted = Wanted::of(&self.outputs, &self.copies);
        if wanted.is_empty() && self.marks.is_none() {
            return Ok(LeftFiles::default());
        }
        let rounds = Rounds::new(self.marks.as_ref(), &self.copies);
        let mut search = LeftSearch { wanted: &wanted, rounds, found: Found::default(), pace };
        let walked = walk::each(round, &self.outputs, &self.of_copies(), &mut search);
        let LeftSearch { found, rounds, .. } = search;
        let copies = copies::find(round, &self.copies, self.daily.as_deref(), &rounds.into_found());
        let found = told((&wanted, &self.removed), found, walked, copies)?;
        Ok(LeftFiles { attachments: self.attachments.clone(), ..found })
    }

    /// Folders in which only files of rounds are looked for: those that copies were written into.
    fn of_copies(&self) -> Vec<PathBuf> {
        let noted = self.copies.iter().filter_map(|copy| copy.folder.as_ref().map(PathBuf::from));
        noted.chain(self.daily.clone()).collect()
    }
}

fn told(
    (wanted, removed): (&Wanted<'_>, &BTreeMap<Hash, usize>),
    mut found: Found,
    walked: walk::Walked,
    copies: Vec<LeftCopy>,
) -> Result<LeftFiles> {
    let reach = match walked.halt {
        Some(Halt::CalledOff) => return Err(Error::new(Kind::Cancelled, "没有查完以前导出的文件")),
        Some(Halt::Spent) => Reach::Cut,
        None => Reach::Whole,
    };
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.archives.sort_by(|a, b| a.path.cmp(&b.path));
    let gone = wanted.gone(&found, removed);
    let Found { files, archives, .. } = found;
    Ok(LeftFiles { files, archives, gone, copies, attachments: Vec::new(), unread: walked.unread, reach })
}

/// A search under way.
struct LeftSearch<'a> {
    wanted: &'a Wanted<'a>,
    rounds: Rounds<'a>,
    found: Found,
    pace: Pace<'a>,
}

impl<'a> walk::Visitor<'a> for LeftSearch<'a> {
    fn pace(&mut self) -> &mut Pace<'a> {
        &mut self.pace
    }

    fn look(&mut self, place: &Place) -> ControlFlow<Halt> {
        self.pace.file()?;
        let path = &place.path;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let named = || LeftFile { path: path.clone(), sha256: None };
        let is_named = self.wanted.names(&name);
        // What is larger than any document is not read for nothing.
        let may_be_made_of_one =
            place.where_written && place.size <= text::LARGEST && !self.wanted.is_too_old(place.modified);
        let in_question = place.in_shelf || is_named || may_be_made_of_one;
        let Ok(head) = archive::head(path) else {
            // It cannot be read; its name is all that is known.
            if is_named && !place.only_rounds {
                self.found.files.push(named());
            }
            return ControlFlow::Continue(());
        };
        if self.rounds.look(place, &head, &mut self.pace)? || place.only_rounds {
            return ControlFlow::Continue(());
        }
        let looks = archive::looks_of(&head, path);
        if in_question || self.wanted.may_be(place.size, looks) {
            let Some(is) = self.pace.hash(path)? else {
                if is_named {
                    self.found.files.push(named());
                }
                return ControlFlow::Continue(());
            };
            let text = || text::of(path);
            let lies_as = |one: &Left| place.is_as_written(one);
            let seen = Seen {
                is,
                name: &name,
                in_shelf: place.in_shelf,
                where_written: place.where_written && !self.wanted.is_too_old(place.modified),
                looks,
                lies_as: &lies_as,
                text: &text,
            };
            match self.wanted.judge(&seen, &mut self.found) {
                Judged::Holds => self.found.files.push(LeftFile { path: path.clone(), sha256: Some(is) }),
                Judged::Unsure => self.found.files.push(named()),
                Judged::Clean => {}
                Judged::Unknown => return self.archive(place, looks),
            }
            return ControlFlow::Continue(());
        }
        self.archive(place, looks)
    }
}

impl LeftSearch<'_> {
    fn archive(&mut self, place: &Place, looks: Looks) -> ControlFlow<Halt> {
        let path = place.path.clone();
        let entries = match looks {
            Looks::Zip => match archive::zip(place, (self.wanted, &self.rounds), &mut self.found, &mut self.pace)? {
                archive::Inside::Nothing => return ControlFlow::Continue(()),
                archive::Inside::Unknown if self.wanted.is_too_old(place.modified) => return ControlFlow::Continue(()),
                archive::Inside::Unknown => Vec::new(),
                archive::Inside::Holds(entries) => entries,
            },
            Looks::Archive if !self.wanted.is_too_old(place.modified) => Vec::new(),
            Looks::Archive | Looks::Text | Looks::Other => return ControlFlow::Continue(()),
        };
        self.found.archives.push(LeftArchive { path, entries });
        ControlFlow::Continue(())
    }
}

/// The hashes of the files that [`remove`] removes.
pub fn removable(files: &[LeftFile]) -> Vec<Hash> {
    files.iter().filter_map(|file| file.sha256).collect()
}

/// Removes the files that still are as they were exported; returns how many.
///
/// # Errors
/// The disk refuses; those before it are gone.
pub fn remove(files: &[LeftFile]) -> Result<usize> {
    let mut removed = 0;
    for LeftFile { path, sha256 } in files {
        // It may have been changed since it was found.
        if sha256.is_some() && hash(path) == *sha256 {
            regular::remove(path).map_err(|e| error::io("删除", path, e))?;
            removed += 1;
        }
    }
    Ok(removed)
}
