"""Addresses of services as they may be shown and kept: without names, passwords and keys."""

from __future__ import annotations

from urllib.parse import urlsplit


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
