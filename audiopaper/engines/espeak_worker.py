"""Speaks one segment with espeak-ng in a process of its own; run by `audiopaper.engines.espeak`.

The library keeps global state, is not safe in threads, and gives other noise at each call of
one process: a fresh process is what makes the same segment the same bytes. This file is run by
path and imports nothing but the standard library, so that starting it costs some 20 ms.

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
_PHONEMES = 0x100  # espeakPHONEMES: what stands between [[ and ]] is phonemes
_IPA_TIED = 0x02 | 0x80 | ord("^") << 8  # espeak_TextToPhonemes: IPA, and what ties its letters
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


def speak(order: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Speak a text, or tell its phonemes.

    Args:
        order: ``library`` and ``data`` (paths), ``voice``, ``text``; for speech
            ``words_per_minute``, ``pitch`` and ``volume``, for phonemes ``ipa``.

    Returns:
        ``rate_hz`` and ``words``, a list of (offset in the text, milliseconds), with the samples;
        or ``ipa``, without.

    Raises:
        RuntimeError: The library would not do it.
        OSError: The library or its data is not there.
    """
    # The library cuts paths at 160 characters and then takes others in silence, so it is given
    # a relative one.
    os.chdir(os.path.dirname(order["data"]))  # noqa: PTH120 - pathlib doubles the start-up time
    library = ctypes.CDLL(order["library"])
    pcm = bytearray()
    words: list[tuple[int, int]] = []

    def take(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            pcm.extend(ctypes.string_at(samples, count * 2))
        at = 0
        while events[at].type != _LIST_TERMINATED:
            if events[at].type == _WORD:
                # Counted from 1 by the library.
                words.append((events[at].text_position - 1, events[at].audio_position))
            at += 1
        return 0

    callback = _Callback(take)
    rate_hz = library.espeak_Initialize(_SYNCHRONOUS, 0, b".", _DONT_EXIT)
    if rate_hz <= 0:
        raise RuntimeError("the library does not start")
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(order["voice"].encode()):
        raise RuntimeError(f"the library has no voice {order['voice']}")
    if order.get("ipa"):
        return {"ipa": _ipa(library, order["text"])}, b""
    for parameter, key in ((_RATE, "words_per_minute"), (_VOLUME, "volume"), (_PITCH, "pitch")):
        if library.espeak_SetParameter(parameter, order[key], 0):
            raise RuntimeError(f"the library refuses {key} {order[key]}")
    text = order["text"].encode() + b"\0"
    if library.espeak_Synth(text, len(text), 0, 1, 0, _CHARS_UTF8 | _PHONEMES, None, None):
        raise RuntimeError("the library breaks off")
    return {"rate_hz": rate_hz, "words": words}, bytes(pcm)


def _ipa(library: Any, text: str) -> str:
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    buffer = ctypes.create_string_buffer(text.encode())
    at = ctypes.c_void_p(ctypes.addressof(buffer))
    clauses = []
    while at.value:
        told = library.espeak_TextToPhonemes(ctypes.byref(at), _CHARS_UTF8, _IPA_TIED)
        clauses.append((told or b"").decode())
    return " ".join(clauses)


def main() -> None:
    """Obey one order from standard input."""
    try:
        told, pcm = speak(json.load(sys.stdin.buffer))
    except (OSError, RuntimeError) as error:
        told, pcm = {"error": str(error)}, b""
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pcm)


if __name__ == "__main__":
    main()
