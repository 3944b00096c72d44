//! A round in which every screen has something to show.

use super::desk::Desk;
use wenkan::acts::lead::{HandOverLead, RegisterLead};
use wenkan::model::ids::{DocumentId, ExcuseId, FactId, LoanId, PersonId, ProblemId};
use wenkan::model::loan::Loan;
use wenkan::model::order::{self, OrderKey};
use wenkan::model::people::{Code, Person};
use wenkan::model::problem::{Fact, Problem};
use wenkan::model::reading::{CheckResult, Document, Form, Verdict};
use wenkan::model::record::Op;
use wenkan::model::round::{Inspector, ReadingExcuse, Unit};
use wenkan::model::value::{Instant, PartialDate};
use wenkan::store::{Secret, Store};

/// The keys from home to the paper.
pub(super) const PAPER: &str = "p<wait:── 候选 1 ><tab><wait:预-LF-01><enter><wait:底稿  预-LF-01>";

/// The desk with a person who was not talked to, two volumes of minutes, one of them with a finding, a line of the
/// loan register, a reason, a paper of one sentence, and a lead that was handed over.
pub(super) fn filled() -> Desk {
    let desk = Desk::plain();
    let store = Store::open(&desk.file, &Secret::None).unwrap();
    let reader = store.reader().unwrap();
    let mut unit = reader.all::<Unit>().unwrap().remove(0);
    let by = reader.all::<Inspector>().unwrap().remove(0).id;
    let person = reader.all::<Person>().unwrap().remove(0);
    let method = reader.get::<wenkan::model::interview::Interview>(desk.talk.0).unwrap().unwrap().method;
    drop(reader);
    let now = Instant { offset: 480, ..wenkan::clock::now() };
    let other = Person {
        id: PersonId::new(),
        name: "孙丽".to_owned(),
        post: "财务股股长".to_owned(),
        code: Code("B12".to_owned()),
        ..person
    };
    let excuse = ReadingExcuse { id: ExcuseId::new(), kind: "k2".to_owned(), year: None, reason: "没有".to_owned() };
    unit.excuses.push(excuse);
    let documents = ["第1卷", "第2卷"].map(|volume| Document {
        id: DocumentId::new(),
        unit: unit.id,
        kind: "k4".to_owned(),
        method,
        title: "党组会议记录".to_owned(),
        volume: volume.to_owned(),
        from: PartialDate::parse("2022"),
        to: None,
        form: Form::Original,
        provider: String::new(),
        received: None,
        due_back: None,
        returned: None,
        person: None,
        clean: None,
        note: String::new(),
    });
    let found = CheckResult {
        verdict: Verdict::Problem,
        by: Some(by),
        at: Some(now),
        ..CheckResult::new(documents[0].id, "k4.p2")
    };
    let loan = Loan {
        id: LoanId::new(),
        unit: unit.id,
        title: "记账凭证".to_owned(),
        kind: "k5".to_owned(),
        copies: "3册".to_owned(),
        form: Form::Original,
        asked: now.date(),
        asked_by: by,
        due: None,
        provider: "赵敏".to_owned(),
        handed: Some(now),
        document: None,
        copied: String::new(),
        returned: None,
        returned_to: String::new(),
        note: String::new(),
    };
    let mut facts = vec![Fact { id: FactId::new(), order: OrderKey::default(), text: "一句话。".to_owned() }];
    order::assign(&mut facts, |f| &mut f.order);
    let problem = Problem {
        title: "购置公务车辆未经集体研究".to_owned(),
        facts,
        handlers: vec![by],
        ..Problem::new(ProblemId::new(), unit.id, method, "预-LF-01".to_owned())
    };
    store
        .transact(Op::EditDocument, Some(by), move |tx| {
            tx.put(&unit)?;
            tx.put(&other)?;
            documents.iter().try_for_each(|d| tx.put(d))?;
            tx.put(&found)?;
            tx.put(&loan)?;
            tx.put(&problem)
        })
        .unwrap();
    store.perform(Some(by), RegisterLead { to_whom: "县纪委监委".to_owned(), sealed: None }).unwrap();
    let (number, to_whom) = ("线-001".to_owned(), "县纪委监委".to_owned());
    store.perform(Some(by), HandOverLead { number, at: now, to_whom, why: String::new() }).unwrap();
    store.close().unwrap();
    desk
}
