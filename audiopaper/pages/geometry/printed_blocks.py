"""Printed rows become blocks: heads, pieces of columns, captions, what stands at the edge."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from audiopaper.layout import Box, enclose
from audiopaper.pages.geometry.frame import Frame, crosses
from audiopaper.pages.geometry.gutters import find_gutters, split_row
from audiopaper.pages.geometry.rows import PrintedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["head", "column", "caption", "edge"]


@dataclass(slots=True, eq=False)
class Piece:
    """Rows that belong together beyond doubt."""

    kind: Kind
    rows: list[PrintedRow] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Where it stands."""
        return enclose(row.box for row in self.rows)

    @property
    def vertical(self) -> bool:
        """Whether it is set from top to bottom."""
        return self.rows[0].vertical


_HEAD_RATIO = 1.22
"""Type larger than running text by this factor is a head's; headings in columns are smaller."""

_BODY_RATIO = (0.9, _HEAD_RATIO)
_CAPTION_RATIO = 0.97


def cut_pieces(rows: Sequence[PrintedRow], frame: Frame) -> list[Piece]:
    """Cut a page's rows into pieces.

    Args:
        rows: The rows of the page.
        frame: Rules, pictures and measures.
    """
    gutters = find_gutters(rows, frame)
    rows = [part for row in rows for part in split_row(row, gutters, rows, frame)]
    edges, rows = _part_edges(rows, frame)
    captions, rows = _part_captions(rows, frame)
    heads = [row for row in rows if row.size_pt > _HEAD_RATIO * frame.body_pt]
    texts = [row for row in rows if row.size_pt <= _HEAD_RATIO * frame.body_pt]
    lone = [row for row in texts if row.vertical]
    columns = _stack(
        [row for row in texts if not row.vertical], frame, kind="column", gap=1.3 * frame.em
    )
    pieces = [part for piece in columns for part in _cut_at_jumps(piece)]
    return [
        *([Piece("edge", list(edges))] if edges else []),
        *captions,
        *_gather_heads(heads, frame),
        *(_gather_vertical(lone, frame)),
        *pieces,
    ]


# --- the page's head and foot ------------------------------------------------------------------

_MAX_HEAD_SHARE, _MAX_FOOT_SHARE = 0.25, 0.07
_MIN_RULE_SHARE = 0.7
_MIN_TEXT_ROWS = 6


def _part_edges(
    rows: Sequence[PrintedRow], frame: Frame
) -> tuple[list[PrintedRow], list[PrintedRow]]:
    """Part what stands above the rule below the running head, and under the last text."""
    top = _head_rule(rows, frame)
    last = _last_line(rows, frame)
    body = [r for r in rows if abs(r.size_pt - frame.body_pt) < 0.1 * frame.body_pt]
    foot = max((r.box.bottom for r in body if r not in last), default=frame.height)
    edges: list[PrintedRow] = []
    rest: list[PrintedRow] = []
    for row in rows:
        above = row.box.bottom <= top + 0.5
        below = row.box.top > foot and row.size_pt < _BODY_RATIO[1] * frame.body_pt
        below = below and row.box.top > (1 - _MAX_FOOT_SHARE) * frame.height
        (edges if above or below else rest).append(row)
    return edges, rest


_FOOT_GAP = 0.8


def _last_line(rows: Sequence[PrintedRow], frame: Frame) -> list[PrintedRow]:
    """Return the lowest line of a page if it is set apart, in whatever size of type."""
    lowest = max((row.box.top for row in rows), default=0.0)
    line = [row for row in rows if lowest - row.box.top < 0.5 * frame.em]
    rest = max((row.box.bottom for row in rows if row not in line), default=lowest)
    return line if lowest - rest > _FOOT_GAP * frame.em else []


def _head_rule(rows: Sequence[PrintedRow], frame: Frame) -> float:
    """Return the height of the rule below the running head or masthead; 0 if there is none."""
    left = min((row.box.left for row in rows), default=0.0)
    right = max((row.box.right for row in rows), default=frame.width)
    for rule in sorted(frame.rules, key=lambda rule: -rule.top):
        wide = rule.width >= _MIN_RULE_SHARE * (right - left) and rule.height < 2
        if not wide or rule.top > _MAX_HEAD_SHARE * frame.height:
            continue
        above = [row for row in rows if row.box.bottom <= rule.top + 0.5]
        text = [r for r in above if abs(r.size_pt - frame.body_pt) < 0.1 * frame.body_pt]
        full = Counter(round(row.box.width) for row in text)
        if above and max(full.values(), default=0) < _MIN_TEXT_ROWS:
            return rule.top
    return 0.0


