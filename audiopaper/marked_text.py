"""A passage of text in which one part is marked by 【】, as lists of doubts show it.

Headlines and news items print 【】 too. In a marked passage the printed ones are written 〖〗, so
that the only 【】 is the mark and the passage can be taken apart again.
"""

from __future__ import annotations

_PRINTED = str.maketrans("【】", "〖〗")


def mark_text(before: str, part: str, behind: str) -> str:
    """Return a passage with a mark on a part of it.

    Example:
        >>> mark_text("【现场】曾", "行", "表示")
        '〖现场〗曾【行】表示'
    """
    return f"{replace_brackets(before)}【{replace_brackets(part)}】{replace_brackets(behind)}"


def split_mark(passage: str) -> tuple[str, str, str]:
    """Return what is before, in and behind the mark; without a mark, all is before it.

    Example:
        >>> split_mark("〖现场〗曾【行】表示")
        ('〖现场〗曾', '行', '表示')
    """
    before, _, rest = passage.partition("【")
    part, _, behind = rest.partition("】")
    return before, part, behind


def replace_brackets(text: str) -> str:
    """Return a printed text as it is written in a marked passage; its length is the same."""
    return text.translate(_PRINTED)
