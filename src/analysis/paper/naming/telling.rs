//! The frame of telling: whether a clause has somebody say something, show something to the inspectors or be asked by
//! them. What a post is followed by (岗位, 职责, 日记账) makes it no person.

use super::text::Clause;
use super::words;

/// What makes the post before it a thing, a rule or a place.
const NOUNS: &str = "\
    岗 职责 职务 职位 一职 职数 办公会 办公室 信箱 接待日 日记账 现金日记 账 账簿 账套 账本 账册 账户 账目 账务 \
    凭证 核算 科目 资格 资质 证书 电算化 师事务所 培训 制度 联席会 会议 例会 队伍 人选 任期 权限 工作 报表 \
    资料 档案 委派 代理 专栏 热线";
/// The same a little further off: 会计与出纳岗位.
const NOUNS_NEAR: &str = "岗位 一职 不相容 轮岗 职务分离 由一人";
/// Words before a post that is to be filled, not of whoever holds it.
const FILLED: &str =
    "未设 未配 未配备 配备 设立 专职 兼职 聘任 聘请 聘用 任命 担任 兼任 选聘 推选 选举 拟任 没有 缺少 增设";

/// What only somebody does who tells, wherever it stands behind them in the clause.
const TOLD: &str = "\
    回忆 谈到 提到 谈及 提及 述及 说起 谈起 讲起 讲明 讲述 叙述 陈述 供述 描述 口述 自述 复述 转述 直言 坦言 \
    坦承 坦白 明言 讳言 吐露 透露 告诉 解释 回答 答复 作答 答称 答道 承认 证实 指认 辩称 辩解 咬定 供认 检举 \
    举报 揭发 诉说 抱怨 感慨 感叹 嘀咕 苦笑 点头 摇头 摆手 默认 支吾 改口 声称 自称 各执一词 不讳 遮掩 道出 \
    说出 说清 不记得 记不清 记不得 想不起 还记得 交了底 交底 数出 写道 首先提出 最先提出 率先提出 亲口 亲述 亲眼 亲耳 目睹 目击 后称 \
    叫苦 诉苦 开口 松口 改了口 松了口 哭着 流着泪 含泪 流泪 落泪 掉眼泪 回想 忆起 想起 记起 记得 认错 避重就轻 含糊其 闪烁其 \
    沉默 吞吞吐吐 欲言又止 叹气 反问 争辩 申辩 推说 坚称 笑称 怀疑 猜测 作证 演示 示范 指着 指给 列举 举例 \
    打来电话 来电 念给 说漏 和盘托出 道明 言明 脱口 述称 口称 供称 说及 流露 戳穿 拆穿 爆料 心里有数 \
    最清楚 印象很深 印象深 印象尤深 记忆犹新 历历在目 心存顾虑 有顾虑 凭记忆 被问 接受谈话 接受询问 接受访谈 次谈话 在谈话 在访谈 补充说 补充道 谈话时 谈话中 谈话里 访谈中 访谈时";
/// Talks that are a unit's own.
const OWN_TALKS: &str = "谈心 廉政 提醒 任前 诫勉 集体谈话 勤廉";
/// 说 and 讲 are no telling before and after these.
const SAID_NOT_BEFORE: &str = "明法服教辞课话座义授解评稿党究台师学政好的";
const SAID_NOT_AFTER: &str = "小学据传来再劝游宣演主听授解按";
/// What bars that the one before does the telling.
const BARS: &str = "被 收到 接到 未 没 要求 安排 让 叫 令 授意 指示 经由";
/// A telling with a no in it.
const DENIED: &str = "\
    不认可 不承认 不否认 不讳言 不知情的说法 说不清 不愿多 不肯 避而不 未否认 未予否认 没有否认 没否认 \
    没有回避 不回避 拒绝回答";
