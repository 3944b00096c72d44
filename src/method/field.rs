//! Types of fields: what people type becomes a value, or a message that says the limit.

use super::types::FieldType;
use crate::model::answer::Value;
use crate::model::ids::PersonId;
use crate::model::value::{Money, PartialDate, half_width};
use crate::text::numeral::Numeral;
use crate::text::{amount, day, rough};
use uuid::Uuid;

impl FieldType {
    /// Reads what was typed. `format_value` of the result reads back as the same value.
    ///
    /// # Errors
    /// A message in Chinese that says what is expected and the limits.
    pub fn parse_value(&self, text: &str) -> Result<Value, String> {
        self.parse_value_said(text, None)
    }

    /// The same of words that were said on a day: 去年10月 and 3.8 are dates then.
    ///
    /// # Errors
    /// As [`Self::parse_value`].
    pub fn parse_value_said(&self, text: &str, said: Option<PartialDate>) -> Result<Value, String> {
        let read = |text: &str| said.map_or_else(|| day::read(text), |said| day::read_said(text, said));
        let text = text.trim();
        if text.is_empty() {
            return Err("请填写内容。".to_owned());
        }
        if let Some(why) = self.why_rough(text) {
            return Err(why);
        }
        match self {
            Self::Text { max } => parse_text(text, *max),
            Self::Integer { min, max, unit } => parse_integer(text, *min, *max, unit),
            Self::Money { min, max } => parse_money(text, *min, *max),
            Self::Date => read(text).map(Value::Date).ok_or_else(|| {
                "日期写成 2023年6月8日、2023-6-8，只知道年月时写 2023年6月，只知道年份时写 2023。".to_owned()
            }),
            Self::Month => read(text)
                .filter(|d| d.month().is_some() && d.day().is_none())
                .map(Value::Date)
                .ok_or_else(|| "月份写成 2023年6月 或 2023-06。".to_owned()),
            Self::Choice(choices) => {
                choose(choices, text).map(|id| Value::Choice(id.to_owned())).ok_or_else(|| offer("请选一项", choices))
            }
            Self::Choices(choices) => parse_choices(choices, text),
            Self::YesNo => parse_yes_no(text),
            Self::Person => {
                let id = Uuid::parse_str(text).ok().map(PersonId);
                id.map(Value::Person).ok_or_else(|| "请从人员名单里选一个人。".to_owned())
            }
        }
    }

    /// Why a figure that is not said exactly (四五次, 约40元) is no value of this type; `None`: it is said exactly, or the
    /// type is none of figures.
    pub fn why_rough(&self, text: &str) -> Option<String> {
        if self.is_figure() { rough::refusal(text, self.is_date()) } else { None }
    }

    /// A date or a month.
    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date | Self::Month)
    }

    /// The value as shown and as it may be typed again: `2次`, `37.50`, `2023年6月`, labels of choices. A person is
    /// shown by their id; whoever has the roster shows the name.
    pub fn format_value(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Integer(n) => match self {
                Self::Integer { unit, .. } => format!("{n}{unit}"),
                _ => n.to_string(),
            },
            Value::Money(money) => money.to_string(),
            Value::Date(date) => date.chinese(),
            Value::Choice(id) => self.label(id).to_owned(),
            Value::Choices(ids) => ids.iter().map(|id| self.label(id)).collect::<Vec<_>>().join("；"),
            Value::YesNo(yes) => if *yes { "是" } else { "否" }.to_owned(),
            Value::Person(id) => id.to_string(),
        }
    }

    /// The label of a choice; the id itself when this method does not offer it.
    pub fn label<'a>(&'a self, id: &'a str) -> &'a str {
        match self {
            Self::Choice(all) | Self::Choices(all) => {
                all.iter().find(|(i, _)| i == id).map_or(id, |(_, label)| label.as_str())
            }
            Self::YesNo if id == "yes" => "是",
            Self::YesNo if id == "no" => "否",
            _ => id,
        }
    }

    /// The name in the files.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Integer { .. } => "integer",
            Self::Money { .. } => "money",
            Self::Date => "date",
            Self::Month => "month",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::YesNo => "yes_no",
            Self::Person => "person",
        }
    }

    /// A number or a date: typed anew rather than added to.
    pub const fn is_figure(&self) -> bool {
        matches!(self, Self::Integer { .. } | Self::Money { .. } | Self::Date | Self::Month)
    }

    /// What may be filled in, in a few words. A limit that nothing real comes near says nothing.
    pub fn describe(&self) -> String {
        let labels = |all: &[(String, String)]| all.iter().map(|(_, l)| l.as_str()).collect::<Vec<_>>().join(" / ");
        match self {
            Self::Text { max } => format!("文字，最多 {max} 字"),
            Self::Integer { min, max, unit } => {
                let real = |n: i64| (n.unsigned_abs() < 1_000_000_000).then(|| n.to_string());
                within(&["整数", unit], real(*min), real(*max), unit)
            }
            Self::Money { min, max } => {
                // 100亿元
                let real = |m: Money| (m.0.unsigned_abs() < 1_000_000_000_000).then(|| m.to_string());
                within(&["金额", "元"], real(*min), real(*max), " 元")
            }
            Self::Date => "日期".to_owned(),
            Self::Month => "月份".to_owned(),
            Self::Choice(all) => format!("选一项：{}", labels(all)),
            Self::Choices(all) => format!("可选几项：{}", labels(all)),
            Self::YesNo => "是 / 否".to_owned(),
            Self::Person => "名单里的人".to_owned(),
        }
    }
}

