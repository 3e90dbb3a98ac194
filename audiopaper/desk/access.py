"""Access to the desk: host names, origins of requests, sessions and passwords.

The desk changes a show, so it refuses what another site could make an editor's browser send: a
name that is not the desk's (DNS rebinding), an origin that is not its own, a request without the
session of its own page. Its policy for content allows no code but its own files.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SESSION_S = 12 * 3600
"""Length of a session: a shift."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_OPEN_PATHS = ("/login", "/static/")
_SAFE_METHODS = ("GET", "HEAD")

# RFC 7914, section 2: N, r and p; a check takes 16 MB of memory.
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1
MAX_FAILURES = 5
"""Number of consecutive wrong passwords after which the desk waits."""

WAIT_S = 30.0
"""Length of that wait, in which every password is refused."""


class Password:
    """A password, held as a salted scrypt hash in memory; wrong ones cause a wait."""

    def __init__(self, text: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Store the hash.

        Args:
            text: The password.
            clock: Seconds that only grow.
        """
        self._salt = secrets.token_bytes(16)
        self._hash = self._derive(text)
        self._clock = clock
        self._failures = 0
        self._closed_until = 0.0
        self._lock = threading.Lock()

    def wait_s(self) -> float:
        """Return for how many seconds every password is refused; 0 for none."""
        return max(0.0, self._closed_until - self._clock())

    def check(self, text: str) -> bool:
        """Return whether a password is right; False during a wait."""
        with self._lock:
            if self.wait_s():
                return False
            right = hmac.compare_digest(self._derive(text), self._hash)
            self._failures = 0 if right else self._failures + 1
            if self._failures >= MAX_FAILURES:
                self._failures = 0
                self._closed_until = self._clock() + WAIT_S
            return right

    def _derive(self, text: str) -> bytes:
        data = text.encode("utf-8", "surrogatepass")
        return hashlib.scrypt(data, salt=self._salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)


@dataclass(slots=True)
class Sessions:
    """The open sessions: the random name in the cookie, and the user of each."""

    clock: Callable[[], float] = time.monotonic
    _open: dict[str, tuple[str, float]] = field(default_factory=dict)

    def begin(self, who: str) -> str:
        """Begin a session and return its name."""
        now = self.clock()
        self._open = {k: v for k, v in self._open.items() if v[1] > now}
        name = secrets.token_urlsafe(32)
        self._open[name] = (who, now + SESSION_S)
        return name

    def who(self, name: str) -> str | None:
        """Return the user of a session; None if it is not open."""
        who, until = self._open.get(name, ("", 0.0))
        return who if until > self.clock() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The rules of access to a desk."""

    names: frozenset[str] = frozenset({"127.0.0.1", "localhost", "::1"})
    """Accepted host names, without port; with a password, any literal address is accepted too."""

    password: Password | None = None
    """The password; None on a local address, which only users of the machine can reach."""

    user: str = "editor"
    """The user for the log, if there is no password."""

    sessions: Sessions = field(default_factory=Sessions)
    """The open sessions."""

    def answers_to(self, host: str) -> bool:
        """Return whether a Host header names the desk."""
        name = _name_of(f"//{host}")
        if name in self.names:
            return True
        return self.password is not None and _is_address(name)


class Guard:
    """Middleware that refuses foreign requests and sets the security headers of answers."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        """Wrap an application.

        Args:
            app: What answers.
            access: Who may ask.
        """
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = host = ""
        answer = refuse(self._access, scope)
        if answer is None:
            request = HTTPConnection(scope)
            host = request.headers.get("host", "")
            who = self._access.sessions.who(request.cookies.get(_cookie_name(host), ""))
            if who is None and self._access.password is None and scope["method"] in _SAFE_METHODS:
                who = self._access.user
                begun = self._access.sessions.begin(who)
            scope["who"] = who or ""
            if who is None and not scope["path"].startswith(_OPEN_PATHS):
                page = scope["method"] in _SAFE_METHODS
                answer = (
                    RedirectResponse("/login", 303)
                    if page
                    else PlainTextResponse("no session: load the page again", 401)
                )

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                if begun:
                    headers.append("set-cookie", session_cookie(begun, host))
            await send(message)

        await (answer or self._app)(scope, receive, send_with_headers)


def _cookie_name(host: str) -> str:
    """Return the name of the cookie of the desk that a Host header names.

    A browser sends a cookie to all ports of a host (RFC 6265, section 8.5), and another port may be
    another show's desk.
    """
    try:
        port = urlsplit(f"//{host}").port
    except ValueError:
        port = None
    return f"audiopaper-desk-{port}" if port else "audiopaper-desk"


def session_cookie(name: str, host: str) -> str:
    """Return the Set-Cookie header of a session, hidden from scripts and from other sites.

    Args:
        name: The session's name.
        host: The Host header of the request.
    """
    return f"{_cookie_name(host)}={name}; Path=/; HttpOnly; SameSite=Strict; Max-Age={SESSION_S}"


def refuse(access: Access, scope: Scope) -> Response | None:
    """Return a refusal of a request that no page of the desk can have sent; else None."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if not access.answers_to(host):
        return PlainTextResponse("this desk does not answer to that name", 421)
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        # A link on another site may open a page, but nothing else.
        opens = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        if not opens:
            return PlainTextResponse("another site asked for this", 403)
    if scope["method"] in _SAFE_METHODS:
        return None
    if urlsplit(headers.get("origin", "")).netloc != host:
        return PlainTextResponse("another site sent this", 403)
    return None


def _name_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
