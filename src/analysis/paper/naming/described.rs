//! One person told by what they do and by no post: 管钱的那位说, 局里开车的师傅, 去年刚休完产假的干部.

use super::beside::Coded;
use super::telling::{begins, closes, each, has};
use super::text::Read;
use super::{Allowed, How, Identified, Listed, Talks, telling};

/// What somebody is called behind a description.
const HEADS: &str = "\
    班子成员 老同志 女同志 男同志 中层干部 院内人员 工作人员 科室头头 造价师 工程师 技术员 预算员 管理员 保管员 档案员 采购员 炊事员 专干 干事 科员 村干部 司机 门卫 保安 厨师 护工 技术人员 小伙子 年轻人 姑娘 同志 干部 老师 教师 师傅 \
    老人 大爷 大姐 阿姨 头头 中层 组长 成员 职工 人员 医生 大夫 护士 会计 主任 科长 股长 副职 人";
/// That one and no other.
const ONE: &str = "那位 那名 那个 这位 这名 这个 某位 一位 一名";
/// What one of a unit does: 管钱, 看大门, 开车. A word that begins longer ones stands with what follows it.
const ROLES: &str = "\
    分管 主管 协管 掌管 经管 管钱 管账 管财务 管药 管伙食 管食堂 管人事 管档案 管库 管仓库 管章 管印 管设备 \
    管采购 管票 管收费 管后勤 管项目 管工程 管宿舍 管教学 管学籍 管低保 管水 管车 管电 抓教学 抓后勤 抓财务 \
    抓工程 抓党建 教体育 教语文 教数学 教英语 教音乐 教美术 带毕业班 开车 开救护车 开校车 看大门 看门 看林 \
    看山 看仓库 看库 守门 守库 守夜 记账 做账 做饭 掌勺 打字 写材料 跑腿";
/// Of these there may be several: one of them is told where the words say that it is one.
const DUTIES: &str = "负责 经手 保管 掌握 值班";
/// What 管, 抓, 教, 开 begin that is no work of one person.
const NO_ROLES: &str = "管理的 管辖 管控 管制 主管部门 主管单位 教育 教师 教学楼 抓好 抓紧 不管 尽管 只管 看病 看戏 看望 看孩子 带头 带孩子 \
    开会 开展 开店 打工 打牌 放假 放学 教书 记得 值得 守法 看到 看见 管用 打算 打听 放心 放弃 收到 收获 写信 值得 开始 带来 看来";
/// Words of a description that fits but one.
const ONLY: &str = "唯一 头一个 仅此 独自 第一个 最先 最早 最后 从头到尾 全程 一手 单独 只有";
/// What is told of a person and not of their work.
const PARTICULARS: &str = "\
    女 妻 丈夫 孩子 家住 当过 曾 搬 病 手术 孕 轮岗 转岗 年 月 亲戚 同学 上任 接手 离任 产假 病假 住院 骨折 怀孕 离婚 丧偶 退休 调入 调来 调离 调走 岁 刚 去年 今年 前年 新来 借调 返聘 转业 \
    复员";
/// Those that few share.
const RARE: &str = "手术 产假 病假 住院 骨折 孕 离婚 丧偶 岁 转业 复员 返聘 借调";
/// Of these there are many.
const VAGUE: &str = "\
    参加 参与 受访 接受 有关 相关 在场 知情 熟悉情况 了解情况 不愿 部分 多名 多位 一些 不少 其他 其余 各 \
    有的 个别 领取 未领 没领 没有领 被 抽查 随机 几名 两名 三名 大多 许多 留守";
/// What everybody does who talks; whatever a description says besides tells who it is.
const TALKING: &str = "接受谈话 接受访谈 接受询问 接受巡察组谈话 参加谈话 接受了谈话 受访 被谈话 被访谈 被询问";
/// Those of other bodies.
const OUTSIDERS: &str = "\
    施工 监理 供应 供货 送货 中标 承包 厂家 书店 群众 村民 家长 学生 患者 商户 银行 上级 审计 第三方 县里 \
    市里 外单位 对方 超市 公司派 企业 客户";
/// What leads to a description.
const LEADS: &str = "据 照 听 由 向 找 问 从 与 和 对 对此 正是 就是 这是 是 系 另据";
/// What points back to the one who talked.
const TALKED: &str = "人 对象 谈话人 被谈话人 谈话对象 被访者 受访者 同志 干部 知情人 职工";
/// And goes on to tell of them.
const IS: &str = "系 是 为 当时 时任 曾 现任 原 刚 已 因 自 与 今年 现年";

