//! What people say: nobody talks like another, and names, sums and numbers agree or are marked.

use super::{round_file, sample, statement};
use crate::import::sample::Sample;
use crate::model::answer::{Answer, Claim, Value};
use crate::model::observation::Origin;
use crate::model::value::{Money, PartialDate};
use crate::text::amount;
use std::collections::{BTreeMap, BTreeSet};

/// Sums of money and other figures with Arabic digits, `23.6万元` and `186000.00` alike.
pub(super) fn figures(text: &str) -> BTreeSet<Money> {
    let mut found = BTreeSet::new();
    let mut token = String::new();
    for c in text.chars().chain(['。']) {
        if c.is_ascii_digit() || (matches!(c, '.' | '万') && !token.is_empty()) {
            token.push(c);
        } else {
            found.extend(amount::read(&std::mem::take(&mut token)));
        }
    }
    found
}

/// Whether `text` names the count, in digits or in Chinese numerals.
fn names_count(text: &str, count: i64) -> bool {
    let spoken: &[&str] = match count {
        0 => &["没", "不欠"],
        1 => &["一"],
        2 => &["二", "两"],
        3 => &["三"],
        4 => &["四"],
        5 => &["五"],
        7 => &["七"],
        8 => &["八"],
        _ => &[],
    };
    figures(text).contains(&Money(count * 100)) || spoken.iter().any(|word| text.contains(word))
}

/// Whether `text` names every known part of the date; the year may be said in relation to 2026.
fn names_date(text: &str, date: PartialDate) -> bool {
    let month = date.month().is_none_or(|m| text.contains(&format!("{m}月")));
    let day = date.day().is_none_or(|d| text.contains(&format!("{d}日")));
    let relative = match date.year() {
        2025 => text.contains("去年"),
        2026 => text.contains("今年") || text.contains("最近"),
        _ => false,
    };
    month && day && (relative || text.contains(&date.year().to_string()))
}

pub(super) fn claims(sample: &Sample) -> impl Iterator<Item = (&Answer, &Claim)> {
    sample.answers.iter().flat_map(|a| a.claims.iter().map(move |c| (a, c)))
}

fn claim<'a>(answer: &'a Answer, field: &str) -> Option<&'a Value> {
    answer.claims.iter().find(|c| c.field == field)?.value.as_ref()
}

/// Whether an observation comes from one of these answers.
fn observed(sample: &Sample, among: &[&Answer]) -> bool {
    sample
        .observations
        .iter()
        .any(|o| matches!(o.origin, Origin::Statement { answer, .. } if among.iter().any(|a| a.id == answer)))
}

#[test]
fn no_two_talks_share_twelve_characters() {
    let sample = sample();
    let mut seen = BTreeMap::new();
    let mut sentences = BTreeMap::new();
    for (a, s) in sample.statements() {
        let chars: Vec<char> = s.text.chars().collect();
        for run in chars.windows(12) {
            let first = seen.entry(run.to_vec()).or_insert(a.interview);
            assert_eq!(*first, a.interview, "{}", run.iter().collect::<String>());
        }
        for sentence in s.text.split(['。', '！', '？', '；']).filter(|t| t.chars().count() >= 12) {
            assert!(sentences.insert(sentence.to_owned(), s.id).is_none(), "{sentence}");
        }
    }
    assert!(sentences.len() > 100, "{}", sentences.len());
}

#[test]
fn claims_say_what_their_statements_say() {
    let sample = sample();
    for (a, c) in claims(&sample) {
        let Some(id) = c.statement else {
            assert!(c.value.is_none(), "{} has a value and no statement", c.field);
            continue;
        };
        let said = statement(a, id);
        assert!(!a.superseded(id) && !said.withheld, "{}", said.text);
        let agrees = match &c.value {
            Some(Value::Money(sum)) => figures(&said.text).contains(sum),
            Some(Value::Integer(count)) => names_count(&said.text, *count),
            Some(Value::Date(date)) => names_date(&said.text, *date),
            Some(Value::Text(text)) if c.field == "q1.document" => {
                figures(text).iter().any(|f| figures(&said.text).contains(f))
            }
            _ => true,
        };
        assert!(agrees, "{} {:?}: {}", c.field, c.value, said.text);
    }
}

