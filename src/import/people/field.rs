//! The columns of a roster: what a head may be called.

use crate::text::blank::is_blank;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RosterField {
    /// 姓名
    Name,
    /// 职务
    Post,
    /// 科室、部门: joined to the post or kept in the note.
    Department,
    /// 政治面貌
    Party,
    /// 入党时间
    PartySince,
    /// 任现职时间
    PostSince,
    /// 分管工作
    InCharge,
    /// 联系电话
    Contact,
    /// 人员类别: serves the guess of the type only.
    Category,
    /// 备注
    Note,
    /// 序号: not kept.
    Serial,
    /// Known and not kept: sex, birth, education and the like are not needed for a talk.
    Other,
}

impl RosterField {
    /// All fields.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Post,
        Self::Department,
        Self::Party,
        Self::PartySince,
        Self::PostSince,
        Self::InCharge,
        Self::Contact,
        Self::Category,
        Self::Note,
        Self::Serial,
        Self::Other,
    ];

    /// The id for `--map`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Post => "post",
            Self::Department => "department",
            Self::Party => "party",
            Self::PartySince => "party_since",
            Self::PostSince => "post_since",
            Self::InCharge => "in_charge",
            Self::Contact => "contact",
            Self::Category => "category",
            Self::Note => "note",
            Self::Serial => "serial",
            Self::Other => "none",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::Post => "职务",
            Self::Department => "部门",
            Self::Party => "政治面貌",
            Self::PartySince => "入党时间",
            Self::PostSince => "任现职时间",
            Self::InCharge => "分管工作",
            Self::Contact => "联系电话",
            Self::Category => "人员类别",
            Self::Note => "备注",
            Self::Serial => "序号",
            Self::Other => "不导入",
        }
    }

    /// The field that a head names: by its usual names, or by what it contains.
    pub fn recognise(head: &str) -> Option<Self> {
        let bare = plain(head);
        if bare.is_empty() || bare.chars().count() > 16 {
            return None;
        }
        USUAL.iter().find(|(_, heads)| heads.contains(&bare.as_str())).map(|(f, _)| *f).or_else(|| contained(&bare))
    }

    /// The field of a `--map`: an id, a usual head, or 忽略.
    pub(super) fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let none = matches!(text, "-" | "忽略" | "不要" | "不导入");
        Self::ALL
            .into_iter()
            .find(|f| f.id().eq_ignore_ascii_case(text) || f.chinese() == text)
            .or_else(|| none.then_some(Self::Other))
            .or_else(|| Self::recognise(text))
    }
}

/// Heads that mean each field, as [`plain`] leaves them.
const USUAL: [(RosterField, &[&str]); 12] = [
    (RosterField::Name, &["姓名", "名字", "人员姓名", "干部姓名", "谈话对象", "谈话对象姓名", "职工姓名", "党员姓名"]),
    (
        RosterField::Post,
        &[
            "职务",
            "现任职务",
            "现职务",
            "岗位",
            "工作岗位",
            "职位",
            "担任职务",
            "所任职务",
            "党内外职务",
            "党政职务",
            "职务岗位",
            "职务或岗位",
            "现任职务岗位",
            "单位及职务",
            "工作单位及职务",
            "现工作单位及职务",
            "单位职务",
            "单位和职务",
            "任职情况",
            "现职",
            "现任职情况",
            "行政职务",
            "现工作岗位",
            "从事工作",
            "岗位职务",
        ],
    ),
    (
        RosterField::Department,
        &[
            "单位",
            "部门",
            "科室",
            "股室",
            "处室",
            "工作单位",
            "所在单位",
            "所在科室",
            "所在部门",
            "所属部门",
            "所属科室",
            "单位名称",
            "科室部门",
            "单位部门",
            "部门科室",
            "内设机构",
            "所在股室",
            "单位科室",
            "站所",
            "村",
            "社区",
            "村社区",
            "所在村",
            "行政村",
            "村别",
        ],
    ),
    (RosterField::Party, &["政治面貌", "政治面目", "党派", "是否党员", "是否中共党员", "面貌"]),
    (
        RosterField::PartySince,
        &["入党时间", "入党年月", "入党日期", "加入中共时间", "加入党组织时间", "入党年月日", "加入中国共产党时间"],
    ),
    (
        RosterField::PostSince,
        &[
            "任职时间",
            "任现职时间",
            "任现职务时间",
            "任职年月",
            "任现职年月",
            "任职日期",
            "现任职务时间",
            "现职务任职时间",
            "担任现职务时间",
            "任现岗位时间",
            "到岗时间",
            "现任职务任职时间",
            "任现职日期",
        ],
    ),
    (
        RosterField::InCharge,
        &[
            "分管工作",
            "分工",
            "工作分工",
            "分管",
            "分管领域",
            "主管工作",
            "负责工作",
            "分管科室",
            "分管或负责工作",
            "工作职责",
            "班子分工",
        ],
    ),
    (
        RosterField::Contact,
        &["联系电话", "手机", "手机号", "手机号码", "电话", "联系方式", "电话号码", "办公电话", "移动电话", "联系手机"],
    ),
    (
        RosterField::Category,
        &["身份", "人员类别", "类别", "人员身份", "人员性质", "在职情况", "人员状态", "干部类别", "在职状态"],
    ),
    (RosterField::Note, &["备注", "说明", "附注", "备注说明"]),
    (RosterField::Serial, &["序号", "编号", "序", "号", "次序", "NO", "No"]),
    (
        RosterField::Other,
        &[
            "性别",
            "出生年月",
            "出生日期",
            "出生时间",
            "出生年月日",
            "年龄",
            "民族",
            "籍贯",
            "出生地",
            "学历",
            "学位",
            "学历学位",
            "文化程度",
            "毕业院校",
            "专业",
            "毕业院校及专业",
            "身份证",
            "身份证号",
            "身份证号码",
            "公民身份号码",
            "参加工作时间",
            "工作时间",
            "参加工作年月",
            "参工时间",
            "职级",
            "现职级",
            "任现职级时间",
            "任同职级时间",
            "职称",
            "技术职称",
            "级别",
            "编制",
            "编制类型",
            "健康状况",
            "家庭住址",
            "住址",
            "工龄",
            "党龄",
            "婚姻状况",
            "转正时间",
            "曾任职务",
            "拟任职务",
            "原任职务",
            "任职级时间",
            "全日制教育",
            "在职教育",
            "签名",
            "签字",
            "照片",
            "邮箱",
            "所在党支部",
            "党支部",
        ],
    ),
];

