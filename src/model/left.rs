//! What an earlier output left behind.

use super::ids::Hash;
use super::value::Instant;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// An output that left the round and may hold what is told no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// When it was written.
    pub at: Instant,
    /// What kind of output.
    pub what: String,
    /// Its file name, without folder and without withheld words.
    pub path_name: String,
    /// The folder that it was written into, when that was noted.
    pub folder: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// How many bytes it has, where the round knows it: of attachments.
    pub size: Option<u64>,
    /// How it is known that it holds it.
    pub proof: Proof,
    /// What its text is searched for.
    pub sought: Arc<Sought>,
}

/// How it is known whether an output holds what is told no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// By its text: withheld words stand in it or do not. By the log alone where the file has no text to be read.
    Words,
    /// By the log alone, and only perhaps: what fell away with something withheld has no words to be found by.
    Perhaps,
    /// By the log alone: as a whole it is told no more.
    Whole,
}

/// A copy of the whole round (备份) that the round knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyMade {
    /// When.
    pub at: Instant,
    /// Its file name.
    pub path_name: String,
    /// The folder that it was written into, when that was noted.
    pub folder: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Something is withheld now that was not when it was made, as far as is known: it says that like everything else.
    pub is_older: bool,
}

/// What the files of earlier outputs are searched for.
#[derive(Debug, PartialEq, Eq)]
pub struct Sought {
    /// The salt of the hashes.
    pub salt: u64,
    /// The words, as hashes of runs of characters.
    pub words: HashSet<u64>,
    /// SHA-256 of outputs that hold nothing of it, and of files that may be handed on.
    pub clean: BTreeSet<Hash>,
}
