//! The help of a screen: what its marks mean, and every key that works on it.

use crate::tui::dialog::page::{Block, Page};
use crate::tui::keys::label;
use crate::tui::shell::Shell;
use crate::tui::update::Screen;

/// Makes help pages.
#[derive(Debug)]
pub struct Help;

impl Help {
    /// The help of `screen`.
    pub fn of(screen: &dyn Screen, shell: &Shell) -> Page {
        let mut blocks = Vec::new();
        let here = screen.context();
        for line in screen.help() {
            blocks.push(Block::Text(here.fill(line)));
        }
        if !blocks.is_empty() {
            blocks.push(Block::Gap);
        }
        blocks.push(Block::Head("按键".to_owned()));
        for b in here.bindings() {
            let menu = b.letter.map(|l| format!("（菜单 {l}）")).unwrap_or_default();
            blocks.push(Block::Item(label(b.key), format!("{}{menu}", b.help)));
        }
        if here.types() {
            blocks.push(Block::Text("其余按键都是输入文字。".to_owned()));
        }
        Page::new(format!("帮助：{}", screen.title(shell)), blocks)
    }
}
