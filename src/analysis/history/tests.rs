//! The history of a small round: every kind, a paper, a person in the bin, what is withheld, pages.

use super::fields::{FieldOf, Holds};
use super::*;
use crate::analysis::fixture::{self, World, at, order, person};
use crate::model::answer::{Answer, Claim, Judgement, Lane, Qualifier, Statement, Value};
use crate::model::any::AnyRecord;
use crate::model::decision::{Decided, Decision};
use crate::model::fields::FieldValue;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{
    CheckResultId, ClaimId, DecisionId, FactId, FieldValueId, InspectorId, QuickFixId, StatementId, SuggestionId,
};
use crate::model::interview::{Interview, TalkState};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::people::{Party, Person};
use crate::model::problem::{Fact, Level, Problem};
use crate::model::reading::{CheckResult, Document, Entry, Verdict};
use crate::model::record::{Op, Record};
use crate::model::value::{Money, PartialDate};
use crate::store::{Logged, Store};
use std::fmt::Write;

fn put(store: &Store, op: Op, by: Option<InspectorId>, records: Vec<AnyRecord>) {
    store.transact(op, by, move |tx| records.iter().try_for_each(|r| tx.put_any(r))).unwrap();
}

/// The newest words of the log.
fn newest(store: &Store) -> String {
    let reader = store.reader().unwrap();
    History::new(&reader).log(None, 1, &Wanted::default()).unwrap().deeds[0].words.clone()
}

fn history_of(store: &Store, id: Uuid) -> Vec<Revised> {
    let reader = store.reader().unwrap();
    History::new(&reader).of(&[id]).unwrap()
}

/// `标签 新增 [-旧-]{+新+}`, a line a change.
fn told(revised: &Revised) -> Vec<String> {
    let span = |s: &Span| match s.mark {
        Mark::Same => s.text.clone(),
        Mark::Old => format!("[-{}-]", s.text),
        Mark::New => format!("{{+{}+}}", s.text),
    };
    let line = |c: &Change| format!("{} {} {}", c.label, c.how.chinese(), c.spans.iter().map(span).collect::<String>());
    revised.changes.iter().map(line).collect()
}

fn first<R: Record>(store: &Store, which: impl Fn(&R) -> bool) -> R {
    store.reader().unwrap().all::<R>().unwrap().into_iter().find(which).unwrap()
}

/// One record of each kind that hangs on the world.
fn one_of_each(world: &World) -> Vec<(AnyRecord, &'static str)> {
    let (unit, by, now) = (world.unit.id, world.inspectors[0].id, at("2026-03-12T09:42"));
    let document: Document = first(&world.store, |_| true);
    let value =
        FieldValue { id: FieldValueId::new(), field: "meeting.date".into(), value: Value::Date(day("2022-06-14")) };
    let entry = Entry { values: vec![value], by: Some(by), at: now, ..fixture::entry(document.id, "meeting", "12") };
    let result = CheckResult {
        id: CheckResultId::new(),
        document: document.id,
        item: "k4.p3".into(),
        verdict: Verdict::Problem,
        pages: String::new(),
        note: String::new(),
        by: Some(by),
        at: Some(now),
    };
    let loan = Loan { asked: day("2026-03-08"), ..fixture::loan(unit, by, "k5", "2022年记账凭证") };
    let decision = Decision {
        id: DecisionId::new(),
        unit,
        key: Hash([7; 32]),
        title: "三人说不清次数".into(),
        outcome: Decided::Dismissed { reason: "人数太少".into() },
        seen: Vec::new(),
        by,
        at: now,
    };
    let fix = QuickFix {
        id: QuickFixId::new(),
        unit,
        problem: world.sound.id,
        demand: "补齐会议记录".into(),
        issued: None,
        due: None,
        result: String::new(),
        done: None,
        by,
        at: now,
    };
    let suggestion = Suggestion {
        id: SuggestionId::new(),
        unit,
        problems: vec![world.sound.id],
        addressee: String::new(),
        text: "修订决策办法，写明大额标准和上会程序，并报县纪委备案".into(),
    };
    vec![
        (world.sound.clone().into(), "起草底稿：预-LF-01 购置公务车辆未经党组集体研究"),
        (document.into(), ""),
        (entry.into(), "登记条目：党组会议记录 2022年 第2卷 会议"),
        (result.into(), "记结论“有问题”：党组会议记录 2022年 第2卷 P3 末位表态"),
        (loan.into(), "登记调阅清单：2022年记账凭证"),
        (decision.into(), "不采纳候选：三人说不清次数"),
        (fix.into(), "提出立行立改：补齐会议记录"),
        (suggestion.into(), "提出建议：修订决策办法，写明大额标准和上会程序，并…"),
        (person(unit, "D27", "陈涛", "办公室主任").into(), "新增人员：陈涛"),
        (fixture::observation(unit, "次数对不上", Origin::Free).into(), "标为疑点：次数对不上"),
        (fixture::inspector("高志远").into(), "新增巡察干部：高志远"),
    ]
}

