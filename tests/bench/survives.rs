//! The release binary killed 20 times in each form and each other place that takes words: the tests' own kills, more of
//! them.
#![allow(dead_code, unused_imports, reason = "the kills need only a part of what these modules have for the tests")]

#[path = "../it/e2e/desk.rs"]
mod desk;
#[path = "../it/e2e/filled.rs"]
mod filled;
#[path = "../it/e2e/kill.rs"]
mod kill;
#[path = "../it/e2e/kill_forms.rs"]
mod kill_forms;
#[path = "../it/pty/mod.rs"]
pub(crate) mod pty;
#[path = "../it/support/mod.rs"]
pub(crate) mod support;

const EACH: u64 = 20;

/// Kills, and says how often; a loss stops the bench with what was lost.
pub(crate) fn print_kills() {
    let began = std::time::Instant::now();
    let kills = kill_forms::kill_in_every_place(EACH);
    println!("kills, {EACH} in each place: {kills}, nothing lost, in {:.0} s", began.elapsed().as_secs_f64());
}
