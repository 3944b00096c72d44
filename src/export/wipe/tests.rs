use super::*;
use crate::error::Kind;
use crate::export::sample;
use crate::model::record::Op;
use crate::store::{Secret, Store};
use tempfile::TempDir;

/// A closed round with a copy and an output beside it.
struct Bench {
    dir: TempDir,
    round: PathBuf,
    copy: PathBuf,
    output: PathBuf,
}

impl Bench {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let here = regular::real(dir.path()).unwrap();
        let (round, copy) = (here.join("十轮.wenkan"), here.join("另一份.wenkan"));
        let store = sample::create(&round);
        store.transact(Op::CreateRound, None, |tx| tx.put(&sample::round())).unwrap();
        store.backup(None, &copy, &|_| true).unwrap();
        let output = here.join("内部").join("统计.md");
        fs::create_dir(here.join("内部")).unwrap();
        fs::write(&output, "统计").unwrap();
        let line = crate::acts::output::OutputLine {
            what: crate::store::called::STATS,
            name: "统计.md".to_owned(),
            folder: None,
            sha256: Seen::at(&output).unwrap().sha256,
            from: None,
        };
        crate::acts::output::log(&store, None, vec![line]).unwrap();
        store.close().unwrap();
        Self { dir, round, copy, output }
    }

    fn plan(&self) -> Plan {
        let keys = Keyring::of_round(Secret::None, &self.round).unwrap();
        plan(Reader::open(&self.round, &Secret::None).unwrap(), &keys).unwrap()
    }

    fn left(&self, wiped: &Wiped) -> Vec<String> {
        let name = |(path, _): &(PathBuf, String)| path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(self.dir.path().exists());
        wiped.left.iter().map(name).collect()
    }
}

#[test]
fn what_was_planned_is_removed() {
    let bench = Bench::new();
    let plan = bench.plan();
    let sorts: Vec<Sort> = plan.files.iter().map(|file| file.sort).collect();
    assert_eq!(sorts, [Sort::Copy, Sort::Output, Sort::Round]);
    let wiped = wipe(&plan);
    assert_eq!((wiped.gone.len(), bench.left(&wiped).len()), (3, 0), "{wiped:?}");
    assert!(!bench.round.exists() && !bench.copy.exists() && !bench.output.exists());
}

#[test]
fn a_copy_that_is_open_elsewhere_is_named_and_nobody_opens_one_meanwhile() {
    let bench = Bench::new();
    let store = Store::open(&bench.copy, &Secret::None).unwrap();
    let mut held = Held::hold(&bench.round).unwrap();
    let refused = bench.plan().hold(&mut held).unwrap_err();
    assert_eq!(refused.kind, Kind::Locked);
    assert!(refused.what.contains("另一份.wenkan") && refused.hint.contains("没有清除任何文件"), "{refused}");
    store.close().unwrap();
    bench.plan().hold(&mut held).unwrap();
    assert_eq!(Store::open(&bench.copy, &Secret::None).unwrap_err().kind, Kind::Locked);
    drop(held);
    Store::open(&bench.copy, &Secret::None).unwrap();
}

/// The lock on the file itself holds when its side file was tidied away.
#[cfg(target_os = "linux")]
#[test]
fn a_copy_that_is_open_without_its_side_file_is_named() {
    let bench = Bench::new();
    let _store = Store::open(&bench.copy, &Secret::None).unwrap();
    fs::remove_file(bench.copy.with_file_name(".另一份.lock")).unwrap();
    let mut held = Held::hold(&bench.round).unwrap();
    let refused = bench.plan().hold(&mut held).unwrap_err();
    assert!(refused.what.contains("另一份.wenkan"), "{refused}");
}

#[cfg(unix)]
#[test]
fn two_names_of_one_copy_are_held_once_and_its_content_goes_with_the_last() {
    let bench = Bench::new();
    let second = bench.copy.with_file_name("第二个名称.wenkan");
    fs::hard_link(&bench.copy, &second).unwrap();
    let plan = bench.plan();
    assert_eq!(plan.files.len(), 4);
    plan.hold(&mut Held::hold(&bench.round).unwrap()).unwrap();
    let wiped = wipe(&plan);
    assert_eq!(wiped.gone.len(), 4, "{wiped:?}");
    assert_eq!(wiped.named_elsewhere, [] as [PathBuf; 0], "{wiped:?}");
}