fn day(text: &str) -> PartialDate {
    PartialDate::parse(text).unwrap()
}

#[test]
fn every_kind_has_words_and_a_name() {
    let world = World::new();
    assert_eq!(newest(&world.store), "写入示例：十七届县委第十轮巡察");
    for (record, words) in one_of_each(&world).into_iter().filter(|(_, words)| !words.is_empty()) {
        put(&world.store, Op::EditUnit, None, vec![record]);
        assert_eq!(newest(&world.store), words);
    }
    let reader = world.store.reader().unwrap();
    let history = History::new(&reader);
    for kind in Kind::ALL {
        for (id, ..) in reader.briefs(kind).unwrap() {
            assert!(!history.name(id).unwrap().is_empty(), "{kind} has no name");
            let revised = history.of(&[id]).unwrap();
            assert!(revised.iter().all(|r| !r.changes.is_empty()), "{kind} begins with nothing");
        }
    }
}

/// A note on a point that was not looked at says nothing of a verdict.
#[test]
fn a_note_alone_is_no_verdict() {
    let world = World::new();
    let all = one_of_each(&world);
    let result = all.iter().find_map(|(r, _)| match r {
        AnyRecord::CheckResult(result) => Some(result.clone()),
        _ => None,
    });
    let result = CheckResult { verdict: Verdict::Unread, note: "查过原件".into(), ..result.unwrap() };
    put(&world.store, Op::EditUnit, None, vec![all[1].0.clone()]);
    put(&world.store, Op::EditUnit, None, vec![result.into()]);
    assert!(newest(&world.store).starts_with("记备注："), "{}", newest(&world.store));
}

/// A paper that fell back to draft because a statement was corrected has nothing to do with a lead.
#[test]
fn what_withholds_nothing_is_not_told_as_withholding() {
    let world = World::new();
    let store = &world.store;
    // One of which nothing is withheld: the reader tells what is only as it may be told, which cannot be put back.
    let is_open = |a: &Answer| !a.statements.is_empty() && a.statements.iter().all(|s| !s.withheld);
    let answer: Answer = first(store, is_open);
    let mut withheld = answer.clone();
    withheld.statements[0].withheld = true;
    put(store, Op::Withhold, None, vec![withheld.clone().into()]);
    let more = Statement {
        id: StatementId::new(),
        text: "补充一句。".into(),
        withheld: false,
        ..answer.statements[0].clone()
    };
    withheld.statements.push(more);
    let paper = Problem { discovery: "又想了想".into(), ..world.sound.clone() };
    put(store, Op::EditAnswer, None, vec![withheld.into(), paper.into()]);
    let words = newest(store);
    assert!(!words.contains("转线索"), "{words}");
    let told = history_of(store, world.sound.id.0);
    assert!(
        told.iter().all(|r| !r.deed.words.contains("转线索")),
        "{:?}",
        told.iter().map(|r| &r.deed.words).collect::<Vec<_>>()
    );
}

