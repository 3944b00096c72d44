//! What comes in: the events of the program, and how raw ones are joined into them.
//!
//! A Chinese input method commits a phrase as a burst of characters; a paste without brackets is a longer burst.
//! What is drained together is one [`Event::Text`], so that it becomes one edit, one undo step and one draw.

use super::probe::Ambiguous;
use std::time::{Duration, Instant};

/// Something that happened outside the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// One key, pressed or repeated.
    Key(Key),
    /// Two or more characters that arrived together: a commit of an input method, or quick typing. Where no text
    /// is typed, [`Event::keys`] gives the single keys.
    Text(String),
    /// Text pasted as a whole, as the terminal gave it: [`Pasted`](crate::text::pasted::Pasted) reads it.
    Paste(String),
    /// The left button or the wheel, at a cell counted from 0.
    Mouse {
        /// What it did.
        kind: MouseKind,
        /// Column from the left.
        col: u16,
        /// Row from the top.
        row: u16,
    },
    /// The size in columns and rows. The next draw repaints everything.
    Resize(u16, u16),
    /// The window got (`true`) or lost the focus.
    Focus(bool),
    /// The system asks to stop (TSTP): save, then call `Session::suspend`.
    Suspend,
    /// The program runs again after a stop; the modes are back on and the next draw repaints everything.
    Continue,
    /// The system asks to end (TERM, QUIT); carries the signal's number. Save, leave, exit with 128 + number.
    Terminate(i32),
    /// The terminal is gone. Save and leave; nothing can be shown any more.
    Hangup,
    /// The time given to `next_batch` passed and nothing else happened.
    Tick,
    /// Another thread has news; look at its channel.
    Wake,
    /// The terminal told how wide it draws ambiguous glyphs; comes once, after the first frame.
    Ambiguous(Ambiguous),
}

impl Event {
    /// The keys that this event is made of: the key itself, or one per character of a burst.
    pub fn keys(&self) -> Vec<Key> {
        match self {
            Self::Key(key) => vec![*key],
            Self::Text(text) => text.chars().map(Key::char).collect(),
            _ => Vec::new(),
        }
    }
}

/// A key with the modifiers held. Shift is not told for characters: the character itself shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// Control was held.
    pub ctrl: bool,
    /// Alt (Option, Meta) was held.
    pub alt: bool,
    /// Shift was held; never set for [`KeyCode::Char`] and [`KeyCode::BackTab`].
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A typed character.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character, always lower case, with Control held.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::char(c) }
    }

    /// A character with Alt held.
    pub const fn alt(c: char) -> Self {
        Self { alt: true, ..Self::char(c) }
    }

    /// The character that this key types, if it types one.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

/// Keys that the program knows. Others are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the name on the key")]
pub enum KeyCode {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// Moved with the left button held.
    Drag,
    /// The left button went up.
    Release,
    /// The wheel turned by this many notches: negative is up, towards the start of the text.
    Wheel(i8),
    /// The second press within `DOUBLE_CLICK` on the same cell; comes instead of `Press`.
    DoubleClick,
}

/// Two presses on one cell within this time are a double click: the usual setting of desktops.
const DOUBLE_CLICK: Duration = Duration::from_millis(400);

/// Tells double clicks from two clicks.
#[derive(Debug, Default)]
pub(super) struct Clicks {
    last: Option<(u16, u16, Instant)>,
}

impl Clicks {
    /// Turns the second of two quick presses on one cell into a double click; leaves everything else as it is.
    /// A third press starts anew.
    pub(super) fn see(&mut self, event: Event, at: Instant) -> Event {
        let Event::Mouse { kind: MouseKind::Press, col, row } = event else { return event };
        let second = self
            .last
            .is_some_and(|(c, r, then)| (c, r) == (col, row) && at.saturating_duration_since(then) <= DOUBLE_CLICK);
        self.last = if second { None } else { Some((col, row, at)) };
        let kind = if second { MouseKind::DoubleClick } else { MouseKind::Press };
        Event::Mouse { kind, col, row }
    }
}

