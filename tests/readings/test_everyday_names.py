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
