//! The bundle: a whole round as plain text, for archives, other programs and moving house.
//!
//! `bundle.json` holds the round with its ids, the methods it used, the current state of every record sorted by kind
//! and id, and a list of attachments; their content lies beside it as `attachments/<sha256>`. Not in it: history,
//! drafts, leads, what may not be told (转线索), the export log, the device, the passphrase, and folders of this
//! computer. It is not encrypted, and whoever exports it is told so.
//!
//! Equal rounds give equal bytes: export, import into a new file, export again, and nothing has changed. The format
//! number rises when a reader of the old one would misread the new; `wenkan schema` prints the JSON schema.

pub mod schema;

mod write;

use crate::error::{Error, Result};
use crate::model::ids::{Hash, RoundId};
use crate::model::name;
use crate::model::record::Kind;
use crate::model::upcast;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use crate::model::any::AnyRecord;
pub use write::{collect, export_bundle};

/// The format that this version writes and the newest that it reads. 2: the kinds of the reading and of the problems.
/// 3: probes, posts and categories have ids. It rises with every schema number, because records carry none of their own.
pub const FORMAT: u32 = 3;
/// Name of the main file.
pub const FILE: &str = "bundle.json";
/// Name of the folder of contents.
pub const ATTACHMENTS: &str = "attachments";

/// A round, as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// [`FORMAT`].
    pub format: u32,
    /// Identity of the round.
    pub round: RoundId,
    /// Methods that the round used, oldest first: the last is the one that it works with.
    pub methods: Vec<BundledMethod>,
    /// Current state of every record, by kind (in the order of [`Kind::ALL`](crate::model::record::Kind::ALL)) and id.
    pub records: Vec<AnyRecord>,
    /// Contents in `attachments/`, by hash.
    pub attachments: Vec<BundledFile>,
}

/// A method with its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundledMethod {
    /// Its hash over the names and texts.
    pub hash: Hash,
    /// Its files, by name.
    pub files: Vec<MethodFile>,
}

/// One file of a method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MethodFile {
    /// Name within the method's folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The content of an attachment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BundledFile {
    /// SHA-256 of the content and name of the file.
    pub sha256: Hash,
    /// Bytes.
    pub size: u64,
}

impl Bundle {
    /// Puts everything into the order in which it is written.
    pub fn sort(&mut self) {
        self.methods.iter_mut().for_each(|m| m.files.sort());
        self.records.sort_by_key(|r| (r.kind(), r.id()));
        self.attachments.sort();
        self.attachments.dedup();
    }

    /// `bundle.json`: indented, fields in the order of the types, one line feed at the end.
    ///
    /// # Errors
    /// Never for these types; serde's signature asks for it.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        let mut json = serde_json::to_vec_pretty(self).map_err(|e| Error::internal("资料包写不成 JSON").because(e))?;
        json.push(b'\n');
        Ok(json)
    }

    /// Reads `bundle.json`. Says which format it is before anything else, so that a newer one is not called damaged.
    ///
    /// # Errors
    /// Not a bundle, damaged (with line and column), or of a newer format.
    pub fn from_json(json: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let damaged = |e: serde_json::Error| {
            let why = name::why(&e).map(|why| format!("，{why}")).unwrap_or_default();
            Error::input(format!("资料包读不出来：第{}行第{}列{why}", e.line(), e.column()))
                .hint("文件可能不是 bundle.json，或不完整。请重新复制一份，或重新导出；当前轮次未作改动。")
                .because(e)
        };
        let head: Head = serde_json::from_slice(json).map_err(damaged)?;
        if !(1..=FORMAT).contains(&head.format) {
            return Err(Error::input(format!("资料包格式是第{}版，本程序读到第{FORMAT}版", head.format))
                .hint("请用导出它的那一版程序，或更新本程序；当前轮次未作改动。"));
        }
        if head.format == FORMAT {
            return serde_json::from_slice(json).map_err(damaged);
        }
        let mut older: serde_json::Value = serde_json::from_slice(json).map_err(damaged)?;
        lift(&mut older);
        serde_json::from_value(older).map_err(|e| {
            let why = name::why(&e).map(|why| format!("，{why}")).unwrap_or_default();
            Error::input(format!("资料包读不出来：内容不合第{}版格式{why}", head.format))
                .hint("文件可能被改动过。请在原来的电脑上重新导出；当前轮次未作改动。")
                .because(e)
        })
    }
}

/// Brings the records of formats 1 and 2 up to the present schemas: theirs were the first of every kind.
fn lift(bundle: &mut serde_json::Value) {
    let records = bundle.get_mut("records").and_then(serde_json::Value::as_array_mut);
    for record in records.into_iter().flatten() {
        let kind = record.get("kind").and_then(serde_json::Value::as_str).and_then(Kind::parse);
        if let (Some(kind), Some(body)) = (kind, record.get_mut("body")) {
            upcast::lift(kind, 1, body);
        }
    }
}

#[cfg(test)]
mod tests;
