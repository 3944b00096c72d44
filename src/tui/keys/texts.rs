//! Editing keys of texts.

use super::label::{alt, ctrl, ctrl_key, ctrl_shift, plain, shift};
use super::{Binding, row};
use crate::tui::action::{Action, Edit};
use crate::tui::terminal::KeyCode;

/// Editing keys of every text, the one-line fields too.
pub(super) const LINE: &[Binding] = &[
    row(plain(KeyCode::Left), Action::Edit(Edit::Left(false)), "左移一字"),
    row(plain(KeyCode::Right), Action::Edit(Edit::Right(false)), "右移一字"),
    row(shift(KeyCode::Left), Action::Edit(Edit::Left(true)), "向左选"),
    row(shift(KeyCode::Right), Action::Edit(Edit::Right(true)), "向右选"),
    row(ctrl_key(KeyCode::Left), Action::Edit(Edit::WordLeft(false)), "左移一词"),
    row(ctrl_key(KeyCode::Right), Action::Edit(Edit::WordRight(false)), "右移一词"),
    row(ctrl_shift(KeyCode::Left), Action::Edit(Edit::WordLeft(true)), "向左选一词"),
    row(ctrl_shift(KeyCode::Right), Action::Edit(Edit::WordRight(true)), "向右选一词"),
    row(plain(KeyCode::Home), Action::Edit(Edit::RowStart(false)), "行首"),
    row(plain(KeyCode::End), Action::Edit(Edit::RowEnd(false)), "行尾"),
    row(shift(KeyCode::Home), Action::Edit(Edit::RowStart(true)), "选到行首"),
    row(shift(KeyCode::End), Action::Edit(Edit::RowEnd(true)), "选到行尾"),
    row(plain(KeyCode::Backspace), Action::Edit(Edit::Backspace), "删前一字"),
    row(plain(KeyCode::Delete), Action::Edit(Edit::Delete), "删后一字"),
    row(ctrl('w'), Action::Edit(Edit::DeleteWord), "删前一词"),
    row(ctrl('z'), Action::Edit(Edit::Undo), "撤销"),
    row(ctrl('y'), Action::Edit(Edit::Redo), "重做"),
    row(ctrl('a'), Action::Edit(Edit::SelectAll), "全选"),
    row(ctrl('c'), Action::Edit(Edit::Copy), "复制（只在本程序内）"),
    row(ctrl('x'), Action::Edit(Edit::Cut), "剪切（只在本程序内）"),
    row(ctrl('v'), Action::Edit(Edit::Paste), "粘贴"),
];

/// Editing keys of the multi-line answer.
pub(super) const EDITOR: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Edit(Edit::NewLine), "另起一段"),
    row(plain(KeyCode::Up), Action::Edit(Edit::Up(false)), "上一行"),
    row(plain(KeyCode::Down), Action::Edit(Edit::Down(false)), "下一行"),
    row(shift(KeyCode::Up), Action::Edit(Edit::Up(true)), "向上选"),
    row(shift(KeyCode::Down), Action::Edit(Edit::Down(true)), "向下选"),
    row(ctrl_key(KeyCode::Up), Action::Edit(Edit::ParagraphUp(false)), "上一段"),
    row(ctrl_key(KeyCode::Down), Action::Edit(Edit::ParagraphDown(false)), "下一段"),
    row(plain(KeyCode::PageUp), Action::Edit(Edit::PageUp(false)), "上一页"),
    row(plain(KeyCode::PageDown), Action::Edit(Edit::PageDown(false)), "下一页"),
    row(ctrl_key(KeyCode::Home), Action::Edit(Edit::TextStart(false)), "开头"),
    row(ctrl_key(KeyCode::End), Action::Edit(Edit::TextEnd(false)), "末尾"),
    row(alt('s'), Action::CopyOut, "把选中的文字复制到系统剪贴板，会离开本程序").letter('s'),
];
