//! E111, W119-W120: words that judge where they should tell, say too much, or too little.

use super::figures::{Of, figures, passages};
use super::{Code, Diagnostic, Severity};
use crate::analysis::paper::Paper;
use crate::analysis::paper::field::{PaperField, Spot};
use crate::analysis::sentence::masked;
use crate::text::day;
use std::ops::Range;

pub(super) fn check(paper: &Paper, out: &mut Vec<Diagnostic>) {
    let problem = &paper.problem;
    verdicts(Spot::of(PaperField::Title), &problem.title, out);
    for fact in &problem.facts {
        let spot = Spot::at(PaperField::Facts, fact.id);
        verdicts(spot, &fact.text, out);
        vague(spot, &fact.text, out);
    }
    let told = problem.facts.iter().filter(|f| !f.text.trim().is_empty());
    let empty: Vec<_> = told.clone().filter(|f| !tells_deed(&f.text)).collect();
    if let Some(first) = empty.first()
        && empty.len() == told.count()
    {
        let message = "只有评价或名目，没有写做了什么、没做什么。";
        let help = "写出具体的事：哪一次、怎么做的、涉及多少。";
        out.push(Diagnostic::new(
            Code::NoDeed,
            Severity::Warning,
            Spot::at(PaperField::Facts, first.id),
            message,
            help,
        ));
    }
}

/// The words that a court or a disciplinary body has, not an inspection. A clause that reports what they decided
/// (法院 … 判处, 受到 … 处分, 处分决定) may have them, and so may titles in 《》.
fn verdicts(spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
    let plain = masked(text);
    for at in passages(&plain) {
        let Some(passage) = plain.get(at.clone()) else { continue };
        if let Some((found, severity)) = verdict(passage) {
            let word = passage.get(found.clone()).unwrap_or_default();
            let message = format!("“{word}”是定性的话，巡察底稿不作这样的认定。");
            let help = "写事实和违反的规定；线索按程序移交，处分由有权机关决定。引用已有的判决、处分，写明是谁作出的。";
            let diagnostic = Diagnostic::new(Code::VerdictWords, severity, spot, message, help);
            out.push(diagnostic.at(at.start + found.start..at.start + found.end));
        }
    }
}

/// 构成…罪, 犯…罪, 涉嫌…: E. A proposed punishment (应, 建议 … 处分): E. 腐败分子, 贪污行为: W.
fn verdict(passage: &str) -> Option<(Range<usize>, Severity)> {
    const DECIDED: [&str; 11] =
        ["法院", "判决", "判处", "处分决定", "受到", "受过", "纪委", "监委", "已给予", "检察院", "以案促改"];
    const CRIMES: [&str; 6] = ["构成", "犯有", "犯了", "触犯", "涉嫌", "属于"];
    const PUNISHMENTS: [&str; 12] = [
        "开除党籍",
        "留党察看",
        "撤销党内职务",
        "党内警告",
        "严重警告",
        "政务处分",
        "党纪处分",
        "开除公职",
        "移送司法",
        "追究刑事",
        "处分",
        "免职",
    ];
    const PROPOSED: [&str; 12] =
        ["应当", "应予", "应给", "应移送", "应受", "应依", "应该", "建议", "须", "必须", "拟", "可以给予"];
    const LABELS: [&str; 9] =
        ["腐败分子", "贪污", "受贿", "行贿", "挪用公款", "职务侵占", "违法犯罪", "犯罪分子", "犯罪行为"];
    let mut worst: Option<(Range<usize>, Severity)> = None;
    let mut from = 0;
    let reported = DECIDED.iter().any(|w| passage.contains(w));
    for clause in passage.split_inclusive(['，', '；']) {
        let start = from;
        from += clause.len();
        if reported
            && (DECIDED.iter().any(|w| clause.contains(w)) || !clause.contains("涉嫌") && !clause.contains("构成"))
        {
            continue;
        }
        let crime = CRIMES.iter().find_map(|w| {
            let at = clause.find(w)?;
            let rest = clause.get(at..)?;
            let end = ["罪", "刑法", "刑律", "犯罪"].iter().filter_map(|e| rest.find(e).map(|n| n + e.len())).min()?;
            (end <= 60 && !rest.starts_with("犯罪记录")).then_some(at..at + end)
        });
        let crime = crime.filter(|r| clause.get(r.start..).is_some_and(|t| !t.starts_with("犯罪记录")));
        let no_record = clause.contains("犯罪记录");
        let crime = crime.or_else(|| breach(clause));
        let whole = PUNISHMENTS.iter().find_map(|w| clause.find(w).map(|at| at..at + w.len()));
        let proposed = whole
            .or_else(|| punished(clause))
            .filter(|r| clause.get(..r.start).is_some_and(|b| PROPOSED.iter().any(|p| b.contains(p))));
        let label = LABELS.iter().find_map(|w| clause.find(w).map(|at| at..at + w.len()));
        let found = crime
            .filter(|_| !no_record)
            .or(proposed)
            .map(|r| (r, Severity::Error))
            .or_else(|| label.map(|r| (r, Severity::Warning)));
        if let Some((r, severity)) = found
            && worst.as_ref().is_none_or(|(_, s)| severity < *s)
        {
            worst = Some((start + r.start..start + r.end, severity));
        }
    }
    worst
}