#[test]
fn words_follow_what_became_of_a_record() {
    let world = World::new();
    let store = &world.store;
    let by = Some(world.inspectors[0].id);
    let talk: Interview = first(store, |t: &Interview| t.person == world.head.id);
    let talk = Interview { state: TalkState::Open, read_back: None, ..talk };
    let broken = Interview { state: TalkState::BrokenOff, ..talk.clone() };
    let closed = Interview { state: TalkState::Closed, ..talk.clone() };
    let read = Interview { read_back: Some(at("2026-03-08T11:00")), ..closed.clone() };
    let noted = Interview { note: "语速很快".into(), ..read.clone() };
    let answer = Answer::new(talk.id, "q2");
    for (op, record, words) in [
        (Op::EditInterview, AnyRecord::from(broken), "中断谈话：王建国"),
        (Op::EditInterview, talk.into(), "继续谈话：王建国"),
        (Op::EditInterview, closed.into(), "结束谈话：王建国"),
        (Op::EditInterview, read.into(), "读回谈话记录：王建国"),
        (Op::EditInterview, noted.into(), "修改谈话的备注：王建国"),
        (Op::EditAnswer, answer.into(), "记录回答：王建国 第二问"),
        (
            Op::EditPerson,
            Person { post: "局长".to_owned() + "、总工", ..world.head.clone() }.into(),
            "修改人员的职务：王建国",
        ),
    ] {
        put(store, op, by, vec![record]);
        assert_eq!(newest(store), words);
    }
    let people = ["甲", "乙"].map(|name| person(world.unit.id, name, name, "科员"));
    let (kept, gone) = (people[0].clone(), people[1].clone());
    put(store, Op::ImportPeople, by, people.map(AnyRecord::from).to_vec());
    assert_eq!(newest(store), "导入名册：青禾县水利局党组，新增 2 人");
    let merge = move |tx: &mut crate::store::Tx<'_>| {
        tx.put(&Person { note: "同一人".into(), ..kept.clone() })?;
        tx.delete(Kind::Person, gone.id.0)
    };
    store.transact(Op::MergePeople, by, merge).unwrap();
    assert_eq!(newest(store), "合并人员：乙并入甲");
}

#[test]
fn an_undo_is_told_by_what_it_takes_back() {
    let world = World::new();
    let id = world.head.id.0;
    world.store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Person, id)).unwrap();
    let reader = world.store.reader().unwrap();
    let history = History::new(&reader);
    let deleted = reader.acts(None, 1).unwrap().remove(0);
    let back = |op: String| Logged { op, txn: TxnId::new(), ..deleted.clone() };
    let words = |act: &Logged| deed::tell(&history.names, act).unwrap().words;
    assert_eq!(words(&deleted), "删除人员：王建国");
    assert_eq!(words(&back(format!("undo:{}", deleted.txn))), "撤销：删除人员：王建国");
    assert_eq!(words(&back(format!("redo:{}", deleted.txn))), "重做：删除人员：王建国");
    assert_eq!(words(&back("sort-people".into())), "删除人员：王建国", "a verb of a later version");
    assert_eq!(
        words(&back(format!("undo:{}", TxnId::new()))),
        "撤销：删除人员：王建国",
        "the target is not in the file"
    );
    for (text, verb) in [
        ("delete", Verb::Done(Op::Delete)),
        ("undo", Verb::Done(Op::Undo)),
        ("undo:x", Verb::Other("undo:x".into())),
        ("redo:00000000-0000-0000-0000-000000000000", Verb::Redone(TxnId(Uuid::nil()))),
    ] {
        assert_eq!(Verb::parse(text), verb);
    }
    assert!(Op::ALL.iter().all(|op| Op::parse(op.name()) == Some(*op)));
}

#[test]
fn a_person_in_the_bin_keeps_name_and_history() {
    let world = World::new();
    let id = world.head.id.0;
    world.store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Person, id)).unwrap();
    let revised = history_of(&world.store, id);
    let fates: Vec<Fate> = revised.iter().map(|r| r.fate).collect();
    assert_eq!(fates, [Fate::Deleted, Fate::Created]);
    assert!(revised[0].changes.is_empty() && revised[0].before == Some(revised[1].rev));
    assert_eq!((revised[0].name.as_str(), revised[0].deed.words.as_str()), ("王建国", "删除人员：王建国"));
    let reader = world.store.reader().unwrap();
    let history = History::new(&reader);
    assert_eq!(history.in_bin(Kind::Person, "code", "a01").unwrap(), [id]);
    assert!(history.in_bin(Kind::Person, "code", "B12").unwrap().is_empty(), "who is there is not in the bin");
    let talk: Interview = first(&world.store, |t: &Interview| t.person == world.head.id);
    assert_eq!(history.name(talk.id.0).unwrap(), "王建国", "a talk is still called after who went to the bin");

    put(&world.store, Op::EditPerson, None, vec![Person { post: "退休干部".into(), ..world.head.clone() }.into()]);
    let revised = history_of(&world.store, id);
    assert_eq!((revised[0].fate, newest(&world.store).as_str()), (Fate::Restored, "恢复人员：王建国"));
    assert_eq!(told(&revised[0]), ["职务 修改 [-局长-]{+退休干部+}"], "against what it was before it went there");
    assert_eq!(revised[0].before, Some(revised[2].rev));
}