/// Those who are told of the work and not of the talk.
const PUBLIC: &str = "家长 学生 村民 群众 农户 商户 供应商 患者 业主 客户 投标 企业 施工 职工 信访 来访 会上 读者 老百姓 商家 厂家 采购方";
/// The inspectors.
const US: &str = "巡察组 巡视组 巡察干部 巡察人员 组员 组里 我组 本组 驻地 谈话人员 核查组 谈话组";
/// How something comes to them.
const GIVEN: &str = "交来 写来 拿来 送来 递来 寄来 发来 转来 捎来 拷来 出示 签名确认 签字确认 按了手印 按手印";
/// The same of what may be given to others as well: it has to be something that proves.
const SHOWN: &str = "拿出 交出 掏出 翻出 找出 列出 调出 画了 画出 打开手机 翻开 写下";
const PROOFS: &str =
    "账本 小本 本子 笔记 手机 照片 录音 存折 记录 底单 清单 截图 底稿 草图 示意图 聊天 字条 明细 台账 流水 存根 名单";
/// What nobody writes in the ordinary course.
const WRITTEN: &str = "书面情况 情况反映 书面反映 反映材料 自述 书面陈述 书面证言 书面证词 证词 证言 检举 举报 亲笔";
/// What is done with papers in the ordinary course.
const BOOKED: &str = "报销 入账 报账 冲账 列支 还款 借给 支付 记账凭证";
/// What belongs to one who tells, behind 的 or without it.
const SAYINGS: &str = "\
    说法 解释 回答 答复 证言 证词 陈述 笔录 谈话记录 谈话笔录 访谈记录 访谈笔录 谈话材料 口述 自述 讲述 回忆 \
    描述 说辞 原话 口供 来信 举报 检举 书面说明 口头说明 情况说明 录音 供述 交代 交待 表述 这番话 一席话 \
    话说 话中 话里 话可 话与 话也 记忆 印象 自书材料 笔记本 工作笔记 亲笔 辩解 口中 嘴里 口里 之口 看来 眼里 眼中 手写说明 线索";
/// What may stand before them.
const SAYINGS_LEAD: &str =
    "的 签字 签名 所作 本人 当面 书面 口头 两次 三次 多次 上述 前后 这一 那番 原 第一次 第二次 首次 手写";
/// What is said of records that are bad or missing, and so are the unit's own.
const LACKING: &str = "没有 未 缺 不全 为空 雷同 不规范 流于 不完整";
/// What somebody wrote or gave, behind 所.
const GIVEN_BY: &str = "所述 所说 所言 所讲 所谈 所称 所供 所答 所交 所忆 所反映 所提供 所陈 所指认";
/// The same of what may be written in the ordinary course.
const WRITTEN_BY: &str = "所写 所书 所留 所画 手写 执笔";
/// Papers that go to the inspectors and not into the files of the unit.
const LETTERS: &str = "信 问卷 举报 线索 字条 纸条 便条 留言 短信 条子 反映材料 情况说明 说明 意见箱";
/// Letters that begin so are of the ordinary course.
const NO_LETTERS: &str = "介绍信 信息 信用 信贷 通信 书信费 说明书 信箱";
/// What brings something to light.
const REVEALED: &str = "捅破 捅出 揭开 揭出 抖出 点破 挑明 道破 指出 反映 写信 提供线索 提供情况 披露";
/// What may stand before such a word: 最先捅破.
const FIRST: &str = "最先 最早 首先 第一个 率先 主动 真正 当初 唯一 写匿名";

/// Kin of somebody: who they are is told with them.
const KIN: &str = "\
    妻子 丈夫 爱人 老伴 配偶 儿子 女儿 儿媳 女婿 父亲 母亲 哥哥 弟弟 姐姐 妹妹 姐夫 妹夫 嫂子 弟媳 侄子 侄女 外甥 岳父 岳母 公公 婆婆 孙子 家属 家人 亲戚";

/// The words of a list.
pub(super) fn each(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split(' ').filter(|w| !w.is_empty())
}

/// Whether a text has one of them.
pub(super) fn has(text: &str, words: &'static str) -> bool {
    each(words).any(|w| text.contains(w))
}

