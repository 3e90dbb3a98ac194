"""The local papers' pages: each gold accounts for every character of its page and is sound."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import LOCAL
from tests.tools.gold_labels import CODES, LABEL_OF, read_local_labels

GOLDS = sorted(LOCAL.glob("*/gold.json"))
SPOKEN = {"news", "brief", "commentary", "feature"}
HEADS = {"headline": "H", "kicker": "K", "subhead": "S", "column": "N"}
MARK = re.compile(r"#+ ")

every_gold = pytest.mark.parametrize("path", GOLDS, ids=lambda path: path.parent.name)


def squash(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def load(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def page_lines(path: Path) -> list[str]:
    return (path.parent / load(path)["file"]).read_text(encoding="utf-8").split("\n")


def pieces(path: Path) -> list[tuple[int, str | None, str, str]]:
    """Every piece of the page: line number, owner (None for furniture), code and text."""
    lines = page_lines(path)
    out = []
    for number, row in load(path)["account"].items():
        line = lines[int(number) - 1]
        starts = [start for _, _, start in row]
        ends = [*starts[1:], len(line)]
        for (owner, code, start), end in zip(row, ends, strict=True):
            out.append((int(number), owner, code, MARK.sub("", line[start:end])))
    return out


def body(article: dict[str, Any]) -> str:
    return "".join(article["paragraphs"])


def texts(path: Path, article: dict[str, Any]) -> list[str]:
    """The pieces of the page that are an article's text, in print order."""
    codes = "LTP" if article["kind"] == "photo_caption" else "LT"
    own = [p for p in pieces(path) if p[1] == article["id"] and p[2] in codes]
    return [squash(text) for _, _, _, text in own]


def test_at_least_half_of_the_pages_are_damaged_and_a_third_are_whole() -> None:
    damaged = [load(path)["damaged"] for path in GOLDS]
    assert damaged
    assert damaged.count(True) * 2 >= len(damaged)
    assert damaged.count(False) * 3 >= len(damaged)


@every_gold
def test_every_character_of_a_page_is_in_one_article_or_in_furniture(path: Path) -> None:
    gold, lines = load(path), page_lines(path)
    printed = {str(n) for n, line in enumerate(lines, start=1) if line.strip()}
    assert set(gold["account"]) == printed
    ids = {article["id"] for article in gold["articles"]}
    for number, row in gold["account"].items():
        starts = [start for _, _, start in row]
        assert starts[0] == 0
        assert starts == sorted(set(starts))
        assert starts[-1] < len(lines[int(number) - 1])
        for owner, code, _ in row:
            assert LABEL_OF.get(code, code) in CODES
            assert (owner is None) == (code == "F")
            assert owner is None or owner in ids


@every_gold
def test_the_text_of_an_article_is_its_pieces_and_nothing_else(path: Path) -> None:
    for article in load(path)["articles"]:
        own, left = texts(path, article), body(article)
        assert len(left) == sum(map(len, own)) == article["n_chars"]
        for text in sorted(own, key=len, reverse=True):
            assert text in left, article["id"]
            left = left.replace(text, "\n", 1)
        assert not left.strip("\n"), article["id"]


@every_gold
def test_the_head_of_an_article_is_on_its_lines(path: Path) -> None:
    printed = pieces(path)
    for article in load(path)["articles"]:
        own = [p for p in printed if p[1] == article["id"]]
        for name, code in HEADS.items():
            want = "".join(squash(text) for _, _, c, text in own if c == code)
            assert squash(article.get(name)) == want, article["id"]
        assert article["source_lines"] == sorted({number for number, *_ in own})


@every_gold
def test_a_repeated_passage_is_said_once(path: Path) -> None:
    gold = load(path)
    page = squash("".join(page_lines(path)))
    copies = {owner for _, owner, code, _ in pieces(path) if code == "R"}
    assert copies == {article["id"] for article in gold["articles"] if article.get("once")}
    for article in gold["articles"]:
        for run in article.get("once", []):
            assert body(article).count(run) == 1
            assert page.count(run) >= 2
        assert all(run not in body(article) for run in article.get("should_drop", []))


@every_gold
def test_the_gold_measured_by_itself_has_no_fault(path: Path) -> None:
    gold = load(path)
    page = squash("".join(page_lines(path)))
    ranks = []
    for article in gold["articles"]:
        text = body(article)
        assert text.startswith(article["body_start"])
        assert text.endswith(article["body_end"])
        assert all(string in text for string in article["contains"])
        assert all(squash(string) not in text for string in article["must_not_contain"])
        assert all(squash(string) in page for string in article["must_not_contain"])
        joined = [tail + head for tail, head in article["joins"]]
        assert all(any(j in paragraph for paragraph in article["paragraphs"]) for j in joined)
        assert all(squash(name) in page for name in article["byline"])
        assert (article["lead_rank"] is not None) == (article["kind"] in SPOKEN), article["id"]
        assert article["headline"] or article["kind"] not in SPOKEN
        ranks += [article["lead_rank"]] if article["lead_rank"] else []
    assert sorted(ranks) == list(range(1, len(ranks) + 1))
    spoken = "".join(squash(a["headline"]) + body(a) for a in gold["articles"] if a["lead_rank"])
    assert all(squash(line) in page for line in gold["noise"])
    assert not [line for line in gold["noise"] if squash(line) in spoken]


@every_gold
def test_damage_is_named_where_a_page_is_damaged(path: Path) -> None:
    gold = load(path)
    joins = sum(len(article["joins"]) for article in gold["articles"])
    assert gold["trouble"]
    assert (joins + len(gold["duplicates"]) + len(gold["ocr_suspects"]) > 0) == gold["damaged"]
    lines = squash("".join(page_lines(path)))
    assert all(squash(suspect["text"]) in lines for suspect in gold["ocr_suspects"])


def test_every_printed_line_of_the_pages_has_a_role_to_learn() -> None:
    labels = read_local_labels()
    assert len(labels) == len(GOLDS)
    for path, name in zip(GOLDS, sorted(labels), strict=True):
        (rows,) = labels[name]
        assert name == f"local/{path.parent.name}/gold.json"
        assert {line for line, _ in rows} == {int(n) for n in load(path)["account"]}
