//! Keys that moved: for this one version the old key says where its command went, and does nothing else.
//!
//! The next version drops the list, and the old keys are free for the meaning they have elsewhere: `n` and `e` in a
//! document being read, F8 in a paper. A test fails when the version of the program is no longer [`SINCE`].

use super::label::{alt, ch, f, folded, label, shift};
use super::{Context, row_of};
use crate::tui::action::Action;
use crate::tui::terminal::{Key, KeyCode};

/// The version in which these keys moved.
pub const SINCE: &str = "0.1.0";

/// A key that moved.
#[derive(Debug, Clone, Copy)]
pub struct Moved {
    /// Where the focus is.
    pub contexts: &'static [Context],
    /// The old key.
    pub key: Key,
    /// What it did.
    pub action: Action,
}

const fn moved(contexts: &'static [Context], key: Key, action: Action) -> Moved {
    Moved { contexts, key, action }
}

use Context as C;

const FORMS: &[Context] = &[C::FormText, C::FormChoice, C::FormChoices];
const CHOICES: &[Context] = &[C::Choose, C::ChooseOrWrite, C::Tick];
const TALK: &[Context] = &[C::Answer, C::Claim, C::Panel];
const PAPER: &[Context] = &[C::PaperText, C::PaperRow];

/// All of them.
pub const MOVED: &[Moved] = &[
    moved(FORMS, f(8), Action::Submit),
    moved(FORMS, f(5), Action::Reveal),
    moved(CHOICES, f(8), Action::Submit),
    moved(&[C::ChooseOrWrite], f(4), Action::WriteOther),
    moved(&[C::Confirm, C::Grave], ch('y'), Action::Yes),
    moved(&[C::Confirm, C::Grave], ch('n'), Action::No),
    moved(&[C::Home], ch('M'), Action::MergePeople),
    moved(&[C::Home], ch('U'), Action::AddUnit),
    moved(&[C::Home], ch('E'), Action::EditUnit),
    moved(&[C::Home], ch('O'), Action::OtherRound),
    moved(&[C::Home], ch('r'), Action::PlanToday),
    moved(&[C::Home], ch('g'), Action::Settings),
    moved(TALK, f(5), Action::NextWording),
    moved(&[C::Documents], ch('i'), Action::About),
    moved(&[C::Loans], ch('h'), Action::HandedOver),
    moved(&[C::Loans], ch('c'), Action::CopiedPages),
    moved(&[C::Loans], ch('b'), Action::Returned),
    moved(&[C::Reading], ch('n'), Action::EditNote),
    moved(&[C::Reading], ch('E'), Action::EditDocument),
    moved(&[C::Reading], ch('e'), Action::Add),
    moved(&[C::Reading], ch(' '), Action::NextOpen),
    moved(&[C::Reading], ch('i'), Action::About),
    moved(&[C::Reading], f(6), Action::Attach),
    moved(&[C::Problems], ch('d'), Action::Dismiss),
    moved(&[C::Problems], ch('m'), Action::TakeIn),
    moved(&[C::Problems], ch('f'), Action::ToggleLight),
    moved(&[C::Problems], ch('v'), Action::ToggleDismissed),
    moved(PAPER, f(8), Action::ToggleReady),
    moved(PAPER, f(7), Action::NextDiagnostic),
    moved(PAPER, f(6), Action::Preview),
    moved(PAPER, f(4), Action::GoField),
    moved(PAPER, alt('c'), Action::ConfirmBasis),
    moved(PAPER, alt('n'), Action::AddItem),
    moved(PAPER, alt('d'), Action::RemoveItem),
    moved(PAPER, alt('r'), Action::Renumber),
    moved(&[C::PaperRow], ch('c'), Action::ConfirmBasis),
    moved(&[C::PaperRow], ch('r'), Action::Renumber),
    moved(&[C::PaperRow], shift(KeyCode::Up), Action::MoveUp),
    moved(&[C::PaperRow], shift(KeyCode::Down), Action::MoveDown),
];

/// What to say of `key` here, when its command moved.
pub fn word(key: Key, here: Context) -> Option<String> {
    let at = |key: Key| MOVED.iter().find(|m| m.key == key && m.contexts.contains(&here));
    let moved = at(key).or_else(|| at(folded(key)))?;
    let now = row_of(moved.action, here)?;
    Some(format!("{}：现在是 {}。", now.word(), label(now.key)))
}
