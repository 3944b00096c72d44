//! Loading: what is refused, with its place; what is built in; that nothing panics.

mod dues;
mod marks;
mod wording;

use super::builtin::FILES;
use super::fault::Fault;
use super::files::MethodFiles;
use super::render;
use super::types::{Method, Verified};
use proptest::prelude::*;

/// The built-in files with one text replaced in one file (once).
fn with(name: &str, from: &str, to: &str) -> MethodFiles {
    let files = FILES.map(|(n, text)| {
        assert!(n != name || text.contains(from), "{name} does not hold {from}");
        (n.to_owned(), if n == name { text.replacen(from, to, 1) } else { text.to_owned() })
    });
    MethodFiles::new(files)
}

fn faults(files: &MethodFiles) -> Vec<Fault> {
    Method::load(files).err().unwrap_or_default()
}

#[test]
fn the_built_in_method_has_no_faults() {
    let found = faults(&MethodFiles::builtin());
    assert!(found.is_empty(), "{}", render::faults_report(&found));
    let method = Method::builtin().unwrap();
    assert_eq!(method.questions.iter().map(|q| q.id.as_str()).collect::<Vec<_>>(), ["q1", "q2", "q3", "q4", "q5"]);
    assert_eq!(method.approaches.len(), 9);
    assert_eq!(method.hash, MethodFiles::builtin().hash());
}

/// Each single change to the built-in files gives exactly one report, at the place changed.
#[test]
fn one_fault_one_report() {
    let q1 = "questions/q1.toml";
    let cases: &[(&str, &str, &str, &str)] = &[
        (q1, "listen = [", "lisetn = 1\nlisten = [", "不认识的名称 lisetn"),
        (q1, "numeral = \"一\"\n", "", "缺少 numeral"),
        (q1, "numeral = \"一\"", "numeral = 1", "numeral 应当是文字"),
        (q1, "numeral = \"一\"", "numeral = \" \"", "numeral 是空的"),
        (q1, "short = \"决策程序\"", "short = \"七个字就太长了\"", "short 超过 6 个字"),
        ("questions/q2.toml", "id = \"q2\"", "id = \"q1\"", "id “q1”重复"),
        (q1, "facts = [\"leading_body\"] }\nwordings", "facts = [] }\nwordings", "facts 是空的"),
        (q1, "facts = [\"leading_body\"] }\nwordings", "facts = [\"boss\"] }\nwordings", "没有人员情况“boss”"),
        (
            q1,
            "facts = [\"leading_body\"] }\nwordings",
            "facts = [\"head\"], not_facts = [\"leading_body\"] }\nwordings",
            "永远不会成立：facts 要求 head",
        ),
        (q1, "facts = [\"leading_body\"] }\nwordings", "judgement = [\"met\"] }\nwordings", "不认识的名称 judgement"),
        (q1, "\"head_first\", \"none\"", "\"nobody\"", "没有选项“nobody”"),
        (q1, "id = \"q1.limit\", unknown = true", "id = \"q1.nothing\", unknown = true", "没有陈述要素“q1.nothing”"),
        (q1, "id = \"q1.limit\", unknown = true", "id = \"q1.limit\"", "没有说要比什么"),
        (q1, "id = \"q1.limit\", unknown = true", "id = \"q1.limit\", is = [\"a\"]", "没有选项"),
        (q1, "id = \"q1.limit\", unknown = true", "id = \"q1.limit\", below = 0", "below 不大于"),
        (q1, "id = \"q1.limit\", unknown = true", "id = \"q1.limit\", below = 1.005", "应当是金额"),
        (q1, "id = \"q1.limit\", unknown = true", "id = \"q1.limit\", unknown = true, below = 5", "不清楚时没有值可比"),
        (q1, "judgement = [\"partly\", \"unmet\"]", "judgement = [\"bad\"]", "没有判断等级“bad”"),
        (q1, "declined = ", "declind = ", "declind"),
        ("types.toml", "\"q3\"", "\"q9\"", "没有问题“q9”"),
        ("types.toml", "verified = \"", "verified = \"X", "verified 不能是"),
        ("regulations.toml", "from = \"2017-10-24\"", "from = \"2017-13\"", "日期“2017-13”不对"),
        ("regulations.toml", "from = \"2017-10-24\"", "from = 2017-10-24", "没有加引号的日期"),
        ("regulations.toml", "from = \"2017-10-24\"", "from = \"2023\"", ""),
        ("regulations.toml", "to = \"2022-10-21\"", "to = \"2022-10-22\"", "时间重叠"),
        ("regulations.toml", "to = \"2022-10-21\"\n", "", "没有写 to"),
        ("regulations.toml", "group = \"党章\"", "group = \"法律\"", "没有分组“法律”"),
        ("method.toml", "version = \"2026.1\"", "version = \"2026.1", "引号没有成对"),
        ("method.toml", "version = ", "version ", "缺少“="),
    ];
    for (name, from, to, message) in cases {
        let files = with(name, from, to);
        let found = faults(&files);
        let old = FILES.iter().find(|(n, _)| n == name).map(|(_, t)| *t).unwrap_or_default();
        let at = old.find(from).unwrap_or_default();
        let first = old.bytes().take(at).filter(|b| *b == b'\n').count() + 1;
        let report = render::faults_report(&found);
        // A key that is misspelt is also missing; a wrong year breaks both the period and the order.
        let several = message.is_empty() || *message == "declind";
        assert!(several && found.len() == 2 || found.len() == 1, "{to}\n{report}");
        assert!(found.iter().all(|f| f.file == *name), "{to}\n{report}");
        assert!(several || found[0].message.contains(message.trim_start_matches("缺少“=")), "{to}\n{report}");
        let near = found.iter().any(|f| f.line.abs_diff(first) <= 8) || found[0].line == 1;
        assert!(near, "{to}: line {first}\n{report}");
    }
}

