"""All lists of a show give an episode the same name, time and addresses."""

from __future__ import annotations

import datetime as dt
import email.utils
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from audiopaper.model import Briefing, Episode
from audiopaper.publish.briefing import render_briefing, render_briefing_xml
from audiopaper.publish.feed import render_feed
from audiopaper.publish.json_feed import render_json_feed
from audiopaper.publish.listings import name_episode
from audiopaper.publish.page_strings import load_words
from audiopaper.publish.playlists import render_playlists
from audiopaper.publish.site import render_site
from tests.support.episode_folders import make_episode
from tests.support.feed_values import SHOW

BRIEFING = Briefing(
    audio="briefing.mp3", audio_bytes=1, audio_sha256="", duration_ms=20_000, text="青川要闻。"
)
NAMED = replace(SHOW, editions={"evening": "晚报"})


def render_lists(episode: Episode) -> dict[str, bytes]:
    words = load_words("zh", Path())
    return {
        "feed.xml": render_feed(NAMED, [episode], cover=None),
        "feed.json": render_json_feed(NAMED, [episode], newest=1),
        "briefing.json": render_briefing(NAMED, [episode]),
        "briefing.xml": render_briefing_xml(NAMED, [episode]),
        **render_playlists(NAMED, [episode]),
        **render_site(NAMED, [episode], words=words, newest=1),
    }


def test_an_episode_without_a_title_has_one_name_in_all_lists() -> None:
    lists = render_lists(make_episode(title="", edition="evening", briefing=BRIEFING))
    name = "《青川日报》2026年3月2日（晚报）"
    page = "episodes/2026-03-02-evening/index.html"
    for path in ("feed.xml", "feed.json", "briefing.json", "briefing.xml", "latest.m3u"):
        assert name in lists[path].decode(), path
    for path in ("latest.json", "xiaomusic.json", "search/2026-03.json"):
        assert name in lists[path].decode(), path
    for path in ("index.html", page):
        assert name in re.sub("<[^>]*>", "", lists[path].decode()), path


@pytest.mark.parametrize("published", [None, dt.datetime.fromisoformat("2026-03-02T06:00:00")])
def test_an_episode_without_a_time_was_published_at_the_shows_hour_in_all_lists(
    published: dt.datetime | None,
) -> None:
    """A time without its offset from UTC is none."""
    lists = render_lists(make_episode(published=published, briefing=BRIEFING))
    page = lists["episodes/2026-03-02/index.html"].decode()
    linked = re.search(r"ld\+json\">(.*?)</script>", page, re.DOTALL)
    sitemap = re.findall(r"<lastmod>(.*?)<", lists["sitemap.xml"].decode())
    assert linked is not None
    moments = [
        email.utils.parsedate_to_datetime(
            ET.fromstring(lists[name]).findtext(".//item/pubDate", "")
        )
        for name in ("feed.xml", "briefing.xml")
    ]
    moments += [
        dt.datetime.fromisoformat(text)
        for text in (
            json.loads(lists["feed.json"])["items"][0]["date_published"],
            json.loads(lists["briefing.json"])[0]["updateDate"].replace(".0Z", "+00:00"),
            json.loads(linked[1])["datePublished"],
            *sitemap,
        )
    ]
    assert set(moments) == {NAMED.publication_of(dt.date(2026, 3, 2))}
    assert len(moments) == 6


def test_titles_hold_the_date_and_differ_every_day() -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=i) for i in range(400)]
    untitled = [make_episode(title="", date=day) for day in days]
    assert len({name_episode(SHOW, episode) for episode in untitled}) == 400
    nameless = replace(untitled[0], paper="")
    assert name_episode(SHOW, nameless) == f"{SHOW.title}2026年1月1日"
