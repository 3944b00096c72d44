//! `regulations.toml`: regulations with their versions, and duties that recur.

use super::{Known, origin, period};
use crate::method::fault::FaultPlace;
use crate::method::node::Table;
use crate::method::types::{Frequency, Regulation, Version};
use crate::model::value::PartialDate;
use std::ops::Range;

/// Groups within question 2.
const GROUPS: [&str; 4] = ["党章", "准则", "条例", "其他"];

/// Reads `regulations.toml`.
pub(in crate::method) fn regulations(mut file: Table<'_>, known: &Known) -> (Vec<Regulation>, Vec<Frequency>) {
    let regulations = file.tables("regulation").into_iter().map(|t| regulation(t, known)).collect();
    let frequencies = file.tables("frequency").into_iter().map(|t| frequency(t, known)).collect();
    file.finish();
    (regulations, frequencies)
}

fn frequency(mut table: Table<'_>, known: &Known) -> Frequency {
    let frequency = Frequency {
        id: known.id(&mut table, "周期要求"),
        duty: table.text("duty"),
        how_often: table.text("how_often"),
        source: origin(&mut table),
    };
    table.finish();
    frequency
}

fn regulation(mut table: Table<'_>, known: &Known) -> Regulation {
    let id = known.id(&mut table, "法规");
    let name = table.text("name");
    let group = group(&mut table);
    let tables = table.tables("version");
    if tables.is_empty() {
        table.place.absent(&table.span, "没有一个版本", "至少写一个 [[regulation.version]]。");
    }
    let place = table.place;
    let read = |mut t: Table<'_>| {
        let version = version(&mut t);
        t.finish();
        version
    };
    let mut dated: Vec<Dated> = tables.into_iter().filter_map(read).collect();
    table.finish();
    dated.sort_by_key(|d| d.version.from);
    apart(place, &dated.iter().collect::<Vec<_>>());
    Regulation { id, name, group, versions: dated.into_iter().map(|d| d.version).collect() }
}

/// Reports versions, in time order, that overlap.
pub(super) fn apart(place: FaultPlace<'_>, dated: &[&Dated]) {
    for (earlier, later) in dated.iter().zip(dated.iter().skip(1)) {
        let until = earlier.version.to;
        if until.is_none_or(|to| !follows(later.version.from, to)) {
            let line = place.source.line(earlier.span.start);
            let open = if until.is_none() { "，那一版没有写 to" } else { "" };
            place.fault(
                &later.span,
                format!("与第 {line} 行起的版本“{}”时间重叠{open}", earlier.version.label),
                "前一版的 to 写到这一版的 from 之前。",
            );
        }
    }
}

/// Whether a version may start on `from` when the one before ends with `to`. Where only the month is known, both may
/// name the month of the change.
fn follows(from: PartialDate, to: PartialDate) -> bool {
    to.first() < from.last()
}

fn group(table: &mut Table<'_>) -> String {
    let Some(item) = table.need("group") else { return String::new() };
    let group = item.text().unwrap_or_default();
    if !group.is_empty() && !GROUPS.contains(&group) {
        item.fault(format!("没有分组“{group}”"), format!("只能写：{}。", GROUPS.join("、")));
    }
    group.to_owned()
}

/// A version with the place of its `from`.
pub(super) struct Dated {
    /// The version.
    pub(super) version: Version,
    span: Range<usize>,
}

/// Reads the keys of a version; `None` when its `from` cannot be read, which is reported here and leaves nothing to
/// compare.
pub(super) fn version(table: &mut Table<'_>) -> Option<Dated> {
    let label = table.text("label");
    let (from, to) = period(table);
    let note = table.optional_text("note");
    let source = origin(table);
    from.map(|(from, span)| Dated { version: Version { label, from, to, note, source }, span })
}
