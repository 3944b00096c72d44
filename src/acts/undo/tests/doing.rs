//! Every action that somebody at the keyboard may take, done to whatever is there.

use super::Desk;
use crate::acts::attach::Attach;
use crate::acts::inspector::KeepInspector;
use crate::acts::lead::RegisterLead;
use crate::acts::loan::{DeleteLoan, GiveBack, HandOverLoan, KeepLoan, NotGivenBack};
use crate::acts::observation::HandleObservation;
use crate::acts::output::{LogOutputs, OutputLine};
use crate::acts::paper::begin::BeginPaper;
use crate::acts::paper::decide::{Adopt, Dismiss, TakeIn};
use crate::acts::paper::edit::EditPaper;
use crate::acts::paper::ready::SetReady;
use crate::acts::paper::withdraw::WithdrawPaper;
use crate::acts::people::{DeletePerson, ImportRoster, KeepPerson, PlanToday, UnitePeople};
use crate::acts::reading::check::{Part, SealCell, SetVerdict};
use crate::acts::reading::document::{DeleteDocument, KeepDocument, NoteClean};
use crate::acts::reading::entry::{DeleteEntry, KeepEntry};
use crate::acts::reading::evidence::KeepEvidence;
use crate::acts::reading::excuse::KeepExcuses;
use crate::acts::reading::mark::{self, DropEvidence, Spot, TakeEvidence};
use crate::acts::restore::Restore;
use crate::acts::round::KeepRound;
use crate::acts::talk::answer::SealAnswer;
use crate::acts::talk::close::{CloseTalk, ReadBack};
use crate::acts::talk::confirm::NotConfirmed;
use crate::acts::talk::observation::{MarkObservation, UnmarkObservation};
use crate::acts::talk::remove::{GiveTalk, RemoveTalk};
use crate::acts::talk::sitting::{BeginTalk, BreakOff, CorrectSitting, ReadOpening, SitDownAgain};
use crate::acts::talk::withhold::{LetIn, Withhold};
use crate::acts::unit::KeepUnit;
use crate::analysis::fixture::{self, at, day, document, evidence, inspector, order, person, said};
use crate::analysis::paper::field::PaperRecords;
use crate::analysis::rollup::{Candidate, CandidateStanding, Rule};
use crate::error::Result;
use crate::method::records::{CheckItem, Weight};
use crate::method::types::{Method, Source, Verified};
use crate::model::answer::{Answer, Lane, Statement};
use crate::model::attachment::Attachment;
use crate::model::decision::{Decided, Decision};
use crate::model::evidence::{Evidence, EvidenceSource};
use crate::model::hand_over::{QuickFix, Suggestion};
use crate::model::ids::{
    AttachmentId, EntryId, EvidenceId, ExcuseId, Hash, InterviewId, ObservationId, ProblemId, QuickFixId, SittingId,
    SuggestionId, UnitId,
};
use crate::model::interview::{Interview, Sitting};
use crate::model::loan::Loan;
use crate::model::observation::{Observation, Origin};
use crate::model::people::Person;
use crate::model::problem::{Problem, ProblemState};
use crate::model::reading::{CheckResult, Document, Entry, ReadClean, Verdict};
use crate::model::record::Record;
use crate::model::round::{Inspector, ReadingExcuse, Round, Unit};
use crate::model::value::Instant;
use std::sync::Arc;
use uuid::Uuid;

/// Does something to the `n`th of what it may be done to; `None`: there is nothing. A rule may refuse it.
pub(super) type Doing = fn(&Desk, usize) -> Option<Result<()>>;

