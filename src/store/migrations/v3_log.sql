-- Version 3 of the round file, first part: the log and its caches. Never edited once published: a change is a new
-- numbered migration. The lists of columns are those that views.sql publishes.

-- A revision may hold, instead of its whole body, what it replaced in the body of its parent: `body` is then the text
-- that stands in the place of `cut_len` bytes from byte `cut_at` on of the body of revision `base`. `rev` is the hash
-- over the whole body all the same (log.rs). NULL in all three: `body` is whole.
ALTER TABLE revision ADD COLUMN base BLOB CHECK(base IS NULL OR length(base) = 32);
ALTER TABLE revision ADD COLUMN cut_at INTEGER CHECK((cut_at IS NULL) = (base IS NULL) AND coalesce(cut_at, 0) >= 0);
ALTER TABLE revision ADD COLUMN cut_len INTEGER
  CHECK((cut_len IS NULL) = (base IS NULL) AND coalesce(cut_len, 0) >= 0 AND (base IS NULL OR deleted = 0));

-- What an inspector did on a laptop, newest first: what is taken back next is asked while a key is handled.
CREATE INDEX revision_own ON revision(device, author, seq);
-- What nobody in person did, by its verb: where the list of each of them ends.
CREATE INDEX revision_nobody ON revision(op, seq) WHERE author IS NULL;

-- Ids as text, as the bodies and the views write them, so that joins of the views find their rows by index.
ALTER TABLE record ADD COLUMN uid TEXT GENERATED ALWAYS AS (
  lower(substr(hex(id), 1, 8) || '-' || substr(hex(id), 9, 4) || '-' || substr(hex(id), 13, 4) || '-' ||
        substr(hex(id), 17, 4) || '-' || substr(hex(id), 21))
) VIRTUAL;
ALTER TABLE record ADD COLUMN parent_uid TEXT GENERATED ALWAYS AS (
  CASE WHEN parent IS NOT NULL THEN
    lower(substr(hex(parent), 1, 8) || '-' || substr(hex(parent), 9, 4) || '-' || substr(hex(parent), 13, 4) || '-' ||
          substr(hex(parent), 17, 4) || '-' || substr(hex(parent), 21))
  END
) VIRTUAL;
CREATE UNIQUE INDEX record_uid ON record(uid);

-- Caches of the live answers, written with them in one transaction. Withheld statements and what is pinned to them
-- are not in them.
CREATE TABLE statement_row(
  answer_id    TEXT    NOT NULL,
  ord          TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  interview_id TEXT    NOT NULL,
  question     TEXT    NOT NULL,
  lane         TEXT    NOT NULL,
  at           TEXT    NOT NULL,
  is_key       INTEGER NOT NULL CHECK(is_key IN (0, 1)),
  supersedes   TEXT,
  superseded   INTEGER NOT NULL CHECK(superseded IN (0, 1)),
  text         TEXT    NOT NULL
) STRICT;
CREATE INDEX statement_row_answer ON statement_row(answer_id, ord);
CREATE INDEX statement_row_id ON statement_row(id);
CREATE TABLE claim_row(
  answer_id    TEXT NOT NULL,
  id           TEXT NOT NULL,
  interview_id TEXT NOT NULL,
  question     TEXT NOT NULL,
  field        TEXT NOT NULL,
  qualifier    TEXT NOT NULL,
  type         TEXT,
  int_value    INTEGER,
  text_value   TEXT,
  int_high     INTEGER,
  text_high    TEXT,
  statement_id TEXT
) STRICT;
CREATE INDEX claim_row_answer ON claim_row(answer_id);
CREATE INDEX claim_row_statement ON claim_row(statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX claim_row_field ON claim_row(field);
