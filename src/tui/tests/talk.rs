//! A talk at the keyboard: what is typed, and what stands in the file then.

use super::driver::Driver;
use crate::model::answer::{Answer, Lane};
use crate::model::interview::{Interview, TalkState};
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::store::{Draft, RevisionInfo};
use crate::tui::keys::Context;
use crate::tui::typing::{DRAFT_AFTER_MS, SEAL_AFTER_MS};

impl Driver {
    /// The last talk with that person, as it stands in the file.
    pub(super) fn interview(&self, name: &str) -> Interview {
        let people: Vec<Person> = self.reader().all().unwrap();
        let person = people.into_iter().find(|p| p.name == name).unwrap();
        let mut talks: Vec<Interview> = self.reader().children(person.id.0).unwrap();
        talks.sort_by_key(|t| t.id);
        talks.pop().unwrap()
    }

    /// The answer of that talk to a question, as it stands in the file.
    pub(super) fn answer(&self, name: &str, question: &str) -> Option<Answer> {
        let answers: Vec<Answer> = self.reader().own_talk(self.interview(name).id).unwrap();
        answers.into_iter().find(|a| a.question == question)
    }

    /// The statements of an answer in the file, in order: lane and text.
    pub(super) fn said(&self, name: &str, question: &str) -> Vec<(Lane, String)> {
        let mut statements = self.answer(name, question).map(|a| a.statements).unwrap_or_default();
        statements.sort_by(|a, b| a.order.cmp(&b.order));
        statements.into_iter().map(|s| (s.lane, s.text)).collect()
    }

    /// The drafts in the file.
    pub(super) fn drafts(&self) -> Vec<Draft> {
        let reader = self.reader();
        let own = |draft: Draft| match (draft.kind, draft.parent) {
            (Kind::Answer, Some(talk)) => {
                let all = reader.own_drafts(talk.into()).unwrap();
                all.into_iter().find(|d| (d.record, &d.field) == (draft.record, &draft.field)).unwrap()
            }
            _ => draft,
        };
        reader.drafts().unwrap().into_iter().map(own).collect()
    }

    /// Every text that the log holds of an answer, oldest first.
    fn history(&self, answer: &Answer) -> Vec<RevisionInfo> {
        self.reader().history(answer.id.0).unwrap()
    }

    /// A talk that has just begun, with nothing said.
    pub(super) fn fresh_talk() -> Self {
        let mut d = Self::home();
        d.find("黄玉梅");
        d.keys("t Ctrl-S Enter");
        assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
        d
    }
}

const WHO: &str = "黄玉梅";
/// The first question of the order for her.
const FIRST: &str = "q5";

fn verbatim(texts: &[&str]) -> Vec<(Lane, String)> {
    texts.iter().map(|t| (Lane::Verbatim, (*t).to_owned())).collect()
}

/// Types in a fresh talk, leaves it, and compares what the file holds.
fn scripted(steps: &[&str], then: &[(Lane, &str)]) {
    let mut d = Driver::fresh_talk();
    for step in steps {
        match step.strip_prefix('"') {
            Some(text) => d.type_text(text),
            None => d.keys(step),
        }
    }
    d.keys("Esc");
    assert_eq!(d.app.context(), Context::Home, "{steps:?}");
    let then: Vec<(Lane, String)> = then.iter().map(|(l, t)| (*l, (*t).to_owned())).collect();
    assert_eq!(d.said(WHO, FIRST), then, "{steps:?}");
    assert_eq!(d.drafts(), [], "{steps:?}: what is sealed is no draft any more");
}

#[test]
fn what_is_typed_stands_in_the_file_after_leaving() {
    use Lane::{Gist, Remark, Verbatim};
    scripted(&["\"去年研究了四次。"], &[(Verbatim, "去年研究了四次。")]);
    scripted(&["\"去", "\"年", "Enter", "\"四次"], &[(Verbatim, "去年"), (Verbatim, "四次")]);
    scripted(&["\"一句", "Enter Enter", "\"两句"], &[(Verbatim, "一句"), (Verbatim, "两句")]);
    scripted(&["F3", "\"说了三点"], &[(Gist, "说了三点")]);
    // The lane is of one paragraph: what follows is the person's own words again; a split part is what the whole was.
    scripted(&["\"看表", "F3 F3 Enter", "\"又说"], &[(Remark, "看表"), (Verbatim, "又说")]);
    scripted(&["\"要点", "F3 Left Enter"], &[(Gist, "要"), (Gist, "点")]);
    scripted(&["\"甲乙", "F3 F3 F3"], &[(Verbatim, "甲乙")]);
    scripted(&["\"一二三", "Backspace Backspace"], &[(Verbatim, "一")]);
    scripted(&["\"一二三", "Ctrl-Z"], &[]);
    scripted(&["\"一二三", "Ctrl-Z Ctrl-Y"], &[(Verbatim, "一二三")]);
    scripted(&["\"一二三", "Home Enter"], &[(Verbatim, "一二三")]);
    scripted(&["\"一二三", "Left Enter"], &[(Verbatim, "一二"), (Verbatim, "三")]);
    scripted(&["\"一二三", "Ctrl-A Ctrl-X End Ctrl-V Ctrl-V"], &[(Verbatim, "一二三一二三")]);
    scripted(&["\"甲", "Enter", "\"乙", "Home Backspace"], &[(Verbatim, "甲乙")]);
    scripted(&["\"甲\n乙\n丙"], &[(Verbatim, "甲"), (Verbatim, "乙"), (Verbatim, "丙")]);
}

