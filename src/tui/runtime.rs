//! The loop: waits for events, lets the app update, carries out its effects, draws once.
//!
//! Only here do the screen and the disk meet. Writes go to the store thread and are not waited for; what came of them
//! arrives as news.

use crate::clock;
use crate::error::{Error, Result};
use crate::method::types::Method;
use crate::model::value::Instant;
use crate::store::{self, Secret, StoreNotice};
use crate::traces;
use crate::tui::app::App;
use crate::tui::desk::Desk;
use crate::tui::effect::Effect;
use crate::tui::forms;
use crate::tui::news::News;
use crate::tui::screen::start;
use crate::tui::shell::{Refusal, Saved, Shell};
use crate::tui::terminal::{Event, Options, Session, install_panic_hook};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the app begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// With first steps.
    FirstSteps,
    /// With a round.
    Open {
        /// Its file.
        path: PathBuf,
        /// Whether it takes a passphrase.
        is_encrypted: bool,
    },
}

/// How the screen ended.
#[derive(Debug)]
pub struct Ended {
    /// The number of the signal by which the system ended it.
    pub signal: Option<i32>,
    /// What came of the copy that was made on leaving: made where, or why not.
    pub said: Option<String>,
}

/// Runs the app until the user leaves.
pub fn run(start: &Start) -> Result<Ended> {
    install_panic_hook();
    if matches!(start, Start::Open { .. }) {
        std::thread::spawn(store::warm_up);
    }
    let mut session = Session::enter(Options { mouse: true, probe: true })?;
    let mut desk = Desk::new(session.waker());
    let mut app = App::new(Shell::default(), Box::new(start::Start::default()), session.size());
    if let Start::Open { path, is_encrypted } = start {
        let effects = begin_with(path, *is_encrypted, &mut app, clock::now());
        desk.run(effects, &mut app);
    }
    if app.shell.book.is_none() {
        app.shell.recent = traces::recent();
    }
    if matches!(start, Start::Open { .. }) {
        show(&mut session, &mut app, &desk);
        // Most rounds have the method that comes with the program: it is read while the user looks at the first screen,
        // which needs nothing of it. A round that has another loses nothing by it.
        std::thread::spawn(Method::read_ahead);
    }
    let outcome = turn(&mut session, &mut app, &mut desk);
    let effects = app.seal_all(desk.reader(), desk.now());
    desk.run(effects, &mut app);
    // The terminal is given back afterwards: until then Ctrl-Z is a key, and cannot stop the program with the round held.
    let unasked = !matches!(outcome, Ok(None));
    let closed = desk.close(unasked, &mut app);
    drop(session);
    closed?;
    Ok(Ended { signal: outcome?, said: desk.copied_said() })
}

/// What opens `path` when the program was started with it.
pub(super) fn begin_with(path: &Path, is_encrypted: bool, app: &mut App, now: Instant) -> Vec<Effect> {
    if is_encrypted {
        return app.push(Box::new(forms::open::passphrase(path.to_owned())), None, now);
    }
    vec![Effect::Open(path.to_owned(), Secret::None)]
}

/// One turn after the other, until something ends it.
fn turn(session: &mut Session, app: &mut App, desk: &mut Desk) -> Result<Option<i32>> {
    loop {
        app.passed(clock::since_start());
        let (effects, next) = app.tick(desk.reader(), desk.now());
        desk.run(effects, app);
        // The daily copy takes its time: what is waited for is on the screen before.
        if app.going().is_some() {
            show(session, app, desk);
        }
        if desk.leave(app) {
            return Ok(None);
        }
        show(session, app, desk);
        for event in session.next_batch(next.map(Duration::from_millis)) {
            match event {
                Event::Terminate(signal) => return Ok(Some(signal)),
                Event::Hangup => return Ok(Some(1)),
                Event::Wake => {
                    for news in desk.news() {
                        take(news, app, desk);
                    }
                }
                Event::Suspend => {
                    let effects = app.handle(event, desk.reader(), desk.now());
                    desk.run(effects, app);
                    desk.flush();
                    session.suspend();
                }
                Event::Tick | Event::Continue => {}
                other => {
                    look(app, desk);
                    app.passed(clock::since_start());
                    let effects = app.handle(other, desk.reader(), desk.now());
                    desk.run(effects, app);
                }
            }
        }
    }
}

