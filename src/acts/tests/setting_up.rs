//! The round, its units, its method, what comes in and what goes out.

use super::{empty, put};
use crate::acts::attach::Attach;
use crate::acts::bundle::AdoptBundle;
use crate::acts::method::UpdateMethod;
use crate::acts::output::{LogOutputs, OutputLine};
use crate::acts::round::{CreateRound, KeepRound};
use crate::acts::sample::WriteSample;
use crate::acts::unit::KeepUnit;
use crate::analysis::fixture::{self, World, day};
use crate::error::Kind as Failure;
use crate::method::MethodFiles;
use crate::model::any::AnyRecord;
use crate::model::attachment::Attachment;
use crate::model::fields::FieldValue;
use crate::model::ids::{AttachmentId, FieldValueId, Hash, UnitId};
use crate::model::record::Kind;
use crate::model::round::{Inspector, Marking, Round, Unit};
use crate::store::{Over, Store};

fn units(store: &Store) -> Vec<Unit> {
    store.reader().unwrap().all().unwrap()
}

fn create(units: Vec<Unit>) -> CreateRound {
    let inspectors = vec![fixture::inspector("刘芳")];
    CreateRound { round: fixture::round("2021", "2025"), units, inspectors, method: MethodFiles::builtin() }
}

#[test]
fn a_file_gets_one_round_with_units_of_different_codes() {
    let (_dir, store) = empty();
    let twice = ["SLJ", "slj"].map(|code| Unit::new(UnitId::new(), code, "水利局党组"));
    let e = store.perform(None, create(twice.to_vec())).unwrap_err();
    assert!(e.what.contains("已是另一个单位"), "{e}");
    assert_eq!(store.reader().unwrap().all::<Round>().unwrap(), [], "nothing is written");
    let backwards = CreateRound { round: fixture::round("2025", "2021"), ..create(Vec::new()) };
    assert_eq!(store.perform(None, backwards).unwrap_err().kind, Failure::Input);
    store.perform(None, create(twice[..1].to_vec())).unwrap();
    assert_eq!(store.reader().unwrap().methods().unwrap().len(), 1);
    let second = store.perform(None, create(Vec::new())).unwrap_err();
    assert!(second.what.contains("已有一轮"), "{second}");
    let sample = WriteSample { method: MethodFiles::builtin(), records: Vec::new() };
    assert_eq!(store.perform(None, sample).unwrap_err().kind, Failure::Input);
}

#[test]
fn settings_of_two_hands_are_both_kept() {
    let (_dir, store) = empty();
    store.perform(None, create(Vec::new())).unwrap();
    let at = |store: &Store| {
        let read = store.reader().unwrap();
        read.at::<Round>(read.all::<Round>().unwrap()[0].id.0).unwrap().unwrap()
    };
    let shown = at(&store);
    let over = Over { base: Some(shown.head), settle: None };
    let marked = Round { marking: Marking::WorkSecret, ..shown.record.clone() };
    store.perform(None, KeepRound { over, round: marked }).unwrap();
    let named = Round { name: "第十一轮".into(), ..shown.record.clone() };
    store.perform(None, KeepRound { over, round: named }).unwrap();
    let kept = at(&store).record;
    assert_eq!((kept.name.as_str(), &kept.marking), ("第十一轮", &Marking::WorkSecret));
    let earlier = Round { to: day("2020"), ..kept.clone() };
    let e = store.perform(None, KeepRound { over: Over { base: Some(at(&store).head), settle: None }, round: earlier });
    assert!(e.unwrap_err().what.contains("早于"));
    assert_eq!(at(&store).record, kept);
}

#[test]
fn a_unit_keeps_its_profile_when_its_name_is_changed_over_an_older_state() {
    let (_dir, store) = empty();
    let unit = Unit::new(UnitId::new(), "SLJ", "水利局");
    store.perform(None, KeepUnit { over: Over::default(), unit: unit.clone() }).unwrap();
    let over = Over { base: store.reader().unwrap().head(unit.id.0).unwrap(), settle: None };
    let value = crate::model::answer::Value::Text("5万元".into());
    let profile = vec![FieldValue { id: FieldValueId::new(), field: "unit.large".into(), value }];
    store.perform(None, KeepUnit { over, unit: Unit { profile: profile.clone(), ..unit.clone() } }).unwrap();
    let renamed = Unit { name: "水利局党组".into(), ..unit.clone() };
    store.perform(None, KeepUnit { over, unit: renamed }).unwrap();
    assert_eq!(units(&store), [Unit { name: "水利局党组".into(), profile, ..unit }]);
}

