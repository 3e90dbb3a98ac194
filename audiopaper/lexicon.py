"""The lexicon: readings that people decided, from ``voices/lexicon/*.toml``.

The format is explained in Chinese at the head of each shipped file.
"""

from __future__ import annotations

import difflib
import functools
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from audiopaper.disk import list_folder, read_file
from audiopaper.errors import LexiconError
from audiopaper.intake import normalise_text, normalise_values
from audiopaper.say_as import check_spoken
from audiopaper.variants import simplify_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SHIPPED_FILES = frozenset({"names.toml", "places.toml", "terms.toml"})
"""Files that come with the program; every other file in the folder is the editor's."""

UNVERIFIED = "unverified"
"""What an entry's ``source`` says where nobody looked it up."""

_ENTRY_KEYS = (
    "text",
    "pinyin",
    "say",
    "before",
    "after",
    "not_before",
    "not_after",
    "kind",
    "source",
)
_CONTEXT_KEYS = ("before", "after", "not_before", "not_after")
_TABLES = (
    "entry",
    "surnames",
    "weak_surnames",
    "rare_surnames",
    "given",
    "common_surnames",
    "source",
)

# Every toneless syllable of Mandarin that a dictionary lists, rare and dialectal ones included
# (pypinyin 0.55, pinyin_dict.json; ê is written ei).
_SYLLABLE_TABLE = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bong bu ca
    cai can cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu
    chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de
    dei den deng di dia dian diao die din ding diu dong dou du duan dui dun duo e ei en eng er fa
    fan fang fei fen feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai
    guan guang gui gun guo ha hai han hang hao he hei hen heng hm hng hong hou hu hua huai huan
    huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan
    kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le
    lei len leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve m ma
    mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu n na nai nan nang nao
    ne nei nen neng ng ni nia nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve o
    ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao
    qie qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui
    run ruo sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou
    shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao
    te tei teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo
    wong wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi
    yin ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang
    zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou
    zu zuan zui zun zuo
