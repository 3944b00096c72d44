//! From a volume of minutes to the working paper that is handed in, all at the keyboard.

use super::desk::{AT_HOME, Desk, IN_TALK, is_saved, leave, rows, settle, settle_at, start};
use super::docx;
use crate::pty::Pty;
use crate::support::TestEnvironment;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use wenkan::method::types::Method;
use wenkan::model::evidence::Evidence;
use wenkan::model::observation::Observation;
use wenkan::model::people::Person;
use wenkan::model::problem::{Problem, ProblemState};
use wenkan::model::reading::{CheckResult, Entry};
use wenkan::store::{Secret, Store};

/// Narrow enough that nothing stands beside the form, high enough that its parts are seen together.
const SIZE: (u16, u16) = (120, 44);
/// The roster beside 王建国, whose talk the desk has: those who may be named nowhere in what is handed in.
const ROSTER: &str = "姓名,职务,政治面貌\n孙丽,财务股股长,中共党员\n赵敏,出纳,中共党员\n";
const NOT_RESPONSIBLE: [&str; 2] = ["孙丽", "赵敏"];
/// What one of them said.
const SAID: &str = "局长先讲了意见，我们都跟着说同意。";
/// The sentence of the paper, as it is typed: a mark goes behind each piece.
const TYPED: [&str; 2] =
    ["2022年3月8日，水利局党组研究大额资金使用，党组书记、局长王建国第一个表态", "，有谈话反映其他成员随后都说同意"];
const SENTENCE: &str = "2022年3月8日，水利局党组研究大额资金使用，党组书记、局长王建国第一个表态〔证1〕，有谈话反映其他成员\
                        随后都说同意〔证2〕。";
const PLACE: &str = "水利局三楼会议室";
/// The problem that the method ties to the check item.
const TITLE: &str = "主要负责人未执行末位表态制度";
/// The basis that is picked, and its clause.
const BASIS: &str = "中国共产党纪律处分条例";
const CLAUSE: &str = "第七十条";
const MEETINGS: u32 = 10;
/// The round was made by the store of this process, so the program is a second laptop, whose numbers have its letter.
const NUMBER: &str = "预-LF-B01";

#[test]
fn minutes_are_read_and_end_as_a_paper_without_names() {
    let desk = Desk::plain();
    let roster = desk.env.write("名册.csv", ROSTER);
    desk.env.run(&["import", desk.path(), "people", roster.to_str().unwrap(), "--unit", "SLJ"]).success();
    let mut pty = start(&desk.env, &[desk.path()], &[], SIZE);
    pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME);
    talk(&mut pty);
    register(&mut pty);
    read(&mut pty);
    meetings(&mut pty);
    adopt(&mut pty);
    mend(&mut pty);
    hand_in(&mut pty);

    let code = what_is_kept(&desk);
    let mut pty = start(&desk.env, &[desk.path()], &[], SIZE);
    pty.keys("<wait:谁在操作><enter>").wait_for(AT_HOME).keys("p");
    problem_listed(&mut pty, "待送审");
    leave_problems(&mut pty);
    what_is_handed_in(&desk, &code);
}

/// Waits until the row with the focus shows all of these.
fn at_row(pty: &mut Pty, shown: &[&str]) {
    let is_it = |row: &String| row.starts_with('>') && shown.iter().all(|s| row.contains(s));
    pty.wait_until(&format!("the row {shown:?}, saved"), |s| is_saved(s) && rows(s).iter().any(is_it));
}

/// A talk that brings the second piece of evidence.
fn talk(pty: &mut Pty) {
    pty.keys("/孙丽<enter><wait:1/3 人>t<wait:一人谈理由><c-s><wait:开场说明><enter>").wait_for(IN_TALK).keys("<a-1>");
    settle_at(pty, "一");
    pty.keys(SAID).wait_for(SAID).keys("<esc>").wait_for(AT_HOME);
}

