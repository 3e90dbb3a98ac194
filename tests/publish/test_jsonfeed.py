"""The feed as JSON."""

from __future__ import annotations

import datetime as dt
import json

from audiopaper.publish.json_feed import render_json_feed
from tests.support.episode_folders import make_episode
from tests.support.feed_values import SHOW


def test_the_json_feed_tells_what_the_feed_tells() -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    days = [make_episode(date=dt.date(2026, 3, day)) for day in (1, 3)]
    days += [
        make_episode(corrections=("更正。",), corrected=dt.datetime(2026, 3, 3, 9, tzinfo=zone))
    ]
    feed = json.loads(render_json_feed(SHOW, days, newest=2))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    newest, corrected = feed["items"]
    assert newest["id"] == days[1].guid
    assert newest["url"] == "https://tingbao.example/show/episodes/2026-03-03/index.html"
    assert newest["date_published"] == "2026-03-03T06:00:00+08:00"
    assert corrected["date_modified"] == "2026-03-03T09:00:00+08:00"
    assert "更正。" in corrected["content_html"]
    (audio,) = newest["attachments"]
    assert audio == {
        "url": "https://tingbao.example/show/episodes/2026-03-03/qingchuan-2026-03-03.mp3",
        "mime_type": "audio/mpeg",
        "size_in_bytes": 7_200_123,
        "duration_in_seconds": 600,
    }
