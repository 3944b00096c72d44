//! Whatever is done in whatever order, from however old a state: an action that is taken writes what it says and nothing
//! over what its screen had not seen. What it would write over is a clash, and said.

use super::{empty, put};
use crate::acts::inspector::KeepInspector;
use crate::acts::loan::KeepLoan;
use crate::acts::paper::edit::EditPaper;
use crate::acts::people::KeepPerson;
use crate::acts::reading::check::{Part, SealCell};
use crate::acts::reading::document::{KeepDocument, NoteClean};
use crate::acts::reading::entry::{DeleteEntry, KeepEntry};
use crate::acts::reading::evidence::KeepEvidence;
use crate::acts::reading::excuse::KeepExcuses;
use crate::acts::round::KeepRound;
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::close::{CloseTalk, NotPut};
use crate::acts::talk::sitting::CorrectSitting;
use crate::acts::unit::KeepUnit;
use crate::analysis::fixture::{self, at, facts};
use crate::analysis::paper::field::PaperRecords;
use crate::error::{Error, Result};
use crate::method::records::CheckItem;
use crate::method::types::Method;
use crate::model::answer::{Answer, Lane};
use crate::model::any::AnyRecord;
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{EntryId, ExcuseId, Hash, InspectorId, UnitId};
use crate::model::interview::{Interview, TalkState};
use crate::model::loan::Loan;
use crate::model::order;
use crate::model::people::Person;
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Document, Entry, ReadClean};
use crate::model::record::Record;
use crate::model::round::{Inspector, ReadingExcuse, Round, Unit};
use crate::store::{Act, At, Over, Reader, Store};
use proptest::prelude::*;
use tempfile::TempDir;

/// What is typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    RoundGroup,
    UnitName,
    Excuse,
    InspectorName,
    PersonPost,
    PersonNote,
    LoanCopies,
    LoanNote,
    DocumentVolume,
    DocumentNote,
    Clean,
    EntryPages,
    EntryNote,
    EvidencePages,
    EvidenceNote,
    Pages,
    Note,
    Statement(usize),
    NotPut,
    SittingPlace,
    PaperTitle,
    PaperPlace,
    Fact(usize),
}

impl Field {
    const ALL: [Self; 25] = [
        Self::RoundGroup,
        Self::UnitName,
        Self::Excuse,
        Self::InspectorName,
        Self::PersonPost,
        Self::PersonNote,
        Self::LoanCopies,
        Self::LoanNote,
        Self::DocumentVolume,
        Self::DocumentNote,
        Self::Clean,
        Self::EntryPages,
        Self::EntryNote,
        Self::EvidencePages,
        Self::EvidenceNote,
        Self::Pages,
        Self::Note,
        Self::Statement(0),
        Self::Statement(1),
        Self::NotPut,
        Self::SittingPlace,
        Self::PaperTitle,
        Self::PaperPlace,
        Self::Fact(0),
        Self::Fact(1),
    ];
}

/// What a screen read when it was opened.
#[derive(Debug, Clone)]
struct Seen {
    round: At<Round>,
    unit: At<Unit>,
    inspector: At<Inspector>,
    person: At<Person>,
    loan: At<Loan>,
    document: At<Document>,
    /// `None` in the bin.
    entry: Option<At<Entry>>,
    evidence: At<Evidence>,
    result: CheckResult,
    answer: Answer,
    talk: At<Interview>,
    paper: Problem,
}

/// A file with one record of each family.
struct File {
    _dir: TempDir,
    store: Store,
    read: Reader,
    item: CheckItem,
    by: InspectorId,
    entry: EntryId,
}

fn one<R: Record>(read: &Reader) -> At<R> {
    let record = read.all::<R>().unwrap().remove(0);
    read.at(record.uuid()).unwrap().unwrap()
}

