//! A question that is answered by typing a word, for what no key may answer by accident.

use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// The tag of the reply.
    pub tag: &'static str,
    /// What the top line says.
    pub title: &'static str,
    /// What is to be typed.
    pub word: &'static str,
}

impl Word {
    /// The form that asks for it; `text` says what it does. It replies [`Reply::Yes`] with the tag once the word is typed,
    /// and leaves without a reply otherwise.
    pub fn ask(self, text: &str) -> FormScreen<Self> {
        let help = format!("确定要做，请输入“{}”两个字；不做，就返回。", self.word);
        let form = Form::new(text, vec![Field::text(format!("输入：{}", self.word), "", help)]);
        FormScreen::new(self, form.submit_word(self.word))
    }
}

impl Spec for Word {
    fn title(&self) -> String {
        self.title.to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(0).trim() != self.word {
            return refuse(0, format!("请输入“{}”两个字；不做，就返回。", self.word));
        }
        cx.reply(Reply::Yes(self.tag));
        Ok(())
    }

    /// Nothing that is typed here is worth keeping.
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn asks(&self) -> bool {
        false
    }
}
