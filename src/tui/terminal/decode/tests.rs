use super::*;
use proptest::prelude::*;

fn decode(bytes: &[u8]) -> Vec<Decoded> {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(bytes, &mut out);
    decoder.flush(&mut out);
    out
}

fn events(bytes: &[u8]) -> Vec<Event> {
    let event = |d| match d {
        Decoded::Event(e) => e,
        Decoded::Reply(r) => panic!("a reply: {r:?}"),
    };
    decode(bytes).into_iter().map(event).collect()
}

fn key(bytes: &str) -> Key {
    match events(bytes.as_bytes()).as_slice() {
        [Event::Key(key)] => *key,
        other => panic!("{bytes:?} gave {other:?}"),
    }
}

#[test]
fn every_function_key_in_every_dialect() {
    let xterm = ["OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~"];
    let old = ["[11~", "[12~", "[13~", "[14~"];
    let console = ["[[A", "[[B", "[[C", "[[D", "[[E"];
    for dialect in [&xterm[..], &old, &console] {
        for (n, sequence) in (1..).zip(dialect) {
            assert_eq!(key(&format!("\x1b{sequence}")), Key::plain(KeyCode::F(n)), "{sequence}");
        }
    }
    assert_eq!(key("\x1b[1;2R"), Key { shift: true, ..Key::plain(KeyCode::F(3)) });
    assert_eq!(key("\x1b[20;5~"), Key { ctrl: true, ..Key::plain(KeyCode::F(9)) });
}

#[test]
fn keys_that_move_and_edit() {
    use KeyCode::*;
    let cases = [
        ("\x1b[A", Up),
        ("\x1b[B", Down),
        ("\x1b[C", Right),
        ("\x1b[D", Left),
        ("\x1bOA", Up),
        ("\x1b[H", Home),
        ("\x1b[F", End),
        ("\x1b[1~", Home),
        ("\x1b[4~", End),
        ("\x1b[5~", PageUp),
        ("\x1b[6~", PageDown),
        ("\x1b[2~", Insert),
        ("\x1b[3~", Delete),
        ("\x1b[Z", BackTab),
        ("\t", Tab),
        ("\r", Enter),
        ("\x7f", Backspace),
        ("\x08", Backspace),
        ("\x1b", Esc),
    ];
    for (bytes, code) in cases {
        assert_eq!(key(bytes), Key::plain(code), "{bytes:?}");
    }
    assert_eq!(key("\x1b[1;6C"), Key { ctrl: true, shift: true, ..Key::plain(Right) });
}

#[test]
fn control_and_alt() {
    assert_eq!(key("\x07"), Key::ctrl('g'));
    assert_eq!(key("\x1c"), Key::ctrl('\\'));
    assert_eq!(key("\n"), Key::ctrl('j'));
    assert_eq!(key("\x1bx"), Key::alt('x'));
    assert_eq!(key("\x1b["), Key::alt('['));
    assert_eq!(key("\x1b\x7f"), Key { alt: true, ..Key::plain(KeyCode::Backspace) });
    assert_eq!(key("\x1b问"), Key::alt('问'));
    assert_eq!(key("\x1b[27;5;13~"), Key { ctrl: true, ..Key::plain(KeyCode::Enter) });
    assert_eq!(key("\x1b[103;5u"), Key::ctrl('g'));
}

#[test]
fn han_characters_beyond_the_basic_plane_arrive() {
    assert_eq!(key("𠮷"), Key::char('𠮷'));
    assert_eq!(key("，"), Key::char('，'));
}

#[test]
fn esc_twice_is_esc_twice_and_before_an_arrow_it_stays_esc() {
    let esc = Event::Key(Key::plain(KeyCode::Esc));
    assert_eq!(events(b"\x1b\x1b"), [esc.clone(), esc.clone()]);
    assert_eq!(events(b"\x1b\x1b[A"), [esc, Event::Key(Key::plain(KeyCode::Up))]);
}

#[test]
fn paste_is_one_event_as_it_was_given() {
    assert_eq!(
        events("\x1b[200~第一行\r\n第二行\x1b[31m\x1b[201~x".as_bytes()),
        [Event::Paste("第一行\r\n第二行\x1b[31m".into()), Event::Key(Key::char('x'))]
    );
    assert_eq!(events(b"\x1b[200~no end"), [Event::Paste("no end".into())], "the end mark got lost");
}

