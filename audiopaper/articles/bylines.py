"""Bylines and credits: who wrote, and who took the pictures."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audiopaper.articles.byline_words import (
    AFFILIATED,
    AUTHOR_NOTE,
    BULLETS,
    GROUP_BYLINE,
    OFFICE_AND_NAME,
    PEN_NAMES,
    ROLE_WORD,
    WRITES,
)
from audiopaper.articles.datelines import HAN, reporter_opening
from audiopaper.articles.person_names import NO_NAMES, PLACE_END, close_name, is_han, is_name
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote, and who took the pictures, in printed order."""

    writers: tuple[str, ...]
    photographers: tuple[str, ...]


_PARTING = re.compile(r"[\s、，,；;/／|:：&]+")
# Marks that say what the names round them did. With a slash or colon they stand before the
# names, alone they stand behind them: 文/甲 图/乙, but 甲 文 乙 图.
_BOTH_MARK = re.compile(r"文\s?[/／、并]?\s?[图摄]影?|图\s?[/／、]?\s?文|摄影/?报道|摄影[/／]文")
_MARKS = (
    (re.compile(r"[（(](文|图|摄|摄影)[)）]"), r" \1 "),
    (re.compile(r"(?:文字|撰文|文)\s?[/／:：]\s?(?![图摄])"), " <W> "),
    (re.compile(r"(?:图片?|摄影|供图|制图|漫画|视频)\s?[/／:：]\s?(?!文)"), " <P> "),
)
_SAYS_PICTURES = ("摄", "图", "摄影", "供图", "制图", "漫画", "视频", "提供")

# Longer than the longest list of correspondents seen in a byline, by far.
_MAX_LINE_CHARS = 400


# A line is looked at as a byline, then as a credit.
@lru_cache(maxsize=16)
def parse_byline(text: str) -> Byline:
    """Read the names from a byline's text (brackets and bullets may stand round it).

    Names without a role are taken as long as they look like names; words that do not, are left
    out. Who stands under 图 or before 摄 took the pictures; who did both is a writer.

    Example:
        >>> parse_byline("文/全媒体记者 林晓禾 图/通讯员 高远")
        Byline(writers=('林晓禾',), photographers=('高远',))
    """
    bare = text.strip()[:_MAX_LINE_CHARS]
    end, names = reporter_opening(bare)
    if end == len(bare):
        return Byline(names, ())
    if AUTHOR_NOTE.fullmatch(simplify(bare)):
        return Byline((), ())
    if not AFFILIATED.fullmatch(simplify(bare).lstrip(BULLETS).strip()):
        bare = bare.strip("（）()【】[]〔〕")
    bare = bare.lstrip(BULLETS).strip()
    trusted = PEN_NAMES.fullmatch(simplify(text.strip())) is not None
    byline = _parse_plain(simplify(bare), trusted=trusted)
    return Byline(_as_printed(byline.writers, bare), _as_printed(byline.photographers, bare))


def _as_printed(names: tuple[str, ...], bare: str) -> tuple[str, ...]:
    """Give names back in the characters they are printed with."""
    plain = simplify(bare)
    if plain == bare:
        return names
    out = []
    for name in names:
        at = plain.find(name)
        out.append(bare[at : at + len(name)] if at >= 0 else name)
    return tuple(out)


