//! A person at the keyboard: types, looks at the screen, lets time pass.

use crate::error::Result;
use crate::import::create::write_sample;
use crate::model::record::Op;
use crate::model::value::Instant;
use crate::store::{Gate, Pass, Passphrase, Reader, Script, Secret, Store, StoreNotice, Tx};
use crate::text::width;
use crate::traces;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::effect::Effect;
use crate::tui::keys::Context;
use crate::tui::keys::label;
use crate::tui::news::News;
use crate::tui::runtime;
use crate::tui::screen::start;
use crate::tui::shell::Shell;
use crate::tui::terminal::{Event, Key, KeyCode, MouseKind, Waker};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;

/// The passphrase of the encrypted sample.
pub(super) const PASSPHRASE: &str = "柳河水利-2026";

/// When every test begins: a minute of the sample round at which one talk is under way.
const BEGIN: &str = "2026-03-12T09:42:00+08:00";

/// The sample round as bytes of a file, made once.
fn sample(passphrase: Option<&str>) -> Vec<u8> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.wenkan");
    let secret = passphrase.map_or(Secret::None, |p| Secret::Passphrase(Passphrase::new(p).unwrap()));
    let (store, _) = Store::create(&path, &secret).unwrap();
    write_sample(&store).unwrap();
    store.close().unwrap();
    std::fs::read(&path).unwrap()
}

fn plain() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| sample(None))
}

fn encrypted() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| sample(Some(PASSPHRASE)))
}

/// The app with its desk, and the hands on the keyboard.
pub(super) struct Driver {
    _opening: Opening,
    pub(super) app: App,
    pub(super) desk: Desk,
    pub(super) folder: Rc<TempDir>,
    pub(super) path: PathBuf,
    /// The app asked to leave.
    pub(super) left: bool,
    clock: Rc<Cell<Instant>>,
    /// How long the machine has been on.
    up: Duration,
    size: (u16, u16),
    /// What writes meet; while it is not open, nothing waits for them.
    pass: Pass,
    /// That the disk refuses has been told since the gate was turned, and nobody has waited for it.
    stall_told: bool,
}

/// Opens the gate when the driver goes, before its store does: a test that fails while writes are held fails, and is not
/// waited for in vain.
struct Opening(Arc<Gate>);

impl Drop for Opening {
    fn drop(&mut self) {
        self.0.turn(Pass::Open);
    }
}

impl Driver {
    /// First steps, with a sample round of that kind on the disk that was opened before.
    fn beside(bytes: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("示例轮次.wenkan");
        std::fs::write(&path, bytes).unwrap();
        Self::over(Rc::new(folder), path)
    }

    fn over(folder: Rc<TempDir>, path: PathBuf) -> Self {
        traces::disable();
        let clock = Rc::new(Cell::new(Instant::parse(BEGIN).unwrap()));
        let asked = Rc::clone(&clock);
        let mut desk = Desk::with_clock(Waker::of_nobody(), move || asked.get());
        desk.workers.kept_orders = Some(Vec::new());
        let size = (80, 24);
        let app = App::new(Shell::default(), Box::new(start::Start::default()), size);
        let opening = Opening(Arc::clone(&desk.options.gate));
        Self {
            _opening: opening,
            app,
            desk,
            folder,
            path,
            left: false,
            clock,
            up: Duration::from_secs(86_400),
            size,
            pass: Pass::Open,
            stall_told: false,
        }
    }

    /// First steps.
    pub(super) fn start() -> Self {
        Self::beside(plain())
    }

    /// The program started with the encrypted sample: it asks for the passphrase.
    pub(super) fn encrypted() -> Self {
        Self::beside(encrypted()).begun()
    }

    /// The program started with the sample in a folder that takes no files: it asks who is there.
    pub(super) fn read_only() -> Self {
        let mut d = Self::start();
        d.desk.options.read_only = Some(crate::store::ReadOnly::Folder);
        d.begun()
    }

    /// The program started with the sample: it asks who is there.
    pub(super) fn who() -> Self {
        Self::start().begun()
    }

    /// Home of the sample, 刘芳 at the keyboard.
    pub(super) fn home() -> Self {
        let mut d = Self::who();
        d.be("刘芳");
        d
    }

    /// The talk with that person, by the way a person takes: find, open.
    pub(super) fn talk(name: &str) -> Self {
        let mut d = Self::home();
        d.find(name);
        d.keys("Enter");
        d
    }

