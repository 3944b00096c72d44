//! How many files of earlier exports hold what is told no more: looked for when the round is opened, and again after
//! they were named.

use crate::tui::effect::{LeftNews, LeftWork};
use crate::tui::update::Cx;

/// The count, as it was found beside the loop.
#[derive(Debug, Default)]
pub struct LeftCount {
    files: usize,
    /// What was found is what lies there, or is being looked for.
    is_known: bool,
}

impl LeftCount {
    /// Files that lie on the disk; none until they were looked for.
    pub const fn files(&self) -> usize {
        self.files
    }

    /// Something was withheld, or files may have been removed.
    pub(super) const fn may_differ(&mut self) {
        self.is_known = false;
    }

    /// Has them looked for, when what is known may be wrong.
    pub(super) fn look(&mut self, cx: &mut Cx<'_>) {
        if !self.is_known {
            self.is_known = true;
            cx.files_left(LeftWork::FindAll);
        }
    }

    /// They were looked for.
    pub(super) fn take(&mut self, news: &LeftNews, cx: &mut Cx<'_>) {
        match news {
            LeftNews::Found(Ok(found)) => self.files = found.count(),
            LeftNews::Found(Err(e)) => cx.fail(e),
            LeftNews::CalledOff => self.is_known = false,
            LeftNews::Would(_) | LeftNews::Seen(_) | LeftNews::Removed(_) => {}
        }
    }
}
