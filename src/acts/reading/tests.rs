//! What is done in reading, on a real round.

use super::check::{Part, SealCell, SetVerdict};
use super::document::{DeleteDocument, KeepDocument, NoteClean};
use super::entry::{DeleteEntry, KeepEntry};
use super::evidence::KeepEvidence;
use super::excuse::KeepExcuses;
use super::mark::{DropEvidence, MarkInDocument, Spot, TakeEvidence};
use crate::acts::loan::{DeleteLoan, GiveBack, HandOverLoan, KeepLoan, NotGivenBack};
use crate::acts::observation::HandleObservation;
use crate::analysis::fixture::{self, at, cited, day, document, evidence, inspector, problem};
use crate::error::{Error, Kind as Failure};
use crate::method::records::{CheckItem, Weight};
use crate::method::types::{Source, Verified};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::ids::{EvidenceId, ExcuseId, Hash, ObservationId, UnitId};
use crate::model::loan::Loan;
use crate::model::merge::Side;
use crate::model::observation::Observation;
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Document, Entry, ReadClean, Verdict};
use crate::model::record::{Op, Record};
use crate::model::round::{Inspector, ReadingExcuse, Unit};
use crate::model::value::Instant;
use crate::store::{Act, Over, Script, Secret, Store, Tx};

struct World {
    _dir: tempfile::TempDir,
    store: Store,
    me: Inspector,
    unit: Unit,
    document: Document,
}

fn now() -> Instant {
    at("2026-03-12T09:00")
}

fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
    let (me, unit) = (inspector("刘芳"), Unit::new(UnitId::new(), "CSJ", "城乡建设局党组"));
    let document = document(unit.id, Hash([1; 32]), "k4", "党组会议记录", "2022");
    let w = World { _dir: dir, store, me, unit, document };
    w.put(&w.me);
    w.put(&w.unit);
    w.put(&w.document);
    w
}

impl World {
    fn put<R: Record + Clone + Sync>(&self, record: &R) {
        let record = record.clone();
        self.store.perform(None, Script(Op::Sample, move |tx: &mut Tx<'_>| tx.put(&record))).unwrap();
    }

    fn act(&self, act: impl Act) -> Result<(), Error> {
        self.store.perform(Some(self.me.id), act).map(drop)
    }

    fn of<R: Record>(&self, parent: uuid::Uuid) -> Vec<R> {
        self.store.reader().unwrap().children(parent).unwrap()
    }

    fn now<R: Record>(&self, record: &R) -> R {
        self.store.reader().unwrap().get(record.uuid()).unwrap().unwrap()
    }

    fn over(&self, id: uuid::Uuid) -> Over {
        Over { base: self.store.reader().unwrap().head(id).unwrap(), settle: None }
    }

    fn results(&self) -> Vec<CheckResult> {
        self.of(self.document.id.0)
    }

    fn verdict(&self, verdict: Verdict) -> Result<(), Error> {
        self.act(SetVerdict { document: self.document.id, item: "k4.p3".to_owned(), verdict, at: now() })
    }

    fn cell(&self, base: &str, text: &str) -> SealCell {
        SealCell {
            document: self.document.id,
            item: Box::new(item()),
            part: Part::Note,
            base: base.to_owned(),
            text: text.to_owned(),
            settle: None,
        }
    }

    fn mark(&self, on: bool) {
        let (id, spot) = (ObservationId::new(), Spot::Item(Box::new(item())));
        self.act(MarkInDocument { id, document: self.document.id, spot, on, at: now() }).unwrap();
    }

    fn take(&self) {
        let (id, spot) = (EvidenceId::new(), Spot::Item(Box::new(item())));
        self.act(TakeEvidence { id, document: self.document.id, spot, at: now() }).unwrap();
    }

    fn entry(&self) -> Entry {
        Entry {
            note: "购车".to_owned(),
            by: Some(self.me.id),
            at: now(),
            ..fixture::entry(self.document.id, "meeting", "12")
        }
    }

    fn loan(&self) -> Loan {
        Loan {
            provider: self.document.provider.clone(),
            document: Some(self.document.id),
            ..fixture::loan(self.unit.id, self.me.id, "k4", "党组会议记录")
        }
    }
}

fn item() -> CheckItem {
    CheckItem {
        id: "k4.p3".to_owned(),
        label: "P3".to_owned(),
        title: "末位表态".to_owned(),
        look_for: String::new(),
        red_flag: String::new(),
        basis: Vec::new(),
        weight: Weight::Normal,
        ties: Vec::new(),
        problem: String::new(),
        categories: Vec::new(),
        source: Source { source: "试验".to_owned(), verified: Verified::Sourced },
    }
}

fn clean(by: &Inspector) -> ReadClean {
    let text = |t: &str| t.to_owned();
    ReadClean { volumes: text("全部"), months: text("2022年"), pages: text("1-60"), by: by.id, at: now() }
}

#[test]
fn verdicts_from_two_screens_that_saw_nothing_are_one_result() {
    let w = world();
    w.verdict(Verdict::Clean).unwrap();
    w.verdict(Verdict::Problem).unwrap();
    w.act(w.cell("", "局长先说")).unwrap();
    let all = w.results();
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].verdict, all[0].note.as_str(), all[0].by), (Verdict::Problem, "局长先说", Some(w.me.id)));
    w.verdict(Verdict::Unread).unwrap();
    assert_eq!((w.results()[0].verdict, w.results()[0].by, w.results()[0].at), (Verdict::Unread, None, None));
}

