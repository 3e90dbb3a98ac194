"""A surname or a place that one line of an edition settles is read the same in its other lines."""

from __future__ import annotations

from audiopaper.model import Segment
from audiopaper.readings import add_readings
from tests.support.read_marked import SHIPPED


def assert_edition(*marked: str) -> None:
    """Compare lines of one edition, each ``line with {marked} characters: pinyin``."""
    lines = [line.rsplit(": ", 1) for line in marked]
    spans = [(text.index("{"), text.index("}") - 1) for text, _ in lines]
    printed = [text.replace("{", "").replace("}", "") for text, _ in lines]
    read = add_readings([Segment(item=0, presenter="", printed=text) for text in printed], SHIPPED)
    wrong = []
    for segment, (start, end), (text, wanted) in zip(read, spans, lines, strict=True):
        got = " ".join(s for r in segment.readings if start <= r.start < end for s in r.pinyin)
        if got != wanted:
            wrong.append(f"{text}: {wanted}, not {got}")
    assert not wrong, "\n".join(wrong)


def test_a_surname_known_by_a_full_name_is_one_before_any_title() -> None:
    assert_edition(
        "审判长{解}志强来到村里: xie4",
        "散会后{解}法官又上门: xie4",
        "那天{解}庭长走得急: xie4",
        "当事人一时没有理{解}法官: jie3",
        "法官调{解}教师的纠纷: jie3",
    )


def test_a_surname_that_is_a_verb_too_stays_one_where_somebody_serves() -> None:
    assert_edition(
        "局长{任}青川表示，路要修好: ren2",
        "大家请{任}局长看看图纸: ren2",
        "后来他{任}局长的时候才三十岁: ren4",
        "2003年，他{任}局长、书记: ren4",
        "主{任}书记都来了: ren4",
    )


def test_a_rare_surname_is_recalled_where_it_is_known_only() -> None:
    assert_edition("市民{应}小红说，她不急: ying1", "下午，{应}女士又来了: ying1")
    assert_edition("{应}女士的要求，民警上门: ying4", "{应}邀前来的有三家: ying4")


def test_a_place_printed_in_full_is_read_so_where_it_stands_alone() -> None:
    assert_edition(
        "记者走访{长}柳河周边: chang2",
        "青川县{长}柳河镇的老人都记得: chang2",
        "赵市长到{长}柳河时天色已晚: chang2",
    )
    assert_edition(
        "三{都}乡党委书记说，灯会不收票: du1",
        "游客涌向三{都}，都想看灯: du1",
        "县里来的三人{都}没走: dou1",
    )
    assert_edition("青川县{任}集镇的集市: ren2", "他在{任}集买了两只羊: ren2")


def test_a_place_of_two_characters_is_none_inside_of_other_words() -> None:
    assert_edition("青川县石{角}镇: jiao3", "去石{角}赶集: jiao3", "火石{角}质层: jiao3")
    assert_edition("青川县草{地}乡的牧民: di4", "急忙割草{地}里的草: di4", "飞快{地}镇定下来: de5")


def test_a_family_gives_its_village_the_reading_of_its_name() -> None:
    assert_edition("{解}营村党支部书记说: xie4", "去{解}营的路: xie4", "理{解}营业员的难处: jie3")
    assert_edition("石桥镇{任}庄村的老人: ren2", "石桥镇{解}放村: jie3", "青川县{任}命名单: ren4")


def test_the_suffix_of_a_village_is_neutral() -> None:
    assert_edition(
        "大营{子}乡的庙会: zi5",
        "去大营{子}赶集: zi5",
        "四家{子}镇的油坊: zi5",
        "民营{子}公司: zi3",
        "青川县太{子}镇: zi3",
    )
