"""The online engine: the unmodified edge-tts client, with limits, splitting and checks around it.

edge-tts reports a broken-off answer as success and never gives up on a hang (7.2.7 to 7.3.1).
Asynchronous code is in this module only: each call runs an event loop in the calling thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from audiopaper.audio.silence import KEEP_BEFORE_MS, trim_padding
from audiopaper.engines.addresses import environment_proxy, plain_address
from audiopaper.engines.base import (
    Capabilities,
    Engine,
    TransientError,
    Voice,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.chunks import escape_text, join_clips, shift_marks, split_text
from audiopaper.engines.edge_answer import (
    RATE_HZ,
    UnmarkedError,
    check_answer,
    decode_answer,
    join_words,
)
from audiopaper.engines.edge_client import (
    listed_voices,
    listing_client,
    packaged_voices,
    speaking_client,
)
from audiopaper.engines.edge_errors import LATER, NoAudioError, translate
from audiopaper.memory import THREAD_BYTES, require_memory
from audiopaper.model import Clip, Mark, Presenter, Segment
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence

    from audiopaper.errors import SynthesisError

NAME = "edge"

_T = TypeVar("_T")
_Boundary = Literal["SentenceBoundary", "WordBoundary"]
_Event = Mapping[str, Any]
"""The client's event: ``type`` and ``data``, or ``type``, ``offset``, ``duration``, ``text``."""

REVISION = 1
"""Raised when the sound of an unchanged utterance changes here (trimming, gaps between chunks)."""

MAX_CHUNK_BYTES = 2400
"""Of escaped UTF-8 in one request, at the voice's own pace: some 800 Han characters, three
minutes. The service's limit is 4,096 (the client splits only at spaces, which Chinese lacks), but
its marks overflow a signed 32-bit count of 100 ns, 214 s (edge-tts, `__compensate_offset`)."""

CONNECT_S = 10
PROBE_S = 5.0
CLOSE_S = 0.5
"""Time limit for closing a failed connection; the client's own limit is ten seconds."""

TICKS_PER_MS = 10_000
"""The service counts in 100 ns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeVoice:
    """A presenter's table ``[edge]``."""

    voice: str
    """Short name of the voice: ``zh-CN-XiaoxiaoNeural``."""

    rate: str = "+0%"
    """Pace, relative to the voice's own."""

    pitch: str = "+0Hz"
    """Pitch, relative to the voice's own."""

    volume: str = "+0%"
    """Volume, relative to the voice's own."""

    def __post_init__(self) -> None:
        """Refuse values that the client refuses, and name the key."""
        if not re.fullmatch(r"[a-z]{2,}-[A-Z]{2,}-\w+(-\w+)?Neural", self.voice):
            raise ValueError(_("voice must be a short name such as zh-CN-XiaoxiaoNeural"))
        if not re.fullmatch(r"[+-]\d+%", self.rate) or self.pace < 0.5 or self.pace > 2:
            raise ValueError(_("rate must be a percentage such as +10%, from -50% to +100%"))
        if not re.fullmatch(r"[+-]\d+Hz", self.pitch):
            raise ValueError(_("pitch must be a number such as +0Hz or -5Hz"))
        if not re.fullmatch(r"[+-]\d+%", self.volume):
            raise ValueError(_("volume must be a percentage such as +0%"))

    @property
    def pace(self) -> float:
        """Return the pace as a factor."""
        return 1 + int(self.rate.rstrip("%")) / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSettings:
    """The table ``[engines.edge]``."""

    workers: int = 4
    """Requests at once."""

    idle_seconds: float = 20
    """Silence of the service after which a request is given up."""

    endpoint: str = ""
    """Address of another service that speaks the same dialogue (``wss://…``)."""

    proxy: str = ""
    """Address of a proxy (``http://…``); if empty, the environment's."""

    def __post_init__(self) -> None:
        """Refuse settings with which no request can be made."""
        if not 1 <= self.workers <= 8:
            raise ValueError(_("workers must lie between 1 and 8"))
        if not 0 < self.idle_seconds <= 300:
            raise ValueError(_("idle_seconds must lie between 0 and 300"))
        if self.endpoint and not re.fullmatch(r"wss?://[^/\s]+/\S*", self.endpoint):
            raise ValueError(_("endpoint must begin with wss:// or ws:// and have a path"))
        if self.proxy and not re.fullmatch(r"http://\S+", self.proxy):
            raise ValueError(_("proxy must begin with http://"))


