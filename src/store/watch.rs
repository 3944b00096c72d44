//! What somebody else does to the file while it is open.
//!
//! The lock keeps other programs like this one out. A file manager, a synchroniser, a program on another computer, a
//! medium that is pulled out keep to no lock: before every write, and once a second while nothing is to be done, the
//! store thread looks whether the file is still the file, and whether only it has written.

use super::anchor::{Anchor, Named, Stamp};
use rusqlite::Connection;
use std::sync::Arc;

/// What happened to the file beside this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// The file is not where it was: deleted, moved, or its medium is gone.
    Gone,
    /// Another file stands in its place.
    Replaced,
    /// Another program has written into it.
    Written,
}

impl Foreign {
    /// For the top line.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Gone => "文件不见了！",
            Self::Replaced => "文件被换了！",
            Self::Written => "文件被别处改写！",
        }
    }

    /// What it means, in a sentence.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Gone => "轮次文件不在原处了：可能被删除、改名、移走，或者移动硬盘断开了",
            Self::Replaced => "原处的轮次文件被换成了另一个文件",
            Self::Written => "另一个程序改写了这个轮次文件：可能有人用另一份文件覆盖了它，或者绕过锁打开了它",
        }
    }
}

/// Keeps watch over the file.
pub(super) struct Watch {
    anchor: Arc<Anchor>,
    stamp: Stamp,
    version: Option<i64>,
    written: bool,
}

impl Watch {
    /// Takes the file as it is now.
    pub(super) fn new(anchor: Arc<Anchor>, conn: &Connection) -> Self {
        let stamp = anchor.stamp();
        Self { anchor, stamp, version: version(conn), written: false }
    }

    /// What somebody else has done. A file that comes back as it was is nothing; one that was written into stays so.
    pub(super) fn look(&mut self, conn: &Connection) -> Option<Foreign> {
        // Another connection has committed into the same `-wal`, or into the file itself.
        let version = version(conn);
        let committed = version.is_some() && self.version.is_some() && version != self.version;
        self.written |= committed || self.anchor.stamp() != self.stamp;
        match self.anchor.named() {
            Named::Nothing => Some(Foreign::Gone),
            Named::Other => Some(Foreign::Replaced),
            Named::Same => self.written.then_some(Foreign::Written),
        }
    }

    /// The store thread itself has written.
    pub(super) fn note(&mut self) {
        if !self.written {
            self.stamp = self.anchor.stamp();
        }
    }
}

/// Changes when another connection commits; `None`: the file cannot be read.
fn version(conn: &Connection) -> Option<i64> {
    conn.prepare_cached("PRAGMA data_version").and_then(|mut s| s.query_row([], |r| r.get(0))).ok()
}