    fn begun(mut self) -> Self {
        let is_encrypted = crate::store::is_encrypted(&self.path).unwrap();
        let effects = runtime::begin_with(&self.path, is_encrypted, &mut self.app, self.clock.get());
        self.carry_out(effects);
        self
    }

    /// The same file again, after the program went: nothing of the former app is left but the file. `end`: what
    /// happens before.
    pub(super) fn reopened(self) -> Self {
        let Self { app, desk, folder, path, clock, .. } = self;
        drop((app, desk));
        let d = Self::over(folder, path);
        d.clock.set(clock.get());
        d.begun()
    }

    /// The program started anew on what is on the disk at this moment, as after a kill; this one goes on beside it.
    pub(super) fn killed(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let beside = |name: &str| folder.path().join(name);
        let path = beside("示例轮次.wenkan");
        std::fs::copy(&self.path, &path).unwrap();
        let wal = self.path.with_extension("wenkan-wal");
        if wal.exists() {
            std::fs::copy(wal, beside("示例轮次.wenkan-wal")).unwrap();
        }
        let d = Self::over(Rc::new(folder), path);
        d.clock.set(self.clock.get());
        d.begun()
    }

    /// Chooses who is at the keyboard, from the list of inspectors.
    pub(super) fn be(&mut self, name: &str) {
        for _ in 0..4 {
            let rows = self.rows();
            if rows.iter().any(|r| r.contains('>') && r.contains(name)) {
                break;
            }
            self.keys("Down");
        }
        self.keys("Enter");
        assert_eq!(self.app.shell.my_name(), name);
    }

    /// Finds a person on home by name.
    pub(super) fn find(&mut self, name: &str) {
        self.keys("/ Ctrl-A");
        self.type_text(name);
        self.keys("Enter");
        let found = |r: &String| r.starts_with(&format!("> {name}"));
        assert!(self.rows().iter().any(found), "no {name}\n{}", self.text());
    }

    /// The present moment.
    pub(super) fn now(&self) -> Instant {
        self.clock.get()
    }

    /// The open round, for reading.
    pub(super) fn reader(&self) -> &Reader {
        self.desk.reader().unwrap()
    }

    /// The open round, if there is one.
    pub(super) fn opened_reader(&self) -> Option<&Reader> {
        self.desk.reader()
    }

