"""What the guide to pages promises of PDF files."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from audiopaper.articles import split_articles
from audiopaper.articles.coverage import find_lost_text
from audiopaper.errors import InputError
from audiopaper.model import Article
from audiopaper.pages import pdf, read_edition
from audiopaper.show.inbox import date_of, find_deliveries
from tests.support.fonts import needs_chinese_font
from tests.support.printed_stories import make_page, make_stories
from tests.tools.printed.pdf import write_pdf
from tests.tools.printed.setting import SetLine, Sheet, rows_of
from tests.tools.printed.styles import STYLES

A_LINE = SetLine("城北新桥昨日正式通车", 20, 20, 10)


def save(folder: Path, data: bytes, name: str = "day.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def body(article: Article) -> str:
    return squash("".join(p.text for p in article.paragraphs))


@pytest.mark.parametrize("style", STYLES)
def test_articles_come_out_whole_whatever_the_order_of_the_text_objects(
    style: str, tmp_path: Path
) -> None:
    sheet, _ = make_page(style)
    edition = read_edition([save(tmp_path, write_pdf([sheet], shuffle=3))])
    found = {squash(a.headline): a for a in split_articles(edition).articles}
    for story in make_stories():
        article = found[squash(story.headline)]
        assert squash(story.paragraphs[0]) in body(article)
        assert squash(story.paragraphs[-1])[-12:] in body(article)[-30:]
        assert len(body(article)) <= story.chars + 20, "and nothing of its neighbours"


def test_shuffled_objects_give_the_same_text_as_ordered_ones(tmp_path: Path) -> None:
    sheet, _ = make_page("party")
    ordered = read_edition([save(tmp_path, write_pdf([sheet]), "a.pdf")]).pages[0]
    for seed in (1, 2):
        shuffled = read_edition([save(tmp_path, write_pdf([sheet], shuffle=seed), "b.pdf")])
        assert shuffled.pages[0].lines == ordered.lines


@pytest.mark.parametrize("degrees", [90, 180, 270])
@needs_chinese_font
def test_a_turned_page_is_read_upright(degrees: int, tmp_path: Path) -> None:
    sheet, _ = make_page("evening")
    upright = read_edition([save(tmp_path, write_pdf([sheet]), "a.pdf")]).pages[0]
    turned = read_edition([save(tmp_path, write_pdf([sheet], rotate=degrees), "b.pdf")]).pages[0]
    assert turned.lines == upright.lines
    assert turned.layout is not None
    assert turned.layout.width_mm == pytest.approx(sheet.width, abs=1)


def test_a_line_says_where_it_stands_and_how_large_it_is(tmp_path: Path) -> None:
    sheet = Sheet(200, 100, [A_LINE])
    page = read_edition([save(tmp_path, write_pdf([sheet]))]).pages[0]
    assert page.lines == (A_LINE.text,)
    assert page.layout is not None
    (line,) = page.layout.lines
    assert line is not None
    assert line.size_pt == 10
    assert line.boxes[0].left == pytest.approx(20, abs=0.2)
    assert line.boxes[0].top == pytest.approx(20, abs=0.2)
    assert line.boxes[0].width == pytest.approx(10 * 10 * 25.4 / 72, abs=0.3)


@needs_chinese_font
def test_a_vertical_headline_is_one_line(tmp_path: Path) -> None:
    head = SetLine("新桥通车", 10, 10, 24, bold=True, vertical=True)
    rows = [SetLine("这是横排的正文一行一行往下走", 30, 10 + 5 * n, 10) for n in range(6)]
    edition = read_edition([save(tmp_path, write_pdf([Sheet(200, 100, [*rows, head])]))])
    assert "新桥通车" in edition.pages[0].lines


def test_one_pdf_of_many_pages_is_an_edition(tmp_path: Path) -> None:
    sheets = [make_page("party", seed=n, number=n)[0] for n in (3, 1, 2)]
    edition = read_edition([save(tmp_path, write_pdf(sheets))])
    assert [page.number for page in edition.pages] == [1, 2, 3], "as they print it"
    assert edition.date == dt.date(2026, 3, 2)
    assert edition.pages[0].name == "day.pdf, page 2"
    assert edition.paper.endswith("报")


def test_the_inbox_takes_a_pdf_as_it_takes_text(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    save(folder, write_pdf([make_page("trade", number=1)[0]]), "01.pdf")
    (delivery,) = find_deliveries(tmp_path)
    assert [file.name for file in delivery.files] == ["01.pdf"]
    assert date_of(delivery) == dt.date(2026, 3, 2)


def encrypted() -> bytes:
    data = write_pdf([Sheet(100, 100, [A_LINE])])
    key = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (
        b"ab" * 32,
        b"cd" * 32,
    )
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R" + key)


def private_use(share: float) -> bytes:
    text = "".join("\ue123" if n < 20 * share else "桥" for n in range(20))
    return write_pdf([Sheet(200, 100, [SetLine(text, 10, 10, 10)])])


@pytest.mark.parametrize(
    ("data", "problem", "remedy"),
    [
        pytest.param(b"", "is no PDF, or damaged", "export", id="empty"),
        pytest.param(b"%PDF-1.5\nnothing", "is no PDF, or damaged", "export", id="damaged"),
        pytest.param(encrypted(), "is encrypted", "password", id="encrypted"),
        pytest.param(write_pdf([]), "", "", id="without-pages"),
        pytest.param(
            write_pdf([Sheet(100, 100)]), "holds no text", "audiopaper[ocr]", id="pictures"
        ),
        pytest.param(private_use(0.9), "fonts that do not say", "with its text", id="fonts"),
        pytest.param(
            write_pdf([Sheet(100, 100, [A_LINE])] * 1000), "has 1000 pages", "one day", id="many"
        ),
    ],
)
def test_a_pdf_that_cannot_be_used_is_one_sentence_with_a_remedy(
    data: bytes,
    problem: str,
    remedy: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    with pytest.raises(InputError) as failure:
        read_edition([save(tmp_path, data)])
    assert problem in str(failure.value)
    assert remedy in failure.value.remedy
    assert failure.value.exit_code == 4


def test_a_few_characters_of_a_broken_font_are_a_warning(tmp_path: Path) -> None:
    edition = read_edition([save(tmp_path, private_use(0.05))])
    assert "\ufffd" in edition.pages[0].lines[0]
    assert any("a character is broken" in warning for warning in edition.warnings)


def test_radicals_in_a_font_become_characters(tmp_path: Path) -> None:
    sheet = Sheet(200, 100, [SetLine("⻓江⼤桥通⻋", 10, 10, 10)])
    assert read_edition([save(tmp_path, write_pdf([sheet]))]).pages[0].lines == ("长江大桥通车",)


def test_a_pdf_beside_the_pages_as_text_is_not_read_a_second_time(tmp_path: Path) -> None:
    save(tmp_path, write_pdf([Sheet(100, 100, [A_LINE])]), "01.pdf")
    (tmp_path / "01.txt").write_text("城北新桥昨日通车\n", encoding="utf-8")
    assert [page.name for page in read_edition([tmp_path]).pages] == ["01.txt"]


@needs_chinese_font
def test_vertical_text_is_read_from_the_right_to_the_left(tmp_path: Path) -> None:
    rows = [
        "城北新桥昨日正式通车，从老城",
        "到火车站的路程缩短到八分钟，",
        "两侧设有步道和自行车道。",
    ]
    lines = [SetLine(r, 60 - 6 * n, 10, 10, vertical=True) for n, r in enumerate(rows)]
    edition = read_edition([save(tmp_path, write_pdf([Sheet(100, 100, lines)], shuffle=2))])
    assert edition.pages[0].lines == ("".join(rows),)


@pytest.mark.parametrize("style", STYLES)
def test_no_character_of_a_printed_page_is_lost(style: str, tmp_path: Path) -> None:
    sheet, _ = make_page(style, seed=5, number=1)
    edition = read_edition([save(tmp_path, write_pdf([sheet], shuffle=1))])
    assert find_lost_text(edition, split_articles(edition)) == ()


def set_column(texts: list[str], x: float, top: float) -> list[SetLine]:
    """Set paragraphs in a column of 14 characters, and the jump line that ends them."""
    rows = [row for n, text in enumerate(texts) for row in rows_of(text, 28, paragraph=n)]
    return [
        SetLine(row.text, x + row.indent * 1.76, top + 5.5 * n, 10) for n, row in enumerate(rows)
    ]


def test_a_text_that_runs_over_goes_on_from_its_jump_line_on_the_other_page(
    tmp_path: Path,
) -> None:
    first, *rest = make_stories()[0].paragraphs
    front = Sheet(120, 160, [
        SetLine("城北新桥昨日通车", 10, 10, 22, bold=True),
        *set_column([first, rest[0], "（下转第2版）"], 10, 25),
    ])  # fmt: skip
    inside = Sheet(120, 160, [
        SetLine("城北新桥昨日通车", 10, 10, 16, bold=True),
        *set_column(["（上接第1版）", *rest[1:]], 10, 25),
    ])  # fmt: skip
    edition = read_edition([save(tmp_path, write_pdf([front, inside], shuffle=4))])
    (article,) = (a for a in split_articles(edition).articles if a.paragraphs)
    assert article.pages == (1, 2)
    assert body(article) == squash("".join([first, *rest]))