/// 开除王建国党籍, 免去王建国局长职务, 对王建国立案审查: a punishment with its person in it.
fn punished(clause: &str) -> Option<Range<usize>> {
    const DONE: [(&str, &[&str]); 7] = [
        ("开除", &["党籍", "公职"]),
        ("免去", &["职务"]),
        ("撤销", &["党内职务", "职务"]),
        ("给予", &["处分"]),
        ("对", &["立案审查", "立案调查", "立案侦查"]),
        ("将", &["移送司法", "移送检察"]),
        ("取消", &["党员资格"]),
    ];
    const LONGEST: usize = 14;
    DONE.iter().find_map(|(done, to)| {
        let at = clause.find(done)?;
        let rest = clause.get(at + done.len()..)?;
        let end = to.iter().filter_map(|w| rest.find(w).map(|n| (n, n + w.len()))).min()?;
        (rest.get(..end.0)?.chars().count() <= LONGEST).then_some(at..at + done.len() + end.1)
    })
}

/// 涉嫌严重违纪违法, 构成职务违法, 属于严重违纪: what a disciplinary body says of somebody. A lead (问题线索) is none.
fn breach(clause: &str) -> Option<Range<usize>> {
    const SAID: [&str; 3] = ["涉嫌", "构成", "属于"];
    const BREACHES: [&str; 8] =
        ["严重违纪违法", "严重违纪", "严重违法", "违纪违法", "职务违法", "严重职务违法", "违反党纪", "违纪"];
    const LEADS: [&str; 7] = ["问题线索", "线索", "案件", "的问题", "问题", "人员", "的线索"];
    SAID.iter().find_map(|said| {
        let at = clause.find(said)?;
        let rest = clause.get(at + said.len()..)?;
        let bare = rest.strip_prefix("构成").unwrap_or(rest).trim_start_matches('了');
        let breach = BREACHES.iter().find(|b| bare.starts_with(**b))?;
        let end = clause.len() - bare.len() + breach.len();
        let goes_on = clause.get(end..).is_some_and(|t| LEADS.iter().any(|l| t.starts_with(l)));
        (!goes_on).then_some(at..end)
    })
}

