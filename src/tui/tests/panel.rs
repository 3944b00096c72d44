//! The opened panel: claims, judgement, probes.

use super::driver::Driver;
use crate::model::answer::{Judgement, Qualifier, Value};
use crate::model::value::Money;
use crate::tui::keys::Context;

const WHO: &str = "李秀英";

/// The third question of a member of the leading body, opened: its first claim is how often it was studied.
fn opened() -> Driver {
    let mut d = Driver::talk(WHO);
    d.keys("Alt-3 F4");
    assert_eq!(d.app.context(), Context::Claim, "{}", d.text());
    d
}

fn to_judgement(d: &mut Driver) {
    while d.app.context() == Context::Claim {
        d.keys("Down");
    }
}

fn judgement(d: &Driver) -> Option<Judgement> {
    d.answer(WHO, "q3").and_then(|a| a.judgement)
}

#[test]
fn a_claim_is_typed_with_how_sure_it_is() {
    let mut d = opened();
    d.keys("Ctrl-A");
    d.type_text("6");
    while !d.shows("[至少]") {
        d.keys("Ctrl-Q");
    }
    d.keys("Enter");
    let answer = d.answer(WHO, "q3").unwrap();
    let claim = answer.claims.iter().find(|c| c.field == "q3.times").unwrap();
    assert_eq!((claim.qualifier, &claim.value), (Qualifier::AtLeast, &Some(Value::Integer(6))));
}

#[test]
fn a_range_holds_both_ends_and_not_knowing_holds_none() {
    let mut d = opened();
    d.keys("Ctrl-A Del");
    while !d.shows("[之间]") {
        d.keys("Ctrl-Q");
    }
    d.type_text("3到5");
    d.keys("Enter");
    let claim = |d: &Driver| d.answer(WHO, "q3").unwrap().claims.into_iter().find(|c| c.field == "q3.times").unwrap();
    assert_eq!((claim(&d).value, claim(&d).high), (Some(Value::Integer(3)), Some(Value::Integer(5))));
    d.keys("Up");
    assert!(d.shows("3次-5次"), "{}", d.text());
    while !d.shows("[不清楚]") {
        d.keys("Ctrl-Q");
    }
    d.keys("Enter");
    assert_eq!((claim(&d).qualifier, claim(&d).value), (Qualifier::DoesNotKnow, None));
}

#[test]
fn a_claim_out_of_its_limits_is_refused_and_keeps_the_focus() {
    let mut d = opened();
    let before = d.answer(WHO, "q3").unwrap().claims;
    for (typed, says) in [("600", "60"), ("很多", "数"), ("-1", "0")] {
        d.keys("Ctrl-A");
        d.type_text(typed);
        d.keys("Enter");
        assert!(d.notice().contains("去年研究次数") && d.notice().contains(says), "{typed}: {}", d.notice());
        assert_eq!(d.app.context(), Context::Claim, "{typed}");
        assert!(d.rows().iter().any(|r| r.contains('>') && r.contains(typed)), "{typed}: {}", d.text());
        assert_eq!(d.answer(WHO, "q3").unwrap().claims, before, "{typed}");
    }
}

#[test]
fn a_refused_claim_does_not_keep_the_panel_open() {
    let mut d = opened();
    d.keys("Ctrl-A");
    d.type_text("600");
    d.keys("F4");
    assert_eq!(d.app.context(), Context::Answer, "somebody may be looking");
    assert!(!d.shows("600") && !d.notice().contains("研究"), "{}", d.text());
    d.keys("F4");
    assert!(d.shows("600"), "it can be put right\n{}", d.text());
}

/// No word of how sure is chosen for how often it was studied.
fn exact(d: &mut Driver) {
    while !d.rows().iter().any(|r| r.contains("去年研究次数") && r.contains("[确切]")) {
        d.keys("Ctrl-Q");
    }
}

#[test]
fn a_figure_said_roughly_is_its_qualifier_and_never_another_figure() {
    let mut d = opened();
    for (typed, qualifier, low, high) in [
        ("四五次", Qualifier::Range, 4, Some(5)),
        ("十来次", Qualifier::About, 10, None),
        ("六次以上", Qualifier::AtLeast, 6, None),
    ] {
        d.keys("Ctrl-A Del");
        exact(&mut d);
        d.type_text(typed);
        d.keys("Enter");
        let claim = d.answer(WHO, "q3").unwrap().claims.into_iter().find(|c| c.field == "q3.times").unwrap();
        let want = (qualifier, Some(Value::Integer(low)), high.map(Value::Integer));
        assert_eq!((claim.qualifier, claim.value, claim.high), want, "{typed}");
        d.keys("Up");
    }
    d.keys("Ctrl-A Del");
    exact(&mut d);
    d.type_text("好几次");
    d.keys("Enter");
    assert!(d.notice().contains("Ctrl-Q") && d.notice().contains("约、至少、之间"), "{}", d.notice());
}

#[test]
fn an_emptied_claim_goes() {
    let mut d = opened();
    d.keys("Ctrl-A");
    d.type_text("6");
    d.keys("Enter Up Ctrl-A Del Enter");
    assert!(d.answer(WHO, "q3").unwrap().claims.iter().all(|c| c.field != "q3.times"));
}

