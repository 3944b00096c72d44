//! A talk while its writes are held back, refused, lost, or meet what was written elsewhere.

use super::driver::Driver;
use crate::error::Result;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::ids::{InterviewId, StatementId};
use crate::model::interview::{Interview, TalkState};
use crate::model::observation::Observation;
use crate::model::order::OrderKey;
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Pass, Script, Ticket, Tx};
use crate::tui::keys::Context;
use crate::tui::typing::DRAFT_AFTER_MS;

const WHO: &str = "黄玉梅";
const FIRST: &str = "q5";

fn answers(d: &Driver) -> Vec<Answer> {
    d.reader().children(d.interview(WHO).id.0).unwrap()
}

fn texts(d: &Driver) -> Vec<String> {
    d.said(WHO, FIRST).into_iter().map(|(_, text)| text).collect()
}

/// Something else changes the answer to the first question.
fn change(d: &mut Driver, f: impl Fn(&mut Answer) + Send + 'static) {
    let talk = d.interview(WHO).id;
    d.elsewhere(Op::EditAnswer, move |tx: &mut Tx<'_>| -> Result<()> {
        let all: Vec<Answer> = tx.children(talk.0)?;
        let found = all.into_iter().find(|a| a.question == FIRST);
        let mut answer = found.unwrap_or_else(|| Answer::new(talk, FIRST));
        f(&mut answer);
        tx.put(&answer)
    });
}

/// A talk with two paragraphs in the file.
fn two() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("第一段");
    d.keys("Enter");
    d.type_text("第二段");
    d.keys("F9 F9");
    assert_eq!(texts(&d), ["第一段", "第二段"]);
    d
}

