"""What only looks like a name of a person or a place, and what is one all the same."""

from __future__ import annotations

import pytest

from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.paths import LEXICON_FOLDER
from tests.support.read_marked import assert_read

SHIPPED = load_lexicon(LEXICON_FOLDER)


def names_in(text: str) -> set[str]:
    segment = Segment(item=0, presenter="", printed=text)
    (read,) = add_readings([segment], SHIPPED)
    return {text[name.start : name.end] for name in read.names}


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("青山公园旁一居民房发生火灾，无人伤亡。", "房发生"),
        ("村口一间平房发现裂缝，已经腾空。", "房发现"),
        ("两旁出租房出现空置，房东着急。", "房出现"),
        ("曾姓老板说生意不好。", "曾姓"),
        ("单姓司机说他没看见。", "单姓"),
        ("任姓村民说，路修好了。", "任姓"),
        ("王浩小小的身躯从课桌后站起。", "王浩小"),
        ("李明慢慢走过来。", "李明慢"),
        ("一审二审，从区法院到市中院，都判了。", "从区"),
        ("一审二审，从区法院到市中院，都判了。", "法院到市"),
        ("开着小货车，来到杭州拱墅区。", "来到杭州"),
        ("老师，随市教育局的人下乡。", "随市"),
        ("当村民遇到困难时，他都在。", "当村"),
        ("他从县医院到市人民医院复查。", "医院到市"),
        ("双河关长江大桥今天通车。", "江大桥"),
    ],
)
def test_a_word_beside_a_surname_or_a_preposition_is_no_name(text: str, nobody: str) -> None:
    assert nobody not in names_in(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("记者房玄报道。", "房玄"),
        ("曾国藩的家书。", "曾国藩"),
        ("村民房发生说，他不愿走。", "房发生"),
        ("王建设今年三十岁。", "王建设"),
        ("王芳芳说，路修好了。", "王芳芳"),
        ("随县是湖北的县。", "随县"),
        ("随州市很美。", "随州"),
        ("王浩小小的身躯从课桌后站起。", "王浩"),
    ],
)
def test_a_name_with_evidence_stays_one(text: str, name: str) -> None:
    assert name in names_in(text)


def test_the_surname_of_a_family_is_read_as_one() -> None:
    assert_read(
        "接待我们的是一位{曾}姓校长: zeng1",
        "{曾}姓老板说生意不好: zeng1",
        "该{任}姓男子被抓: ren2",
        "他{曾}多次到访: ceng2",
    )


def test_what_is_a_firm_once_in_an_edition_is_nobody_there() -> None:
    sentences = ("她创办了乐禾传媒。", "要是乐禾不同意，戏就不拍了。", "局长单立人说，他同意。")
    segments = [Segment(item=0, presenter="", printed=sentence) for sentence in sentences]
    read = add_readings(segments, SHIPPED)
    names = {s.printed[name.start : name.end] for s in read for name in s.names}
    assert names == {"单立人"}


def test_a_surname_before_a_word_for_kin_a_clan_or_a_shop_is_read_as_one() -> None:
    assert_read(
        "{单}妈妈送来了饭: shan4",
        "{解}爸爸接孩子: xie4",
        "{任}家的鱼塘在村东: ren2",
        "{曾}家世代打铁: zeng1",
        "{解}家的老屋修好了: xie4",
        "{任}家长代表发言: ren4",
        "{查}氏族谱修好了: zha1",
        "{华}氏剪纸传到第四代: hua4",
        "气温升到{华}氏九十度: hua2",
        "{任}公祠开放了: ren2",
        "{查}公馆修好了: zha1",
        "{任}公职期间他很清廉: ren4",
        "{单}记馄饨店开张: shan4",
        "{曾}记豆腐坊的老板: zeng1",
        "{曾}记得小时候的路: ceng2",
        "{曾}记录下这家店: ceng2",
        "老{解}说他走不动: xie4",
        "{员}某被抓: yun4",
        "{员}主任说: yun4",
        "党{员}某次开会: yuan2",
    )


