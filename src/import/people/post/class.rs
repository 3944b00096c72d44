//! What a post makes of a person: type, head and leading body in one value, so that they cannot contradict each other.

/// Where an officer of a village or community stands in it. On the roster of a town it is always [`Seat::None`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Seat {
    /// Its secretary.
    Head,
    /// Of the 两委.
    Body,
    /// Neither.
    None,
}

/// What a post makes of a person. The nine types of the built-in method; the facts follow from the value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum PostClass {
    /// 一把手
    Head,
    /// 班子成员
    Member,
    /// 村干部
    Village(Seat),
    /// 财务人员; a 财务总监 is of the leading body.
    Finance {
        /// Of the leading body.
        leading: bool,
    },
    /// 办公室人员
    Office,
    /// 中层干部
    Middle,
    /// 群众（服务对象）
    Public,
    /// 普通党员: staff, of the Party or not.
    #[default]
    Staff,
    /// 退休干部
    Retired,
}

impl PostClass {
    /// One of each type, as they are offered for correction, numbered from 1.
    pub const OFFERED: [Self; 9] = [
        Self::Head,
        Self::Member,
        Self::Middle,
        Self::Finance { leading: false },
        Self::Office,
        Self::Staff,
        Self::Public,
        Self::Retired,
        Self::Village(Seat::None),
    ];

    /// The id of the type in the built-in method.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Member => "member",
            Self::Village(_) => "village",
            Self::Finance { .. } => "finance",
            Self::Office => "office",
            Self::Middle => "middle",
            Self::Public => "public",
            Self::Staff => "party_member",
            Self::Retired => "retired",
        }
    }

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Head => "一把手",
            Self::Member => "班子成员",
            Self::Village(_) => "村干部",
            Self::Finance { .. } => "财务人员",
            Self::Office => "办公室人员",
            Self::Middle => "中层干部",
            Self::Public => "群众",
            Self::Staff => "普通党员",
            Self::Retired => "退休干部",
        }
    }

    /// A word by which the types of another method are guessed.
    pub(super) const fn telling(self) -> &'static str {
        match self {
            Self::Head => "主要负责人",
            Self::Member => "班子成员",
            Self::Village(_) => "村干部",
            Self::Finance { .. } => "会计",
            Self::Office => "办公室",
            Self::Middle => "中层干部",
            Self::Public => "服务对象",
            Self::Staff => "工作人员",
            Self::Retired => "退休干部",
        }
    }

    /// Head of the unit.
    pub const fn head(self) -> bool {
        matches!(self, Self::Head | Self::Village(Seat::Head))
    }

    /// Of the leading body; the head is too.
    pub const fn leading_body(self) -> bool {
        matches!(
            self,
            Self::Head | Self::Member | Self::Village(Seat::Head | Seat::Body) | Self::Finance { leading: true }
        )
    }

    /// The one that decides when a person has several: smaller is higher.
    pub(super) const fn rank(self) -> u8 {
        match self {
            Self::Head => 0,
            Self::Member => 1,
            Self::Village(Seat::Head) => 2,
            Self::Village(Seat::Body) => 3,
            Self::Village(Seat::None) => 4,
            Self::Finance { .. } => 5,
            Self::Office => 6,
            Self::Middle => 7,
            Self::Public => 8,
            Self::Staff => 9,
            Self::Retired => 10,
        }
    }

    /// The same type with the next seat on the leading body, where the type leaves that open.
    #[must_use]
    pub const fn next_seat(self) -> Self {
        match self {
            Self::Finance { leading } => Self::Finance { leading: !leading },
            Self::Village(Seat::None) => Self::Village(Seat::Body),
            Self::Village(Seat::Body) => Self::Village(Seat::Head),
            Self::Village(Seat::Head) => Self::Village(Seat::None),
            other => other,
        }
    }

    /// The class that a heading over the leaders makes of one who is listed under it.
    #[must_use]
    pub(super) const fn among_leaders(self) -> Self {
        match self {
            Self::Office | Self::Middle | Self::Staff => Self::Member,
            Self::Finance { .. } => Self::Finance { leading: true },
            other => other,
        }
    }
}
