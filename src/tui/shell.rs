//! What every screen shows and needs: the open round, who is at the keyboard, whether it is safe.

use crate::analysis::paper::Everybody;
use crate::error::{Error, Kind, Result};
use crate::method::builtin::MethodInUse;
use crate::model::ids::{DeviceId, InspectorId};
use crate::model::record::{Changes, Kind as RecordKind};
use crate::model::round::{Inspector, Round};
use crate::store::{Foreign, ReadOnly, Reader, Ticket};
use crate::text::Ambiguous;
use std::cell::OnceCell;
use std::path::PathBuf;

/// Tone of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Warning,
    /// A key has nothing to do here; the key bar does not show it.
    NotHere,
    /// Something failed.
    Error,
}

/// A line above the key bar; it stays until the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// How.
    pub tone: Tone,
    /// The input that it answers; see [`Shell::inputs`].
    input: u64,
}

/// Whether what was typed is in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Saved {
    /// 已存
    #[default]
    Yes,
    /// 存盘中
    Writing,
    /// 未存: the disk or a lock is in the way.
    Failed,
    /// 没有办成: a rule refused the last action; what it was asked with is still on its screen.
    Refused,
}

/// How an action was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// By a rule, or by what somebody else changed meanwhile: nothing is lost.
    Rule,
    /// By a fault: what it would have written is not in the file.
    Fault,
}

impl Refusal {
    /// The refusal that an error is.
    pub const fn of(error: &Error) -> Self {
        match error.kind {
            Kind::Input | Kind::Struck | Kind::Clash | Kind::Usage | Kind::Findings | Kind::Cancelled => Self::Rule,
            Kind::Open | Kind::Locked | Kind::Storage | Kind::Internal => Self::Fault,
        }
    }
}

/// The open round as all screens see it.
#[derive(Debug, Clone)]
pub struct Book {
    /// Its file.
    pub path: PathBuf,
    /// The round.
    pub round: Round,
    /// The method of new talks.
    pub method: MethodInUse,
    /// The group, in the order in which they were added.
    pub inspectors: Vec<Inspector>,
    /// The file is encrypted.
    pub encrypted: bool,
    /// This laptop, as the file knows it.
    pub device: DeviceId,
    /// Nothing can be written into the file; why.
    pub read_only: Option<ReadOnly>,
    /// Everybody on a roster of the round, once a paper has asked; until somebody changes.
    pub everybody: OnceCell<Everybody>,
}

impl Book {
    /// Reads again what an action changed of the round itself and of its inspectors.
    ///
    /// # Errors
    /// Those of reading; the book stays as it was.
    pub fn follow(&mut self, changes: &Changes, read: &Reader) -> Result<()> {
        if changes.records.is_empty() || changes.records.iter().any(|c| Everybody::depend_on(c.kind)) {
            self.everybody.take();
        }
        if changes.touches(RecordKind::Round)
            && let Some(round) = read.get(self.round.id.0)?
        {
            self.round = round;
        }
        if changes.touches(RecordKind::Inspector) {
            self.inspectors = read.all()?;
        }
        Ok(())
    }

    /// The inspector of that id.
    pub fn inspector(&self, id: InspectorId) -> Option<&Inspector> {
        self.inspectors.iter().find(|i| i.id == id)
    }

    /// The name of an inspector, for display.
    pub fn inspector_name(&self, id: InspectorId) -> &str {
        self.inspector(id).map_or("", |i| i.name.as_str())
    }

    /// Inspectors who have not left.
    pub fn present(&self) -> impl Iterator<Item = &Inspector> {
        self.inspectors.iter().filter(|i| !i.left)
    }
}

/// State shared by all screens.
#[derive(Debug, Default)]
pub struct Shell {
    /// The open round.
    pub book: Option<Book>,
    /// Who is at the keyboard.
    pub me: Option<InspectorId>,
    /// Whether what was typed is in the file.
    pub saved: Saved,
    /// What somebody else has done to the file, while it is so.
    pub foreign: Option<Foreign>,
    /// What keeps writes from the disk, and what to do, while it does.
    pub failing: Option<String>,
    /// What is typed on a screen and kept nowhere, or not taken as it stands, in the words of the top line.
    pub unkept: Option<String>,
    /// An action was refused, and no key has been pressed since, or what was typed for it stands there unchanged.
    pub refused: Option<Refusal>,
    /// The notice.
    pub notice: Option<Notice>,
    /// The program's own clipboard.
    pub clipboard: String,
    /// How this terminal draws ambiguous glyphs.
    pub ambiguous: Ambiguous,
    /// How far the work in the background has come: what, and percent.
    pub progress: Option<(String, u8)>,
    /// Files opened last, newest first.
    pub recent: Vec<PathBuf>,
    /// Actions handed in so far; see [`ticket`](Self::ticket).
    pub tickets: u64,
    /// Keys, texts and pastes taken so far.
    pub inputs: u64,
}

impl Shell {
    /// A ticket for the next action.
    pub const fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    fn say(&mut self, text: String, tone: Tone) {
        self.notice = Some(Notice { text, tone, input: self.inputs });
    }

    /// Whether what stands there was said to something that came after `input`.
    pub(super) fn has_said_since(&self, input: u64) -> bool {
        self.notice.as_ref().is_some_and(|n| n.input > input)
    }

    /// Says that something was done.
    pub fn done(&mut self, text: impl Into<String>) {
        self.say(text.into(), Tone::Done);
    }

    /// Says something to know.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.say(text.into(), Tone::Warning);
    }

    /// Says that a key has nothing to do here.
    pub fn not_here(&mut self, text: impl Into<String>) {
        self.say(text.into(), Tone::NotHere);
    }

    /// Says what did not come about.
    pub fn refuse(&mut self, text: &str) {
        self.say(text.replace('\n', "　"), Tone::Error);
    }

    /// Takes back what was said of a disk that takes everything again: it is no longer so.
    pub fn retract(&mut self, text: &str) {
        let text = text.replace('\n', "　");
        self.notice.take_if(|notice| notice.tone == Tone::Error && notice.text == text);
    }

    /// Says what did not come about because something before it did not: why the first one did not stays said.
    pub fn refuse_too(&mut self, text: &str) {
        let standing = self.notice.as_ref().filter(|n| n.tone == Tone::Error).map(|n| n.text.clone());
        match standing {
            Some(first) if !first.contains(&text.replace('\n', "　")) => self.refuse(&format!("{first}　{text}")),
            Some(_) => {}
            None => self.refuse(text),
        }
    }

    /// Why nothing can be written into the open round; `None`: it can, or none is open.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.book.as_ref().and_then(|book| book.read_only)
    }

    /// Name of the acting inspector.
    pub fn my_name(&self) -> &str {
        let book = self.book.as_ref();
        self.me.and_then(|me| book.map(|b| b.inspector_name(me))).unwrap_or_default()
    }
}
