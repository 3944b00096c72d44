//! A new round: names, period, marking, the group, the file and its passphrase.

use crate::model::ids::{InspectorId, RoundId};
use crate::model::round::{Inspector, Marking, Part, Round};
use crate::store::{Passphrase, Secret};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::effect::{Effect, NewRound};
use crate::tui::form::{Field, Form, Refused, refuse};
use crate::tui::forms::{date, lacks_folder, path_of};
use crate::tui::keys::Context;
use crate::tui::update::Cx;

/// The words of the marking, in the order of the choice.
pub const MARKINGS: [&str; 4] = ["无", "内部资料", "工作秘密", "其他"];

/// The choice that stands for `marking`, and its own text.
pub fn marking_choice(marking: &Marking) -> (usize, &str) {
    match marking {
        Marking::None => (0, ""),
        Marking::Internal => (1, ""),
        Marking::WorkSecret => (2, ""),
        Marking::Other(text) => (3, text),
    }
}

/// The marking of a choice.
pub fn marking_of(choice: usize, other: &str) -> Marking {
    match choice {
        0 => Marking::None,
        2 => Marking::WorkSecret,
        3 => Marking::Other(other.to_owned()),
        _ => Marking::Internal,
    }
}

/// Makes a round.
#[derive(Debug)]
pub struct Make;

const NAME: usize = 0;
const TERM: usize = 1;
const NUMBER: usize = 2;
const GROUP: usize = 3;
const FROM: usize = 4;
const TO: usize = 5;
const MARKING: usize = 6;
const MARKING_TEXT: usize = 7;
const MEMBERS: usize = 8;
const FILE: usize = 9;
const ENCRYPT: usize = 10;
const PASS: usize = 11;
const AGAIN: usize = 12;

/// The form.
pub fn form() -> FormScreen<Make> {
    let fields = vec![
        Field::text("名称", "", "这一轮巡察的名称，如：十七届县委第十轮巡察。"),
        Field::text("届", "", "如：十七届。"),
        Field::text("轮", "", "如：第十轮。"),
        Field::text("组", "", "如：第一组。"),
        Field::text("巡察期间从", "", "被巡察的时间段从哪个月起，如 2021年1月。可以先空着。"),
        Field::text("巡察期间到", "", "到哪个月止，如 2025年12月。可以先空着。"),
        Field::choice(
            "标志",
            MARKINGS.iter().map(|m| (*m).to_owned()).collect(),
            1,
            "印在导出文件上的标志。本程序不确定密级；请只在批准用于相应密级的计算机上使用。",
        ),
        Field::text("其他标志", "", "标志选“其他”时，印出的文字。"),
        Field::text("巡察组成员", "", "第一个是现在操作的人。写成：刘芳 组长，周宁 成员，用逗号分开。职务可以不写。")
            .several(),
        Field::text("存放文件", "", "轮次文件放在哪里，如 十轮一组.wenkan。"),
        Field::yes_no("加密", true, "建议加密。不加密的文件，谁拿到都能看；屏幕上会一直显示“未加密”。"),
        Field::secret(
            "口令",
            Context::FormText
                .fill("至少 8 个字符。{key:Reveal} 显示或遮住。忘了口令又没有恢复码，谁也打不开这份文件。"),
        ),
        Field::secret("再输一遍", "与上面相同。"),
    ];
    FormScreen::new(Make, Form::new("", fields).submit_word("建立"))
}

/// Reads `刘芳 组长，周宁`.
fn members(text: &str) -> Result<Vec<Inspector>, Refused> {
    let mut out: Vec<Inspector> = Vec::new();
    for one in text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|m| !m.is_empty()) {
        let mut words = one.split_whitespace();
        let name = words.next().unwrap_or_default().to_owned();
        let part = match words.next() {
            None => Part::Member,
            Some(word) => Part::parse(word).ok_or_else(|| Refused {
                field: MEMBERS,
                why: format!("“{word}”不是组内职务。可以写：组长、副组长、联络员、成员。"),
            })?,
        };
        if out.iter().any(|i| i.name == name) {
            return refuse(MEMBERS, format!("“{name}”写了两次。"));
        }
        out.push(Inspector::new(InspectorId::new(), name, part));
    }
    Ok(out)
}

fn secret(form: &Form) -> Result<Secret, Refused> {
    if !form.is_yes(ENCRYPT) {
        return Ok(Secret::None);
    }
    let pass = Passphrase::new(form.raw(PASS)).or_else(|e| refuse(PASS, e.to_string()))?;
    if form.raw(PASS) != form.raw(AGAIN) {
        return refuse(AGAIN, Context::FormText.fill("两遍口令不一样，请重新输入。{key:Reveal} 可以显示出来核对。"));
    }
    Ok(Secret::Passphrase(pass))
}

impl Spec for Make {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "新建轮次".to_owned()
    }

    fn submit(&mut self, form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        for (field, what) in [(NAME, "名称"), (GROUP, "组"), (MEMBERS, "至少一名巡察组成员"), (FILE, "存放文件")]
        {
            if form.text(field).is_empty() {
                return refuse(field, format!("请填写{what}。"));
            }
        }
        let (from, to) = (date(form, FROM)?, date(form, TO)?);
        if let (Some(from), Some(to)) = (from, to)
            && to.before(from)
        {
            return refuse(TO, "结束的月份早于开始的月份。");
        }
        let inspectors = members(form.text(MEMBERS))?;
        let Some(me) = inspectors.first().map(|i| i.id) else {
            return refuse(MEMBERS, "请至少写一名巡察组成员。");
        };
        let mut path = path_of(form.text(FILE));
        if path.extension().is_none() {
            path.set_extension("wenkan");
        }
        if let Some(why) = lacks_folder(&path) {
            return refuse(FILE, why);
        }
        let round = Round {
            id: RoundId::new(),
            name: form.text(NAME).to_owned(),
            term: form.text(TERM).to_owned(),
            number: form.text(NUMBER).to_owned(),
            group: form.text(GROUP).to_owned(),
            from,
            to,
            marking: marking_of(form.chosen(MARKING), form.text(MARKING_TEXT)),
            backup_dir: None,
            lock_minutes: None,
        };
        let secret = secret(form)?;
        cx.effects.push(Effect::Create(Box::new(NewRound { path, secret, round, inspectors, me })));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_as_people_write_them() {
        let got = members("刘芳 组长，周宁、何静 联络员;高志远").unwrap();
        let shown: Vec<_> = got.iter().map(|i| format!("{}{}", i.name, i.part.chinese())).collect();
        assert_eq!(shown, ["刘芳组长", "周宁成员", "何静联络员", "高志远成员"]);
        assert_eq!(members("刘芳 局长").unwrap_err().field, MEMBERS);
        assert!(members("刘芳，刘芳").unwrap_err().why.contains("两次"));
    }
}