/// The limits that there are: 1 到 9次, 不小于 0.00 元; `plain` where there are none.
fn within([what, of]: &[&str; 2], min: Option<String>, max: Option<String>, unit: &str) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min} 到 {max}{unit}"),
        (Some(min), None) => format!("不小于 {min}{unit}"),
        (None, Some(max)) => format!("不大于 {max}{unit}"),
        (None, None) if of.is_empty() => (*what).to_owned(),
        (None, None) => format!("{what}，单位{of}"),
    }
}

fn parse_text(text: &str, max: usize) -> Result<Value, String> {
    let length = text.chars().count();
    if length > max {
        return Err(format!("最多 {max} 个字，现在 {length} 个字。"));
    }
    Ok(Value::Text(text.to_owned()))
}

fn parse_integer(text: &str, min: i64, max: i64, unit: &str) -> Result<Value, String> {
    let plain: String = text.chars().map(half_width).filter(|c| *c != ' ').collect();
    match counted(&plain, unit) {
        Some(n) if (min..=max).contains(&n) => Ok(Value::Integer(n)),
        _ => Err(format!(
            "请填 {min} 到 {max} 之间的整数{}。",
            if unit.is_empty() { String::new() } else { format!("（{unit}）") }
        )),
    }
}

/// How many of that unit: 4, 四次, 十二回; months in years too (半年, 两年). 没有 is none.
fn counted(plain: &str, unit: &str) -> Option<i64> {
    let unit: String = unit.chars().map(half_width).filter(|c| *c != ' ').collect();
    if is_none(plain) {
        return Some(0);
    }
    let number = |text: &str| Numeral::whole(text).filter(|n| !n.decimal).and_then(|n| n.integer());
    let counters: &[&str] = match unit.as_str() {
        "次" => &["次", "回", "趟", "遍", "个"],
        "人" => &["个人", "人", "名", "位", "个", "次"],
        "月" => &["个月", "月", "个", "次"],
        _ => &["次", "个"],
    };
    if unit == "月"
        && let Some(years) = plain.strip_suffix('年')
    {
        return if years == "半" { Some(6) } else { number(years)?.checked_mul(12) };
    }
    if unit == "月"
        && let Some(years) = plain.strip_suffix("年半")
    {
        return number(years)?.checked_mul(12)?.checked_add(6);
    }
    let mut bare = std::iter::once(unit.as_str()).filter(|u| !u.is_empty()).chain(counters.iter().copied());
    let digits = bare.find_map(|u| plain.strip_suffix(u)).map_or(plain, |d| d.strip_suffix('个').unwrap_or(d));
    let (digits, sign) = digits.strip_prefix('-').map_or((digits, 1), |rest| (rest, -1));
    number(digits).map(|n| n * sign)
}

/// 没有: none of it.
fn is_none(text: &str) -> bool {
    matches!(text, "没有" | "没" | "无" | "一次没有" | "一次也没有" | "从来没有")
}

fn parse_money(text: &str, min: Money, max: Money) -> Result<Value, String> {
    match amount::read(text) {
        Some(money) if (min..=max).contains(&money) => Ok(Value::Money(money)),
        _ => Err(format!("请填 {min} 到 {max} 元之间的金额，如 37.5、1,200、5万。")),
    }
}

fn parse_yes_no(text: &str) -> Result<Value, String> {
    let key: String = text.chars().map(half_width).map(|c| c.to_ascii_lowercase()).collect();
    match key.as_str() {
        "是" | "有" | "对" | "y" | "yes" | "1" => Ok(Value::YesNo(true)),
        "否" | "不是" | "没有" | "无" | "n" | "no" | "0" => Ok(Value::YesNo(false)),
        _ => Err("请填 是 或 否（也可填 y、n、1、0）。".to_owned()),
    }
}

