"""The tags of the show's MP3 files, with the label of synthesised speech."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audiopaper.model import Tags
from audiopaper.publish.sanitiser import ascii_address

if TYPE_CHECKING:
    import datetime as dt

    from audiopaper.config import ShowSettings


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
        website=ascii_address(show.website or show.base_url),
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
