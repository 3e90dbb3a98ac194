"""How places are said: markets and dykes, temples, counties of one character."""

from __future__ import annotations

import pytest

from tests.support.read_names import read


@pytest.mark.parametrize(
    "text",
    [
        "赶圩的日子",
        "圩日人山人海",
        "圩镇整治",
        "唐江镇圩场",
        "青川歌圩",
        "广西青川县新圩镇",
        "广东省青川市大圩村",
        "江西赣州的长圩乡",
        "湖南青川井头圩镇",
        "南宁吴圩机场",
        "飞抵吴圩国际机场",
        "桂林大圩古镇",
    ],
)
def test_a_market_of_the_south_is_xu(text: str):
    assert "xu1" in read(text)[1]


@pytest.mark.parametrize(
    "text",
    [
        "圩堤决口",
        "圩田千里",
        "圩区排涝",
        "安徽合肥大圩镇",
        "江苏青川县高圩村",
        "广西的圩堤",
        "沿圩巡查",
    ],
)
def test_a_dyke_is_wei(text: str):
    assert "wei2" in read(text)[1]


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("昌平区回龙观地区", "hui2 long2 guan4"),
        ("青岛藏马山旅游度假区", "cang2 ma3 shan1"),
        ("游览白云观", "bai2 yun2 guan4"),
        ("苏州观前街", "guan4 qian2 jie1"),
        ("单县农商银行", "shan4 xian4"),
        ("青海乐都", "le4 du1"),
    ],
)
def test_places_with_a_reading_of_their_own(text: str, pinyin: str):
    assert pinyin in read(text)[1]


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("简单县域经济", "jian3 dan1 xian4"),
        ("坐井观天", "guan1 tian1"),
        ("参观前街巷很窄", "can1 guan1"),
        ("西藏马术队", "zang4 ma3"),
    ],
)
def test_words_that_hold_the_characters_of_a_place_stay(text: str, pinyin: str):
    assert pinyin in read(text)[1]
