//! What the app says of its own: to keys that do nothing, of actions that are in the file, before one leaves.

use crate::tui::effect::Leaving;
use crate::tui::keys::{Context, label, meaning};
use crate::tui::outstanding::Typed;
use crate::tui::shell::{Saved, Shell};
use crate::tui::terminal::{Event, Key, KeyCode, MouseKind};

/// Said while a screen waits for the disk before it goes.
pub(super) const WAITS: &str = "正在等存盘，存好后返回。";
/// Said while the program waits for the disk before it ends.
const WAITS_TO_QUIT: &str = "还有没存完或没做完的，完了以后退出；";
/// Said while the round waits for the disk before it is closed.
const WAITS_TO_CLOSE: &str = "还有没存完或没做完的，完了以后关闭轮次；";

/// Said of a screen that waits for a disk which refuses.
pub(super) fn waits_for(why: &str) -> String {
    format!("{WAITS}{}{why}", Context::Page.fill("{key:Back} 先返回，这一步排队等着。"))
}

/// Said while one waits for the disk before the round is left.
pub(super) fn waits_to_go(leaving: Leaving) -> String {
    let (waits, stay) = match leaving {
        Leaving::Quit => (WAITS_TO_QUIT, "不想退出请按 {key:Back}。"),
        Leaving::CloseRound => (WAITS_TO_CLOSE, "不想关闭请按 {key:Back}。"),
    };
    format!("{waits}{}", Context::Page.fill(stay))
}

/// Whether that was said of leaving the round.
pub(super) fn is_of_going(text: &str) -> bool {
    text.starts_with(WAITS_TO_QUIT) || text.starts_with(WAITS_TO_CLOSE)
}

/// Said when leaving was called off.
pub(super) const STAYS: &str = "没有离开。";

/// What was typed, as it is told of; `None` for what needs no word. What may be part of a text is counted, also when it
/// came alone and would be a command here: it may be a passphrase, typed ahead for the screen that asks for it.
pub(super) fn typed(event: &Event) -> Option<Typed> {
    match event {
        Event::Key(Key { code: KeyCode::Char(_), ctrl: false, alt: false, .. }) => Some(Typed::Text(1)),
        Event::Key(key) => Some(Typed::Named(label(*key))),
        Event::Text(text) => Some(Typed::Text(text.chars().count())),
        Event::Paste(_) => Some(Typed::Named("粘贴的文字".to_owned())),
        Event::Mouse { kind: MouseKind::Press | MouseKind::DoubleClick, .. } => Some(Typed::Named("鼠标".to_owned())),
        _ => None,
    }
}

/// Said to what is typed while one waits to leave, and is not carried out. `waits`: what is waited for.
pub(super) fn not_taken(waits: &str, what: &Typed) -> String {
    format!("{waits}刚才的 {what} 没有算。")
}

/// Said to what is typed for the text that comes next.
pub(super) fn taken_ahead(what: &Typed) -> String {
    format!("{WAITS}收到 {what}。")
}

/// Said once the screen has come: what was typed before and is not carried out.
pub(super) fn missed(all: &[Typed]) -> Option<String> {
    const NAMED: usize = 3;
    let named = all.iter().take(NAMED).map(ToString::to_string).collect::<Vec<_>>().join("、");
    match all.len() {
        0 => None,
        1..=NAMED => Some(format!("等存盘时的 {named} 没有算，请再来一次。")),
        n => Some(format!("等存盘时的 {named} 等 {n} 次输入没有算，请再来一次。")),
    }
}

/// Said when what was typed holds withheld words, which the file does not take.
pub(super) const STRUCK: &str = "已存。其中有已转线索的话，存为〔已另行处理〕；请打开核对。";
/// Said of text where none is typed.
pub(super) const NO_TEXT: &str = "这里不输入文字，没有粘贴。";
/// Said to what was typed before the question was on the screen, and to a text that is no answer.
pub(super) const UNSEEN: &str = "刚才输入的不算回答，也没有输入到别处。请先看这里问的，再按键回答。";
/// What is said to that.
pub(super) fn of_blind(event: &Event) -> &'static str {
    // An input method is still on.
    match event {
        Event::Text(text) if !text.is_ascii() && !text.starts_with(|c: char| c.is_ascii()) => SWITCH_OFF,
        _ => UNSEEN,
    }
}