#[test]
fn limits_of_counts() {
    let found = |text: &str| {
        let files = with("questions/q1.toml", "\n[[claim]]", text);
        faults(&files).into_iter().map(|f| f.message).collect::<Vec<_>>()
    };
    let claim = |id: &str, rest: &str| format!("\n[[claim]]\nid = \"{id}\"\nlabel = \"甲\"\n{rest}\n\n[[claim]]");
    assert_eq!(found(&claim("q1.x", "type = \"integer\"\nmin = 3\nmax = 2")), ["max 小于 min，没有值可填"]);
    assert_eq!(found(&claim("q1.x", "type = \"number\"")), ["没有类型“number”"]);
    assert_eq!(found(&claim("q1.x", "type = \"date\"\nmax = 3")), ["不认识的名称 max"]);
    assert_eq!(found(&claim("q1.x", "type = \"choice\"\nchoices = [[\"a\", \"甲\"]]")), ["选项不足两个"]);
    assert_eq!(
        found(&claim("q1.x", "type = \"choice\"\nchoices = [[\"a\", \"甲\"], [\"b\"]]")),
        ["选项应当是一对：id 和名称"]
    );
    let own = found(&claim("q1.x", "type = \"date\"\nwhen = { claim = { id = \"q1.x\", unknown = true } }"));
    assert_eq!(own, ["条件永远不会成立：“q1.x”要等它自己有了值才出现"]);
    let ring = "type = \"date\"\nwhen = { claim = { id = \"q1.y\", unknown = true } }\n\n[[claim]]\nid = \"q1.y\"\n\
                label = \"乙\"\ntype = \"date\"\nwhen = { claim = { id = \"q1.x\", unknown = true } }";
    assert_eq!(found(&claim("q1.x", ring)).len(), 2);
}

#[test]
fn too_few_wordings_and_probes() {
    let q1 = FILES[1].1;
    let few = MethodFiles::new(FILES.map(|(n, t)| {
        let cut = t.split("\n[[probe]]").take(3).collect::<Vec<_>>().join("\n[[probe]]");
        (n.to_owned(), if n == "questions/q1.toml" { cut } else { t.to_owned() })
    }));
    let messages: Vec<String> = faults(&few).into_iter().map(|f| f.message).collect();
    assert_eq!(messages, ["只有 2 条追问"]);
    let (_, rest) = q1.split_once("wordings = [").unwrap();
    let (members, _) = rest.split_once("\n]").unwrap();
    let two = with("questions/q1.toml", members, "\"甲？\", \"乙？\"");
    assert_eq!(faults(&two)[0].message, "只有 2 种问法");
}

#[test]
fn missing_and_foreign_files() {
    let mut files = FILES.map(|(n, t)| (n.to_owned(), t.to_owned())).to_vec();
    files.retain(|(n, _)| n != "types.toml");
    files.push(("type.toml".to_owned(), String::new()));
    let found = faults(&MethodFiles::new(files));
    let names: Vec<_> = found.iter().map(|f| (f.file.as_str(), f.message.as_str())).collect();
    assert_eq!(names, [("type.toml", "程序不读这个文件"), ("types.toml", "缺少这个文件")]);
    assert!(!faults(&MethodFiles::default()).is_empty());
}

#[test]
fn a_broken_question_is_not_dangling_elsewhere() {
    let found = faults(&with("questions/q3.toml", "id = \"q3\"", "id = \"q3"));
    assert_eq!(found.len(), 1, "{}", render::faults_report(&found));
}

