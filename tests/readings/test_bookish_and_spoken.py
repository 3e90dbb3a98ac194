"""Senses that are bookish or of everyday speech, each beside the usual sense of its character."""

from __future__ import annotations

from tests.support.read_marked import assert_read


def test_a_pitch_and_what_is_learnt_are_nouns_before_what_they_are_like() -> None:
    assert_read(
        "山歌的曲{调}高亢: diao4",
        "老支书语{调}低缓: diao4",
        "师傅把音{调}高了半度: tiao2",
        "老道长道{行}很深: heng2",
        "他练了十年的道{行}，输在一盘棋上: heng2",
        "两旁的人{行}道很窄: xing2",
        "凉粉现{调}现卖: tiao2",
    )


def test_long_things_break_and_loans_come_back() -> None:
    assert_read(
        "竹凳咔嚓一声{折}了: she2",
        "全场八{折}了: zhe2",
        "借出去的农具要{还}回来: huan2",
        "丢了的挎包没想到能{还}回来: huan2",
        "他退休后{还}回来过两趟: hai2",
    )


def test_an_affair_must_and_seedlings_are_thinned() -> None:
    assert_read(
        "修渠的事{得}大伙儿商量: dei3",
        "这件事{得}抓紧: dei3",
        "办事{得}力的干部: de2",
        "趁墒情把谷苗{间}好: jian4",
        "果树苗{间}种上花生: jian1",
    )


def test_measures_and_counts_by_one_who_does_it() -> None:
    assert_read(
        "护工每天给老人{量}两次血压: liang2",
        "青川的客流{量}三次破纪录: liang4",
        "这一排大棚里{数}他家收得最早: shu3",
        "老将善于{将}兵，也爱兵: jiang4",
        "老将明日{将}兵发青川: jiang1",
    )


def test_blood_by_itself_and_in_words() -> None:
    assert_read(
        "膝盖磕破了，流了不少{血}: xie3",
        "他吐了两口{血}，自己走到卫生所: xie3",
        "战士们付出了很多热{血}: xue4",
        "两名伤者失{血}过多: xue4",
    )


def test_what_swells_in_water_and_what_rises() -> None:
    assert_read(
        "泡了一夜，黄豆{涨}得圆鼓鼓的: zhang4",
        "木耳{涨}开了: zhang4",
        "黄豆价格{涨}得很快: zhang3",
    )


def test_trades_and_games_have_their_own_verbs() -> None:
    assert_read(
        "给车轴{膏}了点机油: gao4",
        "药{膏}了点薄荷油的气味: gao1",
        "麦子{囤}里装得冒尖: dun4",
        "商户把粮食{囤}在后院: tun2",
        "孩子{呛}了水: qiang1",
        "满屋的烟{呛}人: qiang4",
        "码头边{泊}着三条船: bo2",
        "湖{泊}在群山之间: po1",
        "锄头往肩上一{荷}就下了地: he4",
        "机组满{荷}运行: he4",
        "这台拖拉机真{禁}开: jin1",
        "师傅把账目{轧}平了: ga2",
        "打牌连{和}三把: hu2",
        "石灰里{和}上麻丝: huo4",
        "京剧《{挑}滑车》: tiao3",
        "院墙下摆着一{溜}陶缸: liu4",
        "他悄悄{溜}走了: liu1",
        "两个{色}子滚到桌下: shai3",
        "两部县志的点{校}工作: jiao4",
        "教学点{校}长: xiao4",
        "老师把{撇}写得很长: pie3",
        "往地上{撩}了点水: liao1",
    )


def test_ranks_of_old_and_stories_behind_plays() -> None:
    assert_read(
        "春秋时期晋国{大}夫的墓: da4",
        "镇上的{大}夫: dai4",
        "这出戏的本{事}出自青川县志: shi4",
        "这家人的本{事}不小: shi5",
        "家中{薄}有积蓄: bo2",
        "塑料{薄}膜: bo2",
        "被子有点{薄}: bao2",
    )


def test_for_whom_a_duty_and_a_service_are() -> None:
    assert_read(
        "我们有责任{为}后来的人成长搭台: wei4",
        "栽这些树不光{为}好看，更是防风: wei4",
        "他在党{为}党: wei4",
        "水库已累计{为}下游补水三千万方: wei4",
        "新公司{为}城郊供水企业: wei2",
        "编剧田川{为}写好第二幕，三次上山: wei4",
        "队员的目标{为}夺回奖杯，三人已报名: wei2",
    )


