//! Ordinary words that are names too, or that lie across a name and its neighbours, and what tells a name from them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of two characters, one line for each first character: it, then all that may follow it. Made of the dictionary
/// of jieba 0.42.1 (MIT licence, words.LICENSE): the frequent words, names of persons left out, with some of papers added.
const WORDS: &str = include_str!("words.txt");

static BY_FIRST: LazyLock<HashMap<char, &'static str>> = LazyLock::new(|| {
    WORDS
        .lines()
        .filter_map(|line| Some((line.chars().next()?, line.get(line.chars().next()?.len_utf8()..)?)))
        .collect()
});

/// Whether two characters are an ordinary word.
pub(super) fn is_word(first: char, second: char) -> bool {
    BY_FIRST.get(&first).is_some_and(|rest| rest.contains(second))
}

/// Single words after which a name may stand.
const LEADS: &str = "由向与和及对经据请让给找问叫跟同被为是将把受随因而但则且即、以至入到的";
/// Those that do not begin longer words as well.
const STRICT: &str = "据经由请让找问叫";
/// Beginnings of words that may follow a name.
const FOLLOWS: &str = "在于的等和与及向对将把也均未不已曾从到任负参出主报领收购付批个账卡是经";
/// Surnames that are words of grammar or common parts of words.
const FUNCTION: &str = "和于向从与及由为在时任何方有是将被同关管应当单公平成从都";

pub(super) fn leads(c: char) -> bool {
    LEADS.contains(c)
}

pub(super) fn strictly_leads(c: char) -> bool {
    STRICT.contains(c)
}

pub(super) fn follows(c: char) -> bool {
    FOLLOWS.contains(c)
}

pub(super) fn is_function(c: char) -> bool {
    FUNCTION.contains(c)
}

/// Ends of words before which the next word is often a name.
pub(super) const POSTS: [&str; 46] = [
    "局长",
    "科长",
    "股长",
    "主任",
    "书记",
    "会计",
    "出纳",
    "干部",
    "职工",
    "同志",
    "委员",
    "成员",
    "所长",
    "站长",
    "校长",
    "院长",
    "镇长",
    "村长",
    "部长",
    "组长",
    "经理",
    "党员",
    "科员",
    "师傅",
    "处长",
    "队长",
    "乡长",
    "县长",
    "主席",
    "老师",
    "教师",
    "医生",
    "护士",
    "司机",
    "驾驶员",
    "秘书",
    "工程师",
    "副职",
    "班长",
    "证人",
    "当事人",
    "经办人",
    "经手人",
    "负责人",
    "联系人",
    "审核人",
];

/// What is said of people only, directly after the name.
pub(super) const SAYS: [&str; 38] = [
    "同志", "反映", "说", "称", "表示", "认为", "谈到", "提到", "提出", "签字", "签名", "证实", "证明", "承认", "认可",
    "回答", "介绍", "讲", "告诉", "本人", "经手", "解释", "陈述", "回忆", "透露", "供述", "交代", "坦言", "补充",
    "提供", "发言", "签批", "审核", "保管", "声称", "自称", "指出", "辩称",
];

/// What only people say, and no word of it begins otherwise.
const SPEAKS: [&str; 37] = [
    "讲",
    "反映",
    "称",
    "说",
    "介绍",
    "提供",
    "谈到",
    "提到",
    "表示",
    "认为",
    "承认",
    "认可",
    "解释",
    "陈述",
    "回忆",
    "透露",
    "告诉",
    "回答",
    "证实",
    "证明",
    "供述",
    "交代",
    "坦言",
    "声称",
    "自称",
    "辩称",
    "指出",
    "讲到",
    "坦承",
    "谈及",
    "否认",
    "印证",
    "表明",
    "予以确认",
    "予以证实",
    "予以承认",
    "予以认可",
];
/// What begins like these and is something else.
const UNSPOKEN: [&str; 33] = [
    "讲课",
    "讲话",
    "讲座",
    "讲义",
    "讲授",
    "讲解",
    "讲党课",
    "讲评",
    "讲稿",
    "称职",
    "称号",
    "称谓",
    "称呼",
    "称为",
    "称量",
    "称重",
    "说明材料",
    "说明书",
    "说法",
    "说服",
    "说教",
    "介绍信",
    "介绍人",
    "介绍费",
    "提供商",
    "提供给",
    "提供虚假",
    "提供担保",
    "提供服务",
    "提供方",
    "提供者",
    "证明材料",
    "证明人",
];

