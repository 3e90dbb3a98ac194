"""Telling a WebSub hub that the feed is new, so that it tells those who subscribed there.

Source:
    WebSub (W3C Recommendation, 2018), section 7; ``hub.mode=publish`` is what public hubs take.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from urllib.parse import urlencode

from audiopaper.errors import PublishError

_WAIT_S = 15


def tell_hub(hub: str, feed_url: str) -> None:
    """Tell a hub that a feed has changed.

    Args:
        hub: Address of the hub.
        feed_url: Address of the feed.

    Raises:
        PublishError: The hub did not take it. The feed is public all the same.
    """
    # Hubs differ on which of the two names the topic.
    form = urlencode({"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url})
    request = urllib.request.Request(hub, data=form.encode())
    try:
        with urllib.request.urlopen(request, timeout=_WAIT_S):
            return
    except (urllib.error.URLError, OSError, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise PublishError(
            f"the hub {hub} was not told: {error}",
            remedy="the feed is published; apps find it at their next look. Check hub in [feed]",
        ) from error
