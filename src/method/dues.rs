//! 党费 as data: who pays at which rate on what base, dated by the documents that say so.
//!
//! Rates and bases have their own documents: the rates of 2008 still hold while the base was narrowed in 2017. A local
//! formula stands beside the national rule; where both hold, the later one counts.

use super::types::Version;
use crate::model::value::{Money, PartialDate};
use serde::Serialize;

/// Everything that is known about dues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dues {
    /// To what a sum is rounded, half up. No document says, so it is a setting.
    pub rounding: Rounding,
    /// The items of a payroll.
    pub items: Vec<PayItem>,
    /// Staff classes, for which the items of the base differ.
    pub staff: Vec<Staff>,
    /// Rates in time order; their periods do not overlap.
    pub rates: Vec<Rates>,
    /// What belongs to the base; in time order within a place, where periods do not overlap.
    pub bases: Vec<BaseRule>,
}

/// To what a sum is rounded, half up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To 分.
    #[default]
    Fen,
    /// To 角.
    Jiao,
}

impl Rounding {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fen, Self::Jiao];

    /// The name in the files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fen => "fen",
            Self::Jiao => "jiao",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Fen => "分",
            Self::Jiao => "角",
        }
    }

    /// How many 分 the unit has.
    pub const fn fen(self) -> i64 {
        match self {
            Self::Fen => 1,
            Self::Jiao => 10,
        }
    }
}

/// One item of a payroll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayItem {
    /// Id, e.g. `duty_pay`.
    pub id: String,
    /// Name, e.g. 职务工资; no two items share one.
    pub name: String,
}

/// A staff class: 机关干部, 机关工人, 事业单位人员, 企业人员 …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Id, e.g. `cadre`.
    pub id: String,
    /// Name.
    pub name: String,
}

/// The rates of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates {
    /// The document with its dates.
    pub rule: Version,
    /// Scales of bands.
    pub scales: Vec<Scale>,
    /// Classes of payers.
    pub classes: Vec<Class>,
    /// Circumstances that change when or how much somebody pays.
    pub specials: Vec<Special>,
    /// How dues are paid, one sentence each.
    pub payment: Vec<String>,
}

/// Bands from nothing upwards without gap; the whole base takes the rate of its band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Id, e.g. `wage`.
    pub id: String,
    /// Bands, lowest first.
    pub bands: Vec<Band>,
}

/// 档: bases of more than `over` and at most `up_to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Exclusive, but for the first band, which starts at nothing.
    pub over: Money,
    /// Inclusive; `None`: no limit.
    pub up_to: Option<Money>,
    /// Basis points (万分之一).
    pub rate: u16,
}

/// A class of payers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Id, e.g. `wage`.
    pub id: String,
    /// Name, e.g. 按月领取工资的党员.
    pub name: String,
    /// What the base is, in words; empty for fixed sums.
    pub base: String,
    /// What is paid.
    pub pays: Pays,
    /// Staff classes of which the base can be added up from items.
    pub staff: Vec<String>,
}

/// What a class pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pays {
    /// A share of the base, by a scale.
    Scale(String),
    /// A sum a month within limits (equal limits: that sum).
    Fixed {
        /// Least sum.
        min: Money,
        /// Greatest sum.
        max: Money,
    },
}

/// A circumstance that changes when or how much somebody pays, whatever their class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Special {
    /// Id, e.g. `probationary`.
    pub id: String,
    /// Name, e.g. 预备党员.
    pub name: String,
    /// The rule in a sentence.
    pub text: String,
    /// Nothing is due before a day that has to be given (for 预备党员 the day of the branch's vote).
    pub since: bool,
}

/// Which items belong to the base, by one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseRule {
    /// The document with its dates.
    pub rule: Version,
    /// Where it holds; empty: everywhere.
    pub place: String,
    /// What somebody normally pays at most in a month.
    pub line: Option<Money>,
    /// Per staff class what counts.
    pub staff: Vec<StaffBase>,
    /// Items taken off, for all (个人所得税).
    pub deducts: Vec<String>,
    /// Items that do not count, for all.
    pub excluded: Vec<String>,
}

/// Which items count for one staff class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffBase {
    /// The staff class.
    pub staff: String,
    /// Items that count.
    pub counts: Vec<String>,
    /// Items that do not count for this class.
    pub excluded: Vec<String>,
}