#[test]
fn the_mouse_counts_from_nought_and_only_its_left_button() {
    let at = |kind| Event::Mouse { kind, col: 11, row: 4 };
    assert_eq!(events(b"\x1b[<0;12;5M"), [at(MouseKind::Press)]);
    assert_eq!(events(b"\x1b[<0;12;5m"), [at(MouseKind::Release)]);
    assert_eq!(events(b"\x1b[<32;12;5M"), [at(MouseKind::Drag)]);
    assert_eq!(events(b"\x1b[<64;12;5M\x1b[<81;12;5M"), [at(MouseKind::Wheel(-1)), at(MouseKind::Wheel(1))]);
    assert_eq!(events(b"\x1b[<2;12;5M\x1b[<0;0;5M\x1b[M !!"), []);
}

#[test]
fn answers_of_the_terminal_are_no_keys() {
    assert_eq!(decode(b"\x1b[24;3R"), [Decoded::Reply(Reply::Column(3))]);
    assert_eq!(decode(b"\x1b[?62;22c"), [Decoded::Reply(Reply::End)]);
    assert_eq!(decode(b"\x1b]11;rgb:0/0/0\x1b\\\x1bP1+r\x07\x1b[>1;2c\x1b[?2026;2$y"), []);
}

#[test]
fn focus_and_noise() {
    assert_eq!(events(b"\x1b[I\x1b[O"), [Event::Focus(true), Event::Focus(false)]);
    assert_eq!(events(b"\x00\xff\xc3(\xe4\xb8"), [Event::Key(Key::char('('))]);
    assert_eq!(events(b"\x1b[12\x01a"), [Event::Key(Key::ctrl('a')), Event::Key(Key::char('a'))], "broken off");
    let long = [b"\x1b[".as_slice(), &[b'1'; 200], b"a"].concat();
    assert!(events(&long).len() < 200);
}

#[test]
fn half_a_character_waits_without_a_clock_and_half_a_sequence_with_one() {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(&"问".as_bytes()[..2], &mut out);
    assert_eq!((decoder.patience(), out.len()), (None, 0));
    decoder.feed(&"问".as_bytes()[2..], &mut out);
    assert_eq!(out, [Decoded::Event(Event::Key(Key::char('问')))]);
    decoder.feed(b"\x1b", &mut out);
    assert_eq!(decoder.patience(), Some(ESC_PATIENCE));
    decoder.feed(b"OP", &mut out);
    assert_eq!(decoder.patience(), None);
    assert_eq!(out.last(), Some(&Decoded::Event(Event::Key(Key::plain(KeyCode::F(1))))));
}

/// Things that terminals send, whole.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        "[a-z一-龥，。“”]{1,4}".prop_map(String::into_bytes),
        prop::sample::select(vec![
            b"\x1b[A".to_vec(),
            b"\x1bOP".to_vec(),
            b"\x1b[1;5C".to_vec(),
            b"\x1b[3~".to_vec(),
            b"\x1b[<0;12;5M".to_vec(),
            b"\x1b[24;3R".to_vec(),
            b"\x1b[?62c".to_vec(),
            b"\x1b[[A".to_vec(),
            b"\x1b[I".to_vec(),
            b"\r".to_vec(),
            "\x1b[200~甲\n\x1b乙\x1b[201~".as_bytes().to_vec(),
        ]),
    ]
}

proptest! {
    #[test]
    fn how_reads_cut_the_bytes_changes_nothing(
        pieces in prop::collection::vec(piece(), 1..8),
        cuts in prop::collection::vec(1usize..6, 0..40),
    ) {
        let bytes = pieces.concat();
        let (mut decoder, mut out, mut rest) = (Decoder::default(), Vec::new(), bytes.as_slice());
        for cut in cuts {
            let (now, later) = rest.split_at(cut.min(rest.len()));
            decoder.feed(now, &mut out);
            rest = later;
        }
        decoder.feed(rest, &mut out);
        prop_assert_eq!(decoder.patience(), None);
        prop_assert_eq!(out, decode(&bytes));
    }

    #[test]
    fn no_bytes_are_fatal_and_the_buffer_stays_small(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        decoder.feed(&bytes, &mut out);
        decoder.flush(&mut out);
        prop_assert!(decoder.pending.is_empty());
        prop_assert!(out.len() <= bytes.len());
    }
}
