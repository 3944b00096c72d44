//! Keys as data: the key bar, the help, the menu of letters and the tests are made from these tables.
//!
//! Rules (DESIGN.md §4 Terminal): in a text every printable key types; nothing is bound to Ctrl-Space, Ctrl-;,
//! Shift alone, F10, F11; every F-key has a second way, the letter in the Ctrl-G menu.

use crate::tui::action::{Action, Edit};
use crate::tui::terminal::{Key, KeyCode};

/// One binding.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The key; `None`: only in the menu.
    pub key: Option<Key>,
    /// What it does.
    pub action: Action,
    /// The letter in the Ctrl-G menu; `None`: not there.
    pub letter: Option<char>,
    /// The word in the key bar, most useful first; empty: only in the help.
    pub bar: &'static str,
    /// The line in the help.
    pub help: &'static str,
}

/// Where the focus is; decides which tables apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// First steps: a short menu.
    Start,
    /// A form; a text field has the focus.
    FormText,
    /// A form; a choice or a button has the focus.
    FormChoice,
    /// A form; several words to choose from have the focus.
    FormChoices,
    /// Home, lists in focus.
    Home,
    /// Home, typing into the filter.
    Filter,
    /// A talk; the answer has the focus.
    Answer,
    /// A talk; a claim is typed.
    Claim,
    /// A talk; judgement, probes or hints have the focus.
    Panel,
    /// The documents of a unit.
    Documents,
    /// The loan register of a unit.
    Loans,
    /// A document being read; check items and entries have the focus.
    Reading,
    /// A document being read; pages or a note are typed.
    Cell,
    /// A list to choose from.
    List,
    /// A long list to choose from; what narrows it is typed.
    Choose,
    /// The same, where something that is not in the list can be written.
    ChooseOrWrite,
    /// The same, to tick several.
    Tick,
    /// Candidates and problems of a unit.
    Problems,
    /// A paper; a text has the focus.
    PaperText,
    /// A paper; a row that is no text has the focus.
    PaperRow,
    /// The search; the words are typed.
    Search,
    /// A page to read: help, preview, approach.
    Page,
    /// Yes or no.
    Confirm,
    /// The menu of letters.
    Menu,
    /// Blanked.
    Hidden,
}

impl Context {
    /// All contexts.
    pub const ALL: [Self; 25] = [
        Self::Start,
        Self::FormText,
        Self::FormChoice,
        Self::FormChoices,
        Self::Home,
        Self::Filter,
        Self::Answer,
        Self::Claim,
        Self::Panel,
        Self::Documents,
        Self::Loans,
        Self::Reading,
        Self::Cell,
        Self::List,
        Self::Choose,
        Self::ChooseOrWrite,
        Self::Tick,
        Self::Problems,
        Self::PaperText,
        Self::PaperRow,
        Self::Search,
        Self::Page,
        Self::Confirm,
        Self::Menu,
        Self::Hidden,
    ];

    /// A text has the focus: printable keys type.
    pub const fn types(self) -> bool {
        matches!(
            self,
            Self::FormText
                | Self::Filter
                | Self::Answer
                | Self::Claim
                | Self::Cell
                | Self::Search
                | Self::Choose
                | Self::ChooseOrWrite
                | Self::Tick
                | Self::PaperText
        )
    }

