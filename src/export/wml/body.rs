//! Paragraphs and runs.

use super::xml::{Element, el, val};

/// The styles of our sheet; a form chooses among them and never formats by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// 仿宋 16 pt, first line indented by two characters: the running text.
    Body,
    /// 小标宋 22 pt, centred.
    Title,
    /// 黑体 16 pt: 一、
    Heading,
    /// 楷体 16 pt: what was asked.
    Question,
    /// 仿宋 16 pt, not indented, right: place of a signature.
    Signature,
    /// 仿宋 16 pt, centred: 以下空白 and the like.
    Centred,
    /// 黑体 12 pt: the label of a table row.
    TableLabel,
    /// 仿宋 12 pt: the value of a table row.
    TableText,
    /// 仿宋 16 pt in a frame as wide as the type area: 28 characters and the standard's pitch, as outside of it.
    FormText,
    /// 仿宋 16 pt, not indented, with room to write: a line to sign on in such a frame.
    FormLine,
    /// 黑体 10.5 pt: the head of a table of many columns.
    ListLabel,
    /// 仿宋 10.5 pt: its cells.
    ListText,
    /// 黑体 14 pt: the marking at the head of the page.
    Header,
    /// 仿宋 12 pt: lines at the foot of the page.
    Footer,
    /// 宋体 14 pt: the page number.
    PageNumber,
}

impl Style {
    /// All styles in the order of the sheet.
    pub const ALL: [Self; 15] = [
        Self::Body,
        Self::Title,
        Self::Heading,
        Self::Question,
        Self::Signature,
        Self::Centred,
        Self::TableLabel,
        Self::TableText,
        Self::FormText,
        Self::FormLine,
        Self::ListLabel,
        Self::ListText,
        Self::Header,
        Self::Footer,
        Self::PageNumber,
    ];

    /// Its id in the sheet.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Body => "wkBody",
            Self::Title => "wkTitle",
            Self::Heading => "wkHeading",
            Self::Question => "wkQuestion",
            Self::Signature => "wkSignature",
            Self::Centred => "wkCentred",
            Self::TableLabel => "wkTableLabel",
            Self::TableText => "wkTableText",
            Self::FormText => "wkFormText",
            Self::FormLine => "wkFormLine",
            Self::ListLabel => "wkListLabel",
            Self::ListText => "wkListText",
            Self::Header => "wkHeader",
            Self::Footer => "wkFooter",
            Self::PageNumber => "wkPageNumber",
        }
    }
}

/// A field that the reader's program fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordField {
    /// Number of the page.
    Page,
    /// How many pages.
    Pages,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// Text in the paragraph's own letters. A line feed in it is a line break, a tab a tab.
    Text(String),
    /// Text that belongs to the form and not to the person: smaller, 楷体.
    Label(String),
    /// Text in 黑体 of the paragraph's size: the name of what follows on the same line.
    Strong(String),
    /// To the next tab stop.
    Tab,
    /// A field.
    Field(WordField),
}

/// What fills the way to a tab stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leader {
    /// Nothing.
    None,
    /// A line to write on.
    Line,
}

/// A tab stop, twips from the left of the type area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TabStop {
    /// Where.
    pub at: i32,
    /// Text ends there instead of starting there.
    pub right: bool,
    /// What fills the way.
    pub leader: Leader,
}

/// Where a paragraph stands, when not where its style puts it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    /// As its style says.
    #[default]
    AsStyle,
    /// Right.
    Right,
    /// Left, one character in (even page numbers).
    LeftInset,
    /// Right, one character in (odd page numbers).
    RightInset,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    style: Style,
    runs: Vec<Run>,
    align: Align,
    tabs: Vec<TabStop>,
    keep_next: bool,
    rule_above: bool,
}

impl Paragraph {
    /// An empty paragraph of that style.
    pub const fn new(style: Style) -> Self {
        Self { style, runs: Vec::new(), align: Align::AsStyle, tabs: Vec::new(), keep_next: false, rule_above: false }
    }

    /// A paragraph of one text.
    pub fn of(style: Style, text: impl Into<String>) -> Self {
        Self::new(style).text(text)
    }

