//! Packed and binary tables are read in a process of their own: this program again, with nothing open but two pipes and
//! with little memory. Their parsers ask for as much memory as a file says, and a request that fails ends a program at
//! once, without a word and with the terminal raw. Here it ends the child, and the user is told.
//!
//! The limits of memory hold where the system knows them (Linux). Elsewhere the child alone ends when memory does, and
//! what it hands over is counted here as everywhere.

mod child;
mod frame;

use super::room::{self, Room};
use super::{Table, Workbook, damaged};
use crate::error::{Error, Kind, Result};
use frame::Frame;
use std::ffi::{OsStr, OsString};
use std::io::{BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;

/// The only argument of a child. It is no word of the command line that users know.
const ARGUMENT: &str = "read-table-from-stdin";

/// The program to start. `None` in tests of the library, whose program is not this one: they read in their own process.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Reads tables in a child process from now on. For the program itself, before it does anything else.
pub fn use_children() {
    if let Ok(program) = std::env::current_exe() {
        PROGRAM.get_or_init(|| program);
    }
}

/// Does the work of a child, if these arguments (the first is the program's own name) ask for it; its exit code.
pub fn serve(args: &[OsString]) -> Option<u8> {
    matches!(args, [_, only] if only.as_os_str() == OsStr::new(ARGUMENT)).then(child::serve)
}

/// Reads the bytes of a packed or binary table; `None`: they are no such thing, or there is no program to start.
pub(super) fn read(bytes: &[u8]) -> Option<Result<Workbook>> {
    let foreign = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
    let program = PROGRAM.get().filter(|_| foreign)?;
    Some(ask(program, bytes))
}

fn ask(program: &PathBuf, bytes: &[u8]) -> Result<Workbook> {
    let mut command = Command::new(program);
    // The passphrase may stand in the environment, and a parser needs nothing of it. Windows does not start without one
    // of its names.
    command.arg(ARGUMENT).env_clear().envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(not_started)?;
    let heard = hear(&mut child, bytes);
    if heard.is_err() {
        // One that has ended cannot be killed, and need not be.
        child.kill().ok();
    }
    let ended = child.wait().map_err(not_started)?;
    match heard {
        Ok(Some(answer)) => answer,
        Ok(None) => Err(broken_off(ended, bytes.len())),
        Err(e) => Err(e),
    }
}

/// Sends the bytes and takes the answer; `None`: it broke off.
fn hear(child: &mut Child, bytes: &[u8]) -> Result<Option<Result<Workbook>>> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Ok(None) };
    // A child that ended early takes no more; its exit says why.
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes();
    input.write_all(&length).and_then(|()| input.write_all(bytes)).ok();
    drop(input);
    let most = room::most(bytes.len());
    // JSON of a short cell is longer than the cell.
    let frames = serde_json::Deserializer::from_reader(BufReader::new(output.take(most.saturating_mul(4))));
    let mut room = Room::of(bytes.len());
    let mut book = Workbook::default();
    for frame in frames.into_iter::<Frame>() {
        match frame {
            Ok(Frame::Table(table)) => {
                room.take(table.weight())?;
                book.tables.push(Table::from(table));
            }
            Ok(Frame::Row(cells)) => {
                let row = frame::cells(cells);
                room.take(size_of_val(&row))?;
                row.iter().try_for_each(|cell| room.cell(cell))?;
                let Some(table) = book.tables.last_mut() else { return Ok(None) };
                table.rows.push(row);
            }
            Ok(Frame::Done { format, notes, date1904 }) => {
                return Ok(Some(Ok(Workbook { format, notes, date1904, ..book })));
            }
            Ok(Frame::Refused { what, hint }) => return Ok(Some(Err(Error::input(what).hint(hint)))),
            Err(_) => return Ok(None),
        }
    }
    Ok(None)
}

fn not_started(e: std::io::Error) -> Error {
    Error::new(Kind::Input, "表格要在单独的进程里读，这个进程没有启动成")
        .hint("请退出后重新打开程序再导入；仍然不行的，把表格另存为 csv 再导入。")
        .because(e)
}

/// Why a child ended without an answer.
fn broken_off(status: ExitStatus, bytes: usize) -> Error {
    if status.code() == Some(child::TIMED_OUT.into()) || signal(status) == Some(child::OUT_OF_TIME) {
        return Error::input(format!("读了 {} 秒还没有读完，已停下", child::SECONDS))
            .hint("文件可能已损坏。请用 Excel 或 WPS 打开后另存为 xlsx 或 csv 再导入。");
    }
    if status.success() {
        return damaged("读到一半断了");
    }
    room::too_large(child::memory(bytes))
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}
