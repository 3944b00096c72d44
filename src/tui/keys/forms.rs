//! Forms: a text, a choice or several words in focus.

use super::label::{ch, ctrl, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// Every form.
pub(super) const FORM: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "下一栏；只有一栏或在按钮上时，按下按钮").bar(1, "下一栏"),
    row(ctrl('s'), Action::Submit, "保存，不必走到按钮；按钮上写的是别的，就是那一件").bar(1, "保存").letter('s'),
    row(plain(KeyCode::Tab), Action::NextZone, "下一栏"),
    row(plain(KeyCode::BackTab), Action::PrevZone, "上一栏"),
    row(plain(KeyCode::Up), Action::PrevZone, "上一栏"),
    row(plain(KeyCode::Down), Action::NextZone, "下一栏"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下面说明的下一页"),
    row(plain(KeyCode::PageUp), Action::PageUp, "下面说明的上一页"),
    row(ctrl('r'), Action::Reveal, "显示或遮住口令").letter('r'),
    row(plain(KeyCode::Esc), Action::Back, "返回；有改动时先问是否保存").bar(2, "返回"),
];

/// A choice in focus.
pub(super) const CHOICE: &[Binding] = &[
    row(plain(KeyCode::Right), Action::NextChoice, "下一个选项").bar(1, "换项"),
    row(plain(KeyCode::Left), Action::PrevChoice, "上一个选项"),
    row(ch(' '), Action::NextChoice, "下一个选项"),
];

/// Several words to choose from in focus.
pub(super) const CHOICES: &[Binding] = &[
    row(ch(' '), Action::Toggle, "选这一个，再按取消；可以选几个").bar(1, "选"),
    row(plain(KeyCode::Right), Action::NextChoice, "下一个选项").bar(3, "下一个"),
    row(plain(KeyCode::Left), Action::PrevChoice, "上一个选项"),
];
