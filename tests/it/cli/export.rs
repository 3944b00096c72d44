//! `export`: determinism, the log, secrecy; `attach`; `schema`.

use crate::support::TestEnvironment;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use wenkan::acts::lead::RegisterLead;
use wenkan::export::Target;
use wenkan::export::handover::lead_receipt;
use wenkan::import::sample;
use wenkan::method::types::Method;
use wenkan::model::answer::Lane;
use wenkan::model::evidence::EvidenceSource;
use wenkan::model::record::Op;
use wenkan::model::round::Inspector;
use wenkan::store::{Passphrase, Reader, Sealed, Secret, Store};

/// Whether a file name is that of a Word document.
fn is_docx(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|e| e == "docx")
}

/// Whether a file name is that of an office document: a zip of XML.
fn is_office(name: &str) -> bool {
    is_docx(name) || Path::new(name).extension().is_some_and(|e| e == "xlsx")
}

/// All the text of an office document: every part, without tags.
fn text_of(office: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(office)).unwrap();
    let mut all = String::new();
    for at in 0..zip.len() {
        let mut xml = String::new();
        zip.by_index(at).unwrap().read_to_string(&mut xml).unwrap();
        let mut within = false;
        all.extend(xml.chars().filter(|c| {
            within = *c == '<' || within && *c != '>';
            !within && *c != '>'
        }));
    }
    all
}

#[test]
fn the_same_records_give_the_same_bytes_anywhere() {
    let mut env = TestEnvironment::with_sample();
    fs::create_dir_all(env.path("别处/深处")).unwrap();
    fs::copy(env.path("样.wenkan"), env.path("别处/深处/另名.wenkan")).unwrap();
    env.run(&["export", "样.wenkan", "--out", "one"]).success();
    let check = env.run(&["check", "样.wenkan"]).exits(1).stdout;
    for (name, value) in [
        ("TZ", "America/St_Johns"),
        ("LANG", "C"),
        ("LC_ALL", "tr_TR.ISO-8859-9"),
        ("WENKAN_NOW", "2031-01-02T03:04:05Z"),
    ] {
        env.set(name, value);
    }
    env.run(&["export", "别处/深处/另名.wenkan", "--out", "two/里面"]).success();
    let (one, two) = (env.files("one"), env.files("two/里面"));
    let has = |name: &str| one.iter().any(|(n, _)| n == name);
    for name in
        ["报送/问题清单.xlsx", "报送/统计.json", "内部/谈话记录-A45.docx", "内部/谈话-A45.md", "内部/bundle.json"]
    {
        assert!(has(name), "{name}");
    }
    assert!(one == two, "files differ: {:?}", one.iter().zip(&two).find(|(a, b)| a != b).map(|(a, _)| &a.0));
    assert_eq!(env.run(&["check", "别处/深处/另名.wenkan"]).exits(1).stdout, check);
}

#[test]
fn every_output_is_logged_with_its_hash() {
    let env = TestEnvironment::with_sample();
    let run = env.run(&["export", "样.wenkan", "--out", "o", "--only", "bundle", "--as", "周宁"]).success();
    assert_eq!(run.stdout, "o/内部/bundle.json\n");
    let log = Reader::open(&env.path("样.wenkan"), &Secret::None).unwrap().export_log().unwrap();
    let [line] = log.as_slice() else { panic!("one line: {log:?}") };
    let bytes = fs::read(env.path("o/内部/bundle.json")).unwrap();
    assert_eq!(line.sha256.0.as_slice(), Sha256::digest(&bytes).as_slice());
    assert_eq!(line.path_name, "bundle.json");
    env.run(&["stats", "样.wenkan"]).success().mentions("导出文件 1 个");
}

