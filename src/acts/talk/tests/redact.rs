//! Taking the words of a withheld statement out of the file.

use super::withhold::{SAID, STRUCK, marked, own, plan, repeated};
use super::*;
use crate::acts::talk::redact::Redact;
use crate::acts::talk::withhold::LetIn;
use crate::analysis::history::{History, Wanted};
use crate::analysis::redaction;
use crate::analysis::undo::{self, Own, Way};
use crate::model::answer::Value;
use crate::model::ids::{ObservationId, StatementId};
use crate::model::observation::Origin;
use crate::model::record::Kind;
use crate::model::value::Instant;
use crate::store::{Draft, Order, Secret, Tx, VerifyReport, repair, verify};

fn order() -> Order {
    Order { by: "周永年".into(), basis: "巡察组〔2026〕3号".into() }
}

fn out(of: &Answer, statement: StatementId) -> Redact {
    Redact { answer: of.id, statement, order: order() }
}

/// The file as it lies on the disk, and what is beside it.
fn bytes(b: &Bench) -> Vec<u8> {
    b.store.flush().unwrap();
    let path = b.store.path();
    let wal = path.with_extension("wenkan-wal");
    [std::fs::read(path).unwrap(), std::fs::read(wal).unwrap_or_default()].concat()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|w| w == text.as_bytes())
}

fn verified(b: &Bench) -> VerifyReport {
    let report = verify(&b.store.reader().unwrap(), &|_| true).unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    report
}

/// The talk with the sentence withheld in it, which nobody else said.
fn withheld() -> (Bench, Answer) {
    let b = Bench::new();
    let first = b.answer(vec![said(Lane::Verbatim, "头一句是开场。"), said(Lane::Verbatim, "别的都好。")]);
    b.go(seal(None, &first));
    // Typed in several steps, so that there are earlier revisions of it.
    let begun = reworded(&first, 0, "分管的那位副职收了");
    b.go(seal(Some(&first), &begun));
    let whole = reworded(&begun, 0, SAID);
    b.go(seal(Some(&begun), &whole));
    let on = marked(&whole, true);
    b.go(Withhold { answer: seal(Some(&whole), &on), shown: plan(&b, &whole) });
    (b, on)
}

#[test]
fn the_words_leave_the_file_and_its_history_and_no_hash_of_them_stays() {
    let (b, on) = withheld();
    assert!(holds(&bytes(&b), "收了三万块钱"));
    assert!(!b.store.hashes_of_words().unwrap().is_empty());
    b.go(out(&on, on.statements[0].id));
    assert_eq!(b.store.hashes_of_words().unwrap(), Vec::<u64>::new());
    let raw = bytes(&b);
    for words in [SAID, "收了三万块钱", "分管的那位副职收了"] {
        assert!(!holds(&raw, words), "{words}");
    }
    assert!(holds(&raw, "别的都好。"), "what else was said stays");
    let now = own::<Answer>(&b, on.id.0);
    assert_eq!((now.statements[0].text.as_str(), now.statements[0].withheld), (STRUCK, true));
    assert_eq!(now.statements[1], on.statements[1]);
    let report = verified(&b);
    assert_eq!((report.ordered, report.redacted > 2), (1, true), "{report:?}");
    // Nobody knows the words any more.
    let noted = Person { note: format!("听说{SAID}"), ..b.second.clone() };
    b.go(Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&noted)));
    assert_eq!(own::<Person>(&b, b.second.id.0).note, format!("听说{SAID}"));
    // Made anew from the log it is the same.
    b.store.rebuild().unwrap();
    verified(&b);
    // The talk goes on.
    let more = with(&now, said(Lane::Verbatim, "后来又说了别的。"));
    b.go(seal(Some(&now), &more));
    verified(&b);
}

