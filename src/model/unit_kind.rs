//! 单位性质: what kind of body a unit is. It decides what a post means: 主任 heads a 中心 and a section of a 局.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of body a unit is, as far as posts mean different things in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// 乡镇
    Town,
    /// 街道
    Street,
    /// 部门: bureaus, commissions and offices of the county's government.
    Bureau,
    /// 党群部门: offices of the Party's committee, 群团.
    PartyOrgan,
    /// 学校
    School,
    /// 医院
    Hospital,
    /// 法院
    Court,
    /// 检察院
    Procuratorate,
    /// 公安
    Police,
    /// 事业单位: centres, stations, institutes.
    Institution,
    /// 国企
    Company,
    /// 垂管单位: the county's branch of a body that is led from above.
    Vertical,
    /// 村
    Village,
    /// 社区
    Community,
}

impl UnitKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 14] = [
        Self::Bureau,
        Self::Town,
        Self::Street,
        Self::PartyOrgan,
        Self::School,
        Self::Hospital,
        Self::Institution,
        Self::Company,
        Self::Vertical,
        Self::Police,
        Self::Court,
        Self::Procuratorate,
        Self::Village,
        Self::Community,
    ];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Town => "乡镇",
            Self::Street => "街道",
            Self::Bureau => "局",
            Self::PartyOrgan => "党群部门",
            Self::School => "学校",
            Self::Hospital => "医院",
            Self::Court => "法院",
            Self::Procuratorate => "检察院",
            Self::Police => "公安",
            Self::Institution => "事业单位",
            Self::Company => "国企",
            Self::Vertical => "垂管单位",
            Self::Village => "村",
            Self::Community => "社区",
        }
    }

    /// The kind of that name; `部门` and `垂管` are understood too.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "部门" | "政府部门" | "机关" => Some(Self::Bureau),
            "垂管" => Some(Self::Vertical),
            "公安局" => Some(Self::Police),
            name => Self::ALL.into_iter().find(|k| k.chinese() == name),
        }
    }

    /// Village or community: its own officers are 村干部.
    pub const fn is_village(self) -> bool {
        matches!(self, Self::Village | Self::Community)
    }

    /// The kind that a unit's name tells; `None`: the name tells nothing.
    pub fn of_name(name: &str) -> Option<Self> {
        let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let bare = bare.trim_start_matches("中共");
        let has = |words: &[&str]| words.iter().any(|w| bare.contains(w));
        let body = body_of(bare);
        let ends = |words: &[&str]| words.iter().any(|w| body.ends_with(w));
        // The order matters: what is told by a longer or rarer word stands before what contains a common one.
        Some(match () {
            () if body.is_empty() => return None,
            () if has(&["党校", "行政学校", "行政学院"]) => Self::Institution,
            () if ends(&["检察院"]) => Self::Procuratorate,
            () if ends(&["人民法院", "法院"]) => Self::Court,
            () if has(&["公安局", "公安分局"]) => Self::Police,
            () if is_organ(bare) => Self::PartyOrgan,
            () if ends(&["公司", "集团", "银行", "信用社", "联社", "农商行"]) => Self::Company,
            () if has(&["税务", "气象局", "烟草", "消防救援", "邮政", "海关", "国家统计局", "供电"])
                || (has(&["市"]) && ends(&["分局"])) =>
            {
                Self::Vertical
            }
            () if ends(&["医院", "卫生院", "保健院", "卫生服务中心"]) => Self::Hospital,
            () if ends(&[
                "中学",
                "小学",
                "学校",
                "幼儿园",
                "学院",
                "职中",
                "高中",
                "初中",
                "一中",
                "二中",
                "三中",
                "中心校",
            ]) =>
            {
                Self::School
            }
            () if ends(&["社区", "居委会", "居民委员会"]) => Self::Community,
            () if ends(&["村", "村委会", "村民委员会"]) && !body.ends_with("农村") => Self::Village,
            () if ends(&["街道", "街道办", "办事处"]) => Self::Street,
            () if ends(&["镇", "乡", "民族乡"]) => Self::Town,
            () if ends(&["局", "政府办", "政府办公室", "发改委", "国资委", "卫健委"]) => Self::Bureau,
            () if ends(&["管委会", "管理委员会"]) => Self::Institution,
            () if ends(&["委", "委员会", "厅"]) => Self::Bureau,
            () if ends(&[
                "中心", "馆", "站", "所", "台", "队", "场", "社", "园", "院", "处", "校", "协会", "总站", "基地",
            ]) =>
            {
                Self::Institution
            }
            () => return None,
        })
    }
}

