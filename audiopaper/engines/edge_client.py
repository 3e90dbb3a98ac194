"""The unmodified edge-tts client with the configured address, and the voices it offers."""

from __future__ import annotations

import functools
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.engines.base import Voice
from audiopaper.errors import SynthesisError
from audiopaper.translations import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import ModuleType
    from typing import Any

_SNAPSHOT = Path(__file__).with_name("edge_voices.tsv")


@functools.lru_cache(maxsize=8)
def speaking_client(endpoint: str) -> ModuleType:
    """Return the client's module that speaks.

    Args:
        endpoint: Address of another service (``wss://…``), set in a copy of the module, so that
            the library's own is unchanged; empty for the client's own.
    """
    import edge_tts.communicate

    if not endpoint:
        return edge_tts.communicate
    # The client appends "&ConnectionId=…".
    return _copy("edge_tts.communicate", WSS_URL=endpoint + ("" if "?" in endpoint else "?"))


@functools.lru_cache(maxsize=8)
def listing_client(endpoint: str) -> ModuleType:
    """Return the client's module that lists voices (see `speaking_client`).

    Raises:
        SynthesisError: The endpoint's path is not like the service's own.
    """
    import edge_tts.voices

    if not endpoint:
        return edge_tts.voices
    match = re.fullmatch(r"ws(s?://[^?#]+)/edge/v1(?:\?(.*))?", endpoint)
    if match is None:
        raise SynthesisError(
            _("the endpoint in [engines.edge] has no list of voices beside it"),
            remedy=_("the packaged list is the service's own: audiopaper voices --engine edge"),
        )
    query = match[2] or ""
    return _copy("edge_tts.voices", VOICE_LIST=f"http{match[1]}/voices/list?{query}")


def _copy(name: str, **changed: str) -> ModuleType:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.__dict__.update(changed)
    return module


def packaged_voices() -> tuple[Voice, ...]:
    """Return the service's Chinese voices as of this version."""
    rows = (line.split("\t") for line in _SNAPSHOT.read_text("utf-8").splitlines())
    return tuple(
        Voice(id=name, locale=locale_of(name), gender=gender, about=about, table={"voice": name})
        for name, gender, about in rows
    )


def listed_voices(rows: Iterable[Mapping[str, Any]]) -> tuple[Voice, ...]:
    """Convert the service's own list (JSON rows) to voices, sorted by name."""
    voices = []
    for row in rows:
        name, tag = str(row["ShortName"]), row.get("VoiceTag") or {}
        words = [*tag.get("ContentCategories", ()), *tag.get("VoicePersonalities", ())]
        voices.append(
            Voice(
                id=name,
                locale=locale_of(name),
                gender=str(row.get("Gender", "")),
                about=", ".join(map(str, words)),
                table={"voice": name},
            )
        )
    return tuple(sorted(voices, key=lambda voice: voice.id))


def locale_of(voice: str) -> str:
    """Return the locale at the beginning of a voice's name.

    Example:
        >>> locale_of("zh-CN-liaoning-XiaobeiNeural")
        'zh-CN-liaoning'
    """
    return voice.rpartition("-")[0]
