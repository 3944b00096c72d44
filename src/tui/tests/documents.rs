//! The documents of a unit, the loan register, the unit's profile.

use super::books::day;
use super::driver::Driver;
use crate::model::answer::Value;
use crate::model::fields::value_of;
use crate::model::loan::Loan;
use crate::model::value::Money;
use crate::tui::keys::Context;
use crate::tui::terminal::MouseKind;

fn loans(d: &Driver) -> Vec<Loan> {
    d.reader().children(d.unit().id.0).unwrap()
}

fn loan(d: &Driver, title: &str) -> Loan {
    loans(d).into_iter().find(|l| l.title == title).unwrap()
}

/// The loan register with the cursor on that line.
fn at_loan(title: &str) -> Driver {
    let mut d = Driver::books();
    d.keys("y");
    for _ in 0..4 {
        if d.rows().iter().any(|r| r.starts_with('>') && r.contains(title)) {
            return d;
        }
        d.keys("Down");
    }
    panic!("no {title}\n{}", d.text());
}

#[test]
fn documents_are_listed_by_kind_with_how_far_they_are_read() {
    let mut d = Driver::books();
    d.keys("d");
    let text = d.text();
    assert!(
        text.contains("0 全部 1/4") && text.contains("1 会议记录 1/1") && text.contains("4 党委会议记录 0/1"),
        "{text}"
    );
    let minutes = d.rows().into_iter().find(|r| r.contains("党组会议记录")).unwrap();
    assert!(minutes.contains("2/10") && minutes.contains("2026-03-10!"), "past due: {minutes}");
    assert!(text.contains("马会来 学习笔记") && text.contains("读过"), "{text}");
    d.keys("2");
    assert!(!d.shows("党费收缴台账") && d.title().ends_with("个人学习笔记"), "{}", d.text());
    d.keys("Tab");
    assert!(d.shows("党费收缴台账"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((d.app.context(), d.shows("学习笔记 0/1")), (Context::Documents, true), "back to all first");
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home);
}

#[test]
fn a_click_on_a_kind_shows_it() {
    let mut d = Driver::books();
    d.keys("d");
    let at = d.frame().place("3 党费账目").unwrap();
    d.mouse(MouseKind::Press, at.x + 3, at.y);
    assert!(d.shows("党费收缴台账") && !d.shows("局长办公会议记录"), "{}", d.text());
}

#[test]
fn a_document_is_registered_with_the_method_of_now() {
    let mut d = Driver::bare();
    d.keys("d");
    assert!(d.shows("按 n 登记"), "{}", d.text());
    d.keys("n");
    assert!(d.shows("单位会议记录") && !d.shows("谁的"), "{}", d.text());
    d.keys("Right");
    assert!(d.shows("谁的") && d.shows("个人学习笔记"), "each belongs to one person\n{}", d.text());
    d.keys("Right Right Ctrl-S");
    assert!(d.shows("至少写年份"), "{}", d.text());
    d.type_text("2022");
    d.keys("Enter Enter");
    d.type_text("第1卷");
    d.keys("Ctrl-S");
    let document = d.documents().remove(0);
    let method = d.app.shell.book.as_ref().unwrap().method.hash;
    assert_eq!(
        (document.kind.as_str(), document.title.as_str(), document.method),
        ("k4", "党委（党组）会议记录", method)
    );
    assert_eq!((document.from, document.volume.as_str()), (Some(day("2022")), "第1卷"));
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Reading);
    assert!(d.shows("0/10 已看") && d.shows("按 Ctrl-N 加一个"), "{}", d.text());
}

#[test]
fn only_a_document_that_nobody_read_can_be_deleted() {
    let mut d = Driver::books();
    d.keys("d 4 Del");
    assert!(d.notice().contains("不能删除"), "{}", d.notice());
    d.keys("3 Del 1");
    assert!(!d.documents().iter().any(|d| d.kind == "k3"));
    assert!(!d.shows("党费收缴台账"), "{}", d.text());
}

#[test]
fn what_was_read_keeps_its_kind() {
    let mut d = Driver::books();
    d.keys("d 4 e Right Ctrl-S");
    assert!(d.shows("不能换类别"), "{}", d.text());
    assert_eq!(d.documents().iter().filter(|d| d.kind == "k4").count(), 1);
}

#[test]
fn a_kind_is_excused_with_a_reason_and_that_is_taken_back() {
    let mut d = Driver::books();
    d.keys("d c Ctrl-S");
    assert!(d.shows("请写明原因"), "{}", d.text());
    d.type_text("2022年单位合并");
    d.keys("Up Ctrl-A");
    d.type_text("2022年");
    d.keys("Ctrl-S");
    let excuse = d.unit().excuses.remove(0);
    assert_eq!((excuse.kind.as_str(), excuse.year, excuse.reason.as_str()), ("k1", Some(2022), "2022年单位合并"));
    d.keys("c");
    assert!(d.shows("2022年单位合并"), "{}", d.text());
    d.keys("Enter Down Down Ctrl-A Del Ctrl-S");
    assert_eq!(d.unit().excuses, []);
}

#[test]
fn the_register_shows_the_most_urgent_first() {
    let mut d = Driver::books();
    d.keys("y");
    let rows = d.rows();
    let places: Vec<usize> = ["逾期未交", "待提供", "在手", "已归还"]
        .into_iter()
        .map(|word| rows.iter().rposition(|r| r.contains(word)).unwrap())
        .collect();
    assert!(places.windows(2).all(|w| w[0] < w[1]), "{}", d.text());
    assert!(d.shows("1 逾期未交 1") && d.shows("3 在手 1"), "{}", d.text());
    d.keys("3");
    assert!(d.shows("党组会议记录2022年") && !d.shows("2023年凭证"), "{}", d.text());
}