    /// The tables that apply, first match wins.
    pub const fn tables(self) -> &'static [&'static [Binding]] {
        match self {
            Self::Start => &[START, GLOBAL],
            Self::FormText => &[FORM, LINE, GLOBAL],
            Self::FormChoice => &[CHOICE, FORM, GLOBAL],
            Self::FormChoices => &[CHOICES, FORM, GLOBAL],
            Self::Home => &[HOME, LIST_MOVES, GLOBAL],
            Self::Filter => &[FILTER, LINE, GLOBAL],
            Self::Answer => &[TALK, EDITOR, LINE, GLOBAL],
            Self::Claim => &[CLAIM, TALK, LINE, GLOBAL],
            Self::Panel => &[PANEL, TALK, GLOBAL],
            Self::Documents => &[DOCUMENTS, LIST_MOVES, DESK, GLOBAL],
            Self::Loans => &[LOANS, LIST_MOVES, DESK, GLOBAL],
            Self::Reading => &[READING, LIST_MOVES, DESK, GLOBAL],
            Self::Cell => &[CELL, LINE, GLOBAL],
            Self::List => &[LIST, LIST_MOVES, GLOBAL],
            Self::Choose => &[CHOOSE, CHOOSE_MOVES, LINE, GLOBAL],
            Self::ChooseOrWrite => &[CHOOSE, WRITE_OTHER, CHOOSE_MOVES, LINE, GLOBAL],
            Self::Tick => &[TICK, CHOOSE_MOVES, LINE, GLOBAL],
            Self::Problems => &[PROBLEMS, LIST_MOVES, GLOBAL],
            Self::PaperText => &[PAPER, EDITOR, LINE, GLOBAL],
            Self::PaperRow => &[PAPER_ROW, PAPER, LIST_MOVES, GLOBAL],
            Self::Search => &[SEARCH, LINE, GLOBAL],
            Self::Page => &[PAGE, GLOBAL],
            Self::Confirm => &[CONFIRM, GLOBAL],
            Self::Menu => &[MENU],
            Self::Hidden => &[HIDDEN],
        }
    }

    /// All bindings that apply, first match wins, later ones for the same key left out.
    pub fn bindings(self) -> Vec<&'static Binding> {
        let mut out: Vec<&'static Binding> = Vec::new();
        for b in self.tables().iter().flat_map(|t| t.iter()) {
            if b.key.is_none() || !out.iter().any(|o| o.key == b.key) {
                out.push(b);
            }
        }
        out
    }

    /// What the key does here.
    pub fn resolve(self, key: Key) -> Option<Action> {
        let all = self.tables().iter().flat_map(|t| t.iter());
        all.clone().find(|b| b.key == Some(key)).map(|b| b.action)
    }

    /// What the menu letter does here.
    pub fn letter(self, letter: char) -> Option<Action> {
        let letter = letter.to_ascii_lowercase();
        self.tables().iter().flat_map(|t| t.iter()).find(|b| b.letter == Some(letter)).map(|b| b.action)
    }
}

/// How a key is written in the bar and in the help.
pub fn label(key: Key) -> String {
    let mut out = String::new();
    if key.ctrl {
        out.push_str("Ctrl-");
    }
    if key.alt {
        out.push_str("Alt-");
    }
    if key.shift {
        out.push_str("Shift-");
    }
    match key.code {
        KeyCode::Char(' ') => out.push_str("空格"),
        KeyCode::Char(c) if key.ctrl || key.alt => out.push(c.to_ascii_uppercase()),
        KeyCode::Char(c) => out.push(c),
        KeyCode::Enter => out.push_str("Enter"),
        KeyCode::Esc => out.push_str("Esc"),
        KeyCode::Tab => out.push_str("Tab"),
        KeyCode::BackTab => out.push_str("Shift-Tab"),
        KeyCode::Backspace => out.push_str("Backspace"),
        KeyCode::Delete => out.push_str("Del"),
        KeyCode::Insert => out.push_str("Ins"),
        KeyCode::Left => out.push('左'),
        KeyCode::Right => out.push('右'),
        KeyCode::Up => out.push('上'),
        KeyCode::Down => out.push('下'),
        KeyCode::Home => out.push_str("Home"),
        KeyCode::End => out.push_str("End"),
        KeyCode::PageUp => out.push_str("PgUp"),
        KeyCode::PageDown => out.push_str("PgDn"),
        KeyCode::F(n) => {
            out.push('F');
            out.push_str(&n.to_string());
        }
    }
    out
}

const fn plain(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: false }
}

const fn shift(code: KeyCode) -> Key {
    Key { code, ctrl: false, alt: false, shift: true }
}

const fn ctrl(code: KeyCode) -> Key {
    Key { code, ctrl: true, alt: false, shift: false }
}

const fn ctrl_shift(code: KeyCode) -> Key {
    Key { code, ctrl: true, alt: false, shift: true }
}

const fn alt(c: char) -> Key {
    Key { code: KeyCode::Char(c), ctrl: false, alt: true, shift: false }
}

const fn ch(c: char) -> Key {
    plain(KeyCode::Char(c))
}

const fn f(n: u8) -> Key {
    plain(KeyCode::F(n))
}

/// A key shown in the bar and in the help.
const fn bar(key: Key, action: Action, bar: &'static str, help: &'static str) -> Binding {
    Binding { key: Some(key), action, letter: None, bar, help }
}

/// A key shown only in the help.
const fn key(key: Key, action: Action, help: &'static str) -> Binding {
    Binding { key: Some(key), action, letter: None, bar: "", help }
}

