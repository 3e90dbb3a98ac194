"""Cache keys of measurements and encoded pieces."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiopaper.store.hash_store import hash_files
from audiopaper.store.program_identity import AUDIO_LIBRARIES, list_versions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiopaper.audio.mp3_encoder import Form

_FOLDERS = (Path(__file__).parent, Path(__file__).parents[1] / "audio")


def make_key(*parts: Any) -> str:
    """Hash what a value is made from, and the programs that make it.

    Args:
        parts: All that changes the value: numbers, texts, and sequences of them.

    Returns:
        64 hexadecimal digits.
    """
    text = json.dumps([_hash_programs(), parts], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def make_piece_key(
    form: Form,
    peak_dbtp: float,
    clips: Sequence[tuple[str, float]],
    pauses_ms: Sequence[int],
    sound: tuple[str, str, float] | None = None,
) -> str:
    """Return the key of an encoded piece; see `make_key`.

    Args:
        form: Kind of MP3.
        peak_dbtp: Highest true peak before encoding.
        clips: Hash of each clip in it, and its gain in dB; shape ``(n, 2)``.
        pauses_ms: Silence behind each; shape ``(max(1, n),)``.
        sound: Name of the sound in it, what identifies it, and its gain in dB; None for none.
    """
    return make_key("piece", form.rate_hz, form.bit_rate_kbps, peak_dbtp, sound, pauses_ms, clips)


@functools.lru_cache(maxsize=1)
def _hash_programs() -> str:
    """Hash the source of what makes audio and the versions of the libraries that it uses."""
    digest = hashlib.sha256()
    for folder in _FOLDERS:
        digest.update(hash_files(folder, (".py",)).encode("ascii"))
    digest.update(" ".join(list_versions(AUDIO_LIBRARIES)).encode())
    return digest.hexdigest()
