//! Candidates and problems, and a paper: a text or another row in focus.

use super::label::{alt, alt_key, ch, ctrl, f, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// Candidates and problems of a unit.
pub(super) const PROBLEMS: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "打开底稿；在候选上是打开它出自的谈话或资料").bar(1, "打开"),
    row(ch('a'), Action::Adopt, "采纳：用这条候选起草一份底稿并打开").bar(1, "采纳").letter('a'),
    row(plain(KeyCode::Delete), Action::Dismiss, "不采纳：写明理由，收起这条候选；在问题上是撤回底稿")
        .bar(1, "不采纳/撤回"),
    row(ctrl('d'), Action::Dismiss, "不采纳：写明理由，收起这条候选；在问题上是撤回底稿").letter('d'),
    row(ch('h'), Action::TakeIn, "收入新增材料：加进已经采纳的问题").bar(2, "收入").letter('h'),
    row(ch('n'), Action::NewProblem, "新增问题：不从候选，自己起草").bar(1, "新增").letter('n'),
    row(ch('1'), Action::ToggleLight, "展开或收起分量轻的候选").bar(3, "轻的"),
    row(ch('2'), Action::ToggleDismissed, "看或收起不采纳的候选").bar(3, "不采纳的"),
    row(plain(KeyCode::Tab), Action::NextZone, "在候选和问题之间切换").bar(4, "候选/问题"),
    row(plain(KeyCode::BackTab), Action::PrevZone, "在候选和问题之间切换"),
    row(plain(KeyCode::Esc), Action::Back, "返回上一级，内容不会丢").bar(5, "返回"),
];

/// Wherever the focus is in a paper.
pub(super) const PAPER: &[Binding] = &[
    row(plain(KeyCode::Tab), Action::NextZone, "下一栏").bar(1, "下一栏"),
    row(plain(KeyCode::BackTab), Action::PrevZone, "上一栏"),
    row(f(5), Action::PinEvidence, "选支撑材料：选一件，把〔证〕写在光标处").bar(1, "选材料").letter('z'),
    row(ctrl('e'), Action::NextDiagnostic, "下一条诊断：去查出的下一个问题").bar(1, "诊断").letter('e'),
    row(alt('t'), Action::ToggleReady, "送审：标为待送审，再按退回草稿").bar(2, "送审").letter('t'),
    row(ctrl('p'), Action::Preview, "预览：看印出来的底稿").bar(2, "预览").letter('p'),
    row(ctrl('f'), Action::GoField, "去某一栏").bar(2, "去某栏").letter('f'),
    row(alt('k'), Action::ConfirmBasis, "核实这条依据的条款和日期；E 判断错了，说明理由后放行；再按取消")
        .bar(4, "核实")
        .letter('k'),
    row(ctrl('n'), Action::AddItem, "给这一栏再加一条").bar(4, "加").letter('n'),
    row(ctrl('d'), Action::RemoveItem, "去掉这一条").bar(4, "去掉").letter('d'),
    row(alt('b'), Action::Renumber, "支撑材料按顺序重新编号").letter('b'),
];

/// A row of a paper that is no text.
pub(super) const PAPER_ROW: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "选这一栏填什么，或看这一条").bar(1, "选/看"),
    row(ch('n'), Action::AddItem, "给这一栏再加一条").bar(1, "加"),
    row(plain(KeyCode::Delete), Action::RemoveItem, "去掉这一条").bar(1, "去掉"),
    row(ctrl('n'), Action::AddItem, "给这一栏再加一条").letter('n'),
    row(ctrl('d'), Action::RemoveItem, "去掉这一条").letter('d'),
    row(plain(KeyCode::Right), Action::NextChoice, "下一个选项"),
    row(plain(KeyCode::Left), Action::PrevChoice, "上一个选项"),
    row(ch(' '), Action::NextChoice, "下一个选项"),
    row(alt_key(KeyCode::Up), Action::MoveUp, "这一条上移"),
    row(alt_key(KeyCode::Down), Action::MoveDown, "这一条下移"),
];
