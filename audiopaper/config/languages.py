"""Language tags: validation, and the probable tag for a text that is none.

Source:
    RFC 5646 (BCP 47), section 2.1; ISO 639-1; ISO 3166-1; the extended language subtags of ``zh``
    in IANA's registry.
"""

from __future__ import annotations

import difflib
import re

_LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
    ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
    pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th
    ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()  # noqa: SIM905 - a table is easier to compare with the standard's
)

_REGIONS = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905
)

_TAG = re.compile(
    r"""
    (?P<language>[a-z]{2,3})
    (?:-(?P<extended>[a-z]{3}))?
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*
    (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*
    (?:-x(?:-[a-z0-9]{1,8})+)?
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)

_EXTENDED = frozenset(
    (
        *("cdo", "cjy", "cmn", "cnp", "cpx", "csp", "czh", "czo"),
        *("gan", "hak", "hsn", "lzh", "mnp", "nan", "wuu", "yue"),
    )
)
"""What may follow ``zh`` as a language of its own."""

_NAMES = {
    "chinese": "zh-CN",
    "mandarin": "zh-CN",
    "putonghua": "zh-CN",
    "simplified": "zh-CN",
    "cn": "zh-CN",
    "chs": "zh-CN",
    "zh-chs": "zh-CN",
    "zh-zh": "zh-CN",
    "中文": "zh-CN",
    "汉语": "zh-CN",
    "简体中文": "zh-CN",
    "普通话": "zh-CN",
    "traditional": "zh-TW",
    "cht": "zh-TW",
    "zh-cht": "zh-TW",
    "繁體中文": "zh-TW",
    "繁体中文": "zh-TW",
    "cantonese": "zh-HK",
    "粤语": "zh-HK",
    "粵語": "zh-HK",
    "english": "en",
    "英语": "en",
    "英文": "en",
    "japanese": "ja",
    "jp": "ja",
    "korean": "ko",
    "uk-en": "en-GB",
    "en-uk": "en-GB",
}
"""Texts that people write in place of a tag, and the tags."""


def is_language_tag(text: str) -> bool:
    """Whether a text is a well-formed language tag whose two-letter codes exist.

    Example:
        >>> [is_language_tag(tag) for tag in ("zh-cn", "zh-Hans-CN", "yue", "zh_CN", "cn")]
        [True, True, True, False, False]
    """
    match = _TAG.fullmatch(text)
    if match is None:
        return False
    language, region = match["language"].lower(), (match["region"] or "").upper()
    if match["extended"] and (language != "zh" or match["extended"].lower() not in _EXTENDED):
        return False
    known_region = len(region) != 2 or region in _REGIONS
    return known_region and (len(language) == 3 or language in _LANGUAGES)


def nearest_tag(text: str) -> str:
    """Give the language tag that a text which is none probably stands for.

    Example:
        >>> nearest_tag("zh_CN"), nearest_tag("zh_TW.UTF-8"), nearest_tag("Chinese")
        ('zh-CN', 'zh-TW', 'zh-CN')
    """
    plain = re.split(r"[.@]", text.strip())[0]
    plain = "-".join(part for part in re.split(r"[\s_\-\u2010-\u2015－]+", plain) if part)
    name = plain.lower()
    if name in _NAMES:
        return _NAMES[name]
    if is_language_tag(plain):
        return _write_usually(plain)
    language = name.partition("-")[0]
    if language in _LANGUAGES:
        return language
    if language in _NAMES:
        return _NAMES[language]
    near = difflib.get_close_matches(language, _NAMES, n=1)
    return _NAMES[near[0]] if near else "zh-CN"


def _write_usually(tag: str) -> str:
    """Write a tag's subtags as is usual: ``zh-Hans-CN``."""
    first, *rest = tag.split("-")
    usual = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(usual.get(len(part), str.lower)(part) for part in rest)])