/// A key with its letter in the menu.
const fn menu(key: Key, letter: char, action: Action, bar: &'static str, help: &'static str) -> Binding {
    Binding { key: Some(key), action, letter: Some(letter), bar, help }
}

const GLOBAL: &[Binding] = &[
    menu(f(9), '9', Action::Hide, "遮屏", "遮屏：立即遮住屏幕，再按一次恢复"),
    bar(ctrl(KeyCode::Char('g')), Action::Menu, "菜单", "打开字母菜单：功能键不好用时，用菜单里的字母"),
    menu(f(1), 'h', Action::Help, "帮助", "本页帮助"),
    key(plain(KeyCode::Esc), Action::Back, "返回上一级，内容不会丢"),
];

const LIST_MOVES: &[Binding] = &[
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    key(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    key(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    key(plain(KeyCode::Home), Action::First, "第一行"),
    key(plain(KeyCode::End), Action::Last, "最后一行"),
];

const START: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "选定", "选定这一行"),
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    bar(ch('q'), Action::Quit, "退出", "退出程序"),
];

const FORM: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "下一项", "下一项；在按钮上是按下按钮"),
    menu(f(8), 's', Action::Submit, "确定", "确定，不必走到按钮"),
    key(plain(KeyCode::Tab), Action::NextZone, "下一项"),
    key(plain(KeyCode::BackTab), Action::PrevZone, "上一项"),
    key(plain(KeyCode::Up), Action::PrevZone, "上一项"),
    key(plain(KeyCode::Down), Action::NextZone, "下一项"),
    menu(f(5), 'v', Action::Reveal, "", "显示或遮住口令"),
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回；有改动时先问是否保存"),
];

const CHOICE: &[Binding] = &[
    bar(plain(KeyCode::Right), Action::NextChoice, "换选项", "下一个选项"),
    key(plain(KeyCode::Left), Action::PrevChoice, "上一个选项"),
    key(ch(' '), Action::NextChoice, "下一个选项"),
];

const CHOICES: &[Binding] = &[
    bar(ch(' '), Action::Toggle, "选/不选", "选这一个，再按取消；可以选几个"),
    bar(plain(KeyCode::Right), Action::NextChoice, "下一个", "下一个选项"),
    key(plain(KeyCode::Left), Action::PrevChoice, "上一个选项"),
];

const HOME: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "打开", "打开这个人的谈话；没有谈过的，开始谈话"),
    menu(ch('t'), 't', Action::Talk, "谈话", "开始或继续与这个人谈话"),
    menu(ch('d'), 'd', Action::Documents, "查阅", "查阅本单位的资料：登记、对照要点、记条目"),
    menu(ch('n'), 'n', Action::AddPerson, "新增", "新增人员"),
    menu(ch('/'), 'f', Action::Filter, "查找", "按姓名、拼音首字母、职务或代号查找，边输入边筛选"),
    menu(ch('x'), 'x', Action::Export, "导出", "导出谈话记录等"),
    menu(ch('e'), 'e', Action::EditPerson, "", "修改这个人的信息"),
    menu(ch('p'), 'p', Action::Problems, "问题", "本单位的问题：候选、问题和底稿"),
    menu(ch('M'), 'k', Action::MergePeople, "", "合并：这个人和另一个是同一个人"),
    menu(plain(KeyCode::Delete), 'v', Action::DeletePerson, "", "删除这个人：有谈话、资料或列为责任人的不能删"),
    key(ch('r'), Action::PlanToday, "把与这个人的谈话列入今天，或取消"),
    menu(ch('u'), 'u', Action::NextUnit, "", "下一个被巡察单位"),
    key(plain(KeyCode::Tab), Action::NextUnit, "下一个被巡察单位"),
    key(plain(KeyCode::BackTab), Action::PrevUnit, "上一个被巡察单位"),
    menu(ch('U'), 'a', Action::AddUnit, "", "新增被巡察单位"),
    menu(ch('E'), 'z', Action::EditUnit, "", "修改被巡察单位"),
    menu(ch('k'), 'c', Action::Profile, "", "单位概况：大额标准、班子人数等"),
    menu(ch('y'), 'y', Action::Loans, "", "调阅清单：向单位要了什么、给了没有、还了没有"),
    menu(ch('i'), 'i', Action::Import, "导入", "导入人员名册（xlsx、xls、ods、csv）"),
    menu(ch('s'), 's', Action::Search, "搜索", "在整个轮次里搜索"),
    menu(ch('o'), 'o', Action::Observations, "", "列出本单位的疑点"),
    menu(ch('j'), 'j', Action::Dues, "", "党费测算：按规定应缴多少"),
    menu(ch('b'), 'b', Action::Backup, "", "备份到…"),
    menu(ch('g'), 'g', Action::Settings, "", "轮次设置：名称、标志、备份文件夹"),
    menu(ch('m'), 'm', Action::Members, "", "巡察组成员"),
    menu(ch('w'), 'w', Action::WhoAmI, "换人", "换操作人"),
    key(ch('0'), Action::ShowAll, "显示全部人员"),
    key(ch('1'), Action::ShowPlanned, "只看今天计划要谈、还没有谈的"),
    key(ch('2'), Action::ShowOpen, "只看必问还没有问完的"),
    key(ch('3'), Action::ShowBroken, "只看已中断、待继续的"),
    menu(ch('O'), 'r', Action::OtherRound, "", "关闭这一轮，打开或新建另一轮"),
    menu(ch('L'), 'l', Action::Lock, "", "锁定：遮屏并要求口令"),
    key(ch('?'), Action::Help, "本页帮助"),
    menu(ch('q'), 'q', Action::Quit, "退出", "退出程序"),
];

