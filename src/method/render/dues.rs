//! 党费 as text: who pays at which rate, what belongs to the base, how dues are paid.

use super::{heading, mark};
use crate::method::dues::{BaseRule, Class, Dues, Pays, Rates, yuan};
use crate::method::types::Version;
use crate::model::value::PartialDate;
use std::fmt::{self, Write};

/// What holds on a date, with the words that the command line takes.
pub fn dues_on(dues: &Dues, date: PartialDate) -> String {
    let mut out = String::new();
    // Writing to a String does not fail.
    let _ = write_on(&mut out, dues, date);
    out
}

fn write_on(out: &mut String, dues: &Dues, date: PartialDate) -> fmt::Result {
    let Some(rates) = dues.rates_on(date) else {
        return writeln!(out, "没有收录{}的党费规定。", date.chinese());
    };
    writeln!(out, "{}　{}", rates.rule.label, date.chinese())?;
    write_classes(out, rates, ["类别（--class）", "另有情形（--special）"])?;
    for place in std::iter::once("").chain(dues.places()) {
        if let Some(rule) = dues.base_on(date, place).filter(|r| r.place == place) {
            let head = if place.is_empty() { String::new() } else { format!("　--place {place}") };
            writeln!(out, "\n人员身份（--staff）和工资项目（--item）　{}{head}", rule.rule.label)?;
            write_items(out, dues, rule)?;
        }
    }
    write_payment(out, rates)
}

/// All documents, for `method show`.
pub(super) fn write(out: &mut String, dues: &Dues) -> fmt::Result {
    heading(out, "党费")?;
    writeln!(out, "四舍五入到{}", dues.rounding.chinese())?;
    for rates in &dues.rates {
        writeln!(out, "\n比例　{}", dated(&rates.rule))?;
        write_classes(out, rates, ["类别", "另有情形"])?;
        write_payment(out, rates)?;
    }
    for base in &dues.bases {
        let place = if base.place.is_empty() { String::new() } else { format!("（{}）", base.place) };
        writeln!(out, "\n基数{place}　{}", dated(&base.rule))?;
        write_items(out, dues, base)?;
    }
    writeln!(out)
}

fn dated(rule: &Version) -> String {
    let until = rule.to.map_or_else(|| "今".to_owned(), PartialDate::chinese);
    let note = if rule.note.is_empty() { String::new() } else { format!("　{}", rule.note) };
    format!("{}：{} 至 {until}{note}{}", rule.label, rule.from.chinese(), mark(&rule.source))
}

fn write_classes(out: &mut String, rates: &Rates, heads: [&str; 2]) -> fmt::Result {
    let [classes, specials] = heads;
    writeln!(out, "\n{classes}")?;
    for class in &rates.classes {
        writeln!(out, "  {:<14}{}：{}", class.id, class.name, pays(class))?;
        let scale = if let Pays::Scale(id) = &class.pays { rates.scale(id) } else { None };
        for band in scale.iter().flat_map(|s| &s.bands) {
            writeln!(out, "  {:<14}　{} {}", "", band.percent(), band.words())?;
        }
    }
    if !rates.specials.is_empty() {
        writeln!(out, "\n{specials}")?;
    }
    for special in &rates.specials {
        let since = if special.since { "要写明起始日期（--since）。" } else { "" };
        writeln!(out, "  {:<14}{}：{}{since}", special.id, special.name, special.text)?;
    }
    Ok(())
}

fn write_items(out: &mut String, dues: &Dues, rule: &BaseRule) -> fmt::Result {
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
    match rule.line {
        Some(line) => writeln!(out, "  每人每月一般不超过 {} 元", yuan(line)),
        None => Ok(()),
    }
}

fn write_payment(out: &mut String, rates: &Rates) -> fmt::Result {
    if !rates.payment.is_empty() {
        writeln!(out, "\n怎样交")?;
    }
    rates.payment.iter().try_for_each(|text| writeln!(out, "  {text}"))
}

fn pays(class: &Class) -> String {
    match &class.pays {
        Pays::Scale(_) => format!("基数为{}", class.base),
        Pays::Fixed { min, max } if min == max => format!("每月 {} 元", yuan(*min)),
        Pays::Fixed { min, max } => format!("每月 {} 元至 {} 元", yuan(*min), yuan(*max)),
    }
}
