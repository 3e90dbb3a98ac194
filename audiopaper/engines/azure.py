"""Azure Speech through its REST interface, in SSML."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiopaper.engines.addresses import plain_address
from audiopaper.engines.base import (
    Capabilities,
    Engine,
    TransientError,
    Voice,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.chunks import join_clips
from audiopaper.engines.edge_client import listed_voices, locale_of, packaged_voices
from audiopaper.engines.service import LATER, Request, ask, read_key
from audiopaper.engines.service_audio import make_clip
from audiopaper.engines.ssml import MarkedChunk, attribute, mark_up
from audiopaper.errors import ConfigError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiopaper.model import Clip, Presenter, Segment

NAME = "azure"
KEY = "AZURE_SPEECH_KEY"
REGION = "AZURE_SPEECH_REGION"
RATE_HZ = 24_000
FORMAT = "riff-24khz-16bit-mono-pcm"

MAX_CHUNK_BYTES = 2_400
"""Maximum of UTF-8 text in one request: some 800 Han characters, three minutes; the service ends a
request's sound after ten."""

PROBE_S = 5.0

REVISION = 1
"""Raised when the sound of an unchanged utterance changes here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureVoice:
    """A presenter's table ``[azure]``."""

    voice: str
    """Short name of the voice: ``zh-CN-XiaoxiaoNeural``."""

    rate: str = "+0%"
    """Pace, relative to the voice's own."""

    pitch: str = "+0Hz"
    """Pitch, relative to the voice's own."""

    volume: str = "+0%"
    """Volume, relative to the voice's own."""

    style: str = ""
    """Manner of speaking, for voices that have some: ``newscast``."""

    def __post_init__(self) -> None:
        """Refuse values that the service refuses, and name the key."""
        if not re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}-[\w:-]+", self.voice):
            raise ValueError(_("voice must be a short name such as zh-CN-XiaoxiaoNeural"))
        if not re.fullmatch(r"[+-]\d+%", self.rate) or not 0.5 <= self.pace <= 2:
            raise ValueError(_("rate must be a percentage such as +10%, from -50% to +100%"))
        if not re.fullmatch(r"[+-]\d+(Hz|%)", self.pitch):
            raise ValueError(_("pitch must be a number such as +0Hz or -5%"))
        if not re.fullmatch(r"[+-]\d+%", self.volume):
            raise ValueError(_("volume must be a percentage such as +0%"))
        if not re.fullmatch(r"[A-Za-z-]*", self.style):
            raise ValueError(_("style must be a word such as newscast"))

    @property
    def pace(self) -> float:
        """Return the pace as a factor."""
        return 1 + int(self.rate.rstrip("%")) / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AzureSettings:
    """The table ``[engines.azure]``."""

    workers: int = 4
    """Requests at once."""

    region: str = ""
    """Region of the Speech resource; if empty, ``AZURE_SPEECH_REGION``."""

    endpoint: str = ""
    """Address in place of the region's, up to ``/cognitiveservices``."""

    idle_seconds: float = 30
    """Time without data after which a request fails."""

    def __post_init__(self) -> None:
        """Refuse settings with which no request can be made."""
        if not 1 <= self.workers <= 8:
            raise ValueError(_("workers must lie between 1 and 8"))
        if not re.fullmatch(r"[a-z0-9]*", self.region):
            raise ValueError(_("region must be a name such as eastasia or chinaeast2"))
        if self.endpoint and not re.fullmatch(r"https?://[^\s/?#]+[^\s?#]*", self.endpoint):
            raise ValueError(_("endpoint must be an address such as https://tts.example.org"))
        if not 0 < self.idle_seconds <= 300:
            raise ValueError(_("idle_seconds must lie between 0 and 300"))


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """Construct the engine; the entry point's factory."""
    return AzureEngine(presenters, read_settings(settings, NAME, AzureSettings))


