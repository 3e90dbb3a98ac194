"""The online engine: the unmodified edge-tts client, and a look at whether its answer is whole.

edge-tts reports a broken-off answer as success and never gives up on a hang (7.2.7 to 7.3.1),
so waiting, splitting and checking are done here. All that is asynchronous stays in this file:
each call runs its own event loop in the thread that makes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import re
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from audiopaper.engines.base import (
    BusyError,
    Engine,
    ServiceRefusedError,
    TransientError,
    has_speech,
    read_settings,
    read_voice,
    silent_clip,
)
from audiopaper.engines.mp3 import RATE_HZ, decode_frames, seconds_of
from audiopaper.engines.padding import trim_padding
from audiopaper.errors import SynthesisError
from audiopaper.model import Clip, Mark, Presenter, Segment

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
    from types import ModuleType

NAME = "edge"

REVISION = 1
"""Raised when the sound of an unchanged utterance changes here (trimming, gaps between pieces)."""

MAX_PIECE_BYTES = 4096
"""Of escaped UTF-8 in one request. The client splits longer text only at spaces and newlines;
Chinese has neither, and the service cuts such a text short."""

CONNECT_S = 10
PROBE_S = 5.0
CLOSE_S = 0.5
"""How long a connection that failed is given to close; the client's own limit is ten seconds."""

TICKS_PER_MS = 10_000
"""The service counts in 100 ns."""

_UPGRADE = (
    "upgrade the client with: pip install --upgrade edge-tts; if that does not help, this "
    "address is blocked: choose --engine espeak, or another network"
)
_LATER = "run the same command again later, or choose --engine espeak"


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
        if self.endpoint and not re.match(r"wss?://[^/\s]+/\S*$", self.endpoint):
            raise ValueError("endpoint begins with wss:// or ws:// and has a path")
        if self.proxy and not re.match(r"http://\S+$", self.proxy):
            raise ValueError("proxy begins with http://")


@dataclass(slots=True)
class _Answer:
    mp3: bytearray = field(default_factory=bytearray)
    marks: list[Mark] = field(default_factory=list)


class _NoAudioError(TransientError):
    """The service answered and sent no sound: a wrong voice, a text it cannot say, or a limit."""


def make_engine(presenters: Mapping[str, Presenter], settings: Mapping[str, object]) -> Engine:
    """The factory that the entry point names."""
    return EdgeEngine(presenters, read_settings(settings, NAME, EdgeSettings))


