//! The files of a method as text: read from a folder, kept in the round file, hashed.

use super::fault::{Fault, Source};
use super::load::{QUESTIONS, RECORDS};
use crate::error::{Error, Result, io};
use crate::model::ids::Hash;
use crate::text::grams::in_each_order;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The key after which an id stands.
const ID: &str = "id";
/// Largest file that is read: a method is text that people write.
const FILE_MAX: u64 = 4 << 20;

/// The files of a method: (name within the folder with `/`, text), sorted by name.
///
/// The round file keeps every method that it has used in this form, so that a talk is always shown with the questions
/// that were put. Texts hold neither byte order mark nor CR, so that an editor's habits do not make another method.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodFiles {
    /// Name and text.
    pub files: Vec<(String, String)>,
    /// Files that are there but are not text.
    #[serde(skip)]
    pub(super) unreadable: Vec<Fault>,
}

impl MethodFiles {
    /// From names and texts, in any order.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut files: Vec<(String, String)> = files.into_iter().map(|(name, text)| (name, plain(&text))).collect();
        files.sort();
        Self { files, unreadable: Vec::new() }
    }

    /// As they were kept: nothing is made plain, so that the hash is that of what is there.
    pub const fn kept(files: Vec<(String, String)>) -> Self {
        Self { files, unreadable: Vec::new() }
    }

    /// Reads `*.toml` of a folder and of its `questions` and `records` folders. A file that is not UTF-8 becomes a fault when the
    /// method is loaded.
    ///
    /// # Errors
    /// The folder cannot be read, holds no `*.toml`, or one of them cannot be opened or is larger than 4 MiB.
    pub fn read_dir(folder: &Path) -> Result<Self> {
        let mut read = Self::default();
        for prefix in ["", QUESTIONS, RECORDS] {
            let path = folder.join(prefix);
            if prefix.is_empty() || path.is_dir() {
                for file in toml_files(&path)? {
                    read.add(prefix, &file)?;
                }
            }
        }
        if read.files.is_empty() && read.unreadable.is_empty() {
            return Err(Error::input(format!("文件夹里没有工作法文件（*.toml）：{}", folder.display()))
                .hint("请指向工作法文件夹本身，里面应有 method.toml 和 questions 文件夹。"));
        }
        read.files.sort();
        Ok(read)
    }

    fn add(&mut self, prefix: &str, path: &Path) -> Result<()> {
        let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
        let size = fs::metadata(path).map_err(|e| io("读取工作法文件", path, e))?.len();
        if size > FILE_MAX {
            return Err(Error::input(format!("工作法文件太大（超过 4 MiB）：{}", path.display()))
                .hint("工作法文件是手写的文字，请确认没有放错文件。"));
        }
        let bytes = crate::regular::read(path).map_err(|e| io("读取工作法文件", path, e))?;
        match std::str::from_utf8(&bytes) {
            Ok(text) => self.files.push((name, plain(text))),
            Err(e) => self.unreadable.push(not_text(&name, &bytes, e.valid_up_to())),
        }
        Ok(())
    }

    /// SHA-256 over the sorted names and texts, each preceded by its length (64 bits, big-endian).
    pub fn hash(&self) -> Hash {
        let mut sorted: Vec<&(String, String)> = self.files.iter().collect();
        sorted.sort();
        let mut digest = Sha256::new();
        for part in sorted.into_iter().flat_map(|(name, text)| [name, text]) {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        Hash(digest.finalize().into())
    }

    /// The names of the files of which any text, comments aside, holds what `says` finds; a file that is no TOML holds
    /// nothing that is printed.
    pub fn holding(&self, says: &dyn Fn(&[String]) -> bool) -> Vec<&str> {
        let in_any = |value: &toml::Value| {
            let texts = texts_of(value);
            let read = |order: &[usize]| -> Vec<String> {
                order.iter().filter_map(|at| texts.get(*at)).map(|(_, text)| text.clone()).collect()
            };
            orders(&texts).iter().any(|order| says(&read(order)))
        };
        let holds = |text: &str| text.parse::<toml::Table>().is_ok_and(|table| in_any(&table.into()));
        self.files.iter().filter(|(_, text)| holds(text)).map(|(name, _)| name.as_str()).collect()
    }

    /// The files with what `strike` takes out of their texts, and without comments where `says` finds anything else in
    /// them; `None`: nothing to take out. An id by which the files refer to each other stays ([`spelling`](Self::spelling)
    /// names it). A file that is no TOML says nothing more.
    pub fn struck(&self, strike: &dyn Fn(&mut [String]) -> bool, says: &dyn Fn(&str) -> bool) -> Option<Self> {
        let mut struck = self.clone();
        let mut any = false;
        let ids = self.ids();
        for (_, text) in &mut struck.files {
            let Ok(table) = text.parse::<toml::Table>() else {
                if says(text) {
                    text.clear();
                    any = true;
                }
                continue;
            };
            let mut value = toml::Value::from(table);
            let in_texts = strike_in(&mut value, strike);
            let in_rest = strike_ascii(&mut value, &ids, strike);
            if in_texts || in_rest || says(text) {
                *text = toml::to_string(&value).unwrap_or_default();
                any = true;
            }
        }
        any.then_some(struck)
    }

    /// What cannot be struck because the files refer to each other by it, as it is shown: names of files and ids in which
    /// `says` finds anything.
    pub fn spelling(&self, says: &dyn Fn(&str) -> bool) -> Vec<String> {
        let stem = |name: &str| name.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml").to_owned();
        let names = self.names().filter(|name| says(&stem(name))).map(|name| format!("文件名 {name}"));
        let ids = self.ids().into_iter().filter(|id| says(id)).map(|id| format!("编号 {id}"));
        names.chain(ids).collect()
    }

    /// The ids of all files: the keys of their tables, and what stands after a key `id`.
    fn ids(&self) -> BTreeSet<String> {
        fn walk(value: &toml::Value, ids: &mut BTreeSet<String>) {
            match value {
                toml::Value::Array(values) => values.iter().for_each(|value| walk(value, ids)),
                toml::Value::Table(table) => table.iter().for_each(|(key, value)| {
                    ids.insert(key.clone());
                    ids.extend(value.as_str().filter(|_| key == ID).map(str::to_owned));
                    walk(value, ids);
                }),
                _ => {}
            }
        }
        let mut ids = BTreeSet::new();
        for table in self.files.iter().filter_map(|(_, text)| text.parse::<toml::Table>().ok()) {
            walk(&table.into(), &mut ids);
        }
        ids
    }

    /// Whether a file of that name is there, readable or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names().any(|n| n == name)
    }

    /// Whether any file of a folder (with its `/`) is there, readable or not.
    pub(super) fn any_in(&self, folder: &str) -> bool {
        self.names().any(|n| n.starts_with(folder))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|(n, _)| n.as_str()).chain(self.unreadable.iter().map(|f| f.file.as_str()))
    }
}

