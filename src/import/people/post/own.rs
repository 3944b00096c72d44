//! Whether what stands before a title is the inspected unit itself: compared by name, never by forbidden characters.

use crate::model::unit_kind::{UnitKind, body_of};

/// The name of the inspected unit, as posts name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OwnName {
    /// Without place and without the Party's organ; empty when the name is not known.
    core: String,
    /// As it stands, for words such as 党校.
    pub(super) full: String,
}

/// Ends of a place that are none: 城市管理局, 社区.
const NO_PLACE: [&str; 18] = [
    "城市",
    "超市",
    "门市",
    "社区",
    "小区",
    "辖区",
    "景区",
    "园区",
    "地区",
    "城区",
    "开发区",
    "矿区",
    "库区",
    "灌区",
    "林区",
    "校区",
    "院区",
    "片区",
];

impl OwnName {
    pub(super) fn new(name: &str) -> Self {
        let full: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        Self { core: core(&full).to_owned(), full }
    }

    pub(super) const fn is_known(&self) -> bool {
        !self.core.is_empty()
    }

    /// Whether `org` names the unit: its name with or without the place, the end of it (中心小学, 办公室), or a short form
    /// that keeps the order of its characters (教科局, 疾控中心).
    pub(super) fn is(&self, org: &str) -> bool {
        let org = core(org);
        if org.is_empty() || !self.is_known() {
            return false;
        }
        self.core.ends_with(org) || (org.chars().count() > 2 && org.ends_with(&self.core)) || shortens(org, &self.core)
    }
}

fn core(name: &str) -> &str {
    without_place(body_of(name.trim_start_matches("中共")))
}

/// Takes a place off the front: 青禾县水利局 and 县水利局 are 水利局.
pub(super) fn without_place(name: &str) -> &str {
    let mut rest = name;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| matches!(c, '省' | '市' | '县' | '区' | '旗' | '州'))
    {
        let end = at + c.len_utf8();
        let (place, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let count = place.chars().count();
        let bare = count == 1 && after.starts_with(['场', '监', '政', '容', '民', '域', '划']);
        if after.chars().count() < 2 || bare || count > 8 || NO_PLACE.iter().any(|w| place.ends_with(w)) {
            break;
        }
        rest = after;
    }
    ["人民政府", "委"].iter().find_map(|w| rest.strip_prefix(w).filter(|r| r.chars().count() > 1)).unwrap_or(rest)
}

/// 教科局 for 教育科技局: the same first and last character, the rest in order.
fn shortens(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    let ends = short.chars().next() == long.chars().next() || short.chars().count() == 2;
    ends && short.chars().count() >= 2
        && short.chars().last() == long.chars().last()
        && short.chars().all(|c| rest.any(|l| l == c))
}

