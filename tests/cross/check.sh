#!/usr/bin/env bash
# The same commands on several systems: what each program does, compared with the first one byte by byte.
#
#   check.sh PROGRAM...
#
# The first PROGRAM is the one to compare with. Prints one line per check and goes on after one that fails; exit 1 when any
# did. The clock is held; what draws numbers at random is compared by its figures, everything else comes from one bundle.
set -uo pipefail

here=$(cd "$(dirname "$0")" && pwd)
fixtures=$here/../fixtures/rosters
programs=("$@")
first=$(basename "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=Asia/Shanghai WENKAN_NOW=2026-03-12T09:42:00+08:00 HOME="$work/home"
export XDG_STATE_HOME="$work/home/state" XDG_DATA_HOME="$work/home/data"
unset WENKAN_PASSPHRASE
mkdir "$HOME"
failed=0

ok() {
    printf '  ok      %s\n' "$1"
}
bad() {
    printf '  FAILED  %s\n' "$1"
    failed=1
}
# expect CODE WHAT COMMAND...: runs it, silent when its exit code is CODE.
expect() {
    local code=$1 what=$2 got=0
    shift 2
    "$@" >"$work/said" 2>&1 || got=$?
    [ "$got" = "$code" ] && return
    bad "$name: $what: exit $got, not $code: $(tail -n 3 "$work/said" | tr '\n' ' ')"
    return 1
}
same() {
    diff -r "$1" "$2" >"$work/differs" 2>&1 && return
    bad "$name: $3 differs: $(head -n 3 "$work/differs" | tr '\n' ' ')"
    return 1
}
count() {
    find "$1" -type f | wc -l
}
# Files that nobody has brought in but the program itself beside a round.
beside() {
    find . -maxdepth 1 \( -name '.*.lock' -o -name '*-wal' -o -name '*-shm' -o -name '.wenkan-*' \) | sort | tr '\n' ' '
}

# A round of fixed ids, in a bundle; with an attachment.
mkdir "$work/base"
cd "$work/base" || exit 1
name=$first
wenkan=${programs[0]}
printf '水利局 2026 巡察\n' >口令
printf '水利局 2026 巡察 新\n' >新口令
printf 'not really a picture' >收据.jpg
"$wenkan" demo --dir demo --no-open >/dev/null 2>&1 || { bad "the sample cannot be written"; exit 1; }
"$wenkan" attach demo/示例轮次.wenkan A45 收据.jpg --caption 党费收据 >/dev/null 2>&1
"$wenkan" export demo/示例轮次.wenkan --out . --only bundle >/dev/null 2>&1 || { bad "no bundle"; exit 1; }
mkdir rosters
find "$fixtures" -maxdepth 2 -type f ! -name '*.md' -exec cp {} rosters/ \;

# fresh FILE [PASSPHRASE FILE]: a round with what is in the bundle.
fresh() {
    local secret=(--no-passphrase) known=()
    [ $# -lt 2 ] || known=(--passphrase-file "$2") secret=(--passphrase-file "$2")
    expect 0 "new $1" "$wenkan" new "$1" --as 临时 "${secret[@]}" \
        && expect 0 "import into $1" "$wenkan" import "$1" bundle ../base/内部 "${known[@]}"
}

# What a round gives, by every command that only reads.
answers() {
    mkdir -p "$2"
    "$wenkan" stats "$1" >"$2/stats" 2>&1
    "$wenkan" stats "$1" --json >"$2/stats.json" 2>&1
    "$wenkan" search "$1" 党费 >"$2/search" 2>&1
    "$wenkan" check "$1" --only coverage,papers >"$2/check" 2>&1
    "$wenkan" check "$1" --only coverage,papers --json >"$2/check.json" 2>&1
    "$wenkan" attach "$1" --list >"$2/attachments" 2>&1
    for words in "method show" schema "explain E104" "dues --classes" "dues --date 2024-05 --class wage --base 3200"; do
        # Words are told apart by blanks here on purpose.
        # shellcheck disable=SC2086
        "$wenkan" $words >"$2/${words// /-}" 2>&1
    done
}

# Every roster read and shown; then all of them written, one unit for each.
rosters() {
    mkdir -p shown
    local nth=0 file code
    fresh rosters.wenkan || return
    for file in ../base/rosters/*; do
        nth=$((nth + 1))
        code=0
        "$wenkan" import rosters.wenkan people "$file" --unit "U$nth=第$nth单位" --dry-run >"shown/$(basename "$file")" 2>&1 || code=$?
        echo "exit $code" >>"shown/$(basename "$file")"
        code=0
        "$wenkan" import rosters.wenkan people "$file" --unit "U$nth=第$nth单位" >/dev/null 2>&1 || code=$?
        echo "$(basename "$file") $code" >>written
    done
    "$wenkan" stats rosters.wenkan --json >>written 2>&1
    expect 0 "verify rosters" "$wenkan" verify rosters.wenkan
}

# In a folder of its own: other rounds of the same bundle are copies of this one too.
copies() {
    mkdir -p copies
    cp r.wenkan copies/
    expect 0 "backup" "$wenkan" backup copies/r.wenkan copies/r-copy.wenkan \
        && expect 0 "verify the copy" "$wenkan" verify copies/r-copy.wenkan \
        && expect 0 "restore" "$wenkan" restore copies/r.wenkan --copy 1 --to copies/back.wenkan \
        && expect 0 "export what was restored" "$wenkan" export copies/back.wenkan --out copies/out \
        && same "../$first/out" copies/out "the export of what was restored" && ok "$name: backed up, verified, restored"
}

# A program that writes is stopped in the middle; a second one is refused and told who has the file, a reader is welcome.
locks() {
    expect 0 "new" "$wenkan" new lock.wenkan --as 临时 --no-passphrase || return
    printf '姓名,职务\n欧阳试,财务股股长\n' >one.csv
    "$wenkan" import lock.wenkan bundle ../base/内部 >/dev/null 2>&1 &
    local pid=$! second=1
    until [ -s .lock.lock ]; do kill -0 "$pid" 2>/dev/null || break; done
    kill -STOP "$pid" 2>/dev/null
    if [ -s .lock.lock ]; then
        expect 4 "a second program" "$wenkan" import lock.wenkan people one.csv --unit SLJ || second=0
        grep -q '正打开着这个轮次' "$work/said" || { bad "$name: a second program is not told why"; second=0; }
        grep -q '主机' "$work/said" || { bad "$name: a second program is not told by whom"; second=0; }
        expect 4 "a backup by a second program" "$wenkan" backup lock.wenkan no.wenkan || second=0
        expect 0 "a reader beside it" "$wenkan" verify lock.wenkan || second=0
    else
        bad "$name: the import was over before it could be stopped"
        second=0
    fi
    kill -CONT "$pid" 2>/dev/null
    wait "$pid" || { bad "$name: the stopped import did not end well"; second=0; }
    expect 0 "after it" "$wenkan" import lock.wenkan people one.csv --unit SLJ || second=0
    [ -z "$(beside)" ] || { bad "$name: left behind: $(beside)"; second=0; }
    [ "$second" = 0 ] || ok "$name: a second program is refused and told by whom; a reader is not"
}

# An import is killed at moments spread over the time that it takes; what is left is whole, and takes the import again.
kills() {
    local begun took nth done=0 whole=0 pid code
    expect 0 "new" "$wenkan" new kill.wenkan --as 临时 --no-passphrase || return
    cp kill.wenkan whole.wenkan
    begun=$(date +%s%N)
    expect 0 "import" "$wenkan" import whole.wenkan bundle ../base/内部 || return
    took=$(($(date +%s%N) - begun))
    for nth in $(seq "$1"); do
        rm -f k.wenkan k.wenkan-wal k.wenkan-shm .k.lock
        cp kill.wenkan k.wenkan
        "$wenkan" import k.wenkan bundle ../base/内部 >/dev/null 2>&1 &
        pid=$!
        sleep "$(awk -v t="$took" -v n="$nth" -v of="$1" 'BEGIN { printf "%.3f", t / 1e9 * n / of }')"
        kill -KILL "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
        expect 0 "verify after kill $nth" "$wenkan" verify k.wenkan || continue
        code=0
        "$wenkan" import k.wenkan bundle ../base/内部 >"$work/said" 2>&1 || code=$?
        case $code in
            0) done=$((done + 1)) ;;
            3) whole=$((whole + 1)) ;;
            *) bad "$name: after kill $nth: exit $code: $(tail -n 2 "$work/said" | tr '\n' ' ')" ; continue ;;
        esac
        expect 0 "verify after kill $nth and again" "$wenkan" verify k.wenkan
        rm -rf k-out
        expect 0 "export after kill $nth" "$wenkan" export k.wenkan --out k-out && same "../$first/out" k-out "the export after kill $nth"
    done
    ok "$name: killed $1 times while importing: $done without a trace of it, $whole with all of it, all verified"
}

# Names and places that Windows treats in its own way.
places() {
    # Longer than the 260 characters of Windows; SQLite on Linux takes 512 bytes.
    local deep folder=深
    for deep in 1 2 3 4 5; do
        folder=$folder/$(printf 'a-long-name-%.0s' 1 2 3 4 5)$deep
    done
    mkdir -p "$folder"
    cp r.wenkan "$folder/r.wenkan"
    expect 0 "verify in a path of ${#folder} characters" "$wenkan" verify "$folder/r.wenkan" || return
    expect 0 "import there" "$wenkan" import "$folder/r.wenkan" people one.csv --unit SLJ || return
    expect 0 "backup there" "$wenkan" backup "$folder/r.wenkan" "$folder/copy.wenkan" || return
    expect 0 "export there" "$wenkan" export "$folder/r.wenkan" --out "$folder/out" || return
    ok "$name: works in a path of ${#folder} characters"
    cp r.wenkan 只读.wenkan
    chmod a-w 只读.wenkan
    expect 0 "verify a read-only file" "$wenkan" verify 只读.wenkan
    "$wenkan" import 只读.wenkan people one.csv --unit SLJ >"$work/said" 2>&1 && [ "$(id -u)" != 0 ] && bad "$name: a read-only file was written"
    chmod u+w 只读.wenkan
}

# Input nested so deep that a small stack would end the program: the main thread has the smallest on Windows.
nested() {
    mkdir -p deep/method deep/bundle
    head -c 1000000 /dev/zero | tr '\0' '[' >deep/bundle/bundle.json
    printf 'a=' >deep/method/method.toml
    head -c 1000000 /dev/zero | tr '\0' '[' >>deep/method/method.toml
    expect 0 "new" "$wenkan" new deep/d.wenkan --as 临时 --no-passphrase || return
    expect 3 "a bundle nested deep" "$wenkan" import deep/d.wenkan bundle deep/bundle \
        && expect 1 "a method nested deep" "$wenkan" method check deep/method && ok "$name: input nested a million deep is refused in words"
}

# The program on a terminal, typed into: what was typed is in the file, also when it is killed.
typed() {
    local how
    for how in "" --kill; do
        cp r.wenkan typed.wenkan
        # No argument where there is no word.
        # shellcheck disable=SC2086
        expect 0 "on a terminal $how" python3 "$here/console.py" $how typed.wenkan "$wenkan" || return
        expect 0 "verify what was typed $how" "$wenkan" verify typed.wenkan || return
        # After a kill it is a draft, which is in no search; a draft is kept until its words are sealed.
        [ -z "$how" ] || grep -q '草稿 [1-9]' "$work/said" || { bad "$name: what was typed before the kill is not there"; return; }
        "$wenkan" search typed.wenkan 控制台里打的字 >"$work/said" 2>&1
        [ -n "$how" ] || grep -q '欧阳控制台.*控制台里打的字，三万元以上都上会' "$work/said" || { bad "$name: what was typed is not there"; return; }
        [ -n "$how" ] || [ -z "$(beside)" ] || bad "$name: left behind: $(beside)"
        rm -f typed.wenkan typed.wenkan-wal typed.wenkan-shm .typed.lock
    done
    ok "$name: a person and an answer typed on a terminal are in the file, after a good end and after a kill"
}

wiped() {
    mkdir -p elsewhere/wipe
    (
        cd elsewhere/wipe || exit
        expect 0 "new" "$wenkan" new w.wenkan --as 临时 --no-passphrase
        expect 0 "import" "$wenkan" import w.wenkan bundle ../../../base/内部
        expect 0 "export" "$wenkan" export w.wenkan --out out
        expect 0 "backup" "$wenkan" backup w.wenkan w-copy.wenkan
        expect 0 "wipe" "$wenkan" wipe w.wenkan --confirm 清除
    )
    local left
    # Attachments of a bundle are in no log of outputs.
    left=$(cd elsewhere/wipe && find . -type f ! -name '清理记录-*' ! -path '*/attachments/*' | tr '\n' ' ')
    if [ -z "$left" ]; then ok "$name: a round is wiped with its copy and its exports"; else bad "$name: wipe left ${left:0:200}"; fi
}

for wenkan in "${programs[@]}"; do
    name=$(basename "$wenkan")
    mkdir "$work/$name"
    cd "$work/$name" || exit 1
    printf '%s\n' "$name: $("$wenkan" doctor 2>&1 | head -n 1)"
    expect 0 "demo" "$wenkan" demo --dir demo --no-open && expect 0 "verify the sample" "$wenkan" verify demo/示例轮次.wenkan && ok "$name: the sample round is written and verifies"
    fresh r.wenkan && fresh e.wenkan ../base/口令
    expect 0 "export" "$wenkan" export r.wenkan --out out
    answers r.wenkan answers
    same "../$first/out" out "the export" && same "../$first/answers" answers "what the commands print" && ok "$name: $(count out) exported files and the output of $(count answers) commands are as on $first"
    rosters
    same "../$first/shown" shown "what rosters are read as" && same "../$first/written" written "what rosters became" && ok "$name: $(count shown) rosters read and written as on $first ($(grep -c 'exit 0' shown/* | grep -c ':1') taken)"
    copies
    cp e.wenkan p.wenkan
    expect 0 "another passphrase" "$wenkan" passphrase p.wenkan --passphrase-file ../base/口令 --new-passphrase-file ../base/新口令 \
        && expect 4 "the old passphrase" "$wenkan" verify p.wenkan --passphrase-file ../base/口令 \
        && expect 0 "the new passphrase" "$wenkan" verify p.wenkan --passphrase-file ../base/新口令 && ok "$name: another passphrase"
    locks
    kills "${WENKAN_CROSS_KILLS:-12}"
    places
    nested
    wiped
    typed
done

for maker in "${programs[@]}"; do
    made=$work/$(basename "$maker")
    for wenkan in "${programs[@]}"; do
        name=$(basename "$wenkan")
        [ "$wenkan" = "$maker" ] && continue
        mkdir "$work/$name/from-$(basename "$maker")"
        cd "$work/$name/from-$(basename "$maker")" || exit 1
        cp "$made"/{r,e,p}.wenkan .
        pass=(--passphrase-file ../../base/口令)
        expect 0 "verify a file of $(basename "$maker")" "$wenkan" verify r.wenkan \
            && expect 0 "verify an encrypted file" "$wenkan" verify e.wenkan "${pass[@]}" \
            && expect 0 "verify one with another passphrase" "$wenkan" verify p.wenkan --passphrase-file ../../base/新口令 \
            && expect 0 "write into it" "$wenkan" import e.wenkan people ../one.csv --unit SLJ "${pass[@]}" \
            && expect 0 "export" "$wenkan" export r.wenkan --out out && same "../../$first/out" out "the export" \
            && ok "$name: files made on $(basename "$maker"), plain and encrypted, are read, verified, written and exported alike"
    done
done
exit "$failed"
