//! A whole talk at the keyboard: from first steps to the printed record.

use super::desk::{AT_HOME, IN_TALK, PASSPHRASE, is_saved, judge, leave, listed, settle, settle_at, start};
use super::docx;
use crate::pty::Pty;
use crate::support::{Run, TestEnvironment};
use std::path::{Path, PathBuf};
use wenkan::method::types::Method;

const SIZE: (u16, u16) = (100, 30);
/// The five answers: what was said, in the lane it is typed in.
const VERBATIM: [&str; 5] = [
    "三万元以上的都上党组会，小额的我签字。",
    "党章和两部准则学过，四部条例只记得处分条例。",
    "去年专门研究过四次，有一次是和安全生产合并开的。",
    "分管的股室我每季度去谈一次，谈话记录在本子上。",
    "每个月三十七块五，工资里扣的，每季度交一次。",
];
const GIST: &str = "讲不清末位表态写在哪个文件里。";
const CORRECTION: &str = "更正：五万元以上的才上党组会。";
const REMARK: &str = "答到签字权限时两次看向门口。";
const REASON: &str = "本人当天外出抢险，改日补谈。";
const OTHER: &str = "报销单子我见单就付，没见过会议纪要。";

/// First steps: a round under a passphrase, a unit.
fn first_steps(pty: &mut Pty, file: &Path) {
    pty.keys("<wait:新建轮次…><down><enter><wait:巡察组成员>");
    pty.keys("十七届县委第十轮巡察<tab>十七届<tab>第十轮<tab>第一组<tab>2021年1月<tab>2025年12月<tab><tab><tab>");
    pty.keys("刘芳 组长，周宁<tab>").keys(file.to_str().unwrap()).keys("<tab><tab>");
    pty.keys(PASSPHRASE).keys("<tab>").keys(PASSPHRASE).keys("<c-s><wait:抄在纸上><enter>");
    pty.keys("<wait:还没有被巡察单位><c-u><wait:代码>SLJ<tab>水利局党组<c-s><wait:还没有人员>");
}

/// Adds a person of the Party: `to_party` is what it takes from the guess. The other facts are guessed from the post.
fn add_person(pty: &mut Pty, name: &str, post: &str, to_party: &str) {
    pty.keys("n<wait:政治面貌>").keys(name).keys("<tab>").keys(post).keys("<tab><tab><tab><tab>").keys(to_party);
    pty.wait_for("< 中共党员 >").keys("<c-s>");
    listed(pty, name);
}

/// The first sitting: three answers, with everything that is noted beside them.
fn first_sitting(pty: &mut Pty) {
    pty.keys("t<wait:一人谈理由><tab><tab>局三楼小会议室<c-s>");
    pty.keys("<wait:开场说明><enter>").wait_for(IN_TALK);
    pty.keys("<a-1>");
    settle_at(pty, "一");
    // A new field is in the lane of the gist or of the verbatim: turned until it is the one wanted.
    lane(pty, "原");
    pty.keys(VERBATIM[0]).keys("<enter>");
    lane(pty, "要");
    pty.keys(GIST).wait_for(&format!("要  {GIST}")).keys("<f2>").wait_for("疑点 1");
    pty.keys("<enter>");
    lane(pty, "注");
    pty.keys(REMARK).wait_for(&format!("注  {REMARK}"));
    pty.keys("<up><up><a-c>")
        .wait_for("写更正后的话")
        .keys(CORRECTION)
        .wait_for(&format!("=  {CORRECTION}").replace("  ", " "));
    judge(pty, 3);
    pty.keys("<f4>").wait_for("要素>").keys("30000").wait_for("30000").keys("<enter><f4>");
    settle(pty, "要素 1/");
    for (at, numeral) in [(1, "二"), (2, "三")] {
        pty.keys(&format!("<a-{}>", at + 1));
        settle_at(pty, numeral);
        lane(pty, "原");
        pty.keys(VERBATIM[at]).wait_for(VERBATIM[at]);
        judge(pty, 1);
    }
    pty.keys("<f12>").wait_for("谈话中断").wait_for("已中断");
    leave(pty);
}

/// Turns the lane of the paragraph under the caret until the margin says `mark`.
fn lane(pty: &mut Pty, mark: &str) {
    let shown = |s: &vt100::Screen| {
        let (row, col) = s.cursor_position();
        // The margin is four cells wide; the paragraph is still empty, so the caret stands at its left edge.
        s.cell(row, col - 4).map(|c| c.contents().to_owned()).unwrap_or_default()
    };
    for _ in 0..3 {
        let mut now = String::new();
        pty.wait_until("a lane in the margin", |s| {
            now = shown(s);
            matches!(now.as_str(), "原" | "要" | "注")
        });
        if now == mark {
            return;
        }
        pty.keys("<f3>").wait_until("the next lane", |s| shown(s) != now);
    }
    panic!("no lane {mark}");
}

