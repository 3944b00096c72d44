//! Files that are attached to a record: a photo of a page, a scan, a table.

use crate::clock;
use crate::error::{Error, Result};
use crate::model::attachment::Attachment;
use crate::model::ids::{AttachmentId, InspectorId};
use crate::store::Store;
use std::fs;
use std::path::Path;
use uuid::Uuid;

/// Stores the content of the file and returns the record that is to name it; `None`: `owner` has the same content
/// already. `progress` gets percent; `false` cancels and leaves nothing.
///
/// # Errors
/// When the file cannot be read or is empty, is too large, or the work is cancelled.
pub fn store_file(
    store: &Store,
    path: &Path,
    owner: Uuid,
    caption: &str,
    by: Option<InspectorId>,
    progress: &dyn Fn(u8) -> bool,
) -> Result<Option<Attachment>> {
    if fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() == 0) {
        return Err(Error::input(format!("{} 是空的（0 字节），没有存入", path.display()))
            .hint("可能没有复制完整，请打开原文件看过，重新复制后再试。"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (sha256, size) = store.store_blob(path, progress)?;
    let known: Vec<Attachment> = store.reader()?.children(owner)?;
    if known.iter().any(|a| a.sha256 == sha256) {
        return Ok(None);
    }
    let (id, caption, at) = (AttachmentId::new(), caption.trim().to_owned(), clock::now());
    Ok(Some(Attachment { id, owner, name, size, sha256, caption, by, at }))
}
