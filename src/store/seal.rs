//! The text of a lead under a passphrase of its own, as an armoured age file: any age program opens it.
//!
//! Text is sealed before it reaches an action, so the store thread, its queue and the disk never see it plain.

use super::key::Passphrase;
use super::lead::Lead;
use crate::error::{Error, Kind, Result};
use age::scrypt::{Identity, Recipient};
use age::secrecy::SecretString;
use std::fmt;
use zeroize::Zeroizing;

/// Work of scrypt as a power of two: 128 MiB and about half a second of an office laptop for each try.
const WORK: u8 = 17;
/// Work that is still done for a text which another program sealed.
const MOST_WORK: u8 = 20;

/// A text that only its passphrase opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(String);

/// The text of a lead while it is read; wiped from memory when it is dropped, and in no debug output.
pub struct Opened(Zeroizing<String>);

impl Opened {
    /// A text that was typed and is to be sealed.
    pub fn typed(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(…)")
    }
}

impl Sealed {
    /// Seals `text`. Takes about half a second.
    ///
    /// # Errors
    /// There is not memory enough.
    pub fn seal(text: &str, passphrase: &Passphrase) -> Result<Self> {
        let mut recipient = Recipient::new(secret(passphrase));
        recipient.set_work_factor(WORK);
        age::encrypt_and_armor(&recipient, text.as_bytes())
            .map(Self)
            .map_err(|e| Error::internal("线索内容没有加密成").because(e))
    }

    /// What is sealed of a line of the register; `None`: nothing.
    pub fn of(lead: &Lead) -> Option<Self> {
        (!lead.sealed.is_empty()).then(|| Self(lead.sealed.clone()))
    }

    /// As it stands in the register.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Opens it. Takes as long as sealing did.
    ///
    /// # Errors
    /// [`Kind::Open`] when the passphrase is wrong or the text is damaged.
    pub fn open(&self, passphrase: &Passphrase) -> Result<Opened> {
        let mut identity = Identity::new(secret(passphrase));
        identity.set_max_work_factor(MOST_WORK);
        let bytes = age::decrypt(&identity, self.0.as_bytes()).map_err(|e| match e {
            age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed => {
                Error::new(Kind::Open, "线索口令不对").hint("请再输一遍。线索口令和打开轮次的口令是两回事。")
            }
            other => Error::new(Kind::Open, "线索内容打不开，可能已损坏").because(other),
        })?;
        String::from_utf8(bytes)
            .map(|text| Opened(Zeroizing::new(text)))
            .map_err(|e| Error::new(Kind::Open, "线索内容打不开，可能已损坏").because(e.utf8_error()))
    }
}

fn secret(passphrase: &Passphrase) -> SecretString {
    SecretString::from(passphrase.text().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::typed(text)
    }

    #[test]
    fn only_its_passphrase_opens_it() {
        let right = Passphrase::new("竹篾线索口令甲乙").unwrap();
        let sealed = Sealed::seal("举报副局长收受礼金", &right).unwrap();
        assert!(sealed.as_str().starts_with("-----BEGIN AGE ENCRYPTED FILE-----"), "{}", sealed.as_str());
        assert!(!sealed.as_str().contains("礼金") && !format!("{sealed:?}").contains("礼金"));
        let opened = sealed.open(&right).unwrap();
        assert!(opened.as_str() == "举报副局长收受礼金" && !format!("{opened:?}").contains("礼金"));
        let e = sealed.open(&passphrase("竹篾线索口")).unwrap_err();
        assert!(e.kind == Kind::Open && e.what.contains("线索口令不对"), "{e}");
    }

    #[test]
    fn a_damaged_text_says_so() {
        let right = passphrase("竹篾线索口令甲乙");
        let whole = Sealed::seal("x", &right).unwrap();
        for broken in
            [whole.as_str().replace("AGE", "EGA"), "AAAA".to_owned(), whole.as_str().split_at(60).0.to_owned()]
        {
            let e = Sealed(broken).open(&right).unwrap_err();
            assert!(e.what.contains("损坏"), "{e}");
        }
    }
}