/// The second sitting, by the other inspector: the last two answers, read back, closed.
fn second_sitting(pty: &mut Pty) {
    pty.wait_for("输入口令").keys(PASSPHRASE).keys("<enter><wait:谁在操作><down><enter>").wait_for(AT_HOME);
    pty.keys("t<wait:继续上次中断的谈话><c-s>").wait_for("谈话人 周宁  记录人 刘芳");
    for (at, numeral) in [(3, "四"), (4, "五")] {
        pty.keys(&format!("<a-{}>", at + 1));
        settle_at(pty, numeral);
        pty.keys(VERBATIM[at]).wait_for(VERBATIM[at]);
        judge(pty, 2);
    }
    pty.keys("<a-r>").wait_for("读回  访谈").keys("<end>").wait_for("已读给本人听");
    pty.keys("<enter>").wait_for("本人确认？").keys("1").wait_for("经本人确认");
    pty.keys("<esc>").wait_for("问法");
    pty.keys("<a-e>").wait_for("必问的都问到了").keys("<c-s>").wait_for("谈话已结束");
}

/// A short talk with somebody else, closed while a required question was not put.
fn unfinished_talk(pty: &mut Pty) {
    add_person(pty, "孙丽", "财务股股长", "<right>");
    pty.keys("/孙丽<enter>").wait_until("the one found", |s| s.contents().contains("1/2 人"));
    pty.keys("t<wait:一人谈理由><c-s><wait:开场说明><enter>").wait_for(IN_TALK).keys("<a-1>");
    settle_at(pty, "一");
    pty.keys(OTHER).wait_for(OTHER);
    pty.keys("<a-e>").wait_for("还有 1 个必问没有问").keys("<c-s>").wait_for("要写明理由");
    pty.keys(REASON).keys("<c-s>").wait_for("谈话已结束").wait_until("saved", is_saved);
    pty.keys("<esc>").wait_for("王建国");
    leave(pty);
}

/// Exports on the command line and returns the documents written.
fn export(env: &TestEnvironment, file: &Path) -> Vec<PathBuf> {
    let secret = env.write("口令.txt", PASSPHRASE);
    let out = env.path("导出");
    let (round, to) = (file.to_str().unwrap(), out.to_str().unwrap());
    let args = ["export", round, "--out", to, "--only", "interviews", "--format", "docx"];
    let _: Run = env.run(&[&args[..], &["--passphrase-file", secret.to_str().unwrap()]].concat()).success();
    let names = env.files("导出/内部").into_iter().map(|(name, _)| out.join("内部").join(name));
    names.collect()
}

#[test]
fn a_whole_talk_is_typed_and_found_on_paper() {
    let env = TestEnvironment::new();
    let file = env.path("十轮一组.wenkan");
    let mut pty = start(&env, &[], &[], SIZE);
    first_steps(&mut pty, &file);
    add_person(&mut pty, "王建国", "党组书记、局长", "");
    first_sitting(&mut pty);

    // The last round is opened when none is named.
    let mut pty = start(&env, &[], &[], SIZE);
    second_sitting(&mut pty);
    unfinished_talk(&mut pty);

    let papers = export(&env, &file);
    assert_eq!(papers.len(), 4, "two talks in two variants: {papers:?}");
    let mut whole = String::new();
    for paper in &papers {
        let text = docx::text(paper);
        holds_what_was_said(&text, paper);
        if let Some(text) = docx::text_by_python(paper) {
            holds_what_was_said(&text, paper);
        }
        whole.push_str(&text);
    }
    assert!(whole.contains(REASON), "the reason is on no paper");
    assert!(whole.contains("刘芳") && whole.contains("周宁"), "an inspector is on no paper");
}

/// What was said is on the paper of its talk; what was noted for the group is on none.
fn holds_what_was_said(text: &str, paper: &Path) {
    let head = text.contains("王建国");
    assert_ne!(head, text.contains("孙丽"), "{}", paper.display());
    let said: Vec<&str> = if head { [&VERBATIM[..], &[GIST, CORRECTION]].concat() } else { vec![OTHER] };
    for sentence in said {
        assert!(text.contains(sentence), "{sentence} is not in {}:\n{text}", paper.display());
    }
    for hidden in [REMARK, "疑点", "判断", "要素", "30000"] {
        assert!(!text.contains(hidden), "{hidden} is in {}:\n{text}", paper.display());
    }
    let method = Method::builtin().unwrap();
    let answers = text.split("答：").skip(1).collect::<String>();
    for label in method.questions.iter().flat_map(|q| &q.judgement).map(|(_, label)| label.as_str()) {
        // Short labels such as 清楚 are words that people say too; a judgement would stand alone on its line.
        assert!(!answers.lines().any(|line| line.trim() == label), "{label} is in {}", paper.display());
    }
}