"""
_SYLLABLES = frozenset(_SYLLABLE_TABLE.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One reading that somebody decided."""

    text: str
    """The characters; none of them is a space or a mark."""

    pinyin: tuple[str, ...]
    """A syllable for each character, tone digits 1 to 5, ``v`` for ü; () where ``say`` says it."""

    say: str = ""
    """What is said in place of the characters, in words; then there is no pinyin."""

    before: tuple[str, ...] = ()
    """One of these must stand immediately before; empty: anything may."""

    after: tuple[str, ...] = ()
    """One of these must stand immediately after; empty: anything may."""

    not_before: tuple[str, ...] = ()
    """None of these may stand immediately before."""

    not_after: tuple[str, ...] = ()
    """None of these may stand immediately after."""

    kind: str = ""
    """``name``, ``place``, ``term`` or the editor's own word."""

    source: str = UNVERIFIED
    """What was really consulted."""

    file: str = ""
    """Name of the file that holds it."""

    @property
    def shipped(self) -> bool:
        """Whether it came with the program; an editor's entry goes before it."""
        return self.file in SHIPPED_FILES

    @property
    def said(self) -> str:
        """What the entry decides, in a line: pinyin, or words."""
        return self.say or " ".join(self.pinyin)

    @property
    def key(self) -> tuple[object, ...]:
        """Text and context; two entries that share them speak of the same thing."""
        return (self.text, self.before, self.after, self.not_before, self.not_after)

    def fits(self, text: str, at: int) -> bool:
        """Whether the context around ``text[at : at + len(self.text)]`` allows this entry."""
        end = at + len(self.text)
        return (
            (not self.before or any(text.endswith(b, 0, at) for b in self.before))
            and (not self.after or any(text.startswith(a, end) for a in self.after))
            and not any(text.endswith(b, 0, at) for b in self.not_before)
            and not any(text.startswith(a, end) for a in self.not_after)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All that the lexicon files say. Build it with `load_lexicon`; an empty one is valid."""

    entries: tuple[Entry, ...] = ()
    """In the order of files and lines."""

    surnames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Surnames that have a reading of their own, one or two characters."""

    weak_surnames: frozenset[str] = frozenset()
    """Surnames that are everyday words as well: a name only where a title says so."""

    rare_surnames: frozenset[str] = frozenset()
    """Surnames that are hardly ever one: function words and common verbs."""

    common_surnames: frozenset[str] = frozenset()
    """Surnames read as everywhere else; they help to find names."""

    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """How a character is read inside a given name, or a whole given name of two."""

    known: frozenset[str] = frozenset()
    """Full names that the show has met so often that nothing beside them need say so."""

    _index: Mapping[str, list[Entry]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the entries by their first character, once."""
        object.__setattr__(self, "_index", _index(self.entries))

    def __len__(self) -> int:
        """The number of entries and surnames."""
        return len(self.entries) + len(self.surnames)

    def matches(self, text: str) -> Iterator[tuple[int, Entry]]:
        """Find every entry that a text holds, overlaps included, whether its context fits or not.

        Yields:
            The offset of each entry's first character, in ascending order, and the entry; of
            those at one offset the longest first, of equally long ones the one whose context says
            more, then the later one.
        """
        for at, character in enumerate(text):
            for entry in self._index.get(character, ()):
                if text.startswith(entry.text, at):
                    yield at, entry


def _index(entries: tuple[Entry, ...]) -> dict[str, list[Entry]]:
    by_first: dict[str, list[Entry]] = defaultdict(list)
    for entry in reversed([entry for entry in entries if entry.pinyin]):
        for spelled in _spellings(entry):
            by_first[spelled.text[0]].append(spelled)
    for found in by_first.values():
        found.sort(key=lambda e: (-len(e.text), -bool(e.before) - bool(e.after)))
    return dict(by_first)


def _spellings(entry: Entry) -> tuple[Entry, ...]:
    """Give an entry as it was written, and in the simplified characters that texts are read in."""

    def both(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*words, *map(simplify_word, words))))

    plain = replace(
        entry,
        text=simplify_word(entry.text),
        before=both(entry.before),
        after=both(entry.after),
        not_before=both(entry.not_before),
        not_after=both(entry.not_after),
    )
    return (entry,) if plain == entry else (entry, plain)


def load_lexicon(folder: Path, *, shipped: Path | None = None) -> Lexicon:
    """Read every ``*.toml`` of a folder.

    Where a shipped entry and an editor's speak of the same text and context, the editor's holds.

    Args:
        folder: ``voices/lexicon/``; one that is not there is an empty lexicon.
        shipped: The package's own; a shipped file that ``folder`` lacks is read there, so that a
            show which writes one file of its own does not lose the rest.

    Raises:
        LexiconError: A file cannot be read, is not TOML, an entry is wrong, or two files of one
            sort contradict each other; the problem names file, line and entry.
    """
    found = {path.name: path for path in lexicon_files(folder)}
    if shipped is not None:
        ours = {name: shipped / name for name in SHIPPED_FILES}
        found = {name: path for name, path in ours.items() if path.exists()} | found
    paths = sorted(found.values(), key=lambda p: (p.name not in SHIPPED_FILES, p.name))
    return _load_contents(tuple((path, _read_content(path)) for path in paths))


@functools.lru_cache(maxsize=4)
def _load_contents(files: tuple[tuple[Path, bytes], ...]) -> Lexicon:
    """Read files whose content is known; the same content is parsed once by a process.

    Contents are compared, not times: a file that is changed is never taken for the old one.
    """
    return _join([_File(path, content) for path, content in files])


def lexicon_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder of lexicons, in order of name.

    Raises:
        LexiconError: The folder may not be opened.
    """
    found = list_folder(folder, failure=LexiconError)
    return tuple(p for p in found if p.suffix == ".toml" and not p.name.startswith("."))


def load_file(path: Path) -> Lexicon:
    """Read one lexicon file.

    Raises:
        LexiconError: It is wrong; the problem names line and entry.
    """
    return _load_contents(((path, _read_content(path)),))


def _read_content(path: Path) -> bytes:
    try:
        return read_file(path, failure=LexiconError)
    except FileNotFoundError as error:
        raise LexiconError(f"{path} is not there", remedy="put the file back") from error


def _join(files: Sequence[_File]) -> Lexicon:
    entries: dict[tuple[object, ...], Entry] = {}
    for file in files:
        for entry in file.entries():
            other = entries.pop(entry.key, entry)
            if other.shipped is entry.shipped and other.said != entry.said:
                raise file.wrong(
                    entry.text,
                    f"is {entry.said} here and {other.said} in {other.file}",
                    "keep one of the two, or give each its context with before or after",
                )
            entries[entry.key] = entry
    common = frozenset(c for file in files for c in file.words("common_surnames"))
    written = {name for file in files for name in file.readings("surnames")}
    return Lexicon(
        entries=tuple(entries.values()),
        # 於 is a family, and 于 another.
        surnames={
            name: said
            for name, said in _both_scripts(files, "surnames").items()
            if name in written or name not in common
        },
        weak_surnames=frozenset(c for file in files for c in file.words("weak_surnames")),
        rare_surnames=frozenset(c for file in files for c in file.words("rare_surnames")),
        common_surnames=common,
        given=_both_scripts(files, "given"),
    )


def _both_scripts(files: Sequence[_File], name: str) -> dict[str, tuple[str, ...]]:
    """Give a table of names of all files, as they are written and in simplified characters."""
    table = {key: said for file in files for key, said in file.readings(name).items()}
    return {simplify_word(key): said for key, said in table.items()} | table


def render_entry(entry: Entry) -> str:
    """Write an entry as TOML, as it stands in an editor's file, with a newline behind it.

    Example:
        >>> print(render_entry(Entry(text="单田芳", pinyin=("shan4", "tian2", "fang1"))), end="")
        [[entry]]
        text = "单田芳"
        pinyin = "shan4 tian2 fang1"
        source = "unverified"
    """
    said = f"say = {_quote(entry.say)}" if entry.say else f'pinyin = "{" ".join(entry.pinyin)}"'
    lines = ["[[entry]]", f"text = {_quote(entry.text)}", said]
    lines += [
        f"{key} = [{', '.join(_quote(word) for word in getattr(entry, key))}]"
        for key in _CONTEXT_KEYS
        if getattr(entry, key)
    ]
    if entry.kind:
        lines.append(f"kind = {_quote(entry.kind)}")
    lines.append(f"source = {_quote(entry.source)}")
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


def parse_pinyin(text: str, pinyin: str) -> tuple[str, ...]:
    """Check pinyin against its characters.

    Args:
        text: The characters it is for.
        pinyin: Syllables separated by spaces: ``"lv4 dao3"``.

    Returns:
        A syllable for each character, in lower case.

    Raises:
        ValueError: A syllable is none, or their number is not that of the characters; the
            message says which.
    """
    syllables = tuple(pinyin.lower().split())
    for syllable in syllables:
        if syllable[-1] not in "12345" or syllable[:-1] not in _SYLLABLES:
            raise ValueError(_explain(syllable))
    if len(syllables) != len(text):
        raise ValueError(f"{len(text)} characters, but {len(syllables)} syllables in {pinyin!r}")
    return syllables


def _explain(syllable: str) -> str:
    if "ü" in syllable or "u:" in syllable:
        return f"{syllable!r} is not written with v: write ü as v"
    if syllable in _SYLLABLES:
        return f"{syllable!r} has no tone: add a digit, 1 to 4, or 5 for the neutral tone"
    if syllable[:-1] in _SYLLABLES:
        return f"{syllable!r} ends in no tone: the digits are 1 to 5"
    near = difflib.get_close_matches(syllable.rstrip("0123456789"), _SYLLABLES, n=1)
    return f"{syllable!r} is not pinyin" + (f"; near it: {near[0]!r}" if near else "")


class _File:
    """One lexicon file, and where in it things stand."""

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        try:
            self.text = content.decode("utf-8-sig")
            self.text = self.text.replace("\r\n", "\n")
            self.table: dict[str, Any] = normalise_values(tomllib.loads(self.text))
            self.text = normalise_text(self.text)
        except UnicodeDecodeError as error:
            raise LexiconError(f"{path} is not UTF-8", remedy="save it as UTF-8") from error
        except RecursionError as error:
            raise LexiconError(
                f"{path} is nested too deep", remedy="take out the lists that stand in lists"
            ) from error
        except tomllib.TOMLDecodeError as error:
            last = self.text.count("\n") + 1
            problem = str(error).replace("at end of document", f"at the end, line {last}")
            raise LexiconError(
                f"{path} is not TOML: {problem}",
                remedy='correct that line; text and Chinese keys stand in "quotes"',
            ) from error
        self._refuse_unknown(self.table, _TABLES)

    def wrong(self, text: str, problem: str, remedy: str, *, nth: int = 1) -> LexiconError:
        """Say what is wrong at the nth line that mentions a text."""
        return LexiconError(
            f"{self.path}{self._line_of(text, nth)}: {text} {problem}", remedy=remedy
        )

    def entries(self) -> list[Entry]:
        """Give the ``entry`` tables, checked."""
        tables = self.table.get("entry", [])
        if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
            raise self.wrong(
                "entry", "is not a list of tables", "begin each entry with a line [[entry]]"
            )
        found: dict[tuple[object, ...], Entry] = {}
        mentions: dict[str, int] = defaultdict(int)
        for number, table in enumerate(tables, 1):
            text = table.get("text")
            if not isinstance(text, str) or not text or re.search(r"\s", text):
                raise LexiconError(
                    f"{self.path}, entry {number}: text is missing or holds a space",
                    remedy='give each entry its characters: text = "曾令新"',
                )
            mentions[text] += 1
            entry = self._entry(table, text, mentions[text])
            if other := found.get(entry.key):
                also = "" if other.said == entry.said else f" as {other.said}"
                raise self.wrong(
                    text,
                    f"stands there already{also}",
                    "keep one of the two, or give each its context with before or after",
                    nth=mentions[text],
                )
            found[entry.key] = entry
        return list(found.values())

    def readings(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give a table of characters and their pinyin, checked."""
        table = self.table.get(name, {})
        if not isinstance(table, dict):
            raise self.wrong(name, "is not a table", f"write it as [{name}]")
        named = {normalise_text(text): pinyin for text, pinyin in table.items()}
        return {text: self._pinyin(text, pinyin) for text, pinyin in named.items()}

    def words(self, name: str) -> tuple[str, ...]:
        """Give a setting that is a string of words separated by spaces."""
        value = self.table.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(
                name, "is not a text", f'write {name} = "...", with spaces between the words'
            )
        return tuple(value.split())

    def _entry(self, table: dict[str, Any], text: str, nth: int) -> Entry:
        self._refuse_unknown(table, _ENTRY_KEYS, text, nth)
        for key in _CONTEXT_KEYS:
            value = table.get(key, [])
            if not isinstance(value, list) or not all(isinstance(s, str) and s for s in value):
                raise self.wrong(
                    text, f"has no list of texts as {key}", f'write {key} = ["记者"]', nth=nth
                )
        for key in ("kind", "source"):
            if not isinstance(table.get(key, ""), str):
                raise self.wrong(text, f"has no text as {key}", 'put it in "quotes"', nth=nth)
        say = self._say(table, text, nth)
        return Entry(
            text=text,
            pinyin=() if say else self._pinyin(text, table.get("pinyin"), nth),
            say=say,
            kind=table.get("kind", ""),
            source=table.get("source", UNVERIFIED),
            file=self.path.name,
            **{key: tuple(table.get(key, ())) for key in _CONTEXT_KEYS},
        )

    def _say(self, table: dict[str, Any], text: str, nth: int) -> str:
        say = table.get("say", "")
        if "say" not in table:
            return ""
        if "pinyin" in table:
            raise self.wrong(text, "has both pinyin and say", "keep one of the two", nth=nth)
        try:
            check_spoken(str(say))
        except ValueError as error:
            remedy = 'write it in words: say = "三百余台"'
            raise self.wrong(text, f"cannot be said: {error}", remedy, nth=nth) from error
        return str(say)

    def _pinyin(self, text: str, pinyin: object, nth: int = 1) -> tuple[str, ...]:
        if not isinstance(pinyin, str):
            raise self.wrong(
                text, "has no pinyin", 'write it as pinyin = "zeng1 ling4 xin1"', nth=nth
            )
        try:
            return parse_pinyin(text, pinyin)
        except ValueError as error:
            raise self.wrong(
                text,
                f"has wrong pinyin: {error}",
                'one syllable a character, each with its tone: "lv4 dao3" for 绿岛',
                nth=nth,
            ) from error

    def _refuse_unknown(
        self, table: Mapping[str, Any], known: Sequence[str], text: str = "", nth: int = 1
    ) -> None:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
                remedy = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                raise self.wrong(text or key, f"has the unknown key {key!r}", remedy, nth=nth)

    def _line_of(self, text: str, nth: int) -> str:
        mention = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
        lines = [
            number
            for number, line in enumerate(self.text.splitlines(), 1)
            if mention.search(line) and not line.lstrip().startswith("#")
        ]
        return f", line {lines[nth - 1]}" if nth <= len(lines) else ""
