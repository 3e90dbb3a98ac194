"""The ID3v2.3 tag of an MP3, with its chapters in order.

Source:
    ID3v2.3.0 informal standard; ID3v2 Chapter Frame Addendum 1.0; GB 45438-2025 for the label of
    synthetic content, whose public explanations name the fields but not the frame.
"""

# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from mutagen import id3

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.model import Chapter, Tags

_UTF16 = 1
_TAG_HEADER_BYTES = 10
_MAX_CHILDREN = 255
"""A CTOC counts its entries in one byte."""


def make_tag(
    tags: Tags, chapters: Sequence[Chapter], lyrics: str, *, duration_ms: int, track: str = ""
) -> bytes:
    """Make the tag that precedes the audio.

    Args:
        tags: What the tag says of the episode.
        chapters: In order of time.
        lyrics: The printed text, one cue a line; left out if empty.
        duration_ms: Length of the episode.
        track: Number of the file in a set, ``3/7``; empty for none.
    """
    frames: list[id3.Frame] = [
        id3.TIT2(encoding=_UTF16, text=[_clean(tags.title)]),
        id3.TPE1(encoding=_UTF16, text=[_clean(tags.artist)]),
        id3.TALB(encoding=_UTF16, text=[_clean(tags.album)]),
        id3.TYER(encoding=0, text=[f"{tags.date:%Y}"]),
        id3.TDAT(encoding=0, text=[f"{tags.date:%d%m}"]),
        id3.TLAN(encoding=0, text=["zho"]),
        id3.TCON(encoding=0, text=["Podcast"]),
        id3.TLEN(encoding=0, text=[str(duration_ms)]),
        id3.COMM(encoding=_UTF16, lang="zho", desc="", text=[_clean(tags.comment)]),
    ]
    if track:
        frames.append(id3.TRCK(encoding=0, text=[track]))
    if tags.label:
        frames.append(id3.TXXX(encoding=_UTF16, desc="AIGC", text=[_clean(tags.label)]))
    if tags.website:
        frames.append(id3.WXXX(encoding=0, desc="", url=_clean(tags.website)))
    frames += _chapter_frames(chapters)
    if lyrics:
        frames.append(id3.USLT(encoding=_UTF16, lang="zho", desc="", text=_clean(lyrics, "\n")))
    if tags.cover:
        mime = "image/png" if tags.cover.startswith(b"\x89PNG") else "image/jpeg"
        frames.append(id3.APIC(encoding=0, mime=mime, type=3, desc="", data=tags.cover))
    # mutagen sorts frames by size when it saves, and players list chapters in the order of their
    # frames: so each frame is saved alone and the frames are joined here.
    body = b"".join(_save(frame) for frame in frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _chapter_frames(chapters: Sequence[Chapter]) -> list[id3.Frame]:
    names = [f"ch{i}" for i in range(len(chapters))]
    groups = [names[i : i + _MAX_CHILDREN] for i in range(0, len(names), _MAX_CHILDREN)]
    frames: list[id3.Frame] = []
    if len(groups) == 1:
        frames.append(_contents("toc", names, top=True))
    elif groups:
        frames.append(_contents("toc", [f"toc{i}" for i in range(len(groups))], top=True))
        frames += [_contents(f"toc{i}", group, top=False) for i, group in enumerate(groups)]
    for name, chapter in zip(names, chapters, strict=True):
        frames.append(
            id3.CHAP(
                element_id=name,
                start_time=chapter.start_ms,
                end_time=chapter.end_ms,
                start_offset=0xFFFFFFFF,
                end_offset=0xFFFFFFFF,
                sub_frames=[id3.TIT2(encoding=_UTF16, text=[_clean(chapter.title)])],
            )
        )
    return frames


def _contents(name: str, children: list[str], *, top: bool) -> id3.Frame:
    flags = id3.CTOCFlags.ORDERED | (id3.CTOCFlags.TOP_LEVEL if top else 0)
    return id3.CTOC(element_id=name, flags=flags, child_element_ids=children, sub_frames=[])


def _save(frame: id3.Frame) -> bytes:
    out = io.BytesIO()
    tag = id3.ID3()
    tag.add(frame)
    tag.save(out, v1=0, v2_version=3, padding=lambda _: 0)
    return out.getvalue()[_TAG_HEADER_BYTES:]


def _syncsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _clean(text: str, keep: str = "") -> str:
    # A NUL ends a text in a tag.
    return "".join(c if c >= " " or c in keep else " " for c in text).strip()