/// Whether it begins with one.
pub(super) fn begins(text: &str, words: &'static str) -> bool {
    each(words).any(|w| text.starts_with(w))
}

/// Whether it ends with one.
pub(super) fn closes(text: &str, words: &'static str) -> bool {
    each(words).any(|w| text.ends_with(w))
}

/// A letter or its like is spoken of.
fn letter(text: &str) -> bool {
    let plain = each(NO_LETTERS).fold(text.to_owned(), |text, word| text.replace(word, ""));
    has(&plain, LETTERS)
}

/// Whether a post with this around it is a person, and not a position, a body or an account book.
pub(super) fn is_person(clause: &Clause) -> bool {
    let near: String = clause.after.chars().take(8).collect();
    let filled = closes(&clause.before, FILLED) && !closes(&clause.before, "现任 原任 时任");
    !(begins(&clause.after, NOUNS) || has(&near, NOUNS_NEAR) || filled)
}

/// Whether the one with this around them tells, or is said to have told.
pub(super) fn tells(clause: &Clause) -> bool {
    let of_kin = clause.after.strip_prefix('的').and_then(|t| each(KIN).find_map(|k| t.strip_prefix(k)));
    let of_kin = of_kin.map(|after| Clause { after: after.to_owned(), ..clause.clone() });
    subject(clause) || source(clause) || cleft(clause) || of_kin.is_some_and(|of| subject(&of) || cleft(&of))
}

/// Whether the public speaks to them, or of them: 群众对会计的答复不满意.
pub(super) fn of_public(before: &str) -> bool {
    before.ends_with(['对', '向', '给', '找']) && has(before, PUBLIC)
}

/// Where the first word of telling stands, in bytes: 边翻抽屉边对组员这样|说.
pub(super) fn told(text: &str) -> Option<usize> {
    let word = each(TOLD).filter_map(|w| text.find(w)).min();
    let said = text.match_indices(['说', '讲']).map(|(at, c)| (at, at + c.len())).find(|(at, end)| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(*end..).and_then(|t| t.chars().next());
        !before.is_some_and(|c| SAID_NOT_AFTER.contains(c)) && !after.is_some_and(|c| SAID_NOT_BEFORE.contains(c))
    });
    word.into_iter().chain(said.map(|(at, _)| at)).min()
}

/// Furthest from the one who tells to the word of it, in characters.
const FURTHEST: usize = 18;

/// Whether that follows closely and nothing between bars it.
fn near(text: &str, at: usize, length: usize) -> bool {
    let barred = |between: &str| {
        // 把三年的存根全部抱到: what is done with it.
        let object = between.starts_with(['把', '将', '用', '从', '在', '就', '拿', '对']);
        has(between, BARS) && !between.starts_with(['把', '将']) || between.contains('的') && !object
    };
    text.get(..at).is_some_and(|between| between.chars().count() <= length && !barred(between))
}

/// Whether what follows them makes them the one who tells.
fn subject(clause: &Clause) -> bool {
    let text = words::without_fillers(&clause.after);
    if text.is_empty() {
        return goes_on(&clause.later);
    }
    let at = told(text).filter(|at| near(text, *at, FURTHEST));
    let tells = at.is_some_and(|at| {
        let (between, rest) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let object: String = rest.chars().skip(2).take(3).collect();
        let told = begins(rest, "告诉 解释 回答 答复") && has(&object, PUBLIC);
        let nodded = begins(rest, "点头同意 点头后 点头即 点头就 点头才");
        // 向读者解释: to somebody else.
        let others = between.contains(['向', '给']) && !has(between, US);
        let own = has(rest, "谈话") && has(text, OWN_TALKS);
        !told && !nodded && !others && !own && !has(between, PUBLIC)
    });
    tells
        || words::speaks(text)
        || each(DENIED).filter_map(|d| text.find(d)).any(|at| near(text, at, FURTHEST))
        || to_us(&clause.after)
        || gives(text)
        || signs(text)
        || near_word(text, "提交 递交 上交 报来 所写 写 出具") && has(text, WRITTEN) && !has(text, BOOKED)
        || sayings(&clause.after)
        || text.chars().count() <= FURTHEST && !text.contains('的') && goes_on(&clause.later)
        || clause.before.is_empty()
            && begins(&clause.later, "愿意 并 已 现 可 当场 随后 主动 也 均 都")
            && to_us(&clause.later)
        || clause.before.is_empty() && text.chars().count() <= FURTHEST && retorts(&clause.later)
}

