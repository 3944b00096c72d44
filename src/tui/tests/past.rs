//! Taking back, the history, the bin.

use super::driver::Driver;
use crate::acts::output::{LogOutputs, OutputLine};
use crate::acts::people::ImportRoster;
use crate::analysis::fixture::{evidence, person};
use crate::error::Result;
use crate::model::evidence::EvidenceSource;
use crate::model::ids::{Hash, InterviewId};
use crate::model::interview::Interview;
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemState};
use crate::model::record::{Kind, Op};
use crate::store::{Act as _, Pass, Tx};
use crate::tui::keys::Context;

impl Driver {
    fn rostered(&self, name: &str) -> Option<Person> {
        self.reader().all::<Person>().unwrap().into_iter().find(|p| p.name == name)
    }

    /// Another member writes on this laptop.
    fn by(&mut self, name: &str, op: Op, f: impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'static) {
        let other = self.app.shell.book.as_ref().unwrap().inspectors.iter().find(|i| i.name == name).unwrap().id;
        let me = self.app.shell.me.replace(other);
        self.elsewhere(op, f);
        self.app.shell.me = me;
    }

    /// Adds somebody at the keyboard.
    fn enrol(&mut self, name: &str) {
        self.keys("n");
        self.type_text(name);
        self.keys("Ctrl-S");
        self.find(name);
    }
}

#[test]
fn a_deletion_says_what_it_takes_back_and_enter_is_never_yes() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    d.keys("Del");
    assert_eq!(d.app.context(), Context::Grave);
    d.keys("Enter");
    assert!(d.rostered("傅桂兰").is_some() && d.app.context() == Context::Grave, "{}", d.text());
    d.keys("1");
    assert!(d.rostered("傅桂兰").is_none());
    d.keys("Ctrl-Z");
    assert!(d.shows("撤销：删除人员：傅桂兰（刘芳") && d.shows("人员 傅桂兰：从回收站恢复"), "{}", d.text());
    d.keys("Enter");
    assert!(d.rostered("傅桂兰").is_none(), "{}", d.text());
    d.keys("1");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(d.rostered("傅桂兰").is_some() && d.notice().contains("已撤销"), "{}", d.text());
    assert!(d.rows().iter().any(|r| r.contains("傅桂兰")), "home shows who is back\n{}", d.text());
    d.keys("Alt-Y");
    assert!(d.shows("重做：删除人员：傅桂兰"), "{}", d.text());
    d.keys("1");
    assert!(d.rostered("傅桂兰").is_none() && d.notice().contains("已重做"), "{}", d.text());
}

#[test]
fn after_a_restart_the_list_is_the_same_and_for_another_inspector_another() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    let mut d = d.reopened();
    d.be("周宁");
    d.keys("Ctrl-Z");
    assert!(d.notice().contains("没有可以撤销的操作"), "{}", d.text());
    let mut d = d.reopened();
    d.be("刘芳");
    d.keys("Ctrl-Z 1");
    assert!(d.rostered("傅桂兰").is_none(), "{}", d.text());
}

#[test]
fn what_came_later_is_named_and_nothing_is_taken_back() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    let id = d.rostered("傅桂兰").unwrap().id.0;
    d.by("周宁", Op::EditPerson, move |tx| {
        tx.edit::<Person>(id, |p| {
            p.post = "出纳".into();
            Ok(())
        })
    });
    d.keys("Ctrl-Z");
    assert!(d.shows("现在不能撤销") && d.shows("之后又改过：修改人员的职务：傅桂兰（周宁"), "{}", d.text());
    d.keys("1");
    assert!(d.rostered("傅桂兰").is_some() && d.notice().contains("现在不能撤销"), "{}", d.text());
}

#[test]
fn while_the_disk_refuses_nothing_is_claimed_and_then_it_is_done_once() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    d.keys("Ctrl-Z");
    d.turn(Pass::Full);
    d.keys("1 1");
    d.stalled();
    assert!(d.rostered("傅桂兰").is_some() && !d.notice().contains("已撤销"), "{}", d.text());
    d.turn(Pass::Open);
    assert!(d.rostered("傅桂兰").is_none(), "{}", d.text());
    assert_eq!(d.app.context(), Context::Home);
}

