"""Requests by the buttons of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread
from starlette.responses import JSONResponse, Response

from audiopaper.config import load_presenters, voices_folder
from audiopaper.desk.audition import Passage
from audiopaper.desk.changelog import log_change
from audiopaper.desk.chosen_readings import decision_mark, make_entry, mark_tones
from audiopaper.desk.edits import Change, RundownChangedError, change_rundown, move_item, set_values
from audiopaper.desk.jobs import VERBS, Job, start_job, stop_job
from audiopaper.desk.passages import split_context
from audiopaper.desk.renderer import Renderer, edition_folder, today_at
from audiopaper.desk.request_bodies import read_body, read_json
from audiopaper.desk.settings import find_edition_name
from audiopaper.desk.uploads import MAX_BYTES, save_page
from audiopaper.desk.verdicts import settle
from audiopaper.errors import ShowBusyError
from audiopaper.model import EditionKey
from audiopaper.pipeline.known_names import settle_name
from audiopaper.pipeline.lexicon_entries import add_entry, own_folder
from audiopaper.show.folder import show_folder

if TYPE_CHECKING:
    from starlette.requests import Request

_MAX_SENTENCE = 600
"""Maximum length of a passage to speak."""


class Actions:
    """Answers requests that change a show, and those for sound."""

    def __init__(self, renderer: Renderer) -> None:
        """Use a renderer for the answers."""
        self._renderer = renderer

    async def move(self, request: Request) -> Response:
        """Move an item to another position."""
        given = await read_json(request)
        change = move_item(int(given["index"]), int(given["to"]))
        return await self._change(request, given, change, "moved")

    async def change_values(self, request: Request) -> Response:
        """Change an item's title, text, presenter or length, or take it in or out."""
        given = await read_json(request)
        values = _read_values(given["values"])
        word = "saved"
        if set(values) == {"drop"}:
            word = "dropped" if values["drop"] else "taken"
        return await self._change(request, given, set_values(int(given["index"]), values), word)

    async def settle_reading(self, request: Request) -> Response:
        """Save that a reading is right, or add another one to the lexicon."""
        given = await read_json(request)
        return await anyio.to_thread.run_sync(self._settle_reading, request, given)

    async def settle_text(self, request: Request) -> Response:
        """Save that a doubtful passage of the text was checked."""
        given = await read_json(request)

        def note() -> Response:
            config, edition = self._renderer.find_edition(request)
            settle(edition_folder(config, edition), str(given["id"]))
            self._renderer.log(request, config, edition, f"text seen: {given.get('text', '')}")
            return self._renderer.answer(config, edition, self._renderer.words["settled"])

        return await anyio.to_thread.run_sync(note)

    async def start(self, request: Request) -> Response:
        """Start a job."""
        given = await read_json(request)
        verb = str(given["verb"])
        if verb not in VERBS:
            raise ValueError(f"no such work: {verb}")

        def begin() -> Response:
            config, edition = self._renderer.find_edition(request)
            job = Job(
                verb=verb,
                day=str(edition),
                who=request.scope["who"],
                note=str(given.get("note", ""))[:300],
                story=int(given.get("story", 0)),
            )
            start_job(config, job, self._renderer.desk.options())
            self._renderer.log(request, config, edition, f"started: {verb}")
            return self._renderer.answer(config, edition, self._renderer.words["started"])

        return await anyio.to_thread.run_sync(begin)

    def stop(self, request: Request) -> Response:
        """Stop the job."""
        config = self._renderer.desk.settings()
        stopped = stop_job(config)
        if stopped:
            log_change(config, who=request.scope["who"], day="", what="stopped the work")
        return JSONResponse({"said": self._renderer.words["stopping"] if stopped else ""})

    async def hear(self, request: Request) -> Response:
        """Speak a sentence, or the words around a text in it."""
        given = await read_json(request)

        def speak() -> Response:
            config = self._renderer.desk.settings()
            tried = None
            if given.get("mark"):
                say = str(given.get("say", ""))
                tried = make_entry(str(given["mark"]), str(given.get("pinyin", "")), say)
            passage = Passage(
                sentence=str(given["sentence"])[:_MAX_SENTENCE],
                presenter=str(given.get("presenter", "")),
                text="" if given.get("whole") else str(given.get("text", "")),
                spoken=str(given.get("said", "")),
                context=str(given.get("context", "")),
                tried=tried,
            )
            mp3 = self._renderer.audition.hear(passage, config)
            return Response(mp3, media_type="audio/mpeg")

        return await anyio.to_thread.run_sync(speak)

    async def upload(self, request: Request) -> Response:
        """Save a page in the inbox."""
        data = await read_body(request, MAX_BYTES)
        name = request.path_params["name"]

        def save() -> Response:
            config, edition = self._renderer.find_edition(request)
            path = save_page(config, edition, name, data)
            self._renderer.log(request, config, edition, f"page added: {path.name}")
            message = self._renderer.words["uploaded"].format(name=path.name)
            return self._renderer.answer(config, edition, message)

        return await anyio.to_thread.run_sync(save)

    async def begin_edition(self, request: Request) -> Response:
        """Name a further edition of a day, and answer with the address of its page."""
        given = await read_json(request)

        def begin() -> Response:
            config, edition = self._renderer.find_edition(request)
            file = self._renderer.desk.settings_file()
            name = find_edition_name(config, file, str(given["name"]))
            return JSONResponse({"go": f"/day/{EditionKey.parse(f'{edition.date}-{name}')}"})

        return await anyio.to_thread.run_sync(begin)

    async def _change(
        self, request: Request, given: dict[str, Any], change: Change, word: str
    ) -> Response:
        def apply() -> Response:
            config, edition = self._renderer.find_edition(request)
            path = edition_folder(config, edition).rundown
            presenters = load_presenters(voices_folder(config))
            try:
                lines = change_rundown(
                    path, str(given["version"]), change, config=config, presenters=presenters
                )
            except RundownChangedError:
                return self._renderer.answer(
                    config, edition, self._renderer.words["conflict"], status=409
                )
            except ShowBusyError:
                return self._renderer.answer(
                    config, edition, self._renderer.words["busy"], status=423
                )
            self._renderer.log(request, config, edition, "；".join(lines) or "nothing")
            return self._renderer.answer(config, edition, self._renderer.words[word])

        return await anyio.to_thread.run_sync(apply)

    def _settle_reading(self, request: Request, given: dict[str, Any]) -> Response:
        config, edition = self._renderer.find_edition(request)
        text, scope = str(given["text"]), str(given["scope"])
        # A page sends the reading that it shows, which somebody else may have changed since.
        if given.get("said") and not self._renderer.is_read_so(config, edition, str(given["id"])):
            stale = self._renderer.words["stale_reading"].format(text=text)
            return self._renderer.answer(config, edition, stale, status=409)
        message = self._renderer.words["settled"]
        names = [str(given["id"])]
        if scope in ("always", "here"):
            pinyin, say = str(given.get("pinyin", "")), str(given.get("say", ""))
            before, after = split_context(str(given["context"]) if scope == "here" else "")
            add_entry(
                own_folder(config),
                text,
                pinyin,
                say=say,
                before=(before,) if before else (),
                after=(after,) if after else (),
                kind={"person": "name", "place": "place"}.get(str(given.get("kind")), ""),
                source=f"{request.scope['who']}, {decision_mark(edition)}",
                added=today_at(config, self._renderer.desk.clock()),
            )
            word = "decided_here" if scope == "here" else "decided"
            message = self._renderer.words[word].format(text=text, pinyin=say or mark_tones(pinyin))
        elif scope != "right":
            raise ValueError(f"no such scope: {scope}")
        elif given.get("kind") == "person":
            settle_name(show_folder(config), edition.date, text)
        settle(edition_folder(config, edition), *names)
        self._renderer.log(request, config, edition, message)
        return self._renderer.answer(config, edition, message)


def _read_values(given: Any) -> dict[str, str | int | bool]:
    """Read an item's new values.

    Raises:
        ValueError: The desk does not change one of the values.
    """
    values: dict[str, str | int | bool] = {}
    for key, value in dict(given).items():
        if key in ("title", "head", "text", "presenter"):
            values[key] = str(value)
        elif key == "paragraphs":
            values[key] = int(value or 0)
        elif key == "drop":
            values[key] = bool(value)
        else:
            raise ValueError(f"{key} cannot be changed at the desk")
    return values
