//! A record that was read back, and a talk that was begun wrongly.

use super::driver::Driver;
use crate::analysis::fixture::order;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::StatementId;
use crate::model::interview::{Interview, TalkState};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::store::{Pass, Tx};
use crate::tui::keys::Context;

const WHO: &str = "黄玉梅";
const FIRST: &str = "q5";

fn texts(d: &Driver) -> Vec<String> {
    d.said(WHO, FIRST).into_iter().map(|(_, text)| text).collect()
}

/// A talk with one statement, closed and read back, on the screen.
fn on_record() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("开了四次会。");
    d.keys("F9 F9");
    let (talk, now) = (d.interview(WHO).id, d.now());
    d.elsewhere(Op::EditInterview, move |tx: &mut Tx<'_>| {
        tx.edit::<Interview>(talk.0, |t| {
            (t.state, t.read_back) = (TalkState::Closed, Some(now));
            Ok(())
        })
    });
    d.wait(1_000);
    d
}

#[test]
fn a_read_back_record_takes_corrections_only() {
    let mut d = on_record();
    assert!(d.title().contains("已读回  只读"), "{}", d.title());
    for keys in ["x", "Backspace", "Home Del", "Enter", "F3", "Ctrl-A Ctrl-X", "Ctrl-V", "Ctrl-Z"] {
        d.keys(keys);
        if keys != "Ctrl-Z" {
            assert!(d.notice().contains("Alt-C"), "{keys}: {}", d.notice());
        }
    }
    d.keys("Alt-Q");
    assert!(d.notice().contains("问法不再改动"), "{}", d.notice());
    d.keys("F8");
    d.type_text("添");
    assert!(d.notice().contains("Alt-C"), "an empty answer too: {}", d.notice());
    d.keys("F7 Ctrl-A End Alt-C");
    d.type_text("开了三次会。");
    d.keys("Enter");
    d.type_text("记错了。");
    d.keys("F6 Esc");
    assert_eq!(texts(&d), ["开了四次会。", "开了三次会。", "记错了。"], "{}", d.notice());
    assert!(d.interview(WHO).on_record().is_some(), "the confirmation stands for what was confirmed");
    let answer = d.answer(WHO, FIRST).unwrap();
    assert_eq!(answer.statements.iter().filter(|s| s.supersedes.is_some()).count(), 2);
    d.keys("Enter");
    assert!(d.title().contains("读回后有更正 2026-03-12 刘芳  只读"), "{}", d.title());
}

#[test]
fn a_read_back_record_keeps_its_claims_and_probes_and_takes_a_judgement() {
    let mut d = on_record();
    d.keys("F4");
    let mut claims = 0;
    // The rows of the panel, each tried with its own keys.
    for _ in 0..40 {
        let before = d.answer(WHO, FIRST);
        if d.app.context() == Context::Claim {
            claims += 1;
            for keys in ["1", "Ctrl-Q", "Ctrl-V", "Backspace"] {
                d.keys(keys);
                assert!(
                    d.notice().contains("陈述要素不能改动") && d.notice().contains("Alt-C"),
                    "{keys}: {}",
                    d.notice()
                );
            }
            assert_eq!(d.answer(WHO, FIRST), before);
        }
        d.keys("Down");
    }
    assert!(claims > 0, "{}", d.text());
    d.keys("1");
    let judged = d.answer(WHO, FIRST).unwrap();
    assert!(judged.judgement.is_some(), "{}", d.text());
    d.keys("F4");
    // What a correction asserts is typed.
    d.keys("Ctrl-A End Alt-C");
    d.type_text("开了三次会。");
    d.keys("F4");
    while d.app.context() != Context::Claim {
        d.keys("Down");
    }
    d.keys("1");
    assert!(!d.notice().contains("不能改动"), "{}", d.notice());
    d.keys("Backspace F4 Esc");
    assert!(d.interview(WHO).on_record().is_some());
}

#[test]
fn the_registration_of_a_read_back_talk_stays() {
    for (keys, said) in
        [("Alt-I Enter", "登记不能改动"), ("Alt-I Down Enter", "不能改给别人"), ("Alt-I Down Down Enter", "不能删除")]
    {
        let mut d = on_record();
        d.keys(keys);
        assert!(d.notice().contains(said) && d.app.context() == Context::Answer, "{keys}: {}", d.text());
    }
}

#[test]
fn a_correction_left_empty_leaves_nothing() {
    let mut d = on_record();
    d.keys("Alt-C Backspace Esc");
    assert_eq!((texts(&d), d.app.context()), (vec!["开了四次会。".to_owned()], Context::Home), "{}", d.text());
}

