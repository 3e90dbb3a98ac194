"""What the guide to pages promises of scans and photographs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from audiopaper.articles import split_articles
from audiopaper.doubts.doubt import list_passages
from audiopaper.doubts.misread import find_misread
from audiopaper.errors import InputError
from audiopaper.layout import LineLayout, Recognition
from audiopaper.pages import pdf, read_edition
from audiopaper.pages.scan import page_reader, scans
from audiopaper.pages.scan.page_images import read_images
from audiopaper.pages.scan.straightening import (
    clear_ghosts,
    cut_out_page,
    find_corners,
    measure_blur,
    measure_skew,
    sharpen,
    whiten,
)
from tests.support.fonts import needs_chinese_font
from tests.support.printed_stories import make_page, make_stories
from tests.tools.printed import hostile
from tests.tools.printed.pdf import write_pdf
from tests.tools.printed.pictures import DAMAGES, Damage, draw, scan
from tests.tools.printed.setting import Rect, SetLine, Sheet, rows_of

HEAD = "城北新桥昨日通车"
BODY = make_stories()[0].paragraphs


WORST = ("noise", "skew3", "through", "photo")


def small_page(*, vertical: bool = False) -> Sheet:
    """A head over a column of text, 90 by 110 mm."""
    rows = [row for n, text in enumerate(BODY[:3]) for row in rows_of(text, 40, paragraph=n)]
    lines = [
        SetLine(row.text, 10 + row.indent * 1.76, 32 + 5.6 * n, 10, bold=row.bold)
        for n, row in enumerate(rows)
    ]
    head = SetLine(HEAD, 10, 12, 24, bold=True)
    if vertical:
        head = SetLine(HEAD[:6], 84, 20, 24, bold=True, vertical=True)
    return Sheet(100, 34 + 5.6 * len(rows), [head, *lines])


def save(folder: Path, data: bytes, name: str = "01.png") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


@pytest.fixture(autouse=True)
def own_store(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of these tests: what several of them read is recognised once."""
    monkeypatch.setattr(page_reader, "_store_folder", lambda: store)


def text_of(path: Path) -> str:
    return "".join("".join(page.lines) for page in read_edition([path]).pages)


def wrong_share(text: str) -> float:
    """Share of the printed characters that the text does not have in their order."""
    from difflib import SequenceMatcher

    printed = HEAD + "".join(BODY[:3])
    blocks = SequenceMatcher(None, printed, "".join(text.split()), autojunk=False)
    return 1 - sum(block.size for block in blocks.get_matching_blocks()) / len(printed)


@pytest.mark.parametrize("how", [d for d in DAMAGES if d.name in WORST], ids=lambda how: how.name)
def test_a_damaged_picture_of_a_page_is_read(how: Damage, tmp_path: Path) -> None:
    path = save(tmp_path, scan(small_page(), how, dpi=200))
    assert wrong_share(text_of(path)) < 0.03


@needs_chinese_font
def test_head_and_text_of_a_scan_are_an_article(tmp_path: Path) -> None:
    edition = read_edition([save(tmp_path, scan(small_page(), DAMAGES[0], dpi=200))])
    (article,) = split_articles(edition).articles
    assert article.headline == HEAD
    assert [p.text for p in article.paragraphs] == list(BODY[:3])
    layout = edition.pages[0].layout
    assert layout is not None
    sizes = [line.size_pt for line in layout.lines if line is not None]
    assert sizes[0] == pytest.approx(24, rel=0.15)
    assert sizes[1] == pytest.approx(10, rel=0.08)


@pytest.mark.parametrize("turn", [90, 180])
def test_a_page_that_lies_on_its_side_is_turned(turn: int, tmp_path: Path) -> None:
    image = draw(small_page(), dpi=200).rotate(turn, expand=True)
    out = io.BytesIO()
    image.save(out, "PNG")
    assert wrong_share(text_of(save(tmp_path, out.getvalue()))) < 0.03


def test_a_transparent_picture_lies_on_white(tmp_path: Path) -> None:
    ink = draw(small_page(), dpi=100)
    out = io.BytesIO()
    Image.merge("LA", (Image.new("L", ink.size, 0), ink.point(lambda v: 255 - v))).save(out, "PNG")
    (image,) = read_images(save(tmp_path, out.getvalue()))
    assert np.abs(image.pixels.astype(int) - np.asarray(ink).astype(int)).max() <= 1


def test_a_picture_that_says_it_is_huge_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no picture that can be read"):
        read_edition([save(tmp_path, hostile.bomb())])


@pytest.mark.parametrize(("orientation", "turn"), [(1, 0), (3, 180), (6, 90), (8, 270)])
def test_exif_says_how_a_photograph_is_held(orientation: int, turn: int, tmp_path: Path) -> None:
    upright = draw(small_page(), dpi=100)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = tmp_path / "01.jpg"
    upright.rotate(turn, expand=True).save(path, "JPEG", quality=95, exif=exif)
    (image,) = read_images(path)
    assert np.abs(image.pixels.astype(int) - np.asarray(upright).astype(int)).mean() < 3