#[test]
fn parts_and_formats_choose_what_is_written() {
    let env = TestEnvironment::with_sample();
    env.run(&["export", "样.wenkan", "--out", "d", "--format", "docx"]).success();
    assert!(env.files("d").iter().all(|(n, _)| is_docx(n)));
    env.run(&["export", "样.wenkan", "--out", "j", "--format", "json"]).success().mentions("资料包没有加密");
    let json: Vec<String> = env.files("j").into_iter().map(|(n, _)| n).collect();
    assert_eq!(json, ["内部/bundle.json", "报送/统计.json"]);
    env.run(&["export", "样.wenkan", "--out", "l", "--only", "list", "codes", "--format", "xlsx"]).success();
    let lists: Vec<String> = env.files("l").into_iter().map(|(n, _)| n).collect();
    assert_eq!(lists, ["内部/代号对照表.xlsx", "报送/问题清单.xlsx"]);
    env.run(&["export", "样.wenkan", "--out", "c", "--only", "list,codes", "--only", "stats", "--format", "xlsx"])
        .success();
    assert_eq!(env.files("c").into_iter().map(|(n, _)| n).collect::<Vec<_>>(), lists);
    let both = env.run(&["check", "样.wenkan"]).exits(1).stdout;
    let some = env.run(&["check", "样.wenkan", "--only", "papers,coverage"]).exits(1).stdout;
    // Something is withheld in the sample: where files of earlier exports were looked for is said behind the rest.
    assert!(both.strip_prefix(&some).is_some_and(|rest| rest.trim_start().starts_with("查了")), "{both}");
    env.run(&["export", "样.wenkan", "--out", "n", "--no-names"]).success();
    assert!(env.files("n").iter().all(|(n, _)| n.starts_with("报送/")), "no name, no 内部");
    env.run(&["export", "样.wenkan", "--out", "x", "--only", "bundle", "--format", "docx"]).exits(2).mentions("json");
    env.run(&["export", "样.wenkan", "--out", "x", "--only", "codes", "--no-names"])
        .exits(2)
        .mentions("去掉 --no-names");
    env.run(&["export", "样.wenkan", "--out", "x", "--only", "photos"]).exits(2).mentions("interviews");
    assert!(!env.path("x").exists());
}

#[test]
fn what_must_not_leave_does_not_leave() {
    let env = TestEnvironment::with_sample();
    let sample = sample::records(&Method::builtin().unwrap()).unwrap();
    let statements = || sample.answers.iter().flat_map(|a| &a.statements);
    let withheld: Vec<&str> = statements()
        .filter(|s| s.withheld)
        .map(|s| s.text.as_str())
        .chain(sample.observations.iter().filter(|o| o.withheld).map(|o| o.text.as_str()))
        .collect();
    let internal: Vec<&str> = statements()
        .filter(|s| s.lane == Lane::Remark)
        .map(|s| s.text.as_str())
        .chain(sample.observations.iter().map(|o| o.text.as_str()))
        .chain(sample.interviews.iter().map(|i| i.note.as_str()))
        .filter(|t| !t.is_empty())
        .collect();
    assert!(!withheld.is_empty() && internal.len() >= 10, "the sample has what must not leave");
    env.run(&["export", "样.wenkan", "--out", "o"]).success();
    let mut shown = 0;
    for (name, bytes) in env.files("o") {
        let docx = is_docx(&name);
        let text = if is_office(&name) { text_of(&bytes) } else { String::from_utf8(bytes).unwrap() };
        for secret in &withheld {
            assert!(!text.contains(secret), "{name} holds {secret}");
        }
        if docx {
            shown += statements().filter(|s| text.contains(&s.text)).count();
            for inner in &internal {
                assert!(!text.contains(inner), "{name} holds {inner}");
            }
        }
    }
    assert!(shown > 50, "the records hold what was said: {shown}");
    for secret in &withheld {
        let words: String = secret.chars().take(6).collect();
        let run = env.run(&["search", "样.wenkan", &words]).success();
        assert!(!run.stdout.contains(secret), "{run}");
    }
}

/// Everything that the program tells of a round, by name.
fn told(env: &TestEnvironment, out: &str, words: &str) -> Vec<(String, String)> {
    env.run(&["export", "样.wenkan", "--out", out]).success();
    let read = |(name, bytes): (String, Vec<u8>)| {
        let text = if is_office(&name) { text_of(&bytes) } else { String::from_utf8_lossy(&bytes).into_owned() };
        (name, text)
    };
    let mut all: Vec<(String, String)> = env.files(out).into_iter().map(read).collect();
    for args in [
        &["check", "样.wenkan"][..],
        &["check", "样.wenkan", "--json"],
        &["stats", "样.wenkan"],
        &["stats", "样.wenkan", "--json"],
        &["search", "样.wenkan", words],
    ] {
        let run = env.run(args);
        all.push((args.join(" "), format!("{}{}", run.stdout, run.stderr)));
    }
    all
}

