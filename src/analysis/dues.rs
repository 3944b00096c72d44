//! 党费测算: what is due in one month by the rule of that month, with the rule that was used and what went into the
//! base. Pure, whole 分 throughout.
//!
//! The whole base takes the rate of its band, so there are steps: 3000.00 元 pay 15.00, 3000.01 元 pay 30.00.

use crate::error::{Error, Result};
use crate::method::dues::{Band, BaseRule, Class, Dues, Pays, Rates, Rounding, StaffBase, Treatment, yuan};
use crate::method::types::{Verified, Version};
use crate::model::value::{Money, PartialDate};
use serde::Serialize;

/// 100 %, in basis points.
const WHOLE: i128 = 10_000;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Case {
    /// The month, or a day or year of it.
    pub date: PartialDate,
    /// The class, by id or name.
    pub class: String,
    /// What the sum is taken of.
    pub amount: Amount,
    /// A circumstance, by id or name.
    pub special: Option<String>,
    /// The day that the circumstance asks for (预备党员: of the branch's vote).
    pub since: Option<PartialDate>,
    /// A place with a base rule of its own; empty: the rule of everywhere.
    pub place: String,
    /// To what is rounded; `None`: as the method says.
    pub rounding: Option<Rounding>,
}

/// What the sum is taken of.
#[derive(Debug, Clone)]
pub enum Amount {
    /// Nothing is given: enough for classes that pay a fixed sum.
    Nothing,
    /// The base itself.
    Base(Money),
    /// Items of the payroll, added up by the rule of the date.
    Items {
        /// The staff class, by id or name.
        staff: String,
        /// Items by id or name.
        items: Vec<(String, Money)>,
    },
}

/// What is due, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reckoning {
    /// The month asked about.
    pub date: PartialDate,
    /// Id of the class.
    pub class: String,
    /// Name of the class.
    pub class_name: String,
    /// What is due a month, in 分.
    pub due: Due,
    /// The base, in 分; `None` for fixed sums.
    pub base: Option<Money>,
    /// What the base is, in words.
    pub base_is: String,
    /// The band of the base.
    pub band: Option<BandUsed>,
    /// The document that sets the rate.
    pub rates: Rule,
    /// The document that says which items count, when items were given.
    pub base_rule: Option<Rule>,
    /// What was done with each item, in the order given.
    pub items: Vec<Used>,
    /// To what was rounded.
    pub rounding: Rounding,
    /// What else has to be known, one sentence each.
    pub notes: Vec<String>,
}

/// A sum, or limits within which it lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Least.
    pub min: Money,
    /// Greatest; the same for a share of the base.
    pub max: Money,
}

/// The band that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BandUsed {
    /// Exclusive lower limit, 分.
    pub over: Money,
    /// Inclusive upper limit, 分.
    pub up_to: Option<Money>,
    /// Basis points.
    pub rate: u16,
    /// The limits in words.
    pub words: String,
    /// The rate in percent, for people.
    pub percent: String,
}

/// A document that was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// 文号.
    pub label: String,
    /// In force since.
    pub from: PartialDate,
    /// Until.
    pub to: Option<PartialDate>,
    /// A remark.
    pub note: String,
    /// Where it was read.
    pub source: String,
    /// `A`, `S` or `G`.
    pub verified: &'static str,
}

/// What became of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Used {
    /// Name of the item.
    pub item: String,
    /// The sum given, 分.
    pub sum: Money,
    /// What the rule says of it.
    pub treatment: Treatment,
}

