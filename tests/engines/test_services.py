"""Engines over HTTP: whole clips or the right error, whatever the label says; and no key shown."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import miniaudio
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiopaper.audio.formats import sniff
from audiopaper.audio.mp3_frames import find_mp3_damage
from audiopaper.engines import make_engine
from audiopaper.engines.addresses import environment_proxy, plain_address
from audiopaper.engines.base import BusyError, Engine, ServiceRefusedError, TransientError
from audiopaper.engines.service_audio import make_clip
from audiopaper.engines.ssml import mark_up
from audiopaper.errors import AudiopaperError, ConfigError, SynthesisError
from audiopaper.model import Presenter, Reading, Segment
from audiopaper.speech import speak
from audiopaper.store.clip_store import ClipCache
from tests.support import speech_server
from tests.support.speech_server import CHAR_MS, KEY, RATE_HZ, SpeechServer

TEXT = "青川夜间公交今天开行，市民可以刷卡乘车。"
CHARS = sum(c.isalnum() for c in TEXT)
NAMES = ("openai", "azure")


@pytest.fixture(scope="module")
def running_server() -> Iterator[SpeechServer]:
    with speech_server.running() as server:
        yield server


@pytest.fixture
def server(running_server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> SpeechServer:
    running_server.reset()
    for name in list(os.environ):
        if name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("AZURE_SPEECH_KEY", KEY)
    monkeypatch.delenv("AZURE_SPEECH_REGION", raising=False)
    return running_server


def make(name: str, url: str, table: dict[str, object] | None = None, **settings: object) -> Engine:
    voices: dict[str, dict[str, object]] = {
        "openai": {"voice": "zh-anchor"} | (table or {}),
        "azure": {"voice": "zh-CN-XiaoxiaoNeural"} | (table or {}),
    }
    presenter = Presenter(
        name="lan",
        display_name="岚",
        chars_per_minute=270,
        engines=voices,  # type: ignore[arg-type]
    )
    where = {"base_url": f"{url}/v1"} if name == "openai" else {"endpoint": url}
    return make_engine(name, {"lan": presenter}, where | {"idle_seconds": 30} | settings)


def segment(text: str = TEXT, *readings: Reading) -> Segment:
    return Segment(item=0, presenter="lan", printed=text, readings=readings)


ZENG = Reading(start=2, end=3, spoken="曾", pinyin=("zeng1",), forced=True, respelling="增")


# ------------------------------------------------------------------------ what is sent


def test_an_openai_server_is_asked_in_its_own_words(server: SpeechServer) -> None:
    engine = make("openai", server.url, {"speed": 1.2, "instructions": "平稳"}, model="cosyvoice")
    engine.synthesise(segment("局长曾令新", ZENG))
    assert server.asked == [
        {
            "model": "cosyvoice",
            "input": "局长增令新",
            "voice": "zh-anchor",
            "response_format": "wav",
            "speed": 1.2,
            "instructions": "平稳",
        }
    ]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"


def test_a_server_of_ones_own_is_sent_no_key_and_no_words_it_may_not_know(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    make("openai", server.url).synthesise(segment())
    assert "Authorization" not in server.headers[0]
    assert set(server.asked[0]) == {"model", "input", "voice", "response_format"}


def test_the_key_can_stand_in_another_variable(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OWN_KEY", "own-key")
    make("openai", server.url, key_variable="OWN_KEY").synthesise(segment())
    assert server.headers[0]["Authorization"] == "Bearer own-key"


def test_azure_is_sent_ssml_with_voice_prosody_and_style(server: SpeechServer) -> None:
    table: dict[str, object] = {"rate": "+10%", "pitch": "-5%", "style": "newscast"}
    make("azure", server.url, table).synthesise(segment("局长曾令新", ZENG))
    (document,) = server.documents
    root = ET.fromstring(document)
    ssml = "{http://www.w3.org/2001/10/synthesis}"
    (voice,) = root
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
    assert voice.get("name") == "zh-CN-XiaoxiaoNeural"
    assert voice[0].get("style") == "newscast"
    assert voice[0][0].attrib == {"rate": "+10%", "pitch": "-5%", "volume": "+0%"}
    (phoneme,) = root.iter(f"{ssml}phoneme")
    assert (phoneme.text, phoneme.attrib) == ("曾", {"alphabet": "sapi", "ph": "zeng 1"})
    head = server.headers[0]
    assert head["Ocp-Apim-Subscription-Key"] == KEY
    assert head["X-Microsoft-OutputFormat"] == "riff-24khz-16bit-mono-pcm"


@pytest.mark.parametrize("name", NAMES)
def test_a_long_text_goes_out_in_pieces_that_lose_nothing(server: SpeechServer, name: str) -> None:
    text = "".join(f"这是第{'一二三四五六七八九'[n % 9]}句关于青川公园的报道。" for n in range(60))
    clip = make(name, server.url).synthesise(segment(text))
    sent = [a["input"] for a in server.asked] or [
        "".join(ET.fromstring(d).itertext()) for d in server.documents
    ]
    assert len(sent) > 1
    assert "".join(sent) == text
    spoken = sum(c.isalnum() for c in text) * CHAR_MS
    assert spoken < clip.length_ms < spoken + 3000


@pytest.mark.parametrize(
    ("region", "address"),
    [
        pytest.param("eastasia", "https://eastasia.tts.speech.microsoft.com", id="world"),
        pytest.param("chinaeast2", "https://chinaeast2.tts.speech.azure.cn", id="china"),
    ],
)
def test_the_region_of_the_environment_says_where_azure_is(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch, region: str, address: str
) -> None:
    monkeypatch.setenv("AZURE_SPEECH_REGION", region)
    engine = make_engine("azure", {}, {})
    with pytest.raises(SynthesisError, match=address):
        engine.probe()


def test_azure_lists_its_voices_only_when_asked_to(server: SpeechServer) -> None:
    engine = make("azure", server.url)
    assert "zh-CN-YunyangNeural" in {v.id for v in engine.voices()}
    assert server.headers == []
    assert [v.id for v in engine.voices(refresh=True)] == ["zh-CN-YunzeNeural"]


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_say_asks_nobody(server: SpeechServer, name: str) -> None:
    assert make(name, server.url).synthesise(segment("——＊。")).length_ms == 100
    assert server.headers == []


# ------------------------------------------------------------------------------- SSML


def reading(text: str, chars: str, pinyin: str, **changes: object) -> Reading:
    at = text.index(chars)
    plain = Reading(
        start=at, end=at + len(chars), spoken=chars, pinyin=tuple(pinyin.split()), forced=True
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "chars", "pinyin", "phones"),
    [
        pytest.param("去单县", "单县", "shan4 xian4", "shan 4 - xian 4", id="two"),
        pytest.param("吕女士", "吕", "lv3", "lv 3", id="u-umlaut"),
        pytest.param("侵略", "略", "lve4", "lue 4", id="ue-after-l"),
        pytest.param("等一会儿", "一会儿", "yi1 hui4 r5", "yi 2 - hui r 4", id="erhua"),
        pytest.param("李海", "李海", "li3 hai3", "li 2 - hai 3", id="sandhi"),
        pytest.param("好的", "的", "de5", "de 5", id="neutral"),
        pytest.param("熊", "熊", "xiong2", "xiong 2", id="iong"),
    ],
)
def test_a_forced_reading_is_told_in_the_services_phones(
    text: str, chars: str, pinyin: str, phones: str
) -> None:
    (piece,) = mark_up(segment(text, reading(text, chars, pinyin)), 2400)
    told = f'<phoneme alphabet="sapi" ph="{phones}">{chars}</phoneme>'
    assert piece.markup == text.replace(chars, told)


def test_a_reading_that_nothing_forced_is_left_to_the_service() -> None:
    (piece,) = mark_up(segment("重庆", reading("重庆", "重", "chong2", forced=False)), 2400)
    assert piece.markup == "重庆"


def test_phones_that_the_service_does_not_know_are_never_sent() -> None:
    text = "嗯好"
    told = segment(text, reading(text, "嗯", "ng4", respelling="恩"))
    assert mark_up(told, 2400)[0].markup == "恩好"


def test_gaps_become_breaks_and_marks_of_markup_are_text() -> None:
    (piece,) = mark_up(segment("记者 <A&B>\n编辑　青川"), 2400)
    assert piece.markup == (
        '记者 &lt;A&amp;B&gt;<break strength="strong"/>编辑<break strength="weak"/>青川'
    )


@given(
    st.text(min_size=1, max_size=120),
    st.integers(12, 60),
    st.lists(st.integers(0, 119), max_size=5, unique=True),
)
def test_any_text_is_a_document_that_holds_all_that_can_be_said(
    text: str, max_bytes: int, forced: list[int]
) -> None:
    readings = [
        Reading(start=n, end=n + 1, spoken="曾", pinyin=("zeng1",), forced=True)
        for n in sorted(forced)
        if n < len(text)
    ]
    said = segment(text, *readings)
    document = "".join(piece.markup for piece in mark_up(said, max_bytes))
    told = "".join(ET.fromstring(f"<s>{document}</s>").itertext())
    kept = [c for c in said.spoken if c.isalnum() and not 0xD800 <= ord(c) < 0xE000]
    assert [c for c in told if c.isalnum()] == kept


# ------------------------------------------------------------------------ what comes back


@pytest.mark.parametrize("form", ["wav", "stereo", "float", "streamed", "mp3"])
def test_sound_is_told_by_its_bytes_whatever_the_label(server: SpeechServer, form: str) -> None:
    server.form = form
    clip = make("openai", server.url).synthesise(segment())
    assert clip.rate_hz == RATE_HZ
    assert abs(clip.length_ms - (CHARS * CHAR_MS + 80)) < 60
    peak = np.abs(np.frombuffer(clip.pcm, "<i2").astype(int)).max()
    assert 8_000 < peak < 10_000


def test_bare_samples_are_taken_only_where_they_were_asked_for(server: SpeechServer) -> None:
    server.form = "pcm"
    with pytest.raises(TransientError, match="unknown audio format"):
        make("openai", server.url).synthesise(segment())
    clip = make("openai", server.url, format="pcm").synthesise(segment())
    assert abs(clip.length_ms - (CHARS * CHAR_MS + 80)) < 60
    assert server.asked[-1]["response_format"] == "pcm"
    server.form = "wav"
    assert make("openai", server.url, format="pcm").synthesise(segment()) == clip


FAULTS = [
    pytest.param("500", TransientError, "500", id="500"),
    pytest.param("503", TransientError, "503", id="503"),
    pytest.param("429", BusyError, "429", id="429"),
    pytest.param("quota", ServiceRefusedError, "credit", id="no-credit"),
    pytest.param("401", ServiceRefusedError, "refuses the key", id="401"),
    pytest.param("403", ServiceRefusedError, "refuses the key", id="403"),
    pytest.param("404", ServiceRefusedError, "404", id="404"),
    pytest.param("400", SynthesisError, "refuses this request", id="400"),
    pytest.param("redirect", ServiceRefusedError, "302", id="redirect"),
    pytest.param("hang", TransientError, "stopped answering", id="hang"),
    pytest.param("cut-off", TransientError, "breaks off", id="connection-cut"),
    pytest.param("half", TransientError, "breaks off", id="half-of-the-file"),
    pytest.param("tenth", TransientError, "shorter", id="a-tenth-of-the-speech"),
    pytest.param("noise", TransientError, "unknown audio format", id="noise"),
    pytest.param("empty", TransientError, "empty", id="empty"),
    pytest.param("text", TransientError, "text in place of sound", id="json"),
    pytest.param("opus", SynthesisError, "Opus", id="opus"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("fault", "error", "words"), FAULTS)
def test_a_fault_becomes_an_error_that_says_what_is_wrong_and_shows_no_key(
    server: SpeechServer,
    name: str,
    fault: str,
    error: type[AudiopaperError],
    words: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.every_fault = fault
    with pytest.raises(error, match=words) as caught:
        make(name, server.url, idle_seconds=0.3 if fault == "hang" else 30).synthesise(segment())
    assert type(caught.value) is error
    assert caught.value.remedy
    shown: BaseException | None = caught.value
    while shown is not None:
        assert KEY not in f"{shown} {vars(shown).get('remedy')}"
        shown = shown.__cause__
    assert KEY not in caplog.text


@pytest.mark.parametrize("form", ["mp3", "streamed"])
def test_half_a_sound_that_nothing_counts_is_known_by_its_end(
    server: SpeechServer, form: str
) -> None:
    server.form = form
    server.every_fault = "until-close"
    with pytest.raises(TransientError, match="not whole"):
        make("openai", server.url).synthesise(segment())


def test_silence_is_asked_for_again(server: SpeechServer, tmp_path: Path) -> None:
    server.next_faults = ["silence", "half", "noise"]
    cache = ClipCache(tmp_path / "cache")
    engine = make("openai", server.url)
    (spoken,) = speak([segment()], engine, cache, tries=4, workers=1, sleep=lambda _: None)
    assert spoken.tries == 4
    assert len(server.asked) == 4


def test_an_unused_address_is_a_failure_worth_another_try(server: SpeechServer) -> None:
    for name in NAMES:
        with pytest.raises(TransientError, match="cannot be reached at http://127"):
            make(name, "http://127.0.0.1:9").synthesise(segment())


def test_a_probe_tells_whether_key_and_address_are_right(server: SpeechServer) -> None:
    server.key = "another"
    for name in NAMES:
        with pytest.raises(ServiceRefusedError, match="401"):
            make(name, server.url).probe()
    server.key = KEY
    for name in NAMES:
        make(name, server.url).probe()


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        pytest.param(b"RIFF\x00\x00\x00\x00WAVEfmt ", "wav", id="wav"),
        pytest.param(b"ID3\x04\x00\x00", "mp3", id="tagged-mp3"),
        pytest.param(b"\xff\xfb\x90\x64", "mp3", id="mp3"),
        pytest.param(b"\xff\xf3\x64\xc4", "mp3", id="mpeg-2-mp3"),
        pytest.param(b"\xff\xf1\x50\x80", "other", id="aac"),
        pytest.param(b"fLaC\x00", "flac", id="flac"),
        pytest.param(b"OggS" + bytes(24) + b"\x01vorbis", "ogg", id="vorbis"),
        pytest.param(b"OggS" + bytes(24) + b"OpusHead", "opus", id="opus"),
        pytest.param(b"\x00\x00\x00\x20ftypM4A ", "other", id="m4a"),
        pytest.param(b"  <html>", "text", id="html"),
        pytest.param(b"\x10\x00\x20\x00\x30\x00", "unknown", id="samples"),
    ],
)
def test_sound_is_known_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert sniff(head) == kind


@given(st.binary(max_size=300), st.sampled_from([b"", b"RIFF....WAVE", b"fLaC", b"OggS", b"ID3"]))
def test_any_bytes_are_a_clip_or_an_error_of_ours(data: bytes, head: bytes) -> None:
    for raw_rate_hz in (0, 24_000):
        with contextlib.suppress(SynthesisError):
            make_clip(
                head + data, "青川", service="it", counted=True, pace=1.0, raw_rate_hz=raw_rate_hz
            )


@given(st.integers(1, 4000))
def test_an_mp3_is_whole_only_with_its_last_byte(cut: int) -> None:
    whole = speech_server.as_mp3(speech_server.samples("青川"))
    assert not find_mp3_damage(whole)
    assert not find_mp3_damage(b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128) + whole)
    cut = min(cut, len(whole) - 1)
    length = 72 * 64_000 // RATE_HZ
    assert bool(find_mp3_damage(whole[:-cut])) == bool(cut % length)
    assert miniaudio.mp3_get_info(whole).sample_rate == RATE_HZ


# -------------------------------------------------------------------- settings and secrets


@pytest.mark.parametrize(
    ("name", "settings", "words"),
    [
        pytest.param("openai", {"base_url": "tts.example.org"}, "base_url must be", id="base-url"),
        pytest.param("openai", {"key_variable": KEY}, "not a key", id="a-key-for-a-variable"),
        pytest.param("openai", {"key": KEY}, "unknown key 'key'", id="a-key-in-the-file"),
        pytest.param("openai", {"format": "opus"}, "format", id="format"),
        pytest.param("openai", {"workers": 0}, "workers", id="workers"),
        pytest.param("azure", {"region": "East Asia"}, "region must be", id="region"),
        pytest.param("azure", {"endpoint": "ws://x"}, "endpoint must be", id="endpoint"),
        pytest.param("azure", {"idle_seconds": 0}, "idle_seconds", id="idle"),
    ],
)
def test_a_wrong_setting_is_named(name: str, settings: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        make_engine(name, {}, settings)
    assert f"[engines.{name}]" in caught.value.problem
    assert KEY not in caught.value.problem + caught.value.remedy


@pytest.mark.parametrize(
    ("name", "table", "words"),
    [
        pytest.param("openai", {"voice": " "}, "voice must be", id="openai-voice"),
        pytest.param("openai", {"speed": 9}, "speed must lie", id="speed"),
        pytest.param("azure", {"voice": "Xiaoxiao"}, "voice must be", id="azure-voice"),
        pytest.param("azure", {"rate": "fast"}, "rate must be", id="rate"),
        pytest.param("azure", {"pitch": "high"}, "pitch must be", id="pitch"),
        pytest.param("azure", {"volume": "loud"}, "volume must be", id="volume"),
        pytest.param("azure", {"style": 'a"/>'}, "style must be", id="style"),
    ],
)
def test_a_wrong_presenter_is_named(name: str, table: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as caught:
        make(name, "http://127.0.0.1:9", table).fingerprint("lan")
    assert f"voices/lan.toml, table [{name}]" in caught.value.problem


def test_without_a_key_the_variable_is_named(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.delenv("AZURE_SPEECH_KEY")
    with pytest.raises(ConfigError, match="AZURE_SPEECH_KEY"):
        make("azure", server.url).synthesise(segment())
    voices = {"lan": replace(_presenter(), engines={"openai": {"voice": "alloy"}})}
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        make_engine("openai", voices, {}).synthesise(segment())
    monkeypatch.setenv("AZURE_SPEECH_KEY", KEY)
    with pytest.raises(ConfigError, match="AZURE_SPEECH_REGION"):
        make_engine("azure", {}, {}).probe()


def _presenter() -> Presenter:
    return Presenter(name="lan", display_name="岚", chars_per_minute=270)


def test_a_key_that_no_header_can_hold_is_refused_without_showing_it(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, name in (("OPENAI_API_KEY", "openai"), ("AZURE_SPEECH_KEY", "azure")):
        monkeypatch.setenv(variable, f"{KEY}\nX-Injected: 1")
        with pytest.raises(ConfigError, match=variable) as caught:
            make(name, server.url).synthesise(segment())
        assert KEY not in caught.value.problem + caught.value.remedy


@pytest.mark.parametrize("name", NAMES)
def test_an_address_with_a_password_is_used_and_never_shown(
    server: SpeechServer, name: str
) -> None:
    own = server.url.replace("http://", "http://editor:hunter2@")
    engine = make(name, own)
    engine.synthesise(segment())
    assert "hunter2" not in engine.fingerprint("lan")
    assert engine.fingerprint("lan") == make(name, server.url).fingerprint("lan")
    with pytest.raises(TransientError, match="cannot be reached") as caught:
        make(name, "http://editor:hunter2@127.0.0.1:9").synthesise(segment())
    assert "hunter2" not in caught.value.problem + caught.value.remedy


def test_a_password_in_the_address_takes_the_place_of_the_key(server: SpeechServer) -> None:
    make("openai", server.url.replace("http://", "http://editor:hunter2@")).synthesise(segment())
    assert server.headers[0]["Authorization"].startswith("Basic ")


def test_a_proxy_is_honoured_and_its_password_never_shown(
    server: SpeechServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://editor:hunter2@127.0.0.1:9")
    with pytest.raises(TransientError, match="cannot be reached") as caught:
        make("openai", "http://tts.example.org").synthesise(segment())
    assert "hunter2" not in caught.value.problem + caught.value.remedy
    proxied = server.url.replace("http://", "http://editor:hunter2@")
    monkeypatch.setenv("HTTP_PROXY", proxied)
    make("openai", "http://tts.example.org").synthesise(segment())
    assert server.headers[-1]["Host"] == "tts.example.org"
    assert server.headers[-1]["Proxy-Authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        pytest.param("https://a:b@x.org/v1", "https://x.org/v1", id="password"),
        pytest.param("wss://x.org/v1?token=b#c", "wss://x.org/v1", id="query"),
        pytest.param("https://a@b@[::1]:8/v1", "https://[::1]:8/v1", id="two-ats"),
        pytest.param("https://[broken", "(no address)", id="broken"),
    ],
)
def test_an_address_is_shown_without_what_could_be_secret(url: str, plain: str) -> None:
    assert plain_address(url) == plain


def test_loopback_and_excepted_hosts_need_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example.org")
    assert environment_proxy("wss://speech.example.org/x") == "http://127.0.0.1:3128"
    assert environment_proxy("wss://inside.example.org/x") is None
    assert environment_proxy("https://127.0.0.1:8/x") is None


@pytest.mark.parametrize("name", NAMES)
def test_after_a_whole_run_the_key_stands_nowhere(
    server: SpeechServer, name: str, tmp_path: Path
) -> None:
    server.key = KEY
    own = server.url.replace("http://", "http://editor:hunter2@") if name == "azure" else server.url
    where = f'endpoint = "{own}"' if name == "azure" else f'base_url = "{own}/v1"'
    voice = "zh-CN-XiaoxiaoNeural"
    show = tmp_path / "show"
    (show / "voices").mkdir(parents=True)
    (show / "voices" / "lan.toml").write_text(f'[{name}]\nvoice = "{voice}"\n', "utf-8")
    (show / "config.toml").write_text(
        f'engine = "{name}"\n[presenters]\nanchor = "lan"\nstories = ["lan"]\n'
        f"[speech]\ntries = 2\n[engines.{name}]\n{where}\n",
        "utf-8",
    )
    (show / "01.txt").write_text(
        "青川日报 2026年3月2日 星期一\n\n## 夜间公交今起开行\n\n"
        "青川日报讯（记者 曾令新）两条夜间公交线路从青川火车站发出首班车，票价2元。\n",
        "utf-8",
    )
    # A failure that passes and one that ends the run; then a run that ends well.
    server.next_faults = ["500"]
    for fault in ("401", "ok"):
        server.every_fault = fault
        done = subprocess.run(
            [sys.executable, "-m", "audiopaper", "produce", "01.txt", "--json", "--verbose"],
            cwd=show,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == (0 if fault == "ok" else 7), done.stderr
        for secret in (KEY, "hunter2"):
            assert secret not in done.stdout + done.stderr
    assert json.loads(done.stdout)["engine"] == name
    assert list((show / "output" / ".work" / "logs").iterdir()), "what was logged is looked at too"
    for path in (p for p in (show / "output").rglob("*") if p.is_file()):
        for secret in (KEY, "hunter2"):
            assert secret.encode() not in path.read_bytes(), path
