"""Episodes as they stand in a show's folder."""

from __future__ import annotations

import datetime as dt
from typing import Any

from audiopaper.model import Chapter, Cue, Episode, Story


def make_episode(**changes: Any) -> Episode:
    """An episode of two stories; what is changed is changed."""
    date = changes.get("date", dt.date(2026, 3, 2))
    values: dict[str, Any] = {
        "date": date,
        "paper": "青川日报",
        "title": f"《青川日报》{date.year}年{date.month}月{date.day}日",
        "guid": f"urn:uuid:00000000-0000-5000-8000-{date:%Y%m%d}0000",
        "audio": f"qingchuan-{date}.mp3",
        "audio_bytes": 7_200_123,
        "audio_sha256": "ab" * 32,
        "duration_ms": 600_499,
        "chapters": (
            Chapter(start_ms=0, end_ms=9_000, title="片头"),
            Chapter(start_ms=9_000, end_ms=300_250, title="青川大桥通车"),
            Chapter(start_ms=300_250, end_ms=600_499, title="春耕开始"),
        ),
        "cues": (
            Cue(start_ms=2_600, end_ms=8_000, text="您正在收听听报。", presenter="lan", chapter=0),
            Cue(start_ms=9_020, end_ms=11_000, text="青川大桥通车", presenter="lan", chapter=1),
            Cue(start_ms=12_000, end_ms=299_000, text="全长1200米。", presenter="lan", chapter=1),
            Cue(start_ms=300_270, end_ms=302_000, text="春耕开始", presenter="song", chapter=2),
            Cue(start_ms=303_000, end_ms=599_000, text="农机下田。", presenter="song", chapter=2),
        ),
        "stories": (
            Story(title="青川大桥通车", pages=(1,), byline=("王岚",), chapter=1),
            Story(title="春耕开始", pages=(2, 3), byline=(), chapter=2),
        ),
        "engine": "espeak",
        "loudness_lufs": -16.04,
        "true_peak_dbtp": -2.31,
        "presenters": (("lan", "岚"), ("song", "松")),
        "published": dt.datetime(
            date.year, date.month, date.day, 6, tzinfo=dt.timezone(dt.timedelta(hours=8))
        ),
    }
    return Episode(**(values | changes))
