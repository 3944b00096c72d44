//! Records and problems, by table: each fault once, at its place; a method without them loads as before.

use crate::method::builtin;
use crate::method::fault::Fault;
use crate::method::files::MethodFiles;
use crate::method::render::faults_report;
use crate::method::types::Method;
use crate::model::value::{Money, PartialDate};

const TREES: &str = r#"[[tree]]
id = "focus"
name = "四个聚焦"
from = "2025"
source = "x"
verified = "G"

[[tree.node]]
id = "f1"
name = "聚焦甲"

[[tree.node]]
id = "f2"
name = "聚焦乙"
under = "f1"

[[tree]]
id = "old"
name = "三个聚焦"
from = "2019-06"
to = "2022"
source = "x"
verified = "G"

[[tree.node]]
id = "f1"
name = "聚焦丙"
"#;

const ENTRIES: &str = r#"[[entry]]
id = "meeting"
name = "会议"

[[entry.field]]
id = "meeting.kind"
label = "会议类型"
type = "choices"
choices = [["party", "党组会"], ["office", "办公会"], ["none", "没有写明"]]
exclusive = ["none"]
required = true
message = "请按记录本写明的类型选。"
column = 12

[[entry.field]]
id = "meeting.sum"
label = "金额"
type = "money"
min = 0
max = 100000
when = { field = { id = "meeting.kind", is = ["party"] } }
"#;

const PROFILE: &str = r#"[[field]]
id = "profile.limit"
label = "大额标准"
type = "money"
min = 0
max = 100000000

[[field]]
id = "profile.limit_document"
label = "依据文件"
type = "text"
max = 100
required = true
when = { field = { id = "profile.limit", at_least = 1 } }
"#;

const PROBLEMS: &str = r#"[[source]]
id = "talk"
name = "个别谈话"
source = "x"
verified = "G"

[[pattern]]
id = "q1.unclear"
title = "班子成员对决策程序不清楚"
question = "q1"
of = { facts = ["leading_body"] }
level = ["partly", "unmet"]
at_least = 3
share = 50
fact = "谈话了解的{asked}名班子成员中，{count}人对决策程序不清楚。"
weight = "normal"
ties = ["money"]
categories = ["focus.f2"]
source = "x"
verified = "G"

[[pattern.basis]]
regulation = "constitution"
source = "x"
verified = "G"
"#;

fn record() -> String {
    let head = r#"id = "k1"
numeral = "一"
short = "会议记录"
title = "党组会议记录"
entry = "meeting"
source = "x"
verified = "A"
"#;
    let item = |n: u32| {
        format!(
            "\n[[item]]\nid = \"k1.p{n}\"\nlabel = \"P{n}\"\ntitle = \"要点{n}\"\nlook_for = \"看\"\nred_flag = \"旗\"\n\
             weight = \"low\"\nties = [\"personnel\"]\nproblem = \"问题\"\ncategories = [\"focus.f1\", \"old.f1\"]\n\
             source = \"x\"\nverified = \"S\"\n\n[[item.basis]]\nname = \"本单位议事规则\"\nsource = \"x\"\n\
             verified = \"G\"\n"
        )
    };
    std::iter::once(head.to_owned()).chain((1..=10).map(item)).collect()
}

/// The talks as built in, and these records and problems.
fn files() -> Vec<(String, String)> {
    let first = ["method.toml", "regulations.toml", "types.toml"];
    let own = |name: &str| first.contains(&name) || name.starts_with("questions/");
    let first = builtin::FILES.iter().filter(|(n, _)| own(n)).map(|(n, t)| ((*n).to_owned(), (*t).to_owned()));
    let second =
        [("trees.toml", TREES), ("entries.toml", ENTRIES), ("profile.toml", PROFILE), ("problems.toml", PROBLEMS)];
    let second = second.map(|(n, t)| (n.to_owned(), t.to_owned()));
    let law = "\n[[regulation]]\nid = \"constitution\"\nname = \"某章程\"\ngroup = \"其他\"\n\n[[regulation.version]]\n\
               label = \"原版\"\nfrom = \"2000\"\nsource = \"x\"\nverified = \"G\"\n";
    let mut all: Vec<(String, String)> =
        first.chain(second).chain([("records/k1.toml".to_owned(), record())]).collect();
    let (_, regulations) = all.iter_mut().find(|(n, _)| n == "regulations.toml").unwrap();
    if !regulations.contains("id = \"constitution\"") {
        regulations.push_str(law);
    }
    all
}

