//! The style sheet, the font table with substitutes, the settings.

use super::body::Style;
use super::page::{CHARACTER_SPACING, FRAMED_PITCH};
use super::xml::{Element, el, val};

/// The namespace of WordprocessingML.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Id of the character style of labels.
pub(super) const LABEL: &str = "wkLabel";

/// Id of the character style of names before text.
pub(super) const STRONG: &str = "wkStrong";

/// The fonts of GB/T 9704, each with the names under which other systems have it.
///
/// 仿宋_GB2312 holds 6763 characters; for a rarer name every program falls back glyph by glyph, and the
/// substitutes tell it where to look first.
const FONTS: [(&str, &str, &str); 5] = [
    ("仿宋_GB2312", "仿宋,FangSong,方正仿宋_GBK,FZFangSong-Z02,Noto Serif CJK SC", "modern"),
    ("方正小标宋简体", "方正小标宋_GBK,FZXiaoBiaoSong-B05,华文中宋,宋体,Noto Serif CJK SC", "roman"),
    ("黑体", "SimHei,方正黑体_GBK,Noto Sans CJK SC", "swiss"),
    ("楷体_GB2312", "楷体,KaiTi,方正楷体_GBK,Noto Serif CJK SC", "modern"),
    ("宋体", "SimSun,方正书宋_GBK,Noto Serif CJK SC", "roman"),
];

const FANGSONG: &str = "仿宋_GB2312";
const XIAOBIAOSONG: &str = "方正小标宋简体";
const HEITI: &str = "黑体";
const KAITI: &str = "楷体_GB2312";
const SONGTI: &str = "宋体";

