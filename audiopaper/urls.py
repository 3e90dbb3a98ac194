"""Web addresses: validation, and plain ASCII form.

Source:
    RFC 3986; RFC 3987, section 3.1; RFC 3490 (IDNA) for hosts, as Python's ``idna`` codec has it.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import quote, urlsplit

from audiopaper.translations import _

_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")

_SAFE = "%:/?#[]@!$&'()*+,;=~"
"""Characters that are not percent-encoded; ``%`` is one, so nothing is encoded twice."""


def check_url(url: str) -> str:
    """Return the reason why a text is not a web address; empty if it is one.

    Example:
        >>> check_url("https://例子.中国/听报/")
        ''
        >>> check_url("javascript:alert(1)")
        'it must begin with http:// or https://'
    """
    if not url.lower().startswith(("http://", "https://")):
        return _("it must begin with http:// or https://")
    if any(c.isspace() or not c.isprintable() for c in url):
        return _("it holds a space or a character that cannot be seen")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not host:
            return _("it names no host")
        if parts.port == 0:
            return _("its port must lie between 1 and 65535")
        # Only an IPv6 address contains colons, and urlsplit has validated it.
        plain = ":" in host or _HOST.fullmatch(host.encode("idna").decode("ascii"))
    except UnicodeError:
        return _("its host is no name: each part between two dots must have 1 to 63 characters")
    except ValueError as error:
        return str(error)
    return "" if plain else _("{host} is no name of a host", host=host)


def ascii_mail(address: str) -> str:
    """Write a mail address with its host as punycode.

    Raises:
        ValueError: It is no mail address, or the part before the host is not plain ASCII.

    Example:
        >>> ascii_mail("editor@例子.中国")
        'editor@xn--fsqu00a.xn--fiqs8s'
    """
    user, at, host = address.rpartition("@")
    try:
        plain = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise ValueError(_("{address} is no mail address", address=address)) from error
    if not (at and user.isascii() and user.isprintable() and _HOST.fullmatch(plain)):
        raise ValueError(
            _(
                "{address} is no mail address: it must be user@host, the user in plain ASCII",
                address=address,
            )
        )
    return f"{user}@{plain}"


def ascii_url(url: str) -> str:
    """Write an address in plain ASCII, its host as punycode, which every app accepts.

    Raises:
        ValueError: It is no address, or its host no name.

    Example:
        >>> ascii_url("https://例子.中国/听报/")
        'https://xn--fsqu00a.xn--fiqs8s/%E5%90%AC%E6%8A%A5/'
        >>> ascii_url("https://pod.example.org:8443/a%20b/?x=1")
        'https://pod.example.org:8443/a%20b/?x=1'
    """
    scheme, separator, rest = url.partition("://")
    cut = next((index for index, c in enumerate(rest) if c in "/?#"), len(rest))
    authority, path = rest[:cut], rest[cut:]
    if separator and not authority.isascii():
        user, at, host = authority.rpartition("@")
        name, colon, port = host.partition(":")
        authority = (
            quote(user, safe=_SAFE) + at + name.encode("idna").decode("ascii") + colon + port
        )
    return quote(f"{scheme}{separator}", safe=_SAFE) + authority + quote(path, safe=_SAFE)


def is_local(url: str) -> bool:
    """Whether an address leads to this machine, so that no listener elsewhere can follow it.

    Example:
        >>> is_local("http://127.0.0.1:8000/"), is_local("https://pod.example.org/")
        (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
