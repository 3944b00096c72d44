//! A document being read: items and entries, or a cell in focus.

use super::label::{alt, ch, ctrl, f, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// Items and entries.
pub(super) const READING: &[Binding] = &[
    row(ch('1'), Action::Verdict(1), "这条要点无问题，再按改回未看").bar(1, "无问题"),
    row(ch('2'), Action::Verdict(2), "这条要点有问题，再按改回未看").bar(1, "有问题"),
    row(ch('3'), Action::Verdict(3), "这条要点不适用，再按改回未看").bar(1, "不适用"),
    row(f(8), Action::NextOpen, "下一条未看的要点").bar(1, "下一条").letter('j'),
    row(ch('c'), Action::EditNote, "写备注，不离开这一行").bar(2, "备注").letter('c'),
    row(ctrl('n'), Action::Add, "加一个条目").bar(2, "加条目").letter('n'),
    row(f(2), Action::MarkObservation, "把这一行标为疑点，再按取消").bar(2, "疑点").letter('o'),
    row(f(5), Action::TakeEvidence, "把这一行取为支撑材料，页码带过去").bar(3, "取材料").letter('z'),
    row(f(4), Action::TogglePanel, "展开或收起提示：看什么、警惕什么、依据").bar(3, "提示").letter('v'),
    row(ch('g'), Action::EditPages, "写页码，不离开这一行").bar(4, "页码").letter('g'),
    row(plain(KeyCode::Enter), Action::Open, "写页码和备注；在条目上是修改条目").bar(4, "填写"),
    row(plain(KeyCode::Tab), Action::SwitchFocus, "在要点和条目之间切换").bar(4, "要点/条目"),
    row(ch('r'), Action::ReadClean, "整份读过，未发现问题").bar(4, "读过").letter('r'),
    row(ch('f'), Action::Attach, "附上文件：照片、扫描件、表格").bar(5, "附件").letter('f'),
    row(ch('k'), Action::About, "这份资料的情况：登记、疑点、支撑材料、附件").bar(5, "情况").letter('k'),
    row(alt('u'), Action::EditDocument, "修改这份资料的登记").letter('u'),
    row(plain(KeyCode::Delete), Action::Delete, "删除这个条目"),
    row(ctrl('d'), Action::Delete, "删除这个条目"),
];

/// A cell being typed: pages or a note.
pub(super) const CELL: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "写好，回到各行；数字又是结论").bar(1, "写好"),
    row(plain(KeyCode::Tab), Action::NextZone, "下一栏，先记下这一栏；备注后面是下一行的页").bar(1, "下一栏"),
    row(plain(KeyCode::BackTab), Action::PrevZone, "上一栏，先记下这一栏"),
    row(plain(KeyCode::Up), Action::Up, "上一行，先记下"),
    row(plain(KeyCode::Down), Action::Down, "下一行，先记下"),
    row(plain(KeyCode::Esc), Action::Back, "写好，回到各行"),
    row(f(2), Action::MarkObservation, "把这一行标为疑点，再按取消").bar(2, "疑点").letter('o'),
    row(f(5), Action::TakeEvidence, "把这一行取为支撑材料，页码带过去").bar(2, "取材料").letter('z'),
    row(ctrl('n'), Action::Add, "写好这一栏，加一个条目").bar(3, "加条目").letter('n'),
    row(f(4), Action::TogglePanel, "展开或收起提示：看什么、警惕什么、依据").bar(3, "提示").letter('v'),
];