/// Whether `org` is the unit as far as its kind tells, when its name is not known or names nobody else.
pub(super) fn by_kind(kind: UnitKind, org: &str, title: &str) -> bool {
    let ends = |words: &[&str]| words.iter().any(|w| org.ends_with(w));
    let has = |words: &[&str]| words.iter().any(|w| org.contains(w));
    match kind {
        UnitKind::Bureau => match title {
            "局长" => !ends(&["执行局", "分局"]),
            "主任" => org.starts_with(['县', '市', '区']) && ends(&["委", "委员会", "政府办公室", "政府办"]),
            _ => false,
        },
        UnitKind::Town => matches!(title, "镇长" | "乡长") || (title == "书记" && ends(&["镇", "乡"])),
        UnitKind::School => {
            matches!(title, "校长" | "园长" | "书记")
                && !has(&["分校", "校区", "分园", "小学部", "初中部", "高中部", "附属", "成人"])
        }
        UnitKind::Hospital => matches!(title, "院长" | "书记") && !has(&["分院", "院区", "社区"]),
        UnitKind::Court => title == "院长",
        UnitKind::Procuratorate => title == "检察长",
        UnitKind::Police => title == "局长" && has(&["公安"]),
        UnitKind::Institution => !ends(&[
            "部",
            "科",
            "股",
            "室",
            "办",
            "编辑",
            "组",
            "分站",
            "分馆",
            "分中心",
            "大厅",
            "窗口",
            "班",
            "党支部",
            "党总支",
            "分所",
        ]),
        UnitKind::Company => {
            matches!(title, "董事长" | "总经理" | "理事长" | "行长" | "总裁")
                && !has(&["子公司", "分公司", "项目", "下属", "支行"])
        }
        UnitKind::Street => {
            title != "书记" && ends(&["街道", "办事处", "街道办"]) || title == "书记" && ends(&["街道"])
        }
        UnitKind::PartyOrgan => org.starts_with(['县', '市', '区']) || (title == "部长" && organ(org)),
        UnitKind::Vertical => {
            org.starts_with(['县', '市', '区', '国'])
                && (!org.contains("分局") || ends(&["县分局", "市分局", "区分局"]) || org.starts_with('市'))
                || ends(&["县分局", "县局", "区分局"])
        }
        UnitKind::Village | UnitKind::Community => false,
    }
}

fn organ(org: &str) -> bool {
    ["组织部", "宣传部", "统战部", "社会工作部"].iter().any(|w| org.ends_with(w))
}

/// A word with which a unit calls itself: 本局, 我镇, 县局, 镇.
pub(super) fn is_self_word(kind: UnitKind, org: &str) -> bool {
    let nouns: &[&str] = match kind {
        UnitKind::Bureau | UnitKind::Police | UnitKind::Vertical => &["局", "机关", "单位", "行政"],
        UnitKind::Town => &["镇", "乡", "政府", "单位", "行政"],
        UnitKind::Street => &["街道", "办事处", "街道办", "单位", "行政"],
        UnitKind::School => &["学校", "校", "园", "幼儿园", "单位", "行政"],
        UnitKind::Hospital | UnitKind::Court | UnitKind::Procuratorate => &["院", "医院", "单位", "行政"],
        UnitKind::Company => &["公司", "集团", "单位", "行政", "董事会", "经理层"],
        UnitKind::PartyOrgan => &["部", "会", "委", "单位", "机关"],
        UnitKind::Institution => &["中心", "馆", "站", "所", "校", "台", "单位", "行政", "理事会"],
        UnitKind::Village => &["村", "村级"],
        UnitKind::Community => &["社区"],
    };
    let org = org.strip_prefix(['本', '我', '该', '县', '全']).filter(|o| !o.is_empty()).unwrap_or(org);
    let org = org.strip_prefix("人民").unwrap_or(org);
    let org = org.strip_suffix("人民政府").filter(|o| !o.is_empty()).unwrap_or(org);
    nouns.contains(&org)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_with_and_without_place_and_in_short() {
        for (unit, org, want) in [
            ("青禾县水利局党组", "县水利局", true),
            ("青禾县水利局党组", "青禾县水利局", true),
            ("水利局", "县水利局", true),
            ("水利局", "县移民局", false),
            ("县教育科技体育局", "教科体局", true),
            ("青禾县疾病预防控制中心", "疾控中心", true),
            ("柳湾镇中心小学", "中心小学", true),
            ("县政府办公室", "办公室", true),
            ("县水利局", "办公室", false),
            ("县城市管理局", "城市管理局", true),
            ("县市场监督管理局", "县市场监管局", true),
            ("县第一中学", "县第一中学", true),
            ("县第一中学", "县第二中学", false),
            ("城关镇党委", "城关镇", true),
            ("城关镇党委", "镇", true),
            ("中共青禾县委组织部", "县委组织部", true),
            ("中共青禾县委组织部", "县委老干部局", false),
            ("", "县水利局", false),
        ] {
            assert_eq!(OwnName::new(unit).is(org), want, "{unit} {org}");
        }
    }
}
