//! The little language of keys.

/// What a piece of it asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    Send(String),
    Wait(String),
    Size(u16, u16),
}

/// Reads keys: `<enter>`, `<f4>`, `<c-g>`, `<a-x>`, `<paste:TEXT>`, `<wait:TEXT>`, `<size:20x5>`; a `<` is `<lt>`.
/// What is not in `<>` is typed as it stands, as one burst.
pub(super) fn parse(keys: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = keys;
    while !rest.is_empty() {
        let Some(inner) = rest.strip_prefix('<') else {
            let (text, later) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
            steps.push(Step::Send(text.to_owned()));
            rest = later;
            continue;
        };
        let (word, later) = inner.split_once('>').unwrap_or_else(|| panic!("no > after {rest:?}"));
        steps.push(step(word));
        rest = later;
    }
    steps
}

fn step(word: &str) -> Step {
    match word.split_once(':') {
        Some(("paste", text)) => Step::Send(format!("\x1b[200~{text}\x1b[201~")),
        Some(("wait", text)) => Step::Wait(text.to_owned()),
        Some(("size", size)) => {
            let (cols, rows) = size.split_once('x').unwrap();
            Step::Size(cols.parse().unwrap(), rows.parse().unwrap())
        }
        _ => Step::Send(bytes(word).unwrap_or_else(|| panic!("unknown key <{word}>"))),
    }
}

fn bytes(word: &str) -> Option<String> {
    const FUNCTION: [&str; 12] =
        ["OP", "OQ", "OR", "OS", "[15~", "[17~", "[18~", "[19~", "[20~", "[21~", "[23~", "[24~"];
    Some(match word {
        "enter" => "\r".into(),
        "esc" => "\x1b".into(),
        "tab" => "\t".into(),
        "s-tab" => "\x1b[Z".into(),
        "up" => "\x1b[A".into(),
        "down" => "\x1b[B".into(),
        "right" => "\x1b[C".into(),
        "left" => "\x1b[D".into(),
        "home" => "\x1b[H".into(),
        "end" => "\x1b[F".into(),
        "pgup" => "\x1b[5~".into(),
        "pgdn" => "\x1b[6~".into(),
        "bs" => "\x7f".into(),
        "del" => "\x1b[3~".into(),
        "ins" => "\x1b[2~".into(),
        "space" => " ".into(),
        "lt" => "<".into(),
        _ => match word.split_at_checked(2)? {
            ("c-", c) => char::from(*c.as_bytes().first()? & 0x1f).to_string(),
            ("a-", c) => format!("\x1b{c}"),
            _ => format!("\x1b{}", FUNCTION.get(word.strip_prefix('f')?.parse::<usize>().ok()?.checked_sub(1)?)?),
        },
    })
}

#[test]
fn keys_are_read() {
    let send = |s: &str| Step::Send(s.to_owned());
    assert_eq!(
        parse("会前<enter><f4><c-g><a-x><paste:甲\n乙><wait:完><size:20x5><lt>"),
        [
            send("会前"),
            send("\r"),
            send("\x1bOS"),
            send("\x07"),
            send("\x1bx"),
            send("\x1b[200~甲\n乙\x1b[201~"),
            Step::Wait("完".into()),
            Step::Size(20, 5),
            send("<"),
        ]
    );
}
