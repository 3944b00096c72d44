//! 换口令…, and the group of the new recovery code that is typed back.

use crate::store::{Passphrase, RecoveryCode, Secret};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::dialog::page::{Block, Page};
use crate::tui::effect::{Effect, PassphraseWork};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::secret_of;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// Changes the passphrase of the open round.
#[derive(Debug)]
pub struct NewPassphrase {
    encrypted: bool,
}

/// The form; `encrypted`: it has one.
pub fn form(encrypted: bool) -> FormScreen<NewPassphrase> {
    let mut fields = Vec::new();
    if encrypted {
        fields.push(Field::secret("现在的口令", "现在的口令，或恢复码。"));
    }
    fields.push(Field::secret("新口令", Context::FormText.fill("至少 8 个字符。{key:Reveal} 显示或遮住。")));
    fields.push(Field::secret("再输一遍", "与上面相同。"));
    let intro = if encrypted {
        "新的文件写好、核对过，才换下现在的文件。恢复码也换新的；换口令以前的备份仍用原来的口令打开。"
    } else {
        "加密的文件写好、核对过，才换下现在的文件，随后给出恢复码。设口令以前的备份没有加密，请自己收好或删除。"
    };
    FormScreen::new(NewPassphrase { encrypted }, Form::new(intro, fields).submit_word(word(encrypted)))
}

/// What it is called, in a round with or without a passphrase.
pub(in crate::tui) const fn word(encrypted: bool) -> &'static str {
    if encrypted { "换口令" } else { "设口令" }
}

impl Spec for NewPassphrase {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        word(self.encrypted).to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let first = usize::from(self.encrypted);
        let old = if self.encrypted { secret_of(form, 0)? } else { Secret::None };
        let new = Passphrase::new(form.raw(first)).or_else(|e| refuse(first, e.to_string()))?;
        if form.raw(first) != form.raw(first + 1) {
            return refuse(first + 1, "两遍口令不一样，请重新输入。");
        }
        let work = PassphraseWork { old, new: Secret::Passphrase(new) };
        cx.effects.push(Effect::NewPassphrase(Box::new(work)));
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}

/// Asks for one group of the code that was just shown, from paper.
#[derive(Debug)]
pub struct TypeBack {
    code: RecoveryCode,
    group: usize,
}

/// The form for any one of its groups.
pub fn type_back(code: RecoveryCode) -> FormScreen<TypeBack> {
    let group = RecoveryCode::any_group();
    let field = Field::text(format!("第 {} 组", group + 1), "", "照着纸上抄的输入这一组，5 个字符。");
    let intro = "请看着纸上抄的恢复码，输入其中一组，核对抄得对不对。";
    FormScreen::new(TypeBack { code, group }, Form::new(intro, vec![field]).submit_word("核对"))
}

impl Spec for TypeBack {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "核对恢复码".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if !self.code.has_group(self.group, form.text(0)) {
            cx.push(recovery_page(&self.code));
            return refuse(0, "与恢复码不一致。恢复码再显示一次，请核对抄写，再输入这一组。");
        }
        cx.done("恢复码抄写核对无误。".to_owned());
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }
}

/// The recovery code, shown once, with plain words on what a forgotten passphrase means.
pub fn recovery_page(code: &RecoveryCode) -> Page {
    Page::new(
        "恢复码",
        vec![
            Block::Head("请把恢复码抄在纸上，交组长锁进保险柜".to_owned()),
            Block::Gap,
            Block::Item("恢复码".to_owned(), code.to_text().to_string()),
            Block::Gap,
            Block::Text("忘了口令又没有恢复码，谁也打不开这份轮次，包括本程序的作者。".to_owned()),
            Block::Text("恢复码等同口令：不要存在电脑里，不要拍照，不要和电脑放在一起。".to_owned()),
            Block::Text(Context::Page.fill("这一页只显示这一次。抄好并核对后按 {key:Submit}。")),
        ],
    )
}
