//! The mouse in a talk: caret and selection, the wheel, the list of questions, the panel.

use super::Talk;
use super::layout;
use crate::tui::terminal::MouseKind;
use crate::tui::update::{Cx, Mouse};

impl Talk {
    /// Takes a mouse event.
    pub(super) fn point(&mut self, mouse: Mouse, cx: &mut Cx<'_>) {
        let places = layout::places(self, cx.area, cx.shell);
        match mouse.kind {
            MouseKind::Wheel(n) => {
                let measure = layout::measure(places.text, cx.shell);
                let height = usize::from(places.text.height);
                if let Some(slot) = self.slot_mut() {
                    let last = slot.text.buffer.row_count(measure).saturating_sub(height);
                    slot.text.scroll = slot.text.scroll.saturating_add_signed(isize::from(n)).min(last);
                }
            }
            MouseKind::Press | MouseKind::Drag | MouseKind::DoubleClick if mouse.inside(places.text) => {
                self.in_panel = false;
                self.pointed = true;
                let measure = layout::measure(places.text, cx.shell);
                let (row, col) = (usize::from(mouse.row - places.text.y), usize::from(mouse.col - places.text.x));
                if let Some(slot) = self.slot_mut() {
                    let spot = slot.text.buffer.hit(slot.text.scroll + row, col, measure);
                    match mouse.kind {
                        MouseKind::DoubleClick => slot.text.buffer.select_word(spot.at),
                        kind => slot.text.buffer.place(spot, kind == MouseKind::Drag),
                    }
                }
            }
            MouseKind::Press | MouseKind::DoubleClick if mouse.inside(places.questions) => {
                let row = usize::from(mouse.row - places.questions.y);
                if let Some(at) = self.order.get(row).copied() {
                    self.turn_to(at, cx);
                }
            }
            MouseKind::Press if mouse.inside(places.panel) => self.click_panel(mouse.row - places.panel.y, cx),
            _ => {}
        }
    }
}
