"""An HTTP POST request with time limits, and one kind of error for every failure."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

from audiopaper.timeouts import WaitError, run_within
from audiopaper.translations import _
from audiopaper.urls import ascii_url

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWER_S = 15.0
"""Time that a server may take for one step."""

LONGEST_S = 40.0
"""Time that the whole request may take, since a server that sends single bytes exceeds no step."""


class PostError(Exception):
    """A server did not accept a request; the message omits the address, which may hold a key."""


def post(
    address: str,
    data: bytes,
    headers: Mapping[str, str] | None = None,
    *,
    longest_s: float = LONGEST_S,
) -> None:
    """Send a POST request and check that it was accepted.

    Args:
        address: Address, in any script.
        data: The body.
        headers: Additional headers.
        longest_s: Time that the whole request may take.

    Raises:
        PostError: The server is unreachable, too slow, speaks no HTTP or answers with an error.
    """

    def send() -> None:
        request = urllib.request.Request(ascii_url(address), data=data, headers=dict(headers or {}))
        with urllib.request.urlopen(request, timeout=ANSWER_S):
            pass

    try:
        run_within(send, limit_s=longest_s)
    except urllib.error.HTTPError as error:
        error.close()
        raise PostError(_("it answered {code}", code=error.code)) from error
    except urllib.error.URLError as error:
        raise PostError(str(error.reason)) from error
    except http.client.HTTPException as error:
        # An invalid status line, endless headers, an answer that breaks off.
        raise PostError(_("it speaks no HTTP ({name})", name=type(error).__name__)) from error
    except WaitError as error:
        raise PostError(_("it did not end in {longest_s:.0f} s", longest_s=longest_s)) from error
    except (OSError, ValueError) as error:
        message = "" if isinstance(error, ValueError) else str(error)
        raise PostError(message or type(error).__name__) from error
