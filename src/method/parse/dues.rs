//! `dues.toml`: rates, classes of payers and what belongs to the base, each dated by its document.

use super::regulation::{Dated, apart, version};
use super::{Ids, Known, distinct};
use crate::method::dues::{
    Band, BaseRule, Class, Dues, PayItem, Pays, Rates, Rounding, Scale, Special, Staff, StaffBase, yuan,
};
use crate::method::node::{Item, Table};
use crate::model::value::Money;

/// 100 %, in basis points.
const WHOLE: i64 = 10_000;

/// Reads `dues.toml`.
pub(in crate::method) fn dues(mut file: Table<'_>, known: &Known) -> Dues {
    let rounding = rounding(&mut file);
    let names = Names { items: ids(&file, "item"), staff: ids(&file, "staff") };
    let items = file.tables("item").into_iter().map(|t| named(t, known, "工资项目"));
    let items = unlike(items.collect()).into_iter().map(|(id, name)| PayItem { id, name }).collect();
    let staff = file.tables("staff").into_iter().map(|t| named(t, known, "人员身份"));
    let staff = unlike(staff.collect()).into_iter().map(|(id, name)| Staff { id, name }).collect();
    let (place, span) = (file.place, file.span.clone());
    let tables = file.tables("rates");
    if tables.is_empty() {
        place.absent(&span, "没有写明比例", "至少写一个 [[rates]]。");
    }
    let mut dated: Vec<(Dated, Rates)> = tables.into_iter().filter_map(|t| rates(t, &names, known)).collect();
    dated.sort_by_key(|(d, _)| d.version.from);
    apart(place, &dated.iter().map(|(d, _)| d).collect::<Vec<_>>());
    let mut bases: Vec<(Dated, BaseRule)> = file.tables("base").into_iter().filter_map(|t| base(t, &names)).collect();
    bases.sort_by(|(d, b), (e, c)| b.place.cmp(&c.place).then(d.version.from.cmp(&e.version.from)));
    for same in bases.chunk_by(|(_, b), (_, c)| b.place == c.place) {
        apart(place, &same.iter().map(|(d, _)| d).collect::<Vec<_>>());
    }
    file.finish();
    let rates = dated.into_iter().map(|(_, r)| r).collect();
    Dues { rounding, items, staff, rates, bases: bases.into_iter().map(|(_, b)| b).collect() }
}

/// What the lists of the file may name.
struct Names {
    items: Ids,
    staff: Ids,
}

fn ids(file: &Table<'_>, key: &str) -> Ids {
    let mut ids = Ids::default();
    file.peek_ids(key).into_iter().for_each(|id| ids.note(id));
    ids
}

fn rounding(file: &mut Table<'_>) -> Rounding {
    let Some(item) = file.get("rounding") else { return Rounding::default() };
    let Some(text) = item.text() else { return Rounding::default() };
    Rounding::ALL.into_iter().find(|r| r.name() == text).unwrap_or_else(|| {
        item.fault(format!("rounding 不能是“{text}”"), "写 fen（四舍五入到分）或 jiao（到角）。");
        Rounding::default()
    })
}

/// An item or a staff class with the place of its name.
struct Named<'d> {
    id: String,
    name: Option<Item<'d>>,
}

fn named<'d>(mut table: Table<'d>, known: &Known, kind: &'static str) -> Named<'d> {
    let named = Named { id: known.id(&mut table, kind), name: table.need("name") };
    table.finish();
    named
}

/// Ids with their names; a name that two share is reported, because people ask for a thing by its name.
fn unlike(all: Vec<Named<'_>>) -> Vec<(String, String)> {
    let mut kept: Vec<(String, String)> = Vec::new();
    for Named { id, name } in all {
        let text = name.as_ref().and_then(Item::text).unwrap_or_default();
        if let Some(item) = name.filter(|_| !text.is_empty() && kept.iter().any(|(_, earlier)| earlier == text)) {
            item.fault(format!("名称“{text}”重复"), "换一个名称。");
        }
        kept.push((id, text.to_owned()));
    }
    kept
}

