"""The running order of an episode: drafted from the rankings, kept in a file that editors edit."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import re
import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import tomlkit
from lunar_python import Solar

from audiopaper.errors import RundownError
from audiopaper.files import write_file
from audiopaper.model import ITEM_KINDS, Article, Item, ItemKind, Ranking, Rundown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from audiopaper.config import EpisodeSettings, LeadSettings, PresenterSettings

WEEKDAYS = "一二三四五六日"

# Said before and between the stories: greeting, summary lines and sign-off of the sample took
# 50 s with eight stories, some 4 s a story and 20 s beside.
FIXED_MS = 20_000
STORY_OVERHEAD_MS = 4_000

_HASH_LINE = re.compile(r'^fingerprint = "[0-9a-f]*"$', re.MULTILINE)
_ITEM_KEYS = ("kind", "title", "presenter", "article", "pages", "byline", "drop", "text")
_TOP_KEYS = ("schema", "date", "paper", "fingerprint", "items")
_HEADER = """\
 串联单 · {paper} · {date}
 节目按这里的顺序播出。可以：调换 [[items]] 的次序；改 title（标题）、text（正文，一行一段）、
 presenter（主播，voices/ 里的文件名）；把不播的一条写成 drop = true，把备选的 drop = true 删掉。
 headlines（内容提要）没有 text 时由各条标题自动生成；以 "## " 开头的一行是小标题。
 改过的串联单不会被覆盖；要重新起草请用 --redraft（旧的存为 .bak）。
 Edit order, titles, texts, presenters; an edited rundown is used as it is until --redraft."""


def draft_rundown(
    articles: Sequence[Article],
    rankings: Sequence[Ranking],
    *,
    date: dt.date,
    paper: str,
    show: str,
    episode: EpisodeSettings,
    presenters: PresenterSettings,
    leads: LeadSettings,
    pace_chars: Mapping[str, int],
) -> Rundown:
    """Pick the leads that fit the target length and put the running order together.

    Articles are taken by rank; one that no longer fits is passed over for a shorter one behind
    it, and the best one is taken whatever its length. The rest that is fit to be picked follows
    as candidates with ``drop`` set.

    Args:
        articles: The edition's articles, in reading order.
        rankings: One for each article.
        date: Date of the edition.
        paper: Name of the newspaper, for the spoken words.
        show: Title of the podcast, for the spoken words.
        episode: Target length and the words of the fixed parts.
        presenters: Who speaks.
        leads: How many stories at most.
        pace_chars: Han characters a minute of each presenter, by name.

    Raises:
        RundownError: No article is fit to be picked.
    """
    by_id = {article.id: article for article in articles}
    ranked = sorted((r for r in rankings if r.rank is not None), key=lambda r: r.rank or 0)
    if not ranked:
        raise RundownError(
            f"no article of {paper or 'the edition'} {date} is fit to be a lead",
            remedy="see what the pages were taken for: audiopaper articles PATH",
        )
    slowest = min((pace_chars[name] for name in presenters.stories), default=270)
    room_ms = episode.minutes * 60_000 - FIXED_MS
    picked: list[Item] = []
    rest: list[Item] = []
    for ranking in ranked:
        item = _draft_story(by_id[ranking.article_id], episode)
        need_ms = STORY_OVERHEAD_MS + spoken_ms(f"{item.title}{item.title}{item.text}", slowest)
        if not picked or (need_ms <= room_ms and len(picked) < leads.max_stories):
            room_ms -= need_ms
            picked.append(
                replace(item, presenter=presenters.stories[len(picked) % len(presenters.stories)])
            )
        else:
            rest.append(replace(item, presenter=presenters.stories[0], drop=True))
    words = _spoken_words(date, paper=paper, show=show)
    fixed: dict[ItemKind, Item] = {}
    parts: tuple[tuple[ItemKind, str, str], ...] = (
        ("ident", "片头", episode.ident),
        ("greeting", "开场", episode.greeting),
        ("sign-off", "结束语", episode.sign_off),
    )
    for kind, title, text in parts:
        if text:
            fixed[kind] = Item(
                kind=kind, presenter=presenters.anchor, title=title, text=text.format(**words)
            )
    summary = Item(kind="headlines", presenter=presenters.anchor, title="内容提要")
    opening = [item for kind, item in fixed.items() if kind != "sign-off"]
    closing = [fixed["sign-off"]] if "sign-off" in fixed else []
    return Rundown(
        date=date, paper=paper, items=(*opening, summary, *picked, *closing, *rest), edited=False
    )


def spoken_ms(text: str, chars_per_minute: int) -> int:
    """How long a text will take at a presenter's pace, in milliseconds.

    Only what is said counts: letters and digits; a digit or Latin letter takes about as long
    as a Han character.

    Example:
        >>> spoken_ms("今天，晴。", 180)
        1000
    """
    return round(sum(c.isalnum() for c in text) * 60_000 / chars_per_minute)


def lunar_date(date: dt.date) -> str:
    """The date of the Chinese calendar in words.

    Example:
        >>> lunar_date(dt.date(2026, 3, 2))
        '正月十四'
    """
    lunar = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    return f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"


def save_rundown(
    path: Path, rundown: Rundown, *, notes: Mapping[str, Sequence[str]] | None = None
) -> None:
    """Write the file that the editor edits, with a fingerprint of what was written.

    Args:
        path: The file; replaced whole.
        rundown: The running order.
        notes: Remarks by article id (why it was picked), written as comments.

    Raises:
        PublishError: The file cannot be written.
    """
    document = tomlkit.document()
    for line in _HEADER.format(paper=rundown.paper, date=rundown.date).splitlines():
        document.add(tomlkit.comment(line.strip()))
    document.add("schema", tomlkit.item(1))
    document.add("date", tomlkit.item(rundown.date))
    document.add("paper", tomlkit.item(rundown.paper))
    document.add("fingerprint", tomlkit.item(""))
    items = tomlkit.aot()
    for item in rundown.items:
        items.append(_item_table(item, (notes or {}).get(item.article_id, ())))
    document.add("items", items)
    text = tomlkit.dumps(document)
    write_file(path, _HASH_LINE.sub(f'fingerprint = "{_fingerprint(text)}"', text, count=1))


def load_rundown(path: Path, *, presenters: Collection[str]) -> Rundown:
    """Read a rundown, the editor's changes in it.

    Args:
        path: The file.
        presenters: Names of the presenters there are.

    Returns:
        The rundown; ``edited`` where the file is not just as it was written.

    Raises:
        RundownError: The file cannot be read, is not TOML, or holds an item that cannot be
            spoken; the problem names the line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        table = tomllib.loads(text)
    except OSError as error:
        raise RundownError(
            f"{path} cannot be read: {error.strerror or error}", remedy="name another file"
        ) from error
    except UnicodeDecodeError as error:
        raise RundownError(f"{path} is not UTF-8", remedy="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise RundownError(
            f"{path}: {error}", remedy="correct that line, or draft anew with --redraft"
        ) from error
    return _Reader(path, text, frozenset(presenters)).read(table)


