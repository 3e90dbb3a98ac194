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
