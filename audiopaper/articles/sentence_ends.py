"""Whether a text ends with a whole sentence, breaks off, or begins inside one."""

from __future__ import annotations

import re

_STOPS = "。！？!?…；;"


_CLOSERS = "”’』」》）)】〕\"'"


def ends_sentence(text: str) -> bool:
    """Return whether a text ends with a final stop, closing marks left aside."""
    bare = text.rstrip(_CLOSERS + " \u3000")
    if bare.endswith(".") and bare[-2:-1].isascii() and bare[-2:-1].isalpha():
        return True
    return bool(bare) and bare[-1] in _STOPS


def ends_open(text: str) -> bool:
    """Return whether a text breaks off inside a sentence: no stop, colon or closing bracket."""
    bare = text.rstrip()
    return bool(bare) and not ends_sentence(bare) and bare[-1] not in "：:）)】》"


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