#[test]
fn a_paper_is_told_field_by_field_and_paragraph_by_paragraph() {
    let world = World::new();
    let mut paper = world.sound.clone();
    let fact = |text: &str| Fact { id: FactId::new(), order: order(0), text: text.into() };
    paper.facts = vec![fact("一共开了三次会。"), fact("第二段。"), fact("第三段。"), fact("第四段。")];
    put(&world.store, Op::EditProblem, None, vec![paper.clone().into()]);
    let first_day = paper.from;
    paper.facts[0].text = "一共开了四次会。".into();
    paper.facts.remove(3);
    paper.facts.push(fact("新的一段。"));
    paper.facts[1..3].reverse();
    paper.from = PartialDate::parse("2022-06");
    paper.level = Some(Level::Department);
    paper.certainty = None;
    paper.basis[0].edited(|words| words.clause = "第二十四条".into());
    paper.handlers.remove(1);
    paper.explanation = "汛期急用。".into();
    put(&world.store, Op::EditProblem, None, vec![paper.clone().into()]);
    assert_eq!(
        newest(&world.store),
        "修改底稿的查证事实、事实发生时间起、定性依据等 6 项：预-LF-01 购置公务车辆未经党组集体研究"
    );
    let revised = history_of(&world.store, paper.id.0).remove(0);
    assert_eq!(first_day, PartialDate::parse("2022-06-14"));
    let told = told(&revised);
    let moved = ["查证事实 第2段 移动 第三段。", "查证事实 第3段 移动 第二段。"];
    assert_eq!(told.iter().filter(|t| moved.contains(&t.as_str())).count(), 1, "one of the two has moved: {told:?}");
    let rest: Vec<&str> = told.iter().map(String::as_str).filter(|t| !moved.contains(t)).collect();
    assert_eq!(
        rest,
        [
            "查证事实 第1段 修改 一共开了[-三-]{+四+}次会。",
            "查证事实 第4段 新增 {+新的一段。+}",
            "查证事实 第4段 删除 [-第四段。-]",
            "事实发生时间起 修改 [-2022年6月14日-]{+2022年6月+}",
            "定性依据 中国共产党党组工作条例·条款 修改 第二十[-三-]{+四+}条",
            "定性依据 中国共产党党组工作条例·核对人 删除 [-刘芳-]",
            "定性依据 中国共产党党组工作条例·核对时间 删除 [-2026年3月16日 09:00-]",
            "问题层级 修改 [-班子问题-]{+部门问题+}",
            "被巡察单位说明 新增 {+汛期急用。+}",
            "承办人 删除 [-周宁-]",
        ]
    );
    let place = &revised.changes[0].place;
    assert_eq!(
        (place.field.as_slice(), place.within.as_slice()),
        (&["facts".to_owned()][..], &["text".to_owned()][..])
    );
    assert_eq!(place.element.as_deref(), Some(paper.facts[0].id.to_string().as_str()));
    let kinds: Vec<LineKind> = lines(&revised).iter().map(|l| l.kind).take(4).collect();
    assert_eq!(kinds, [LineKind::Deed, LineKind::Field, LineKind::Old, LineKind::New]);
}