#[test]
fn codes_of_units_differ_and_have_no_blanks() {
    let (_dir, store) = empty();
    let keep = |code: &str, name: &str| KeepUnit { over: Over::default(), unit: Unit::new(UnitId::new(), code, name) };
    store.perform(None, keep("SLJ", "水利局党组")).unwrap();
    for (code, name) in [("slj", "水务局党组"), ("", "教育局党组"), ("J Y", "教育局党组"), ("JYJ", "")] {
        let e = store.perform(None, keep(code, name)).unwrap_err();
        assert_eq!(e.kind, Failure::Input, "{code} {name}");
    }
    assert_eq!(units(&store).len(), 1);
}

#[test]
fn a_method_that_was_left_does_not_come_back() {
    let (_dir, store) = empty();
    let (old, new) = (MethodFiles::builtin(), MethodFiles::new([("method.toml".to_owned(), "id = 'x'".to_owned())]));
    let put =
        |method: &MethodFiles| store.perform(None, UpdateMethod { method: method.clone(), replaces_unreadable: false });
    put(&old).unwrap();
    put(&old).unwrap();
    put(&new).unwrap();
    let e = put(&old).unwrap_err();
    assert!(e.what.contains("以前用过"), "{e}");
    let used: Vec<Hash> = store.reader().unwrap().methods().unwrap().iter().map(|m| m.hash).collect();
    assert_eq!(used, [new.hash(), old.hash()]);
}

#[test]
fn a_bundle_fills_a_file_without_work_only() {
    let (_dir, store) = empty();
    store.perform(None, create(Vec::new())).unwrap();
    let (round, me) = (fixture::round("2019", "2020"), fixture::inspector("周宁"));
    let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
    let records: Vec<AnyRecord> = vec![round.clone().into(), unit.clone().into(), me.clone().into()];
    let adopt = AdoptBundle { methods: vec![MethodFiles::builtin()], records };
    let changes = store.perform(None, adopt.clone()).unwrap();
    assert_eq!(changes.records.iter().filter(|c| c.deleted).count(), 2, "round and group give way");
    let read = store.reader().unwrap();
    assert_eq!((read.all::<Round>().unwrap(), read.all::<Inspector>().unwrap()), (vec![round.clone()], vec![me]));
    assert_eq!(read.round_id().unwrap(), Some(round.id));
    let e = store.perform(None, adopt).unwrap_err();
    assert!(e.what.contains("已有被巡察单位") && e.hint.contains("merge"), "{e}");
    assert_eq!(units(&store), [unit]);
}

#[test]
fn what_leaves_is_noted_under_who_took_it() {
    let (_dir, store) = empty();
    let me = fixture::inspector("刘芳");
    put(&store, [me.clone().into()]);
    let line = |name: &str| OutputLine {
        what: "谈话记录",
        name: name.into(),
        folder: None,
        sha256: Hash([7; 32]),
        from: None,
    };
    store
        .perform(Some(me.id), LogOutputs { lines: vec![line("甲.docx"), line("乙.docx")], removed: Vec::new() })
        .unwrap();
    let noted = store.reader().unwrap().export_log().unwrap();
    let mut names: Vec<&str> = noted.iter().map(|e| e.path_name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["乙.docx", "甲.docx"]);
    assert!(noted.iter().all(|e| e.by == Some(me.id)));
}

#[test]
fn a_backup_is_listed_under_who_made_it() {
    use crate::analysis::history::{History, Wanted};
    let (dir, store) = empty();
    let me = fixture::inspector("刘芳");
    put(&store, [me.clone().into()]);
    store.backup(Some(me.id), &dir.path().join("备份.wenkan"), &|_| true).unwrap();
    let reader = store.reader().unwrap();
    let deeds = History::new(&reader).log(None, usize::MAX, &Wanted::default()).unwrap().deeds;
    let listed: Vec<(&str, &str)> =
        deeds.iter().map(|d| (d.words.as_str(), d.by.as_str())).filter(|(words, _)| words.contains("备份")).collect();
    assert_eq!(listed, [("备份", "刘芳")]);
    assert_eq!(reader.stats().unwrap().exports, 0, "it is the round itself, and has not left");
}

#[test]
fn a_file_is_attached_once_and_never_to_what_is_gone() {
    let world = World::new();
    let old: Attachment = world.store.reader().unwrap().all::<Attachment>().unwrap().remove(0);
    let count = || world.store.reader().unwrap().briefs(Kind::Attachment).unwrap().len();
    let before = count();
    let again = Attachment { id: AttachmentId::new(), ..old.clone() };
    world.store.perform(None, Attach { attachment: again.clone() }).unwrap();
    assert_eq!(count(), before, "the same content once");
    let orphan = Attachment { owner: UnitId::new().0, ..again };
    let e = world.store.perform(None, Attach { attachment: orphan }).unwrap_err();
    assert!(e.what.contains("已被删除"), "{e}");
}
