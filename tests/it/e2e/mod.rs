//! The whole program as its users have it: the real binary on a real terminal, a real file on a real disk.
//!
//! Each test works in a home of its own, types as people type, and waits for what the screen or the disk shows.
//! What is on the disk afterwards is read by the store of this process, after the program has gone.

mod copies;
mod desk;
mod docx;
mod filled;
mod kill;
mod kill_commands;
mod kill_forms;
mod kill_paper;
mod left;
mod markers;
mod refused;
mod signals;
mod slow_disk;
mod two_programs;
mod whole_problem;
mod whole_talk;
