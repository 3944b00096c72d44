//! The last step: the people of a plan go into the round, in one transaction.

use super::CodeSource;
use super::plan::Plan;
use crate::error::{Error, Result};
use crate::model::ids::InspectorId;
use crate::model::people::{Code, Person};
use crate::model::record::{Changes, Op};
use crate::model::round::Unit;
use crate::store::Store;
use rand::Rng;

/// Writes what the plan shows, and before it `new_unit`, the unit of the plan when the round does not have it yet: all of
/// it is one action, and one undo takes the whole import back. `retired` are the codes of the unit's people who are in
/// the bin: they are not given again.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when the unit's people changed since the plan was made, or no code is
/// left; and whatever the store says. Nothing is written then.
pub fn write<R: Rng + Send + 'static>(
    store: &Store,
    author: Option<InspectorId>,
    plan: Plan,
    new_unit: Option<Unit>,
    retired: Vec<Code>,
    rng: R,
) -> Result<Changes> {
    let ((), changes) = store.transact(Op::ImportPeople, author, move |tx| {
        let on_file: Vec<Person> = tx.children(plan.unit.0)?;
        if !plan.fits(&on_file) {
            return Err(
                Error::input("核对期间，这个单位的人员有了变动，没有导入").hint("请重新打开名册，核对后再导入。")
            );
        }
        if let Some(unit) = &new_unit {
            tx.put(unit)?;
        }
        let used = on_file.into_iter().map(|p| p.code).chain(retired);
        for person in plan.apply(&mut CodeSource::new(used, rng))? {
            tx.put(&person)?;
        }
        Ok(())
    })?;
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use super::super::{Decisions, Entry, Place, Roster};
    use super::*;
    use crate::model::ids::UnitId;
    use crate::model::record::Kind;
    use crate::store::Secret;
    use rand::SeedableRng;
    use rand::rngs::SmallRng;

    fn roster(names: &[&str]) -> Roster {
        let entry = |(row, name): (usize, &&str)| Entry {
            place: Place { row, ..Place::default() },
            name: (*name).to_owned(),
            post: "科员".to_owned(),
            ..Entry::default()
        };
        Roster { entries: names.iter().enumerate().map(entry).collect(), ..Roster::default() }
    }

    #[test]
    fn a_plan_is_written_once_and_refused_when_people_changed_since() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let unit = UnitId::new();
        let people = || store.reader().unwrap().children::<Person>(unit.0).unwrap();
        let make = |names: &[&str]| Plan::make(unit, &people(), &roster(names), &Decisions::default(), &|_| None);
        let retired: Vec<Code> = (1..99).map(|n| Code(format!("A{n:02}"))).collect();
        let first = make(&["王强", "李敏"]);
        let changes = write(&store, None, first.clone(), None, retired, SmallRng::seed_from_u64(3)).unwrap();
        assert_eq!(changes.records.len(), 2);
        assert_eq!(people().len(), 2);
        let stale = write(&store, None, first, None, Vec::new(), SmallRng::seed_from_u64(3)).unwrap_err();
        assert!(stale.what.contains("变动"), "{stale}");
        assert_eq!(people().len(), 2, "nothing was written");
        assert!(make(&["王强", "李敏"]).is_empty());
        write(&store, None, make(&["王强", "李敏", "赵磊"]), None, Vec::new(), SmallRng::seed_from_u64(4)).unwrap();
        let codes: std::collections::HashSet<_> = people().into_iter().map(|p| p.code).collect();
        assert_eq!(codes.len(), 3);
        store.close().unwrap();
    }

    #[test]
    fn a_new_unit_and_its_people_are_one_action_or_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let unit = Unit::new(UnitId::new(), "SLJ", "水利局党组");
        let plan = Plan::make(unit.id, &[], &roster(&["王强", "李敏"]), &Decisions::default(), &|_| None);
        let none_free = (1..=999).flat_map(|n| ('A'..='Z').map(move |c| Code(format!("{c}{n:02}")))).collect();
        let refused = write(&store, None, plan.clone(), Some(unit.clone()), none_free, SmallRng::seed_from_u64(3));
        assert!(refused.is_err());
        let reader = store.reader().unwrap();
        assert_eq!(reader.all::<Unit>().unwrap(), [], "no unit without its people");
        let changes = write(&store, None, plan, Some(unit.clone()), Vec::new(), SmallRng::seed_from_u64(3)).unwrap();
        let kinds: Vec<Kind> = changes.records.iter().map(|c| c.kind).collect();
        assert_eq!(kinds, [Kind::Unit, Kind::Person, Kind::Person]);
        let actions = changes.records.iter().map(|c| reader.history(c.record).unwrap().remove(0));
        let actions: std::collections::HashSet<_> = actions.map(|r| (r.txn, r.op)).collect();
        assert_eq!(actions.into_iter().map(|(_, op)| op).collect::<Vec<_>>(), ["import-people"]);
        store.close().unwrap();
    }
}
