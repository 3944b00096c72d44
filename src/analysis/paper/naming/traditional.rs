//! Traditional forms of characters that names are written with: 陳濤 is 陈涛.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Each form with the simplified one behind it.
const PAIRS: &str = "\
    亞亚來来侶侣俠侠倉仓倫伦偉伟傑杰傳传僑侨儀仪億亿儉俭優优儲储兒儿兩两冊册凱凯則则剎刹剛刚劉刘劍剑務务勛勋勝胜\
    勞劳勳勋勵励勸劝區区協协卻却厲厉參参吳吴呂吕員员問问啓启啟启喚唤喬乔單单嚴严國国園园圓圆圖图執执堅坚堯尧報报\
    場场塗涂塵尘壇坛壯壮壽寿夢梦奮奋妝妆婁娄婦妇媽妈嫻娴嬋婵嬌娇孫孙學学宮宫實实寧宁審审寫写寶宝將将專专尋寻對对\
    導导屬属岡冈島岛峽峡嶺岭嶽岳巖岩帥帅師师帶带幫帮庫库廠厂廣广廳厅張张強强彈弹彥彦後后徑径從从復复恆恒悅悦惲恽\
    愛爱態态慶庆憂忧憲宪憶忆應应懷怀戰战戲戏揚扬換换擁拥據据攜携敵敌數数斬斩於于昇升時时晉晋晝昼暉晖暘旸曄晔曆历\
    曉晓曠旷書书會会朧胧東东條条棗枣棟栋楊杨楓枫業业極极榮荣槍枪樂乐樑梁樓楼標标樞枢樹树樺桦橋桥機机橫横檢检櫻樱\
    權权歐欧歡欢歲岁歷历氣气決决沖冲況况洶汹淚泪淨净淩凌淵渊渾浑湯汤溝沟溫温滄沧滿满漁渔漢汉潔洁潛潜潤润澀涩澤泽\
    濟济濤涛濱滨瀅滢瀾澜灃沣灑洒灣湾為为烏乌無无煒炜煙烟煥焕熱热燁烨燈灯營营燦灿爐炉爭争爾尔牆墙狀状獅狮獎奖獨独\
    獻献玨珏現现瑋玮瑤瑶瑩莹環环璽玺瓊琼畢毕畫画當当疊叠發发盡尽監监盤盘盧卢眾众睜睁矯矫碩硕確确禎祯禪禅禮礼種种\
    稱称穀谷積积穎颖穩稳窮穷竇窦筆笔節节範范築筑篤笃簡简籃篮糧粮紀纪紅红紋纹納纳純纯紗纱紙纸級级紛纷細细紹绍終终\
    組组結结給给統统絲丝絹绢綏绥經经綠绿維维綱纲綺绮綿绵緊紧緒绪線线緣缘緯纬練练縣县縱纵總总績绩織织繪绘繼继纓缨\
    羅罗羣群義义習习聖圣聞闻聯联聰聪聲声聶聂職职肅肃腦脑臘腊臨临興兴舉举舊旧艦舰艷艳芻刍莊庄華华萊莱萬万葉叶葦苇\
    蒼苍蓋盖蓮莲蔣蒋蔭荫蕓芸蕭萧薑姜薩萨藍蓝藝艺蘆芦蘇苏蘊蕴蘭兰處处虜虏號号蝦虾術术衛卫補补裝装複复見见規规視视\
    親亲覺觉觀观訂订計计訓训記记許许訴诉詞词詠咏試试詩诗話话該该詳详誌志誕诞語语誠诚說说誰谁課课調调談谈諒谅論论\
    諸诸諾诺謀谋謙谦謝谢謹谨證证識识譚谭議议護护譽誉讀读讓让讚赞豐丰豔艳貞贞貴贵賀贺資资賈贾賓宾賢贤賦赋質质賴赖\
    贈赠贊赞趕赶趙赵躍跃車车軍军輝辉連连進进運运過过達达遠远適适遲迟遷迁選选邁迈還还邊边鄉乡鄒邹鄧邓鄭郑鄰邻釗钊\
    針针鈞钧鈺钰銀银銅铜銘铭銳锐鋒锋鋭锐鋮铖鋼钢錢钱錦锦鍵键鍾钟鎖锁鎧铠鎮镇鏡镜鐘钟鐵铁鑑鉴鑒鉴鑾銮長长門门閃闪\
    閆闫開开閏闰間间閔闵閻阎闊阔關关陳陈陸陆陽阳隊队階阶隨随險险隱隐雙双難难雲云電电霧雾靈灵靜静韋韦韓韩韻韵頂顶\
    項项順顺須须頊顼頌颂預预頓顿頗颇領领頡颉頤颐頻频顏颜願愿顥颢顧顾顯显風风飄飘飛飞飯饭餘余饒饶馬马馮冯駿骏騏骐\
    騰腾驍骁驕骄驥骥魚鱼魯鲁鮑鲍鮮鲜鳳凤鳴鸣鴻鸿鵑鹃鵬鹏鶴鹤鷹鹰鸞鸾麗丽麥麦黃黄黨党齊齐齡龄龍龙龐庞龔龚";

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let chars: Vec<char> = PAIRS.chars().collect();
    chars.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
});

/// The simplified form of a character; itself when it is one, or none is known.
pub(super) fn simplified(c: char) -> char {
    SIMPLIFIED.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_another_simplified_one_which_is_none_itself() {
        assert!(SIMPLIFIED.len() > 300);
        assert_eq!(PAIRS.chars().count(), 2 * SIMPLIFIED.len());
        for (from, to) in SIMPLIFIED.iter() {
            assert_eq!(simplified(*to), *to, "{from}{to}");
        }
        let folded: String = "陳濤、郭慶豐、劉長江".chars().map(simplified).collect();
        assert_eq!(folded, "陈涛、郭庆丰、刘长江");
    }
}
