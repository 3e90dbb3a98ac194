"""What stands between a torn line and its rest, and is taken out of its article later.

See `audiopaper.articles.repairs.interruptions`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.articles.links.line_views import LineView

# A box has a label and a few sentences, a caption one clause.
_BOX_LINES = 4
_LABEL = re.compile("[^，,；;。！？]{2,24}|[^，,；;：:“”。]{2,29}。")


def is_interrupted(views: Sequence[LineView], line: int, rest: int) -> bool:
    """Return whether a box or a caption stands between a line and its rest.

    All stay where they are: what interrupts a line is taken out of its article later.
    """
    between = views[line + 1 : rest]
    if not 0 < len(between) <= _BOX_LINES:
        return False
    roles = {view.role for view in between}
    if not views[rest].inside or "text" not in roles or roles - {"text", "heading", "furniture"}:
        return False
    return _LABEL.fullmatch(between[0].text) is not None
