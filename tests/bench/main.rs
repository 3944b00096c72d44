//! How fast, how large: benches of the layers, then figures of the real program on a real terminal.
//!
//! `cargo bench` runs all of it; `cargo bench -- store` the benches of that name; `cargo bench -- terminal` the figures
//! only, `cargo bench -- survives` only the kills: 1,000 of them; `cargo bench -- beside` only the figures beside those of
//! nano, micro and vim: first frame at most 2 × nano's and 0.5 × micro's, key to screen 1.5 × nano's. What must hold
//! (DESIGN.md, "It shows"): first frame
//! 15 ms, key to screen 0.5 ms (p50) and 2 ms (p99), 40 MiB, also on a round of 3,000 talks; with 100,000 characters in
//! one answer, p99 5 ms and 100 ms to open it. With 1,200 problems and 10,000 documents beside the talks: first frame
//! 20 ms, 60 MiB, the same for keys, and none above 16 ms while candidates and diagnostics are counted; 1,108 working
//! papers in 1 s, roll-up 0.3 s, diagnostics of all papers 0.3 s and while typing 5 ms.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench that cannot go on stops, and what it finds is printed"
)]

mod app;
#[cfg(unix)]
mod beside;
mod big;
mod inspection;
mod store;
#[cfg(test)]
#[cfg(unix)]
mod pty {
    pub(crate) use crate::survives::pty::*;
}
#[cfg(test)]
#[cfg(unix)]
mod support {
    pub(crate) use crate::survives::support::*;
}
// Clippy takes a module for test code when it says so exactly like this.
#[cfg(test)]
#[cfg(unix)]
mod survives;
#[cfg(unix)]
mod terminal;
mod text;

/// What is measured on the real program, by the word that asks for it alone.
#[cfg(unix)]
const FIGURES: [(&str, fn()); 3] =
    [("terminal", terminal::print_figures), ("beside", beside::print_figures), ("survives", survives::print_kills)];
#[cfg(not(unix))]
const FIGURES: [(&str, fn()); 0] = [];

fn main() {
    wenkan::traces::disable();
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let is_figure = |word: &String| FIGURES.iter().any(|(name, _)| name == word);
    let only_figures = !wanted.is_empty() && wanted.iter().all(is_figure);
    if !only_figures {
        divan::main();
    }
    // `cargo test --benches` only asks whether the benches still run.
    if std::env::args().any(|a| a == "--bench") && (only_figures || wanted.is_empty()) {
        let asked = FIGURES.iter().filter(|(name, _)| wanted.is_empty() || wanted.iter().any(|w| w == name));
        asked.for_each(|(_, print)| print());
    }
}
