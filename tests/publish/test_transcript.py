from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiopaper.model import Episode, WordTime
from audiopaper.publish.checks import episode_check
from audiopaper.publish.linked_files import render_chapters, render_side_files
from audiopaper.publish.transcript import (
    FORMS,
    render_json,
    render_srt,
    render_text,
    render_vtt,
)
from audiopaper.timeline import clock_ms
from tests.support.episode_folders import make_episode

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
HOSTILE = ["<script>x</script>", "a\n\nb", "甲 --> 乙", "&lt;", "]]>", "\x00\x07", "\u202e反", "😀"]


def say(text: str) -> Episode:
    episode = make_episode()
    return replace(episode, cues=(replace(episode.cues[0], text=text), *episode.cues[1:]))


def test_webvtt_names_who_speaks_and_when() -> None:
    assert render_vtt(make_episode()).decode().split("\n")[:7] == [
        "WEBVTT",
        "",
        "1",
        "00:00:02.600 --> 00:00:08.000",
        "<v 岚>您正在收听听报。",
        "",
        "2",
    ]


def test_subrip_names_who_speaks_where_that_changes() -> None:
    text = render_srt(make_episode()).decode()
    assert text.startswith("1\n00:00:02,600 --> 00:00:08,000\n岚：您正在收听听报。\n\n2\n")
    assert re.findall(r"^(.)：", text, re.MULTILINE) == ["岚", "松"]


def test_the_json_transcript_counts_seconds() -> None:
    document = json.loads(render_json(make_episode()))
    assert document["version"] == "1.0.0"
    assert document["segments"][0] == {
        "speaker": "岚",
        "startTime": 2.6,
        "endTime": 8.0,
        "body": "您正在收听听报。",
    }


def test_the_json_transcript_tells_when_each_word_is_said_where_the_engine_knows() -> None:
    episode = make_episode()
    words = (WordTime(2_600, 3_000, 0, 1), WordTime(3_000, 3_900, 1, 4))
    first = replace(episode.cues[0], words=words)
    told = json.loads(render_json(replace(episode, cues=(first, *episode.cues[1:]))))["segments"]
    assert told[0]["words"] == [
        {"startTime": 2.6, "endTime": 3.0, "body": "您"},
        {"startTime": 3.0, "endTime": 3.9, "body": "正在收"},
    ]
    assert "words" not in told[1]


def test_plain_text_prints_each_headline_once() -> None:
    text = render_text(make_episode()).decode()
    assert text.startswith("《青川日报》2026年3月2日\n")
    assert text.count("青川大桥通车") == 1
    assert text.index("青川大桥通车") < text.index("全长1200米。") < text.index("春耕开始")


def test_numbers_stay_as_printed_in_every_form() -> None:
    for _, render in FORMS.values():
        assert "全长1200米。" in render(make_episode()).decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_can_make_or_end_a_cue(text: str) -> None:
    episode = say(text)
    vtt = render_vtt(episode).decode()
    assert vtt.count("\n\n") == len(episode.cues)
    assert re.findall(r"<[^v/]", vtt) == []
    assert len(re.findall(r"^[\d:.]+ --> [\d:.]+$", vtt, re.MULTILINE)) == len(episode.cues)
    srt = render_srt(episode).decode()
    assert len(re.findall(r"^[\d:,]+ --> [\d:,]+$", srt, re.MULTILINE)) == len(episode.cues)


@given(ANY_TEXT)
def test_every_form_keeps_its_shape_whatever_is_said(text: str) -> None:
    episode = say(text)
    blocks = render_vtt(episode).decode().rstrip("\n").split("\n\n")
    assert len(blocks) == 1 + len(episode.cues)
    assert all(len(block.split("\n")) == 3 for block in blocks[2:])
    assert len(json.loads(render_json(episode))["segments"]) == len(episode.cues)
    for _, render in FORMS.values():
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", render(episode).decode())


