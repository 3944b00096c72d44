//! Pages to read, questions, and what lies over the screens.

use super::label::{ch, f, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// A page to read: help, preview, approach.
pub(super) const PAGE: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Submit, "确定或看完了").bar(1, "确定"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页").bar(1, "下一页"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::Home), Action::First, "开头"),
    row(plain(KeyCode::End), Action::Last, "末尾"),
    row(plain(KeyCode::Esc), Action::Back, "返回").bar(1, "返回"),
];

/// Yes or no. Digits, because an input method that is switched on lets them through.
pub(super) const CONFIRM: &[Binding] = &[
    row(ch('1'), Action::Yes, "是").bar(1, "是"),
    row(ch('2'), Action::No, "否").bar(1, "否"),
    row(plain(KeyCode::Enter), Action::Yes, "是"),
    row(plain(KeyCode::Esc), Action::Back, "返回，什么也不做").bar(1, "返回"),
];

/// Whether to delete: Enter, which is pressed without looking, is no answer.
pub(super) const CONFIRM_DELETE: &[Binding] = &[
    row(ch('1'), Action::Yes, "删除").bar(1, "删除"),
    row(ch('2'), Action::No, "不删除").bar(1, "保留"),
    row(plain(KeyCode::Enter), Action::Open, "不算回答：删除要按数字键"),
    row(plain(KeyCode::Esc), Action::Back, "返回，什么也不做").bar(1, "返回"),
];

/// A page that says what would be done, and asks: Enter is no answer.
pub(super) const CONFIRM_PAGE: &[Binding] = &[
    row(ch('1'), Action::Yes, "确认，照此做").bar(1, "确认"),
    row(ch('2'), Action::No, "不做").bar(1, "不做"),
    row(plain(KeyCode::Enter), Action::Open, "不算回答：确认要按数字键"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页").bar(1, "下一页"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::Home), Action::First, "开头"),
    row(plain(KeyCode::End), Action::Last, "末尾"),
    row(plain(KeyCode::Esc), Action::Back, "返回，什么也不做").bar(1, "返回"),
];

/// The menu of letters.
pub(super) const MENU: &[Binding] = &[row(plain(KeyCode::Esc), Action::Back, "关闭菜单").bar(1, "返回")];

/// Blanked.
pub(super) const HIDDEN: &[Binding] =
    &[row(f(9), Action::Hide, "恢复"), row(plain(KeyCode::Esc), Action::Hide, "恢复")];
