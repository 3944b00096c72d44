//! The last step: the people of a plan go into the round, in one transaction.

use super::codes::CodeSource;
use super::plan::Plan;
use crate::error::{Error, Result};
use crate::model::ids::InspectorId;
use crate::model::people::{Code, Person};
use crate::model::record::{Changes, Op};
use crate::store::Store;
use rand::Rng;

/// Writes what the plan shows. `retired` are the codes of the unit's people who are in the bin: they are not given
/// again. One undo takes the whole import back.
///
/// # Errors
/// [`Kind::Input`](crate::error::Kind::Input) when the unit's people changed since the plan was made, or no code is
/// left; and whatever the store says. Nothing is written then.
pub fn write<R: Rng + Send + 'static>(
    store: &Store,
    author: Option<InspectorId>,
    plan: Plan,
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
        let changes = write(&store, None, first.clone(), retired, SmallRng::seed_from_u64(3)).unwrap();
        assert_eq!(changes.records.len(), 2);
        assert_eq!(people().len(), 2);
        let stale = write(&store, None, first, Vec::new(), SmallRng::seed_from_u64(3)).unwrap_err();
        assert!(stale.what.contains("变动"), "{stale}");
        assert_eq!(people().len(), 2, "nothing was written");
        assert!(make(&["王强", "李敏"]).is_empty());
        write(&store, None, make(&["王强", "李敏", "赵磊"]), Vec::new(), SmallRng::seed_from_u64(4)).unwrap();
        let codes: std::collections::HashSet<_> = people().into_iter().map(|p| p.code).collect();
        assert_eq!(codes.len(), 3);
        store.close().unwrap();
    }
}
