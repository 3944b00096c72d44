//! Words where the names stand that name nobody: parts of a unit, sorts of people, what is written below a table.

use super::layout::group_name;
use crate::text::blank::is_blank;

/// Words that begin a footer, blanks left out; followed by anything.
const CLOSING: [&str; 41] = [
    "以下空白",
    "以下无正文",
    "此处空白",
    "此页无正文",
    "（此页无正文",
    "(此页无正文",
    "单位意见",
    "党组意见",
    "党委意见",
    "审核意见",
    "审批意见",
    "主管部门意见",
    "单位负责人签",
    "主要负责人签",
    "分管领导签",
    "填表人签",
    "审核人签",
    "经办人签",
    "校对：",
    "制表人",
    "制表单位",
    "制表时间",
    "制表日期",
    "制表：",
    "制表:",
    "填表人",
    "填表日期",
    "填表时间",
    "填表单位",
    "填表说明",
    "填报人",
    "填报单位",
    "填报日期",
    "填报时间",
    "审核人",
    "审核：",
    "复核人",
    "负责人签字",
    "单位负责人：",
    "联系人：",
    "单位（盖章）",
];

/// Whether a text without blanks begins with one of them.
pub(super) fn begins_closing(bare: &str) -> bool {
    CLOSING.iter().any(|w| bare.starts_with(w))
}

/// Whether a text without blanks says that the table is over, or who signs it: 制表, 党组（盖章）, 负责人签字, 年月日.
pub(super) fn is_closing(text: &str) -> bool {
    const SEALED: [&str; 8] = ["盖章", "公章", "签章", "印章", "（章）", "(章)", "签字", "签名"];
    let bare: String = text.chars().filter(|c| !is_blank(*c)).collect();
    let unmarked = bare.trim_end_matches(['：', ':', '_', '＿', '）', ')']);
    let day: String = bare.chars().filter(|c| !c.is_numeric()).collect();
    begins_closing(&bare)
        || SEALED.iter().any(|w| unmarked.ends_with(w.trim_end_matches(['）', ')'])) && bare.chars().count() > 2)
        || matches!(
            unmarked,
            "制表" | "填表" | "审核" | "复核" | "校对" | "负责人" | "单位负责人" | "主要负责人" | "分管领导"
        ) && unmarked.len() < bare.len()
        || matches!(unmarked, "制表" | "填表")
        || day == "年月日"
}

/// Whether a text names a part of a unit, as no name does: 财务股, 水政监察大队.
pub(super) fn is_section(text: &str) -> bool {
    const ENDS: [&str; 14] = [
        "大队",
        "中队",
        "支队",
        "中心",
        "办公室",
        "管理站",
        "服务站",
        "工作站",
        "委员会",
        "事务所",
        "门诊部",
        "住院部",
        "年级组",
        "车间",
    ];
    const SHORT: [&str; 32] = [
        "业务科",
        "人事科",
        "财务科",
        "信息科",
        "综合科",
        "医务科",
        "护理科",
        "政工科",
        "保卫科",
        "总务科",
        "行政科",
        "教务科",
        "政教科",
        "计财科",
        "内科",
        "外科",
        "妇科",
        "儿科",
        "党政办",
        "综合办",
        "财务部",
        "人事部",
        "综合部",
        "业务部",
        "工程部",
        "市场部",
        "经管站",
        "农技站",
        "水利站",
        "财政所",
        "司法所",
        "派出所",
    ];
    /// Names end with none of these.
    const SURE: &str = "股室处";
    /// With these some do.
    const MAYBE: &str = "科办站所队部组院局";
    let bare = group_name(text.split(['（', '(']).next().unwrap_or_default());
    let count = bare.chars().count();
    ENDS.iter().any(|w| bare.ends_with(w))
        || SHORT.contains(&bare.as_str())
        || count >= 3 && bare.ends_with(|c| SURE.contains(c))
        || count >= 4 && !bare.contains('·') && bare.ends_with(|c| MAYBE.contains(c))
}

/// Whether it names a part of a unit, or a sort of people: 临聘人员, 局领导.
pub(super) fn is_department(text: &str) -> bool {
    const SORTS: [&str; 15] = [
        "人员",
        "领导",
        "班子",
        "成员",
        "干部",
        "机关",
        "单位",
        "党支部",
        "工会",
        "妇联",
        "食堂",
        "后勤",
        "村委会",
        "居委会",
        "党组",
    ];
    let bare = group_name(text.split(['（', '(']).next().unwrap_or_default());
    is_section(text) || SORTS.iter().any(|w| bare.ends_with(w))
}
