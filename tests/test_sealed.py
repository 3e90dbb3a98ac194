"""The sealed pages: their golds are sound, and nothing that learns or is fitted names them."""

import json
import re
from pathlib import Path

import pytest

from tests.support.paths import DATA, ROOT

SEALED = DATA / "sealed"
GOLDS = sorted(SEALED.glob("*.json"))
SPOKEN = {"news", "brief", "commentary", "feature"}


def squash(text: str) -> str:
    """Return the text without its white space."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_every_string_of_a_sealed_gold_stands_on_its_page(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    page = squash((SEALED / gold["file"]).read_text(encoding="utf-8"))
    missing = [noise for noise in gold["noise"] if squash(noise) not in page]
    for article in gold["articles"]:
        strings = [side for join in article["joins"] for side in join] + article["must_not_contain"]
        if article["kind"] in SPOKEN:
            strings += article["byline"]
        missing += [string for string in strings if squash(string) not in page]
    assert not missing


@pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.stem)
def test_every_sealed_article_names_the_printed_lines_it_takes(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    lines = (SEALED / gold["file"]).read_text(encoding="utf-8").splitlines()
    for article in gold["articles"]:
        own = squash("".join(lines[number - 1] for number in article["source_lines"]))
        assert squash(article["body_start"])[:4] in own, article["id"]


def test_no_rule_and_no_training_names_the_sealed_pages() -> None:
    sources = [*ROOT.joinpath("audiopaper").rglob("*.py"), *ROOT.joinpath("tests").rglob("*.py")]
    folder = re.compile(r"""["'/]sealed["'/]""")
    readers = [path.name for path in sources if folder.search(path.read_text(encoding="utf-8"))]
    assert readers == ["test_sealed.py"]