/// The volume of minutes, of the fourth kind of record.
fn register(pty: &mut Pty) {
    pty.keys("d<wait:按 n 登记>n").wait_for("< 单位会议记录 >");
    pty.keys("<right><right><right>").wait_for("< 党委（党组）会议记录 >");
    pty.keys("<tab><tab>2022<tab><tab>第1卷<c-s><wait:已保存资料登记>");
    at_row(pty, &["党委（党组）会议记录", "第1卷", "0/"]);
    pty.keys("<enter>");
    pty.wait_for("查阅  党委（党组）会议记录 2022年 第1卷 原件");
}

/// Every check item gets its verdict; two have a problem, which is noted, marked and taken as evidence.
fn read(pty: &mut Pty) {
    let method = Method::builtin().unwrap();
    let items = &method.records.iter().find(|k| k.id == "k4").unwrap().items;
    let noted = [("P2", "12, 31", "3月8日应到9人，实到4人"), ("P3", "12-14", "3月8日主要负责人第一个表态")];
    for (at, item) in items.iter().enumerate() {
        at_row(pty, &[&item.label, "未看"]);
        if let Some((_, pages, note)) = noted.iter().find(|(label, ..)| *label == item.label) {
            pty.keys(&format!("2g{pages}<tab>{note}<esc>"));
            at_row(pty, &[&item.label, "有问题", pages, note]);
            pty.keys("<f2>");
            at_row(pty, &[&item.label, "有问题  !"]);
            pty.keys("<f5>");
            at_row(pty, &[&item.label, "有问题  *"]);
        } else {
            pty.keys("1");
            at_row(pty, &[&item.label, "无问题"]);
        }
        settle(pty, &format!("{}/{} 已看", at + 1, items.len()));
        pty.keys("<f8>");
    }
    pty.wait_for("都看过");
}

/// The meetings in the volume, one entry each. Names in them stay in the file.
fn meetings(pty: &mut Pty) {
    for n in 1..=MEETINGS {
        let present = if n == 3 { 4 } else { 8 };
        pty.keys(&format!("<c-n><wait:议题 *>2022-{n:02}-08<tab><right>")).wait_for("< 党组党委会 >");
        pty.keys("<tab>王建国<tab>赵敏<tab>9");
        pty.keys(&format!("<tab>{present}<tab><tab>大额资金使用第{n}批<tab>孙丽<c-s>"));
        settle(pty, &format!(" {n} 条"));
    }
}

/// Home, then the candidates: one for each of the two marked items.
fn adopt(pty: &mut Pty) {
    pty.keys("<esc><wait:资料  水利局党组><esc>").wait_for(AT_HOME).keys("p<wait:── 候选 2 >");
    if !rows_of(pty).iter().any(|r| r.starts_with('>') && r.contains(TITLE)) {
        pty.keys("<down>");
    }
    at_row(pty, &[TITLE]);
    pty.keys(&format!("a<wait:底稿  {NUMBER}>"));
    at_row(pty, &["名称", TITLE]);
}

/// Goes to a part of the paper by the list of its parts.
fn part(pty: &mut Pty, label: &str) {
    pty.keys(&format!("<c-f><wait:去哪一栏>{label}<enter>")).wait_for(&format!(">{label}"));
}

/// How many errors the foot of the paper counts.
fn errors(screen: &vt100::Screen) -> Option<u32> {
    let foot = rows(screen).into_iter().find(|r| r.trim_start().starts_with("四准"))?;
    let count = foot.rsplit(' ').find_map(|word| word.strip_prefix('E')).and_then(|n| n.parse().ok());
    count.or_else(|| foot.ends_with("没有问题").then_some(0))
}

