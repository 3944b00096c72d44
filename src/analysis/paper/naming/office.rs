//! Posts and the words that people are called by who hold them.

/// What a holder of an office is called, and what their post says. A longer one comes before those that it begins with.
const OFFICES: [(&str, &[&str]); 52] = [
    ("局长", &["局长"]),
    ("书记", &["书记"]),
    ("主任", &["主任"]),
    ("会计", &["会计"]),
    ("出纳", &["出纳"]),
    ("所长", &["所长"]),
    ("站长", &["站长"]),
    ("校长", &["校长"]),
    ("园长", &["园长"]),
    ("院长", &["院长"]),
    ("镇长", &["镇长"]),
    ("乡长", &["乡长"]),
    ("县长", &["县长"]),
    ("村长", &["村长", "村委会主任", "村主任"]),
    ("区长", &["区长"]),
    ("部长", &["部长"]),
    ("组长", &["组长"]),
    ("股长", &["股长"]),
    ("科长", &["科长"]),
    ("处长", &["处长"]),
    ("队长", &["队长"]),
    ("班长", &["班长"]),
    ("厂长", &["厂长"]),
    ("社长", &["社长"]),
    ("场长", &["场长"]),
    ("馆长", &["馆长"]),
    ("台长", &["台长"]),
    ("护士长", &["护士长"]),
    ("总经理", &["经理"]),
    ("经理", &["经理"]),
    ("主席", &["主席"]),
    ("支书", &["书记"]),
    ("秘书", &["秘书"]),
    ("委员", &["委员"]),
    ("科员", &["科员"]),
    ("干事", &["干事", "干部"]),
    ("教师", &["教师", "老师"]),
    ("老师", &["教", "校", "老师", "班主任"]),
    ("师傅", &["司机", "驾驶", "工", "师傅"]),
    ("司机", &["司机", "驾驶"]),
    ("医生", &["医生", "医师", "院长", "科主任"]),
    ("大夫", &["医生", "医师", "院长", "科主任"]),
    ("护士", &["护士"]),
    ("工程师", &["工程师"]),
    ("主管", &["主管"]),
    ("局", &["局长"]),
    ("所", &["所长"]),
    ("院", &["院长"]),
    ("校", &["校长"]),
    ("总", &["经理", "董事长", "总"]),
    ("工", &["工程师", "技术"]),
    ("支", &["支书"]),
];
/// Offices of one character that need more room: they begin and end longer words.
const SHORT_MORE: [(&str, &str); 8] = [
    ("科", "科长"),
    ("处", "处长"),
    ("股", "股长"),
    ("站", "站长"),
    ("镇", "镇长"),
    ("乡", "乡长"),
    ("部", "部长"),
    ("队", "队长"),
];

/// An office that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Office {
    /// How many characters it has.
    pub(super) length: usize,
    /// With 副 before it.
    pub(super) deputy: bool,
    /// One character stands for it: 局 for 局长.
    pub(super) short: bool,
    said: &'static [&'static str],
    long: &'static str,
}

/// How well a post fits an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Not at all.
    No,
    /// A deputy is called like the head.
    Loosely,
    /// It is that office.
    Exactly,
}

impl Office {
    /// The office that a text begins with.
    pub(super) fn at(text: &str) -> Option<Self> {
        let (deputy, rest) = match text.strip_prefix('副') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('正').unwrap_or(text)),
        };
        let skipped = usize::from(rest.len() != text.len());
        let long = OFFICES.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, said)) = long {
            let length = skipped + word.chars().count();
            return Some(Self { length, deputy, short: word.chars().nth(1).is_none(), said, long: "" });
        }
        let (_, long) = SHORT_MORE.iter().find(|(word, _)| rest.starts_with(word))?;
        Some(Self { length: skipped + 1, deputy, short: true, said: &[], long })
    }

    /// The office that a text ends with.
    pub(super) fn ending(text: &str) -> Option<Self> {
        let words = OFFICES.iter().map(|(word, _)| *word).filter(|w| w.chars().nth(1).is_some() && text.ends_with(w));
        let from = text.len() - words.map(str::len).max()?;
        let deputy = text.get(..from).is_some_and(|before| before.ends_with('副'));
        Some(Self { deputy, ..Self::at(text.get(from..)?)? })
    }

    /// How well a post fits.
    pub(super) fn fit(&self, post: &str) -> Fit {
        let said = self.said.iter().copied().chain([self.long]).filter(|w| !w.is_empty());
        let mut best = Fit::No;
        for word in said {
            for (at, _) in post.match_indices(word) {
                let is_deputy = post.get(..at).is_some_and(|before| before.ends_with('副'));
                best = best.max(match (self.deputy, is_deputy) {
                    (true, false) => Fit::No,
                    (false, true) => Fit::Loosely,
                    _ => Fit::Exactly,
                });
            }
        }
        best
    }
}