# --- captions ----------------------------------------------------------------------------------


def _part_captions(
    rows: Sequence[PrintedRow], frame: Frame
) -> tuple[list[Piece], list[PrintedRow]]:
    """Part the rows below pictures that are set smaller than text, or wider than a column."""
    left = list(rows)
    pieces = []
    width = _column_width(rows, frame)
    pitch = _usual_pitch(rows, frame)
    for picture in sorted(frame.pictures, key=lambda box: box.top):
        if picture.width * picture.height > 0.6 * frame.width * frame.height:
            continue
        foot = picture.bottom
        piece = Piece("caption")
        below = sorted(
            (r for r in left if r.box.top > picture.bottom - 0.5 * r.em and not r.vertical),
            key=lambda row: row.box.top,
        )
        for row in below:
            if row.box.top < foot - 0.5 * row.em:
                continue
            if row.box.top > foot + 2.2 * row.em:
                break
            tight = _is_set_tight(row, below, pitch)
            if _is_caption_row(row, picture, piece, width, frame, tight=tight):
                piece.rows.append(row)
                foot = row.box.bottom
        if piece.rows:
            left = [row for row in left if row not in piece.rows]
            pieces.append(piece)
    return pieces, left


_CAPTION_GAP = 0.75
"""Rows of a caption stand nearer than this below each other, in ems."""

_TIGHT_GAP, _UNCERTAIN, _SHORT_CHARS = 0.6, 0.16, 4
"""So near, in ems, a row continues a caption though its size differs by this share."""

_CAPTION_WORDS = re.compile(r"(?:图为|图[①-⑨一二三四]|[上下左右]图|题图|资料图)")


def _is_caption_row(
    row: PrintedRow, picture: Box, piece: Piece, width: float, frame: Frame, *, tight: bool
) -> bool:
    inside = row.box.left >= picture.left - 1.5 and row.box.right <= picture.right + 1.5
    if not inside or row.size_pt > _HEAD_RATIO * frame.body_pt:
        return False
    if piece.rows:
        last = piece.rows[-1]
        gap = row.box.top - last.box.bottom
        alike = abs(last.size_pt - row.size_pt)
        # In a scan the size of a row is uncertain, and most of all that of a short last one.
        unsure = _UNCERTAIN if len(row.text) >= _SHORT_CHARS else 2 * _UNCERTAIN
        near = gap < _TIGHT_GAP * last.em and alike < unsure * last.size_pt
        return (gap < _CAPTION_GAP * row.em and alike < 0.3) or near
    small = row.size_pt <= _CAPTION_RATIO * frame.body_pt
    wide = row.box.width > 1.25 * width
    return small or wide or tight or _CAPTION_WORDS.match(row.text) is not None


_TIGHT_PITCH = 0.93
"""Captions that are hardly smaller than text are set tighter: by this share of its pitch."""


def _is_set_tight(row: PrintedRow, below: Sequence[PrintedRow], pitch: float) -> bool:
    """Return whether the next row stands nearer below a row than rows of text do."""
    steps = [
        other.box.top - row.box.top
        for other in below
        if abs(other.box.left - row.box.left) < row.em
        and other.box.top > row.box.top + 0.5 * row.em
    ]
    return min(steps, default=pitch) < _TIGHT_PITCH * pitch


