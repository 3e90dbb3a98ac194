"""A folder of page files becomes an `Edition`: decoding, page order, date and paper."""

from __future__ import annotations

import codecs
import datetime as dt
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from audiopaper.errors import InputError
from audiopaper.model import Edition, Page, SkippedPage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PAGE_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
"""Endings that a page file may have."""

MAX_PAGE_BYTES = 10_000_000
"""A full broadsheet page is about 60 kB of UTF-8; what is 160 times that is no page."""

MAX_PAGE_LINES = 20_000
"""A page of nothing but classifieds has under 2,000 lines."""

MAX_PAGES = 200
"""The thickest Chinese weekend editions have about 150 pages."""

ENCODINGS = "UTF-8, UTF-16 or GB18030"


class BadPageError(Exception):
    """A page file that cannot be used; the message says why in one clause."""


def read_edition(paths: Sequence[Path], *, date: dt.date | None = None) -> Edition:
    """Read the page files of one day's newspaper.

    Args:
        paths: Page files (``.txt``, ``.md``, ``.html``) and folders of them; hidden files are
            left out.
        date: The date the user gave; it must agree with the masthead's and the folder's.

    Returns:
        The pages in the order of the first number in their names. Pages that are empty, binary
        or undecodable stand in ``skipped`` as long as one page is good.

    Raises:
        InputError: A path is not there or no page file, a folder has none, no page can be read,
            there are too many pages, or two sources give different dates.
    """
    files = _page_files(paths)
    pages: list[Page] = []
    skipped: list[SkippedPage] = []
    texts: list[tuple[str, ...] | None] = []
    for path in files:
        try:
            texts.append(_read_lines(path))
        except BadPageError as bad:
            texts.append(None)
            skipped.append(SkippedPage(name=path.name, problem=str(bad)))
    numbers = _page_numbers([path.name for path in files], texts)
    for number, path, lines in zip(numbers, files, texts, strict=True):
        if lines is not None:
            pages.append(Page(number=number, name=path.name, lines=lines))
    if not pages:
        first = skipped[0]
        more = f" (and {len(skipped) - 1} more pages)" if len(skipped) > 1 else ""
        raise InputError(
            f"{first.name} {first.problem}{more}",
            remedy=f"save the page as plain text in {ENCODINGS} and run again",
        )
    return Edition(
        date=_edition_date(pages, files, date),
        paper=find_paper(pages),
        pages=tuple(pages),
        skipped=tuple(skipped),
    )


# --- files -----------------------------------------------------------------------------------


def _page_files(paths: Sequence[Path]) -> list[Path]:
    if not paths:
        raise InputError("no page was named", remedy="name a page file or a folder of pages")
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _files_under(path):
            found.setdefault(file.resolve(), file)
    if len(found) > MAX_PAGES:
        raise InputError(
            f"{len(found)} page files are more than one edition has",
            remedy=f"name the pages of one day only, at most {MAX_PAGES}",
        )
    return sorted(found.values(), key=_page_order)


def _files_under(path: Path) -> Iterator[Path]:
    try:
        if path.is_dir():
            files = [f for f in path.iterdir() if _is_page_file(f)]
        elif path.exists():
            files = [path]
        else:
            raise InputError(f"{path} is not there", remedy="correct the path and run again")
    except OSError as error:
        raise InputError(
            f"{path} cannot be opened: {error.strerror or error}",
            remedy="correct the path or its permissions and run again",
        ) from error
    if not files:
        raise InputError(
            f"{path} holds no page file",
            remedy="put the day's pages (.txt, .md or .html, a file a page) into it and run again",
        )
    for file in files:
        if file.suffix.lower() not in PAGE_SUFFIXES:
            raise InputError(
                f"{file.name} is no page file",
                remedy="name .txt, .md or .html files; other formats must be saved as text first",
            )
        yield file


def _is_page_file(path: Path) -> bool:
    hidden = path.name.startswith((".", "~"))
    return not hidden and path.suffix.lower() in PAGE_SUFFIXES and path.is_file()


_NAME_DATE = re.compile(
    r"(?<![0-9A-Za-z])((?:19|20)[0-9]{2})([-_.年]?)([0-9]{1,2})([-_.月]?)([0-9]{1,2})日?(?![0-9])"
)


def _name_dates(name: str) -> Iterator[tuple[dt.date, str]]:
    for match in _NAME_DATE.finditer(name):
        year, parted, month, parted_too, day = match.groups()
        if bool(parted) != bool(parted_too) or (not parted and len(month + day) != 4):
            continue
        found = _as_date(year, month, day)
        if found:
            yield found, match.group()


