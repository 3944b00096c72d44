//! Passphrase, key and recovery code.
//!
//! The key is what SQLCipher 4 would derive itself: PBKDF2-HMAC-SHA512, 256,000 rounds, over the 16-byte salt that
//! the file begins with. Deriving it here, once, lets read-only connections open at once with the raw key, while any
//! SQLCipher tool still opens the file by its passphrase.
//!
//! The recovery code is that key, written for paper: Crockford's base32 (no I, L, O, U) in 13 groups of four
//! characters, each followed by a check character over its group and position. A slip of the pen is found in its
//! group and named; groups that changed places are found too.

use crate::error::{Error, Result};
use data_encoding::{Encoding, Specification};
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Rounds of SQLCipher 4.
const ROUNDS: u32 = 256_000;
/// Least length of a passphrase in characters.
pub const MIN_PASSPHRASE: usize = 8;
/// Groups of a recovery code: 52 base32 characters hold 32 bytes.
const GROUPS: usize = 13;
/// Characters of a group without its check character.
const GROUP: usize = 4;
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What opens a round.
#[derive(Debug)]
pub enum Secret {
    /// A file without encryption.
    None,
    /// The passphrase that the group chose.
    Passphrase(Passphrase),
    /// The recovery code from the leader's safe.
    Recovery(RecoveryCode),
}

impl Secret {
    /// What somebody typed to open a file: the recovery code when it has the form of one, else the passphrase.
    ///
    /// # Errors
    /// A recovery code with a slip of the pen, which is named. A passphrase of any length is taken: too short a one
    /// is wrong like any other, and opening says so.
    pub fn typed(text: &str) -> Result<Self> {
        let code = RecoveryCode::parse(text);
        if code.is_ok() || RecoveryCode::is_like(text) {
            return code.map(Self::Recovery);
        }
        Ok(Self::Passphrase(Passphrase::typed(text)))
    }

    /// The same once more, for whoever has to keep it.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Passphrase(passphrase) => Self::Passphrase(Passphrase(passphrase.0.clone())),
            Self::Recovery(code) => Self::Recovery(RecoveryCode(code.0.clone())),
        }
    }

    /// What a message calls it.
    pub(super) const fn chinese(&self) -> &'static str {
        match self {
            Self::None => "无口令",
            Self::Passphrase(_) => "口令",
            Self::Recovery(_) => "恢复码",
        }
    }
}

/// A passphrase, normalised (NFKC), wiped from memory when dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// A passphrase for a new file, of at least [`MIN_PASSPHRASE`] characters; full-width and half-width forms are
    /// the same passphrase. What is typed to open a file is [`Secret::typed`].
    pub fn new(text: &str) -> Result<Self> {
        let passphrase = Self::typed(text);
        if passphrase.0.chars().count() < MIN_PASSPHRASE {
            return Err(Error::input(format!("口令至少要 {MIN_PASSPHRASE} 个字符"))
                .hint("可以用一句好记的话；忘记口令就打不开文件，请把恢复码抄下交组长保管。"));
        }
        Ok(passphrase)
    }

    /// What somebody typed to open something: too short a one is wrong like any other.
    pub fn typed(text: &str) -> Self {
        Self(Zeroizing::new(text.nfkc().collect()))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// The raw key and the salt of one file.
#[derive(Clone)]
pub(super) struct Key {
    raw: Zeroizing<[u8; 32]>,
    salt: [u8; 16],
}

impl fmt::Debug for Key {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}

impl Key {
    /// Whether `secret` gives this key.
    pub(super) fn fits(&self, secret: &Secret) -> bool {
        Self::derive(secret, self.salt).is_some_and(|other| other.raw == self.raw)
    }

    /// The key that `secret` gives for a file with that salt; `None` without a secret.
    pub(super) fn derive(secret: &Secret, salt: [u8; 16]) -> Option<Self> {
        let raw = match secret {
            Secret::None => return None,
            Secret::Recovery(code) => code.0.clone(),
            Secret::Passphrase(p) => {
                let mut raw = Zeroizing::new([0; 32]);
                pbkdf2::pbkdf2_hmac::<sha2::Sha512>(p.0.as_bytes(), &salt, ROUNDS, raw.as_mut());
                raw
            }
        };
        Some(Self { raw, salt })
    }

    /// The salt of the file that it opens.
    pub(super) const fn salt(&self) -> [u8; 16] {
        self.salt
    }

    /// The statement that hands key and salt to SQLCipher.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        let raw = Zeroizing::new(data_encoding::HEXLOWER.encode(self.raw.as_ref()));
        let salt = data_encoding::HEXLOWER.encode(&self.salt);
        Zeroizing::new(format!("PRAGMA key = \"x'{}{salt}'\";", raw.as_str()))
    }

    /// The code to write down.
    pub(super) fn recovery_code(&self) -> RecoveryCode {
        RecoveryCode(self.raw.clone())
    }
}

