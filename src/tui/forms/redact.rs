//! 隐去原话: on whose order, confirmed by a typed word.

use crate::acts::talk::redact::Redact;
use crate::analysis::redaction::{Line, WARNING};
use crate::model::ids::{AnswerId, StatementId};
use crate::store::Order;
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::dialog::page::Block;
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::update::{Cx, Reply};

/// What is to be typed.
const WORD: &str = "隐去";

const BY: usize = 0;
const BASIS: usize = 1;
const CONFIRM: usize = 2;

/// Takes the words of one statement out.
#[derive(Debug)]
pub struct TakeOut {
    answer: AnswerId,
    statement: StatementId,
}

/// The form for that statement; `leader`: the leader of the group.
pub fn form(line: &Line, leader: Option<&str>) -> FormScreen<TakeOut> {
    let fields = vec![
        Field::text("决定人", leader.unwrap_or_default(), "谁决定隐去的，一般是组长；记在文件里。"),
        Field::text("依据", "", "批示或会议纪要的编号，可以空着；不要写原话。"),
        Field::text(format!("输入：{WORD}"), "", format!("确定要隐去，请输入“{WORD}”两个字；不做，就返回。")),
    ];
    let intro = format!("{}（{}）：按组长决定隐去原话，不能恢复。", line.place, line.state);
    let spec = TakeOut { answer: line.redactable.answer, statement: line.redactable.statement };
    FormScreen::new(spec, Form::new(intro, fields).submit_word(WORD))
}

impl Spec for TakeOut {
    /// Nothing that is typed here is worth keeping.
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "隐去原话".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        if form.text(BY).trim().is_empty() {
            return refuse(BY, "请写是谁决定的。");
        }
        if form.text(CONFIRM).trim() != WORD {
            return refuse(CONFIRM, format!("请输入“{WORD}”两个字；不做，就返回。"));
        }
        let order = Order { by: form.text(BY).to_owned(), basis: form.text(BASIS).to_owned() };
        let act = Redact { answer: self.answer, statement: self.statement, order };
        cx.act_and_leave(act, "已隐去原话。以前的备份和导出要另外清理。", Reply::Changed);
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }

    fn below(&self, _form: &Form) -> Vec<Block> {
        WARNING.iter().map(|line| Block::Text((*line).to_owned())).collect()
    }
}
