"""Normalises every incoming text: pages, articles handed over, rundowns, lexicons.

Three things that a reader does not notice break speech, search and readings: look-alikes of
characters, invisible characters, and unresolved character references of HTML.
"""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5
from typing import Any

_MAX_ROUNDS = 8
"""Two are enough for what is printed: a reference may stand for an invisible character."""

# 1﹐200, 9﹕30
_NARROW = {"﹐": ",", "﹕": ":"}
_BETWEEN_DIGITS = re.compile("(?<=[0-9])[﹐﹕](?=[0-9])")


# --- look-alikes -----------------------------------------------------------------------------

# Unicode 15, EquivalentUnifiedIdeograph.txt, U+2E80 to U+2EF3 in order; what has no equivalent
# stands for itself. The Kangxi radicals (U+2F00 to U+2FD5) decompose.
_RADICALS = (
    "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻"
    "𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风"
    "飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_VERTICAL = {
    **dict(zip(range(0xFE10, 0xFE1A), "，、。：；！？〖〗…", strict=True)),
    **dict(zip(range(0xFE35, 0xFE45), "（）｛｝〔〕【】《》〈〉「」『』", strict=True)),
    # On pages from Hong Kong and Taiwan the two dot leader is a colon.
    **dict(zip((0xFE30, 0xFE31, 0xFE47, 0xFE48), "：—［］", strict=True)),
    **dict(zip(range(0xFF61, 0xFF66), "。「」、・", strict=True)),
}
_SMALL_FORMS = "﹐﹑﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞"
_SMALL = str.maketrans(_SMALL_FORMS, "，、；：？！（）｛｝〔〕")

# --- invisible characters --------------------------------------------------------------------

# Unicode's Default_Ignorable_Code_Point, without the two that an emoji needs (U+200D, U+FE0F);
# annotation marks and the place of an object that is not there; controls but for tabs and line
# ends; halves of surrogate pairs; noncharacters.
_INVISIBLE = (
    (0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F),
    (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200C),
    (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF),
    (0xFE00, 0xFE0E), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFC), (0xFFFE, 0xFFFF),
    (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_EMOJI_ONLY = re.compile(
    rf"(?<![{_EMOJI}])\ufe0f(?!\u20e3)|\u200d(?![{_EMOJI}])|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d"
)


def _folding() -> dict[int, str]:
    """Map each code point that is folded alone; an empty text removes it."""
    decomposed = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB07), *range(0x2F800, 0x2FA20))
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in decomposed}
    table |= dict(zip(range(0x2E80, 0x2EF4), _RADICALS, strict=True))
    table |= _VERTICAL
    # Spaces that only keep a line together or are narrow ones, and breaks that are no line ends of
    # a text file. Wide ones (U+2000 to U+2003, U+3000) say more: a line is set in, a name apart.
    table |= dict.fromkeys((0xA0, *range(0x2004, 0x200B), 0x202F, 0x205F), " ")
    table |= dict.fromkeys((0x0B, 0x0C, 0x85, 0x2028, 0x2029), " ")
    table |= {code: "" for first, last in _INVISIBLE for code in range(first, last + 1)}
    return {code: by for code, by in table.items() if by != chr(code)}


_FOLDED = _folding()

# --- character references --------------------------------------------------------------------

_REFERENCE = re.compile(
    r"[&＆]((?:(?:amp|#38|#[xX]26)[;；]){0,8})"
    r"(#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,31})([;；]?)"
)
# These are recognised in capitals, with a full-width semicolon and with none.
_USUAL = frozenset({
    "amp", "apos", "deg", "emsp", "ensp", "gt", "hellip", "ldquo", "lsquo", "lt", "mdash",
    "middot", "nbsp", "ndash", "quot", "rdquo", "rsquo", "times",
})  # fmt: skip
# A text that speaks of references says one of these in the same sentence, or names what is so
# written; in quotes or backticks a reference alone is an example.
_TALK = re.compile(
    r"转义|轉義|字[符元](?:实体|引用|實體|參照)|实体引用"
    r"|(?i:html)\s?(?:[里中内裡內]|代[码碼]|源[码碼]|语言|語言|网页|網頁|页面|頁面|文件|编码|編碼)"
)
_NAMED = re.compile(r"(?:写作|写成|写为|记作|记为|显示[为成]|寫作|寫成|顯示[為成])[“‘「《\s]?$")
_NAME_END = re.compile(r"$|[，。、；！？,”’」》\s]|[和或]")
_QUOTED = frozenset({"“”", "‘’", "「」", "『』", "``", '""', "''"})
_SENTENCE_ENDS = re.compile("[。！？\n]")
_TALK_CHARS = 60