#[test]
fn a_result_under_an_older_id_is_found_by_document_and_item() {
    let w = world();
    let old = CheckResult { id: crate::model::ids::CheckResultId::new(), ..super::unread(w.document.id, "k4.p3") };
    w.put(&old);
    w.verdict(Verdict::Clean).unwrap();
    assert_eq!((w.results().len(), w.results()[0].id), (1, old.id));
}

#[test]
fn a_document_with_a_problem_is_not_read_clean() {
    let w = world();
    w.act(NoteClean { document: w.document.id, clean: Some(clean(&w.me)) }).unwrap();
    assert!(w.now(&w.document).clean.is_some());
    w.verdict(Verdict::Problem).unwrap();
    assert_eq!(w.now(&w.document).clean, None);
    let e = w.act(NoteClean { document: w.document.id, clean: Some(clean(&w.me)) }).unwrap_err();
    assert!(e.what.contains("有问题") && w.now(&w.document).clean.is_none(), "{e}");
}

#[test]
fn only_a_cell_changed_on_both_sides_clashes_and_both_texts_are_told() {
    let w = world();
    w.act(w.cell("", "先说")).unwrap();
    w.verdict(Verdict::Problem).unwrap();
    w.act(SealCell { part: Part::Pages, ..w.cell("", "12") }).unwrap();
    w.act(w.cell("先说", "局长先说")).unwrap();
    let e = w.act(w.cell("先说", "书记先说")).unwrap_err();
    let clash = e.as_clash().unwrap();
    assert_eq!((clash.at[0].ours.as_str(), clash.at[0].theirs.as_str()), ("书记先说", "局长先说"));
    assert_eq!(w.results()[0].note, "局长先说");
    let settle = clash.head.map(|head| (head, Side::Ours));
    w.act(SealCell { settle, ..w.cell("先说", "书记先说") }).unwrap();
    let now = w.results().remove(0);
    assert_eq!((now.note.as_str(), now.pages.as_str(), now.verdict), ("书记先说", "12", Verdict::Problem));
}

#[test]
fn a_mark_is_made_once_with_its_result_and_says_what_stands_beside_it() {
    let w = world();
    w.mark(true);
    w.mark(true);
    let all: Vec<Observation> = w.of(w.unit.id.0);
    assert_eq!((all.len(), w.results().len(), all[0].text.as_str()), (1, 1, "末位表态"));
    w.act(w.cell("", "局长先说")).unwrap();
    assert_eq!(w.now(&all[0]).text, "末位表态：局长先说");
    w.put(&Observation { text: "另有说法".to_owned(), ..all[0].clone() });
    w.act(w.cell("局长先说", "都没有说")).unwrap();
    assert_eq!(w.now(&all[0]).text, "另有说法", "somebody worded it");
    w.mark(false);
    w.mark(false);
    assert_eq!(w.of::<Observation>(w.unit.id.0), []);
}

#[test]
fn evidence_is_taken_once_and_follows_the_pages_until_a_paper_cites_it() {
    let w = world();
    w.take();
    w.act(SealCell { part: Part::Pages, ..w.cell("", "12") }).unwrap();
    w.take();
    let all: Vec<Evidence> = w.of(w.unit.id.0);
    assert_eq!((all.len(), all[0].pages.as_str()), (1, "12"));
    let paper = Problem { unit: w.unit.id, evidence: cited(&[all[0].id]), ..problem("预-LF-01", "末位表态") };
    w.put(&paper);
    let e = w.act(DropEvidence { evidence: all[0].id }).unwrap_err();
    assert!(e.what.contains("底稿在用"), "{e}");
    w.put(&Problem { evidence: Vec::new(), ..paper });
    w.act(DropEvidence { evidence: all[0].id }).unwrap();
    assert_eq!(w.of::<Evidence>(w.unit.id.0), []);
}