/// Where the office begins with which a post ends, in characters: 财务股|会计, 县局|副局长.
pub(super) fn head(post: &[char]) -> Option<usize> {
    let text: String = post.iter().collect();
    let word = OFFICES.iter().map(|(word, _)| *word).filter(|w| text.ends_with(w) && w.chars().nth(1).is_some());
    let length = word.map(|w| w.chars().count()).max()?;
    let mut at = post.len().checked_sub(length)?;
    while at.checked_sub(1).and_then(|b| post.get(b)).is_some_and(|c| "副正总".contains(*c)) {
        at -= 1;
    }
    Some(at)
}

/// Characters with which the name of a body ends.
pub(super) const BODIES: &str = "局股科室处部办所站镇乡村院校县委组会队司厂社园库中心支";

/// Whoever is in charge of something: 分管财务的领导.
pub(super) const LEADER: &str = "领导";
/// What one who leads a body is called besides.
const LED: [&str; 8] = ["负责人", "主要负责人", "的负责人", "负责同志", "的负责同志", "一把手", "的一把手", "的当家人"];
/// Where in a post begins what one who leads a body is called besides, in characters: 办公室|主要负责人.
pub(super) fn led(post: &[char]) -> Option<usize> {
    let text: String = post.iter().collect();
    let length = LED.iter().filter(|l| text.ends_with(**l)).map(|l| l.chars().count()).max()?;
    post.len().checked_sub(length)
}

/// What the head of a unit is called besides.
const HEAD: [&str; 4] = ["一把手", "主要负责人", "主要领导", "当家人"];
/// Posts that have another word for them.
const SAME: [(&str, &str); 20] = [
    ("财务总监", "CFO"),
    ("财务总监", "首席财务官"),
    ("总会计师", "CFO"),
    ("总会计师", "总会"),
    ("总经理", "CEO"),
    ("总经理", "首席执行官"),
    ("技术总监", "CTO"),
    ("运营总监", "COO"),
    ("人力资源部经理", "HR"),
    ("人力资源总监", "HR"),
    ("总工程师", "总工"),
    ("驾驶员", "司机"),
    ("司机", "驾驶员"),
    ("门卫", "保安"),
    ("保安", "门卫"),
    ("医师", "医生"),
    ("教师", "老师"),
    ("炊事员", "厨师"),
    ("厨师", "炊事员"),
    ("文书", "文书员"),
];

/// What heads are called by that which they lead.
const LEAD: [(&str, &str); 15] = [
    ("镇长", "镇政府主要领导"),
    ("镇长", "政府主要领导"),
    ("镇长", "政府主要负责人"),
    ("镇长", "政府一把手"),
    ("乡长", "政府一把手"),
    ("乡长", "政府主要领导"),
    ("乡长", "政府主要负责人"),
    ("党委书记", "党委主要领导"),
    ("党委书记", "党委主要负责人"),
    ("党组书记", "党组主要领导"),
    ("党组书记", "党组主要负责人"),
    ("局长", "局主要领导"),
    ("局长", "局主要负责人"),
    ("校长", "校主要领导"),
    ("院长", "院主要领导"),
];

