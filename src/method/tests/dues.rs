//! `dues.toml`: what is refused, with its place; that it may be left out; which document holds on a date.

use super::{FILES, faults, with};
use crate::method::MethodFiles;
use crate::method::diff::diff;
use crate::method::dues::Rounding;
use crate::method::render;
use crate::method::types::Method;
use crate::model::value::{Money, PartialDate};

const NAME: &str = "dues.toml";

/// Each single change gives one report, on the line that the change stands on or `below` lines further down.
#[test]
fn one_fault_one_report() {
    let band = "{ over = 3000, up_to = 5000, rate = 100 },";
    let farmer = "fixed = { min = 0.2, max = 1 }";
    let cases: &[(&str, &str, usize, &str)] = &[
        ("rounding = \"fen\"", "rounding = \"yuan\"", 0, "rounding 不能是“yuan”"),
        ("id = \"grade_pay\"", "id = \"duty_pay\"", 0, "工资项目的 id “duty_pay”重复"),
        ("name = \"级别工资\"", "name = \"职务工资\"", 0, "名称“职务工资”重复"),
        ("id = \"worker\"", "id = \"cadre\"", 0, "人员身份的 id “cadre”重复"),
        (band, "{ over = 3000, up_to = 4000, rate = 100 },", 1, "超过 4000 元至 5000 元没有比例"),
        (band, "{ over = 3000, up_to = 6000, rate = 100 },", 1, "与上一档重叠"),
        (band, "{ over = 3000.01, up_to = 5000, rate = 100 },", 0, "超过 3000 元至 3000.01 元没有比例"),
        (band, "{ up_to = 5000, rate = 100 },", 0, "与上一档重叠"),
        (band, "{ over = 3000, up_to = 3000, rate = 100 },", 0, "这一档是空的"),
        (band, "{ over = 3000, up_to = 5000, rate = 10001 },", 0, "不在 0 到 10000 之间"),
        (band, "{ over = 3000, up_to = 5000, rate = 0.01 },", 0, "rate 应当是整数"),
        (band, "{ over = 3000, up_to = 5000, rat = 100 },", 0, ""),
        ("{ over = 10000, rate = 200 },", "{ over = 10000, up_to = 20000, rate = 200 },", 0, "超过 20000 元没有比例"),
        (
            "  { up_to = 3000, rate = 50 },\n",
            "  { over = 1, up_to = 3000, rate = 50 },\n",
            0,
            "超过 0 元至 1 元没有比例",
        ),
        ("id = \"annual\"", "id = \"wage\"", 0, "缴纳类别的 id “wage”重复"),
        ("scale = \"retired\"", "scale = \"old\"", 0, "没有档次表“old”"),
        (farmer, "fixed = { min = 1, max = 0.2 }", 0, "max 小于 min"),
        (farmer, "fixed = { min = 0.2, max = 1 }\nscale = \"wage\"\nbase = \"甲\"", 0, "只能写一个"),
        ("staff = [\"veteran\", \"pensioner\"]", "staff = [\"veteran\", \"baker\"]", 0, "没有人员身份“baker”"),
        ("deducts = [\"income_tax\"]", "deducts = [\"income_tx\"]", 0, "没有工资项目“income_tx”"),
        (
            "deducts = [\"income_tax\"]",
            "deducts = [\"income_tax\", \"duty_pay\"]",
            10,
            "“duty_pay”在同一份规定里有两种说法",
        ),
        ("to = \"2017\"\n", "to = \"2018\"\n", 40, "时间重叠"),
        ("to = \"2017\"\n", "", 40, "那一版没有写 to"),
        ("from = \"2008-04-01\"\nnote = \"现行\"", "from = \"2008-4-31\"\nnote = \"现行\"", 0, "日期“2008-4-31”不对"),
        ("since = true", "since = \"是\"", 0, "since 应当是true 或 false"),
        ("line = 1000", "line = \"1000\"", 0, "应当是金额"),
        ("line = 1000", "lime = 1000", 0, "不认识的名称 lime"),
    ];
    for (from, to, below, message) in cases {
        let found = faults(&with(NAME, from, to));
        let report = render::faults_report(&found);
        let text = FILES.iter().find(|(n, _)| *n == NAME).unwrap().1;
        let line = text.split(from).next().unwrap().lines().count() + usize::from(!from.starts_with("  "));
        let several = message.is_empty();
        // A misspelt key is also missing, an empty band leaves a gap, and what is taken off may count for several.
        let many = several || message.contains("是空的") || message.contains("两种说法");
        assert!(found.len() == 1 || many && found.len() == 2, "{to}\n{report}");
        assert!(found.iter().all(|f| f.file == NAME), "{to}\n{report}");
        assert!(found[0].message.contains(message), "{to}\n{report}");
        assert!(found[0].line.abs_diff(line) <= below + 1, "{to}: line {line}\n{report}");
    }
}

