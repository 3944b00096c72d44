//! Round settings.

use crate::acts::complete::Complete as _;
use crate::acts::round::KeepRound;
use crate::model::record::Kind;
use crate::model::round::Round;
use crate::store::At;
use crate::text::numeral::Numeral;
use crate::tui::dialog::form::{FormName, FormPlace, FormScreen, Spec};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::new_round::{MARKINGS, marking_choice, marking_of};
use crate::tui::forms::{date, path_of};
use crate::tui::update::{Cx, Reply};

/// Changes the round.
#[derive(Debug)]
pub struct Change {
    round: Round,
}

/// The form for the round.
pub fn form(at: &At<Round>) -> FormScreen<Change> {
    let round = &at.record;
    let shown = |d: Option<crate::model::value::PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let (marking, other) = marking_choice(&round.marking);
    let fields = vec![
        Field::text("名称", &round.name, "这一轮巡察的名称。"),
        Field::text("届", &round.term, "如：十七届。"),
        Field::text("轮", &round.number, "如：第十轮。"),
        Field::text("组", &round.group, "如：第一组。"),
        Field::text("巡察期间从", &shown(round.from), "被巡察的时间段从哪个月起，如 2021年1月。"),
        Field::text("巡察期间到", &shown(round.to), "到哪个月止，如 2025年12月。"),
        Field::choice("标志", MARKINGS.iter().map(|m| (*m).to_owned()).collect(), marking, "印在导出文件上的标志。"),
        Field::text("其他标志", other, "标志选“其他”时，印出的文字。"),
        Field::text(
            "备份文件夹",
            round.backup_dir.as_deref().unwrap_or_default(),
            "退出时每天自动备份一次到这里，留最近 7 份；空着就不自动备份。",
        ),
        Field::text(
            "锁屏分钟",
            &round.lock_minutes.map(|m| m.to_string()).unwrap_or_default(),
            "几分钟没有人按键就锁屏，1 到 120；空着是 10 分钟。",
        ),
    ];
    let form = Form::new("", fields).submit_word("保存").over(Some(at.head));
    FormScreen::new(Change { round: round.clone() }, form)
}

impl Spec for Change {
    fn place(&self) -> Option<FormPlace> {
        Some(FormPlace { record: self.round.id.0, kind: Kind::Round, parent: None, form: FormName::Round })
    }

    fn title(&self) -> String {
        "轮次设置".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        let backup = form.text(8);
        if !backup.is_empty() && !path_of(backup).is_dir() {
            return refuse(8, "没有这个文件夹。请先建好，或插上移动硬盘再填。");
        }
        let round = Round {
            name: form.text(0).to_owned(),
            term: form.text(1).to_owned(),
            number: form.text(2).to_owned(),
            group: form.text(3).to_owned(),
            from: date(form, 4)?,
            to: date(form, 5)?,
            marking: marking_of(form.chosen(6), form.text(7)),
            lock_minutes: minutes(form.text(9))?,
            backup_dir: (!backup.is_empty()).then(|| path_of(backup).display().to_string()),
            ..self.round.clone()
        };
        if let Some(lack) = round.lack() {
            return refuse(0, lack.why);
        }
        cx.act_and_leave(KeepRound { over: form.over, round }, "轮次设置已保存", Reply::Changed);
        Ok(())
    }
}

/// Minutes as typed; nothing typed is the usual.
fn minutes(text: &str) -> Result<Option<u16>, Refused> {
    if text.is_empty() {
        return Ok(None);
    }
    let minutes = Numeral::whole(text).and_then(|n| n.integer()).and_then(|n| u16::try_from(n).ok());
    match minutes {
        Some(1..=Round::LONGEST_IDLE) => Ok(minutes),
        _ => refuse(9, "请写 1 到 120 之间的整数，或者空着。"),
    }
}
