//! `(before, keys, after)`: what editing does, row by row.

use super::keys::Typist;

/// Runs a table in rows of 10 cells.
fn check(table: &[(&str, &str, &str)]) {
    for (before, keys, after) in table {
        let mut desk = Typist::new(before, 10);
        desk.press(keys);
        assert_eq!(desk.marked(), *after, "{before:?} {keys:?}");
    }
}

#[test]
fn typing_and_erasing() {
    check(&[
        ("|", "检查", "检查|"),
        ("检|查", "发现", "检发现|查"),
        ("检查|", "<bs>", "检|"),
        ("检|查", "<del>", "检|"),
        ("|检查", "<bs>", "|检查"),
        ("检查|", "<del>", "检查|"),
        // A name with a variation selector, a family, a flag, an accent: one Backspace each.
        ("葛\u{E0100}|", "<bs>", "|"),
        ("|葛\u{E0100}城", "<del>", "|城"),
        ("好👨\u{200D}👩\u{200D}👧|", "<bs>", "好|"),
        ("🇨🇳🇫🇷|", "<bs>", "🇨🇳|"),
        ("e\u{301}|", "<bs>", "|"),
        // A selector or joiner typed after its base leaves no caret inside the glyph.
        ("葛|城", "\u{E0100}", "葛\u{E0100}|城"),
        ("👩|👧", "\u{200D}", "👩\u{200D}👧|"),
        // Erasing what kept two apart lets them grow together; the caret goes behind.
        ("e。|\n\u{301}", "<bs><del>", "e\u{301}|"),
        ("检查|，发现", "<C-bs>", "|，发现"),
        ("检查，发现|", "<C-bs>", "检查，|"),
        ("|共1,234.56元", "<C-del><C-del>", "|元"),
        ("检查\n|发现", "<C-bs>", "检查|发现"),
    ]);
}

#[test]
fn paragraphs() {
    check(&[
        ("检查|发现", "<cr>", "检查\n|发现"),
        ("|检查", "<cr>", "\n|检查"),
        ("检查|", "<cr><cr>发", "检查\n\n发|"),
        ("检查\n|发现", "<bs>", "检查|发现"),
        ("检查|\n发现", "<del>", "检查|发现"),
        ("检查\n\n|", "<bs><bs>", "检查|"),
        ("一^二\n三\n四|五", "<del>", "一|五"),
        ("一|二\n三\n四^五", "六", "一六|五"),
        ("一^二\n三|四", "<cr>", "一\n|四"),
    ]);
}

#[test]
fn moving() {
    check(&[
        ("检|查", "<left><left>", "|检查"),
        ("检|查\n发", "<right><right>", "检查\n|发"),
        ("检\n|查", "<left>", "检|\n查"),
        ("葛\u{E0100}|城", "<left>", "|葛\u{E0100}城"),
        ("|👨\u{200D}👩\u{200D}👧好", "<right>", "👨\u{200D}👩\u{200D}👧|好"),
        ("|检查发现，问题A37号", "<C-right>", "检查发现，|问题A37号"),
        ("|问题A37号", "<C-right><C-right>", "问题A37|号"),
        ("检查，问题|", "<C-left><C-left>", "|检查，问题"),
        ("检查\n|发现", "<C-left>", "检查|\n发现"),
        ("一二\n三|四", "<C-up>", "一二\n|三四"),
        ("一二\n三|四", "<C-up><C-up>", "|一二\n三四"),
        ("一|二\n三四", "<C-down>", "一二\n|三四"),
        ("一二\n三|四", "<C-down>", "一二\n三四|"),
        ("一二\n三|四", "<C-home>", "|一二\n三四"),
        ("一|二\n三四", "<C-end>", "一二\n三四|"),
    ]);
}

#[test]
fn moving_over_rows_of_five_han() {
    check(&[
        ("一二三四五六七|", "<up>", "一二|三四五六七"),
        ("一二三|四五六七", "<down>", "一二三四五六七|"),
        // The column is kept over a short row, and forgotten by any other move.
        ("一二三|四五\n一\n一二三四", "<down><down>", "一二三四五\n一\n一二三|四"),
        ("一二三|四五\n一\n一二三四", "<down><left><down>", "一二三四五\n一\n|一二三四"),
        ("一二三|", "<down>", "一二三|"),
        ("一|二三", "<up>", "一|二三"),
        // Home and End keep to the row on the screen, however often they are pressed.
        ("一二三四五六七|八", "<home><home>", "一二三四五|六七八"),
        ("一二|三四五六七八", "<end><end>", "一二三四五|六七八"),
        ("一二|三四五六七八", "<end><home>", "|一二三四五六七八"),
        ("一二|三四五六七八", "<end><down>", "一二三四五六七八|"),
        ("一二|三四五六七八", "<end><right>", "一二三四五六|七八"),
        ("一\n二\n三\n四\n五|", "<pgup>", "一\n二|\n三\n四\n五"),
        ("一\n二|\n三\n四\n五", "<pgdn><pgdn>", "一\n二\n三\n四\n五|"),
        ("一\n|二\n三", "<pgup>", "|一\n二\n三"),
    ]);
}

