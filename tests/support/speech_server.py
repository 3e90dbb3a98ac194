"""A speech service over HTTP on loopback, in OpenAI's and in Azure's manner; it can misbehave."""

from __future__ import annotations

import contextlib
import io
import json
import threading
import wave
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import lameenc
import numpy as np
from aiohttp import web

from tests import HANG_S
from tests.support import edge_double

RATE_HZ = 24_000
CHAR_MS = 200
PADDING_MS = 300
KEY = "sk-Seven-Secrets-9"


def samples(text: str) -> np.ndarray:
    """A tone of the text's length that fades, silence around it."""
    count = RATE_HZ * CHAR_MS * max(1, sum(c.isalnum() for c in text)) // 1000
    edge = np.minimum(1.0, np.minimum(np.arange(count), np.arange(count)[::-1]) / 480)
    tone = 9000 * edge * np.sin(np.arange(count) * 0.15)
    padding = np.zeros(RATE_HZ * PADDING_MS // 1000)
    return np.concatenate([padding, tone, padding]).astype("<i2")


def as_wav(pcm: np.ndarray, *, channels: int = 1) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(np.repeat(pcm, channels).astype("<i2").tobytes())
    return out.getvalue()


def as_streamed_wav(pcm: np.ndarray) -> bytes:
    """As a program writes it that does not know the length yet."""
    whole = as_wav(pcm)
    return whole[:4] + b"\xff" * 4 + whole[8:40] + b"\xff" * 4 + whole[44:]


def as_float_wav(pcm: np.ndarray) -> bytes:
    data = (pcm / 32768).astype("<f4").tobytes()
    head = b"WAVEfmt " + (16).to_bytes(4, "little") + (3).to_bytes(2, "little")
    head += (1).to_bytes(2, "little") + RATE_HZ.to_bytes(4, "little")
    head += (RATE_HZ * 4).to_bytes(4, "little") + (4).to_bytes(2, "little")
    head += (32).to_bytes(2, "little") + b"data" + len(data).to_bytes(4, "little")
    return b"RIFF" + (len(head) + len(data)).to_bytes(4, "little") + head + data


def as_mp3(pcm: np.ndarray) -> bytes:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE_HZ)
    encoder.set_channels(1)
    return bytes(encoder.encode(pcm.tobytes()) + encoder.flush())


class SpeechServer:
    """What was asked, how the sound is sent, and what to do wrong next."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[dict[str, str]] = []
        self.documents: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.form = "wav"
        self.next_faults: list[str] = []
        self.every_fault = "ok"
        self.key = ""
        self.lock = threading.Lock()

    def reset(self) -> None:
        self.asked.clear()
        self.documents.clear()
        self.headers.clear()
        self.next_faults.clear()
        self.form, self.every_fault, self.key = "wav", "ok", ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        with self.lock:
            fault = self.next_faults.pop(0) if self.next_faults else self.every_fault
        self.headers.append(dict(request.headers))
        azure = request.headers.get("Ocp-Apim-Subscription-Key")
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.key and self.key not in (azure, bearer):
            return web.Response(status=401, text=f"wrong key {azure or bearer}")
        if fault.isdigit():
            return web.Response(status=int(fault), text=f'{{"error": "{KEY} is not good"}}')
        if fault == "quota":
            return web.json_response({"error": {"code": "insufficient_quota"}}, status=429)
        if fault == "redirect":
            return web.Response(status=302, headers={"Location": f"{self.url}/elsewhere"})
        if request.method == "GET":
            return web.json_response(
                [{"ShortName": "zh-CN-YunzeNeural", "Gender": "Male", "Locale": "zh-CN"}]
            )
        body = await request.text()
        return await self.answer(request, fault, self.text_of(body))

    def text_of(self, body: str) -> str:
        if body.startswith("<"):
            self.documents.append(body)
            return "".join(ET.fromstring(body).itertext())
        told = json.loads(body)
        self.asked.append(told)
        return str(told["input"])

    async def answer(self, request: web.Request, fault: str, text: str) -> web.StreamResponse:
        pcm = samples(text)
        makers = {
            "wav": as_wav,
            "stereo": lambda p: as_wav(p, channels=2),
            "float": as_float_wav,
            "streamed": as_streamed_wav,
            "mp3": as_mp3,
            "pcm": lambda p: p.tobytes(),
        }
        data = makers[self.form](pcm)
        if fault == "half":
            data = data[: len(data) // 2 + 7]
        if fault == "half-length":
            data = makers[self.form](pcm[: len(pcm) // 2])
        if fault == "tenth":
            data = makers[self.form](pcm[: len(pcm) // 10])
        if fault == "silence":
            data = makers[self.form](pcm * 0)
        if fault == "noise":
            data = np.random.default_rng(1).bytes(len(data))
        if fault == "empty":
            data = b""
        if fault == "opus":
            data = b"OggS" + bytes(24) + b"OpusHead" + bytes(9000)
        if fault == "text":
            data = b'{"error": {"message": "no such voice"}}'
        # The label is wrong on purpose, always.
        response = web.StreamResponse(headers={"Content-Type": "application/x-surprise"})
        if fault == "hang":
            await _wait_until_left(request)
            return response
        if fault == "cut-off":
            response.content_length = len(data)
            await response.prepare(request)
            await response.write(data[: len(data) // 2])
            assert request.transport is not None
            request.transport.abort()
            return response
        if fault == "until-close":
            # A body that ends with the connection: nothing tells whether it is all.
            response.force_close()
            response.headers["Connection"] = "close"
            response._length_check = False
            await _raw_close(request, data[: len(data) // 2])
            return response
        await response.prepare(request)
        await response.write(data)
        return response


async def _raw_close(request: web.Request, data: bytes) -> None:
    transport = request.transport
    assert transport is not None
    transport.write(b"HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n" + data)
    transport.close()


async def _wait_until_left(request: web.Request) -> None:
    import asyncio

    for _ in range(50 * HANG_S):
        if request.transport is None or request.transport.is_closing():
            return
        await asyncio.sleep(0.02)


@contextlib.contextmanager
def running() -> Iterator[SpeechServer]:
    """The service in a thread of its own."""
    server = SpeechServer()
    with edge_double.serving("/{path:.*}", server.handle) as url:
        server.url = url.partition("/{")[0]
        yield server
