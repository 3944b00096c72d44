//! wenkan 问看: the companion of a county inspection group (巡察组), offline, on one laptop.
//!
//! # Layers
//!
//! Imports go one way only, and a test (`tests/it/house.rs`) holds them to it:
//!
//! ```text
//! model, text <- method <- store <- analysis <- acts <- import, export <- cli, tui <- main
//! ```
//!
//! - [`model`]: what is saved, and the three-way merge of two versions of it; plain serde types, no I/O.
//! - [`text`]: graphemes, widths, line breaking, the edit buffer; no terminal.
//! - [`method`]: `checklists/` read, checked and asked.
//! - [`store`]: the round file: SQLite with SQLCipher, the log, drafts, views, search, backup, the store thread.
//! - [`analysis`]: coverage of talks and reading, the roll-up, papers with their diagnostics, dues, history; pure.
//! - [`acts`]: what may be done to a round, one function a user action, inside the transaction; nothing above writes.
//! - [`import`], [`export`]: rosters and bundles in; papers, lists, notices, talk records and bundles out.
//! - [`cli`], [`tui`]: the two ways to use it.
//!
//! [`error`], [`clock`] and [`traces`] stand beside them and may be used anywhere.
//!
//! # Flow of a key
//!
//! ```text
//! terminal event -> tui::action -> Screen::act -> Effect::Act -> store thread -> Act::run (reads the heads)
//!                                      ^                                              |
//!                                      +--- done / refused, changed  <-- ticket, Changes or the refusal
//! ```
//!
//! The screen never waits for the disk: a key edits memory and posts a draft. A user action is an
//! [`Act`](store::Act): it holds what the user wanted and never a record made from an older state. The store thread
//! runs it in a transaction and answers under its ticket. What a rule refuses is final and goes to the screen that
//! asked; what the disk or a lock refuses stops the queue in its order and is run again from the start, once a second.
//! 已存 is shown only when nothing waits, nothing typed is without a draft and nothing was refused; a form leaves when
//! what it handed in is in the file. Whole records changed over an older state go through the three-way merge of
//! [`model::merge`]; only a clash asks.
//!
//! # Flow of a problem
//!
//! Talks and documents hold judgements, verdicts and observations; [`analysis::rollup`] folds them into candidates by
//! the rules of the method. A candidate is computed and never stored: what is stored is the
//! [`Decision`](model::decision::Decision) on it, so that looking again changes nothing. Adopted, it becomes a
//! [`Problem`](model::problem::Problem), which points to [`Evidence`](model::evidence::Evidence) and repeats nothing of
//! it. [`analysis::paper`] looks up what the problem cites, [`analysis::diagnose`] says what it lacks, and
//! [`export::paper`] prints the same looked-up paper.
//!
//! # Flow of the history
//!
//! The store reads user actions from the log, page by page and without bodies ([`store::Logged`]).
//! [`analysis::history`] tells them in words and sets revisions beside each other; bodies come out of the store as
//! they may be told now. Command line and screens draw its lines.
//!
//! Undo reads the same log: [`analysis::undo`] finds the acting inspector's newest action on this laptop that has not been
//! taken back and says what taking it back would change; [`acts::undo`] does that in one transaction, each record by the
//! merge of what it was before the action into what it is now, or not at all when something came later. The bin is what
//! the log holds as deleted; [`acts::restore`] brings a record back, or one place of it.
//!
//! # Flow of what is withheld
//!
//! A statement is withheld by [`acts::talk::withhold`]. With every write the store keeps rows of what hangs on it
//! (`store::withheld`: links by id, grams of its words, records as they may be told), and every reader tells records by
//! these rows. The action strikes its words in all records but what others said in their own talks, for good and in their
//! earlier revisions too (the one way in which the log is not append-only;
//! `verify` knows it by a seal), and puts papers that cite it back to draft;
//! [`Reader::withholding`](store::Reader::withholding) says beforehand what that will be, and
//! [`Reader::left_by`](store::Reader::left_by), on a thread of its own, which earlier exports hold it: every output is
//! noted with the revisions it was made of. After whatever action withholds anew they are named, by
//! [`Changes::left`](model::record::Changes::left), and removed when the user says so.
//!
//! # Invariants
//!
//! - Nothing typed is lost: drafts reach the file within half a second, sealed changes are revisions in an
//!   append-only log, from which nothing goes but withheld words.
//! - Nothing leaves the laptop by itself: there is no network code.
//! - The wording of a statement is never altered by the program.
//! - Text that is withheld (转线索) stays on the talk's own screen: a [`store::Reader`] tells it to nobody.
//! - 报送/ names nobody but those responsible; whoever told something stands there by a code ([`export::parts`]).
//! - Nothing becomes a problem until an inspector adopts it, and every citation can be followed to where it comes from.
//!
//! # Glossary
//!
//! 轮次 [`Round`](model::round::Round), 被巡察单位 [`Unit`](model::round::Unit),
//! 巡察干部 [`Inspector`](model::round::Inspector), 人员 [`Person`](model::people::Person),
//! 个别谈话 [`Interview`](model::interview::Interview), 五必问 [`Question`](method::types::Question),
//! 追问 [`Probe`](method::types::Probe), 陈述 [`Statement`](model::answer::Statement),
//! 判断 [`Judgement`](model::answer::Judgement), 陈述要素 [`Claim`](model::answer::Claim),
//! 疑点 [`Observation`](model::observation::Observation),
//! 五必看 [`RecordKind`](method::records::RecordKind), 资料 [`Document`](model::reading::Document),
//! 要点的结论 [`CheckResult`](model::reading::CheckResult), 条目 [`Entry`](model::reading::Entry),
//! 调阅清单 [`Loan`](model::loan::Loan), 支撑材料 [`Evidence`](model::evidence::Evidence),
//! 候选 [`Candidate`](analysis::rollup::Candidate), 采纳 [`Decision`](model::decision::Decision),
//! 问题、底稿 [`Problem`](model::problem::Problem), 诊断 [`Diagnostic`](analysis::diagnose::Diagnostic),
//! 意见建议 [`Suggestion`](model::hand_over::Suggestion), 立行立改 [`QuickFix`](model::hand_over::QuickFix),
//! 线索登记: lines of the register of leads, [`Lead`](store::Lead), which are no records; what one says is
//! [`Sealed`](store::Sealed) or not written at all.

pub mod acts;
pub mod analysis;
pub mod cli;
pub mod clock;
pub mod error;
pub mod export;
pub mod import;
pub mod method;
pub mod model;
pub mod regular;
pub mod store;
pub mod text;
pub mod traces;
pub mod tui;

pub use error::{Error, Result};

#[cfg(test)]
#[path = "../tests/fuzzing.rs"]
mod fuzzing;
