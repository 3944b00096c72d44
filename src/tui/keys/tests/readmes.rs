//! The tables of keys in the READMEs are made from the table, and their prose names only keys that there are.
//!
//! When the table changes: `WENKAN_WRITE_READMES=1 cargo test --lib keys::tests::readmes` writes them anew.

use crate::tui::action::Action;
use crate::tui::keys::{Binding, Context, label};
use crate::tui::terminal::{Key, KeyCode};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const BEGIN: &str = "<!-- keys: made from the table of keys -->\n";
const END: &str = "<!-- end of keys -->";

/// What the READMEs list: the head in both languages, and where the focus is.
const LISTED: &[(&str, &str, &[Context])] = &[
    ("首页", "Home", &[Context::Home]),
    ("谈话", "A talk", &[Context::Answer]),
    ("谈话，展开后", "A talk, opened", &[Context::Claim, Context::Panel]),
    ("读回", "Reading back", &[Context::ReadBack]),
    ("资料", "Records of a unit", &[Context::Documents]),
    ("查阅", "Reading", &[Context::Reading]),
    ("调阅清单", "Loan register", &[Context::Loans]),
    ("线索登记", "Register of leads", &[Context::Leads]),
    ("问题", "Problems", &[Context::Problems]),
    ("底稿", "A paper", &[Context::PaperRow, Context::PaperText]),
    ("表单", "A form", &[Context::FormText]),
];

#[derive(Clone, Copy, PartialEq)]
enum Language {
    Chinese,
    English,
}

#[expect(clippy::too_many_lines, reason = "one line an action")]
fn english(action: Action) -> &'static str {
    use Action as A;
    match action {
        A::Help => "help",
        A::Menu => "menu of letters",
        A::Hide => "blank the screen",
        A::Lock => "lock",
        A::Back => "back, nothing is lost",
        A::Quit => "quit",
        A::Save => "save now; it is saved anyway",
        A::RoundHistory => "what was done in the round",
        A::OtherRound => "close the round: the first steps make a new one (新建轮次) or open another",
        A::WhoAmI => "who is at the keyboard",
        A::Open => "open, go on",
        A::NextZone => "next part",
        A::NextUnit => "next unit",
        A::Submit => "confirm",
        A::Reveal => "show or hide the passphrase",
        A::Talk => "begin or continue a talk",
        A::AddPerson => "add a person",
        A::EditPerson => "edit the person",
        A::DeletePerson => "delete the person",
        A::MergePeople => "two are one person",
        A::AddUnit => "add a unit",
        A::EditUnit => "edit the unit",
        A::Filter => "find a person",
        A::PlanToday => "plan for today, or not",
        A::ShowAll => "everybody",
        A::ShowPlanned => "planned for today",
        A::ShowOpen => "open required questions",
        A::ShowBroken => "broken off",
        A::LeftBehind => "exports left behind",
        A::Observations => "observations",
        A::Dues => "work out dues",
        A::Import => "import a roster",
        A::Export => "export",
        A::Keeping => "copies and the file: back up, restore, verify, passphrase, redact",
        A::Search => "search",
        A::Settings => "round settings",
        A::Members => "members",
        A::Leads => "register of leads",
        A::Documents => "read the unit's records",
        A::Loans => "loan register",
        A::Profile => "profile of the unit",
        A::Add => "add one",
        A::EditRow => "edit it",
        A::Delete => "delete it",
        A::About => "all about it",
        A::Excuse => "why a kind or year is not read",
        A::Verdict(1) => "no problem",
        A::Verdict(2) => "problem",
        A::Verdict(_) => "does not apply",
        A::EditPages => "pages",
        A::EditNote => "note",
        A::NextOpen => "next open item",
        A::TakeEvidence => "take as evidence",
        A::Attach => "attach a file",
        A::ReadClean => "all read, nothing found",
        A::EditDocument => "edit the registration",
        A::HandedOver => "the unit handed it over, or not",
        A::Handled => "followed up, or not",
        A::Register => "register for reading, open",
        A::CopiedPages => "pages copied",
        A::Returned => "returned",
        A::HandOver => "handed over",
        A::Receipt => "receipt",
        A::Leaving => "what is still here",
        A::MarkObservation => "mark an observation 疑点",
        A::NextLane => "lane 原 / 要 / 注",
        A::TogglePanel => "open, fold",
        A::SwitchFocus => "to the other part",
        A::NextQuestion => "next question",
        A::PrevQuestion => "previous question",
        A::Question(_) => "question of that number",
        A::NextWording => "another wording",
        A::MarkKey => "mark as important",
        A::MarkWithheld => "withhold a paragraph 转线索",
        A::Correct => "correct a paragraph",
        A::ToLane(_) => "put the paragraph into that lane",
        A::AwaitJudgement => "judge: 1 to 5 comes next",
        A::AwaitProbe => "a probe was put: 1 to 3 comes next",
        A::PutProbe(_) => "the probe of that number",
        A::ReadBack => "read back",
        A::Toggle => "tick, or take that back",
        A::NotConfirmed => "the person does not confirm it",
        A::PrintRecord => "print this record",
        A::Approach => "opening statement, approach",
        A::BreakOff => "break off for today",
        A::CloseTalk => "close the talk",
        A::TalkFacts => "the talk itself: correct a sitting, another person, remove",
        A::NextQualifier => "exact, about, at least …",
        A::Judge(_) => "judgement of that number",
        A::TogglePut => "probe put, or not",
        A::Problems => "candidates, problems, papers",
        A::NewProblem => "a problem without a candidate",
        A::Adopt => "adopt",
        A::Dismiss => "dismiss",
        A::TakeIn => "take new material in",
        A::ToggleLight => "light ones",
        A::ToggleDismissed => "dismissed ones",
        A::GoField => "go to a field",
        A::AddItem => "add a line of a field",
        A::RemoveItem => "remove it",
        A::MoveUp => "move up",
        A::MoveDown => "move down",
        A::ConfirmBasis => "basis confirmed, or an error left standing with the reason",
        A::Renumber => "number the evidence anew",
        A::PinEvidence => "pin evidence",
        A::NextDiagnostic => "next diagnostic",
        A::ToggleReady => "待送审, back to draft",
        A::Preview => "preview",
        A::CopyOut => "copy to the system's clipboard",
        _ => "",
    }
}

