"""Draws a measure of every edition over time, in a panel for each title with most outliers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from matplotlib import dates
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from audiopaper.archive.archive_folder import slug
from audiopaper.archive.plotting import figures
from audiopaper.archive.plotting.figures import (
    BAND,
    FOOT_IN,
    GREY,
    HEAD_IN,
    INK,
    OUT,
    USUAL,
    WIDTH_IN,
)
from audiopaper.archive.plotting.measures import EPOCH, find_out_of_line

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from audiopaper.archive.plotting.figures import Letters
    from audiopaper.archive.plotting.measures import Editions, Measure

NAMED = 12
"""Titles with a panel of their own, those most often out of line; the others share one."""

# More points than this in a panel are drawn as cells, so many wide and high: single ones could not
# be told apart.
_POINTS, _MARKS = 5000, 1000
_CELLS = 150, 50

# A panel shows up to so many times the usual distance; values further away are drawn on its edge,
# since one silent episode would flatten all the others.
_VIEW = 8.0

_ROW_IN, _SHARED_IN = 1.7, 2.6

_FIRST, _LAST = dt.date.min.toordinal() - EPOCH, dt.date.max.toordinal() - EPOCH


def draw_measure(measure: Measure, editions: Editions, letters: Letters) -> bytes:
    """Draw a panel for each of the titles that are most often out of line, and one for the others.

    Args:
        measure: The measure.
        editions: The editions.
        letters: The characters that the fonts have.

    Returns:
        A PNG, 1,400 pixels wide.
    """
    owners, count = editions.owners, len(editions.titles)
    far = np.abs(measure.values - measure.centres[owners])
    out = find_out_of_line(measure, editions)
    furthest = np.zeros(count)
    np.maximum.at(furthest, owners, far / measure.reaches[owners])
    marked = np.bincount(owners[out], minlength=count)
    ranked = np.lexsort((np.arange(count), -furthest, -marked))
    named, others = ranked[:NAMED], ranked[NAMED:]
    figure, places = _lay_out(len(named), shared=bool(len(others)))
    subtitle = f"{len(owners):,} editions, {int(out.sum()):,} out of line"
    if len(others):
        subtitle += f"; the {NAMED} titles most often out of line, then the other {len(others):,}"
    figures.draw_head(figure, measure.heading, subtitle)
    _draw_legend(figure, measure.line, many=len(owners) > _POINTS)
    for axes, title in zip(places, named, strict=False):
        _draw_title(axes, int(title), measure, editions, out, letters)
    if len(others):
        _draw_others(places[-1], measure, editions, out, np.isin(owners, others))
    for axes in places:
        _set_axes(axes, editions.days, measure.form)
    return figures.save(figure)


def _lay_out(named: int, *, shared: bool) -> tuple[Figure, list[Axes]]:
    """Lay out a panel for each title, and a last one as wide as the picture for the others."""
    columns = 1 if named < 4 else 2
    rows = -(-named // columns)
    heights = [_ROW_IN] * rows + [_SHARED_IN] * shared
    figure, height = figures.make_figure(sum(heights))
    if not heights:
        return figure, []
    grid = figure.add_gridspec(
        len(heights),
        columns,
        height_ratios=heights,
        left=figures.SIDE_IN / WIDTH_IN,
        right=1 - 0.3 / WIDTH_IN,
        top=1 - HEAD_IN / height,
        bottom=FOOT_IN / height,
        hspace=0.5,
        wspace=0.1,
    )
    places = [figure.add_subplot(grid[place // columns, place % columns]) for place in range(named)]
    if shared:
        places.append(figure.add_subplot(grid[rows, :]))
    return figure, places


def _draw_title(
    axes: Axes,
    title: int,
    measure: Measure,
    editions: Editions,
    out: NDArray[np.bool_],
    letters: Letters,
) -> None:
    mine = editions.owners == title
    days, values, out = editions.days[mine], measure.values[mine], out[mine]
    centre, reach = float(measure.centres[title]), float(measure.reaches[title])
    axes.axhspan(centre - reach, centre + reach, color=BAND, zorder=0)
    axes.axhline(float(measure.lines[title]), color=INK, linewidth=1, zorder=1)
    _draw_editions(axes, days, values, out, _find_view(values, centre, reach, measure.floor))
    note = f"{int(out.sum()):,} of {len(values):,} out of line"
    if out.any():
        worst = int(np.argmax(np.abs(values - centre)))
        day = dt.date.fromordinal(int(days[worst]) + EPOCH)
        note += f"; furthest {day}: {measure.form.format(values[worst])}"
    name = editions.titles[title]
    _name_panel(axes, letters.show(name or slug(name), slug(name), most=40), note)


def _draw_others(
    axes: Axes,
    measure: Measure,
    editions: Editions,
    out: NDArray[np.bool_],
    mine: NDArray[np.bool_],
) -> None:
    """Draw all other titles; as distances if their medians differ."""
    owners, values, out = editions.owners[mine], measure.values[mine], out[mine]
    centre, reach = float(measure.centres[0]), float(measure.reaches[0])
    if np.all(measure.centres == centre) and np.all(measure.reaches == reach):
        name = "all other titles"
        axes.axhspan(centre - reach, centre + reach, color=BAND, zorder=0)
        view = _find_view(values, centre, reach, measure.floor)
    else:
        name = "all other titles, each edition's distance from its title's median"
        values = values - measure.centres[owners]
        view = _find_view(values, 0.0, float(np.median(measure.reaches[owners])), -np.inf)
    _draw_editions(axes, editions.days[mine], values, out, view)
    _name_panel(axes, name, f"{int(out.sum()):,} of {len(values):,} out of line")


def _find_view(
    values: NDArray[np.float64], centre: float, reach: float, floor: float
) -> tuple[float, float]:
    """Return the range that a panel shows; it includes the usual range."""
    low, high = np.clip(
        (values.min(), values.max()), centre - _VIEW * reach, centre + _VIEW * reach
    )
    return max(min(low, centre - 1.2 * reach), floor), max(high, centre + 1.2 * reach)


def _draw_editions(
    axes: Axes,
    days: NDArray[np.int32],
    values: NDArray[np.float64],
    out: NDArray[np.bool_],
    view: tuple[float, float],
) -> None:
    margin = 0.06 * (view[1] - view[0])
    axes.set_ylim(view[0] - margin, view[1] + margin)
    held = np.clip(values, *view)
    if len(held) - out.sum() > _POINTS:
        _draw_cells(axes, days[~out], held[~out], view)
    else:
        size = 5 if len(days) < 300 else 3
        axes.plot(days[~out], held[~out], ".", color=USUAL, markersize=size, alpha=0.7)
    middle = float(np.median(held))
    for marker, where in (("^", out & (held >= middle)), ("v", out & (held < middle))):
        if where.any():
            _draw_marks(axes, days[where], held[where], marker, view)


def _draw_marks(
    axes: Axes,
    days: NDArray[np.int32],
    values: NDArray[np.float64],
    marker: str,
    view: tuple[float, float],
) -> None:
    """Draw a mark for each edition; if there are too many, one a cell, darker for more."""
    x, y, parts = days.astype(np.float64), values, np.ones(len(days))
    if len(days) > _MARKS:
        cells, across, up = _count_cells(days, values, view)
        column, row = np.nonzero(cells)
        x, y = (across[column] + across[column + 1]) / 2, (up[row] + up[row + 1]) / 2
        parts = 0.2 + 0.8 * cells[column, row] / cells.max()
    axes.scatter(
        x,
        y,
        s=50 if len(days) < 300 else 16,
        marker=marker,
        color=[to_rgba(OUT, part) for part in parts],
        edgecolors=[to_rgba(INK, part) for part in parts],
        linewidths=0.4,
        clip_on=False,
        zorder=3,
    )


def _draw_cells(
    axes: Axes, days: NDArray[np.int32], values: NDArray[np.float64], view: tuple[float, float]
) -> None:
    cells, across, up = _count_cells(days, values, view)
    shades = np.ma.masked_equal(np.log1p(cells.T), 0.0)
    # A cell with one edition must be visible too.
    axes.pcolormesh(across, up, shades, cmap="Greys", vmin=-0.5 * float(shades.max()))


def _count_cells(
    days: NDArray[np.int32], values: NDArray[np.float64], view: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    first, last = float(days.min()) - 0.5, float(days.max()) + 0.5
    columns = min(_CELLS[0], round(last - first))
    return np.histogram2d(days, values, bins=(columns, _CELLS[1]), range=((first, last), view))


def _name_panel(axes: Axes, name: str, note: str) -> None:
    axes.set_title(name, loc="left", weight="bold")
    axes.set_title(note, loc="right", fontsize=9, color=GREY)


def _set_axes(axes: Axes, days: NDArray[np.int32], form: str) -> None:
    first, last = int(days.min()), int(days.max())
    margin = max(3, (last - first) // 100)
    axes.set_xlim(max(_FIRST, first - margin), min(_LAST, last + margin))
    locator = dates.AutoDateLocator(minticks=2, maxticks=8)
    formatter = dates.AutoDateFormatter(locator)
    formatter.scaled = {365.0: "%Y", 30.0: "%Y-%m", 1.0: "%Y-%m-%d"}
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(formatter)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
    plain = form.split(" ")[0]
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: plain.format(value)))
    axes.tick_params(labelsize=9)
    axes.spines[["top", "right"]].set_visible(False)


def _draw_legend(figure: Figure, line: str, *, many: bool) -> None:
    odd = "out of line (on the edge: further still)"
    handles: list[Artist] = [
        Line2D([], [], marker=".", linestyle="", color=USUAL, label="an edition"),
        Line2D([], [], color=INK, linewidth=1, label=line),
        Patch(color=BAND, label="what is usual"),
        Line2D([], [], marker="^", linestyle="", color=OUT, markeredgecolor=INK, label=odd),
    ]
    if many:
        handles.insert(1, Patch(color=GREY, label="many: the darker, the more"))
    figure.legend(
        handles=handles,
        loc="upper right",
        bbox_to_anchor=(1 - 0.3 / WIDTH_IN, 1 - 0.15 / figure.get_figheight()),
        ncols=len(handles),
        frameon=False,
        fontsize=9,
    )
