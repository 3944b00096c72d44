//! Any sequence of what may happen to a round and to its exports: every file that says what is withheld in the end is
//! named, and no other.

use super::super::exports;
use super::super::marker::SAID;
use super::{Bench, OTHERWISE, certain, files, find, saying};
use crate::export::parts::Part;
use crate::model::answer::Answer;
use crate::model::any::AnyRecord;
use crate::model::interview::Interview;
use crate::model::record::{Changes, Kind};
use crate::model::told::each_text;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
enum Step {
    /// The sentence goes into one text of one record.
    Plant(Kind, usize, usize),
    /// The record says again what it said first.
    Clean(Kind, usize),
    Delete(Kind, usize),
    Export(Part),
    /// A talk is another person's.
    Give(usize),
    /// The sentence itself is worded otherwise, or as it was.
    Reword(bool),
    /// It is withheld, or let in again.
    Mark(bool),
    /// All files of the shelves are taken away, or renamed, or put elsewhere: beside the round, farther down, out of sight.
    Move(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    const KINDS: [Kind; 9] = [
        Kind::Unit,
        Kind::Person,
        Kind::Interview,
        Kind::Document,
        Kind::Evidence,
        Kind::Problem,
        Kind::Suggestion,
        Kind::QuickFix,
        Kind::Loan,
    ];
    let kind = || proptest::sample::select(KINDS.to_vec());
    let step = prop_oneof![
        4 => (kind(), 0..4_usize, 0..9_usize).prop_map(|(kind, n, at)| Step::Plant(kind, n, at)),
        2 => (kind(), 0..4_usize).prop_map(|(kind, n)| Step::Clean(kind, n)),
        1 => (kind(), 0..4_usize).prop_map(|(kind, n)| Step::Delete(kind, n)),
        4 => proptest::sample::select(Part::ALL.to_vec()).prop_map(Step::Export),
        1 => (0..4_usize).prop_map(Step::Give),
        1 => any::<bool>().prop_map(Step::Reword),
        2 => any::<bool>().prop_map(Step::Mark),
        1 => (0..6_u8).prop_map(Step::Move),
    ];
    proptest::collection::vec(step, 1..14)
}

impl Bench {
    fn nth(&self, kind: Kind, n: usize) -> Option<AnyRecord> {
        let all = self.store.reader().unwrap().all_of(kind).unwrap();
        let count = all.len().max(1);
        all.into_iter().nth(n % count)
    }

    /// The talk may be in the bin: the mark itself is what counts.
    fn mark(&self, on: bool) -> Changes {
        let (answer, said) = (self.ids.answer, self.said);
        self.go(move |tx| {
            tx.edit::<Answer>(answer.0, |a| {
                a.statements.iter_mut().filter(|s| s.id == said).for_each(|s| s.withheld = on);
                Ok(())
            })
        })
    }

    fn scatter(&self, way: u8) {
        for shelf in ["报送", "内部"] {
            let from = self.dir.path().join(shelf);
            let nth = std::fs::read_dir(self.dir.path()).unwrap().count();
            let to = match way {
                2 => self.dir.path().join(format!("旧{nth}")).join("二").join("三").join(shelf),
                3 => self.dir.path().join(format!(".藏{nth}")).join("二"),
                4 => from.join(format!("旧{nth}")),
                _ => self.dir.path().to_owned(),
            };
            for path in files(&from) {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                match way {
                    0 => std::fs::remove_file(path).unwrap(),
                    1 => std::fs::rename(&path, from.join(format!("改名{nth}-{name}"))).unwrap(),
                    _ => {
                        std::fs::create_dir_all(&to).unwrap();
                        std::fs::rename(&path, to.join(format!("{nth}-{name}"))).unwrap();
                    }
                }
            }
        }
    }

    fn reword(&self, said: &'static str) {
        let (answer, id) = (self.ids.answer, self.said);
        self.go(move |tx| {
            tx.edit::<Answer>(answer.0, |a| {
                a.statements.iter_mut().filter(|s| s.id == id).for_each(|s| said.clone_into(&mut s.text));
                Ok(())
            })
        });
    }

    fn take(&self, step: &Step, first: &[AnyRecord]) {
        match step {
            Step::Plant(kind, n, at) => {
                let Some(mut record) = self.nth(*kind, *n) else { return };
                let (mut texts, mut nth) = (0, 0);
                each_text(&mut record, &mut |_, _| texts += 1);
                each_text(&mut record, &mut |_, text| {
                    if nth == at % texts {
                        text.push_str(SAID);
                    }
                    nth += 1;
                });
                self.go(move |tx| tx.put_any(&record));
            }
            Step::Clean(kind, n) => {
                let was = self.nth(*kind, *n).and_then(|r| first.iter().find(|f| f.id() == r.id()).cloned());
                if let Some(was) = was {
                    self.go(move |tx| tx.put_any(&was));
                }
            }
            // Without a unit there is nothing to print.
            Step::Delete(Kind::Unit, _) => {}
            Step::Delete(kind, n) => {
                let (kind, id) = (*kind, self.nth(*kind, *n).map(|r| r.id()));
                if let Some(id) = id {
                    self.go(move |tx| tx.delete(kind, id));
                }
            }
            Step::Export(part) => self.export(&[*part]),
            Step::Give(n) => {
                let Some(AnyRecord::Person(person)) = self.nth(Kind::Person, *n) else { return };
                let talk = self.ids.talk;
                self.go(move |tx| match tx.get::<Interview>(talk.0)? {
                    Some(talk) => tx.put(&Interview { person: person.id, ..talk }),
                    None => Ok(()),
                });
            }
            Step::Reword(back) => self.reword(if *back { SAID } else { OTHERWISE }),
            Step::Mark(on) => {
                self.mark(*on);
            }
            Step::Move(way) => self.scatter(*way),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, max_shrink_iters: 60, ..ProptestConfig::default() })]
    #[test]
    fn whatever_was_done_every_file_that_says_it_is_named(steps in steps(), known in any::<bool>()) {
        every_file_is_named(&steps, known);
    }
}

fn every_file_is_named(steps: &[Step], known: bool) {
    let b = Bench::new();
    let reader = b.store.reader().unwrap();
    let first: Vec<AnyRecord> = Kind::ALL.into_iter().flat_map(|kind| reader.all_of(kind).unwrap()).collect();
    for step in steps {
        b.take(step, &first);
    }
    b.mark(false);
    b.reword(SAID);
    if !known {
        b.store.forget_sources().unwrap();
    }
    let changes = b.mark(true);
    b.named(&changes);
    b.export(&Part::ALL);
    let reader = b.store.reader().unwrap();
    let behind = find(&b.store, &reader.left_behind().unwrap());
    assert_eq!(certain(&behind), saying(b.dir.path()), "what leaves now says nothing");
    exports::Report::read(&reader, &mut |_| true).unwrap();
    assert_eq!(saying(b.dir.path()), BTreeSet::new());
    let report = exports::Report::read(&reader, &mut |_| true).unwrap();
    assert_eq!(report.files.len(), 0);
}

/// The list of problems prints the titles of what its papers cite.
#[test]
fn a_title_that_says_it_is_in_the_list_of_problems() {
    for known in [true, false] {
        every_file_is_named(&[Step::Plant(Kind::Document, 0, 0), Step::Export(Part::List)], known);
    }
}

/// What is inside is what leaves now, under another name.
#[test]
fn a_file_that_is_only_called_by_it_is_named() {
    for known in [true, false] {
        every_file_is_named(&[Step::Plant(Kind::Unit, 0, 0), Step::Export(Part::Suggestions)], known);
    }
}
