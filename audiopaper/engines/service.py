"""One request to a speech service over HTTP: an answer, or a failure in our own words."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass

from audiopaper.engines.addresses import environment_proxy, plain_address
from audiopaper.engines.base import BusyError, ServiceRefusedError, TransientError
from audiopaper.errors import ConfigError, SynthesisError

CONNECT_S = 10
MAX_ANSWER_BYTES = 100_000_000
"""More than ten minutes of any sound that is asked for here."""

LATER = "run the same command again later, or choose another engine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is sent where, and how long the answer may take."""

    service: str
    """The service's name in messages."""

    url: str
    """Whole address; never shown with what could be a secret in it."""

    headers: Mapping[str, str]
    """Sent as they are; may hold the key."""

    body: bytes | None
    """What is posted; None to get."""

    idle_seconds: float
    """Silence of the service after which it is given up."""

    total_seconds: float
    """After which it is given up in any case."""

    key_help: str
    """Remedy where the key is refused."""

    request_help: str
    """Remedy where the request is: what to correct."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, with status 200."""

    body: bytes
    """All of it."""

    counted: bool
    """Whether the connection itself proves that nothing is missing: its length was announced, or
    its end was."""


def read_key(variable: str) -> str:
    """A key from the environment, empty where there is none.

    Raises:
        ConfigError: It cannot be sent; the problem names the variable and never the key.
    """
    key = os.environ.get(variable, "").strip()
    if not key.isascii() or not key.isprintable():
        raise ConfigError(
            f"{variable} holds characters that no key has",
            remedy="set it again, without line breaks and spaces",
        )
    return key


def ask(request: Request) -> Answer:
    """Send a request and wait for the whole answer.

    Raises:
        TransientError: Another try may go better.
        ServiceRefusedError: No further try will.
        SynthesisError: This request is refused.
    """
    import aiohttp

    try:
        return asyncio.run(_ask(request))
    except SynthesisError:
        raise
    except aiohttp.ClientSSLError as error:
        raise ServiceRefusedError(
            f"the certificate of {request.service} is not trusted here",
            remedy="correct the clock, or have the network's owner let the service through",
        ) from error
    except aiohttp.InvalidURL as error:
        raise ServiceRefusedError(
            f"the address of {request.service} is none", remedy=request.request_help
        ) from error
    except aiohttp.ClientPayloadError as error:
        raise TransientError(f"the answer of {request.service} breaks off", remedy=LATER) from error
    except aiohttp.ClientHttpProxyError as error:
        raise ServiceRefusedError(
            f"the proxy refuses the way to {request.service} ({error.status})",
            remedy="correct the proxy's address, name and password in the environment",
        ) from error
    except TimeoutError as error:
        raise TransientError(f"{request.service} stopped answering", remedy=LATER) from error
    except (aiohttp.ClientError, OSError) as error:
        where = plain_address(request.url)
        raise TransientError(
            f"{request.service} cannot be reached at {where}", remedy=LATER
        ) from error


async def _ask(request: Request) -> Answer:
    import aiohttp

    limits = aiohttp.ClientTimeout(
        total=request.total_seconds, sock_connect=CONNECT_S, sock_read=request.idle_seconds
    )
    async with (
        # Without trust_env, which would also send names and passwords of ~/.netrc.
        aiohttp.ClientSession(timeout=limits) as session,
        session.request(
            "GET" if request.body is None else "POST",
            request.url,
            data=request.body,
            headers=request.headers,
            proxy=environment_proxy(request.url),
            # A key that follows a redirect is a key given away.
            allow_redirects=False,
        ) as response,
    ):
        body = bytearray()
        async for part in response.content.iter_chunked(65_536):
            body += part
            if len(body) > MAX_ANSWER_BYTES:
                raise TransientError(f"{request.service} sends without end", remedy=LATER)
        if response.status != 200:
            raise _refusal(request, response.status, bytes(body))
        chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        return Answer(body=bytes(body), counted=chunked or response.content_length is not None)


def _refusal(request: Request, status: int, body: bytes) -> SynthesisError:
    """What a status means. The answer's own words are never shown: they may repeat the key."""
    said = f"{request.service}"
    if status == 429 and b"insufficient_quota" not in body:
        return BusyError(f"{said} is asked too often (429)", remedy=LATER)
    if status in (402, 429):
        return ServiceRefusedError(
            f"{said} has no credit left for this key ({status})", remedy=request.key_help
        )
    if status in (408, 409, 425) or status >= 500:
        return TransientError(f"{said} has a fault ({status})", remedy=LATER)
    if status in (401, 403):
        return ServiceRefusedError(f"{said} refuses the key ({status})", remedy=request.key_help)
    if status == 407:
        return ServiceRefusedError(
            f"the proxy on the way to {said} wants a name and password (407)",
            remedy="put them into HTTPS_PROXY: http://name:password@host:port",
        )
    if status in (400, 413, 422):
        return SynthesisError(
            f"{said} refuses this request ({status})", remedy=request.request_help
        )
    return ServiceRefusedError(
        f"no speech service answers at {plain_address(request.url)} ({status})",
        remedy=request.request_help,
    )