#[test]
fn a_second_document_takes_over_where_the_first_ends() {
    let text = FILES.iter().find(|(n, _)| *n == NAME).unwrap().1;
    let next = "\n[[rates]]\nlabel = \"新文件\"\nfrom = \"2030-01-01\"\nsource = \"x\"\nverified = \"G\"\n\
        [[rates.scale]]\nid = \"wage\"\nbands = [{ rate = 100 }]\n\
        [[rates.class]]\nid = \"wage\"\nname = \"甲\"\nbase = \"乙\"\nscale = \"wage\"\n\n# ── 基数 ──";
    let ended = text.replacen("from = \"2008-04-01\"", "from = \"2008-04-01\"\nto = \"2029-12-31\"", 1);
    let files = |text: &str| {
        MethodFiles::new(FILES.map(|(n, t)| (n.to_owned(), if n == NAME { text.to_owned() } else { t.to_owned() })))
    };
    let method = Method::load(&files(&ended.replacen("\n# ── 基数 ──", next, 1))).unwrap();
    let dues = method.dues.unwrap();
    let label = |on: &str| dues.rates_on(PartialDate::parse(on).unwrap()).map(|r| r.rule.label.as_str());
    assert_eq!(label("2029-12-31"), Some("中组发〔2008〕3号"));
    assert_eq!(label("2030-01"), Some("新文件"));
    let overlapping = faults(&files(&text.replacen("\n# ── 基数 ──", next, 1)));
    assert_eq!(overlapping.len(), 1);
    assert!(overlapping[0].message.contains("时间重叠"));
}

#[test]
fn a_method_without_dues_loads_as_before() {
    let files =
        MethodFiles::new(FILES.map(|(n, t)| (n.to_owned(), t.to_owned())).into_iter().filter(|(n, _)| n != NAME));
    assert_eq!(Method::load(&files).unwrap().dues, None);
}

#[test]
fn it_shows_as_text_and_differences_are_named() {
    let old = Method::builtin().unwrap();
    let text = render::show(&old);
    for words in [
        "── 党费 ──",
        "2% 超过10000元",
        "奖励性绩效工资",
        "基数（南通）　南通市2009年办法：2009年 至 今",
        "每人每月一般不超过 1000 元",
    ] {
        assert!(text.contains(words), "no {words}");
    }
    let mut new = old.clone();
    let dues = new.dues.as_mut().unwrap();
    dues.rounding = Rounding::Jiao;
    dues.rates[0].scales[1].bands[0].rate = 60;
    dues.bases[0].line = Some(Money(1));
    let gone = dues.rates[0].classes.remove(4);
    let lines = diff(&old, &new);
    assert_eq!(lines[0], "党费尾数：四舍五入到分 → 到角");
    assert_eq!(lines[1], "党费比例 中组发〔2008〕3号 档次有改动");
    assert_eq!(lines[2], format!("删去党费比例 中组发〔2008〕3号 类别 {}：{}", gone.id, gone.name));
    assert!(lines[3].starts_with("党费基数 中组发〔2008〕3号有改动"), "{}", lines[3]);
    assert_eq!(lines.len(), 4);
    let without = Method { dues: None, ..old.clone() };
    assert_eq!(diff(&without, &old), ["新增党费比例"]);
    assert_eq!(diff(&old, &without), ["删去党费比例"]);
}

#[test]
fn bands_leave_no_sum_out() {
    let dues = Method::builtin().unwrap().dues.unwrap();
    for scale in dues.rates.iter().flat_map(|r| &r.scales) {
        for edge in scale.bands.iter().filter_map(|b| b.up_to) {
            let (at, past) = (scale.band(edge).unwrap(), scale.band(Money(edge.0 + 1)).unwrap());
            assert_eq!(at.up_to, Some(edge));
            assert_eq!(past.over, edge);
        }
        assert!(scale.band(Money(i64::MAX)).is_some());
    }
}