#[test]
fn judging_is_one_key_and_the_same_key_takes_it_back() {
    let mut d = opened();
    to_judgement(&mut d);
    for (key, level) in [("1", Judgement::Met), ("2", Judgement::Partly), ("5", Judgement::NotApplicable)] {
        d.keys(key);
        assert_eq!(judgement(&d), Some(level));
    }
    assert!(d.notice().starts_with("判断：5 "), "{}", d.notice());
    d.keys("5");
    assert_eq!((judgement(&d), d.notice()), (None, "判断已取消。".to_owned()));
    for keys in ["Enter", "Up Enter", "空格", "Up 空格"] {
        d.keys(keys);
        assert_eq!(judgement(&d), None, "{keys}: only a digit judges");
        assert!(!d.shows("判断：1"), "{keys}: it went on\n{}", d.text());
    }
    to_judgement(&mut d);
    d.keys("1");
    assert!(d.notice().starts_with("判断：1 "), "{}", d.notice());
    d.keys("F4");
    assert!(!d.shows("判断：1"), "folded, nothing of it is said\n{}", d.text());
    assert!(d.shows("判断 1 "), "{}", d.text());
    assert!(d.shows(">三 ☑"), "judged and answered: done\n{}", d.text());
}

#[test]
fn probes_come_with_the_judgement_and_are_ticked_off() {
    let mut d = Driver::fresh_talk();
    d.keys("F4");
    to_judgement(&mut d);
    let probes = |d: &mut Driver| d.rows().iter().filter(|r| r.contains("未问") || r.contains("已问")).count();
    d.resize(120, 50);
    let before = probes(&mut d);
    d.keys("3");
    assert!(probes(&mut d) > before, "an unmet question raises probes\n{}", d.text());
    d.keys("Down Enter");
    let put = d.answer("黄玉梅", "q5").unwrap().probes;
    assert_eq!((put.len(), put[0].at), (1, d.now()));
    assert!(d.shows("已问") && d.shows("☑"), "{}", d.text());
    // Put is put, even when the judgement that raised it is taken back.
    d.keys("Up 3");
    assert!(d.shows("已问"), "{}", d.text());
    d.keys("Down Enter");
    assert_eq!(d.answer("黄玉梅", "q5").unwrap().probes, []);
}

#[test]
fn a_sum_is_typed_in_yuan() {
    let mut d = Driver::fresh_talk();
    d.keys("F4");
    let field = |d: &mut Driver| d.rows().iter().any(|r| r.contains('>') && r.contains("每月"));
    for _ in 0..8 {
        if field(&mut d) {
            break;
        }
        d.keys("Down");
    }
    d.type_text("37.5元");
    d.keys("Enter");
    let claims = d.answer("黄玉梅", "q5").unwrap().claims;
    assert!(claims.iter().any(|c| c.value == Some(Value::Money(Money(3750)))), "{claims:?}");
}

#[test]
fn tab_goes_between_the_answer_and_the_panel() {
    let mut d = opened();
    d.keys("Tab");
    assert_eq!(d.app.context(), Context::Answer);
    d.type_text("面对面写");
    assert!(d.shows("面对面写") && d.shows("要素"), "{}", d.text());
    d.keys("Tab");
    assert_eq!(d.app.context(), Context::Claim);
    d.keys("Shift-Tab");
    assert_eq!(d.app.context(), Context::Answer);
    d.keys("Esc");
    assert!(!d.shows("听 "), "Esc folds first\n{}", d.text());
    assert_eq!(d.app.context(), Context::Answer);
}

#[test]
fn a_claim_that_is_not_right_yet_is_folded_at_once_and_never_left_behind() {
    let mut d = opened();
    d.keys("Ctrl-A");
    d.type_text("许多次");
    d.keys("F4");
    assert!(!d.shows("许多次"), "folded, whatever is typed:\n{}", d.text());
    for keys in ["F8", "Alt-1", "Esc", "F12", "Alt-E"] {
        d.keys(keys);
        assert_eq!(d.app.context(), Context::Answer, "{keys} left it behind:\n{}", d.text());
        assert!(d.shows("没有填对"), "{keys}: {}", d.text());
    }
    d.keys("F4");
    assert!(d.shows("许多次"), "it is still there:\n{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("6");
    d.keys("F4 F8");
    assert!(!d.shows("没有填对"), "{}", d.text());
    let answer = d.answer(WHO, "q3").unwrap();
    assert!(answer.claims.iter().any(|c| c.value == Some(Value::Integer(6))));
}

/// What the corner of the top line says.
fn corner(d: &mut Driver) -> String {
    d.rows()[0].split_whitespace().next_back().unwrap_or_default().to_owned()
}

#[test]
fn a_claim_that_cannot_be_read_is_not_saved_until_it_is_mended() {
    let mut d = opened();
    d.keys("Ctrl-A");
    d.type_text("很多");
    d.wait(1_000);
    assert_eq!(corner(&mut d), "已存", "its draft is kept");
    d.keys("Down");
    assert_eq!(corner(&mut d), "未存：一项要素", "{}", d.text());
    d.keys("F4");
    assert_eq!(corner(&mut d), "未存：一项要素", "folded\n{}", d.text());
    d.keys("F4");
    d.type_text("多");
    d.wait(1_000);
    assert_eq!(corner(&mut d), "未存：一项要素", "one letter more is not taken either\n{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("4");
    d.wait(1_000);
    d.keys("Down");
    assert_eq!(corner(&mut d), "已存", "{}", d.text());
}

#[test]
fn the_panel_turns_its_pages_from_a_claim_too() {
    let mut d = opened();
    assert!(d.shows("下面还有"), "{}", d.text());
    d.keys("PgDn PgDn PgDn PgDn");
    assert!(d.shows("完，上面还有"), "{}", d.text());
    d.keys("PgUp PgUp PgUp PgUp");
    assert_eq!(d.app.context(), Context::Claim, "{}", d.text());
}

#[test]
fn the_first_question_says_that_there_is_none_before_it() {
    let mut d = Driver::talk(WHO);
    for _ in 0..6 {
        d.keys("F7");
    }
    assert_eq!(d.notice(), "这是第一问。");
}
