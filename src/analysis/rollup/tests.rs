use super::*;
use crate::analysis::fixture::{self, answer, at, day, document, observation, said};
use crate::method::problems::Pattern;
use crate::method::records::CheckItem;
use crate::method::types::{Condition, Method, Source, Verified};
use crate::model::answer::{Answer, Judgement, Lane, Statement, Value};
use crate::model::fields::FieldValue;
use crate::model::ids::{CheckResultId, DecisionId, FieldValueId, StatementId};
use crate::model::observation::Origin;
use crate::model::people::{Person, PersonBrief};
use crate::model::problem::Problem;
use crate::model::reading::{CheckResult, Document, Entry, Verdict};
use crate::model::record::{Kind, Op, Record};
use crate::model::round::{Inspector, Unit};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

fn method() -> Method {
    let mut method = Method::builtin().expect("the built-in method is sound");
    method.patterns = vec![Pattern {
        id: "q1.unclear".into(),
        title: "对决策程序不清楚".into(),
        question: "q1".into(),
        of: Condition::default(),
        level: vec![Judgement::Partly, Judgement::Unmet],
        at_least: 2,
        share: 50,
        fact: "谈话了解的{asked}人中，{count}人不清楚。".into(),
        weight: Weight::Normal,
        ties: Vec::new(),
        basis: Vec::new(),
        categories: Vec::new(),
        source: Source { source: "x".into(), verified: Verified::General },
    }];
    for kind in &mut method.records {
        for (n, item) in kind.items.iter_mut().enumerate() {
            item.weight = if n == 0 { Weight::Low } else { Weight::Normal };
            item.ties.clear();
        }
    }
    method
}

fn item(method: &Method, kind: &str, nth: usize) -> CheckItem {
    method.records.iter().find(|k| k.id == kind).unwrap().items[nth].clone()
}

struct Round {
    input: Input,
    method: Arc<Method>,
    unit: UnitId,
}

impl Round {
    fn new() -> Self {
        let (method, unit) = (Arc::new(method()), UnitId::new());
        Self { input: Input::empty(unit, Arc::clone(&method)), method, unit }
    }

    fn person(&mut self, code: &str) -> Person {
        let person = fixture::person(self.unit, code, "某某", "科员");
        self.input.people.insert(person.id, PersonBrief::parse(&person.brief()));
        person
    }

    /// A talk in which q1 was met so.
    fn talk(&mut self, person: &Person, level: Option<Judgement>, statements: Vec<Statement>) -> Answer {
        let talk = fixture::talk(person, self.method.hash, "2026-03-08T09:15");
        let mut body = answer(&talk, "q1", statements);
        body.judgement = level;
        self.input.talks.insert(talk.id, person.id);
        let line = AnswerLine {
            id: body.id,
            talk: talk.id,
            question: "q1".into(),
            progress: body.progress(),
            judgement: level,
        };
        self.input.answers.push(line);
        self.input.bodies.insert(body.id, body.clone());
        self.input.sittings.insert(talk.id, talk);
        body
    }

    fn unclear(&mut self, code: &str) -> Answer {
        let person = self.person(code);
        self.talk(&person, Some(Judgement::Unmet), vec![said(Lane::Gist, "说不清标准")])
    }

    fn document(&mut self) -> Document {
        let minutes = document(self.unit, self.method.hash, "k4", "党组会议记录", "2022");
        self.input.documents.insert(minutes.id, minutes.clone());
        minutes
    }

    fn check(&mut self, document: &Document, nth: usize, pages: &str) -> CheckResult {
        let check = CheckResult {
            id: CheckResultId::new(),
            document: document.id,
            item: item(&self.method, "k4", nth).id,
            verdict: Verdict::Problem,
            pages: pages.into(),
            note: "没有签名".into(),
            by: None,
            at: Some(at("2026-03-09T10:10")),
        };
        self.input.checks.insert(check.id, check.clone());
        check
    }

