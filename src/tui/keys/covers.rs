//! Pages to read, questions, and what lies over the screens.

use super::label::{ch, ctrl, f, plain};
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

/// Yes or no to what takes something away: Enter is not yes.
pub(super) const GRAVE: &[Binding] = &[
    row(ch('1'), Action::Yes, "是").bar(1, "是"),
    row(ch('2'), Action::No, "否").bar(1, "否"),
    row(plain(KeyCode::Enter), Action::Open, "不算回答：确认要按数字键"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    row(plain(KeyCode::Esc), Action::Back, "返回，什么也不做").bar(1, "返回"),
];

/// What was done, deed by deed.
pub(super) const HISTORY: &[Binding] =
    &[row(plain(KeyCode::Enter), Action::Open, "看改了什么：原来的和改后的并列").bar(1, "看改了什么")];

/// What one deed changed.
pub(super) const DETAIL: &[Binding] = &[
    row(plain(KeyCode::Up), Action::Up, "上一处"),
    row(plain(KeyCode::Down), Action::Down, "下一处").bar(6, "下一处"),
    row(ctrl('k'), Action::SetBack, "恢复这一处：改回原来的，别处不动").bar(1, "恢复这处").letter('k'),
];

/// The bin.
pub(super) const BIN: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "看这次删除的全部内容").bar(1, "看内容"),
    row(ctrl('k'), Action::BringBack, "恢复这次删除的全部，它们所依靠的一起恢复").bar(1, "恢复").letter('k'),
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
