"""Digits to Han numerals: the arithmetic of Chinese number words, regardless of context."""

from __future__ import annotations

HAN_DIGITS = "零一二三四五六七八九"

# 幺 replaces 一 in telephone numbers and codes, since 一 and 七 sound alike.
YAO_DIGITS = "零幺二三四五六七八九"

_PLACES = ("", "十", "百", "千")
_SECTIONS = ("", "万", "亿", "万亿", "亿亿")

# One section is four digits; past the last name a number is only read digit by digit.
MAX_CARDINAL_DIGITS = 4 * len(_SECTIONS)


def spell_digits(digits: str, *, yao: bool = False) -> str:
    """Say digits one by one.

    Args:
        digits: ASCII digits; anything else in between is dropped.
        yao: Whether 1 is said 幺, as in telephone numbers and codes.

    Example:
        >>> spell_digits("2022"), spell_digits("110", yao=True)
        ('二零二二', '幺幺零')
    """
    names = YAO_DIGITS if yao else HAN_DIGITS
    return "".join(names[int(c)] for c in digits if "0" <= c <= "9")


def spell_cardinal(digits: str) -> str:
    """Say a whole number.

    Broadcast usage: 二百, but 两千, 两万 and 两亿 where the number begins with them. Numbers too
    long to have a name are said digit by digit.

    Args:
        digits: ASCII digits, perhaps grouped by commas; leading zeros do not count.

    Example:
        >>> [spell_cardinal(n) for n in ("0", "12", "110", "2,000", "22466", "100010")]
        ['零', '十二', '一百一十', '两千', '两万二千四百六十六', '十万零一十']
    """
    digits = digits.replace(",", "").lstrip("0")
    if not digits:
        return "零"
    if len(digits) > MAX_CARDINAL_DIGITS:
        return spell_digits(digits)
    out: list[str] = []
    gap = False
    for place, digit in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        section, within = divmod(place, 4)
        if digit == "0":
            gap = True
        else:
            if gap and out:
                out.append("零")
            gap = False
            leads = not out and within in (0, 3) and place >= 3
            out.append("两" if digit == "2" and leads else HAN_DIGITS[int(digit)])
            out.append(_PLACES[within])
        if within == 0 and section and set(digits[-place - 4 : -place]) != {"0"}:
            out.append(_SECTIONS[section])
            gap = False
    spoken = "".join(out)
    return spoken[1:] if spoken.startswith("一十") else spoken


def spell_decimal(number: str) -> str:
    """Say a number that may have a decimal point.

    Example:
        >>> [spell_decimal(n) for n in ("1,286.5", "0.05", "7")]
        ['一千二百八十六点五', '零点零五', '七']
    """
    whole, point, rest = number.partition(".")
    return spell_cardinal(whole) + ("点" + spell_digits(rest) if point else "")


def value_of(number: str) -> float:
    """Return the value of a number that may have commas and a decimal point.

    Example:
        >>> value_of("1,286.5")
        1286.5
    """
    return float(number.replace(",", ""))


def spell_code(code: str, *, pairs: bool = False) -> str:
    """Say the number in a code or model name such as G4, S315, 歼-20, A100.

    One or two digits are a number (G60 六十) unless ``pairs`` selects single digits from 20 on, as
    for aircraft (歼-20 二零, F-35 三五, but 歼-15 十五); round hundreds are a number; all else is
    said digit by digit with 幺.

    Example:
        >>> [spell_code(c) for c in ("4", "60", "315", "100", "07")]
        ['四', '六十', '三幺五', '一百', '零七']
        >>> [spell_code(c, pairs=True) for c in ("15", "20")]
        ['十五', '二零']
    """
    if len(code) > 1 and code[0] == "0":
        return spell_digits(code, yao=True)
    if len(code) == 1 or (len(code) == 2 and not (pairs and code >= "20")):
        return spell_cardinal(code)
    if 3 <= len(code) <= 5 and code.endswith("00"):
        return spell_cardinal(code)
    return spell_digits(code, yao=len(code) > 2)
