"""Show settings and episodes for feeds and pages, with text that could break them."""

from __future__ import annotations

from dataclasses import replace

from audiopaper.config import ShowSettings
from audiopaper.model import Episode
from tests.support.episode_folders import make_episode

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


SHOW = ShowSettings(
    title="青川听报",
    id="qingchuan",
    author="青川日报社",
    owner_email="editor@tingbao.example",
    base_url="https://tingbao.example/show/",
    copyright="青川日报社",
)


HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "a & b",
    "\x00\x08\x1f",
    "\u202e反\u202c",
    "😀",
    "../",
]


def with_text(said: str) -> Episode:
    episode = make_episode()
    return replace(
        episode,
        title=said,
        paper=said,
        chapters=(replace(episode.chapters[0], title=said), *episode.chapters[1:]),
        stories=(replace(episode.stories[0], chapter=0, byline=(said,)),),
        engine=said,
    )
