"""Read the bodies of requests, up to a maximum size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audiopaper.errors import InputError
from audiopaper.translations import _

if TYPE_CHECKING:
    from starlette.requests import Request

MAX_JSON_BYTES = 2_000_000
"""Maximum size of a form or a change; the text of a page is far smaller."""


async def read_body(request: Request, limit: int = MAX_JSON_BYTES) -> bytes:
    """Read the body of a request.

    Raises:
        InputError: It is larger.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise InputError(
                _("that is larger than {limit} bytes", limit=limit),
                remedy=_("put one page into one file"),
            )
    return bytes(body)


async def read_json(request: Request) -> dict[str, Any]:
    """Read the JSON object in the body of a request.

    Raises:
        ValueError: It is none.
    """
    value = json.loads(await read_body(request))
    if not isinstance(value, dict):
        raise ValueError("that is no object")
    return value
