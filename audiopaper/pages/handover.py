"""Articles that a newsroom system hands over whole: our own JSON form, read and written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta

from audiopaper.config.refused_settings import describe_refusal
from audiopaper.errors import InputError
from audiopaper.intake import normalise_values
from audiopaper.model import Article, ArticleKind, LineRange, Paragraph, Ranking
from audiopaper.pages.decoding import BadPageError, read_bounded
from audiopaper.pages.edition_dates import as_date
from audiopaper.translations import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

SCHEMA_FILE = Path(__file__).parent / "edition.schema.json"
"""The form as a JSON Schema; made from the classes below (a test compares them)."""

HEADING_MARK = "## "
"""What a paragraph begins with that is a heading inside the body; the same in a rundown."""

MAX_ARTICLES = 5000
"""An edition of 200 pages has some 2,500 articles with all its briefs."""

_Line = Annotated[str, Meta(max_length=500)]
_Name = Annotated[str, Meta(min_length=1, max_length=40)]


class HandedArticle(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One article, its parts apart as the newsroom knows them."""

    id: Annotated[
        str,
        Meta(pattern=r"^[A-Za-z0-9._-]{0,64}$", description="稿件编号; p1-a1 … where left out"),
    ] = ""
    pages: Annotated[
        list[Annotated[int, Meta(ge=1, le=400)]],
        Meta(min_length=1, max_length=20, description="版, in reading order"),
    ] = msgspec.field(default_factory=lambda: [1])
    kind: Annotated[ArticleKind, Meta(description="消息 news, 简讯 brief, 通讯 feature …")] = "news"
    kicker: Annotated[_Line, Meta(description="引题")] = ""
    headline: Annotated[_Line, Meta(description="标题; empty where none is printed")]
    subhead: Annotated[_Line, Meta(description="副题")] = ""
    byline: Annotated[list[_Name], Meta(max_length=60, description="署名, names alone")] = []
    byline_roles: Annotated[
        list[Annotated[str, Meta(max_length=40)]],
        Meta(description="记者, 通讯员 …: one a name, or none at all"),
    ] = []
    dateline: Annotated[_Line, Meta(description="电头: 本报讯, 新华社北京3月2日电")] = ""
    paragraphs: Annotated[
        list[str],
        Meta(description="正文, without dateline and byline; `## ` before a heading inside it"),
    ]
    heading_level: Annotated[
        int, Meta(ge=0, le=6, description="size of the headline, 1 the largest; 0 unknown")
    ] = 0
    incomplete: Annotated[
        Literal["", "head", "middle", "tail"], Meta(description="the part that is missing")
    ] = ""
    gap: Annotated[
        int, Meta(ge=0, description="a missing middle: how many paragraphs stand before it")
    ] = 0
    rest_page: Annotated[
        Annotated[int, Meta(ge=0, le=400)] | None,
        Meta(description="the page that the missing part is on; 0 for an unknown one"),
    ] = None
    lead_rank: Annotated[int | None, Meta(description="not read: articles are ranked anew")] = None
    lead_score: Annotated[float, Meta(description="not read")] = 0.0
    reasons: Annotated[list[str], Meta(description="not read")] = []


