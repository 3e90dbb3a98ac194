"""Sanitises text for everything that is published: feed, page, captions and briefing."""

from __future__ import annotations

import re
from email.utils import parseaddr

from audiopaper.urls import ascii_mail, ascii_url

# What XML 1.0 cannot hold (and the other control characters with it), lone surrogates, and the
# marks that turn the direction of what follows.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u061c"
    "\u202a-\u202e\u2066-\u2069]"
)


# The beginning of a tag or a comment in HTML, with its end if it has one; a character reference.
_TAG = re.compile("<(?=[A-Za-z/!?])([^<>]*)(>?)")
_ENTITY = re.compile("&(?=#[0-9xX]|[A-Za-z][A-Za-z0-9]{1,31};)")


def clean(text: str) -> str:
    r"""Remove characters that break parsers or change the text direction; trim the ends.

    Example:
        >>> clean(" 青川\x00大桥\u202e通车\n")
        '青川大桥通车'
        >>> clean("青川\ufffd桥")
        '青川□桥'
    """
    # A character that was lost in digitisation: parsers warn of it, and readers know the square.
    return _FORBIDDEN.sub("", text).replace("\ufffd", "□").strip()


def one_line(text: str) -> str:
    r"""Sanitise a text and replace each run of white space by one space.

    Example:
        >>> one_line("青川大桥\n\n 通车")
        '青川大桥 通车'
    """
    return " ".join(clean(text).split())


def ascii_address(url: str) -> str:
    """Return an address in ASCII, as every app accepts it; encoded parts stay unchanged.

    Example:
        >>> ascii_address("https://pod.example.org/听报/")
        'https://pod.example.org/%E5%90%AC%E6%8A%A5/'
    """
    return ascii_url(clean(url))


def without_markup(text: str) -> str:
    """Return a plain text that looks the same if it is parsed as HTML.

    Example:
        >>> without_markup("<b>3 < 5</b>, AT&T &lt;")
        '＜b＞3 < 5＜/b＞, AT&T ＆lt;'
    """
    text = _TAG.sub(lambda tag: f"＜{tag[1]}{tag[2] and '＞'}", text)
    return _ENTITY.sub("＆", text)


def mail_address(address: str) -> str:
    """Return a mail address in ASCII, without a name before it.

    Example:
        >>> mail_address("听报 <editor@例子.中国>")
        'editor@xn--fsqu00a.xn--fiqs8s'
    """
    return ascii_mail(parseaddr(clean(address))[1] or clean(address))
