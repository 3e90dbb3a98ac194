"""Add an editor's readings to the lexicon of the show, and check the lexicon."""

from __future__ import annotations

import functools
import hashlib
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiopaper.config import Config, defaults_folder, voices_folder
from audiopaper.errors import LexiconError
from audiopaper.files import write_file
from audiopaper.lexicon import (
    UNVERIFIED,
    Entry,
    Lexicon,
    ignored_files,
    lexicon_files,
    load_file,
    load_lexicon,
    parse_contents,
    read_contents,
    render_entry,
)
from audiopaper.model import ReadingRule, Segment
from audiopaper.pipeline.entry_words import check_context, check_words, fold_text, read_pinyin
from audiopaper.pipeline.text import settle_readings
from audiopaper.show.folder import show_folder
from audiopaper.show.run_lock import change_alone
from audiopaper.show.stage_cache import load_or_make
from audiopaper.translations import _
from audiopaper.variants import simplify_word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from audiopaper.readings.choices import Choice
    from audiopaper.show.folder import ShowFolder

OWN_FILE = "ours.toml"
"""The file that `add_entry` writes."""

_OWN_HEAD = """\
# 本节目自己的读音，优先于随程序发放的各文件；写法见 names.toml 开头。
# This show's own readings; they go before the files that come with the program.
"""

# Least certainty of each character at which an entry counts as unneeded: that of a word which one
# dictionary alone has (北京).
_SURE = 0.985


def add_entry(
    folder: Path,
    text: str,
    pinyin: str = "",
    *,
    say: str = "",
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    kind: str = "",
    source: str = "",
    added: dt.date | None = None,
) -> Path:
    """Add a reading to the show's own lexicon file, whose other content is unchanged.

    Args:
        folder: The show's own lexicon files: see `own_folder`.
        text: The characters.
        pinyin: A syllable for each, with its tone: ``"shan4 tian2 fang1"``.
        say: In place of pinyin, the words that are spoken for the text.
        before: One of these must stand immediately before; empty for any text.
        after: One of these must stand immediately after; empty for any text.
        kind: ``name``, ``place``, ``term`` or empty.
        source: The work that was consulted; empty for an unverified entry.
        added: The day of the decision.

    Returns:
        The file that was written.

    Raises:
        LexiconError: The pinyin, the words or the context are wrong, a file of the show is wrong,
            or it already has an entry for the text.
        PublishError: The file cannot be written.
    """
    path = folder / OWN_FILE
    text = fold_text(text)
    entry = Entry(
        text=text,
        pinyin=() if say else read_pinyin(text, pinyin),
        say=check_words(text, say) if say else "",
        before=check_context(before),
        after=check_context(after),
        kind=kind,
        source=source or UNVERIFIED,
        added=added,
        file=OWN_FILE,
    )
    with change_alone(path):
        _refuse_second(entry, path.parent)
        _append_entry(entry, path)
    return path


def _refuse_second(entry: Entry, folder: Path) -> None:
    for other in load_lexicon(folder).entries:
        if not other.shipped and other.key == entry.key:
            raise LexiconError(
                _(
                    "{folder} already has an entry for {entry_text}: {pronunciation}",
                    folder=folder / other.file,
                    entry_text=entry.text,
                    pronunciation=other.pronunciation,
                ),
                remedy=_(
                    "change it there, or say where it is read otherwise: audiopaper lexicon "
                    "add TEXT PINYIN --before WORD or --after WORD"
                ),
            )


def _append_entry(entry: Entry, path: Path) -> None:
    old = path.read_text(encoding="utf-8-sig") if path.exists() else _OWN_HEAD
    new = old + ("" if old.endswith("\n") or not old else "\n") + "\n" + render_entry(entry)
    try:
        tomllib.loads(new)
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        raise LexiconError(
            _("a new entry cannot be appended to {path}: {error}", path=path, error=error),
            remedy=_("write its entries as [[entry]] tables, as audiopaper guide readings shows"),
        ) from error
    write_file(path, new)


