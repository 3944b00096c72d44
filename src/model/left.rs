//! What an earlier output left behind.

use super::ids::Hash;
use super::value::Instant;

/// An output that left the round and holds what is told no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// When it was written.
    pub at: Instant,
    /// What kind of output.
    pub what: String,
    /// Its file name, without folder.
    pub path_name: String,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// The hashes of outputs of the same name that hold nothing of it: a file that is one of them is no longer this one.
    pub replaced: Vec<Hash>,
}
