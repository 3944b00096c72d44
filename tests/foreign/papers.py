"""The working papers and the list of the sample round, as poppler, LibreOffice and the raw XML show them.

    papers.py ROUND EXPORTED PDFS CSVS

Every non-empty field of every problem is found, in the order of the form, in what LibreOffice makes of it; nothing in
报送/ names anybody on a roster who is not responsible. What is expected is read from the round itself with Python's own
SQLite (the sample has no passphrase); nothing of wenkan is used.
"""

import csv
import re
import sqlite3
import sys
import zipfile
from pathlib import Path

from records import records, squeeze

# What stands on a page beside the text: marking and number above, page number and content hash below.
FURNITURE = re.compile(r"问题底稿预-[A-Z0-9]+-\d+$|^共\d+页内容校验[0-9a-f]{8}—\d+—$|^—\d+—共\d+页内容校验[0-9a-f]{8}$")


def page_text(file):
    lines = [squeeze(line) for line in file.read_text("utf-8").replace("\f", "\n").splitlines()]
    return "".join(line for line in lines if not FURNITURE.search(line))


def in_order(name, text, pieces):
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found >= 0, f"{name}: {piece} does not come next after {text[max(0, at - 60):at]}"
        at = found + len(piece)


def by_order(elements):
    return sorted(elements, key=lambda e: e["order"])


def fields(problem):
    """The texts that a person typed, in the order of the full form."""
    facts = [f["text"] for f in by_order(problem["facts"])]
    people = [p["post"] + p["name"] for p in by_order(problem["responsible"])]
    before = [problem["title"], problem["number"], problem["place"], *facts, problem["discovery"]]
    after = [*people, problem["explanation"], problem["against"], problem["note"]]
    return [squeeze(t) for t in before if t], [squeeze(t) for t in after if t]


def check_paper(problem, pdfs):
    before, after = fields(problem)
    signatures = ["责任签名", "承办人（签名）", "承办人（签名）", "副组长（签名）"]
    name = f"问题底稿-{problem['number']}"
    text = page_text(pdfs / f"{name}.txt")
    in_order(name, text, before + after + signatures)
    for line in [b[part] for b in problem["basis"] for part in ("name", "clause", "quote")]:
        assert squeeze(line) in text, f"{name}: {line}"
    for cited in problem["evidence"]:
        assert f"证{cited['number']}" in text, f"{name}: 证{cited['number']}"
    short = page_text(pdfs / f"问题底稿（简式）-{problem['number']}.txt")
    facts = [squeeze(f["text"]) for f in by_order(problem["facts"])]
    in_order(name, short, ["一、问题概述", *facts, "二、发现过程", "三、支撑材料", "四、责任签名"])


def check_list(problems, csvs):
    [file] = csvs.glob("问题清单-问题清单.csv")
    with file.open(encoding="utf-8", newline="") as rows:
        head, *rows = list(csv.reader(rows))
    assert head[:6] == ["届次", "年度", "轮次", "巡察组", "巡察对象分类", "被巡察单位"], head
    listed = {row[head.index("编号")]: row for row in rows}
    assert set(listed) == {p["number"] for p in problems}, listed.keys()
    for problem in problems:
        row = listed[problem["number"]]
        assert row[head.index("问题")] == problem["title"]
        facts = "\n".join(f["text"] for f in by_order(problem["facts"]))
        assert squeeze(row[head.index("查证事实")]) == squeeze(facts), row
        assert row[head.index("支撑材料件数")] == str(len(problem["evidence"])), row
        # Calc writes dates into CSV its own way; a text that looks like a date would stay as it is.
        assert re.fullmatch(r"\d{2}/\d{2}/\d{4}", row[head.index("编制日期")]), "a date, not text"


def inside(file):
    """Everything that a file says: the zip's members with and without tags, or the text itself."""
    if file.suffix not in {".docx", ".xlsx"}:
        return file.read_text("utf-8")
    with zipfile.ZipFile(file) as package:
        raw = "\n".join(package.read(part).decode("utf-8", "replace") for part in package.namelist())
    return raw + re.sub(r"<[^>]*>", "", raw)


def check_names(round_, exported, problems):
    responsible = {p["person"] for problem in problems for p in problem["responsible"]}
    people = [p for p in records(round_, "person") if p["id"] not in responsible]
    assert people and responsible, "nobody to look for: this check would prove nothing"
    files = sorted((exported / "报送").iterdir())
    for file in files:
        text = inside(file)
        for person in people:
            assert person["name"] not in text, f"{file.name} names {person['name']}"
            for match in re.finditer(re.escape(f"〔访谈{person['code']}"), text):
                beside = text[max(0, match.start() - 20) : match.end() + 20]
                assert person["post"] not in beside, f"{file.name}: post beside {person['code']}: {beside}"
    return len(files), len(people)


def main():
    round_path, exported, pdfs, csvs = map(Path, sys.argv[1:])
    round_ = sqlite3.connect(round_path.resolve().as_uri() + "?mode=ro", uri=True)
    problems = records(round_, "problem")
    assert problems, "the sample has no problem: this check would prove nothing"
    for problem in problems:
        check_paper(problem, pdfs)
    check_list(problems, csvs)
    files, people = check_names(round_, exported, problems)
    print(f"  ok  poppler finds every field of {len(problems)} papers, in order, on both forms; Calc finds them in the list")
    print(f"  ok  none of {files} files of 报送 names one of {people} people who are not responsible, or a post beside a code")


main()
