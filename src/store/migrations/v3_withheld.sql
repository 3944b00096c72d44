-- Version 3, part: what may not be told (转线索), kept in the same transaction as the records; withheld/mod.rs writes it and rebuilds it.
-- meta holds two more keys: withheld:salt (of the hashes, decimal) and withheld:stamp (changes with these tables; absent
-- while nothing was ever withheld).

-- What hangs on something withheld. `element` is '' for the whole record, the id of a statement, claim or cited line, or
-- the path of a text field; `source` is the statement or record that it hangs on.
CREATE TABLE withheld_link(
  record  BLOB NOT NULL CHECK(length(record) = 16),
  element TEXT NOT NULL,
  why     TEXT NOT NULL,
  source  BLOB NOT NULL CHECK(length(source) = 16),
  PRIMARY KEY(record, element, why, source)
) STRICT, WITHOUT ROWID;

-- Hashes of the runs of withheld texts, by the element in which they stand.
CREATE TABLE withheld_gram(
  record  BLOB NOT NULL CHECK(length(record) = 16),
  element TEXT NOT NULL,
  gram    INTEGER NOT NULL,
  PRIMARY KEY(record, element, gram)
) STRICT, WITHOUT ROWID;

-- Records of which something may not be told, as they may be told; without a body when nothing may.
CREATE TABLE withheld_told(
  record BLOB PRIMARY KEY CHECK(length(record) = 16),
  schema INTEGER,
  brief  TEXT,
  body   TEXT
) STRICT, WITHOUT ROWID;

-- What an output was made of, so that it is known what it says whatever becomes of the records: `sources` the places
-- (revision.seq) of the revisions in it, as 3,7-9; `said` hashes of what it says that stands in no record (little-endian,
-- 8 bytes each). NULL in outputs of earlier versions.
ALTER TABLE export_log ADD COLUMN sources TEXT;
ALTER TABLE export_log ADD COLUMN said BLOB;

-- What was withheld when it was made (a stamp of export_told; NULL: nothing), and the folder that it was written into.
ALTER TABLE export_log ADD COLUMN told TEXT;
ALTER TABLE export_log ADD COLUMN folder TEXT;

-- What was withheld in the state of that stamp, kept when the first output is made in it: `links` as the rows of
-- withheld_link (JSON), `words` the hashes of withheld words (little-endian, 8 bytes each).
CREATE TABLE export_told(
  stamp TEXT PRIMARY KEY,
  links TEXT NOT NULL,
  words BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Earlier revisions of other records from which withheld words were struck. `rev` stays the hash over the body as it was
-- written, so that parents and heads stay what they are; `seal` is the hash over the row as it is now, by which action it
-- was struck, and `rev` (log.rs).
CREATE TABLE redaction(
  rev  BLOB PRIMARY KEY CHECK(length(rev) = 32),
  txn  BLOB NOT NULL CHECK(length(txn) = 16),
  seal BLOB NOT NULL CHECK(length(seal) = 32)
) STRICT, WITHOUT ROWID;