/// Joins what was drained together: characters into one [`Event::Text`], wheel notches into one turn, and leaves
/// out all but the last of several sizes and wake-ups.
pub(super) fn join(events: Vec<Event>) -> Vec<Event> {
    #[cfg(windows)]
    let events = find_pastes(events);
    let last_size = events.iter().rposition(|e| matches!(e, Event::Resize(..)));
    let last_wake = events.iter().rposition(|e| matches!(e, Event::Wake));
    let mut out: Vec<Event> = Vec::with_capacity(events.len());
    for (at, event) in events.into_iter().enumerate() {
        match (&event, out.last_mut()) {
            (Event::Resize(..), _) if last_size != Some(at) => {}
            (Event::Wake, _) if last_wake != Some(at) => {}
            (_, Some(last)) => {
                if let Some(event) = merge(last, event) {
                    out.push(event);
                }
            }
            _ => out.push(event),
        }
    }
    out
}

/// Merges `next` into `last`, or gives it back when the two do not go together.
fn merge(last: &mut Event, next: Event) -> Option<Event> {
    match (&mut *last, &next) {
        (Event::Key(a), Event::Key(b)) => {
            let (Some(a), Some(b)) = (a.typed(), b.typed()) else { return Some(next) };
            *last = Event::Text(String::from_iter([a, b]));
            None
        }
        (Event::Text(text), Event::Key(key)) => {
            let Some(c) = key.typed() else { return Some(next) };
            text.push(c);
            None
        }
        (
            Event::Mouse { kind: MouseKind::Wheel(a), col, row },
            Event::Mouse { kind: MouseKind::Wheel(b), col: c, row: r },
        ) if (*col, *row) == (*c, *r) && a.signum() == b.signum() => {
            *a = a.saturating_add(*b);
            None
        }
        (Event::Mouse { kind: MouseKind::Drag, .. }, Event::Mouse { kind: MouseKind::Drag, .. }) => {
            *last = next;
            None
        }
        _ => Some(next),
    }
}

/// The longest silence within a paste of a console that does not mark them.
#[cfg(windows)]
pub(super) const WITHIN_PASTE: Duration = Duration::from_millis(15);

/// Whether what came together may be the beginning of a paste, of which the rest is waited for: more than a key.
#[cfg(any(windows, test))]
pub(super) fn may_go_on(events: &[Event]) -> bool {
    let mut last = events.iter().rev();
    matches!((last.next(), last.next()), (Some(one), Some(two)) if pasteable(one).is_some() && pasteable(two).is_some())
}

/// Finds the pastes of a console that does not mark them: a burst of three characters or more with a line end in
/// it. Without this, every line of the paste would press Enter.
#[cfg(any(windows, test))]
pub(super) fn find_pastes(events: Vec<Event>) -> Vec<Event> {
    let (mut out, mut burst) = (Vec::with_capacity(events.len()), Vec::new());
    for event in events {
        if pasteable(&event).is_some() {
            burst.push(event);
        } else {
            close_burst(&mut burst, &mut out);
            out.push(event);
        }
    }
    close_burst(&mut burst, &mut out);
    out
}

#[cfg(any(windows, test))]
fn close_burst(burst: &mut Vec<Event>, out: &mut Vec<Event>) {
    let text: String = burst.iter().filter_map(pasteable).collect();
    let typed = text.chars().filter(|c| !c.is_control()).count();
    if typed >= 3 && text.contains('\n') {
        burst.clear();
        out.push(Event::Paste(text));
    } else {
        out.append(burst);
    }
}

