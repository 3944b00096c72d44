//! The tables of an import's preview as text, with columns that line up.

use crate::import::people::Section;
use crate::text::width;

/// Widest column, in cells; longer texts push the rest of their row.
const WIDEST: usize = 28;

/// All sections, a blank line between them.
pub(super) fn text(sections: &[Section]) -> String {
    sections.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(section: &Section) -> String {
    let mut lines = vec![section.title.clone()];
    if !section.rows.is_empty() {
        let heads: Vec<String> = section.columns.iter().map(|c| (*c).to_owned()).collect();
        let table: Vec<&Vec<String>> = std::iter::once(&heads).chain(&section.rows).collect();
        let widths: Vec<usize> = (0..heads.len()).map(|at| widest(&table, at)).collect();
        lines.extend(table.iter().map(|row| {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, w)| padded(cell, *w)).collect();
            format!("  {}", cells.join("  ")).trim_end().to_owned()
        }));
    }
    lines.extend(section.notes.iter().map(|note| format!("  {note}")));
    lines.join("\n") + "\n"
}

fn widest(lines: &[&Vec<String>], at: usize) -> usize {
    lines.iter().filter_map(|l| l.get(at)).map(|cell| width::cells(&plain(cell))).max().unwrap_or(0).min(WIDEST)
}

fn padded(cell: &str, to: usize) -> String {
    let cell = plain(cell);
    if width::cells(&cell) > to { cell } else { width::fit(&cell, to) }
}

/// Line breaks within a cell would tear the row.
fn plain(cell: &str) -> String {
    cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_cells() {
        let section = Section {
            title: "新增（2）".into(),
            columns: vec!["姓名", "职务", "行"],
            rows: vec![
                vec!["王建国".into(), "局长".into(), "4".into()],
                vec!["李 强".into(), "副\n局长".into(), "5".into()],
            ],
            notes: vec!["请核对".into()],
        };
        assert_eq!(
            text(&[section]),
            "新增（2）\n  姓名    职务     行\n  王建国  局长     4\n  李 强   副 局长  5\n  请核对\n"
        );
    }
}
