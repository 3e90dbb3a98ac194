"""Requests for sound and pictures, and the event stream of a page."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse

from audiopaper.desk.board import list_rundown_files, read_printed
from audiopaper.desk.days import find_delivery, read_day
from audiopaper.desk.edits import digest_rundown
from audiopaper.desk.jobs import JOB_NAME, Job, jobs_folder, load_job
from audiopaper.desk.pictures import WIDTH, draw_sound
from audiopaper.errors import AudiopaperError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from starlette.requests import Request

    from audiopaper.config import Config
    from audiopaper.desk.renderer import Renderer
    from audiopaper.model import EditionKey

_LOOK_S = 0.4
"""Interval between two checks of the show's files for changes by other programs."""


class MediaRequests:
    """Answers requests for sound, pictures and events."""

    def __init__(self, renderer: Renderer) -> None:
        """Use a renderer for the answers."""
        self._renderer = renderer

    def send_audio(self, request: Request) -> Response:
        """Send the episode's MP3, or a part of it."""
        config, edition = self._renderer.find_edition(request)
        day = read_day(config, edition, self._renderer.desk.clock())
        if day.episode is None or day.folder is None:
            return PlainTextResponse("there is no episode", 404)
        return FileResponse(day.folder / day.episode.audio, media_type="audio/mpeg")

    def draw_sound(self, request: Request) -> Response:
        """Draw the episode's waveform and loudness."""
        from audiopaper.stitching.analysis import analyse_file

        config, edition = self._renderer.find_edition(request)
        day = read_day(config, edition, self._renderer.desk.clock())
        if day.episode is None or day.folder is None:
            return PlainTextResponse("there is no episode", 404)
        analysis = analyse_file(day.folder / day.episode.audio)
        levels = [float(lufs) for lufs in analysis.short_term()[9::10]]
        each = max(1, len(analysis.lows) // WIDTH)
        whole = len(analysis.lows) // each * each
        lows = analysis.lows[:whole].reshape(-1, each).min(axis=1).tolist()
        highs = analysis.highs[:whole].reshape(-1, each).max(axis=1).tolist()
        length_ms = day.episode.duration_ms or 1
        starts = [chapter.start_ms / length_ms for chapter in day.episode.chapters]
        svg = draw_sound(lows, highs, levels, starts, config.loudness.target_lufs)
        return Response(
            svg, media_type="image/svg+xml", headers={"cache-control": "private, max-age=86400"}
        )

    def draw_page(self, request: Request) -> Response:
        """Draw the printed page of a story if it has a picture."""
        from audiopaper.desk.page_pictures import draw_sheet, find_sheet, name_version

        config, edition = self._renderer.find_edition(request)
        number = int(request.path_params["number"])
        printed = read_printed(config, edition).get(request.query_params.get("article", ""), ())
        sheet = find_sheet(find_delivery(config, edition).files, number, printed)
        if sheet is None:
            return Response(status_code=204)
        # Asked for each time: the page may be replaced, and keeps its address.
        headers = {"etag": f'"{name_version(sheet)}"', "cache-control": "private, no-cache"}
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        return Response(draw_sheet(sheet), media_type="image/jpeg", headers=headers)

    async def send_events(self, request: Request) -> Response:
        """Send events while the page is open; the first, if its rundown is a later version."""
        config, edition = self._renderer.find_edition(request)
        return StreamingResponse(
            self._watch(request, config, edition), media_type="text/event-stream"
        )

    async def _watch(
        self, request: Request, config: Config, edition: EditionKey
    ) -> AsyncIterator[bytes]:
        """Yield an event for each change of the job's progress and of the page's files."""
        files, folder = list_rundown_files(config, edition), jobs_folder(config)
        seen, sent = _times(files), _times((folder / JOB_NAME,))
        state = ""
        yield b"retry: 2000\n\n"
        shown = request.query_params.get("version")
        with contextlib.suppress(AudiopaperError):
            if shown and shown != await anyio.to_thread.run_sync(digest_rundown, files[0]):
                yield _event("changed", {})
        while not (self._renderer.desk.ending() or await request.is_disconnected()):
            await anyio.sleep(_LOOK_S)
            now = await anyio.to_thread.run_sync(_times, files)
            job_time = _times((folder / JOB_NAME,))
            if job_time != sent or state == "running":
                sent = job_time
                with contextlib.suppress(AudiopaperError):
                    job = await anyio.to_thread.run_sync(load_job, folder)
                    if job is not None:
                        yield _event("job", self._progress(job))
                        if job.state != state:
                            state = job.state
                            yield _event("changed", {})
            if now != seen:
                seen = now
                yield _event("changed", {})

    def _progress(self, job: Job) -> dict[str, Any]:
        stage = self._renderer.words.get(f"stage_{job.stage}", job.stage)
        return {"state": job.state, "stage": stage, "done": job.done, "total": job.total}


def _event(name: str, value: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def _times(files: tuple[Path, ...]) -> tuple[int, ...]:
    times = []
    for path in files:
        try:
            times.append(path.stat().st_mtime_ns)
        except OSError:
            times.append(0)
    return tuple(times)