    fn observe(&mut self, text: &str, origin: Origin) -> ObservationId {
        let observation = observation(self.unit, text, origin);
        self.input.observations.push(observation);
        self.input.observations.last().unwrap().id
    }

    fn run(&self) -> Vec<Candidate> {
        candidates(&self.input)
    }

    fn one(&self) -> Candidate {
        let mut all = self.run();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    fn adopting(&self) -> Adopting<'_> {
        Adopting {
            method: &self.method,
            inspectors: &[],
            evidence: &[],
            by: InspectorId::new(),
            at: at("2026-03-15T09:00"),
        }
    }

    /// Adopts and writes what that gives back into the input.
    fn adopt(&mut self, candidate: &Candidate) -> Adoption {
        let adoption = adopt(candidate, ProblemId::new(), "预-LF-01".into(), &self.adopting());
        self.input.problems.insert(adoption.problem.id);
        self.decide(adoption.decision.clone());
        adoption
    }

    fn decide(&mut self, decision: Decision) {
        self.input.decisions.retain(|d| d.id != decision.id);
        self.input.decisions.push(decision);
    }
}

#[test]
fn people_are_counted_once_by_their_best_talk() {
    let mut round = Round::new();
    let first = round.person("A01");
    let words = || vec![said(Lane::Gist, "说不清")];
    round.talk(&first, Some(Judgement::Unmet), words());
    round.talk(&first, None, words());
    let second = round.person("A02");
    round.talk(&second, Some(Judgement::Unmet), words());
    round.talk(&second, Some(Judgement::Met), words());
    assert_eq!(
        round.run(),
        [],
        "of two finished talks the later counts, of a half one and a finished one the finished"
    );
    round.unclear("A03");
    let found = round.one();
    assert_eq!(found.fact, "谈话了解的3人中，2人不清楚。");
    assert_eq!(found.places.len(), 2);
}

#[test]
fn a_pattern_wants_its_number_and_its_share() {
    let mut round = Round::new();
    round.unclear("A01");
    assert_eq!(round.run(), []);
    round.unclear("A02");
    assert_eq!(round.one().rule, Rule::Pattern("q1.unclear".into()));
    for code in ["A03", "A04", "A05"] {
        let person = round.person(code);
        round.talk(&person, Some(Judgement::Met), vec![said(Lane::Gist, "清楚")]);
    }
    assert_eq!(round.run(), [], "two of five are not half");
    let person = round.person("A06");
    round.talk(&person, Some(Judgement::NotApplicable), Vec::new());
    round.unclear("A07");
    assert_eq!(round.one().fact, "谈话了解的6人中，3人不清楚。", "不适用 is no judgement of them");
}

#[test]
fn places_of_one_item_are_one_candidate_with_its_observations() {
    let mut round = Round::new();
    let minutes = round.document();
    let check = round.check(&minutes, 1, "12");
    let again = round.check(&minutes, 1, "31");
    let beside = Origin::Document { document: minutes.id, item: None, check: Some(check.id), entry: None };
    let seen = round.observe("付款早于研究", beside);
    let free = round.observe("有人来电。说了别的事。", Origin::Free);
    let all = round.run();
    assert_eq!(all.len(), 2);
    let of_item = all.iter().find(|c| matches!(c.rule, Rule::Item(_))).unwrap();
    assert_eq!(of_item.title, item(&round.method, "k4", 1).problem);
    let ids: BTreeSet<Uuid> = of_item.places.iter().map(|p| p.id).collect();
    assert_eq!(ids, BTreeSet::from([check.id.0, again.id.0, seen.0]));
    let own = all.iter().find(|c| c.rule == Rule::Observation(free)).unwrap();
    assert_eq!(own.title, "有人来电");
}

