//! What the reading and the problems add to the small round: one paper with everything on it, one with little, and all
//! that hangs on something withheld.

pub(crate) use crate::analysis::fixture::{cited, day, facts, order};

use super::{Ids, at, observation, person, said, talk};
use crate::analysis::fixture;
use crate::model::answer::{Answer, Lane, Statement, Value};
use crate::model::any::AnyRecord;
use crate::model::attachment::Attachment;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSort, EvidenceSource};
use crate::model::fields::FieldValue;
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{
    AttachmentId, BasisId, DecisionId, EvidenceId, FieldValueId, Hash, InspectorId, LoanId, ProblemId, QuickFixId,
    ResponsibleId, SuggestionId, UnitId,
};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};

use crate::model::people::Person;
use crate::model::problem::{
    Basis, BasisWords, Certainty, Confirmed, Level, Problem, ProblemState, ResponsibilityKind, Responsible,
};
use crate::model::reading::{CheckResult, Document, Entry, Form, Verdict};
use crate::model::record::Op;

use crate::store::Store;

/// More words that may be in no output: what hangs on something withheld, and what repeats it.
pub(crate) const WITHHELD: [&str; 6] = ["暗号戊", "暗号己", "暗号庚", "暗号辛", "暗号壬记在本子上", "暗号癸"];
/// Words of an informant that may stand beside no code: name and post.
pub(crate) const INFORMANT: [&str; 2] = ["赵敏", "财务股会计"];

/// The ids that tests ask for.
pub(crate) struct PaperIds {
    /// The problem with everything filled in.
    pub(crate) full: ProblemId,
    /// The problem with little filled in.
    pub(crate) short: ProblemId,
    /// Evidence that rests on a withheld statement; no paper cites it.
    pub(crate) hidden: EvidenceId,
}

pub(crate) fn document(unit: UnitId, method: Hash, kind: &str, title: &str) -> Document {
    Document {
        volume: "第2卷".into(),
        due_back: day("2026-03-20"),
        note: "资料备注".into(),
        ..fixture::document(unit, method, kind, title, "2022")
    }
}

pub(crate) fn evidence(unit: UnitId, by: InspectorId, source: EvidenceSource, title: &str) -> Evidence {
    let evidence = fixture::evidence(unit, source);
    let told = evidence.sort == EvidenceSort::Talk;
    let typed = |text: &str| if told { String::new() } else { text.to_owned() };
    Evidence {
        title: title.into(),
        pages: typed("12-13"),
        form: Form::Copy,
        extent: typed("复印件2页"),
        provider: typed("陈涛"),
        obtained: day("2026-03-09"),
        note: "证据附记".into(),
        by,
        ..evidence
    }
}

/// A problem of two handlers with nothing but a number and a title.
pub(crate) fn problem(unit: UnitId, method: Hash, number: &str, title: &str, handlers: [InspectorId; 2]) -> Problem {
    Problem { unit, method, handlers: handlers.into(), ..fixture::problem(number, title) }
}

fn basis(at: usize, regulation: &str, name: &str, clause: &str, confirmed: Option<Confirmed>) -> Basis {
    let version = if regulation.is_empty() { "" } else { "2019年4月" };
    Basis::new(
        BasisId::new(),
        order(at),
        BasisWords {
            regulation: regulation.into(),
            name: name.into(),
            version: version.into(),
            clause: clause.into(),
            quote: String::new(),
        },
    )
    .with_confirmation(confirmed)
}

fn attachment(owner: uuid::Uuid, name: &str, sha256: Hash, size: usize) -> Attachment {
    Attachment {
        id: AttachmentId::new(),
        owner,
        name: name.into(),
        size: size as u64,
        sha256,
        caption: String::new(),
        by: None,
        at: at("2026-03-09T12:10"),
    }
}

fn loan(unit: UnitId, by: InspectorId, title: &str) -> Loan {
    Loan { due: day("2026-03-04"), ..fixture::loan(unit, by, "k4", title) }
}

fn decision(unit: UnitId, by: InspectorId, key: u8, title: &str, outcome: Decided, seen: Vec<uuid::Uuid>) -> Decision {
    let key = Hash([key; 32]);
    Decision {
        id: DecisionId::of(unit, key),
        unit,
        key,
        title: title.into(),
        outcome,
        seen: seen.into_iter().map(Into::into).collect(),
        by,
        at: at("2026-03-15T09:00"),
    }
}

