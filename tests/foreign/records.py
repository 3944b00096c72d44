"""The talk records of the sample round, as python-docx, poppler and the raw XML show them.

    records.py ROUND EXPORTED PDFS CHECKLISTS

What must be on them and what must not is read from the round itself with Python's own SQLite (the sample has no
passphrase) and from the method's files; nothing of wenkan is used.
"""

import json
import re
import sqlite3
import sys
import tomllib
import zipfile
from pathlib import Path

import docx

# What stands on a page beside the text: number and marking above, signatures and page number below.
FURNITURE = re.compile(r"访谈[A-Z]\d+(（谈话尚未结束）)?$|^—\d+—$|^第\d+页共\d+页$|^以上记录我已看过|^谈话对象（签名）|^谈话人（签名）")
# Shorter words occur in speech by chance; they are looked for outside the statements only.
TELLING = 8


def squeeze(text):
    """The text without spaces: LibreOffice and Word space Chinese differently."""
    return re.sub(r"\s+", "", text)


def records(round_, kind):
    rows = round_.execute("SELECT body FROM record WHERE kind = ?", (kind,))
    return [json.loads(body) for (body,) in rows]


def talks(path):
    """Each talk: code of the person, the paragraphs as they are to be printed, the words that must not be."""
    round_ = sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)
    persons = {p["id"]: p for p in records(round_, "person")}
    answers = records(round_, "answer")
    observations = records(round_, "observation")
    for talk in records(round_, "interview"):
        code = persons[talk["person"]]["code"]
        said, hidden = [], [talk["note"]]
        mine = sorted((a for a in answers if a["interview"] == talk["id"]), key=lambda a: a["question"])
        for answer in mine:
            for statement in sorted(answer["statements"], key=lambda s: s["order"]):
                text = squeeze(statement["text"])
                if statement.get("withheld"):
                    said.append("〔已另行处理〕")
                    hidden.append(text)
                elif statement["lane"] == "remark":
                    hidden.append(text)
                elif text:
                    said.append(text)
        mine = [o for o in observations if o["origin"].get("interview") == talk["id"]]
        hidden += [squeeze(o["text"]) for o in mine]
        yield code, said, [h for h in hidden if h]


def method_words(folder):
    """What the method tells the inspector only: judgement labels, probes, what to listen for, red flags, claims."""
    words = set()
    for file in sorted((folder / "questions").glob("*.toml")):
        question = tomllib.loads(file.read_text("utf-8"))
        words |= set(question["judgement"].values())
        words |= set(question["listen"]) | set(question["red_flags"])
        words |= {probe["text"] for probe in question["probe"]} | {claim["label"] for claim in question["claim"]}
    assert len(words) > 100, f"only {len(words)} words of the method: have its keys changed?"
    return {squeeze(w) for w in words}


def paragraphs(file):
    """All paragraphs of the body, and all cells of its tables."""
    document = docx.Document(file)
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return [squeeze(p.text) for p in document.paragraphs], [squeeze(c) for c in cells]


def in_order(name, text, said):
    at = 0
    for sentence in said:
        found = text.find(sentence, at)
        assert found >= 0, f"{name}: not there, or not in its place: {sentence}"
        at = found + len(sentence)


def check_docx(file, said, hidden, method):
    body, cells = paragraphs(file)
    numbered = [p for p in body if re.match(r"(答：)?段\d+", p)]
    assert len(numbered) == len(said), f"{file.name}: {len(numbered)} statements, not {len(said)}"
    for nth, (paragraph, sentence) in enumerate(zip(numbered, said), 1):
        assert re.match(rf"(答：)?段{nth}(?!\d)|(答：)?段{nth}{re.escape(sentence)}", paragraph), paragraph
        assert paragraph.endswith(sentence), f"{file.name} 段{nth}: {paragraph} is not {sentence}"
    everything = "".join(body + cells)
    for words in hidden + [w for w in method if len(w) >= TELLING]:
        assert words not in everything, f"{file.name} shows {words}"
    asked = [p for p in body if p.startswith("问：")]
    titles = [p for p in body if re.match(r"[一二三四五]、", p)]
    rest = "\n".join([p for p in body if p not in numbered + asked + titles] + cells)
    for words in method:
        assert words not in rest, f"{file.name} shows {words}"


def check_parts(file, hidden, names):
    """The bytes inside the package: nothing hidden anywhere, nobody's name in what Word shows as its properties."""
    with zipfile.ZipFile(file) as package:
        for part in package.namelist():
            text = squeeze(package.read(part).decode("utf-8", "replace"))
            for words in hidden:
                assert words not in text, f"{file.name}: {part} holds {words}"
            if part.startswith("docProps/"):
                for name in names:
                    assert name not in text, f"{file.name}: {part} names {name}"


def page_text(file):
    lines = [squeeze(line) for line in file.read_text("utf-8").replace("\f", "\n").splitlines()]
    return "".join(line for line in lines if not FURNITURE.search(line))


def main():
    round_path, exported, pdfs, checklists = map(Path, sys.argv[1:])
    method = method_words(checklists)
    round_ = sqlite3.connect(round_path.resolve().as_uri() + "?mode=ro", uri=True)
    names = [r["name"] for kind in ("person", "inspector") for r in records(round_, kind)]
    everything = list(talks(round_path))
    hidden_anywhere = [h for _, _, hidden in everything for h in hidden]
    statements = 0
    for code, said, _ in everything:
        assert said, f"{code}: a talk without a word"
        for kind in ("谈话记录", "谈话笔录"):
            file = exported / "内部" / f"{kind}-{code}.docx"
            check_docx(file, said, hidden_anywhere, method)
            check_parts(file, hidden_anywhere, names)
            in_order(f"{kind}-{code}.pdf", page_text(pdfs / f"{kind}-{code}.txt"), said)
        statements += len(said)
    withheld = [s for _, said, _ in everything for s in said if s == "〔已另行处理〕"]
    assert withheld, "the sample withholds nothing: this check would prove nothing"
    bundle = squeeze((exported / "内部" / "bundle.json").read_text("utf-8"))
    for answer in records(round_, "answer"):
        for statement in answer["statements"]:
            there = squeeze(statement["text"]) in bundle
            assert there != bool(statement.get("withheld")), f"bundle: {statement['text']}"
    print(f"  ok  python-docx and pdftotext find {statements} statements of {len(everything)} talks, in order, on both forms")
    print(f"  ok  no docx holds one of {len(hidden_anywhere)} remarks, observations and withheld texts, or a judgement")


if __name__ == "__main__":
    main()
