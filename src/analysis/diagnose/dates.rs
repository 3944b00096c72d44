//! E102 and E113-E116: when it was, and whether that can be.
//!
//! - A date that no calendar has. E.
//! - A period that ends before it begins, in the facts or in 起止时间. E.
//! - A date behind today: E where it begins its sentence or stands in 起止时间, W elsewhere. A clause that speaks of a plan,
//!   a term or an agreement (约定, 期限, 计划) may name it.
//! - Facts of which every date lies before the inspection period: W, since what went on later may have begun then. So is
//!   起止时间 wholly outside of it, and facts none of whose dates lie within 起止时间.

use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::Paper;
use crate::analysis::paper::field::{PaperField, Spot};
use crate::analysis::sentence::{masked, sentences};
use crate::model::value::PartialDate;
use crate::text::day::{self, Written, Year};
use std::ops::Range;

/// Times that name no year and are known all the same: by the round, by an office, by what was said before.
const KNOWN: [&str; 12] = [
    "换届以来",
    "换届后",
    "巡察期间",
    "巡察进驻",
    "任职期间",
    "任期内",
    "任职以来",
    "上述期间",
    "该期间",
    "上轮巡察",
    "上一轮巡察",
    "成立以来",
];

/// Whether a text says when: a year at least, or a time that is known.
pub(super) fn tells_time(text: &str) -> bool {
    crate::analysis::sentence::has_date(text) || KNOWN.iter().any(|w| text.contains(w))
}

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    period(paper, out);
    let mut outside_stated = !paper.problem.facts.is_empty() && paper.problem.from.is_some();
    let mut any = false;
    for fact in &paper.problem.facts {
        let spot = Spot::at(PaperField::Facts, fact.id);
        let told = told(&fact.text, paper.today);
        for one in &told {
            single(&fact.text, spot, one, paper.today, out);
        }
        for pair in told.windows(2) {
            let [first, last] = pair else { continue };
            if let (true, Some(from), Some(to)) = (last.ends, first.date, last.date)
                && to.before(from)
            {
                let message = format!("起止颠倒：{}早于{}。", shown(&fact.text, last), shown(&fact.text, first));
                out.push(reversed(spot, message).at(first.at.start..last.at.end));
            }
        }
        let dates: Vec<&ToldDate> = told.iter().filter(|t| t.date.is_some()).collect();
        let start = paper.round.as_ref().and_then(|r| r.from);
        if let (Some(first), Some(start)) = (dates.first(), start)
            && dates.iter().all(|t| t.last.is_some_and(|last| last.before(start)))
        {
            let message = format!("写到的时间都早于巡察时段（{}起）。", start.chinese());
            let help = "巡察时段以前的事不单独写；延续到时段以内的，写明什么时候还在继续。";
            let found = Diagnostic::new(Code::OutsidePeriod, Severity::Warning, spot, message, help);
            out.push(found.at(first.at.clone()));
        }
        if let Some(from) = paper.problem.from {
            let to = paper.problem.to.unwrap_or(from);
            any |= !dates.is_empty();
            outside_stated &= dates
                .iter()
                .all(|t| t.last.is_some_and(|last| last.before(from)) || t.date.is_some_and(|first| to.before(first)));
        }
    }
    if outside_stated && any {
        let message = "事实里的时间没有一处在起止时间之内。";
        let help = "核对起止时间和事实，改成一致。";
        out.push(Diagnostic::new(Code::OutsidePeriod, Severity::Warning, Spot::of(PaperField::Period), message, help));
    }
}

/// 起止时间.
fn period(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let spot = Spot::of(PaperField::Period);
    let Some(from) = paper.problem.from else { return };
    let to = paper.problem.to.unwrap_or(from);
    if to.before(from) {
        out.push(reversed(spot, format!("起止颠倒：{}早于{}。", to.chinese(), from.chinese())));
    }
    if let Some(late) = [from, to].into_iter().find(|d| d.first() > paper.today.last()) {
        let message = format!("{}还没有到。", late.chinese());
        out.push(Diagnostic::new(Code::Ahead, Severity::Error, spot, message, "照事实发生的时间改。"));
    }
    let Some(round) = &paper.round else { return };
    let before = round.from.is_some_and(|start| to.before(start) && from.before(start));
    let behind = round.to.is_some_and(|end| end.before(from) && end.before(to) && from.first() <= paper.today.last());
    if before || behind {
        let message = "起止时间全在巡察时段以外。";
        let help = "核对时间；确属延续到时段以内的，起止时间写到延续的那一天。";
        out.push(Diagnostic::new(Code::OutsidePeriod, Severity::Warning, spot, message, help));
    }
}