fn parse_choices(choices: &[(String, String)], text: &str) -> Result<Value, String> {
    if let Some(id) = choose(choices, text) {
        return Ok(Value::Choices(vec![id.to_owned()]));
    }
    // Labels may hold 、 themselves; ； is what `format_value` writes.
    let parts: Vec<&str> = if text.contains(['；', ';']) {
        text.split(['；', ';']).collect()
    } else {
        text.split(['、', '，', ',', ' ', '\u{3000}']).collect()
    };
    let mut picked: Vec<&str> = Vec::new();
    for part in parts.into_iter().map(str::trim).filter(|p| !p.is_empty()) {
        let Some(id) = choose(choices, part) else {
            return Err(offer(&format!("没有“{part}”这一项；可选几项，用；隔开"), choices));
        };
        if !picked.contains(&id) {
            picked.push(id);
        }
    }
    if picked.is_empty() {
        return Err(offer("至少选一项", choices));
    }
    // In the order of the method, so that the same choice is the same value.
    let ids = choices.iter().map(|(id, _)| id).filter(|id| picked.contains(&id.as_str())).cloned().collect();
    Ok(Value::Choices(ids))
}

/// A choice by its label, its id, or its number from 1.
fn choose<'c>(choices: &'c [(String, String)], text: &str) -> Option<&'c str> {
    let by_name = choices.iter().find(|(_, label)| label == text).or_else(|| choices.iter().find(|(id, _)| id == text));
    let by_number = || {
        let digits: String = text.chars().map(half_width).collect();
        let number = digits.trim_end_matches('.').parse::<usize>().ok()?;
        choices.get(number.checked_sub(1)?)
    };
    by_name.or_else(by_number).map(|(id, _)| id.as_str())
}