const FILTER: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Submit, "选定", "选定筛选结果，回到列表"),
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    bar(plain(KeyCode::Esc), Action::Back, "清除", "清除筛选，回到列表"),
];

const TALK: &[Binding] = &[
    menu(f(2), 'y', Action::MarkObservation, "疑点", "把这一段标为疑点，再按取消"),
    menu(f(3), 'o', Action::NextLane, "原/要/注", "换这一段的道：原话、要点、记录人注"),
    menu(f(4), 'k', Action::TogglePanel, "展开", "展开或收起判断、要素、追问和提示"),
    menu(f(8), 'n', Action::NextQuestion, "下一问", "下一问"),
    menu(f(7), 'p', Action::PrevQuestion, "上一问", "上一问"),
    menu(f(5), 'w', Action::NextWording, "", "换一种问法"),
    menu(f(6), 'z', Action::MarkKey, "", "把这一段标为重点，再按取消"),
    menu(f(12), 'b', Action::BreakOff, "", "今天到此：中断谈话，改日继续"),
    menu(alt('e'), 'e', Action::CloseTalk, "", "结束谈话"),
    menu(alt('r'), 'r', Action::ReadBack, "", "记录已读回并经本人确认，再按取消"),
    menu(alt('c'), 'c', Action::Correct, "", "更正这一段：保留原来的话，另起一段写更正"),
    menu(alt('x'), 'x', Action::MarkWithheld, "", "转线索：这一段只留在本页，不进任何输出"),
    menu(alt('a'), 'a', Action::Approach, "", "开场说明，这类对象怎么谈"),
    menu(alt('d'), 'j', Action::Dues, "", "党费测算：按规定应缴多少，另开一页"),
    key(alt('1'), Action::Question(0), "第一问"),
    key(alt('2'), Action::Question(1), "第二问"),
    key(alt('3'), Action::Question(2), "第三问"),
    key(alt('4'), Action::Question(3), "第四问"),
    key(alt('5'), Action::Question(4), "第五问"),
    key(plain(KeyCode::Tab), Action::SwitchFocus, "展开后：在回答和要素、判断、追问之间切换"),
    menu(alt('l'), 'l', Action::Lock, "", "锁定：遮屏并要求口令"),
    menu(alt('w'), 'i', Action::WhoAmI, "", "换操作人"),
];

const CLAIM: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Down, "下一行", "记下并到下一行"),
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    bar(
        ctrl(KeyCode::Char('q')),
        Action::NextQualifier,
        "确切/约",
        "换把握程度：确切、约、至少、至多、之间、不清楚、拒答",
    ),
    key(plain(KeyCode::BackTab), Action::SwitchFocus, "回到回答"),
];