/// Mends the draft until no error is left.
fn mend(pty: &mut Pty) {
    pty.wait_until("errors", |s| errors(s).is_some_and(|n| n >= 4));
    pty.keys("<a-t>").wait_for("E");
    assert!(rows_of(pty)[0].contains("草稿"), "not to be handed in\n{}", pty.screen_text());
    part(pty, "事实");
    pty.keys(TYPED[0]).keys(&format!("<f5><wait:选支撑材料，写在光标处><enter><wait:底稿  {NUMBER}>"));
    pty.keys(TYPED[1]);
    pty.keys(&format!("<f5><wait:选支撑材料，写在光标处>跟着说<wait:1 条><enter><wait:底稿  {NUMBER}>。<tab>"));
    at_row(pty, &["时间"]);
    part(pty, "地点");
    pty.keys(PLACE);
    part(pty, "责任人");
    pty.keys("<enter><wait:选责任人>王建国<wait:1 条><enter>");
    settle(pty, "职务 党组书记、局长");
    basis(pty);
    part(pty, "承办人");
    pty.keys("<enter><wait:承办人，至少两人>周宁<wait:1 条><enter><wait:☑ 周宁><c-s>");
    at_row(pty, &["承办人", "刘芳、周宁"]);
    pty.wait_until("no error", |s| is_saved(s) && errors(s) == Some(0));
}

/// The bases that came with the candidate get their clauses and are confirmed; a further one is picked.
fn basis(pty: &mut Pty) {
    part(pty, "依据");
    pty.keys("<tab>第五条<a-k>");
    confirmed(pty, "本单位议事规则");
    pty.keys("<tab><tab><tab>第五部分<a-k>");
    confirmed(pty, "《关于新形势下党内政治生活的若干准则》");
    part(pty, "依据");
    pty.keys(&format!("<c-n><wait:选定性依据>{BASIS} 2018"));
    at_row(pty, &[&format!("《{BASIS}》"), "2018年"]);
    pty.keys(&format!("<enter><wait:底稿  {NUMBER}>"));
    settle(pty, &format!("《{BASIS}》"));
    pty.keys(CLAUSE).keys("<a-k>");
    confirmed(pty, &format!("《{BASIS}》"));
}

/// Waits until a basis says who checked it.
fn confirmed(pty: &mut Pty, name: &str) {
    let is_it = |row: &String| row.contains(name) && row.contains("刘芳") && row.ends_with("核实");
    pty.wait_until(&format!("{name}, confirmed"), |s| is_saved(s) && rows(s).iter().any(is_it));
}

/// The paper is complete; the program is left.
fn hand_in(pty: &mut Pty) {
    pty.keys("<a-t>").wait_until("ready, saved", |s| is_saved(s) && rows(s)[0].contains("待送审"));
    pty.keys("<esc>");
    problem_listed(pty, "待送审");
    leave_problems(pty);
}

fn rows_of(pty: &Pty) -> Vec<String> {
    pty.screen_text().lines().map(str::to_owned).collect()
}

fn problem_listed(pty: &mut Pty, state: &str) {
    let is_it = |row: &String| row.contains(NUMBER) && row.contains(state) && row.contains(TITLE);
    pty.wait_until(&format!("the problem, {state}"), |s| is_saved(s) && rows(s).iter().any(is_it));
}

fn leave_problems(pty: &mut Pty) {
    pty.keys("<esc>").wait_for(AT_HOME);
    leave(pty);
}

