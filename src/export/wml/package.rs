//! The parts of a docx, their relations, and the zip that holds them.

use super::body::{Paragraph, Style};
use super::styles::{self, W};
use super::xml::{Element, el};
use super::{Block, Document, Properties};
use crate::error::{Error, Result};
use crate::model::value::Instant;
use std::io::{Cursor, Write};
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// The namespace of relations inside a part.
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const CORE_RELATION: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
const MAIN_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";

/// A part of the document: where it lies, what it is.
struct Part {
    path: &'static str,
    /// Last segment of the relation's type and of the content type (`styles`, `header` …).
    kind: &'static str,
    id: &'static str,
}

const fn part(path: &'static str, kind: &'static str, id: &'static str) -> Part {
    Part { path, kind, id }
}

/// Everything that `document.xml` refers to.
const PARTS: [Part; 7] = [
    part("styles.xml", "styles", "rId1"),
    part("settings.xml", "settings", "rId2"),
    part("fontTable.xml", "fontTable", "rId3"),
    part("header1.xml", "header", "rId4"),
    part("header2.xml", "header", "rId5"),
    part("footer1.xml", "footer", "rId6"),
    part("footer2.xml", "footer", "rId7"),
];

/// The bytes of the docx.
pub(super) fn write(document: &Document) -> Result<Vec<u8>> {
    let mut zip = Zip::new();
    let mut fixed = ZipArchive::new(Cursor::new(fixed()?)).map_err(failed)?;
    let margins = &document.margins;
    let header = margin("w:hdr", &margins.header);
    for path in ["[Content_Types].xml", "_rels/.rels", "docProps/app.xml"] {
        zip.copy(path, &mut fixed)?;
    }
    zip.add("docProps/core.xml", &core_properties(&document.properties))?;
    zip.copy("word/_rels/document.xml.rels", &mut fixed)?;
    zip.add("word/document.xml", &main_part(document))?;
    for path in ["word/styles.xml", "word/settings.xml", "word/fontTable.xml"] {
        zip.copy(path, &mut fixed)?;
    }
    zip.add("word/header1.xml", &header)?;
    zip.add("word/header2.xml", &header)?;
    zip.add("word/footer1.xml", &margin("w:ftr", &margins.footer_odd))?;
    zip.add("word/footer2.xml", &margin("w:ftr", &margins.footer_even))?;
    zip.finish()
}

/// The parts that are the same in every document, packed once: building and deflating the style sheet takes longer
/// than all that a working paper says.
fn fixed() -> Result<&'static [u8]> {
    static PACKED: OnceLock<Vec<u8>> = OnceLock::new();
    if let Some(packed) = PACKED.get() {
        return Ok(packed);
    }
    let mut zip = Zip::new();
    for (path, root) in [
        ("[Content_Types].xml", content_types()),
        ("_rels/.rels", package_relations()),
        ("docProps/app.xml", app_properties()),
        ("word/_rels/document.xml.rels", document_relations()),
        ("word/styles.xml", styles::sheet()),
        ("word/settings.xml", styles::settings()),
        ("word/fontTable.xml", styles::font_table()),
    ] {
        zip.add(path, &root)?;
    }
    let packed = zip.finish()?;
    Ok(PACKED.get_or_init(|| packed))
}

/// A header or footer; the schema wants at least one paragraph.
fn margin(name: &'static str, lines: &[Paragraph]) -> Element {
    let filler = lines.is_empty().then(|| Paragraph::new(Style::Header).element());
    el(name).attr("xmlns:w", W).children(lines.iter().map(Paragraph::element)).children(filler)
}

fn main_part(document: &Document) -> Element {
    let blocks = document.body.iter().map(|block| match block {
        Block::Paragraph(p) => p.element(),
        Block::Table(t) => t.element(),
    });
    // Word refuses a body that ends in a table.
    let tail = matches!(document.body.last(), Some(Block::Table(_)) | None)
        .then(|| Paragraph::new(Style::TableText).element());
    let reference = |name, kind: &'static str, id: &'static str| el(name).attr("w:type", kind).attr("r:id", id);
    let section = el("w:sectPr")
        .child(reference("w:headerReference", "default", "rId4"))
        .child(reference("w:headerReference", "even", "rId5"))
        .child(reference("w:footerReference", "default", "rId6"))
        .child(reference("w:footerReference", "even", "rId7"))
        .children(document.page.elements());
    let body = el("w:body").children(blocks).children(tail).child(section);
    el("w:document").attr("xmlns:w", W).attr("xmlns:r", R).child(body)
}

