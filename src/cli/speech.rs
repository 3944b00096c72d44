//! What clap says, in Chinese: headings, usage lines, errors.

use super::args::Args;
use crate::error::{Error, Kind, Result};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};
use std::ffi::OsString;

/// What a command line asks for.
#[derive(Debug)]
pub(super) enum Parsed {
    /// A command, or the screen.
    Run(Box<Args>),
    /// Help or version, for stdout.
    Show(String),
}

/// Reads a command line.
///
/// # Errors
/// [`Kind::Usage`], in Chinese.
pub(super) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Parsed> {
    let mut command = chinese(Args::command());
    command.build();
    command = usages(command);
    let parsed = command.try_get_matches_from_mut(args).and_then(|m| Args::from_arg_matches(&m));
    match parsed {
        Ok(args) => Ok(Parsed::Run(Box::new(args))),
        Err(e) if matches!(e.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            Ok(Parsed::Show(e.render().to_string()))
        }
        Err(e) => Err(usage_error(&e)),
    }
}

/// Chinese headings for a command and all below it.
fn chinese(command: Command) -> Command {
    let named = command.get_subcommand_help_heading().is_some();
    let command = if named { command } else { command.subcommand_help_heading("命令") };
    command
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n")
        .mut_args(|arg| if arg.is_positional() { arg.help_heading("参数") } else { arg.help_heading("选项") })
        .mut_subcommands(chinese)
}

/// Chinese placeholders in the usage lines, and arguments in their order; both are only known once the command is built.
fn usages(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]");
    let usage = usage.replace("[COMMAND]", "[命令]").replace("<COMMAND>", "<命令>");
    let ordered = |arg: clap::Arg| match arg.get_index() {
        Some(index) => arg.display_order(index),
        None => arg,
    };
    command.override_usage(usage).mut_args(ordered).mut_subcommands(usages)
}

fn usage_error(e: &clap::Error) -> Error {
    let of = |kind| e.get(kind).map(text).unwrap_or_default();
    let (arg, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let what = match e.kind() {
        ErrorKind::UnknownArgument if arg.starts_with('-') => format!("不认识的参数“{arg}”"),
        ErrorKind::UnknownArgument => format!("这里不能写“{arg}”"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "还缺一个命令".to_owned(),
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面缺少内容"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 不能是“{value}”"),
        ErrorKind::ArgumentConflict => format!("{arg} 与 {} 不能同时使用", of(ContextKind::PriorArg)),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{arg} 后面的内容个数不对"),
        ErrorKind::TooManyValues => format!("{arg} 后面多了“{value}”"),
        ErrorKind::InvalidUtf8 => "参数里有读不出来的字符".to_owned(),
        _ => "命令写法不对".to_owned(),
    };
    Error::new(Kind::Usage, what).hint(hint(e))
}

/// What was probably meant, or what there is, and where the help is.
fn hint(e: &clap::Error) -> String {
    let listed = |kind| e.get(kind).map(text).filter(|t| !t.is_empty());
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let valid = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let first = match (meant.into_iter().find_map(listed), valid.into_iter().find_map(listed)) {
        (Some(meant), _) => format!("是不是要写 {meant}？"),
        (None, Some(valid)) => format!("可以写：{valid}。"),
        (None, None) => String::new(),
    };
    first + "加 --help 看用法。"
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(s) => s.clone(),
        ContextValue::Strings(all) => all.join("、"),
        ContextValue::StyledStr(s) => s.to_string(),
        ContextValue::StyledStrs(all) => all.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(n) => n.to_string(),
        ContextValue::Bool(b) => b.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &[&str]) -> Result<Parsed> {
        parse(std::iter::once("wenkan").chain(line.iter().copied()).map(OsString::from))
    }

    fn refusal(line: &[&str]) -> String {
        parsed(line).expect_err("refused").to_string()
    }

    fn shown(line: &[&str]) -> String {
        match parsed(line) {
            Ok(Parsed::Show(text)) => text,
            other => panic!("not shown: {other:?}"),
        }
    }

    #[test]
    fn the_declarations_hold() {
        chinese(Args::command()).debug_assert();
    }

    #[test]
    fn refusals_are_chinese_and_say_what_to_write() {
        assert_eq!(refusal(&["stats"]), "缺少 <FILE>\n加 --help 看用法。");
        assert_eq!(refusal(&["check", "a", "--jsn"]), "不认识的参数“--jsn”\n是不是要写 --json？加 --help 看用法。");
        assert_eq!(
            refusal(&["check", "a", "--only", "hits"]),
            "--only <PART> 不能是“hits”\n可以写：coverage、papers、exports。加 --help 看用法。"
        );
        assert_eq!(refusal(&["import", "a", "dues", "b"]).lines().next(), Some("这里不能写“dues”"));
        assert_eq!(refusal(&["method", "chek"]).lines().next(), Some("没有“chek”这个命令"));
        assert_eq!(
            refusal(&["new", "a", "--no-passphrase", "--passphrase-file", "p"]).lines().next(),
            Some("--no-passphrase 与 --passphrase-file <F> 不能同时使用")
        );
        assert_eq!(refusal(&["method"]).lines().next(), Some("还缺一个命令"));
        assert_eq!(
            refusal(&["attach", "a", "--out", "1"]).lines().next(),
            Some("--out <ID> <PATH> 后面的内容个数不对")
        );
    }

    #[test]
    fn every_help_is_chinese() {
        fn walk(command: &Command, path: &mut Vec<String>) {
            for sub in command.get_subcommands() {
                path.push(sub.get_name().to_owned());
                let mut line: Vec<&str> = path.iter().map(String::as_str).collect();
                if line.first() == Some(&"import") && line.len() == 2 {
                    line.insert(1, "x.wenkan");
                }
                line.push("--help");
                let help = shown(&line);
                for english in ["Usage", "Options", "Arguments", "Commands", "OPTIONS", "Print", "COMMAND", "possible"]
                {
                    assert!(!help.contains(english), "{english} in {help}");
                }
                assert!(help.contains("用法：wenkan "), "{help}");
                walk(sub, path);
                path.pop();
            }
        }
        let command = Args::command();
        walk(&command, &mut Vec::new());
        let help = shown(&["--help"]);
        assert!(help.contains("命令:") && help.contains("选项:") && help.contains("参数:"), "{help}");
    }

    #[test]
    fn globals_stand_before_and_behind_the_command() {
        for line in [["--as", "刘芳", "stats", "a"], ["stats", "a", "--as", "刘芳"]] {
            let Ok(Parsed::Run(args)) = parsed(&line) else { panic!("{line:?}") };
            assert_eq!(args.globals.acting.as_deref(), Some("刘芳"));
        }
    }
}
