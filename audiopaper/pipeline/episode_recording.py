"""From clips to an episode: stitched, its briefing too, and all told that is published about it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.config import output_folder, voices_folder
from audiopaper.files import write_file
from audiopaper.model import Episode, OpusFile, Story, Tags, day_key
from audiopaper.pipeline.briefing_audio import make_briefing
from audiopaper.publish.episode_titles import write_title
from audiopaper.publish.feed import episode_guid
from audiopaper.script import spoken_items
from audiopaper.show.artwork import find_missing_again
from audiopaper.show.file_tags import describe_file
from audiopaper.show.public import WORK_FOLDER
from audiopaper.show.stage_cache import PIECES_NAME, load_or_make
from audiopaper.stitching import SoundSettings, find_sounds, stitch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Item, Recording, SpokenSegment
    from audiopaper.pipeline.episode_plan import Studio, Task
    from audiopaper.runtime import ProgressCallback
    from audiopaper.store.clip_store import ClipCache

# Half a unit round the target is what Apple's and Alexa's tolerances leave room for.
LOUDNESS_TOLERANCE_LU = 0.5


def record_episode(
    task: Task,
    warnings: tuple[str, ...],
    spoken: Sequence[SpokenSegment],
    cache: ClipCache,
    studio: Studio,
    folder: Path,
    tell: ProgressCallback,
) -> Episode:
    """Stitch the clips, and the briefing's if there is one, and tell what came of it.

    Args:
        task: The episode that is to be made.
        warnings: What is known already that the producer should look at.
        spoken: Its segments, in running order.
        cache: Where their clips are.
        studio: What it is made with.
        folder: Where its files go.
        tell: Told of the progress.

    Raises:
        SynthesisError: A clip is missing.
        PublishError: A file cannot be written whole.
    """
    config, show, rundown = studio.config, studio.config.show, task.rundown
    items = spoken_items(rundown)
    kinds = [(item.kind, item.title) for item in items]
    guid = episode_guid(f"{show.id}.sample" if task.sample else show.id, rundown.date, task.edition)
    engine = "+".join(sorted({s.engine for s in spoken}))
    title = write_title(
        config.episode.title,
        date=rundown.date,
        headlines=[item.title for item in items if item.kind == "story"],
        show=show.title,
        paper=rundown.paper,
        edition=task.edition,
    )
    audio = f"{show.id}-{day_key(rundown.date, task.edition)}.mp3"
    sound = SoundSettings(
        pauses=config.pauses,
        loudness=config.loudness,
        rate_hz=config.episode.sample_rate_hz,
        bed=config.episode.bed,
    )
    sounds = find_sounds(voices_folder(config))
    tags = describe_file(config, title=title, date=rundown.date, engine=engine, guid=guid)
    kept = studio.output / WORK_FOLDER / PIECES_NAME
    recording = stitch(
        spoken,
        cache,
        items=kinds,
        settings=sound,
        sounds=sounds,
        tags=tags,
        path=folder / audio,
        kept=kept,
        tell=tell,
    )
    warnings += (
        *recording.warnings,
        *_loudness_warning(recording, config),
        *_cover_warning(config),
    )
    opus = None
    if config.feed.opus:
        opus = _make_opus(folder / audio, recording, tags, studio.output / WORK_FOLDER)
    briefing = None
    if config.briefing.enabled:
        briefing, problem = make_briefing(
            spoken,
            cache,
            items=kinds,
            settings=config.briefing,
            sound=sound,
            sounds=sounds,
            tags=replace(tags, title=f"{title} 简报"),
            folder=folder,
            kept=kept,
            tell=tell,
        )
        warnings += (problem,) if problem else ()
    return Episode(
        date=rundown.date,
        paper=rundown.paper or show.title,
        title=title,
        guid=guid,
        audio=audio,
        audio_bytes=recording.audio_bytes,
        audio_sha256=recording.audio_sha256,
        duration_ms=recording.duration_ms,
        chapters=recording.chapters,
        cues=recording.cues,
        stories=_stories(items, spoken),
        engine=engine,
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        presenters=tuple((n, studio.presenters[n].display_name) for n in _speakers(items)),
        published=dt.datetime.fromisoformat(
            f"{rundown.date.isoformat()}T{show.publish_time}:00{show.utc_offset}"
        ),
        sample=task.sample,
        warnings=warnings,
        briefing=briefing,
        opus=opus,
        edition=task.edition,
    )


def _stories(items: Sequence[Item], spoken: Sequence[SpokenSegment]) -> tuple[Story, ...]:
    # An item of which nothing is said gets no chapter.
    chapters = {item: n for n, item in enumerate(sorted({s.segment.item for s in spoken}))}
    return tuple(
        Story(
            title=item.title,
            pages=item.pages,
            byline=item.byline,
            byline_roles=item.byline_roles,
            chapter=chapters[index],
        )
        for index, item in enumerate(items)
        if item.kind == "story"
    )


def _loudness_warning(recording: Recording, config: Config) -> tuple[str, ...]:
    off = recording.loudness_lufs - config.loudness.target_lufs
    if abs(off) <= LOUDNESS_TOLERANCE_LU:
        return ()
    return (
        f"the episode's loudness is {recording.loudness_lufs:.1f} LUFS, "
        f"{abs(off):.1f} LU {'above' if off > 0 else 'below'} the target",
    )


def encode_opus_again(mp3: Path, sha256: str, tags: Tags, work: Path) -> bytes:
    """Encode an MP3 as Opus, or take what came of the same one."""

    def encode() -> bytes:
        from audiopaper.audio.opus import encode_opus

        return encode_opus(mp3, title=tags.title, artist=tags.artist, comment=tags.comment)

    parts = ("opus", sha256, tags.title, tags.artist, tags.comment)
    return load_or_make(work, bytes, encode, parts)


def _make_opus(mp3: Path, recording: Recording, tags: Tags, work: Path) -> OpusFile:
    data = encode_opus_again(mp3, recording.audio_sha256, tags, work)
    path = mp3.with_suffix(".opus")
    write_file(path, data)
    return OpusFile(
        audio=path.name, audio_bytes=len(data), audio_sha256=hashlib.sha256(data).hexdigest()
    )


def _cover_warning(config: Config) -> tuple[str, ...]:
    """Warn, each day anew, of a cover that does not say whose it is."""
    if config.show.cover:
        return ()
    missing = find_missing_again(config.show.title, output_folder(config) / WORK_FOLDER)
    if not missing:
        return ()
    return (
        f"the cover shows no title: no font on this machine has {missing}; install a Chinese font "
        "(fonts-noto-cjk on Debian), or name a picture: cover in [show]",
    )


def _speakers(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.presenter for item in items))
