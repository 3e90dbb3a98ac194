"""Bylines and credits: who wrote, and who took the pictures."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from audiopaper.articles.byline_words import (
    AFFILIATED,
    AUTHOR_GROUP,
    AUTHOR_NOTE,
    BULLETS,
    GROUP_BYLINE,
    OFFICE_AND_NAME,
    PEN_NAMES,
    ROLE_WORD,
    WRITES,
)
from audiopaper.articles.datelines import HAN, reporter_opening
from audiopaper.articles.person_names import (
    COMPOUND_SURNAMES,
    NO_NAMES,
    PLACE_END,
    close_name,
    is_han,
    is_name,
)
from audiopaper.byline_roles import NARRATES, TASK
from audiopaper.variants import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


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
    (re.compile(r"(?:图片?|摄影?|供图|制图|漫画|视频)\s?[/／:：]\s?(?!文)"), " <P> "),
)
_LEADING_MARKS = ("图", "图片", "摄影", "供图", "制图", "漫画", "视频")
"""Marks that may stand before a name without a slash or colon too: 甲 摄影 乙."""

_SAYS_PICTURES = ("<S>", "摄", "提供", *_LEADING_MARKS)
_SAYS_TEXT = ("文", "文字")
# What stands among the names and names nobody: where they report from, whose pictures were taken
# over, and what else was done, in front of a colon: 发自 云浦, 图/受访者提供, 文案：甲.
_SENT_FROM = re.compile(rf"发自[\s\u3000]*[{HAN}]{{2,8}}")
_TAKEN_OVER = re.compile(
    r"(?:图片?|照片|摄影?)?[\s/／:：]*由?(?:受访者|受访单位|采访对象|资料|网络)(?:提供|供图|图片?)(?=\s|$)"
)
_TASK_LABEL = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,4}}\s?[:：]\s?(?=[{HAN}]{{2,3}}(?![{HAN}]))")
_BAR = re.compile(r"\s*[|｜丨]\s*")
_WROTE = re.compile(r"(?<!参与)(?:撰文|撰稿(?!人)|采写)")

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
    group = AUTHOR_GROUP.fullmatch(bare)
    if group:
        return Byline((group["group"],), ())
    if not AFFILIATED.fullmatch(simplify(bare).lstrip(BULLETS).strip()):
        bare = bare.strip("（）()【】[]〔〕")
    bare = _BAR.sub("/", bare.lstrip(BULLETS).strip())
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
    plain = _TAKEN_OVER.sub(" ", _SENT_FROM.sub(" ", bare))
    marked = _BOTH_MARK.sub(" <B> ", plain)
    for pattern, mark in _MARKS:
        marked = pattern.sub(mark, marked)
    marked = re.sub(r"摄影记者", " <Q> ", marked)
    if NARRATES.search(bare):
        marked = TASK.sub(" <R> ", marked)
    marked = ROLE_WORD.sub(" <R> ", _WROTE.sub(" 文字 ", marked))
    marked = re.sub(rf"(?<=[{HAN}])(?:摄影|摄|供图)(?=\s|$)", " <S> ", _TASK_LABEL.sub(" ", marked))
    return _walk(_join_single(_PARTING.split(marked)), has_role)


# The marks of `_walk` for words that stand before the names.
_LED = dict.fromkeys(_SAYS_TEXT, "<W>") | dict.fromkeys((*_LEADING_MARKS, "摄"), "<Q>")


def _walk(words: list[str], has_role: bool) -> Byline:
    """Sort the names in a byline's words by what each person did."""
    names_by_role: dict[str, list[str]] = {"W": [], "P": []}
    into, pending, by_role = "W", [], False  # type: str, list[str], bool
    if _marks_lead(words, has_role):
        words = [_LED.get(word, word) for word in words]
    for word in (*words, "<E>"):
        if word == "<B>" or word in _SAYS_TEXT:
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
            # 摄影 通讯员 甲: the role belongs to the name that the mark leads to.
            if by_role and pending:
                names_by_role[into] += pending
                pending, into, by_role = [], "W", False
        else:
            name = _name_in(word, has_role)
            if name:
                pending.append(name)
    writers, photographers = (tuple(dict.fromkeys(names_by_role[role])) for role in "WP")
    return Byline(writers, photographers)


def _marks_lead(words: Sequence[str], has_role: bool) -> bool:
    """Return whether marks without slash or colon stand before the names that they mark.

    They do if a name is last: 甲 摄影 乙, 文 甲 图 乙. Behind the first name 文 and 摄 stand for
    that name nevertheless: 甲 文 乙 图 通讯员 丙.
    """
    words = [word for word in words if word in _LED or _name_in(word, has_role)]
    if not words or words[-1] in _LED:
        return False
    first = next((place for place, word in enumerate(words) if word in _LED), -1)
    return first == 0 or (first > 0 and words[first] in _LEADING_MARKS)


# 农学院 and 安平县 begin as names do, but no name ends so.
_OFFICE_END = re.compile(r"..[院处科部局厂系市县区镇乡]\Z")
# What one who tells a story is: 保洁员, 快递员.
_JOB = re.compile(r"..[员工师长]")


def _name_in(word: str, has_role: bool) -> str:
    word = word.strip("（）()■●▲◆□“”").removesuffix("报道")
    if is_name(word):
        return "" if NO_NAMES.fullmatch(word) or _OFFICE_END.search(word) else word
    # A name with a rare surname: trust the role before it.
    rare = has_role and 2 <= len(word) <= 3 and all(is_han(c) for c in word)
    if not rare or NO_NAMES.fullmatch(word) or PLACE_END.search(word) or _JOB.fullmatch(word):
        return ""
    return word


_BARE_MARKS = ("文", "图", "摄")
_LONG_NAME = 3
"""Single characters that are one name."""


def _join_single(words: list[str]) -> list[str]:
    """Close up names that were set with spaces inside: 张 三, 张 三 丰, 张 三丰, 李 文, 欧阳 三."""
    out: list[str] = []
    for single, run in itertools.groupby(_join_marks(words), key=_is_single):
        chars = list(run)
        if single:
            if out and out[-1] in COMPOUND_SURNAMES:
                given = _given_chars(len(chars))
                out[-1] += "".join(chars[:given])
                chars = chars[given:]
            out += _join_chars(chars)
        else:
            if out and out[-1] in words and _is_given(out[-1], chars[0]):
                chars[0] = out.pop() + chars[0]
            out += chars
    return out


def _is_given(surname: str, word: str) -> bool:
    """Return whether a word of two characters is the given name of a surname set apart."""
    if len(word) != _LONG_NAME - 1 or NO_NAMES.fullmatch(word):
        return False
    if surname in COMPOUND_SURNAMES:
        # Two such words may be two names as well: 东方 高远.
        return all(map(is_han, word)) and not is_name(word) and not PLACE_END.search(word)
    return len(surname) == 1 and is_name(surname + word)


def _given_chars(chars: int) -> int:
    """Return how many of the characters behind a surname of two are its given name.

    The others are names of two characters.
    """
    return chars if chars < _LONG_NAME else 1 if chars % 2 else 2


def _join_chars(chars: list[str]) -> list[str]:
    """Join single characters to names: three are one, of more every two are."""
    out: list[str] = []
    size = len(chars) if len(chars) == _LONG_NAME else _LONG_NAME - 1
    at = 0
    while at < len(chars):
        if "".join(chars[at : at + 2]) in COMPOUND_SURNAMES:
            end = at + 2 + _given_chars(len(chars) - at - 2)
        else:
            end = at + size
        out.append("".join(chars[at:end]))
        at = end
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
