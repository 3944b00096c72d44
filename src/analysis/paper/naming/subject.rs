//! A code as the one of whom a sentence speaks: 〔访谈K04〕持有全公司唯一一本注册会计师证，称…. Behind it may stand a word of
//! telling or of agreeing, more codes, a stop, or what was told. Whatever else comes before the word of telling tells of
//! the person; no list says what that may be.

use super::beside::{Coded, until_speech};
use super::telling::{begins, closes, each, has, sayings, told};
use super::words::{speaks, without_fillers};
use super::{Allowed, How, Identified};
use std::ops::Range;

/// What leads to a code that is the subject, directly before it.
const LEADS: &str = "据 经 由 但 且 而 另据 其中 另 又 对此 为此 同时 编码 代号 编号 访谈 谈话 记录";
/// What may stand between a code and the word of telling and tells nothing.
const PLAIN: &str = "\
    均 也 都 亦 还 又 则 却 只 仅 皆 再 另 另外 同样 一致 一并 分别 先后 此前 起初 最初 起先 后来 随后 现 已经 已 没有 没 未 \
    不 能够 能 无法 可 两次 三次 多次 再次 进一步 明确 详细 具体 简要 主要 同时 共同 等人 等 两人 二人 三人 谈话 访谈 \
    前后 当面 当场 坚决 坚持 一口 反复 直接 主动 如实 最后 最终 首次 第二次 第一次 当即 立即 一再 始终 虽然 虽 先 各自 \
    更 很 曾 一度 随即 之后 其后 在 中 时 里 的 经提示后 经提示 经提醒后 经提醒 经询问 经追问 经再三追问 经反复询问 经核对 经启发 反倒 反而 特别 着重 重点 逐一 逐笔 逐项 一开始 开始 \
    是这样 这样 是如此 如此 是在";
/// What one does who talks, besides telling.
const AGREES: &str = "\
    印证 吻合 相符 矛盾 相互 互相 佐证 补证 知道 知情 不知 清楚 听说 听到 看到 看过 看了 查看 翻看 看见 见到 目睹 记得 确认 核对 签字 签名 \
    答 谈 讲 说 述 提出 提到 提及 提供 提交 提起 提醒 提示 补充 建议 估计 推测 猜测 担心 愿意 希望 同意 赞同 反对 质疑 请求 发现 \
    所述 所说 所言 所讲 所谈 所称 所供 所答 所反映 所提 所指 所陈 所列 所交 处得 处获 处了 处取 处调 那里 口径 \
    作出 作了 作正面 作进一步 予以 给予 正面 指出 指认 指称 指证 指向 指明 列出 列举 证实 证明 证言 证词 \
    认为 认定 认可 认同 认账 不一 不同 相反 相左 有出入 有异议 无异议 持相反 持不同 持异议 持保留 持否定 持肯定 \
    表示 表明 表态 表达 表述 断言 强调 直言 直说 直指 坦言 坦承 坦白 承认 否认 否定 辩称 辩解 供述 供称 供认 \
    回忆 回答 回应 回避 回想 反映 介绍 解释 透露 举出 举例 举报 描述 转述 复述 拒绝 避谈 沉默 推诿 推脱 敷衍 含糊 \
    估算 推算 主张 要求 断定 判断 相信 坚信 觉得 感到 感觉 以为 预计 声明 呼吁 抱怨 埋怨 批评 指责 检举 揭发 讲述 叙述 陈述 \
    阐述 交代 交待 自述 追述 追忆 概述 罗列 梳理 对照 比对 辨认 认出 认得 拿不出 说不出 想不起 想起 记不清 记不得 忘记 忘了 怀疑 \
    存疑 倾向 支持 附和 附议 默认 点头 摇头 接受 配合 请巡察组 出具 出示";
/// What is told of stands behind these.
const OF: &str = "对 就 向 从 关于 将 把 以 按 为";
/// What belongs to a talk.
const THEIRS: &str = "\
    的谈话 的访谈 的话 的意见 的反映 的看法 的判断 的问题 的情况 的线索 的内容 的理由 的建议 的质疑 的举报 的印象 的估计 \
    的口径 的材料 的说明 的提示 的提醒 的指认 的两次 的表态 的叙述 的介绍 的所述 的上述";
/// What goes on with what was told or cited: the code before it is a mark at the end of a clause.
const JOINS: &str = "后 时 等 并 且 而 但 与 和 及 中 处 之 以 至 致 使 因 故 则 即 者 的 为 是 证实 显示 说明 表明 所";
/// With these begins what was told, where no word of telling stands.
const MATTER: &str = "该 此 这 上述 局 镇 村 校 院 公司 单位 账 款 资金 项目 工程 合同 凭证 发票 共 无 会议";
/// Who is meant by these is the one with the code.
const BACK: &str = "其 他 她 本人 该同志 该人";

impl<'a> Allowed<'a, '_> {
    /// What sentences whose subject is a code tell of the one who has it.
    pub(super) fn subjects(text: &str, coded: &[Coded<'a, '_>]) -> Vec<Identified<'a>> {
        let one = |coded: &Coded<'a, '_>| {
            let from = text.len() - coded.after.len();
            if super::code::is_number(coded.before, coded.after) {
                return None;
            }
            let at = if is_subject(coded.before) { of_subject(coded.after) } else { of_mark(coded.after) }?;
            Some(Identified { people: coded.people.clone(), at: from + at.start..from + at.end, how: How::Beside })
        };
        coded.iter().filter_map(one).collect()
    }
}

