//! The house keeps its order (DESIGN.md §3): layers, who names which crate, what lies at the top level.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers from the ground up; a module names only those of earlier rows, and of its own row what is listed below.
const LAYERS: [&[&str]; 7] =
    [&["model", "text"], &["method"], &["store"], &["analysis"], &["acts"], &["import", "export"], &["cli", "tui"]];
/// Neighbours that one may name the other, never back: a bundle is read by the type that writes it; the command line
/// opens the screen; what reads amounts and dates gives the plain values that records hold.
const NEIGHBOURS: [(&str, &str); 3] = [("import", "export"), ("cli", "tui"), ("text", "model")];
/// Modules that stand beside the layers; they name each other and the ground floor only. `fuzzing` is there for tests.
const BESIDE: [&str; 5] = ["error", "clock", "regular", "traces", "fuzzing"];

/// The layers inside tui, as the doc comment of its `mod.rs` draws them; of its own row a module names nothing.
const TUI_LAYERS: [&[&str]; 12] = [
    &["action", "form", "shell", "terminal", "theme", "typing"],
    &["keys", "painter"],
    &["cut"],
    &["pager", "table"],
    &["effect", "update"],
    &["editing", "frame", "list", "news", "outstanding", "tallier"],
    &["dialog", "jobs"],
    &["forms"],
    &["screen"],
    &["app"],
    &["desk"],
    &["runtime"],
];
/// The one knot in tui: an effect may put up a screen, and a screen asks for effects.
const TUI_NEIGHBOURS: [(&str, &str); 2] = [("effect", "update"), ("update", "effect")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every line of code of `src` that is no comment: (path below src, line number, line).
fn code() -> Vec<(String, usize, String)> {
    let src = root().join("src");
    let mut lines = Vec::new();
    for path in sources(&src) {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        for (at, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            if !line.trim_start().starts_with("//") {
                lines.push((name.clone(), at + 1, line.to_owned()));
            }
        }
    }
    assert!(lines.len() > 1_000, "src was not read");
    lines
}

/// The top module of a file below src.
fn module(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|l| l.contains(&module))
}

/// The modules that a line names by `crate::`, those in braces too.
fn named(line: &str) -> Vec<String> {
    named_below("crate::", line)
}

/// The modules that a line names right behind `path`, those in braces too.
fn named_below(path: &str, line: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices(path) {
        let rest = line.split_at(at + path.len()).1;
        let inner = rest.strip_prefix('{').map_or(rest, |r| r.split('}').next().unwrap());
        let all = if rest.starts_with('{') { inner.split(',').collect() } else { vec![inner] };
        for one in all {
            let name: String = one.trim().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
            if !name.is_empty() {
                found.push(name);
            }
        }
    }
    found
}

fn may_name(from: &str, to: &str) -> bool {
    if from == to || BESIDE.contains(&to) {
        return true;
    }
    match (layer(from), layer(to)) {
        (Some(a), Some(b)) => b < a || NEIGHBOURS.contains(&(from, to)),
        (None, Some(b)) => b == 0 || matches!(from, "lib" | "main"),
        (_, None) => false,
    }
}