/// Longest description, in characters.
const LONGEST: usize = 22;

/// Whether a description ends with what one does for the unit: 局里|烧锅炉, 给领导|开车.
fn role(lead: &str) -> bool {
    const WORK: [char; 20] = [
        '管', '开', '看', '守', '抓', '教', '带', '记', '烧', '扫', '喂', '搞', '打', '印', '放', '跑', '催', '修',
        '写', '值',
    ];
    const PLACES: &str = "里 上 院 校 局 所 站 镇 乡 村 厂 馆 园 中心 公司 单位 领导 专门 平时 一直 机关 办公室 食堂";
    if closes(lead, NO_ROLES) || lead.contains(['了', '过', '没', '未']) {
        return false;
    }
    lead.match_indices(WORK).any(|(at, verb)| {
        let (before, object) = (lead.get(..at).unwrap_or_default(), lead.get(at + verb.len()..).unwrap_or_default());
        (1..=3).contains(&object.chars().count()) && (before.is_empty() || closes(before, PLACES))
    })
}

/// Whether a description has more in it than that one talked.
fn tells_more(talked: &str) -> bool {
    talked.chars().filter(|c| super::name::is_han(*c) && !"这那位名个在于中时曾已经此次本的".contains(*c)).count() > 1
}

/// What somebody is called behind a description, and how many characters stand before it: 注册|造价师.
fn head(rest: &str) -> (usize, Option<&'static str>) {
    const FURTHEST: usize = 4;
    let places = rest.char_indices().map(|(at, _)| at).take(FURTHEST + 1).enumerate();
    let found = places.filter_map(|(nth, at)| {
        let text = rest.get(at..)?;
        let head = each(HEADS).filter(|h| text.starts_with(h)).max_by_key(|h| h.len())?;
        let plain =
            nth == 0 || head.chars().nth(1).is_some() && !rest.get(..at)?.contains(['说', '讲', '和', '对', '向']);
        plain.then_some((nth, Some(head)))
    });
    found.min_by_key(|(nth, _)| *nth).unwrap_or((0, None))
}

