"""The check whether all that is public of a show could be rebuilt from its episodes' files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.disk import read_if_there
from audiopaper.publish.checks import Finding, check_episode
from audiopaper.publish.file_names import COVER_NAME
from audiopaper.publish.linked_files import render_side_files
from audiopaper.publish.listings import episode_path
from audiopaper.show.artwork import DRAWN_NAMES
from audiopaper.show.episode_record import load_episode
from audiopaper.show.folder import EPISODE_NAME, show_folder
from audiopaper.show.lifecycle import EpisodeStage, editions_at_stage
from audiopaper.show.public import (
    is_withdrawn,
    prepare_public,
    render_pages,
    standing_episodes,
)
from audiopaper.show.publication import check_show
from audiopaper.show.state import load_state
from audiopaper.show.targets import list_public
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Episode
    from audiopaper.show.folder import ShowFolder

_REBUILD = "write everything anew from the episodes' own files: audiopaper feed"


def check_rebuild(config: Config) -> tuple[Finding, ...]:
    """Check a show as `check_show` does, and then whether it could be rebuilt.

    Everything public is rendered from the episodes' ``episode.json`` and compared byte by byte.
    A show that passes can be restored from these files and the audio alone.

    Returns:
        The findings of `check_show`; files that differ or are missing; files in the episodes'
        folders that belong to no episode; episodes whose GUID the show's state does not have;
        damaged files of held episodes.

    Raises:
        PublishError: There is no feed, or an episode's metadata is damaged.
    """
    show = show_folder(config)
    episodes = standing_episodes(show)
    public = prepare_public(config, episodes)
    rendered = {**render_pages(public), **public.feeds}
    for episode in episodes:
        prefix = episode_path(episode.key)
        rendered |= {
            prefix + name: data
            for name, data in render_side_files(episode, config.show.base_url).items()
        }
    return (
        *check_show(config),
        *_compare(show.output, rendered, () if config.show.cover else DRAWN_NAMES),
        *_find_strays(show, episodes, rendered),
        *_compare_state(show, episodes),
        *_check_held(show),
    )


def _compare(
    output: Path, rendered: Mapping[str, bytes], drawn: Collection[str]
) -> Iterator[Finding]:
    for name, data in rendered.items():
        public = read_if_there(output / name)
        if public is None:
            yield Finding(place=name, problem=_("it is missing"), remedy=_(_REBUILD))
        elif public != data and not (name in drawn and _is_same_design(public, data)):
            problem = _("it is not what the episodes' own files give")
            yield Finding(place=name, problem=problem, remedy=_(_REBUILD))


def _is_same_design(data: bytes, drawn: bytes) -> bool:
    # Loads the picture library, which is not needed if all pictures are unchanged.
    from audiopaper.publish.cover import is_same_design

    return is_same_design(data, drawn)


def _find_strays(
    show: ShowFolder, episodes: Sequence[Episode], rendered: Mapping[str, bytes]
) -> Iterator[Finding]:
    output = show.output
    known = set(rendered)
    for episode in episodes:
        names = [episode.audio, EPISODE_NAME, COVER_NAME]
        names += [episode.opus.audio] if episode.opus is not None else []
        names += [episode.briefing.audio] if episode.briefing is not None else []
        known |= {episode_path(episode.key) + name for name in names}
    for name in list_public(output):
        # Outside the episodes' folders a show may have files of its own: a robots.txt, pictures.
        if not name.startswith("episodes/") or name in known:
            continue
        if is_withdrawn(show, name.split("/")[1]):
            # The disk was full, or the run was killed, while the episode was taken back.
            problem = _("it is of an episode that was withdrawn, and is still there")
            remedy = _("free disk space if the disk is full; then finish it: audiopaper feed")
        else:
            problem = _("it belongs to no episode, and publish would copy it")
            remedy = _("move it out of {output}, or make that day's episode again", output=output)
        yield Finding(place=name, problem=problem, remedy=remedy)


def _compare_state(show: ShowFolder, episodes: Sequence[Episode]) -> Iterator[Finding]:
    known = load_state(show).guids
    for episode in episodes:
        if not episode.sample and episode.key not in known:
            problem = _("the show's state does not know the GUID of {key}", key=episode.key)
            yield Finding(
                place=show.state.relative_to(show.output).as_posix(),
                problem=problem,
                remedy=_(_REBUILD),
            )


def _check_held(show: ShowFolder) -> Iterator[Finding]:
    for edition in editions_at_stage(show, EpisodeStage.STAGED):
        place = edition.staged.path.relative_to(show.output).as_posix()
        for finding in check_episode(edition.staged.path, load_episode(edition.staged.record)):
            yield replace(finding, place=f"{place}/{finding.place}")
