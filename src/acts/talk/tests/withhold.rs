//! Withholding and letting in.

use super::*;
use crate::acts::talk::withhold::LetIn;
use crate::model::evidence::Evidence;
use crate::model::record::Kind;
use crate::store::Tx;

pub(super) const SAID: &str = "分管的那位副职收了三万块钱回扣。";
pub(super) const STRUCK: &str = "〔已另行处理〕";

/// A record with everything that stands in it.
pub(super) fn own<R: Record>(b: &Bench, id: Uuid) -> R {
    let (tell, told) = std::sync::mpsc::channel();
    let ask = move |tx: &mut Tx<'_>| {
        tell.send(tx.get::<R>(id)?).ok();
        Ok(())
    };
    b.go(Script(Op::Undo, ask));
    told.recv().unwrap().unwrap()
}

pub(super) fn marked(answer: &Answer, on: bool) -> Answer {
    let mut answer = answer.clone();
    answer.statements[0].withheld = on;
    answer
}

/// The talk with the sentence said in it, and the sentence in the note of the other person and in what she said.
pub(super) fn repeated() -> (Bench, Answer, Answer) {
    let b = Bench::new();
    let first = b.answer(vec![said(Lane::Verbatim, SAID), said(Lane::Verbatim, "别的都好。")]);
    b.go(seal(None, &first));
    let talk = InterviewId::new();
    b.go(BeginTalk { talk, person: b.second.id, method: Hash([7; 32]), sitting: sitting(b.asker, "2026-03-09T09:00") });
    let said_again = b.answer(vec![said(Lane::Verbatim, "那位副职收了三万块钱，都知道")]).statements;
    let second = Answer { statements: said_again, ..Answer::new(talk, "q1") };
    b.go(seal(None, &second));
    let noted = Person { note: format!("她也说：{SAID}"), ..b.second.clone() };
    b.go(Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&noted)));
    (b, first, second)
}

pub(super) fn plan(b: &Bench, answer: &Answer) -> Plan {
    b.read.withholding(&marked(answer, true)).unwrap()
}

#[test]
fn words_are_struck_wherever_else_they_stand_and_stay_in_the_talk() {
    let (b, first, second) = repeated();
    let shown = plan(&b, &first);
    assert!(shown.changes_others());
    let places: Vec<(&str, Option<&str>)> = shown.strikes.iter().map(|s| (s.field, s.after.as_deref())).collect();
    assert_eq!(places, [("备注", Some("她也说：〔已另行处理〕。")), ("陈述", Some("〔已另行处理〕，都知道"))]);
    b.go(Withhold { answer: seal(Some(&first), &marked(&first, true)), shown });
    assert_eq!(own::<Person>(&b, b.second.id.0).note, format!("她也说：{STRUCK}。"));
    // What another person said is that person's own record; it is told nowhere else.
    assert_eq!(own::<Answer>(&b, second.id.0), second);
    let told: Answer = b.read.get(second.id.0).unwrap().unwrap();
    assert_eq!(told.statements[0].text, format!("{STRUCK}，都知道"));
    let kept = own::<Answer>(&b, first.id.0);
    assert_eq!((kept.statements[0].text.as_str(), kept.statements[0].withheld), (SAID, true));
    let told: Answer = b.read.get(first.id.0).unwrap().unwrap();
    assert_eq!(told.statements[0].text, STRUCK);
}

#[test]
fn letting_in_takes_the_mark_and_brings_nothing_back() {
    let (b, first, _) = repeated();
    let on = marked(&first, true);
    b.go(Withhold { answer: seal(Some(&first), &on), shown: plan(&b, &first) });
    assert!(b.read.has_struck(first.id).unwrap());
    b.go(LetIn { answer: seal(Some(&on), &first) });
    let told: Answer = b.read.get(first.id.0).unwrap().unwrap();
    assert_eq!((told.statements[0].text.as_str(), told.statements[0].withheld), (SAID, false));
    assert_eq!(b.read.get::<Person>(b.second.id.0).unwrap().unwrap().note, format!("她也说：{STRUCK}。"));
}

