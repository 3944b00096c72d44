//! The child: reads a table from its input, within limits that it sets itself.

use super::frame::{self, Frame};
use crate::import::table::{MAX_BYTES, Workbook, read_bytes, room};
use std::io::{BufWriter, Read, Write};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

/// Exit code of a child that took too long.
pub(super) const TIMED_OUT: u8 = 9;
/// The signal that ends a process whose time on the processor is over (SIGXCPU on every system that has it).
pub(super) const OUT_OF_TIME: i32 = 24;
/// Seconds until a child gives up.
pub(super) const SECONDS: u64 = 60;
/// Memory that the parsers take besides the cells and the file itself.
const WORKING_MEMORY: u64 = 160 << 20;

/// Greatest number of bytes that a child may hold for a file of so many bytes. For one of 1 MiB: under 250 MiB, so
/// that with the program itself it stays under 300.
pub(super) fn memory(bytes: usize) -> u64 {
    room::most(bytes).saturating_add(WORKING_MEMORY)
}

/// Reads the length, the bytes, and answers in frames; the exit code.
pub(super) fn serve() -> u8 {
    // The parser cannot be asked to stop: the exit of the whole process is.
    let (tell, done) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(answer().is_err()));
    match done.recv_timeout(Duration::from_secs(SECONDS)) {
        Ok(failed) => u8::from(failed),
        Err(RecvTimeoutError::Timeout) => TIMED_OUT,
        Err(RecvTimeoutError::Disconnected) => 1,
    }
}

fn answer() -> std::io::Result<()> {
    let mut input = std::io::stdin().lock();
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length).min(MAX_BYTES);
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    limit(length);
    let mut bytes = vec![0; length];
    input.read_exact(&mut bytes)?;
    let mut output = BufWriter::new(std::io::stdout().lock());
    match read_bytes(&bytes) {
        Ok(book) => send(&mut output, &book)?,
        Err(e) => frame::write(&mut output, &Frame::Refused { what: e.what, hint: e.hint })?,
    }
    output.flush()
}

fn send(output: &mut impl Write, book: &Workbook) -> std::io::Result<()> {
    for table in &book.tables {
        frame::write(output, &Frame::Table(table.into()))?;
        for row in &table.rows {
            frame::write_row(output, row)?;
        }
    }
    let Workbook { format, notes, date1904, .. } = book;
    let done = Frame::Done { format: format.clone(), notes: notes.clone(), date1904: *date1904 };
    frame::write(output, &done)
}

/// Sets the limits. A system that does not know one goes without it.
fn limit(bytes: usize) {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        for (resource, most) in [(Resource::RLIMIT_DATA, memory(bytes)), (Resource::RLIMIT_CPU, SECONDS)] {
            // A limit that is lower already stays; none can be raised.
            let lowest = getrlimit(resource).map_or(most, |(soft, hard)| most.min(soft).min(hard));
            setrlimit(resource, lowest, lowest).ok();
        }
    }
    #[cfg(not(unix))]
    let _ = bytes;
}
