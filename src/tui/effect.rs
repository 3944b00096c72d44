//! What an update asks of the outside: writes, files, other screens. Data only; the runtime carries it out.

use crate::acts::output;
use crate::error::{Error, Kind, Result};
use crate::export::left::{self, Behind, GoOn, LeftFile, LeftFiles};
use crate::export::parts::Choice;
use crate::method::types::Method;
use crate::model::answer::Answer;
use crate::model::ids::{InspectorId, InterviewId, RoundId, UnitId};
use crate::model::left::Left;
use crate::model::round::{Inspector, Round};
use crate::model::value::Instant;
use crate::store::{
    self, Act, Copy, Draft, Keyring, Opened, Options, Passphrase, Progress, Reader, RecoveryCode, Sealed, Secret,
    Store, Ticket,
};
use crate::tui::update::{Reply, Screen};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

/// Names a screen for as long as it is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScreenId(pub u64);

/// A user action on its way to the store.
#[derive(Debug)]
pub struct HandedIn {
    /// Its ticket.
    pub ticket: Ticket,
    /// The screen that asks for it.
    pub screen: ScreenId,
    /// Who acts.
    pub author: Option<InspectorId>,
    /// The action.
    pub act: Box<dyn Act>,
    /// What is said once it is in the file.
    pub said: Option<String>,
    /// The screen leaves with this reply once it is in the file; until then it takes no keys.
    pub leaves: Option<Reply>,
}

/// How one leaves the round, once everything is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// The program ends.
    Quit,
    /// The round is closed and the first steps are shown.
    CloseRound,
}

/// A new round from first steps.
pub struct NewRound {
    /// The file to be made.
    pub path: PathBuf,
    /// Its key.
    pub secret: Secret,
    /// The round.
    pub round: Round,
    /// The group.
    pub inspectors: Vec<Inspector>,
    /// Who is at the keyboard.
    pub me: InspectorId,
}

/// What is done with the text of a lead, on the worker: the key takes long to derive. Plain text goes no further.
#[derive(Debug)]
pub enum LeadWork {
    /// Seals what was typed.
    Seal(Opened, Passphrase),
    /// Opens what is sealed.
    Open(Sealed, Passphrase),
}

/// What came of it.
#[derive(Debug)]
pub enum LeadText {
    /// It is sealed.
    Sealed(Sealed),
    /// It is open.
    Opened(Opened),
}

impl LeadWork {
    /// Does it.
    ///
    /// # Errors
    /// The passphrase is wrong, or what is sealed is damaged.
    pub fn run(&self) -> Result<LeadText> {
        match self {
            Self::Seal(text, passphrase) => Sealed::seal(text.as_str(), passphrase).map(LeadText::Sealed),
            Self::Open(sealed, passphrase) => sealed.open(passphrase).map(LeadText::Opened),
        }
    }
}

/// What is done about files of earlier exports.
#[derive(Debug, Clone)]
pub enum LeftWork {
    /// Looks which would hold what is told no more, once this answer is in the file.
    Would(Box<Answer>),
    /// Looks which of them lie on the disk.
    Find(Vec<Left>),
    /// Looks which of all that may hold it lie on the disk.
    FindAll,
    /// Removes them.
    Remove(Vec<LeftFile>),
}

impl LeftWork {
    /// Whether it searches the disk, which may take long and may be called off.
    pub const fn searches(&self) -> bool {
        matches!(self, Self::Find(_) | Self::FindAll)
    }
}

/// What came of it.
#[derive(Debug)]
pub enum LeftNews {
    /// These would.
    Would(Result<WouldName>),
    /// So many files have been looked at so far.
    Seen(usize),
    /// They lie there; or what may hold it cannot be read.
    Found(Result<LeftFiles>),
    /// The search was called off.
    CalledOff,
    /// So many are gone, or the disk refused.
    Removed(Result<usize>),
}

/// What putting an answer would name beside the records of the round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WouldName {
    /// Outputs that hold what it withholds.
    pub left: Vec<Left>,
    /// Attachments with such words in them.
    pub attachments: Vec<String>,
}

impl WouldName {
    fn by(reader: &Reader, answer: &Answer) -> Result<Self> {
        let attachments = left::attachments_saying(reader, &reader.words_by(answer)?)?;
        Ok(Self { left: reader.left_by(answer)?, attachments })
    }
}

