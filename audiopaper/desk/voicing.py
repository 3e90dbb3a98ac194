"""Sentences spoken at once, as the episode would say them, with a reading that is tried out."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from audiopaper.config import load_presenters, voices_folder
from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text
from audiopaper.lexicon import Entry, parse_pinyin
from audiopaper.model import Segment
from audiopaper.pipeline.engine_choice import settled_engine
from audiopaper.pipeline.lexicon_entries import OWN_FILE, add_entry, show_lexicon
from audiopaper.pipeline.single_clips import speak_text
from audiopaper.pipeline.text import settle_readings
from audiopaper.runtime import tell_nobody

if TYPE_CHECKING:
    from pathlib import Path

    from audiopaper.config import Config
    from audiopaper.engines.base import Engine

# Engines and tables are warm for one voice at a time; an editor listens to one sentence.
_one_at_a_time = threading.Lock()


_MODEL_ENGINE = "kokoro"
"""The engine whose model takes seconds to load, and which loads one for all that are open."""

_CLAUSE_END = re.compile(r"[，；：。！？]")
_SHORT_CHARS = 16
"""A sentence up to this takes a model less than a second."""

CONTEXT_CHARS = 4
"""How much of the neighbouring text makes "only here": what stands there once."""


def hear_sentence(
    sentence: str, *, presenter: str, engine: str, config: Config, tried: Entry | None
) -> bytes:
    """Speak a sentence.

    Args:
        sentence: What is printed.
        presenter: Who says it; empty for the anchor.
        engine: Who speaks; empty for the configured engine.
        config: The configuration in force.
        tried: A reading that holds for this once.

    Returns:
        An MP3.

    Raises:
        AudiopaperError: It could not be spoken.
    """
    with _one_at_a_time:
        said, mp3 = speak_text(
            sentence,
            presenter=presenter,
            engine=engine,
            config=config,
            tell=tell_nobody,
            tried=tried,
        )
        _keep_warm(said.engine, config)
    return mp3


_warm: dict[str, Engine] = {}
"""Engines that stay open as long as the desk: a model is loaded once."""


def _keep_warm(name: str, config: Config) -> None:
    if name != _MODEL_ENGINE or name in _warm:
        return
    engine = settled_engine(name, config, load_presenters(voices_folder(config)))
    engine.probe()
    _warm[name] = engine


def cut_passage(sentence: str, text: str, pinyin: str, config: Config) -> str:
    """Cut a sentence to the clause around a text, where that is read in it as in the sentence.

    A short passage is spoken sooner; what decides the reading may stand outside it, so the whole
    sentence is kept where the clause alone is read otherwise.

    Args:
        sentence: What is printed.
        text: What is listened for.
        pinyin: How the sentence says it, syllables divided by spaces.
        config: The configuration in force.
    """
    at = sentence.find(text)
    if at < 0 or len(sentence) <= _SHORT_CHARS:
        return sentence
    starts = [m.end() for m in _CLAUSE_END.finditer(sentence, 0, at)]
    end = _CLAUSE_END.search(sentence, at + len(text))
    clause = sentence[starts[-1] if starts else 0 : end.end() if end else len(sentence)]
    segment = Segment(item=0, presenter="", printed=clause)
    (settled,) = settle_readings([segment], show_lexicon(config))
    within = clause.find(text)
    said = [
        syllable
        for reading in settled.readings
        if within <= reading.start < within + len(text)
        for syllable in reading.pinyin
    ]
    return clause if " ".join(said) == pinyin else sentence


def make_entry(text: str, pinyin: str, say: str = "") -> Entry:
    """Make a lexicon entry to try out.

    Raises:
        LexiconError: The pinyin is wrong.
    """
    text = normalise_text(text)
    try:
        syllables = () if say else parse_pinyin(text, pinyin)
    except ValueError as error:
        raise LexiconError(
            f"wrong pinyin for {text}: {error}",
            remedy="one syllable a character, each with its tone: lv4 dao3 for 绿岛",
        ) from error
    return Entry(text=text, pinyin=syllables, say=normalise_text(say), file=OWN_FILE)


def decide_reading(
    config: Config,
    text: str,
    pinyin: str,
    *,
    say: str = "",
    context: str = "",
    kind: str = "",
    source: str = "",
) -> Path:
    """Write a reading into the show's lexicon.

    Args:
        config: The configuration in force.
        text: The characters.
        pinyin: A syllable for each.
        say: In place of pinyin, the words of a number.
        context: For "only here" the text around, the characters themselves in 【】; empty for
            everywhere.
        kind: ``name``, ``place``, ``term`` or nothing.
        source: Who decided it, and when.

    Returns:
        The file that was written.

    Raises:
        LexiconError: The reading is wrong, or stands there already.
        PublishError: The file cannot be written.
    """
    before, after = _neighbours(context)
    return add_entry(
        config,
        text,
        pinyin,
        say=say,
        before=(before,) if before else (),
        after=(after,) if after else (),
        kind=kind,
        source=source,
    )


def _neighbours(context: str) -> tuple[str, str]:
    """What stands right before and behind the marked text, as far as no mark divides it."""
    before, _, rest = context.partition("【")
    _, _, after = rest.partition("】")
    return _run(before[::-1])[::-1], _run(after)


def _run(text: str) -> str:
    return text[: next((n for n, c in enumerate(text) if not c.isalnum()), len(text))][
        :CONTEXT_CHARS
    ]