#[test]
fn an_observation_that_repeats_its_check_result_is_no_second_place() {
    let mut round = Round::new();
    let minutes = round.document();
    let check = round.check(&minutes, 1, "12");
    let words = crate::analysis::reading::marked(Some(&item(&round.method, "k4", 1)), &check);
    assert!(words.ends_with("：没有签名（页 12）"), "{words}");
    let beside = Origin::Document { document: minutes.id, item: None, check: Some(check.id), entry: None };
    let seen = round.observe(&words, beside.clone());
    assert_eq!(round.one().places.iter().map(|p| p.id).collect::<Vec<_>>(), [check.id.0]);
    let facts = adopt(&round.one(), ProblemId::new(), "预-LF-01".into(), &round.adopting()).problem.facts;
    assert_eq!(facts.len(), 1, "{facts:?}");
    // What somebody worded is said beside it, and what is no problem stays where it was marked.
    let worded = round.observe(&format!("{words}，有人补签"), beside);
    assert_eq!(round.one().places.len(), 2);
    round.input.observations.retain(|o| o.id != worded);
    round.input.checks.get_mut(&check.id).unwrap().verdict = Verdict::Clean;
    assert_eq!(round.one().places.iter().map(|p| p.id).collect::<Vec<_>>(), [seen.0]);
}

#[test]
fn one_statement_is_one_matter_and_another_statement_another() {
    let mut round = Round::new();
    let person = round.person("A01");
    let two = vec![said(Lane::Verbatim, "先付款，后上会。"), said(Lane::Gist, "额度说3万元")];
    let body = round.talk(&person, Some(Judgement::Unmet), two);
    let from = |s: &Statement| Origin::Statement { interview: body.interview, answer: body.id, statement: s.id };
    round.observe("问办公室怎么记", from(&body.statements[0]));
    round.observe("先付后研究", from(&body.statements[0]));
    round.observe("说不出文件名称", from(&body.statements[1]));
    let all = round.run();
    let rule = |nth: usize| Rule::Statement { question: "q1".into(), statement: body.statements[nth].id };
    let places = |rule: Rule| all.iter().find(|c| c.rule == rule).map(|c| c.places.len());
    assert_eq!((all.len(), places(rule(0)), places(rule(1))), (2, Some(2), Some(1)));
    assert!(all.iter().flat_map(|c| &c.places).all(|p| p.evidence.is_some() && p.on.is_none()));
    let titles: BTreeSet<&str> = all.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(titles.len(), 2, "they are told apart: {titles:?}");
}

/// What an observation says is the group's own: it goes to 待核实 and is in nothing that is printed.
#[test]
fn an_observation_becomes_no_fact_and_no_title_whatever_it_was_marked_at() {
    const NOTES: [&str; 4] = ["核对第41号凭证", "分管工程的班子成员说不出", "问办公室怎么记", "有人来电"];
    let mut round = Round::new();
    let person = round.person("A01");
    let words = vec![said(Lane::Verbatim, "先付款，后上会。"), said(Lane::Gist, "额度说3万元。后来没有说。")];
    let body = round.talk(&person, Some(Judgement::Unmet), words);
    let from = |nth: usize| Origin::Statement {
        interview: body.interview,
        answer: body.id,
        statement: body.statements[nth].id,
    };
    let minutes = round.document();
    let check = round.check(&minutes, 1, "12");
    round.observe(NOTES[0], from(0));
    round.observe(NOTES[1], from(1));
    round.observe(NOTES[2], Origin::Document { document: minutes.id, item: None, check: Some(check.id), entry: None });
    round.observe(NOTES[3], Origin::Free);
    let mut facts: Vec<String> = Vec::new();
    let mut verify: BTreeSet<String> = BTreeSet::new();
    for candidate in round.run() {
        let Adoption { problem, decision, .. } =
            adopt(&candidate, ProblemId::new(), "预-LF-01".into(), &round.adopting());
        verify.extend(problem.to_verify.iter().map(|v| v.text.clone()));
        assert!(problem.to_verify.iter().all(|v| v.origin.is_some() && !v.done));
        facts.extend(problem.facts.iter().map(|f| f.text.clone()));
        let printed = serde_json::to_string(&Problem { to_verify: Vec::new(), ..problem }).unwrap();
        assert!(!NOTES.iter().any(|n| printed.contains(n)), "{printed}");
        assert!(!candidate.heading.is_empty() || decision.title == NOTES[3], "{decision:?}");
    }
    facts.sort();
    assert_eq!(
        facts,
        [
            "党组会议记录 2022年 第12页：没有签名〔证1〕。",
            "谈话反映：“先付款，后上会。”〔证1〕。",
            "谈话反映：额度说3万元〔证1〕。后来没有说〔证1〕。",
        ]
    );
    assert_eq!(
        verify,
        BTreeSet::from([
            "访谈A01 问一：核对第41号凭证".to_owned(),
            "访谈A01 问一：分管工程的班子成员说不出".to_owned(),
            "党组会议记录 2022年 第12页：问办公室怎么记".to_owned(),
            "有人来电".to_owned(),
        ])
    );
}