fn content_types() -> Element {
    let default = |extension: &'static str, kind: &'static str| {
        el("Default").attr("Extension", extension).attr("ContentType", kind)
    };
    let main = |path: &'static str, kind: &str| {
        el("Override").attr("PartName", format!("/word/{path}")).attr("ContentType", format!("{MAIN_TYPE}{kind}+xml"))
    };
    el("Types")
        .attr("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")
        .child(default("rels", "application/vnd.openxmlformats-package.relationships+xml"))
        .child(default("xml", "application/xml"))
        .child(
            el("Override")
                .attr("PartName", "/docProps/app.xml")
                .attr("ContentType", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
        )
        .child(
            el("Override")
                .attr("PartName", "/docProps/core.xml")
                .attr("ContentType", "application/vnd.openxmlformats-package.core-properties+xml"),
        )
        .child(main("document.xml", "document.main"))
        .children(PARTS.iter().map(|p| main(p.path, p.kind)))
}

fn relation(id: &'static str, kind: String, target: &'static str) -> Element {
    el("Relationship").attr("Id", id).attr("Type", kind).attr("Target", target)
}

fn package_relations() -> Element {
    el("Relationships")
        .attr("xmlns", RELATIONS)
        .child(relation("rId1", format!("{R}/officeDocument"), "word/document.xml"))
        .child(relation("rId2", CORE_RELATION.to_owned(), "docProps/core.xml"))
        .child(relation("rId3", format!("{R}/extended-properties"), "docProps/app.xml"))
}

fn document_relations() -> Element {
    let relations = PARTS.iter().map(|p| relation(p.id, format!("{R}/{}", p.kind), p.path));
    el("Relationships").attr("xmlns", RELATIONS).children(relations)
}

fn app_properties() -> Element {
    el("Properties")
        .attr("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
        .child(el("Application").text("wenkan"))
}

fn core_properties(properties: &Properties) -> Element {
    let moment = |name| el(name).attr("xsi:type", "dcterms:W3CDTF").text(&w3c(properties.at));
    el("cp:coreProperties")
        .attr("xmlns:cp", CORE)
        .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .attr("xmlns:dcterms", "http://purl.org/dc/terms/")
        .attr("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .child(el("dc:title").text(&properties.title))
        .child(el("dc:creator").text(&properties.creator))
        .child(el("cp:lastModifiedBy").text(&properties.creator))
        .child(moment("dcterms:created"))
        .child(moment("dcterms:modified"))
        .child(el("dc:language").text("zh-CN"))
}

/// UTC, to the second: the same whatever zone the program runs in.
fn w3c(at: Instant) -> String {
    let t = Instant { ms: at.ms, offset: 0 }.civil();
    let (date, time) = (t.date(), t.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// A zip whose bytes depend on its content alone.
struct Zip(ZipWriter<Cursor<Vec<u8>>>);

impl Zip {
    fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    fn add(&mut self, path: &str, root: &Element) -> Result<()> {
        // System and permissions would otherwise follow the platform on which the program runs.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(6))
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Dos)
            .large_file(false);
        let bytes = root.to_part()?;
        self.0.start_file(path, options).map_err(failed)?;
        self.0.write_all(&bytes).map_err(failed)
    }

    /// Takes a packed part over as it is.
    fn copy(&mut self, path: &str, from: &mut ZipArchive<Cursor<&[u8]>>) -> Result<()> {
        let at = from.index_for_name(path).ok_or_else(|| failed(path))?;
        self.0.raw_copy_file(from.by_index_raw(at).map_err(failed)?).map_err(failed)
    }

    fn finish(self) -> Result<Vec<u8>> {
        Ok(self.0.finish().map_err(failed)?.into_inner())
    }
}

fn failed(e: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::internal("打包 Word 文档失败").hint("记录不受影响；请再试一次，并把日志交给维护人员。").because(e)
}
