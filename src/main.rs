//! wenkan: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(wenkan::cli::run(std::env::args_os()))
}
