"""Learn whether one text goes on in another: `python -m tests.tools.train_continuations [--check]`.

The paragraphs of the real articles of ../shared/corpus and of tests/data/local_pages are torn
anywhere inside a sentence. For each end the network (`audiopaper.articles.continuations`) learns
to choose its rest among the rests of all others in a step and as many beginnings of paragraphs,
some of them of the same article: the contrastive loss of dual encoders (Henderson et al. 2017,
"Efficient Natural Language Response Suggestion for Smart Reply", section 4.2), by PyTorch. The same
files give the same bytes on the same kind of processor.

--check    tell whether the shipped file is what is learned, and write nothing
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from audiopaper.articles.continuations import UNKNOWN_CHAR
from audiopaper.articles.links.line_views import full_width
from tests.tools.gold_labels import read_written
from tests.tools.learned_files import write_or_compare
from tests.tools.newspapers.corpus import MONTHS, read_stories

TABLE = Path(__file__).resolve().parents[2] / "audiopaper" / "articles" / "continuations.npz"

_MIN_CHARS, _MIN_LOCAL_CHARS = 20, 12
_STOPS = "。！？"
_PROSE = frozenset({"lede", "text", "heading", "caption"})


def read_daily() -> Iterator[list[str]]:
    """Give the paragraphs of each real article."""
    for month in MONTHS:
        for story in read_stories(month):
            yield [
                full_width(text)
                for text, heading in zip(story.paragraphs, story.headings, strict=True)
                if not heading and len(text) >= _MIN_CHARS
            ]


def read_local() -> Iterator[list[str]]:
    """Give the texts, headings and captions of each article of tests/data/local_pages."""
    for gold in read_written():
        for blocks, roles in gold.pages:
            texts: list[str] = []
            for block, role in zip(blocks, roles, strict=True):
                if role == "headline":
                    yield texts
                    texts = []
                elif role in _PROSE and len(block.text) >= _MIN_LOCAL_CHARS:
                    texts.append(full_width(block.text))
            yield texts


def learn() -> bytes:
    """Learn the table."""
    from tests.tools.continuation_training import CHARS, learn_network, to_bytes

    local, daily = ([article for article in read() if article] for read in (read_local, read_daily))
    texts = [text for article in (*local, *daily) for text in article]
    times = Counter(char for text in texts for char in text)
    # Of characters that are as frequent those that come first are known.
    chars = [char for char, _ in times.most_common(CHARS)]
    places = {char: n for n, char in enumerate(chars, start=UNKNOWN_CHAR + 1)}
    articles = [
        [np.array([places.get(char, UNKNOWN_CHAR) for char in text]) for text in article]
        for article in (*local, *daily)
    ]
    network = learn_network(articles, len(local), {places[char] for char in _STOPS})
    return to_bytes(network, chars)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    write_or_compare(TABLE, learn(), compare=check)


if __name__ == "__main__":
    main()
