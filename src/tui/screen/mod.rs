//! Screens: one folder or file a screen, each plain state with its update; its picture is in its `layout`, when it
//! takes more than a few lines.

pub mod copies;
pub mod documents;
pub mod help;
pub mod home;
pub mod keeping;
pub mod leads;
pub mod left;
pub mod loans;
pub mod observations;
pub mod paper;
pub mod past;
pub mod people;
pub mod problems;
pub mod reading;
pub mod redactions;
pub mod rekeying;
pub mod restore;
pub mod search;
pub mod start;
pub mod talk;
pub mod unlock;
pub mod who;
pub mod withhold;