def normalise_text(text: str) -> str:
    r"""Return a text in its usual characters, without invisible ones.

    - CJK radicals and compatibility ideographs, which PDF fonts put in the place of characters,
      become the unified ideographs; vertical, small and half-width forms of punctuation become
      the usual ones.
    - Characters without a glyph are removed: zero width, soft hyphens, marks of direction,
      variation selectors, tags, controls. Those that make up an emoji stay.
    - Character references that are left over from HTML are resolved, escaped twice or not; those
      that the text itself speaks of stay.

    Digits, letters and full-width punctuation are left alone, and so are the ends of lines: the
    text has the same lines before and after. Normalising twice changes nothing more.

    Example:
        >>> normalise_text("⻓\u200b江⼤桥&nbsp;&ldquo;通⻋&rdquo;")
        '长江大桥 “通车”'
        >>> normalise_text("在HTML里，小于号写作&lt;。")
        '在HTML里，小于号写作&lt;。'
    """
    if text.isascii() and "&" not in text and text.isprintable():
        return text
    for _ in range(_MAX_ROUNDS):
        before = text
        text = _EMOJI_ONLY.sub("", text.translate(_FOLDED))
        text = _BETWEEN_DIGITS.sub(lambda m: _NARROW[m[0]], text).translate(_SMALL)
        text = _resolve_references(text)
        if text == before:
            break
    return text


def normalise_values(value: Any) -> Any:
    """Normalise every text of a parsed JSON or TOML document; keys and other values stay.

    Raises:
        RecursionError: The document is nested too deeply.

    Example:
        >>> normalise_values({"title": "新楼&mdash;启⽤", "pages": [1]})
        {'title': '新楼—启用', 'pages': [1]}
    """
    if isinstance(value, str):
        return normalise_text(value)
    if isinstance(value, list):
        return [normalise_values(item) for item in value]
    if isinstance(value, dict):
        return {key: normalise_values(item) for key, item in value.items()}
    return value


def _resolve_references(text: str) -> str:
    if "&" not in text and "＆" not in text:
        return text
    return _REFERENCE.sub(_resolve, text)


def _resolve(match: re.Match[str]) -> str:
    escaped, name, end = match.groups()
    character = _character(match, name, end)
    if not character:
        return f"&{name}{end}" if escaped else match[0]
    if _is_spoken_of(match):
        return match[0]
    return " " if character.isspace() and character not in "\u2002\u2003\u3000" else character


def _character(match: re.Match[str], name: str, end: str) -> str:
    """Return the character of a reference; empty if it is not a valid one."""
    if name.startswith("#"):
        resolved = html.unescape(f"&{name};")
        return "" if resolved.startswith("&#") else resolved
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if name.isupper() and before.isascii() and before.isalpha():
        # Two abbreviations with a sign between: R&D; BTC&ETH.
        return ""
    if name.lower() in _USUAL and (end or after != "="):
        return html5.get(f"{name};") or html5[f"{name.lower()};"]
    return html5.get(f"{name};", "") if end == ";" and match[0][0] == "&" else ""


def _is_spoken_of(match: re.Match[str]) -> bool:
    text, start, end = match.string, match.start(), match.end()
    if text[start - 1 : start] + text[end : end + 1] in _QUOTED:
        return True
    before = _SENTENCE_ENDS.split(text[max(0, start - _TALK_CHARS) : start])[-1]
    behind = _SENTENCE_ENDS.split(text[end : end + _TALK_CHARS], maxsplit=1)[0]
    if _TALK.search(before) or _TALK.search(behind):
        return True
    return bool(_NAMED.search(before) and _NAME_END.match(text, end))
