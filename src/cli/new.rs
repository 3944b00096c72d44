//! `wenkan new`: a round from a profile.

use super::args::{Globals, New};
use super::profile::{self, Profile};
use super::{method, output, secret};
use crate::error::{Error, Kind, Result};
use crate::import::create::{NewRound, create_round};
use crate::model::ids::{InspectorId, RoundId};
use crate::model::round::{Inspector, Marking, Part, Round};
use crate::store::Secret;
use std::path::Path;

/// Makes the round, or prints a profile to start from.
pub(super) fn run(args: &New, globals: &Globals) -> Result<()> {
    let Some(path) = args.file.as_deref().filter(|_| !args.print_profile) else {
        return output::data(profile::EXAMPLE);
    };
    if path.exists() {
        return Err(Error::input(format!("已有同名文件，未作改动：{}", path.display())).hint("请换一个名称。"));
    }
    let profile = match &args.profile {
        Some(file) => profile::read(file)?,
        None => bare(path, globals)?,
    };
    let (files, _) = method::load(args.method.as_deref(), Kind::Input)?;
    let secret = if args.no_passphrase { Secret::None } else { secret::for_new_file(globals)? };
    let Profile { round, units, inspectors } = profile;
    let (store, code) = create_round(path, &secret, &NewRound { round, units, inspectors, method: files })?;
    store.close()?;
    output::say(&format!("已新建：{}", path.display()));
    match code {
        Some(code) => {
            let code = code.to_text();
            output::say(&format!(
                "\n恢复码（只显示这一次，请抄在纸上交组长保管，不要存在这台电脑里）：\n\n  {}\n\n\
                 忘记口令时，用恢复码可以打开这个文件。口令和恢复码都没有了，任何人都打不开，内容就永远取不出来了。",
                code.as_str()
            ));
        }
        None => output::say("没有设口令，文件没有加密：谁拿到文件都能看到内容。"),
    }
    Ok(())
}

/// A round of that name with one inspector; the rest is filled in on the screen.
fn bare(path: &Path, globals: &Globals) -> Result<Profile> {
    let Some(me) = globals.acting.as_deref().map(str::trim).filter(|n| !n.is_empty()) else {
        return Err(Error::usage("轮次要有名称、单位和巡察干部")
            .hint("用 --profile 给出（样子见 wenkan new --print-profile），或用 --as 写明您的姓名，其余在界面里补。"));
    };
    let round = Round {
        id: RoundId::new(),
        name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        term: String::new(),
        number: String::new(),
        group: String::new(),
        from: None,
        to: None,
        marking: Marking::default(),
        backup_dir: None,
        lock_minutes: None,
    };
    let me = Inspector::new(InspectorId::new(), me, Part::Member);
    Ok(Profile { round, units: Vec::new(), inspectors: vec![me] })
}