/// Telling parts of a head, most telling first. A date of a rank or of work is none of ours, so it comes before posts.
fn contained(head: &str) -> Option<RosterField> {
    let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
    let date = has(&["时间", "年月", "日期"]);
    Some(match () {
        () if has(&["身份证", "职级", "职称", "出生", "学历", "曾任", "拟任", "家庭", "参加工作"]) => {
            RosterField::Other
        }
        () if date && has(&["入党", "加入中共", "加入中国共产党"]) => RosterField::PartySince,
        () if date && has(&["任职", "现职", "职务"]) => RosterField::PostSince,
        () if date => return None,
        () if has(&["政治面", "是否党员"]) => RosterField::Party,
        () if has(&["分管", "分工"]) => RosterField::InCharge,
        () if has(&["电话", "手机", "联系方式"]) => RosterField::Contact,
        () if has(&["姓名"]) && head.chars().count() <= 8 => RosterField::Name,
        () if has(&["职务", "岗位"]) => RosterField::Post,
        () if has(&["科室", "股室", "部门"]) && head.chars().count() <= 8 => RosterField::Department,
        () if has(&["人员类别", "人员性质"]) => RosterField::Category,
        () if has(&["备注"]) => RosterField::Note,
        () => return None,
    })
}

/// A head without blanks, line breaks, marks and what stands in brackets: 入党 时间（年月） is 入党时间.
pub(super) fn plain(head: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::new();
    for c in head.chars() {
        match c {
            '（' | '(' | '[' | '【' | '〔' => depth += 1,
            '）' | ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 || is_blank(c) => {}
            ':' | '：' | '*' | '＊' | '、' | '/' | '／' | '.' | '．' | '·' | '★' | '-' | '_' => {}
            _ => bare.push(c),
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_however_they_are_spaced() {
        for (head, want) in [
            ("姓 名", Some(RosterField::Name)),
            ("姓　　名", Some(RosterField::Name)),
            ("姓名\n（曾用名）", Some(RosterField::Name)),
            ("入党 时间（年月）", Some(RosterField::PartySince)),
            ("现任职务\r\n及岗位", Some(RosterField::Post)),
            ("工作单位及职务", Some(RosterField::Post)),
            ("任现职时间", Some(RosterField::PostSince)),
            ("任现职级时间", Some(RosterField::Other)),
            ("职级", Some(RosterField::Other)),
            ("参加工作时间", Some(RosterField::Other)),
            ("手机号码", Some(RosterField::Contact)),
            ("身份", Some(RosterField::Category)),
            ("身份证号", Some(RosterField::Other)),
            ("序 号", Some(RosterField::Serial)),
            ("时间", None),
            ("王建国", None),
            ("填表说明：姓名、职务等各栏都要如实填写，不得空缺", None),
        ] {
            assert_eq!(RosterField::recognise(head), want, "{head}");
        }
    }

    #[test]
    fn every_usual_head_leads_to_its_own_field() {
        for field in RosterField::ALL {
            assert_eq!(RosterField::named(field.id()), Some(field));
            assert_eq!(RosterField::named(field.chinese()), Some(field));
        }
        for (field, heads) in USUAL {
            for head in heads {
                assert_eq!(RosterField::recognise(head), Some(field), "{head}");
            }
        }
    }
}
