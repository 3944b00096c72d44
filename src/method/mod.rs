//! The method: `checklists/` read, checked and asked.
//!
//! - [`types`]: what a method is, plain data.
//! - [`records`], [`problems`]: 五必看 and what problems are made with.
//! - [`dues`]: rates and bases of 党费, dated.
//! - [`files`], [`builtin`]: the TOML files, from a folder or from the program itself.
//! - [`load`]: files to [`Method`](types::Method), or every fault of every file ([`fault::Fault`]).
//! - [`apply`]: what applies to whom: required questions, their order, probes and claims.
//! - [`field`]: types of fields: what people type becomes a value, or a message that says the limit.
//! - [`form`]: the form engine over them: one for claims, entries and profiles.
//! - [`guess`]: the interviewee type that a post suggests.
//! - [`in_force`]: which version of a regulation held on a date.
//! - [`diff`], [`render`]: two methods compared; a method and its faults as text.

pub mod apply;
pub mod builtin;
pub mod diff;
pub mod dues;
pub mod fault;
pub mod field;
pub mod files;
pub mod form;
pub mod guess;
pub mod in_force;
pub mod load;
mod node;
mod parse;
pub mod problems;
pub mod records;
pub mod render;
mod syntax;
#[cfg(test)]
mod tests;
pub mod types;

pub use fault::Fault;
pub use files::MethodFiles;
