//! The methods of a round: the one that new talks use, and the ones that talks were started with.

use crate::error::{Error, Kind, Result};
use crate::method::builtin::MethodInUse;
use crate::method::records::EntryKind;
use crate::method::types::Method;
use crate::method::{Fault, MethodFiles};
use crate::model::closed::ELSEWHERE;
use crate::model::ids::Hash;
use crate::store::{ENTRY_COLUMNS, EntryColumn, EntryView, Reader, Store};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kinds of entry whose view also goes by their bare name: those of the built-in method, for which rules are written.
const BARE: [&str; 4] = ["meeting", "study_note", "dues_page", "voucher_seen"];

/// The method that a round works with.
#[derive(Debug, Clone)]
pub struct InUse {
    /// It.
    pub method: MethodInUse,
    /// Said when it stands in for one that this version of the program cannot read.
    pub warning: Option<String>,
}

/// The method that new talks use: the one that came in last. When that one cannot be read, the last one that can be;
/// when none of the round can be, the built-in one. So no method ever keeps anybody out of a round.
///
/// # Errors
/// [`Kind::Input`] for a round that has none; those of the store.
pub fn in_use(reader: &Reader) -> Result<InUse> {
    let used = reader.methods()?;
    let Some(newest) = used.first() else {
        return Err(Error::input(format!("轮次里没有工作法：{}", reader.path().display()))
            .hint("用 wenkan method update 装入内置的工作法。"));
    };
    if newest.hash == MethodFiles::builtin_hash() {
        return Ok(InUse { method: MethodInUse::Shipped, warning: None });
    }
    let broken = match exact(reader, newest.hash) {
        Ok(method) => return Ok(InUse { method: method.into(), warning: None }),
        Err(e) if matches!(e.kind, Kind::Input | Kind::Open) => e.what,
        Err(e) => return Err(e),
    };
    let readable = used.iter().skip(1).find_map(|m| exact(reader, m.hash).ok());
    let (method, which) = match readable {
        Some(method) => (method, "轮次里读得出的最近一版"),
        None => (shipped()?, "程序内置的"),
    };
    let warning = format!(
        "{broken}。现在用{which}：{} {}（{}）。请用 wenkan method update 换上一版读得出的。",
        method.name,
        method.version,
        method.hash.short()
    );
    Ok(InUse { method: method.into(), warning: Some(warning) })
}

/// The method of [`in_use`], for whoever need not say more about it.
///
/// # Errors
/// As [`in_use`].
pub fn current(reader: &Reader) -> Result<Arc<Method>> {
    in_use(reader).map(|used| Arc::clone(&used.method))
}

/// The method of that hash, with which a talk or a document was begun and is shown. When it cannot be read, the one in
/// use stands in, which its hash tells.
///
/// # Errors
/// As [`in_use`].
pub fn method_of(reader: &Reader, hash: Hash) -> Result<Arc<Method>> {
    exact(reader, hash).or_else(|_| current(reader))
}

/// Methods of a round, each read once.
#[derive(Debug, Clone, Default)]
pub struct KnownMethods(BTreeMap<Hash, Arc<Method>>);

impl KnownMethods {
    /// The method of that hash, as [`method_of`] finds it.
    ///
    /// # Errors
    /// As [`in_use`].
    pub fn read(&mut self, reader: &Reader, hash: Hash) -> Result<Arc<Method>> {
        if let Some(known) = self.0.get(&hash) {
            return Ok(Arc::clone(known));
        }
        let method = method_of(reader, hash)?;
        self.0.insert(hash, Arc::clone(&method));
        Ok(method)
    }

    /// The method of that hash, when it has been read.
    pub fn get(&self, hash: Hash) -> Option<&Arc<Method>> {
        self.0.get(&hash)
    }
}

