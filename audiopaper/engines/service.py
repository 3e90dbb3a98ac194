"""One request to a speech service over HTTP: an answer, or an error of this program."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass

from audiopaper.engines.addresses import environment_proxy, plain_address
from audiopaper.engines.base import BusyError, ServiceRefusedError, TransientError
from audiopaper.errors import ConfigError, SynthesisError
from audiopaper.translations import _

CONNECT_S = 10
MAX_ANSWER_BYTES = 100_000_000
"""More than ten minutes of any format requested here."""

LATER = "run the same command again later, or choose another engine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request, and how long the answer may take."""

    service: str
    """The service's name in messages."""

    url: str
    """Whole address; never shown with what could be secret."""

    headers: Mapping[str, str]
    """Headers; they may contain the key."""

    body: bytes | None
    """Body of a POST request; None for GET."""

    idle_seconds: float
    """Time without data after which the request fails."""

    total_seconds: float
    """Time after which the request fails in any case."""

    key_help: str
    """Remedy if the key is refused."""

    request_help: str
    """Remedy if the request is refused: what to correct."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with status 200."""

    body: bytes
    """The whole body."""

    counted: bool
    """Whether the connection proves that nothing is missing: it announced the length or the
    end."""


def read_key(variable: str) -> str:
    """Read a key from the environment; empty if there is none.

    Raises:
        ConfigError: It cannot be sent; the message names the variable and never the key.
    """
    key = os.environ.get(variable, "").strip()
    if not key.isascii() or not key.isprintable():
        raise ConfigError(
            _("{variable} holds characters that no key has", variable=variable),
            remedy=_("set it again, without line breaks and spaces"),
        )
    return key


def ask(request: Request) -> Answer:
    """Send a request and wait for the whole answer.

    Raises:
        TransientError: Another attempt may succeed.
        ServiceRefusedError: No further attempt will.
        SynthesisError: This request is refused.
    """
    import aiohttp

    try:
        return asyncio.run(_ask(request))
    except SynthesisError:
        raise
    except aiohttp.ClientSSLError as error:
        raise ServiceRefusedError(
            _("the certificate of {service} is not trusted here", service=request.service),
            remedy=_("correct the clock, or have the network's owner let the service through"),
        ) from error
    except aiohttp.InvalidURL as error:
        raise ServiceRefusedError(
            _("the address of {service} is invalid", service=request.service),
            remedy=request.request_help,
        ) from error
    except aiohttp.ClientPayloadError as error:
        raise TransientError(
            _("the answer of {service} breaks off", service=request.service), remedy=_(LATER)
        ) from error
    except aiohttp.ClientHttpProxyError as error:
        raise ServiceRefusedError(
            _(
                "the proxy refuses the connection to {service} ({status})",
                service=request.service,
                status=error.status,
            ),
            remedy=_("correct the proxy's address, name and password in the environment"),
        ) from error
    except TimeoutError as error:
        raise TransientError(
            _("{service} stopped answering", service=request.service), remedy=_(LATER)
        ) from error
    except (aiohttp.ClientError, OSError) as error:
        address = plain_address(request.url)
        raise TransientError(
            _("{service} cannot be reached at {address}", service=request.service, address=address),
            remedy=_(LATER),
        ) from error


async def _ask(request: Request) -> Answer:
    import aiohttp

    limits = aiohttp.ClientTimeout(
        total=request.total_seconds, sock_connect=CONNECT_S, sock_read=request.idle_seconds
    )
    async with (
        # Without trust_env, which would also send user names and passwords of ~/.netrc.
        aiohttp.ClientSession(timeout=limits) as session,
        session.request(
            "GET" if request.body is None else "POST",
            request.url,
            data=request.body,
            headers=request.headers,
            proxy=environment_proxy(request.url),
            # A redirect would disclose the key.
            allow_redirects=False,
        ) as response,
    ):
        body = bytearray()
        async for part in response.content.iter_chunked(65_536):
            body += part
            if len(body) > MAX_ANSWER_BYTES:
                raise TransientError(
                    _("the answer of {service} exceeds the size limit", service=request.service),
                    remedy=_(LATER),
                )
        if response.status != 200:
            raise _refusal(request, response.status, bytes(body))
        chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
        return Answer(body=bytes(body), counted=chunked or response.content_length is not None)


def _refusal(request: Request, status: int, body: bytes) -> SynthesisError:
    """Error for a status. The answer's body is never shown, since it may repeat the key."""
    service = request.service
    if status == 429 and b"insufficient_quota" not in body:
        return BusyError(_("{service} is asked too often (429)", service=service), remedy=_(LATER))
    if status in (402, 429):
        return ServiceRefusedError(
            _(
                "{service} has no credit left for this key ({status})",
                service=service,
                status=status,
            ),
            remedy=request.key_help,
        )
    if status in (408, 409, 425) or status >= 500:
        return TransientError(
            _("{service} has a fault ({status})", service=service, status=status), remedy=_(LATER)
        )
    if status in (401, 403):
        return ServiceRefusedError(
            _("{service} refuses the key ({status})", service=service, status=status),
            remedy=request.key_help,
        )
    if status == 407:
        return ServiceRefusedError(
            _("the proxy in front of {service} wants a name and password (407)", service=service),
            remedy=_("put them into HTTPS_PROXY: http://name:password@host:port"),
        )
    if status in (400, 413, 422):
        return SynthesisError(
            _("{service} refuses this request ({status})", service=service, status=status),
            remedy=request.request_help,
        )
    return ServiceRefusedError(
        _(
            "no speech service answers at {address} ({status})",
            address=plain_address(request.url),
            status=status,
        ),
        remedy=request.request_help,
    )