class EdgeEngine:
    """Microsoft Edge's read-aloud service, by the edge-tts client."""

    name = NAME
    offline = False

    def __init__(self, presenters: Mapping[str, Presenter], settings: EdgeSettings) -> None:
        """Keep the settings; nothing is imported or asked before the first segment."""
        self.max_concurrent = settings.workers
        self._presenters = presenters
        self._settings = settings
        self._own_client: ModuleType | None = None
        self._lock = threading.Lock()

    def fingerprint(self, presenter: str) -> str:
        """Voice, pace, pitch, volume, and the service where it is another."""
        v = self._voice(presenter)
        return f"{v.voice} {v.rate} {v.pitch} {v.volume} {REVISION} {self._settings.endpoint}"

    def utterance(self, segment: Segment) -> str:
        """The segment with its respellings, as the service is sent it."""
        return " ".join(_printable(segment.respelled).split())

    def synthesise(self, segment: Segment) -> Clip:
        """Speak one segment, in as many requests as its length needs."""
        voice = self._voice(segment.presenter)
        pieces = split_text(self.utterance(segment), MAX_PIECE_BYTES)
        if not pieces:
            return silent_clip(RATE_HZ)
        clips = [(piece, self._say(piece, voice)) for piece in pieces]
        return _join(clips)

    def probe(self) -> None:
        """Ask for one character's sound and wait for the first of it."""
        voices = [p for p in sorted(self._presenters) if NAME in self._presenters[p].engines]
        voice = self._voice(voices[0]) if voices else EdgeVoice(voice="zh-CN-XiaoxiaoNeural")

        async def first() -> None:
            await _next(self._stream("好", voice), PROBE_S)

        # In a thread that nobody waits for: without a network, looking up a name takes longer
        # than any limit that asyncio can set.
        answers: list[SynthesisError | None] = []

        def ask() -> None:
            with contextlib.suppress(RuntimeError):  # the interpreter may be ending
                try:
                    asyncio.run(first())
                    answers.append(None)
                except Exception as error:
                    answers.append(_translate(error, voice.voice))

        thread = threading.Thread(target=ask, daemon=True, name="edge-probe")
        thread.start()
        thread.join(PROBE_S)
        if not answers:
            raise TransientError(
                f"the edge service did not answer within {PROBE_S:g} seconds", remedy=_LATER
            )
        if answers[0] is not None:
            raise answers[0]

    def close(self) -> None:
        """Nothing is held between two segments."""

    def _voice(self, presenter: str) -> EdgeVoice:
        return read_voice(self._presenters, presenter, NAME, EdgeVoice)

    def _say(self, piece: str, voice: EdgeVoice, *, may_split: bool = True) -> Clip:
        """Speak one piece. Where no sound comes: once more, then in two halves."""
        try:
            return self._ask(piece, voice)
        except _NoAudioError:
            if not may_split:
                raise
        try:
            return self._ask(piece, voice)
        except _NoAudioError:
            halves = split_text(piece, len(_escaped(piece)) * 2 // 3)
            if len(halves) < 2:
                raise
        return _join([(half, self._say(half, voice, may_split=False)) for half in halves])

    def _ask(self, piece: str, voice: EdgeVoice) -> Clip:
        try:
            answer = asyncio.run(self._collect(piece, voice))
        except Exception as error:
            raise _translate(error, voice.voice) from error
        check_answer(piece, bytes(answer.mp3), answer.marks, voice.pace)
        return _clip(bytes(answer.mp3), answer.marks)

    async def _collect(self, piece: str, voice: EdgeVoice) -> _Answer:
        answer = _Answer()
        stream = self._stream(piece, voice)
        # The service sends faster than it speaks; a second a character is the pace of a line
        # that is slower than speech and yet alive.
        end = time.monotonic() + 30 + len(piece)
        while True:
            left = end - time.monotonic()
            chunk = await _next(stream, min(self._settings.idle_seconds, left))
            if chunk is None:
                return answer
            _take(chunk, answer)

    def _stream(self, text: str, voice: EdgeVoice) -> AsyncGenerator[Any, None]:
        import edge_tts
        import edge_tts.communicate

        client = self._client() if self._settings.endpoint else edge_tts.communicate
        maker = client.Communicate if self._settings.endpoint else edge_tts.Communicate
        stream: AsyncGenerator[Any, None] = maker(
            text,
            voice.voice,
            rate=voice.rate,
            pitch=voice.pitch,
            volume=voice.volume,
            proxy=self._settings.proxy or _environment_proxy(client.WSS_URL),
            connect_timeout=CONNECT_S,
        ).stream()
        return stream

    def _client(self) -> ModuleType:
        """A copy of the client's module with another address; the library's own stays as it is."""
        with self._lock:
            if self._own_client is None:
                spec = importlib.util.find_spec("edge_tts.communicate")
                assert spec is not None
                assert spec.loader is not None
                module = importlib.util.module_from_spec(spec)
                spec.loader.exec_module(module)
                glue = "" if "?" in self._settings.endpoint else "?"
                # The client appends "&ConnectionId=…".
                module.__dict__["WSS_URL"] = self._settings.endpoint + glue
                self._own_client = module
            return self._own_client


async def _next(stream: AsyncGenerator[Any, None], seconds: float) -> Mapping[str, Any] | None:
    """The next piece of an answer; None behind the last.

    Raises:
        TimeoutError: None came in time; the connection is closed.
    """

    async def step() -> Mapping[str, Any] | None:
        return await anext(stream, None)

    task = asyncio.ensure_future(step())
    await asyncio.wait({task}, timeout=max(0, seconds))
    if task.done():
        return task.result()
    # The first cancellation makes the client say good-bye, which waits ten seconds for an
    # answer; the second makes it leave.
    for _ in range(2):
        task.cancel()
        await asyncio.wait({task}, timeout=CLOSE_S)
    with contextlib.suppress(asyncio.CancelledError, Exception):
        await task
    raise TimeoutError


def _take(chunk: Mapping[str, Any], answer: _Answer) -> None:
    if chunk["type"] == "audio":
        answer.mp3 += chunk["data"]
        return
    start = int(chunk["offset"]) // TICKS_PER_MS
    end = start + int(chunk["duration"]) // TICKS_PER_MS
    answer.marks.append(Mark(start_ms=start, end_ms=end, text=chunk["text"]))


def _environment_proxy(url: str) -> str | None:
    # aiohttp asks the environment for WSS_PROXY, which nobody sets, and never for HTTPS_PROXY.
    host = urlsplit(url).hostname or ""
    if host in ("localhost", "127.0.0.1", "::1") or urllib.request.proxy_bypass(host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get("wss") or proxies.get("https") or proxies.get("all") or ""
    return found if found.startswith("http://") else None


# ------------------------------------------------------------------------------ failures


def _translate(error: Exception, voice: str) -> SynthesisError:
    """What a failure of the client means to us; its own words may hold addresses with keys."""
    import aiohttp
    from edge_tts import exceptions

    if isinstance(error, SynthesisError):
        return error
    if isinstance(error, exceptions.NoAudioReceived):
        return _NoAudioError(
            f"the edge service sent no sound for the voice {voice}",
            remedy=f"see that the voice is right (audiopaper voices), else {_LATER}",
        )
    if isinstance(error, exceptions.SkewAdjustmentError):
        return ServiceRefusedError("the edge service refuses us (403)", remedy=_UPGRADE)
    if isinstance(error, aiohttp.ClientResponseError):
        return _refusal(error.status)
    if isinstance(error, aiohttp.ClientSSLError):
        return ServiceRefusedError(
            "the edge service's certificate is not trusted here",
            remedy="correct the clock, or have the network's owner let the service through",
        )
    if isinstance(error, aiohttp.InvalidURL):
        return ServiceRefusedError(
            "the address of the edge service or of the proxy is none",
            remedy="correct endpoint and proxy in [engines.edge]",
        )
    if isinstance(error, TimeoutError):
        return TransientError("the edge service stopped answering", remedy=_LATER)
    if isinstance(error, aiohttp.ClientConnectionError | OSError | exceptions.WebSocketError):
        return TransientError("the edge service cannot be reached", remedy=_LATER)
    # The client meets unexpected bytes with whatever its parsing raises.
    return TransientError(
        f"the edge service's answer makes no sense ({type(error).__name__})", remedy=_LATER
    )


def _refusal(status: int) -> SynthesisError:
    if status == 429:
        return BusyError("the edge service is asked too often (429)", remedy=_LATER)
    if status >= 500:
        return TransientError(f"the edge service has a fault ({status})", remedy=_LATER)
    if status == 407:
        return ServiceRefusedError(
            "the proxy wants a name and password (407)",
            remedy="put them into HTTPS_PROXY: http://name:password@host:port",
        )
    if status in (401, 403):
        return ServiceRefusedError(f"the edge service refuses us ({status})", remedy=_UPGRADE)
    return ServiceRefusedError(
        f"something else than the edge service answered ({status})", remedy=_UPGRADE
    )


# ----------------------------------------------------------------------------- splitting


def _printable(text: str) -> str:
    # The client replaces these by spaces; so does the key that the clip is cached under.
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)


def _escaped(text: str) -> bytes:
    # As xml.sax.saxutils.escape, which the client uses.
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.encode("utf-8")


_BREAKS = (
    re.compile(r".+?[。！？!?；;]+[”’」』）)》]*|.+", re.DOTALL),
    re.compile(r".+?[，,、：:…—]+|.+", re.DOTALL),
    re.compile(r"[A-Za-z0-9]+|.", re.DOTALL),
    re.compile(r".", re.DOTALL),
)
"""Where a text may be cut: behind sentences, else clauses, else words, else characters."""


def split_text(text: str, max_bytes: int) -> tuple[str, ...]:
    """Cut a text into pieces that fit a request, at sentence marks where there are any.

    Args:
        text: Anything.
        max_bytes: Greatest length of a piece, escaped for XML and in UTF-8; at least 8.

    Returns:
        Pieces that make up the text again but for spaces around them; each holds something that
        can be said.

    Example:
        >>> split_text("春天来了。花开了。", 18)
        ('春天来了。', '花开了。')
    """
    pieces = [piece.strip() for piece in _packed(text, max_bytes, _BREAKS)]
    return tuple(piece for piece in pieces if has_speech(piece))


def _packed(text: str, max_bytes: int, breaks: Sequence[re.Pattern[str]]) -> Iterator[str]:
    held = ""
    for part in breaks[0].findall(text):
        if len(_escaped(held + part)) <= max_bytes:
            held += part
            continue
        if held:
            yield held
        held = part
        if len(_escaped(part)) > max_bytes:
            *whole, held = _packed(part, max_bytes, breaks[1:])
            yield from whole
    if held:
        yield held


# -------------------------------------------------------------------------- completeness

_FASTEST = 11.0
_SLOWEST = 1.2
"""Characters a second, at the voice's own pace. News is read at 4 to 5; a sentence of short words
reaches 7. Of Latin letters four count as one for the upper bound, and one for the lower, since
they may be spelled."""

_SHORT = 8
"""Below this many characters the pauses decide, and the pace says nothing."""


def check_answer(text: str, mp3: bytes, marks: Sequence[Mark], pace: float) -> None:
    """See that an answer is whole.

    Args:
        text: What was sent.
        mp3: The sound that came.
        marks: When each sentence is said, as the service tells.
        pace: The pace asked for, as a factor.

    Raises:
        TransientError: It is not; the problem says which of the five conditions fails.
    """
    seconds = seconds_of(mp3)
    if seconds is None:
        raise _incomplete("the sound is no MP3, or breaks off inside a frame")
    if not marks:
        raise _incomplete("the sentence marks are missing")
    missing = _unsaid(text, marks)
    if missing:
        raise _incomplete(f"its marks end {missing} characters early")
    last_ms = max(mark.end_ms for mark in marks)
    if seconds * 1000 < last_ms:
        raise _incomplete(f"the sound ends {last_ms / 1000 - seconds:.1f} s before the last mark")
    latin = sum(c.isascii() for c in text if c.isalnum())
    other = sum(c.isalnum() for c in text) - latin
    if other + latin < _SHORT:
        return
    if other + latin / 4 > _FASTEST * pace * seconds:
        raise _incomplete("the sound is shorter than any voice would need")
    if other + latin < _SLOWEST * pace * (seconds - 2):
        raise _incomplete("the sound is longer than any voice would need")


def _incomplete(what: str) -> TransientError:
    return TransientError(f"the edge service's answer is not whole: {what}", remedy=_LATER)


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _unsaid(text: str, marks: Sequence[Mark]) -> int:
    """How many characters of the text lie behind the last mark.

    Marks are looked up in order, so that a sentence that stands twice is not taken for its
    twin. What the service writes otherwise than we did is passed over by its length.
    """
    sent = _plain(text)
    at = 0
    guessed = 0
    for mark in marks:
        said = _plain(mark.text)
        found = sent.find(said, at, at + len(said) + 2 * guessed + 4)
        if found >= 0:
            at, guessed = found + len(said), 0
        else:
            at, guessed = at + len(said), guessed + len(said)
    return max(0, len(sent) - at - guessed // 4)


# ------------------------------------------------------------------------------- clips

_GAPS_MS: tuple[tuple[str, int], ...] = (("。！？!?；;", 350), ("，,、：:…—", 180))
"""Silence between two pieces of one segment, by the mark that ends the first."""


def _clip(mp3: bytes, marks: Sequence[Mark]) -> Clip:
    pcm = decode_frames(mp3)
    trimmed, cut = trim_padding(pcm, RATE_HZ)
    whole = Clip(pcm=trimmed, rate_hz=RATE_HZ)
    # Encoder and decoder delay the sound against the marks by some 46 ms; where the sound
    # begins is where the first mark begins.
    shift = marks[0].start_ms if cut else 0
    return Clip(pcm=trimmed, rate_hz=RATE_HZ, marks=_shifted(marks, -shift, whole.length_ms))


def _shifted(marks: Sequence[Mark], by_ms: int, end_ms: int) -> tuple[Mark, ...]:
    def inside(ms: int) -> int:
        return max(0, min(ms + by_ms, end_ms))

    return tuple(
        Mark(start_ms=inside(m.start_ms), end_ms=inside(m.end_ms), text=m.text) for m in marks
    )


def _join(clips: Sequence[tuple[str, Clip]]) -> Clip:
    if len(clips) == 1:
        return clips[0][1]
    pcm = bytearray()
    marks: list[Mark] = []
    for n, (piece, clip) in enumerate(clips):
        at_ms = round(len(pcm) / 2 * 1000 / RATE_HZ)
        marks += _shifted(clip.marks, at_ms, at_ms + clip.length_ms)
        pcm += clip.pcm
        if n + 1 < len(clips):
            pcm += bytes(2 * (RATE_HZ * _gap_ms(piece) // 1000))
    return Clip(pcm=bytes(pcm), rate_hz=RATE_HZ, marks=tuple(marks))


def _gap_ms(piece: str) -> int:
    last = piece.rstrip("”’」』）)》")[-1:]
    return next((ms for ends, ms in _GAPS_MS if last in ends), 0)
