//! 定性依据: the version that held at the time of the fact, and how well it is sourced.

use super::{BasisStanding, Footing, InForce};
use crate::method::records::BasisRef;
use crate::method::types::{Method, Regulation, Verified, Version};
use crate::model::ids::InspectorId;
use crate::model::problem::{Basis, Problem};
use crate::model::value::PartialDate;

/// First and last part of the time of the fact.
fn span(problem: &Problem) -> Option<(PartialDate, PartialDate)> {
    match (problem.from, problem.to) {
        (Some(from), Some(to)) => Some((from.min(to), from.max(to))),
        (Some(one), None) | (None, Some(one)) => Some((one, one)),
        (None, None) => None,
    }
}

/// Looks a basis up. `name_of` gives the name of an inspector.
pub(super) fn footing(
    basis: &Basis,
    problem: &Problem,
    method: Option<&Method>,
    name_of: &dyn Fn(InspectorId) -> String,
) -> Footing {
    let regulation = method.and_then(|m| m.regulations.iter().find(|r| r.id == basis.regulation));
    let version = regulation.and_then(|r| r.version(&basis.version));
    let standing = match basis.confirmed() {
        Some(confirmed) => BasisStanding::Confirmed(name_of(confirmed.by)),
        None if method.zip(version).is_some_and(|(m, v)| is_sourced(m, v, basis)) => BasisStanding::Verified,
        None => BasisStanding::ToConfirm,
    };
    let span = span(problem);
    let in_force = match (regulation, version, span) {
        (Some(regulation), Some(version), Some(span)) => in_force(regulation, version, span),
        _ => InForce::Unknown,
    };
    let fitting = regulation.zip(span).and_then(|(r, (from, _))| r.in_force(from)).map(|v| &v.label);
    let fitting = fitting.filter(|label| **label != basis.version).cloned();
    Footing { id: basis.id, printed: printed(basis, &standing), standing, in_force, fitting }
}

/// 《…》（…）第…条, with 〔待核〕 while nobody vouches for it.
fn printed(basis: &Basis, standing: &BasisStanding) -> String {
    let version = if basis.version.is_empty() { String::new() } else { format!("（{}）", basis.version) };
    let mark = if *standing == BasisStanding::ToConfirm { "〔待核〕" } else { "" };
    format!("《{}》{version}{}{mark}", basis.name.trim(), basis.clause.trim())
}

const fn vouched(verified: Verified) -> bool {
    matches!(verified, Verified::Article | Verified::Sourced)
}

/// Whether the method vouches for both the version and the clause.
fn is_sourced(method: &Method, version: &Version, basis: &Basis) -> bool {
    let clause = |b: &BasisRef| {
        b.regulation == basis.regulation && b.clause == basis.clause.trim() && vouched(b.source.verified)
    };
    let of_items = method.records.iter().flat_map(|k| &k.items).flat_map(|i| &i.basis);
    vouched(version.source.verified)
        && !basis.clause.trim().is_empty()
        && of_items.chain(method.patterns.iter().flat_map(|p| &p.basis)).any(clause)
}

fn in_force(regulation: &Regulation, version: &Version, (from, to): (PartialDate, PartialDate)) -> InForce {
    let starts_late = from.before(version.from);
    let ends_early = version.to.is_some_and(|end| end.before(to));
    let none = to.before(version.from) || version.to.is_some_and(|end| end.before(from));
    let name = &regulation.name;
    if none {
        return InForce::No(regulation.warning(version, if starts_late { to } else { from }).unwrap_or_default());
    }
    if !starts_late && !ends_early {
        return InForce::Yes;
    }
    let label = &version.label;
    InForce::Partly(if starts_late {
        format!("《{name}》{label}自{}起施行，事实从{}开始，前一段还没有生效。", version.from.chinese(), from.chinese())
    } else {
        let end = version.to.unwrap_or(to);
        format!("《{name}》{label}到{}为止有效，事实到{}为止，后一段已经失效。", end.chinese(), to.chinese())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::fixture::day;

    #[test]
    fn a_version_that_ended_on_the_way_is_named_with_its_end() {
        let method = Method::builtin().unwrap();
        let found = method.regulations.iter().flat_map(|r| r.versions.iter().map(move |v| (r, v)));
        let mut ended = found.filter_map(|(r, v)| Some((r, v, v.to?)));
        let (regulation, version, end) = ended.find(|(r, ..)| r.id == "discipline").unwrap();
        let later = day("2030-01").unwrap();
        let InForce::Partly(said) = in_force(regulation, version, (version.from, later)) else { panic!("not partly") };
        assert!(said.contains(&end.chinese()) && said.contains(&later.chinese()), "{said}");
    }
}
