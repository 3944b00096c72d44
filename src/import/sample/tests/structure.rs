//! Ids, codes, states, times, coverage of what a demo must show.

use super::{round_file, sample};
use crate::import::sample::records;
use crate::method::types::Method;
use crate::model::answer::{Judgement, Lane, Progress};
use crate::model::any::Visit;
use crate::model::ids::{AnswerId, CheckResultId, DecisionId, Hash, InspectorId};
use crate::model::interview::{Sitting, TalkState};
use crate::model::observation::Origin;
use crate::model::people::Party;
use crate::model::record::{Kind, Record};
use crate::model::value::Instant;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Collects what a store would be given.
#[derive(Default, PartialEq, Eq, Debug)]
struct Bodies(Vec<(Kind, Uuid, Option<Uuid>, String)>);

impl Visit for &mut Bodies {
    type Out = ();
    fn visit<R: Record>(self, record: &R) {
        let body = serde_json::to_string(record).unwrap();
        assert_eq!(serde_json::to_string(&serde_json::from_str::<R>(&body).unwrap()).unwrap(), body);
        self.0.push((R::KIND, record.uuid(), record.parent(), body));
    }
}

fn bodies(hash: Hash) -> Bodies {
    let mut bodies = Bodies::default();
    let method = Method { hash, ..Method::builtin().unwrap() };
    records(&method).unwrap().into_records().iter().for_each(|record| record.visit(&mut bodies));
    bodies
}

#[test]
fn it_is_the_same_bytes_every_time() {
    let (first, second) = (bodies(Hash([1; 32])), bodies(Hash([1; 32])));
    assert_eq!(first, second);
    // The method's hash goes into what is shown with it and nowhere else; no id depends on it.
    let other = bodies(Hash([2; 32]));
    let changed: BTreeSet<_> = first.0.iter().zip(&other.0).filter(|(a, b)| a != b).map(|(a, _)| a.0).collect();
    assert_eq!(changed, BTreeSet::from([Kind::Interview, Kind::Document, Kind::Problem]));
    assert!(first.0.iter().zip(&other.0).all(|(a, b)| a.1 == b.1));
}

#[test]
fn records_come_after_their_parents() {
    let bodies = bodies(Hash([1; 32]));
    let mut seen = BTreeSet::new();
    for (kind, id, parent, _) in &bodies.0 {
        assert!(parent.is_none_or(|p| seen.contains(&p)), "{kind} {id}");
        assert!(seen.insert(*id), "{kind} {id} twice");
    }
    let sample = sample();
    let talks = 1 + 2 + 4 + 14 + 8 + sample.answers.len() + sample.observations.len();
    let books = sample.documents.len() + sample.checks.len() + sample.entries.len() + sample.loans.len();
    let papers = sample.evidence.len() + sample.problems.len() + sample.fixes.len() + sample.suggestions.len();
    let papers = papers + sample.decisions.len();
    assert_eq!(bodies.0.len(), talks + books + papers);
}

#[test]
fn ids_are_unique_and_ordered_by_time() {
    let sample = sample();
    let mut ids = BTreeMap::new();
    let mut add = |id: Uuid, at: Instant, what: &str| {
        assert_eq!(id.get_version_num(), 7, "{what}");
        let (seconds, nanos) = id.get_timestamp().unwrap().to_unix();
        assert_eq!(seconds * 1000 + u64::from(nanos) / 1_000_000, at.ms.unsigned_abs(), "{what}");
        assert!(ids.insert(id, what.to_owned()).is_none(), "{what}");
    };
    sample.people.iter().for_each(|p| add(p.id.0, sample.prepared, &p.name));
    for i in &sample.interviews {
        add(i.id.0, i.sittings[0].from, &i.post);
        i.sittings.iter().for_each(|s| add(s.id.0, s.from, &s.place));
    }
    for a in &sample.answers {
        a.statements.iter().for_each(|s| add(s.id.0, s.at, &s.text));
        assert!(a.statements.windows(2).all(|w| w[0].order < w[1].order && !w[0].order.0.is_empty()), "{}", a.question);
    }
    sample.observations.iter().for_each(|o| add(o.id.0, o.at, &o.text));
    for e in &sample.entries {
        add(e.id.0, e.at, &e.kind);
        e.values.iter().for_each(|v| add(v.id.0, e.at, &v.field));
    }
    sample.evidence.iter().for_each(|e| add(e.id.0, e.at, &e.title));
    // Those of records with a natural key follow from the key.
    sample.answers.iter().for_each(|a| assert_eq!(a.id, AnswerId::of(a.interview, &a.question)));
    sample.checks.iter().for_each(|c| assert_eq!(c.id, CheckResultId::of(c.document, &c.item)));
    sample.decisions.iter().for_each(|d| assert_eq!(d.id, DecisionId::of(d.unit, d.key)));
    let claims: BTreeSet<_> = sample.answers.iter().flat_map(|a| &a.claims).map(|c| c.id).collect();
    assert_eq!(claims.len(), sample.answers.iter().map(|a| a.claims.len()).sum::<usize>());
}