def test_who_grows_by_practice_and_what_is_saved() -> None:
    assert_read(
        "年轻干部在一线{长}才干: zhang3",
        "镇里发布了湖{长}名录: zhang3",
        "合作社要{攒}后劲: zan3",
        "站前人头{攒}动: cuan2",
        "照片欠{曝}了一档: bao4",
        "归柳{侗}寨: dong4",
        "老汉{咧}开嘴笑: lie3",
        "对单位{处}二万元以上的罚款: chu3",
        "自{处}之道: chu3",
        "新开的制陶{坊}: fang2",
        "校训是“{朴}诚”: pu3",
        "大包小裹{地}往家拿: de5",
        "豆子灌进{磨}眼里: mo4",
        "一边打{磨}扇骨: mo2",
    )


def test_r_colours_more_nouns() -> None:
    assert_read(
        "老人很有精气神{儿}: er5",
        "铺子里的老物件{儿}: er5",
        "两茬{儿}蘑菇: er5",
        "冻得脚后跟{儿}疼: er5",
        "一准{儿}是他: er5",
        "难忘的是{儿}时记忆: er2",
        "医院{儿}科: er2",
    )


def test_a_share_of_a_whole_is_no_surname() -> None:
    assert_read(
        "报名选手{占}全校的两成: zhan4",
        "参赛选手{占}多数: zhan4",
        "选手{占}春生: zhan1",
    )


def test_names_that_end_before_a_word() -> None:
    assert_read(
        "第一书记沈川{为}发展湖口积劳成疾: wei4",
        "百里{长}江生态廊道: chang2",
        "局{长}江泽林出席: zhang3",
        "文化惠民、文化育民、文化{乐}民: le4",
        "卢卡{曾}代表德国参赛: ceng2",
        "{曾}代表说: zeng1",
    )


def test_names_in_court_and_in_address() -> None:
    assert_read(
        "审判长李平、审判员{盖}立川、人民陪审员{查}文华组成合议庭: ge3 zha1",
        "“{任}工，您看看这张图”: ren2",
        "校长问：“{任}何人都能报名吗”: ren4",
        "（记者赵婀{娜}）: nuo2",
        "记者李{娜}: na4",
    )


def test_companies_called_by_their_city() -> None:
    assert_read(
        "{重}钢集团的高炉: chong2",
        "病人送到{重}医附一院: chong2",
        "这批{重}钢材运到青川: zhong4",
    )


def test_de_behind_words_that_end_like_an_aim() -> None:
    assert_read(
        "文化节目{的}大量涌现: de5",
        "已经编目{的}图书: de5",
        "活动的目{的}是便民: di4",
        "昨天打{的}电话: de5",
    )


def test_what_the_network_reads_by_a_rarer_sense() -> None:
    assert_read(
        "他不是你徒弟{吗}，怎么不来: ma5",
        "县城无{地}可用: di4",
        "三名干部{挨}处分: ai2",
        "他把袋子{铺}地上坐下: pu1",
        "一个个芝麻{垛}像士兵: duo4",
        "准聘{长}聘制度: chang2",
        "二十三，糖瓜{粘}: zhan1",
        "他累{晕}在田里: yun1",
        "新品种不{倒}秆: dao3",
        "书法{得}其神韵: de2",
        "房子裂开了大口{子}: zi5",
        "全靠锹{镐}挖通: gao3",
    )


def test_for_whom_something_is_done_again_and_again() -> None:
    assert_read(
        "怎能不{为}家乡高兴: wei4",
        "他又一次{为}村里修渠: wei4",
        "大家尝试{为}林权定价: wei4",
        "镇里办起了培训班，{为}八十多个村培训了农技员: wei4",
        "报名人数{为}八十多个: wei2",
        "一颗{为}民之心: wei4",
    )


def test_two_words_that_meet_as_another() -> None:
    assert_read(
        "国产药、进口药{都}适用: dou1",
        "这座药{都}的街市: du1",
        "大桥方便{了}南岸的村民: le5",
        "身后的青山{绿}林: lv4",
        "一{干}二十年: gan4",
        "一{干}人等: gan1",
        "最亮眼的{当}属青川队: dang1",
        "由坐商变{行}商: xing2",
        "词、曲{都}有新意: dou1",
        "赛艇决赛，青川队{划}出了最好成绩: hua2",
        "镇里{划}出了一片林地: hua4",
        "生态移民{区}富民新村: qu1",
        "移民干部{区}富民: ou1",
    )


def test_everyday_words_beside_titles_offices_and_names() -> None:
    assert_read(
        "根扎不下去，苗咋能{长}好？: zhang3",
        "后脑勺都{长}眼睛: zhang3",
        "湖{长}职责写在牌上: zhang3",
        "孩子发烧别捂{汗}: han4",
        "大{汗}国的使者: han2",
        "她用刀{把}豆腐切开: ba3",
        "市{处}非办发出提示: chu3",
        "入围门槛{为}年产值达到一千万元: wei2",
        "真正{将}法治落到实处: jiang1",
        "用了一招激{将}法: jiang4",
        "普{华}永道的报告: hua2",
    )
