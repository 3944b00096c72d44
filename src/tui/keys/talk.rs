//! A talk: the answer, a claim, or the opened panel in focus.

use super::label::{alt, ch, ctrl, f, plain};
use super::{Binding, row};
use crate::model::answer::Lane;
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// Wherever the focus is in a talk.
pub(super) const TALK: &[Binding] = &[
    row(f(2), Action::MarkObservation, "把这一段标为疑点，再按取消").bar(1, "疑点").letter('o'),
    row(f(3), Action::NextLane, "换这一段的道：原话、要点、记录人注").bar(1, "原/要/注").letter('y'),
    row(f(4), Action::TogglePanel, "展开或收起判断、要素、追问和提示").bar(1, "展开").letter('v'),
    row(f(8), Action::NextQuestion, "下一问").bar(1, "下一问").letter('n'),
    row(f(7), Action::PrevQuestion, "上一问").bar(4, "上一问").letter('p'),
    row(f(12), Action::BreakOff, "今天到此：中断谈话，改日继续").bar(2, "今天到此").letter('b'),
    row(alt('r'), Action::ReadBack, "读回：读给本人听，逐段确认、更正，读完记下；打印这一份")
        .bar(2, "读回")
        .letter('r'),
    row(alt('e'), Action::CloseTalk, "结束谈话").bar(2, "结束").letter('e'),
    row(alt('c'), Action::Correct, "更正这一段：保留原来的话，另起一段写更正").bar(3, "更正").letter('c'),
    row(f(6), Action::MarkKey, "把这一段标为重点，再按取消").bar(3, "重点").letter('m'),
    row(alt('v'), Action::ToLane(Lane::Verbatim), "这一段是本人原话"),
    row(alt('g'), Action::ToLane(Lane::Gist), "这一段是要点"),
    row(alt('n'), Action::ToLane(Lane::Remark), "这一段是记录人注：不印给本人看"),
    row(alt('j'), Action::AwaitJudgement, "判断：再按 1 到 5，不用展开；同一档再按一次取消"),
    row(alt('f'), Action::AwaitProbe, "追问：再按 1 到 3，记下这一条已经问了；再按取消"),
    row(alt('q'), Action::NextWording, "换一种问法").bar(4, "换问法").letter('q'),
    row(alt('x'), Action::MarkWithheld, "转线索：这一段只留在本页，不进任何输出").letter('x'),
    row(ctrl('n'), Action::Add, "登记线索：已转线索的这一段，到线索登记里登记一条，完了回到这里"),
    row(alt('a'), Action::Approach, "开场说明，这类对象怎么谈").bar(5, "怎么谈").letter('a'),
    row(alt('i'), Action::TalkFacts, "这次谈话的登记：更正场次，换谈话对象，删除").letter('i'),
    row(alt('d'), Action::Dues, "党费测算：按规定应缴多少，另开一页").letter('d'),
    row(alt('1'), Action::Question(0), "第一问"),
    row(alt('2'), Action::Question(1), "第二问"),
    row(alt('3'), Action::Question(2), "第三问"),
    row(alt('4'), Action::Question(3), "第四问"),
    row(alt('5'), Action::Question(4), "第五问"),
    row(plain(KeyCode::Tab), Action::SwitchFocus, "展开后：在回答和要素、判断、追问之间切换"),
];

/// Behind the key of a judgement: its digit. The words in the bar say nothing to who looks on.
pub(super) const JUDGING: &[Binding] = &[
    row(ch('1'), Action::Judge(0), "判断：第一档").bar(1, "一"),
    row(ch('2'), Action::Judge(1), "判断：第二档").bar(1, "二"),
    row(ch('3'), Action::Judge(2), "判断：第三档").bar(1, "三"),
    row(ch('4'), Action::Judge(3), "判断：第四档").bar(1, "四"),
    row(ch('5'), Action::Judge(4), "判断：第五档").bar(1, "五"),
    row(plain(KeyCode::Esc), Action::Back, "不标了，回到回答").bar(1, "返回"),
];

/// Behind the key of a probe: its digit.
pub(super) const PROBING: &[Binding] = &[
    row(ch('1'), Action::PutProbe(0), "第一条追问已经问了，再按取消").bar(1, "一"),
    row(ch('2'), Action::PutProbe(1), "第二条追问已经问了，再按取消").bar(1, "二"),
    row(ch('3'), Action::PutProbe(2), "第三条追问已经问了，再按取消").bar(1, "三"),
    row(plain(KeyCode::Esc), Action::Back, "不标了，回到回答").bar(1, "返回"),
];

/// The record, being read back.
pub(super) const READ_BACK: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "本人确认这一段，到下一段；在末行是全部读完、本人确认").bar(1, "确认"),
    row(ch(' '), Action::Toggle, "本人确认这一段，再按取消"),
    row(alt('c'), Action::Correct, "更正这一段：原来的话保留，后面另写更正后的话").bar(1, "更正").letter('g'),
    row(ch('n'), Action::Add, "补充：在这一问的最后添一段").bar(1, "补").letter('n'),
    row(ch('c'), Action::NotConfirmed, "不愿确认：写明本人为什么不愿确认这一段").bar(1, "不愿").letter('c'),
    row(ch('p'), Action::PrintRecord, "打印这一份：写成 Word 文件").bar(1, "打印").letter('p'),
    row(alt('r'), Action::ReadBack, "已读回：全部读完、本人确认；再按取消").bar(2, "已读回").letter('r'),
    row(ctrl('n'), Action::Add, "补充：在这一问的最后添一段"),
];

/// The opened panel, a claim or another row of it.
pub(super) const OPENED: &[Binding] = &[
    row(f(4), Action::TogglePanel, "收起判断、要素、追问和提示").bar(1, "收起").letter('v'),
    row(f(8), Action::NextQuestion, "下一问").bar(1, "下一问").letter('n'),
    row(plain(KeyCode::BackTab), Action::SwitchFocus, "回到回答"),
];

/// A claim being typed.
pub(super) const CLAIM: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Down, "下一行，先记下这一项").bar(1, "下一行"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    row(ctrl('q'), Action::NextQualifier, "换把握程度：确切、约、至少、至多、之间、不清楚、拒答").bar(1, "确切/约"),
];

/// Judgement, probes or hints in focus.
pub(super) const PANEL: &[Binding] = &[
    row(ch('1'), Action::Judge(0), "判断：第一档").bar(1, "判断"),
    row(ch('2'), Action::Judge(1), "判断：第二档"),
    row(ch('3'), Action::Judge(2), "判断：第三档"),
    row(ch('4'), Action::Judge(3), "判断：第四档"),
    row(ch('5'), Action::Judge(4), "判断：第五档"),
    row(plain(KeyCode::Enter), Action::TogglePut, "这条追问已经问了，再按取消；在其他行是下一行").bar(1, "已问/未问"),
    row(ch(' '), Action::TogglePut, "这条追问已经问了，再按取消；在其他行是下一行"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
];