/// In an order in which each finds what it is done to.
pub(super) const ALL: [(&str, Doing); 57] = [
    ("edit the round", edit_round),
    ("add a unit", |d, n| Some(keep_unit(d, &Unit::new(UnitId::new(), format!("U{n}"), "新单位")))),
    ("rename a unit", |d, n| {
        let unit = pick::<Unit>(d, n)?;
        Some(keep_unit(d, &Unit { name: format!("{}改", unit.name), ..unit }))
    }),
    ("excuse a kind", |d, n| {
        let mut unit = pick::<Unit>(d, n)?;
        unit.excuses
            .push(ReadingExcuse { id: ExcuseId::new(), kind: "k4".into(), year: None, reason: "未设".into() });
        Some(d.act(KeepExcuses { over: d.over(unit.id.0), unit }))
    }),
    ("add a member", |d, n| {
        Some(d.act(KeepInspector { over: d.over(Uuid::nil()), inspector: inspector(&format!("高{n}")) }))
    }),
    ("rename a member", |d, n| {
        let inspector = pick::<Inspector>(d, n)?;
        let renamed = Inspector { name: format!("{}芳", inspector.name), ..inspector };
        Some(d.act(KeepInspector { over: d.over(renamed.id.0), inspector: renamed }))
    }),
    ("add a person", |d, n| {
        let person = person(d.world.unit.id, "", "傅桂兰", "出纳");
        Some(d.act(KeepPerson { over: d.over(person.id.0), person, seed: n as u64 }))
    }),
    ("change a person", |d, n| {
        let old = pick::<Person>(d, n)?;
        let person = Person { post: format!("{}兼", old.post), ..old };
        Some(d.act(KeepPerson { over: d.over(person.id.0), person, seed: 1 }))
    }),
    ("plan a talk", |d, n| {
        Some(d.act(PlanToday { person: pick::<Person>(d, n)?.id, today: day("2026-03-12").unwrap(), former: None }))
    }),
    ("import a roster", |d, n| Some(import_roster(d, n))),
    ("begin a talk", |d, n| {
        let (talk, person) = (InterviewId::new(), pick::<Person>(d, n)?.id);
        Some(d.act(BeginTalk { talk, person, method: Hash([7; 32]), sitting: sitting(d, "2026-03-12T09:00") }))
    }),
    ("read the opening", |d, n| Some(d.act(ReadOpening { talk: open(d, n)?.id, at: at("2026-03-12T09:01") }))),
    ("say something", |d, n| say(d, n, |answer| answer.statements.push(next(answer, Lane::Verbatim, "说了一句。")))),
    ("judge", |d, n| say(d, n, |answer| answer.judgement = Some(crate::model::answer::Judgement::Partly))),
    ("reword", |d, n| say(d, n, |a| a.statements.iter_mut().for_each(|s| s.text.push_str("又改。")))),
    ("withhold", |d, n| {
        let old = said_in(d, n).filter(|a| !a.statements.is_empty())?;
        let mut new = old.clone();
        new.statements.iter_mut().take(1).for_each(|s| s.withheld = true);
        let shown = d.store().reader().unwrap().withholding(&new).unwrap();
        Some(d.act(Withhold { answer: seal(Some(&old), new), shown }))
    }),
    ("let in", |d, n| {
        let old = said_in(d, n)?;
        let mut new = old.clone();
        new.statements.iter_mut().for_each(|s| s.withheld = false);
        Some(d.act(LetIn { answer: seal(Some(&old), new) }))
    }),
    ("mark in a talk", |d, n| {
        let answer = said_in(d, n)?;
        let statement = answer.statements.first()?.id;
        let answer = seal(Some(&answer), answer.clone());
        Some(d.act(MarkObservation { answer, statement, by: d.me?, at: at("2026-03-12T09:20") }))
    }),
    ("follow up", |d, n| {
        let all: Vec<Observation> = d.own();
        let observation = all.get(n % all.len().max(1))?.id;
        Some(d.act(HandleObservation { observation, at: Some(at("2026-03-13T09:00")) }))
    }),
    ("unmark in a talk", |d, n| {
        let all: Vec<Observation> = d.own();
        let mut here = all.iter().filter_map(|o| match o.origin {
            Origin::Statement { interview, statement, .. } => Some((interview, statement)),
            _ => None,
        });
        let (talk, statement) = here.nth(n % here.clone().count().max(1))?;
        Some(d.act(UnmarkObservation { talk, statement }))
    }),
    ("break off", |d, n| {
        Some(d.act(BreakOff { answers: Vec::new(), talk: open(d, n)?.id, at: at("2026-03-12T10:00") }))
    }),
    ("sit down again", |d, n| {
        Some(d.act(SitDownAgain { talk: open(d, n)?.id, sitting: sitting(d, "2026-03-13T09:00") }))
    }),
    ("correct a sitting", |d, n| {
        let mut talk = pick::<Interview>(d, n)?;
        talk.sittings.first_mut()?.place.push('东');
        Some(d.act(CorrectSitting { over: d.over(talk.id.0), talk }))
    }),
    ("read back", |d, n| {
        Some(d.act(ReadBack { answers: Vec::new(), talk: open(d, n)?.id, at: Some(at("2026-03-13T10:00")) }))
    }),
    ("would not confirm", |d, n| {
        let talk = open(d, n)?.id;
        let answers: Vec<Answer> = d.own::<Answer>().into_iter().filter(|a| a.interview == talk).collect();
        let statement = answers.iter().flat_map(|a| &a.statements).find(|s| s.lane != Lane::Remark && s.is_told())?.id;
        let reason = (!n.is_multiple_of(3)).then(|| format!("记不清了{n}"));
        Some(d.act(NotConfirmed { answers: Vec::new(), talk, statement, reason, at: at("2026-03-13T09:50") }))
    }),
    ("reword what was read back", |d, n| {
        say(d, n, |a| a.statements.iter_mut().for_each(|s| s.text.push_str("再改。")))
    }),
    ("give a talk", |d, n| {
        let talk = open(d, n)?;
        let to = pick::<Person>(d, n + 1).filter(|p| p.id != talk.person).or_else(|| pick::<Person>(d, n + 2))?.id;
        Some(d.act(GiveTalk { answers: Vec::new(), talk: talk.id, to }))
    }),
    ("close a talk", |d, n| {
        let talk = open(d, n)?.id;
        Some(d.act(CloseTalk {
            talk,
            not_put: Vec::new(),
            read_back: !n.is_multiple_of(2),
            at: at("2026-03-13T11:00"),
            settle: None,
        }))
    }),
    ("add a document", |d, n| {
        let document = document(d.world.unit.id, Hash([7; 32]), "k4", &format!("会议记录{n}"), "2022");
        Some(d.act(KeepDocument { over: d.over(document.id.0), document, loan: None }))
    }),
    ("change a document", |d, n| {
        let old = pick::<Document>(d, n)?;
        let document = Document { title: format!("{}改", old.title), ..old };
        Some(d.act(KeepDocument { over: d.over(document.id.0), document, loan: None }))
    }),
    ("note it clean", |d, n| {
        let noted = || "1—3".to_owned();
        let clean = ReadClean { volumes: noted(), months: noted(), pages: noted(), by: d.me?, at: now() };
        Some(d.act(NoteClean { document: pick::<Document>(d, n)?.id, clean: Some(clean) }))
    }),
    ("give a verdict", |d, n| {
        let verdict = if n % 3 == 1 { Verdict::Clean } else { Verdict::Problem };
        Some(d.act(SetVerdict { document: pick::<Document>(d, n)?.id, item: item().id, verdict, at: now() }))
    }),
    ("mark an item", |d, n| mark(d, n, true)),
    ("note pages", |d, n| {
        let document = pick::<Document>(d, n)?.id;
        let all: Vec<CheckResult> = d.own();
        let base = all.iter().find(|r| r.document == document).map(|r| r.note.clone()).unwrap_or_default();
        let (item, text) = (Box::new(item()), format!("{base}缺签名"));
        Some(d.act(SealCell { document, item, part: Part::Note, base, text, settle: None }))
    }),
    ("take evidence", |d, n| {
        let (id, spot) = (EvidenceId::new(), Spot::Item(Box::new(item())));
        Some(d.act(TakeEvidence { id, document: pick::<Document>(d, n)?.id, spot, at: now() }))
    }),
    ("unmark an item", |d, n| mark(d, n, false)),
    ("add an entry", |d, n| {
        let (id, document) = (EntryId::new(), pick::<Document>(d, n)?.id);
        let (kind, pages, note) = ("meeting".to_owned(), "12".to_owned(), format!("购车{n}"));
        let entry = Entry { id, document, kind, values: Vec::new(), pages, note, by: d.me, at: now() };
        Some(d.act(KeepEntry { over: d.over(id.0), entry }))
    }),
    ("change an entry", |d, n| {
        let old = pick::<Entry>(d, n)?;
        let entry = Entry { pages: format!("{}、13", old.pages), ..old };
        Some(d.act(KeepEntry { over: d.over(entry.id.0), entry }))
    }),
    ("delete an entry", |d, n| Some(d.act(DeleteEntry { entry: pick::<Entry>(d, n)?.id }))),
    ("register evidence", |d, _| {
        let evidence = Evidence { title: "情况说明".into(), ..evidence(d.world.unit.id, EvidenceSource::Outside) };
        Some(d.act(KeepEvidence { over: d.over(evidence.id.0), evidence }))
    }),
    ("drop evidence", |d, n| Some(d.act(DropEvidence { evidence: pick::<Evidence>(d, n)?.id }))),
    ("attach", |d, n| {
        let (id, owner) = (AttachmentId::new(), pick::<Document>(d, n)?.id.0);
        let sha256 = Hash([u8::try_from(n % 200).unwrap(); 32]);
        let (name, caption) = (format!("第{n}页.jpg"), String::new());
        Some(
            d.act(Attach { attachment: Attachment { id, owner, name, size: 1, sha256, caption, by: d.me, at: now() } }),
        )
    }),
    ("ask for a document", |d, n| {
        let loan = loan(d, n)?;
        Some(d.act(KeepLoan { over: d.over(loan.id.0), loan }))
    }),
    ("hand over", |d, n| Some(d.act(HandOverLoan { loan: pick::<Loan>(d, n)?.id, at: Some(now()) }))),
    ("give back", |d, n| Some(d.act(GiveBack { loan: pick::<Loan>(d, n)?.id, to: "陈涛".into(), at: now() }))),
    ("not given back", |d, n| Some(d.act(NotGivenBack { loan: pick::<Loan>(d, n)?.id }))),
    ("not handed over", |d, n| Some(d.act(HandOverLoan { loan: pick::<Loan>(d, n)?.id, at: None }))),
    ("delete a loan", |d, n| Some(d.act(DeleteLoan { loan: pick::<Loan>(d, n)?.id }))),
    ("delete a document", |d, n| {
        let fresh = document(d.world.unit.id, Hash([7; 32]), "k4", "登错的", "2022");
        let all: Vec<Document> = d.own();
        let Some(old) = all.iter().find(|o| o.title == fresh.title) else {
            return Some(d.act(KeepDocument { over: d.over(fresh.id.0), document: fresh, loan: None }));
        };
        let _ = n;
        Some(d.act(DeleteDocument { document: old.id }))
    }),
    ("begin a paper", |d, _| {
        let (id, unit) = (ProblemId::new(), d.world.unit.id);
        Some(d.act(BeginPaper { id, unit, method: Hash([7; 32]), by: d.me? }))
    }),
    ("adopt", |d, n| {
        let method = Arc::new(Method::builtin().unwrap());
        Some(d.act(Adopt { candidate: candidate(d, n), problem: ProblemId::new(), method, by: d.me? }))
    }),
    ("take in", |d, n| {
        let candidate = candidate(d, n);
        let Some(Decided::Adopted { problem }) = candidate.decision.as_ref().map(|d| d.outcome.clone()) else {
            return None;
        };
        let method = Arc::new(Method::builtin().unwrap());
        Some(d.act(TakeIn { candidate, problem, method, by: d.me? }))
    }),
    ("edit a paper", edit_paper),
    ("mark a paper ready or not", |d, n| {
        let paper = pick::<Problem>(d, n)?;
        Some(d.act(SetReady { problem: paper.id, ready: paper.state == ProblemState::Draft }))
    }),
    ("put aside", |d, n| Some(d.act(Dismiss { candidate: candidate(d, n + 1), reason: "已说明".into(), by: d.me? }))),
    ("withdraw a paper", |d, n| Some(d.act(WithdrawPaper { problem: pick::<Problem>(d, n)?.id }))),
    ("bring back", |d, n| {
        let bin = d.store().reader().unwrap().bin().unwrap();
        Some(d.act(Restore::of(bin.get(n % bin.len().max(1))?.0)))
    }),
];

