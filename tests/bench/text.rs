//! The editor with 100,000 characters: what one key costs, wherever the caret stands.

use crate::big;
use divan::{Bencher, black_box};
use wenkan::text::{Ambiguous, Buffer, Erase, Measure, Outcome, Paragraph, Position};

/// Characters of a paste.
const PASTE: usize = 10_000;
/// Rows of the answer on a screen of 120×36.
const HEIGHT: usize = 28;

const PLACES: [&str; 3] = ["start", "middle", "end"];

fn measure() -> Measure {
    Measure::new(92, Ambiguous::Narrow)
}

fn buffer(text: &str) -> Buffer<()> {
    let paragraphs = text.split('\n').map(|line| Paragraph { text: line.to_owned(), meta: () }).collect();
    Buffer::new(paragraphs, || ())
}

fn place(buffer: &mut Buffer<()>, place: &str) {
    let last = buffer.paragraphs().len() - 1;
    let end = Position { paragraph: last, offset: buffer.paragraphs()[last].text.len() };
    let middle = Position { paragraph: last / 2, offset: end.offset / 2 };
    let at = match place {
        "start" => Position::default(),
        "middle" => middle,
        _ => end,
    };
    buffer.place(at.into(), false);
}

/// What a frame asks of the buffer.
fn look(buffer: &Buffer<()>) {
    let scroll = buffer.scroll_to_caret(measure(), HEIGHT, 0);
    black_box(buffer.visible(measure(), HEIGHT, scroll));
    black_box(buffer.caret_cell(measure()));
}

/// A character typed and taken away again, each with its frame: two keys.
fn two_keys(bencher: Bencher<'_, '_>, text: &str, at: &str) {
    let mut buffer = buffer(text);
    place(&mut buffer, at);
    look(&buffer);
    bencher.bench_local(|| {
        assert_eq!(buffer.insert("字", 0, |()| ()), Outcome::Done);
        look(&buffer);
        assert_eq!(buffer.erase(Erase::Back, 0), Outcome::Done);
        look(&buffer);
    });
}

#[divan::bench(args = PLACES)]
fn two_keys_in_one_paragraph(bencher: Bencher<'_, '_>, at: &str) {
    two_keys(bencher, &big::long_text(), at);
}

#[divan::bench(args = PLACES)]
fn two_keys_in_2000_paragraphs(bencher: Bencher<'_, '_>, at: &str) {
    let chars: Vec<char> = big::long_text().chars().collect();
    let lines: Vec<String> = chars.chunks(50).map(|line| line.iter().collect()).collect();
    two_keys(bencher, &lines.join("\n"), at);
}

#[divan::bench(sample_count = 20)]
fn open(bencher: Bencher<'_, '_>) {
    let text = big::long_text();
    bencher.bench_local(|| {
        let mut buffer = buffer(&text);
        place(&mut buffer, "end");
        look(&buffer);
    });
}

/// One edit, and one undo takes all of it back.
#[divan::bench(sample_count = 20)]
fn paste_10000_and_undo(bencher: Bencher<'_, '_>) {
    let text = big::long_text();
    let pasted: String = text.chars().take(PASTE).collect();
    let mut buffer = buffer(&text);
    place(&mut buffer, "middle");
    look(&buffer);
    bencher.bench_local(|| {
        assert_eq!(buffer.paste(&pasted, 0, |()| ()), Outcome::Done);
        look(&buffer);
        assert_eq!(buffer.undo(), Outcome::Done);
        assert_eq!(buffer.paragraphs()[0].text.len(), text.len());
    });
}
