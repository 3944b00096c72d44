//! Pictures: what stands where, at three sizes.

use super::driver::{Driver, Frame};
use super::screens;
use crate::tui::keys::Context;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 50)];

fn rule(cells: usize) -> String {
    "─".repeat(cells)
}

/// Compares row by row; `RULE` stands for a rule across the screen.
fn assert_rows(d: &mut Driver, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|row| row.replace("RULE", &rule(80))).collect();
    assert_eq!(d.rows(), expected, "\n{}", d.text());
}

#[test]
fn home_at_80_by_24() {
    let mut d = Driver::books();
    // The units that are not shown are counted one a tick, then candidates and papers.
    for _ in 0..5 {
        d.wait(0);
    }
    let empty = "                                                  │";
    assert_rows(
        &mut d,
        &[
            " 问看  十七届第十轮 第一组 / 城乡建设局党组                  刘芳  未加密  已存",
            "RULE",
            "  姓名     职务        代号 一 二 三 四 五 3 人   │ 五必看         份 已看 疑点",
            "> 马会来   党组书记..  A11  -  -  -  -  -  未谈   │ 会议记录     ~  1    1    -",
            "  邓有田   办公室主任  B22  -  -  -  -  -  未谈   │ 学习笔记     ~  1    -    -",
            "  马会芳   出纳        C33  -  -  -  -  -  未谈   │ 党费账目     ~  1    -    -",
            "                                                  │ 党委会议记录 ~  1    -    -",
            "                                                  │ 会计凭证     ☐  -    -    -",
            empty,
            "                                                  │ 单位                 五必问",
            "                                                  │>城乡建设局党组          0/0",
            "                                                  │ 柳河镇党委             6/17",
            "                                                  │ 水利局党组            14/20",
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            "RULE",
            " 还剩  1 今天要谈 0 人  2 必问未完 0 题  3 已中断 0 人  p 候选 1  底稿有缺 0",
            "       d 必看未完 5 类  未看完 3 份  y 逾期未交 1  在手 1  o 疑点未处理 0 条",
            "RULE",
            " Enter 打开  t 谈话  d 查阅  p 问题  / 查找  F9 遮屏  Ctrl-G 菜单  F1 帮助",
        ],
    );
}

#[test]
fn home_of_a_method_that_reads_nothing() {
    let mut d = Driver::home();
    d.use_no_books();
    d.keys("Tab");
    assert!(!d.shows("五必看") && d.shows(" 条"), "{}", d.text());
}

#[test]
fn a_document_at_80_by_24() {
    let mut d = Driver::minutes();
    d.keys("Up F2 F5 Down");
    assert_rows(
        &mut d,
        &[
            " 查阅  党组会议记录 2022年 第2卷 原件  城乡建设局党组        刘芳  未加密  已存",
            "RULE",
            "  要点                        结论       页          备注             2/10 已看",
            "  P1  会议频次                无问题",
            "  P2  到会人数                有问题  *  12, 31      3月8日到会4人，应到9人",
            "> P3  末位表态                未看",
            "  P4  议题来源                未看",
            "  P5  如实记录                未看",
            "  P6  会议频次                未看",
            "  P7  到会人数                未看",
            "  P8  末位表态                未看",
            "  P9  议题来源                未看",
            "  P10 如实记录                未看",
            "RULE",
            "    日期     会议     主持     到会   议题                           页",
            "    03-08    党组会   马会来   4人    干部任免                       12",
            "    03-29    党组会   马会来   8人    大额资金，购车                 12",
            "",
            "",
            "",
            "RULE",
            " 疑点 1   支撑材料 1   附件 0   条目 2                                  F4 提示",
            "RULE",
            " 1 无问题  2 有问题  3 不适用  F8 下一条  F9 遮屏  Ctrl-G 菜单  F1 帮助",
        ],
    );
}