/// What is listed and never taken back.
pub(super) const LISTED: [(&str, Doing); 2] = [
    ("export", |d, n| {
        let line =
            OutputLine { what: "底稿", name: format!("{n}.docx"), folder: None, sha256: Hash([3; 32]), from: None };
        Some(d.act(LogOutputs { lines: vec![line], ..LogOutputs::default() }))
    }),
    ("register a lead", |d, _| Some(d.act(RegisterLead { to_whom: "县纪委".into(), sealed: None }))),
];

/// What may only be done to whole people, at the end.
pub(super) const PEOPLE: [(&str, Doing); 3] = [
    ("unite", |d, n| {
        let (kept, gone) = (pick::<Person>(d, n)?.id, pick::<Person>(d, n + 1)?.id);
        Some(d.act(UnitePeople { kept, gone }))
    }),
    ("delete a person", |d, n| Some(d.act(DeletePerson { person: pick::<Person>(d, n)?.id }))),
    ("remove a talk", |d, n| {
        let mut free: Vec<Interview> = d.own();
        free.retain(|t| t.on_record().is_none());
        let talk = free.get(n % free.len().max(1))?.id;
        Some(d.act(RemoveTalk { talk, shown: usize::MAX, drafts: Vec::new() }))
    }),
];

/// The `n`th of a kind, counted from the newest.
fn pick<R: Record>(d: &Desk, n: usize) -> Option<R> {
    let mut all: Vec<R> = d.own();
    all.sort_by_key(|r| std::cmp::Reverse(r.uuid()));
    let count = all.len().max(1);
    all.into_iter().nth(n % count)
}