#[test]
fn nobody_at_the_keyboard_marks_nothing() {
    let w = world();
    let (id, spot) = (ObservationId::new(), Spot::Item(Box::new(item())));
    let act = MarkInDocument { id, document: w.document.id, spot, on: true, at: now() };
    let e = w.store.perform(None, act).unwrap_err();
    assert!(e.what.contains("谁在操作") && w.results().is_empty(), "nothing of it is written: {e}");
}

#[test]
fn an_entry_keeps_what_two_people_changed_and_stays_while_it_is_marked() {
    let w = world();
    let entry = w.entry();
    w.act(KeepEntry { over: Over::default(), entry: entry.clone() }).unwrap();
    let over = w.over(entry.id.0);
    w.act(KeepEntry { over, entry: Entry { pages: "12, 31".to_owned(), ..entry.clone() } }).unwrap();
    w.act(KeepEntry { over, entry: Entry { note: "购车两辆".to_owned(), ..entry.clone() } }).unwrap();
    let now_ = w.now(&entry);
    assert_eq!((now_.pages.as_str(), now_.note.as_str()), ("12, 31", "购车两辆"));
    let spot = || Spot::Entry(entry.id, "购车".to_owned());
    let (id, document) = (ObservationId::new(), w.document.id);
    w.act(MarkInDocument { id, document, spot: spot(), on: true, at: now() }).unwrap();
    let e = w.act(DeleteEntry { entry: entry.id }).unwrap_err();
    assert!(e.what.contains("没有删除") && w.of::<Entry>(document.0).len() == 1, "{e}");
    w.act(MarkInDocument { id, document, spot: spot(), on: false, at: now() }).unwrap();
    w.act(DeleteEntry { entry: entry.id }).unwrap();
    let e = w.act(KeepEntry { over, entry }).unwrap_err();
    assert!(e.what.contains("已被删除") && w.of::<Entry>(document.0).is_empty(), "{e}");
}

#[test]
fn a_document_keeps_its_kind_once_it_is_read() {
    let w = world();
    let over = w.over(w.document.id.0);
    let other = |kind: &str| Document { kind: kind.to_owned(), ..w.document.clone() };
    w.act(KeepDocument { over, document: other("k1"), loan: None }).unwrap();
    w.verdict(Verdict::Clean).unwrap();
    let over = w.over(w.document.id.0);
    let e = w.act(KeepDocument { over, document: other("k4"), loan: None }).unwrap_err();
    assert!(e.what.contains("不能换类别") && w.now(&w.document).kind == "k1", "{e}");
}

#[test]
fn a_document_is_made_from_one_line_and_the_line_stands_open_again_without_it() {
    let w = world();
    let loan = Loan { document: None, ..w.loan() };
    w.put(&loan);
    let keep = |document: Document| KeepDocument { over: Over::default(), document, loan: Some(loan.id) };
    let new = || document(w.unit.id, Hash([1; 32]), "k4", "党组会议记录", "2023");
    let first = new();
    w.act(keep(first.clone())).unwrap();
    assert_eq!(w.now(&loan).document, Some(first.id));
    let e = w.act(keep(new())).unwrap_err();
    assert!(e.what.contains("另一份"), "{e}");
    assert_eq!(w.of::<Document>(w.unit.id.0).len(), 2, "nothing of the refused one is written");
    w.act(DeleteDocument { document: first.id }).unwrap();
    assert_eq!(w.now(&loan).document, None);
    w.verdict(Verdict::Clean).unwrap();
    let e = w.act(DeleteDocument { document: w.document.id }).unwrap_err();
    assert!(e.what.contains("不能删除") && w.now(&w.document).id == w.document.id, "{e}");
}

#[test]
fn reasons_of_two_people_are_both_kept() {
    let w = world();
    let over = w.over(w.unit.id.0);
    let excuse = |kind: &str| ReadingExcuse {
        id: ExcuseId::new(),
        kind: kind.to_owned(),
        year: Some(2022),
        reason: "单位合并".to_owned(),
    };
    for kind in ["k1", "k2"] {
        let unit = Unit { excuses: vec![excuse(kind)], ..w.unit.clone() };
        w.act(KeepExcuses { over, unit }).unwrap();
    }
    let unit = w.now(&w.unit);
    assert_eq!(unit.excuses.len(), 2);
    let over = w.over(unit.id.0);
    w.act(KeepExcuses { over, unit: Unit { excuses: Vec::new(), ..unit } }).unwrap();
    assert_eq!(w.now(&w.unit).excuses, []);
}

