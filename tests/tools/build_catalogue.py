"""The catalogue of messages: ``python -m tests.tools.build_catalogue [--check]``.

Collects every message of the program from its code, brings ``audiopaper/locale/…/audiopaper.po``
into step (what is new has an empty ``msgstr`` to be filled in), and compiles it. ``--check`` writes
nothing, and ends with 1 where something is missing or was left behind.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import get_args

import click
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from audiopaper import reading_review
from audiopaper.articles import explain
from audiopaper.articles.assembly import FURNITURE_WORDS, STRAY_LINE
from audiopaper.cli import audiopaper
from audiopaper.cli.command_groups import OTHERS
from audiopaper.cli.maintenance_commands import FINDING_NAMES
from audiopaper.cli.translated_help import EXAMPLE, read_paragraphs
from audiopaper.doubts import doubt
from audiopaper.lexicon import UNVERIFIED
from audiopaper.model import ARTICLE_KINDS, ReadingRule, RepairRule, RespellingQuality
from audiopaper.translations import CATALOGUES, DOMAIN
from tests.support.paths import PACKAGE

FILE = CATALOGUES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"

ELSEWHERE = {
    "message",
    "paragraph if start else ' '.join(paragraph.split())",
    "example[0]",
    "command.epilog",
    "command.help or ''",
    "' '.join(parameter.help.split())",
    "name",
    "heading",
    "summary",
    "entry.kind",
    "UNVERIFIED",
    "article.kind",
    "doubt.kind",
    "repair.rule",
    "self.rule.value",
    "self.respelling_quality.value",
    "furniture",
    "str(cell)",
}
"""Expressions whose texts are collected in another way."""

CLICK = """\
Usage:
Options
Commands
Error: {message}
Try '{command} {option}' for help.
Show this message and exit.
Missing command.
Missing argument
Missing option
Missing parameter
No such option {name!r}.
No such command {name!r}.
Invalid value: {message}
Invalid value for {param_hint}: {message}
default: {default}
required
Aborted!
Error: invalid input
Repeat for confirmation
Option {name!r} does not take a value.
{value!r} is not a valid {number_type}.
{value} is not in the range {range}.
file
directory
path
{name} {filename!r} does not exist."""
"""Sentences of click's own that a user meets."""


PLURALS = {
    "Did you mean {possibility}?": "(Did you mean one of: {possibilities}?)",
    "{value!r} is not {choice}.": "{value!r} is not one of {choices}.",
    "Got unexpected extra argument ({args})": "Got unexpected extra arguments ({args})",
    "Option {name!r} requires an argument.": "Option {name!r} requires {nargs} arguments.",
}
"""Sentences of click's own with another form for several; Chinese has one form for both."""

SYSTEM = """\
Address already in use
Broken pipe
Cannot allocate memory
Cannot assign requested address
Connection refused
Connection timed out
Device or resource busy
Directory not empty
Disk quota exceeded
Exec format error
File exists
File name too long
Input/output error
Invalid argument
Is a directory
No space left on device
No such file or directory
Not a directory
Operation not permitted
Permission denied
Read-only file system
Resource temporarily unavailable
Stale file handle
Too many levels of symbolic links
Too many open files
Too many open files in system"""
"""The system's words for failures that a user meets, as POSIX systems have them."""


