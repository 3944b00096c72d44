//! Files to a checked [`Method`], or every fault of every file.

use super::fault::{Fault, Faults, Source};
use super::files::MethodFiles;
use super::parse::{self, Doc, Known};
use super::syntax::{self, Healed};
use super::types::Method;
use toml::de::DeTable;

/// Files that every method has, beside its questions.
const FIXED: [&str; 3] = ["method.toml", "regulations.toml", "types.toml"];

impl Method {
    /// Reads and checks all files.
    ///
    /// # Errors
    /// All faults of all files, sorted by file, line and column. A file with syntax errors is checked as far as it can
    /// be read; what seems to be missing from it is not reported.
    pub fn load(files: &MethodFiles) -> Result<Self, Vec<Fault>> {
        let faults = Faults::default();
        files.unreadable.iter().cloned().for_each(|f| faults.push(f));
        check_names(files, &faults);
        let sources: Vec<Source<'_>> = files.files.iter().map(|(name, text)| Source::new(name, text)).collect();
        let (roots, healed): (Vec<_>, Vec<Option<Healed>>) = sources
            .iter()
            .map(|source| match syntax::heal(source, &faults) {
                Ok(root) => (Some(root), None),
                Err(healed) => (None, Some(healed)),
            })
            .unzip();
        let docs: Vec<Doc<'_>> = sources
            .iter()
            .zip(roots)
            .zip(&healed)
            .filter_map(|((source, root), healed)| {
                let root = root.or_else(|| Some(DeTable::parse_recoverable(&healed.as_ref()?.text).0))?;
                let partial = healed.as_ref().is_some_and(|h| h.partial);
                Some(Doc { source, root, broken: healed.is_some(), partial })
            })
            .collect();
        let method = read(files, &docs, &faults);
        let faults = faults.into_sorted();
        match method {
            Some(method) if faults.is_empty() => Ok(method),
            _ => Err(faults),
        }
    }
}

/// Whether a name is that of a question file.
fn is_question(name: &str) -> bool {
    name.starts_with("questions/")
}

/// Reports files that are missing and files that nobody reads.
fn check_names(files: &MethodFiles, faults: &Faults) {
    let file_fault = |name: &str, message: &str, fix: &str| {
        faults.push(Source::new(name, "").fault(0, message.to_owned(), fix.to_owned()));
    };
    for name in FIXED.into_iter().filter(|name| !files.has(name)) {
        file_fault(name, "缺少这个文件", "从内置工作法（wenkan method show）或旧的文件夹里补上。");
    }
    if !files.files.iter().map(|(n, _)| n).chain(files.unreadable.iter().map(|f| &f.file)).any(|n| is_question(n)) {
        file_fault("questions/q1.toml", "一个问题文件也没有", "在 questions 文件夹里每个问题写一个文件。");
    }
    for (name, _) in files.files.iter().filter(|(n, _)| !is_question(n) && !FIXED.contains(&n.as_str())) {
        file_fault(name, "程序不读这个文件", &format!("改成 {} 之一，或移出文件夹。", FIXED.join("、")));
    }
}

/// Reads all documents; `None` without `method.toml`.
fn read(files: &MethodFiles, docs: &[Doc<'_>], faults: &Faults) -> Option<Method> {
    let known = look_ahead(files, docs, faults);
    let named = |name: &str| docs.iter().find(|d| d.source.name == name).map(|d| d.table(faults));
    let approaches = named("types.toml").map(|t| parse::approaches(t, &known));
    let laws = named("regulations.toml").map(|t| parse::regulations(t, &known));
    let mut questions: Vec<&Doc<'_>> = docs.iter().filter(|d| is_question(d.source.name)).collect();
    questions.sort_by_key(|d| natural(d.source.name));
    let questions = questions.into_iter().map(|d| parse::question(d.table(faults), &known)).collect();
    let mut method = parse::head(named("method.toml")?);
    method.hash = files.hash();
    method.questions = questions;
    method.approaches = approaches?;
    (method.regulations, method.frequencies) = laws?;
    Some(method)
}

/// Collects the ids that may be referred to.
fn look_ahead(files: &MethodFiles, docs: &[Doc<'_>], faults: &Faults) -> Known {
    let mut known = Known::default();
    known.types.partial = !files.files.iter().any(|(n, _)| n == "types.toml");
    known.questions.partial = files.unreadable.iter().any(|f| is_question(&f.file));
    for doc in docs {
        let table = doc.table(faults);
        if is_question(doc.source.name) {
            known.questions.note(table.peek("id"));
        } else if doc.source.name == "types.toml" {
            known.types.partial |= doc.partial;
            table.peek_ids("type").into_iter().for_each(|id| known.types.note(id));
        }
    }
    known
}

/// Sort key by which `q2` comes before `q10`.
fn natural(name: &str) -> (String, u64, String) {
    let stem = name.trim_end_matches(".toml");
    let number_at = stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (word, number) = stem.split_at_checked(number_at).unwrap_or((stem, ""));
    (word.to_owned(), number.parse().unwrap_or_default(), name.to_owned())
}