class AzureEngine:
    """Azure Speech."""

    name = NAME
    capabilities = Capabilities(
        offline=False,
        readings="ssml",
        marks="none",
    )

    def __init__(self, presenters: Mapping[str, Presenter], settings: AzureSettings) -> None:
        """Take the settings; the key is read when it is needed, and stored nowhere."""
        self.max_concurrent = settings.workers
        self._presenters = presenters
        self._settings = settings

    def fingerprint(self, presenter: str) -> str:
        """Return voice, pace, pitch, volume, style, and the service if it is another."""
        v = self._voice(presenter)
        service = plain_address(self._settings.endpoint)
        return f"{v.voice} {v.rate} {v.pitch} {v.volume} {v.style} {REVISION} {service}"

    def utterance(self, segment: Segment) -> str:
        """Return the segment in SSML, without the voice's own elements around it."""
        return "".join(chunk.markup for chunk in mark_up(segment, MAX_CHUNK_BYTES))

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, in as many requests as its length needs."""
        voice = self._voice(segment.presenter)
        chunks = mark_up(segment, MAX_CHUNK_BYTES)
        if not chunks:
            return silent_clip(RATE_HZ)
        return join_clips([(chunk.text, self._say(chunk, voice)) for chunk in chunks])

    def probe(self) -> None:
        """Request the list of voices, which needs the key and costs nothing."""
        ask(self._request("voices/list", None, {}, PROBE_S, PROBE_S))

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:
        """Return the Chinese voices that it shares with edge; refreshed, the region's own list."""
        if not refresh:
            return packaged_voices()
        limit_s = self._settings.idle_seconds
        answer = ask(self._request("voices/list", None, {}, limit_s, 2 * limit_s))
        try:
            rows: list[dict[str, Any]] = json.loads(answer.body)
            return listed_voices(rows)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise TransientError(
                _("the azure service's list of voices cannot be read"), remedy=_(LATER)
            ) from error

    def close(self) -> None:
        """Do nothing: the engine holds nothing between two segments."""

    def _voice(self, presenter: str) -> AzureVoice:
        return read_voice(self._presenters, presenter, NAME, AzureVoice)

    def _say(self, chunk: MarkedChunk, voice: AzureVoice) -> Clip:
        body = _document(chunk.markup, voice).encode("utf-8")
        headers = {
            "Content-Type": "application/ssml+xml",
            "X-Microsoft-OutputFormat": FORMAT,
        }
        idle_s = self._settings.idle_seconds
        answer = ask(self._request("v1", body, headers, idle_s, idle_s + len(chunk.text)))
        return make_clip(
            answer.body,
            chunk.text,
            service=_("the azure service"),
            counted=answer.counted,
            pace=voice.pace,
        )

    def _request(
        self,
        path: str,
        body: bytes | None,
        headers: Mapping[str, str],
        idle_s: float,
        total_s: float,
    ) -> Request:
        key = read_key(KEY)
        if not key:
            raise ConfigError(
                _("{key} is not set", key=KEY),
                remedy=_("set {key} to a Speech resource's key", key=KEY),
            )
        return Request(
            service=_("the azure service"),
            url=f"{self._base()}/cognitiveservices/{path}",
            headers={"Ocp-Apim-Subscription-Key": key, "User-Agent": "audiopaper", **headers},
            body=body,
            idle_seconds=idle_s,
            total_seconds=total_s,
            key_help=_(
                "see that {key} is a key of the resource in that region ({region})",
                key=KEY,
                region=REGION,
            ),
            request_help=_(
                "correct region in [engines.azure], and voice and style in the presenter's file"
            ),
        )

    def _base(self) -> str:
        if self._settings.endpoint:
            return self._settings.endpoint.rstrip("/")
        region = self._settings.region or os.environ.get(REGION, "").strip().lower()
        if not re.fullmatch(r"[a-z0-9]+", region):
            raise ConfigError(
                _("{region} is not set to a region", region=REGION),
                remedy=_(
                    "set {region}, or region in [engines.azure], to the region of the resource",
                    region=REGION,
                ),
            )
        # The regions in China belong to another company and another domain.
        domain = "azure.cn" if region.startswith("china") else "microsoft.com"
        return f"https://{region}.tts.speech.{domain}"


def _document(markup: str, voice: AzureVoice) -> str:
    spoken = (
        f"<prosody rate={attribute(voice.rate)} pitch={attribute(voice.pitch)}"
        f" volume={attribute(voice.volume)}>{markup}</prosody>"
    )
    if voice.style:
        spoken = f"<mstts:express-as style={attribute(voice.style)}>{spoken}</mstts:express-as>"
    language = "-".join(locale_of(voice.voice).split("-")[:2])
    return (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis"'
        f' xmlns:mstts="https://www.w3.org/2001/mstts" xml:lang={attribute(language)}>'
        f"<voice name={attribute(voice.voice)}>{spoken}</voice></speak>"
    )