/// Said to the key that saves.
pub(super) const SAVES_ITSELF: &str = "不用按保存，输入的内容会自动存好；右上角写着“已存”，就是存好了。";
/// Said to what is about an open round.
pub(super) const NEEDS_ROUND: &str = "打开轮次以后才能用。";
/// Said on the lock when an action has been refused below it.
pub(super) const REFUSED_BELOW: &str = "刚才有一步没有办成。解锁以后再看。";
/// What to say to a character that an input method has made, where letters are commands.
const SWITCH_OFF: &str = "这里的按键是命令，请切到英文输入再按。";

/// What to say of a key that does nothing here.
pub(super) fn unknown(key: Key, here: Context) -> String {
    if !is_ascii(key) {
        return SWITCH_OFF.to_owned();
    }
    // What stands before its first mark is enough, and fits into one row.
    let word = |word: &'static str| word.split(['：', '；']).next().unwrap_or(word);
    let is = meaning::of(key).map(|meaning| format!("（{}）", word(meaning.word))).unwrap_or_default();
    not_here(&format!("{}{is}", label(key)), here)
}

/// What to say of a key that stands for nothing in the menu.
pub(super) fn no_letter(key: Key) -> String {
    if is_ascii(key) { "菜单里没有这个字母。" } else { SWITCH_OFF }.to_owned()
}

/// What is said of any key that does nothing where the focus is, by its name or by that of its command.
pub(super) fn not_here(what: &str, here: Context) -> String {
    format!("{what}这里用不上；{}", here.fill("按 {key:Help} 看说明。"))
}

/// What was said without the clauses that name keys which the focus at `here` does not take: they are of a screen that
/// lies below the one in front. A clause that says where the key is pressed (在谈话里按) stays.
pub(super) fn for_keys_of(text: &str, here: Context) -> String {
    let takes = |name: &str| here.bindings().any(|b| label(b.key) == name);
    let fits = |clause: &str| {
        let mut rest = clause;
        while let Some((before, after)) = rest.split_once("按 ") {
            let name: String = after.chars().take_while(char::is_ascii_graphic).collect();
            let named = !name.is_empty() && !before.ends_with(['里', '页', '上']);
            if named && !takes(&name) {
                return false;
            }
            rest = after;
        }
        true
    };
    let kept: String = text.split_inclusive(['。', '；', '　']).filter(|clause| fits(clause)).collect();
    match kept.strip_suffix('；') {
        Some(kept) => format!("{kept}。"),
        None => kept.trim_end_matches('　').to_owned(),
    }
}

fn is_ascii(key: Key) -> bool {
    !matches!(key.code, KeyCode::Char(c) if !c.is_ascii())
}

/// What is said of an action whose papers are drafts again because they print otherwise now: `numbers` of those that
/// still are. Two are named, which with the rest fits into two rows of 80 cells.
pub(super) fn with_redrafted(said: Option<String>, numbers: &[String]) -> Option<String> {
    const NAMED: usize = 2;
    let named = numbers.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
    let papers = match numbers.len() {
        0 => return said,
        1..=NAMED => named,
        all => format!("{named} 等 {all} 份"),
    };
    let papers = format!("待送审的底稿 {papers} 印出来会不一样，已退回草稿，请看过再送审。");
    Some(said.map_or_else(|| papers.clone(), |said| format!("{said}　{papers}")))
}

/// What is said when an action has withheld what earlier exports hold, or copies alone, while something is being typed. `said`: of the
/// action itself.
pub(super) fn left_behind(said: Option<String>, files: usize) -> String {
    let said = said.map(|said| said + "　").unwrap_or_default();
    match files {
        0 => format!("{said}以前的备份里还有已转线索的话，回到列表时列出。"),
        _ => format!("{said}以前导出的文件里有已转线索的话（登记过 {files} 份），回到列表时逐个列出。"),
    }
}