#[test]
fn selecting() {
    check(&[
        ("检|查发现", "<S-right><S-right>", "检^查发|现"),
        ("检|查发现", "<S-right><S-left>", "检|查发现"),
        ("检^查发|现", "<left>", "检|查发现"),
        ("检|查发^现", "<right>", "检查发|现"),
        ("检|查发现", "<S-C-right>", "检^查发现|"),
        ("检|查\n发现", "<all>", "^检查\n发现|"),
        ("检^查发|现", "题", "检题|现"),
        ("检^查发|现", "<bs>", "检|现"),
        ("检^查发|现", "<C-bs>", "检|现"),
        ("共A3|7元", "<word>", "共^A37|元"),
        ("检查\n发|现", "<para>", "检查\n^发现|"),
        ("一二三|四五六七", "<S-down>", "一二三^四五六七|"),
        ("检^查|发现", "<copy><end><paste>", "检查发现查|"),
        ("检^查\n发|现", "<cut>", "检|现"),
        ("检^查\n发|现", "<cut><end><paste>", "检现查\n发|"),
        ("检查|", "<cut><copy>", "检查|"),
    ]);
}

#[test]
fn undo_takes_groups_back() {
    check(&[
        ("|", "检查发现问题<undo>", "|"),
        ("|", "检查<wait>发现<undo>", "检查|"),
        ("|", "检查<left>发<undo>", "检|查"),
        ("|", "检查<blur>发<undo>", "检查|"),
        ("|", "检查<cr>发现<undo>", "检查\n|"),
        ("|", "检查<cr>发现<undo><undo>", "检查|"),
        ("|", "一二三四五六七八九十一二三四五六七八九十百千<undo>", "一二三四五六七八九十一二三四五六七八九十|"),
        ("检查发现|", "<bs><bs><undo>", "检查发现|"),
        ("|检查发现", "<del><del><undo>", "|检查发现"),
        ("检查|", "发现<bs><undo>", "检查发现|"),
        ("检^查|发现", "题目<undo>", "检^查|发现"),
        ("检^查|发现", "<bs><undo>", "检^查|发现"),
        ("一^二\n三\n四|五", "<del><undo>", "一^二\n三\n四|五"),
        ("葛\u{E0100}|", "<bs><undo>", "葛\u{E0100}|"),
        ("检查\n|发现", "<bs><undo>", "检查\n|发现"),
    ]);
}

#[test]
fn redo_makes_them_again() {
    check(&[
        ("|", "检查<undo><redo>", "检查|"),
        ("|", "检查<cr>发<undo><undo><redo><redo>", "检查\n发|"),
        ("一^二\n三\n四|五", "<del><undo><redo>", "一|五"),
        ("|", "检查<undo>发<redo>", "发|"),
        ("检^查|", "<cut><paste><undo><undo><redo>", "检|"),
        ("|", "<redo><undo>检<undo><undo>", "|"),
    ]);
}

#[test]
fn locked_paragraphs_stay_as_they_are() {
    check(&[
        ("#已|读回", "错<bs><del><C-bs><C-del><cr>", "#已|读回"),
        ("|新\n#已读回", "<right><right><right>", "新\n#|已读回"),
        // Joining with it is refused in both directions, and so is erasing over it.
        ("#已读回\n|新", "<bs>", "#已读回\n|新"),
        ("新|\n#已读回", "<del>", "新|\n#已读回"),
        ("|\n#已读回", "<del>", "|\n#已读回"),
        ("一^二\n#已读回\n三|四", "<del>五", "一^二\n#已读回\n三|四"),
        // A new paragraph may be begun after it, and taken away again while it is empty.
        ("#已读回|", "<cr>补", "#已读回\n补|"),
        ("#已读回|", "<cr><bs>", "#已读回|"),
        ("#已读回|", "<cr>补<undo><undo>", "#已读回|"),
        ("#已读回^\n|", "补", "#已读回^\n|"),
        ("#已^读|回\n新", "<copy><C-end><paste>", "#已读回\n新读|"),
    ]);
}

#[test]
fn pasting() {
    for (before, text, after) in [
        ("一|二", "三", "一三|二"),
        ("一|二", "三\r\n四\r\n五", "一三\n四\n五|二"),
        ("一|二", "三\n", "一三\n|二"),
        ("一^二|三", "四\r五", "一四\n五|三"),
        ("一|", "\n\n", "一\n\n|"),
        ("一|", "", "一|"),
        ("一|", "a\tb\u{7}", "一a\tb\u{7}|"),
    ] {
        let mut desk = Typist::new(before, 10);
        desk.pasted(text);
        assert_eq!(desk.marked(), after, "{before:?} {text:?}");
        desk.press("<undo>");
        assert_eq!(desk.marked(), before, "one undo for {text:?}");
    }
}

#[test]
fn ten_thousand_characters_pasted_are_one_edit_and_one_undo() {
    let text: String = "巡察组请他把当时的会议记录拿来看。\n".repeat(600);
    assert!(text.chars().count() > 10_000);
    let mut desk = Typist::new("前|后", 40);
    let revision = desk.buffer.revision();
    desk.pasted(&text);
    assert_eq!(desk.buffer.revision(), revision + 1);
    assert_eq!(desk.buffer.text(), format!("前{text}后"));
    desk.press("<undo>");
    assert_eq!(desk.marked(), "前|后");
    assert!(!desk.buffer.can_undo());
}

#[test]
fn typing_after_a_paste_is_another_group() {
    let mut desk = Typist::new("|", 10);
    desk.press("一");
    desk.pasted("二三");
    desk.press("四<undo>");
    assert_eq!(desk.marked(), "一二三|");
    desk.press("<undo>");
    assert_eq!(desk.marked(), "一|");
}

#[test]
fn a_burst_of_typing_counts_its_graphemes() {
    let mut desk = Typist::new("|", 40);
    desk.typed("一二三四五六七八九十一二三四五六七八九十");
    desk.press("百<undo>");
    assert_eq!(desk.buffer.text().chars().count(), 20);
}
