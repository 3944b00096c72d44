//! The form for the passphrase of a lead's text.

use super::opened::OpenedLead;
use crate::store::{Lead, Passphrase, Sealed};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, LeadText, LeadWork};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// Asks for the passphrase of a lead's text.
#[derive(Debug)]
pub(super) struct Unseal {
    lead: Lead,
    sealed: Sealed,
}

/// The form for the passphrase.
pub(super) fn unseal(lead: &Lead, sealed: Sealed) -> FormScreen<Unseal> {
    let field = Field::secret("线索口令", Context::FormText.fill("这一条登记时设的口令。{key:Reveal} 显示或遮住。"));
    let form = Form::new("这一条有密封的内容。", vec![field]).submit_word("打开");
    FormScreen::new(Unseal { lead: lead.clone(), sealed }, form)
}

impl Spec for Unseal {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        format!("线索登记  {}", self.lead.number)
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.raw(0).is_empty() {
            return refuse(0, "请输入这一条的线索口令。");
        }
        cx.lead(LeadWork::Open(self.sealed.clone(), Passphrase::typed(form.raw(0))));
        Ok(())
    }

    fn lead_text(&mut self, _form: &Form, text: LeadText, cx: &mut Cx<'_>) {
        // What has come over the form meanwhile is not to be replaced; the passphrase can be given again.
        if let (LeadText::Opened(text), true) = (text, cx.front) {
            cx.effects.push(Effect::Replace(Box::new(OpenedLead::new(self.lead.clone(), Some(text)))));
        }
    }

    fn asks(&self) -> bool {
        false
    }
}