/// Computes one case.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for a class, circumstance, staff class, item or place that the rules do
/// not know, with those they know; [`Kind::Input`](crate::error::Kind::Input) for a date before all rules, a base that
/// is missing, negative or too large, or a day that is missing.
pub fn reckon(dues: &Dues, case: &Case) -> Result<Reckoning> {
    let rates = dues.rates_on(case.date).ok_or_else(|| too_early(dues, case.date))?;
    let class = rates.class(&case.class).ok_or_else(|| unknown_class(rates, &case.class))?;
    if !case.place.is_empty() && !dues.places().contains(&case.place.as_str()) {
        let known = listed(dues.places().into_iter());
        return Err(Error::usage(format!("没有“{}”的地方办法", case.place)).hint(format!("收录的有：{known}。")));
    }
    let mut reckoning = Reckoning {
        date: case.date,
        class: class.id.clone(),
        class_name: class.name.clone(),
        due: Due { min: Money(0), max: Money(0) },
        base: None,
        base_is: class.base.clone(),
        band: None,
        rates: Rule::of(&rates.rule),
        base_rule: None,
        items: Vec::new(),
        rounding: case.rounding.unwrap_or(dues.rounding),
        notes: Vec::new(),
    };
    match &class.pays {
        Pays::Fixed { min, max } => reckoning.due = Due { min: *min, max: *max },
        Pays::Scale(id) => {
            let base = reckoning.take_base(dues, class, case)?;
            let band = rates.scale(id).and_then(|s| s.band(base));
            reckoning.take_share(base, band.ok_or_else(|| Error::internal("没有这个基数的比例"))?)?;
        }
    }
    reckoning.mind_special(rates, case)?;
    reckoning.mind_line(dues, case);
    reckoning.mind_change(dues, case);
    Ok(reckoning)
}

impl Reckoning {
    /// The base as given, or added up from items.
    fn take_base(&mut self, dues: &Dues, class: &Class, case: &Case) -> Result<Money> {
        let base = match &case.amount {
            Amount::Nothing => {
                return Err(
                    Error::input(format!("{}按比例交，要有基数", class.name)).hint(format!("基数是{}。", class.base))
                );
            }
            Amount::Base(base) => *base,
            Amount::Items { staff, items } => self.add_up(dues, class, case, staff, items)?,
        };
        if base < Money(0) {
            return Err(Error::input(format!("基数是负数：{base}")).hint("请核对各项数额；扣除的项目也写正数。"));
        }
        self.base = Some(base);
        Ok(base)
    }

    /// Adds up items by the rule of the date and keeps what became of each.
    fn add_up(
        &mut self,
        dues: &Dues,
        class: &Class,
        case: &Case,
        staff: &str,
        items: &[(String, Money)],
    ) -> Result<Money> {
        let (rule, of) = staff_base(dues, class, case, staff)?;
        self.base_rule = Some(Rule::of(&rule.rule));
        let mut base: i64 = 0;
        for (word, sum) in items {
            let item = dues.item(word).ok_or_else(|| unknown_item(dues, rule, of, word))?;
            if *sum < Money(0) {
                return Err(Error::input(format!("{}是负数：{sum}", item.name)).hint("扣除的项目也写正数。"));
            }
            if self.items.iter().any(|used| used.item == item.name) {
                return Err(Error::usage(format!("{}写了两次", item.name)).hint("同一项合成一个数。"));
            }
            let treatment = rule.treatment(of, &item.id);
            base = match treatment {
                Treatment::Counts => base.checked_add(sum.0),
                Treatment::Deducts => base.checked_sub(sum.0),
                Treatment::Excluded | Treatment::Unsettled => Some(base),
            }
            .ok_or_else(too_large)?;
            self.items.push(Used { item: item.name.clone(), sum: *sum, treatment });
        }
        Ok(Money(base))
    }

    /// The whole base times the rate of its band, rounded half up.
    fn take_share(&mut self, base: Money, band: &Band) -> Result<()> {
        let unit = i128::from(self.rounding.fen());
        let per_unit = WHOLE * unit;
        let exact = i128::from(base.0) * i128::from(band.rate);
        let rounded = (exact + per_unit / 2) / per_unit * unit;
        let due = Money(i64::try_from(rounded).map_err(|e| too_large().because(e))?);
        self.due = Due { min: due, max: due };
        let Band { over, up_to, rate } = *band;
        self.band = Some(BandUsed { over, up_to, rate, words: band.words(), percent: band.percent() });
        Ok(())
    }

