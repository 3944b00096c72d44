//! What each key means in the whole program.
//!
//! This is the design of the key set as data. A row of the table whose key is not listed here, or whose action is not
//! among those of its key, fails the tests: a key cannot come to mean one thing here and another there.

use super::label::{alt, alt_key, ch, ctrl, ctrl_key, ctrl_shift, f, plain, shift};
use crate::model::answer::Lane;
use crate::tui::action::{Action, Edit};
use crate::tui::terminal::{Key, KeyCode};

/// One meaning: the keys that have it, and the actions that are it on one screen or another.
#[derive(Debug, Clone, Copy)]
pub struct Meaning {
    /// Its keys.
    pub keys: &'static [Key],
    /// What they mean, everywhere.
    pub word: &'static str,
    /// The actions that this is.
    pub actions: &'static [Action],
}

const fn means(keys: &'static [Key], word: &'static str, actions: &'static [Action]) -> Meaning {
    Meaning { keys, word, actions }
}

use Action as A;
use KeyCode as K;

/// The meanings of all keys.
pub const MEANINGS: &[Meaning] = &[
    // Going.
    means(
        &[plain(K::Enter)],
        "往下做：打开、选定、是、下一栏；在文字里另起一段",
        &[A::Open, A::Submit, A::Yes, A::Down, A::TogglePut, A::Edit(Edit::NewLine)],
    ),
    means(&[plain(K::Esc)], "返回上一级", &[A::Back, A::Hide]),
    means(&[plain(K::Tab)], "下一块：栏、类、单位、部分", &[A::NextZone, A::NextUnit, A::SwitchFocus]),
    means(&[plain(K::BackTab)], "上一块", &[A::PrevZone, A::PrevUnit, A::SwitchFocus]),
    means(&[ch('u')], "下一个单位", &[A::NextUnit]),
    means(&[plain(K::Up)], "往上", &[A::Up, A::PrevZone, A::Edit(Edit::Up(false))]),
    means(&[plain(K::Down)], "往下", &[A::Down, A::NextZone, A::Edit(Edit::Down(false))]),
    means(&[plain(K::Left)], "往左", &[A::PrevChoice, A::Edit(Edit::Left(false))]),
    means(&[plain(K::Right)], "往右", &[A::NextChoice, A::Edit(Edit::Right(false))]),
    means(&[plain(K::PageUp)], "上一页", &[A::PageUp, A::Edit(Edit::PageUp(false))]),
    means(&[plain(K::PageDown)], "下一页", &[A::PageDown, A::Edit(Edit::PageDown(false))]),
    means(&[plain(K::Home)], "到头", &[A::First, A::Edit(Edit::RowStart(false))]),
    means(&[plain(K::End)], "到尾", &[A::Last, A::Edit(Edit::RowEnd(false))]),
    means(
        &[
            ctrl_key(K::Left),
            ctrl_key(K::Right),
            ctrl_key(K::Up),
            ctrl_key(K::Down),
            ctrl_key(K::Home),
            ctrl_key(K::End),
        ],
        "在文字里移得远一些",
        &[
            A::Edit(Edit::WordLeft(false)),
            A::Edit(Edit::WordRight(false)),
            A::Edit(Edit::ParagraphUp(false)),
            A::Edit(Edit::ParagraphDown(false)),
            A::Edit(Edit::TextStart(false)),
            A::Edit(Edit::TextEnd(false)),
        ],
    ),
    means(
        &[
            shift(K::Left),
            shift(K::Right),
            shift(K::Up),
            shift(K::Down),
            shift(K::Home),
            shift(K::End),
            ctrl_shift(K::Left),
            ctrl_shift(K::Right),
        ],
        "选中文字",
        &[
            A::Edit(Edit::Left(true)),
            A::Edit(Edit::Right(true)),
            A::Edit(Edit::Up(true)),
            A::Edit(Edit::Down(true)),
            A::Edit(Edit::RowStart(true)),
            A::Edit(Edit::RowEnd(true)),
            A::Edit(Edit::WordLeft(true)),
            A::Edit(Edit::WordRight(true)),
        ],
    ),
    // Texts.
    means(&[plain(K::Backspace)], "删前一字", &[A::Edit(Edit::Backspace)]),
    means(&[ctrl('w')], "删前一词", &[A::Edit(Edit::DeleteWord)]),
    means(&[ctrl('z')], "撤销", &[A::Edit(Edit::Undo), A::UndoAct]),
    means(&[ctrl('y')], "重做", &[A::Edit(Edit::Redo), A::RedoAct]),
    means(&[ctrl('a')], "全选", &[A::Edit(Edit::SelectAll)]),
    means(&[ctrl('c')], "复制", &[A::Edit(Edit::Copy)]),
    means(&[ctrl('x')], "剪切", &[A::Edit(Edit::Cut)]),
    means(&[ctrl('v')], "粘贴", &[A::Edit(Edit::Paste)]),
    means(&[alt('s')], "复制到系统剪贴板", &[A::CopyOut]),
    // What is done to the row or the part one is on.
    means(
        &[ch('0'), ch('1'), ch('2'), ch('3'), ch('4'), ch('5'), ch('6'), ch('7'), ch('8')],
        "选第几个：结论、判断、筛选、类别、是和否",
        &[
            A::ShowAll,
            A::ShowPlanned,
            A::ShowOpen,
            A::ShowBroken,
            A::LeftBehind,
            A::ShowOnly(0),
            A::ShowOnly(1),
            A::ShowOnly(2),
            A::ShowOnly(3),
            A::ShowOnly(4),
            A::ShowOnly(5),
            A::Verdict(1),
            A::Verdict(2),
            A::Verdict(3),
            A::Judge(0),
            A::Judge(1),
            A::Judge(2),
            A::Judge(3),
            A::Judge(4),
            A::PutProbe(0),
            A::PutProbe(1),
            A::PutProbe(2),
            A::TakeAs(1),
            A::TakeAs(2),
            A::TakeAs(3),
            A::TakeAs(4),
            A::TakeAs(5),
            A::TakeAs(6),
            A::TakeAs(7),
            A::TakeAs(8),
            A::TakeAs(9),
            A::ToggleLight,
            A::ToggleDismissed,
            A::Yes,
            A::No,
        ],
    ),
    means(
        &[ch(' ')],
        "标上，再按取消；换选项",
        &[A::Toggle, A::NextChoice, A::TogglePut, A::PlanToday, A::HandedOver, A::Handled, A::TurnSeat],
    ),
    means(&[ch('n'), ctrl('n')], "新增", &[A::AddPerson, A::Add, A::NewProblem, A::AddItem, A::WriteOther]),
    means(
        &[plain(K::Delete), ctrl('d')],
        "去掉：后一字、这一行、这一条",
        &[A::Delete, A::DeletePerson, A::RemoveItem, A::Dismiss, A::Edit(Edit::Delete)],
    ),
    means(&[alt_key(K::Up), alt_key(K::Down)], "这一条上移、下移", &[A::MoveUp, A::MoveDown]),
    means(&[ch('e')], "修改这一行", &[A::EditPerson, A::EditRow]),
    means(&[alt('u')], "修改所在的单位、资料的登记", &[A::EditUnit, A::EditDocument]),
    means(&[ctrl('u')], "新增单位", &[A::AddUnit]),
    means(&[ch('c')], "写一句说明", &[A::EditNote, A::Excuse, A::Receipt, A::NotConfirmed]),
    means(&[ch('g')], "页码", &[A::EditPages, A::CopiedPages]),
    means(&[ch('k')], "概况、情况", &[A::Profile, A::About]),
    means(&[ch('h')], "合并、收入", &[A::MergePeople, A::TakeIn]),
    means(&[ch('r')], "这一份办完：读完、还了、移交了", &[A::ReadClean, A::Returned, A::HandOver]),
    means(&[ch('a')], "采纳", &[A::Adopt]),
    means(&[ch('f')], "附上文件", &[A::Attach]),
    // Where to.
    means(&[ch('t')], "谈话", &[A::Talk]),
    means(&[ch('d')], "查阅", &[A::Documents, A::Register]),
    means(&[ch('p')], "问题；读回时打印这一份", &[A::Problems, A::PrintRecord]),
    means(&[ch('x')], "导出", &[A::Export]),
    means(&[ch('i')], "导入", &[A::Import]),
    means(&[ch('y')], "调阅清单", &[A::Loans]),
    means(&[ch('v')], "离场", &[A::Leaving]),
    means(&[ch('s')], "搜索", &[A::Search]),
    means(&[ch('/')], "查找", &[A::Filter]),
    means(&[ch('o')], "疑点", &[A::Observations]),
    means(&[ch('j'), alt('d')], "党费测算", &[A::Dues]),
    means(&[ch('b')], "备份和文件", &[A::Keeping]),
    means(&[ch('z')], "轮次设置", &[A::Settings]),
    means(&[ch('m')], "成员", &[A::Members]),
    means(&[ctrl('o')], "另一轮", &[A::OtherRound]),
    means(&[ch('q')], "退出", &[A::Quit]),
    means(&[ch('w'), alt('w')], "换操作人", &[A::WhoAmI]),
    means(&[ch('l'), alt('l')], "锁定", &[A::Lock]),
    means(&[ch('?'), f(1)], "帮助", &[A::Help]),
    means(&[ctrl('g')], "菜单", &[A::Menu]),
    // Function keys.
    means(&[f(2)], "标为疑点", &[A::MarkObservation]),
    means(&[f(3)], "原话、要点、记录人注", &[A::NextLane]),
    means(&[f(4)], "展开、收起", &[A::TogglePanel]),
    means(&[f(5)], "支撑材料", &[A::TakeEvidence, A::PinEvidence]),
    means(&[f(6)], "标为重点", &[A::MarkKey]),
    means(&[f(7)], "上一问", &[A::PrevQuestion]),
    means(&[f(8)], "下一问、下一条未看的", &[A::NextQuestion, A::NextOpen]),
    means(&[f(9)], "遮屏", &[A::Hide]),
    means(&[f(12)], "今天到此", &[A::BreakOff]),
    // Ctrl.
    means(&[ctrl('s')], "保存", &[A::Submit, A::Save]),
    means(&[ctrl('r')], "显示或遮住口令", &[A::Reveal]),
    means(&[ctrl('q')], "换把握程度", &[A::NextQualifier]),
    means(&[ctrl('e')], "下一条诊断", &[A::NextDiagnostic]),
    means(&[ctrl('f')], "去某一栏", &[A::GoField]),
    means(&[ctrl('p')], "预览", &[A::Preview]),
    means(&[ctrl('l')], "修改记录", &[A::History]),
    means(&[ctrl('t')], "回收站", &[A::Bin]),
    means(&[ctrl('k')], "恢复：这一处、回收站里的这一条", &[A::SetBack, A::BringBack]),
    // Alt.
    means(&[alt('z')], "撤销上一步操作", &[A::UndoAct]),
    means(&[alt('y')], "重做上一步操作", &[A::RedoAct]),
    means(&[alt('m')], "整轮的修改记录", &[A::RoundHistory]),
    means(
        &[alt('1'), alt('2'), alt('3'), alt('4'), alt('5')],
        "第几问",
        &[A::Question(0), A::Question(1), A::Question(2), A::Question(3), A::Question(4)],
    ),
    means(&[alt('a')], "开场说明，怎么谈", &[A::Approach]),
    means(&[alt('b')], "支撑材料重新编号", &[A::Renumber]),
    means(&[alt('c')], "更正", &[A::Correct]),
    means(&[alt('e')], "结束谈话", &[A::CloseTalk]),
    means(&[alt('f')], "追问，再按 1 到 3", &[A::AwaitProbe]),
    means(&[alt('g')], "要点", &[A::ToLane(Lane::Gist)]),
    means(&[alt('i')], "这次谈话的登记", &[A::TalkFacts]),
    means(&[alt('j')], "判断，再按 1 到 5", &[A::AwaitJudgement]),
    means(&[alt('k')], "核实", &[A::ConfirmBasis]),
    means(&[alt('n')], "记录人注", &[A::ToLane(Lane::Remark)]),
    means(&[alt('q')], "换一种问法", &[A::NextWording]),
    means(&[alt('r')], "读回", &[A::ReadBack]),
    means(&[alt('t')], "送审", &[A::ToggleReady]),
    means(&[alt('v')], "原话", &[A::ToLane(Lane::Verbatim)]),
    means(&[alt('x')], "转线索、线索登记", &[A::MarkWithheld, A::Leads]),
];

/// Keys kept free for work that is under way, with what they will mean. None of them is bound to anything else.
pub const RESERVED: &[(Key, &str)] = &[(alt('h'), "要素，再按 1 到 6")];

/// What the key means in the program.
pub fn of(key: Key) -> Option<&'static Meaning> {
    MEANINGS.iter().find(|m| m.keys.contains(&key))
}
