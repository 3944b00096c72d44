//! `wenkan dues`: what is due in one month, with the rule.

use super::args::{Dues as Args, Globals, Round};
use super::{method, output, round};
use crate::analysis::dues::{Amount, Case, reckon};
use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::method::dues::{Dues, Rounding};
use crate::method::render;
use crate::model::value::{Money, PartialDate};
use crate::text::{amount, day, rough};

/// Computes one case, or lists what there is.
pub(super) fn run(args: &Args, globals: &Globals) -> Result<()> {
    let dues = dues(args, globals)?;
    let date = args.date.as_deref().map_or_else(|| Ok(clock::now().date()), date)?;
    let Some(class) = args.class.clone().filter(|_| !args.classes) else {
        return output::data(&render::dues_on(&dues, date));
    };
    let case = Case {
        date,
        class,
        amount: amount(args)?,
        special: args.special.clone(),
        since: args.since.as_deref().map(self::date).transpose()?,
        place: args.place.clone().unwrap_or_default(),
        rounding: args.round.map(|r| match r {
            Round::Jiao => Rounding::Jiao,
            Round::Fen => Rounding::Fen,
        }),
    };
    let reckoning = reckon(&dues, &case)?;
    if args.json {
        return output::json(&reckoning);
    }
    let mut last = "";
    let line = |(head, text): (&'static str, String)| {
        let shown = if head == last { "　　" } else { head };
        last = head;
        format!("{shown}　{text}\n")
    };
    output::data(&reckoning.lines().into_iter().map(line).collect::<String>())
}

/// The dues of a round's method, of a folder, or built in.
fn dues(args: &Args, globals: &Globals) -> Result<Dues> {
    let dues = match &args.file {
        Some(file) => round::read_with_method(file, globals)?.1.dues.clone(),
        None => method::load(args.method.as_deref(), Kind::Input)?.1.dues,
    };
    dues.ok_or_else(|| {
        Error::input("这套工作法没有党费比例")
            .hint("在工作法文件夹里放一份 dues.toml；轮次里的工作法用 wenkan method update 更新。")
    })
}

fn date(text: &str) -> Result<PartialDate> {
    day::read(text).ok_or_else(|| not_exact(text, true).hint("写成 2024-05、2024-05-20 或 2024年5月。"))
}

fn money(text: &str) -> Result<Money> {
    amount::read(text).ok_or_else(|| not_exact(text, false).hint("以元为单位，最多两位小数，如 5000 或 5000.01。"))
}

fn not_exact(text: &str, dated: bool) -> Error {
    let unread = || format!("“{text}”不是{}", if dated { "日期" } else { "金额" });
    Error::usage(rough::refusal(text, dated).unwrap_or_else(unread))
}

fn amount(args: &Args) -> Result<Amount> {
    if let Some(base) = &args.base {
        return Ok(Amount::Base(money(base)?));
    }
    if args.item.is_empty() && args.staff.is_none() {
        return Ok(Amount::Nothing);
    }
    let pair = |text: &String| {
        let (name, sum) = text
            .split_once(['=', '＝'])
            .ok_or_else(|| Error::usage(format!("“{text}”没有写明数额")).hint("写成 项目=数额，如 职务工资=3200。"))?;
        Ok((name.trim().to_owned(), money(sum)?))
    };
    let items = args.item.iter().map(pair).collect::<Result<_>>()?;
    Ok(Amount::Items { staff: args.staff.clone().unwrap_or_default(), items })
}
