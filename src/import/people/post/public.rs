//! Service users: public whatever title follows (家委会主任, 合作社理事长).

use crate::model::unit_kind::UnitKind;

/// Whether a post names somebody whom the unit serves; then what is unsure about it.
#[expect(clippy::option_option, reason = "whether it is one, and then whether that is unsure")]
pub(super) fn is_public(kind: UnitKind, post: &str) -> Option<Option<&'static str>> {
    const ANYWHERE: [&str; 30] = [
        "群众代表",
        "服务对象",
        "办事群众",
        "来访群众",
        "村民代表",
        "居民代表",
        "职工家属",
        "学生家长",
        "家委会",
        "个体工商户",
        "个体户",
        "供应商",
        "服务企业",
        "企业负责人",
        "企业法人",
        "企业代表",
        "企业主",
        "施工单位",
        "施工方",
        "承包人",
        "承包商",
        "专业合作社",
        "农民合作社",
        "中标单位",
        "监理单位",
        "家庭农场",
        "商会会长",
        "业主",
        "信访人",
        "投诉人",
    ];
    const AT_END: [&str; 16] = [
        "户",
        "家长",
        "患者",
        "病人",
        "家属",
        "村民",
        "居民",
        "学生",
        "当事人",
        "租户",
        "店主",
        "老板",
        "商贩",
        "申请人",
        "用户",
        "驻地群众",
    ];
    let contains = |words: &[&str]| words.iter().any(|w| post.contains(w));
    let unit_work = contains(&["户籍", "窗口", "服务企业股", "服务企业科", "服务对象管理", "业主管理"]);
    if !unit_work && (contains(&ANYWHERE) || AT_END.iter().any(|w| post.ends_with(w)) || post == "群众") {
        return Some(None);
    }
    // A firm on the roster of somebody who is none: one that the unit serves, or its own.
    let firm = contains(&["物业公司", "有限公司", "有限责任公司", "劳务公司"]);
    if firm && kind != UnitKind::Company {
        let own = post.starts_with(['县', '市', '局', '镇']) || contains(&["下属", "所属", "局属"]);
        return (!own).then_some(if post.contains("物业") {
            None
        } else {
            Some("公司的人，按服务对象看；是下属企业的请改")
        });
    }
    None
}
