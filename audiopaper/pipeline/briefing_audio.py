"""The briefing's audio: the episode's own clips, stitched a second time and shorter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.audio.mp3_encoder import LARGE_FORM
from audiopaper.model import Briefing
from audiopaper.publish.briefing import (
    AUDIO_NAME,
    MAX_AUDIO_MS,
    MIN_AUDIO_MS,
    CutClips,
    choose_segments,
)
from audiopaper.stitching import stitch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import BriefingSettings
    from audiopaper.model import ItemKind, SpokenSegment, Tags
    from audiopaper.runtime import ProgressCallback
    from audiopaper.stitching import SoundSettings
    from audiopaper.stitching.jingles import SoundName
    from audiopaper.store.clip_store import ClipCache


def make_briefing(
    spoken: Sequence[SpokenSegment],
    cache: ClipCache,
    *,
    items: Sequence[tuple[ItemKind, str]],
    settings: BriefingSettings,
    sound: SoundSettings,
    sounds: Mapping[SoundName, Path],
    tags: Tags,
    folder: Path,
    kept: Path,
    tell: ProgressCallback,
) -> tuple[Briefing | None, str]:
    """Stitch the headlines and the shortened leads into an MP3 of their own.

    Args:
        spoken: The episode's segments, in running order.
        cache: Where their clips are.
        items: Kind and chapter title of each item, by `Segment.item`.
        settings: How many stories, and how much of each.
        sound: How it is to sound.
        sounds: The show's own sounds.
        tags: What the file says of itself.
        folder: Where it is written.
        kept: Where what was encoded is kept.
        tell: Told of the progress.

    Returns:
        The briefing and nothing, or None and why a speaker would not take it.

    Raises:
        SynthesisError: A clip is missing.
        PublishError: The file cannot be written whole.
    """
    chosen = choose_segments(spoken, [kind for kind, _ in items], cache.load, settings)
    if not chosen:
        return None, "nothing is left for a briefing: the rundown has neither ident nor headlines"
    if settings.target_lufs:
        loudness = replace(sound.loudness, target_lufs=settings.target_lufs)
        sound = replace(sound, loudness=loudness)
    if settings.bit_rate_kbps:
        sound = replace(sound, rate_hz=LARGE_FORM.rate_hz, bit_rate_kbps=settings.bit_rate_kbps)
    path = folder / AUDIO_NAME
    made = stitch(
        chosen,
        CutClips(cache),
        items=items,
        settings=sound,
        sounds=sounds,
        tags=tags,
        path=path,
        kept=kept,
        tell=tell,
    )
    if not MIN_AUDIO_MS <= made.duration_ms <= MAX_AUDIO_MS:
        path.unlink()
        seconds = made.duration_ms / 1000
        return None, f"the briefing would last {seconds:.0f} s; speakers take 10 s to 10 min"
    text = "\n".join(one.segment.printed for one in chosen)
    return Briefing(
        audio=AUDIO_NAME,
        audio_bytes=made.audio_bytes,
        audio_sha256=made.audio_sha256,
        duration_ms=made.duration_ms,
        text=text,
    ), ""
