"""An encrypted round, opened by another program with SQLCipher's defaults.   sealed.py ROUND PASSPHRASE_FILE BUNDLE"""

import json
import sys
import unicodedata
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlcipher

path, passphrase_file, bundle = map(Path, sys.argv[1:])
passphrase = unicodedata.normalize("NFKC", passphrase_file.read_text("utf-8").splitlines()[0])


def records(key):
    round_ = sqlcipher.connect(str(path))
    # The refusal of a wrong passphrase is expected; it needs no report on stderr.
    round_.execute("PRAGMA cipher_log_level = NONE")
    quoted = key.replace("'", "''")
    round_.execute(f"PRAGMA key = '{quoted}'")
    return round_.execute("SELECT count(*) FROM record").fetchone()[0]


sent = json.loads(bundle.read_text("utf-8"))["records"]
found = records(passphrase)
assert found >= len(sent), f"{found} records of {len(sent)}"

try:
    records(passphrase + "x")
except sqlcipher.DatabaseError:
    pass
else:
    raise AssertionError("another passphrase opens the file")

raw = path.read_bytes()
assert not raw.startswith(b"SQLite format 3")
words = [s["text"] for r in sent if r["kind"] == "answer" for s in r["body"]["statements"]]
words += [r["body"]["name"] for r in sent if r["kind"] in ("person", "unit", "inspector")]
assert len(words) > 50
for word in words:
    assert word.encode() not in raw, f"in clear: {word}"
