//! The one error type that a person sees: what happened, and what to do next.
//!
//! Every layer has the same shape: a [`Kind`] decides the exit code and the tone, `what` says in Chinese what
//! failed (with the path, record or clause), `hint` says what is safe and what to do. The source chain is for
//! the log and for tests, never for the screen.

use crate::model::merge::Clash;
use std::error::Error as StdError;
use std::fmt;

/// Result of the whole program.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What sort of failure it is; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A command found what it was asked to look for (errors in a method, open questions). Exit 1.
    Findings,
    /// The call's words are off. Exit 2.
    Usage,
    /// What was given is refused: a damaged roster, a field out of its limits. Exit 3.
    Input,
    /// The record was changed meanwhile, and both changes cannot be kept without asking. Exit 3.
    Clash,
    /// The round file cannot be opened: passphrase or damage, newer version, no permission. Exit 4.
    Open,
    /// Another program holds the round. Exit 4.
    Locked,
    /// It would write withheld words (转线索), which would be struck: the user is asked first. Exit 3.
    Struck,
    /// The disk refused a write: full, read-only, gone. Exit 4.
    Storage,
    /// The user cancelled. Exit 1.
    Cancelled,
    /// A fault of the program itself. Exit 4.
    Internal,
}

impl Kind {
    /// Whether the cause may go away by itself or by what the user does outside (disk, lock): then the same step is worth
    /// trying again as it is.
    pub const fn passes(self) -> bool {
        matches!(self, Self::Storage | Self::Locked)
    }

    /// The exit code of DESIGN.md §4 Errors.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Findings | Self::Cancelled => 1,
            Self::Usage => 2,
            Self::Input | Self::Clash | Self::Struck => 3,
            Self::Open | Self::Locked | Self::Storage | Self::Internal => 4,
        }
    }
}

/// An error with its kind, what failed and what to do.
#[derive(Debug)]
pub struct Error {
    /// Decides the exit code.
    pub kind: Kind,
    /// What happened, in Chinese, naming the path, record or field.
    pub what: String,
    /// What is safe and what to do next, in Chinese; empty when `what` says it all.
    pub hint: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    clash: Option<Box<Clash>>,
    struck: Vec<String>,
}

impl Error {
    /// An error of `kind` with its message.
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), hint: String::new(), source: None, clash: None, struck: Vec::new() }
    }

    /// Refused input (exit 3).
    pub fn input(what: impl Into<String>) -> Self {
        Self::new(Kind::Input, what)
    }

    /// Wrong use of the command line (exit 2).
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    /// A fault of the program itself (exit 4).
    pub fn internal(what: impl Into<String>) -> Self {
        Self::new(Kind::Internal, what)
    }

    /// Two versions of a record that cannot be merged without asking (exit 3). It names the fields and none of the
    /// words, which may be withheld; those are in [`Error::as_clash`]. Versions that are not of one record at all are a
    /// fault of the program.
    pub fn clash(clash: Clash) -> Self {
        let (kind, fields) = (clash.kind.chinese(), clash.labels().join("、"));
        let error = if clash.is_fault() {
            Self::internal(format!("{kind}的两份改动不是同一条记录：{fields}"))
        } else {
            Self::new(Kind::Clash, format!("{kind}有两处改动互相冲突：{fields}"))
                .hint("已存内容未变，刚才的改动也没有丢；请对照两边的内容，选定一边后再存。")
        };
        Self { clash: Some(Box::new(clash)), ..error }
    }

    /// Withheld words were to be written (exit 3), each with its field: 备注：……. They are in [`Error::struck`] alone.
    pub fn would_strike(words: Vec<String>) -> Self {
        let error = Self::new(Kind::Struck, "写了已转线索的话，还没有存")
            .hint("这些话只留在谈话里，在别处存为〔已另行处理〕。请改写，或确认就这样存。");
        Self { struck: words, ..error }
    }

    /// The withheld words that were to be written, each with its field; empty when that is not why it was refused.
    pub fn struck(&self) -> &[String] {
        &self.struck
    }

    /// The error with its clash, if it has one, changed: for whoever decides what is told of it.
    #[must_use]
    pub fn map_clash(mut self, change: impl FnOnce(&mut Clash)) -> Self {
        if let Some(clash) = self.clash.as_deref_mut() {
            change(clash);
        }
        self
    }

    /// The two versions, when that is why it was refused.
    pub fn as_clash(&self) -> Option<&Clash> {
        self.clash.as_deref()
    }

    /// A copy for a further listener; the chain becomes text.
    #[must_use]
    pub fn copied(&self) -> Self {
        let Self { kind, what, hint, source, clash, struck } = self;
        let source = source.as_ref().map(|s| s.to_string().into());
        let (what, hint, clash, struck) = (what.clone(), hint.clone(), clash.clone(), struck.clone());
        Self { kind: *kind, what, hint, source, clash, struck }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Keeps the cause for the log.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        if !self.hint.is_empty() {
            write!(f, "\n{}", self.hint)?;
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|s| s as &(dyn StdError + 'static))
    }
}

/// Turns an I/O failure on `path` into an error that says what was being done.
pub fn io(doing: &str, path: &std::path::Path, e: std::io::Error) -> Error {
    let (kind, hint) = match e.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            (Kind::Storage, "磁盘已满。已存内容不受影响；请腾出空间后再试。")
        }
        _ if crate::regular::is_in_use(&e) => {
            (Kind::Storage, "另一个程序（如 Word、WPS、杀毒软件）正打开着这个文件；请关闭或稍等再试。")
        }
        std::io::ErrorKind::NotFound => (Kind::Input, "没有这个文件或文件夹，请核对路径。"),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            (Kind::Storage, "没有写入或读取权限，请换一个位置，或请管理员放开权限。")
        }
        std::io::ErrorKind::InvalidInput => {
            (Kind::Input, "这不是普通文件（可能是管道、设备或文件夹），请指明一个文件。")
        }
        std::io::ErrorKind::InvalidFilename => (
            Kind::Input,
            "系统不允许这样的文件名（有 : * ? < > | 等字符、是 CON 这类保留名，或者太长），请换一个名称。",
        ),
        std::io::ErrorKind::FileTooLarge => (Kind::Input, "文件太大，不像是这里要的文件，请核对路径。"),
        std::io::ErrorKind::AlreadyExists => (Kind::Input, "已有同名文件，未作改动；请换一个名称。"),
        _ => (Kind::Storage, ""),
    };
    Error::new(kind, format!("{doing}失败：{}", path.display())).hint(hint).because(e)
}
