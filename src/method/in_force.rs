//! Which version of a regulation held on a date. A judgement on a fact of 2020 rests on the text of 2020.

use super::types::{Regulation, Version};
use crate::model::value::PartialDate;

impl Version {
    /// Whether the version may have been in force on a date; where only months are known, both versions may be in the
    /// month of the change.
    pub fn may_hold(&self, date: PartialDate) -> bool {
        !date.before(self.from) && !self.to.is_some_and(|to| to.before(date))
    }
}

impl Regulation {
    /// The version in force on a date; the later one when both may have been. `None`: none was.
    pub fn in_force(&self, date: PartialDate) -> Option<&Version> {
        self.versions.iter().rev().find(|v| v.may_hold(date))
    }

    /// The version of that label.
    pub fn version(&self, label: &str) -> Option<&Version> {
        self.versions.iter().find(|v| v.label == label)
    }

    /// A warning when a version was certainly not in force on a date: not yet, or superseded.
    pub fn warning(&self, version: &Version, date: PartialDate) -> Option<String> {
        if version.may_hold(date) {
            return None;
        }
        let (name, label) = (&self.name, &version.label);
        if date.before(version.from) {
            return Some(format!(
                "《{name}》{label}自{}起施行，{}时还没有生效。",
                version.from.chinese(),
                date.chinese()
            ));
        }
        Some(match self.in_force(date) {
            Some(now) => format!(
                "《{name}》{label}在{}时已被{}（{}起施行）取代。",
                date.chinese(),
                now.label,
                now.from.chinese()
            ),
            None => format!("《{name}》{label}在{}时已经失效。", date.chinese()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::types::{Source, Verified};

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    fn version(label: &str, from: &str, to: Option<&str>) -> Version {
        let source = Source { source: "x".to_owned(), verified: Verified::General };
        Version { label: label.to_owned(), from: date(from), to: to.map(date), note: String::new(), source }
    }

    fn regulation() -> Regulation {
        Regulation {
            id: "discipline".to_owned(),
            name: "中国共产党纪律处分条例".to_owned(),
            group: "条例".to_owned(),
            versions: vec![
                version("2018年修订", "2018-10-01", Some("2023-12-31")),
                version("2023年修订", "2024-01-01", None),
            ],
        }
    }

    #[test]
    fn the_version_of_the_date_counts() {
        let regulation = regulation();
        let label = |d| regulation.in_force(date(d)).map(|v| v.label.as_str());
        for (on, want) in [
            ("2018-09-30", None),
            ("2018-10-01", Some("2018年修订")),
            ("2020", Some("2018年修订")),
            ("2023-12-31", Some("2018年修订")),
            ("2024-01", Some("2023年修订")),
            ("2018", Some("2018年修订")),
        ] {
            assert_eq!(label(on), want, "{on}");
        }
    }

    #[test]
    fn warnings_name_what_took_its_place() {
        let regulation = regulation();
        let warn = |label: &str, on| regulation.warning(regulation.version(label).unwrap(), date(on));
        assert_eq!(warn("2018年修订", "2020-05"), None);
        assert_eq!(
            warn("2018年修订", "2024-03").unwrap(),
            "《中国共产党纪律处分条例》2018年修订在2024年3月时已被2023年修订（2024年1月1日起施行）取代。"
        );
        assert!(warn("2023年修订", "2020").unwrap().contains("还没有生效"));
    }
}