def test_a_verb_or_adverb_at_the_beginning_of_a_clause_is_no_surname() -> None:
    assert_read(
        "{单}凭一双手，他供出两个大学生: dan1",
        "{单}看产量不行: dan1",
        "请你{查}一查: cha2",
        "{解}一解乡愁: jie3",
        "{查}完仓库查厨房: cha2",
        "查完仓库{查}厨房: cha2",
        "{祭}先烈，学精神: ji4",
        "{燕}舞莺歌: yan4|yan1",
        "局长{单}凭海说: shan4",
        "小{单}看着他: shan4",
        "村民{祭}英兰今年五十岁: zhai4",
    )


def test_the_person_of_a_biography_or_of_collected_works_is_read_as_one() -> None:
    assert_read(
        "《{解秋水传}》出版了: xie4 qiu1 shui3 zhuan4",
        "《王{兰传}》出版了: lan2 zhuan4",
        "《{仇兰}年谱》重印: qiu2 lan2",
        "《{查文山}诗选》重印: zha1 wen2 shan1",
        "{区梦兰}纪念馆开馆: ou1 meng4 lan2",
        "大家读{任弼时}的作品: ren2 bi4 shi2",
        "《{单}元测试》重印: dan1",
        "《{解}放日报》创刊: jie3",
    )


def test_a_village_of_a_family_is_read_with_its_surname() -> None:
    assert_read(
        "{查岗}村的路通了: zha1 gang3",
        "{种营}村的客人多: chong2 ying2",
        "到{仇楼}村去: qiu2 lou2",
        "河口镇{查坑}村村民: zha1 keng1",
        "{任洼}小学、{单湖}中学: ren2 wa1 shan4 hu2",
        "{单位}小学生: dan1 wei4",
        "他们{查岗}时没人: cha2 gang3",
    )


def test_people_of_history_are_read_as_history_reads_them() -> None:
    assert_read(
        "唐代诗人{岑参}的诗: cen2 shen1",
        "岑{参}加会议: can1",
        "宰相{张说}主持修史: zhang1 yue4",
        "张{说}他不去: shuo1",
        "{傅说}举于版筑之间: fu4 yue4",
        "傅{说}这事好办: shuo1",
        "{要离}刺庆忌: yao1 li2",
        "我们{要离}开这里: yao4 li2",
        "{曾参}是孔子的学生: zeng1 shen1",
        "他{曾参}加过比赛: ceng2 can1",
        "队{伍员}工多: wu5 yuan2",
        "{伍员}过昭关: wu3 yun2",
        "得力{干将}: gan4 jiang4",
        "{种师道}率军西进: chong2 shi1 dao4",
        "{折可求}守城: she2 ke3 qiu2",
        "年{过}百龄的老人: guo4",
    )


def test_given_names_of_two_characters_that_are_words_are_read_as_the_words() -> None:
    assert_read(
        "记者李{任重}报道: ren4 zhong4",
        "局长刘{朝东}到会: chao2 dong1",
        "局长刘{朝晖}到会: zhao1 hui1",
        "张{还珠}、李春生到会: huan2 zhu1",
    )


def test_titles_of_works_are_read_as_they_are_meant() -> None:
    assert_read(
        "《{清平乐}》、《{永遇乐}》: qing1 ping2 yue4 yong3 yu4 yue4",
        "《{更漏子}》: geng1 lou4 zi3",
        "《苏三起{解}》: jie4",
        "《{还}珠格格》重播: huan2",
        "《{朝}发白帝城》: zhao1",
        "《兵车行》《{长}歌行》: chang2",
        "舞剧《{只}此青绿》: zhi3",
        "年{度支}出增加: du4 zhi1",
    )


def test_places_and_goods_that_are_words_too() -> None:
    assert_read(
        "有人爬上天{台}收衣服: tai2",
        "楼顶天{台}漏水: tai2",
        "浙江天{台}县: tai1",
        "天{台}宗: tai1",
        "店里{没}药了: mei2",
        "乳香、{没}药: mo4",
        "车{行}老板说: hang2",
        "{切}尔西队: qie1",
        "一{切}尔虞我诈: qie4",
        "的{的}喀喀湖: di4",
    )


