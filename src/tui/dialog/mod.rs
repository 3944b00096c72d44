//! Screens that know nothing of a round and are opened by others: questions, lists to choose from, pages to read, forms.

pub mod answers;
pub mod choose;
pub mod clash;
pub mod confirm;
pub mod doing;
pub mod form;
pub mod page;
pub mod pick;
pub mod strikes;
pub mod word;