    fn mind_special(&mut self, rates: &Rates, case: &Case) -> Result<()> {
        let Some(word) = &case.special else {
            return match case.since {
                Some(_) => Err(Error::usage("写了起始日期，没有写另有情形").hint("预备党员请同时选预备党员。")),
                None => Ok(()),
            };
        };
        let special = rates.special(word).ok_or_else(|| {
            let known = listed(rates.specials.iter().map(|s| s.name.as_str()));
            Error::usage(format!("没有“{word}”这种情形")).hint(format!("可以写：{known}。"))
        })?;
        self.notes.push(format!("{}：{}", special.name, special.text));
        if special.since {
            let since = case
                .since
                .ok_or_else(|| Error::input(format!("{}要写明从哪天起交", special.name)).hint(special.text.clone()))?;
            if case.date.before(since) {
                self.due = Due { min: Money(0), max: Money(0) };
                self.notes.push(format!("{}在{}以前，不交。", case.date.chinese(), since.chinese()));
            }
        }
        Ok(())
    }

    /// What somebody normally pays at most.
    fn mind_line(&mut self, dues: &Dues, case: &Case) {
        let Some(rule) = dues.base_on(case.date, &case.place) else { return };
        if let Some(line) = rule.line.filter(|line| self.due.max > *line) {
            self.notes.push(format!(
                "按比例算超过了每人每月一般不超过{}元的线（{}）；账上交到这个数以上的，问清是不是本人自愿。",
                yuan(line),
                rule.rule.label
            ));
        }
    }

    /// Where the rule changed within the time asked about, the later one was used.
    fn mind_change(&mut self, dues: &Dues, case: &Case) {
        let several = |rules: &mut dyn Iterator<Item = &Version>| {
            let holding: Vec<&Version> = rules.filter(|v| v.may_hold(case.date)).collect();
            holding.len() > 1 && holding.iter().any(|v| v.from.overlaps(case.date))
        };
        let bases = dues.bases.iter().filter(|b| b.place.is_empty() || b.place == case.place);
        let rates = several(&mut dues.rates.iter().map(|r| &r.rule));
        if rates || self.base_rule.is_some() && several(&mut bases.map(|b| &b.rule)) {
            self.notes.push("规定在这段时间内换过，这里按后一份算；请核对换用的日期。".to_owned());
        }
    }

    /// What is due in words: 75.00 元, 每月 0.2 元至 1 元.
    pub fn due_words(&self) -> String {
        let Due { min, max } = self.due;
        if self.band.is_some() {
            format!("{max} 元（四舍五入到{}）", self.rounding.chinese())
        } else if min == max {
            format!("{max} 元")
        } else {
            format!("{min} 元至 {max} 元，具体数额由支部定")
        }
    }

    /// The documents by name, without their dates and remarks.
    pub fn basis(&self) -> String {
        let base = self.base_rule.as_ref().map(|rule| format!("；基数　{}", rule.name()));
        format!("比例　{}{}", self.rates.name(), base.unwrap_or_default())
    }

    /// Everything in words: (what, words); several lines may stand under one head.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![("类别", self.class_name.clone()), ("时间", self.date.chinese())];
        if let Some(base) = self.base {
            lines.push(("基数", format!("{base} 元（{}）", self.base_is)));
        }
        for (head, wanted) in [
            ("计入", Treatment::Counts),
            ("扣除", Treatment::Deducts),
            ("不计", Treatment::Excluded),
            ("未定", Treatment::Unsettled),
        ] {
            let of: Vec<String> = self.items.iter().filter(|u| u.treatment == wanted).map(Used::words).collect();
            if !of.is_empty() {
                let why = if wanted == Treatment::Unsettled {
                    "；文件没有列出，没有计入，请核实"
                } else {
                    ""
                };
                lines.push((head, of.join("，") + why));
            }
        }
        if let Some(band) = &self.band {
            lines.push(("比例", format!("{}（{}，整个基数按这一档）", band.percent, band.words)));
        }
        lines.push(("应缴", self.due_words()));
        lines.push(("依据", format!("比例　{}", self.rates.words())));
        if let Some(rule) = &self.base_rule {
            lines.push(("依据", format!("基数　{}", rule.words())));
        }
        lines.extend(self.notes.iter().map(|note| ("说明", note.clone())));
        lines
    }
}

