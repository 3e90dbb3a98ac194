from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiopaper.config import FeedSettings
from audiopaper.model import Chapter, Cue, Episode
from audiopaper.publish.feed import (
    episode_guid,
    podcast_guid,
    render_feed,
    render_feeds,
)
from audiopaper.publish.feed_archives import assign_archives
from audiopaper.publish.show_notes import describe, find_soundbite, render_notes
from tests.support.episode_folders import make_episode
from tests.support.feed_values import HOSTILE, NAMES, SHOW, with_text

COVER = ("cover.jpg", "image/jpeg")
TWO = (make_episode(), make_episode(date=dt.date(2026, 3, 3)))


def parsed(data: bytes) -> Any:
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def channel(data: bytes) -> ET.Element:
    found = ET.fromstring(data).find("channel")
    assert found is not None
    return found


def text(element: ET.Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMES)


def test_two_editions_make_a_feed_that_parses_newest_first() -> None:
    feed = parsed(render_feed(SHOW, TWO, cover=COVER))
    assert feed.version == "rss20"
    assert [e.title for e in feed.entries] == [
        "《青川日报》2026年3月3日",
        "《青川日报》2026年3月2日",
    ]
    assert feed.feed.title == SHOW.title
    assert feed.feed.language == "zh-cn"
    assert feed.feed.link == SHOW.base_url
    assert feed.feed.image.href == "https://tingbao.example/show/cover.jpg"


def test_an_entry_is_true_to_its_episode() -> None:
    entry = parsed(render_feed(SHOW, TWO, cover=COVER)).entries[1]
    (enclosure,) = entry.enclosures
    assert enclosure.href == (
        "https://tingbao.example/show/episodes/2026-03-02/qingchuan-2026-03-02.mp3"
    )
    assert (enclosure.type, enclosure.length) == ("audio/mpeg", "7200123")
    assert entry.itunes_duration == "600"
    assert entry.id == TWO[0].guid
    assert not entry.guidislink
    assert entry.published == "Mon, 02 Mar 2026 06:00:00 +0800"


def test_the_channel_is_dated_by_its_newest_episode_and_never_by_the_clock() -> None:
    data = render_feed(SHOW, TWO, cover=COVER)
    top = channel(data)
    assert text(top, "lastBuildDate") == text(top, "pubDate") == "Tue, 03 Mar 2026 06:00:00 +0800"
    assert data == render_feed(SHOW, TWO[::-1], cover=COVER)


def test_the_date_of_the_last_change_moves_with_a_correction_and_never_goes_back() -> None:
    corrected = dt.datetime.fromisoformat("2026-03-03T09:30:00+08:00")
    second = replace(TWO[0], corrected=corrected)
    top = channel(render_feed(SHOW, [second, TWO[1]], cover=COVER))
    assert text(top, "lastBuildDate") == "Tue, 03 Mar 2026 09:30:00 +0800"
    assert text(top, "pubDate") == "Tue, 03 Mar 2026 06:00:00 +0800"
    # Both episodes that it stood for are withdrawn.
    top = channel(render_feed(SHOW, [TWO[0]], cover=COVER, built=corrected))
    assert text(top, "lastBuildDate") == "Tue, 03 Mar 2026 09:30:00 +0800"
    assert text(top, "pubDate") == "Mon, 02 Mar 2026 06:00:00 +0800"


def test_text_of_corrected_audio_gets_another_address_since_apps_keep_the_old() -> None:
    corrected = dt.datetime.fromisoformat("2026-03-03T09:30:00+08:00")

    def addresses(episode: Episode) -> list[str]:
        top = channel(render_feed(SHOW, [episode], cover=COVER))
        tags = [*top.iter(f"{{{NAMES['podcast']}}}transcript")]
        return [
            tag.get("url") or "" for tag in (*tags, *top.iterfind("item/podcast:chapters", NAMES))
        ]

    before, after = addresses(TWO[0]), addresses(replace(TWO[0], corrected=corrected))
    assert after == [f"{url}?v=20260303093000" for url in before]
    assert len(before) == 5


