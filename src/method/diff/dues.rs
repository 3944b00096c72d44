//! 党费 compared.

use super::{each, texts};
use crate::method::dues::{BaseRule, Class, Dues, Rates, Special};
use crate::method::types::Method;

/// Adds the differences in what is due.
pub(super) fn compare(old: &Method, new: &Method, lines: &mut Vec<String>) {
    match (&old.dues, &new.dues) {
        (Some(old), Some(new)) => both(old, new, lines),
        (None, Some(_)) => lines.push("新增党费比例".to_owned()),
        (Some(_), None) => lines.push("删去党费比例".to_owned()),
        (None, None) => {}
    }
}

fn both(old: &Dues, new: &Dues, lines: &mut Vec<String>) {
    if old.rounding != new.rounding {
        let (from, to) = (old.rounding.chinese(), new.rounding.chinese());
        lines.push(format!("党费尾数：四舍五入到{from} → 到{to}"));
    }
    each("工资项目", &old.items, &new.items, |i| (&i.id, &i.name), |_, _, _, _| {}, lines);
    each("人员身份", &old.staff, &new.staff, |s| (&s.id, &s.name), |_, _, _, _| {}, lines);
    each("党费比例", &old.rates, &new.rates, |r: &Rates| (&r.rule.label, &r.rule.note), rates, lines);
    each("党费基数", &old.bases, &new.bases, |b: &BaseRule| (&b.rule.label, &b.rule.note), |_, _, _, _| {}, lines);
}

fn rates(prefix: &str, old: &Rates, new: &Rates, lines: &mut Vec<String>) {
    if old.rule != new.rule {
        lines.push(format!("{prefix} 起止时间、说明或出处有改动"));
    }
    if old.scales != new.scales {
        lines.push(format!("{prefix} 档次有改动"));
    }
    let what = format!("{prefix} 类别");
    each(&what, &old.classes, &new.classes, |c: &Class| (&c.id, &c.name), |_, _, _, _| {}, lines);
    let what = format!("{prefix} 另有情形");
    each(&what, &old.specials, &new.specials, |s: &Special| (&s.id, &s.name), |_, _, _, _| {}, lines);
    texts(&format!("{prefix} 怎样交"), &old.payment, &new.payment, lines);
}
