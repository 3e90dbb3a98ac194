"""Names that are none of this country's, of nobody, or that nothing sets apart."""

from __future__ import annotations

import pytest

from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.read_names import read
from tests.tools.audit import LEXICON_FOLDER


@pytest.mark.parametrize(
    ("text", "name", "pinyin"),
    [
        ("体育与旅游部长安德鲁·汤姆森", "安德鲁·汤姆森", "bu4 zhang3 an1 de2 lu3"),
        ("外长安纳莱娜·贝尔伯克", "安纳莱娜·贝尔伯克", "wai4 zhang3 an1"),
        ("青川国防长安德烈·莫林", "安德烈·莫林", "fang2 zhang3 an1 de2"),
        ("总理安东尼·艾伯塞", "安东尼·艾伯塞", "zong3 li3 an1"),
        ("总理乔治娅·梅洛尼", "乔治娅·梅洛尼", "zong3 li3 qiao2"),
        ("市长萨迪克·汗", "萨迪克·汗", "shi4 zhang3 sa4"),
        ("前首相鲍里斯·约翰逊", "鲍里斯·约翰逊", "shou3 xiang4 bao4 li3"),
        ("车手刘易斯·汉密尔顿", "刘易斯·汉密尔顿", "liu2 yi4 si1"),
        ("董事长华莱士·史密斯", "华莱士·史密斯", "zhang3 hua2 lai2 shi4"),
        ("财长查尔斯·解森", "查尔斯·解森", "zhang3 cha2 er3 si1"),
    ],
)
def test_a_foreign_name_has_no_surname_before_its_dot_and_leaves_the_title_whole(
    text: str, name: str, pinyin: str
):
    people, said = read(text)
    assert people == [name]
    assert pinyin in said


@pytest.mark.parametrize("text", ["总统查维斯说", "华莱士说", "查理斯说", "解维斯说"])
def test_a_name_that_sounds_foreign_has_no_surname(text: str):
    assert not read(text)[0]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("市长单国强说", ["单国强"]),
        ("局长查文斌说", ["查文斌"]),
        ("查文斯说", ["查文斯"]),
        ("文/单伟·任红", ["单伟"]),
        ("沁园春·青川", []),
    ],
)
def test_names_of_this_country_stay(text: str, people: list[str]):
    assert read(text)[0] == people


@pytest.mark.parametrize(
    "text",
    [
        "新浪乐居发布榜单",
        "领湃新能源、乐远跨境已投产",
        "青川乐惠国际工程装备股份有限公司",
        "任我行科技有限公司",
        "解忧超市开业",
        "华丰酒店开业",
        "盖亚科技有限公司",
        "乐购超市开业",
        "单于商城开业",
        "万达乐天超市开业",
    ],
)
def test_nobody_is_in_the_name_of_a_company_or_a_shop(text: str):
    assert not read(text)[0]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("盖小虎创办了青川丰收有限公司", ["盖小虎"]),
        ("任建国在丰收有限公司工作", ["任建国"]),
        ("董事长任红国际视野开阔", ["任红"]),
        ("青川丰收有限公司总经理曾晓东说", ["曾晓东"]),
    ],
)
def test_people_of_a_company_are_people(text: str, people: list[str]):
    assert read(text)[0] == people


@pytest.mark.parametrize(
    "text",
    ["安为先，坚持预防为主", "质量为本，安为要", "他对党忠诚、敢于担当", "让党放心、让人民满意"],
)
def test_a_motto_is_nobody(text: str):
    assert not read(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "常务副市长到场", "任常务副市级领导", "超市开业", "各超市", "城区", "他说，节省用水很要紧", "会上，反省了三次", "到一线，坐镇指挥",
        "天热，冰镇酸梅汤", "开车时，盲区要看", "今年来县里办厂", "清晨，驱车离县", "据悉，跨省列车", "当天，沿街道走访", "到期货市场交易", "，应村民要求",
    ],
)  # fmt: skip
def test_a_word_that_ends_like_a_region_is_no_place(text: str):
    segment = Segment(item=0, presenter="", printed=text)
    (read,) = add_readings([segment], load_lexicon(LEXICON_FOLDER))
    assert not read.names


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("对党忠诚的是局长党忠诚。", ["党忠诚"]),
        ("任为先说", ["任为先"]),
        ("华为先当选主席", ["华为先"]),
    ],
)
def test_somebody_who_is_called_like_a_motto_is_somebody(text: str, people: list[str]):
    assert people[0] in read(text)[0]