/// domain.md §4.3: the whole base takes the rate of its band.
pub(super) fn dues(base: Money, retired: bool) -> (&'static str, Money) {
    let bands: &[(i64, &str, i64)] = if retired {
        &[(500_000, "r05", 5), (i64::MAX, "r10", 10)]
    } else {
        &[(300_000, "r05", 5), (500_000, "r10", 10), (1_000_000, "r15", 15), (i64::MAX, "r20", 20)]
    };
    let (_, id, thousandths) = *bands.iter().find(|(up_to, ..)| base.0 <= *up_to).unwrap();
    (id, Money((base.0 * thousandths + 500) / 1000))
}

#[test]
fn dues_are_computed_right_by_those_who_know_their_base() {
    let sample = sample();
    let mut right = 0;
    for a in sample.answers.iter().filter(|a| a.question == "q5") {
        let (Some(Value::Money(base)), Some(Value::Money(monthly)), Some(Value::Choice(rate))) =
            (claim(a, "q5.base"), claim(a, "q5.monthly"), claim(a, "q5.rate"))
        else {
            assert!(observed(&sample, &[a]), "{} does not know and nobody marked it", sample.speaker(a).name);
            continue;
        };
        let retired = sample.speaker(a).approach == "retired";
        assert_eq!((rate.as_str(), *monthly), dues(*base, retired), "{}", sample.speaker(a).name);
        right += 1;
    }
    assert_eq!(right, 4);
}

#[test]
fn dues_of_which_others_speak_are_right_too() {
    for (base, monthly) in [("5216", "78.24"), ("5300", "79.5")] {
        let (base, monthly) = (amount::read(base).unwrap(), amount::read(monthly).unwrap());
        assert_eq!(dues(base, false).1, monthly);
        assert!(sample().statements().any(|(_, s)| figures(&s.text).contains(&monthly)), "{monthly}");
    }
    for (base, monthly) in [(300_000, 1500), (300_001, 3000), (500_000, 5000), (500_001, 7500), (1_000_001, 20000)] {
        assert_eq!(dues(Money(base), false).1, Money(monthly));
    }
    assert_eq!([dues(Money(500_000), true).1, dues(Money(500_001), true).1], [Money(2500), Money(5000)]);
}

#[test]
fn contradictions_about_the_unit_are_marked() {
    let sample = sample();
    let mut contradictions = BTreeSet::new();
    for field in ["q1.limit", "q1.document", "q1.last_speaker", "q3.times", "q3.last", "q3.risks"] {
        for unit in &sample.units {
            let said: Vec<_> = claims(&sample)
                .filter(|(a, c)| c.field == field && c.value.is_some() && sample.speaker(a).unit == unit.id)
                .collect();
            if said.windows(2).any(|w| w[0].1.value != w[1].1.value) {
                contradictions.insert((sample.unit_code(unit.id).to_owned(), field));
                let answers: Vec<_> = said.iter().map(|(a, _)| *a).collect();
                assert!(observed(&sample, &answers), "{field}");
            }
        }
    }
    let slj = |field| ("SLJ".to_owned(), field);
    assert_eq!(contradictions, BTreeSet::from([slj("q1.limit"), slj("q1.last_speaker"), slj("q3.times")]));
}

