//! Opening a round: its file, then its passphrase.

use crate::store::{Secret, is_encrypted};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::effect::Effect;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::{path_of, secret_of};
use crate::tui::keys::Context;
use crate::tui::update::Cx;
use std::path::PathBuf;

/// Asks for the file.
#[derive(Debug)]
pub struct OpenFile;

/// The form for the file.
pub fn file(path: &str) -> FormScreen<OpenFile> {
    let field = Field::text("轮次文件", path, "轮次文件的路径，以 .wenkan 结尾。可以把文件拖进窗口。");
    FormScreen::new(OpenFile, Form::new("打开已有的轮次。", vec![field]).submit_word("打开"))
}

impl Spec for OpenFile {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "打开轮次".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).is_empty() {
            return refuse(0, "请填写轮次文件的路径。");
        }
        let path = path_of(form.text(0));
        match is_encrypted(&path) {
            Ok(true) => cx.push(passphrase(path)),
            Ok(false) => cx.effects.push(Effect::Open(path, Secret::None)),
            Err(e) => return refuse(0, e.to_string()),
        }
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}

/// Asks for the passphrase of a file.
#[derive(Debug)]
pub struct AskPassphrase {
    path: PathBuf,
}

/// The form for the passphrase.
pub fn passphrase(path: PathBuf) -> FormScreen<AskPassphrase> {
    let intro = format!("{}\n这份轮次是加密的，请输入口令。忘了口令，可以输入写下来的恢复码。", path.display());
    let field = Field::secret("口令", Context::FormText.fill("口令或恢复码。{key:Reveal} 显示或遮住。"));
    FormScreen::new(AskPassphrase { path }, Form::new(intro, vec![field]).submit_word("打开"))
}

impl Spec for AskPassphrase {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "输入口令".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let secret = secret_of(form, 0)?;
        cx.effects.push(Effect::Open(self.path.clone(), secret));
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}
