//! 内容校验: what a review binds itself to, and a print carries the first eight digits of.
//!
//! Version 2 is SHA-256 over a tag and, for every printed block that is filled in, the stable name of the field and its
//! text, each with its length before it. So a field that is not printed changes no hash, one that is printed changes it,
//! and a field that comes later leaves the hashes of papers without it as they are. Version 1 ([`content_v1`]) is kept for
//! what was printed before.
//!
//! [`content_v1`]: super::content_v1

use super::{Paper, Printed};
use crate::model::ids::Hash;
use sha2::{Digest, Sha256};

/// What tells this version from others.
const TAG: &str = "wenkan-paper-2";
/// Hex digits on a print.
const DIGITS: usize = 8;

/// What the digits on an old print say of the paper as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameAs {
    /// 相同: nothing that is printed has changed.
    V2,
    /// 相同 as far as the digits of an earlier version of the program reach: not suggestions, 立行立改, names of handlers.
    V1,
    /// 已改
    Changed,
}

impl SameAs {
    /// What a user is told.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::V2 | Self::V1 => "相同",
            Self::Changed => "已改",
        }
    }
}

impl Printed {
    /// 内容校验 of what is printed. The same on every laptop; moving the paper on (草稿, 待送审) does not change it.
    pub fn content_hash(&self) -> Hash {
        let mut digest = Sha256::new();
        let mut add = |part: &str| {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        };
        add(TAG);
        for block in self.blocks().iter().filter(|b| b.field.is_content() && !b.items.is_empty()) {
            add(block.field.id());
            add(&block.text());
        }
        Hash(digest.finalize().into())
    }
}

impl Paper {
    /// 内容校验 of the paper as it would be printed now.
    pub fn content_hash(&self) -> Hash {
        self.printed(None).content_hash()
    }

    /// What the eight digits on an old print say of the paper as it is now; `None` when they are no such digits.
    pub fn hash_says(&self, digits: &str) -> Option<SameAs> {
        let digits: String = digits.trim().chars().map(crate::model::value::half_width).collect();
        let digits = digits.to_ascii_lowercase();
        if digits.len() != DIGITS || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        Some(if digits == self.content_hash().short() {
            SameAs::V2
        } else if digits == self.content_v1().short() {
            SameAs::V1
        } else {
            SameAs::Changed
        })
    }
}
