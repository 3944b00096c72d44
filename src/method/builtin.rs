//! The method that comes with the program: 五问五看.

use super::fault::Fault;
use super::files::MethodFiles;
use super::types::Method;
use crate::model::ids::Hash;
use std::ops::Deref;
use std::sync::{Arc, LazyLock};

/// The files of `checklists/`, built in.
pub const FILES: [(&str, &str); 18] = [
    ("method.toml", include_str!("../../checklists/method.toml")),
    ("questions/q1.toml", include_str!("../../checklists/questions/q1.toml")),
    ("questions/q2.toml", include_str!("../../checklists/questions/q2.toml")),
    ("questions/q3.toml", include_str!("../../checklists/questions/q3.toml")),
    ("questions/q4.toml", include_str!("../../checklists/questions/q4.toml")),
    ("questions/q5.toml", include_str!("../../checklists/questions/q5.toml")),
    ("regulations.toml", include_str!("../../checklists/regulations.toml")),
    ("types.toml", include_str!("../../checklists/types.toml")),
    ("records/k1.toml", include_str!("../../checklists/records/k1.toml")),
    ("records/k2.toml", include_str!("../../checklists/records/k2.toml")),
    ("records/k3.toml", include_str!("../../checklists/records/k3.toml")),
    ("records/k4.toml", include_str!("../../checklists/records/k4.toml")),
    ("records/k5.toml", include_str!("../../checklists/records/k5.toml")),
    ("entries.toml", include_str!("../../checklists/entries.toml")),
    ("profile.toml", include_str!("../../checklists/profile.toml")),
    ("trees.toml", include_str!("../../checklists/trees.toml")),
    ("problems.toml", include_str!("../../checklists/problems.toml")),
    ("dues.toml", include_str!("../../checklists/dues.toml")),
];

/// Read at its first use, by whichever thread needs it first; the others wait for that one.
static METHOD: LazyLock<Result<Arc<Method>, Vec<Fault>>> =
    LazyLock::new(|| Method::load(&MethodFiles::builtin()).map(Arc::new));

static HASH: LazyLock<Hash> = LazyLock::new(|| MethodFiles::builtin().hash());

/// Stands in for a built-in method with faults, which no version that passed its tests has.
static NOTHING: LazyLock<Arc<Method>> = LazyLock::new(|| Arc::new(Method::nothing(*HASH)));

/// The method that a round works with. The one that comes with the program is read beside the opening of the round:
/// whoever looks into it first waits until that is done, and what is shown before needs nothing of it.
#[derive(Debug, Clone)]
pub enum MethodInUse {
    /// That which comes with the program.
    Shipped,
    /// Another.
    Own(Arc<Method>),
}

impl MethodInUse {
    /// Its hash, known before it has been read.
    pub fn hash(&self) -> Hash {
        match self {
            Self::Shipped => *HASH,
            Self::Own(method) => method.hash,
        }
    }
}

impl Deref for MethodInUse {
    type Target = Arc<Method>;

    fn deref(&self) -> &Arc<Method> {
        match self {
            Self::Shipped => METHOD.as_ref().unwrap_or(&NOTHING),
            Self::Own(method) => method,
        }
    }
}

impl From<Arc<Method>> for MethodInUse {
    fn from(method: Arc<Method>) -> Self {
        Self::Own(method)
    }
}

impl MethodFiles {
    /// The built-in files.
    pub fn builtin() -> Self {
        Self::new(FILES.map(|(name, text)| (name.to_owned(), text.to_owned())))
    }

    /// The hash of the built-in files, which is made once.
    pub fn builtin_hash() -> Hash {
        *HASH
    }
}

impl Method {
    /// The built-in method, which is read once.
    ///
    /// # Errors
    /// Its faults; a test holds it to none, so a caller may treat one as a fault of the program.
    pub fn shipped() -> Result<Arc<Self>, &'static [Fault]> {
        METHOD.as_ref().map(Arc::clone).map_err(Vec::as_slice)
    }

    /// Reads it for whoever asks next.
    pub fn read_ahead() {
        // Opening a round asks for the hash first.
        LazyLock::force(&HASH);
        LazyLock::force(&METHOD);
    }

    /// A method that asks nothing.
    fn nothing(hash: Hash) -> Self {
        Self {
            hash,
            id: String::new(),
            name: String::new(),
            version: String::new(),
            opening: Vec::new(),
            read_back_line: String::new(),
            questions: Vec::new(),
            approaches: Vec::new(),
            regulations: Vec::new(),
            frequencies: Vec::new(),
            records: Vec::new(),
            entries: Vec::new(),
            profile: Vec::new(),
            trees: Vec::new(),
            sources: Vec::new(),
            patterns: Vec::new(),
            dues: None,
        }
    }

    /// A built-in method of one's own.
    ///
    /// # Errors
    /// As [`shipped`](Self::shipped).
    pub fn builtin() -> Result<Self, Vec<Fault>> {
        Self::shipped().map(|method| Self::clone(&method)).map_err(<[Fault]>::to_vec)
    }
}
