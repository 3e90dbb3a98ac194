"""Checks of single settings that several tables share."""

from __future__ import annotations

from email.utils import parseaddr
from string import Formatter

from audiopaper.translations import _
from audiopaper.urls import ascii_mail, check_url


def has_only_placeholders(text: str, keys: tuple[str, ...]) -> bool:
    """Whether all braces of a text are plain placeholders of these names.

    A placeholder with a width, a conversion or an attribute (``{paper:999999999}``) is refused.

    Args:
        text: The template.
        keys: Names that may stand in braces.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(
        key is None or (key in keys and not spec and conversion is None)
        for _, key, spec, conversion in parts
    )


def refuse_address(name: str, url: str) -> None:
    """Refuse an address that no browser would open.

    Args:
        name: The setting, for the message.
        url: Its value.

    Raises:
        ValueError: It is not a web address.
    """
    problem = check_url(url)
    if problem:
        raise ValueError(_("{name} is not a web address: {problem}", name=name, problem=problem))


def refuse_mail(name: str, address: str) -> None:
    """Refuse a mail address that no server would take.

    Args:
        name: The setting, for the message.
        address: Its value, with or without a display name.

    Raises:
        ValueError: It is not a mail address.
    """
    plain = parseaddr(address)[1]
    try:
        # `parseaddr` drops what it does not understand; the rest must be the whole value.
        whole = address.isprintable() and address.endswith((plain or "\0", f"<{plain}>"))
        ascii_mail(plain if whole else address)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