#[test]
fn the_confirmation_of_a_closed_talk_is_taken_away_only_by_saying_so() {
    let mut d = on_record();
    d.keys("Alt-R Alt-R");
    assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
    d.keys("2");
    assert!(d.interview(WHO).read_back.is_some());
    d.keys("Alt-R 1");
    assert_eq!(d.interview(WHO).read_back, None);
    assert!(!d.title().contains("只读"), "{}", d.title());
    d.type_text("又");
    d.keys("Esc");
    assert_eq!(texts(&d), ["开了四次会。又"]);
}

#[test]
fn reading_back_is_a_toggle_at_full_speed() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    d.keys("Alt-R");
    d.turn(Pass::Held);
    d.keys("End Enter 1");
    assert!(!d.title().contains("已读回") && !d.notice().contains("已记下"), "{} {}", d.title(), d.notice());
    d.turn(Pass::Open);
    assert!(d.title().contains("已读回"), "{}", d.title());
    d.turn(Pass::Held);
    d.keys("Alt-R 1 Alt-R End Enter 1");
    d.turn(Pass::Open);
    d.keys("Esc");
    assert!(d.title().contains("已读回") == d.interview(WHO).read_back.is_some(), "{}", d.title());
    if d.interview(WHO).read_back.is_none() {
        d.keys("Alt-R End Enter 1 Esc");
    }
    assert!(d.title().contains("已读回"), "{}", d.title());
    d.keys("Alt-Q");
    assert!(d.notice().contains("问法不再改动"), "{}", d.notice());
    d.type_text("乙");
    d.keys("F8");
    assert!(d.notice().contains("读回确认已取消") && d.interview(WHO).read_back.is_none(), "{}", d.notice());
}

#[test]
fn a_sitting_is_put_right() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    d.keys("Alt-I Enter");
    assert_eq!(d.title(), "更正场次", "{}", d.text());
    d.keys("Down Down Ctrl-A");
    d.type_text("二楼小会议室");
    d.keys("Down Down Ctrl-A");
    d.type_text("2026-03-12 9点");
    d.keys("Ctrl-S");
    assert!(d.shows("看不懂这个时间"), "{}", d.text());
    d.keys("Ctrl-A");
    d.type_text("2026-03-12 09：10");
    d.turn(Pass::Held);
    d.keys("Ctrl-S");
    assert_eq!(d.title(), "更正场次");
    d.turn(Pass::Open);
    assert!(d.app.context() == Context::Answer && d.notice().contains("已更正"), "{}", d.text());
    let sitting = d.interview(WHO).sittings.remove(0);
    assert_eq!((sitting.place.as_str(), sitting.from.hour_minute()), ("二楼小会议室", "09:10".to_owned()));
    assert_eq!(texts(&d), ["甲"]);
}

#[test]
fn a_talk_with_the_wrong_person_is_given_to_the_right_one() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    let talk = d.interview(WHO).id;
    let before = d.title();
    d.keys("Alt-I Down Enter");
    let taken: Vec<Interview> = d.reader().all().unwrap();
    let people: Vec<Person> = d.reader().all().unwrap();
    let free = people.iter().find(|p| p.name != WHO && taken.iter().all(|t| t.person != p.id)).unwrap();
    d.type_text(&free.name);
    d.keys("Enter");
    let unchanged: Interview = d.reader().get(talk.0).unwrap().unwrap();
    assert!(unchanged.person != free.id && d.shows(&format!("改为和{}的谈话？", free.name)), "{}", d.text());
    d.keys("Enter");
    assert!(d.app.context() == Context::Grave && d.notice().contains("改按 1"), "{}", d.text());
    d.keys("1");
    assert!(d.notice().contains(&format!("已把这次谈话改为{}的", free.name)), "{}", d.notice());
    let given: Interview = d.reader().get(talk.0).unwrap().unwrap();
    assert_eq!((given.person, given.post.as_str()), (free.id, free.post.as_str()), "{}", d.text());
    assert!(d.title() != before && d.title().contains(&free.code.to_string()), "{}", d.title());
    d.type_text("乙");
    d.keys("Esc");
    assert_eq!(d.said(&free.name, FIRST), [(Lane::Verbatim, "甲乙".to_owned())]);
}