def _usual_pitch(rows: Sequence[PrintedRow], frame: Frame) -> float:
    """Return how far rows of text usually stand below each other; 0 if there are hardly any."""
    columns: dict[int, list[float]] = {}
    for row in rows:
        if abs(row.size_pt - frame.body_pt) < 0.1 * frame.body_pt and not row.vertical:
            columns.setdefault(round(row.box.left / 2), []).append(row.box.top)
    steps = sorted(
        b - a
        for tops in columns.values()
        for a, b in itertools.pairwise(sorted(tops))
        if frame.em < b - a < 2.5 * frame.em
    )
    return steps[len(steps) // 2] if len(steps) > _MIN_TEXT_ROWS else 0.0


def _column_width(rows: Sequence[PrintedRow], frame: Frame) -> float:
    """Return the usual width of a full row of text."""
    widths = Counter(
        round(row.box.width)
        for row in rows
        if abs(row.size_pt - frame.body_pt) < 0.1 * frame.body_pt
    )
    usual = [w for w, n in widths.items() if n >= max(2, max(widths.values(), default=0) // 4)]
    return float(max(usual, default=60))


# --- columns -----------------------------------------------------------------------------------


_LIKE_SIZE = 0.22


def _stack(rows: Sequence[PrintedRow], frame: Frame, *, kind: Kind, gap: float) -> list[Piece]:
    """Stack rows of one size that stand right below each other, with no rule between."""
    stacks: list[Piece] = []
    open_: list[Piece] = []
    for row in sorted(rows, key=lambda row: (row.box.top, row.box.left)):
        best, most = None, 0.0
        open_ = [piece for piece in open_ if piece.rows[-1].box.bottom > row.box.top - gap]
        for piece in open_:
            last = piece.rows[-1]
            if last.box.bottom > row.box.top + 0.5 * row.em:
                continue
            if abs(last.size_pt - row.size_pt) > _LIKE_SIZE * row.size_pt:
                continue
            shared = _shared(piece, row)
            if shared > most and not crosses(frame.rules, last.box, row.box, flat=True):
                best, most = piece, shared
        if best is None:
            best = Piece(kind)
            stacks.append(best)
            open_.append(best)
        best.rows.append(row)
    return stacks


_RECENT_ROWS = 6
_NARROW_EMS = 4.0


def _shared(piece: Piece, row: PrintedRow) -> float:
    """Return how much of a row's width stands under a piece's last rows, from 0 to 1."""
    recent = enclose(r.box for r in piece.rows[-_RECENT_ROWS:])
    if min(recent.width, row.box.width) < _NARROW_EMS * row.em:
        # The last word of a paragraph stands left of the indent below it, a short heading in the
        # middle of its column.
        apart = abs(row.box.left - recent.left) / row.em
        inside = recent.left - row.em < row.box.left < row.box.right < recent.right + row.em
        return max(0.9 - apart / 10, 0.3) if apart < _NARROW_EMS or inside else 0.0
    shared = min(recent.right, row.box.right) - max(recent.left, row.box.left)
    narrow = min(recent.width, row.box.width) or 0.1
    outside = max(0.0, recent.left - row.box.left) + max(0.0, row.box.right - recent.right)
    return shared / narrow if shared > 0.6 * narrow and outside < 1.2 * recent.width else 0.0


def _cut_at_jumps(piece: Piece) -> list[Piece]:
    """Cut a stack where more white than a line's stands in it, or where it gets wider."""
    rows = piece.rows
    pitches = sorted(b.box.top - a.box.top for a, b in itertools.pairwise(rows))
    if not pitches:
        return [piece]
    usual = pitches[len(pitches) // 2] if len(pitches) > 2 else 1.6 * rows[0].em
    out = [Piece(piece.kind, [rows[0]])]
    for above, row in itertools.pairwise(rows):
        apart = row.box.top - above.box.top > 1.22 * usual + 0.2
        if apart:
            out.append(Piece(piece.kind))
        out[-1].rows.append(row)
    return out


# --- heads -------------------------------------------------------------------------------------

_HEAD_GAP = 0.95
"""Lines of a head stand nearer than this, in ems of the larger one."""


def _gather_heads(rows: Sequence[PrintedRow], frame: Frame) -> list[Piece]:
    """Gather the lines of each head: kicker, headline and subhead below each other."""
    heads: list[Piece] = []
    for row in sorted(rows, key=lambda row: (row.box.top, row.box.left)):
        home = next((head for head in heads if _fits_head(head, row, frame)), None)
        if home is None:
            home = Piece("head")
            heads.append(home)
        home.rows.append(row)
    return heads


def _fits_head(head: Piece, row: PrintedRow, frame: Frame) -> bool:
    if row.vertical != head.vertical:
        return False
    last = head.rows[-1]
    em = max(last.em, row.em)
    if row.vertical:
        apart = max(row.box.left - head.box.right, head.box.left - row.box.right)
        along = min(head.box.bottom, row.box.bottom) - max(head.box.top, row.box.top)
        return apart < _HEAD_GAP * em and along > 0
    shared = min(head.box.right, row.box.right) - max(head.box.left, row.box.left)
    if shared < 0.3 * min(head.box.width, row.box.width):
        return False
    near = -0.4 * em <= row.box.top - last.box.bottom < _HEAD_GAP * em
    return near and not crosses(frame.rules, last.box, row.box, flat=True)


def _gather_vertical(rows: Sequence[PrintedRow], frame: Frame) -> list[Piece]:
    """Gather vertical lines of text, from the right to the left."""
    pieces: list[Piece] = []
    for row in sorted(rows, key=lambda row: -row.box.right):
        home = next(
            (
                piece
                for piece in pieces
                if 0 <= piece.rows[-1].box.left - row.box.right + 0.3 * row.em < 1.3 * frame.em
                and abs(piece.box.top - row.box.top) < 3 * frame.em
            ),
            None,
        )
        if home is None:
            home = Piece("column")
            pieces.append(home)
        home.rows.append(row)
    return pieces
