//! 调阅清单: what was asked of the unit, handed over, read, copied and returned (domain.md §3.1).

use crate::model::brief::LoanBrief;
use crate::model::ids::{DocumentId, InspectorId, LoanId, UnitId};
use crate::model::reading::Form;
use crate::model::record::{Kind, Record, apart};
use crate::model::value::{Instant, PartialDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One line of the 调阅清单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Loan {
    /// Its id.
    pub id: LoanId,
    /// The unit asked.
    pub unit: UnitId,
    /// 材料名称
    pub title: String,
    /// The kind of record of the method, e.g. `k4`; empty for other material.
    #[serde(deserialize_with = "crate::model::name::of_method")]
    pub kind: String,
    /// 份数, as written: 3册.
    pub copies: String,
    /// Original, copy or file (电子).
    pub form: Form,
    /// Asked for on.
    pub asked: PartialDate,
    /// 调阅人
    pub asked_by: InspectorId,
    /// 提供时限
    pub due: Option<PartialDate>,
    /// 提供人
    pub provider: String,
    /// 提供时间, to the minute: a late or changed delivery shows.
    pub handed: Option<Instant>,
    /// The document under which it is read.
    pub document: Option<DocumentId>,
    /// 复印页码
    pub copied: String,
    /// 归还时间
    pub returned: Option<Instant>,
    /// Who took it back, of the unit.
    pub returned_to: String,
    /// 备注
    pub note: String,
}

/// Where a line stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoanStanding {
    /// 逾期未交
    Overdue,
    /// 待提供
    Asked,
    /// 在手: handed over and not returned.
    Here,
    /// 已归还
    Returned,
}

impl LoanStanding {
    /// All, most urgent first.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Asked, Self::Here, Self::Returned];

    /// What a user calls it.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Overdue => "逾期未交",
            Self::Asked => "待提供",
            Self::Here => "在手",
            Self::Returned => "已归还",
        }
    }
}

impl Loan {
    /// Where it stands on `today`. A copy that the group keeps is returned when it is noted so, like all else.
    pub fn standing(&self, today: PartialDate) -> LoanStanding {
        match (self.handed, self.returned) {
            (_, Some(_)) => LoanStanding::Returned,
            (Some(_), None) => LoanStanding::Here,
            (None, None) if self.due.is_some_and(|due| due.before(today)) => LoanStanding::Overdue,
            (None, None) => LoanStanding::Asked,
        }
    }

    /// Handed over after the day it was due.
    pub fn was_late(&self) -> bool {
        match (self.due, self.handed) {
            (Some(due), Some(handed)) => due.before(handed.date()),
            _ => false,
        }
    }
}

impl Record for Loan {
    const KIND: Kind = Kind::Loan;
    fn uuid(&self) -> Uuid {
        self.id.0
    }
    fn parent(&self) -> Option<Uuid> {
        Some(self.unit.0)
    }
    /// See [`LoanBrief`].
    fn brief(&self) -> String {
        LoanBrief::of(self).to_string()
    }
    fn search_text(&self) -> String {
        apart([self.title.as_str(), &self.provider, &self.note])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stands_where_its_dates_put_it() {
        let day = |t: &str| PartialDate::parse(t).unwrap();
        let at = |t: &str| Instant::parse(t);
        let mut loan = Loan {
            id: LoanId::new(),
            unit: UnitId::new(),
            title: "党组会议记录".into(),
            kind: "k4".into(),
            copies: "3册".into(),
            form: Form::Original,
            asked: day("2026-03-02"),
            asked_by: InspectorId::new(),
            due: Some(day("2026-03-04")),
            provider: String::new(),
            handed: None,
            document: None,
            copied: String::new(),
            returned: None,
            returned_to: String::new(),
            note: String::new(),
        };
        assert_eq!(loan.standing(day("2026-03-04")), LoanStanding::Asked);
        assert_eq!(loan.standing(day("2026-03-05")), LoanStanding::Overdue);
        loan.handed = at("2026-03-05T09:00:00.000+08:00");
        assert!(loan.was_late());
        assert_eq!(loan.standing(day("2026-03-09")), LoanStanding::Here);
        loan.returned = at("2026-03-20T09:00:00.000+08:00");
        assert_eq!(
            (loan.standing(day("2026-03-21")), loan.brief().as_str()),
            (LoanStanding::Returned, "returned 2026-03-04")
        );
    }
}
