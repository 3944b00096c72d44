//! What tests put between a write and the disk: it is held back, or refused.

use crate::error::{Error, Kind, Result};
use std::sync::{Condvar, Mutex, PoisonError};

/// What happens to writes that come to the gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Pass {
    /// They go through.
    #[default]
    Open,
    /// They wait until the gate opens or refuses.
    Held,
    /// They fail as on a full disk.
    Full,
    /// They fail as when another program holds the file.
    Locked,
    /// Every action is refused by a rule; drafts go through.
    Refused,
}

/// A gate before the commit of every write.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    pass: Mutex<Pass>,
    turned: Condvar,
}

impl Gate {
    /// Turns it; writes that wait there go on.
    pub(crate) fn turn(&self, to: Pass) {
        *self.pass.lock().unwrap_or_else(PoisonError::into_inner) = to;
        self.turned.notify_all();
    }

    /// Goes through, or fails as the disk would.
    pub(super) fn go(&self) -> Result<()> {
        let held = self.pass.lock().unwrap_or_else(PoisonError::into_inner);
        let pass = *self.turned.wait_while(held, |p| *p == Pass::Held).unwrap_or_else(PoisonError::into_inner);
        match pass {
            Pass::Open | Pass::Held | Pass::Refused => Ok(()),
            Pass::Full => Err(Error::new(Kind::Storage, "磁盘已满，保存没有完成")
                .hint("此前已存的内容完好。请先腾出磁盘空间，不要关闭程序；空间够了会自动再存。")),
            Pass::Locked => Err(Error::new(Kind::Locked, "文件正被另一个程序使用，保存没有完成")
                .hint("请关闭另一个程序；关闭后会自动再存。")),
        }
    }

    /// What a rule says to an action.
    pub(super) fn rule(&self) -> Result<()> {
        if *self.pass.lock().unwrap_or_else(PoisonError::into_inner) == Pass::Refused {
            return Err(Error::input("试验：规则不允许这一步"));
        }
        Ok(())
    }
}
