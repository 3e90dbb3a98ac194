"""Whether feed, pages, files and hashes are what the episodes' own files give, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, output_folder
from audiopaper.disk import read_if_there
from audiopaper.publish.checks import Finding, check_episode
from audiopaper.publish.feed import IMAGE_NAME
from audiopaper.publish.side_files import render_side_files
from audiopaper.show.episode_record import FILE_NAME, load_episode
from audiopaper.show.public import (
    DRAWN_NAMES,
    WORK_FOLDER,
    held_folders,
    prepare_public,
    render_pages,
    standing_episodes,
)
from audiopaper.show.publication import check_show
from audiopaper.show.state import load_state
from audiopaper.show.targets import list_public

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from audiopaper.model import Episode

_REBUILD = "write everything anew from the episodes' own files: audiopaper feed"


def prove_show(config: Config) -> tuple[Finding, ...]:
    """Look at a show as `check_show` does, and then at whether it could be made again.

    Everything public is rendered anew from the episodes' ``episode.json`` and compared byte by
    byte; so a show of which only these and the audio are left can be put back whole.

    Returns:
        What `check_show` finds; what differs or is missing; what stands among the episodes and
        belongs to none; GUIDs that the show's state does not know; what is held and damaged.

    Raises:
        PublishError: There is no feed, or an episode's metadata is damaged.
    """
    output = output_folder(config)
    episodes = standing_episodes(output)
    public = prepare_public(config, episodes)
    made = {**render_pages(config, public), **public.feeds}
    for episode in episodes:
        prefix = f"episodes/{episode.key}/"
        made |= {
            prefix + name: data
            for name, data in render_side_files(episode, config.show.base_url).items()
        }
    return (
        *check_show(config),
        *_compare(output, made, () if config.show.cover else DRAWN_NAMES),
        *_find_strays(output, episodes, made),
        *_compare_state(output, episodes),
        *_check_held(output),
    )


def _compare(output: Path, made: Mapping[str, bytes], drawn: Collection[str]) -> Iterator[Finding]:
    for name, data in made.items():
        there = read_if_there(output / name)
        if there is None:
            yield Finding(place=name, problem="it is missing", remedy=_REBUILD)
        elif there != data and not (name in drawn and _is_same_design(there, data)):
            problem = "it is not what the episodes' own files give"
            yield Finding(place=name, problem=problem, remedy=_REBUILD)


def _is_same_design(data: bytes, drawn: bytes) -> bool:
    # Loads the picture library, which a show whose pictures are as they were needs nowhere.
    from audiopaper.publish.cover import is_same_design

    return is_same_design(data, drawn)


def _find_strays(
    output: Path, episodes: Sequence[Episode], made: Mapping[str, bytes]
) -> Iterator[Finding]:
    known = set(made)
    for episode in episodes:
        names = [episode.audio, FILE_NAME, IMAGE_NAME]
        names += [episode.opus.audio] if episode.opus is not None else []
        names += [episode.briefing.audio] if episode.briefing is not None else []
        known |= {f"episodes/{episode.key}/{name}" for name in names}
    for name in list_public(output):
        # Beside the episodes a show may keep what it likes: a robots.txt, a second picture.
        if name.startswith("episodes/") and name not in known:
            problem = "it belongs to no episode, and publish would copy it"
            remedy = f"move it out of {output}, or make that day's episode again"
            yield Finding(place=name, problem=problem, remedy=remedy)


def _compare_state(output: Path, episodes: Sequence[Episode]) -> Iterator[Finding]:
    known = load_state(output / WORK_FOLDER).guids
    for episode in episodes:
        if not episode.sample and episode.key not in known:
            problem = f"the show's state does not know the GUID of {episode.key}"
            yield Finding(place=f"{WORK_FOLDER}/show.json", problem=problem, remedy=_REBUILD)


def _check_held(output: Path) -> Iterator[Finding]:
    for folder in held_folders(output):
        place = folder.relative_to(output).as_posix()
        for found in check_episode(folder, load_episode(folder / FILE_NAME)):
            yield replace(found, place=f"{place}/{found.place}")
