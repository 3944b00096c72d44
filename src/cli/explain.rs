//! `wenkan explain CODE`: what a code or mark means and what to do. Data: later codes are further entries.

use super::args::Explain;
use super::output;
use crate::analysis::diagnose::Code;
use crate::error::{Error, Result};

/// The marks of coverage, as they stand at the foot of the output.
pub(super) const MARKS: &str = "\
标记：☑ 问完（有陈述并有判断，或拒答、不适用）　~ 问了一部分（只有陈述或只有判断）
　　　/ 有理由未问　☐ 必问而未问　- 不要求问
看的标记：☑ 巡察时段每一年都有看完的资料（或有理由不看）　~ 看了一部分　/ 有理由不看　☐ 还没有看
　　　　　看完：每个要点都有结论，或注明“读过，未发现问题”";

/// One thing that can be explained.
struct Topic {
    /// What the output calls it; never reused for another meaning.
    code: &'static str,
    /// Other ways to ask for it.
    also: &'static [&'static str],
    title: &'static str,
    /// What it means.
    meaning: &'static str,
    /// What to do.
    to_do: &'static str,
}

const TOPICS: [Topic; 11] = [
    Topic {
        code: "coverage",
        also: &["覆盖", "覆盖情况", "必问"],
        title: "必问问题的覆盖情况",
        meaning: "工作法规定每个问题必须问哪些人（如问五问党员）。一个人谈过几次的，取其中最好的一次。\n\
                  ☑ 问完，~ 问了一部分，/ 有理由未问，☐ 必问而未问，- 不要求问。",
        to_do: "wenkan check 列出每个人的情况；还有 ☐ 或 ~ 时退出码为 1。",
    },
    Topic {
        code: "reading",
        also: &["必看", "五看", "资料", "看完"],
        title: "必看资料的覆盖情况",
        meaning: "每类资料按巡察时段一年一年地看。一份资料的每个检查要点都有结论（无问题、有问题、不适用），\
                  或注明“读过，未发现问题”，就算看完。\n\
                  ☑ 每一年都有看完的资料（个别年份有理由不看也算），~ 看了一部分，/ 全部有理由不看，☐ 还没有资料。",
        to_do: "wenkan check 列出每个单位、每类、每年的情况；确实没有或不看的，在单位情况里写明理由。",
    },
    Topic {
        code: "papers",
        also: &["底稿", "错误", "提醒"],
        title: "底稿的错误和提醒",
        meaning: "E 开头的是错误：照这样送审会被退回。W 开头的是提醒：请看一眼，也可能本来就该这样。同一个数字是同一件事。",
        to_do: "wenkan check --only papers 逐份列出；wenkan explain 加代号（如 E104、W106）看含义、原因、改法和例子。",
    },
    Topic {
        code: "done",
        also: &["☑", "问完"],
        title: "☑ 问完",
        meaning: "至少记了一段陈述并作了判断；或者对方拒答；或者判断为不适用。",
        to_do: "不用再问。",
    },
    Topic {
        code: "part",
        also: &["~", "一半"],
        title: "~ 问了一部分",
        meaning: "只记了陈述还没有判断，或只有判断没有陈述。",
        to_do: "打开这次谈话，补记陈述，或在展开的栏里作出判断。",
    },
    Topic {
        code: "excused",
        also: &["/", "有理由未问"],
        title: "/ 有理由未问",
        meaning: "没有问，但结束谈话时写明了理由。",
        to_do: "理由不再成立时，再谈一次。",
    },
    Topic {
        code: "open",
        also: &["☐", "未问"],
        title: "☐ 必问而未问",
        meaning: "工作法要求问这个人，还没有问。",
        to_do: "安排谈话；确实不问的，在结束谈话时写明理由。",
    },
    Topic {
        code: "not-required",
        also: &["-", "不要求"],
        title: "- 不要求问",
        meaning: "工作法不要求向这个人问这个问题。想问仍可以问，问过会显示 ☑ 或 ~。",
        to_do: "人员的职务、班子、党员情况写错了，标记也会跟着错，请核对。",
    },
    Topic {
        code: "draft",
        also: &["草稿", "未封存"],
        title: "尚未封存的内容",
        meaning: "正在输入、还没有离开那一栏的文字。它已在文件里，不会丢，但统计、检查和导出不计入。",
        to_do: "在界面里离开那一栏或那一页，就封存了。",
    },
    Topic {
        code: "method",
        also: &["工作法"],
        title: "工作法文件的错误",
        meaning: "工作法是一个文件夹里的 TOML 文件。每处错误写明文件、行、列、那一行原文和怎么改。",
        to_do: "用记事本照“怎么改”改好（保存为 UTF-8），再运行 wenkan method check。",
    },
    Topic {
        code: "exit",
        also: &["退出码"],
        title: "退出码",
        meaning: "0 完成；1 查出问题（检查类命令）或已取消；2 命令写法不对；3 输入的文件或内容不被接受；\
                  4 轮次文件打不开、被占用或磁盘写不进去。",
        to_do: "脚本里按退出码判断；文字说明在标准错误输出。",
    },
];