/// The key of a round for paper; opens the file when the passphrase is forgotten.
pub struct RecoveryCode(Zeroizing<[u8; 32]>);

impl RecoveryCode {
    /// Whether the text has the groups of a code, whatever they hold; nobody's passphrase has.
    fn is_like(text: &str) -> bool {
        let mut groups = text.split([' ', '-']).filter(|g| !g.is_empty());
        groups.clone().count() == GROUPS && groups.all(|g| g.len() == GROUP + 1 && g.is_ascii())
    }

    /// Reads a code as people write it: blanks and hyphens anywhere, lower case, O for 0, I or L for 1.
    ///
    /// Names the first group whose check character does not fit.
    pub fn parse(text: &str) -> Result<Self> {
        let digits: Zeroizing<Vec<u8>> = Zeroizing::new(
            text.nfkc()
                .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '–' | '_' | '.'))
                .map(digit)
                .collect::<Result<_>>()?,
        );
        if digits.len() != GROUPS * (GROUP + 1) {
            return Err(Error::input(format!(
                "恢复码应有 {GROUPS} 组，每组 {} 个字符；现有 {} 个字符",
                GROUP + 1,
                digits.len()
            ))
            .hint("请对照抄下的恢复码逐组核对，看有没有漏抄或多抄。"));
        }
        let mut symbols = Zeroizing::new(String::with_capacity(GROUPS * GROUP));
        for (at, group) in digits.chunks(GROUP + 1).enumerate() {
            let (data, given) = group.split_at(GROUP);
            if given != [check(at, data)] {
                return Err(Error::input(format!("恢复码第 {} 组有误", at + 1))
                    .hint("请对照抄下的恢复码核对这一组，以及各组的先后次序。"));
            }
            symbols.extend(data.iter().map(|d| symbol(*d)));
        }
        let bytes =
            Zeroizing::new(crockford()?.decode(symbols.as_bytes()).map_err(|e| Error::input("恢复码有误").because(e))?);
        let mut raw = Zeroizing::new([0; 32]);
        if bytes.len() != raw.len() {
            return Err(Error::input("恢复码有误"));
        }
        raw.copy_from_slice(&bytes);
        Ok(Self(raw))
    }

    /// One of its groups, to be typed back; counted from 0.
    pub fn any_group() -> usize {
        usize::from(rand::random::<u8>()) % GROUPS
    }

    /// Whether `typed` is that group, written as people write it.
    pub fn has_group(&self, group: usize, typed: &str) -> bool {
        let plain = typed.nfkc().filter(|c| !c.is_whitespace()).map(|c| digit(c).map(symbol));
        let Ok(typed) = plain.collect::<Result<String>>().map(Zeroizing::new) else { return false };
        self.to_text().split(' ').nth(group).is_some_and(|is| is == typed.as_str())
    }

    /// The code in groups with blanks between, to be shown once and written down.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::new());
        let Ok(encoding) = crockford() else { return out };
        let symbols = Zeroizing::new(encoding.encode(self.0.as_ref()));
        let digits: Zeroizing<Vec<u8>> = Zeroizing::new(symbols.chars().filter_map(|c| digit(c).ok()).collect());
        for (at, group) in digits.chunks(GROUP).enumerate() {
            if at > 0 {
                out.push(' ');
            }
            out.extend(group.iter().map(|d| symbol(*d)));
            out.push(symbol(check(at, group)));
        }
        out
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

