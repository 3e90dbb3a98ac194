"""Links that subscribe to the show in podcast apps.

None of the forms was tried in the apps; each was compared with what is public of them.

Source:
    AntennaPod: https://antennapod.org/documentation/podcasters-hosters/add-on-antennapod, and the
    schemes in its AndroidManifest.xml (``pcast`` among them).
    Pocket Casts: ``DeepLinkFactory.kt`` of Automattic/pocket-casts-android and
    ``AppDelegate+UrlHandling.swift`` of Automattic/pocket-casts-ios. Both put ``http://`` before
    the address; the form for https that Android has too, iOS lacks.
    Podcast Addict, Player FM, Overcast, Apple, and Apple's directory: the lists in
    https://github.com/nathangathright/podcast-platform-links (README.md, schemes.md).
    小宇宙, 喜马拉雅, Spotify: the addresses of shows' own pages there.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

_BY_DIRECTORY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "apple": ("Apple 播客", "https://podcasts.apple.com/podcast/id{id}"),
        "xiaoyuzhou": ("小宇宙", "https://www.xiaoyuzhoufm.com/podcast/{id}"),
        "ximalaya": ("喜马拉雅", "https://www.ximalaya.com/album/{id}"),
        "spotify": ("Spotify", "https://open.spotify.com/show/{id}"),
    }
)

_BY_FEED: tuple[tuple[str, str], ...] = (
    ("AntennaPod", "https://antennapod.org/deeplink/subscribe?url={encoded}"),
    ("Pocket Casts", "pktc://subscribe/{bare}"),
    ("Podcast Addict", "https://podcastaddict.com/feed/{encoded}"),
    ("Player FM", "https://player.fm/subscribe?id={encoded}"),
    ("Overcast", "overcast://x-callback-url/add?url={encoded}"),
)


def app_links(
    feed_url: str, directories: Mapping[str, str], *, other: str
) -> tuple[tuple[str, str], ...]:
    """List the ways to subscribe.

    Args:
        feed_url: Address of the feed, in ASCII.
        directories: The show's numbers in directories, by ``apple``, ``xiaoyuzhou``,
            ``ximalaya`` and ``spotify``.
        other: Label of the link for any other app.

    Returns:
        Name and address of each; shape ``(n, 2)``: directories first, any other app last.

    Example:
        >>> app_links("https://pod.example.org/feed.xml", {"apple": "123"}, other="其他")[0]
        ('Apple 播客', 'https://podcasts.apple.com/podcast/id123')
    """
    bare = re.sub(r"^https?://", "", feed_url)
    encoded = quote(feed_url, safe="")
    links = [
        (name, address.format(id=quote(directories[key], safe="")))
        for key, (name, address) in _BY_DIRECTORY.items()
        if directories.get(key)
    ]
    links += [(name, address.format(encoded=encoded, bare=bare)) for name, address in _BY_FEED]
    apple = [] if directories.get("apple") else [("Apple 播客", f"podcast://{bare}")]
    return (*links, *apple, (other, f"pcast://{bare}"))
