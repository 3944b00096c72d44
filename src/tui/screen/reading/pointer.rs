//! The mouse: rows of both zones, cells, the wheel, the hint.

use super::layout::{Places, places};
use super::{Part, Reading, Row};
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse};

impl Reading {
    /// Takes a mouse event.
    pub(super) fn point(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let places = places(self, cx.area, cx.shell);
        match mouse.kind {
            MouseKind::Wheel(n) => self.wheel(mouse, isize::from(n), &places, cx),
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(places.items) => {
                self.press_item(mouse, &places, cx);
            }
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(places.entries) => {
                let Some(at) = self.cursor.entries().row_at(mouse, self.entries.len(), places.entries) else { return };
                self.leave_cell(cx);
                self.cursor.put_on(Row::Entry(at));
                self.follow(cx);
                if mouse.kind == MouseKind::DoubleClick {
                    self.edit_entry(at, None, cx);
                }
            }
            MouseKind::Press if mouse.inside(places.hint) => {
                self.hint = !self.hint;
                self.follow(cx);
            }
            _ => {}
        }
    }

    fn press_item(&mut self, mouse: Mouse, places: &Places, cx: &mut Cx<'_>) {
        let Some(at) = self.cursor.items().row_at(mouse, self.checked.len(), places.items) else { return };
        let part = match mouse.col {
            col if col >= places.note => Some(Part::Note),
            col if col >= places.pages => Some(Part::Pages),
            _ => None,
        };
        let clicked = part.map(|part| (at, part));
        if let Some(cell) = &mut self.cell
            && clicked == Some((cell.at, cell.part))
        {
            let x = if cell.part == Part::Note { places.note } else { places.pages };
            cell.line.click(usize::from(mouse.col - x), false, cx.shell.ambiguous);
            return;
        }
        let again = self.cursor.is_on(Row::Item(at));
        self.leave_cell(cx);
        self.cursor.put_on(Row::Item(at));
        self.follow(cx);
        // One click goes to the row; one on a cell of that row, or two, type there.
        if mouse.kind == MouseKind::DoubleClick || (again && part.is_some()) {
            self.enter_cell(at, part.unwrap_or(Part::Pages), cx);
        }
    }

    fn wheel(&mut self, mouse: Mouse, n: isize, places: &Places, cx: &mut Cx<'_>) {
        let zones = self.zones(cx);
        if mouse.inside(places.entries) {
            self.leave_cell(cx);
            self.cursor.wheel(true, n, zones);
        } else if self.cell.is_none() {
            self.cursor.wheel(false, n, zones);
        }
        self.follow(cx);
    }
}