/// The texts of a value, each after its key, in the order of the file. A string of ASCII alone is a name by which the
/// files refer to each other, and no text.
fn texts_of(value: &toml::Value) -> Vec<(String, String)> {
    fn walk(key: &str, value: &toml::Value, all: &mut Vec<(String, String)>) {
        match value {
            toml::Value::String(text) if !text.is_ascii() => all.push((key.to_owned(), text.clone())),
            toml::Value::Array(values) => values.iter().for_each(|value| walk(key, value, all)),
            toml::Value::Table(table) => table.iter().for_each(|(key, value)| walk(key, value, all)),
            _ => {}
        }
    }
    let mut all = Vec::new();
    walk("", value, &mut all);
    all
}

/// Puts texts in the place of those of a value, in the order of [`texts_of`].
fn put_texts(value: &mut toml::Value, texts: &mut impl Iterator<Item = String>) {
    match value {
        toml::Value::String(text) if !text.is_ascii() => {
            if let Some(new) = texts.next() {
                *text = new;
            }
        }
        toml::Value::Array(values) => values.iter_mut().for_each(|value| put_texts(value, texts)),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, value)| put_texts(value, texts)),
        _ => {}
    }
}

/// The orders in which texts are read one after the other, as their positions: all of them, and those of each key, which
/// are printed as a list.
fn orders(texts: &[(String, String)]) -> Vec<Vec<usize>> {
    let mut keys: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (key, _)) in texts.iter().enumerate() {
        keys.entry(key).or_default().push(at);
    }
    std::iter::once((0..texts.len()).collect()).chain(keys.into_values()).collect()
}

/// Strikes the texts of a value; whether there was anything to strike.
fn strike_in(value: &mut toml::Value, strike: &dyn Fn(&mut [String]) -> bool) -> bool {
    let all = texts_of(value);
    let orders = orders(&all);
    let mut texts: Vec<String> = all.into_iter().map(|(_, text)| text).collect();
    let mut any = false;
    in_each_order(&mut texts, &orders, &mut |_, read| any |= strike(read));
    if any {
        put_texts(value, &mut texts.into_iter());
    }
    any
}

/// Strikes strings of ASCII alone, each by itself, but for ids, by which the files refer to each other.
fn strike_ascii(value: &mut toml::Value, ids: &BTreeSet<String>, strike: &dyn Fn(&mut [String]) -> bool) -> bool {
    match value {
        toml::Value::String(text) if text.is_ascii() && !ids.contains(text) => strike(std::slice::from_mut(text)),
        toml::Value::Array(values) => {
            values.iter_mut().fold(false, |any, value| strike_ascii(value, ids, strike) | any)
        }
        toml::Value::Table(table) => {
            table.iter_mut().fold(false, |any, (_, value)| strike_ascii(value, ids, strike) | any)
        }
        _ => false,
    }
}

/// Text without byte order mark and with line breaks as LF.
fn plain(text: &str) -> String {
    text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n")
}

