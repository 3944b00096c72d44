use super::*;
use crate::analysis::fixture::{self, World};
use crate::analysis::paper::field::PaperField;
use crate::model::interview::Interview;
use crate::model::problem::Confirmed;
use crate::model::record::{Kind, Op};

fn paper_of(world: &World, change: impl FnOnce(&mut Problem)) -> Paper {
    let mut problem = world.sound.clone();
    change(&mut problem);
    Holdings::read(&world.store.reader().unwrap(), Some(world.unit.id)).unwrap().paper(&problem)
}

fn cited(world: &World, name: &str) -> Proof {
    paper_of(world, |p| world.cite(p, &[name])).proofs.remove(0)
}

#[test]
fn evidence_is_cited_by_what_it_is() {
    let world = World::new();
    for (name, citation, state) in [
        ("minutes", "党组会议记录 2022年 第2卷 第12页 原件", ProofState::Found),
        ("verbatim", "谈话记录〔访谈B12〕第1段", ProofState::Found),
        ("superseded", "谈话记录〔访谈B12〕第3段", ProofState::Superseded { by: Some(4), since: false }),
        ("correction", "谈话记录〔访谈B12〕第4段", ProofState::Found),
        ("withheld", "〔已另行处理〕", ProofState::Elsewhere),
        ("remark", "〔不在谈话记录上〕", ProofState::NotOnRecord),
        ("own", "党组书记、局长王建国本人谈话第2段，未读回", ProofState::Found),
        ("photo", "第12页.jpg 原件", ProofState::Found),
        ("hung", "〔已另行处理〕", ProofState::Elsewhere),
    ] {
        let proof = cited(&world, name);
        assert_eq!((proof.citation.as_str(), proof.state), (citation, state), "{name}");
    }
}

/// Nobody read back what was noted after the reading, and what was read is told from what was corrected later.
#[test]
fn what_was_corrected_after_the_reading_is_not_told_as_read_back() {
    let lines = |read_back: &str| {
        let world = World::new();
        let talks = world.store.reader().unwrap().all::<Interview>().unwrap();
        let read_back = Some(fixture::at(read_back));
        let read = move |tx: &mut crate::store::Tx<'_>| {
            talks.iter().try_for_each(|t| tx.put(&Interview { read_back, ..t.clone() }))
        };
        world.store.transact(Op::EditInterview, None, read).unwrap();
        ["superseded", "correction"].map(|name| {
            let printed = paper_of(&world, |p| world.cite(p, &[name])).printed(None);
            printed.items(PaperField::Evidence)[0].text.clone()
        })
    };
    // All of it was noted at 9:20.
    assert_eq!(
        lines("2026-03-08T10:00"),
        ["谈话记录〔访谈B12〕第3段，已读回，该段读回时已更正，见第4段", "谈话记录〔访谈B12〕第4段，已读回"]
    );
    assert_eq!(
        lines("2026-03-08T09:20"),
        ["谈话记录〔访谈B12〕第3段，已读回，该段读回后已更正，见第4段", "谈话记录〔访谈B12〕第4段"]
    );
}

#[test]
fn nothing_of_an_informant_and_nothing_withheld_is_in_a_paper() {
    let world = World::new();
    for name in World::NAMES.into_iter().filter(|n| *n != "own") {
        let proof = cited(&world, name);
        for word in ["赵敏", "财务股", "会计", "2026"] {
            assert!(!proof.citation.contains(word), "{name}: {}", proof.citation);
        }
        assert!(!format!("{proof:?}").contains("暗号"), "{proof:?}");
    }
}

#[test]
fn words_of_a_responsible_person_are_their_own_and_carry_no_code() {
    let world = World::new();
    let own = cited(&world, "own");
    assert_eq!(own.voice, Voice::Own(world.head.id));
    assert!(!own.citation.contains("A01"));
    let informant = paper_of(&world, |p| {
        world.cite(p, &["own"]);
        p.responsible.clear();
    });
    let proof = &informant.proofs[0];
    assert_eq!(proof.citation, "谈话记录〔访谈A01〕第2段");
    assert_eq!(proof.voice, Voice::Informant { talk: "A01".into(), person: world.head.id });
}

#[test]
fn a_deleted_source_and_deleted_evidence_dangle() {
    let world = World::new();
    let minutes = match &world.evidence[0].source {
        crate::model::evidence::EvidenceSource::Document { document, .. } => document.0,
        other => panic!("{other:?}"),
    };
    let gone = world.of("gist").0;
    world
        .store
        .transact(Op::Delete, None, move |tx| {
            tx.delete(Kind::Document, minutes)?;
            tx.delete(Kind::Evidence, gone)
        })
        .unwrap();
    for name in ["minutes", "gist"] {
        let proof = cited(&world, name);
        assert_eq!((proof.state, proof.citation.as_str(), proof.record), (ProofState::Gone, "〔已不存在〕", None));
    }
    assert_eq!(cited(&world, "photo").state, ProofState::Found);
}

#[test]
fn evidence_of_one_sort_is_single() {
    let world = World::new();
    let single = |names: &[&str]| paper_of(&world, |p| world.cite(p, names)).single;
    assert_eq!(single(&["verbatim", "correction"]), Some(EvidenceSort::Talk));
    assert_eq!(single(&["verbatim", "minutes"]), None);
    assert_eq!(single(&["minutes", "withheld"]), Some(EvidenceSort::Written), "what dangles proves nothing");
    assert_eq!(single(&[]), None);
}

