//! What a file is, told by its bytes; and a plain word where it is no table.

use super::{MAX_UNPACKED, damaged, encrypted};
use crate::error::{Error, Result};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Xls,
    Xlsb,
    Ods,
    Text,
}

const RESAVE: &str = "请用 Excel 或 WPS 打开，另存为 xlsx 或 csv 再导入。";
const RETYPE: &str = "请把其中的表格复制到 Excel 或 WPS 表格里，另存为 xlsx 或 csv 再导入。";

/// Tells the format.
///
/// # Errors
/// Refuses what is not a table (Word, PDF, pictures, archives, web pages), what is encrypted, cut short or unpacks to
/// more than a roster can hold.
pub(super) fn sniff(bytes: &[u8]) -> Result<Format> {
    match bytes {
        [] => Err(Error::input("文件是空的（0 字节）").hint("可能没有复制完整，请重新复制或请单位重新发送。")),
        [b'P', b'K', 3, 4, ..] => packed(bytes),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => compound(bytes),
        [b'%', b'P', b'D', b'F', ..] => {
            Err(Error::input("这是 PDF 文档，不是表格").hint("请向单位索要原来的表格（xlsx、xls、ods 或 csv）。"))
        }
        [b'{', b'\\', b'r', b't', b'f', ..] => {
            Err(Error::input("这是 Word 文档（rtf），请另存为 xlsx 或 csv").hint(RETYPE))
        }
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] | [b'B', b'M', _, _, _, _, 0, 0, ..] => {
            Err(Error::input("这是图片，不是表格").hint("请向单位索要原来的表格（xlsx、xls、ods 或 csv）。"))
        }
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [0x1F, 0x8B, ..] => {
            Err(Error::input("这是压缩包，不是表格").hint("请先解压，再导入里面的表格。"))
        }
        _ if spreadsheet_ml(bytes) => {
            Err(Error::input("这是 Excel 2003 的 XML 表格（SpreadsheetML），不是 xlsx").hint(RESAVE))
        }
        _ if markup(bytes) => {
            Err(Error::input("这是网页（办公系统导出的“xls”常常如此），不是真正的表格文件").hint(RESAVE))
        }
        _ => Ok(Format::Text),
    }
}

/// The XML that Excel 2003 and some office systems write.
fn spreadsheet_ml(bytes: &[u8]) -> bool {
    let head: Vec<u8> = bytes.iter().take(2048).copied().filter(|b| *b != 0).collect();
    let head = String::from_utf8_lossy(&head);
    let head = head.trim_start_matches(['\u{FEFF}', '\u{FFFD}']).trim_start();
    head.starts_with("<?xml")
        && ["progid=\"Excel.Sheet\"", "urn:schemas-microsoft-com:office:spreadsheet"].iter().any(|w| head.contains(w))
}

/// HTML, MHTML and XML, whatever the file is called.
fn markup(bytes: &[u8]) -> bool {
    let head: String =
        bytes.iter().take(1024).filter(|b| b.is_ascii()).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\0');
    ["<html", "<!doctype", "<table", "<?xml", "<meta", "<head", "<style", "mime-version:"]
        .iter()
        .any(|t| head.starts_with(t))
        || (head.starts_with('<') && head.contains("<table"))
}

/// Compound files hold their stream names as UTF-16.
fn compound(bytes: &[u8]) -> Result<Format> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|w| w == wide)
    };
    if holds("EncryptedPackage") {
        return Err(encrypted());
    }
    if holds("WordDocument") {
        return Err(Error::input("这是 Word 文档（doc），请另存为 xlsx 或 csv").hint(RETYPE));
    }
    if holds("PowerPoint Document") {
        return Err(Error::input("这是演示文稿，不是表格").hint(RETYPE));
    }
    if holds("Workbook") || holds("Book") {
        return Ok(Format::Xls);
    }
    Err(damaged("里面没有工作表"))
}

