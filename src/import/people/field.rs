//! The columns of a roster: what a head may be called.

use super::words::{OTHERS, USUAL};
use crate::text::blank::is_blank;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RosterField {
    /// 姓名
    Name,
    /// 姓, where the name stands in two columns.
    Surname,
    /// 名, where the name stands in two columns.
    Given,
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
    pub const ALL: [Self; 14] = [
        Self::Name,
        Self::Surname,
        Self::Given,
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
            Self::Surname => "surname",
            Self::Given => "given",
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
            Self::Surname => "姓",
            Self::Given => "名",
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
        Self::exactly(&bare)
            .or_else(|| if bare.is_empty() || bare.chars().count() > 16 { None } else { contained(&bare) })
    }

    /// The field whose usual name a head is, [`plain`] or not. It beats one that only contains a word.
    pub(super) fn exactly(head: &str) -> Option<Self> {
        let bare = plain(head);
        USUAL.iter().find(|(_, heads)| heads.contains(&bare.as_str())).map(|(f, _)| *f)
    }

    /// Several columns of it are read together.
    pub(super) const fn is_joined(self) -> bool {
        matches!(self, Self::Post | Self::Note | Self::InCharge | Self::Department | Self::Category)
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

/// Telling parts of a head, most telling first. A date of a rank or of work is none of ours, so it comes before posts.
fn contained(head: &str) -> Option<RosterField> {
    let has = |words: &[&str]| words.iter().any(|w| head.contains(w));
    let date = has(&["时间", "年月", "日期"]);
    Some(match () {
        // Somebody else's name, telephone or post, whatever word stands beside it.
        () if has(&["职务", "岗位"]) && has(&["职级"]) && !date && !has(&OTHERS) => RosterField::Post,
        () if has(&OTHERS)
            || has(&["身份证", "职级", "职称", "出生", "学历", "参加工作", "退休", "工作简历"])
                && !has(&["退休前职务", "退休时职务"]) =>
        {
            RosterField::Other
        }
        () if date && has(&["工作", "退休", "调入", "聘用"]) && !has(&["任"]) => RosterField::Other,
        () if date && has(&["入党", "加入中共", "加入中国共产党"]) => RosterField::PartySince,
        () if date && has(&["任职", "现职", "职务"]) => RosterField::PostSince,
        () if date => return None,
        () if has(&["政治面", "是否党员"]) => RosterField::Party,
        () if has(&["分管", "分工"]) => RosterField::InCharge,
        () if has(&["电话", "手机", "联系方式"]) => RosterField::Contact,
        () if head.ends_with("姓名") && head.chars().count() <= 8 => RosterField::Name,
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
            ("现任职务及职级", Some(RosterField::Post)),
            ("职务、职级", Some(RosterField::Post)),
            ("职务/职级", Some(RosterField::Post)),
            ("职务（职级）", Some(RosterField::Post)),
            ("任现职务职级时间", Some(RosterField::Other)),
            ("拟任职务职级", Some(RosterField::Other)),
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
