//! First steps, home and its filter.

use super::label::{alt, ch, ctrl, plain};
use super::{Binding, row};
use crate::tui::action::Action;
use crate::tui::terminal::KeyCode;

/// First steps.
pub(super) const START: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "选定这一行").bar(1, "选定"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(ch('q'), Action::Quit, "退出程序").bar(2, "退出").letter('q'),
];

/// Home, a list in focus.
pub(super) const HOME: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Open, "打开这个人的谈话；没有谈过的，开始谈话").bar(1, "打开"),
    row(ch('t'), Action::Talk, "开始或继续与这个人谈话").bar(1, "谈话").letter('t'),
    row(ch('d'), Action::Documents, "查阅本单位的资料：登记、对照要点、记条目").bar(1, "查阅").letter('d'),
    row(ch('p'), Action::Problems, "本单位的问题：候选、问题和底稿").bar(1, "问题").letter('p'),
    row(ch('n'), Action::AddPerson, "新增人员").bar(2, "新增").letter('n'),
    row(ch('/'), Action::Filter, "按姓名、拼音首字母、职务或代号查找，边输入边筛选").bar(1, "查找").letter('/'),
    row(ch(' '), Action::PlanToday, "把与这个人的谈话列入今天，再按取消").bar(2, "今天"),
    row(ch('x'), Action::Export, "导出谈话记录等").bar(3, "导出").letter('x'),
    row(ch('i'), Action::Import, "导入人员名册（xlsx、xls、ods、csv）").bar(3, "导入").letter('i'),
    row(ch('y'), Action::Loans, "调阅清单：向单位要了什么、给了没有、还了没有").bar(3, "调阅").letter('y'),
    row(ch('s'), Action::Search, "在整个轮次里搜索").bar(4, "搜索").letter('s'),
    row(ch('o'), Action::Observations, "列出本单位的疑点").bar(4, "疑点").letter('o'),
    row(ch('e'), Action::EditPerson, "修改这个人的信息").bar(4, "修改").letter('e'),
    row(ch('h'), Action::MergePeople, "合并：这个人和另一个是同一个人").letter('h'),
    row(plain(KeyCode::Delete), Action::DeletePerson, "删除这个人：有谈话、资料或列为责任人的不能删"),
    row(ctrl('d'), Action::DeletePerson, "删除这个人"),
    row(ch('u'), Action::NextUnit, "下一个被巡察单位").letter('u'),
    row(plain(KeyCode::Tab), Action::NextUnit, "下一个被巡察单位").bar(4, "换单位"),
    row(plain(KeyCode::BackTab), Action::PrevUnit, "上一个被巡察单位"),
    row(ctrl('u'), Action::AddUnit, "新增被巡察单位").letter('a'),
    row(alt('u'), Action::EditUnit, "修改被巡察单位").letter('c'),
    row(ch('k'), Action::Profile, "单位概况：大额标准、班子人数等").bar(5, "概况").letter('k'),
    row(ch('j'), Action::Dues, "党费测算：按规定应缴多少").bar(5, "党费").letter('j'),
    row(ch('b'), Action::Keeping, "备份和文件：备份、从备份恢复、校验、修复、换口令、隐去原话、清理")
        .bar(5, "备份")
        .letter('b'),
    row(ch('z'), Action::Settings, "轮次设置：名称、标志、备份、锁屏").letter('z'),
    row(alt('x'), Action::Leads, "线索登记：登记了哪些线索、移交给谁、有没有回执").letter('r'),
    row(ch('m'), Action::Members, "巡察组成员").bar(9, "成员").letter('m'),
    row(alt('m'), Action::RoundHistory, "整轮的修改记录：谁、何时、做了什么").letter('g'),
    row(ch('0'), Action::ShowAll, "显示全部人员"),
    row(ch('1'), Action::ShowPlanned, "只看今天计划要谈、还没有谈的"),
    row(ch('2'), Action::ShowOpen, "只看必问还没有问完的"),
    row(ch('3'), Action::ShowBroken, "只看已中断、待继续的"),
    row(ch('4'), Action::LeftBehind, "查以前的导出：里面有已转线索的话的文件，逐个列出，可以删除"),
    row(ctrl('o'), Action::OtherRound, "关闭这一轮，回到开始页：新建轮次，或打开另一轮").letter('f'),
    row(ch('q'), Action::Quit, "退出程序").bar(9, "退出").letter('q'),
];

/// Home, typing into the filter.
pub(super) const FILTER: &[Binding] = &[
    row(plain(KeyCode::Enter), Action::Submit, "选定筛选结果，回到列表").bar(1, "选定"),
    row(plain(KeyCode::Up), Action::Up, "上一行"),
    row(plain(KeyCode::Down), Action::Down, "下一行"),
    row(plain(KeyCode::Esc), Action::Back, "清除筛选，回到列表").bar(1, "清除"),
];