def is_edited(path: Path) -> bool:
    """Whether a rundown file differs from what was written there.

    Raises:
        RundownError: The file cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RundownError(f"{path} cannot be read: {error}", remedy="save it as UTF-8") from error
    return _edited(text)


def _edited(text: str) -> bool:
    written = _HASH_LINE.search(text)
    return not written or written[0] != f'fingerprint = "{_fingerprint(text)}"'


def _fingerprint(text: str) -> str:
    return hashlib.sha256(_HASH_LINE.sub("", text, count=1).encode("utf-8")).hexdigest()


def _spoken_words(date: dt.date, *, paper: str, show: str) -> dict[str, str]:
    return {
        "paper": paper or show,
        "show": show,
        "date": f"{date.year}年{date.month}月{date.day}日",
        "weekday": f"星期{WEEKDAYS[date.weekday()]}",
        "lunar": lunar_date(date),
    }


def _draft_story(article: Article, episode: EpisodeSettings) -> Item:
    lines = []
    if article.incomplete:
        lines.append(episode.incomplete)
    if article.kicker and not _leads_in(article.kicker):
        lines.append(_sentence(article.kicker))
    if article.subhead:
        lines.append(_sentence(article.subhead))
    lines.append(_byline_sentence(article))
    lines += [f"## {p.text}" if p.role == "heading" else p.text for p in article.paragraphs]
    return Item(
        kind="story",
        presenter="",
        title=_spoken_title(article),
        text="\n".join(line for line in lines if line),
        article_id=article.id,
        pages=article.pages,
        byline=article.byline,
    )


def _leads_in(kicker: str) -> bool:
    return kicker.rstrip().endswith(("：", ":"))


def _spoken_title(article: Article) -> str:
    # “市水务集团：” belongs to its headline's sentence; any other kicker is a sentence of its own.
    headline = article.headline or article.text[:20]
    if not _leads_in(article.kicker):
        return headline
    return f"{article.kicker.rstrip('：: ')}：{headline}"


def _sentence(text: str) -> str:
    text = text.strip().lstrip("—-― ")
    return text if text.endswith(("。", "！", "？", "…", "”")) else f"{text}。"


def _byline_sentence(article: Article) -> str:
    names = "、".join(article.byline)
    if not names:
        return ""
    if article.kind == "commentary":
        return f"{names}文章。" if names.startswith("本报") else f"作者：{names}。"
    return f"{article.dateline}，{names}报道。" if article.dateline else f"{names}报道。"


def _item_table(item: Item, notes: Sequence[str]) -> Any:
    table = tomlkit.table()
    for note in notes:
        table.add(tomlkit.comment(re.sub(r"[\x00-\x1f\x7f]", " ", note)))
    table.add("kind", item.kind)
    if item.title:
        table.add("title", item.title)
    table.add("presenter", item.presenter)
    if item.article_id:
        table.add("article", item.article_id)
    if item.pages:
        table.add("pages", list(item.pages))
    if item.byline:
        table.add("byline", list(item.byline))
    if item.drop:
        table.add("drop", True)
    if item.text:
        # TOML drops a newline right behind the opening quotes: the text begins on its own line.
        quoted = tomlkit.string(f"{item.text}\n", multiline=True).as_string()
        table.add("text", tomlkit.value(f'"""\n{quoted[3:]}'))
    return table


