//! `wenkan dues`: what is due in one month, with the rule.

use super::args::{Dues as Args, Globals, Round};
use super::{method, output, round};
use crate::analysis::dues::{Amount, Case, reckon};
use crate::analysis::methods;
use crate::clock;
use crate::error::{Error, Kind, Result};
use crate::method::dues::{Dues, Pays, Rounding, yuan};
use crate::model::value::{Money, PartialDate};
use std::fmt::{self, Write};

/// Computes one case, or lists what there is.
pub(super) fn run(args: &Args, globals: &Globals) -> Result<()> {
    let dues = dues(args, globals)?;
    let date = args.date.as_deref().map_or_else(|| Ok(clock::now().date()), date)?;
    let Some(class) = args.class.clone().filter(|_| !args.classes) else { return output::data(&listing(&dues, date)) };
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
    let method = match &args.file {
        Some(file) => methods::current(&round::read(file, globals)?)?,
        None => method::load(args.method.as_deref(), Kind::Input)?.1,
    };
    method.dues.ok_or_else(|| {
        Error::input("这套工作法没有党费比例")
            .hint("在工作法文件夹里放一份 dues.toml；轮次里的工作法用 wenkan method update 更新。")
    })
}

fn date(text: &str) -> Result<PartialDate> {
    PartialDate::parse(text)
        .ok_or_else(|| Error::usage(format!("“{text}”不是日期")).hint("写成 2024-05、2024-05-20 或 2024年5月。"))
}

fn money(text: &str) -> Result<Money> {
    Money::parse(text)
        .ok_or_else(|| Error::usage(format!("“{text}”不是金额")).hint("以元为单位，最多两位小数，如 5000 或 5000.01。"))
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

/// Classes, circumstances, staff classes with their items, and places, as of a date.
fn listing(dues: &Dues, date: PartialDate) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_listing(&mut out, dues, date);
    out
}

fn write_listing(out: &mut String, dues: &Dues, date: PartialDate) -> fmt::Result {
    let Some(rates) = dues.rates_on(date) else {
        return writeln!(out, "没有收录{}的党费规定。", date.chinese());
    };
    writeln!(out, "{}　{}", rates.rule.label, date.chinese())?;
    writeln!(out, "\n类别（--class）")?;
    for class in &rates.classes {
        writeln!(out, "  {:<14}{}：{}", class.id, class.name, pays(&class.pays, &class.base))?;
        let scale = if let Pays::Scale(id) = &class.pays { rates.scale(id) } else { None };
        for band in scale.iter().flat_map(|s| &s.bands) {
            writeln!(out, "  {:<14}　{} {}", "", band.percent(), band.words())?;
        }
    }
    writeln!(out, "\n另有情形（--special）")?;
    for special in &rates.specials {
        let since = if special.since { "配 --since 日期。" } else { "" };
        writeln!(out, "  {:<14}{}：{}{since}", special.id, special.name, special.text)?;
    }
    for place in std::iter::once("").chain(dues.places()) {
        if let Some(rule) = dues.base_on(date, place).filter(|r| r.place == place) {
            let head = if place.is_empty() { String::new() } else { format!("　--place {place}") };
            writeln!(out, "\n人员身份（--staff）和工资项目（--item）　{}{head}", rule.rule.label)?;
            let names = |ids: &[String]| {
                ids.iter().filter_map(|id| dues.item(id)).map(|i| i.name.as_str()).collect::<Vec<_>>().join("、")
            };
            for of in &rule.staff {
                let name = dues.staff(&of.staff).map(|s| s.name.as_str()).unwrap_or_default();
                writeln!(out, "  {:<14}{name}：{}", of.staff, names(&of.counts))?;
                if !of.excluded.is_empty() {
                    writeln!(out, "  {:<14}　不计：{}", "", names(&of.excluded))?;
                }
            }
            for (what, ids) in [("扣除", &rule.deducts), ("不计", &rule.excluded)] {
                if !ids.is_empty() {
                    writeln!(out, "  {what}：{}", names(ids))?;
                }
            }
        }
    }
    if !rates.payment.is_empty() {
        writeln!(out, "\n怎样交")?;
    }
    rates.payment.iter().try_for_each(|text| writeln!(out, "  {text}"))
}

fn pays(pays: &Pays, base: &str) -> String {
    match pays {
        Pays::Scale(_) => format!("基数为{base}"),
        Pays::Fixed { min, max } if min == max => format!("每月 {} 元", yuan(*min)),
        Pays::Fixed { min, max } => format!("每月 {} 元至 {} 元", yuan(*min), yuan(*max)),
    }
}
