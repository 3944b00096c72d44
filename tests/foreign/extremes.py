"""A round that strains the printed forms, out of a bundle.   extremes.py BUNDLE COUNT OUT

Writes a bundle with COUNT problems: copies of the first one of BUNDLE, of which three have fields of 10,000 characters
with emoji, joined glyphs, markup and Han characters of Extension B to H.
"""

import copy
import json
import sys
import uuid
from pathlib import Path

RARE = "\U00020000\U0002A6A5\U0002B740\U0002B820\U0002CEB0\U00030000\U00031350"
SENTENCE = RARE + "🙂👨‍👩‍👧e\u0301县水利局2022年6月支付186000.00元<&>\"'；"
LONG = (SENTENCE * 400)[:10_000]

source, count, out = Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
bundle = json.loads(source.read_text("utf-8"))
model = next(r for r in bundle["records"] if r["kind"] == "problem" and r["body"]["basis"])


def another(nth):
    record = copy.deepcopy(model)
    body = record["body"]
    body["id"] = str(uuid.UUID(int=nth + 1))
    body["number"] = f"预-XX-{nth + 1:02}"
    # Every element of a record has an id of its own.
    for which, part in enumerate(("facts", "evidence", "basis", "responsible")):
        for at, element in enumerate(body[part]):
            element["id"] = str(uuid.UUID(int=(nth + 1) * 10_000 + which * 1_000 + at))
    if nth < 3:
        body["title"] = SENTENCE * 3
        for field in ("discovery", "explanation", "against", "note"):
            body[field] = LONG
        for fact in body["facts"]:
            fact["text"] = LONG
    return record


problems = [another(nth) for nth in range(count)]
dropped = {"problem", "suggestion", "quick_fix", "decision"}
bundle["records"] = [r for r in bundle["records"] if r["kind"] not in dropped] + problems
out.mkdir()
(out / "bundle.json").write_text(json.dumps(bundle, ensure_ascii=False), "utf-8")