const PANEL: &[Binding] = &[
    bar(ch('1'), Action::Judge(0), "判断", "判断：第一档"),
    key(ch('2'), Action::Judge(1), "判断：第二档"),
    key(ch('3'), Action::Judge(2), "判断：第三档"),
    key(ch('4'), Action::Judge(3), "判断：第四档"),
    key(ch('5'), Action::Judge(4), "判断：第五档"),
    bar(plain(KeyCode::Enter), Action::TogglePut, "已问/未问", "这条追问已经问了，再按取消；在判断行是换下一档"),
    key(ch(' '), Action::TogglePut, "同 Enter"),
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    key(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    key(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    key(plain(KeyCode::BackTab), Action::SwitchFocus, "回到回答"),
];

/// What every list of the reading half has beside its own keys.
const DESK: &[Binding] = &[
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回上一级，内容不会丢"),
    menu(ch('w'), 'w', Action::WhoAmI, "", "换操作人"),
    menu(ch('L'), 'l', Action::Lock, "", "锁定：遮屏并要求口令"),
    key(ch('?'), Action::Help, "本页帮助"),
];

const DOCUMENTS: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "查阅", "打开这份资料，对照要点查阅"),
    menu(ch('n'), 'n', Action::Add, "登记", "登记一份资料"),
    menu(ch('e'), 'e', Action::EditRow, "修改", "修改这份资料的登记"),
    menu(ch('c'), 'c', Action::Excuse, "说明", "说明某一类或某一年为什么不查阅"),
    menu(ch('y'), 'y', Action::Loans, "调阅清单", "调阅清单：向单位要了什么、给了没有、还了没有"),
    menu(ch('v'), 'v', Action::Leaving, "", "离场前还在手里的资料"),
    menu(ch('i'), 'i', Action::About, "", "这份资料的情况：登记、疑点、支撑材料、附件"),
    menu(plain(KeyCode::Delete), 'x', Action::Delete, "", "删除这份登记：查阅过的不能删"),
    menu(plain(KeyCode::Tab), 't', Action::NextZone, "", "下一类"),
    key(plain(KeyCode::BackTab), Action::PrevZone, "上一类"),
    key(ch('0'), Action::ShowOnly(0), "全部"),
    key(ch('1'), Action::ShowOnly(1), "只看第一类"),
    key(ch('2'), Action::ShowOnly(2), "只看第二类"),
    key(ch('3'), Action::ShowOnly(3), "只看第三类"),
    key(ch('4'), Action::ShowOnly(4), "只看第四类"),
    key(ch('5'), Action::ShowOnly(5), "只看第五类"),
];

const LOANS: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "修改", "修改这一行"),
    menu(ch('n'), 'n', Action::Add, "新增", "新增一行：向单位要一份资料"),
    menu(ch('h'), 'g', Action::HandedOver, "已提供", "单位已提供，记下现在的时间；再按取消"),
    menu(ch('d'), 'd', Action::Register, "登记", "登记为调阅资料开始查阅，登记过的打开"),
    menu(ch('c'), 'c', Action::CopiedPages, "复印", "记下复印了哪几页"),
    menu(ch('b'), 'b', Action::Returned, "已归还", "已归还单位，记下谁收的和现在的时间"),
    menu(ch('v'), 'v', Action::Leaving, "", "离场前还在手里的资料"),
    menu(plain(KeyCode::Delete), 'x', Action::Delete, "", "删除这一行"),
    menu(plain(KeyCode::Tab), 't', Action::NextZone, "", "下一类"),
    key(plain(KeyCode::BackTab), Action::PrevZone, "上一类"),
    key(ch('0'), Action::ShowOnly(0), "全部"),
    key(ch('1'), Action::ShowOnly(1), "只看逾期未交的"),
    key(ch('2'), Action::ShowOnly(2), "只看待提供的"),
    key(ch('3'), Action::ShowOnly(3), "只看在手的"),
    key(ch('4'), Action::ShowOnly(4), "只看已归还的"),
];

const READING: &[Binding] = &[
    bar(ch('1'), Action::Verdict(1), "无问题", "这条要点无问题，再按改回未看"),
    bar(ch('2'), Action::Verdict(2), "有问题", "这条要点有问题，再按改回未看"),
    bar(ch('3'), Action::Verdict(3), "不适用", "这条要点不适用，再按改回未看"),
    menu(ch('n'), 'n', Action::EditNote, "备注", "写备注，不离开这一行"),
    menu(ch('e'), 'e', Action::Add, "加条目", "加一个条目"),
    menu(f(2), 'y', Action::MarkObservation, "疑点", "把这一行标为疑点，再按取消"),
    menu(f(5), 'z', Action::TakeEvidence, "取证", "把这一行取为支撑材料，页码带过去"),
    menu(ch(' '), 'j', Action::NextOpen, "下一个", "下一条未看的要点"),
    menu(ch('g'), 'g', Action::EditPages, "", "写页码，不离开这一行"),
    menu(plain(KeyCode::Enter), 'o', Action::Open, "", "写页码和备注；在条目上是修改条目"),
    menu(ch('r'), 'r', Action::ReadClean, "", "整份读过，未发现问题"),
    menu(f(4), 'k', Action::TogglePanel, "提示", "展开或收起提示：看什么、警惕什么、依据"),
    menu(f(6), 'f', Action::Attach, "", "附上文件：照片、扫描件、表格"),
    menu(ch('i'), 'i', Action::About, "", "这份资料的情况：登记、疑点、支撑材料、附件"),
    menu(ch('E'), 'd', Action::EditDocument, "", "修改这份资料的登记"),
    menu(plain(KeyCode::Delete), 'x', Action::Delete, "", "删除这个条目"),
    menu(plain(KeyCode::Tab), 't', Action::SwitchFocus, "", "在要点和条目之间切换"),
];

