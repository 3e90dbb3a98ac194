"""What an episode's audio says of itself: its title by the show's template, its tags, its label."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from audiopaper.model import Tags
from audiopaper.publish.listings import website_address
from audiopaper.publish.sanitiser import one_line
from audiopaper.variants import is_traditional, to_traditional

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from audiopaper.config import ShowSettings

MAX_HEADLINE_CHARS = 24
"""Longer headlines are cut, so that a telephone shows the date and the count, too."""

_MARKS = "，。；：！？、 "


def write_title(
    template: str,
    *,
    date: dt.date,
    headlines: Sequence[str],
    show: str,
    paper: str = "",
    edition: str = "",
) -> str:
    """Return an episode's title.

    Args:
        template: As ``title`` in ``[episode]``: ``{date}``, ``{year}``, ``{headline}``,
            ``{more}``, ``{paper}``, ``{show}``.
        date: Date of the edition.
        headlines: Of its stories, in running order.
        show: The show's title.
        paper: Name of the newspaper; the show's title if empty.
        edition: Name of a further edition of that day, added in brackets.

    Example:
        >>> import datetime as dt
        >>> write_title("{date} {headline}{more}", date=dt.date(2026, 3, 2), show="听报",
        ...             headlines=("大桥通车", "春耕开始", "水厂通水"))
        '3月2日 大桥通车等3条'
    """
    more = f"等{len(headlines)}条" if len(headlines) > 1 else ""
    title = template.format(
        date=f"{date.month}月{date.day}日",
        year=f"{date.year}年",
        headline=shorten_headline(one_line(headlines[0])) if headlines else "",
        more=to_traditional(more) if is_traditional("".join(headlines)) else more,
        paper=one_line(paper) or one_line(show),
        show=one_line(show),
    )
    return one_line(title) + (f"（{edition}）" if edition else "")


def shorten_headline(headline: str) -> str:
    """Cut a headline that is too long for a title, after a mark or a space if possible.

    Example:
        >>> shorten_headline("城北水厂深度处理工程通水：38万居民喝上“少一点土腥味”的水")
        '城北水厂深度处理工程通水'
    """
    if len(headline) <= MAX_HEADLINE_CHARS:
        return headline
    cuts = [m.start() for m in re.finditer(f"[{_MARKS}]", headline[:MAX_HEADLINE_CHARS])]
    good = [cut for cut in cuts if cut >= MAX_HEADLINE_CHARS // 3]
    cut = good[-1] if good else MAX_HEADLINE_CHARS - 1
    return headline[:cut].rstrip(_MARKS) + ("" if good else "…")


def describe_file(
    show: ShowSettings, *, title: str, date: dt.date, engine: str, guid: str, cover: bytes
) -> Tags:
    """What an MP3 of the show says of itself.

    Args:
        show: What listeners see of the podcast.
        title: Title of the file.
        date: Date of the edition.
        engine: Who spoke it.
        guid: Names the episode for ever.
        cover: The picture, a JPEG.
    """
    return Tags(
        title=title,
        artist=show.author,
        album=show.title,
        date=date,
        comment=f"本节目由人工智能语音合成播报（{engine}）。",
        website=website_address(show),
        label=label_synthetic(show.author or show.title, guid),
        cover=cover,
    )


def label_synthetic(producer: str, number: str) -> str:
    """Label a file as synthesised, for its metadata.

    Args:
        producer: Who makes the show.
        number: Names the content for ever.

    Returns:
        JSON with the fields of the standard; 1 says that the content is synthetic.

    Source:
        GB 45438-2025, implicit label in metadata, as public explanations of it give the fields.
    """
    fields = {
        "Label": "1",
        "ContentProducer": producer,
        "ProduceID": number,
        "ReservedCode1": "",
        "ContentPropagator": "",
        "PropagateID": "",
        "ReservedCode2": "",
    }
    return json.dumps(fields, ensure_ascii=False)