#[test]
fn it_is_listed_without_its_words_and_the_history_says_who_ordered_it() {
    let (b, on) = withheld();
    let lines = redaction::list(&b.read).unwrap();
    // The method of this talk is not in the file.
    assert_eq!((lines.len(), lines[0].place.as_str()), (1, "访谈A01　q1 第1段"));
    assert!(lines[0].state.starts_with(&format!("{} 字", SAID.chars().count())), "{}", lines[0].state);
    let all = b.read.redactable().unwrap();
    assert_eq!((all.len(), all[0].paragraph, all[0].characters), (1, 1, SAID.chars().count()));
    assert_eq!((all[0].statement, all[0].ordered.as_ref()), (on.statements[0].id, None));
    b.go(out(&on, on.statements[0].id));
    let all = b.read.redactable().unwrap();
    assert_eq!(all[0].ordered.as_ref().map(|(order, _)| order.clone()), Some(order()));
    let history = History::new(&b.read);
    let page = history.log(None, 5, &Wanted::default()).unwrap();
    let said = &page.deeds[0].words;
    assert!(said.contains("隐去原话") && said.contains("周永年决定") && said.contains("3号"), "{said}");
}

#[test]
fn what_corrects_it_and_what_was_noted_of_it_goes_with_it() {
    let b = Bench::new();
    let first = b.answer(vec![said(Lane::Verbatim, SAID), said(Lane::Verbatim, "别的都好。")]);
    b.go(seal(None, &first));
    let correction = Statement {
        supersedes: Some(first.statements[0].id),
        ..said(Lane::Verbatim, "更正一下，那位副职收的是五万块钱回扣。")
    };
    let claim = |statement: &Statement, text: &str| Claim {
        id: ClaimId::new(),
        field: "what".into(),
        qualifier: Qualifier::Exact,
        value: Some(Value::Text(text.into())),
        high: None,
        statement: Some(statement.id),
    };
    let mut second = with(&first, correction.clone());
    second.claims = vec![claim(&correction, "五万块钱回扣给了他"), claim(&first.statements[1], "别的要素都留着")];
    b.go(seal(Some(&first), &second));
    let on = marked(&second, true);
    b.go(Withhold { answer: seal(Some(&second), &on), shown: plan(&b, &second) });
    b.go(out(&on, on.statements[0].id));
    let raw = bytes(&b);
    for words in ["三万块钱", "五万块钱"] {
        assert!(!holds(&raw, words), "{words}");
    }
    let now = own::<Answer>(&b, on.id.0);
    assert_eq!(now.claims.len(), 1);
    assert_eq!(now.statements.iter().filter(|s| s.text == STRUCK).count(), 2);
    assert!(holds(&raw, "别的要素都留着"));
    assert_eq!(verified(&b).ordered, 2, "the correction has its own line in the register");
    assert_eq!(b.store.hashes_of_words().unwrap(), Vec::<u64>::new());
}