fn now() -> Instant {
    at("2026-03-12T09:00")
}

fn sitting(d: &Desk, from: &str) -> Sitting {
    let [asker, recorder] = d.world.inspectors.each_ref().map(|i| i.id);
    let (id, from) = (SittingId::new(), at(from));
    Sitting {
        id, asker, recorder: Some(recorder), alone_reason: String::new(), place: "会议室".into(), from, to: None
    }
}

/// A talk that is not finished.
fn open(d: &Desk, n: usize) -> Option<Interview> {
    let mut all: Vec<Interview> = d.own();
    all.retain(|t| t.state != crate::model::interview::TalkState::Closed);
    all.get(n % all.len().max(1)).cloned()
}

fn seal(known: Option<&Answer>, answer: Answer) -> SealAnswer {
    SealAnswer { known: known.cloned().map(Box::new), answer, settle: None, drafts: Vec::new() }
}

fn next(answer: &Answer, lane: Lane, text: &str) -> Statement {
    Statement { order: order(answer.statements.len()), ..said(lane, text) }
}

/// An answer of a talk that is not finished.
fn said_in(d: &Desk, n: usize) -> Option<Answer> {
    let talk = open(d, n)?.id;
    let all: Vec<Answer> = d.own();
    all.into_iter().find(|a| a.interview == talk && !a.statements.is_empty())
}