/// How a paragraph style looks.
struct Look {
    name: &'static str,
    font: &'static str,
    /// Half points.
    size: i32,
    /// Adjusted so that 28 characters fit a line.
    spaced: bool,
    /// First line in by two characters.
    indent: bool,
    jc: &'static str,
    /// Line height in twips with its rule; `None`: the grid's.
    line: Option<(i32, &'static str)>,
    /// Space above, twips.
    before: i32,
    keep_next: bool,
}

const RUNNING: Look = Look {
    name: "问看正文",
    font: FANGSONG,
    size: 32,
    spaced: true,
    indent: true,
    // Not justified: stretching a line, LibreOffice can drop the punctuation mark at its end.
    jc: "left",
    line: None,
    before: 0,
    keep_next: false,
};

/// A cell of a table of many columns.
const LISTED: Look = Look { size: 21, spaced: false, indent: false, line: Some((300, "atLeast")), ..RUNNING };

/// The look of each style. Exhaustive, so that a new style cannot be forgotten.
const fn look(style: Style) -> Look {
    match style {
        Style::Body => RUNNING,
        Style::Title => Look {
            name: "问看标题",
            font: XIAOBIAOSONG,
            size: 44,
            spaced: false,
            indent: false,
            jc: "center",
            keep_next: true,
            ..RUNNING
        },
        Style::Heading => Look { name: "问看一级标题", font: HEITI, keep_next: true, ..RUNNING },
        Style::Question => Look { name: "问看提问", font: KAITI, ..RUNNING },
        Style::Signature => Look { name: "问看签名", indent: false, jc: "left", ..RUNNING },
        Style::Centred => Look { name: "问看居中", indent: false, jc: "center", ..RUNNING },
        Style::TableLabel => Look {
            name: "问看表头",
            font: HEITI,
            size: 24,
            spaced: false,
            indent: false,
            jc: "center",
            line: Some((360, "atLeast")),
            ..RUNNING
        },
        Style::TableText => Look {
            name: "问看表格",
            size: 24,
            spaced: false,
            indent: false,
            jc: "left",
            line: Some((360, "atLeast")),
            ..RUNNING
        },
        // Word leaves tables off the grid, so the pitch is written out.
        Style::FormText => Look { name: "问看表内正文", line: Some((FRAMED_PITCH, "exact")), ..RUNNING },
        Style::FormLine => Look { name: "问看表内签名", indent: false, line: Some((680, "exact")), ..RUNNING },
        Style::ListLabel => Look { name: "问看清单表头", font: HEITI, jc: "center", ..LISTED },
        Style::ListText => Look { name: "问看清单", ..LISTED },
        Style::Header => Look {
            name: "问看页眉",
            font: HEITI,
            size: 28,
            spaced: false,
            indent: false,
            jc: "left",
            line: Some((360, "atLeast")),
            ..RUNNING
        },
        Style::Footer => Look {
            name: "问看页脚",
            size: 24,
            spaced: false,
            indent: false,
            jc: "left",
            line: Some((520, "exact")),
            ..RUNNING
        },
        Style::PageNumber => Look {
            name: "问看页码",
            font: SONGTI,
            size: 28,
            spaced: false,
            indent: false,
            jc: "left",
            line: Some((360, "atLeast")),
            before: 120,
            ..RUNNING
        },
    }
}

/// `w:rFonts` with one name for all scripts.
fn fonts(name: &'static str) -> Element {
    ["w:ascii", "w:eastAsia", "w:hAnsi", "w:cs"].into_iter().fold(el("w:rFonts"), |e, a| e.attr(a, name))
}

fn sizes(half_points: i32) -> [Element; 2] {
    [val("w:sz", half_points.to_string()), val("w:szCs", half_points.to_string())]
}

fn style(of: Style) -> Element {
    let look = look(of);
    let spacing = match look.line {
        Some((line, rule)) => el("w:spacing")
            .number("w:before", look.before)
            .number("w:after", 0)
            .number("w:line", line)
            .attr("w:lineRule", rule),
        None => el("w:spacing").number("w:before", look.before).number("w:after", 0),
    };
    let paragraph = el("w:pPr")
        .child_if(look.keep_next, || el("w:keepNext"))
        .child_if(look.line.is_some(), || val("w:snapToGrid", "0"))
        .child(spacing)
        .child_if(look.indent, || el("w:ind").number("w:firstLineChars", 200).number("w:firstLine", 630))
        .child(val("w:jc", look.jc));
    let run = el("w:rPr")
        .child(fonts(look.font))
        .child_if(look.spaced, || val("w:spacing", CHARACTER_SPACING.to_string()))
        .children(sizes(look.size));
    el("w:style")
        .attr("w:type", "paragraph")
        .attr("w:customStyle", "1")
        .attr("w:styleId", of.id())
        .child(val("w:name", look.name))
        .child(val("w:basedOn", "a"))
        .child(el("w:qFormat"))
        .child(paragraph)
        .child(run)
}

/// `word/styles.xml`.
pub(super) fn sheet() -> Element {
    let language = el("w:lang").attr("w:val", "en-US").attr("w:eastAsia", "zh-CN").attr("w:bidi", "ar-SA");
    let run = el("w:rPr").child(fonts(FANGSONG)).children(sizes(32)).child(language);
    let defaults =
        el("w:docDefaults").child(el("w:rPrDefault").child(run)).child(el("w:pPrDefault").child(el("w:pPr")));
    let normal = el("w:style")
        .attr("w:type", "paragraph")
        .attr("w:default", "1")
        .attr("w:styleId", "a")
        .child(val("w:name", "Normal"))
        .child(el("w:qFormat"))
        // Widow control would leave a page of 21 lines; the standard wants 22.
        .child(el("w:pPr").child(val("w:widowControl", "0")));
    let character = |id: &'static str, name: &'static str, run: Element| {
        el("w:style")
            .attr("w:type", "character")
            .attr("w:customStyle", "1")
            .attr("w:styleId", id)
            .child(val("w:name", name))
            .child(el("w:qFormat"))
            .child(run)
    };
    let run = el("w:rPr").child(fonts(KAITI)).child(val("w:spacing", "0")).children(sizes(24));
    let label = character(LABEL, "问看标注", run);
    let strong = character(STRONG, "问看标题字", el("w:rPr").child(fonts(HEITI)));
    el("w:styles")
        .attr("xmlns:w", W)
        .child(defaults)
        .child(normal)
        .children(Style::ALL.map(style))
        .child(label)
        .child(strong)
}

/// `word/fontTable.xml`.
pub(super) fn font_table() -> Element {
    let font = |(name, others, family): (&'static str, &'static str, &'static str)| {
        el("w:font")
            .attr("w:name", name)
            .child(val("w:altName", others))
            .child(val("w:charset", "86"))
            .child(val("w:family", family))
            .child(val("w:pitch", "variable"))
    };
    el("w:fonts").attr("xmlns:w", W).children(FONTS.map(font))
}

/// `word/settings.xml`.
pub(super) fn settings() -> Element {
    let compat = el("w:compatSetting")
        .attr("w:name", "compatibilityMode")
        .attr("w:uri", "http://schemas.microsoft.com/office/word")
        .attr("w:val", "15");
    el("w:settings")
        .attr("xmlns:w", W)
        .child(el("w:zoom").number("w:percent", 100))
        .child(val("w:defaultTabStop", "420"))
        .child(el("w:evenAndOddHeaders"))
        .child(val("w:characterSpacingControl", "compressPunctuation"))
        .child(el("w:compat").child(el("w:spaceForUL")).child(el("w:useFELayout")).child(compat))
        .child(el("w:themeFontLang").attr("w:val", "en-US").attr("w:eastAsia", "zh-CN"))
}
