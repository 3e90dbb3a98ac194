"""Record an episode from its clips: its audio, its briefing, and its description."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import voices_folder
from audiopaper.disk import has_file
from audiopaper.files import write_file
from audiopaper.model import Episode, OpusFile, Story
from audiopaper.pipeline.briefing_audio import make_briefing
from audiopaper.pipeline.early_clips import EarlyClips
from audiopaper.publish.feed import episode_guid
from audiopaper.publish.file_tags import describe_file, write_title
from audiopaper.rundown import cut_stories, find_body
from audiopaper.script import spoken_items
from audiopaper.show.artwork import FILE_COVER_PX, find_missing_characters, make_show_cover
from audiopaper.show.episode_record import load_episode
from audiopaper.show.folder import show_folder
from audiopaper.show.stage_cache import load_or_make
from audiopaper.show.state import load_state
from audiopaper.stitching import SoundSettings, find_early_pieces, find_sounds, stitch
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Briefing, Item, ItemKind, Recording, SpokenSegment, Tags
    from audiopaper.pipeline.episode_plan import EpisodePlan
    from audiopaper.runtime import ProgressCallback
    from audiopaper.show.folder import EditionFolder, ShowFolder
    from audiopaper.stitching.sequence import SoundName

# Apple's and Alexa's tolerances leave room for half a unit on either side of the target.
LOUDNESS_TOLERANCE_LU = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """What identifies an episode, in its tags and in the feed."""

    title: str
    guid: str
    engine: str
    """The engines that spoke it, joined by ``+``."""

    audio: str
    """Name of the MP3."""


def record_episode(
    plan: EpisodePlan,
    spoken: Sequence[SpokenSegment],
    warnings: tuple[str, ...],
    tell: ProgressCallback,
) -> Episode:
    """Stitch the clips of an episode, and its briefing if there is one.

    Args:
        plan: The episode. Its files are written to ``plan.edition.making``.
        spoken: Its segments, in running order; their clips are in the cache.
        warnings: Warnings for the producer from the earlier stages.
        tell: Called with the progress.

    Raises:
        SynthesisError: A clip is missing.
        PublishError: A file cannot be written.
    """
    setup, config = plan.setup, plan.setup.config
    label = _label_episode(plan, spoken)
    path = plan.edition.making.path / label.audio
    tags = _tag_file(plan, label)
    sounds = find_sounds(voices_folder(config))
    recording = stitch(
        spoken,
        setup.clips,
        items=_kinds(spoken_items(plan.rundown)),
        settings=_sound_settings(config),
        sounds=sounds,
        tags=tags,
        path=path,
        cache=setup.show.pieces,
        tell=tell,
    )
    briefing, problem = _record_briefing(plan, spoken, sounds, tags, tell)
    return replace(
        _describe_episode(plan, spoken, label, recording),
        warnings=(
            *warnings,
            *recording.warnings,
            *_loudness_warning(recording, config.loudness.target_lufs),
            *_cover_warning(config),
            *problem,
        ),
        briefing=briefing,
        opus=_make_opus(path, recording, tags, setup.show) if config.feed.opus else None,
    )


def clips_encoded_early(plan: EpisodePlan) -> EarlyClips:
    """Return the cache of clips, of which new ones are encoded as `record_episode` needs them."""
    setup = plan.setup
    items, settings = _kinds(spoken_items(plan.rundown)), _sound_settings(setup.config)
    sounds = find_sounds(voices_folder(setup.config))
    early = find_early_pieces(plan.segments, items, settings, sounds)
    return EarlyClips(setup.clips, early, setup.show.pieces)


def _label_episode(plan: EpisodePlan, spoken: Sequence[SpokenSegment]) -> _Label:
    """Return the label; a day that was published keeps its GUID and address whatever the id is."""
    show, rundown, edition = plan.setup.config.show, plan.rundown, plan.edition
    show_id = f"{show.id}.sample" if plan.sample else show.id
    published = "" if plan.sample else load_state(edition.show).guids.get(edition.key, "")
    return _Label(
        title=_write_title(plan, spoken_items(rundown)),
        guid=published or episode_guid(show_id, rundown.date, edition.name),
        engine="+".join(sorted({s.engine for s in spoken})),
        audio=_find_public_name(edition) or f"{show.id}-{edition.key}.mp3",
    )


def _find_public_name(edition: EditionFolder) -> str:
    """Return the name of the MP3 that is public, which the new one replaces; empty for none."""
    record = edition.public.record
    public = load_episode(record) if has_file(record) else None
    return public.audio if public is not None and not public.sample else ""


def _tag_file(plan: EpisodePlan, label: _Label) -> Tags:
    config = plan.setup.config
    return describe_file(
        config.show,
        title=label.title,
        date=plan.rundown.date,
        engine=label.engine,
        guid=label.guid,
        cover=make_show_cover(config, FILE_COVER_PX),
    )


def _describe_episode(
    plan: EpisodePlan, spoken: Sequence[SpokenSegment], label: _Label, recording: Recording
) -> Episode:
    """Return the episode without its warnings, its briefing and its Opus file."""
    rundown, show, items = plan.rundown, plan.setup.config.show, spoken_items(plan.rundown)
    presenters = plan.setup.presenters
    return Episode(
        date=rundown.date,
        paper=rundown.paper or show.title,
        title=label.title,
        guid=label.guid,
        audio=label.audio,
        audio_bytes=recording.audio_bytes,
        audio_sha256=recording.audio_sha256,
        duration_ms=recording.duration_ms,
        chapters=recording.chapters,
        cues=recording.cues,
        stories=_stories(items, spoken),
        engine=label.engine,
        loudness_lufs=recording.loudness_lufs,
        true_peak_dbtp=recording.true_peak_dbtp,
        presenters=tuple((n, presenters[n].display_name) for n in _speakers(items)),
        published=show.publication_of(rundown.date),
        sample=plan.sample,
        edition=plan.edition.name,
    )


def _write_title(plan: EpisodePlan, items: Sequence[Item]) -> str:
    config, rundown = plan.setup.config, plan.rundown
    return write_title(
        config.episode.title,
        date=rundown.date,
        headlines=[item.title for item in items if item.kind == "story"],
        show=config.show.title,
        paper=rundown.paper,
        edition=config.show.name_edition(plan.edition.name),
    )


def _sound_settings(config: Config) -> SoundSettings:
    return SoundSettings(
        pauses=config.pauses,
        loudness=config.loudness,
        rate_hz=config.episode.sample_rate_hz,
        bed=config.episode.bed,
    )


def _kinds(items: Sequence[Item]) -> list[tuple[ItemKind, str]]:
    return [(item.kind, item.title) for item in items]


def _record_briefing(
    plan: EpisodePlan,
    spoken: Sequence[SpokenSegment],
    sounds: Mapping[SoundName, Path],
    tags: Tags,
    tell: ProgressCallback,
) -> tuple[Briefing | None, tuple[str, ...]]:
    """Return the briefing and no warning; None, and why, if it is off or cannot be made."""
    setup, episode = plan.setup, plan.setup.config.episode
    if not setup.config.briefing.enabled:
        return None, ()
    items = spoken_items(cut_stories(plan.rundown, episode))
    briefing, problem = make_briefing(
        spoken,
        setup.clips,
        items=_kinds(items),
        bodies={n: find_body(item, episode) for n, item in enumerate(items)},
        settings=setup.config.briefing,
        sound=_sound_settings(setup.config),
        sounds=sounds,
        tags=replace(tags, title=f"{tags.title} 简报"),
        folder=plan.edition.making.path,
        pieces=setup.show.pieces,
        tell=tell,
    )
    return briefing, (problem,) if problem else ()


def _stories(items: Sequence[Item], spoken: Sequence[SpokenSegment]) -> tuple[Story, ...]:
    # An item without a spoken segment has no chapter.
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


def _loudness_warning(recording: Recording, target_lufs: float) -> tuple[str, ...]:
    deviation = recording.loudness_lufs - target_lufs
    if abs(deviation) <= LOUDNESS_TOLERANCE_LU:
        return ()
    return (
        _(
            "the episode's loudness is {loudness_lufs:.1f} LUFS, {deviation:.1f} LU "
            "{which} the target",
            loudness_lufs=recording.loudness_lufs,
            deviation=abs(deviation),
            which=_("above") if deviation > 0 else _("below"),
        ),
    )


def encode_opus_again(mp3: Path, sha256: str, tags: Tags, show: ShowFolder) -> bytes:
    """Encode an MP3 as Opus, or return the cached result for the same MP3."""

    def encode() -> bytes:
        from audiopaper.audio.opus import encode_opus

        return encode_opus(mp3, title=tags.title, artist=tags.artist, comment=tags.comment)

    parts = ("opus", sha256, tags.title, tags.artist, tags.comment)
    return load_or_make(show, bytes, encode, parts)


def _make_opus(mp3: Path, recording: Recording, tags: Tags, show: ShowFolder) -> OpusFile:
    data = encode_opus_again(mp3, recording.audio_sha256, tags, show)
    path = mp3.with_suffix(".opus")
    write_file(path, data)
    return OpusFile(
        audio=path.name, audio_bytes=len(data), audio_sha256=hashlib.sha256(data).hexdigest()
    )


def _cover_warning(config: Config) -> tuple[str, ...]:
    """Warn, in every run, of a cover that does not show the title of the show."""
    if config.show.cover:
        return ()
    missing = find_missing_characters(config.show.title, show_folder(config))
    if not missing:
        return ()
    return (
        _(
            "the cover shows no title: no font on this machine has {missing}; install "
            "a Chinese font (fonts-noto-cjk on Debian), or name a picture: cover in "
            "[show]",
            missing=missing,
        ),
    )


def _speakers(items: Sequence[Item]) -> list[str]:
    return list(dict.fromkeys(item.presenter for item in items))
