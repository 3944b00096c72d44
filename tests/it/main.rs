//! Integration tests, one binary.

// Clippy takes a module for test code when it says so exactly like this.
#[cfg(test)]
mod cli;
#[cfg(test)]
#[cfg(unix)]
mod e2e;
#[cfg(test)]
#[path = "../fuzzing.rs"]
mod fuzzing;
#[cfg(test)]
mod house;
#[cfg(test)]
mod method;
#[cfg(test)]
#[cfg(unix)]
mod pty;
#[cfg(test)]
mod support;