/// 称是领导定的: the clause has no subject but the one before.
fn retorts(later: &str) -> bool {
    begins(later, "称是 称不 称没 称自 称其 辩称 坦言 坦承 承认 解释称 声称 自称 只说 说是 说不 直言 否认 推说 透露")
}

/// 也照实讲了, 只说来人带着条子: the clause goes on with the same one.
fn goes_on(later: &str) -> bool {
    let rest = later.strip_prefix(['也', '只', '才', '并', '却', '后', '又', '但']);
    rest.is_some_and(|rest| told(rest).is_some_and(|at| near(rest, at, 4)))
}

/// Something is said or given to the inspectors: 对组里毫不遮掩, 带组员现场指认.
fn to_us(text: &str) -> bool {
    let at = each(US).filter_map(|us| text.find(us)).min();
    at.is_some_and(|at| {
        let before = text.get(..at).unwrap_or_default();
        near(text, at, FURTHEST)
            && each("向 对 给 带 领 与 跟 同 陪 朝 到 进 至 请 着")
                .any(|to| before.rfind(to).is_some_and(|to| before.get(to..).is_some_and(|t| t.chars().count() <= 5)))
    })
}

/// Whether one of the words follows at once.
fn near_word(text: &str, words: &'static str) -> bool {
    each(words).filter_map(|w| text.find(w)).any(|at| near(text, at, 2))
}

/// 在询问笔录上捺印.
fn signs(text: &str) -> bool {
    let record = each("谈话笔录 询问笔录 访谈笔录 谈话记录 访谈记录 询问记录 笔录").filter_map(|r| text.find(r)).min();
    record.is_some_and(|at| {
        near(text, at, 6)
            && text
                .get(at..)
                .is_some_and(|rest| has(rest, "捺印 按印 签名 签字 手印 指印 落款 画押") && !has(rest, LACKING))
    })
}

/// Something is brought or shown: 拿来的送货单, 拿出的存折显示.
fn gives(text: &str) -> bool {
    let close = |words: &'static str| each(words).filter_map(|w| text.find(w)).any(|at| near(text, at, 8));
    let own = close("亲笔 手写") && letter(text) || close("自己写 亲手写");
    !has(text, BOOKED) && (close(GIVEN) || own || close(SHOWN) && has(text, PROOFS))
}

/// What is theirs is a saying: 的说法, 的谈话记录显示, 所供录音.
pub(super) fn sayings(after: &str) -> bool {
    let mut text = after;
    while !begins(text, SAYINGS)
        && let Some(rest) = each(SAYINGS_LEAD).find_map(|l| text.strip_prefix(l))
    {
        text = rest;
    }
    let record = each("记录 笔录 谈话 访谈").any(|w| text.chars().take(4).collect::<String>().contains(w));
    begins(text, SAYINGS) && !(record && has(text, LACKING))
        || begins(after, GIVEN_BY)
        || begins(after, WRITTEN_BY) && letter(after)
}

/// What papers have before a colon and the one who told.
const COLUMNS: &str = "\
    说明人 反映人 提供人 提供者 谈话人 被谈话人 谈话对象 访谈对象 陈述人 举报人 讲述人 受访人 被访人 证明人 来源 消息来源 资料来源 线索来源 \
    信息来源 材料来源 出处 口述 口述人 自述人 知情人 \
    信息提供 线索提供 材料提供 情况提供 资料提供";
