//! A small round for the tests of what goes out and comes back in; its words are markers.

use crate::analysis::fixture;
use crate::method::MethodFiles;
use crate::model::answer::{Answer, Claim, Judgement, Lane, ProbePut, Qualifier, Statement, Value};
use crate::model::attachment::Attachment;
use crate::model::ids::{
    AnswerId, AttachmentId, ClaimId, Hash, InspectorId, InterviewId, ObservationId, PersonId, StatementId, UnitId,
};
use crate::model::interview::Interview;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::record::Op;
use crate::model::round::{Round, Unit};
use crate::store::Store;

pub(crate) use crate::analysis::fixture::{at, create, inspector, said};

pub(crate) mod papers;

/// Words that may be in no output.
pub(crate) const WITHHELD: [&str; 4] = ["暗号甲", "暗号乙", "暗号丙", "暗号丁"];
/// Words that may be in the bundle but on no talk record.
pub(crate) const INTERNAL: [&str; 5] = ["批注甲", "疑点甲", "备注甲", "名册备注", "要素甲"];

/// The ids that tests ask for.
pub(crate) struct Ids {
    pub(crate) asker: InspectorId,
    pub(crate) unit: UnitId,
    pub(crate) recorder: InspectorId,
    pub(crate) person: PersonId,
    pub(crate) talk: InterviewId,
    pub(crate) answer: AnswerId,
    /// An open statement of that answer.
    pub(crate) spoken: StatementId,
    pub(crate) withheld: StatementId,
    /// An observation that is withheld.
    pub(crate) hidden: ObservationId,
    pub(crate) method: Hash,
}

pub(crate) fn round() -> Round {
    Round {
        group: "第一巡察组".into(),
        from: None,
        to: None,
        backup_dir: Some("/本机/文件夹".into()),
        lock_minutes: None,
        ..fixture::round("2021", "2023")
    }
}

pub(crate) fn person(unit: UnitId, code: &str) -> Person {
    Person { note: "名册备注".into(), ..fixture::person(unit, code, "王建国", "局长") }
}

pub(crate) fn talk(person: &Person, method: Hash, day: &str, asker: InspectorId, recorder: InspectorId) -> Interview {
    let mut talk = fixture::talk(person, method, &format!("{day}T09:15"));
    for sitting in &mut talk.sittings {
        (sitting.asker, sitting.recorder) = (asker, Some(recorder));
        sitting.to = Some(at(&format!("{day}T11:02")));
    }
    Interview {
        post: "党组书记、局长".into(),
        opening_read: Some(at(&format!("{day}T09:16"))),
        read_back: Some(at(&format!("{day}T11:00"))),
        note: "备注甲".into(),
        ..talk
    }
}

fn claim(text: &str, statement: StatementId) -> Claim {
    Claim {
        id: ClaimId::new(),
        field: "q1.limit_document".into(),
        qualifier: Qualifier::Exact,
        value: Some(Value::Text(text.into())),
        high: None,
        statement: Some(statement),
    }
}

pub(crate) fn observation(unit: UnitId, by: InspectorId, text: &str, origin: Origin) -> Observation {
    Observation { by, ..fixture::observation(unit, text, origin) }
}

/// Writes the round into the store: two talks with one person, everything that may and may not go out.
pub(crate) fn fill(store: &Store) -> Ids {
    let method = MethodFiles::builtin();
    let hash = method.hash();
    let (asker, recorder, round) = (inspector("刘芳"), inspector("周宁"), round());
    let unit = Unit::new(UnitId::new(), "SLJ", "青禾县水利局党组");
    let person = person(unit.id, "A37");
    let first = talk(&person, hash, "2026-03-08", asker.id, recorder.id);
    let second = talk(&person, hash, "2026-03-12", asker.id, recorder.id);
    let open = said(Lane::Verbatim, "大额支出上党组会。");
    let fixed = Statement { supersedes: Some(open.id), ..said(Lane::Verbatim, "五万元以上的上会。") };
    let secret = Statement { withheld: true, ..said(Lane::Verbatim, "暗号甲") };
    let after = Statement { supersedes: Some(secret.id), ..said(Lane::Gist, "另有说明。") };
    let mut answer = Answer::new(first.id, "q1");
    answer.judgement = Some(Judgement::Partly);
    answer.probes = vec![ProbePut::new(answer.id, "q1.p1".into(), at("2026-03-08T09:30"))];
    answer.claims = vec![claim("要素甲", open.id), claim("暗号乙", secret.id)];
    let from = |statement| Origin::Statement { interview: first.id, answer: answer.id, statement };
    let observations = [
        observation(unit.id, asker.id, "疑点甲", from(open.id)),
        observation(unit.id, asker.id, "暗号丙", from(secret.id)),
        Observation { withheld: true, ..observation(unit.id, asker.id, "暗号丁", Origin::Free) },
    ];
    let ids = Ids {
        asker: asker.id,
        unit: unit.id,
        recorder: recorder.id,
        person: person.id,
        talk: first.id,
        answer: answer.id,
        spoken: open.id,
        withheld: secret.id,
        hidden: observations[2].id,
        method: hash,
    };
    answer.statements = vec![open, said(Lane::Remark, "批注甲"), fixed, secret, after];
    let mut late = Answer::new(second.id, "q5");
    late.statements = vec![said(Lane::Verbatim, "每月交一百二十六元。")];
    let fill = move |tx: &mut crate::store::Tx<'_>| {
        tx.put_method(hash, &method.files)?;
        tx.put(&round)?;
        tx.put(&unit)?;
        tx.put(&asker)?;
        tx.put(&recorder)?;
        tx.put(&person)?;
        tx.put(&first)?;
        tx.put(&second)?;
        tx.put(&answer)?;
        tx.put(&late)?;
        observations.iter().try_for_each(|o| tx.put(o))?;
        let content = b"photo of a page";
        let sha256 = tx.store_blob(content)?;
        tx.put(&Attachment {
            id: AttachmentId::new(),
            owner: first.id.0,
            name: "会议记录.jpg".into(),
            size: content.len() as u64,
            sha256,
            caption: String::new(),
            by: None,
            at: at("2026-03-08T12:10"),
        })
    };
    store.transact(Op::Sample, None, fill).unwrap();
    ids
}