def test_the_grave_field_of_a_state_is_nobodys() -> None:
    assert "晋侯" not in names_in("鸟尊出土于晋侯墓地。")
    assert "祝文" not in names_in("迎神、献礼、恭读祝文、行礼。")


def test_a_preposition_or_adverb_behind_a_name_is_no_part_of_it() -> None:
    assert_read(
        "校长周洁{为}新生佩戴校徽。: wei4",
        "书记孙亮{为}党员上党课。: wei4",
        "门将赵磊{为}主队扳回一分。: wei4",
        "医生欧阳静{为}老人垫付药费。: wei4",
        "张译{为}演好渔民学会了摇橹。: wei4",
        "何敏{为}此跑了三趟青石镇。: wei4",
        "后卫张磊{朝}球门猛射。: chao2",
        "刘军{朝}窗外看了一眼。: chao2",
        "厨师王芳{盛}来一碗鱼汤。: cheng2",
        "职工赵丽{少}领了一个月工资。: shao3",
        "渔民周明{更}愿意守着青石湖。: geng4",
        "厨师周明{切}好肉。: qie1",
        "老师张敏{教}孩子们写字。: jiao1",
        "队员李明{兴}高采烈。: xing4",
        "被告王涛{应}返还原告货款。: ying1",
        "原告赵敏{应}在三日内搬离。: ying1",
        "患者李明{应}多喝水。: ying1",
    )


def test_a_name_of_three_characters_keeps_its_last() -> None:
    assert_read(
        "教授张维{为}说，湖水清了。: wei2",
        "教授张维{为}在青石镇讲课。: wei2",
        "姜有{为}和妻子种了三亩茶。: wei2",
        "村民马永{为}从小爱唱戏。: wei2",
        "马永{为}背着药箱上门。: wei2",
        "马永{为}、李强、张明获奖。: wei2",
        "院长傅自{应}主持会议。: ying4",
        "院长傅自{应}说，湖水清了。: ying4",
        "厂长王国{朝}介绍，厂里有三百人。: zhao1",
        "村民刘明{朝}种了两亩瓜。: zhao1",
        "局长李国{盛}介绍情况。: sheng4",
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("校长周洁为新生佩戴校徽。", "周洁"),
        ("任命王芳为青石镇镇长。", "王芳"),
        ("由李强任主任。", "李强"),
        ("教授张维为说，湖水清了。", "张维为"),
    ],
)
def test_the_review_lists_a_name_without_the_word_behind_it(text: str, name: str) -> None:
    assert {found for found in names_in(text) if found.startswith(name)} == {name}


def test_a_name_that_is_certain_elsewhere_ends_where_it_does_there() -> None:
    texts = ["记者李强报道。", "李强为躲行人撞上护栏。"]
    segments = [Segment(item=0, presenter="", printed=text) for text in texts]
    read = add_readings(segments, SHIPPED)
    assert [
        text[n.start : n.end] for text, s in zip(texts, read, strict=True) for n in s.names
    ] == [
        "李强",
        "李强",
    ]


def test_an_everyday_word_behind_a_title_is_nobody() -> None:
    assert_read(
        "书记郑{重}宣布，大桥通车。: zhong4",
        "县长{任}命新局长。: ren4",
        "村民常{为}用水争吵。: wei4",
        "队员齐{为}他鼓掌。: wei4",
        "作家应{更}多关注青石湖。: geng4",
        "老人{过}寿，儿孙满堂。: guo4",
        "老人{朴}素的话。: pu3",
        "老师{查}寝。: cha2",
        "镇长{查}河。: cha2",
        "村民{盖}楼。: gai4",
        "选手{单}臂倒立。: dan1",
        "曾大伯{曾}是兵。: ceng2",
        "当时车{少}，路也窄。: shao3",
    )