/// The method of that hash and no other, as it may be told: withheld words (转线索) in its texts are struck, whoever prints
/// or shows them. It goes by the hash of the files as they are kept. The one that comes with the program is read from the
/// program, once: it is what the hash says.
///
/// # Errors
/// [`Kind::Input`] when the round does not have it, or when this version of the program
/// finds faults in it, the first of which is named.
pub fn exact(reader: &Reader, hash: Hash) -> Result<Arc<Method>> {
    if hash == MethodFiles::builtin_hash() && reader.has_method(hash)? {
        shipped()
    } else {
        kept(reader, hash).map(Arc::new)
    }
}

/// As [`exact`], from the files that the round keeps, whichever it is.
fn kept(reader: &Reader, hash: Hash) -> Result<Method> {
    let method = of_files(told_files(reader, hash)?, hash)?;
    Ok(Method { hash, ..method })
}

/// The files of a method as they may leave the round or be read from it; `None`: the round does not have it. Those of the
/// method that comes with the program say nothing that anybody said.
///
/// # Errors
/// Those of the store.
pub fn told_files(reader: &Reader, hash: Hash) -> Result<Option<Vec<(String, String)>>> {
    let Some(files) = reader.method_files(hash)? else { return Ok(None) };
    let told = reader.told()?;
    if told.is_open() || hash == MethodFiles::builtin_hash() {
        return Ok(Some(files));
    }
    let kept = MethodFiles::kept(files);
    let struck = kept.struck(&|texts| told.strike_each(texts), &|text| told.stand_in(text));
    Ok(Some(struck.unwrap_or(kept).files))
}

/// A method that comes in, as the round keeps it: with withheld words (转线索) struck; and whether there were any.
///
/// # Errors
/// [`Kind::Input`] when it has faults, or cannot be read any more without those words.
pub fn coming_in(reader: &Reader, files: &MethodFiles) -> Result<(Method, bool)> {
    let (told, hash) = (reader.told()?, files.hash());
    let struck = if told.is_open() || hash == MethodFiles::builtin_hash() {
        None
    } else {
        files.struck(&|texts| told.strike_each(texts), &|text| told.stand_in(text))
    };
    let Some(struck) = struck else { return Ok((of_files(Some(files.files.clone()), hash)?, false)) };
    match Method::load(&struck) {
        Ok(method) => Ok((Method { hash, ..method }, true)),
        Err(_) => {
            Err(Error::input("工作法里有已转线索的话，去掉以后读不出来").hint("没有改动。请先改写工作法，再更新一次。"))
        }
    }
}

/// The method of that hash from its files; `None` stands for a round that does not have it.
///
/// # Errors
/// As [`exact`].
pub fn of_files(files: Option<Vec<(String, String)>>, hash: Hash) -> Result<Method> {
    let cannot = |what: &str| {
        Error::input(format!("工作法 {} {what}", hash.short()))
            .hint("文件没有改动。请用 wenkan method update 换上一版，或安装新版问看再打开。")
    };
    let files = files.ok_or_else(|| cannot("不在轮次文件里"))?;
    let files = MethodFiles::new(files);
    Method::load(&files).map_err(|faults| cannot(&format!("读不出来（{}）", first_place(&faults))))
}

/// Where the first fault stands and what it is.
pub(crate) fn first_place(faults: &[Fault]) -> String {
    faults.first().map(|f| format!("{} 第{}行第{}列：{}", f.file, f.line, f.column, f.message)).unwrap_or_default()
}

fn shipped() -> Result<Arc<Method>> {
    Method::shipped().map_err(|faults| Error::internal("内置的工作法有错误").because(first_place(faults)))
}

/// What is wrong with the methods of a round, one line each: those that cannot be read, and those whose text is not what
/// it was.
///
/// # Errors
/// Those of the store.
pub fn problems(reader: &Reader) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for hash in reader.methods()?.into_iter().map(|m| m.hash) {
        let files = reader.method_files(hash).ok().flatten().map(MethodFiles::new);
        if files.is_some_and(|files| files.hash() != hash) && !reader.is_method_struck(hash)? {
            found.push(format!("工作法 {} 的内容与其校验值不符", hash.short()));
        }
        found.extend(kept(reader, hash).err().map(|e| e.what));
    }
    Ok(found)
}