#[test]
fn in_a_talk_the_newest_typing_is_taken_back_by_alt() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("新说的一句。");
    d.keys("Alt-Z");
    assert!(d.shows("撤销：") && d.shows("李秀英"), "{}", d.text());
    d.keys("1");
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert!(!d.shows("新说的一句。"), "{}", d.text());
}

#[test]
fn what_was_deleted_is_shown_and_comes_back() {
    let mut d = Driver::home();
    d.keys("Ctrl-T");
    assert!(d.shows("回收站是空的"), "{}", d.text());
    d.keys("Esc");
    d.enrol("傅桂兰");
    d.keys("Del 1 Ctrl-T");
    assert!(d.shows("人员") && d.shows("傅桂兰") && d.shows("刘芳"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("姓名") && d.shows("傅桂兰"), "{}", d.text());
    d.keys("Esc Ctrl-K");
    assert!(d.rostered("傅桂兰").is_some() && d.notice().contains("已恢复人员 傅桂兰"), "{}", d.text());
    assert!(d.shows("回收站是空的"), "{}", d.text());
}

#[test]
fn one_place_is_set_back_from_the_history() {
    let mut d = Driver::home();
    d.enrol("傅桂兰");
    d.keys("e Down");
    let old = d.rostered("傅桂兰").unwrap();
    d.keys("Ctrl-A");
    d.type_text("出纳员");
    d.keys("Ctrl-S");
    d.find("傅桂兰");
    assert_ne!(d.rostered("傅桂兰").unwrap(), old, "{}", d.text());
    d.keys("Ctrl-L");
    assert!(d.shows("修改人员的职务、谈话类型：傅桂兰") && d.shows("新增人员：傅桂兰"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("＋ 出纳员"), "{}", d.text());
    d.resize(120, 36);
    let beside = |row: &String| row.contains("－ ") && row.contains("＋ ");
    assert!(d.rows().iter().any(beside), "old and new stand beside each other\n{}", d.text());
    d.resize(80, 24);
    assert!(!d.rows().iter().any(beside), "{}", d.text());
    d.keys("Ctrl-K");
    assert_eq!(d.rostered("傅桂兰").unwrap().post, old.post, "{}", d.text());
    assert!(d.notice().contains("已去掉：职务"), "{}", d.text());
    d.keys("Esc");
    assert!(d.shows("恢复人员的职务：傅桂兰"), "the list has it\n{}", d.text());
    d.keys("Esc Ctrl-Z");
    assert!(d.shows("撤销：恢复人员的职务：傅桂兰（刘芳"), "{}", d.text());
    assert!(d.shows("职务：将由空白改回「出纳员」"), "what will be is said\n{}", d.text());
}

#[test]
fn a_talk_that_was_removed_is_one_row_of_the_bin_and_comes_back_whole() {
    let mut d = Driver::talk("李秀英");
    let talk = d.interview("李秀英").id;
    let answers = d.reader().own_talk(talk).unwrap();
    assert!(answers.len() > 1);
    d.keys("Alt-I End Enter 1 Ctrl-T");
    assert!(d.shows("1 次删除") && d.shows("删除谈话：李秀英（"), "{}", d.text());
    d.keys("Enter");
    assert!(d.shows("谈话 李秀英") && d.shows("下面还有"), "its parts are in it\n{}", d.text());
    d.keys("End");
    assert!(d.shows("完，上面还有"), "{}", d.text());
    d.keys("Esc Ctrl-K");
    assert!(d.notice().contains("已全部恢复") && d.shows("回收站是空的"), "{}", d.text());
    assert_eq!(d.reader().own_talk(talk).unwrap(), answers);
}

#[test]
fn what_was_struck_elsewhere_does_not_say_because_of_whom() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说过的话");
    d.keys("Ctrl-S Esc");
    d.find("陈涛");
    d.keys("e End");
    let id = d.rostered("陈涛").unwrap().id.0;
    d.keys("Esc");
    d.by("周宁", Op::EditPerson, move |tx| {
        tx.edit::<Person>(id, |p| {
            p.note = "这一句只对你说过的话".into();
            Ok(())
        })
    });
    d.find("李秀英");
    d.keys("Enter Ctrl-End Alt-X");
    assert!(d.shows("要转线索的：李秀英的谈话") && d.shows("「这一句只对你说过的话」"), "{}", d.text());
    d.keys("1 Enter Enter Esc");
    d.find("陈涛");
    d.keys("Ctrl-L");
    let whole = d.shows("随转线索处理：备注里的有关文字改为〔已另行处理〕");
    assert!(whole && !d.shows("李秀英"), "{}", d.text());
    d.keys("Enter");
    assert!(!d.shows("李秀英"), "{}", d.text());
    d.keys("Esc Esc Alt-M");
    assert!(d.shows("转线索：李秀英") && d.shows("别处 1 条记录随转线索处理"), "{}", d.text());
    d.keys("Home Enter");
    assert!(!d.shows("陈涛") && d.shows("别处有关文字改为〔已另行处理〕的栏目：人员的备注"), "{}", d.text());
    d.keys("Esc Esc Ctrl-Z");
    assert!(d.shows("别处 1 条记录") && !d.shows("陈涛"), "{}", d.text());
}

#[test]
fn taking_a_withholding_back_says_that_struck_words_do_not_come_back() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说过的话");
    d.keys("Ctrl-S Esc");
    let id = d.reader().all::<Problem>().unwrap()[0].id.0;
    d.by("周宁", Op::EditProblem, move |tx| {
        tx.edit::<Problem>(id, |p| {
            (p.state, p.explanation) = (ProblemState::Ready, "这一句只对你说过的话".into());
            Ok(())
        })
    });
    d.find("李秀英");
    d.keys("Enter Ctrl-End Alt-X 1 Enter Enter Esc");
    let paper = |d: &Driver| d.reader().get::<Problem>(id).unwrap().unwrap();
    assert!(paper(&d).explanation.contains("已另行处理"), "{}", d.text());
    while d.app.context() != Context::Home {
        d.keys("Esc");
    }
    d.keys("Ctrl-Z");
    let text: String = d.text().split_whitespace().collect();
    d.keys("Esc Alt-M Home Enter");
    let number = paper(&d).number;
    let back = d.shows(&format!("别处退回草稿的底稿：{number}"));
    assert!(back && d.shows("别处有关文字改为〔已另行处理〕的栏目：底稿的被巡察单位说明"), "{}", d.text());
    let whole = "别处1条记录：已转线索的原话不恢复；1份底稿仍是草稿，请看过再标为待送审";
    assert!(text.contains(whole), "{}", d.text());
}

