//! The method: `checklists/` read, checked and asked.

pub mod types;