@pytest.mark.parametrize(
    "text", ["要建国说，他要到场", "要会长出席活动", "要记者说清楚", "要全明白"]
)
def test_yao_is_nobody_without_a_title_before_it(text: str):
    assert not read(text)[0]


@pytest.mark.parametrize("text", ["局长要建国说", "记者要建国", "通讯员 要建国 摄"])
def test_yao_is_somebody_behind_a_title(text: str):
    assert read(text)[0] == ["要建国"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("（记者单伟任红盖小虎摄）", ["单伟", "任红", "盖小虎"]),
        ("（本报记者 王建国李小红 摄）", ["王建国", "李小红"]),
        ("（记者 张明王强李丽报道）", ["张明", "王强", "李丽"]),
        ("（记者王小明通讯员李丽王强）", ["王小明", "李丽", "王强"]),
        ("【编辑：曾晓东单红】", ["曾晓东", "单红"]),
        ("（通讯员覃德胜仇丽摄影报道）", ["覃德胜", "仇丽"]),
        ("（记者 欧阳明王丽）", ["欧阳明", "王丽"]),
        ("（见习记者 区小兰查文斌）", ["区小兰", "查文斌"]),
        ("（记者 华小龙盖丽丽 供图）", ["华小龙", "盖丽丽"]),
        ("记者 周小川解明 文/图", ["周小川", "解明"]),
        ("（记者方明明石丽摄）", ["方明明", "石丽"]),
    ],
)
def test_names_that_run_together_in_a_credit_are_apart(text: str, people: list[str]):
    assert read(text)[0] == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("（记者在现场看到）", []),
        ("（记者高温天气采访）", []),
        ("（编辑部收到来信）", []),
        ("（记者马上出发）", []),
        ("（记者连线张明报道）", []),
        ("（记者任建国发自青川）", ["任建国"]),
        ("（记者欧阳明月摄）", ["欧阳明月"]),
    ],
)
def test_a_bracket_that_is_no_list_of_names_is_left_alone(text: str, people: list[str]):
    assert read(text)[0] == people


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("局长曾得胜说", "zeng1 de2 sheng4"),
        ("村民王得福说", "wang2 de2 fu2"),
        ("记者张得地说", "zhang1 de2 di4"),
        ("村民李大地说", "li3 da4 di4"),
        ("记者曾地报道", "zeng1 di4"),
    ],
)
def test_de_and_di_in_given_names_are_full(text: str, pinyin: str):
    assert pinyin in read(text)[1]


@pytest.mark.parametrize(
    "text",
    ["王明同志任福建省委书记。", "王明同志任青川市委书记。", "李强同志任南京市委书记。"],
)
def test_who_takes_an_office_is_not_called_after_it(text: str):
    assert "ren4" in read(text)[1]


@pytest.mark.parametrize("text", ["记者任建国任市委宣传部部长。", "局长任建国任市委书记。"])
def test_somebody_called_ren_takes_an_office(text: str):
    assert read(text)[0] == ["任建国"]


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("我们隆重庆祝建馆", "long2 zhong4 qing4"),
        ("郑重修改章程", "zheng4 zhong4 xiu1"),
        ("到重庆祝寿", "chong2 qing4"),
        ("重修旧桥", "chong2 xiu1"),
    ],
)
def test_solemn_is_not_the_city(text: str, pinyin: str):
    assert pinyin in read(text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "种棉花要抢一季",
        "他把盛满水的桶提了上来",
        "单季出货量创下新高",
        "历届政府均对华友好",
        "请代表帮忙给区里呼吁一下",
        "领导干部要用好这条经验",
    ],
)
def test_verbs_measures_and_words_that_are_met_together_are_nobody(text: str):
    people, _ = read(text)
    assert people == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("记者盛满报道", "盛满"),
        ("局长华友好介绍", "华友好"),
        ("记者要建国", "要建国"),
    ],
)
def test_behind_a_title_the_same_are_somebody(text: str, name: str):
    people, _ = read(text)
    assert people == [name]