impl Used {
    fn words(&self) -> String {
        format!("{} {}", self.item, self.sum)
    }
}

impl Rule {
    fn of(version: &Version) -> Self {
        Self {
            label: version.label.clone(),
            from: version.from,
            to: version.to,
            note: version.note.clone(),
            source: version.source.source.clone(),
            verified: version.source.verified.letter(),
        }
    }

    /// The name of the document, and 〔待核〕 when it rests on general knowledge.
    pub fn name(&self) -> String {
        let mark = if self.verified == Verified::General.letter() { "〔待核〕" } else { "" };
        format!("{}{mark}", self.label)
    }

    /// The document with its dates, and 〔待核〕 when it rests on general knowledge.
    pub fn words(&self) -> String {
        let note = if self.note.is_empty() { String::new() } else { format!("，{}", self.note) };
        format!("{}（{}起{note}）", self.name(), self.from.chinese())
    }
}

/// The rule of the base and its part for a staff class.
fn staff_base<'d>(dues: &'d Dues, class: &Class, case: &Case, staff: &str) -> Result<(&'d BaseRule, &'d StaffBase)> {
    let by_sum = || format!("请直接写基数：{}。", class.base);
    let names = class.staff.iter().filter_map(|id| dues.staff(id)).map(|s| s.name.as_str());
    if class.staff.is_empty() {
        return Err(Error::input(format!("{}的基数不由工资项目合成", class.name)).hint(by_sum()));
    }
    let id = dues.staff(staff).map(|s| &s.id).filter(|id| class.staff.contains(id));
    let id = id.ok_or_else(|| {
        let what = if staff.is_empty() {
            "按工资项目测算，要写人员身份".to_owned()
        } else {
            format!("没有“{staff}”这种人员身份")
        };
        Error::usage(what).hint(format!("{}可以写：{}。", class.name, listed(names)))
    })?;
    let rule = dues.base_on(case.date, &case.place);
    let rule = rule.ok_or_else(|| Error::input(format!("没有收录{}的基数规定", case.date.chinese())).hint(by_sum()))?;
    let of = rule.of(id).ok_or_else(|| {
        let who = dues.staff(id).map_or(staff, |s| s.name.as_str());
        Error::input(format!("{}没有列出{who}的工资项目", rule.rule.label)).hint(by_sum())
    })?;
    Ok((rule, of))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join("、")
}

fn too_large() -> Error {
    Error::input("数额太大，算不出来").hint("请核对数额。")
}

fn too_early(dues: &Dues, date: PartialDate) -> Error {
    let first = dues.rates.first().map(|r| format!("收录的规定从{}起。", r.rule.from.chinese()));
    Error::input(format!("没有收录{}的党费规定", date.chinese())).hint(first.unwrap_or_default())
}

fn unknown_class(rates: &Rates, word: &str) -> Error {
    let special =
        rates.special(word).map(|s| format!("{}不是单独的一类，请写本人所属类别，另有情形写 {}。", s.name, s.id));
    let known: Vec<String> = rates.classes.iter().map(|c| format!("  {:<12}{}", c.id, c.name)).collect();
    let known = format!("类别有：\n{}", known.join("\n"));
    let hint = special.map_or_else(|| known.clone(), |special| format!("{special}\n{known}"));
    Error::usage(format!("没有“{word}”这个缴纳类别")).hint(hint)
}

fn unknown_item(dues: &Dues, rule: &BaseRule, of: &StaffBase, word: &str) -> Error {
    let names = |ids: &[String]| listed(ids.iter().filter_map(|id| dues.item(id)).map(|i| i.name.as_str()));
    let not: Vec<String> = of.excluded.iter().chain(&rule.excluded).cloned().collect();
    Error::usage(format!("没有“{word}”这个工资项目")).hint(format!(
        "计入的：{}\n扣除的：{}\n不计的：{}",
        names(&of.counts),
        names(&rule.deducts),
        names(&not)
    ))
}

#[cfg(test)]
mod tests;