#[test]
fn what_was_decided_for_a_whole_question_still_holds_for_its_statements() {
    let mut round = Round::new();
    let body = round.unclear("A01");
    let at_first = Origin::Statement { interview: body.interview, answer: body.id, statement: body.statements[0].id };
    let seen = round.observe("额度说不清", at_first);
    let found = round.one();
    let key = found.rule.older_key(round.unit).unwrap();
    let older = Decision {
        id: DecisionId::of(round.unit, key),
        key,
        seen: vec![seen.0.into()],
        ..dismiss(&found, "已说明", InspectorId::new(), at("2026-03-15T09:00"))
    };
    round.decide(older.clone());
    assert_eq!(round.one().standing, CandidateStanding::Dismissed);
    let other = round.unclear("A02");
    let elsewhere =
        Origin::Statement { interview: other.interview, answer: other.id, statement: other.statements[0].id };
    round.input.method = Arc::new(Method { patterns: Vec::new(), ..method() });
    round.observe("也说不清", elsewhere);
    let standings: BTreeSet<CandidateStanding> = round.run().into_iter().map(|c| c.standing).collect();
    assert_eq!(standings, BTreeSet::from([CandidateStanding::Open, CandidateStanding::Dismissed]));
    let again = round.run().into_iter().find(|c| c.standing == CandidateStanding::Dismissed).unwrap();
    round.adopt(&again);
    assert!(round.input.decisions.contains(&older), "the older one goes on to hold for what else it knew");
}

#[test]
fn what_says_something_else_since_is_offered_again() {
    let mut round = Round::new();
    let minutes = round.document();
    let check = round.check(&minutes, 1, "12");
    round.decide(dismiss(&round.one(), "已补签", InspectorId::new(), at("2026-03-15T09:00")));
    assert_eq!(round.one().standing, CandidateStanding::Dismissed);
    round.input.checks.get_mut(&check.id).unwrap().note = "代签".into();
    let again = round.one();
    assert_eq!((again.standing, again.places[0].news), (CandidateStanding::Reopened, PlaceNews::Changed));
    let problem = round.adopt(&again).problem;
    assert_eq!(round.one().standing, CandidateStanding::Adopted(problem.id), "adopted as it is now");
    round.input.checks.get_mut(&check.id).unwrap().pages = "13".into();
    let changed = round.one();
    assert_eq!(changed.standing, CandidateStanding::NewMaterial(problem.id));
    let taken = take_in(&changed, &problem, &round.adopting());
    assert_eq!(taken.problem.facts, problem.facts, "what was written stays as it is");
    let texts: Vec<&str> = taken.problem.to_verify.iter().map(|v| v.text.as_str()).collect();
    assert_eq!(texts, ["来源有改动，核对事实。党组会议记录 2022年 第13页：代签"]);
    round.decide(taken.decision);
    assert_eq!(round.one().standing, CandidateStanding::Adopted(problem.id));
}