#[test]
fn codes_are_unique_and_names_occur_once() {
    let sample = sample();
    let mut seen = BTreeSet::new();
    for p in &sample.people {
        let bytes = p.code.0.as_bytes();
        assert!(bytes.len() == 3 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit));
        assert!(seen.insert((p.unit, p.code.0.clone())), "{}", p.code);
        assert!(seen.insert((sample.units[0].id, p.name.clone())), "{}", p.name);
        let written = p.name_as_written.as_deref().unwrap_or(&p.name);
        assert_eq!(written.replace('\u{3000}', ""), p.name);
        let present = p.posts.iter().find(|post| post.to.is_none());
        assert!(present.is_none_or(|post| p.post.starts_with(&post.post)), "{}", p.name);
        assert!(p.posts.windows(2).all(|w| w[0].to <= w[1].from), "{}", p.name);
    }
}

#[test]
fn every_kind_of_person_and_talk_occurs() {
    let sample = sample();
    let approaches: BTreeSet<_> = sample.people.iter().map(|p| p.approach.as_str()).collect();
    let nine = ["finance", "head", "member", "middle", "office", "party_member", "public", "retired", "village"];
    assert_eq!(approaches.into_iter().collect::<Vec<_>>(), nine);
    for party in [Party::Member, Party::Probationary, Party::No] {
        assert!(sample.people.iter().any(|p| p.facts.party == party), "{party:?}");
    }
    let count = |state| sample.interviews.iter().filter(|i| i.state == state).count();
    assert_eq!([TalkState::Closed, TalkState::BrokenOff, TalkState::Open].map(count), [6, 1, 1]);
    assert!(sample.interviews.iter().any(|i| i.read_back.is_some()));
    assert!(sample.interviews.iter().any(|i| i.state == TalkState::Closed && i.read_back.is_none()));
    assert!(sample.statements().any(|(_, s)| s.supersedes.is_some()));
    assert!(sample.statements().any(|(_, s)| s.withheld));
    assert!(Lane::ALL.into_iter().all(|lane| sample.statements().any(|(_, s)| s.lane == lane)));
    for judgement in [Some(Judgement::Met), Some(Judgement::Partly), Some(Judgement::Unmet), None] {
        assert!(sample.answers.iter().any(|a| a.judgement == judgement), "{judgement:?}");
    }
    for progress in [Progress::Done, Progress::Part, Progress::Excused] {
        assert!(sample.answers.iter().any(|a| a.progress() == progress), "{progress:?}");
    }
}

#[test]
fn what_is_closed_has_no_open_required_question() {
    let sample = sample();
    for i in sample.interviews.iter().filter(|i| i.state == TalkState::Closed) {
        let facts = &sample.people.iter().find(|p| p.id == i.person).unwrap().facts;
        let leading = ["q1", "q2", "q3", "q4"].map(|q| (q, facts.leading_body));
        for (question, required) in leading.into_iter().chain([("q5", facts.party.is_party())]) {
            let answer = sample.answers.iter().find(|a| a.interview == i.id && a.question == question);
            let settled = answer.is_some_and(|a| matches!(a.progress(), Progress::Done | Progress::Excused));
            assert!(settled || !required, "{} {question}", i.post);
        }
    }
}

#[test]
fn answers_are_long_enough_to_read_like_talks() {
    for a in &sample().answers {
        let put = a.not_put.is_empty();
        assert_eq!(put, (3..=9).contains(&a.statements.len()), "{} {}", a.question, a.statements.len());
        assert!(put || (a.judgement.is_none() && a.claims.is_empty() && a.probes.is_empty()), "{}", a.not_put);
        for probe in &a.probes {
            assert!(probe.probe.starts_with(&format!("{}.p", a.question)), "{}", probe.probe);
        }
    }
}

