//! 从备份恢复…, before a round is open: which round, and its passphrase.

use crate::store::{Keyring, Secret};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::{path_of, secret_of};
use crate::tui::screen::copies::Copies;
use crate::tui::update::Cx;
use std::path::Path;

const FILE: usize = 0;
const FOLDER: usize = 1;
const PASS: usize = 2;

/// Looks for the copies of a round that is not open.
#[derive(Debug)]
pub struct Restore;

/// The form; `round`: the file that was opened last.
pub fn form(round: Option<&Path>) -> FormScreen<Restore> {
    let path = round.map(|path| path.display().to_string()).unwrap_or_default();
    let fields = vec![
        Field::text("轮次文件", &path, "原来的轮次文件的路径；已经损坏、丢失的也可以。恢复出来的写在它旁边。"),
        Field::text("备份文件夹", "", "备份放在哪个文件夹。就在轮次文件旁边的，可以空着。"),
        Field::secret("口令", "备份的口令或恢复码。没有加密的空着。"),
    ];
    let intro = "列出一个轮次的备份，选一份写出来打开。不覆盖任何文件。";
    FormScreen::new(Restore, Form::new(intro, fields).submit_word("查找"))
}

impl Spec for Restore {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "从备份恢复".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(FILE).is_empty() {
            return refuse(FILE, "请填写轮次文件的路径。");
        }
        let round = path_of(form.text(FILE));
        let beside = round.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let mut folders = vec![beside.to_owned()];
        if !form.text(FOLDER).is_empty() {
            let folder = path_of(form.text(FOLDER));
            if !folder.is_dir() {
                return refuse(FOLDER, "没有这个文件夹。");
            }
            folders.push(folder);
        }
        let secret = if form.raw(PASS).is_empty() { Secret::None } else { secret_of(form, PASS)? };
        cx.push(Copies::of_closed(round, folders, Keyring::new(secret)));
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}