/// What the file holds, read by the store of this process; returns the code of the informant.
fn what_is_kept(desk: &Desk) -> String {
    let store = Store::open(&desk.file, &Secret::None).unwrap();
    let reader = store.reader().unwrap();
    let mut problems: Vec<Problem> = reader.all().unwrap();
    let problem = problems.remove(0);
    assert_eq!((problems.len(), problem.state, problem.handlers.len()), (0, ProblemState::Ready, 2));
    assert!(problem.facts.iter().any(|f| f.text.contains(SENTENCE)), "{:?}", problem.facts);
    assert_eq!(problem.evidence.len(), 2, "what was taken while reading is not taken again");
    assert!(problem.basis.iter().all(|b| b.confirmed().is_some()) && problem.basis.len() == 3);
    assert_eq!(reader.all::<Evidence>().unwrap().len(), 3, "two from the minutes, one from the talk");
    assert_eq!(reader.all::<Observation>().unwrap().len(), 2);
    assert_eq!(reader.all::<Entry>().unwrap().len(), usize::try_from(MEETINGS).unwrap());
    let results: Vec<CheckResult> = reader.all().unwrap();
    assert_eq!(results.iter().filter(|r| !r.pages.is_empty()).count(), 2);
    assert_eq!(reader.drafts().unwrap(), []);
    let people: Vec<Person> = reader.all().unwrap();
    let code = people.iter().find(|p| p.name == NOT_RESPONSIBLE[0]).unwrap().code.to_string();
    drop(reader);
    store.close().unwrap();
    code
}

/// Exports papers and list, and holds what is handed in to what was typed and to what must not be said.
fn what_is_handed_in(desk: &Desk, code: &str) {
    let env = &desk.env;
    let out = env.path("导出");
    env.run(&["export", desk.path(), "--out", out.to_str().unwrap(), "--only", "papers", "list"]).success();
    let files = files(env, &out);
    let docx = |of: &str| {
        let found: Vec<_> = files.iter().filter(|f| is(f, "docx") && f.to_str().unwrap().contains(of)).collect();
        assert!(!found.is_empty(), "no {of}: {files:?}");
        found
    };
    for paper in docx("底稿") {
        let texts = [Some(docx::text(paper)), docx::text_by_python(paper)];
        for text in texts.into_iter().flatten() {
            is_the_paper(&text, code, paper);
        }
    }
    for list in docx("清单") {
        assert!(docx::text(list).contains(TITLE), "{}", list.display());
    }
    assert!(files.iter().any(|f| is(f, "xlsx")), "{files:?}");
    for file in &files {
        names_nobody(file);
    }
}

fn is(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|e| e == extension)
}

fn files(env: &TestEnvironment, out: &Path) -> Vec<PathBuf> {
    env.files("导出/报送").into_iter().map(|(name, _)| out.join("报送").join(name)).collect()
}

/// What was typed stands on the paper, with its marks, what they stand for, and its basis.
fn is_the_paper(text: &str, code: &str, paper: &Path) {
    let evidence = format!("谈话记录〔访谈{code}〕第1段");
    let bases = [format!("《{BASIS}》"), CLAUSE.to_owned(), "第五条".to_owned(), "第五部分".to_owned()];
    // The short form has no place of its own.
    let place = if paper.to_str().unwrap().contains("简式") { "水利局" } else { PLACE };
    let told = [TITLE, SENTENCE, place, "党委（党组）会议记录 2022年 第1卷 第12-14页 原件", &evidence];
    for wanted in told.into_iter().chain(bases.iter().map(String::as_str)) {
        assert!(text.contains(wanted), "{wanted} is not in {}:\n{text}", paper.display());
    }
    assert!(!text.contains("待核"), "{}:\n{text}", paper.display());
}

/// No name of the roster that is no responsible person's, in the name of the file, its bytes, or its parts.
fn names_nobody(file: &Path) {
    let holds = |bytes: &[u8], name: &str| bytes.windows(name.len()).any(|w| w == name.as_bytes());
    let bytes = std::fs::read(file).unwrap();
    let mut all = vec![file.to_str().unwrap().as_bytes().to_vec(), bytes];
    if is(file, "docx") || is(file, "xlsx") {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
        for at in 0..zip.len() {
            let mut part = Vec::new();
            zip.by_index(at).unwrap().read_to_end(&mut part).unwrap();
            all.push(part);
        }
    }
    for name in NOT_RESPONSIBLE {
        assert!(!all.iter().any(|bytes| holds(bytes, name)), "{name} is in {}", file.display());
    }
}
