//! The pictures of the screens: `&State` in, cells out. No logic, no I/O.

pub mod documents;
pub mod form;
pub mod frame;
pub mod home;
pub mod leads;
pub mod loans;
pub mod paper;
pub mod problems;
pub mod reading;
pub mod talk;
