//! wenkan
fn main() {}
