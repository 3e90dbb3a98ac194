"""Neutral tones: by a table, by the form of a word, and by what stands beside it."""

from __future__ import annotations

import pytest

from tests.support.reading_rows import rows, said


def test_each_neutral_word_names_its_source_and_has_a_neutral_syllable() -> None:
    for word, pinyin, source in rows("neutral.tsv"):
        assert source
        assert "5" in pinyin, word


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        ("养蜂让青川人尝到了甜头", "甜头", "tian2 tou5"),
        ("出点子，想办法", "点子", "dian3 zi5"),
        ("菜篮子和米袋子都满了", "菜篮子", "cai4 lan2 zi5"),
        ("一家人搬进新房子", "房子", "fang2 zi5"),
        ("村里的新房子", "新房子", "xin1 fang2 zi5"),
        ("路边的大石头", "石头", "shi2 tou5"),
        ("妻子在镇上教书", "妻子", "qi1 zi5"),
        ("青川玻璃厂", "玻璃", "bo1 li5"),
        ("他干活踏实", "踏实", "ta1 shi5"),
        ("优良种子发到农户", "种子", "zhong3 zi5"),
        ("硬着头皮上", "硬着头皮", "ying4 zhe5 tou2 pi2"),
    ],
)
def test_what_is_neutral_whoever_says_it_is_neutral(text: str, word: str, pinyin: str) -> None:
    assert said(text, word) == pinyin


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        ("电子商务平台", "电子", "dian4 zi3"),
        ("知识分子座谈会", "知识分子", "zhi1 shi5 fen4 zi3"),
        ("犯罪分子落网", "分子", "fen4 zi3"),
        ("高分子材料", "分子", "fen1 zi3"),
        ("分子和分母", "分子", "fen1 zi3"),
        ("男子百米决赛", "男子", "nan2 zi3"),
        ("子女教育", "子女", "zi3 nv3"),
        ("莘莘学子", "学子", "xue2 zi3"),
        ("亲子阅读", "亲子", "qin1 zi3"),
        ("老子和庄子的思想", "老子", "lao3 zi3"),
        ("龙头企业牵头", "龙头", "long2 tou2"),
        ("街头巷尾", "街头", "jie1 tou2"),
        ("党员带头", "带头", "dai4 tou2"),
        ("图们江畔", "图们", "tu2 men2"),
        ("星星之火可以燎原", "星星", "xing1 xing1"),
        ("士大夫精神", "大夫", "da4 fu1"),
        ("便宜行事", "便宜", "bian4 yi2"),
        ("切磋琢磨", "琢磨", "zhuo2 mo2"),
        ("开花结实", "结实", "jie2 shi2"),
        ("迷迷糊糊地醒来", "迷迷糊糊", "mi2 mi2 hu1 hu1"),
        ("来了一批留学生", "留学生", "liu2 xue2 sheng1"),
    ],
)
def test_what_only_looks_so_is_full(text: str, word: str, pinyin: str) -> None:
    assert said(text, word) == pinyin


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        ("看看这里的变化", "看看", "kan4 kan5"),
        ("大家一起想想办法", "想想", "xiang3 xiang5"),
        ("到田里走走看看", "走走看看", "zou3 zou5 kan4 kan5"),
        ("请你帮帮忙", "帮帮忙", "bang1 bang5 mang2"),
        ("他点点头", "点点头", "dian3 dian5 tou2"),
        ("爸爸妈妈都来了", "爸爸妈妈", "ba4 ba5 ma1 ma5"),
        ("邻居老伯伯", "伯伯", "bo2 bo5"),
        ("尝尝新米", "尝尝", "chang2 chang5"),
        ("说说笑笑地走了", "说说笑笑", "shuo1 shuo1 xiao4 xiao4"),
        ("推推搡搡的人群", "推推", "tui1 tui1"),
        ("婆婆妈妈的事", "妈妈", "ma1 ma1"),
        ("夸夸其谈", "夸夸", "kua1 kua1"),
        ("比比皆是", "比比", "bi3 bi3"),
        ("天天锻炼，人人参与", "天天", "tian1 tian1"),
        ("家家户户", "家家", "jia1 jia1"),
        ("慢慢变好", "慢慢", "man4 man4"),
        ("查看看守所", "看看", "kan4 kan1"),
        ("小学生画画", "画画", "hua4 hua4"),
        ("想一想，看了看", "想一想", "xiang3 yi1 xiang3"),
    ],
)
def test_doubled_verbs_and_kinship_terms_end_neutral(text: str, word: str, pinyin: str) -> None:
    assert said(text, word) == pinyin


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        ("青川是个好地方", "地方", "di4 fang5"),
        ("这是最美的地方。", "地方", "di4 fang5"),
        ("到了什么地方", "地方", "di4 fang5"),
        ("地方政府和中央", "地方", "di4 fang1"),
        ("中央和地方，", "地方", "di4 fang1"),
        ("新的地方标准", "地方", "di4 fang1"),
        ("上街买东西", "东西", "dong1 xi5"),
        ("好吃的东西都有", "东西", "dong1 xi5"),
        ("加强东西部协作", "东西", "dong1 xi1"),
        ("贯通东西的大道", "东西", "dong1 xi1"),
        ("新的东西走廊", "东西", "dong1 xi1"),
        ("她出手大方", "大方", "da4 fang5"),
        ("明确大方向", "大方", "da4 fang1"),
        ("爷爷带着小孙子", "孙子", "sun1 zi5"),
        ("他的孙子兵法书", "孙子", "sun1 zi3"),
        ("帮人家说话", "人家", "ren2 jia5"),
        ("村里有几户人家", "人家", "ren2 jia1"),
        ("人家都走了", "人家", "ren2 jia5"),
        ("老人很精神，", "精神", "jing1 shen5"),
        ("会议精神", "精神", "jing1 shen2"),
        ("晒被子", "被子", "bei4 zi5"),
        ("父母被子女接走", "被子", "bei4 zi3"),
    ],
)
def test_a_word_of_two_meanings_is_neutral_where_it_is_sure(
    text: str, word: str, pinyin: str
) -> None:
    assert said(text, word) == pinyin


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        ("关系很好", "关系", "guan1 xi4"),
        ("位置不远", "位置", "wei4 zhi4"),
        ("父亲八十岁", "父亲", "fu4 qin1"),
        ("聪明的办法", "聪明", "cong1 ming2"),
        ("村子东边", "东边", "dong1 bian1"),
        ("他去过青川", "去过", "qu4 guo4"),
        ("研究研究再说", "研究研究", "yan2 jiu1 yan2 jiu1"),
        ("把他扶起来", "起来", "qi3 lai2"),
    ],
)
def test_what_varies_on_air_is_full(text: str, word: str, pinyin: str) -> None:
    assert said(text, word) == pinyin


