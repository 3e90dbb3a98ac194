"""Characters that the recognition of a scan or photograph was not sure of."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.doubts.doubt import doubt_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiopaper.doubts.doubt import Passage, TextDoubt
    from audiopaper.layout import LineLayout, Recognition
    from audiopaper.model import Edition

MIN_CONFIDENCE = 0.8
"""Characters below it are shown to the editor.

Source: 57,386 letters and figures of 12 development pages of `tests.tools.measure_scans` (noise,
skew, show-through, photograph), of which 14 were wrong. Below 0.6 stand 3, all of them wrong; below
0.8 stand 20 and 5 are wrong; below 0.9 36 and 6; below 0.95 73 and 10."""

_REACH = 4
"""Characters on each side by which a printed character is looked for in its article."""


def find_misread(passages: Sequence[Passage], edition: Edition) -> Iterator[TextDoubt]:
    """Find the doubtful characters of passages that come from recognised pages."""
    layouts = {page.number: page.layout for page in edition.pages if page.layout is not None}
    for passage in passages:
        for page, number, printed in passage.lines:
            layout = layouts.get(page)
            line = layout.lines[number - 1] if layout is not None else None
            if line is not None:
                yield from _doubt_line(passage, page, number, printed, line)


def _doubt_line(
    passage: Passage, page: int, number: int, printed: str, line: LineLayout
) -> Iterator[TextDoubt]:
    seen = line.recognition
    text = "".join(printed.split())
    if seen is None or len(seen.confidences) != len(text):
        return
    # The passage without its spaces, and where each of its characters stands.
    places = [at for at, char in enumerate(passage.text) if not char.isspace()]
    tight = "".join(passage.text[at] for at in places)
    for at, confidence in enumerate(seen.confidences):
        if confidence >= MIN_CONFIDENCE or not text[at].isalnum():
            continue
        low = max(0, at - _REACH)
        start = tight.find(text[low : at + _REACH + 1])
        if start < 0:
            continue
        place = places[start + at - low]
        other = seen.second_choices[at]
        doubt = doubt_at(
            passage,
            place,
            place + 1,
            kind="misread",
            done="照识别结果播出",
            other=f"识别没有把握：或为“{other}”" if other != text[at] else "识别没有把握",
            sure=confidence,
            line=(page, number),
        )
        yield replace(doubt, picture=_picture_at(seen, at))


def _picture_at(seen: Recognition, at: int) -> str:
    for first, last, data in seen.pictures:
        if first <= at < last and data:
            return "data:image/png;base64," + base64.b64encode(data).decode("ascii")
    return ""