fn rates(mut table: Table<'_>, names: &Names, known: &Known) -> Option<(Dated, Rates)> {
    let dated = version(&mut table);
    let scope = dated.as_ref().map(|d| format!("{} {}", d.version.label, d.version.from)).unwrap_or_default();
    let scope = Scope { known, document: &scope };
    let scales: Vec<Scale> = scope.own(table.tables("scale"), "档次表", scale);
    let has_scale = |id: &str| scales.iter().any(|s| s.id == id);
    let classes = table.tables("class");
    if classes.is_empty() {
        table.place.absent(&table.span, "没有写明哪些人交", "至少写一个 [[rates.class]]。");
    }
    let classes = scope.own(classes, "缴纳类别", |t, id| class(t, id, names, &has_scale));
    let specials = scope.own(table.tables("special"), "另有情形", special);
    let payment = texts(&mut table, "payment");
    table.finish();
    let dated = dated?;
    let rule = dated.version.clone();
    Some((dated, Rates { rule, scales, classes, specials, payment }))
}

/// Ids that differ within a document; the next document may use them again.
struct Scope<'k> {
    known: &'k Known,
    document: &'k str,
}

impl Scope<'_> {
    /// The tables of one list.
    fn own<'d, T>(
        &self,
        tables: Vec<Table<'d>>,
        kind: &'static str,
        read: impl Fn(&mut Table<'d>, String) -> T,
    ) -> Vec<T> {
        let one = |mut table: Table<'d>| {
            let id = self.known.id_within(&mut table, kind, self.document);
            let one = read(&mut table, id);
            table.finish();
            one
        };
        tables.into_iter().map(one).collect()
    }
}

fn scale(table: &mut Table<'_>, id: String) -> Scale {
    let item = table.need("bands");
    let members: Vec<Item<'_>> = item.as_ref().and_then(Item::list).unwrap_or_default();
    if let Some(item) = item.filter(|_| members.is_empty()) {
        item.fault("一档也没有", "写成 bands = [{ up_to = 5000, rate = 50 }, { over = 5000, rate = 100 }]。");
    }
    let last = members.len().saturating_sub(1);
    let mut bands: Vec<Band> = Vec::new();
    // After a band that cannot be read, it is not known where the next has to start.
    let mut sure = true;
    for (n, member) in members.iter().enumerate() {
        let Some(mut table) = member.table() else { continue };
        let band = band(&mut table);
        table.finish();
        if let Some(band) = band {
            if sure {
                join(member, bands.last(), band, n == last);
            }
            bands.push(band);
        }
        sure = band.is_some();
    }
    Scale { id, bands }
}

/// `None`: one of its numbers cannot be read, which is reported.
fn band(table: &mut Table<'_>) -> Option<Band> {
    let sum = |item: Option<Item<'_>>| match item {
        Some(item) => item.yuan().map(Some),
        None => Some(None),
    };
    let (over, up_to) = (sum(table.get("over")), sum(table.get("up_to")));
    let rate = table.need("rate").and_then(|item| {
        let rate = item.integer()?;
        let valid = u16::try_from(rate).ok().filter(|_| rate <= WHOLE);
        if valid.is_none() {
            item.fault(format!("比例 {rate} 不在 0 到 {WHOLE} 之间"), "以万分之一为单位：0.5% 写 50，2% 写 200。");
        }
        valid
    });
    Some(Band { over: over?.unwrap_or_default(), up_to: up_to?, rate: rate? })
}

/// Reports where a band does not go on from the one before.
fn join(at: &Item<'_>, before: Option<&Band>, band: Band, last: bool) {
    let start = before.map_or(Some(Money(0)), |b| b.up_to);
    let Some(start) = start else {
        at.fault("上一档没有上限，这一档永远用不上", "只有最后一档可以不写 up_to；各档从低到高写。");
        return;
    };
    if band.up_to.is_some_and(|limit| limit <= band.over) {
        at.fault("这一档是空的：up_to 不大于 over", "over 写超过多少元，up_to 写到多少元为止（含）。");
    } else if band.over > start {
        let (from, to) = (yuan(start), yuan(band.over));
        at.fault(format!("超过 {from} 元至 {to} 元没有比例"), format!("这一档的 over 写 {from}，或补上中间的一档。"));
    } else if band.over < start {
        let from = yuan(start);
        at.fault("与上一档重叠，或没有从低到高写", format!("上一档到 {from} 元为止，这一档的 over 写 {from}。"));
    }
    if let Some(limit) = band.up_to.filter(|_| last) {
        let limit = yuan(limit);
        at.fault(format!("超过 {limit} 元没有比例"), "最后一档不写 up_to。");
    }
}