#[test]
fn sums_in_observations_were_said_or_stand_in_the_books() {
    let sample = sample();
    let mut said: BTreeSet<Money> = sample.statements().flat_map(|(_, s)| figures(&s.text)).collect();
    // The three contracts together, and the dues that follow from base and rate.
    let contracts = [48_000, 46_500, 49_000].map(|yuan| Money(yuan * 100));
    assert!(contracts.iter().all(|c| said.contains(c)));
    said.insert(Money(contracts.iter().map(|c| c.0).sum()));
    // What stands in the books.
    said.extend(sample.checks.iter().flat_map(|c| figures(&c.note)));
    said.extend(sample.entries.iter().flat_map(|e| &e.values).filter_map(|v| match v.value {
        Value::Money(money) => Some(money),
        _ => None,
    }));
    for o in &sample.observations {
        let sums = o.text.split('元').filter_map(|t| {
            let digits = t.rsplit(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '万')).next()?;
            amount::read(digits)
        });
        for sum in sums {
            assert!(said.contains(&sum), "{sum}: {}", o.text);
        }
    }
    let car = Money(18_600_000);
    let about_car: BTreeSet<_> = sample
        .statements()
        .filter(|(_, s)| figures(&s.text).contains(&car))
        .map(|(a, _)| sample.speaker(a).name.as_str())
        .collect();
    assert_eq!(about_car, BTreeSet::from(["王建国", "赵敏"]));
}

#[test]
fn people_who_are_named_exist() {
    const TITLES: [&str; 8] = ["副局长", "局长", "书记", "镇长", "股长", "主任", "会计", "所长"];
    const SURNAMES: &str = "王李孙陈郭赵黄吴贺罗唐秦田冯丁邵崔张刘杨周徐朱马胡林何高梁宋郑谢韩曹许邓曾彭吕苏蒋蔡贾魏薛叶余潘杜戴夏钟汪姜范方石姚谭廖邹熊金陆郝孔白康毛邱史侯孟尹龙段雷";
    let sample = sample();
    let outside = round_file().outside;
    let text: Vec<&str> = sample.statements().map(|(_, s)| s.text.as_str()).collect();
    for name in &outside {
        assert!(text.iter().any(|t| t.contains(name.as_str())), "{name} is never named");
    }
    let mut titled = 0;
    for t in text {
        for title in TITLES {
            // What stands behind the last title is before none.
            let before = t.split(title).take(t.matches(title).count());
            for surname in before.filter_map(|b| b.chars().last()).filter(|c| SURNAMES.contains(*c)) {
                let holds = |post: &str| post.contains(title);
                let known = sample
                    .people
                    .iter()
                    .any(|p| p.name.starts_with(surname) && (holds(&p.post) || p.posts.iter().any(|h| holds(&h.post))));
                assert!(known, "{surname}{title}: {t}");
                titled += 1;
            }
        }
    }
    assert!(titled >= 8, "{titled}");
}

#[test]
fn whole_names_in_statements_are_known() {
    let sample = sample();
    let known: BTreeSet<String> = sample.people.iter().map(|p| p.name.clone()).chain(round_file().outside).collect();
    let texts: Vec<_> = sample.statements().map(|(_, s)| s.text.clone()).collect();
    // A known given name after another surname is a slip of the pen.
    for name in &known {
        let surname: String = name.chars().take(1).collect();
        let given: String = name.chars().skip(1).collect();
        for text in texts.iter().filter(|t| given.chars().count() == 2 && t.contains(&given)) {
            assert!(text.contains(&format!("{surname}{given}")), "{given}: {text}");
        }
    }
}

#[test]
fn talks_name_the_round_and_its_units_as_the_office_does() {
    let sample = sample();
    assert_eq!(sample.round.name, "十七届县委第十轮巡察");
    assert_eq!(sample.round.marking.text(), "内部资料");
    let units: Vec<_> = sample.units.iter().map(|u| (u.code.as_str(), u.name.as_str())).collect();
    assert_eq!(units, [("SLJ", "水利局党组"), ("LHZ", "柳河镇党委")]);
    for i in &sample.interviews {
        let p = sample.people.iter().find(|p| p.id == i.person).unwrap();
        assert_eq!(i.post, p.post, "{}", p.name);
    }
}
