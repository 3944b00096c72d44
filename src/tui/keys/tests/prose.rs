//! Keys in prose are placeholders, and every placeholder is filled.

use crate::tui::keys::{Context, label};
use crate::tui::terminal::Key;
use std::fs;
use std::path::{Path, PathBuf};

/// Places that may name keys themselves: the table, the reading of keys, and tests.
fn may_name_keys(path: &str) -> bool {
    path.starts_with("tui/keys/") || path.starts_with("tui/terminal/") || path.contains("tests")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The string literals of a source, with their lines; comments are left out.
fn strings(code: &str) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    let mut line = 1;
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let raw = ["r#\"", "r##\""].into_iter().find(|open| rest.starts_with(open));
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(open) = raw {
            let end = format!("\"{}", "#".repeat(open.len() - 2));
            let inner = rest.split_at(open.len()).1.split(&end).next().unwrap();
            out.push((line, inner.to_owned()));
            open.len() + inner.len() + end.len()
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\") {
            // A quotation mark or an escape as a character.
            3
        } else if c == '"' {
            let mut escaped = false;
            let inner: String = rest
                .chars()
                .skip(1)
                .take_while(|c| {
                    let ends = *c == '"' && !escaped;
                    escaped = *c == '\\' && !escaped;
                    !ends
                })
                .collect();
            out.push((line, inner.clone()));
            inner.len() + 2
        } else {
            c.len_utf8()
        };
        let (taken, after) = rest.split_at(len.min(rest.len()));
        line += taken.matches('\n').count();
        rest = after;
    }
    out
}

#[test]
fn strings_are_found_over_lines_and_between_quotation_marks() {
    let code = "let a = '\"'; // \"no\"\nlet b = \"one \\\n  two \\\" three\";\nlet c = r#\"x\"y\"#;";
    let all: Vec<_> = strings(code).into_iter().map(|(line, text)| (line, text.replace('\n', ""))).collect();
    assert_eq!(all, [(2, "one \\  two \\\" three".to_owned()), (4, "x\"y".to_owned())]);
}

/// The string literals of all sources that may not name keys: (where, text). A test module at the end of a file is
/// left out.
fn literals() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&src, &mut paths);
    let mut out = Vec::new();
    for path in paths {
        let name = path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/");
        if may_name_keys(&name) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        out.extend(strings(code).into_iter().map(|(line, text)| (format!("{name}:{line}"), text)));
    }
    assert!(out.len() > 1_000, "src was not read");
    out
}

/// The first key that a text names by itself.
fn named_key(text: &str) -> Option<String> {
    for held in ["Ctrl-", "Alt-", "Ctrl+", "Alt+", "Shift-", "Shift+"] {
        if text.contains(held) {
            return Some(held.to_owned());
        }
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let is_named = |w: &&&str| {
        let f = w.strip_prefix('F').and_then(|n| n.parse::<u8>().ok());
        f.is_some_and(|n| (1..=12).contains(&n)) || ["Enter", "Esc", "Tab", "Del", "PgUp", "PgDn"].contains(w)
    };
    if !text.is_ascii()
        && let Some(word) = words.iter().find(is_named)
    {
        return Some((*word).to_owned());
    }
    // 按 x, 用 x: one character that could be pressed.
    for verb in ["按 ", "按一次 ", "菜单 "] {
        for (at, _) in text.match_indices(verb) {
            let word: String = text.split_at(at + verb.len()).1.chars().take_while(char::is_ascii_graphic).collect();
            if word.chars().count() == 1 {
                return Some(word);
            }
        }
    }
    None
}

#[test]
fn a_key_in_prose_is_found() {
    for text in ["再按 F2 取消", "先按 w 选定", "先按 Alt-W 选定", "要么按 Esc 返回", "按 / 查找", "按 1 标"]
    {
        assert!(named_key(text).is_some(), "{text}");
    }
    for text in ["wkTableText", "E104 是什么", "按 {key:Add} 新增", "F", "按 30 天算", "预-LF-01 号"] {
        assert!(named_key(text).is_none(), "{text}: {:?}", named_key(text));
    }
}

#[test]
fn no_key_is_typed_into_prose() {
    let wrong: Vec<String> = literals()
        .into_iter()
        .filter_map(|(at, text)| named_key(&text).map(|key| format!("{at}: {key} in {text}")))
        .collect();
    assert!(wrong.is_empty(), "write {{key:Action}} instead:\n{}", wrong.join("\n"));
}

#[test]
fn every_placeholder_is_filled() {
    let mut seen = 0;
    for (at, text) in literals() {
        let mut rest = text.as_str();
        while let Some((_, after)) = rest.split_once("{key:") {
            let (name, after) = after.split_once('}').unwrap_or_else(|| panic!("{at}: {text}"));
            for context in Context::ALL {
                assert!(context.key_named(name).is_some(), "{at}: no key of {name} in {text}");
            }
            (rest, seen) = (after, seen + 1);
        }
    }
    assert!(seen > 50, "{seen}: prose was not read");
}

#[test]
fn what_is_filled_is_the_key_of_the_screen() {
    let text = "按 {key:WhoAmI} 换人，{key:Returned} 归还。";
    assert_eq!(Context::Home.fill(text), "按 w 换人，r 归还。");
    assert_eq!(Context::PaperText.fill(text), "按 Alt-W 换人，r 归还。");
    assert_eq!(Context::Home.fill("按 {key:没有} 也不出错"), "按  也不出错");
    assert_eq!(Context::Home.fill("没有写完 {key:Back"), "没有写完 Back");
    assert_eq!(label(Key::char(' ')), "空格");
}
