//! Tables that stand on their side: one person on a form (履历表, 审批表), or one person in each column. They are
//! turned into a list with a head, so that there is one reader.

use super::field::RosterField;
use super::head::like_a_name;
use crate::import::table::{Cell, CellKind, Table};

/// The fields that are taken from a form.
const TAKEN: [RosterField; 9] = [
    RosterField::Name,
    RosterField::Post,
    RosterField::Department,
    RosterField::Party,
    RosterField::PartySince,
    RosterField::PostSince,
    RosterField::InCharge,
    RosterField::Contact,
    RosterField::Note,
];

/// A label with the value to the right of it.
struct Pair<'t> {
    row: usize,
    col: usize,
    field: RosterField,
    value: &'t Cell,
}

/// The sheet as a list with a head, and what to say of it; `None`: it is one already, or no roster at all.
pub(super) fn as_list(table: &Table) -> Option<(Table, String)> {
    turned(table).or_else(|| form(table))
}

/// The labels of a row's cells: which are usual heads, and are not covered by a merged cell.
fn label(cell: &Cell) -> Option<RosterField> {
    if cell.is_blank() || cell.copied_from.is_some() { None } else { RosterField::exactly(&cell.text) }
}

/// 姓名 and 职务 stand below each other, and one person in each column right of them.
fn turned(table: &Table) -> Option<(Table, String)> {
    let rows: Vec<&Vec<Cell>> = table.rows.iter().collect();
    let (at, col) = rows.iter().enumerate().find_map(|(at, row)| {
        let col = row.iter().position(|c| label(c) == Some(RosterField::Name))?;
        Some((at, col))
    })?;
    let names = rows.get(at)?.iter().skip(col + 1).filter(|c| !c.is_blank() && c.copied_from.is_none());
    if names.clone().count() < 2 || !names.clone().all(|c| like_a_name(&c.text)) {
        return None;
    }
    let below = |row: &&&Vec<Cell>| row.get(col).is_some_and(|c| label(c).is_some());
    if rows.iter().skip(at).filter(below).count() < 2 {
        return None;
    }
    let width = rows.iter().map(|r| r.len()).max().unwrap_or(0);
    // The head lies above the first person's line, which bears the number of their column.
    let mut turned: Vec<Vec<Cell>> = vec![Vec::new(); width];
    for (n, line) in turned.iter_mut().enumerate().skip(col) {
        let cells = rows.iter().skip(at).filter(|r| r.get(col).is_some_and(|c| !c.is_blank()));
        *line = cells.map(|r| r.get(n).cloned().unwrap_or_default()).collect();
    }
    let note = format!("“{}”横着排，每人一列：已转过来读，行号是列的序号", table.sheet);
    Some((Table { sheet: table.sheet.clone(), rows: turned, ..Table::default() }, note))
}

/// Labels with their values beside them, more than once in a row: a form for one person. Several forms in a sheet are
/// several people.
fn form(table: &Table) -> Option<(Table, String)> {
    let pairs = pairs(table);
    let mut people: Vec<Vec<&Pair<'_>>> = Vec::new();
    for pair in &pairs {
        if pair.field == RosterField::Name && like_a_name(&pair.value.text) {
            people.push(Vec::new());
        }
        if let Some(person) = people.last_mut() {
            person.push(pair);
        }
    }
    let rows = |person: &[&Pair<'_>]| {
        let mut rows: Vec<usize> = person.iter().map(|p| p.row).collect();
        rows.dedup();
        rows.len()
    };
    if people.is_empty() || !people.iter().all(|p| p.len() >= 3 && rows(p) >= 2) {
        return None;
    }
    let mut out: Vec<Vec<Cell>> = Vec::new();
    let head = TAKEN.map(|f| Cell::new(f.chinese(), CellKind::Text)).to_vec();
    for person in &people {
        let at = person.first().map_or(0, |p| p.row).max(out.len()).max(1);
        out.resize(at, Vec::new());
        let value = |field: RosterField| {
            let pair = person.iter().find(|p| p.field == field);
            pair.map(|p| Cell { copied_from: None, ..p.value.clone() }).unwrap_or_default()
        };
        out.push(TAKEN.map(value).to_vec());
    }
    let first = people.first().and_then(|p| p.first()).map_or(1, |p| p.row.max(1));
    if let Some(line) = out.get_mut(first - 1) {
        *line = head;
    }
    let name = if table.sheet.is_empty() { "这张表".to_owned() } else { format!("工作表“{}”", table.sheet) };
    let note = format!(
        "{name}是一人一表（履历表、审批表一类）：按栏目读出 {} 人，只读姓名、职务、政治面貌等几栏",
        people.len()
    );
    Some((Table { sheet: table.sheet.clone(), rows: out, ..Table::default() }, note))
}

fn pairs(table: &Table) -> Vec<Pair<'_>> {
    let mut out: Vec<Pair<'_>> = Vec::new();
    for (row, cells) in table.rows.iter().enumerate() {
        for (col, cell) in cells.iter().enumerate() {
            let Some(field) = label(cell) else { continue };
            // The value is the next cell that is no copy of the label.
            let own = |c: &&Cell| c.copied_from.is_none_or(|(r, k)| (r as usize, k as usize) != (row, col));
            let next = cells.iter().skip(col + 1).find(own);
            if let Some(value) = next.filter(|v| !v.is_blank() && RosterField::exactly(&v.text).is_none()) {
                out.push(Pair { row, col, field, value });
            }
        }
    }
    // A list has its labels in one row and no two of them below each other.
    let stacked = out.iter().any(|p| out.iter().any(|q| q.row > p.row && q.col == p.col));
    if stacked { out } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let cells = |r: &&[&str]| r.iter().map(|t| Cell::new(*t, CellKind::Text)).collect();
        Table { sheet: "表".into(), rows: rows.iter().map(cells).collect(), ..Table::default() }
    }

    #[test]
    fn a_form_is_one_person_and_a_list_is_left_alone() {
        let form = table(&[
            &["干部履历表"],
            &["姓名", "赵一鸣", "性别", "男"],
            &["职务", "局长", "民族", "汉"],
            &["政治面貌", "中共党员", "入党时间", "1998.07"],
        ]);
        let (list, note) = as_list(&form).unwrap();
        assert!(note.contains("1 人"), "{note}");
        let texts: Vec<&str> = list.rows[1].iter().map(|c| c.text.as_str()).collect();
        assert_eq!(texts, ["赵一鸣", "局长", "", "中共党员", "1998.07", "", "", "", ""]);
        for list in [
            table(&[&["姓名", "职务"], &["赵一鸣", "局长"], &["钱二宝", "会计"]]),
            table(&[&["姓名", "工号"], &["赵一鸣", "1001"], &["钱二宝", "1002"]]),
            table(&[&["姓名"], &["赵一鸣"]]),
        ] {
            assert_eq!(as_list(&list), None);
        }
    }

    #[test]
    fn people_in_columns_are_turned() {
        let t = table(&[&["姓名", "孙一", "孙二"], &["职务", "科员", "股长"], &["政治面貌", "中共党员", "群众"]]);
        let (list, _) = as_list(&t).unwrap();
        let texts: Vec<Vec<&str>> = list.rows.iter().map(|r| r.iter().map(|c| c.text.as_str()).collect()).collect();
        assert_eq!(texts, [["姓名", "职务", "政治面貌"], ["孙一", "科员", "中共党员"], ["孙二", "股长", "群众"]]);
    }
}
