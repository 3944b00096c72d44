//! Files of version 2 as version 2 wrote them: for what migrations do.

use crate::model::any::{AnyRecord, Visit};
use crate::model::ids::{DeviceId, Hash};
use crate::model::record::{Kind, Record};
use crate::store::migrate::{APPLICATION_ID, MIGRATIONS};
use crate::store::sql::{SqlHash, SqlId};
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;
use uuid::Uuid;

/// The time of every revision.
const AT: &str = "2026-03-08T09:15:00.000+08:00";

/// A plain file of version 2 that is being written.
pub(super) struct Older {
    conn: Connection,
    heads: HashMap<Uuid, Hash>,
    /// Who writes from now on.
    pub(super) device: DeviceId,
}

impl Older {
    pub(super) fn create(path: &Path) -> Self {
        let conn = Connection::open(path).unwrap();
        conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
        for sql in &MIGRATIONS[..2] {
            conn.execute_batch(sql).unwrap();
        }
        for (n, sql) in MIGRATIONS[..2].iter().enumerate() {
            let mark = data_encoding::HEXLOWER.encode(&Sha256::digest(sql.as_bytes()));
            conn.execute("INSERT INTO meta(key, value) VALUES(?1, ?2)", (format!("migration:{}", n + 1), mark))
                .unwrap();
        }
        conn.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
        conn.pragma_update(None, "user_version", 2).unwrap();
        Self { conn, heads: HashMap::new(), device: DeviceId::new() }
    }

    pub(super) fn meta(&self, key: &str, value: &str) {
        self.conn.execute("INSERT INTO meta(key, value) VALUES(?1, ?2)", [key, value]).unwrap();
    }

    /// Runs SQL on the file.
    pub(super) fn run(&self, sql: &str) {
        self.conn.execute_batch(sql).unwrap();
    }

    pub(super) fn put(&mut self, record: impl Into<AnyRecord>) {
        struct Write<'a>(&'a mut Older);
        impl Visit for Write<'_> {
            type Out = ();
            fn visit<R: Record>(self, record: &R) {
                let body = serde_json::to_string(record).unwrap();
                let id = record.uuid();
                let rev = self.0.append(id, R::KIND, &body);
                let conn = &self.0.conn;
                conn.execute("DELETE FROM record WHERE id = ?1", [SqlId(id)]).unwrap();
                conn.execute(
                    "INSERT INTO record(seq, id, kind, parent, head, schema, brief, body)
                     VALUES((SELECT max(seq) FROM revision), ?1, ?2, ?3, ?4, 1, ?5, ?6)",
                    (SqlId(id), R::KIND.name(), record.parent().map(SqlId), SqlHash(rev), record.brief(), body),
                )
                .unwrap();
            }
        }
        record.into().visit(Write(self));
    }

    pub(super) fn delete(&mut self, kind: Kind, id: Uuid) {
        self.append(id, kind, "");
        self.conn.execute("DELETE FROM record WHERE id = ?1", [SqlId(id)]).unwrap();
    }

    fn append(&mut self, id: Uuid, kind: Kind, body: &str) -> Hash {
        let parent = self.heads.get(&id).map(|h| h.0.to_vec()).unwrap_or_default();
        let (txn, deleted) = (Uuid::now_v7(), body.is_empty());
        let mut sha = Sha256::new();
        let fields: [&[u8]; 12] = [
            b"wenkan-revision-1",
            id.as_bytes(),
            kind.name().as_bytes(),
            &1_u32.to_be_bytes(),
            &parent,
            txn.as_bytes(),
            b"sample",
            &[],
            self.device.0.as_bytes(),
            AT.as_bytes(),
            &[u8::from(deleted)],
            body.as_bytes(),
        ];
        for field in fields {
            sha.update((field.len() as u64).to_be_bytes());
            sha.update(field);
        }
        let rev = Hash(sha.finalize().into());
        self.conn
            .execute(
                "INSERT INTO revision(rev, record, kind, schema, parents, txn, op, author, device, at, deleted, body)
                 VALUES(?1, ?2, ?3, 1, ?4, ?5, 'sample', NULL, ?6, ?7, ?8, ?9)",
                (SqlHash(rev), SqlId(id), kind.name(), &parent, SqlId(txn), SqlId(self.device.0), AT, deleted, body),
            )
            .unwrap();
        self.heads.insert(id, rev);
        rev
    }

    /// Writes everything into the one file.
    pub(super) fn close(self) {
        self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        self.conn.close().unwrap();
    }
}