/// Moves and edits of texts are in the help alone, and what is everywhere stands below the tables.
fn is_listed(b: &Binding) -> bool {
    use Action as A;
    let everywhere = matches!(
        b.action,
        A::Help | A::Menu | A::Hide | A::Back | A::Save | A::UndoAct | A::RedoAct | A::History | A::Bin
    );
    let tab = b.key == Key::plain(KeyCode::Tab);
    !everywhere
        && (!b.action.may_rest()
            || tab
            || matches!(b.action, Action::ShowAll | Action::Question(_) | Action::MoveUp | Action::MoveDown))
}

fn table(head: &str, contexts: &[Context], language: Language) -> String {
    let mut rows: Vec<(Action, &'static str, Vec<String>, String)> = Vec::new();
    for b in contexts.iter().flat_map(|c| c.bindings()).filter(|b| is_listed(b)) {
        let key = format!("`{}`", in_words(&label(b.key), language));
        let letter = b.letter.map(|l| format!("`{l}`")).unwrap_or_default();
        let name = b.name();
        match rows.iter_mut().find(|(action, ..)| *action == b.action) {
            Some((_, _, keys, letters)) => {
                if !keys.contains(&key) {
                    keys.push(key);
                }
                if letters.is_empty() {
                    *letters = letter;
                }
            }
            None => rows.push((b.action, name, vec![key], letter)),
        }
    }
    let mut out = format!("| {head} | | Ctrl-G |\n| --- | --- | --- |\n");
    for (action, name, keys, letter) in rows {
        let does = if language == Language::Chinese { name } else { english(action) };
        assert!(!does.is_empty(), "no English for {action:?}");
        writeln!(out, "| {} | {does} | {letter} |", keys.join(" ")).unwrap();
    }
    out
}

fn in_words(label: &str, language: Language) -> String {
    match language {
        Language::Chinese => label.to_owned(),
        Language::English => {
            label.replace("空格", "Space").replace('上', "Up").replace('下', "Down").replace('左', "Left")
        }
    }
}

fn tables(language: Language) -> String {
    let one = |(chinese, other, contexts): &(&str, &str, &[Context])| {
        table(if language == Language::Chinese { chinese } else { other }, contexts, language)
    };
    LISTED.iter().map(one).collect::<Vec<_>>().join("\n")
}

const READMES: [(&str, Language); 2] = [("README.md", Language::English), ("README.zh-CN.md", Language::Chinese)];

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What stands before, in and behind the tables.
fn parts(text: &str) -> (&str, &str, &str) {
    let (before, rest) = text.split_once(BEGIN).expect("the mark before the tables");
    let (inside, after) = rest.split_once(END).expect("the mark behind the tables");
    (before, inside, after)
}

#[test]
fn the_tables_are_those_of_the_program() {
    for (name, language) in READMES {
        let text = fs::read_to_string(path(name)).unwrap();
        let (before, inside, after) = parts(&text);
        let made = format!("\n{}\n", tables(language));
        if std::env::var_os("WENKAN_WRITE_READMES").is_some() {
            fs::write(path(name), format!("{before}{BEGIN}{made}{END}{after}")).unwrap();
        } else {
            assert_eq!(inside, made, "{name}: the head of this file says how to write it anew");
        }
    }
}

/// Whether a word in code marks could be a key.
fn looks_like_a_key(word: &str) -> bool {
    let f = word.strip_prefix('F').is_some_and(|n| n.parse::<u8>().is_ok());
    let held = ["Ctrl-", "Alt-", "Shift-"].iter().any(|h| word.starts_with(h));
    f || held || word.chars().count() == 1 || ["Enter", "Esc", "Tab", "Del", "Space", "空格"].contains(&word)
}

#[test]
fn prose_names_only_keys_that_there_are() {
    let all: HashSet<String> = Context::ALL.into_iter().flat_map(Context::bindings).map(|b| label(b.key)).collect();
    for (name, language) in READMES {
        let text = fs::read_to_string(path(name)).unwrap();
        let (before, _, after) = parts(&text);
        let mut seen = 0;
        for word in [before, after].into_iter().flat_map(|part| part.split('`').skip(1).step_by(2)) {
            if looks_like_a_key(word) {
                let there = all.iter().any(|l| in_words(l, language) == word);
                assert!(there, "{name}: there is no key {word}");
                seen += 1;
            }
        }
        assert!(seen > 40, "{name} was not read");
    }
}