/// What is said of an action that waits for the disk when its screen is left.
pub(super) fn queued(why: &str) -> String {
    format!("这一步已排队，还没有存上，存上以前请不要关闭电脑。{why}")
}

/// The question before the program ends; it says what is true of the file.
pub(super) fn quit_question(shell: &Shell) -> String {
    if let Some(foreign) = shell.foreign {
        return format!("退出问看？{}；还没有另存，接着会问要不要另存一份。", foreign.chinese());
    }
    match shell.saved {
        Saved::Yes => "退出问看？已输入的内容都已存好。".to_owned(),
        Saved::Writing => "退出问看？正在存盘，存好以后才退出。".to_owned(),
        Saved::Failed => match &shell.failing {
            Some(why) => format!("还有内容没有存上，存上以前不会退出。要现在试着存好并退出吗？\n\n{why}"),
            // A fault took what it was asked with; nothing waits for the disk.
            None => "退出问看？刚才有一步没有存上；其他内容都已存好。".to_owned(),
        },
        Saved::Refused => "退出问看？刚才有一步没有被接受，没有存；其他内容都已存好。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The capital of a key with Shift is a character too; what Ctrl or Alt makes a command is named.
    #[test]
    fn what_may_be_text_is_counted_and_only_commands_are_named() {
        let key = |code, ctrl, alt, shift| Event::Key(Key { code, ctrl, alt, shift });
        let chars = [('秘', false), ('k', false), ('K', true), ('7', false), (' ', false)];
        for (c, shift) in chars {
            assert_eq!(typed(&key(KeyCode::Char(c), false, false, shift)), Some(Typed::Text(1)), "{c:?}");
        }
        for (event, said) in [
            (Event::Text("口令7x".into()), "4 个字"),
            (Event::Paste("口令7x".into()), "粘贴的文字"),
            (key(KeyCode::Char('s'), true, false, false), "Ctrl-S"),
            (key(KeyCode::Char('e'), false, true, false), "Alt-E"),
            (key(KeyCode::F(8), false, false, false), "F8"),
            (key(KeyCode::Enter, false, false, false), "Enter"),
        ] {
            assert_eq!(typed(&event).unwrap().to_string(), said);
        }
    }

    #[test]
    fn a_notice_names_no_key_of_a_screen_below() {
        let said = "已转线索：这一段只留在谈话里。别处改了什么，按 Ctrl-S 看；要登记，按 Ctrl-N。";
        for (text, here, kept) in [
            (said, Context::Answer, said),
            (said, Context::Page, "已转线索：这一段只留在谈话里。"),
            ("要放回，在谈话里按 Alt-X。", Context::Page, "要放回，在谈话里按 Alt-X。"),
            ("看过按 Enter 返回。", Context::Page, "看过按 Enter 返回。"),
            ("已存；按 F2 取消。", Context::Page, "已存。"),
            ("按 F2 取消。", Context::Page, ""),
            ("按规定办。", Context::Page, "按规定办。"),
        ] {
            assert_eq!(for_keys_of(text, here), kept, "{text}");
        }
    }

    #[test]
    fn papers_that_are_drafts_again_are_named_and_counted() {
        let numbers: Vec<String> = (1..=3).map(|n| format!("预-LF-0{n}")).collect();
        let said = |n: usize| with_redrafted(Some("已存。".to_owned()), &numbers[..n]).unwrap();
        assert_eq!(said(0), "已存。");
        assert_eq!(said(1), "已存。　待送审的底稿 预-LF-01 印出来会不一样，已退回草稿，请看过再送审。");
        assert!(said(2).contains("底稿 预-LF-01、预-LF-02 印出来"), "{}", said(2));
        assert!(said(3).contains("底稿 预-LF-01、预-LF-02 等 3 份 印出来"), "{}", said(3));
        assert_eq!(with_redrafted(None, &[]), None);
        assert!(with_redrafted(None, &numbers).unwrap().starts_with("待送审"));
    }
}
