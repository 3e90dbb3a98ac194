"""Progress bars on standard error, where that is a terminal."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

import click

from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiopaper.runtime import ProgressCallback

_LABELS = {
    "speech": "Speaking ",
    "stitching": "Stitching",
    "copying": "Copying  ",
    "archive": "Editions ",
    "pages": "Pages    ",
    "articles": "Articles ",
    "search": "Search   ",
}


@contextlib.contextmanager
def show_progress() -> Iterator[ProgressCallback]:
    """Yield a progress callback that draws a bar for each stage, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    bars: dict[str, Any] = {}
    done_before: dict[str, int] = {}

    with contextlib.ExitStack() as stack:

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                stack.close()
                bars[stage] = stack.enter_context(
                    click.progressbar(
                        length=max(total, 1), label=_(_LABELS.get(stage, stage)), file=sys.stderr
                    )
                )
                done_before[stage] = 0
            bars[stage].update(done - done_before[stage])
            done_before[stage] = done

        yield tell
