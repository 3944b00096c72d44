//! 代号对照表: whose code is whose. For 内部/ alone.

use super::deliver::Ready;
use super::paper::gather::Gatherer;
use super::wml::Properties;
use super::xlsx::{Book, Cell, Sheet};
use crate::error::Result;
use crate::model::ids::UnitId;
use crate::model::people::Person;
use crate::model::record::Kind;
use crate::model::round::Unit;
use crate::store::Reader;
use std::collections::{BTreeMap, HashMap};

/// The table of the round; `None` when nobody is on a roster.
///
/// # Errors
/// The file cannot be read.
pub(super) fn table(reader: &Reader, gatherer: &Gatherer<'_>) -> Result<Option<Ready<Book>>> {
    let units: BTreeMap<UnitId, Unit> = reader.all::<Unit>()?.into_iter().map(|u| (u.id, u)).collect();
    let mut people: Vec<Person> = reader.all()?;
    if people.is_empty() {
        return Ok(None);
    }
    let code = |p: &Person| units.get(&p.unit).map(|u| u.code.clone());
    people.sort_by_cached_key(|p| (code(p), p.code.clone(), p.id));
    let mut talks: HashMap<_, i64> = HashMap::new();
    for (_, parent, _) in reader.briefs(Kind::Interview)? {
        *talks.entry(parent).or_default() += 1;
    }
    let row = |p: &Person| {
        vec![
            Cell::text(units.get(&p.unit).map_or("", |u| u.name.as_str())),
            Cell::text(p.code.to_string()),
            Cell::text(&p.name),
            Cell::text(&p.post),
            Cell::Count(talks.get(&Some(p.id.0)).copied().unwrap_or_default()),
        ]
    };
    let heads = ["被巡察单位", "代号", "姓名", "职务", "谈话（次）"].map(str::to_owned).to_vec();
    let ids = [gatherer.round()].into_iter().chain(people.iter().map(|p| p.id.0));
    let head = gatherer.head();
    let properties =
        Properties {
            title: "代号对照表".to_owned(), creator: head.group.clone(), at: gatherer.latest(ids.clone())?
        };
    let from = gatherer.sources(ids.chain(units.keys().map(|u| u.0)))?;
    let printed = heads.len();
    let sheet = Sheet { name: "代号对照表", heads, rows: people.iter().map(row).collect(), printed };
    let output = Book { properties, marking: head.marking.clone(), sheets: vec![sheet] };
    Ok(Some(Ready { tell: String::new(), output, from }))
}