#[test]
fn a_draft_follows_within_a_fifth_of_a_second_and_is_no_revision() {
    let mut d = Driver::fresh_talk();
    d.type_text("党费");
    d.wait(DRAFT_AFTER_MS - 1);
    assert_eq!(d.drafts(), []);
    assert!(d.shows("存盘中"), "{}", d.text());
    d.wait(1);
    let texts = |d: &Driver| d.drafts().into_iter().map(|d| d.text).collect::<Vec<_>>();
    assert_eq!(texts(&d), ["党费"]);
    assert!(d.shows("已存"), "{}", d.text());
    // Typing that goes on without a pause is in a draft all the same.
    for key in "按月交".chars() {
        d.type_text(&key.to_string());
        d.wait(100);
    }
    assert!(texts(&d)[0].starts_with("党费按"), "{:?}", texts(&d));
    assert_eq!(d.answer(WHO, FIRST), None, "a draft is no revision");
}

#[test]
fn typing_that_never_pauses_is_sealed_after_five_minutes() {
    let mut d = Driver::fresh_talk();
    d.type_text("一");
    let mut passed = 0;
    while passed < SEAL_AFTER_MS {
        assert_eq!(d.answer(WHO, FIRST), None, "after {passed} ms");
        d.wait(60_000);
        passed += 60_000;
        d.type_text("字");
    }
    assert_eq!(d.said(WHO, FIRST), verbatim(&["一字字字字"]));
    d.wait(DRAFT_AFTER_MS);
    assert_eq!(d.drafts()[0].text, "一字字字字字", "what came after is a draft over the sealed revision");
    assert_eq!(d.drafts()[0].base, d.reader().head(d.drafts()[0].record).unwrap());
}

#[test]
fn turning_the_question_seals_it() {
    for keys in ["F8", "Alt-1", "Ctrl-G n", "F4 F8"] {
        let mut d = Driver::fresh_talk();
        d.type_text("每月三十。");
        d.keys(keys);
        assert_eq!(d.said(WHO, FIRST), verbatim(&["每月三十。"]), "{keys}");
        assert!(!d.shows("每月三十。"), "{keys}: another question is shown\n{}", d.text());
    }
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.keys("F8 F7");
    assert!(d.shows("每月三十。"), "and it is there when one comes back\n{}", d.text());
}

#[test]
fn leaving_hiding_and_locking_seal() {
    for keys in ["F9", "Alt-L", "Esc", "F12"] {
        let mut d = Driver::fresh_talk();
        d.type_text("每月三十。");
        d.keys(keys);
        assert_eq!(d.said(WHO, FIRST), verbatim(&["每月三十。"]), "{keys}");
    }
}

#[test]
fn after_a_crash_the_draft_is_back_in_its_field() {
    let mut d = Driver::fresh_talk();
    d.type_text("每月三十。");
    d.keys("Enter F3");
    d.type_text("工资扣的");
    d.keys("Left Left");
    d.wait(DRAFT_AFTER_MS);
    let caret = d.frame().caret;
    let mut d = d.reopened();
    d.be("周宁");
    d.find(WHO);
    d.keys("Enter");
    assert!(d.shows("每月三十。") && d.shows("工资扣的"), "{}", d.text());
    assert_eq!(d.frame().caret, caret, "the caret is where it was");
    d.keys("Esc");
    assert_eq!(d.said(WHO, FIRST), [(Lane::Verbatim, "每月三十。".into()), (Lane::Gist, "工资扣的".into())]);
    assert_eq!(d.drafts(), []);
}

/// A draft that was typed over a revision which another one has replaced since.
fn conflicting() -> Driver {
    let mut d = Driver::fresh_talk();
    d.type_text("第一遍");
    d.keys("F9 F9");
    d.type_text("草稿里的");
    d.wait(DRAFT_AFTER_MS);
    let draft = d.drafts().remove(0);
    d.keys("Ctrl-A");
    d.type_text("后来存的");
    d.keys("Esc");
    assert_eq!(d.said(WHO, FIRST), verbatim(&["后来存的"]));
    // As if it had been left behind by another sitting.
    d.carry_out(vec![crate::tui::effect::Effect::Draft(Box::new(draft))]);
    d.wait(0);
    d.keys("Enter");
    d
}