const CELL: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "下一格", "记下，到下一格；备注后面是下一行"),
    bar(plain(KeyCode::Tab), Action::SwitchFocus, "页/备注", "记下，在页和备注之间切换"),
    key(plain(KeyCode::BackTab), Action::SwitchFocus, "记下，在页和备注之间切换"),
    key(plain(KeyCode::Up), Action::Up, "记下，到上一行"),
    key(plain(KeyCode::Down), Action::Down, "记下，到下一行"),
    menu(f(2), 'y', Action::MarkObservation, "疑点", "把这一行标为疑点，再按取消"),
    menu(f(5), 'z', Action::TakeEvidence, "取证", "把这一行取为支撑材料，页码带过去"),
    menu(f(4), 'k', Action::TogglePanel, "", "展开或收起提示：看什么、警惕什么、依据"),
    bar(plain(KeyCode::Esc), Action::Back, "写好", "记下，回到各行"),
    menu(alt('w'), 'i', Action::WhoAmI, "", "换操作人"),
    menu(alt('l'), 'l', Action::Lock, "", "锁定：遮屏并要求口令"),
];

const LIST: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "选定", "选定这一行"),
    bar(ch('n'), Action::AddPerson, "新增", "新增一行"),
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回"),
];

const CHOOSE: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "选定", "选定这一行"),
    menu(f(8), 's', Action::Submit, "", "选定这一行"),
];

const TICK: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "选/不选", "选这一行，再按取消；可以选几行"),
    menu(f(8), 's', Action::Submit, "选好", "选好了"),
];

/// Moves of a list that is narrowed by typing.
const CHOOSE_MOVES: &[Binding] = &[
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    key(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    key(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回，不选"),
];

const WRITE_OTHER: &[Binding] = &[menu(f(4), 'o', Action::WriteOther, "另写", "另写：列表里没有的")];

const PROBLEMS: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "打开", "问题：打开底稿；候选：打开它出自的谈话或资料"),
    menu(ch('a'), 'a', Action::Adopt, "采纳", "采纳：用这条候选起草一份底稿并打开"),
    menu(ch('d'), 'd', Action::Dismiss, "不采纳", "不采纳：写明理由，收起这条候选"),
    menu(ch('m'), 'm', Action::TakeIn, "收入", "收入新增材料：加进已经采纳的问题"),
    menu(ch('n'), 'n', Action::NewProblem, "新增", "新增问题：不从候选，自己起草"),
    menu(ch('f'), 'f', Action::ToggleLight, "", "展开或收起分量轻的候选"),
    menu(ch('v'), 'v', Action::ToggleDismissed, "", "看或收起不采纳的候选"),
    menu(plain(KeyCode::Tab), 't', Action::NextZone, "", "在候选和问题之间切换"),
    key(plain(KeyCode::BackTab), Action::PrevZone, "在候选和问题之间切换"),
    menu(ch('w'), 'w', Action::WhoAmI, "", "换操作人"),
    menu(ch('L'), 'l', Action::Lock, "", "锁定：遮屏并要求口令"),
    key(ch('?'), Action::Help, "本页帮助"),
];