#[test]
fn registered_evidence_merges_over_what_was_shown() {
    let w = world();
    let e = Evidence { title: "情况说明".to_owned(), ..evidence(w.unit.id, EvidenceSource::Outside) };
    w.act(KeepEvidence { over: Over::default(), evidence: e.clone() }).unwrap();
    let over = w.over(e.id.0);
    w.act(KeepEvidence { over, evidence: Evidence { title: "甲".to_owned(), ..e.clone() } }).unwrap();
    let error = w.act(KeepEvidence { over, evidence: Evidence { title: "乙".to_owned(), ..e.clone() } }).unwrap_err();
    assert_eq!((error.kind, w.now(&e).title.as_str()), (Failure::Clash, "甲"));
}

#[test]
fn the_document_of_a_line_goes_with_it() {
    let w = world();
    let loan = w.loan();
    w.put(&loan);
    w.act(HandOverLoan { loan: loan.id, at: Some(now()) }).unwrap();
    w.act(HandOverLoan { loan: loan.id, at: Some(at("2026-03-14T09:00")) }).unwrap();
    assert_eq!((w.now(&loan).handed, w.now(&w.document).received), (Some(now()), day("2026-03-12")));
    w.act(GiveBack { loan: loan.id, to: "陈涛".to_owned(), at: now() }).unwrap();
    assert_eq!((w.now(&loan).returned_to.as_str(), w.now(&w.document).returned), ("陈涛", day("2026-03-12")));
    let e = w.act(GiveBack { loan: loan.id, to: "别人".to_owned(), at: now() }).unwrap_err();
    assert!(e.what.contains("已经归还给陈涛") && w.now(&loan).returned_to == "陈涛", "{e}");
    let e = w.act(HandOverLoan { loan: loan.id, at: None }).unwrap_err();
    assert!(e.what.contains("已经归还"), "{e}");
    w.act(NotGivenBack { loan: loan.id }).unwrap();
    assert_eq!((w.now(&loan).returned, w.now(&w.document).returned), (None, None));
    let e = w.act(DeleteLoan { loan: loan.id }).unwrap_err();
    assert!(e.what.contains("有交有还"), "{e}");
    w.act(HandOverLoan { loan: loan.id, at: None }).unwrap();
    w.act(DeleteLoan { loan: loan.id }).unwrap();
    assert_eq!(w.of::<Loan>(w.unit.id.0), []);
}

#[test]
fn who_handed_over_and_who_took_back_can_be_corrected() {
    let w = world();
    let loan = Loan { handed: Some(now()), ..w.loan() };
    w.put(&loan);
    let over = w.over(loan.id.0);
    w.act(GiveBack { loan: loan.id, to: "陈涛".to_owned(), at: now() }).unwrap();
    let corrected = Loan { provider: "邓有田".to_owned(), ..loan.clone() };
    w.act(KeepLoan { over, loan: corrected }).unwrap();
    let (line, document) = (w.now(&loan), w.now(&w.document));
    assert_eq!((line.provider.as_str(), line.returned_to.as_str()), ("邓有田", "陈涛"), "the return is kept");
    assert_eq!(document.provider, "邓有田");
    w.put(&Document { provider: "办公室".to_owned(), ..document });
    let over = w.over(loan.id.0);
    let corrected = Loan { provider: "赵一".to_owned(), returned_to: "赵二".to_owned(), ..line };
    w.act(KeepLoan { over, loan: corrected }).unwrap();
    assert_eq!((w.now(&loan).returned_to.as_str(), w.now(&w.document).provider.as_str()), ("赵二", "办公室"));
}

#[test]
fn an_observation_is_handled_and_that_is_taken_back() {
    let w = world();
    w.mark(true);
    let observation: Observation = w.of(w.unit.id.0).remove(0);
    w.act(HandleObservation { observation: observation.id, at: Some(now()) }).unwrap();
    let handled = w.now(&observation);
    assert_eq!((handled.handled, handled.brief().as_str()), (Some(now()), "handled"));
    w.act(HandleObservation { observation: observation.id, at: None }).unwrap();
    assert_eq!(w.now(&observation), observation);
}
