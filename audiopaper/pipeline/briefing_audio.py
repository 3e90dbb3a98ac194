"""The briefing's audio: the episode's own clips, stitched a second time and shorter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.model import Briefing
from audiopaper.publish.briefing import (
    AUDIO_NAME,
    MAX_AUDIO_MS,
    MIN_AUDIO_MS,
    CutClips,
    choose_segments,
)
from audiopaper.stitching import load_clip, stitch
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import BriefingSettings
    from audiopaper.model import Clip, ItemKind, Recording, SpokenSegment, Tags
    from audiopaper.runtime import ProgressCallback
    from audiopaper.stitching import SoundSettings
    from audiopaper.stitching.sequence import SoundName
    from audiopaper.store.clip_store import ClipCache


_NOTHING_LEFT = "nothing is left for a briefing: the rundown has neither ident nor headlines"


def make_briefing(
    spoken: Sequence[SpokenSegment],
    cache: ClipCache,
    *,
    items: Sequence[tuple[ItemKind, str]],
    bodies: Mapping[int, Collection[int]],
    settings: BriefingSettings,
    sound: SoundSettings,
    sounds: Mapping[SoundName, Path],
    tags: Tags,
    folder: Path,
    pieces: Path,
    tell: ProgressCallback,
) -> tuple[Briefing | None, str]:
    """Stitch the headlines and the shortened leads into an MP3 of their own.

    Args:
        spoken: The episode's segments, in running order.
        cache: The cache that holds their clips.
        items: Kind and chapter title of each item, by `Segment.item`.
        bodies: The lines of each story's report, by `Segment.item`.
        settings: The number of stories, the length of each, and the sound of the file.
        sound: The episode's sound settings, which ``settings`` may override.
        sounds: The show's own sounds.
        tags: The tags of the file.
        folder: The folder of the file.
        pieces: The folder of encoded pieces.
        tell: Called with the progress.

    Returns:
        The briefing and an empty string, or None and why a smart speaker would refuse it.

    Raises:
        AudiopaperError: A clip is missing, or the file cannot be written.
    """
    chosen = _choose(spoken, cache, items, bodies, settings)
    if not chosen:
        return None, _(_NOTHING_LEFT)
    recording = stitch(
        chosen,
        CutClips(cache),
        items=items,
        settings=_override_sound(sound, settings),
        sounds=sounds,
        tags=tags,
        path=folder / AUDIO_NAME,
        cache=pieces,
        tell=tell,
    )
    return _check_length(recording, chosen, folder)


def _choose(
    spoken: Sequence[SpokenSegment],
    cache: ClipCache,
    items: Sequence[tuple[ItemKind, str]],
    bodies: Mapping[int, Collection[int]],
    settings: BriefingSettings,
) -> tuple[SpokenSegment, ...]:
    kinds, load = [kind for kind, _ in items], _make_loader(spoken, cache)
    return choose_segments(spoken, kinds, bodies, load, settings)


def _make_loader(spoken: Sequence[SpokenSegment], cache: ClipCache) -> Callable[[str], Clip]:
    """Return what loads a segment's clip by its key, and raises if it is missing or corrupt."""
    by_key = {s.clip_key: s for s in spoken}
    return lambda key: load_clip(by_key[key], cache)


def _override_sound(sound: SoundSettings, settings: BriefingSettings) -> SoundSettings:
    """Return the episode's sound settings with the briefing's own loudness and bit rate."""
    if settings.target_lufs:
        loudness = replace(sound.loudness, target_lufs=settings.target_lufs)
        sound = replace(sound, loudness=loudness)
    if settings.bit_rate_kbps:
        # Imported here: it loads the encoder, which an unchanged briefing does not need.
        from audiopaper.audio.mp3_encoder import LARGE_FORM

        sound = replace(sound, rate_hz=LARGE_FORM.rate_hz, bit_rate_kbps=settings.bit_rate_kbps)
    return sound


def _check_length(
    recording: Recording, chosen: Sequence[SpokenSegment], folder: Path
) -> tuple[Briefing | None, str]:
    """Return the briefing; if no speaker takes its length, remove its file and return why."""
    if not MIN_AUDIO_MS <= recording.duration_ms <= MAX_AUDIO_MS:
        (folder / AUDIO_NAME).unlink()
        seconds = recording.duration_ms / 1000
        return None, _(
            "the briefing would last {seconds:.0f} s; speakers take 10 s to 10 min", seconds=seconds
        )
    return Briefing(
        audio=AUDIO_NAME,
        audio_bytes=recording.audio_bytes,
        audio_sha256=recording.audio_sha256,
        duration_ms=recording.duration_ms,
        text="\n".join(spoken.segment.printed for spoken in chosen),
    ), ""
