//! Ids, hashes and instants as SQLite values: 16-byte and 32-byte BLOBs, RFC 3339 text.

use crate::model::ids::Hash;
use crate::model::value::Instant;
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, Value, ValueRef};
use uuid::Uuid;

/// A UUID in a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct SqlId(pub(super) Uuid);

/// A SHA-256 in a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct SqlHash(pub(super) Hash);

/// An instant in a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct SqlInstant(pub(super) Instant);

impl FromSql for SqlInstant {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Instant::parse(value.as_str()?).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for SqlId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

impl FromSql for SqlId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Uuid::from_slice(value.as_blob()?).map(Self).map_err(FromSqlError::other)
    }
}

impl ToSql for SqlHash {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Owned(Value::Blob(self.0.0.to_vec())))
    }
}

impl FromSql for SqlHash {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        let wrong = FromSqlError::InvalidBlobSize { expected_size: 32, blob_size: bytes.len() };
        bytes.try_into().map_or(Err(wrong), |bytes| Ok(Self(Hash(bytes))))
    }
}