#[test]
fn handed_over_is_one_key_with_the_time_of_now() {
    let mut d = at_loan("2023年凭证");
    d.keys("d");
    assert!(d.notice().contains("先按 空格"), "{}", d.notice());
    d.keys("空格");
    assert_eq!(loan(&d, "2023年凭证").handed, Some(d.now()));
    assert!(d.notice().contains("超过了提供时限"), "{}", d.notice());
    assert!(d.shows("09:42!"), "late shows\n{}", d.text());
    d.keys("空格");
    assert_eq!(loan(&d, "2023年凭证").handed, None);
}

#[test]
fn a_line_is_registered_as_a_document_and_opened_from_then_on() {
    let mut d = at_loan("2024年凭证");
    d.keys("空格 d");
    assert!(d.shows("2024年凭证") && d.shows("2026-03-12"), "taken over from the line\n{}", d.text());
    d.keys("Ctrl-S");
    d.type_text("2024");
    d.keys("Ctrl-S");
    let document = loan(&d, "2024年凭证").document.unwrap();
    assert!(d.documents().iter().any(|x| x.id == document && x.title == "2024年凭证" && x.kind == "k4"));
    d.keys("d");
    assert_eq!(d.app.context(), Context::Reading, "{}", d.text());
}

#[test]
fn pages_copied_and_the_return_are_noted() {
    let mut d = at_loan("党组会议记录2022年");
    d.keys("g");
    d.type_text("12, 31");
    d.keys("Ctrl-S r");
    assert!(d.shows("邓有田"), "whoever brought it takes it back\n{}", d.text());
    d.keys("Ctrl-S");
    let line = loan(&d, "党组会议记录2022年");
    assert_eq!((line.copied.as_str(), line.returned, line.returned_to.as_str()), ("12, 31", Some(d.now()), "邓有田"));
    assert_eq!(d.minutes_in_file().returned, Some(d.now().date()), "the document goes with it");
    d.keys("r 1");
    assert_eq!(loan(&d, "党组会议记录2022年").returned, None);
    assert_eq!(d.minutes_in_file().returned, None);
}

#[test]
fn what_was_handed_over_stays_on_the_register() {
    let mut d = at_loan("党组会议记录2022年");
    d.keys("Del");
    assert!(d.notice().contains("不能删除"), "{}", d.notice());
    let mut d = at_loan("2024年凭证");
    d.keys("Del 1");
    assert_eq!(loans(&d).len(), 3);
}

#[test]
fn before_leaving_one_sees_what_is_still_here() {
    let mut d = Driver::books();
    d.keys("y v");
    let text = d.text();
    assert!(text.contains("1 样") && text.contains("党组会议记录2022年") && text.contains("2023年凭证"), "{text}");
    assert!(!text.contains("三重一大制度"), "that went back: {text}");
    d.keys("Esc Esc d 3 e");
    // 应归还 of a document that no line asks for.
    for _ in 0..8 {
        d.keys("Down");
    }
    d.type_text("2026-03-11");
    d.keys("Ctrl-S v");
    assert!(d.shows("2 样") && d.shows("已过期"), "{}", d.text());
}

#[test]
fn a_new_line_says_who_asked_and_when() {
    let mut d = Driver::bare();
    d.keys("y");
    assert!(d.shows("按 n 列入"), "{}", d.text());
    d.keys("n");
    d.type_text("公务接待台账");
    d.keys("Ctrl-S");
    let line = loan(&d, "公务接待台账");
    assert_eq!((line.asked, Some(line.asked_by), line.kind.as_str()), (d.now().date(), d.app.shell.me, ""));
}

#[test]
fn the_profile_of_a_unit_is_made_of_the_fields_of_the_method() {
    let mut d = Driver::books();
    d.keys("k");
    d.type_text("很多");
    d.keys("Ctrl-S");
    assert!(d.shows("请填"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("5万");
    d.keys("Ctrl-S");
    assert_eq!(value_of(&d.unit().profile, "profile.limit"), Some(&Value::Money(Money(5_000_000))));
    d.keys("k");
    assert!(d.shows("50000.00"), "{}", d.text());
}

#[test]
fn what_was_just_registered_is_under_the_cursor() {
    // `before`: another row, or a filter under which the new one would not be seen.
    for before in ["y", "y End", "y 4"] {
        let mut d = Driver::books();
        d.keys(before);
        d.keys("n");
        d.type_text("公务接待台账");
        d.keys("Ctrl-S");
        let at = d.rows().into_iter().find(|r| r.starts_with('>')).unwrap_or_default();
        assert!(at.contains("公务接待台账"), "{before}: {}", d.text());
    }
    for before in ["d", "d End", "d 4"] {
        let mut d = Driver::books();
        d.keys(before);
        d.keys("n");
        d.keys("Down");
        d.type_text("新登记的资料");
        d.keys("Down");
        d.type_text("2023");
        d.keys("Ctrl-S");
        let new = d.documents().into_iter().find(|x| x.title.contains("新登记的资料"));
        let new = new.unwrap_or_else(|| panic!("{before}: {}", d.text())).id.0;
        assert_eq!(d.app.top().and_then(crate::tui::update::Screen::on), Some(new), "{before}: {}", d.text());
    }
}

#[test]
fn an_entry_that_was_just_made_is_under_the_cursor() {
    let mut d = Driver::minutes();
    d.keys("Ctrl-N");
    d.type_text("2022-04-12");
    d.keys("Ctrl-S Enter");
    assert_eq!(d.app.context(), Context::FormText, "the form, no cell\n{}", d.text());
    assert!(d.shows("2022年4月12日"), "{}", d.text());
}
