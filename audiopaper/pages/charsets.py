"""In which encoding a page was saved that does not say so: the one in which it reads as Chinese."""

from __future__ import annotations

import re
from functools import cache

from audiopaper.variants import to_traditional

# About the 500 commonest characters of newspapers; with their traditional forms they are six in
# ten of any page. Text in a wrong encoding is made of rare ones: under one in ten is common.
_COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联认六共权收"
    "证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温"
    "传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近千周委素技备半办青省列习约支般史感"
    "劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候亲快效院查江型眼王按格养易置派层片始却专状育厂京识适属包火住调满"
    "县局照参红细引听该价严村镇街讯镇店园城桥河湖校医老孩昨晚早午晨楼岁居街旧客船票班馆"
)
_MARKS = frozenset("，。、：；！？“”‘’《》（）「」『』—…·　【】〔〕")
_SAMPLE_CHARS = 4000

MIN_SCORE = 0.3
"""Noise and wrong encodings stay under a quarter, a list of rare names reaches a half."""

_MAX_LOST = 200
"""One character in so many may be lost before a file is no text in that encoding any more."""


def guess_text(data: bytes) -> str:
    """Decode what is no UTF-8: UTF-16 without a mark, GB18030 or Big5; empty where it is none.

    The encoding counts in which most characters are common ones. A character that is broken in
    a file that is otherwise good becomes U+FFFD.
    """
    strict = [text for name in _candidates(data) if (text := _decode(data, name))]
    best = max(strict, key=_score, default="")
    if best and _score(best) >= MIN_SCORE:
        return best
    mended = [_mend_lines(data, name) for name in ("gb18030", "big5hkscs")]
    good = [text for text in mended if _has_few_lost(text)]
    best = max(good, key=_score, default="")
    return best if best and "\0" not in best and _score(best) >= MIN_SCORE else ""


def mend_utf8(data: bytes) -> str:
    """Decode UTF-8 of which a few bytes are broken; empty where it is rather another encoding."""
    text = data.decode("utf-8", "replace")
    return text if _has_few_lost(text) else ""


def _has_few_lost(text: str) -> bool:
    lost, wide = text.count("\ufffd"), sum(not char.isascii() for char in text)
    return lost * _MAX_LOST <= len(text) + _MAX_LOST and lost * 10 <= wide


_MAX_MENDED_LINES, _MAX_MENDED_BYTES = 5, 1500
"""More than a page has that lost a few bytes; each position of a line is tried."""


def _mend_lines(data: bytes, encoding: str) -> str:
    """Decode lines, of which a few have lost a byte of a character of two."""
    lines, mended = [], 0
    for line in data.split(b"\n"):
        try:
            lines.append(line.decode(encoding))
        except UnicodeDecodeError:
            mended += 1
            can_mend = mended <= _MAX_MENDED_LINES and len(line) <= _MAX_MENDED_BYTES
            lines.append(_mend(line, encoding) if can_mend else line.decode(encoding, "replace"))
    return "\n".join(lines)


def _mend(line: bytes, encoding: str) -> str:
    """Decode a line without the byte whose loss gives the best text.

    Behind half a character all bytes are paired wrongly, up to the next ASCII character.
    """
    texts = [line.decode(encoding, "replace")]
    for n in range(len(line)):
        try:
            texts.append(f"{line[:n].decode(encoding)}\ufffd{line[n + 1 :].decode(encoding)}")
        except UnicodeDecodeError:
            continue
    return max(texts, key=_score)


_NUL_RUN = re.compile(rb"\0+")
_BROKEN = b"\x1a"
"""The control character SUBSTITUTE, which all eight-bit encodings have."""


def mark_nuls(data: bytes) -> bytes:
    """Mark each run of zero bytes as a broken character if there are only a few.

    A transfer that broke off leaves such a run at the end of a file.
    """
    runs = len(_NUL_RUN.findall(data))
    return _NUL_RUN.sub(_BROKEN, data) if runs * _MAX_LOST <= len(data) + _MAX_LOST else data


def show_marked(text: str) -> str:
    """Return a text whose marks of `mark_nuls` are U+FFFD."""
    return text.replace(_BROKEN.decode(), "\ufffd")


_MIN_JUDGED_CHARS = 30

_MIN_WIDE_SCORE = 0.4
"""Of 344 pages none has less than 0.76; decoded wrongly in ten ways, none has more than 0.31."""

_MAX_QUESTION_MARKS = 0.3


def is_garbled(text: str) -> bool:
    """Return whether a text was decoded wrongly before it was saved.

    Most of its characters are rare ones, as in UTF-8 that was opened as GBK, or question marks,
    as in a text saved in an encoding that lacks its characters.
    """
    shown = [c for c in text if not c.isspace() and c not in _MARKS][:_SAMPLE_CHARS]
    if len(shown) < _MIN_JUDGED_CHARS:
        return False
    if sum(c in "?\ufffd" for c in shown) >= _MAX_QUESTION_MARKS * len(shown):
        return True
    wide = [c for c in shown if not c.isascii()]
    score = sum(_weight(c) for c in wide)
    return len(wide) >= _MIN_JUDGED_CHARS and score < _MIN_WIDE_SCORE * len(wide)


def _candidates(data: bytes) -> tuple[str, ...]:
    eight_bit = ("gb18030", "big5hkscs", "cp950") if b"\0" not in data else ()
    return (*eight_bit, *(("utf-16-le", "utf-16-be") if len(data) % 2 == 0 else ()))


# GBK's wide space, and the vertical marks and characters that GB 18030-2000 had no code points
# for: the codec gives private ones, GB 18030-2022 says which they are.
_PRIVATE = {
    0xE5E5: "\u3000",
    **dict(zip(range(0xE78D, 0xE797), "，。、：；！？〖〗…", strict=True)),
    **dict(
        zip(
            (0xE81E, 0xE826, 0xE82B, 0xE82C, 0xE832, 0xE843, 0xE854, 0xE864),
            "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb",
            strict=True,
        )
    ),
}


def _decode(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return ""
    return text.translate(_PRIVATE) if encoding == "gb18030" else text


def _score(text: str) -> float:
    """Return which share of the characters is common; those in the usual tables count for half."""
    sample = [c for c in text[:_SAMPLE_CHARS] if c not in _MARKS and not c.isspace()]
    if not sample:
        return 0.0
    return sum(_weight(char) for char in sample) / len(sample)


@cache
def _weight(char: str) -> float:
    if char.isascii():
        return 0.6 if char.isprintable() else -1.0
    if char in _common():
        return 1.0
    if _is_usual(char):
        return 0.4
    # Yi, Hangul, private characters and kana are what other encodings make of Chinese.
    if "\ua000" <= char <= "\uf8ff":
        return -0.5
    return -0.1 if "\u0370" <= char <= "\u04ff" or "\u3040" <= char <= "\u30ff" else 0.0


def _is_usual(char: str) -> bool:
    """Whether GB 2312 or the first plane of Big5 has a character; both leave out the rare ones."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        pass
    else:
        return "\u4e00" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
    try:
        return "\u4e00" <= char <= "\u9fff" and char.encode("big5") <= b"\xc6\x7e"
    except UnicodeEncodeError:
        return False


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON + to_traditional(_COMMON) + "後裡麵隻嗎台臺說為")