/// The files with the first `from` of one file replaced, and the line on which it stood.
fn with(name: &str, from: &str, to: &str) -> (MethodFiles, usize) {
    let mut line = 0;
    let changed = files().into_iter().map(|(n, text)| {
        if n != name {
            return (n, text);
        }
        let at = text.find(from).unwrap_or_else(|| panic!("{name} does not hold {from}"));
        line = text.split_at(at).0.matches('\n').count() + 1;
        (n, text.replacen(from, to, 1))
    });
    let changed = MethodFiles::new(changed.collect::<Vec<_>>());
    (changed, line)
}

fn faults(files: &MethodFiles) -> Vec<Fault> {
    Method::load(files).err().unwrap_or_default()
}

#[test]
fn the_whole_of_it_is_read() {
    let files = MethodFiles::new(files());
    let method = Method::load(&files).unwrap_or_else(|f| panic!("{}", faults_report(&f)));
    let (kind, item) = method.item("k1.p3").unwrap();
    assert_eq!((kind.id.as_str(), kind.of_person, kind.items.len(), kind.entry.as_str()), ("k1", false, 10, "meeting"));
    assert_eq!((item.label.as_str(), item.basis[0].name.as_str(), item.categories.len()), ("P3", "本单位议事规则", 2));
    let entry = method.entry("meeting").unwrap();
    let kind = entry.field("meeting.kind").unwrap();
    assert!(kind.required && kind.column == 12 && kind.exclusive == ["none"] && kind.message.contains("记录本"));
    let when = entry.field("meeting.sum").unwrap().when.field.clone().unwrap();
    assert_eq!((when.id.as_str(), when.is), ("meeting.kind", vec!["party".to_owned()]));
    let limit = method.profile.iter().find(|f| f.id == "profile.limit_document").unwrap().when.field.clone().unwrap();
    assert_eq!(limit.at_least, Some(100), "limits of money are written in yuan and kept in 分");
    let tree = method.tree("focus").unwrap();
    assert_eq!(tree.path("f2"), ["聚焦甲", "聚焦乙"]);
    let in_use = |day| method.tree("old").unwrap().in_use(PartialDate::parse(day).unwrap());
    assert!(in_use("2022-12-31") && in_use("2019-06") && !in_use("2023") && !in_use("2019-05"));
    let pattern = &method.patterns[0];
    assert_eq!((pattern.at_least, pattern.share, pattern.basis[0].regulation.as_str()), (3, 50, "constitution"));
    assert_eq!(method.sources[0].name, "个别谈话");
    assert_eq!(entry.field("meeting.sum").unwrap().ty.describe(), format!("{} 到 {} 元", Money(0), Money(10_000_000)));
}

#[test]
fn without_a_second_half_the_method_loads_as_before() {
    let (first, second): (Vec<_>, Vec<_>) = files().into_iter().partition(|(n, _)| {
        n == "method.toml" || n.starts_with("questions/") || n == "types.toml" || n == "regulations.toml"
    });
    let method = Method::load(&MethodFiles::new(first.clone())).unwrap();
    assert!(method.records.is_empty() && method.entries.is_empty() && method.trees.is_empty());
    assert!(method.profile.is_empty() && method.sources.is_empty() && method.patterns.is_empty());
    // What stands alone may be added alone.
    for (name, text) in
        second.into_iter().filter(|(n, _)| ["trees.toml", "entries.toml", "profile.toml"].contains(&n.as_str()))
    {
        let one = MethodFiles::new(first.iter().cloned().chain([(name.clone(), text)]));
        assert!(faults(&one).is_empty(), "{name}\n{}", faults_report(&faults(&one)));
    }
}

