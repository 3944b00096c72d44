//! Lists: documents, loans, what is chosen from, the search.

use super::label::{ch, ctrl, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// The documents of a unit.
pub(super) const DOCUMENTS: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "打开这份资料，对照要点查阅").bar(1, "查阅"),
    row(ch('n'), Action::Add, "登记一份资料").bar(1, "登记").letter('n'),
    row(ch('e'), Action::EditRow, "修改这份资料的登记").bar(1, "修改").letter('e'),
    row(ch('c'), Action::Excuse, "说明某一类或某一年为什么不查阅").bar(2, "说明").letter('c'),
    row(ch('y'), Action::Loans, "调阅清单：向单位要了什么、给了没有、还了没有").bar(2, "调阅清单").letter('y'),
    row(ch('v'), Action::Leaving, "离场前还在手里的资料").bar(3, "离场").letter('v'),
    row(ch('k'), Action::About, "这份资料的情况：登记、疑点、支撑材料、附件").bar(3, "情况").letter('k'),
    row(plain(KeyCode::Delete), Action::Delete, "删除这份登记：查阅过的不能删"),
    row(ctrl('d'), Action::Delete, "删除这份登记"),
    row(plain(KeyCode::Tab), Action::NextZone, "下一类").bar(4, "下一类"),
    row(plain(KeyCode::BackTab), Action::PrevZone, "上一类"),
    row(ch('0'), Action::ShowOnly(0), "全部"),
    row(ch('1'), Action::ShowOnly(1), "只看第一类"),
    row(ch('2'), Action::ShowOnly(2), "只看第二类"),
    row(ch('3'), Action::ShowOnly(3), "只看第三类"),
    row(ch('4'), Action::ShowOnly(4), "只看第四类"),
    row(ch('5'), Action::ShowOnly(5), "只看第五类"),
];

/// The loan register of a unit.
pub(super) const LOANS: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "修改这一行").bar(1, "修改"),
    row(ch('n'), Action::Add, "新增一行：向单位要一份资料").bar(1, "新增").letter('n'),
    row(ch(' '), Action::HandedOver, "单位已提供，记下现在的时间；再按取消").bar(1, "已提供"),
    row(ch('r'), Action::Returned, "已归还单位，记下谁收的和现在的时间").bar(1, "已归还").letter('r'),
    row(ch('d'), Action::Register, "登记为调阅资料开始查阅，登记过的打开").bar(2, "查阅").letter('d'),
    row(ch('g'), Action::CopiedPages, "记下复印了哪几页").bar(2, "复印").letter('g'),
    row(ch('v'), Action::Leaving, "离场前还在手里的资料").bar(3, "离场").letter('v'),
    row(plain(KeyCode::Delete), Action::Delete, "删除这一行"),
    row(ctrl('d'), Action::Delete, "删除这一行"),
    row(plain(KeyCode::Tab), Action::NextZone, "下一类").bar(4, "下一类"),
    row(plain(KeyCode::BackTab), Action::PrevZone, "上一类"),
    row(ch('0'), Action::ShowOnly(0), "全部"),
    row(ch('1'), Action::ShowOnly(1), "只看逾期未交的"),
    row(ch('2'), Action::ShowOnly(2), "只看待提供的"),
    row(ch('3'), Action::ShowOnly(3), "只看在手的"),
    row(ch('4'), Action::ShowOnly(4), "只看已归还的"),
];

/// The register of leads.
pub(super) const LEADS: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "看这一条；有密封内容的，输入它的口令才能看").bar(1, "看"),
    row(ch('n'), Action::Add, "登记一条线索").bar(1, "登记").letter('n'),
    row(ch('e'), Action::EditRow, "修改移交给谁：还没有移交的直接改，移交过的写明理由更正").bar(2, "修改").letter('e'),
    row(ch('r'), Action::HandOver, "移交：记下哪天移交给谁；移交错了也在这里更正").bar(1, "移交").letter('r'),
    row(ch('c'), Action::Receipt, "回执：记下回执的编号或内容").bar(1, "回执").letter('c'),
    row(ch('x'), Action::Export, "导出这一条的移交登记表（Word），放在“内部”").bar(2, "登记表").letter('x'),
];

/// The observations of a unit.
pub(super) const OBSERVATIONS: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "打开出处：谈话里的那一段，资料里的那一条").bar(1, "出处"),
    row(ch(' '), Action::Handled, "已经查过、处理了；再按取消").bar(1, "已处理"),
];

/// A short list to choose from.
pub(super) const PICK: &[Binding] = &[row(plain(KeyCode::Enter), Action::Open, "选定这一行").bar(1, "选定")];

/// A short list to choose from, to which one may add.
pub(super) const LIST: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "选定这一行").bar(1, "选定"),
    row(ch('n'), Action::AddPerson, "新增一行").bar(2, "新增").letter('n'),
];

/// A long list to choose one from.
pub(super) const CHOOSE: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "选定这一行").bar(1, "选定"),
    row(ctrl('s'), Action::Submit, "选定这一行").letter('s'),
];

/// A long list to tick several of.
pub(super) const TICK: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "选这一行，再按取消；可以选几行").bar(1, "选/不选"),
    row(ctrl('s'), Action::Submit, "选好了").bar(1, "选好").letter('s'),
];

/// Moves of a list that is narrowed by typing.
pub(super) const CHOOSE_MOVES: &[Binding] = &[
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    row(plain(KeyCode::Esc), Action::Back, "返回，不选").bar(2, "返回"),
];

/// Where something that is not in the list can be written.
pub(super) const WRITE_OTHER: &[Binding] =
    &[row(ctrl('n'), Action::WriteOther, "另写：列表里没有的").bar(1, "另写").letter('n')];

/// The search.
pub(super) const SEARCH: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "打开这一条").bar(1, "打开"),
    row(plain(KeyCode::Up), Action::Up, "上一条"),
    row(plain(KeyCode::Down), Action::Down, "下一条"),
    row(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    row(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    row(plain(KeyCode::Esc), Action::Back, "返回").bar(2, "返回"),
];

/// A roster before it is written.
pub(super) const ROSTER: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Submit, "核对无误，写入；有同名的先问是谁").bar(1, "写入"),
    row(ch('1'), Action::TakeAs(1), "这个人是一把手").bar(2, "改类别"),
    row(ch('2'), Action::TakeAs(2), "这个人是班子成员"),
    row(ch('3'), Action::TakeAs(3), "这个人是中层干部"),
    row(ch('4'), Action::TakeAs(4), "这个人是财务人员"),
    row(ch('5'), Action::TakeAs(5), "这个人是办公室人员"),
    row(ch('6'), Action::TakeAs(6), "这个人是普通党员、一般工作人员"),
    row(ch('7'), Action::TakeAs(7), "这个人是群众、服务对象"),
    row(ch('8'), Action::TakeAs(8), "这个人是退休干部"),
    row(ch('0'), Action::TakeAs(9), "这个人是村干部"),
    row(ch(' '), Action::TurnSeat, "财务人员、村干部是不是班子成员").bar(4, "班子"),
    row(plain(KeyCode::Right), Action::NextChoice, "换政治面貌").bar(3, "政治面貌"),
    row(plain(KeyCode::Left), Action::PrevChoice, "换政治面貌"),
    row(plain(KeyCode::Tab), Action::NextZone, "下一个拿不准的人").bar(2, "下一个拿不准的"),
    row(plain(KeyCode::Delete), Action::Delete, "去掉对这个人的改动，照职务判断"),
    row(ch('e'), Action::EditRow, "改单位性质，重新判断类别").bar(3, "单位性质").letter('e'),
];
