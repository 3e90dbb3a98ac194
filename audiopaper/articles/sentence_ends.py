"""Whether a text ends with a whole sentence, breaks off, or begins inside one."""

from __future__ import annotations

import re

_STOPS = "。！？!?…；;"


_CLOSERS = "”’』」》）)】〕\"'"


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a final stop, closing marks left aside."""
    bare = text.rstrip(_CLOSERS + " \u3000")
    return bool(bare) and (bare[-1] in _STOPS or ends_in_dot(bare))


def ends_in_dot(text: str) -> bool:
    """Return whether a text ends with a full stop of Latin type behind a word: 修好了."""
    return text.endswith((".", "．")) and text[-2:-1].isalpha()


# …了没了。——读者 黄慕白, and a row of a chronicle: 2028年 吞吐量5702万吨
_SIGNED = re.compile(r"[。！？”’]\s?——[^，。；：！？]{2,20}$")
_ROW = re.compile(r"\d{4}年(?:[\d—～~至-]{1,6}月)?[ \u3000][^。！？]{2,48}$")


def ends_open(text: str) -> bool:
    """Return whether a text breaks off inside a sentence.

    A text with a stop, a colon or a closing bracket at its end does not, nor does one that is
    signed, nor a row of a chronicle.

    Example:
        >>> ends_open("磨出的凹痕就是"), ends_open("拆了就没了。——读者 黄慕白")
        (True, False)
    """
    bare = text.rstrip()
    if not bare or ends_sentence(bare) or bare[-1] in "：:）)】》":
        return False
    return not (_SIGNED.search(bare) or _ROW.match(bare))


# A shorter unfinished line is rather a label or a signature.
_MIN_OPEN_CHARS = 24


def is_torn(text: str) -> bool:
    """Return whether a text breaks off inside a sentence and is too long for a label."""
    return len(text) >= _MIN_OPEN_CHARS and ends_open(text)


# The last words of a sentence, with its stop, and more behind them; no one says so little who is
# not quoted.
_LAST_WORDS = re.compile(
    r"(?![先再又也都才就且却只]|(?:是的|不是|好的|没错|当然|不对|未必|其实不然|不然|否则|难)。)[^\s。！？，：“”‘’「」（()《【■●]{1,4}。(?=.)"
)


_NO_BEGINNING = re.compile(
    r"[、，。；：）”」』》]|们|的(?!确|哥|士)|(?:了(?!解|不|却|结|如|望)|着(?!力|眼|手|实|重|急|火|装|陆))[\u4e00-\u9fff]"
)


# 道，设计年旅客吞吐量…: the last character of a torn word, which says nothing alone.
_STUB = re.compile(
    r"(?![是不好对行啊哦嗯唉哎喂看来嘿呀哈说问答您你我他她它今故然但而再又却且若则有无或一])[\u4e00-\u9fff][，；]"
)


def begins_inside(text: str) -> bool:
    """Return whether a text surely begins inside a sentence, so that its beginning is elsewhere.

    Example:
        >>> begins_inside("光板。通道宽了一倍。"), begins_inside("通道宽了一倍。")
        (True, False)
    """
    return any(form.match(text) for form in (_NO_BEGINNING, _LAST_WORDS, _STUB))