impl LeftWork {
    /// Does it, beside the loop. The store is let go before the disk is searched: whoever closes the round meanwhile
    /// must be the last to hold it. `going` calls a search off.
    pub fn run(&self, store: Arc<Store>, going: GoOn<'_>) -> LeftNews {
        let round = store.path().to_owned();
        match self {
            Self::Would(answer) => LeftNews::Would(store.reader().and_then(|reader| WouldName::by(&reader, answer))),
            Self::Find(left) => {
                let behind = store.reader().and_then(|reader| Behind::of(&reader, left.clone()));
                drop(store);
                found(behind.and_then(|behind| behind.find(&round, going)))
            }
            Self::FindAll => {
                let all = store.reader().and_then(|reader| Behind::all(&reader));
                drop(store);
                found(all.and_then(|all| all.find(&round, going)))
            }
            Self::Remove(files) => {
                // Unnoted they are only named as not found later on.
                output::log_removed(&store, None, left::removable(files)).ok();
                drop(store);
                LeftNews::Removed(left::remove(files))
            }
        }
    }
}

/// What is done with the copies of a round, on the worker: keys take long to derive.
#[derive(Debug, Clone)]
pub struct CopiesWork {
    /// The round file; it may be gone.
    pub round: PathBuf,
    /// What opens them; `None`: the key of the open round.
    pub keys: Option<Arc<Keyring>>,
    /// What is done.
    pub what: CopiesWhat,
}

/// Looking for copies, or writing one.
#[derive(Debug, Clone)]
pub enum CopiesWhat {
    /// Lists the copies of the round of that id, when it is known, in these folders.
    List {
        /// Its id.
        id: Option<RoundId>,
        /// Where to look.
        folders: Vec<PathBuf>,
    },
    /// Writes that copy beside the round file, under a name with its date.
    Write {
        /// The copy.
        copy: PathBuf,
        /// Now.
        now: Instant,
    },
}

/// What came of it.
#[derive(Debug)]
pub enum CopiesNews {
    /// The copies, newest first.
    Found(Vec<Copy>),
    /// A copy was written to that file.
    Written(Result<PathBuf>),
}

impl CopiesWork {
    /// Does it; `progress` gets percent.
    pub fn run(&self, store: Option<&Store>, progress: Progress<'_>) -> CopiesNews {
        let own = || store.map_or_else(|| Keyring::new(Secret::None), Store::keyring);
        let keys = self.keys.clone().unwrap_or_else(|| Arc::new(own()));
        match &self.what {
            CopiesWhat::List { id, folders } => CopiesNews::Found(store::copies(&self.round, *id, folders, &keys)),
            CopiesWhat::Write { copy, now } => {
                let to = store::beside(&self.round, copy, *now);
                let written = store::restore(copy, &keys, &to, progress);
                CopiesNews::Written(written.map(|from| {
                    // The copy is there, which is what was asked for. Of an open round it is known from now on.
                    if let Some(store) = store {
                        store.note_copy(None, &to, Some(from)).ok();
                    }
                    to
                }))
            }
        }
    }
}

/// Another passphrase for the open round.
#[derive(Debug)]
pub struct PassphraseWork {
    /// What opens it now.
    pub old: Secret,
    /// What will.
    pub new: Secret,
}

/// The worker gives the round back.
#[derive(Debug)]
pub struct Rekeyed {
    /// The round, open again; or why not.
    pub store: Result<Store>,
    /// The new recovery code, or why the passphrase is the old one.
    pub changed: Result<RecoveryCode>,
    /// The file.
    pub path: PathBuf,
}

impl PassphraseWork {
    /// Does it with a store that nobody else holds.
    pub(crate) fn run(self, store: Arc<Store>, options: &Options, progress: Progress<'_>) -> Rekeyed {
        let Self { old, new } = self;
        let path = store.path().to_owned();
        let ready = if store.accepts(&old) {
            store.flush()
        } else {
            Err(Error::new(Kind::Open, "现在的口令不对").hint("口令没有换。请再输一遍。"))
        };
        let store = match (ready, Arc::try_unwrap(store)) {
            (Ok(()), Ok(store)) => store,
            (Err(e), Ok(store)) => return Rekeyed { store: Ok(store), changed: Err(e), path },
            // Nobody is left who could give it back; what holds it ends with its own work.
            (_, Err(held)) => {
                drop(held);
                let busy = || Error::new(Kind::Locked, "轮次文件还在用，口令没有换");
                return Rekeyed { store: Err(busy()), changed: Err(busy()), path };
            }
        };
        let changed = store.close().and_then(|()| store::change_passphrase(&path, &old, &new, progress));
        let secret = if changed.is_ok() { &new } else { &old };
        Rekeyed { store: Store::open_with(&path, secret, options), changed, path }
    }
}