#[test]
fn sittings_are_whole_and_nobody_is_in_two_places() {
    let sample = sample();
    let mut busy: BTreeMap<InspectorId, Vec<&Sitting>> = BTreeMap::new();
    for i in &sample.interviews {
        for s in &i.sittings {
            assert!(s.from < s.to.unwrap_or(sample.now) && s.from.ms > sample.prepared.ms);
            assert_eq!(s.recorder.is_none(), !s.alone_reason.is_empty(), "{}", s.place);
            assert_ne!(Some(s.asker), s.recorder);
            [Some(s.asker), s.recorder].into_iter().flatten().for_each(|p| busy.entry(p).or_default().push(s));
        }
        let last = i.last_sitting().unwrap();
        assert_eq!(last.to.is_none(), i.state == TalkState::Open, "{}", i.post);
        assert!(i.sittings.windows(2).all(|w| w[0].to.unwrap() < w[1].from));
        assert!(i.opening_read.is_some_and(|t| i.sittings[0].from < t));
        assert!(i.read_back.is_none_or(|t| i.state == TalkState::Closed && Some(t) < last.to), "{}", i.post);
    }
    assert!(sample.interviews.windows(2).all(|w| w[0].sittings[0].from < w[1].sittings[0].from));
    assert!(sample.interviews.iter().flat_map(|i| &i.sittings).any(|s| s.recorder.is_none()));
    assert!(sample.interviews.iter().any(|i| i.sittings.len() > 1 && i.sittings[0].asker != i.sittings[1].asker));
    for sittings in busy.values() {
        for (n, a) in sittings.iter().enumerate() {
            for b in &sittings[n + 1..] {
                let apart = a.to.is_some_and(|t| t <= b.from) || b.to.is_some_and(|t| t <= a.from);
                assert!(apart, "{} {}", a.place, b.place);
            }
        }
    }
}

#[test]
fn what_is_said_falls_into_a_sitting_and_in_order() {
    let sample = sample();
    for i in &sample.interviews {
        let inside = |t: Instant| i.sittings.iter().any(|s| s.from < t && t < s.to.unwrap_or(sample.now));
        let mut last = i.opening_read.unwrap();
        for a in sample.answers.iter().filter(|a| a.interview == i.id) {
            for s in &a.statements {
                assert!(inside(s.at), "{} {}", s.at, s.text);
                if s.supersedes.is_none() {
                    assert!(last < s.at, "{} {}", s.at, s.text);
                    last = s.at;
                }
            }
            assert!(a.probes.iter().all(|p| inside(p.at)), "{}", a.question);
            assert!(a.probes.windows(2).all(|w| w[0].at < w[1].at));
        }
        assert!(i.read_back.is_none_or(|t| last < t), "{}", i.post);
    }
}

#[test]
fn observations_come_from_statements_and_after_them() {
    let sample = sample();
    for o in &sample.observations {
        let Origin::Statement { interview, answer, statement } = o.origin else { continue };
        let answer = sample.answers.iter().find(|a| a.id == answer).unwrap();
        let said = super::statement(answer, statement);
        assert_eq!(answer.interview, interview);
        assert!(said.at < o.at && o.at < sample.now && !said.withheld && !o.withheld, "{}", o.text);
        assert_eq!(sample.speaker(answer).unit, o.unit);
        let there =
            sample.interview(interview).sittings.iter().find(|s| s.from <= o.at && Some(o.at) <= s.to.or(Some(o.at)));
        assert!(there.is_some_and(|s| s.asker == o.by || s.recorder == Some(o.by)), "{}", o.text);
    }
}

#[test]
fn what_is_planned_lies_ahead_and_is_not_done() {
    let sample = sample();
    let today = sample.now.date();
    for p in &sample.people {
        let state = sample.interviews.iter().find(|i| i.person == p.id).map(|i| i.state);
        assert!(p.planned.is_none_or(|day| !day.before(today) && state != Some(TalkState::Closed)), "{}", p.name);
    }
    let on = |day: &str| sample.people.iter().filter(|p| p.planned.is_some_and(|d| d.to_string() == day)).count();
    assert!(on("2026-03-12") >= 3 && on("2026-03-13") >= 2);
    assert_eq!(today.to_string(), "2026-03-12");
    assert!(round_file().outside.iter().all(|name| sample.people.iter().all(|p| p.name != *name)));
}
