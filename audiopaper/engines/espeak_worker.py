"""Speaks one segment with espeak-ng in a process of its own, run by `audiopaper.engines.espeak`.

The library has global state, is not thread-safe, and produces different noise at each call in one
process; in a new process the same segment gives the same bytes. This file is run by its path and
imports the standard library only, so that it starts in some 20 ms.

It reads one JSON object from standard input and writes a line of JSON, then the samples.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: report a missing data folder, do not exit
_CHARS_UTF8 = 1
_PHONEMES = 0x100  # espeakPHONEMES: text between [[ and ]] is phonemes
_IPA_TIED = 0x02 | 0x80 | ord("^") << 8  # espeak_TextToPhonemes: IPA, and the tie between letters
_RATE, _VOLUME, _PITCH = 1, 2, 3
_LIST_TERMINATED, _WORD = 0, 1


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


def speak(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Speak a text, or convert it to IPA.

    Args:
        request: ``library`` and ``data`` (paths), ``voice``, ``text``; for speech
            ``words_per_minute``, ``pitch`` and ``volume``, for IPA ``ipa``.

    Returns:
        ``rate_hz`` and ``words``, a list of (offset in the text, milliseconds), with the samples;
        or ``ipa``, without.

    Raises:
        RuntimeError: The library fails.
        OSError: The library or its data is missing.
    """
    # The library truncates paths to 160 characters without an error, so it gets a relative one.
    os.chdir(os.path.dirname(request["data"]))  # noqa: PTH120 - pathlib doubles the start-up time
    library = ctypes.CDLL(request["library"])
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
    rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, b".", _DONT_EXIT)
    if rate_hz <= 0:
        raise RuntimeError("the library does not start")
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(request["voice"].encode()):
        raise RuntimeError(f"the library has no voice {request['voice']}")
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


def main() -> None:
    """Run one request from standard input."""
    try:
        answer, pcm = speak(json.load(sys.stdin.buffer))
    except (OSError, RuntimeError) as error:
        answer, pcm = {"error": str(error)}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pcm)


if __name__ == "__main__":
    main()
