//! 巡察干部: the members of the group.

use super::complete;
use crate::error::{Error, Result};
use crate::model::record::Op;
use crate::model::round::Inspector;
use crate::store::{Act, Over, Tx};

/// Adds or changes a member of the group.
#[derive(Debug, Clone)]
pub struct KeepInspector {
    /// Over which state it was changed.
    pub over: Over,
    /// As it is from now on.
    pub inspector: Inspector,
}

impl Act for KeepInspector {
    fn op(&self) -> Op {
        Op::EditInspector
    }

    fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let before: Option<Inspector> = tx.get(self.inspector.id.0)?;
        let kept = tx.merge(self.over, self.inspector.clone())?;
        complete::check(before.as_ref(), &kept)?;
        let namesake = tx.all::<Inspector>()?.into_iter().any(|i| i.name == kept.name && i.id != kept.id);
        if namesake {
            return Err(Error::input("组里已有同名的成员").hint("请加一个字区分，如“刘芳（财政）”。"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::InspectorId;
    use crate::model::round::Part;
    use crate::store::{Secret, Store};

    fn store() -> (tempfile::TempDir, Store) {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        (dir, store)
    }

    fn add(store: &Store, name: &str) -> Inspector {
        let inspector = Inspector::new(InspectorId::new(), name, Part::Member);
        let act = KeepInspector { over: Over::default(), inspector: inspector.clone() };
        store.perform(None, act).unwrap();
        inspector
    }

    #[test]
    fn two_members_never_have_one_name() {
        let (_dir, store) = store();
        add(&store, "刘芳");
        let second = Inspector::new(InspectorId::new(), "刘芳", Part::Member);
        let e = store.perform(None, KeepInspector { over: Over::default(), inspector: second }).unwrap_err();
        assert!(e.what.contains("同名") && store.reader().unwrap().all::<Inspector>().unwrap().len() == 1, "{e}");
    }

    #[test]
    fn a_code_drawn_meanwhile_is_kept_by_a_form_opened_before() {
        let (_dir, store) = store();
        let old = add(&store, "刘芳");
        let read = store.reader().unwrap();
        let base = read.head(old.id.0).unwrap();
        let coded = Inspector { code: "LF".to_owned(), ..old.clone() };
        store.perform(None, KeepInspector { over: Over { base, settle: None }, inspector: coded }).unwrap();
        let renamed = Inspector { name: "刘芳芳".to_owned(), ..old };
        store.perform(None, KeepInspector { over: Over { base, settle: None }, inspector: renamed }).unwrap();
        let kept = read.all::<Inspector>().unwrap().remove(0);
        assert_eq!((kept.name.as_str(), kept.code.as_str()), ("刘芳芳", "LF"));
    }
}