/// 多次, 大量, 部分 … in a passage that has no figure to go with it.
fn vague(spot: Spot, text: &str, out: &mut Vec<Diagnostic>) {
    const WORDS: [(&str, &[&str]); 22] = [
        ("多次", &[]),
        ("大量", &[]),
        ("部分", &["组成部分", "部分组成", "一部分的"]),
        (
            "有的",
            &[
                "所有的",
                "没有的",
                "固有的",
                "原有的",
                "享有的",
                "应有的",
                "现有的",
                "拥有的",
                "具有的",
                "持有的",
                "国有的",
                "含有的",
            ],
        ),
        ("经常", &["经常性", "经常项目"]),
        ("一些", &[]),
        ("少数", &["少数民族", "少数服从"]),
        ("若干", &["若干意见", "若干规定"]),
        ("大多数", &[]),
        ("多数", &["多数人同意", "少数服从多数", "大多数", "多数票"]),
        ("个别", &["个别谈话", "个别酝酿", "个别征求", "个别访谈"]),
        ("长期", &["长期借款", "长期投资", "长期股权", "长期待摊", "中长期", "长期应付", "长期合同"]),
        ("频繁", &[]),
        ("不少", &["不少于"]),
        ("诸多", &[]),
        ("某些", &[]),
        ("屡次", &[]),
        ("数次", &["次数次"]),
        ("时常", &[]),
        ("许多", &[]),
        ("绝大部分", &[]),
        ("常常", &[]),
    ];
    let plain = masked(text);
    for at in passages(&plain) {
        let Some(passage) = plain.get(at.clone()) else { continue };
        if !figures(passage).is_empty() {
            continue;
        }
        let found = WORDS.iter().find_map(|(word, fixed)| {
            let free = |place: usize| {
                !fixed
                    .iter()
                    .any(|f| passage.match_indices(f).any(|(s, f)| s <= place && place + word.len() <= s + f.len()))
            };
            passage.match_indices(word).find(|(place, _)| free(*place)).map(|(place, _)| place..place + word.len())
        });
        if let Some(r) = found {
            let word = passage.get(r.clone()).unwrap_or_default();
            let message = format!("“{word}”没有写明是多少。");
            let help = "写出次数、人数、金额或比例；说不清的，删去这个词。";
            let diagnostic = Diagnostic::new(Code::Vague, Severity::Warning, spot, message, help);
            out.push(diagnostic.at(at.start + r.start..at.start + r.end));
        }
    }
}

/// Whether a text tells a deed: some clause beside its dates that is neither an evaluation alone nor a name alone.
fn tells_deed(text: &str) -> bool {
    const JUDGING: [&str; 28] = [
        "不到位",
        "不高",
        "不够",
        "不力",
        "不严",
        "不实",
        "淡薄",
        "缺失",
        "混乱",
        "薄弱",
        "存在问题",
        "有问题",
        "有偏差",
        "涣散",
        "不强",
        "不足",
        "流于形式",
        "不重视",
        "不规范",
        "不深",
        "不细",
        "不紧",
        "不严不实",
        "弱化",
        "虚化",
        "宽松软",
        "不担当",
        "不作为",
    ];
    const DONE: [&str; 8] = ["未", "没有", "仅", "只", "即", "将", "均", "无"];
    // A name with nothing behind it.
    const NAMES: [&str; 8] = ["事项", "问题", "情况", "的工作", "局长", "书记", "主任", "一事"];
    let plain = masked(text);
    let mut clean = String::new();
    let mut from = 0;
    for date in day::dates(&plain) {
        clean.push_str(plain.get(from..date.at.start).unwrap_or_default());
        from = date.at.end;
    }
    clean.push_str(plain.get(from..).unwrap_or_default());
    let has_figures = figures(text).iter().any(|f| f.of != Of::Money);
    let clauses = clean.split(['，', '。', '；', '：']).map(|c| c.trim_matches(|c: char| !c.is_alphanumeric()));
    clauses.filter(|c| !c.is_empty() && !is_time(c)).any(|clause| {
        let judged = JUDGING.iter().any(|w| clause.ends_with(w));
        let name_only = ends_in_name(clause) || NAMES.iter().any(|w| clause.ends_with(w)) && !has_verb(clause);
        let judged_only = judged && !DONE.iter().any(|w| clause.contains(w)) && !has_figures;
        !judged_only && !name_only
    })
}

fn is_time(clause: &str) -> bool {
    ["以来", "期间", "至今", "以后", "之后", "起", "止"].contains(&clause) || clause.ends_with("年来") || clause == "至"
}

/// 局长王建国: a post with a name of two or three characters behind it ends the clause.
fn ends_in_name(clause: &str) -> bool {
    ["局长", "书记", "主任", "镇长", "校长", "院长", "经理", "会计"].iter().any(|post| {
        clause.rfind(post).is_some_and(|at| {
            let behind = clause.get(at + post.len()..).unwrap_or_default();
            (2..=3).contains(&behind.chars().count()) && !has_verb(behind)
        })
    })
}

fn has_verb(text: &str) -> bool {
    const VERBS: &str =
        "未没无将把被付收发支借买购签批报存取领租用定开研决议任免提调查补写改停拖欠缺占挪截留超违存在涉召主持参加担任";
    text.chars().any(|c| VERBS.contains(c))
}
