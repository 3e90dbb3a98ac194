"""Evidence against a name in everyday text: 一居民房发生火灾, 曾姓男子, 王浩小小的身躯."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.readings.dictionary import is_word
from audiopaper.readings.names.name_cues import load_cues
from audiopaper.readings.word_division import is_common

if TYPE_CHECKING:
    from audiopaper.readings.names.person import Candidate

# A word with this count in sixty million is hardly a given name.
_OFTEN = 8000.0

# Where the title's last character makes a word with the surname, a rarer word tells: 关|长江|大桥.
_RATHER_OFTEN = 2000.0

# A word that the table of frequencies or a dictionary has.
_MET = 1.0

_NOBODY, _WORD_ON, _EVERYDAY_WORD = -9.0, -3.0, -4.0

# 曾姓老板, but not 他曾姓李.
_FAMILY = re.compile("姓(?:[男女老小大青少]|[^，。；：、“”]{0,3}[人员民师生板长机客工主户友者])")


def is_family(text: str, given: int) -> bool:
    """Whether 姓 and a word for people follow a surname that ends at an offset: 曾姓男子."""
    return bool(_FAMILY.match(text, given))


def points_as_everyday(name: Candidate) -> float:
    """Points, none above 0, for a name that is a surname character beside an everyday word."""
    given = name.given
    if given.startswith("姓"):
        # 曾姓男子: 姓 is no given name.
        return _NOBODY
    if given[-1:] == name.behind:
        # 王浩|小小的身躯, 任芳|芳: the doubled character is in one word.
        return _WORD_ON
    if len(given) == 2 and given[1] == "子" and not name.titled and is_common(given, count=_MET):
        # 石|墩子, 石|磨子: a thing.
        return _NOBODY
    # 居|民房|发生: the title does not count if its last character makes a word with the surname.
    before = name.text[max(0, name.start - 1) : name.given_start]
    apart = not name.titled or is_word(before)
    if len(given) == 2 and apart and given not in load_cues().given_words:
        count = _RATHER_OFTEN if name.titled else _OFTEN
        return _EVERYDAY_WORD if is_common(given, count=count) else 0.0
    return 0.0