/// The `*.toml` files of one folder.
fn toml_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| io("读取工作法文件夹", folder, e))? {
        let path = entry.map_err(|e| io("读取工作法文件夹", folder, e))?.path();
        // Editors and Windows leave files like `.q1.toml` and `~$q1.toml` behind.
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(['.', '~']));
        if !hidden && path.is_file() && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The fault of a file that is not UTF-8, at the first byte that is not.
fn not_text(name: &str, bytes: &[u8], valid: usize) -> Fault {
    let text = String::from_utf8_lossy(bytes);
    Source::new(name, &text).fault(
        valid,
        "文件不是 UTF-8 编码".to_owned(),
        "在记事本里打开，“另存为”时编码选 UTF-8，再检查一次。".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_and_kept_in_the_order_of_their_file() {
        let text = "title = \"那位副职收了三\"\nask = \"万块钱回扣\"\n\n[[probes]]\nid = \"p1\"\nask = \"什么时候\"\n";
        let of = files(&[("questions/q1.toml", text)]);
        let says = |texts: &[String]| texts.concat().contains("收了三万块钱");
        assert_eq!(of.holding(&says), ["questions/q1.toml"]);
        let strike = |texts: &mut [String]| {
            let any = says(texts);
            texts.iter_mut().take(2).filter(|_| any).for_each(|text| "无".clone_into(text));
            any
        };
        let struck = of.struck(&strike, &|_| false).unwrap();
        let kept: toml::Table = struck.files[0].1.parse().unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["title", "ask", "probes"]);
        assert_eq!((kept["title"].as_str(), kept["ask"].as_str()), (Some("无"), Some("无")));
        assert_eq!(kept["probes"][0]["ask"].as_str(), Some("什么时候"));
    }

    #[test]
    fn what_is_no_id_is_struck_and_ids_and_names_are_told() {
        const CARD: &str = "6222021234567890123";
        let dues = format!("note = \"{CARD}\"\nof = \"q1.p{CARD}\"\n");
        let question = format!("[[probes]]\nid = \"q1.p{CARD}\"\nask = \"什么时候\"\n");
        let of = files(&[("dues.toml", &dues), (&format!("questions/{CARD}.toml"), &question)]);
        let strike = |texts: &mut [String]| {
            let any = texts.iter().any(|text| text.contains(CARD));
            for text in texts {
                *text = text.replace(CARD, "无");
            }
            any
        };
        let struck = of.struck(&strike, &|_| false).unwrap();
        assert_eq!(struck.files[0].1.parse::<toml::Table>().unwrap()["note"].as_str(), Some("无"));
        assert_eq!(struck.files[0].1.parse::<toml::Table>().unwrap()["of"].as_str(), Some(&*format!("q1.p{CARD}")));
        assert!(struck.files[1].1.contains(CARD), "it is referred to by it");
        let told = of.spelling(&|text| text.contains(CARD));
        assert_eq!(told, [format!("文件名 questions/{CARD}.toml"), format!("编号 q1.p{CARD}")]);
    }

    fn files(pairs: &[(&str, &str)]) -> MethodFiles {
        MethodFiles::new(pairs.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())))
    }

    #[test]
    fn the_hash_tells_names_from_texts_and_not_orders() {
        let one = files(&[("a", "bc"), ("d", "")]);
        assert_eq!(one.hash(), files(&[("d", ""), ("a", "bc")]).hash());
        assert_ne!(one.hash(), files(&[("ab", "c"), ("d", "")]).hash());
        assert_ne!(one.hash(), files(&[("a", "bc")]).hash());
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(files(&[]).hash().to_string(), empty);
    }

    #[test]
    fn byte_order_mark_and_cr_do_not_make_another_method() {
        assert_eq!(files(&[("a", "\u{FEFF}x\r\ny")]).hash(), files(&[("a", "x\ny")]).hash());
    }

    #[test]
    fn a_folder_is_read_in_order_and_other_encodings_are_faults() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("questions")).unwrap();
        fs::write(dir.path().join("types.toml"), "\u{FEFF}a = 1").unwrap();
        fs::write(dir.path().join("questions/q1.toml"), b"id = 1\nname = \"\xbe\xf6\"\n").unwrap();
        fs::write(dir.path().join("method.toml"), "b = 1").unwrap();
        fs::write(dir.path().join("notes.txt"), "x").unwrap();
        let read = MethodFiles::read_dir(dir.path()).unwrap();
        assert_eq!(read.files.iter().map(|(n, _)| n.as_str()).collect::<Vec<_>>(), ["method.toml", "types.toml"]);
        assert_eq!(read.files.last().map(|(_, t)| t.as_str()), Some("a = 1"));
        let fault = read.unreadable.first().unwrap();
        assert_eq!((fault.file.as_str(), fault.line, fault.column), ("questions/q1.toml", 2, 9));
        assert!(fault.fix.contains("UTF-8"));
        assert!(MethodFiles::read_dir(&dir.path().join("none")).is_err());
    }
}