@given(st.text("青川日报<>&'\" 0aé😀", min_size=1, max_size=60))
@example("0000000000" + "川" * 17)
@example("青 " * 30)
def test_webvtt_gives_back_the_print(text: str) -> None:
    episode = say(text)
    blocks = render_vtt(replace(episode, cues=episode.cues[:1])).decode().split("\n\n")[1:]
    lines = [line for block in blocks for line in block.rstrip("\n").split("\n")[2:]]
    said = "".join(line.removeprefix("<v 岚>") for line in lines)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        said = said.replace(entity, sign)
    # A caption may be broken at its spaces.
    assert "".join(said.split()) == "".join(text.split())
    if len(lines) == 1:
        assert said == " ".join(text.split())


def test_a_presenter_without_a_name_is_called_by_the_files() -> None:
    episode = replace(make_episode(), presenters=())
    assert "<v lan>" in render_vtt(episode).decode()


def test_an_episode_without_cues_is_still_a_transcript() -> None:
    episode = replace(make_episode(), cues=())
    assert render_vtt(episode).decode().strip() == "WEBVTT"
    assert json.loads(render_json(episode))["segments"] == []
    assert render_srt(episode).strip() == b""


def test_chapters_count_seconds_and_agree_with_the_episode() -> None:
    episode = make_episode()
    document = json.loads(render_chapters(episode))
    assert document["version"] == "1.2.0"
    assert [(c["startTime"], c["endTime"], c["title"]) for c in document["chapters"]] == [
        (c.start_ms / 1000, c.end_ms / 1000, c.title) for c in episode.chapters
    ]


def test_ident_and_sign_off_are_left_out_of_an_apps_table_of_contents() -> None:
    chapters = json.loads(render_chapters(make_episode()))["chapters"]
    listed = {c["title"]: c.get("toc", True) for c in chapters}
    assert listed == {"片头": False, "青川大桥通车": True, "春耕开始": True}


def test_a_chapter_leads_to_its_story_on_the_page_where_listeners_find_one() -> None:
    page = "https://tingbao.example/episodes/2026-03-02/index.html"
    chapters = json.loads(
        render_side_files(make_episode(), "https://tingbao.example/")["chapters.json"]
    )
    assert [c.get("url") for c in chapters["chapters"]] == [None, f"{page}#c2", f"{page}#c3"]
    local = render_side_files(make_episode(), "http://127.0.0.1:8000/")["chapters.json"]
    assert b"url" not in local


@pytest.mark.parametrize("render", [render_vtt, render_srt])
def test_a_long_sentence_becomes_several_captions_that_follow_on_each_other(
    render: Callable[[Episode], bytes],
) -> None:
    episode = say("青川市开通夜间公交线路，" * 6)
    blocks = render(episode).decode().split("\n\n")
    first, last = episode.cues[0].start_ms, episode.cues[0].end_ms
    times = re.findall(r"(\S+) --> (\S+)", "\n".join(blocks))
    separator = "." if render is render_vtt else ","
    ends = [end for _, end in times]
    assert times[0][0] == clock_ms(first, separator)
    assert clock_ms(last, separator) in ends[1:]
    assert [start for start, _ in times[1:3]] == ends[:2]


@pytest.mark.parametrize("name", ["transcript.vtt", "transcript.srt"])
def test_times_in_a_text_are_no_times_of_the_transcript(name: str, tmp_path: Path) -> None:
    episode = make_episode()
    texts = ("00:00:01.000 --> 00:00:05.000", "00:59:59,000 --> 00:00:05,000", "7")
    cues = tuple(replace(cue, text=text) for cue, text in zip(episode.cues, texts, strict=False))
    episode = replace(episode, cues=cues)
    _, render = FORMS[name]
    path = tmp_path / name
    path.write_bytes(render(episode))
    assert list(episode_check._check_transcript(path, episode)) == []
    path.write_bytes(render(replace(episode, cues=cues[::-1])))
    assert list(episode_check._check_transcript(path, episode)) != []