/// Each single change gives exactly one report, with the place of the change and something to do.
#[test]
fn one_fault_one_report() {
    let (k1, entries, trees, problems, profile) =
        ("records/k1.toml", "entries.toml", "trees.toml", "problems.toml", "profile.toml");
    let cases: &[(&str, &str, &str, &str)] = &[
        // Keys
        (k1, "numeral = ", "numerl = \"一\"\nnumeral = ", "不认识的名称 numerl"),
        (k1, "look_for = ", "lookfor = \"\"\nlook_for = ", "不认识的名称 lookfor"),
        (k1, "red_flag = \"旗\"\n", "", "缺少 red_flag"),
        (k1, "weight = \"low\"\n", "", "缺少 weight"),
        (k1, "[[item.basis]]\n", "[[item.basis]]\nclaus = \"第一条\"\n", "不认识的名称 claus"),
        (entries, "name = \"会议\"\n", "", "缺少 name"),
        (entries, "[[entry.field]]\n", "[[entry.field]]\nhlep = \"x\"\n", "不认识的名称 hlep"),
        (trees, "name = \"聚焦乙\"\n", "", "缺少 name"),
        (trees, "under = \"f1\"", "above = \"f1\"", "不认识的名称 above"),
        (problems, "at_least = 3\n", "", "缺少 at_least"),
        (problems, "share = 50", "shares = 50", "不认识的名称 shares"),
        (profile, "label = \"大额标准\"\n", "", "缺少 label"),
        (profile, "max = 100\n", "max = 100\ncolumn = 9\n", "不认识的名称 column"),
        // Ids that lead nowhere
        (k1, "entry = \"meeting\"", "entry = \"meetings\"", "没有条目“meetings”"),
        (k1, "\"focus.f1\"", "\"focus.f9\"", "没有分类“focus.f9”"),
        (k1, "\"focus.f1\"", "\"f1\"", "“f1”不是分类"),
        (k1, "name = \"本单位议事规则\"", "regulation = \"nowhere\"", "没有法规“nowhere”"),
        (k1, "name = \"本单位议事规则\"\n", "", "依据没有说是哪个文件"),
        (k1, "name = \"本单位议事规则\"", "name = \"甲\"\nregulation = \"constitution\"", "依据写了两个文件"),
        (problems, "question = \"q1\"", "question = \"q9\"", "没有问题“q9”"),
        (problems, "regulation = \"constitution\"", "regulation = \"nowhere\"", "没有法规“nowhere”"),
        (problems, "\"focus.f2\"", "\"gone.f2\"", "没有分类“gone.f2”"),
        (trees, "under = \"f1\"", "under = \"f9\"", "这棵分类树没有分类“f9”"),
        (entries, "id = \"meeting.kind\", is", "id = \"meeting.knd\", is", "这种条目没有栏目“meeting.knd”"),
        (profile, "id = \"profile.limit\", at", "id = \"meeting.sum\", at", "单位概况没有栏目“meeting.sum”"),
        // Twice
        (k1, "id = \"k1.p2\"", "id = \"k1.p1\"", "检查要点的 id “k1.p1”重复"),
        (k1, "label = \"P2\"", "label = \"P1\"", "编号“P1”重复"),
        (k1, "\"focus.f1\", \"old.f1\"", "\"focus.f1\", \"focus.f1\"", "“focus.f1”重复"),
        (profile, "id = \"profile.limit_document\"", "id = \"meeting.sum\"", "栏目的 id “meeting.sum”重复"),
        (entries, "\"office\", \"办公会\"", "\"office\", \"党组会\"", "选项“office”重复"),
        (trees, "id = \"f2\"", "id = \"f1\"", "分类的 id “f1”重复"),
        (problems, "[\"partly\", \"unmet\"]", "[\"partly\", \"partly\"]", "“partly”重复"),
        // Too long, too few, empty
        (k1, "title = \"要点1\"", "title = \"这里写了整整十三个字的标题\"", "title 超过 12 个字"),
        (k1, "short = \"会议记录\"", "short = \"党组会议记录本\"", "short 超过 6 个字"),
        (entries, "exclusive = [\"none\"]", "exclusive = [\"nothing\"]", "exclusive 里的“nothing”不是选项"),
        (profile, "max = 100\n", "max = 100\nexclusive = [\"a\"]\n", "exclusive 只用于 choices"),
        (entries, "column = 12", "column = 0", "column 不在可用范围内"),
        (entries, "\"office\", \"办公会\"", "\"office\", \"甲；乙\"", "前后有空格或含有分号"),
        (problems, "level = [\"partly\", \"unmet\"]", "level = []", "level 是空的"),
        (entries, "is = [\"party\"]", "is = []", "is 是空的"),
        // Dates and rings
        (trees, "to = \"2022\"", "to = \"2018\"", "to 早于 from"),
        (trees, "from = \"2025\"", "from = \"2025-13\"", "from 的日期“2025-13”不对"),
        (trees, "under = \"f1\"", "under = \"f2\"", "分类“f2”的上级是它自己"),
        (trees, "name = \"聚焦甲\"", "name = \"聚焦甲\"\nunder = \"f2\"", "写在“f1”后面，或者两者互为上级"),
        // What can never hold or hit
        (problems, "share = 50", "share = 101", "share 不在 0 到 100 之间"),
        (problems, "share = 50", "share = -1", "share 不在 0 到 100 之间"),
        (problems, "at_least = 3", "at_least = 0", "at_least 至少是 1"),
        (problems, "\"unmet\"]", "\"bad\"]", "没有判断等级“bad”"),
        (problems, "facts = [\"leading_body\"]", "facts = [\"boss\"]", "没有人员情况“boss”"),
        (problems, "facts = [\"leading_body\"]", "judgement = [\"met\"]", "不认识的名称 judgement"),
        (problems, "{count}人", "{number}人", "fact 里的 {number} 不认识"),
        (problems, "{count}人", "{count人", "fact 里的 { 没有配对"),
        (problems, "weight = \"normal\"", "weight = \"heavy\"", "没有轻重“heavy”"),
        (problems, "ties = [\"money\"]", "ties = [\"gold\"]", "没有关联“gold”"),
        (entries, "id = \"meeting.kind\", is", "id = \"meeting.sum\", is", "要等它自己有了值才出现"),
        (entries, "is = [\"party\"]", "is = [\"gone\"]", "没有选项“gone”"),
        (entries, ", is = [\"party\"]", "", "条件没有说要比什么"),
        (entries, "when = { field", "when = { claim", "不认识的名称 claim"),
        (profile, "at_least = 1", "at_least = 100000001", "at_least 超出栏目的上限"),
    ];
    let mut wrong = Vec::new();
    for (name, from, to, message) in cases {
        let (files, line) = with(name, from, to);
        let found = faults(&files);
        let [fault] = found.as_slice() else {
            wrong.push(format!("{to}: {} reports\n{}", found.len(), faults_report(&found)));
            continue;
        };
        let text = &files.files.iter().find(|(n, _)| n == name).unwrap().1;
        let right = fault.file == *name
            && fault.message.contains(message)
            && !fault.fix.is_empty()
            && fault.line.abs_diff(line) <= 8
            && text.lines().nth(fault.line - 1) == Some(fault.excerpt.as_str());
        if !right {
            wrong.push(format!("{to}: line {line}\n{}", faults_report(&found)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Changes that break what other files rest on: every report is a true one.
#[test]
fn a_fault_that_others_rest_on() {
    let messages = |(files, _): (MethodFiles, usize)| faults(&files).into_iter().map(|f| f.message).collect::<Vec<_>>();
    // An id that is no name in SQL: the record that means the old one dangles as well.
    let found = messages(with("entries.toml", "id = \"meeting\"", "id = \"a.b\""));
    assert_eq!(found, ["条目的 id “a.b”不能做表名", "没有条目“meeting”"]);
    // A tree with a dot in its id: none of the ten items finds its category.
    let found = messages(with("trees.toml", "id = \"old\"", "id = \"ol.d\""));
    assert_eq!((found.len(), found.last().map(String::as_str)), (11, Some("分类树的 id “ol.d”含有点")));
    // `unknown` belongs to claims; without it nothing is compared.
    let found = messages(with("entries.toml", ", is = [\"party\"]", ", unknown = true"));
    assert_eq!(found, ["条件没有说要比什么", "不认识的名称 unknown"]);
    // Syntax: the entry cannot be read, so what refers to it is given the benefit of the doubt.
    let found = messages(with("entries.toml", "id = \"meeting\"", "id = \"meeting"));
    assert_eq!(found, ["写法有误：引号没有成对"]);
    let found = messages(with("trees.toml", "id = \"focus\"", "id = \"focus"));
    assert_eq!(found, ["写法有误：引号没有成对"]);
}

#[test]
fn fields_that_wait_for_each_other_are_both_reported() {
    let ring = "max = 100000000\nwhen = { field = { id = \"profile.limit_document\", is = [\"a\"] } }\n";
    let (files, _) = with("profile.toml", "max = 100000000\n", ring);
    let messages: Vec<String> = faults(&files).into_iter().map(|f| f.message).collect();
    assert!(messages.iter().filter(|m| m.contains("互相等待")).count() == 2, "{messages:?}");
}

#[test]
fn ten_items_and_no_fewer() {
    let few = files().into_iter().map(|(n, text)| {
        let cut = text.split("\n[[item]]").take(10).collect::<Vec<_>>().join("\n[[item]]");
        (n.clone(), if n.starts_with("records/") { cut } else { text })
    });
    let found = faults(&MethodFiles::new(few.collect::<Vec<_>>()));
    assert_eq!(found.iter().map(|f| f.message.as_str()).collect::<Vec<_>>(), ["只有 9 条检查要点"]);
}

#[test]
fn files_with_nothing_in_them_and_files_that_are_missed() {
    let found = |change: &dyn Fn(&str) -> Option<String>| {
        let kept = files().into_iter().filter_map(|(n, text)| match change(&n) {
            Some(new) if new.is_empty() => None,
            Some(new) => Some((n, new)),
            None => Some((n, text)),
        });
        let found = faults(&MethodFiles::new(kept.collect::<Vec<_>>()));
        found.into_iter().map(|f| (f.file, f.message)).collect::<Vec<_>>()
    };
    let only = |name: &'static str, text: &'static str| move |n: &str| (n == name).then(|| text.to_owned());
    let one = |file: &str, message: &str| vec![(file.to_owned(), message.to_owned())];
    assert_eq!(found(&only("profile.toml", "# nothing\n")), one("profile.toml", "单位概况没有一个栏目"));
    assert_eq!(found(&only("problems.toml", "\n")), one("problems.toml", "没有问题来源，也没有归集规则"));
    assert_eq!(found(&only("entries.toml", "")), one("entries.toml", "缺少这个文件"));
    assert_eq!(found(&only("trees.toml", "")), one("trees.toml", "缺少这个文件"));
    let bare = "[[entry]]\nid = \"meeting\"\nname = \"会议\"\n";
    assert_eq!(found(&only("entries.toml", bare)), one("entries.toml", "条目没有一个栏目"));
    let bare = "[[tree]]\nid = \"x\"\nname = \"树\"\nfrom = \"2020\"\nsource = \"x\"\nverified = \"G\"\n";
    assert_eq!(found(&only("trees.toml", bare)).iter().filter(|(f, _)| f == "trees.toml").count(), 1);
}
