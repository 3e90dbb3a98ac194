"""A jump in a real browser lands where the chapter list says, to 50 milliseconds."""

from __future__ import annotations

import base64
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiopaper.show.server import make_server
from tests.support.spoken_show import make_clip, make_show

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# Seeks, plays, and records what comes out; then the same file decoded as a whole.
RECORD = """
async ([url, at]) => {
  const context = new AudioContext({sampleRate: 44100});
  const audio = new Audio(url);
  audio.preload = "auto";
  await new Promise((done, fail) => { audio.oncanplaythrough = done; audio.onerror = fail; });
  const seeked = new Promise(done => audio.onseeked = done);
  audio.currentTime = at;
  await seeked;
  // As much as there is at once: a page that is late by a whole block loses one.
  const recorder = context.createScriptProcessor(16384, 1, 1);
  const heard = [];
  const enough = new Promise(done => recorder.onaudioprocess = event => {
    heard.push(...event.inputBuffer.getChannelData(0));
    if (heard.length > 44100) done();
  });
  context.createMediaElementSource(audio).connect(recorder);
  recorder.connect(context.destination);
  await context.resume();
  await audio.play();
  await enough;
  await context.close();
  return pack(Float32Array.from(heard));
}
"""
DECODE = """
async url => {
  const bytes = await (await fetch(url)).arrayBuffer();
  const whole = await new OfflineAudioContext(1, 44100, 44100).decodeAudioData(bytes);
  return pack(whole.getChannelData(0));
}
"""
# Samples travel as text: a list of a million numbers takes the browser's wire half a minute.
PACK = """
const pack = samples => {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768)
    text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
};
"""


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Any]:
    """A page of a folder that is served, and nothing on it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    with (
        make_server(tmp_path, "127.0.0.1", 0) as server,
        sync_api.sync_playwright() as playwright,
    ):
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
        )
        opened = browser.new_page()
        opened.add_init_script(PACK.replace("const pack", "window.pack"))
        opened.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        yield opened
        browser.close()
        server.shutdown()
        thread.join()


def unpack(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float64)


def test_a_jump_in_chromium_lands_on_the_chapter(page: Any, tmp_path: Path) -> None:
    stories = [
        ("story", f"第{i}条", [(f"第{i}段{k}。", make_clip(4, seed=2 * i + k)) for k in range(2)])
        for i in range(4)
    ]
    recording = make_show(stories).stitch(tmp_path / "a.mp3")
    reference = unpack(page.evaluate(DECODE, "a.mp3"))
    assert round(len(reference) / 44.1) == recording.duration_ms
    for chapter in recording.chapters[1:]:
        # A second into its first sentence, so that what plays can be told from its neighbours.
        # Chromium begins with a whole frame of which it has all bits: up to two frames late here,
        # and none at a chapter's own start, where no frame leans on one before it.
        at = chapter.start_ms / 1000 + 1
        heard = unpack(page.evaluate(RECORD, ["a.mp3", at]))
        first = int(np.flatnonzero(heard)[0])
        played = heard[first : first + 22_050]
        start = round((at - 0.5) * 44_100)
        window = reference[start : start + 44_100 + len(played)]
        size = 1 << (len(window) - 1).bit_length()
        match = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(played, size)), size)
        landed = start + int(match[:44_100].argmax())
        assert abs(landed / 44_100 - at) <= 0.05
