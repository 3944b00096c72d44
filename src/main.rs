//! wenkan: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    wenkan::import::table::apart::use_children();
    ExitCode::from(wenkan::cli::run(std::env::args_os()))
}