impl<'a> Allowed<'a, '_> {
    /// Those who are told by a description and tell something.
    pub(super) fn descriptions(&self, read: &Read<'_>, talks: &Talks) -> Vec<Identified<'a>> {
        let chars = read.chars().iter().enumerate();
        chars.filter(|(_, c)| **c == '的').filter_map(|(at, _)| self.description(read, talks, at)).collect()
    }

    /// The description whose 的 stands there.
    fn description(&self, read: &Read<'_>, talks: &Talks, of: usize) -> Option<Identified<'a>> {
        let around = read.clause(&(of..of + 1));
        let lead = each(LEADS).filter_map(|l| around.before.strip_prefix(l)).min_by_key(|text| text.len());
        let lead = lead.unwrap_or(&around.before);
        let lead = lead.rsplit(['的', '据', '是']).next().unwrap_or(lead);
        let described = lead.chars().count();
        let one = each(ONE).find(|one| around.after.starts_with(one));
        let rest = one.and_then(|one| around.after.strip_prefix(one)).unwrap_or(&around.after);
        let (between, head) = head(rest);
        // 分管财务的副局长 is a post, and may be that of one who is responsible.
        let responsible = |h: &str| self.responsible.iter().any(|(_, post)| post.contains(h));
        let is_post =
            head.is_none() && one.is_none() && (super::office::Office::at(rest).is_some() || has(rest, "老板"));
        let others = rest.chars().take(between).collect::<String>();
        let called = others.chars().count() + head.map_or(0, |h| h.chars().count());
        let plural = rest.chars().nth(called) == Some('们');
        if is_post || plural || has(&others, OUTSIDERS) || head.is_some_and(responsible) {
            return None;
        }
        let talked = each(TALKING).fold(lead.to_owned(), |text, word| text.replace(word, ""));
        let at = read.bytes(&(of - described..of + 1))?.start;
        let talk = talks.closing(at);
        // 刚被免职的那名干部: that one and no other.
        let pointed = talk.is_some() && head.is_some() && one.is_some_and(|one| one.starts_with(['那', '这']));
        let vague = has(&talked, VAGUE) && !pointed && !has(lead, ONLY);
        if !(2..=LONGEST).contains(&described) || vague || has(lead, OUTSIDERS) {
            return None;
        }
        let plain = each(NO_ROLES).fold(format!("{lead}的"), |text, word| text.replace(word, ""));
        let has_role = has(&plain, ROLES) || role(lead);
        let sexed = head.is_some() && rest.chars().take(between).any(|c| "男女".contains(c));
        let duty = has(&plain, DUTIES)
            && (talk.is_some() && head.is_some() || head.is_some_and(|h| h != "人员" && h != "干部") || sexed);
        let is_that = one.is_some_and(|one| !one.starts_with('一')) && (head.is_some() || has_role || talk.is_some());
        let counted = begins(lead, "一名 一位 那名 那位 该名") || one.is_some();
        let told = head.is_some()
            && (has(lead, ONLY)
                || talk.is_some() && (counted || head == Some("人")) && has(lead, PARTICULARS)
                || talk.is_some() && has(lead, RARE)
                || talk.is_some() && tells_more(&talked)
                || lead.contains("谈话") && lead.contains(['日', '号', '楼', '室', '家']));
        if !(has_role || duty || is_that || told) {
            return None;
        }
        let length = 1 + between + [one, head].into_iter().flatten().map(|w| w.chars().count()).sum::<usize>();
        let clause = read.clause(&(of - described..of + length));
        if !telling::is_person(&clause) || !telling::tells(&clause) {
            return None;
        }
        let people = talk.and_then(|id| self.roster.of_id(id)).map_or_else(|| self.covered(), |p| vec![p]);
        let at = at..read.bytes(&(of..of + length))?.end;
        Some(Identified { people, at, how: How::Described })
    }

    /// Whoever of the unit may not be named.
    fn covered(&self) -> Vec<&'a Listed> {
        self.roster.people().iter().filter(|p| p.unit == self.unit && !self.may(p)).collect()
    }

    /// What a clause or a remark tells of the one whose talk the sentence rests on: 该谈话人系王福贵的堂妹夫,
    /// （谈话在病房进行）〔访谈D02〕.
    pub(super) fn remarks(&self, text: &str, talks: &Talks, coded: &[Coded<'a, '_>]) -> Vec<Identified<'a>> {
        let mut found = Vec::new();
        for one in coded {
            let before = text.get(..one.at.start).unwrap_or_default();
            let before = before.trim_end_matches(['〔', ' ', '访', '谈']);
            let Some((lead, inside)) = before.strip_suffix(['）', ')']).and_then(|b| b.rsplit_once(['（', '(']))
            else {
                continue;
            };
            let tells = "谈话 访谈 该同志 本人 其本人 当时 女 男 岁 住院";
            if has(inside, tells) && inside.chars().count() > 1 && !closes(lead, "凭证 合同") {
                let from = before.len() - inside.len() - '）'.len_utf8();
                let at = from..from + inside.len();
                found.extend(text.get(at.clone()).map(|_| Identified {
                    people: one.people.clone(),
                    at,
                    how: How::Beside,
                }));
            }
        }
        found.extend(coded.iter().filter_map(|one| within_mark(text, one)));
        let pointers = ["该", "此", "谈话", "说这话的", "讲这话的", "反映", "举报", "提供"];
        let points = pointers.iter().flat_map(|p| text.match_indices(p));
        for (from, pointer) in points {
            let rest = text.get(from + pointer.len()..).unwrap_or_default();
            let told = each(TALKED).filter_map(|t| rest.strip_prefix(t)).any(|rest| begins(rest, IS));
            let person = talks.at(from).and_then(|id| self.roster.of_id(id));
            let free = text.get(..from).is_some_and(|t| !t.ends_with(['应', '如']));
            if let Some(person) = person.filter(|_| told && free) {
                let length = rest.find(['，', '。', '；', '〔', '：', '\n', ',']).unwrap_or(rest.len());
                let at = from..from + pointer.len() + length;
                found.push(Identified { people: vec![person], at, how: How::Beside });
            }
        }
        found
    }
}

/// What a mark has beside the code: 〔访谈A02，4月18日下午，馆内二楼〕.
fn within_mark<'a>(text: &str, one: &Coded<'a, '_>) -> Option<Identified<'a>> {
    const RECORDS: &str = "访谈 证 第 段 页 读回 记录 笔录 同上 待核 次";
    let before = text.get(..one.at.start)?.trim_end();
    before.strip_suffix("访谈").unwrap_or(before).trim_end().strip_suffix('〔')?;
    let inside = text.get(one.at.end..)?.split_once('〕')?.0;
    let more = inside.strip_prefix(['，', ',', '；', ' ', '：'])?;
    let told = more.chars().any(super::name::is_han) && !has(more, RECORDS) && !more.contains(['〔', '。']);
    let from = one.at.end + inside.len() - more.len();
    told.then(|| Identified { people: one.people.clone(), at: from..from + more.len(), how: How::Beside })
}