const PAPER: &[Binding] = &[
    bar(plain(KeyCode::Tab), Action::NextZone, "下一栏", "下一栏"),
    key(plain(KeyCode::BackTab), Action::PrevZone, "上一栏"),
    menu(f(5), 'z', Action::PinEvidence, "钉证据", "钉证据：选一件材料，把〔证〕写在光标处"),
    menu(f(7), 'n', Action::NextDiagnostic, "诊断", "下一条诊断：去查出的下一个问题"),
    menu(f(8), 'y', Action::ToggleReady, "送审", "送审：标为待送审，再按退回草稿"),
    menu(f(6), 'v', Action::Preview, "预览", "预览：看印出来的底稿"),
    menu(f(4), 'k', Action::GoField, "去某栏", "去某一栏"),
    menu(alt('c'), 'c', Action::ConfirmBasis, "", "核实这条依据的条款和日期，再按取消"),
    menu(alt('n'), 'a', Action::AddItem, "", "给这一栏再加一条"),
    menu(alt('d'), 'd', Action::RemoveItem, "", "去掉这一条"),
    menu(alt('r'), 'r', Action::Renumber, "", "证据按顺序重新编号"),
    menu(alt('l'), 'l', Action::Lock, "", "锁定：遮屏并要求口令"),
    menu(alt('w'), 'i', Action::WhoAmI, "", "换操作人"),
];

const PAPER_ROW: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "选/看", "选这一栏填什么，或看这一条"),
    bar(ch('n'), Action::AddItem, "加", "给这一栏再加一条"),
    bar(plain(KeyCode::Delete), Action::RemoveItem, "去掉", "去掉这一条"),
    key(plain(KeyCode::Right), Action::NextChoice, "下一个选项"),
    key(plain(KeyCode::Left), Action::PrevChoice, "上一个选项"),
    key(ch(' '), Action::NextChoice, "下一个选项"),
    key(shift(KeyCode::Up), Action::MoveUp, "这一条上移"),
    key(shift(KeyCode::Down), Action::MoveDown, "这一条下移"),
    key(ch('c'), Action::ConfirmBasis, "核实这条依据的条款和日期，再按取消"),
    key(ch('r'), Action::Renumber, "证据按顺序重新编号"),
];

const SEARCH: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Open, "打开", "打开这一条"),
    key(plain(KeyCode::Up), Action::Up, "上一条"),
    key(plain(KeyCode::Down), Action::Down, "下一条"),
    key(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    key(plain(KeyCode::PageDown), Action::PageDown, "下一页"),
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回"),
];

const PAGE: &[Binding] = &[
    bar(plain(KeyCode::Enter), Action::Submit, "确定", "确定或看完了"),
    key(plain(KeyCode::Up), Action::Up, "上一行"),
    key(plain(KeyCode::Down), Action::Down, "下一行"),
    bar(plain(KeyCode::PageDown), Action::PageDown, "下一页", "下一页"),
    key(plain(KeyCode::PageUp), Action::PageUp, "上一页"),
    key(plain(KeyCode::Home), Action::First, "开头"),
    key(plain(KeyCode::End), Action::Last, "末尾"),
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回"),
];

const CONFIRM: &[Binding] = &[
    bar(ch('y'), Action::Yes, "是", "是"),
    bar(ch('n'), Action::No, "否", "否"),
    key(plain(KeyCode::Enter), Action::Yes, "是"),
    bar(plain(KeyCode::Esc), Action::Back, "返回", "返回，什么也不做"),
];

const MENU: &[Binding] = &[bar(plain(KeyCode::Esc), Action::Back, "返回", "关闭菜单")];

const HIDDEN: &[Binding] = &[key(f(9), Action::Hide, "恢复"), key(plain(KeyCode::Esc), Action::Hide, "恢复")];