@dataclass(slots=True)
class _Answer:
    mp3: bytearray = field(default_factory=bytearray)
    marks: list[Mark] = field(default_factory=list)
    last_event: float = field(default_factory=time.monotonic)


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """Construct the engine; the entry point's factory."""
    return EdgeEngine(presenters, read_settings(settings, NAME, EdgeSettings))


class EdgeEngine:
    """Microsoft Edge's read-aloud service, through the edge-tts client."""

    name = NAME
    capabilities = Capabilities(
        offline=False,
        readings="respelling",
        marks="word",
    )

    def __init__(self, presenters: Mapping[str, Presenter], settings: EdgeSettings) -> None:
        """Take the settings; nothing is imported or requested before the first segment."""
        self.max_concurrent = settings.workers
        self._presenters = presenters
        self._settings = settings

    def fingerprint(self, presenter: str) -> str:
        """Return voice, pace, pitch, volume, and the service if it is another."""
        v = self._voice(presenter)
        service = plain_address(self._settings.endpoint)
        return f"{v.voice} {v.rate} {v.pitch} {v.volume} {REVISION} {service}"

    def utterance(self, segment: Segment) -> str:
        """Return the segment with its respellings, as it is sent."""
        return " ".join(_printable(segment.respelled).split())

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, in as many requests as its length needs."""
        voice = self._voice(segment.presenter)
        limit = int(MAX_CHUNK_BYTES * min(1.0, voice.pace))
        chunks = split_text(self.utterance(segment), limit)
        if not chunks:
            return silent_clip(RATE_HZ)
        return join_clips([(chunk, self._say(chunk, voice)) for chunk in chunks])

    def probe(self) -> None:
        """Request the sound of one character and wait for its first bytes."""
        voices = [p for p in sorted(self._presenters) if NAME in self._presenters[p].engines]
        voice = self._voice(voices[0]) if voices else EdgeVoice(voice="zh-CN-XiaoxiaoNeural")

        async def receive_first() -> None:
            stream = self._stream("好", voice)
            try:
                await _until(_in(PROBE_S), _first(stream))
            finally:
                await _close(stream)

        # In a thread that is abandoned when it takes too long: without a network, resolving a
        # name takes longer than any limit that asyncio can set.
        outcomes: list[SynthesisError | None] = []

        def ask() -> None:
            # Twice, since one dropped connection is no reason to change the voice of a show.
            for last in (False, True):
                try:
                    asyncio.run(receive_first())
                except Exception as error:
                    failure = translate(error, voice.voice)
                    if last or not isinstance(failure, TransientError):
                        outcomes.append(failure)
                        return
                else:
                    outcomes.append(None)
                    return

        require_memory(THREAD_BYTES)
        thread = threading.Thread(target=ask, daemon=True, name="edge-probe")
        thread.start()
        thread.join(PROBE_S)
        if not outcomes:
            raise TransientError(
                _("the edge service did not answer within {probe_s:g} seconds", probe_s=PROBE_S),
                remedy=_(LATER),
            )
        if outcomes[0] is not None:
            raise outcomes[0]

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:
        """Return the packaged list of Chinese voices; refreshed, the service's whole list."""
        if not refresh:
            return packaged_voices()
        client = listing_client(self._settings.endpoint)

        async def ask() -> list[Mapping[str, Any]]:
            # Without a proxy of its own, the client uses the environment's for this request.
            request = client.list_voices(proxy=self._settings.proxy or None)
            return await _until(_in(self._settings.idle_seconds), request)

        try:
            return listed_voices(asyncio.run(ask()))
        except Exception as error:
            raise translate(error, "any") from error

    def close(self) -> None:
        """Do nothing: the engine holds nothing between two segments."""

    def _voice(self, presenter: str) -> EdgeVoice:
        return read_voice(self._presenters, presenter, NAME, EdgeVoice)

    def _say(self, chunk: str, voice: EdgeVoice, *, may_split: bool = True) -> Clip:
        """Speak one chunk; if no sound comes, once more, then in smaller chunks."""
        try:
            return self._ask(chunk, voice)
        except NoAudioError:
            if not may_split:
                raise
        try:
            return self._ask(chunk, voice)
        except NoAudioError:
            parts = split_text(chunk, max(8, len(escape_text(chunk)) * 2 // 3))
            if len(parts) < 2:
                raise
        return join_clips([(part, self._say(part, voice, may_split=False)) for part in parts])

    def _ask(self, chunk: str, voice: EdgeVoice) -> Clip:
        """Ask with marks of words; where these do not cover the text, with marks of sentences."""
        try:
            words = self._receive(chunk, voice, "WordBoundary")
        except UnmarkedError:
            answer = self._receive(chunk, voice, "SentenceBoundary")
            return _clip(bytes(answer.mp3), answer.marks)
        return _clip(bytes(words.mp3), join_words(chunk, words.marks), words.marks)

    def _receive(self, chunk: str, voice: EdgeVoice, kind: _Boundary) -> _Answer:
        """Return the whole answer to one request."""
        try:
            answer = asyncio.run(self._collect(chunk, voice, kind))
        except Exception as error:
            raise translate(error, voice.voice) from error
        check_answer(chunk, bytes(answer.mp3), answer.marks, voice.pace)
        return answer

    async def _collect(self, chunk: str, voice: EdgeVoice, kind: _Boundary) -> _Answer:
        answer = _Answer()
        stream = self._stream(chunk, voice, kind)
        # The service sends faster than speech; a second a character allows for a slow connection.
        end = time.monotonic() + 30 + len(chunk)
        try:
            await _until(
                lambda: min(end, answer.last_event + self._settings.idle_seconds),
                _fill(answer, stream),
            )
        finally:
            await _close(stream)
        return answer

    def _stream(
        self, text: str, voice: EdgeVoice, kind: _Boundary = "SentenceBoundary"
    ) -> AsyncGenerator[_Event, None]:
        client = speaking_client(self._settings.endpoint)
        stream: AsyncGenerator[_Event, None] = client.Communicate(
            text,
            voice.voice,
            rate=voice.rate,
            pitch=voice.pitch,
            volume=voice.volume,
            boundary=kind,
            proxy=self._settings.proxy or environment_proxy(client.WSS_URL),
            connect_timeout=CONNECT_S,
        ).stream()
        return stream


async def _until(deadline: Callable[[], float], work: Coroutine[Any, Any, _T]) -> _T:
    """Await work until a deadline, which may move meanwhile.

    Raises:
        TimeoutError: It was not done in time, and was cancelled.
    """
    task = asyncio.ensure_future(work)
    while not task.done() and (left := deadline() - time.monotonic()) > 0:
        await asyncio.wait({task}, timeout=left)
    # The first cancellation makes the client close the connection, which waits ten seconds for an
    # answer; the second cancels that, too.
    for _time in range(2):
        if task.done():
            break
        task.cancel()
        await asyncio.wait({task}, timeout=CLOSE_S)
    if task.cancelled() or not task.done():
        raise TimeoutError
    return task.result()


def _in(seconds: float) -> Callable[[], float]:
    end = time.monotonic() + seconds
    return lambda: end


async def _close(stream: AsyncGenerator[_Event, None]) -> None:
    # The garbage collector would close the stream too late to report errors.
    with contextlib.suppress(Exception):
        await _until(_in(CLOSE_S), _aclose(stream))


async def _first(stream: AsyncGenerator[_Event, None]) -> None:
    await anext(stream)


async def _aclose(stream: AsyncGenerator[_Event, None]) -> None:
    await stream.aclose()


async def _fill(answer: _Answer, stream: AsyncGenerator[_Event, None]) -> None:
    async for event in stream:
        answer.last_event = time.monotonic()
        if event["type"] == "audio":
            answer.mp3 += event["data"]
            continue
        start = int(event["offset"]) // TICKS_PER_MS
        end = start + int(event["duration"]) // TICKS_PER_MS
        answer.marks.append(Mark(start_ms=start, end_ms=end, text=str(event["text"])))


def _printable(text: str) -> str:
    # The client replaces these by spaces; the clip's cache key must have them replaced, too.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)


def _clip(mp3: bytes, marks: Sequence[Mark], words: Sequence[Mark] = ()) -> Clip:
    pcm = decode_answer(mp3)
    trimmed, _ = trim_padding(pcm, RATE_HZ)
    whole = Clip(pcm=trimmed, rate_hz=RATE_HZ)
    # Encoder and decoder delay the sound by some 46 ms against the marks, so that the length of
    # the cut cannot be used: the first mark is taken to begin with the sound.
    shift_ms = KEEP_BEFORE_MS - marks[0].start_ms
    return Clip(
        pcm=trimmed,
        rate_hz=RATE_HZ,
        marks=shift_marks(marks, shift_ms, whole.length_ms),
        words=shift_marks(words, shift_ms, whole.length_ms),
    )