#[test]
fn values_are_told_as_people_read_them() {
    let world = World::new();
    let talk: Interview = first(&world.store, |t: &Interview| t.person == world.head.id);
    let claim = |field: &str, qualifier, value| Claim {
        id: ClaimId::new(),
        field: field.into(),
        qualifier,
        value,
        high: None,
        statement: None,
    };
    let mut answer = Answer::new(talk.id, "q5");
    answer.claims = vec![claim("q5.monthly", Qualifier::About, Some(Value::Money(Money(3_750))))];
    put(&world.store, Op::EditAnswer, None, vec![answer.clone().into()]);
    answer.claims[0].qualifier = Qualifier::DoesNotKnow;
    answer.claims[0].value = None;
    answer.judgement = Some(Judgement::Declined);
    put(&world.store, Op::EditAnswer, None, vec![answer.clone().into()]);
    let told_claim = told(&history_of(&world.store, answer.id.0)[0]);
    let label = history_label(&world.store, "q5.monthly");
    assert!(told_claim.contains(&format!("要素 {label} 修改 [-约 37.50 元-]{{+不清楚+}}")), "{told_claim:?}");
    assert!(told_claim.iter().any(|t| t.starts_with("判断 新增 {+") && !t.contains("declined")), "{told_claim:?}");

    let mut changed = world.head.clone();
    changed.facts.party = Party::Member;
    changed.facts.head = !changed.facts.head;
    changed.planned = PartialDate::parse("2026-03-12");
    put(&world.store, Op::EditPerson, None, vec![changed.into()]);
    let told = told(&history_of(&world.store, world.head.id.0)[0]);
    assert!(told.contains(&"计划谈话日期 新增 {+2026年3月12日+}".to_owned()), "{told:?}");
    assert!(told.iter().any(|t| t.starts_with("主要负责人 ") && t.contains('是')), "{told:?}");
    assert!(told.iter().all(|t| !t.contains("member")), "{told:?}");
}

fn history_label(store: &Store, field: &str) -> String {
    let method = crate::analysis::methods::current(&store.reader().unwrap()).unwrap();
    method.questions.iter().flat_map(|q| &q.claims).find(|f| f.id == field).unwrap().label.clone()
}

#[test]
fn what_is_withheld_is_in_no_revision_and_no_words() {
    const SECRET: &str = "局长小舅子收了五万元现金";
    let world = World::new();
    let store = &world.store;
    let talk: Interview = first(store, |t: &Interview| t.person == world.head.id);
    let said = |text: &str| Statement {
        id: StatementId::new(),
        order: order(0),
        lane: Lane::Verbatim,
        at: at("2026-03-08T09:20"),
        text: text.into(),
        key: false,
        withheld: false,
        supersedes: None,
        words_of: Vec::new(),
    };
    let mut answer = Answer::new(talk.id, "q3");
    answer.statements = vec![said("别的话。"), said("局长小舅子收了钱"), said("没有的事，是舅子的表弟")];
    let statement = answer.statements[1].id;
    answer.statements[2].supersedes = Some(statement);
    put(store, Op::EditAnswer, None, vec![answer.clone().into()]);
    answer.statements[1].text = SECRET.into();
    answer.claims.push(Claim {
        id: ClaimId::new(),
        field: "q3.times".into(),
        qualifier: Qualifier::Exact,
        value: Some(Value::Text("五万元现金整".into())),
        high: None,
        statement: Some(statement),
    });
    let origin = Origin::Statement { interview: talk.id, answer: answer.id, statement };
    let from_it = fixture::observation(world.unit.id, "小舅子要查一查", origin);
    let free = Observation {
        withheld: false, ..fixture::observation(world.unit.id, "另一条暗号丁线索", Origin::Free)
    };
    let repeats = Problem { note: format!("有人说{SECRET}。"), ..world.sound.clone() };
    put(store, Op::EditAnswer, None, vec![answer.clone().into(), from_it.clone().into(), free.clone().into()]);
    put(store, Op::EditProblem, None, vec![repeats.clone().into()]);
    assert!(newest(store).contains("预-LF-01"));

    // Only now it is withheld; and later the words are typed over.
    answer.statements[1].withheld = true;
    put(
        store,
        Op::EditAnswer,
        None,
        vec![answer.clone().into(), Observation { withheld: true, ..free.clone() }.into()],
    );
    answer.statements[1].text = "删".into();
    answer.statements[0].text = "别的话，改过。".into();
    put(store, Op::EditAnswer, None, vec![answer.clone().into()]);

    let reader = store.reader().unwrap();
    let history = History::new(&reader);
    let mut all = format!("{:?}", history.log(None, 100, &Wanted::default()).unwrap());
    for kind in Kind::ALL {
        for (id, ..) in reader.briefs(kind).unwrap() {
            let revised = history.of(&[id]).unwrap();
            write!(all, "{revised:?}{}", history.name(id).unwrap()).unwrap();
            let text: String = revised.iter().flat_map(lines).map(|l| l.text()).collect();
            all.push_str(&text);
        }
    }
    for word in ["小舅子", "五万元现金", "舅子的表弟", "暗号丁", "暗号甲", "暗号乙"] {
        assert!(!all.contains(word), "{word}");
    }
    let revised = history.of(&[answer.id.0]).unwrap();
    assert!(told(&revised[1]).contains(&"陈述 本问第2段·转线索 新增 {+是+}".to_owned()), "{:?}", told(&revised[1]));
    assert_eq!(told(&revised[0]), ["陈述 本问第1段 修改 别的话{+，改过+}。"], "what is open is told");
    assert!(
        told(&revised[3]).contains(&"陈述 本问第2段 新增 {+〔已另行处理〕　记法：原话+}".to_owned()),
        "{:?}",
        told(&revised[3])
    );

    // Undone by the same keys: it is told again, but by the revisions that carry the mark themselves.
    answer.statements[1].withheld = false;
    put(store, Op::EditAnswer, None, vec![answer.clone().into()]);
    let reader = store.reader().unwrap();
    let marked = reader.history(answer.id.0).unwrap().into_iter().filter(|r| r.body.contains("\"withheld\":true"));
    let marked: Vec<String> = marked.map(|r| r.body).collect();
    assert!(marked.len() == 2 && marked.iter().all(|body| !body.contains("小舅子")));
    assert!(format!("{:?}", history_of(store, answer.id.0)).contains("小舅子"));
}

