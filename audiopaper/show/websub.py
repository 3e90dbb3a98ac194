"""The notice to a WebSub hub that the feed has changed, which it passes on to subscribers.

Source:
    WebSub (W3C Recommendation, 2018), section 7; public hubs accept ``hub.mode=publish``.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from audiopaper.errors import PublishError
from audiopaper.http_post import LONGEST_S, PostError, post
from audiopaper.translations import _


def tell_hub(hub: str, feed_url: str, *, longest_s: float = LONGEST_S) -> None:
    """Tell a hub that a feed has changed.

    Args:
        hub: Address of the hub.
        feed_url: Address of the feed.
        longest_s: Limit for the whole request, in seconds.

    Raises:
        PublishError: The hub did not accept it. The feed is public nevertheless.
    """
    # Hubs differ on which of the two parameters they read.
    form = urlencode({"hub.mode": "publish", "hub.url": feed_url, "hub.topic": feed_url})
    try:
        post(hub, form.encode(), longest_s=longest_s)
    except PostError as error:
        # Only the host is shown: the rest of the address may contain a key.
        raise PublishError(
            _(
                "the hub {hostname} was not told: {error}",
                hostname=urlsplit(hub).hostname,
                error=error,
            ),
            remedy=_("the feed is published; apps find it at their next look. Check hub in [feed]"),
        ) from error
