-- Version 3, part: who a record is, who wrote it, and what was given out.

-- Cache: the records of kinds that have a natural key, by that key. Only what is not in the bin; so there is at most one
-- record for what it is about. `key` is the text of Record::natural.
CREATE TABLE natural_key(
  kind   TEXT NOT NULL,
  key    TEXT NOT NULL,
  record BLOB NOT NULL UNIQUE CHECK(length(record) = 16),
  PRIMARY KEY(kind, key)
) STRICT, WITHOUT ROWID;

-- Records that were made one with another: what pointed to `old` points to `new`. `old` is in the bin.
CREATE TABLE merged(
  old BLOB NOT NULL PRIMARY KEY CHECK(length(old) = 16),
  new BLOB NOT NULL CHECK(length(new) = 16)
) STRICT, WITHOUT ROWID;

-- Counters of numbers, by what stands before the number ('预-LF-', '预-LF-B', 'lead'). They only go up: undo, the
-- bin and bundles do not touch them.
CREATE TABLE counter(
  scope TEXT    NOT NULL PRIMARY KEY,
  next  INTEGER NOT NULL CHECK(next > 0)
) STRICT, WITHOUT ROWID;

-- Numbers and codes that were ever given out, the bin included: none of them is given again.
CREATE TABLE given(
  kind  TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(kind, value)
) STRICT, WITHOUT ROWID;

-- The laptops that wrote into this file. `letter` stands in their numbers: empty for the first, then B, C …
CREATE TABLE device(
  id     BLOB NOT NULL PRIMARY KEY CHECK(length(id) = 16),
  letter TEXT NOT NULL
) STRICT, WITHOUT ROWID;