/// Work that papers are of: 据会计填制的凭证.
const ORDINARY: &str = "\
    安排 指示 要求 批示 授意 签 批准 决定 通知 意见 保管 登记 填制 编制 制作 开具 出具 记载 上报 报送 提交 申报 \
    录入 经手 审核";
/// Words behind one who was asked.
const ASKED_AFTER: &str = "时 后 得知 了解 才 对方 其 答 本人 表示 是否 为何";

/// Whether what stands before makes them the one whom something is known from.
pub(super) fn source(clause: &Clause) -> bool {
    let (before, after) = (clause.before.as_str(), clause.after.as_str());
    let soon: String = after.chars().take(16).collect();
    let knows = "得知 获悉 了解 听到 听说 证实 口中 嘴里 口里 问出 知晓 打听";
    let from = before.ends_with('据') && !closes(before, "根据 依据 数据 票据 单据 证据 收据 凭据");
    from && !begins(after, ORDINARY)
        || before.ends_with(['从', '自', '听']) && has(&soon, knows)
        || before.ends_with(['在', '从'])
            && begins(after, "那里 那儿 处")
            && (has(after, knows) || has(&clause.later, knows))
        || closes(before, "凭 靠 亏 得益于 若非 要不是 若不是") && has(after, "提醒 提示 点拨 指点 一句话 主动")
        || closes(before, "出自 源自 来自 源于 来源于 得自")
            && (after.is_empty() || begins(after, "之口 口 本人") || sayings(after))
        || closes(before, "问到 问及 问起 追问 再问 请教 求证于 求教")
            && (after.is_empty() || begins(after, ASKED_AFTER))
        || asked_by_us(before, after)
        || closes(before, "对 与 同 和")
            && begins(after, "的谈话 的个别谈话 的访谈 的个别访谈 的询问 的走访 对质 当面对质 当面核对")
        || column(clause)
        || pointed(before) && (told(&clause.later).is_some() || to_us(&clause.later))
        || (before.ends_with(['向', '找', '问', '对', '请'])
            || before.ends_with(['与', '和', '同', '跟'])
                && begins(after, "核对 核实 对账 座谈 沟通 见面 面谈 确认 碰面"))
            && begins(&clause.later, "其 对方")
            && told(&clause.later).is_some()
        || before.ends_with(['与', '和', '同', '系', '为', '是'])
            && letter(before)
            && has(before, "笔迹 字迹")
            && begins(after, "的签名 的笔迹 的字迹 笔迹 签名 本人")
        || before.ends_with(['与', '和', '同', '像', '似'])
            && (letter(before) || letter(&clause.earlier))
            && begins(after, "的经历 的身份 的处境 的情况 的遭遇 的笔迹 的工作")
        || before.ends_with(['与', '和', '同', '像', '似'])
            && letter(before)
            && has(before, "语气 口吻 行文 措辞 文风 字体 笔法")
        || before.ends_with('经') && confirms(after)
        || before.ends_with(['与', '和', '同', '跟']) && talked(before, after)
        || before.ends_with('被') && letter(before) && has(after, "塞 投 送 寄 递 写 捅 揭 反映")
        || signed(before) && (letter(before) || letter(after))
        || closes(before, "除 除了")
            && begins(after, "外 以外 之外")
            && begins(&clause.later, "无人 没人 没有人 其他人 其余")
            && told(&clause.later).is_some()
}

/// 说明人：会计, 提供者为会计.
fn column(clause: &Clause) -> bool {
    let bare = clause.before.strip_suffix(['为', '是', '系']);
    let lead = clause.before.trim_end_matches(UNITS);
    lead.ends_with(['人', '者', '象']) && closes(lead, COLUMNS)
        || clause.after.is_empty() && clause.before.is_empty() && closes(&clause.earlier, COLUMNS)
        || clause.after.is_empty() && bare.is_some_and(|b| closes(b, COLUMNS))
}

/// Of what unit the one is who is named.
const UNITS: [char; 10] = ['镇', '乡', '村', '局', '校', '院', '县', '厂', '该', '本'];

