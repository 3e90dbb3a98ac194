"""The online engine: the unmodified edge-tts client, and a look at whether its answer is whole.

edge-tts reports a broken-off answer as success and never gives up on a hang (7.2.7 to 7.3.1),
so waiting, splitting and checking are done here. All that is asynchronous stays in this file:
each call runs its own event loop in the thread that makes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from audiopaper.audio.mp3_frames import RATE_HZ, decode_frames
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
from audiopaper.engines.chunks import escaped, join_clips, shift_marks, split_text
from audiopaper.engines.edge_answer import check_answer
from audiopaper.engines.edge_client import (
    listed_voices,
    listing_client,
    packaged_voices,
    speaking_client,
)
from audiopaper.engines.edge_errors import LATER, NoAudioError, translate
from audiopaper.model import Clip, Mark, Presenter, Segment

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence

    from audiopaper.errors import SynthesisError

NAME = "edge"

_T = TypeVar("_T")
_Chunk = Mapping[str, Any]
"""What the client gives: ``type`` and ``data``, or ``type``, ``offset``, ``duration``, ``text``."""

REVISION = 1
"""Raised when the sound of an unchanged utterance changes here (trimming, gaps between pieces)."""

MAX_PIECE_BYTES = 2400
"""Of escaped UTF-8 in one request, at the voice's own pace: some 800 Han characters, three
minutes. The service's limit is 4,096 (the client splits only at spaces, which Chinese has not),
but its marks overflow a signed 32-bit count of 100 ns, 214 s (edge-tts, `__compensate_offset`)."""

CONNECT_S = 10
PROBE_S = 5.0
CLOSE_S = 0.5
"""How long a connection that failed is given to close; the client's own limit is ten seconds."""

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
    """Likewise."""

    volume: str = "+0%"
    """Likewise."""

    def __post_init__(self) -> None:
        """Refuse what the client refuses, with the key's name."""
        if not re.fullmatch(r"[a-z]{2,}-[A-Z]{2,}-\w+(-\w+)?Neural", self.voice):
            raise ValueError("voice is a short name such as zh-CN-XiaoxiaoNeural")
        if not re.fullmatch(r"[+-]\d+%", self.rate) or self.pace < 0.5 or self.pace > 2:
            raise ValueError("rate is a percentage such as +10%, from -50% to +100%")
        if not re.fullmatch(r"[+-]\d+Hz", self.pitch):
            raise ValueError("pitch is a number such as +0Hz or -5Hz")
        if not re.fullmatch(r"[+-]\d+%", self.volume):
            raise ValueError("volume is a percentage such as +0%")

    @property
    def pace(self) -> float:
        """The pace as a factor."""
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
    """Address of a proxy (``http://…``); where empty, what the environment says."""

    def __post_init__(self) -> None:
        """Refuse what no request can be made with."""
        if not 1 <= self.workers <= 8:
            raise ValueError("workers lies between 1 and 8")
        if not 0 < self.idle_seconds <= 300:
            raise ValueError("idle_seconds lies between 0 and 300")
        if self.endpoint and not re.fullmatch(r"wss?://[^/\s]+/\S*", self.endpoint):
            raise ValueError("endpoint begins with wss:// or ws:// and has a path")
        if self.proxy and not re.fullmatch(r"http://\S+", self.proxy):
            raise ValueError("proxy begins with http://")


@dataclass(slots=True)
class _Answer:
    mp3: bytearray = field(default_factory=bytearray)
    marks: list[Mark] = field(default_factory=list)
    heard: float = field(default_factory=time.monotonic)


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """The factory that the entry point names."""
    return EdgeEngine(presenters, read_settings(settings, NAME, EdgeSettings))