#[test]
fn a_draft_over_an_older_revision_asks_and_both_texts_are_kept() {
    for (key, kept) in [("1", "第一遍草稿里的"), ("2", "后来存的")] {
        let mut d = conflicting();
        assert_eq!(d.app.context(), Context::Grave, "{}", d.text());
        assert!(d.shows("第一遍草稿里的") && d.shows("后来存的"), "{}", d.text());
        d.keys(key);
        assert_eq!(d.app.context(), Context::Answer, "{key}: {}", d.text());
        assert!(d.shows(kept), "{key}: {}", d.text());
        d.keys("Esc");
        assert_eq!(d.said(WHO, FIRST), verbatim(&[kept]), "{key}");
        assert_eq!(d.drafts(), [], "{key}");
        let log = d.history(&d.answer(WHO, FIRST).unwrap());
        for text in ["第一遍草稿里的", "后来存的"] {
            assert!(log.iter().any(|r| r.body.contains(&format!("\"{text}\""))), "{key}: {text} is not in the log");
        }
        d.keys("Enter");
        assert_eq!(d.app.context(), Context::Answer, "{key}: it asks once\n{}", d.text());
    }
}

#[test]
fn a_question_about_a_draft_can_be_hidden() {
    let mut d = conflicting();
    d.keys("F9");
    assert!(!d.shows("第一遍"), "a question can be hidden\n{}", d.text());
    d.keys("F9 1");
    assert!(d.shows("第一遍草稿里的"));
}

#[test]
fn a_talk_begins_with_who_sits_there_and_the_opening() {
    let mut d = Driver::home();
    d.find(WHO);
    d.keys("t Down");
    // 记录人: turned to nobody, which asks for a reason.
    for _ in 0..4 {
        if d.shows("< 无（一个人谈） >") {
            break;
        }
        d.keys("Right");
    }
    d.keys("Ctrl-S");
    assert!(d.shows("一个人谈要写明理由"), "{}", d.text());
    d.type_text("本人要求单独谈");
    d.keys("Ctrl-S");
    assert_eq!(d.title(), "开场");
    d.keys("Enter");
    assert_eq!(d.app.context(), Context::Answer);
    let talk = d.interview(WHO);
    assert_eq!((talk.state, talk.opening_read), (TalkState::Open, Some(d.now())));
    let sitting = talk.last_sitting().unwrap();
    assert_eq!((sitting.recorder, sitting.alone_reason.as_str()), (None, "本人要求单独谈"));
}

#[test]
fn broken_off_today_it_is_resumed_with_another_inspector() {
    let mut d = Driver::fresh_talk();
    d.type_text("先说到这里。");
    d.keys("F12");
    assert_eq!(d.app.context(), Context::Home);
    assert_eq!(d.interview(WHO).state, TalkState::BrokenOff);
    assert!(d.interview(WHO).sittings[0].to.is_some());
    d.wait(20 * 3600 * 1000);
    d.keys("Enter");
    d.be("周宁");
    d.keys("3");
    assert!(d.shows(WHO), "{}", d.text());
    d.find(WHO);
    d.keys("Enter");
    assert!(d.shows("继续上次中断的谈话"), "{}", d.text());
    d.keys("Ctrl-S");
    assert_eq!(d.app.context(), Context::Answer, "no second opening\n{}", d.text());
    let talk = d.interview(WHO);
    assert_eq!((talk.state, talk.sittings.len()), (TalkState::Open, 2));
    assert_ne!(talk.sittings[0].asker, talk.sittings[1].asker);
    assert_eq!(talk.sittings[1].from.date(), d.now().date());
    d.keys("Alt-5");
    assert!(d.shows("先说到这里。"), "{}", d.text());
}

#[test]
fn closing_asks_a_reason_for_each_required_question_that_was_not_put() {
    let mut d = Driver::talk("李秀英");
    d.keys("Alt-E");
    let open = d.text();
    assert!(open.contains("个必问没有问"), "{open}");
    assert!(d.shows("只问了一部分"), "{}", d.text());
    d.keys("Ctrl-S");
    assert!(d.shows("没有问的必问要写明理由"), "{}", d.text());
    assert_eq!(d.interview("李秀英").state, TalkState::Open);
    // Enter goes from reason to reason.
    for _ in 0..2 {
        d.type_text("本人身体不适，改日再问");
        d.keys("Enter");
    }
    d.keys("Ctrl-S");
    assert_eq!(d.app.context(), Context::Home, "{}", d.text());
    let talk = d.interview("李秀英");
    assert_eq!(talk.state, TalkState::Closed);
    assert!(talk.last_sitting().unwrap().to.is_some());
    for question in ["q2", "q5"] {
        assert_eq!(d.answer("李秀英", question).unwrap().not_put, "本人身体不适，改日再问", "{question}");
    }
}

#[test]
fn closing_can_be_called_off() {
    let mut d = Driver::talk("李秀英");
    d.keys("Alt-E Esc");
    assert_eq!(d.app.context(), Context::Answer, "{}", d.text());
    assert_eq!(d.interview("李秀英").state, TalkState::Open);
}