#[test]
fn a_talk_at_80_by_24() {
    let mut d = Driver::talk("李秀英");
    let empty = "       │";
    let question = format!(">三 ~  │ {}", rule(70));
    let number = format!("       │ {} 第10段 {}", rule(60), rule(2));
    assert_rows(
        &mut d,
        &[
            " 谈话  A37  谈话中  谈话人 刘芳  记录人 周宁                 刘芳  未加密  已存",
            "RULE",
            " 四 ☑  │ 三  党组织对党风廉政建设工作是否经常研究部署                  问法 1/3",
            " 一 ☑  │ 去年党组织研究部署党风廉政建设的情况，请您给我们讲讲。",
            &question,
            " 二 ☐  │ 原* 去年研究了四次，一季度一次，题目记不全了，有一次是学通报。",
            " 五 ☐  │ 注  翻本子后回答。",
            "       │ 原  5月那次我请了假，带队在外县看供水站，材料是回来补看的。",
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            empty,
            &number,
            "       │ 判断 -   要素 1/4   追问 1/3   疑点 1                          F4 展开",
            "RULE",
            " F2 疑点  F3 原/要/注  F4 展开  F8 下一问  F9 遮屏  Ctrl-G 菜单  F1 帮助",
        ],
    );
}

/// Top line, rules and bar, the same on every screen of an open round.
fn assert_framed(frame: &Frame, name: &str) {
    frame.assert_whole(name);
    let rows = frame.rows();
    let top = &rows[0];
    assert!(top.ends_with("未加密  已存"), "{name}: {top}");
    assert_eq!(rows[1], rule(usize::from(frame.buf.area.width)), "{name}");
    let bar = rows.last().unwrap();
    assert!(bar.contains("Ctrl-G 菜单") || bar.contains("Esc 返回"), "{name}: {bar}");
}

#[test]
fn every_screen_of_a_round_has_the_same_frame_at_every_size() {
    for way in screens::HOME.iter().chain(screens::TALK).chain(screens::READING).chain(screens::PAPERS) {
        let mut d = (way.go)();
        for (cols, rows) in SIZES {
            d.resize(cols, rows);
            assert_framed(&d.frame(), &format!("{} at {cols}×{rows}", way.name));
        }
    }
    let mut d = Driver::home();
    d.keys("Ctrl-G");
    for (cols, rows) in SIZES {
        d.resize(cols, rows);
        assert_framed(&d.frame(), &format!("menu at {cols}×{rows}"));
    }
}

/// The rows between the frame's rules.
fn middle(d: &mut Driver) -> Vec<String> {
    let rows = d.rows();
    rows[2..rows.len() - 2].to_vec()
}

#[test]
fn more_room_shows_more_and_leaves_the_rest_empty() {
    for (cols, rows) in SIZES {
        let mut d = Driver::start();
        d.resize(cols, rows);
        let shown = middle(&mut d);
        assert_eq!(shown.iter().filter(|r| !r.is_empty()).count(), 7, "{}", d.text());
        assert!(shown.iter().skip(9).all(String::is_empty), "{}", d.text());

        let mut d = Driver::home();
        d.resize(cols, rows);
        let people = middle(&mut d);
        let empty = people.iter().filter(|r| r.chars().filter(|c| !c.is_whitespace()).eq(['│'])).count();
        assert_eq!(empty, usize::from(rows) - 17, "{cols}×{rows}: six people, kinds and units\n{}", d.text());

        let mut d = Driver::talk("李秀英");
        d.resize(cols, rows);
        assert_eq!(d.shows("决策程序 "), cols >= 120, "short names of the questions\n{}", d.text());
        d.keys("F4");
        let opened = middle(&mut d);
        for word in ["要素", "判断", "追问"] {
            assert!(opened.iter().any(|r| r.contains(word)), "{word}\n{}", d.text());
        }
        assert_eq!(d.shows("警惕 "), rows > 24, "{cols}×{rows}: all of the panel where there is room\n{}", d.text());
        assert!(d.shows("去年研究了四次"), "the answer stays in sight\n{}", d.text());
    }
}

#[test]
fn the_menu_leaves_the_keys_of_the_screen_readable() {
    for (cols, rows) in SIZES {
        let mut d = Driver::home();
        d.resize(cols, rows);
        d.keys("Ctrl-G");
        let text = d.text();
        assert!(text.contains("菜单：按字母") && text.ends_with("Esc 返回"), "{text}");
        assert!(text.contains("t 开始或继续与这个人谈话"), "{text}");
        d.keys("Esc");
        assert!(!d.shows("菜单：按字母"));
    }
}

