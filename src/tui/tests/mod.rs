//! The whole app in one process: a real round on a real store, keys in, cells out; no terminal and no waiting.
//!
//! [`driver`] carries out what the app asks for by the program's own desk, with a clock that only moves when a test
//! moves it. [`screens`] knows the way to every screen, so that what must hold everywhere is tested everywhere.

mod bar;
mod books;
mod candidates;
mod caret;
mod cuts;
mod discreet;
mod documents;
mod driver;
mod dues;
mod every_write;
mod forms;
mod frames;
mod fuzz;
mod keeping;
mod keys;
mod leads;
mod letters;
mod marks;
mod mouse;
mod panel;
mod paper;
mod paper_writes;
mod past;
mod people;
mod read_back;
mod read_only;
mod reading;
mod reading_writes;
mod screens;
mod sizes;
mod talk;
mod talk_record;
mod talk_writes;
mod unseen;
mod withheld_writes;
mod writes;
