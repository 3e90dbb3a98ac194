"""Make an episode from its plan: speak it, stitch it, and publish or hold it."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.audio.mp3_frames import measure_tag
from audiopaper.disk import read_if_there
from audiopaper.model import Episode
from audiopaper.pipeline.changed_passages import mark_corrections
from audiopaper.pipeline.engine_choice import FIRST, fallback_spoke, speak_segments
from audiopaper.pipeline.episode_recording import clips_encoded_early, record_episode
from audiopaper.pipeline.page_anchors import keep_anchors
from audiopaper.publish.feed import last_change
from audiopaper.rundown import save_rundown
from audiopaper.show.public import standing_episodes
from audiopaper.show.publication import publish_episode
from audiopaper.show.release import refuse_unwritable_folders
from audiopaper.show.state import load_state
from audiopaper.stitching import MissingClipError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audiopaper.model import SpokenSegment
    from audiopaper.pipeline.episode_plan import EpisodePlan
    from audiopaper.pipeline.run_log import RunLog
    from audiopaper.pipeline.show_setup import ShowSetup
    from audiopaper.runtime import ProgressCallback
    from audiopaper.store.clip_store import ClipCache


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeEpisode:
    """A finished episode, and whether it is public."""

    episode: Episode
    """The episode as it is in its folder."""

    held: str = ""
    """Why it is not public; empty if it is."""

    retry: bool = False
    """Whether it is held because a voice could not be reached, so that a later run tries again."""

    fell_back: bool = False
    """Whether a configured fallback spoke the episode or a part of it."""

    same: bool = False
    """Whether it sounds as the episode that was public."""


def make_episode(plan: EpisodePlan, run: RunLog, tell: ProgressCallback) -> MadeEpisode:
    """Speak a rundown, stitch it, and publish it or hold it.

    The caller holds the lock, by `work_on_show`. An episode that replaces a public one keeps its
    GUID, address and date of publication.

    Args:
        plan: The episode.
        run: The log of the run, to which each stage adds its results.
        tell: Called with the progress of speaking and stitching.

    Raises:
        SynthesisError: It could not be spoken.
        PublishError: The check finds an error in it, or something cannot be written; what was
            public before is unchanged.
    """
    refuse_unwritable_folders(plan.edition)
    spoken, episode = _speak_and_stitch(plan, run, tell)
    public = {e.key: e for e in standing_episodes(plan.setup.show)}
    before = public.get(episode.key)
    if before is not None and plan.correction is not None and _is_alike(before, episode, plan):
        return _leave_public(before, episode, plan, spoken, run)
    episode = _in_place_of(public, episode, plan)
    run.episode, run.warnings = episode, episode.warnings
    offline = _doubt_voice(plan, spoken)
    hold = _reason_to_hold(plan) or offline
    save_rundown(plan.edition.made_rundown, plan.rundown)
    with run.stage("publishing") as note:
        is_public, problems = publish_episode(episode, plan.edition, plan.setup.config, hold=hold)
        note(_("published") if is_public else _("held"))
        if is_public and plan.correction is None:
            problems += _warn_of_replacement(before, episode, spoken)
        run.warnings += problems
        episode = replace(episode, warnings=(*episode.warnings, *problems))
    return MadeEpisode(
        episode=episode,
        held="" if is_public else hold or _("[publish] hold is set"),
        retry=bool(offline) and hold == offline,
        fell_back=fallback_spoke(plan.setup.engine, spoken),
        same=before is not None and before.audio_sha256 == episode.audio_sha256,
    )


def _is_alike(before: Episode, after: Episode, plan: EpisodePlan) -> bool:
    """Whether a new version sounds and reads as the public one, and only its tag differs."""
    if before.audio_sha256 == after.audio_sha256 or _list_content(before) != _list_content(after):
        return False
    old = read_if_there(plan.edition.public.path / before.audio)
    new = read_if_there(plan.edition.making.path / after.audio)
    return bool(old and new) and _cut_tag(old or b"") == _cut_tag(new or b"")


def _list_content(episode: Episode) -> tuple[object, ...]:
    """Return what an episode says, without the marks of corrections."""
    cues = tuple(replace(cue, correction=0) for cue in episode.cues)
    return episode.paper, episode.stories, episode.chapters, cues


def _cut_tag(data: bytes) -> bytes:
    return data[measure_tag(data) :]


def _leave_public(
    before: Episode,
    after: Episode,
    plan: EpisodePlan,
    spoken: Sequence[SpokenSegment],
    run: RunLog,
) -> MadeEpisode:
    """Publish nothing: there is nothing to correct, and other tags are no reason to download."""
    episode = replace(before, warnings=after.warnings)
    run.episode, run.warnings = episode, episode.warnings
    shutil.rmtree(plan.edition.making.path, ignore_errors=True)
    save_rundown(plan.edition.made_rundown, plan.rundown)
    return MadeEpisode(
        episode=episode, fell_back=fallback_spoke(plan.setup.engine, spoken), same=True
    )


def _warn_of_replacement(
    before: Episode | None, after: Episode, spoken: Sequence[SpokenSegment]
) -> tuple[str, ...]:
    """Warn if other audio has taken the place of a public episode's without an announcement."""
    if before is None or before.sample or before.audio_sha256 == after.audio_sha256:
        return ()
    return (
        _(
            "{key} was public, and its audio was replaced without an announcement: {new} of "
            "{count} segments were spoken anew; a correction is announced by: audiopaper correct "
            "DATE",
            key=after.key,
            new=sum(1 for segment in spoken if segment.tries),
            count=len(spoken),
        ),
    )