/// 转线索 reaches what was made of the words before: evidence, a candidate that was adopted, the facts of a paper.
#[test]
fn what_is_withheld_after_it_was_cited_is_told_nowhere() {
    let env = TestEnvironment::with_sample();
    let sample = sample::records(&Method::builtin().unwrap()).unwrap();
    let (cited, answer, secret) = sample
        .evidence
        .iter()
        .find_map(|e| match e.source {
            EvidenceSource::Statement { answer, statement, .. } => Some((e.id, answer, statement)),
            _ => None,
        })
        .unwrap();
    let mut answer = sample.answers.iter().find(|a| a.id == answer).unwrap().clone();
    let statement = answer.statements.iter_mut().find(|s| s.id == secret).unwrap();
    let words = statement.text.clone();
    let id = statement.id.0.to_string();
    statement.withheld = true;
    let mut problem = sample.problems.iter().find(|p| p.evidence.iter().any(|c| c.evidence == cited)).unwrap().clone();
    problem.facts[0].text.push_str(&words);
    let number = problem.number.clone();
    let store = || Store::open(&env.path("样.wenkan"), &Secret::None).unwrap();
    store().transact(Op::EditProblem, None, move |tx| tx.put(&problem)).unwrap();
    let sought: String = words.chars().take(6).collect();
    let before = told(&env, "before", &sought);
    let holding = |all: &[(String, String)]| -> Vec<String> {
        all.iter().filter(|(_, text)| text.contains(&words)).map(|(name, _)| name.clone()).collect()
    };
    assert!(holding(&before).len() >= 3, "the paper, the record of the talk, the bundle: {:?}", holding(&before));
    store().transact(Op::EditAnswer, None, move |tx| tx.put(&answer)).unwrap();
    let after = told(&env, "after", &sought);
    // The paper that cites it does not leave any more; everything else does.
    let left = |all: &[(String, String)]| -> Vec<String> { all.iter().map(|(name, _)| name.clone()).collect() };
    let (kept, mut gone) = (left(&after), left(&before));
    gone.retain(|name| !kept.contains(name));
    assert_eq!(gone.len(), 3, "two forms and the text: {gone:?}");
    assert!(gone.iter().all(|name| name.contains(&number)), "{gone:?}");
    let held = format!("1 份底稿引用了已另行处理的材料，没有导出，请换支撑材料并改写：{number}");
    env.run(&["export", "样.wenkan", "--out", "again"]).success().mentions(&held);
    assert_eq!(holding(&after), Vec::<String>::new());
    let pointing = after.iter().filter(|(_, text)| text.contains(&id)).map(|(name, _)| name);
    assert_eq!(pointing.collect::<Vec<_>>(), Vec::<&String>::new(), "not even a pointer");
    let hits = &after.last().unwrap().1;
    assert!(!hits.contains(&sought), "no hit tells its beginning: {hits}");
}

#[test]
fn attachments_go_in_and_come_out() {
    let env = TestEnvironment::with_sample();
    env.write("收据.jpg", "picture");
    let id = env.run(&["attach", "样.wenkan", "a45", "收据.jpg", "--caption", "党费收据"]).success();
    assert_eq!(id.stderr, "已附到与 A45 田有福 的谈话：收据.jpg\n");
    let id = id.stdout.trim().to_owned();
    env.run(&["attach", "样.wenkan", "A45", "收据.jpg"]).success().prints("").mentions("已有内容相同的附件");
    env.run(&["attach", "样.wenkan", "SLJ", "收据.jpg"]).success().mentions("单位 水利局党组");
    env.run(&["attach", "样.wenkan", "C74", "收据.jpg"]).success().mentions("还没有谈话");
    let list = env.run(&["attach", "样.wenkan", "--list"]).success();
    assert!(list.stdout.contains(&format!("{id}          1 KiB  A45       收据.jpg　党费收据\n")), "{list}");
    assert_eq!(list.stdout.lines().count(), 3, "{list}");
    env.run(&["attach", "样.wenkan", "--out", &id, "取出.jpg"]).success();
    assert_eq!(fs::read(env.path("取出.jpg")).unwrap(), b"picture");
    env.run(&["attach", "样.wenkan", "--out", &id, "取出.jpg"]).exits(3).mentions("已有同名文件");
    env.run(&["attach", "样.wenkan", "--out", "1", "别的.jpg"]).exits(3).mentions("没有编号为 1 的附件");
    env.run(&["attach", "样.wenkan", "Z99", "收据.jpg"]).exits(3).mentions("没有代号、底稿编号或单位代码“Z99”");
    env.run(&["attach", "样.wenkan", "A45", "没有.jpg"]).exits(3);
    env.run(&["attach", "样.wenkan", "A45"]).exits(2);
    env.run(&["search", "样.wenkan", "党费收据"]).success().mentions("附件（1 处）");
    env.run(&["verify", "样.wenkan"]).success();
}