/// What an informant said; the second paragraph is withheld and repeated in the paper.
struct SecretTalk {
    person: Person,
    records: Vec<AnyRecord>,
    source: EvidenceSource,
}

fn told(ids: &Ids) -> SecretTalk {
    let mut informant = person(ids.unit, "B12");
    informant.name = INFORMANT[0].into();
    informant.post = INFORMANT[1].into();
    let mut talk = talk(&informant, ids.method, "2026-03-09", ids.asker, ids.recorder);
    talk.post = INFORMANT[1].into();
    let mut answer = Answer::new(talk.id, "q1");
    let open = said(Lane::Verbatim, "车款是先付的，纪要八月才补到我这里。");
    let secret = Statement { withheld: true, ..said(Lane::Verbatim, WITHHELD[4]) };
    let source = EvidenceSource::Statement { interview: talk.id, answer: answer.id, statement: open.id };
    answer.statements = vec![open, secret];
    SecretTalk { person: informant, records: vec![talk.into(), answer.into()], source }
}

/// Adds the reading, the problems and what hangs on something withheld to the round that [`super::fill`] wrote.
#[expect(clippy::too_many_lines, clippy::similar_names, reason = "one round, told in one piece")]
pub(crate) fn add(store: &Store, ids: &Ids) -> PaperIds {
    let (unit, by) = (ids.unit, ids.asker);
    let told = told(ids);
    let minutes = document(unit, ids.method, "k4", "党组会议记录");
    let vouchers = document(unit, ids.method, "k5", "记账凭证");
    let check = CheckResult {
        verdict: Verdict::Problem,
        pages: "12".into(),
        note: "要点附记".into(),
        by: Some(by),
        at: Some(at("2026-03-09T10:10")),
        ..CheckResult::new(minutes.id, "k4.p5")
    };
    let entry = Entry {
        values: vec![FieldValue {
            id: FieldValueId::new(),
            field: "meeting.date".into(),
            value: Value::Date(day("2022-08-22").unwrap()),
        }],
        note: "条目附记".into(),
        by: Some(by),
        ..fixture::entry(minutes.id, "meeting", "12-13")
    };
    let in_document = |document, check| EvidenceSource::Document { document, check, entry: None };
    let statement = |statement| EvidenceSource::Statement { interview: ids.talk, answer: ids.answer, statement };
    let (page, shot) = (b"a page that stays".as_slice(), b"a page that is withheld".as_slice());
    let (of_page, of_shot) = (hash(page), hash(shot));
    let kept = attachment(minutes.id.0, "第12页.jpg", of_page, page.len());
    let hung = attachment(ids.hidden.0, "暗号庚.jpg", of_shot, shot.len());
    let taken = [
        evidence(unit, by, in_document(minutes.id, Some(check.id)), ""),
        evidence(unit, by, in_document(vouchers.id, None), ""),
        evidence(unit, by, told.source.clone(), ""),
        evidence(unit, by, statement(ids.spoken), ""),
        Evidence { note: WITHHELD[0].into(), ..evidence(unit, by, statement(ids.withheld), "") },
        evidence(unit, by, EvidenceSource::Outside, "购车发票"),
        evidence(unit, by, EvidenceSource::Attachment { attachment: kept.id }, "会议记录照片"),
        evidence(unit, by, EvidenceSource::Attachment { attachment: hung.id }, WITHHELD[3]),
    ];
    let mut full = problem(unit, ids.method, "预-LF-01", "购置公务车辆未经党组集体研究", [by, ids.recorder]);
    let repeated = format!("财务人员反映：{}。", WITHHELD[4]);
    full.facts = facts(&[
        "2022年6月14日，青禾县水利局支付购车款186000元，购置防汛指挥车1辆〔证2〕〔证6〕。",
        "2022年5月至8月党组会议记录中没有该事项的议题〔证1〕；8月22日的会议记录系事后补记〔证3〕。局长王建国称“大额支出上党组会。”〔证4〕",
        &repeated,
    ]);
    full.from = day("2022-06-14");
    full.to = day("2022-08-22");
    full.place = "青禾县水利局".into();
    full.sources = vec!["documents".into(), "talk".into()];
    full.discovery = "2026年3月9日，刘芳、周宁查阅党组会议记录和记账凭证，并与有关人员谈话核对。".into();
    let confirmed = Confirmed { by, at: at("2026-03-16T09:00") };
    full.basis = vec![
        basis(0, "party_group", "中国共产党党组工作条例", "第二十三条", Some(confirmed)),
        basis(1, "", "青禾县水利局“三重一大”决策制度", "第五条", None),
    ];
    full.evidence = cited(&taken.each_ref().map(|e| e.id));
    // What hangs on something withheld is there, and no paper cites it: such a paper would not leave.
    full.evidence.retain(|c| ![5, 8].contains(&c.number));
    full.responsible = vec![Responsible {
        id: ResponsibleId::new(),
        order: order(0),
        person: Some(ids.person),
        name: "王建国".into(),
        post: "党组书记、局长".into(),
        kind: ResponsibilityKind::MainLeader,
    }];
    full.place("three_focus_2023", "f3");
    full.level = Some(Level::LeadingBody);
    full.certainty = Some(Certainty::NearlyProved);
    full.explanation = "局党组说明：汛期急用，先购置后补手续。".into();
    full.against = "8月22日的会议记录写明研究过该事项，但记录日期在付款之后。".into();
    full.note = "底稿备注。".into();
    full.state = ProblemState::Ready;
    let mut short = problem(unit, ids.method, "预-ZN-01", "学习笔记抄写多、思考少", [by, ids.recorder]);
    short.facts = facts(&["抽查的2本学习笔记以抄写文件为主。"]);
    let suggestion = |addressee: &str, text: &str| Suggestion {
        id: SuggestionId::new(),
        unit,
        problems: vec![full.id],
        addressee: addressee.into(),
        text: text.into(),
    };
    let fix = QuickFix {
        id: QuickFixId::new(),
        unit,
        problem: short.id,
        demand: "3月底前补齐党员学习计划，并由支部检查一次。".into(),
        issued: day("2026-03-18"),
        due: day("2026-03-31"),
        result: "已补齐学习计划。".into(),
        done: day("2026-03-27"),
        by,
        at: at("2026-03-18T09:00"),
    };
    let handed = Loan {
        provider: "陈涛".into(),
        handed: Some(at("2026-03-05T09:30")),
        document: Some(minutes.id),
        copied: "12-13".into(),
        ..loan(unit, by, "党组会议记录")
    };
    let returned = Loan {
        kind: "k5".into(),
        returned: Some(at("2026-03-20T16:00")),
        returned_to: "陈涛".into(),
        ..Loan { id: LoanId::new(), title: "记账凭证".into(), ..handed.clone() }
    };
    let at_item =
        Origin::Document { document: minutes.id, item: Some("k4.p5".into()), check: Some(check.id), entry: None };
    let seen: Observation = observation(unit, by, "付款早于研究", at_item);
    let out = PaperIds { full: full.id, short: short.id, hidden: taken[4].id };
    let adopted = Decided::Adopted { problem: full.id };
    let dismissed = |reason: &str| Decided::Dismissed { reason: reason.into() };
    let decisions = [
        decision(unit, by, 1, "购置公务车辆未经党组集体研究", adopted, vec![seen.id.0, ids.hidden.0]),
        decision(unit, by, 2, "会议记录未签名", dismissed("已当场补签"), vec![check.id.0]),
        decision(unit, by, 3, WITHHELD[1], dismissed(WITHHELD[5]), vec![ids.hidden.0]),
    ];
    let mut records: Vec<AnyRecord> =
        vec![told.person.into(), minutes.into(), vouchers.into(), check.into(), entry.into()];
    records.extend(told.records);
    records.extend(taken.map(AnyRecord::from));
    records.extend(decisions.map(AnyRecord::from));
    records.extend([kept.into(), hung.into(), seen.into(), fix.into()]);
    records.extend([
        suggestion("", "完善“三重一大”决策制度，大额支出先研究后支付。").into(),
        suggestion("县财政局", "对预算单位购置车辆的支付加强审核。").into(),
        full.into(),
        short.into(),
        loan(unit, by, "党费收缴台账").into(),
        handed.into(),
        returned.into(),
    ]);
    store
        .transact(Op::Sample, Some(by), move |tx| {
            tx.store_blob(page)?;
            tx.store_blob(shot)?;
            records.iter().try_for_each(|record| tx.put_any(record))
        })
        .unwrap();
    out
}

fn hash(content: &[u8]) -> Hash {
    use sha2::{Digest, Sha256};
    Hash(Sha256::digest(content).into())
}
