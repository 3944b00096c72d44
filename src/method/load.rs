//! Files to a checked [`Method`], or every fault of every file.

use super::fault::{Fault, Faults, Source};
use super::files::MethodFiles;
use super::parse::{self, Doc, Known};
use super::syntax::{self, Healed};
use super::types::Method;
use toml::de::DeTable;

/// Files that every method has, beside its questions.
const FIXED: [&str; 3] = ["method.toml", "regulations.toml", "types.toml"];
/// Files that a method may have. Without them it has no such part: so methods of before load as they did.
const OPTIONAL: [&str; 5] = ["dues.toml", "entries.toml", "problems.toml", "profile.toml", "trees.toml"];
/// The folder of the questions, one file each.
pub(super) const QUESTIONS: &str = "questions/";
/// The folder of the kinds of record, one file each; a method may have none.
pub(super) const RECORDS: &str = "records/";

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

/// Reports files that are missing and files that nobody reads.
fn check_names(files: &MethodFiles, faults: &Faults) {
    let missing = |name: &str, message: &str, fix: &str| file_fault(faults, name, message, fix);
    for name in FIXED.into_iter().filter(|name| !files.has(name)) {
        missing(name, "缺少这个文件", "从内置工作法（wenkan method show）或旧的文件夹里补上。");
    }
    if !files.any_in(QUESTIONS) {
        missing("questions/q1.toml", "一个问题文件也没有", "在 questions 文件夹里每个问题写一个文件。");
    }
    if files.any_in(RECORDS) && !files.has("entries.toml") {
        missing(
            "entries.toml",
            "缺少这个文件",
            "records 文件夹里的每种记录都要说明摘记哪一种条目，请补上 entries.toml。",
        );
    }
    let known = |name: &str| {
        name.starts_with(QUESTIONS) || name.starts_with(RECORDS) || FIXED.contains(&name) || OPTIONAL.contains(&name)
    };
    for (name, _) in files.files.iter().filter(|(name, _)| !known(name)) {
        let names = FIXED.iter().chain(&OPTIONAL).copied().collect::<Vec<_>>().join("、");
        missing(name, "程序不读这个文件", &format!("改成 {names} 之一，或移出文件夹。"));
    }
}

/// A fault of a whole file.
fn file_fault(faults: &Faults, name: &str, message: &str, fix: &str) {
    faults.push(Source::new(name, "").fault(0, message.to_owned(), fix.to_owned()));
}

/// Reads all documents; `None` without `method.toml`.
fn read(files: &MethodFiles, docs: &[Doc<'_>], faults: &Faults) -> Option<Method> {
    let known = look_ahead(files, docs, faults);
    let named = |name: &str| docs.iter().find(|d| d.source.name == name).map(|d| d.table(faults));
    let approaches = named("types.toml").map(|t| parse::approaches(t, &known));
    let laws = named("regulations.toml").map(|t| parse::regulations(t, &known));
    let folder = |folder: &str| {
        let mut found: Vec<&Doc<'_>> = docs.iter().filter(|d| d.source.name.starts_with(folder)).collect();
        found.sort_by_key(|d| natural(d.source.name));
        found.into_iter().map(|d| d.table(faults)).collect::<Vec<_>>()
    };
    let questions: Vec<_> = folder(QUESTIONS).into_iter().map(|t| parse::question(t, &known)).collect();
    let records: Vec<_> = folder(RECORDS).into_iter().map(|t| parse::record(t, &known)).collect();
    let entries = named("entries.toml").map(|t| parse::entries(t, &known)).unwrap_or_default();
    let profile = named("profile.toml").map(|t| parse::profile(t, &known)).unwrap_or_default();
    let trees = named("trees.toml").map(|t| parse::trees(t, &known)).unwrap_or_default();
    let dues = named("dues.toml").map(|t| parse::dues(t, &known));
    let problems = named("problems.toml").map(|t| parse::problems(t, &known, &questions)).unwrap_or_default();
    let mut method = parse::head(named("method.toml")?);
    method.hash = files.hash();
    (method.questions, method.records, method.entries) = (questions, records, entries);
    (method.profile, method.trees) = (profile, trees);
    (method.sources, method.patterns) = problems;
    method.dues = dues;
    check_trees(files, &method, faults);
    method.approaches = approaches?;
    (method.regulations, method.frequencies) = laws?;
    Some(method)
}

/// Without `trees.toml` no category can be right: one report, not one for each.
fn check_trees(files: &MethodFiles, method: &Method, faults: &Faults) {
    let items = method.records.iter().flat_map(|r| &r.items).map(|i| &i.categories);
    let used = items.chain(method.patterns.iter().map(|p| &p.categories)).any(|c| !c.is_empty());
    if used && !files.has("trees.toml") {
        file_fault(
            faults,
            "trees.toml",
            "缺少这个文件",
            "categories 用到了分类，请补上 trees.toml，或删去所有 categories。",
        );
    }
}

/// Collects the ids that may be referred to.
fn look_ahead(files: &MethodFiles, docs: &[Doc<'_>], faults: &Faults) -> Known {
    let mut known = Known::default();
    let unread = |name: &str| !files.files.iter().any(|(n, _)| n == name);
    known.types.partial = unread("types.toml");
    known.regulations.partial = unread("regulations.toml");
    known.entries.partial = unread("entries.toml");
    known.nodes.partial = unread("trees.toml");
    known.questions.partial = files.unreadable.iter().any(|f| f.file.starts_with(QUESTIONS));
    for doc in docs {
        let table = doc.table(faults);
        let (ids, key) = match doc.source.name {
            "types.toml" => (&mut known.types, "type"),
            "regulations.toml" => (&mut known.regulations, "regulation"),
            "entries.toml" => (&mut known.entries, "entry"),
            "trees.toml" => {
                known.nodes.partial |= doc.partial;
                table.peek_ids_within("tree", "node").into_iter().for_each(|id| known.nodes.note(id.as_deref()));
                continue;
            }
            name => {
                if name.starts_with(QUESTIONS) {
                    known.questions.note(table.peek("id"));
                }
                continue;
            }
        };
        ids.partial |= doc.partial;
        table.peek_ids(key).into_iter().for_each(|id| ids.note(id));
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