impl File {
    fn new() -> Self {
        let (dir, store) = empty();
        let item = Method::builtin().unwrap().records[0].items[0].clone();
        let by = fixture::inspector("刘芳");
        let mut unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
        let excuse = ReadingExcuse { id: ExcuseId::new(), kind: "k2".into(), year: None, reason: String::new() };
        unit.excuses.push(excuse);
        let person = fixture::person(unit.id, "A01", "王建国", "局长");
        let mut talk = fixture::talk(&person, Hash([1; 32]), "2026-03-08T09:00");
        talk.state = TalkState::Open;
        let mut statements = vec![fixture::said(Lane::Verbatim, "第一段"), fixture::said(Lane::Verbatim, "第二段")];
        order::assign(&mut statements, |s| &mut s.order);
        let answer = fixture::answer(&talk, "q1", statements);
        let document = fixture::document(unit.id, Hash([1; 32]), "k1", "党组会议记录", "2022");
        let entry =
            Entry { note: "记了一条".into(), by: Some(by.id), ..fixture::entry(document.id, "meeting", "") };
        let loan = Loan { copies: String::new(), ..fixture::loan(unit.id, by.id, "", "记账凭证") };
        let evidence = fixture::evidence(unit.id, EvidenceSource::Outside);
        let mut paper =
            Problem { unit: unit.id, facts: facts(&["甲", "乙"]), ..fixture::problem("预-LF-01", "题") };
        paper.handlers.push(by.id);
        let (me, kept) = (by.id, entry.id);
        let records: [AnyRecord; 11] = [
            fixture::round("2021-01", "2025-12").into(),
            unit.into(),
            by.into(),
            person.into(),
            talk.into(),
            answer.into(),
            document.into(),
            entry.into(),
            loan.into(),
            evidence.into(),
            paper.into(),
        ];
        put(&store, records);
        let read = store.reader().unwrap();
        Self { _dir: dir, store, read, item, by: me, entry: kept }
    }

    fn look(&self) -> Seen {
        let read = &self.read;
        let document = one::<Document>(read);
        let results: Vec<CheckResult> = read.children(document.record.id.0).unwrap();
        let fresh = || CheckResult::new(document.record.id, &self.item.id);
        Seen {
            round: one(read),
            unit: one(read),
            inspector: one(read),
            person: one(read),
            loan: one(read),
            entry: read.at(self.entry.0).unwrap(),
            evidence: one(read),
            result: results.into_iter().next().unwrap_or_else(fresh),
            answer: one::<Answer>(read).record,
            talk: one(read),
            paper: one::<Problem>(read).record,
            document,
        }
    }

    fn act(&self, act: Box<dyn Act>) -> Result<()> {
        let op = act.op();
        self.store.transact(op, Some(self.by), move |tx| act.run(tx)).map(drop)
    }
}

const fn over(head: Hash) -> Over {
    Over { base: Some(head), settle: None }
}

fn paper(problem: &Problem) -> PaperRecords {
    PaperRecords { problem: problem.clone(), suggestions: Vec::new(), fixes: Vec::new() }
}

impl Seen {
    /// What stands in a field; `None`: its record is in the bin.
    fn text(&self, field: Field) -> Option<&str> {
        let entry = self.entry.as_ref().map(|e| &e.record);
        Some(match field {
            Field::RoundGroup => &self.round.record.group,
            Field::UnitName => &self.unit.record.name,
            Field::Excuse => self.unit.record.excuses.first().map_or("", |e| &e.reason),
            Field::InspectorName => &self.inspector.record.name,
            Field::PersonPost => &self.person.record.post,
            Field::PersonNote => &self.person.record.note,
            Field::LoanCopies => &self.loan.record.copies,
            Field::LoanNote => &self.loan.record.note,
            Field::DocumentVolume => &self.document.record.volume,
            Field::DocumentNote => &self.document.record.note,
            Field::Clean => self.document.record.clean.as_ref().map_or("", |c| &c.pages),
            Field::EntryPages => &entry?.pages,
            Field::EntryNote => &entry?.note,
            Field::EvidencePages => &self.evidence.record.pages,
            Field::EvidenceNote => &self.evidence.record.note,
            Field::Pages => &self.result.pages,
            Field::Note => &self.result.note,
            Field::Statement(n) => &self.answer.statements[n].text,
            Field::NotPut => &self.answer.not_put,
            Field::SittingPlace => &self.talk.record.sittings[0].place,
            Field::PaperTitle => &self.paper.title,
            Field::PaperPlace => &self.paper.place,
            Field::Fact(n) => &self.paper.facts[n].text,
        })
    }