class EdgeEngine:
    """Microsoft Edge's read-aloud service, by the edge-tts client."""

    name = NAME
    capabilities = Capabilities(
        offline=False,
        readings="respelling",
        marks="sentence",
        max_request_bytes=MAX_PIECE_BYTES,
        formats=("mp3",),
    )

    def __init__(self, presenters: Mapping[str, Presenter], settings: EdgeSettings) -> None:
        """Keep the settings; nothing is imported or asked before the first segment."""
        self.max_concurrent = settings.workers
        self._presenters = presenters
        self._settings = settings

    def fingerprint(self, presenter: str) -> str:
        """Voice, pace, pitch, volume, and the service where it is another."""
        v = self._voice(presenter)
        service = plain_address(self._settings.endpoint)
        return f"{v.voice} {v.rate} {v.pitch} {v.volume} {REVISION} {service}"

    def utterance(self, segment: Segment) -> str:
        """The segment with its respellings, as the service is sent it."""
        return " ".join(_printable(segment.respelled).split())

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, in as many requests as its length needs."""
        voice = self._voice(segment.presenter)
        limit = int(MAX_PIECE_BYTES * min(1.0, voice.pace))
        pieces = split_text(self.utterance(segment), limit)
        if not pieces:
            return silent_clip(RATE_HZ)
        clips = [(piece, self._say(piece, voice)) for piece in pieces]
        return join_clips(clips)

    def probe(self) -> None:
        """Ask for one character's sound and wait for the first of it."""
        voices = [p for p in sorted(self._presenters) if NAME in self._presenters[p].engines]
        voice = self._voice(voices[0]) if voices else EdgeVoice(voice="zh-CN-XiaoxiaoNeural")

        async def first() -> None:
            stream = self._stream("好", voice)
            try:
                await _until(_in(PROBE_S), _first(stream))
            finally:
                await _close(stream)

        # In a thread that nobody waits for: without a network, looking up a name takes longer
        # than any limit that asyncio can set.
        answers: list[SynthesisError | None] = []

        def ask() -> None:
            # Twice, since one dropped connection is no reason to change the voice of a show.
            for last in (False, True):
                try:
                    asyncio.run(first())
                except Exception as error:
                    failure = translate(error, voice.voice)
                    if last or not isinstance(failure, TransientError):
                        answers.append(failure)
                        return
                else:
                    answers.append(None)
                    return

        thread = threading.Thread(target=ask, daemon=True, name="edge-probe")
        thread.start()
        thread.join(PROBE_S)
        if not answers:
            raise TransientError(
                f"the edge service did not answer within {PROBE_S:g} seconds", remedy=LATER
            )
        if answers[0] is not None:
            raise answers[0]

    def voices(self, *, refresh: bool = False) -> tuple[Voice, ...]:
        """The service's Chinese voices as packaged; refreshed, all that it has now."""
        if not refresh:
            return packaged_voices()
        client = listing_client(self._settings.endpoint)

        async def ask() -> list[Mapping[str, Any]]:
            # Its own proxy, else the environment's: the client trusts that for this request.
            asked = client.list_voices(proxy=self._settings.proxy or None)
            return await _until(_in(self._settings.idle_seconds), asked)

        try:
            return listed_voices(asyncio.run(ask()))
        except Exception as error:
            raise translate(error, "any") from error

    def close(self) -> None:
        """Nothing is held between two segments."""

    def _voice(self, presenter: str) -> EdgeVoice:
        return read_voice(self._presenters, presenter, NAME, EdgeVoice)

    def _say(self, piece: str, voice: EdgeVoice, *, may_split: bool = True) -> Clip:
        """Speak one piece. Where no sound comes: once more, then in smaller pieces."""
        try:
            return self._ask(piece, voice)
        except NoAudioError:
            if not may_split:
                raise
        try:
            return self._ask(piece, voice)
        except NoAudioError:
            parts = split_text(piece, max(8, len(escaped(piece)) * 2 // 3))
            if len(parts) < 2:
                raise
        return join_clips([(part, self._say(part, voice, may_split=False)) for part in parts])

    def _ask(self, piece: str, voice: EdgeVoice) -> Clip:
        try:
            answer = asyncio.run(self._collect(piece, voice))
        except Exception as error:
            raise translate(error, voice.voice) from error
        check_answer(piece, bytes(answer.mp3), answer.marks, voice.pace)
        return _clip(bytes(answer.mp3), answer.marks)

    async def _collect(self, piece: str, voice: EdgeVoice) -> _Answer:
        answer = _Answer()
        stream = self._stream(piece, voice)
        # The service sends faster than it speaks; a second a character is the pace of a line
        # that is slower than speech and yet alive.
        end = time.monotonic() + 30 + len(piece)
        try:
            await _until(
                lambda: min(end, answer.heard + self._settings.idle_seconds),
                _fill(answer, stream),
            )
        finally:
            await _close(stream)
        return answer

    def _stream(self, text: str, voice: EdgeVoice) -> AsyncGenerator[_Chunk, None]:
        client = speaking_client(self._settings.endpoint)
        stream: AsyncGenerator[_Chunk, None] = client.Communicate(
            text,
            voice.voice,
            rate=voice.rate,
            pitch=voice.pitch,
            volume=voice.volume,
            proxy=self._settings.proxy or environment_proxy(client.WSS_URL),
            connect_timeout=CONNECT_S,
        ).stream()
        return stream


async def _until(deadline: Callable[[], float], work: Coroutine[Any, Any, _T]) -> _T:
    """What the work gives, if it gives it before the deadline, which may move meanwhile.

    Raises:
        TimeoutError: It did not, and was stopped.
    """
    task = asyncio.ensure_future(work)
    while not task.done() and (left := deadline() - time.monotonic()) > 0:
        await asyncio.wait({task}, timeout=left)
    # The first cancellation makes the client say good-bye, which waits ten seconds for an
    # answer; the second makes it leave.
    for _ in range(2):
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


async def _close(stream: AsyncGenerator[_Chunk, None]) -> None:
    # Left to Python, an open stream is closed when nobody can hear of it any more.
    with contextlib.suppress(Exception):
        await _until(_in(CLOSE_S), _aclose(stream))


async def _first(stream: AsyncGenerator[_Chunk, None]) -> None:
    await anext(stream)


async def _aclose(stream: AsyncGenerator[_Chunk, None]) -> None:
    await stream.aclose()


async def _fill(answer: _Answer, stream: AsyncGenerator[_Chunk, None]) -> None:
    async for chunk in stream:
        answer.heard = time.monotonic()
        if chunk["type"] == "audio":
            answer.mp3 += chunk["data"]
            continue
        start = int(chunk["offset"]) // TICKS_PER_MS
        end = start + int(chunk["duration"]) // TICKS_PER_MS
        answer.marks.append(Mark(start_ms=start, end_ms=end, text=str(chunk["text"])))


def _printable(text: str) -> str:
    # The client replaces these by spaces; so does the key that the clip is cached under.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)


def _clip(mp3: bytes, marks: Sequence[Mark]) -> Clip:
    pcm = decode_frames(mp3)
    trimmed, _ = trim_padding(pcm, RATE_HZ)
    whole = Clip(pcm=trimmed, rate_hz=RATE_HZ)
    # Encoder and decoder delay the sound against the marks by some 46 ms, so the cut is no
    # measure: where the sound begins is where the first mark begins.
    marks = shift_marks(marks, KEEP_BEFORE_MS - marks[0].start_ms, whole.length_ms)
    return Clip(pcm=trimmed, rate_hz=RATE_HZ, marks=marks)