/// What whoever puts out something of a round is told when one of its methods says withheld words (转线索): they are struck
/// in all that leaves ([`told_files`]), and a question that was put in such words reads otherwise in print than it did.
///
/// # Errors
/// Those of the store.
pub fn says_withheld(reader: &Reader) -> Result<Option<String>> {
    let told = reader.told()?;
    if told.is_open() {
        return Ok(None);
    }
    let shipped = MethodFiles::builtin_hash();
    let mut found = Vec::new();
    for hash in reader.methods()?.into_iter().map(|m| m.hash).filter(|hash| *hash != shipped) {
        let files = MethodFiles::new(reader.method_files(hash)?.unwrap_or_default());
        // What was struck in the file itself reads so.
        let says = |texts: &[String]| texts.iter().any(|text| text.contains(ELSEWHERE)) || told.stand_in_any(texts);
        let names = files.holding(&says);
        if !names.is_empty() {
            found.push(format!("工作法 {}（{}）", hash.short(), names.join("、")));
        }
    }
    Ok((!found.is_empty()).then(|| {
        format!(
            "{}里有已转线索的话，印出和导出时改为〔已另行处理〕；请改写工作法，用 wenkan method update 换上。",
            found.join("、")
        )
    }))
}

/// Brings the views of the entries (`entry_KIND`) up to the methods that the round has used. Costs next to nothing when
/// they are: to be called whenever a round is opened for writing or gets a method. `reader`: of that store.
///
/// # Errors
/// Those of the store. A method that this version of the program cannot read adds no columns and is no error here;
/// whoever needs that method is told.
pub fn refresh_views(store: &Store, reader: &Reader) -> Result<()> {
    let wanted = reader.snapshot(|reader| {
        let used = reader.methods()?;
        let stamp = used.iter().map(|m| m.hash.to_string()).collect::<Vec<_>>().join(" ");
        if reader.has_entry_views(&stamp)? {
            return Ok(None);
        }
        let methods: Vec<Arc<Method>> = used.iter().filter_map(|m| exact(reader, m.hash).ok()).collect();
        Ok(Some((stamp, entry_views(&methods))))
    })?;
    wanted.map_or(Ok(()), |(stamp, views)| store.set_entry_views(&stamp, views))
}

/// One view a kind of entry: the fields of all methods that know it, in the order of the newest that has each.
fn entry_views(newest_first: &[Arc<Method>]) -> Vec<EntryView> {
    let mut views: Vec<EntryView> = Vec::new();
    for kind in newest_first.iter().flat_map(|m| &m.entries) {
        let place = views.iter().position(|v| v.kind == kind.id).unwrap_or_else(|| {
            let also = BARE.contains(&kind.id.as_str()).then(|| kind.id.clone());
            views.push(EntryView { kind: kind.id.clone(), also, columns: Vec::new() });
            views.len() - 1
        });
        if let Some(view) = views.get_mut(place) {
            add_columns(view, kind);
        }
    }
    views
}

fn add_columns(view: &mut EntryView, kind: &EntryKind) {
    for field in &kind.fields {
        if view.columns.iter().all(|c| c.field != field.id) {
            let name = column_name(view, &field.id);
            view.columns.push(EntryColumn { name, field: field.id.clone() });
        }
    }
}

