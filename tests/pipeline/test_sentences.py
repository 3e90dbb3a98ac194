"""An engine that tells no times is asked for a sentence at a time: no time is guessed."""

from __future__ import annotations

import json
import statistics
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.config import defaults_folder, load_presenters, read_config, voices_folder
from audiopaper.model import Clip, Name, Reading, Segment
from audiopaper.pipeline.production import Order, produce
from audiopaper.pipeline.show_setup import cut_at_sentences
from audiopaper.rundown import load_rundown
from audiopaper.runtime import tell_nobody
from audiopaper.script import write_script
from tests.bench_transcript import SILENCE_MS, measure
from tests.support import tone_engine
from tests.support.sample_edition import PAGE


def segment(printed: str, **changes: object) -> Segment:
    return replace(Segment(item=0, presenter="lan", printed=printed, pause="story"), **changes)  # type: ignore[arg-type]


def tiled(printed: str, *cuts: int) -> tuple[Reading, ...]:
    bounds = sorted({0, len(printed), *cuts})
    return tuple(Reading(start=a, end=b, spoken=printed[a:b]) for a, b in pairwise(bounds))


def test_each_sentence_is_a_segment_and_the_paragraph_keeps_its_pause() -> None:
    first, second, third = cut_at_sentences([segment("桥通了。“真快！”他说。")])
    assert [s.printed for s in (first, second, third)] == ["桥通了。", "“真快！”", "他说。"]
    assert [s.pause for s in (first, second, third)] == ["sentence", "sentence", "story"]


def test_readings_and_names_go_with_their_sentence() -> None:
    printed = "桥通了。单文说好。"
    whole = segment(
        printed,
        readings=tiled(printed, 4, 6),
        names=(Name(start=4, end=6, kind="person"),),
    )
    first, second = cut_at_sentences([whole])
    assert [(r.start, r.end, r.spoken) for r in first.readings] == [(0, 4, "桥通了。")]
    assert [(r.start, r.end, r.spoken) for r in second.readings] == [
        (0, 2, "单文"),
        (2, 5, "说好。"),
    ]
    assert second.names == (Name(start=0, end=2, kind="person"),)
    assert first.spoken + second.spoken == whole.spoken


def test_what_is_read_as_one_is_not_cut() -> None:
    printed = "共3。5万人。"
    (whole,) = cut_at_sentences([segment(printed, readings=tiled(printed, 1, 5))])
    assert whole.printed == printed


@pytest.mark.parametrize("printed", ["好。", "……", "！！！", "“好。”", "好。）", "Yes."])
def test_nothing_unspeakable_is_left_alone(printed: str) -> None:
    assert [s.printed for s in cut_at_sentences([segment(printed)])] == [printed]


@given(
    st.text("甲乙丙。！？；，“”（）…1a ", min_size=1, max_size=40),
    st.sets(st.integers(1, 39), max_size=6),
)
def test_together_they_print_and_say_the_same(printed: str, cuts: set[int]) -> None:
    inside = {cut for cut in cuts if cut < len(printed)}
    whole = segment(printed, readings=tiled(printed, *inside))
    pieces = cut_at_sentences([whole])
    assert "".join(p.printed for p in pieces) == printed
    assert "".join(p.spoken for p in pieces) == whole.spoken
    assert pieces[-1].pause == "story"
    for piece in pieces:
        bounds = [0, *(r.end for r in piece.readings)]
        assert [r.start for r in piece.readings] == bounds[:-1]
        assert bounds[-1] == len(piece.printed)


class Silent(tone_engine.ToneEngine):
    """The tone engine as a service would be that says nothing of times."""

    capabilities = replace(tone_engine.ToneEngine.capabilities, marks="none")

    def synthesise(self, segment: Segment) -> Clip:
        return replace(super().synthesise(segment), marks=())


def test_an_engine_without_marks_gets_a_request_a_sentence_and_each_has_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone_engine.install(monkeypatch)
    monkeypatch.setattr(tone_engine, "ToneEngine", Silent)
    (tmp_path / "voices").symlink_to(defaults_folder() / "voices")
    path = tmp_path / "config.toml"
    path.write_text(
        'engine = "tone"\n[show]\nbase_url = "https://pod.example.org/"\n'
        "[briefing]\nenabled = true\nsentences = 1\n",
        "utf-8",
    )
    config = read_config(path)
    (tmp_path / "01.txt").write_text(PAGE, "utf-8")
    outcome = produce(Order(paths=(tmp_path / "01.txt",)), config, tell_nobody)
    presenters = load_presenters(voices_folder(config))
    rundown = load_rundown(outcome.rundown_path, presenters=presenters)
    said = [s.printed for s in write_script(rundown, config.episode)]
    folder = tmp_path / "output" / "episodes" / "2026-03-02"
    cues = json.loads((folder / "transcript.json").read_text("utf-8"))["segments"]
    lines = [cue["body"] for cue in cues]
    lede = lines.index("线路全长23公里，票价2元，每30分钟一班，末班车凌晨1时到达市人民医院。")
    assert lines[lede - 1].endswith("两条夜间公交线路从青川火车站发出首班车。")
    figures = measure(folder, tmp_path / "output", said, SILENCE_MS["tone"])
    assert statistics.median(figures.errors_ms) < 150
    assert figures.paragraphs[0] == figures.paragraphs[1]
    (item,) = json.loads((tmp_path / "output" / "briefing.json").read_text("utf-8"))
    assert "首班车。" in item["mainText"]
    assert "线路全长" not in item["mainText"]