/// The character that a key would be in a paste.
#[cfg(any(windows, test))]
fn pasteable(event: &Event) -> Option<char> {
    let Event::Key(key) = event else { return None };
    match key.code {
        KeyCode::Enter if *key == Key::plain(KeyCode::Enter) => Some('\n'),
        KeyCode::Tab if *key == Key::plain(KeyCode::Tab) => Some('\t'),
        _ => key.typed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<Event> {
        text.chars().map(|c| Event::Key(Key::char(c))).collect()
    }

    #[test]
    fn a_burst_is_one_text_and_a_single_key_stays_a_key() {
        assert_eq!(join(typed("先")), [Event::Key(Key::char('先'))]);
        assert_eq!(join(typed("先买后补")), [Event::Text("先买后补".into())]);
    }

    #[test]
    fn commands_break_a_burst_and_keep_their_place() {
        let mut events = typed("甲乙");
        events.push(Event::Key(Key::plain(KeyCode::Enter)));
        events.extend(typed("丙丁"));
        events.push(Event::Key(Key::ctrl('g')));
        assert_eq!(
            join(events),
            [
                Event::Text("甲乙".into()),
                Event::Key(Key::plain(KeyCode::Enter)),
                Event::Text("丙丁".into()),
                Event::Key(Key::ctrl('g')),
            ]
        );
    }

    #[test]
    fn a_flood_with_line_ends_is_a_paste_and_a_phrase_before_enter_is_not() {
        let enter = Event::Key(Key::plain(KeyCode::Enter));
        let flood = [typed("第一行"), vec![enter.clone()], typed("二"), vec![Event::Wake]].concat();
        assert_eq!(find_pastes(flood), [Event::Paste("第一行\n二".into()), Event::Wake]);
        let phrase = [typed("好的"), vec![enter]].concat();
        assert_eq!(find_pastes(phrase.clone()), phrase);
    }

    #[test]
    fn only_more_than_a_key_may_be_the_beginning_of_a_paste() {
        let enter = Event::Key(Key::plain(KeyCode::Enter));
        assert!(may_go_on(&typed("甲乙")) && may_go_on(&[typed("甲"), vec![enter.clone()]].concat()));
        for alone in [typed("甲"), vec![enter, Event::Wake], vec![Event::Key(Key::ctrl('g')); 2], Vec::new()] {
            assert!(!may_go_on(&alone), "{alone:?}");
        }
    }

    #[test]
    fn only_the_last_size_and_wake_count() {
        let events = vec![Event::Resize(20, 5), Event::Wake, Event::Resize(80, 24), Event::Wake];
        assert_eq!(join(events), [Event::Resize(80, 24), Event::Wake]);
    }

    #[test]
    fn wheel_notches_add_up_in_one_direction_only() {
        let wheel = |n| Event::Mouse { kind: MouseKind::Wheel(n), col: 1, row: 1 };
        assert_eq!(join(vec![wheel(1), wheel(1), wheel(-1)]), [wheel(2), wheel(-1)]);
    }

    #[test]
    fn a_double_click_is_two_presses_on_one_cell_in_time() {
        let press = |col| Event::Mouse { kind: MouseKind::Press, col, row: 3 };
        let double = Event::Mouse { kind: MouseKind::DoubleClick, col: 7, row: 3 };
        let start = Instant::now();
        let mut clicks = Clicks::default();
        assert_eq!(clicks.see(press(7), start), press(7));
        assert_eq!(clicks.see(press(7), start + DOUBLE_CLICK), double);
        assert_eq!(clicks.see(press(7), start + DOUBLE_CLICK), press(7), "a third press starts anew");
        assert_eq!(clicks.see(press(8), start + DOUBLE_CLICK), press(8), "another cell");
        assert_eq!(clicks.see(press(8), start + DOUBLE_CLICK * 3), press(8), "too late");
    }

    #[test]
    fn the_keys_of_a_burst_are_its_characters() {
        assert_eq!(Event::Text("jk".into()).keys(), [Key::char('j'), Key::char('k')]);
        assert!(Event::Wake.keys().is_empty());
    }
}