/// `meeting.head_last` of a meeting is the column `head_last`. What may not stand in a name becomes `_`; a name that is
/// taken gets `_2`, `_3` …
fn column_name(view: &EntryView, field: &str) -> String {
    let own = field.strip_prefix(view.kind.as_str()).and_then(|rest| rest.strip_prefix('.')).unwrap_or(field);
    let plain = |c: char| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '_' };
    let mut name: String = own.chars().map(plain).collect();
    if !name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_') {
        name.insert(0, '_');
    }
    let taken = |name: &str| ENTRY_COLUMNS.contains(&name) || view.columns.iter().any(|c| c.name == name);
    let numbered = (2..).map(|n: u32| format!("{name}_{n}"));
    std::iter::once(name.clone()).chain(numbered).find(|n| !taken(n)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::records::AskedField;
    use crate::method::types::{Condition, FieldType};
    use crate::model::answer::{Answer, Lane, Statement};
    use crate::model::ids::{InterviewId, StatementId};
    use crate::model::order::OrderKey;
    use crate::model::record::Op;
    use crate::model::value::Instant;
    use crate::store::Secret;

    fn kind(fields: &[&str]) -> EntryKind {
        let field = |id: &&str| AskedField {
            id: (*id).to_owned(),
            label: "甲".to_owned(),
            ty: FieldType::YesNo,
            help: String::new(),
            when: Condition::default(),
            required: false,
            message: String::new(),
            exclusive: Vec::new(),
            column: 0,
        };
        EntryKind { id: "visit".to_owned(), name: "走访".to_owned(), fields: fields.iter().map(field).collect() }
    }

    fn with(entries: Vec<EntryKind>) -> Arc<Method> {
        Arc::new(Method { entries, ..Method::builtin().unwrap() })
    }

    #[test]
    fn fields_become_names_that_are_free() {
        let fields = ["visit.date", "visit.by-whom", "visit.note", "k.date", "visit.1st", "date", "visit.order"];
        let views = entry_views(&[with(vec![kind(&fields)])]);
        let names: Vec<&str> = views[0].columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["date", "by_whom", "note_2", "k_date", "_1st", "date_2", "order"]);
        assert_eq!(views[0].also, None, "a kind of another method has no bare name");
    }

    #[test]
    fn a_view_has_the_fields_of_all_methods() {
        let (old, new) = (kind(&["visit.date", "visit.gone"]), kind(&["visit.date", "visit.new"]));
        let views = entry_views(&[with(vec![new]), with(vec![old])]);
        let names: Vec<&str> = views[0].columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!((views.len(), names), (1, vec!["date", "new", "gone"]));
    }

    #[test]
    fn a_method_that_comes_in_is_read_as_the_round_keeps_it() {
        const SAID: &str = "听说分管的那位副职收了三万块钱回扣";
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let builtin = MethodFiles::builtin();
        let own = MethodFiles::new(builtin.files.iter().map(|(name, text)| {
            let text = if name == "method.toml" { format!("{text}\n# {SAID}\n") } else { text.clone() };
            (name.clone(), text)
        }));
        let read = |files: &MethodFiles| {
            let (method, is_struck) = coming_in(&store.reader().unwrap(), files).unwrap();
            assert_eq!(method.hash, files.hash());
            is_struck
        };
        assert!(!read(&own));
        let mut answer = Answer::new(InterviewId::new(), "q1");
        answer.statements.push(Statement {
            id: StatementId::new(),
            order: OrderKey("1".into()),
            lane: Lane::Verbatim,
            at: Instant { ms: 0, offset: 480 },
            text: SAID.into(),
            key: false,
            withheld: true,
            supersedes: None,
            words_of: Vec::new(),
        });
        store.transact(Op::ImportBundle, None, move |tx| tx.put(&answer)).unwrap();
        assert!(read(&own) && !read(&builtin));
        let (hash, files) = (own.hash(), own.files.clone());
        store.transact(Op::EditRound, None, move |tx| tx.put_method(hash, &files)).unwrap();
        let reader = store.reader().unwrap();
        assert!(!format!("{:?}", reader.method_files(hash).unwrap()).contains("三万"));
        assert_eq!(exact(&reader, hash).unwrap().hash, hash);
        assert_eq!(problems(&reader).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn the_views_follow_the_methods_of_the_round() {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let put = |files: MethodFiles| {
            let hash = files.hash();
            store.transact(Op::EditRound, None, move |tx| tx.put_method(hash, &files.files)).unwrap();
        };
        let stamp = |hashes: &[&MethodFiles]| hashes.iter().map(|f| f.hash().to_string()).collect::<Vec<_>>().join(" ");
        let builtin = MethodFiles::builtin();
        put(builtin.clone());
        refresh_views(&store, &store.reader().unwrap()).unwrap();
        assert!(store.reader().unwrap().has_entry_views(&stamp(&[&builtin])).unwrap());
        // A method that cannot be read adds nothing and stops nothing.
        let unreadable = MethodFiles::new([("method.toml".to_owned(), "id = 1".to_owned())]);
        put(unreadable.clone());
        refresh_views(&store, &store.reader().unwrap()).unwrap();
        assert!(store.reader().unwrap().has_entry_views(&stamp(&[&unreadable, &builtin])).unwrap());
        let views = entry_views(&[Arc::new(Method::builtin().unwrap())]);
        let bare: Vec<&str> = views.iter().filter_map(|v| v.also.as_deref()).collect();
        assert_eq!(bare, BARE, "the built-in kinds of entry go by their bare names");
    }

    /// A round with the methods of these texts, oldest first; `None` is the built-in one.
    fn round(methods: &[Option<&str>]) -> (tempfile::TempDir, Store, Vec<Hash>) {
        let dir = tempfile::tempdir().unwrap();
        let (store, _) = Store::create(&dir.path().join("r.wenkan"), &Secret::None).unwrap();
        let files = |text: Option<&str>| match text {
            Some(text) => MethodFiles::new([("method.toml".to_owned(), text.to_owned())]),
            None => MethodFiles::builtin(),
        };
        let mut hashes = Vec::new();
        for files in methods.iter().copied().map(files) {
            hashes.push(files.hash());
            store.transact(Op::EditRound, None, move |tx| tx.put_method(files.hash(), &files.files)).unwrap();
        }
        (dir, store, hashes)
    }

    #[test]
    fn an_unreadable_method_is_stood_in_for_by_the_last_that_can_be_read() {
        let (_dir, store, hashes) = round(&[None, Some("name = [ 坏"), Some("]")]);
        let reader = store.reader().unwrap();
        let used = in_use(&reader).unwrap();
        let warning = used.warning.unwrap();
        assert_eq!(used.method.hash, hashes[0]);
        assert!(warning.contains("method.toml 第1行") && warning.contains("读得出的最近一版"), "{warning}");
        assert_eq!(method_of(&reader, hashes[1]).unwrap().hash, hashes[0]);
        assert_eq!(method_of(&reader, Hash([1; 32])).unwrap().hash, hashes[0]);
        assert!(exact(&reader, hashes[1]).is_err() && exact(&reader, Hash([1; 32])).is_err());
        let named = problems(&reader).unwrap();
        assert!(named.len() == 2 && named[1].contains(&hashes[1].short()), "{named:?}");
        // Replaced by one that it has used before, and all is well.
        let files = MethodFiles::builtin();
        store.transact(Op::EditRound, None, move |tx| tx.put_method_last(files.hash(), &files.files)).unwrap();
        assert!(in_use(&reader).unwrap().warning.is_none());
    }

    #[test]
    fn a_round_of_which_no_method_can_be_read_works_with_the_built_in_one() {
        let (_dir, store, _) = round(&[Some("name = [ 坏")]);
        let used = in_use(&store.reader().unwrap()).unwrap();
        assert_eq!(used.method.hash, MethodFiles::builtin().hash());
        assert!(used.warning.unwrap().contains("程序内置的"));
        let (_dir, empty, _) = round(&[]);
        assert!(in_use(&empty.reader().unwrap()).is_err());
    }

    #[test]
    fn a_method_whose_text_changed_is_named() {
        let (_dir, store, _) = round(&[None]);
        let files = MethodFiles::builtin();
        store.transact(Op::EditRound, None, move |tx| tx.put_method(Hash([9; 32]), &files.files)).unwrap();
        let named = problems(&store.reader().unwrap()).unwrap();
        assert!(named.len() == 1 && named[0].contains("校验值不符"), "{named:?}");
    }
}
