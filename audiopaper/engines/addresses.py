"""Addresses of services: which proxy leads there, and how much of them may be shown and kept."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def plain_address(url: str) -> str:
    """An address without what could be a secret: user, password, query and fragment.

    Example:
        >>> plain_address("https://editor:secret@tts.example.org:8443/v1?key=secret")
        'https://tts.example.org:8443/v1'
        >>> plain_address("")
        ''
    """
    try:
        parts = urlsplit(url)
        return parts._replace(
            netloc=parts.netloc.rpartition("@")[2], query="", fragment=""
        ).geturl()
    except ValueError:
        return "(no address)"


def environment_proxy(url: str) -> str | None:
    """The proxy that the environment names for an address; None for none."""
    # aiohttp asks the environment for WSS_PROXY, which nobody sets, and never for HTTPS_PROXY.
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    schemes = ("wss", "https", "all") if parts.scheme in ("wss", "https") else ("http", "all")
    found = next((proxies[scheme] for scheme in schemes if proxies.get(scheme)), "")
    return found if found.startswith("http://") else None