#[test]
fn an_adopted_problem_whose_source_turns_clean_says_so_until_it_is_taken_in() {
    let mut round = Round::new();
    let minutes = round.document();
    let check = round.check(&minutes, 1, "12");
    let problem = round.adopt(&round.one()).problem;
    round.input.checks.get_mut(&check.id).unwrap().verdict = Verdict::Clean;
    let turned = round.one();
    assert_eq!(turned.standing, CandidateStanding::NewMaterial(problem.id));
    assert_eq!(turned.fresh().map(|p| p.news).collect::<Vec<_>>(), [PlaceNews::Gone]);
    assert!(turned.places[0].place.ends_with("已改为无问题"), "{}", turned.places[0].place);
    let taken = take_in(&turned, &problem, &round.adopting());
    assert_eq!((taken.problem.facts.len(), taken.evidence.len()), (problem.facts.len(), 0));
    assert!(taken.problem.to_verify[0].text.contains("已改为无问题"), "{:?}", taken.problem.to_verify);
    round.decide(taken.decision);
    assert_eq!(round.run(), [], "told once");
    round.input.checks.get_mut(&check.id).unwrap().verdict = Verdict::Problem;
    assert_eq!(round.one().standing, CandidateStanding::NewMaterial(problem.id), "and again when it is one again");
}

#[test]
fn nothing_withheld_gets_in() {
    let mut round = Round::new();
    let secret = Statement { withheld: true, ..said(Lane::Verbatim, "暗号甲") };
    let person = round.person("A01");
    let body = round.talk(&person, Some(Judgement::Unmet), vec![secret.clone()]);
    round.unclear("A02");
    assert_eq!(round.run(), [], "an answer that is withheld as a whole counts for nothing");
    round.observe("暗号乙", Origin::Statement { interview: body.interview, answer: body.id, statement: secret.id });
    round.observe("暗号丙", Origin::Free);
    round.input.observations[1].withheld = true;
    assert_eq!(round.run(), []);
    let half = round.person("A03");
    round.talk(&half, Some(Judgement::Unmet), vec![secret, said(Lane::Gist, "说不清")]);
    let found = round.one();
    assert!(!format!("{found:?}").contains("暗号"), "{found:?}");
}

#[test]
fn low_findings_are_folded_until_three_or_tied() {
    let mut round = Round::new();
    let minutes = round.document();
    round.check(&minutes, 0, "12");
    round.check(&minutes, 0, "13");
    assert!(round.one().folded());
    let entry = Entry {
        values: vec![FieldValue {
            id: FieldValueId::new(),
            field: "meeting.amount".into(),
            value: Value::Money(crate::model::value::Money(100)),
        }],
        ..fixture::entry(minutes.id, "meeting", "20")
    };
    round.input.entries.insert(entry.id, entry.clone());
    assert!(round.one().folded(), "an amount on another page ties nothing");
    round.input.entries.insert(entry.id, Entry { pages: "13-14".into(), ..entry });
    assert_eq!(round.one().lift, Some(Lift::Tied(Tie::Money)));
    round.input.entries.clear();
    round.check(&minutes, 0, "40");
    assert_eq!((round.one().lift, round.one().folded()), (Some(Lift::Three), false));
}

#[test]
fn adopting_fills_a_draft_and_takes_no_source_twice() {
    let mut round = Round::new();
    let minutes = round.document();
    let check = round.check(&minutes, 1, "12");
    let origin = Origin::Document { document: minutes.id, item: None, check: Some(check.id), entry: None };
    round.observe("付款早于研究。另有一次", origin);
    let found = round.one();
    let adoption = adopt(&found, ProblemId::new(), "预-LF-07".into(), &round.adopting());
    let problem = &adoption.problem;
    assert_eq!((problem.number.as_str(), problem.title.as_str()), ("预-LF-07", found.title.as_str()));
    assert_eq!(adoption.evidence.len(), 1, "check and observation lie at the same place");
    assert_eq!(problem.evidence.len(), 1);
    assert_eq!(problem.facts_text(), "党组会议记录 2022年 第12页：没有签名〔证1〕。");
    let noted: Vec<&str> = problem.to_verify.iter().map(|v| v.text.as_str()).collect();
    assert_eq!(noted, ["党组会议记录 2022年 第12页：付款早于研究。另有一次"]);
    assert_eq!((problem.from, problem.to), (day("2022"), None));
    assert_eq!(problem.sources, ["documents"]);
    assert!(problem.discovery.contains("2026年3月") && problem.discovery.contains("党组会议记录 2022年"));
    assert!(problem.facts.windows(2).all(|w| w[0].order < w[1].order));
    let existing = adoption.evidence.clone();
    let second =
        adopt(&found, ProblemId::new(), "预-LF-08".into(), &Adopting { evidence: &existing, ..round.adopting() });
    assert!(second.evidence.is_empty());
    assert_eq!(second.problem.evidence[0].evidence, existing[0].id);
}