fn offer(what: &str, choices: &[(String, String)]) -> String {
    let all: Vec<String> = choices.iter().enumerate().map(|(i, (_, label))| format!("{} {label}", i + 1)).collect();
    format!("{what}：{}。", all.join("，"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(id: &str, label: &str) -> (String, String) {
        (id.to_owned(), label.to_owned())
    }

    fn choices() -> Vec<(String, String)> {
        vec![pair("a", "岗位工资"), pair("b", "级别、津贴"), pair("c", "奖金")]
    }

    #[test]
    fn what_people_type() {
        let times = FieldType::Integer { min: 0, max: 366, unit: "次".to_owned() };
        let members = FieldType::Integer { min: 1, max: 99, unit: "人".to_owned() };
        let months = FieldType::Integer { min: 0, max: 600, unit: "月".to_owned() };
        let money = FieldType::Money { min: Money(0), max: Money(10_000_000) };
        let one = FieldType::Choice(choices());
        let many = FieldType::Choices(choices());
        let date = |t| Some(Value::Date(day::read(t).unwrap()));
        let ids = |ids: &[&str]| Some(Value::Choices(ids.iter().map(ToString::to_string).collect()));
        let choice = |id: &str| Some(Value::Choice(id.to_owned()));
        let cases: Vec<(&FieldType, &str, Option<Value>)> = vec![
            (&times, "2", Some(Value::Integer(2))),
            (&times, " １２ 次 ", Some(Value::Integer(12))),
            (&times, "1,000", None),
            (&times, "-1", None),
            (&times, "二", Some(Value::Integer(2))),
            (&times, "十二次", Some(Value::Integer(12))),
            (&times, "1,5", None),
            (&times, "很多", None),
            (&times, "366", Some(Value::Integer(366))),
            (&times, "十二回", Some(Value::Integer(12))),
            (&times, "没有", Some(Value::Integer(0))),
            (&members, "没有", None),
            (&members, "五名", Some(Value::Integer(5))),
            (&months, "两个月", Some(Value::Integer(2))),
            (&months, "3个月", Some(Value::Integer(3))),
            (&months, "半年", Some(Value::Integer(6))),
            (&months, "两年", Some(Value::Integer(24))),
            (&months, "一年半", Some(Value::Integer(18))),
            (&months, "2023年", None),
            (&times, "四五次", None),
            (&times, "七八", None),
            (&times, "四次左右", None),
            (&members, "四五人", None),
            (&money, "没有", None),
            (&money, "四十来块", None),
            (&money, "五千多元", None),
            (&money, "三五块", None),
            (&money, "四五", None),
            (&FieldType::Date, "2022年6月二三日", None),
            (&FieldType::Month, "2022年三四月", None),
            (&money, "5万", Some(Value::Money(Money(5_000_000)))),
            (&money, "37.5元", Some(Value::Money(Money(3750)))),
            (&money, "10.01万", None),
            (&money, "￥3200", Some(Value::Money(Money(320_000)))),
            (&money, "1,5", None),
            (&money, "一万二千元", Some(Value::Money(Money(1_200_000)))),
            (&money, "很多", None),
            (&FieldType::Date, "2023年6月", date("2023-06")),
            (&FieldType::Date, "2023-02-30", None),
            (&FieldType::Month, "2023.06", date("2023-06")),
            (&FieldType::Month, "2023", None),
            (&FieldType::Month, "二〇二三年六月", date("2023-06")),
            (&FieldType::Month, "2023-06-08", None),
            (&one, "2", choice("b")),
            (&one, "２", choice("b")),
            (&one, "c", choice("c")),
            (&one, "级别、津贴", choice("b")),
            (&one, "0", None),
            (&one, "4", None),
            (&many, "级别、津贴", ids(&["b"])),
            (&many, "奖金；级别、津贴", ids(&["b", "c"])),
            (&many, "1、3", ids(&["a", "c"])),
            (&many, "1 3 1", ids(&["a", "c"])),
            (&many, "1，9", None),
            (&many, "；", None),
            (&FieldType::YesNo, "是", Some(Value::YesNo(true))),
            (&FieldType::YesNo, "Ｙ", Some(Value::YesNo(true))),
            (&FieldType::YesNo, "0", Some(Value::YesNo(false))),
            (&FieldType::YesNo, "也许", None),
            (&FieldType::Text { max: 3 }, "张三四", Some(Value::Text("张三四".to_owned()))),
            (&FieldType::Text { max: 3 }, "张三四五", None),
            (&FieldType::Person, "张三", None),
            (&times, "  ", None),
        ];
        for (ty, text, want) in cases {
            assert_eq!(ty.parse_value(text).ok(), want, "{} {text:?}", ty.name());
        }
    }

    #[test]
    fn messages_say_the_limits() {
        let times = FieldType::Integer { min: 0, max: 366, unit: "次".to_owned() };
        assert_eq!(times.parse_value("367").unwrap_err(), "请填 0 到 366 之间的整数（次）。");
        assert_eq!(times.parse_value("四五次").unwrap_err(), "“四五次”是约数（四次 至 五次），这里要写一个确切的数。");
        let text = FieldType::Text { max: 2 };
        assert_eq!(text.parse_value("一二三").unwrap_err(), "最多 2 个字，现在 3 个字。");
        let one = FieldType::Choice(choices());
        assert_eq!(one.parse_value("x").unwrap_err(), "请选一项：1 岗位工资，2 级别、津贴，3 奖金。");
    }

    proptest! {
        #[test]
        fn what_is_shown_may_be_typed_again(n in 0_i64..100_000, picks in prop::collection::btree_set(0_usize..3, 1..4)) {
            let all = choices();
            let ids: Vec<String> = picks.iter().map(|i| all[*i].0.clone()).collect();
            let values = [
                (FieldType::Integer { min: 0, max: 100_000, unit: "次".to_owned() }, Value::Integer(n)),
                (FieldType::Money { min: Money(0), max: Money(100_000) }, Value::Money(Money(n))),
                (FieldType::Choice(choices()), Value::Choice(ids[0].clone())),
                (FieldType::Choices(choices()), Value::Choices(ids)),
                (FieldType::YesNo, Value::YesNo(n % 2 == 0)),
            ];
            for (ty, value) in values {
                prop_assert_eq!(ty.parse_value(&ty.format_value(&value)), Ok(value));
            }
        }
    }

    #[test]
    fn a_limit_that_nothing_comes_near_is_not_told() {
        let money = |min, max| FieldType::Money { min: Money(min), max: Money(max) }.describe();
        assert_eq!(money(-1_000_000_000_000, 1_000_000_000_000), "金额，单位元");
        assert_eq!(money(0, i64::MAX), "不小于 0.00 元");
        assert_eq!(money(0, 10_000_000), "0.00 到 100000.00 元");
        let times = |min, max| FieldType::Integer { min, max, unit: "次".into() }.describe();
        assert_eq!(times(i64::MIN, i64::MAX), "整数，单位次");
        assert_eq!(times(0, 99), "0 到 99次");
    }
}
