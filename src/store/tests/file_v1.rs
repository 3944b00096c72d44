//! The kept file of version 1: every later build opens it.
//!
//! `WENKAN_WRITE_FIXTURE=1 cargo test file_v1` wrote it once; it is never written again.

use super::*;
use crate::model::attachment::Attachment;
use crate::model::ids::{AttachmentId, InterviewId, ObservationId, PersonId};
use crate::model::interview::{Interview, TalkState};
use crate::model::observation::{Observation, Origin};
use crate::model::people::{Code, Facts, Party, Person};
use crate::model::round::{Inspector, Part};

const NAME: &str = "tests/fixtures/v1.wenkan";
const PASSPHRASE: &str = "wenkan-fixture-1";
const PAGE: &[u8] = b"one chunk of an attachment";
const FILES: [(&str, &str); 1] = [("method.toml", "id = \"fixture\"")];

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(NAME)
}

fn secret() -> Secret {
    Secret::Passphrase(Passphrase::new(PASSPHRASE).unwrap())
}

fn at() -> Instant {
    Instant::parse("2026-03-08T09:15:00.000+08:00").unwrap()
}

/// What the file holds, under ids that are fixed.
struct Content {
    unit: Unit,
    inspector: Inspector,
    person: Person,
    interview: Interview,
    answer: Answer,
    observation: Observation,
    attachment: Attachment,
}

fn content() -> Content {
    let id = |n: u8| Uuid::from_bytes([n; 16]);
    let unit = Unit::new(UnitId(id(1)), "SLJ", "示例水利局党组");
    let inspector = Inspector::new(InspectorId(id(2)), "示例干部", Part::Member);
    let person = Person {
        id: PersonId(id(3)),
        unit: unit.id,
        name: "示例人员".into(),
        name_as_written: None,
        post: "办公室主任".into(),
        posts: Vec::new(),
        in_charge: String::new(),
        approach: "office".into(),
        facts: Facts { party: Party::Member, ..Facts::default() },
        code: Code("A37".into()),
        planned: None,
        contact: String::new(),
        note: String::new(),
    };
    let interview = Interview {
        id: InterviewId(id(4)),
        person: person.id,
        method: Hash([9; 32]),
        state: TalkState::Open,
        post: person.post.clone(),
        sittings: Vec::new(),
        opening_read: Some(at()),
        variant: 0,
        read_back: None,
        unconfirmed: Vec::new(),
        note: String::new(),
    };
    let mut answer = Answer { id: id(5).into(), ..Answer::new(interview.id, "q5") };
    answer
        .statements
        .push(Statement { id: StatementId(id(6)), ..statement("每月党费三十七元五角。", false) });
    let origin = Origin::Statement { interview: interview.id, answer: answer.id, statement: StatementId(id(6)) };
    let observation = Observation {
        id: ObservationId(id(7)),
        unit: unit.id,
        origin,
        text: "党费标准待核".into(),
        by: inspector.id,
        at: at(),
        withheld: false,
        handled: None,
    };
    let attachment = Attachment {
        id: AttachmentId(id(8)),
        owner: interview.id.0,
        name: "党费收据.jpg".into(),
        size: PAGE.len() as u64,
        sha256: hash_of_page(),
        caption: String::new(),
        by: Some(inspector.id),
        at: at(),
    };
    Content { unit, inspector, person, interview, answer, observation, attachment }
}

fn hash_of_page() -> Hash {
    use sha2::Digest;
    Hash(sha2::Sha256::digest(PAGE).into())
}

/// What is wrong with the kept files: their method was put under a hash that was made up, which versions 1 and 2 of the
/// program did not look at.
pub(super) fn made_up(path: &Path) -> String {
    format!("工作法 09090909 的内容与其校验值不符：{}", crate::regular::real(path).unwrap().display())
}

fn write() {
    let (store, _) = Store::create(&kept(), &secret()).unwrap();
    let c = content();
    store
        .transact(Op::Sample, Some(c.inspector.id), move |tx| {
            tx.put_method(Hash([9; 32]), &FILES.map(|(name, text)| (name.to_owned(), text.to_owned())))?;
            tx.store_blob(PAGE)?;
            tx.put(&c.unit)?;
            tx.put(&c.inspector)?;
            tx.put(&c.person)?;
            tx.put(&c.interview)?;
            tx.put(&c.answer)?;
            tx.put(&c.observation)?;
            tx.put(&c.attachment)?;
            tx.log_export("fixture", "record.docx", Hash([1; 32]), None)
        })
        .unwrap();
    store.post_draft(draft(Uuid::from_bytes([5; 16]), "还没有写完"));
    store.flush().unwrap();
    store.close().unwrap();
}

#[test]
fn every_build_opens_the_file_of_version_1() {
    if std::env::var_os("WENKAN_WRITE_FIXTURE").is_some() && !kept().exists() {
        write();
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("v1.wenkan");
    std::fs::copy(kept(), &path).unwrap();
    let store = Store::open(&path, &secret()).unwrap();
    let reader = store.reader().unwrap();
    let c = content();
    assert_eq!(reader.all::<Unit>().unwrap(), [c.unit]);
    assert_eq!(reader.all::<Inspector>().unwrap(), [c.inspector]);
    assert_eq!(reader.all::<Person>().unwrap(), [c.person]);
    assert_eq!(reader.all::<Interview>().unwrap(), [c.interview]);
    assert_eq!(reader.all::<Answer>().unwrap(), [c.answer]);
    assert_eq!(reader.all::<Observation>().unwrap(), [c.observation]);
    assert_eq!(reader.all::<Attachment>().unwrap(), [c.attachment]);
    let mut page = Vec::new();
    reader.copy_blob(hash_of_page(), &mut page, &|_| true).unwrap();
    assert_eq!(page, PAGE);
    assert!(reader.method_files(Hash([9; 32])).unwrap_err().what.contains("校验值"));
    assert_eq!(reader.export_log().unwrap()[0].path_name, "record.docx");
    assert_eq!(reader.drafts().unwrap(), [draft(Uuid::from_bytes([5; 16]), "还没有写完")]);
    assert_eq!(reader.search("三十七元", 5).unwrap().len(), 1);
    let report = verify(&reader, &|_| true).unwrap();
    assert_eq!(report.problems, [made_up(&path)]);
    assert_eq!(report.revisions, 7);
}
