"""The made-up editions and their golds agree, so that a measure taken on them means something."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lunar_python import Solar

from tests.support.paths import EDITIONS, SHARED

SHARED_PAGES = SHARED / "pages"
GOLDS = sorted(EDITIONS.glob("**/*gold.json"))
SPOKEN = {"news", "brief", "commentary", "feature"}
NEVER_PICKED = {"photo_caption", "notice", "ad", "weather", "listing", "fragment"}
COPIED_RUN_CHARS = 18


def squash(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def name(gold: Path) -> str:
    return "sample" if gold.parent == EDITIONS else gold.parent.name


def load(gold: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gold.read_text(encoding="utf-8"))
    return found


def folder(gold: Path) -> Path:
    there: str = load(gold).get("folder", ".")
    return (gold.parent / there).resolve()


def page_lines(page: Path) -> list[str]:
    data = page.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    return text.replace("\r\n", "\n").split("\n")


def all_lines(gold: Path) -> list[str]:
    return [line for file in load(gold)["files"] for line in page_lines(folder(gold) / file)]


def all_text(gold: Path) -> str:
    return squash("".join(all_lines(gold)))


def own_text(gold: Path, article: dict[str, Any]) -> str:
    """The lines the gold gives to an article, in order."""
    got = []
    for file, numbers in article["source_lines"].items():
        lines = page_lines(folder(gold) / file)
        got += [lines[n - 1] for n in numbers]
    return squash("".join(got))


def promised_strings(gold: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every string of a gold that must stand on the pages, with where it was found."""
    for article in gold["articles"]:
        for key in ("headline", "kicker", "subhead"):
            # A headline may stand over several lines, its parts joined by a space.
            for part in (article[key] or "").split(" "):
                yield f"{article['id']} {key}", part
        for key in ("dateline", "body_start", "body_end"):
            yield f"{article['id']} {key}", article[key] or ""
        for key in ("byline", "contains", "must_not_contain", "once", "body_subheads", "photo_by"):
            for text in article.get(key) or []:
                yield f"{article['id']} {key}", text
    for text in gold["noise"]:
        yield "noise", text
    for duplicate in gold["duplicates"]:
        yield "duplicates", duplicate["second"]
    for suspect in gold["ocr_suspects"]:
        yield "ocr_suspects", suspect["text"]
    for reading in gold["readings"]:
        yield "readings", reading["text"]


every_gold = pytest.mark.parametrize("path", GOLDS, ids=name)


def test_at_least_ten_editions_of_three_styles_have_a_gold() -> None:
    with_gold = [p for p in GOLDS if p.parent != EDITIONS]
    assert len(with_gold) >= 10
    assert {p.parent.name for p in with_gold} == {p.name for p in EDITIONS.iterdir() if p.is_dir()}
    assert len({load(p)["style"] for p in with_gold}) >= 3
    assert all(load(p)["trouble"] for p in with_gold)


@every_gold
def test_the_gold_names_every_page_file_of_its_edition(path: Path) -> None:
    pages = {p.name for p in folder(path).iterdir() if p.suffix in {".txt", ".md"}}
    assert pages == set(load(path)["files"])


@every_gold
def test_every_gold_string_stands_on_the_pages(path: Path) -> None:
    text = all_text(path)
    missing = [(where, s) for where, s in promised_strings(load(path)) if squash(s) not in text]
    # A string that crosses a column break stands on the pages only in its article's own lines.
    gold = load(path)
    joined = "".join(own_text(path, a) for a in gold["articles"])
    assert [m for m in missing if squash(m[1]) not in joined] == []


@every_gold
def test_each_article_begins_ends_and_holds_what_its_own_lines_do(path: Path) -> None:
    for article in load(path)["articles"]:
        text = own_text(path, article)
        for key in ("body_start", "body_end"):
            assert article[key], article["id"]
            assert squash(article[key]) in text, (article["id"], key)
        for wanted in article["contains"]:
            overlap = "".join(squash(h) for _, h in article.get("joins_overlap", []))
            assert squash(wanted) in text or overlap, (article["id"], wanted)
        for once in article.get("once", []):
            assert text.count(squash(once)) == 1, (article["id"], once)
            assert all_text(path).count(squash(once)) >= 2, (article["id"], once)


