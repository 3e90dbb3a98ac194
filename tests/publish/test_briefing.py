"""The briefing tells the news: the first sentences of each story, and nothing in their place."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import BriefingSettings, EpisodeSettings, ShowSettings
from audiopaper.model import Briefing, Clip, Mark, SpokenSegment
from audiopaper.publish.briefing import choose_segments, render_briefing, render_briefing_xml
from audiopaper.rundown import cut_stories, find_body
from audiopaper.script import spoken_items, write_script
from audiopaper.sentences import find_sentence_ends
from tests.support.builders import make_item, make_rundown
from tests.support.episode_folders import make_episode

CREDIT = "本报记者何苗报道。"
FERRY = ("轮渡昨日恢复。", "票价不变。", "夜航从十月起加开两班，末班二十二点半。")


def clip_of(spoken: SpokenSegment) -> Clip:
    """A clip of a second a sentence, with the times of its sentences."""
    printed = spoken.segment.printed
    bounds = [0, *find_sentence_ends(printed), len(printed)]
    marks = [
        Mark(start_ms=1000 * n, end_ms=1000 * n + 900, text=printed[start:end])
        for n, (start, end) in enumerate(itertools.pairwise(bounds))
    ]
    return Clip(pcm=bytes(2000 * len(marks)), rate_hz=1000, marks=tuple(marks))


def briefed(*lines: str, sentences: int = 2, paragraphs: int = 0, links: bool = False) -> list[str]:
    """What is said of a story by a reporter, without its headline."""
    episode = EpisodeSettings(story_links=("再来看下一条。",) if links else ())
    item = make_item(text="\n".join(lines), byline=("何苗",), paragraphs=paragraphs)
    rundown = make_rundown(make_item(title="前一条"), item)
    items = spoken_items(cut_stories(rundown, episode))
    spoken = [
        SpokenSegment(segment=segment, clip_key=str(n), engine="tone")
        for n, segment in enumerate(write_script(replace(rundown, items=items), episode))
    ]
    chosen = choose_segments(
        spoken,
        [item.kind for item in items],
        {n: find_body(item, episode) for n, item in enumerate(items)},
        lambda key: clip_of(spoken[int(key)]),
        BriefingSettings(enabled=True, stories=10, sentences=sentences),
    )
    number = max(s.segment.item for s in chosen if s.segment.role == "headline")
    headline, *report = [s for s in chosen if s.segment.item == number]
    assert headline.segment.role == "headline"
    assert [headline, *report][-1].segment.pause == "story"
    return [s.segment.printed for s in report]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param((CREDIT, *FERRY), FERRY[:2], id="short-paragraphs"),
        pytest.param((CREDIT, FERRY[0]), FERRY[:1], id="one-short-paragraph"),
        pytest.param(FERRY, FERRY[:2], id="no-credit"),
        pytest.param(
            (f"{CREDIT}两岸等了三天。", *FERRY), FERRY[:2], id="credit-with-a-subhead-behind-it"
        ),
        pytest.param(
            ("因版面所限，以下内容未刊完整。", CREDIT, *FERRY), FERRY[:2], id="remark-before"
        ),
        pytest.param(("该稿其余部分见第六版。", *FERRY), FERRY[:2], id="remark-without-credit"),
        pytest.param((CREDIT, "## 三天以后", *FERRY), FERRY[:2], id="heading"),
        pytest.param(("据新华社云汀9月1日电。", *FERRY), FERRY[:2], id="wire"),
        pytest.param((CREDIT, "".join(FERRY)), ("".join(FERRY[:2]),), id="one-paragraph"),
        pytest.param((CREDIT,), (), id="nothing-but-a-credit"),
        pytest.param(
            ("昨天有十家媒体作了报道。", *FERRY),
            ("昨天有十家媒体作了报道。", FERRY[0]),
            id="a-paragraph-like-a-credit",
        ),
    ],
)
@pytest.mark.parametrize("links", [False, True])
def test_a_story_begins_with_the_first_sentences_of_its_report(
    lines: tuple[str, ...], said: tuple[str, ...], links: bool
) -> None:
    assert briefed(*lines, links=links) == list(said)


def test_a_remark_on_what_is_not_read_is_no_sentence_of_the_report() -> None:
    assert briefed(CREDIT, *FERRY, paragraphs=1) == [FERRY[0]]
    middle = EpisodeSettings().incomplete_middle
    assert briefed(CREDIT, FERRY[0], middle, FERRY[1]) == list(FERRY[:2])


@given(st.lists(st.sampled_from("停开修"), min_size=1, max_size=6), st.integers(1, 10))
def test_as_many_sentences_are_said_as_are_wanted_and_there_are(
    paragraphs: list[str], wanted: int
) -> None:
    lines = [f"{what}了。又{what}了。" for what in paragraphs]
    said = "".join(briefed(CREDIT, *lines, sentences=wanted))
    assert said == "".join(f"{what}了。又{what}了。" for what in paragraphs)[: len(said)]
    assert said.count("。") == min(wanted, 2 * len(paragraphs))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            ("青川公布三处停水点。", "停水点如下：", "东街：上午；", "西街：下午。"),
            ("青川公布三处停水点。",),
            id="announced-by-a-colon",
        ),
        pytest.param(
            ("渡口招船工五名，要求：", "1. 会水；", "2. 有证。"), (), id="nothing-but-a-list"
        ),
        pytest.param(
            ("共八人入选。", "入选名单如下。", "高岚 林晓"), ("共八人入选。",), id="as-follows"
        ),
        pytest.param(
            ("共八人入选。", "以下是入选者名单。", "高岚"), ("共八人入选。",), id="following"
        ),
        pytest.param(
            ("赛事收官。", "名次 队名 积分", "1 东街 9"), ("赛事收官。",), id="rows-of-a-table"
        ),
        pytest.param(
            ("东街先开；", "西街后开；", "北街不开。", "票价不变。", "末班八点。"),
            ("东街先开；", "西街后开；", "北街不开。", "票价不变。"),
            id="semicolons-are-one-sentence",
        ),
        pytest.param(
            ("渡口恢复；东街：先开；西街：后开。票价不变。末班八点。",),
            ("渡口恢复；东街：先开；西街：后开。票价不变。",),
            id="list-in-a-sentence",
        ),
        pytest.param(
            ("赛程如下雨则顺延。", "票价不变。", "末班八点。"),
            ("赛程如下雨则顺延。", "票价不变。"),
            id="rain",
        ),
        pytest.param(
            ("桥面以下是航道。", "Yes, we can.", "末班八点。"),
            ("桥面以下是航道。", "Yes, we can."),
            id="words-of-a-list-that-announce-none",
        ),
        pytest.param(
            ("话剧《走不走？》昨晚上演。", "“好看！”的掌声不断。", "票价不变。"),
            ("话剧《走不走？》昨晚上演。", "“好看！”的掌声不断。"),
            id="marks-inside-a-sentence",
        ),
    ],
)
def test_a_briefing_says_no_part_of_a_list(lines: tuple[str, ...], said: tuple[str, ...]) -> None:
    assert briefed(CREDIT, *lines) == list(said)


@given(st.lists(st.sampled_from(["甲开；", "乙停。", "名单如下：", "丙 8", "丁修！"]), max_size=7))
def test_a_briefing_ends_with_a_whole_sentence(lines: list[str]) -> None:
    said = briefed(CREDIT, *lines)
    assert said == lines[: len(said)]
    assert not said or said[-1] in ("乙停。", "丁修！")


def test_a_bracket_keeps_its_meaning_in_a_briefing() -> None:
    short = Briefing(
        audio="b.mp3", audio_bytes=1, audio_sha256="", duration_ms=1, text="<8岁与>60岁免票。"
    )
    episodes = [make_episode(briefing=short)]
    (item,) = json.loads(render_briefing(ShowSettings(), episodes))
    assert item["mainText"] == "＜8岁与＞60岁免票。"
    assert "＜8岁与＞60岁免票。" in render_briefing_xml(ShowSettings(), episodes).decode()
