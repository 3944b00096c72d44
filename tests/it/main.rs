//! Integration tests, one binary.

mod method;
// Two attributes: clippy takes a module for test code when it says so exactly like this.
#[cfg(test)]
#[cfg(unix)]
mod pty;
