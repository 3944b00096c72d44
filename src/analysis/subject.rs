//! Who a fact is about: whether a text names an organisation or a person that did or left undone something.
//!
//! The rule, in words. A text is looked at clause by clause (between commas), what stands in 《》 and 〔〕 left out. An
//! organisation is a word that ends as organisations do (局, 党委, 卫生院, 村) with its own name before it, not 有关, 各
//! or 下属, and does not go on to another word (村民, 所有). A person is a post (局长, 会计), a 某, or somebody named
//! responsible. Behind 向, 经, 征求 and the like it is no subject but an object. 机关, 单位, 班子, 干部职工 tell that somebody
//! is meant, and not who.

use super::sentence::masked;
use crate::model::problem::Problem;
use crate::model::round::Unit;
use crate::text::day;

/// How surely a text says who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Nobody at all.
    None,
    /// Somebody is meant, or stands there as an object only.
    Vague,
    /// An organisation or a person.
    Named,
}

/// Words for organisations that need nothing before them.
const BODIES: [&str; 51] = [
    "党组",
    "党委",
    "党工委",
    "党总支",
    "党支部",
    "机关支部",
    "委员会",
    "村委",
    "居委会",
    "两委",
    "管委会",
    "人民政府",
    "政府",
    "街道办",
    "办事处",
    "卫生院",
    "医院",
    "小学",
    "中学",
    "学校",
    "幼儿园",
    "供销社",
    "合作社",
    "信用社",
    "银行",
    "公司",
    "集团",
    "中心",
    "工作队",
    "管理站",
    "管理所",
    "管理局",
    "财政所",
    "派出所",
    "法院",
    "检察院",
    "工会",
    "协会",
    "联合会",
    "商会",
    "研究院",
    "党校",
    "指挥部",
    "民政办",
    "本单位",
    "该单位",
    "村党",
    "敬老院",
    "社区",
    "卫生室",
    "企业",
];
/// Last characters of organisations, each with what goes on to another word.
const ENDINGS: [(char, &str); 22] = [
    ('局', "面限势部域促"),
    ('镇', "压静定"),
    ('乡', "村亲愁下间"),
    ('村', "民级务内里道口容庄史规"),
    ('站', "点立台位岗稳"),
    ('所', "有需属得谓在以致涉列示称述"),
    ('科', "目学技研级教普室"),
    ('股', "份权东金市票级"),
    ('室', "内外温"),
    ('办', "理法公学案事件妥结好"),
    ('校', "验准对园正服"),
    ('院', "内落系外"),
    ('社', "会交保区"),
    ('园', "区林艺地"),
    ('厂', "房区"),
    ('馆', "藏"),
    ('处', "理分置罚于方在境"),
    ('队', "伍"),
    ('组', "织成建合装长"),
    ('县', "级内域城"),
    ('场', "所地合面景"),
    ('委', "托派员"),
];
/// What before such a character makes no name.
const NO_NAMES: &str = "的了各全外驻多内等两几个些级关属何布格结在与和及为是有无未不到站";
const GENERIC: [&str; 16] = [
    "有关", "相关", "下属", "所属", "各", "部分", "个别", "一些", "有的", "某些", "其他", "其它", "少数", "多数",
    "若干", "不少",
];
/// Posts and what persons are called.
const PERSONS: [&str; 30] = [
    "书记",
    "局长",
    "主任",
    "镇长",
    "乡长",
    "县长",
    "校长",
    "院长",
    "站长",
    "所长",
    "股长",
    "科长",
    "处长",
    "队长",
    "组长",
    "经理",
    "董事长",
    "会计",
    "出纳",
    "司机",
    "科员",
    "财务人员",
    "队员",
    "委员",
    "园长",
    "部长",
    "厂长",
    "社长",
    "党员",
    "医生",
];
/// What behind a post makes another word of it.
const NO_PERSONS: [&str; 14] =
    ["凭证", "账", "科目", "核算", "制度", "档案", "报表", "大会", "活动", "会议", "办公", "签字", "意见", "资料"];
/// Before an object.
const OBJECTS: [&str; 12] = ["向", "经", "征求", "报送", "对", "交由", "委托", "从", "与", "按", "给", "由"];
const VAGUE: [&str; 14] = [
    "机关",
    "单位",
    "班子",
    "办公室",
    "财务",
    "干部",
    "职工",
    "部门",
    "股室",
    "科室",
    "站所",
    "支委会",
    "领导",
    "群众",
];

