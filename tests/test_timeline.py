from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.model import Mark
from audiopaper.timeline import clock, clock_ms, place_chapters, split_sentences, to_ms


@given(st.lists(st.integers(1, 10_000_000), min_size=1, max_size=40, unique=True))
def test_chapters_tile_the_episode_from_0_to_its_end(times: list[int]) -> None:
    *starts, duration_ms = sorted(times)
    starts_ms = [0, *starts]
    chapters = place_chapters(
        [str(i) for i in range(len(starts_ms))], starts_ms, duration_ms=duration_ms
    )
    assert chapters[0].start_ms == 0
    assert chapters[-1].end_ms == duration_ms
    assert all(a.end_ms == b.start_ms for a, b in itertools.pairwise(chapters))
    assert sum(c.end_ms - c.start_ms for c in chapters) == duration_ms
    assert [c.title for c in chapters] == [str(i) for i in range(len(starts_ms))]


def test_what_plays_before_the_first_chapter_belongs_to_it() -> None:
    assert place_chapters(["片头"], [2600], duration_ms=5000)[0].start_ms == 0


@pytest.mark.parametrize(
    ("titles", "starts_ms"),
    [
        pytest.param([], [], id="none"),
        pytest.param(["要闻"], [0, 10], id="more-starts-than-titles"),
        pytest.param(["要闻", "体育"], [0, 900], id="behind-the-end"),
        pytest.param(["要闻", "体育", "天气"], [0, 50, 50], id="two-at-once"),
        pytest.param(["要闻", "体育", "天气"], [0, 60, 50], id="backwards"),
    ],
)
def test_chapters_that_cannot_tile_are_refused(titles: list[str], starts_ms: list[int]) -> None:
    with pytest.raises(ValueError, match="chapter"):
        place_chapters(titles, starts_ms, duration_ms=900)


@given(st.integers(0, 10**9), st.sampled_from([8000, 22_050, 24_000, 44_100, 48_000]))
def test_samples_become_the_nearest_millisecond(samples: int, rate_hz: int) -> None:
    assert abs(to_ms(samples, rate_hz) - samples * 1000 / rate_hz) <= 0.5


@given(st.integers(0, 359_999_999))
def test_clock_times_read_back_as_what_was_written(time_ms: int) -> None:
    hours, minutes, seconds = clock_ms(time_ms).split(":")
    assert round((int(hours) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000) == time_ms
    assert clock_ms(time_ms).startswith(clock(time_ms))


def _marks(*bounds_ms: int) -> list[Mark]:
    return [Mark(start_ms=a, end_ms=b, text="x") for a, b in itertools.pairwise(bounds_ms)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("桥通了。路也通了！", ["桥通了。", "路也通了！"], id="full-stops"),
        pytest.param("他说：“好。”大家笑了。", ["他说：“好。”", "大家笑了。"], id="quotes"),
        pytest.param(
            "桥通了；路也通了。", ["桥通了；", "路也通了。"], id="semicolon-where-it-fits"
        ),
        pytest.param("为什么？！没有人知道", ["为什么？！", "没有人知道"], id="no-stop-at-the-end"),
        pytest.param("他等着……终于来了。", ["他等着……", "终于来了。"], id="ellipsis"),
    ],
)
def test_sentences_take_the_times_of_their_marks(printed: str, expected: list[str]) -> None:
    timed = split_sentences(printed, _marks(10, 400, 900))
    assert timed == ((expected[0], 10, 400), (expected[1], 400, 900))


def test_sentences_are_not_guessed_where_marks_do_not_fit() -> None:
    assert split_sentences("桥通了。路也通了。", _marks(0, 100, 200, 300)) == ()
    assert split_sentences("桥通了。路也通了。", []) == ()


@given(st.text("桥通了。！？；…”“（）3.5 ", min_size=1, max_size=60), st.integers(2, 6))
def test_sentences_lose_nothing_of_the_print(printed: str, count: int) -> None:
    timed = split_sentences(printed, _marks(*range(0, 100 * count + 100, 100)))
    if timed:
        assert "".join("".join(text.split()) for text, _, _ in timed) == "".join(printed.split())
        assert all(text for text, _, _ in timed)
