//! What the tests of this layer build records with.

use crate::method::MethodFiles;
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::any::AnyRecord;
use crate::model::attachment::Attachment;
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::ids::{
    AttachmentId, BasisId, CitedId, DocumentId, EntryId, EvidenceId, FactId, Hash, InspectorId, InterviewId, LoanId,
    ObservationId, PersonId, ProblemId, ResponsibleId, RoundId, SittingId, StatementId, UnitId,
};
use crate::model::interview::{Interview, Sitting, TalkState};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::order::OrderKey;
use crate::model::people::{Code, Facts, Person};
use crate::model::problem::{
    Basis, BasisWords, Cited, Confirmed, Fact, Level, Problem, ResponsibilityKind, Responsible,
};
use crate::model::reading::{Document, Entry, Form};
use crate::model::record::Op;
use crate::model::round::{Inspector, Marking, Part, Round, Unit};
use crate::model::value::{Instant, PartialDate};
use crate::store::{Secret, Store};
use std::path::Path;

pub(crate) fn create(path: &Path) -> Store {
    Store::create(path, &Secret::None).unwrap().0
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00.000+08:00")).unwrap()
}

pub(crate) fn day(text: &str) -> Option<PartialDate> {
    PartialDate::parse(text)
}

pub(crate) fn order(at: usize) -> OrderKey {
    OrderKey(format!("{at:03}1"))
}

pub(crate) fn round(from: &str, to: &str) -> Round {
    Round {
        id: RoundId::new(),
        name: "十七届县委第十轮巡察".into(),
        term: "十七届".into(),
        number: "第十轮".into(),
        group: "第一组".into(),
        from: day(from),
        to: day(to),
        marking: Marking::Internal,
        backup_dir: None,
        lock_minutes: None,
    }
}

pub(crate) fn inspector(name: &str) -> Inspector {
    Inspector::new(InspectorId::new(), name, Part::Member)
}

