//! 党费测算: what is due, worked out while one types. Nothing is saved.

use crate::analysis::dues::{Amount, Case, reckon};
use crate::error::Error;
use crate::method::dues::{BaseRule, Class, Dues, Pays, Rates, Rounding};
use crate::method::types::Method;
use crate::model::value::{Money, PartialDate};
use crate::text::{amount, day, numeral, rough};
use crate::tui::dialog::form::{FormPlace, FormScreen, Spec};
use crate::tui::dialog::page::Block;
use crate::tui::form::{Field, Form, Refused};
use crate::tui::update::Cx;

/// The fields in their order.
mod field {
    pub(super) const CLASS: usize = 0;
    pub(super) const DATE: usize = 1;
    pub(super) const STAFF: usize = 2;
    pub(super) const SUM: usize = 3;
    pub(super) const SPECIAL: usize = 4;
    pub(super) const SINCE: usize = 5;
    pub(super) const ROUND: usize = 6;
}

/// Works out dues.
#[derive(Debug)]
pub struct Reckon {
    dues: Dues,
    /// The choices were made of these rates; another date may ask for others.
    rates: Rates,
}

/// The form; `base`: the base that is known already. `None`: the rules of no date are known.
pub fn form(dues: &Dues, today: PartialDate, base: Option<Money>) -> Option<FormScreen<Reckon>> {
    let rates = dues.rates_on(today).or_else(|| dues.rates.last())?.clone();
    let classes = rates.classes.iter().map(|c| c.name.clone()).collect();
    let or = |first: &str, rest: Vec<String>| std::iter::once(first.to_owned()).chain(rest).collect::<Vec<_>>();
    let staff = or("不用，直接填基数", dues.staff.iter().map(|s| s.name.clone()).collect());
    let specials = or("没有", rates.specials.iter().map(|s| s.name.clone()).collect());
    let as_usual = format!("照工作法，到{}", dues.rounding.chinese());
    let rounding = or(&as_usual, Rounding::ALL.iter().map(|r| format!("到{}", r.chinese())).collect());
    let month = PartialDate::new(today.year(), today.month(), None).unwrap_or(today);
    let base = base.map(|b| b.to_string()).unwrap_or_default();
    let fields = vec![
        Field::choice("缴纳类别", classes, 0, "预备党员选本人所属的类别，再在“另有情形”里选。"),
        Field::text("哪个月", &month.chinese(), "如 2024年5月；按那个月的文件算。"),
        Field::choice("按工资项目", staff, 0, "要按工资条逐项算时，选这个人的身份；已知基数的不用选。"),
        Field::text(
            "基数（元）",
            &base,
            "直接填基数，如 5000.01；按工资项目算的，写 职务工资3200 级别工资1800，扣除的项目也写正数。",
        ),
        Field::choice("另有情形", specials, 0, ""),
        Field::text("通过日期", "", "支部大会通过为预备党员的日期；不是预备党员的不填。"),
        Field::choice("尾数", rounding, 0, "四舍五入到角还是分，文件没有写明。"),
    ];
    let form = Form::new("", fields).submit_word("看完了").without_back();
    Some(FormScreen::new(Reckon { dues: dues.clone(), rates }, form))
}

/// Opens the form with the rules of `method`, else with those of the round's method.
pub fn open(method: Option<&Method>, base: Option<Money>, cx: &mut Cx<'_>) {
    let of = |m: &Method| m.dues.as_ref().and_then(|dues| form(dues, cx.now.date(), base));
    let form = method.and_then(of).or_else(|| cx.book().ok().and_then(|b| of(&b.method)));
    match form {
        Some(form) => cx.push(form),
        None => cx.warn("这一轮的工作法没有党费比例。用 wenkan method update 更新工作法以后就有。"),
    }
}

impl Spec for Reckon {
    fn place(&self) -> Option<FormPlace> {
        None
    }

    fn title(&self) -> String {
        "党费测算".to_owned()
    }

    fn submit(&mut self, _form: &Form, cx: &mut Cx<'_>) -> Result<(), Refused> {
        cx.pop();
        Ok(())
    }

    fn asks(&self) -> bool {
        false
    }

    fn below(&self, form: &Form) -> Vec<Block> {
        match self.case(form) {
            Ok(case) => self.answer(&case, form),
            Err(words) => {
                let rule = day::read(form.text(field::DATE)).and_then(|date| self.dues.base_on(date, ""));
                let menu = rule.and_then(|rule| self.menu_of_items(rule, form));
                let menu = menu.map(|words| Block::Item("可写".to_owned(), words));
                std::iter::once(Block::Item("应缴".to_owned(), words)).chain(menu).collect()
            }
        }
    }
}

impl Reckon {
    /// What the fields ask; the error says what is still missing or wrong.
    fn case(&self, form: &Form) -> Result<Case, String> {
        let date = day::read(form.text(field::DATE)).ok_or("“哪个月”看不懂，写成 2024年5月 或 2024-05。")?;
        let since = form.text(field::SINCE);
        let special = self.special(form);
        let since = if since.is_empty() || special.is_none() {
            None
        } else {
            Some(day::read(since).ok_or("“通过日期”看不懂，写成 2024年5月20日 或 2024-05-20。")?)
        };
        let class = self.class(form).ok_or("请选缴纳类别。")?;
        let rounding = form.chosen(field::ROUND).checked_sub(1).and_then(|n| Rounding::ALL.get(n)).copied();
        let amount = self.amount(form, class)?;
        Ok(Case { date, class: class.id.clone(), amount, special, since, place: String::new(), rounding })
    }