    /// What the screen hands in when `text` is typed into the field; `None`: there is nothing to type into.
    fn typed(&self, field: Field, text: &str, file: &File) -> Option<Box<dyn Act>> {
        let text = text.to_owned();
        Some(match field {
            Field::RoundGroup => {
                let round = Round { group: text, ..self.round.record.clone() };
                Box::new(KeepRound { over: over(self.round.head), round })
            }
            Field::UnitName => {
                let unit = Unit { name: text, ..self.unit.record.clone() };
                Box::new(KeepUnit { over: over(self.unit.head), unit })
            }
            Field::Excuse => {
                let mut unit = self.unit.record.clone();
                unit.excuses[0].reason = text;
                Box::new(KeepExcuses { over: over(self.unit.head), unit })
            }
            Field::InspectorName => {
                let inspector = Inspector { name: text, ..self.inspector.record.clone() };
                Box::new(KeepInspector { over: over(self.inspector.head), inspector })
            }
            Field::PersonPost | Field::PersonNote => {
                let mut person = self.person.record.clone();
                *(if field == Field::PersonPost { &mut person.post } else { &mut person.note }) = text;
                Box::new(KeepPerson { over: over(self.person.head), person, seed: 7 })
            }
            Field::LoanCopies | Field::LoanNote => {
                let mut loan = self.loan.record.clone();
                *(if field == Field::LoanCopies { &mut loan.copies } else { &mut loan.note }) = text;
                Box::new(KeepLoan { over: over(self.loan.head), loan })
            }
            Field::DocumentVolume | Field::DocumentNote => {
                let mut document = self.document.record.clone();
                *(if field == Field::DocumentVolume { &mut document.volume } else { &mut document.note }) = text;
                Box::new(KeepDocument { over: over(self.document.head), document, loan: None })
            }
            Field::Clean => {
                if self.document.record.clean.is_some() {
                    return None;
                }
                let (volumes, months) = ("全部".to_owned(), "2022年".to_owned());
                let clean = ReadClean { volumes, months, pages: text, by: file.by, at: at("2026-03-12T09:00") };
                Box::new(NoteClean { document: self.document.record.id, clean: Some(clean) })
            }
            Field::EntryPages | Field::EntryNote => {
                let At { record, head } = self.entry.as_ref()?;
                let mut entry = record.clone();
                *(if field == Field::EntryPages { &mut entry.pages } else { &mut entry.note }) = text;
                Box::new(KeepEntry { over: over(*head), entry })
            }
            Field::EvidencePages | Field::EvidenceNote => {
                let mut evidence = self.evidence.record.clone();
                *(if field == Field::EvidencePages { &mut evidence.pages } else { &mut evidence.note }) = text;
                Box::new(KeepEvidence { over: over(self.evidence.head), evidence })
            }
            Field::Pages | Field::Note => {
                let part = if field == Field::Pages { Part::Pages } else { Part::Note };
                let (document, item) = (self.document.record.id, Box::new(file.item.clone()));
                Box::new(SealCell { document, item, part, base: part.of(&self.result).to_owned(), text, settle: None })
            }
            Field::Statement(n) => {
                let mut answer = self.answer.clone();
                answer.statements[n].text = text;
                let known = Some(Box::new(self.answer.clone()));
                Box::new(SealAnswer { known, answer, settle: None, drafts: Vec::new() })
            }
            Field::NotPut => {
                let Answer { id, wording, not_put, .. } = &self.answer;
                let (question, known) = ("q1".to_owned(), not_put.clone());
                let reason = NotPut { question, answer: *id, wording: *wording, known, reason: text };
                let (talk, at) = (self.talk.record.id, at("2026-03-12T10:00"));
                Box::new(CloseTalk { talk, not_put: vec![reason], read_back: false, settle: None, at })
            }
            Field::SittingPlace => {
                let mut talk = self.talk.record.clone();
                talk.sittings[0].place = text;
                Box::new(CorrectSitting { over: over(self.talk.head), talk })
            }
            Field::PaperTitle | Field::PaperPlace | Field::Fact(_) => {
                let mut problem = self.paper.clone();
                match field {
                    Field::PaperTitle => problem.title = text,
                    Field::Fact(n) => problem.facts[n].text = text,
                    _ => problem.place = text,
                }
                Box::new(EditPaper::new(paper(&self.paper), paper(&problem)))
            }
        })
    }
}

