//! Where the focus is, and which tables of keys apply there.

use super::everywhere::{ACTS, ACTS_BY_ALT, ASK, BACK, COMMANDS, DELETED, GLOBAL, LAST_ACT, LIST_MOVES, PAST, SAVE};
use super::label::folded;
use super::texts::{EDITOR, LINE};
use super::{Binding, covers, forms, home, lists, paper, reading, talk};
use crate::tui::action::Action;
use crate::tui::terminal::Key;
use std::collections::HashMap;
use std::sync::LazyLock;

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
    /// A talk; the digit of a judgement is awaited.
    Judging,
    /// A talk; the digit of a probe is awaited.
    Probing,
    /// The record of a talk, being read back.
    ReadBack,
    /// The documents of a unit.
    Documents,
    /// The loan register of a unit.
    Loans,
    /// The register of leads.
    Leads,
    /// The observations of a unit.
    Observations,
    /// A document being read; check items and entries have the focus.
    Reading,
    /// A document being read; pages or a note are typed.
    Cell,
    /// A list to choose from, to which one may add.
    List,
    /// A list to choose from.
    Pick,
    /// A roster before it is written.
    Roster,
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
    /// Yes or no to what takes something away.
    Grave,
    /// What was done, deed by deed.
    History,
    /// What one deed changed.
    Detail,
    /// What was deleted.
    Bin,
    /// A page that says what would be done, and asks whether to.
    ConfirmPage,
    /// The menu of letters.
    Menu,
    /// Blanked.
    Hidden,
}

impl Context {
    /// All contexts.
    pub const ALL: [Self; 37] = [
        Self::Start,
        Self::FormText,
        Self::FormChoice,
        Self::FormChoices,
        Self::Home,
        Self::Filter,
        Self::Answer,
        Self::Claim,
        Self::Panel,
        Self::Judging,
        Self::Probing,
        Self::ReadBack,
        Self::Documents,
        Self::Loans,
        Self::Leads,
        Self::Observations,
        Self::Reading,
        Self::Cell,
        Self::List,
        Self::Pick,
        Self::Roster,
        Self::Choose,
        Self::ChooseOrWrite,
        Self::Tick,
        Self::Problems,
        Self::PaperText,
        Self::PaperRow,
        Self::Search,
        Self::Page,
        Self::Confirm,
        Self::Grave,
        Self::History,
        Self::Detail,
        Self::Bin,
        Self::ConfirmPage,
        Self::Menu,
        Self::Hidden,
    ];