/// What a rule says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// It is part of the base.
    Counts,
    /// It is taken off.
    Deducts,
    /// It is no part of the base.
    Excluded,
    /// The rule does not name it.
    Unsettled,
}

impl Dues {
    /// The rates of a date; the later ones where both may hold.
    pub fn rates_on(&self, date: PartialDate) -> Option<&Rates> {
        self.rates.iter().rev().find(|r| r.rule.may_hold(date))
    }

    /// What belongs to the base on a date: the rule of everywhere or of `place`, whichever came later.
    pub fn base_on(&self, date: PartialDate, place: &str) -> Option<&BaseRule> {
        let holds = |b: &&BaseRule| b.rule.may_hold(date) && (b.place.is_empty() || b.place == place);
        self.bases.iter().filter(holds).max_by_key(|b| b.rule.from)
    }

    /// An item by its id or its name.
    pub fn item(&self, word: &str) -> Option<&PayItem> {
        self.items.iter().find(|i| i.id == word || i.name == word)
    }

    /// A staff class by its id or its name.
    pub fn staff(&self, word: &str) -> Option<&Staff> {
        self.staff.iter().find(|s| s.id == word || s.name == word)
    }

    /// The places that have a rule of their own, each once.
    pub fn places(&self) -> Vec<&str> {
        let mut places: Vec<&str> = self.bases.iter().map(|b| b.place.as_str()).filter(|p| !p.is_empty()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

impl Rates {
    /// A class by its id or its name.
    pub fn class(&self, word: &str) -> Option<&Class> {
        self.classes.iter().find(|c| c.id == word || c.name == word)
    }

    /// A circumstance by its id or its name.
    pub fn special(&self, word: &str) -> Option<&Special> {
        self.specials.iter().find(|s| s.id == word || s.name == word)
    }

    /// The scale of that id.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|s| s.id == id)
    }
}

impl Scale {
    /// The band of a base that is not negative.
    pub fn band(&self, base: Money) -> Option<&Band> {
        self.bands.iter().find(|b| b.up_to.is_none_or(|limit| base <= limit))
    }
}

impl BaseRule {
    /// The items of a staff class.
    pub fn of(&self, staff: &str) -> Option<&StaffBase> {
        self.staff.iter().find(|s| s.staff == staff)
    }

    /// What the rule says of an item, for a staff class of it.
    pub fn treatment(&self, staff: &StaffBase, item: &str) -> Treatment {
        let among = |list: &[String]| list.iter().any(|id| id == item);
        if among(&staff.counts) {
            Treatment::Counts
        } else if among(&self.deducts) {
            Treatment::Deducts
        } else if among(&staff.excluded) || among(&self.excluded) {
            Treatment::Excluded
        } else {
            Treatment::Unsettled
        }
    }
}

impl Band {
    /// The limits in words: 3000元以下（含3000元）, 超过3000元至5000元.
    pub fn words(&self) -> String {
        match (self.over, self.up_to) {
            (Money(0), Some(limit)) => format!("{}元以下（含）", yuan(limit)),
            (Money(0), None) => "不论多少".to_owned(),
            (over, Some(limit)) => format!("超过{}元至{}元（含）", yuan(over), yuan(limit)),
            (over, None) => format!("超过{}元", yuan(over)),
        }
    }

    /// The rate as people write it: 0.5%.
    pub fn percent(&self) -> String {
        let (whole, part) = (self.rate / 100, self.rate % 100);
        let fraction = format!("{part:02}");
        match fraction.trim_end_matches('0') {
            "" => format!("{whole}%"),
            digits => format!("{whole}.{digits}%"),
        }
    }
}

/// A sum in yuan without decimals that say nothing: 3000, 0.2.
pub fn yuan(sum: Money) -> String {
    let text = sum.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_rates_as_people_write_them() {
        for (fen, want) in [(300_000, "3000"), (20, "0.2"), (5, "0.05"), (0, "0"), (100_001, "1000.01")] {
            assert_eq!(yuan(Money(fen)), want);
        }
        for (rate, want) in [(50, "0.5%"), (100, "1%"), (150, "1.5%"), (25, "0.25%"), (5, "0.05%"), (0, "0%")] {
            assert_eq!(Band { over: Money(0), up_to: None, rate }.percent(), want);
        }
    }
}
