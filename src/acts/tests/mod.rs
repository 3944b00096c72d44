//! Actions on a real file.

mod people;
mod setting_up;