#[derive(Debug, Clone)]
enum Step {
    /// The screen of that number is opened anew.
    Look(usize),
    /// Something is typed there and handed in; the screen goes on showing what it had read.
    Type(usize, Field),
    /// The entry goes into the bin.
    DeleteEntry,
    /// The reason is typed elsewhere, in a talk that is open: the next one to close it may not have seen it.
    Reason,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let field = proptest::sample::select(Field::ALL.to_vec());
    let step = prop_oneof![
        2 => (0..3_usize).prop_map(Step::Look),
        12 => (0..3_usize, field).prop_map(|(screen, field)| Step::Type(screen, field)),
        1 => Just(Step::DeleteEntry),
        1 => Just(Step::Reason),
    ];
    proptest::collection::vec(step, 10..40)
}

/// Types into a field of a screen and holds what came of it.
fn hand_in(file: &File, seen: &Seen, field: Field, text: &str) -> Result<(), TestCaseError> {
    let Some(act) = seen.typed(field, text, file) else { return Ok(()) };
    let before = file.look();
    let outcome: Result<(), Error> = file.act(act);
    let after = file.look();
    // A closed talk takes no second reason; everything else that is refused is a clash or a record in the bin.
    for other in Field::ALL.into_iter().filter(|f| *f != field || outcome.is_err()) {
        let entry = matches!(other, Field::EntryPages | Field::EntryNote);
        let brought_back = entry && before.entry.is_none() && outcome.is_ok();
        prop_assert!(brought_back || before.text(other) == after.text(other), "{field:?} changed {other:?}");
    }
    match outcome {
        Ok(()) => {
            prop_assert_eq!(after.text(field), Some(text), "{:?}: taken and not there", field);
            let unseen = before.text(field) != seen.text(field) && before.text(field).is_some();
            prop_assert!(!unseen, "{field:?}: {:?} was written over unseen", before.text(field));
        }
        Err(e) => prop_assert!(!e.what.is_empty(), "said"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_was_not_seen_is_written_over(steps in steps()) {
        let file = File::new();
        let mut screens = [file.look(), file.look(), file.look()];
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                Step::Look(screen) => screens[screen] = file.look(),
                Step::Type(screen, field) => hand_in(&file, &screens[screen], field, &format!("第{n}次改"))?,
                Step::DeleteEntry => file.act(Box::new(DeleteEntry { entry: file.entry })).unwrap(),
                Step::Reason => {
                    let mut answer = file.look().answer;
                    answer.not_put = format!("第{n}次说明");
                    put(&file.store, [answer.into()]);
                }
            }
        }
    }
}

/// Every field in turn: two screens that saw the same, the second not opened anew.
#[test]
fn the_second_of_two_edits_of_one_field_is_said_to_clash_and_the_first_stays() {
    for field in Field::ALL {
        let file = File::new();
        let seen = file.look();
        file.act(seen.typed(field, "先改的", &file).unwrap()).unwrap();
        let second = file.act(seen.typed(field, "后改的", &file).unwrap()).unwrap_err();
        assert_eq!(file.look().text(field), Some("先改的"), "{field:?}");
        // What can be done once only is refused by its rule; all else shows both texts.
        let once = matches!(field, Field::Clean | Field::NotPut);
        assert_eq!(second.as_clash().is_some(), !once, "{field:?}: {second}");
    }
}

#[test]
fn a_reason_given_meanwhile_clashes_and_the_side_chosen_stays() {
    let file = File::new();
    let seen = file.look();
    let mut answer = seen.answer.clone();
    answer.not_put = "别人写的".to_owned();
    put(&file.store, [answer.into()]);
    let clash = file.act(seen.typed(Field::NotPut, "我写的", &file).unwrap()).unwrap_err();
    let found = clash.as_clash().unwrap();
    assert_eq!(file.look().talk.record.state, TalkState::Open, "nothing of it is written");
    let head = found.head.unwrap();
    let Answer { id, wording, .. } = seen.answer;
    let reason =
        NotPut { question: "q1".to_owned(), answer: id, wording, known: String::new(), reason: "我写的".to_owned() };
    let settle = Some((head, crate::model::merge::Side::Ours));
    let (talk, at) = (seen.talk.record.id, at("2026-03-12T10:00"));
    file.act(Box::new(CloseTalk { talk, not_put: vec![reason], read_back: false, settle, at })).unwrap();
    assert_eq!(file.look().text(Field::NotPut), Some("我写的"));
}