def _parse_plain(bare: str, *, trusted: bool = False) -> Byline:
    about = max(bare.find("（作者"), bare.find("(作者"))
    if about > 0:
        bare = bare[:about]
    if GROUP_BYLINE.fullmatch(bare) and not any(c in bare for c in "，,。"):
        group = re.split(r"[\s]", bare, maxsplit=1)
        rest = _parse_plain(group[1]).writers if len(group) > 1 else ()
        return Byline(rest or (group[0],), ())
    office = OFFICE_AND_NAME.fullmatch(bare)
    if office and is_name(close_name(office.group(1))):
        return Byline((close_name(office.group(1)),), ())
    affiliated = AFFILIATED.fullmatch(bare)
    if affiliated:
        bare = affiliated.group(1)
    has_role = bool(ROLE_WORD.search(bare) or WRITES.match(bare) or affiliated) or trusted
    marked = _BOTH_MARK.sub(" <B> ", bare)
    for pattern, mark in _MARKS:
        marked = pattern.sub(mark, marked)
    marked = re.sub(r"摄影记者", " <Q> ", marked)
    marked = ROLE_WORD.sub(" <R> ", marked)
    marked = re.sub(rf"(?<=[{HAN}])(?:摄影|摄|供图)(?=\s|$)", r" 摄 ", marked)
    return _walk(_join_single(_PARTING.split(marked)), has_role)


def _walk(words: list[str], has_role: bool) -> Byline:
    """Sort the names in a byline's words by what each person did."""
    names_by_role: dict[str, list[str]] = {"W": [], "P": []}
    into, pending, by_role = "W", [], False  # type: str, list[str], bool
    for word in (*words, "<E>"):
        if word in ("<B>", "文"):
            names_by_role["W"] += pending
            pending = []
        elif word in _SAYS_PICTURES:
            names_by_role["P"] += pending
            pending = []
        elif word in ("<W>", "<P>", "<E>"):
            names_by_role[into] += pending
            pending, into, by_role = [], word[1] if word != "<E>" else into, False
        elif word == "<Q>":
            names_by_role[into] += pending
            pending, into, by_role = [], "P", True
        elif word == "<R>":
            if by_role:
                names_by_role[into] += pending
                pending, into, by_role = [], "W", False
        else:
            name = _name_in(word, has_role)
            if name:
                pending.append(name)
    writers, photographers = (tuple(dict.fromkeys(names_by_role[role])) for role in "WP")
    return Byline(writers, photographers)


# 农学院 and 安平县 begin as names do, but no name ends so.
_OFFICE_END = re.compile(r"..[院处科部局厂系市县区镇乡]\Z")


def _name_in(word: str, has_role: bool) -> str:
    word = word.strip("（）()■●▲◆□“”").removesuffix("报道")
    if is_name(word):
        return "" if NO_NAMES.fullmatch(word) or _OFFICE_END.search(word) else word
    # A name with a rare surname: trust the role before it.
    rare = has_role and 2 <= len(word) <= 3 and all(is_han(c) for c in word)
    if not rare or NO_NAMES.fullmatch(word) or PLACE_END.search(word):
        return ""
    return word


_BARE_MARKS = ("文", "图", "摄")
_LONG_NAME = 3
"""Single characters that are one name; of more every two are."""


def _join_single(words: list[str]) -> list[str]:
    """Close up names that were set with spaces inside: 张 三, 张 三 丰, 张 三丰, 李 文."""
    out: list[str] = []
    for single, run in itertools.groupby(_join_marks(words), key=_is_single):
        chars = list(run)
        if not single and out and len(out[-1]) == 1 and len(chars[0]) == _LONG_NAME - 1:
            # A surname that stands alone before two characters.
            chars[:1] = [out.pop() + chars[0]] if is_name(out[-1] + chars[0]) else chars[:1]
        step = 1 if not single else len(chars) if len(chars) == _LONG_NAME else _LONG_NAME - 1
        out += ["".join(chars[at : at + step]) for at in range(0, len(chars), step)]
    return out


def _is_single(word: str) -> bool:
    return len(word) == 1 and is_han(word) and word not in _BARE_MARKS


def _join_marks(words: Iterable[str]) -> list[str]:
    """Join 文 or 图 behind a surname that stands alone to it: there it is no mark but a name."""
    out: list[str] = []
    for word in filter(None, words):
        alone = bool(out) and _is_single(out[-1]) and not (out[:-1] and _is_single(out[-2]))
        if word in _BARE_MARKS and alone and is_name(out[-1] + word):
            out[-1] += word
        else:
            out.append(word)
    return out
