"""Speaks segments with espeak-ng, each in a process of its own; see `espeak_processes`.

The library has global state, is not thread-safe, and produces different noise at each call in one
process; in a new process the same segment gives the same bytes. On Linux, this process starts the
library once and copies itself for each segment, which halves the time of an episode's speech;
elsewhere it starts itself again. This file is run by its path and imports the standard library
only.

Arguments: the paths of the library and of its data. It reads a line of JSON for each request from
standard input and writes a line of JSON for each, then the samples.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import sys
from typing import Any

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: report a missing data folder, do not exit
_CHARS_UTF8 = 1
_PHONEMES = 0x100  # espeakPHONEMES: text between [[ and ]] is phonemes
_IPA_TIED = 0x02 | 0x80 | ord("^") << 8  # espeak_TextToPhonemes: IPA, and the tie between letters
_RATE, _VOLUME, _PITCH = 1, 2, 3
_LIST_TERMINATED, _WORD = 0, 1

_PR_SET_PDEATHSIG, _SIGKILL = 1, 9
_BLOCK = 1 << 20

_libc: Any = ctypes.CDLL(None) if sys.platform == "linux" else None


class _Id(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    )


class _Event(ctypes.Structure):
    # espeak_EVENT of speak_lib.h, API revision 12.
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def load_library(path: str, data: str) -> tuple[Any, int]:
    """Start the library.

    Returns:
        The library, and its sample rate in Hz.

    Raises:
        RuntimeError: It does not start.
        OSError: It or its data is missing.
    """
    # The library truncates paths to 160 characters without an error, so it gets a relative one.
    os.chdir(os.path.dirname(data))  # noqa: PTH120 - pathlib doubles the start-up time
    library = ctypes.CDLL(path)
    rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, b".", _DONT_EXIT)
    if rate_hz <= 0:
        raise RuntimeError("the library does not start")
    return library, rate_hz


def choose_voice(library: Any, voice: str) -> None:
    """Load a voice and its dictionary.

    Raises:
        RuntimeError: There is no such voice.
    """
    if library.espeak_SetVoiceByName(voice.encode()):
        raise RuntimeError(f"the library has no voice {voice}")


def speak(library: Any, rate_hz: int, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Speak a text, or convert it to IPA.

    Args:
        library: The library, with its voice chosen and with which nothing was spoken yet.
        rate_hz: Its sample rate.
        request: ``text``; for speech ``words_per_minute``, ``pitch`` and ``volume``, for IPA
            ``ipa``.

    Returns:
        ``rate_hz`` and ``words``, a list of (offset in the text, milliseconds), with the samples;
        or ``ipa``, without.

    Raises:
        RuntimeError: The library fails.
    """
    pcm = bytearray()
    words: list[tuple[int, int]] = []

    def take(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            pcm.extend(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != _LIST_TERMINATED:
            if events[index].type == _WORD:
                # The library counts from 1.
                words.append((events[index].text_position - 1, events[index].audio_position))
            index += 1
        return 0

    callback = _Callback(take)
    library.espeak_SetSynthCallback(callback)
    if request.get("ipa"):
        return {"ipa": _ipa(library, request["text"])}, b""
    for parameter, key in ((_RATE, "words_per_minute"), (_VOLUME, "volume"), (_PITCH, "pitch")):
        if library.espeak_SetParameter(parameter, request[key], 0):
            raise RuntimeError(f"the library refuses {key} {request[key]}")
    text = request["text"].encode() + b"\0"
    if library.espeak_Synth(text, len(text), 0, 1, 0, _CHARS_UTF8 | _PHONEMES, None, None):
        raise RuntimeError("the library breaks off")
    return {"rate_hz": rate_hz, "words": words}, bytes(pcm)


def _ipa(library: Any, text: str) -> str:
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    buffer = ctypes.create_string_buffer(text.encode())
    position = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while position.value:
        ipa = library.espeak_TextToPhonemes(ctypes.byref(position), _CHARS_UTF8, _IPA_TIED)
        clauses.append((ipa or b"").decode())
    return " ".join(clauses)


def _answer(library: Any, rate_hz: int, request: dict[str, Any], *, chosen: bool) -> bytes:
    """Carry out a request; return the line of JSON and the samples.

    Args:
        library: The library.
        rate_hz: Its sample rate.
        request: As for `speak`, with its ``voice``.
        chosen: Whether the library has that voice already.
    """
    try:
        if not chosen:
            choose_voice(library, request["voice"])
        answer, pcm = speak(library, rate_hz, request)
    except RuntimeError as error:
        answer, pcm = {"error": str(error)}, b""
    return _pack(answer, pcm)


def _pack(answer: dict[str, Any], pcm: bytes = b"") -> bytes:
    return json.dumps({**answer, "bytes": len(pcm)}).encode() + b"\n" + pcm


def _answer_in_copy(library: Any, rate_hz: int, request: dict[str, Any], *, chosen: bool) -> bytes:
    """Carry out a request in a copy of this process, which ends with it; see `_answer`."""
    reading, writing = os.pipe()
    copy = os.fork()
    if not copy:
        # It ends with this process, whatever it does then.
        _libc.prctl(_PR_SET_PDEATHSIG, _SIGKILL)
        with open(writing, "wb") as out:  # noqa: PTH123
            out.write(_answer(library, rate_hz, request, chosen=chosen))
        os._exit(0)
    os.close(writing)
    parts = []
    while True:
        ready, _, _ = select.select([reading], [], [], request["limit_s"])
        part = os.read(reading, _BLOCK) if ready else b""
        if not part:
            break
        parts.append(part)
    os.close(reading)
    if not ready:
        os.kill(copy, _SIGKILL)
    _, status = os.waitpid(copy, 0)
    if not ready:
        return _pack({"hangs": True})
    return b"".join(parts) if status == 0 else _pack({"crash": os.waitstatus_to_exitcode(status)})


def _answer_all(library: Any, rate_hz: int) -> None:
    """Answer the requests of standard input until it is closed.

    The voice of the first is loaded before this process is copied, which takes as long as to speak
    some words; the copies of later requests load another voice themselves.
    """
    is_copied = sys.platform == "linux"
    voice = ""
    for line in iter(sys.stdin.buffer.readline, b""):
        request = json.loads(line)
        try:
            if is_copied and not voice:
                choose_voice(library, request["voice"])
                voice = request["voice"]
        except RuntimeError as error:
            answer = _pack({"error": str(error)})
        else:
            carry_out = _answer_in_copy if is_copied else _answer
            answer = carry_out(library, rate_hz, request, chosen=request["voice"] == voice)
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


def main() -> None:
    """Start the library and answer requests; if it does not start, each with the reason."""
    # The copies share what is never collected.
    gc.disable()
    try:
        library, rate_hz = load_library(*sys.argv[1:])
    except (OSError, RuntimeError) as error:
        for _ in iter(sys.stdin.buffer.readline, b""):
            sys.stdout.buffer.write(_pack({"error": str(error)}))
            sys.stdout.buffer.flush()
        return
    _answer_all(library, rate_hz)


if __name__ == "__main__":
    main()
