//! Papers and candidates while writes are held back, refused or lost, and while others write.

use super::driver::Driver;
use crate::model::decision::Decision;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::{Kind, Op};
use crate::store::Pass;
use crate::tui::keys::Context;

impl Driver {
    fn papers(&self) -> usize {
        self.reader().all::<Problem>().unwrap().len()
    }

    /// Problems of the unit of the offices, the cursor in the list of problems.
    fn in_problems() -> Self {
        let mut d = Self::home();
        d.find("李秀英");
        d.keys("p");
        assert_eq!(d.app.context(), Context::Problems, "{}", d.text());
        d
    }
}

#[test]
fn a_paper_opens_when_it_is_in_the_file_and_what_was_typed_meanwhile_is_its_title() {
    let mut d = Driver::in_problems();
    let before = d.papers();
    d.turn(Pass::Held);
    d.keys("n");
    d.type_text("购置公务车辆");
    assert!(d.shows("存盘中") && !d.title().contains("预-"), "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(d.app.context(), Context::PaperText, "{}", d.text());
    d.keys("Esc");
    assert_eq!((d.papers(), d.problem().title.as_str()), (before + 1, "购置公务车辆"));
}

#[test]
fn a_full_disk_begins_one_paper_when_there_is_room_again() {
    let mut d = Driver::in_problems();
    let before = d.papers();
    d.turn(Pass::Full);
    d.keys("n");
    d.stalled();
    assert!(d.shows("未存！") && d.papers() == before, "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(d.papers(), before + 1);
    assert!(d.title().contains(&d.problem().number), "{}", d.title());
    // Left behind while the disk is full, it is in the list when it is in the file.
    d.keys("Esc");
    d.turn(Pass::Full);
    d.keys("n");
    d.stalled();
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Problems, "{}", d.text());
    d.turn(Pass::Open);
    d.keys("Tab End");
    let number = d.problem().number;
    assert!(d.papers() == before + 2 && d.shows(&number), "{}", d.text());
}

#[test]
fn two_quick_keys_adopt_once() {
    let mut d = Driver::candidates();
    let (papers, decisions) = (d.papers(), d.reader().all::<Decision>().unwrap().len());
    d.turn(Pass::Held);
    d.keys("a a");
    d.turn(Pass::Open);
    assert_eq!((d.papers(), d.reader().all::<Decision>().unwrap().len()), (papers + 1, decisions + 1));
    assert!(matches!(d.app.context(), Context::PaperText | Context::PaperRow), "{}", d.text());
}

#[test]
fn a_locked_file_only_delays_adopting() {
    let mut d = Driver::candidates();
    let papers = d.papers();
    d.turn(Pass::Locked);
    d.keys("a");
    d.stalled();
    assert_eq!(d.papers(), papers);
    d.turn(Pass::Open);
    assert_eq!(d.papers(), papers + 1);
    assert!(d.notice().contains("已采纳"), "{}", d.notice());
}

#[test]
fn leaving_waits_for_the_commit() {
    let mut d = Driver::paper();
    d.type_text("购车");
    d.turn(Pass::Held);
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::PaperText, "not in the file yet\n{}", d.text());
    d.turn(Pass::Open);
    assert_eq!((d.app.context(), d.problem().title.as_str()), (Context::Problems, "购车"), "{}", d.text());
}

#[test]
fn typing_over_an_edit_on_its_way_clashes_with_nothing() {
    let mut d = Driver::paper();
    d.type_text("购车");
    d.turn(Pass::Held);
    d.keys("Tab Shift-Tab");
    d.type_text("未经研究");
    d.keys("Tab");
    d.turn(Pass::Open);
    assert_eq!(d.problem().title, "购车未经研究", "{}", d.text());
    assert_eq!(d.drafts(), []);
}

#[test]
fn another_field_that_changes_meanwhile_is_shown_and_both_are_kept() {
    let mut d = Driver::paper();
    d.type_text("购车");
    let other = Problem { place: "局机关".to_owned(), ..d.problem() };
    d.elsewhere(Op::EditProblem, move |tx| tx.put(&other));
    assert!(d.shows("局机关") && d.shows("购车"), "{}", d.text());
    d.keys("Ctrl-Z");
    assert!(!d.shows("购车"), "what only follows the file elsewhere can still be undone\n{}", d.text());
    d.keys("Ctrl-Y Tab");
    assert_eq!((d.problem().title.as_str(), d.problem().place.as_str()), ("购车", "局机关"));
}

#[test]
fn the_same_field_asks_and_shows_both_texts() {
    for (key, kept) in [("1", "购车"), ("2", "别人的名称")] {
        let mut d = Driver::paper();
        d.type_text("购车");
        let other = Problem { title: "别人的名称".to_owned(), ..d.problem() };
        d.elsewhere(Op::EditProblem, move |tx| tx.put(&other));
        assert!(d.app.context() == Context::PaperText && d.shows("购车"), "typing goes on\n{}", d.text());
        d.keys("Esc");
        assert_eq!(d.app.context(), Context::Grave, "{key}\n{}", d.text());
        assert!(d.shows("我填的：购车") && d.shows("已存的：别人的名称"), "{}", d.text());
        d.keys(key);
        assert_eq!((d.problem().title.as_str(), d.app.context()), (kept, Context::PaperText), "{key}\n{}", d.text());
        assert!(d.shows(kept), "{key}\n{}", d.text());
        d.keys("Esc");
        assert_eq!((d.app.context(), d.drafts()), (Context::Problems, vec![]), "{key}");
    }
}