#[test]
fn what_changed_no_record_is_listed_and_cannot_be_opened() {
    let mut d = Driver::home();
    let line = OutputLine { what: "资料包", name: "a.zip".into(), folder: None, sha256: Hash([1; 32]), from: None };
    let export = LogOutputs { lines: vec![line], ..LogOutputs::default() };
    d.elsewhere(Op::Export, move |tx| export.run(tx));
    d.keys("Alt-M");
    assert!(d.shows("刘芳") && d.shows("导出：资料包"), "{}", d.text());
    d.keys("Home Enter");
    assert!(d.notice().contains("不能撤销") && d.app.context() == Context::History, "{}", d.text());
    d.keys("Esc Ctrl-Z");
    assert!(d.notice().contains("没有可以撤销的操作"), "{}", d.text());
}

#[test]
fn the_history_of_the_round_tells_no_withheld_word() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说");
    d.keys("Alt-X Ctrl-S Esc");
    for way in ["Alt-M", "Alt-M Enter", "Ctrl-Z"] {
        d.keys(way);
        assert!(!d.shows("这一句只对你说"), "{way}\n{}", d.text());
        while d.app.context() != Context::Home {
            d.keys("Esc");
        }
    }
}

#[test]
fn what_is_withheld_comes_back_by_a_typed_word_and_by_no_key_alone() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说");
    d.keys("Ctrl-S Alt-X Ctrl-S Esc");
    let withheld = |d: &Driver| {
        let talk = d.interview("李秀英");
        let answers = d.reader().own_talk(talk.id).unwrap();
        answers.iter().flat_map(|a| &a.statements).any(|s| s.withheld && s.text.contains("这一句只对你说"))
    };
    assert!(withheld(&d), "{}", d.text());
    d.keys("Ctrl-Z");
    assert!(d.shows("要先输入一个词") && !d.shows("这一句只对你说"), "{}", d.text());
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Grave);
    d.keys("1");
    assert_eq!(d.app.context(), Context::FormText, "{}", d.text());
    d.type_text("好的");
    d.keys("Ctrl-S");
    assert!(withheld(&d) && d.app.context() == Context::FormText, "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("放回");
    d.keys("Ctrl-S");
    assert!(!withheld(&d) && d.notice().contains("已撤销"), "{}", d.text());
}

