"""A small speech service on loopback, for the unmodified edge-tts client; it can misbehave.

It knows what the tests here need; a fuller stand-in lives in ../shared and is used where it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import json
import re
import threading
from collections.abc import Awaitable, Callable, Iterator
from xml.etree import ElementTree as ET

import lameenc
import numpy as np
import pytest
from aiohttp import WSMsgType, web

from tests import HANG_S

Handler = Callable[[web.Request], web.StreamResponse | Awaitable[web.StreamResponse]]

RATE_HZ = 24_000
LEAD_MS = 100
TAIL_MS = 850
GAP_MS = 200
CHAR_MS = 150
STATUS_FAULTS = {"403": 403, "407": 407, "429": 429, "500": 500}


@functools.lru_cache(maxsize=256)
def speech(text: str) -> tuple[bytes, tuple[tuple[int, int, str], ...]]:
    """A beep for each sentence: the MP3 and (start, length, sentence) in milliseconds."""
    at_ms = LEAD_MS
    marks = []
    for sentence in re.findall(r"[^。！？；]+[。！？；]*", text):
        length_ms = CHAR_MS * sum(c.isalnum() for c in sentence)
        if length_ms:
            marks.append((at_ms, length_ms, sentence.strip()))
            at_ms += length_ms + GAP_MS
    wave = np.zeros((at_ms - GAP_MS + TAIL_MS) * RATE_HZ // 1000)
    for start_ms, length_ms, _ in marks:
        first, count = start_ms * RATE_HZ // 1000, length_ms * RATE_HZ // 1000
        wave[first : first + count] = 9000 * np.sin(np.arange(count) * 0.15)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(RATE_HZ)
    encoder.set_channels(1)
    encoder.silence()
    mp3 = encoder.encode(wave.astype("<i2").tobytes()) + encoder.flush()
    return bytes(mp3), tuple(marks)


def words_of(sentences: tuple[tuple[int, int, str], ...]) -> tuple[tuple[int, int, str], ...]:
    """Marks of words: two characters each, and no punctuation, as the service sends them."""
    words = []
    for start_ms, _, sentence in sentences:
        at_ms = start_ms
        for word in re.findall(r"\w{1,2}", sentence):
            words.append((at_ms, CHAR_MS * len(word), word))
            at_ms += CHAR_MS * len(word)
    return tuple(words)


class EdgeDouble:
    """What was asked, and what to do wrong next."""

    def __init__(self) -> None:
        self.url = ""
        self.reset()
        self.lock = threading.Lock()
        self.asking = 0
        self.peak = 0

    def reset(self) -> None:
        """Forget what was asked, and do nothing wrong."""
        self.texts: list[str] = []
        self.outcomes: list[str] = []
        self.next_faults: list[str] = []
        self.every_fault = "ok"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self.lock:
            fault = self.next_faults.pop(0) if self.next_faults else self.every_fault
            self.outcomes.append(fault)
            self.asking += 1
            self.peak = max(self.peak, self.asking)
        try:
            if fault in STATUS_FAULTS:
                return web.Response(status=STATUS_FAULTS[fault])
            socket = web.WebSocketResponse(compress=True)
            await socket.prepare(request)
            kind = "SentenceBoundary"
            async for message in socket:
                if message.type != WSMsgType.TEXT:
                    continue
                if '"wordBoundaryEnabled":"true"' in message.data:
                    kind = "WordBoundary"
                if "Path:ssml" in message.data:
                    ssml = message.data.partition("\r\n\r\n")[2]
                    await self.answer(socket, _text_of(ssml), fault, kind)
                    break
            return socket
        finally:
            with self.lock:
                self.asking -= 1

    async def answer(self, socket: web.WebSocketResponse, text: str, fault: str, kind: str) -> None:
        self.texts.append(text)
        await socket.send_str("Path:turn.start\r\n\r\n{}")
        mp3, marks = speech(text)
        if fault == "hang":
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(socket.receive(), HANG_S)
            return
        if fault == "no-audio" or not marks:
            await socket.send_str("Path:turn.end\r\n\r\n{}")
            return
        if fault == "no-marks":
            marks = ()
        if kind == "WordBoundary":
            marks = words_of(marks)
            if fault == "half-the-words":
                marks = marks[: len(marks) // 2]
        if fault == "half":
            marks = marks[: len(marks) // 2]
        if fault in ("half", "half-sound"):
            mp3 = mp3[: len(mp3) // 2 // 144 * 144]
        if fault == "noise":
            mp3 = bytes(len(mp3))
        if fault == "short-frame":
            mp3 = mp3[:-50]
        for start_ms, length_ms, sentence in marks:
            data = {
                "Offset": start_ms * 10_000,
                "Duration": length_ms * 10_000,
                "text": {"Text": sentence.replace("&", "&amp;"), "Length": len(sentence)},
            }
            told = json.dumps({"Metadata": [{"Type": kind, "Data": data}]})
            await socket.send_str(f"Path:audio.metadata\r\n\r\n{told}")
        head = b"X-RequestId:0\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
        for at in range(0, len(mp3), 7200):
            await socket.send_bytes(len(head).to_bytes(2, "big") + head + mp3[at : at + 7200])
        if fault != "close":
            await socket.send_str("Path:turn.end\r\n\r\n{}")


def _text_of(ssml: str) -> str:
    return "".join(ET.fromstring(ssml).itertext())


async def _stop(runner: web.AppRunner) -> None:
    """Stop, and end what a client has not read to its end: a closed loop would leave it open."""
    connections = runner.server.connections if runner.server else []
    transports = [handler.transport for handler in connections]
    await runner.cleanup()
    for transport in transports:
        if transport is not None:
            transport.abort()
    # The loop closes an aborted connection in its next round.
    await asyncio.sleep(0)


@contextlib.contextmanager
def serving(path: str, handle: Handler, *, scheme: str = "http") -> Iterator[str]:
    """One handler on loopback, in a thread of its own; gives its address."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def answer(request: web.Request) -> web.StreamResponse:
        told = handle(request)
        return await told if inspect.isawaitable(told) else told

    async def start() -> web.AppRunner:
        app = web.Application()
        app.router.add_route("*", path, answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(start(), loop).result(HANG_S)
    try:
        yield f"{scheme}://127.0.0.1:{runner.addresses[0][1]}{path}"
    finally:
        asyncio.run_coroutine_threadsafe(_stop(runner), loop).result(HANG_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(HANG_S)
        loop.close()


@contextlib.contextmanager
def running() -> Iterator[EdgeDouble]:
    """The service in a thread of its own."""
    double = EdgeDouble()
    with serving("/speak", double.handle, scheme="ws") as url:
        double.url = f"{url}?local=1"
        yield double


@pytest.fixture(scope="module")
def double() -> Iterator[EdgeDouble]:
    """The service for a module's tests."""
    with running() as service:
        yield service
