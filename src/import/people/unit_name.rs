//! Which unit a roster is of, as its title says.

use super::{Roster, Sheet};
use crate::model::unit_kind::UnitKind;

/// Words at which the name of the unit is over: 青禾县水利局 | 干部职工花名册.
const OVER: [&str; 48] = [
    "中层",
    "以上",
    "科级",
    "全员",
    "填报",
    "填表",
    "日期",
    "制表",
    "花名册",
    "名册",
    "名单",
    "干部职工",
    "机关干部",
    "在职",
    "在编",
    "在岗",
    "编外",
    "全体",
    "干部",
    "职工",
    "教职工",
    "教职员工",
    "教师",
    "人员",
    "领导班子",
    "班子成员",
    "工作人员",
    "党员",
    "谈话",
    "基本情况",
    "基本信息",
    "信息",
    "通讯录",
    "通讯",
    "联系",
    "登记",
    "统计",
    "一览",
    "情况",
    "报送",
    "巡察",
    "编制",
    "退休",
    "人事",
    "20",
    "二〇",
    "（",
    "(",
];

/// The unit that the roster's title names, else that of its sheet or file; `None`: nothing there is a unit's name.
pub fn unit_named(roster: &Roster, file: &str) -> Option<String> {
    let read = || roster.sheets.iter().filter(|s| s.is_read());
    let titles = read().flat_map(|s: &Sheet| s.titles.iter().map(String::as_str));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let sheets = read().map(|s| s.name.as_str());
    titles.chain([stem]).chain(sheets).find_map(in_title)
}

/// The unit's name in one title.
fn in_title(title: &str) -> Option<String> {
    let text: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    // 填报单位：青禾县水利局（盖章）
    let stated = ["填报单位", "填表单位", "报送单位", "制表单位", "单位名称", "单位"].iter().find_map(|w| {
        let (_, rest) = text.split_once(w)?;
        let rest = rest.split_once(['）', ')']).filter(|_| rest.starts_with(['（', '('])).map_or(rest, |(_, r)| r);
        rest.strip_prefix(['：', ':'])
    });
    let text = stated.unwrap_or(&text);
    let text = text.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | '、' | '附' | '件' | '：' | ':' | '_' | '-' | '年' | '《')
    });
    let end = OVER.iter().filter_map(|w| text.find(w)).min().unwrap_or(text.len());
    let name = text.get(..end)?.trim_end_matches(['的', '_', '-', ' ', '机', '关']).trim_end_matches('2');
    let long = (3..=40).contains(&name.chars().count());
    (long && UnitKind::of_name(name).is_some()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_the_unit() {
        for (title, want) in [
            ("青禾县水利局干部职工花名册", Some("青禾县水利局")),
            ("附件1：青禾县城关镇2025年在职人员名册", Some("青禾县城关镇")),
            ("填报单位（盖章）：青禾县教育科技体育局  填报日期：2026年3月", Some("青禾县教育科技体育局")),
            ("单位：青禾县人民医院", Some("青禾县人民医院")),
            ("柳湾镇中心小学教职工名册", Some("柳湾镇中心小学")),
            ("中共青禾县委组织部干部名册", Some("中共青禾县委组织部")),
            ("水利局花名册", Some("水利局")),
            ("干部职工花名册", None),
            ("截至2025年6月", None),
            ("Sheet1", None),
            ("附件1", None),
        ] {
            assert_eq!(in_title(title).as_deref(), want, "{title}");
        }
    }
}