/// 此人正是镇|纪委书记.
fn pointed(before: &str) -> bool {
    let bare = before.trim_end_matches(UNITS);
    let is = each("正是 就是 即是 便是 即 是 系 乃").find_map(|is| bare.strip_suffix(is));
    is.is_some_and(|who| closes(who, "此人 该人 那人 这个人 这人 其人 来人 他 她 者"))
}

/// 巡察组找到会计核对: the inspectors turned to them.
fn asked_by_us(before: &str, after: &str) -> bool {
    let at = each(US).filter_map(|us| Some(before.rfind(us)? + us.len())).max();
    let rest = at.and_then(|at| before.get(at..)).unwrap_or_default();
    (1..=10).contains(&rest.chars().count())
        && closes(rest, "向 找 找到 请 约 约见 与 和 同 跟 问 问到 询问 约谈 走访 联系 联系到 见到 访问")
        && !begins(after, "调取 送达 反馈 移交 发出 下发 借阅 通报 提出 印发")
}

/// 经会计当面核对, and not 经会计核对后付款.
fn confirms(after: &str) -> bool {
    const HERE: &str = "当面 当场 现场 本人 亲自 逐笔";
    let mut text = after;
    while let Some(rest) = each(HERE).find_map(|h| text.strip_prefix(h)) {
        text = rest;
    }
    let here = text.len() < after.len();
    begins(text, "辨认 指认 提示 提醒 点拨 指点 回忆 解释")
        || here && begins(text, "核对 核实 确认 说明 签字确认 签名确认 指出")
}

/// 在与会计的两次交谈中, and not 局长与会计谈话提醒.
fn talked(before: &str, after: &str) -> bool {
    let lead = before.get(..before.len() - before.chars().next_back().map_or(0, char::len_utf8)).unwrap_or_default();
    let ours = lead.is_empty() || lead.ends_with(['在', '经', '曾', '又', '再']) || closes(lead, US);
    let talk = each("交谈 谈话 访谈 面谈 对话 通话 见面 攀谈").filter_map(|t| after.find(t)).min();
    let talk = talk.and_then(|at| Some((after.get(..at)?, after.get(at..)?)));
    ours && talk.is_some_and(|(between, rest)| {
        between.chars().count() <= 5 && closes(lead, US)
            || between.chars().count() <= 5
                && has(rest, "中 时 后 里 看 可知 可见 得知 了解")
                && !has(rest, "提醒 记录")
    })
}

/// 落款为, 署名, 自称.
fn signed(before: &str) -> bool {
    let bare = before.strip_suffix(['为', '是', '写', '系']).unwrap_or(before);
    closes(bare, "落款 署名 自称 签名 具名 写信人 署 作者")
}

/// 指出这一点的正是会计; 是会计自己写在背面的.
fn cleft(clause: &Clause) -> bool {
    const IS: &str = "是 就是 为 系 即 乃";
    if !closes(&clause.before, IS) {
        return false;
    }
    let after = clause.after.as_str();
    // 最早说出这件事的，是会计
    let said = if each("是 正是 就是 便是 乃是").any(|is| is == clause.before) {
        &clause.earlier
    } else {
        &clause.before
    };
    let own = has(after, "自己写 自己说 自己讲 亲手 亲笔 主动 现场") || to_us(after);
    let opens = |at: usize| {
        let lead = said.get(..at).unwrap_or_default();
        lead.is_empty() || each(FIRST).any(|f| f == lead)
    };
    let reveals = each(REVEALED).filter_map(|r| said.find(r)).chain(told(said)).any(opens)
        || said.starts_with("提供") && has(said, "线索 情况 证据")
        || has(said, US);
    let nobody_else = ["不是别人", "不是旁人"].contains(&clause.earlier.as_str());
    after.is_empty() && (nobody_else || said.contains('的') && reveals)
        || after.ends_with('的') && own
        || begins(after, WRITTEN_BY) && (letter(&clause.before) || letter(&clause.earlier))
}
