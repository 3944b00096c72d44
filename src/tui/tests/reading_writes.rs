//! Reading, documents, loans and their forms while writes are held back, refused or lost.

use super::driver::Driver;
use crate::error::Error;
use crate::model::answer::Answer;
use crate::model::loan::Loan;
use crate::model::observation::Observation;
use crate::model::reading::{CheckResult, Verdict};
use crate::model::record::Op;
use crate::store::Pass;
use crate::tui::keys::Context;

fn results(d: &Driver) -> Vec<CheckResult> {
    let all: Vec<CheckResult> = d.reader().children(d.minutes_in_file().id.0).unwrap();
    all.into_iter().filter(|r| r.item == "k4.p3").collect()
}

fn loans(d: &Driver) -> Vec<Loan> {
    d.reader().children(d.unit().id.0).unwrap()
}

fn observations(d: &Driver) -> Vec<Observation> {
    d.reader().children(d.unit().id.0).unwrap()
}

/// Something else writes a note beside P3.
fn noted_elsewhere(d: &mut Driver, note: &'static str) {
    let document = d.minutes_in_file().id;
    d.elsewhere(Op::EditCheck, move |tx| {
        let all: Vec<CheckResult> = tx.children(document.0)?;
        let found = all.into_iter().find(|r| r.item == "k4.p3");
        let result = found.unwrap_or_else(|| crate::acts::reading::unread(document, "k4.p3"));
        tx.put(&CheckResult { note: note.to_owned(), ..result })
    });
}

/// Presses `key` until the row with the cursor holds `text`.
fn walk(d: &mut Driver, key: &str, text: &str) {
    for _ in 0..20 {
        if d.rows().iter().any(|r| r.trim_start().starts_with('>') && r.contains(text)) {
            return;
        }
        d.keys(key);
    }
    panic!("no {text}\n{}", d.text());
}

#[test]
fn a_verdict_typed_again_before_the_first_is_stored_makes_one_result() {
    let mut d = Driver::minutes();
    d.turn(Pass::Held);
    d.keys("1 Esc Enter 2");
    assert_eq!((d.app.context(), results(&d).len()), (Context::Reading, 0));
    d.turn(Pass::Open);
    let all = results(&d);
    assert_eq!((all.len(), all[0].verdict), (1, Verdict::Problem));
    assert!(d.shows("已存") && d.shows("3/10 已看"), "{}", d.text());
}

#[test]
fn a_verdict_shows_at_once_and_is_counted_as_saved_on_the_commit() {
    let mut d = Driver::minutes();
    d.turn(Pass::Held);
    d.keys("1");
    assert!(d.shows("3/10 已看") && d.shows("存盘中"), "{}", d.text());
    d.keys("1 1");
    assert!(d.shows("3/10 已看"), "given, taken back, given\n{}", d.text());
    d.turn(Pass::Open);
    assert_eq!((results(&d).len(), results(&d)[0].verdict), (1, Verdict::Clean));
    assert!(d.shows("3/10 已看") && d.shows("已存"), "{}", d.text());
}

#[test]
fn verdicts_that_a_full_disk_refuses_wait_in_order_and_none_is_lost() {
    let mut d = Driver::minutes();
    d.turn(Pass::Full);
    d.keys("1");
    d.stalled();
    d.keys("F8 2 F8 3");
    assert!(d.shows("未存！") && d.shows("5/10 已看") && !d.shows("已存"), "{}", d.text());
    assert_eq!(d.result("k4.p3"), None);
    d.turn(Pass::Open);
    let verdicts = ["k4.p3", "k4.p4", "k4.p5"].map(|item| d.result(item).unwrap().verdict);
    assert_eq!(verdicts, [Verdict::Clean, Verdict::Problem, Verdict::NotApplicable]);
    assert!(d.shows("已存"), "{}", d.text());
}

#[test]
fn a_verdict_that_another_program_holds_up_is_retried() {
    let mut d = Driver::minutes();
    d.turn(Pass::Locked);
    d.keys("2");
    d.stalled();
    assert!(d.shows("未存！"), "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(d.result("k4.p3").unwrap().verdict, Verdict::Problem);
}

#[test]
fn a_cell_left_and_entered_again_before_it_is_stored_shows_what_was_typed() {
    let mut d = Driver::minutes();
    d.turn(Pass::Held);
    d.keys("c");
    d.type_text("局长先说");
    d.keys("Esc");
    assert!(d.shows("局长先说"), "{}", d.text());
    d.keys("c");
    d.type_text("，都同意");
    d.keys("Esc 2");
    d.turn(Pass::Open);
    let all = results(&d);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].note.as_str(), all[0].verdict), ("局长先说，都同意", Verdict::Problem));
    assert_eq!(d.drafts(), []);
}

