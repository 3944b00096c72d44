//! The program killed 1,000 times: while answers, facts and forms are typed, in commands that write, and while it quits.
//! The tests' own kills, more of them.
#![allow(dead_code, unused_imports, reason = "the kills need only a part of what these modules have for the tests")]

#[path = "../it/e2e/desk.rs"]
mod desk;
#[path = "../it/e2e/filled.rs"]
mod filled;
#[path = "../it/e2e/kill.rs"]
mod kill;
#[path = "../it/e2e/kill_commands.rs"]
mod kill_commands;
#[path = "../it/e2e/kill_forms.rs"]
mod kill_forms;
#[path = "../it/e2e/kill_paper.rs"]
mod kill_paper;
#[path = "../it/pty/mod.rs"]
pub(crate) mod pty;
#[path = "../it/support/mod.rs"]
pub(crate) mod support;

/// How often in each form and other place that takes words.
const IN_PLACES: u64 = 18;
/// How often while answers are typed, and while facts are.
const TYPING: u64 = 80;
/// How often in each command, and while the program quits.
const IN_COMMANDS: u64 = 36;

/// Kills, and says how often; a loss stops the bench with what was lost.
pub(crate) fn print_kills() {
    let told = |what: &str, work: &dyn Fn() -> usize| {
        let began = std::time::Instant::now();
        let kills = work();
        println!("kills, {what}: {kills}, nothing lost, in {:.0} s", began.elapsed().as_secs_f64());
        kills
    };
    let mut all = told("in each form and other place of words", &|| kill_forms::kill_in_every_place(IN_PLACES));
    all += told("while answers are typed", &|| kill::kill_while_answering(TYPING));
    all += told("while facts are typed", &|| kill_paper::kill_while_writing(TYPING));
    all += told("in commands that write, and while it quits", &|| kill_commands::kill_every_command(IN_COMMANDS));
    println!("kills in all: {all}");
}
