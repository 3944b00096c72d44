//! The vectors of the documents, both sides of every step, items by date and place, and what is refused.

use super::*;
use crate::error::Kind;
use crate::method::types::Method;
use crate::text::amount;
use proptest::prelude::*;

fn dues() -> Dues {
    Method::builtin().unwrap().dues.unwrap()
}

fn date(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

fn case(class: &str, amount: Amount) -> Case {
    Case {
        date: date("2026-03"),
        class: class.to_owned(),
        amount,
        special: None,
        since: None,
        place: String::new(),
        rounding: None,
    }
}

fn of_base(class: &str, base: &str) -> Reckoning {
    reckon(&dues(), &case(class, Amount::Base(amount::read(base).unwrap()))).unwrap()
}

fn items(class: &str, staff: &str, on: &str, items: &[(&str, &str)]) -> Case {
    let items = items.iter().map(|(n, s)| ((*n).to_owned(), amount::read(s).unwrap())).collect();
    Case { date: date(on), ..case(class, Amount::Items { staff: staff.to_owned(), items }) }
}

#[test]
fn both_sides_of_every_step() {
    for (class, base, want) in [
        ("wage", "0", "0.00"),
        ("wage", "0.01", "0.00"),
        ("wage", "3000", "15.00"),
        ("wage", "3000.01", "30.00"),
        ("wage", "5000", "50.00"),
        ("wage", "5000.01", "75.00"),
        ("wage", "10000", "150.00"),
        ("wage", "10000.01", "200.00"),
        ("wage", "50000", "1000.00"),
        ("annual", "10000.01", "200.00"),
        ("no_monthly", "3000.01", "30.00"),
        ("retired", "5000", "25.00"),
        ("retired", "5000.01", "50.00"),
        ("retired", "20000", "200.00"),
    ] {
        let got = of_base(class, base);
        assert_eq!((got.due.min, got.due.max.to_string().as_str()), (got.due.max, want), "{class} {base}");
    }
}

#[test]
fn the_band_and_its_document_are_shown() {
    let got = of_base("wage", "5000.01");
    let band = got.band.as_ref().unwrap();
    assert_eq!((band.rate, band.over, band.up_to), (150, Money(500_000), Some(Money(1_000_000))));
    assert_eq!((got.rates.label.as_str(), got.rates.verified), ("中组发〔2008〕3号", "S"));
    assert_eq!(
        got.lines(),
        [
            ("类别", "按月领取工资的党员".to_owned()),
            ("时间", "2026年3月".to_owned()),
            ("基数", "5000.01 元（每月工资收入中相对固定的、经常性的部分，税后）".to_owned()),
            ("比例", "1.5%（超过5000元至10000元（含），整个基数按这一档）".to_owned()),
            ("应缴", "75.00 元（四舍五入到分）".to_owned()),
            ("依据", "比例　中组发〔2008〕3号（2008年4月1日起，现行）".to_owned()),
        ]
    );
}

#[test]
fn fixed_sums_need_no_base() {
    for (class, min, max) in [("farmer", 20, 100), ("relief", 20, 20)] {
        let got = reckon(&dues(), &case(class, Amount::Nothing)).unwrap();
        assert_eq!((got.due, got.base, got.band), (Due { min: Money(min), max: Money(max) }, None, None));
    }
    let farmer = reckon(&dues(), &case("农民党员", Amount::Nothing)).unwrap();
    assert_eq!(farmer.due_words(), "0.20 元至 1.00 元，具体数额由支部定");
}

#[test]
fn rounding_is_half_up_and_a_setting() {
    for (base, fen, jiao) in [("3333", "33.33", "33.30"), ("3335", "33.35", "33.40"), ("3001.50", "30.02", "30.00")] {
        let with = |rounding| {
            let case = Case { rounding, ..case("wage", Amount::Base(amount::read(base).unwrap())) };
            reckon(&dues(), &case).unwrap().due.max.to_string()
        };
        assert_eq!((with(None).as_str(), with(Some(Rounding::Jiao)).as_str()), (fen, jiao), "{base}");
        let by_method = Dues { rounding: Rounding::Jiao, ..dues() };
        let case = case("wage", Amount::Base(amount::read(base).unwrap()));
        assert_eq!(reckon(&by_method, &case).unwrap().due.max.to_string(), jiao);
    }
}

#[test]
fn the_line_is_said_only_above_it() {
    assert_eq!(of_base("wage", "50000").notes, Vec::<String>::new());
    let above = of_base("wage", "50000.50");
    assert_eq!(above.due.max, Money(100_001));
    assert!(above.notes[0].contains("1000元的线（组电明字〔2017〕5号）"), "{:?}", above.notes);
    let before = Case { date: date("2012"), ..case("wage", Amount::Base(Money(10_000_000))) };
    assert!(reckon(&dues(), &before).unwrap().notes.is_empty());
}

#[test]
fn items_count_by_the_rule_of_the_date() {
    let payroll = [
        ("岗位工资", "2000"),
        ("薪级工资", "1000"),
        ("基础性绩效工资", "1500"),
        ("奖励性绩效工资", "900"),
        ("个人所得税", "45"),
    ];
    let base = |on: &str| {
        let got = reckon(&dues(), &items("wage", "事业单位人员", on, &payroll)).unwrap();
        (got.base.unwrap().to_string(), got.base_rule.unwrap().label, got.due.max.to_string())
    };
    assert_eq!(base("2012-06"), ("5355.00".to_owned(), "中组发〔2008〕3号".to_owned(), "80.33".to_owned()));
    assert_eq!(base("2020-06"), ("4455.00".to_owned(), "组电明字〔2017〕5号".to_owned(), "44.55".to_owned()));
    let year_of_change = reckon(&dues(), &items("wage", "institution", "2017-02", &payroll)).unwrap();
    assert_eq!(year_of_change.base_rule.unwrap().label, "组电明字〔2017〕5号");
    assert!(year_of_change.notes.iter().any(|n| n.contains("换过")), "{:?}", year_of_change.notes);
    let after = reckon(&dues(), &items("wage", "institution", "2018-01", &payroll)).unwrap();
    assert!(after.notes.is_empty(), "{:?}", after.notes);
}

#[test]
fn a_local_formula_gives_way_to_a_later_rule() {
    let payroll = [("岗位工资", "2000"), ("岗位津贴", "800"), ("综合补贴", "300")];
    let at = |on: &str, place: &str| {
        let case = Case { place: place.to_owned(), ..items("wage", "institution", on, &payroll) };
        let got = reckon(&dues(), &case).unwrap();
        (got.base.unwrap(), got.base_rule.unwrap().label)
    };
    assert_eq!(at("2012", "南通"), (Money(310_000), "南通市2009年办法".to_owned()));
    assert_eq!(at("2012", ""), (Money(200_000), "中组发〔2008〕3号".to_owned()));
    assert_eq!(at("2008-06", "南通"), (Money(200_000), "中组发〔2008〕3号".to_owned()));
    assert_eq!(at("2020", "南通"), (Money(200_000), "组电明字〔2017〕5号".to_owned()));
    let retired = Case {
        place: "南通".to_owned(),
        ..items("retired", "退休人员", "2012", &[("退休费", "4000"), ("生活性补贴", "1000.01")])
    };
    assert_eq!(reckon(&dues(), &retired).unwrap().due.max, Money(5000));
}

#[test]
fn what_became_of_each_item_is_said() {
    let payroll = [("职务工资", "3000"), ("住房补贴", "500"), ("个人所得税", "10"), ("综合补贴", "70")];
    let got = reckon(&dues(), &items("wage", "机关干部", "2026-03", &payroll)).unwrap();
    let lines = got.lines();
    let line = |head: &str| lines.iter().find(|(h, _)| *h == head).map(|(_, text)| text.as_str());
    assert_eq!(line("计入"), Some("职务工资 3000.00"));
    assert_eq!(line("扣除"), Some("个人所得税 10.00"));
    assert_eq!(line("不计"), Some("住房补贴 500.00"));
    assert_eq!(line("未定"), Some("综合补贴 70.00；文件没有列出，没有计入，请核实"));
    assert_eq!(line("应缴"), Some("14.95 元（四舍五入到分）"));
    assert!(lines.iter().any(|(h, text)| *h == "依据" && text.starts_with("基数　组电明字〔2017〕5号（2017年起")));
}

#[test]
fn circumstances() {
    let with = |special: &str, since: Option<&str>, on: &str| {
        let special = Some(special.to_owned());
        let case = case("wage", Amount::Base(Money(300_000)));
        reckon(&dues(), &Case { date: date(on), special, since: since.map(date), ..case })
    };
    let before = with("预备党员", Some("2024-05-20"), "2024-04").unwrap();
    assert_eq!(before.due.max, Money(0));
    assert!(before.notes.last().unwrap().contains("2024年4月在2024年5月20日以前，不交"));
    for on in ["2024-05", "2024-05-20", "2024-06"] {
        assert_eq!(with("probationary", Some("2024-05-20"), on).unwrap().due.max, Money(1500), "{on}");
    }
    assert_eq!(with("probationary", None, "2024-05").unwrap_err().kind, Kind::Input);
    let hardship = with("hardship", None, "2024-05").unwrap();
    assert_eq!(hardship.due.max, Money(1500));
    assert!(hardship.notes[0].contains("上级批准"));
    assert_eq!(with("richness", None, "2024-05").unwrap_err().kind, Kind::Usage);
}

#[test]
fn what_cannot_be_computed_says_what_to_do() {
    let dues = dues();
    let fails = |case: Case| {
        let e = reckon(&dues, &case).unwrap_err();
        assert!(!e.hint.is_empty(), "{e}");
        (e.kind, e.to_string())
    };
    let base = || case("wage", Amount::Base(Money(1)));
    for (case, kind, word) in [
        (Case { date: date("2008-03"), ..base() }, Kind::Input, "2008年4月1日"),
        (Case { class: "boss".to_owned(), ..base() }, Kind::Usage, "按月领取工资的党员"),
        (Case { class: "probationary".to_owned(), ..base() }, Kind::Usage, "另有情形"),
        (Case { place: "渭南".to_owned(), ..base() }, Kind::Usage, "南通"),
        (Case { since: Some(date("2024")), ..base() }, Kind::Usage, "预备党员"),
        (case("wage", Amount::Nothing), Kind::Input, "经常性"),
        (case("wage", Amount::Base(Money(-1))), Kind::Input, "负数"),
        (items("wage", "", "2026", &[]), Kind::Usage, "机关工人"),
        (items("wage", "退休人员", "2026", &[]), Kind::Usage, "机关工人"),
        (items("annual", "机关干部", "2026", &[]), Kind::Input, "实际领取"),
        (items("retired", "退休人员", "2026", &[]), Kind::Input, "直接写基数"),
        (items("wage", "机关干部", "2026", &[("工资", "1")]), Kind::Usage, "职务工资"),
        (items("wage", "机关干部", "2026", &[("职务工资", "-1")]), Kind::Input, "正数"),
        (items("wage", "机关干部", "2026", &[("个人所得税", "1")]), Kind::Input, "负数"),
        (items("wage", "机关干部", "2026", &[("职务工资", "1"), ("duty_pay", "1")]), Kind::Usage, "两次"),
    ] {
        let (got, text) = fails(case);
        assert_eq!(got, kind, "{text}");
        assert!(text.contains(word), "{word}: {text}");
    }
    let whole = reckon(&dues, &case("wage", Amount::Base(Money(i64::MAX)))).unwrap();
    assert_eq!(whole.due.max, Money(i64::MAX / 50));
    let huge = vec![("duty_pay".to_owned(), Money(i64::MAX)), ("grade_pay".to_owned(), Money(1))];
    let huge = case("wage", Amount::Items { staff: "cadre".to_owned(), items: huge });
    assert_eq!(fails(huge).0, Kind::Input);
}

proptest! {
    /// Within a band more base never pays less; at a step it pays more; and the sum is the exact share, half up.
    #[test]
    fn sums_rise_with_the_base(class in prop_oneof![Just("wage"), Just("retired")], a in 0_i64..3_000_000, b in 0_i64..3_000_000) {
        let dues = dues();
        let sum = |fen: i64| reckon(&dues, &case(class, Amount::Base(Money(fen)))).unwrap();
        let (low, high) = (sum(a.min(b)), sum(a.max(b)));
        prop_assert!(low.due.max <= high.due.max);
        let rate = i64::from(high.band.unwrap().rate);
        prop_assert!((high.due.max.0 * 10_000 - a.max(b) * rate).abs() <= 5_000);
    }

    /// In which order items stand makes no difference to the sum.
    #[test]
    fn the_order_of_items_makes_no_difference(sums in proptest::collection::vec(0_i64..900_000, 4), turn in 0_usize..4) {
        let names = ["职务工资", "级别工资", "生活性补贴", "住房补贴"];
        let mut given: Vec<(String, Money)> = names.iter().zip(&sums).map(|(n, s)| ((*n).to_owned(), Money(*s))).collect();
        let sum = |items: &[(String, Money)]| {
            let amount = Amount::Items { staff: "cadre".to_owned(), items: items.to_vec() };
            reckon(&dues(), &case("wage", amount)).unwrap()
        };
        let first = sum(&given);
        prop_assert_eq!(first.base, Some(Money(sums.iter().take(3).sum())));
        given.rotate_left(turn);
        prop_assert_eq!(sum(&given).due, first.due);
    }
}
