"""Makes names that are not UTF-8 legible: decodes GBK, and escapes other bytes.

A zip from Chinese Windows that is unpacked on Linux leaves names in GBK. Python gives each byte
that is no UTF-8 as a lone surrogate, which no file, page or message can hold.

Source:
    PEP 383; GB 18030.
"""

from __future__ import annotations

import re

_LONE = re.compile("[\ud800-\udfff]")

# Parts of a name between characters that no GBK sequence contains. Some of its bytes may form other
# characters by chance.
_PIECES = re.compile("[0-9@-~\x80-\U0010ffff]+")

_CHINESE = re.compile(
    "[\x20-\x7e\xb7\u2010-\u203b\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]+"
)


def make_legible(text: str) -> str:
    r"""Replace lone surrogates by the characters or escapes that they stand for.

    Args:
        text: A name, or a sentence that holds one.

    Returns:
        The text unchanged if it holds none; else GBK decoded, and other bytes as ``\xe9``.

    Example:
        >>> make_legible("2026\udcc4\udcea3\udcd4\udcc2.txt is empty")
        '2026年3月.txt is empty'
        >>> make_legible("caf\udce9")
        'caf\\xe9'
    """
    if not _LONE.search(text):
        return text
    return _LONE.sub(_escape, _PIECES.sub(_read_gbk, text))


def _read_gbk(match: re.Match[str]) -> str:
    piece = match[0]
    if not _LONE.search(piece):
        return piece
    try:
        data = piece.encode("utf-8", "surrogateescape")
        decoded = data.decode("gb18030")
        # Of two ways to read Chinese characters, the right one gives those of GB 2312.
        mixed = any(not c.isascii() and not _LONE.match(c) for c in piece)
        if mixed and any(0x80 <= byte < 0xA1 for byte in data):
            return piece
    except UnicodeError:
        return piece
    return decoded if _CHINESE.fullmatch(decoded) else piece


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