@pytest.mark.parametrize("angle", [-3.0, -0.7, 0.0, 1.3, 3.0])
def test_skew_is_measured(angle: float) -> None:
    image = draw(small_page(), dpi=150).rotate(-angle, expand=True, fillcolor=255)
    assert measure_skew(np.asarray(image)) == pytest.approx(angle, abs=0.15)


def test_the_page_is_cut_out_of_a_photograph() -> None:
    data = scan(small_page(), DAMAGES[-1], dpi=150)
    with Image.open(io.BytesIO(data)) as image:
        pixels = np.asarray(image.convert("L"))
    corners = find_corners(pixels)
    assert corners is not None
    page = cut_out_page(pixels)
    ratio = page.shape[0] / page.shape[1]
    sheet = small_page()
    assert ratio == pytest.approx(sheet.height / sheet.width, rel=0.06)
    assert find_corners(page) is None, "what was cut out is all page"


def test_uneven_light_and_what_shines_through_become_white() -> None:
    image = np.asarray(draw(small_page(), dpi=100)).astype(float)
    light = np.linspace(0.5, 1.0, image.shape[1])[None, :]
    back = np.where(image[:, ::-1] < 128, 0.87, 1.0)
    white = whiten(np.clip((40 + image * 0.75) * light * back, 0, 255).astype(np.uint8))
    assert np.median(white[:, :40]) > 245
    assert np.median(white[:, -40:]) > 245
    ink = white[image < 30]
    assert np.percentile(ink, 90) < 90


def test_a_blurred_page_gets_its_edges_back_and_a_sharp_one_is_left_alone() -> None:
    sharp = np.asarray(draw(small_page(), dpi=200))
    assert sharpen(sharp) is sharp
    blurred = cv2.GaussianBlur(sharp, (0, 0), 1.2)
    assert measure_blur(blurred) == pytest.approx(1.2, rel=0.3)
    mended = whiten(sharpen(blurred))
    wrong = ((mended < 140) != (sharp < 140)).sum()
    assert wrong < 0.85 * ((whiten(blurred) < 140) != (sharp < 140)).sum()


def test_a_bold_headline_of_the_back_that_shows_through_is_cleared() -> None:
    front = np.asarray(draw(small_page(), dpi=200)).astype(int)
    back = np.where(front[:, ::-1] < 128, 0.8, 1.0)
    page = whiten((40 + front * back * 0.75).astype(np.uint8))
    ghost = (front[:, ::-1] < 100) & (front > 250)
    near = cv2.dilate((front < 200).astype(np.uint8), np.ones((13, 13), np.uint8)) > 0
    assert page[ghost & ~near].min() < 240
    cleared = clear_ghosts(page)
    assert cleared[ghost & ~near].min() == 255
    soft = cv2.dilate((page < 100).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert np.array_equal(cleared[soft], page[soft]), "ink keeps its edges"


def test_a_vertical_head_of_a_scan_is_one_line(tmp_path: Path) -> None:
    edition = read_edition([save(tmp_path, scan(small_page(vertical=True), DAMAGES[0], dpi=200))])
    assert HEAD[:6] in edition.pages[0].lines


def test_a_tiff_of_many_pages_is_an_edition(tmp_path: Path) -> None:
    sheets = [
        Sheet(100, 60, rules=[Rect(8, 12, 84, 0.3)], lines=[
            SetLine(f"第{n}版", 10, 6, 10),
            *(SetLine(text, 10, 20 + 6 * k, 10) for k, text in enumerate(("城北新桥昨日通车",
              "车流量约三万二千辆，没有拥堵", "老街修缮工程进入收尾阶段")))
        ])
        for n in (2, 1)
    ]  # fmt: skip
    first, second = (draw(sheet, dpi=200) for sheet in sheets)
    path = tmp_path / "day.tif"
    first.save(path, save_all=True, append_images=[second], dpi=(200, 200))
    edition = read_edition([path])
    assert [(page.number, page.name) for page in edition.pages] == [
        (1, "day.tif, page 2"),
        (2, "day.tif, page 1"),
    ]


def test_a_page_that_was_read_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, scan(small_page(), DAMAGES[0], dpi=150))
    first = read_edition([path]).pages

    def refuse(*_: object) -> None:
        raise AssertionError("it was recognised again")

    monkeypatch.setattr(page_reader, "see_page", refuse)
    again = save(tmp_path, path.read_bytes(), "02.png")
    assert read_edition([again]).pages[0].lines == first[0].lines


def test_a_pdf_of_pictures_is_read_by_its_picture(tmp_path: Path) -> None:
    out = io.BytesIO()
    draw(small_page(), dpi=200).save(out, "PDF", resolution=200)
    assert wrong_share(text_of(save(tmp_path, out.getvalue(), "day.pdf"))) < 0.03


