"""Checks that listeners are told that the voice is synthetic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable

# 人工智慧 is the word of Taiwan.
_INTELLIGENCE = re.compile("人工智[能慧]|(?<![A-Za-z])AI(?![A-Za-z])", re.IGNORECASE)
_SYNTHESIS = re.compile("合成|生成")


def warn_of_no_notice(texts: Iterable[str]) -> tuple[str, ...]:
    """Return a warning if none of the texts at an episode's ends says that the voice is synthetic.

    Args:
        texts: What is said before the first story and after the last one.

    Source:
        人工智能生成合成内容标识办法, article 4: a spoken notice at the beginning, the end or in the
        middle of audio; GB 45438-2025: it names artificial intelligence (人工智能 or AI), and
        generation or synthesis (生成, 合成).

    Example:
        >>> warn_of_no_notice(["本节目由AI合成播报。"])
        ()
    """
    if any(_INTELLIGENCE.search(text) and _SYNTHESIS.search(text) for text in texts):
        return ()
    return (
        _(
            "nothing says that the voice is synthetic (人工智能 or AI, with 合成 or 生成), as the "
            "labelling rules for synthetic content demand: see ident in [episode]"
        ),
    )
