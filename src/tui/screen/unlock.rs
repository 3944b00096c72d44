//! The locked screen: the passphrase of the open round brings everything back.

use crate::store::Secret;
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::effect::Effect;
use crate::tui::form::{Field, Form, Refused};
use crate::tui::forms::secret_of;
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// Unlocks the screen.
#[derive(Debug)]
pub struct Unlock {
    encrypted: bool,
}

impl Unlock {
    /// The lock of a round.
    pub fn screen(encrypted: bool) -> FormScreen<Self> {
        let fields = if encrypted {
            vec![Field::secret("口令", Context::FormText.fill("口令或恢复码。{key:Reveal} 显示或遮住。"))]
        } else {
            Vec::new()
        };
        let intro = if encrypted {
            "已锁定。输入口令后继续，所有内容都在。".to_owned()
        } else {
            Context::FormChoice.fill("已遮屏。按 {key:Open} 继续。")
        };
        FormScreen::new(Self { encrypted }, Form::new(intro, fields).submit_word("继续").without_back())
    }
}

impl Spec for Unlock {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "已锁定".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let secret = if self.encrypted { secret_of(form, 0)? } else { Secret::None };
        cx.effects.push(Effect::Unlock(secret));
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }

    fn stays(&self) -> bool {
        true
    }
}