#[test]
fn who_has_a_talk_that_is_not_finished_is_no_dead_end() {
    let mut d = Driver::talk("李秀英");
    d.keys("Esc");
    let mut d = after_talk_with(d, WHO);
    d.type_text("甲");
    let talk = d.interview(WHO).id;
    d.keys("Alt-I Down Enter");
    d.type_text("李秀英");
    d.keys("Enter");
    assert!(d.shows("李秀英已有一次没有谈完的谈话") && d.shows("另选一个人"), "{}", d.text());
    d.keys("Down Enter");
    assert!(d.app.context() == Context::Choose, "another one can be chosen\n{}", d.text());
    d.type_text("李秀英");
    d.keys("Enter Enter");
    let code = d.reader().all::<Person>().unwrap().into_iter().find(|p| p.name == "李秀英").unwrap().code.to_string();
    assert!(d.app.context() == Context::Answer && d.title().contains(&code), "her talk is open\n{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    let mine: Interview = d.reader().get(talk.0).unwrap().unwrap();
    assert_eq!(d.said(WHO, FIRST), [(Lane::Verbatim, "甲".to_owned())], "{mine:?}");
}

fn after_talk_with(mut d: Driver, name: &str) -> Driver {
    d.find(name);
    d.keys("t Ctrl-S");
    if d.app.context() == Context::Page {
        d.keys("Enter");
    }
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    d
}

#[test]
fn of_several_paragraphs_on_record_the_one_to_correct_is_asked_for() {
    let mut d = on_record();
    let talk = d.interview(WHO).id;
    d.elsewhere(Op::EditAnswer, move |tx: &mut Tx<'_>| {
        let mut answer = tx.children::<Answer>(talk.0)?.into_iter().find(|a| a.question == FIRST).unwrap();
        let first = answer.statements[0].clone();
        answer
            .statements
            .push(Statement { id: StatementId::new(), order: order(1), text: "后一段。".into(), ..first });
        tx.put(&answer)
    });
    d.wait(1_000);
    d.keys("Ctrl-End Alt-C");
    assert!(d.app.context() == Context::Answer && d.notice().contains("更正第2段"), "pointed at: {}", d.text());
    d.keys("Ctrl-Z Esc Enter Alt-C");
    assert!(d.title().contains("更正哪一段") && d.shows("第1段") && d.shows("第2段"), "{}", d.text());
    d.keys("Home Enter");
    assert!(d.notice().contains("更正第1段"), "{}", d.notice());
    d.type_text("开了五次会。");
    d.keys("Esc");
    let answer = d.answer(WHO, FIRST).unwrap();
    let new = answer.statements.iter().find(|s| s.text == "开了五次会。").unwrap();
    let others = answer.statements.iter().filter(|s| s.id != new.id);
    let first = others.min_by(|a, b| (&a.order, a.id).cmp(&(&b.order, b.id))).unwrap();
    assert_eq!(new.supersedes, Some(first.id));
}

#[test]
fn a_talk_begun_wrongly_is_removed_by_saying_so() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    let talk = d.interview(WHO).id;
    d.keys("Alt-I Down Down Enter");
    assert!(d.app.context() == Context::Grave && d.shows("1 段"), "{}", d.text());
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Grave, "Enter never means yes to a deletion");
    d.keys("1");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert_eq!(d.reader().get::<Interview>(talk.0).unwrap(), None);
    assert_eq!(d.drafts(), []);
    d.keys("Enter");
    assert!(d.shows("开始谈话"), "the person has no talk\n{}", d.text());
}

#[test]
fn the_first_changed_word_says_that_the_read_back_is_over() {
    let mut d = Driver::fresh_talk();
    d.type_text("甲");
    d.keys("Alt-R Enter Enter Esc");
    assert!(d.title().contains("已读回"), "{}", d.title());
    d.type_text("乙");
    assert!(!d.title().contains("已读回") && d.notice().contains("读回确认已取消"), "{} {}", d.title(), d.notice());
    d.type_text("丙");
    assert_eq!(d.notice(), "", "said once");
    d.keys("Backspace Backspace");
    assert!(d.title().contains("已读回"), "{}", d.title());
    d.keys("Backspace");
    assert!(d.notice().contains("读回确认已取消"), "{}", d.notice());
}

#[test]
fn who_goes_on_with_a_talk_finds_how_it_was_last_sat_down_to() {
    let mut d = Driver::home();
    d.keys("3");
    let broken: Vec<Interview> = d.reader().all().unwrap();
    let broken: Vec<_> = broken.into_iter().filter(|t| t.state == TalkState::BrokenOff).collect();
    assert!(!broken.is_empty());
    let name = |id| d.app.shell.book.as_ref().unwrap().inspector_name(id).to_owned();
    let sitting = broken[0].last_sitting().unwrap().clone();
    let recorder = sitting.recorder.map_or_else(|| "无（一个人谈）".to_owned(), name);
    let asker = name(sitting.asker);
    let person: Person = d.reader().get(broken[0].person.0).unwrap().unwrap();
    d.keys("0");
    d.find(&person.name);
    let all = &d.app.shell.book.as_ref().unwrap().inspectors;
    let other = all.iter().map(|i| i.name.clone()).find(|n| *n != asker && *n != recorder).unwrap();
    d.keys("w");
    d.be(&other);
    d.find(&person.name);
    d.keys("Enter");
    let rows = d.rows();
    let field = |label: &str| rows.iter().find(|r| r.contains(label)).cloned().unwrap_or_default();
    assert!(field("谈话人").contains(&other) && field("记录人").contains(&recorder), "{}", rows.join("\n"));
    assert!(field("地点").contains(&sitting.place), "{}", rows.join("\n"));
}