    /// Adds text as it was said.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.run(Run::Text(text.into()))
    }

    /// Adds a label of the form.
    #[must_use]
    pub fn label(self, text: impl Into<String>) -> Self {
        self.run(Run::Label(text.into()))
    }

    /// Adds a name for what follows.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.run(Run::Strong(text.into()))
    }

    /// Adds a run.
    #[must_use]
    pub fn run(mut self, run: Run) -> Self {
        self.runs.push(run);
        self
    }

    /// Places it.
    #[must_use]
    pub const fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// Adds a tab stop; in the order of the line.
    #[must_use]
    pub fn tab_stop(mut self, stop: TabStop) -> Self {
        self.tabs.push(stop);
        self
    }

    /// Stays on the page of the next paragraph.
    #[must_use]
    pub const fn keep_next(mut self) -> Self {
        self.keep_next = true;
        self
    }

    /// A thin line above it.
    #[must_use]
    pub const fn rule_above(mut self) -> Self {
        self.rule_above = true;
        self
    }

    /// `w:p`.
    pub(super) fn element(&self) -> Element {
        let runs = self.runs.iter().flat_map(run_elements);
        el("w:p").child(self.properties()).children(runs)
    }

    /// `w:pPr`, its children in the order of the schema.
    fn properties(&self) -> Element {
        let rule = || el("w:pBdr").child(border("w:top"));
        let inset = match self.align {
            Align::AsStyle => None,
            Align::Right => Some((None, "right")),
            // One character of 14 pt on the outer side of the sheet.
            Align::LeftInset => Some((Some(el("w:ind").number("w:left", 280)), "left")),
            Align::RightInset => Some((Some(el("w:ind").number("w:right", 280)), "right")),
        };
        el("w:pPr")
            .child(val("w:pStyle", self.style.id()))
            .child_if(self.keep_next, || el("w:keepNext"))
            .child_if(self.rule_above, rule)
            .child_if(!self.tabs.is_empty(), || el("w:tabs").children(self.tabs.iter().copied().map(tab_element)))
            .children(inset.into_iter().flat_map(|(ind, jc)| ind.into_iter().chain([val("w:jc", jc)])))
    }
}

/// A thin single line, as every rule and frame of our forms is drawn.
pub(super) fn border(name: &'static str) -> Element {
    val(name, "single").number("w:sz", 4).number("w:space", 0).attr("w:color", "auto")
}

fn tab_element(stop: TabStop) -> Element {
    let leader = match stop.leader {
        Leader::None => "none",
        Leader::Line => "underscore",
    };
    val("w:tab", if stop.right { "right" } else { "left" }).attr("w:leader", leader).number("w:pos", stop.at)
}

fn run_elements(run: &Run) -> Vec<Element> {
    match run {
        Run::Text(text) => vec![el("w:r").children(text_elements(text))],
        Run::Label(text) => vec![styled(super::styles::LABEL, text)],
        Run::Strong(text) => vec![styled(super::styles::STRONG, text)],
        Run::Tab => vec![el("w:r").child(el("w:tab"))],
        Run::Field(field) => field_elements(*field),
    }
}

fn styled(style: &'static str, text: &str) -> Element {
    let properties = el("w:rPr").child(val("w:rStyle", style));
    el("w:r").child(properties).children(text_elements(text))
}

/// The text with its line breaks and tabs as elements: in `w:t` both would read as blanks.
fn text_elements(text: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            elements.push(el("w:br"));
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                elements.push(el("w:tab"));
            }
            if !piece.is_empty() {
                elements.push(el("w:t").attr("xml:space", "preserve").text(piece));
            }
        }
    }
    elements
}

/// A complex field: WPS updates it on opening, which it does not do with every `w:fldSimple`.
fn field_elements(field: WordField) -> Vec<Element> {
    let code = match field {
        WordField::Page => " PAGE ",
        WordField::Pages => " NUMPAGES ",
    };
    let mark = |kind: &'static str| el("w:r").child(el("w:fldChar").attr("w:fldCharType", kind));
    vec![
        mark("begin"),
        el("w:r").child(el("w:instrText").attr("xml:space", "preserve").text(code)),
        mark("separate"),
        el("w:r").child(el("w:t").text("1")),
        mark("end"),
    ]
}
