//! `wenkan demo`: the sample round in a folder of its own, and the screen on it.

use super::args::Demo;
use super::open::{self, Obstacle};
use super::output;
use crate::error::{Result, io};
use crate::import::create::{SAMPLE_FILE, sample_below, write_sample};
use crate::store::{Secret, Store};
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the sample and opens it unless told not to; returns the exit code.
pub(super) fn run(args: &Demo) -> Result<u8> {
    let (store, path) = match &args.dir {
        Some(dir) => write_to(dir)?,
        None => sample_below(Path::new(""))?,
    };
    store.close()?;
    output::say("示例轮次已写好，内容全为虚构，没有加密：");
    output::data(&format!("{}\n", path.display()))?;
    if args.no_open {
        return Ok(0);
    }
    if let Some(obstacle) = Obstacle::here() {
        output::say(&format!("界面没有打开：{}。{}", obstacle.chinese(), obstacle.hint()));
        output::say("之后运行 wenkan 加上面的文件名即可打开。");
        return Ok(0);
    }
    open::screen(path)
}

/// Writes the sample into `folder`, which is made when missing; refuses an existing file.
fn write_to(folder: &Path) -> Result<(Store, PathBuf)> {
    fs::create_dir_all(folder).map_err(|e| io("新建文件夹", folder, e))?;
    let path = folder.join(SAMPLE_FILE);
    let (store, _) = Store::create_with_content(&path, &Secret::None, write_sample)?;
    Ok((store, path))
}
