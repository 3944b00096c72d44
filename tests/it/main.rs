//! Integration tests, one binary.

mod method;