class HandedEdition(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One edition: what `edition.json` holds."""

    schema: Annotated[Literal[1], Meta(description="version of this form")]
    articles: Annotated[
        list[HandedArticle],
        Meta(min_length=1, max_length=MAX_ARTICLES, description="in reading order"),
    ]
    paper: Annotated[str, Meta(max_length=40, description="name of the newspaper")] = ""
    date: Annotated[
        str,
        Meta(
            pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$",
            description="YYYY-MM-DD; the folder's name or --date where left out",
        ),
    ] = ""


_SEE = "the form stands in: audiopaper guide handover; as a schema: audiopaper articles --schema"


def read_handed(path: Path) -> HandedEdition:
    """Read one file of articles.

    Raises:
        InputError: It cannot be read, is no JSON, or does not have the form; the problem names
            the file and the place in it.
    """
    try:
        data = read_bounded(path)
    except BadPageError as bad:
        raise InputError(
            f"{path.name} {bad}", remedy=_("hand over one day's articles, in UTF-8")
        ) from bad
    try:
        document = normalise_values(json.loads(data.decode("utf-8-sig")))
        json.dumps(document, ensure_ascii=False).encode("utf-8")
        edition = msgspec.convert(document, HandedEdition)
    except UnicodeEncodeError as error:
        raise InputError(
            _("{path} has half a character (a lone surrogate such as \\ud800)", path=path.name),
            remedy=_("write the text in UTF-8, without \\u escapes that were cut in two"),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            _("{path} is not UTF-8 (byte {start})", path=path.name, start=error.start),
            remedy=_("write it in UTF-8"),
        ) from error
    except json.JSONDecodeError as error:
        raise InputError(
            _(
                "{path}, line {lineno}, column {colno}: no JSON: {msg}",
                path=path.name,
                lineno=error.lineno,
                colno=error.colno,
                msg=error.msg,
            ),
            remedy=_("correct that place; a JSON checker shows it"),
        ) from error
    except msgspec.ValidationError as error:
        raise InputError(f"{path.name}, {_place(error)}", remedy=_(_SEE)) from error
    except (RecursionError, ValueError) as error:
        raise InputError(
            _("{path} is no JSON that can be read", path=path.name), remedy=_(_SEE)
        ) from error
    _refuse_contradictions(path, edition)
    return edition


def _place(error: msgspec.ValidationError) -> str:
    """Say where a value is wrong as a newsroom counts: article 3, headline."""
    problem, _sign, where = str(error).partition(" - at `$")
    problem = describe_refusal(problem, HandedEdition, ())
    where = where.rstrip("`")
    named = re.match(r"\.articles\[(\d+)\]\.?(.*)", where)
    if named:
        where = _("article {named}", named=int(named[1]) + 1) + (
            f", {named[2]}" if named[2] else ""
        )
    else:
        where = where.lstrip(".") or _("at the top")
    problem = f"{problem[:1].lower()}{problem[1:]}"
    return _("{place}: {problem}", place=where, problem=problem)


def _refuse_contradictions(path: Path, edition: HandedEdition) -> None:
    # The form's $ stands before an end of line too.
    if edition.date and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", edition.date):
        raise InputError(
            _(
                "{path}, date: {edition_date!r} is not YYYY-MM-DD",
                path=path.name,
                edition_date=edition.date,
            ),
            remedy=_(_SEE),
        )
    if edition.date and as_date(*edition.date.split("-")) is None:
        raise InputError(
            _(
                "{path}, date: there is no {edition_date}",
                path=path.name,
                edition_date=edition.date,
            ),
            remedy=_(_SEE),
        )
    seen: set[str] = set()
    for number, article in enumerate(edition.articles, 1):
        problem = ""
        if article.id and article.id in seen:
            problem = _("id: {article_id!r} stands twice", article_id=article.id)
        elif not re.fullmatch(r"[A-Za-z0-9._-]*", article.id):
            # As with the date: the form's $ stands before an end of line too.
            problem = _("id: {article_id!r} holds an end of line", article_id=article.id)
        elif article.byline_roles and len(article.byline_roles) != len(article.byline):
            problem = _("byline_roles: there is not one for each name of byline")
        elif article.gap > len(article.paragraphs):
            problem = _("gap: there are fewer paragraphs than that")
        if problem:
            raise InputError(
                _(
                    "{path}, article {number}, {problem}",
                    path=path.name,
                    number=number,
                    problem=problem,
                ),
                remedy=_(_SEE),
            )
        seen.add(article.id)


def handed_articles(editions: Sequence[HandedEdition]) -> tuple[Article, ...]:
    """Turn what was handed over into articles, in the given order.

    Ids that were left out become ``p1-a1`` and so on; an id that stands twice among several
    files gets its place in the order behind it.
    """
    articles: list[Article] = []
    places: dict[int, int] = {}
    taken = {a.id for edition in editions for a in edition.articles if a.id}
    used: set[str] = set()
    for edition in editions:
        for handed in edition.articles:
            page = handed.pages[0]
            place = places.get(page, 0)
            places[page] = place + 1
            name = handed.id or _free(f"p{page}-a{place + 1}", taken | used)
            name = name if name not in used else _free(name, taken | used)
            used.add(name)
            articles.append(_article(handed, name, place))
    return tuple(articles)


def _free(name: str, used: set[str]) -> str:
    number, free = 1, name
    while free in used:
        number += 1
        free = f"{name}.{number}"
    return free


def _article(handed: HandedArticle, name: str, place: int) -> Article:
    page = handed.pages[0]
    paragraphs: list[Paragraph] = []
    gap = 0
    for number, text in enumerate(handed.paragraphs, 1):
        shown = one_line(text)
        heading = shown.startswith(HEADING_MARK.strip())
        shown = shown.lstrip("#").strip() if heading else shown
        if shown:
            # There are no lines: the editor finds a paragraph by its number in the article.
            source = LineRange(page=page, start=number, end=number)
            role: Literal["text", "heading"] = "heading" if heading else "text"
            paragraphs.append(Paragraph(text=shown, sources=(source,), role=role))
        gap = len(paragraphs) if number == handed.gap else gap
    return Article(
        id=name,
        pages=tuple(dict.fromkeys(handed.pages)),
        kind=handed.kind,
        headline=one_line(handed.headline),
        paragraphs=tuple(paragraphs),
        kicker=one_line(handed.kicker),
        subhead=one_line(handed.subhead),
        byline=tuple(map(one_line, handed.byline)),
        byline_roles=tuple(map(one_line, handed.byline_roles)),
        dateline=one_line(handed.dateline),
        heading_level=handed.heading_level,
        position=place,
        incomplete=handed.incomplete,
        gap=gap,
        rest_page=handed.rest_page,
    )


_BLANK = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff]+")


def one_line(text: str) -> str:
    """Put a value into one line, as a page would print it; wide spaces become single ones."""
    return _BLANK.sub(" ", text).strip()


def edition_json(
    articles: Sequence[Article], rankings: Sequence[Ranking], *, paper: str, date: dt.date
) -> dict[str, Any]:
    """Lay an edition out in the form that it can be handed over in.

    Args:
        articles: In reading order.
        rankings: For whoever looks at the file; they are not read again.
        paper: Name of the newspaper.
        date: Date of the edition.

    Returns:
        What `handed_articles` makes the same articles of, but for what only pages can tell:
        lines, printed heads and repairs.
    """
    by_id = {ranking.article_id: ranking for ranking in rankings}
    return {
        "schema": 1,
        "paper": paper,
        "date": date.isoformat(),
        "articles": [_handed_json(article, by_id.get(article.id)) for article in articles],
    }


def _handed_json(article: Article, ranking: Ranking | None) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in HandedArticle.__struct_fields__[:-3]}
    row["paragraphs"] = [
        HEADING_MARK + p.text if p.role == "heading" else p.text for p in article.paragraphs
    ]
    row["lead_rank"] = ranking.rank if ranking else None
    row["lead_score"] = round(ranking.score, 3) if ranking else 0.0
    row["reasons"] = list(ranking.reasons) if ranking else []
    return row


def schema_text() -> str:
    """The form as a JSON Schema (draft 2020-12)."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema |= msgspec.json.schema(HandedEdition)
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
