"""Long lists of names: how many are said, and that all are printed."""

from __future__ import annotations

import pytest

from audiopaper.config import defaults_folder
from audiopaper.lexicon import load_lexicon
from audiopaper.model import Segment
from audiopaper.pipeline.text import settle_readings
from audiopaper.readings.names.name_lists import shorten_names

LEXICON = load_lexicon(defaults_folder() / "voices" / "lexicon")


def settle(text: str) -> Segment:
    (segment,) = settle_readings([Segment(item=0, presenter="lan", printed=text)], LEXICON)
    return segment


def said(text: str, most: int = 3) -> str:
    (segment,) = shorten_names([settle(text)], most)
    assert segment.printed == text
    at = 0
    for reading in segment.readings:
        assert reading.start == at, "the readings tile what is printed"
        at = reading.end
    assert at == len(text)
    return segment.spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("王建国、李文、张伟民、赵晓东、陈立新出席会议。", "王建国、李文、张伟民等五人出席会议。"),
        ("市领导曾令新、林青松、单飞、高远、林晓禾、危建国、王志强、李小红出席。",
         "市领导曾令新、林青松、单飞等八人出席。"),
        ("参加的有王建国、李文、张伟民、赵晓东和陈立新。", "参加的有王建国、李文、张伟民等五人。"),
        ("王建国、李文、张伟民、赵晓东以及陈立新在场。", "王建国、李文、张伟民等五人在场。"),
        ("王建国、李文、张伟民、赵晓东、陈立新等到场。", "王建国、李文、张伟民等到场。"),
        ("王建国、李文、张伟民、赵晓东、陈立新等15人到场。", "王建国、李文、张伟民等十五人到场。"),
        ("王建国、李文、张伟民、赵晓东、陈立新及有关部门负责人参加。",
         "王建国、李文、张伟民等五人及有关部门负责人参加。"),
        ("王建国　李文　张伟民　赵晓东　陈立新　周敏", "王建国、李文、张伟民等六人"),
        ("欧阳明、司马南山、王建国、李文、张伟民参加。", "欧阳明、司马南山、王建国等五人参加。"),
        ("王建国、李文、张伟民、赵晓东、陈立新参加，王志强、李小红、周敏、刘洋、孙浩缺席。",
         "王建国、李文、张伟民等五人参加，王志强、李小红、周敏等五人缺席。"),
    ],
)  # fmt: skip
def test_a_long_list_of_names_is_cut_for_the_ear_and_printed_whole(text: str, spoken: str) -> None:
    assert said(text) == spoken


@pytest.mark.parametrize(
    "text",
    [
        "王建国、李文、张伟民、赵晓东参加。",
        "王建国、李文获一等奖，张伟民、赵晓东获二等奖。",
        "他买了苹果、香蕉、橘子、葡萄、西瓜、桃子。",
        "青川、云雾、河口、白沙、长乐、石堰六个镇参加了演练。",
        "市委书记王建国，市长李文，副市长张伟民，秘书长赵晓东，局长陈立新参加。",
        "王建国、李文、张伟民、赵晓东、陈立新、某企业负责人到场。",
        "水务、林业、农业、王建国、李文、张伟民、赵晓东、陈立新。",
        "他说，红、黄、蓝、绿、白、黑都有。",
        "王建国说，李文、张伟民都来了。",
        "会议听取了、审议了、通过了、印发了四份文件。",
    ],
)
def test_what_is_no_long_list_of_names_is_said_whole(text: str) -> None:
    assert said(text) == settle(text).spoken


@pytest.mark.parametrize("most", [0, 1, 2, 4, 40])
def test_as_many_names_are_said_as_the_setting_has(most: int) -> None:
    names = ["王建国", "李文", "张伟民", "赵晓东", "陈立新", "周敏"]
    spoken = said("、".join(names) + "出席。", most)
    expected = most if 0 < most <= 4 else 6
    assert sum(name in spoken for name in names) == expected
    assert ("等六人" in spoken) == (expected < 6)


def test_the_count_is_said_with_its_readings() -> None:
    (segment,) = shorten_names([settle("王建国、李文、张伟民、赵晓东、陈立新出席。")], 1)
    (cut,) = [r for r in segment.readings if r.spoken.startswith("等")]
    assert (cut.spoken, cut.pinyin) == ("等五人", ("deng3", "wu3", "ren2"))