#[test]
fn what_is_typed_into_a_paper_that_was_withdrawn_is_refused_and_stays_a_draft() {
    let mut d = Driver::paper();
    d.type_text("购车");
    let id = d.problem().id;
    d.elsewhere(Op::Delete, move |tx| tx.delete(Kind::Problem, id.0));
    d.keys("Tab");
    assert!(d.notice().contains("撤回"), "{}", d.notice());
    d.wait(300);
    assert_eq!(d.drafts().len(), 1);
    d.keys("Esc");
    assert!(d.app.context() == Context::Confirm && d.shows("没有存上"), "{}", d.text());
    d.keys("1");
    assert_eq!((d.app.context(), d.drafts().len()), (Context::Problems, 1), "{}", d.text());
}

#[test]
fn an_edit_that_a_full_disk_lost_is_back_as_a_draft() {
    let mut d = Driver::paper();
    d.type_text("购车");
    d.wait(300);
    d.turn(Pass::Full);
    d.keys("Tab");
    d.stalled();
    let mut d = d.reopened();
    d.be("刘芳");
    assert_eq!((d.problem().title.as_str(), d.drafts().len()), ("", 1));
    d.find("李秀英");
    d.open_problem("（没有名称）");
    assert!(d.shows("购车"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((d.problem().title.as_str(), d.drafts().len()), ("购车", 0));
}

#[test]
fn a_paper_is_withdrawn_by_a_key_that_is_not_enter() {
    let mut d = Driver::candidates();
    d.keys("a Esc");
    let paper = d.problem();
    let papers = d.papers();
    d.keys("Tab End");
    for _ in 0..12 {
        if d.rows().iter().any(|r| r.starts_with('>') && r.contains(&paper.number)) {
            break;
        }
        d.keys("Up");
    }
    d.keys("Del");
    assert!(d.shows(&paper.number) && d.app.context() == Context::Grave, "{}", d.text());
    d.keys("Enter");
    assert_eq!((d.app.context(), d.papers()), (Context::Grave, papers), "{}", d.text());
    d.keys("1");
    assert_eq!(d.papers(), papers - 1, "{}", d.text());
    assert!(d.notice().contains("已撤回"), "{}", d.notice());
    let decisions: Vec<Decision> = d.reader().all().unwrap();
    assert!(decisions.iter().all(|x| x.title != paper.title), "the candidate waits again");
}

#[test]
fn the_reason_of_a_dismissal_is_back_after_a_crash() {
    let mut d = Driver::candidates();
    d.keys("Home Del");
    d.type_text("单位已说明");
    d.wait(300);
    let mut d = d.reopened();
    d.be("刘芳");
    d.find("李秀英");
    d.keys("p");
    for _ in 0..3 {
        d.wait(0);
    }
    d.keys("Home Del");
    assert!(d.shows("单位已说明"), "{}", d.text());
}

#[test]
fn words_are_not_thrown_away_without_a_question() {
    let mut d = Driver::paper();
    d.part("建议");
    d.keys("Enter");
    d.type_text("完善议事规则。");
    d.keys("Ctrl-D");
    assert!(d.app.context() == Context::Grave && d.shows("完善议事规则。"), "{}", d.text());
    d.keys("Enter Esc");
    assert!(d.shows("完善议事规则。"), "{}", d.text());
    d.keys("Ctrl-D 1");
    assert!(!d.shows("完善议事规则。") && d.notice().contains("已去掉这条建议"), "{}", d.text());
}

#[test]
fn a_date_that_cannot_be_read_is_a_draft_as_soon_as_the_program_goes() {
    let mut d = Driver::paper();
    d.part("时间");
    d.type_text("去年夏天");
    let now = d.now();
    let effects = d.app.seal_all(d.desk.reader(), now);
    d.carry_out(effects);
    d.text();
    assert!(d.drafts().iter().any(|draft| draft.text == "去年夏天"), "{:?}", d.drafts());
}

#[test]
fn a_ready_paper_that_an_action_elsewhere_makes_a_draft_is_named() {
    let mut d = Driver::home();
    let of_unit = |p: &Problem| p.state == ProblemState::Ready;
    let ready: Vec<String> = d.reader().all().unwrap().into_iter().filter(of_unit).map(|p| p.number).collect();
    d.find("李秀英");
    d.keys("Alt-U Tab End");
    d.type_text("甲");
    d.keys("Ctrl-S");
    let [number] = ready.as_slice() else { panic!("{ready:?}") };
    let said = format!("待送审的底稿 {number} 印出来会不一样，已退回草稿");
    assert!(d.notice().contains(&said), "{}", d.notice());
}

#[test]
fn withheld_words_typed_into_a_paper_are_asked_about_first() {
    let mut d = super::marks::repeated();
    d.keys("Alt-X 1 Enter Esc p n");
    let told = "分管的那位副职收了翡翠鲸鱼三万块钱回扣。";
    d.type_text("购车");
    d.keys("Tab");
    d.type_text(told);
    d.keys("Tab");
    assert!(d.app.context() == Context::Grave && d.shows("还没有存"), "{}", d.text());
    let facts = |d: &Driver| d.problem().facts.into_iter().map(|f| f.text).collect::<Vec<_>>();
    assert_eq!(facts(&d), Vec::<String>::new());
    d.keys("2");
    assert!(d.notice().contains("请改写") && d.shows("分管的那位副职收了"), "{}", d.text());
    d.keys("Shift-Tab End");
    d.type_text("又");
    d.keys("Tab");
    assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
    d.keys("1");
    assert_eq!(facts(&d), ["〔已另行处理〕。又"]);
    assert!(d.shows("〔已另行处理〕。又") && !d.shows("分管的那位"), "{}", d.text());
}