/// Explains one code.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for an unknown one, with the list.
pub(super) fn run(args: &Explain) -> Result<()> {
    let code = args.code.trim();
    if let Some(diagnostic) = Code::parse(code) {
        return output::data(&of_diagnostic(diagnostic));
    }
    let topic = TOPICS.iter().find(|t| t.code.eq_ignore_ascii_case(code) || t.also.contains(&code));
    let topic = topic.ok_or_else(|| {
        let topics = TOPICS.iter().map(|t| format!("  {:<14}{}", t.code, t.title));
        let codes = Code::ALL.iter().map(|c| format!("  {:<14}{}", labels(*c), c.title()));
        let known: Vec<String> = topics.chain(codes).collect();
        Error::usage(format!("没有“{code}”这个代码")).hint(format!("可以解释的有：\n{}", known.join("\n")))
    })?;
    output::data(&format!("{}\n\n{}\n\n怎么办：{}\n", topic.title, topic.meaning, topic.to_do))
}

/// E102, W102: the ways in which a diagnostic comes.
fn labels(code: Code) -> String {
    let label = |s: &crate::analysis::diagnose::Severity| format!("{}{}", s.letter(), code.number());
    code.severities().iter().map(label).collect::<Vec<_>>().join("、")
}

/// A diagnostic of papers: meaning, why, what to do, a bad and a good example.
fn of_diagnostic(code: Code) -> String {
    let explained = code.explain();
    format!(
        "{} {}\n\n{}\n\n为什么：{}\n\n怎么办：{}\n\n有问题的写法：{}\n\n没有问题的写法：{}\n",
        labels(code),
        code.title(),
        explained.meaning,
        explained.why,
        explained.to_do,
        explained.bad,
        explained.good
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_diagnostic_is_explained_in_full_and_found_however_it_is_written() {
        for code in Code::ALL {
            let text = of_diagnostic(code);
            let explained = code.explain();
            for part in [explained.meaning, explained.why, explained.to_do, explained.bad, explained.good] {
                assert!(!part.is_empty() && text.contains(part), "{code:?}");
            }
            assert_ne!(explained.bad, explained.good);
            for severity in code.severities() {
                let label = format!("{}{}", severity.letter(), code.number());
                assert!(text.contains(&label), "{label}");
                assert_eq!(Code::parse(&label.to_lowercase()), Some(code));
            }
        }
        for odd in ["E99", "", "E", "EE104", "104E", "coverage"] {
            assert_eq!(Code::parse(odd), None, "{odd}");
        }
        assert_eq!(Code::parse("Ｗ１０６"), Some(Code::Unpinned));
    }
    use crate::analysis::coverage::Mark;
    use crate::model::answer::Progress;

    #[test]
    fn no_word_leads_to_two_topics() {
        let mut words: Vec<&str> = TOPICS.iter().flat_map(|t| t.also.iter().copied().chain([t.code])).collect();
        let count = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), count);
    }

    #[test]
    fn every_mark_has_its_topic_and_stands_at_the_foot() {
        for progress in [Progress::Open, Progress::Part, Progress::Done, Progress::Excused] {
            for required in [true, false] {
                let glyph = Mark { required, progress }.glyph();
                assert!(TOPICS.iter().any(|t| t.also.contains(&glyph)), "{glyph}");
                assert!(MARKS.contains(glyph), "{glyph}");
            }
        }
    }
}