/// domain.md §3.7 (V4), §4.1, §4.3 and §4.4 mark these as read in a public source; everything else there is general knowledge.
#[test]
fn nothing_general_is_entered_as_sourced() {
    let method = Method::builtin().unwrap();
    let mut sourced = Vec::new();
    for regulation in &method.regulations {
        let versions = regulation.versions.iter().filter(|v| v.source.verified == Verified::Sourced);
        sourced.extend(versions.map(|v| format!("{} {}", regulation.name, v.from)));
    }
    assert_eq!(
        sourced,
        [
            "关于新形势下党内政治生活的若干准则 2016-10-27",
            "中国共产党党内监督条例 2016-10-27",
            "中国共产党巡视工作条例 2017-07-01",
            "中国共产党巡视工作条例 2024-02-08",
            "党委（党组）落实全面从严治党主体责任规定 2020-03-09",
            "关于中国共产党党费收缴、使用和管理的规定（中组发〔2008〕3号） 2008-04-01",
            "关于进一步规范党费工作的通知（组电明字〔2017〕5号） 2017",
            "党政机关厉行节约反对浪费条例 2025-05",
        ],
    );
    let duties = method.frequencies.iter().filter(|f| f.source.verified == Verified::Sourced);
    assert_eq!(
        duties.map(|f| f.id.as_str()).collect::<Vec<_>>(),
        ["party_group_meeting", "branch_meetings", "theme_day", "integrity_talk", "dues_publication"]
    );
    assert!(method.approaches.iter().all(|a| a.source.verified == Verified::General));
    assert!(method.questions.iter().all(|q| q.source.verified != Verified::Sourced));
    let probes = method.questions.iter().flat_map(|q| &q.probes);
    assert!(probes.clone().count() >= 30);
    assert!(probes.into_iter().all(|p| p.source.verified == Verified::General));
}

#[test]
fn posts_suggest_types() {
    let method = Method::builtin().unwrap();
    let guess = |post: &str| method.guess_approach(post).map(|a| a.id.as_str());
    assert_eq!(guess("财务科 科长"), guess("财务科科长"));
    for (post, want) in [("县农业农村局党组书记、局长", "head"), ("会计", "finance"), ("副局长", "member")]
    {
        assert_eq!(guess(post), Some(want), "{post}");
    }
    assert_eq!(guess(""), None);
}

#[test]
fn differences_are_named() {
    let old = Method::builtin().unwrap();
    assert!(super::diff::diff(&old, &old).is_empty());
    let mut new = old.clone();
    new.version = "2026.2".to_owned();
    new.questions[0].wordings[0] = "新问法？".to_owned();
    let gone = new.questions[1].probes.remove(0);
    new.approaches[0].order.swap(0, 1);
    let removed = new.regulations.remove(0);
    let lines = super::diff::diff(&old, &new);
    assert_eq!(lines[0], "版本：2026.1 → 2026.2");
    assert_eq!(lines[1], "问题 q1 问法 新增：新问法？");
    assert_eq!(lines[3], format!("删去问题 q2 追问 {}：{}", gone.id, gone.text));
    assert!(lines[4].starts_with("类型 head 提问顺序："), "{}", lines[4]);
    assert_eq!(lines[5], format!("删去法规 {}：{}", removed.id, removed.name));
    assert_eq!(lines.len(), 6);
}

#[test]
fn the_method_shows_as_text() {
    let method = Method::builtin().unwrap();
    let text = render::show(&method);
    for question in &method.questions {
        assert!(text.contains(&question.title) && question.wordings.iter().all(|w| text.contains(w)));
    }
    assert!(text.contains("必问对象：班子成员"));
    assert!(text.contains("〔待核〕"));
    assert!(text.contains("（“有无传阅签字代替开会”为是时）"));
}

#[test]
fn reports_point_under_the_column_and_hold_no_control_characters() {
    let fault = Fault {
        file: "f.toml".to_owned(),
        line: 2,
        column: 4,
        excerpt: "a 中\u{1b}x".to_owned(),
        message: "坏".to_owned(),
        fix: "改。".to_owned(),
    };
    let report = render::faults_report(&[fault]);
    assert_eq!(
        report,
        "f.toml:2:4 坏\n  │ a 中 x\n  │   \u{3000}^\n  怎么改：改。\n\n共 1 处错误，涉及 1 个文件。改好以前不会使用这套工作法。\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever happens to a file, loading ends in a method or in faults with places inside the file.
    #[test]
    fn loading_never_panics(
        file in 0_usize..FILES.len(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, "[\\[\\]{}\"'=,.#\\\\\n\r0-9a-z甲“＝\u{feff}\u{0}]{0,4}"), 1..5),
    ) {
        let mut text: Vec<char> = FILES[file].1.chars().collect();
        for (at, length, put) in cuts {
            let start = at.index(text.len() + 1);
            let end = (start + length).min(text.len());
            text.splice(start..end, put.chars());
        }
        let changed: String = text.into_iter().collect();
        let name = FILES[file].0;
        let files = MethodFiles::new(
            FILES.map(|(n, t)| (n.to_owned(), if n == name { changed.clone() } else { t.to_owned() })),
        );
        let all = faults(&files);
        for fault in &all {
            let lines = files.files.iter().find(|(n, _)| *n == fault.file).map_or(1, |(_, t)| t.split('\n').count());
            prop_assert!((1..=lines).contains(&fault.line), "{fault:?}");
            prop_assert!(fault.column >= 1 && fault.column <= fault.excerpt.chars().count() + 1, "{fault:?}");
            prop_assert!(!fault.message.is_empty() && !fault.fix.is_empty());
        }
        prop_assert!(!render::faults_report(&all).is_empty());
    }
}