/// Editing keys of every text, the one-line fields too.
const LINE: &[Binding] = &[
    key(plain(KeyCode::Left), Action::Edit(Edit::Left(false)), "左移一字"),
    key(plain(KeyCode::Right), Action::Edit(Edit::Right(false)), "右移一字"),
    key(shift(KeyCode::Left), Action::Edit(Edit::Left(true)), "向左选"),
    key(shift(KeyCode::Right), Action::Edit(Edit::Right(true)), "向右选"),
    key(ctrl(KeyCode::Left), Action::Edit(Edit::WordLeft(false)), "左移一词"),
    key(ctrl(KeyCode::Right), Action::Edit(Edit::WordRight(false)), "右移一词"),
    key(ctrl_shift(KeyCode::Left), Action::Edit(Edit::WordLeft(true)), "向左选一词"),
    key(ctrl_shift(KeyCode::Right), Action::Edit(Edit::WordRight(true)), "向右选一词"),
    key(plain(KeyCode::Home), Action::Edit(Edit::RowStart(false)), "行首"),
    key(plain(KeyCode::End), Action::Edit(Edit::RowEnd(false)), "行尾"),
    key(shift(KeyCode::Home), Action::Edit(Edit::RowStart(true)), "选到行首"),
    key(shift(KeyCode::End), Action::Edit(Edit::RowEnd(true)), "选到行尾"),
    key(plain(KeyCode::Backspace), Action::Edit(Edit::Backspace), "删前一字"),
    key(plain(KeyCode::Delete), Action::Edit(Edit::Delete), "删后一字"),
    key(ctrl(KeyCode::Char('w')), Action::Edit(Edit::DeleteWord), "删前一词"),
    key(ctrl(KeyCode::Char('z')), Action::Edit(Edit::Undo), "撤销"),
    key(ctrl(KeyCode::Char('y')), Action::Edit(Edit::Redo), "重做"),
    key(ctrl(KeyCode::Char('a')), Action::Edit(Edit::SelectAll), "全选"),
    key(ctrl(KeyCode::Char('c')), Action::Edit(Edit::Copy), "复制（只在本程序内）"),
    key(ctrl(KeyCode::Char('x')), Action::Edit(Edit::Cut), "剪切（只在本程序内）"),
    key(ctrl(KeyCode::Char('v')), Action::Edit(Edit::Paste), "粘贴"),
];

/// Editing keys of the multi-line answer.
const EDITOR: &[Binding] = &[
    key(plain(KeyCode::Enter), Action::Edit(Edit::NewLine), "另起一段"),
    key(plain(KeyCode::Up), Action::Edit(Edit::Up(false)), "上一行"),
    key(plain(KeyCode::Down), Action::Edit(Edit::Down(false)), "下一行"),
    key(shift(KeyCode::Up), Action::Edit(Edit::Up(true)), "向上选"),
    key(shift(KeyCode::Down), Action::Edit(Edit::Down(true)), "向下选"),
    key(ctrl(KeyCode::Up), Action::Edit(Edit::ParagraphUp(false)), "上一段"),
    key(ctrl(KeyCode::Down), Action::Edit(Edit::ParagraphDown(false)), "下一段"),
    key(plain(KeyCode::PageUp), Action::Edit(Edit::PageUp(false)), "上一页"),
    key(plain(KeyCode::PageDown), Action::Edit(Edit::PageDown(false)), "下一页"),
    key(ctrl(KeyCode::Home), Action::Edit(Edit::TextStart(false)), "开头"),
    key(ctrl(KeyCode::End), Action::Edit(Edit::TextEnd(false)), "末尾"),
    menu(alt('s'), 's', Action::CopyOut, "", "把选中的文字复制到系统剪贴板，会离开本程序"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn nothing_is_bound_to_keys_that_terminals_or_input_methods_take() {
        for b in Context::ALL.iter().flat_map(|c| c.bindings()) {
            let Some(key) = b.key else { continue };
            assert!(!matches!(key.code, KeyCode::F(10 | 11)), "{}", b.help);
            assert!(!(key.ctrl && matches!(key.code, KeyCode::Char(' ' | ';'))), "{}", b.help);
        }
    }

    #[test]
    fn where_a_text_has_the_focus_printable_keys_type() {
        for c in Context::ALL.into_iter().filter(|c| c.types()) {
            for b in c.bindings() {
                let Some(key) = b.key else { continue };
                let printable = matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt;
                assert!(!printable, "{c:?}: {}", b.help);
            }
        }
    }

    #[test]
    fn every_function_key_has_a_letter_in_the_menu() {
        for c in Context::ALL.into_iter().filter(|c| !matches!(c, Context::Hidden)) {
            for b in c.bindings() {
                let is_f = matches!(b.key.map(|k| k.code), Some(KeyCode::F(_)));
                assert!(!is_f || b.letter.is_some(), "{c:?}: {}", b.help);
            }
        }
    }

    #[test]
    fn letters_of_one_menu_differ() {
        for c in Context::ALL {
            let mut seen = HashSet::new();
            for b in c.bindings() {
                if let Some(letter) = b.letter {
                    assert!(seen.insert(letter), "{c:?}: {letter} twice");
                    assert_eq!(c.letter(letter), Some(b.action));
                }
            }
        }
    }

    #[test]
    fn every_key_says_what_it_does() {
        for c in Context::ALL {
            for b in c.bindings() {
                assert!(!b.help.is_empty() && b.key.is_some_and(|k| !label(k).is_empty()), "{c:?}");
            }
        }
    }
}
