//! The answers of a question, under it: each with all its keys, in the same form on every question.

use crate::tui::action::Action;
use crate::tui::keys::{Context, label};
use crate::tui::painter::Painter;
use crate::tui::theme;
use ratatui::layout::Rect;

/// Cells between two answers.
const APART: u16 = 4;
/// Said where Enter is no answer.
const NOT_ENTER: &str = "回车不算";

/// Draws the answers into the first row of `area`. Where Enter says yes too, it stands beside the key of yes; where it is
/// no answer, that is said.
pub fn draw(paint: &mut Painter<'_>, area: Rect, context: Context, answers: &[(Action, &str)]) {
    let bindings = context.bindings();
    let mut x = area.x;
    let room = |x: u16| area.right().saturating_sub(x);
    for (action, word) in answers {
        let keys: Vec<String> = bindings.clone().filter(|b| b.action == *action).map(|b| label(b.key)).collect();
        x = paint.text(x, area.y, &keys.join("/"), theme::key(), room(x));
        x = paint.text(x + 1, area.y, word, theme::plain(), room(x + 1)) + APART;
    }
    let asks = answers.iter().any(|(action, _)| *action == Action::Yes);
    if asks && bindings.clone().any(|b| b.action == Action::Open) {
        paint.text(x, area.y, NOT_ENTER, theme::dim(), room(x));
    }
}