pub(crate) fn person(unit: UnitId, code: &str, name: &str, post: &str) -> Person {
    Person {
        id: PersonId::new(),
        unit,
        name: name.into(),
        name_as_written: None,
        post: post.into(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: "head".into(),
        facts: Facts::default(),
        code: Code(code.into()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    }
}

pub(crate) fn talk(person: &Person, method: Hash, from: &str) -> Interview {
    Interview {
        id: InterviewId::new(),
        person: person.id,
        method,
        state: TalkState::Closed,
        post: person.post.clone(),
        sittings: vec![Sitting {
            id: SittingId::new(),
            asker: InspectorId::new(),
            recorder: Some(InspectorId::new()),
            alone_reason: String::new(),
            place: "三楼会议室".into(),
            from: at(from),
            to: None,
        }],
        opening_read: None,
        variant: 0,
        read_back: None,
        unconfirmed: Vec::new(),
        note: String::new(),
    }
}

pub(crate) fn said(lane: Lane, text: &str) -> Statement {
    Statement {
        id: StatementId::new(),
        order: OrderKey::default(),
        lane,
        at: at("2026-03-08T09:20"),
        text: text.into(),
        key: false,
        withheld: false,
        supersedes: None,
        words_of: Vec::new(),
    }
}

pub(crate) fn answer(talk: &Interview, question: &str, statements: Vec<Statement>) -> Answer {
    Answer { statements, ..Answer::new(talk.id, question) }
}

pub(crate) fn document(unit: UnitId, method: Hash, kind: &str, title: &str, from: &str) -> Document {
    Document {
        id: DocumentId::new(),
        unit,
        kind: kind.into(),
        method,
        title: title.into(),
        volume: String::new(),
        from: day(from),
        to: None,
        form: Form::Original,
        provider: "陈涛".into(),
        received: day("2026-03-05"),
        due_back: None,
        returned: None,
        person: None,
        clean: None,
        note: String::new(),
    }
}

pub(crate) fn evidence(unit: UnitId, source: EvidenceSource) -> Evidence {
    let sort = match source {
        EvidenceSource::Statement { .. } => EvidenceSort::Talk,
        _ => EvidenceSort::Written,
    };
    Evidence {
        id: EvidenceId::new(),
        unit,
        source,
        sort,
        title: String::new(),
        volume: String::new(),
        pages: String::new(),
        form: Form::Original,
        extent: String::new(),
        provider: String::new(),
        obtained: None,
        note: String::new(),
        by: InspectorId::new(),
        at: at("2026-03-09T10:00"),
    }
}

/// A loan that was asked for and nothing more.
pub(crate) fn loan(unit: UnitId, by: InspectorId, kind: &str, title: &str) -> Loan {
    Loan {
        id: LoanId::new(),
        unit,
        title: title.into(),
        kind: kind.into(),
        copies: "3册".into(),
        form: Form::Original,
        asked: day("2026-03-02").unwrap(),
        asked_by: by,
        due: None,
        provider: String::new(),
        handed: None,
        document: None,
        copied: String::new(),
        returned: None,
        returned_to: String::new(),
        note: String::new(),
    }
}

/// An entry of that kind without a value.
pub(crate) fn entry(document: DocumentId, kind: &str, pages: &str) -> Entry {
    Entry {
        id: EntryId::new(),
        document,
        kind: kind.into(),
        values: Vec::new(),
        pages: pages.into(),
        note: String::new(),
        by: None,
        at: at("2026-03-09T10:12"),
    }
}

pub(crate) fn observation(unit: UnitId, text: &str, origin: Origin) -> Observation {
    Observation {
        id: ObservationId::new(),
        unit,
        origin,
        text: text.into(),
        by: InspectorId::new(),
        at: at("2026-03-08T12:00"),
        withheld: false,
        handled: None,
    }
}

pub(crate) fn facts(texts: &[&str]) -> Vec<Fact> {
    let one = |(at, text): (usize, &&str)| Fact { id: FactId::new(), order: order(at), text: (*text).into() };
    texts.iter().enumerate().map(one).collect()
}

pub(crate) fn responsible(person: Option<PersonId>, name: &str, post: &str) -> Responsible {
    Responsible {
        id: ResponsibleId::new(),
        order: order(0),
        person,
        name: name.into(),
        post: post.into(),
        kind: ResponsibilityKind::MainLeader,
    }
}

pub(crate) fn cited(all: &[EvidenceId]) -> Vec<Cited> {
    let one = |(at, id): (usize, &EvidenceId)| Cited {
        id: CitedId::new(),
        order: order(at),
        number: u16::try_from(at + 1).unwrap(),
        evidence: *id,
    };
    all.iter().enumerate().map(one).collect()
}

pub(crate) fn problem(number: &str, title: &str) -> Problem {
    Problem { title: title.into(), ..Problem::new(ProblemId::new(), UnitId::new(), Hash([0; 32]), number.into()) }
}

/// A small round with all that a paper may cite, and a paper without a flaw.
pub(crate) struct World {
    _dir: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) unit: Unit,
    pub(crate) head: Person,
    pub(crate) inspectors: [Inspector; 2],
    /// In the order of [`World::NAMES`].
    pub(crate) evidence: Vec<Evidence>,
    /// The paper without a flaw.
    pub(crate) sound: Problem,
}

impl World {
    /// What each piece of evidence is.
    pub(crate) const NAMES: [&'static str; 10] =
        ["minutes", "verbatim", "gist", "superseded", "correction", "withheld", "remark", "own", "photo", "hung"];

    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = create(&dir.path().join("甲.wenkan"));
        let files = MethodFiles::builtin();
        let method = files.hash();
        let unit = Unit::new(UnitId::new(), "QSJ", "青禾县水利局党组");
        let inspectors = ["刘芳", "周宁"].map(inspector);
        let head = person(unit.id, "A01", "王建国", "局长");
        let clerk = person(unit.id, "B12", "赵敏", "财务股会计");
        let namesake = person(unit.id, "C03", "李明", "科员");
        let (talk_head, talk_clerk) =
            (talk(&head, method, "2026-03-08T09:15"), talk(&clerk, method, "2026-03-09T09:15"));
        let first = said(Lane::Verbatim, "车款是先付的，纪要八月才补到我这里。");
        let gist = said(Lane::Gist, "每次都是先付款后开会");
        let four = said(Lane::Verbatim, "开了四次会。");
        let three = Statement { supersedes: Some(four.id), ..said(Lane::Verbatim, "开了三次会。") };
        let secret = Statement { withheld: true, ..said(Lane::Verbatim, "暗号甲暗号甲") };
        let remark = said(Lane::Remark, "批注甲");
        let own = said(Lane::Gist, "大额支出都上了会");
        let ids = [first.id, gist.id, four.id, three.id, secret.id, remark.id];
        let of_clerk = answer(&talk_clerk, "q1", vec![first, gist, four, three, secret, remark]);
        let of_head = answer(&talk_head, "q1", vec![said(Lane::Gist, "先说别的"), own]);
        let minutes =
            Document { volume: "第2卷".into(), ..document(unit.id, method, "k4", "党组会议记录", "2022") };
        let said_in = |answer: &Answer, statement| {
            let source = EvidenceSource::Statement { interview: answer.interview, answer: answer.id, statement };
            evidence(unit.id, source)
        };
        let hidden = Observation { withheld: true, ..observation(unit.id, "暗号乙", Origin::Free) };
        let photo = attachment(minutes.id.0, "第12页.jpg");
        let hung = attachment(hidden.id.0, "暗号丙.jpg");
        let in_minutes = EvidenceSource::Document { document: minutes.id, check: None, entry: None };
        let mut all = vec![Evidence { pages: "12".into(), ..evidence(unit.id, in_minutes) }];
        all.extend(ids.map(|id| said_in(&of_clerk, id)));
        all.push(said_in(&of_head, of_head.statements[1].id));
        all.extend([photo.id, hung.id].map(|a| evidence(unit.id, EvidenceSource::Attachment { attachment: a })));
        let records: Vec<AnyRecord> =
            [unit.clone().into(), round("2021", "2023").into(), minutes.into(), hidden.into()]
                .into_iter()
                .chain(inspectors.clone().map(AnyRecord::from))
                .chain([head.clone(), clerk, namesake].map(AnyRecord::from))
                .chain([talk_head, talk_clerk].map(AnyRecord::from))
                .chain([of_head, of_clerk].map(AnyRecord::from))
                .chain([photo, hung].map(AnyRecord::from))
                .chain(all.iter().cloned().map(AnyRecord::from))
                .collect();
        store
            .transact(Op::Sample, None, move |tx| {
                tx.put_method(files.hash(), &files.files)?;
                records.iter().try_for_each(|r| tx.put_any(r))
            })
            .unwrap();
        let sound = sound(&unit, method, &inspectors, &head, &all);
        Self { _dir: dir, store, unit, head, inspectors, evidence: all, sound }
    }

    /// The evidence of that name.
    pub(crate) fn of(&self, name: &str) -> EvidenceId {
        self.evidence[Self::NAMES.iter().position(|n| *n == name).unwrap()].id
    }

    /// Cites these, in this order, as 证1, 证2 …
    pub(crate) fn cite(&self, problem: &mut Problem, names: &[&str]) {
        problem.evidence = cited(&names.iter().map(|n| self.of(n)).collect::<Vec<_>>());
    }
}

fn attachment(owner: uuid::Uuid, name: &str) -> Attachment {
    Attachment {
        id: AttachmentId::new(),
        owner,
        name: name.into(),
        size: 1,
        sha256: Hash([1; 32]),
        caption: String::new(),
        by: None,
        at: at("2026-03-09T12:10"),
    }
}

fn sound(unit: &Unit, method: Hash, by: &[Inspector; 2], head: &Person, all: &[Evidence]) -> Problem {
    let confirmed = Confirmed { by: by[0].id, at: at("2026-03-16T09:00") };
    Problem {
        unit: unit.id,
        method,
        facts: facts(&[
            "2022年6月14日，青禾县水利局支付购车款186000元〔证1〕。",
            "党组会议记录中没有该事项的议题〔证1〕；〔访谈B12〕反映：“车款是先付的，纪要八月才补到我这里。”〔证2〕上述做法不符合《中国共产党党组工作条例》的规定。",
        ]),
        from: day("2022-06-14"),
        place: "青禾县水利局".into(),
        sources: vec!["documents".into()],
        discovery: "2026年3月9日，刘芳、周宁查阅党组会议记录。".into(),
        basis: vec![
            Basis::new(
                BasisId::new(),
                order(0),
                BasisWords {
                    regulation: "party_group".into(),
                    name: "中国共产党党组工作条例".into(),
                    version: "2019年4月修订".into(),
                    clause: "第二十三条".into(),
                    quote: String::new(),
                },
            )
            .with_confirmation(Some(confirmed)),
        ],
        evidence: cited(&[all[0].id, all[1].id]),
        responsible: vec![responsible(Some(head.id), &head.name, "党组书记、局长")],
        level: Some(Level::LeadingBody),
        handlers: by.iter().map(|i| i.id).collect(),
        ..problem("预-LF-01", "购置公务车辆未经党组集体研究")
    }
}
