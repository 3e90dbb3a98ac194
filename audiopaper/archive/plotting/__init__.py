"""Draws the summary of an archive: usual values and outliers, one picture for each measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiopaper.errors import MissingProgramError
from audiopaper.files import write_file
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path


def plot_summary(
    rows: Iterable[Mapping[str, Any]],
    next_entries: Sequence[tuple[str, str, int, int]],
    folder: Path,
    *,
    target_lufs: float,
    warn: Callable[[str], object] = lambda _sentence: None,
) -> tuple[Path, ...]:
    """Draw a summary, for an archive of any size.

    Args:
        rows: An edition each, in any order: ``title``, ``date`` as ``YYYY-MM-DD`` and ``facts`` as
            in its manifest. Taken one by one: a million need 150 MB, and matplotlib itself 100.
        next_entries: As in `Summary`: text, pinyin, occurrences, editions.
        folder: Where the pictures go.
        target_lufs: Target loudness of every episode.
        warn: Called with one sentence if this machine cannot draw the Chinese characters, which
            are then replaced by addresses, code points and pinyin.

    Returns:
        ``articles.png``, ``furniture.png``, ``loudness.png`` and ``readings.png``. The same summary
        gives the same bytes on the same machine.

    Raises:
        MissingProgramError: Matplotlib is not installed.
        PublishError: The folder cannot be written.
    """
    _require_matplotlib()
    from audiopaper.archive.plotting import bars, figures, panels
    from audiopaper.archive.plotting.measures import gather_editions, measure_editions

    editions = gather_editions(rows)
    with figures.own_settings() as letters:
        drawn = {
            measure.name: panels.draw_measure(measure, editions, letters)
            for measure in measure_editions(editions, target_lufs)
        }
        drawn["readings"] = bars.draw_readings(next_entries, letters)
    if letters.replaced:
        warn(
            "the fonts of this machine lack Chinese characters, so the pictures have addresses in "
            "place of some titles and code points in place of some texts: install Noto Sans CJK"
        )
    for name, data in drawn.items():
        write_file(folder / f"{name}.png", data)
    return tuple(folder / f"{name}.png" for name in drawn)


def _require_matplotlib() -> None:
    try:
        import matplotlib as mpl  # noqa: F401
    except ImportError as error:
        raise MissingProgramError(
            _("pictures of an archive are drawn by matplotlib, which is not installed"),
            remedy=_('pip install "audiopaper[plots]"'),
        ) from error
