-- Version 1 of the round file. Never edited once published: a change is a new numbered migration.
-- UUIDs are 16-byte BLOBs, SHA-256 hashes 32-byte BLOBs, instants RFC 3339 text with offset, booleans 0 and 1.

-- Facts about the file itself: round (UUID text), device:HOST (UUID text), open_by (JSON or absent),
-- views (SHA-256 of views.sql as last applied), migration:N (SHA-256 of the text that was applied).
CREATE TABLE meta(
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The log. `seq` is the order of arrival in this file; the order that counts is that of `parents`.
-- `rev` is the SHA-256 over the length-prefixed fields (see log.rs); `body` is the exact text that was hashed.
CREATE TABLE revision(
  seq     INTEGER PRIMARY KEY,
  rev     BLOB    NOT NULL UNIQUE CHECK(length(rev) = 32),
  record  BLOB    NOT NULL CHECK(length(record) = 16),
  kind    TEXT    NOT NULL,
  schema  INTEGER NOT NULL,
  parents BLOB    NOT NULL CHECK(length(parents) % 32 = 0),
  txn     BLOB    NOT NULL CHECK(length(txn) = 16),
  op      TEXT    NOT NULL,
  author  BLOB    CHECK(author IS NULL OR length(author) = 16),
  device  BLOB    NOT NULL CHECK(length(device) = 16),
  at      TEXT    NOT NULL,
  deleted INTEGER NOT NULL CHECK(deleted IN (0, 1)),
  body    TEXT    NOT NULL
) STRICT;
CREATE INDEX revision_record ON revision(record, seq);
CREATE INDEX revision_txn ON revision(txn);
CREATE TRIGGER revision_no_update BEFORE UPDATE ON revision
  BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;
CREATE TRIGGER revision_no_delete BEFORE DELETE ON revision
  BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END;

-- The current state, a cache of the log. `seq` is that of the head revision, so that newest first needs no sort.
-- Deleted records have no row.
CREATE TABLE record(
  seq    INTEGER PRIMARY KEY,
  id     BLOB    NOT NULL UNIQUE CHECK(length(id) = 16),
  kind   TEXT    NOT NULL,
  parent BLOB    CHECK(parent IS NULL OR length(parent) = 16),
  head   BLOB    NOT NULL CHECK(length(head) = 32),
  schema INTEGER NOT NULL,
  brief  TEXT    NOT NULL,
  body   TEXT    NOT NULL
) STRICT;
-- Covers the lists: they are drawn without touching a body.
CREATE INDEX record_list ON record(kind, parent, brief, id);

-- What is being typed and is not sealed yet.
CREATE TABLE draft(
  record BLOB    NOT NULL CHECK(length(record) = 16),
  field  TEXT    NOT NULL,
  device BLOB    NOT NULL CHECK(length(device) = 16),
  kind   TEXT    NOT NULL,
  parent BLOB    CHECK(parent IS NULL OR length(parent) = 16),
  text   TEXT    NOT NULL,
  state  TEXT    NOT NULL,
  caret  INTEGER NOT NULL,
  base   BLOB    CHECK(base IS NULL OR length(base) = 32),
  at     TEXT    NOT NULL,
  PRIMARY KEY(record, field, device)
) STRICT;

-- Every method that the round has used; `files` is a JSON array of [name, text].
CREATE TABLE method(
  hash  BLOB PRIMARY KEY CHECK(length(hash) = 32),
  at    TEXT NOT NULL,
  by    BLOB CHECK(by IS NULL OR length(by) = 16),
  files TEXT NOT NULL
) STRICT;

-- 问题线索: the register only. `sealed` is text under a passphrase of its own, or empty.
CREATE TABLE lead(
  number        TEXT PRIMARY KEY,
  registered_at TEXT NOT NULL,
  handed_at     TEXT,
  to_whom       TEXT NOT NULL,
  by_whom       TEXT NOT NULL,
  receipt       TEXT NOT NULL,
  sealed        TEXT NOT NULL
) STRICT;

-- Every output that left the round.
CREATE TABLE export_log(
  seq       INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  by        BLOB CHECK(by IS NULL OR length(by) = 16),
  what      TEXT NOT NULL,
  path_name TEXT NOT NULL,
  sha256    BLOB NOT NULL CHECK(length(sha256) = 32)
) STRICT;

-- Content of attachments, stored once per SHA-256, in chunks of 1 MiB. Invisible until `complete` is 1.
CREATE TABLE blob(
  sha256   BLOB PRIMARY KEY CHECK(length(sha256) = 32),
  size     INTEGER NOT NULL,
  complete INTEGER NOT NULL CHECK(complete IN (0, 1))
) STRICT;
CREATE TABLE blob_chunk(
  sha256 BLOB    NOT NULL REFERENCES blob(sha256) ON DELETE CASCADE,
  n      INTEGER NOT NULL,
  bytes  BLOB    NOT NULL,
  PRIMARY KEY(sha256, n)
) STRICT;

-- Search: rowid is record.seq; `kind` narrows to one kind; `text` is split by search.rs.
CREATE VIRTUAL TABLE fts USING fts5(
  kind, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 0'
);
