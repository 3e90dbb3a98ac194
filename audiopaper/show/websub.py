"""Telling a WebSub hub that the feed is new, so that it tells those who subscribed there.

Source:
    WebSub (W3C Recommendation, 2018), section 7; ``hub.mode=publish`` is what public hubs take.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from audiopaper.errors import PublishError
from audiopaper.http_post import LONGEST_S, PostError, post


def tell_hub(hub: str, feed_url: str, *, longest_s: float = LONGEST_S) -> None:
    """Tell a hub that a feed has changed.

    Args:
        hub: Address of the hub.
        feed_url: Address of the feed.
        longest_s: How long all of it may take.

    Raises:
        PublishError: The hub did not take it. The feed is public all the same.
    """
    # Hubs differ on which of the two names the topic.
    form = urlencode({"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url})
    try:
        post(hub, form.encode(), longest_s=longest_s)
    except PostError as error:
        # What stands behind the host may be a key.
        raise PublishError(
            f"the hub {urlsplit(hub).hostname} was not told: {error}",
            remedy="the feed is published; apps find it at their next look. Check hub in [feed]",
        ) from error