fn crockford() -> Result<Encoding> {
    let mut spec = Specification::new();
    spec.symbols.push_str(ALPHABET);
    spec.encoding().map_err(|e| Error::internal("恢复码的编码表有误").because(e))
}

fn symbol(digit: u8) -> char {
    ALPHABET.as_bytes().get(usize::from(digit)).copied().map_or('?', char::from)
}

fn digit(c: char) -> Result<u8> {
    let plain = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET
        .find(plain)
        .and_then(|at| u8::try_from(at).ok())
        .ok_or_else(|| Error::input(format!("恢复码里没有“{c}”这个字符")).hint("恢复码只有数字和字母，不含字母 U。"))
}

/// A weighted sum over GF(32) (x⁵+x²+1): finds every single wrong character and every swap within a group; the
/// position is added, so that swapped groups are found as well.
fn check(at: usize, group: &[u8]) -> u8 {
    let sum = group.iter().fold(0, |sum, d| times_x(sum) ^ d);
    times_x(sum) ^ u8::try_from(at % 32).unwrap_or(0)
}

/// Multiplies by x in GF(32).
const fn times_x(a: u8) -> u8 {
    let b = a << 1;
    if b & 0x20 == 0 { b } else { (b ^ 0x25) & 0x1F }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn passphrases_are_long_enough_and_normalised() {
        assert!(Passphrase::new("1234567").is_err());
        assert_eq!(*Passphrase::new("ＡＢＣＤ１２３４").unwrap().0, "ABCD1234");
        assert!(Passphrase::new("五问五看谈话记录").is_ok(), "characters count, not bytes");
    }

    #[test]
    fn what_is_typed_to_open_is_a_code_by_its_form_and_else_a_passphrase_of_any_length() {
        for text in ["五问五看谈话记录", "短", ""] {
            assert!(matches!(Secret::typed(text), Ok(Secret::Passphrase(_))), "{text}");
        }
        let slip = Secret::typed(&["AAAAA"; 13].join(" ")).unwrap_err();
        assert!(slip.what.contains("恢复码第 1 组有误"), "{slip}");
        let code = RecoveryCode(Zeroizing::new([7; 32])).to_text();
        for text in [code.to_string(), code.replace(' ', "")] {
            assert!(matches!(Secret::typed(&text), Ok(Secret::Recovery(_))), "{text}");
        }
    }

    #[test]
    fn a_code_survives_the_pen() {
        let code = RecoveryCode(Zeroizing::new(std::array::from_fn(|i| u8::try_from(i * 7 % 256).unwrap())));
        let text = code.to_text();
        assert_eq!(text.split(' ').count(), GROUPS);
        let sloppy = text.to_lowercase().replace(' ', " - ").replace('0', "o").replace('1', "l");
        assert_eq!(*RecoveryCode::parse(&sloppy).unwrap().0, *code.0);
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_named_with_its_group(raw: [u8; 32], at in 0..GROUPS * 5, by in 1..32_usize) {
            let text = RecoveryCode(Zeroizing::new(raw)).to_text().replace(' ', "");
            let mut chars: Vec<char> = text.chars().collect();
            let old = ALPHABET.find(chars[at]).unwrap();
            chars[at] = ALPHABET.chars().nth((old + by) % 32).unwrap();
            let e = RecoveryCode::parse(&chars.iter().collect::<String>()).unwrap_err();
            let expected = format!("第 {} 组", at / 5 + 1);
            prop_assert!(e.what.contains(&expected), "{}", e.what);
        }

        #[test]
        fn swapped_characters_and_groups_are_found(raw: [u8; 32], at in 0..GROUPS * 5 - 1, group in 0..GROUPS - 1) {
            let code = RecoveryCode(Zeroizing::new(raw)).to_text();
            let mut chars: Vec<char> = code.replace(' ', "").chars().collect();
            if at % 5 < 4 && chars[at] != chars[at + 1] {
                chars.swap(at, at + 1);
                prop_assert!(RecoveryCode::parse(&chars.iter().collect::<String>()).is_err());
            }
            let mut groups: Vec<&str> = code.split(' ').collect();
            groups.swap(group, group + 1);
            prop_assert!(RecoveryCode::parse(&groups.join(" ")).is_err());
        }
    }
}
