"""A web client that asks as a guest should: by robots.txt, slowly, and within bounds.

Source: RFC 9309 (Robots Exclusion Protocol): what answers 4xx has no rules, and what does not
answer, or with 5xx, is not to be asked for anything.
"""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import urllib.robotparser
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from audiopaper.errors import InputError
from audiopaper.timeouts import WaitError, run_within
from audiopaper.translations import _
from audiopaper.urls import ascii_url, check_url

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

MAX_BYTES = 5_000_000
"""The longest article's page has under 1 MB."""

MAX_REQUESTS = 2500
"""An edition of 200 pages with ten articles each."""

PAUSE_S = 1.0
"""Time between two requests to a host, at least."""

MAX_PAUSE_S = 30.0
"""A longer pause that robots.txt asks for makes an edition take hours, and is an error."""

_ANSWER_S, _LONGEST_S = 20.0, 60.0
_MAX_REDIRECTS = 5
_AGENT = "audiopaper"


class _StatusError(Exception):
    """A server answered with an error's code."""

    def __init__(self, code: int) -> None:
        super().__init__(_("it answered {code}", code=code))
        self.code = code


class PoliteClient:
    """Fetches pages of the hosts that the show names."""

    def __init__(
        self,
        hosts: Collection[str],
        *,
        contact: str,
        version: str,
        timer: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare a client; nothing is fetched yet.

        Args:
            hosts: ``host`` or ``host:port`` that may be asked.
            contact: Address of who asks, for the user agent.
            version: The program's version, for the user agent.
            timer: A clock in seconds.
            sleep: What waits between requests.
        """
        self.agent = f"{_AGENT}/{version} (+{contact})"
        self._hosts = frozenset(host.lower() for host in hosts)
        self._timer, self._sleep = timer, sleep
        self._last: dict[str, float] = {}
        self._rules: dict[str, urllib.robotparser.RobotFileParser] = {}
        self._requests = 0
        self._opener = urllib.request.build_opener(_NoRedirects)

    def fetch(self, url: str) -> bytes:
        """Fetch a page.

        Raises:
            InputError: The address is not of the show's hosts, robots.txt forbids it, or it
                cannot be fetched whole.
        """
        for _hop in range(_MAX_REDIRECTS + 1):
            self._refuse_foreign(url)
            rules = self._rules_of(url)
            if not rules.can_fetch(_AGENT, url):
                raise InputError(
                    _(
                        "robots.txt of {netloc} does not allow {url}",
                        netloc=urlsplit(url).netloc,
                        url=url,
                    ),
                    remedy=_("ask the newspaper for its pages, or for leave in its robots.txt"),
                )
            pause = max(PAUSE_S, float(rules.crawl_delay(_AGENT) or 0))
            try:
                data, onward = self._request(url, pause)
            except _StatusError as status:
                raise _failed(url, str(status)) from status
            if onward is None:
                return data
            url = urljoin(url, onward)
        raise _failed(
            url, _("it was sent on more than {max_redirects} times", max_redirects=_MAX_REDIRECTS)
        )

    def allows(self, url: str) -> bool:
        """Return whether an address is of the show's hosts."""
        return not check_url(url) and urlsplit(url).netloc.lower() in self._hosts

    def _refuse_foreign(self, url: str) -> None:
        if not self.allows(url):
            host = urlsplit(url).netloc or url
            raise InputError(
                _("{host} is none of the hosts that may be asked", host=host),
                remedy=_("name it in config.toml: hosts in [source]"),
            )

    def _rules_of(self, url: str) -> urllib.robotparser.RobotFileParser:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        if origin not in self._rules:
            self._rules[origin] = self._read_rules(f"{origin}/robots.txt")
        rules = self._rules[origin]
        delay = rules.crawl_delay(_AGENT)
        if delay and float(delay) > MAX_PAUSE_S:
            raise InputError(
                _(
                    "robots.txt of {netloc} asks for {delay} s between two requests",
                    netloc=parts.netloc,
                    delay=delay,
                ),
                remedy=_("ask the newspaper for its pages: an edition would take hours"),
            )
        return rules

    def _read_rules(self, url: str) -> urllib.robotparser.RobotFileParser:
        rules = urllib.robotparser.RobotFileParser()
        # The parser forbids everything until it was told that its rules were read.
        rules.modified()
        try:
            for _hop in range(_MAX_REDIRECTS + 1):
                data, onward = self._request(url, PAUSE_S)
                if onward is None:
                    rules.parse(data.decode("utf-8", "replace").splitlines())
                    return rules
                url = urljoin(url, onward)
                if not self.allows(url):
                    break
        except _StatusError as status:
            if status.code < 500:
                return rules
        rules.parse(["User-agent: *", "Disallow: /"])
        return rules

    def _request(self, url: str, pause: float) -> tuple[bytes, str | None]:
        """Ask once; give the answer's body, or where it sends on.

        Raises:
            _StatusError: It answered with an error's code.
            InputError: It did not answer, or not in time, or with too much.
        """
        self._requests += 1
        if self._requests > MAX_REQUESTS:
            raise _failed(
                url,
                _("one edition takes more than {max_requests} requests", max_requests=MAX_REQUESTS),
            )
        host = urlsplit(url).netloc.lower()
        wait = self._last.get(host, -pause) + pause - self._timer()
        if wait > 0:
            self._sleep(wait)
        self._last[host] = self._timer()
        try:
            return run_within(lambda: self._ask(url), limit_s=_LONGEST_S)
        except urllib.error.HTTPError as error:
            error.close()
            onward = error.headers.get("Location")
            if error.code in (301, 302, 303, 307, 308) and onward:
                return b"", onward
            raise _StatusError(error.code) from error
        except urllib.error.URLError as error:
            raise _failed(url, str(error.reason)) from error
        except WaitError as error:
            raise _failed(
                url, _("it did not end in {longest_s:.0f} s", longest_s=_LONGEST_S)
            ) from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise _failed(url, str(error) or type(error).__name__) from error

    def _ask(self, url: str) -> tuple[bytes, None]:
        request = urllib.request.Request(ascii_url(url), headers={"User-Agent": self.agent})
        with self._opener.open(request, timeout=_ANSWER_S) as answer:
            data: bytes = answer.read(MAX_BYTES + 1)
            length = answer.headers.get("Content-Length", "")
        if len(data) > MAX_BYTES:
            raise ValueError(_("it is larger than {limit} MB", limit=MAX_BYTES // 10**6))
        if length.isdecimal() and len(data) < int(length):
            raise ValueError(_("it broke off"))
        return data, None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Leaves redirections to the client, which looks at the host and at robots.txt first."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _failed(url: str, problem: str) -> InputError:
    return InputError(
        _("{url} cannot be fetched: {problem}", url=url, problem=problem),
        remedy=_("open it in a browser; where it is there, run again later"),
    )