#[test]
fn what_was_noted_of_it_and_what_else_is_withheld_stays_withheld() {
    let b = Bench::new();
    let other = "另一段也转了线索，说的是工程款。";
    let first = b.answer(vec![said(Lane::Verbatim, SAID), said(Lane::Verbatim, other)]);
    b.go(seal(None, &first));
    let text = "他在后院仓库里藏了红木茶台";
    let drawn = Observation {
        id: ObservationId::new(),
        unit: b.first.unit,
        origin: Origin::Statement { interview: b.talk, answer: first.id, statement: first.statements[0].id },
        text: text.into(),
        by: b.asker,
        at: at("2026-03-08T09:30"),
        withheld: false,
        handled: None,
    };
    b.go(Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&drawn)));
    let mut on = marked(&first, true);
    b.go(Withhold { answer: seal(Some(&first), &on), shown: plan(&b, &first) });
    let before = on.clone();
    on.statements[1].withheld = true;
    b.go(Withhold { answer: seal(Some(&before), &on), shown: b.read.withholding(&on).unwrap() });
    b.go(out(&on, on.statements[0].id));
    let noted = Person { note: format!("听说{other}又说{text}，还有{SAID}"), ..b.second.clone() };
    b.go(Script(Op::EditPerson, move |tx: &mut Tx<'_>| tx.put(&noted)));
    let left = own::<Person>(&b, b.second.id.0).note;
    assert_eq!(left, format!("听说{STRUCK}。又说{STRUCK}，还有{SAID}"));
    verified(&b);
}

#[test]
fn it_is_refused_while_another_person_said_the_same_words() {
    let (b, first, second) = repeated();
    let on = marked(&first, true);
    b.go(Withhold { answer: seal(Some(&first), &on), shown: plan(&b, &first) });
    let e = b.refused(out(&on, on.statements[0].id));
    assert!(e.what.contains("同样的话在别的谈话里也有（访谈A0") && e.what.contains("没有隐去"), "{e}");
    assert_eq!(own::<Answer>(&b, on.id.0), on);
    let told: Answer = b.read.get(second.id.0).unwrap().unwrap();
    assert_eq!(told.statements[0].text, format!("{STRUCK}，都知道"));
    // Withheld there too, it may go, one after the other.
    let also = marked(&second, true);
    b.go(Withhold { answer: seal(Some(&second), &also), shown: plan(&b, &second) });
    b.go(out(&on, on.statements[0].id));
    b.go(out(&also, also.statements[0].id));
    assert_eq!(b.store.hashes_of_words().unwrap(), Vec::<u64>::new());
    verified(&b);
}

#[test]
fn what_may_not_be_is_refused_and_changes_nothing() {
    let (b, on) = withheld();
    let first = on.statements[0].id;
    let raw = || own::<Answer>(&b, on.id.0);
    let refused = |act: Redact, why: &str| {
        let e = b.refused(act);
        assert!(e.what.contains(why) && e.kind == Why::Input, "{e}");
        assert_eq!(raw(), on);
    };
    refused(out(&on, on.statements[1].id), "没有转线索");
    refused(Redact { order: Order { by: " ".into(), ..order() }, ..out(&on, first) }, "没有写是谁决定的");
    refused(Redact { order: Order { basis: SAID.into(), ..order() }, ..out(&on, first) }, "已转线索的话");
    let draft = Draft {
        record: on.id.0,
        kind: Kind::Answer,
        parent: Some(b.talk.0),
        field: "q1".into(),
        text: SAID.into(),
        state: String::new(),
        caret: 0,
        base: None,
        at: Instant::parse("2026-03-09T09:00:00.000+08:00").unwrap(),
    };
    b.store.post_draft(draft);
    b.store.flush().unwrap();
    refused(out(&on, first), "没存好的草稿");
    // Sealed, it is no draft any more.
    b.go(seal(Some(&on), &with(&on, said(Lane::Verbatim, "再说一句。"))));
    let now = own::<Answer>(&b, on.id.0);
    b.go(out(&now, first));
    assert!(b.refused(out(&now, first)).what.contains("已经隐去"));
}

#[test]
fn nothing_brings_the_words_back() {
    let (b, on) = withheld();
    b.go(out(&on, on.statements[0].id));
    let now = own::<Answer>(&b, on.id.0);
    let stale = on.clone();
    let back = Script(Op::EditAnswer, move |tx: &mut Tx<'_>| tx.put(&stale));
    assert!(b.refused(back).what.contains("已按组长决定隐去"));
    assert!(b.refused(seal(Some(&on), &reworded(&on, 0, "另写一句。"))).kind != Why::Internal);
    let let_in = b.refused(LetIn { answer: seal(Some(&now), &marked(&now, false)) });
    assert!(let_in.what.contains("不能取消转线索"), "{let_in}");
    assert_eq!(own::<Answer>(&b, on.id.0), now);
    let mine = Own { who: Some(b.asker), device: b.store.device() };
    let next = undo::next(&b.read.trail(), mine, Way::Undo).unwrap();
    assert_eq!(next, None, "it is not undone, and neither is what stood before it");
}

#[test]
fn a_repaired_file_holds_to_it() {
    let (b, on) = withheld();
    b.go(out(&on, on.statements[0].id));
    let path = b.store.path().to_owned();
    let Bench { store, read, _dir, .. } = b;
    drop(read);
    store.close().unwrap();
    let new = path.with_file_name("b.wenkan");
    let repaired = repair(&path, &Secret::None, &new, &|_| true).unwrap();
    assert!(repaired.lost.is_empty() && repaired.tables.is_empty(), "{repaired:?}");
    assert_eq!((repaired.report.ordered, repaired.report.problems), (1, Vec::new()));
    assert!(!holds(&std::fs::read(new).unwrap(), "三万块钱"));
}