@needs_chinese_font
def test_a_pdf_whose_fonts_do_not_say_what_they_show_is_read_by_its_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(tmp_path, write_pdf([small_page()]), "day.pdf")
    monkeypatch.setattr(pdf, "_character", lambda code, broken: "\ufffd")
    assert "新桥" in text_of(path)


def test_without_the_extra_a_picture_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    path = save(tmp_path, scan(small_page(), DAMAGES[0], dpi=72))
    with pytest.raises(InputError, match="pictures need the extra ocr") as failure:
        read_edition([path])
    assert 'pip install "audiopaper[ocr]"' in failure.value.remedy


def test_pictures_beside_pages_as_text_are_not_read(tmp_path: Path) -> None:
    save(tmp_path, b"no picture at all", "01.jpg")
    (tmp_path / "01.txt").write_text("城北新桥昨日通车\n", encoding="utf-8")
    assert [page.name for page in read_edition([tmp_path]).pages] == ["01.txt"]


def blank(width: int = 600, height: int = 800, mode: str = "L") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 255 if mode == "L" else 1).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        pytest.param(b"", "is no picture that can be read", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\nnothing", "is no picture that can be read", id="damaged"),
        pytest.param(blank()[:200], "is no picture that can be read", id="torn"),
        pytest.param(blank(), "shows no text", id="blank"),
        pytest.param(blank(20, 20), "20 x 20 pixels only", id="small"),
        pytest.param(blank(9600, 9600, "1"), "more than 89 million", id="large"),
    ],
)
def test_a_picture_that_cannot_be_used_is_one_sentence(
    data: bytes, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as failure:
        read_edition([save(tmp_path, data)])
    assert problem in str(failure.value)
    assert "\n" not in str(failure.value)
    assert failure.value.exit_code == 4


def test_a_damaged_tiff_is_one_sentence_and_its_decoder_adds_none(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = io.BytesIO()
    draw(small_page(), dpi=100).save(out, "TIFF", compression="tiff_lzw")
    data = bytearray(out.getvalue())
    data[300:3000] = bytes(n * 89 % 251 for n in range(2700))
    path = tmp_path / "01.tif"
    path.write_bytes(data)
    with pytest.raises(InputError, match="no picture that can be read"):
        read_edition([path])
    assert capfd.readouterr().err == ""


def test_each_character_says_how_sure_it_is(tmp_path: Path) -> None:
    edition = read_edition([save(tmp_path, scan(small_page(), DAMAGES[0], dpi=200))])
    layout = edition.pages[0].layout
    assert layout is not None
    for text, line in zip(edition.pages[0].lines, layout.lines, strict=True):
        if line is None:
            continue
        assert line.recognition is not None
        assert len(line.recognition.confidences) == len("".join(text.split()))
        assert len(line.recognition.second_choices) == len(line.recognition.confidences)
        assert all(0 <= share <= 1 for share in line.recognition.confidences)


def test_a_character_that_is_not_sure_goes_to_the_review_with_its_row(tmp_path: Path) -> None:
    from dataclasses import replace

    edition = read_edition([save(tmp_path, scan(small_page(), DAMAGES[0], dpi=200))])
    page = edition.pages[0]
    assert page.layout is not None
    at = next(
        n for n, line in enumerate(page.lines) if "首日的车流量" in line or "新桥全长" in line
    )
    line = page.layout.lines[at]
    assert line is not None
    place = "".join(page.lines[at].split()).index("桥")
    seen = line.recognition
    assert seen is not None
    shares = [0.41 if n == place else 1.0 for n in range(len(seen.confidences))]
    choices = seen.second_choices[:place] + "挢" + seen.second_choices[place + 1 :]
    doubtful = Recognition(
        confidences=tuple(shares),
        second_choices=choices,
        pictures=((0, len(shares), b"\x89PNG"),),
    )
    lines: list[LineLayout | None] = list(page.layout.lines)
    lines[at] = replace(line, recognition=doubtful)
    page = replace(page, layout=replace(page.layout, lines=tuple(lines)))
    edition = replace(edition, pages=(page,))
    split = split_articles(edition)
    doubts = [
        d for d in find_misread(tuple(list_passages(edition, split)), edition) if d.line == at + 1
    ]
    (doubt,) = doubts
    assert "【桥】" in doubt.text
    assert "挢" in doubt.other
    assert doubt.sure == 0.41
    assert doubt.picture.startswith("data:image/png;base64,")


@needs_chinese_font
def test_articles_of_a_scan_come_out_whole(tmp_path: Path) -> None:
    sheet, _ = make_page("evening")
    edition = read_edition([save(tmp_path, scan(sheet, DAMAGES[2], dpi=150))])
    found = {re.sub(r"\s", "", a.headline): a for a in split_articles(edition).articles}
    for story in make_stories():
        article = found[story.headline]
        text = "".join(p.text for p in article.paragraphs)
        assert abs(len(text) - story.chars) < 25
        assert story.paragraphs[0][:12] in text
        assert story.paragraphs[-1][-12:-1] in text