#[test]
fn a_pattern_becomes_one_sentence_pinned_to_every_talk_and_tells_no_day() {
    let mut round = Round::new();
    round.unclear("A01");
    round.unclear("A02");
    let adoption = adopt(&round.one(), ProblemId::new(), "预-LF-01".into(), &round.adopting());
    assert_eq!(adoption.problem.facts_text(), "谈话了解的2人中，2人不清楚〔证1〕〔证2〕。");
    assert_eq!(adoption.problem.discovery, "与2人谈话了解。");
    assert_eq!(adoption.problem.sources, ["talk"]);
}

#[test]
fn new_material_is_offered_and_changes_nothing_by_itself() {
    let mut round = Round::new();
    let minutes = round.document();
    round.check(&minutes, 1, "12");
    let adoption = round.adopt(&round.one());
    assert_eq!(round.one().standing, CandidateStanding::Adopted(adoption.problem.id));
    let late = round.check(&minutes, 1, "31");
    let found = round.one();
    assert_eq!(found.standing, CandidateStanding::NewMaterial(adoption.problem.id));
    assert_eq!(found.fresh().map(|p| p.id).collect::<Vec<_>>(), [late.id.0]);
    let taken = take_in(&found, &adoption.problem, &Adopting { evidence: &adoption.evidence, ..round.adopting() });
    let (old, new) = (&adoption.problem, &taken.problem);
    assert_eq!(new.facts[..old.facts.len()], old.facts[..], "what was written stays");
    assert_eq!((new.facts.len(), new.evidence.len(), taken.evidence.len()), (2, 2, 1));
    assert_eq!(taken.decision.id, adoption.decision.id);
    round.decide(taken.decision);
    assert_eq!(round.one().standing, CandidateStanding::Adopted(adoption.problem.id));
}

#[test]
fn a_dismissal_holds_until_something_new_comes() {
    let mut round = Round::new();
    let minutes = round.document();
    round.check(&minutes, 1, "12");
    let found = round.one();
    round.decide(dismiss(&found, " 已当场补签 ", InspectorId::new(), at("2026-03-15T09:00")));
    assert_eq!((round.one().standing, round.one().reason()), (CandidateStanding::Dismissed, "已当场补签"));
    round.check(&minutes, 1, "31");
    let again = round.one();
    assert_eq!((again.standing, again.key), (CandidateStanding::Reopened, found.key));
    round.adopt(&again);
    assert_eq!(round.input.decisions.len(), 1, "one decision per candidate");
}

#[test]
fn a_paper_made_after_a_dismissal_rests_on_what_is_there_then() {
    let mut round = Round::new();
    let minutes = round.document();
    let first = round.check(&minutes, 1, "12");
    round.decide(dismiss(&round.one(), "已当场补签", InspectorId::new(), at("2026-03-15T09:00")));
    round.input.checks.remove(&first.id);
    let second = round.check(&minutes, 1, "31");
    let adoption = round.adopt(&round.one());
    assert_eq!(adoption.decision.seen.iter().map(|s| s.id).collect::<Vec<_>>(), [second.id.0]);
    assert_eq!(round.one().standing, CandidateStanding::Adopted(adoption.problem.id));
}

