"""``audiopaper articles``: what the pages were taken for."""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - click reads the annotations' values
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiopaper.articles.coverage import find_lost_text
from audiopaper.cli.options import (
    config_option,
    date_option,
    json_option,
    pages_argument,
    read_settings,
)
from audiopaper.cli.review_commands import print_text_doubts
from audiopaper.translations import _

if TYPE_CHECKING:
    from audiopaper.model import Article, Ranking
    from audiopaper.pipeline.text import ReadEdition


def _print_schema(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from audiopaper.pages.handover import SCHEMA_FILE

        click.echo(SCHEMA_FILE.read_text(encoding="utf-8"), nl=False)
        ctx.exit()


@click.command("articles")
@pages_argument
@date_option
@json_option
@click.option("--explain", is_flag=True, help="Show for each line what it was taken for, and why.")
@click.option(
    "--html",
    "html_path",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the pages as a picture to FILE: each article in a colour, doubts marked.",
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of edition.json, the form to hand articles over in.",
)
@config_option
def articles_command(
    paths: tuple[Path, ...],
    date: dt.date | None,
    as_json: bool,
    explain: bool,
    html_path: Path | None,
    config_path: Path | None,
) -> None:
    """Show the articles of an edition as they were split and ranked.

    Without PATH, those of the pages that audiopaper produce would read. The reasons of the ranking
    are always in Chinese, as in the rundown.

    \b
    Examples:
      audiopaper articles inbox/2026-03-02
      audiopaper articles page1.txt --json
      audiopaper articles page1.txt --explain
      audiopaper articles page1.pdf --html page1.html
      audiopaper articles --schema
    """
    from audiopaper.pipeline.page_choice import choose_pages
    from audiopaper.pipeline.text import find_text_doubts, read_articles
    from audiopaper.publish.articles_json import articles_json, explained_json

    config = read_settings(config_path)
    pages, _is_sample = choose_pages(paths, date, config)
    read = read_articles(pages, date=date, leads=config.leads)
    articles, rankings = read.split.articles, read.rankings
    if html_path is not None:
        _write_view(read, html_path)
    if as_json:
        shown: object = articles_json(articles, rankings)
        if explain:
            shown = explained_json(articles, rankings, read.split.furniture, read.repairs)
            shown |= {"doubts": list(map(asdict, find_text_doubts(read)))}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
    elif explain:
        _print_lines(read)
    else:
        for article, ranking in zip(articles, rankings, strict=True):
            _print_article(article, ranking)
    for notice in read.edition.notices:
        click.echo(_("warning: {notice}", notice=notice), err=True)


def _write_view(read: ReadEdition, path: Path) -> None:
    from audiopaper.files import write_file
    from audiopaper.pipeline.text import find_text_doubts
    from audiopaper.publish.page_view import PageDoubt, render_page_view

    doubts = [
        PageDoubt(page=d.page, line=d.line, text=f"{d.kind}: {d.text}")
        for d in find_text_doubts(read)
    ]
    write_file(path, render_page_view(read.edition, read.split, doubts))


# A role less probable than this is shown with its probability.
_SURE = 0.9


def _print_lines(read: ReadEdition) -> None:
    from audiopaper.articles.explain import describe_role
    from audiopaper.pipeline.text import find_text_doubts

    page = 0
    repaired = _repaired_lines(read)
    for line in read.lines:
        if line.page != page:
            page = line.page
            click.echo(_("page {page}", page=page))
        sure = (
            ""
            if line.confidence >= _SURE
            else _(" ({confidence:.0%} sure)", confidence=line.confidence)
        )
        role = describe_role(line.role, line.furniture)
        click.echo(f"{line.line:>4}  {role}{sure}: {line.text.strip()}")
        reasons = ", ".join(line.reasons) or _("nothing spoke against it")
        click.echo(f"{'':6}{_('because: {reasons}', reasons=reasons)}")
        if line.others:
            others = ", ".join(f"{describe_role(r)} ({chance:.0%})" for r, chance in line.others)
            click.echo(f"{'':6}{_('else: {others}', others=others)}")
        for note in repaired.pop((line.page, line.line), ()):
            click.echo(f"{'':6}{_('repaired: {note}', note=note)}")
    for lost in find_lost_text(read.edition, read.split):
        click.echo(
            _(
                "{line:>4}  page {page} lost: {lost_text}",
                line=lost.line,
                page=lost.page,
                lost_text=lost.text,
            )
        )
    click.echo(_("repairs"))
    for article, repair in read.repairs:
        click.echo(
            _(
                "{start:>4}  page {page} {article}: {rule}: {before!r} became {after!r}",
                start=repair.source.start,
                page=repair.source.page,
                article=article,
                rule=repair.rule,
                before=repair.before,
                after=repair.after,
            )
        )
    click.echo(_("doubts"))
    print_text_doubts(find_text_doubts(read))


def _repaired_lines(read: ReadEdition) -> dict[tuple[int, int], list[str]]:
    """Return for each line the rules that changed it, and the article that contains it now."""
    notes: dict[tuple[int, int], list[str]] = {}
    for article, repair in read.repairs:
        for number in range(repair.source.start, repair.source.end + 1):
            what = _("dropped") if not repair.after else _("changed")
            line_notes = notes.setdefault((repair.source.page, number), [])
            note = f"{what}, {_(repair.rule)} ({article or _('no article')})"
            if note not in line_notes:
                line_notes.append(note)
    return notes


def _head(article: Article) -> str:
    """The headline; with the line beside it where the page does not tell which is the headline."""
    return " ".join(getattr(article, part) for part in article.head_order) or article.headline


def _print_article(article: Article, ranking: Ranking) -> None:
    pages = ",".join(map(str, article.pages))
    chars = sum(len(p.text) for p in article.paragraphs)
    click.echo(
        _(
            "{rank!s:>3}  {kind:<13} page {pages}  {chars} chars  {head}",
            rank=ranking.rank or "-",
            kind=_(article.kind),
            pages=pages,
            chars=chars,
            head=_head(article) or _("(no headline)"),
        )
    )
    if article.byline:
        click.echo(f"{'':21}{'、'.join(article.byline)}")
    if ranking.reasons:
        click.echo(f"{'':21}{'；'.join(ranking.reasons)}")