def list_readings(config: Config, text: str) -> tuple[Choice, ...]:
    """List the readings of a text for an editor to choose from.

    Raises:
        LexiconError: No reading is known, or a file of the show is wrong.
    """
    # Imported here: the dictionaries are large, and no other function of this module needs them.
    from audiopaper.readings.choices import list_choices

    choices = list_choices(text, show_lexicon(config)) if text else ()
    if not choices:
        raise LexiconError(
            _("no reading is known of {text!r}", text=text),
            remedy=_(
                'give its pinyin: audiopaper lexicon add {text} "…"; or the words of a '
                "number: audiopaper lexicon add {text} --say WORDS",
                text=text,
            ),
        )
    return choices


def own_folder(config: Config) -> Path:
    """Return the folder of the show's own lexicon files.

    Raises:
        LexiconError: The show has no voices folder of its own.
    """
    own = config.folder / config.voices
    packaged = defaults_folder() / "voices"
    if own.is_dir() and not (packaged.parent.name == "defaults" and own.samefile(packaged)):
        return own / "lexicon"
    raise LexiconError(
        _(
            "this show has no voices folder of its own ({own}), the packaged one is in force",
            own=own,
        ),
        remedy=_("lay out a show with one: audiopaper init DIR, then add it there"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Result of a check of the lexicon."""

    entries: tuple[Entry, ...]
    """All entries in force."""

    files: tuple[tuple[str, int], ...]
    """Name of each file, and the number of its entries."""

    errors: tuple[LexiconError, ...]
    """The error of each file that has one."""

    conflicts: tuple[tuple[Entry, Entry], ...]
    """Pairs of which the first overrides the second, or is part of it and read differently; at
    least one of them is the show's own. One entry overrides another of its text whose context it
    shares, as a whole or in a word."""

    ignored: tuple[str, ...]
    """A sentence for each file that looks like a lexicon and is not read."""

    unneeded: tuple[Entry, ...]
    """The show's own entries that repeat what the program reads without them, by any engine."""

    @property
    def unverified(self) -> tuple[Entry, ...]:
        """Entries without a source."""
        return tuple(entry for entry in self.entries if entry.source == UNVERIFIED)


def show_lexicon(config: Config) -> Lexicon:
    """Load the lexicon of a show: its own files, and the shipped ones that it lacks.

    The parsed lexicon is cached by the content of its files, on disk and in the process.

    Raises:
        LexiconError: A file is wrong.
    """
    return _load_once(show_folder(config), _read_files(config))


def list_entries(config: Config) -> tuple[Entry, ...]:
    """List the entries and surnames in force, each with its file; the show's own come first.

    Raises:
        LexiconError: A file is wrong.
    """
    lexicon = show_lexicon(config)
    files = {
        name: path.name
        for path, data in _read_files(config)
        for name in parse_contents(((path, data),)).surnames
    }
    surnames = [
        Entry(text=name, pinyin=pinyin, kind="surname", source="", file=files[name])
        for name, pinyin in lexicon.surnames.items()
    ]
    return tuple(sorted([*lexicon.entries, *surnames], key=lambda entry: entry.shipped))


def _read_files(config: Config) -> tuple[tuple[Path, bytes], ...]:
    return read_contents(
        voices_folder(config) / "lexicon", shipped=defaults_folder() / "voices" / "lexicon"
    )


@functools.lru_cache(maxsize=1)
def _load_once(show: ShowFolder, files: tuple[tuple[Path, bytes], ...]) -> Lexicon:
    contents = tuple((path.name, hashlib.sha256(data).hexdigest()) for path, data in files)
    parts = ("lexicon", contents)
    return load_or_make(show, Lexicon, lambda: parse_contents(files), parts)


def check_lexicon(config: Config) -> Findings:
    """Check every lexicon file of the show, or the packaged ones where it has none.

    Args:
        config: The configuration in force.
    """
    folder = voices_folder(config) / "lexicon"
    errors: list[LexiconError] = []
    loaded: list[Lexicon] = []
    files: list[tuple[str, int]] = []
    for path in lexicon_files(folder):
        try:
            lexicon = load_file(path)
        except LexiconError as error:
            errors.append(error)
            continue
        loaded.append(lexicon)
        files.append((path.name, len(lexicon.entries)))
    try:
        whole = Lexicon() if errors else show_lexicon(config)
    except LexiconError as error:
        errors.append(error)
        whole = Lexicon()
    every = tuple(entry for lexicon in loaded for entry in lexicon.entries)
    return Findings(
        entries=every,
        files=tuple(files),
        errors=tuple(errors),
        conflicts=tuple(_conflicts(every)),
        unneeded=tuple(_unneeded(whole)),
        ignored=warn_of_ignored(config),
    )


def warn_of_ignored(config: Config) -> tuple[str, ...]:
    """Warn of files beside the lexicons that look like one and are not read."""
    folder = voices_folder(config) / "lexicon"
    return tuple(
        _("{path} is not read: a lexicon is {folder}/NAME.toml", path=path, folder=folder)
        for path in ignored_files(folder)
    )


def _conflicts(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    entries = [entry for entry in entries if entry.pinyin]
    order = {id(entry): number for number, entry in enumerate(entries)}
    by_text: dict[str, list[Entry]] = {}
    for entry in entries:
        by_text.setdefault(simplify_word(entry.text), []).append(entry)
    lengths = sorted({len(text) for text in by_text})
    for whole in entries:
        text = simplify_word(whole.text)
        for length in lengths:
            for start in range(len(whole.text) - length + 1):
                inside = whole.pinyin[start : start + length]
                for part in by_text.get(text[start : start + length], ()):
                    later = (whole.shipped, order[id(part)]) > (part.shipped, order[id(whole)])
                    overrides = length == len(text) and later and _share_context(part, whole)
                    within = length < len(whole.text) and not (part.before or part.after)
                    own = not (part.shipped and whole.shipped)
                    if own and part.pinyin != inside and (overrides or within):
                        yield part, whole


def _share_context(a: Entry, b: Entry) -> bool:
    """Return whether two entries of one text are equally specific and may fit one passage."""
    for own, other in ((a.before, b.before), (a.after, b.after)):
        words = set(map(simplify_word, own)), set(map(simplify_word, other))
        if any(words) and not words[0] & words[1]:
            return False
    return True


def _unneeded(lexicon: Lexicon) -> Iterator[Entry]:
    own = [entry for entry in lexicon.entries if not entry.shipped]
    without = replace(lexicon, entries=tuple(e for e in lexicon.entries if e.shipped))
    segments = [
        Segment(item=0, presenter="", printed=f"{_first(e.before)}{e.text}{_first(e.after)}")
        for e in own
    ]
    read_with, read_without = settle_readings(segments, lexicon), settle_readings(segments, without)
    for entry, with_it, without_it in zip(own, read_with, read_without, strict=True):
        start = len(_first(entry.before))
        span = range(start, start + len(entry.text))
        own_readings = [r for r in with_it.readings if r.start in span]
        other_readings = [r for r in without_it.readings if r.start in span]
        if entry.say:
            if with_it.spoken == without_it.spoken:
                yield entry
            continue
        same = [s for r in other_readings for s in r.pinyin] == list(filter(None, entry.pinyin))
        # The network's reading depends on the sentence; an unforced one is the engine's choice.
        sure = all(
            r.sure >= _SURE and r.rule is not ReadingRule.G2PM for r in other_readings if r.pinyin
        )
        forced = {r.start for r in own_readings if r.forced}
        if same and sure and forced <= {r.start for r in other_readings if r.forced}:
            yield entry


def _first(words: tuple[str, ...]) -> str:
    return words[0] if words else ""
