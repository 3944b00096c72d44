//! What holds for the whole table.

mod prose;
mod readmes;
mod table;