def _speak_and_stitch(
    plan: EpisodePlan, run: RunLog, tell: ProgressCallback
) -> tuple[tuple[SpokenSegment, ...], Episode]:
    """Return the spoken segments and the episode that was stitched of them.

    The clips of earlier runs are read whole only if one that is needed turns out to be damaged;
    then it is spoken again.
    """
    warnings, clips = run.warnings, plan.setup.clips
    try:
        spoken = _speak(plan, clips_encoded_early(plan), run, tell)
        return spoken, _stitch(plan, spoken, run, tell)
    except MissingClipError:
        run.warnings = warnings
    spoken = _speak(plan, clips, run, tell)
    return spoken, _stitch(plan, spoken, run, tell)


def _stitch(
    plan: EpisodePlan, spoken: Sequence[SpokenSegment], run: RunLog, tell: ProgressCallback
) -> Episode:
    shutil.rmtree(plan.edition.making.path, ignore_errors=True)
    with run.stage("stitching") as note:
        episode = record_episode(plan, spoken, run.warnings, tell)
        note(
            _(
                "{minutes} minutes, {loudness} LUFS",
                minutes=f"{episode.duration_ms / 60_000:.1f}",
                loudness=f"{episode.loudness_lufs:.1f}",
            )
        )
    return episode


def _speak(
    plan: EpisodePlan, clips: ClipCache, run: RunLog, tell: ProgressCallback
) -> tuple[SpokenSegment, ...]:
    setup = plan.setup
    with run.stage("speech") as note:
        spoken, warnings = speak_segments(
            plan.segments,
            setup.engine,
            setup.config,
            setup.presenters,
            clips,
            tell,
            setup.gate,
        )
        new = sum(1 for segment in spoken if segment.tries)
        note(
            _(
                "{new} segments spoken, {kept} kept from before",
                new=new,
                kept=len(spoken) - new,
            )
        )
    run.spoken = spoken
    run.warnings += tuple(warnings)
    return spoken


def _in_place_of(public: Mapping[str, Episode], episode: Episode, plan: EpisodePlan) -> Episode:
    """Give an episode the date of publication, corrections and addresses of the one it replaces."""
    before = public.get(episode.key)
    if before is not None and not before.sample:
        corrections, corrected = before.corrections, before.corrected
        if before.audio_sha256 != episode.audio_sha256:
            corrected = _next_change(public.values(), plan.setup, plan.now)
            if plan.correction is not None:
                corrections += (plan.correction(before, episode),)
        is_new = len(corrections) > len(before.corrections)
        anchors, last_anchor = keep_anchors(before, episode)
        return replace(
            episode,
            published=before.published,
            corrections=corrections,
            corrected=corrected,
            cues=mark_corrections(before, episode, len(corrections) if is_new else 0),
            anchors=anchors,
            last_anchor=last_anchor,
        )
    if episode.edition and episode.published is not None:
        # Apps sort equal dates in any order: each further edition follows by an hour, whether or
        # not the first one is out already.
        others = (e.published for e in public.values() if e.date == episode.date)
        last = max((moment for moment in others if moment), default=episode.published)
        after = max(last, episode.published) + dt.timedelta(hours=1)
        return replace(episode, published=after)
    return episode


def _next_change(
    public: Iterable[Episode], setup: ShowSetup, now: dt.datetime | None
) -> dt.datetime:
    """Return the time of a correction: now, or a second after the feed's last change."""
    show = setup.config.show
    built = load_state(setup.show).built
    after = last_change(tuple(public), show, built) + dt.timedelta(seconds=1)
    return show.local_time(max(after, now or after)).replace(microsecond=0)


def _reason_to_hold(plan: EpisodePlan) -> str:
    """Return why an episode is held until its date is named or its pages change; else empty."""
    if plan.hold:
        return _("it is held by --hold")
    return _("; ").join(plan.objections) if plan.unattended else ""


def _doubt_voice(plan: EpisodePlan, spoken: Sequence[SpokenSegment]) -> str:
    """Return why the voice of a scheduled episode is not published; empty if it is."""
    # `auto` chooses an offline voice by itself; a public episode needs a configured one.
    setup = plan.setup
    is_unconfigured = setup.engine == "auto" and setup.config.speech.fallback == "none"
    others = {segment.engine for segment in spoken} - {FIRST}
    if plan.unattended and is_unconfigured and others:
        return _(
            "{others} spoke because edge could not be reached, and the show configures no fallback",
            others="+".join(sorted(others)),
        )
    return ""
