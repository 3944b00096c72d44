//! Every command through the real binary: what it prints, what it refuses, its exit code.

mod bombs;
mod dues;
mod export;
mod history;
mod import;
mod keeping;
mod method;
mod open;
mod report;
mod rounds;
mod unreadable;
mod versions;