#[test]
fn a_note_on_a_full_disk_is_still_typed_at_after_a_crash() {
    let mut d = Driver::minutes();
    d.keys("c");
    d.type_text("写到一半");
    d.wait(500);
    d.turn(Pass::Full);
    d.type_text("，又一半");
    d.keys("Esc");
    d.stalled();
    assert!(d.shows("未存！"), "{}", d.text());
    let mut d = d.reopened();
    d.be("刘芳");
    d.use_books();
    d.find("马会来");
    d.open_minutes();
    assert_eq!(d.app.context(), Context::Cell, "what reached the disk is back");
    assert!(d.shows("写到一半"), "{}", d.text());
}

#[test]
fn what_changes_in_the_file_is_shown_and_typed_text_stays_on_top() {
    let mut d = Driver::minutes();
    noted_elsewhere(&mut d, "别处记的");
    assert!(d.shows("别处记的"), "content is read again\n{}", d.text());
    d.keys("g");
    d.type_text("88");
    noted_elsewhere(&mut d, "别处又记的");
    assert!(d.shows("别处又记的") && d.shows("88"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((results(&d)[0].note.as_str(), results(&d)[0].pages.as_str()), ("别处又记的", "88"));
}

#[test]
fn one_note_changed_in_two_places_asks_and_shows_both() {
    for (key, kept) in [("1", "这里记的"), ("2", "别处记的")] {
        let mut d = Driver::minutes();
        d.keys("c");
        d.type_text("这里记的");
        noted_elsewhere(&mut d, "别处记的");
        assert!(d.shows("这里记的"), "typed text stays on top\n{}", d.text());
        d.keys("Esc");
        assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
        assert!(d.shows("这里记的") && d.shows("别处记的"), "{}", d.text());
        d.keys(key);
        assert_eq!(results(&d)[0].note, kept);
        assert!(d.shows(kept) && d.app.context() == Context::Reading, "{}", d.text());
        assert_eq!(d.drafts(), []);
    }
}

#[test]
fn marks_pressed_twice_at_full_speed_make_nothing_double() {
    let mut d = Driver::minutes();
    d.turn(Pass::Held);
    d.keys("F2 F5 F5");
    assert!(!d.notice().contains("已"), "nothing is said before the commit: {}", d.notice());
    d.turn(Pass::Open);
    assert_eq!((observations(&d).len(), results(&d).len()), (1, 1));
    let evidence: Vec<crate::model::evidence::Evidence> = d.reader().children(d.unit().id.0).unwrap();
    assert_eq!(evidence.len(), 1);
    d.turn(Pass::Held);
    d.keys("F2 F2");
    d.turn(Pass::Open);
    assert_eq!(observations(&d).len(), 1, "taken back and marked again");
}

#[test]
fn the_form_of_an_entry_stays_until_its_commit() {
    let mut d = Driver::minutes();
    d.keys("Ctrl-N");
    d.type_text("2022-04-12");
    d.turn(Pass::Full);
    d.keys("Ctrl-S");
    d.stalled();
    assert!(d.title().starts_with("加条目") && d.shows("未存！"), "{}", d.text());
    d.turn(Pass::Held);
    d.keys("Ctrl-S Ctrl-S");
    d.turn(Pass::Open);
    assert_eq!((d.entries().len(), d.app.context()), (3, Context::Reading), "{}", d.text());
}

#[test]
fn every_form_puts_back_what_was_typed_before_a_crash() {
    // How one comes to the form from home, what is typed, and what the form is called.
    let forms: [(&str, &str, &str); 8] = [
        ("d 4 Enter Ctrl-N", "2022-04-12", "加条目"),
        ("d 4 Enter Tab Enter", "2022-04-12", "修改条目"),
        ("d 4 Enter f", "/tmp/a.jpg", "附上文件"),
        ("d n Down", "会议纪要", "登记资料"),
        ("d 4 e Down", "会议纪要", "修改资料"),
        ("d c Down Down", "撤并前由原单位保管", "不查阅的说明"),
        ("y n", "公务接待台账", "列入调阅清单"),
        ("y 3 g", "12, 31", "复印页码"),
    ];
    for (keys, text, title) in forms {
        let mut d = Driver::books();
        d.keys(keys);
        assert!(d.title().starts_with(title), "{keys}: {}\n{}", d.title(), d.text());
        d.keys("Ctrl-A");
        d.type_text(text);
        d.wait(300);
        let mut d = d.reopened();
        d.be("刘芳");
        d.use_books();
        d.find("马会来");
        d.keys(keys);
        assert!(d.title().starts_with(title) && d.shows(text), "{keys}: {}\n{}", d.title(), d.text());
    }
}

#[test]
fn read_clean_and_the_return_keep_what_was_typed_too() {
    let mut d = Driver::minutes();
    d.keys("Up 1 r");
    d.type_text("1-3卷");
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.use_books();
    d.find("马会来");
    d.open_minutes();
    d.keys("r");
    assert!(d.shows("1-3卷"), "{}", d.text());
    d.keys("Esc 2 Esc Esc Esc y 3 r Ctrl-A");
    d.type_text("赵一");
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.use_books();
    d.find("马会来");
    d.keys("y 3 r");
    assert!(d.shows("赵一"), "{}", d.text());
    d.keys("Ctrl-S");
    assert!(loans(&d).iter().any(|l| l.returned_to == "赵一"));
    assert_eq!(d.drafts(), []);
}

#[test]
fn a_refusal_keeps_the_form_of_a_document_with_its_reason() {
    let mut d = Driver::books();
    d.keys("y");
    let line = loans(&d).into_iter().find(|l| l.title == "2024年凭证").unwrap();
    walk(&mut d, "Down", "2024年凭证");
    d.keys("空格 d Down Down");
    d.type_text("2024");
    let other = d.minutes_in_file().id;
    d.elsewhere(Op::EditLoan, move |tx| {
        let now: Loan = tx.get(line.id.0)?.ok_or_else(|| Error::internal("无"))?;
        tx.put(&Loan { document: Some(other), ..now })
    });
    let before = d.documents().len();
    d.keys("Ctrl-S");
    assert!(d.title().starts_with("登记资料") && d.shows("另一份资料"), "{}", d.text());
    assert_eq!(d.documents().len(), before, "nothing of it is written");
}

#[test]
fn handed_over_twice_at_full_speed_is_handed_over_once() {
    let mut d = Driver::books();
    d.keys("y 2");
    d.turn(Pass::Held);
    d.keys("空格 空格");
    assert!(!d.notice().contains("已记下"), "{}", d.notice());
    d.turn(Pass::Open);
    let line = loans(&d).into_iter().find(|l| l.title == "2024年凭证").unwrap();
    assert_eq!(line.handed, Some(d.now()));
    assert!(d.notice().contains("已记下提供时间"), "{}", d.notice());
}

#[test]
fn lists_read_again_what_changed_elsewhere() {
    let mut d = Driver::books();
    d.keys("y");
    let line = loans(&d).into_iter().find(|l| l.title == "2024年凭证").unwrap();
    d.elsewhere(Op::EditLoan, move |tx| tx.put(&Loan { title: "2024年账册".to_owned(), ..line.clone() }));
    assert!(d.shows("2024年账册"), "{}", d.text());
    d.keys("Esc d");
    let minutes = d.minutes_in_file();
    d.elsewhere(Op::EditDocument, move |tx| {
        tx.put(&crate::model::reading::Document { title: "党组会纪要".to_owned(), ..minutes.clone() })
    });
    assert!(d.shows("党组会纪要"), "{}", d.text());
}

#[test]
fn who_asked_and_who_took_it_back_is_corrected_in_the_line() {
    let mut d = Driver::books();
    d.keys("y 4 Enter");
    assert!(d.shows("归还给") && d.shows("调阅人") && d.shows("调阅日期"), "{}", d.text());
    for _ in 0..8 {
        d.keys("Down");
    }
    d.keys("Ctrl-A");
    d.type_text("陈涛");
    d.keys("Ctrl-S");
    let line = loans(&d).into_iter().find(|l| l.title == "三重一大制度").unwrap();
    assert_eq!(line.returned_to, "陈涛", "{}", d.text());
    d.keys("Esc 2 Enter");
    assert!(!d.shows("归还给"), "not returned yet\n{}", d.text());
}

#[test]
fn after_registering_a_line_the_word_names_the_key_that_opens_it() {
    let mut d = Driver::books();
    d.keys("y 2 空格 3");
    walk(&mut d, "Down", "2024年凭证");
    d.keys("d Down Down");
    d.type_text("2024");
    d.keys("Ctrl-S");
    assert!(d.notice().contains("按 d 打开查阅"), "{}", d.notice());
    d.keys("d");
    assert_eq!(d.app.context(), Context::Reading, "{}", d.text());
}

#[test]
fn an_observation_opens_its_source_and_is_marked_as_handled() {
    let mut d = Driver::minutes();
    d.keys("Up F2 Tab F2 Esc Esc Esc o");
    assert_eq!(d.app.context(), Context::Observations, "{}", d.text());
    assert!(d.shows("没有处理的 2"), "{}", d.text());
    d.turn(Pass::Held);
    d.keys("空格 空格");
    assert!(!d.notice().contains("已标"), "{}", d.notice());
    d.turn(Pass::Open);
    assert_eq!(observations(&d).iter().filter(|o| o.handled.is_some()).count(), 1);
    assert!(d.shows("没有处理的 1") && d.shows("已处理"), "{}", d.text());
    d.keys("Home Enter");
    assert_eq!(d.app.context(), Context::Reading, "{}", d.text());
    assert!(d.rows().iter().any(|r| r.starts_with("> !")), "{}", d.text());
    d.keys("Esc");
    d.keys("End 空格");
    assert_eq!(observations(&d).iter().filter(|o| o.handled.is_some()).count(), 0, "taken back");
    let mut d = Driver::home();
    d.keys("Tab o");
    walk(&mut d, "Down", "〔访谈");
    d.keys("Enter");
    assert!(matches!(d.app.context(), Context::Answer | Context::Panel), "{}", d.text());
}

#[test]
fn withheld_words_typed_into_a_note_are_asked_about_first() {
    let mut d = Driver::minutes();
    let mut answer = d.reader().all::<Answer>().unwrap().into_iter().find(|a| !a.statements.is_empty()).unwrap();
    answer.statements[0].text = "分管的那位副职收了翡翠鲸鱼三万块钱回扣。".to_owned();
    answer.statements[0].withheld = true;
    d.elsewhere(Op::Withhold, move |tx| tx.put(&answer));
    d.keys("c");
    d.type_text("听说分管的那位副职收了翡翠鲸鱼三万块钱回扣。");
    d.keys("Esc");
    assert!(d.app.context() == Context::Grave && d.shows("还没有存"), "{}", d.text());
    assert_eq!(d.result("k4.p3").map(|r| r.note), None, "asked before anything is written");
    d.keys("2");
    assert!(d.app.context() == Context::Cell && d.notice().contains("请改写"), "{}", d.text());
    d.keys("Esc Esc");
    assert_eq!(d.app.context(), Context::Cell, "going back is no yes\n{}", d.text());
    d.keys("Esc 1");
    assert_eq!(d.result("k4.p3").unwrap().note, "听说〔已另行处理〕。");
    assert_eq!(d.drafts(), []);
}

#[test]
fn enter_ends_a_cell_and_tab_goes_on() {
    let mut d = Driver::minutes();
    d.keys("c");
    d.type_text("查过原件");
    d.keys("Enter 1");
    assert_eq!(d.app.context(), Context::Reading);
    assert!(
        d.rows().iter().any(|r| r.starts_with('>') && r.contains("无问题") && r.contains("查过原件")),
        "{}",
        d.text()
    );
    d.keys("g");
    d.type_text("12");
    d.keys("Tab Tab");
    d.type_text("31");
    d.keys("Shift-Tab Shift-Tab Enter");
    let rows = d.rows();
    let at = rows.iter().position(|r| r.starts_with('>')).unwrap();
    assert!(rows[at].contains("12") && rows[at + 1].contains("31"), "{}", rows.join("\n"));
}

#[test]
fn what_reads_like_no_page_is_doubted_and_kept() {
    let mut d = Driver::minutes();
    d.keys("Up g Ctrl-A");
    d.type_text("无问题");
    d.keys("Enter");
    assert!(d.notice().contains("“无问题”不像页码"), "{}", d.notice());
    d.keys("g Ctrl-A");
    d.type_text("第3页背面");
    d.keys("Enter");
    assert_eq!(d.notice(), "");
}

#[test]
fn home_and_the_list_of_observations_tell_one_number() {
    let mut d = Driver::home();
    d.wait(0);
    let told = |d: &mut Driver, before: &str| -> usize {
        let text = d.text();
        let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("no {before}\n{text}"));
        rest.trim_start().chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
    };
    for _ in 0..2 {
        let home = told(&mut d, "疑点未处理");
        d.keys("o");
        assert_eq!(told(&mut d, "没有处理的"), home, "{}", d.text());
        d.wait(0);
        assert_eq!(told(&mut d, "没有处理的"), home, "counted anew\n{}", d.text());
        d.keys("Esc Tab");
        d.wait(0);
    }
}

#[test]
fn what_is_no_file_is_not_attached() {
    let folder = std::env::temp_dir().display().to_string();
    for (path, said) in [(folder.as_str(), "不是普通文件"), ("/没有/照片.jpg", "没有这个文件")] {
        let mut d = Driver::books();
        d.keys("d 4 Enter f");
        d.type_text(path);
        d.keys("Ctrl-S");
        assert!(d.title() == "附上文件" && d.shows(said), "{path}\n{}", d.text());
    }
}