fn say(d: &Desk, n: usize, change: fn(&mut Answer)) -> Option<Result<()>> {
    let talk = open(d, n)?.id;
    let known = d.own::<Answer>().into_iter().find(|a| a.interview == talk);
    let mut answer = known.clone().unwrap_or_else(|| Answer::new(talk, "q3"));
    change(&mut answer);
    Some(d.act(seal(known.as_ref(), answer)))
}

fn edit_round(d: &Desk, n: usize) -> Option<Result<()>> {
    let old = pick::<Round>(d, 0)?;
    let round = Round { group: format!("第{n}组"), ..old };
    Some(d.act(KeepRound { over: d.over(round.id.0), round }))
}

fn keep_unit(d: &Desk, unit: &Unit) -> Result<()> {
    d.act(KeepUnit { over: d.over(unit.id.0), unit: unit.clone() })
}

fn import_roster(d: &Desk, n: usize) -> Result<()> {
    let unit = d.world.unit.id;
    let mut basis: Vec<Person> = d.own();
    basis.retain(|p| p.unit == unit);
    let added = (0..3).map(|i| person(unit, "", &format!("新{n}{i}"), "科员")).collect();
    let changed = basis.iter().take(1).map(|p| Person { note: format!("名册{n}"), ..p.clone() }).collect();
    d.act(ImportRoster { unit, new_unit: None, basis, added, changed, seed: n as u64 })
}

