//! How fast, how large: benches of the layers, then figures of the real program on a real terminal.
//!
//! `cargo bench` runs all of it; `cargo bench -- store` the benches of that name; `cargo bench -- terminal` the figures
//! only. What must hold (DESIGN.md, "It shows"): first frame 15 ms, key to screen 0.5 ms (p50) and 2 ms (p99), 40 MiB,
//! also on a round of 3,000 talks; with 100,000 characters in one answer, p99 5 ms and 100 ms to open it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that cannot go on stops, and what it finds is printed"
)]

mod app;
mod big;
mod store;
#[cfg(unix)]
mod terminal;
mod text;

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let only_figures = !wanted.is_empty() && wanted.iter().all(|w| w == "terminal");
    if !only_figures {
        divan::main();
    }
    // `cargo test --benches` only asks whether the benches still run.
    #[cfg(unix)]
    if std::env::args().any(|a| a == "--bench") && (only_figures || wanted.is_empty()) {
        terminal::print_figures();
    }
}
