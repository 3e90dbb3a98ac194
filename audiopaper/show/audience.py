"""How often a show's episodes were downloaded, by the log that its configuration names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiopaper.disk import open_file
from audiopaper.downloads import Download, EpisodeFile, count_downloads, find_logs, read_log
from audiopaper.errors import InputError, PublishError
from audiopaper.publish.listings import episode_path
from audiopaper.show.folder import show_folder
from audiopaper.show.public import standing_episodes
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.model import Episode

_ID3_HEAD = 10


def count_show_downloads(config: Config, logs: Sequence[Path] = ()) -> tuple[Download, ...]:
    """Count the downloads of the episodes that are public.

    Args:
        config: The configuration in force.
        logs: Access logs; none for those that ``[publish] access_logs`` names.

    Returns:
        By time.

    Raises:
        InputError: No log is named or found, or one cannot be read.
        PublishError: An episode's metadata is damaged.
    """
    pattern = config.publish.access_logs
    logs = logs or (find_logs(pattern, config.folder) if pattern else ())
    if not logs:
        raise InputError(
            _("there is no log {pattern}", pattern=pattern)
            if pattern
            else _("no access log was named"),
            remedy=_(
                "name one: audiopaper stats LOG, or set access_logs in [publish]: "
                '"/var/log/nginx/access.log*"'
            ),
        )
    show = show_folder(config)
    files = [_file_of(episode, show.output) for episode in standing_episodes(show)]
    requests = (request for path in logs for request in read_log(path))
    return count_downloads(requests, files)


def _file_of(episode: Episode, output: Path) -> EpisodeFile:
    path = episode_path(episode.key) + episode.audio
    return EpisodeFile(
        key=episode.key,
        path=path,
        audio_bytes=episode.audio_bytes,
        header_bytes=_tag_bytes(output / path),
        duration_ms=episode.duration_ms,
    )


def _tag_bytes(path: Path) -> int:
    """The size of a file's ID3v2 tag (ID3v2.4 structure, section 3.1); 0 where it has none."""
    try:
        with open_file(path) as file:
            head = file.read(_ID3_HEAD)
    except (OSError, PublishError):
        return 0
    if len(head) < _ID3_HEAD or not head.startswith(b"ID3"):
        return 0
    size = 0
    for byte in head[6:]:
        size = size << 7 | byte & 0x7F
    return _ID3_HEAD + size