#[test]
fn the_four_lights_tell_what_is_missing() {
    let world = World::new();
    let missing = |change: fn(&mut Problem)| -> Vec<(Accuracy, Vec<Lack>)> {
        let lights = paper_of(&world, change).lights;
        lights.into_iter().filter(|l| !l.is_lit()).map(|l| (l.what, l.missing)).collect()
    };
    assert_eq!(missing(|_| {}), []);
    assert_eq!(missing(|p| p.discovery.clear()), [(Accuracy::Means, vec![Lack::Discovery])]);
    assert_eq!(missing(|p| p.place.clear()), [(Accuracy::TimePlace, vec![Lack::Place])]);
    let reversed = missing(|p| (p.from, p.to) = (fixture::day("2022-06"), fixture::day("2022-05")));
    assert_eq!(reversed, [(Accuracy::TimePlace, vec![Lack::Period])], "it ends before it begins");
    assert_eq!(missing(|p| p.responsible[0].post.clear()), [(Accuracy::Subject, vec![Lack::NameOrPost])]);
    assert_eq!(missing(|p| p.responsible.clear()), [], "a problem of the leading body needs no person");
    assert_eq!(missing(|p| p.basis[0].confirm(None)), [(Accuracy::Policy, vec![Lack::Confirmation])]);
    assert_eq!(missing(|p| p.basis.clear()), [(Accuracy::Policy, vec![Lack::Basis])]);
}

#[test]
fn a_basis_is_measured_at_the_time_of_the_fact() {
    let world = World::new();
    let footing = |from: &str, to: &str, confirmed: bool| {
        let paper = paper_of(&world, |p| {
            (p.from, p.to) = (fixture::day(from), fixture::day(to));
            if !confirmed {
                p.basis[0].confirm(None);
            }
        });
        paper.footings[0].clone()
    };
    assert_eq!(footing("2022", "", true).in_force, InForce::Yes);
    assert_eq!(footing("", "", true).in_force, InForce::Unknown);
    assert!(matches!(footing("2018-05", "", true).in_force, InForce::No(_)));
    assert!(matches!(footing("2018-05", "2020-03", true).in_force, InForce::Partly(_)));
    let sound = footing("2022", "", true);
    assert_eq!(sound.printed, "《中国共产党党组工作条例》（2019年4月修订）第二十三条");
    assert_eq!(sound.standing, BasisStanding::Confirmed("刘芳".into()));
    let doubtful = footing("2022", "", false);
    assert_eq!((doubtful.standing, doubtful.printed.ends_with("〔待核〕")), (BasisStanding::ToConfirm, true));
}

#[test]
fn a_typed_basis_waits_for_somebody_too() {
    let world = World::new();
    let typed = |confirmed: Option<Confirmed>| {
        let paper = paper_of(&world, |p| {
            let basis = &mut p.basis[0];
            basis.edited(|words| {
                (words.regulation, words.version) = (String::new(), String::new());
                words.name = "水利局“三重一大”决策制度".into();
            });
            basis.confirm(confirmed);
        });
        paper.footings[0].printed.clone()
    };
    assert_eq!(typed(None), "《水利局“三重一大”决策制度》第二十三条〔待核〕");
    let by = Confirmed { by: world.inspectors[0].id, at: fixture::at("2026-03-16T09:00") };
    assert_eq!(typed(Some(by)), "《水利局“三重一大”决策制度》第二十三条");
}

#[test]
fn ids_of_the_method_become_words() {
    let world = World::new();
    let paper = paper_of(&world, |p| {
        p.source_other = "审计移交".into();
        p.place("three_focus_2023", "f3");
    });
    assert_eq!(paper.sources.len(), 2);
    assert!(!paper.sources[0].contains("documents") && paper.sources[1] == "审计移交");
    assert!(!paper.categories[0].path.is_empty());
    let names: Vec<&str> = paper.handlers.iter().map(|h| h.name.as_str()).collect();
    assert_eq!(names, ["刘芳", "周宁"]);
}

#[test]
fn papers_come_in_the_order_of_their_numbers() {
    let world = World::new();
    let sound = world.sound.clone();
    world
        .store
        .transact(Op::EditProblem, None, move |tx| {
            for number in ["预-LF-100", "预-LF-09", "预-AB-10"] {
                tx.put(&Problem { id: ProblemId::new(), number: number.into(), ..sound.clone() })?;
            }
            tx.put(&sound)
        })
        .unwrap();
    let reader = world.store.reader().unwrap();
    let numbers: Vec<String> = papers(&reader, None).unwrap().into_iter().map(|p| p.problem.number).collect();
    assert_eq!(numbers, ["预-AB-10", "预-LF-01", "预-LF-09", "预-LF-100"]);
    assert_eq!(papers(&reader, Some(UnitId::new())).unwrap().len(), 0);
    let one = Paper::read(&reader, world.sound.id).unwrap().unwrap();
    assert_eq!((one.problem, one.unit.name.as_str()), (world.sound, "青禾县水利局党组"));
    assert!(Paper::read(&reader, ProblemId::new()).unwrap().is_none());
}