/// How surely a text says who; `problem` and `unit` give the names that may stand there.
pub fn of(text: &str, problem: &Problem, unit: &Unit) -> Subject {
    let short = unit.name.trim_end_matches("党组").trim_end_matches("党委").trim();
    let responsible = problem.responsible.iter().flat_map(|r| [r.name.trim(), r.post.trim()]);
    if std::iter::once(short).chain(responsible).any(|w| !w.is_empty() && text.contains(w)) {
        return Subject::Named;
    }
    let plain = masked(text);
    let undated = without_dates(&plain);
    undated.split(['，', '。', '；', '：', '！', '？', '\n', '\u{FFFC}']).map(of_clause).max().unwrap_or(Subject::None)
}

/// Dates part clauses as commas do: 2022年6月水利局….
fn without_dates(text: &str) -> String {
    let mut out = String::new();
    let mut from = 0;
    for date in day::dates(text) {
        out.push_str(text.get(from..date.at.start).unwrap_or_default());
        out.push('\u{FFFC}');
        from = date.at.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

fn of_clause(clause: &str) -> Subject {
    let clause = clause.trim();
    let places = organisations(clause).chain(persons(clause));
    let told = places.map(|at| {
        let before = clause.get(..at).unwrap_or_default();
        let object = OBJECTS.iter().any(|w| before.contains(w));
        let generic = GENERIC.iter().any(|w| before.trim_start().starts_with(w));
        if object || generic { Subject::Vague } else { Subject::Named }
    });
    let vague = if VAGUE.iter().any(|w| clause.contains(w)) { Subject::Vague } else { Subject::None };
    told.max().unwrap_or(Subject::None).max(vague)
}

/// Where words for organisations stand that have a name.
fn organisations(clause: &str) -> impl Iterator<Item = usize> + '_ {
    let bodies = BODIES.iter().flat_map(move |w| clause.match_indices(w)).map(|(at, _)| at);
    let endings = clause.char_indices().filter_map(move |(at, c)| {
        let (_, goes_on) = ENDINGS.iter().find(|(e, _)| *e == c)?;
        let next = clause.get(at + c.len_utf8()..)?.chars().next();
        let mut before = clause.get(..at)?.chars().rev();
        let (last, first) = (before.next()?, before.next());
        // 该局, 县局 are names by themselves; other names have two characters.
        let has_name = "该本我县市镇乡村".contains(last) || first.is_some_and(is_han) || "财农民林水教".contains(last);
        let is_name = is_han(last) && !NO_NAMES.contains(last) && has_name;
        (is_name && !next.is_some_and(|n| goes_on.contains(n))).then_some(at)
    });
    bodies.chain(endings)
}

fn persons(clause: &str) -> impl Iterator<Item = usize> + '_ {
    let posts = PERSONS.iter().flat_map(move |w| {
        clause.match_indices(w).filter(move |(at, _)| {
            let after = clause.get(at + w.len()..).unwrap_or_default();
            !NO_PERSONS.iter().any(|n| after.starts_with(n))
        })
    });
    // 张某, 刘某某, and not 某村.
    let some = clause.match_indices('某').filter(move |(at, _)| {
        clause.get(..*at).and_then(|b| b.chars().next_back()).is_some_and(|c| is_han(c) && !"在于某".contains(c))
    });
    posts.chain(some).map(|(at, _)| at)
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{Hash, ProblemId, UnitId};

    #[test]
    fn organisations_and_persons_are_named_others_are_not() {
        let unit = Unit::new(UnitId::new(), "X", "青禾县某某局党组");
        let problem = Problem::new(ProblemId::new(), unit.id, Hash([0; 32]), String::new());
        for (want, texts) in [
            (
                Subject::Named,
                &[
                    "柳湾村两委未公开账目",
                    "2022年6月水利局支付购车款",
                    "镇财政所无凭证列支费用",
                    "该所违规收取管理费",
                    "2台抽水机被柳湾灌区管理站借出",
                    "刘某某迟到",
                    "副县长分管的项目未办手续",
                ][..],
            ),
            (
                Subject::Vague,
                &[
                    "机关作风涣散",
                    "有关站所未公开账目",
                    "提拔2名，未征求派驻纪检监察组意见",
                    "办公室内堆放的记录本缺页",
                ],
            ),
            (
                Subject::None,
                &[
                    "购买打印机12台",
                    "村民反映问题",
                    "所有支出未记账",
                    "购车款未上会，制度执行不严",
                    "《县局规定》未落实",
                ],
            ),
        ] {
            for text in texts {
                assert_eq!(of(text, &problem, &unit), want, "{text}");
            }
        }
    }
}