def _undated(name: str) -> str:
    for _, text in _name_dates(name):
        name = name.replace(text, " ")
    return name


def _page_order(path: Path) -> tuple[str, int, str]:
    # Papers with sections number their pages A01, A02, B01; everything else by number alone.
    match = re.match(r"\s*([A-Za-z]?)[^0-9]*([0-9]{1,9})", _undated(path.stem))
    section = re.match(r"\s*([A-Za-z])[0-9]", _undated(path.stem))
    return (
        section.group(1).upper() if section else "",
        int(match.group(2)) if match else 10**9,
        path.name,
    )


def _page_numbers(names: Sequence[str], texts: Sequence[tuple[str, ...] | None]) -> list[int]:
    """Give each page its number: from its name, else its running head, else its place."""
    named = [re.search(r"[0-9]{1,9}", _undated(Path(name).stem)) for name in names]
    numbers = [int(match.group()) if match else 0 for match in named]
    if _are_page_numbers(numbers):
        return numbers
    printed = [printed_number(lines or ()) for lines in texts]
    return printed if _are_page_numbers(printed) else list(range(1, len(names) + 1))


def _are_page_numbers(numbers: Sequence[int]) -> bool:
    return all(1 <= n <= 2 * MAX_PAGES for n in numbers) and len(set(numbers)) == len(numbers)


_PRINTED_NUMBER = re.compile(
    r"(?:^|\s)第\s?([0-9]{1,3}|[一二三四五六七八九十]{1,3})\s?版(?:\s|$)"
    r"|^#{0,6}\s?[A-D]?([0-9]{1,2})(?:\s?版|\s+[\u4e00-\u9fff]{2,6})?$"
)
_HEAD_LINES = 8


def printed_number(lines: Sequence[str]) -> int:
    """Read the page number from a running head among a page's first lines; 0 for none.

    Example:
        >>> printed_number(["# 2 要闻", "", "## 城北新桥通车"])
        2
    """
    shown = [line.strip() for line in lines if line.strip()][:_HEAD_LINES]
    for line in shown:
        match = _PRINTED_NUMBER.search(unicodedata.normalize("NFKC", line[:60]))
        if match:
            number = match.group(1) or match.group(2)
            return int(number) if number.isdigit() else int(_han_int(number))
    return 0


# --- text ------------------------------------------------------------------------------------

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_LINE_END = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")


def _read_lines(path: Path) -> tuple[str, ...]:
    try:
        if path.stat().st_size > MAX_PAGE_BYTES:
            raise BadPageError(f"is larger than a page can be ({MAX_PAGE_BYTES // 10**6} MB)")
        data = path.read_bytes()
    except OSError as error:
        raise BadPageError(f"cannot be read: {error.strerror or error}") from error
    text = decode_page(data)
    if path.suffix.lower() in _HTML_SUFFIXES:
        text = html_text(text)
    if not any(unicodedata.category(c)[0] in "LN" for c in text):
        raise BadPageError("is empty")
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    if len(lines) > MAX_PAGE_LINES:
        raise BadPageError(f"has more lines than a page can have ({MAX_PAGE_LINES})")
    return tuple(lines)


def decode_page(data: bytes) -> str:
    """Decode a page file: UTF-8 or UTF-16 with or without byte order mark, else GB18030.

    Raises:
        BadPageError: It is none of them, or no text at all.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return _checked(text)
    candidates = ["gb18030"] if b"\0" not in data else []
    if len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    readable = []
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        readable.append((_plausibility(text), text))
    # Half is what traditional characters reach in GB18030; noise stays under a third.
    if not readable or max(readable)[0] < 0.5:
        raise BadPageError(f"is no text in {ENCODINGS}")
    return _checked(max(readable)[1])


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise BadPageError(f"is broken (byte {error.start})") from error


def _checked(text: str) -> str:
    controls = sum(text.count(chr(code)) for code in range(32) if code not in (9, 10, 11, 12, 13))
    if "\0" in text or controls > len(text) / 100:
        raise BadPageError("is no text but a binary file")
    return text


def _plausibility(text: str) -> float:
    """Tell which share of the characters a simplified Chinese page would have."""
    sample = text[:4000]
    if not sample:
        return 0.0
    usual = 0
    for char in sample:
        if char.isascii():
            usual += char.isprintable() or char in "\t\n\r\f"
            continue
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            continue
        usual += 1
    return usual / len(sample)


# --- e-paper pages ---------------------------------------------------------------------------

_HTML_SUFFIXES = frozenset({".html", ".htm"})
_UNSEEN = frozenset({"script", "style", "nav", "head", "template", "noscript", "button", "select"})
_BREAKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "header", "hr", "li", "main", "ol", "p", "section", "table", "td", "th",
    "tr", "ul",
})  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}


class _HtmlText(HTMLParser):
    """Collects the lines of a web page; headings get the mark-up of their level."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - HTMLParser's own
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "body":
            self.unseen = 0
        elif tag in _HEADINGS:
            self.lines.append("#" * _HEADINGS[tag] + " ")
        elif tag in _BREAKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _HEADINGS or tag in _BREAKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.lines[-1] += _LINE_END.sub("", data)