#[test]
fn leaving_and_coming_back_at_once_shows_the_text_and_makes_no_second_answer() {
    let mut d = Driver::fresh_talk();
    d.turn(Pass::Held);
    d.type_text("每月三十。");
    d.keys("Esc Enter");
    d.type_text("不知道给谁的");
    assert!(d.title().starts_with("谈话") && d.shows("存盘中"), "not left before it is written\n{}", d.text());
    d.turn(Pass::Open);
    assert!(d.app.context() == Context::Home && d.notice().contains("6 个字 没有算"), "{}", d.text());
    d.keys("Enter");
    d.type_text("工资扣的。");
    assert!(d.app.context() == Context::Answer && d.shows("每月三十。工资扣的。"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((answers(&d).len(), texts(&d)), (1, vec!["每月三十。工资扣的。".to_owned()]));
    assert!(d.shows("已存") && d.drafts().is_empty(), "{}", d.text());
}

#[test]
fn typing_goes_on_over_what_is_on_its_way() {
    for pass in [Pass::Held, Pass::Full, Pass::Locked] {
        let mut d = Driver::fresh_talk();
        d.turn(pass);
        for text in ["甲", "乙", "丙"] {
            d.type_text(text);
            d.keys("F8 F7");
        }
        d.keys("Alt-X");
        d.type_text("丁");
        d.wait(DRAFT_AFTER_MS);
        if pass != Pass::Held {
            d.stalled();
        }
        let marked = if pass == Pass::Held { "存盘中" } else { "未存！" };
        assert!(d.shows("原x 甲乙丙丁") && d.shows(marked), "{pass:?}\n{}", d.text());
        assert_eq!(d.answer(WHO, FIRST), None, "{pass:?}");
        d.turn(Pass::Open);
        assert!(d.shows("原x 甲乙丙丁"), "{pass:?}\n{}", d.text());
        d.keys("Esc");
        assert_eq!(d.app.context(), Context::Home, "{pass:?}: nothing is asked\n{}", d.text());
        assert_eq!((answers(&d).len(), texts(&d)), (1, vec!["甲乙丙丁".to_owned()]), "{pass:?}");
        assert!(d.answer(WHO, FIRST).unwrap().statements[0].withheld && d.drafts().is_empty(), "{pass:?}");
    }
}

#[test]
fn what_is_typed_while_a_full_disk_keeps_the_talk_from_leaving_is_taken() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.turn(Pass::Full);
    d.keys("Esc");
    d.stalled();
    assert!(d.notice().contains("正在等存盘，存好后返回"), "{}", d.text());
    d.type_text("工资扣的。");
    d.keys("Enter");
    d.type_text("又");
    d.type_text("说一句。");
    assert!(d.shows("每月三十。工资扣的。") && d.shows("又说一句。"), "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(d.app.context(), Context::Answer, "called off\n{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    assert!(!d.notice().contains("正在等存盘"), "{}", d.notice());
    assert_eq!(texts(&d), ["每月三十。工资扣的。", "又说一句。"]);
}

#[test]
fn what_was_typed_before_the_disk_was_known_to_be_full_is_taken_too() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.turn(Pass::Held);
    d.keys("Esc");
    d.type_text("工资扣的。");
    assert!(d.notice().contains("正在等存盘"), "{}", d.notice());
    d.turn(Pass::Full);
    d.stalled();
    assert!(d.shows("每月三十。工资扣的。"), "{}", d.text());
    d.turn(Pass::Open);
    d.keys("Esc");
    assert_eq!(texts(&d), ["每月三十。工资扣的。"]);
}

#[test]
fn home_counts_what_a_crash_left_in_a_draft_as_the_talk_does() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.wait(DRAFT_AFTER_MS);
    let mut d = d.killed();
    d.be("刘芳");
    d.find(WHO);
    let row = d.rows().into_iter().find(|r| r.contains(WHO)).unwrap_or_default();
    assert!(row.contains('~'), "{row}\n{}", d.text());
    d.keys("Enter");
    assert!(d.shows("~"), "{}", d.text());
}

#[test]
fn what_a_full_disk_refused_is_back_from_its_draft_when_the_program_is_killed() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.wait(DRAFT_AFTER_MS);
    d.turn(Pass::Full);
    d.keys("F8");
    d.stalled();
    let mut d = d.reopened();
    d.be("刘芳");
    d.find(WHO);
    d.keys("Enter");
    assert!(d.shows("每月三十。"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(texts(&d), ["每月三十。"]);
}

#[test]
fn keys_at_full_speed_begin_one_talk() {
    for pass in [Pass::Held, Pass::Locked] {
        let mut d = Driver::home();
        d.find(WHO);
        d.turn(pass);
        d.keys("t Ctrl-S Ctrl-S Enter");
        assert!(d.title().starts_with("谈话"), "{pass:?}: {}", d.title());
        d.turn(Pass::Open);
        assert!(d.title().starts_with("开场"), "no key turned the page that nobody had seen: {pass:?}\n{}", d.text());
        d.keys("Enter");
        assert_eq!(d.app.context(), Context::Answer, "{pass:?}\n{}", d.text());
        let talks: Vec<Interview> = d.reader().all().unwrap();
        let person: Person = d.reader().get(d.interview(WHO).person.0).unwrap().unwrap();
        assert_eq!(talks.iter().filter(|t| t.person == person.id).count(), 1, "{pass:?}");
    }
}

#[test]
fn what_a_later_key_was_told_is_not_written_over_by_an_earlier_action_that_is_done() {
    let mut d = Driver::fresh_talk();
    d.type_text("票据不齐。");
    d.turn(Pass::Held);
    d.keys("F2 Ctrl-s");
    let told = d.notice();
    assert!(!told.is_empty() && !told.contains("已标，"), "{told}");
    d.turn(Pass::Open);
    assert_eq!(d.notice(), told);
    assert!(d.shows("疑点 1"), "{}", d.text());
}

#[test]
fn an_observation_marked_twice_at_full_speed_is_taken_back() {
    let mut d = Driver::fresh_talk();
    d.type_text("票据不齐。");
    let of = |d: &Driver| {
        let all: Vec<Observation> = d.reader().all().unwrap();
        all.into_iter().filter(|o| o.text == "票据不齐。").count()
    };
    d.turn(Pass::Held);
    d.keys("F2");
    assert!(d.shows("原! 票据") && !d.notice().contains("已标"), "shown, and not claimed: {}", d.notice());
    d.keys("F2");
    assert!(d.shows("原  票据") && d.shows("疑点 0"), "{}", d.text());
    d.turn(Pass::Open);
    assert_eq!(of(&d), 0);
    d.turn(Pass::Held);
    d.keys("F2 F2 F2");
    d.turn(Pass::Open);
    assert_eq!(of(&d), 1);
    assert!(d.shows("原! 票据") && d.shows("疑点 1") && d.notice().contains("已标，"), "{}", d.text());
}

#[test]
fn what_was_changed_elsewhere_is_shown_under_what_is_typed() {
    let mut d = two();
    d.type_text("又说");
    change(&mut d, |a| a.statements[0].text = "第一段改".to_owned());
    assert!(d.shows("第一段改") && d.shows("第二段又说"), "{}", d.text());
    d.type_text("了");
    d.keys("Esc");
    assert_eq!(texts(&d), ["第一段改", "第二段又说了"], "the caret stayed at its words");
}

#[test]
fn a_paragraph_begun_stays_when_another_is_changed_elsewhere() {
    let mut d = two();
    d.keys("Enter");
    change(&mut d, |a| a.statements[0].text = "第一段改".to_owned());
    d.type_text("第三段");
    d.keys("Esc");
    assert_eq!(texts(&d), ["第一段改", "第二段", "第三段"]);
}

#[test]
fn one_paragraph_changed_on_both_sides_shows_both_texts() {
    for (key, kept) in [("1", "第二段又说"), ("2", "第二段改")] {
        let mut d = two();
        d.type_text("又说");
        change(&mut d, |a| a.statements[1].text = "第二段改".to_owned());
        assert!(d.shows("第二段又说"), "what is typed stays in sight\n{}", d.text());
        d.keys("Esc");
        assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
        assert!(d.shows("第二段又说") && d.shows("第二段改"), "{}", d.text());
        d.keys(key);
        assert!(d.app.context() == Context::Answer && d.shows(kept), "{key}\n{}", d.text());
        d.keys("Esc");
        assert_eq!((d.app.context(), texts(&d)), (Context::Home, vec!["第一段".to_owned(), kept.to_owned()]), "{key}");
        let answer = d.answer(WHO, FIRST).unwrap();
        let log = d.reader().history(answer.id.0).unwrap();
        let held = |text: &str| {
            log.iter().any(|r| d.reader().as_of::<Answer>(r).unwrap().statements.iter().any(|s| s.text == text))
        };
        assert!(held("第二段又说") && held("第二段改"), "{key}: neither is lost");
    }
}

#[test]
fn a_draft_over_an_older_answer_asks_only_when_one_paragraph_differs_on_both_sides() {
    let mut d = two();
    d.type_text("又说");
    d.wait(DRAFT_AFTER_MS);
    let draft = d.drafts().remove(0);
    d.keys("Esc");
    let old = vec!["第一段".to_owned(), "第二段又说".to_owned()];
    assert_eq!(texts(&d), old);
    change(&mut d, |a| {
        a.statements[1].text = "第二段".to_owned();
        a.statements[0].text = "第一段改".to_owned();
    });
    // As if it had been left behind by another sitting.
    d.carry_out(vec![crate::tui::effect::Effect::Draft(Box::new(draft))]);
    d.wait(0);
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert!(d.shows("第一段改") && d.shows("第二段又说"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((texts(&d), d.drafts()), (vec!["第一段改".to_owned(), "第二段又说".to_owned()], vec![]));
}

#[test]
fn an_answer_made_elsewhere_is_joined_and_not_doubled() {
    let mut d = Driver::fresh_talk();
    d.type_text("这里记的");
    let at = d.now();
    change(&mut d, move |a| {
        let order = OrderKey::between(None, None);
        a.statements.push(Statement {
            id: StatementId::new(),
            order,
            lane: Lane::Verbatim,
            at,
            text: "那边记的".to_owned(),
            key: false,
            withheld: false,
            supersedes: None,
            words_of: Vec::new(),
        });
    });
    assert!(d.shows("这里记的") && d.shows("那边记的"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((answers(&d).len(), texts(&d).len()), (1, 2), "{:?}", texts(&d));
}

#[test]
fn a_talk_closed_elsewhere_is_not_broken_off() {
    let mut d = two();
    let talk = d.interview(WHO).id;
    d.elsewhere(Op::EditInterview, move |tx: &mut Tx<'_>| {
        tx.edit::<Interview>(talk.0, |t| {
            t.state = TalkState::Closed;
            Ok(())
        })
    });
    assert!(d.title().contains("已结束"), "{}", d.title());
    d.keys("F12");
    assert!(d.notice().contains("已经结束") && d.app.context() == Context::Answer, "{}", d.text());
}

#[test]
fn a_talk_removed_elsewhere_can_be_left() {
    let mut d = two();
    d.type_text("又说");
    let talk = d.interview(WHO).id;
    let kind = crate::model::record::Kind::Interview;
    d.elsewhere(Op::Delete, move |tx: &mut Tx<'_>| tx.delete(kind, talk.0));
    d.keys("Esc");
    assert!(d.notice().contains("已被删除"), "{}", d.text());
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
}

#[test]
fn breaking_off_and_closing_wait_for_the_disk() {
    for (keys, state) in [("F12", TalkState::BrokenOff), ("Alt-R End Enter 1 Esc Alt-E Ctrl-S", TalkState::Closed)] {
        let mut d = Driver::talk("李秀英");
        for question in ["q2", "q5"] {
            let talk = d.interview("李秀英").id;
            d.elsewhere(Op::EditAnswer, move |tx: &mut Tx<'_>| {
                let reason = "身体不适".to_owned();
                let all: Vec<Answer> = tx.children(talk.0)?;
                let found = all.into_iter().find(|a| a.question == question);
                let answer = found.unwrap_or_else(|| Answer::new(talk, question));
                tx.put(&Answer { not_put: reason, ..answer })
            });
        }
        d.turn(Pass::Full);
        d.keys(keys);
        d.stalled();
        assert_eq!(d.interview("李秀英").state, TalkState::Open, "{keys}");
        assert!(!d.notice().contains("谈话中断") && !d.notice().contains("谈话已结束"), "{keys}: {}", d.notice());
        d.turn(Pass::Open);
        assert_eq!(d.interview("李秀英").state, state, "{keys}\n{}", d.text());
        assert_eq!(d.app.context(), Context::Home, "{keys}\n{}", d.text());
    }
}

#[test]
fn a_claim_is_a_draft_while_it_is_typed_and_rests_on_its_statement() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十七块五。");
    d.keys("Enter");
    d.type_text("别的再说。");
    d.keys("Up F4");
    let field = |d: &mut Driver| d.rows().iter().any(|r| r.contains('>') && r.contains("每月"));
    for _ in 0..8 {
        if field(&mut d) {
            break;
        }
        d.keys("Down");
    }
    d.type_text("37.5");
    d.wait(DRAFT_AFTER_MS);
    assert!(
        d.drafts().iter().any(|draft| draft.field.starts_with("claim/") && draft.text == "37.5"),
        "{:?}",
        d.drafts()
    );
    let mut d = d.reopened();
    d.be("刘芳");
    d.find(WHO);
    d.keys("Enter");
    assert!(d.notice().contains("已放回"), "{}", d.text());
    d.keys("F4");
    for _ in 0..8 {
        if field(&mut d) {
            break;
        }
        d.keys("Down");
    }
    assert!(d.shows("37.5"), "{}", d.text());
    d.keys("Enter");
    let answer = d.answer(WHO, FIRST).unwrap();
    let claim = answer.claims.iter().find(|c| c.value.is_some()).unwrap();
    let said = answer.statements.iter().find(|s| Some(s.id) == claim.statement).unwrap();
    assert_eq!(said.text, "每月三十七块五。");
    d.keys("Esc Esc");
    assert_eq!(d.drafts(), []);
}

#[test]
fn a_claim_that_is_not_right_is_a_draft_as_soon_as_the_program_goes() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十七块五。");
    d.keys("F4");
    for _ in 0..8 {
        if d.rows().iter().any(|r| r.contains('>') && r.contains("每月")) {
            break;
        }
        d.keys("Down");
    }
    d.type_text("三十七块几");
    let now = d.now();
    let effects = d.app.seal_all(d.desk.reader(), now);
    d.carry_out(effects);
    d.text();
    assert!(d.drafts().iter().any(|draft| draft.text == "三十七块几"), "{:?}", d.drafts());
}

#[test]
fn undoing_what_came_with_typed_words_leaves_the_words() {
    for keys in ["F2", "Alt-X", "F6", "F3", "Alt-Q", "Alt-R End Enter 1 Esc", "Alt-C", "F4 judge", "F12"] {
        let mut d = Driver::fresh_talk();
        d.type_text("第一句话是原话。");
        d.keys("Enter");
        d.type_text("第二句话。");
        if let Some(keys) = keys.strip_suffix("judge") {
            d.keys(keys);
            for _ in 0..12 {
                if d.app.context() == Context::Panel {
                    break;
                }
                d.keys("Down");
            }
            d.keys("1");
            assert!(d.answer(WHO, FIRST).unwrap().judgement.is_some(), "{}", d.text());
        } else {
            d.keys(keys);
        }
        if keys == "Alt-C" {
            d.type_text("更正的话。");
        }
        d.keys("Alt-Z 1");
        if d.app.context() == Context::FormText {
            d.type_text("放回");
            d.keys("Ctrl-S");
        }
        assert!(d.notice().contains("已撤销"), "{keys}\n{}", d.text());
        let answer = d.answer(WHO, FIRST).unwrap();
        assert_eq!(texts(&d), ["第一句话是原话。", "第二句话。"], "{keys}\n{}", d.text());
        let left = answer.statements.iter().any(|s| s.key || s.withheld || s.lane != Lane::Verbatim);
        assert!(!left && answer.judgement.is_none(), "{keys}: the mark goes, {answer:?}");
    }
}

#[test]
fn joining_to_what_is_withheld_is_undone_without_the_words_typed_before() {
    let mut d = Driver::fresh_talk();
    d.type_text("前面说的。");
    d.keys("Enter");
    d.type_text("要转的话。");
    d.keys("Alt-X Up End");
    d.type_text("又说。");
    d.keys("Down Home Backspace");
    assert_eq!(texts(&d), ["前面说的。又说。要转的话。"], "{}", d.text());
    d.keys("Alt-Z 1");
    if d.app.context() == Context::FormText {
        d.type_text("放回");
        d.keys("Ctrl-S");
    }
    assert_eq!(texts(&d), ["前面说的。又说。", "要转的话。"], "{}\n{}", d.notice(), d.text());
}

/// The same as `change` of the second paragraph, on its way before what is handed in next, and not told yet.
fn change_on_its_way(d: &Driver) {
    let talk = d.interview(WHO).id;
    let act = Script(Op::EditAnswer, move |tx: &mut Tx<'_>| -> Result<()> {
        let mut answer = tx.children::<Answer>(talk.0)?.into_iter().find(|a| a.question == FIRST).unwrap();
        answer.statements[1].text = "第二段改".to_owned();
        tx.put(&answer)
    });
    d.desk.store().unwrap().submit(Ticket(u64::MAX), d.app.shell.me, Box::new(act));
}

#[test]
fn a_clash_is_no_question_over_what_is_typed_and_comes_with_the_key_that_saves() {
    let mut d = two();
    d.type_text("又说");
    d.turn(Pass::Held);
    change_on_its_way(&d);
    d.keys("F8");
    d.type_text("下一问的话");
    d.turn(Pass::Open);
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    d.type_text("1");
    assert!(d.shows("下一问的话1"), "{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.app.context() == Context::Grave && d.shows("第二段又说") && d.shows("第二段改"), "{}", d.text());
    d.keys("1 F7");
    assert!(d.shows("第二段又说"), "{}", d.text());
    d.keys("Esc");
    assert_eq!((d.app.context(), texts(&d)), (Context::Home, vec!["第一段".to_owned(), "第二段又说".to_owned()]));
}

#[test]
fn words_that_another_talk_withholds_are_named_as_soon_as_they_are_typed() {
    let mut d = Driver::fresh_talk();
    let secret = Statement {
        id: StatementId::new(),
        order: OrderKey::default(),
        lane: Lane::Verbatim,
        at: Instant { ms: 0, offset: 480 },
        text: "分管的那位收了三万块钱回扣。".into(),
        key: false,
        withheld: true,
        supersedes: None,
        words_of: Vec::new(),
    };
    let other = Answer { statements: vec![secret], ..Answer::new(InterviewId::new(), FIRST) };
    d.elsewhere(Op::EditAnswer, move |tx: &mut Tx<'_>| tx.put(&other));
    d.type_text("别的都好。");
    d.keys("Enter");
    d.wait(DRAFT_AFTER_MS);
    assert!(!d.notice().contains("已标"), "{}", d.notice());
    d.type_text("那位收了三万块钱回扣，大家都知道。");
    d.wait(DRAFT_AFTER_MS);
    assert!(d.notice().contains("第2段里有已转线索的话") && d.notice().contains("Alt-X"), "{}", d.notice());
    assert!(d.reader().drafts().unwrap().iter().all(|draft| !draft.text.contains("三万")), "as anybody reads it");
    d.keys("Esc");
    assert_eq!(texts(&d), ["别的都好。", "那位收了三万块钱回扣，大家都知道。"], "the talk's own record");
    let told: Vec<String> = answers(&d).into_iter().flat_map(|a| a.statements).map(|s| s.text).collect();
    assert_eq!(told, ["别的都好。", "〔已另行处理〕，大家都知道。"]);
    d.keys("Enter");
    assert!(d.shows("那位收了三万块钱回扣") && d.notice().contains("第2段里有已转线索的话"), "{}", d.text());
    d.keys("Alt-X");
    assert!(d.shows("x") && d.notice().contains("已标："), "{}", d.text());
}
