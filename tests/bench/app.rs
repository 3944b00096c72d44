//! One key through the app in memory: update and picture, without terminal.

use crate::store::big_round;
use crate::{big, inspection};
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::cell::OnceCell;
use tempfile::TempDir;
use wenkan::analysis::methods;
use wenkan::model::value::Instant;
use wenkan::store::{Reader, Store};
use wenkan::tui::app::App;
use wenkan::tui::screen::home::Home;
use wenkan::tui::shell::{Book, Shell};
use wenkan::tui::terminal::{Event, Key, KeyCode};

const SIZE: (u16, u16) = (120, 36);

struct Desk {
    app: App,
    reader: Reader,
    now: Instant,
    screen: Buffer,
}

impl Desk {
    /// Home on a round.
    fn new(store: &Store) -> Self {
        let reader = store.reader().unwrap();
        let method = methods::in_use(&reader).unwrap().method;
        let book = Book {
            path: store.path().to_owned(),
            round: reader.all().unwrap().swap_remove(0),
            method,
            inspectors: reader.all().unwrap(),
            encrypted: false,
            device: store.device(),
            read_only: None,
            everybody: OnceCell::new(),
        };
        let shell = Shell { me: book.inspectors.first().map(|i| i.id), book: Some(book), ..Shell::default() };
        let now = Instant::parse("2026-03-12T09:42:00.000+08:00").unwrap();
        let mut app = App::new(shell, Box::new(Home::default()), SIZE);
        app.begin(Some(&reader), now);
        Self { app, reader, now, screen: Buffer::empty(Rect::new(0, 0, SIZE.0, SIZE.1)) }
    }

    fn key(&mut self, key: Key) {
        black_box(self.app.handle(Event::Key(key), Some(&self.reader), self.now));
        self.screen.reset();
        black_box(self.app.draw(&mut self.screen));
    }

    fn plain(&mut self, code: KeyCode) {
        self.key(Key::plain(code));
    }
}

/// What coming back to home reads: all of 15 units.
#[divan::bench(sample_count = 20)]
fn home_looks_around(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(big_round());
    bencher.bench_local(|| black_box(desk.app.begin(Some(&desk.reader), desk.now)));
}

/// A row down and up again among 200 people.
#[divan::bench]
fn two_keys_on_home(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(big_round());
    bencher.bench_local(|| {
        desk.plain(KeyCode::Down);
        desk.plain(KeyCode::Up);
    });
}

/// A character into the filter and out again.
#[divan::bench]
fn two_keys_in_the_filter(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(big_round());
    desk.key(Key::char('/'));
    bencher.bench_local(|| {
        desk.key(Key::char('9'));
        desk.plain(KeyCode::Backspace);
    });
}

/// The next unit: 200 people are read.
#[divan::bench(sample_count = 20)]
fn next_unit(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(big_round());
    bencher.bench_local(|| desk.plain(KeyCode::Tab));
}

/// A character typed and taken away in a talk.
#[divan::bench]
fn two_keys_in_a_talk(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(big_round());
    desk.plain(KeyCode::Enter);
    bencher.bench_local(|| {
        desk.key(Key::char('字'));
        desk.plain(KeyCode::Backspace);
    });
}

/// A character typed into a note beside a check item and taken away.
#[divan::bench]
fn two_keys_in_reading(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(inspection::round());
    desk.key(Key::char('d'));
    desk.plain(KeyCode::Enter);
    desk.key(Key::char('c'));
    bencher.bench_local(|| {
        desk.key(Key::char('字'));
        desk.plain(KeyCode::Backspace);
    });
}

/// A character typed into a paper and taken away; what is to be said of the paper follows each.
#[divan::bench]
fn two_keys_in_a_paper(bencher: Bencher<'_, '_>) {
    let mut desk = Desk::new(inspection::round());
    desk.key(Key::char('p'));
    desk.plain(KeyCode::Tab);
    desk.plain(KeyCode::Enter);
    bencher.bench_local(|| {
        desk.key(Key::char('字'));
        desk.plain(KeyCode::Backspace);
    });
}

/// A talk of 100,000 characters opened and left.
#[divan::bench(sample_count = 20)]
fn open_a_long_answer(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().unwrap();
    let store = big::long(&folder.path().join("long.wenkan"));
    let mut desk = Desk::new(&store);
    bencher.bench_local(|| {
        desk.plain(KeyCode::Enter);
        desk.plain(KeyCode::Esc);
    });
}
