#!/usr/bin/env bash
# What wenkan writes, read by programs that know nothing of wenkan: Microsoft's OpenXmlValidator, LibreOffice,
# poppler, python-docx, SQLite, SQLCipher and a JSON Schema validator.
#
#   check.sh BINARY VALIDATOR PYTHON
#
# BINARY is the program; VALIDATOR is the ooxml-validator command; PYTHON has the packages of requirements.txt.
# Prints one line per check and stops with exit 1 at the first that fails.
set -euo pipefail

wenkan=$(realpath "${1:?usage: check.sh BINARY VALIDATOR PYTHON}")
validator=$(realpath "${2:?}")
# Not resolved: a Python of a virtual environment finds its packages by its own place.
python=${3:?}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ok() {
    printf '  ok  %s\n' "$1"
}
fail() {
    printf '  FAILED  %s\n' "$1" >&2
    exit 1
}

# A home of its own, so that nothing of the machine is read or written.
export HOME="$work/home" XDG_CONFIG_HOME="$work/home/.config" XDG_STATE_HOME="$work/home/.local/state"
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai WENKAN_NOW=2026-03-12T09:42:00+08:00
unset WENKAN_PASSPHRASE
mkdir "$HOME"
cd "$work"

"$wenkan" demo --dir sample --no-open >/dev/null 2>&1
round=sample/示例轮次.wenkan
"$wenkan" verify "$round" >/dev/null
ok "the sample round is written and verifies"

"$wenkan" export "$round" --out first >/dev/null 2>&1
mkdir elsewhere
(
    cd elsewhere
    # Another zone, language, day and folder.
    LC_ALL=C TZ=America/New_York WENKAN_NOW=2027-11-30T23:59:00-05:00 \
        "$wenkan" export "../$round" --out "../second/a/b" >/dev/null 2>&1
)
diff -r first second/a/b || fail "two exports differ"
mapfile -t papers < <(find first -name '*.docx' | sort)
[ "${#papers[@]}" -gt 0 ] || fail "no docx was exported"
ok "exported twice, under another zone, language, day and folder: the same bytes (${#papers[@]} docx and the bundle)"

for paper in "${papers[@]}"; do
    "$validator" "$paper" >validator.txt 2>&1 || { cat validator.txt >&2; fail "OpenXmlValidator: $paper"; }
done
mapfile -t sheets < <(find first -name '*.xlsx' | sort)
[ "${#sheets[@]}" -gt 0 ] || fail "no xlsx was exported"
for sheet in "${sheets[@]}"; do
    "$validator" "$sheet" >validator.txt 2>&1 || { cat validator.txt >&2; fail "OpenXmlValidator: $sheet"; }
done
ok "OpenXmlValidator finds no error in ${#papers[@]} docx and ${#sheets[@]} xlsx"

mkdir pdf
soffice --headless "-env:UserInstallation=file://$work/office" --convert-to pdf --outdir pdf "${papers[@]}" >office.txt 2>&1 \
    || { cat office.txt >&2; fail "LibreOffice"; }
for paper in "${papers[@]}"; do
    pdf=pdf/$(basename "$paper" .docx).pdf
    [ -s "$pdf" ] || fail "LibreOffice cannot open $paper"
    pdftotext -layout "$pdf" "${pdf%.pdf}.txt"
done
ok "LibreOffice opens every docx and makes a PDF of it"

mkdir csv
# Every sheet of a book, UTF-8, as shown.
as_shown='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
soffice --headless "-env:UserInstallation=file://$work/office" --convert-to "$as_shown" --outdir csv "${sheets[@]}" \
    >office.txt 2>&1 || { cat office.txt >&2; fail "LibreOffice Calc"; }
[ -n "$(find csv -name '问题清单-*.csv')" ] || fail "LibreOffice Calc reads no sheet of the list"
ok "LibreOffice Calc reads every xlsx"

"$python" "$here/records.py" "$round" first pdf "$here/../../checklists"
"$python" "$here/papers.py" "$round" first pdf csv

"$wenkan" new filled.wenkan --as 周宁 --no-passphrase >/dev/null 2>&1
"$wenkan" import filled.wenkan bundle first/内部 >/dev/null 2>&1
"$wenkan" export filled.wenkan --out again --only bundle >/dev/null 2>&1
diff -r first/内部/bundle.json again/内部/bundle.json || fail "the bundle does not come back as it went in"
"$wenkan" schema >schema.json
"$python" "$here/bundle.py" schema.json first/内部/bundle.json
ok "the bundle: out, into a new file, out again: the same bytes; it fits the published schema"

for count in 0 1 500; do
    "$python" "$here/extremes.py" first/内部/bundle.json "$count" "many-$count"
    "$wenkan" new "many-$count.wenkan" --as 周宁 --no-passphrase >/dev/null 2>&1
    "$wenkan" import "many-$count.wenkan" bundle "many-$count" >/dev/null 2>&1
    "$wenkan" export "many-$count.wenkan" --out "out-$count" --only papers,list >/dev/null 2>&1
    # Of 500 alike, those with the long fields and one more.
    mapfile -t strained < <(find "out-$count" -name '问题清单.*' -o -name '*-预-XX-0[1-4].docx' | sort)
    for file in "${strained[@]}"; do
        "$validator" "$file" >validator.txt 2>&1 || { cat validator.txt >&2; fail "OpenXmlValidator: $file"; }
    done
done
[ "${#strained[@]}" -eq 10 ] || fail "of 500 problems the list in two formats and eight papers were to be looked at"
ok "OpenXmlValidator finds no error with 0, 1 and 500 problems, fields of 10,000 characters, emoji and rare characters"

printf '%s\n' '水利局 2026 巡察' >passphrase
"$wenkan" new sealed.wenkan --as 周宁 --passphrase-file passphrase >/dev/null 2>&1
"$wenkan" import sealed.wenkan bundle first/内部 --passphrase-file passphrase >/dev/null 2>&1
"$python" "$here/sealed.py" sealed.wenkan passphrase first/内部/bundle.json
ok "SQLCipher opens an encrypted round with its passphrase and no other; no text of a talk is in the file"

echo 'all foreign checks passed'