#[test]
fn a_union_says_first_which_talks_stay() {
    let mut d = Driver::home();
    let gone = d.rostered("李秀英").unwrap();
    let before = d.interview("李秀英");
    d.find("陈涛");
    d.keys("h");
    d.type_text("lxy");
    d.keys("Enter Enter");
    let kept = d.rostered("陈涛").unwrap();
    let later = Interview { id: InterviewId::new(), person: kept.id, ..before.clone() };
    let id = later.id.0;
    d.by("周宁", Op::EditInterview, move |tx| tx.put(&later));
    d.keys("Ctrl-Z");
    assert!(d.shows("撤销：合并人员：李秀英并入陈涛") && d.shows("新谈的 1 次，仍在保留的人名下"), "{}", d.text());
    d.keys("1");
    assert_eq!(d.rostered("李秀英"), Some(gone), "{}", d.text());
    assert_eq!(d.reader().get::<Interview>(before.id.0).unwrap(), Some(before));
    assert_eq!(d.reader().get::<Interview>(id).unwrap().unwrap().person, kept.id);
}

#[test]
fn an_import_of_sixty_names_the_talk_that_holds_it() {
    let mut d = Driver::home();
    let basis: Vec<Person> = d.reader().all().unwrap();
    let unit = basis[0].unit;
    let basis: Vec<Person> = basis.into_iter().filter(|p| p.unit == unit).collect();
    let before = basis.len();
    let added: Vec<Person> = (0..60).map(|n| person(unit, "", &format!("甲乙{n}"), "科员")).collect();
    let held = Interview { id: InterviewId::new(), person: added[17].id, ..d.interview("李秀英") };
    let import = ImportRoster { unit, new_unit: None, basis, added, changed: Vec::new(), seed: 3 };
    d.elsewhere(Op::ImportPeople, move |tx| import.run(tx));
    let there = |d: &Driver| d.reader().all::<Person>().unwrap().into_iter().filter(|p| p.unit == unit).count();
    let talk = held.id.0;
    d.by("周宁", Op::EditInterview, move |tx| tx.put(&held));
    d.keys("Ctrl-Z");
    assert!(
        d.shows("撤销：导入名册：") && d.shows("新增 60 人") && d.shows("现在不能撤销") && d.shows("甲乙17"),
        "{}",
        d.text()
    );
    d.keys("1 Esc");
    assert_eq!(there(&d), before + 60, "all or nothing");
    d.by("周宁", Op::Delete, move |tx| tx.delete(Kind::Interview, talk));
    d.keys("Ctrl-Z 1");
    assert_eq!(there(&d), before, "{}", d.text());
}

#[test]
fn a_paragraph_that_setting_back_takes_away_is_asked_about() {
    let mut d = Driver::fresh_talk();
    d.type_text("第一句。");
    d.keys("F8 F7 Enter");
    d.type_text("第二句。");
    d.keys("F8 F7 Ctrl-L Enter");
    assert!(d.app.context() == Context::Detail && d.shows("第二句。"), "{}", d.text());
    let said = |d: &Driver| d.said("黄玉梅", "q5").len();
    d.keys("Ctrl-K Enter");
    assert!(d.app.context() == Context::Grave && d.shows("从谈话记录里去掉"), "{}", d.text());
    d.keys("2");
    assert_eq!((d.app.context(), said(&d)), (Context::Detail, 2), "{}", d.text());
    d.keys("Ctrl-K 1");
    assert_eq!(said(&d), 1, "{}", d.text());
}

#[test]
fn the_key_beside_a_list_of_deeds_says_that_it_takes_back_the_last_one() {
    let mut d = Driver::home();
    d.keys("Ctrl-L");
    assert!(!d.shows("撤销上一步"), "nothing was done yet\n{}", d.text());
    d.keys("Esc 空格 Ctrl-L");
    assert!(d.shows("Ctrl-Z 撤销上一步"), "{}", d.text());
}

