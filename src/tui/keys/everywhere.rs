//! Keys that many screens share.

use super::label::{alt, ch, ctrl, f, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// On every screen.
pub(super) const GLOBAL: &[Binding] = &[
    row(f(9), Action::Hide, "遮屏：立即遮住屏幕，再按一次恢复").bar(Binding::ALWAYS, "遮屏").letter('9'),
    row(ctrl('g'), Action::Menu, "打开字母菜单：功能键不好用时，用菜单里的字母").bar(Binding::ALWAYS, "菜单"),
    row(f(1), Action::Help, "本页帮助").bar(Binding::ALWAYS, "帮助").letter('?'),
    row(plain(KeyCode::Esc), Action::Back, "返回上一级，内容不会丢"),
];

/// Where letters are commands.
pub(super) const COMMANDS: &[Binding] = &[
    row(ch('w'), Action::WhoAmI, "换操作人").bar(9, "换人").letter('w'),
    row(ch('l'), Action::Lock, "锁定：遮屏并要求口令").bar(9, "锁定").letter('l'),
];

/// Help by a letter, behind [`GLOBAL`]: prose names F1.
pub(super) const ASK: &[Binding] = &[row(ch('?'), Action::Help, "本页帮助")];

/// The same where a text may have the focus.
pub(super) const CHORDS: [Binding; 2] = [
    row(alt('l'), Action::Lock, "锁定：遮屏并要求口令").bar(9, "锁定").letter('l'),
    row(alt('w'), Action::WhoAmI, "换操作人").bar(9, "换人").letter('w'),
];

/// Where what is typed is saved by itself.
pub(super) const SAVE: &[Binding] = &[row(ctrl('s'), Action::Save, "保存：不按也会自动存好"), CHORDS[0], CHORDS[1]];

/// Taking back what was done, where no text has the focus.
pub(super) const ACTS: &[Binding] = &[
    row(ctrl('z'), Action::UndoAct, "撤销自己的上一步操作，先说明会改什么").bar(5, "撤销"),
    row(ctrl('y'), Action::RedoAct, "重做刚撤销的操作").bar(9, "重做"),
    ACTS_BY_ALT[0],
    ACTS_BY_ALT[1],
];

/// The same beside a list of what was done: it is not the row under the cursor that is taken back.
pub(super) const LAST_ACT: &[Binding] =
    &[row(ctrl('z'), Action::UndoAct, "撤销上一步：自己最近的一步操作，不是光标所在的这一行；先说明会改什么")
        .bar(5, "撤销上一步")];

/// The same where a text may have the focus, which has Ctrl for itself.
pub(super) const ACTS_BY_ALT: [Binding; 2] = [
    row(alt('z'), Action::UndoAct, "撤销自己的上一步操作，先说明会改什么"),
    row(alt('y'), Action::RedoAct, "重做刚撤销的操作"),
];

/// What was done to the record that one is on.
pub(super) const PAST: &[Binding] =
    &[row(ctrl('l'), Action::History, "修改记录：谁、何时、改了什么，可以恢复一处").bar(6, "修改记录")];

/// What was deleted.
pub(super) const DELETED: &[Binding] = &[row(ctrl('t'), Action::Bin, "回收站：删除了什么，可以恢复").bar(7, "回收站")];

/// The way back, in the bar.
pub(super) const BACK: &[Binding] = &[row(plain(KeyCode::Esc), Action::Back, "返回上一级，内容不会丢").bar(5, "返回")];

/// Moves in a list.
pub(super) const LIST_MOVES: &[Binding] = &[
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    row(plain(KeyCode::Home), Action::First, "第一行"),
    row(plain(KeyCode::End), Action::Last, "最后一行"),
];
