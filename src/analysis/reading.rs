//! Coverage of the reading (五必看, DESIGN.md §4): which kinds of record were read for which years, and what is left.
//!
//! Works on briefs only, one unit at a time, so that a round of ten thousand documents is counted without parsing a body
//! (bodies are read only in a round that has used several methods, to know with which one a document was begun).
//!
//! A document is *read* when every item of its kind has a verdict other than 未看, or when it is noted as
//! 读过，未发现问题. A kind of record is
//!
//! | mark | meaning |
//! | --- | --- |
//! | `☑` | done: each year of the inspected period has a read document, or an excuse |
//! | `~` | part: there are documents or excuses, but not for all years |
//! | `/` | excused: no document, and every year has an excuse |
//! | `☐` | open: nothing |

use crate::Result;
use crate::analysis::methods;
use crate::method::records::CheckItem;
use crate::method::types::Method;
use crate::model::answer::Progress;
use crate::model::brief::CheckResultBrief;
use crate::model::ids::{CheckResultId, DocumentId, Hash, UnitId};
use crate::model::reading::{CheckResult, Document, DocumentBrief, Verdict};
use crate::model::record::Kind;
use crate::model::round::{ReadingExcuse, Round, Unit};
use crate::store::Reader;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The result of one check item, as its brief tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultLine {
    /// The result.
    pub id: CheckResultId,
    /// The document.
    pub document: DocumentId,
    /// The check item.
    pub item: String,
    /// 结论
    pub verdict: Verdict,
}

/// What an observation marked at a check item says until somebody words it: title of the item, what was noted beside it
/// (without a note: the problem that the method ties to it), pages.
pub fn marked(item: Option<&CheckItem>, result: &CheckResult) -> String {
    let title = item.map_or("", |i| i.title.as_str());
    let what = match (result.note.as_str(), item) {
        ("", Some(item)) if !item.problem.is_empty() => item.problem.as_str(),
        (note, _) => note,
    };
    let pages = if result.pages.is_empty() { String::new() } else { format!("（页 {}）", result.pages) };
    let colon = if what.is_empty() { "" } else { "：" };
    format!("{title}{colon}{what}{pages}")
}

/// What the coverage of one unit's reading is computed from.
#[derive(Debug, Clone, Default)]
pub struct Briefs {
    /// The unit's documents.
    pub documents: Vec<(DocumentId, DocumentBrief)>,
    /// The results of their check items.
    pub results: Vec<ResultLine>,
    /// Kinds of record that are not read, with the reason.
    pub excuses: Vec<ReadingExcuse>,
    /// Years of the inspected period; empty: not known.
    pub years: Vec<i16>,
    /// Documents that were begun with another method than the present one.
    pub begun_with: HashMap<DocumentId, Arc<Method>>,
}

/// The years of a round's inspected period; empty when it has none.
pub fn years(round: &Round) -> Vec<i16> {
    let (from, to) = match (round.from, round.to) {
        (Some(from), to) => (from.year(), to.unwrap_or(from).year()),
        (None, Some(to)) => (to.year(), to.year()),
        (None, None) => return Vec::new(),
    };
    (from..=to).collect()
}

impl Briefs {
    /// Reads the briefs of one unit's reading. `method` is the round's present one.
    pub fn read(reader: &Reader, unit: &Unit, round: &Round, method: &Method) -> Result<Self> {
        let documents = reader.briefs_below(unit.id.0, &[Kind::Document])?;
        let results = reader.briefs_below(unit.id.0, &[Kind::Document, Kind::CheckResult])?;
        let line = |(id, document, brief): crate::store::Brief| {
            let CheckResultBrief { item, verdict } = CheckResultBrief::parse(&brief)?;
            Some(ResultLine { id: id.into(), document: document?.into(), item, verdict })
        };
        Ok(Self {
            documents: documents.into_iter().map(|(id, _, b)| (id.into(), DocumentBrief::parse(&b))).collect(),
            results: results.into_iter().filter_map(line).collect(),
            excuses: unit.excuses.clone(),
            years: years(round),
            begun_with: begun_with(reader, unit.id, method)?,
        })
    }
}