/// The body that a unit's name names: 党组, 党委 and the government's own word are taken off its end.
pub fn body_of(name: &str) -> &str {
    const OWN: [&str; 15] = [
        "党组",
        "党委",
        "党工委",
        "分党组",
        "党总支",
        "党支部",
        "总支部委员会",
        "支部委员会",
        "领导班子",
        "机关",
        "人民政府",
        "镇政府",
        "乡政府",
        "工作委员会",
        "部务会",
    ];
    let mut body = name;
    loop {
        let shorter = OWN.iter().find_map(|w| {
            let rest = body.strip_suffix(w)?;
            // 镇政府 is the 镇, 街道工作委员会 the 街道.
            let keep = w.strip_suffix("政府").filter(|k| !k.is_empty() && *k != "人民");
            let rest = keep.and_then(|k| body.get(..rest.len() + k.len())).unwrap_or(rest);
            (rest.chars().count() > 1).then_some(rest)
        });
        match shorter {
            Some(rest) => body = rest,
            // 中共城关镇委员会, 城关镇委
            None => {
                return ["委员会", "委"]
                    .iter()
                    .find_map(|w| body.strip_suffix(w).filter(|b| b.ends_with(['镇', '乡']) || b.ends_with("街道")))
                    .unwrap_or(body);
            }
        }
    }
}

/// Offices of the Party's committee, the People's Congress and the like, and 群团.
fn is_organ(name: &str) -> bool {
    const NAMES: [&str; 36] = [
        "组织部",
        "宣传部",
        "统战部",
        "政法委",
        "政法委员会",
        "社会工作部",
        "编办",
        "机构编制委员会办公室",
        "网信办",
        "巡察办",
        "老干部局",
        "直属机关工委",
        "县直机关工委",
        "机关工委",
        "直属机关工作委员会",
        "纪委",
        "监委",
        "纪律检查委员会",
        "监察委员会",
        "总工会",
        "团县委",
        "团委",
        "共青团",
        "妇联",
        "妇女联合会",
        "科协",
        "科学技术协会",
        "文联",
        "文学艺术界联合会",
        "残联",
        "残疾人联合会",
        "工商联",
        "工商业联合会",
        "红十字会",
        "侨联",
        "县委办",
    ];
    let first = ["县委", "市委", "区委", "旗委", "州委"].iter().any(|w| name.contains(w));
    // 县委党校 and the like are told before; 县委 with an office or a department behind is an organ.
    NAMES.iter().any(|w| name.contains(w))
        || (first && (name.contains("办公室") || name.ends_with('部') || name.ends_with('局')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_kinds() {
        for (name, want) in [
            ("城关镇党委", Some(UnitKind::Town)),
            ("青禾县王村镇人民政府", Some(UnitKind::Town)),
            ("中共青禾县城关镇委员会", Some(UnitKind::Town)),
            ("马站镇政府", Some(UnitKind::Town)),
            ("青禾县三合乡", Some(UnitKind::Town)),
            ("站前街道党工委", Some(UnitKind::Street)),
            ("站前街道办事处", Some(UnitKind::Street)),
            ("水利局党组", Some(UnitKind::Bureau)),
            ("青禾县农业农村局", Some(UnitKind::Bureau)),
            ("县发展和改革委员会党组", Some(UnitKind::Bureau)),
            ("县政府办公室党组", Some(UnitKind::Bureau)),
            ("城乡建设局党组", Some(UnitKind::Bureau)),
            ("县委组织部", Some(UnitKind::PartyOrgan)),
            ("县委办公室", Some(UnitKind::PartyOrgan)),
            ("县总工会党组", Some(UnitKind::PartyOrgan)),
            ("县妇联", Some(UnitKind::PartyOrgan)),
            ("县纪委监委", Some(UnitKind::PartyOrgan)),
            ("县委党校", Some(UnitKind::Institution)),
            ("青禾县第一中学党委", Some(UnitKind::School)),
            ("城关镇中心小学党支部", Some(UnitKind::School)),
            ("县机关幼儿园", Some(UnitKind::School)),
            ("县人民医院党委", Some(UnitKind::Hospital)),
            ("柳湾镇卫生院", Some(UnitKind::Hospital)),
            ("县人民法院党组", Some(UnitKind::Court)),
            ("县人民检察院党组", Some(UnitKind::Procuratorate)),
            ("县公安局党委", Some(UnitKind::Police)),
            ("融媒体中心", Some(UnitKind::Institution)),
            ("国有青山林场", Some(UnitKind::Institution)),
            ("县供销社", Some(UnitKind::Institution)),
            ("景区管委会", Some(UnitKind::Institution)),
            ("青禾县城市投资集团有限公司党委", Some(UnitKind::Company)),
            ("青禾农村商业银行", Some(UnitKind::Company)),
            ("国家税务总局青禾县税务局党委", Some(UnitKind::Vertical)),
            ("市生态环境局青禾县分局", Some(UnitKind::Vertical)),
            ("柳湾村", Some(UnitKind::Village)),
            ("柳湾村党支部", Some(UnitKind::Village)),
            ("城关社区党总支", Some(UnitKind::Community)),
            ("第一单位", None),
            ("", None),
        ] {
            assert_eq!(UnitKind::of_name(name), want, "{name}");
        }
    }

    #[test]
    fn every_kind_is_read_by_its_name() {
        for kind in UnitKind::ALL {
            assert_eq!(UnitKind::parse(kind.chinese()), Some(kind));
        }
        assert_eq!(UnitKind::parse("别的"), None);
    }
}