def test_a_name_behind_a_title_stays_one_beside_these() -> None:
    assert_read(
        "局长郑{重}今年五十岁。: chong2",
        "记者{查}强报道。: zha1",
        "队员{单}飞。: shan4",
        "老师{单}刚、{解}红出席。: shan4 xie4",
        "书记{任}建国说。: ren2",
        "曾大伯的儿子{曾}祥说。: zeng1",
    )


def test_who_held_an_office_is_not_called_after_it() -> None:
    assert_read(
        "他先后{任}治安民警、刑警。: ren4",
        "他曾{任}红军连长、营长。: ren4",
        "1月{任}青石县委书记。: ren4",
        "1998年{任}建国村支书。: ren4",
        "1998年，{任}建国当选村支书。: ren2",
        "1998年{任}建国当选村支书。: ren2",
    )
    assert not names_in("曾任县委书记，曾获省级奖励。")


def test_numbers_kin_and_roles_stand_before_names() -> None:
    assert_read(
        "七号{任}杰三分命中。: ren2",
        "一辩{任}静、二辩{单}丽、三辩{查}强。: ren2 shan4 zha1",
        "报案人{种}国栋报称被骗。: chong2",
        "三子{单}国良旅居海外。: shan4",
        "舅父{查}玉山是木匠。: zha1",
        "任命{殷}红{为}青石镇镇长。: yin1 wei2",
    )
    assert_read(
        "七号{单}元楼。: dan1",
        "三号{任}务完成。: ren4",
        "二班{解}散了。: jie3",
    )


def test_families_and_their_villages_are_read_by_their_surname() -> None:
    assert_read(
        "{任}姓占了一半。: ren2",
        "{查}姓在村里是大姓。: zha1",
        "{查}氏二十三世孙修谱。: zha1",
        "其母{曾}氏。: zeng1",
        "从{任}庄到{解}庄，路宽了。: ren2 xie4",
        "记者在{任}庄看到，麦子黄了。: ren2",
        "{单}庙小学。: shan4",
        "{任}村镇卫生院。: ren2",
    )
    assert_read(
        "他们{都}姓李。: dou1",
        "{华}氏二十度。: hua2",
        "村里{过}庄的人。: guo4",
        "下乡{查}庄稼病害。: cha2",
        "{任}村镇建设局长。: ren4",
    )


def test_names_from_abroad_and_of_other_peoples_have_no_han_surname() -> None:
    assert_read(
        "专家{哈}里森说。: ha1",
        "教师{哈}丽旦说。: ha1",
        "教练{盖}伊说。: gai4",
        "教练{查}理说。: cha2",
        "作家{乐}克莱齐奥获奖。: le4",
        "{那}仁花演唱了长调。: na4",
        "{召}存信是傣族。: zhao4",
        "傣族青年{岩}温在茶园里忙。: ai2",
    )
    assert_read(
        "选手{哈}福海说。: ha3",
        "老师{查}文彬说。: zha1",
        "记者{那}英报道。: na1",
        "岩{温}泉在山下。: wen1",
    )


def test_people_of_history_and_books_and_places_that_look_foreign() -> None:
    assert_read(
        "《隋唐》中{单}雄信大战。: shan4",
        "《水浒》里的解珍、{解}宝。: xie4",
        "{任}溶溶的童话。: ren2",
        "北京{柏}林寺的古树。: bai3",
        "{柏}林镇卫生院。: bai3",
        "德国首都{柏}林。: bo2",
        "泾县{查}济古镇。: zha1",
    )


@pytest.mark.parametrize("mark", ["、", "和"])
def test_a_long_list_behind_a_possible_title_is_read_in_time(mark: str) -> None:
    # Sixty names took years where a list could be divided in many ways.
    assert "曾" not in names_in("区剧团曾导演" + mark.join(["王小"] * 60) + "到场。")
    assert not any("曾导演" in name for name in names_in("他曾导演话剧、小品和《青川人家》。"))