#[test]
fn the_log_is_read_page_by_page() {
    let world = World::new();
    let by = world.inspectors.each_ref().map(|i| Some(i.id));
    for n in 0..7 {
        let loan = Person { post: format!("科员{n}"), ..world.head.clone() };
        let other = person(world.unit.id, &format!("X{n}"), &format!("新{n}"), "科员");
        put(&world.store, Op::EditPerson, by[n % 2], vec![loan.into(), other.into()]);
    }
    let reader = world.store.reader().unwrap();
    let mut pages = Vec::new();
    let mut before = None;
    loop {
        let page = reader.acts(before, 3).unwrap();
        before = page.last().map(|a| a.seq);
        let end = page.len() < 3;
        pages.push(page);
        if end {
            break;
        }
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2]);
    let all: Vec<&Logged> = pages.iter().flatten().collect();
    assert!(all.windows(2).all(|w| w[0].seq > w[1].seq));
    assert!(all[..7].iter().all(|a| a.touched.len() == 2));
    let fates: Vec<Fate> = all[0].touched.iter().map(|t| t.fate).collect();
    assert_eq!(fates, [Fate::Changed, Fate::Created]);
    assert_eq!(all[0].touched[0].before, Some(all[1].touched[0].after));

    let history = History::new(&reader);
    let wanted = Wanted { by: by[1], since: None };
    let page = history.log(None, 2, &wanted).unwrap();
    assert_eq!(page.deeds.iter().map(|d| d.by.as_str()).collect::<Vec<_>>(), ["周宁", "周宁"]);
    let rest = history.log(page.next, 10, &wanted).unwrap();
    assert_eq!((rest.deeds.len(), rest.next), (1, None));
    assert!(rest.deeds[0].seq < page.deeds[1].seq);
    let tomorrow = Wanted { by: None, since: PartialDate::parse("2200-01-01") };
    assert_eq!(history.log(None, 10, &tomorrow).unwrap(), Page::default());
    assert!(reader.act(TxnId::new()).unwrap().is_none());
    assert_eq!(reader.act(all[3].txn).unwrap().as_ref(), Some(all[3]));
}