    fn class(&self, form: &Form) -> Option<&Class> {
        self.rates.classes.get(form.chosen(field::CLASS))
    }

    fn special(&self, form: &Form) -> Option<String> {
        let at = form.chosen(field::SPECIAL).checked_sub(1)?;
        self.rates.specials.get(at).map(|s| s.id.clone())
    }

    fn staff(&self, form: &Form) -> Option<&str> {
        let at = form.chosen(field::STAFF).checked_sub(1)?;
        self.dues.staff.get(at).map(|s| s.id.as_str())
    }

    fn amount(&self, form: &Form, class: &Class) -> Result<Amount, String> {
        let text = form.text(field::SUM);
        if matches!(class.pays, Pays::Fixed { .. }) {
            return Ok(Amount::Nothing);
        }
        if let Some(staff) = self.staff(form) {
            return Ok(Amount::Items { staff: staff.to_owned(), items: items(text)? });
        }
        if text.is_empty() {
            return Err(format!("请填基数：{}。", class.base));
        }
        let unread = || "基数看不懂，以元为单位，如 5000.01。".to_owned();
        amount::read(text).map(Amount::Base).ok_or_else(|| rough::refusal(text, false).unwrap_or_else(unread))
    }

    /// The sum first, what it rests on, then how the base came about: on a small screen the end may not fit.
    fn answer(&self, case: &Case, form: &Form) -> Vec<Block> {
        let item = |head: &str, words: &str| Block::Item(head.to_owned(), words.to_owned());
        let reckoning = match reckon(&self.dues, case) {
            Ok(reckoning) => reckoning,
            Err(e) => return vec![item("应缴", &one_line(&e))],
        };
        let lines = reckoning.lines();
        let of =
            |head: &'static str| lines.iter().filter(move |(h, _)| *h == head).map(move |(h, words)| item(h, words));
        let mut blocks: Vec<Block> = ["应缴", "比例", "说明"].into_iter().flat_map(of).collect();
        blocks.push(item("依据", &reckoning.basis()));
        blocks.extend(["基数", "计入", "扣除", "不计", "未定"].into_iter().flat_map(of));
        let rule = self.dues.base_on(case.date, "").filter(|_| !reckoning.items.is_empty());
        blocks.extend(rule.and_then(|rule| self.menu_of_items(rule, form)).map(|words| item("可写", &words)));
        blocks
    }

    /// The items that can be written, for the staff class chosen.
    fn menu_of_items(&self, rule: &BaseRule, form: &Form) -> Option<String> {
        let of = rule.of(self.staff(form)?)?;
        let names = |ids: &[String]| {
            let names = ids.iter().filter_map(|id| self.dues.item(id)).map(|i| i.name.as_str());
            names.collect::<Vec<_>>().join("、")
        };
        Some(format!("计入：{}。扣除：{}。", names(&of.counts), names(&rule.deducts)))
    }
}

fn one_line(e: &Error) -> String {
    format!("{}。{}", e.what.trim_end_matches('。'), e.hint.replace('\n', "　"))
}

/// `职务工资3200 级别工资=1800`: names with their sums, apart by blanks or commas.
fn items(text: &str) -> Result<Vec<(String, Money)>, String> {
    let written = text.split([' ', '\u{3000}', '，', '、', '；', ';']).filter(|w| !w.is_empty());
    let one = |word: &str| {
        let at = word.find(|c: char| numeral::digit(c).is_some() || matches!(c, '￥' | '¥')).unwrap_or(word.len());
        let (name, sum) = word.split_at_checked(at).unwrap_or((word, ""));
        let name = name.trim_end_matches(['=', '＝', '：', ':']);
        let sum = amount::read(sum).ok_or_else(|| format!("“{word}”没有写明数额，写成 职务工资3200。"))?;
        Ok((name.to_owned(), sum))
    };
    let items: Vec<_> = written.map(one).collect::<Result<_, String>>()?;
    if items.is_empty() {
        Err("请在“基数”里写工资项目和数额，如 职务工资3200 级别工资1800。".to_owned())
    } else {
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_as_people_write_them() {
        let read =
            |text: &str| items(text).map(|all| all.into_iter().map(|(n, s)| format!("{n}={s}")).collect::<Vec<_>>());
        let want = vec!["职务工资=3200.00".to_owned(), "个人所得税=45.50".to_owned()];
        for text in
            ["职务工资3200 个人所得税45.5", "职务工资=3200，个人所得税＝45.50元", "职务工资：３２００　个人所得税:45.5"]
        {
            assert_eq!(read(text), Ok(want.clone()), "{text}");
        }
        assert!(read("职务工资").is_err() && read("").is_err() && read("1.234").is_err());
    }
}