/// Whether that is the head of a unit.
fn is_head(post: &str) -> bool {
    const ALONE: [&str; 8] = ["主任", "站长", "所长", "馆长", "队长", "场长", "村主任", "村委会主任"];
    const HEADS: [&str; 11] =
        ["局长", "镇长", "乡长", "校长", "院长", "园长", "总经理", "董事长", "党组书记", "党委书记", "党支部书记"];
    let lead = HEADS.iter().find_map(|h| post.strip_suffix(h));
    ALONE.contains(&post) || lead.is_some_and(|lead| !lead.ends_with(['副', '协']) && !lead.contains("分管"))
}

/// Offices that lead a body, at the end of a post.
const LEADING: [&str; 13] =
    ["主任", "股长", "科长", "处长", "队长", "站长", "所长", "院长", "组长", "班长", "部长", "馆长", "主席"];

/// Those of the bodies within a unit.
pub(super) const INNER: &str = "股科室处部办中心组班队";

/// The posts of a person, each alone, whether they are of the past, and 负责人 of what they lead.
pub(super) fn parts(post: &str) -> Vec<(String, bool)> {
    const PAST: [&str; 6] = ["原任", "曾任", "前任", "历任", "原", "前"];
    const OTHER: [&str; 5] = ["原料", "前台", "前进", "前哨", "前沿"];
    let acting = post.contains("主持");
    let mut all: Vec<(String, bool)> = Vec::new();
    for group in post.split(['，', ',', '；', ';', '（', '(', '）', ')']) {
        // 原 is said once of all that follows: 原党组成员、副局长.
        let mut is_former = false;
        for part in group.split(|c: char| c.is_whitespace() || "、/／兼".contains(c)) {
            let bare = PAST.iter().find_map(|p| part.strip_prefix(p));
            let bare = bare.filter(|b| b.chars().nth(1).is_some() && !OTHER.iter().any(|o| part.starts_with(o)));
            is_former |= bare.is_some();
            let bare = bare.unwrap_or(part);
            if bare.chars().nth(1).is_none() {
                continue;
            }
            let body = LEADING.iter().find_map(|l| bare.strip_suffix(l));
            let body = body.and_then(|b| b.strip_suffix('副').map_or(Some(b), |b| acting.then_some(b)));
            let body = body.filter(|b| !b.is_empty());
            all.push((bare.to_owned(), is_former));
            let same = SAME.iter().filter_map(|(post, other)| Some(format!("{}{other}", bare.strip_suffix(post)?)));
            all.extend(same.map(|post| (post, is_former)));
            if is_head(bare) && !is_former {
                let led = LEAD.iter().filter(|(post, _)| bare.ends_with(post)).map(|(_, called)| *called);
                all.extend(HEAD.into_iter().chain(led).map(|called| (called.to_owned(), false)));
            }
            for called in body.map(|_| LED).into_iter().flatten() {
                all.push((format!("{}{called}", body.unwrap_or_default()), is_former));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn posts_are_parted_and_know_whether_they_are_of_the_past() {
        for (post, want) in [
            ("党组成员、副局长", "党组成员 副局长"),
            ("退休干部，原党组成员、副局长", "退休干部 党组成员* 副局长*"),
            ("退休干部（原副局长）", "退休干部 副局长*"),
            (
                "办公室主任",
                "办公室主任 办公室负责人 办公室主要负责人 办公室的负责人 办公室负责同志 办公室的负责同志 办公室一把手 办公室的一把手 办公室的当家人",
            ),
            ("办公室副主任", "办公室副主任"),
            (
                "办公室副主任（主持工作）",
                "办公室副主任 办公室负责人 办公室主要负责人 办公室的负责人 办公室负责同志 办公室的负责同志 办公室一把手 办公室的一把手 办公室的当家人 主持工作",
            ),
            (
                "原料股股长",
                "原料股股长 原料股负责人 原料股主要负责人 原料股的负责人 原料股负责同志 原料股的负责同志 原料股一把手 原料股的一把手 原料股的当家人",
            ),
            ("局长", "局长 一把手 主要负责人 主要领导 当家人 局主要领导 局主要负责人"),
            ("主任", "主任 一把手 主要负责人 主要领导 当家人"),
        ] {
            let said: Vec<String> =
                parts(post).into_iter().map(|(p, past)| format!("{p}{}", if past { "*" } else { "" })).collect();
            assert_eq!(said.join(" "), want);
        }
    }
}