#[test]
fn a_problem_in_the_bin_gives_its_candidate_back() {
    let mut round = Round::new();
    let minutes = round.document();
    round.check(&minutes, 1, "12");
    round.adopt(&round.one());
    round.input.problems.clear();
    assert_eq!(round.one().standing, CandidateStanding::Open);
}

#[test]
fn keys_tell_units_and_rules_apart_and_stay() {
    let (a, b) = (UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
    let item = Rule::Item("k4.p3".into());
    assert_ne!(item.key(a), item.key(b));
    assert_ne!(item.key(a), Rule::Pattern("k4.p3".into()).key(a));
    assert_eq!(
        item.key(a).to_string(),
        "1256083ba270ddf5f6a322d9aca2533a1e3be9faf5b534d56c66187ae67fd548",
        "decisions in the files of other laptops are found by this key"
    );
}

#[test]
fn a_unit_is_read_with_what_may_become_a_place() {
    let dir = tempfile::tempdir().unwrap();
    let store = fixture::create(&dir.path().join("甲.wenkan"));
    let files = crate::method::MethodFiles::builtin();
    let method = Method::builtin().unwrap();
    let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
    let person = fixture::person(unit.id, "A01", "王建国", "局长");
    let talk = fixture::talk(&person, files.hash(), "2026-03-08T09:15");
    let body = answer(&talk, "q1", vec![said(Lane::Gist, "说不清")]);
    let origin = Origin::Statement { interview: talk.id, answer: body.id, statement: body.statements[0].id };
    let of_talk = Rule::Statement { question: "q1".into(), statement: body.statements[0].id };
    let seen = observation(unit.id, "额度说不清", origin);
    let minutes = document(unit.id, files.hash(), "k4", "党组会议记录", "2022");
    let check = |verdict, nth: usize| CheckResult {
        id: CheckResultId::new(),
        document: minutes.id,
        item: item(&method, "k4", nth).id,
        verdict,
        pages: "12".into(),
        note: String::new(),
        by: None,
        at: None,
    };
    let (bad, good) = (check(Verdict::Problem, 1), check(Verdict::Clean, 2));
    let kept = bad.id;
    let (m, u) = (minutes.clone(), unit.clone());
    store
        .transact(Op::Sample, None, move |tx| {
            tx.put_method(files.hash(), &files.files)?;
            tx.put(&u)?;
            tx.put(&person)?;
            tx.put(&talk)?;
            tx.put(&body)?;
            tx.put(&seen)?;
            tx.put(&m)?;
            tx.put(&bad)?;
            tx.put(&good)
        })
        .unwrap();
    let reader = store.reader().unwrap();
    let input = Input::read(&reader, unit.id).unwrap();
    assert_eq!(input.checks.keys().copied().collect::<Vec<_>>(), [kept]);
    let rules: BTreeSet<Rule> = candidates(&input).into_iter().map(|c| c.rule).collect();
    assert_eq!(rules, BTreeSet::from([Rule::Item(item(&method, "k4", 1).id), of_talk.clone()]));
    assert_eq!(candidates(&Input::read(&reader, UnitId::new()).unwrap()), []);
    store.transact(Op::Delete, None, move |tx| tx.delete(Kind::Document, minutes.id.0)).unwrap();
    let rules: Vec<Rule> = candidates(&Input::read(&reader, unit.id).unwrap()).into_iter().map(|c| c.rule).collect();
    assert_eq!(rules, [of_talk], "a document in the bin takes its results with it");
}

/// What happens in a round, at random: who says what, which item is bad, what is marked, what is decided.
fn random(steps: &[(u8, u8, u8)]) -> Round {
    let mut round = Round::new();
    let people: Vec<Person> = (0..4).map(|n| round.person(&format!("A{n:02}"))).collect();
    let documents = [round.document(), round.document()];
    for (what, which, how) in steps {
        let (which, how) = (usize::from(*which), usize::from(*how));
        let document = documents[which % 2].clone();
        match what % 5 {
            0 => {
                let level = Judgement::ALL[how % Judgement::ALL.len()];
                let secret = Statement { withheld: how % 3 == 0, ..said(Lane::Gist, "话") };
                round.talk(&people[which % 4], Some(level), vec![secret]);
            }
            1 => {
                round.check(&document, how % 3, "12");
            }
            2 => {
                round.observe("疑点", Origin::Free);
            }
            3 => {
                let body = round.input.bodies.values().nth(which).cloned();
                let origin = body.map_or(Origin::Free, |b| Origin::Statement {
                    interview: b.interview,
                    answer: b.id,
                    statement: b.statements.first().map_or_else(StatementId::new, |s| s.id),
                });
                round.observe("疑点", origin);
            }
            _ => {
                let all = round.run();
                if let Some(candidate) = all.get(which % all.len().max(1)) {
                    if how % 2 == 0 {
                        round.adopt(candidate);
                    } else {
                        round.decide(dismiss(candidate, "不采纳", InspectorId::new(), at("2026-03-15T09:00")));
                    }
                }
            }
        }
    }
    round
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn running_it_again_in_any_order_changes_nothing(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..24),
    ) {
        let mut round = random(&steps);
        let found = round.run();
        prop_assert_eq!(&round.run(), &found);
        round.input.answers.reverse();
        round.input.observations.reverse();
        round.input.decisions.reverse();
        prop_assert_eq!(&round.run(), &found);
        let keys: BTreeSet<Hash> = found.iter().map(|c| c.key).collect();
        prop_assert_eq!(keys.len(), found.len(), "one candidate per key");
        for candidate in &found {
            prop_assert!(!candidate.places.is_empty());
            prop_assert_eq!(candidate.key, candidate.rule.key(round.unit));
        }
    }

    #[test]
    fn once_all_is_decided_nothing_waits(
        steps in prop::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 0..24), adopts in any::<bool>(),
    ) {
        let mut round = random(&steps);
        let before = round.run();
        // What is decided and holds nothing new is not offered, so nobody decides it again.
        for candidate in before.iter().filter(|c| c.standing.waits() || c.fresh().next().is_some()) {
            // What has a paper is not put aside; what is new of it goes into the paper.
            if adopts || matches!(candidate.standing, CandidateStanding::NewMaterial(_)) {
                round.adopt(candidate);
            } else {
                round.decide(dismiss(candidate, "不采纳", InspectorId::new(), at("2026-03-20T09:00")));
            }
        }
        let after = round.run();
        let waiting: Vec<_> = after.iter().filter(|c| c.standing.waits() || c.fresh().next().is_some()).collect();
        prop_assert!(waiting.is_empty(), "{waiting:#?}\nbefore: {before:#?}");
        // What rests on nothing any more is told once, on its paper, and then it is no candidate.
        let rests = |c: &&Candidate| c.places.iter().any(|p| p.news != PlaceNews::Gone);
        let keys = |all: &[Candidate]| all.iter().filter(rests).map(|c| c.key).collect::<BTreeSet<_>>();
        prop_assert_eq!(keys(&before), keys(&after));
        prop_assert_eq!(round.input.decisions.iter().map(|d| d.key).collect::<BTreeSet<_>>().len(), round.input.decisions.len());
    }
}

#[test]
fn inspectors_are_named_in_how_it_was_found() {
    let mut round = Round::new();
    let minutes = round.document();
    let liu = fixture::inspector("刘芳");
    let check = round.check(&minutes, 1, "12");
    round.input.checks.insert(check.id, CheckResult { by: Some(liu.id), ..check });
    let inspectors: [Inspector; 1] = [liu];
    let with = Adopting { inspectors: &inspectors, ..round.adopting() };
    let problem = adopt(&round.one(), ProblemId::new(), "预-LF-01".into(), &with).problem;
    assert_eq!(problem.discovery, "2026年3月9日，刘芳查阅党组会议记录 2022年，发现上述情况。");
}