fn show(session: &mut Session, app: &mut App, desk: &Desk) {
    look(app, desk);
    session.draw(|frame| app.draw(frame.buffer_mut()).map(|p| (p.x, p.y)));
    app.drawn();
}

/// Takes over from the store whether everything is in the file, and what is in the way.
pub(super) fn look(app: &mut App, desk: &Desk) {
    app.shell.foreign = desk.foreign();
    let failed = app.shell.failing.take();
    app.shell.failing = desk.failing().map(|e| e.to_string());
    if app.shell.failing.is_none()
        && let Some(text) = failed
    {
        app.shell.retract(&text);
    }
    app.shell.unkept = app.unkept();
    app.shell.saved = if app.shell.failing.is_some() {
        Saved::Failed
    } else if desk.pending() || app.dirty() {
        Saved::Writing
    } else {
        match app.shell.refused {
            Some(Refusal::Rule) => Saved::Refused,
            Some(Refusal::Fault) => Saved::Failed,
            None => Saved::Yes,
        }
    };
}

/// What the store thread or a worker has to tell.
pub(super) fn take(news: News, app: &mut App, desk: &mut Desk) {
    match news {
        News::Store(StoreNotice::Saved) => {}
        News::Store(StoreNotice::Done(ticket, changes)) => {
            let effects = app.outcome(ticket, &Ok(changes), desk.reader(), desk.now());
            desk.run(effects, app);
        }
        News::Store(StoreNotice::Refused(ticket, error)) => {
            let effects = app.outcome(Some(ticket), &Err(error), desk.reader(), desk.now());
            desk.run(effects, app);
        }
        News::Store(StoreNotice::Foreign(foreign)) => desk.offer_copy(foreign, app),
        News::Store(StoreNotice::ClockBehind(text)) => app.shell.warn(text),
        News::Rescued(copy) => {
            app.shell.progress = None;
            desk.workers.job_ended();
            desk.go_on_in(copy.map(|copy| *copy), app);
        }
        News::Store(StoreNotice::Stalled(error)) => {
            tell(app, &error);
            let effects = app.stalled(&error, desk.reader(), desk.now());
            desk.run(effects, app);
        }
        News::Unlocked(fits) => {
            app.shell.progress = None;
            desk.workers.job_ended();
            desk.unlocked(fits, app);
        }
        News::Lead(screen, text) => {
            desk.workers.job_ended();
            let effects = app.lead_text(screen, text, desk.reader(), desk.now());
            desk.run(effects, app);
        }
        News::Tallied(screen, number, tally) => match tally {
            _ if !desk.workers.is_awaited(screen, number) => {}
            Ok(tally) => {
                let effects = app.tallied(screen, *tally, desk.reader(), desk.now());
                desk.run(effects, app);
            }
            Err(e) => tell(app, &e),
        },
        News::Copies(screen, news) => {
            app.shell.progress = None;
            desk.workers.job_ended();
            let effects = app.copies(screen, &news, desk.reader(), desk.now());
            desk.run(effects, app);
        }
        News::Rekeyed(rekeyed) => {
            app.shell.progress = None;
            desk.workers.job_ended();
            desk.rekeyed(*rekeyed, app);
        }
        News::Left(screen, search, left) => {
            if desk.workers.heard(screen, search, &left) {
                let effects = app.left(screen, &left, desk.reader(), desk.now());
                desk.run(effects, app);
            }
        }
        News::Table(book) => {
            app.shell.progress = None;
            desk.workers.job_ended();
            let effects = app.arrived(&book, desk.reader(), desk.now());
            desk.run(effects, app);
        }
        News::Progress(what, percent) => app.shell.progress = Some((what, percent)),
        News::Done(outcome) => {
            app.shell.progress = None;
            desk.workers.job_ended();
            match outcome {
                Ok(text) if text.is_empty() || app.is_locked() => {}
                Ok(text) => app.shell.done(text),
                Err(e) => tell(app, &e),
            }
        }
    }
}

fn tell(app: &mut App, error: &Error) {
    app.refuse(&error.to_string());
}
