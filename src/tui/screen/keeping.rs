//! 备份和文件: what is seldom done to the file of the round as a whole, in one list.

use crate::error::Result;
use crate::text::width;
use crate::tui::dialog::page::{Block, Page};
use crate::tui::dialog::pick::Pick;
use crate::tui::effect::{Effect, Job};
use crate::tui::forms;
use crate::tui::screen::copies::Copies;
use crate::tui::screen::redactions::Redactions;
use crate::tui::update::Cx;
use std::path::{Path, PathBuf};

/// The tag of the list.
pub const TAG: &str = "keeping";

/// Cells of the first column.
const WORD: usize = 18;

/// One row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Backup,
    Restore,
    Verify,
    Passphrase,
    Redact,
    Repair,
    Wipe,
}

impl Choice {
    const ALL: [Self; 7] =
        [Self::Backup, Self::Restore, Self::Verify, Self::Passphrase, Self::Redact, Self::Repair, Self::Wipe];

    /// What it is called, and what it does, in a round with or without a passphrase.
    const fn chinese(self, encrypted: bool) -> [&'static str; 2] {
        match self {
            Self::Passphrase if !encrypted => ["设口令…", "另写加密的文件，核对后换下没有口令的，并给出恢复码"],
            Self::Backup => ["备份…", "写一份副本到别处，写完打开核对"],
            Self::Restore => ["从备份恢复…", "列出备份，选一份写在旁边打开，不覆盖"],
            Self::Verify => ["校验", "逐条核对文件是不是完好"],
            Self::Passphrase => ["换口令…", "另写新口令的文件，核对后换下，恢复码也换新的"],
            Self::Redact => ["隐去原话…", "按组长决定，从文件里去掉已转线索的原话，不能恢复"],
            Self::Repair => ["修复…", "文件有损坏时，把读得出来的写成新文件"],
            Self::Wipe => ["清理…", "巡察结束，清除本轮文件、备份和导出，写清理记录"],
        }
    }
}

/// The list.
pub fn list(encrypted: bool) -> Pick {
    let row = |choice: &Choice| {
        let [word, about] = choice.chinese(encrypted);
        format!("{}{about}", width::fit(word, WORD))
    };
    Pick::new(TAG, "备份和文件", "", Choice::ALL.iter().map(row).collect())
}

/// What was chosen in it. From a page or a list one comes back to this list; what a form does ends at home.
///
/// # Errors
/// No round is open, or it cannot be read.
pub fn chosen(at: usize, cx: &mut Cx<'_>) -> Result<()> {
    let Some(choice) = Choice::ALL.get(at) else { return Ok(()) };
    let book = cx.book()?;
    if let (Choice::Passphrase | Choice::Redact, Some(why)) = (choice, book.read_only) {
        return Err(why.refusal());
    }
    let (path, encrypted) = (book.path.clone(), book.encrypted);
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let again = list(encrypted).at(at);
    match choice {
        Choice::Backup => {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let out = folder.join(format!("{stem}-备份-{}.wenkan", cx.now.date()));
            cx.push(forms::backup::form(&out.display().to_string()));
        }
        Choice::Restore => {
            let own = book.round.backup_dir.as_ref().map(PathBuf::from);
            let copies = Copies::of_open(path, book.round.id, std::iter::once(folder).chain(own).collect());
            cx.push(again);
            cx.push(copies);
        }
        Choice::Verify => cx.effects.push(Effect::Start(Job::Verify)),
        Choice::Passphrase => cx.push(forms::passphrase::form(encrypted)),
        Choice::Redact => {
            let redactions = Redactions::open(cx)?;
            cx.push(again);
            cx.push(redactions);
        }
        Choice::Repair => {
            cx.push(again);
            cx.push(Page::new("修复", repairing(&path)));
        }
        Choice::Wipe => {
            cx.push(again);
            cx.push(Page::new("清理", wiping(&path)));
        }
    }
    Ok(())
}

fn repairing(path: &Path) -> Vec<Block> {
    vec![
        Block::Text(
            "修复只读原来的文件，另写一个新文件，并列出没有救出来的内容；原来的文件一个字节也不改。".to_owned(),
        ),
        Block::Text("正在打开的文件要先退出。先试“从备份恢复”：备份完好的，比修复可靠。".to_owned()),
        Block::Gap,
        Block::Head("退出以后，在命令行输入".to_owned()),
        Block::Sub(2, format!("wenkan repair {} 新文件.wenkan", path.display())),
    ]
}

fn wiping(path: &Path) -> Vec<Block> {
    vec![
        Block::Text("清除本轮的文件、找得到的备份和导出，先逐个列出，输入“清除”两个字才做，不能恢复。".to_owned()),
        Block::Text("清完写一份清理记录：时间、清理人、清了几个文件和校验值，不含内容、文件名称和姓名。".to_owned()),
        Block::Text("改过的、移走的、拷贝到别处的找不到，要自己收回。".to_owned()),
        Block::Gap,
        Block::Head("退出以后，在命令行输入".to_owned()),
        Block::Sub(2, format!("wenkan wipe {}", path.display())),
    ]
}
