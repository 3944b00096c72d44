//! A small WordprocessingML writer: what our forms need of docx, and nothing else.
//!
//! The forms above it speak of paragraphs, runs, tables and a page; only this module knows element names. Parts
//! are built as trees ([`xml::Element`]) and written by quick-xml, so nothing is ever escaped by hand, and the
//! order of children, which the schema fixes and Word insists on, stands in one function per element.
//!
//! - [`page`]: the page of GB/T 9704 and its numbers.
//! - [`body`]: paragraphs and runs. [`table`]: tables.
//! - `styles`: the style sheet, the fonts with their substitutes, the settings.
//! - `package`: the parts, their relations, the zip.
//!
//! Rules that come from how Word, WPS and LibreOffice differ:
//! - WPS sizes tables by `w:gridCol`, Word by `w:tblW`: both are written, in twentieths of a point (DXA).
//! - `w:rFonts` names one font for all scripts; substitutes stand in the font table as `w:altName`, because a
//!   list in `w:rFonts` is no font at all. Nothing is embedded.
//! - Rows of a table do not snap to the grid of the page.
//! - Equal documents give equal bytes: fixed order, fixed zip times, no clock.

pub mod body;
pub mod page;
pub mod table;
pub mod xml;

mod package;
mod styles;

use crate::error::Result;
use crate::model::value::Instant;
use body::Paragraph;
use page::Page;
use table::Table;

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table; a paragraph must follow it somewhere, which the package adds when it is the last block.
    Table(Table),
}

impl From<Paragraph> for Block {
    fn from(p: Paragraph) -> Self {
        Self::Paragraph(p)
    }
}

impl From<Table> for Block {
    fn from(t: Table) -> Self {
        Self::Table(t)
    }
}

/// What stands in the document's properties. Never a person's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Properties {
    /// Kind and number, e.g. 谈话记录 访谈A37.
    pub title: String,
    /// The group.
    pub creator: String,
    /// Last revision of the records printed: both created and modified.
    pub at: Instant,
}

/// What is repeated on every page; odd and even pages mirror each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Margins {
    /// Head of every page.
    pub header: Vec<Paragraph>,
    /// Foot of odd pages (on the right side of a spread).
    pub footer_odd: Vec<Paragraph>,
    /// Foot of even pages.
    pub footer_even: Vec<Paragraph>,
}

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its properties.
    pub properties: Properties,
    /// Its page.
    pub page: Page,
    /// Head and foot of the pages.
    pub margins: Margins,
    /// The text.
    pub body: Vec<Block>,
}

impl Document {
    /// The bytes of the docx.
    ///
    /// # Errors
    /// Only when the zip writer fails, which in memory means a document beyond the limits of the format.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        package::write(self)
    }
}

#[cfg(test)]
mod tests;