def test_an_archive_keeps_the_date_of_its_own_last_change() -> None:
    later = dt.datetime.fromisoformat("2026-03-05T06:00:00+08:00")
    feeds = render_feeds(SHOW, TWO, cover=COVER, settings=FeedSettings(newest=1), built=later)
    assert text(channel(feeds["feed-1.xml"]), "lastBuildDate") == "Mon, 02 Mar 2026 06:00:00 +0800"
    assert text(channel(feeds["feed.xml"]), "lastBuildDate") == "Thu, 05 Mar 2026 06:00:00 +0800"


@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=60),
)
def test_an_archive_is_full_when_it_is_published_and_gains_nothing_later(
    newest: int, changes: list[tuple[bool, int]]
) -> None:
    keys: set[str] = set()
    archives: dict[str, tuple[str, ...]] = {}
    for is_new, day in changes:
        (keys.add if is_new else keys.discard)(f"{day:02}")
        before, archives = archives, assign_archives(keys, archives, newest)
        archived = [key for page in archives.values() for key in page]
        assert len(set(archived)) == len(archived)
        assert set(archived) <= keys
        assert len(keys) - len(archived) <= newest
        for name, page in archives.items():
            assert (
                set(page) <= set(before[name])
                if name in before
                else len(page) == max(1, newest // 4)
            )
            assert list(page) == sorted(page)


def test_every_address_of_a_feed_is_plain_ascii_whatever_script_the_show_stands_under() -> None:
    show = replace(
        SHOW,
        base_url="https://听.例子.中国:8443/青川/",
        website="https://青川日报.example/首页?栏=要闻",
    )
    hub = FeedSettings(hub="https://中心.例子.中国/发布")
    data = render_feed(show, TWO, cover=COVER, settings=hub)
    addresses = re.findall(r'(?:href|url)="([^"]+)"|<(?:link|url)>([^<]+)<', data.decode())
    seen = [one or other for one, other in addresses]
    assert len(seen) > 10
    assert all(url.isascii() for url in seen)
    base = "https://xn--9qr.xn--fsqu00a.xn--fiqs8s:8443/%E9%9D%92%E5%B7%9D/"
    assert f"{base}feed.xml" in seen
    assert "https://xn--fiqq24b.xn--fsqu00a.xn--fiqs8s/%E5%8F%91%E5%B8%83" in seen


def test_an_episode_without_a_time_takes_the_shows() -> None:
    show = replace(SHOW, publish_time="05:30", utc_offset="-03:30")
    feed = parsed(render_feed(show, [make_episode(published=None)], cover=None))
    assert feed.entries[0].published == "Mon, 02 Mar 2026 05:30:00 -0330"


def test_a_feed_without_episodes_parses_and_has_no_date() -> None:
    data = render_feed(SHOW, [], cover=None)
    assert parsed(data).entries == []
    assert text(channel(data), "lastBuildDate") is None
    assert data == render_feed(SHOW, [], cover=None)


def test_the_channel_has_what_directories_ask_for() -> None:
    top = channel(render_feed(SHOW, TWO, cover=COVER))
    link = top.find("atom:link", NAMES)
    assert link is not None
    assert link.attrib == {
        "href": "https://tingbao.example/show/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    assert text(top, "itunes:author") == SHOW.author
    assert text(top, "itunes:type") == "episodic"
    assert text(top, "itunes:owner/itunes:email") == SHOW.owner_email
    outer = top.find("itunes:category", NAMES)
    assert outer is not None
    assert outer.get("text") == "News"
    inner = outer.find("itunes:category", NAMES)
    assert inner is not None
    assert inner.get("text") == "Daily News"
    image = top.find("itunes:image", NAMES)
    assert image is not None
    assert image.get("href") == "https://tingbao.example/show/cover.jpg"
    assert text(top, "copyright") == SHOW.copyright
    assert text(top, "podcast:guid") == podcast_guid("https://tingbao.example/show/feed.xml")
    assert text(top, "podcast:locked") == "yes"
    assert text(top, "podcast:medium") == "podcast"
    ai = top.find("podcast:txt[@purpose='ai-content']", NAMES)
    assert ai is not None
    assert ai.text == "true"


def test_what_is_not_set_is_left_out() -> None:
    plain = replace(SHOW, owner_email="", copyright="", category=("News",))
    top = channel(render_feed(plain, TWO, cover=None))
    for path in ("itunes:owner", "copyright", "itunes:image", "image", "podcast:locked"):
        assert top.find(path, NAMES) is None
    inner = top.find("itunes:category/itunes:category", NAMES)
    assert inner is None


def test_the_feed_can_prove_whose_it_is_ask_for_support_and_say_where_it_went() -> None:
    settings = FeedSettings(
        verify="a1b2c3",
        funding="https://tingbao.example/支持",
        moved_to="https://new.example/feed.xml",
    )
    top = channel(render_feed(SHOW, TWO, cover=COVER, settings=settings))
    proofs = {txt.get("purpose"): txt.text for txt in top.findall("podcast:txt", NAMES)}
    assert proofs["verify"] == proofs["applepodcastsverify"] == "a1b2c3"
    funding = top.find("podcast:funding", NAMES)
    assert funding is not None
    assert (funding.text, (funding.get("url") or "").isascii()) == ("支持本节目", True)
    assert text(top, "itunes:new-feed-url") == "https://new.example/feed.xml"


def test_a_website_of_its_own_is_the_channels_link() -> None:
    feed = parsed(render_feed(replace(SHOW, website="https://news.example/"), TWO, cover=COVER))
    assert feed.feed.link == "https://news.example/"


@pytest.mark.parametrize(("explicit", "said"), [(True, "true"), (False, "false")])
def test_explicit_is_true_or_false_and_never_yes_or_no(explicit: bool, said: str) -> None:
    data = render_feed(replace(SHOW, explicit=explicit), TWO, cover=COVER)
    assert re.findall(rb"<itunes:explicit>(\w+)<", data) == [said.encode()] * 3


def test_an_entry_points_to_transcripts_and_chapters() -> None:
    item = channel(render_feed(SHOW, TWO, cover=COVER)).findall("item")[1]
    base = "https://tingbao.example/show/episodes/2026-03-02/"
    assert {(t.get("url"), t.get("type")) for t in item.findall("podcast:transcript", NAMES)} == {
        (base + "transcript.vtt", "text/vtt"),
        (base + "transcript.srt", "application/x-subrip"),
        (base + "transcript.json", "application/json"),
        (base + "transcript.txt", "text/plain"),
    }
    chapters = item.find("podcast:chapters", NAMES)
    assert chapters is not None
    assert chapters.attrib == {"url": base + "chapters.json", "type": "application/json+chapters"}
    assert [
        (c.get("start"), c.get("title")) for c in item.findall("psc:chapters/psc:chapter", NAMES)
    ] == [("00:00:00.000", "片头"), ("00:00:09.000", "青川大桥通车"), ("00:05:00.250", "春耕开始")]


def test_the_description_opens_with_headlines_and_ends_with_how_it_was_made() -> None:
    lines = describe(make_episode(engine="edge+espeak"), "https://a.example/p/").split("\n")
    assert lines == [
        "青川大桥通车；春耕开始",
        "",
        "00:00:00 片头",
        "00:00:09 青川大桥通车",
        "00:05:00 春耕开始",
        "",
        "https://a.example/p/",
        lines[-1],
    ]
    assert "人工智能语音合成" in lines[-1]
    assert "edge-tts、eSpeak NG" in lines[-1]
    assert not [line for line in lines if "虚构" in line]
    assert "虚构" in describe(make_episode(sample=True))


def test_a_long_description_loses_chapters_and_never_the_notice() -> None:
    chapters = tuple(
        Chapter(start_ms=1000 * i, end_ms=1000 * (i + 1), title="青川大桥通车" * 5)
        for i in range(100)
    )
    text = describe(make_episode(chapters=chapters))
    assert 3700 < len(text.encode()) <= 4000
    assert "青川大桥通车" * 5 in text
    assert text.endswith("eSpeak NG）。")


def test_short_stories_together_make_a_soundbite() -> None:
    said = [
        Cue(start_ms=s, end_ms=s + 6_000, text="青川。", presenter="lan", chapter=c)
        for s, c in ((0, 0), (9_000, 1), (16_000, 1), (23_000, 2), (30_000, 2), (50_000, 2))
    ]
    episode = replace(make_episode(), cues=tuple(said))
    assert find_soundbite(episode) == (9_000, 27_000, "青川大桥通车")
    assert find_soundbite(replace(episode, cues=tuple(said[:2]))) is None


def test_an_entry_leads_to_its_page() -> None:
    item = channel(render_feed(SHOW, [make_episode()], cover=COVER))
    page = "https://tingbao.example/show/episodes/2026-03-02/index.html"
    assert text(item, "item/link") == page
    assert page in (text(item, "item/description") or "")
    assert f'<a href="{page}">' in (text(item, "item/content:encoded") or "")


def test_the_notes_name_pages_and_reporters() -> None:
    episode = make_episode()
    first, *rest = episode.stories
    named = replace(first, byline=("王岚", "林青"), byline_roles=("记者", "通讯员"))
    notes = render_notes(replace(episode, stories=(named, *rest)))
    assert "<li>00:00:09 青川大桥通车（第1版；记者王岚，通讯员林青）</li>" in notes
    assert "<li>00:05:00 春耕开始（第2、3版）</li>" in notes


def test_nobody_is_called_a_reporter_whose_role_is_not_printed() -> None:
    assert "（第1版；署名：王岚）" in render_notes(make_episode())


@pytest.mark.parametrize("said", [*HOSTILE, "长" * 10_000])
def test_hostile_text_stays_text(said: str) -> None:
    show = replace(SHOW, title=f"听报{said}", author=said, copyright=said)
    data = render_feed(show, [with_text(said)], cover=COVER)
    feed = parsed(data)
    assert len(feed.entries) == 1
    notes = text(channel(data), "item/content:encoded") or ""
    assert "<script" not in notes
    visible = re.sub("[\x00-\x1f\u202a-\u202e]", "", said)
    assert text(channel(data), "title") == f"听报{visible}"


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_gives_a_feed_that_parses(said: str) -> None:
    data = render_feed(replace(SHOW, author=said), [with_text(said)], cover=COVER)
    assert len(channel(data).findall("item")) == 1


def test_a_guid_is_made_of_show_and_date_alone() -> None:
    date = dt.date(2026, 3, 2)
    guid = episode_guid("qingchuan", date)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", guid)
    assert guid == episode_guid("qingchuan", date)
    others = {episode_guid("other", date), episode_guid("qingchuan", dt.date(2026, 3, 3))}
    assert guid not in others
    assert len(others) == 2


def test_addresses_are_plain_ascii() -> None:
    show = replace(SHOW, base_url="https://tingbao.example/听报/")
    data = render_feed(show, [make_episode(audio="青川 3月.mp3")], cover=COVER)
    (enclosure,) = parsed(data).entries[0].enclosures
    assert enclosure.href.isascii()
    assert enclosure.href.startswith("https://tingbao.example/%E5%90%AC%E6%8A%A5/episodes/")
    assert enclosure.href.endswith("/%E9%9D%92%E5%B7%9D%203%E6%9C%88.mp3")


@pytest.mark.parametrize(
    "cover", [("cover.webp", "image/webp"), ("cover.png", "image/jpeg"), ("cover", "image/png")]
)
def test_a_cover_that_apps_would_not_show_is_refused(cover: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="cover"):
        render_feed(SHOW, TWO, cover=cover)


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("<script>alert(1)</script>", "＜script＞alert(1)＜/script＞"),
        ("<!-- 完 -->", "＜!-- 完 --＞"),
        ("写作&lt;的符号", "写作＆lt;的符号"),
        ("&#60;b&#62;", "＆#60;b＆#62;"),
        ("AT&T 3 < 5 > 2", "AT&T 3 < 5 > 2"),
        ("青川<大桥>通车", "青川<大桥>通车"),
    ],
)
def test_a_description_is_safe_where_it_is_taken_for_html(printed: str, told: str) -> None:
    first = TWO[0]
    chapters = (replace(first.chapters[0], title=printed), *first.chapters[1:])
    show = replace(SHOW, description=printed)
    top = channel(render_feed(show, [replace(first, chapters=chapters)], cover=COVER))
    assert text(top, "description") == told
    assert told in (text(top, "item/description") or "")
