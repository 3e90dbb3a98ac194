"""Datelines and bylines that stand on the line of the text, before it or behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from audiopaper.articles.byline_forms import byline_strength, is_photo_credit
from audiopaper.articles.byline_words import ROLE_WORD, UNIT, WRITES
from audiopaper.articles.bylines import Byline, parse_byline
from audiopaper.articles.datelines import (
    HAN,
    dateline_end,
    reporter_opening,
)
from audiopaper.articles.person_names import is_name
from audiopaper.articles.sentence_ends import ends_sentence
from audiopaper.variants import simplify


@dataclass(frozen=True, slots=True)
class Opening:
    """What a paragraph opens with before its text begins."""

    dateline: str
    writers: tuple[str, ...]
    photographers: tuple[str, ...]
    rest: str


_BRACKETS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}

# A byline in brackets names at most about a dozen people.
_MAX_BYLINE_CHARS = 160


def _bracketed(text: str) -> tuple[str, str] | None:
    """Part a text that opens with a bracket into its inside and the rest; mixed widths match."""
    if not text or text[0] not in _BRACKETS:
        return None
    for i, char in enumerate(text[1:_MAX_BYLINE_CHARS], start=1):
        if char in "）)】]〕":
            return text[1:i], text[i + 1 :]
        if char in "（([【。！？":
            return None
    return None


def _is_byline_inside(inside: str) -> bool:
    inside = simplify(inside)
    if ROLE_WORD.search(inside) or WRITES.match(inside.strip()):
        return True
    return byline_strength(inside) >= 0.5


# Behind a dateline brackets hold names, whatever they look like: 漱河报讯(闻笛 洪石).
_BARE_NAMES = re.compile(rf"\s?[{HAN}]{{2,4}}(?:[\s、]+[{HAN}]{{2,4}}){{0,4}}\s?")


def _names_only(inside: str) -> bool:
    """Return whether the text in brackets behind a dateline is names, and where they work."""
    if _BARE_NAMES.fullmatch(inside):
        return True
    words = re.sub(rf"(?<![{HAN}])([{HAN}])\s([{HAN}])(?![{HAN}])", r"\1\2", inside).split()
    names = [word for word in words if not UNIT.fullmatch(word)]
    return bool(names) and len(names) < len(words) and all(is_name(name) for name in names)


# 本报记者 高远 实习生 林晓禾 在青川镇…: a space parts the names from the text.
_SPACED_BYLINE = re.compile(r"本[报刊](?:见习|实习|首席|特约)?(?:全媒体)?(?:记者|通讯员)[ \u3000]")
_MIN_TEXT_CHARS = 24


def parse_opening(text: str) -> Opening:
    """Part a paragraph's dateline and byline from its text.

    Example:
        >>> parse_opening("青川日报讯（全媒体记者 林晓禾 通讯员 高远）3月2日，天晴。")
        ... # doctest: +NORMALIZE_WHITESPACE
        Opening(dateline='青川日报讯', writers=('林晓禾', '高远'), photographers=(),
                rest='3月2日，天晴。')
    """
    end, names = reporter_opening(text)
    if end:
        return Opening("", names, (), text[end:].lstrip())
    end = dateline_end(text)
    dateline, rest = text[:end].strip("【】[]〔〕"), text[end:].lstrip()
    writers: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    parted = _bracketed(rest)
    if parted and (_is_byline_inside(parted[0]) or (end and _names_only(parted[0]))):
        named = parse_byline(parted[0])
        writers, photographers = named.writers, named.photographers
        rest = parted[1].lstrip(" \u3000，,：:")
    elif end:
        rest = rest.lstrip("：:，, \u3000")
        unbracketed = _plain_byline(rest)
        if unbracketed:
            writers, rest = unbracketed
    elif _SPACED_BYLINE.match(text):
        unbracketed = _plain_byline(text)
        if unbracketed and len(unbracketed[1]) >= _MIN_TEXT_CHARS:
            writers, rest = unbracketed
    if not end and not writers:
        return Opening("", (), (), text)
    return Opening(dateline, writers, photographers, rest)


_GAP = re.compile(r"[\s、]*")
# A date with a comma begins a sentence with a subject of its own, unless what follows is what the
# reporter did: 记者高远3月2日，从市教育局获悉. 于去年 and 时隔 look like names before a date.
_REPORTING = "从|在|来到|走进|赶到|赶赴|随|跟|获悉|采访|看到|见到|了解"
_OWN_SENTENCE = rf"(?=(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?[，,](?!{_REPORTING}))"
_NO_REPORTER = r"(?![和与同]|于[今去前昨本]|连[续日]|时隔)"
_PLAIN_NAME = re.compile(
    rf"([{HAN}·]{{2,4}}?)(?:(?:摄影)?报道|(?=[\s、：:]))|{_NO_REPORTER}([{HAN}·]{{2,3}}?){_OWN_SENTENCE}"
)


def _plain_byline(text: str) -> tuple[tuple[str, ...], str] | None:
    """Read 记者 张三 李四 报道 before the text, where no brackets stand round it."""
    plain = simplify(text[:_MAX_BYLINE_CHARS])
    match = ROLE_WORD.match(plain)
    if not match:
        return None
    names: list[str] = []
    at = match.end()
    while at < len(plain):
        gap = _GAP.match(plain, at)
        start = gap.end() if gap else at
        role = ROLE_WORD.match(plain, start)
        if role and role.end() > start:
            at = role.end()
            continue
        word = _PLAIN_NAME.match(plain, start)
        name = (word[1] or word[2]) if word else ""
        if not word or not is_name(name):
            break
        names.append(text[start : start + len(name)])
        at = word.end()
        if word.group().endswith("报道"):
            break
    if not names:
        return None
    rest = text[at:].lstrip()
    for verb in ("摄影报道", "报道", "攝影報道", "報道"):
        rest = rest.removeprefix(verb)
    return tuple(names), rest.lstrip(" \u3000：:，,")


# Behind a final stop brackets may be missing: 雨停了。晚报记者 高远.
_MAX_PLAIN_CHARS = 36
_LAST_STOP = re.compile(r"[。！？][”’」』]?\s*(?=[^。！？”’」』]{5,30}\Z)")


def parse_closing(text: str) -> tuple[str, Byline | None]:
    """Part the byline that a paragraph ends with, mostly in brackets, from its text."""
    bare = text.rstrip()
    if not bare.endswith(("）", ")", "】")):
        stop = _LAST_STOP.search(bare, max(0, len(bare) - _MAX_PLAIN_CHARS))
        named = _plain_byline(bare[stop.end() :] + " ") if stop else None
        if stop and named and not named[1]:
            return bare[: stop.end()].rstrip(), Byline(named[0], ())
        return text, None
    start = max(bare.rfind("（"), bare.rfind("("), bare.rfind("【"))
    if start < 0 or len(bare) - start > _MAX_BYLINE_CHARS:
        return text, None
    inside = bare[start + 1 : -1]
    before = bare[:start].rstrip()
    if before and not ends_sentence(before):
        return text, None
    if re.match(r"(?:本文)?作者(?:[系为是均现：:]|单位|简介|分别)", simplify(inside)):
        return before, Byline((), ())
    if byline_strength(inside) >= 0.5 or is_photo_credit(inside):
        return before, parse_byline(inside)
    # Behind a final stop a word in brackets is who wrote it, be it a pen name.
    if before and byline_strength(f"（{inside}）") >= 1:
        return before, parse_byline(f"（{inside}）")
    return text, None


def is_signed(text: str) -> bool:
    """Return whether a text ends with the name of who wrote it."""
    closing = parse_closing(text)[1]
    return closing is not None and bool(closing.writers)