/// The methods of documents that were begun with another one than `method`.
fn begun_with(reader: &Reader, unit: UnitId, method: &Method) -> Result<HashMap<DocumentId, Arc<Method>>> {
    if reader.methods()?.len() < 2 {
        return Ok(HashMap::new());
    }
    let mut known: BTreeMap<Hash, Option<Arc<Method>>> = BTreeMap::new();
    let mut of = HashMap::new();
    for document in reader.children::<Document>(unit.0)?.into_iter().filter(|d| d.method != method.hash) {
        let hash = document.method;
        // One that this version cannot read cannot be asked: the present one is, as for all others.
        let entry = known.entry(hash).or_insert_with(|| methods::exact(reader, hash).ok());
        of.extend(entry.as_ref().map(|m| (document.id, Arc::clone(m))));
    }
    Ok(of)
}

/// Where one document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// The document.
    pub document: DocumentId,
    /// What its brief says.
    pub brief: DocumentBrief,
    /// Check items of its kind.
    pub items: usize,
    /// Of these, 未看; none when it is noted as 读过，未发现问题.
    pub open: usize,
    /// 有问题
    pub problems: usize,
}

impl DocumentRow {
    /// Every item has a verdict, or it is noted as read with nothing found. A kind without items is read when noted so.
    pub const fn is_read(&self) -> bool {
        self.brief.clean || self.open == 0 && self.items > 0
    }

    /// The mark on screen.
    pub const fn progress(&self) -> Progress {
        if self.is_read() {
            Progress::Done
        } else if self.open < self.items {
            Progress::Part
        } else {
            Progress::Open
        }
    }

    fn covers(&self, year: i16) -> bool {
        let ends = (self.brief.from.or(self.brief.to), self.brief.to.or(self.brief.from));
        matches!(ends, (Some(from), Some(to)) if (from.year()..=to.year()).contains(&year))
    }
}

/// Where a year of the inspected period stands for one kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRow {
    /// The year.
    pub year: i16,
    /// Done: a document of it is read. Part: one is there. Excused: with a reason. Open: nothing.
    pub progress: Progress,
}

/// One kind of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindRow {
    /// The kind of the method, e.g. `k4`.
    pub kind: String,
    /// Documents registered.
    pub documents: usize,
    /// Of these, read.
    pub read: usize,
    /// Items 未看, over all its documents.
    pub open_items: usize,
    /// Items 有问题, over all its documents.
    pub problems: usize,
    /// The years of the inspected period; empty when that is not known.
    pub years: Vec<YearRow>,
    /// Where the kind stands.
    pub progress: Progress,
}

impl KindRow {
    /// Neither done nor excused.
    pub const fn is_left(&self) -> bool {
        matches!(self.progress, Progress::Open | Progress::Part)
    }

    /// The years without a read document and without an excuse.
    pub fn years_left(&self) -> impl Iterator<Item = i16> {
        self.years.iter().filter(|y| matches!(y.progress, Progress::Open | Progress::Part)).map(|y| y.year)
    }
}

/// The reading half of one unit's coverage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// A line a kind of record, in the order of the method.
    pub kinds: Vec<KindRow>,
    /// A line a document, in the order given.
    pub documents: Vec<DocumentRow>,
}

impl Coverage {
    /// Kinds of record that are neither done nor excused.
    pub fn left(&self) -> usize {
        self.kinds.iter().filter(|k| k.is_left()).count()
    }

    /// Items 未看, over all documents.
    pub fn open_items(&self) -> usize {
        self.kinds.iter().map(|k| k.open_items).sum()
    }

    /// The line of a kind.
    pub fn kind(&self, id: &str) -> Option<&KindRow> {
        self.kinds.iter().find(|k| k.kind == id)
    }
}

