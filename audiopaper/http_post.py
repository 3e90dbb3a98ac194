"""Telling a server something by HTTP, in bounded time; whatever it answers, one kind of failure."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from audiopaper.timeouts import WaitError, run_within
from audiopaper.urls import ascii_url

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER_S = 15.0
"""How long a server may take for one step."""

LONGEST_S = 40.0
"""How long all of it may take: a server that sends a byte at a time ends no step."""


class PostError(Exception):
    """A server did not take what it was told; the message names no address, which may be a key."""


def post(
    address: str,
    data: bytes,
    headers: Mapping[str, str] | None = None,
    *,
    answer_s: float = ANSWER_S,
    longest_s: float = LONGEST_S,
) -> None:
    """Send a POST and see that it was taken.

    Args:
        address: Where to, in any script.
        data: The body.
        headers: Besides the usual.
        answer_s: How long the server may take for one step.
        longest_s: How long all of it may take.

    Raises:
        PostError: The server is out of reach, too slow, speaks no HTTP or answers with a failure.
    """

    def send() -> None:
        request = urllib.request.Request(ascii_url(address), data=data, headers=dict(headers or {}))
        with urllib.request.urlopen(request, timeout=answer_s):
            pass

    try:
        run_within(send, limit_s=longest_s)
    except urllib.error.HTTPError as error:
        error.close()
        raise PostError(f"it answered {error.code}") from error
    except urllib.error.URLError as error:
        raise PostError(str(error.reason)) from error
    except http.client.HTTPException as error:
        # A status line that is none, headers without end, an answer that breaks off.
        raise PostError(f"it speaks no HTTP ({type(error).__name__})") from error
    except WaitError as error:
        raise PostError(f"it did not end in {longest_s:.0f} s") from error
    except (OSError, ValueError) as error:
        told = "" if isinstance(error, ValueError) else str(error)
        raise PostError(told or type(error).__name__) from error