#[test]
fn the_schema_is_json() {
    let schema = TestEnvironment::new().run(&["schema"]).success();
    let value: serde_json::Value = serde_json::from_str(&schema.stdout).unwrap();
    assert_eq!(value["title"], "Bundle");
}

/// The register of leads: its page is written on demand, and nothing else tells more than how many there are.
#[test]
fn a_lead_is_told_by_its_own_page_only() {
    const WORDS: &str = "榫卯线索收受礼金";
    let env = TestEnvironment::with_sample();
    let path = env.path("样.wenkan");
    let passphrase = Passphrase::new("竹篾线索口令甲乙").unwrap();
    let sealed = Some(Sealed::seal(WORDS, &passphrase).unwrap());
    let store = Store::open(&path, &Secret::None).unwrap();
    let me = store.reader().unwrap().all::<Inspector>().unwrap().first().map(|i| i.id);
    store.perform(me, RegisterLead { to_whom: "柏木监察室".to_owned(), sealed }).unwrap();
    let target = Target { out: &env.path("单页"), by: me, progress: &|_| true };
    let page = lead_receipt::export(&store, "线-001", &target).unwrap();
    assert!(lead_receipt::export(&store, "线-009", &target).is_err());
    store.close().unwrap();
    assert_eq!(page.path, env.path("单页/内部/线索移交登记表-线-001.docx"));
    let text = text_of(&fs::read(&page.path).unwrap());
    assert!(text.contains("线-001") && text.contains("柏木监察室") && !text.contains(WORDS), "{text}");
    let mut all = told(&env, "o", "礼金");
    for args in [&["log", "样.wenkan"][..], &["verify", "样.wenkan"], &["doctor"], &["check", "样.wenkan", "--json"]]
    {
        all.push((args.join(" "), env.run(args).stdout));
    }
    let holds = |word: &str| -> Vec<&String> { all.iter().filter(|(_, t)| t.contains(word)).map(|(n, _)| n).collect() };
    for word in [WORDS, "柏木监察室", "BEGIN AGE"] {
        assert_eq!(holds(word), Vec::<&String>::new(), "{word}");
    }
    assert_eq!(holds("线-001"), ["log 样.wenkan"], "the log lists that a lead was registered, by its number alone");
    env.run(&["stats", "样.wenkan"]).success().mentions("登记 1 条，已移交 0 条，有回执 0 条");
    let stats: serde_json::Value =
        serde_json::from_str(&env.run(&["stats", "样.wenkan", "--json"]).success().stdout).unwrap();
    assert_eq!(stats["leads"], serde_json::json!({"registered": 1, "handed": 0, "receipted": 0}));
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.windows(WORDS.len()).any(|w| w == WORDS.as_bytes()), "plain words in a file without encryption");
}

#[test]
fn the_records_of_one_person_or_of_one_talk_are_written_alone() {
    let env = TestEnvironment::with_sample();
    let all =
        env.run(&["export", "样.wenkan", "--out", "all", "--only", "interviews", "--format", "docx"]).success().stdout;
    let code = all.lines().find_map(|l| l.split("谈话笔录-").nth(1)?.strip_suffix(".docx")).unwrap().to_owned();
    for name in [code.clone(), format!("访谈{code}")] {
        let out =
            env.run(&["export", "样.wenkan", "--out", &name, "--only", "interviews", "--person", &name]).success();
        let files: Vec<&str> = out.stdout.lines().collect();
        assert!(files.len() == 2 && files.iter().all(|f| f.contains(&format!("-{code}.docx"))), "{name}: {files:?}");
    }
    env.run(&["export", "样.wenkan", "--out", "x", "--person", &code]).exits(2);
    env.run(&["export", "样.wenkan", "--out", "x", "--only", "interviews", "--person", "ZZ99"]).exits(3);
}
