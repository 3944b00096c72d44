//! XML as a tree, and the one way from text to characters that XML may hold.

use crate::error::{Error, Result};
use crate::text::pasted;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// An element with its attributes and children, in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Element(Element),
    Text(String),
}

/// An empty element of that name (with its prefix, e.g. `w:p`).
pub fn el(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), children: Vec::new() }
}

/// An element whose only attribute is `w:val`, the most frequent shape.
pub fn val(name: &'static str, value: impl Into<Cow<'static, str>>) -> Element {
    el(name).attr("w:val", value)
}

impl Element {
    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Adds an attribute holding a number.
    #[must_use]
    pub fn number(self, name: &'static str, value: impl Into<i64>) -> Self {
        self.attr(name, value.into().to_string())
    }

    /// Adds a child.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// Adds a child when `condition` holds.
    #[must_use]
    pub fn child_if(self, condition: bool, child: impl FnOnce() -> Self) -> Self {
        if condition { self.child(child()) } else { self }
    }

    /// Adds children.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children.into_iter().map(Node::Element));
        self
    }

    /// Adds text; characters that XML cannot hold are shown as what they are ([`legal`]).
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.children.push(Node::Text(legal(text).into_owned()));
        self
    }

    /// The part: declaration and tree, UTF-8.
    ///
    /// # Errors
    /// Never in practice; writing to memory has an error type all the same.
    pub fn to_part(&self) -> Result<Vec<u8>> {
        let mut writer = Writer::new(Vec::new());
        let decl = Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes")));
        writer.write_event(decl).and_then(|()| self.write(&mut writer)).map_err(|e| {
            Error::internal("生成文档内容失败").hint("记录不受影响；请再试一次，并把日志交给维护人员。").because(e)
        })?;
        Ok(writer.into_inner())
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        let mut start = BytesStart::new(self.name);
        for (name, value) in &self.attributes {
            start.push_attribute((*name, legal(value).as_ref()));
        }
        if self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        for child in &self.children {
            match child {
                Node::Element(e) => e.write(writer)?,
                Node::Text(t) => writer.write_event(Event::Text(BytesText::new(t)))?,
            }
        }
        writer.write_event(Event::End(BytesEnd::new(self.name)))
    }
}

/// `text` with every character that XML 1.0 forbids, and the invisible C1 controls, replaced by a visible one.
///
/// C0 controls and DEL become their Unicode pictures (␀ … ␡), the rest U+FFFD: what was pasted into a statement
/// is seen to have been there. So do controls of the direction of writing, which XML may hold: a sum or a name would be
/// printed in another order than it is stored in. Tab and line feed stay; Extension B and later Han and emoji are untouched.
pub fn legal(text: &str) -> Cow<'_, str> {
    if !text.chars().any(illegal) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if illegal(c) { picture(c) } else { c }).collect())
}

const fn illegal(c: char) -> bool {
    pasted::turns(c)
        || matches!(c, '\u{0}'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn picture(c: char) -> char {
    match u32::from(c) {
        low @ 0..=0x1F => char::from_u32(0x2400 + low).unwrap_or('\u{FFFD}'),
        0x7F => '\u{2421}',
        _ => '\u{FFFD}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;

    /// Reads text and attribute back with an ordinary XML reader.
    fn read_back(part: &[u8]) -> (String, String) {
        let mut reader = Reader::from_reader(part);
        let (mut text, mut attribute) = (String::new(), String::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break (text, attribute),
                Event::Start(e) | Event::Empty(e) => {
                    for a in e.attributes() {
                        attribute.push_str(&quick_xml::escape::unescape(&a.unwrap().value).unwrap());
                    }
                }
                Event::Text(t) => text.push_str(&t),
                Event::GeneralRef(r) => {
                    let raw = format!("&{};", &*r);
                    text.push_str(&quick_xml::escape::unescape(&raw).unwrap());
                }
                _ => {}
            }
        }
    }

    #[test]
    fn controls_become_visible_and_rare_characters_stay() {
        assert_eq!(legal("a\u{0}b\u{1B}[31m\u{7F}\u{85}\u{FFFE}"), "a␀b␛[31m␡\u{FFFD}\u{FFFD}");
        for kept in ["𠮷野家", "\u{31350}\u{2EBF0}", "😀👨‍👩‍👧", "葛\u{E0100}", "一\t二\n三"] {
            assert!(matches!(legal(kept), Cow::Borrowed(_)), "{kept}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was_shown(text in "[\\PC\\x00-\\x1f&<>\"'\\]]{0,60}") {
            // A reader turns CR and CRLF into LF; CR is shown as a picture, so nothing is left to turn.
            let part = el("w:t").attr("w:val", text.clone()).text(&text).to_part().unwrap();
            let (read, attribute) = read_back(&part);
            prop_assert_eq!(read, legal(&text).into_owned());
            prop_assert_eq!(attribute, legal(&text).into_owned());
        }
    }
}
