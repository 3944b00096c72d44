//! Rows against rows: one key, one meaning; letters of the menu; keys that nobody may bind.

use crate::tui::action::Action;
use crate::tui::keys::label::folded;
use crate::tui::keys::meaning::{MEANINGS, RESERVED};
use crate::tui::keys::moved::{self, MOVED};
use crate::tui::keys::{Binding, Context, label, meaning};
use crate::tui::terminal::{Key, KeyCode};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

fn rows() -> impl Iterator<Item = (Context, &'static Binding)> {
    Context::ALL.into_iter().flat_map(|c| c.bindings().map(move |b| (c, b)))
}

fn is_letter(key: Key) -> bool {
    matches!(key.code, KeyCode::Char(c) if c.is_ascii_alphabetic())
}

#[test]
fn one_key_has_one_meaning() {
    let mut listed = HashSet::new();
    for m in MEANINGS {
        for key in m.keys {
            assert!(listed.insert(*key), "{} has two meanings", label(*key));
        }
    }
    let mut wrong = BTreeSet::new();
    for (c, b) in rows() {
        match meaning::of(b.key) {
            None => wrong.insert(format!("{c:?}: {} has no meaning", label(b.key))),
            Some(m) if !m.actions.contains(&b.action) => {
                wrong.insert(format!("{c:?}: {} means {}, not {}", label(b.key), m.word, b.help))
            }
            Some(_) => false,
        };
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_meaning_is_used_and_said_once() {
    let bound: HashSet<Key> = rows().map(|(_, b)| b.key).collect();
    let mut words = HashSet::new();
    for m in MEANINGS {
        assert!(words.insert(m.word), "two meanings are called {}", m.word);
        for key in m.keys {
            assert!(bound.contains(key), "{} ({}) is bound nowhere", label(*key), m.word);
        }
    }
}

#[test]
fn keys_that_the_program_is_known_by_stay() {
    let has = |c: Context, action, name: &str| {
        let found = c.bindings().any(|b| b.action == action && label(b.key) == name);
        assert!(found, "{c:?} {action:?} is not on {name}");
    };
    for (action, name) in
        [(Action::Talk, "t"), (Action::Documents, "d"), (Action::Problems, "p"), (Action::Export, "x")]
    {
        has(Context::Home, action, name);
    }
    for n in 1..=3 {
        has(Context::Reading, Action::Verdict(n), &n.to_string());
    }
    has(Context::Answer, Action::NextQuestion, "F8");
    has(Context::Answer, Action::MarkWithheld, "Alt-X");
    for c in Context::ALL.into_iter().filter(|c| !matches!(c, Context::Menu | Context::Hidden)) {
        has(c, Action::Menu, "Ctrl-G");
        has(c, Action::Help, "F1");
        has(c, Action::Hide, "F9");
    }
    let f8: HashSet<Action> = rows().filter(|(_, b)| label(b.key) == "F8").map(|(_, b)| b.action).collect();
    assert_eq!(f8, HashSet::from([Action::NextQuestion, Action::NextOpen]), "F8 goes on, it confirms nothing");
}

#[test]
fn nothing_is_bound_to_keys_that_terminals_or_input_methods_take() {
    let bad_ctrl = [' ', ';', 'h', 'i', 'j', 'm', '['];
    let bad_alt = ['o', 'p', '[', ']'];
    let keys = rows().map(|(_, b)| b.key).chain(RESERVED.iter().map(|(key, _)| *key));
    for key in keys {
        assert!(!matches!(key.code, KeyCode::F(10 | 11)), "{}", label(key));
        if let KeyCode::Char(c) = key.code {
            assert!(!(key.ctrl && bad_ctrl.contains(&c)), "{}", label(key));
            assert!(!(key.alt && bad_alt.contains(&c)), "{}", label(key));
        }
    }
}

#[test]
fn keys_kept_free_are_bound_to_nothing() {
    for (key, word) in RESERVED {
        assert!(rows().all(|(_, b)| b.key != *key), "{} is kept for {word}", label(*key));
        assert!(meaning::of(*key).is_none(), "{} is kept for {word}", label(*key));
    }
}

#[test]
fn a_capital_is_its_small_letter() {
    for (c, b) in rows() {
        assert_eq!(folded(b.key), b.key, "{c:?}: {}", b.help);
        if let (true, KeyCode::Char(letter)) = (is_letter(b.key), b.key.code) {
            let capital = Key { code: KeyCode::Char(letter.to_ascii_uppercase()), ..b.key };
            assert_eq!(c.resolve(capital), Some(b.action), "{c:?}: {}", label(capital));
        }
    }
}

#[test]
fn no_single_letter_closes_the_round_or_takes_something_away() {
    use Action as A;
    let grave = [A::OtherRound, A::DeletePerson, A::Delete, A::RemoveItem, A::Dismiss, A::MarkWithheld, A::CloseTalk];
    for (c, b) in rows().filter(|(_, b)| grave.contains(&b.action)) {
        let bare = matches!(b.key.code, KeyCode::Char(_)) && !b.key.ctrl && !b.key.alt;
        assert!(!bare, "{c:?}: {} {}", label(b.key), b.help);
    }
}

#[test]
fn where_a_text_has_the_focus_printable_keys_type() {
    // A blank turns a choice, which goes by what else is typed.
    let turns = |c: Context, b: &Binding| {
        matches!(c, Context::FormChoice | Context::FormChoices) && b.key.code == KeyCode::Char(' ')
    };
    for (c, b) in rows().filter(|(c, b)| c.types() && !turns(*c, b)) {
        let printable = matches!(b.key.code, KeyCode::Char(_)) && !b.key.ctrl && !b.key.alt;
        assert!(!printable, "{c:?}: {}", b.help);
    }
}

#[test]
fn every_function_key_has_a_letter_in_the_menu() {
    for (c, b) in rows().filter(|(c, _)| *c != Context::Hidden) {
        let is_f = matches!(b.key.code, KeyCode::F(_));
        assert!(!is_f || b.letter.is_some(), "{c:?}: {}", b.help);
    }
}

#[test]
fn letters_of_one_menu_differ_and_do_the_same() {
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
fn every_command_is_in_the_menu_and_works_from_there() {
    for c in Context::ALL.into_iter().filter(|c| !matches!(c, Context::Menu | Context::Hidden)) {
        let menu = c.menu();
        for b in c.bindings().filter(|b| !b.action.goes()) {
            assert!(menu.iter().any(|m| m.action == b.action), "{c:?}: {} is not in the menu", b.help);
        }
        for b in menu.iter().filter(|b| b.letter.is_none()) {
            assert_eq!(c.menu_key(b.key), Some(b.action), "{c:?}: {}", label(b.key));
        }
    }
    let shown = |c: Context, action| c.menu().into_iter().any(|b| b.action == action);
    for c in [Context::Home, Context::Documents, Context::Loans, Context::Reading, Context::Problems] {
        for action in [Action::UndoAct, Action::RedoAct, Action::History, Action::Bin] {
            assert!(shown(c, action), "{c:?} {action:?}");
        }
    }
    assert!(shown(Context::Answer, Action::UndoAct) && shown(Context::Answer, Action::History));
}

/// The letter of the key itself, whatever is held with it.
fn own_letter(b: &Binding) -> Option<char> {
    match b.key.code {
        KeyCode::Char(c) if is_letter(b.key) => Some(c),
        _ => None,
    }
}

#[test]
fn the_letter_in_the_menu_is_the_letter_of_the_key() {
    for (c, b) in rows() {
        let (Some(letter), Some(own)) = (b.letter, own_letter(b)) else { continue };
        let plain = c.resolve(Key::char(own)).filter(|_| !c.types());
        let taken = plain.is_some_and(|action| action != b.action);
        assert!(letter == own || taken, "{c:?}: menu {letter}, key {}", label(b.key));
    }
    // And no letter says in the menu another thing than on the same screen without it.
    for (c, b) in rows().filter(|(c, _)| !c.types()) {
        let Some(letter) = b.letter else { continue };
        let direct = c.resolve(Key::char(letter));
        assert!(direct.is_none_or(|action| action == b.action), "{c:?}: {letter}: {}", b.help);
    }
}

#[test]
fn a_function_key_has_one_letter_in_the_whole_program() {
    let mut letters: HashMap<(Key, Action), BTreeMap<char, Context>> = HashMap::new();
    for (c, b) in rows().filter(|(_, b)| matches!(b.key.code, KeyCode::F(_))) {
        if let Some(letter) = b.letter {
            letters.entry((b.key, b.action)).or_default().insert(letter, c);
        }
    }
    for ((key, action), letters) in letters {
        assert_eq!(letters.len(), 1, "{} {action:?}: {letters:?}", label(key));
    }
}

#[test]
fn every_key_says_what_it_does() {
    for (c, b) in rows() {
        assert!(!b.help.is_empty() && !label(b.key).is_empty(), "{c:?}");
        assert_eq!(b.rank == u8::MAX, b.bar.is_empty(), "{c:?}: {}", b.help);
    }
}

#[test]
fn a_moved_key_tells_the_new_one_and_is_free() {
    assert_eq!(env!("CARGO_PKG_VERSION"), moved::SINCE, "moved keys answer for one version: empty the list");
    let mut seen = HashSet::new();
    for m in MOVED {
        for c in m.contexts {
            assert!(seen.insert((*c, m.key)), "{c:?}: {} twice", label(m.key));
            let new = c.bindings().find(|b| b.action == m.action);
            let new = new.unwrap_or_else(|| panic!("{c:?}: {:?} is not reached there", m.action));
            assert_ne!(new.key, m.key, "{c:?}: {} did not move", label(m.key));
            assert!(c.bindings().all(|b| b.key != m.key), "{c:?}: {} does something else", label(m.key));
            let word = moved::word(m.key, *c).unwrap();
            assert!(word.contains(&format!("现在是 {}", label(new.key))), "{word}");
        }
    }
    assert_eq!(moved::word(Key::plain(KeyCode::F(8)), Context::FormText).unwrap(), "保存：现在是 Ctrl-S。");
    assert_eq!(moved::word(Key::plain(KeyCode::F(8)), Context::Answer), None);
}