fn class(table: &mut Table<'_>, id: String, names: &Names, scale_known: &impl Fn(&str) -> bool) -> Class {
    let name = table.text("name");
    let (scale, fixed) = (table.get("scale"), table.get("fixed"));
    let pays = match (scale, fixed) {
        (Some(scale), None) => {
            let id = scale.text().unwrap_or_default();
            if !id.is_empty() && !scale_known(id) {
                scale.fault(format!("没有档次表“{id}”"), "写同一份规定里 [[rates.scale]] 的 id。");
            }
            Pays::Scale(id.to_owned())
        }
        (None, Some(fixed)) => limits(&fixed),
        (None, None) => {
            table.place.absent(&table.span, "没有写明交多少", "写 scale（按比例）或 fixed（固定数额）。");
            Pays::Scale(String::new())
        }
        (Some(_), Some(fixed)) => {
            fixed.fault("scale 和 fixed 只能写一个", "按比例交的写 scale，交固定数额的写 fixed。");
            limits(&fixed)
        }
    };
    let by_scale = matches!(pays, Pays::Scale(_));
    let base = if by_scale { table.text("base") } else { table.optional_text("base") };
    let staff = references(table, "staff", &names.staff, "人员身份");
    Class { id, name, base, pays, staff }
}

/// `{ min = 0.2, max = 1 }`
fn limits(item: &Item<'_>) -> Pays {
    let Some(mut table) = item.table() else { return Pays::Fixed { min: Money(0), max: Money(0) } };
    let (min, max) = (table.need("min").and_then(|i| i.yuan()), table.need("max").and_then(|i| i.yuan()));
    table.finish();
    if let (Some(min), Some(max)) = (min, max)
        && (max < min || min < Money(0))
    {
        item.fault("max 小于 min，或 min 小于 0", "min 写最少交多少元，max 写最多交多少元；只有一个数的，两项写一样。");
    }
    Pays::Fixed { min: min.unwrap_or_default(), max: max.unwrap_or_default() }
}

fn special(table: &mut Table<'_>, id: String) -> Special {
    let since = table.get("since").and_then(|i| i.flag()).unwrap_or_default();
    Special { id, name: table.text("name"), text: table.text("text"), since }
}

fn base(mut table: Table<'_>, names: &Names) -> Option<(Dated, BaseRule)> {
    let dated = version(&mut table);
    let place = table.optional_text("place");
    let line = table.get("line").and_then(|i| i.yuan());
    let deducts = references(&mut table, "deducts", &names.items, "工资项目");
    let excluded = references(&mut table, "excluded", &names.items, "工资项目");
    let mut staff: Vec<StaffBase> = Vec::new();
    for mut row in table.tables("staff") {
        let of = row.need("staff");
        let id = of.as_ref().and_then(|item| known(item, item.text()?, &names.staff, "人员身份")).unwrap_or_default();
        if let Some(item) = of.filter(|_| !id.is_empty() && staff.iter().any(|s| s.staff == id)) {
            item.fault(format!("人员身份“{id}”重复"), "合成一处写。");
        }
        let counts = settled(&mut row, "counts", names, [&deducts, &excluded]);
        let not = settled(&mut row, "excluded", names, [&counts, &deducts]);
        row.finish();
        staff.push(StaffBase { staff: id, counts, excluded: not });
    }
    table.finish();
    let dated = dated?;
    let rule = dated.version.clone();
    Some((dated, BaseRule { rule, place, line, staff, deducts, excluded }))
}

/// Items of a staff class; one on which the same document says something else is reported.
fn settled(row: &mut Table<'_>, key: &'static str, names: &Names, others: [&Vec<String>; 2]) -> Vec<String> {
    let Some(list) = row.get(key) else { return Vec::new() };
    let mut kept = Vec::new();
    for (item, text) in distinct(&list) {
        if others.iter().any(|other| other.iter().any(|id| id == text)) {
            item.fault(format!("“{text}”在同一份规定里有两种说法"), "一个项目只写在 counts、deducts、excluded 之一。");
        }
        kept.extend(known(&item, text, &names.items, "工资项目"));
    }
    kept
}

fn references(table: &mut Table<'_>, key: &'static str, ids: &Ids, kind: &str) -> Vec<String> {
    let Some(list) = table.get(key) else { return Vec::new() };
    distinct(&list).into_iter().filter_map(|(item, text)| known(&item, text, ids, kind)).collect()
}

fn known(item: &Item<'_>, id: &str, ids: &Ids, kind: &str) -> Option<String> {
    if ids.lacks(id) {
        item.fault(format!("没有{kind}“{id}”"), format!("可以写：{}。", ids.listed()));
        return None;
    }
    Some(id.to_owned())
}

fn texts(table: &mut Table<'_>, key: &'static str) -> Vec<String> {
    let list = table.get(key).map(|i| i.texts()).unwrap_or_default();
    list.into_iter().map(|(_, text)| text.to_owned()).collect()
}
