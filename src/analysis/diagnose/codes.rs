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
    /// 401
    FewHandlers,
}

impl Code {
    /// All codes, by number.
    pub const ALL: [Self; 18] = [
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
        Self::Dangling,
        Self::Superseded,
        Self::SingleSort,
        Self::OwnNotReadBack,
        Self::QuoteNotVerbatim,
        Self::Struck,
        Self::InformantNamed,
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
            Self::Dangling => 201,
            Self::Superseded => 202,
            Self::SingleSort => 203,
            Self::OwnNotReadBack => 204,
            Self::QuoteNotVerbatim => 205,
            Self::Struck => 206,
            Self::InformantNamed => 301,
            Self::FewHandlers => 401,
        }
    }

    /// The severities with which it comes, the graver first.
    pub const fn severities(self) -> &'static [Severity] {
        match self {
            Self::Time | Self::NoWritten | Self::NoClause | Self::BasisNotInForce | Self::Dangling | Self::Struck => {
                &[Severity::Error, Severity::Warning]
            }
            Self::Unpinned | Self::Superseded | Self::SingleSort | Self::OwnNotReadBack | Self::QuoteNotVerbatim => {
                &[Severity::Warning]
            }
            _ => &[Severity::Error],
        }
    }

    /// What a user calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Subject => "没有主体",
            Self::Time => "没有时间",
            Self::AmountUnit => "金额没有单位",
            Self::NoWritten => "没有书面证据",
            Self::FourAccuracies => "四个准确不全",
            Self::Unpinned => "这句话没有证据",
            Self::NoBasis => "没有定性依据",
            Self::NoClause => "没有写条款",
            Self::BasisUnverified => "依据待核",
            Self::BasisNotInForce => "依据当时无效",
            Self::Dangling => "证据落空",
            Self::Superseded => "引用了更正前的话",
            Self::SingleSort => "孤证",
            Self::OwnNotReadBack => "本人谈话没有读回",
            Self::QuoteNotVerbatim => "引号里不是原话",
            Self::Struck => "有〔已另行处理〕的文字",
            Self::InformantNamed => "暴露谈话对象",
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