/// Whether a text begins with one of the words.
pub(super) fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.starts_with(w))
}

/// Whether a text ends with one of the words.
pub(super) fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|w| text.ends_with(w))
}

/// What may stand between who speaks and that they speak.
const FILLERS: [&str; 43] = [
    "的谈话记录",
    "的谈话笔录",
    "的访谈记录",
    "的谈话",
    "的访谈",
    "的陈述",
    "的证言",
    "的说法",
    "谈话记录",
    "在谈话中",
    "在访谈中",
    "在谈话时",
    "在访谈时",
    "谈话中",
    "访谈中",
    "谈话时",
    "在会上",
    "向巡察组",
    "对巡察组",
    "向组里",
    "向我组",
    "本人",
    "也",
    "均",
    "都",
    "还",
    "又",
    "再次",
    "多次",
    "主动",
    "明确",
    "如实",
    "则",
    "对此",
    "当场",
    "当面",
    "事后",
    "后来",
    "曾",
    "一直",
    "同志",
    "书面",
    "口头",
];

/// A text without what may stand before a verb of speech, where it begins.
pub(super) fn without_fillers(mut text: &str) -> &str {
    while let Some(rest) = FILLERS.iter().find_map(|f| text.strip_prefix(f)) {
        text = rest;
    }
    text
}

/// What an inspection does with the one before it, when it asks them: 向会计了解, 找会计谈话.
const ASKS: [&str; 8] = ["了解", "核实", "求证", "询问", "问询", "取证", "谈话", "调查"];
/// The same of talks that one has with each other.
const TALKED: [&str; 6] = ["谈话中", "谈话时", "谈话了解", "谈话核实", "谈话得知", "谈话证实"];
/// What begins like these and is no asking.
const UNASKED: [&str; 3] = ["谈话提醒", "谈话函询", "谈话制度"];
/// Words of the inspectors' own asking, before the one who is asked: 经询问财务股会计.
const ASKED: [&str; 6] = ["询问", "访谈", "问询", "走访", "约谈", "访谈了"];
/// With what a clause ends whose subject are the inspectors, who say nothing of themselves.
const ASKING: [&str; 8] = ["经", "巡察组", "巡视组", "我组", "本组", "组里", "我们", "通过"];
/// What stands alone before the asking, where they are the subject.
const BEGINS: [&str; 10] = ["曾", "再", "并", "又", "后", "已", "分别", "还", "再次", "另"];

/// Whether the inspectors asked the one who stands between `before` and `after`. 职工向局长了解 is somebody else's asking.
pub(super) fn asked(before: &str, after: &str) -> bool {
    let told = |lead: &str| ends(lead, &ASKING);
    let dated = |lead: &str| lead.chars().all(|c| c.is_numeric() || "年月日于".contains(c));
    let open = |lead: &str| told(lead) || dated(lead) || BEGINS.contains(&lead);
    let to = |leads: [char; 3]| before.strip_suffix(leads).is_some_and(open);
    (to(['向', '找', '请']) && starts(after, &ASKS) && !starts(after, &UNASKED))
        || to(['与', '同', '和']) && starts(after, &TALKED)
        || ASKED.iter().filter_map(|w| before.strip_suffix(w)).any(told)
        || ASKED.contains(&before) && starts(after, &["得知", "了解", "后", "时", "证实"])
}

/// 对该笔支出解释为, 就此作了说明: what somebody says of something.
fn speaks_of(text: &str) -> bool {
    const SAID: [&str; 10] = [
        "予以确认",
        "予以认可",
        "予以承认",
        "作了说明",
        "作出说明",
        "作了解释",
        "作出解释",
        "解释为",
        "解释称",
        "供认不讳",
    ];
    const LONGEST: usize = 10;
    let Some(rest) = text.strip_prefix(['对', '就']) else { return false };
    let at = SAID.iter().filter_map(|w| rest.find(w)).min();
    at.and_then(|at| rest.get(..at))
        .is_some_and(|of| of.chars().count() <= LONGEST && !of.ends_with(['未', '不', '没', '有']))
}

/// Whether a text begins by telling that the one before it spoke.
pub(super) fn speaks(text: &str) -> bool {
    let text = without_fillers(text);
    starts(text, &SPEAKS) && !starts(text, &UNSPOKEN) || speaks_of(text)
}
