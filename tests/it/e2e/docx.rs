//! Reading what the program printed, by others than the program.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;

/// The text of a docx, a line per paragraph, headers and footers included.
pub(super) fn text(path: &Path) -> String {
    let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        if name.strip_prefix("word/").is_some_and(|n| !n.contains('/')) {
            let mut xml = String::new();
            part.read_to_string(&mut xml).unwrap();
            text.push_str(&plain(&xml));
        }
    }
    text
}

/// XML without its tags; the end of a `w:p` ends a line.
fn plain(xml: &str) -> String {
    let mut out = String::new();
    for piece in xml.split('<') {
        let (tag, rest) = piece.split_once('>').unwrap_or(("", piece));
        if tag == "/w:p" {
            out.push('\n');
        }
        out.push_str(rest);
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

/// The text of paragraphs and tables as python-docx reads it; `None` where that is not installed.
pub(super) fn text_by_python(path: &Path) -> Option<String> {
    const SCRIPT: &str = "import sys, docx\n\
        d = docx.Document(sys.argv[1])\n\
        t = [p.text for p in d.paragraphs]\n\
        t += [c.text for table in d.tables for row in table.rows for c in row.cells]\n\
        sys.stdout.buffer.write('\\n'.join(t).encode('utf-8'))";
    let has = Command::new("python3").args(["-c", "import docx"]).output().is_ok_and(|out| out.status.success());
    if !has {
        println!("python-docx is not installed: the second reader is left out");
        return None;
    }
    let out = Command::new("python3").args(["-c", SCRIPT]).arg(path).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

#[test]
fn xml_is_read_as_text() {
    let xml = r#"<?xml version="1.0"?><w:p><w:r><w:t xml:space="preserve">三 &lt; 五</w:t></w:r></w:p><w:p/>"#;
    assert_eq!(plain(xml), "三 < 五\n");
}