def html_text(html: str) -> str:
    """Give the text of an e-paper's web page: a line a paragraph, headings marked with ``#``.

    Scripts and menus are left out; what else is no article is for the splitter to tell.

    Example:
        >>> html_text("<h2>石塘大桥通车</h2><p>大桥<b>通车</b>了。</p>").splitlines()
        ['## 石塘大桥通车', '', '大桥通车了。']
    """
    parser = _HtmlText()
    parser.feed(html)
    parser.close()
    lines = (line.strip() for line in parser.lines)
    return "\n\n".join(line for line in lines if line.strip("# "))


# --- date ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Dated:
    date: dt.date
    where: str
    strength: int


_DIGITS = str.maketrans("〇○Ｏ零一二三四五六七八九", "0000123456789")
_TEXT_DATE = re.compile(
    r"((?:19|20)[0-9]{2})\s{0,3}年\s{0,3}([0-9]{1,2})\s{0,3}月\s{0,3}([0-9]{1,2})\s{0,3}[日号]"
    r"|(?<![0-9])((?:19|20)[0-9]{2})([-./])([0-9]{1,2})\5([0-9]{1,2})(?![0-9])"
)
_HAN_DATE = re.compile(
    r"([一二][〇○Ｏ零一二三四五六七八九]{3})\s{0,3}年\s{0,3}([一二三四五六七八九十]{1,3})\s{0,3}月"
    r"\s{0,3}([一二三四五六七八九十廿卅]{1,3})\s{0,3}日"
)
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)\s?[一二三四五六日天]")
_LUNAR = re.compile(
    r"(?:农历|夏历)?\s?[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?\s?"
    r"[闰正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿卅]{1,3}日?"
    r"|农历\s?[闰正一二三四五六七八九十冬腊]{1,3}月[初一二三四五六七八九十廿卅]{1,3}日?"
)
_ISSUE = re.compile(r"[总第]{1,2}\s?[0-9]{1,6}\s?[期号]")
_PAGE_WORD = re.compile(r"第?\s?[A-D]?[0-9一二三四五六七八九十]{1,3}\s?版|今日\s?\S{1,3}\s?版")
_REST = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")

# A date line holds little besides the date: a section name, an editor's name. Counted on
# running heads of party and evening papers, whose longest rest is about a dozen characters.
_MAX_REST_CHARS = 16


def _edition_date(
    pages: Sequence[Page], files: Sequence[Path], given: dt.date | None
) -> dt.date | None:
    sources: list[_Dated] = []
    if given:
        sources.append(_Dated(given, "the date given", 9))
    printed = [(page, found) for page in pages if (found := _page_date(page))]
    if printed:
        best = max(found.strength for _, found in printed)
        sources += [found for _, found in printed if found.strength == best]
    for file in files:
        sources += [_Dated(d, f"the name {file.name}", 0) for d, _ in _name_dates(file.stem)]
    folders = {file.absolute().parent for file in files}
    for folder in sorted(folders):
        sources += [_Dated(d, f"the folder {folder.name}", 0) for d, _ in _name_dates(folder.name)]
    for other in sources[1:]:
        if other.date != sources[0].date:
            raise InputError(
                f"{sources[0].where} says {sources[0].date}, {other.where} says {other.date}",
                remedy="put the pages of one day together, or correct the date that is wrong",
            )
    return sources[0].date if sources else None