fn reversed(spot: Spot, message: String) -> Diagnostic {
    Diagnostic::new(Code::Reversed, Severity::Error, spot, message, "照凭证或记录核对，把起止时间改正。")
}

/// A date of a text, with its year made out.
struct ToldDate {
    at: Range<usize>,
    /// First day; `None` where the date is impossible or its year is not known.
    date: Option<PartialDate>,
    /// The last of it, today where it is open (至今, 以来).
    last: Option<PartialDate>,
    impossible: bool,
    ends: bool,
    /// It begins its sentence, or ends a period that does.
    leads: bool,
}

fn shown<'a>(text: &'a str, one: &ToldDate) -> &'a str {
    text.get(one.at.clone()).unwrap_or_default()
}

fn told(text: &str, today: PartialDate) -> Vec<ToldDate> {
    let plain = masked(text);
    let starts: Vec<usize> = sentences(text).into_iter().map(|s| s.at.start).collect();
    let mut found: Vec<ToldDate> = Vec::new();
    let (mut year, mut month): (Option<i16>, Option<i64>) = (None, None);
    for mut written in day::dates(&plain) {
        year = match (written.year, year) {
            (Year::Given(y), _) => Some(y),
            (Year::After(n), Some(y)) => Some(y + n),
            (Year::Same | Year::None, known) => known,
            (Year::Back(_) | Year::After(_), _) => None,
        };
        if written.month.is_none() && written.day.is_some() {
            written.month = month;
        }
        month = written.month;
        let open = plain
            .get(written.at.end..)
            .is_some_and(|r| r.starts_with("至今") || r.starts_with("以来") || r.starts_with('起'));
        let date = year.and_then(|y| first_of(&written, y));
        let last = if open { Some(today) } else { year.and_then(|y| last_of(&written, y)) };
        let own = Written { year: year.map_or(Year::None, Year::Given), ..written.clone() };
        let sentence = starts.iter().rev().find(|s| **s <= written.at.start).copied().unwrap_or(0);
        let before = plain.get(sentence..written.at.start).unwrap_or_default().trim();
        let leads =
            matches!(before, "" | "自" | "从" | "于" | "在") || written.ends && found.last().is_some_and(|f| f.leads);
        found.push(ToldDate { at: written.at, date, last, impossible: own.is_impossible(), ends: written.ends, leads });
    }
    found
}

fn first_of(written: &Written, year: i16) -> Option<PartialDate> {
    match written.part {
        Some((month, _)) => PartialDate::new(year, Some(month), None),
        None => written.in_year(year),
    }
}

fn last_of(written: &Written, year: i16) -> Option<PartialDate> {
    match written.part {
        Some((_, month)) => PartialDate::new(year, Some(month), None),
        None => written.in_year(year),
    }
}

/// Words of a plan, a term, an agreement: their dates lie ahead rightly.
const PLANNED: [&str; 19] = [
    "约定",
    "计划",
    "拟",
    "预计",
    "期至",
    "期限",
    "期满",
    "届满",
    "到期",
    "截止",
    "规划",
    "承包",
    "租",
    "竣工",
    "完工",
    "有效",
    "年度预算",
    "年度计划",
    "聘",
];

fn single(text: &str, spot: Spot, one: &ToldDate, today: PartialDate, out: &mut Vec<Diagnostic>) {
    let word = shown(text, one);
    if one.impossible {
        let message = format!("没有“{word}”这个时间。");
        let found = Diagnostic::new(Code::NoSuchDate, Severity::Error, spot, message, "照凭证或记录核对日期。");
        out.push(found.at(one.at.clone()));
        return;
    }
    if one.date.is_none_or(|d| d.first() <= today.last()) {
        return;
    }
    let from = text.get(..one.at.start).and_then(|t| t.rfind(['，', '。', '；'])).unwrap_or(0);
    let to = text.get(one.at.end..).and_then(|t| t.find(['，', '。', '；'])).map_or(text.len(), |n| one.at.end + n);
    let clause = text.get(from..to).unwrap_or_default();
    let year_only = word.ends_with('度');
    // 2026年12月31日前: a day set for something.
    let set = ["前", "以前", "之前", "止"].iter().any(|w| text.get(one.at.end..).is_some_and(|t| t.starts_with(w)));
    if year_only || set || PLANNED.iter().any(|w| clause.contains(w)) {
        return;
    }
    let severity = if one.leads { Severity::Error } else { Severity::Warning };
    let message = format!("“{word}”还没有到。");
    let help = "照事实发生的时间改；是约定、计划的时间，写明是约定或计划。";
    out.push(Diagnostic::new(Code::Ahead, severity, spot, message, help).at(one.at.clone()));
}