def collect_messages() -> dict[str, set[str]]:
    """Collect all messages, each with the files that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    sources = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    constants = {path: _read_constants(tree) for path, tree in sources.items()}
    everywhere = {k: v for names in constants.values() for k, v in names.items()}
    for path, tree in sources.items():
        name = path.relative_to(PACKAGE.parent).as_posix()
        for node in _marked(tree):
            messages = list(_resolve(node, {**everywhere, **constants[path]}))
            if not messages and ast.unparse(node) not in ELSEWHERE:
                raise ValueError(f"{name}:{node.lineno}: no text is known of {ast.unparse(node)}")
            for message in messages:
                found[message].add(name)
    for message in _list_help(audiopaper):
        found[message].add("audiopaper/cli")
    for summary in (*audiopaper.summaries.values(), *audiopaper.headings, OTHERS):
        found[summary].add("audiopaper/cli/__init__.py")
    kinds = (*get_args(reading_review.DoubtKind), *get_args(doubt.DoubtKind), *ARTICLE_KINDS)
    for kind in kinds:
        found[kind].add("audiopaper/cli/review_commands.py")
    for kind in ("name", "surname", UNVERIFIED):
        found[kind].add("audiopaper/cli/lexicon_commands.py")
    for name in FINDING_NAMES:
        found[name].add("audiopaper/cli/maintenance_commands.py")
    for message in (*CLICK.splitlines(), *PLURALS):
        found[message].add("click")
    for message in SYSTEM.splitlines():
        found[message].add("system")
    for rules in (ReadingRule, RepairRule, RespellingQuality):
        for rule in rules:
            found[rule.value].add(f"audiopaper/model: {rules.__name__}")
    for word in (*explain.FEATURE_WORDS.values(), *FURNITURE_WORDS.values(), STRAY_LINE):
        found[word].add("audiopaper/articles/explain.py")
    return {message: files for message, files in found.items() if message}


def _marked(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="_"), args=[message, *_]):
                yield message


def _read_constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Return a module's constants by name."""
    out: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            out[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            out[node.target.id] = node.value
    return out


def _resolve(node: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    """List the texts that an expression can be; those of a table are all its values."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _resolve(body, constants)
            yield from _resolve(other, constants)
        case ast.Name(id=name) if name in constants:
            yield from _resolve(constants[name], constants)
        case ast.Subscript(value=table):
            yield from _resolve(table, constants)
        case ast.Dict(values=values):
            for value in values:
                yield from _resolve(value, constants)
        case ast.Tuple(elts=values) | ast.List(elts=values):
            for value in values:
                yield from _resolve(value, constants)
        case ast.Call(func=ast.Attribute(value=table, attr="get")):
            yield from _resolve(table, constants)


def _list_help(command: click.Command) -> Iterator[str]:
    """List what is translated of a command's help, and of the commands below it."""
    for start, paragraph in read_paragraphs(command.help or ""):
        example = EXAMPLE.match(paragraph)
        if example:
            yield example[0]
        elif paragraph:
            yield paragraph if start else " ".join(paragraph.split())
    yield command.epilog or ""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield " ".join(parameter.help.split())
    if isinstance(command, click.Group):
        for name in command.commands:
            yield from _list_help(command.commands[name])


def read_catalogue() -> Catalog:
    """Read the catalogue as it stands."""
    if not FILE.exists():
        return Catalog(locale="zh")
    with FILE.open("rb") as file:
        return read_po(file, locale="zh")


def make_catalogue(messages: Mapping[str, set[str]], old: Catalog) -> Catalog:
    """Make the catalogue of these messages, with the translations that are there."""
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    new = Catalog(
        locale="zh", project=DOMAIN, creation_date=day, revision_date=day, fuzzy=False,
        header_comment="# Messages of audiopaper in Chinese. Licence: GPL-3.0-or-later.",
    )  # fmt: skip
    for message in sorted(messages, key=lambda m: (min(messages[m]), m)):
        known = old.get(message)
        string = known.string if known else ""
        if isinstance(string, tuple):
            string = string[0]
        several = PLURALS.get(message)
        new.add(
            (message, several) if several else message,
            string=(string,) if several else string,
            locations=[(name, 0) for name in sorted(messages[message])],
        )
    return new


def _singular(key: str | tuple[str, ...]) -> str:
    return key if isinstance(key, str) else key[0]


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Compile a catalogue."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Bring the catalogue into step, or say what is amiss."""
    messages, old = collect_messages(), read_catalogue()
    catalogue = make_catalogue(messages, old)
    empty = [message for message in messages if not any(catalogue[message].string)]
    stale = [m.id for m in old if m.id and _singular(m.id) not in messages]
    print(f"{len(messages)} messages, {len(empty)} without Chinese, {len(stale)} left behind")
    if "--check" in arguments:
        return int(bool(empty or stale))
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with FILE.open("wb") as file:
        write_po(file, catalogue, width=96, include_lineno=False)
    FILE.with_suffix(".mo").write_bytes(compile_catalogue(catalogue))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
