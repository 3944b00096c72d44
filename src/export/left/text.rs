//! What a file says, whatever it is called: texts, JSON, and the XML in docx and xlsx.

use encoding_rs::{Encoding, GB18030, UTF_8};
use serde_json::Value;
use std::io::{Cursor, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// Larger files are not read: no output with a text of its own comes near it.
pub(super) const LARGEST: u64 = 64 << 20;

/// The text of a file, its name included; `None`: it has none, or it cannot be read.
pub(super) fn of(path: &Path) -> Option<String> {
    let mut file = crate::regular::open(path).ok()?;
    let is_zip = {
        let mut head = [0; 2];
        file.read_exact(&mut head).is_ok() && head == *b"PK"
    };
    file.rewind().ok()?;
    let text = if is_zip { office(file)? } else { plain(file)? };
    Some(with_name(path, &text))
}

/// The same of a file that was read, called `path`.
pub(super) fn of_bytes(path: &Path, bytes: &[u8]) -> Option<String> {
    let text = if bytes.starts_with(b"PK") { office(Cursor::new(bytes))? } else { plain(bytes)? };
    Some(with_name(path, &text))
}

fn with_name(path: &Path, text: &str) -> String {
    format!("{}\n{text}", path.file_stem().unwrap_or_default().to_string_lossy())
}

/// Whether a zip is a document (Office, OpenDocument) and no archive.
pub(super) fn is_document<R: Read + Seek>(zip: &ZipArchive<R>) -> bool {
    ["[Content_Types].xml", "mimetype"].iter().any(|name| zip.index_for_name(name).is_some())
}

/// Whether a file that begins so may have a text.
pub(super) fn may_have_one(head: &[u8]) -> bool {
    let is_wide = Encoding::for_bom(head).is_some();
    head.starts_with(b"PK") || (!NO_TEXT.iter().any(|with| head.starts_with(with)) && (is_wide || !head.contains(&0)))
}

/// How files begin that hold no text to be read, though some of their bytes may look like it: PDF, RTF, old Word and WPS.
const NO_TEXT: [&[u8]; 4] = [b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"MIME-Version:"];

/// The text in whatever Chinese editors write: UTF-8, UTF-16 with its mark, GB18030.
fn decoded(bytes: &[u8]) -> Option<String> {
    if NO_TEXT.iter().any(|with| bytes.starts_with(with)) {
        return None;
    }
    let encoding = Encoding::for_bom(bytes)
        .map_or_else(|| if std::str::from_utf8(bytes).is_ok() { UTF_8 } else { GB18030 }, |(encoding, _)| encoding);
    let (text, _, is_torn) = encoding.decode(bytes);
    (!is_torn && !text.contains('\0')).then(|| text.into_owned())
}

fn plain(file: impl Read) -> Option<String> {
    let mut bytes = Vec::new();
    let read = file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    if read as u64 > LARGEST {
        return None;
    }
    let text = decoded(&bytes)?;
    let Ok(json) = serde_json::from_str::<Value>(&text) else { return Some(without_tags(&text)) };
    let mut said = String::new();
    strings(&json, &mut said);
    Some(said)
}

fn strings(json: &Value, said: &mut String) {
    match json {
        Value::String(text) => {
            said.push_str(text);
            said.push('\n');
        }
        Value::Array(all) => all.iter().for_each(|one| strings(one, said)),
        Value::Object(all) => all.iter().for_each(|(key, one)| {
            said.push_str(key);
            said.push('\n');
            strings(one, said);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn office<R: Read + Seek>(file: R) -> Option<String> {
    let mut zip = ZipArchive::new(file).ok()?;
    zip.index_for_name("[Content_Types].xml")?;
    let (mut said, mut left) = (String::new(), LARGEST);
    for at in 0..zip.len() {
        let member = zip.by_index(at).ok()?;
        if !Path::new(member.name().ok()?.as_ref()).extension().is_some_and(|e| e.eq_ignore_ascii_case("xml")) {
            continue;
        }
        let mut xml = String::new();
        let read = member.take(left).read_to_string(&mut xml).ok()?;
        left = left.saturating_sub(u64::try_from(read).unwrap_or(LARGEST));
        if left == 0 {
            return None;
        }
        let plain = without_tags(&xml);
        match quick_xml::escape::unescape(&plain) {
            Ok(text) => said.push_str(&text),
            Err(_) => said.push_str(&plain),
        }
        said.push('\n');
    }
    Some(said)
}

/// What stands between the tags: words that are cut by one are whole again. A `<` that opens no tag stays.
fn without_tags(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        said.push_str(before);
        let opens = tag.starts_with(|c: char| c.is_ascii_alphabetic() || "/?!".contains(c));
        // No further than the next of either: a text may hold any number of `<` and no `>`.
        let cut = tag.find(['<', '>']).and_then(|at| tag.split_at_checked(at));
        let whole = cut.and_then(|(inner, after)| Some((inner, after.strip_prefix('>')?)));
        if let Some((inner, after)) = whole.filter(|_| opens) {
            if inner.starts_with('/') && !inner.ends_with(":r") && !inner.ends_with(":t") && inner != "/t" {
                said.push('\n');
            }
            rest = after;
        } else {
            said.push('<');
            rest = tag;
        }
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn tags_that_never_close_are_text_however_many() {
        assert_eq!(without_tags("甲<a 乙<b>丙</p>丁<"), "甲<a 乙丙\n丁<");
        let open = "<a ".repeat(500_000);
        assert_eq!(without_tags(&open), open);
    }

    #[test]
    fn every_kind_of_file_says_its_words() {
        let dir = tempfile::tempdir().unwrap();
        let docx = {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default();
            let xml = "<w:p><w:r><w:t>甲乙</w:t></w:r><w:r><w:t>丙&amp;丁</w:t></w:r></w:p>";
            for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", xml)] {
                zip.start_file(name, options).unwrap();
                zip.write_all(text.as_bytes()).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        let cases: [(&str, &[u8], Option<&str>); 5] = [
            ("a.docx", &docx, Some("甲乙丙&丁")),
            ("b.json", br#"{"a": ["\u7532\u4e59", 3]}"#, Some("甲乙")),
            ("c.md", "甲<b>乙</b>，3 < 4".as_bytes(), Some("甲乙\n，3 < 4")),
            ("d.pdf", b"%PDF\xff\xfe", None),
            ("e.zip", b"PK\x03\x04", None),
        ];
        for (name, bytes, want) in cases {
            let path = dir.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let said = of(&path);
            assert_eq!(said, of_bytes(&path, bytes), "{name}");
            assert_eq!(said.is_some(), want.is_some(), "{name}: {said:?}");
            let (said, want) = (said.unwrap_or_default(), want.unwrap_or_default());
            assert!(said.contains(want), "{name}: {said}");
        }
    }
}
