//! `method check` on a folder: every planted fault once, with its place.

use std::path::Path;
use wenkan::method::MethodFiles;
use wenkan::method::types::Method;

#[test]
fn seven_planted_faults_give_seven_reports() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/method-seven-faults");
    let files = MethodFiles::read_dir(&folder).unwrap();
    let faults = Method::load(&files).unwrap_err();
    let places: Vec<(&str, usize, usize, &str)> =
        faults.iter().map(|f| (f.file.as_str(), f.line, f.column, f.message.as_str())).collect();
    assert_eq!(
        places,
        [
            ("questions/q2.toml", 8, 12, "问题是空的：没有一种问法"),
            ("questions/q2.toml", 49, 48, "条件永远不会成立：at_least 不小于 below"),
            ("regulations.toml", 5, 16, "写法有误：引号没有成对"),
            ("regulations.toml", 19, 10, "写法有误：有名称而没有“=”和内容"),
            ("regulations.toml", 35, 8, "与第 28 行起的版本“2018年修订”时间重叠"),
            ("types.toml", 9, 1, "不认识的名称 check_againts"),
            ("types.toml", 12, 16, "没有问题“q7”"),
        ]
    );
    for fault in &faults {
        let text = &files.files.iter().find(|(name, _)| *name == fault.file).unwrap().1;
        assert_eq!(text.lines().nth(fault.line - 1), Some(fault.excerpt.as_str()));
        assert!(!fault.fix.is_empty());
    }
}
