//! The command line: arguments are pure (`args`), each subcommand acts in a file of its own.
//!
//! # Streams and exit codes
//!
//! Data goes to stdout, talk to stderr, so that a pipe carries nothing but data; who stops reading (`| head`) ends the
//! command quietly. The exit code follows from [`error::Kind`](crate::error::Kind): 0 done, 1 findings, 2 usage,
//! 3 input refused, 4 the file cannot be opened.
//!
//! # Secrets
//!
//! A passphrase comes from a file, from `WENKAN_PASSPHRASE` or from the terminal (`secret`); it is never an argument,
//! because arguments are visible to every user of the machine, and it is never printed. The program starts no program but
//! itself, to read a table from outside (a test holds it to that), and that without its environment: nobody inherits the
//! variable.

mod args;
mod attach;
mod backup;
mod check;
mod demo;
mod doctor;
mod dues;
mod explain;
mod export;
mod history;
mod import;
mod log;
mod method;
mod new;
mod open;
mod output;
mod passphrase;
mod profile;
mod prompt;
mod record;
mod redact;
mod repair;
mod restore;
mod round;
mod schema;
mod search;
mod secret;
mod speech;
mod stats;
mod verify;
mod wipe;

use crate::error::{Error, Kind, Result};
use crate::import::table::apart;
use args::{Args, Command};
use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Mutex, PoisonError};

/// Where the program last failed inside: `src/….rs:line`. The payload of a panic may hold text of a talk, so only the
/// place is kept.
static FAILED_AT: Mutex<Option<String>> = Mutex::new(None);

/// Runs the program with its arguments (the first is the program's own name); returns the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    forbid_core_dumps();
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(code) = apart::serve(&args) {
        return code;
    }
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line()));
        *FAILED_AT.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }));
    let done = panic::catch_unwind(AssertUnwindSafe(|| match speech::parse(args)? {
        speech::Parsed::Show(text) => output::data(&text).map(|()| 0),
        speech::Parsed::Run(args) => act(*args),
    }));
    match done.unwrap_or_else(|_| Err(Error::internal("程序内部出错").hint("已存的内容不受影响。"))) {
        Ok(code) => code,
        Err(e) => {
            report(&e);
            e.kind.exit_code()
        }
    }
}

/// Does what is asked for; returns the exit code, which is only not 0 when a signal ended the screen.
fn act(args: Args) -> Result<u8> {
    let Args { globals, file, command, .. } = args;
    if globals.no_traces {
        crate::traces::disable();
    }
    let Some(command) = command else { return open::run(file) };
    if let Some(file) = file {
        return Err(Error::usage(format!("命令要写在文件前面：{}", file.display()))
            .hint("写法如 wenkan check 十轮.wenkan；全部命令见 wenkan --help。"));
    }
    match command {
        Command::Demo(args) => return demo::run(&args),
        Command::New(args) => new::run(&args, &globals),
        Command::Import(args) => import::run(&args, &globals),
        Command::Attach(args) => attach::run(&args, &globals),
        Command::Check(args) => check::run(&args, &globals),
        Command::Export(args) => export::run(&args, &globals),
        Command::Stats(args) => stats::run(&args, &globals),
        Command::Search(args) => search::run(&args, &globals),
        Command::Log(args) => log::run(&args, &globals),
        Command::History(args) => history::run(&args, &globals),
        Command::Dues(args) => dues::run(&args, &globals),
        Command::Backup(args) => backup::run(&args, &globals),
        Command::Restore(args) => restore::run(&args, &globals),
        Command::Verify(args) => verify::run(&args, &globals),
        Command::Repair(args) => repair::run(&args, &globals),
        Command::NewPassphrase(args) => passphrase::run(&args, &globals),
        Command::Redact(args) => redact::run(&args, &globals),
        Command::Wipe(args) => wipe::run(&args, &globals),
        Command::Explain(args) => explain::run(&args),
        Command::Method(args) => method::run(&args.what, &globals),
        Command::Schema => schema::run(),
        Command::Doctor => doctor::run(),
    }
    .map(|()| 0)
}

/// What went wrong and what to do, on stderr. Internal faults carry their place, for the report to the makers.
fn report(e: &Error) {
    output::say(&e.what);
    if !e.hint.is_empty() {
        output::say(&e.hint);
    }
    let place = FAILED_AT.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(place) = place.filter(|_| e.kind == Kind::Internal) {
        output::say(&format!("位置 {place}，版本 {}", env!("CARGO_PKG_VERSION")));
    }
}

/// A dump of memory would hold the key and the text of talks.
fn forbid_core_dumps() {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, setrlimit};
        // Lowering a limit is always allowed; where it is not known, there are no dumps.
        setrlimit(Resource::RLIMIT_CORE, 0, 0).ok();
    }
}
