//! Which rows and columns of an xlsx do not show: hidden by hand, or by a filter. The parser of the cells does not tell.

use super::{MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeSet, HashMap};
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// What of one sheet does not show; rows and columns from 0.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<usize>,
    pub(super) columns: BTreeSet<usize>,
    pub(super) filtered: bool,
}

type Zip<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// By the name of the sheet. What cannot be read hides nothing: the reader of the cells says what is wrong with a file.
pub(super) fn of(bytes: &[u8]) -> HashMap<String, Hidden> {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return HashMap::new() };
    let targets: HashMap<String, String> = elements(&mut zip, "xl/_rels/workbook.xml.rels", "Relationship", |e| {
        Some((attribute(e, "Id")?, attribute(e, "Target")?))
    });
    let sheets: Vec<(String, String)> = elements(&mut zip, "xl/workbook.xml", "sheet", |e| {
        let id = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == "id" && a.key.as_ref() != "id");
        let id = id?.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        Some((attribute(e, "name")?, id))
    });
    let mut out = HashMap::new();
    for (name, id) in sheets {
        let Some(target) = targets.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        out.insert(name, one(&mut zip, &path));
    }
    out
}

fn one(zip: &mut Zip<'_>, path: &str) -> Hidden {
    let mut out = Hidden::default();
    let mut row = 0;
    walk(zip, path, |e| match e.local_name().as_ref() {
        "row" => {
            row = attribute(e, "r").and_then(|r| r.parse::<usize>().ok()).and_then(|r| r.checked_sub(1)).unwrap_or(row);
            if (yes(e, "hidden") || flat(e, "ht")) && row < MAX_ROWS {
                out.rows.insert(row);
            }
            row += 1;
        }
        "col" if yes(e, "hidden") || flat(e, "width") => {
            let bound = |name| attribute(e, name).and_then(|r| r.parse::<usize>().ok());
            if let (Some(from), Some(to)) = (bound("min"), bound("max")) {
                out.columns.extend(from.saturating_sub(1)..to.min(MAX_COLUMNS));
            }
        }
        "filterColumn" => out.filtered = true,
        _ => {}
    });
    out
}

fn yes(e: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(e, name).as_deref(), Some("1" | "true"))
}

/// A height or a width of nothing.
fn flat(e: &BytesStart<'_>, name: &str) -> bool {
    attribute(e, name).and_then(|v| v.parse::<f64>().ok()).is_some_and(|v| v == 0.0)
}

/// What `take` makes of each element of that name.
fn elements<T, C: FromIterator<T>>(
    zip: &mut Zip<'_>,
    path: &str,
    name: &str,
    take: impl Fn(&BytesStart<'_>) -> Option<T>,
) -> C {
    let mut all = Vec::new();
    walk(zip, path, |e| {
        if e.local_name().as_ref() == name {
            all.extend(take(e));
        }
    });
    all.into_iter().collect()
}

fn walk(zip: &mut Zip<'_>, path: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let Ok(part) = zip.by_name(path) else { return };
    let mut reader = Reader::from_reader(BufReader::new(part.take(MAX_UNPACKED)));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(e) | Event::Empty(e)) => see(&e),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
        buffer.clear();
    }
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = e.try_get_attribute(name).ok().flatten()?;
    value.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}
