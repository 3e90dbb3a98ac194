"""Notes in brackets that only a reader needs: where a picture stands, where a text goes on."""

from __future__ import annotations

import re

from audiopaper.variants import simplify

_NUMBER = r"[\d一二三四五六七八九十]"
_PAGE = rf"[第今日本报\s]{{0,6}}[A-Za-z]?{_NUMBER}{{1,3}}\s?[—~～至-]?\s?{_NUMBER}{{0,3}}\s?版"
_SIDES = "上下左右中题附本前后"
_NOTES = (
    # 图片见三版, 报道详见A05版, 下转第2版, 上接第一版
    r"(?:更多|相关|配)?(?:图片|图|照片|漫画|图表|视频)(?:请?见|在|刊于?|另见)[^。]{1,12}",
    rf"[^。，]{{0,8}}(?:请?详?见|参见|刊于?|转载?于|载于?)(?:本报)?{_PAGE}[^。，]{{0,12}}",
    rf"(?:紧?下转|转|紧?上接|紧接|接){_PAGE}[^。]{{0,16}}",
    # 见上图, 图①, 如下图所示, 题图
    rf"(?:请?见|如|参见)?(?:[{_SIDES}]{{1,2}})?图[一二三四五六七八九十\d①②③④⑤⑥⑦⑧⑨]{{0,2}}(?:所示)?",
    # 记者 林晓禾 摄, 受访者供图, 资料图片, 新华社发
    r"[^，。；]{0,24}(?:(?<![拍航])摄(?:影(?:报道)?)?|供图|制图|资料图片?|资料照片|资料图|视频截图|提供图片|图片来源[^。]{0,12})",
    r"(?:图片?|照片)[由为：:][^。，]{1,20}(?:提供|摄|供图)?",
    r"新华社(?:记者[^。，]{1,12})?发",
    # 完, 未完待续, 本文有删节
    r"(?:全文)?完|(?:未完)?待续|未完|(?:本文)?有删[节减改]",
    # 扫码看视频
    r"[^。，]{0,12}(?:扫码|扫描|扫一扫|二维码|点击(?:链接|图片|查看|阅读))[^。]{0,24}",
)
_NOTE = re.compile("|".join(f"(?:{note})" for note in _NOTES))
_OPENING, _CLOSING = frozenset("（(【"), frozenset("）)】")
_MAX_NOTE_CHARS = 60


def drop_notes(text: str) -> str:
    """Remove what only a reader needs: notes on pictures, on other pages, on codes to scan.

    Example:
        >>> drop_notes("石塘大桥（图片见三版）通车（第2座）。")
        '石塘大桥通车（第2座）。'
    """
    if _CLOSING.isdisjoint(text):
        return text
    characters: list[str] = []
    opened: list[int] = []
    for char in text:
        characters.append(char)
        if char in _OPENING:
            opened.append(len(characters) - 1)
        elif char in _CLOSING and opened:
            start = opened.pop()
            is_short = len(characters) - start <= _MAX_NOTE_CHARS
            inside = characters[start + 1 : -1] if is_short else ()
            if _NOTE.fullmatch(simplify("".join(inside).strip())):
                del characters[start:]
    return "".join(characters)
