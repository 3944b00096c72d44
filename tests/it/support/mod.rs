//! A hermetic place to run the real binary in: own home, own working folder, fixed clock, zone and language.
//!
//! When an assertion on a run fails, the command, its folder, exit code, stdout and stderr are printed.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// The moment at which the sample round stands.
pub(crate) const NOW: &str = "2026-03-12T09:42:00+08:00";
/// A passphrase of encrypted rounds.
pub(crate) const PASSPHRASE: &str = "水利局 2026 巡察";

/// The program under test: the one that cargo has built, or what `WENKAN_TEST_PROGRAM` names, which may run one of another
/// machine.
pub(crate) fn program() -> PathBuf {
    std::env::var_os("WENKAN_TEST_PROGRAM").map_or_else(|| env!("CARGO_BIN_EXE_wenkan").into(), PathBuf::from)
}

/// One test's world.
pub(crate) struct TestEnvironment {
    root: TempDir,
    variables: Vec<(String, String)>,
}

impl TestEnvironment {
    /// An empty home and an empty working folder.
    pub(crate) fn new() -> Self {
        // What a test does with the library in this process leaves nothing in the home of whoever runs it.
        wenkan::traces::disable();
        let root = tempfile::tempdir().unwrap();
        for folder in ["home", "work"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        let set = [("TZ", "Asia/Shanghai"), ("LANG", "zh_CN.UTF-8"), ("WENKAN_NOW", NOW), ("TERM", "xterm")];
        let variables = set.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec();
        Self { root, variables }
    }

    /// An environment with the sample round in `样.wenkan`, without passphrase.
    pub(crate) fn with_sample() -> Self {
        let env = Self::new();
        env.run(&["demo", "--dir", ".", "--no-open"]).success();
        fs::rename(env.path("示例轮次.wenkan"), env.path("样.wenkan")).unwrap();
        env
    }

    /// Sets a variable for all later runs.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.retain(|(n, _)| n != name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The working folder.
    pub(crate) fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    /// The home folder.
    pub(crate) fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// A path in the working folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.work().join(name)
    }

    /// Writes a file into the working folder; returns its path.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// The command, ready to run, with nothing of the caller's environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(args).current_dir(self.work()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.home());
        for (variable, folder) in [
            ("XDG_STATE_HOME", "state"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(variable, self.home().join(folder));
        }
        command.envs(self.variables.iter().map(|(k, v)| (k, v)));
        command
    }

    /// Runs to the end.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        let out = self.command(args).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
        Run {
            command: args.iter().map(|a| (*a).to_owned()).collect(),
            cwd: self.work(),
            code: out.status.code(),
            stdout: text(&out.stdout),
            stderr: text(&out.stderr),
        }
    }

    /// All files below a folder of the working folder, by relative name.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let root = self.path(folder);
        let mut found = Vec::new();
        walk(&root, &root, &mut found);
        found.sort();
        found
    }
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            found.push((name, fs::read(&path).unwrap()));
        }
    }
}

/// One run with all that it said.
pub(crate) struct Run {
    command: Vec<String>,
    cwd: PathBuf,
    pub(crate) code: Option<i32>,
    /// Data.
    pub(crate) stdout: String,
    /// Talk.
    pub(crate) stderr: String,
}

impl Run {
    /// Holds the run to exit code 0.
    #[track_caller]
    pub(crate) fn success(self) -> Self {
        self.exits(0)
    }

    /// Holds the run to an exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Holds stdout to be exactly this.
    #[track_caller]
    pub(crate) fn prints(self, stdout: &str) -> Self {
        assert_eq!(self.stdout, stdout, "{self}");
        self
    }

    /// Holds stderr to be exactly this.
    #[track_caller]
    pub(crate) fn tells(self, stderr: &str) -> Self {
        assert_eq!(self.stderr, stderr, "{self}");
        self
    }

    /// Holds stdout or stderr to contain this.
    #[track_caller]
    pub(crate) fn mentions(self, text: &str) -> Self {
        assert!(self.stdout.contains(text) || self.stderr.contains(text), "no “{text}” in {self}");
        self
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { command, cwd, code, stdout, stderr } = self;
        write!(
            f,
            "\n$ cd {} && wenkan {}\nexit {code:?}\n--- stdout\n{stdout}--- stderr\n{stderr}---",
            cwd.display(),
            command.join(" ")
        )
    }
}
