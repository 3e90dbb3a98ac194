"""After publication: an episode corrected in its place, a story or a whole episode taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from audiopaper.model import Episode
    from audiopaper.pipeline.making import Correction

_NAMED = 3
"""How many headlines a correction names of each sort."""


def correction_on(date: dt.date, note: str = "") -> Correction:
    """Tell listeners of a correction: what an editor says, or else what is other now.

    Args:
        date: The day of the correction.
        note: The editor's words; empty for those that the two episodes give.
    """

    def tell(before: Episode, after: Episode) -> str:
        said = " ".join(note.split()).rstrip("。") or _tell_difference(before, after)
        return f"更正（{date.month}月{date.day}日）：{said}。"

    return tell


def _tell_difference(before: Episode, after: Episode) -> str:
    old, new = _texts(before), _texts(after)
    parts = [
        _name("新增", [title for title in new if title not in old]),
        _name("撤下", [title for title in old if title not in new]),
        _name("修改", [title for title in new if title in old and new[title] != old[title]]),
    ]
    told = [part for part in parts if part]
    if not told and list(old) != list(new):
        told = ["调整了播出次序"]
    return "；".join(told) or "重新录制"


def _texts(episode: Episode) -> dict[str, str]:
    """What is said in each story, by its headline."""
    return {
        story.title: "\n".join(cue.text for cue in episode.cues if cue.chapter == story.chapter)
        for story in episode.stories
    }


def _name(what: str, titles: list[str]) -> str:
    if not titles:
        return ""
    more = f"等{len(titles)}条" if len(titles) > _NAMED else ""
    return what + "".join(f"《{title}》" for title in titles[:_NAMED]) + more