    /// A question that one key answers.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Confirm | Self::Grave | Self::ConfirmPage)
    }

    /// A text of a record has the focus: what is typed is kept in the round without further ado.
    pub const fn keeps_text(self) -> bool {
        matches!(self, Self::Answer | Self::Claim | Self::Cell | Self::PaperText)
    }

    /// A text has the focus, or a choice that goes by what is typed: printable keys type.
    pub const fn types(self) -> bool {
        matches!(
            self,
            Self::FormText
                | Self::FormChoice
                | Self::FormChoices
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
    const fn tables(self) -> &'static [&'static [Binding]] {
        match self {
            Self::Start => &[home::START, GLOBAL],
            Self::FormText => &[forms::FORM, LINE, &ACTS_BY_ALT, GLOBAL],
            Self::FormChoice => &[forms::CHOICE, forms::FORM, &ACTS_BY_ALT, GLOBAL],
            Self::FormChoices => &[forms::CHOICES, forms::FORM, &ACTS_BY_ALT, GLOBAL],
            Self::Home => &[home::HOME, LIST_MOVES, ACTS, PAST, DELETED, COMMANDS, GLOBAL, ASK],
            Self::Filter => &[home::FILTER, LINE, &ACTS_BY_ALT, GLOBAL],
            Self::Answer => &[talk::TALK, SAVE, EDITOR, LINE, &ACTS_BY_ALT, PAST, GLOBAL],
            Self::Claim => &[talk::CLAIM, talk::OPENED, talk::TALK, SAVE, LINE, &ACTS_BY_ALT, PAST, GLOBAL],
            Self::Panel => &[talk::PANEL, talk::OPENED, talk::TALK, SAVE, ACTS, PAST, GLOBAL],
            Self::Judging => &[talk::JUDGING, GLOBAL],
            Self::Probing => &[talk::PROBING, GLOBAL],
            Self::ReadBack => &[talk::READ_BACK, LIST_MOVES, BACK, ACTS, COMMANDS, GLOBAL, ASK],
            Self::Documents => &[lists::DOCUMENTS, LIST_MOVES, BACK, ACTS, PAST, DELETED, COMMANDS, GLOBAL, ASK],
            Self::Loans => &[lists::LOANS, LIST_MOVES, BACK, ACTS, PAST, DELETED, COMMANDS, GLOBAL, ASK],
            Self::Leads => &[lists::LEADS, LIST_MOVES, BACK, ACTS, COMMANDS, GLOBAL, ASK],
            Self::Observations => &[lists::OBSERVATIONS, LIST_MOVES, BACK, ACTS, PAST, COMMANDS, GLOBAL, ASK],
            Self::Reading => &[reading::READING, LIST_MOVES, BACK, ACTS, PAST, DELETED, COMMANDS, GLOBAL, ASK],
            Self::Cell => &[reading::CELL, SAVE, LINE, &ACTS_BY_ALT, GLOBAL],
            Self::List => &[lists::LIST, LIST_MOVES, BACK, GLOBAL],
            Self::Pick => &[lists::PICK, LIST_MOVES, BACK, GLOBAL],
            Self::Roster => &[lists::ROSTER, LIST_MOVES, BACK, GLOBAL],
            Self::Choose => &[lists::CHOOSE, lists::CHOOSE_MOVES, LINE, GLOBAL],
            Self::ChooseOrWrite => &[lists::CHOOSE, lists::WRITE_OTHER, lists::CHOOSE_MOVES, LINE, GLOBAL],
            Self::Tick => &[lists::TICK, lists::CHOOSE_MOVES, LINE, GLOBAL],
            Self::Problems => &[paper::PROBLEMS, LIST_MOVES, ACTS, PAST, DELETED, COMMANDS, GLOBAL, ASK],
            Self::PaperText => &[paper::PAPER, SAVE, EDITOR, LINE, &ACTS_BY_ALT, PAST, GLOBAL],
            Self::PaperRow => &[paper::PAPER_ROW, paper::PAPER, SAVE, LIST_MOVES, ACTS, PAST, GLOBAL],
            Self::Search => &[lists::SEARCH, LINE, &ACTS_BY_ALT, GLOBAL],
            Self::Page => &[covers::PAGE, GLOBAL],
            Self::Confirm => &[covers::CONFIRM, GLOBAL],
            Self::Grave => &[covers::GRAVE, GLOBAL],
            Self::History => &[covers::HISTORY, LIST_MOVES, BACK, LAST_ACT, ACTS, COMMANDS, GLOBAL, ASK],
            Self::Detail => &[covers::DETAIL, LIST_MOVES, BACK, LAST_ACT, ACTS, COMMANDS, GLOBAL, ASK],
            Self::Bin => &[covers::BIN, LIST_MOVES, BACK, LAST_ACT, ACTS, COMMANDS, GLOBAL, ASK],
            Self::ConfirmPage => &[covers::CONFIRM_PAGE, GLOBAL],
            Self::Menu => &[covers::MENU],
            Self::Hidden => &[covers::HIDDEN],
        }
    }

    /// All rows that apply, first match wins, later ones for the same key left out.
    pub fn bindings(self) -> impl Iterator<Item = &'static Binding> + Clone {
        // The bar asks many times a frame.
        static ALL: LazyLock<HashMap<Context, Vec<&'static Binding>>> =
            LazyLock::new(|| Context::ALL.into_iter().map(|context| (context, context.first_matches())).collect());
        ALL.get(&self).into_iter().flatten().copied()
    }

    fn first_matches(self) -> Vec<&'static Binding> {
        let mut out: Vec<&'static Binding> = Vec::new();
        for b in self.rows() {
            if !out.iter().any(|o| o.key == b.key) {
                out.push(b);
            }
        }
        out
    }

    /// What the key does here. A capital is its small letter.
    pub fn resolve(self, key: Key) -> Option<Action> {
        let key = folded(key);
        self.rows().find(|b| b.key == key).map(|b| b.action)
    }

    /// What the menu letter does here.
    pub fn letter(self, letter: char) -> Option<Action> {
        let letter = letter.to_ascii_lowercase();
        self.bindings().find(|b| b.letter == Some(letter)).map(|b| b.action)
    }

    /// What the menu shows here: every command, those without a letter by their own keys. Not what moves, edits or
    /// goes back, which the keys of every list and text do.
    pub fn menu(self) -> Vec<&'static Binding> {
        let mut out: Vec<&'static Binding> = Vec::new();
        let all = self.bindings();
        let has_letter = |action: Action| all.clone().any(|b| b.action == action && b.letter.is_some());
        for b in all.clone().filter(|b| b.letter.is_some() || (!b.action.goes() && !has_letter(b.action))) {
            if b.letter.is_some() || out.iter().all(|o| o.action != b.action) {
                out.push(b);
            }
        }
        out
    }

    /// The command that the menu shows under its own key.
    pub fn menu_key(self, key: Key) -> Option<Action> {
        let key = folded(key);
        self.menu().into_iter().find(|b| b.letter.is_none() && b.key == key).map(|b| b.action)
    }

    fn rows(self) -> impl Iterator<Item = &'static Binding> {
        self.tables().iter().flat_map(|table| table.iter())
    }
}