    /// Presses keys, written as in the key bar and separated by blanks: `F4 Down Ctrl-Z 空格`.
    pub(super) fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            self.key(named(name));
        }
    }

    /// Presses one key.
    pub(super) fn key(&mut self, key: Key) {
        self.handle(Event::Key(key));
    }

    /// Types: one character as a key, more as the burst of an input method.
    pub(super) fn type_text(&mut self, text: &str) {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => self.key(Key::char(c)),
            _ => self.handle(Event::Text(text.to_owned())),
        }
    }

    /// Uses the mouse.
    pub(super) fn mouse(&mut self, kind: MouseKind, col: u16, row: u16) {
        self.handle(Event::Mouse { kind, col, row });
    }

    /// Pulls the window.
    pub(super) fn resize(&mut self, cols: u16, rows: u16) {
        self.size = (cols, rows);
        self.handle(Event::Resize(cols, rows));
    }

    /// One event of somebody who looks before it, with everything that follows from it carried out.
    pub(super) fn handle(&mut self, event: Event) {
        self.app.drawn();
        self.blindly(event);
    }

    /// One event that was on its way before what is on the screen now.
    pub(super) fn blindly(&mut self, event: Event) {
        self.app.passed(self.up);
        let effects = self.app.handle(event, self.desk.reader(), self.clock.get());
        self.carry_out(effects);
    }

    /// Lets time pass; drafts and seals that are due then are in the file.
    pub(super) fn wait(&mut self, ms: i64) {
        let now = self.clock.get();
        self.clock.set(Instant { ms: now.ms + ms, ..now });
        self.sleep(ms);
        self.app.passed(self.up);
        let (effects, _) = self.app.tick(self.desk.reader(), self.clock.get());
        self.carry_out(effects);
        self.count();
        self.settle();
    }

    /// The machine sleeps for so long: its date may say anything afterwards, and nothing of the program runs meanwhile.
    pub(super) fn sleep(&mut self, ms: i64) {
        self.up += Duration::from_millis(ms.try_into().unwrap());
    }

    /// Turns the gate before the disk: writes wait there, fail, or go through again.
    pub(super) fn turn(&mut self, to: Pass) {
        self.pass = to;
        self.stall_told = false;
        self.desk.options.gate.turn(to);
        if to == Pass::Open {
            // Written is not told yet.
            self.settle_acts();
            self.settle();
        }
    }

    /// Until the store thread has told that the disk refuses.
    pub(super) fn stalled(&mut self) {
        if !self.stall_told {
            self.until(|news| matches!(news, News::Store(StoreNotice::Stalled(_))));
        }
        self.stall_told = false;
    }

    /// Takes what has been told so far, and what follows from it.
    pub(super) fn listen(&mut self) {
        self.hear();
    }

    /// Writes go through to the disk, or are settled by a rule: their outcome can be waited for.
    const fn goes(&self) -> bool {
        matches!(self.pass, Pass::Open | Pass::Refused)
    }

    /// Everything handed in is in the file and has been told, and the store thread rests. Nothing is waited for while
    /// writes do not go through.
    fn settle(&mut self) {
        if !self.goes() {
            self.hear();
            self.tallied();
            return;
        }
        loop {
            self.tallied();
            self.desk.flush();
            while self.desk.pending() {
                std::thread::yield_now();
            }
            if !self.hear() && !self.desk.pending() && !self.desk.workers.is_tallying() {
                break;
            }
        }
    }

    /// What screens want counted has come. Most tests do not look at the counts of home, which cost more than all else
    /// that a key does: these wait until time passes.
    fn tallied(&mut self) {
        if self.app.context() == Context::Problems {
            self.count();
        }
        while self.desk.workers.is_tallying() {
            self.until(|news| matches!(news, News::Tallied(..)));
        }
    }

    /// Has counted what was kept back.
    fn count(&mut self) {
        let orders = self.desk.workers.kept_orders.take().unwrap_or_default();
        for order in orders {
            let store = Arc::clone(self.desk.store().unwrap());
            self.desk.workers.tally(&store, order).unwrap();
        }
        self.desk.workers.kept_orders = Some(Vec::new());
    }

    fn take(&mut self, news: News) {
        self.stall_told |= matches!(news, News::Store(StoreNotice::Stalled(_)));
        runtime::take(news, &mut self.app, &mut self.desk);
    }

    /// Takes the news that are there; says whether there were any.
    fn hear(&mut self) -> bool {
        let news = self.desk.news();
        // That all is saved calls for nothing more.
        let any = news.iter().any(|n| !matches!(n, News::Store(StoreNotice::Saved)));
        for news in news {
            self.take(news);
        }
        self.left |= self.desk.leave(&mut self.app);
        any
    }

    /// What the loop does with effects, and then what it does with the news that they cause.
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        let awaited = |e: &Effect| matches!(e, Effect::Act(_) | Effect::Leave { .. });
        let acts = effects.iter().any(awaited);
        self.desk.run(effects, &mut self.app);
        self.settle_work();
        self.tallied();
        // What a worker brought may have been handed in as well.
        if acts || self.app.awaits() {
            self.settle_acts();
        }
        // And an act may have begun work.
        self.settle_work();
    }

    /// What workers do is done.
    fn settle_work(&mut self) {
        let ends = |news: &News| {
            matches!(
                news,
                News::Table(_)
                    | News::Done(_)
                    | News::Unlocked(_)
                    | News::Lead(..)
                    | News::Left(..)
                    | News::Copies(..)
                    | News::Rekeyed(_)
            )
        };
        while self.goes() && self.desk.workers.is_working() {
            self.until(ends);
        }
    }

    /// Actions handed in are in the file and have been told, or wait at the gate.
    fn settle_acts(&mut self) {
        while self.goes() && self.app.awaits() {
            self.until(|news| {
                matches!(news, News::Store(StoreNotice::Done(..) | StoreNotice::Refused(..) | StoreNotice::Stalled(_)))
            });
        }
        self.left |= self.desk.leave(&mut self.app);
    }

    /// Something else writes to the round: another window of the same program, an import on the worker.
    pub(super) fn elsewhere(&mut self, op: Op, f: impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'static) {
        self.desk.store().unwrap().perform(self.app.shell.me, Script(op, f)).unwrap();
        self.until(|news| matches!(news, News::Store(StoreNotice::Done(None, _))));
    }

    pub(super) fn until(&mut self, is_it: impl Fn(&News) -> bool) {
        loop {
            let news = self.desk.await_news().expect("news of what was handed in");
            let last = is_it(&news);
            self.take(news);
            if last {
                break;
            }
        }
    }

    /// The frame as it would be drawn now.
    pub(super) fn frame(&mut self) -> Frame {
        self.settle();
        runtime::look(&mut self.app, &self.desk);
        let mut buf = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let caret = self.app.draw(&mut buf);
        Frame { buf, caret }
    }

    /// The rows of the screen, without the blanks at their ends.
    pub(super) fn rows(&mut self) -> Vec<String> {
        self.frame().rows()
    }

    /// The screen as one text.
    pub(super) fn text(&mut self) -> String {
        self.rows().join("\n")
    }

    /// Whether the screen shows `text`.
    pub(super) fn shows(&mut self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// [`Driver::text`] without the name of the folder, which is another in every test.
    pub(super) fn text_anywhere(&mut self) -> String {
        let folder = self.folder.path().display().to_string();
        self.text().replace(&folder, "")
    }

    /// What the top line says.
    pub(super) fn title(&self) -> String {
        self.app.top().map(|s| s.title(&self.app.shell)).unwrap_or_default()
    }

    /// The notice.
    pub(super) fn notice(&self) -> String {
        self.app.shell.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default()
    }

    /// A file in the folder of the round.
    pub(super) fn beside_round(&self, name: &str) -> PathBuf {
        self.path.parent().unwrap_or_else(|| Path::new(".")).join(name)
    }
}