#[test]
fn help_is_read_page_by_page_to_its_end() {
    for (cols, rows) in SIZES {
        let mut d = Driver::talk("李秀英");
        d.resize(cols, rows);
        d.keys("F1");
        assert!(d.shows("段前的字"), "{}", d.text());
        let mut all = d.text();
        for _ in 0..10 {
            d.keys("PgDn");
            all.push_str(&d.text());
        }
        for word in ["F2", "Alt-X", "Ctrl-Shift-左", "其余按键都是输入文字"] {
            assert!(all.contains(word), "{cols}×{rows}: {word}");
        }
        d.keys("Home");
        assert!(d.shows("段前的字"));
        d.keys("Esc");
        assert_eq!(d.app.context(), Context::Answer);
    }
}

#[test]
fn a_long_notice_is_read_to_its_end() {
    let text = "存盘失败：磁盘已满，/home/liufang/巡察/十七届第十轮/第一组/十轮一组.wenkan\n\
                已输入的内容还在屏幕上，没有丢。请腾出空间，或按 b 备份到别的磁盘；腾出后会自动再存。";
    for way in screens::HOME.iter().chain(screens::TALK).chain(screens::READING).chain(screens::PAPERS) {
        let mut d = (way.go)();
        for size in [(80, 24), (120, 36)] {
            d.resize(size.0, size.1);
            d.app.refuse(text);
            let frame = d.frame();
            frame.assert_whole(way.name);
            let shown: String = frame.rows().iter().map(|r| r.trim()).collect();
            assert!(shown.contains("腾出后会自动再存。"), "{}\n{}", way.name, d.text());
            let bar = frame.rows().pop().unwrap();
            assert!(bar.contains("F1 帮助"), "{}: the keys stay\n{}", way.name, d.text());
        }
    }
}

#[test]
fn a_notice_never_lies_over_the_caret() {
    let mut d = Driver::fresh_talk();
    for n in 0..40 {
        d.type_text(&format!("第{n}句"));
        d.app.refuse(&"很长的一句话，".repeat(30));
        let frame = d.frame();
        let caret = frame.caret.unwrap();
        assert_eq!(frame.buf[(caret.x - 2, caret.y)].symbol(), "句", "after {n}\n{}", d.text());
        d.keys("Enter");
    }
}

#[test]
fn a_notice_of_several_rows_covers_nothing_and_takes_its_rows_back() {
    let mut d = Driver::books();
    for _ in 0..5 {
        d.wait(0);
    }
    let count = |d: &mut Driver| d.rows().iter().filter(|r| r.contains("还剩")).count();
    let before = d.rows();
    for (rows, repeat) in [(2, 8), (3, 13), (5, 23)] {
        let text = "这一条说明很长，一行写不下。".repeat(repeat / 2);
        d.app.refuse(&text);
        d.wait(0);
        let shown = d.rows();
        assert_eq!(count(&mut d), 1, "what is left stays in sight\n{}", d.text());
        let said: String = shown.iter().rev().skip(1).take(rows + 1).rev().map(|r| r.trim()).collect();
        assert!(said.contains("这一条说明很长") && said.ends_with("写不下。"), "{rows}: {}", d.text());
        d.keys("Up");
        assert_eq!(d.rows(), before, "the rows are given back");
    }
}

#[test]
fn a_title_that_is_too_long_says_that_it_is_cut() {
    let mut d = Driver::books();
    d.resize(60, 16);
    let row = d.rows().remove(0);
    assert!(row.contains("..") && row.contains("已存"), "{row}");
}

#[test]
fn a_page_that_goes_on_says_how_much_lies_below() {
    let mut d = Driver::home();
    d.keys("F1");
    assert!(d.shows("下面还有"), "{}", d.text());
    d.keys("End");
    assert!(d.shows("完，上面还有"), "{}", d.text());
    d.resize(80, 200);
    assert!(!d.shows("下面还有") && !d.shows("上面还有") && d.shows("按键"), "{}", d.text());
}