#[test]
fn an_observation_has_a_history() {
    let mut d = Driver::home();
    d.keys("o");
    assert!(d.app.context() == Context::Observations, "{}", d.text());
    d.keys("Ctrl-L");
    assert!(d.app.context() == Context::History && d.shows("做了什么"), "{}\n{}", d.notice(), d.text());
}

#[test]
fn a_mark_that_cannot_be_taken_back_is_refused_before_anything_is_asked() {
    let mut d = Driver::fresh_talk();
    d.type_text("这一句只对你说过的话。");
    d.keys("F8 F7 Alt-X 1 Enter Enter Ctrl-L");
    assert!(d.app.context() == Context::History && d.shows("转线索"), "{}", d.text());
    d.keys("Down Enter");
    assert!(d.shows("转线索：黄玉梅 第五问"), "{}", d.text());
    d.keys("Ctrl-K");
    assert_eq!(d.app.context(), Context::Detail, "{}", d.text());
    assert!(d.notice().contains("已转线索，不能从修改记录里放回来"), "{}\n{}", d.notice(), d.text());
}

#[test]
fn a_talk_that_evidence_was_taken_from_is_not_asked_about() {
    let mut d = Driver::talk("李秀英");
    let talk = d.interview("李秀英");
    let answer = d.reader().own_talk(talk.id).unwrap().into_iter().find(|a| !a.statements.is_empty()).unwrap();
    let unit = d.rostered("李秀英").unwrap().unit;
    let statement = answer.statements[0].id;
    let source = EvidenceSource::Statement { interview: talk.id, answer: answer.id, statement };
    let taken = evidence(unit, source);
    d.elsewhere(Op::EditEvidence, move |tx| tx.put(&taken));
    d.keys("Alt-I End Enter");
    assert_ne!(d.app.context(), Context::Grave, "{}", d.text());
    assert!(d.notice().contains("已有支撑材料取自这次谈话"), "{}\n{}", d.notice(), d.text());
}

#[test]
fn a_mark_that_is_set_back_is_shown_first_and_the_page_forgets_the_words() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说过的话");
    d.keys("Ctrl-S Alt-X Ctrl-S");
    let withheld = |d: &Driver| {
        let answers = d.reader().own_talk(d.interview("李秀英").id).unwrap();
        answers.iter().flat_map(|a| &a.statements).any(|s| s.withheld)
    };
    assert!(withheld(&d), "{}", d.text());
    d.keys("Alt-X");
    d.type_text("放回");
    d.keys("Enter");
    assert!(!withheld(&d), "{}", d.text());
    d.keys("Ctrl-L Enter");
    assert!(d.app.context() == Context::Detail && d.shows("转线索"), "{}", d.text());
    // The words are what they were; the mark is the second place.
    d.keys("Down Ctrl-K");
    assert_eq!(d.app.context(), Context::ConfirmPage, "{}\n{}", d.notice(), d.text());
    assert!(d.shows("要转线索的：") && d.shows("「这一句只对你说过的话」"), "{}", d.text());
    d.keys("2");
    assert!(!withheld(&d) && d.app.context() == Context::Detail, "{}", d.text());
    d.keys("Ctrl-K 1");
    assert!(withheld(&d) && d.app.context() == Context::Detail, "{}\n{}", d.notice(), d.text());
    assert!(!d.shows("这一句只对你说过的话"), "{}", d.text());
}

#[test]
fn a_redo_of_withholding_tells_no_change_of_words() {
    let mut d = Driver::talk("李秀英");
    d.keys("Ctrl-End");
    d.type_text("\n这一句只对你说过的话");
    d.keys("Ctrl-S Alt-X Ctrl-S Alt-Z 1");
    d.type_text("放回");
    d.keys("Enter Alt-Y");
    let text: String = d.text().split_whitespace().collect();
    assert!(text.contains("重做：转线索") && text.contains("转线索：将由「否」再改成「是」"), "{}", d.text());
    assert!(!text.contains("〔已另行处理〕") && !text.contains("这一句只对你说过的话"), "{}", d.text());
}

#[test]
fn who_wrote_the_sample_is_said() {
    let mut d = Driver::home();
    d.keys("Alt-M End");
    assert!(d.shows("示例"), "{}", d.text());
    assert!(d.title().contains("修改记录"), "{}", d.title());
}