fn found(found: Result<LeftFiles>) -> LeftNews {
    match found {
        Err(e) if e.kind == Kind::Cancelled => LeftNews::CalledOff,
        found => LeftNews::Found(found),
    }
}

/// What a screen wants counted.
#[derive(Debug, Clone)]
pub struct TallyOrder {
    /// The screen that wants it.
    pub screen: ScreenId,
    /// The unit.
    pub unit: UnitId,
    /// The method of the round.
    pub method: Arc<Method>,
}

/// Long work: on a worker, with progress, cancelled by Esc.
#[derive(Debug, Clone)]
pub enum Job {
    /// Export into the folder.
    Export {
        /// The folder.
        out: PathBuf,
        /// Who exports.
        by: Option<InspectorId>,
        /// What, and in which format.
        choice: Choice,
    },
    /// The record of one talk for signature, into the folder.
    TalkRecord {
        /// The folder.
        out: PathBuf,
        /// Who exports.
        by: Option<InspectorId>,
        /// The talk.
        talk: InterviewId,
    },
    /// The form for handing over a lead, into the folder.
    LeadForm {
        /// The folder.
        out: PathBuf,
        /// Who exports.
        by: Option<InspectorId>,
        /// Number of the lead.
        number: String,
    },
    /// A verified copy.
    Backup {
        /// The file.
        out: PathBuf,
        /// Who makes it.
        by: Option<InspectorId>,
    },
    /// Checks the whole file.
    Verify,
    /// Stores a file and the record that names it.
    Attach {
        /// The file.
        path: PathBuf,
        /// The record that it belongs to.
        owner: Uuid,
        /// What it is.
        caption: String,
        /// Who attaches it.
        by: Option<InspectorId>,
        /// Record and field of the drafts that end when it is attached.
        drafts: Vec<(Uuid, String)>,
    },
}

/// What an update asks for.
pub enum Effect {
    /// Puts a screen on top.
    Push(Box<dyn Screen>),
    /// Takes the top screen away and hands the reply to the one below.
    Pop(Option<Reply>),
    /// Puts a screen right over that one, which is not in front.
    PushOver(ScreenId, Box<dyn Screen>),
    /// Takes that screen away, which is not in front, and hands the reply to the one below it.
    Close(ScreenId, Option<Reply>),
    /// Puts screens in place of all others, the first below.
    Reset(Vec<Box<dyn Screen>>),
    /// Puts a screen in place of the top one.
    Replace(Box<dyn Screen>),
    /// Hands a user action to the store.
    Act(Box<HandedIn>),
    /// Posts a draft.
    Draft(Box<Draft>),
    /// Opens a round.
    Open(PathBuf, Secret),
    /// Makes and opens the sample round in a new folder here.
    Demo,
    /// Makes and opens a round.
    Create(Box<NewRound>),
    /// Checks the passphrase of the open round and shows the screen again.
    Unlock(Secret),
    /// Reads a table (a roster) on the worker; it comes to the screen in front.
    Read(PathBuf),
    /// Seals or opens the text of a lead on the worker; what comes of it goes to that screen.
    Lead(ScreenId, Box<LeadWork>),
    /// Counts the problems of a unit beside the loop; what comes of it goes to the screen that wants it.
    Tally(TallyOrder),
    /// Finds or removes files of earlier exports beside the loop; what comes of it goes to that screen.
    Left(ScreenId, LeftWork),
    /// Lists or writes copies of a round on the worker; what comes of it goes to that screen.
    Copies(ScreenId, Box<CopiesWork>),
    /// Puts the open round under another passphrase; the worker has it meanwhile.
    NewPassphrase(Box<PassphraseWork>),
    /// Calls off that screen's search for files of earlier exports.
    CallOffLeft(ScreenId),
    /// Begins long work.
    Start(Job),
    /// Copies what is open, because something has happened to its file, and goes on in the copy.
    Rescue,
    /// Cancels the work under way.
    CancelJob,
    /// Copies a text to the system's clipboard.
    CopyOut(String),
    /// Leaves the round; `without_backup`: although the daily copy could not be made.
    Leave {
        /// How.
        leaving: Leaving,
        /// Although the daily copy could not be made.
        without_backup: bool,
    },
}
