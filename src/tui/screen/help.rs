//! The help of a screen: what its marks mean, and every key that works on it.

use crate::tui::keymap::label;
use crate::tui::screen::Screen;
use crate::tui::screen::page::{Block, Page};
use crate::tui::shell::Shell;

/// Makes help pages.
#[derive(Debug)]
pub struct Help;

impl Help {
    /// The help of `screen`.
    pub fn of(screen: &dyn Screen, shell: &Shell) -> Page {
        let mut blocks = Vec::new();
        for line in screen.help() {
            blocks.push(Block::Text((*line).to_owned()));
        }
        if !blocks.is_empty() {
            blocks.push(Block::Gap);
        }
        blocks.push(Block::Head("按键".to_owned()));
        let mut texts = vec![];
        for b in screen.context().bindings() {
            let Some(key) = b.key else { continue };
            let menu = b.letter.map(|l| format!("（菜单 {l}）")).unwrap_or_default();
            texts.push(Block::Item(label(key), format!("{}{menu}", b.help)));
        }
        blocks.append(&mut texts);
        if screen.context().types() {
            blocks.push(Block::Text("其余按键都是输入文字。".to_owned()));
        }
        Page::new(format!("帮助：{}", screen.title(shell)), blocks)
    }
}