fn packed(bytes: &[u8]) -> Result<Format> {
    let mut zip =
        ZipArchive::new(Cursor::new(bytes)).map_err(|e| damaged("压缩包不完整，可能没有复制完").because(e))?;
    let has = |name: &str| zip.index_for_name(name).is_some();
    let word = || Error::input("这是 Word 文档，请另存为 xlsx 或 csv").hint(RETYPE);
    if has("word/document.xml") {
        return Err(word());
    }
    if has("ppt/presentation.xml") {
        return Err(Error::input("这是演示文稿，不是表格").hint(RETYPE));
    }
    let (sheets, office, binary) = (has("xl/workbook.xml"), has("[Content_Types].xml"), has("xl/workbook.bin"));
    let kind = part(&mut zip, "mimetype", 256);
    let format = match kind.as_deref() {
        Some(k) if k.starts_with("application/vnd.oasis.opendocument.spreadsheet") => Format::Ods,
        Some(k) if k.starts_with("application/vnd.oasis.opendocument.text") => return Err(word()),
        _ if binary => Format::Xlsb,
        _ if sheets || office => Format::Xlsx,
        _ => return Err(Error::input("这是压缩包，不是表格").hint("请先解压，再导入里面的表格。")),
    };
    if part(&mut zip, "META-INF/manifest.xml", 1 << 20).is_some_and(|m| m.contains("encryption-data")) {
        return Err(encrypted());
    }
    weigh(&mut zip, MAX_UNPACKED)?;
    Ok(format)
}

/// The beginning of one part as text.
fn part(zip: &mut ZipArchive<Cursor<&[u8]>>, name: &str, most: u64) -> Option<String> {
    let mut bytes = Vec::new();
    zip.by_name(name).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Unpacks every XML part into nothing: the sizes that a zip states can lie, and a part that does not unpack is damage
/// that is better found before parsing.
fn weigh(zip: &mut ZipArchive<Cursor<&[u8]>>, most: u64) -> Result<()> {
    let mut left = most;
    for at in 0..zip.len() {
        let entry = zip.by_index(at).map_err(|e| match e {
            ZipError::UnsupportedArchive(why) if why == ZipError::PASSWORD_REQUIRED => encrypted(),
            e => damaged("压缩包里有读不出的部分").because(e),
        })?;
        let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let kind = name.rsplit('.').next().unwrap_or_default();
        let binary = kind == "bin" && name.starts_with("xl/") && !name.contains("printerSettings");
        if !(binary || matches!(kind, "xml" | "rels")) {
            continue;
        }
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|e| damaged(&format!("{name} 解不开")).because(e))?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            Error::input(format!("解压后超过 {} MB，不像正常的表格", most >> 20))
                .hint("请核对文件来源；确需导入的，用 Excel 或 WPS 打开，只留下花名册后另存为 csv。")
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_zip_that_unpacks_to_too_much_is_refused_whatever_size_it_states() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for part in ["xl/workbook.xml", "xl/worksheets/sheet1.xml"] {
            writer.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(&vec![b' '; 3 << 20]).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        assert!(bytes.len() < 10_000);
        let weighed = |most| weigh(&mut ZipArchive::new(Cursor::new(bytes.as_slice())).unwrap(), most);
        assert!(weighed(6 << 20).is_ok());
        assert!(weighed(5 << 20).unwrap_err().what.contains("超过 5 MB"));
    }

    #[test]
    fn what_is_no_table_is_named() {
        for (bytes, word) in [
            (&b""[..], "空的"),
            (b"%PDF-1.7", "PDF"),
            (b"{\\rtf1", "Word"),
            (b"\xFF\xD8\xFF\xE0", "图片"),
            (b"\x89PNG\r\n", "图片"),
            (b"Rar!\x1A", "压缩包"),
            (b"\xEF\xBB\xBF \r\n<HTML><body>", "网页"),
            (b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", "SpreadsheetML"),
            (b"\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">", "SpreadsheetML"),
            (b"<?xml version=\"1.0\"?><feed/>", "网页"),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "网页"),
            (b"PK\x03\x04broken", "不完整"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "Word"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "损坏"),
        ] {
            let error = sniff(bytes).unwrap_err();
            assert!(error.what.contains(word), "{word}: {}", error.what);
            assert!(!error.hint.is_empty(), "{word}");
        }
    }
}
