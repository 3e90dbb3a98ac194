"""Any server with OpenAI's interface ``POST …/audio/speech``: theirs, or one of your own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from audiopaper.engines.addresses import plain_address
from audiopaper.engines.base import (
    Capabilities,
    Engine,
    Voice,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.chunks import join_clips, split_text
from audiopaper.engines.service import Request, ask, read_key
from audiopaper.engines.service_audio import make_clip
from audiopaper.errors import ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.model import Clip, Presenter, Segment

NAME = "openai"
BASE_URL = "https://api.openai.com/v1"

MAX_CHUNK_BYTES = 2_400
"""Of UTF-8 in one request: some 800 Han characters. OpenAI takes 4,096 characters; a shorter
request loses less if it fails, and models read long texts worse."""

SILENT_RATE_HZ = 24_000
"""Sample rate of the silence for a text without speech, for which no request is made."""

PROBE_S = 10.0

REVISION = 1
"""Raised when the sound of an unchanged utterance changes here."""

_OWN_VOICES = (
    "alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse",
)  # fmt: skip
"""OpenAI's own voices, as its reference lists them; every other server has its own names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenaiVoice:
    """A presenter's table ``[openai]``."""

    voice: str
    """Name of the voice with the server."""

    model: str = ""
    """Model in place of that in ``[engines.openai]``."""

    speed: float = 1.0
    """Pace as a factor, 0.25 to 4."""

    instructions: str = ""
    """How to speak, for models with that option."""

    def __post_init__(self) -> None:
        """Refuse values that no server accepts."""
        if not self.voice.strip():
            raise ValueError(_("voice must be the name of a voice"))
        if not 0.25 <= self.speed <= 4:
            raise ValueError(_("speed must lie between 0.25 and 4"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenaiSettings:
    """The table ``[engines.openai]``."""

    workers: int = 4
    """Requests at once."""

    base_url: str = BASE_URL
    """Address up to ``/audio/speech``."""

    model: str = "gpt-4o-mini-tts"
    """Name of the model."""

    key_variable: str = "OPENAI_API_KEY"
    """Environment variable that holds the key; servers of your own often need none."""

    format: Literal["wav", "mp3", "flac", "pcm"] = "wav"
    """Format requested. The format of the answer is read from its bytes; with ``pcm``, bytes of no
    known format are bare samples."""

    pcm_rate_hz: int = 24_000
    """Rate of bare samples."""

    idle_seconds: float = 120
    """Time without data after which a request fails; many servers send nothing until all is
    spoken."""

    def __post_init__(self) -> None:
        """Refuse settings with which no request can be made."""
        if not 1 <= self.workers <= 8:
            raise ValueError(_("workers must lie between 1 and 8"))
        if not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", self.base_url):
            raise ValueError(_("base_url must be an address such as https://tts.example.org/v1"))
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", self.key_variable):
            raise ValueError(
                _("key_variable must be the name of an environment variable, not a key")
            )
        if not 8_000 <= self.pcm_rate_hz <= 48_000:
            raise ValueError(_("pcm_rate_hz must lie between 8000 and 48000"))
        if not 0 < self.idle_seconds <= 600:
            raise ValueError(_("idle_seconds must lie between 0 and 600"))


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """Construct the engine; the entry point's factory."""
    return OpenaiEngine(presenters, read_settings(settings, NAME, OpenaiSettings))


class OpenaiEngine:
    """A server with an OpenAI-compatible ``/v1/audio/speech``."""

    name = NAME
    capabilities = Capabilities(
        offline=False,
        readings="respelling",
        marks="none",
    )

    def __init__(self, presenters: Mapping[str, Presenter], settings: OpenaiSettings) -> None:
        """Take the settings; the key is read when it is needed, and stored nowhere."""
        self.max_concurrent = settings.workers
        self._presenters = presenters
        self._settings = settings

    def fingerprint(self, presenter: str) -> str:
        """Return server, model, voice, speed and instructions."""
        v = self._voice(presenter)
        server = plain_address(self._settings.base_url)
        parts = [server, v.model or self._settings.model, v.voice, v.speed, v.instructions]
        return json.dumps([*parts, REVISION], ensure_ascii=True)

    def utterance(self, segment: Segment) -> str:
        """Return the segment with its respellings, as it is sent."""
        return " ".join(segment.respelled.split())

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, in as many requests as its length needs."""
        voice = self._voice(segment.presenter)
        chunks = split_text(self.utterance(segment), MAX_CHUNK_BYTES)
        if not chunks:
            return silent_clip(SILENT_RATE_HZ)
        return join_clips([(chunk, self._say(chunk, voice)) for chunk in chunks])

    def probe(self) -> None:
        """Request one character."""
        owners = [p for p in sorted(self._presenters) if NAME in self._presenters[p].engines]
        voice = self._voice(owners[0]) if owners else OpenaiVoice(voice=_OWN_VOICES[0])
        self._say("好", voice, limit_s=PROBE_S)

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:  # noqa: ARG002
        """Return OpenAI's own; other servers have no common interface to list theirs."""
        if self._settings.base_url.rstrip("/") != BASE_URL:
            return ()
        return tuple(Voice(id=name, locale="", table={"voice": name}) for name in _OWN_VOICES)

    def close(self) -> None:
        """Do nothing: the engine holds nothing between two segments."""

    def _voice(self, presenter: str) -> OpenaiVoice:
        return read_voice(self._presenters, presenter, NAME, OpenaiVoice)

    def _say(self, text: str, voice: OpenaiVoice, limit_s: float = 0) -> Clip:
        settings = self._settings
        parameters: dict[str, str | float] = {
            "model": voice.model or settings.model,
            "input": text,
            "voice": voice.voice,
            "response_format": settings.format,
        }
        # Some servers refuse unknown keys.
        if voice.speed != 1:
            parameters["speed"] = voice.speed
        if voice.instructions:
            parameters["instructions"] = voice.instructions
        answer = ask(
            Request(
                service=_("the openai service"),
                url=f"{settings.base_url.rstrip('/')}/audio/speech",
                headers={"Content-Type": "application/json", **self._authorization()},
                body=json.dumps(parameters, ensure_ascii=False).encode("utf-8"),
                idle_seconds=limit_s or settings.idle_seconds,
                total_seconds=limit_s or settings.idle_seconds + len(text),
                key_help=_(
                    "put a valid key with credit into {key_variable}",
                    key_variable=settings.key_variable,
                ),
                request_help=_(
                    "correct base_url and model in [engines.openai], and the voice in the "
                    "presenter's file"
                ),
            )
        )
        return make_clip(
            answer.body,
            text,
            service=_("the openai service"),
            counted=answer.counted,
            pace=voice.speed,
            raw_rate_hz=settings.pcm_rate_hz if settings.format == "pcm" else 0,
        )

    def _authorization(self) -> dict[str, str]:
        settings = self._settings
        if urlsplit(settings.base_url).username is not None:
            return {}  # the client sends these, and HTTP allows one of the two
        key = read_key(settings.key_variable)
        if not key and settings.base_url.rstrip("/") == BASE_URL:
            raise ConfigError(
                _(
                    "{key_variable} is not set, and OpenAI wants a key",
                    key_variable=settings.key_variable,
                ),
                remedy=_(
                    "set {key_variable}, or base_url in [engines.openai]",
                    key_variable=settings.key_variable,
                ),
            )
        return {"Authorization": f"Bearer {key}"} if key else {}