/// The tables name every field of the types, and none besides.
#[test]
fn the_tables_of_fields_are_those_of_the_types() {
    let schema = serde_json::to_value(schemars::schema_for!(AnyRecord)).unwrap();
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let name = format!("{kind:?}");
        walk(&schema, &schema["$defs"][&name], fields::of(kind), &name, &mut wrong);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn walk(schema: &serde_json::Value, of: &serde_json::Value, table: &[FieldOf], name: &str, wrong: &mut Vec<String>) {
    let of = resolved(schema, of);
    let known = properties(schema, of);
    let at = |key: &str| known.iter().find(|(k, _)| *k == key).map(|(_, v)| *v);
    for (key, _) in known.iter().filter(|(key, _)| table.iter().all(|f| f.key != *key)) {
        wrong.push(format!("{name}.{key} is in no table"));
    }
    for field in table.iter().filter(|f| !f.key.is_empty()) {
        let path = format!("{name}.{}", field.key);
        let Some(inner) = at(field.key) else {
            wrong.push(format!("{path} is no field"));
            continue;
        };
        match field.holds {
            Holds::Parts(parts) => walk(schema, inner, parts, &path, wrong),
            Holds::List(list) if list.of.iter().all(|f| !f.key.is_empty()) => {
                walk(schema, &inner["items"], list.of, &path, wrong);
            }
            Holds::Own | Holds::One(_) | Holds::List(_) => {}
        }
    }
}

/// What a reference or an optional value stands for.
fn resolved<'s>(schema: &'s serde_json::Value, of: &'s serde_json::Value) -> &'s serde_json::Value {
    if let Some(name) = of["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
        return resolved(schema, &schema["$defs"][name]);
    }
    match of["anyOf"].as_array() {
        Some(any) => resolved(schema, &any[0]),
        None => of,
    }
}

/// The properties of an object, of all its variants together.
fn properties<'s>(schema: &'s serde_json::Value, of: &'s serde_json::Value) -> Vec<(&'s str, &'s serde_json::Value)> {
    let own = of["properties"].as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value));
    let variants = of["oneOf"].as_array().into_iter().flatten().flat_map(|v| properties(schema, resolved(schema, v)));
    own.chain(variants).collect()
}

#[test]
fn one_action_and_a_page_are_told_as_the_whole_history_tells_them() {
    let world = World::new();
    let old: Person = first(&world.store, |p: &Person| p.name == "赵敏");
    let by = Some(world.inspectors[0].id);
    for n in 0..7 {
        let noted = Person { note: format!("第{n}次"), ..old.clone() };
        put(&world.store, Op::EditPerson, by, vec![noted.into()]);
        if n == 3 {
            let id = old.id.0;
            world.store.transact(Op::Delete, by, move |tx| tx.delete(Kind::Person, id)).unwrap();
        }
    }
    let answers: Vec<Uuid> = world.store.reader().unwrap().all::<Answer>().unwrap().iter().map(|a| a.id.0).collect();
    let records: Vec<Uuid> = answers.into_iter().chain([old.id.0]).collect();
    let reader = world.store.reader().unwrap();
    let history = History::new(&reader);
    let all = history.of(&records).unwrap();
    let mut deeds: Vec<Deed> = all.iter().map(|r| r.deed.clone()).collect();
    deeds.dedup_by_key(|d| d.txn);
    assert_eq!(deeds.len(), 9, "made with others, seven changes, once to the bin");
    for deed in &deeds {
        let mut wanted: Vec<Revised> = all.iter().filter(|r| r.deed.txn == deed.txn).cloned().collect();
        wanted.reverse();
        assert_eq!(history.in_deed(deed, &records).unwrap(), wanted, "{}", deed.words);
    }
    for size in 1..=4 {
        assert_eq!(paged(&history, &records, size), deeds, "{size} a page");
    }
}

fn paged(history: &History<'_>, records: &[Uuid], size: usize) -> Vec<Deed> {
    let (mut all, mut from) = (Vec::new(), None);
    loop {
        let (page, next) = history.deeds_on(records, from, size).unwrap();
        assert!(page.len() <= size);
        all.extend(page);
        from = next;
        if from.is_none() {
            return all;
        }
    }
}

#[test]
fn an_action_on_several_records_stands_on_one_page() {
    let world = World::new();
    let by = Some(world.inspectors[0].id);
    let people: Vec<Person> = world.store.reader().unwrap().all().unwrap();
    for n in 0..3 {
        let noted = people.iter().map(|p| Person { note: format!("第{n}次"), ..p.clone() }.into());
        put(&world.store, Op::EditPerson, by, noted.collect());
    }
    let records: Vec<Uuid> = people.iter().map(|p| p.id.0).collect();
    assert!(records.len() > 2);
    let reader = world.store.reader().unwrap();
    let history = History::new(&reader);
    let whole = paged(&history, &records, 100);
    let mut once: Vec<Option<TxnId>> = whole.iter().map(|d| d.txn).collect();
    once.dedup();
    assert_eq!((once.len(), whole.len() > 3), (whole.len(), true));
    for size in 1..=4 {
        assert_eq!(paged(&history, &records, size), whole, "{size} a page");
    }
}