/// Reads and computes the reading of one unit.
pub fn read(reader: &Reader, unit: &Unit, round: &Round, method: &Method) -> Result<Coverage> {
    Ok(coverage(method, &Briefs::read(reader, unit, round, method)?))
}

/// Computes the coverage of one unit's reading.
pub fn coverage(method: &Method, briefs: &Briefs) -> Coverage {
    let mut results: HashMap<DocumentId, Vec<&ResultLine>> = HashMap::new();
    for result in &briefs.results {
        results.entry(result.document).or_default().push(result);
    }
    let row = |(id, brief): &(DocumentId, DocumentBrief)| {
        let begun_with = briefs.begun_with.get(id).map_or(method, Arc::as_ref);
        document(*id, brief, results.get(id).map_or(&[], Vec::as_slice), begun_with)
    };
    let documents: Vec<DocumentRow> = briefs.documents.iter().map(row).collect();
    let kinds = method.records.iter().map(|k| kind(&k.id, &documents, briefs)).collect();
    Coverage { kinds, documents }
}

fn document(id: DocumentId, brief: &DocumentBrief, results: &[&ResultLine], method: &Method) -> DocumentRow {
    let kind = method.records.iter().find(|k| k.id == brief.kind);
    let items = kind.map_or(&[] as &[_], |k| k.items.as_slice());
    let verdict = |item: &str| results.iter().rev().find(|r| r.item == item).map_or(Verdict::Unread, |r| r.verdict);
    let open = items.iter().filter(|i| verdict(&i.id) == Verdict::Unread).count();
    DocumentRow {
        document: id,
        brief: brief.clone(),
        items: items.len(),
        open: if brief.clean { 0 } else { open },
        problems: results.iter().filter(|r| r.verdict == Verdict::Problem).count(),
    }
}

fn kind(id: &str, documents: &[DocumentRow], briefs: &Briefs) -> KindRow {
    let of_kind: Vec<&DocumentRow> = documents.iter().filter(|d| d.brief.kind == id).collect();
    let excused = |year: Option<i16>| {
        let mut excuses = briefs.excuses.iter().filter(|e| e.kind == id && !e.reason.trim().is_empty());
        excuses.any(|e| e.year.is_none() || e.year == year)
    };
    let year = |year: i16| {
        let covering = || of_kind.iter().filter(|d| d.covers(year));
        let progress = if covering().any(|d| d.is_read()) {
            Progress::Done
        } else if excused(Some(year)) {
            Progress::Excused
        } else if covering().next().is_some() {
            Progress::Part
        } else {
            Progress::Open
        };
        YearRow { year, progress }
    };
    let years: Vec<YearRow> = briefs.years.iter().copied().map(year).collect();
    KindRow {
        kind: id.to_owned(),
        documents: of_kind.len(),
        read: of_kind.iter().filter(|d| d.is_read()).count(),
        open_items: of_kind.iter().map(|d| d.open).sum(),
        problems: of_kind.iter().map(|d| d.problems).sum(),
        progress: progress(&of_kind, &years, excused(None)),
        years,
    }
}

/// Without a known period one read document, or an excuse for the whole, is enough.
fn progress(documents: &[&DocumentRow], years: &[YearRow], excused: bool) -> Progress {
    let settled = |y: &YearRow| matches!(y.progress, Progress::Done | Progress::Excused);
    let is = |wanted: Progress| years.iter().any(|y| y.progress == wanted);
    let read = documents.iter().any(|d| d.is_read());
    let all_settled = if years.is_empty() { read || excused } else { years.iter().all(settled) };
    match (all_settled, documents.is_empty()) {
        (true, _) if read => Progress::Done,
        (true, _) => Progress::Excused,
        (false, true) if !is(Progress::Excused) => Progress::Open,
        (false, _) => Progress::Part,
    }
}

#[cfg(test)]
mod tests;
