//! Where the passphrase comes from: a file, the environment, the terminal.

use super::args::Globals;
use super::{output, prompt};
use crate::error::{self, Error, Kind, Result};
use crate::store::{MIN_PASSPHRASE, Passphrase, Secret, is_encrypted};
use std::io::Read as _;
use std::path::Path;
use zeroize::Zeroizing;

/// The variable that scripts may set.
const VARIABLE: &str = "WENKAN_PASSPHRASE";
/// How often the terminal asks for the passphrase of a file.
const TRIES: u32 = 3;

/// Opens the round at `path` by `open` with the secret that it needs.
///
/// # Errors
/// Those of `open`; [`Kind::Open`] when a passphrase is needed and neither given nor to be asked for.
pub(super) fn with_secret<T>(path: &Path, globals: &Globals, open: impl Fn(&Secret) -> Result<T>) -> Result<T> {
    if !is_encrypted(path)? {
        if globals.passphrase_file.is_some() {
            output::say("这个文件没有加密，口令没有用上。");
        }
        return open(&Secret::None);
    }
    if let Some(text) = given(globals)? {
        return open(&Secret::typed(&text)?);
    }
    if !prompt::possible() {
        return Err(Error::new(Kind::Open, format!("打开这个文件要口令：{}", path.display()))
            .hint("文件没有改动。请用 --passphrase-file 指明口令文件，或设环境变量 WENKAN_PASSPHRASE。"));
    }
    for _ in 1..TRIES {
        match ask_and_open(&open) {
            Err(e) if matches!(e.kind, Kind::Open | Kind::Input) => output::say(&e.what),
            other => return other,
        }
    }
    ask_and_open(&open)
}

fn ask_and_open<T>(open: &impl Fn(&Secret) -> Result<T>) -> Result<T> {
    open(&Secret::typed(&prompt::secret("口令（忘记时输恢复码）：")?)?)
}

/// The secret for a new file; on the terminal it is typed twice.
///
/// # Errors
/// [`Kind::Usage`] when it is neither given nor to be asked for, [`Kind::Input`] when it is too short.
pub(super) fn for_new_file(globals: &Globals) -> Result<Secret> {
    if let Some(text) = given(globals)? {
        return Passphrase::new(&text).map(Secret::Passphrase);
    }
    if !prompt::possible() {
        return Err(Error::usage("新建轮次要设口令").hint(
            "请用 --passphrase-file 指明口令文件，或设环境变量 WENKAN_PASSPHRASE；不要口令的写 --no-passphrase。",
        ));
    }
    output::say(&format!(
        "请为新轮次设一个口令（至少 {MIN_PASSPHRASE} 个字符，可用汉字）。输入时不显示。\n\
         忘记口令，又没有恢复码，任何人都打不开这个文件。"
    ));
    typed_twice("口令：", "两次输入的口令不一样，没有新建")
}

fn typed_twice(question: &str, differs: &str) -> Result<Secret> {
    let first = prompt::secret(question)?;
    let passphrase = Passphrase::new(&first)?;
    if *prompt::secret("再输一次：")? != *first {
        return Err(Error::usage(differs).hint("请再运行一次。"));
    }
    Ok(Secret::Passphrase(passphrase))
}

/// The passphrase that a round gets in place of the one it has; on the terminal it is typed twice.
///
/// # Errors
/// [`Kind::Usage`] when it is neither given nor to be asked for, or was typed in two ways; [`Kind::Usage`] too when it is
/// too short, so that the old one is not asked for again.
pub(super) fn new_passphrase(file: Option<&Path>) -> Result<Secret> {
    let new = match file {
        Some(file) => Passphrase::new(&first_line(file)?).map(Secret::Passphrase),
        None if prompt::possible() => {
            output::say(&format!("请设新口令（至少 {MIN_PASSPHRASE} 个字符，可用汉字）。输入时不显示。"));
            typed_twice("新口令：", "两次输入的口令不一样，口令没有换")
        }
        None => return Err(Error::usage("要有新口令").hint("请用 --new-passphrase-file 指明新口令文件。")),
    };
    new.map_err(|e| if e.kind == Kind::Input { Error::usage(e.what).hint(e.hint) } else { e })
}

/// Whether the secret was given without asking, so that a file which it does not open is not asked for again.
pub(super) fn is_known(globals: &Globals) -> bool {
    !matches!(given(globals), Ok(None))
}

/// The secret of the copies of a round whose own file is gone or damaged: given, typed, or none.
///
/// # Errors
/// Those of typing.
pub(super) fn of_copies(globals: &Globals) -> Result<Secret> {
    if let Some(text) = given(globals)? {
        return Secret::typed(&text);
    }
    if !prompt::possible() {
        return Ok(Secret::None);
    }
    match prompt::secret("备份的口令（没有加密的直接按回车）：")? {
        text if text.is_empty() => Ok(Secret::None),
        text => Secret::typed(&text),
    }
}

/// The passphrase given without asking: the first line of the file, else the variable.
fn given(globals: &Globals) -> Result<Option<Zeroizing<String>>> {
    if let Some(path) = &globals.passphrase_file {
        return first_line(path).map(Some);
    }
    let variable = std::env::var(VARIABLE).ok().filter(|v| !v.is_empty());
    Ok(variable.map(Zeroizing::new))
}

fn first_line(path: &Path) -> Result<Zeroizing<String>> {
    /// More than any passphrase has; what comes after it is not read.
    const MOST: u64 = 64 << 10;
    let mut text = Zeroizing::new(String::new());
    // It may be a pipe.
    let read = std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_string(&mut text));
    read.map_err(|e| error::io("读取口令文件", path, e))?;
    let line = text.trim_start_matches('\u{FEFF}').lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Error::input(format!("口令文件是空的：{}", path.display())).hint("口令写在文件的第一行。"));
    }
    Ok(Zeroizing::new(line.to_owned()))
}