def _page_date(page: Page) -> _Dated | None:
    """Find the date in a page's masthead or running head, the best supported one."""
    best: _Dated | None = None
    shown = [i for i, line in enumerate(page.lines) if line.strip()]
    head_end = next((i for i in shown if _is_prose(page.lines[i])), len(page.lines))
    foot = set(shown[-3:])
    in_front_matter = bool(page.lines) and page.lines[0].strip() == "---"
    for i in shown:
        line = page.lines[i]
        if i and line.strip() == "---":
            in_front_matter = False
        if len(line) > 120:
            continue
        found = _line_date(line)
        if found is None:
            continue
        date, support, rest = found
        if in_front_matter and line.lower().startswith("date"):
            strength = 4
        elif rest > _MAX_REST_CHARS:
            continue
        elif support >= 2:
            strength = 3
        elif i < head_end:
            strength = 2 if support else 1
        elif i in foot and support:
            strength = 1
        else:
            continue
        if best is None or strength > best.strength:
            best = _Dated(date, f"{page.name} line {i + 1}", strength)
    return best


def _is_prose(line: str) -> bool:
    return len(line.strip()) > 30 and any(mark in line for mark in "。！？")


def _line_date(line: str) -> tuple[dt.date, int, int] | None:
    """Read a line's date; with it how much else marks a date line, and how much does not."""
    plain = unicodedata.normalize("NFKC", line)
    date, rest = None, plain
    for match in _TEXT_DATE.finditer(plain):
        parts = [g for g in match.groups() if g and g not in "-./"]
        date = _as_date(*parts)
        rest = plain[: match.start()] + " " + plain[match.end() :]
        break
    else:
        for match in _HAN_DATE.finditer(plain):
            year, month, day = match.groups()
            date = _as_date(year.translate(_DIGITS), _han_int(month), _han_int(day))
            rest = plain[: match.start()] + " " + plain[match.end() :]
            break
    if date is None:
        return None
    support = 0
    for pattern in (_WEEKDAY, _LUNAR, _ISSUE, _PAGE_WORD, _PAPER_WORD):
        rest, n = pattern.subn(" ", rest)
        support += bool(n)
    return date, support, len(_REST.sub("", rest))


def _han_int(text: str) -> str:
    """Turn 三, 十二, 廿九 or 三十一 into digits."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, mark, ones = text.rpartition("十")
    value = int(ones.translate(_DIGITS) or "0") if len(ones) <= 1 else 0
    if mark:
        value += 10 * (int(tens.translate(_DIGITS)) if len(tens) == 1 else 1)
    return str(value)


def _as_date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


# --- paper -----------------------------------------------------------------------------------

_PAPER_ENDINGS = (
    "日报|晚报|早报|晨报|午报|时报|商报|都市报|周报|周刊|导报|新报|快报|青年报|法制报|法治报"
    "|工人报|农民报|科技报|教育报|经济报|建设报|交通报|健康报|消费报|广播电视报|新闻|导刊"
)
_PAPER_WORD = re.compile(
    rf"(?:^|(?<=\s))[\u4e00-\u9fff]{{1,8}}(?:{_PAPER_ENDINGS})(?:社出版|社)?(?=\s|$)"
)
_PAPER_LINE = re.compile(rf"([\u4e00-\u9fff]{{1,8}}?(?:{_PAPER_ENDINGS}|报))社?")
_PAPER_DATELINE = re.compile(
    rf"[（(【\s]{{0,3}}([\u4e00-\u9fff]{{2,6}}?(?:{_PAPER_ENDINGS}))(?:讯|全媒体|记者|融媒)"
)
_NOT_PAPERS = frozenset({"本报", "海报", "举报", "通报", "简报", "捷报", "喜报", "要闻", "新闻"})


def find_paper(pages: Sequence[Page]) -> str:
    """Find the newspaper's name: in the masthead, in running heads, or in datelines.

    Returns:
        The name with most evidence; empty where none is printed.
    """
    votes: Counter[str] = Counter()
    for page in pages:
        for name, weight in _paper_votes(page):
            if name not in _NOT_PAPERS and not name.endswith(("本报", "新闻")):
                votes[name] += weight
    if not votes:
        return ""
    return max(votes, key=lambda name: (votes[name], len(name)))


def _paper_votes(page: Page) -> Iterable[tuple[str, int]]:
    shown = [line.strip().lstrip("#").strip() for line in page.lines if line.strip()]
    for i, line in enumerate(shown):
        if len(line) <= 24 and i < 25:
            whole = _PAPER_LINE.fullmatch(re.sub(r"\s", "", line))
            if whole:
                sure = re.search(rf"(?:{_PAPER_ENDINGS})$", whole.group(1)) is not None
                yield whole.group(1), 5 if sure else 2
        if len(line) <= 80 and _line_date(line):
            for match in _PAPER_WORD.finditer(unicodedata.normalize("NFKC", line)):
                yield re.sub("社(?:出版)?$", "", match.group()), 5
        dateline = _PAPER_DATELINE.match(line)
        if dateline:
            yield dateline.group(1), 1