@pytest.mark.parametrize(
    ("text", "word", "pinyin"),
    [
        ("渔民今年运气不错", "运气", "yun4 qi5"),
        ("老拳师运气吐纳", "运气", "yun4 qi4"),
        ("司机一时大意", "大意", "da4 yi5"),
        ("文章的段落大意", "大意", "da4 yi4"),
        ("渡口收费公道", "公道", "gong1 dao5"),
        ("讨回公道", "公道", "gong1 dao4"),
        ("这碗面最地道", "地道", "di4 dao5"),
        ("地道里有灯", "地道", "di4 dao4"),
        ("买了两个驴肉火烧", "火烧", "huo3 shao5"),
        ("栏杆成了摆设", "摆设", "bai3 she5"),
        ("老人活得自在", "自在", "zi4 zai5"),
        ("账上的亏空", "亏空", "kui1 kong5"),
        ("修桥困难重重", "困难重重", "kun4 nan5 chong2 chong2"),
    ],
)
def test_words_of_two_meanings_are_neutral_in_one(text: str, word: str, pinyin: str) -> None:
    assert said(text, word) == pinyin


def test_things_are_neutral_before_one_who_leaves_with_them() -> None:
    assert said("他收拾好东西走了", "东西") == "dong1 xi5"
    assert said("拎着东西走进门", "东西") == "dong1 xi5"
    assert said("山脉东西走向", "东西") == "dong1 xi1"
    assert said("东西走廊", "东西") == "dong1 xi1"


def test_one_meaning_of_a_word_is_neutral_and_the_other_full() -> None:
    assert said("地道的青川菜", "地道") == "di4 dao5"
    assert said("地道的入口", "地道") == "di4 dao4"
    assert said("为人和气", "和气") == "he2 qi5"
    assert said("男子汉大丈夫", "丈夫") == "zhang4 fu1"
    assert said("她的丈夫", "丈夫") == "zhang4 fu5"
    assert said("我的姥爷", "姥爷") == "lao3 ye5"