/// Whether a code behind this opens a clause.
fn is_subject(before: &str) -> bool {
    let lead = before.trim_end_matches([' ', '“', '、']);
    let clause = lead.rsplit(['，', '。', '；', '：', '！', '？', '\n', ',', ';', '〕']).next().unwrap_or_default();
    clause.is_empty() || each(LEADS).any(|l| l == clause)
}

/// How much of a sentence is read, in characters.
const REACH: usize = 120;

/// The clauses of the sentence with which a text begins, each with where it starts.
fn clauses(text: &str) -> Vec<(usize, &str)> {
    let stop = text.char_indices().take(REACH).find(|(_, c)| "。！？；;\n".contains(*c));
    let end = stop.or_else(|| text.char_indices().nth(REACH)).map_or(text.len(), |(at, _)| at);
    let mut from = 0;
    let mut all = Vec::new();
    for piece in text.get(..end).unwrap_or_default().split_inclusive(['，', ',', '：', ':', '“', '〔', '（', '('])
    {
        all.push((from, piece.trim_end_matches(['，', ',', '：', ':', '“', '〔', '（', '('])));
        from += piece.len();
    }
    all
}

/// What it says before the word of telling.
fn of_subject(after: &str) -> Option<Range<usize>> {
    after.chars().next().filter(|c| c.is_alphanumeric())?;
    let all = clauses(after);
    let (_, first) = all.first()?;
    if plain(first) {
        return reason(&all);
    }
    let said = until_speech(first).min(told(first).unwrap_or(first.len()));
    if said < first.len() {
        let told_of = first.get(..said)?;
        let bare = each(PLAIN).fold(told_of.to_owned(), |text, word| text.replace(word, ""));
        return (bare.chars().count() > 1).then_some(0..said);
    }
    // The telling begins a later clause, or a later clause goes on with 其. Where nobody tells it is all that is said.
    let Some(at) = all.iter().skip(1).find(|(_, clause)| tells(clause)).map(|(at, _)| *at) else {
        return (!begins(first, MATTER)).then_some(0..first.len());
    };
    let length = after.get(..at)?.trim_end_matches(['，', ',', '：', ':', '“', '（', '(', '〔']).len();
    Some(0..length)
}

/// Why one says so: 〔访谈A06〕这样说，因为他当年兼管车队.
fn reason(all: &[(usize, &str)]) -> Option<Range<usize>> {
    let [(_, first), (from, next), ..] = all else { return None };
    let brief = closes(first, "说 讲 称 谈 反映 表示 认为") && first.chars().count() <= 6;
    let because = each("因为 因 由于 毕竟 只因").filter_map(|b| next.strip_prefix(b)).min_by_key(|r| r.len());
    let own = because.is_some_and(|rest| begins(rest, BACK));
    (brief && own).then_some(*from..from + next.len())
}

/// What follows a mark within a clause and tells of the one whose it is: 〔访谈P03〕所知最详，其与供货方经理是同窗.
fn of_mark(after: &str) -> Option<Range<usize>> {
    after.chars().next().filter(|c| super::name::is_han(*c))?;
    let all = clauses(after);
    let [(_, first), (from, next), ..] = all.as_slice() else { return None };
    let knows = begins(first, "所知 知道 知情 了解 最清楚 说得 讲得 谈得 讲 说 称");
    if begins(first, JOINS) && !knows || !begins(next, BACK) || !knows && plain(first) {
        return None;
    }
    let own = each(BACK).find_map(|b| next.strip_prefix(b)).unwrap_or(next);
    (!speaks(own) && told(own) != Some(0)).then_some(0..from + next.len())
}

/// Whether a clause goes on with the one before it as the one who tells: 称…, 据其所述, 其称.
fn tells(clause: &str) -> bool {
    let own = clause.strip_prefix('据').unwrap_or(clause);
    let back = each(BACK).filter_map(|b| clause.get(clause.find(b)? + b.len()..)).max_by_key(|rest| rest.len());
    if back.is_some_and(|rest| plain_telling(stripped(rest))) {
        return true;
    }
    let text = stripped(own);
    let talks = begins(text, "谈话 访谈 结束时 快结束") && (told(text).is_some() || until_speech(text) < text.len());
    talks || speaks(text) || told(text) == Some(0) || begins(text, "所述 所说 所言 所讲 所称 所忆 说 讲 谈")
}

/// Whether a text begins with a word of telling or agreeing.
fn plain_telling(text: &str) -> bool {
    speaks(text) || told(text) == Some(0) || begins(text, AGREES) || begins(text, "断定 断言 笃定 心里")
}

/// A clause without what tells nothing at its beginning.
fn stripped(mut text: &str) -> &str {
    loop {
        let rest = without_fillers(text);
        let rest = each(PLAIN).filter_map(|p| rest.strip_prefix(p)).min_by_key(|r| r.len()).unwrap_or(rest);
        if rest.len() == text.len() {
            return text;
        }
        text = rest;
    }
}

/// Whether behind the code follows what says nothing of the person.
fn plain(clause: &str) -> bool {
    if clause.starts_with('的') {
        return sayings(clause) || begins(clause, THEIRS);
    }
    let text = stripped(clause);
    let with = text.strip_prefix(['与', '和', '及', '同', '跟', '或']);
    let agrees = has(text, "一致 印证 吻合 相符 矛盾 说法 陈述 出入 不符 谈话 访谈");
    text.is_empty()
        || text.starts_with('第') && text.chars().take(8).any(|c| "段页次".contains(c))
        || speaks(text)
        || sayings(text)
        || told(text) == Some(0)
        || begins(text, AGREES)
        || begins(text, OF) && (told(text).is_some() || until_speech(text) < text.len())
        || with.is_some_and(|rest| agrees || rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
        || closes(text, "一致 吻合 相符")
}