/// One drawn frame.
pub(super) struct Frame {
    pub(super) buf: Buffer,
    pub(super) caret: Option<Position>,
}

impl Frame {
    /// The rows, the second cells of wide glyphs left out.
    pub(super) fn rows(&self) -> Vec<String> {
        let area = self.buf.area;
        let row = |y| {
            let mut out = String::new();
            let mut x = area.left();
            while x < area.right() {
                let symbol = self.buf[(x, y)].symbol();
                out.push_str(symbol);
                x += u16::try_from(width::cells(symbol)).unwrap().max(1);
            }
            out.trim_end().to_owned()
        };
        (area.top()..area.bottom()).map(row).collect()
    }

    /// Where `text` begins in the first row that holds it.
    pub(super) fn place(&self, text: &str) -> Option<Position> {
        let rows = self.rows();
        let (y, row) = rows.iter().enumerate().find(|(_, r)| r.contains(text))?;
        let before = row.split(text).next()?;
        Some(Position::new(u16::try_from(width::cells(before)).unwrap(), u16::try_from(y).unwrap()))
    }

    /// Every wide glyph has both its cells, and nothing stands beyond the edge.
    pub(super) fn assert_whole(&self, of: &str) {
        let area = self.buf.area;
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                let symbol = self.buf[(x, y)].symbol();
                let cells = u16::try_from(width::cells(symbol)).unwrap();
                assert!(cells <= 2 && x + cells <= area.right(), "{of}: beyond the edge at {x},{y}: {symbol:?}");
                if cells == 2 {
                    let behind = self.buf[(x + 1, y)].symbol();
                    let shown = || self.rows().join("\n");
                    assert_eq!(behind, " ", "{of}: half a glyph at {x},{y}: {symbol:?}\n{}", shown());
                }
            }
        }
        if let Some(caret) = self.caret {
            assert!(area.contains(caret), "{of}: caret {caret} outside");
        }
    }
}

/// The key of that name, as the key bar writes it.
pub(super) fn named(name: &str) -> Key {
    let mut key = Key::char(' ');
    let mut rest = name;
    loop {
        if let Some(r) = rest.strip_prefix("Ctrl-") {
            (key.ctrl, rest) = (true, r);
        } else if let Some(r) = rest.strip_prefix("Alt-") {
            (key.alt, rest) = (true, r);
        } else if let Some(r) = rest.strip_prefix("Shift-") {
            (key.shift, rest) = (true, r);
        } else {
            break;
        }
    }
    key.code = match rest {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" if key.shift => KeyCode::BackTab,
        "Tab" => KeyCode::Tab,
        "Backspace" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "空格" => KeyCode::Char(' '),
        f if f.len() > 1 && f.starts_with('F') => KeyCode::F(f.trim_start_matches('F').parse().unwrap()),
        c => {
            let mut chars = c.chars();
            let (Some(c), None) = (chars.next(), chars.next()) else { panic!("no key {name}") };
            KeyCode::Char(if key.ctrl || key.alt { c.to_ascii_lowercase() } else { c })
        }
    };
    key.shift &= key.code != KeyCode::BackTab;
    key
}

#[test]
fn keys_are_named_as_in_the_bar() {
    for name in ["F12", "Ctrl-G", "Alt-E", "Shift-Tab", "Esc", "PgDn", "U", "/", "空格", "Ctrl-Shift-Enter"] {
        let shown = label(named(name));
        assert_eq!(named(&shown), named(name), "{shown}");
    }
}
