//! The numbers of the diagnostics. A number is never reused.

use super::Severity;

/// What a diagnostic is about; E and W share the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// 101
    Subject,
    /// 102
    Time,
    /// 103
    AmountUnit,
    /// 104
    NoWritten,
    /// 105
    FourAccuracies,
    /// 106
    Unpinned,
    /// 107
    NoBasis,
    /// 108
    NoClause,
    /// 109
    BasisUnverified,
    /// 110
    BasisNotInForce,
    /// 111
    NoDeed,
    /// 112
    NoAmount,
    /// 113
    NoSuchDate,
    /// 114
    Reversed,
    /// 115
    Ahead,
    /// 116
    OutsidePeriod,
    /// 117
    Sums,
    /// 118
    Capitals,
    /// 119
    VerdictWords,
    /// 120
    Vague,
    /// 201
    Dangling,
    /// 202
    Superseded,
    /// 203
    SingleSort,
    /// 204
    OwnNotReadBack,
    /// 205
    QuoteNotVerbatim,
    /// 206
    Struck,
    /// 301
    InformantNamed,
    /// 302
    IdentityNumber,
    /// 303
    Telephone,
    /// 401
    FewHandlers,
}

impl Code {
    /// All codes, by number.
    pub const ALL: [Self; 30] = [
        Self::Subject,
        Self::Time,
        Self::AmountUnit,
        Self::NoWritten,
        Self::FourAccuracies,
        Self::Unpinned,
        Self::NoBasis,
        Self::NoClause,
        Self::BasisUnverified,
        Self::BasisNotInForce,
        Self::NoDeed,
        Self::NoAmount,
        Self::NoSuchDate,
        Self::Reversed,
        Self::Ahead,
        Self::OutsidePeriod,
        Self::Sums,
        Self::Capitals,
        Self::VerdictWords,
        Self::Vague,
        Self::Dangling,
        Self::Superseded,
        Self::SingleSort,
        Self::OwnNotReadBack,
        Self::QuoteNotVerbatim,
        Self::Struck,
        Self::InformantNamed,
        Self::IdentityNumber,
        Self::Telephone,
        Self::FewHandlers,
    ];

    /// The number after E or W.
    pub const fn number(self) -> u16 {
        match self {
            Self::Subject => 101,
            Self::Time => 102,
            Self::AmountUnit => 103,
            Self::NoWritten => 104,
            Self::FourAccuracies => 105,
            Self::Unpinned => 106,
            Self::NoBasis => 107,
            Self::NoClause => 108,
            Self::BasisUnverified => 109,
            Self::BasisNotInForce => 110,
            Self::NoDeed => 111,
            Self::NoAmount => 112,
            Self::NoSuchDate => 113,
            Self::Reversed => 114,
            Self::Ahead => 115,
            Self::OutsidePeriod => 116,
            Self::Sums => 117,
            Self::Capitals => 118,
            Self::VerdictWords => 119,
            Self::Vague => 120,
            Self::Dangling => 201,
            Self::Superseded => 202,
            Self::SingleSort => 203,
            Self::OwnNotReadBack => 204,
            Self::QuoteNotVerbatim => 205,
            Self::Struck => 206,
            Self::InformantNamed => 301,
            Self::IdentityNumber => 302,
            Self::Telephone => 303,
            Self::FewHandlers => 401,
        }
    }

    /// The severities with which it comes, the graver first.
    pub const fn severities(self) -> &'static [Severity] {
        match self {
            Self::Subject
            | Self::Time
            | Self::NoWritten
            | Self::NoClause
            | Self::BasisNotInForce
            | Self::Ahead
            | Self::Sums
            | Self::VerdictWords
            | Self::Dangling
            | Self::Struck
            | Self::Telephone => &[Severity::Error, Severity::Warning],
            Self::Unpinned
            | Self::NoDeed
            | Self::NoAmount
            | Self::OutsidePeriod
            | Self::Vague
            | Self::Superseded
            | Self::SingleSort
            | Self::OwnNotReadBack
            | Self::QuoteNotVerbatim => &[Severity::Warning],
            _ => &[Severity::Error],
        }
    }

    /// What a user calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Subject => "没有主体",
            Self::Time => "没有时间",
            Self::AmountUnit => "金额没有单位",
            Self::NoWritten => "没有书面材料",
            Self::FourAccuracies => "四个准确不全",
            Self::Unpinned => "这句话没有支撑材料",
            Self::NoBasis => "没有定性依据",
            Self::NoClause => "没有写条款",
            Self::BasisUnverified => "依据待核",
            Self::BasisNotInForce => "依据当时无效",
            Self::NoDeed => "没有写经过",
            Self::NoAmount => "没有写金额",
            Self::NoSuchDate => "日期不存在",
            Self::Reversed => "起止颠倒",
            Self::Ahead => "时间在将来",
            Self::OutsidePeriod => "不在时段内",
            Self::Sums => "数目对不上",
            Self::Capitals => "大小写不一致",
            Self::VerdictWords => "越权定性",
            Self::Vague => "说得含糊",
            Self::Dangling => "材料落空",
            Self::Superseded => "引用了更正前的话",
            Self::SingleSort => "孤证",
            Self::OwnNotReadBack => "本人谈话没有读回",
            Self::QuoteNotVerbatim => "引号里不是原话",
            Self::Struck => "有〔已另行处理〕的文字",
            Self::InformantNamed => "暴露谈话对象",
            Self::IdentityNumber => "写了身份证号",
            Self::Telephone => "写了电话号码",
            Self::FewHandlers => "承办人不足两人",
        }
    }

    /// Reads `E104`, `w106`, `104`, full-width too; a letter that the code does not come with is taken all the same.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.trim().chars().map(crate::model::value::half_width).collect();
        let number = plain.trim_start_matches(['E', 'e', 'W', 'w']);
        let number: u16 = number.parse().ok().filter(|_| plain.len() - number.len() <= 1)?;
        Self::ALL.into_iter().find(|c| c.number() == number)
    }
}