@pytest.mark.parametrize(
    ("text", "name", "pinyin"),
    [
        ("总统盖尼表示，两国关系很好。", "盖尼", "gai4 ni2"),
        ("前锋查尔顿进球。", "查尔顿", "cha2 er3 dun4"),
        ("总统那扎尔说。", "那扎尔", "na4 zha1 er3"),
        ("教练查顿说要换人。", "查顿", "cha2 dun4"),
        ("总理查韦斯到访青川。", "查韦斯", "cha2 wei2 si1"),
        ("部长默克尔、教练卡特到访。", "默克尔", "mo4 ke4 er3"),
        ("教练查文特说要换人。", "查文", "zha1 wen2"),
        ("局长查志勇说。", "查志勇", "zha1 zhi4 yong3"),
        ("书记盖文波说。", "盖文波", "ge3 wen2 bo1"),
        ("主任那成林说。", "那成林", "na1 cheng2 lin2"),
        ("（记者查志远任晓东文/图）", "查志远任晓东", "zha1 zhi4 yuan3 ren2 xiao3 dong1"),
        ("（记者单丹 通讯员解立）", "单丹", "shan4 dan1"),
        ("（摄影/任国强盖大海）", "盖大海", "ren2 guo2 qiang2 ge3 da4 hai3"),
        ("记者李得、王地、张得报道。", "李得、王地", "li3 de2 wang2 di4"),
        ("刘得去年回到青川。", "刘得", "liu2 de2"),
        ("今早，张得每家都走了一趟。", "张得", "zhang1 de2"),
        ("张得大大的嘴合不拢。", "张得", "zhang1 de5"),
        ("他嘴张得很大。", "张得", "zhang1 de5"),
        ("路修得好。", "修得", "xiu1 de5"),
        ("王地种了三亩麦。", "王地", "wang2 di4"),
        ("贠大强说，路修好了。", "贠大强", "yun4 da4 qiang2"),
    ],
)
def test_names_and_what_only_looks_like_one_are_read_as_they_are_said(
    text: str, name: str, pinyin: str
) -> None:
    assert pinyin in read(text)[1], name


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("在青川县𬒈镇", "𬒈镇"),
        ("车到沿河县", "沿河县"),
        ("，钟离县遗址", "钟离县"),
        ("集市，符离镇最大", "符离镇"),
        ("青川县磊镇的集市", "磊镇"),
    ],
)
def test_places_that_look_like_a_verb_and_a_region(text: str, place: str):
    segment = Segment(item=0, presenter="", printed=text)
    (read,) = add_readings([segment], load_lexicon(LEXICON_FOLDER))
    assert place in [text[n.start : n.end] for n in read.names if n.kind == "place"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("记者　单　𬭎　报道", ["单　𬭎"]),
        ("记者　单　宏　报道", ["单　宏"]),
        ("通讯员 任 𬭎", ["任 𬭎"]),
        ("（记者张𬭎王强李丽摄）", ["张𬭎", "王强", "李丽"]),
        ("局长单𬬮说", ["单𬬮"]),
    ],
)
def test_a_character_beyond_the_basic_plane_belongs_to_a_name(text: str, people: list[str]):
    assert read(text)[0] == people


@pytest.mark.parametrize(
    ("text", "people", "pinyin"),
    [
        ("我叫单小鱼。", ["单小鱼"], "shan4 xiao3 yu2"),
        ("寡妇解三娘开了豆腐坊。", ["解三娘"], "xie4 san1 niang2"),
        ("亡妻员玉珍的照片。", ["员玉珍"], "yun4 yu4 zhen1"),
        ("知县区玉麟亲往踏勘。", ["区玉麟"], "ou1 yu4 lin2"),
        ("被告人员某被判处有期徒刑。", [], "ren2 yun4 mou3"),
        ("民警将员某抓获。", [], "yun4 mou3"),
        ("死者那某，男。", [], "na1 mou3"),
        ("曾、解、员、单诸姓。", [], "zeng1 xie4 yun4 shan4 zhu1 xing4"),
        ("阿不都拉来了。", [], "a1 bu4 du1 la1"),
    ],
)
def test_called_widowed_accused_and_listed_families(text: str, people: list[str], pinyin: str):
    found, said = read(text)
    assert [name for name in found if len(name) > 1] == people
    assert pinyin in said


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("居民区玉兰花开了。", "ju1 min2 qu1"),
        ("有个叫查干湖的地方。", "cha2 gan1 hu2"),
        ("将那某种情绪写下来。", "na4 mou3 zhong3"),
        ("对单某一项作了说明。", "dan1 mou3 yi1"),
        ("公务员某日上岗。", "wu4 yuan2"),
        ("乐乐家的猫丢了。", "le4 le4 jia1"),
        ("小朋友乐乐说。", "le4 le4"),
        ("前妻要求复婚。", "yao1 qiu2"),
        ("汤盛在碗里。", "tang1 cheng2"),
    ],
)
def test_beside_the_same_words_everyday_characters_are_nobody(text: str, pinyin: str):
    assert pinyin in read(text)[1]
