"""A Chinese newspaper edition in, a podcast episode out.

Each stage is a plain function from frozen values to frozen values, given here by name; what a
name leads to is imported when it is first asked for. ``audiopaper guide python`` makes an
episode with them.
"""

from __future__ import annotations

import importlib

# Not from typing: to import that takes most of the time before the program can handle Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from audiopaper.articles import split_articles
    from audiopaper.cleaning import clean_article
    from audiopaper.config import load_config, load_presenters, output_folder, voices_folder
    from audiopaper.engines import make_engine
    from audiopaper.errors import AudiopaperError
    from audiopaper.leads import rank_articles
    from audiopaper.lexicon import load_lexicon
    from audiopaper.model import Tags
    from audiopaper.numbers import spell_segment
    from audiopaper.numbers.consistency import spell_segments
    from audiopaper.pages import read_edition
    from audiopaper.pipeline.production import Order, produce
    from audiopaper.readings import add_readings
    from audiopaper.rundown import draft_rundown, load_rundown, save_rundown
    from audiopaper.runtime import tell_nobody
    from audiopaper.script import spoken_items, write_script
    from audiopaper.speech import speak
    from audiopaper.stitching import SoundSettings, find_sounds, stitch
    from audiopaper.store.clip_store import ClipCache

    __version__: str

_MODULES = {
    "AudiopaperError": "errors",
    "ClipCache": "store.clip_store",
    "Order": "pipeline.production",
    "SoundSettings": "stitching",
    "Tags": "model",
    "add_readings": "readings",
    "clean_article": "cleaning",
    "draft_rundown": "rundown",
    "find_sounds": "stitching",
    "load_config": "config",
    "load_lexicon": "lexicon",
    "load_presenters": "config",
    "load_rundown": "rundown",
    "make_engine": "engines",
    "output_folder": "config",
    "produce": "pipeline.production",
    "rank_articles": "leads",
    "read_edition": "pages",
    "save_rundown": "rundown",
    "speak": "speech",
    "spell_segment": "numbers",
    "spell_segments": "numbers.consistency",
    "split_articles": "articles",
    "spoken_items": "script",
    "stitch": "stitching",
    "tell_nobody": "runtime",
    "voices_folder": "config",
    "write_script": "script",
}

__all__ = [
    "AudiopaperError",
    "ClipCache",
    "Order",
    "SoundSettings",
    "Tags",
    "add_readings",
    "clean_article",
    "draft_rundown",
    "find_sounds",
    "load_config",
    "load_lexicon",
    "load_presenters",
    "load_rundown",
    "make_engine",
    "output_folder",
    "produce",
    "rank_articles",
    "read_edition",
    "save_rundown",
    "speak",
    "spell_segment",
    "spell_segments",
    "split_articles",
    "spoken_items",
    "stitch",
    "tell_nobody",
    "voices_folder",
    "write_script",
]


def _find_version() -> str:
    # A tenth of what `audiopaper --help` takes.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("audiopaper")
    except PackageNotFoundError:  # run from a bare checkout
        return "0"


def __getattr__(name: str) -> Any:
    if name == "__version__":
        globals()[name] = _find_version()
        return globals()[name]
    if name not in _MODULES:
        raise AttributeError(f"module 'audiopaper' has no attribute {name!r}")
    return getattr(importlib.import_module(f"audiopaper.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES})