@every_gold
def test_foreign_strings_are_foreign(path: Path) -> None:
    for article in load(path)["articles"]:
        text = own_text(path, article)
        start = text.find(squash(article["body_start"]))
        for foreign in article["must_not_contain"]:
            assert squash(foreign) not in text[start:], (article["id"], foreign)


@every_gold
def test_every_column_break_to_mend_is_broken_on_the_pages(path: Path) -> None:
    lines = [squash(line) for line in all_lines(path)]
    for article in load(path)["articles"]:
        text = own_text(path, article)
        for tail, head in article["joins"] + article.get("joins_overlap", []):
            assert any(line.endswith(squash(tail)) for line in lines), (article["id"], tail)
            assert any(line.startswith(squash(head)) for line in lines), (article["id"], head)
            assert squash(tail) + squash(head) in text, (article["id"], tail, head)
            assert not any(squash(tail) + squash(head) in line for line in lines), article["id"]


@every_gold
def test_ids_are_unique_and_leads_are_ranked_from_one_without_a_gap(path: Path) -> None:
    articles = load(path)["articles"]
    ids = [a["id"] for a in articles]
    assert len(ids) == len(set(ids))
    ranks = sorted(a["lead_rank"] for a in articles if a["lead_rank"])
    assert ranks == list(range(1, len(ranks) + 1))
    assert ranks


@every_gold
def test_only_what_is_read_out_has_a_rank(path: Path) -> None:
    for article in load(path)["articles"]:
        assert article["kind"] in SPOKEN | NEVER_PICKED
        assert (article["lead_rank"] is not None) == (article["kind"] in SPOKEN), article["id"]
        assert article["headline"] or article["kind"] not in SPOKEN, article["id"]


@every_gold
def test_no_furniture_line_is_part_of_a_story(path: Path) -> None:
    gold = load(path)
    stories = "".join(
        squash(a["headline"]) + own_text(path, a) for a in gold["articles"] if a["lead_rank"]
    )
    noise = [squash(n) for n in gold["noise"] if len(squash(n)) >= 4]
    # The paper's name may open a dateline inside an article's own lines.
    assert [n for n in noise if n in stories and n != gold["paper"]] == []


@every_gold
def test_the_printed_date_is_the_golds_with_its_weekday_and_lunar_date(path: Path) -> None:
    gold = load(path)
    text = all_text(path).replace("二〇二六年三月二十五日", "2026年3月25日")
    printed = re.findall(r"(\d{4})年(\d+)月(\d+)日星期(.)", text)
    if gold["date"] is None:
        assert printed == []
        return
    date = dt.date.fromisoformat(gold["date"])
    assert printed
    weekday = "一二三四五六日"[date.weekday()]
    assert all(tuple(map(int, p[:3])) == (date.year, date.month, date.day) for p in printed)
    assert all(p[3] == weekday for p in printed)
    lunar = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    said = f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    for found in re.findall(r"农历(?:.{2}年)?(.月..)", text):
        assert found == said


@every_gold
def test_a_reading_marks_a_part_of_its_text(path: Path) -> None:
    for reading in load(path)["readings"]:
        assert reading["target"] in reading["text"]
        assert reading["spoken"]
        assert reading["why"]


def test_the_sample_is_enough_for_a_twelve_minute_episode() -> None:
    gold = load(EDITIONS / "sample_gold.json")
    stories = [a for a in gold["articles"] if a["lead_rank"]]
    assert 9 <= len(stories) <= 12
    assert 3300 <= sum(a["n_chars"] for a in stories) <= 4400
    assert all(p.stat().st_size > 0 for p in folder(EDITIONS / "sample_gold.json").glob("*.txt"))


def test_nothing_is_copied_from_the_real_pages() -> None:
    if not SHARED_PAGES.is_dir():
        pytest.skip("the real pages are not beside this checkout")
    real = "\n".join(squash(p.read_text(encoding="utf-8")) for p in SHARED_PAGES.glob("*.txt"))
    runs = {real[i : i + COPIED_RUN_CHARS] for i in range(len(real) - COPIED_RUN_CHARS + 1)}
    for path in GOLDS:
        for line in map(squash, all_lines(path)):
            copied = [
                line[i : i + COPIED_RUN_CHARS]
                for i in range(len(line) - COPIED_RUN_CHARS + 1)
                if line[i : i + COPIED_RUN_CHARS] in runs
            ]
            assert copied == [], path
