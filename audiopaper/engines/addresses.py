"""Addresses of services: the proxy for them, and what of them may be shown or stored."""

from __future__ import annotations

import urllib.request
from urllib.parse import urlsplit

from audiopaper.translations import _

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def plain_address(url: str) -> str:
    """Remove from an address what could be secret: user, password, query and fragment.

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
        return _("(no address)")


def environment_proxy(url: str) -> str | None:
    """Return the proxy that the environment sets for an address; None for none."""
    # For wss, aiohttp reads WSS_PROXY, which nobody sets, and never HTTPS_PROXY.
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in LOOPBACK or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    schemes = ("wss", "https", "all") if parts.scheme in ("wss", "https") else ("http", "all")
    proxy = next((proxies[scheme] for scheme in schemes if proxies.get(scheme)), "")
    return proxy if proxy.startswith("http://") else None