#[test]
fn ids_and_numbers_that_spell_the_words_are_named_before() {
    const CARD: &str = "6222021234567890123";
    let b = Bench::new();
    let first = b.answer(vec![said(Lane::Verbatim, &format!("他的卡号是{CARD}，请查。"))]);
    b.go(seal(None, &first));
    let other = Answer { question: format!("q{CARD}"), ..Answer::new(first.interview, "q9") };
    b.go(Script(Op::EditAnswer, move |tx: &mut Tx<'_>| tx.put(&other)));
    let shown = plan(&b, &first);
    let stays: Vec<(Kind, &str, bool)> = shown.stays.iter().map(|s| (s.kind, s.text.as_str(), s.is_number)).collect();
    assert_eq!(stays, [(Kind::Answer, &*format!("q{CARD}"), false)]);
    assert!(shown.changes_others());
    let plain = b.answer(vec![said(Lane::Verbatim, SAID)]);
    assert!(plan(&b, &plain).stays.is_empty());
}

#[test]
fn what_was_not_shown_is_not_struck() {
    let (b, first, _) = repeated();
    let late = plan(&b, &first);
    let seen = Plan { strikes: late.strikes[1..].to_vec(), ..late };
    let e = b.refused(Withhold { answer: seal(Some(&first), &marked(&first, true)), shown: seen });
    assert!(e.what.contains("没有转线索") && e.kind == Why::Input, "{e}");
    assert_eq!(own::<Person>(&b, b.second.id.0).note, format!("她也说：{SAID}"));
    assert!(b.read.told().unwrap().is_open());
}

#[test]
fn the_mark_strikes_whichever_way_it_is_set() {
    let (b, first, _) = repeated();
    b.go(seal(Some(&first), &marked(&first, true)));
    assert_eq!(own::<Person>(&b, b.second.id.0).note, format!("她也说：{STRUCK}。"));
}

#[test]
fn words_typed_into_a_withheld_statement_are_struck_elsewhere_too() {
    let (b, first, _) = repeated();
    let on = marked(&first, true);
    b.go(seal(Some(&first), &on));
    let noted = Person { note: "老板姓钱名大发，开茶楼".into(), ..own::<Person>(&b, b.second.id.0) };
    b.go(Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&noted)));
    let more = reworded(&on, 0, &format!("{SAID}老板姓钱名大发，开茶楼。"));
    b.go(seal(Some(&on), &more));
    assert_eq!(own::<Person>(&b, b.second.id.0).note, STRUCK);
}

#[test]
fn what_is_written_later_is_struck_as_it_is_written() {
    let (b, first, _) = repeated();
    b.go(seal(Some(&first), &marked(&first, true)));
    let noted = Person { note: format!("“{}”", SAID.replace('的', " 的 ")), ..b.second.clone() };
    b.go(Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&noted)));
    let note = own::<Person>(&b, b.second.id.0).note;
    assert!(note.contains(STRUCK) && !note.contains("副职"), "{note}");
}

/// An observation on a statement, and evidence from it with a note.
#[test]
fn an_observation_gets_its_words_again_from_the_talk_and_a_note_is_gone() {
    let (b, first, _) = repeated();
    let statement = first.statements[0].id;
    b.go(MarkObservation { answer: seal(Some(&first), &first), statement, by: b.asker, at: at("2026-03-08T09:30") });
    let source = EvidenceSource::Statement { interview: b.talk, answer: first.id, statement };
    let noted = Evidence { note: "与账册核对时发现茶楼付款单".into(), ..evidence(b.first.unit, source) };
    let keep = noted.clone();
    b.go(Script(Op::EditEvidence, move |tx: &mut Tx<'_>| tx.put(&keep)));
    let observed = b.all::<Observation>();
    let shown = plan(&b, &first);
    let lost: Vec<(&str, &str)> =
        shown.strikes.iter().filter(|s| s.is_lost).map(|s| (s.field, s.before.as_str())).collect();
    assert_eq!(lost, [("说明", noted.note.as_str())]);
    let on = marked(&first, true);
    b.go(Withhold { answer: seal(Some(&first), &on), shown });
    let withheld = Observation { text: STRUCK.into(), withheld: true, ..observed[0].clone() };
    assert_eq!(own::<Observation>(&b, withheld.id.0), withheld);
    assert_eq!(own::<Evidence>(&b, noted.id.0).note, STRUCK);
    b.go(LetIn { answer: seal(Some(&on), &first) });
    assert_eq!(b.all::<Observation>(), observed);
    assert_eq!(own::<Evidence>(&b, noted.id.0), Evidence { note: STRUCK.into(), ..noted });
}

#[test]
fn an_observation_alone_is_nothing_that_withholding_takes_from_others() {
    let b = Bench::new();
    let first = b.answer(vec![said(Lane::Verbatim, SAID)]);
    let mark = |known: Option<&Answer>| MarkObservation {
        answer: seal(known, &first),
        statement: first.statements[0].id,
        by: b.asker,
        at: at("2026-03-08T09:30"),
    };
    b.go(mark(None));
    let shown = plan(&b, &first);
    assert!(!shown.changes_others() && shown.strikes.len() == 1, "{shown:?}");
    b.go(Withhold { answer: seal(Some(&first), &marked(&first, true)), shown });
    assert!(!b.read.has_struck(first.id).unwrap(), "it comes back");
}