class _Reader:
    """Turns a parsed rundown file into a value, naming the line of whatever is wrong."""

    def __init__(self, path: Path, text: str, presenters: frozenset[str]) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.text = text
        self.presenters = presenters
        self.heads = [n for n, x in enumerate(self.lines) if re.match(r"\s*\[\[\s*items\s*\]\]", x)]

    def read(self, table: dict[str, Any]) -> Rundown:
        self._know(table, _TOP_KEYS, None)
        if table.get("schema") != 1:
            self._fail(None, "schema", f"schema {table.get('schema')!r} is not 1", "upgrade")
        date = table.get("date")
        if not isinstance(date, dt.date) or isinstance(date, dt.datetime):
            self._fail(None, "date", "date is not a date", "write it as 2026-03-02")
        assert isinstance(date, dt.date)
        rows = table.get("items")
        if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
            self._fail(None, "items", "there are no [[items]]", "draft anew with --redraft")
        assert isinstance(rows, list)
        items = tuple(self._item(index, row) for index, row in enumerate(rows))
        if not any(item.kind == "story" and not item.drop for item in items):
            self._fail(None, "items", "no story is left", "take drop = true from one of them")
        return Rundown(
            date=date,
            paper=str(table.get("paper", "")),
            items=items,
            edited=_edited(self.text),
        )

    def _item(self, index: int, row: dict[str, Any]) -> Item:
        self._know(row, _ITEM_KEYS, index)
        kind = row.get("kind")
        if kind not in ITEM_KINDS:
            self._fail(index, "kind", f"kind {kind!r}", f"one of {', '.join(ITEM_KINDS)}")
        for key, wanted in (("title", str), ("text", str), ("article", str), ("drop", bool)):
            if not isinstance(row.get(key, wanted()), wanted):
                self._fail(index, key, f"{key} is not {wanted.__name__}", "put text in quotes")
        for key, of in (("pages", int), ("byline", str)):
            value = row.get(key, [])
            if not isinstance(value, list) or not all(isinstance(v, of) for v in value):
                self._fail(index, key, f"{key} is no list of {of.__name__}", 'write [1] or ["…"]')
        presenter = row.get("presenter")
        if presenter not in self.presenters:
            near = difflib.get_close_matches(str(presenter), self.presenters, n=1)
            self._fail(
                index,
                "presenter",
                f"there is no presenter {presenter!r}",
                f"did you mean {near[0]!r}?" if near else f"one of {', '.join(self.presenters)}",
            )
        text = "\n".join(x.strip() for x in row.get("text", "").split("\n") if x.strip())
        title = " ".join(row.get("title", "").split())
        if kind == "story" and not title:
            self._fail(index, "title", "a story without title", "give it one")
        if kind != "headlines" and not text:
            self._fail(index, "text", f"a {kind} without text", "write some, or drop = true")
        return Item(
            kind=cast("ItemKind", kind),
            presenter=str(presenter),
            title=title,
            text=text,
            article_id=row.get("article", ""),
            pages=tuple(row.get("pages", [])),
            byline=tuple(row.get("byline", [])),
            drop=row.get("drop", False),
        )

    def _know(self, table: dict[str, Any], known: Sequence[str], index: int | None) -> None:
        for key in table:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                remedy = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
                self._fail(index, key, f"unknown key {key!r}", remedy)

    def _fail(self, index: int | None, key: str, problem: str, remedy: str) -> None:
        start = 0 if index is None or index >= len(self.heads) else self.heads[index]
        line = start
        for number in range(start, len(self.lines)):
            if number > start and number in self.heads:
                break
            if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", self.lines[number]):
                line = number
                break
        raise RundownError(f"{self.path}, line {line + 1}: {problem}", remedy=remedy)