#[test]
fn the_rule_itself_tells_up_from_down() {
    assert!(may_name("store", "model") && may_name("cli", "tui") && may_name("store", "error"));
    assert!(!may_name("model", "store") && !may_name("tui", "cli") && !may_name("export", "import"));
    assert!(!may_name("model", "text") && !may_name("error", "store"));
    assert_eq!(named("use crate::{clock, store::Reader}; crate::text::fit()"), ["clock", "store", "text"]);
}

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (path, at, line) in code() {
        for to in named(&line) {
            // `crate::Result`, `crate::Error` are the error module's.
            if layer(&to).is_none() && !BESIDE.contains(&to.as_str()) {
                wrong.push(format!("{path}:{at} names crate::{to}, which is no module"));
            } else if !may_name(module(&path), &to) {
                wrong.push(format!("{path}:{at} names crate::{to}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn may_name_in_tui(from: &str, to: &str) -> bool {
    let layer = |module: &str| TUI_LAYERS.iter().position(|l| l.contains(&module));
    let below = matches!((layer(from), layer(to)), (Some(a), Some(b)) if b < a);
    from == to || below || TUI_NEIGHBOURS.contains(&(from, to))
}

#[test]
fn imports_inside_tui_go_one_way() {
    assert!(may_name_in_tui("screen", "forms") && may_name_in_tui("forms", "dialog"));
    assert!(
        !may_name_in_tui("forms", "screen") && !may_name_in_tui("list", "frame") && !may_name_in_tui("keys", "screen")
    );
    assert_eq!(
        named_below("crate::tui::", "use crate::tui::{editing, theme}; crate::tui::desk"),
        ["editing", "theme", "desk"]
    );
    let mut wrong = Vec::new();
    for (path, at, line) in program() {
        let Some(below) = path.strip_prefix("tui/").filter(|below| *below != "mod.rs") else { continue };
        let from = module(below);
        // By `super` no module of tui reaches another: `crate::tui::` is the one way.
        let ups =
            if below.contains('/') { below.split('/').count() - usize::from(below.ends_with("/mod.rs")) } else { 1 };
        if line.contains(&"super::".repeat(ups)) {
            wrong.push(format!("{path}:{at} reaches out of {from} by super"));
        }
        for to in named_below("crate::tui::", &line) {
            if !may_name_in_tui(from, &to) {
                wrong.push(format!("{path}:{at} names crate::tui::{to}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every module of tui has its place in the layers.
#[test]
fn every_module_of_tui_has_its_layer() {
    let text = fs::read_to_string(root().join("src/tui/mod.rs")).unwrap();
    let mods = text.lines().filter_map(|l| l.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let mut there: Vec<&str> = mods.filter(|m| *m != "tests").collect();
    let mut placed: Vec<&str> = TUI_LAYERS.iter().flat_map(|l| l.iter().copied()).collect();
    there.sort_unstable();
    placed.sort_unstable();
    assert_eq!(there, placed);
}

#[test]
fn crates_are_named_where_they_belong() {
    let homes = [
        ("rusqlite", "store/"),
        ("crossterm", "tui/terminal"),
        ("unicode_width", "text/"),
        // Nothing leaves the laptop by itself, and nobody inherits the passphrase.
        ("tokio", "nowhere"),
        ("std::net", "nowhere"),
        ("TcpStream", "nowhere"),
        ("UdpSocket", "nowhere"),
        // The program starts itself alone, to read tables from outside.
        ("process::Command", "import/table/apart/"),
        ("Command::new(", "import/table/apart/"),
    ];
    let mut wrong = Vec::new();
    for (path, at, line) in code() {
        for (name, home) in homes {
            // Tests may start other programs: to hold a lock from outside, to be killed.
            let test = name.contains("Command") && path.contains("/tests/");
            if line.contains(name) && !path.starts_with(home) && !test {
                wrong.push(format!("{path}:{at} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Files that are built for tests only, as their `mod` says.
const FOR_TESTS: [&str; 8] = [
    "analysis/fixture.rs",
    "cli/check/left",
    "cli/check/marker.rs",
    "export/paper/walk.rs",
    "export/sample.rs",
    "export/sample/",
    "export/tests.rs",
    "store/gate.rs",
];
/// What writes to a round.
const WRITES: [&str; 11] = [
    "tx.put",
    "tx.edit",
    "tx.merge",
    "tx.delete",
    "put_any",
    "put_method",
    "put_lead",
    "log_export",
    "drop_draft",
    ".transact(",
    ".submit(",
];
/// Where one of these words means something else: a form is confirmed.
const MEANS_ELSE: [(&str, &str); 1] = [("tui/dialog/form/mod.rs", ".submit(")];
/// The lines of code of `src` that are in the program: no tests.
fn program() -> Vec<(String, usize, String)> {
    let mut in_tests = String::new();
    let mut cfg_test = false;
    let mut lines = code();
    lines.retain(|(path, _, line)| {
        let test_file = path.contains("/tests/") || path.ends_with("/tests.rs");
        if test_file || FOR_TESTS.iter().any(|f| path.starts_with(f)) || *path == in_tests {
            return false;
        }
        // A module of tests is the last thing in its file.
        if cfg_test && line.starts_with("mod ") && line.ends_with('{') {
            in_tests.clone_from(path);
        }
        cfg_test = line.trim() == "#[cfg(test)]";
        *path != in_tests
    });
    lines
}

#[test]
fn only_actions_write() {
    let mut wrong = Vec::new();
    for (path, at, line) in program() {
        let may = matches!(module(&path), "acts" | "store");
        let writes = |word: &str| line.contains(word) && !MEANS_ELSE.contains(&(path.as_str(), word));
        if !may && WRITES.iter().any(|word| writes(word)) {
            wrong.push(format!("{path}:{at} {}", line.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Windows wants other ways for these, which `regular` knows.
#[test]
fn files_are_synced_by_name_and_renamed_in_one_place() {
    let mut wrong = Vec::new();
    for (path, at, line) in program() {
        let syncs = line.contains("open(") && line.contains("sync_all");
        if path != "regular.rs" && (syncs || line.contains("fs::rename(")) {
            wrong.push(format!("{path}:{at} {}", line.trim()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_clock_asks_the_time() {
    let asks = ["SystemTime::now", "Timestamp::now", "ZonedDateTime::now", "Zoned::now"];
    let wrong: Vec<String> = code()
        .into_iter()
        .filter(|(path, _, line)| path != "clock.rs" && asks.iter().any(|a| line.contains(a)))
        .map(|(path, at, _)| format!("{path}:{at}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_top_level_holds_only_what_belongs_there() {
    const ALLOWED: [&str; 8] =
        ["Cargo.toml", "Cargo.lock", "LICENSE", "README.md", "README.zh-CN.md", "checklists", "src", "tests"];
    let mut strange = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        // What .gitignore names is not part of the house.
        let ignored = name == "target" || name.starts_with("wenkan-demo-") || name.ends_with(".wenkan");
        if !name.starts_with('.') && !ignored && !ALLOWED.contains(&name.as_str()) {
            strange.push(name);
        }
    }
    assert!(strange.is_empty(), "{strange:?}");
}

/// Forms into which nothing is typed that a kill may not take: passphrases, a round that has no file yet, paths and sums
/// that are asked for again.
const KEEPS_NOTHING: [(&str, usize); 14] = [
    // The word that confirms what no key may.
    ("tui/dialog/word.rs", 1),
    ("tui/forms/backup.rs", 1),
    ("tui/forms/dues.rs", 1),
    ("tui/forms/export.rs", 1),
    ("tui/forms/lead.rs", 1),
    ("tui/forms/new_round.rs", 1),
    ("tui/forms/open.rs", 2),
    ("tui/forms/passphrase.rs", 2),
    ("tui/forms/redact.rs", 1),
    ("tui/screen/leads/unseal.rs", 1),
    ("tui/screen/past/word.rs", 1),
    ("tui/screen/restore.rs", 1),
    ("tui/screen/talk/read_back/ask.rs", 1),
    ("tui/screen/unlock.rs", 1),
];
/// Where words become drafts; the kills of the end-to-end tests type into each.
const POSTS_DRAFTS: [&str; 5] = [
    "tui/dialog/form/drafts.rs",
    "tui/screen/paper/mod.rs",
    "tui/screen/reading/cell.rs",
    "tui/screen/talk/mod.rs",
    "tui/update.rs",
];

#[test]
fn what_is_typed_is_kept_but_where_it_must_not_be() {
    let lines = program();
    let mut none: Vec<(&str, usize)> = Vec::new();
    for pair in lines.windows(2) {
        let [(path, _, head), (_, _, body)] = pair else { continue };
        if head.contains("fn place(&self) -> Option<FormPlace> {") && body.trim() == "None" {
            match none.iter_mut().find(|(p, _)| p == path) {
                Some((_, count)) => *count += 1,
                None => none.push((path, 1)),
            }
        }
    }
    assert_eq!(none, KEEPS_NOTHING);
    let post = |(path, _, line): &&(String, usize, String)| {
        line.contains("cx.draft(") && !POSTS_DRAFTS.contains(&path.as_str())
    };
    let elsewhere: Vec<_> = lines.iter().filter(post).map(|(path, at, _)| format!("{path}:{at}")).collect();
    assert!(elsewhere.is_empty(), "kill the program there too: {}", elsewhere.join("\n"));
}

/// Actions go to the store by `acts::door`, which looks after ready papers; tests may go past it.
#[test]
fn actions_go_through_the_door() {
    let (mut wrong, mut door) = (Vec::new(), 0);
    for (path, at, line) in program() {
        let above = matches!(module(&path), "acts" | "import" | "export" | "cli" | "tui");
        let calls = |word: &str| line.contains(word) && !MEANS_ELSE.contains(&(path.as_str(), word));
        let hands_in = calls(".perform(") || calls(".submit(");
        match hands_in && above {
            true if path == "acts/door.rs" => door += 1,
            true => wrong.push(format!("{path}:{at}: {}", line.trim())),
            false => {}
        }
    }
    assert!(wrong.is_empty() && door == 2, "{door}\n{}", wrong.join("\n"));
}
