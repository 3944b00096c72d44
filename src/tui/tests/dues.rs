//! 党费测算 from home and from a talk: the sum follows what is typed; nothing is written.

use super::driver::Driver;

#[test]
fn the_sum_follows_the_keys() {
    let mut d = Driver::home();
    d.keys("j");
    assert!(d.title().contains("党费测算") && d.shows("请填基数"), "{}", d.text());
    d.keys("Tab Tab Tab");
    d.type_text("5000");
    assert!(d.shows("50.00 元") && d.shows("1%（超过3000元至5000元（含）"), "{}", d.text());
    d.type_text(".01");
    assert!(d.shows("75.00 元") && d.shows("中组发〔2008〕3号"), "{}", d.text());
    d.keys("Backspace Backspace Backspace Tab Tab Tab Right");
    assert!(d.shows("到分"), "{}", d.text());
    d.keys("Esc");
    assert!(!d.title().contains("党费测算"), "nothing is asked: {}", d.text());
}

#[test]
fn items_are_added_up_for_the_staff_class() {
    let mut d = Driver::home();
    d.keys("j Tab Tab Right Tab");
    d.type_text("职务工资3000 级别工资1000 住房补贴500 个人所得税10");
    assert!(d.shows("39.90 元"), "{}", d.text());
    for words in ["职务工资 3000.00，级别工资 1000.00", "个人所得税 10.00", "住房补贴 500.00", "组电明字〔2017〕5号"]
    {
        assert!(d.shows(words), "no {words}\n{}", d.text());
    }
}

#[test]
fn classes_with_fixed_sums_and_circumstances() {
    let mut d = Driver::home();
    d.keys("j Right Right Right Right");
    assert!(d.shows("农民党员") && d.shows("0.20 元至 1.00 元"), "{}", d.text());
    d.keys("Left Left Left Left Tab Tab Tab");
    d.type_text("3000");
    d.keys("Tab Right");
    assert!(d.shows("要写明从哪天起交"), "{}", d.text());
    d.keys("Tab");
    d.type_text("2030-01-01");
    assert!(d.shows("0.00 元") && d.shows("以前，不交"), "{}", d.text());
}

#[test]
fn a_talk_opens_it_with_the_base_that_was_named() {
    let mut d = Driver::talk("王建国");
    d.keys("Alt-5 Alt-D");
    assert!(d.title().contains("党费测算"), "{}", d.text());
    assert!(!d.shows("请填基数"), "the talk names a base\n{}", d.text());
    d.keys("Esc");
    assert!(!d.title().contains("党费测算"), "{}", d.text());
}

#[test]
fn what_follows_from_the_form_is_scrolled_when_it_is_longer_than_its_place() {
    let mut d = Driver::home();
    d.resize(80, 18);
    d.keys("j Tab Tab Right Tab");
    d.type_text("职务工资3000 级别工资1000 住房补贴500 个人所得税10");
    assert!(d.shows("下面还有"), "{}", d.text());
    let before = d.text();
    d.keys("PgDn");
    assert_ne!(d.text(), before);
    d.keys(&"PgDn ".repeat(12));
    assert!(d.shows("完，上面还有"), "{}", d.text());
    d.keys(&"PgUp ".repeat(12));
    assert_eq!(d.text(), before);
}