#[test]
fn what_was_changed_after_it_was_shown_stays_and_is_named() {
    let bench = Bench::new();
    let plan = bench.plan();
    fs::write(&bench.output, "统计，又改了").unwrap();
    let wiped = wipe(&plan);
    assert_eq!(bench.left(&wiped), ["统计.md", "十轮.wenkan"]);
    assert_eq!(fs::read_to_string(&bench.output).unwrap(), "统计，又改了");
    assert!(bench.round.exists() && !bench.copy.exists());
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_an_output_is_not_followed() {
    let precious = "不能清空".repeat(3);
    let links: [fn(&Path, &Path) -> std::io::Result<()>; 2] =
        [|to, name| std::os::unix::fs::symlink(to, name), |to, name| fs::hard_link(to, name)];
    for link in links {
        let bench = Bench::new();
        let victim = bench.dir.path().join("要紧的.txt");
        fs::write(&victim, &precious).unwrap();
        let plan = bench.plan();
        fs::remove_file(&bench.output).unwrap();
        link(&victim, &bench.output).unwrap();
        let wiped = wipe(&plan);
        assert_eq!(bench.left(&wiped), ["统计.md", "十轮.wenkan"]);
        assert_eq!(fs::read_to_string(&victim).unwrap(), precious);
        assert!(fs::symlink_metadata(&bench.output).is_ok());
    }
}

#[cfg(unix)]
#[test]
fn what_has_another_name_is_not_written_over_and_said() {
    let bench = Bench::new();
    let other = bench.dir.path().join("别的名称.md");
    fs::hard_link(&bench.output, &other).unwrap();
    let plan = bench.plan();
    assert_eq!(
        plan.files.iter().filter(|f| f.seen.as_ref().unwrap().names == 2).count(),
        2,
        "both lie where one looks"
    );
    fs::rename(&other, bench.dir.path().join("内部").join("改名.txt")).unwrap();
    let wiped = wipe(&plan);
    assert_eq!(wiped.named_elsewhere, std::slice::from_ref(&bench.output));
    assert_eq!(bench.left(&wiped), ["别的名称.md", "十轮.wenkan"]);
    assert_eq!(fs::read_to_string(bench.output.with_file_name("改名.txt")).unwrap(), "统计");
}

#[test]
fn the_record_is_on_the_disk_before_anything_goes_and_says_then_what_came_of_it() {
    let bench = Bench::new();
    let plan = bench.plan();
    let path = bench.dir.path().join("清理记录.txt");
    let at = sample::at("2026-03-09T18:05");
    let record = Record::begin(&path, &plan, "刘芳", at).unwrap();
    let before = fs::read_to_string(&path).unwrap();
    assert!(before.contains("将要清除") && before.matches("SHA-256").count() == 3, "{before}");
    let wiped = wipe(&plan);
    record.finish(&wiped).unwrap();
    let after = fs::read_to_string(&path).unwrap();
    assert!(!after.contains("将要清除") && after.matches("SHA-256").count() == 3, "{after}");
    assert!(after.len() <= before.len() && after.ends_with("人员姓名。\n"), "{after}");
    // Never over another file.
    assert!(Record::begin(&path, &plan, "刘芳", at).unwrap_err().what.contains("没有清除任何文件"));
    assert_eq!(fs::read_to_string(&path).unwrap(), after);
}

/// There is room for whatever comes of it, when the disk has been filled meanwhile.
#[test]
fn the_record_has_room_for_whatever_comes_of_it() {
    let bench = Bench::new();
    let plan = bench.plan();
    let at = sample::at("2026-03-09T18:05");
    let all = |n: usize| Wiped {
        gone: plan
            .files
            .iter()
            .take(n)
            .map(|f| Gone { sort: f.sort, sha256: Hash([7; 32]), bytes: f.seen.as_ref().unwrap().bytes })
            .collect(),
        named_elsewhere: plan.files.iter().take(n).map(|f| f.path.clone()).collect(),
        left: plan.files.iter().map(|f| (f.path.clone(), "打不开".to_owned())).collect(),
    };
    for n in 0..=plan.files.len() {
        let path = bench.dir.path().join(format!("记录{n}.txt"));
        let record = Record::begin(&path, &plan, "刘芳", at).unwrap();
        let room = fs::metadata(&path).unwrap().len();
        record.finish(&all(n)).unwrap();
        assert!(fs::metadata(&path).unwrap().len() <= room, "{n}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_record_that_a_full_disk_does_not_take_is_refused() {
    let bench = Bench::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let at = sample::at("2026-03-09T18:05");
    assert!(Record::over(full, &bench.round, &bench.plan(), "刘芳", at).is_err());
    let nowhere = bench.dir.path().join("没有").join("记录.txt");
    let refused = Record::begin(&nowhere, &bench.plan(), "刘芳", at).unwrap_err();
    assert!(refused.what.contains("没有清除任何文件") && refused.what.contains("记录.txt"), "{refused}");
}
