"""Traditional texts: they are recognised, looked up and read as simplified ones are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import defaults_folder
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.variants import is_traditional, simplify

LEXICON = load_lexicon(defaults_folder() / "voices" / "lexicon")


def read(text: str) -> Segment:
    return settle_readings([Segment(item=0, presenter="", printed=text)], LEXICON)[0]


def pinyin(text: str, word: str) -> str:
    start = text.index(word)
    end = start + len(word)
    readings = read(text).readings
    return " ".join(s for r in readings if start <= r.start < end for s in r.pinyin)


@pytest.mark.parametrize(
    ("text", "word", "read_as"),
    [
        ("縣長曾令新在會上說", "縣長曾令新", "xian4 zhang3 zeng1 ling4 xin1"),
        ("副市長單永強昨天到訪", "單永強", "shan4 yong3 qiang2"),
        ("記者仇小妹報導", "仇小妹", "qiu2 xiao3 mei4"),
        ("重慶的銀行推出新業務", "重慶的銀行", "chong2 qing4 de5 yin2 hang2"),
        ("會計師參加音樂會", "會計", "kuai4 ji4"),
        ("會計師參加音樂會", "音樂會", "yin1 yue4 hui4"),
        ("長樂區政府", "長樂", "chang2 le4"),
        ("頭髮與理髮店", "理髮", "li3 fa4"),
        ("發展經濟，出發", "發展", "fa1 zhan3"),
        ("這塊餅乾很乾淨", "乾淨", "gan1 jing4"),
        ("乾隆年間建成的塔", "乾隆", "qian2 long2"),
        ("以後會更好，皇后大道", "以後", "yi3 hou4"),
        ("這裡是鄉里的圖書館", "這裡", "zhe4 li3"),
        ("牛肉麵與麵包", "牛肉麵", "niu2 rou4 mian4"),
        ("養了兩隻貓", "兩隻", "liang3 zhi1"),
        ("他看著遠處的燈塔", "看著", "kan4 zhe5"),
        ("著名學者的著作", "著作", "zhu4 zuo4"),
        ("看著地圖走", "看著", "kan4 zhe5"),
        ("還錢給銀行", "還錢", "huan2 qian2"),
        ("還有三天", "還有", "hai2 you3"),
        ("孩子們睡覺了", "睡覺", "shui4 jiao4"),
        ("大家都覺得好", "覺得", "jue2 de5"),
        ("調整價格", "調整", "tiao2 zheng3"),
        ("傳記文學與傳統", "傳記", "zhuan4 ji4"),
        ("臺灣與瀋陽", "瀋陽", "shen3 yang2"),
        ("應縣木塔", "應縣", "ying4 xian4"),
        ("為人民服務", "為人民", "wei4 ren2 min2"),
        ("成為第一", "成為", "cheng2 wei2"),
        ("衝刺與衝突", "衝突", "chong1 tu1"),
    ],
)
def test_traditional_words_are_read_as_their_simplified_ones(
    text: str, word: str, read_as: str
) -> None:
    assert pinyin(text, word) == read_as


@pytest.mark.parametrize(
    ("printed", "spoken"),
    [
        ("投資2億元", "投資两亿元"),
        ("下午3點30分", "下午三點三十分"),
        ("2個人，2隻貓", "两個人，两隻貓"),
        ("2026年3月2號", "二零二六年三月二號"),
        ("氣溫-3攝氏度", "氣溫零下三攝氏度"),
        ("第2屆", "第二屆"),
        ("100歲", "一百歲"),
    ],
)
def test_numbers_in_traditional_text_are_said_as_in_simplified_text(
    printed: str, spoken: str
) -> None:
    assert simplify(read(printed).spoken) == simplify(spoken)


@pytest.mark.parametrize(
    "text",
    [
        "乾县的农民昨天进城",
        "著名作家的著作",
        "曹雪芹著《红楼梦》",
        "他在瞭望塔上",
        "於女士说",
        "宫商角徵羽",
        "钱锺书先生",
        "慰藉与狼藉",
        "台州市长说",
        "皇后与里程",
        "太閤与阁下",
        "周顗与金日磾",
    ],
)
def test_simplified_text_is_left_alone(text: str) -> None:
    assert simplify(text) == text


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("縣長到訪", True),
        ("本報訊（記者 歐陽靜）昨天上午，石塘大橋通車", True),
        ("本报讯（记者 欧阳静）昨天上午，石塘大桥通车", False),
        ("香港歌手陳奕迅昨天在青川体育馆举行演唱会", False),
        ("今天天晴", False),
        ("", False),
    ],
)
def test_the_script_of_a_text_is_told(text: str, traditional: bool) -> None:
    assert is_traditional(text) is traditional


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=40))
def test_simplifying_keeps_every_offset(text: str) -> None:
    assert len(simplify(text)) == len(text)


def test_what_is_printed_and_said_stays_traditional() -> None:
    segment = read("縣長曾令新說，頭髮乾了。")
    assert segment.printed == "縣長曾令新說，頭髮乾了。"
    assert segment.spoken == "縣長曾令新說，頭髮乾了。"