fn mark(d: &Desk, n: usize, on: bool) -> Option<Result<()>> {
    let (id, spot) = (ObservationId::new(), Spot::Item(Box::new(item())));
    Some(d.act(mark::MarkInDocument { id, document: pick::<Document>(d, n)?.id, spot, on, at: now() }))
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

fn loan(d: &Desk, n: usize) -> Option<Loan> {
    Some(Loan {
        provider: "陈涛".to_owned(),
        document: pick::<Document>(d, n).map(|d| d.id),
        ..fixture::loan(d.world.unit.id, d.me?, "k4", &format!("会议记录{n}"))
    })
}

/// One of three, as it is shown now.
fn candidate(d: &Desk, n: usize) -> Candidate {
    let unit = d.world.unit.id;
    let rule = Rule::Observation(ObservationId(Uuid::from_u128(1 + n as u128 % 3)));
    let key = rule.key(unit);
    Candidate {
        key,
        unit,
        rule,
        title: "谈话反映：会议记录缺页".into(),
        heading: "会议记录缺页".into(),
        weight: Weight::Normal,
        lift: None,
        places: Vec::new(),
        fact: String::new(),
        basis: Vec::new(),
        categories: Vec::new(),
        decision: d.own::<Decision>().into_iter().find(|d| d.key == key),
        standing: CandidateStanding::Open,
    }
}

/// Title, a suggestion, a 立行立改 and evidence of the unit, in turn.
fn edit_paper(d: &Desk, n: usize) -> Option<Result<()>> {
    let problem = pick::<Problem>(d, n)?;
    let (id, unit) = (problem.id, problem.unit);
    let suggestions = d.own::<Suggestion>().into_iter().filter(|s| s.problems.contains(&id)).collect();
    let fixes = d.own::<QuickFix>().into_iter().filter(|f| f.problem == id).collect();
    let before = PaperRecords { problem, suggestions, fixes };
    let mut after = before.clone();
    after.problem.title.push('题');
    if n.is_multiple_of(3) {
        let (addressee, text) = (String::new(), "完善议事规则".to_owned());
        after.suggestions.push(Suggestion { id: SuggestionId::new(), unit, problems: vec![id], addressee, text });
    } else {
        after.suggestions.clear();
    }
    if n.is_multiple_of(2) && after.fixes.is_empty() {
        after.fixes.push(QuickFix {
            id: QuickFixId::new(),
            unit,
            problem: id,
            demand: "补开会议".into(),
            issued: None,
            due: None,
            result: String::new(),
            done: None,
            by: d.me?,
            at: now(),
        });
    }
    Some(d.act(EditPaper::new(before, after)))
}
